//! Coordinate systems: the only home of degrees beside the readers.
//!
//! A [`System`] is what coordinates of a file are stated in; a [`Frame`] is the one projected system in metres that a
//! plan is measured in. Projections are computed, datum shifts never: shifts that definitions carry are dropped, and
//! [`Frame::transfer`] refuses systems of another datum family. x is east and y is north, whatever the official order.

mod datum;

use std::fmt;

use geo_types::Coord;
use geographiclib_rs::{Geodesic, InverseGeodesic as _};
use proj4rs::Proj;

pub use datum::Datum;

/// A Transverse Mercator is not trusted further than this from its central meridian, in degrees.
const TRANSVERSE_REACH: f64 = 45.0;

/// An ellipsoid of revolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipsoid {
    /// Semi-major axis in metres.
    pub semi_major: f64,
    /// Flattening; 0 for a sphere.
    pub flattening: f64,
}

impl Ellipsoid {
    /// Geodesic lengths and areas on it.
    pub fn geodesic(self) -> Geodesic {
        Geodesic::new(self.semi_major, self.flattening)
    }
}

/// Why a coordinate system cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SystemError {
    /// No table knows the number.
    #[error("no coordinate system has the number EPSG:{0}")]
    UnknownNumber(u32),
    /// The definition cannot be computed.
    #[error("the definition cannot be computed: {0}")]
    Unsupported(String),
}

/// A geographic or projected coordinate system on a known datum.
#[derive(Clone)]
pub struct System {
    /// Code such as `EPSG:4543`, or a name where no number is known.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// The datum.
    pub datum: Datum,
    /// The ellipsoid of the datum; a projection may use a sphere instead.
    pub ellipsoid: Ellipsoid,
    /// Degrees per unit of a geographic system; 1 for a projected one.
    degrees_per_unit: f64,
    definition: String,
    proj: Proj,
    longlat: Proj,
}

impl System {
    /// A system from a PROJ definition. Datum shifts and axis orders in it are dropped.
    ///
    /// # Errors
    /// [`SystemError::Unsupported`] where the projection is not known or its parameters make no sense.
    pub fn from_definition(
        code: &str,
        name: &str,
        datum: Datum,
        ellipsoid: Ellipsoid,
        definition: &str,
    ) -> Result<Self, SystemError> {
        let Ellipsoid { semi_major: a, flattening: f } = ellipsoid;
        if !(a.is_finite() && a > 1e6 && (0.0..0.1).contains(&f)) {
            return Err(SystemError::Unsupported(format!("a = {a}, f = {f}")));
        }
        let body = if f > 0.0 { format!("+a={a} +rf={}", 1.0 / f) } else { format!("+R={a}") };
        let definition = plain_definition(definition, &body);
        let unsupported = |error: proj4rs::errors::Error| SystemError::Unsupported(format!("{definition}: {error}"));
        let proj = Proj::from_proj_string(&definition).map_err(unsupported)?;
        let longlat = Proj::from_proj_string(&format!("+proj=longlat {body}")).map_err(unsupported)?;
        let usable = proj.is_latlong() || (proj.has_forward() && proj.has_inverse() && proj.to_meter() > 0.0);
        if proj.is_geocent() || !usable {
            return Err(SystemError::Unsupported(definition));
        }
        let (code, name) = (code.to_owned(), name.to_owned());
        Ok(Self { code, name, datum, ellipsoid, degrees_per_unit: 1.0, definition, proj, longlat })
    }

    /// The same geographic system with coordinates in another angular unit.
    #[must_use]
    pub fn in_angular_unit(mut self, degrees_per_unit: f64) -> Self {
        if self.is_geographic() && degrees_per_unit.is_finite() && degrees_per_unit > 0.0 {
            self.degrees_per_unit = degrees_per_unit;
        }
        self
    }

    /// Whether its coordinates are angles.
    pub fn is_geographic(&self) -> bool {
        self.proj.is_latlong()
    }

    /// Metres in a unit of its plane coordinates; `None` for a geographic system.
    pub fn metres_per_unit(&self) -> Option<f64> {
        (!self.is_geographic()).then(|| self.proj.to_meter())
    }

    /// Whether it is a Transverse Mercator in metres: Gauss–Krüger, UTM and their like.
    pub fn is_transverse_mercator_in_metres(&self) -> bool {
        self.is_transverse_mercator() && self.is_in_metres()
    }

    fn is_transverse_mercator(&self) -> bool {
        matches!(self.proj.projname(), "tmerc" | "etmerc" | "utm")
    }

    fn is_in_metres(&self) -> bool {
        self.metres_per_unit().is_some_and(|metres| (metres - 1.0).abs() < 1e-12)
    }

    /// Whether lengths and areas in it are no measure of the ground: a Mercator on its cylinder, such as web Mercator.
    fn is_mercator(&self) -> bool {
        matches!(self.proj.projname(), "merc" | "webmerc" | "mill" | "eqc")
    }

    /// Central meridian in degrees; `None` for a geographic system.
    pub fn central_meridian(&self) -> Option<f64> {
        (!self.is_geographic()).then(|| self.proj.longitude_of_origin().to_degrees())
    }

    /// False easting in metres.
    pub fn false_easting(&self) -> f64 {
        self.proj.false_easting()
    }

    /// The PROJ definition it is computed by, without datum shift and axis order.
    pub fn definition(&self) -> &str {
        &self.definition
    }

    /// Longitude and latitude in degrees on its own datum; `None` for what lies outside the system.
    pub fn to_degrees(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let (x, y) = if self.is_geographic() {
            let (lon, lat) = (at.x * self.degrees_per_unit, at.y * self.degrees_per_unit);
            (on_the_globe(lon, lat)?.to_radians(), lat.clamp(-90.0, 90.0).to_radians())
        } else {
            (at.x, at.y)
        };
        let mut point = (x, y, 0.0);
        proj4rs::transform::transform(&self.proj, &self.longlat, &mut point).ok()?;
        let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
        on_the_globe(lon, lat).map(|lon| Coord { x: lon, y: lat.clamp(-90.0, 90.0) })
    }

    /// Coordinates of a longitude and latitude on its own datum; `None` for what cannot be projected.
    pub fn from_degrees(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let lon = on_the_globe(at.x, at.y)?;
        let away = self.central_meridian().map_or(0.0, |meridian| (lon - meridian + 540.0).rem_euclid(360.0) - 180.0);
        if self.is_transverse_mercator() && away.abs() > TRANSVERSE_REACH {
            return None;
        }
        let mut point = (lon.to_radians(), at.y.to_radians(), 0.0);
        proj4rs::transform::transform(&self.longlat, &self.proj, &mut point).ok()?;
        let (x, y) = (point.0, point.1);
        let unit = if self.is_geographic() { 1f64.to_degrees() / self.degrees_per_unit } else { 1.0 };
        (x.is_finite() && y.is_finite()).then_some(Coord { x: x * unit, y: y * unit })
    }

    /// Whether both say the same of every point: projection, parameters, unit and datum, whatever their names.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64, tolerance: f64| (a - b).abs() <= tolerance;
        self.datum == other.datum
            && near(self.ellipsoid.semi_major, other.ellipsoid.semi_major, 0.01)
            && near(self.ellipsoid.flattening, other.ellipsoid.flattening, 1e-10)
            && self.is_geographic() == other.is_geographic()
            && near(self.degrees_per_unit, other.degrees_per_unit, 1e-9)
            && near(self.proj.to_meter(), other.proj.to_meter(), 1e-9)
            && near(self.proj.from_greenwich(), other.proj.from_greenwich(), 1e-9)
            && (self.is_geographic()
                || (near(self.false_easting(), other.false_easting(), 1e-3) && self.projects_as(other)))
    }

    /// Whether points around the central meridian come out alike.
    fn projects_as(&self, other: &Self) -> bool {
        let meridian = self.central_meridian().unwrap_or_default();
        let origin = self.proj.latitude_of_origin().to_degrees();
        let latitudes = if origin.abs() > 1.0 { [origin - 2.0, origin + 3.0] } else { [28.0, -28.0] };
        latitudes.iter().all(|&lat| {
            let at = Coord { x: meridian + 1.0, y: lat.clamp(-85.0, 85.0) };
            match (self.from_degrees(at), other.from_degrees(at)) {
                (Some(a), Some(b)) => (a.x - b.x).abs() < 2e-3 && (a.y - b.y).abs() < 2e-3,
                (None, None) => true,
                _ => false,
            }
        })
    }

    /// The shift from this system to another that differs from it in nothing but false easting and northing.
    fn shift_to(&self, other: &Self) -> Option<Coord<f64>> {
        if !(self.is_transverse_mercator_in_metres() && other.is_transverse_mercator_in_metres()) {
            return None;
        }
        let moved = |system: &Self| {
            let kept = |part: &&str| !part.starts_with("+x_0=") && !part.starts_with("+y_0=");
            let definition: Vec<&str> = system.definition.split(' ').filter(kept).collect();
            Self::from_definition("", "", system.datum.clone(), system.ellipsoid, &definition.join(" ")).ok()
        };
        let (mine, theirs) = (moved(self)?, moved(other)?);
        // A zone of UTM sets its own false easting; its definition has nothing to take away and is left to projecting.
        if self.proj.projname() == "utm" || other.proj.projname() == "utm" || !mine.is_same_as(&theirs) {
            return None;
        }
        Some(Coord {
            x: other.proj.false_easting() - self.proj.false_easting(),
            y: other.proj.false_northing() - self.proj.false_northing(),
        })
    }
}

/// A longitude within one turn, where the place is on the globe at all.
fn on_the_globe(lon: f64, lat: f64) -> Option<f64> {
    let lon_fits = lon.is_finite() && lon.abs() <= 360.0 + 1e-9;
    (lon_fits && lat.abs() <= 90.0 + 1e-9).then_some(lon)
}

/// A definition without datum, shift, ellipsoid name, vertical and axis order, on the ellipsoid given. A sphere that the
/// projection asks for stays, as web Mercator does.
fn plain_definition(definition: &str, body: &str) -> String {
    const DROPPED: [&str; 14] = [
        "towgs84",
        "nadgrids",
        "geoidgrids",
        "axis",
        "datum",
        "ellps",
        "a",
        "b",
        "rf",
        "f",
        "R",
        "no_defs",
        "wktext",
        "type",
    ];
    let value = |key: &str| {
        definition.split_whitespace().find_map(|part| part.strip_prefix('+')?.strip_prefix(key)?.strip_prefix('='))
    };
    let sphere = match (value("R"), value("a"), value("b")) {
        (Some(radius), _, _) => Some(radius.to_owned()),
        (None, Some(a), Some(b)) if a.parse::<f64>().ok() == b.parse::<f64>().ok() => Some(a.to_owned()),
        _ => None,
    };
    let kept = definition.split_whitespace().filter(|part| {
        let key = part.trim_start_matches('+').split('=').next().unwrap_or_default();
        !DROPPED.contains(&key) && !key.starts_with("vunits") && !key.starts_with("vto_meter")
    });
    let mut plain: Vec<&str> = kept.collect();
    let sphere = sphere.map(|radius| format!("+R={radius}"));
    plain.push(sphere.as_deref().unwrap_or(body));
    plain.join(" ")
}

impl fmt::Debug for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.code, self.datum.name, self.definition)
    }
}

impl PartialEq for System {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.definition == other.definition && self.datum == other.datum
    }
}

/// How coordinates of a system come into a frame.
#[derive(Clone, Debug)]
pub enum Transfer<'a> {
    /// They are the frame's already, bit for bit.
    Same,
    /// Only false easting and northing differ.
    Shift(Coord<f64>),
    /// Through longitude and latitude, which both datums share.
    Project(&'a System, &'a System),
}

impl Transfer<'_> {
    /// The place in the frame; `None` for what cannot be projected.
    pub fn apply(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        match self {
            Self::Same => Some(at),
            Self::Shift(by) => Some(at + *by),
            Self::Project(from, to) => to.from_degrees(from.to_degrees(at)?),
        }
    }
}

/// The projected coordinate system that a plan is measured in.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Code such as `EPSG:4543`, or a description where no number is known.
    pub code: String,
    /// `None` for local metres that belong nowhere on the globe.
    system: Option<System>,
}

impl Frame {
    /// The frame of a projected system; `None` where it is not one in metres that lengths can be read from.
    pub fn new(system: System) -> Option<Self> {
        let fit = system.is_in_metres() && !system.is_mercator();
        fit.then(|| Self { code: system.code.clone(), system: Some(system) })
    }

    /// Metres of a plan that lies nowhere on the globe.
    pub fn local() -> Self {
        Self { code: String::from("local"), system: None }
    }

    /// Its system; `None` for local metres.
    pub fn system(&self) -> Option<&System> {
        self.system.as_ref()
    }

    /// Name for people.
    pub fn name(&self) -> &str {
        self.system.as_ref().map_or(&self.code, |system| &system.name)
    }

    /// Central meridian in degrees.
    pub fn central_meridian(&self) -> Option<f64> {
        self.system.as_ref().and_then(System::central_meridian)
    }

    /// Longitude and latitude of a place, in degrees.
    pub fn to_degrees(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        self.system.as_ref()?.to_degrees(at)
    }

    /// The place of a longitude and latitude, in degrees.
    pub fn from_degrees(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        self.system.as_ref()?.from_degrees(at)
    }

    /// How coordinates of a system come into this frame; `None` where its datum is of another family.
    pub fn transfer<'a>(&'a self, from: &'a System) -> Option<Transfer<'a>> {
        let own = self.system.as_ref()?;
        if !from.datum.is_compatible(&own.datum) {
            return None;
        }
        if from.is_same_as(own) {
            return Some(Transfer::Same);
        }
        Some(from.shift_to(own).map_or(Transfer::Project(from, own), Transfer::Shift))
    }

    /// By how many millionths a short length in this frame exceeds the same length on the ellipsoid, at a place. In
    /// frames that do not keep angles, the larger of north and east. Right to about 0.001; `None` for local metres.
    pub fn distortion_ppm(&self, at: Coord<f64>) -> Option<f64> {
        let system = self.system.as_ref()?;
        let geodesic = system.ellipsoid.geodesic();
        let centre = system.to_degrees(at)?;
        let along = |d_lon: f64, d_lat: f64| {
            let ends = [-1.0, 1.0].map(|side| Coord { x: centre.x + side * d_lon, y: centre.y + side * d_lat });
            let (from, to) = (system.from_degrees(ends[0])?, system.from_degrees(ends[1])?);
            let ground: f64 = geodesic.inverse(ends[0].y, ends[0].x, ends[1].y, ends[1].x);
            Some(((to.x - from.x).hypot(to.y - from.y) / ground - 1.0) * 1e6)
        };
        let (north, east) = (along(0.0, 0.005)?, along(0.005, 0.0)?);
        Some(if east.abs() > north.abs() + 0.01 { east } else { north })
    }
}

impl Frame {
    /// Code such as `EPSG:4543`.
    pub fn code(&self) -> &str {
        &self.code
    }
}
