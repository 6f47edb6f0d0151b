"""What a conformance run found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Check", "Report"]


@dataclass(frozen=True)
class Check:
    """One requirement, and whether it holds."""

    name: str
    #: What is required.
    requirement: str
    outcome: Literal["passed", "failed", "skipped"]
    #: What was seen instead, or why it could not be tested.
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """Every requirement in the order in which it was tested. ``print(report)`` shows it as a table."""

    client: str
    checks: list[Check] = field(default_factory=list)

    def _of(self, outcome: str) -> list[str]:
        return [check.name for check in self.checks if check.outcome == outcome]

    @property
    def passed(self) -> list[str]:
        """Names of what holds."""
        return self._of("passed")

    @property
    def failed(self) -> list[str]:
        """Names of what does not hold."""
        return self._of("failed")

    @property
    def skipped(self) -> list[str]:
        """Names of what could not be tested, because what it needs had failed."""
        return self._of("skipped")

    @property
    def is_conformant(self) -> bool:
        """Whether everything was tested and holds."""
        return not self.failed and not self.skipped

    def __getitem__(self, name: str) -> Check:
        for check in self.checks:
            if check.name == name:
                return check
        known = ", ".join(check.name for check in self.checks)
        raise LookupError(f"no check {name!r}: there are {known}")

    def raise_if_failed(self) -> None:
        """Raises AssertionError with the table unless everything holds: for a test."""
        if not self.is_conformant:
            raise AssertionError(str(self))

    def __str__(self) -> str:
        width = max((len(check.name) for check in self.checks), default=0)
        lines = [f"{self.client}: {len(self.passed)} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"]
        for check in self.checks:
            detail = f": {check.detail}" if check.detail else ""
            lines.append(f"  {check.outcome:7} {check.name:{width}} {check.requirement}{detail}")
        return "\n".join(lines)
