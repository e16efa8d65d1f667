//! The cells of a grid: squares whose sides are multiples of their length in the plan's system, cut to an area.

use geo_types::{Coord, Rect};
use rayon::prelude::*;

use super::Zone;
use crate::geometry::segments::Segment;
use crate::geometry::{Mask, Region, Relation};
use crate::layer::Item;
use crate::measure::NoFigure;
use crate::text::Message;

/// A map of more cells tells nobody anything.
const MOST: f64 = 40_000.0;
/// Of a cell that the area covers less of than this nothing is told: a stretch of road would read as a dense net.
const LEAST_SHARE: f64 = 0.1;

/// Where cells lie, and which of them there are.
#[derive(Clone, Debug)]
pub(in crate::measure) struct Grid {
    side: f64,
    /// Column and row of the south-western cell, counted from the origin of the plan's system.
    first: [f64; 2],
    columns: usize,
    /// The zone of each cell, row by row; `None` where there is none.
    numbers: Vec<Option<usize>>,
    zones: usize,
}

/// The cells of a side within an area, or over features.
pub(super) fn cells(side: f64, scope: Option<&Region>, items: &[Item<'_>]) -> Result<(Vec<Zone>, Grid), NoFigure> {
    let around = |a: Rect<f64>, b: Rect<f64>| {
        let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
        Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
    };
    let of_items = || items.iter().filter_map(|item| item.feature.shape.bounds()).reduce(around);
    let bounds = scope.map_or_else(of_items, Region::bounds);
    let bounds = bounds.ok_or_else(|| NoFigure::Missing(Message::new("measure.topic-nothing")))?;
    let first = [bounds.min().x, bounds.min().y].map(|at| (at / side).floor());
    let end = [bounds.max().x, bounds.max().y].map(|at| (at / side).ceil());
    let count = [0, 1].map(|axis: usize| (end[axis] - first[axis]).max(1.0));
    if count[0] * count[1] > MOST || !(count[0] * count[1]).is_finite() {
        let fits = side * (count[0] * count[1] / MOST).sqrt();
        let message = Message::new("measure.topic-too-many").with("side", format!("{side:.0}"));
        return Err(NoFigure::Missing(message.with("fits", format!("{:.0}", (fits / 50.0).ceil() * 50.0))));
    }
    let [columns, rows] = count.map(whole);
    let mask = scope.map(Mask::new);
    let cell = |number: usize| {
        let [column, row] = [number % columns, number / columns].map(|step| step as f64);
        let low = Coord { x: (first[0] + column) * side, y: (first[1] + row) * side };
        cut(Rect::new(low, Coord { x: low.x + side, y: low.y + side }), mask.as_ref())
    };
    let regions: Vec<Option<Region>> = (0..columns * rows).into_par_iter().map(cell).collect();
    let mut zones = 0;
    let numbers = regions.iter().map(|region| {
        region.as_ref().map(|_| {
            zones += 1;
            zones - 1
        })
    });
    let numbers: Vec<Option<usize>> = numbers.collect();
    let found = regions.into_iter().flatten().map(|region| Zone { name: None, region, value: None, at_least: false });
    Ok((found.collect(), Grid { side, first, columns, numbers, zones }))
}

/// What of a square lies in the area, where that is enough.
fn cut(square: Rect<f64>, mask: Option<&Mask<'_>>) -> Option<Region> {
    let (low, high) = (square.min(), square.max());
    let corners = [low, Coord { x: high.x, y: low.y }, high, Coord { x: low.x, y: high.y }];
    let whole = Region::from_rings(&corners, &[]).ok()?;
    let Some(mask) = mask else { return Some(whole) };
    match mask.relation(&square) {
        Relation::Inside => Some(whole),
        Relation::Outside => None,
        Relation::Crossing => {
            let inside = whole.intersection(mask.region()).ok()?;
            (inside.area() >= LEAST_SHARE * whole.area()).then_some(inside)
        }
    }
}

impl Grid {
    /// How many zones it has.
    pub(in crate::measure) fn zones(&self) -> usize {
        self.zones
    }

    /// The zone that a place lies in; a place between two cells lies in the north-eastern one.
    fn zone_at(&self, at: Coord<f64>) -> Option<usize> {
        let [column, row] = [at.x / self.side - self.first[0], at.y / self.side - self.first[1]];
        if column < 0.0 || row < 0.0 || column >= self.columns as f64 {
            return None;
        }
        self.numbers.get(whole(row.floor()) * self.columns + whole(column.floor())).copied().flatten()
    }

    /// Gives each zone that a segment runs through the metres in it.
    pub(in crate::measure) fn walk(&self, segment: &Segment, mut give: impl FnMut(usize, f64)) {
        let length = segment.length();
        let mut cuts = vec![0.0, length];
        for [from, to] in [[segment.a.x, segment.b.x], [segment.a.y, segment.b.y]] {
            let (low, high) = (from.min(to) / self.side, from.max(to) / self.side);
            let mut line = low.floor() + 1.0;
            while line < high {
                cuts.push((line * self.side - from) / (to - from) * length);
                line += 1.0;
            }
        }
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.windows(2) {
            let (middle, metres) = (f64::midpoint(pair[0], pair[1]), pair[1] - pair[0]);
            if let Some(zone) = self.zone_at(segment.after(middle)).filter(|_| metres > 0.0) {
                give(zone, metres);
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of cells are bounded")]
fn whole(count: f64) -> usize {
    count.clamp(0.0, MOST) as usize
}
