//! A scripted run of random edits and saves, and what a disk could hold at ten thousand moments of it: right after the process
//! was ended, or after a power cut. From each of them every edit that was committed comes back.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

#[path = "support/dice.rs"]
mod dice;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/session.rs"]
mod session;

use std::path::Path;
use std::sync::{Arc, Mutex};

use dice::Dice;
use disk::{Change, Disk};
use langdao::disk::watch;
use langdao::plan::Content;
use session::{KINDS, Session, State, beginning, edit, files, names, plan_folder};

/// Moments of each of the runs.
const POINTS: usize = 5_000;
/// Steps of the planner in each of them.
const STEPS: usize = 260;

/// A run as it was recorded.
struct Run {
    start: Disk,
    beginning: Content,
    changes: Vec<Change>,
    /// After so many changes of the disk this was committed, the plan as it was opened first.
    committed: Vec<(usize, State)>,
}

fn run(root: &Path, dice: &mut Dice) -> Run {
    let plan = plan_folder(&root.join("plan"));
    let found: Vec<_> = files(root).into_iter().map(|(path, bytes)| (root.join(path), bytes)).collect();
    let mut start = Disk::holding(&plan, &found);
    start.apply(&Change::MakeFolder(root.to_owned()));
    let changes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&changes);
    let watching = watch(root, move |step| {
        seen.lock().unwrap().push(Change::of(step));
        Ok(())
    });
    let mut session = Session::open(&[plan], &root.join("journals"));
    let beginning = Content::clone(session.plan.content());
    let mut committed = vec![(0, State::of(&session.plan))];
    for number in 0..STEPS {
        let done = match dice.below(20) {
            0..=2 => session.undo(),
            3 | 4 => session.redo(),
            5 => session.save(),
            _ => {
                let next = edit(&session.plan, dice.below(KINDS), u32::try_from(number).unwrap());
                session.edit(next)
            }
        };
        done.unwrap_or_else(|message| panic!("{message}"));
        committed.push((changes.lock().unwrap().len(), State::of(&session.plan)));
    }
    drop(watching);
    drop(session);
    let changes = changes.lock().unwrap().clone();
    Run { start, beginning, changes, committed }
}

/// Brings the plan back from what a disk holds at a moment of a run, and finds what was committed.
fn hold(root: &Path, run: &Run, at: usize, what: &str) {
    let last = run.committed.iter().rposition(|(changes, _)| *changes <= at).unwrap();
    let session = Session::open(&[root.join("plan")], &root.join("journals"));
    let found = State::of(&session.plan);
    let mut possible = run.committed.iter().skip(last).take(2).map(|(_, state)| state);
    assert!(
        possible.any(|state| *state == found),
        "{what}: lost after {last} steps\n{found:?}\n{:?}",
        run.committed[last].1
    );
    assert_eq!(beginning(&session.plan), run.beginning, "{what}");
    assert_eq!(names(&root.join("plan")), ["plan.toml", "道路.geojson"], "{what}");
}

/// Five thousand moments of a run; how many of them are power cuts.
fn moments(seed: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut dice = Dice::new(seed);
    let run = run(root, &mut dice);
    assert!(run.changes.len() > 400, "{}", run.changes.len());
    // In order of time, so that the disk is gone through once.
    let mut points: Vec<usize> = (0..POINTS).map(|_| dice.below(run.changes.len() + 1)).collect();
    points.sort_unstable();
    let (mut disk, mut done, mut cuts) = (run.start.clone(), 0, 0);
    for at in points {
        run.changes[done..at].iter().for_each(|change| disk.apply(change));
        done = at;
        let is_cut = dice.below(2) == 0;
        let held = if is_cut { disk.cut_off(&mut dice) } else { disk.killed(run.changes.get(at), &mut dice) };
        held.put(root);
        cuts += usize::from(is_cut);
        hold(
            root,
            &run,
            at,
            &format!("run {seed}, before change {at} of the disk, {}", if is_cut { "power cut" } else { "killed" }),
        );
    }
    cuts
}

#[test]
fn ten_thousand_crash_points_of_an_editing_run_lose_no_committed_edit() {
    let cuts: usize = std::thread::scope(|scope| {
        let runs = [1, 2].map(|seed| scope.spawn(move || moments(seed)));
        runs.map(|run| run.join().unwrap()).iter().sum()
    });
    let points = 2 * POINTS;
    println!("{points} crash points ({} killed, {cuts} power cuts), no committed edit lost", points - cuts);
    assert!(cuts > points / 3 && cuts < points * 2 / 3);
}

#[test]
fn the_model_of_a_disk_shows_what_a_missing_sync_would_cost() {
    let root = Path::new("/disk");
    let path = root.join("plan.toml");
    let mut disk = Disk::holding(root, &[(path.clone(), b"old".to_vec())]);
    let new = root.join("new");
    let steps = [
        Change::Create(new.clone()),
        Change::Write(new.clone(), b"new text".to_vec()),
        Change::Rename(new.clone(), path),
    ];
    for change in &steps {
        disk.apply(change);
    }
    let mut dice = Dice::new(3);
    let mut texts = |disk: &Disk| {
        let texts = (0..500).map(|_| disk.cut_off(&mut dice).files);
        texts
            .map(|files| String::from_utf8(files[files.len() - 1].1.clone()).unwrap())
            .collect::<std::collections::BTreeSet<String>>()
    };
    let unsynced = texts(&disk);
    assert!(["old", "", "new", "new text"].iter().all(|text| unsynced.contains(*text)), "{unsynced:?}");
    disk.apply(&Change::Sync(root.join("plan.toml")));
    assert_eq!(texts(&disk).into_iter().collect::<Vec<_>>(), ["new text", "old"]);
    disk.apply(&Change::SyncFolder(root.to_owned()));
    assert_eq!(texts(&disk).into_iter().collect::<Vec<_>>(), ["new text"]);
}
