"""Streams: of exchanges, of data sources, of what Python has."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from barter_instrument import DataError, InvalidArgumentError, StateError, WrongTypeError

from ._integration import BarterStream, StreamReader, StreamTx, WebSocket, stream_channel, stream_of
from .json_form import JsonForm, form_of

if TYPE_CHECKING:
    from .protocols import StreamParser, Transformer

__all__ = ["DataArgs", "ExchangeStream", "Historical", "Live"]

C = TypeVar("C")
M = TypeVar("M")
S = TypeVar("S")


def _pump(items: Iterable[Any], tx: StreamTx) -> None:
    """Sends what comes until nobody reads; runs in a thread of its own."""
    try:
        with tx:
            try:
                for item in items:
                    tx.send(item)
            except StateError as error:
                if error.code not in {"receiver_dropped", "exiting"}:
                    tx.fail(error)
            except Exception as error:  # noqa: BLE001  the reader gets it
                tx.fail(error)
    except StateError:
        return  # nobody reads any more, or the interpreter exits


def stream_from(items: Iterable[Any]) -> BarterStream:
    """A stream of what an iterable gives; `BarterStream.of` is its public name."""
    if isinstance(items, list | tuple):
        return stream_of(list(items))
    if not isinstance(items, Iterable):
        raise WrongTypeError(f"items must be an iterable, got {type(items).__name__}", argument="items")
    tx, stream = stream_channel(1024)
    # A daemon: an iterable that waits for ever does not keep the process alive.
    threading.Thread(target=_pump, args=(items, tx), name="barter-stream", daemon=True).start()
    return stream


class ExchangeStream:
    """The messages of a connection, read by a parser and transformed into what is wanted.

    Args:
        stream: a `WebSocket`, or a `BarterStream` of messages: texts and bytes of a recording are read as if a socket had brought them.
        transformer: an object with `transform(input)`, or a function, that gives any number of outputs for an input; None hands the
            inputs on. An exception among the outputs, or raised, is an error among the items: it is raised to the reader in its place, and
            the stream goes on.
        parser: reads messages: `WebSocketSerdeParser()` (JSON, the default), `WebSocketProtobufParser()`, `WsParser()`, or an object with
            `parse(message)`.
        buffer: outputs that come first.

    Parser and transformer run in a thread of barter's, for as many messages as are ready at once.

    Example:
        >>> from barter_integration import BarterStream
        >>> class VolumeSum:
        ...     total = 0.0
        ...     def transform(self, input):
        ...         self.total += float(input["q"])
        ...         return [self.total]
        >>> recorded = BarterStream.of(['{"q": "1.5"}', b'{"q": "2"}'])
        >>> list(ExchangeStream(recorded, VolumeSum()))
        [1.5, 3.5]
    """

    __slots__ = ("__weakref__", "_transformed", "buffer", "parser", "stream", "transformer")
    stream: WebSocket | BarterStream
    transformer: Transformer[Any, Any] | Callable[[Any], Iterable[Any]] | None
    parser: StreamParser[Any, Any] | None
    buffer: tuple[Any, ...]

    def __init__(
        self,
        stream: WebSocket | BarterStream,
        transformer: Transformer[Any, Any] | Callable[[Any], Iterable[Any]] | None = None,
        parser: StreamParser[Any, Any] | None = None,
        buffer: Sequence[Any] = (),
    ) -> None:
        self.transformer = transformer
        self.parser = parser
        self.stream = stream
        self.buffer = tuple(buffer)
        inner = stream.into_stream() if isinstance(stream, WebSocket) else stream
        if not isinstance(inner, BarterStream):
            raise WrongTypeError(
                f"stream must be a WebSocket or a BarterStream, got {type(stream).__name__}", argument="stream"
            )
        self._transformed = inner.transform(transformer, parser, self.buffer)

    def into_stream(self) -> BarterStream:
        """The outputs as a stream that has not started, to be put together with others."""
        return self._transformed

    def start(self, *, capacity: int | None = 65_536, overflow: str = "wait") -> StreamReader:
        """Starts it; the arguments are those of `BarterStream.start`."""
        return self._transformed.start(capacity=capacity, overflow=overflow)

    def __iter__(self) -> StreamReader:
        return self.start()

    def __aiter__(self) -> StreamReader:
        return self.start()

    def __repr__(self) -> str:
        return f"ExchangeStream(transformer={self.transformer!r}, parser={self.parser!r})"


@dataclass(frozen=True, order=True, slots=True)
class Live(JsonForm):
    """Mode of a data source: what happens now.

    Example:
        >>> Live().to_json()
        'null'
    """

    def to_dict(self) -> None:
        """Upstream's serde form."""

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The mode of that form."""
        if form is not None:
            raise cls._unfit(form, "null")
        return cls()


def _moment(value: datetime, argument: str) -> datetime:
    if not isinstance(value, datetime):
        raise WrongTypeError(f"{argument} must be a datetime, got {type(value).__name__} {value!r}", argument=argument)
    if value.tzinfo is None:
        raise InvalidArgumentError(
            f"{argument} must have a time zone, got {value!r}: datetime(..., tzinfo=UTC)", argument=argument
        )
    return value.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Historical(JsonForm):
    """Mode of a data source: what happened from `start` on, up to `end` or all there is.

    Example:
        >>> Historical(datetime(2024, 8, 8, tzinfo=UTC)).to_json()
        '{"start":"2024-08-08T00:00:00Z","end":null}'
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _moment(self.start, "start"))
        if self.end is not None:
            object.__setattr__(self, "end", _moment(self.end, "end"))
            if self.end < self.start:
                raise InvalidArgumentError(
                    f"end must not be before start, got {self.start} to {self.end}", argument="end"
                )

    def to_dict(self) -> dict[str, Any]:
        """`{"start": ..., "end": ...}`, times as text."""
        return {"start": form_of(self.start), "end": form_of(self.end)}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The mode of that form."""
        if not isinstance(form, dict) or set(form) != {"start", "end"}:
            raise cls._unfit(form, "a dict with the keys start, end")
        try:
            start, end = (
                None if text is None else datetime.fromisoformat(text) for text in (form["start"], form["end"])
            )
        except (TypeError, ValueError) as error:
            raise DataError(f"form of Historical must have times as text: {error}", argument="form") from error
        if start is None:
            raise cls._unfit(form, "a dict with a start")
        return cls(start, end)


@dataclass(frozen=True, slots=True)
class DataArgs(JsonForm, Generic[M, S, C]):
    """What a data source needs: its mode, what is subscribed to, and its configuration.

    Example:
        >>> DataArgs.live(["trades"], {"url": "wss://stream.example.com"}).mode
        Live()
    """

    mode: M
    subscriptions: S
    config: C

    @classmethod
    def live(cls, subscriptions: S, config: C) -> DataArgs[Live, S, C]:
        """Arguments for what happens now."""
        return DataArgs(Live(), subscriptions, config)

    @classmethod
    def historical(cls, historical: Historical, subscriptions: S, config: C) -> DataArgs[Historical, S, C]:
        """Arguments for what happened."""
        return DataArgs(historical, subscriptions, config)

    def to_dict(self) -> dict[str, Any]:
        """`{"mode": ..., "subscriptions": ..., "config": ...}`."""
        return {
            "mode": form_of(self.mode),
            "subscriptions": form_of(self.subscriptions),
            "config": form_of(self.config),
        }

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The arguments of that form; subscriptions and configuration stay as JSON has them."""
        if not isinstance(form, dict) or set(form) != {"mode", "subscriptions", "config"}:
            raise cls._unfit(form, "a dict with the keys mode, subscriptions, config")
        mode: Any = Live() if form["mode"] is None else Historical.from_dict(form["mode"])
        return cls(mode, form["subscriptions"], form["config"])
