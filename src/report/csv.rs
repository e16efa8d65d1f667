//! Findings as a table, UTF-8 with the mark that spreadsheets need to read Chinese.

use super::{Report, shown_value};
use crate::check::Finding;
use crate::standard::{Clause, margin};
use crate::text::Message;

const HEAD: [&str; 15] = [
    "clause", "number", "title", "strength", "verdict", "subject", "value", "limit", "margin", "unit", "missing", "x",
    "y", "features", "quote",
];

/// One row per finding.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let clauses = report.outcome.clauses.iter().filter_map(|outcome| Some((report.clause(&outcome.clause)?, outcome)));
    table(&HEAD, clauses.flat_map(|(clause, outcome)| outcome.findings.iter().map(|own| row(report, clause, own))))
}

/// A table with a head.
pub(super) fn table<const N: usize>(
    head: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, Message> {
    let failed = |error: &dyn std::fmt::Display| Message::new("report.not-written").with("reason", error);
    let mut writer = csv::Writer::from_writer(Vec::from("\u{feff}".as_bytes()));
    writer.write_record(head).map_err(|error| failed(&error))?;
    for row in rows {
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

/// A number as programs read it; nothing where there is none.
pub(super) fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn row(report: &Report<'_>, clause: &Clause, finding: &Finding) -> [String; 15] {
    let value = finding.figure.map(|figure| shown_value(figure, clause));
    let features: Vec<String> =
        finding.features.iter().map(|feature| super::wording::feature_text(feature, report.lang)).collect();
    [
        clause.id.clone(),
        clause.number.clone(),
        clause.title.say(report.lang).to_owned(),
        super::wording::strength_name(clause.strength).say(report.lang),
        finding.verdict.name().say(report.lang),
        as_text(&finding.subject),
        number(value),
        number(clause.test.map(|test| test.limit)),
        number(value.zip(clause.test).map(|(value, test)| margin(value, &test))),
        clause.measure.unit().code().to_owned(),
        super::wording::remedy_text(clause, finding, report.lang).unwrap_or_default(),
        finding.anchor.x.to_string(),
        finding.anchor.y.to_string(),
        as_text(&features.join("; ")),
        as_text(&clause.quote),
    ]
}

/// Text that begins like a formula stays text in a spreadsheet.
pub(super) fn as_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::as_text;

    #[test]
    fn a_name_that_begins_like_a_formula_stays_text() {
        assert_eq!(as_text("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(as_text("邛海"), "邛海");
    }
}
