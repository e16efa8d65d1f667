//! Features by role, whatever layer they come from.
//!
//! A land-use layer plays green, plazas and residential land by its codes where no layer of that role is loaded, and
//! obstacles always.

use std::sync::Arc;

use super::road_class::is_railway;
use super::spelling::fold;
use super::{Feature, Field, GreenClass, LandKind, Layer, Role, Shape};

/// A feature together with the layer it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// The feature.
    pub feature: &'a Feature,
    /// The role it plays here; a parcel that is asked for as green plays green.
    pub role: Role,
}

/// The features that play a role, in the order of layers and rows.
///
/// Where no layer of the roles green and plazas is loaded, parcels of land-use layers play them by code: 1401, 1402,
/// 1403, G1, G2, G3 and their like are green, 1403 and G3 are plazas. In a layer of several of these roles the codes
/// decide too.
pub fn items(layers: &[Arc<Layer>], role: Role) -> Vec<Item<'_>> {
    let loaded = is_loaded(layers, role);
    let by_code = matches!(role, Role::Green | Role::Plazas);
    layers
        .iter()
        .filter(|layer| layer.roles.contains(&role) || (by_code && !loaded && layer.roles.contains(&Role::LandUse)))
        .flat_map(|layer| layer.features.iter().map(move |feature| Item { layer, feature, role }))
        .filter(|item| !by_code || plays_by_code(item))
        .collect()
}

/// Whether a layer of a role is loaded. What is drawn in the plan adds to what is there: it stands in for nothing.
pub fn is_loaded(layers: &[Arc<Layer>], role: Role) -> bool {
    layers.iter().any(|layer| layer.roles.contains(&role) && !layer.is_drawn())
}

/// Whether a feature is green or a plaza. Features of a layer of that role alone are; parcels of a land-use layer and
/// plazas of a layer that is also green are told by their codes.
fn plays_by_code(item: &Item<'_>) -> bool {
    let also = |role| item.layer.roles.contains(&role);
    if !also(Role::LandUse) {
        let among_green = item.role == Role::Plazas && also(Role::Green) && item.has(Field::Class);
        return !among_green || item.green_class() == Some(GreenClass::G3);
    }
    match item.land_kind() {
        Some(LandKind::Green(class)) => item.role == Role::Green || class == Some(GreenClass::G3),
        _ => false,
    }
}

/// Parcels of homes in land-use layers: 0701, R and their like.
pub fn residential_land(layers: &[Arc<Layer>]) -> Vec<Item<'_>> {
    items(layers, Role::LandUse).into_iter().filter(|item| item.land_kind() == Some(LandKind::Home)).collect()
}

/// Roads and railways, which cross corridors without narrowing them: road centrelines, and lines of backdrop layers
/// that are named as railways.
pub fn crossing_items(layers: &[Arc<Layer>]) -> Vec<Item<'_>> {
    let railways = |layer: &&Arc<Layer>| {
        let named = layer.source().is_some_and(|source| is_railway(&fold(file_name(source))));
        named && layer.roles.contains(&Role::Backdrop)
    };
    let lines = |item: &Item<'_>| matches!(item.feature.shape, Shape::Lines(_));
    let others = layers
        .iter()
        .filter(railways)
        .flat_map(|layer| layer.features.iter().map(move |feature| Item { layer, feature, role: Role::Backdrop }));
    items(layers, Role::RoadCentrelines).into_iter().chain(others).filter(lines).collect()
}

fn file_name(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or(source)
}

/// Everything that narrows a corridor, each feature once: the obstacles role, buildings, construction land. The
/// item's role says which.
pub fn obstacle_items(layers: &[Arc<Layer>]) -> Vec<Item<'_>> {
    const ROLES: [Role; 3] = [Role::Obstacles, Role::Buildings, Role::LandUse];
    layers
        .iter()
        .filter_map(|layer| ROLES.into_iter().find(|role| layer.roles.contains(role)).map(|role| (layer, role)))
        .flat_map(|(layer, role)| layer.features.iter().map(move |feature| Item { layer, feature, role }))
        .filter(|item| item.role != Role::LandUse || item.is_construction_land() == Some(true))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Origin, Shape, Value};

    fn layer(roles: &[Role], classes: &[&str]) -> Arc<Layer> {
        let features = classes.iter().enumerate().map(|(row, class)| Feature {
            row,
            id: None,
            shape: Shape::Area(Region::default()),
            values: vec![Value::text(class)],
        });
        Arc::new(Layer::new(Origin::File("test.shp".into()), roles, &["class"], features.collect()))
    }

    fn rows(items: &[Item<'_>]) -> Vec<usize> {
        items.iter().map(|item| item.feature.row).collect()
    }

    const PARCELS: &[&str] = &["0701", "1401", "1402", "1403", "1207", "0901", "R2", "G1", "未知"];

    #[test]
    fn land_use_plays_green_plazas_and_homes_where_no_such_layer_is_loaded() {
        let layers = [layer(&[Role::LandUse], PARCELS)];
        assert_eq!(rows(&items(&layers, Role::Green)), [1, 2, 3, 7]);
        assert_eq!(rows(&items(&layers, Role::Plazas)), [3]);
        assert_eq!(rows(&residential_land(&layers)), [0, 6]);
        assert!(items(&layers, Role::Green).iter().all(|item| item.role == Role::Green));
    }

    #[test]
    fn a_layer_of_the_role_itself_stands_in_the_way_of_land_use() {
        let layers = [layer(&[Role::LandUse], PARCELS), layer(&[Role::Green], &["XG", "grass"])];
        assert_eq!(rows(&items(&layers, Role::Green)), [0, 1], "unknown classes count as green");
        assert_eq!(rows(&items(&layers, Role::Plazas)), [3]);
    }

    #[test]
    fn drawn_green_adds_to_that_of_the_land_use_and_does_not_hide_it() {
        let feature = Feature { id: Some("d1".into()), ..layer(&[Role::Green], &["G1"]).features[0].clone() };
        let drawn = Arc::new(Layer::new(Origin::Drawn, &[Role::Green], &["class"], vec![feature]));
        let layers = [layer(&[Role::LandUse], PARCELS), drawn];
        assert_eq!(rows(&items(&layers, Role::Green)), [1, 2, 3, 7, 0]);
        assert_eq!(rows(&items(&layers, Role::Plazas)), [3]);
    }

    #[test]
    fn a_layer_of_several_roles_is_told_apart_by_its_codes() {
        let both = [layer(&[Role::LandUse, Role::Green, Role::Plazas], PARCELS)];
        assert_eq!(rows(&items(&both, Role::Green)), [1, 2, 3, 7]);
        assert_eq!(rows(&items(&both, Role::Plazas)), [3]);
        let green = [layer(&[Role::Green, Role::Plazas], &["G1", "G3", "XG"])];
        assert_eq!(rows(&items(&green, Role::Green)), [0, 1, 2]);
        assert_eq!(rows(&items(&green, Role::Plazas)), [1]);
    }

    #[test]
    fn railways_cross_corridors_although_they_are_no_roads() {
        let line = Shape::Lines(vec![geo_types::LineString::from(vec![(0.0, 0.0), (9.0, 0.0)])]);
        let lines = |file: &str, role| {
            let feature = Feature { row: 0, id: None, shape: line.clone(), values: Vec::new() };
            Arc::new(Layer::new(Origin::File(file.into()), &[role], &[], vec![feature]))
        };
        let layers = [
            lines("数据/铁路.shp", Role::Backdrop),
            lines("铁路/等高线.shp", Role::Backdrop),
            lines("roads.shp", Role::RoadCentrelines),
        ];
        let roles: Vec<Role> = crossing_items(&layers).iter().map(|item| item.role).collect();
        assert_eq!(roles, [Role::RoadCentrelines, Role::Backdrop]);
    }

    #[test]
    fn obstacles_are_the_role_buildings_and_construction_land_and_each_says_which() {
        let layers = [
            layer(&[Role::LandUse], PARCELS),
            layer(&[Role::Buildings], &["x"]),
            layer(&[Role::Obstacles, Role::Buildings], &["y"]),
            layer(&[Role::Green], &["G1"]),
        ];
        let found: Vec<(Role, usize)> =
            obstacle_items(&layers).iter().map(|item| (item.role, item.feature.row)).collect();
        let expected =
            [(Role::LandUse, 0), (Role::LandUse, 5), (Role::LandUse, 6), (Role::Buildings, 0), (Role::Obstacles, 0)];
        assert_eq!(found, expected);
    }
}
