//! The net area of a scope: without water and without land that is not built on.

use super::super::selection::areas;
use crate::geometry::{OverlayFailed, Region};
use crate::layer::{LandKind, Role, items};
use crate::measure::{Input, NoFigure, Scope};
use crate::notice::Notice;
use crate::text::Message;

/// The least and the most that is left, in m²: what parcels of unknown kind cover may or may not count.
///
/// # Errors
/// [`NoFigure::Missing`] where neither water nor land use is loaded, where nothing is left, or where overlay fails.
pub(super) fn area(input: &Input<'_>, scope: &Scope, notices: &mut Vec<Notice>) -> Result<[f64; 2], NoFigure> {
    let plays = |role: Role| input.layers.iter().any(|layer| layer.roles.contains(&role));
    if !plays(Role::Water) && !plays(Role::LandUse) {
        return Err(NoFigure::Missing(Message::new("measure.net-area-unknown")));
    }
    let water = areas(&items(input.layers, Role::Water), notices);
    let parcels = areas(&items(input.layers, Role::LandUse), notices);
    let mut out: Vec<&Region> = water.into_iter().map(|(_, region)| region).collect();
    let mut unknown = Vec::new();
    for (parcel, region) in parcels {
        match parcel.land_kind() {
            Some(kind) if is_built_on(kind) => {}
            Some(_) => out.push(region),
            None => unknown.push(region),
        }
    }
    let left = left_of(scope, &out, &unknown)
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;
    if left[0] <= 0.0 {
        return Err(NoFigure::Missing(Message::new("measure.net-area-empty").with("scope", &scope.name)));
    }
    Ok(left)
}

fn left_of(scope: &Scope, out: &[&Region], unknown: &[&Region]) -> Result<[f64; 2], OverlayFailed> {
    let certain = scope.region.difference(&Region::union(out.iter().copied())?)?;
    let doubtful = certain.difference(&Region::union(unknown.iter().copied())?)?;
    Ok([doubtful.area(), certain.area()])
}

/// Construction land in the sense of a density: built on, streets and railways, green within towns, land kept for building.
fn is_built_on(kind: LandKind) -> bool {
    !matches!(kind, LandKind::Water | LandKind::Open | LandKind::FarmFacility)
}
