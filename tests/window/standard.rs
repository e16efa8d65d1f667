//! The text of a standard, the page of a clause, and verdicts that hang on a reading.

use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{App, Command, Dialog, JobKind, Opening, Stage, StandardOrder};
use langdao::check::Verdict;
use langdao::standard::Standard;
use langdao::text::{Lang, Message};

use super::dialogs::{checked, click, do_, fill, fill_as, order, show, town};
use super::{until, window};

type Window = Harness<'static, App>;

const BUILT_IN: &str = "liangshan-carbon-peak";

fn built_in() -> String {
    Standard::text_in(BUILT_IN, Path::new("")).unwrap()
}

/// A sentence of the window.
fn said(key: &str, lang: Lang) -> String {
    Message::new(format!("app.{key}")).say(lang)
}

/// Waits until the text of a standard is there and examined.
fn opened(harness: &mut Window) {
    until(harness, |app| app.session().dialog == Some(Dialog::Standard));
    settled(harness);
}

/// Waits until nothing of the text waits to be examined or written.
fn settled(harness: &mut Window) {
    harness.run_steps(6);
    until(harness, |app| [JobKind::Standard, JobKind::Examine].iter().all(|kind| !app.jobs().is_running(*kind)));
}

/// The town with the text of its standard open.
fn editing(lang: Lang) -> (tempfile::TempDir, Window) {
    let (folder, mut harness) = town(lang);
    order(&mut harness, do_("standard-text"));
    opened(&mut harness);
    (folder, harness)
}

/// Writes another text in place of the one that is open.
fn write(harness: &mut Window, text: &str, lang: Lang) {
    fill_as(harness, Role::MultilineTextInput, &said("standard-text", lang), text);
    settled(harness);
}

fn is_open(harness: &Window) -> bool {
    harness.state().session().dialog == Some(Dialog::Standard)
}

fn verdict(harness: &Window, clause: &str) -> Verdict {
    let outcome = harness.state().document().outcome().unwrap();
    outcome.clauses.iter().find(|own| own.clause == clause).unwrap().verdict
}

#[test]
fn a_standard_is_copied_from_the_settings_changed_saved_and_checked_by_at_once() {
    let (folder, mut harness) = town(Lang::Zh);
    assert_eq!(verdict(&harness, "corridor-net-width"), Verdict::Violates);
    order(&mut harness, do_("plan-settings"));
    fill(&mut harness, "评价年份", "2031");
    click(&mut harness, &said("standard-copy", Lang::Zh));
    opened(&mut harness);
    assert_eq!(harness.state().document().plan().unwrap().content().year, Some(2031), "the settings were taken over");
    let text = built_in().replace(">= 50 m", ">= 30 m");
    write(&mut harness, &text, Lang::Zh);
    assert!(harness.query_by_label_contains("生态廊道净宽度 · ≥ 30 m").is_some(), "what was typed is understood");
    click(&mut harness, &said("standard-save", Lang::Zh));
    until(&mut harness, |app| app.session().dialog.is_none());
    checked(&mut harness);
    assert_eq!(verdict(&harness, "corridor-net-width"), Verdict::Meets);
    let name = format!("{BUILT_IN}.toml");
    assert_eq!(std::fs::read_to_string(folder.path().join(&name)).unwrap(), text);
    let plan = harness.state().document().plan().unwrap();
    assert_eq!(plan.content().standard.as_ref(), Some(&name));
    order(&mut harness, do_("undo"));
    checked(&mut harness);
    assert_eq!(verdict(&harness, "corridor-net-width"), Verdict::Violates, "naming the standard is one edit");
}

#[test]
fn a_file_that_is_edited_again_is_checked_by_although_the_plan_names_it_already() {
    let (folder, mut harness) = editing(Lang::En);
    click(&mut harness, &said("standard-save", Lang::En));
    until(&mut harness, |app| app.session().dialog.is_none());
    checked(&mut harness);
    order(&mut harness, do_("standard-text"));
    opened(&mut harness);
    write(&mut harness, &built_in().replace(">= 50 m", ">= 40 m"), Lang::En);
    click(&mut harness, &said("standard-save", Lang::En));
    until(&mut harness, |app| app.session().dialog.is_none());
    until(&mut harness, |app| {
        let outcome = app.document().outcome().unwrap();
        outcome.clauses[0].verdict == Verdict::Meets
    });
    let name = |file: std::fs::DirEntry| file.file_name().to_string_lossy().into_owned();
    let names = std::fs::read_dir(folder.path()).unwrap().map(|file| name(file.unwrap()));
    assert_eq!(names.filter(|name| name.starts_with(BUILT_IN)).count(), 1, "no second copy");
}

#[test]
fn a_mistake_stands_with_line_and_key_and_a_click_goes_to_its_line() {
    let (folder, mut harness) = editing(Lang::En);
    let text = built_in().replace(">= 8 km/km2", ">= 8 miles");
    let line = text.lines().position(|own| own.contains("miles")).unwrap() + 1;
    write(&mut harness, &text, Lang::En);
    let clause = text.lines().take(line).filter(|own| *own == "[[clause]]").count();
    let start = format!("Line {line}, clause[{clause}].test: unknown unit");
    harness.get_by_label_contains(&start).click();
    settled(&mut harness);
    // The cursor stands there: its clause is told line by line.
    let told = format!("{}  clause: Road-network density", line_of(&text, "title = { zh = \"道路网密度\""));
    assert!(harness.query_by_label_contains(&told).is_some(), "{told}");
    let instead = format!("{line}  unknown unit");
    assert!(
        harness.query_by_label_contains(&instead).is_some(),
        "its line says what is wrong and not that there is no limit"
    );
    click(&mut harness, &said("standard-save-only", Lang::En));
    settled(&mut harness);
    assert!(is_open(&harness), "there is more to mend");
    assert_eq!(std::fs::read_to_string(folder.path().join(format!("{BUILT_IN}.toml"))).unwrap(), text);
    assert_eq!(harness.state().document().plan().unwrap().content().standard, None, "a wrong file is not checked by");
    assert_eq!(harness.state().document().stage(), Stage::Checked);
}

/// The line, from 1, that begins so.
fn line_of(text: &str, beginning: &str) -> usize {
    text.lines().position(|line| line.starts_with(beginning)).unwrap() + 1
}

#[test]
fn a_text_that_is_not_saved_is_asked_about_before_it_is_left() {
    let (folder, mut harness) = editing(Lang::Zh);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(!is_open(&harness), "nothing was changed");
    order(&mut harness, do_("standard-text"));
    opened(&mut harness);
    write(&mut harness, "[standard]\n", Lang::Zh);
    for left in [do_("quit"), do_("close"), do_("open-sample")] {
        order(&mut harness, left);
        assert!(is_open(&harness));
        click(&mut harness, &said("standard-go-on", Lang::Zh));
    }
    harness.get_by_role_and_label(Role::Button, &said("dialog-close", Lang::Zh)).click();
    harness.run_steps(4);
    assert!(is_open(&harness));
    click(&mut harness, &said("discard", Lang::Zh));
    assert!(!is_open(&harness));
    assert!(harness.state().document().plan().is_some());
    assert!(!folder.path().join(format!("{BUILT_IN}.toml")).exists(), "nothing was written");
}

#[test]
fn a_window_is_not_closed_over_a_text_that_is_not_saved() {
    let (_folder, mut harness) = editing(Lang::Zh);
    write(&mut harness, "[standard]\n", Lang::Zh);
    let root = harness.input().viewport_id;
    let events = &mut harness.input_mut().viewports.get_mut(&root).unwrap().events;
    events.push(egui::ViewportEvent::Close);
    harness.step();
    let held = harness.output().viewport_output.values().flat_map(|output| &output.commands);
    assert!(held.into_iter().any(|command| *command == egui::ViewportCommand::CancelClose));
    harness.run_steps(3);
    assert!(is_open(&harness) && harness.query_by_label(&said("standard-unsaved", Lang::Zh)).is_some());
}

#[test]
fn another_file_is_never_written_over_and_the_refusal_is_said_in_the_dialog() {
    let (folder, mut harness) = editing(Lang::Zh);
    let plan = std::fs::read(folder.path().join("plan.toml")).unwrap();
    fill(&mut harness, &said("standard-name", Lang::Zh), "plan.toml");
    click(&mut harness, &said("standard-save", Lang::Zh));
    settled(&mut harness);
    assert!(is_open(&harness) && harness.query_by_label_contains("已存在，不会覆盖").is_some());
    assert_eq!(std::fs::read(folder.path().join("plan.toml")).unwrap(), plan);
}

#[test]
fn a_standard_of_a_newer_format_says_both_versions_and_has_no_clauses() {
    let (folder, mut harness) = town(Lang::En);
    std::fs::write(folder.path().join("newer.toml"), "langdao = 9\n[standard]\n").unwrap();
    let open = StandardOrder::Open { of: "newer.toml".to_owned(), copy: false };
    order(&mut harness, Command::Standard(open));
    opened(&mut harness);
    let told =
        harness.query_by_label_contains("Line 1, langdao: the standard file has format version 9, newer than the 1");
    assert!(told.is_some());
    // A plan that names it is not checked by anything.
    let edit = harness.state().document().plan().unwrap().setting_standard(Some("newer.toml".to_owned()));
    order(&mut harness, Command::Edit(edit));
    until(&mut harness, |app| app.document().stage() == Stage::Failed);
    let failure = harness.state().document().failure().unwrap()[0].say(Lang::En);
    assert!(failure.contains("newer.toml, line 1, langdao: ") && failure.contains("use a newer langdao"), "{failure}");
}

#[test]
fn three_thousand_lines_are_shown_at_any_size() {
    let (folder, mut harness) = town(Lang::En);
    let clause = built_in().split("[[clause]]").nth(1).unwrap().to_owned();
    let mut text = built_in();
    let mut number = 0;
    while text.lines().count() < 3_000 {
        number += 1;
        text.push_str("[[clause]]");
        text.push_str(&clause.replace("corridor-net-width", &format!("corridor-{number}")));
    }
    std::fs::write(folder.path().join("long.toml"), &text).unwrap();
    order(&mut harness, Command::Standard(StandardOrder::Open { of: "long.toml".to_owned(), copy: false }));
    opened(&mut harness);
    for size in [[0.0, 0.0], [320.0, 200.0], [1440.0, 900.0]] {
        harness.set_size(size.into());
        harness.run_steps(4);
        assert!(is_open(&harness));
    }
    let clauses = text.matches("[[clause]]").count();
    assert!(harness.query_by_label_contains(&format!("No mistakes, {clauses} clauses")).is_some());
}

#[test]
fn the_page_of_a_clause_opens_from_its_card_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, mut harness) = town(lang);
        order(&mut harness, Command::ToggleClause("corridor-net-width".to_owned()));
        harness.get_by_label(&said("clauses-page", lang)).click();
        harness.run_steps(4);
        assert_eq!(harness.state().session().dialog, Some(Dialog::Clause("corridor-net-width".to_owned())));
        harness.key_press(egui::Key::Escape);
        harness.run_steps(4);
        order(&mut harness, show(Dialog::Clause("greenway-per-capita".to_owned())));
        harness.run_steps(4);
        for section in ["checks", "quote", "binding", "limit", "method", "data", "figures", "blind", "example"] {
            let heading = Message::new(format!("report.page-{section}")).say(lang);
            assert!(harness.query_all_by_label(&heading).count() >= 1, "{heading}");
        }
        assert!(harness.query_by_label_contains("urban_population = { value = 182000 }").is_some());
        harness.key_press(egui::Key::Escape);
        harness.run_steps(4);
        assert!(harness.state().session().dialog.is_none());
    }
}

#[test]
fn the_page_of_a_clause_that_is_no_more_closes_itself() {
    let (_folder, mut harness) = town(Lang::Zh);
    order(&mut harness, show(Dialog::Clause("no-such".to_owned())));
    assert!(harness.state().session().dialog.is_none());
}

#[test]
fn a_closed_card_shows_what_hangs_on_a_reading_with_its_limit() {
    let mut harness = window(Opening::Last, Lang::Zh);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    let (title, limit) = {
        let app = harness.state();
        let found = &app.document().outcome().unwrap().clauses;
        let hanging = found.iter().find(|own| own.verdict == Verdict::DependsOnReading).unwrap();
        let clause = app.document().loaded().unwrap().standard.clause(&hanging.clause).unwrap();
        let test = clause.test.unwrap();
        (clause.readings[0].title.zh.clone(), langdao::report::wording::limit_text(&test, Lang::Zh))
    };
    assert_eq!(harness.state().session().open_clause, None);
    assert_eq!(harness.query_all_by_label(&title).count(), 1, "{title}");
    let head = Message::new("app.clauses-readings-beside").with("limit", limit).say(Lang::Zh);
    assert_eq!(harness.query_all_by_label(&head).count(), 1, "{head}");
}
