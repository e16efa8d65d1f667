//! Comparison of a figure with a limit: the one place where it happens.
//!
//! Unrounded values are compared (GB/T 8170, full-value comparison). A figure closer to the limit than the slack is
//! equal to it; the slack covers floating-point noise only.

use super::{Comparison, Test};
use crate::units::{Figure, Unit};

/// Widths this close to the limit are equal to it, in metres.
const WIDTH_SLACK: f64 = 1e-3;
/// Other figures whose relative difference from the limit is this small are equal to it.
const RELATIVE_SLACK: f64 = 1e-9;

/// What a comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Every value the figure can have meets the limit.
    Meets,
    /// Every value the figure can have misses it.
    Misses,
    /// The bounds lie on both sides.
    Open,
}

/// Compares a figure with a limit: meets when all of it does, misses when all of it does.
pub fn judge(figure: Figure, test: &Test) -> Judgement {
    match (holds(figure.low, test), holds(figure.high, test)) {
        (true, true) => Judgement::Meets,
        (false, false) => Judgement::Misses,
        _ => Judgement::Open,
    }
}

/// Room left before the limit, positive when there is some, whatever the direction of the test.
pub fn margin(value: f64, test: &Test) -> f64 {
    match test.comparison {
        Comparison::AtLeast | Comparison::MoreThan => value - test.limit,
        Comparison::AtMost | Comparison::LessThan => test.limit - value,
    }
}

/// Whether a value is equal to the limit, which some tests exclude.
pub fn is_at_limit(value: f64, test: &Test) -> bool {
    margin(value, test).abs() <= slack(test)
}

/// Whether two values in a unit differ by no more than the slack.
pub fn is_equal(a: f64, b: f64, unit: Unit) -> bool {
    let slack = match unit {
        Unit::Metre => WIDTH_SLACK,
        _ => RELATIVE_SLACK * a.abs().max(b.abs()),
    };
    // Bounds may be infinite, and what they differ by is no number then.
    a.total_cmp(&b).is_eq() || (a - b).abs() <= slack && slack.is_finite()
}

fn slack(test: &Test) -> f64 {
    match test.unit {
        Unit::Metre => WIDTH_SLACK,
        _ => RELATIVE_SLACK * test.limit.abs(),
    }
}

fn holds(value: f64, test: &Test) -> bool {
    let slack = slack(test);
    let room = margin(value, test);
    match test.comparison {
        Comparison::AtLeast | Comparison::AtMost => room >= -slack,
        Comparison::MoreThan | Comparison::LessThan => room > slack,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(comparison: Comparison, limit: f64, unit: Unit) -> Test {
        Test { comparison, limit, unit }
    }

    #[test]
    fn the_limit_itself_meets_at_least_and_misses_more_than() {
        let exact = Figure::exact(8.0, Unit::KmPerKm2);
        assert_eq!(judge(exact, &test(Comparison::AtLeast, 8.0, Unit::KmPerKm2)), Judgement::Meets);
        assert_eq!(judge(exact, &test(Comparison::MoreThan, 8.0, Unit::KmPerKm2)), Judgement::Misses);
    }

    #[test]
    fn noise_leaves_a_value_at_its_limit_and_a_hair_does_not() {
        let widths = test(Comparison::AtLeast, 50.0, Unit::Metre);
        assert!(is_at_limit(49.9995, &widths) && is_at_limit(50.0005, &widths) && !is_at_limit(49.998, &widths));
        let shares = test(Comparison::LessThan, 20.0, Unit::Percent);
        assert!(is_at_limit(20.0 + 1e-12, &shares) && !is_at_limit(20.001, &shares));
    }

    #[test]
    fn values_are_equal_within_the_slack_and_an_infinite_bound_only_to_itself() {
        assert!(is_equal(40.0, 40.0009, Unit::Metre) && !is_equal(40.0, 40.002, Unit::Metre));
        assert!(is_equal(38.9, 38.9 + 1e-9, Unit::Percent) && !is_equal(38.9, 38.9001, Unit::Percent));
        assert!(is_equal(f64::INFINITY, f64::INFINITY, Unit::Metre) && !is_equal(1.0, f64::INFINITY, Unit::Hectare));
    }

    #[test]
    fn a_hair_below_the_limit_misses_it() {
        let figure = Figure::exact(38.86, Unit::Percent);
        assert_eq!(judge(figure, &test(Comparison::AtLeast, 38.9, Unit::Percent)), Judgement::Misses);
    }

    #[test]
    fn bounds_on_both_sides_leave_it_open() {
        let figure = Figure::between(1.8, 2.2, Unit::Hectare);
        assert_eq!(judge(figure, &test(Comparison::AtMost, 2.0, Unit::Hectare)), Judgement::Open);
    }

    #[test]
    fn margin_is_positive_where_room_is_left() {
        assert!(margin(1.5, &test(Comparison::AtMost, 2.0, Unit::Hectare)) > 0.0);
        assert!(margin(49.0, &test(Comparison::AtLeast, 50.0, Unit::Metre)) < 0.0);
    }
}
