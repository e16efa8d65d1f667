//! Text on the map: outlines of the bundled fonts laid out from left to right, so that a picture is the same on every machine.
//!
//! No shaping: Chinese, Latin and digits need none. Sizes are points; y grows downward.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use vello_cpu::kurbo::{Affine, BezPath, Shape as _};

/// Noto Sans SC Regular, the characters of GBK.
pub static REGULAR_FONT: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-GBK-Regular.otf");
/// Noto Sans SC Bold, the characters of GB 2312.
pub static BOLD_FONT: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-GB2312-Bold.otf");

/// From the baseline to the top of capitals and Chinese characters, in parts of the size.
pub(super) const ASCENT: f64 = 0.88;
/// From the baseline to the bottom of descenders, in parts of the size.
pub(super) const DESCENT: f64 = 0.22;

/// Weight of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Weight {
    /// As in running text.
    #[default]
    Regular,
    /// Names of large things, figures.
    Bold,
}

/// A letter for a size of 1, its baseline at y 0.
#[derive(Clone, Debug, Default)]
struct Letter {
    outline: BezPath,
    advance: f64,
}

/// Text laid out on a straight baseline that starts at the origin.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Its letters, each at its place, with the middle of its advance.
    letters: Vec<(Arc<Letter>, f64)>,
    size: f64,
    /// From the start to the end of the last advance.
    pub(super) width: f64,
}

impl Line {
    /// Lays out text at a size in points.
    pub(super) fn new(text: &str, weight: Weight, size: f64) -> Self {
        let mut line = Self { size, ..Self::default() };
        let mut letters = LETTERS.lock().unwrap_or_else(PoisonError::into_inner);
        for c in text.chars() {
            let letter = letters.entry((weight, c)).or_insert_with(|| Arc::new(letter(c, weight)));
            line.letters.push((Arc::clone(letter), line.width));
            line.width += letter.advance * size;
        }
        line
    }

    /// The outline of all letters, the start of the baseline at a point.
    pub(super) fn outline(&self, at: [f64; 2]) -> BezPath {
        let mut path = BezPath::new();
        for (letter, start) in &self.letters {
            add(&mut path, letter, Affine::translate((at[0] + start, at[1])) * Affine::scale(self.size));
        }
        path
    }

    /// The outline with each letter at its own place of a way: the middle of its advance at a distance from the way's start
    /// that begins with `from`. Also the middles, for keeping others away. `None` where the way is too short.
    pub(super) fn outline_along(&self, way: &Way, from: f64) -> Option<(BezPath, Vec<[f64; 2]>)> {
        let mut path = BezPath::new();
        let mut middles = Vec::with_capacity(self.letters.len());
        for (letter, start) in &self.letters {
            let half = letter.advance * self.size / 2.0;
            let (at, direction) = way.at(from + start + half)?;
            // Letters stand on the middle of the line with their middle: names of roads are written in them.
            let stand = Affine::translate((-half, self.size * (ASCENT - DESCENT) / 2.0 - self.size * 0.02));
            let turn = Affine::translate((at[0], at[1])) * Affine::rotate(direction);
            add(&mut path, letter, turn * stand * Affine::scale(self.size));
            middles.push(at);
        }
        Some((path, middles))
    }
}

fn add(path: &mut BezPath, letter: &Letter, place: Affine) {
    path.extend(letter.outline.iter().map(|element| place * element));
}

/// A polyline measured by its length, for writing along it.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    points: Vec<[f64; 2]>,
    /// Distance of each point from the start.
    reached: Vec<f64>,
}

impl Way {
    /// A way through these points; equal neighbours are one.
    pub(super) fn new(points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        let mut way = Self::default();
        for point in points {
            let step = way.points.last().map_or(0.0, |last| (point[0] - last[0]).hypot(point[1] - last[1]));
            if way.points.is_empty() || step > 1e-9 {
                way.reached.push(way.length() + step);
                way.points.push(point);
            }
        }
        way
    }

    /// Its length.
    pub(super) fn length(&self) -> f64 {
        self.reached.last().copied().unwrap_or(0.0)
    }

    /// The way from its other end.
    #[must_use]
    pub(super) fn reversed(&self) -> Self {
        Self::new(self.points.iter().rev().copied())
    }

    /// The point at a distance from the start, with the direction there in radians; `None` beyond its ends.
    pub(super) fn at(&self, distance: f64) -> Option<([f64; 2], f64)> {
        if !(0.0..=self.length()).contains(&distance) {
            return None;
        }
        let next = self.reached.partition_point(|&reached| reached < distance).max(1);
        let (a, b) = (self.points.get(next - 1)?, self.points.get(next)?);
        let (start, end) = (self.reached.get(next - 1)?, self.reached.get(next)?);
        let part = (distance - start) / (end - start);
        let along = [b[0] - a[0], b[1] - a[1]];
        Some(([a[0] + along[0] * part, a[1] + along[1] * part], along[1].atan2(along[0])))
    }

    /// The most that its direction turns between two letters' distance on a stretch, in radians.
    pub(super) fn sharpest(&self, from: f64, to: f64, step: f64) -> f64 {
        let directions = std::iter::successors(Some(from), |at| Some(at + step)).take_while(|at| *at <= to);
        let directions: Vec<f64> = directions.filter_map(|at| self.at(at)).map(|(_, direction)| direction).collect();
        let turn = |pair: &[f64]| {
            let turn = (pair[1] - pair[0]).rem_euclid(std::f64::consts::TAU);
            turn.min(std::f64::consts::TAU - turn)
        };
        directions.windows(2).map(turn).fold(0.0, f64::max)
    }
}

static LETTERS: LazyLock<Mutex<BTreeMap<(Weight, char), Arc<Letter>>>> = LazyLock::new(Mutex::default);
static FONTS: LazyLock<[Option<FontRef<'static>>; 2]> =
    LazyLock::new(|| [REGULAR_FONT, BOLD_FONT].map(|bytes| FontRef::new(bytes).ok()));

/// The letter from the font of the weight, else from the regular one, else a small box.
fn letter(c: char, weight: Weight) -> Letter {
    let [regular, bold] = &*FONTS;
    let fonts = match weight {
        Weight::Regular => [regular, regular],
        Weight::Bold => [bold, regular],
    };
    let found = fonts.into_iter().flatten().find_map(|font| from_font(font, c));
    let letter = found.unwrap_or_else(|| without_glyph(c));
    narrowed(c, letter)
}

fn from_font(font: &FontRef<'_>, c: char) -> Option<Letter> {
    let glyph = font.charmap().map(c)?;
    // In the font's own units, so that coordinates keep their precision.
    let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    let size = Size::new(units);
    let advance = font.glyph_metrics(size, LocationRef::default()).advance_width(glyph)?;
    let mut pen = Pen::default();
    let outline = font.outline_glyphs().get(glyph)?;
    outline.draw(DrawSettings::unhinted(size, LocationRef::default()), &mut pen).ok()?;
    let scale = 1.0 / f64::from(units);
    Some(Letter { outline: Affine::scale(scale) * pen.0, advance: f64::from(advance) * scale })
}

/// Blanks that fonts leave out have their width; anything else is a box.
fn without_glyph(c: char) -> Letter {
    if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') {
        return Letter::default();
    }
    if c.is_whitespace() {
        let advance = match c {
            '\u{2009}' | '\u{202f}' | '\u{2006}' => 0.17,
            '\u{200a}' => 0.1,
            '\u{3000}' | '\u{2003}' => 1.0,
            '\u{2002}' => 0.5,
            _ => 0.25,
        };
        return Letter { outline: BezPath::new(), advance };
    }
    let frame = |x0: f64, y0: f64, x1: f64, y1: f64| vello_cpu::kurbo::Rect::new(x0, y0, x1, y1).to_path(0.01);
    let mut outline = frame(0.08, -0.72, 0.62, 0.02);
    // The inner frame runs the other way round and leaves a hole.
    outline.extend(frame(0.13, -0.67, 0.57, -0.03).reverse_subpaths().iter());
    Letter { outline, advance: 0.7 }
}

/// Signs that the font gives the width of a Chinese character stand between figures here, where that tears gaps.
fn narrowed(c: char, letter: Letter) -> Letter {
    let advance = match c {
        '·' => 0.36,
        '≥' | '≤' => 0.84,
        _ => return letter,
    };
    let shift = (advance - letter.advance) / 2.0;
    Letter { outline: Affine::translate((shift, 0.0)) * letter.outline, advance }
}

/// Takes outlines over, y downward.
#[derive(Default)]
struct Pen(BezPath);

fn point(x: f32, y: f32) -> (f64, f64) {
    (f64::from(x), -f64::from(y))
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(point(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to(point(cx0, cy0), point(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to(point(cx0, cy0), point(cx1, cy1), point(x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_as_wide_as_its_size_and_stands_on_the_baseline() {
        let line = Line::new("廊道", Weight::Regular, 20.0);
        assert!((line.width - 40.0).abs() < 1e-6);
        let bounds = line.outline([100.0, 50.0]).bounding_box();
        assert!(bounds.x0 > 99.0 && bounds.x1 < 141.0, "{bounds:?}");
        assert!(bounds.y0 > 50.0 - 20.0 && bounds.y1 < 50.0 + 5.0, "{bounds:?}");
    }

    #[test]
    fn bold_letters_are_wider_and_borrow_what_they_lack() {
        let width = |text, weight| Line::new(text, weight, 10.0).width;
        assert!(width("37.3 m", Weight::Bold) > width("37.3 m", Weight::Regular));
        // 喆 stands in GBK but not in GB 2312.
        assert!(!Line::new("喆", Weight::Bold, 10.0).outline([0.0; 2]).is_empty());
        assert!((width("喆", Weight::Bold) - 10.0).abs() < 1e-6);
    }

    #[test]
    fn a_character_without_glyph_is_a_small_box_and_a_thin_space_is_blank() {
        let boxed = Line::new("\u{1f600}", Weight::Regular, 10.0);
        let bounds = boxed.outline([0.0; 2]).bounding_box();
        assert!((bounds.width() - 5.4).abs() < 1e-6 && (boxed.width - 7.0).abs() < 1e-9, "{bounds:?}");
        let blank = Line::new("\u{2009}", Weight::Regular, 10.0);
        assert!(blank.outline([0.0; 2]).is_empty() && (blank.width - 1.7).abs() < 1e-9);
    }

    #[test]
    fn signs_of_limits_have_glyphs() {
        for c in "≥≤<>·×²⁴%—".chars() {
            let [regular, _] = &*FONTS;
            assert!(regular.as_ref().is_some_and(|font| from_font(font, c).is_some()), "{c}");
        }
    }

    #[test]
    fn a_way_is_measured_along_its_corners() {
        let way = Way::new([[0.0, 0.0], [0.0, 0.0], [30.0, 0.0], [30.0, 40.0]]);
        assert!((way.length() - 70.0).abs() < 1e-12);
        let (at, direction) = way.at(50.0).unwrap();
        assert!((at[0] - 30.0).abs() < 1e-12 && (at[1] - 20.0).abs() < 1e-12);
        assert!((direction - std::f64::consts::FRAC_PI_2).abs() < 1e-12);
        assert!(way.at(70.1).is_none() && Way::default().at(0.0).is_none());
        assert!((way.sharpest(0.0, 70.0, 5.0) - std::f64::consts::FRAC_PI_2).abs() < 1e-12);
        assert!(way.sharpest(0.0, 25.0, 5.0) < 1e-12);
    }

    #[test]
    fn text_along_a_way_follows_it_and_does_not_fit_a_short_one() {
        let line = Line::new("滨河路", Weight::Regular, 10.0);
        let way = Way::new([[0.0, 0.0], [0.0, 100.0]]);
        let (_, middles) = line.outline_along(&way, 10.0).unwrap();
        assert_eq!(middles.len(), 3);
        assert!((middles[0][1] - 15.0).abs() < 1e-6 && (middles[2][1] - 35.0).abs() < 1e-6);
        assert!(line.outline_along(&way, 75.0).is_none());
    }
}
