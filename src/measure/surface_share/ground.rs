//! What a spot is like: how much of the water it lets through, and what lies above what.
//!
//! Surfaces say it, with buildings and road areas that are loaded beside them on top, and water under all that is said to
//! grow or to be paved (indicators §2.6, mode 1). Only where no surfaces are loaded land use does, by a table of shares, as
//! an estimate (mode 2).

use std::cmp::Ordering;
use std::sync::Arc;

use super::{By, Parameters};
use crate::geometry::Region;
use crate::layer::{Field, Item, LandClass, Layer, Role, SurfaceClass, is_loaded, items};
use crate::measure::NoFigure;
use crate::measure::selection::areas;
use crate::notice::Notice;
use crate::text::Message;

/// Code of ground of which nothing is known.
const UNKNOWN: &str = "unknown";
/// Codes of ground of which only one thing is known.
const PERMEABLE: &str = "permeable";
const IMPERMEABLE: &str = "impermeable";

/// Roles that are surfaces of one class beside those that say theirs.
pub(super) const BESIDE: [(Role, SurfaceClass); 3] =
    [(Role::Buildings, SurfaceClass::Roof), (Role::RoadAreas, SurfaceClass::Road), (Role::Water, SurfaceClass::Water)];

/// What lies above what: one surface per point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Building,
    Road,
    Paved,
    Green,
    Water,
    Base,
    /// What is known of a spot is known, whatever else lies there.
    Unknown,
}

impl Rank {
    fn of(class: SurfaceClass) -> Self {
        match class {
            SurfaceClass::Roof => Self::Building,
            SurfaceClass::Road => Self::Road,
            SurfaceClass::Sealed | SurfaceClass::Stone | SurfaceClass::PermeablePaving | SurfaceClass::Gravel => {
                Self::Paved
            }
            SurfaceClass::Green | SurfaceClass::Farmland => Self::Green,
            SurfaceClass::Water => Self::Water,
            SurfaceClass::Soil => Self::Base,
        }
    }
}

/// What a spot is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground {
    rank: Rank,
    /// Code of its class among the facts.
    pub(super) class: &'static str,
    /// The part of it, or of its water, that it lets through at least, 0 to 1.
    pub(super) low: f64,
    /// At most.
    pub(super) high: f64,
}

impl Ground {
    /// Whether it lies above other ground; of one rank what lets less through does.
    pub(super) fn above(&self, other: &Self) -> Ordering {
        let through = |ground: &Self| (ground.low, ground.high);
        let ((low, high), (other_low, other_high)) = (through(self), through(other));
        let less = low.total_cmp(&other_low).then(high.total_cmp(&other_high));
        self.rank.cmp(&other.rank).then(less).then(self.class.cmp(other.class))
    }

    /// Whether it is not known how much it lets through.
    pub(super) fn is_unknown(&self) -> bool {
        self.low < self.high
    }

    pub(super) fn is_water(&self) -> bool {
        [SurfaceClass::Water.code(), LandClass::Water.code(), LandClass::Sea.code()].contains(&self.class)
    }

    /// Ground of a surface.
    fn of_surface(item: Item<'_>, class: Option<SurfaceClass>, with: &Parameters) -> Self {
        let passes = passes(item, class, with);
        let [low, high] = match with.by {
            By::Class => all_or_nothing(passes),
            By::Runoff => kept(item, class, passes, with),
        };
        let (rank, code) = match (class, passes) {
            (Some(class), _) => (Rank::of(class), class.code()),
            (None, Some(true)) => (Rank::Base, PERMEABLE),
            (None, Some(false)) => (Rank::Paved, IMPERMEABLE),
            (None, None) => (Rank::Unknown, UNKNOWN),
        };
        Self { rank, class: code, low, high }
    }

    /// Ground of a parcel of land use, by the table of shares, else by its green share.
    fn of_land(item: Item<'_>, with: &Parameters) -> Self {
        let class = item.land_class();
        let code = class.map_or(UNKNOWN, LandClass::code);
        let share = class.and_then(|class| with.shares.get(&class).copied()).or_else(|| item.green_share());
        let mut ground = match share {
            Some(share) => Self { rank: Rank::Base, class: code, low: share / 100.0, high: share / 100.0 },
            None => Self { rank: Rank::Unknown, class: code, low: 0.0, high: 1.0 },
        };
        if ground.is_water() && !with.water {
            (ground.low, ground.high) = (0.0, 0.0);
        }
        ground
    }
}

/// Whether a surface lets water through: as stated, by its stated runoff coefficient, else by that of its class.
fn passes(item: Item<'_>, class: Option<SurfaceClass>, with: &Parameters) -> Option<bool> {
    if class == Some(SurfaceClass::Water) {
        return Some(with.water);
    }
    let stated = item.flag(Field::Permeable).or_else(|| item.runoff().map(|runoff| runoff < with.runoff_below));
    stated.or_else(|| match class?.runoff() {
        [_, most] if most < with.runoff_below => Some(true),
        [least, _] if least >= with.runoff_below => Some(false),
        _ => None,
    })
}

fn all_or_nothing(passes: Option<bool>) -> [f64; 2] {
    match passes {
        Some(true) => [1.0, 1.0],
        Some(false) => [0.0, 0.0],
        None => [0.0, 1.0],
    }
}

/// The part of the rain that does not run off: by the stated coefficient, else by the middle of what is usual for the
/// class; where only one side of the limit is known, anything on that side.
fn kept(item: Item<'_>, class: Option<SurfaceClass>, passes: Option<bool>, with: &Parameters) -> [f64; 2] {
    if class == Some(SurfaceClass::Water) {
        return all_or_nothing(passes);
    }
    let usual = || class.map(SurfaceClass::runoff).map(|[least, most]| f64::midpoint(least, most));
    if let Some(runoff) = item.runoff().or_else(usual) {
        return [1.0 - runoff, 1.0 - runoff];
    }
    match passes {
        Some(true) => [1.0 - with.runoff_below, 1.0],
        Some(false) => [0.0, 1.0 - with.runoff_below],
        None => [0.0, 1.0],
    }
}

/// A feature that covers ground.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) item: Item<'a>,
    pub(super) region: &'a Region,
    pub(super) ground: Ground,
}

/// All that covers ground.
pub(super) struct Found<'a> {
    pub(super) sources: Vec<Source<'a>>,
    /// Whether it is told by land use.
    pub(super) estimated: bool,
}

/// All features that cover ground, or what is missing where there are none.
pub(super) fn sources<'a>(
    layers: &'a [Arc<Layer>],
    with: &Parameters,
    notices: &mut Vec<Notice>,
) -> Result<Found<'a>, NoFigure> {
    let mut of_role = |role: Role, ground: &dyn Fn(Item<'a>) -> Ground| -> Vec<Source<'a>> {
        let areas = areas(&items(layers, role), notices);
        areas.into_iter().map(|(item, region)| Source { item, region, ground: ground(item) }).collect()
    };
    let surfaces = of_role(with.role, &|item| Ground::of_surface(item, item.surface_class(), with));
    let estimated = !is_loaded(layers, with.role) && is_loaded(layers, Role::LandUse) && with.by == By::Class;
    if surfaces.is_empty() && !is_loaded(layers, with.role) && !estimated {
        let reason = if with.by == By::Class { "measure.surface-share-none" } else { "measure.layer-missing" };
        return Err(NoFigure::Missing(Message::new(reason).with_message("role", with.role.name())));
    }
    let beside = if estimated {
        of_role(Role::LandUse, &|item| Ground::of_land(item, with))
    } else {
        let of_class = |(role, class)| of_role(role, &|item| Ground::of_surface(item, Some(class), with));
        BESIDE.into_iter().flat_map(of_class).collect()
    };
    Ok(Found { sources: [surfaces, beside].concat(), estimated })
}
