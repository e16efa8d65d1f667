//! What main roads take of a corridor where they are read as cutting it: expressways, arterial roads and railways.
//!
//! The red-line polygons of these classes tell it, else centrelines widened to the red-line width that they state.
//! Bridges and tunnels cut nothing, nor does a polygon where all main roads that run in it are bridges or tunnels. A
//! main road of which neither is known, or a road whose class is not, leaves the corridor unknown.

use std::borrow::Cow;
use std::sync::Arc;

use geo_types::{Coord, LineString, Rect};
use serde::Deserialize;

use super::surveys::Placed;
use crate::geometry::band::band;
use crate::geometry::clip::Outline;
use crate::geometry::segments::Segment;
use crate::geometry::{Mask, OverlayFailed, Region, slabs, tolerance};
use crate::layer::{Field, Item, Layer, RoadClass, Role, Shape, crossings_near, road_areas_near};

/// What main roads and railways are to a corridor that they cross.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Roads {
    /// They cross it and are listed.
    #[default]
    Cross,
    /// They cut it, unless on a bridge or in a tunnel.
    Cut,
}

/// What main roads take of a corridor.
#[derive(Debug, Default)]
pub(super) struct Taken<'a> {
    pub(super) by: Placed<'a, Item<'a>>,
    /// Whether some road may take more that is not known.
    pub(super) unknown: bool,
}

/// Whether the plan has roads at all.
pub(super) fn are_known(layers: &[Arc<Layer>]) -> bool {
    layers.iter().any(|layer| layer.roles.iter().any(|role| matches!(role, Role::RoadCentrelines | Role::RoadAreas)))
}

/// Finds what main roads take of a corridor's area.
pub(super) fn taken<'a>(layers: &'a [Arc<Layer>], area: &Mask<'_>) -> Taken<'a> {
    let boxes = slabs(area.region());
    let near = crossings_near(layers, &boxes);
    let lines: Vec<Line<'a>> = near.into_iter().filter_map(|item| Line::inside(item, area)).collect();
    let mut found = Taken::default();
    let mut covered = Vec::new();
    let has_lines = layers.iter().any(|layer| layer.roles.contains(&Role::RoadCentrelines));
    for (item, polygon) in road_areas_near(layers, &boxes) {
        let reaches =
            polygon.bounds().is_some_and(|bounds| area.relation(&bounds) != crate::geometry::Relation::Outside);
        match Rank::of(&item) {
            Rank::Main if reaches => {
                covered.push(polygon);
                if at_grade(&item) {
                    match cut(polygon, area, &lines) {
                        Ok(Some(region)) => found.by.push((item, region)),
                        Ok(None) => {}
                        Err(OverlayFailed) => found.unknown = true,
                    }
                }
            }
            // Where centrelines are loaded they tell which roads are main ones.
            Rank::Unknown if reaches && !has_lines => found.unknown |= area.area_inside(polygon) != Ok(0.0),
            _ => {}
        }
    }
    let Ok(covered) = Region::union(covered) else { return Taken { unknown: true, ..found } };
    let covered = Outline::new(&covered);
    for line in lines.iter().filter(|line| line.at_grade && line.is_uncovered(&covered)) {
        match (line.rank, line.item.red_line_width()) {
            (Rank::Minor, _) => {}
            (Rank::Main, Some(width)) => match widened(&line.item, width, &boxes) {
                Ok(region) => found.by.push((line.item, Cow::Owned(region))),
                Err(OverlayFailed) => found.unknown = true,
            },
            (Rank::Main, None) | (Rank::Unknown, _) => found.unknown = true,
        }
    }
    found
}

/// Whether a road is one that may cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Main,
    Minor,
    Unknown,
}

impl Rank {
    fn of(item: &Item<'_>) -> Self {
        match item.road_class() {
            Some(RoadClass::Expressway | RoadClass::Arterial) => Self::Main,
            Some(_) => Self::Minor,
            None if item.is_railway() => Self::Main,
            None => Self::Unknown,
        }
    }
}

fn at_grade(item: &Item<'_>) -> bool {
    ![Field::Bridge, Field::Tunnel].into_iter().any(|field| item.flag(field) == Some(true))
}

/// A road or railway that runs through a corridor.
struct Line<'a> {
    item: Item<'a>,
    rank: Rank,
    at_grade: bool,
    inside: Vec<Segment>,
}

impl<'a> Line<'a> {
    fn inside(item: Item<'a>, area: &Mask<'_>) -> Option<Self> {
        let Shape::Lines(lines) = &item.feature.shape else { return None };
        let inside: Vec<Segment> = lines.iter().flat_map(|line| area.outline().parts_inside(line)).collect();
        let runs_through = inside.iter().any(|part| part.length() > tolerance::POINT);
        runs_through.then(|| Self { item, rank: Rank::of(&item), at_grade: at_grade(&item), inside })
    }

    /// Whether more of it runs outside an area than digitising explains.
    fn is_uncovered(&self, covered: &Outline) -> bool {
        let outside = |part: &Segment| part.length() - length_inside(covered, part);
        self.inside.iter().map(outside).sum::<f64>() > tolerance::JOIN
    }
}

fn length_inside(outline: &Outline, part: &Segment) -> f64 {
    outline.inside(part).iter().map(|[from, to]| to - from).sum()
}

/// What a red-line polygon takes: all of it but where main roads run in it on bridges and in tunnels only.
fn cut<'a>(polygon: &'a Region, area: &Mask<'_>, lines: &[Line<'_>]) -> Result<Option<Cow<'a, Region>>, OverlayFailed> {
    let main: Vec<&Line<'_>> = lines.iter().filter(|line| line.rank == Rank::Main).collect();
    if main.iter().all(|line| line.at_grade) {
        return Ok(Some(Cow::Borrowed(polygon)));
    }
    let (mut cutting, mut bridged) = (0, Vec::new());
    for piece in polygon.intersection(area.region())?.parts() {
        let outline = Outline::new(&piece);
        let runs = |line: &&&Line<'_>| line.inside.iter().any(|part| length_inside(&outline, part) > tolerance::POINT);
        let mut running = main.iter().filter(runs).peekable();
        if running.peek().is_some() && running.all(|line| !line.at_grade) {
            bridged.push(piece);
        } else {
            cutting += 1;
        }
    }
    if cutting == 0 {
        return Ok(None);
    }
    let bridged = Region::union(&bridged)?;
    Ok(Some(if bridged.is_empty() { Cow::Borrowed(polygon) } else { Cow::Owned(polygon.difference(&bridged)?) }))
}

/// The bands of a width around those stretches of a road that come near some boxes.
fn widened(item: &Item<'_>, width: f64, boxes: &[Rect<f64>]) -> Result<Region, OverlayFailed> {
    let Shape::Lines(lines) = &item.feature.shape else { return Ok(Region::default()) };
    let runs = lines.iter().flat_map(|line| runs_near(line, width / 2.0, boxes));
    let bands: Vec<Region> = runs.map(|run| band(&run, width)).collect::<Result<_, _>>()?;
    Region::union(&bands)
}

/// The longest stretches of a line of which every segment lies near a box.
fn runs_near(line: &LineString<f64>, within: f64, boxes: &[Rect<f64>]) -> Vec<Vec<Coord<f64>>> {
    let is_near = |a: Coord<f64>, b: Coord<f64>| {
        boxes.iter().any(|bounds| {
            a.x.min(b.x) - within <= bounds.max().x
                && a.x.max(b.x) + within >= bounds.min().x
                && a.y.min(b.y) - within <= bounds.max().y
                && a.y.max(b.y) + within >= bounds.min().y
        })
    };
    let mut runs: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut goes_on = false;
    for pair in line.0.windows(2) {
        let near = is_near(pair[0], pair[1]);
        match runs.last_mut() {
            Some(run) if near && goes_on => run.push(pair[1]),
            _ if near => runs.push(pair.to_vec()),
            _ => {}
        }
        goes_on = near;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::corridor_width::{Facts, Parameters, measure};
    use super::super::fixture::{Plan, area, layer, line, moved, rectangle, unsaid};
    use super::super::{Measured, NoFigure, Part};
    use super::*;
    use crate::layer::Value;

    const CUT: Parameters =
        Parameters { strips: super::super::corridor_width::Strips::Widest, roads: Roads::Cut, within: 0.0 };

    fn corridor() -> Plan {
        Plan::new().layer("corridors.shp", &[Role::Corridors], &["name"]).with(corridor_shape(), &["甲"])
    }

    fn corridor_shape() -> Shape {
        Shape::Area(rectangle(0.0, 0.0, 1000.0, 60.0))
    }

    fn with_roads(role: Role, roads: Vec<(Shape, Vec<Value>)>) -> Plan {
        let mut plan = corridor();
        plan.layers.push(layer(role, &["class", "red_line_width", "bridge"], roads));
        plan.at = Some(50.0);
        plan
    }

    fn lines(roads: Vec<(Shape, Vec<Value>)>) -> Plan {
        with_roads(Role::RoadCentrelines, roads)
    }

    fn cut(plan: &Plan) -> Result<Measured<Facts>, NoFigure> {
        measure(&plan.input(), &CUT)
    }

    #[track_caller]
    fn assert_width(plan: &Plan, expected: f64) {
        let found = cut(plan).unwrap().figure;
        assert!((found.low - expected).abs() < 1e-6 && (found.high - expected).abs() < 1e-6, "{found:?}");
    }

    #[track_caller]
    fn assert_no_figure(plan: &Plan, key: &str) {
        let Err(NoFigure::Missing(reason)) = cut(plan) else { panic!("a figure") };
        assert_eq!(reason.key, key);
        assert!(unsaid([&reason]).is_empty());
    }

    const ACROSS: [(f64, f64); 2] = [(500.0, -100.0), (520.0, 200.0)];
    const ALONG: [(f64, f64); 2] = [(-100.0, 50.0), (1100.0, 50.0)];

    #[test]
    fn a_main_road_right_across_breaks_the_corridor_and_is_named() {
        for class in ["主干路", "快速路", "铁路"] {
            let plan = lines(vec![line(&ACROSS, &[class, "40", ""])]);
            assert_width(&plan, 0.0);
            let found = cut(&plan).unwrap();
            assert!((found.places[0].facts["gap_m"].as_f64().unwrap() - 40.0).abs() < 0.1);
            let narrows: Vec<_> = found.places[0].features.iter().filter(|(_, part)| *part == Part::Narrows).collect();
            assert_eq!(narrows.len(), 1);
            let uncut = measure(&plan.input(), &Parameters::default()).unwrap();
            assert!((uncut.figure.low - 60.0).abs() < 1e-9, "the default lists it only");
        }
    }

    #[test]
    fn lesser_roads_and_bridges_cut_nothing() {
        for values in
            [["次干路", "30", ""], ["支路", "", ""], ["公路", "", ""], ["主干路", "40", "yes"], ["", "", "yes"]]
        {
            assert_width(&lines(vec![line(&ACROSS, &values)]), 60.0);
        }
    }

    #[test]
    fn a_main_road_along_a_corridor_takes_its_width() {
        assert_width(&lines(vec![line(&ALONG, &["主干路", "20", ""])]), 40.0);
        assert_width(&lines(vec![line(&[(-9.0, 55.0), (1009.0, 55.0)], &["主干路", "10", ""])]), 50.0);
    }

    #[test]
    fn a_red_line_polygon_beats_a_width_and_needs_none() {
        let polygon = || area((490.0, -50.0), (24.0, 200.0), &["主干路", "", ""]);
        let mut plan = with_roads(Role::RoadAreas, vec![polygon()]);
        assert_width(&plan, 0.0);
        let road = vec![line(&[(502.0, -100.0), (502.0, 200.0)], &["主干路", "", ""])];
        plan.layers.push(layer(Role::RoadCentrelines, &["class", "red_line_width", "bridge"], road));
        assert!((cut(&plan).unwrap().places[0].facts["gap_m"].as_f64().unwrap() - 24.0).abs() < 1e-6);
        assert_width(&with_roads(Role::RoadAreas, vec![area((490.0, -50.0), (24.0, 200.0), &["支路", "", ""])]), 60.0);
    }

    #[test]
    fn a_polygon_cuts_nothing_where_only_a_bridge_runs_in_it() {
        let mut plan = with_roads(
            Role::RoadAreas,
            vec![area((100.0, -50.0), (24.0, 200.0), &["主干路"]), area((800.0, -50.0), (24.0, 200.0), &["主干路"])],
        );
        let bridge = |x: f64| line(&[(x, -40.0), (x, 140.0)], &["主干路", "", "yes"]);
        let fields = ["class", "red_line_width", "bridge"];
        plan.layers.push(layer(Role::RoadCentrelines, &fields, vec![bridge(112.0), bridge(812.0)]));
        assert_width(&plan, 60.0);
        plan.layers.pop();
        plan.layers.push(layer(Role::RoadCentrelines, &fields, vec![bridge(112.0)]));
        assert_width(&plan, 0.0);
    }

    #[test]
    fn what_is_not_known_of_a_main_road_leaves_no_figure_unless_another_corridor_is_broken() {
        let unknown = "measure.main-roads-unknown";
        assert_no_figure(&lines(vec![line(&ACROSS, &["主干路", "", ""])]), unknown);
        assert_no_figure(&lines(vec![line(&ACROSS, &["", "40", ""])]), unknown);
        assert_no_figure(&with_roads(Role::RoadAreas, vec![area((490.0, -50.0), (24.0, 200.0), &[""])]), unknown);
        assert_no_figure(&corridor(), "measure.main-roads-missing");
        let elsewhere = vec![line(&[(500.0, 100.0), (500.0, 300.0)], &["主干路", "", ""])];
        assert_width(&lines(elsewhere), 60.0);
        let second = Shape::Area(rectangle(0.0, 500.0, 1000.0, 60.0));
        let both = vec![line(&ACROSS, &["主干路", "", ""]), line(&[(9.0, 400.0), (9.0, 700.0)], &["主干路", "30", ""])];
        let mut plan = Plan::new().layer("c.shp", &[Role::Corridors], &["name"]).with(corridor_shape(), &["甲"]);
        plan = plan.with(second, &["乙"]);
        plan.layers.push(layer(Role::RoadCentrelines, &["class", "red_line_width", "bridge"], both));
        assert_width(&plan, 0.0);
    }

    #[test]
    fn turned_and_moved_far_east_and_in_another_order_the_width_is_the_same() {
        let polygons = vec![
            area((-50.0, 45.0), (1100.0, 40.0), &["主干路", "", ""]),
            area((300.0, -50.0), (24.0, 60.0), &["快速路", "", ""]),
        ];
        let plan = with_roads(Role::RoadAreas, polygons);
        assert_width(&plan, 35.0);
        assert_width(&plan.reversed(), 35.0);
        assert_width(&plan.map_corners(moved), 35.0);
    }
}
