//! `Instrument`.

use super::{
    contract::check_kind,
    form::{Form, HasForm, common_form},
    key::{AssetKey, ExchangeKey},
    spec::check_spec,
};
use crate::{canonical, wire_struct};
use barter_instrument::{
    Keyed, Underlying,
    asset::{Asset, AssetIndex},
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{
        Instrument,
        kind::InstrumentKind,
        name::{InstrumentNameExchange, InstrumentNameInternal},
        quote::InstrumentQuoteAsset,
        spec::{InstrumentSpec, OrderQuantityUnits},
    },
};

wire_struct!([E, A] Instrument<E, A> {
    exchange: E,
    name_internal: InstrumentNameInternal,
    name_exchange: InstrumentNameExchange,
    underlying: Underlying<A>,
    quote: InstrumentQuoteAsset,
    kind: InstrumentKind<A>,
    spec: Option<InstrumentSpec<A>>,
});
canonical!(
    Instrument<ExchangeKey, AssetKey>
    | Instrument<ExchangeId, Asset>
    | Instrument<ExchangeIndex, AssetIndex>
    | Instrument<Keyed<ExchangeIndex, ExchangeId>, AssetIndex>
    => "barter_instrument", "Instrument", 1, validate check_instrument
);

/// All keys have one form, and kind and spec are possible.
pub fn check_instrument<E: HasForm, A: HasForm>(instrument: &Instrument<E, A>) -> Result<(), String> {
    check_kind(&instrument.kind).map_err(|message| format!("kind.{message}"))?;
    if let Some(spec) = &instrument.spec {
        check_spec(spec).map_err(|message| format!("spec.{message}"))?;
    }
    instrument_form(instrument).map(|_| ())
}

/// The form of all keys of an instrument.
pub fn instrument_form<E: HasForm, A: HasForm>(instrument: &Instrument<E, A>) -> Result<Option<Form>, String> {
    let settlement = instrument.kind.settlement_asset().and_then(HasForm::form);
    let unit = instrument.spec.as_ref().and_then(|spec| match &spec.quantity.unit {
        OrderQuantityUnits::Asset(asset) => asset.form(),
        OrderQuantityUnits::Contract | OrderQuantityUnits::Quote => None,
    });
    common_form([
        ("exchange", instrument.exchange.form()),
        ("underlying.base", instrument.underlying.base.form()),
        ("underlying.quote", instrument.underlying.quote.form()),
        ("kind.settlement_asset", settlement),
        ("spec.quantity.unit", unit),
    ])
}
