//! Places of the plan on the screen, and the strokes and plates that tools draw with.

use egui::{Align2, Color32, CornerRadius, FontFamily, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};
use geo_types::Coord;

use crate::app::theme::{self, Palette};
use crate::geometry::Region;
use crate::map::Camera;

/// White beneath lines over any map.
const HALO: Color32 = Color32::from_rgba_premultiplied(225, 225, 225, 225);
/// Coordinates of the screen are kept within this, points.
const FAR: f64 = 40_000.0;

/// A painter that knows where places of the plan are.
pub(super) struct Pen<'a> {
    pub(super) painter: &'a Painter,
    pub(super) rect: Rect,
    pub(super) camera: Camera,
    pub(super) palette: &'a Palette,
}

impl Pen<'_> {
    /// Where a place lies on the screen.
    #[expect(clippy::cast_possible_truncation, reason = "points of the screen, kept near it")]
    pub(super) fn at(&self, place: Coord<f64>) -> Pos2 {
        let [x, y] = self.camera.screen_from_plan(place);
        Pos2::new(self.rect.min.x + x.clamp(-FAR, FAR) as f32, self.rect.min.y + y.clamp(-FAR, FAR) as f32)
    }

    pub(super) fn all(&self, places: &[Coord<f64>]) -> Vec<Pos2> {
        places.iter().map(|place| self.at(*place)).collect()
    }

    /// The rings of a region on the screen.
    pub(super) fn rings(&self, region: &Region) -> Vec<Vec<Pos2>> {
        region.rings().map(|ring| ring.iter().map(|&corner| self.at(corner.into())).collect()).collect()
    }

    /// A line with a halo.
    pub(super) fn line(&self, line: &[Pos2], width: f32, colour: Color32) {
        self.painter.add(Shape::line(line.to_vec(), Stroke::new(width + 2.6, HALO)));
        self.painter.add(Shape::line(line.to_vec(), Stroke::new(width, colour)));
    }

    /// A dashed line with a halo.
    pub(super) fn dashed(&self, line: &[Pos2], width: f32, colour: Color32) {
        self.painter.add(Shape::line(line.to_vec(), Stroke::new(width + 2.6, HALO)));
        self.painter.extend(Shape::dashed_line(line, Stroke::new(width, colour), 7.0, 5.0));
    }

    /// A closed line with a halo.
    pub(super) fn outline(&self, ring: &[Pos2], width: f32, colour: Color32) {
        self.painter.add(Shape::closed_line(ring.to_vec(), Stroke::new(width + 2.4, HALO)));
        self.painter.add(Shape::closed_line(ring.to_vec(), Stroke::new(width, colour)));
    }

    /// A dimension as on a plan: a line with a stroke across each end.
    pub(super) fn dimension(&self, ends: [Pos2; 2], colour: Color32) {
        let way = (ends[1] - ends[0]).normalized();
        let across = Vec2::new(-way.y, way.x) * 6.0;
        let strokes = [ends, [ends[0] - across, ends[0] + across], [ends[1] - across, ends[1] + across]];
        for stroke in strokes {
            self.painter.line_segment(stroke, Stroke::new(5.0, HALO));
        }
        for stroke in strokes {
            self.painter.line_segment(stroke, Stroke::new(2.4, colour));
        }
    }

    /// Closed lines with a halo.
    pub(super) fn outlines(&self, rings: &[Vec<Pos2>], width: f32, colour: Color32) {
        for ring in rings {
            self.outline(ring, width, colour);
        }
    }

    /// A grip of a point.
    pub(super) fn corner(&self, at: Pos2, strong: bool) {
        let (fill, line) = self.grip_colours(strong);
        let square = Rect::from_center_size(at, Vec2::splat(if strong { 10.0 } else { 8.0 }));
        self.painter.rect(square, 1.5, fill, Stroke::new(1.6, line), StrokeKind::Inside);
    }

    /// A grip of what makes a point.
    pub(super) fn middle(&self, at: Pos2, strong: bool) {
        let (fill, line) = self.grip_colours(strong);
        self.painter.circle(at, if strong { 4.5 } else { 3.5 }, fill, Stroke::new(1.4, line));
    }

    /// Inside and edge of a grip.
    fn grip_colours(&self, strong: bool) -> (Color32, Color32) {
        if strong { (self.palette.accent, Color32::WHITE) } else { (Color32::WHITE, self.palette.accent) }
    }

    /// A grip that widens: two arrow heads across the band.
    pub(super) fn side(&self, at: Pos2, outwards: Vec2, strong: bool) {
        let (fill, line) = self.grip_colours(strong);
        let along = Vec2::new(-outwards.y, outwards.x);
        let tip = at + outwards * 8.0;
        let shape = vec![tip, at + along * 6.0 - outwards * 2.0, at - along * 6.0 - outwards * 2.0];
        self.painter.add(Shape::convex_polygon(shape, fill, Stroke::new(1.4, line)));
    }

    /// Lines of text on a plate beside a place, led to it; kept within the map.
    pub(super) fn plate(&self, place: Pos2, lines: &[Line], border: Color32) {
        let galleys: Vec<_> = lines
            .iter()
            .map(|line| {
                let family = if line.bold { FontFamily::Name(theme::BOLD.into()) } else { FontFamily::Proportional };
                self.painter.layout_no_wrap(line.text.clone(), FontId::new(line.size, family), line.colour)
            })
            .collect();
        let width = galleys.iter().map(|galley| galley.size().x).fold(0.0, f32::max);
        let height: f32 = galleys.iter().map(|galley| galley.size().y).sum();
        let size = Vec2::new(width + 18.0, height + 10.0);
        let room = self.rect.shrink(8.0);
        let mut plate = Rect::from_min_size(place + Vec2::new(22.0, -22.0 - size.y), size);
        if plate.right() > room.right() {
            plate = plate.translate(Vec2::new(-size.x - 44.0, 0.0));
        }
        if plate.top() < room.top() {
            plate = plate.translate(Vec2::new(0.0, size.y + 44.0));
        }
        let end = Pos2::new(place.x.clamp(plate.left(), plate.right()), place.y.clamp(plate.top(), plate.bottom()));
        self.painter.line_segment([place, end], Stroke::new(3.6, HALO));
        self.painter.line_segment([place, end], Stroke::new(1.2, border));
        self.painter.rect(plate, CornerRadius::same(6), Color32::WHITE, Stroke::new(1.4, border), StrokeKind::Inside);
        let mut at = plate.left_top() + Vec2::new(9.0, 5.0);
        for galley in galleys {
            let step = galley.size().y;
            self.painter.galley(at, galley, Color32::BLACK);
            at.y += step;
        }
    }

    /// A short text on white beside a place.
    pub(super) fn tag(&self, at: Pos2, align: Align2, text: &str, colour: Color32) {
        let galley = self.painter.layout_no_wrap(text.to_owned(), FontId::proportional(12.0), colour);
        let place = align.anchor_size(at, galley.size() + Vec2::new(8.0, 2.0));
        self.painter.rect_filled(place, 4.0, Color32::from_rgba_premultiplied(240, 240, 240, 240));
        self.painter.galley(place.min + Vec2::new(4.0, 1.0), galley, colour);
    }
}

/// A line of text on a plate.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) size: f32,
    pub(super) colour: Color32,
    pub(super) bold: bool,
}
