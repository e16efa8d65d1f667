//! Reads the styles of a plan file: `style` in a `[[layer]]`, and `[style.ROLE]` for what is drawn in the plan.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{By, Class, Classes, Colour, Dash, LABEL_SIZES, Label, LineWidth, Method, Paint, Style, Texture, WIDTHS};
use crate::layer::Role;
use crate::text::Message;
use crate::toml_file::{Scalar, View};

/// The styles that a file states, by what they are of: the file of a layer, `#role` for what is drawn. Where several tables
/// name one file the first style holds, and those of the root before those of proposals.
pub(in crate::plan) fn read(root: &View<'_>) -> BTreeMap<String, Style> {
    let mut styles = BTreeMap::new();
    if let Some(drawn) = root.table("style") {
        for key in drawn.keys() {
            let Some(role) = Role::from_code(key) else {
                let known: Vec<&str> = Role::ALL.iter().map(|(_, code)| *code).collect();
                drawn.report(key, Message::new("plan.style-role").with("found", key).with("known", known.join(", ")));
                continue;
            };
            styles.extend(drawn.table(key).map(|view| (key_of_drawn(role), style(&view))));
        }
    }
    let of_proposals = root.tables("proposal");
    for table in std::iter::once(root).chain(&of_proposals).flat_map(|view| view.tables("layer")) {
        let Some(own) = table.table("style").map(|view| style(&view)) else { continue };
        if let Some(source) = table.text("source") {
            styles.entry(source.replace('\\', "/")).or_insert(own);
        }
    }
    styles.retain(|_, style| !style.is_built_in());
    styles
}

/// What the drawn features of a role are known by among layers.
pub(in crate::plan) fn key_of_drawn(role: Role) -> String {
    format!("#{}", role.code())
}

/// The role of drawn features that a key means.
pub(in crate::plan) fn drawn_of_key(key: &str) -> Option<Role> {
    Role::from_code(key.strip_prefix('#')?)
}

fn style(view: &View<'_>) -> Style {
    let per_cent = number(view, "opacity", 0.0..=100.0);
    let (from, to) = (number(view, "from", 1.0..=1e9), number(view, "to", 1.0..=1e9));
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        view.report("to", Message::new("plan.style-scales").with("from", from).with("to", to));
    }
    Style {
        fill: paint(view, "fill"),
        line: paint(view, "line"),
        width: width(view, "width"),
        dash: word(view, "dash", Dash::ALL),
        texture: word(view, "texture", Texture::ALL),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
        opacity: per_cent.map(|per_cent| per_cent.round() as u8),
        from,
        to,
        label: label(view),
        label_size: number(view, "label_size", LABEL_SIZES),
        classes: view.table("classes").and_then(|view| classes(&view)),
        on_top: view.read("on_top").unwrap_or(false),
    }
}

fn number(view: &View<'_>, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
    let found: f64 = view.read(key)?;
    if range.contains(&found) {
        return Some(found);
    }
    let (low, high) = range.into_inner();
    view.report(key, Message::new("plan.style-range").with("found", found).with("low", low).with("high", high));
    None
}

fn word<T: Copy>(view: &View<'_>, key: &str, known: &[(T, &'static str)]) -> Option<T> {
    let found: String = view.read(key)?;
    let meant = known.iter().find(|(_, code)| *code == found).map(|(own, _)| *own);
    if meant.is_none() {
        let known: Vec<&str> = known.iter().map(|(_, code)| *code).collect();
        view.report(key, Message::new("plan.style-word").with("found", found).with("known", known.join(", ")));
    }
    meant
}

/// `"#0b7a75"`, or `"none"`.
fn paint(view: &View<'_>, key: &str) -> Option<Paint> {
    if view.says(key, "none") { Some(Paint::Nothing) } else { colour(view, key).map(Paint::Colour) }
}

fn colour(view: &View<'_>, key: &str) -> Option<Colour> {
    let found: String = view.read(key)?;
    let colour = Colour::from_text(&found);
    if colour.is_none() {
        view.report(key, Message::new("plan.style-colour").with("found", found));
    }
    colour
}

/// Points as a number, metres as `"12 m"`.
fn width(view: &View<'_>, key: &str) -> Option<LineWidth> {
    let found: Scalar = view.read(key)?;
    let text = found.0.trim();
    let (number, unit): (&str, fn(f64) -> LineWidth) = match text.strip_suffix('m') {
        Some(number) => (number.trim_end(), LineWidth::Metres),
        None => (text, LineWidth::Points),
    };
    let width = number.parse().ok().filter(|number| WIDTHS.contains(number)).map(unit);
    if width.is_none() {
        view.report(key, Message::new("plan.style-width").with("found", text));
    }
    width
}

/// A field or a measure, or several; `"none"` and an empty list write nothing.
fn label(view: &View<'_>) -> Option<Vec<Label>> {
    let words: Vec<String> = view.one_or_many("label")?;
    let words = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty() && *word != "none");
    Some(words.map(Label::from_word).collect())
}

fn classes(view: &View<'_>) -> Option<Classes> {
    let field = view.require_text("field");
    let others = paint(view, "others");
    let by = match (view.has("values"), view.has("breaks")) {
        (true, true) => {
            view.report("breaks", Message::new("plan.style-both"));
            return None;
        }
        (true, false) => By::Value(values(&view.table("values")?)),
        (false, _) => ranges(view)?,
    };
    Some(Classes { field: field?, by, others })
}

fn values(view: &View<'_>) -> Vec<(String, Class)> {
    let class = |key: &&str| {
        let class = if view.is_table(key) {
            let own = view.table(key)?;
            if !own.has("colour") {
                own.missing("colour");
            }
            Class { colour: colour(&own, "colour")?, width: width(&own, "width") }
        } else {
            Class { colour: colour(view, key)?, width: None }
        };
        Some(((*key).to_owned(), class))
    };
    view.keys().iter().filter_map(class).collect()
}

fn ranges(view: &View<'_>) -> Option<By> {
    let (breaks, texts) = (view.require::<Vec<f64>>("breaks"), view.require::<Vec<String>>("colours"));
    let method = word(view, "method", Method::ALL);
    let (breaks, texts) = (breaks?, texts?);
    if !breaks.windows(2).all(|pair| matches!(pair, [a, b] if a < b)) {
        view.report("breaks", Message::new("plan.style-breaks"));
        return None;
    }
    let mut colours = Vec::new();
    for text in &texts {
        let Some(colour) = Colour::from_text(text) else {
            view.report("colours", Message::new("plan.style-colour").with("found", text));
            return None;
        };
        colours.push(colour);
    }
    if colours.len() != breaks.len() + 1 {
        let what = Message::new("plan.style-colours").with("wanted", breaks.len() + 1).with("found", colours.len());
        view.report("colours", what);
        return None;
    }
    Some(By::Range { breaks, colours, method })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Content, Edit, Plan, PlanFile};
    use crate::text::Lang;

    const PLAN: &str = r##"langdao = 1

[[layer]]
role = "road-centrelines"
source = 'shp\道路.shp'
style = { width = "12 m", dash = "dashed", opacity = 80, glow = true }

[[layer]]
source = "建筑.shp"

[layer.style]
fill = "#d9c7b2"     # 暖灰
line = "none"
texture = "hatch"
from = 500
to = 20000
label = ["storeys", "area"]
label_size = 10
on_top = true

[layer.style.classes]
field = "storeys"
breaks = [3, 6]
colours = ["#eff3ff", "#6baed6", "#08519c80"]
method = "natural"
others = "none"

[[layer]]
source = "用地.shp"

[layer.style.classes]
field = "class"
values = { 0701 = "#ffff2d", "商业" = { colour = "#ff0000", width = 2 } }

[style.corridors]
fill = "#00ff00"
"##;

    fn plan(text: &str) -> PlanFile {
        PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[test]
    fn everything_that_a_style_states_is_read_and_every_byte_kept() {
        let file = plan(PLAN);
        let styles = &file.content.styles;
        assert_eq!(styles.keys().collect::<Vec<_>>(), ["#corridors", "shp/道路.shp", "建筑.shp", "用地.shp"]);
        let roads = &styles["shp/道路.shp"];
        assert_eq!(
            (roads.width, roads.dash, roads.opacity),
            (Some(LineWidth::Metres(12.0)), Some(Dash::Dashed), Some(80))
        );
        let houses = &styles["建筑.shp"];
        assert_eq!((houses.fill, houses.line), (Some(Paint::Colour(Colour::hex(0xd9_c7_b2))), Some(Paint::Nothing)));
        assert_eq!((houses.texture, houses.from, houses.to), (Some(Texture::Hatch), Some(500.0), Some(20_000.0)));
        assert_eq!(houses.label, Some(vec![Label::Field("storeys".into()), Label::Area]));
        assert!(houses.on_top && houses.label_size == Some(10.0));
        let classes = houses.classes.as_ref().unwrap();
        assert_eq!((classes.others, classes.class(2).unwrap().colour.a), (Some(Paint::Nothing), 0x80));
        let By::Value(values) = &styles["用地.shp"].classes.as_ref().unwrap().by else { panic!() };
        assert_eq!((values[0].0.as_str(), values[1].1.width), ("0701", Some(LineWidth::Points(2.0))));
        assert_eq!(file.text_with(&file.content), PLAN);
    }

    fn changed(text: &str, change: impl FnOnce(&mut Content)) -> String {
        let file = plan(text);
        let mut content = file.content.clone();
        change(&mut content);
        let text = file.text_with(&content);
        assert_eq!(plan(&text).content, content, "{text}");
        text
    }

    #[test]
    fn a_change_of_a_style_touches_its_own_keys_and_keeps_those_that_nobody_knows() {
        let text = changed(PLAN, |content| content.styles.get_mut("shp/道路.shp").unwrap().opacity = Some(50));
        assert_eq!(text, PLAN.replace("opacity = 80", "opacity = 50"));
        let text = changed(PLAN, |content| {
            content.styles.get_mut("建筑.shp").unwrap().fill = Some(Paint::Colour(Colour::hex(0)));
        });
        assert_eq!(text, PLAN.replace("\"#d9c7b2\" ", "\"#000000\" "));
        let text = changed(PLAN, |content| content.styles.clear());
        assert!(
            text.contains("style = { glow = true }") && !text.contains("classes") && !text.contains("[style"),
            "{text}"
        );
    }

    #[test]
    fn a_layer_without_a_style_gets_a_table_and_loses_it_again() {
        let bare = "langdao = 1\n\n[[layer]]\nsource = \"a.shp\"\n\n[[layer]]\nsource = \"b.shp\"\n";
        let ranges =
            By::Range { breaks: vec![2.5], colours: vec![Colour::hex(1), Colour::hex(2)], method: Some(Method::Steps) };
        let classes = Classes { field: "层数".into(), by: ranges, others: None };
        let style = Style { width: Some(LineWidth::Points(1.5)), classes: Some(classes), ..Style::default() };
        let text = changed(bare, |content| drop(content.styles.insert("a.shp".into(), style.clone())));
        let expected = "source = \"a.shp\"\n\n[layer.style]\nwidth = 1.5\n\n[layer.style.classes]\nfield = \"层数\"\n\
                        breaks = [2.5]\ncolours = [\"#000001\", \"#000002\"]\nmethod = \"steps\"\n\n[[layer]]\nsource = \"b.shp\"\n";
        assert!(text.ends_with(expected), "{text}");
        assert_eq!(changed(&text, |content| content.styles.clear()), bare);
        let class = |rgb| Class { colour: Colour::hex(rgb), width: None };
        let values = By::Value(vec![("乙".into(), class(2)), ("甲".into(), Class { width: style.width, ..class(1) })]);
        let by_value = Classes { field: "用途".into(), by: values, others: Some(Paint::Nothing) };
        let text = changed(&text, |content| content.styles.get_mut("a.shp").unwrap().classes = Some(by_value));
        assert!(!text.contains("breaks") && text.contains("\"乙\" = \"#000002\""), "{text}");
        let drawn = changed(bare, |content| drop(content.styles.insert("#green".into(), style.clone())));
        assert!(drawn.contains("[style.green]\nwidth = 1.5\n"), "{drawn}");
        assert_eq!(changed(&drawn, |content| content.styles.clear()), bare);
    }

    #[test]
    fn a_style_is_done_undone_and_kept_in_the_journal_to_the_last_bit() {
        let opened = plan(PLAN);
        let before = std::sync::Arc::new(opened.content.clone());
        let mut plan = Plan { content: std::sync::Arc::clone(&before), ..Plan::default() };
        let style = Style { width: Some(LineWidth::Points(0.1 + 0.2)), ..before.styles["建筑.shp"].clone() };
        let edit = plan.styling("建筑.shp", style.clone());
        let line = serde_json::to_string(&edit).unwrap();
        assert_eq!(serde_json::from_str::<Edit>(&line).unwrap(), edit, "{line}");
        assert!(plan.commit(edit.clone()).is_some() && plan.content.styles["建筑.shp"] == style);
        assert!(plan.commit(edit).is_none(), "it looks so already");
        plan.undo();
        assert_eq!(plan.content, before);
        plan.redo();
        assert_eq!(plan.content.styles["建筑.shp"], style);
        assert!(plan.commit(plan.styling("nowhere.shp", style)).is_none(), "the plan has no such layer");
        assert!(plan.commit(plan.removing_layer(1)).is_some() && !plan.content.styles.contains_key("建筑.shp"));
        plan.go_to(0);
        assert_eq!(plan.content, before);
    }

    #[test]
    fn every_mistake_in_a_style_is_named_with_its_line_and_key() {
        for (from, to, line, key, word) in [
            ("\"12 m\"", "\"12 km\"", 6, "layer[1].style.width", "12 km"),
            ("\"12 m\"", "0", 6, "layer[1].style.width", "0.1"),
            ("\"dashed\"", "\"wavy\"", 6, "layer[1].style.dash", "dash-dot"),
            ("opacity = 80", "opacity = 101", 6, "layer[1].style.opacity", "100"),
            ("opacity = 80", "opacity = \"80\"", 6, "layer[1].style.opacity", "number"),
            ("\"#d9c7b2\"", "\"beige\"", 12, "layer[2].style.fill", "beige"),
            ("to = 20000", "to = 500", 16, "layer[2].style.to", "500"),
            ("from = 500", "from = 0", 15, "layer[2].style.from", "1"),
            ("label_size = 10", "label_size = 100", 18, "layer[2].style.label_size", "48"),
            ("on_top = true", "on_top = 1", 19, "layer[2].style.on_top", "true"),
            ("field = \"storeys\"\n", "", 21, "layer[2].style.classes.field", "missing"),
            ("breaks = [3, 6]", "breaks = [6, 3]", 23, "layer[2].style.classes.breaks", "ascending"),
            ("breaks = [3, 6]", "breaks = [3]", 24, "layer[2].style.classes.colours", "2"),
            ("\"#6baed6\"", "\"#6baed\"", 24, "layer[2].style.classes.colours", "#6baed"),
            ("\"natural\"", "\"jenks\"", 25, "layer[2].style.classes.method", "natural"),
            ("breaks = [3, 6]\n", "", 21, "layer[2].style.classes.breaks", "missing"),
            ("0701 = \"#ffff2d\"", "0701 = 3", 33, "layer[3].style.classes.values.0701", "text"),
            ("colour = \"#ff0000\", ", "", 33, "layer[3].style.classes.values.商业.colour", "missing"),
            ("[style.corridors]", "[style.lawns]", 35, "style.lawns", "corridors"),
        ] {
            assert_eq!(PLAN.matches(from).count(), 1, "{from}");
            let error = PlanFile::from_toml(&PLAN.replace(from, to), "plan.toml").unwrap_err();
            let said: Vec<(usize, &str, String)> =
                error.problems.iter().map(|found| (found.line, found.key.as_str(), found.what.say(Lang::En))).collect();
            assert!(
                said.len() == 1 && said[0].0 == line && said[0].1 == key && said[0].2.contains(word),
                "{to}: {said:?}"
            );
        }
    }
}
