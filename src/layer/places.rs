//! The features of a layer by place, found without looking at every one of them.
//!
//! Derived once from a layer, on first use; never part of what makes two layers equal. A copy of a layer derives its
//! own: its features may be changed before they are asked for.

use std::sync::{Arc, OnceLock};

use geo_types::Rect;

use super::item::is_railway_layer;
use super::{Feature, Item, Layer, Role, Shape};
use crate::geometry::{Boxes, Region};

/// Where the features of one layer lie.
#[derive(Debug)]
struct Places {
    boxes: Boxes,
    /// Numbers of the features that are lines or points.
    without_area: Vec<usize>,
}

/// Holds the places of a layer once they have been asked for.
#[derive(Debug, Default)]
pub(super) struct Placed(OnceLock<Places>);

impl Clone for Placed {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Placed {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Places {
    fn of(features: &[Feature]) -> Self {
        let no_area = |feature: &Feature| !matches!(feature.shape, Shape::Area(_));
        Self {
            boxes: Boxes::new(features.iter().map(|feature| feature.shape.bounds())),
            without_area: (0..features.len()).filter(|&number| no_area(&features[number])).collect(),
        }
    }
}

impl Layer {
    fn places(&self) -> &Places {
        self.placed.0.get_or_init(|| Places::of(&self.features))
    }

    /// The features whose box meets one of some boxes, in file order. The first question costs a look at every
    /// feature, the others about the logarithm of their number.
    pub fn near(&self, boxes: &[Rect<f64>]) -> impl Iterator<Item = &Feature> {
        let places = self.places();
        let mut found: Vec<usize> = boxes.iter().flat_map(|bounds| places.boxes.meeting(bounds)).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|number| self.features.get(number))
    }

    /// The features that are lines or points, in file order.
    fn without_area(&self) -> impl Iterator<Item = &Feature> {
        self.places().without_area.iter().filter_map(|&number| self.features.get(number))
    }
}

/// Roles whose areas narrow corridors; of land use only construction land does. The first that a layer plays tells what its
/// features are.
pub const NARROWING: [Role; 3] = [Role::Obstacles, Role::Buildings, Role::LandUse];

/// Layers that narrow corridors and what their features are to them.
fn obstacle_layers(layers: &[Arc<Layer>]) -> impl Iterator<Item = (&Layer, Role)> {
    layers.iter().filter_map(|layer| {
        NARROWING.into_iter().find(|role| layer.roles.contains(role)).map(|role| (layer.as_ref(), role))
    })
}

/// Of land use only construction land narrows a corridor.
fn narrows(item: &Item<'_>) -> bool {
    item.role != Role::LandUse || item.is_construction_land() == Some(true)
}

/// Areas that narrow a corridor: those that reach into it and whose box meets one of some boxes, each once, in the order of layers
/// and rows: the obstacles role, buildings, construction land. The item's role says which.
pub fn obstacles_near<'a>(
    layers: &'a [Arc<Layer>],
    boxes: &[Rect<f64>],
    reaches: impl Fn(&Region) -> bool,
) -> Vec<(Item<'a>, &'a Region)> {
    let near = obstacle_layers(layers)
        .flat_map(|(layer, role)| layer.near(boxes).map(move |feature| Item { layer, feature, role }));
    let areas = near.filter_map(|item| match &item.feature.shape {
        Shape::Area(region) => Some((item, region)),
        Shape::Lines(_) | Shape::Points(_) => None,
    });
    areas.filter(|(item, region)| reaches(region) && narrows(item)).collect()
}

/// How many features would narrow corridors if they were areas.
pub fn obstacles_without_area(layers: &[Arc<Layer>]) -> usize {
    let all = obstacle_layers(layers)
        .flat_map(|(layer, role)| layer.without_area().map(move |feature| Item { layer, feature, role }));
    all.filter(narrows).count()
}

/// Roads and railways whose box meets one of some boxes, which cross corridors without narrowing them: road centrelines, and lines
/// of backdrop layers that are named as railways.
pub fn crossings_near<'a>(layers: &'a [Arc<Layer>], boxes: &[Rect<f64>]) -> Vec<Item<'a>> {
    let of = |role: Role, plays: fn(&Layer) -> bool| {
        let layers = layers.iter().filter(move |layer| layer.roles.contains(&role) && plays(layer));
        layers.flat_map(move |layer| layer.near(boxes).map(move |feature| Item { layer, feature, role }))
    };
    let all = of(Role::RoadCentrelines, |_| true).chain(of(Role::Backdrop, is_railway_layer));
    all.filter(|item| matches!(item.feature.shape, Shape::Lines(_))).collect()
}

/// Red-line polygons of roads whose box meets one of some boxes, in the order of layers and rows.
pub fn road_areas_near<'a>(layers: &'a [Arc<Layer>], boxes: &[Rect<f64>]) -> Vec<(Item<'a>, &'a Region)> {
    let role = Role::RoadAreas;
    let layers = layers.iter().filter(|layer| layer.roles.contains(&role));
    let near = layers.flat_map(|layer| layer.near(boxes).map(move |feature| Item { layer, feature, role }));
    near.filter_map(|item| match &item.feature.shape {
        Shape::Area(region) => Some((item, region)),
        Shape::Lines(_) | Shape::Points(_) => None,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use geo_types::Coord;

    use super::*;
    use crate::layer::{Origin, Value};

    fn everywhere() -> [Rect<f64>; 1] {
        [Rect::new(Coord { x: -1e6, y: -1e6 }, Coord { x: 1e6, y: 1e6 })]
    }

    fn square(x: f64) -> Shape {
        let ring = [(x, 0.0), (x + 1.0, 0.0), (x + 1.0, 1.0), (x, 1.0)].map(Coord::from);
        Shape::Area(Region::from_rings(&ring, &[]).unwrap())
    }

    fn layer(file: &str, roles: &[Role], rows: Vec<(Shape, &str)>) -> Arc<Layer> {
        let features = rows.into_iter().enumerate().map(|(row, (shape, class))| Feature {
            row,
            id: None,
            shape,
            values: vec![Value::text(class)],
        });
        Arc::new(Layer::new(Origin::File(file.into()), roles, &["class"], features.collect()))
    }

    #[test]
    fn obstacles_are_the_role_buildings_and_construction_land_and_each_says_which() {
        let parcels = ["0701", "1401", "1402", "1403", "1207", "0901", "R2", "G1", "未知"];
        let layers = [
            layer("land.shp", &[Role::LandUse], parcels.map(|class| (square(0.0), class)).to_vec()),
            layer("a.shp", &[Role::Buildings], vec![(square(0.0), "x")]),
            layer("b.shp", &[Role::Obstacles, Role::Buildings], vec![(square(0.0), "y")]),
            layer("c.shp", &[Role::Green], vec![(square(0.0), "G1")]),
        ];
        let found: Vec<(Role, usize)> = obstacles_near(&layers, &everywhere(), |_| true)
            .iter()
            .map(|(item, _)| (item.role, item.feature.row))
            .collect();
        let expected =
            [(Role::LandUse, 0), (Role::LandUse, 5), (Role::LandUse, 6), (Role::Buildings, 0), (Role::Obstacles, 0)];
        assert_eq!(found, expected);
    }

    #[test]
    fn only_what_lies_near_is_found_in_file_order_and_what_has_no_area_is_counted() {
        let point = || Shape::Points(vec![Coord { x: 0.0, y: 0.0 }]);
        let rows = vec![(square(5.0), ""), (point(), ""), (square(90.0), ""), (square(2.0), "")];
        let layers = [
            layer("a.shp", &[Role::Obstacles], rows),
            layer("land.shp", &[Role::LandUse], vec![(point(), "0701"), (point(), "1401")]),
        ];
        let boxes =
            [[0.0, 3.0], [2.5, 6.0]].map(|[from, to]| Rect::new(Coord { x: from, y: 0.0 }, Coord { x: to, y: 1.0 }));
        let found: Vec<usize> =
            obstacles_near(&layers, &boxes, |_| true).iter().map(|(item, _)| item.feature.row).collect();
        assert_eq!(found, [0, 3]);
        assert_eq!(obstacles_without_area(&layers), 2);
    }

    #[test]
    fn a_copy_of_a_layer_with_other_features_is_searched_anew() {
        let one = layer("a.shp", &[Role::Buildings], vec![(square(0.0), ""), (square(0.0), "")]);
        assert_eq!(one.near(&everywhere()).count(), 2);
        let mut fewer = Layer::clone(&one);
        fewer.features.truncate(1);
        assert_eq!(fewer.near(&everywhere()).count(), 1);
    }

    #[test]
    fn railways_cross_corridors_although_they_are_no_roads() {
        let line = || Shape::Lines(vec![geo_types::LineString::from(vec![(0.0, 0.0), (9.0, 0.0)])]);
        let layers = [
            layer("数据/铁路.shp", &[Role::Backdrop], vec![(line(), "")]),
            layer("铁路/等高线.shp", &[Role::Backdrop], vec![(line(), "")]),
            layer("roads.shp", &[Role::RoadCentrelines], vec![(line(), ""), (square(0.0), "")]),
        ];
        let roles: Vec<Role> = crossings_near(&layers, &everywhere()).iter().map(|item| item.role).collect();
        assert_eq!(roles, [Role::RoadCentrelines, Role::Backdrop]);
    }
}
