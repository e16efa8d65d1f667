//! GeoPackages read back with SQLite and a small reader of well-known binary.

use langdao::layer::Shape;
use langdao::report::{Format, Options};
use rusqlite::Connection;

use crate::plans::{Checked, far_east, town};
use crate::shapefiles::{corners, rings};

/// A package opened by the database.
pub(crate) struct Package {
    database: Connection,
    _folder: tempfile::TempDir,
}

/// A shape of a package: the number of its system, the box in its header, the type of its binary, its rings.
struct Blob {
    system: i32,
    bounds: [f64; 4],
    kind: u32,
    rings: Vec<Vec<[f64; 2]>>,
}

impl Package {
    pub(crate) fn of(checked: &Checked, options: &Options) -> Self {
        let files = checked.files(Format::GeoPackage, "a.gpkg", options);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gpkg");
        std::fs::write(&path, &files.files[0].1).unwrap();
        Self { database: Connection::open(path).unwrap(), _folder: folder }
    }

    fn one<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        self.database.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    pub(crate) fn count(&self, table: &str) -> i64 {
        self.one(&format!("SELECT count(*) FROM \"{table}\""))
    }

    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        let mut statement = self.database.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn shapes(&self, table: &str) -> Vec<Blob> {
        let mut statement = self.database.prepare(&format!("SELECT geom FROM \"{table}\" ORDER BY fid")).unwrap();
        let blobs = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        blobs.map(|bytes| blob(&bytes.unwrap())).collect()
    }
}

/// Little-endian bytes, from the front.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (first, rest) = self.0.split_at(N);
        self.0 = rest;
        first.try_into().unwrap()
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn real(&mut self) -> f64 {
        f64::from_le_bytes(self.take())
    }

    fn line(&mut self) -> Vec<[f64; 2]> {
        (0..self.number()).map(|_| [self.real(), self.real()]).collect()
    }

    fn geometry(&mut self, rings: &mut Vec<Vec<[f64; 2]>>) -> u32 {
        assert_eq!(self.take::<1>(), [1]);
        let kind = self.number();
        match kind {
            1 => rings.push(vec![[self.real(), self.real()]]),
            2 => rings.push(self.line()),
            3 => (0..self.number()).for_each(|_| rings.push(self.line())),
            4..=6 => (0..self.number()).for_each(|_| assert_eq!(self.geometry(rings), kind - 3)),
            other => panic!("type {other}"),
        }
        kind
    }
}

fn blob(bytes: &[u8]) -> Blob {
    let mut bytes = Bytes(bytes);
    assert_eq!(bytes.take::<4>(), *b"GP\0\x03");
    let system = i32::from_le_bytes(bytes.take());
    let bounds = [bytes.real(), bytes.real(), bytes.real(), bytes.real()];
    let mut rings = Vec::new();
    let kind = bytes.geometry(&mut rings);
    assert!(bytes.0.is_empty());
    Blob { system, bounds, kind, rings }
}

/// Area of a closed ring, positive where it runs counter-clockwise, in whole square metres.
pub(crate) fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let [x, y] = ring[0];
    let cross = |pair: &[[f64; 2]]| (pair[0][0] - x) * (pair[1][1] - y) - (pair[1][0] - x) * (pair[0][1] - y);
    (ring.windows(2).map(cross).sum::<f64>() / 2.0).round()
}

#[test]
fn a_package_is_what_the_standard_asks_for() {
    let dated = Options { date: Some(String::from("2026-05-08")), ..Options::default() };
    let checked = Checked::of(&town());
    let package = Package::of(&checked, &dated);
    assert_eq!(package.one::<u32>("PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(package.one::<u32>("PRAGMA user_version"), 10_300);
    assert_eq!(package.one::<String>("PRAGMA integrity_check"), "ok");
    assert_eq!(package.texts("SELECT \"table\" FROM pragma_foreign_key_check"), [""; 0]);
    let systems = package.texts("SELECT CAST(srs_id AS TEXT) FROM gpkg_spatial_ref_sys ORDER BY srs_id");
    assert_eq!(systems, ["-1", "0", "4326", "4543"]);
    let own = "SELECT organization || organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = 4543";
    assert_eq!(package.one::<String>(own), "EPSG4543");
    assert_eq!(package.texts("SELECT DISTINCT last_change FROM gpkg_contents"), ["2026-05-08T00:00:00.000Z"]);
    let tables = package.texts("SELECT table_name || ' ' || data_type FROM gpkg_contents");
    for expected in [
        "findings_points features",
        "narrow_places features",
        "drawn_green features",
        "clauses attributes",
        "fields attributes",
    ] {
        assert!(tables.iter().any(|table| table == expected), "{expected} is not in {tables:?}");
    }
    let types = package.texts("SELECT table_name || ' ' || geometry_type_name FROM gpkg_geometry_columns");
    assert!(types.contains(&"findings_areas MULTIPOLYGON".to_owned()), "{types:?}");
    assert!(types.contains(&"findings_points POINT".to_owned()), "{types:?}");
    let undated = Package::of(&checked, &Options::default());
    assert_eq!(undated.texts("SELECT DISTINCT last_change FROM gpkg_contents"), ["1970-01-01T00:00:00.000Z"]);
}

#[test]
fn shapes_are_read_back_with_their_box_and_their_system() {
    let checked = Checked::of(&town());
    let package = Package::of(&checked, &Options::default());
    let points = package.shapes("findings_points");
    let findings = checked.all_findings();
    assert!(points.len() == findings.len() && points.len() > 3);
    for (blob, finding) in points.iter().zip(&findings) {
        let [[x, y]] = blob.rings[0][..] else { panic!() };
        assert!((x - finding.anchor.x).hypot(y - finding.anchor.y) < 1e-3);
        assert_eq!((blob.kind, blob.system), (1, 4543));
    }
    let areas: Vec<_> = findings.iter().filter(|finding| matches!(finding.place, Shape::Area(_))).collect();
    let read = package.shapes("findings_areas");
    assert_eq!(read.len(), areas.len());
    for (blob, finding) in read.iter().zip(areas) {
        assert_eq!(corners(&blob.rings), corners(&rings(&finding.place)));
        let corners = blob.rings.iter().flatten();
        let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
        let around =
            corners.fold([low, high, low, high], |[w, e, s, n], [x, y]| [w.min(*x), e.max(*x), s.min(*y), n.max(*y)]);
        assert_eq!(around.map(f64::to_bits), blob.bounds.map(f64::to_bits));
    }
    let extent = "SELECT min_x || ' ' || max_y FROM gpkg_contents WHERE table_name = 'narrow_places'";
    let said: Vec<f64> = package.one::<String>(extent).split(' ').map(|number| number.parse().unwrap()).collect();
    let all: Vec<[f64; 4]> = package.shapes("narrow_places").iter().map(|blob| blob.bounds).collect();
    let west = all.iter().map(|bounds| bounds[0]).fold(f64::INFINITY, f64::min);
    let north = all.iter().map(|bounds| bounds[3]).fold(f64::NEG_INFINITY, f64::max);
    assert!((said[0] - west).abs() < 1e-6 && (said[1] - north).abs() < 1e-6, "{said:?}");
}

#[test]
fn outer_rings_run_counter_clockwise_and_holes_the_other_way() {
    let package = Package::of(&Checked::of(&town()), &Options::default());
    let row: i64 = package.one("SELECT fid FROM findings_areas WHERE clause = 'road-density'");
    let blob = &package.shapes("findings_areas")[usize::try_from(row).unwrap() - 1];
    let sizes: Vec<f64> = blob.rings.iter().map(|ring| signed_area(ring)).collect();
    assert_eq!(sizes, [1_000_000.0, -40_000.0]);
}

#[test]
fn columns_are_typed_and_titled() {
    let package = Package::of(&Checked::of(&town()), &Options::default());
    let row = "SELECT typeof(value) || typeof(no) || typeof(subject) FROM findings_points LIMIT 1";
    assert_eq!(package.one::<String>(row), "realintegertext");
    let title = "SELECT title FROM gpkg_data_columns WHERE table_name = 'clauses' AND column_name = 'verd_name'";
    assert_eq!(package.one::<String>(title), "判定");
    let unrounded: f64 = package.one("SELECT value FROM clauses WHERE clause = 'road-density'");
    // 1 km of road, and 200.125 m by 0.25 m and 200.25 m drawn, over 0.96 km².
    let road = 1_000.0 + 200.125_f64.hypot(0.25) + 200.25;
    assert!((unrounded - road / 960.0).abs() < 1e-9, "{unrounded}");
    let columns = package.texts("SELECT DISTINCT \"table\" FROM fields ORDER BY 1");
    assert!(columns.contains(&"clauses".to_owned()) && columns.contains(&"drawn-green".to_owned()), "{columns:?}");
}

#[test]
fn eastings_with_a_zone_number_lose_nothing() {
    let package = Package::of(&Checked::of(&far_east()), &Options::default());
    let blob = &package.shapes("findings_areas")[0];
    assert!((blob.bounds[0] - 34_500_000.123).abs() < 1e-6 && blob.system == 4522, "{:?}", blob.bounds);
}
