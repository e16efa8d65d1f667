//! Workbooks read back: every figure is the model's to the last bit, and text stays the text that it is.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a workbook that cannot be read back has failed")]

mod support;

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calamine::{Data, Range, Reader as _, Xlsx};
use langdao::check::{self, Outcome, Verdict};
use langdao::handle::Handle;
use langdao::plan::{self, Request, Snapshot};
use langdao::report::{Format, Model, Options, Report};
use langdao::standard::Standard;
use langdao::text::Lang;
use serde_json::json;

use support::{Plan, rectangle};

/// Titles of columns in both languages, as the tests look them up.
const CLAUSE: [&str; 2] = ["指标", "Clause"];
const VALUE: [&str; 2] = ["数值", "Value"];
const SUBJECT: [&str; 2] = ["对象", "Subject"];
const COUNTY: [&str; 2] = ["县（市）", "County"];

/// A plan with what a check found in it.
struct Checked {
    snapshot: Snapshot,
    standard: Arc<Standard>,
    outcome: Outcome,
    options: Options,
}

impl Checked {
    fn of(path: &Path) -> Self {
        let handle = Handle::default();
        let request = Request { paths: vec![path.to_owned()], ..Request::default() };
        let loaded = plan::load(&request, &handle).unwrap();
        let outcome = check::check(&loaded.snapshot, &loaded.standard, &[], &handle).unwrap();
        let options = Options { date: Some(String::from("2026-10-20")), ..Options::default() };
        Self { snapshot: loaded.snapshot, standard: loaded.standard, outcome, options }
    }

    fn of_plan(plan: &Plan) -> Self {
        plan.write();
        Self::of(plan.path())
    }

    fn sample() -> Self {
        Self::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning"))
    }

    fn report(&self, lang: Lang) -> Report<'_> {
        let Self { snapshot, standard, outcome, options } = self;
        Report::new(snapshot, standard, outcome, lang, options)
    }

    fn bytes(&self, lang: Lang) -> Vec<u8> {
        self.report(lang).render(Format::Xlsx, &Handle::default()).unwrap()
    }

    fn book(&self, lang: Lang) -> Book {
        Book::new(self.bytes(lang), lang)
    }

    fn yearly(&self, lang: Lang) -> Book {
        let mut files = self.report(lang).yearly(Path::new("return.xlsx"), &Handle::default()).unwrap();
        Book::new(files.files.pop().unwrap().1, lang)
    }
}

/// A workbook, read back.
struct Book {
    bytes: Vec<u8>,
    workbook: Xlsx<Cursor<Vec<u8>>>,
    lang: usize,
}

impl Book {
    fn new(bytes: Vec<u8>, lang: Lang) -> Self {
        let workbook = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
        Self { bytes, workbook, lang: usize::from(lang == Lang::En) }
    }

    fn names(&self) -> Vec<String> {
        self.workbook.sheet_names()
    }

    fn range(&mut self, names: [&str; 2]) -> Range<Data> {
        self.workbook.worksheet_range(names[self.lang]).unwrap()
    }

    /// The table of a sheet: its rows below the one that holds this title, by columns.
    fn table(&mut self, sheet: [&str; 2], title: [&str; 2]) -> Table {
        let range = self.range(sheet);
        let title = title[self.lang];
        let head = range.rows().position(|row| row.iter().any(|cell| *cell == title)).unwrap();
        let titles = range.rows().nth(head).unwrap().iter().map(ToString::to_string).collect();
        let rows = range.rows().skip(head + 1).map(<[Data]>::to_vec).collect();
        Table { titles, rows, lang: self.lang }
    }

    /// The text of a part of the package.
    fn part(&self, name: &str) -> String {
        let mut package = zip::ZipArchive::new(Cursor::new(&self.bytes)).unwrap();
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

struct Table {
    titles: Vec<String>,
    rows: Vec<Vec<Data>>,
    lang: usize,
}

impl Table {
    fn column(&self, title: [&str; 2]) -> usize {
        let title = title[self.lang];
        self.titles.iter().position(|own| own == title).unwrap_or_else(|| panic!("{title} of {:?}", self.titles))
    }

    fn cells(&self, title: [&str; 2]) -> Vec<&Data> {
        let column = self.column(title);
        self.rows.iter().map(|row| &row[column]).collect()
    }

    /// The numbers of a column, bit by bit; `None` for cells without one.
    fn bits(&self, title: [&str; 2]) -> Vec<Option<u64>> {
        let number = |cell: &&Data| match cell {
            Data::Float(number) => Some(number.to_bits()),
            Data::Empty => None,
            other => panic!("{other:?} is no number"),
        };
        self.cells(title).iter().map(number).collect()
    }

    fn texts(&self, title: [&str; 2]) -> Vec<String> {
        self.cells(title).into_iter().map(ToString::to_string).collect()
    }
}

fn bits(value: Option<f64>) -> Option<u64> {
    value.map(f64::to_bits)
}

#[test]
fn the_sample_has_all_sheets_in_both_languages() {
    let sample = Checked::sample();
    let zh = sample.book(Lang::Zh).names();
    assert_eq!(zh, ["核查汇总", "条款与算法", "问题点", "口径对照", "计算数据", "图层", "录入指标", "说明"]);
    let en = sample.book(Lang::En).names();
    assert_eq!(en, ["Summary", "Clauses and methods", "Findings", "Readings", "Facts", "Layers", "Figures", "Notices"]);
}

#[test]
fn every_number_of_the_sample_is_the_one_of_the_model_to_the_last_bit() {
    let sample = Checked::sample();
    for lang in [Lang::Zh, Lang::En] {
        let model = Model::of(&sample.report(lang));
        let mut book = sample.book(lang);

        let summary = book.table(["核查汇总", "Summary"], CLAUSE);
        let count = model.clauses.len();
        let values: Vec<Option<u64>> = model.clauses.iter().map(|clause| bits(clause.value)).collect();
        assert!(values.iter().flatten().count() >= 5);
        assert_eq!(summary.bits(VALUE)[..count], values);
        let limits: Vec<Option<u64>> = model.clauses.iter().map(|clause| bits(clause.limit)).collect();
        assert_eq!(summary.bits(["限值", "Limit"])[..count], limits);
        let margins: Vec<Option<u64>> = model.clauses.iter().map(|clause| bits(clause.margin)).collect();
        assert_eq!(summary.bits(["余量（负为差）", "Room (missed below 0)"])[..count], margins);

        let findings = book.table(["问题点", "Findings"], CLAUSE);
        let of_model = || model.clauses.iter().flat_map(|clause| &clause.findings);
        assert!(of_model().count() >= 5);
        assert_eq!(findings.bits(VALUE), of_model().map(|finding| bits(finding.value)).collect::<Vec<_>>());
        let x = of_model().map(|finding| bits(Some(finding.x))).collect::<Vec<_>>();
        assert_eq!(findings.bits(["X（东）/ m", "x (east) / m"]), x);

        let readings = book.table(["口径对照", "Readings"], CLAUSE);
        let of_model = model.clauses.iter().flat_map(|clause| &clause.readings);
        assert_eq!(readings.bits(VALUE), of_model.map(|reading| bits(reading.value)).collect::<Vec<_>>());

        let facts = book.table(["计算数据", "Facts"], CLAUSE);
        let of_model = model.clauses.iter().flat_map(|clause| {
            clause
                .facts
                .iter()
                .chain(clause.parts.iter().flat_map(|part| &part.facts))
                .map(|fact| bits(Some(fact.value)))
        });
        assert_eq!(facts.bits(VALUE), of_model.collect::<Vec<_>>());

        let figures = book.table(["录入指标", "Figures"], VALUE);
        let of_model: Vec<Option<u64>> = model.figures.iter().map(|figure| bits(Some(figure.value))).collect();
        assert!(of_model.len() > 5);
        assert_eq!(figures.bits(VALUE), of_model);
    }
}

#[test]
fn a_value_is_shown_with_enough_digits_to_tell_it_from_its_limit() {
    let sample = Checked::sample();
    let styles = sample.book(Lang::Zh).part("xl/styles.xml");
    // 38.84 % against 38.9 %: the limit shows its sign and remains a number.
    assert!(styles.contains("formatCode=\"#,##0.00\"") || styles.contains("numFmtId=\"4\""), "{styles}");
    assert!(styles.contains("formatCode=\"&quot;≥ &quot;#,##0.0\""), "{styles}");
}

#[test]
fn verdicts_bear_their_marks_and_can_be_told_without_colour() {
    let sample = Checked::sample();
    let model = Model::of(&sample.report(Lang::En));
    let verdicts = sample.book(Lang::En).table(["核查汇总", "Summary"], CLAUSE).texts(["判定", "Verdict"]);
    for (clause, said) in model.clauses.iter().zip(&verdicts) {
        let (mark, name) = said.split_once(' ').unwrap();
        assert_eq!(name, clause.verdict_name);
        assert_eq!(mark == "✗", clause.verdict == Verdict::Violates, "{said}");
    }
}

#[test]
fn text_that_begins_like_a_formula_or_a_link_stays_that_text() {
    let names = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@x", "http://example.org/", "'5", "007"];
    let plazas: Vec<_> = (0..)
        .zip(names)
        .map(|(number, name)| rectangle(f64::from(number) * 500.0, 0.0, 300.0, 100.0, json!({"name": name})))
        .collect();
    let argument = "[[argument]]\nclause = \"storeys-limit\"\nby = \"=1+1\"\nreason = \"@SUM(A1)\"";
    let checked = Checked::of_plan(&Plan::new().toml(argument).layer("plazas", &plazas));
    let mut book = checked.book(Lang::Zh);
    assert_eq!(book.table(["问题点", "Findings"], CLAUSE).texts(SUBJECT), names);
    assert_eq!(book.table(["论证", "Arguments"], CLAUSE).texts(["论证单位", "Argued by"]), ["=1+1"]);
    for name in book.names() {
        assert!(book.workbook.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    for number in 1..=book.names().len() {
        let sheet = book.part(&format!("xl/worksheets/sheet{number}.xml"));
        assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"), "{sheet}");
    }
}

#[test]
fn the_same_report_is_the_same_bytes_and_bears_its_own_date_only() {
    let sample = Checked::sample();
    assert!(sample.bytes(Lang::Zh) == sample.bytes(Lang::Zh));
    let properties = sample.book(Lang::Zh).part("docProps/core.xml");
    assert!(properties.contains("2026-10-20T00:00:00Z"), "{properties}");
    let undated = Checked { options: Options::default(), ..Checked::sample() };
    let properties = undated.book(Lang::Zh).part("docProps/core.xml");
    assert!(
        properties.contains("1970-01-01T00:00:00Z") && properties.contains("<dc:creator></dc:creator>"),
        "{properties}"
    );
}

#[test]
fn sheets_are_set_up_to_be_read_filtered_and_printed() {
    let book = Checked::sample().book(Lang::Zh);
    for number in 1..=book.names().len() {
        let sheet = book.part(&format!("xl/worksheets/sheet{number}.xml"));
        for needed in
            ["state=\"frozen\"", "<autoFilter", "paperSize=\"9\"", "orientation=\"landscape\"", "fitToHeight=\"0\""]
        {
            assert!(sheet.contains(needed), "sheet {number} lacks {needed}");
        }
    }
    let names = book.part("xl/workbook.xml");
    assert!(names.contains("_xlnm.Print_Titles"), "{names}");
}

#[test]
fn an_empty_plan_is_a_workbook_that_says_what_is_missing() {
    let checked = Checked::of_plan(&Plan::new());
    let mut book = checked.book(Lang::Zh);
    assert_eq!(book.names(), ["核查汇总", "条款与算法", "问题点", "口径对照", "说明"]);
    let summary = book.table(["核查汇总", "Summary"], CLAUSE);
    let count = checked.outcome.clauses.len();
    assert!(summary.bits(VALUE)[..count].iter().all(Option::is_none));
    assert!(summary.texts(["差距与原因", ""])[..count].iter().all(|reason| !reason.is_empty()));
    assert!(book.table(["问题点", "Findings"], CLAUSE).rows.is_empty());
}

/// Two counties and a city with a plaza each.
fn several_counties() -> Checked {
    let unit = |x: f64, name: &str| rectangle(x, 0.0, 1000.0, 1000.0, json!({"name": name}));
    let square = |x: f64, width: f64, name: &str| rectangle(x, 100.0, width, 100.0, json!({"name": name}));
    let admin = [unit(0.0, "德昌县"), unit(1000.0, "西昌市"), unit(2000.0, "会东县")];
    let plazas = [square(100.0, 150.0, "甲"), square(1100.0, 400.0, "乙"), square(2100.0, 260.0, "丙")];
    Checked::of_plan(&Plan::new().layer("admin-units", &admin).layer("plazas", &plazas))
}

#[test]
fn the_yearly_return_has_a_row_for_every_indicator_of_every_county() {
    let checked = several_counties();
    for lang in [Lang::Zh, Lang::En] {
        let mut book = checked.yearly(lang);
        let table = book.table(["各项指标", "All indicators"], CLAUSE);
        assert_eq!(table.rows.len(), 3 * checked.outcome.clauses.len());
        let plazas: Vec<usize> = (0..table.rows.len())
            .filter(|&row| {
                ["广场集中硬地面积", "Contiguous hard area of plazas"].contains(&table.texts(CLAUSE)[row].as_str())
            })
            .collect();
        let of = |texts: Vec<String>| plazas.iter().map(|&row| texts[row].clone()).collect::<Vec<String>>();
        assert_eq!(of(table.texts(COUNTY)), ["德昌县", "西昌市", "会东县"]);
        assert_eq!(of(table.texts(["目标值", "Target"])), ["2", "", "2"], "the clause does not bind the city");
        let marks: Vec<String> =
            of(table.texts(["判定", "Verdict"])).iter().map(|said| said.chars().take(1).collect()).collect();
        assert_eq!(marks, ["✓", "–", "✗"]);
        let values = table.bits(["核查值", "Value reached"]);
        let model = Model::of(&checked.report(lang));
        let clause = model.clauses.iter().find(|clause| clause.id == "plaza-area").unwrap();
        let of_model: Vec<Option<u64>> = clause.counties.iter().map(|county| bits(county.value)).collect();
        assert_eq!(plazas.iter().map(|&row| values[row]).collect::<Vec<_>>(), of_model);
        assert!(of_model[0].is_some() && of_model[1].is_none());
    }
}

#[test]
fn several_counties_are_set_side_by_side() {
    let checked = several_counties();
    let mut book = checked.yearly(Lang::Zh);
    assert_eq!(book.names(), ["各项指标", "各县（市）汇总"]);
    let table = book.table(["各县（市）汇总", "Counties"], COUNTY);
    assert_eq!(table.texts(COUNTY), ["德昌县", "西昌市", "会东县"]);
    let column = table.titles.iter().position(|title| title.starts_with("广场集中硬地面积")).unwrap();
    assert!(matches!(table.rows[0][column], Data::Float(area) if (area - 1.5).abs() < 1e-9), "{:?}", table.rows[0]);
    assert_eq!(table.rows[1][column].to_string(), "– 不适用");
}

#[test]
fn the_form_begins_with_who_reports_and_leaves_blank_what_is_not_known() {
    let mut book = Checked::sample().yearly(Lang::Zh);
    assert_eq!(book.names(), ["各项指标"], "one county needs no second sheet");
    let range = book.range(["各项指标", ""]);
    let line = |name: &str| {
        let row = range.rows().find(|row| row[0] == *name).unwrap_or_else(|| panic!("no line {name}"));
        row[1].to_string()
    };
    assert_eq!(["填报单位", "填报人", "联系电话"].map(line), ["", "", ""]);
    assert_eq!(["评价年份", "填报日期"].map(line), ["2030", "2026-10-20"]);
}

#[test]
fn another_ending_of_the_yearly_return_is_an_error_that_names_both() {
    let sample = Checked::sample();
    let error = sample.report(Lang::Zh).yearly(&PathBuf::from("return.pdf"), &Handle::default()).unwrap_err();
    let said = error.say(Lang::Zh);
    assert!([".xlsx", ".docx", "return.pdf"].iter().all(|part| said.contains(part)), "{said}");
}
