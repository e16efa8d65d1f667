//! A drawn corridor under the pointer: how long its verdict takes after each move of one vertex, in a whole city.
//!
//! Prints a table. The draft is what the window makes of it: all layers as they are, and one more that holds the band.
#![expect(clippy::unwrap_used, reason = "a draft that cannot be measured measures nothing")]
#![expect(clippy::print_stdout, reason = "the table is the result")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use geo_types::Coord;
use langdao::geometry::band::band;
use langdao::geometry::slabs;
use langdao::handle::Handle;
use langdao::layer::{Feature, Layer, Origin, Role, Shape, Value, obstacles_near};
use langdao::measure::corridor_width::{Parameters, Roads, Strips, follow, measure};
use langdao::measure::{Input, Surveys};

use synthetic_city::{BLOCK, City, Dice, ORIGIN};

mod synthetic_city;

/// Features of a city of about 200 000 buildings.
const FEATURES: usize = 330_000;
/// Moves of the pointer that are measured.
const MOVES: usize = 200;
/// How far a vertex is moved at most, in metres.
const REACH: f64 = 15.0;
/// Width of the drawn corridors, in metres.
const WIDTH: f64 = 60.0;
/// The limit that they are held to.
const AT: f64 = 50.0;

/// Times of one thing in milliseconds.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    fn of<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let found = black_box(work());
        self.0.push(start.elapsed().as_secs_f64() * 1e3);
        found
    }

    /// Median, 95th percentile and maximum.
    fn told(&mut self) -> String {
        self.0.sort_by(f64::total_cmp);
        let at = |share: usize| self.0[(self.0.len() * share / 100).min(self.0.len() - 1)];
        format!("{:.1} / {:.1} / {:.1}", at(50), at(95), at(100))
    }
}

/// A centreline that winds across the middle of the city.
fn centreline(city_side: f64, length: f64, vertices: usize) -> Vec<Coord<f64>> {
    let middle = ORIGIN + Coord { x: city_side / 2.0, y: city_side / 2.0 };
    let half = length / 2.0;
    (0..vertices)
        .map(|vertex| {
            let along = length * vertex as f64 / (vertices - 1) as f64 - half;
            let aside = 120.0 * (along / 350.0).sin();
            Coord { x: middle.x + 0.8 * along - 0.6 * aside, y: middle.y + 0.6 * along + 0.8 * aside }
        })
        .collect()
}

fn draft(line: &[Coord<f64>]) -> Arc<Layer> {
    let feature = Feature {
        row: 0,
        id: Some(String::from("draft")),
        shape: Shape::Area(band(line, WIDTH).unwrap()),
        values: vec![Value::text("草图")],
    };
    Arc::new(Layer::new(Origin::Drawn, &[Role::Corridors], &["name"], vec![feature]))
}

/// Moves one vertex after the other and prints a row.
fn moves(layers: &mut Vec<Arc<Layer>>, side: f64, (length, vertices): (f64, usize), buildings: usize) {
    let line = centreline(side, length, vertices);
    let mut dice = Dice::seeded(vertices as u64);
    let (figures, ends, handle, surveys) = (BTreeMap::new(), BTreeMap::new(), Handle::default(), Surveys::default());
    let [mut whole, mut bands, mut narrow, mut profile] = <[Times; 4]>::default();
    let [mut widest, mut summed, mut cut] = <[Times; 3]>::default();
    let checked = surveys.for_pointer();
    let (mut inside, mut open) = (0, 0);
    for _ in 0..MOVES {
        let mut moved = line.clone();
        let share = dice.between(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number of a vertex")]
        let vertex = ((share * vertices as f64) as usize).min(vertices - 1);
        moved[vertex].x += dice.between(-REACH, REACH);
        moved[vertex].y += dice.between(-REACH, REACH);
        bands.of(|| band(&moved, WIDTH)).unwrap();
        let kept = layers.len();
        let found = whole.of(|| {
            layers.push(draft(&moved));
            let input = Input {
                layers: layers.as_slice(),
                scope: None,
                figures: &figures,
                key: "",
                year: None,
                ends: &ends,
                at: Some(AT),
                surveys: &surveys,
                handle: &handle,
            };
            follow(&input, "draft").unwrap()
        });
        narrow.of(|| found.too_narrow(AT));
        profile.of(|| found.profile());
        // What the check measures of the same position, the other readings without marking places as where the default
        // misses.
        for (times, strips, roads, at) in [
            (&mut widest, Strips::Widest, Roads::Cross, Some(AT)),
            (&mut summed, Strips::Summed, Roads::Cross, None),
            (&mut cut, Strips::Widest, Roads::Cut, None),
        ] {
            let input = Input {
                layers: layers.as_slice(),
                scope: None,
                figures: &figures,
                key: "",
                year: None,
                ends: &ends,
                at,
                surveys: &checked,
                handle: &handle,
            };
            times.of(|| measure(&input, &Parameters { strips, roads, ..Parameters::default() })).unwrap();
        }
        open += usize::from(found.net_width_m > 0.0);
        let region = band(&moved, WIDTH).unwrap();
        let near = obstacles_near(layers, &slabs(&region), |other| {
            region.intersection(other).is_ok_and(|both| !both.is_empty())
        });
        inside += near.len();
        layers.truncate(kept);
    }
    println!(
        "| {:.0} km | {vertices} | {buildings} | {:.0} | {:.0} % | {} | {} | {} | {} | {} | {} | {} |",
        length / 1e3,
        inside as f64 / MOVES as f64,
        100.0 * open as f64 / MOVES as f64,
        whole.told(),
        bands.told(),
        narrow.told(),
        profile.told(),
        widest.told(),
        summed.told(),
        cut.told()
    );
}

fn main() {
    let layers = City::of_features(FEATURES).layers();
    let buildings =
        layers.iter().find(|layer| layer.roles.contains(&Role::Buildings)).map_or(0, |layer| layer.features.len());
    let side = ((FEATURES as f64) / 8.0).sqrt() * BLOCK;
    let mut layers: Vec<Arc<Layer>> = layers.into_iter().map(Arc::new).collect();
    println!("Milliseconds a move: median / 95th percentile / maximum of {MOVES} moves.");
    println!();
    let readings = "all corridors: widest strip | strips summed | main roads cut";
    println!(
        "| corridor | vertices | buildings | inside | open | follow with band | band | too narrow | profile | {readings} |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for drawn in [(1_000.0, 100), (3_000.0, 500), (10_000.0, 500), (10_000.0, 1_500)] {
        moves(&mut layers, side, drawn, buildings);
    }
}
