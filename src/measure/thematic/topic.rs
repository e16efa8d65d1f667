//! What thematic maps show, and by which zones; as it is typed: `road-density:cell=500`, `green-share:units`.

use std::str::FromStr;

use crate::text::Message;
use crate::units::{Unit, grouped};

/// What a thematic map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Counted length of roads per area.
    RoadDensity,
    /// Share of the area that is green.
    GreenShare,
    /// From the middle of a zone straight to the nearest park.
    ParkDistance,
    /// Share of the area that buildings cover.
    BuildingCoverage,
    /// Floor area of buildings per area.
    FloorAreaRatio,
}

/// The zones of a thematic map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoning {
    /// Squares of so many metres.
    Cells(f64),
    /// Planning units.
    Units,
}

/// A topic by its zones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// What is shown.
    pub topic: Topic,
    /// By which zones.
    pub zoning: Zoning,
}

/// Side of cells where none is named, metres.
const USUAL_CELL: f64 = 500.0;
/// Cells are no smaller and no larger, metres.
const CELL: std::ops::RangeInclusive<f64> = 10.0..=100_000.0;

impl Topic {
    /// Every topic with its code.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::RoadDensity, "road-density"),
        (Self::GreenShare, "green-share"),
        (Self::ParkDistance, "park-distance"),
        (Self::BuildingCoverage, "building-coverage"),
        (Self::FloorAreaRatio, "floor-area-ratio"),
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(topic, _)| *topic == self).map_or("", |(_, code)| code)
    }

    /// What it is called.
    pub fn name(self) -> Message {
        Message::new(match self {
            Self::RoadDensity => "measure.topic-road-density",
            Self::GreenShare => "measure.topic-green-share",
            Self::ParkDistance => "measure.topic-park-distance",
            Self::BuildingCoverage => "measure.topic-building-coverage",
            Self::FloorAreaRatio => "measure.topic-floor-area-ratio",
        })
    }

    /// The unit of its figures; a ratio has none.
    pub fn unit(self) -> Option<Unit> {
        match self {
            Self::RoadDensity => Some(Unit::KmPerKm2),
            Self::GreenShare | Self::BuildingCoverage => Some(Unit::Percent),
            Self::ParkDistance => Some(Unit::Metre),
            Self::FloorAreaRatio => None,
        }
    }

    /// A figure of it with its unit; of one that is the least it can be that is said.
    pub fn say(self, value: f64, at_least: bool) -> Message {
        let digits = match self {
            Self::ParkDistance => format!("{value:.0}"),
            Self::GreenShare | Self::BuildingCoverage => format!("{value:.1}"),
            Self::RoadDensity | Self::FloorAreaRatio => format!("{value:.2}"),
        };
        let digits = if at_least { format!("≥ {}", grouped(&digits)) } else { grouped(&digits) };
        match self.unit() {
            Some(unit) => Message::new("map.quantity").with("value", digits).with_message("unit", unit.name()),
            None => Message::new("measure.topic-plain").with("value", digits),
        }
    }
}

impl Asked {
    /// What is asked for: `road-density`, `road-density:cell=500`, `green-share:units`.
    fn read(text: &str) -> Option<Self> {
        let (code, zoning) = text.split_once(':').unwrap_or((text, ""));
        let topic = Topic::ALL.iter().find(|(_, known)| *known == code.trim()).map(|(topic, _)| *topic)?;
        let zoning = match zoning.trim() {
            "" => Zoning::Cells(USUAL_CELL),
            "units" => Zoning::Units,
            cell => Zoning::Cells(cell.strip_prefix("cell=")?.trim_end_matches('m').parse().ok()?),
        };
        let is_fit = !matches!(zoning, Zoning::Cells(side) if !CELL.contains(&side));
        is_fit.then_some(Self { topic, zoning })
    }

    /// Topic and zones as people read them.
    pub fn title(self) -> Message {
        Message::new("measure.topic-by").with_message("topic", self.topic.name()).with_message("zones", self.zones())
    }

    /// The zones as people read them.
    pub fn zones(self) -> Message {
        match self.zoning {
            Zoning::Units => Message::new("measure.zones-units"),
            Zoning::Cells(side) => Message::new("measure.zones-cells").with("side", grouped(&side.to_string())),
        }
    }
}

impl FromStr for Asked {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        let known = || Topic::ALL.map(|(_, code)| code).join(" ");
        Self::read(text).ok_or_else(|| Message::new("measure.topic-unknown").with("text", text).with("known", known()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_topic_is_typed_with_its_zones() {
        let read = |text: &str| text.parse::<Asked>().ok().map(|asked| (asked.topic, asked.zoning));
        assert_eq!(read("road-density"), Some((Topic::RoadDensity, Zoning::Cells(500.0))));
        assert_eq!(read("road-density:cell=1000"), Some((Topic::RoadDensity, Zoning::Cells(1_000.0))));
        assert_eq!(read("green-share:units"), Some((Topic::GreenShare, Zoning::Units)));
        for wrong in
            ["", "roads", "road-density:cell=", "road-density:cell=0", "road-density:cell=nan", "road-density:x"]
        {
            assert!(wrong.parse::<Asked>().is_err_and(|message| message.key == "measure.topic-unknown"), "{wrong}");
        }
    }

    #[test]
    fn figures_are_said_with_their_unit() {
        assert_eq!(Topic::RoadDensity.say(4.0, false).say(Lang::Zh), "4.00 km/km²");
        assert_eq!(Topic::FloorAreaRatio.say(1.234, true).say(Lang::En), "≥ 1.23");
        assert_eq!(Topic::ParkDistance.say(1_234.4, false).say(Lang::En), "1\u{2009}234 m");
    }
}
