//! EPSG numbers to systems and back. Back goes by parameters, never by name.

use super::wkt::Node;
use crate::geometry::frame::{Datum, Ellipsoid, System, SystemError};

/// Numbers tried first: those of Chinese data, then UTM and the geographic systems met with it. Systems of 3° come before
/// those of 6°, as every central meridian of the latter is one of the former and the two are then the same system.
const FIRST: &[(u16, u16)] = &[
    (4326, 4326),
    (4513, 4554),
    (4490, 4512),
    (2349, 2390),
    (2401, 2442),
    (2327, 2400),
    (4214, 4214),
    (4610, 4610),
    (4555, 4555),
    (4652, 4656),
    (4766, 4800),
    (4812, 4812),
    (4822, 4822),
    (4568, 4589),
    (32601, 32660),
    (32701, 32760),
    (3857, 3857),
    (4258, 4258),
    (4269, 4269),
    (4283, 4283),
    (7844, 7844),
    (25828, 25838),
    (26901, 26923),
    (26701, 26722),
];

/// Numbers outside the EPSG tables that files use for web Mercator.
const WEB_MERCATOR_NICKNAMES: [u32; 4] = [900_913, 102_100, 102_113, 3785];

/// The system with this number.
pub(super) fn system(number: u32) -> Result<System, SystemError> {
    let number = if WEB_MERCATOR_NICKNAMES.contains(&number) { 3857 } else { number };
    let unknown = SystemError::UnknownNumber(number);
    let definition = u16::try_from(number).ok().and_then(crs_definitions::from_code).ok_or_else(|| unknown.clone())?;
    let node = Node::read(definition.wkt).ok_or(unknown)?;
    let (datum, ellipsoid) = datum(&node).ok_or_else(|| SystemError::Unsupported(node.name().to_owned()))?;
    System::from_definition(&format!("EPSG:{number}"), node.name(), datum, ellipsoid, definition.proj4)
}

/// Datum and ellipsoid of a system's text.
pub(super) fn datum(node: &Node<'_>) -> Option<(Datum, Ellipsoid)> {
    let spheroid = node.find(&["SPHEROID", "ELLIPSOID"])?;
    let (semi_major, inverse) = (spheroid.number(1)?, spheroid.number(2)?);
    let ellipsoid = Ellipsoid { semi_major, flattening: if inverse > 1.0 { 1.0 / inverse } else { 0.0 } };
    let name = node.find(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"]).map_or("", Node::name);
    let shift = node.find(&["TOWGS84"]).map(|shift| {
        let part = |place| shift.number(place).unwrap_or_default();
        part(0).hypot(part(1)).hypot(part(2))
    });
    Some((Datum::recognise(name, semi_major, inverse, shift), ellipsoid))
}

/// The number of a system by its parameters: `stated` where it agrees, else the first that does. Only between two numbers of
/// one and the same system, a 3° and a 6° zone around one meridian, does the name decide.
pub(super) fn number(of: &System, stated: Option<u32>) -> Option<u32> {
    if let Some(number) = stated
        && system(number).is_ok_and(|known| known.is_same_as(of))
    {
        return Some(number);
    }
    let matches = |number: &u16| may_be(of, *number) && agrees(of, *number);
    let mut first = FIRST.iter().flat_map(|&(low, high)| low..=high).filter(matches);
    let found = match first.next() {
        Some(found) if is_three_degrees(found) && names_six_degrees(&of.name) => {
            first.find(|&number| !is_three_degrees(number)).or(Some(found))
        }
        found => found.or_else(|| (2000..=32766).find(matches)),
    };
    found.map(u32::from)
}

fn is_three_degrees(number: u16) -> bool {
    crs_definitions::from_code(number).is_some_and(|definition| definition.wkt.contains("3-degree"))
}

/// Whether a name speaks of Gauss–Krüger and not of 3°: `CGCS2000_GK_CM_105E`.
fn names_six_degrees(name: &str) -> bool {
    let name = name.to_lowercase().replace(['_', '-'], " ");
    (name.contains("gk cm") || name.contains("gauss")) && !name.contains("3 degree")
}

fn agrees(of: &System, number: u16) -> bool {
    system(u32::from(number)).is_ok_and(|known| known.is_same_as(of))
}

/// A cheap look at the definition's text, so that only a handful of projections are set up.
fn may_be(of: &System, number: u16) -> bool {
    let Some(definition) = crs_definitions::from_code(number) else { return false };
    if definition.wkt.starts_with("COMPD") {
        return false;
    }
    let value = |key: &str| -> Option<f64> {
        definition.proj4.split(' ').find_map(|part| part.strip_prefix(key)).and_then(|value| value.parse().ok())
    };
    let angles = definition.proj4.starts_with("+proj=longlat");
    let meridian = value("+zone=").map(|zone| zone * 6.0 - 183.0).or_else(|| value("+lon_0="));
    if angles || of.is_geographic() {
        return angles && of.is_geographic();
    }
    let near = |a: Option<f64>, b: Option<f64>, tolerance: f64| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < tolerance,
        _ => true,
    };
    near(meridian, of.central_meridian(), 1e-6) && near(value("+x_0="), Some(of.false_easting()), 1e-2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_chinese_systems_survive_the_way_back() {
        let ranges = [4490..=4501, 4513..=4555, 2327..=2337, 2349..=2442, 4610..=4610, 4214..=4214, 4766..=4769];
        for number in ranges.into_iter().flatten().chain([4770, 4781, 4782, 4791, 4800, 4812, 4822]) {
            assert_eq!(super::number(&system(number).unwrap(), None), Some(number));
        }
    }

    #[test]
    fn a_meridian_of_both_zone_widths_goes_by_the_name_and_else_by_three_degrees() {
        for (six, three) in [(4507, 4544), (2343, 2380)] {
            let mut known = system(six).unwrap();
            assert!(known.is_same_as(&system(three).unwrap()));
            assert_eq!(number(&known, None), Some(six));
            known.name = "some name".into();
            assert_eq!((number(&known, None), number(&known, Some(six))), (Some(three), Some(six)));
        }
    }

    #[test]
    fn numbers_of_utm_and_web_mercator_survive_the_way_back() {
        for number in [4326, 3857, 32601, 32648, 32660, 32701, 32748, 25832, 26713, 27700, 2249, 4258, 4269] {
            assert_eq!(super::number(&system(number).unwrap(), None), Some(number));
        }
    }

    #[test]
    fn a_stated_number_that_disagrees_is_not_believed() {
        let zone_34 = system(4522).unwrap();
        assert_eq!(number(&zone_34, Some(4543)), Some(4522));
    }

    #[test]
    fn an_unknown_number_is_an_error() {
        assert_eq!(system(1).unwrap_err(), SystemError::UnknownNumber(1));
        assert_eq!(system(4_000_000).unwrap_err(), SystemError::UnknownNumber(4_000_000));
    }
}
