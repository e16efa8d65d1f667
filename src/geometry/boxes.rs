//! Finds things by the boxes around them, at about logarithmic cost.

use geo_types::{Coord, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Boxes under the numbers of what they hold.
#[derive(Clone, Debug)]
pub struct Boxes {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Boxes {
    /// The boxes of things in their order; what has no box keeps its number and is never found.
    pub fn new(boxes: impl IntoIterator<Item = Option<Rect<f64>>>) -> Self {
        let numbered = boxes.into_iter().enumerate().filter_map(|(number, bounds)| Some((number, bounds?)));
        Self::numbered(numbered)
    }

    /// Boxes, each under a number.
    pub fn numbered(boxes: impl IntoIterator<Item = (usize, Rect<f64>)>) -> Self {
        let entries = boxes.into_iter().map(|(number, bounds)| {
            let (low, high) = (bounds.min(), bounds.max());
            GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), number)
        });
        Self { tree: RTree::bulk_load(entries.collect()) }
    }

    /// Numbers of the boxes within a distance of the box of two points; in no particular order.
    pub fn near(&self, a: Coord<f64>, b: Coord<f64>, within: f64) -> impl Iterator<Item = usize> + '_ {
        let low = [a.x.min(b.x) - within, a.y.min(b.y) - within];
        let high = [a.x.max(b.x) + within, a.y.max(b.y) + within];
        self.tree.locate_in_envelope_intersecting(AABB::from_corners(low, high)).map(|entry| entry.data)
    }

    /// Numbers of the boxes that meet a box, ascending.
    pub fn meeting(&self, bounds: &Rect<f64>) -> Vec<usize> {
        let mut found: Vec<usize> = self.near(bounds.min(), bounds.max(), 0.0).collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_touch_meet_and_things_without_a_box_are_never_found() {
        let at = |x: f64| Rect::new(Coord { x, y: 0.0 }, Coord { x: x + 1.0, y: 1.0 });
        let boxes = Boxes::new([Some(at(1.0)), None, Some(at(0.0)), Some(at(5.0))]);
        assert_eq!(boxes.meeting(&at(2.0)), [0]);
        assert_eq!(boxes.meeting(&at(0.5)), [0, 2]);
        assert_eq!(boxes.near(Coord { x: 8.0, y: 0.0 }, Coord { x: 7.0, y: 0.0 }, 1.0).count(), 1);
    }
}
