//! Brings the text of a plan file into line with what the plan states now: what did not change keeps its bytes, with the
//! keys and comments around it that nobody here knows.

mod parts;
mod proposals;
mod styles;
mod tables;

use toml_edit::DocumentMut;

use super::{Backdrop, Content, backdrop};
use tables::rewrite_list;
pub(super) use tables::set_changed;

/// Rewrites a document that states `before` so that it states `now`.
pub(super) fn rewrite(document: &mut DocumentMut, before: &Content, now: &Content) {
    let root = document.as_table_mut();
    let year = |content: &Content| proposals::year_of_root(content).map(i64::from);
    set_changed(root, "name", before.name.as_deref(), now.name.as_deref());
    set_changed(root, "standard", before.standard.as_deref(), now.standard.as_deref());
    set_changed(root, "county", before.county.as_deref(), now.county.as_deref());
    set_changed(root, "year", year(before), year(now));
    set_changed(root, "date", before.date.as_deref(), now.date.as_deref());
    set_changed(root, "crs", before.crs.as_deref(), now.crs.as_deref());
    proposals::rewrite(root, before, now);
    styles::rewrite(root, &before.styles, &now.styles);
    let same = |a: &Backdrop, b: &Backdrop| a.address == b.address;
    rewrite_list(root, "backdrop", &before.backdrops, &now.backdrops, same, backdrop::rewrite);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::layer::{Carriageways, Field, Role};
    use crate::plan::{
        Amendment, Argument, Content, DrawnFeature, DrawnShape, LayerEntry, PlanFile, SourceRow, TypedFigure, Width,
    };
    use geo_types::Coord;

    /// Tables between tables, a table of its own for fields, comments and keys that nobody here knows.
    const PLAN: &str = r#"# 安宁新区
langdao = 1
year = 2030   # 评价年份
zoom = 3

[[layer]]
role = "road-centrelines"
source = 'shp\道路.shp'
opacity = 0.5   # of the first

# 两个文件之间
[figures]
urban_population = { value = 96000, note = "常住" }
pipe-leakage = 9.5   # %

[[layer]] # the second
source = "用地.shp"
opacity = 0.7

[layer.fields]
class = "DLBM"   # 三调

[[argument]]
clause = "corridor-net-width"
by = "市规委会"
reason = "地形所限"
seen = true
# 完
"#;

    fn plan(text: &str) -> PlanFile {
        PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// The text after a change, which states what was to be stated.
    fn changed(text: &str, change: impl FnOnce(&mut Content)) -> String {
        let file = plan(text);
        let mut content = file.content.clone();
        change(&mut content);
        let text = file.text_with(&content);
        assert_eq!(plan(&text).content, content, "{text}");
        text
    }

    fn entry(source: &str) -> LayerEntry {
        LayerEntry { source: source.to_owned(), ..LayerEntry::default() }
    }

    #[test]
    fn a_value_changes_alone_and_keeps_the_comment_behind_it() {
        let text = changed(PLAN, |content| content.year = Some(2035));
        assert_eq!(text, PLAN.replace("2030", "2035"));
        let text = changed(PLAN, |content| content.year = None);
        assert_eq!(text, PLAN.replace("year = 2030   # 评价年份\n", ""));
        let text = changed(PLAN, |content| content.county = Some("西昌市".to_owned()));
        assert_eq!(text, PLAN.replace("zoom = 3\n", "zoom = 3\ncounty = \"西昌市\"\n"));
    }

    #[test]
    fn a_layer_keeps_its_unknown_keys_when_the_one_before_it_goes() {
        let text = changed(PLAN, |content| drop(content.layers.remove(0)));
        let gone =
            "[[layer]]\nrole = \"road-centrelines\"\nsource = 'shp\\道路.shp'\nopacity = 0.5   # of the first\n\n";
        assert_eq!(text, PLAN.replace(gone, ""));
        let text = changed(PLAN, |content| drop(content.layers.remove(1)));
        assert!(text.contains("0.5   # of the first") && !text.contains("0.7") && text.contains("# 两个文件之间"));
    }

    #[test]
    fn a_layer_comes_before_between_and_behind_others_without_touching_them() {
        for (index, before, after) in [
            (0, "zoom = 3\n", "\n[[layer]]\nrole"),
            (1, "# of the first\n", "\n# 两个文件之间"),
            (2, "# 三调\n", "\n[[argument]]"),
        ] {
            let text = changed(PLAN, |content| content.layers.insert(index, entry("绿地.shp")));
            let new = "\n[[layer]]\nsource = \"绿地.shp\"\n";
            assert_eq!(text, PLAN.replace(&format!("{before}{after}"), &format!("{before}{new}{after}")), "{index}");
        }
    }

    #[test]
    fn layers_in_another_order_take_their_keys_with_them() {
        let text = changed(PLAN, |content| content.layers.reverse());
        let at = |what: &str| text.find(what).unwrap();
        assert!(at("用地.shp") < at("0.7") && at("0.7") < at("DLBM") && at("DLBM") < at("道路.shp"), "{text}");
        assert!(at("道路.shp") < at("0.5"));
    }

    #[test]
    fn what_is_stated_of_a_layer_is_written_key_by_key() {
        let text = changed(PLAN, |content| {
            let [roads, land] = content.layers.as_mut_slice() else { panic!() };
            roads.roles = vec![Role::RoadCentrelines, Role::Walkways];
            roads.keep.insert(Field::Status, vec!["existing".to_owned()]);
            land.fields.insert(Field::GreenShare, "LDL".to_owned());
            land.values.insert(Field::Class, [("1401".to_owned(), "G1".to_owned())].into());
        });
        let expected = PLAN
            .replace("role = \"road-centrelines\"", "role = [\"road-centrelines\", \"walkways\"]")
            .replace("# of the first\n", "# of the first\nwhere = { status = [\"existing\"] }\n")
            .replace("opacity = 0.7\n", "opacity = 0.7\nvalues = { class = { 1401 = \"G1\" } }\n")
            .replace("# 三调\n", "# 三调\ngreen_share = \"LDL\"\n");
        assert_eq!(text, expected);
        let text = changed(PLAN, |content| content.layers[1].fields.clear());
        assert_eq!(text, PLAN.replace("\n[layer.fields]\nclass = \"DLBM\"   # 三调\n", ""));
    }

    #[test]
    fn the_opacity_of_a_picture_is_a_share_of_one() {
        let text = changed(PLAN, |content| content.layers[0].opacity = Some(25));
        assert_eq!(text, PLAN.replace("opacity = 0.5 ", "opacity = 0.25 "));
        let text = changed(PLAN, |content| content.layers[1].opacity = None);
        assert_eq!(text, PLAN.replace("opacity = 0.7\n", ""));
    }

    #[test]
    fn a_figure_keeps_its_form_and_its_other_keys() {
        let text = changed(PLAN, |content| {
            let stated = TypedFigure { value: 97_500.5, year: Some(2025), source: Some("年鉴".to_owned()) };
            content.figures.insert("urban_population".to_owned(), stated.clone());
            content.figures.insert("pipe-leakage".to_owned(), TypedFigure::plain(10.0));
            content.figures.insert("waste-reuse".to_owned(), TypedFigure { value: 1e3, year: None, ..stated });
        });
        let expected = PLAN
            .replace(
                "{ value = 96000, note = \"常住\" }",
                "{ value = 97500.5, note = \"常住\", year = 2025, source = \"年鉴\" }",
            )
            .replace(
                "pipe-leakage = 9.5   # %\n",
                "pipe-leakage = 10   # %\nwaste-reuse = { value = 1000, source = \"年鉴\" }\n",
            );
        assert_eq!(text, expected);
        let text = changed(PLAN, |content| content.figures.clear());
        assert!(!text.contains("figures") && text.contains("[[layer]] # the second"), "{text}");
    }

    #[test]
    fn an_argument_is_known_by_what_it_speaks_of() {
        let argument = |subject: Option<&str>| Argument {
            clause: "corridor-net-width".to_owned(),
            subject: subject.map(str::to_owned),
            by: "住建局".to_owned(),
            reason: "河道".to_owned(),
            document: None,
            date: None,
        };
        let text = changed(PLAN, |content| content.arguments = vec![argument(Some("甲廊道")), argument(None)]);
        assert!(text.find("甲廊道").unwrap() < text.find("seen = true").unwrap(), "{text}");
        assert!(text.contains("by = \"住建局\"\nreason = \"河道\"\nseen = true\n# 完\n"), "{text}");
    }

    #[test]
    fn drawn_corridors_and_ends_are_written_too() {
        let at = |x: f64, y: f64| Coord { x, y };
        let centreline = vec![at(0.0, 0.5), at(100.0, 0.0)];
        let line = DrawnShape::Band { centreline: centreline.clone(), width: Width::Even(60.0) };
        let drawn = feature(Role::Corridors, "c1", line);
        let text = changed(PLAN, |content| {
            content.drawn.push(drawn.clone());
            content.ends.insert("甲廊道".to_owned(), vec![at(1.0, 2.0), at(3.0, 4.0)]);
        });
        let tapering = changed(&text, |content| {
            content.drawn[0].shape = DrawnShape::Band { centreline, width: Width::Tapering(vec![60.0, 45.5]) };
        });
        assert!(tapering.contains("widths = [60, 45.5]") && !tapering.contains("width ="), "{tapering}");
        let free = changed(&tapering, |content| {
            content.drawn[0].shape = DrawnShape::Outline(vec![at(0.0, 0.0), at(9.0, 0.0), at(0.0, 9.0)]);
        });
        assert!(text.contains("width = 60\n") && free.contains("outline"), "{free}");
        assert!(!free.contains("width = ") && !free.contains("widths = "), "{free}");
    }

    fn feature(role: Role, id: &str, shape: DrawnShape) -> DrawnFeature {
        let (name, between) = (None, vec!["北组团".to_owned()]);
        let between = if role == Role::Corridors { between } else { Vec::new() };
        DrawnFeature { id: id.to_owned(), role, name, values: BTreeMap::new(), between, ends: Vec::new(), shape }
    }

    #[test]
    fn drawn_roads_and_amendments_are_written_and_each_change_touches_its_own_table() {
        let at = |x: f64, y: f64| Coord { x, y };
        let mut road = feature(Role::RoadCentrelines, "d1", DrawnShape::Line(vec![at(0.0, 0.5), at(100.0, 0.1)]));
        road.name = Some("规划一路".to_owned());
        road.values.insert(Field::Class, "branch".to_owned());
        let row = |row| SourceRow { source: "shp/道路.shp".to_owned(), row };
        let text = changed(PLAN, |content| {
            content.drawn.push(road.clone());
            content
                .amendments
                .insert(row(7), Amendment { at: Some(at(0.5, 1.0)), removed: true, ..Amendment::default() });
        });
        let expected = r#"
[[drawn]]
id = "d1"
role = "road-centrelines"
name = "规划一路"
line = [[0.0, 0.5], [100.0, 0.1]]
values = { class = "branch" }

[[amendment]]
source = "shp/道路.shp"
row = 7
at = [0.5, 1.0]
removed = true
"#;
        assert!(text.contains(expected), "{text}");
        let text = text.replace("removed = true\n", "removed = true\nnote = \"拓宽\"\n");
        let later = changed(&text, |content| {
            content.amendments.insert(row(2), Amendment { values: road.values.clone(), ..Amendment::default() });
            content.drawn[0].values.insert(Field::RedLineWidth, "24".to_owned());
        });
        assert!(later.contains("note = \"拓宽\"") && later.contains("red_line_width = \"24\""), "{later}");
        let none = changed(&later, |content| {
            content.drawn.clear();
            content.amendments.clear();
        });
        assert_eq!(none, PLAN);
    }

    #[test]
    fn amendments_in_any_order_change_their_own_tables_and_keep_their_place() {
        let table = |source: &str, row: usize, rest: &str| {
            format!("\n[[amendment]]\nsource = '{source}'\nrow = {row}\nnote = '{source} {row}'   # 注\n{rest}")
        };
        let roads = table(r"shp\道路.shp", 7, "removed = true\n");
        let late = table("用地.shp", 9, "values = { class = \"G2\" }\n");
        let early = table("用地.shp", 2, "removed = true\n");
        let first = table("a.shp", 0, "removed = true\n");
        let text = format!("langdao = 1\n{roads}{late}{early}{first}");
        let row = |source: &str, row| SourceRow { source: source.to_owned(), row };
        let without = changed(&text, |content| drop(content.amendments.remove(&row("用地.shp", 2))));
        assert_eq!(without, text.replace(&early, ""));
        let both = changed(&text, |content| {
            content.amendments.remove(&row("a.shp", 0));
            let restated = content.amendments.get_mut(&row("用地.shp", 9)).unwrap();
            restated.values.insert(Field::Class, "G3".to_owned());
        });
        assert_eq!(both, text.replace(&first, "").replace("\"G2\"", "\"G3\""));
        let more = changed(&text, |content| {
            let removed = Amendment { removed: true, ..Amendment::default() };
            content.amendments.insert(row("a.shp", 1), removed);
            content.amendments.remove(&row("shp/道路.shp", 7));
        });
        let new = "\n[[amendment]]\nsource = \"a.shp\"\nrow = 1\nremoved = true\n";
        assert_eq!(more, text.replace(&roads, "") + new);
    }

    #[test]
    fn a_new_plan_is_written_in_the_order_of_the_design() {
        let text = changed("langdao = 1\n", |content| {
            content.name = Some("安宁新区".to_owned());
            content.standard = Some("liangshan-carbon-peak".to_owned());
            content.county = Some("西昌市".to_owned());
            content.year = Some(2030);
            content.crs = Some("EPSG:4543".to_owned());
            let roads = LayerEntry {
                roles: vec![Role::RoadCentrelines],
                crs: Some("EPSG:4543".to_owned()),
                encoding: Some("GBK".to_owned()),
                fields: [(Field::Class, "DLDJ".to_owned())].into(),
                values: [(Field::Class, [("主干道".to_owned(), "arterial".to_owned())].into())].into(),
                carriageways: Carriageways::Alike,
                ..entry("道路中心线.shp")
            };
            content.layers = vec![roads, LayerEntry { roles: vec![Role::Green], ..entry("绿地.shp") }];
            let stated = TypedFigure { value: 182_000.0, year: Some(2025), source: Some("统计年鉴".to_owned()) };
            content.figures.insert("urban_population".to_owned(), stated);
        });
        let expected = r#"langdao = 1
name = "安宁新区"
standard = "liangshan-carbon-peak"
county = "西昌市"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = "road-centrelines"
source = "道路中心线.shp"
crs = "EPSG:4543"
encoding = "GBK"
fields = { class = "DLDJ" }
values = { class = { "主干道" = "arterial" } }
carriageways = "alike"

[[layer]]
role = "green"
source = "绿地.shp"

[figures]
urban_population = { value = 182000, year = 2025, source = "统计年鉴" }
"#;
        assert_eq!(text, expected);
    }

    #[test]
    fn layers_and_figures_in_other_forms_of_toml_are_rewritten_too() {
        let inline = "layer = [{ source = \"a.shp\", opacity = 1 }, { source = \"b.shp\" }]\nfigures = { x = 1 }\n";
        let text = changed(inline, |content| {
            content.layers[0].roles = vec![Role::Green];
            content.figures.insert("y".to_owned(), TypedFigure::plain(2.0));
        });
        assert!(text.contains("opacity = 1") && text.contains("figures = { x = 1, y = 2 }"), "{text}");
        let dotted = "langdao = 1\nfigures.x = 1\n[[layer]]\nsource = \"a.shp\"\nfields.class = \"DJ\"\nvalues.class.\"4\" = \"branch\"\n";
        let text = changed(dotted, |content| {
            content.figures.insert("y".to_owned(), TypedFigure { year: Some(2025), ..TypedFigure::plain(2.0) });
            content.layers[0].fields.insert(Field::Name, "MC".to_owned());
            content.layers[0].values.insert(Field::Class, [("5".to_owned(), "lane".to_owned())].into());
        });
        assert!(text.starts_with("langdao = 1\nfigures.x = 1\nfigures.y = "), "{text}");
    }
}
