"""
Compiled part of `barter_integration`; import its names from there.
"""

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

__all__ = ["Base64Encoder", "HexEncoder", "HmacSigner", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
