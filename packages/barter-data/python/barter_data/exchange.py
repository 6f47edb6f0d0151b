"""What barter knows of an exchange whose market data it reads: address, ping, channels, names of markets, and what it sends.

Nothing here connects. What a `Subscription` becomes on the wire can be looked at, and used with one's own connection
(`barter_integration.connect`).

>>> from barter_data import Subscription, WebSocketSubMapper
>>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
>>> btc_usdt = MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot())
>>> meta = WebSocketSubMapper.map([Subscription("binance_spot", btc_usdt, "public_trades")])
>>> meta.ws_subscriptions[0].payload
'{"id":1,"method":"SUBSCRIBE","params":["btcusdt@trade"]}'
>>> str(meta.instrument_map.find("@trade|BTCUSDT"))
'btc_usdt_spot'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from barter_instrument import ExchangeId, InvalidArgumentError, Keyed, WrongTypeError
from barter_instrument.names import BarterName
from barter_integration import SocketError, SubscriptionId
from barter_integration.websocket import WsMessage

from . import channels
from ._data import (
    _DEFAULT_SUBSCRIPTION_TIMEOUT_NS,
    _PING_INTERVAL_OKX_NS,
    MarketInstrumentData,
    Subscription,
    _connector,
    _expected_responses,
    _map_subscriptions,
    _requests,
    _subscribed_as,
    supported_subscriptions,
)
from .enums import SubKind

__all__ = [
    "DEFAULT_SUBSCRIPTION_TIMEOUT",
    "PING_INTERVAL_OKX",
    "Connector",
    "ExchangeSub",
    "Map",
    "PingInterval",
    "SubscriptionMeta",
    "WebSocketSubMapper",
]

K = TypeVar("K")

DEFAULT_SUBSCRIPTION_TIMEOUT: Final = timedelta(microseconds=_DEFAULT_SUBSCRIPTION_TIMEOUT_NS // 1000)
"""How long an exchange may take to answer a subscription, unless its connector says otherwise."""

PING_INTERVAL_OKX: Final = timedelta(microseconds=_PING_INTERVAL_OKX_NS // 1000)
"""How often barter pings OKX."""


@dataclass(frozen=True, slots=True)
class PingInterval:
    """What keeps a connection alive.

    Attributes:
        interval: how often it is sent.
        ping: the message.
    """

    interval: timedelta
    ping: WsMessage


@dataclass(frozen=True, order=True, slots=True)
class ExchangeSub:
    """A channel and a market, as the exchange names them.

    Args:
        channel: "trade", or a member such as `KrakenChannel.TRADES`.
        market: "XBT/USD", or a name such as `KrakenMarket("XBT/USD")`.

    >>> from barter_data import ExchangeSub
    >>> ExchangeSub("trade", "XBT/USD").id()
    SubscriptionId('trade|XBT/USD')
    """

    channel: str
    market: str

    def __post_init__(self) -> None:
        for name in ("channel", "market"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise WrongTypeError(f"{name} must be a text that is not blank, got {value!r}", argument=name)

    @classmethod
    def new(cls, subscription: Subscription) -> ExchangeSub:
        """What a subscription is on its exchange.

        >>> from barter_data import ExchangeSub, Subscription
        >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
        >>> xbt_usd = MarketDataInstrument("xbt", "usd", MarketDataInstrumentKind.Spot())
        >>> ExchangeSub.new(Subscription("kraken", xbt_usd, "order_books_l1"))
        ExchangeSub(channel=<KrakenChannel.ORDER_BOOK_L1: 'spread'>, market=KrakenMarket('XBT/USD'))
        """
        channel, market, _ = _subscribed_as(subscription)
        connector = Connector(subscription.exchange)
        return cls(connector.Channel(channel), connector.Market(market))

    def id(self) -> SubscriptionId:
        """By what messages of it are found: channel and market."""
        return SubscriptionId(f"{self.channel}|{self.market}")


class Map(Mapping[SubscriptionId, K]):
    """Instruments by the ids that an exchange's messages give.

    >>> from barter_data import Map
    >>> Map({"trade|XBT/USD": 0}).find("trade|XBT/USD")
    0
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, K] | Iterable[tuple[str, K]] = ()) -> None:
        self._items: dict[SubscriptionId, K] = {SubscriptionId(name): value for name, value in dict(items).items()}

    def find(self, id: str) -> K:
        """The instrument of an id. Raises SocketError.Unidentifiable for an unknown one."""
        try:
            return self._items[id]  # type: ignore[index]  # a SubscriptionId is its text
        except KeyError:
            raise SocketError.Unidentifiable(id) from None

    def __getitem__(self, id: str) -> K:
        return self._items[id]  # type: ignore[index]

    def __iter__(self) -> Iterator[SubscriptionId]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, Map) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Map({dict(self._items)!r})"


@dataclass(frozen=True, slots=True)
class SubscriptionMeta(Generic[K]):
    """What is sent to subscribe, and by what the messages that come are found.

    Attributes:
        instrument_map: `Map` of ids to what the events carry: the key of the instrument, or the `MarketDataInstrument` itself.
        ws_subscriptions: messages to be sent, in order.
    """

    instrument_map: Map[K]
    ws_subscriptions: tuple[WsMessage, ...]


def _key(subscription: Subscription) -> Any:
    """What the events of a subscription carry, by the form of its instrument."""
    instrument = subscription.instrument
    return instrument.key if isinstance(instrument, Keyed | MarketInstrumentData) else instrument


class WebSocketSubMapper:
    """Subscriptions of one connection as what is sent for them."""

    @staticmethod
    def map(subscriptions: Iterable[Subscription]) -> SubscriptionMeta[Any]:
        """What barter sends for subscriptions of one exchange and one kind: it opens a connection for each such group.

        Raises:
            DataError.SubscriptionsEmpty: there are none.
            InvalidArgumentError: they are of several exchanges or kinds, or name one market twice.
        """
        subscriptions = list(subscriptions)
        ids, texts = _map_subscriptions(subscriptions)
        return SubscriptionMeta(
            Map((name, _key(subscriptions[at])) for name, at in ids), tuple(WsMessage.Text(text) for text in texts)
        )


@dataclass(frozen=True, slots=True)
class Connector:
    """What barter knows of an exchange whose market data it reads.

    Args:
        id: `ExchangeId` or its text.

    Raises:
        InvalidArgumentError: barter has no market data of the exchange.

    >>> from barter_data import Connector
    >>> okx = Connector("okx")
    >>> okx.url, okx.ping_interval().interval, okx.ping_interval().ping.payload
    ('wss://ws.okx.com:8443/ws/v5/public', datetime.timedelta(seconds=29), 'ping')
    >>> okx.Channel.TRADES, okx.Market("BTC-USDT-SWAP")
    (<OkxChannel.TRADES: 'trades'>, OkxMarket('BTC-USDT-SWAP'))
    """

    id: ExchangeId

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", ExchangeId(self.id))
        if not supported_subscriptions(self.id):
            known = ", ".join(connector.id for connector in Connector.all())
            raise InvalidArgumentError(
                f"id must be an exchange with market data in barter, one of {known}, got {self.id}", argument="id"
            )

    @staticmethod
    def all() -> list[Connector]:
        """The connectors of all exchanges with market data.

        >>> from barter_data import Connector
        >>> len(Connector.all())
        15
        """
        return [Connector(exchange) for exchange in ExchangeId if supported_subscriptions(exchange)]

    @property
    def url(self) -> str:
        """Where the WebSocket is."""
        return _connector(self.id)[0]

    def ping_interval(self) -> PingInterval | None:
        """What keeps the connection alive; None where nothing has to be sent."""
        ping = _connector(self.id)[1]
        return None if ping is None else PingInterval(timedelta(microseconds=ping[0] // 1000), WsMessage.Text(ping[1]))

    def subscription_timeout(self) -> timedelta:
        """How long the exchange may take to answer a subscription."""
        return timedelta(microseconds=_connector(self.id)[2] // 1000)

    @property
    def Channel(self) -> type[StrEnum]:  # noqa: N802 (upstream's name of the type)
        """The type of its channels."""
        found: type[StrEnum] = getattr(channels, f"{self._family}Channel")
        return found

    @property
    def Market(self) -> type[BarterName]:  # noqa: N802
        """The type of its names of markets."""
        found: type[BarterName] = getattr(channels, f"{self._family}Market")
        return found

    @property
    def _family(self) -> str:
        """What the exchanges of one operator have in common in upstream's names."""
        return self.id.value.partition("_")[0].capitalize()

    @property
    def subscriptions(self) -> dict[str, list[SubKind]]:
        """What can be subscribed to: kinds of instrument with kinds of market data."""
        return supported_subscriptions(self.id)

    def requests(self, exchange_subs: Iterable[ExchangeSub]) -> list[WsMessage]:
        """What is sent to subscribe to channels of markets.

        >>> from barter_data import Connector, ExchangeSub
        >>> Connector("kraken").requests([ExchangeSub("trade", "XBT/USD")])[0].payload
        '{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"trade"}}'
        """
        subs = list(exchange_subs)
        for at, sub in enumerate(subs):
            if not isinstance(sub, ExchangeSub):
                raise WrongTypeError(
                    f"exchange_subs[{at}] must be an ExchangeSub, got {type(sub).__name__}", argument="exchange_subs"
                )
        return [WsMessage.Text(text) for text in _requests(self.id, [(sub.channel, sub.market) for sub in subs])]

    def expected_responses(self, instrument_map: Map[Any]) -> int:
        """How many answers barter waits for after it subscribed to what is in the map."""
        return _expected_responses(self.id, len(instrument_map))
