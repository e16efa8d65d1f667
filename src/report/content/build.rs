//! The reading order of a report: what was concluded, where, why, by which data and methods.

use super::{Block, Cell, Column, Content, Cover, Table, appendix, clause};
use crate::check::Verdict;
use crate::report::Model;
use crate::report::clause::numbered;
use crate::report::maps::Atlas;
use crate::report::wording::detail_separator;
use crate::text::{Lang, Message};

impl Content {
    /// A whole report.
    pub(in crate::report) fn of(model: &Model, atlas: &Atlas) -> Self {
        let lang = model.lang;
        let mut blocks = summary(model);
        blocks.extend(atlas.whole.map(|sheet| Block::Map { sheet, caption: say("map-whole", lang) }));
        blocks.extend(clause::broken(model, atlas));
        blocks.extend(clause::kept(model));
        blocks.extend(clause::not_judged(model));
        blocks.extend(appendix::arguments(model));
        blocks.extend(appendix::data(model));
        blocks.extend(appendix::method(model));
        blocks.extend(appendix::notices(model));
        Self { lang, cover: cover(model), blocks }
    }
}

/// A sentence of documents without facts.
pub(super) fn say(key: &str, lang: Lang) -> String {
    message(key).say(lang)
}

/// A sentence of documents.
pub(super) fn message(key: &str) -> Message {
    Message::new(format!("document.{key}"))
}

/// A heading.
pub(super) fn heading(level: u8, text: String) -> Block {
    Block::Heading { level, text, verdict: None }
}

/// A column with its share of the width.
pub(super) fn column(key: &str, width: f64, lang: Lang) -> Column {
    Column { title: say(key, lang), width, figures: false }
}

/// A column of figures with its share of the width.
pub(super) fn figures(key: &str, width: f64, lang: Lang) -> Column {
    Column { figures: true, ..column(key, width, lang) }
}

/// What is not there, in a table.
pub(super) fn or_dash(text: Option<String>) -> Cell {
    Cell::from(text.filter(|text| !text.is_empty()).unwrap_or_else(|| String::from("–")))
}

fn cover(model: &Model) -> Cover {
    let (head, lang) = (&model.head, model.lang);
    let fact = |key: &str, value: String| [say(key, lang), value];
    let mut facts: Vec<[String; 2]> = head.proposal.clone().map(|name| fact("proposal", name)).into_iter().collect();
    facts.push(fact("standard", head.standard.clone()));
    facts.extend(partial(model).map(|text| fact("extent", text)));
    facts.extend(head.county.clone().map(|county| fact("county", county)));
    facts.extend(head.year.map(|year| fact("year", year.to_string())));
    facts.extend(head.date.clone().map(|date| fact("date", date)));
    facts.push(fact("tool", head.tool.clone()));
    Cover { title: head.title.clone(), subtitle: head.plan.clone(), facts }
}

/// How many clauses were checked, where not all of the standard were: a part says nothing about the rest.
fn partial(model: &Model) -> Option<String> {
    let (checked, all) = (model.clauses.len(), model.head.standard_clauses);
    let text = message("partial").with("checked", checked).with("all", all).say(model.lang);
    (checked < all).then_some(text)
}

/// What was concluded: a sentence with the counts and a line per clause.
fn summary(model: &Model) -> Vec<Block> {
    let lang = model.lang;
    let sentence = message("summary")
        .with("plan", &model.head.plan)
        .with("standard", &model.head.standard)
        .with("total", model.clauses.len())
        .with("counts", model.counted());
    let rows = model.clauses.iter().map(|clause| {
        let verdict = Cell::verdict(clause.verdict, clause.verdict_name.clone());
        let title = Cell::from(numbered(&clause.number, &clause.title));
        let say_next = clause.missing.clone().or_else(|| clause.reason.clone());
        vec![
            title,
            or_dash(clause.value_text.clone()),
            or_dash(clause.limit_text.clone()),
            verdict,
            or_dash(say_next.or_else(|| clause.distance_text.clone())),
        ]
    });
    let table = Table {
        caption: say("clauses-caption", lang),
        columns: vec![
            column("clause", 3.4, lang),
            figures("value", 1.7, lang),
            figures("limit", 1.7, lang),
            column("verdict", 1.6, lang),
            column("missing", 3.2, lang),
        ],
        rows: rows.collect(),
    };
    let mut blocks = vec![heading(1, say("summary-heading", lang)), Block::Paragraph { text: sentence.say(lang) }];
    blocks.extend(partial(model).map(|text| Block::Paragraph { text }));
    let doubtful: Vec<String> = model
        .clauses
        .iter()
        .filter(|clause| matches!(clause.verdict, Verdict::Violates | Verdict::DependsOnReading))
        .map(|clause| {
            let parts = [Some(clause.title.clone()), clause.value_text.clone(), clause.distance_text.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(&detail_separator(lang))
        })
        .collect();
    if !doubtful.is_empty() {
        blocks.push(Block::Paragraph { text: say("doubtful", lang) });
        blocks.push(Block::List { items: doubtful });
    }
    blocks.push(Block::Table(table));
    blocks
}
