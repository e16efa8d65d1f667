//! The comparison as a table, a row per clause.

use super::{ComparisonReport, Row, value};
use crate::report::csv::{as_text, number, table};
use crate::text::{Lang, Message};

const HEAD: [&str; 15] = [
    "clause",
    "number",
    "title",
    "limit",
    "unit",
    "proposal_a",
    "proposal_b",
    "verdict_a",
    "verdict_b",
    "value_a",
    "value_b",
    "difference",
    "effect",
    "gone",
    "new",
];

/// One row per clause.
pub(super) fn render(report: &ComparisonReport<'_>) -> Result<Vec<u8>, Message> {
    let lang = report.reports[0].lang;
    table(&HEAD, report.rows().map(|row| cells(&row, report.names(), lang)))
}

fn cells(row: &Row<'_>, names: [&str; 2], lang: Lang) -> [String; 15] {
    let Row { clause, compared, .. } = row;
    let [name_a, name_b] = names.map(as_text);
    let [verdict_a, verdict_b] = compared.verdicts.map(|verdict| verdict.name().say(lang));
    let [value_a, value_b] = compared.figures.map(|figure| number(value(clause, figure)));
    let [gone, new] = [&compared.gone, &compared.new].map(|subjects| as_text(&subjects.join("; ")));
    [
        clause.id.clone(),
        clause.number.clone(),
        clause.title.say(lang).to_owned(),
        number(clause.test.map(|test| test.limit)),
        clause.measure.unit().code().to_owned(),
        name_a,
        name_b,
        verdict_a,
        verdict_b,
        value_a,
        value_b,
        number(compared.difference),
        compared.effect.name().say(lang),
        gone,
        new,
    ]
}
