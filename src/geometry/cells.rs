//! A region cut into cells, so that what holds of places can be counted by area.

use geo_types::Coord;

use super::region::Region;
use super::vector::{cross, distance, dot, left_of, unit};

/// At most about this many cells stand for one region: cells of larger ones are wider.
const MOST: f64 = 100_000.0;

/// Middles of the cells of a region, at most `widest` metres wide, each for an equal part of its area.
///
/// Cells lie in rows along the longest edge of the region and fill its box exactly, so that the parts of a rectangle are
/// exact, however it is turned. A region too thin for any middle has one: [`Region::interior_point`].
pub fn cells(region: &Region, widest: f64) -> Vec<Coord<f64>> {
    let edges: Vec<[Coord<f64>; 2]> = region.edges().collect();
    let length = |edge: &[Coord<f64>; 2]| distance(edge[0], edge[1]);
    let longer = |best: &'_ [Coord<f64>; 2], next: &'_ [Coord<f64>; 2]| length(next) > length(best) * (1.0 + 1e-9);
    let longest = edges.iter().copied().reduce(|best, next| if longer(&best, &next) { next } else { best });
    let Some([origin, end]) = longest else { return Vec::new() };
    let east = unit(end - origin);
    let turned = |at: Coord<f64>| Coord { x: dot(east, at - origin), y: cross(east, at - origin) };
    let edges: Vec<[Coord<f64>; 2]> = edges.into_iter().map(|edge| edge.map(turned)).collect();
    let along = Axis::over(edges.iter().map(|edge| edge[0].x));
    let across = Axis::over(edges.iter().map(|edge| edge[0].y));
    let widest = widest.max((along.length * across.length / MOST).sqrt());
    let (along, across) = (along.cut(widest), across.cut(widest));
    let mut middles = Vec::new();
    for row in 0..across.count {
        let y = across.middle(row);
        for x in along.middles_between(&crossings(&edges, y)) {
            middles.push(origin + east * x + left_of(east) * y);
        }
    }
    if middles.is_empty() {
        middles.extend(region.interior_point());
    }
    middles
}

/// Where a row crosses edges, sorted: the region lies between each two.
fn crossings(edges: &[[Coord<f64>; 2]], y: f64) -> Vec<f64> {
    let mut crossings: Vec<f64> = edges
        .iter()
        .filter(|[a, b]| (a.y > y) != (b.y > y))
        .map(|[a, b]| a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)))
        .collect();
    crossings.sort_by(f64::total_cmp);
    crossings
}

/// One side of the box, cut into equal steps.
#[derive(Clone, Copy)]
struct Axis {
    from: f64,
    length: f64,
    count: usize,
}

impl Axis {
    fn over(places: impl Iterator<Item = f64>) -> Self {
        let [low, high] =
            places.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], at| [low.min(at), high.max(at)]);
        Self { from: low, length: (high - low).max(0.0), count: 1 }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of steps, bounded by MOST")]
    fn cut(self, widest: f64) -> Self {
        // A length of whole steps is not cut once more for noise.
        Self { count: ((self.length / widest - 1e-6).ceil().max(1.0)) as usize, ..self }
    }

    fn middle(&self, step: usize) -> f64 {
        self.from + self.length * (step as f64 + 0.5) / self.count as f64
    }

    /// Middles that lie between each two of some places.
    fn middles_between(self, places: &[f64]) -> impl Iterator<Item = f64> + '_ {
        let pairs = places.as_chunks::<2>().0.iter();
        let mut step = 0;
        pairs.flat_map(move |&[from, to]| {
            while step < self.count && self.middle(step) < from {
                step += 1;
            }
            let first = step;
            while step < self.count && self.middle(step) < to {
                step += 1;
            }
            (first..step).map(move |step| self.middle(step))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::region::tests::{rectangle, region};
    use super::*;

    #[test]
    fn a_rectangle_is_cut_into_equal_cells_however_it_is_turned() {
        assert_eq!(cells(&rectangle(0.0, 0.0, 100.0, 40.0), 20.0).len(), 10);
        assert_eq!(cells(&rectangle(0.0, 0.0, 101.0, 40.0), 20.0).len(), 12);
        let turned = region(&[(0.0, 0.0), (80.0, 60.0), (56.0, 92.0), (-24.0, 32.0)]);
        let middles = cells(&turned, 20.0);
        assert_eq!(middles.len(), 10);
        assert!(middles.iter().all(|&at| turned.contains_point(at) && turned.distance_to_boundary(at) > 9.9));
    }

    #[test]
    fn cells_leave_out_holes_and_what_is_missing_of_the_box() {
        let ring = rectangle(0.0, 0.0, 100.0, 100.0).difference(&rectangle(40.0, 40.0, 20.0, 20.0)).unwrap();
        assert_eq!(cells(&ring, 20.0).len(), 24);
    }

    #[test]
    fn a_sliver_has_a_place_of_its_own_and_nothing_has_none() {
        let bent = region(&[(0.0, 0.0), (10.0, 9.0), (20.0, 0.0), (10.0, 9.2)]);
        let found = cells(&bent, 50.0);
        assert_eq!(found.len(), 1);
        assert!(bent.contains_point(found[0]));
        assert!(cells(&Region::default(), 20.0).is_empty());
    }

    #[test]
    fn a_region_as_large_as_a_county_is_cut_into_a_bearable_number() {
        let count = cells(&rectangle(0.0, 0.0, 100_000.0, 100_000.0), 20.0).len();
        assert!((90_000..=110_000).contains(&count), "{count}");
    }
}
