//! What the places of measures have in common: which features they name, and where their label is led to.

use geo_types::Coord;

use super::{FeatureRef, Part, Place, Scope};
use crate::geometry::anchor;
use crate::layer::{Item, Shape};
use crate::units::Figure;

/// At most this many features of one part are named one by one; the rest are summed up.
pub(super) const NAMED: usize = 1_000;

/// Features with the part they have at a place, as many as are named.
pub(super) fn named<'a>(
    items: impl IntoIterator<Item = Item<'a>>,
    part: Part,
) -> impl Iterator<Item = (FeatureRef, Part)> {
    items.into_iter().take(NAMED).map(move |item| (item.into(), part))
}

/// The place of a figure that speaks of a whole scope.
pub(super) fn of_scope(scope: &Scope, figure: Figure, counted: &[Item<'_>], left_out: &[Item<'_>]) -> Place {
    let mut features: Vec<(FeatureRef, Part)> =
        scope.features.iter().map(|feature| (feature.clone(), Part::Scope)).collect();
    features.extend(named(left_out.iter().copied(), Part::LeftOut));
    features.extend(named(counted.iter().copied(), Part::Counted));
    let shape = Shape::Area(scope.region.clone());
    let mut facts = serde_json::Map::new();
    facts.insert("counted_features".to_owned(), counted.len().into());
    facts.insert("listed_features".to_owned(), counted.len().min(NAMED).into());
    Place { subject: scope.name.clone(), figure: Some(figure), features, anchor: anchor_of(&shape), shape, facts }
}

/// Where a label of a shape is led to.
pub(super) fn anchor_of(shape: &Shape) -> Coord<f64> {
    match shape {
        Shape::Points(points) => points.first().copied(),
        Shape::Lines(lines) => anchor::of_lines(lines),
        Shape::Area(region) => region.interior_point(),
    }
    .unwrap_or_default()
}
