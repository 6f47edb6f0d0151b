"""
Compiled part of `barter_instrument`; import its names from there.
"""

from barter_instrument.enums import ExchangeId, InstrumentQuoteAsset, OptionExercise, OptionKind, Rounding, Side
from barter_instrument.keyed import Keyed
from barter_instrument.names import AssetIndex, AssetNameExchange, AssetNameInternal, ExchangeIndex, InstrumentIndex, InstrumentNameExchange, InstrumentNameInternal
from barter_instrument.spec_check import SpecCheck
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, Self, final
from typing_extensions import disjoint_base

@final
class Asset:
    """
    An asset by barter's name (lower case, the same on every exchange) and by its exchange's name.

    Args:
        name_internal: barter's name; it is made lower case.
        name_exchange: the exchange's name, kept as it is.

    Raises:
        WrongTypeError: a name is not a str, or is another kind of name.
        InvalidArgumentError: a name is blank.

    >>> from barter_instrument import Asset
    >>> Asset("BTC", "XBT")
    Asset(name_internal=AssetNameInternal('btc'), name_exchange=AssetNameExchange('XBT'))
    """
    __match_args__: ClassVar[tuple[Literal['name_internal'], Literal['name_exchange']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name_internal: str, name_exchange: str) -> Asset: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Asset:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Asset:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Asset:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def name_exchange(self, /) -> AssetNameExchange:
        """
        The exchange's name.
        """
    @property
    def name_internal(self, /) -> AssetNameInternal:
        """
        barter's name.
        """
    @staticmethod
    def new_from_exchange(name_exchange: str) -> Asset:
        """
        An asset whose internal name is the lower case of its exchange's name.

        >>> from barter_instrument import Asset
        >>> Asset.new_from_exchange("USDT").name_internal
        AssetNameInternal('usdt')
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class ExchangeAsset:
    """
    An asset on one exchange: by its `Asset`, or by its name there.

    Args:
        exchange: `ExchangeId` or its text.
        asset: `Asset`, or `AssetNameExchange`.

    >>> from barter_instrument import Asset, ExchangeAsset
    >>> ExchangeAsset("kraken", Asset("btc", "XBT")).exchange
    ExchangeId.KRAKEN
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['asset']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, exchange: ExchangeId | str, asset: Asset | AssetNameExchange | str) -> ExchangeAsset: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> ExchangeAsset:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def asset(self, /) -> Any:
        """
        The asset: `Asset` or `AssetNameExchange`.
        """
    @property
    def exchange(self, /) -> ExchangeId:
        """
        The exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> ExchangeAsset:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> ExchangeAsset:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class FutureContract:
    """
    A future that expires.

    Args:
        contract_size: how much of the base asset one contract stands for, above zero.
        settlement_asset: asset it settles in: `Asset`, its exchange's name, or `AssetIndex`.
        expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
    """
    __match_args__: ClassVar[tuple[Literal['contract_size'], Literal['settlement_asset'], Literal['expiry']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, contract_size: Decimal | int | str | float, settlement_asset: Asset | AssetIndex | str, expiry: int | datetime) -> FutureContract: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> FutureContract:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def contract_size(self, /) -> Decimal:
        """
        How much of the base asset one contract stands for.
        """
    @property
    def expiry(self, /) -> datetime:
        """
        When it expires, an aware datetime in UTC.
        """
    @property
    def expiry_ns(self, /) -> int:
        """
        When it expires, nanoseconds since 1970 UTC.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> FutureContract:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> FutureContract:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def settlement_asset(self, /) -> Any:
        """
        Asset it settles in.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class IndexedInstruments:
    """
    A collection of instruments with their exchanges and assets, each with an index; it does not change. Exchanges, assets and
    instruments are sorted, repetitions removed, as barter's engine has them. Look-ups take constant time in both directions.

    Args:
        instruments: `Instrument`s in their named form, in any order.

    Raises:
        InvalidArgumentError: two different instruments have one internal name, or one asset has two exchange names on one
            exchange (barter's engine would mix up what is behind them).

    >>> from barter_instrument import IndexedInstruments, Instrument, InstrumentIndex, Underlying
    >>> instruments = IndexedInstruments([Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))])
    >>> instruments.find_instrument(InstrumentIndex(0)).name_exchange
    InstrumentNameExchange('XBT/USD')
    >>> "kraken-xbt_usd" in instruments
    True
    """
    __match_args__: ClassVar[tuple[Literal['instruments']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __contains__(self, item: Any, /) -> bool:
        """
        Whether an instrument (named form), an internal name, or an exchange is in the collection.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __getitem__(self, key: Any, /) -> Instrument:
        """
        By index, or by internal name.
        """
    def __iter__(self, /) -> Iterator[Instrument]: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, instruments: Iterable[Instrument] | None = None) -> IndexedInstruments: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str:
        """
        A table of at most 20 rows, and the counts of instruments, exchanges and assets.
        """
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> IndexedInstruments:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    def _repr_html_(self, /) -> str:
        """
        The table for notebooks.
        """
    @property
    def assets(self, /) -> list[Keyed[AssetIndex, ExchangeAsset]]:
        """
        The assets in order of index.
        """
    @staticmethod
    def builder() -> IndexedInstrumentsBuilder:
        """
        A builder, to add instruments one by one.
        """
    @property
    def exchanges(self, /) -> list[Keyed[ExchangeIndex, ExchangeId]]:
        """
        The exchanges in order of index.
        """
    def filter(self, /, predicate: Callable[[Instrument], bool] | None = None, *, exchange: ExchangeId | str | Sequence[ExchangeId | str] | None = None, kind: str | Sequence[str] | None = None, base: str | Sequence[str] | None = None, quote: str | Sequence[str] | None = None) -> IndexedInstruments:
        """
        The collection of the instruments that fit every condition. It has indices of its own.

        Args:
            predicate: called with each instrument that fits the other conditions; keeps it if the result is true.
            exchange: exchange or exchanges (a list or tuple) to keep.
            kind: spot, "perpetual", "future" or "option", or several.
            base: barter's name of the base asset, or several.
            quote: barter's name of the quote asset of the underlying, or several.

        >>> from barter_instrument import IndexedInstruments, Instrument, Underlying
        >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
        >>> eth = Instrument.spot("kraken", "kraken-eth_usd", "ETH/USD", Underlying("ETH", "USD"))
        >>> [instrument.name_exchange.name for instrument in IndexedInstruments([xbt, eth]).filter(base="eth")]
        ['ETH/USD']
        """
    def find_asset(self, /, index: AssetIndex | int) -> ExchangeAsset:
        """
        Asset of an index. Raises NotFoundError.
        """
    def find_asset_index(self, /, exchange: ExchangeId | str, name: AssetNameInternal | AssetNameExchange | str) -> AssetIndex:
        """
        Index of an asset of an exchange, by barter's or the exchange's name. Raises NotFoundError.
        """
    def find_exchange(self, /, index: ExchangeIndex | int) -> ExchangeId:
        """
        Exchange of an index. Raises NotFoundError.
        """
    def find_exchange_index(self, /, exchange: ExchangeId | str) -> ExchangeIndex:
        """
        Index of an exchange. Raises NotFoundError.
        """
    def find_instrument(self, /, index: InstrumentIndex | int) -> Instrument:
        """
        Instrument of an index, in its named form. Raises NotFoundError.
        """
    def find_instrument_index(self, /, exchange: ExchangeId | str, name: InstrumentNameInternal | InstrumentNameExchange | str) -> InstrumentIndex:
        """
        Index of an instrument of an exchange, by barter's or the exchange's name. Raises NotFoundError.
        """
    @staticmethod
    def from_config(config: str | list[Any] | dict[str, Any]) -> IndexedInstruments:
        """
        The instruments of barter's JSON configuration: a list of instruments (barter's `InstrumentConfig`), or an object that holds
        it under "instruments" (barter's `SystemConfig`, by itself or under "system"), as JSON text or as what `json.load` gives.

        Internal names are made from exchange, base, quote and, unless it is spot, kind: `binance_futures_usd-btc_usdt_perpetual`.
        barter's own loader leaves the kind away, so that spot, perpetual, future and option of one pair get one name and become one
        instrument in its engine.

        Raises:
            DataError: it is not such a list; the text says where.
            InvalidArgumentError: two different instruments get one name (futures of one pair that expire on the same day): give them
                names of their own, with `Instrument(...)`.

        >>> from barter_instrument import IndexedInstruments
        >>> btc = dict(
        ...     exchange="binance_spot", name_exchange="BTCUSDT", underlying=dict(base="btc", quote="usdt"),
        ...     quote="underlying_quote", kind="spot", spec=None,
        ... )
        >>> IndexedInstruments.from_config([btc])[0].name_internal
        InstrumentNameInternal('binance_spot-btc_usdt')
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> IndexedInstruments:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> IndexedInstruments:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def indexed(self, /) -> list[Keyed[InstrumentIndex, Instrument]]:
        """
        The instruments as barter's engine holds them: keyed by index, their own keys indices too.
        """
    @property
    def instruments(self, /) -> list[Instrument]:
        """
        The instruments in their named form, in order of index. `indexed()` gives the form that the engine holds.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class IndexedInstrumentsBuilder:
    """
    Collects instruments one by one.

    >>> from barter_instrument import IndexedInstruments, Instrument, Underlying
    >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    >>> len(IndexedInstruments.builder().add_instrument(btc).build())
    1
    """
    def __len__(self, /) -> int: ...
    def __new__(cls, /) -> IndexedInstrumentsBuilder: ...
    def __repr__(self, /) -> str: ...
    def add_instrument(self, /, instrument: Instrument) -> IndexedInstrumentsBuilder:
        """
        Adds an instrument in its named form; returns the builder.
        """
    def build(self, /) -> IndexedInstruments:
        """
        The collection of what was added so far.
        """

@final
class Instrument:
    """
    Everything needed to subscribe to an instrument and to trade it. Its keys are names (`ExchangeId`, `Asset`) where users build
    it and indices inside `IndexedInstruments` and the engine; a mix is refused.

    Args:
        exchange: `ExchangeId` or its text; `ExchangeIndex`, or `Keyed(ExchangeIndex, ExchangeId)` in the indexed form.
        name_internal: barter's name, one over all exchanges; see `InstrumentNameInternal.new_from_exchange`.
        name_exchange: the exchange's name.
        underlying: `Underlying`.
        quote: which asset of the underlying it is priced in.
        kind: `InstrumentKind`.
        spec: `InstrumentSpec` with tick, lot and minima, or None.

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['name_internal'], Literal['name_exchange'], Literal['underlying'], Literal['quote'], Literal['kind'], Literal['spec']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, exchange: ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str, name_internal: str, name_exchange: str, underlying: Underlying, quote: InstrumentQuoteAsset | str, kind: InstrumentKind, spec: InstrumentSpec | None = None) -> Instrument: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Instrument:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    def check(self, /, order: object | None = None, *, quantity: Decimal | int | str | float | None = None, price: Decimal | int | str | float | None = None, side: Side | str | None = None, kind: object | None = None) -> SpecCheck:
        """
        Whether an order keeps the instrument's rules, and if not, which it breaks, by how much, and what would be allowed.

        Args:
            order: anything with `quantity` and, where it has them, `price`, `side` and `kind` (an order, the terms of a request), or with
                those on its `state` (a request).
            quantity, price, side, kind: instead of an order, or to override it. `kind` is "limit" or "market": the price of a market
                order is what it is expected to pay, so the rules of prices do not bind it, and its value is judged only if a price is
                given. `side` picks which neighbour of a price is the passive one.

        Returns:
            `SpecCheck`, true if no rule is broken.

        Raises:
            StateError: the instrument has no spec.

        >>> from barter_instrument import *
        >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"), InstrumentSpec(
        ...     InstrumentSpecPrice("0.1", "0.1"),
        ...     InstrumentSpecQuantity(OrderQuantityUnits.Asset("XBT"), "0.001", "0.001"),
        ...     InstrumentSpecNotional(5),
        ... ))
        >>> print(xbt.check(quantity="0.0015", price="59000.17"))
        price 59000.17 is not a multiple of the tick 0.1: allowed are 59000.1 and 59000.2
        quantity 0.0015 is not a multiple of the increment 0.001: allowed are 0.001 and 0.002
        """
    @property
    def contract_size(self, /) -> Decimal:
        """
        How much of the base asset a quantity of 1 stands for; 1 for spot.
        """
    @property
    def exchange(self, /) -> Any:
        """
        Exchange: `ExchangeId`, `ExchangeIndex` or `Keyed(ExchangeIndex, ExchangeId)`.
        """
    @property
    def exchange_id(self, /) -> ExchangeId | None:
        """
        The exchange's id, whatever the form; None if only its index is known.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Instrument:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Instrument:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def kind(self, /) -> InstrumentKind:
        """
        Spot or contract.
        """
    def map_asset_key_with_lookup(self, /, find_asset: Callable[[Any], Asset | AssetIndex | str], exchange: ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str | None = None) -> Instrument:
        """
        The same instrument with other asset keys: each key (underlying, settlement asset, unit) is replaced by what `find_asset`
        returns for it. An error that `find_asset` raises is passed on.

        Args:
            find_asset: called with an `Asset` or `AssetIndex`; returns the key of another form.
            exchange: key of the exchange in the new form; None keeps it. Keys of one instrument have one form.

        >>> from barter_instrument import AssetIndex, ExchangeIndex, Instrument, Underlying
        >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
        >>> positions = {"xbt": AssetIndex(0), "usd": AssetIndex(1)}
        >>> xbt.map_asset_key_with_lookup(lambda asset: positions[asset.name_internal], ExchangeIndex(0)).underlying.quote
        AssetIndex(1)
        """
    def map_exchange_key(self, /, exchange: ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str) -> Instrument:
        """
        The same instrument with another exchange key of the same form.
        """
    @property
    def name_exchange(self, /) -> InstrumentNameExchange:
        """
        The exchange's name.
        """
    @property
    def name_internal(self, /) -> InstrumentNameInternal:
        """
        barter's name, one over all exchanges.
        """
    @property
    def quote(self, /) -> InstrumentQuoteAsset:
        """
        Which asset of the underlying it is priced in.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def round_price(self, /, price: Decimal | int | str | float, rounding: Rounding | str, *, side: Side | str | None = None) -> Decimal:
        """
        The price on the instrument's tick. `side` is needed by `Rounding.PASSIVE` and `Rounding.AGGRESSIVE`.

        Raises:
            StateError: the instrument has no spec.
        """
    def round_quantity(self, /, quantity: Decimal | int | str | float, rounding: Rounding | str | None = None, *, side: Side | str | None = None) -> Decimal:
        """
        The quantity on the instrument's step, towards zero by default.

        Raises:
            StateError: the instrument has no spec.
        """
    @property
    def settlement_asset(self, /) -> Any | None:
        """
        Asset the contract settles in; None for spot.
        """
    @property
    def spec(self, /) -> InstrumentSpec | None:
        """
        Tick, lot and minima, if they are known.
        """
    @staticmethod
    def spot(exchange: ExchangeId | ExchangeIndex | Keyed[ExchangeIndex, ExchangeId] | str, name_internal: str, name_exchange: str, underlying: Underlying, spec: InstrumentSpec | None = None) -> Instrument:
        """
        A spot instrument, priced in the quote asset of its underlying.

        >>> from barter_instrument import Instrument, Underlying
        >>> Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD")).contract_size
        Decimal('1')
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @property
    def underlying(self, /) -> Underlying:
        """
        Base and quote asset.
        """

@disjoint_base
class InstrumentKind:
    """
    Spot, or a contract.

    >>> from barter_instrument import InstrumentKind, PerpetualContract
    >>> match InstrumentKind.Perpetual(PerpetualContract(1, "usdt")):
    ...     case InstrumentKind.Spot():
    ...         print("spot")
    ...     case InstrumentKind.Perpetual(contract):
    ...         print(contract.contract_size)
    1
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentKind:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def contract_size(self, /) -> Decimal:
        """
        How much of the base asset one contract stands for; 1 for spot.
        """
    def eq_market_data_instrument_kind(self, /, other: MarketDataInstrumentKind) -> bool:
        """
        Whether market data of that kind are this instrument's: the same kind, expiry, right, exercise and strike. Contract size
        and settlement asset are not compared.

        >>> from barter_instrument import InstrumentKind, MarketDataInstrumentKind, PerpetualContract
        >>> kind = InstrumentKind.Perpetual(PerpetualContract("0.01", "usdt"))
        >>> kind.eq_market_data_instrument_kind(MarketDataInstrumentKind.Perpetual())
        True
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentKind:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentKind:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def settlement_asset(self, /) -> Any | None:
        """
        Asset the contract settles in; None for spot.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @final
    class Future(InstrumentKind):
        """
        A future that expires.
        """
        __match_args__: ClassVar[tuple[Literal['contract']]]
        def __new__(cls, /, contract: FutureContract) -> InstrumentKind.Future: ...
        @property
        def contract(self, /) -> FutureContract: ...
    @final
    class Option(InstrumentKind):
        """
        An option.
        """
        __match_args__: ClassVar[tuple[Literal['contract']]]
        def __new__(cls, /, contract: OptionContract) -> InstrumentKind.Option: ...
        @property
        def contract(self, /) -> OptionContract: ...
    @final
    class Perpetual(InstrumentKind):
        """
        A future that does not expire.
        """
        __match_args__: ClassVar[tuple[Literal['contract']]]
        def __new__(cls, /, contract: PerpetualContract) -> InstrumentKind.Perpetual: ...
        @property
        def contract(self, /) -> PerpetualContract: ...
    @final
    class Spot(InstrumentKind):
        """
        Exchange of one asset for another.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> InstrumentKind.Spot: ...

@final
class InstrumentSpec:
    """
    The rules of an instrument for prices, quantities and values of orders.

    >>> from barter_instrument import *
    >>> spec = InstrumentSpec(
    ...     InstrumentSpecPrice("0.1", "0.1"),
    ...     InstrumentSpecQuantity(OrderQuantityUnits.Asset("btc"), "0.001", "0.001"),
    ...     InstrumentSpecNotional(5),
    ... )
    >>> spec.round_price("59000.17", Rounding.PASSIVE, side=Side.BUY), spec.round_quantity("0.0119")
    (Decimal('59000.1'), Decimal('0.011'))
    """
    __match_args__: ClassVar[tuple[Literal['price'], Literal['quantity'], Literal['notional']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, price: InstrumentSpecPrice, quantity: InstrumentSpecQuantity, notional: InstrumentSpecNotional) -> InstrumentSpec: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentSpec:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    def check(self, /, order: object | None = None, *, quantity: Decimal | int | str | float | None = None, price: Decimal | int | str | float | None = None, side: Side | str | None = None, kind: object | None = None, contract_size: Decimal | int | str | float | None = None) -> SpecCheck:
        """
        Whether an order keeps the rules; see `Instrument.check`, which knows its contract size.

        >>> from barter_instrument import *
        >>> spec = InstrumentSpec(
        ...     InstrumentSpecPrice("0.1", "0.1"),
        ...     InstrumentSpecQuantity(OrderQuantityUnits.Contract(), 1, 1),
        ...     InstrumentSpecNotional(5),
        ... )
        >>> broken = spec.check(quantity=3, price="0.5", contract_size="0.1").violations[0]
        >>> broken.rule, broken.given, broken.limit, broken.allowed
        (SpecRule.NOTIONAL_MIN, Decimal('0.15'), Decimal('5'), (Decimal('100'),))
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentSpec:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentSpec:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def notional(self, /) -> InstrumentSpecNotional:
        """
        Smallest value of an order.
        """
    @property
    def price(self, /) -> InstrumentSpecPrice:
        """
        Rules of prices.
        """
    @property
    def quantity(self, /) -> InstrumentSpecQuantity:
        """
        Rules of quantities.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def round_price(self, /, price: Decimal | int | str | float, rounding: Rounding | str, *, side: Side | str | None = None) -> Decimal:
        """
        The price on the tick. `side` is needed by `Rounding.PASSIVE` and `Rounding.AGGRESSIVE`.

        Raises:
            InvalidArgumentError: the side is missing, or the result has more digits than a Decimal of barter holds.
        """
    def round_quantity(self, /, quantity: Decimal | int | str | float, rounding: Rounding | str | None = None, *, side: Side | str | None = None) -> Decimal:
        """
        The quantity on the step, towards zero by default.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class InstrumentSpecNotional:
    """
    Smallest value of an order (price × quantity × contract size) in the quote asset, not negative.
    """
    __match_args__: ClassVar[tuple[Literal['min']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, min: Decimal | int | str | float) -> InstrumentSpecNotional: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentSpecNotional:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentSpecNotional:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentSpecNotional:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def min(self, /) -> Decimal:
        """
        Smallest value of an order.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class InstrumentSpecPrice:
    """
    Smallest price and price step.

    Args:
        min: smallest price, not negative.
        tick_size: step between prices, above zero.

    >>> from barter_instrument import InstrumentSpecPrice
    >>> InstrumentSpecPrice(min="0.1", tick_size="0.1")
    InstrumentSpecPrice(min=Decimal('0.1'), tick_size=Decimal('0.1'))
    """
    __match_args__: ClassVar[tuple[Literal['min'], Literal['tick_size']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, min: Decimal | int | str | float, tick_size: Decimal | int | str | float) -> InstrumentSpecPrice: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentSpecPrice:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentSpecPrice:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentSpecPrice:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def min(self, /) -> Decimal:
        """
        Smallest price.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def tick_size(self, /) -> Decimal:
        """
        Step between prices.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class InstrumentSpecQuantity:
    """
    Unit, smallest quantity and quantity step.

    Args:
        unit: `OrderQuantityUnits`.
        min: smallest quantity, not negative.
        increment: step between quantities, above zero.
    """
    __match_args__: ClassVar[tuple[Literal['unit'], Literal['min'], Literal['increment']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, unit: OrderQuantityUnits, min: Decimal | int | str | float, increment: Decimal | int | str | float) -> InstrumentSpecQuantity: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentSpecQuantity:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentSpecQuantity:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentSpecQuantity:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def increment(self, /) -> Decimal:
        """
        Step between quantities.
        """
    @property
    def min(self, /) -> Decimal:
        """
        Smallest quantity.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @property
    def unit(self, /) -> OrderQuantityUnits:
        """
        What a quantity counts.
        """

@final
class MarketDataFutureContract:
    """
    A future, as market data is subscribed to.

    Args:
        expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.

    Raises:
        InvalidArgumentError: `expiry` is finer than a millisecond, or naive.

    >>> from barter_instrument import MarketDataFutureContract
    >>> MarketDataFutureContract(1_703_980_800_000_000_000).expiry.isoformat()
    '2023-12-31T00:00:00+00:00'
    """
    __match_args__: ClassVar[tuple[Literal['expiry']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, expiry: int | datetime) -> MarketDataFutureContract: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketDataFutureContract:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def expiry(self, /) -> datetime:
        """
        When it expires, an aware datetime in UTC.
        """
    @property
    def expiry_ns(self, /) -> int:
        """
        When it expires, nanoseconds since 1970 UTC.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketDataFutureContract:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketDataFutureContract:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class MarketDataInstrument:
    """
    What market data is subscribed to: a pair and its kind.

    Args:
        base: barter's name of the asset that is bought and sold; made lower case.
        quote: barter's name of the asset it is paid in; made lower case.
        kind: `MarketDataInstrumentKind`, or an `InstrumentKind` (its contract size and settlement asset are left out).

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
    >>> str(MarketDataInstrument("BTC", "USDT", MarketDataInstrumentKind.Perpetual()))
    'btc_usdt_perpetual'
    """
    __match_args__: ClassVar[tuple[Literal['base'], Literal['quote'], Literal['kind']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, base: str, quote: str, kind: MarketDataInstrumentKind | InstrumentKind) -> MarketDataInstrument: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str:
        """
        The text that barter writes into labels: `btc_usdt_spot`.
        """
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketDataInstrument:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def base(self, /) -> AssetNameInternal:
        """
        barter's name of the asset that is bought and sold.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketDataInstrument:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @staticmethod
    def from_instrument(instrument: Instrument) -> MarketDataInstrument:
        """
        What an instrument's market data is subscribed to by.

        Raises:
            InvalidArgumentError: the instrument is in its indexed form, which has no names of assets.

        >>> from barter_instrument import Instrument, MarketDataInstrument, Underlying
        >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
        >>> str(MarketDataInstrument.from_instrument(xbt))
        'xbt_usd_spot'
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketDataInstrument:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def kind(self, /) -> MarketDataInstrumentKind:
        """
        Kind of the instrument.
        """
    @property
    def quote(self, /) -> AssetNameInternal:
        """
        barter's name of the asset it is paid in.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@disjoint_base
class MarketDataInstrumentKind:
    """
    Kind of an instrument that market data is subscribed to: an `InstrumentKind` without contract size and settlement asset.

    >>> from barter_instrument import MarketDataFutureContract, MarketDataInstrumentKind
    >>> str(MarketDataInstrumentKind.Future(MarketDataFutureContract(1_703_980_800_000_000_000)))
    'future_2023-12-31-UTC'
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str:
        """
        The text that barter writes into labels: `future_2023-12-31-UTC`.
        """
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketDataInstrumentKind:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketDataInstrumentKind:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @staticmethod
    def from_instrument_kind(kind: InstrumentKind) -> MarketDataInstrumentKind:
        """
        The kind of an instrument without its contract size and settlement asset.

        >>> from barter_instrument import InstrumentKind, MarketDataInstrumentKind, PerpetualContract
        >>> MarketDataInstrumentKind.from_instrument_kind(InstrumentKind.Perpetual(PerpetualContract(1, "usdt")))
        MarketDataInstrumentKind.Perpetual()
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketDataInstrumentKind:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @final
    class Future(MarketDataInstrumentKind):
        """
        A future that expires.
        """
        __match_args__: ClassVar[tuple[Literal['contract']]]
        def __new__(cls, /, contract: MarketDataFutureContract) -> MarketDataInstrumentKind.Future: ...
        @property
        def contract(self, /) -> MarketDataFutureContract: ...
    @final
    class Option(MarketDataInstrumentKind):
        """
        An option.
        """
        __match_args__: ClassVar[tuple[Literal['contract']]]
        def __new__(cls, /, contract: MarketDataOptionContract) -> MarketDataInstrumentKind.Option: ...
        @property
        def contract(self, /) -> MarketDataOptionContract: ...
    @final
    class Perpetual(MarketDataInstrumentKind):
        """
        A future that does not expire.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> MarketDataInstrumentKind.Perpetual: ...
    @final
    class Spot(MarketDataInstrumentKind):
        """
        Exchange of one asset for another.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> MarketDataInstrumentKind.Spot: ...

@final
class MarketDataOptionContract:
    """
    An option, as market data is subscribed to.

    Args:
        kind: `OptionKind.CALL` or `OptionKind.PUT`.
        exercise: `OptionExercise`.
        expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
        strike: price of exercise, above zero.

    Raises:
        InvalidArgumentError, WrongTypeError: with the argument's name.

    >>> from barter_instrument import MarketDataOptionContract
    >>> MarketDataOptionContract("call", "european", 1_703_980_800_000_000_000, 50_000).kind
    OptionKind.CALL
    """
    __match_args__: ClassVar[tuple[Literal['kind'], Literal['exercise'], Literal['expiry'], Literal['strike']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: OptionKind | str, exercise: OptionExercise | str, expiry: int | datetime, strike: Decimal | int | str | float) -> MarketDataOptionContract: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketDataOptionContract:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def exercise(self, /) -> OptionExercise:
        """
        When it can be exercised.
        """
    @property
    def expiry(self, /) -> datetime:
        """
        When it expires, an aware datetime in UTC.
        """
    @property
    def expiry_ns(self, /) -> int:
        """
        When it expires, nanoseconds since 1970 UTC.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketDataOptionContract:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketDataOptionContract:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def kind(self, /) -> OptionKind:
        """
        Call or put.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def strike(self, /) -> Decimal:
        """
        Price of exercise.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class OptionContract:
    """
    An option.

    Args:
        contract_size: how much of the base asset one contract stands for, above zero.
        settlement_asset: asset it settles in: `Asset`, its exchange's name, or `AssetIndex`.
        kind: `OptionKind.CALL` or `OptionKind.PUT`.
        exercise: `OptionExercise`.
        expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
        strike: price of exercise, above zero.
    """
    __match_args__: ClassVar[tuple[Literal['contract_size'], Literal['settlement_asset'], Literal['kind'], Literal['exercise'], Literal['expiry'], Literal['strike']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, contract_size: Decimal | int | str | float, settlement_asset: Asset | AssetIndex | str, kind: OptionKind | str, exercise: OptionExercise | str, expiry: int | datetime, strike: Decimal | int | str | float) -> OptionContract: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OptionContract:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def contract_size(self, /) -> Decimal:
        """
        How much of the base asset one contract stands for.
        """
    @property
    def exercise(self, /) -> OptionExercise:
        """
        When it can be exercised.
        """
    @property
    def expiry(self, /) -> datetime:
        """
        When it expires, an aware datetime in UTC.
        """
    @property
    def expiry_ns(self, /) -> int:
        """
        When it expires, nanoseconds since 1970 UTC.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OptionContract:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OptionContract:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def kind(self, /) -> OptionKind:
        """
        Call or put.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def settlement_asset(self, /) -> Any:
        """
        Asset it settles in.
        """
    @property
    def strike(self, /) -> Decimal:
        """
        Price of exercise.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@disjoint_base
class OrderQuantityUnits:
    """
    What a quantity counts: units of an asset, contracts, or units of the quote asset.

    >>> from barter_instrument import OrderQuantityUnits
    >>> OrderQuantityUnits.Asset("btc").asset.name_internal
    AssetNameInternal('btc')
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderQuantityUnits:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderQuantityUnits:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderQuantityUnits:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @final
    class Asset(OrderQuantityUnits):
        """
        Units of this asset.
        """
        __match_args__: ClassVar[tuple[Literal['asset']]]
        def __new__(cls, /, asset: Asset) -> OrderQuantityUnits.Asset: ...
        @property
        def asset(self, /) -> Asset: ...
    @final
    class Contract(OrderQuantityUnits):
        """
        Contracts.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> OrderQuantityUnits.Contract: ...
    @final
    class Quote(OrderQuantityUnits):
        """
        Units of the quote asset.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> OrderQuantityUnits.Quote: ...

@final
class PerpetualContract:
    """
    A perpetual future.

    Args:
        contract_size: how much of the base asset one contract stands for, above zero.
        settlement_asset: asset it settles in: `Asset`, its exchange's name, or `AssetIndex`.

    >>> from barter_instrument import PerpetualContract
    >>> PerpetualContract("0.01", "usdt").contract_size
    Decimal('0.01')
    """
    __match_args__: ClassVar[tuple[Literal['contract_size'], Literal['settlement_asset']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, contract_size: Decimal | int | str | float, settlement_asset: Asset | AssetIndex | str) -> PerpetualContract: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> PerpetualContract:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def contract_size(self, /) -> Decimal:
        """
        How much of the base asset one contract stands for.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> PerpetualContract:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> PerpetualContract:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def settlement_asset(self, /) -> Any:
        """
        Asset it settles in.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

@final
class Underlying:
    """
    The base and quote asset of an instrument: `Asset`s (or their exchange's names), or `AssetIndex`es.

    >>> from barter_instrument import Underlying
    >>> Underlying("BTC", "USDT").base.name_internal
    AssetNameInternal('btc')
    """
    __match_args__: ClassVar[tuple[Literal['base'], Literal['quote']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, base: Asset | AssetIndex | str, quote: Asset | AssetIndex | str) -> Underlying: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Underlying:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def base(self, /) -> Any:
        """
        The asset that is bought and sold.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Underlying:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Underlying:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def quote(self, /) -> Any:
        """
        The asset it is paid in.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """

def _asset_in(value: Asset) -> None:
    """
    Takes a value of this wheel, as its methods do.
    """

def _asset_out() -> Asset:
    """
    Gives a value of this wheel.
    """

def _instrument_in(value: Instrument) -> None:
    """
    The same for a large value.
    """

def _instrument_out() -> Instrument:
    """
    The same for a large value.
    """

__all__ = ["_asset_in", "_asset_out", "_instrument_in", "_instrument_out", "Asset", "ExchangeAsset", "IndexedInstruments", "IndexedInstrumentsBuilder", "Instrument", "InstrumentKind", "FutureContract", "OptionContract", "PerpetualContract", "MarketDataInstrument", "MarketDataFutureContract", "MarketDataInstrumentKind", "MarketDataOptionContract", "InstrumentSpec", "InstrumentSpecNotional", "InstrumentSpecPrice", "InstrumentSpecQuantity", "OrderQuantityUnits", "Underlying", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
