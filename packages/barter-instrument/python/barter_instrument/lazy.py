"""Names of a package whose modules are loaded when one of them is first used (PEP 562), for the wheels' `__init__.py`.

Type checkers read the imports under `TYPE_CHECKING` that stand beside the call; a test compares both. Why, and which modules:
docs/decisions/0019-import-time.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["loaded_when_used"]


def loaded_when_used(
    package: str, names: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package that loads these modules when they, or names of theirs, are first used.

    What was used once is an attribute of the package like any other; a name that nobody has is the `AttributeError` of a
    module.

    Args:
        package: `__name__` of the package.
        names: for each module, relative to the package (`"socket"`, `"backtests.args"`), the names that the package has from it.

    Example:
        In `__init__.py` of a package with a module `shapes`:

        ```python
        if TYPE_CHECKING:
            from .shapes import Circle, Square
        else:
            __getattr__, __dir__ = loaded_when_used(__name__, {"shapes": ("Circle", "Square")})
        ```
    """
    this = sys.modules[package]
    owners = {name: module for module, owned in names.items() for name in owned}
    modules = {module.partition(".")[0] for module in names}

    def module_getattr(name: str) -> Any:
        if name in owners:
            value = getattr(import_module(f"{package}.{owners[name]}"), name)
        elif name in modules:
            value = import_module(f"{package}.{name}")
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=this)
        setattr(this, name, value)
        return value

    def module_dir() -> list[str]:
        return sorted({*vars(this), *owners, *modules})

    return module_getattr, module_dir
