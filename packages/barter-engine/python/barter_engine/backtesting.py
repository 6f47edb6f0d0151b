"""`Backtest`: one strategy, one market, stated assumptions."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from barter_engine._engine import (
    Market,
    RunUniverse,
    __version__,
    decimal_argument,
    duration_argument,
    run_backtest,
    time_argument,
)
from barter_engine.display import decimal_text
from barter_engine.models import MATCHING_MODELS, Fees, Latency, TopOfBook
from barter_engine.progress import progress_reporter
from barter_engine.result import BacktestResult
from barter_engine.strategy import Strategy, called_methods, copy_for_run
from barter_instrument import ExchangeId, IndexedInstruments
from barter_instrument.errors import InvalidArgumentError, NotFoundError, StrategyError, WrongTypeError

if TYPE_CHECKING:
    from barter_engine.models import DurationLike, Matching
    from barter_engine.risk import RiskManager

__all__ = ["Backtest"]

T = TypeVar("T")

EQUITY_ROWS_MAX = 1_000_000
"""Rows of the equity table at most; grid points beyond are left out and counted."""


class Backtest:
    """Runs a strategy over recorded market data, at simulated exchanges.

    Parameters:
        strategy: class derived from `Strategy`, a function that makes an instance, or an instance (copied for each run).
        data: a `barter_data.MarketData`.
        balances: initial balances, `{asset: amount}` by internal name, or `{exchange: {asset: amount}}`; assets not named
            start at 0.
        fees: a `Fees`, or `{exchange: Fees}`. There is no default: fees decide results.
        latency: one duration (entry and response), a `Latency`, or one of these per exchange. Default 0, which is
            optimistic.
        matching: `TopOfBook` (default), `LastTrade` or `Candles`, or one per exchange.
        clock: ``"received"``: each row acts at the exchange when it was received; ``"two"``: the exchange acts at exchange
            time, the strategy sees the row when it was received (rule T0).
        instruments: the instruments of the run with their rules, or `IndexedInstruments`; default: those of the data.
        risk: an object with `check(state, cancels, opens)`; see `RiskManager`. Default: everything is approved. Every run
            uses this very object: what it remembers of one run it brings into the next.
        start: before it hooks run, but orders are refused with the reason ``warm_up``.
        end: happenings later than this are discarded and counted. Default: the last market delivery.
        leverage: of derivative accounts, per exchange or for all. Default 1.
        maintenance_margin: share of the notional below which the run stops as insolvent. Default 0.
        equity_every: grid of the equity table; None: no grid.
        close_at_end: trade positions away at the end instead of marking them.
        report_currency: quote asset that money is reported in; default: the quote of the first instrument.
        seed: of `ctx.rng`.
        audit: keep barter's audit trail of the engine as the table `audit`.
        max_quote_age: a quote older than this is stale: orders that need the touch are rejected (rule M14).
        progress: show a progress line; default: on a terminal, for runs over two seconds.

    Raises:
        BarterError: a subclass that names the argument, for whatever does not fit together.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import Backtest, Fees, Strategy
        >>> class BuyOnce(Strategy):
        ...     def on_start(self, ctx):
        ...         self.done = False
        ...     def on_order_book_l1(self, ctx, quote):
        ...         if not self.done:
        ...             ctx.market_order("buy", "0.01")
        ...             self.done = True
        >>> data = MarketData.synthetic(seed=1, events=2_000)
        >>> result = Backtest(BuyOnce, data, balances={"usdt": 10_000}, fees=Fees(maker=0, taker="0.0005")).run()
        >>> result.fills.num_rows
        1
    """

    def __init__(
        self,
        strategy: type[Strategy] | Callable[..., Strategy] | Strategy,
        data: Any,
        *,
        balances: Mapping[Any, Any],
        fees: Fees | Mapping[Any, Fees],
        latency: DurationLike | Latency | Mapping[Any, DurationLike | Latency] = 0,
        matching: Matching | Mapping[Any, Matching] | None = None,
        clock: Literal["received", "two"] = "received",
        instruments: Iterable[Any] | None = None,
        risk: RiskManager | None = None,
        start: Any = None,
        end: Any = None,
        leverage: Any = 1,
        maintenance_margin: Any = 0,
        equity_every: DurationLike | None = "1s",
        close_at_end: bool = False,
        report_currency: str | None = None,
        seed: int = 0,
        audit: bool = False,
        max_quote_age: DurationLike | Mapping[Any, DurationLike] | None = None,
        progress: bool | None = None,
    ) -> None:
        _check_strategy(strategy)
        self._strategy = strategy
        self._data = data
        self._market = Market(data)
        self._universe = RunUniverse(self._market, _instruments(instruments))
        self._exchanges: list[ExchangeId] = self._universe.exchanges()
        self._risk = _checked_risk(risk)
        self._progress = None if progress is None else _bool(progress, "progress")
        if clock not in ("received", "two"):
            raise InvalidArgumentError(
                f"clock must be 'received' or 'two', got {clock!r}", code="invalid_argument", argument="clock"
            )
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**64:
            raise InvalidArgumentError(
                f"seed must be an int from 0 to 2**64 - 1, got {seed!r}", code="invalid_argument", argument="seed"
            )
        venues = self._venues(
            balances,
            fees,
            latency,
            TopOfBook() if matching is None else matching,
            leverage,
            maintenance_margin,
            max_quote_age,
        )
        every = None if equity_every is None else duration_argument(equity_every, "equity_every")
        if every == 0:
            raise InvalidArgumentError(
                "equity_every must be longer than 0; None leaves the grid out",
                code="invalid_argument",
                argument="equity_every",
            )
        start_ns = None if start is None else time_argument(start, "start")
        end_ns = None if end is None else time_argument(end, "end")
        if start_ns is not None and end_ns is not None and start_ns > end_ns:
            raise InvalidArgumentError(
                f"start ({start_ns} ns) is after end ({end_ns} ns)", code="invalid_argument", argument="start"
            )
        self._settings: dict[str, Any] = {
            "venues": venues,
            "clock": clock,
            "start": start_ns,
            "end": end_ns,
            "equity_every": every,
            "equity_rows_max": EQUITY_ROWS_MAX,
            "close_at_end": _bool(close_at_end, "close_at_end"),
            "report_currency": self._report_currency(report_currency),
            "audit": _bool(audit, "audit"),
            "seed": seed,
        }

    def run(self, **parameters: Any) -> BacktestResult:
        """Runs an instance of its own, with these parameters.

        Raises:
            StrategyError: for unknown parameters, or a hook that breaks its contract.
            Exception: whatever a hook raises, unchanged: the run stops there.
        """
        strategy = copy_for_run(self._strategy, parameters)
        progress = progress_reporter(self._progress)
        try:
            return self._play(strategy, progress, self._told(strategy, parameters))
        finally:
            if progress is not None:
                progress.close()

    def _told(self, strategy: Strategy, parameters: Mapping[str, Any]) -> dict[str, str]:
        """Parameters of the run that the strategy itself need not know: those of a factory, or of an `__init__` of its own."""
        of_class = isinstance(self._strategy, (type, Strategy)) and type(strategy).__init__ is Strategy.__init__
        return {} if of_class else {name: repr(value) for name, value in parameters.items()}

    def _play(
        self,
        strategy: Strategy,
        poll: Callable[[int, int, int], None] | None,
        told: Mapping[str, str] = MappingProxyType({}),
    ) -> BacktestResult:
        """Runs this very instance. `poll(rows done, rows, now)` is called every few thousand rows; what it raises ends the run."""
        _check_commands(type(strategy))
        # Before the run, which may change attributes: the result rests on the parameters it began with.
        shown = repr(strategy)
        if told:
            shown += f" of {', '.join(f'{name}={value}' for name, value in told.items())}"
        settings = {**self._settings, "strategy": type(strategy).__name__}
        raw = run_backtest(self._market, self._universe, strategy, called_methods(strategy), settings, self._risk, poll)
        return BacktestResult(raw, partial(self._assumptions, shown))

    def _with(self, strategy: Any, risk: Any) -> Backtest:
        """The same run of another strategy; market data and universe are shared."""
        _check_strategy(strategy)
        other = copy.copy(self)
        other._strategy = strategy
        other._risk = _checked_risk(risk)
        return other

    def _assumptions(self, strategy: str) -> dict[str, Any]:
        assumptions: dict[str, Any] = {
            "strategy": strategy,
            "data": _one_line(self._data),
            "synthetic": bool(getattr(self._data, "is_synthetic", False)),
            "clock": self._settings["clock"],
            "clock_offset": getattr(self._data, "clock_offset", None),
            "exchanges": {
                exchange.value: {key: _plain(value) for key, value in venue.items()}
                for exchange, venue in zip(self._exchanges, self._settings["venues"], strict=True)
            },
            "instruments": [name for name, *_ in self._universe.instruments()],
            "rules": {name: json.loads(text) for name, text in self._universe.described()},
            "start": self._settings["start"],
            "end": self._settings["end"],
            "equity_every": self._settings["equity_every"],
            "close_at_end": self._settings["close_at_end"],
            "report_currency": self._settings["report_currency"],
            "risk": "none" if self._risk is None else _named(self._risk),
            "seed": self._settings["seed"],
            "version": __version__,
            "data_fingerprint": self._market.fingerprint(),
        }
        from hashlib import sha256  # with OpenSSL, a tenth of what importing this wheel costs

        text = json.dumps(assumptions, sort_keys=True, default=str)
        assumptions["config_fingerprint"] = sha256(text.encode()).hexdigest()
        return assumptions

    def _venues(
        self,
        balances: Mapping[Any, Any],
        fees: Any,
        latency: Any,
        matching: Any,
        leverage: Any,
        maintenance: Any,
        max_quote_age: Any,
    ) -> list[dict[str, Any]]:
        venues = []
        for position, exchange in enumerate(self._exchanges):
            delays = Latency.of(self._of(exchange, latency, "latency"))
            model = self._of(exchange, matching, "matching")
            if isinstance(model, type) and issubclass(model, MATCHING_MODELS):
                model = model()
            if not isinstance(model, MATCHING_MODELS):
                raise WrongTypeError(
                    f"matching must be TopOfBook(), LastTrade() or Candles(), got {type(model).__name__} {model!r}",
                    code="wrong_type",
                    argument="matching",
                )
            rates = self._of(exchange, fees, "fees")
            if not isinstance(rates, Fees):
                raise WrongTypeError(
                    f"fees must be Fees(maker=..., taker=...), got {type(rates).__name__} {rates!r}",
                    code="wrong_type",
                    argument="fees",
                )
            age = self._of(exchange, max_quote_age, "max_quote_age")
            venues.append(
                {
                    "balances": self._balances(position, exchange, balances),
                    "maker": rates.maker,
                    "taker": rates.taker,
                    "latency": (delays.entry, delays.response, delays.feed),
                    "matching": (
                        model.name,
                        getattr(model, "size", "unlimited"),
                        getattr(model, "cap_at_trade", False),
                    ),
                    "leverage": _positive(self._of(exchange, leverage, "leverage"), "leverage"),
                    "maintenance": _fraction(
                        self._of(exchange, maintenance, "maintenance_margin"), "maintenance_margin"
                    ),
                    "max_quote_age": None if age is None else duration_argument(age, "max_quote_age"),
                }
            )
        return venues

    def _of(self, exchange: ExchangeId, value: Any, argument: str) -> Any:
        """One value for all exchanges, or the exchange's own."""
        if not isinstance(value, Mapping):
            return value
        by_exchange = {self._exchange(key, argument): own for key, own in value.items()}
        if exchange not in by_exchange:
            raise InvalidArgumentError(
                f"{argument} names {', '.join(map(str, by_exchange))} but not {exchange}; give one value, or one for each exchange",
                code="missing_exchange",
                argument=argument,
            )
        return by_exchange[exchange]

    def _exchange(self, key: Any, argument: str) -> ExchangeId:
        try:
            exchange = ExchangeId(key)
        except ValueError:
            exchange = None
        if exchange is None or exchange not in self._exchanges:
            raise NotFoundError(
                f"{argument} names the exchange {key!r}, which is not in this run; it has: {', '.join(map(str, self._exchanges))}",
                code="unknown_exchange",
                argument=argument,
            )
        return exchange

    def _balances(self, position: int, exchange: ExchangeId, balances: Mapping[Any, Any]) -> dict[str, Decimal]:
        if not isinstance(balances, Mapping):
            raise WrongTypeError(
                f"balances must be a mapping such as {{'usdt': 10_000}}, got {type(balances).__name__} {balances!r}",
                code="wrong_type",
                argument="balances",
            )
        own = (
            self._of(exchange, balances, "balances")
            if any(isinstance(value, Mapping) for value in balances.values())
            else balances
        )
        if not isinstance(own, Mapping):
            raise WrongTypeError(
                f"balances of {exchange} must be a mapping such as {{'usdt': 10_000}}, got {type(own).__name__} {own!r}",
                code="wrong_type",
                argument="balances",
            )
        known = [str(asset) for asset in self._universe.assets(position)]
        result = {}
        for asset, amount in own.items():
            name = str(asset)
            if name not in known and (name.lower() in known or not self._known_elsewhere(name)):
                hint = f"; did you mean {name.lower()!r}?" if name.lower() in known else ""
                raise NotFoundError(
                    f"balances names the asset {name!r}, which no instrument of {exchange} uses; it has: {', '.join(known)}{hint}",
                    code="unknown_asset",
                    argument="balances",
                )
            if name not in known:
                continue
            value = decimal_argument(amount, f"balances[{name!r}]")
            if value < 0:
                raise InvalidArgumentError(
                    f"balances[{name!r}] must not be negative, got {value}",
                    code="negative_balance",
                    argument="balances",
                )
            if value >= 10**20 or len(f"{value:f}".partition(".")[2].rstrip("0")) > 18:
                raise InvalidArgumentError(
                    f"balances[{name!r}] is {value}, which no table holds exactly: they have 18 fractional digits and 20 before "
                    "the point; round it first",
                    code="inexact",
                    argument="balances",
                )
            result[name] = value
        return result

    def _report_currency(self, name: Any) -> str | None:
        quotes = sorted({quote for _, _, quote, _ in self._universe.instruments()})
        if name is None or (isinstance(name, str) and name in quotes):
            return None if name is None else str(name)
        hint = f"; did you mean {name.lower()!r}?" if isinstance(name, str) and name.lower() in quotes else ""
        kind = InvalidArgumentError if isinstance(name, str) else WrongTypeError
        raise kind(
            f"report_currency must be a quote asset of the run ({', '.join(quotes)}), got {name!r}{hint}", argument="report_currency"
        )

    def _known_elsewhere(self, asset: str) -> bool:
        return any(asset in map(str, self._universe.assets(position)) for position in range(len(self._exchanges)))

    def __repr__(self) -> str:
        strategy = self._strategy
        name = strategy.__name__ if isinstance(strategy, type) else repr(strategy)
        return f"Backtest({name}, {_one_line(self._data)}, clock={self._settings['clock']!r})"


def _check_strategy(strategy: Any) -> None:
    cls = strategy if isinstance(strategy, type) else type(strategy)
    if issubclass(cls, Strategy):
        _check_commands(cls)
    elif isinstance(strategy, type) or not callable(strategy):
        copy_for_run(strategy, {})


def _check_commands(cls: type[Strategy]) -> None:
    if hasattr(cls, "close_positions_requests"):
        raise StrategyError(
            f"{cls.__name__} defines close_positions_requests, which answers the engine command ClosePositions; a backtest has "
            "no commands: use ctx.close(instrument) in a hook and remove the method",
            code="no_commands",
            argument="strategy",
        )


def _instruments(given: Any) -> Any:
    if given is None or isinstance(given, IndexedInstruments):
        return given
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes)):
        raise WrongTypeError(
            f"instruments must be a list of barter_instrument.Instrument, got {type(given).__name__} {given!r}", argument="instruments"
        )
    instruments = list(given)
    if not instruments:
        raise InvalidArgumentError(
            "instruments is empty; name those of the run, or leave it out to take those of the data", argument="instruments"
        )
    return instruments


def _bool(value: Any, argument: str) -> bool:
    if not isinstance(value, bool):
        raise WrongTypeError(f"{argument} must be True or False, got {type(value).__name__} {value!r}", argument=argument)
    return value


def _checked_risk(risk: Any) -> Any:
    if risk is not None and (isinstance(risk, type) or not callable(getattr(risk, "check", None))):
        raise WrongTypeError(
            f"risk must be an instance with a method check(state, cancels, opens), got {risk!r}",
            code="wrong_type",
            argument="risk",
        )
    return risk


def _positive(value: Any, argument: str) -> Decimal:
    number: Decimal = decimal_argument(value, argument)
    if number <= 0:
        raise InvalidArgumentError(
            f"{argument} must be positive, got {number}", code="invalid_argument", argument=argument
        )
    return number


def _fraction(value: Any, argument: str) -> Decimal:
    number: Decimal = decimal_argument(value, argument)
    if not 0 <= number <= 1:
        raise InvalidArgumentError(
            f"{argument} must be from 0 to 1, got {number}", code="invalid_argument", argument=argument
        )
    return number


def _plain(value: Any) -> Any:
    """Decimals as normalised text (D1), so that assumptions survive JSON and one amount has one text."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(own) for key, own in value.items()}
    return value


def _named(value: Any) -> str:
    """Its own description, or the name of its class: an address would make equal runs differ."""
    own = getattr(type(value), "__repr__") is not object.__repr__  # noqa: B009  mypy compares the types of two methods
    return repr(value) if own else type(value).__name__


def _one_line(value: Any) -> str:
    return repr(value).splitlines()[0]
