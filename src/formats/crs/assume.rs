//! What coordinates themselves say of their system, where the file says nothing: always an assumption, always told.

use geo_types::Coord;
use rayon::prelude::*;

use super::numbered;
use crate::formats::raw::{Place, RawFeature, bounds};
use crate::geometry::frame::System;
use crate::notice::Notice;
use crate::text::Message;

/// Longitudes and latitudes taken as China, in degrees: roughly its land and seas.
pub(in crate::formats) const CHINA: [(f64, f64); 2] = [(73.0, 136.0), (3.0, 54.0)];

/// Whether a place in degrees lies in China, roughly.
pub(in crate::formats) fn in_china(at: Coord<f64>) -> bool {
    let [lon, lat] = CHINA;
    (lon.0..=lon.1).contains(&at.x) && (lat.0..=lat.1).contains(&at.y)
}

/// Half the width of what a Gauss–Krüger zone covers around its false easting, in metres.
const ZONE_REACH: f64 = 300_000.0;
const FALSE_EASTING: f64 = 500_000.0;
/// Northings of China in metres, from 3° N to 54° N.
const NORTHINGS: std::ops::Range<f64> = 300_000.0..6_050_000.0;

/// The middle of a layer: the median of its features' middles, which a stray feature does not move.
pub(in crate::formats) fn middle(features: &[RawFeature]) -> Option<Coord<f64>> {
    let centres =
        features.par_iter().filter_map(|feature| bounds(feature.shape.as_ref()?)).map(geo_types::Rect::center);
    let (mut x, mut y): (Vec<f64>, Vec<f64>) = centres.map(|centre| (centre.x, centre.y)).unzip();
    Some(Coord { x: median(&mut x)?, y: median(&mut y)? })
}

/// The middle value, in the order of size; `None` of nothing.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    let place = values.len() / 2;
    (place < values.len()).then(|| *values.select_nth_unstable_by(place, f64::total_cmp).1)
}

/// The system that coordinates with this middle and without a stated system are taken to be in, with the notice that
/// says so.
pub(in crate::formats) fn place(middle: Option<Coord<f64>>) -> (Place, Option<Notice>) {
    let Some(middle) = middle else { return (Place::Local, None) };
    let guess = match number_of(middle) {
        Guess::Number(number) => numbered(number).ok().map(|system| Place::Known(Box::new(system))),
        Guess::ZoneUnknown => Some(Place::ZoneUnknown),
        Guess::Local => None,
    };
    let place = guess.unwrap_or(Place::Local);
    let notice = match &place {
        Place::Known(system) => {
            let kind = Message::new("formats.crs-assumed-system").with("code", &system.code).with("name", &system.name);
            Notice::new("crs-assumed").with_message("crs", kind)
        }
        Place::ZoneUnknown => Notice::new("crs-assumed").with_message("crs", Message::new("formats.crs-assumed-zone")),
        Place::Local => Notice::new("crs-assumed").with_message("crs", Message::new("formats.crs-assumed-local")),
    };
    let notice = notice.with("x", shown(middle.x)).with("y", shown(middle.y));
    (place, Some(notice))
}

enum Guess {
    Number(u32),
    ZoneUnknown,
    Local,
}

fn number_of(at: Coord<f64>) -> Guess {
    let Coord { x, y } = at;
    if x.abs() <= 180.0 && y.abs() <= 90.0 {
        return Guess::Number(if in_china(at) { 4490 } else { 4326 });
    }
    if !NORTHINGS.contains(&y) {
        return Guess::Local;
    }
    let in_zone = (x.rem_euclid(1e6) - FALSE_EASTING).abs() <= ZONE_REACH;
    for (first_zone, last_zone, first_number) in [(25.0, 45.0, 4513), (13.0, 23.0, 4491)] {
        let zone = (x / 1e6).floor();
        if in_zone && zone >= first_zone && zone <= last_zone {
            let step = (0..=20).find(|&step| (zone - first_zone - f64::from(step)).abs() < 0.5).unwrap_or_default();
            return Guess::Number(first_number + step);
        }
    }
    // Web Mercator of 73° to 136° E.
    if (8_126_000.0..15_140_000.0).contains(&x) {
        return Guess::Number(3857);
    }
    if in_zone && x > 0.0 && x < 1e6 { Guess::ZoneUnknown } else { Guess::Local }
}

/// The notice for coordinates that look like northing before easting, as surveyors write them.
pub(in crate::formats) fn swapped(middle: Option<Coord<f64>>, place: &Place) -> Option<Notice> {
    // Systems of other countries have such coordinates by design.
    let by_design = matches!(place, Place::Known(system) if !system.is_transverse_mercator_in_metres());
    let Coord { x, y } = middle?;
    let easting = (200_000.0..800_000.0).contains(&y) || (13e6..46e6).contains(&y);
    // In UTM and Gauss–Krüger of China x never reaches two million without a zone number.
    let northing = (2.0e6..5.95e6).contains(&x);
    (northing && easting && !by_design).then(|| Notice::new("axes-swapped").with("x", shown(x)).with("y", shown(y)))
}

/// The notice for coordinates that cannot be in the system that the file states: degrees in a projected one, metres in a
/// geographic one, a zone number that the system does not have.
pub(in crate::formats) fn implausible(features: &[RawFeature], system: &System) -> Option<Notice> {
    let middle = middle(features)?;
    let far = system.is_transverse_mercator_in_metres() && (middle.x - system.false_easting()).abs() > 3e6;
    let degrees = system.metres_per_unit().is_some() && in_china(middle) && all_in_china(features);
    (far || degrees || system.to_degrees(middle).is_none()).then(|| {
        let notice = Notice::new("crs-implausible").with("crs", &system.code);
        notice.with("x", shown(middle.x)).with("y", shown(middle.y))
    })
}

/// Whether all coordinates, taken as degrees, lie in China: none of a plan in metres do.
fn all_in_china(features: &[RawFeature]) -> bool {
    let mut boxes = features.iter().filter_map(|feature| bounds(feature.shape.as_ref()?));
    boxes.all(|own| in_china(own.min()) && in_china(own.max()))
}

/// A coordinate for people; those that no map has are shortened.
fn shown(value: f64) -> String {
    if value.abs() < 1e10 { format!("{value:.1}") } else { format!("{value:.1e}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::raw::RawShape;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_stray_feature_does_not_move_the_middle() {
        let points = [(1.0, 2.0), (2.0, 3.0), (1e9, 1e9)].map(|(x, y)| RawShape::Points(vec![Coord { x, y }]));
        let features = points.map(|shape| RawFeature { row: 0, shape: Some(shape), values: Vec::new() });
        assert_eq!(middle(&features), Some(at(2.0, 3.0)));
    }

    fn code(x: f64, y: f64) -> String {
        match place(Some(at(x, y))).0 {
            Place::Known(system) => system.code,
            Place::ZoneUnknown => "zone unknown".into(),
            Place::Local => "local".into(),
        }
    }

    #[test]
    fn eastings_tell_their_zone() {
        assert_eq!(code(34_526_582.237, 3_087_389.191), "EPSG:4522");
        assert_eq!(code(45_500_000.0, 5_000_000.0), "EPSG:4533");
        assert_eq!(code(18_231_000.0, 3_100_000.0), "EPSG:4496");
        assert_eq!(code(526_582.237, 3_087_389.191), "zone unknown");
        assert_eq!(code(11_384_600.0, 3_235_000.0), "EPSG:3857");
        assert_eq!(code(102.27, 27.9), "EPSG:4490");
        assert_eq!(code(-122.4, 37.7), "EPSG:4326");
        assert_eq!(code(5_000.0, 7_000.0), "local");
        assert_eq!(code(500_000.0, 100.0), "local");
    }

    #[test]
    fn every_assumption_is_told_but_for_a_layer_without_coordinates() {
        assert_eq!(place(Some(at(5.0, 7_000.0))).1.unwrap().code, "crs-assumed");
        assert!(place(None).1.is_none());
    }

    #[test]
    fn northing_in_x_is_noticed() {
        assert!(swapped(Some(at(3_087_389.0, 526_582.0)), &Place::Local).is_some());
        assert!(swapped(Some(at(3_087_389.0, 34_526_582.0)), &Place::Local).is_some());
        assert!(swapped(Some(at(526_582.0, 3_087_389.0)), &Place::Local).is_none());
    }

    fn points(points: &[(f64, f64)]) -> Vec<RawFeature> {
        let feature = |&(x, y): &(f64, f64)| RawFeature {
            row: 0,
            shape: Some(RawShape::Points(vec![Coord { x, y }])),
            values: Vec::new(),
        };
        points.iter().map(feature).collect()
    }

    #[test]
    fn a_zone_number_that_the_system_does_not_have_is_noticed() {
        let system = numbered(4543).unwrap();
        assert!(implausible(&points(&[(34_526_582.0, 3_087_389.0)]), &system).is_some());
        assert!(implausible(&points(&[(526_582.0, 3_087_389.0)]), &system).is_none());
        assert!(implausible(&points(&[(526_582.0, 3_087_389.0)]), &numbered(4490).unwrap()).is_some());
    }

    #[test]
    fn degrees_in_a_layer_that_says_metres_are_noticed() {
        let system = numbered(4543).unwrap();
        assert!(implausible(&points(&[(102.27, 27.9), (102.3, 27.8)]), &system).is_some());
        assert!(implausible(&points(&[(0.0, 0.0), (102.3, 27.8), (110.0, 20.0)]), &system).is_none());
        assert!(implausible(&points(&[(102.27, 27.9)]), &numbered(4490).unwrap()).is_none());
    }

    #[test]
    fn coordinates_that_no_map_has_are_shown_short() {
        assert_eq!(shown(526_582.237), "526582.2");
        assert_eq!(shown(5e299), "5.0e299");
    }
}
