"""What stands for a time interval."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

from barter_engine._engine import Annual252, Annual365, Daily

__all__ = ["TimeInterval"]

TimeInterval: TypeAlias = (
    Daily | Annual252 | Annual365 | type[Daily] | type[Annual252] | type[Annual365] | timedelta | int | str
)
"""barter's `TimeInterval`: `Daily`, `Annual252`, `Annual365` (class, instance, or barter's name for it such as
``"Annual(252)"``), or a positive duration: `timedelta`, int ns, text such as ``"8h"``."""
