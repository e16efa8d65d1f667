//! Layers and typed-in figures, and which of them a clause rests on.

use crate::report::wording::{detail_separator, list_separator};
use std::collections::BTreeMap;

use super::{FigureEntry, LayerEntry};
use crate::check::ClauseOutcome;
use crate::layer::{Layer, Role};
use crate::notice::Notice;
use crate::plan::{TypedFigure, Unusable};
use crate::report::Report;
use crate::standard::{Clause, Measure, of_county};
use crate::text::{Argument, Lang, Message};
use crate::units::grouped;

/// Layers of files in plan order, then those that could not be used.
pub(super) fn entries(report: &Report<'_>) -> Vec<LayerEntry> {
    let of_files = report.snapshot.layers.iter().filter(|layer| !layer.is_drawn());
    let used = of_files.map(|layer| used(layer, report.lang));
    used.chain(report.snapshot.unusable.iter().map(|layer| unusable(layer, report.lang))).collect()
}

fn used(layer: &Layer, lang: Lang) -> LayerEntry {
    LayerEntry {
        source: layer.source().unwrap_or_default().to_owned(),
        roles: role_names(&layer.roles, lang),
        title: layer.provenance.title.clone(),
        year: layer.provenance.year,
        provenance: layer.provenance.source.clone(),
        crs: layer.crs.clone(),
        encoding: layer.encoding.clone(),
        features: layer.features.len(),
        skipped: layer.skipped,
        sha256: layer.sha256.clone(),
        unusable: None,
    }
}

fn unusable(layer: &Unusable, lang: Lang) -> LayerEntry {
    LayerEntry {
        source: layer.source.clone(),
        roles: role_names(&layer.roles, lang),
        title: None,
        year: None,
        provenance: None,
        crs: String::new(),
        encoding: String::new(),
        features: 0,
        skipped: 0,
        sha256: String::new(),
        unusable: Some(layer.reason.say(lang)),
    }
}

fn role_names(roles: &[Role], lang: Lang) -> String {
    let names: Vec<String> = roles.iter().map(|role| role.name().say(lang)).collect();
    names.join(&list_separator(lang))
}

/// What a layer is known by: its file, or what is drawn in the plan.
pub(super) fn name(layer: &Layer, lang: Lang) -> String {
    layer.source().map_or_else(
        || Message::new("report.drawn-layer").with("roles", role_names(&layer.roles, lang)).say(lang),
        str::to_owned,
    )
}

/// Figures that the planner typed in, by key.
pub(super) fn figures(report: &Report<'_>) -> Vec<FigureEntry> {
    report.snapshot.figures.iter().map(|(key, figure)| figure_entry(report, key, figure)).collect()
}

fn figure_entry(report: &Report<'_>, key: &str, figure: &TypedFigure) -> FigureEntry {
    let lang = report.lang;
    let unit_name = report.standard.figure_unit(key, lang);
    let digits = grouped(&figure.value.to_string());
    FigureEntry {
        key: key.to_owned(),
        name: report.standard.figure_name(key, lang),
        value: figure.value,
        text: Message::new("report.amount")
            .with("amount", digits)
            .with("unit", &unit_name)
            .say(lang)
            .trim_end()
            .to_owned(),
        unit_name,
        year: figure.year,
        source: figure.source.clone(),
    }
}

/// Titles, years and provenance of all layers that a clause's figures can rest on, and of the figures typed in for it;
/// empty where it has no figure.
pub(super) fn sources(report: &Report<'_>, clause: &Clause, outcome: &ClauseOutcome) -> Vec<String> {
    if outcome.figure.is_none() {
        return Vec::new();
    }
    // What was typed in for the plan as a whole says nothing of one county of several.
    let several = !outcome.counties.is_empty();
    let keys = clause.figure_keys();
    let typed = report.snapshot.figures.iter().filter(|(key, _)| {
        let (own, county) = of_county(key);
        keys.iter().any(|key| key == own) && (!several || county.is_some())
    });
    let typed: Vec<(&String, &TypedFigure)> = typed.collect();
    let figures: BTreeMap<String, f64> =
        typed.iter().map(|(key, figure)| (of_county(key).0.to_owned(), figure.value)).collect();
    let roles = roles(report, clause, outcome, &figures);
    let stands_alone = clause.figure && figures.contains_key(&clause.id);
    let layers = report.snapshot.layers.iter().filter(|layer| layer.roles.iter().any(|role| roles.contains(role)));
    let mut sources: Vec<String> = Vec::new();
    if !stands_alone {
        sources.extend(layers.map(|layer| layer_source(layer, report.lang)));
    }
    sources.extend(typed.iter().map(|(key, figure)| figure_source(report, key, figure)));
    sources
}

/// Roles that the readings of a clause read, that of its scope or of what stands in for it, and that of the counties.
fn roles(report: &Report<'_>, clause: &Clause, outcome: &ClauseOutcome, figures: &BTreeMap<String, f64>) -> Vec<Role> {
    let of_measure = |measure: &Measure| measure.roles(figures, &report.snapshot.layers);
    let mut roles = of_measure(&clause.measure);
    roles.extend(clause.readings.iter().flat_map(|reading| of_measure(&reading.measure)));
    roles.extend(clause.scope);
    roles.extend(outcome.notices.iter().filter_map(stand_in));
    if !outcome.counties.is_empty() {
        roles.push(Role::AdminUnits);
    }
    roles
}

/// The role of the boundary that stands in for a scope, where a notice says so.
fn stand_in(notice: &Notice) -> Option<Role> {
    let (_, other) = notice.message.arguments.iter().find(|(name, _)| *name == "other")?;
    let named = |role: &Role| *other == Argument::Message(role.name());
    Role::ALL.iter().map(|(role, _)| *role).find(named).filter(|_| notice.code == "scope-substituted")
}

fn layer_source(layer: &Layer, lang: Lang) -> String {
    let title = layer.provenance.title.clone().unwrap_or_else(|| name(layer, lang));
    with_details(&title, layer.provenance.year, layer.provenance.source.as_deref(), lang)
}

fn figure_source(report: &Report<'_>, key: &str, figure: &TypedFigure) -> String {
    let entry = figure_entry(report, key, figure);
    let named = Message::new("report.source-figure").with("name", &entry.name).with("value", &entry.text);
    with_details(&named.say(report.lang), figure.year, figure.source.as_deref(), report.lang)
}

/// A source with year and provenance, as far as they are stated.
fn with_details(title: &str, year: Option<i32>, provenance: Option<&str>, lang: Lang) -> String {
    let year = year.map(|year| Message::new("report.source-year").with("year", year).say(lang));
    let details: Vec<String> = year.into_iter().chain(provenance.map(str::to_owned)).collect();
    if details.is_empty() {
        return title.to_owned();
    }
    let details = details.join(&detail_separator(lang));
    Message::new("report.source").with("title", title).with("details", details).say(lang)
}
