//! The frame of a plan: what is stated, else the first Transverse Mercator of its layers, else one around their middle.

use geo_types::{Coord, Rect};
use rayon::prelude::*;

use super::{assume, epsg, named, numbered};
use crate::formats::ReadError;
use crate::formats::raw::{Place, RawLayer, bounds, joined};
use crate::geometry::frame::{Frame, System};
use crate::text::Message;

/// Where nothing says where a plan lies.
const DEFAULT: u32 = 4543;
/// CGCS2000 3° Gauss–Krüger without zone prefix, central meridian 75° E; the others follow by 3°.
const CGCS2000_75E: u32 = 4534;

/// What the choice of a frame needs to know of a layer: kept, it spares reading the layer again.
#[derive(Clone, Debug, PartialEq)]
pub struct Whereabouts {
    place: Place,
    /// Its box in degrees; `None` where there is none, and where the layer's own system can be the frame.
    globe: Option<Rect<f64>>,
    has_shapes: bool,
}

impl Whereabouts {
    /// Those of a layer as read.
    pub fn of(layer: &RawLayer) -> Self {
        let decides = layer.system().is_some_and(|system| own_frame(system).is_some());
        let globe = if decides { None } else { globe_bounds(layer) };
        Self { place: layer.place.clone(), globe, has_shapes: layer.features.iter().any(|row| row.shape.is_some()) }
    }

    fn system(&self) -> Option<&System> {
        match &self.place {
            Place::Known(system) => Some(system),
            Place::ZoneUnknown | Place::Local => None,
        }
    }
}

/// The frame of a Transverse Mercator in metres.
fn own_frame(system: &System) -> Option<Frame> {
    if system.is_transverse_mercator_in_metres() { Frame::new(system.clone()) } else { None }
}

/// The frame that layers are measured in.
///
/// # Errors
/// [`ReadError`] where `stated` is unknown or not a projected system in metres.
pub(in crate::formats) fn frame(stated: Option<&str>, layers: &[&Whereabouts]) -> Result<Frame, ReadError> {
    if let Some(name) = stated {
        let system = named(name)?;
        let code = system.code.clone();
        let unfit = || ReadError(Message::new("formats.frame-unfit").with("crs", code));
        return Frame::new(system).ok_or_else(unfit);
    }
    let systems = || layers.iter().filter_map(|layer| layer.system());
    if let Some(frame) = systems().find_map(own_frame) {
        return Ok(frame);
    }
    // Geographic and other layers of one family only: a frame on another datum could hold none of them.
    let datum =
        systems().find(|system| system.datum.geocentric).or_else(|| systems().next()).map(|system| &system.datum);
    let middle = layers
        .iter()
        .filter(|layer| {
            layer.system().is_some_and(|system| datum.is_some_and(|datum| system.datum.is_compatible(datum)))
        })
        .filter_map(|layer| layer.globe)
        .reduce(joined)
        .map(Rect::center);
    let system = match (middle, systems().next()) {
        (Some(middle), Some(first)) => around(middle, systems().find(|s| Some(&s.datum) == datum).unwrap_or(first))?,
        _ if layers.iter().any(|layer| layer.place == Place::ZoneUnknown) => numbered(DEFAULT)?,
        _ if layers.iter().any(|layer| layer.place == Place::Local && layer.has_shapes) => {
            return Ok(Frame::local());
        }
        _ => numbered(DEFAULT)?,
    };
    Frame::new(system).ok_or_else(|| ReadError(Message::new("formats.frame-unfit").with("crs", DEFAULT)))
}

/// A Transverse Mercator around a place, on the datum of a system.
fn around(middle: Coord<f64>, of: &System) -> Result<System, ReadError> {
    let meridian = ((middle.x / 3.0).round() * 3.0).clamp(75.0, 135.0);
    if of.datum.geocentric && assume::in_china(middle) {
        let step = (0..=20).find(|&step| (meridian - 75.0 - 3.0 * f64::from(step)).abs() < 0.5).unwrap_or_default();
        return numbered(CGCS2000_75E + step);
    }
    let zone = (0..60).find(|&zone| middle.x < f64::from(zone) * 6.0 - 174.0).unwrap_or(59);
    if of.datum.geocentric {
        return numbered(if middle.y < 0.0 { 32701 } else { 32601 } + zone);
    }
    let definition = if assume::in_china(middle) {
        format!("+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=500000 +y_0=0 +units=m")
    } else {
        let south = if middle.y < 0.0 { 10_000_000 } else { 0 };
        format!(
            "+proj=tmerc +lat_0=0 +lon_0={} +k=0.9996 +x_0=500000 +y_0={south} +units=m",
            f64::from(zone) * 6.0 - 177.0
        )
    };
    let name = format!("{} / {definition}", of.datum.name);
    let mut system = System::from_definition(&name, &name, of.datum.clone(), of.ellipsoid, &definition)
        .map_err(|error| ReadError(Message::new("formats.crs-unsupported").with("crs", &name).with("reason", error)))?;
    if let Some(number) = epsg::number(&system, None) {
        system = numbered(number)?;
    }
    Ok(system)
}

/// Features that lie farther than this from the middle of their layer, in degrees, are strays: no plan is that large.
const STRAY: f64 = 20.0;

/// The box of a layer in degrees, from the boxes of its features; those that lie nowhere on the globe, at its origin as
/// forgotten points do, or far from all others are left out: a bad row must not choose the frame.
fn globe_bounds(layer: &RawLayer) -> Option<Rect<f64>> {
    let system = layer.system()?;
    let in_degrees = |at: Coord<f64>| {
        let at = system.to_degrees(at).filter(|_| at.x != 0.0 || at.y != 0.0)?;
        (at.x.abs() <= 180.0 && at.y.abs() <= 90.0).then_some(at)
    };
    let boxes: Vec<Rect<f64>> = layer
        .features
        .par_iter()
        .filter_map(|feature| {
            let own = bounds(feature.shape.as_ref()?)?;
            match (in_degrees(own.min()), in_degrees(own.max())) {
                (Some(a), Some(b)) => Some(Rect::new(a, b)),
                (a, b) => a.or(b).map(|at| Rect::new(at, at)),
            }
        })
        .collect();
    let (mut x, mut y): (Vec<f64>, Vec<f64>) = boxes.iter().map(|own| own.center().x_y()).unzip();
    let middle = Coord { x: assume::median(&mut x)?, y: assume::median(&mut y)? };
    let is_near = |own: &&Rect<f64>| {
        let (dx, dy) = (own.center() - middle).x_y();
        dx.abs() <= STRAY && dy.abs() <= STRAY
    };
    boxes.iter().filter(is_near).copied().reduce(joined)
}
