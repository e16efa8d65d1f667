//! Which features belong to a scope that only selects: those whose larger part lies inside, each then measured whole.

use rayon::prelude::*;

use crate::geometry::{Mask, OverlayFailed, Region, Relation};
use crate::layer::{Item, Shape};
use crate::measure::{Input, NoFigure, Scope};
use crate::notice::Notice;

/// Features of a scope, and what could not be placed.
#[derive(Clone, Debug, Default)]
pub struct Selected<'a> {
    /// Those whose larger part lies inside, in their order.
    pub items: Vec<Item<'a>>,
    /// Features that could not be compared with the scope: they are taken to lie inside, so that none goes unseen.
    pub notices: Vec<Notice>,
}

/// The features whose larger part lies inside the scope; exactly half is enough. Without a scope all are.
pub fn selected<'a>(items: Vec<Item<'a>>, scope: Option<&Scope>) -> Selected<'a> {
    let Some(scope) = scope else { return Selected { items, notices: Vec::new() } };
    let mask = Mask::new(&scope.region);
    let mut kept = Selected::default();
    let found: Vec<Result<bool, OverlayFailed>> =
        items.par_iter().map(|item| holds_most(&mask, &item.feature.shape)).collect();
    for (item, belongs) in items.into_iter().zip(found) {
        let belongs = belongs.unwrap_or_else(|OverlayFailed| {
            kept.notices.push(overlay_failed(item));
            true
        });
        if belongs {
            kept.items.push(item);
        }
    }
    kept
}

/// Whether the larger part of a shape lies inside.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn holds_most(mask: &Mask<'_>, shape: &Shape) -> Result<bool, OverlayFailed> {
    Ok(match shape {
        Shape::Points(points) => mask.holds_most_of_points(points),
        Shape::Lines(lines) => mask.holds_most_of_lines(lines),
        Shape::Area(region) => mask.holds_most_of_area(region)?,
    })
}

/// The notice for a feature whose overlay failed.
pub(super) fn overlay_failed(item: Item<'_>) -> Notice {
    Notice::new("overlay-failed").row(item.feature.row).with("layer", item.layer.source().unwrap_or_default())
}

/// Those of the features that are areas, with their regions; the others are named in a notice per layer.
pub(super) fn areas<'a>(items: &[Item<'a>], notices: &mut Vec<Notice>) -> Vec<(Item<'a>, &'a Region)> {
    let mut found = Vec::with_capacity(items.len());
    let mut others: Vec<(Item<'a>, usize)> = Vec::new();
    for item in items {
        if let Shape::Area(region) = &item.feature.shape {
            found.push((*item, region));
            continue;
        }
        match others.last_mut() {
            Some((first, count)) if std::ptr::eq(first.layer, item.layer) => *count += 1,
            _ => others.push((*item, 1)),
        }
    }
    notices.extend(others.into_iter().map(|(first, count)| {
        let layer = first.layer.source().unwrap_or_default();
        Notice::new("not-an-area").row(first.feature.row).with("layer", layer).with("count", count)
    }));
    found
}

/// What of each area lies in a scope, in the order of the areas: `None` where nothing does. Only those that the boundary
/// crosses are cut; one that cannot be cut is left out, with a notice.
pub(super) fn cut_to<'a>(
    areas: &[(Item<'a>, &'a Region)],
    scope: &Region,
    input: &Input<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Option<Region>>, NoFigure> {
    let mask = Mask::new(scope);
    let cut: Vec<Option<Result<Region, OverlayFailed>>> = areas
        .par_iter()
        .map(|(_, region)| {
            let bounds = region.bounds()?;
            if input.handle.is_cancelled() {
                return None;
            }
            match mask.relation(&bounds) {
                Relation::Outside => None,
                Relation::Inside => Some(Ok((*region).clone())),
                Relation::Crossing => Some(region.intersection(scope)),
            }
        })
        .collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    let kept = areas.iter().zip(cut).map(|((item, _), cut)| {
        let region = cut?.map_err(|OverlayFailed| notices.push(overlay_failed(*item))).ok()?;
        (!region.is_empty()).then_some(region)
    });
    Ok(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Coord, LineString};
    use crate::layer::Role;
    use crate::measure::fixture::{Plan, rectangle};

    fn names(selected: &Selected<'_>) -> Vec<usize> {
        selected.items.iter().map(|item| item.feature.row).collect()
    }

    #[test]
    fn the_larger_part_decides_for_areas_lines_and_points() {
        let line = |from: f64, to: f64| {
            Shape::Lines(vec![LineString(vec![Coord { x: from, y: 5.0 }, Coord { x: to, y: 5.0 }])])
        };
        let plan = Plan::new()
            .layer("things", &[Role::Walkways], &[])
            .area(rectangle(8.0, 0.0, 4.0, 4.0))
            .area(rectangle(8.1, 0.0, 4.0, 4.0))
            .shape(line(5.0, 14.0))
            .shape(line(5.0, 16.0))
            .shape(Shape::Points(vec![Coord { x: 1.0, y: 1.0 }]))
            .shape(Shape::Points(vec![Coord { x: 11.0, y: 1.0 }]))
            .scope(rectangle(0.0, 0.0, 10.0, 10.0));
        let all = crate::layer::items(&plan.layers, Role::Walkways);
        assert_eq!(names(&selected(all.clone(), plan.scope.as_ref())), [0, 2, 4]);
        assert_eq!(names(&selected(all, None)), [0, 1, 2, 3, 4, 5]);
    }
}
