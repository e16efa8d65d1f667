//! Planning units as zones.

use std::sync::Arc;

use super::Zone;
use crate::layer::{Layer, Role, Shape, items};
use crate::measure::NoFigure;
use crate::text::Message;

/// Every planning unit that covers something.
pub(super) fn units(layers: &[Arc<Layer>]) -> Result<Vec<Zone>, NoFigure> {
    let units = items(layers, Role::PlanningUnits).into_iter().filter_map(|item| match &item.feature.shape {
        Shape::Area(region) if region.area() > 0.0 => {
            Some(Zone { name: item.stated_name(), region: region.clone(), value: None, at_least: false })
        }
        _ => None,
    });
    let zones: Vec<Zone> = units.collect();
    if zones.is_empty() {
        let role = Role::PlanningUnits.name();
        return Err(NoFigure::Missing(Message::new("measure.layer-missing").with_message("role", role)));
    }
    Ok(zones)
}
