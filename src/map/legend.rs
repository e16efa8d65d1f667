//! The legend of a sheet: what is seen on its map, in columns below it.

use std::collections::BTreeSet;

use vello_cpu::kurbo::{BezPath, Circle, Point, Rect, Shape as _};

use super::art::{Legend, Swatch};
use super::canvas::{Canvas, Pen, Texture};
use super::lettering::{Line, Weight};
use super::mark::{verdict_colour, verdict_hatch};
use super::view::View;
use super::{Camera, Colour, Scene};
use crate::check::Verdict;
use crate::text::{Lang, Message};

const SIZE: f64 = 10.0;
const ROW: f64 = 16.0;
const SWATCH: [f64; 2] = [22.0, 10.0];
/// Between a swatch and its name, and between two columns.
const GAP: f64 = 6.0;
const APART: f64 = 16.0;
const INK: Colour = Colour::hex(0x2f_2f_2f);
const EDGE: Colour = Colour { r: 0x3a, g: 0x3a, b: 0x3a, a: 120 };

/// A legend laid out in columns.
#[derive(Debug, Default)]
pub(super) struct Key {
    entries: Vec<Entry>,
    columns: usize,
    column: f64,
    /// The thematic map: a column of its own before the others.
    theme: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    sample: Sample,
    name: Line,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sample {
    Symbol(Swatch),
    Verdict(Verdict),
    /// A class of a thematic map.
    Class(Colour),
    /// Words alone.
    Nothing,
}

impl Key {
    /// What a view of a scene shows, in so much room; what does not fit is counted in the last entry.
    pub(super) fn of(scene: &Scene, camera: &Camera, width: f64, most_height: f64) -> Self {
        let view = View::of(camera);
        let shown = scene.layers.iter().filter(|layer| layer.visible);
        let mut named: Vec<(Sample, String)> = Vec::new();
        let verdicts: BTreeSet<Verdict> =
            scene.marks.iter().filter(|mark| view.sees(&mark.bounds())).map(|mark| mark.verdict).collect();
        named.extend(verdicts.into_iter().map(|verdict| (Sample::Verdict(verdict), verdict.name().say(scene.lang))));
        for Legend { name, swatch, .. } in shown.flat_map(|layer| layer.art.legend_in(&view)) {
            let entry = (Sample::Symbol(swatch), name.say(scene.lang));
            if !named.contains(&entry) {
                named.push(entry);
            }
        }
        let theme = scene.shading.as_ref().map(|shading| shading.said_legend(scene.lang)).unwrap_or_default();
        let theme: Vec<Entry> = theme.into_iter().map(|(colour, text)| class(colour, &text)).collect();
        let left = (width - width_of(&theme)).max(width / 3.0);
        Self { theme, ..Self::in_room(&named, left, most_height, scene.lang) }
    }

    fn in_room(named: &[(Sample, String)], width: f64, most_height: f64, lang: Lang) -> Self {
        let entry = |sample, text: &str| Entry { sample, name: Line::new(text, Weight::Regular, SIZE) };
        let mut entries: Vec<Entry> = named.iter().map(|(sample, text)| entry(*sample, text)).collect();
        let widest = entries.iter().map(|entry| entry.name.width).fold(0.0, f64::max);
        let column = (SWATCH[0] + GAP + widest + APART).min(width.max(1.0));
        let columns = count(width / column).max(1);
        let most = columns * count(most_height / ROW).max(1);
        if entries.len() > most {
            let left_out = entries.len() - most + 1;
            entries.truncate(most - 1);
            let more = Message::new("map.legend-more").with("count", left_out).say(lang);
            entries.push(entry(Sample::Nothing, &more));
        }
        Self { entries, columns, column, theme: Vec::new() }
    }

    /// Its height in points.
    pub(super) fn height(&self) -> f64 {
        let rows = self.entries.len().div_ceil(self.columns.max(1)).max(self.theme.len());
        f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) * ROW
    }

    /// Draws it, row by row, from its upper left corner.
    pub(super) fn draw(&self, canvas: &mut dyn Canvas, [left, top]: [f64; 2]) {
        for (entry, row) in self.theme.iter().zip(0_u8..) {
            draw_entry(canvas, entry, Point::new(left, top + f64::from(row) * ROW));
        }
        let left = left + width_of(&self.theme);
        let (mut at, mut in_row) = (Point::new(left, top), 0);
        for entry in &self.entries {
            draw_entry(canvas, entry, at);
            in_row += 1;
            at.x += self.column;
            if in_row == self.columns {
                (at, in_row) = (Point::new(left, at.y + ROW), 0);
            }
        }
    }
}

fn class(colour: Option<Colour>, text: &str) -> Entry {
    let sample = colour.map_or(Sample::Nothing, Sample::Class);
    Entry { sample, name: Line::new(text, Weight::Regular, SIZE) }
}

/// Width of a column with these entries; nought where there are none.
fn width_of(entries: &[Entry]) -> f64 {
    let width = |entry: &Entry| match entry.sample {
        Sample::Nothing => entry.name.width,
        _ => SWATCH[0] + GAP + entry.name.width,
    };
    entries.iter().map(width).reduce(f64::max).map_or(0.0, |widest| widest + 2.0 * APART)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "columns and rows of a sheet of bounded size"
)]
fn count(times: f64) -> usize {
    times.clamp(0.0, 10_000.0) as usize
}

fn draw_entry(canvas: &mut dyn Canvas, entry: &Entry, at: Point) {
    let place = Rect::from_origin_size((at.x, at.y + (ROW - SWATCH[1]) / 2.0), (SWATCH[0], SWATCH[1]));
    let indent = match entry.sample {
        Sample::Symbol(swatch) => {
            draw_swatch(canvas, swatch, place);
            SWATCH[0] + GAP
        }
        Sample::Verdict(verdict) => {
            draw_verdict(canvas, verdict, place);
            SWATCH[0] + GAP
        }
        Sample::Class(colour) => {
            canvas.fill(&place.to_path(0.1), colour);
            canvas.stroke(&place.to_path(0.1), &Pen::solid(0.5).mitred(), EDGE);
            SWATCH[0] + GAP
        }
        Sample::Nothing => 0.0,
    };
    canvas.fill(&entry.name.outline([at.x + indent, at.y + ROW / 2.0 + SIZE * 0.33]), INK);
}

fn draw_swatch(canvas: &mut dyn Canvas, swatch: Swatch, place: Rect) {
    let width = f64::from(swatch.width);
    if swatch.point {
        let disc = Circle::new(place.center(), 3.6).to_path(0.05);
        canvas.fill(&disc, swatch.fill.unwrap_or(INK));
        return canvas.stroke(&disc, &Pen::solid(0.8), swatch.line.unwrap_or(EDGE));
    }
    let mut along = BezPath::new();
    along.move_to((place.x0, place.center().y));
    along.line_to((place.x1, place.center().y));
    // A line with an inside is a road: its edge is wider than its surface.
    if let (Some(line), true) = (swatch.line, swatch.width > 0.0 && !swatch.is_area) {
        let pen = if swatch.dashed { Pen::dashed(width, &[5.0, 3.0]) } else { Pen::solid(width) };
        canvas.stroke(&along, &pen, line);
        if let Some(inside) = swatch.fill {
            canvas.stroke(&along, &Pen::solid((width - 1.2).max(0.6)), inside);
        }
        return;
    }
    let area = place.to_path(0.1);
    if let Some(fill) = swatch.fill {
        canvas.fill(&area, fill);
    }
    if let Some((texture, colour)) = swatch.texture {
        canvas.texture(&area, closer(texture), colour, [place.x0, place.y0]);
    }
    let (line, width) = swatch.line.map_or((EDGE, 0.5), |line| (line, width.clamp(0.5, 1.6)));
    let pen = if swatch.dashed { Pen::dashed(width, &[4.0, 2.5]) } else { Pen::solid(width) };
    canvas.stroke(&area, &pen.mitred(), line);
}

/// A texture in so little room.
fn closer(texture: Texture) -> Texture {
    match texture {
        Texture::Hatch { slant, .. } => Texture::Hatch { spacing: 4.0, width: 0.8, slant },
        Texture::Dots { .. } => Texture::Dots { spacing: 5.0, radius: 0.8 },
    }
}

/// The outline and the hatch that places of a verdict have.
fn draw_verdict(canvas: &mut dyn Canvas, verdict: Verdict, place: Rect) {
    let area = place.to_path(0.1);
    let hatch = Texture::Hatch { spacing: 4.0, width: 1.0, slant: verdict_hatch(verdict) };
    canvas.texture(&area, hatch, verdict_colour(verdict).with_opacity(150), [place.x0, place.y0]);
    canvas.stroke(&area, &Pen::solid(1.6).mitred(), verdict_colour(verdict));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(count: usize) -> Vec<(Sample, String)> {
        (0..count).map(|number| (Sample::Verdict(Verdict::Violates), format!("类别{number}"))).collect()
    }

    #[test]
    fn entries_stand_in_columns_and_what_does_not_fit_is_counted() {
        let all = Key::in_room(&named(5), 600.0, 100.0, Lang::Zh);
        assert_eq!((all.entries.len(), all.columns > 1), (5, true));
        assert!((all.height() - ROW).abs() < 1e-9, "one row");
        let narrow = Key::in_room(&named(50), 100.0, 3.5 * ROW, Lang::En);
        assert_eq!((narrow.columns, narrow.entries.len()), (1, 3));
        assert_eq!(narrow.entries.last().map(|entry| entry.sample), Some(Sample::Nothing));
        assert!(Key::in_room(&[], 600.0, 100.0, Lang::Zh).height().abs() < 1e-9);
    }
}
