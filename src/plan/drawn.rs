//! Features drawn in the plan: what the plan file states of them.
//!
//! Corridors stand in `[[corridor]]`, everything else in `[[drawn]]`; in memory they are one list, corridors first.

mod layer;

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;

pub(super) use layer::{draft_layer, ends, layers};

use super::file;
use crate::geometry::tolerance;
use crate::layer::{Field, Role};
use crate::text::Message;
use crate::toml_file::{Scalar, View};

/// A feature drawn in langdao.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct DrawnFeature {
    /// Its id, unlike all others of the plan.
    pub id: String,
    /// What it means to a check.
    pub role: Role,
    /// Its name; drawn corridors of one name are one corridor.
    pub name: Option<String>,
    /// Canonical values by field, such as the class of a road; corridors have none.
    pub values: BTreeMap<Field, String>,
    /// The clusters that a corridor keeps apart.
    pub between: Vec<String>,
    /// A point per end face of a corridor; empty where the ends are found automatically.
    #[serde(with = "super::exact::places")]
    pub ends: Vec<Coord<f64>>,
    /// Its shape.
    pub shape: DrawnShape,
}

/// How a feature was drawn; metres in the plan's frame.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub enum DrawnShape {
    /// A band along a line, for corridors: flat ends, round joins.
    Band {
        /// At least two different points.
        #[serde(with = "super::exact::places")]
        centreline: Vec<Coord<f64>>,
        /// How wide it is.
        width: Width,
    },
    /// A line of at least two different points.
    Line(#[serde(with = "super::exact::places")] Vec<Coord<f64>>),
    /// A free polygon of at least three different corners, the first not repeated.
    Outline(#[serde(with = "super::exact::places")] Vec<Coord<f64>>),
}

/// The whole width of a band in metres, above 0.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub enum Width {
    /// The same everywhere.
    Even(#[serde(with = "super::exact::number")] f64),
    /// One per point of the centreline, changing evenly between them.
    Tapering(#[serde(with = "super::exact::numbers")] Vec<f64>),
}

impl DrawnFeature {
    /// What a check calls it: its name without the blanks around it, else its id.
    pub fn title(&self) -> &str {
        self.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&self.id)
    }

    /// Under which key of a plan file it stands.
    pub(super) fn key(&self) -> &'static str {
        if self.role == Role::Corridors { "corridor" } else { "drawn" }
    }

    /// Whether a plan file can hold it: its shape is whole ([`DrawnShape::is_whole`]) and one that its role has, a band or an
    /// outline for corridors, a line or an outline for all else.
    pub fn is_whole(&self) -> bool {
        let is_corridor = self.role == Role::Corridors;
        let fits = match &self.shape {
            DrawnShape::Band { .. } => is_corridor,
            DrawnShape::Line(_) => !is_corridor,
            DrawnShape::Outline(_) => true,
        };
        fits && self.shape.is_whole()
    }
}

impl DrawnShape {
    /// Its points: those of a centreline or a line, the corners of an outline.
    pub fn points(&self) -> &[Coord<f64>] {
        match self {
            Self::Band { centreline: points, .. } | Self::Line(points) | Self::Outline(points) => points,
        }
    }

    /// The same kind of shape through other points; a tapering band keeps the widths of the points that it has.
    #[must_use]
    pub fn through(&self, points: Vec<Coord<f64>>) -> Self {
        match self {
            Self::Band { width, .. } => Self::Band { centreline: points, width: width.clone() },
            Self::Line(_) => Self::Line(points),
            Self::Outline(_) => Self::Outline(points),
        }
    }

    /// The fewest points that such a shape has.
    pub fn fewest(&self) -> usize {
        if matches!(self, Self::Outline(_)) { 3 } else { 2 }
    }

    /// Whether it can stand in a plan: enough different finite points, and a width above 0 at each of them.
    pub fn is_whole(&self) -> bool {
        let points = self.points();
        let finite = points.iter().all(|at| at.x.is_finite() && at.y.is_finite());
        let sound = |width: &f64| width.is_finite() && *width > 0.0;
        let wide = match self {
            Self::Band { width: Width::Even(width), .. } => sound(width),
            Self::Band { width: Width::Tapering(widths), centreline } => {
                widths.len() == centreline.len() && widths.iter().all(sound)
            }
            Self::Line(_) | Self::Outline(_) => true,
        };
        let distinct = different(points.to_vec(), matches!(self, Self::Outline(_)));
        finite && wide && distinct.len() == points.len() && points.len() >= self.fewest()
    }
}

impl Width {
    /// The width at a point of the centreline.
    pub fn at(&self, point: usize) -> f64 {
        match self {
            Self::Even(width) => *width,
            Self::Tapering(widths) => widths.get(point).or(widths.last()).copied().unwrap_or_default(),
        }
    }
}

/// Reads every `[[corridor]]`, then every `[[drawn]]`; of a key that is absent, those that are inherited.
pub(super) fn read(view: &View<'_>, inherited: &[DrawnFeature]) -> Vec<DrawnFeature> {
    let kept = |key: &str| -> Vec<DrawnFeature> {
        let of_key = inherited.iter().filter(|drawn| drawn.key() == key && !view.has(key));
        of_key.cloned().collect()
    };
    let (mut corridors, mut others) = (kept("corridor"), kept("drawn"));
    let mut ids: BTreeSet<String> = corridors.iter().chain(&others).map(|drawn| drawn.id.clone()).collect();
    corridors.extend(view.tables("corridor").iter().filter_map(|view| corridor(view, &mut ids)));
    others.extend(view.tables("drawn").iter().filter_map(|view| other(view, &mut ids)));
    corridors.append(&mut others);
    corridors
}

fn corridor(view: &View<'_>, ids: &mut BTreeSet<String>) -> Option<DrawnFeature> {
    let (id, name) = id_and_name(view, ids);
    let between = view.read("between").unwrap_or_default();
    let ends = if view.has("ends") { file::end_points(view, "ends") } else { Some(Vec::new()) };
    let shape = corridor_shape(view);
    let (id, ends, shape) = (id?, ends?, shape?);
    Some(DrawnFeature { id, role: Role::Corridors, name, values: BTreeMap::new(), between, ends, shape })
}

fn other(view: &View<'_>, ids: &mut BTreeSet<String>) -> Option<DrawnFeature> {
    let (id, name) = id_and_name(view, ids);
    let role = view.require::<Role>("role").filter(|role| {
        if *role == Role::Corridors {
            view.report("role", Message::new("plan.drawn-corridor"));
        }
        *role != Role::Corridors
    });
    let values = values(view);
    let shape = match (view.has("line"), view.has("outline")) {
        (true, true) => {
            view.report("outline", Message::new("plan.two-drawn-shapes"));
            None
        }
        (false, false) => {
            view.missing("line");
            None
        }
        (true, false) => line(view, "line").map(DrawnShape::Line),
        (false, true) => outline(view),
    };
    let (id, role, shape) = (id?, role?, shape?);
    Some(DrawnFeature { id, role, name, values, between: Vec::new(), ends: Vec::new(), shape })
}

fn id_and_name(view: &View<'_>, ids: &mut BTreeSet<String>) -> (Option<String>, Option<String>) {
    let id = view.require_text("id");
    if let Some(id) = &id {
        file::unique(view, id, ids);
    }
    (id, view.read::<String>("name").and_then(|name| stated_name(&name)))
}

/// A name as layers hold it, without blanks around it; a blank one says nothing.
pub(super) fn stated_name(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Canonical values by field, of `values`.
pub(super) fn values(view: &View<'_>) -> BTreeMap<Field, String> {
    super::entry::by_field(view, "values", |table, key| table.read::<Scalar>(key).map(|value| value.0))
}

fn corridor_shape(view: &View<'_>) -> Option<DrawnShape> {
    let band = ["centreline", "width", "widths"].iter().any(|key| view.has(key));
    match (view.has("outline"), band) {
        (true, true) => {
            view.report("outline", Message::new("plan.two-shapes"));
            None
        }
        (true, false) => outline(view),
        (false, true) => {
            let width = width(view);
            if !view.has("centreline") {
                view.missing("centreline");
            }
            let points = file::points(view, "centreline")?;
            let stated = points.len();
            let mut corners: Vec<(usize, Coord<f64>)> = points.into_iter().enumerate().collect();
            corners.dedup_by(|(_, next), (_, last)| same(next, last));
            let (kept, centreline): (Vec<usize>, Vec<Coord<f64>>) = corners.into_iter().unzip();
            let centreline = enough(view, "centreline", centreline, 2)?;
            let width = match width? {
                Width::Tapering(widths) if widths.len() != stated => {
                    let message = Message::new("plan.widths-of-points").with("found", widths.len());
                    view.report("widths", message.with("points", stated));
                    return None;
                }
                // The width of a point that is left out goes with it.
                Width::Tapering(widths) => {
                    Width::Tapering(kept.iter().filter_map(|&point| widths.get(point).copied()).collect())
                }
                Width::Even(width) => Width::Even(width),
            };
            Some(DrawnShape::Band { centreline, width })
        }
        (false, false) => {
            view.missing("centreline");
            None
        }
    }
}

/// `width`, or a width per point in `widths`.
fn width(view: &View<'_>) -> Option<Width> {
    let sound = |key: &str, width: f64| {
        if width <= 0.0 {
            view.report(key, Message::new("plan.width-not-positive").with("found", width));
        }
        width > 0.0
    };
    if !view.has("widths") {
        return view.require::<f64>("width").filter(|&width| sound("width", width)).map(Width::Even);
    }
    if view.has("width") {
        view.report("widths", Message::new("plan.two-widths"));
        return None;
    }
    let widths: Vec<f64> = view.require("widths")?;
    widths.iter().all(|&width| sound("widths", width)).then_some(Width::Tapering(widths))
}

fn line(view: &View<'_>, key: &str) -> Option<Vec<Coord<f64>>> {
    enough(view, key, different(file::points(view, key)?, false), 2)
}

fn outline(view: &View<'_>) -> Option<DrawnShape> {
    let corners = different(file::points(view, "outline")?, true);
    enough(view, "outline", corners, 3).map(DrawnShape::Outline)
}

/// Points without repetitions in a row; of a ring also without the repeated first one.
fn different(mut points: Vec<Coord<f64>>, ring: bool) -> Vec<Coord<f64>> {
    points.dedup_by(|next, last| same(next, last));
    if ring && points.len() > 1 && points.first().zip(points.last()).is_some_and(|(first, last)| same(first, last)) {
        points.pop();
    }
    points
}

fn same(a: &Coord<f64>, b: &Coord<f64>) -> bool {
    (a.x - b.x).hypot(a.y - b.y) < tolerance::POINT
}

fn enough(view: &View<'_>, key: &str, points: Vec<Coord<f64>>, least: usize) -> Option<Vec<Coord<f64>>> {
    if points.len() < least {
        let message = Message::new("plan.too-few-points").with("found", points.len()).with("least", least);
        view.report(key, message);
        return None;
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanFile;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_shape_can_stand_in_a_plan_when_its_points_differ_and_every_width_is_above_nought() {
        let line = vec![at(0.0, 0.0), at(10.0, 0.0)];
        let band = |width: Width| DrawnShape::Band { centreline: line.clone(), width };
        assert!(band(Width::Even(60.0)).is_whole() && band(Width::Tapering(vec![60.0, 40.0])).is_whole());
        assert!(!band(Width::Even(0.0)).is_whole() && !band(Width::Even(f64::NAN)).is_whole());
        assert!(!band(Width::Tapering(vec![60.0])).is_whole() && !band(Width::Tapering(vec![60.0, -1.0])).is_whole());
        assert!(DrawnShape::Line(line.clone()).is_whole() && !DrawnShape::Outline(line.clone()).is_whole());
        assert!(!DrawnShape::Line(vec![at(0.0, 0.0), at(0.0, 0.0)]).is_whole());
        assert!(!DrawnShape::Line(vec![at(0.0, 0.0), at(f64::INFINITY, 0.0)]).is_whole());
        let ring = vec![at(0.0, 0.0), at(10.0, 0.0), at(0.0, 10.0)];
        assert!(DrawnShape::Outline(ring.clone()).is_whole());
        assert!(!DrawnShape::Outline([ring.clone(), vec![ring[0]]].concat()).is_whole());
    }

    #[test]
    fn a_tapering_corridor_with_a_point_that_stands_twice_loses_it_with_its_width_and_can_be_edited() {
        let text = "langdao = 1\n\n[[corridor]]\nid = \"c1\"\ncentreline = [[0, 0], [50, 0], [50.0, 0], [90, 0]]\nwidths = [60, 50, 45, 40]\n";
        let file = PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}"));
        let [drawn] = file.content.drawn.as_slice() else { panic!() };
        let width = Width::Tapering(vec![60.0, 50.0, 40.0]);
        let centreline = vec![at(0.0, 0.0), at(50.0, 0.0), at(90.0, 0.0)];
        assert_eq!(drawn.shape, DrawnShape::Band { centreline, width });
        assert!(drawn.is_whole());
        assert_eq!(file.text_with(&file.content), text);
        let wrong = PlanFile::from_toml(&text.replace(", 45", ""), "plan.toml").unwrap_err();
        assert_eq!(wrong.problems[0].what.key, "plan.widths-of-points", "there is a width per point of the file");
    }
}
