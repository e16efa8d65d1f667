//! A seeded city of any size, the same on every machine, to measure speed on.
//!
//! Streets form a grid of blocks that is bent as a whole, so that hardly anything is straight or parallel to an axis.
//! Each block has five buildings and a green patch; every sixteenth row of blocks is a corridor with buildings at its
//! edges; greenways run along every fourth street. It is no place and no test of figures.
#![expect(dead_code, reason = "each bench uses the part it needs")]

pub(crate) mod files;
mod shapes;

use geo_types::Coord;
use langdao::geometry::Region;
use langdao::layer::{Feature, Layer, Origin, Role, Shape, Value};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use shapes::{Bend, area, octagon, rectangle};

/// Side of a block in metres: a network of about 13 km per km².
pub(crate) const BLOCK: f64 = 150.0;
/// Lower left corner, EPSG:4543.
pub(crate) const ORIGIN: Coord<f64> = Coord { x: 526_000.0, y: 3_087_000.0 };
/// Every so many rows of blocks one is a corridor.
const CORRIDOR_ROWS: usize = 16;
/// Every so many streets one has a greenway.
const GREENWAY_ROWS: usize = 4;
/// Features of a block with its share of the streets: two streets, five buildings, one green patch.
const FEATURES_A_BLOCK: usize = 8;

/// Seeded choices.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The same dice for the same seed, everywhere.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number of at least `low` and below `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        // 53 bits are all that a number between 0 and 1 can hold.
        let share = (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        low + share * (high - low)
    }

    /// One of these.
    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        let choice = self.0.next_u64() % choices.len() as u64;
        choices[usize::try_from(choice).unwrap_or(0)]
    }
}

/// A city of `blocks` by `blocks` blocks.
pub(crate) struct City {
    blocks: usize,
    dice: Dice,
    bend: Bend,
}

impl City {
    /// The city with about this many features.
    pub(crate) fn of_features(features: usize) -> Self {
        Self::of_blocks(features.div_ceil(FEATURES_A_BLOCK).isqrt() + 1)
    }

    /// The city with at least this many street segments, from crossing to crossing.
    pub(crate) fn of_streets(segments: usize) -> Self {
        // A city of b by b blocks has 2b(b + 1) of them.
        Self::of_blocks(segments.div_ceil(2).isqrt() + 1)
    }

    fn of_blocks(blocks: usize) -> Self {
        Self { blocks, dice: Dice::seeded(blocks as u64), bend: Bend::over(blocks as f64 * BLOCK) }
    }

    /// Every layer, as `Layer`s with canonical fields and values.
    pub(crate) fn layers(mut self) -> Vec<Layer> {
        vec![self.boundary(), self.streets(), self.buildings(), self.green(), self.corridors(), self.greenways()]
    }

    /// Boundary and streets only.
    pub(crate) fn boundary_and_streets(mut self, segments: usize) -> Vec<Layer> {
        let (boundary, mut streets) = (self.boundary(), self.streets());
        streets.features.truncate(segments);
        vec![boundary, streets]
    }

    fn at(&self, column: f64, row: f64) -> Coord<f64> {
        self.bend.bent(Coord { x: column * BLOCK, y: row * BLOCK })
    }

    /// Main urban area, built-up area and county seat in one: all but the outermost tenth of the blocks.
    fn boundary(&mut self) -> Layer {
        let side = self.blocks as f64;
        let (low, high) = (side * 0.05, side * 0.95);
        let steps = self.blocks.max(4);
        let edge = |from: (f64, f64), to: (f64, f64)| {
            (0..steps).map(move |step| {
                let share = step as f64 / steps as f64;
                (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
            })
        };
        let corners = [(low, low), (high, low), (high, high), (low, high), (low, low)];
        let ring: Vec<Coord<f64>> = corners
            .windows(2)
            .flat_map(|pair| edge(pair[0], pair[1]))
            .map(|(column, row)| self.at(column, row))
            .collect();
        let features = rows([(Shape::Area(area(&ring)), vec![Value::text("主城区")])]);
        let roles = [Role::MainUrbanArea, Role::BuiltUpArea, Role::CountySeat];
        layer("main-urban-area", &roles, &["name"], features)
    }

    /// A street from crossing to crossing, with a bend between; every eighth is an arterial road.
    fn streets(&mut self) -> Layer {
        let mut found = Vec::new();
        for line in 0..=self.blocks {
            let class = match line {
                line if line % 8 == 0 => "arterial",
                line if line % 4 == 0 => "secondary",
                _ => "branch",
            };
            for step in 0..self.blocks {
                for across in [false, true] {
                    let (from, offset) = (step as f64, self.dice.between(-0.05, 0.05));
                    let along = [(from, 0.0), (from + 0.5, offset), (from + 1.0, 0.0)].map(|(place, aside)| {
                        let side = line as f64 + aside;
                        if across { self.at(side, place) } else { self.at(place, side) }
                    });
                    let name = format!("{}{line}路", if across { "经" } else { "纬" });
                    let width = self.dice.one_of(&[18.0, 24.0, 30.0, 40.0, 50.0]);
                    let values = vec![Value::text(&name), Value::text(class), Value::Number(width)];
                    found.push((Shape::Lines(vec![along.to_vec().into()]), values));
                }
            }
        }
        layer("road-centrelines", &[Role::RoadCentrelines], &["name", "class", "red_line_width"], rows(found))
    }

    /// Five buildings a block; in the rows of corridors two, at the edges.
    fn buildings(&mut self) -> Layer {
        let mut found = Vec::new();
        for row in 0..self.blocks {
            for column in 0..self.blocks {
                let corridor = is_corridor(row);
                let slots: &[(f64, f64)] = if corridor {
                    &[(0.3, 0.08), (0.7, 0.92)]
                } else {
                    &[(0.22, 0.25), (0.5, 0.25), (0.78, 0.25), (0.22, 0.72), (0.5, 0.72)]
                };
                for &(x, y) in slots {
                    let (aside, off) = (self.dice.between(-0.03, 0.03), self.dice.between(-0.05, 0.05));
                    let middle = self.at(column as f64 + x + aside, row as f64 + y + off);
                    let size = (self.dice.between(14.0, 30.0), self.dice.between(12.0, 40.0));
                    let turn = self.dice.between(-0.3, 0.3);
                    let storeys = self.dice.one_of(&[1.0, 3.0, 6.0, 6.0, 11.0, 18.0, 26.0]);
                    let values = vec![Value::Number(storeys), Value::text(self.dice.one_of(&["住宅", "商业"]))];
                    found.push((Shape::Area(area(&rectangle(middle, size, turn))), values));
                }
            }
        }
        layer("buildings", &[Role::Buildings], &["storeys", "use"], rows(found))
    }

    /// A patch in each block that is not a corridor's; many reach over their neighbours.
    fn green(&mut self) -> Layer {
        let mut found = Vec::new();
        for row in (0..self.blocks).filter(|&row| !is_corridor(row)) {
            for column in 0..self.blocks {
                let middle = self.at(column as f64 + 0.8, row as f64 + 0.7);
                let ring = octagon(middle, || self.dice.between(15.0, 95.0));
                let class = self.dice.one_of(&["G1", "G1", "G2", "XG", "EG"]);
                found.push((Shape::Area(area(&ring)), vec![Value::text(class)]));
            }
        }
        layer("green", &[Role::Green], &["class"], rows(found))
    }

    /// Bands across the whole city.
    fn corridors(&mut self) -> Layer {
        let mut found = Vec::new();
        for row in (0..self.blocks).filter(|&row| is_corridor(row)) {
            let edge = |inset: f64| -> Vec<Coord<f64>> {
                (0..=self.blocks * 2).map(|step| self.at(step as f64 / 2.0, row as f64 + inset)).collect()
            };
            let mut ring = edge(0.1);
            ring.extend(edge(0.9).into_iter().rev());
            let name = format!("{}号廊道", row / CORRIDOR_ROWS + 1);
            found.push((Shape::Area(area(&ring)), vec![Value::text(&name)]));
        }
        layer("corridors", &[Role::Corridors], &["name"], rows(found))
    }

    /// A line along every fourth street, a feature a block.
    fn greenways(&mut self) -> Layer {
        let mut found = Vec::new();
        for row in (0..self.blocks).step_by(GREENWAY_ROWS) {
            for column in 0..self.blocks {
                let line: Vec<Coord<f64>> =
                    (0..=4).map(|step| self.at(column as f64 + f64::from(step) / 4.0, row as f64 + 0.1)).collect();
                found.push((Shape::Lines(vec![line.into()]), vec![Value::text(&format!("{row}号绿道"))]));
            }
        }
        layer("greenways", &[Role::Greenways], &["name"], rows(found))
    }
}

/// People in a city of these layers: 9 000 per km² of its boundary.
pub(crate) fn population(layers: &[Layer]) -> f64 {
    boundary_region(layers).area() / 1e6 * 9_000.0
}

/// The area of the boundary layer.
pub(crate) fn boundary_region(layers: &[Layer]) -> Region {
    areas(layers, Role::MainUrbanArea).into_iter().next().unwrap_or_default()
}

/// The areas of all features of a role.
pub(crate) fn areas(layers: &[Layer], role: Role) -> Vec<Region> {
    let features = layers.iter().filter(|layer| layer.roles.contains(&role)).flat_map(|layer| &layer.features);
    features
        .filter_map(|feature| match &feature.shape {
            Shape::Area(region) => Some(region.clone()),
            _ => None,
        })
        .collect()
}

fn is_corridor(row: usize) -> bool {
    row % CORRIDOR_ROWS == CORRIDOR_ROWS / 2
}

fn layer(name: &str, roles: &[Role], fields: &[&str], features: Vec<Feature>) -> Layer {
    Layer::new(Origin::File(format!("{name}.shp")), roles, fields, features)
}

fn rows(shapes: impl IntoIterator<Item = (Shape, Vec<Value>)>) -> Vec<Feature> {
    shapes.into_iter().enumerate().map(|(row, (shape, values))| Feature { row, id: None, shape, values }).collect()
}
