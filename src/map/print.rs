//! A plan printed true to scale: on one sheet of paper, or on several that fit together edge to edge.
//!
//! A sheet has a title, the map in a frame with the coordinates of the plan along it, a legend of what is seen, and a block
//! with scale, system and what else is stated. Of several sheets each shows which one it is.

mod block;
mod paper;
mod place;

use std::sync::Arc;

use geo_types::{Coord, Rect as PlanRect};
use vello_cpu::kurbo::{Rect, Shape as _, Vec2};

use self::block::Block;
pub use self::paper::{PaperSize, Turn};
use self::place::Place;
use super::canvas::{Canvas, Pen, Raster};
use super::graticule::Graticule;
use super::legend::Key;
use super::lettering::{Line, Weight};
use super::overlay::overlay;
use super::picture::layers;
use super::scale::round_from;
use super::shifted::Shifted;
use super::vector::Vector;
use super::{Camera, Colour, Picture, Scene, Tone};
use crate::handle::Handle;
use crate::text::Message;
use crate::units::grouped;

/// Points of paper per millimetre: 96 to the inch.
const PER_MM: f64 = 96.0 / 25.4;
/// Metres of paper that a point is.
const METRES_PER_POINT: f64 = 0.0254 / 96.0;
/// A plan on more sheets wants another scale.
const MOST_SHEETS: usize = 64;
/// What is shown whole keeps this part of the map free on each side.
const FREE: f64 = 0.02;
/// The most pixels that a side of a picture may have: the renderer counts in 16 bits.
const MOST_PIXELS: f64 = super::canvas::LARGEST_SIDE;
const INK: Colour = Colour::hex(0x2f_2f_2f);
const GROUND: Colour = Colour::hex(0xff_ff_ff);

/// What is printed, and on what.
#[derive(Clone, Debug)]
pub struct PrintOrder {
    /// The box of the plan to show whole.
    pub show: PlanRect<f64>,
    /// One sheet about this place instead, at the scale of the whole.
    pub at: Option<Coord<f64>>,
    /// The paper.
    pub paper: PaperSize,
    /// How it lies; where nothing is said so that the map is large.
    pub turn: Option<Turn>,
    /// 5000 for 1 : 5000; the largest round scale that shows the box on one sheet where nothing is said.
    pub denominator: Option<f64>,
    /// What stands above the map.
    pub title: String,
    /// What the block states besides scale and sheet: names and values.
    pub stated: Vec<[String; 2]>,
}

/// A plan laid out on sheets.
#[derive(Clone, Debug)]
pub struct Print {
    scene: Arc<Scene>,
    order: PrintOrder,
    place: Place,
    denominator: f64,
    columns: usize,
    rows: usize,
}

impl Print {
    /// Lays a scene out.
    ///
    /// # Errors
    /// A message where the scale is none, or asks for more sheets than anybody prints; it names the scale that fits on one.
    pub fn of(scene: &Scene, order: PrintOrder) -> Result<Self, Message> {
        if let Some(turn) = order.turn {
            return Self::turned(scene, order, turn);
        }
        // As the box lies, unless the other way it takes fewer sheets or can be larger.
        let wide = order.show.width() > order.show.height();
        let turns = if wide { [Turn::Landscape, Turn::Portrait] } else { [Turn::Portrait, Turn::Landscape] };
        let [as_it_lies, other] = turns.map(|turn| Self::turned(scene, order.clone(), turn));
        match (as_it_lies, other) {
            (Ok(first), Ok(other)) => Ok(if other.beats(&first) { other } else { first }),
            (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
            (Err(refused), Err(_)) => Err(refused),
        }
    }

    fn beats(&self, other: &Self) -> bool {
        let larger = self.denominator < other.denominator * (1.0 - 1e-9);
        self.sheets() < other.sheets() || (self.sheets() == other.sheets() && larger)
    }

    fn turned(scene: &Scene, order: PrintOrder, turn: Turn) -> Result<Self, Message> {
        let size = order.paper.size_mm(turn).map(|side| side * PER_MM);
        let scene = Scene { furniture: true, graticule: None, unseen: 0.0, tone: Tone::Light, ..scene.clone() };
        let rows = order.stated.len() + 2;
        let without = Place::on(size, 0.0, rows);
        let all = Camera::fitting(order.show, [without.map.width(), without.map.height()]);
        let key = Key::of(&scene, &all, without.legend_width(), without.most_legend());
        let place = Place::on(size, key.height(), rows);
        // Beside the scheme of several sheets there is less room: what is left out then is counted.
        let ground = |side: f64| side * METRES_PER_POINT;
        let (across, up) = (ground(place.map.width()), ground(place.map.height()));
        let kept = 1.0 - 2.0 * FREE;
        let needed = (order.show.width() / (across * kept)).max(order.show.height() / (up * kept));
        let fits = round_from(needed.max(1.0));
        let denominator = order.denominator.unwrap_or(fits);
        if !(1.0..=1e9).contains(&denominator) {
            return Err(Message::new("map.scale-wrong"));
        }
        // What fits but for the free margin still fits.
        let count = |side: f64, of: f64| (side / (of * denominator) - 1e-9).ceil().max(1.0);
        let (columns, rows) = match order.at {
            Some(_) => (1.0, 1.0),
            None => (count(order.show.width(), across), count(order.show.height(), up)),
        };
        if columns * rows > MOST_SHEETS as f64 {
            let message = Message::new("map.too-many-sheets").with("count", format!("{:.0}", columns * rows));
            let message = message.with("most", MOST_SHEETS).with("scale", grouped(&format!("{denominator:.0}")));
            return Err(message.with("fits", grouped(&format!("{fits:.0}"))));
        }
        let [columns, rows] = [columns, rows].map(whole);
        Ok(Self { scene: Arc::new(scene), order, place, denominator, columns, rows })
    }

    /// How many sheets there are.
    pub fn sheets(&self) -> usize {
        self.columns * self.rows
    }

    /// 5000 where it is printed at 1 : 5000.
    pub fn denominator(&self) -> f64 {
        self.denominator
    }

    /// Width and height of a sheet, in millimetres.
    pub fn size_mm(&self) -> [f64; 2] {
        self.place.size.map(|side| side / PER_MM)
    }

    /// Where the map of a sheet is looked at from; sheets count row by row from the north-west. Its size is that of the map
    /// inside the frame.
    pub fn camera(&self, sheet: usize) -> Camera {
        let Self { columns, rows, .. } = *self;
        let size = [self.place.map.width(), self.place.map.height()];
        let metres_per_point = self.denominator * METRES_PER_POINT;
        let step = size.map(|side| side * metres_per_point);
        let (column, row) = (sheet % columns.max(1), sheet / columns.max(1));
        let from_middle = |number: usize, count: usize| number as f64 - (count as f64 - 1.0) / 2.0;
        let middle = self.order.at.unwrap_or_else(|| self.order.show.center());
        let centre = Coord {
            x: middle.x + from_middle(column, columns) * step[0],
            y: middle.y - from_middle(row, rows) * step[1],
        };
        Camera { centre, metres_per_point, size }
    }

    /// A sheet as SVG; `None` where the handle was cancelled on the way.
    pub fn svg(&self, sheet: usize, handle: &Handle) -> Option<String> {
        let mut vector = Vector::new(self.place.size);
        self.draw(sheet, &mut vector, handle)?;
        Some(vector.finish())
    }

    /// A sheet as a picture of so many pixels a point; `None` where the handle was cancelled on the way.
    pub fn picture(&self, sheet: usize, scale: f64, handle: &Handle) -> Option<Picture> {
        let mut raster = Raster::new(self.place.size, scale);
        self.draw(sheet, &mut raster, handle)?;
        Some(raster.finish())
    }

    /// Pixels a point at so many dots to the inch.
    ///
    /// # Errors
    /// A message with the most that this paper can have.
    pub fn picture_scale(&self, dots: f64) -> Result<f64, Message> {
        let [width, height] = self.place.size;
        let most = (MOST_PIXELS / width.max(height) * 96.0).floor();
        if !(20.0..=most).contains(&dots) {
            return Err(Message::new("map.dots-wrong").with("most", format!("{most:.0}")));
        }
        Ok(dots / 96.0)
    }

    fn draw(&self, sheet: usize, canvas: &mut dyn Canvas, handle: &Handle) -> Option<()> {
        let Place { size: [width, height], map, .. } = self.place;
        let camera = self.camera(sheet);
        canvas.fill(&Rect::new(0.0, 0.0, width, height).to_path(0.1), GROUND);
        let frame = map.to_path(0.1);
        canvas.push_clip(&frame);
        let mut inside = Shifted::new(canvas, Vec2::new(map.x0, map.y0), camera.size);
        layers(&mut inside, &self.scene, &camera, handle)?;
        overlay(&mut inside, &self.scene, &camera);
        canvas.pop_clip();
        Graticule::of(&camera).draw(canvas, map);
        canvas.stroke(&frame, &Pen::solid(1.6).mitred(), INK);
        canvas.stroke(&self.place.border.to_path(0.1), &Pen::solid(0.6).mitred(), INK);
        self.title(canvas);
        let block = Block::of(self, sheet);
        let width = self.place.legend_width() - block.scheme_width();
        let key = Key::of(&self.scene, &camera, width, self.place.foot.height());
        key.draw(canvas, [self.place.foot.x0, self.place.foot.y0]);
        block.draw(canvas, self.place.block());
        (!handle.is_cancelled()).then_some(())
    }

    /// The title, above the middle of the map; smaller where it is long.
    fn title(&self, canvas: &mut dyn Canvas) {
        let Place { map, title, .. } = self.place;
        let full = Line::new(&self.order.title, Weight::Bold, title);
        let size = title * (map.width() / full.width.max(1.0)).min(1.0);
        let line = Line::new(&self.order.title, Weight::Bold, size);
        let at = [map.center().x - line.width / 2.0, map.y0 - title * 0.75];
        canvas.fill(&line.outline(at), INK);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most so many sheets")]
fn whole(count: f64) -> usize {
    count.clamp(1.0, MOST_SHEETS as f64) as usize
}

#[cfg(test)]
mod tests;
