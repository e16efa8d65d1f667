//! Features by role, whatever layer they come from.
//!
//! A land-use layer plays green, plazas and residential land by its codes where no layer of that role is loaded, and
//! obstacles always.

use std::sync::Arc;

use super::road_class::is_railway;
use super::spelling::fold;
use super::{Feature, Field, GreenClass, LandKind, Layer, Role};

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

impl Item<'_> {
    /// Whether it is a railway, by its class or by the name of its file.
    pub fn is_railway(&self) -> bool {
        is_railway_layer(self.layer) || self.text(Field::Class).is_some_and(|text| is_railway(&fold(&text)))
    }
}

/// Whether the file of a layer is named as railways.
pub(super) fn is_railway_layer(layer: &Layer) -> bool {
    let file_name = |source: &str| fold(source.rsplit('/').next().unwrap_or(source));
    layer.source().is_some_and(|source| is_railway(&file_name(source)))
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
}
