//! The texts that the derives of barter-macro make of a type's name, with the same `convert_case`.

use convert_case::{Boundary, Case, Casing};
use pyo3::prelude::*;

/// The text that barter's `DeSubKind` reads: a digit stays with the letter before it.
///
/// Example:
///     >>> from barter_macro import de_sub_kind_name
///     >>> de_sub_kind_name("OrderBooksL1")
///     'order_books_l1'
#[pyfunction]
pub fn de_sub_kind_name(name: &str) -> String {
    name.from_case(Case::Pascal)
        .without_boundaries(&Boundary::letter_digit())
        .to_case(Case::Snake)
}

/// The text that barter's `SerSubKind` writes: a digit is a word of its own. `DeSubKind` does not read it back.
///
/// Example:
///     >>> from barter_macro import ser_sub_kind_name
///     >>> ser_sub_kind_name("OrderBooksL1")
///     'order_books_l_1'
#[pyfunction]
pub fn ser_sub_kind_name(name: &str) -> String {
    name.to_case(Case::Snake)
}
