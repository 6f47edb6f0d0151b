"""Building blocks of integrations with venues: REST with signatures, (de)serialisers, collections, metrics, errors by kind.

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
    Hmac,
    HmacSigner,
    HttpRequest,
    Mac,
    PublicNoHeaders,
    RequestBuilder,
    RequestSigner,
    TlsConfig,
    UnboundedRx,
    UnboundedTx,
    __barter_schemas__,
    __version__,
    mpsc_bounded,
    mpsc_unbounded,
)
from .channel import (
    Channel,
    ChannelState,
    ChannelTxDroppable,
    Tx,
)
from .collection import NoneOneOrMany, OneOrMany
from .de import (
    DeJson,
    DeProtobuf,
    datetime_utc_from_epoch_duration,
    de_str,
    de_str_f64_epoch_ms_as_datetime_utc,
    de_str_f64_epoch_s_as_datetime_utc,
    de_str_u64_epoch_ms_as_datetime_utc,
    de_u64_epoch_ms_as_datetime_utc,
    extract_next,
)
from .errors import (
    DeBinaryError,
    DeBinaryErrorKind,
    SeError,
    SocketError,
    WsError,
)
from .message import (
    Admin,
    FeedEnded,
    Message,
)
from .metric import (
    Field,
    Metric,
    Tag,
    Value,
)
from .names import SubscriptionId
from .protobuf import ProtobufFields
from .protocols import (
    BuildStrategy,
    DataStream,
    Deserialiser,
    Encoder,
    Indexer,
    ReconnectBackoff,
    Signer,
    StreamParser,
    Terminal,
    Transformer,
    Unrecoverable,
    Validator,
)
from .rest import (
    DEFAULT_HTTP_REQUEST_TIMEOUT,
    HttpParser,
    JsonRequest,
    RestClient,
    RestRequest,
)
from .se import (
    SeJsonBytes,
    SeJsonString,
    se_element_to_vector,
)
from .snapshot import Snapshot, SnapUpdates

__all__ = [
    "DEFAULT_HTTP_REQUEST_TIMEOUT",
    "Admin",
    "Base64Encoder",
    "BoundedRx",
    "BoundedTx",
    "BuildStrategy",
    "Channel",
    "ChannelState",
    "ChannelTxDroppable",
    "DataStream",
    "DeBinaryError",
    "DeBinaryErrorKind",
    "DeJson",
    "DeProtobuf",
    "Deserialiser",
    "Encoder",
    "FeedEnded",
    "Field",
    "HexEncoder",
    "Hmac",
    "HmacSigner",
    "HttpParser",
    "HttpRequest",
    "Indexer",
    "JsonRequest",
    "Mac",
    "Message",
    "Metric",
    "NoneOneOrMany",
    "OneOrMany",
    "ProtobufFields",
    "PublicNoHeaders",
    "ReconnectBackoff",
    "RequestBuilder",
    "RequestSigner",
    "RestClient",
    "RestRequest",
    "SeError",
    "SeJsonBytes",
    "SeJsonString",
    "Signer",
    "SnapUpdates",
    "Snapshot",
    "SocketError",
    "StreamParser",
    "SubscriptionId",
    "Tag",
    "Terminal",
    "TlsConfig",
    "Transformer",
    "Tx",
    "UnboundedRx",
    "UnboundedTx",
    "Unrecoverable",
    "Validator",
    "Value",
    "WsError",
    "__barter_schemas__",
    "__version__",
    "datetime_utc_from_epoch_duration",
    "de_str",
    "de_str_f64_epoch_ms_as_datetime_utc",
    "de_str_f64_epoch_s_as_datetime_utc",
    "de_str_u64_epoch_ms_as_datetime_utc",
    "de_u64_epoch_ms_as_datetime_utc",
    "extract_next",
    "mpsc_bounded",
    "mpsc_unbounded",
    "se_element_to_vector",
]
