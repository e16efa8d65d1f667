//! Writes GeoJSON (RFC 7946): longitude and latitude in degrees.
//!
//! Degrees of the geocentric datums (CGCS2000, WGS 84 and their family) are what RFC 7946 asks for. On another datum,
//! or in metres that lie nowhere on the globe, coordinates stay in the plan's system, which the older `crs` member
//! then names: a shift that nobody gave is never invented.

use geo_types::{Coord, LineString};
use serde_json::{Map, Value, json};

use crate::geometry::frame::Frame;
use crate::layer::Shape;
use crate::text::Message;

/// A feature to be written.
#[derive(Debug)]
pub struct Export<'a> {
    /// Its shape, metres in the plan's frame.
    pub shape: &'a Shape,
    /// Its properties: an object.
    pub properties: Value,
}

/// The features as a collection.
///
/// # Errors
/// A message where the text cannot be made.
pub fn write(exports: &[Export<'_>], frame: &Frame) -> Result<Vec<u8>, Message> {
    let in_degrees = frame.system().is_some_and(|system| system.datum.geocentric);
    let mut collection = Map::new();
    collection.insert(String::from("type"), json!("FeatureCollection"));
    if !in_degrees {
        let name = frame.code().replace("EPSG:", "urn:ogc:def:crs:EPSG::");
        collection.insert(String::from("crs"), json!({"type": "name", "properties": {"name": name}}));
    }
    let position = |at: &Coord<f64>| -> Value {
        let placed = if in_degrees { frame.to_degrees(*at).unwrap_or(*at) } else { *at };
        json!([placed.x, placed.y])
    };
    let features: Vec<Value> = exports
        .iter()
        .map(|export| {
            json!({
                "type": "Feature",
                "properties": export.properties,
                "geometry": geometry(export.shape, &position),
            })
        })
        .collect();
    collection.insert(String::from("features"), Value::Array(features));
    let mut bytes = serde_json::to_vec(&Value::Object(collection))
        .map_err(|error| Message::new("report.not-written").with("reason", error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A shape as a GeoJSON geometry; `position` turns a point of the frame into the coordinates to be written.
pub fn geometry(shape: &Shape, position: &impl Fn(&Coord<f64>) -> Value) -> Value {
    let line = |line: &LineString<f64>| -> Value { line.0.iter().map(position).collect() };
    match shape {
        Shape::Points(points) => one_or_many("Point", points.iter().map(position).collect()),
        Shape::Lines(lines) => one_or_many("LineString", lines.iter().map(line).collect()),
        Shape::Area(region) => {
            let polygons = region.polygons().map(|polygon| -> Value {
                std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(line).collect()
            });
            one_or_many("Polygon", polygons.collect())
        }
    }
}

fn one_or_many(kind: &str, mut parts: Vec<Value>) -> Value {
    if parts.len() == 1 {
        json!({"type": kind, "coordinates": parts.pop()})
    } else {
        json!({"type": format!("Multi{kind}"), "coordinates": parts})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::frame_for;

    #[test]
    fn findings_on_cgcs2000_are_written_in_degrees_and_others_in_their_own_system() {
        let point = Shape::Points(vec![Coord { x: 526_582.237, y: 3_087_389.191 }]);
        let exports = [Export { shape: &point, properties: json!({}) }];
        let text = |code| {
            let frame = frame_for(Some(code), &[]).unwrap();
            serde_json::from_slice::<Value>(&write(&exports, &frame).unwrap()).unwrap()
        };
        let degrees = text("EPSG:4543");
        let longitude = degrees["features"][0]["geometry"]["coordinates"][0].as_f64().unwrap();
        assert!((longitude - 102.27).abs() < 1e-8 && degrees.get("crs").is_none());
        let metres = text("EPSG:2379");
        assert_eq!(metres["crs"]["properties"]["name"], "urn:ogc:def:crs:EPSG::2379");
        assert_eq!(metres["features"][0]["geometry"]["coordinates"][0], 526_582.237);
    }
}
