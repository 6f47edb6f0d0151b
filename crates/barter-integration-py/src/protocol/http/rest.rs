//! Requests whose method is known at run time only, as types of barter's `RestRequest`, whose method is part of the type.

use barter_integration::protocol::http::rest::RestRequest;
use reqwest::Method;
use std::{borrow::Cow, marker::PhantomData};

/// Where a request goes. Headers, body and timeout are added by the strategy: barter's trait has no headers, takes bodies that it
/// serialises itself (a signer has to see the bytes that are sent), and one timeout per type.
pub struct Rest<Verb> {
    path: String,
    query: Vec<(String, String)>,
    verb: PhantomData<Verb>,
}

impl<Verb> Rest<Verb> {
    pub fn new(path: String, query: Vec<(String, String)>) -> Self {
        Self {
            path,
            query,
            verb: PhantomData,
        }
    }
}

/// A method of HTTP as a type.
pub trait Verb {
    const METHOD: Method;
}

impl<V: Verb> RestRequest for Rest<V> {
    type Response = ();
    type QueryParams = Vec<(String, String)>;
    type Body = ();

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(self.path.clone())
    }

    fn method() -> Method {
        V::METHOD
    }

    fn query_params(&self) -> Option<&Self::QueryParams> {
        (!self.query.is_empty()).then_some(&self.query)
    }
}

macro_rules! verbs {
    ($($verb:ident $method:ident),+ $(,)?) => {
        $(
            pub struct $verb;
            impl Verb for $verb {
                const METHOD: Method = Method::$method;
            }
        )+

        /// Names of the methods, for messages.
        pub const METHODS: &[&str] = &[$(stringify!($method)),+];

        /// Runs code with the type of a method: `None` if barter's client does not send it.
        macro_rules! with_verb {
            ($given:expr, $type:ident => $run:expr) => {
                match $given {
                    $(stringify!($method) => {
                        type $type = $crate::protocol::http::rest::$verb;
                        Some($run)
                    })+
                    _ => None,
                }
            };
        }
        pub(super) use with_verb;
    };
}

verbs! {
    Get GET,
    Post POST,
    Put PUT,
    Delete DELETE,
    Patch PATCH,
    Head HEAD,
    Options OPTIONS,
}
