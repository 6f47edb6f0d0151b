"""What `barter backtest` runs: a strategy over barter's configuration and market data."""

from __future__ import annotations

import importlib
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from barter_data import MarketData
from barter_engine import (
    BacktestArgsConstant,
    BacktestArgsDynamic,
    DefaultStrategy,
    MarketDataInMemory,
    Strategy,
    SystemConfig,
    backtest,
)
from barter_instrument.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from barter_engine import BacktestMarketData, BacktestSummary
    from barter_instrument import Instrument

__all__ = ["load_market", "load_rate", "load_strategy", "parameters", "run"]


def run(
    config: Path,
    data: Path,
    *,
    strategy: str | None = None,
    settings: Iterable[str] = (),
    interval: str = "Daily",
    risk_free_return: str | None = None,
    engine: Literal["driver", "upstream"] = "driver",
) -> BacktestSummary:
    """Runs it.

    Args:
        config: barter's JSON, as `SystemConfig.load` reads it; beside a "system" it may have a "risk_free_return".
        data: market data of the configuration's instruments, see `load_market`.
        strategy: "module:Class", found from the working directory too; default: one that does nothing.
        settings: parameters of the strategy, "name=value".
        interval: of barter's ratios: "Daily", "Annual(252)", "Annual(365)" or a duration such as "8h".
        risk_free_return: a fraction per interval; default: the configuration's, else 0.
        engine: see `barter_engine.backtest`.

    Raises:
        BarterError: a subclass that names what is wrong.
        OSError: a file cannot be read.
    """
    system = SystemConfig.load(config)
    instruments = system.indexed_instruments()
    constant = BacktestArgsConstant(
        market_data=load_market(data, list(instruments)),
        summary_interval=interval,
        executions=system.executions,
        instruments=instruments,
    )
    dynamic = BacktestArgsDynamic(
        id=config.stem,
        risk_free_return=load_rate(config) if risk_free_return is None else risk_free_return,
        strategy=load_strategy(strategy, parameters(settings)),
    )
    return backtest(constant, dynamic, engine=engine)


def load_rate(config: Path) -> Decimal | str:
    """The "risk_free_return" of a configuration; 0 without one."""
    found = json.loads(config.read_text("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    rate: Decimal | str = found.get("risk_free_return", Decimal(0))
    return rate


def load_market(path: Path, instruments: list[Instrument]) -> BacktestMarketData:
    """Market data of a file: barter's JSON of market events (`.json`, `.jsonl`), or else a recording of Binance's raw streams of the
    one instrument.

    Raises:
        DataError: the file holds none, with the line.
        InvalidArgumentError: a recording, and not one instrument.
    """
    if path.suffix in (".json", ".jsonl"):
        return MarketDataInMemory.from_json(path, instruments)
    if len(instruments) != 1:
        names = ", ".join(str(instrument.name_internal) for instrument in instruments)
        raise InvalidArgumentError(
            f"a recording is of one instrument, but the configuration has {len(instruments)}: {names}; give barter's JSON of market "
            "events (.json), or a configuration of one",
            argument="data",
        )
    return MarketData.read_binance_raw(path, instrument=instruments[0])


def load_strategy(name: str | None, given: Mapping[str, Any]) -> Strategy:
    """The strategy "module:Class", with its parameters."""
    if name is None:
        if given:
            raise InvalidArgumentError(
                f"{', '.join(given)} cannot be set without a strategy: give one as module:Class", argument="set"
            )
        return DefaultStrategy()
    module, _, class_name = name.partition(":")
    if not all(part.isidentifier() for part in module.split(".")) or not class_name.isidentifier():
        raise InvalidArgumentError(f"strategy must be module:Class, got {name!r}", argument="strategy")
    # A command finds modules beside itself only; a strategy lies where one works.
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        imported = importlib.import_module(module)
    except ModuleNotFoundError as error:
        # Of it or a package around it; what a module of the user's misses is another matter.
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        raise InvalidArgumentError(
            f"strategy {name!r}: there is no module {error.name!r} here", argument="strategy"
        ) from error
    try:
        found = getattr(imported, class_name)
    except AttributeError as error:
        raise InvalidArgumentError(
            f"strategy {name!r}: the module has no {class_name!r}", argument="strategy"
        ) from error
    if not (isinstance(found, type) and issubclass(found, Strategy)):
        raise InvalidArgumentError(
            f"strategy {name!r} must be a class derived from Strategy, got {found!r}", argument="strategy"
        )
    return found(**given)


def _no_json(name: str) -> Any:
    """Python's reader takes NaN and infinities, which JSON has not."""
    raise ValueError(name)


def parameters(settings: Iterable[str]) -> dict[str, Any]:
    """Parameters from "name=value"; a value is JSON where it can be read as such, a number with a point a Decimal, else text.

    >>> parameters(["fast=8", "quantity=0.01", "side=buy"])
    {'fast': 8, 'quantity': Decimal('0.01'), 'side': 'buy'}
    """
    found: dict[str, Any] = {}
    for setting in settings:
        name, sign, text = setting.partition("=")
        if not sign or not name.isidentifier():
            raise InvalidArgumentError(f"a parameter is name=value, got {setting!r}", argument="set")
        if name in found:
            raise InvalidArgumentError(f"{name} is set twice", argument="set")
        try:
            found[name] = json.loads(text, parse_float=Decimal, parse_constant=_no_json)
        except (ValueError, RecursionError):
            found[name] = text
    return found
