//! Writes drawings for CAD: DXF of AutoCAD 2004 (AC1018), lengths in metres.
//!
//! Text is GBK (code page 936), what GBK lacks `\U+XXXX`. Later versions are UTF-8, but GDAL and with it QGIS read every
//! version by its code page, of which there is none for UTF-8; 2004 is the last version that CAD and GIS read alike, and
//! the first with true colours.
//!
//! An own writer: the `dxf` crate has no model space of its own, cannot write aligned dimensions, and stamps every file with
//! the clock and a random id. What is written is what the reference of the format and the usual CAD programs ask of a file:
//! header, nine tables, blocks with both spaces, entities, and a root dictionary. Handles are counted from the start, so the
//! same drawing has the same bytes.

mod entities;
mod groups;
mod tables;
mod text;

use geo_types::Coord;

use groups::Groups;
pub use text::legal_name;

/// A colour: the true one, and the index that programs without true colours show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// 0xRRGGBB.
    pub rgb: u32,
    /// The nearest of the 255 indexed colours.
    pub index: u8,
}

/// A drawing.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    layers: Vec<(String, Ink)>,
    entities: Vec<Entity>,
}

/// One thing that is drawn.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its layer, as [`Drawing::layer`] numbered it.
    pub layer: usize,
    /// Its own colour; `None` for that of its layer.
    pub ink: Option<Ink>,
    /// What it is.
    pub figure: Figure,
}

/// What is drawn, in metres.
#[derive(Clone, Debug)]
pub enum Figure {
    /// A polyline, closed or not; at least two points.
    Line {
        /// Its points; of a closed one the first is not repeated.
        points: Vec<Coord<f64>>,
        /// Whether the last point is joined to the first.
        closed: bool,
    },
    /// A point.
    Point(Coord<f64>),
    /// A circle.
    Circle {
        /// Its centre.
        centre: Coord<f64>,
        /// Its radius.
        radius: f64,
    },
    /// Lines of text below and right of a place.
    Text {
        /// Its upper left corner.
        at: Coord<f64>,
        /// Height of capital letters.
        height: f64,
        /// The text; a line break begins a new line.
        text: String,
    },
    /// A length between two points, measured along the line between them.
    Dimension {
        /// Both points.
        ends: [Coord<f64>; 2],
        /// Height of capital letters.
        height: f64,
        /// What stands beside the line.
        text: String,
    },
}

impl Drawing {
    /// Adds a layer and gives back its number. What a name of CAD cannot hold is replaced; names that are there already, in
    /// any case, get a number behind.
    pub fn layer(&mut self, name: &str, ink: Ink) -> usize {
        let wanted = legal_name(name);
        let is_taken = |name: &str| {
            let folded = name.to_lowercase();
            let own = self.layers.iter().map(|(known, _)| known.to_lowercase());
            tables::OWN_LAYERS.iter().map(|own| own.to_lowercase()).chain(own).any(|known| known == folded)
        };
        let mut name = wanted.clone();
        for number in 2_usize.. {
            if !is_taken(&name) {
                break;
            }
            name = text::numbered(&wanted, number);
        }
        self.layers.push((name, ink));
        self.layers.len() - 1
    }

    /// Draws something.
    pub fn draw(&mut self, entity: Entity) {
        self.entities.push(entity);
    }

    /// The drawing as a file.
    pub fn write(&self) -> Vec<u8> {
        let extent = self.extent();
        // The header names the first handle that is free, so it is written when all others are.
        let mut body = Groups::new();
        let dimensions: Vec<&Entity> =
            self.entities.iter().filter(|entity| matches!(entity.figure, Figure::Dimension { .. })).collect();
        let blocks = tables::write(&mut body, &self.layers, dimensions.len(), extent);
        entities::write_blocks(&mut body, self, &dimensions, &blocks);
        body.section("ENTITIES", |out| {
            let mut blocks = blocks.iter();
            for entity in &self.entities {
                let block = if matches!(entity.figure, Figure::Dimension { .. }) { blocks.next() } else { None };
                entities::write(out, self.layer_name(entity), entity, block);
            }
        });
        tables::write_objects(&mut body);
        let mut file = tables::header(body.free_handle(), extent);
        file.append(&body);
        file.text(0, "EOF");
        file.into_bytes()
    }

    fn layer_name(&self, entity: &Entity) -> &str {
        self.layers.get(entity.layer).map_or("0", |(name, _)| name)
    }

    /// Lower left and upper right of all that is drawn.
    fn extent(&self) -> [Coord<f64>; 2] {
        let corners = self.entities.iter().flat_map(|entity| match &entity.figure {
            Figure::Line { points, .. } => points.clone(),
            Figure::Point(at) | Figure::Text { at, .. } => vec![*at],
            Figure::Circle { centre, radius } => {
                let reach = Coord { x: *radius, y: *radius };
                vec![*centre - reach, *centre + reach]
            }
            Figure::Dimension { ends, .. } => ends.to_vec(),
        });
        let boxes = corners.map(|at| [at, at]).reduce(|[low, high], [at, _]| {
            let low = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
            [low, Coord { x: high.x.max(at.x), y: high.y.max(at.y) }]
        });
        boxes.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Ink = Ink { rgb: 0, index: 7 };

    #[test]
    fn layers_of_one_name_get_numbers_whatever_their_case() {
        let mut drawing = Drawing::default();
        for name in ["a<b", "A_b", "a=b", "0", "defpoints"] {
            drawing.layer(name, INK);
        }
        let names: Vec<&str> = drawing.layers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a_b", "A_b 2", "a_b 3", "0 2", "defpoints 2"]);
    }

    #[test]
    fn a_dimension_without_length_is_still_a_number_for_every_place() {
        let at = Coord { x: 34_500_000.123_456_7, y: 3_087_000.0 };
        let mut drawing = Drawing::default();
        let layer = drawing.layer("a", INK);
        let figure = Figure::Dimension { ends: [at, at], height: 0.5, text: String::from("0.0 m") };
        drawing.draw(Entity { layer, ink: None, figure });
        let text = String::from_utf8(drawing.write()).unwrap();
        assert!(!text.contains("NaN") && !text.contains("inf"));
        // Line, three points on it, dimension and both ends of its block: every one to the last digit.
        assert!(text.matches("34500000.1234567\r\n").count() >= 6);
    }
}
