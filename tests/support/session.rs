//! A plan that is worked on as the window does it: every step is in the journal before it counts, a save is recorded before it
//! is written, and the journal is told anew behind it.
#![allow(dead_code, clippy::allow_attributes, reason = "each test binary uses the part it needs")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_docs_in_private_items,
    reason = "a session that cannot be had fails its test"
)]

use std::fs;
use std::path::{Path, PathBuf};

use langdao::disk::Lock;
use langdao::geometry::Coord;
use langdao::geometry::frame::Frame;
use langdao::layer::{Field, Role};
use langdao::plan::{
    Access, Amendment, Argument, Content, DrawnFeature, DrawnShape, Edit, Journal, Journals, LayerEntry, Opened, Plan,
    Record, SourceRow, TypedFigure, Width,
};
use langdao::text::Message;

/// A plan file with comments and keys that langdao does not know.
pub(crate) const PLAN: &str = r#"# 方案
langdao = 1
name = "安宁新区" # 名称
year = 2030
crs = "EPSG:4543"
colour = "green"

[[layer]]
role = "road-centrelines"
source = "道路.geojson"
opacity = 0.5

[figures]
urban_population = { value = 96000, note = "常住" }
"#;

/// Roads of a few hundred metres.
pub(crate) const ROADS: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4543"}},"features":[
{"type":"Feature","properties":{"class":"支路"},"geometry":{"type":"LineString","coordinates":[[526000,3087000],[526900,3087000]]}},
{"type":"Feature","properties":{"class":"支路"},"geometry":{"type":"LineString","coordinates":[[526000,3087300],[526900,3087300]]}}]}"#;

/// Makes a folder with that plan and its layer.
pub(crate) fn plan_folder(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("plan.toml"), PLAN).unwrap();
    fs::write(folder.join("道路.geojson"), ROADS).unwrap();
    folder.to_owned()
}

/// A plan in hands.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) plan: Plan,
    pub(crate) journal: Journal,
    lock: Option<Lock>,
    journals: PathBuf,
}

impl Session {
    /// Opens a plan, with what was not saved the last time.
    pub(crate) fn open(paths: &[PathBuf], journals: &Path) -> Self {
        let journals = journals.to_owned();
        let Opened { plan, access, unsaved } =
            Opened::open(paths, Some(&Journals::new(journals.clone()))).unwrap_or_else(|error| panic!("{error}"));
        let Access::Whole { lock, journal } = access else { panic!("another window has it") };
        let journal = journal.unwrap_or_else(|message| panic!("{message}"));
        Self { plan: unsaved.map_or(plan, |restored| restored.plan), journal, lock, journals }
    }

    /// Makes an edit.
    pub(crate) fn edit(&mut self, edit: Edit) -> Result<(), Message> {
        let record = self.plan.commit(edit);
        self.keep(record)
    }

    pub(crate) fn undo(&mut self) -> Result<(), Message> {
        let record = self.plan.undo();
        self.keep(record)
    }

    pub(crate) fn redo(&mut self) -> Result<(), Message> {
        let record = self.plan.redo();
        self.keep(record)
    }

    /// Records steps; where the journal is not to be appended to, it is told anew.
    pub(crate) fn keep(&mut self, records: impl IntoIterator<Item = Record>) -> Result<(), Message> {
        let records: Vec<Record> = records.into_iter().collect();
        if records.is_empty() {
            return Ok(());
        }
        if !self.journal.is_told() || self.journal.has_grown() {
            return self.journal.tell(&self.plan, 1);
        }
        self.journal.append(&records, 1)
    }

    /// Saves the plan where it lies.
    pub(crate) fn save(&mut self) -> Result<(), Message> {
        let saving = self.plan.saving(self.plan.path().unwrap())?;
        if self.journal.is_told() {
            self.journal.append(&[saving.record()], 1)?;
        }
        self.plan.take_saved(saving.write()?);
        self.journal.tell(&self.plan, 1)
    }

    /// Saves a plan that has no file yet, or as another file: its journal goes with it.
    pub(crate) fn save_as(&mut self, path: &Path) -> Result<(), Message> {
        let saved = self.plan.saving(path)?.write()?;
        self.plan.take_saved(saved);
        let new = Self::open(&[path.to_owned()], &self.journals);
        let mut left = std::mem::replace(&mut self.journal, new.journal);
        self.lock = new.lock;
        self.journal.tell(&self.plan, 1)?;
        left.clear()
    }

    /// The plan without file that a window has left in the journals, where there is one.
    pub(crate) fn left(journals: &Path) -> Option<Self> {
        let folder = Journals::new(journals.to_owned());
        let left = folder.left().into_iter().find(|left| left.plan.is_none())?;
        let Opened { access, unsaved, .. } = Opened::from_journal(&left.journal, &folder).unwrap();
        let Access::Whole { lock, journal: Ok(journal) } = access else { panic!("another window has it") };
        Some(Self { plan: unsaved.unwrap().plan, journal, lock, journals: journals.to_owned() })
    }
}

/// The plan's frame.
pub(crate) fn frame() -> Frame {
    langdao::formats::frame_for(Some("EPSG:4543"), &[]).unwrap()
}

pub(crate) fn at(x: f64, y: f64) -> Coord<f64> {
    Coord { x: 526_000.0 + x, y: 3_087_000.0 + y }
}

/// A corridor of a width.
pub(crate) fn corridor(id: &str, width: f64) -> DrawnFeature {
    let shape = DrawnShape::Band { centreline: vec![at(0.1, 0.2), at(500.3, 40.7)], width: Width::Even(width) };
    let (name, values) = (Some(format!("廊道{id}")), std::collections::BTreeMap::new());
    DrawnFeature { id: id.to_owned(), role: Role::Corridors, name, values, between: vec![], ends: vec![], shape }
}

fn green(id: &str) -> DrawnFeature {
    let shape = DrawnShape::Outline(vec![at(0.0, 0.0), at(90.5, 0.0), at(90.5, 80.25)]);
    let values = [(Field::Class, "G1".to_owned())].into();
    DrawnFeature { id: id.to_owned(), role: Role::Green, name: None, values, between: vec![], ends: vec![], shape }
}

/// The `kind`-th way to edit a plan, with a number that makes it a new one. There are [`KINDS`].
pub(crate) fn edit(plan: &Plan, kind: usize, number: u32) -> Edit {
    let frame = frame();
    let drawn = &plan.content().drawn;
    let row = SourceRow { source: "道路.geojson".to_owned(), row: usize::try_from(number % 2).unwrap() };
    match kind {
        0 => plan.setting_name(Some(format!("方案 {number}"))),
        1 => plan.setting_county(number.is_multiple_of(2).then(|| "西昌市".to_owned())),
        2 => plan.setting_year(i32::try_from(2_025 + number % 30).ok()),
        3 => plan.setting_figure("urban_population", Some(TypedFigure::plain(f64::from(number) + 0.1))),
        4 => plan.drawing(corridor(&plan.free_id(Role::Corridors, &[]), 50.0 + f64::from(number) / 7.0), &frame),
        5 => plan.drawing(green(&plan.free_id(Role::Green, &[])), &frame),
        6 => match drawn.first() {
            Some(first) if first.role == Role::Corridors => {
                plan.redrawing(corridor(&first.id, 30.0 + f64::from(number) / 3.0))
            }
            _ => plan.drawing(corridor(&plan.free_id(Role::Corridors, &[]), 60.0), &frame),
        },
        7 => {
            let ids: Vec<String> =
                drawn.iter().take(usize::try_from(1 + number % 2).unwrap()).map(|one| one.id.clone()).collect();
            plan.erasing(&ids)
        }
        8 => plan.setting_ends(
            "甲廊道",
            (!number.is_multiple_of(3)).then(|| vec![at(0.0, f64::from(number)), at(500.0, 0.1)]),
            &frame,
        ),
        9 => {
            let values =
                [(Field::Class, ["lane", "branch", "arterial"][usize::try_from(number % 3).unwrap()].to_owned())]
                    .into();
            plan.amending(vec![(row, Some(Amendment { at: Some(at(1.0, 0.5)), removed: false, values }))], &frame)
        }
        10 => plan.amending(
            vec![(row, number.is_multiple_of(2).then(|| Amendment { removed: true, ..Amendment::default() }))],
            &frame,
        ),
        11 => {
            let subject = Some(format!("廊道{}", number % 4));
            let reason = format!("地形所限 {number}");
            let (clause, by) = ("corridor-net-width".to_owned(), "市规委会".to_owned());
            plan.arguing(Argument { clause, subject, by, reason, document: None, date: None })
        }
        12 => plan.removing_argument(0),
        13 => {
            let entry = LayerEntry { source: format!("绿地 {number}.shp"), ..LayerEntry::default() };
            let (index, change) =
                (plan.content().layers.len(), langdao::plan::Change::new(None, Some(Box::new(entry))));
            Edit::Layer(index, change)
        }
        14 => plan.setting_role(
            plan.content().layers.len().saturating_sub(1),
            vec![[Role::Walkways, Role::Green][usize::try_from(number % 2).unwrap()]],
        ),
        15 => match plan.content().layers.len() {
            0 | 1 => plan.setting_standard(number.is_multiple_of(2).then(|| "liangshan-carbon-peak".to_owned())),
            layers => plan.removing_layer(layers - 1),
        },
        16 => plan.duplicating_proposal(&format!("比选 {number}")),
        17 => plan.opening_proposal(&one_proposal(plan, number)),
        18 => plan.renaming_proposal(&one_proposal(plan, number), &format!("改名 {number}")),
        19 => plan.deleting_proposal(&one_proposal(plan, number)),
        _ => {
            let year = plan.setting_year(Some(2_099));
            let name = plan.setting_name(Some(format!("一并 {number}")));
            plan.together(vec![year, name], Message::new("plan.edit-amend"))
        }
    }
}

/// See [`edit`].
pub(crate) const KINDS: usize = 21;

fn one_proposal(plan: &Plan, number: u32) -> String {
    let names = plan.proposal_names();
    let one = usize::try_from(number).unwrap() % names.len().max(1);
    names.get(one).map(|name| (*name).to_owned()).unwrap_or_default()
}

/// What a plan states, what can be taken back in it and what can be done again.
#[derive(Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) content: Content,
    pub(crate) done: Vec<String>,
    pub(crate) undone: Vec<String>,
}

impl State {
    pub(crate) fn of(plan: &Plan) -> Self {
        let said = |messages: Vec<Message>| messages.iter().map(Message::to_string).collect();
        Self { content: Content::clone(plan.content()), done: said(plan.done()), undone: said(plan.undone()) }
    }
}

/// What it states when everything is taken back.
pub(crate) fn beginning(plan: &Plan) -> Content {
    let mut plan = plan.clone();
    plan.go_to(0);
    Content::clone(plan.content())
}

/// Every file below a folder by its path from there, with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Names of the files below a folder, without locks that a session holds.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let kept = files(folder).into_iter().filter(|(path, _)| path.extension().is_none_or(|ending| ending != "lock"));
    kept.map(|(path, _)| path.to_string_lossy().into_owned()).collect()
}
