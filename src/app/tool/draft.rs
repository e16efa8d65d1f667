//! The draft: a drawn feature on its way into the plan, or one that is being changed.

use geo_types::Coord;

use super::kind::{Form, Kind, Stated};
use super::{Grip, grip};
use crate::geometry::tolerance;
use crate::geometry::vector::distance;
use crate::plan::{DrawnFeature, DrawnShape, Width};

/// How far a draft is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stand {
    /// Its points are being placed.
    Drawing,
    /// A grip of it is being moved, taken at a place.
    Moving(Grip, Coord<f64>),
    /// A value of it is being changed.
    Tuning,
    /// The edit is queued: it is shown until the plan is loaded with it.
    Done,
}

/// A feature that is being drawn or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The feature as it would be now, without the moving point.
    pub feature: DrawnFeature,
    /// What it was before it was taken; `None` of a new one.
    pub before: Option<DrawnFeature>,
    /// Where the next point would be.
    pub next: Option<Coord<f64>>,
    /// The width that the next point of a tapering band would have.
    pub next_width: f64,
    /// How far it is.
    pub stand: Stand,
}

impl Draft {
    /// A new feature with its first point.
    pub(in crate::app) fn new(kind: Kind, id: String, stated: &Stated, first: Coord<f64>) -> Self {
        let points = vec![first];
        let shape = match kind.form() {
            Form::Band => DrawnShape::Band { width: stated.width_of(1), centreline: points },
            Form::Line => DrawnShape::Line(points),
            Form::Outline => DrawnShape::Outline(points),
        };
        let name = Some(stated.name.trim().to_owned()).filter(|name| !name.is_empty());
        let feature = DrawnFeature {
            id,
            role: kind.role(),
            name,
            values: stated.values(kind),
            between: Vec::new(),
            ends: Vec::new(),
            shape,
        };
        Self { feature, before: None, next: None, next_width: stated.width, stand: Stand::Drawing }
    }

    /// A feature that is taken at a grip.
    pub(in crate::app) fn taken(feature: DrawnFeature, grip: Grip, at: Coord<f64>) -> Self {
        let before = Some(feature.clone());
        Self { feature, before, next: None, next_width: 0.0, stand: Stand::Moving(grip, at) }
    }

    /// The points that are placed.
    pub(in crate::app) fn points(&self) -> &[Coord<f64>] {
        self.feature.shape.points()
    }

    /// Places a point; one that repeats the last is none.
    pub(in crate::app) fn place(&mut self, at: Coord<f64>) {
        let repeats = self.points().last().is_some_and(|last| distance(*last, at) <= tolerance::POINT);
        if !repeats {
            self.feature = self.with_point(at);
        }
    }

    fn with_point(&self, at: Coord<f64>) -> DrawnFeature {
        let mut feature = self.feature.clone();
        let mut points = self.points().to_vec();
        points.push(at);
        feature.shape = self.feature.shape.through(points);
        if let DrawnShape::Band { width: Width::Tapering(widths), .. } = &mut feature.shape {
            widths.push(self.next_width);
        }
        feature
    }

    /// Takes the last point back; false where none is left.
    pub(in crate::app) fn step_back(&mut self) -> bool {
        let mut points = self.points().to_vec();
        points.pop();
        let left = !points.is_empty();
        self.feature.shape = self.feature.shape.through(points);
        if let DrawnShape::Band { width: Width::Tapering(widths), .. } = &mut self.feature.shape {
            widths.pop();
        }
        left
    }

    /// Moves the grip that it was taken at.
    pub(in crate::app) fn drag(&mut self, to: Coord<f64>) {
        if let (Stand::Moving(taken, from), Some(before)) = (self.stand, &self.before) {
            self.feature = grip::moved(before, taken, from, to);
        }
    }

    /// The feature with the point that the pointer would place; `None` while that is no shape yet.
    pub(in crate::app) fn shown(&self) -> Option<DrawnFeature> {
        let far = |at: &Coord<f64>| self.points().iter().all(|own| distance(*own, *at) > tolerance::POINT);
        let feature = match self.next.filter(|next| self.stand == Stand::Drawing && far(next)) {
            Some(next) => self.with_point(next),
            None => self.feature.clone(),
        };
        feature.shape.is_whole().then_some(feature)
    }

    /// The feature with the points that are placed, once they make a shape.
    pub(in crate::app) fn finished(&self) -> Option<DrawnFeature> {
        let mut feature = self.feature.clone();
        if let DrawnShape::Outline(corners) = &mut feature.shape {
            let closed = corners.len() > 1
                && corners.first().zip(corners.last()).is_some_and(|(a, b)| distance(*a, *b) <= tolerance::POINT);
            if closed {
                corners.pop();
            }
        }
        feature.shape.is_whole().then_some(feature)
    }

    /// Whether a place closes the outline that is being drawn.
    pub(in crate::app) fn closes(&self, at: Coord<f64>) -> bool {
        let outline = matches!(self.feature.shape, DrawnShape::Outline(_)) && self.points().len() >= 3;
        outline && self.points().first().is_some_and(|first| distance(*first, at) <= tolerance::POINT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn draft(kind: Kind, stated: &Stated) -> Draft {
        Draft::new(kind, "c1".to_owned(), stated, at(0.0, 0.0))
    }

    #[test]
    fn a_draft_is_a_shape_as_soon_as_the_pointer_makes_it_one() {
        let mut draft = draft(Kind::Corridor, &Stated::default());
        assert_eq!(draft.shown(), None);
        draft.next = Some(at(100.0, 0.0));
        assert_eq!(draft.shown().unwrap().shape.points().len(), 2);
        assert_eq!(draft.finished(), None, "the pointer places nothing");
        draft.place(at(100.0, 0.0));
        draft.place(at(100.0, 0.0));
        assert_eq!(draft.finished().unwrap().shape.points().len(), 2, "a point that repeats the last is none");
        assert!(draft.step_back() && draft.finished().is_none() && !draft.step_back());
    }

    #[test]
    fn points_of_a_tapering_band_keep_the_width_that_they_were_placed_with() {
        let mut draft = draft(Kind::Corridor, &Stated { tapering: true, ..Stated::default() });
        draft.next_width = 40.0;
        draft.place(at(100.0, 0.0));
        (draft.next, draft.next_width) = (Some(at(200.0, 0.0)), 80.0);
        let DrawnShape::Band { width, .. } = draft.shown().unwrap().shape else { panic!() };
        assert_eq!(width, Width::Tapering(vec![60.0, 40.0, 80.0]));
        assert!(draft.step_back());
        assert_eq!(draft.shown().unwrap().shape.points().len(), 2);
    }

    #[test]
    fn an_outline_is_closed_by_its_first_corner() {
        let mut draft = draft(Kind::Green, &Stated::default());
        for corner in [at(10.0, 0.0), at(10.0, 10.0)] {
            assert!(!draft.closes(at(0.0, 0.0)));
            draft.place(corner);
        }
        assert!(draft.closes(at(0.0, 0.0)) && !draft.closes(at(1.0, 0.0)));
        draft.place(at(0.0, 0.0));
        assert_eq!(draft.finished().unwrap().shape.points().len(), 3);
    }

    #[test]
    fn a_grip_that_is_dragged_starts_from_what_was_taken() {
        let mut drawn = draft(Kind::Road, &Stated::default());
        drawn.place(at(50.0, 0.0));
        let mut draft = Draft::taken(drawn.feature, Grip::Point(1), at(50.0, 0.0));
        draft.drag(at(60.0, 0.0));
        draft.drag(at(70.0, 5.0));
        assert_eq!(draft.feature.shape.points(), [at(0.0, 0.0), at(70.0, 5.0)]);
        assert_eq!(draft.before.unwrap().shape.points()[1], at(50.0, 0.0));
    }
}
