"""Building blocks of integrations with venues: collections, snapshots, subscription ids, signatures.

Example:
    >>> from barter_integration import Base64Encoder, HmacSigner
    >>> HmacSigner(b"secret", "sha256", Base64Encoder()).sign("timestamp=1")
    'xALXuYDMnqvYdWAd9p85D+d5DZyh4UCj9i7F9dFh55c='
"""

from ._integration import (
    Base64Encoder,
    BoundedRx,
    BoundedTx,
    HexEncoder,
    HmacSigner,
    UnboundedRx,
    UnboundedTx,
    __barter_schemas__,
    __version__,
    mpsc_bounded,
    mpsc_unbounded,
)
from .channel import Channel, ChannelState, ChannelTxDroppable, Tx
from .collection import NoneOneOrMany, OneOrMany
from .names import SubscriptionId
from .snapshot import Snapshot, SnapUpdates

__all__ = [
    "Base64Encoder",
    "BoundedRx",
    "BoundedTx",
    "Channel",
    "ChannelState",
    "ChannelTxDroppable",
    "HexEncoder",
    "HmacSigner",
    "NoneOneOrMany",
    "OneOrMany",
    "SnapUpdates",
    "Snapshot",
    "SubscriptionId",
    "Tx",
    "UnboundedRx",
    "UnboundedTx",
    "__barter_schemas__",
    "__version__",
    "mpsc_bounded",
    "mpsc_unbounded",
]
