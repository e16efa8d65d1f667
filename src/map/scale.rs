//! Scales as planning drawings have them.

/// Denominators to choose from, the largest scale first.
pub const SCALES: [f64; 9] = [500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 25_000.0, 50_000.0, 100_000.0, 250_000.0];

/// The largest usual scale that is not larger than 1 to so much: 1, 2 and 5 times a power of ten, from 1 : 10 000 on 1,
/// 2.5 and 5 times.
pub(super) fn usual_from(least: f64) -> f64 {
    let mut decade = 1.0;
    while decade < 1e9 {
        let middle = if decade < 1e4 { 2.0 } else { 2.5 };
        let found = [1.0, middle, 5.0].map(|times| times * decade).into_iter().find(|one| *one >= least * (1.0 - 1e-9));
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
    fn a_scale_is_rounded_to_the_next_smaller_one_in_use() {
        let found = [0.3, 1_001.0, 2_000.0, 2_000.1, 5_001.0, 10_001.0, 25_001.0, 51_000.0].map(usual_from);
        assert_eq!(
            found.map(|one| format!("{one}")),
            ["1", "2000", "2000", "5000", "10000", "25000", "50000", "100000"]
        );
        for scale in SCALES {
            assert!((usual_from(scale) - scale).abs() < 1e-9, "{scale}");
        }
    }
}
