//! Measuring distances and areas by hand.

use geo_types::Coord;

use crate::geometry::tolerance;
use crate::geometry::vector::{cross, distance, polyline_length};

/// The points of a distance, or of an area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ruler {
    points: Vec<Coord<f64>>,
    /// Where the next point would be.
    pub(in crate::app) next: Option<Coord<f64>>,
    done: bool,
}

impl Ruler {
    /// Places a point; after an end it begins anew.
    pub(in crate::app) fn place(&mut self, at: Coord<f64>) {
        if self.done {
            *self = Self::default();
        }
        let repeats = self.points.last().is_some_and(|last| distance(*last, at) <= tolerance::POINT);
        if !repeats {
            self.points.push(at);
        }
    }

    /// Ends it; what was measured stays to be read.
    pub(in crate::app) fn end(&mut self) {
        (self.done, self.next) = (self.points.len() > 1, None);
        if !self.done {
            self.points.clear();
        }
    }

    /// Takes the last point back; false where there was none.
    /// An ended measurement goes as a whole.
    pub(in crate::app) fn step_back(&mut self) -> bool {
        if self.done {
            *self = Self::default();
            return true;
        }
        self.points.pop().is_some()
    }

    /// Whether points are being placed.
    pub(in crate::app) fn is_open(&self) -> bool {
        !self.done && !self.points.is_empty()
    }

    /// The last point that was placed.
    pub(in crate::app) fn last(&self) -> Option<Coord<f64>> {
        self.points.last().copied().filter(|_| !self.done)
    }

    /// The points, and the one that the pointer would place.
    pub(in crate::app) fn line(&self) -> Vec<Coord<f64>> {
        let next = self.next.filter(|_| self.is_open());
        self.points.iter().copied().chain(next).collect()
    }

    /// Its length in metres.
    pub fn length(&self) -> f64 {
        polyline_length(&self.line())
    }

    /// The area that its points enclose, in square metres; `None` with fewer than three.
    pub fn area(&self) -> Option<f64> {
        let line = self.line();
        let first = *line.first().filter(|_| line.len() > 2)?;
        let doubled: f64 = line.windows(2).map(|ends| cross(ends[0] - first, ends[1] - first)).sum();
        Some(doubled.abs() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_distance_grows_with_its_points_and_three_enclose_an_area() {
        let mut ruler = Ruler::default();
        ruler.place(at(34_500_000.0, 0.0));
        ruler.next = Some(at(34_500_030.0, 40.0));
        assert!((ruler.length() - 50.0).abs() < 1e-9 && ruler.area().is_none());
        ruler.place(at(34_500_030.0, 0.0));
        ruler.next = Some(at(34_500_030.0, 40.0));
        assert!((ruler.length() - 70.0).abs() < 1e-9);
        assert!((ruler.area().unwrap() - 600.0).abs() < 1e-9);
    }

    #[test]
    fn an_ended_measurement_stays_and_the_next_point_begins_anew() {
        let mut ruler = Ruler::default();
        ruler.place(at(0.0, 0.0));
        ruler.place(at(10.0, 0.0));
        ruler.end();
        ruler.next = Some(at(99.0, 0.0));
        assert!((ruler.length() - 10.0).abs() < 1e-9 && !ruler.is_open());
        ruler.place(at(5.0, 5.0));
        assert!(ruler.is_open() && ruler.line().len() == 1);
        ruler.end();
        assert!(ruler.line().is_empty(), "one point measures nothing");
    }
}
