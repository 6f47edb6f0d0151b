"""barter for Python: the wheels of one release under one name.

Every public name of the six wheels is reachable here and imported when first used (`barter.Backtest` is
`barter_engine.Backtest`); each wheel is an attribute as well (`barter.data` is `barter_data`). A name that two wheels
define differently is reachable only through its wheel.

>>> import barter
>>> barter.instrument.__name__
'barter_instrument'
>>> barter.Side is barter.instrument.Side
True
"""

# The stars below bring the final `__version__` and `__barter_schemas__` of each wheel; the names are re-exported.
# pyright: reportGeneralTypeIssues=false, reportUnusedImport=false

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from barter.convert import convert, register
from barter.installation import Installation, check_installation

if TYPE_CHECKING:
    import barter_data as data
    import barter_engine as engine
    import barter_execution as execution
    import barter_instrument as instrument
    import barter_integration as integration
    import barter_macro as macro
    from barter_data import *
    from barter_engine import *
    from barter_execution import *
    from barter_instrument import *
    from barter_integration import *
    from barter_macro import *

__all__ = ["Installation", "check_installation", "convert", "register"]

__version__ = "0.1.0"  # type: ignore[misc]  # final in the wheels, whose stars only type checkers see

WHEELS: Final = (
    "barter_instrument",
    "barter_integration",
    "barter_macro",
    "barter_data",
    "barter_execution",
    "barter_engine",
)
"""The wheels of a release, each after those it depends on."""

_owners: dict[str, list[str]] = {}


def _public_names() -> dict[str, list[str]]:
    """Which wheels define a public name. The same object under one name in several wheels is one definition."""
    if not _owners:
        owners: dict[str, list[str]] = {}
        objects: dict[str, Any] = {}
        for wheel in WHEELS:
            module = import_module(wheel)
            for name in module.__all__:
                if name.startswith("__"):
                    continue
                value = getattr(module, name)
                if name not in owners:
                    owners[name], objects[name] = [wheel], value
                elif objects[name] is not value:
                    owners[name].append(wheel)
        _owners.update(owners)
    return _owners


def _load(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"module 'barter' has no attribute {name!r}")
    wheel = f"barter_{name}"
    if wheel in WHEELS:
        value: Any = import_module(wheel)
    else:
        owners = _public_names().get(name, [])
        if not owners:
            raise AttributeError(f"module 'barter' has no attribute {name!r}, and no wheel has it: {', '.join(WHEELS)}")
        if len(owners) > 1:
            choices = " or ".join(f"`from {owner} import {name}`" for owner in owners)
            raise AttributeError(f"barter.{name} is ambiguous: {len(owners)} wheels define it. Write {choices}")
        value = getattr(import_module(owners[0]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    unambiguous = {name for name, owners in _public_names().items() if len(owners) == 1}
    return sorted({*globals(), *unambiguous, *(wheel.removeprefix("barter_") for wheel in WHEELS)})


if not TYPE_CHECKING:
    # Type checkers read the imports above; with a `__getattr__` in sight they would take any name.
    __getattr__ = _load
