//! Sums that lose nothing to rounding: areas of thin polygons and of many polygons.
//!
//! Products are split exactly (Veltkamp, Dekker) and added with the lost part carried along (Neumaier), so a sum is
//! right to the last digit of its result as long as its terms are below about 1e150.

/// A running sum with what rounding took from it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        let total = self.total + value;
        self.lost +=
            if self.total.abs() >= value.abs() { (self.total - total) + value } else { (value - total) + self.total };
        self.total = total;
    }

    /// Adds a product, exactly.
    pub fn add_product(&mut self, a: f64, b: f64) {
        let product = a * b;
        let (a_high, a_low) = split(a);
        let (b_high, b_low) = split(b);
        self.add(product);
        self.lost += ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    }

    /// The sum.
    pub fn value(&self) -> f64 {
        self.total + self.lost
    }
}

/// Splits a number into two of at most 26 digits each, so that products of the parts are exact.
fn split(value: f64) -> (f64, f64) {
    let spread = 134_217_729.0 * value; // 2^27 + 1
    let high = spread - (spread - value);
    (high, value - high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_values_survive_between_large_ones() {
        let mut sum = Sum::default();
        for value in [1e16, 1.0, -1e16] {
            sum.add(value);
        }
        assert!((sum.value() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn products_that_nearly_cancel_keep_their_difference() {
        // (2^27 + 1)² − 2^54 = 2^28 + 1, which the rounded product loses.
        let mut sum = Sum::default();
        sum.add_product(134_217_729.0, 134_217_729.0);
        sum.add(-18_014_398_509_481_984.0);
        assert!((sum.value() - 268_435_457.0).abs() < 1e-9);
    }
}
