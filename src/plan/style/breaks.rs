//! Where numbers are cut into classes.

use serde::{Deserialize, Serialize};

use super::named;

named! {
    /// How breaks are found.
    Method {
        /// As many features in each class.
        Quantiles = "quantiles",
        /// Steps of one width.
        Steps = "steps",
        /// Where numbers lie apart: the sum of squared distances from the means of the classes is as small as it can be
        /// (Jenks, Fisher).
        Natural = "natural",
    }
}

/// Natural breaks take time with the square of the different numbers: of more than this, as many are taken that lie evenly
/// among them.
const SAMPLE: usize = 600;

impl Method {
    /// Breaks between so many classes, ascending, without the least and the greatest number; fewer where there are not
    /// enough different numbers. Breaks are rounded so that a legend can be read, as long as that leaves them apart.
    pub fn breaks(self, numbers: &[f64], classes: usize) -> Vec<f64> {
        let mut sorted: Vec<f64> = numbers.iter().copied().filter(|number| number.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let Some((low, high)) = least_and_most(&sorted) else { return Vec::new() };
        let classes = classes.max(1);
        let found = match self {
            Self::Quantiles => quantiles(&sorted, classes),
            Self::Steps => (1..classes).map(|step| low + (high - low) * share(step, classes)).collect(),
            Self::Natural => natural(&sorted, classes),
        };
        apart(&found, low, high)
    }
}

/// The least and the greatest number; `None` where there is none.
pub fn least_and_most(numbers: &[f64]) -> Option<(f64, f64)> {
    let finite = numbers.iter().copied().filter(|number| number.is_finite());
    finite.fold(None, |found, number| {
        let (low, high) = found.unwrap_or((number, number));
        Some((low.min(number), high.max(number)))
    })
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of as f64
}

/// The numbers that have so many shares of all below them.
fn quantiles(sorted: &[f64], classes: usize) -> Vec<f64> {
    let at = |step: usize| sorted.get(step * sorted.len() / classes).copied();
    (1..classes).filter_map(at).collect()
}

/// Breaks, each once, rounded to three digits of the range where they stay apart.
fn apart(found: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut exact: Vec<f64> = found.iter().copied().filter(|at| low < *at && *at <= high).collect();
    exact.dedup_by(|b, a| *b <= *a);
    let unit = 10_f64.powf(((high - low).max(f64::MIN_POSITIVE)).log10().floor() - 2.0);
    let round =
        |at: f64| if unit >= 1.0 { (at / unit).round() * unit } else { (at * unit.recip()).round() / unit.recip() };
    let rounded: Vec<f64> = exact.iter().map(|at| round(*at)).collect();
    let is_apart = rounded.windows(2).all(|pair| matches!(pair, [a, b] if a < b)) && rounded.iter().all(|at| *at > low);
    if is_apart && rounded.iter().all(|at| at.is_finite()) { rounded } else { exact }
}

/// Fisher's way: the best classes of the first numbers are found from those of fewer.
fn natural(sorted: &[f64], classes: usize) -> Vec<f64> {
    let sample: Vec<f64> = if sorted.len() <= SAMPLE {
        sorted.to_vec()
    } else {
        (0..SAMPLE).filter_map(|index| sorted.get(index * (sorted.len() - 1) / (SAMPLE - 1)).copied()).collect()
    };
    let within = Within::of(&sample);
    let count = sample.len();
    // Of the first `end` numbers: the least sum for so many classes, and where the last class of it begins.
    let mut best: Vec<f64> = (0..=count).map(|end| within.squares(0, end)).collect();
    let mut begins: Vec<Vec<usize>> = Vec::new();
    for class in 1..classes.min(count) {
        let last = |end: usize| {
            let with =
                |from: usize| (best.get(from).copied().unwrap_or(f64::INFINITY) + within.squares(from, end), from);
            (class..end).map(with).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, end))
        };
        let (sums, from): (Vec<f64>, Vec<usize>) = (0..=count).map(last).unzip();
        best = sums;
        begins.push(from);
    }
    let mut breaks = Vec::new();
    let mut end = count;
    for from in begins.iter().rev() {
        end = from.get(end).copied().unwrap_or(0);
        breaks.extend(sample.get(end).copied());
    }
    breaks.reverse();
    breaks
}

/// Sums over the first numbers, from which the squared distances within any class follow.
struct Within {
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Within {
    fn of(sorted: &[f64]) -> Self {
        // Around their middle, so that large numbers close together lose no digits.
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
        let summed = |term: fn(f64) -> f64| {
            let running = sorted.iter().scan(0.0, |sum, number| {
                *sum += term(number - middle);
                Some(*sum)
            });
            std::iter::once(0.0).chain(running).collect()
        };
        Self { sums: summed(|number| number), squares: summed(|number| number * number) }
    }

    /// The sum of squared distances from their mean, of the numbers from one index up to another.
    fn squares(&self, from: usize, end: usize) -> f64 {
        let between = |sums: &[f64]| match (sums.get(end), sums.get(from)) {
            (Some(end), Some(from)) => end - from,
            _ => 0.0,
        };
        let count = end.saturating_sub(from) as f64;
        if count < 1.0 { 0.0 } else { between(&self.squares) - between(&self.sums).powi(2) / count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOREYS: [f64; 12] = [1.0, 1.0, 2.0, 2.0, 6.0, 6.0, 7.0, 7.0, 18.0, 18.0, 19.0, 20.0];

    #[test]
    fn natural_breaks_stand_where_numbers_lie_apart() {
        assert_eq!(Method::Natural.breaks(&STOREYS, 3), [6.0, 18.0]);
    }

    #[test]
    fn quantiles_have_as_many_in_each_class_and_steps_are_of_one_width() {
        assert_eq!(Method::Quantiles.breaks(&STOREYS, 3), [6.0, 18.0]);
        assert_eq!(Method::Quantiles.breaks(&STOREYS, 4), [2.0, 7.0, 18.0], "the 4th, 7th and 10th of twelve");
        assert_eq!(Method::Steps.breaks(&[0.0, 100.0], 4), [25.0, 50.0, 75.0]);
        assert_eq!(Method::Steps.breaks(&[0.0, 1.0], 4), [0.25, 0.5, 0.75]);
    }

    #[test]
    fn numbers_that_are_alike_make_fewer_classes_and_none_makes_none() {
        for &(method, _) in Method::ALL {
            assert!(method.breaks(&[], 5).is_empty() && method.breaks(&[3.0, 3.0, 3.0], 5).is_empty());
            assert!(method.breaks(&[f64::NAN, f64::INFINITY, 2.0], 3).is_empty());
            assert_eq!(method.breaks(&[1.0, 2.0], 2).len(), 1, "{method:?}");
            assert!(method.breaks(&[1.0, 2.0], 0).is_empty());
        }
    }

    #[test]
    fn breaks_are_ascending_and_inside_whatever_comes_in() {
        let numbers: Vec<f64> = (0..5_000_i32).map(|n| f64::from(n * 7919 % 5_003).powi(3) * 1e-3 + 3.4e7).collect();
        for &(method, _) in Method::ALL {
            let breaks = method.breaks(&numbers, 7);
            let (low, high) = least_and_most(&numbers).unwrap();
            assert_eq!(breaks.len(), 6);
            assert!(
                breaks.windows(2).all(|pair| pair[0] < pair[1]) && breaks[0] > low && breaks[5] <= high,
                "{breaks:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_numbers_make_breaks_that_are_no_breaks(numbers in proptest::collection::vec(proptest::num::f64::ANY, 0..40), classes in 0..9_usize) {
            for &(method, _) in Method::ALL {
                let breaks = method.breaks(&numbers, classes);
                proptest::prop_assert!(breaks.len() < classes.max(1));
                proptest::prop_assert!(breaks.windows(2).all(|pair| pair[0] < pair[1]), "{breaks:?}");
            }
        }
    }
}
