//! Opening plans, folders and files through the real readers: roles, frames, drawn corridors, what cannot be used.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

use std::fs;
use std::path::Path;

use langdao::handle::Handle;
use langdao::layer::{Field, Layer, Origin, RoadClass, Role, items};
use langdao::plan::{Loaded, Request, load};

/// A line in EPSG:4543 as GeoJSON with the older `crs` member; one feature per class.
fn roads(classes: &[&str]) -> String {
    let features: Vec<String> = classes
        .iter()
        .enumerate()
        .map(|(row, class)| {
            let y = 3_087_000 + 10 * row;
            format!(
                r#"{{"type":"Feature","properties":{{"DJ":"{class}","状态":"现状"}},
                "geometry":{{"type":"LineString","coordinates":[[526000,{y}],[526900,{y}]]}}}}"#
            )
        })
        .collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

fn open(folder: &Path, request: Request) -> Loaded {
    let request = Request { paths: vec![folder.to_owned()], ..request };
    load(&request, &Handle::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn folder(plan: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    if !plan.is_empty() {
        fs::write(folder.path().join("plan.toml"), plan).unwrap();
    }
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn sources(loaded: &Loaded) -> Vec<&str> {
    loaded.snapshot.layers.iter().map(|layer| layer.source().unwrap_or("drawn")).collect()
}

fn codes(layer: &Layer) -> Vec<&str> {
    layer.notices.iter().map(|notice| notice.code).collect()
}

const PLAN: &str = r#"langdao = 1
name = "安宁新区"
county = "西昌"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = "road-centrelines"
source = "图层\\道路.geojson"
fields = { class = "DJ" }
values = { class = { "甲" = "arterial", "乙" = "branch" } }
where = { class = ["arterial"] }
title = "2025年道路现状"

[[corridor]]
id = "c1"
name = "邛海廊道"
ends = [[526000, 3087000], [526500, 3087000]]
centreline = [[526000, 3087000], [526500, 3087000]]
width = 60

[figures]
urban_population = { value = 182000, year = 2025 }

[[argument]]
clause = "corridor-net-width"
by = "市规委会"
reason = "地形所限"
"#;

#[test]
fn a_plan_is_loaded_with_its_layers_drawn_corridors_figures_and_arguments() {
    let folder = folder(PLAN, &[("图层/道路.geojson", &roads(&["甲", "乙", "甲"]))]);
    let Loaded { snapshot, standard, .. } = open(folder.path(), Request::default());
    assert_eq!(standard.id, "liangshan-carbon-peak");
    assert_eq!(
        (snapshot.name.as_str(), snapshot.county.as_deref(), snapshot.year),
        ("安宁新区", Some("西昌市"), Some(2030))
    );
    assert_eq!(snapshot.frame.code, "EPSG:4543");
    let [roads, drawn] = snapshot.layers.as_slice() else { panic!("{:?}", snapshot.layers) };
    assert_eq!(roads.origin, Origin::File("图层/道路.geojson".to_owned()));
    assert_eq!((roads.roles.as_slice(), roads.features.len()), (&[Role::RoadCentrelines][..], 2));
    assert!(roads.columns.contains_key(&Field::Class));
    assert_eq!(roads.provenance.title.as_deref(), Some("2025年道路现状"));
    assert_eq!((&drawn.origin, drawn.roles.as_slice()), (&Origin::Drawn, &[Role::Corridors][..]));
    assert_eq!(snapshot.ends["邛海廊道"].len(), 2);
    assert_eq!((snapshot.figures.len(), snapshot.arguments.len()), (1, 1));
    assert!(snapshot.unusable.is_empty() && snapshot.notices.is_empty(), "{:?}", snapshot.notices);
}

#[test]
fn the_command_line_beats_the_plan() {
    let folder = folder(PLAN, &[("图层/道路.geojson", &roads(&["甲"])), ("新路.geojson", &roads(&["甲"]))]);
    let request = Request {
        roles: vec![(Role::Walkways, folder.path().join("新路.geojson"))],
        figures: vec![("urban_population".to_owned(), 5.0)],
        county: Some("德昌县".to_owned()),
        year: Some(2027),
        ..Request::default()
    };
    let loaded = open(folder.path(), request);
    assert_eq!(sources(&loaded), ["图层/道路.geojson", "新路.geojson", "drawn"]);
    let snapshot = &loaded.snapshot;
    assert_eq!(snapshot.layers[1].roles, [Role::Walkways]);
    assert_eq!((snapshot.county.as_deref(), snapshot.year), (Some("德昌县"), Some(2027)));
    assert!((snapshot.figures["urban_population"].value - 5.0).abs() < f64::EPSILON);
}

#[test]
fn layers_that_cannot_be_used_are_kept_apart_with_their_roles_and_reasons() {
    let plan = "langdao = 1\n[[layer]]\nrole = \"green\"\nsource = \"没有.shp\"\n\
                [[layer]]\nrole = \"plazas\"\nsource = \"坏.geojson\"\n\
                [[layer]]\nrole = \"walkways\"\nsource = \"路.geojson\"\n";
    let folder = folder(plan, &[("坏.geojson", "{"), ("路.geojson", &roads(&["甲"]))]);
    let snapshot = open(folder.path(), Request::default()).snapshot;
    let unusable: Vec<(&str, &[Role])> =
        snapshot.unusable.iter().map(|layer| (layer.source.as_str(), layer.roles.as_slice())).collect();
    assert_eq!(unusable, [("没有.shp", &[Role::Green][..]), ("坏.geojson", &[Role::Plazas][..])]);
    assert!(snapshot.unusable[0].reason.to_string().contains("没有.shp"));
    assert_eq!(snapshot.layers.len(), 1);
}

#[test]
fn a_plan_of_which_nothing_can_be_used_still_loads_and_names_it_all() {
    let folder = folder("langdao = 1\n[[layer]]\nrole = \"green\"\nsource = \"没有.shp\"\n", &[]);
    let snapshot = open(folder.path(), Request::default()).snapshot;
    assert_eq!((snapshot.layers.len(), snapshot.unusable.len()), (0, 1));
}

#[test]
fn a_folder_without_a_plan_gives_every_readable_layer_with_guessed_roles() {
    let files = [
        ("道路中心线.geojson", roads(&["主干路"])),
        ("绿道.geojson", roads(&["城市绿道"])),
        ("说明.txt", "x".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder("", &files);
    let loaded = open(folder.path(), Request::default());
    assert_eq!(sources(&loaded), ["绿道.geojson", "道路中心线.geojson"], "in the order of names");
    assert_eq!(loaded.snapshot.layers[0].roles, [Role::Greenways]);
    assert_eq!(loaded.snapshot.layers[1].roles, [Role::RoadCentrelines]);
    assert_eq!(loaded.snapshot.name, folder.path().canonicalize().unwrap().file_name().unwrap().to_string_lossy());
}

#[test]
fn a_stated_field_that_the_file_lacks_is_noticed() {
    let plan = "langdao = 1\n[[layer]]\nrole = \"walkways\"\nsource = \"路.geojson\"\nfields = { class = \"等级x\" }\n";
    let folder = folder(plan, &[("路.geojson", &roads(&["甲"]))]);
    let snapshot = open(folder.path(), Request::default()).snapshot;
    assert!(codes(&snapshot.layers[0]).contains(&"field-missing"), "{:?}", codes(&snapshot.layers[0]));
}

#[test]
fn an_unknown_crs_of_the_plan_is_refused_with_its_line() {
    let folder = folder("langdao = 1\ncrs = \"EPSG:999999\"\n", &[]);
    let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
    let error = load(&request, &Handle::default()).unwrap_err().to_string();
    assert!(error.contains("plan.toml, line 2, crs"), "{error}");
}

#[test]
fn coordinates_of_a_plan_without_crs_and_ends_without_a_corridor_are_noticed() {
    let plan = "langdao = 1\n[[layer]]\nrole = \"walkways\"\nsource = \"路.geojson\"\n\
                [ends]\n\"没有的廊道\" = [[526000, 3087000], [526500, 3087000]]\n";
    let folder = folder(plan, &[("路.geojson", &roads(&["甲"]))]);
    let snapshot = open(folder.path(), Request::default()).snapshot;
    let codes: Vec<&str> = snapshot.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, ["plan-crs-assumed", "ends-unused"]);
}

#[test]
fn another_standard_file_beside_the_plan_is_used_by_its_path() {
    let standard = r#"[standard]
id = "qingshan"
title = { zh = "青山", en = "Qingshan" }
version = "1"
[[clause]]
id = "wide"
title = { zh = "廊道", en = "Corridors" }
number = "1"
quote = "不少于100米"
strength = "required"
measure = "corridor-width"
test = ">= 100 m"
"#;
    let folder =
        folder("langdao = 1\nstandard = \"标准/青山.toml\"\ncounty = \"青川县\"\n", &[("标准/青山.toml", standard)]);
    let loaded = open(folder.path(), Request::default());
    assert_eq!((loaded.standard.id.as_str(), loaded.snapshot.county.as_deref()), ("qingshan", Some("青川县")));
}

const AMENDED: &str = r#"langdao = 1
crs = "EPSG:4543"

[[layer]]
role = "road-centrelines"
source = "图层/道路.geojson"
fields = { class = "DJ" }

[[amendment]]
source = "图层/道路.geojson"
row = 0
at = [526000, 3087000]
removed = true

[[amendment]]
source = "图层/道路.geojson"
row = 2
values = { class = "lane", red_line_width = 12 }

[[amendment]]
source = "图层/道路.geojson"
row = 1
at = [526000, 3087900]
removed = true

[[amendment]]
source = "没有.shp"
row = 3
removed = true
"#;

#[test]
fn amendments_change_what_is_measured_and_never_the_file() {
    let text = roads(&["主干路", "次干路", "支路"]);
    let folder = folder(AMENDED, &[("图层/道路.geojson", &text)]);
    let snapshot = open(folder.path(), Request::default()).snapshot;
    let layer = &snapshot.layers[0];
    let items = items(&snapshot.layers, Role::RoadCentrelines);
    let seen: Vec<(usize, Option<RoadClass>)> =
        items.iter().map(|item| (item.feature.row, item.road_class())).collect();
    assert_eq!(seen, [(1, Some(RoadClass::Secondary)), (2, Some(RoadClass::Lane))]);
    assert_eq!(items[1].red_line_width(), Some(12.0));
    assert_eq!(layer.removed.iter().map(|feature| feature.row).collect::<Vec<_>>(), [0]);
    assert!(codes(layer).contains(&"features-amended"), "{:?}", codes(layer));
    let unused: Vec<Option<usize>> =
        layer.notices.iter().filter(|notice| notice.code == "amendment-unused").map(|notice| notice.row).collect();
    assert_eq!(unused, [Some(1)], "the row lies elsewhere than was meant");
    assert!(snapshot.notices.iter().any(|notice| notice.code == "amendments-lost"), "{:?}", snapshot.notices);
    assert_eq!(fs::read_to_string(folder.path().join("图层/道路.geojson")).unwrap(), text);
}

#[test]
fn features_drawn_in_a_plan_are_its_last_layers_a_layer_per_role() {
    let drawn = "langdao = 1\ncrs = \"EPSG:4543\"\n\
        [[drawn]]\nid = \"d1\"\nrole = \"green\"\noutline = [[526000, 3087000], [526100, 3087000], [526000, 3087100]]\n\
        [[corridor]]\nid = \"c1\"\ncentreline = [[526000, 3087000], [526500, 3087000]]\nwidths = [60, 40]\n\
        [[drawn]]\nid = \"d2\"\nrole = \"green\"\noutline = [[526000, 3087000], [526100, 3087000], [526100, 3087100]]\n\
        [[layer]]\nrole = \"green\"\nsource = \"路.geojson\"\n";
    let folder = folder(drawn, &[("路.geojson", &roads(&["甲"]))]);
    let loaded = open(folder.path(), Request::default());
    assert_eq!(sources(&loaded), ["路.geojson", "drawn", "drawn"]);
    let [_, corridors, green] = loaded.snapshot.layers.as_slice() else { panic!() };
    assert_eq!((corridors.roles[0], green.roles[0]), (Role::Corridors, Role::Green));
    let rows: Vec<(usize, Option<&str>)> =
        green.features.iter().map(|feature| (feature.row, feature.id.as_deref())).collect();
    assert_eq!(rows, [(1, Some("d1")), (2, Some("d2"))]);
    let own = |row: usize| loaded.drawn.get(row).map(|drawn| drawn.id.as_str());
    assert!(rows.iter().all(|(row, id)| own(*row) == *id));
    // 500 m between faces of 60 m and 40 m.
    assert!((corridors.features[0].shape.size() - 25_000.0).abs() < 1e-6);
}
