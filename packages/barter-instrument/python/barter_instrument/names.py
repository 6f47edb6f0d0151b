"""Names and indices. A name is a ``str``, an index an ``int``: they work wherever those do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, SupportsIndex

from .enums import ExchangeId
from .errors import InvalidArgumentError, WrongTypeError

if TYPE_CHECKING:
    from ._instrument import InstrumentKind, MarketDataInstrumentKind

__all__ = [
    "AssetId",
    "AssetIndex",
    "AssetNameExchange",
    "AssetNameInternal",
    "BarterId",
    "BarterIndex",
    "BarterName",
    "ExchangeIndex",
    "InstrumentId",
    "InstrumentIndex",
    "InstrumentNameExchange",
    "InstrumentNameInternal",
]


class BarterName(str):
    """Base of barter's names: a ``str`` that is not blank. Where one name is expected, another kind is refused."""

    __slots__ = ()
    __barter_name__ = True

    def __new__(cls, name: str) -> Self:
        """A name from any `str` that is not blank."""
        if not isinstance(name, str):
            raise WrongTypeError(f"name must be a str, got {type(name).__name__} {name!r}", argument="name")
        if not name.strip():
            raise InvalidArgumentError(f"name must not be empty or blank, got {name!r}", argument="name")
        return super().__new__(cls, name)

    @property
    def name(self) -> str:
        """The name as a plain ``str``."""
        return str.__str__(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str.__repr__(self)})"

    def __getnewargs__(self) -> tuple[str]:
        return (str.__str__(self),)


class AssetNameInternal(BarterName):
    """barter's lower-case name of an asset, the same on every exchange.

    >>> AssetNameInternal("BTC")
    AssetNameInternal('btc')
    """

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """The name in lower case."""
        return super().__new__(cls, name.lower() if isinstance(name, str) else name)


class AssetNameExchange(BarterName):
    """An exchange's name of an asset, as the exchange writes it.

    >>> AssetNameExchange("XBT")
    AssetNameExchange('XBT')
    """

    __slots__ = ()


class InstrumentNameInternal(BarterName):
    """barter's lower-case name of an instrument, one over all exchanges.

    >>> InstrumentNameInternal.new_from_exchange(ExchangeId.BINANCE_SPOT, "BTCUSDT")
    InstrumentNameInternal('binance_spot-btcusdt')
    """

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """The name in lower case."""
        return super().__new__(cls, name.lower() if isinstance(name, str) else name)

    @classmethod
    def new_from_exchange(cls, exchange: ExchangeId | str, name_exchange: str) -> Self:
        """``exchange-name``: one name for each instrument of each exchange."""
        return cls(f"{ExchangeId(exchange).value}-{InstrumentNameExchange(name_exchange)}")

    @classmethod
    def new_from_exchange_underlying(
        cls,
        exchange: ExchangeId | str,
        base: str,
        quote: str,
        kind: InstrumentKind | MarketDataInstrumentKind | None = None,
    ) -> Self:
        """``exchange-base_quote``, and behind it the kind of what is not spot.

        Without `kind`, spot, perpetual, future and option of one pair get the same name, and barter's engine would make them one
        instrument; `IndexedInstruments` refuses them. barter's Rust crate has no such argument, and writes the exchange without
        underscores here (``binancespot``), which no other name does; this method does not.

        >>> from barter_instrument import MarketDataInstrumentKind
        >>> InstrumentNameInternal.new_from_exchange_underlying("binance_spot", "BTC", "USDT")
        InstrumentNameInternal('binance_spot-btc_usdt')
        >>> InstrumentNameInternal.new_from_exchange_underlying("okx", "BTC", "USDT", MarketDataInstrumentKind.Perpetual())
        InstrumentNameInternal('okx-btc_usdt_perpetual')
        """
        name = f"{ExchangeId(exchange).value}-{AssetNameExchange(base)}_{AssetNameExchange(quote)}"
        return cls(name + _kind_suffix(kind))


def _kind_suffix(kind: InstrumentKind | MarketDataInstrumentKind | None) -> str:
    from ._instrument import InstrumentKind, MarketDataInstrumentKind

    if kind is None:
        return ""
    if isinstance(kind, InstrumentKind):
        kind = MarketDataInstrumentKind.from_instrument_kind(kind)
    if not isinstance(kind, MarketDataInstrumentKind):
        raise WrongTypeError(
            f"kind must be an InstrumentKind or a MarketDataInstrumentKind, got {type(kind).__name__} {kind!r}",
            argument="kind",
        )
    return "" if isinstance(kind, MarketDataInstrumentKind.Spot) else f"_{kind}"


class InstrumentNameExchange(BarterName):
    """An exchange's name of an instrument, as the exchange writes it."""

    __slots__ = ()


class BarterNumber(int):
    """Base of indices and ids: a non-negative ``int`` that fits its bits."""

    __slots__ = ()
    _bits: ClassVar[int] = 63
    _what: ClassVar[str] = "index"

    def __new__(cls, index: SupportsIndex) -> Self:
        """A number from a non-negative int."""
        what = cls._what
        if isinstance(index, bool) or not hasattr(index, "__index__"):
            raise WrongTypeError(f"{what} must be an int, got {type(index).__name__} {index!r}", argument=what)
        if isinstance(index, BarterNumber) and not isinstance(index, cls):
            raise WrongTypeError(f"{what} must be a {cls.__name__} or a plain int, got {index!r}", argument=what)
        number = index.__index__()
        if not 0 <= number < 2**cls._bits:
            raise InvalidArgumentError(
                f"{what} must not be negative and must fit {cls._bits} bits, got {number}", argument=what
            )
        return super().__new__(cls, number)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({int(self)})"

    def __getnewargs__(self) -> tuple[int]:
        return (int(self),)

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return (type(self), (int(self),))


class BarterId(BarterNumber):
    """Base of barter's ids: a non-negative ``int`` of 64 bits, written as its number."""

    __slots__ = ()
    _bits = 64
    _what = "id"

    def __str__(self) -> str:
        return int.__repr__(self)


class AssetId(BarterId):
    """Identifier of an asset in a database of yours; barter's engine does not use it.

    >>> str(AssetId(7)), AssetId(7)
    ('7', AssetId(7))
    """

    __slots__ = ()


class InstrumentId(BarterId):
    """Identifier of an instrument in a database of yours; barter's engine does not use it.

    >>> InstrumentId(7) == 7
    True
    """

    __slots__ = ()


class BarterIndex(BarterNumber):
    """Base of barter's indices: a non-negative ``int``. Where one index is expected, another kind is refused."""

    __slots__ = ()
    __barter_index__ = True

    def index(self) -> int:
        """The index as a plain ``int``."""
        return int(self)

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec else repr(self)

    def __str__(self) -> str:
        return repr(self)


class ExchangeIndex(BarterIndex):
    """Position of an exchange in `IndexedInstruments`."""

    __slots__ = ()


class AssetIndex(BarterIndex):
    """Position of an asset of an exchange in `IndexedInstruments`."""

    __slots__ = ()


class InstrumentIndex(BarterIndex):
    """Position of an instrument in `IndexedInstruments`.

    >>> InstrumentIndex(2), InstrumentIndex(2) + 1
    (InstrumentIndex(2), 3)
    """

    __slots__ = ()
