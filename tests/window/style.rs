//! How layers look: the editor over the map, a step in the plan for each change, and no check again.

use std::sync::Arc;

use egui::accesskit::Role as Kind;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{App, Command, Opening, Stage};
use langdao::plan::Style;
use langdao::plan::style::{By, Colour, LineWidth, Paint};
use langdao::text::Lang;

use super::{until, window};

fn checked(app: &App) -> bool {
    app.document().stage() == Stage::Checked
}

const PLAN: &str = r#"langdao = 1
name = "小镇"
crs = "EPSG:4543"

[[layer]]
role = "buildings"
source = "houses.geojson"

[[layer]]
role = "plazas"
source = "plazas.geojson"
"#;

/// Squares of 10 m in a row, with these properties.
fn squares(properties: &[&str]) -> String {
    let square = |(index, own): (usize, &&str)| {
        let west = 102.2 + index as f64 * 2e-4;
        let (east, south, north) = (west + 1e-4, 27.9, 27.9001);
        let ring = format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]");
        format!(r#"{{"type":"Feature","properties":{{{own}}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#)
    };
    let features: Vec<String> = properties.iter().enumerate().map(square).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// A small town, read and checked, with the editor open for its buildings; the folder goes with the test.
fn editor(lang: Lang) -> (tempfile::TempDir, Harness<'static, App>) {
    let folder = tempfile::tempdir().unwrap();
    let houses = [("住宅", 3), ("住宅", 6), ("商业", 18), ("住宅", 6), ("办公", 21)];
    let houses = houses.map(|(kind, storeys)| format!(r#""用途":"{kind}","层数":{storeys}"#));
    let houses = squares(&houses.each_ref().map(String::as_str));
    let plazas = squares(&[r#""name":"市民广场""#]);
    for (name, text) in [("plan.toml", PLAN), ("houses.geojson", &houses), ("plazas.geojson", &plazas)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), lang);
    until(&mut harness, checked);
    press(&mut harness, if lang == Lang::Zh { "设置建筑的样式" } else { "Style of Buildings" });
    (folder, harness)
}

fn press(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// Chooses from a list by its name.
fn choose(harness: &mut Harness<'static, App>, list: &str, entry: &str) {
    harness.get_by_role_and_label(Kind::ComboBox, list).click();
    harness.run_steps(3);
    press(harness, entry);
}

fn style_of(app: &App, source: &str) -> Style {
    app.document().plan().unwrap().content().styles.get(source).cloned().unwrap_or_default()
}

fn style(app: &App) -> Style {
    style_of(app, "houses.geojson")
}

/// Waits until the plan has a style and what is shown belongs to it.
fn settled(harness: &mut Harness<'static, App>, holds: impl Fn(&Style) -> bool) {
    until(harness, |app| holds(&style(app)) && checked(app));
}

#[test]
fn the_swatch_opens_the_editor_and_looking_at_it_changes_nothing_in_both_languages() {
    for (lang, title, close) in
        [(Lang::Zh, "建筑 · 样式", "关闭样式编辑"), (Lang::En, "Buildings · style", "Close the style editor")]
    {
        let (_folder, mut harness) = editor(lang);
        assert!(harness.query_by_label(title).is_some(), "{title}");
        press(&mut harness, close);
        assert!(harness.query_by_label(title).is_none());
        assert!(!harness.state().document().plan().unwrap().is_changed());
    }
}

#[test]
fn a_change_is_one_step_that_undo_takes_back_and_neither_reads_nor_checks_again() {
    let (_folder, mut harness) = editor(Lang::Zh);
    let (took, layers) = {
        let document = harness.state().document();
        (document.checked_in(), document.loaded().unwrap().snapshot.layers.clone())
    };
    press(&mut harness, "置于其他图层之上");
    settled(&mut harness, |style| style.on_top);
    let document = harness.state().document();
    assert_eq!(document.plan().unwrap().done().len(), 1);
    assert_eq!(document.checked_in(), took, "a check of its own would have taken another time");
    let read = &document.loaded().unwrap().snapshot.layers;
    assert!(read.iter().zip(&layers).all(|(now, before)| Arc::ptr_eq(now, before) || now.is_drawn()));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    settled(&mut harness, Style::is_built_in);
    assert_eq!(harness.state().document().checked_in(), took);
    let ticked = harness.get_by_label("置于其他图层之上").accesskit_node().toggled();
    assert_eq!(ticked, Some(egui::accesskit::Toggled::False), "the editor follows");
}

#[test]
fn the_map_is_drawn_anew_with_the_style_and_the_legend_follows_the_classes() {
    let (_folder, mut harness) = editor(Lang::Zh);
    until(&mut harness, |app| app.pictures() > 0);
    let pictures = harness.state().pictures();
    press(&mut harness, "按数值分级");
    settled(&mut harness, |style| style.classes.is_some());
    until(&mut harness, |app| app.pictures() > pictures);
    let classes = style(harness.state()).classes.unwrap();
    assert!(
        matches!(&classes.by, By::Range { breaks, colours, .. } if breaks.len() + 1 == colours.len() && breaks.len() > 1)
    );
    let field = |app: &App| style(app).classes.map(|classes| classes.field);
    assert_eq!(field(harness.state()).as_deref(), Some("storeys"), "the field that holds numbers");
    choose(&mut harness, "分级", "等数量（分位数）");
    settled(&mut harness, |style| style.classes.is_some());
    press(&mut harness, "按属性值");
    settled(&mut harness, |style| matches!(style.classes.as_ref().map(|own| &own.by), Some(By::Value(_))));
    choose(&mut harness, "字段", "用途");
    until(&mut harness, |app| field(app).as_deref() == Some("use") && checked(app));
    let Some(By::Value(values)) = style(harness.state()).classes.map(|classes| classes.by) else { panic!() };
    let names: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(names[0], "住宅", "the most frequent first");
    press(&mut harness, "去掉“住宅”这一类");
    settled(
        &mut harness,
        |style| matches!(style.classes.as_ref().map(|own| &own.by), Some(By::Value(values)) if values.len() == 2),
    );
    press(&mut harness, "统一");
    settled(&mut harness, |style| style.classes.is_none());
}

#[test]
fn a_colour_is_chosen_from_the_palette_and_typed_width_and_label_go_to_the_plan() {
    let (_folder, mut harness) = editor(Lang::Zh);
    harness.get_by_role_and_label(Kind::Button, "填充").click();
    harness.run_steps(4);
    press(&mut harness, "#d55e00");
    settled(&mut harness, |style| style.fill == Some(Paint::Colour(Colour::hex(0xd5_5e_00))));
    press(&mut harness, "不绘");
    settled(&mut harness, |style| style.fill == Some(Paint::Nothing));
    press(&mut harness, "自定");
    settled(&mut harness, |style| style.width == Some(LineWidth::Points(1.0)));
    press(&mut harness, "点（图上）");
    settled(&mut harness, |style| style.width == Some(LineWidth::Metres(1.0)));
    choose(&mut harness, "标注", "面积");
    settled(&mut harness, |style| style.label.is_some());
    press(&mut harness, "恢复默认");
    settled(&mut harness, Style::is_built_in);
}

#[test]
fn a_style_is_copied_to_another_layer() {
    let (_folder, mut harness) = editor(Lang::Zh);
    choose(&mut harness, "填充纹理", "交叉线");
    settled(&mut harness, |style| style.texture.is_some());
    let (list, other) = ("复制到…", "广场");
    harness.get_by_role_and_label(Kind::ComboBox, list).click();
    harness.run_steps(3);
    harness.get_all_by_label(other).last().unwrap().click();
    harness.run_steps(3);
    until(&mut harness, |app| style_of(app, "plazas.geojson") == style(app) && checked(app));
}

#[test]
fn escape_closes_the_editor_and_it_stands_at_any_size() {
    let (_folder, mut harness) = editor(Lang::En);
    for size in [[640.0, 400.0], [300.0, 200.0], [1.0, 1.0], [0.0, 0.0], [1440.0, 900.0]] {
        harness.set_size(size.into());
        harness.run_steps(3);
    }
    assert!(harness.query_by_label("Buildings · style").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(harness.query_by_label("Buildings · style").is_none());
}

#[test]
fn a_layer_that_is_not_there_has_no_editor() {
    let mut harness = window(Opening::Empty, Lang::En);
    harness.state_mut().command(Command::StyleLayer("建筑.shp".to_owned()));
    harness.run_steps(3);
    assert!(harness.query_by_label("Close the style editor").is_none());
}
