//! A share whose parts are not all known: what may be in its numerator and denominator at least and at most.

use crate::units::{Figure, Unit};

/// Where the weight of a feature goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// Into numerator and denominator.
    Both,
    /// Into the denominator only.
    Denominator,
    /// Into neither.
    Nowhere,
}

/// Sums of one bound.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bound {
    pub(super) numerator: f64,
    pub(super) denominator: f64,
    /// Whether any amount may join both.
    pub(super) open_both: bool,
    /// Whether any amount may join the denominator alone.
    pub(super) open_denominator: bool,
}

impl Bound {
    /// Adds a weight; `None` is one that is not known.
    pub(super) fn add(&mut self, weight: Option<f64>, goes: Goes) {
        match (goes, weight) {
            (Goes::Nowhere, _) => {}
            (Goes::Both, Some(weight)) => self.add_part(weight, weight),
            (Goes::Both, None) => self.open_both = true,
            (Goes::Denominator, Some(weight)) => self.add_part(0.0, weight),
            (Goes::Denominator, None) => self.open_denominator = true,
        }
    }

    /// Adds a part of a whole.
    pub(super) fn add_part(&mut self, part: f64, whole: f64) {
        self.numerator += part;
        self.denominator += whole;
    }

    /// Per cent of the known sums; `None` where there is nothing to divide by.
    fn known(&self) -> Option<f64> {
        (self.denominator > 0.0).then(|| 100.0 * self.numerator / self.denominator)
    }
}

/// The share in per cent between its bounds; `None` where nothing may be in the denominator.
pub(super) fn figure(low: Bound, high: Bound) -> Option<Figure> {
    // An unknown amount in the denominator alone may press the share to 0, one in both may lift it to 100.
    let least = match low {
        Bound { open_denominator: true, .. } => Some(0.0),
        bound => bound.known().or(bound.open_both.then_some(100.0)),
    };
    let most = match high {
        Bound { open_both: true, .. } => Some(100.0),
        bound => bound.known().or(bound.open_denominator.then_some(0.0)),
    };
    // Where all may be left out a bound has nothing to divide by, and the other one is all that the share can be.
    let (least, most) = (least.or(most)?, most.or(least)?);
    Some(Figure::between(least, most.max(least), Unit::Percent))
}
