//! Brings the text of a plan file into line with what the plan states now: what did not change keeps its bytes, with the
//! keys and comments around it that nobody here knows.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{Amendment, Argument, Content, DrawnFeature, DrawnShape, LayerEntry, SourceRow, TypedFigure, Width};
use crate::layer::{Field, Role};

/// Rewrites a document that states `before` so that it states `now`.
pub(super) fn rewrite(document: &mut DocumentMut, before: &Content, now: &Content) {
    let root = document.as_table_mut();
    set_changed(root, "name", before.name.as_deref(), now.name.as_deref());
    set_changed(root, "standard", before.standard.as_deref(), now.standard.as_deref());
    set_changed(root, "county", before.county.as_deref(), now.county.as_deref());
    set_changed(root, "year", before.year.map(i64::from), now.year.map(i64::from));
    set_changed(root, "date", before.date.as_deref(), now.date.as_deref());
    set_changed(root, "crs", before.crs.as_deref(), now.crs.as_deref());
    if before.layers != now.layers {
        let tables: Vec<Option<usize>> = now.layers.iter().map(|entry| entry.table.0).collect();
        let unstated = LayerEntry::default();
        rewrite_tables(root, "layer", &tables, |index, table, own| {
            let was = own.and_then(|own| before.layers.get(own)).unwrap_or(&unstated);
            now.layers.get(index).into_iter().for_each(|entry| layer(table, was, entry));
        });
    }
    by_key(root, "figures", &before.figures, &now.figures, figure);
    by_key(root, "ends", &before.ends, &now.ends, |table, key, points| set(table, key, Some(numbers(points))));
    if before.drawn != now.drawn {
        for key in ["corridor", "drawn"] {
            let of_key = |content: &Content| -> Vec<DrawnFeature> {
                content
                    .drawn
                    .iter()
                    .filter(|drawn| (drawn.role == Role::Corridors) == (key == "corridor"))
                    .cloned()
                    .collect()
            };
            rewrite_list(root, key, &of_key(before), &of_key(now), |a, b| a.id == b.id, drawn);
        }
    }
    if before.amendments != now.amendments {
        amendments(root, &before.amendments, &now.amendments);
    }
    if before.arguments != now.arguments {
        let same = |a: &Argument, b: &Argument| a.clause == b.clause && a.subject == b.subject;
        rewrite_list(root, "argument", &before.arguments, &now.arguments, same, argument);
    }
}

/// Writes a value in place of the one that is there, with the comment behind it; `None` removes the key.
fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    match (value, table.get_mut(key)) {
        (None, _) => drop(table.remove(key)),
        (Some(mut value), Some(Item::Value(own))) => {
            *value.decor_mut() = own.decor().clone();
            *own = value;
        }
        (Some(value), _) => drop(table.insert(key, Item::Value(value))),
    }
}

fn set_changed<T: Copy + PartialEq + Into<Value>>(
    table: &mut dyn TableLike,
    key: &str,
    before: Option<T>,
    now: Option<T>,
) {
    if before != now {
        set(table, key, now.map(Into::into));
    }
}

/// Rewrites `[[key]]`: `tables` says for each entry which table of the file it had. A table that nobody has goes.
fn rewrite_tables(
    root: &mut Table,
    key: &str,
    tables: &[Option<usize>],
    write: impl Fn(usize, &mut Table, Option<usize>),
) {
    let item = root.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let old = match std::mem::take(item) {
        Item::ArrayOfTables(old) => old,
        // A list of inline tables says the same.
        other => other.into_array_of_tables().unwrap_or_default(),
    };
    let mut old: Vec<Option<Table>> = old.into_iter().map(Some).collect();
    let mut new = Vec::with_capacity(tables.len());
    for (index, own) in tables.iter().enumerate() {
        let known = own.and_then(|own| Some((own, old.get_mut(own)?.take()?)));
        let (own, mut table) = known.map_or_else(|| (None, Table::new()), |(own, table)| (Some(own), table));
        write(index, &mut table, own);
        new.push(table);
    }
    settle(&mut new);
    if new.is_empty() {
        root.remove(key);
    } else {
        *item = Item::ArrayOfTables(new.into_iter().collect());
    }
}

/// Rewrites `[[key]]` where it states otherwise: entries are known by what they speak of.
fn rewrite_list<T: PartialEq>(
    root: &mut Table,
    key: &str,
    before: &[T],
    now: &[T],
    same: impl Fn(&T, &T) -> bool,
    write: impl Fn(&mut Table, Option<&T>, &T),
) {
    if before == now {
        return;
    }
    let tables = matched(before, now, same);
    rewrite_tables(root, key, &tables, |index, table, own| {
        let was = own.and_then(|own| before.get(own));
        now.get(index).into_iter().for_each(|entry| write(table, was, entry));
    });
}

/// Sees to it that tables are written in their order. A table keeps its place in the file, and a new one follows the table
/// before it: the first ones have none before them, and tables that were put into another order must all be placed anew.
fn settle(tables: &mut [Table]) {
    let places: Vec<isize> = tables.iter().filter_map(Table::position).collect();
    if !places.is_sorted() {
        tables.iter_mut().for_each(forget_place);
        return;
    }
    let leading = tables.iter_mut().take_while(|table| table.position().is_none());
    leading.for_each(|table| table.set_position(places.first().copied()));
}

fn forget_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => forget_place(inner),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(forget_place),
            Item::None | Item::Value(_) => {}
        }
    }
}

/// Which of the former entries each entry goes on from: the equal one, else the first that speaks of the same.
fn matched<T: PartialEq>(before: &[T], now: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut found = vec![None; now.len()];
    for is_meant in [&T::eq as &dyn Fn(&T, &T) -> bool, &same] {
        for (own, entry) in found.iter_mut().zip(now).filter(|(own, _)| own.is_none()) {
            let free = before.iter().enumerate().filter(|(index, _)| !taken.contains(index));
            *own = free.into_iter().find(|(_, old)| is_meant(old, entry)).map(|(index, _)| index);
            taken.extend(*own);
        }
    }
    found
}

/// Rewrites the entries of a table that differ; a table without entries goes.
fn by_key<T: PartialEq>(
    parent: &mut dyn TableLike,
    key: &str,
    before: &BTreeMap<String, T>,
    now: &BTreeMap<String, T>,
    write: impl Fn(&mut dyn TableLike, &str, &T),
) {
    if before == now {
        return;
    }
    if parent.get(key).is_none_or(Item::is_none) {
        parent.insert(key, Item::Table(Table::new()));
    }
    let Some(table) = parent.get_mut(key).and_then(Item::as_table_like_mut) else { return };
    for gone in before.keys().filter(|key| !now.contains_key(*key)) {
        table.remove(gone);
    }
    for (key, value) in now.iter().filter(|(key, value)| before.get(*key) != Some(*value)) {
        write(table, key, value);
    }
    if table.is_empty() {
        parent.remove(key);
    } else {
        tidy(parent.get_mut(key));
    }
}

/// Blanks of an inline table whose entries have changed.
fn tidy(item: Option<&mut Item>) {
    item.and_then(Item::as_inline_table_mut).into_iter().for_each(InlineTable::fmt);
}

fn figure(table: &mut dyn TableLike, key: &str, figure: &TypedFigure) {
    let is_plain = figure.year.is_none() && figure.source.is_none();
    if let Some(own) = table.get_mut(key).and_then(Item::as_table_like_mut) {
        write_figure(own, figure);
        tidy(table.get_mut(key));
    } else if is_plain {
        set(table, key, Some(number(figure.value)));
    } else {
        let mut own = InlineTable::new();
        write_figure(&mut own, figure);
        set(table, key, Some(own.into()));
    }
}

fn write_figure(table: &mut dyn TableLike, figure: &TypedFigure) {
    set(table, "value", Some(number(figure.value)));
    set(table, "year", figure.year.map(|year| i64::from(year).into()));
    set(table, "source", figure.source.clone().map(Into::into));
}

/// A number as people write it: 96000, not 96000.0.
fn number(value: f64) -> Value {
    value.to_string().parse::<i64>().map_or_else(|_broken| value.into(), Into::into)
}

fn numbers(points: &[Coord<f64>]) -> Value {
    points.iter().map(|at| Value::from_iter([at.x, at.y])).collect()
}

fn layer(table: &mut Table, before: &LayerEntry, now: &LayerEntry) {
    if before.roles != now.roles {
        let mut codes = now.roles.iter().map(|role| role.code());
        let roles = match (codes.next(), codes.len()) {
            (None, _) => None,
            (Some(only), 0) => Some(Value::from(only)),
            (Some(first), _) => Some(std::iter::once(first).chain(codes).collect()),
        };
        set(table, "role", roles);
    }
    set_changed(table, "source", some(&before.source), some(&now.source));
    set_changed(table, "crs", before.crs.as_deref(), now.crs.as_deref());
    set_changed(table, "encoding", before.encoding.as_deref(), now.encoding.as_deref());
    by_field(table, "fields", &before.fields, &now.fields, |name| name.into());
    by_field(table, "values", &before.values, &now.values, |mapping| InlineTable::from_iter(mapping).into());
    by_field(table, "where", &before.keep, &now.keep, |kept| Array::from_iter(kept).into());
    set_changed(table, "title", before.provenance.title.as_deref(), now.provenance.title.as_deref());
    let year = |entry: &LayerEntry| entry.provenance.year.map(i64::from);
    set_changed(table, "year", year(before), year(now));
    set_changed(table, "provenance", before.provenance.source.as_deref(), now.provenance.source.as_deref());
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Rewrites an inline table by canonical field.
fn by_field<T: Clone + PartialEq>(
    table: &mut Table,
    key: &str,
    before: &BTreeMap<Field, T>,
    now: &BTreeMap<Field, T>,
    value: impl Fn(&T) -> Value,
) {
    let by_name = |map: &BTreeMap<Field, T>| -> BTreeMap<String, T> {
        map.iter().map(|(field, value)| (field.name().to_owned(), value.clone())).collect()
    };
    if before != now && !table.contains_key(key) {
        table.insert(key, InlineTable::new().into());
    }
    by_key(table, key, &by_name(before), &by_name(now), |table, name, stated| set(table, name, Some(value(stated))));
}

fn argument(table: &mut Table, before: Option<&Argument>, now: &Argument) {
    let was = |text: fn(&Argument) -> &str| before.map(text);
    set_changed(table, "clause", was(|own| &own.clause), Some(&now.clause));
    set_changed(table, "subject", before.and_then(|own| own.subject.as_deref()), now.subject.as_deref());
    set_changed(table, "by", was(|own| &own.by), Some(&now.by));
    set_changed(table, "reason", was(|own| &own.reason), Some(&now.reason));
    set_changed(table, "document", before.and_then(|own| own.document.as_deref()), now.document.as_deref());
    set_changed(table, "date", before.and_then(|own| own.date.as_deref()), now.date.as_deref());
}

fn drawn(table: &mut Table, before: Option<&DrawnFeature>, now: &DrawnFeature) {
    set_changed(table, "id", before.map(|own| own.id.as_str()), Some(&now.id));
    if now.role != Role::Corridors {
        set_changed(table, "role", before.map(|own| own.role.code()), Some(now.role.code()));
    }
    set_changed(table, "name", before.and_then(|own| own.name.as_deref()), now.name.as_deref());
    if before.map_or(&[][..], |own| &own.between) != now.between {
        let between = (!now.between.is_empty()).then(|| now.between.iter().collect());
        set(table, "between", between);
    }
    if before.map_or(&[][..], |own| &own.ends) != now.ends {
        set(table, "ends", (!now.ends.is_empty()).then(|| numbers(&now.ends)));
    }
    if before.map(|own| &own.shape) != Some(&now.shape) {
        shape(table, &now.shape);
    }
    let unstated = BTreeMap::new();
    by_field(table, "values", before.map_or(&unstated, |own| &own.values), &now.values, |value| value.into());
}

fn shape(table: &mut Table, shape: &DrawnShape) {
    let (mut centreline, mut width, mut widths, mut line, mut outline) = (None, None, None, None, None);
    match shape {
        DrawnShape::Band { centreline: points, width: of_band } => {
            centreline = Some(numbers(points));
            match of_band {
                Width::Even(even) => width = Some(number(*even)),
                Width::Tapering(each) => widths = Some(each.iter().map(|width| number(*width)).collect()),
            }
        }
        DrawnShape::Line(points) => line = Some(numbers(points)),
        DrawnShape::Outline(corners) => outline = Some(numbers(corners)),
    }
    set(table, "centreline", centreline);
    set(table, "width", width);
    set(table, "widths", widths);
    set(table, "line", line);
    set(table, "outline", outline);
}

/// Rewrites `[[amendment]]`: a file has its tables in any order, so each row finds its own by what that says. New ones follow.
fn amendments(root: &mut Table, before: &BTreeMap<SourceRow, Amendment>, now: &BTreeMap<SourceRow, Amendment>) {
    let places: BTreeMap<SourceRow, usize> = root.get("amendment").map(amended_rows).unwrap_or_default();
    let mut listed: Vec<(Option<usize>, &SourceRow, &Amendment)> =
        now.iter().map(|(row, amendment)| (places.get(row).copied(), row, amendment)).collect();
    listed.sort_by_key(|(place, ..)| place.unwrap_or(usize::MAX));
    let tables: Vec<Option<usize>> = listed.iter().map(|(place, ..)| *place).collect();
    rewrite_tables(root, "amendment", &tables, |index, table, own| {
        listed.get(index).into_iter().for_each(|(_, row, stated)| {
            let was = own.and_then(|_| before.get_key_value(*row));
            amendment(table, was, row, stated);
        });
    });
}

/// Which table of `[[amendment]]` speaks of which row.
fn amended_rows(item: &Item) -> BTreeMap<SourceRow, usize> {
    let tables: Vec<&dyn TableLike> = match item {
        Item::ArrayOfTables(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
        Item::Value(Value::Array(values)) => {
            values.iter().filter_map(Value::as_inline_table).map(|table| table as &dyn TableLike).collect()
        }
        Item::None | Item::Value(_) | Item::Table(_) => Vec::new(),
    };
    let row_of = |table: &dyn TableLike| {
        let row = usize::try_from(table.get("row")?.as_integer()?).ok()?;
        Some(SourceRow { source: table.get("source")?.as_str()?.replace('\\', "/"), row })
    };
    tables.into_iter().enumerate().filter_map(|(index, table)| Some((row_of(table)?, index))).collect()
}

fn amendment(table: &mut Table, before: Option<(&SourceRow, &Amendment)>, key: &SourceRow, now: &Amendment) {
    let row = |key: &SourceRow| i64::try_from(key.row).unwrap_or(i64::MAX);
    set_changed(table, "source", before.map(|(key, _)| key.source.as_str()), Some(&key.source));
    set_changed(table, "row", before.map(|(key, _)| row(key)), Some(row(key)));
    if before.and_then(|(_, own)| own.at) != now.at {
        set(table, "at", now.at.map(|at| Value::from_iter([at.x, at.y])));
    }
    let removed = |own: &Amendment| own.removed.then_some(true);
    set_changed(table, "removed", before.and_then(|(_, own)| removed(own)), removed(now));
    let unstated = BTreeMap::new();
    by_field(table, "values", before.map_or(&unstated, |(_, own)| &own.values), &now.values, |value| value.into());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::layer::{Field, Role};
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
        let dotted =
            "figures.x = 1\n[[layer]]\nsource = \"a.shp\"\nfields.class = \"DJ\"\nvalues.class.\"4\" = \"branch\"\n";
        let text = changed(dotted, |content| {
            content.figures.insert("y".to_owned(), TypedFigure { year: Some(2025), ..TypedFigure::plain(2.0) });
            content.layers[0].fields.insert(Field::Name, "MC".to_owned());
            content.layers[0].values.insert(Field::Class, [("5".to_owned(), "lane".to_owned())].into());
        });
        assert!(text.starts_with("figures.x = 1\nfigures.y = "), "{text}");
    }
}
