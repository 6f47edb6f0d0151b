"""Deserialisers and what they are made of: JSON, protobuf, numbers and times written as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any, Protocol, TypeVar, overload

from barter_instrument import BarterError, DataError, InvalidArgumentError, WrongTypeError

from ._integration import protobuf_fields
from .errors import DeBinaryError, DeBinaryErrorKind
from .json_form import parsed
from .protobuf import ProtobufFields

__all__ = [
    "DeJson",
    "DeProtobuf",
    "datetime_utc_from_epoch_duration",
    "de_str",
    "de_str_f64_epoch_ms_as_datetime_utc",
    "de_str_f64_epoch_s_as_datetime_utc",
    "de_str_u64_epoch_ms_as_datetime_utc",
    "de_u64_epoch_ms_as_datetime_utc",
    "extract_next",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FromBytes(Protocol[T_co]):
    """A class of protobuf messages, such as `protoc` makes: `FromString` reads one."""

    @staticmethod
    def FromString(data: bytes, /) -> T_co: ...  # noqa: N802  its name everywhere


def _made(output: Callable[[Any], T], value: Any) -> T:
    """Applies the caller's `output`; what it cannot take is a matter of the data, not of the program."""
    try:
        return output(value)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        what = getattr(output, "__name__", type(output).__name__)
        raise DataError(f"{what} refuses it: {type(error).__name__}: {error}") from error


class DeJson:
    """Reads JSON.

    Example:
        >>> DeJson.de_bytes(b'{"p":"61000.1","q":2}')
        {'p': '61000.1', 'q': 2}
        >>> DeJson.de_bytes(b'{"p":"61000.1"}', lambda form: form["p"])
        '61000.1'
        >>> from decimal import Decimal
        >>> DeJson.de_bytes(b"0.1", parse_float=Decimal)
        Decimal('0.1')
    """

    @overload
    @staticmethod
    def de_bytes(
        payload: bytes | bytearray | str, output: None = None, *, parse_float: Callable[[str], Any] = float
    ) -> Any: ...
    @overload
    @staticmethod
    def de_bytes(
        payload: bytes | bytearray | str, output: Callable[[Any], T], *, parse_float: Callable[[str], Any] = float
    ) -> T: ...
    @staticmethod
    def de_bytes(
        payload: bytes | bytearray | str,
        output: Callable[[Any], Any] | None = None,
        *,
        parse_float: Callable[[str], Any] = float,
    ) -> Any:
        """What a payload says.

        Args:
            payload: bytes in UTF-8, or text.
            output: makes what is wanted of dictionaries, lists and scalars; None leaves them as they are.
            parse_float: makes a number of the text of one with a fraction; `Decimal` keeps it exactly.

        Raises:
            DeBinaryError: the payload is no JSON, or `output` refuses it; it holds the payload.
        """
        if not isinstance(payload, bytes | bytearray | str):
            raise WrongTypeError(f"payload must be bytes or str, got {type(payload).__name__}", argument="payload")
        try:
            text = payload if isinstance(payload, str) else payload.decode()
            value = parsed(text, parse_float=parse_float)
            return value if output is None else _made(output, value)
        except (ValueError, RecursionError) as error:
            data = payload.encode(errors="surrogatepass") if isinstance(payload, str) else bytes(payload)
            raise DeBinaryError(data, DeBinaryErrorKind.Serde(f"serde deserialisation: {error}")) from error

    deserialise = de_bytes

    def __repr__(self) -> str:
        return "DeJson()"


class DeProtobuf:
    """Reads messages of protobuf.

    Example:
        >>> fields = DeProtobuf.decode_bytes(bytes([0x08, 0x96, 0x01, 0x12, 3]) + b"btc")
        >>> fields.uint64(1), fields.string(2)
        (150, 'btc')
    """

    @overload
    @staticmethod
    def decode_bytes(payload: bytes | bytearray, output: None = None) -> ProtobufFields: ...
    @overload
    @staticmethod
    def decode_bytes(payload: bytes | bytearray, output: type[FromBytes[T]] | Callable[[ProtobufFields], T]) -> T: ...
    @staticmethod
    def decode_bytes(payload: bytes | bytearray, output: Any = None) -> Any:
        """What a payload says.

        Args:
            payload: the message.
            output: a class made by `protoc` (it has `FromString`), or a callable that makes what is wanted of `ProtobufFields`;
                None gives those: the fields by number, which need no description of the message.

        Raises:
            DeBinaryError: the payload is no such message; it holds the payload.
        """
        if not isinstance(payload, bytes | bytearray):
            raise WrongTypeError(f"payload must be bytes, got {type(payload).__name__}", argument="payload")
        data = bytes(payload)
        try:
            if output is not None and hasattr(output, "FromString"):
                return _from_string(output, data)
            fields = ProtobufFields(protobuf_fields(data))
            return fields if output is None else _made(output, fields)
        except BarterError as error:
            raise DeBinaryError(data, DeBinaryErrorKind.Proto(f"protobuf deserialisation: {error}")) from error

    deserialise = decode_bytes

    def __repr__(self) -> str:
        return "DeProtobuf()"


def _from_string(output: Any, data: bytes) -> Any:
    try:
        return output.FromString(data)
    except Exception as error:
        raise DataError(f"{output.__name__} refuses it: {type(error).__name__}: {error}") from error


def datetime_utc_from_epoch_duration(duration: timedelta | int) -> datetime:
    """The time that long after 1970 in UTC.

    Args:
        duration: a timedelta or int nanoseconds, not negative. A `datetime` has microseconds: what is below is cut.

    Raises:
        InvalidArgumentError: negative, or after the year 9999. (barter's Rust crate panics.)

    Example:
        >>> datetime_utc_from_epoch_duration(1_723_075_200_000_000_000).isoformat()
        '2024-08-08T00:00:00+00:00'
    """
    if isinstance(duration, bool) or not isinstance(duration, timedelta | int):
        raise WrongTypeError(
            f"duration must be a timedelta or int nanoseconds, got {type(duration).__name__} {duration!r}",
            argument="duration",
        )
    refused = InvalidArgumentError(
        f"duration must lead to a time from 1970 to the year 9999, got {duration!r}", argument="duration"
    )
    try:
        since = duration if isinstance(duration, timedelta) else timedelta(microseconds=duration // 1000)
        time = EPOCH + since
    except OverflowError:
        raise refused from None
    if time < EPOCH:
        raise refused
    return time


def de_str(data: str, output: Callable[[str], T]) -> T:
    """What `output` makes of a text; JSON of venues often writes numbers as text.

    Raises:
        DataError: `output` refuses the text.

    Example:
        >>> from decimal import Decimal
        >>> de_str("0.10", Decimal)
        Decimal('0.10')
    """
    if not isinstance(data, str):
        raise DataError(f"data must be a text, got {type(data).__name__} {data!r}", argument="data")
    return _made(output, data)


def _after_epoch(number: int | Decimal, unit_ns: int, given: object) -> datetime:
    refused = DataError(f"data must be a time from 1970 to 2262, got {given!r}", argument="data")
    try:
        nanos = number * unit_ns
    except (InvalidOperation, Overflow):
        raise refused from None
    # Before it is made an int: that of 1e999999999 would fill the memory.
    if not 0 <= nanos < 2**63:
        raise refused
    return datetime_utc_from_epoch_duration(int(nanos))


def de_u64_epoch_ms_as_datetime_utc(data: int) -> datetime:
    """The time of whole milliseconds since 1970.

    Raises:
        DataError: not a whole number, negative, or after 2262 (64 bits of nanoseconds, as everywhere in barter).

    Example:
        >>> de_u64_epoch_ms_as_datetime_utc(1_723_075_200_123).isoformat()
        '2024-08-08T00:00:00.123000+00:00'
    """
    if isinstance(data, bool) or not isinstance(data, int):
        raise DataError(
            f"data must be whole milliseconds since 1970, got {type(data).__name__} {data!r}", argument="data"
        )
    return _after_epoch(data, 1_000_000, data)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError("not a finite number")
    return number


def _whole(text: str) -> int:
    if not (text.isascii() and text.removeprefix("+").isdigit()):
        raise ValueError("not a whole number without sign")
    return int(text)


def de_str_u64_epoch_ms_as_datetime_utc(data: str) -> datetime:
    """The time of a text of whole milliseconds since 1970.

    Example:
        >>> de_str_u64_epoch_ms_as_datetime_utc("1723075200123").isoformat()
        '2024-08-08T00:00:00.123000+00:00'
    """
    return _after_epoch(de_str(data, _whole), 1_000_000, data)


def de_str_f64_epoch_ms_as_datetime_utc(data: str) -> datetime:
    """The time of a text of milliseconds since 1970; a fraction counts. (barter's Rust crate drops it.)

    Example:
        >>> de_str_f64_epoch_ms_as_datetime_utc("1723075200123.25").isoformat()
        '2024-08-08T00:00:00.123250+00:00'
    """
    return _after_epoch(de_str(data, _decimal), 1_000_000, data)


def de_str_f64_epoch_s_as_datetime_utc(data: str) -> datetime:
    """The time of a text of seconds since 1970, read as a decimal. (barter's Rust crate reads a float: 280066 instead of 280067 here.)

    Example:
        >>> de_str_f64_epoch_s_as_datetime_utc("1661978265.280067").isoformat()
        '2022-08-31T20:37:45.280067+00:00'
    """
    return _after_epoch(de_str(data, _decimal), 1_000_000_000, data)


@overload
def extract_next(sequence: Iterator[Any], name: str, output: None = None) -> Any: ...
@overload
def extract_next(sequence: Iterator[Any], name: str, output: Callable[[Any], T]) -> T: ...
def extract_next(sequence: Iterator[Any], name: str, output: Callable[[Any], Any] | None = None) -> Any:
    """The next element of a sequence whose elements mean something by position.

    Raises:
        DataError: there is none, or `output` refuses it; the message has `name`.

    Example:
        >>> from decimal import Decimal
        >>> elements = iter(["20180.30000", "0.00010000", "1661978265.280067", "s"])
        >>> extract_next(elements, "price", Decimal), extract_next(elements, "amount")
        (Decimal('20180.30000'), '0.00010000')
    """
    for element in sequence:
        if output is None:
            return element
        try:
            return _made(output, element)
        except DataError as error:
            raise DataError(f"{name}: {error}", argument=name) from error
    raise DataError(f"missing field `{name}`: the sequence has ended", argument=name)
