"""What an object of your own offers to take part in an integration: each protocol is one of barter's traits."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from ._integration import HttpRequest, Mac, RequestBuilder
    from .rest import RestRequest

__all__ = [
    "BuildStrategy",
    "DataStream",
    "Deserialiser",
    "Encoder",
    "Indexer",
    "ReconnectBackoff",
    "Signer",
    "StreamParser",
    "Terminal",
    "Transformer",
    "Unrecoverable",
    "Validator",
]

C = TypeVar("C")
I_contra = TypeVar("I_contra", contravariant=True)
O_co = TypeVar("O_co", covariant=True)


@runtime_checkable
class Validator(Protocol):
    """Says whether it is as it should be, such as the answer to a subscription."""

    def validate(self) -> Self:
        """Itself, if it is valid; else it raises."""
        ...


@runtime_checkable
class Transformer(Protocol[I_contra, O_co]):
    """Makes any number of outputs of an input. It may keep state from one input to the next.

    Example:
        >>> class VolumeSum:
        ...     total = 0.0
        ...     def transform(self, input):
        ...         self.total += float(input["q"])
        ...         return [self.total]
        >>> isinstance(VolumeSum(), Transformer)
        True
    """

    def transform(self, input: I_contra, /) -> Iterable[O_co]:
        """The outputs of an input; an exception among them, or raised, is an error of the stream."""
        ...


@runtime_checkable
class Unrecoverable(Protocol):
    """An error that knows whether it ends everything."""

    def is_unrecoverable(self) -> bool:
        """Whether nothing can go on after it."""
        ...


@runtime_checkable
class Terminal(Protocol):
    """An error that knows whether it ends its stream."""

    def is_terminal(self) -> bool:
        """Whether the stream has to be opened again."""
        ...


@runtime_checkable
class StreamParser(Protocol[I_contra, O_co]):
    """Reads the messages of a protocol, such as `WebSocketSerdeParser`."""

    def parse(self, input: I_contra, /) -> O_co | None:
        """What a message says; None for one that says nothing. It raises for one that cannot be read."""
        ...


@runtime_checkable
class Deserialiser(Protocol[I_contra, O_co]):
    """Reads a payload, such as `DeJson`."""

    def deserialise(self, payload: I_contra, /) -> O_co:
        """What the payload says."""
        ...


@runtime_checkable
class Encoder(Protocol):
    """Writes bytes as text, such as `HexEncoder`."""

    def encode(self, data: bytes, /) -> str:
        """The bytes as text."""
        ...


@runtime_checkable
class Signer(Protocol[C]):
    """What a venue wants signed, and where it wants the signature.

    Example:
        >>> import time
        >>> class BinanceSigner:
        ...     def __init__(self, api_key: str) -> None:
        ...         self.api_key = api_key
        ...     def config(self, request, builder):
        ...         builder = builder.query([("timestamp", str(time.time_ns() // 1_000_000))])
        ...         return builder, builder.query_string
        ...     def add_bytes_to_sign(self, mac, config):
        ...         mac.update(config[1])
        ...     def build_signed_request(self, config, builder, signature):
        ...         signed = config[0].query([("signature", signature)])
        ...         return signed.header("X-MBX-APIKEY", self.api_key).build()
        >>> isinstance(BinanceSigner("key"), Signer)
        True
    """

    def config(self, request: RestRequest[Any], builder: RequestBuilder, /) -> C:
        """What is needed for the other two methods: times, keys, the builder with more in it."""
        ...

    def add_bytes_to_sign(self, mac: Mac, config: C, /) -> None:
        """Gives `mac.update` what is signed."""
        ...

    def build_signed_request(
        self, config: C, builder: RequestBuilder, signature: str, /
    ) -> HttpRequest | RequestBuilder:
        """The request with its signature in it."""
        ...


@runtime_checkable
class BuildStrategy(Protocol):
    """How requests of a venue are completed: `PublicNoHeaders`, `RequestSigner` or your own."""

    def build(self, request: RestRequest[Any], builder: RequestBuilder, /) -> HttpRequest | RequestBuilder:
        """The request that is sent."""
        ...


@runtime_checkable
class ReconnectBackoff(Protocol):
    """How long to wait before a connection is tried again. A callable with the same argument does as well."""

    def reconnect_backoff(self, reconnection_attempt: int, /) -> timedelta | int:
        """The wait, as a timedelta or int nanoseconds; the attempt is 0 after a connection that worked."""
        ...


@runtime_checkable
class Indexer(Protocol[I_contra, O_co]):
    """Gives items a key, such as an index for a name."""

    def index(self, item: I_contra, /) -> O_co:
        """The item with its key; it raises for one it does not know."""
        ...


@runtime_checkable
class DataStream(Protocol[I_contra, O_co]):
    """Opens a stream from its arguments, such as `DataArgs`."""

    async def init(self, args: I_contra, /) -> AsyncIterable[O_co]:
        """The stream."""
        ...
