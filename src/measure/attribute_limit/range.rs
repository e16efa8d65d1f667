//! Between which values the extreme of some features lies, where not all of them are known.

use super::Extreme;

/// Between which values the extreme lies.
pub(super) struct Range {
    extreme: Extreme,
    /// Of features that are certainly looked at.
    certain: Option<f64>,
    /// Of all that may be.
    possible: Option<f64>,
}

impl Range {
    pub(super) fn of(extreme: Extreme) -> Self {
        Self { extreme, certain: None, possible: None }
    }

    /// Adds a value between its bounds.
    pub(super) fn add(&mut self, [low, high]: [f64; 2], certain: bool) {
        let beyond = |known: Option<f64>, value: f64| {
            Some(known.map_or(value, |known| match self.extreme {
                Extreme::Largest => known.max(value),
                Extreme::Least => known.min(value),
            }))
        };
        let (sure, at_most) = match self.extreme {
            Extreme::Largest => (low, high),
            Extreme::Least => (high, low),
        };
        let (certainly, possibly) = (beyond(self.certain, sure), beyond(self.possible, at_most));
        self.possible = possibly;
        if certain {
            self.certain = certainly;
        }
    }

    /// Adds a value that could be any.
    pub(super) fn add_unknown(&mut self) {
        let any = if self.extreme == Extreme::Largest { f64::INFINITY } else { 0.0 };
        self.add([any, any], false);
    }

    /// The least and the most that the extreme can be; `None` for the least of nothing.
    pub(super) fn bounds(&self) -> Option<[f64; 2]> {
        match self.extreme {
            Extreme::Largest => Some([self.certain.unwrap_or(0.0), self.possible.unwrap_or(0.0)]),
            Extreme::Least => {
                let least = self.possible?;
                Some([least, self.certain.unwrap_or(f64::INFINITY)])
            }
        }
    }
}
