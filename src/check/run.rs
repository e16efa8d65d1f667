//! One reading of a clause: calls its measure and erases the type of its facts.

use serde::Serialize;

use crate::measure::{
    Input, Measured, NoFigure, area_share, attribute_limit, block_size, cluster_separation, corridor_continuity,
    corridor_width, feature_clusters, feature_count, feature_share, features_inside, land_mix, length_per_head,
    line_density, network_continuity, patch_area, service_coverage, surface_share, typed_figure, weighted_share,
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
        Measure::BlockSize(with) => erased(block_size::measure(input, with)),
        Measure::ClusterSeparation(with) => erased(cluster_separation::measure(input, with)),
        Measure::CorridorContinuity(with) => erased(corridor_continuity::measure(input, with)),
        Measure::CorridorWidth(with) => erased(corridor_width::measure(input, with)),
        Measure::FeatureClusters(with) => erased(feature_clusters::measure(input, with)),
        Measure::FeatureCount(with) => erased(feature_count::measure(input, with)),
        Measure::FeatureShare(with) => erased(feature_share::measure(input, with)),
        Measure::FeaturesInside(with) => erased(features_inside::measure(input, with)),
        Measure::LandMix(with) => erased(land_mix::measure(input, with)),
        Measure::LengthPerHead(with) => erased(length_per_head::measure(input, with)),
        Measure::LineDensity(with) => erased(line_density::measure(input, with)),
        Measure::NetworkContinuity(with) => erased(network_continuity::measure(input, with)),
        Measure::PatchArea(with) => erased(patch_area::measure(input, with)),
        Measure::ServiceCoverage(with) => erased(service_coverage::measure(input, with)),
        Measure::SurfaceShare(with) => erased(surface_share::measure(input, with)),
        Measure::TypedFigure(with) => erased(typed_figure::measure(input, with)),
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
