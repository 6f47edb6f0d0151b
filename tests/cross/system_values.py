"""Hypothesis strategies for the value classes of the engine wheel: the configuration of a system."""

from __future__ import annotations

from typing import Any

from cross.values import exchanges, milliseconds, mock_configs, names, not_negative, positive
from hypothesis import strategies as st

import barter_engine as engine
import barter_instrument as instrument

#: Assets of a configuration have the exchange's name, and the internal one that follows from it.
assets = st.builds(instrument.Asset.new_from_exchange, names)
underlyings = st.builds(instrument.Underlying, assets, assets)
kinds = (
    st.builds(instrument.InstrumentKind.Spot)
    | st.builds(instrument.InstrumentKind.Perpetual, st.builds(instrument.PerpetualContract, positive, assets))
    | st.builds(instrument.InstrumentKind.Future, st.builds(instrument.FutureContract, positive, assets, milliseconds))
    | st.builds(
        instrument.InstrumentKind.Option,
        st.builds(
            instrument.OptionContract,
            positive,
            assets,
            st.sampled_from(instrument.OptionKind),
            st.sampled_from(instrument.OptionExercise),
            milliseconds,
            positive,
        ),
    )
)
units = (
    st.builds(instrument.OrderQuantityUnits.Asset, assets)
    | st.builds(instrument.OrderQuantityUnits.Contract)
    | st.builds(instrument.OrderQuantityUnits.Quote)
)
specs = st.builds(
    instrument.InstrumentSpec,
    st.builds(instrument.InstrumentSpecPrice, not_negative, positive),
    st.builds(instrument.InstrumentSpecQuantity, units, not_negative, positive),
    st.builds(instrument.InstrumentSpecNotional, not_negative),
)
instrument_configs = st.builds(
    engine.InstrumentConfig,
    exchanges,
    names,
    underlyings,
    st.sampled_from(instrument.InstrumentQuoteAsset),
    kinds,
    st.none() | specs,
)
execution_configs = st.builds(engine.ExecutionConfig.Mock, mock_configs)
system_configs = st.builds(
    engine.SystemConfig,
    st.lists(instrument_configs, max_size=3),
    st.lists(execution_configs, max_size=2, unique_by=lambda execution: execution.config.mocked_exchange),
)

ENGINE: dict[str, st.SearchStrategy[Any]] = {
    "ExecutionConfig": execution_configs,
    "InstrumentConfig": instrument_configs,
    "SystemConfig": system_configs,
}
