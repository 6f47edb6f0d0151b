"""barter's backtest functions over the driver: B1 to B8 of the required behaviours, batches, errors, async forms."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from engine.batches import SETTINGS, EmaCross

from barter_data import MarketData, MarketEvent
from barter_engine import (
    Annual252,
    Annual365,
    Backtest,
    BacktestArgsConstant,
    BacktestArgsDynamic,
    BacktestMarketData,
    BacktestResult,
    Daily,
    DefaultRiskManager,
    DefaultStrategy,
    ExecutionConfig,
    Fees,
    LastTrade,
    Latency,
    MarketDataInMemory,
    RiskRefused,
    Strategy,
    backtest,
    backtest_async,
    run_backtests,
    run_backtests_async,
)
from barter_execution import AccountSnapshot, AssetBalance, Balance, MockExecutionConfig
from barter_instrument import Asset, IndexedInstruments, Instrument, Underlying
from barter_instrument.errors import (
    BarterError,
    DataError,
    InvalidArgumentError,
    NotFoundError,
    StrategyError,
    WrongTypeError,
)

S = 1_000_000_000
LAST_TRADE = LastTrade()


class Breaks(Strategy):
    message: str = "broken"

    def on_trade(self, ctx, trade):
        raise RuntimeError(self.message)


@pytest.fixture(scope="module")
def data():
    return MarketData.synthetic(seed=4, events=6_000)


@pytest.fixture(scope="module")
def constant(data):
    return BacktestArgsConstant(market_data=data, summary_interval=Daily, **SETTINGS)


def spot(exchange, base, quote="usdt"):
    assets = Underlying(Asset(base, base.upper()), Asset(quote, quote.upper()))
    return Instrument.spot(exchange, f"{exchange}-{base}_{quote}", f"{base}{quote}".upper(), assets)


BTC, ETH = spot("binance_spot", "btc"), spot("binance_spot", "eth")


def event(second, instrument, price, exchange="binance_spot"):
    return {
        "time_exchange": f"1970-01-01T00:00:{second:02d}.000000001Z",
        "time_received": f"1970-01-01T00:00:{second:02d}.001000000Z",
        "exchange": exchange,
        "instrument": instrument,
        "kind": {"Trade": {"id": str(second), "price": price, "amount": 0.5, "side": "Buy"}},
    }


LINES = [event(1, 1, 2059.1), event(2, 0, 87232.01), event(2, 1, 2059.2), event(4, 0, 87232)]


@pytest.fixture
def historic(tmp_path):
    path = tmp_path / "events.json"
    path.write_text("".join(json.dumps({"Item": line}) + "\n" for line in LINES))
    return MarketDataInMemory.from_json(path, [ETH, BTC])


def state(**totals):
    balances = [AssetBalance(name, Balance(total, total), 0) for name, total in totals.items()]
    return AccountSnapshot("binance_spot", balances, [])


def execution(**changes):
    return MockExecutionConfig(
        **{
            "mocked_exchange": "binance_spot",
            "initial_state": state(USDT=10_000, BTC="0.1", ETH=1),
            "latency_ms": 10,
            "fees_percent": "0.0005",
            **changes,
        }
    )


# Market data


def test_b1_market_data_load_from_json_in_order(historic):
    assert isinstance(historic, BacktestMarketData)
    assert len(historic) == 4
    assert historic.instruments == [BTC, ETH], "in the order of barter's indices, whatever the order given"
    assert historic.time_first_event_ns == S + 1
    assert historic.first_event == next(iter(historic))
    # Index 0 and 1 of the file are BTC and ETH.
    prices = [(e.time_exchange_ns // S, str(e.instrument), e.kind.trade.price) for e in historic]
    assert prices == [(1, "ETHUSDT", 2059.1), (2, "BTCUSDT", 87232.01), (2, "ETHUSDT", 2059.2), (4, "BTCUSDT", 87232.0)]

    async def collect():
        return [e async for e in historic], [e async for e in historic.stream()]

    first, second = asyncio.run(collect())
    assert first == second == list(historic)


def test_b1_json_may_be_one_list_of_results(tmp_path, historic):
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"Item": {"Ok": line}} for line in LINES], indent=2))
    assert list(MarketDataInMemory.from_json(path, [BTC, ETH])) == list(historic)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"Item": {}}', "line 2"),
        ("{", r"line 2: not JSON"),
        ('{"Reconnecting": "binance_spot"}', "line 2: a reconnection of binance_spot without a time"),
        ('{"Other": 1}', 'line 2: expected {"Item": event}'),
    ],
)
def test_b1_a_line_that_is_no_event_is_named(tmp_path, text, message):
    path = tmp_path / "events.json"
    path.write_text(json.dumps({"Item": LINES[0]}) + "\n" + text + "\n")
    with pytest.raises(DataError, match=message):
        MarketDataInMemory.from_json(path, [BTC, ETH])


def test_b1_events_need_their_instruments():
    events = [MarketEvent.from_dict(line) for line in LINES]
    assert len(MarketDataInMemory(events, [BTC, ETH])) == 4
    with pytest.raises(InvalidArgumentError, match="instruments"):
        MarketDataInMemory(events)
    with pytest.raises(BarterError, match="events"):
        MarketDataInMemory([], [BTC])
    with pytest.raises(InvalidArgumentError, match="knows its own"):
        MarketDataInMemory(MarketData.synthetic(seed=1, events=10), [BTC])


# Arguments


def test_b2_constant_arguments_report_what_they_were_given(historic):
    interval = timedelta(hours=8)
    executions = [execution()]
    args = BacktestArgsConstant(market_data=historic, summary_interval=interval, executions=executions)
    assert args.market_data is historic
    assert args.summary_interval is interval
    assert (args.summary_interval_name, args.summary_interval_duration) == ("Duration 480 (minutes)", interval)
    assert args.instruments == ("binance_spot-btc_usdt", "binance_spot-eth_usdt")
    assert args.executions == tuple(map(ExecutionConfig.Mock, executions))
    assert repr(args) == "<BacktestArgsConstant: 4 events, 2 instruments, interval Duration 480 (minutes)>"


@pytest.mark.parametrize(
    ("interval", "name", "days"),
    [
        (Daily, "Daily", 1),
        (Daily(), "Daily", 1),
        ("Daily", "Daily", 1),
        (Annual252, "Annual(252)", 252),
        ("Annual(365)", "Annual(365)", 365),
        (Annual365(), "Annual(365)", 365),
        ("36h", "Duration 2160 (minutes)", 1.5),
        (24 * 3600 * S, "Duration 1440 (minutes)", 1),
    ],
)
def test_b2_intervals(data, interval, name, days):
    args = BacktestArgsConstant(market_data=data, summary_interval=interval, **SETTINGS)
    assert (args.summary_interval_name, args.summary_interval_duration) == (name, timedelta(days=days))


@pytest.mark.parametrize("interval", ["weekly", "daily", "", 0, -1, None, Strategy, timedelta(0)])
def test_b2_an_unknown_interval_is_an_error(data, interval):
    with pytest.raises(BarterError) as caught:
        BacktestArgsConstant(market_data=data, summary_interval=interval, **SETTINGS)
    assert caught.value.argument == "summary_interval"


@pytest.mark.parametrize(
    ("settings", "argument", "message"),
    [
        ({}, "executions", "executions is missing"),
        ({**SETTINGS, "latncy": 1}, "latncy", "Did you mean `latency`"),
        ({**SETTINGS, "strategy": EmaCross}, "strategy", "no setting"),
        ({**SETTINGS, "executions": []}, "balances", "said by executions already"),
        ({**SETTINGS, "balances": {"usd": 1}}, "balances", "usd"),
    ],
)
def test_b2_settings_that_do_not_fit_are_errors(data, settings, argument, message):
    with pytest.raises(BarterError, match=message) as caught:
        BacktestArgsConstant(market_data=data, summary_interval=Daily, **settings)
    assert caught.value.argument == argument


def test_b3_dynamic_arguments_keep_id_and_exact_rate():
    args = BacktestArgsDynamic(id=" a ", risk_free_return="0.0500000000000000000001", strategy=EmaCross(fast=3))
    assert args.id == " a "
    assert args.risk_free_return == Decimal("0.0500000000000000000001")
    with pytest.raises(AttributeError):
        args.id = "b"


@pytest.mark.parametrize(
    ("given", "error", "argument"),
    [
        ({"id": ""}, InvalidArgumentError, "id"),
        ({"id": " \t"}, InvalidArgumentError, "id"),
        ({"id": 1}, WrongTypeError, "id"),
        ({"id": "a", "risk_free_return": float("nan")}, InvalidArgumentError, "risk_free_return"),
        ({"id": "a", "risk_free_return": "five"}, InvalidArgumentError, "risk_free_return"),
        ({"id": "a", "strategy": int}, StrategyError, "strategy"),
        ({"id": "a", "strategy": 3}, StrategyError, "strategy"),
    ],
)
def test_b3_arguments_that_are_none_are_errors(given, error, argument):
    with pytest.raises(error) as caught:
        BacktestArgsDynamic(**given)
    assert caught.value.argument == argument


# Runs


def test_b4_a_backtest_has_its_id_and_rate(constant):
    summary = backtest(constant, BacktestArgsDynamic(id="one", risk_free_return="0.05", strategy=EmaCross))
    assert (summary.id, summary.risk_free_return) == ("one", Decimal("0.05"))
    assert summary.trading_summary.time_engine_start < summary.trading_summary.time_engine_end
    assert isinstance(summary.result, BacktestResult)
    document = json.loads(summary.to_json())
    assert (document["id"], document["risk_free_return"]) == ("one", "0.05")
    assert len(document["trading_summary"]["assets"]) == 2


def test_b4_a_batch_returns_as_many_as_asked_in_order(constant):
    names = [str(number) for number in range(7)]
    batch = run_backtests(constant, (BacktestArgsDynamic(id=name) for name in names))
    assert batch.num_backtests == len(batch) == 7
    assert [summary.id for summary in batch.summaries] == names
    assert batch.duration > timedelta(0)
    assert run_backtests(constant, []).num_backtests == 0


class NoSells:
    def check(self, state, cancels, opens):
        refused = [RiskRefused(request, "no sells") for request in opens if request.side.name == "SELL"]
        kept = [request for request in opens if request.side.name != "SELL"]
        return cancels, kept, [], refused


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
def test_each_run_of_a_batch_is_the_run_made_alone(data, constant, threads):
    asked = [
        BacktestArgsDynamic(id="idle"),
        BacktestArgsDynamic(id="ema", strategy=EmaCross(fast=5)),
        BacktestArgsDynamic(id="idle again", strategy=DefaultStrategy(), risk=DefaultRiskManager()),
        BacktestArgsDynamic(id="slow", strategy=EmaCross),
        BacktestArgsDynamic(id="no sells", strategy=EmaCross(fast=5), risk=NoSells()),
        BacktestArgsDynamic(id="idle third"),
    ]
    summaries = run_backtests(constant, asked, threads=threads).summaries
    alone = [Backtest(args.strategy, data, risk=args.risk, **SETTINGS).run() for args in asked]
    assert [summary.result.fingerprint for summary in summaries] == [result.fingerprint for result in alone]
    assert len({result.fingerprint for result in alone}) == 4
    for summary, result in zip(summaries, alone, strict=True):
        assert summary.result.stats == result.stats
        generator = result.trading_summary_generator(summary.risk_free_return)
        assert summary.trading_summary == generator.generate(Daily)


def test_runs_share_the_market_data(constant):
    one, two = (constant._backtest._with(EmaCross, None) for _ in range(2))
    assert one._market is two._market is constant._backtest._market


def test_runs_without_hooks_run_in_other_threads_and_those_with_hooks_here(constant):
    threads = []

    class Notes(Strategy):
        def on_start(self, ctx):
            threads.append(threading.current_thread())

    asked = [
        BacktestArgsDynamic(id=str(number), strategy=Notes if number % 2 else DefaultStrategy) for number in range(6)
    ]
    assert len(run_backtests(constant, asked, threads=3).summaries) == 6
    assert threads == [threading.current_thread()] * 3
    assert not any(thread.name.startswith("barter-backtest") for thread in threading.enumerate())


@pytest.mark.parametrize("threads", [1, 3])
def test_the_first_error_in_the_order_asked_ends_the_batch_and_names_its_id(constant, threads):
    ran = []

    class Runs(Strategy):
        name: str

        def on_stop(self, ctx):
            ran.append(self.name)

    asked = [
        BacktestArgsDynamic(id="a", strategy=Runs(name="a")),
        BacktestArgsDynamic(id="b", strategy=Breaks(message="first")),
        BacktestArgsDynamic(id="c", strategy=Runs(name="c")),
        BacktestArgsDynamic(id="d", strategy=Breaks(message="second")),
    ]
    with pytest.raises(RuntimeError, match="first") as caught:
        run_backtests(constant, asked, threads=threads)
    assert caught.value.__notes__ == ["in backtest 'b' (2 of 4)"]
    assert ran == ["a"], "runs before it are finished, those after it not begun"


def test_a_strategy_that_cannot_be_made_names_its_id(constant):
    class Needs(Strategy):
        quantity: float

    with pytest.raises(StrategyError, match="needs `quantity`") as caught:
        run_backtests(constant, [BacktestArgsDynamic(id="a"), BacktestArgsDynamic(id="b", strategy=partial(Needs))])
    assert caught.value.__notes__ == ["in backtest 'b' (2 of 2)"]


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"args_constant": None}, "args_constant"),
        ({"args_dynamic_iter": ["a"]}, "args_dynamic"),
        ({"engine": "rust"}, "engine"),
        ({"threads": 0}, "threads"),
        ({"threads": True}, "threads"),
    ],
)
def test_wrong_arguments_of_a_batch_are_named(constant, arguments, argument):
    given = {"args_constant": constant, "args_dynamic_iter": [], **arguments}
    with pytest.raises(BarterError) as caught:
        run_backtests(**given)
    assert caught.value.argument == argument


# Executions


@pytest.mark.parametrize(
    ("interval", "label"), [(Daily, "Daily"), (Annual252, "Annual(252)"), ("8h", "Duration 480 (minutes)")]
)
def test_b5_tear_sheets_of_each_instrument_and_asset(historic, interval, label):
    args = BacktestArgsConstant(market_data=historic, summary_interval=interval, executions=[execution()])
    summary = backtest(args, BacktestArgsDynamic(id="idle", risk_free_return="0.05")).trading_summary
    assert list(summary.instruments) == ["binance_spot-btc_usdt", "binance_spot-eth_usdt"]
    assert {sheet.interval for sheet in summary.instruments.values()} == {label}
    totals = {asset: sheet.balance_end_total for (_, asset), sheet in summary.assets.items()}
    assert totals == {"btc": Decimal("0.1"), "eth": 1, "usdt": 10_000}


def test_instruments_may_be_indexed(historic):
    given = [spot("binance_spot", "sol"), ETH, BTC]
    args = [
        BacktestArgsConstant(market_data=historic, summary_interval=Daily, executions=[execution()], instruments=instruments)
        for instruments in (given, IndexedInstruments(given))
    ]
    names = ("binance_spot-btc_usdt", "binance_spot-eth_usdt", "binance_spot-sol_usdt")
    assert args[0].instruments == args[1].instruments == names
    summaries = [backtest(constant, BacktestArgsDynamic(id="x")) for constant in args]
    assert summaries[0] == summaries[1]
    with pytest.raises(NotFoundError, match="not among instruments"):
        BacktestArgsConstant(
            market_data=historic, summary_interval=Daily, executions=[execution()], instruments=IndexedInstruments([BTC])
        )


def test_executions_mean_what_backtest_says_in_its_own_terms(historic):
    class Buys(Strategy):
        def on_trade(self, ctx, trade):
            ctx.market_order("buy", "0.01", instrument="binance_spot-eth_usdt")

    args = BacktestArgsConstant(
        market_data=historic, summary_interval=Daily, executions=[execution()], matching=LAST_TRADE
    )
    summary = backtest(args, BacktestArgsDynamic(id="buys", strategy=Buys))
    alone = Backtest(
        Buys,
        historic,
        balances={"usdt": 10_000, "btc": "0.1", "eth": 1},
        fees=Fees(maker="0.0005", taker="0.0005"),
        latency=Latency(entry="5ms", response="5ms"),
        matching=LAST_TRADE,
    ).run()
    assert alone.fills.num_rows == 3
    assert summary.result.fingerprint == alone.fingerprint


def test_a_latency_of_more_than_a_day_is_an_error(historic):
    with pytest.raises(BarterError) as caught:
        BacktestArgsConstant(
            market_data=historic, summary_interval=Daily, executions=[execution(latency_ms=86_400_001)]
        )
    assert caught.value.argument == "latency_ms"


HELD = AccountSnapshot("binance_spot", [AssetBalance("USDT", Balance(2, 1), 0)], [])


@pytest.mark.parametrize(
    ("executions", "message"),
    [
        ([], "none for binance_spot"),
        ([execution(), execution()], "second for binance_spot"),
        ([execution(), MockExecutionConfig("okx")], "one for okx"),
        (
            [execution(initial_state=state(DOGE=1))],
            "'DOGE', which no instrument of binance_spot uses; it has: BTC, ETH, USDT",
        ),
        ([execution(initial_state=HELD)], r"balances\[0\] of binance_spot \(USDT\): total 2 and free 1 differ"),
        (["mock"], r"executions\[0\] must be a barter_engine.ExecutionConfig or .*, got str"),
    ],
)
def test_executions_that_do_not_fit_the_run_are_errors(historic, executions, message):
    with pytest.raises(BarterError, match=message):
        BacktestArgsConstant(market_data=historic, summary_interval=Daily, executions=executions)


def test_b8_progress_is_visible_in_logs(constant, caplog):
    with caplog.at_level(logging.INFO, logger="barter_engine"):
        run_backtests(constant, [BacktestArgsDynamic(id="a"), BacktestArgsDynamic(id="b")], threads=1)
    lines = [record.getMessage() for record in caplog.records if record.name == "barter_engine.backtest"]
    assert [line.split(" in ")[0] for line in lines] == [
        "backtest 'a': completed",
        "backtest 'b': completed",
        "2 backtests",
    ]
    assert lines[1].endswith("(2 of 2)")


# Async


def test_async_forms_give_the_same_and_do_not_block_the_event_loop(constant):
    asked = [BacktestArgsDynamic(id=str(fast), strategy=EmaCross(fast=fast)) for fast in (3, 5, 8)]

    async def run():
        turns = 0

        async def turn():
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        ticker = asyncio.create_task(turn())
        batch = await run_backtests_async(constant, iter(asked))
        one = await backtest_async(constant, asked[1])
        ticker.cancel()
        return batch, one, turns

    batch, one, turns = asyncio.run(run())
    assert turns > 3
    assert batch.summaries == run_backtests(constant, asked).summaries
    assert one == batch.summaries[1]
    assert one.result.fingerprint == batch.summaries[1].result.fingerprint


def test_an_async_batch_raises_what_a_run_raises(constant):
    with pytest.raises(RuntimeError, match="broken") as caught:
        asyncio.run(backtest_async(constant, BacktestArgsDynamic(id="x", strategy=Breaks)))
    assert caught.value.__notes__ == ["in backtest 'x' (1 of 1)"]


def test_cancelling_an_async_batch_stops_its_runs():
    data = MarketData.synthetic(seed=1, events=300_000)
    constant = BacktestArgsConstant(market_data=data, summary_interval=Daily, **SETTINGS)
    begun, finished = threading.Event(), []

    class Long(Strategy):
        def on_start(self, ctx):
            begun.set()

        def on_trade(self, ctx, trade):
            pass

        def on_stop(self, ctx):
            finished.append(1)

    async def run():
        task = asyncio.create_task(
            run_backtests_async(constant, [BacktestArgsDynamic(id=str(n), strategy=Long) for n in range(50)])
        )
        await asyncio.to_thread(begun.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return len(finished)

    at_cancel = asyncio.run(run())
    assert at_cancel == len(finished) < 50
