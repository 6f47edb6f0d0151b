"""
Compiled part of `barter_integration`; import its names from there.
"""

from barter_integration.protocols import BuildStrategy, Encoder, Signer
from barter_integration.rest import RestRequest
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, final

@final
class Base64Encoder:
    """
    Writes bytes as base64 text, with padding.

    Example:
        >>> from barter_integration import Base64Encoder
        >>> Base64Encoder().encode(b"\\x0a\\xff")
        'Cv8='
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Base64Encoder: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]: ...
    def __repr__(self, /) -> str: ...
    def encode(self, /, data: bytes) -> str:
        """
        The bytes as text.
        """

@final
class HexEncoder:
    """
    Writes bytes as lower-case hexadecimal text.

    Example:
        >>> from barter_integration import HexEncoder
        >>> HexEncoder().encode(b"\\x0a\\xff")
        '0aff'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> HexEncoder: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]: ...
    def __repr__(self, /) -> str: ...
    def encode(self, /, data: bytes) -> str:
        """
        The bytes as text.
        """

@final
class Hmac:
    """
    A keyed hash for `RequestSigner`: HMAC with SHA-256, SHA-384 or SHA-512.

    The secret cannot be read back, and is in no repr, error or pickle.

    Args:
        secret: key, as bytes or text (UTF-8), not empty.
        digest: sha256, "sha384" or "sha512".

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    Example:
        >>> from barter_integration import Hmac
        >>> Hmac("key", "sha512").digest(b"message").hex()[:16]
        'e477384d7ca229dd'
    """
    def __new__(cls, /, secret: bytes | bytearray | str, digest: str = "sha256") -> Hmac: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]:
        """
        A secret is not written anywhere.
        """
    def __repr__(self, /) -> str: ...
    def digest(self, /, message: bytes | bytearray | str) -> bytes:
        """
        The hash of a message.
        """

@final
class HmacSigner:
    """
    Signs messages with a secret: HMAC with SHA-256, SHA-384 or SHA-512, written by an encoder.

    The secret cannot be read back, and is in no repr, error or pickle.

    Args:
        secret: key, as bytes or text (UTF-8), not empty.
        digest: sha256, "sha384" or "sha512".
        encoder: `HexEncoder()` (default) or `Base64Encoder()`.

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    Example:
        >>> from barter_integration import HmacSigner
        >>> HmacSigner("key").sign("The quick brown fox jumps over the lazy dog")
        'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'
    """
    def __new__(cls, /, secret: bytes | bytearray | str, digest: str = "sha256", encoder: HexEncoder | Base64Encoder | None = None) -> HmacSigner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]:
        """
        A secret is not written anywhere.
        """
    def __repr__(self, /) -> str: ...
    def digest(self, /, message: bytes | bytearray | str) -> bytes:
        """
        The signature of a message, as bytes.
        """
    def sign(self, /, message: bytes | bytearray | str) -> str:
        """
        The signature of a message, as text.
        """

@final
class HttpRequest:
    """
    A request that is ready to be sent. Its repr has the names of headers and parameters, never their values.
    """
    def __repr__(self, /) -> str: ...
    @property
    def body(self, /) -> bytes:
        """
        Body as it is sent; empty if there is none.
        """
    @property
    def headers(self, /) -> dict[str, Any]:
        """
        Headers by lower-case name; one that is set twice has the last value.
        """
    @property
    def method(self, /) -> str:
        """
        Method, such as "GET".
        """
    @property
    def path(self, /) -> str:
        """
        Path of the address.
        """
    @property
    def query(self, /) -> list[tuple[str, str]]:
        """
        Parameters of the query, decoded, in order.
        """
    @property
    def query_string(self, /) -> str:
        """
        Query as it is sent, without the question mark; empty if there is none.
        """
    @property
    def timeout(self, /) -> Any | None:
        """
        Time the whole request may take.
        """
    @property
    def url(self, /) -> str:
        """
        Whole address, with the query: it may hold a signature or a key.
        """

@final
class Mac:
    """
    Takes what is to be signed: `update` as often as needed, in order.
    """
    def __repr__(self, /) -> str: ...
    def update(self, /, data: bytes | bytearray | str) -> None:
        """
        Adds bytes, or text as UTF-8.
        """

@final
class PublicNoHeaders:
    """
    Builds requests without signature and without headers of its own.

    Example:
        >>> from barter_integration import PublicNoHeaders
        >>> PublicNoHeaders()
        PublicNoHeaders()
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> PublicNoHeaders: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]: ...
    def __repr__(self, /) -> str: ...
    def build(self, /, request: RestRequest[Any], builder: RequestBuilder) -> HttpRequest:
        """
        The request as it stands in the builder.
        """

@final
class RequestBuilder:
    """
    A request while it is built: each method gives a further builder, this one stays as it is.

    `method`, `path`, `query_string` and `body_bytes` are exactly what will be sent: sign those.
    """
    def __repr__(self, /) -> str: ...
    def body(self, /, data: bytes | bytearray | str, content_type: str | None = None) -> RequestBuilder:
        """
        With another body, bytes or text; `content_type` sets that header.
        """
    @property
    def body_bytes(self, /) -> bytes:
        """
        Body as it is sent; empty if there is none.
        """
    def build(self, /) -> HttpRequest:
        """
        The request, ready to be sent.

        Raises:
            SocketError: parts of it are invalid.
        """
    def header(self, /, name: str, value: str) -> RequestBuilder:
        """
        With one more header.
        """
    @property
    def method(self, /) -> str:
        """
        Method, such as "GET".
        """
    @property
    def path(self, /) -> str:
        """
        Path of the address, with that of the base address in front.
        """
    def query(self, /, parameters: Sequence[tuple[str, str]]) -> RequestBuilder:
        """
        With more parameters behind those of the query, in the order given.
        """
    @property
    def query_string(self, /) -> str:
        """
        Query as it is sent, without the question mark; empty if there is none.
        """
    def timeout(self, /, timeout: timedelta | int | str) -> RequestBuilder:
        """
        With another time that the whole request may take.
        """

@final
class RequestSigner:
    """
    Signs requests: the signer says what is signed and where the signature goes, the mac hashes it with the secret, the encoder
    writes it.

    Args:
        signer: an object with the methods of `Signer`.
        mac: an `Hmac`, which holds the secret.
        encoder: `HexEncoder()`, `Base64Encoder()` or an object with `encode(bytes) -> str`.

    Raises:
        WrongTypeError: an argument without the methods that are needed.
    """
    def __new__(cls, /, signer: Signer[Any], mac: Hmac, encoder: Encoder) -> RequestSigner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]:
        """
        A secret is not written anywhere.
        """
    def __repr__(self, /) -> str: ...
    def build(self, /, request: RestRequest[Any], builder: RequestBuilder) -> HttpRequest:
        """
        The signed request.
        """

@final
class RestTransport:
    """
    Compiled part of `RestClient`.
    """
    def __new__(cls, /, base_url: str, tls: TlsConfig | None = None, connect_timeout: timedelta | int | str | None = None) -> RestTransport: ...
    def __repr__(self, /) -> str: ...
    @property
    def base_url(self, /) -> str: ...
    def build(self, /, strategy: BuildStrategy, request: RestRequest[Any], method: str, path: str, query: list[tuple[str, str]], headers: list[tuple[str, str]], body: bytes | None, timeout: timedelta | int | str) -> HttpRequest:
        """
        Builds and signs a request.
        """

@final
class TlsConfig:
    """
    Whom a connection trusts: the certificate authorities of the public web, others, or both.

    Args:
        ca_certificates: certificates of authorities, as PEM (text or bytes, several in one are taken) or DER (bytes).
        built_in_roots: whether the authorities of the public web (Mozilla's list) are trusted as well.

    Raises:
        InvalidArgumentError: a certificate cannot be read, or nobody would be trusted.

    Example:
        >>> from barter_integration import TlsConfig
        >>> TlsConfig()
        TlsConfig(ca_certificates=0, built_in_roots=True)
    """
    def __new__(cls, /, ca_certificates: Sequence[str | bytes] | str | bytes | None = None, *, built_in_roots: bool = True) -> TlsConfig: ...
    def __repr__(self, /) -> str: ...

def protobuf_fields(data: bytes) -> dict[int, list[tuple[str, int | bytes]]]:
    """
    Fields of a protobuf message: number to a list of (wire type, value) in the order they came.
    """

__all__ = ["Base64Encoder", "HexEncoder", "HttpRequest", "RequestBuilder", "RestTransport", "Mac", "RequestSigner", "PublicNoHeaders", "Hmac", "HmacSigner", "protobuf_fields", "TlsConfig", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
