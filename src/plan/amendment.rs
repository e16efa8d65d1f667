//! Amendments: features of a layer's file that the plan takes away or understands otherwise. The file stays as it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Coord;

use super::drawn;
use crate::layer::{Feature, Field, Layer, Role, Shape, Value};
use crate::notice::Notice;
use crate::text::Message;
use crate::toml_file::View;

/// A row of a layer's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
pub struct SourceRow {
    /// The file as the plan names it.
    pub source: String,
    /// The row in it, from 0.
    pub row: usize,
}

/// What the plan does to one existing feature.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Amendment {
    /// A point of the feature: it tells whether the row still holds what was meant.
    #[serde(with = "super::exact::maybe_place")]
    pub at: Option<Coord<f64>>,
    /// Whether the feature is taken away.
    pub removed: bool,
    /// Canonical values that stand in place of its own.
    pub values: BTreeMap<Field, String>,
}

/// A row holds another feature than was meant where it lies farther than this from the point stated, in metres: files are
/// re-projected and rounded, not moved.
const SAME_PLACE: f64 = 1.0;

impl Amendment {
    /// The amendment that takes a feature away.
    pub fn removing(shape: &Shape) -> Self {
        Self { at: point_of(shape), removed: true, values: BTreeMap::new() }
    }

    /// The amendment that gives a field of a feature another canonical value.
    pub fn stating(shape: &Shape, field: Field, value: &str) -> Self {
        Self { at: point_of(shape), removed: false, values: BTreeMap::from([(field, value.to_owned())]) }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        !self.removed && self.values.is_empty()
    }
}

/// A corner of the shape, to a millimetre.
fn point_of(shape: &Shape) -> Option<Coord<f64>> {
    let first = match shape {
        Shape::Points(points) => points.first().copied(),
        Shape::Lines(lines) => lines.first().and_then(|line| line.0.first().copied()),
        Shape::Area(region) => region.rings().next().and_then(|ring| ring.first()).map(|&corner| corner.into()),
    }?;
    let millimetres = |value: f64| (value * 1e3).round() / 1e3;
    Some(Coord { x: millimetres(first.x), y: millimetres(first.y) })
}

/// Reads every `[[amendment]]`.
pub(super) fn read(root: &View<'_>) -> BTreeMap<SourceRow, Amendment> {
    let mut found = BTreeMap::new();
    for view in root.tables("amendment") {
        let (source, row) = (view.require_text("source"), view.require::<usize>("row"));
        let removed = if view.has("removed") { view.read("removed") } else { Some(false) };
        let amendment = Amendment { at: place(&view), removed: removed.unwrap_or(false), values: drawn::values(&view) };
        let (Some(source), Some(row)) = (source, row) else { continue };
        // What is stated wrongly is named already.
        if removed == Some(false) && !states_values(&view) {
            view.report("removed", Message::new("plan.amendment-empty"));
        }
        let key = SourceRow { source: source.replace('\\', "/"), row };
        if found.insert(key, amendment).is_some() {
            view.report("row", Message::new("plan.duplicate").with("found", row));
        }
    }
    found
}

/// Whether `values` states anything, rightly or wrongly.
fn states_values(view: &View<'_>) -> bool {
    let is_empty = || view.table("values").is_some_and(|values| values.keys().is_empty());
    view.has("values") && !(view.is_table("values") && is_empty())
}

fn place(view: &View<'_>) -> Option<Coord<f64>> {
    let numbers: Vec<f64> = view.read("at")?;
    let &[x, y] = numbers.as_slice() else {
        view.report("at", Message::new("plan.not-a-point"));
        return None;
    };
    Some(Coord { x, y })
}

/// A layer with the amendments of its rows, by row. What does not fit any more is left out with a notice.
pub(super) fn amended(layer: &Layer, amendments: &BTreeMap<usize, Amendment>) -> Layer {
    // What is told from a layer as a whole is told from all of its file.
    layer.digit_scheme();
    let mut amended = layer.clone();
    let mut open = amendments.clone();
    let (mut removed, mut restated) = (0_usize, 0_usize);
    let features = std::mem::take(&mut amended.features);
    for mut feature in features {
        let Some(amendment) = open.get(&feature.row).filter(|amendment| fits(amendment, &feature)).cloned() else {
            amended.features.push(feature);
            continue;
        };
        open.remove(&feature.row);
        if amendment.removed {
            removed += 1;
            amended.removed.push(feature);
            continue;
        }
        restated += 1;
        for (field, value) in &amendment.values {
            restate(&mut amended, &mut feature, *field, value);
        }
        if states_green_class(layer, &amendment) {
            // What is canonical is of CJJ/T 85-2017, whatever edition the file follows.
            restate(&mut amended, &mut feature, Field::Edition, "2017");
        }
        amended.features.push(feature);
    }
    if removed + restated > 0 {
        amended.notices.push(Notice::new("features-amended").with("removed", removed).with("restated", restated));
    }
    amended.notices.extend(open.keys().map(|&row| Notice::new("amendment-unused").row(row)));
    amended
}

/// Whether an amendment states a class that an edition of the green classes would be asked about, and no edition itself.
fn states_green_class(layer: &Layer, amendment: &Amendment) -> bool {
    let is_green = [Role::Green, Role::Plazas].iter().any(|role| layer.roles.contains(role));
    let states = |field| amendment.values.contains_key(&field);
    is_green && states(Field::Class) && !states(Field::Edition)
}

fn fits(amendment: &Amendment, feature: &Feature) -> bool {
    amendment.at.is_none_or(|at| match &feature.shape {
        Shape::Points(points) => points.iter().any(|point| (point.x - at.x).hypot(point.y - at.y) <= SAME_PLACE),
        Shape::Lines(lines) => lines
            .iter()
            .flat_map(|line| line.0.windows(2))
            .any(|ends| crate::geometry::segments::Segment::new(ends[0], ends[1], 0).distance(at) <= SAME_PLACE),
        Shape::Area(region) => region.distance_to_boundary(at) <= SAME_PLACE,
    })
}

/// Gives a field of a feature a canonical value, in a column of the canonical name where the layer has none.
fn restate(layer: &mut Layer, feature: &mut Feature, field: Field, value: &str) {
    let column = *layer.columns.entry(field).or_insert_with(|| {
        layer.fields.push(field.name().to_owned());
        layer.fields.len() - 1
    });
    if feature.values.len() <= column {
        feature.values.resize(column + 1, Value::Null);
    }
    if let Some(own) = feature.values.get_mut(column) {
        *own = Value::text(value);
    }
    // The planner's own table is the whole mapping of its field; what is stated here is canonical already.
    if let Some(table) = layer.values.get_mut(&field) {
        table.entry(value.to_owned()).or_insert_with(|| value.to_owned());
    }
}

/// Layers with their amendments, those that have none as they are. Notices name amendments of files that no layer has.
pub(super) fn apply(
    layers: &mut [Arc<Layer>],
    amendments: &BTreeMap<SourceRow, Amendment>,
    remembered: impl Fn(&Arc<Layer>, &BTreeMap<usize, Amendment>) -> Arc<Layer>,
) -> Vec<Notice> {
    let mut by_source: BTreeMap<&str, BTreeMap<usize, Amendment>> = BTreeMap::new();
    for (key, amendment) in amendments {
        by_source.entry(&key.source).or_default().insert(key.row, amendment.clone());
    }
    for layer in layers.iter_mut() {
        if let Some(of_layer) = layer.source().and_then(|source| by_source.get(source)) {
            *layer = remembered(layer, of_layer);
        }
    }
    let known = |source: &str| layers.iter().any(|layer| layer.source() == Some(source));
    let lost = by_source.iter().filter(|(source, _)| !known(source));
    lost.map(|(source, rows)| Notice::new("amendments-lost").with("source", source).with("count", rows.len())).collect()
}

/// The points stated in an amendment of a plan file.
pub(super) fn has_place(amendments: &BTreeMap<SourceRow, Amendment>) -> bool {
    amendments.values().any(|amendment| amendment.at.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{GreenClass, GreenEdition, Item, Origin, RoadClass};

    fn roads() -> Layer {
        let road = |row: usize, class: &str| {
            let y = row as f64 * 100.0;
            let line = geo_types::LineString::from(vec![(0.0, y), (500.0, y)]);
            Feature { row, id: None, shape: Shape::Lines(vec![line]), values: vec![Value::text(class)] }
        };
        let features = vec![road(0, "主干路"), road(2, "支路"), road(3, "支路")];
        Layer::new(Origin::File("道路.shp".into()), &[Role::RoadCentrelines], &["class"], features)
    }

    fn classes(layer: &Layer) -> Vec<(usize, Option<RoadClass>)> {
        let class = |feature| Item { layer, feature, role: Role::RoadCentrelines }.road_class();
        layer.features.iter().map(|feature| (feature.row, class(feature))).collect()
    }

    #[test]
    fn a_feature_is_taken_away_or_understood_otherwise_and_a_notice_says_so() {
        let roads = roads();
        let amendments = BTreeMap::from([
            (0, Amendment::removing(&roads.features[0].shape)),
            (3, Amendment::stating(&roads.features[2].shape, Field::Class, "lane")),
        ]);
        let amended = amended(&roads, &amendments);
        assert_eq!(classes(&amended), [(2, Some(RoadClass::Branch)), (3, Some(RoadClass::Lane))]);
        assert_eq!(amended.removed[0].row, 0);
        let said: Vec<&str> = amended.notices.iter().map(|notice| notice.code).collect();
        assert_eq!(said, ["features-amended"]);
        assert_eq!(classes(&roads)[0], (0, Some(RoadClass::Arterial)), "the layer that was read stays as it was");
    }

    #[test]
    fn a_row_that_holds_another_feature_now_is_left_alone_with_a_notice() {
        let roads = roads();
        let moved = Amendment { at: Some(Coord { x: 0.0, y: 50.0 }), removed: true, ..Amendment::default() };
        let near = Amendment { at: Some(Coord { x: 250.0, y: 200.9 }), removed: true, ..Amendment::default() };
        let gone = Amendment { removed: true, ..Amendment::default() };
        let amended = amended(&roads, &BTreeMap::from([(0, moved), (2, near), (7, gone)]));
        assert_eq!(classes(&amended).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [0, 3]);
        let rows: Vec<Option<usize>> = amended
            .notices
            .iter()
            .filter(|notice| notice.code == "amendment-unused")
            .map(|notice| notice.row)
            .collect();
        assert_eq!(rows, [Some(0), Some(7)]);
    }

    #[test]
    fn a_field_that_the_file_lacks_gets_a_column_and_the_planners_own_table_does_not_hide_the_value() {
        let mut roads = roads();
        roads.values.insert(Field::Class, BTreeMap::from([("主干路".to_owned(), "arterial".to_owned())]));
        let shape = roads.features[1].shape.clone();
        let mut amendment = Amendment::stating(&shape, Field::Class, "branch");
        amendment.values.insert(Field::RedLineWidth, "24".to_owned());
        let amended = amended(&roads, &BTreeMap::from([(2, amendment)]));
        assert_eq!(classes(&amended), [(0, Some(RoadClass::Arterial)), (2, Some(RoadClass::Branch)), (3, None)]);
        let item = Item { layer: &amended, feature: &amended.features[1], role: Role::RoadCentrelines };
        assert_eq!(item.red_line_width(), Some(24.0));
    }

    #[test]
    fn a_green_class_that_is_restated_is_of_2017_in_a_layer_of_2002_and_other_rows_stay() {
        let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)].map(|(x, y)| Coord { x, y });
        let shape = Shape::Area(crate::geometry::Region::from_rings(&corners, &[]).unwrap());
        let row = |row, class: &str| Feature { row, id: None, shape: shape.clone(), values: vec![Value::text(class)] };
        let features = ["G3", "G1", "G4", "G2", "G5"].iter().enumerate().map(|(at, class)| row(at, class)).collect();
        let of_2002 = Layer::new(Origin::File("绿地.shp".into()), &[Role::Green], &["class"], features);
        let class_of =
            |layer: &Layer, row: usize| Item { layer, feature: &layer.features[row], role: Role::Green }.green_class();
        assert_eq!((of_2002.green_edition().0, class_of(&of_2002, 0)), (GreenEdition::Of2002, Some(GreenClass::G2)));
        let mut dated = Amendment::stating(&shape, Field::Class, "G3");
        dated.values.insert(Field::Edition, "CJJ/T 85-2002".to_owned());
        let amendments = BTreeMap::from([
            (1, Amendment::stating(&shape, Field::Class, "G3")),
            (2, Amendment::stating(&shape, Field::Class, "EG")),
            (3, dated),
        ]);
        let amended = amended(&of_2002, &amendments);
        let classes: Vec<Option<GreenClass>> = (0..5).map(|row| class_of(&amended, row)).collect();
        let [g2, g3, eg] = [GreenClass::G2, GreenClass::G3, GreenClass::EG].map(Some);
        assert_eq!(classes, [g2, g3, eg, g2, eg]);
        assert_eq!(amended.green_edition(), of_2002.green_edition());
    }
}
