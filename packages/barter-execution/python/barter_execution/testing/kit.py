"""`check_client`."""

from __future__ import annotations

from barter_execution._execution import AccountEvent
from barter_execution.client import ExecutionClient
from barter_execution.raised import described, shown
from barter_instrument import InvalidArgumentError

from .checks import CHECKS
from .plan import CheckPlan
from .report import Check, Report
from .session import Session, Skip

__all__ = ["check_client"]


def check_client(client: ExecutionClient, plan: CheckPlan) -> Report:
    """Runs a client through the life of orders and reports which requirements it meets.

    It trades: give it an account on which that may happen. No check hangs: each request has the plan's time.

    Args:
        client: the client; it is not closed.
        plan: what is traded.

    Returns:
        The report: `report.failed` names what does not hold, ``print(report)`` shows all of it.
    """
    if not isinstance(client, ExecutionClient):
        raise InvalidArgumentError(f"client must be an ExecutionClient, got {shown(client, 80)}", argument="client")
    if not isinstance(plan, CheckPlan):
        raise InvalidArgumentError(f"plan must be a CheckPlan, got {shown(plan, 80)}", argument="plan")
    session = Session(client, plan)
    checks = []
    try:
        session.runner.start_stream()
        # What follows is told on a stream that is known to be open.
        session.told(lambda event: event if isinstance(event, AccountEvent) else None)
        for check in CHECKS:
            name, requirement = check.__name__, (check.__doc__ or "").strip()
            try:
                check(session)
                checks.append(Check(name, requirement, "passed"))
            except Skip as reason:
                checks.append(Check(name, requirement, "skipped", str(reason)))
            except AssertionError as reason:
                checks.append(Check(name, requirement, "failed", str(reason)))
            except Exception as raised:  # noqa: BLE001  (a client may raise anything; the report says what)
                checks.append(Check(name, requirement, "failed", described(raised)))
    finally:
        checks.append(_clean_up(session))
    return Report(shown(client), checks)


def _clean_up(session: Session) -> Check:
    name, requirement = "clean_up", "what the run left open can be cancelled"
    try:
        session.clean_up()
    except Exception as raised:  # noqa: BLE001  (what was found before must not be lost with it)
        return Check(name, requirement, "failed", described(raised))
    return Check(name, requirement, "passed")
