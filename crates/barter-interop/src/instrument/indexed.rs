//! `IndexedInstruments`: the same collection as upstream's builder makes, in n log n.
//!
//! Upstream's builder looks everything up linearly and formats the whole collection at every look-up. Its fields are private,
//! so ours is handed over through its `Deserialize`.

use crate::{
    canonical,
    wire::{Decoder, Encoder, FNV_OFFSET, Wire, WireError, mix},
};
use barter_instrument::{
    Keyed,
    asset::{Asset, AssetIndex, ExchangeAsset, name::AssetNameInternal},
    exchange::{ExchangeId, ExchangeIndex},
    index::IndexedInstruments,
    instrument::{Instrument, InstrumentIndex, name::InstrumentNameInternal, spec::OrderQuantityUnits},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Why a collection cannot be indexed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CollectionError {
    #[error(
        "two different instruments have the internal name '{0}': internal names are the keys of the engine's state, so give each its own (name_internal=)"
    )]
    DuplicateName(InstrumentNameInternal),
    #[error(
        "the asset '{name}' of {exchange} has two exchange names ('{first}' and '{second}'): barter's engine would shift all later assets; use one"
    )]
    AmbiguousAsset {
        exchange: &'static str,
        name: AssetNameInternal,
        first: String,
        second: String,
    },
    #[error("the collection could not be handed to barter: {0}")]
    Refused(String),
}

/// An instrument as `IndexedInstruments` holds it.
type IndexedInstrument = Instrument<Keyed<ExchangeIndex, ExchangeId>, AssetIndex>;

/// The fields of upstream's `IndexedInstruments`.
#[derive(Serialize)]
struct Fields {
    exchanges: Vec<Keyed<ExchangeIndex, ExchangeId>>,
    assets: Vec<Keyed<AssetIndex, ExchangeAsset<Asset>>>,
    instruments: Vec<Keyed<InstrumentIndex, IndexedInstrument>>,
}

/// Sorts, removes repetitions and indexes, as upstream's builder does; names that would confuse the engine are errors.
pub fn index_instruments(
    instruments: impl IntoIterator<Item = Instrument<ExchangeId, Asset>>,
) -> Result<IndexedInstruments, CollectionError> {
    let instruments: BTreeSet<_> = instruments.into_iter().collect();
    let mut names = HashSet::with_capacity(instruments.len());
    for instrument in &instruments {
        if !names.insert(&instrument.name_internal) {
            return Err(CollectionError::DuplicateName(instrument.name_internal.clone()));
        }
    }

    let exchanges: BTreeSet<_> = instruments.iter().map(|instrument| instrument.exchange).collect();
    let mut assets: BTreeMap<(ExchangeId, &AssetNameInternal), &Asset> = BTreeMap::new();
    for instrument in &instruments {
        for asset in assets_of(instrument) {
            let known = assets.entry((instrument.exchange, &asset.name_internal)).or_insert(asset);
            if known.name_exchange != asset.name_exchange {
                return Err(CollectionError::AmbiguousAsset {
                    exchange: instrument.exchange.as_str(),
                    name: asset.name_internal.clone(),
                    first: known.name_exchange.to_string(),
                    second: asset.name_exchange.to_string(),
                });
            }
        }
    }

    let exchange_index: HashMap<_, _> = exchanges
        .iter()
        .enumerate()
        .map(|(index, id)| (*id, ExchangeIndex(index)))
        .collect();
    let asset_index: HashMap<_, _> = assets.keys().enumerate().map(|(index, key)| (*key, AssetIndex(index))).collect();
    let mut indexed = Vec::with_capacity(instruments.len());
    for (index, instrument) in instruments.iter().enumerate() {
        let id = instrument.exchange;
        let exchange = *exchange_index
            .get(&id)
            .ok_or_else(|| CollectionError::Refused(format!("no index for {}", id.as_str())))?;
        let value = instrument
            .clone()
            .map_exchange_key(Keyed::new(exchange, id))
            .map_asset_key_with_lookup(|asset: &Asset| {
                asset_index
                    .get(&(id, &asset.name_internal))
                    .copied()
                    .ok_or_else(|| CollectionError::Refused(format!("no index for {}", asset.name_internal)))
            })?;
        indexed.push(Keyed::new(InstrumentIndex(index), value));
    }
    let fields = Fields {
        exchanges: exchanges
            .iter()
            .enumerate()
            .map(|(index, id)| Keyed::new(ExchangeIndex(index), *id))
            .collect(),
        assets: assets
            .iter()
            .enumerate()
            .map(|(index, ((exchange, _), asset))| {
                Keyed::new(
                    AssetIndex(index),
                    ExchangeAsset {
                        exchange: *exchange,
                        asset: (*asset).clone(),
                    },
                )
            })
            .collect(),
        instruments: indexed,
    };
    serde_json::to_value(&fields)
        .and_then(IndexedInstruments::deserialize)
        .map_err(|error| CollectionError::Refused(error.to_string()))
}

/// Every asset an instrument mentions.
fn assets_of(instrument: &Instrument<ExchangeId, Asset>) -> impl Iterator<Item = &Asset> {
    let unit = instrument.spec.as_ref().and_then(|spec| match &spec.quantity.unit {
        OrderQuantityUnits::Asset(asset) => Some(asset),
        OrderQuantityUnits::Contract | OrderQuantityUnits::Quote => None,
    });
    [&instrument.underlying.base, &instrument.underlying.quote]
        .into_iter()
        .chain(instrument.kind.settlement_asset())
        .chain(unit)
}

/// The instruments as users build them, in order of index; an error if the collection is inconsistent (upstream's
/// `Deserialize` does not check it).
pub fn named_instruments(collection: &IndexedInstruments) -> Result<Vec<Instrument<ExchangeId, Asset>>, CollectionError> {
    let assets = collection.assets();
    collection
        .instruments()
        .iter()
        .map(|keyed| {
            let instrument = keyed.value.clone();
            let exchange = instrument.exchange.value;
            instrument
                .map_exchange_key(exchange)
                .map_asset_key_with_lookup(|index: &AssetIndex| {
                    assets
                        .get(index.0)
                        .map(|keyed| keyed.value.asset.clone())
                        .ok_or_else(|| CollectionError::Refused(format!("{index} is not in the collection")))
                })
        })
        .collect()
}

impl Wire for IndexedInstruments {
    const LAYOUT: u64 = mix(
        mix(FNV_OFFSET, "assets", <ExchangeAsset<Asset> as Wire>::LAYOUT),
        "instruments",
        <IndexedInstrument as Wire>::LAYOUT,
    );

    fn put(&self, out: &mut Encoder) {
        out.length(self.assets().len());
        self.assets().iter().for_each(|asset| asset.value.put(out));
        out.length(self.instruments().len());
        self.instruments().iter().for_each(|instrument| instrument.value.put(out));
    }

    /// Indexes the instruments afresh, so that what comes out is consistent whatever the bytes say.
    fn get(input: &mut Decoder<'_>) -> Result<Self, WireError> {
        let assets = Vec::<ExchangeAsset<Asset>>::get(input)?;
        let instruments = Vec::<IndexedInstrument>::get(input)?;
        let mut named = Vec::with_capacity(instruments.len());
        for instrument in &instruments {
            super::value::check_instrument(instrument).map_err(WireError::Refused)?;
            let exchange = instrument.exchange.value;
            named.push(
                instrument
                    .clone()
                    .map_exchange_key(exchange)
                    .map_asset_key_with_lookup(|index: &AssetIndex| {
                        assets
                            .get(index.0)
                            .map(|asset| asset.asset.clone())
                            .ok_or(WireError::Invalid("asset index"))
                    })?,
            );
        }
        let collection = index_instruments(named).map_err(|error| WireError::Refused(error.to_string()))?;
        let same = collection.assets().iter().map(|asset| &asset.value).eq(&assets)
            && collection.instruments().iter().map(|instrument| &instrument.value).eq(&instruments);
        if same {
            Ok(collection)
        } else {
            Err(WireError::Invalid("indices of a collection of instruments"))
        }
    }
}

canonical!(IndexedInstruments => "barter_instrument", "IndexedInstruments", 1);
