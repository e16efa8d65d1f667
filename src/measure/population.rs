//! The number of people in a scope: typed in by the planner, else summed from a population layer.

use super::length_per_head::Parameters;
use super::lines::layer_name;
use super::place::NAMED;
use crate::geometry::Mask;
use crate::layer::{Field, Item, Role, Shape, items};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// Where a number of people comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Figure,
    Layer,
}

impl Source {
    /// Its code in results.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Layer => "layer",
        }
    }
}

/// People in a scope.
pub(super) struct People {
    /// How many, above nought.
    pub(super) count: f64,
    /// Features in the scope whose number is not known: there may be more people.
    pub(super) unknown: usize,
    pub(super) source: Source,
    pub(super) notices: Vec<Notice>,
}

impl People {
    /// # Errors
    /// [`NoFigure::Missing`] where nothing says how many people there are, or that there are none.
    pub(super) fn find(input: &Input<'_>, with: &Parameters, mask: &Mask<'_>) -> Result<Self, NoFigure> {
        let features = items(input.layers, Role::Population);
        let people = match input.figures.get(&with.population) {
            Some(&count) => {
                let both = (!features.is_empty())
                    .then(|| Notice::new("population-figure-used").with("key", &with.population).with("count", count));
                Self { count, unknown: 0, source: Source::Figure, notices: both.into_iter().collect() }
            }
            None if features.is_empty() => {
                let missing = Message::new("measure.population-missing").with("key", &with.population);
                return Err(NoFigure::Missing(missing));
            }
            None => Self::summed(&features, mask),
        };
        if people.count > 0.0 && people.count.is_finite() {
            return Ok(people);
        }
        Err(NoFigure::Missing(Message::new("measure.population-nought").with("key", &with.population)))
    }

    fn summed(features: &[Item<'_>], mask: &Mask<'_>) -> Self {
        let (mut count, mut unknown, mut notices) = (0.0, 0, Vec::new());
        for item in features {
            let share = share_inside(item, mask);
            if share.is_some_and(|share| share <= 0.0) {
                continue;
            }
            let people = item.number(Field::Population).filter(|people| *people >= 0.0);
            if let Some((people, share)) = people.zip(share) {
                count += people * share;
                continue;
            }
            unknown += 1;
            if unknown <= NAMED {
                let notice = Notice::new("population-unknown").row(item.feature.row);
                notices.push(notice.with_message("layer", layer_name(item.layer.source())));
            }
        }
        let used = Notice::new("population-layer-used").with("count", format!("{count:.0}"));
        notices.insert(0, used);
        Self { count, unknown, source: Source::Layer, notices }
    }
}

/// The share of a feature's people that live in the scope: by area, by points; `None` where the overlay failed.
fn share_inside(item: &Item<'_>, mask: &Mask<'_>) -> Option<f64> {
    match &item.feature.shape {
        Shape::Points(points) => {
            let inside = points.iter().filter(|&&point| mask.contains(point)).count();
            Some(inside as f64 / points.len().max(1) as f64)
        }
        Shape::Area(area) => {
            let (whole, inside) = (area.area(), mask.area_inside(area).ok()?);
            Some(if whole > 0.0 { inside / whole } else { 0.0 })
        }
        Shape::Lines(_) => Some(0.0),
    }
}
