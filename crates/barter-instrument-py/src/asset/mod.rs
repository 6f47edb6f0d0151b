//! `Asset`, `ExchangeAsset`.

use barter_instrument::{
    asset::{
        Asset, ExchangeAsset,
        name::{AssetNameExchange, AssetNameInternal},
    },
    exchange::ExchangeId,
};
use barter_interop::{Enum, Name, canonical_methods, enum_arg, instrument::AssetKey, name_arg, value_methods};
use pyo3::{prelude::*, types::PyString};

/// An asset by barter's name (lower case, the same on every exchange) and by its exchange's name.
///
/// Args:
///     name_internal: barter's name; it is made lower case.
///     name_exchange: the exchange's name, kept as it is.
///
/// Raises:
///     WrongTypeError: a name is not a str, or is another kind of name.
///     InvalidArgumentError: a name is blank.
///
/// >>> from barter_instrument import Asset
/// >>> Asset("BTC", "XBT")
/// Asset(name_internal=AssetNameInternal('btc'), name_exchange=AssetNameExchange('XBT'))
#[pyclass(frozen, eq, ord, hash, name = "Asset", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyAsset(pub Asset);
canonical_methods!(PyAsset(Asset));
value_methods!(PyAsset {
    name_internal,
    name_exchange
});

#[pymethods]
impl PyAsset {
    #[new]
    #[pyo3(signature = (name_internal: "str", name_exchange: "str"))]
    fn new(name_internal: &Bound<'_, PyAny>, name_exchange: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Asset {
            name_internal: name_arg(name_internal, "name_internal")?,
            name_exchange: name_arg(name_exchange, "name_exchange")?,
        }))
    }

    /// An asset whose internal name is the lower case of its exchange's name.
    ///
    /// >>> from barter_instrument import Asset
    /// >>> Asset.new_from_exchange("USDT").name_internal
    /// AssetNameInternal('usdt')
    #[staticmethod]
    #[pyo3(signature = (name_exchange: "str"))]
    fn new_from_exchange(name_exchange: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Asset::new_from_exchange(name_arg::<AssetNameExchange>(
            name_exchange,
            "name_exchange",
        )?)))
    }

    /// barter's name.
    #[getter]
    fn name_internal(&self) -> Name<AssetNameInternal> {
        Name(self.0.name_internal.clone())
    }

    /// The exchange's name.
    #[getter]
    fn name_exchange(&self) -> Name<AssetNameExchange> {
        Name(self.0.name_exchange.clone())
    }
}

/// An asset on one exchange: by its `Asset`, or by its name there.
///
/// Args:
///     exchange: `ExchangeId` or its text.
///     asset: `Asset`, or `AssetNameExchange`.
///
/// >>> from barter_instrument import Asset, ExchangeAsset
/// >>> ExchangeAsset("kraken", Asset("btc", "XBT")).exchange
/// ExchangeId.KRAKEN
#[pyclass(frozen, eq, ord, hash, name = "ExchangeAsset", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyExchangeAsset(pub ExchangeAsset<AssetKey>);
canonical_methods!(PyExchangeAsset(ExchangeAsset<AssetKey>));
value_methods!(PyExchangeAsset { exchange, asset });

#[pymethods]
impl PyExchangeAsset {
    #[new]
    #[pyo3(signature = (exchange: "ExchangeId | str", asset: "Asset | AssetNameExchange | str"))]
    fn new(exchange: &Bound<'_, PyAny>, asset: &Bound<'_, PyAny>) -> PyResult<Self> {
        let exchange = enum_arg(exchange, "exchange")?;
        let asset = if asset.is_instance_of::<PyString>() {
            AssetKey::Name(name_arg(asset, "asset")?)
        } else {
            AssetKey::Asset(barter_interop::foreign_arg(asset, "asset")?)
        };
        Ok(Self(ExchangeAsset { exchange, asset }))
    }

    /// The exchange.
    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.0.exchange)
    }

    /// The asset: `Asset` or `AssetNameExchange`.
    #[getter]
    fn asset(&self) -> AssetKey {
        self.0.asset.clone()
    }
}
