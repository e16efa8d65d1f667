//! Plans that are changed, undone, loaded through the cache and saved, through the real readers.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use langdao::formats::frame_for;
use langdao::geometry::Coord;
use langdao::handle::Handle;
use langdao::layer::{Field, Role};
use langdao::plan::{
    Amendment, Argument, Change, DrawnFeature, DrawnShape, Edit, LayerCache, LayerEntry, Loaded, LoadedEntry, Plan,
    PlanFile, Request, Snapshot, SourceRow, TypedFigure, Width, load, values_of,
};
use proptest::prelude::*;

/// Roads in EPSG:4543 as GeoJSON with the older `crs` member, one per class.
fn roads(classes: &[&str]) -> String {
    let feature = |(row, class): (usize, &&str)| {
        let y = 3_087_000 + 10 * row;
        format!(
            r#"{{"type":"Feature","properties":{{"DJ":"{class}","状态":"现状"}},
            "geometry":{{"type":"LineString","coordinates":[[526000,{y}],[526900,{y}]]}}}}"#
        )
    };
    let features: Vec<String> = classes.iter().enumerate().map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

/// The same in degrees: a layer that does not decide the frame.
fn places_text() -> String {
    r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"甲"},
    "geometry":{"type":"Polygon","coordinates":[[[102.26,27.90],[102.27,27.90],[102.27,27.91],[102.26,27.90]]]}}]}"#
        .to_owned()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn open(path: &Path) -> Plan {
    Plan::open(&[path.to_owned()]).unwrap_or_else(|error| panic!("{error}"))
}

fn loaded(plan: &Plan, cache: &LayerCache) -> Loaded {
    plan.load(cache, &Handle::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// As the command line loads a saved plan.
fn reloaded(path: &Path) -> Loaded {
    let request = Request { paths: vec![path.to_owned()], ..Request::default() };
    load(&request, &Handle::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Everything that a check sees, but for the revision.
fn seen(snapshot: &Snapshot) -> String {
    let Snapshot { name, frame, county, year, layers, unusable, figures, ends, arguments, notices, .. } = snapshot;
    let frame = &frame.code;
    format!(
        "{name:?} {frame} {county:?} {year:?} {layers:#?} {unusable:?} {figures:?} {ends:?} {arguments:?} {notices:?}"
    )
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.content().layers.iter().map(|entry| entry.source.as_str()).collect()
}

fn argument(clause: &str, subject: Option<&str>) -> Argument {
    let (clause, subject) = (clause.to_owned(), subject.map(str::to_owned));
    Argument { clause, subject, by: "市规委会".to_owned(), reason: "地形".to_owned(), document: None, date: None }
}

fn figure(value: f64) -> TypedFigure {
    TypedFigure { value, year: Some(2025), source: Some("年鉴".to_owned()) }
}

const PLAN: &str = r#"# 方案
langdao = 1
name = "安宁新区" # 名称
year = 2030
colour = "green"

[[layer]]
role = "road-centrelines"
source = "道路.geojson"
opacity = 0.5

[figures]
urban_population = { value = 96000, note = "常住" }

[[layer]]
role = "clusters"
source = "组团.geojson"
opacity = 0.7

[[argument]]
clause = "road-density"
by = "市规委会"
reason = "地形所限"
seen = true
"#;

fn town() -> tempfile::TempDir {
    folder(&[
        ("plan.toml", PLAN),
        ("道路.geojson", &roads(&["主干路", "支路", "支路"])),
        ("组团.geojson", &places_text()),
        ("绿地.geojson", &places_text()),
    ])
}

#[test]
fn an_edit_is_done_undone_and_done_again_and_says_what_it_does() {
    let town = town();
    let mut plan = open(town.path());
    assert!(!plan.is_changed() && plan.undo_label().is_none() && plan.redo_label().is_none());
    plan.commit(plan.setting_role(0, vec![Role::Walkways]));
    assert!(plan.is_changed());
    assert_eq!(plan.undo_label().unwrap().to_string(), "Set role of 道路.geojson");
    assert_eq!(plan.content().layers[0].roles, [Role::Walkways]);
    plan.undo();
    assert!(!plan.is_changed(), "undone back to what the file holds");
    assert_eq!(plan.redo_label().unwrap().to_string(), "Set role of 道路.geojson");
    plan.redo();
    assert_eq!(plan.content().layers[0].roles, [Role::Walkways]);
    assert_eq!(plan.revision().0, 3, "undo and redo count too");
    plan.commit(plan.removing_layer(1));
    assert_eq!(plan.undo_label().unwrap().to_string(), "Remove 组团.geojson");
    plan.undo();
    assert_eq!(plan.redo_label().unwrap().to_string(), "Remove 组团.geojson");
    plan.commit(plan.setting_year(Some(2035)));
    assert!(plan.redo_label().is_none(), "a new edit leaves nothing to do again");
}

#[test]
fn an_edit_that_changes_nothing_or_comes_too_late_is_dropped() {
    let town = town();
    let mut plan = open(town.path());
    let late = plan.setting_role(1, vec![Role::Green]);
    plan.commit(plan.setting_year(Some(2030)));
    plan.commit(plan.setting_figure("urban_population", Some(TypedFigure::plain(-1.0))));
    plan.commit(plan.arguing(Argument { by: " ".to_owned(), ..argument("road-density", None) }));
    plan.commit(plan.setting_role(7, vec![Role::Green]));
    plan.undo();
    assert_eq!((plan.revision().0, plan.is_changed(), plan.undo_label()), (0, false, None));
    plan.commit(plan.removing_layer(1));
    plan.commit(late);
    assert_eq!((plan.revision().0, plan.content().layers.len()), (1, 1));
    let wrong = Edit::County(Change::new(Some("会理市".to_owned()), Some("西昌市".to_owned())));
    plan.commit(wrong);
    plan.undo();
    assert_eq!(plan.content().county, None, "what was is what really was");
}

/// Edits of every kind, at indexes that may not be there.
fn edit(plan: &Plan, kind: u8, index: usize, value: u8) -> Edit {
    let text = ["甲", "乙 \"#\"", "", "EPSG:4543"][usize::from(value) % 4].to_owned();
    let role = Role::ALL[usize::from(value) % Role::ALL.len()].0;
    let entry = || LayerEntry { source: format!("{text}{value}.shp"), ..LayerEntry::default() };
    match kind {
        0 => plan.setting_name(Some(text)),
        1 => plan.setting_county(Some(text)),
        2 => plan.setting_year((value > 3).then_some(2020 + i32::from(value))),
        3 => plan.setting_crs(Some(text)),
        4 => plan.setting_standard(Some(text)),
        5 => plan.setting_role(index, vec![role; usize::from(value) % 3]),
        6 => plan.removing_layer(index),
        7 => Edit::Layer(index, Change::new(None, Some(Box::new(entry())))),
        8 => {
            let Some(old) = plan.content().layers.get(index).cloned() else { return plan.removing_layer(index) };
            let mut new = LayerEntry { encoding: Some(text.clone()), ..old };
            new.values.insert(Field::Class, [(text.clone(), "branch".to_owned())].into());
            new.keep.insert(Field::Status, vec![text; usize::from(value) % 3]);
            plan.setting_layer(index, new)
        }
        9 => plan.setting_figure("urban_population", (value > 2).then(|| figure(f64::from(value) / 3.0))),
        10 => plan.setting_figure(&text, Some(TypedFigure::plain(f64::from(value)))),
        11 => plan.arguing(argument("road-density", (value > 4).then_some("甲"))),
        12 => plan.removing_argument(index),
        14..=23 => drawing_edit(plan, kind, index, value),
        _ => {
            let steps = vec![edit(plan, 6, index, value), edit(plan, 7, 0, value), edit(plan, 1, 0, value)];
            Edit::Batch(langdao::text::Message::new("plan.edit-add-layers"), steps)
        }
    }
}

fn drawing_edit(plan: &Plan, kind: u8, index: usize, value: u8) -> Edit {
    let frame = &frame_for(Some("EPSG:4543"), &[]).unwrap();
    let own = plan.content().drawn.get(index).cloned();
    let row = |row: usize| SourceRow { source: ["道路.geojson", "图层\\路.shp", " "][row % 3].to_owned(), row };
    let stated = || Amendment { values: [(Field::Class, format!("class {value}"))].into(), ..Amendment::default() };
    match kind {
        14 => plan.drawing(feature(plan, Role::Corridors, band(index, value), value), frame),
        15 => {
            plan.drawing(feature(plan, Role::RoadCentrelines, DrawnShape::Line(places(index + 1, value)), value), frame)
        }
        16 => plan.drawing(feature(plan, Role::Green, DrawnShape::Outline(places(index + 2, value)), value), frame),
        // Of another role than its shape, or with an id that is taken.
        17 => plan.drawing(feature(plan, Role::Buildings, band(index, value), value), frame),
        18 => plan
            .drawing(own.unwrap_or_else(|| feature(plan, Role::Corridors, DrawnShape::Line(places(2, 1)), 1)), frame),
        19 => own.map_or_else(
            || plan.erasing(&["c9".to_owned()]),
            |own| {
                let points = places(own.shape.points().len(), value);
                let shape = if value.is_multiple_of(3) {
                    DrawnShape::Outline(places(4, value))
                } else {
                    own.shape.through(points)
                };
                plan.redrawing(DrawnFeature { shape, name: Some("乙".repeat(usize::from(value % 3))), ..own })
            },
        ),
        20 => plan.erasing(&own.map(|own| own.id).into_iter().chain(["d2".to_owned()]).collect::<Vec<_>>()),
        21 => plan.setting_ends("甲廊道", (value > 3).then(|| places(index, value)), frame),
        22 => {
            let at = Some(Coord { x: f64::from(value) / 3.0, y: if value == 7 { f64::NAN } else { 1e-9 } });
            plan.amending(
                vec![(row(index), (value > 2).then(|| Amendment { at, removed: value > 5, ..stated() }))],
                frame,
            )
        }
        _ => {
            let empty = Amendment { at: Some(Coord { x: 1.0, y: 2.0 }), ..Amendment::default() };
            let rows = [(row(index), Some(stated())), (row(index + 1), Some(empty)), (row(value.into()), None)];
            plan.amending(rows.to_vec(), frame)
        }
    }
}

/// Different places, of coordinates that have no short decimal.
fn places(count: usize, value: u8) -> Vec<Coord<f64>> {
    let at = |index: usize| {
        let (turn, far) = ((index as f64).sin_cos(), 1e3 / f64::from(value + 1));
        Coord { x: 526_000.0 + far * turn.0, y: 3_087_000.0 + far * turn.1 }
    };
    (0..count).map(at).collect()
}

fn band(index: usize, value: u8) -> DrawnShape {
    let width = match value % 3 {
        0 => Width::Even(f64::from(value)),
        1 => Width::Even(60.1 + f64::from(value)),
        _ => Width::Tapering((0..=index).map(|at| 30.0 + at as f64 / 7.0).collect()),
    };
    DrawnShape::Band { centreline: places(index + 1, value), width }
}

/// A feature with whatever can be stated of any, also where its role has no use for it.
fn feature(plan: &Plan, role: Role, shape: DrawnShape, value: u8) -> DrawnFeature {
    let text = ["甲", " ", "乙 \"#\"\n"][usize::from(value) % 3].to_owned();
    DrawnFeature {
        id: plan.free_id(role, &[]),
        role,
        name: (value > 2).then(|| text.clone()),
        values: [(Field::Class, text.clone()), (Field::RedLineWidth, value.to_string())].into(),
        between: vec![text; usize::from(value) % 3],
        ends: places(usize::from(value) % 4, value),
        shape,
    }
}

/// Edits of the proposals, also with names that cannot be.
fn proposal_edit(plan: &Plan, kind: u8, index: usize, value: u8) -> Edit {
    let names = ["现状", "方案一", " 方案二 ", "丙 \"#\"", " "];
    let (name, other) = (names[index % names.len()].trim(), names[usize::from(value) % names.len()]);
    match kind {
        24 => plan.duplicating_proposal(other),
        25 => plan.opening_proposal(name),
        26 => plan.renaming_proposal(name, other),
        _ => plan.deleting_proposal(name),
    }
}

/// The plan with a proposal between the tables of its root and another behind them.
fn plan_with_proposals() -> String {
    let one = "[[proposal]]\nname = \"方案一\" # 推荐\nauthor = \"甲\"\nyear = \"none\"\n\n[proposal.figures]\nx = 1 # 甲\n\n[[proposal.layer]]\nsource = \"道路.geojson\"\nopacity = 0.9\n";
    let two = "[[proposal]]\nname = \"方案二\"\nargument = []\n\n[[proposal.drawn]]\nid = \"d1\"\nrole = \"green\"\noutline = [[0, 0], [9, 0], [0, 9.5]]\nseen = true\n";
    PLAN.replace("\n[[argument]]", &format!("\n{one}\n[[argument]]")) + "\n" + two
}

proptest! {
    #[test]
    fn proposals_are_edited_written_and_undone_byte_for_byte(
        has_some in any::<bool>(), script in prop::collection::vec((0..36_u8, 0..4_usize, 0..12_u8), 1..25)
    ) {
        let first = if has_some { plan_with_proposals() } else { PLAN.to_owned() };
        let town = folder(&[("plan.toml", &first)]);
        let file = PlanFile::read(&town.path().join("plan.toml")).unwrap();
        let mut plan = open(town.path());
        let text = |plan: &Plan| file.text_with(plan.content());
        for (kind, index, value) in script {
            let kind = if kind > 27 { kind - 8 } else { kind };
            let change = if kind > 23 { proposal_edit(&plan, kind, index, value) } else { edit(&plan, kind, index, value) };
            plan.commit(change);
            let again = PlanFile::from_toml(&text(&plan), "plan.toml").unwrap();
            prop_assert_eq!(&again.content, &**plan.content());
            prop_assert!(text(&plan).contains("colour = \"green\""));
        }
        let (last, content) = (text(&plan), Arc::clone(plan.content()));
        plan.go_to(0);
        prop_assert_eq!(text(&plan), first);
        prop_assert!(!plan.is_changed());
        plan.go_to(usize::MAX);
        prop_assert_eq!(text(&plan), last);
        prop_assert_eq!(plan.content(), &content);
    }

    #[test]
    fn what_is_done_in_a_proposal_changes_no_byte_outside_its_own_tables(
        script in prop::collection::vec((0..24_u8, 0..4_usize, 0..12_u8), 1..15)
    ) {
        let first = format!("open = \"方案二\"\ncrs = \"EPSG:4543\"\n{}", plan_with_proposals());
        let (others, _) = first.split_once("name = \"方案二\"").unwrap();
        let town = folder(&[("plan.toml", &first)]);
        let file = PlanFile::read(&town.path().join("plan.toml")).unwrap();
        let mut plan = open(town.path());
        // Name, county, system and standard are of the plan as a whole.
        for (kind, index, value) in script.into_iter().filter(|(kind, ..)| ![0, 1, 3, 4, 13].contains(kind)) {
            plan.commit(edit(&plan, kind, index, value));
            let text = file.text_with(plan.content());
            prop_assert_eq!(text.split_once("name = \"方案二\"").map(|(start, _)| start), Some(others));
        }
    }

    #[test]
    fn whatever_was_edited_is_undone_byte_for_byte_and_done_again(
        script in prop::collection::vec((0..24_u8, 0..4_usize, 0..12_u8), 1..25)
    ) {
        let town = folder(&[("plan.toml", PLAN)]);
        let file = PlanFile::read(&town.path().join("plan.toml")).unwrap();
        let mut plan = open(town.path());
        let text = |plan: &Plan| file.text_with(plan.content());
        let mut texts = vec![text(&plan)];
        for (kind, index, value) in script {
            let before = plan.revision();
            plan.commit(edit(&plan, kind, index, value));
            if plan.revision() > before {
                texts.push(text(&plan));
            }
            let again = PlanFile::from_toml(&text(&plan), "plan.toml").unwrap();
            prop_assert_eq!(&again.content, &**plan.content());
        }
        let last = plan.revision();
        for expected in texts.iter().rev().skip(1) {
            plan.undo();
            prop_assert_eq!(&text(&plan), expected);
        }
        prop_assert_eq!(text(&plan), PLAN);
        prop_assert!(!plan.is_changed() && plan.undo_label().is_none());
        for expected in texts.iter().skip(1) {
            plan.redo();
            prop_assert_eq!(&text(&plan), expected);
        }
        prop_assert_eq!(plan.revision().0, last.0 + 2 * (texts.len() as u64 - 1));
    }
}

#[test]
fn what_is_drawn_and_amended_is_saved_opened_again_and_undone() {
    let town = town();
    let path = town.path().join("plan.toml");
    let mut plan = open(town.path());
    for kind in 14..24 {
        for value in 0..6 {
            plan.commit(drawing_edit(&plan, kind, usize::from(value + 2) % 4, value));
        }
    }
    plan.commit(drawing_edit(&plan, 22, 0, 8));
    let content = Arc::clone(plan.content());
    assert!(content.drawn.len() > 3 && content.amendments.len() > 1 && content.ends.len() == 1, "{content:#?}");
    assert_eq!(content.crs.as_deref(), Some("EPSG:4543"), "coordinates of a plan state its system");
    plan.save(&path).unwrap();
    assert_eq!(open(town.path()).content(), &content);
    assert_eq!(seen(&loaded(&plan, &LayerCache::default()).snapshot), seen(&reloaded(&path).snapshot));
    plan.go_to(0);
    plan.save(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), PLAN);
}

#[test]
fn a_feature_that_a_plan_file_cannot_hold_is_not_drawn_and_what_its_role_has_no_use_for_is_dropped() {
    let mut plan = Plan::default();
    let frame = frame_for(Some("EPSG:4543"), &[]).unwrap();
    let line = || DrawnShape::Line(places(2, 1));
    plan.commit(plan.drawing(feature(&plan, Role::Corridors, line(), 3), &frame));
    plan.commit(plan.drawing(feature(&plan, Role::RoadCentrelines, band(1, 1), 3), &frame));
    assert_eq!(plan.revision().0, 0);
    plan.commit(plan.drawing(feature(&plan, Role::RoadCentrelines, line(), 4), &frame));
    let road = &plan.content().drawn[0];
    assert_eq!((road.name.as_deref(), road.between.len(), road.ends.len(), road.values.len()), (None, 0, 0, 2));
}

#[test]
fn files_folders_and_parts_of_sets_are_added_once() {
    let town = town();
    let more = folder(&[("a.geojson", &roads(&["支路"])), ("b.geojson", &places_text()), ("图.dwg", "AC1032")]);
    for part in ["shp", "dbf", "shx", "prj", "cpg"] {
        fs::write(town.path().join("水域").with_extension(part), "").unwrap();
    }
    let at = |name: &str| town.path().join(name);
    let mut plan = open(town.path());
    plan.commit(plan.adding(&[at("水域.dbf"), at("水域.shp"), at("水域.prj"), at("./绿地.geojson")]).unwrap());
    assert_eq!(names(&plan), ["道路.geojson", "组团.geojson", "水域.shp", "绿地.geojson"]);
    assert_eq!(plan.undo_label().unwrap().to_string(), "Add layers");
    assert!(plan.adding(&[at("道路.geojson"), at("水域.cpg")]).unwrap().is_empty(), "all are there");
    let mixed = [more.path().to_owned(), more.path().join("图.dwg"), at("没有.shp")];
    plan.commit(plan.adding(&mixed).unwrap());
    assert_eq!(plan.content().layers.len(), 6);
    let left_out = Plan::left_out(&mixed);
    assert!(left_out.len() == 2 && left_out[0].to_string().contains("图.dwg"), "{left_out:?}");
    plan.undo();
    plan.undo();
    assert!(!plan.is_changed());
}

#[test]
fn nothing_that_can_be_a_layer_is_an_error_that_says_what_to_do() {
    let other = folder(&[("图.dwg", "AC1032"), ("空/说明.txt", ""), ("孤.prj", "")]);
    let at = |name: &str| other.path().join(name);
    let plan = Plan::default();
    for (path, word) in [("图.dwg", "图.dwg"), ("空", "no layer"), ("没有.shp", "没有.shp"), ("孤.prj", "孤.prj")]
    {
        let error = plan.adding(&[at(path)]).unwrap_err().to_string();
        assert!(error.contains(word), "{path}: {error}");
    }
    assert!(plan.adding(&[]).is_err());
}

#[test]
fn a_plan_loads_as_the_command_line_loads_it_and_tells_which_layer_is_which() {
    let plan = PLAN.replace("[[argument]]", "[[layer]]\nrole = \"walkways\"\nsource = \"./道路.geojson\"\n\n[[layer]]\nrole = \"green\"\nsource = \"没有.shp\"\n\n[[corridor]]\nid = \"c1\"\ncentreline = [[526000, 3087000], [526300, 3087000]]\nwidth = 60\n\n[[argument]]");
    let town = town();
    fs::write(town.path().join("plan.toml"), plan).unwrap();
    let open = open(town.path());
    let loaded = loaded(&open, &LayerCache::default());
    let plain = reloaded(town.path());
    assert_eq!(seen(&loaded.snapshot), seen(&plain.snapshot));
    let expected = [LoadedEntry::Layer(0), LoadedEntry::Layer(1), LoadedEntry::Layer(0), LoadedEntry::Unusable(0)];
    assert_eq!(loaded.entries, expected);
    assert_eq!(plain.entries, expected);
    assert_eq!(loaded.snapshot.layers[0].roles, [Role::RoadCentrelines, Role::Walkways]);
    assert_eq!(loaded.snapshot.layers.len(), 3, "the drawn corridors come last");
}

#[test]
fn only_what_an_edit_touches_is_made_anew() {
    let town = town();
    let (mut plan, cache) = (open(town.path()), LayerCache::default());
    let same = |a: &Loaded, b: &Loaded, index: usize| Arc::ptr_eq(&a.snapshot.layers[index], &b.snapshot.layers[index]);
    let first = loaded(&plan, &cache);
    plan.commit(plan.setting_figure("urban_population", Some(figure(1e5))));
    plan.commit(plan.setting_county(Some("西昌市".to_owned())));
    let handle = Handle::default();
    let second = plan.load(&cache, &handle).unwrap();
    assert!(same(&first, &second, 0) && same(&first, &second, 1));
    assert_eq!(handle.progress(), (0, 0), "nothing was read");
    assert_eq!(second.snapshot.revision, plan.revision());

    plan.commit(plan.setting_role(0, vec![Role::RoadCentrelines, Role::Walkways]));
    let third = loaded(&plan, &cache);
    assert!(!same(&second, &third, 0) && same(&second, &third, 1));
    assert_eq!(seen(&third.snapshot), seen(&loaded(&plan, &LayerCache::default()).snapshot), "as if read anew");

    let mut kept = plan.content().layers[0].clone();
    kept.fields.insert(Field::Class, "DJ".to_owned());
    kept.keep.insert(Field::Class, vec!["branch".to_owned()]);
    plan.commit(plan.setting_layer(0, kept));
    let fourth = loaded(&plan, &cache);
    assert_eq!(fourth.snapshot.layers[0].features.len(), 2);
    plan.undo();
    let fifth = loaded(&plan, &cache);
    assert_eq!(seen(&fifth.snapshot), seen(&third.snapshot), "what a filter left out is back");

    plan.commit(plan.setting_crs(Some("EPSG:4542".to_owned())));
    let moved = loaded(&plan, &cache);
    assert!(!same(&fifth, &moved, 0) && !same(&fifth, &moved, 1));
    assert_eq!(moved.snapshot.frame.code, "EPSG:4542");
    assert_eq!(seen(&moved.snapshot), seen(&loaded(&plan, &LayerCache::default()).snapshot));
}

#[test]
fn a_file_that_changed_or_came_is_read_again() {
    let town = town();
    let cache = LayerCache::default();
    let mut plan = open(town.path());
    plan.commit(Edit::Layer(
        2,
        Change::new(None, Some(Box::new(LayerEntry { source: "水.geojson".to_owned(), ..LayerEntry::default() }))),
    ));
    let first = loaded(&plan, &cache);
    assert_eq!((first.entries[2], first.snapshot.unusable.len()), (LoadedEntry::Unusable(0), 1));
    fs::write(town.path().join("水.geojson"), places_text()).unwrap();
    fs::write(town.path().join("道路.geojson"), roads(&["支路"])).unwrap();
    let second = loaded(&plan, &cache);
    assert_eq!((second.entries[2], second.snapshot.unusable.len()), (LoadedEntry::Layer(2), 0));
    assert_eq!(second.snapshot.layers[0].features.len(), 1);
    assert!(Arc::ptr_eq(&first.snapshot.layers[1], &second.snapshot.layers[1]));
}

#[test]
fn the_frame_of_layers_in_degrees_is_the_same_from_the_cache() {
    let town = folder(&[("组团.geojson", &places_text()), ("绿地.geojson", &places_text())]);
    let (mut plan, cache) = (open(town.path()), LayerCache::default());
    let first = loaded(&plan, &cache);
    plan.commit(plan.setting_role(0, vec![Role::Green]));
    let second = loaded(&plan, &cache);
    assert_eq!(first.snapshot.frame, second.snapshot.frame);
    assert!(Arc::ptr_eq(&first.snapshot.layers[1], &second.snapshot.layers[1]));
}

#[test]
fn a_job_tells_how_far_it_is_and_stops_when_it_is_asked_to() {
    let town = town();
    let (plan, cache) = (open(town.path()), LayerCache::default());
    let stopped = Handle::default();
    stopped.cancel();
    assert_eq!(plan.load(&cache, &stopped).unwrap_err().to_string(), "cancelled");
    let handle = Handle::default();
    plan.load(&cache, &handle).unwrap();
    let (done, total) = handle.progress();
    let bytes: u64 =
        ["道路.geojson", "组团.geojson"].map(|name| fs::metadata(town.path().join(name)).unwrap().len()).iter().sum();
    assert_eq!((done, total), (2 * bytes, 2 * bytes));
    assert!(handle.label().unwrap().to_string().starts_with("Reading "));
}

#[test]
fn a_folder_is_saved_as_a_plan_that_gives_the_same() {
    let town = folder(&[("道路中心线.geojson", &roads(&["主干路"])), ("组团.geojson", &places_text()), ("图.dwg", "")]);
    let (mut plan, cache) = (open(town.path()), LayerCache::default());
    assert!(plan.path().is_none() && !plan.is_changed());
    let guessed = loaded(&plan, &cache);
    plan.commit(plan.adopting_guesses(&guessed));
    assert!(plan.is_changed());
    let roles = |loaded: &Loaded| -> Vec<Vec<Role>> {
        loaded.snapshot.layers.iter().map(|layer| layer.roles.clone()).collect()
    };
    plan.commit(plan.setting_figure("urban_population", Some(figure(96_000.0))));
    let path = town.path().join("plan.toml");
    plan.save(&path).unwrap();
    assert_eq!((plan.path(), plan.is_changed()), (Some(path.as_path()), false));
    let text = fs::read_to_string(&path).unwrap();
    let expected = "langdao = 1\n\n[[layer]]\nrole = \"clusters\"\nsource = \"组团.geojson\"\n\n\
        [[layer]]\nrole = \"road-centrelines\"\nsource = \"道路中心线.geojson\"\n\n\
        [figures]\nurban_population = { value = 96000, year = 2025, source = \"年鉴\" }\n";
    assert_eq!(text, expected);
    let (own, plain) = (loaded(&plan, &cache), reloaded(&path));
    assert_eq!(roles(&own), roles(&guessed));
    assert_eq!(seen(&own.snapshot), seen(&plain.snapshot));
    assert_eq!(open(town.path()).content(), plan.content());
}

#[test]
fn saving_elsewhere_names_files_from_there_and_undo_still_knows_them() {
    let root = folder(&[
        ("甲/plan.toml", &format!("standard = \"own.toml\"\n{PLAN}")),
        ("甲/道路.geojson", &roads(&["支路"])),
        ("甲/组团.geojson", &places_text()),
        ("乙/深/x", ""),
        ("绿地.geojson", &places_text()),
    ]);
    let at = |name: &str| root.path().join(name);
    let mut plan = open(&at("甲"));
    plan.commit(plan.adding(&[at("绿地.geojson")]).unwrap());
    assert_eq!(names(&plan)[2], "../绿地.geojson");
    plan.commit(plan.removing_layer(0));
    plan.commit(plan.setting_standard(None));
    let cache = LayerCache::default();
    loaded(&plan, &cache);
    plan.undo();
    let before = plan.revision();
    plan.save(&at("乙/深/方案.toml")).unwrap();
    assert_eq!(names(&plan), ["../../甲/组团.geojson", "../../绿地.geojson"]);
    assert_eq!(plan.content().standard.as_deref(), Some("../../甲/own.toml"));
    assert!(plan.revision() > before && !plan.is_changed());
    assert_eq!(fs::read_to_string(at("甲/plan.toml")).unwrap(), format!("standard = \"own.toml\"\n{PLAN}"));
    plan.undo();
    assert_eq!(names(&plan)[0], "../../甲/道路.geojson");
    plan.save(&at("乙/深/方案.toml")).unwrap();
    let text = fs::read_to_string(at("乙/深/方案.toml")).unwrap();
    let expected = format!("standard = \"../../甲/own.toml\"\n{PLAN}")
        .replace("\"道路", "\"../../甲/道路")
        .replace("\"组团", "\"../../甲/组团")
        .replace("0.7\n", "0.7\n\n[[layer]]\nsource = \"../../绿地.geojson\"\n");
    assert_eq!(text, expected, "unknown keys of a layer that was removed and came back are there");
    plan.commit(plan.setting_standard(None));
    plan.commit(plan.removing_layer(0));
    let handle = Handle::default();
    let renamed = plan.load(&cache, &handle).unwrap();
    assert_eq!(handle.progress(), (0, 0), "files that are only named otherwise are not read again");
    assert_eq!(seen(&renamed.snapshot), seen(&loaded(&plan, &LayerCache::default()).snapshot));
    plan.undo();
    plan.save(&at("乙/深/方案.toml")).unwrap();
    assert_eq!(open(&at("乙/深/方案.toml")).content(), plan.content());
    let (own, plain) = (loaded(&plan, &LayerCache::default()), reloaded(&at("乙/深/方案.toml")));
    assert_eq!(seen(&own.snapshot), seen(&plain.snapshot));
}

#[test]
fn a_plan_is_never_saved_over_anything_else_and_a_failure_changes_nothing() {
    let town = folder(&[("道路.geojson", &roads(&["支路"])), ("own.toml", "[standard]\n"), ("plan.toml/x", "")]);
    let at = |name: &str| town.path().join(name);
    let mut plan = Plan::open(&[at("道路.geojson")]).unwrap();
    plan.commit(plan.setting_standard(Some("own.toml".to_owned())));
    for (path, word) in [
        ("道路.geojson", ".toml"),
        ("own.toml", "never overwritten"),
        ("plan.toml", "a folder has this name"),
        ("没有/plan.toml", "the folder is not there"),
    ] {
        let error = plan.save(&at(path)).unwrap_err().to_string();
        assert!(error.contains(word), "{path}: {error}");
        assert!(plan.path().is_none() && plan.is_changed());
    }
    assert_eq!(fs::read_to_string(at("道路.geojson")).unwrap(), roads(&["支路"]));
    assert_eq!(fs::read_dir(town.path()).unwrap().count(), 3, "nothing is left behind");
}

#[test]
fn a_file_that_another_program_wrote_since_is_not_overwritten() {
    let town = town();
    let path = town.path().join("plan.toml");
    let mut plan = open(town.path());
    plan.commit(plan.setting_year(Some(2035)));
    plan.save(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), PLAN.replace("2030", "2035"));
    fs::write(&path, format!("{PLAN}# by hand\n")).unwrap();
    plan.commit(plan.setting_year(Some(2036)));
    assert!(plan.save(&path).unwrap_err().to_string().contains("another program"));
    plan.save(&town.path().join("other.toml")).unwrap();
    fs::remove_file(town.path().join("other.toml")).unwrap();
    plan.save(&town.path().join("other.toml")).unwrap();
}

#[test]
fn loose_files_are_named_from_the_folder_of_the_first() {
    let root = folder(&[("甲/道路.geojson", &roads(&["支路"])), ("乙/绿地.geojson", &places_text())]);
    let at = |name: &str| root.path().join(name);
    let plan = Plan::open(&[at("甲/道路.geojson"), at("乙/绿地.geojson")]).unwrap();
    assert_eq!(names(&plan), ["道路.geojson", "../乙/绿地.geojson"]);
    assert_eq!(loaded(&plan, &LayerCache::default()).snapshot.layers.len(), 2);
    let with_plan = town();
    let plan = Plan::open(&[at("甲/道路.geojson"), with_plan.path().to_owned()]).unwrap();
    assert!(plan.is_changed(), "the file does not name all that was opened");
    let none: [PathBuf; 1] = [at("无")];
    assert_eq!(Plan::open(&none).unwrap().content().layers.len(), 1, "to be told as unusable");
    assert!(Plan::open(&[]).is_err());
}

#[test]
fn values_of_a_column_are_counted_the_most_frequent_first() {
    let town = town();
    let loaded = loaded(&open(town.path()), &LayerCache::default());
    let layer = &loaded.snapshot.layers[0];
    let column = layer.fields.iter().position(|name| name == "DJ").unwrap();
    assert_eq!(values_of(layer, column), [("支路".to_owned(), 2), ("主干路".to_owned(), 1)]);
    assert!(values_of(layer, 99).is_empty());
}

/// The town with 方案一, which has green in place of clusters, and a road amended in it.
fn weighed() -> tempfile::TempDir {
    let proposal = "\n[[proposal]]\nname = \"方案一\"\n\n[[proposal.layer]]\nrole = \"road-centrelines\"\n\
        source = \"道路.geojson\"\n\n[[proposal.layer]]\nrole = \"green\"\nsource = \"绿地.geojson\"\n\n\
        [[proposal.amendment]]\nsource = \"道路.geojson\"\nrow = 1\nremoved = true\n";
    let town = town();
    fs::write(town.path().join("plan.toml"), format!("{PLAN}{proposal}")).unwrap();
    town
}

#[test]
fn proposals_are_opened_duplicated_renamed_and_deleted_and_undo_passes_back_through_all_of_it() {
    let town = town();
    let mut plan = open(town.path());
    assert!(plan.proposal_names().is_empty());
    plan.commit(plan.opening_proposal("现状"));
    plan.commit(plan.deleting_proposal("现状"));
    assert_eq!(plan.revision().0, 0, "there is none to open or to delete");
    plan.commit(plan.duplicating_proposal(" 方案一 "));
    plan.commit(plan.setting_year(Some(2035)));
    plan.commit(plan.duplicating_proposal("方案二"));
    plan.commit(plan.opening_proposal("现状"));
    assert_eq!(plan.proposal_names(), ["现状", "方案一", "方案二"]);
    assert_eq!(plan.content().year, Some(2030));
    plan.commit(plan.renaming_proposal("方案二", "推荐方案"));
    plan.commit(plan.deleting_proposal("现状"));
    assert_eq!((plan.proposal_names(), plan.content().year), (vec!["方案一", "推荐方案"], Some(2035)));
    plan.commit(plan.deleting_proposal("推荐方案"));
    plan.commit(plan.deleting_proposal("方案一"));
    assert_eq!(plan.proposal_names(), ["方案一"], "the last one stays");
    let done: Vec<String> = plan.done().iter().map(ToString::to_string).collect();
    let expected = [
        "Duplicate as proposal \"方案一\"",
        "Set the evaluation year",
        "Duplicate as proposal \"方案二\"",
        "Open proposal \"现状\"",
        "Rename a proposal to \"推荐方案\"",
        "Delete proposal \"现状\"",
        "Delete proposal \"推荐方案\"",
    ];
    assert_eq!(done, expected);
    plan.go_to(2);
    let Some(open) = plan.content().proposals.open() else { panic!() };
    assert_eq!((open, plan.content().year), ("方案一", Some(2035)));
    plan.go_to(0);
    assert!(plan.proposal_names().is_empty() && !plan.is_changed());
}

#[test]
fn a_name_that_cannot_be_is_told_why_and_changes_nothing() {
    let town = weighed();
    let mut plan = open(town.path());
    let problem = |name: &str| plan.content().proposals.problem(name).map(|problem| problem.to_string());
    assert!(problem(" ").unwrap().contains("no name"));
    assert!(problem(" 方案一 ").unwrap().contains("already"));
    assert_eq!(problem("方案二"), None);
    assert!(Plan::default().content().proposals.problem("现状").is_some(), "the plan's own would be called so");
    for edit in [
        plan.duplicating_proposal("方案一"),
        plan.renaming_proposal("现状", " "),
        plan.renaming_proposal("无", "方案二"),
        plan.opening_proposal("无"),
        plan.opening_proposal("现状"),
    ] {
        plan.commit(edit);
        assert_eq!(plan.revision().0, 0);
    }
}

#[test]
fn a_proposal_is_shown_beside_the_open_one_without_reading_shared_files_again() {
    let town = weighed();
    let (plan, cache) = (open(town.path()), LayerCache::default());
    let base = loaded(&plan, &cache);
    let shown = plan.showing("方案一").unwrap();
    assert!(plan.showing("无").is_none() && shown.undo_label().is_none());
    let handle = Handle::default();
    let other = shown.load(&cache.fork(), &handle).unwrap();
    let green = fs::metadata(town.path().join("绿地.geojson")).unwrap().len();
    assert_eq!(handle.progress(), (2 * green, 2 * green), "only what the open one lacks is read");
    assert_eq!((base.snapshot.proposal.as_deref(), other.snapshot.proposal.as_deref()), (Some("现状"), Some("方案一")));
    let features = |loaded: &Loaded| loaded.snapshot.layers[0].features.len();
    assert_eq!((features(&base), features(&other)), (3, 2), "the amendment is of 方案一 alone");
    let handle = Handle::default();
    plan.load(&cache, &handle).unwrap();
    assert_eq!(handle.progress(), (0, 0), "the cache of the open one is as it was");
    let request =
        Request { paths: vec![town.path().to_owned()], proposal: Some("方案一".into()), ..Request::default() };
    assert_eq!(seen(&load(&request, &Handle::default()).unwrap().snapshot), seen(&other.snapshot));
}

#[test]
fn saving_elsewhere_names_the_files_of_every_proposal_from_there() {
    let root = folder(&[("乙/x", "")]);
    let town = weighed();
    let at = |name: &str| root.path().join(name);
    fs::create_dir(at("甲")).unwrap();
    for file in fs::read_dir(town.path()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), at("甲").join(file.file_name())).unwrap();
    }
    let mut plan = open(&at("甲"));
    plan.commit(plan.opening_proposal("方案一"));
    plan.commit(plan.deleting_proposal("现状"));
    plan.undo();
    assert!(plan.save(&at("甲/组团.geojson")).is_err());
    let before = seen(&loaded(&plan, &LayerCache::default()).snapshot);
    plan.save(&at("乙/方案.toml")).unwrap();
    let text = fs::read_to_string(at("乙/方案.toml")).unwrap();
    assert_eq!(text.matches("\"../甲/").count(), 5, "{text}");
    let again = open(&at("乙/方案.toml"));
    assert_eq!(again.content(), plan.content());
    let after = seen(&loaded(&again, &LayerCache::default()).snapshot).replace("../甲/", "");
    assert_eq!(after, before);
    plan.redo();
    plan.undo();
    assert_eq!(again.content(), plan.content(), "what was deleted and came back is named from there too");
}
