//! The layers that drawn features form: one per role, in the order of the features.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo_types::{Coord, LineString};

use super::{DrawnFeature, DrawnShape, Width};
use crate::geometry::band::{band, tapered};
use crate::geometry::{OverlayFailed, Region};
use crate::layer::{Feature, Field, Layer, Origin, Role, Shape, Value};
use crate::notice::Notice;

/// The layers of drawn features. Rows count all drawn features of the plan.
pub(in crate::plan) fn layers(drawn: &[DrawnFeature], crs: &str) -> Vec<Arc<Layer>> {
    let mut roles: Vec<Role> = Vec::new();
    for feature in drawn {
        if !roles.contains(&feature.role) {
            roles.push(feature.role);
        }
    }
    let of_role = |role| drawn.iter().enumerate().filter(move |(_, feature)| feature.role == role);
    roles.into_iter().map(|role| Arc::new(layer(role, of_role(role), crs))).collect()
}

/// The layer that a feature forms alone while it is being drawn.
pub(in crate::plan) fn draft_layer(draft: &DrawnFeature, row: usize, crs: &str) -> Layer {
    layer(draft.role, std::iter::once((row, draft)), crs)
}

fn layer<'a>(role: Role, drawn: impl Iterator<Item = (usize, &'a DrawnFeature)>, crs: &str) -> Layer {
    let drawn: Vec<(usize, &DrawnFeature)> = drawn.collect();
    let columns = columns(role, &drawn);
    let names: Vec<&str> = columns.iter().map(|field| field.name()).collect();
    let mut layer = Layer::new(Origin::Drawn, &[role], &names, Vec::new());
    crs.clone_into(&mut layer.crs);
    for (row, feature) in drawn {
        match shape(&feature.shape) {
            Ok(shape) if !is_empty(&shape) => layer.features.push(Feature {
                row,
                id: Some(feature.id.clone()),
                shape,
                values: columns.iter().map(|field| value(feature, *field)).collect(),
            }),
            _ => {
                layer.skipped += 1;
                let code = if role == Role::Corridors {
                    "drawn-corridor-without-area"
                } else {
                    "drawn-feature-without-extent"
                };
                layer.notices.push(Notice::new(code).row(row).with("id", &feature.id));
            }
        }
    }
    layer
}

/// The name, and whatever the features state. What is drawn is planned unless it says otherwise, and its green classes
/// are those of CJJ/T 85-2017.
fn columns(role: Role, drawn: &[(usize, &DrawnFeature)]) -> Vec<Field> {
    if role == Role::Corridors {
        let keeps_apart = drawn.iter().any(|(_, feature)| !feature.between.is_empty());
        return std::iter::once(Field::Name).chain(keeps_apart.then_some(Field::Between)).collect();
    }
    let mut fields: BTreeSet<Field> = drawn.iter().flat_map(|(_, feature)| feature.values.keys().copied()).collect();
    fields.insert(Field::Status);
    if matches!(role, Role::Green | Role::Plazas) {
        fields.insert(Field::Edition);
    }
    fields.remove(&Field::Name);
    std::iter::once(Field::Name).chain(fields).collect()
}

fn value(feature: &DrawnFeature, field: Field) -> Value {
    match (field, feature.values.get(&field)) {
        (Field::Name, _) => feature.name.as_deref().map_or(Value::Null, Value::text),
        (Field::Between, None) => Value::text(&feature.between.join("、")),
        (_, Some(stated)) => Value::text(stated),
        (Field::Status, None) => Value::text("planned"),
        (Field::Edition, None) => Value::text("2017"),
        (_, None) => Value::Null,
    }
}

fn shape(drawn: &DrawnShape) -> Result<Shape, OverlayFailed> {
    Ok(match drawn {
        DrawnShape::Outline(corners) => Shape::Area(Region::from_rings(corners, &[])?),
        DrawnShape::Band { centreline, width: Width::Even(width) } => Shape::Area(band(centreline, *width)?),
        DrawnShape::Band { centreline, width: Width::Tapering(widths) } => Shape::Area(tapered(centreline, widths)?),
        DrawnShape::Line(points) => Shape::Lines(vec![LineString(points.clone())]),
    })
}

fn is_empty(shape: &Shape) -> bool {
    match shape {
        Shape::Area(region) => region.is_empty(),
        Shape::Lines(_) | Shape::Points(_) => shape.size() <= 0.0,
    }
}

/// End faces by corridor name: those of `[ends]`, else those of the drawn pieces of that name together.
pub(in crate::plan) fn ends(
    stated: &BTreeMap<String, Vec<Coord<f64>>>,
    drawn: &[DrawnFeature],
) -> BTreeMap<String, Vec<Coord<f64>>> {
    let mut ends = stated.clone();
    for corridor in drawn.iter().filter(|corridor| !corridor.ends.is_empty()) {
        if !stated.contains_key(corridor.title()) {
            ends.entry(corridor.title().to_owned()).or_default().extend(&corridor.ends);
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Item, RoadClass};

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn drawn(id: &str, name: Option<&str>, ends: &[Coord<f64>], shape: DrawnShape) -> DrawnFeature {
        DrawnFeature {
            id: id.to_owned(),
            role: Role::Corridors,
            name: name.map(str::to_owned),
            values: BTreeMap::new(),
            between: Vec::new(),
            ends: ends.to_vec(),
            shape,
        }
    }

    fn line(points: &[Coord<f64>], width: f64) -> DrawnShape {
        DrawnShape::Band { centreline: points.to_vec(), width: Width::Even(width) }
    }

    fn area(drawn: &DrawnShape) -> f64 {
        shape(drawn).unwrap().size()
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
        let corridors =
            [drawn("c1", Some("甲"), &[], line(&[at(0.0, 0.0), at(10.0, 0.0)], 5.0)), drawn("c2", None, &[], square)];
        let layers = layers(&corridors, "EPSG:4543");
        let [layer] = layers.as_slice() else { panic!("{layers:?}") };
        assert_eq!((layer.origin.clone(), layer.roles.as_slice()), (Origin::Drawn, &[Role::Corridors][..]));
        let names: Vec<String> =
            layer.features.iter().map(|feature| Item { layer, feature, role: Role::Corridors }.name()).collect();
        assert_eq!(names, ["甲", "c2"]);
        assert_eq!(layer.features[1].id.as_deref(), Some("c2"));
        assert_eq!(layer.crs, "EPSG:4543");
        assert!(super::layers(&[], "EPSG:4543").is_empty());
    }

    #[test]
    fn a_drawn_corridor_says_which_clusters_it_keeps_apart() {
        let mut corridor = drawn("c1", Some("甲"), &[], line(&[at(0.0, 0.0), at(10.0, 0.0)], 5.0));
        corridor.between = vec!["北组团".to_owned(), "南组团".to_owned()];
        let other = drawn("c2", None, &[], line(&[at(0.0, 9.0), at(10.0, 9.0)], 5.0));
        let layers = layers(&[corridor, other], "EPSG:4543");
        let said = |row: usize| {
            let layer = layers[0].as_ref();
            Item { layer, feature: &layer.features[row], role: Role::Corridors }.between()
        };
        assert_eq!(said(0), ["北组团", "南组团"]);
        assert!(said(1).is_empty());
    }

    #[test]
    fn a_drawn_road_is_planned_and_of_the_class_that_it_states() {
        let mut road = drawn("d1", Some("规划一路"), &[], DrawnShape::Line(vec![at(0.0, 0.0), at(300.0, 400.0)]));
        road.role = Role::RoadCentrelines;
        road.values.insert(Field::Class, "branch".to_owned());
        road.values.insert(Field::RedLineWidth, "24".to_owned());
        let layers = layers(&[drawn("c1", None, &[], line(&[at(0.0, 0.0), at(9.0, 0.0)], 5.0)), road], "EPSG:4543");
        let [_, roads] = layers.as_slice() else { panic!("{layers:?}") };
        let item = Item { layer: roads, feature: &roads.features[0], role: Role::RoadCentrelines };
        assert_eq!((item.road_class(), item.red_line_width()), (Some(RoadClass::Branch), Some(24.0)));
        assert_eq!((item.status(), item.feature.row), (Some(crate::layer::Status::Planned), 1));
        assert!((item.feature.shape.size() - 500.0).abs() < 1e-9);
    }

    #[test]
    fn an_outline_without_area_is_left_out_with_a_notice() {
        let flat = DrawnShape::Outline(vec![at(0.0, 0.0), at(10.0, 0.0), at(20.0, 0.0)]);
        let layers = layers(&[drawn("c1", None, &[], flat)], "EPSG:4543");
        let layer = &layers[0];
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
