//! `IndexedInstruments` as a table: on the terminal, and in notebooks.

use super::{PyIndexedInstruments, filter::kind_name};
use pyo3::prelude::*;

const HEADER: [&str; 10] = [
    "index",
    "exchange",
    "name_internal",
    "name_exchange",
    "base",
    "quote",
    "kind",
    "tick",
    "lot",
    "min_notional",
];
/// More rows than this are cut in the middle.
const MOST: usize = 20;
/// Rows at the beginning and at the end of a table that is cut.
const EACH_END: usize = 10;

impl PyIndexedInstruments {
    fn row(&self, at: usize) -> Option<[String; 10]> {
        let instrument = self.named.get(at)?;
        let spec = instrument.spec.as_ref();
        let shown = |number: Option<rust_decimal::Decimal>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        Some([
            at.to_string(),
            instrument.exchange.as_str().to_owned(),
            instrument.name_internal.to_string(),
            instrument.name_exchange.to_string(),
            instrument.underlying.base.name_internal.to_string(),
            instrument.underlying.quote.name_internal.to_string(),
            kind_name(&instrument.kind).to_owned(),
            shown(spec.map(|spec| spec.price.tick_size)),
            shown(spec.map(|spec| spec.quantity.increment)),
            shown(spec.map(|spec| spec.notional.min)),
        ])
    }

    /// Rows that are shown; None where some are left out.
    fn rows(&self) -> Vec<Option<[String; 10]>> {
        let count = self.named.len();
        if count <= MOST {
            return (0..count).map(|at| self.row(at)).collect();
        }
        let head = (0..EACH_END).map(|at| self.row(at));
        let tail = (count.saturating_sub(EACH_END)..count).map(|at| self.row(at));
        head.chain(std::iter::once(None)).chain(tail).collect()
    }

    fn summary(&self) -> String {
        let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        format!(
            "{}, {}, {}",
            counted(self.named.len(), "instrument"),
            counted(self.collection.exchanges().len(), "exchange"),
            counted(self.collection.assets().len(), "asset")
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[pymethods]
impl PyIndexedInstruments {
    /// A table of at most 20 rows, and the counts of instruments, exchanges and assets.
    fn __str__(&self) -> String {
        let rows = self.rows();
        let mut widths = HEADER.map(str::len);
        for row in rows.iter().flatten() {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |cells: [&str; 10]| {
            let padded = cells.iter().zip(widths).map(|(cell, width)| {
                let gap = width.saturating_sub(cell.chars().count());
                format!("{cell}{}", " ".repeat(gap))
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut lines = vec![line(HEADER)];
        for row in &rows {
            lines.push(
                row.as_ref()
                    .map_or_else(|| "...".to_owned(), |row| line(row.each_ref().map(String::as_str))),
            );
        }
        lines.push(self.summary());
        lines.join("\n")
    }

    /// The table for notebooks.
    fn _repr_html_(&self) -> String {
        let line = |tag: &str, cells: &[String]| {
            let cells: String = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
            format!("<tr>{cells}</tr>")
        };
        let header = line("th", &HEADER.map(str::to_owned));
        let body: String = self
            .rows()
            .iter()
            .map(|row| {
                row.as_ref().map_or_else(
                    || format!("<tr><td colspan=\"{}\">…</td></tr>", HEADER.len()),
                    |row| line("td", row),
                )
            })
            .collect();
        format!(
            "<table><caption>{}</caption><thead>{header}</thead><tbody>{body}</tbody></table>",
            self.summary()
        )
    }
}
