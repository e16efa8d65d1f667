//! Thematic maps by a standard: its classes of roads, its area, and its limit to break the colours at.

use super::scope::nearest_scope;
use crate::handle::Handle;
use crate::layer::{RoadClass, Role};
use crate::measure::NoFigure;
use crate::measure::thematic::{self, Asked, Parameters, Thematic, Topic};
use crate::plan::Snapshot;
use crate::standard::{Clause, Measure, Standard, Test};

/// Classes that count where the standard has no clause on the density of roads.
const STREETS: [RoadClass; 4] = [RoadClass::Expressway, RoadClass::Arterial, RoadClass::Secondary, RoadClass::Branch];

/// The figures of a topic, with the limit that a clause sets to the same figure.
#[derive(Clone, Debug, PartialEq)]
pub struct ThematicFigures {
    /// The figures, zone by zone.
    pub thematic: Thematic,
    /// The limit of the clause on the same figure, where the standard has one.
    pub test: Option<Test>,
}

/// Measures a topic of a plan in the area that the clause on the same figure speaks of.
///
/// # Errors
/// [`NoFigure`] where data is missing or the handle was cancelled on the way.
pub fn thematic(
    snapshot: &Snapshot,
    standard: &Standard,
    asked: Asked,
    handle: &Handle,
) -> Result<ThematicFigures, NoFigure> {
    let clause = clause(standard, asked.topic);
    let classes = match clause.map(|clause| &clause.measure) {
        Some(Measure::LineDensity(with)) => with.classes.as_slice(),
        _ => &STREETS,
    };
    let role = clause.and_then(|clause| clause.scope).unwrap_or(Role::MainUrbanArea);
    let scope = nearest_scope(role, &snapshot.layers);
    let with = Parameters { asked, classes, scope: scope.as_ref().map(|scope| &scope.region) };
    let thematic = thematic::measure(&snapshot.layers, &with, handle)?;
    Ok(ThematicFigures { thematic, test: clause.and_then(|clause| clause.test) })
}

/// The clause on the same figure.
fn clause(standard: &Standard, topic: Topic) -> Option<&Clause> {
    let is_it = |clause: &&Clause| match (&clause.measure, topic) {
        (Measure::LineDensity(with), Topic::RoadDensity) => with.role == Role::RoadCentrelines,
        (Measure::AreaShare(with), Topic::GreenShare) => with.role == Role::Green,
        _ => false,
    };
    standard.clauses.iter().find(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Request, load, sample};

    #[test]
    fn the_sample_is_measured_in_its_area_with_the_limit_of_the_clause() {
        let folder = sample::unpacked().unwrap();
        let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
        let loaded = load(&request, &Handle::default()).unwrap();
        let figures = |text: &str| {
            thematic(&loaded.snapshot, &loaded.standard, text.parse().unwrap(), &Handle::default()).unwrap()
        };
        let density = figures("road-density:cell=500");
        assert!(density.test.is_some_and(|test| (test.limit - 8.0).abs() < 1e-9));
        assert!(density.thematic.zones.iter().any(|zone| zone.value.is_some_and(|value| value > 0.0)));
        assert!(figures("green-share:cell=500").test.is_some_and(|test| (test.limit - 38.9).abs() < 1e-9));
        assert_eq!(figures("building-coverage:cell=500").test, None);
    }
}
