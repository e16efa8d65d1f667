//! The yearly return: what each county has reached of every indicator, beside its target.
//!
//! The unit that fills it in, the person and the telephone are left blank: a plan does not know them.

use std::path::Path;

use super::content::{Block, Cell, Column, Content, Cover, Table};
use super::files::has_ending;
use super::model::{ClauseEntry, CountyEntry, Model};
use super::xlsx::book::{self, Book, Sheet};
use super::xlsx::cell;
use super::xlsx::sheets::{column_title, columns};
use super::{Report, docx, xlsx};
use crate::check::Verdict;
use crate::text::{Lang, Message};

/// The widest column of short text in the workbook, in letters.
const SHORT: usize = 24;
/// The widest column of sentences.
const LONG: usize = 48;

/// The return in the form that the ending of a path asks for.
///
/// # Errors
/// A [`Message`] for any other ending, or where the form cannot hold it.
pub(super) fn render(report: &Report<'_>, path: &Path) -> Result<Vec<u8>, Message> {
    if has_ending(path, "xlsx") {
        return workbook(report);
    }
    if has_ending(path, "docx") {
        return docx::document(&content(&Model::of(report)), &[], report.options);
    }
    Err(Message::new("report.yearly-ending").with("path", path.display()))
}

/// One indicator in one county, or in the whole plan.
#[derive(Clone, Copy)]
struct Row<'a> {
    clause: &'a ClauseEntry,
    county: Option<&'a CountyEntry>,
}

impl<'a> Row<'a> {
    /// Every indicator, county by county; those of a plan of one county once.
    fn all(model: &'a Model) -> Vec<Self> {
        let counties = counties(model);
        if counties.is_empty() {
            return model.clauses.iter().map(|clause| Row { clause, county: None }).collect();
        }
        counties.iter().flat_map(|county| Self::of_county(model, county)).collect()
    }

    fn of_county(model: &'a Model, county: &str) -> Vec<Self> {
        let entry = |clause: &'a ClauseEntry| clause.counties.iter().find(|own| own.county == county);
        let rows = model.clauses.iter().filter_map(|clause| Some(Row { clause, county: Some(entry(clause)?) }));
        rows.collect()
    }

    fn value(&self) -> Option<f64> {
        self.county.map_or(self.clause.value, |county| county.value)
    }

    /// The value with its unit; empty where there is none.
    fn value_text(&self) -> &'a str {
        match self.county {
            Some(county) if county.value.is_none() => "",
            Some(county) => &county.value_text,
            None => self.clause.value_text.as_deref().unwrap_or_default(),
        }
    }

    fn limit(&self) -> (Option<f64>, Option<&'a str>) {
        match self.county {
            Some(county) => (county.limit, county.limit_text.as_deref()),
            None => (self.clause.limit, self.clause.limit_text.as_deref()),
        }
    }

    fn verdict(&self) -> (Verdict, &'a str) {
        match self.county {
            Some(county) => (county.verdict, &county.verdict_name),
            None => (self.clause.verdict, &self.clause.verdict_name),
        }
    }

    /// What is missing, or why it is not judged. Of several counties the check tells it of the worst one only.
    fn remark(&self) -> &'a str {
        let told = self.county.is_none().then_some(self.clause);
        told.and_then(|clause| clause.reason.as_deref().or(clause.missing.as_deref())).unwrap_or_default()
    }
}

/// The counties that a plan covers, where it covers several.
fn counties(model: &Model) -> Vec<&str> {
    let several = model.clauses.iter().find(|clause| !clause.counties.is_empty());
    several.into_iter().flat_map(|clause| &clause.counties).map(|county| county.county.as_str()).collect()
}

/// Names of the lines that such a form begins with, and what is known of them.
fn lines(model: &Model) -> Vec<[String; 2]> {
    let head = &model.head;
    let year = head.year.map(|year| year.to_string());
    let proposal = head.proposal.clone().map(|name| ("proposal", Some(name)));
    let lines = [
        ("unit", None),
        ("year", year),
        ("person", None),
        ("phone", None),
        ("date", head.date.clone()),
        ("plan", Some(head.plan.clone())),
    ];
    let said = |(key, value): (&str, Option<String>)| {
        [Message::new(format!("report.yearly-{key}")).say(model.lang), value.unwrap_or_default()]
    };
    lines.into_iter().chain(proposal).map(said).collect()
}

fn title(lang: Lang) -> String {
    Message::new("report.yearly-title").say(lang)
}

/// The return as a document: the lines of the form, then the tables.
pub(super) fn content(model: &Model) -> Content {
    let cover = Cover { title: title(model.lang), subtitle: model.head.standard.clone(), facts: lines(model) };
    Content { lang: model.lang, cover, blocks: tables(model).into_iter().map(Block::Table).collect() }
}

/// The tables: of several counties how many indicators have which verdict, then all indicators of each county.
pub(super) fn tables(model: &Model) -> Vec<Table> {
    let counties = counties(model);
    if counties.is_empty() {
        let caption = Message::new("report.yearly-all").say(model.lang);
        return vec![table(model, caption, &Row::all(model))];
    }
    let of_county = |county: &&str| {
        let caption = Message::new("report.yearly-of-county").with("county", county).say(model.lang);
        table(model, caption, &Row::of_county(model, county))
    };
    std::iter::once(counted(model, &counties)).chain(counties.iter().map(of_county)).collect()
}

fn table(model: &Model, caption: String, rows: &[Row<'_>]) -> Table {
    let lang = model.lang;
    let columns = [
        ("number", 1.1, false),
        ("clause", 2.6, false),
        ("reached", 1.6, true),
        ("target", 1.6, true),
        ("year", 1.0, true),
        ("target-year", 1.0, true),
        ("verdict", 1.4, false),
        ("sources", 3.0, false),
        ("remark", 2.4, false),
    ];
    let column = |(key, width, figures)| Column { title: heading(key, lang), width, figures };
    let cells = |row: &Row<'_>| {
        let (verdict, name) = row.verdict();
        vec![
            Cell::from(row.clause.number.clone()),
            Cell::from(row.clause.title.clone()),
            Cell::from(row.value_text().to_owned()),
            Cell::from(row.limit().1.unwrap_or_default().to_owned()),
            Cell::from(year(model.head.year)),
            Cell::from(year(row.clause.target_year)),
            Cell::verdict(verdict, name),
            Cell::from(row.clause.sources.join("\n")),
            Cell::from(row.remark().to_owned()),
        ]
    };
    Table { caption, columns: columns.map(column).to_vec(), rows: rows.iter().map(cells).collect() }
}

/// The head of a column: as in the workbook of the report, but for what only the form has.
fn heading(key: &str, lang: Lang) -> String {
    match key {
        "reached" => Message::new("report.yearly-reached").say(lang),
        "target" => Message::new("report.yearly-target").say(lang),
        "remark" => Message::new("report.yearly-remark").say(lang),
        shared => column_title(shared, lang),
    }
}

fn year(year: Option<i32>) -> String {
    year.map(|year| year.to_string()).unwrap_or_default()
}

/// How many indicators of each county have which verdict.
fn counted(model: &Model, counties: &[&str]) -> Table {
    let lang = model.lang;
    let has = |county: &str, verdict: Verdict| {
        Row::of_county(model, county).iter().filter(|row| row.verdict().0 == verdict).count()
    };
    let there: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|verdict| counties.iter().any(|county| has(county, *verdict) > 0)).collect();
    let mut columns = vec![Column { title: column_title("county", lang), width: 2.0, figures: false }];
    columns.extend(there.iter().map(|verdict| Column { title: verdict.name().say(lang), width: 1.0, figures: true }));
    let row = |county: &&str| {
        let counts = there.iter().map(|verdict| Cell::from(has(county, *verdict).to_string()));
        std::iter::once(Cell::from((*county).to_owned())).chain(counts).collect()
    };
    Table { caption: Message::new("report.yearly-counts").say(lang), columns, rows: counties.iter().map(row).collect() }
}

/// The return as a workbook: all indicators, and of several counties a sheet that sets them side by side.
///
/// # Errors
/// A [`Message`] where the format cannot hold it.
pub(super) fn workbook(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let model = Model::of(report);
    let mut book = Book::new(&title(model.lang), &model);
    book.add(indicators(&model))?;
    let counties = counties(&model);
    if !counties.is_empty() {
        book.add(side_by_side(&model, &counties))?;
    }
    book.finish()
}

/// The lines of the form above a table.
fn above(model: &Model) -> Vec<Vec<xlsx::cell::Cell>> {
    let title = vec![cell::Cell::text(title(model.lang))];
    let standard = vec![cell::Cell::text(model.head.standard.as_str())];
    let line = |[name, value]: [String; 2]| vec![cell::Cell::text(name), cell::Cell::text(value)];
    [title, standard].into_iter().chain(lines(model).into_iter().map(line)).collect()
}

fn indicators(model: &Model) -> Sheet {
    let lang = model.lang;
    let own = [
        ("county", SHORT),
        ("number", SHORT),
        ("clause", 32),
        ("reached", SHORT),
        ("target", SHORT),
        ("unit", SHORT),
        ("year", SHORT),
        ("target-year", SHORT),
        ("verdict", SHORT),
        ("sources", LONG),
        ("remark", LONG),
    ];
    let whole = || model.head.county.clone().unwrap_or_else(|| Message::new("report.yearly-whole-plan").say(lang));
    let cells = |row: &Row<'_>| {
        let (verdict, name) = row.verdict();
        let (limit, limit_text) = row.limit();
        vec![
            cell::Cell::text(row.county.map_or_else(whole, |county| county.county.clone())),
            cell::Cell::text(row.clause.number.as_str()),
            cell::Cell::text(row.clause.title.as_str()),
            cell::Cell::as_in(row.value(), Some(row.value_text())),
            cell::Cell::limit(limit, limit_text),
            cell::Cell::text(row.clause.unit_name.as_str()),
            cell::Cell::year(model.head.year),
            cell::Cell::year(row.clause.target_year),
            cell::Cell::verdict(verdict, name),
            cell::Cell::text(row.clause.sources.join("\n")),
            cell::Cell::text(row.remark()),
        ]
    };
    Sheet {
        name: Message::new("report.yearly-all").say(lang),
        above: above(model),
        columns: own.map(|(key, most)| book::Column { title: heading(key, lang), most }).to_vec(),
        rows: Row::all(model).iter().map(cells).collect(),
        below: Vec::new(),
    }
}

/// Counties down, indicators across, each value in the colour of its verdict.
fn side_by_side(model: &Model, counties: &[&str]) -> Sheet {
    let lang = model.lang;
    let mut own = columns(&[("county", SHORT)], lang);
    own.extend(model.clauses.iter().map(|clause| book::Column { title: indicator(clause, lang), most: 14 }));
    let row = |county: &&str| {
        let values = Row::of_county(model, county).into_iter().map(|row| {
            let (verdict, name) = row.verdict();
            cell::Cell::judged(row.value(), row.value_text(), verdict, name)
        });
        std::iter::once(cell::Cell::text(*county)).chain(values).collect()
    };
    Sheet {
        name: Message::new("report.yearly-summary").say(lang),
        above: vec![vec![cell::Cell::text(title(lang))]],
        columns: own,
        rows: counties.iter().map(row).collect(),
        below: Vec::new(),
    }
}

/// An indicator with its unit and its target.
fn indicator(clause: &ClauseEntry, lang: Lang) -> String {
    let named = match clause.unit_name.as_str() {
        "" => clause.title.clone(),
        unit => Message::new("report.yearly-indicator").with("title", &clause.title).with("unit", unit).say(lang),
    };
    let limit = clause.limit_text.as_deref().unwrap_or_default();
    format!("{named}\n{limit}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::handle::Handle;
    use crate::plan::{self, Request};
    use crate::report::Options;

    fn sample(lang: Lang) -> Model {
        let handle = Handle::default();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning");
        let request = Request { paths: vec![path], ..Request::default() };
        let plan::Loaded { snapshot, standard, .. } = plan::load(&request, &handle).unwrap();
        let outcome = check::check(&snapshot, &standard, &[], &handle).unwrap();
        let options = Options { date: Some(String::from("2026-10-20")), ..Options::default() };
        Model::of(&Report::new(&snapshot, &standard, &outcome, lang, &options))
    }

    fn in_two_counties(model: &mut Model) {
        for clause in &mut model.clauses {
            let county = |name: &str, verdict: Verdict, value: Option<f64>| CountyEntry {
                county: name.to_owned(),
                value,
                value_text: value.map_or_else(|| String::from("–"), |value| value.to_string()),
                limit: value,
                limit_text: value.map(|value| format!("≥ {value}")),
                verdict,
                verdict_name: verdict.name().say(Lang::Zh),
            };
            clause.counties =
                vec![county("甲县", Verdict::Meets, Some(1.5)), county("乙市", Verdict::NotApplicable, None)];
        }
    }

    fn texts(row: &[Cell]) -> Vec<&str> {
        row.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn a_plan_of_one_county_is_one_table_of_all_indicators() {
        for lang in [Lang::Zh, Lang::En] {
            let model = sample(lang);
            let tables = tables(&model);
            assert_eq!(tables.len(), 1);
            assert_eq!(tables[0].rows.len(), model.clauses.len());
            for (row, clause) in tables[0].rows.iter().zip(&model.clauses) {
                assert_eq!(row.len(), tables[0].columns.len());
                assert_eq!(row[2].text, clause.value_text.clone().unwrap_or_default());
                assert_eq!(row[6].verdict, Some(clause.verdict));
            }
        }
    }

    #[test]
    fn several_counties_are_counted_and_have_a_table_each() {
        let mut model = sample(Lang::Zh);
        in_two_counties(&mut model);
        let tables = tables(&model);
        let count = model.clauses.len().to_string();
        assert_eq!(tables.len(), 3);
        assert_eq!(
            tables[0].columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>(),
            ["县（市）", "达标", "不适用"]
        );
        assert_eq!(texts(&tables[0].rows[0]), ["甲县", count.as_str(), "0"]);
        assert_eq!(texts(&tables[0].rows[1]), ["乙市", "0", count.as_str()]);
        assert_eq!(tables[1].caption, "甲县各项指标");
        assert_eq!(texts(&tables[1].rows[0])[2..4], ["1.5", "≥ 1.5"]);
        assert_eq!(texts(&tables[2].rows[0])[2..4], ["", ""]);
    }

    #[test]
    fn the_form_names_its_lines_and_states_what_is_known() {
        let content = content(&sample(Lang::Zh));
        let lines: Vec<(&str, &str)> =
            content.cover.facts.iter().map(|[name, value]| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("填报单位", ""),
            ("评价年份", "2030"),
            ("填报人", ""),
            ("联系电话", ""),
            ("填报日期", "2026-10-20"),
            ("方案", "安宁新区"),
            ("比选方案", "现状方案"),
        ];
        assert_eq!(lines, expected);
        assert_eq!(content.blocks.len(), 1);
    }
}
