"""
Compiled part of `barter_macro`; import its names from there.
"""

from typing import Final

def de_sub_kind_name(name: str) -> str:
    """
    The text that barter's `DeSubKind` reads: a digit stays with the letter before it.

    Example:
        >>> from barter_macro import de_sub_kind_name
        >>> de_sub_kind_name("OrderBooksL1")
        'order_books_l1'
    """

def ser_sub_kind_name(name: str) -> str:
    """
    The text that barter's `SerSubKind` writes: a digit is a word of its own. `DeSubKind` does not read it back.

    Example:
        >>> from barter_macro import ser_sub_kind_name
        >>> ser_sub_kind_name("OrderBooksL1")
        'order_books_l_1'
    """

__all__ = ["de_sub_kind_name", "ser_sub_kind_name", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
