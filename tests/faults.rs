//! Real processes that are ended right before every single change of the disk, and after parts of every write: whatever was
//! committed is found again, every file is wholly the old or the new one, and nothing is left beside it.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]
#![expect(clippy::print_stdout, reason = "the points that held are the result")]

#[path = "support/session.rs"]
mod session;

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use langdao::disk::{Step, settle, watch};
use langdao::text::Message;
use session::{KINDS, ROADS, Session, State, beginning, edit, files, names, plan_folder};

/// What a child is to do.
const SCRIPT: &str = "LANGDAO_FAULTS_SCRIPT";
/// Where.
const FOLDER: &str = "LANGDAO_FAULTS_FOLDER";
/// Before which step it ends, from 1.
const STEP: &str = "LANGDAO_FAULTS_STEP";
/// How much of that step it still does where it is a write.
const PART: &str = "LANGDAO_FAULTS_PART";

/// How much of a write reaches the file before the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Nothing,
    OneByte,
    Half,
    AllButOne,
}

impl Part {
    const ALL: [Self; 4] = [Self::Nothing, Self::OneByte, Self::Half, Self::AllButOne];

    fn of(self, length: usize) -> usize {
        match self {
            Self::Nothing => 0,
            Self::OneByte => length.min(1),
            Self::Half => length / 2,
            Self::AllButOne => length.saturating_sub(1),
        }
    }
}

/// The process that is ended. Does nothing where no parent has asked for it.
#[test]
fn child() {
    let said = |name: &str| std::env::var(name).ok();
    let (Some(script), Some(folder), Some(step), Some(part)) = (said(SCRIPT), said(FOLDER), said(STEP), said(PART))
    else {
        return;
    };
    let root = PathBuf::from(folder);
    let (step, part): (usize, usize) = (step.parse().unwrap(), part.parse().unwrap());
    let (count, log) = (AtomicUsize::new(0), root.join("log"));
    let _watching = watch(&root, move |next| {
        if count.fetch_add(1, Ordering::SeqCst) + 1 == step {
            end(next, Part::ALL[part], &log);
        }
        Ok(())
    });
    play(&script, &root);
    say(&root.join("log"), "done");
}

/// Does a part of a step where it is a write, and ends the process.
fn end(step: &Step<'_>, part: Part, log: &Path) {
    if let Step::Write(path, bytes) = step {
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(&bytes[..part.of(bytes.len())]).unwrap();
        say(log, "write");
    }
    say(log, "ended");
    std::process::abort();
}

/// Tells the parent, in a way that outlives this process.
fn say(log: &Path, line: &str) {
    let mut file = OpenOptions::new().append(true).create(true).open(log).unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn play(script: &str, root: &Path) {
    let told = || say(&root.join("log"), "committed");
    match script {
        "editing" => drop(editing(root, |_| told())),
        "first save" => drop(first_save(root, |_| told())),
        command => {
            let arguments =
                command.split('|').map(|argument| OsString::from(argument.replace("ROOT", root.to_str().unwrap())));
            let _code = langdao::cli::run(std::iter::once("langdao".into()).chain(arguments));
        }
    }
}

/// Every kind of edit, undo, redo, and two saves; `committed` hears of each step that is safe.
fn editing(root: &Path, committed: impl Fn(&Session)) -> Session {
    let mut session = Session::open(&[root.join("plan")], &root.join("journals"));
    let did = |session: &Session, done: Result<(), Message>| {
        done.unwrap_or_else(|message| panic!("{message}"));
        committed(session);
    };
    for number in 0..2 * KINDS {
        let next = edit(&session.plan, number % KINDS, u32::try_from(number).unwrap());
        let done = session.edit(next);
        did(&session, done);
        if number % 5 == 2 {
            let done = session.undo();
            did(&session, done);
        }
        if number % 10 == 2 {
            let done = session.redo();
            did(&session, done);
        }
        if number == 9 || number == 20 {
            let done = session.save();
            did(&session, done);
        }
    }
    session
}

/// A plan that has no file is drawn in, saved for the first time, and gone on with.
fn first_save(root: &Path, committed: impl Fn(&Session)) -> Session {
    let mut session = Session::open(&[root.join("plan")], &root.join("journals"));
    for number in 0..8 {
        let next = edit(&session.plan, 4 - number % 5, u32::try_from(number).unwrap());
        session.edit(next).unwrap();
        committed(&session);
        if number == 4 {
            session.save_as(&root.join("plan/plan.toml")).unwrap();
            committed(&session);
        }
    }
    session
}

/// Plays a script in a process that is ended before a step, and returns what it told.
fn ended(script: &str, root: &Path, step: usize, part: Part) -> String {
    let part = Part::ALL.iter().position(|own| *own == part).unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .envs([(SCRIPT, script), (STEP, &step.to_string()), (PART, &part.to_string())])
        .env(FOLDER, root)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let told = fs::read_to_string(root.join("log")).unwrap_or_default();
    let came_to_its_end = told.ends_with("done\n") || told.ends_with("ended\n");
    assert!(came_to_its_end, "{script} {step}: {}", String::from_utf8_lossy(&child.stderr));
    fs::remove_file(root.join("log")).unwrap();
    told
}

/// Ends a script at every point, each in a folder of its own, and holds what is found there to a check. Returns how many
/// points that were.
fn every_point(script: &str, parts: &[Part], prepare: impl Fn(&Path), check: impl Fn(&Path, &str, &str)) -> usize {
    let mut points = 0;
    for step in 1.. {
        for part in parts {
            let root = tempfile::tempdir().unwrap();
            prepare(root.path());
            let told = ended(script, root.path(), step, *part);
            check(root.path(), &told, &format!("{script}, step {step}, {part:?}"));
            if told.ends_with("done\n") {
                return points;
            }
            points += 1;
            if !told.contains("write\n") {
                break;
            }
        }
    }
    points
}

fn committed(told: &str) -> usize {
    told.matches("committed\n").count()
}

#[test]
fn an_editing_session_that_is_ended_anywhere_loses_no_committed_edit() {
    let prepare = |root: &Path| drop(plan_folder(&root.join("plan")));
    let whole = tempfile::tempdir().unwrap();
    prepare(whole.path());
    let start = Session::open(&[whole.path().join("plan")], &whole.path().join("journals")).plan;
    let seen = std::cell::RefCell::new(vec![(State::of(&start), texts(whole.path()))]);
    drop(editing(whole.path(), |session| seen.borrow_mut().push((State::of(&session.plan), texts(whole.path())))));
    let seen = seen.into_inner();
    let check = |root: &Path, told: &str, at: &str| {
        let known = committed(told);
        let possible = &seen[known..(known + 2).min(seen.len())];
        let text = texts(root);
        assert!(possible.iter().any(|(_, possible)| *possible == text), "{at}: a half plan file\n{text}");
        let mut session = Session::open(&[root.join("plan")], &root.join("journals"));
        let found = State::of(&session.plan);
        assert!(
            possible.iter().any(|(possible, _)| *possible == found),
            "{at}: lost after {known}\n{found:?}\n{possible:?}"
        );
        assert_eq!(beginning(&session.plan), **start.content(), "{at}");
        // Work goes on, and what was left over is gone.
        let next = session.plan.setting_name(Some("恢复之后".to_owned()));
        session.edit(next).unwrap();
        session.save().unwrap();
        assert_eq!(names(&root.join("plan")), ["plan.toml", "道路.geojson"], "{at}");
        assert_eq!(names(&root.join("journals")).len(), 1, "{at}");
        drop(session);
        assert_eq!(files(root).len(), 3, "{at}");
    };
    let points = every_point("editing", &Part::ALL, prepare, check);
    println!("editing session with two saves: {points} points, all held");
    assert!(points > 200, "{points}");
}

fn texts(root: &Path) -> String {
    fs::read_to_string(root.join("plan/plan.toml")).unwrap_or_default()
}

#[test]
fn a_first_save_that_is_ended_anywhere_loses_no_committed_edit() {
    let prepare = |root: &Path| {
        fs::create_dir(root.join("plan")).unwrap();
        fs::write(root.join("plan/道路.geojson"), ROADS).unwrap();
    };
    let whole = tempfile::tempdir().unwrap();
    prepare(whole.path());
    let open = |root: &Path| Session::open(&[root.join("plan")], &root.join("journals"));
    let seen = std::cell::RefCell::new(vec![open(whole.path()).plan.content().clone()]);
    drop(first_save(whole.path(), |session| seen.borrow_mut().push(session.plan.content().clone())));
    let seen = seen.into_inner();
    let check = |root: &Path, told: &str, at: &str| {
        let known = committed(told);
        let possible = &seen[known..(known + 2).min(seen.len())];
        let path = root.join("plan/plan.toml");
        let left = Session::left(&root.join("journals"));
        let saved = path.exists().then(|| open(root));
        if let Some(saved) = &saved {
            let found = saved.plan.content();
            assert!(possible.contains(found), "{at}: lost after {known}\n{found:?}");
        } else if known > 0 {
            let found = left.as_ref().unwrap().plan.content();
            assert!(possible.contains(found), "{at}: lost after {known}\n{found:?}");
        }
        // Work goes on, and what was left over is gone.
        drop(saved);
        let mut session = left.unwrap_or_else(|| open(root));
        let next = session.plan.setting_name(Some("恢复之后".to_owned()));
        session.edit(next).unwrap();
        if session.plan.path().is_some() { session.save() } else { session.save_as(&path) }.unwrap();
        drop(session);
        let found = names(&root.join("plan"));
        assert_eq!(found, ["plan.toml", "道路.geojson"], "{at}");
        assert_eq!(names(&root.join("journals")).len(), 1, "{at}");
    };
    let points = every_point("first save", &Part::ALL, prepare, check);
    println!("first save of a plan: {points} points, all held");
    assert!(points > 60, "{points}");
}

/// A plan with a corridor that is too narrow, and whatever is there already.
fn drawn_plan(root: &Path) {
    fs::create_dir(root.join("plan")).unwrap();
    fs::create_dir(root.join("out")).unwrap();
    fs::write(root.join("plan/道路.geojson"), ROADS).unwrap();
    let corridor = "[[corridor]]\nid = \"c1\"\nname = \"甲廊道\"\ncentreline = [[526000, 3087100], [526500, 3087100]]\nwidth = 40\n";
    let roads = "[[layer]]\nrole = \"road-centrelines\"\nsource = \"道路.geojson\"\n";
    fs::write(root.join("plan/plan.toml"), format!("langdao = 1\nyear = 2030\ncrs = \"EPSG:4543\"\n{roads}{corridor}"))
        .unwrap();
}

/// Ends an export at every point, over files that are there already: each set of files is wholly the old or the new one.
fn export(command: &str, parts: &[Part], least: usize) {
    let prepared = tempfile::tempdir().unwrap();
    drawn_plan(prepared.path());
    let told = ended(command, prepared.path(), usize::MAX, Part::Nothing);
    assert_eq!(told, "done\n");
    let new = files(&prepared.path().join("out"));
    assert!(!new.is_empty(), "{command}");
    let mut old: Vec<(PathBuf, Vec<u8>)> = new.iter().map(|(name, _)| (name.clone(), b"old".to_vec())).collect();
    let indexes = new.iter().filter(|(name, _)| name.extension().is_some_and(|ending| ending == "shp"));
    old.extend(indexes.map(|(name, _)| (name.with_extension("qix"), b"index of the old".to_vec())));
    old.sort();
    let prepare = |root: &Path| {
        drawn_plan(root);
        for (name, bytes) in &old {
            fs::write(root.join("out").join(name), bytes).unwrap();
        }
    };
    let outcomes = std::cell::RefCell::new((0, 0));
    let check = |root: &Path, told: &str, at: &str| {
        settle(&root.join("out"));
        let found = files(&root.join("out"));
        let (is_old, is_new) = (found == old, found == new);
        let listed: Vec<&PathBuf> = found.iter().map(|(name, _)| name).collect();
        assert!(is_old || is_new, "{at}: neither the old files nor the new ones: {listed:?}");
        assert!(is_new || !told.ends_with("done\n"), "{at}");
        if told.ends_with("done\n") {
            return;
        }
        let mut outcomes = outcomes.borrow_mut();
        *(if is_old { &mut outcomes.0 } else { &mut outcomes.1 }) += 1;
    };
    let points = every_point(command, parts, prepare, check);
    let (was_old, was_new) = outcomes.into_inner();
    let said = command.replace("ROOT/", "").replace('|', " ");
    println!("{said}: {points} points, all held ({was_old} times the old files, {was_new} times the new ones)");
    assert!(points >= least && was_old > 0 && was_new > 0, "{said}: {points} points, {was_old} old, {was_new} new");
}

#[test]
fn exports_of_findings_that_are_ended_anywhere_leave_the_old_or_the_new_files() {
    for ending in ["xlsx", "html", "gpkg", "dxf", "geojson", "csv", "json", "txt"] {
        export(&format!("report|ROOT/plan|--clause|corridor-net-width|-o|ROOT/out/a.{ending}"), &Part::ALL, 8);
    }
}

#[test]
fn exports_of_shapefiles_that_are_ended_anywhere_leave_the_old_or_the_new_sets() {
    export("report|ROOT/plan|--clause|corridor-net-width|-o|ROOT/out/a.shp", &[Part::Half], 60);
    export("report|--drawn|ROOT/plan|-o|ROOT/out/a.shp", &Part::ALL, 40);
    export("report|--drawn|ROOT/plan|-o|ROOT/out/a.geojson", &Part::ALL, 8);
}

#[test]
fn documents_that_are_ended_anywhere_leave_the_old_or_the_new_file() {
    let drawn = |file: &str| format!("report|ROOT/plan|--clause|corridor-net-width|-o|ROOT/out/{file}");
    export(&drawn("a.docx"), &[Part::Nothing, Part::Half], 6);
    export(&drawn("a.pdf"), &[Part::Nothing, Part::Half], 6);
    for ending in ["xlsx", "docx"] {
        export(&format!("report|--yearly|ROOT/plan|-o|ROOT/out/a.{ending}"), &[Part::Nothing, Part::Half], 6);
    }
}

#[test]
fn a_standard_that_is_exported_and_ended_anywhere_is_whole_or_not_there() {
    let standard = include_bytes!("../assets/standards/liangshan-carbon-peak.toml");
    let whole = std::cell::Cell::new(0);
    let prepare = |root: &Path| fs::create_dir(root.join("out")).unwrap();
    let check = |root: &Path, told: &str, at: &str| {
        settle(&root.join("out"));
        let found = files(&root.join("out"));
        assert!(found.len() < 2, "{at}: {} files", found.len());
        assert!(found.iter().all(|(name, bytes)| name.ends_with("a.toml") && bytes == standard), "{at}");
        assert!(!found.is_empty() || !told.ends_with("done\n"), "{at}");
        whole.set(whole.get() + found.len());
    };
    let points = every_point("standard|export|liangshan-carbon-peak|-o|ROOT/out/a.toml", &Part::ALL, prepare, check);
    println!("standard: {points} points, all held ({} times whole)", whole.get());
    assert!(points >= 8 && whole.get() > 0, "{points} {}", whole.get());
}

#[test]
fn a_sample_that_is_ended_anywhere_is_whole_or_not_there() {
    let whole = std::cell::Cell::new(0);
    let check = |root: &Path, told: &str, at: &str| {
        settle(&root.join("sample"));
        let found = files(&root.join("sample"));
        let is_whole = found.len() > 40 && found.iter().any(|(name, _)| name.ends_with("plan.toml"));
        assert!(is_whole || found.is_empty(), "{at}: {} files", found.len());
        assert!(is_whole || !told.ends_with("done\n"), "{at}");
        whole.set(whole.get() + usize::from(is_whole));
    };
    let points = every_point("sample|ROOT/sample", &[Part::Half], |_| {}, check);
    println!("sample: {points} points, all held ({} times whole)", whole.get());
    assert!(points > 150 && whole.get() > 40, "{points} {}", whole.get());
}
