//! Well-known text of a frame as Esri writes it into `.prj` files (WKT 1), which QGIS, ArcGIS and the reader here take
//! back to the same system.

use std::collections::BTreeMap;

use super::{Said, of_text};
use crate::geometry::frame::{Frame, System};

/// Usual name of a datum; names of its geographic system, of itself and of its ellipsoid in Esri's tables.
const DATUMS: &[(&str, &str, &str, &str)] = &[
    ("CGCS2000", "GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000", "CGCS2000"),
    ("WGS 84", "GCS_WGS_1984", "D_WGS_1984", "WGS_1984"),
    ("Xian 1980", "GCS_Xian_1980", "D_Xian_1980", "Xian_1980"),
    ("Beijing 1954", "GCS_Beijing_1954", "D_Beijing_1954", "Krasovsky_1940"),
    ("New Beijing", "GCS_New_Beijing", "D_New_Beijing", "Krasovsky_1940"),
    ("ETRS89", "GCS_ETRS_1989", "D_ETRS_1989", "GRS_1980"),
    ("NAD83", "GCS_North_American_1983", "D_North_American_1983", "GRS_1980"),
    ("NAD27", "GCS_North_American_1927", "D_North_American_1927", "Clarke_1866"),
    ("GDA94", "GCS_GDA_1994", "D_GDA_1994", "GRS_1980"),
    ("GDA2020", "GCS_GDA2020", "D_GDA2020", "GRS_1980"),
    ("OSGB36", "GCS_OSGB_1936", "D_OSGB_1936", "Airy_1830"),
];

/// A projection of Esri by its PROJ name: its name, and its parameters but for false easting and northing, each with the
/// key of PROJ that holds it.
type Projection = (&'static [&'static str], &'static str, &'static [(&'static str, &'static str)]);

const PROJECTIONS: &[Projection] = &[
    (
        &["tmerc", "etmerc"],
        "Transverse_Mercator",
        &[("Central_Meridian", "lon_0"), ("Scale_Factor", "k_0"), ("Latitude_Of_Origin", "lat_0")],
    ),
    (
        &["lcc"],
        "Lambert_Conformal_Conic",
        &[
            ("Central_Meridian", "lon_0"),
            ("Standard_Parallel_1", "lat_1"),
            ("Standard_Parallel_2", "lat_2"),
            ("Latitude_Of_Origin", "lat_0"),
        ],
    ),
    (
        &["aea"],
        "Albers",
        &[
            ("Central_Meridian", "lon_0"),
            ("Standard_Parallel_1", "lat_1"),
            ("Standard_Parallel_2", "lat_2"),
            ("Latitude_Of_Origin", "lat_0"),
        ],
    ),
    (&["laea"], "Lambert_Azimuthal_Equal_Area", &[("Central_Meridian", "lon_0"), ("Latitude_Of_Origin", "lat_0")]),
];

/// The text of a frame. Where Esri's form does not say what is meant, the text of the EPSG tables stands; a system that
/// neither says, and metres that lie nowhere on the globe, are a local system under its name.
pub(in crate::formats) fn wkt(frame: &Frame) -> String {
    let Some(system) = frame.system() else { return local(frame.code()) };
    let is_read_back = |text: &String| match of_text(text) {
        Ok(Said::System(back)) => {
            back.is_same_as(system) && (back.code == system.code || !system.code.starts_with("EPSG:"))
        }
        _ => false,
    };
    let tabled = || {
        let number = system.code.strip_prefix("EPSG:")?.parse().ok()?;
        Some(crs_definitions::from_code(number)?.wkt.to_owned())
    };
    let text = esri(system).filter(is_read_back).or_else(|| tabled().filter(is_read_back));
    text.unwrap_or_else(|| local(&system.name))
}

fn local(name: &str) -> String {
    format!("LOCAL_CS[\"{}\",UNIT[\"Meter\",1.0]]", plain(name))
}

fn esri(system: &System) -> Option<String> {
    let mut keys: BTreeMap<&str, &str> =
        system.definition().split(' ').filter_map(|part| part.strip_prefix('+')?.split_once('=')).collect();
    let mut projection = *keys.get("proj")?;
    let meridian;
    if projection == "utm" {
        projection = "tmerc";
        let zone: f64 = keys.get("zone")?.parse().ok()?;
        meridian = (zone * 6.0 - 183.0).to_string();
        let south = system.definition().split(' ').any(|part| part == "+south");
        let northing = if south { "10000000" } else { "0" };
        keys.extend([("lon_0", meridian.as_str()), ("k_0", "0.9996"), ("x_0", "500000"), ("y_0", northing)]);
    }
    // A prime meridian of its own is left to the tables.
    let (_, esri_name, parameters) =
        PROJECTIONS.iter().find(|(known, ..)| known.contains(&projection) && !keys.contains_key("pm"))?;
    let value = |key: &str| -> Option<f64> {
        let stated = keys.get(key).or_else(|| keys.get("k").filter(|_| key == "k_0"));
        stated.map_or(Some(if key == "k_0" { 1.0 } else { 0.0 }), |text| text.parse().ok())
    };
    let name = projected_name(&system.name);
    let esri_name = if name.contains("GK") { "Gauss_Kruger" } else { esri_name };
    let eastings = [("False_Easting", "x_0"), ("False_Northing", "y_0")];
    let parameters: Option<String> = eastings
        .iter()
        .chain(*parameters)
        .map(|(name, key)| Some(format!("PARAMETER[\"{name}\",{:?}],", value(key)?)))
        .collect();
    let (geographic, parameters) = (geographic(system), parameters?);
    Some(format!("PROJCS[\"{name}\",{geographic},PROJECTION[\"{esri_name}\"],{parameters}UNIT[\"Meter\",1.0]]"))
}

fn geographic(system: &System) -> String {
    let own = plain(&system.datum.name);
    let unknown = (format!("GCS_{own}"), format!("D_{own}"), own);
    let known = DATUMS.iter().find(|(name, ..)| *name == system.datum.name);
    let (name, datum, spheroid) =
        known.map_or(unknown, |&(_, name, datum, spheroid)| (name.to_owned(), datum.to_owned(), spheroid.to_owned()));
    let ellipsoid = system.ellipsoid;
    let inverse = if ellipsoid.flattening > 0.0 { 1.0 / ellipsoid.flattening } else { 0.0 };
    // The way through the flattening leaves noise in the last digits.
    let inverse = (inverse * 1e9).round() / 1e9;
    let spheroid = format!("SPHEROID[\"{spheroid}\",{:?},{inverse:?}]", ellipsoid.semi_major);
    format!(
        "GEOGCS[\"{name}\",DATUM[\"{datum}\",{spheroid}],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
    )
}

/// `CGCS2000 / 3-degree Gauss-Kruger CM 102E` as Esri calls it: `CGCS2000_3_Degree_GK_CM_102E`. The reader tells zones of
/// 3° and of 6° around one meridian by it.
fn projected_name(name: &str) -> String {
    let esri = [("3-degree", "3_Degree"), ("Gauss-Kruger", "GK"), ("zone", "Zone"), ("WGS 84", "WGS_1984")];
    plain(&esri.iter().fold(name.to_owned(), |name, (epsg, esri)| name.replace(epsg, esri)))
}

/// Letters and digits of ASCII, words joined by `_`.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join("_");
    if plain.is_empty() { String::from("Unnamed") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::crs::numbered;

    fn frame(number: u32) -> Frame {
        Frame::new(numbered(number).unwrap()).unwrap()
    }

    #[test]
    fn a_frame_of_chinese_practice_is_written_as_esri_writes_it() {
        assert_eq!(
            wkt(&frame(4543)),
            "PROJCS[\"CGCS2000_3_Degree_GK_CM_102E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",\
             DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
             UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],\
             PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",102.0],PARAMETER[\"Scale_Factor\",1.0],\
             PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
        );
        let starts = |number: u32| wkt(&frame(number)).chars().take(90).collect::<String>();
        assert!(starts(2379).starts_with("PROJCS[\"Xian_1980_3_Degree_GK_CM_102E\",GEOGCS[\"GCS_Xian_1980\""));
        assert!(starts(2410).starts_with("PROJCS[\"Beijing_1954_3_Degree_GK_Zone_34\",GEOGCS[\"GCS_Beijing"));
        assert!(starts(32648).starts_with("PROJCS[\"WGS_1984_UTM_Zone_48N\",GEOGCS[\"GCS_WGS_1984\""));
    }

    #[test]
    fn every_projected_system_of_chinese_practice_is_read_back_under_its_number() {
        let ranges = [4491..=4554, 4568..=4589, 2327..=2390, 2401..=2442, 4766..=4800, 32601..=32660, 32701..=32760];
        for number in ranges.into_iter().flatten().chain([25832, 26713, 27700, 28355, 7855, 3405, 4839, 3035]) {
            let Ok(system) = numbered(number) else { continue };
            let Some(frame) = Frame::new(system) else { continue };
            let text = wkt(&frame);
            let Ok(Said::System(back)) = of_text(&text) else { panic!("{number}: {text}") };
            assert_eq!(&*back.code, frame.code(), "{text}");
            assert!(back.is_same_as(frame.system().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_system_without_a_number_keeps_its_parameters() {
        let own =
            wkt(&frame(4543)).replace("102.0", "102.35").replace("CGCS2000_3_Degree_GK_CM_102E", "西昌独立坐标系");
        let Ok(Said::System(system)) = of_text(&own) else { panic!("{own}") };
        let frame = Frame::new(*system).unwrap();
        let text = wkt(&frame);
        let Ok(Said::System(back)) = of_text(&text) else { panic!("{text}") };
        assert!(text.starts_with("PROJCS[\"Unnamed\"") && back.is_same_as(frame.system().unwrap()), "{text}");
    }

    #[test]
    fn metres_that_lie_nowhere_are_a_local_system() {
        assert_eq!(of_text(&wkt(&Frame::local())), Ok(Said::Local));
    }
}
