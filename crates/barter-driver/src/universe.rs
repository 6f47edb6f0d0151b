//! The instruments of a run, looked up by position.

use barter_instrument::{
    asset::{AssetIndex, name::AssetNameInternal},
    exchange::{ExchangeId, ExchangeIndex},
    index::IndexedInstruments,
    instrument::{
        InstrumentIndex,
        kind::InstrumentKind,
        name::{InstrumentNameExchange, InstrumentNameInternal},
        spec::InstrumentSpec,
    },
};
use rust_decimal::Decimal;

/// What the driver needs to know of one instrument.
#[derive(Debug, Clone)]
pub struct InstrumentMeta {
    pub index: InstrumentIndex,
    pub exchange: ExchangeIndex,
    pub exchange_id: ExchangeId,
    pub name_internal: InstrumentNameInternal,
    pub name_exchange: InstrumentNameExchange,
    pub base: AssetIndex,
    pub quote: AssetIndex,
    pub is_spot: bool,
    pub contract_size: Decimal,
    pub spec: Option<InstrumentSpec<AssetIndex>>,
    /// Position in its exchange's own list (see [`Universe::locals`]).
    pub local: usize,
}

/// Assets and instruments of a run; the exchange-local lists are what the simulated exchanges are built from.
#[derive(Debug, Clone)]
pub struct Universe {
    pub indexed: IndexedInstruments,
    pub instruments: Vec<InstrumentMeta>,
    /// Per exchange: its instruments, in index order.
    pub locals: Vec<Vec<InstrumentIndex>>,
    /// Per exchange: its assets, by internal name.
    pub assets: Vec<Vec<AssetIndex>>,
    /// Per asset: position in its exchange's list.
    pub asset_local: Vec<usize>,
}

impl Universe {
    pub fn new(indexed: IndexedInstruments) -> Self {
        let mut locals = vec![Vec::new(); indexed.exchanges().len()];
        let instruments = indexed
            .instruments()
            .iter()
            .map(|keyed| {
                let value = &keyed.value;
                let local = locals[value.exchange.key.index()].len();
                locals[value.exchange.key.index()].push(keyed.key);
                InstrumentMeta {
                    index: keyed.key,
                    exchange: value.exchange.key,
                    exchange_id: value.exchange.value,
                    name_internal: value.name_internal.clone(),
                    name_exchange: value.name_exchange.clone(),
                    base: value.underlying.base,
                    quote: value.underlying.quote,
                    is_spot: matches!(value.kind, InstrumentKind::Spot),
                    contract_size: value.kind.contract_size(),
                    spec: value.spec,
                    local,
                }
            })
            .collect();

        let mut assets = vec![Vec::new(); indexed.exchanges().len()];
        for keyed in indexed.assets() {
            if let Some(exchange) = indexed
                .exchanges()
                .iter()
                .position(|exchange| exchange.value == keyed.value.exchange)
            {
                assets[exchange].push(keyed.key);
            }
        }
        let mut asset_local = vec![0; indexed.assets().len()];
        for list in &mut assets {
            list.sort_by(|a, b| {
                let name = |index: &AssetIndex| &indexed.assets()[index.index()].value.asset.name_internal;
                name(a).cmp(name(b))
            });
            for (local, asset) in list.iter().enumerate() {
                asset_local[asset.index()] = local;
            }
        }

        Self {
            indexed,
            instruments,
            locals,
            assets,
            asset_local,
        }
    }

    pub fn asset_name(&self, asset: AssetIndex) -> &AssetNameInternal {
        &self.indexed.assets()[asset.index()].value.asset.name_internal
    }

    pub fn exchange_id(&self, exchange: usize) -> ExchangeId {
        self.indexed.exchanges()[exchange].value
    }

    /// Instrument that an exchange calls its `local`-th.
    pub fn instrument(&self, exchange: usize, local: usize) -> &InstrumentMeta {
        &self.instruments[self.locals[exchange][local].index()]
    }
}
