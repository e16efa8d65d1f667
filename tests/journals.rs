//! Journals: what they give back is the plan as it was, with all that could be undone and done again; they stay short; what
//! cannot be read is not written over; every plan has one of its own.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

#[path = "support/session.rs"]
mod session;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use langdao::plan::journal::Kept;
use langdao::plan::{Access, Journals, Opened, Plan, PlanFile, Restored};
use proptest::prelude::*;
use session::{KINDS, Session, State, edit, names, plan_folder};

/// What a planner does next.
#[derive(Clone, Copy, Debug)]
enum Move {
    Edit(usize, u32),
    Undo,
    Redo,
    Save,
    Revert,
    Tell,
    Reopen,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        8 => (0..KINDS, 0..1_000_u32).prop_map(|(kind, number)| Move::Edit(kind, number)),
        4 => Just(Move::Undo),
        2 => Just(Move::Redo),
        2 => Just(Move::Save),
        1 => Just(Move::Revert),
        1 => Just(Move::Tell),
        1 => Just(Move::Reopen),
    ];
    prop::collection::vec(one, 1..40)
}

fn make(mut session: Session, next: Move, root: &Path) -> Session {
    match next {
        Move::Edit(kind, number) => {
            let edit = edit(&session.plan, kind, number);
            session.edit(edit).unwrap();
        }
        Move::Undo => session.undo().unwrap(),
        Move::Redo => session.redo().unwrap(),
        Move::Save => session.save().unwrap(),
        Move::Revert => {
            let records = session.plan.revert();
            session.keep(records).unwrap();
        }
        Move::Tell => session.journal.tell(&session.plan, 1).unwrap(),
        Move::Reopen => {
            let before = State::of(&session.plan);
            drop(session);
            let opened = Session::open(&[root.join("plan")], &root.join("journals"));
            assert_eq!(State::of(&opened.plan), before);
            return opened;
        }
    }
    session
}

/// What the journal gives back, beside the plan file as it is.
fn restored(session: &Session) -> Option<Restored> {
    let kept: Kept = session.journal.kept().unwrap()?;
    let path = session.plan.path().unwrap();
    Some(kept.restore(Some(path), Some(Arc::new(PlanFile::read(path).unwrap()))).unwrap())
}

fn unsaved(plan: &Plan) -> usize {
    if plan.is_changed() { plan.unsaved().len() } else { 0 }
}

/// Both are the same plan, and stay so wherever undo and redo go.
fn assert_alike(own: &Plan, other: &Plan) {
    let (mut own, mut other) = (own.clone(), other.clone());
    assert_eq!(State::of(&own), State::of(&other));
    let (done, all) = (own.done().len(), own.done().len() + own.undone().len());
    for steps in [0, all / 2, all, done] {
        own.go_to(steps);
        other.go_to(steps);
        assert_eq!(State::of(&own), State::of(&other), "{steps} of {all}");
        assert_eq!(own.is_changed(), other.is_changed(), "{steps} of {all}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_journal_gives_back_the_plan_with_its_undo_and_redo_and_knows_what_is_saved(moves in moves()) {
        let root = tempfile::tempdir().unwrap();
        let mut session = Session::open(&[plan_folder(&root.path().join("plan"))], &root.path().join("journals"));
        for (number, next) in moves.iter().enumerate() {
            session = make(session, *next, root.path());
            let Some(found) = restored(&session) else { continue };
            assert_alike(&session.plan, &found.plan);
            prop_assert_eq!(found.unsaved, unsaved(&session.plan), "{} {:?}", number, next);
            prop_assert!(!found.outside && found.lost == 0 && found.dropped.is_empty());
        }
    }
}

#[test]
fn a_journal_of_thousands_of_edits_stays_short_once_they_are_saved_and_holds_all_that_are_not() {
    let root = tempfile::tempdir().unwrap();
    let mut session = Session::open(&[plan_folder(&root.path().join("plan"))], &root.path().join("journals"));
    let mut lengths = Vec::new();
    for round in 0..3_u32 {
        // A gesture of many edits: one write of the disk each would only take time.
        let records: Vec<_> = (0..1_200)
            .filter_map(|number| {
                session.plan.commit(edit(&session.plan, number % 2 * 2, u32::try_from(number).unwrap() + 2_000 * round))
            })
            .collect();
        assert_eq!(records.len(), 1_200);
        session.keep(records).unwrap();
        let found = restored(&session).unwrap();
        assert_eq!(found.unsaved, 1_200, "all that is not saved");
        session.save().unwrap();
        lengths.push(fs::metadata(session.journal.path()).unwrap().len());
        let found = restored(&session).unwrap();
        assert_eq!((found.unsaved, found.plan.done().len()), (0, 1_000), "the last of what is saved");
        assert_eq!(found.plan.content(), session.plan.content());
    }
    assert!(lengths[2] < lengths[0] * 11 / 10, "{lengths:?}");
}

/// Opens a plan whose journal must not be written over, and returns why it is not.
fn refused(root: &Path) -> String {
    let journal = only_journal(root);
    let before = fs::read(&journal).unwrap();
    let opened = Opened::open(&[root.join("plan")], Some(&Journals::new(root.join("journals")))).unwrap();
    let Access::Whole { journal: Err(message), .. } = opened.access else {
        panic!("the journal would be written over")
    };
    assert!(opened.unsaved.is_none());
    assert!(Journals::new(root.join("journals")).left().is_empty());
    assert_eq!(fs::read(journal).unwrap(), before);
    message.key
}

fn only_journal(root: &Path) -> PathBuf {
    let found = names(&root.join("journals"));
    assert_eq!(found.len(), 1, "{found:?}");
    root.join("journals").join(&found[0])
}

/// A plan with an edit that is in its journal only.
fn unsaved_edit(root: &Path) {
    let mut session = Session::open(&[plan_folder(&root.join("plan"))], &root.join("journals"));
    let next = edit(&session.plan, 4, 7);
    session.edit(next).unwrap();
}

#[test]
fn a_journal_of_a_newer_langdao_is_not_written_over_nor_let_go_of() {
    let root = tempfile::tempdir().unwrap();
    unsaved_edit(root.path());
    let journal = only_journal(root.path());
    let newer = fs::read_to_string(&journal)
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .split_once(' ')
        .unwrap()
        .1
        .replace("\"version\":1", "\"version\":2");
    fs::write(&journal, format!("{} {newer}\n", sum(&newer))).unwrap();
    assert_eq!(refused(root.path()), "plan.journal-newer");
}

/// The checksum of a first line, as its format says it: eight bytes of its SHA-256.
fn sum(text: &str) -> String {
    use sha2::Digest as _;
    let digest: [u8; 32] = sha2::Sha256::digest(text.as_bytes()).into();
    format!("{:016x}", u64::from_be_bytes(*digest.first_chunk().unwrap()))
}

#[test]
fn a_journal_whose_plan_is_of_a_newer_format_is_not_written_over() {
    let root = tempfile::tempdir().unwrap();
    unsaved_edit(root.path());
    let journal = only_journal(root.path());
    let text = fs::read_to_string(&journal).unwrap();
    let other = text.lines().next().unwrap().split_once(' ').unwrap().1.replace("langdao = 1", "langdao = 2");
    assert_ne!(text, other);
    fs::write(&journal, format!("{} {other}\n", sum(&other))).unwrap();
    assert_eq!(refused(root.path()), "plan.journal-unreadable");
}

#[test]
fn steps_that_the_disk_has_harmed_are_told_of_even_where_all_others_are_saved() {
    let root = tempfile::tempdir().unwrap();
    unsaved_edit(root.path());
    let mut session = Session::open(&[root.path().join("plan")], &root.path().join("journals"));
    session.save().unwrap();
    for year in [2, 3] {
        let next = edit(&session.plan, 2, year);
        session.edit(next).unwrap();
    }
    drop(session);
    let journal = only_journal(root.path());
    let mut bytes = fs::read(&journal).unwrap();
    let lines: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
    let harmed = lines[lines.len() - 3] + 20;
    bytes[harmed] ^= 1;
    fs::write(&journal, bytes).unwrap();
    let opened = Opened::open(&[root.path().join("plan")], Some(&Journals::new(root.path().join("journals")))).unwrap();
    let found = opened.unsaved.unwrap();
    assert_eq!((found.unsaved, found.lost), (0, 2));
}

#[test]
fn a_plan_in_a_folder_with_a_long_name_has_a_journal_too() {
    let root = tempfile::tempdir().unwrap();
    // 255 bytes: as long as a name may be.
    let folder = root.path().join("凉".repeat(85));
    let mut session = Session::open(&[plan_folder(&folder)], &root.path().join("journals"));
    let next = edit(&session.plan, 4, 7);
    session.edit(next).unwrap();
    assert!(only_journal(root.path()).file_name().unwrap().to_string_lossy().starts_with("凉凉"));
}

#[cfg(target_os = "linux")]
#[test]
fn folders_whose_names_are_no_text_have_journals_of_their_own_and_are_found_again() {
    use std::os::unix::ffi::OsStrExt as _;
    let root = tempfile::tempdir().unwrap();
    // 安宁 and 西昌 in GBK, as an older system has named them: read as text both are the same.
    let folders =
        [b"\xb0\xb2\xc4\xfe", b"\xce\xf7\xb2\xfd"].map(|name| root.path().join(std::ffi::OsStr::from_bytes(name)));
    for (folder, number) in folders.iter().zip([7, 8]) {
        let mut session = Session::open(&[plan_folder(folder)], &root.path().join("journals"));
        let next = edit(&session.plan, 0, number);
        session.edit(next).unwrap();
    }
    let left = Journals::new(root.path().join("journals")).left();
    let mut found: Vec<_> = left.into_iter().map(|left| (left.plan.unwrap(), left.restored.unsaved)).collect();
    found.sort();
    assert_eq!(found, folders.clone().map(|folder| (folder.join("plan.toml"), 1)));
    for (folder, name) in folders.iter().zip(["方案 7", "方案 8"]) {
        let session = Session::open(std::slice::from_ref(folder), &root.path().join("journals"));
        assert_eq!(session.plan.content().name.as_deref(), Some(name));
    }
}

#[test]
fn locks_that_were_left_over_and_journals_in_hands_do_not_keep_a_new_plan_from_having_one() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("journals")).unwrap();
    fs::create_dir_all(root.path().join("a")).unwrap();
    fs::write(root.path().join("a/道路.geojson"), session::ROADS).unwrap();
    fs::write(root.path().join("journals/new-1.lock"), "of a process that has ended").unwrap();
    let open = || Session::open(&[root.path().join("a")], &root.path().join("journals"));
    let (mut first, second) = (open(), open());
    assert!(first.journal.path().ends_with("new-1.journal") && second.journal.path().ends_with("new-2.journal"));
    let next = edit(&first.plan, 0, 7);
    first.edit(next).unwrap();
    drop(first);
    assert!(open().journal.path().ends_with("new-3.journal") || open().journal.path().ends_with("new-2.journal"));
    let left = Session::left(&root.path().join("journals")).unwrap();
    assert_eq!(left.plan.content().name.as_deref(), Some("方案 7"));
}
