//! Arguments of `SimulatedExchange`.

use barter_instrument::{
    asset::{Asset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::Instrument,
};
use barter_interop::{
    CanonicalName,
    errors::{invalid, shown, wrong_type},
    foreign_arg,
    money::{decimal_arg, positive_arg},
    name_arg,
    time::non_negative_duration_ns_arg,
};
use barter_sim::{Fees, Margin, Matching, NamedConfig, SizeRule};
use pyo3::{
    prelude::*,
    types::{PyDict, PyMapping, PyString, PyTuple},
};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// The arguments as they were given.
pub struct Settings<'a, 'py> {
    pub instruments: &'a Bound<'py, PyAny>,
    pub balances: &'a Bound<'py, PyAny>,
    pub fees: &'a Bound<'py, PyAny>,
    pub latency: Option<&'a Bound<'py, PyAny>>,
    pub matching: &'a str,
    pub size: &'a str,
    pub cap_at_trade: bool,
    pub leverage: Option<&'a Bound<'py, PyAny>>,
    pub maintenance_margin: Option<&'a Bound<'py, PyAny>>,
    pub max_quote_age: Option<&'a Bound<'py, PyAny>>,
}

/// Names of a kind, from an iterable; None stays None, a single text is refused.
pub fn names_arg<T: CanonicalName>(value: Option<&Bound<'_, PyAny>>, argument: &str) -> PyResult<Option<Vec<T>>> {
    let Some(value) = value else { return Ok(None) };
    let wrong = || {
        wrong_type(
            argument,
            format!("{argument} must be an iterable of names or None, got {}", shown(value)),
        )
    };
    if value.is_instance_of::<PyString>() {
        return Err(wrong());
    }
    value
        .try_iter()
        .map_err(|_| wrong())?
        .enumerate()
        .map(|(position, item)| name_arg(&item?, &format!("{argument}[{position}]")))
        .collect::<PyResult<Vec<T>>>()
        .map(Some)
}

/// Instruments in their named form, with the exchange's names of assets.
pub fn instruments_arg(value: &Bound<'_, PyAny>) -> PyResult<Vec<Instrument<ExchangeId, AssetNameExchange>>> {
    let items = value.try_iter().map_err(|_| {
        wrong_type(
            "instruments",
            format!("instruments must be an iterable of Instrument, got {}", shown(value)),
        )
    })?;
    items
        .enumerate()
        .map(|(position, item)| {
            let instrument: Instrument<ExchangeId, Asset> = foreign_arg(&item?, &format!("instruments[{position}]"))?;
            let named =
                instrument.map_asset_key_with_lookup(|asset: &Asset| Ok::<_, std::convert::Infallible>(asset.name_exchange.clone()));
            match named {
                Ok(instrument) => Ok(instrument),
                Err(never) => match never {},
            }
        })
        .collect()
}

impl Settings<'_, '_> {
    pub fn config(&self) -> PyResult<NamedConfig> {
        let instruments = instruments_arg(self.instruments)?;
        let exchange = instruments
            .first()
            .map(|instrument| instrument.exchange)
            .ok_or_else(|| invalid("instruments", "instruments must hold at least one instrument, got none"))?;
        let (entry_latency, response_latency) = self.latency()?;
        Ok(NamedConfig {
            exchange,
            balances: self.balances(&instruments)?,
            instruments,
            matching: self.matching()?,
            fees: self.fees()?,
            margin: Margin {
                leverage: self.leverage.map_or(Ok(Decimal::ONE), |value| positive_arg(value, "leverage"))?,
                maintenance: self
                    .maintenance_margin
                    .map_or(Ok(Decimal::ZERO), |value| decimal_arg(value, "maintenance_margin"))?,
            },
            max_quote_age: self
                .max_quote_age
                .map(|value| non_negative_duration_ns_arg(value, "max_quote_age"))
                .transpose()?,
            entry_latency,
            response_latency,
        })
    }

    fn balances(&self, instruments: &[Instrument<ExchangeId, AssetNameExchange>]) -> PyResult<Vec<(AssetNameExchange, Decimal)>> {
        let mapping = self.balances.cast::<PyMapping>().map_err(|_| {
            wrong_type(
                "balances",
                format!("balances must be a mapping such as {{'USDT': 1000}}, got {}", shown(self.balances)),
            )
        })?;
        let assets = || {
            instruments
                .iter()
                .flat_map(|instrument| [&instrument.underlying.base, &instrument.underlying.quote])
        };
        let mut given = HashSet::new();
        mapping
            .items()?
            .iter()
            .map(|item| {
                let (name, total): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
                let name: String = name.extract().map_err(|_| {
                    wrong_type(
                        "balances",
                        format!("balances must have names of assets as keys, got {}", shown(&name)),
                    )
                })?;
                // An unknown one is refused by the exchange, which says what there is.
                let asset = assets()
                    .find(|asset| asset.name().eq_ignore_ascii_case(&name))
                    .cloned()
                    .unwrap_or_else(|| AssetNameExchange::new(name.as_str()));
                if given.replace(asset.clone()).is_some() {
                    return Err(invalid(
                        "balances",
                        format!("balances must have each asset once, got {asset} twice: case does not matter"),
                    ));
                }
                Ok((asset, decimal_arg(&total, &format!("balances[{name:?}]"))?))
            })
            .collect()
    }

    fn fees(&self) -> PyResult<Fees> {
        let fees = self.fees;
        let (maker, taker) = if let Ok(pair) = fees.cast::<PyTuple>() {
            if pair.len() != 2 {
                return Err(invalid("fees", format!("fees must be (maker, taker), got {}", shown(fees))));
            }
            (pair.get_item(0)?, pair.get_item(1)?)
        } else if fees.cast::<PyDict>().is_err() && fees.hasattr("maker")? && fees.hasattr("taker")? {
            (fees.getattr("maker")?, fees.getattr("taker")?)
        } else {
            (fees.clone(), fees.clone())
        };
        Ok(Fees {
            maker: decimal_arg(&maker, "fees")?,
            taker: decimal_arg(&taker, "fees")?,
        })
    }

    fn latency(&self) -> PyResult<(i64, i64)> {
        let Some(latency) = self.latency else { return Ok((0, 0)) };
        let way = |value: &Bound<'_, PyAny>| non_negative_duration_ns_arg(value, "latency");
        match latency.cast::<PyTuple>() {
            Ok(pair) if pair.len() == 2 => Ok((way(&pair.get_item(0)?)?, way(&pair.get_item(1)?)?)),
            Ok(pair) => Err(invalid(
                "latency",
                format!("latency must be one duration or (entry, response), got {}", shown(pair)),
            )),
            Err(_) => way(latency).map(|both| (both, both)),
        }
    }

    fn matching(&self) -> PyResult<Matching> {
        let size = match self.size {
            "unlimited" => SizeRule::Unlimited,
            "displayed" => SizeRule::Displayed,
            other => return Err(invalid("size", format!("size must be 'unlimited' or 'displayed', got '{other}'"))),
        };
        match self.matching {
            "top_of_book" => Ok(Matching::TopOfBook {
                size,
                cap_at_trade: self.cap_at_trade,
            }),
            "last_trade" => Ok(Matching::LastTrade),
            other => Err(invalid(
                "matching",
                format!("matching must be 'top_of_book' or 'last_trade', got '{other}'"),
            )),
        }
    }
}
