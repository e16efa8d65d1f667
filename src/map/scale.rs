//! Scales as planning drawings have them.

/// Denominators to choose from, the largest scale first.
pub const SCALES: [f64; 9] = [500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 25_000.0, 50_000.0, 100_000.0, 250_000.0];

/// What a text means as the denominator of a scale: `5000`, `1:5000`, `1/5 000`, `1：5000`, `1:1万`; digits of full width
/// too.
pub fn denominator(text: &str) -> Option<f64> {
    let last = text.rsplit([':', '：', '∶', '/', '／']).next().unwrap_or(text);
    let is_between = |c: &char| c.is_whitespace() || matches!(c, ',' | '，');
    let plain: String = last.chars().filter(|c| !is_between(c)).map(half_width).collect();
    let (digits, times) = plain.strip_suffix('万').map_or((plain.as_str(), 1.0), |digits| (digits, 1e4));
    let is_number = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let value = digits.parse().ok().filter(|_| is_number).map(|value: f64| value * times);
    value.filter(|value| (1.0..=1e9).contains(value))
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        other => other,
    }
}

/// Round numbers within a decade that drawings are made at when they are to fill their paper.
const ROUND: [f64; 8] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 8.0];

/// The largest round scale that is not larger than 1 to so much.
pub(super) fn round_from(least: f64) -> f64 {
    let mut decade = 1.0;
    while decade < 1e9 {
        let found = ROUND.map(|times| times * decade).into_iter().find(|one| *one >= least * (1.0 - 1e-9));
        if let Some(found) = found {
            return found;
        }
        decade *= 10.0;
    }
    decade
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_understood_however_it_is_written() {
        for text in [
            "5000",
            "1:5000",
            "1：5 000",
            "1/5,000",
            " 1 : 5000 ",
            "1∶5000",
            "１：５０００",
            "1:0.5万",
            "1:5\u{2009}000",
        ] {
            assert!(denominator(text).is_some_and(|value| (value - 5_000.0).abs() < 1e-9), "{text}");
        }
        for text in ["", "1:", "0", "-5", "nan", "inf", "1e4", "5k", "1:1e99"] {
            assert_eq!(denominator(text), None, "{text}");
        }
    }

    #[test]
    fn a_scale_is_rounded_to_the_next_smaller_round_one() {
        let found = [0.3, 1_001.0, 2_000.0, 2_000.1, 5_001.0, 13_001.0, 25_001.0, 81_000.0].map(round_from);
        let round = ["1", "1500", "2000", "2500", "8000", "15000", "30000", "100000"];
        assert_eq!(found.map(|one| format!("{one}")), round);
        for scale in SCALES {
            assert!((round_from(scale) - scale).abs() < 1e-9, "{scale}");
        }
    }
}
