//! What is drawn in a plan, for other programs: one GeoJSON collection, or a shapefile set per role and geometry.

use std::path::Path;

use serde_json::{Map, json};

use super::files::{Files, has_ending, is_shapefile, with_ending, with_suffix};
use crate::formats::geojson::write::{Export, write as write_geojson};
use crate::formats::shapefile::write::{Column, Kind, Row, write as write_shapefile};
use crate::layer::{Field, Role, Shape, Value};
use crate::notice::Notice;
use crate::plan::{DrawnFeature, DrawnShape, Loaded, Snapshot, Width};
use crate::text::Message;

/// Fields that hold numbers where what is stated in them is one.
const NUMBERS: [Field; 8] = [
    Field::RedLineWidth,
    Field::Storeys,
    Field::Height,
    Field::FloorArea,
    Field::GreenShare,
    Field::Population,
    Field::YearBuilt,
    Field::Level,
];
/// Decimals of the columns that hold what follows from a shape: millimetres, and square decimetres.
const DECIMALS: [(&str, usize); 3] = [("width", 3), ("length_m", 3), ("area_ha", 6)];
/// The most decimals of other columns.
const MOST_DECIMALS: usize = 6;

/// The features drawn in a plan, with what is stated of each.
#[derive(Debug)]
pub struct DrawnReport<'a> {
    snapshot: &'a Snapshot,
    entries: Vec<Entry<'a>>,
    /// Drawn features that were left out.
    notices: Vec<Notice>,
}

#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    drawn: &'a DrawnFeature,
    shape: &'a Shape,
}

impl<'a> DrawnReport<'a> {
    /// Endings of the forms that it is written in, for messages.
    pub const ENDINGS: &'static str = ".shp .geojson";

    /// What is drawn in a loaded plan.
    ///
    /// # Errors
    /// A message where nothing is.
    pub fn of(loaded: &'a Loaded) -> Result<Self, Message> {
        let layers = loaded.snapshot.layers.iter().filter(|layer| layer.is_drawn());
        let features = layers.clone().flat_map(|layer| &layer.features);
        let entries: Vec<Entry<'_>> = features
            .filter_map(|feature| Some(Entry { drawn: loaded.drawn.get(feature.row)?, shape: &feature.shape }))
            .collect();
        if entries.is_empty() {
            return Err(Message::new("report.nothing-drawn"));
        }
        // The system of the coordinates concerns what is written as well.
        let assumed = loaded.snapshot.notices.iter().filter(|notice| notice.code == "plan-crs-assumed");
        let notices = assumed.chain(layers.flat_map(|layer| &layer.notices)).cloned().collect();
        Ok(Self { snapshot: &loaded.snapshot, entries, notices })
    }

    /// Whether a path's ending asks for one of its forms.
    pub fn can_be(path: &Path) -> bool {
        is_shapefile(path) || has_ending(path, "geojson")
    }

    /// The files in the form that the ending of a path asks for. A shapefile set has the path's name where all that is
    /// drawn has one role and one geometry; otherwise a set per role, `NAME-<role>.shp`, and where a role has both
    /// geometries `NAME-<role>-lines.shp` and `NAME-<role>-areas.shp`.
    ///
    /// # Errors
    /// A message where the ending asks for another form, or the form cannot hold what is drawn.
    pub fn files(&self, path: &Path) -> Result<Files, Message> {
        if is_shapefile(path) {
            return self.sets(path);
        }
        if !has_ending(path, "geojson") {
            return Err(Message::new("report.drawn-ending")
                .with("path", path.display())
                .with("endings", Self::ENDINGS));
        }
        let files = vec![(path.to_owned(), self.geojson()?)];
        Ok(Files { files, mains: vec![path.to_owned()], notices: self.notices.clone() })
    }

    /// One feature per drawn feature, in the order of roles: its id, name and role, the canonical values that it states, the
    /// width of a band at its narrowest in metres, and its area in hectares or its length in metres.
    fn geojson(&self) -> Result<Vec<u8>, Message> {
        let property = |(key, value): (&str, Value)| match value {
            Value::Null => (key.to_owned(), json!(null)),
            Value::Text(text) => (key.to_owned(), json!(&*text)),
            Value::Number(number) => (key.to_owned(), json!(number)),
            Value::Bool(flag) => (key.to_owned(), json!(flag)),
        };
        let exports: Vec<Export<'_>> = self
            .entries
            .iter()
            .map(|entry| {
                let properties: Map<_, _> = entry.record().into_iter().map(property).collect();
                Export { shape: entry.shape, properties: properties.into() }
            })
            .collect();
        write_geojson(&exports, &self.snapshot.frame)
    }

    fn sets(&self, path: &Path) -> Result<Files, Message> {
        let mut groups: Vec<(Role, bool, Vec<Entry<'_>>)> = Vec::new();
        for entry in &self.entries {
            let (role, is_area) = (entry.drawn.role, entry.is_area());
            match groups.iter_mut().find(|(known, area, _)| (*known, *area) == (role, is_area)) {
                Some((.., group)) => group.push(*entry),
                None => groups.push((role, is_area, vec![*entry])),
            }
        }
        let several_roles = groups.iter().any(|(role, ..)| Some(*role) != groups.first().map(|(first, ..)| *first));
        let mut all = Files { files: Vec::new(), mains: Vec::new(), notices: self.notices.clone() };
        for (role, is_area, group) in &groups {
            let mut suffix = if several_roles { format!("-{}", role.code()) } else { String::new() };
            if groups.iter().filter(|(known, ..)| known == role).count() > 1 {
                suffix.push_str(if *is_area { "-areas" } else { "-lines" });
            }
            self.set(&with_suffix(path, &suffix), group, &mut all)?;
        }
        Ok(all)
    }

    /// Adds the set of some features under a path.
    fn set(&self, path: &Path, group: &[Entry<'_>], all: &mut Files) -> Result<(), Message> {
        let records: Vec<Vec<(&str, Value)>> = group.iter().map(Entry::record).collect();
        let columns = columns(&records);
        let rows: Vec<Row<'_>> = group
            .iter()
            .zip(&records)
            .map(|(entry, record)| {
                let values = columns.iter().map(|column| value_of(record, column.name).cloned().unwrap_or_default());
                Row { shape: entry.shape, values: values.collect() }
            })
            .collect();
        let set = write_shapefile(&columns, &rows, &self.snapshot.frame)?;
        all.mains.push(path.to_owned());
        all.files.extend(set.files.into_iter().map(|(ending, bytes)| (with_ending(path, ending), bytes)));
        all.notices.extend(set.cut.iter().filter_map(|&(row, column)| {
            let (entry, column) = (group.get(row)?, columns.get(column)?);
            Some(Notice::new("text-cut").with("field", column.name).with("id", &entry.drawn.id))
        }));
        Ok(())
    }
}

impl Entry<'_> {
    fn is_area(&self) -> bool {
        matches!(self.shape, Shape::Area(_))
    }

    /// What is known of it by the names of its columns, in their order.
    fn record(&self) -> Vec<(&'static str, Value)> {
        let drawn = self.drawn;
        let name = drawn.name.as_deref().map_or(Value::Null, Value::text);
        let mut record = vec![("id", Value::text(&drawn.id)), ("name", name), ("role", Value::text(drawn.role.code()))];
        let stated = drawn.values.iter().filter(|(field, _)| **field != Field::Name);
        record.extend(stated.map(|(field, value)| (field.name(), stated_value(*field, value))));
        if let DrawnShape::Band { width, .. } = &drawn.shape {
            record.push(("width", Value::Number(narrowest(width))));
        }
        let (key, size) =
            if self.is_area() { ("area_ha", self.shape.size() / 1e4) } else { ("length_m", self.shape.size()) };
        record.push((key, Value::Number(size)));
        record
    }
}

fn narrowest(width: &Width) -> f64 {
    match width {
        Width::Even(width) => *width,
        Width::Tapering(widths) => widths.iter().copied().reduce(f64::min).unwrap_or_default(),
    }
}

/// What a field states: a number where its kind and its text are one.
pub(super) fn stated_value(field: Field, text: &str) -> Value {
    let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite() && NUMBERS.contains(&field));
    number.map_or_else(|| Value::text(text), Value::Number)
}

pub(super) fn value_of<'a>(record: &'a [(&str, Value)], name: &str) -> Option<&'a Value> {
    record.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The columns of records: identity first, then canonical fields in their order, then what follows from the shape. A column
/// holds numbers where nothing else is stated in it.
pub(super) fn columns(records: &[Vec<(&'static str, Value)>]) -> Vec<Column<'static>> {
    let identity = ["id", "name", "role"].into_iter();
    let fields = Field::ALL.iter().map(|(_, name)| *name).filter(|name| *name != Field::Name.name());
    let names = identity.chain(fields).chain(DECIMALS.iter().map(|(name, _)| *name));
    names.filter_map(|name| Some(Column { name, kind: kind(name, records)? })).collect()
}

/// What a column holds; `None` where no record has it.
fn kind(name: &str, records: &[Vec<(&'static str, Value)>]) -> Option<Kind> {
    let values: Vec<&Value> = records.iter().filter_map(|record| value_of(record, name)).collect();
    if values.is_empty() {
        return None;
    }
    let decimals: Option<Vec<usize>> = values
        .iter()
        .filter(|value| !value.is_null())
        .map(|value| match value {
            Value::Number(number) => Some(number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())),
            _ => None,
        })
        .collect();
    let fixed = DECIMALS.iter().find(|(known, _)| *known == name).map(|(_, decimals)| *decimals);
    Some(match decimals {
        Some(needed) if !needed.is_empty() => {
            Kind::Number(fixed.unwrap_or_else(|| needed.into_iter().max().unwrap_or_default().min(MOST_DECIMALS)))
        }
        _ => Kind::Text,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::handle::Handle;
    use crate::plan::{Request, load};

    fn loaded(drawn: &str) -> Loaded {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.toml"), format!("langdao = 1\ncrs = \"EPSG:4543\"\n{drawn}")).unwrap();
        let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
        load(&request, &Handle::default()).unwrap()
    }

    const LINE: &str = "line = [[526000, 3087000], [526100, 3087000]]";
    const OUTLINE: &str = "outline = [[526000, 3087000], [526100, 3087000], [526000, 3087100]]";

    fn drawn(id: &str, role: &str, shape: &str, values: &str) -> String {
        format!("[[drawn]]\nid = \"{id}\"\nrole = \"{role}\"\n{shape}\nvalues = {{ {values} }}\n")
    }

    fn mains(files: &Files) -> Vec<&str> {
        files.mains.iter().filter_map(|path| path.file_name()?.to_str()).collect()
    }

    #[test]
    fn a_set_has_the_name_asked_for_where_one_is_enough_and_else_tells_role_and_geometry() {
        let water = [drawn("d1", "water", LINE, ""), drawn("d2", "water", OUTLINE, "")].concat();
        for (drawn, expected) in [
            (drawn("d1", "water", LINE, ""), &["a.b.SHP"][..]),
            (water.clone(), &["a.b-lines.SHP", "a.b-areas.SHP"]),
            (
                water + &drawn("d3", "green", OUTLINE, ""),
                &["a.b-water-lines.SHP", "a.b-water-areas.SHP", "a.b-green.SHP"],
            ),
        ] {
            let loaded = loaded(&drawn);
            let files = DrawnReport::of(&loaded).unwrap().files(Path::new("x/a.b.SHP")).unwrap();
            assert_eq!(mains(&files), expected);
            assert_eq!(files.files.len(), 5 * expected.len());
            assert!(files.files.iter().all(|(path, _)| path.starts_with("x")), "{:?}", files.mains);
        }
    }

    #[test]
    fn files_of_other_sets_that_are_there_already_are_told_before_they_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let named = at("drawn.shp");
        let one = loaded(&drawn("d1", "water", LINE, ""));
        let one = DrawnReport::of(&one).unwrap().files(&named).unwrap();
        assert!(one.existing(&named).is_empty());
        fs::write(at("drawn.dbf"), b"of another").unwrap();
        assert_eq!(one.existing(&named), [at("drawn.dbf")], "nobody was asked, as there is no drawn.shp");
        one.write().unwrap();
        assert!(one.existing(&named).is_empty(), "whoever named it was asked about the set");
        let two = loaded(&[drawn("d1", "water", LINE, ""), drawn("d2", "green", OUTLINE, "")].concat());
        let two = DrawnReport::of(&two).unwrap().files(&named).unwrap();
        assert!(two.existing(&named).is_empty());
        fs::write(at("drawn-green.shp"), b"of another").unwrap();
        fs::write(at("drawn-green.sbn"), b"of another").unwrap();
        assert_eq!(two.existing(&named), [at("drawn-green.shp")]);
        let map = loaded(&drawn("d1", "water", LINE, ""));
        let map = DrawnReport::of(&map).unwrap().files(&at("drawn.geojson")).unwrap();
        assert!(map.existing(&at("drawn.geojson")).is_empty());
        map.write().unwrap();
        assert!(map.existing(&at("drawn.geojson")).is_empty());
    }

    #[test]
    fn what_is_no_number_makes_its_column_text_and_long_texts_are_cut_with_a_notice() {
        let long = format!("class = \"{}\", storeys = 6", "长".repeat(90));
        let plan = [drawn("d1", "buildings", OUTLINE, &long), drawn("d2", "buildings", OUTLINE, "storeys = \"6+1\"")];
        let loaded = loaded(&plan.concat());
        let report = DrawnReport::of(&loaded).unwrap();
        let records: Vec<_> = report.entries.iter().map(Entry::record).collect();
        let kinds: Vec<(&str, Kind)> = columns(&records).iter().map(|column| (column.name, column.kind)).collect();
        let (text, hectares) = (Kind::Text, Kind::Number(6));
        let expected =
            [("id", text), ("name", text), ("role", text), ("class", text), ("storeys", text), ("area_ha", hectares)];
        assert_eq!(kinds, expected);
        let files = report.files(Path::new("a.shp")).unwrap();
        let said: Vec<String> = files.notices.iter().map(|notice| notice.message.to_string()).collect();
        assert!(said.len() == 1 && said[0].contains("class") && said[0].contains("d1"), "{said:?}");
    }

    #[test]
    fn what_has_no_extent_is_left_out_with_its_notice_and_nothing_else_is_an_error() {
        let flat = "outline = [[526000, 3087000], [526100, 3087000], [526200, 3087000]]";
        let plan = drawn("d1", "green", flat, "");
        assert_eq!(DrawnReport::of(&loaded(&plan)).unwrap_err().key, "report.nothing-drawn");
        let both = loaded(&(plan + &drawn("d2", "green", OUTLINE, "")));
        let files = DrawnReport::of(&both).unwrap().files(Path::new("a.geojson")).unwrap();
        let codes: Vec<&str> = files.notices.iter().map(|notice| notice.code).collect();
        assert_eq!(codes, ["drawn-feature-without-extent"]);
        assert!(DrawnReport::of(&both).unwrap().files(Path::new("a.csv")).is_err());
    }
}
