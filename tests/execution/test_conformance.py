"""Conformance reports of the clients that this wheel has."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from execution.faulty_clients import FAULTS
from execution.markets import PLAN, simulated, upstreams

from barter_execution import MockExecution, SimulatedExecution
from barter_execution.testing import CheckPlan, Report, check_client
from barter_instrument import InvalidArgumentError

#: What barter's own mock exchange does not do: no limit orders, cancels that are never answered, balances that are not credited.
UPSTREAMS_DEFECTS = [
    "limit_order_rests",
    "cancel_of_unknown_order_is_refused",
    "market_buy_moves_both_legs",
    "market_sell_moves_both_legs",
]


@pytest.mark.parametrize("clock", ["simulated", "wall"])
@pytest.mark.parametrize("latency", [0, "3ms"])
def test_the_corrected_client_meets_every_requirement(clock: Any, latency: Any) -> None:
    plan = dataclasses.replace(PLAN, clock_tolerance=1.0 if clock == "wall" else None)
    with SimulatedExecution(simulated(latency=latency), clock=clock) as client:
        report = check_client(client, plan)
    report.raise_if_failed()
    assert len(report.passed) == len(report.checks) == 39


def test_the_report_on_upstreams_client_lists_its_known_defects_and_no_others() -> None:
    with MockExecution(upstreams()) as client:
        report = check_client(client, dataclasses.replace(PLAN, event_timeout=0.3))
    assert report.failed == UPSTREAMS_DEFECTS
    # What needs an order that rests, or a purchase that was booked, cannot be tested.
    assert {check.detail for check in report.checks if check.outcome == "skipped"} == {
        "no limit order could be opened",
        "no order could be cancelled",
        "nothing could be bought",
        "fewer than two orders were opened",
    }
    assert "ExchangeOffline" in report["cancel_of_unknown_order_is_refused"].detail
    with pytest.raises(AssertionError, match="limit_order_rests"):
        report.raise_if_failed()


class ForgetsDigits(SimulatedExecution):
    """Answers with a rounded price."""

    async def open_order(self, request: Any) -> Any:
        order = await super().open_order(request)
        return order.replace(price=round(order.price))


class NeverCancels(SimulatedExecution):
    """Says that it cancelled, and did not."""

    async def cancel_order(self, request: Any) -> Any:
        from barter_execution import Cancelled

        return Cancelled(request.id or "1", self.simulated_exchange.now_ns)


class Mute(SimulatedExecution):
    """Its account stream tells nothing."""

    async def account_stream(self, assets: Any = None, instruments: Any = None) -> Any:
        async def silence() -> Any:
            import asyncio

            await asyncio.sleep(3600)
            yield None

        return silence()


@pytest.mark.parametrize(
    "client, defects",
    [
        (ForgetsDigits, {"decimals", "open_order_is_fetched"}),
        (NeverCancels, {"cancel", "cancel_by_client_id"}),
        (Mute, {"stream_tells_of_opening", "stream_tells_of_fills", "stream_restarts"}),
    ],
)
def test_the_kit_finds_defects(client: type[SimulatedExecution], defects: set[str]) -> None:
    report = check_client(client(simulated()), dataclasses.replace(PLAN, event_timeout=0.2))
    assert defects <= set(report.failed)
    assert "snapshot" in report.passed


@pytest.mark.parametrize("fault", FAULTS)
def test_the_kit_finds_each_small_fault(fault: str) -> None:
    client, requirement = FAULTS[fault]
    report = check_client(client(simulated(latency="1ms")), dataclasses.replace(PLAN, event_timeout=0.25))
    assert requirement in report.failed


def test_a_report_survives_a_client_that_cannot_be_cleaned_up_or_shown() -> None:
    class Broken(SimulatedExecution):
        async def fetch_open_orders(self, instruments: Any = None) -> Any:
            raise ValueError("broken")

        def __repr__(self) -> str:
            raise RuntimeError("no repr")

    report = check_client(Broken(simulated()), PLAN)
    assert "ValueError: broken" in report["clean_up"].detail
    assert "whose repr raised" in str(report)


def test_a_report_reads_well_and_is_searched_by_name() -> None:
    report = check_client(SimulatedExecution(simulated()), PLAN)
    assert str(report).splitlines()[0].endswith("39 passed, 0 failed, 0 skipped")
    assert report["cancel"].requirement == "an open order can be cancelled, and is not open after"
    with pytest.raises(LookupError, match="no check 'x'"):
        report["x"]
    assert isinstance(report, Report)
    assert report.is_conformant


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(InvalidArgumentError, match="client must be an ExecutionClient"):
        check_client(object(), PLAN)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="plan must be a CheckPlan"):
        check_client(SimulatedExecution(simulated()), None)  # type: ignore[arg-type]
    assert CheckPlan("A", "B", "C", "1", 2, 3).decimal("quantity") == 1
