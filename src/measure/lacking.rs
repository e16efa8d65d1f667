//! How much more, or less, would bring a figure to its reference figure.
//!
//! A measure tells the amount and does not know the direction of a test: an amount lacks only below the reference
//! figure, is in excess only above it, and neither is told where there is none.

/// Amounts at most this part of what they are compared with are floating-point noise.
const NOISE: f64 = 1e-9;

/// What an amount lacks to what it should come to; `None` where that is nothing but noise.
pub(super) fn lacking(should: f64, is: f64) -> Option<f64> {
    beyond(should - is, should)
}

/// What an amount has over what it should come to; `None` where that is nothing but noise.
pub(super) fn excess(is: f64, should: f64) -> Option<f64> {
    beyond(is - should, should)
}

fn beyond(amount: f64, should: f64) -> Option<f64> {
    (amount > NOISE * should.abs()).then_some(amount)
}

/// The sum of the amounts there are; `None` where there is none.
pub(super) fn sum(amounts: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    amounts.into_iter().flatten().reduce(|sum, amount| sum + amount)
}

/// Writes an amount among the facts of a place, where there is one.
pub(super) fn note(facts: &mut serde_json::Map<String, serde_json::Value>, key: &str, amount: Option<f64>) {
    facts.extend(amount.map(|amount| (key.to_owned(), amount.into())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_more_than_noise_is_lacking_or_in_excess() {
        assert_eq!(lacking(8.0, 7.0), Some(1.0));
        assert_eq!((lacking(8.0, 8.0), lacking(8.0, 9.0), lacking(8.0, 8.0 - 1e-12)), (None, None, None));
        assert_eq!(excess(3.0, 2.0), Some(1.0));
        assert_eq!((excess(2.0, 2.0), excess(1.0, 2.0), excess(2.0 + 1e-12, 2.0)), (None, None, None));
        assert_eq!(excess(1e-12, 0.0), Some(1e-12), "nothing is allowed: any amount is too much");
    }

    #[test]
    fn amounts_that_are_not_there_are_left_out_of_the_sum() {
        assert_eq!(sum([None, Some(1.5), Some(2.0)]), Some(3.5));
        assert_eq!(sum([None, None]), None);
    }
}
