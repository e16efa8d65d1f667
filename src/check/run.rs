//! One reading of a clause: calls its measure and erases the type of its facts.

use serde::Serialize;

use crate::measure::{
    Input, Measured, NoFigure, area_share, attribute_limit, corridor_continuity, corridor_width, length_per_head,
    line_density, network_continuity, patch_area, weighted_share,
};
use crate::standard::Measure;

/// Runs a measure. Facts become JSON here, at the one border where measures of all types meet.
///
/// # Errors
/// [`NoFigure`] as the measure gives it.
pub(super) fn run(measure: &Measure, input: &Input<'_>) -> Result<Measured<serde_json::Value>, NoFigure> {
    match measure {
        Measure::AreaShare(with) => erased(area_share::measure(input, with)),
        Measure::AttributeLimit(with) => erased(attribute_limit::measure(input, with)),
        Measure::CorridorContinuity(with) => erased(corridor_continuity::measure(input, with)),
        Measure::CorridorWidth(with) => erased(corridor_width::measure(input, with)),
        Measure::LengthPerHead(with) => erased(length_per_head::measure(input, with)),
        Measure::LineDensity(with) => erased(line_density::measure(input, with)),
        Measure::NetworkContinuity(with) => erased(network_continuity::measure(input, with)),
        Measure::PatchArea(with) => erased(patch_area::measure(input, with)),
        Measure::WeightedShare(with) => erased(weighted_share::measure(input, with)),
    }
}

fn erased<F: Serialize>(measured: Result<Measured<F>, NoFigure>) -> Result<Measured<serde_json::Value>, NoFigure> {
    measured.map(|measured| Measured {
        figure: measured.figure,
        // Facts are plain structs with text keys: turning them into JSON cannot fail.
        facts: serde_json::to_value(&measured.facts).unwrap_or_default(),
        places: measured.places,
        notices: measured.notices,
    })
}
