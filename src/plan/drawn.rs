//! Corridors drawn in the plan: what the plan file states of them, and the layer that they form.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;

use super::file;
use crate::geometry::band::band;
use crate::geometry::{Region, region::OverlayFailed, tolerance};
use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};
use crate::notice::Notice;
use crate::text::Message;
use crate::toml_file::View;

/// A corridor drawn in langdao.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnCorridor {
    /// Its id, unlike all others of the plan.
    pub id: String,
    /// Its name; drawn corridors of one name are one corridor.
    pub name: Option<String>,
    /// The clusters that it keeps apart.
    pub between: Vec<String>,
    /// A point per end face; empty where the ends are found automatically.
    pub ends: Vec<Coord<f64>>,
    /// Its shape.
    pub shape: DrawnShape,
}

/// How a corridor was drawn; metres in the plan's frame.
#[derive(Clone, Debug, PartialEq)]
pub enum DrawnShape {
    /// A band along a line: flat ends, round joins.
    Centreline {
        /// At least two different points.
        points: Vec<Coord<f64>>,
        /// The whole width, above 0.
        width: f64,
    },
    /// A free polygon of at least three different corners.
    Outline(Vec<Coord<f64>>),
}

impl DrawnCorridor {
    /// What a check calls it: its name, else its id.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

/// Reads every `[[corridor]]`.
pub(super) fn read(root: &View<'_>) -> Vec<DrawnCorridor> {
    let mut ids = BTreeSet::new();
    let tables = root.tables("corridor");
    tables.iter().filter_map(|view| corridor(view, &mut ids)).collect()
}

fn corridor(view: &View<'_>, ids: &mut BTreeSet<String>) -> Option<DrawnCorridor> {
    let id = view.require_text("id");
    if let Some(id) = &id {
        file::unique(view, id, ids);
    }
    let name = view.read::<String>("name").filter(|name| !name.trim().is_empty());
    let between = view.read("between").unwrap_or_default();
    let ends = if view.has("ends") { file::end_points(view, "ends") } else { Some(Vec::new()) };
    let shape = shape(view);
    Some(DrawnCorridor { id: id?, name, between, ends: ends?, shape: shape? })
}

fn shape(view: &View<'_>) -> Option<DrawnShape> {
    match (view.has("outline"), view.has("centreline") || view.has("width")) {
        (true, true) => {
            view.report("outline", Message::new("plan.two-shapes"));
            None
        }
        (true, false) => {
            let outline = different(file::points(view, "outline")?, true);
            enough(view, "outline", outline, 3).map(DrawnShape::Outline)
        }
        (false, true) => {
            let width = view.require::<f64>("width").filter(|&width| {
                if width <= 0.0 {
                    view.report("width", Message::new("plan.width-not-positive").with("found", width));
                }
                width > 0.0
            });
            if !view.has("centreline") {
                view.missing("centreline");
            }
            let points = different(file::points(view, "centreline")?, false);
            let points = enough(view, "centreline", points, 2);
            Some(DrawnShape::Centreline { points: points?, width: width? })
        }
        (false, false) => {
            view.missing("centreline");
            None
        }
    }
}

/// Points without repetitions in a row; of a ring also without the repeated first one.
fn different(mut points: Vec<Coord<f64>>, ring: bool) -> Vec<Coord<f64>> {
    let same = |a: &Coord<f64>, b: &Coord<f64>| (a.x - b.x).hypot(a.y - b.y) < tolerance::POINT;
    points.dedup_by(|next, last| same(next, last));
    if ring && points.len() > 1 && points.first().zip(points.last()).is_some_and(|(first, last)| same(first, last)) {
        points.pop();
    }
    points
}

fn enough(view: &View<'_>, key: &str, points: Vec<Coord<f64>>, least: usize) -> Option<Vec<Coord<f64>>> {
    if points.len() < least {
        let message = Message::new("plan.too-few-points").with("found", points.len()).with("least", least);
        view.report(key, message);
        return None;
    }
    Some(points)
}

/// The layer that drawn corridors form; `None` where there are none.
pub(super) fn layer(corridors: &[DrawnCorridor], crs: &str) -> Option<Layer> {
    if corridors.is_empty() {
        return None;
    }
    let mut layer = Layer::new(Origin::Drawn, &[Role::Corridors], &["name"], Vec::new());
    crs.clone_into(&mut layer.crs);
    for (row, corridor) in corridors.iter().enumerate() {
        match outline(&corridor.shape) {
            Ok(region) if !region.is_empty() => layer.features.push(Feature {
                row,
                id: Some(corridor.id.clone()),
                shape: Shape::Area(region),
                values: vec![corridor.name.as_deref().map_or(Value::Null, Value::text)],
            }),
            _ => {
                layer.skipped += 1;
                layer.notices.push(Notice::new("drawn-corridor-without-area").row(row).with("id", &corridor.id));
            }
        }
    }
    Some(layer)
}

/// End faces by corridor name: those of `[ends]`, else those of the drawn pieces of that name together.
pub(super) fn ends(
    stated: &BTreeMap<String, Vec<Coord<f64>>>,
    corridors: &[DrawnCorridor],
) -> BTreeMap<String, Vec<Coord<f64>>> {
    let mut ends = stated.clone();
    for corridor in corridors.iter().filter(|corridor| !corridor.ends.is_empty()) {
        if !stated.contains_key(corridor.title()) {
            ends.entry(corridor.title().to_owned()).or_default().extend(&corridor.ends);
        }
    }
    ends
}

fn outline(shape: &DrawnShape) -> Result<Region, OverlayFailed> {
    match shape {
        DrawnShape::Outline(corners) => Region::from_rings(corners, &[]),
        DrawnShape::Centreline { points, width } => band(points, *width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn drawn(id: &str, name: Option<&str>, ends: &[Coord<f64>], shape: DrawnShape) -> DrawnCorridor {
        let name = name.map(str::to_owned);
        DrawnCorridor { id: id.to_owned(), name, between: Vec::new(), ends: ends.to_vec(), shape }
    }

    fn line(points: &[Coord<f64>], width: f64) -> DrawnShape {
        DrawnShape::Centreline { points: points.to_vec(), width }
    }

    fn area(shape: &DrawnShape) -> f64 {
        outline(shape).unwrap().area()
    }

    #[test]
    fn a_straight_centreline_is_a_rectangle_with_flat_ends() {
        let shape = line(&[at(526_000.0, 3_087_000.0), at(526_300.0, 3_087_400.0)], 60.0);
        assert!((area(&shape) - 500.0 * 60.0).abs() < 1e-4);
    }

    #[test]
    fn a_right_angle_is_joined_by_a_round_quarter() {
        // Two arms of 100 m whose inner sides overlap in a square of 10 m, and a quarter disc of 10 m at the outer corner.
        let shape = line(&[at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0)], 20.0);
        let exact = 2.0 * 100.0 * 20.0 - 10.0 * 10.0 + std::f64::consts::PI * 100.0 / 4.0;
        let found = area(&shape);
        // An arc at most 1 mm inside over its length of 15.7 m.
        assert!(found <= exact + 1e-6 && exact - found < 0.016, "{found} is not {exact}");
    }

    #[test]
    fn drawn_corridors_form_one_layer_with_ids_and_names() {
        let square = DrawnShape::Outline(vec![at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0), at(0.0, 10.0)]);
        let layer = layer(
            &[drawn("c1", Some("甲"), &[], line(&[at(0.0, 0.0), at(10.0, 0.0)], 5.0)), drawn("c2", None, &[], square)],
            "EPSG:4543",
        )
        .unwrap();
        assert_eq!((layer.origin.clone(), layer.roles.as_slice()), (Origin::Drawn, &[Role::Corridors][..]));
        let names: Vec<String> = layer
            .features
            .iter()
            .map(|feature| crate::layer::Item { layer: &layer, feature, role: Role::Corridors }.name())
            .collect();
        assert_eq!(names, ["甲", "c2"]);
        assert_eq!(layer.features[1].id.as_deref(), Some("c2"));
        assert_eq!(layer.crs, "EPSG:4543");
        assert!(super::layer(&[], "EPSG:4543").is_none());
    }

    #[test]
    fn an_outline_without_area_is_left_out_with_a_notice() {
        let flat = DrawnShape::Outline(vec![at(0.0, 0.0), at(10.0, 0.0), at(20.0, 0.0)]);
        let layer = layer(&[drawn("c1", None, &[], flat)], "EPSG:4543").unwrap();
        assert_eq!((layer.features.len(), layer.skipped, layer.notices[0].code), (0, 1, "drawn-corridor-without-area"));
    }

    #[test]
    fn ends_are_kept_by_name_and_the_table_of_ends_wins() {
        let shape = line(&[at(0.0, 0.0), at(10.0, 0.0)], 5.0);
        let corridors = [
            drawn("c1", Some("甲"), &[at(1.0, 0.0)], shape.clone()),
            drawn("c2", Some("甲"), &[at(2.0, 0.0)], shape.clone()),
            drawn("c3", None, &[at(3.0, 0.0)], shape.clone()),
            drawn("c4", Some("乙"), &[at(4.0, 0.0)], shape.clone()),
            drawn("c5", Some("丙"), &[], shape),
        ];
        let ends = ends(&BTreeMap::from([("乙".to_owned(), vec![at(9.0, 9.0)])]), &corridors);
        assert_eq!(ends["甲"], [at(1.0, 0.0), at(2.0, 0.0)]);
        assert_eq!(ends["c3"], [at(3.0, 0.0)]);
        assert_eq!(ends["乙"], [at(9.0, 9.0)]);
        assert_eq!(ends.len(), 3);
    }
}
