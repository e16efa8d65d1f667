//! Seeded randomness that is the same on every platform: one stream per thing, so that a change in one block does not
//! move the rest of the town.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

const SEED: u64 = 5_134_012_030;

/// A stream of dice.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream with this number.
    pub(crate) fn new(stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Between 0 and 1, in steps of 2^-32.
    pub(crate) fn share(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.share() * (high - low)
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + self.0.next_u32() % (high - low + 1)
    }

    /// One of the things, each as likely as its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, things: &[(T, u32)], otherwise: T) -> T {
        let total: u32 = things.iter().map(|(_, weight)| weight).sum();
        let mut left = self.whole(1, total.max(1));
        for (thing, weight) in things {
            if left <= *weight {
                return *thing;
            }
            left -= weight;
        }
        otherwise
    }
}
