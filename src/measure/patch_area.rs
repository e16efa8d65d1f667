//! Area of contiguous patches: the hard surface of plazas.
//!
//! Polygons near each other are one plaza, whatever their names; each plaza is measured whole, by the union of its
//! polygons and never by a buffered shape. What of it is hard, and how it hangs together, is decided in `hard`.

mod hard;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::hard::{Covers, Ground, Piece};
use crate::geometry::{OverlayFailed, Region, groups_within};
use crate::layer::{Item, Role, Shape, items};
use crate::measure::lacking::{excess, note, sum};
use crate::measure::place::named;
use crate::measure::selection::{areas, selected};
use crate::measure::{FeatureRef, Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose polygons are grouped into patches.
    pub role: Role,
    /// Polygons at most this far apart are one patch, in metres.
    #[serde(default = "default_join")]
    pub join: f64,
    /// Planting narrower than this is not hard but does not split a piece, in metres.
    #[serde(default = "default_narrow")]
    pub narrow: f64,
    /// Which hard ground of a patch is its figure.
    #[serde(default)]
    pub hard: Hard,
}

/// Which hard ground of a patch is its figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hard {
    /// Its largest contiguous piece.
    #[default]
    Largest,
    /// All its pieces together.
    Total,
}

fn default_join() -> f64 {
    1.0
}

fn default_narrow() -> f64 {
    2.0
}

/// Facts of all patches.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// One entry per plaza, in the order of their first rows.
    pub plazas: Vec<Plaza>,
    /// Hard ground above the reference figure, summed over all plazas. Absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excess_ha: Option<f64>,
}

/// Facts of one plaza.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Plaza {
    /// Name of its first named polygon.
    pub name: String,
    /// Rows of its polygons.
    pub rows: Vec<usize>,
    /// Area of their union.
    pub area_ha: f64,
    /// Its largest contiguous hard piece.
    pub hard_ha: f64,
    /// All its hard ground.
    pub total_hard_ha: f64,
    /// Whether nothing is known of its planting, so that all of it was taken as hard.
    pub assumed_all_hard: bool,
    /// Hard ground to plant so that no contiguous piece is above the reference figure: what its pieces have over it,
    /// summed up. Planting that divides a piece can do with less. Of a figure of all pieces together, what they have
    /// over it together. Absent where nothing is above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excess_ha: Option<f64>,
}

/// Measures the largest hard area of a patch, in hectares: of its contiguous pieces, or of all together. Every plaza is
/// a place with its own figure; it tells [`Plaza::excess_ha`] too.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let mut notices = Vec::new();
    let all: Vec<Item<'_>> =
        areas(&items(input.layers, with.role), &mut notices).into_iter().map(|(item, _)| item).collect();
    if all.is_empty() {
        let message = Message::new("measure.patch-area-none").with_message("role", with.role.name());
        return Err(NoFigure::Missing(message));
    }
    let chosen = selected(all, input.scope);
    notices.extend(chosen.notices);
    let polygons = areas(&chosen.items, &mut notices);
    if polygons.is_empty() {
        notices.push(Notice::new("none-in-scope").with_message("role", with.role.name()));
    }

    let regions: Vec<&Region> = polygons.iter().map(|(_, region)| *region).collect();
    let covers = Covers::new(input.layers);
    let plazas: Vec<Option<Result<Measurement<'_>, OverlayFailed>>> = groups_within(&regions, with.join)
        .into_par_iter()
        .map(|group| {
            let members: Vec<(Item<'_>, &Region)> = group.into_iter().map(|index| polygons[index]).collect();
            (!input.handle.is_cancelled()).then(|| plaza(members, &covers, with, input.at))
        })
        .collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    let plazas: Vec<Measurement<'_>> = plazas
        .into_iter()
        .flatten()
        .collect::<Result<_, _>>()
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;

    notices.extend(unstated(&plazas));
    let largest = plazas.iter().map(|plaza| with.hard.of(&plaza.facts)).fold(0.0, f64::max);
    let excess_ha = sum(plazas.iter().map(|plaza| plaza.facts.excess_ha));
    let (plazas, places) = plazas.into_iter().map(|plaza| (plaza.facts, plaza.place)).unzip();
    let facts = Facts { plazas, excess_ha };
    Ok(Measured { figure: Figure::exact(largest, Unit::Hectare), facts, places, notices })
}

impl Hard {
    fn of(self, plaza: &Plaza) -> f64 {
        match self {
            Self::Largest => plaza.hard_ha,
            Self::Total => plaza.total_hard_ha,
        }
    }

    /// What a plaza has over the reference figure, in hectares.
    fn excess(self, pieces: &[Piece], total: f64, at: f64) -> Option<f64> {
        let over = |area: f64| excess(SquareMetres(area).hectares(), at);
        match self {
            Self::Largest => sum(pieces.iter().map(|piece| over(piece.area))),
            Self::Total => over(total),
        }
    }

    /// The pieces that the figure speaks of.
    fn shape(self, pieces: &[Piece]) -> Result<Option<Region>, OverlayFailed> {
        match self {
            Self::Total if pieces.is_empty() => Ok(None),
            Self::Total => Region::union(pieces.iter().map(|piece| &piece.region)).map(Some),
            Self::Largest => {
                let largest = pieces.iter().reduce(|best, next| if next.area > best.area { next } else { best });
                Ok(largest.map(|piece| piece.region.clone()))
            }
        }
    }
}

/// A plaza, measured.
struct Measurement<'a> {
    facts: Plaza,
    place: Place,
    /// Its polygons whose planting nothing is known of.
    unstated: Vec<Item<'a>>,
}

fn plaza<'a>(
    members: Vec<(Item<'a>, &'a Region)>,
    covers: &Covers<'_>,
    with: &Parameters,
    at: Option<f64>,
) -> Result<Measurement<'a>, OverlayFailed> {
    let ground = Ground::of(&members, covers, with.narrow)?;
    let pieces = ground.pieces(with.join)?;
    // The sum of nothing is -0.
    let total = pieces.iter().map(|piece| piece.area).fold(0.0, |sum, area| sum + area);
    let largest = pieces.iter().map(|piece| piece.area).fold(0.0, f64::max);
    let shape = with.hard.shape(&pieces)?.unwrap_or_else(|| ground.whole.clone());

    let unstated = if ground.planting_known { Vec::new() } else { hard::without_share(&members) };
    let items: Vec<Item<'_>> = members.into_iter().map(|(item, _)| item).collect();
    let facts = Plaza {
        name: name(&items),
        rows: items.iter().map(|item| item.feature.row).collect(),
        area_ha: SquareMetres(ground.whole.area()).hectares(),
        hard_ha: SquareMetres(largest).hectares(),
        total_hard_ha: SquareMetres(total).hectares(),
        assumed_all_hard: unstated.len() == items.len(),
        excess_ha: at.and_then(|at| with.hard.excess(&pieces, total, at)),
    };
    let mut features: Vec<(FeatureRef, Part)> = items.iter().map(|&item| (item.into(), Part::Subject)).collect();
    features.extend(named(ground.covered_by, Part::LeftOut));
    let mut place_facts = serde_json::Map::new();
    place_facts.insert("area_ha".to_owned(), facts.area_ha.into());
    place_facts.insert("hard_ha".to_owned(), facts.hard_ha.into());
    place_facts.insert("assumed_all_hard".to_owned(), facts.assumed_all_hard.into());
    note(&mut place_facts, "excess_ha", facts.excess_ha);
    let place = Place {
        subject: facts.name.clone(),
        figure: Some(Figure::exact(with.hard.of(&facts), Unit::Hectare)),
        features,
        anchor: shape.interior_point().unwrap_or_default(),
        shape: Shape::Area(shape),
        facts: place_facts,
    };
    Ok(Measurement { facts, place, unstated })
}

/// The name of the first polygon that has one, else `file#row` of the first.
fn name(items: &[Item<'_>]) -> String {
    items.iter().find_map(Item::stated_name).or_else(|| items.first().map(Item::name)).unwrap_or_default()
}

/// A notice per layer whose polygons say nothing of their planting, where no planting layer does either.
fn unstated(plazas: &[Measurement<'_>]) -> Vec<Notice> {
    let mut layers: Vec<(Item<'_>, usize)> = Vec::new();
    for item in plazas.iter().flat_map(|plaza| &plaza.unstated) {
        match layers.iter_mut().find(|(first, _)| std::ptr::eq(first.layer, item.layer)) {
            Some((_, count)) => *count += 1,
            None => layers.push((*item, 1)),
        }
    }
    layers
        .into_iter()
        .map(|(first, count)| {
            let message = Message::new("notice.plaza-share-unstated")
                .with("layer", first.layer.source().unwrap_or_default())
                .with("count", count);
            Notice { code: "share-unstated", row: Some(first.feature.row), at: None, message }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fixture::{Plan, moved, polygon, rectangle};

    const WITH: Parameters = Parameters { role: Role::Plazas, join: 1.0, narrow: 2.0, hard: Hard::Largest };

    fn plan() -> Plan {
        Plan::new().layer("plazas.shp", &[Role::Plazas], &["name", "green_share"])
    }

    fn planting(plan: Plan) -> Plan {
        plan.layer("planting.shp", &[Role::PlazaPlanting], &[])
    }

    fn measured(plan: &Plan) -> Measured<Facts> {
        measure(&plan.input(), &WITH).unwrap()
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-10 * expected.abs(), "{value} instead of {expected}");
    }

    fn hard(plan: &Plan) -> f64 {
        measured(plan).figure.high
    }

    #[test]
    fn a_plaza_without_planting_data_counts_as_drawn_and_says_so() {
        let plan = plan().with(Shape::Area(rectangle(0., 0., 200., 120.)), &["月城广场"]);
        let measured = measured(&plan);
        close(measured.figure.high, 2.4);
        let plaza = &measured.facts.plazas[0];
        assert!(plaza.assumed_all_hard);
        assert_eq!((plaza.name.as_str(), plaza.rows.as_slice()), ("月城广场", [0].as_slice()));
        assert_eq!(measured.notices[0].code, "share-unstated");
        let place = &measured.places[0];
        assert_eq!(place.subject, "月城广场");
        assert!(matches!(&place.shape, Shape::Area(shape) if shape.contains_point(place.anchor)));
        assert_eq!(place.features[0].1, Part::Subject);
    }

    #[test]
    fn all_hard_ground_together_counts_where_asked() {
        // A bed of 20 m across the middle leaves two pieces of 1 and 1.4 ha.
        let plan = planting(plan().with(Shape::Area(rectangle(0., 0., 260., 100.)), &["广场"]))
            .area(rectangle(100., -5., 20., 110.));
        close(hard(&plan), 1.4);
        let total = Plan { at: Some(2.0), ..plan };
        let found = measure(&total.input(), &Parameters { hard: Hard::Total, ..WITH }).unwrap();
        close(found.figure.high, 2.4);
        close(found.places[0].figure.unwrap().high, 2.4);
        close(found.facts.excess_ha.unwrap(), 0.4);
        assert!(matches!(&found.places[0].shape, Shape::Area(shape) if shape.parts().count() == 2));
    }

    #[test]
    fn two_hectares_are_exactly_two_hectares_wherever_they_lie() {
        close(hard(&plan().with(Shape::Area(rectangle(34_500_000.0, 3_087_000.0, 200., 100.)), &[])), 2.0);
        let side = 20_000.0_f64.sqrt();
        close(hard(&plan().with(Shape::Area(rectangle(0.0, 0.0, side, side)), &[])), 2.0);
    }

    #[test]
    fn parcels_up_to_a_metre_apart_are_one_plaza_whatever_their_names() {
        for (gap, count, expected) in [(0.0, 1, 2.4), (0.5, 1, 2.4), (1.0, 1, 2.4), (1.01, 2, 1.2)] {
            let plan = plan()
                .with(Shape::Area(rectangle(34_500_000.0, 0., 120., 100.)), &["东广场"])
                .with(Shape::Area(rectangle(34_500_120.0 + gap, 0., 120., 100.)), &["西广场"]);
            let measured = measured(&plan);
            assert_eq!(measured.facts.plazas.len(), count, "{gap}");
            close(measured.figure.high, expected);
            assert_eq!(measured.facts.plazas[0].name, "东广场");
        }
    }

    #[test]
    fn hard_ground_above_the_limit_is_told_by_plaza_and_in_sum() {
        let mut plan = planting(
            plan()
                .with(Shape::Area(rectangle(0., 0., 240., 100.)), &["over"])
                .with(Shape::Area(rectangle(0., 500., 200., 100.)), &["at the limit"])
                .with(Shape::Area(rectangle(0., 900., 100., 100.)), &["under"])
                .with(Shape::Area(rectangle(0., 2000., 510., 100.)), &["two pieces"]),
        )
        .area(rectangle(250., 2000., 10., 100.));
        plan.at = Some(2.0);
        let measured = measured(&plan);
        // 2.4 ha, and twice 2.5 ha beside a bed, at most 2 ha each.
        let excess: Vec<Option<f64>> = measured.facts.plazas.iter().map(|plaza| plaza.excess_ha).collect();
        close(excess[0].unwrap(), 0.4);
        assert_eq!(excess[1..3], [None, None]);
        close(excess[3].unwrap(), 1.0);
        close(measured.facts.excess_ha.unwrap(), 1.4);
        let told: Vec<Option<f64>> = measured
            .places
            .iter()
            .map(|place| place.facts.get("excess_ha").and_then(serde_json::Value::as_f64))
            .collect();
        assert_eq!(told, excess);
        plan.at = Some(2.5);
        assert_eq!(super::measure(&plan.input(), &WITH).unwrap().facts.excess_ha, None, "none is above");
    }

    #[test]
    fn overlapping_parcels_count_once_and_parcels_corner_to_corner_are_one_plaza() {
        let overlapping = plan()
            .with(Shape::Area(rectangle(0., 0., 120., 100.)), &[])
            .with(Shape::Area(rectangle(60., 0., 120., 100.)), &[]);
        close(hard(&overlapping), 1.8);
        let corner = plan()
            .with(Shape::Area(rectangle(0., 0., 100., 100.)), &[])
            .with(Shape::Area(rectangle(100., 100., 100., 100.)), &[]);
        close(hard(&corner), 2.0);
    }

    #[test]
    fn planting_water_and_buildings_are_not_hard() {
        let plan = planting(plan().with(Shape::Area(rectangle(0., 0., 200., 120.)), &[]))
            .area(rectangle(20., 20., 50., 50.))
            .layer("water.shp", &[Role::Water], &[])
            .area(rectangle(60., 20., 20., 50.))
            .layer("buildings.shp", &[Role::Buildings], &[])
            .area(rectangle(190., 100., 50., 50.));
        let measured = measured(&plan);
        // 24 000 less a bed of 2500, of the pond the 500 beside the bed, and of the house 10 × 20.
        close(measured.figure.high, 2.4 - 0.25 - 0.05 - 0.02);
        assert!(!measured.facts.plazas[0].assumed_all_hard);
        assert!(measured.notices.is_empty());
        let left_out = measured.places[0].features.iter().filter(|(_, part)| *part == Part::LeftOut).count();
        assert_eq!(left_out, 3);
    }

    #[test]
    fn a_bed_of_two_metres_splits_a_plaza_and_a_hedge_does_not() {
        for (width, expected) in [(1.9, 2.4 - 0.019), (2.0, 1.19), (3.0, 1.185)] {
            let plan = planting(plan().with(Shape::Area(rectangle(0., 0., 240., 100.)), &[])).area(rectangle(
                120. - width / 2.,
                0.,
                width,
                100.,
            ));
            let measured = measured(&plan);
            close(measured.figure.high, expected);
            close(measured.facts.plazas[0].total_hard_ha, 2.4 - width * 0.01);
            close(measured.facts.plazas[0].area_ha, 2.4);
        }
    }

    #[test]
    fn two_hedges_side_by_side_are_one_bed() {
        let plan = planting(plan().with(Shape::Area(rectangle(0., 0., 240., 100.)), &[]))
            .area(rectangle(118.5, 0., 1.5, 100.))
            .area(rectangle(120., 0., 1.5, 100.));
        close(hard(&plan), 1.185);
    }

    #[test]
    fn a_bed_with_a_way_round_its_end_does_not_split_and_one_a_hair_short_does() {
        for (short, expected) in [(3.0, 2.4 - 0.0388), (0.001, 1.18)] {
            let plan = planting(plan().with(Shape::Area(rectangle(0., 0., 240., 100.)), &[])).area(rectangle(
                118.,
                0.,
                4.,
                100. - short,
            ));
            let measured = measured(&plan);
            assert!((measured.figure.high - expected).abs() < 1e-6, "{short}: {}", measured.figure.high);
        }
    }

    #[test]
    fn pieces_that_touch_in_a_point_within_a_polygon_are_apart() {
        // Two beds cover two opposite quarters: the other quarters meet in the middle only.
        let plan = planting(plan().with(Shape::Area(rectangle(0., 0., 200., 200.)), &[]))
            .area(rectangle(0., 0., 100., 100.))
            .area(rectangle(100., 100., 100., 100.));
        close(hard(&plan), 1.0);
        close(measured(&plan).facts.plazas[0].total_hard_ha, 2.0);
    }

    #[test]
    fn a_channel_of_water_splits_where_a_gap_between_parcels_does_not() {
        let channel = plan()
            .with(Shape::Area(rectangle(0., 0., 240., 100.)), &[])
            .layer("water.shp", &[Role::Water], &[])
            .area(rectangle(119.75, 0., 0.5, 100.));
        close(hard(&channel), 1.1975);
        let gap = plan()
            .with(Shape::Area(rectangle(0., 0., 119.75, 100.)), &[])
            .with(Shape::Area(rectangle(120.25, 0., 119.75, 100.)), &[]);
        close(hard(&gap), 2.395);
    }

    #[test]
    fn a_stated_green_share_is_taken_off() {
        let plan = plan().with(Shape::Area(rectangle(0., 0., 200., 125.)), &["A", "20"]);
        let measured = measured(&plan);
        close(measured.figure.high, 2.0);
        assert!(!measured.facts.plazas[0].assumed_all_hard);
        assert!(measured.notices.is_empty());
    }

    #[test]
    fn parcels_of_one_plaza_each_keep_their_own_share() {
        let plan = plan()
            .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["A", "20"])
            .with(Shape::Area(rectangle(100., 0., 100., 100.)), &["B", "50"]);
        close(hard(&plan), 1.3);
        close(hard(&plan.reversed()), 1.3);
        // A pond of 2000 m² takes no planting away: 8000 less the pond, and 5000.
        let pond = plan.layer("water.shp", &[Role::Water], &[]).area(rectangle(20., 20., 50., 40.));
        close(hard(&pond), 1.1);
    }

    #[test]
    fn planting_polygons_beat_a_stated_share_and_a_planting_layer_without_any_leaves_it() {
        let plan = planting(
            plan()
                .with(Shape::Area(rectangle(0., 0., 200., 100.)), &["A", "50"])
                .with(Shape::Area(rectangle(0., 500., 100., 100.)), &["B", "50"])
                .with(Shape::Area(rectangle(0., 900., 100., 100.)), &["C"]),
        )
        .area(rectangle(50., 25., 50., 50.));
        let measured = measured(&plan);
        close(measured.facts.plazas[0].hard_ha, 1.75);
        close(measured.facts.plazas[1].hard_ha, 0.5);
        close(measured.facts.plazas[2].hard_ha, 1.0);
        assert!(measured.facts.plazas.iter().all(|plaza| !plaza.assumed_all_hard));
        assert_eq!(measured.places.len(), 3);
    }

    #[test]
    fn the_scope_selects_by_the_larger_part_and_a_plaza_is_measured_whole() {
        let plan = plan()
            .with(Shape::Area(rectangle(40., 0., 100., 100.)), &["in"])
            .with(Shape::Area(rectangle(60., 500., 100., 400.)), &["out"])
            .scope(rectangle(0., 0., 100., 1000.));
        let measured = measured(&plan);
        close(measured.figure.high, 1.0);
        assert_eq!(measured.facts.plazas.len(), 1);
    }

    #[test]
    fn without_plazas_there_is_no_figure_and_without_any_in_the_scope_it_is_none() {
        let missing = measure(&Plan::new().input(), &WITH);
        assert!(matches!(missing, Err(NoFigure::Missing(message)) if message.key == "measure.patch-area-none"));
        let points = plan().shape(Shape::Points(vec![crate::geometry::Coord { x: 0.0, y: 0.0 }]));
        assert!(measure(&points.input(), &WITH).is_err());
        let elsewhere =
            plan().with(Shape::Area(rectangle(900., 0., 100., 100.)), &[]).scope(rectangle(0., 0., 100., 100.));
        let measured = measured(&elsewhere);
        assert!(measured.figure.high.abs() < 1e-12);
        assert_eq!(measured.notices[0].code, "none-in-scope");
    }

    #[test]
    fn an_unnamed_plaza_is_its_file_and_row() {
        let plan = plan().with(Shape::Area(rectangle(0., 0., 10., 10.)), &[""]);
        assert_eq!(measured(&plan).facts.plazas[0].name, "plazas.shp#0");
    }

    #[test]
    fn turning_moving_splitting_and_reordering_change_nothing() {
        let beds = |plan: Plan| {
            planting(plan)
                .area(polygon(&[(20., 20.), (60., 25.), (50., 70.)]))
                .area(rectangle(119., -5., 4., 130.))
                .area(rectangle(150., 0., 1.2, 120.))
        };
        let whole = beds(plan().with(Shape::Area(rectangle(0., 0., 200., 120.)), &["A"]));
        let split = beds(
            plan()
                .with(Shape::Area(rectangle(0., 0., 80., 120.)), &["A"])
                .with(Shape::Area(rectangle(80., 0., 120., 50.)), &["B"])
                .with(Shape::Area(rectangle(80., 50., 120., 70.)), &["C"]),
        );
        let expected = 119. * 120. / 10_000. - polygon(&[(20., 20.), (60., 25.), (50., 70.)]).area() / 10_000.;
        for plan in [&whole, &split, &split.reversed()] {
            let figure = hard(plan);
            close(figure, expected);
            let far = hard(&plan.map_corners(moved));
            assert!((far - figure).abs() < 1e-8 * figure, "{far} {figure}");
        }
    }
}
