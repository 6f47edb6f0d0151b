"""Names and indices. A name is a ``str``, an index an ``int``: they work wherever those do."""

from __future__ import annotations

from typing import Any, Self, SupportsIndex

from .enums import ExchangeId
from .errors import InvalidArgumentError, WrongTypeError

__all__ = [
    "AssetIndex",
    "AssetNameExchange",
    "AssetNameInternal",
    "BarterIndex",
    "BarterName",
    "ExchangeIndex",
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
    def new_from_exchange_underlying(cls, exchange: ExchangeId | str, base: str, quote: str) -> Self:
        """``exchange-base_quote``.

        Spot, perpetual, future and option of one pair get the same name this way: use it where there is one of them, else
        `new_from_exchange`. barter's Rust crate writes the exchange without underscores here (``binancespot``), which no
        other name does; this method does not.

        >>> InstrumentNameInternal.new_from_exchange_underlying("binance_spot", "BTC", "USDT")
        InstrumentNameInternal('binance_spot-btc_usdt')
        """
        return cls(f"{ExchangeId(exchange).value}-{AssetNameExchange(base)}_{AssetNameExchange(quote)}")


class InstrumentNameExchange(BarterName):
    """An exchange's name of an instrument, as the exchange writes it."""

    __slots__ = ()


class BarterIndex(int):
    """Base of barter's indices: a non-negative ``int``. Where one index is expected, another kind is refused."""

    __slots__ = ()
    __barter_index__ = True

    def __new__(cls, index: SupportsIndex) -> Self:
        """An index from a non-negative int."""
        if isinstance(index, bool) or not hasattr(index, "__index__"):
            raise WrongTypeError(f"index must be an int, got {type(index).__name__} {index!r}", argument="index")
        if isinstance(index, BarterIndex) and not isinstance(index, cls):
            raise WrongTypeError(f"index must be a {cls.__name__} or a plain int, got {index!r}", argument="index")
        number = index.__index__()
        if not 0 <= number < 2**63:
            raise InvalidArgumentError(
                f"index must not be negative and must fit 63 bits, got {number}", argument="index"
            )
        return super().__new__(cls, number)

    def index(self) -> int:
        """The index as a plain ``int``."""
        return int(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({int(self)})"

    def __getnewargs__(self) -> tuple[int]:
        return (int(self),)

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec else repr(self)

    def __str__(self) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return (type(self), (int(self),))


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
