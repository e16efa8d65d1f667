//! Writes layers of the synthetic city as the files a planner would have: shapefiles, GeoJSON, a plan.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use dbase::{FieldValue, Record, TableWriterBuilder};
use geo_types::LineString;
use langdao::layer::{Feature, Layer, Shape, Value};
use serde_json::json;
use shapefile::{Polygon, PolygonRing, Polyline, Writer};

/// What can go wrong: an output folder that cannot be written.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// EPSG:4543 as a .prj states it.
const PRJ: &str = "PROJCS[\"CGCS2000_3_Degree_GK_CM_102E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",\
DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],\
PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",102.0],PARAMETER[\"Scale_Factor\",1.0],\
PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

/// Writes a shapefile set with .prj and .cpg into a folder; gives back the path of the .shp.
pub(crate) fn write_shapefile(layer: &Layer, folder: &Path) -> Result<PathBuf, Failure> {
    let path = folder.join(layer.source().unwrap_or("layer.shp"));
    let mut writer = Writer::from_path(&path, table_of(layer)?)?;
    for feature in &layer.features {
        let record = record(layer, feature);
        match &feature.shape {
            Shape::Lines(lines) => {
                writer.write_shape_and_record(&Polyline::with_parts(lines.iter().map(points).collect()), &record)?;
            }
            Shape::Area(region) => {
                let rings = region.polygons().flat_map(|polygon| {
                    let holes: Vec<_> =
                        polygon.interiors().iter().map(|ring| PolygonRing::Inner(points(ring))).collect();
                    std::iter::once(PolygonRing::Outer(points(polygon.exterior()))).chain(holes).collect::<Vec<_>>()
                });
                writer.write_shape_and_record(&Polygon::with_rings(rings.collect()), &record)?;
            }
            Shape::Points(_) => return Err("the synthetic city has no points".into()),
        }
    }
    fs::write(path.with_extension("prj"), PRJ)?;
    fs::write(path.with_extension("cpg"), "UTF-8")?;
    Ok(path)
}

/// Writes the same as GeoJSON in metres, with a `crs` member.
pub(crate) fn write_geojson(layer: &Layer, folder: &Path) -> Result<PathBuf, Failure> {
    let path = folder.join(layer.source().unwrap_or("layer.shp")).with_extension("geojson");
    let mut file = BufWriter::new(File::create(&path)?);
    let crs = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4543"}});
    write!(file, "{{\"type\":\"FeatureCollection\",\"crs\":{crs},\"features\":[")?;
    for (index, feature) in layer.features.iter().enumerate() {
        let separator = if index == 0 { "" } else { "," };
        write!(file, "{separator}\n{}", geojson_feature(layer, feature))?;
    }
    writeln!(file, "\n]}}")?;
    file.flush()?;
    Ok(path)
}

/// Writes the plan that gives the layers in a folder their roles.
pub(crate) fn write_plan(layers: &[Layer], population: f64, folder: &Path) -> Result<(), Failure> {
    let mut file = BufWriter::new(File::create(folder.join("plan.toml"))?);
    writeln!(file, "langdao = 1\nname = \"合成城市\"\nstandard = \"liangshan-carbon-peak\"")?;
    writeln!(file, "year = 2030\ncrs = \"EPSG:4543\"\n")?;
    for layer in layers {
        let roles: Vec<&str> = layer.roles.iter().map(|role| role.code()).collect();
        writeln!(file, "[[layer]]\nrole = {roles:?}\nsource = {:?}\n", layer.source().unwrap_or_default())?;
    }
    writeln!(file, "[figures]\nurban_population = {{ value = {population:.0}, source = \"synthetic\" }}")?;
    file.flush()?;
    Ok(())
}

fn table_of(layer: &Layer) -> Result<TableWriterBuilder, Failure> {
    let mut table = TableWriterBuilder::with_encoding(dbase::encoding::UnicodeLossy);
    for (column, name) in layer.fields.iter().enumerate() {
        let first = layer.features.first().and_then(|feature| feature.values.get(column));
        let field = dbase::FieldName::try_from(column_name(name)).map_err(|error| format!("{name}: {error}"))?;
        table = match first {
            Some(Value::Number(_)) => table.add_numeric_field(field, 10, 2),
            _ => table.add_character_field(field, 40),
        };
    }
    Ok(table)
}

/// Attribute tables hold ten bytes of a field's name.
fn column_name(name: &str) -> &str {
    match name {
        "red_line_width" => "HXKD",
        other => other,
    }
}

fn record(layer: &Layer, feature: &Feature) -> Record {
    let mut record = Record::default();
    for (name, value) in layer.fields.iter().zip(&feature.values) {
        let value = match value {
            Value::Text(text) => FieldValue::Character(Some(text.to_string())),
            Value::Number(number) => FieldValue::Numeric(Some(*number)),
            Value::Bool(flag) => FieldValue::Logical(Some(*flag)),
            Value::Null => FieldValue::Character(None),
        };
        record.insert(column_name(name).to_owned(), value);
    }
    record
}

fn points(line: &LineString<f64>) -> Vec<shapefile::Point> {
    line.0.iter().map(|point| shapefile::Point::new(point.x, point.y)).collect()
}

fn geojson_feature(layer: &Layer, feature: &Feature) -> serde_json::Value {
    let line = |line: &LineString<f64>| line.0.iter().map(|point| [point.x, point.y]).collect::<Vec<_>>();
    let geometry = match &feature.shape {
        Shape::Points(points) => {
            json!({"type": "MultiPoint", "coordinates": points.iter().map(|point| [point.x, point.y]).collect::<Vec<_>>()})
        }
        Shape::Lines(lines) => {
            json!({"type": "MultiLineString", "coordinates": lines.iter().map(line).collect::<Vec<_>>()})
        }
        Shape::Area(region) => {
            let polygons = region.polygons().map(|polygon| {
                std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(line).collect::<Vec<_>>()
            });
            json!({"type": "MultiPolygon", "coordinates": polygons.collect::<Vec<_>>()})
        }
    };
    let properties: serde_json::Map<String, serde_json::Value> = layer
        .fields
        .iter()
        .zip(&feature.values)
        .map(|(name, value)| {
            let value = match value {
                Value::Text(text) => json!(**text),
                Value::Number(number) => json!(number),
                Value::Bool(flag) => json!(flag),
                Value::Null => serde_json::Value::Null,
            };
            (name.clone(), value)
        })
        .collect();
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}
