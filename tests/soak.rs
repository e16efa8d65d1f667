//! A thousand edits with a check after each: what was remembered from one check to the next never changes a result, and
//! nothing piles up.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own town has failed")]

use std::fmt::Write as _;
use std::path::Path;

use geo_types::Coord;
use langdao::check::check;
use langdao::handle::Handle;
use langdao::layer::{Field, Role};
use langdao::plan::{
    Amendment, DrawnFeature, DrawnShape, Edit, LayerCache, Loaded, Plan, SourceRow, TypedFigure, Width,
};
use langdao::report::{Format, Options, Report};
use langdao::text::Lang;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

const EDITS: usize = 1_000;
/// Lower left corner of the town, a kilometre square.
const ORIGIN: Coord<f64> = Coord { x: 526_000.0, y: 3_087_000.0 };

const PLAN: &str = r#"langdao = 1
name = "小镇"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = ["main-urban-area", "built-up-area", "county-seat"]
source = "town.geojson"

[[layer]]
role = "corridors"
source = "corridors.geojson"

[[layer]]
role = "buildings"
source = "buildings.geojson"

[[layer]]
role = "road-centrelines"
source = "roads.geojson"

[[layer]]
role = "green"
source = "green.geojson"

[[layer]]
role = "plazas"
source = "plazas.geojson"

[[layer]]
role = "greenways"
source = "greenways.geojson"

[figures]
urban_population = 9000
"#;

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.0.next_u64() % count.max(1) as u64).unwrap()
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 * (high - low)
    }

    /// A place of the town to a millimetre.
    fn place(&mut self) -> Coord<f64> {
        let millimetres = |value: f64| (value * 1e3).round() / 1e3;
        let (x, y) = (self.between(20.0, 980.0), self.between(20.0, 980.0));
        Coord { x: millimetres(ORIGIN.x + x), y: millimetres(ORIGIN.y + y) }
    }
}

fn town(folder: &Path) {
    let at = |x: f64, y: f64| format!("[{},{}]", ORIGIN.x + x, ORIGIN.y + y);
    let ring = |x: f64, y: f64, width: f64, height: f64| {
        let corners = [at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height), at(x, y)];
        format!(r#""type":"Polygon","coordinates":[[{}]]"#, corners.join(","))
    };
    let line = |from: String, to: String| format!(r#""type":"LineString","coordinates":[{from},{to}]"#);
    let write = |name: &str, rows: Vec<(&str, String)>| {
        let mut text = String::from(
            r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4543"}},"features":["#,
        );
        for (index, (properties, shape)) in rows.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(text, r#"{comma}{{"type":"Feature","properties":{{{properties}}},"geometry":{{{shape}}}}}"#)
                .unwrap();
        }
        std::fs::write(folder.join(format!("{name}.geojson")), text + "]}").unwrap();
    };
    write("town", vec![(r#""name":"主城区""#, ring(0.0, 0.0, 1_000.0, 1_000.0))]);
    write(
        "corridors",
        vec![
            (r#""name":"甲廊道""#, ring(300.0, 300.0, 300.0, 80.0)),
            (r#""name":"乙廊道""#, ring(450.0, 450.0, 70.0, 150.0)),
        ],
    );
    let spots = (0..10).map(|n| (f64::from(n % 5) * 190.0 + 30.0, f64::from(n / 5) * 320.0 + 90.0));
    write("buildings", spots.map(|(x, y)| (r#""storeys":6"#, ring(x, y, 40.0, 25.0))).collect());
    let streets = (0..3).map(|n| f64::from(n) * 330.0 + 20.0);
    let streets = streets.flat_map(|y| [line(at(0.0, y), at(1_000.0, y)), line(at(y, 0.0), at(y, 1_000.0))]);
    write("roads", streets.map(|line| (r#""class":"支路""#, line)).collect());
    write("green", (0..3).map(|n| (r#""class":"G1""#, ring(f64::from(n) * 290.0, 700.0, 150.0, 150.0))).collect());
    write("plazas", vec![(r#""name":"广场""#, ring(600.0, 120.0, 160.0, 150.0))]);
    write("greenways", vec![("", line(at(50.0, 980.0), at(950.0, 980.0)))]);
    std::fs::write(folder.join("plan.toml"), PLAN).unwrap();
}

fn shape(dice: &mut Dice, role: Role) -> DrawnShape {
    // Short ones: a thousand plans are checked twice, by a build that is not optimised.
    let points = |dice: &mut Dice, count: usize| {
        let mut last = dice.place();
        let mut next = |_| {
            let (x, y) = (dice.between(20.0, 90.0).round(), dice.between(-60.0, 60.0).round());
            let here = last;
            last = here + Coord { x, y };
            here
        };
        (0..count).map(&mut next).collect::<Vec<_>>()
    };
    match role {
        Role::Corridors => {
            let count = 2 + dice.below(2);
            let centreline = points(dice, count);
            let width = if dice.below(2) == 0 {
                Width::Even(dice.between(20.0, 90.0).round())
            } else {
                Width::Tapering((0..count).map(|_| dice.between(20.0, 90.0).round()).collect())
            };
            DrawnShape::Band { centreline, width }
        }
        Role::RoadCentrelines | Role::Greenways => DrawnShape::Line(points(dice, 3)),
        _ => {
            let (corner, wide, high) = (dice.place(), dice.between(10.0, 120.0), dice.between(10.0, 120.0));
            let corners = [(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)];
            DrawnShape::Outline(corners.map(|(x, y)| corner + Coord { x, y }).to_vec())
        }
    }
}

fn feature(dice: &mut Dice, plan: &Plan) -> DrawnFeature {
    const ROLES: [Role; 7] = [
        Role::Corridors,
        Role::Corridors,
        Role::RoadCentrelines,
        Role::Greenways,
        Role::Green,
        Role::PlazaPlanting,
        Role::Buildings,
    ];
    let role = ROLES[dice.below(ROLES.len())];
    let names = [None, Some("甲廊道"), Some("丙廊道")];
    let class = [("G1", "branch"), ("EG", "arterial")][dice.below(2)];
    let values = match role {
        Role::RoadCentrelines => [(Field::Class, class.1.to_owned())].into(),
        Role::Green => [(Field::Class, class.0.to_owned())].into(),
        _ => std::collections::BTreeMap::new(),
    };
    DrawnFeature {
        id: plan.free_id(role, &[]),
        role,
        name: names[dice.below(names.len())].map(str::to_owned),
        values,
        between: Vec::new(),
        ends: Vec::new(),
        shape: shape(dice, role),
    }
}

/// Any edit that a planner can make while drawing.
fn edit(dice: &mut Dice, plan: &Plan, loaded: &Loaded) -> Edit {
    let frame = &loaded.snapshot.frame;
    let drawn = &plan.content().drawn;
    let one = drawn.get(dice.below(drawn.len())).cloned();
    match dice.below(10) {
        0..=3 if drawn.len() < 5 => plan.drawing(feature(dice, plan), frame),
        0..=4 => {
            let Some(mut one) = one else { return plan.drawing(feature(dice, plan), frame) };
            one.shape = shape(dice, one.role);
            plan.redrawing(one)
        }
        5 => plan.erasing(&one.map(|one| one.id).into_iter().collect::<Vec<_>>()),
        6 => {
            let ends = (dice.below(3) > 0).then(|| vec![dice.place(), dice.place()]);
            plan.setting_ends("甲廊道", ends, frame)
        }
        7 | 8 => {
            let sources = ["buildings.geojson", "roads.geojson", "corridors.geojson"];
            let source = sources[dice.below(sources.len())];
            let layer = loaded.snapshot.layers.iter().find(|layer| layer.source() == Some(source)).unwrap();
            let Some(feature) = layer.features.get(dice.below(layer.features.len())) else { return Edit::nothing() };
            let row = SourceRow { source: source.to_owned(), row: feature.row };
            let amendment = match dice.below(3) {
                0 => None,
                1 => Some(Amendment::removing(&feature.shape)),
                _ => Some(Amendment::stating(&feature.shape, Field::Class, "lane")),
            };
            plan.amending(vec![(row, amendment)], frame)
        }
        _ => {
            let people = dice.between(5_000.0, 20_000.0).round();
            plan.setting_figure("urban_population", Some(TypedFigure::plain(people)))
        }
    }
}

fn loaded(plan: &Plan, cache: &LayerCache) -> Loaded {
    plan.load(cache, &Handle::default()).unwrap()
}

/// All that a check says of a plan.
fn said(loaded: &Loaded) -> Vec<u8> {
    let outcome = check(&loaded.snapshot, &loaded.standard, &[], &Handle::default()).unwrap();
    let options = Options::default();
    let report = Report::new(&loaded.snapshot, &loaded.standard, &outcome, Lang::Zh, &options);
    report.render(Format::Json, &Handle::default()).unwrap()
}

/// Memory of this process in MiB, where the system tells.
fn memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1_024.0)
}

#[test]
fn a_thousand_edits_are_checked_as_if_each_plan_were_opened_anew_and_memory_stays_flat() {
    let folder = tempfile::tempdir().unwrap();
    town(folder.path());
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(4));
    let mut plan = Plan::open(&[folder.path().to_owned()]).unwrap();
    let cache = LayerCache::default();
    let mut now = loaded(&plan, &cache);
    let first = said(&now);
    let (mut early, mut different) = (None, std::collections::BTreeSet::new());
    for step in 0..EDITS {
        match dice.below(8) {
            0 => drop(plan.undo()),
            1 => drop(plan.redo()),
            _ => {
                let edit = edit(&mut dice, &plan, &now);
                plan.commit(edit);
            }
        }
        now = loaded(&plan, &cache);
        let shown = said(&now);
        let anew = said(&loaded(&plan, &LayerCache::default()));
        assert!(shown == anew, "step {step}: what was remembered changed the result of {:?}", plan.undo_label());
        different.insert(shown);
        if step == EDITS * 3 / 10 {
            early = memory();
        }
    }
    assert!(different.len() > EDITS / 2, "the edits hardly changed anything: {}", different.len());
    if let (Some(early), Some(late)) = (early, memory()) {
        // The results kept here to count them, and the steps that can be undone, are a few MiB.
        let kept: usize = different.iter().map(Vec::len).sum();
        let kept = kept as f64 / 1_048_576.0;
        assert!(late < early + 24.0 + kept, "memory grew from {early:.0} to {late:.0} MiB, {kept:.0} of it kept here");
    }
    plan.go_to(0);
    assert!(said(&loaded(&plan, &cache)) == first, "everything undone is the plan as it was opened");
    assert!(!plan.is_changed());
}
