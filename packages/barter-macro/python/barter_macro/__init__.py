"""What the derives of barter-macro do for a Rust type, for a Python class: its text, written and read.

Example:
    >>> from barter_macro import DeSubKind, SerSubKind
    >>> @DeSubKind
    ... @SerSubKind
    ... class FundingRates: ...
    >>> FundingRates().to_json()
    '"funding_rates"'
    >>> isinstance(FundingRates.from_json('"funding_rates"'), FundingRates)
    True
"""

from ._macro import __barter_schemas__, __version__, de_sub_kind_name, ser_sub_kind_name
from .derive import DeExchange, DeSubKind, SerExchange, SerSubKind

__all__ = [
    "DeExchange",
    "DeSubKind",
    "SerExchange",
    "SerSubKind",
    "__barter_schemas__",
    "__version__",
    "de_sub_kind_name",
    "ser_sub_kind_name",
]
