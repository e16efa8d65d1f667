//! The sheets of a report's workbook.

use super::book::{Column, Sheet};
use super::cell::Cell;
use crate::report::model::{
    ClauseEntry, CountyEntry, Fact, FigureEntry, FindingEntry, Head, LayerEntry, Model, NoticeEntry, ReadingEntry,
};
use crate::report::wording::sentence_separator;
use crate::text::{Lang, Message};

/// The widest column of short text, in letters.
const SHORT: usize = 24;
/// The widest column of sentences.
const LONG: usize = 48;
/// The widest column of paragraphs.
const WIDEST: usize = 72;

/// All sheets, in the order in which they are read. Those of what a report does not have are left out, but for findings
/// and notices, which would be looked for.
pub(super) fn all(model: &Model) -> Vec<Sheet> {
    let optional = [counties(model), facts(model), layers(model), figures(model), arguments(model)];
    let mut sheets = vec![summary(model), clauses(model), findings(model), readings(model)];
    sheets.extend(optional.into_iter().filter(|sheet| !sheet.rows.is_empty()));
    sheets.push(notices(model));
    sheets
}

/// What stands in the head of a column.
pub(in crate::report) fn column_title(key: &str, lang: Lang) -> String {
    Message::new(format!("report.column-{key}")).say(lang)
}

/// Columns by their entries in the locale table and how wide they may get.
pub(in crate::report) fn columns(columns: &[(&str, usize)], lang: Lang) -> Vec<Column> {
    columns.iter().map(|(key, most)| Column { title: column_title(key, lang), most: *most }).collect()
}

fn sheet(name: &str, own: &[(&str, usize)], rows: Vec<Vec<Cell>>, lang: Lang) -> Sheet {
    let name = Message::new(format!("report.sheet-{name}")).say(lang);
    Sheet { name, columns: columns(own, lang), rows, ..Sheet::default() }
}

/// Number and title of a clause, which the rows of most sheets begin with.
fn about(clause: &ClauseEntry) -> [Cell; 2] {
    [Cell::text(clause.number.as_str()), Cell::text(clause.title.as_str())]
}

fn row<const N: usize>(first: [Cell; 2], rest: [Cell; N]) -> Vec<Cell> {
    first.into_iter().chain(rest).collect()
}

fn summary(model: &Model) -> Sheet {
    let lang = model.lang;
    let own = [
        ("number", SHORT),
        ("clause", 32),
        ("verdict", SHORT),
        ("value", SHORT),
        ("limit", SHORT),
        ("margin", SHORT),
        ("unit", SHORT),
        ("low", SHORT),
        ("high", SHORT),
        ("missing", LONG),
        ("strength", SHORT),
        ("target-year", SHORT),
    ];
    let rows = model.clauses.iter().map(summary_row).collect();
    Sheet { above: above(model), below: below(&model.head, lang), ..sheet("summary", &own, rows, lang) }
}

fn summary_row(clause: &ClauseEntry) -> Vec<Cell> {
    let bound = |index: usize| clause.bounds.and_then(|bounds| bounds.get(index).copied());
    let shown = clause.value_text.as_deref();
    let missing: Vec<&str> = [&clause.reason, &clause.missing].into_iter().flatten().map(String::as_str).collect();
    row(
        about(clause),
        [
            Cell::verdict(clause.verdict, &clause.verdict_name),
            Cell::as_in(clause.value, shown),
            Cell::limit(clause.limit, clause.limit_text.as_deref()),
            Cell::as_in(clause.margin, clause.distance_text.as_deref().or(shown)),
            Cell::text(clause.unit_name.as_str()),
            Cell::as_in(bound(0), shown),
            Cell::as_in(bound(1), shown),
            Cell::text(missing.join("\n")),
            Cell::text(clause.strength.as_str()),
            Cell::year(clause.target_year),
        ],
    )
}

/// Title, plan and standard, and how many clauses have which verdict.
fn above(model: &Model) -> Vec<Vec<Cell>> {
    let head = Message::new("report.head").with("plan", &model.head.plan).with("standard", &model.head.standard);
    vec![
        vec![Cell::text(model.head.title.as_str())],
        vec![Cell::text(head.say(model.lang))],
        vec![Cell::text(counted(model))],
    ]
}

fn counted(model: &Model) -> String {
    let counts = model.counted();
    let (checked, all) = (model.clauses.len(), model.head.standard_clauses);
    let summary = Message::new("report.summary").with("total", checked).with("counts", counts).say(model.lang);
    if checked == all {
        return summary;
    }
    let partial = Message::new("document.partial").with("checked", checked).with("all", all).say(model.lang);
    [summary, partial].join(&sentence_separator(model.lang))
}

/// What the check rests on, name and value.
fn below(head: &Head, lang: Lang) -> Vec<Vec<Cell>> {
    let text = |value: &str| Cell::text(value);
    let proposal = head.proposal.as_deref().map(|name| ("proposal", text(name)));
    let facts = [
        ("county", Cell::optional(head.county.as_ref())),
        ("year", Cell::year(head.year)),
        ("date", Cell::optional(head.date.as_ref())),
        ("crs", text(&head.crs)),
        ("area-method", text(&head.area_method)),
        ("standard-id", text(&head.standard_id)),
        ("standard-version", text(&head.standard_version)),
        ("sha256", text(&head.standard_sha256)),
        ("tool", text(&head.tool)),
    ];
    // The first column is as narrow as the numbers of clauses.
    let line = |(key, value)| vec![Cell::default(), text(&column_title(key, lang)), value];
    let lines = proposal.into_iter().chain(facts).map(line);
    std::iter::once(Vec::new()).chain(lines).collect()
}

fn clauses(model: &Model) -> Sheet {
    let own = [
        ("number", SHORT),
        ("clause", 32),
        ("id", SHORT),
        ("chapter", SHORT),
        ("quote", LONG),
        ("strength", SHORT),
        ("scope", SHORT),
        ("target-year", SHORT),
        ("method", WIDEST),
        ("sources", LONG),
    ];
    let rows = model.clauses.iter().map(|clause| {
        let rest = [
            Cell::text(clause.id.as_str()),
            Cell::optional(clause.chapter.as_ref()),
            Cell::text(clause.quote.as_str()),
            Cell::text(clause.strength.as_str()),
            Cell::optional(clause.scope.as_ref()),
            Cell::year(clause.target_year),
            Cell::text(clause.method.as_str()),
            Cell::text(clause.sources.join("\n")),
        ];
        row(about(clause), rest)
    });
    sheet("clauses", &own, rows.collect(), model.lang)
}

fn findings(model: &Model) -> Sheet {
    let own = [
        ("number", SHORT),
        ("clause", 32),
        ("finding", SHORT),
        ("subject", 32),
        ("verdict", SHORT),
        ("value", SHORT),
        ("limit", SHORT),
        ("margin", SHORT),
        ("unit", SHORT),
        ("missing", LONG),
        ("x", SHORT),
        ("y", SHORT),
        ("features", LONG),
        ("argument", LONG),
    ];
    let of_clause = |clause: &ClauseEntry| {
        clause.findings.iter().map(|finding| finding_row(clause, finding)).collect::<Vec<Vec<Cell>>>()
    };
    sheet("findings", &own, model.clauses.iter().flat_map(of_clause).collect(), model.lang)
}

fn finding_row(clause: &ClauseEntry, finding: &FindingEntry) -> Vec<Cell> {
    let shown = finding.value_text.as_deref();
    row(
        about(clause),
        [
            Cell::count(finding.number),
            Cell::text(finding.subject.as_str()),
            Cell::verdict(finding.verdict, &finding.verdict_name),
            Cell::as_in(finding.value, shown),
            Cell::limit(clause.limit, clause.limit_text.as_deref()),
            Cell::as_in(finding.margin, shown),
            Cell::text(clause.unit_name.as_str()),
            Cell::optional(finding.missing.as_ref()),
            Cell::coordinate(finding.x),
            Cell::coordinate(finding.y),
            Cell::text(finding.features.join("\n")),
            Cell::optional(finding.argument.as_ref()),
        ],
    )
}

fn readings(model: &Model) -> Sheet {
    let own = [
        ("number", SHORT),
        ("clause", 32),
        ("reading", LONG),
        ("id", 32),
        ("value", SHORT),
        ("unit", SHORT),
        ("verdict", SHORT),
    ];
    let one = |clause: &ClauseEntry, reading: &ReadingEntry| {
        let rest = [
            Cell::text(reading.title.as_str()),
            Cell::text(reading.id.as_str()),
            Cell::as_in(reading.value, Some(&reading.value_text)),
            Cell::text(clause.unit_name.as_str()),
            Cell::verdict(reading.verdict, &reading.verdict_name),
        ];
        row(about(clause), rest)
    };
    let rows = model.clauses.iter().flat_map(|clause| clause.readings.iter().map(move |reading| one(clause, reading)));
    sheet("readings", &own, rows.collect(), model.lang)
}

fn counties(model: &Model) -> Sheet {
    let own = [
        ("number", SHORT),
        ("clause", 32),
        ("county", SHORT),
        ("value", SHORT),
        ("limit", SHORT),
        ("unit", SHORT),
        ("verdict", SHORT),
    ];
    let one = |clause: &ClauseEntry, county: &CountyEntry| {
        let rest = [
            Cell::text(county.county.as_str()),
            Cell::as_in(county.value, Some(&county.value_text)),
            Cell::limit(county.limit, county.limit_text.as_deref()),
            Cell::text(clause.unit_name.as_str()),
            Cell::verdict(county.verdict, &county.verdict_name),
        ];
        row(about(clause), rest)
    };
    let rows = model.clauses.iter().flat_map(|clause| clause.counties.iter().map(move |county| one(clause, county)));
    sheet("counties", &own, rows.collect(), model.lang)
}

/// Figures of a clause as a whole, then those of each corridor, plaza or renewal unit.
fn facts(model: &Model) -> Sheet {
    let own = [
        ("number", SHORT),
        ("clause", 32),
        ("subject", 32),
        ("fact", LONG),
        ("value", SHORT),
        ("unit", SHORT),
        ("id", 32),
    ];
    let one = |clause: &ClauseEntry, subject: &str, fact: &Fact| {
        let rest = [
            Cell::text(subject),
            Cell::text(fact.name.as_str()),
            Cell::as_in(Some(fact.value), Some(&fact.text)),
            Cell::text(fact.unit_name.as_str()),
            Cell::text(fact.key.as_str()),
        ];
        row(about(clause), rest)
    };
    let mut rows = Vec::new();
    for clause in &model.clauses {
        rows.extend(clause.facts.iter().map(|fact| one(clause, "", fact)));
        let of_parts = clause.parts.iter().flat_map(|part| part.facts.iter().map(move |fact| (part, fact)));
        rows.extend(of_parts.map(|(part, fact)| one(clause, &part.subject, fact)));
    }
    sheet("facts", &own, rows, model.lang)
}

fn layers(model: &Model) -> Sheet {
    let own = [
        ("source", 40),
        ("roles", 32),
        ("title", 32),
        ("data-year", SHORT),
        ("provenance", 32),
        ("crs", SHORT),
        ("encoding", SHORT),
        ("features-count", SHORT),
        ("skipped", SHORT),
        ("unusable", LONG),
        ("sha256", SHORT),
    ];
    let one = |layer: &LayerEntry| {
        vec![
            Cell::text(layer.source.as_str()),
            Cell::text(layer.roles.as_str()),
            Cell::optional(layer.title.as_ref()),
            Cell::year(layer.year),
            Cell::optional(layer.provenance.as_ref()),
            Cell::text(layer.crs.as_str()),
            Cell::text(layer.encoding.as_str()),
            Cell::count(layer.features),
            Cell::count(layer.skipped),
            Cell::optional(layer.unusable.as_ref()),
            Cell::text(layer.sha256.as_str()),
        ]
    };
    sheet("layers", &own, model.layers.iter().map(one).collect(), model.lang)
}

fn figures(model: &Model) -> Sheet {
    let own =
        [("figure", 32), ("id", 32), ("value", SHORT), ("unit", SHORT), ("data-year", SHORT), ("provenance", LONG)];
    let one = |figure: &FigureEntry| {
        vec![
            Cell::text(figure.name.as_str()),
            Cell::text(figure.key.as_str()),
            Cell::as_in(Some(figure.value), Some(&figure.text)),
            Cell::text(figure.unit_name.as_str()),
            Cell::year(figure.year),
            Cell::optional(figure.source.as_ref()),
        ]
    };
    sheet("figures", &own, model.figures.iter().map(one).collect(), model.lang)
}

fn arguments(model: &Model) -> Sheet {
    let own = [
        ("clause", 32),
        ("subject", 32),
        ("argued-by", 32),
        ("argument-reason", LONG),
        ("document", 32),
        ("argument-date", SHORT),
    ];
    let rows = model.arguments.iter().map(|argument| {
        vec![
            Cell::text(argument.clause.as_str()),
            Cell::optional(argument.subject.as_ref()),
            Cell::text(argument.by.as_str()),
            Cell::text(argument.reason.as_str()),
            Cell::optional(argument.document.as_ref()),
            Cell::optional(argument.date.as_ref()),
        ]
    });
    sheet("arguments", &own, rows.collect(), model.lang)
}

fn notices(model: &Model) -> Sheet {
    let own = [("about", 40), ("code", SHORT), ("row", SHORT), ("notice", WIDEST)];
    let one = |notice: &NoticeEntry| {
        vec![
            Cell::text(notice.about.as_str()),
            Cell::text(notice.code.as_str()),
            Cell::whole(notice.row.map(|row| row as f64)),
            Cell::text(notice.text.as_str()),
        ]
    };
    sheet("notices", &own, model.notices.iter().map(one).collect(), model.lang)
}
