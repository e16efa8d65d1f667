//! A plan of one county, of several, or of none named (Decisions, Counties).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cancelled;
use super::clause::{self, Part};
use super::outcome::{ClauseOutcome, CountyOutcome, Finding, Verdict};
use crate::geometry::{Mask, Region};
use crate::handle::Handle;
use crate::layer::{Layer, Role, Shape, items};
use crate::measure::selection::holds_most;
use crate::notice::Notice;
use crate::plan::Snapshot;
use crate::standard::{Clause, Measure, ScopeUse, Standard, margin, of_county};

/// How a plan divides into counties.
pub(super) struct Counties {
    several: Vec<County>,
    /// Figures of the plan as a whole, or of its one county.
    figures: BTreeMap<String, f64>,
    assumed: bool,
}

/// One county of several, with the features whose larger part lies inside it.
struct County {
    name: String,
    /// Whether the standard knows it; every clause is taken to apply to one that it does not.
    known: bool,
    region: Region,
    layers: Vec<Arc<Layer>>,
    /// Figures typed in for it.
    figures: BTreeMap<String, f64>,
}

impl Counties {
    /// The counties of a plan: several only where it names none and `admin-units` has several named rows.
    pub(super) fn of(snapshot: &Snapshot, standard: &Standard) -> Self {
        let own = snapshot.county.as_deref().map(|county| figures_of(county, snapshot, standard)).unwrap_or_default();
        let whole = snapshot.figures.iter().filter(|(key, _)| of_county(key).1.is_none());
        let figures = whole.map(|(key, figure)| (key.clone(), figure.value)).chain(own).collect();
        let several = if snapshot.county.is_none() { named_units(snapshot, standard) } else { Vec::new() };
        let several = if several.len() < 2 { Vec::new() } else { several };
        let several = several
            .into_iter()
            .map(|(name, region)| {
                let mask = Mask::new(&region);
                let layers = snapshot.layers.iter().map(|layer| Arc::new(within(layer, &mask))).collect();
                let figures = figures_of(&name, snapshot, standard);
                County { known: standard.county(&name).is_ok(), name, region, layers, figures }
            })
            .collect::<Vec<_>>();
        Self { assumed: snapshot.county.is_none() && several.is_empty(), several, figures }
    }

    /// Says so where no county is known, or one of several is not.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let assumed = self.assumed.then(|| Notice::new("county-assumed"));
        let strange = self.several.iter().filter(|county| !county.known);
        assumed
            .into_iter()
            .chain(strange.map(|county| Notice::new("county-unknown").with("county", &county.name)))
            .collect()
    }

    /// Whether a clause is judged by figures that are typed in for the plan as a whole: they say nothing of one county,
    /// and where no county states its own they are all that is known.
    fn speaks_of_all(&self, clause: &Clause) -> bool {
        let typed = clause.figure || matches!(clause.measure, Measure::TypedFigure(_));
        let keys = if typed { clause.figure_keys() } else { Vec::new() };
        let stated = |figures: &BTreeMap<String, f64>| keys.iter().any(|key| figures.contains_key(key));
        stated(&self.figures) && !self.several.iter().any(|county| stated(&county.figures))
    }

    /// Judges a clause in every county; the clause's own verdict is the worst county's.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub(super) fn check(
        &self,
        snapshot: &Snapshot,
        clause: &Clause,
        handle: &Handle,
    ) -> Result<ClauseOutcome, Cancelled> {
        if self.several.is_empty() || self.speaks_of_all(clause) {
            let part = Part {
                layers: &snapshot.layers,
                figures: &self.figures,
                cut: None,
                county: snapshot.county.as_deref(),
            };
            return clause::check(snapshot, &part, clause, handle);
        }
        let mut outcomes = Vec::new();
        for county in &self.several {
            // What is clipped is not selected: a road that crosses the border counts on both sides.
            let clips = clause.scope.is_some() && clause.measure.scope_use() == ScopeUse::Divides;
            let part = Part {
                layers: if clips { &snapshot.layers } else { &county.layers },
                figures: &county.figures,
                cut: clips.then_some(&county.region),
                county: county.known.then_some(county.name.as_str()),
            };
            outcomes.push((county.name.clone(), clause::check(snapshot, &part, clause, handle)?));
        }
        Ok(merged(clause, outcomes))
    }
}

/// Figures that bear the name of a county behind their key, without it.
fn figures_of(county: &str, snapshot: &Snapshot, standard: &Standard) -> BTreeMap<String, f64> {
    let spelled = |name: &str| standard.county(name).unwrap_or_else(|_| name.to_owned());
    let wanted = spelled(county);
    let own = snapshot.figures.iter().filter_map(|(key, figure)| {
        let (own, of) = of_county(key);
        of.filter(|of| spelled(of) == wanted).map(|_| (own.to_owned(), figure.value))
    });
    own.collect()
}

/// Administrative units by name, as the standard spells it (西昌 is 西昌市), in the order of their first rows; rows of
/// one name are one county.
fn named_units(snapshot: &Snapshot, standard: &Standard) -> Vec<(String, Region)> {
    let mut units: Vec<(String, Vec<&Region>)> = Vec::new();
    let rows = items(&snapshot.layers, Role::AdminUnits);
    for item in &rows {
        let (Some(name), Shape::Area(region)) = (item.stated_name(), &item.feature.shape) else { continue };
        let name = standard.county(&name).unwrap_or(name);
        match units.iter_mut().find(|(known, _)| *known == name) {
            Some((_, regions)) => regions.push(region),
            None => units.push((name, vec![region])),
        }
    }
    units
        .into_iter()
        .filter_map(|(name, regions)| Region::union(regions).ok().map(|region| (name, region)))
        .filter(|(_, region)| !region.is_empty())
        .collect()
}

/// The layer with only those features whose larger part lies inside the county. What cannot be compared with it stays,
/// so that none goes unseen.
fn within(layer: &Layer, county: &Mask<'_>) -> Layer {
    let mut inside = layer.clone();
    inside.features.retain(|feature| holds_most(county, &feature.shape).unwrap_or(true));
    inside
}

/// The worst county's outcome, with every county's verdict beside it and all their findings.
fn merged(clause: &Clause, outcomes: Vec<(String, ClauseOutcome)>) -> ClauseOutcome {
    let counties: Vec<CountyOutcome> = outcomes
        .iter()
        .map(|(county, outcome)| CountyOutcome {
            county: county.clone(),
            verdict: outcome.verdict,
            figure: outcome.figure,
        })
        .collect();
    let worst = (0..outcomes.len()).min_by(|&a, &b| {
        let rank = |index: usize| (outcomes[index].1.verdict, room(clause, &outcomes[index].1));
        let ((verdict_a, room_a), (verdict_b, room_b)) = (rank(a), rank(b));
        verdict_a.cmp(&verdict_b).then(room_a.total_cmp(&room_b))
    });
    let needed_nowhere: Vec<Notice> = outcomes
        .first()
        .map(|(_, outcome)| outcome.notices.iter().filter(|notice| notice.code == "argument-unused"))
        .into_iter()
        .flatten()
        .filter(|notice| outcomes.iter().all(|(_, outcome)| outcome.notices.contains(notice)))
        .cloned()
        .collect();
    let mut findings = Vec::new();
    let mut chosen = None;
    for (index, (county, outcome)) in outcomes.into_iter().enumerate() {
        findings
            .extend(outcome.findings.iter().cloned().map(|found| Finding { county: Some(county.clone()), ..found }));
        if Some(index) == worst {
            chosen = Some(outcome);
        }
    }
    let mut merged = chosen.unwrap_or_else(|| clause::without_figure(clause, Verdict::NotApplicable));
    merged.notices.retain(|notice| notice.code != "argument-unused");
    merged.notices.extend(needed_nowhere);
    merged.findings = findings;
    merged.counties = counties;
    merged
}

/// Room left before the limit; the least room is the worst.
fn room(clause: &Clause, outcome: &ClauseOutcome) -> f64 {
    match (clause.test, outcome.figure) {
        (Some(test), Some(figure)) => margin(figure.low, &test).min(margin(figure.high, &test)),
        _ => f64::INFINITY,
    }
}
