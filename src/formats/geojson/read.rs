//! GeoJSON: RFC 7946, and the `crs` member of the format before it.
//!
//! The text is split into features first; each is then parsed by itself and in parallel, so that a bad feature costs only
//! itself. x is always east (longitude), whatever the official axis order. Nested properties become JSON text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use geo_types::{Coord, LineString, Polygon};
use rayon::prelude::*;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::formats::raw::{RawFeature, RawShape, row_skipped};
use crate::formats::{ReadError, dbf};
use crate::layer::Value;
use crate::notice::Notice;
use crate::text::Message;

/// Names of properties beyond this many are no fields of a layer but data; a table of all of them by all features would
/// take memory that the file does not.
const MOST_FIELDS: usize = 1000;

/// What a GeoJSON text holds.
#[derive(Debug)]
pub(in crate::formats) struct Contents {
    pub(in crate::formats) fields: Vec<String>,
    pub(in crate::formats) features: Vec<RawFeature>,
    pub(in crate::formats) rows: usize,
    pub(in crate::formats) crs: Crs,
    pub(in crate::formats) notices: Vec<Notice>,
}

/// What it says of its coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Crs {
    /// Nothing: WGS 84 degrees.
    Unsaid,
    /// A name.
    Named(String),
    /// That nothing can be assumed, or something that names no system.
    Unclear,
}

#[derive(Deserialize)]
struct Root<'a> {
    #[serde(borrow, rename = "type", default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "present")]
    crs: Option<serde_json::Value>,
}

/// Tells `null` from an absent member.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
    #[serde(default)]
    properties: Option<serde_json::Map<String, serde_json::Value>>,
}

#[derive(Deserialize)]
struct Geometry<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Option<Vec<&'a RawValue>>,
}

/// A position: the first two numbers; more are heights and measures.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;
        impl<'de> Visitor<'de> for Pair {
            type Value = Position;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("two numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
                let missing = || serde::de::Error::custom("a position has two numbers");
                let x: f64 = numbers.next_element()?.ok_or_else(missing)?;
                let y: f64 = numbers.next_element()?.ok_or_else(missing)?;
                while numbers.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position(Coord { x, y }))
            }
        }
        deserializer.deserialize_seq(Pair)
    }
}

/// Whether a text looks like GeoJSON rather than any other JSON.
pub(in crate::formats) fn is_likely(text: &str) -> bool {
    let Ok(root) = serde_json::from_str::<Root<'_>>(text.trim_start_matches('\u{feff}')) else { return false };
    root.kind.as_deref().is_some_and(|kind| kind == "Feature" || is_geometry(kind)) || root.features.is_some()
}

fn is_geometry(kind: &str) -> bool {
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"]
        .contains(&kind)
}

/// Reads a whole text.
///
/// # Errors
/// [`ReadError`] where it is no JSON, or JSON of another kind.
pub(in crate::formats) fn read(text: &str) -> Result<Contents, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    let broken = |error: serde_json::Error| {
        let message = Message::new("formats.json-broken").with("line", error.line()).with("reason", &error);
        ReadError(message)
    };
    let mended;
    let (text, root) = match serde_json::from_str::<Root<'_>>(text) {
        Ok(root) => (text, root),
        Err(error) => {
            mended = without_bare_words(text).ok_or_else(|| broken(error))?;
            (mended.as_str(), serde_json::from_str(&mended).map_err(broken)?)
        }
    };
    let kind = root.kind.as_deref().unwrap_or_default();
    let parsed: Vec<Result<Row, Message>> = match (kind, root.features) {
        // Some writers leave out the type.
        ("FeatureCollection" | "", Some(features)) => features.par_iter().map(|text| feature(text.get())).collect(),
        ("Feature", _) => vec![feature(text)],
        ("", None) if root.geometry.is_some() => vec![feature(text)],
        (kind, _) if is_geometry(kind) => vec![geometry(text).map(|shape| (shape, serde_json::Map::new()))],
        _ => return Err(ReadError(Message::new("formats.json-other"))),
    };
    Ok(assembled(parsed, crs(root.crs.as_ref())))
}

/// The first features of a collection of which only the beginning is there; `None` where it holds no whole feature.
pub(in crate::formats) fn read_beginning(text: &str, most: usize) -> Option<Contents> {
    let list = text.split_once("\"features\"")?.1.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let mut rest = list;
    let mut parsed: Vec<Result<Row, Message>> = Vec::new();
    while parsed.len() < most {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let Some(Ok(text)) = values.next() else { break };
        parsed.push(feature(text.get()));
        let after = rest.get(values.byte_offset()..).unwrap_or_default().trim_start();
        let Some(next) = after.strip_prefix(',') else { break };
        rest = next;
    }
    (!parsed.is_empty()).then(|| assembled(parsed, Crs::Unsaid))
}

/// The text with `NaN` and `Infinity` outside of strings turned into `null`, as writers in Python leave them; `None` where
/// there are none.
fn without_bare_words(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let (mut rest, mut in_string, mut found) = (text, false, false);
    while let Some(next) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| !in_string && rest.starts_with(word));
        let taken = match (word, next, in_string) {
            (Some(word), _, _) => {
                mended.push_str("null");
                found = true;
                rest = rest.get(word.len()..).unwrap_or_default();
                continue;
            }
            (None, '\\', true) => next.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8),
            (None, next, _) => {
                in_string ^= next == '"';
                next.len_utf8()
            }
        };
        mended.push_str(rest.get(..taken).unwrap_or_default());
        rest = rest.get(taken..).unwrap_or_default();
    }
    found.then_some(mended)
}

/// Shape, whether parts of it were left out, and properties of a feature.
type Row = (Parsed, serde_json::Map<String, serde_json::Value>);

#[derive(Default)]
struct Parsed {
    shape: Option<RawShape>,
    left_out: bool,
}

fn assembled(parsed: Vec<Result<Row, Message>>, crs: Crs) -> Contents {
    let rows = parsed.len();
    let (mut columns, left_out) = columns(&parsed);
    let mut names = Vec::new();
    let (mut features, mut notices) = (Vec::with_capacity(rows), Vec::new());
    notices.extend((left_out > 0).then(|| Notice::new("fields-left-out").with("count", left_out)));
    for (row, parsed) in parsed.into_iter().enumerate() {
        let (parsed, properties) = match parsed {
            Ok(parsed) => parsed,
            Err(reason) => {
                notices.push(row_skipped(row, reason));
                continue;
            }
        };
        if parsed.shape.is_none() {
            notices.push(Notice::new("null-shape").row(row));
        }
        if parsed.left_out {
            notices.push(Notice::new("geometry-mixed").row(row));
        }
        let mut values = Vec::new();
        for (name, property) in properties {
            let Some(column) = columns.get_mut(&name) else { continue };
            let column = *column.get_or_insert_with(|| {
                names.push(name);
                names.len() - 1
            });
            if column >= values.len() {
                values.resize(column + 1, Value::Null);
            }
            if let Some(value) = values.get_mut(column) {
                *value = scalar(property);
            }
        }
        features.push(RawFeature { row, shape: parsed.shape, values });
    }
    Contents { fields: dbf::unique(names.into_iter()), features, rows, crs, notices }
}

/// The names of properties that become fields, without a place yet, and how many names do not: beyond the limit the
/// rarest are left out.
fn columns(parsed: &[Result<Row, Message>]) -> (BTreeMap<String, Option<usize>>, usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in parsed.iter().flatten().flat_map(|(_, properties)| properties.keys()) {
        *counts.entry(name).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    let left_out = names.len().saturating_sub(MOST_FIELDS);
    if left_out > 0 {
        names.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        names.truncate(MOST_FIELDS);
    }
    (names.into_iter().map(|(name, _)| (name.to_owned(), None)).collect(), left_out)
}

fn scalar(property: serde_json::Value) -> Value {
    match property {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(flag),
        serde_json::Value::Number(number) => {
            number.as_f64().filter(|number| number.is_finite()).map_or(Value::Null, Value::Number)
        }
        serde_json::Value::String(text) => Value::text(&text),
        nested => Value::text(&nested.to_string()),
    }
}

fn crs(member: Option<&serde_json::Value>) -> Crs {
    let Some(member) = member else { return Crs::Unsaid };
    let properties = member.get("properties");
    let name = properties.and_then(|properties| properties.get("name")).and_then(serde_json::Value::as_str);
    let code = properties.and_then(|properties| properties.get("code")).and_then(serde_json::Value::as_u64);
    match (member, name, code) {
        (serde_json::Value::String(name), _, _) => Crs::Named(name.clone()),
        (_, Some(name), _) => Crs::Named(name.to_owned()),
        (_, None, Some(code)) => Crs::Named(format!("EPSG:{code}")),
        _ => Crs::Unclear,
    }
}

fn bad(error: &serde_json::Error) -> Message {
    Message::new("formats.flaw-json").with("reason", error)
}

fn feature(text: &str) -> Result<Row, Message> {
    let feature: Feature<'_> = serde_json::from_str(text).map_err(|error| bad(&error))?;
    let shape = feature.geometry.map(|text| geometry(text.get())).transpose()?.unwrap_or_default();
    Ok((shape, feature.properties.unwrap_or_default()))
}

fn geometry(text: &str) -> Result<Parsed, Message> {
    let mut found = Found::default();
    found.add(text, 0)?;
    Ok(found.parsed())
}

/// The parts of a geometry by kind. A collection of one kind is that kind; of several, areas beat lines beat points.
#[derive(Default)]
struct Found {
    points: Vec<Coord<f64>>,
    lines: Vec<LineString<f64>>,
    areas: Vec<Polygon<f64>>,
}

const DEEPEST_COLLECTION: usize = 16;

impl Found {
    fn add(&mut self, text: &str, depth: usize) -> Result<(), Message> {
        let geometry: Option<Geometry<'_>> = serde_json::from_str(text).map_err(|error| bad(&error))?;
        let Some(geometry) = geometry else { return Ok(()) };
        if geometry.kind == "GeometryCollection" && depth < DEEPEST_COLLECTION {
            return geometry.geometries.unwrap_or_default().iter().try_for_each(|part| self.add(part.get(), depth + 1));
        }
        let Some(coordinates) = geometry.coordinates.map(RawValue::get) else {
            return Err(Message::new("formats.flaw-type").with("type", &geometry.kind));
        };
        // Empty coordinates are an empty geometry of any kind.
        if coordinates.bytes().all(|byte| matches!(byte, b'[' | b']') || byte.is_ascii_whitespace()) {
            return Ok(());
        }
        self.add_coordinates(&geometry.kind, coordinates)
    }

    fn add_coordinates(&mut self, kind: &str, coordinates: &str) -> Result<(), Message> {
        fn parse<'a, T: Deserialize<'a>>(coordinates: &'a str) -> Result<T, Message> {
            serde_json::from_str(coordinates).map_err(|error| bad(&error))
        }
        match kind {
            "Point" => self.points.push(parse::<Position>(coordinates)?.0),
            "MultiPoint" => self.points.extend(line(parse(coordinates)?).0),
            "LineString" => self.lines.push(line(parse(coordinates)?)),
            "MultiLineString" => self.lines.extend(parse::<Vec<Vec<Position>>>(coordinates)?.into_iter().map(line)),
            "Polygon" => self.areas.extend(polygon(parse(coordinates)?)),
            "MultiPolygon" => {
                self.areas.extend(parse::<Vec<Vec<Vec<Position>>>>(coordinates)?.into_iter().filter_map(polygon));
            }
            other => return Err(Message::new("formats.flaw-type").with("type", other)),
        }
        Ok(())
    }

    fn parsed(mut self) -> Parsed {
        self.lines.retain(|line| line.0.len() >= 2);
        let kinds = [!self.points.is_empty(), !self.lines.is_empty(), !self.areas.is_empty()];
        let left_out = kinds.iter().filter(|&&is_there| is_there).count() > 1;
        let shape = match kinds {
            [_, _, true] => Some(RawShape::Areas(self.areas)),
            [_, true, _] => Some(RawShape::Lines(self.lines)),
            [true, _, _] => Some(RawShape::Points(self.points)),
            _ => None,
        };
        Parsed { shape, left_out }
    }
}

fn line(positions: Vec<Position>) -> LineString<f64> {
    LineString(positions.into_iter().map(|position| position.0).collect())
}

/// A polygon; `None` where its outer ring has fewer than three corners.
fn polygon(rings: Vec<Vec<Position>>) -> Option<Polygon<f64>> {
    let mut rings = rings.into_iter().map(line);
    let outer = rings.next().filter(|ring| ring.0.len() >= 3)?;
    Some(Polygon::new(outer, rings.filter(|ring| ring.0.len() >= 3).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COLLECTION: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4543"}},
        "features":[
        {"type":"Feature","properties":{"名称":" 甲 ","n":1.5,"ok":true,"none":null},"geometry":{"type":"Point","coordinates":[1,2,3]}},
        {"type":"Feature","properties":null,"geometry":null},
        {"type":"Feature","properties":{"n":2,"deep":{"a":[1]}},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["a","b"]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygn","coordinates":[1]}}]}"#;

    #[test]
    fn features_properties_and_null_shapes_are_read() {
        let contents = read(COLLECTION).unwrap();
        assert_eq!(contents.fields, ["名称", "n", "ok", "none", "deep"]);
        assert_eq!(contents.crs, Crs::Named("urn:ogc:def:crs:EPSG::4543".into()));
        let rows: Vec<usize> = contents.features.iter().map(|feature| feature.row).collect();
        assert_eq!(rows, [0, 1, 2]);
        let expected = [Value::text("甲"), Value::Number(1.5), Value::Bool(true), Value::Null];
        assert_eq!(contents.features[0].values, expected);
        assert_eq!(contents.features[2].values[4], Value::text("{\"a\":[1]}"));
        let told: Vec<_> = contents.notices.iter().map(|notice| (notice.code, notice.row)).collect();
        assert_eq!(told, [("null-shape", Some(1)), ("row-skipped", Some(3)), ("row-skipped", Some(4))]);
    }

    #[test]
    fn a_bare_geometry_a_feature_and_a_byte_order_mark_are_read() {
        for text in [
            "\u{feff}{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}",
            r#"{"geometry":{"coordinates":[[0,0],[1,1]],"type":"LineString"},"type":"Feature"}"#,
            r#"{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0,0],[1,1]]}]}"#,
            r#"{"features":[{"geometry":{"coordinates":[[0,0],[1,1]],"type":"LineString"}}]}"#,
        ] {
            let contents = read(text).unwrap();
            assert!(matches!(&contents.features[0].shape, Some(RawShape::Lines(lines)) if lines.len() == 1), "{text}");
            assert!(is_likely(text));
        }
    }

    #[test]
    fn a_collection_of_kinds_keeps_the_largest_and_says_so() {
        let text = r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,0]},
            {"type":"LineString","coordinates":[[0,0],[1,1]]}]}"#;
        let contents = read(text).unwrap();
        assert!(matches!(contents.features[0].shape, Some(RawShape::Lines(_))));
        assert_eq!(contents.notices[0].code, "geometry-mixed");
    }

    #[test]
    fn numbers_that_json_does_not_have_are_missing() {
        let text = r#"{"type":"Feature","properties":{"a":NaN,"b":-Infinity,"c":"NaN \" NaN"},"geometry":null}"#;
        let values = read(text).unwrap().features[0].values.clone();
        assert_eq!(values, [Value::Null, Value::Null, Value::text("NaN \" NaN")]);
    }

    #[test]
    fn a_name_of_its_own_in_every_feature_takes_no_memory_beyond_the_limit() {
        let feature = |row: usize| {
            format!("{{\"type\":\"Feature\",\"properties\":{{\"k{row}\":1,\"name\":\"n{row}\"}},\"geometry\":null}}")
        };
        let features: Vec<String> = (0..3000).map(feature).collect();
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
        let contents = read(&text).unwrap();
        assert_eq!(contents.fields.len(), MOST_FIELDS);
        let name = contents.fields.iter().position(|field| field == "name").unwrap();
        assert_eq!(contents.features[2999].values[name], Value::text("n2999"));
        assert_eq!(contents.notices[0].code, "fields-left-out");
    }

    #[test]
    fn other_json_is_refused() {
        assert!(read("{\"a\":1}").is_err());
        assert!(read("[1,2]").is_err());
        assert!(read("{\"type\":\"Topology\"}").is_err());
        assert!(!is_likely("{\"type\":\"Topology\"}"));
    }

    #[test]
    fn a_crs_member_that_names_nothing_is_not_taken_as_degrees() {
        assert_eq!(read(r#"{"type":"Point","coordinates":[1,2],"crs":null}"#).unwrap().crs, Crs::Unclear);
        assert_eq!(read(r#"{"type":"Point","coordinates":[1,2]}"#).unwrap().crs, Crs::Unsaid);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail_hard(cut in 0usize..700, change in 0usize..700, with in "[\\[\\]{}\",:0-9eE.-]") {
            let mut text: String = COLLECTION.chars().take(cut).collect();
            if text.is_char_boundary(change) && change < text.len() {
                text.insert_str(change, &with);
            }
            let _unimportant = read(&text).map(|contents| contents.features.len());
        }
    }
}
