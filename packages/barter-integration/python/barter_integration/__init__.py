"""Building blocks of integrations with venues: collections, snapshots, subscription ids, signatures.

Example:
    >>> from barter_integration import Base64Encoder, HmacSigner
    >>> HmacSigner(b"secret", "sha256", Base64Encoder()).sign("timestamp=1")
    'xALXuYDMnqvYdWAd9p85D+d5DZyh4UCj9i7F9dFh55c='
"""

from ._integration import Base64Encoder, HexEncoder, HmacSigner, __barter_schemas__, __version__
from .collection import NoneOneOrMany, OneOrMany
from .names import SubscriptionId
from .snapshot import Snapshot, SnapUpdates

__all__ = [
    "Base64Encoder",
    "HexEncoder",
    "HmacSigner",
    "NoneOneOrMany",
    "OneOrMany",
    "SnapUpdates",
    "Snapshot",
    "SubscriptionId",
    "__barter_schemas__",
    "__version__",
]
