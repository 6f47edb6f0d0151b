//! Indexed (engine side) and named (client side) forms of one upstream generic are one Python class; a mix is refused.

use super::key::{AssetKey, ExchangeKey, InstrumentKey};
use barter_instrument::{
    Keyed,
    asset::{Asset, AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};

/// How the keys of a value identify things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By index, as inside the engine.
    Index,
    /// By name, as outside of it.
    Name,
}

/// A key that has a form; `None` fits both.
pub trait HasForm {
    fn form(&self) -> Option<Form>;
}

macro_rules! forms {
    ($($type:ty => $form:expr),* $(,)?) => {$(
        impl HasForm for $type {
            fn form(&self) -> Option<Form> {
                $form
            }
        }
    )*};
}
forms! {
    ExchangeIndex => Some(Form::Index),
    Keyed<ExchangeIndex, ExchangeId> => Some(Form::Index),
    ExchangeId => Some(Form::Name),
    AssetIndex => Some(Form::Index),
    AssetNameExchange => Some(Form::Name),
    Asset => Some(Form::Name),
    QuoteAsset => None,
    InstrumentIndex => Some(Form::Index),
    InstrumentNameExchange => Some(Form::Name),
}

impl HasForm for ExchangeKey {
    fn form(&self) -> Option<Form> {
        Some(match self {
            Self::Index(_) | Self::Keyed(_) => Form::Index,
            Self::Id(_) => Form::Name,
        })
    }
}

impl HasForm for AssetKey {
    fn form(&self) -> Option<Form> {
        match self {
            Self::Index(_) => Some(Form::Index),
            Self::Name(_) | Self::Asset(_) => Some(Form::Name),
            Self::Quote(_) => None,
        }
    }
}

impl HasForm for InstrumentKey {
    fn form(&self) -> Option<Form> {
        Some(match self {
            Self::Index(_) => Form::Index,
            Self::Name(_) => Form::Name,
        })
    }
}

/// The common form of keys, or which two of them disagree.
pub fn common_form(keys: impl IntoIterator<Item = (&'static str, Option<Form>)>) -> Result<Option<Form>, String> {
    let mut found: Option<(&str, Form)> = None;
    for (name, form) in keys {
        let Some(form) = form else { continue };
        match found {
            None => found = Some((name, form)),
            Some((first, other)) if other != form => {
                let said = |form| if form == Form::Index { "an index" } else { "a name" };
                return Err(format!(
                    "{name} is given by {} but {first} by {}: use indices for all (engine side) or names for all (client side)",
                    said(form).replace("an ", "").replace("a ", ""),
                    said(other).replace("an ", "").replace("a ", ""),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(found.map(|(_, form)| form))
}
