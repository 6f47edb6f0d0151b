"""Settings that do not fit: an error when the `Backtest` is made, which names the argument and what would do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from engine.small_market import FREE, PERPETUAL, QUOTES, SPOT, backtest, scripted

from barter_data import MarketData
from barter_engine import Backtest, Candles, Fees, LastTrade, Latency, Strategy, TopOfBook
from barter_instrument import BarterError, InvalidArgumentError, NotFoundError, StrategyError, WrongTypeError

DATA = PERPETUAL.data(l1=QUOTES)
BOTH = MarketData.merge(DATA, SPOT.data(l1=QUOTES))
"""Two exchanges."""


def refused(kind, make) -> BarterError:
    with pytest.raises(kind) as caught:
        make()
    error = caught.value
    assert isinstance(error, BarterError) and error.code and str(error)
    return error


BAD = {
    "balance of an unknown asset": ("balances", {"balances": {"eur": 1}}, NotFoundError, ["'eur'", "btc, usdt"]),
    "balance in the wrong case": ("balances", {"balances": {"USDT": 1}}, NotFoundError, ["did you mean 'usdt'"]),
    "negative balance": ("balances", {"balances": {"usdt": -1}}, InvalidArgumentError, ["-1", "negative"]),
    "balance that is nan": ("balances['usdt']", {"balances": {"usdt": float("nan")}}, InvalidArgumentError, ["finite"]),
    "balance that is no number": ("balances['usdt']", {"balances": {"usdt": None}}, WrongTypeError, ["None"]),
    "balances that are no mapping": ("balances", {"balances": 10_000}, WrongTypeError, ["{'usdt': 10_000}"]),
    "fees that are a number": ("fees", {"fees": 0.001}, WrongTypeError, ["Fees(maker=..., taker=...)", "0.001"]),
    "no fees": ("fees", {"fees": None}, WrongTypeError, ["Fees(maker=..., taker=...)"]),
    "negative latency": ("latency", {"latency": -1}, InvalidArgumentError, ["negative", "-1"]),
    "latency that is a float": ("latency", {"latency": 0.005}, WrongTypeError, ["'5ms'", "0.005"]),
    "latency that is no duration": ("latency", {"latency": "fast"}, InvalidArgumentError, ["'5ms'", "'fast'"]),
    "latency of a year": ("latency.entry", {"latency": "365d"}, InvalidArgumentError, ["at most a day"]),
    "matching by name": ("matching", {"matching": "top_of_book"}, WrongTypeError, ["TopOfBook()", "top_of_book"]),
    "matching of another class": ("matching", {"matching": Fees}, WrongTypeError, ["TopOfBook()"]),
    "unknown clock": ("clock", {"clock": "wall"}, InvalidArgumentError, ["'received'", "'two'", "'wall'"]),
    "leverage of zero": ("leverage", {"leverage": 0}, InvalidArgumentError, ["positive", "0"]),
    "leverage that is no number": ("leverage", {"leverage": "ten"}, InvalidArgumentError, ["'ten'"]),
    "leverage that is a bool": ("leverage", {"leverage": True}, WrongTypeError, ["True"]),
    "maintenance above one": ("maintenance_margin", {"maintenance_margin": 5}, InvalidArgumentError, ["from 0 to 1", "5"]),
    "negative maintenance": ("maintenance_margin", {"maintenance_margin": -1}, InvalidArgumentError, ["from 0 to 1"]),
    "negative seed": ("seed", {"seed": -1}, InvalidArgumentError, ["-1", "0 to 2**64"]),
    "seed that is a float": ("seed", {"seed": 1.0}, InvalidArgumentError, ["1.0"]),
    "seed that is a bool": ("seed", {"seed": True}, InvalidArgumentError, ["True"]),
    "equity grid of zero": ("equity_every", {"equity_every": 0}, InvalidArgumentError, ["longer than 0", "None"]),
    "negative equity grid": ("equity_every", {"equity_every": "-1s"}, InvalidArgumentError, ["negative"]),
    "equity grid that is no duration": ("equity_every", {"equity_every": 1.5}, WrongTypeError, ["1.5"]),
    "start after end": ("start", {"start": 3, "end": 2}, InvalidArgumentError, ["3 ns", "2 ns"]),
    "naive start": ("start", {"start": dt.datetime(2024, 8, 8)}, InvalidArgumentError, ["time zone"]),  # noqa: DTZ001
    "end that is text": ("end", {"end": "2024-08-08"}, WrongTypeError, ["'2024-08-08'", "int nanoseconds"]),
    "negative quote age": ("max_quote_age", {"max_quote_age": -1}, InvalidArgumentError, ["negative"]),
    "unknown report currency": ("report_currency", {"report_currency": "eur"}, InvalidArgumentError, ["(usdt)", "'eur'"]),
    "report currency in the wrong case": ("report_currency", {"report_currency": "USDT"}, InvalidArgumentError, ["did you mean 'usdt'"]),
    "report currency that is no text": ("report_currency", {"report_currency": 1}, WrongTypeError, ["(usdt)", "1"]),
    "close_at_end that is text": ("close_at_end", {"close_at_end": "no"}, WrongTypeError, ["True or False", "'no'"]),
    "audit that is a number": ("audit", {"audit": 1}, WrongTypeError, ["True or False"]),
    "progress that is text": ("progress", {"progress": "bar"}, WrongTypeError, ["True or False"]),
    "risk that is a class": ("risk", {"risk": type("Risk", (), {"check": None})}, WrongTypeError, ["check(state, cancels, opens)"]),
    "risk without check": ("risk", {"risk": object()}, WrongTypeError, ["check(state, cancels, opens)"]),
    "fees of an unknown exchange": ("fees", {"fees": {"kraken": FREE}}, NotFoundError, ["'kraken'", "binance_futures_usd"]),
    "latency of no exchange at all": ("latency", {"latency": {"mars": 1}}, NotFoundError, ["'mars'", "binance_futures_usd"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_setting_that_does_not_fit_is_refused(case):
    argument, settings, kind, texts = BAD[case]
    error = refused(kind, lambda: backtest(scripted(), DATA, **settings))
    assert error.argument == argument
    for text in texts:
        assert text in str(error)


@pytest.mark.parametrize(
    "argument, make, texts",
    [
        ("fees.taker", lambda: Fees(maker=0, taker="-0.0001"), ["-0.0001", "only a maker fee"]),
        ("fees.maker", lambda: Fees(maker=1, taker=0), ["fraction", "'0.0005'"]),
        ("fees.taker", lambda: Fees(maker=0, taker=float("nan")), ["finite"]),
        ("latency.feed", lambda: Latency(feed="-5ms"), ["negative"]),
        ("matching.size", lambda: TopOfBook("all"), ["'unlimited'", "'displayed'", "'all'"]),
        ("matching.cap_at_trade", lambda: TopOfBook(cap_at_trade="yes"), ["True or False"]),
    ],
    ids=[
        "negative taker fee",
        "fee of all",
        "fee that is nan",
        "negative feed latency",
        "unknown size",
        "cap that is text",
    ],
)
def test_a_model_that_cannot_be_is_refused(argument, make, texts):
    error = refused((InvalidArgumentError, WrongTypeError), make)
    assert error.argument == argument
    for text in texts:
        assert text in str(error)


@pytest.mark.parametrize(
    "argument, settings",
    [
        ("fees", {"fees": {"binance_spot": FREE}}),
        ("latency", {"latency": {"binance_spot": 0}}),
        ("matching", {"matching": {"binance_spot": TopOfBook()}}),
        ("leverage", {"leverage": {"binance_spot": 2}}),
        ("maintenance_margin", {"maintenance_margin": {"binance_spot": 0}}),
        ("max_quote_age", {"max_quote_age": {"binance_spot": "1s"}}),
        ("balances", {"balances": {"binance_spot": {"usdt": 1}}}),
    ],
    ids=["fees", "latency", "matching", "leverage", "maintenance_margin", "max_quote_age", "balances"],
)
def test_a_mapping_that_lacks_an_exchange_names_it(argument, settings):
    error = refused(InvalidArgumentError, lambda: backtest(scripted(), BOTH, **settings))
    assert (error.argument, error.code) == (argument, "missing_exchange")
    assert "binance_futures_usd" in str(error)


def test_balances_that_mix_amounts_and_exchanges_are_refused():
    error = refused(
        (InvalidArgumentError, NotFoundError),
        lambda: backtest(scripted(), BOTH, balances={"usdt": 1, "binance_spot": {"usdt": 1}}),
    )
    assert error.argument == "balances"


def test_an_asset_that_one_of_the_exchanges_has_is_no_error():
    eth = replace(SPOT, base="eth")
    data = MarketData.merge(DATA, eth.data(l1=QUOTES))
    result = backtest(scripted(), data, balances={"usdt": 10, "eth": 1}).run()
    assert result.exact.balances["total"].to_pylist() == [0, 10, 1, 10]


@pytest.mark.parametrize(
    "strategy, code",
    [
        (dict, "not_a_strategy"),
        (5, "not_a_strategy"),
        (type("Plain", (), {"on_start": lambda self, ctx: None}), "not_a_strategy"),
    ],
    ids=["class of something", "number", "class that does not derive"],
)
def test_what_is_no_strategy_is_refused_when_the_backtest_is_made(strategy, code):
    error = refused(StrategyError, lambda: backtest(strategy, DATA))
    assert (error.argument, error.code) == ("strategy", code)


def test_a_factory_that_makes_no_strategy_is_refused():
    error = refused(StrategyError, lambda: backtest(lambda: 5, DATA).run())
    assert (error.argument, error.code) == ("strategy", "not_a_strategy") and "int" in str(error)


def test_close_positions_requests_are_refused_because_a_backtest_has_no_commands():
    class Closes(Strategy):
        def close_positions_requests(self, state, filter):
            return [], []

    for given in (Closes, Closes()):
        error = refused(StrategyError, lambda given=given: backtest(given, DATA))
        assert (error.argument, error.code) == ("strategy", "no_commands") and "ctx.close" in str(error)
    error = refused(StrategyError, lambda: backtest(partial(Closes), DATA).run())
    assert error.code == "no_commands"


def test_an_unknown_parameter_of_a_run_is_refused():
    error = refused(StrategyError, lambda: backtest(scripted(), DATA).run(fast=3))
    assert (error.argument, error.code) == ("fast", "unknown_parameter")


def test_a_misspelt_hook_is_refused_when_the_class_is_made():
    with pytest.raises(StrategyError, match=r"`on_trades`, which is no hook\. Did you mean `on_trade`") as caught:

        class Misspelt(Strategy):
            def on_trades(self, ctx, trade): ...

    assert (caught.value.argument, caught.value.code) == ("on_trades", "unknown_hook")


def test_an_async_hook_is_refused_when_the_class_is_made():
    with pytest.raises(StrategyError, match=r"write def on_trade\(self, ctx, trade\)") as caught:

        class Async(Strategy):
            async def on_trade(self, ctx, trade): ...

    assert (caught.value.argument, caught.value.code) == ("on_trade", "async_hook")


def test_what_a_backtest_is_told_is_not_taken_by_position():
    with pytest.raises(TypeError):
        Backtest(scripted(), DATA, {"usdt": 1}, FREE)


def test_every_model_of_matching_may_be_given_as_class_or_instance():
    for model in (TopOfBook, LastTrade, Candles):
        for given in (model, model()):
            assert backtest(scripted(), DATA, matching=given).run().status == "completed"
