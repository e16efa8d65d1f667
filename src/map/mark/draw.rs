//! Draws marks: a white halo beneath everything, outline and hatch at the place, dimensions, then labels.

use geo_types::Coord;
use vello_cpu::kurbo::{BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Vec2};

use super::layout::{BADGE, Laid, SMALL, Sign};
use super::plate::draw_leader;
use super::style::{self, COUNTED, COUNTED_AREA, IN_THE_WAY, LEFT_OUT, WHITE};
use super::{Kind, Mark};
use crate::check::Verdict;
use crate::layer::Shape;
use crate::map::Colour;
use crate::map::canvas::{Canvas, Pen, Texture};
use crate::map::lettering::{ASCENT, DESCENT, Line, Weight};
use crate::map::view::View;

/// From this many metres per point on, counted areas are too small for a hatch.
const HATCHED: f64 = 1.2;

/// Radius of a ring about a point, in points, and up to how many metres a point it has it.
const RING: f64 = 6.0;
const NEAR_RINGS: f64 = 2.5;

/// Draws the places of marks that were laid out, in their order, and what the chosen figure rests on.
pub(super) fn places(canvas: &mut dyn Canvas, view: &View, laid: &[Laid<'_>]) {
    for one in laid {
        // The boundary of a scope lies over what was counted in it, buildings of a unit lie over its hatch.
        let evidence_below = one.mark.chosen && one.mark.kind == Kind::Scope;
        if evidence_below {
            evidence(canvas, view, one.mark);
        }
        if one.extent >= SMALL || one.mark.chosen {
            place(canvas, view, one);
        }
        if one.mark.chosen && !evidence_below {
            evidence(canvas, view, one.mark);
        }
    }
}

/// Draws dimensions and labels; leaders run below all labels.
pub(super) fn labels(canvas: &mut dyn Canvas, view: &View, laid: &[Laid<'_>]) {
    for one in laid {
        dimensions(canvas, view, one);
    }
    for one in laid {
        if let Sign::Plate { at, to: Some(to), .. } = &one.sign {
            draw_leader(canvas, *at, *to, style::colour(one.mark.verdict));
        }
    }
    for one in laid {
        sign(canvas, one);
    }
}

fn place(canvas: &mut dyn Canvas, view: &View, laid: &Laid<'_>) {
    let (mark, chosen) = (laid.mark, laid.mark.chosen);
    let colour = style::colour(mark.verdict);
    match (&mark.place, mark.kind) {
        (Shape::Area(region), Kind::Scope) => {
            let outline = view.outline(region);
            let (halo, width) = if chosen { (5.4, 2.8) } else { (3.6, 1.4) };
            canvas.stroke(&outline, &Pen::solid(halo), WHITE.with_opacity(210));
            canvas.stroke(&outline, &Pen::dashed(width, &[14.0, 4.0, 3.0, 4.0]), colour);
        }
        (Shape::Area(region), _) => {
            let area = view.area(region);
            let outline = view.outline(region);
            canvas.stroke(&outline, &Pen::solid(if chosen { 5.5 } else { 3.8 }), WHITE.with_opacity(235));
            if laid.extent >= 12.0 {
                let (spacing, width, opacity) = if chosen { (6.0, 1.3, 255) } else { (8.0, 1.0, 190) };
                let texture = Texture::Hatch { spacing, width, slant: style::direction(mark.verdict) };
                canvas.fill(&area, colour.with_opacity(if chosen { 34 } else { 20 }));
                canvas.texture(&area, texture, colour.with_opacity(opacity), origin(view, texture));
            } else {
                canvas.fill(&area, colour.with_opacity(150));
            }
            canvas.stroke(&outline, &Pen::solid(if chosen { 2.4 } else { 1.6 }), colour);
        }
        // The dimension draws the missing link.
        (Shape::Lines(_), Kind::Gap) => {}
        (Shape::Lines(lines), _) => {
            let path = view.lines(lines);
            let (halo, width) = if chosen { (9.0, 5.5) } else { (6.5, 3.8) };
            canvas.stroke(&path, &Pen::solid(halo).round(), WHITE.with_opacity(235));
            canvas.stroke(&path, &Pen::solid(width).round(), colour);
            // A line within the line: a highlighted road is no road class.
            canvas.stroke(&path, &Pen::dashed(width * 0.3, &[6.0, 4.0]), WHITE);
        }
        (Shape::Points(points), _) => rings(canvas, view, points, colour),
    }
}

/// Points in rings; of rings that would lie over each other one is drawn, whichever part of the plan is seen. From afar they
/// are small, so that a row of lamps is no chain.
#[expect(clippy::cast_possible_truncation, reason = "cells of a plan are far fewer than 2^63")]
fn rings(canvas: &mut dyn Canvas, view: &View, points: &[Coord<f64>], colour: Colour) {
    let radius = if view.metres_per_point() < NEAR_RINGS { RING } else { RING / 2.0 };
    // Powers of two keep the choice the same while the scale changes a little.
    let cell = (3.0 * radius * view.metres_per_point()).log2().floor().exp2();
    let mut taken = std::collections::HashSet::new();
    let mut path = BezPath::new();
    for &point in points {
        if taken.insert([(point.x / cell).floor() as i64, (point.y / cell).floor() as i64]) {
            path.extend(Circle::new(view.at(point), radius).path_elements(0.05));
        }
    }
    canvas.stroke(&path, &Pen::solid(radius * 0.77), WHITE);
    canvas.stroke(&path, &Pen::solid(radius * 0.37), colour);
}

/// Hatches stay on the ground: slanted ones repeat along the axes at the root of two times their spacing.
fn origin(view: &View, texture: Texture) -> [f64; 2] {
    match texture {
        Texture::Hatch { spacing, slant, .. } if (slant - 45.0).abs() < 1.0 || (slant - 135.0).abs() < 1.0 => {
            view.origin_for(spacing * std::f64::consts::SQRT_2)
        }
        _ => view.origin(),
    }
}

fn evidence(canvas: &mut dyn Canvas, view: &View, mark: &Mark) {
    let clip = match (&mark.place, mark.kind) {
        (Shape::Area(region), Kind::Scope) => Some(view.area(region)),
        _ => None,
    };
    // Lines are cut at the scope already, and may run along it.
    let areas = mark.evidence.counted.iter().any(|shape| matches!(shape, Shape::Area(_)));
    if let Some(clip) = clip.as_ref().filter(|_| areas) {
        canvas.push_clip(clip);
    }
    let seen = |shape: &&Shape| shape.bounds().is_some_and(|bounds| view.sees(&bounds));
    for shape in mark.evidence.left_out.iter().filter(seen) {
        left_out(canvas, view, shape);
    }
    counted(canvas, view, mark.evidence.counted.iter().filter(seen));
    if clip.is_some() && areas {
        canvas.pop_clip();
    }
    for shape in mark.evidence.in_the_way.iter().filter(seen) {
        if let Shape::Area(region) = shape {
            let area = view.area(region);
            canvas.stroke(&area, &Pen::solid(3.6), WHITE.with_opacity(220));
            canvas.fill(&area, IN_THE_WAY.with_opacity(210));
        }
    }
}

fn left_out(canvas: &mut dyn Canvas, view: &View, shape: &Shape) {
    let pen = Pen::dashed(1.5, &[4.0, 3.0]);
    let path = match shape {
        Shape::Area(region) => view.outline(region),
        Shape::Lines(lines) => view.lines(lines),
        Shape::Points(_) => return,
    };
    canvas.stroke(&path, &Pen::solid(3.2), WHITE.with_opacity(200));
    canvas.stroke(&path, &pen, LEFT_OUT);
}

/// All counted shapes in one path each way: thousands of them are one stroke.
fn counted<'a>(canvas: &mut dyn Canvas, view: &View, shapes: impl Iterator<Item = &'a Shape>) {
    let (mut areas, mut outlines, mut lines) = (BezPath::new(), BezPath::new(), BezPath::new());
    for shape in shapes {
        match shape {
            Shape::Area(region) => {
                areas.extend(view.area(region));
                outlines.extend(view.outline(region));
            }
            Shape::Lines(own) => lines.extend(view.lines(own)),
            Shape::Points(_) => {}
        }
    }
    if !areas.is_empty() {
        canvas.fill(&areas, COUNTED_AREA.with_opacity(105));
        if view.metres_per_point() < HATCHED {
            let texture = Texture::Hatch { spacing: 5.0, width: 0.8, slant: 90.0 };
            canvas.texture(&areas, texture, COUNTED_AREA.with_opacity(130), view.origin());
        }
        canvas.stroke(&outlines, &Pen::solid(0.8), COUNTED_AREA.with_opacity(200));
    }
    canvas.stroke(&lines, &Pen::solid(4.4).round(), WHITE.with_opacity(220));
    canvas.stroke(&lines, &Pen::solid(2.2).round(), COUNTED);
}

fn dimensions(canvas: &mut dyn Canvas, view: &View, laid: &Laid<'_>) {
    let mark = laid.mark;
    for &[a, b] in &mark.dimensions {
        let (a, b) = (view.at(a), view.at(b));
        let length = (b - a).hypot();
        let least = if mark.kind == Kind::Course { 30.0 } else { 6.0 };
        if length < least && !mark.chosen {
            continue;
        }
        match mark.kind {
            Kind::Gap => missing_link(canvas, a, b, mark),
            _ => dimension(canvas, a, b, mark),
        }
    }
}

/// A dimension as on a plan: a line between two bars, with arrow heads where it is long enough.
fn dimension(canvas: &mut dyn Canvas, a: Point, b: Point, mark: &Mark) {
    let colour = style::deep(mark.verdict);
    let length = (b - a).hypot();
    let along = if length > 0.01 { (b - a) / length } else { Vec2::new(1.0, 0.0) };
    let across = Vec2::new(-along.y, along.x);
    let reach = if mark.chosen { 8.0 } else { 5.0 };
    let mut path = BezPath::new();
    path.move_to(a);
    path.line_to(b);
    for end in [a, b] {
        path.move_to(end - across * reach);
        path.line_to(end + across * reach);
    }
    let width = if mark.chosen { 2.0 } else { 1.5 };
    canvas.stroke(&path, &Pen::solid(width + 3.6).round(), WHITE.with_opacity(240));
    canvas.stroke(&path, &Pen::solid(width).round(), colour);
    if length >= 24.0 {
        let mut heads = BezPath::new();
        for (tip, back) in [(a, along), (b, -along)] {
            heads.move_to(tip);
            heads.line_to(tip + back * 8.5 + across * 3.0);
            heads.line_to(tip + back * 8.5 - across * 3.0);
            heads.close_path();
        }
        canvas.fill(&heads, colour);
    }
}

/// The link that is missing: dashed, with a ring at each end.
fn missing_link(canvas: &mut dyn Canvas, a: Point, b: Point, mark: &Mark) {
    let colour = style::colour(mark.verdict);
    let mut path = BezPath::new();
    path.move_to(a);
    path.line_to(b);
    let width = if mark.chosen { 3.2 } else { 2.4 };
    canvas.stroke(&path, &Pen::solid(width + 4.0).round(), WHITE.with_opacity(245));
    canvas.stroke(&path, &Pen::dashed(width, &[6.0, 4.0]), colour);
    for end in [a, b] {
        let ring = Circle::new(end, width + 0.8).to_path(0.05);
        canvas.stroke(&ring, &Pen::solid(4.4), WHITE);
        canvas.fill(&ring, WHITE);
        canvas.stroke(&ring, &Pen::solid(1.8), colour);
    }
}

fn sign(canvas: &mut dyn Canvas, laid: &Laid<'_>) {
    let mark = laid.mark;
    let colour = style::colour(mark.verdict);
    match &laid.sign {
        Sign::Plate { plate, at, .. } => plate.draw(canvas, *at, colour),
        Sign::Badge(at) => badge(canvas, *at, mark, colour),
        Sign::Dot(at) => {
            let dot = Circle::new(*at, 3.2).to_path(0.05);
            canvas.stroke(&dot, &Pen::solid(2.4), WHITE);
            canvas.fill(&dot, colour);
        }
        Sign::None => {}
    }
}

/// The number of a finding in the shape of its verdict: square, diamond, disc.
fn badge(canvas: &mut dyn Canvas, at: Point, mark: &Mark, colour: Colour) {
    let shape = badge_shape(mark.verdict, at);
    canvas.stroke(&shape, &Pen::solid(2.6), WHITE);
    canvas.fill(&shape, colour);
    let number = (mark.finding + 1).to_string();
    let size = if number.len() > 2 { 8.0 } else { 10.5 };
    let line = Line::new(&number, Weight::Bold, size);
    let start = [at.x - line.width / 2.0, at.y + size * (ASCENT - DESCENT) / 2.0 + size * 0.04];
    canvas.fill(&line.outline(start), WHITE);
}

fn badge_shape(verdict: Verdict, at: Point) -> BezPath {
    let half = BADGE - 0.5;
    match verdict {
        Verdict::DependsOnReading => {
            let reach = half * 1.3;
            let mut path = BezPath::new();
            path.move_to(at - Vec2::new(0.0, reach));
            path.line_to(at + Vec2::new(reach, 0.0));
            path.line_to(at + Vec2::new(0.0, reach));
            path.line_to(at - Vec2::new(reach, 0.0));
            path.close_path();
            path
        }
        Verdict::NotYetDue | Verdict::NotJudged | Verdict::Info => Circle::new(at, half).to_path(0.05),
        _ => RoundedRect::from_rect(Rect::from_center_size(at, (2.0 * half, 2.0 * half)), 3.0).to_path(0.05),
    }
}
