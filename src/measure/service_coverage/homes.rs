//! Homes, cut into cells: places that stand for an equal part of a parcel, a building, a community, or its people.

use rayon::prelude::*;

use super::Of;
use crate::geometry::{Coord, Mask, cells};
use crate::layer::{Field, Item, LandKind, Role, Shape, is_loaded, items};
use crate::measure::homes::homes;
use crate::measure::lines::require_layer;
use crate::measure::selection::selected;
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// Cells are at most this wide, metres.
const CELL: f64 = 20.0;

/// Homes of a plan.
pub(super) struct Homes<'a> {
    /// Parcels, buildings or communities.
    pub(super) items: Vec<Item<'a>>,
    /// Whether each is known to hold homes.
    pub(super) certain_items: Vec<bool>,
    /// All their cells.
    pub(super) cells: Vec<Cell>,
}

/// A part of a home.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Number of the home.
    pub(super) item: usize,
    /// Its middle.
    pub(super) at: Coord<f64>,
    /// What it weighs: m², or people.
    pub(super) weight: f64,
}

impl<'a> Homes<'a> {
    /// # Errors
    /// [`NoFigure::Missing`] where there are none in the scope.
    pub(super) fn find(input: &Input<'a>, of: Of, notices: &mut Vec<Notice>) -> Result<Self, NoFigure> {
        require_layer(input, of.role())?;
        if of == Of::Population {
            return Self::people(input).filter(|people| people.certain() > 0.0).ok_or_else(none);
        }
        let chosen = selected(items(input.layers, of.role()), input.scope);
        notices.extend(chosen.notices);
        let told: Vec<Option<bool>> = match of {
            Of::ResidentialLand => {
                chosen.items.iter().map(|parcel| parcel.land_kind().map(|kind| kind == LandKind::Home)).collect()
            }
            Of::Buildings => homes(&chosen.items, input.layers),
            Of::Communities | Of::Population => vec![Some(true); chosen.items.len()],
        };
        let kept = chosen
            .items
            .into_iter()
            .zip(told)
            .filter(|(item, told)| *told != Some(false) && matches!(item.feature.shape, Shape::Area(_)));
        let (items, told): (Vec<Item<'a>>, Vec<Option<bool>>) = kept.unzip();
        let certain_items: Vec<bool> = told.into_iter().map(|told| told == Some(true)).collect();
        let unknown = certain_items.iter().filter(|certain| !**certain).count();
        if unknown > 0 {
            notices.push(Notice::new("homes-unknown").with("count", unknown).with_message("role", of.role().name()));
        }
        let found = Self::cut(items, certain_items, |item| item.feature.shape.size());
        if found.certain() > 0.0 { Ok(found) } else { Err(none()) }
    }

    /// The people of a population layer in the scope; `None` where none is loaded. Those of features that state no number
    /// are not among them.
    pub(super) fn people(input: &Input<'a>) -> Option<Self> {
        if !is_loaded(input.layers, Role::Population) {
            return None;
        }
        let items = items(input.layers, Role::Population);
        let people = |item: &Item<'_>| item.number(Field::Population).filter(|people| *people > 0.0).unwrap_or(0.0);
        let certain = vec![true; items.len()];
        let mut found = Self::cut(items, certain, people);
        if let Some(scope) = input.scope {
            let mask = Mask::new(&scope.region);
            found.cells.retain(|cell| mask.contains(cell.at));
        }
        Some(found)
    }

    fn cut(items: Vec<Item<'a>>, certain_items: Vec<bool>, weight: impl Fn(&Item<'_>) -> f64 + Sync) -> Self {
        let places = |item: &Item<'_>| match &item.feature.shape {
            Shape::Area(region) => cells(region, CELL),
            Shape::Points(points) => points.clone(),
            Shape::Lines(_) => Vec::new(),
        };
        let of_item = |(number, item): (usize, &Item<'_>)| {
            let places = places(item);
            let weight = weight(item) / places.len().max(1) as f64;
            places.into_iter().map(move |at| Cell { item: number, at, weight })
        };
        let cells = items.par_iter().enumerate().flat_map_iter(of_item).collect();
        Self { items, certain_items, cells }
    }

    /// Whether a cell is known to be one of homes.
    pub(super) fn is_certain(&self, cell: &Cell) -> bool {
        self.certain_items[cell.item]
    }

    /// What all certain homes weigh.
    pub(super) fn certain(&self) -> f64 {
        self.sum(|cell, _| self.is_certain(cell))
    }

    /// What everything weighs that may be homes or not.
    pub(super) fn uncertain(&self) -> f64 {
        self.sum(|cell, _| !self.is_certain(cell))
    }

    /// What the certain homes weigh among some cells.
    pub(super) fn certain_in(&self, among: &[bool]) -> f64 {
        self.sum(|cell, number| self.is_certain(cell) && among[number])
    }

    fn sum(&self, counts: impl Fn(&Cell, usize) -> bool) -> f64 {
        let counted = self.cells.iter().enumerate().filter(|(number, cell)| counts(cell, *number));
        counted.fold(0.0, |sum, (_, cell)| sum + cell.weight)
    }
}

fn none() -> NoFigure {
    NoFigure::Missing(Message::new("measure.no-homes"))
}
