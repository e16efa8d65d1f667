//! Violations, narrow places and what is drawn, for CAD: a layer per clause with findings and per role of what is drawn.

use std::collections::BTreeMap;

use geo_types::Coord;

use super::Report;
use super::clause::numbered;
use super::shapes::{FindingPlace, places};
use super::wording::{binding_test, figure_text, limit_text, remedy_text, with_unit};
use crate::check::Verdict;
use crate::formats::dxf::{Drawing, Entity, Figure, Ink};
use crate::layer::Shape;
use crate::map::{Colour, verdict_colour};
use crate::text::{Lang, Message};
use crate::units::Unit;

/// What is drawn in the plan.
const DRAWN: Ink = Ink { rgb: 0x5f_6b_76, index: 252 };
/// Text of a finding is so high beside the longer side of its place, within bounds in metres.
const TEXT_SHARE: f64 = 1.0 / 40.0;
const TEXT_BOUNDS: [f64; 2] = [2.0, 40.0];
/// The same of a dimension, beside its length.
const DIMENSION_SHARE: f64 = 1.0 / 10.0;
const DIMENSION_BOUNDS: [f64; 2] = [0.5, 2.5];
/// Texts of one height whose places lie within so many heights of each other stand below one another.
const NEAR: f64 = 12.0;
/// From one line of text to the next, in heights of its letters, as CAD sets it.
const LINE: f64 = 5.0 / 3.0;

/// The drawing.
#[expect(clippy::unnecessary_wraps, reason = "one door for all forms")]
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let mut sheet = Sheet { drawing: Drawing::default(), lang: report.lang, free: BTreeMap::new() };
    for layer in report.snapshot.layers.iter().filter(|layer| layer.is_drawn()) {
        let Some(role) = layer.roles.first() else { continue };
        let name = Message::new("report.cad-drawn").with_message("role", role.name()).say(report.lang);
        let number = sheet.drawing.layer(&name, DRAWN);
        layer.features.iter().for_each(|feature| sheet.outline(number, None, &feature.shape));
    }
    let mut clause: Option<(&str, usize)> = None;
    for place in places(report) {
        let known = clause.filter(|(id, _)| *id == place.clause.id).map(|(_, layer)| layer);
        let layer = known.unwrap_or_else(|| {
            sheet
                .drawing
                .layer(&numbered(&place.clause.number, place.clause.title.say(report.lang)), ink(place.outcome.verdict))
        });
        clause = Some((&place.clause.id, layer));
        sheet.finding(layer, &place);
    }
    Ok(sheet.drawing.write())
}

/// The colour of a verdict on the map, and the indexed one beside it.
fn ink(verdict: Verdict) -> Ink {
    let Colour { r, g, b, .. } = verdict_colour(verdict);
    let index = match verdict {
        Verdict::Violates => 32,
        Verdict::DependsOnReading => 42,
        Verdict::Argued => 193,
        Verdict::NotYetDue => 153,
        Verdict::Meets => 116,
        Verdict::NotJudged | Verdict::Info | Verdict::NotApplicable => 252,
    };
    Ink { rgb: u32::from_be_bytes([0, r, g, b]), index }
}

/// A drawing in the making.
struct Sheet {
    drawing: Drawing,
    lang: Lang,
    /// By the square of ground that a text of some height stands in: below which northing there is room. Whole scopes are led
    /// to nearly one place by several clauses.
    free: BTreeMap<[u64; 3], f64>,
}

impl Sheet {
    fn draw(&mut self, layer: usize, ink: Option<Ink>, figure: Figure) {
        self.drawing.draw(Entity { layer, ink, figure });
    }

    fn finding(&mut self, layer: usize, place: &FindingPlace<'_>) {
        let FindingPlace { outcome, finding, .. } = *place;
        let own = (finding.verdict != outcome.verdict).then(|| ink(finding.verdict));
        self.outline(layer, own, &finding.place);
        if let Some(across) = place.across() {
            let height = bounded(across.length * DIMENSION_SHARE, DIMENSION_BOUNDS);
            let text = with_unit(across.length, Unit::Metre, across.limit, self.lang);
            self.draw(layer, own, Figure::Dimension { ends: across.ends, height, text });
        }
        let height = text_height(&finding.place);
        let text = self.text(place);
        let at = self.room(finding.anchor, height, text.lines().count());
        self.draw(layer, own, Figure::Text { at, height, text });
    }

    /// Where a text beside a place begins: below those that stand there already.
    fn room(&mut self, anchor: Coord<f64>, height: f64, lines: usize) -> Coord<f64> {
        let side = NEAR * height;
        // Adding zero makes one of both zeros.
        let key = [height, (anchor.x / side).round() + 0.0, (anchor.y / side).round() + 0.0].map(f64::to_bits);
        let free = self.free.entry(key).or_insert(f64::INFINITY);
        let at = Coord { x: anchor.x + height, y: free.min(anchor.y - height) };
        *free = at.y - (lines + 1) as f64 * LINE * height;
        at
    }

    /// Subject, value, limit and what is missing, a line each.
    fn text(&self, place: &FindingPlace<'_>) -> String {
        let FindingPlace { clause, outcome, finding, .. } = *place;
        let value = place.figure().map(|figure| figure_text(figure, clause, self.lang));
        let limit = binding_test(clause, outcome).map(|test| limit_text(&test, self.lang));
        let missing = remedy_text(clause, finding, self.lang);
        let lines = [Some(finding.subject.clone()), value, limit, missing];
        // A name may hold a line break of its own.
        let lines = lines.into_iter().flatten().map(|line| line.replace(['\r', '\n'], " "));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A shape by its lines.
    fn outline(&mut self, layer: usize, ink: Option<Ink>, shape: &Shape) {
        match shape {
            Shape::Points(points) => {
                let radius = TEXT_BOUNDS[0];
                for &centre in points {
                    self.draw(layer, ink, Figure::Point(centre));
                    self.draw(layer, ink, Figure::Circle { centre, radius });
                }
            }
            Shape::Lines(lines) => {
                for line in lines {
                    let mut points = line.0.clone();
                    let closed = points.len() > 3 && points.first() == points.last();
                    if closed {
                        points.pop();
                    }
                    self.draw(layer, ink, Figure::Line { points, closed });
                }
            }
            Shape::Area(region) => {
                for ring in region.rings() {
                    let points = ring.iter().map(|&corner| corner.into()).collect();
                    self.draw(layer, ink, Figure::Line { points, closed: true });
                }
            }
        }
    }
}

fn text_height(place: &Shape) -> f64 {
    let longer = place.bounds().map_or(0.0, |bounds| bounds.width().max(bounds.height()));
    bounded(longer * TEXT_SHARE, TEXT_BOUNDS)
}

fn bounded(value: f64, [low, high]: [f64; 2]) -> f64 {
    value.clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_would_cover_each_other_stand_below_one_another() {
        let mut sheet = Sheet { drawing: Drawing::default(), lang: Lang::Zh, free: BTreeMap::new() };
        let at = |x: f64, y: f64| Coord { x: 526_000.0 + x, y: 3_087_000.0 + y };
        let first = sheet.room(at(0.0, 0.0), 3.0, 2);
        // Three lines of 5 m each below the first.
        assert!((first.y - 3_086_997.0).abs() < 1e-9);
        assert!((sheet.room(at(1.0, 1.0), 3.0, 2).y - 3_086_982.0).abs() < 1e-9);
        assert!((sheet.room(at(500.0, 0.0), 3.0, 2).y - 3_086_997.0).abs() < 1e-9, "far away");
    }
}
