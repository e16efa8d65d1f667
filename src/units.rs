//! Units of measurement, figures with bounds, and the only number formatting meant for people.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::text::Message;

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
    /// `1`: yes (1) or no (0).
    YesNo,
    /// `t/d`: tonnes per day.
    TonnesPerDay,
    /// `t/10^4m2`: tonnes per 10 000 m².
    TonnesPer10kM2,
}

impl Unit {
    /// Every unit, with the code that standard files and results use; a yes or no is written as a count.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Metre, "m"),
        (Self::KmPerKm2, "km/km2"),
        (Self::Hectare, "ha"),
        (Self::KmPer10k, "km/10^4"),
        (Self::Percent, "%"),
        (Self::Storeys, "storeys"),
        (Self::Count, "1"),
        (Self::TonnesPerDay, "t/d"),
        (Self::TonnesPer10kM2, "t/10^4m2"),
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

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        let known = || Self::ALL.map(|(_, code)| code).join(", ");
        Self::from_code(&code).ok_or_else(|| D::Error::custom(format!("{code}: not one of {}", known())))
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

    /// As a map writes it: `40 m`, `1.25 km`.
    pub fn said(self) -> String {
        if self.0 < 1_000.0 {
            format!("{} m", tenths(self.0))
        } else {
            format!("{} km", grouped(&format!("{:.2}", self.km())))
        }
    }

    /// A length that is still to be drawn, as people read it: in metres below a kilometre, rounded up.
    pub fn needed(self) -> Message {
        if self.0 < 1_000.0 {
            return amount(needed(self.0, (0, 4)), Unit::Metre.name());
        }
        amount(needed(self.km(), (2, 12)), Message::new("report.unit-kilometre"))
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

    /// As a map writes it: `640 m²`, `2.40 ha`.
    pub fn said(self) -> String {
        if self.0 < 1_000.0 {
            format!("{:.0} m²", self.0)
        } else {
            format!("{} ha", grouped(&format!("{:.2}", self.hectares())))
        }
    }

    /// An area that something has still to be done about, as people read it: in square metres, rounded up.
    pub fn needed(self) -> Message {
        amount(needed(self.0, (0, 4)), Message::new("report.unit-square-metre"))
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

/// Between groups of three digits.
const THIN_SPACE: char = '\u{2009}';

impl Unit {
    /// The unit as people read it: `km/万人`, `km per 10 000 people`.
    pub fn name(self) -> Message {
        Message::new(match self {
            Self::Metre => "report.unit-metre",
            Self::KmPerKm2 => "report.unit-km-per-km2",
            Self::Hectare => "report.unit-hectare",
            Self::KmPer10k => "report.unit-km-per-10k",
            Self::Percent => "report.unit-percent",
            Self::Storeys => "report.unit-storeys",
            Self::Count => "report.unit-count",
            Self::YesNo => "report.unit-yes-no",
            Self::TonnesPerDay => "report.unit-tonnes-per-day",
            Self::TonnesPer10kM2 => "report.unit-tonnes-per-10k-m2",
        })
    }

    /// Decimals that people expect, and the most that can matter.
    fn decimals(self) -> (usize, usize) {
        match self {
            Self::Metre | Self::TonnesPerDay | Self::TonnesPer10kM2 => (1, 4),
            Self::KmPerKm2 | Self::Hectare | Self::KmPer10k | Self::Percent => (2, 12),
            Self::Storeys | Self::Count | Self::YesNo => (0, 6),
        }
    }

    /// A value as people read it, without its unit: as many digits as planners write, and more where the value would
    /// otherwise look equal to a limit that it is not.
    pub fn format(self, value: f64, limit: Option<f64>) -> String {
        let (usual, most) = self.decimals();
        let looks_equal =
            |decimals: usize| limit.is_some_and(|limit| format!("{value:.decimals$}") == format!("{limit:.decimals$}"));
        let decimals = (usual..=most).find(|&decimals| !looks_equal(decimals)).unwrap_or(usual);
        grouped(&format!("{value:.decimals$}"))
    }

    /// A distance to a limit: never shown as zero unless there is none to speak of.
    pub fn format_margin(self, margin: f64) -> String {
        self.format(margin.abs(), Some(0.0))
    }

    /// What is still to be drawn or changed, with the unit: rounded up, so that doing what is shown is enough.
    pub fn needed(self, value: f64) -> Message {
        amount(needed(value, self.decimals()), self.name())
    }

    /// A limit as a standard writes it: `50`, `38.9`.
    pub fn format_limit(self, limit: f64) -> String {
        grouped(&limit.to_string())
    }
}

/// Digits as people expect them, and more where they would all be zeros; rounded up, but for less than a thousandth of
/// the last digit, which nobody draws.
fn needed(value: f64, (usual, most): (usize, usize)) -> String {
    let is_zero = |decimals: usize| format!("{value:.decimals$}") == format!("{:.decimals$}", 0.0);
    let decimals = (usual..=most).find(|&decimals| !is_zero(decimals)).unwrap_or(most);
    let last = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX));
    let steps = (value / last - 1e-3).ceil().max(1.0);
    grouped(&format!("{:.decimals$}", steps * last))
}

fn amount(digits: String, unit: Message) -> Message {
    Message::new("report.amount").with("amount", digits).with_message("unit", unit)
}

/// One decimal where that is not a zero.
fn tenths(value: f64) -> String {
    format!("{value:.1}").trim_end_matches(".0").to_owned()
}

/// Thin spaces between thousands.
pub fn grouped(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_failing_value_never_looks_equal_to_its_limit() {
        assert_eq!(Unit::Percent.format(38.86, Some(38.9)), "38.86");
        assert_eq!(Unit::Metre.format(49.96, Some(50.0)), "49.96");
        assert_eq!(Unit::KmPerKm2.format(7.999_96, Some(8.0)), "7.99996");
        assert_eq!(Unit::Metre.format(37.3, Some(50.0)), "37.3");
        assert_eq!(Unit::KmPer10k.format(1.0, Some(1.0)), "1.00");
    }

    #[test]
    fn a_missing_width_below_a_decimetre_is_not_shown_as_zero() {
        assert_eq!(Unit::Metre.format_margin(-0.04), "0.04");
    }

    #[test]
    fn what_is_still_needed_is_rounded_up_and_never_nought() {
        let metres = |metres: f64| Metres(metres).needed().say(Lang::En);
        assert_eq!(metres(640.0), "640 m");
        assert_eq!(metres(640.000_1), "640 m", "a tenth of a millimetre is noise");
        assert_eq!(metres(640.2), "641 m");
        assert_eq!(metres(0.04), "0.04 m");
        assert_eq!(metres(2_310.0), "2.31 km");
        assert_eq!(metres(2_311.0), "2.32 km");
        assert_eq!(Unit::Metre.needed(50.0 - 37.3).say(Lang::En), "12.7 m");
        assert_eq!(Unit::Metre.needed(12.72).say(Lang::En), "12.8 m");
        assert_eq!(Unit::Hectare.needed(0.4).say(Lang::Zh), "0.40 ha");
        assert_eq!(Unit::Hectare.needed(0.000_3).say(Lang::Zh), "0.0003 ha");
        assert_eq!(SquareMetres(1_234.0).needed().say(Lang::Zh), "1\u{2009}234 m²");
        assert_eq!(metres(1e-7), "0.0001 m");
    }

    #[test]
    fn thousands_are_set_apart_by_thin_spaces() {
        assert_eq!(grouped("1234567.5"), "1\u{2009}234\u{2009}567.5");
        assert_eq!(grouped("-1234"), "-1\u{2009}234");
        assert_eq!(grouped("999"), "999");
    }

    #[test]
    fn every_unit_is_found_by_its_code() {
        for (unit, code) in Unit::ALL {
            assert_eq!(Unit::from_code(code), Some(unit));
            assert_eq!(unit.code(), code);
        }
    }
}
