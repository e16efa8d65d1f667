//! The real binary in fresh folders: exit status, streams, files.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Plan, collection, langdao, rectangle};

fn corridor(width: f64) -> Value {
    rectangle(0.0, 0.0, 1000.0, width, json!({"name": "甲廊道"}))
}

fn narrow() -> Plan {
    Plan::new().layer("corridors", &[corridor(37.3)])
}

#[test]
fn exit_status_is_one_where_a_clause_is_violated_and_zero_where_none_is() {
    assert_eq!(narrow().run().code, Some(1));
    assert_eq!(Plan::new().layer("corridors", &[corridor(60.0)]).run().code, Some(0));
}

#[test]
fn strict_fails_on_clauses_that_are_not_judged() {
    let plan = Plan::new().layer("corridors", &[corridor(60.0)]).with(&["--strict"]);
    assert_eq!(plan.run().code, Some(1));
}

#[test]
fn a_missing_layer_ends_with_two_and_names_it_unless_told_to_go_on() {
    let plan = narrow().toml("[[layer]]\nrole = \"road-centrelines\"\nsource = \"没有.shp\"\n");
    let run = plan.run();
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.is_empty());
    assert!(run.stderr.contains("没有.shp"), "{}", run.stderr);
    let going_on = plan.with(&["--keep-going"]);
    assert_eq!(going_on.run().code, Some(1));
    assert_eq!(going_on.clause("road-density")["verdict"], "not-judged");
    assert!(support::has_notice(&going_on.result()["notices"], "layer-unusable"));
}

#[test]
fn a_layer_on_another_datum_cannot_be_used() {
    let plan = narrow();
    let features = [rectangle(0.0, 0.0, 100.0, 100.0, json!({}))];
    fs::write(plan.path().join("xian.geojson"), collection("urn:ogc:def:crs:EPSG::2379", &features)).unwrap();
    let plan = plan.toml("[[layer]]\nrole = \"plazas\"\nsource = \"xian.geojson\"\n");
    let run = plan.run();
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("xian.geojson"), "{}", run.stderr);
}

#[test]
fn layers_of_different_zones_are_brought_together() {
    // The same corridor with the zone number in its eastings, among buildings without: EPSG:4522 and EPSG:4543.
    let ring = [[0.0, 0.0], [1000.0, 0.0], [1000.0, 60.0], [0.0, 60.0], [0.0, 0.0]]
        .map(|[x, y]| [34_000_000.0 + support::X0 + x, support::Y0 + y]);
    let feature = json!({"type": "Feature", "properties": {"name": "甲廊道"},
        "geometry": {"type": "Polygon", "coordinates": [ring]}});
    let plan = Plan::new().layer("buildings", &[rectangle(480.0, 45.0, 40.0, 30.0, json!({}))]);
    fs::write(plan.path().join("c.geojson"), collection("urn:ogc:def:crs:EPSG::4522", &[feature])).unwrap();
    let plan = plan.toml("[[layer]]\nrole = \"corridors\"\nsource = \"c.geojson\"\n");
    support::close(&plan.clause("corridor-net-width")["value"], 45.0, 1e-3);
}

#[test]
fn a_layer_in_degrees_is_measured_in_the_plans_metres() {
    // The corridor of 60 m in longitude and latitude (EPSG:4490), beside a building in EPSG:4543 that leaves 45 m.
    let frame = langdao::formats::frame_for(Some("EPSG:4543"), &[]).unwrap();
    let ring = [[0.0, 0.0], [1000.0, 0.0], [1000.0, 60.0], [0.0, 60.0], [0.0, 0.0]].map(|[x, y]| {
        let at = langdao::geometry::Coord { x: support::X0 + x, y: support::Y0 + y };
        let degrees = frame.to_degrees(at).unwrap();
        [degrees.x, degrees.y]
    });
    let feature = json!({"type": "Feature", "properties": {"name": "甲廊道"},
        "geometry": {"type": "Polygon", "coordinates": [ring]}});
    let plan = Plan::new().layer("buildings", &[rectangle(480.0, 45.0, 40.0, 30.0, json!({}))]);
    fs::write(plan.path().join("c.geojson"), collection("urn:ogc:def:crs:EPSG::4490", &[feature])).unwrap();
    let plan = plan.toml("[[layer]]\nrole = \"corridors\"\nsource = \"c.geojson\"\n");
    support::close(&plan.clause("corridor-net-width")["value"], 45.0, 1e-3);
}

#[test]
fn the_text_has_a_line_per_clause_with_figure_limit_distance_and_strength() {
    let plan = narrow();
    plan.write();
    let folder = plan.path().display().to_string();
    let run = langdao(&["check", &folder, "--lang", "zh"]);
    let line = run.stdout.lines().find(|line| line.contains("生态廊道净宽度")).unwrap();
    for part in ["✗", "（四）", "37.3 m", "应 ≥ 50 m", "差 12.7 m", "原则性要求"] {
        assert!(line.contains(part), "{part} is not in: {line}");
    }
    let english = langdao(&["check", &folder, "--lang", "en"]);
    assert!(english.stdout.contains("must be ≥ 50 m"), "{}", english.stdout);
}

/// A square kilometre with 7.36 km of road and a plaza of 2.4 ha.
fn lacking() -> Plan {
    let street = |x: f64, length: f64| support::line(&[(x, 0.0), (x, length)], json!({"class": "支路"}));
    let mut streets: Vec<Value> = (1..8).map(|index| street(100.0 * f64::from(index), 1000.0)).collect();
    streets.push(street(800.0, 360.0));
    Plan::new()
        .layer("main-urban-area", &[rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "主城区"}))])
        .layer("road-centrelines", &streets)
        .layer("plazas", &[rectangle(0.0, 0.0, 240.0, 100.0, json!({"name": "市民广场"}))])
        .layer(
            "walkways",
            &[
                support::line(&[(0.0, 0.0), (500.0, 0.0)], json!({})),
                support::line(&[(508.0, 0.0), (900.0, 0.0)], json!({})),
                support::line(&[(920.0, 0.0), (990.0, 0.0)], json!({})),
            ],
        )
}

#[test]
fn the_text_and_the_table_say_what_is_missing_in_the_unit_one_draws_in() {
    let plan = lacking();
    plan.write();
    let folder = plan.path().display().to_string();
    let table = plan.path().join("out.csv");
    let run = langdao(&["check", &folder, "--lang", "zh"]);
    let line = |title: &str| run.stdout.lines().find(|line| line.contains(title)).unwrap_or_default();
    assert!(line("道路网密度").contains("还差道路 640 m"), "{}", run.stdout);
    assert!(line("广场集中硬地面积").contains("须绿化 0.40 ha 以上"), "{}", run.stdout);
    assert!(line("步行道网络连续通畅").contains("还差连接线 28.0 m"), "{}", run.stdout);
    assert!(run.stdout.contains("须连通 8.0 m 的缺口"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("还差道路").count(), 1, "once where one finding lacks what the clause does");
    let english = langdao(&["check", &folder, "--lang", "en"]).stdout;
    assert!(english.contains("640 m of road missing"), "{english}");
    assert_eq!(langdao(&["report", &folder, "--lang", "zh", "-o", &table.display().to_string()]).code, Some(1));
    let table = fs::read_to_string(table).unwrap();
    assert!(table.contains(",还差道路 640 m,") && table.contains("须绿化 0.40 ha"), "{table}");
}

#[test]
fn the_result_is_the_same_to_the_byte_whatever_the_number_of_threads() {
    let plan = narrow().layer("buildings", &[rectangle(480.0, -5.0, 40.0, 10.0, json!({}))]);
    let one = plan.with(&["--threads", "1"]);
    let first = one.run().stdout;
    let four = one.with(&["--threads", "4"]);
    // The later option wins.
    assert_eq!(first, four.run().stdout);
}

#[test]
fn report_writes_every_form_and_leaves_standard_output_alone() {
    let plan = narrow();
    plan.write();
    let folder = plan.path().display().to_string();
    let out = tempfile::TempDir::new().unwrap();
    let paths: Vec<String> = ["a.json", "b.csv", "c.geojson", "d.txt"]
        .iter()
        .map(|name| out.path().join(name).display().to_string())
        .collect();
    let mut arguments = vec!["report", folder.as_str(), "--lang", "zh"];
    for path in &paths {
        arguments.extend(["-o", path.as_str()]);
    }
    let run = langdao(&arguments);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let result: Value = serde_json::from_slice(&fs::read(&paths[0]).unwrap()).unwrap();
    assert_eq!(result["schema"], "langdao-result/1");
    assert!(fs::read_to_string(&paths[1]).unwrap().contains("甲廊道"));
    let findings: Value = serde_json::from_slice(&fs::read(&paths[2]).unwrap()).unwrap();
    let point = &findings["features"][0]["geometry"]["coordinates"];
    assert!(findings["features"][0]["properties"]["clause"] == "corridor-net-width", "{findings}");
    assert!(point.to_string().contains("102.2"), "degrees: {point}");
    assert!(fs::read_to_string(&paths[3]).unwrap().contains("37.3 m"));
}

#[test]
fn report_refuses_to_overwrite_a_source_layer() {
    let plan = narrow();
    plan.write();
    let source = plan.path().join("corridors.geojson");
    let before = fs::read(&source).unwrap();
    let run = langdao(&["report", &plan.path().display().to_string(), "-o", &source.display().to_string()]);
    assert_eq!(run.code, Some(2));
    assert_eq!(fs::read(&source).unwrap(), before);
}

#[test]
fn unknown_endings_clauses_roles_and_figures_are_named_before_any_work() {
    let plan = narrow();
    plan.write();
    let folder = plan.path().display().to_string();
    for (arguments, named) in [
        (vec!["report", &folder, "-o", "x.xyz"], "x.xyz"),
        (vec!["report", &folder], "-o"),
        (vec!["check", &folder, "--clause", "no-such"], "no-such"),
        (vec!["check", &folder, "--role", "streets=a.shp"], "streets"),
        (vec!["check", &folder, "--set", "urban_population"], "urban_population"),
        (vec!["check", "no-such-folder"], "no-such-folder"),
    ] {
        let run = langdao(&arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.stdout.is_empty() && run.stderr.contains(named), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_wrong_plan_file_is_named_with_line_and_key() {
    let plan = narrow().head("county = 7");
    let run = plan.run();
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("plan.toml") && run.stderr.contains("county") && run.stderr.contains('6'),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_without_a_plan_file_is_read_whole_and_roles_are_guessed() {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("生态廊道.geojson"), collection("urn:ogc:def:crs:EPSG::4543", &[corridor(37.3)]))
        .unwrap();
    let run = langdao(&["check", &folder.path().display().to_string(), "--format", "json"]);
    let result: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} {}", run.stderr));
    assert_eq!(result["layers"][0]["roles"], json!(["corridors"]));
    assert_eq!(run.code, Some(1));
}

#[test]
fn standards_are_listed_and_a_clause_is_shown_by_its_id_alone_or_behind_that_of_its_standard() {
    assert!(langdao(&["standard", "list"]).stdout.contains("liangshan-carbon-peak"));
    let shown = langdao(&["standard", "show", "road-density", "--lang", "zh"]).stdout;
    assert!(shown.contains("道路网密度达到8公里/平方公里以上") && shown.contains("看不到什么"), "{shown}");
    let same = langdao(&["standard", "show", "liangshan-carbon-peak", "road-density", "--lang", "zh"]).stdout;
    assert_eq!(same, shown);
    let all = langdao(&["standard", "show", "liangshan-carbon-peak", "--lang", "en"]).stdout;
    assert!(all.contains("| `road-density` ") && all.contains("≥ 8 km/km²"), "{all}");
    for unknown in [&["no-such"][..], &["liangshan-carbon-peak", "no-such"], &["no-such", "road-density"]] {
        let run = langdao(&[&["standard", "show"], unknown].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{unknown:?}");
        assert!(run.stderr.contains("no-such"), "{}", run.stderr);
    }
}

#[test]
fn an_exported_standard_is_the_built_in_one_byte_for_byte_and_never_written_over_a_file() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("another.toml").display().to_string();
    let export = ["standard", "export", "liangshan-carbon-peak"];
    assert_eq!(langdao(&[&export[..], &["-o", &file]].concat()).code, Some(0));
    let built_in = include_str!("../assets/standards/liangshan-carbon-peak.toml");
    assert_eq!(fs::read_to_string(&file).unwrap(), built_in);
    assert_eq!(langdao(&export).stdout, built_in);
    fs::write(&file, "mine").unwrap();
    let run = langdao(&[&export[..], &["-o", &file]].concat());
    assert_eq!((run.code, fs::read_to_string(&file).unwrap().as_str()), (Some(2), "mine"), "{}", run.stderr);
    assert!(run.stderr.contains("another.toml"), "{}", run.stderr);
    assert_eq!(langdao(&["standard", "export", "no-such"]).code, Some(2));
}

#[test]
fn every_mistake_of_a_standard_is_named_with_line_and_key() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("another.toml").display().to_string();
    let built_in = include_str!("../assets/standards/liangshan-carbon-peak.toml");
    fs::write(&file, built_in).unwrap();
    assert_eq!(langdao(&["standard", "validate", &file]).code, Some(0));
    let wrong =
        built_in.replace("test = \">= 8 km/km2\"", "test = \">= 8 m\"").replacen("\"corridor-width\"", "\"width\"", 1);
    fs::write(&file, &wrong).unwrap();
    let run = langdao(&["standard", "validate", &file, "--lang", "en"]);
    assert_eq!(run.code, Some(2));
    let line_of = |text: &str| wrong.lines().position(|line| line.contains(text)).unwrap() + 1;
    for (mistake, key) in [(">= 8 m", "test"), ("\"width\"", "measure")] {
        let line = line_of(mistake);
        let clause = wrong.lines().take(line).filter(|line| *line == "[[clause]]").count();
        let place = format!("another.toml, line {line}, clause[{clause}].{key}: ");
        assert!(run.stdout.contains(&place), "{place}\n{}", run.stdout);
    }
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
    assert!(run.stderr.contains("2 mistakes"), "{}", run.stderr);
}

#[test]
fn a_standard_of_a_newer_format_is_refused_with_both_versions() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("newer.toml").display().to_string();
    let built_in = include_str!("../assets/standards/liangshan-carbon-peak.toml");
    fs::write(&file, built_in.replace("langdao = 1\n", "langdao = 7\n")).unwrap();
    let run = langdao(&["standard", "validate", &file, "--lang", "en"]);
    assert_eq!((run.code, run.stdout.lines().count()), (Some(2), 1), "{}", run.stdout);
    assert!(run.stdout.contains("version 7") && run.stdout.contains("the 1 that"), "{}", run.stdout);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-maps/anning");
    let check = langdao(&["check", sample, "--standard", &file, "--lang", "en"]);
    assert_eq!((check.code, check.stdout.as_str()), (Some(2), ""));
    assert!(check.stderr.contains("use a newer langdao"), "{}", check.stderr);
}

#[test]
fn another_prefectures_standard_is_a_file_and_no_code() {
    let plan =
        Plan::new().layer("corridors", &[corridor(80.0)]).without_head("standard").head("standard = \"other.toml\"");
    let standard = "[standard]\nid = \"other\"\ntitle = { zh = \"另一标准\", en = \"Another\" }\nversion = \"1\"\n\n[[clause]]\nid = \"wide-corridors\"\ntitle = { zh = \"宽廊道\", en = \"Wide corridors\" }\nnumber = \"1\"\nquote = \"净宽度不少于100米\"\nstrength = \"required\"\nmeasure = \"corridor-width\"\ntest = \">= 100 m\"\n";
    fs::write(plan.path().join("other.toml"), standard).unwrap();
    let clause = plan.clause("wide-corridors");
    assert_eq!(clause["verdict"], "violates");
    support::close(&clause["margin"], -20.0, 1e-3);
}

#[test]
fn the_bare_command_checks_the_sample_without_a_display() {
    let run = langdao(&[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("km/km²"), "{}", run.stdout);
}

#[test]
fn the_sample_is_written_once_and_never_over_files() {
    let folder = tempfile::TempDir::new().unwrap();
    let target = folder.path().join("示例");
    let path = target.display().to_string();
    assert_eq!(langdao(&["sample", &path]).code, Some(0));
    assert!(target.join("plan.toml").is_file());
    assert_eq!(langdao(&["sample", &path]).code, Some(2));
    assert_eq!(langdao(&["check", &path]).code, Some(1));
}

#[test]
fn a_role_names_a_file_of_the_plans_folder_as_the_plan_does() {
    let folder = tempfile::TempDir::new().unwrap();
    let name = "甲.geojson";
    fs::write(folder.path().join(name), collection("urn:ogc:def:crs:EPSG::4543", &[corridor(37.3)])).unwrap();
    let path = folder.path().display().to_string();
    let run = langdao(&["check", &path, "--format", "json", "--role", &format!("corridors={name}")]);
    let result: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} {}", run.stderr));
    assert_eq!(result["layers"].as_array().map(Vec::len), Some(1));
    assert_eq!(result["layers"][0]["roles"], json!(["corridors"]));
}

/// A plan with a corridor and a road drawn in it.
fn with_drawn() -> Plan {
    let (x, y) = (support::X0, support::Y0);
    narrow().toml(&format!(
        "[[corridor]]\nid = \"c1\"\nname = \"乙廊道\"\ncentreline = [[{x}, {y}], [{}, {y}]]\nwidths = [60, 40]\n",
        x + 500.0
    ))
}

fn road() -> String {
    let (x, y) = (support::X0, support::Y0);
    format!(
        "[[drawn]]\nid = \"d1\"\nrole = \"road-centrelines\"\nname = \"规划一路\"\n\
         line = [[{x}, {y}], [{}, {}]]\nvalues = {{ class = \"branch\", red_line_width = 24.5 }}\n",
        x + 300.0,
        y + 400.0
    )
}

fn report_drawn(plan: &Plan, outputs: &[&std::path::Path]) -> support::Run {
    plan.write();
    let outputs: Vec<String> = outputs.iter().map(|path| path.display().to_string()).collect();
    let folder = plan.path().display().to_string();
    let mut arguments = vec!["report", folder.as_str(), "--drawn", "--lang", "en"];
    for path in &outputs {
        arguments.extend(["-o", path.as_str()]);
    }
    langdao(&arguments)
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn read(path: &std::path::Path) -> langdao::formats::RawLayer {
    let handle = langdao::handle::Handle::default();
    langdao::formats::read(path, "drawn", &langdao::formats::ReadOptions::default(), &handle).unwrap()
}

#[test]
fn what_is_drawn_is_written_as_a_set_and_as_geojson_that_are_read_back() {
    let out = tempfile::TempDir::new().unwrap();
    let (set, geojson) = (out.path().join("廊道.shp"), out.path().join("廊道.geojson"));
    let run = report_drawn(&with_drawn(), &[&set, &geojson]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    assert_eq!(names(out.path()), ["廊道.cpg", "廊道.dbf", "廊道.geojson", "廊道.prj", "廊道.shp", "廊道.shx"]);
    let layer = read(&set);
    assert!(layer.notices.is_empty(), "{:?}", layer.notices);
    assert_eq!((layer.crs().as_str(), layer.encoding.as_str()), ("EPSG:4543", "UTF-8"));
    assert_eq!(layer.fields, ["id", "name", "role", "width", "area_ha"]);
    let values: Vec<Option<String>> = layer.features[0].values.iter().map(langdao::layer::Value::plain).collect();
    let stated: Vec<&str> = values.iter().flatten().map(String::as_str).collect();
    // 500 m between faces of 60 m and 40 m.
    assert_eq!(stated, ["c1", "乙廊道", "corridors", "40", "2.5"]);
    let text: Value = serde_json::from_slice(&fs::read(&geojson).unwrap()).unwrap();
    let properties = &text["features"][0]["properties"];
    assert_eq!((&properties["name"], &properties["width"]), (&json!("乙廊道"), &json!(40.0)));
    support::close(&properties["area_ha"], 2.5, 1e-9);
    assert_eq!(text["features"][0]["geometry"]["type"], "Polygon");
    let (first, second) = (read(&set).plane().unwrap(), read(&geojson).features.len());
    assert!((first.area.0 - 25_000.0).abs() < 1e-6 && second == 1);
}

#[test]
fn several_roles_are_a_set_each_and_named_on_standard_error() {
    let out = tempfile::TempDir::new().unwrap();
    let run = report_drawn(&with_drawn().toml(&road()), &[&out.path().join("drawn.shp")]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mains: Vec<String> = names(out.path()).into_iter().filter(|name| name.contains(".shp")).collect();
    assert_eq!(mains, ["drawn-corridors.shp", "drawn-road-centrelines.shp"]);
    assert!(mains.iter().all(|name| run.stderr.contains(name)), "{}", run.stderr);
    let roads = read(&out.path().join("drawn-road-centrelines.shp"));
    assert_eq!(roads.fields, ["id", "name", "role", "class", "red_line_w", "length_m"]);
    let values: Vec<Option<String>> = roads.features[0].values.iter().map(langdao::layer::Value::plain).collect();
    let stated: Vec<&str> = values.iter().flatten().map(String::as_str).collect();
    assert_eq!(stated, ["d1", "规划一路", "road-centrelines", "branch", "24.5", "500"]);
}

#[test]
fn an_exported_road_counts_as_it_did_when_it_was_drawn() {
    let main = rectangle(0.0, 0.0, 1000.0, 1000.0, json!({}));
    let base = || Plan::new().layer("main-urban-area", std::slice::from_ref(&main));
    let other = [support::line(&[(900.0, 0.0), (900.0, 500.0)], json!({"class": "支路"}))];
    let drawn = base().layer("road-centrelines", &other).toml(&road());
    let out = tempfile::TempDir::new().unwrap();
    let path = out.path().join("road.shp");
    assert_eq!(report_drawn(&drawn, &[&path]).code, Some(0));
    let layer = format!("[[layer]]\nrole = \"road-centrelines\"\nsource = {}\n", json!(path.display().to_string()));
    let loaded = base().layer("road-centrelines", &other).toml(&layer);
    for plan in [drawn, loaded] {
        support::close(&plan.clause("road-density")["value"], 1.0, 1e-9);
    }
}

#[test]
fn a_plan_in_which_nothing_is_drawn_and_forms_that_hold_no_drawn_features_are_refused() {
    let out = tempfile::TempDir::new().unwrap();
    let at = |name: &str| out.path().join(name);
    let run = report_drawn(&narrow(), &[&at("a.shp")]);
    assert!(run.code == Some(2) && run.stderr.contains("nothing is drawn"), "{}", run.stderr);
    let run = report_drawn(&with_drawn(), &[&at("a.shp"), &at("a.csv")]);
    assert!(run.code == Some(2) && run.stderr.contains("a.csv"), "{}", run.stderr);
    assert!(names(out.path()).is_empty());
}

#[test]
fn what_is_drawn_is_never_written_over_a_source_or_a_part_of_its_set() {
    let plan = with_drawn();
    let at = |name: &str| plan.path().join(name);
    assert_eq!(report_drawn(&plan, &[&at("路.shp")]).code, Some(0));
    let before: Vec<Vec<u8>> =
        ["shp", "dbf", "prj"].map(|part| fs::read(at("路").with_extension(part)).unwrap()).into();
    // As its own layer the set is read only: also where only the case of its ending differs.
    fs::rename(at("路.shp"), at("路.SHP")).unwrap();
    let plan = plan.toml("[[layer]]\nrole = \"backdrop\"\nsource = \"路.SHP\"\n");
    for name in ["路.SHP", "路.shp"] {
        let run = report_drawn(&plan, &[&plan.path().join(name)]);
        assert_eq!(run.code, Some(2), "{name}: {}", run.stderr);
    }
    let now: Vec<Vec<u8>> =
        ["SHP", "dbf", "prj"].map(|part| fs::read(plan.path().join("路").with_extension(part)).unwrap()).into();
    assert_eq!(now, before);
    let run = report_drawn(&plan, &[&plan.path().join("corridors.geojson")]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}

#[test]
fn an_older_set_is_replaced_whole_with_its_indexes() {
    let out = tempfile::TempDir::new().unwrap();
    let at = |name: &str| out.path().join(name);
    for name in ["a.shp", "a.dbf", "a.sbn", "a.qix"] {
        fs::write(at(name), "old").unwrap();
    }
    assert_eq!(report_drawn(&with_drawn(), &[&at("a.shp")]).code, Some(0));
    assert_eq!(names(out.path()), ["a.cpg", "a.dbf", "a.prj", "a.shp", "a.shx"]);
    fs::remove_file(at("a.dbf")).unwrap();
    fs::create_dir(at("a.dbf")).unwrap();
    let before = fs::read(at("a.shp")).unwrap();
    let run = report_drawn(&with_drawn(), &[&at("a.shp")]);
    assert!(run.code == Some(2) && run.stderr.contains("a.shp"), "{}", run.stderr);
    assert_eq!(fs::read(at("a.shp")).unwrap(), before);
    assert_eq!(names(out.path()), ["a.cpg", "a.dbf", "a.prj", "a.shp", "a.shx"]);
}

#[test]
fn a_map_is_written_to_scale_and_is_the_same_from_one_thread_and_from_four() {
    let plan = narrow();
    let draw = |name: &str, more: &[&str]| {
        let mut arguments = vec!["map", plan.path().to_str().unwrap(), "-o", name, "--lang", "en"];
        arguments.extend(more);
        let run = langdao(&arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        fs::read(name).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let one = draw(&file("a.svg"), &["--scale", "1:5000", "--threads", "1", "--date", "2026-05-08"]);
    let four = draw(&file("b.svg"), &["--scale", "5000", "--threads", "4", "--date", "2026-05-08"]);
    assert!(one == four);
    let svg = String::from_utf8(one).unwrap();
    // A3 across: 420 mm are 1190.55 points of a printer. The corridor is 1000 m long, 200 mm of paper, 755.9 points of 1/96 inch.
    assert!(svg.contains("width=\"1190.55pt\""), "{}", &svg[..200]);
    let png = draw(&file("a.png"), &["--paper", "a4", "--dpi", "96", "--portrait", "--no-marks"]);
    assert_eq!(&png[16..24], [0, 0, 3, 26, 0, 0, 4, 99], "210 by 297 mm at 96 to the inch are 794 by 1123 pixels");
    let pdf = draw(&file("a.pdf"), &["--clause", "corridor-net-width"]);
    assert!(pdf.starts_with(b"%PDF"));
}

#[test]
fn a_map_that_needs_more_paper_has_numbered_sheets_or_names_the_scale_that_fits() {
    let plan = narrow();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("图.svg");
    let draw = |scale: &str| {
        let path = plan.path();
        langdao(&["map", path.to_str().unwrap(), "-o", target.to_str().unwrap(), "--scale", scale, "--lang", "en"])
    };
    assert_eq!(draw("1:500").code, Some(0));
    let mut names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    // 1000 m are 2000 mm of paper; a sheet shows about 390 mm of them.
    assert!(names.len() > 4 && names[0] == "图-1.svg" && !names.contains(&"图.svg".to_owned()), "{names:?}");
    let crowded = draw("1:10");
    assert_eq!(crowded.code, Some(2));
    assert!(crowded.stderr.contains("1 : 3\u{2009}000 fits on one"), "{}", crowded.stderr);
}

#[test]
fn a_map_of_a_wrong_kind_place_or_layer_is_refused_before_anything_is_written() {
    let plan = narrow();
    let folder = tempfile::tempdir().unwrap();
    let refused = |target: &str, more: &[&str], named: &str| {
        let target = folder.path().join(target);
        let mut arguments = vec!["map", plan.path().to_str().unwrap(), "-o", target.to_str().unwrap()];
        arguments.extend(more);
        let run = langdao(&arguments);
        assert_eq!(run.code, Some(2), "{more:?}");
        assert!(run.stderr.contains(named) && !target.exists(), "{}", run.stderr);
    };
    refused("a.jpg", &[], ".svg .png .pdf");
    refused("a.svg", &["--scale", "big"], "1:5000");
    refused("a.svg", &["--at", "here"], "526582.2,3087389.1");
    refused("a.svg", &["--hide", "没有.shp"], "没有.shp");
    refused("a.svg", &["--clause", "no-clause"], "no-clause");
    refused("a.svg", &["--theme", "roads"], "road-density:cell=500");
    refused("a.svg", &["--theme", "road-density", "--lang", "en"], "road centrelines");
    refused("a.svg", &["--layers", "没有"], "没有");
    refused("a.png", &["--dpi", "9999", "--lang", "en"], "dots per inch");
    assert_eq!(langdao(&["map", plan.path().to_str().unwrap()]).code, Some(2), "nothing to write");
}
