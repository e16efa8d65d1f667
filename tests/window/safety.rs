//! Nothing that was done is lost: edits that were not saved, two windows on one plan, what others change, a disk that refuses.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{Action, App, Command, Dialog, Opening, Safety, Stage};
use langdao::disk;
use langdao::plan::{Change, Edit, Journals};
use langdao::text::Lang;

use super::dialogs::{checked, click, order, save, town};
use super::{until, window_with};

type Window = Harness<'static, App>;

/// A folder with the town's plan and one for journals.
struct Desk {
    town: tempfile::TempDir,
    journals: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let (town, harness) = town(Lang::En);
        drop(harness);
        Self { town, journals: tempfile::tempdir().unwrap() }
    }

    fn plan(&self) -> PathBuf {
        self.town.path().join("plan.toml")
    }

    fn journals(&self) -> Journals {
        Journals::new(self.journals.path().to_owned())
    }

    fn opening(&self, opening: Opening) -> Window {
        window_with(opening, Lang::En, Some(self.journals()))
    }

    /// A window that has the plan open and checked.
    fn open(&self) -> Window {
        let mut harness = self.opening(Opening::Paths(vec![self.plan()]));
        checked(&mut harness);
        harness
    }

    /// A window that asks something instead.
    fn asked(&self, dialog: &Dialog) -> Window {
        let mut harness = self.opening(Opening::Paths(vec![self.plan()]));
        until(&mut harness, |app| app.session().dialog.as_ref() == Some(dialog));
        harness
    }

    /// Files beside the layers of the town.
    fn beside(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.town.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.ends_with(".geojson"));
        names.sort();
        names
    }
}

fn year(harness: &Window) -> Option<i32> {
    harness.state().document().plan().unwrap().content().year
}

fn set_year(harness: &mut Window, year: i32) {
    order(harness, Command::Edit(Edit::Year(Change::new(None, Some(year)))));
}

fn says(harness: &Window, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

fn toasts(harness: &Window) -> String {
    let said = harness.state().session().toasts.iter().map(|toast| toast.message.say(Lang::En));
    said.collect::<Vec<_>>().join("\n")
}

#[test]
fn edits_that_were_not_saved_are_offered_back_with_their_history() {
    let desk = Desk::new();
    let mut harness = desk.open();
    for year in [2031, 2032, 2033] {
        set_year(&mut harness, year);
    }
    order(&mut harness, Command::Do(Action::Undo));
    assert_eq!(harness.state().document().safety(), Safety::Safe);
    drop(harness);
    let mut harness = desk.asked(&Dialog::Recover);
    assert!(harness.state().document().plan().is_none(), "nothing is shown before it is answered");
    assert!(says(&harness, "edits not saved: 2, since "));
    click(&mut harness, "Restore the edits");
    checked(&mut harness);
    assert_eq!(year(&harness), Some(2032));
    order(&mut harness, Command::Do(Action::Redo));
    assert_eq!(year(&harness), Some(2033));
    order(&mut harness, Command::GoTo(0));
    assert!(!harness.state().document().plan().unwrap().is_changed());
}

#[test]
fn a_plan_opened_as_it_is_saved_keeps_the_unsaved_edits_to_be_done_again() {
    let desk = Desk::new();
    let mut harness = desk.open();
    for year in [2031, 2032] {
        set_year(&mut harness, year);
    }
    drop(harness);
    let mut harness = desk.asked(&Dialog::Recover);
    click(&mut harness, "Open as saved");
    checked(&mut harness);
    assert_eq!(year(&harness), Some(2030));
    drop(harness);
    // It was answered: the next start does not ask again, and the edits are there still.
    let mut harness = desk.open();
    for action in [Action::Redo, Action::Redo] {
        order(&mut harness, Command::Do(action));
    }
    assert_eq!(year(&harness), Some(2032));
}

#[test]
fn leaving_the_question_with_escape_restores_the_edits() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    drop(harness);
    let mut harness = desk.asked(&Dialog::Recover);
    harness.key_press(egui::Key::Escape);
    checked(&mut harness);
    assert_eq!((year(&harness), harness.state().session().dialog.is_none()), (Some(2031), true));
}

#[test]
fn the_history_survives_closing_a_plan_that_is_saved() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    save(&mut harness, desk.plan());
    set_year(&mut harness, 2035);
    save(&mut harness, desk.plan());
    drop(harness);
    let mut harness = desk.open();
    assert!(!harness.state().document().plan().unwrap().is_changed());
    for action in [Action::Undo, Action::Undo] {
        order(&mut harness, Command::Do(action));
    }
    assert_eq!(year(&harness), Some(2030));
    assert!(harness.state().document().plan().unwrap().is_changed());
}

#[test]
fn changes_that_were_left_on_purpose_are_not_offered_again_but_can_be_done_again() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    order(&mut harness, Command::Do(Action::Close));
    click(&mut harness, "Don't save");
    assert_eq!(harness.state().document().stage(), Stage::Empty);
    drop(harness);
    let mut harness = desk.open();
    assert_eq!(year(&harness), Some(2030));
    order(&mut harness, Command::Do(Action::Redo));
    assert_eq!(year(&harness), Some(2031));
}

#[test]
fn a_plan_that_was_never_saved_is_offered_at_the_next_start() {
    let desk = Desk::new();
    std::fs::remove_file(desk.plan()).unwrap();
    let mut harness = desk.opening(Opening::Paths(vec![desk.town.path().to_owned()]));
    checked(&mut harness);
    set_year(&mut harness, 2033);
    drop(harness);
    let mut harness = desk.opening(Opening::Empty);
    until(&mut harness, |app| app.session().dialog == Some(Dialog::Left));
    let name = desk.town.path().file_name().unwrap().to_string_lossy().into_owned();
    click(&mut harness, &format!("Restore and open: {name}"));
    checked(&mut harness);
    assert_eq!(year(&harness), Some(2033));
    assert_eq!(harness.state().document().loaded().unwrap().snapshot.layers.len(), 3);
    // Saved it has a journal of its own, and nothing is left over of the first.
    save(&mut harness, desk.plan());
    drop(harness);
    let mut harness = desk.opening(Opening::Empty);
    until(&mut harness, |app| app.jobs().running().is_empty());
    assert_eq!(harness.state().session().dialog, None);
}

#[test]
fn edits_are_let_go_of_only_when_that_is_confirmed() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    drop(harness);
    let mut harness = desk.opening(Opening::Empty);
    until(&mut harness, |app| app.session().dialog == Some(Dialog::Left));
    click(&mut harness, "Discard: 小镇");
    assert_eq!(harness.state().session().left.len(), 1);
    click(&mut harness, "Discard for good: 小镇");
    until(&mut harness, |app| app.jobs().running().is_empty());
    assert!(harness.state().session().left.is_empty());
    drop(harness);
    assert_eq!(year(&desk.open()), Some(2030));
}

#[test]
fn a_second_window_is_told_and_may_only_look() {
    let desk = Desk::new();
    let first = desk.open();
    let mut second = desk.asked(&Dialog::InUse);
    click(&mut second, "Open read-only");
    checked(&mut second);
    assert!(says(&second, "Read-only"));
    set_year(&mut second, 2031);
    assert_eq!(year(&second), Some(2030));
    assert!(toasts(&second).contains("read-only"), "{}", toasts(&second));
    order(&mut second, Command::SaveTo(desk.plan()));
    assert!(toasts(&second).contains("cannot be saved to its file"), "{}", toasts(&second));
    drop(second);
    drop(first);
    assert_eq!(desk.beside(), ["plan.toml"]);
}

#[test]
fn a_second_window_works_on_a_copy_that_is_saved_elsewhere_and_never_over_the_first() {
    let desk = Desk::new();
    let mut first = desk.open();
    let mut second = desk.asked(&Dialog::InUse);
    click(&mut second, "Work on a copy");
    checked(&mut second);
    set_year(&mut second, 2031);
    save(&mut second, desk.plan());
    assert!(toasts(&second).contains("another window has"), "{}", toasts(&second));
    save(&mut second, desk.town.path().join("copy.toml"));
    assert!(!second.state().document().plan().unwrap().is_changed(), "{}", toasts(&second));
    set_year(&mut first, 2040);
    save(&mut first, desk.plan());
    assert!(!first.state().document().plan().unwrap().is_changed(), "{}", toasts(&first));
}

#[test]
fn a_lock_that_a_crash_has_left_over_holds_nobody_up() {
    let desk = Desk::new();
    std::fs::write(desk.town.path().join(".plan.toml.lock"), r#"{"user":"王工","computer":"规划室-3","process":1}"#)
        .unwrap();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    save(&mut harness, desk.plan());
    drop(harness);
    assert_eq!(desk.beside(), ["plan.toml"]);
}

#[test]
fn a_plan_that_others_have_changed_is_read_again_with_the_unsaved_edits_on_top() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    let text = std::fs::read_to_string(desk.plan()).unwrap();
    std::fs::write(desk.plan(), text.replace("小镇", "新镇")).unwrap();
    until(&mut harness, |app| app.changed().plan);
    assert!(says(&harness, "Changed by others: plan.toml") && says(&harness, "unsaved edits are kept: 1"));
    // Saved over it would be lost what the others did.
    save(&mut harness, desk.plan());
    assert!(std::fs::read_to_string(desk.plan()).unwrap().contains("新镇"));
    click(&mut harness, "Read again");
    until(&mut harness, |app| app.document().plan().unwrap().content().name.as_deref() == Some("新镇"));
    checked(&mut harness);
    assert_eq!(year(&harness), Some(2031));
    save(&mut harness, desk.plan());
    let text = std::fs::read_to_string(desk.plan()).unwrap();
    assert!(text.contains("新镇") && text.contains("2031"), "{text}");
    until(&mut harness, |app| app.changed().is_empty());
}

#[test]
fn a_layer_that_others_have_changed_is_noticed_and_read_again() {
    let desk = Desk::new();
    let mut harness = desk.open();
    let layer = desk.town.path().join("corridor.geojson");
    let text = std::fs::read_to_string(&layer).unwrap();
    std::fs::write(&layer, text.replace("3087540", "3087560.5")).unwrap();
    until(&mut harness, |app| app.changed().layers.len() == 1);
    assert!(says(&harness, "Changed by others: corridor.geojson"));
    let width = |app: &App| {
        let outcome = app.document().outcome().unwrap();
        let clause = outcome.clauses.iter().find(|clause| clause.clause == "corridor-net-width").unwrap();
        clause.figure.unwrap().low
    };
    assert!((width(harness.state()) - 40.0).abs() < 1e-3);
    click(&mut harness, "Read again");
    until(&mut harness, |app| app.document().stage() == Stage::Checked && (width(app) - 60.5).abs() < 1e-3);
    until(&mut harness, |app| app.changed().is_empty());
}

/// A disk below a folder that is full as long as the switch says so.
fn full_disk(folder: &Path) -> (disk::Watching, Arc<AtomicBool>) {
    let full = Arc::new(AtomicBool::new(true));
    let seen = Arc::clone(&full);
    let watching =
        disk::watch(
            folder,
            move |_| {
                if seen.load(Ordering::Relaxed) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
            },
        );
    (watching, full)
}

#[test]
fn while_the_disk_is_full_the_window_says_that_edits_are_not_safe_and_goes_on() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    let (watching, full) = full_disk(desk.journals.path());
    for year in [2032, 2033] {
        set_year(&mut harness, year);
    }
    assert_eq!(year(&harness), Some(2033));
    assert!(matches!(harness.state().document().safety(), Safety::Unsafe(why) if why.to_string().contains("full")));
    assert!(says(&harness, "edits not journaled"));
    full.store(false, Ordering::Relaxed);
    until(&mut harness, |app| app.document().safety() == Safety::Safe);
    drop(harness);
    drop(watching);
    let mut harness = desk.asked(&Dialog::Recover);
    click(&mut harness, "Restore the edits");
    checked(&mut harness);
    assert_eq!(year(&harness), Some(2033));
}

#[test]
fn a_save_to_a_full_disk_says_what_to_do_and_loses_nothing() {
    let desk = Desk::new();
    let mut harness = desk.open();
    let before = std::fs::read(desk.plan()).unwrap();
    set_year(&mut harness, 2031);
    let (watching, _full) = full_disk(desk.town.path());
    save(&mut harness, desk.plan());
    assert!(toasts(&harness).contains("free some space"), "{}", toasts(&harness));
    assert_eq!(std::fs::read(desk.plan()).unwrap(), before);
    assert!(harness.state().document().plan().unwrap().is_changed());
    drop(watching);
    save(&mut harness, desk.plan());
    assert!(!harness.state().document().plan().unwrap().is_changed());
    drop(harness);
    assert_eq!(desk.beside(), ["plan.toml"]);
}

#[test]
fn a_plan_that_was_asked_about_is_let_go_of_when_another_one_is_opened() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    drop(harness);
    let mut harness = desk.asked(&Dialog::Recover);
    let (other, opened) = town(Lang::En);
    drop(opened);
    order(&mut harness, Command::Open(vec![other.path().to_owned()]));
    checked(&mut harness);
    assert_ne!(harness.state().session().dialog, Some(Dialog::Recover));
    // The first window has the other plan open; this one gets the first, and is asked about its edits.
    drop(desk.asked(&Dialog::Recover));
}

#[test]
fn what_is_being_saved_is_saved_before_the_plan_is_left() {
    let desk = Desk::new();
    let mut harness = desk.open();
    set_year(&mut harness, 2031);
    harness.state_mut().command(Command::SaveTo(desk.plan()));
    harness.state_mut().command(Command::Do(Action::Close));
    until(&mut harness, |app| app.document().stage() == Stage::Empty);
    assert!(std::fs::read_to_string(desk.plan()).unwrap().contains("2031"));
    drop(harness);
    assert_eq!(desk.beside(), ["plan.toml"]);
}
