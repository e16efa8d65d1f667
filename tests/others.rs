//! What others do to a plan's file between two sessions, and saves that came to nothing: no edit is lost, none lands where it does
//! not belong.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

#[path = "support/session.rs"]
mod session;

use std::fs;
use std::path::{Path, PathBuf};

use langdao::disk::write_whole;
use langdao::plan::{Access, Change, Edit, Journals, Opened, Plan, TypedFigure};
use session::{PLAN, Session, plan_folder};

fn folders(root: &Path) -> (PathBuf, PathBuf) {
    (plan_folder(&root.join("plan")), root.join("journals"))
}

fn year(year: i32) -> Edit {
    Edit::Year(Change::new(None, Some(year)))
}

/// What is offered when the plan is opened: how many edits, and what did not fit.
fn offered(plan: &Path, journals: &Path) -> (Plan, usize, usize) {
    let opened = Opened::open(&[plan.to_owned()], Some(&Journals::new(journals.to_owned()))).unwrap();
    opened.unsaved.map_or((opened.plan, 0, 0), |found| (found.plan, found.unsaved, found.dropped.len()))
}

#[test]
fn a_save_that_came_to_nothing_does_not_hide_edits_once_others_have_changed_the_file() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    let mut session = Session::open(std::slice::from_ref(&plan), &journals);
    session.edit(year(2031)).unwrap();
    // The save is recorded, then the drive goes before anything is written.
    let saving = session.plan.saving(&plan.join("plan.toml")).unwrap();
    session.journal.append(&[saving.record()], 2).unwrap();
    drop(session);
    fs::write(plan.join("plan.toml"), PLAN.replace("安宁新区", "别处")).unwrap();
    let (found, unsaved, dropped) = offered(&plan, &journals);
    assert_eq!((found.content().year, unsaved, dropped), (Some(2031), 1, 0));
    assert_eq!(found.content().name.as_deref(), Some("别处"));
}

#[test]
fn edits_that_were_made_while_a_save_was_prepared_are_offered_back() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    let mut session = Session::open(std::slice::from_ref(&plan), &journals);
    session.edit(year(2031)).unwrap();
    let saving = session.plan.saving(&plan.join("plan.toml")).unwrap();
    session.edit(year(2032)).unwrap();
    session.journal.append(&[saving.record()], 2).unwrap();
    saving.write().unwrap();
    drop(session);
    let (found, unsaved, _) = offered(&plan, &journals);
    assert_eq!((found.content().year, unsaved), (Some(2032), 1));
    let mut reverted = found;
    reverted.revert();
    assert_eq!((reverted.content().year, reverted.is_changed()), (Some(2031), false));
}

#[test]
fn a_comment_that_was_written_between_two_sessions_survives_the_next_save() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    let file = plan.join("plan.toml");
    let mut session = Session::open(std::slice::from_ref(&plan), &journals);
    session.edit(year(2031)).unwrap();
    session.save().unwrap();
    drop(session);
    let text =
        fs::read_to_string(&file).unwrap().replace("langdao = 1\n", "langdao = 1\nreviewed = true\n") + "# 已核对\n";
    fs::write(&file, &text).unwrap();
    let mut session = Session::open(&[plan], &journals);
    session.edit(year(2032)).unwrap();
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("2031", "2032"));
}

fn figure(plan: &Plan) -> Option<f64> {
    plan.content().figures.get("urban_population").map(|figure| figure.value)
}

#[test]
fn edits_of_a_proposal_do_not_land_in_another_one_that_others_have_opened() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    let mut session = Session::open(std::slice::from_ref(&plan), &journals);
    let edit = session.plan.duplicating_proposal("方案一");
    session.edit(edit).unwrap();
    session.save().unwrap();
    let edit = session.plan.setting_figure("urban_population", Some(TypedFigure::plain(5.0)));
    session.edit(edit).unwrap();
    drop(session);
    let file = plan.join("plan.toml");
    let theirs = fs::read_to_string(&file).unwrap().replace("open = \"方案一\"", "open = \"现状\"");
    fs::write(&file, &theirs).unwrap();
    let (found, _, dropped) = offered(&plan, &journals);
    assert_eq!((found.content().proposals.open(), dropped), (Some("方案一"), 0));
    assert_eq!((figure(&found), figure(&found.showing("现状").unwrap())), (Some(5.0), Some(96_000.0)));
    // Where that proposal is gone, the edit has no place and is named.
    fs::write(&file, PLAN.replace("安宁新区", "别处")).unwrap();
    let (found, _, dropped) = offered(&plan, &journals);
    assert_eq!((figure(&found), dropped), (Some(96_000.0), 1));
    // Where the file is what the history began with, all that was done since is offered back, saved or not.
    fs::write(&file, PLAN).unwrap();
    let (found, unsaved, dropped) = offered(&plan, &journals);
    assert_eq!((figure(&found), unsaved, dropped), (Some(5.0), 2, 0));
}

#[test]
fn a_layer_that_others_have_added_too_is_there_once() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    fs::write(plan.join("绿地.geojson"), r#"{"type":"FeatureCollection","features":[]}"#).unwrap();
    let mut session = Session::open(std::slice::from_ref(&plan), &journals);
    let edit = session.plan.adding(&[plan.join("绿地.geojson")]).unwrap();
    session.edit(edit).unwrap();
    drop(session);
    let theirs = PLAN.replace("[figures]", "[[layer]]\nsource = \"绿地.geojson\"\n\n[figures]").replace("2030", "2035");
    fs::write(plan.join("plan.toml"), theirs).unwrap();
    let (found, unsaved, dropped) = offered(&plan, &journals);
    assert_eq!((found.content().layers.len(), unsaved, dropped), (2, 0, 0));
}

#[test]
fn a_plan_whose_file_is_gone_comes_back_from_its_journal() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    let mut session = Session::open(std::slice::from_ref(&plan), &journals);
    session.edit(year(2031)).unwrap();
    drop(session);
    fs::remove_file(plan.join("plan.toml")).unwrap();
    let journals = Journals::new(journals);
    let left = journals.left();
    let [left] = left.as_slice() else { panic!("{left:?}") };
    assert_eq!((left.plan.as_ref(), left.place.as_deref()), (None, Some(plan.join("plan.toml").as_path())));
    let opened = Opened::from_journal(&left.journal, &journals).unwrap();
    let mut found = opened.unsaved.unwrap().plan;
    assert_eq!((found.content().year, found.path()), (Some(2031), None));
    found.save(&plan.join("wieder.toml")).unwrap();
    assert!(fs::read_to_string(plan.join("wieder.toml")).unwrap().contains("colour = \"green\""));
}

#[test]
fn two_threads_that_write_to_one_place_leave_the_whole_of_one() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("plan.toml");
    let texts = ["一".repeat(200_000), "二".repeat(150_000)];
    for _ in 0..20 {
        std::thread::scope(|scope| {
            for text in &texts {
                scope.spawn(|| write_whole(&path, text.as_bytes()).unwrap());
            }
        });
        let found = fs::read_to_string(&path).unwrap();
        assert!(texts.contains(&found), "{} bytes", found.len());
    }
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
}

#[test]
fn a_plan_that_is_held_is_still_read() {
    let root = tempfile::tempdir().unwrap();
    let (plan, journals) = folders(root.path());
    let session = Session::open(std::slice::from_ref(&plan), &journals);
    let second = Opened::open(&[plan], Some(&Journals::new(journals))).unwrap();
    assert!(matches!(second.access, Access::Held(Some(_))));
    assert_eq!(second.plan.content(), session.plan.content());
}
