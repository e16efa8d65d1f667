//! Coordinate systems as files and planners state them: EPSG numbers, URNs, WKT of `.prj` files.
//!
//! Recognised by parameters. A datum shift that a definition carries is dropped: it was never measured for the plan.

pub(super) mod assume;
pub(super) mod choose;
mod epsg;
mod wkt;
pub(super) mod write;

use std::panic::catch_unwind;

use crate::formats::ReadError;
use crate::geometry::frame::{System, SystemError};
use crate::text::Message;
use wkt::Node;

/// What a coordinate-system text says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// A system that can be computed.
    System(Box<System>),
    /// A drawing's own metres, bound to nothing.
    Local,
    /// Nothing: the text is empty.
    Nothing,
}

/// The system with an EPSG number.
///
/// # Errors
/// [`ReadError`] where no table knows it.
pub(super) fn numbered(number: u32) -> Result<System, ReadError> {
    epsg::system(number).map_err(|error| match error {
        SystemError::UnknownNumber(number) => unknown(&format!("EPSG:{number}")),
        SystemError::Unsupported(reason) => unsupported(&format!("EPSG:{number}"), &reason),
    })
}

/// The system that a planner or a GeoJSON names: `EPSG:4543`, `4543`, a URN, a web address, `CRS84`.
///
/// # Errors
/// [`ReadError`] where the name is not understood or the number unknown.
pub(super) fn named(name: &str) -> Result<System, ReadError> {
    let upper = name.trim().to_ascii_uppercase();
    if upper.ends_with("CRS84") || upper.ends_with("CRS84H") || upper == "WGS84" || upper == "WGS 84" {
        return numbered(4326);
    }
    if upper == "CGCS2000" {
        return numbered(4490);
    }
    let last = upper.rsplit([':', '/']).next().unwrap_or_default();
    let speaks_epsg = upper.contains("EPSG") || upper.contains("ESRI") || last == upper;
    match last.trim().parse() {
        Ok(number) if speaks_epsg => numbered(number),
        _ => Err(unknown(name.trim())),
    }
}

/// What the text of a `.prj` file says.
///
/// # Errors
/// [`ReadError`] where it says something that cannot be computed.
pub(super) fn of_text(text: &str) -> Result<Said, ReadError> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Ok(Said::Nothing);
    }
    if !text.contains(['[', '(']) {
        return named(text).map(|system| Said::System(Box::new(system)));
    }
    let root = Node::read(text).ok_or_else(|| unsupported(&shortened(text), "WKT"))?;
    of_node(&root)
}

const GEOGRAPHIC: [&str; 5] = ["GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS"];
const PROJECTED: [&str; 4] = ["PROJCS", "PROJCRS", "PROJECTEDCRS", "BOUNDCRS"];

fn of_node(root: &Node<'_>) -> Result<Said, ReadError> {
    let keyword = root.keyword.as_str();
    match keyword {
        "LOCAL_CS" | "LOCALCS" | "ENGCRS" | "ENGINEERINGCRS" => return Ok(Said::Local),
        "BOUNDCRS" | "COMPD_CS" | "COMPOUNDCRS" | "SOURCECRS" | "FITTED_CS" => {
            let inside = [&GEOGRAPHIC[..], &PROJECTED[..], &["SOURCECRS", "LOCAL_CS", "COMPD_CS"][..]].concat();
            let Some(child) = root.child(&inside) else { return Err(unsupported(root.name(), keyword)) };
            return of_node(child);
        }
        _ => {}
    }
    let geographic = GEOGRAPHIC.contains(&keyword);
    if root.child(&["CS"]).is_some_and(|axes| axes.values.iter().any(|v| v.eq_ignore_ascii_case("cartesian")))
        && geographic
    {
        return Err(unsupported(root.name(), "geocentric"));
    }
    if !geographic && !PROJECTED.contains(&keyword) {
        return Err(unsupported(&shortened(root.text), keyword));
    }
    let fails = |error: SystemError| unsupported(root.name(), &error.to_string());
    let (datum, ellipsoid) = epsg::datum(root).ok_or_else(|| unsupported(root.name(), "DATUM"))?;
    let definition = definition(root, geographic).map_err(|reason| unsupported(root.name(), &reason))?;
    let mut system = System::from_definition(root.name(), root.name(), datum, ellipsoid, &definition).map_err(fails)?;
    if geographic && let Some(radians) = root.child(&["UNIT", "ANGLEUNIT"]).and_then(|unit| unit.number(1)) {
        let degrees = radians.to_degrees();
        // Files round the degree to ten digits and more.
        system = system.in_angular_unit(if (degrees - 1.0).abs() < 1e-8 { 1.0 } else { degrees });
    }
    if let Some(number) = epsg::number(&system, root.epsg()) {
        system.code = format!("EPSG:{number}");
    }
    Ok(Said::System(Box::new(system)))
}

/// The PROJ definition of a WKT node. GDAL writes one inside where WKT 1 cannot say what is meant, as for web Mercator.
fn definition(root: &Node<'_>, geographic: bool) -> Result<String, String> {
    let extension = root.find(&["EXTENSION"]).filter(|node| node.name().eq_ignore_ascii_case("PROJ4"));
    if let Some(definition) = extension.and_then(|node| node.values.get(1)) {
        return Ok((*definition).to_owned());
    }
    if geographic {
        let meridian = root.find(&["PRIMEM", "PRIMEMERIDIAN"]).and_then(|node| node.number(1)).unwrap_or_default();
        return Ok(if meridian == 0.0 { "+proj=longlat".into() } else { format!("+proj=longlat +pm={meridian}") });
    }
    let text = root.text.to_owned();
    catch_unwind(move || proj4wkt::wkt_to_projstring(&text).map_err(|error| error.to_string()))
        .unwrap_or_else(|_panic| Err(String::from("WKT")))
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn unknown(name: &str) -> ReadError {
    ReadError(Message::new("formats.crs-unknown").with("crs", name))
}

fn unsupported(name: &str, reason: &str) -> ReadError {
    ReadError(Message::new("formats.crs-unsupported").with("crs", name).with("reason", reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(text: &str) -> System {
        match of_text(text) {
            Ok(Said::System(system)) => *system,
            other => panic!("{other:?}"),
        }
    }

    const GCS_2000: &str = "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",\
        SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

    fn gauss_kruger(geographic: &str, easting: &str, meridian: &str) -> String {
        format!(
            "PROJCS[\"some name\",{geographic},PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",{easting}],\
             PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",{meridian}],PARAMETER[\"Scale_Factor\",1.0],\
             PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
        )
    }

    #[test]
    fn projections_are_known_by_parameters_whatever_their_name() {
        assert_eq!(system(GCS_2000).code, "EPSG:4490");
        assert_eq!(system(&gauss_kruger(GCS_2000, "500000.0", "102.0")).code, "EPSG:4543");
        assert_eq!(system(&gauss_kruger(GCS_2000, "34500000.0", "102.0")).code, "EPSG:4522");
        assert_eq!(system(&gauss_kruger(GCS_2000, "18500000.0", "105.0")).code, "EPSG:4496");
        assert_eq!(system(&gauss_kruger(GCS_2000, "500000.0", "105.0")).code, "EPSG:4544");
        let xian = "GEOGCS[\"x\",DATUM[\"D_Xian_1980\",SPHEROID[\"Xian_1980\",6378140.0,298.257]],\
                    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
        assert_eq!(system(&gauss_kruger(xian, "500000.0", "102.0")).code, "EPSG:2379");
        let beijing = xian.replace("D_Xian_1980", "D_Beijing_1954").replace("6378140.0,298.257", "6378245.0,298.3");
        assert_eq!(system(&gauss_kruger(&beijing, "34500000.0", "102.0")).code, "EPSG:2410");
    }

    #[test]
    fn a_byte_order_mark_and_a_vertical_system_behind_do_no_harm() {
        assert_eq!(system(&format!("\u{feff}{GCS_2000}")).code, "EPSG:4490");
        assert_eq!(system(&format!("{GCS_2000},VERTCS[\"EGM96\",VDATUM[\"x\"]]")).code, "EPSG:4490");
        assert_eq!(
            system(&format!("COMPD_CS[\"both\",{GCS_2000},VERT_CS[\"h\",VERT_DATUM[\"d\",2005]]]")).code,
            "EPSG:4490"
        );
    }

    #[test]
    fn web_mercator_of_gdal_is_a_sphere() {
        let gdal = crs_definitions::from_code(3857).unwrap().wkt;
        let mercator = system(gdal);
        assert_eq!(mercator.code, "EPSG:3857");
        let at = mercator.from_degrees(geo_types::Coord { x: 102.27, y: 27.9 }).unwrap();
        // 6378137 · ln tan(45° + φ/2); on the ellipsoid it would be 3 219 000.
        assert!((at.y - 3_236_371.917).abs() < 1e-3, "{at:?}");
    }

    #[test]
    fn feet_are_turned_into_metres() {
        let feet = system(
            "PROJCS[\"NAD_1983_StatePlane_Massachusetts_Mainland_FIPS_2001_Feet\",GEOGCS[\"GCS_North_American_1983\",\
             DATUM[\"D_North_American_1983\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
             UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Lambert_Conformal_Conic\"],PARAMETER[\"False_Easting\",656166.667],\
             PARAMETER[\"False_Northing\",2460625.0],PARAMETER[\"Central_Meridian\",-71.5],\
             PARAMETER[\"Standard_Parallel_1\",42.6833333333333],PARAMETER[\"Standard_Parallel_2\",41.7166666666667],\
             PARAMETER[\"Latitude_Of_Origin\",41.0],UNIT[\"US survey foot\",0.304800609601219]]",
        );
        assert_eq!(feet.code, "EPSG:2249");
        assert!((feet.metres_per_unit().unwrap() - 1200.0 / 3937.0).abs() < 1e-12);
    }

    #[test]
    fn names_of_numbers_are_understood_in_every_spelling() {
        for name in [
            "EPSG:4543",
            "epsg:4543",
            "4543",
            "urn:ogc:def:crs:EPSG::4543",
            "urn:ogc:def:crs:EPSG:9.9:4543",
            "http://www.opengis.net/def/crs/EPSG/0/4543",
        ] {
            assert_eq!(named(name).unwrap().code, "EPSG:4543", "{name}");
        }
        assert_eq!(named("urn:ogc:def:crs:OGC:1.3:CRS84").unwrap().code, "EPSG:4326");
        assert!(named("EPSG:1").is_err());
        assert!(named("my system").is_err());
    }

    #[test]
    fn a_shift_in_the_definition_is_never_applied() {
        let beijing = numbered(4214).unwrap();
        let back = beijing.to_degrees(geo_types::Coord { x: 102.0, y: 28.0 }).unwrap();
        assert!((back.x - 102.0).abs() < 1e-12 && (back.y - 28.0).abs() < 1e-12);
        assert!(!beijing.definition().contains("towgs84"));
    }

    #[test]
    fn local_systems_are_told_apart_from_broken_ones() {
        assert_eq!(of_text("LOCAL_CS[\"Nonearth\",UNIT[\"Meter\",1.0]]"), Ok(Said::Local));
        assert_eq!(of_text("  \u{feff} "), Ok(Said::Nothing));
        assert!(of_text("PROJCS[\"broken").is_err());
        assert!(of_text("PROJCS[\"x\"]").is_err());
    }
}
