//! A figure that the planner types in: one number, yes or no, or a change from a first to a later number.
//!
//! Nothing is computed that was not stated, but for the change between two stated numbers.

use serde::{Deserialize, Serialize};

use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;
use crate::units::{Figure, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The unit of the figure.
    pub unit: Unit,
    /// What is asked for.
    #[serde(default)]
    pub asks: Asks,
    /// A second figure that the clause hangs on: its key is that of the clause with this word behind.
    #[serde(default)]
    pub beside: Option<String>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// The number itself, under the id of the clause.
    #[default]
    Number,
    /// Yes (1) or no (0).
    YesNo,
    /// How much a number rose, in per cent of the first: `<id>-before` and `<id>-after`, or the change itself under the
    /// id.
    Rise,
    /// How much a number fell, in per cent of the first.
    Fall,
}

/// Words behind the key of a clause for the numbers of a change.
const CHANGE: [&str; 2] = ["before", "after"];

impl Parameters {
    /// The unit of its figure.
    pub fn unit(&self) -> Unit {
        if self.asks == Asks::YesNo { Unit::YesNo } else { self.unit }
    }

    /// The keys under which its figures are typed in, given the id of its clause.
    pub fn keys(&self, id: &str) -> Vec<String> {
        let mut keys = vec![id.to_owned()];
        if matches!(self.asks, Asks::Rise | Asks::Fall) {
            keys.extend(CHANGE.map(|word| format!("{id}-{word}")));
        }
        keys.extend(self.beside.as_ref().map(|word| format!("{id}-{word}")));
        keys
    }
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Where the figure comes from: `figure` for one that is typed in, `change` for one computed from two.
    pub from: &'static str,
    /// The first number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    /// The later number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<f64>,
    /// The second figure that the clause hangs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<f64>,
}

/// Reads the figure. There is no place.
///
/// # Errors
/// [`NoFigure::Missing`] that names the keys, where nothing is typed in.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let figure = |key: &str| input.figures.get(key).copied().filter(|value| value.is_finite());
    let second = |word: &str| figure(&format!("{}-{word}", input.key));
    let beside = with.beside.as_deref().and_then(second);
    let [before, after] = CHANGE.map(second);
    let stated = figure(input.key);
    let changed = || change(with.asks, before?, after?);
    let facts = |from| Facts { from, before, after, beside };
    let (value, facts) = match (stated, changed()) {
        (Some(value), _) => (value, Facts { before: None, after: None, ..facts("figure") }),
        (None, Some(value)) => (value, facts("change")),
        (None, None) => return Err(missing(input.key, with)),
    };
    Ok(Measured { figure: Figure::exact(value, with.unit()), facts, places: Vec::new(), notices: Vec::new() })
}

fn missing(key: &str, with: &Parameters) -> NoFigure {
    let keys = with.keys(key);
    let name = if keys.len() > 1 { "measure.figures-missing" } else { "measure.figure-missing" };
    NoFigure::Missing(Message::new(name).with("key", key).with("keys", keys.join(", ")))
}

/// The change that is asked for; `None` where no change is, or the first number is nought.
fn change(asks: Asks, before: f64, after: f64) -> Option<f64> {
    let of_first = |change: f64| (before > 0.0).then(|| 100.0 * change / before);
    match asks {
        Asks::Number | Asks::YesNo => None,
        Asks::Rise => of_first(after - before),
        Asks::Fall => of_first(before - after),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{unsaid, with_input};
    use super::*;

    fn value(asks: &str, figures: &[(&str, f64)]) -> Option<f64> {
        let with: Parameters = toml_edit::de::from_str(&format!("unit = \"%\"\nasks = \"{asks}\"")).unwrap();
        match with_input(&[], None, figures, None, |input| measure(input, &with)) {
            Ok(found) => Some(found.figure.low),
            Err(NoFigure::Missing(reason)) => {
                assert!(unsaid([&reason]).is_empty(), "{reason:?}");
                None
            }
            Err(NoFigure::Cancelled) => panic!(),
        }
    }

    #[test]
    fn a_number_is_what_was_typed_in() {
        assert_eq!(value("number", &[("clause", 9.5)]), Some(9.5));
        assert_eq!(value("number", &[("clause", f64::NAN)]), None);
        assert_eq!(value("number", &[("other", 9.5)]), None);
        assert_eq!(value("yes-no", &[("clause", 1.0)]), Some(1.0));
    }

    #[test]
    fn a_change_is_told_or_computed_from_two_numbers() {
        let pair = [("clause-before", 5.0), ("clause-after", 4.0)];
        assert_eq!(value("fall", &pair), Some(20.0));
        assert_eq!(value("rise", &[("clause-before", 5.0), ("clause-after", 6.0)]), Some(20.0));
        assert_eq!(value("fall", &[("clause", 21.0)]), Some(21.0));
        assert_eq!(value("fall", &[("clause-before", 5.0)]), None);
        assert_eq!(value("fall", &[("clause-before", 0.0), ("clause-after", 4.0)]), None);
    }
}
