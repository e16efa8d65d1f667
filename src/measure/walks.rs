//! Lines that people walk on: walkways, else the sidewalks that roads are said to have, and roads that one may walk along.
//!
//! Bridges and tunnels keep apart from what they pass; levels as well.

use super::Input;
use super::lines::{line_items, require_layer};
use crate::geometry::LineString;
use crate::geometry::network::Track;
use crate::layer::{Field, Item, RoadClass, Role, Shape, is_loaded, items};
use crate::measure::NoFigure;
use crate::notice::Notice;
use crate::text::Message;

/// Lines of features, as tracks of a network.
#[derive(Default)]
pub(super) struct Walks<'a> {
    /// The features.
    pub(super) items: Vec<Item<'a>>,
    /// Their lines.
    pub(super) lines: Vec<&'a LineString<f64>>,
    /// The feature of each line.
    pub(super) item_of: Vec<usize>,
}

impl<'a> Walks<'a> {
    pub(super) fn new(items: Vec<Item<'a>>) -> Self {
        let mut walks = Self { items, ..Self::default() };
        for (number, item) in walks.items.iter().enumerate() {
            if let Shape::Lines(own) = &item.feature.shape {
                walks.lines.extend(own);
                walks.item_of.resize(walks.lines.len(), number);
            }
        }
        walks
    }

    /// The feature of a line.
    pub(super) fn item(&self, line: usize) -> Item<'a> {
        self.items[self.item_of[line]]
    }

    /// The lines with their levels, bridges and tunnels.
    pub(super) fn tracks(&self) -> Vec<Track<'a>> {
        let of_item: Vec<(f64, bool)> = self.items.iter().map(|item| (level(item), is_apart(item))).collect();
        let track = |(&line, &item): (&&'a LineString<f64>, &usize)| {
            let (level, apart) = of_item[item];
            Track { line, level, apart }
        };
        self.lines.iter().zip(&self.item_of).map(track).collect()
    }
}

fn level(item: &Item<'_>) -> f64 {
    item.number(Field::Level).unwrap_or(0.0)
}

fn is_apart(item: &Item<'_>) -> bool {
    [Field::Bridge, Field::Tunnel].iter().any(|&field| item.flag(field) == Some(true))
}

/// The lines that a continuous network is asked of.
pub(super) struct Source<'a> {
    /// Those that belong to it.
    pub(super) items: Vec<Item<'a>>,
    /// Roads of which nothing says whether they have sidewalks.
    pub(super) unknown: Vec<Item<'a>>,
    /// Whether sidewalks of roads stand in for walkways.
    pub(super) derived: bool,
}

impl<'a> Source<'a> {
    /// The lines of a role. Where no layer of walkways is loaded, roads that are said to have sidewalks stand in for
    /// them, and paths among the roads; walkways drawn in the plan add to those.
    ///
    /// # Errors
    /// [`NoFigure::Missing`] where neither is there.
    pub(super) fn find(input: &Input<'a>, role: Role) -> Result<Self, NoFigure> {
        let derives = role == Role::Walkways && !is_loaded(input.layers, role);
        let roads = if derives { items(input.layers, Role::RoadCentrelines) } else { Vec::new() };
        if roads.is_empty() {
            return Ok(Self { items: line_items(input, role)?, unknown: Vec::new(), derived: false });
        }
        let drawn = items(input.layers, role);
        let mut source = Self { items: drawn, unknown: Vec::new(), derived: true };
        source.items.retain(is_line);
        let mut known = !source.items.is_empty();
        for road in roads.into_iter().filter(is_line) {
            let path = road.road_class() == Some(RoadClass::Path);
            match road.has_sidewalk() {
                Some(false) => known = true,
                Some(true) => source.items.push(road),
                None if path => source.items.push(road),
                None => source.unknown.push(road),
            }
        }
        known |= !source.items.is_empty();
        if known { Ok(source) } else { Err(NoFigure::Missing(Message::new("measure.no-sidewalks"))) }
    }

    /// What was assumed.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let unknown = self.unknown.len();
        let derived = self.derived.then(|| Notice::new("walkways-derived"));
        let open = (unknown > 0).then(|| Notice::new("sidewalk-unknown").with("count", unknown));
        derived.into_iter().chain(open).collect()
    }
}

/// Everything that one may walk along: walkways, and roads but for expressways, ramps and highways. Roads of unknown class
/// are taken to be walkable, which the notice says.
pub(super) fn walkable<'a>(input: &Input<'a>) -> (Vec<Item<'a>>, Option<Notice>) {
    let closed = [RoadClass::Expressway, RoadClass::Ramp, RoadClass::Highway];
    let (mut found, mut unknown) = (items(input.layers, Role::Walkways), 0);
    for road in items(input.layers, Role::RoadCentrelines) {
        let class = road.road_class();
        unknown += usize::from(class.is_none());
        if class.is_none_or(|class| !closed.contains(&class)) {
            found.push(road);
        }
    }
    found.retain(is_line);
    (found, (unknown > 0).then(|| Notice::new("walkable-assumed").with("count", unknown)))
}

/// Roads that part a town unless they are crossed: expressways and arterials, but for their bridges and tunnels.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer of roads.
pub(super) fn severing<'a>(input: &Input<'a>) -> Result<Vec<Item<'a>>, NoFigure> {
    require_layer(input, Role::RoadCentrelines)?;
    let wide = [RoadClass::Expressway, RoadClass::Arterial];
    let mut roads = items(input.layers, Role::RoadCentrelines);
    let severs = |road: &Item<'_>| road.road_class().is_some_and(|class| wide.contains(&class)) && !is_apart(road);
    roads.retain(|road| is_line(road) && severs(road));
    Ok(roads)
}

fn is_line(item: &Item<'_>) -> bool {
    matches!(item.feature.shape, Shape::Lines(_))
}
