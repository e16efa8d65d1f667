//! What stands in cells and heads: values as planners write them, names with what the file calls them.

use crate::layer::table::Column;
use crate::layer::{Layer, Value};
use crate::text::{Lang, Message};
use crate::units::{SquareMetres, grouped};

/// Decimals beyond these are the noise of files.
const MOST_DECIMALS: usize = 6;

/// What stands in a cell; `None` where there is no value. Of a field that is its value as it stands, without marks between
/// thousands: it may be a code or a year.
pub(super) fn text(value: &Value, column: Column, hectares: bool) -> Option<String> {
    let Value::Number(number) = value else { return value.plain() };
    Some(match column {
        Column::Area if hectares => grouped(&format!("{:.4}", SquareMetres(*number).hectares())),
        Column::Area | Column::Length => grouped(&format!("{number:.1}")),
        Column::East | Column::North => grouped(&format!("{number:.2}")),
        Column::Field(_) | Column::Row => plain(*number),
    })
}

/// A number in its shortest form, without the noise of its last digits.
fn plain(number: f64) -> String {
    let shortest = number.to_string();
    let decimals = shortest.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals <= MOST_DECIMALS {
        return shortest;
    }
    let rounded = format!("{number:.MOST_DECIMALS$}");
    // What is smaller than all decimals is not nought.
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    if trimmed.trim_start_matches('-') == "0" { format!("{number:.3e}") } else { trimmed.to_owned() }
}

/// A figure of statistics: whole where it is, else with as many decimals as tell something.
pub(super) fn figure(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if value.fract().abs() < f64::EPSILON => 0,
        size if size >= 1_000.0 => 1,
        size if size >= 1.0 => 2,
        _ => 4,
    };
    grouped(&format!("{value:.decimals$}"))
}

/// What a column is called, and below it what the file calls it, or its unit.
pub(super) fn title(column: Column, layer: &Layer, lang: Lang, hectares: bool) -> (String, Option<String>) {
    let own = |key: &str| Message::new(format!("app.{key}")).say(lang);
    match column {
        Column::Field(index) => {
            let name = layer.fields.get(index).cloned().unwrap_or_default();
            match column.canonical(layer).map(|field| field.title().say(lang)) {
                Some(title) if title != name => (title, Some(name)),
                _ => (name, None),
            }
        }
        Column::Row => (own("table-row"), None),
        Column::Area if hectares => (own("table-area"), Some("ha".to_owned())),
        Column::Area => (own("table-area"), Some("m²".to_owned())),
        Column::Length => (own("table-length"), Some("m".to_owned())),
        Column::East => (own("table-east"), Some("m".to_owned())),
        Column::North => (own("table-north"), Some("m".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_or_a_year_has_no_marks_between_its_thousands_and_a_size_has() {
        let shown = |number: f64, column: Column| text(&Value::Number(number), column, false).unwrap();
        assert_eq!(shown(2025.0, Column::Field(0)), "2025");
        assert_eq!(shown(12_345.67, Column::Area), "12\u{2009}345.7");
        assert_eq!(text(&Value::Number(12_345.67), Column::Area, true).as_deref(), Some("1.2346"));
        assert_eq!(text(&Value::Null, Column::Area, false), None);
    }

    #[test]
    fn the_noise_of_a_number_is_left_out_and_a_small_one_is_not_nought() {
        for (number, shown) in [(0.1 + 0.2, "0.3"), (12.5, "12.5"), (-6.0, "-6"), (0.000_000_012_5, "1.250e-8")] {
            assert_eq!(plain(number), shown);
        }
        assert_eq!(
            (figure(6031.0), figure(0.123_456), figure(12.345_6)),
            ("6\u{2009}031".into(), "0.1235".into(), "12.35".into())
        );
    }
}
