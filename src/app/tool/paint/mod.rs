//! What tools draw over the map: the draft with its figures, grips, what is snapped to, what is measured.

mod corridor;
mod fill;
mod pen;

use egui::{Align2, Color32, Pos2, Rect, Shape as Painted, Stroke, StrokeKind, Ui, Vec2};
use geo_types::Coord;

pub(in crate::app) use self::corridor::{cause, verdict, width_text};
use self::fill::{fill, hatch};
use self::pen::Pen;
use super::draft::Stand;
use super::grip::{Grip, grips, stretches};
use super::{Target, Tool, selected_drawn, steer};
use crate::app::panel::View;
use crate::app::theme;
use crate::geometry::Region;
use crate::geometry::band::{band, tapered};
use crate::geometry::vector::{distance, midpoint};
use crate::layer::Role;
use crate::map::Camera;
use crate::plan::{DrawnFeature, DrawnShape, Width};
use crate::text::Message;
use crate::units::{SquareMetres, Unit};

const INK: Color32 = Color32::from_rgb(0x1d, 0x23, 0x24);
const GHOST: Color32 = Color32::from_rgb(0x7a, 0x7f, 0x80);
const LIMIT_OF_GHOSTS: usize = 400;
/// Stretches shorter than this on the screen have no grip in their middle, points.
const CROWDED: f32 = 34.0;

/// Paints what the tools show.
pub(in crate::app) fn paint(ui: &Ui, view: &View<'_>, rect: Rect, camera: Camera) {
    let painter = ui.painter().with_clip_rect(rect);
    let pen = Pen { painter: &painter, rect, camera, palette: theme::palette(ui.visuals()) };
    ghosts(&pen, view);
    let tools = &view.session.tools;
    let shown = tools.shown();
    if let Some(drawn) = &shown {
        body(&pen, drawn, tools.body());
    }
    if let Some(drawn) = &shown {
        labels(&pen, view, drawn);
    }
    first_point(&pen, view);
    corridor::paint(&pen, view, ui.visuals());
    if tools.tool == Tool::Edit {
        edit(&pen, view, shown.as_ref());
    }
    ruler(&pen, view);
    snapped(&pen, view);
    if let Some([from, to]) = tools.rectangle {
        let pulled = Rect::from_two_pos(pen.at(from), pen.at(to));
        painter.rect(
            pulled,
            2.0,
            pen.palette.accent.gamma_multiply(0.12),
            Stroke::new(1.4, pen.palette.accent),
            StrokeKind::Inside,
        );
    }
}

/// Features that the plan takes away: dashed, struck out.
fn ghosts(pen: &Pen<'_>, view: &View<'_>) {
    let Some(loaded) = view.document.loaded() else { return };
    let seen = pen.camera.visible();
    let meets = |bounds: &geo_types::Rect<f64>| {
        bounds.max().x >= seen.min().x
            && bounds.min().x <= seen.max().x
            && bounds.max().y >= seen.min().y
            && bounds.min().y <= seen.max().y
    };
    let shown = loaded.snapshot.layers.iter().filter(|layer| !view.session.hidden.contains(&layer.key()));
    let gone =
        shown.flat_map(|layer| &layer.removed).filter(|feature| feature.shape.bounds().is_some_and(|own| meets(&own)));
    for feature in gone.take(LIMIT_OF_GHOSTS) {
        match &feature.shape {
            crate::layer::Shape::Area(region) => {
                for mut ring in pen.rings(region) {
                    ring.extend(ring.first().copied());
                    pen.dashed(&ring, 1.2, GHOST);
                }
                if let Some(bounds) = region.bounds() {
                    let (low, high) = (pen.at(bounds.min()), pen.at(bounds.max()));
                    pen.painter.line_segment([low, high], Stroke::new(1.2, GHOST));
                }
            }
            crate::layer::Shape::Lines(lines) => {
                for line in lines {
                    pen.dashed(&pen.all(&line.0), 1.4, GHOST);
                }
            }
            crate::layer::Shape::Points(_) => {}
        }
    }
}

/// The colour that a role is drawn in.
fn colour(pen: &Pen<'_>, role: Role) -> Color32 {
    match role {
        Role::RoadCentrelines => Color32::from_rgb(0x8a, 0x55, 0x00),
        Role::Buildings => Color32::from_rgb(0x55, 0x50, 0x4c),
        Role::Plazas => Color32::from_rgb(0x1c, 0x8f, 0x86),
        Role::Walkways => Color32::from_rgb(0x8c, 0x6d, 0x4f),
        _ => pen.palette.accent,
    }
}

/// The area of a drawn shape; `None` of a line.
pub(in crate::app::tool) fn region_of(shape: &DrawnShape) -> Option<Region> {
    match shape {
        DrawnShape::Band { centreline, width: Width::Even(width) } => band(centreline, *width).ok(),
        DrawnShape::Band { centreline, width: Width::Tapering(widths) } => tapered(centreline, widths).ok(),
        DrawnShape::Outline(corners) => Region::from_rings(corners, &[]).ok(),
        DrawnShape::Line(_) => None,
    }
}

fn body(pen: &Pen<'_>, drawn: &DrawnFeature, region: Option<&Region>) {
    let colour = colour(pen, drawn.role);
    match region {
        Some(region) => {
            let rings = pen.rings(region);
            fill(pen.painter, &rings, pen.rect, colour.gamma_multiply(0.22));
            pen.outlines(&rings, 1.8, colour);
        }
        None => pen.line(&pen.all(drawn.shape.points()), 3.0, colour),
    }
    if let DrawnShape::Band { centreline, .. } = &drawn.shape {
        pen.painter.extend(Painted::dashed_line(&pen.all(centreline), Stroke::new(1.2, colour), 9.0, 4.0));
    }
}

/// Length and angle of the stretch under the hand, and how much the whole is.
fn labels(pen: &Pen<'_>, view: &View<'_>, drawn: &DrawnFeature) {
    let Some(draft) = view.session.tools.draft.as_ref().filter(|draft| draft.stand != Stand::Done) else { return };
    let tags = match draft.stand {
        Stand::Drawing => draft.points().last().copied().zip(draft.next).into_iter().collect::<Vec<_>>(),
        Stand::Moving(Grip::Point(number), _) => beside(drawn, number),
        Stand::Moving(Grip::Middle(number), _) => beside(drawn, number + 1),
        _ => Vec::new(),
    };
    for (from, to) in tags {
        let (a, b) = (pen.at(from), pen.at(to));
        if a.distance(b) > CROWDED {
            pen.tag(a.lerp(b, 0.62), Align2::CENTER_CENTER, &stretch_text(from, to, view), INK);
        }
    }
    if let (Stand::Moving(Grip::Side { number, .. }, _), DrawnShape::Band { centreline, width }) =
        (draft.stand, &drawn.shape)
        && let Some(at) = centreline.get(number)
    {
        let text = Message::new("app.tool-width").with("width", Unit::Metre.format(width.at(number), None));
        pen.tag(pen.at(*at), Align2::CENTER_CENTER, &text.say(view.lang), INK);
    }
}

/// The stretches at a point.
fn beside(drawn: &DrawnFeature, number: usize) -> Vec<(Coord<f64>, Coord<f64>)> {
    let count = drawn.shape.points().len();
    let before = (number + count.saturating_sub(1)) % count.max(1);
    stretches(&drawn.shape)
        .filter(|(own, _)| *own == number || *own == before)
        .map(|(_, edge)| (edge.a, edge.b))
        .collect()
}

/// `123.4 m ∠ 45.0°`: the angle from east, counter-clockwise, as it is typed.
fn stretch_text(from: Coord<f64>, to: Coord<f64>, view: &View<'_>) -> String {
    let way = to - from;
    let angle = way.y.atan2(way.x).to_degrees().rem_euclid(360.0);
    Message::new("app.tool-stretch")
        .with("length", Unit::Metre.format(distance(from, to), None))
        .with("angle", format!("{angle:.1}"))
        .say(view.lang)
}

/// Grips of the feature that is edited, and ends of the corridor that is followed.
fn edit(pen: &Pen<'_>, view: &View<'_>, draft: Option<&DrawnFeature>) {
    let tools = &view.session.tools;
    if let Some((_, ends)) = steer::ends_of(view) {
        for (number, end) in ends.iter().enumerate() {
            let text = Message::new("app.tool-end").with("number", number + 1).say(view.lang);
            let at = pen.at(end.grip);
            pen.dashed(&[pen.at(end.place), at], 1.2, Color32::from_rgb(0x2e, 0x7e, 0xb8));
            pen.painter.circle(at, 7.0, Color32::WHITE, Stroke::new(2.0, Color32::from_rgb(0x2e, 0x7e, 0xb8)));
            pen.painter.circle_filled(at, 3.0, Color32::from_rgb(0x2e, 0x7e, 0xb8));
            pen.tag(at + Vec2::new(10.0, 10.0), Align2::LEFT_TOP, &text, Color32::from_rgb(0x1d, 0x5d, 0x8c));
        }
    }
    let Some(drawn) = draft.or_else(|| selected_drawn(view.document, view.session)) else { return };
    if draft.is_none() {
        let ring = pen.all(drawn.shape.points());
        match drawn.shape {
            DrawnShape::Outline(_) => pen.outline(&ring, 1.6, pen.palette.accent),
            _ => pen.line(&ring, 1.6, pen.palette.accent),
        }
    }
    for (grip, place) in grips(drawn).into_iter().rev() {
        let (at, strong) = (pen.at(place), tools.under == Some(grip));
        match grip {
            Grip::Point(number) => pen.corner(at, strong || tools.corners.contains(&number)),
            Grip::Middle(number) if strong || !is_crowded(pen, drawn, number) => pen.middle(at, strong),
            Grip::Side { number, .. } if strong || !is_crowded(pen, drawn, number) => {
                let points = drawn.shape.points();
                let middle = match (points.get(number), points.get(number + 1), &drawn.shape) {
                    (Some(a), Some(b), DrawnShape::Band { width: Width::Even(_), .. }) => midpoint(*a, *b),
                    (Some(a), ..) => *a,
                    _ => continue,
                };
                pen.side(at, (at - pen.at(middle)).normalized(), strong);
            }
            _ => {}
        }
    }
}

fn is_crowded(pen: &Pen<'_>, drawn: &DrawnFeature, number: usize) -> bool {
    let points = drawn.shape.points();
    let next = points.get(number + 1).or(points.first());
    points.get(number).zip(next).is_some_and(|(a, b)| pen.at(*a).distance(pen.at(*b)) < CROWDED)
}

/// The first point of what is no shape yet, and the stretch to the pointer.
fn first_point(pen: &Pen<'_>, view: &View<'_>) {
    let Some(draft) = view.session.tools.draft.as_ref().filter(|draft| draft.stand == Stand::Drawing) else { return };
    let colour = colour(pen, draft.feature.role);
    let places: Vec<Coord<f64>> = draft.points().iter().copied().chain(draft.next).collect();
    if draft.shown().is_none() {
        pen.dashed(&pen.all(&places), 1.6, colour);
        if let (Some(from), Some(to)) = (draft.points().last(), draft.next) {
            let (a, b) = (pen.at(*from), pen.at(to));
            if a.distance(b) > CROWDED {
                pen.tag(a.lerp(b, 0.5), Align2::CENTER_CENTER, &stretch_text(*from, to, view), INK);
            }
        }
    }
    for point in draft.points() {
        pen.corner(pen.at(*point), false);
    }
}

fn ruler(pen: &Pen<'_>, view: &View<'_>) {
    let ruler = &view.session.tools.ruler;
    let line = ruler.line();
    if line.is_empty() || view.session.tools.tool != Tool::Measure {
        return;
    }
    let places = pen.all(&line);
    let blue = Color32::from_rgb(0x1d, 0x5d, 0x8c);
    if ruler.area().is_some() {
        fill(pen.painter, std::slice::from_ref(&places), pen.rect, blue.gamma_multiply(0.10));
        if let (Some(first), Some(last)) = (places.first(), places.last()) {
            pen.painter.extend(Painted::dashed_line(&[*last, *first], Stroke::new(1.2, blue), 5.0, 4.0));
        }
    }
    pen.line(&places, 2.0, blue);
    for (ends, edge) in places.windows(2).zip(line.windows(2)) {
        if ends[0].distance(ends[1]) > 70.0 {
            pen.tag(ends[0].lerp(ends[1], 0.5), Align2::CENTER_CENTER, &stretch_text(edge[0], edge[1], view), blue);
        }
    }
    for at in &places {
        pen.painter.circle(*at, 3.5, Color32::WHITE, Stroke::new(1.6, blue));
    }
    if let Some(last) = places.last() {
        pen.tag(*last + Vec2::new(14.0, 14.0), Align2::LEFT_TOP, &ruler_text(ruler, view), blue);
    }
}

/// Length, and the area with three points.
pub(in crate::app) fn ruler_text(ruler: &super::Ruler, view: &View<'_>) -> String {
    let length = Message::new("app.ruler-length").with("length", Unit::Metre.format(ruler.length(), None));
    match ruler.area() {
        None => length.say(view.lang),
        Some(area) => Message::new("app.ruler-area")
            .with_message("length", length)
            .with("hectares", Unit::Hectare.format(SquareMetres(area).hectares(), Some(0.0)))
            .say(view.lang),
    }
}

/// What the pointer snaps to, by form: a square at corners, a cross at crossings, an hourglass on edges.
fn snapped(pen: &Pen<'_>, view: &View<'_>) {
    let Some(snapped) = view.session.tools.snapped else { return };
    let at = pen.at(snapped.at);
    let stroke = |width: f32| Stroke::new(width, Color32::from_rgb(0xd0, 0x1c, 0x8b));
    let corner = |x: f32, y: f32| at + Vec2::new(x, y);
    let mark: Vec<Vec<Pos2>> = match snapped.target {
        Target::Corner => {
            vec![vec![corner(-6.0, -6.0), corner(6.0, -6.0), corner(6.0, 6.0), corner(-6.0, 6.0), corner(-6.0, -6.0)]]
        }
        Target::Crossing => {
            vec![vec![corner(-7.0, -7.0), corner(7.0, 7.0)], vec![corner(7.0, -7.0), corner(-7.0, 7.0)]]
        }
        Target::Edge => {
            vec![vec![corner(-6.0, -6.0), corner(6.0, -6.0), corner(-6.0, 6.0), corner(6.0, 6.0), corner(-6.0, -6.0)]]
        }
    };
    for line in mark {
        pen.painter.add(Painted::line(line.clone(), Stroke::new(4.6, Color32::from_white_alpha(220))));
        pen.painter.add(Painted::line(line, stroke(2.0)));
    }
    pen.tag(
        corner(10.0, -10.0),
        Align2::LEFT_BOTTOM,
        &snapped.target.name().say(view.lang),
        Color32::from_rgb(0xa0, 0x10, 0x68),
    );
}

/// Hatches what is too narrow.
fn hatched(pen: &Pen<'_>, region: &Region, colour: Color32) {
    let rings = pen.rings(region);
    fill(pen.painter, &rings, pen.rect, colour.gamma_multiply(0.12));
    hatch(pen.painter, &rings, pen.rect, Stroke::new(1.4, colour));
    pen.outlines(&rings, 1.4, colour);
}
