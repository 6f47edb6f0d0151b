//! Wire layouts and canonical classes of the crate barter-data.

pub mod books;
pub mod event;
pub mod restored;
pub mod subscription;

pub use books::AnySide;
pub use restored::Restored;
