//! Reads tests such as `>= 8 km/km2`.

use super::{Comparison, Test};
use crate::text::Message;
use crate::units::Unit;

const COMPARISONS: [(&str, Comparison); 4] =
    [(">=", Comparison::AtLeast), ("<=", Comparison::AtMost), (">", Comparison::MoreThan), ("<", Comparison::LessThan)];

/// Reads a comparison, a limit and a unit. The unit may be left out of a count (`<= 0`).
pub(super) fn parse(text: &str) -> Result<Test, Message> {
    let malformed = || Message::new("standard.test-malformed").with("found", text);
    let trimmed = text.trim();
    let (comparison, rest) = COMPARISONS
        .iter()
        .find_map(|(sign, comparison)| Some((*comparison, trimmed.strip_prefix(sign)?.trim_start())))
        .ok_or_else(malformed)?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(end);
    let limit: f64 = number.parse().ok().ok_or_else(malformed)?;
    if !(0.0..f64::INFINITY).contains(&limit) {
        return Err(Message::new("standard.limit-negative").with("found", number));
    }
    let code = unit.trim();
    let unit = match code {
        "" => Unit::Count,
        _ => Unit::from_code(code).ok_or_else(|| {
            Message::new("standard.unit-unknown")
                .with("found", code)
                .with("known", Unit::ALL.map(|(_, c)| c).join(", "))
        })?,
    };
    Ok(Test { comparison, limit, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comparison_with_and_without_blanks_is_read() {
        for (text, comparison, limit, unit) in [
            (">= 8 km/km2", Comparison::AtLeast, 8.0, Unit::KmPerKm2),
            ("> 1 km/10^4", Comparison::MoreThan, 1.0, Unit::KmPer10k),
            ("<=2ha", Comparison::AtMost, 2.0, Unit::Hectare),
            ("< 38.9 %", Comparison::LessThan, 38.9, Unit::Percent),
            ("<= 18 storeys", Comparison::AtMost, 18.0, Unit::Storeys),
            ("<= 0 1", Comparison::AtMost, 0.0, Unit::Count),
            ("<= 0", Comparison::AtMost, 0.0, Unit::Count),
        ] {
            assert_eq!(parse(text), Ok(Test { comparison, limit, unit }), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_test_is_refused_with_its_reason() {
        for (text, key) in [
            ("8 km/km2", "standard.test-malformed"),
            ("=> 8 km/km2", "standard.test-malformed"),
            (">=", "standard.test-malformed"),
            (">= m", "standard.test-malformed"),
            (">= 8.8.8 m", "standard.test-malformed"),
            (">= nan m", "standard.test-malformed"),
            (">= -1 m", "standard.limit-negative"),
            (">= 8 miles", "standard.unit-unknown"),
            ("= 8 m", "standard.test-malformed"),
        ] {
            assert_eq!(parse(text).map_err(|message| message.key), Err(key.to_owned()), "{text}");
        }
    }
}
