//! Units of measurement, figures with bounds, and the only number formatting meant for people.

use serde::Serialize;

/// A unit that clauses are stated in. Figures are always held in the unit named, never in a base unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `m`
    Metre,
    /// `km/km2`
    KmPerKm2,
    /// `ha`
    Hectare,
    /// `km/10^4`: kilometres per 10 000 people.
    KmPer10k,
    /// `%`: 38.86, never 0.3886.
    Percent,
    /// `storeys`
    Storeys,
    /// `1`: a count.
    Count,
}

impl Unit {
    /// Every unit, with the code that standard files and results use.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Metre, "m"),
        (Self::KmPerKm2, "km/km2"),
        (Self::Hectare, "ha"),
        (Self::KmPer10k, "km/10^4"),
        (Self::Percent, "%"),
        (Self::Storeys, "storeys"),
        (Self::Count, "1"),
    ];

    /// The unit's code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(unit, _)| *unit == self).map_or("1", |(_, code)| code)
    }

    /// The unit with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(unit, _)| *unit)
    }
}

impl Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// A length in metres.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Metres(pub f64);

impl Metres {
    /// In kilometres.
    pub fn km(self) -> f64 {
        self.0 / 1_000.0
    }
}

/// An area in square metres.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct SquareMetres(pub f64);

impl SquareMetres {
    /// In hectares (10 000 m²).
    pub fn hectares(self) -> f64 {
        self.0 / 10_000.0
    }

    /// In square kilometres.
    pub fn km2(self) -> f64 {
        self.0 / 1_000_000.0
    }
}

/// A measured quantity, known exactly (`low` equals `high`) or between bounds where data is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The least it can be.
    pub low: f64,
    /// The most it can be.
    pub high: f64,
    /// What both are in.
    pub unit: Unit,
}

impl Figure {
    /// A figure known exactly.
    pub fn exact(value: f64, unit: Unit) -> Self {
        Self { low: value, high: value, unit }
    }

    /// A figure known between bounds.
    pub fn between(low: f64, high: f64, unit: Unit) -> Self {
        Self { low, high, unit }
    }
}
