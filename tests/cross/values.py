"""Hypothesis strategies for the value classes of the instrument and the execution wheel, in both key forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

import barter_execution as execution
import barter_instrument as instrument

#: Exact decimals: up to 28 digits, up to 28 of them behind the point.
decimals = st.builds(
    lambda mantissa, scale: Decimal(mantissa).scaleb(-scale, None),
    st.integers(-(2**63), 2**63),
    st.integers(0, 10),
)
positive = st.builds(lambda mantissa, scale: Decimal(mantissa).scaleb(-scale), st.integers(1, 10**9), st.integers(0, 9))
not_negative = st.builds(
    lambda mantissa, scale: Decimal(mantissa).scaleb(-scale), st.integers(0, 10**9), st.integers(0, 9)
)
# Surrogates are no Unicode; upstream's lower case of a few letters is longer than Python's, which is no matter here.
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(lambda text: text.strip() != "")
plain_names = st.text("abcXYZ019-_/.@", min_size=1, max_size=30)
times = st.integers(-(2**63) + 1, 2**63 - 1)
milliseconds = st.integers(-(10**12), 9 * 10**12).map(lambda milliseconds: milliseconds * 1_000_000)
indices = st.integers(0, 2**63 - 1)
sides = st.sampled_from(instrument.Side)
exchanges = st.sampled_from(instrument.ExchangeId)

assets = st.builds(instrument.Asset, names, names)
kinds_of_keys = st.sampled_from(["name", "index"])


def asset_keys(form: str) -> st.SearchStrategy[Any]:
    return assets if form == "name" else st.builds(instrument.AssetIndex, indices)


def exchange_keys(form: str) -> st.SearchStrategy[Any]:
    if form == "name":
        return exchanges
    index = st.builds(instrument.ExchangeIndex, indices)
    return index | st.builds(instrument.Keyed, index, exchanges)


def underlyings(form: str) -> st.SearchStrategy[Any]:
    return st.builds(instrument.Underlying, asset_keys(form), asset_keys(form))


def perpetuals(form: str) -> st.SearchStrategy[Any]:
    return st.builds(instrument.PerpetualContract, positive, asset_keys(form))


def futures(form: str) -> st.SearchStrategy[Any]:
    return st.builds(instrument.FutureContract, positive, asset_keys(form), milliseconds)


def options(form: str) -> st.SearchStrategy[Any]:
    return st.builds(
        instrument.OptionContract,
        positive,
        asset_keys(form),
        st.sampled_from(instrument.OptionKind),
        st.sampled_from(instrument.OptionExercise),
        milliseconds,
        positive,
    )


def instrument_kinds(form: str) -> st.SearchStrategy[Any]:
    kind = instrument.InstrumentKind
    return (
        st.builds(kind.Spot)
        | st.builds(kind.Perpetual, perpetuals(form))
        | st.builds(kind.Future, futures(form))
        | st.builds(kind.Option, options(form))
    )


def units(form: str) -> st.SearchStrategy[Any]:
    unit = instrument.OrderQuantityUnits
    return st.builds(unit.Asset, asset_keys(form)) | st.builds(unit.Contract) | st.builds(unit.Quote)


def specs(form: str) -> st.SearchStrategy[Any]:
    return st.builds(
        instrument.InstrumentSpec,
        st.builds(instrument.InstrumentSpecPrice, not_negative, positive),
        st.builds(instrument.InstrumentSpecQuantity, units(form), not_negative, positive),
        st.builds(instrument.InstrumentSpecNotional, not_negative),
    )


def instruments(form: str) -> st.SearchStrategy[Any]:
    return st.builds(
        instrument.Instrument,
        exchange_keys(form),
        names,
        names,
        underlyings(form),
        st.sampled_from(instrument.InstrumentQuoteAsset),
        instrument_kinds(form),
        st.none() | specs(form),
    )


exchange_assets = st.builds(instrument.ExchangeAsset, exchanges, assets | names)


def balance_assets(form: str) -> st.SearchStrategy[Any]:
    return names if form == "name" else st.builds(instrument.AssetIndex, indices)


def instrument_keys(form: str) -> st.SearchStrategy[Any]:
    return names if form == "name" else st.builds(instrument.InstrumentIndex, indices)


balances = st.builds(execution.Balance, decimals, decimals)


def asset_balances(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.AssetBalance, balance_assets(form), balances, times)


def order_exchanges(form: str) -> st.SearchStrategy[Any]:
    return exchanges if form == "name" else st.builds(instrument.ExchangeIndex, indices)


def order_keys(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.OrderKey, order_exchanges(form), instrument_keys(form), names, names)


times_in_force = (
    st.builds(execution.TimeInForce.GoodUntilCancelled, st.booleans())
    | st.builds(execution.TimeInForce.GoodUntilEndOfDay)
    | st.builds(execution.TimeInForce.FillOrKill)
    | st.builds(execution.TimeInForce.ImmediateOrCancel)
)
requests_open = st.builds(
    execution.RequestOpen, sides, positive, positive, st.sampled_from(execution.OrderKind), times_in_force
)
requests_cancel = st.builds(execution.RequestCancel, st.none() | names)


def order_requests_open(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.OrderRequestOpen, order_keys(form), requests_open)


def order_requests_cancel(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.OrderRequestCancel, order_keys(form), requests_cancel)


def order_errors(form: str) -> st.SearchStrategy[Any]:
    api, connectivity = execution.ApiError, execution.ConnectivityError
    texts = st.text(st.characters(codec="utf-8"), max_size=20)
    return (
        st.builds(connectivity.ExchangeOffline, exchanges)
        | st.builds(connectivity.Timeout)
        | st.builds(connectivity.Socket, texts)
        | st.builds(api.AssetInvalid, balance_assets(form), texts)
        | st.builds(api.InstrumentInvalid, instrument_keys(form), texts)
        | st.builds(api.RateLimit)
        | st.builds(api.BalanceInsufficient, balance_assets(form), texts)
        | st.builds(api.OrderRejected, texts)
        | st.builds(api.OrderAlreadyCancelled)
        | st.builds(api.OrderAlreadyFullyFilled)
    )


opens = st.builds(execution.Open, names, times, not_negative)
cancelled = st.builds(execution.Cancelled, names, times)
cancels_in_flight = st.builds(execution.CancelInFlight, st.none() | opens)
active_states = (
    st.builds(execution.ActiveOrderState.OpenInFlight)
    | st.builds(execution.ActiveOrderState.Open, opens)
    | st.builds(execution.ActiveOrderState.CancelInFlight, cancels_in_flight)
)


def inactive_states(form: str) -> st.SearchStrategy[Any]:
    state = execution.InactiveOrderState
    return (
        st.builds(state.Cancelled, cancelled)
        | st.builds(state.FullyFilled)
        | st.builds(state.OpenFailed, order_errors(form))
        | st.builds(state.Expired)
    )


def order_states(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.OrderState.Active, active_states) | st.builds(
        execution.OrderState.Inactive, inactive_states(form)
    )


def orders(form: str) -> st.SearchStrategy[Any]:
    return st.builds(
        execution.Order,
        order_keys(form),
        sides,
        positive,
        positive,
        st.sampled_from(execution.OrderKind),
        times_in_force,
        order_states(form),
    )


def fees(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.AssetFees, st.just(instrument.QuoteAsset()) | balance_assets(form), decimals)


def trades(form: str, of_fees: st.SearchStrategy[Any] | None = None) -> st.SearchStrategy[Any]:
    return st.builds(
        execution.Trade,
        names,
        names,
        instrument_keys(form),
        names,
        times,
        sides,
        positive,
        positive,
        fees(form) if of_fees is None else of_fees,
    )


def responses_cancel(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.OrderResponseCancel, order_keys(form), cancelled | order_errors(form))


#: A balance that a snapshot may hold: 0 <= free <= total.
held_balances = st.builds(
    lambda free, used: execution.Balance(free + used, free), not_negative, st.sampled_from([Decimal(0), Decimal("0.5")])
)


def instrument_snapshots(form: str, exchange: Any = None) -> st.SearchStrategy[Any]:
    """Orders of one instrument, all of one exchange."""

    def of(keys: tuple[Any, Any]) -> st.SearchStrategy[Any]:
        at, instrument = keys
        own = orders(form).map(lambda order: order.replace(key=order.key.replace(exchange=at, instrument=instrument)))
        return st.builds(execution.InstrumentAccountSnapshot, st.just(instrument), st.lists(own, max_size=2))

    exchanges_of = order_exchanges(form) if exchange is None else st.just(exchange)
    return st.tuples(exchanges_of, instrument_keys(form)).flatmap(of)


def account_snapshots(form: str) -> st.SearchStrategy[Any]:
    balances_of = st.builds(execution.AssetBalance, balance_assets(form), held_balances, times)
    return order_exchanges(form).flatmap(
        lambda exchange: st.builds(
            execution.AccountSnapshot,
            st.just(exchange),
            st.lists(balances_of, max_size=2),
            st.lists(instrument_snapshots(form, exchange), max_size=2),
        )
    )


def order_events(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.OrderEvent, order_keys(form), order_states(form))


mock_configs = st.builds(
    lambda state, latency_ms, fees: execution.MockExecutionConfig(state.exchange, state, latency_ms, fees),
    account_snapshots("name"),
    st.integers(0, 2**63 - 1),
    st.sampled_from([Decimal(0), Decimal("0.0005"), Decimal("0.99")]),
)


def account_event_kinds(form: str) -> st.SearchStrategy[Any]:
    kind = execution.AccountEventKind
    quote_fees = st.builds(execution.AssetFees.quote_fees, decimals)
    return (
        st.builds(kind.Snapshot, account_snapshots(form))
        | st.builds(kind.BalanceSnapshot, asset_balances(form))
        | st.builds(kind.OrderSnapshot, orders(form))
        | st.builds(kind.OrderCancelled, responses_cancel(form))
        | st.builds(kind.Trade, trades(form, quote_fees))
    )


def account_events(form: str) -> st.SearchStrategy[Any]:
    return st.builds(execution.AccountEvent, order_exchanges(form), account_event_kinds(form))


def in_both_forms(make: Any) -> st.SearchStrategy[Any]:
    return make("name") | make("index")


market_data_options = st.builds(
    instrument.MarketDataOptionContract,
    st.sampled_from(instrument.OptionKind),
    st.sampled_from(instrument.OptionExercise),
    milliseconds,
    positive,
)
market_data_futures = st.builds(instrument.MarketDataFutureContract, milliseconds)
market_data_kinds = (
    st.builds(instrument.MarketDataInstrumentKind.Spot)
    | st.builds(instrument.MarketDataInstrumentKind.Perpetual)
    | st.builds(instrument.MarketDataInstrumentKind.Future, market_data_futures)
    | st.builds(instrument.MarketDataInstrumentKind.Option, market_data_options)
)

#: One strategy for each value class of each wheel.
INSTRUMENT: dict[str, st.SearchStrategy[Any]] = {
    "Asset": assets,
    "ExchangeAsset": exchange_assets,
    "Underlying": in_both_forms(underlyings),
    "PerpetualContract": in_both_forms(perpetuals),
    "FutureContract": in_both_forms(futures),
    "OptionContract": in_both_forms(options),
    "InstrumentKind": in_both_forms(instrument_kinds),
    "OrderQuantityUnits": in_both_forms(units),
    "InstrumentSpecPrice": st.builds(instrument.InstrumentSpecPrice, not_negative, positive),
    "InstrumentSpecQuantity": in_both_forms(
        lambda form: st.builds(instrument.InstrumentSpecQuantity, units(form), not_negative, positive)
    ),
    "InstrumentSpecNotional": st.builds(instrument.InstrumentSpecNotional, not_negative),
    "InstrumentSpec": in_both_forms(specs),
    "Instrument": in_both_forms(instruments),
    "MarketDataFutureContract": market_data_futures,
    "MarketDataOptionContract": market_data_options,
    "MarketDataInstrumentKind": market_data_kinds,
    "MarketDataInstrument": st.builds(instrument.MarketDataInstrument, names, names, market_data_kinds),
}
EXECUTION: dict[str, st.SearchStrategy[Any]] = {
    "Balance": balances,
    "AssetBalance": in_both_forms(asset_balances),
    "AssetFees": in_both_forms(fees),
    "Trade": in_both_forms(trades),
    "TimeInForce": times_in_force,
    "OrderKey": in_both_forms(order_keys),
    "RequestOpen": requests_open,
    "RequestCancel": requests_cancel,
    "OrderRequestOpen": in_both_forms(order_requests_open),
    "OrderRequestCancel": in_both_forms(order_requests_cancel),
    "OrderResponseCancel": in_both_forms(responses_cancel),
    "OpenInFlight": st.builds(execution.OpenInFlight),
    "Open": opens,
    "CancelInFlight": cancels_in_flight,
    "Cancelled": cancelled,
    "ActiveOrderState": active_states,
    "InactiveOrderState": in_both_forms(inactive_states),
    "OrderState": in_both_forms(order_states),
    "Order": in_both_forms(orders),
    "OrderEvent": in_both_forms(order_events),
    "MockExecutionConfig": mock_configs,
    "InstrumentAccountSnapshot": in_both_forms(instrument_snapshots),
    "AccountSnapshot": in_both_forms(account_snapshots),
    "AccountEventKind": in_both_forms(account_event_kinds),
    "AccountEvent": in_both_forms(account_events),
}
