//! What a report says of single clauses.

use super::build::{column, figures, heading, message, or_dash, say};
use super::{Block, Cell, Table};
use crate::check::Verdict;
use crate::report::Model;
use crate::report::clause::numbered;
use crate::report::maps::{Atlas, ClauseMaps};
use crate::report::model::{ClauseEntry, FindingEntry};
use crate::report::wording::{detail_separator, sentence_separator};
use crate::text::Lang;

/// A finding names at most so many features; the workbook names all.
const MOST_FEATURES: usize = 3;

/// Clauses that have findings, each with its quote, figures, maps of its places and the list of them.
pub(super) fn broken(model: &Model, atlas: &Atlas) -> Vec<Block> {
    let of: Vec<&ClauseEntry> = model.clauses.iter().filter(|clause| is_broken(clause)).collect();
    let mut blocks = headed("broken-heading", &of, model.lang);
    for clause in of {
        blocks.extend(opening(clause, model.lang));
        if let Some(maps) = atlas.of_clause(&clause.id) {
            blocks.extend(places(clause, maps, model.lang));
        }
        if !clause.findings.is_empty() {
            blocks.push(findings(clause, model.lang));
        }
    }
    blocks
}

/// Clauses that are judged, or only shown, and have no finding.
pub(super) fn kept(model: &Model) -> Vec<Block> {
    let is_kept = |clause: &&ClauseEntry| !is_broken(clause) && !is_silent(clause);
    let of: Vec<&ClauseEntry> = model.clauses.iter().filter(is_kept).collect();
    let mut blocks = headed("kept-heading", &of, model.lang);
    blocks.extend(of.into_iter().flat_map(|clause| opening(clause, model.lang)));
    blocks
}

/// Clauses that could not be judged or do not apply, with the reason: silence is never a pass.
pub(super) fn not_judged(model: &Model) -> Vec<Block> {
    let lang = model.lang;
    let of: Vec<&ClauseEntry> = model.clauses.iter().filter(|clause| is_silent(clause)).collect();
    let mut blocks = headed("not-judged-heading", &of, lang);
    if of.is_empty() {
        return blocks;
    }
    blocks.push(Block::Paragraph { text: say("not-judged", lang) });
    let rows = of.iter().map(|clause| {
        let title = Cell::from(numbered(&clause.number, &clause.title));
        let verdict = Cell::verdict(clause.verdict, clause.verdict_name.clone());
        vec![title, verdict, or_dash(clause.reason.clone()), or_dash(clause.limit_text.clone())]
    });
    blocks.push(Block::Table(Table {
        caption: say("not-judged-caption", lang),
        columns: vec![
            column("clause", 3.0, lang),
            column("verdict", 1.6, lang),
            column("reason", 4.2, lang),
            figures("limit", 1.8, lang),
        ],
        rows: rows.collect(),
    }));
    blocks
}

fn headed(key: &str, of: &[&ClauseEntry], lang: Lang) -> Vec<Block> {
    if of.is_empty() { Vec::new() } else { vec![heading(1, say(key, lang))] }
}

fn is_broken(clause: &ClauseEntry) -> bool {
    !clause.findings.is_empty() || matches!(clause.verdict, Verdict::Violates | Verdict::DependsOnReading)
}

fn is_silent(clause: &ClauseEntry) -> bool {
    matches!(clause.verdict, Verdict::NotJudged | Verdict::NotApplicable)
}

/// Heading, figure, quote, and what the figure rests on.
fn opening(clause: &ClauseEntry, lang: Lang) -> Vec<Block> {
    let text = numbered(&clause.number, &clause.title);
    let detail = [clause.limit_text.clone(), clause.distance_text.clone(), clause.bounds_text.clone()];
    let mut blocks = vec![
        Block::Heading { level: 2, text, verdict: Some(clause.verdict) },
        Block::Figure {
            verdict: clause.verdict,
            verdict_name: clause.verdict_name.clone(),
            value: clause.value_text.clone().unwrap_or_else(|| String::from("–")),
            detail: detail.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        },
        Block::Quote { text: message("quote").with("quote", &clause.quote).say(lang) },
        Block::Facts { rows: basis(clause, lang) },
    ];
    if clause.readings.len() > 1 {
        blocks.push(readings(clause, lang));
    }
    if !clause.counties.is_empty() {
        blocks.push(counties(clause, lang));
    }
    blocks
}

fn basis(clause: &ClauseEntry, lang: Lang) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    let mut row = |key: &str, value: Option<String>| {
        rows.extend(value.filter(|value| !value.is_empty()).map(|value| [say(key, lang), value]));
    };
    row("missing", clause.missing.clone());
    row("strength", Some(clause.strength.clone()));
    row("target-year", clause.target_year.map(|year| year.to_string()));
    row("scope", clause.scope.clone());
    row("method", Some(clause.method.clone()));
    row("references", clause.references.clone());
    row("figures-of", clause.figures_of.clone());
    // The workbook lists those that are nought too.
    let told = clause.facts.iter().filter(|fact| fact.value.abs() > 0.0);
    let facts: Vec<String> = told.map(|fact| format!("{} {}", fact.name, fact.text)).collect();
    row("facts", Some(facts.join(&sentence_separator(lang))));
    row("sources", Some(clause.sources.join(&sentence_separator(lang))));
    rows
}

fn readings(clause: &ClauseEntry, lang: Lang) -> Block {
    let rows = clause.readings.iter().map(|own| judged(&own.title, &own.value_text, own.verdict, &own.verdict_name));
    compared("readings-caption", "reading", clause, rows.collect(), lang)
}

fn counties(clause: &ClauseEntry, lang: Lang) -> Block {
    let rows = clause.counties.iter().map(|own| judged(&own.county, &own.value_text, own.verdict, &own.verdict_name));
    compared("counties-caption", "county", clause, rows.collect(), lang)
}

/// A name with its value and verdict.
fn judged(name: &str, value: &str, verdict: Verdict, verdict_name: &str) -> Vec<Cell> {
    vec![name.to_owned().into(), value.to_owned().into(), Cell::verdict(verdict, verdict_name)]
}

/// Names with values and verdicts, which a clause has besides its own.
fn compared(caption: &str, name: &str, clause: &ClauseEntry, rows: Vec<Vec<Cell>>, lang: Lang) -> Block {
    Block::Table(Table {
        caption: message(caption).with("clause", &clause.title).say(lang),
        columns: vec![column(name, 4.0, lang), figures("value", 2.0, lang), column("verdict", 2.0, lang)],
        rows,
    })
}

fn places(clause: &ClauseEntry, maps: &ClauseMaps, lang: Lang) -> Vec<Block> {
    let unshown = maps.shows.iter().filter(|shown| shown.is_none()).count();
    let mut blocks: Vec<Block> = maps
        .maps
        .iter()
        .filter_map(|&(sheet, about)| {
            let finding = clause.findings.get(about)?;
            let here = maps.shows.iter().filter(|shown| **shown == Some(sheet)).count();
            let key = if here > 1 { "map-places" } else { "map-place" };
            let told = [Some(finding.subject.clone()), finding.value_text.clone().or_else(|| finding.missing.clone())];
            let told: Vec<String> = told.into_iter().flatten().collect();
            let caption = message(key)
                .with("number", finding.number)
                .with("finding", told.join(&detail_separator(lang)))
                .with("others", here.saturating_sub(1));
            Some(Block::Map { sheet, caption: caption.say(lang) })
        })
        .collect();
    if unshown > 0 {
        let text = message("unshown").with("count", unshown).with("shown", maps.maps.len()).say(lang);
        blocks.push(Block::Paragraph { text });
    }
    blocks
}

fn findings(clause: &ClauseEntry, lang: Lang) -> Block {
    let rows = clause.findings.iter().map(|finding| {
        vec![
            Cell::verdict(finding.verdict, finding.number.to_string()),
            finding.subject.clone().into(),
            or_dash(finding.value_text.clone()),
            or_dash(finding.argument.clone().or_else(|| finding.missing.clone())),
            format!("{:.1}, {:.1}", finding.x, finding.y).into(),
            or_dash(Some(features(finding, lang))),
        ]
    });
    Block::Table(Table {
        caption: message("findings-caption").with("clause", &clause.title).say(lang),
        columns: vec![
            column("number", 0.9, lang),
            column("subject", 2.2, lang),
            figures("value", 1.5, lang),
            column("missing-here", 2.6, lang),
            figures("place", 2.7, lang),
            column("features", 2.5, lang),
        ],
        rows: rows.collect(),
    })
}

/// The first features of a finding; how many there are where there are more.
fn features(finding: &FindingEntry, lang: Lang) -> String {
    let listed =
        finding.features.iter().take(MOST_FEATURES).cloned().collect::<Vec<_>>().join(&sentence_separator(lang));
    if finding.features.len() <= MOST_FEATURES {
        return listed;
    }
    message("features-more").with("listed", listed).with("count", finding.features.len()).say(lang)
}
