//! Wire layouts and canonical classes of the crate barter-data.

pub mod books;
pub mod event;
pub mod instrument;
pub mod reconnect;
pub mod restored;
pub mod subscription;
pub mod support;

pub use books::AnySide;
pub use instrument::SubscribedInstrument;
pub use restored::Restored;
pub use subscription::request::AnySubscription;
