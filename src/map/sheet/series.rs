//! A drawing to scale on as many sheets of paper as it needs.

use std::sync::Arc;

use geo_types::{Coord, Rect as PlanRect};
use vello_cpu::kurbo::Vec2;

use super::heading::{MARGIN, NOTES, TITLE};
use super::{BELOW, Heading, Key, LEFT, MAP_SHARE, RIGHT, Sheet, TOP};
use crate::map::{Camera, Scene};

/// Scales of drawings, as offices use them.
pub(super) const SCALES: [f64; 14] = [
    500.0,
    1_000.0,
    2_000.0,
    5_000.0,
    10_000.0,
    20_000.0,
    25_000.0,
    50_000.0,
    100_000.0,
    200_000.0,
    250_000.0,
    500_000.0,
    1_000_000.0,
    2_500_000.0,
];
/// Neighbouring sheets share this part of a map, so that they can be joined.
const SHARED: f64 = 0.04;
/// A drawing has at most so many sheets.
const MOST: u32 = 64;

/// Sheets of one scale, row by row from the upper left.
#[derive(Debug)]
pub struct Series<'a> {
    sheets: Vec<Sheet<'a>>,
    denominator: f64,
}

/// A drawing that would need too many sheets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crowded {
    /// How many sheets it would need.
    pub sheets: u32,
    /// The most that there may be.
    pub most: u32,
    /// The largest scale at which one sheet is enough: 1 to so many.
    pub fitting: f64,
}

impl<'a> Series<'a> {
    /// Sheets of so many points of paper that show a box of the plan at 1:`denominator`; without one at the largest usual
    /// scale at which one sheet is enough. With `at` one sheet about that place, whatever it leaves out.
    ///
    /// # Errors
    /// [`Crowded`] where more sheets would be needed than anybody joins.
    pub fn of(
        scene: &'a Scene,
        bounds: PlanRect<f64>,
        paper: [f64; 2],
        (denominator, at): (Option<f64>, Option<Coord<f64>>),
        heading: &Heading,
    ) -> Result<Self, Crowded> {
        let paper = paper.map(|points| if points.is_finite() { points.clamp(200.0, 16_000.0) } else { 200.0 });
        let room = [paper[0] - 2.0 * MARGIN - LEFT - RIGHT, paper[1] - 2.0 * MARGIN - TITLE - TOP - BELOW - NOTES];
        // One legend for all sheets, of all that the plan shows: a symbol of one sheet is explained on every other.
        let key = Arc::new(Key::of(scene, &Camera::fitting(bounds, room), room[0], room[1] * (1.0 - MAP_SHARE)));
        let map = [room[0], room[1] - key.height()];
        let fitting = fitting(bounds, map);
        let denominator = denominator.filter(|asked| asked.is_finite() && *asked >= 1.0).unwrap_or(fitting);
        let camera = Camera { size: map, ..Camera::fitting(bounds, map) }.at_denominator(denominator);
        let (of, centres) = match at {
            Some(at) => ([1, 1], vec![at]),
            None => tiles(bounds, &camera).map_err(|sheets| Crowded { sheets, most: MOST, fitting })?,
        };
        let origin = Vec2::new(MARGIN + LEFT, MARGIN + TITLE + TOP);
        let sheets = centres.into_iter().zip(0..).map(|(centre, number): (Coord<f64>, u32)| {
            let index = Some((of, [number % of[0], number / of[0]]));
            let heading = Some(Heading { index, ..heading.clone() });
            Sheet { scene, camera: Camera { centre, ..camera }, size: paper, origin, key: Arc::clone(&key), heading }
        });
        Ok(Self { sheets: sheets.collect(), denominator })
    }

    /// The sheets.
    pub fn sheets(&self) -> &[Sheet<'a>] {
        &self.sheets
    }

    /// The scale, 1 to so many.
    pub fn denominator(&self) -> f64 {
        self.denominator
    }

    /// Says on each sheet which one it is: `words` get its number from 1 and how many there are.
    #[must_use]
    pub fn numbered(mut self, words: impl Fn(usize, usize) -> String) -> Self {
        let count = self.sheets.len();
        for (index, sheet) in self.sheets.iter_mut().enumerate() {
            if let Some(heading) = &mut sheet.heading {
                heading.number = words(index + 1, count);
            }
        }
        self
    }
}

/// The largest usual scale at which a box fits on a map.
fn fitting(bounds: PlanRect<f64>, map: [f64; 2]) -> f64 {
    let needed = Camera { size: map, ..Camera::fitting(bounds, map) };
    let at = |denominator: f64| needed.at_denominator(denominator).metres_per_point;
    let fits = |denominator: &f64| {
        let metres = at(*denominator);
        bounds.width() <= map[0] * metres && bounds.height() <= map[1] * metres
    };
    SCALES.into_iter().find(fits).unwrap_or_else(|| needed.denominator().ceil())
}

/// The middles of the maps that cover a box, row by row from above, with columns and rows; as an error how many too many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before it is narrowed")]
fn tiles(bounds: PlanRect<f64>, camera: &Camera) -> Result<([u32; 2], Vec<Coord<f64>>), u32> {
    let span = camera.size.map(|points| points * camera.metres_per_point);
    let step = span.map(|metres| metres * (1.0 - SHARED));
    let extent = [bounds.width(), bounds.height()];
    let count = |axis: usize| {
        let more = ((extent[axis] - span[axis]) / step[axis]).max(0.0);
        // What floating-point noise sticks out by needs no sheet of its own.
        1 + (more - 1e-9).ceil().clamp(0.0, 60_000.0) as u32
    };
    let [columns, rows] = [count(0), count(1)];
    let all = columns.saturating_mul(rows);
    if all > MOST {
        return Err(all);
    }
    let middle = bounds.center();
    let away = |index: u32, of: u32, step: f64| (f64::from(index) - (f64::from(of) - 1.0) / 2.0) * step;
    let centre = |row: u32, column: u32| Coord {
        x: middle.x + away(column, columns, step[0]),
        y: middle.y - away(row, rows, step[1]),
    };
    let centres = (0..rows).flat_map(|row| (0..columns).map(move |column| centre(row, column)));
    Ok(([columns, rows], centres.collect()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bounds, scene};
    use super::*;
    use crate::handle::Handle;

    /// A3 across, in points of 1/96 inch.
    const A3: [f64; 2] = [420.0 / 25.4 * 96.0, 297.0 / 25.4 * 96.0];

    fn heading() -> Heading {
        Heading { title: "土地利用图".to_owned(), notes: "CGCS2000".to_owned(), ..Heading::default() }
    }

    #[test]
    fn at_1_to_5000_a_hundred_millimetres_of_paper_are_500_metres() {
        let scene = scene();
        let series = Series::of(&scene, bounds(), A3, (Some(5_000.0), None), &heading()).unwrap();
        let [sheet] = series.sheets() else { panic!("400 m fit on A3 at 1:5000") };
        let hundred_millimetres = 100.0 / 25.4 * 96.0;
        assert!((sheet.camera().metres_per_point * hundred_millimetres - 500.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_scale_it_is_the_largest_usual_one_that_fits() {
        let scene = scene();
        // The map of A3 is about 370 mm wide: 400 m need 1:1081, so 1:2000.
        let series = Series::of(&scene, bounds(), A3, (None, None), &heading()).unwrap();
        assert!((series.denominator() - 2_000.0).abs() < 1e-9);
        assert_eq!(series.sheets().len(), 1);
        let seen = series.sheets()[0].camera().visible();
        assert!(seen.min().x <= bounds().min().x && seen.max().x >= bounds().max().x);
    }

    #[test]
    fn what_does_not_fit_is_cut_into_numbered_sheets_that_overlap_and_cover_all() {
        let scene = scene();
        let series = Series::of(&scene, bounds(), A3, (Some(500.0), None), &heading()).unwrap();
        assert!(series.sheets().len() > 3, "{}", series.sheets().len());
        let seen: Vec<PlanRect<f64>> = series.sheets().iter().map(|sheet| sheet.camera().visible()).collect();
        let west = seen.iter().map(|seen| seen.min().x).fold(f64::INFINITY, f64::min);
        let east = seen.iter().map(|seen| seen.max().x).fold(f64::NEG_INFINITY, f64::max);
        assert!(west <= bounds().min().x && east >= bounds().max().x);
        assert!(seen[0].max().x > seen[1].min().x, "neighbours share a strip");
        assert!(seen[0].max().y > seen[seen.len() - 1].max().y, "the first is the upper one");
        let numbered = series.numbered(|number, of| format!("{number}/{of}"));
        let numbers = numbered.sheets().iter().filter_map(|sheet| sheet.heading.as_ref().map(|one| one.number.clone()));
        assert_eq!(numbers.last(), Some(format!("{0}/{0}", seen.len())));
    }

    #[test]
    fn too_many_sheets_are_refused_with_the_scale_that_fits() {
        let scene = scene();
        let crowded = Series::of(&scene, bounds(), A3, (Some(20.0), None), &heading()).unwrap_err();
        assert!(crowded.sheets > crowded.most && (crowded.fitting - 2_000.0).abs() < 1e-9, "{crowded:?}");
    }

    #[test]
    fn a_place_has_one_sheet_about_it() {
        let scene = scene();
        let at = Coord { x: 34_500_100.0, y: 50.0 };
        let series = Series::of(&scene, bounds(), A3, (Some(500.0), Some(at)), &heading()).unwrap();
        assert_eq!(series.sheets().len(), 1);
        assert_eq!(series.sheets()[0].camera().centre, at);
        let svg = series.sheets()[0].svg(&Handle::default()).unwrap();
        assert!(svg.contains("width=\"1190.55pt\""), "A3 is 420 mm or 1190.55 points of a printer wide");
    }
}
