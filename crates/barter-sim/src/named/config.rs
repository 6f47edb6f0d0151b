//! What a [`NamedExchange`](super::NamedExchange) is made of.

use super::NamedError;
use crate::{
    config::{AssetConfig, ExchangeConfig, InstrumentConfig, Margin, Matching},
    fees::Fees,
};
use barter_instrument::{
    asset::name::AssetNameExchange,
    exchange::ExchangeId,
    instrument::{
        Instrument,
        kind::InstrumentKind,
        name::InstrumentNameExchange,
        spec::{InstrumentSpec, OrderQuantityUnits},
    },
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Settings of a [`NamedExchange`](super::NamedExchange).
#[derive(Debug, Clone)]
pub struct NamedConfig {
    pub exchange: ExchangeId,
    pub instruments: Vec<Instrument<ExchangeId, AssetNameExchange>>,
    /// Initial totals; assets that are not named begin at 0.
    pub balances: Vec<(AssetNameExchange, Decimal)>,
    pub matching: Matching,
    pub fees: Fees,
    pub margin: Margin,
    /// Quotes older than this, ns, are as good as none (M14).
    pub max_quote_age: Option<i64>,
    /// From the client to the exchange, ns.
    pub entry_latency: i64,
    /// From the exchange to the client, ns.
    pub response_latency: i64,
}

/// An instrument as the exchange lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub name: InstrumentNameExchange,
    pub base: usize,
    pub quote: usize,
    pub is_spot: bool,
    pub contract_size: Decimal,
    pub spec: Option<InstrumentSpec<AssetNameExchange>>,
}

/// The settings with positions in place of names.
#[derive(Debug)]
pub(super) struct Resolved {
    pub assets: Vec<AssetNameExchange>,
    pub listed: Vec<Listed>,
    pub config: ExchangeConfig,
}

impl NamedConfig {
    pub(super) fn resolve(self) -> Result<Resolved, NamedError> {
        for (argument, latency) in [("latency", self.entry_latency), ("latency", self.response_latency)] {
            if latency < 0 {
                return Err(NamedError::config(argument, format!("must not be negative, not {latency} ns")));
            }
        }
        let mut names = BTreeSet::new();
        for instrument in &self.instruments {
            if instrument.exchange != self.exchange {
                return Err(NamedError::config(
                    "instruments",
                    format!(
                        "{} is of {}, the exchange is {}",
                        instrument.name_exchange,
                        instrument.exchange.as_str(),
                        self.exchange.as_str()
                    ),
                ));
            }
            if !names.insert(instrument.name_exchange.clone()) {
                return Err(NamedError::config(
                    "instruments",
                    format!("{} is listed twice", instrument.name_exchange),
                ));
            }
        }
        if self.instruments.is_empty() {
            return Err(NamedError::config(
                "instruments",
                "an exchange lists at least one instrument".to_owned(),
            ));
        }
        let mut assets: Vec<AssetNameExchange> = self
            .instruments
            .iter()
            .flat_map(|instrument| [instrument.underlying.base.clone(), instrument.underlying.quote.clone()])
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        assets.sort_by_key(|asset| asset.name().to_lowercase());
        let position = |asset: &AssetNameExchange| assets.iter().position(|known| known == asset);
        let mut balances = vec![AssetConfig { balance: Decimal::ZERO }; assets.len()];
        for (asset, total) in &self.balances {
            let at = position(asset).ok_or_else(|| {
                let known: Vec<_> = assets.iter().map(ToString::to_string).collect();
                NamedError::config(
                    "balances",
                    format!(
                        "no instrument of {} has the asset {asset}: its assets are {}",
                        self.exchange.as_str(),
                        known.join(", ")
                    ),
                )
            })?;
            balances[at].balance = *total;
        }
        let listed = self
            .instruments
            .iter()
            .map(|instrument| listed(instrument, &position))
            .collect::<Result<Vec<_>, _>>()?;
        let config = ExchangeConfig {
            instruments: listed
                .iter()
                .map(|listed| InstrumentConfig {
                    base: listed.base,
                    quote: listed.quote,
                    is_spot: listed.is_spot,
                    contract_size: listed.contract_size,
                    minimum_notional: listed.spec.as_ref().map_or(Decimal::ZERO, |spec| spec.notional.min),
                })
                .collect(),
            assets: balances,
            matching: self.matching,
            fees: self.fees,
            margin: self.margin,
            max_quote_age: self.max_quote_age,
        };
        Ok(Resolved { assets, listed, config })
    }
}

fn listed(
    instrument: &Instrument<ExchangeId, AssetNameExchange>,
    position: &impl Fn(&AssetNameExchange) -> Option<usize>,
) -> Result<Listed, NamedError> {
    let wrong = |message: &str| {
        Err(NamedError::config(
            "instruments",
            format!("{}: {message}", instrument.name_exchange),
        ))
    };
    let (Some(base), Some(quote)) = (position(&instrument.underlying.base), position(&instrument.underlying.quote)) else {
        return wrong("its assets are unknown");
    };
    let contract_size = match &instrument.kind {
        InstrumentKind::Spot => Decimal::ONE,
        InstrumentKind::Perpetual(contract) => {
            if contract.settlement_asset != instrument.underlying.quote {
                return wrong("only linear perpetuals, settled in the quote asset, are simulated");
            }
            contract.contract_size
        }
        InstrumentKind::Future(_) | InstrumentKind::Option(_) => return wrong("futures and options are not simulated yet"),
    };
    if let Some(spec) = &instrument.spec
        && matches!(spec.quantity.unit, OrderQuantityUnits::Quote)
    {
        return wrong("quantities in the quote asset are not simulated");
    }
    Ok(Listed {
        name: instrument.name_exchange.clone(),
        base,
        quote,
        is_spot: matches!(instrument.kind, InstrumentKind::Spot),
        contract_size,
        spec: instrument.spec.clone(),
    })
}
