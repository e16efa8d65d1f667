//! Writes GeoPackages (OGC 12-128, version 1.3) as bytes.
//!
//! Nothing in the file depends on the day or the machine: the time of the last change is the caller's, and the database is
//! built in memory in one order. Titles of columns stand in `gpkg_data_columns`, the schema extension of the standard, which
//! other programs show in place of the short names.

mod blob;

use rusqlite::types::Null;
use rusqlite::{Connection, MAIN_DB, ToSql, params, params_from_iter};

use super::{Form, crs};
use crate::geometry::frame::Frame;
use crate::layer::{Shape, Value};
use crate::text::Message;

/// `GPKG` in ASCII.
const APPLICATION: u32 = 0x4750_4B47;
/// Version 1.3 of the standard.
const VERSION: u32 = 10_300;
/// Plane coordinates of no known system, in the words of the standard.
const UNDEFINED: i32 = -1;
/// Systems without an EPSG number get this one, beyond all of EPSG's.
const OWN: i32 = 100_000;
/// Place in the specification of each extension that is used.
const SCHEMA_EXTENSION: &str = "http://www.geopackage.org/spec130/#extension_schema";

/// The tables that the standard asks for, as it words them.
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
";

/// A table of the package.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// Its name, of `a-z`, `0-9` and `_`; no two are alike.
    pub name: String,
    /// Its title for people; no two are alike.
    pub title: String,
    /// The form of its shapes; `None` for a table without a map.
    pub form: Option<Form>,
    /// Its columns beside `fid` and `geom`.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name; no two of a table are alike.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Numbers.
    Real,
    /// Whole numbers.
    Whole,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Its shape, metres of the frame; of the table's form.
    pub shape: Option<&'a Shape>,
    /// A value per column.
    pub values: &'a [Value],
}

/// The package of some tables. `changed` is the time of their last change, such as `2026-05-08T00:00:00.000Z`.
///
/// # Errors
/// A message with the database's reason.
pub fn write(tables: &[Table<'_>], frame: &Frame, changed: &str) -> Result<Vec<u8>, Message> {
    built(tables, frame, changed).map_err(|error| Message::new("report.not-written").with("reason", error))
}

fn built(tables: &[Table<'_>], frame: &Frame, changed: &str) -> rusqlite::Result<Vec<u8>> {
    let mut database = Connection::open_in_memory()?;
    database.pragma_update(None, "application_id", APPLICATION)?;
    database.pragma_update(None, "user_version", VERSION)?;
    let transaction = database.transaction()?;
    transaction.execute_batch(TABLES)?;
    let system = write_systems(&transaction, frame)?;
    for name in ["gpkg_data_columns", "gpkg_data_column_constraints"] {
        let row = params![name, "gpkg_schema", SCHEMA_EXTENSION, "read-write"];
        transaction.execute("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, ?)", row)?;
    }
    for table in tables {
        describe(&transaction, table, system, changed)?;
        fill(&transaction, table, system)?;
    }
    transaction.commit()?;
    Ok(database.serialize(MAIN_DB)?.to_vec())
}

/// The systems that every package names, and the plan's own; gives back the number of that.
fn write_systems(database: &Connection, frame: &Frame) -> rusqlite::Result<i32> {
    let mut insert = database.prepare("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)")?;
    let mut add = |name: &str, number: i32, organization: &str, definition: &str, description: Option<&str>| {
        insert.execute(params![name, number, organization, number, definition, description])
    };
    let undefined = Some("undefined Cartesian coordinate reference system");
    add("Undefined Cartesian SRS", UNDEFINED, "NONE", "undefined", undefined)?;
    let undefined = Some("undefined geographic coordinate reference system");
    add("Undefined geographic SRS", 0, "NONE", "undefined", undefined)?;
    let globe = crs_definitions::from_code(4326).map_or("undefined", |known| known.wkt);
    let description = Some("longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid");
    add("WGS 84 geodetic", 4326, "EPSG", globe, description)?;
    if frame.system().is_none() {
        return Ok(UNDEFINED);
    }
    let stated = frame.code().strip_prefix("EPSG:").and_then(|number| number.parse().ok());
    let (number, organization) = stated.map_or((OWN, "NONE"), |number| (number, "EPSG"));
    if number != 4326 {
        add(frame.name(), number, organization, &crs::write::wkt(frame), None)?;
    }
    Ok(number)
}

/// What the package says of a table.
fn describe(database: &Connection, table: &Table<'_>, system: i32, changed: &str) -> rusqlite::Result<()> {
    let boxes = table.rows.iter().filter_map(|row| blob::around(row.shape?));
    let extent = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].max(b[3])]);
    let [west, east, south, north] = extent.map_or([None; 4], |extent| extent.map(Some));
    let (kind, own) = if table.form.is_some() { ("features", Some(system)) } else { ("attributes", None) };
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?)",
        params![table.name, kind, table.title, changed, west, south, east, north, own],
    )?;
    if let Some(form) = table.form {
        database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            params![table.name, blob::type_name(form, is_multiple(table)), system],
        )?;
    }
    let mut insert = database.prepare("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, NULL, NULL, NULL)")?;
    // Names of one table must differ, titles need not.
    for column in &table.columns {
        insert.execute(params![table.name, column.name, column.name, column.title])?;
    }
    Ok(())
}

/// Lines and areas are always written as several, so that packages of different plans can be put together; points only
/// where a row has several.
fn is_multiple(table: &Table<'_>) -> bool {
    let several = |row: &Row<'_>| matches!(row.shape, Some(Shape::Points(points)) if points.len() > 1);
    table.form != Some(Form::Points) || table.rows.iter().any(several)
}

/// The table itself with its rows.
fn fill(database: &Connection, table: &Table<'_>, system: i32) -> rusqlite::Result<()> {
    let multiple = is_multiple(table);
    let shape = table.form.map(|form| format!(", geom {}", blob::type_name(form, multiple)));
    let columns = table.columns.iter().map(|column| format!(", {} {}", quoted(&column.name), column.kind.name()));
    let columns: String = shape.into_iter().chain(columns).collect();
    let name = quoted(&table.name);
    database.execute(&format!("CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{columns})"), [])?;
    let places = ", ?".repeat(table.columns.len() + usize::from(table.form.is_some()));
    let mut insert = database.prepare(&format!("INSERT INTO {name} VALUES (NULL{places})"))?;
    for row in &table.rows {
        let shape = table.form.map(|form| -> Box<dyn ToSql> {
            let own = row.shape.filter(|shape| Form::of(shape) == form);
            Box::new(own.map(|shape| blob::of(shape, multiple, system)))
        });
        let values = row.values.iter().zip(&table.columns).map(|(value, column)| bound(value, column.kind));
        insert.execute(params_from_iter(shape.into_iter().chain(values)))?;
    }
    Ok(())
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Real => "DOUBLE",
            Self::Whole => "INTEGER",
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[expect(clippy::cast_possible_truncation, reason = "whole numbers here are counts; others are cut to the nearest")]
fn bound(value: &Value, kind: Kind) -> Box<dyn ToSql> {
    match (value, kind) {
        (Value::Number(number), Kind::Real) if number.is_finite() => Box::new(*number),
        (Value::Number(number), Kind::Whole) if number.is_finite() => Box::new(number.round() as i64),
        (value, Kind::Text) => Box::new(value.plain()),
        _ => Box::new(Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::frame_for;

    /// What a package of one point says of its system.
    fn system(frame: &Frame) -> (i32, String, String, i32) {
        let shape = Shape::Points(vec![geo_types::Coord { x: 34_500_000.25, y: 3_087_000.5 }]);
        let table = Table {
            name: String::from("a"),
            title: String::from("甲"),
            form: Some(Form::Points),
            columns: Vec::new(),
            rows: vec![Row { shape: Some(&shape), values: &[] }],
        };
        let bytes = write(&[table], frame, "1970-01-01T00:00:00.000Z").unwrap();
        let mut database = Connection::open_in_memory().unwrap();
        database.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true).unwrap();
        let read = "SELECT c.srs_id, organization, definition, g.srs_id FROM gpkg_contents c
                    JOIN gpkg_spatial_ref_sys s ON c.srs_id = s.srs_id JOIN gpkg_geometry_columns g USING (table_name)";
        let own = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        database.query_row(read, [], own).unwrap()
    }

    #[test]
    fn a_system_has_its_epsg_number_or_one_of_its_own_or_is_undefined() {
        let numbered = frame_for(Some("EPSG:2379"), &[]).unwrap();
        let (number, organization, definition, column) = system(&numbered);
        assert_eq!((number, organization.as_str(), column), (2379, "EPSG", 2379));
        assert!(definition.starts_with("PROJCS[\"Xian_1980"), "{definition}");
        let local = crs::write::wkt(&numbered).replace("102.0", "102.35");
        let Ok(crs::Said::System(own)) = crs::of_text(&local) else { panic!("{local}") };
        let (number, organization, definition, column) = system(&Frame::new(*own).unwrap());
        assert_eq!((number, organization.as_str(), column), (OWN, "NONE", OWN));
        assert!(definition.contains("102.35"), "{definition}");
        let (number, organization, _, column) = system(&Frame::local());
        assert_eq!((number, organization.as_str(), column), (UNDEFINED, "NONE", UNDEFINED));
    }

    #[test]
    fn several_points_in_a_row_make_all_rows_several() {
        let at = |x: f64| geo_types::Coord { x, y: 0.0 };
        let shapes = [Shape::Points(vec![at(1.0)]), Shape::Points(vec![at(1.0), at(2.0)])];
        let is_multiple = |shapes: &[Shape]| {
            let rows = shapes.iter().map(|shape| Row { shape: Some(shape), values: &[] }).collect();
            let (name, title) = (String::from("a"), String::from("甲"));
            super::is_multiple(&Table { name, title, form: Some(Form::Points), columns: Vec::new(), rows })
        };
        assert!(is_multiple(&shapes) && !is_multiple(&shapes[..1]));
    }
}
