//! `Asset`, `ExchangeAsset`, `Underlying`.

use super::{
    form::{HasForm, common_form},
    key::AssetKey,
};
use crate::{canonical, wire_struct};
use barter_instrument::{
    Underlying,
    asset::{Asset, AssetIndex, ExchangeAsset, name::AssetNameExchange},
    exchange::ExchangeId,
};

canonical!(Asset => "barter_instrument", "Asset", 1);

wire_struct!([A] ExchangeAsset<A> { exchange: ExchangeId, asset: A });
canonical!(ExchangeAsset<AssetKey> | ExchangeAsset<Asset> | ExchangeAsset<AssetNameExchange> => "barter_instrument", "ExchangeAsset", 1);

wire_struct!([A] Underlying<A> { base: A, quote: A });
canonical!(Underlying<AssetKey> | Underlying<Asset> | Underlying<AssetIndex> => "barter_instrument", "Underlying", 1, validate check_underlying);

/// Base and quote have the same form.
pub fn check_underlying<A: HasForm>(underlying: &Underlying<A>) -> Result<(), String> {
    common_form([("base", underlying.base.form()), ("quote", underlying.quote.form())]).map(|_| ())
}
