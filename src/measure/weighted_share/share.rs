//! The demolished share of one unit, between the bounds that its data allows.
//!
//! A building without renewal status may be kept or demolished; one without floor area may have any. Each is taken
//! the way that makes the share least, then the way that makes it largest: the true share lies between.

use crate::layer::{Item, Renewal};
use crate::measure::bounded::{Bound, Goes, figure};
use crate::measure::lacking::excess;
use crate::measure::weighted_share::Exempt;
use crate::units::Figure;

/// What is known of a building.
#[derive(Clone, Copy, Debug)]
pub(super) struct Building<'a> {
    pub(super) item: Item<'a>,
    /// Floor area in m².
    pub(super) area: Option<f64>,
    /// Whether it was estimated from footprint and storeys.
    pub(super) estimated: bool,
    pub(super) renewal: Option<Renewal>,
    /// Whether it is exempt: only with evidence, a number or a document.
    pub(super) exempt: bool,
}

impl<'a> Building<'a> {
    pub(super) fn of(item: Item<'a>) -> Self {
        let floor_area = item.floor_area().filter(|(area, _)| area.is_finite() && *area >= 0.0);
        Self {
            item,
            area: floor_area.map(|(area, _)| area),
            estimated: floor_area.is_some_and(|(_, estimated)| estimated),
            renewal: item.renewal(),
            exempt: item.exemption().is_some(),
        }
    }
}

/// Where the floor area of a demolished building goes; that of others goes into the denominator.
fn if_demolished(exempt: bool, rule: Exempt) -> Goes {
    match (exempt, rule) {
        (true, Exempt::Both) => Goes::Nowhere,
        (true, Exempt::Numerator) => Goes::Denominator,
        (true, Exempt::None) | (false, _) => Goes::Both,
    }
}

/// Sums of one unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// Demolished floor area that is known and not exempt, m².
    pub(super) demolished: f64,
    /// Demolished floor area that is known and exempt, m².
    pub(super) exempt: f64,
    /// Known floor area of all buildings, m².
    pub(super) existing: f64,
    /// What of it was estimated, m².
    pub(super) estimated: f64,
    /// What the demolished floor area is divided by, as far as known, m².
    pub(super) denominator: f64,
    low: Bound,
    high: Bound,
    buildings: usize,
}

impl Tally {
    pub(super) fn of(buildings: &[Building<'_>], rule: Exempt) -> Self {
        let mut tally = Self { buildings: buildings.len(), ..Self::default() };
        for building in buildings {
            let area = building.area.unwrap_or(0.0);
            tally.existing += area;
            tally.estimated += if building.estimated { area } else { 0.0 };
            let spared = building.exempt && rule != Exempt::None;
            match building.renewal {
                Some(Renewal::Demolish) if spared => tally.exempt += area,
                Some(Renewal::Demolish) => tally.demolished += area,
                _ => {}
            }
            let demolished = if_demolished(building.exempt, rule);
            let (low, high) = match building.renewal {
                Some(Renewal::Demolish) => (demolished, demolished),
                Some(_) => (Goes::Denominator, Goes::Denominator),
                None => (Goes::Denominator, demolished),
            };
            tally.low.add(building.area, low);
            tally.high.add(building.area, high);
        }
        tally.denominator = tally.low.denominator;
        tally
    }

    /// The share in per cent; `None` for a unit without buildings, or whose buildings are all left out.
    pub(super) fn figure(&self) -> Option<Figure> {
        if self.buildings == 0 {
            return None;
        }
        figure(self.low, self.high)
    }

    /// Demolished floor area above a share in per cent, m²: the least that what is known leaves open. What is not
    /// demolished stays in the denominator. `None` where none is certain.
    pub(super) fn excess(&self, share: f64) -> Option<f64> {
        let certain = !self.low.open_denominator;
        excess(self.low.numerator, share / 100.0 * self.low.denominator).filter(|_| certain)
    }
}
