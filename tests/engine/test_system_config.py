"""barter's configuration of a system: instruments and executions."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from cross.checks import check_bytes, check_is_frozen, check_other_types_are_refused, check_value
from cross.system_values import ENGINE, instrument_configs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import barter_engine
from barter_data import MarketData
from barter_engine import (
    BacktestArgsConstant,
    BacktestArgsDynamic,
    Daily,
    ExecutionConfig,
    InstrumentConfig,
    SystemConfig,
    backtest,
)
from barter_execution import (
    AccountSnapshot,
    AssetBalance,
    Balance,
    ExecutionInstrumentMap,
    MockExecutionConfig,
)
from barter_instrument import (
    Asset,
    AssetIndex,
    BarterError,
    DataError,
    ExchangeId,
    FutureContract,
    IndexedInstruments,
    Instrument,
    InstrumentKind,
    InstrumentNameExchange,
    InstrumentQuoteAsset,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    OptionContract,
    OrderQuantityUnits,
    PerpetualContract,
    Underlying,
)

BTC = InstrumentConfig("binance_spot", "BTCUSDT", Underlying("btc", "usdt"))
PERPETUAL = InstrumentConfig(
    "okx",
    "BTC-USDT-SWAP",
    Underlying("BTC", "USDT"),
    kind=InstrumentKind.Perpetual(PerpetualContract("0.01", "USDT")),
    spec=InstrumentSpec(
        InstrumentSpecPrice("0.1", "0.1"),
        InstrumentSpecQuantity(OrderQuantityUnits.Asset("BTC"), 1, 1),
        InstrumentSpecNotional(5),
    ),
)
STATE = AccountSnapshot("binance_spot", [AssetBalance("usdt", Balance(10_000, 10_000), 0)], [])
MOCK = MockExecutionConfig("binance_spot", STATE, 100, "0.0005")
SYSTEM = SystemConfig([BTC, PERPETUAL], [MOCK])

#: The form of barter's own example files: numbers instead of texts, aliases, the system beside another setting.
EXAMPLE = """{
  "risk_free_return": 0.05,
  "system": {
    "executions": [{"mocked_exchange": "binance_spot", "latency_ms": 100, "fees_percent": 0.05, "initial_state": {
      "exchange": "binance_spot",
      "balances": [{"asset": "usdt", "balance": {"total": 10000, "free": 10000}, "time_exchange": "2025-03-24T21:30:00Z"},
                   {"asset": "btc", "balance": {"total": 0.1, "free": 0.1}, "time_exchange": "2025-03-24T21:30:00Z"}],
      "instruments": [{"instrument": "BTCUSDT", "orders": []}]}}],
    "instruments": [{"exchange": "binance_spot", "name_exchange": "BTCUSDT", "underlying": {"base": "btc", "quote": "usdt"},
      "quote": "underlying_quote", "kind": "spot"}]
  }
}"""


@pytest.mark.parametrize("name", ENGINE)
def test_copies_texts_and_bytes_of_a_value_are_the_value(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(value=ENGINE[name])
    def check(value: Any) -> None:
        check_value(value, barter_engine)
        check_is_frozen(value)

    check()


@pytest.mark.parametrize("name", ENGINE)
def test_cut_changed_and_random_bytes_never_crash(name: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(value=ENGINE[name], data=st.data())
    def check(value: Any, data: st.DataObject) -> None:
        check_bytes(value, data)

    check()
    check_other_types_are_refused(getattr(barter_engine, name))


def test_every_class_that_crosses_is_tested_here() -> None:
    assert set(ENGINE) == set(barter_engine.__barter_schemas__)


def test_c1_a_system_survives_dict_text_and_file(tmp_path: Any) -> None:
    assert SystemConfig.from_dict(SYSTEM.to_dict()) == SYSTEM
    assert SystemConfig.from_json(SYSTEM.to_json()) == SYSTEM
    path = tmp_path / "system.json"
    SYSTEM.save(path)
    assert SystemConfig.load(path) == SystemConfig.load(str(path)) == SYSTEM
    assert json.loads(path.read_text()) == SYSTEM.to_dict()
    assert set(SYSTEM.to_dict()) == {"instruments", "executions"}, "barter's names"


def test_c1_barters_example_file_is_read(tmp_path: Any) -> None:
    path = tmp_path / "backtest_config.json"
    path.write_text(EXAMPLE)
    system = SystemConfig.load(path)
    assert system.instruments == [BTC]
    (execution,) = system.executions
    assert (execution.config.latency_ms, execution.config.fees_percent) == (100, Decimal("0.05"))
    totals = [(str(balance.asset), balance.balance.total) for balance in execution.config.initial_state.balances]
    assert totals == [("usdt", 10_000), ("btc", Decimal("0.1"))]
    assert SystemConfig.from_dict(json.loads(EXAMPLE, parse_float=Decimal)["system"]) == system


def test_c4_an_execution_is_added_listed_and_cleared() -> None:
    empty = SystemConfig([BTC])
    assert empty.executions == []
    one = empty.with_execution(MOCK)
    assert one.executions == [ExecutionConfig.Mock(MOCK)] and empty.executions == [], "a system is a value"
    two = one.with_execution(ExecutionConfig.Mock(MockExecutionConfig("okx")))
    assert [str(execution.config.mocked_exchange) for execution in two.executions] == ["binance_spot", "okx"]
    assert two.without_executions() == empty == two.replace(executions=[])
    assert SystemConfig() == SystemConfig([], [])


def test_c4_the_defaults_of_an_execution() -> None:
    default = ExecutionConfig.Mock(MockExecutionConfig()).config
    assert default.mocked_exchange is ExchangeId.MOCK
    assert (default.latency_ms, default.fees_percent, default.initial_state.balances) == (0, 0, [])


def test_an_execution_matches_by_its_kind() -> None:
    match ExecutionConfig.Mock(MOCK):
        case ExecutionConfig.Mock(config):
            assert config == MOCK and type(config) is MockExecutionConfig
    assert ExecutionConfig.from_json(MOCK.to_json()) == ExecutionConfig.Mock(MOCK), "barter writes no tag"


def test_the_instruments_of_a_system_are_those_that_the_other_wheels_read() -> None:
    system = SystemConfig([PERPETUAL, BTC])
    indexed = system.indexed_instruments()
    assert type(indexed) is IndexedInstruments
    assert indexed == IndexedInstruments.from_config(system.to_json())
    assert indexed == IndexedInstruments.from_config({"system": system.to_dict()})
    assert indexed == IndexedInstruments([config.instrument() for config in system.instruments])
    assert ExecutionInstrumentMap.from_config("okx", system.to_json()) == ExecutionInstrumentMap("okx", indexed)
    assert [str(one.name_internal) for one in indexed] == ["binance_spot-btc_usdt", "okx-BTC_USDT_perpetual".lower()]


@given(config=instrument_configs)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_instrument_gives_back_its_configuration(config: InstrumentConfig) -> None:
    instrument = config.instrument()
    assert type(instrument) is Instrument
    assert InstrumentConfig.from_instrument(instrument) == config
    for field in ("exchange", "name_exchange", "underlying", "quote", "kind", "spec"):
        assert getattr(instrument, field) == getattr(config, field)


def test_fields_of_an_instrument_have_defaults() -> None:
    assert (BTC.quote, BTC.kind, BTC.spec) == (InstrumentQuoteAsset.UNDERLYING_QUOTE, InstrumentKind.Spot(), None)
    assert BTC.name_exchange == InstrumentNameExchange("BTCUSDT")


OWN = Asset("mine", "BTC")
WRONG: list[tuple[Any, str, str]] = [
    (lambda: BTC.replace(exchange="binance"), "exchange", "binance"),
    (lambda: BTC.replace(name_exchange=" "), "name_exchange", "blank"),
    (lambda: BTC.replace(underlying="btc"), "underlying", "got str"),
    (lambda: BTC.replace(underlying=Underlying(OWN, "usdt")), "underlying.base", "internal name mine"),
    (lambda: BTC.replace(underlying=Underlying("btc", OWN)), "underlying.quote", "internal name mine"),
    (lambda: BTC.replace(underlying=Underlying(AssetIndex(0), AssetIndex(1))), "underlying", "AssetIndex"),
    (
        lambda: BTC.replace(kind=InstrumentKind.Perpetual(PerpetualContract(1, OWN))),
        "kind.settlement_asset",
        "internal name mine",
    ),
    (
        lambda: BTC.replace(kind=InstrumentKind.Future(FutureContract(1, OWN, 0))),
        "kind.settlement_asset",
        "internal name mine",
    ),
    (
        lambda: BTC.replace(kind=InstrumentKind.Option(OptionContract(1, OWN, "call", "american", 0, 1))),
        "kind.settlement_asset",
        "internal name mine",
    ),
    (
        lambda: PERPETUAL.replace(
            spec=PERPETUAL.spec.replace(quantity=InstrumentSpecQuantity(OrderQuantityUnits.Asset(OWN), 1, 1))
        ),
        "spec.quantity.unit",
        "internal name mine",
    ),
    (lambda: ExecutionConfig.Mock("mock"), "config", "got str"),
    (lambda: SystemConfig(["BTCUSDT"]), "instruments", "got str"),
    (lambda: SystemConfig([BTC], [MOCK, MOCK]), "executions[1]", "second for binance_spot"),
    (lambda: SystemConfig([BTC], [MOCK, "mock"]), "executions[1]", "got str"),
    (lambda: SystemConfig([BTC], 3), "executions", "got int"),
    (lambda: SYSTEM.with_execution(MOCK), "execution", "second for binance_spot"),
    (lambda: SYSTEM.with_execution(BTC), "execution", "got InstrumentConfig"),
    (lambda: MOCK.replace(mocked_exchange="okx"), "initial_state", "is of binance_spot but mocked_exchange is okx"),
]


@pytest.mark.parametrize(("make", "argument", "message"), WRONG, ids=[f"{name}: {text}" for _, name, text in WRONG])
def test_what_is_no_configuration_is_an_error_that_names_the_argument(make: Any, argument: str, message: str) -> None:
    with pytest.raises(BarterError, match=message) as caught:
        make()
    assert caught.value.argument == argument


def test_two_instruments_of_one_name_are_an_error() -> None:
    days = [FutureContract(1, "usdt", hours * 3_600 * 10**9) for hours in (1, 2)]
    futures = [BTC.replace(kind=InstrumentKind.Future(contract)) for contract in days]
    with pytest.raises(BarterError, match="two different instruments have the internal name") as caught:
        SystemConfig(futures).indexed_instruments()
    assert caught.value.argument == "instruments"


def text_without(*path: str | int) -> str:
    data = SYSTEM.to_dict()
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return json.dumps(data)


def text_with(value: Any, *path: str | int) -> str:
    data = SYSTEM.to_dict()
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "EOF"),
        ("{", "EOF"),
        ("[]", "not a SystemConfig"),
        (text_without("executions"), "missing field `executions`"),
        (text_without("instruments"), "missing field `instruments`"),
        (text_without("instruments", 0, "underlying"), "missing field `underlying`"),
        (text_with(0, "instruments", 1, "kind", "perpetual", "contract_size"), "contract_size must be above zero"),
        (text_with(1, "executions", 0, "fees_percent"), "fees_percent must be a fraction"),
        (text_with("okx", "executions", 0, "mocked_exchange"), "initial_state is of binance_spot"),
    ],
)
def test_e20_malformed_configuration_text_is_an_error(text: str, message: str, tmp_path: Any) -> None:
    with pytest.raises(DataError, match=message):
        SystemConfig.from_json(text)
    path = tmp_path / "system.json"
    path.write_text(text)
    with pytest.raises(BarterError, match=message):
        SystemConfig.load(path)


def test_e20_a_missing_file_is_an_error_with_its_name(tmp_path: Any) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.json"):
        SystemConfig.load(tmp_path / "nowhere.json")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        SYSTEM.save(tmp_path / "nowhere" / "system.json")
    with pytest.raises(TypeError):
        SystemConfig.load(3)  # type: ignore[arg-type]


def test_a_system_runs() -> None:
    system = SystemConfig([BTC.replace(name_exchange="SYNTH-USDT", underlying=Underlying("synth", "usdt"))], [MOCK])
    data = MarketData.synthetic(seed=1, events=500, exchange="binance_spot", instrument=system.instruments[0].instrument())
    constant = BacktestArgsConstant(
        market_data=data,
        summary_interval=Daily,
        instruments=system.indexed_instruments(),
        executions=system.executions,
    )
    assert list(constant.executions or ()) == system.executions
    ours = backtest(constant, BacktestArgsDynamic(id="idle"))
    theirs = backtest(constant, BacktestArgsDynamic(id="idle"), engine="upstream")
    for summary in (ours, theirs):
        assets = summary.trading_summary.to_dict()["assets"]
        assert any("usdt" in str(name) for name in assets), assets
