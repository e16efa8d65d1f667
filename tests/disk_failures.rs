//! Disks that are full, read-only, held by others, or gone and back again, at every step of a save and of the journal: what
//! failed says what to do, nothing is lost, and the next try succeeds.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

#[path = "support/session.rs"]
mod session;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use langdao::disk::{Watching, settle, watch};
use langdao::handle::Handle;
use langdao::plan::{Access, Journals, LayerCache, Opened, Plan};
use langdao::report::DrawnReport;
use langdao::text::{Argument, Lang, Message};
use session::{PLAN, Session, State, edit, files, names, plan_folder};

/// How a disk fails, and the sentence that says what to do then.
#[derive(Clone, Copy, Debug)]
enum Failure {
    Full,
    Denied,
    ReadOnly,
    InUse,
    Gone,
    DriveGone,
}

impl Failure {
    const ALL: [Self; 6] = [Self::Full, Self::Denied, Self::ReadOnly, Self::InUse, Self::Gone, Self::DriveGone];

    fn error(self) -> io::Error {
        match self {
            Self::Full => ErrorKind::StorageFull.into(),
            Self::Denied => ErrorKind::PermissionDenied.into(),
            Self::ReadOnly => ErrorKind::ReadOnlyFilesystem.into(),
            Self::InUse => ErrorKind::ResourceBusy.into(),
            Self::Gone => ErrorKind::NotFound.into(),
            // EIO, or what Windows says of a network name that is no longer available.
            Self::DriveGone => io::Error::from_raw_os_error(if cfg!(windows) { 64 } else { 5 }),
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Full => "disk.full",
            Self::Denied => "disk.denied",
            Self::ReadOnly => "disk.read-only",
            Self::InUse => "disk.in-use",
            Self::Gone => "disk.gone",
            Self::DriveGone => "disk.drive-gone",
        }
    }
}

/// Lets steps below a folder fail from the `first` one on, one of them or all.
fn failing(folder: &Path, failure: Failure, first: usize, for_good: bool) -> (Watching, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let watching = watch(folder, move |_| {
        let at = seen.fetch_add(1, Ordering::SeqCst) + 1;
        if at == first || (for_good && at > first) { Err(failure.error()) } else { Ok(()) }
    });
    (watching, count)
}

/// Does something with a disk that fails at every step in turn, in every way; `work` gets the ordinal of the failing step and
/// returns how many steps it came to. Returns how many ways there were.
fn every_failure(work: impl Fn(Failure, usize, bool) -> usize) -> usize {
    let mut points = 0;
    for failure in Failure::ALL {
        for for_good in [false, true] {
            for first in 1.. {
                if work(failure, first, for_good) < first {
                    break;
                }
                points += 1;
            }
        }
    }
    points
}

/// The sentence that a message gives as its reason.
fn reason(message: &Message) -> Option<&str> {
    let (_, reason) = message.arguments.iter().find(|(name, _)| name == "reason")?;
    match reason {
        Argument::Message(reason) => Some(&reason.key),
        Argument::Plain(_) => None,
    }
}

fn assert_says(message: &Message, key: &str, failure: Failure) {
    assert_eq!((message.key.as_str(), reason(message)), (key, Some(failure.sentence())));
    for lang in [Lang::Zh, Lang::En] {
        let advice = Message::new(failure.sentence()).with("reason", "|").say(lang);
        let (what, what_to_do) = advice.split_once('|').unwrap();
        let said = message.say(lang);
        assert!(said.contains(what) && said.contains(what_to_do) && what_to_do.len() > 20, "{said}");
    }
}

/// A plan with edits that are not saved.
fn edited(root: &Path) -> Session {
    let mut session = Session::open(&[plan_folder(&root.join("plan"))], &root.join("journals"));
    for kind in [0, 4, 3] {
        let next = edit(&session.plan, kind, 7);
        session.edit(next).unwrap();
    }
    session
}

#[test]
fn a_save_that_fails_says_what_to_do_changes_nothing_and_succeeds_the_next_time() {
    let points = every_failure(|failure, first, for_good| {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("plan/plan.toml");
        let mut session = edited(root.path());
        let before = State::of(&session.plan);
        let (watching, count) = failing(&root.path().join("plan"), failure, first, for_good);
        let saved = session.save();
        let steps = count.load(Ordering::SeqCst);
        drop(watching);
        let text = fs::read_to_string(&path).unwrap();
        let is_new = text.contains("方案 7") && text.contains("廊道c1");
        assert!(text == PLAN || is_new, "{failure:?} {first}: {text}");
        assert_eq!(State::of(&session.plan), before);
        match saved {
            Ok(()) => assert!(is_new && !session.plan.is_changed()),
            Err(message) => {
                assert_says(&message, "plan.not-saved", failure);
                assert!(session.plan.is_changed());
                let next = edit(&session.plan, 2, 3);
                session.edit(next).unwrap();
                session.save().unwrap_or_else(|message| panic!("{failure:?} {first}: {message}"));
            }
        }
        let last = State::of(&session.plan);
        drop(session);
        let found = Session::open(&[root.path().join("plan")], &root.path().join("journals"));
        assert_eq!(State::of(&found.plan), last, "{failure:?} {first}");
        assert!(!found.plan.is_changed());
        assert_eq!(names(&root.path().join("plan")), ["plan.toml", "道路.geojson"], "{failure:?} {first}");
        steps
    });
    println!("save: {points} failures, all held");
    assert!(points >= 60, "{points}");
}

#[test]
fn a_journal_that_fails_says_what_to_do_keeps_what_it_held_and_goes_on_when_the_disk_does() {
    let points = every_failure(|failure, first, for_good| {
        let root = tempfile::tempdir().unwrap();
        let mut session = edited(root.path());
        let safe = State::of(&session.plan);
        let (watching, count) = failing(&root.path().join("journals"), failure, first, for_good);
        let next = edit(&session.plan, 2, 3);
        let record = session.plan.commit(next).unwrap();
        let kept = session.keep([record.clone()]);
        let steps = count.load(Ordering::SeqCst);
        let last = State::of(&session.plan);
        drop(watching);
        if let Err(message) = &kept {
            assert_says(message, "plan.journal-failed", failure);
            // The process may end before the disk is there again.
            let copy = State::of(&copied(root.path()));
            assert!(copy == safe || copy == last, "{failure:?} {first}: {copy:?}");
            session.keep([record]).unwrap_or_else(|message| panic!("{failure:?} {first}: {message}"));
        }
        assert_eq!(State::of(&copied(root.path())), last, "{failure:?} {first}");
        steps
    });
    println!("a step into the journal: {points} failures, all held");
    assert!(points >= 24, "{points}");
}

#[test]
fn a_journal_that_cannot_be_told_anew_keeps_what_it_held() {
    let points = every_failure(|failure, first, for_good| {
        let root = tempfile::tempdir().unwrap();
        let mut session = edited(root.path());
        let last = State::of(&session.plan);
        let (watching, count) = failing(&root.path().join("journals"), failure, first, for_good);
        let told = session.journal.tell(&session.plan, 1);
        let steps = count.load(Ordering::SeqCst);
        drop(watching);
        if let Err(message) = &told {
            assert_says(message, "plan.journal-failed", failure);
            assert!(!session.journal.is_told(), "what comes next is not appended to a text that may not be there");
        }
        assert_eq!(State::of(&copied(root.path())), last, "{failure:?} {first}");
        session.journal.tell(&session.plan, 1).unwrap();
        let next = edit(&session.plan, 2, 3);
        session.edit(next).unwrap();
        assert_eq!(State::of(&copied(root.path())), State::of(&session.plan), "{failure:?} {first}");
        assert_eq!(names(&root.path().join("journals")).len(), 1, "{failure:?} {first}");
        steps
    });
    println!("a journal told anew: {points} failures, all held");
    assert!(points >= 60, "{points}");
}

/// What the journal has of the plan, as another process would find it if this one ended now.
fn copied(root: &Path) -> Plan {
    let mut journals = fs::read_dir(root.join("journals")).unwrap().map(|entry| entry.unwrap().path());
    let journal = journals.find(|path| path.extension().is_some_and(|ending| ending == "journal")).unwrap();
    let kept = langdao::plan::journal::Kept::read(&fs::read(journal).unwrap()).unwrap().unwrap();
    let path = root.join("plan/plan.toml");
    let disk = langdao::plan::PlanFile::read(&path).unwrap();
    kept.restore(Some(&path), Some(Arc::new(disk))).unwrap().plan
}

#[test]
fn an_export_that_fails_says_what_to_do_leaves_the_old_or_the_new_set_and_succeeds_the_next_time() {
    let root = tempfile::tempdir().unwrap();
    let session = edited(root.path());
    let loaded = session.plan.load(&LayerCache::default(), &Handle::default()).unwrap();
    let report = DrawnReport::of(&loaded).unwrap();
    let points = every_failure(|failure, first, for_good| {
        let folder = tempfile::tempdir().unwrap();
        let set = report.files(&folder.path().join("廊道.shp")).unwrap();
        let bare = |path: &Path| path.strip_prefix(folder.path()).unwrap().to_owned();
        let mut new: Vec<_> = set.files.iter().map(|(path, bytes)| (bare(path), bytes.clone())).collect();
        new.sort();
        let old: Vec<_> = new.iter().map(|(path, _)| (path.clone(), b"old".to_vec())).collect();
        for (path, bytes) in &old {
            fs::write(folder.path().join(path), bytes).unwrap();
        }
        let (watching, count) = failing(folder.path(), failure, first, for_good);
        let written = set.write();
        let steps = count.load(Ordering::SeqCst);
        drop(watching);
        settle(folder.path());
        let found = files(folder.path());
        assert!(found == new || (written.is_err() && found == old), "{failure:?} {first}");
        if let Err(error) = written {
            assert_eq!(langdao::disk::failure(&error).key, failure.sentence());
        }
        set.write().unwrap();
        assert_eq!(files(folder.path()), new, "{failure:?} {first}");
        steps
    });
    println!("export of a set: {points} failures, all held");
    assert!(points >= 300, "{points}");
}

#[test]
fn a_plan_opens_on_a_disk_that_refuses_everything_and_says_that_its_edits_are_not_safe() {
    for failure in Failure::ALL {
        let root = tempfile::tempdir().unwrap();
        let plan = plan_folder(&root.path().join("plan"));
        let (_watching, _) = failing(root.path(), failure, 1, true);
        let opened = Opened::open(&[plan], Some(&Journals::new(root.path().join("journals")))).unwrap();
        let Access::Whole { lock: None, journal: Err(message) } = opened.access else { panic!("{failure:?}") };
        assert_says(&message, "plan.journal-failed", failure);
        assert_eq!(opened.plan.content().name.as_deref(), Some("安宁新区"));
    }
}

#[test]
fn a_disk_that_is_full_when_a_plan_is_opened_and_has_room_later_loses_nothing() {
    let root = tempfile::tempdir().unwrap();
    let plan = plan_folder(&root.path().join("plan"));
    fs::create_dir(root.path().join("journals")).unwrap();
    let full = watch(root.path(), |step| match step {
        langdao::disk::Step::Write(..) => Err(ErrorKind::StorageFull.into()),
        _ => Ok(()),
    });
    let mut session = Session::open(&[plan], &root.path().join("journals"));
    let next = edit(&session.plan, 4, 7);
    assert_says(&session.edit(next).unwrap_err(), "plan.journal-failed", Failure::Full);
    drop(full);
    let next = edit(&session.plan, 2, 3);
    session.edit(next).unwrap();
    assert_eq!(State::of(&copied(root.path())), State::of(&session.plan));
}

#[test]
fn a_journal_or_its_folder_that_is_deleted_while_in_use_is_written_anew_and_holds_everything() {
    // Windows lets nobody take a folder away that holds an open file.
    for whole_folder in [false, true].into_iter().filter(|whole| cfg!(unix) || !whole) {
        let root = tempfile::tempdir().unwrap();
        let mut session = edited(root.path());
        if whole_folder {
            fs::remove_dir_all(root.path().join("journals")).unwrap();
        } else {
            fs::remove_file(session.journal.path()).unwrap();
        }
        let next = edit(&session.plan, 2, 3);
        assert_says(&session.edit(next).unwrap_err(), "plan.journal-failed", Failure::Gone);
        let record = session.plan.undo();
        session.keep(record).unwrap();
        assert_eq!(State::of(&copied(root.path())), State::of(&session.plan));
    }
}

#[cfg(unix)]
#[test]
fn a_network_drive_that_goes_away_before_layers_are_read_gives_reasons_and_comes_back_without_loss() {
    let root = tempfile::tempdir().unwrap();
    let (here, away) = (root.path().join("plan"), root.path().join("away"));
    let mut session = edited(root.path());
    let before = State::of(&session.plan);
    fs::rename(&here, &away).unwrap();
    let loaded = session.plan.load(&LayerCache::default(), &Handle::default()).unwrap();
    let [unusable] = loaded.snapshot.unusable.as_slice() else { panic!("{:?}", loaded.snapshot.unusable) };
    assert_eq!(unusable.source, "道路.geojson");
    assert!(!unusable.reason.to_string().is_empty());
    assert_says(&session.save().unwrap_err(), "plan.not-saved", Failure::Gone);
    let next = edit(&session.plan, 2, 3);
    session.edit(next).unwrap();
    session.undo().unwrap();
    assert_eq!(State::of(&session.plan).content, before.content);
    fs::rename(&away, &here).unwrap();
    assert!(session.plan.load(&LayerCache::default(), &Handle::default()).unwrap().snapshot.unusable.is_empty());
    session.save().unwrap();
    assert!(fs::read_to_string(here.join("plan.toml")).unwrap().contains("方案 7"));
}

#[test]
fn a_layer_whose_file_turns_into_something_else_while_the_plan_is_open_is_named_and_stops_nothing() {
    let root = tempfile::tempdir().unwrap();
    let session = edited(root.path());
    let path = root.path().join("plan/道路.geojson");
    let cache = LayerCache::default();
    assert!(session.plan.load(&cache, &Handle::default()).unwrap().snapshot.unusable.is_empty());
    let whole = fs::read(&path).unwrap();
    let harms: [&dyn Fn(); 3] =
        [&|| fs::write(&path, &whole[..whole.len() / 2]).unwrap(), &|| fs::write(&path, "").unwrap(), &|| {
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
        }];
    for harm in harms {
        harm();
        let loaded = session.plan.load(&cache, &Handle::default()).unwrap();
        assert_eq!(loaded.snapshot.unusable.len(), 1);
    }
}
