"""Whether the installed wheels are of one release, and which: `check_installation`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Final

__all__ = ["Installation", "Wheel", "check_installation"]

_NAMES: Final = ("instrument", "integration", "macro", "data", "execution", "engine")


@dataclass(frozen=True, slots=True)
class Wheel:
    """One installed wheel.

    Attributes:
        name: as installed, `barter-data`.
        version: of its compiled module.
        installed_version: what the installer recorded; None where the wheel was not installed but found on the path.
        value_classes: how many classes it gives to other wheels by value.
    """

    name: str
    version: str
    installed_version: str | None
    value_classes: int


@dataclass(frozen=True, slots=True)
class Installation:
    """What `check_installation` found: one release. `str()` of it is a report for a bug tracker."""

    version: str
    python: str
    platform: str
    wheels: tuple[Wheel, ...]

    def __str__(self) -> str:
        head = f"barter {self.version} on {self.python}, {self.platform}"
        rows = (f"  {wheel.name:<20}{wheel.version:<10}{wheel.value_classes} value classes" for wheel in self.wheels)
        return "\n".join((head, *rows))


def check_installation() -> Installation:
    """Imports every wheel and compares releases.

    Importing compares the layouts of the values that the wheels hand each other; this adds the versions: that of each
    compiled module, that of the meta-package, and what the installer recorded.

    Returns:
        The versions, as an `Installation`.

    Raises:
        ImportError: a wheel is missing, or wheels of different releases are mixed. It names them, and the command that
            repairs the installation.

    Example:
        >>> import barter
        >>> barter.check_installation().wheels[0].name
        'barter-instrument'
    """
    import platform

    from barter import __version__ as release

    wheels = tuple(_inspect(f"barter-{name}", f"barter_{name}", release) for name in _NAMES)
    recorded = _recorded("barter")
    found = [("barter", release, recorded)] + [(wheel.name, wheel.version, wheel.installed_version) for wheel in wheels]
    wrong = [
        f"{name} is {code}" + (f" (recorded as {record})" if record not in (None, code) else "")
        for name, code, record in found
        if code != release or record not in (None, release)
    ]
    if wrong:
        raise ImportError(
            f"barter {release} needs wheels of its own release, but {', '.join(wrong)}. {_repair(release)}",
            name="barter",
        )
    interpreter = f"{platform.python_implementation()} {platform.python_version()}"
    return Installation(release, interpreter, f"{platform.system()} {platform.machine()}", wheels)


def _inspect(name: str, module_name: str, release: str) -> Wheel:
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name != module_name:
            raise
        raise ImportError(f"{name} is not installed. {_repair(release)}", name=module_name) from error
    return Wheel(name, module.__version__, _recorded(name), len(getattr(module, "__barter_schemas__", ())))


def _recorded(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version  # longer to import than all else here together

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _repair(release: str) -> str:
    return f"Install wheels of one release: pip install 'barter=={release}'"
