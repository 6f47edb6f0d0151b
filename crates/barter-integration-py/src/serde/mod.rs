//! Reading of wire formats.

pub mod de;
