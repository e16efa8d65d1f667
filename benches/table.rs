//! The attribute table with a million rows: how long its filter, its order and its statistics take beside the window, and how
//! long a frame takes while it scrolls.
//!
//! Prints a table. Rows are those of a layer of buildings as points, with a name, a use and storeys each.
#![expect(clippy::unwrap_used, reason = "a table that cannot be shown measures nothing")]
#![expect(clippy::print_stdout, reason = "the table is the result")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use geo_types::Coord;
use langdao::app::{App, Command, Opening, Settings, Stage, TableOrder};
use langdao::handle::Handle;
use langdao::layer::filter::{Filter, Names};
use langdao::layer::table::{Column, Direction, sorted, summarise};
use langdao::layer::{Feature, Layer, Origin, Role, Shape, Value};

const ROWS: u32 = 1_000_000;
/// Frames that are measured.
const FRAMES: usize = 200;
const USES: [&str; 5] = ["住宅", "商业", "办公", "学校", "仓储"];

/// Name, use and storeys of a row: always the same.
fn row(number: u32) -> (String, &'static str, u32) {
    let mixed = number.wrapping_mul(2_654_435_761);
    let of = usize::try_from(mixed >> 8).unwrap() % USES.len();
    (format!("{}号楼", mixed % 5_000), USES[of], mixed % 33 + 1)
}

fn layer() -> Layer {
    let features = (0..ROWS).map(|number| {
        let (name, used, storeys) = row(number);
        let values = vec![Value::text(&name), Value::text(used), Value::Number(f64::from(storeys))];
        let at = Coord { x: f64::from(number % 1_000) * 20.0, y: f64::from(number / 1_000) * 20.0 };
        Feature { row: usize::try_from(number).unwrap(), id: None, shape: Shape::Points(vec![at]), values }
    });
    let fields = ["name", "use", "storeys"];
    Layer::new(Origin::File("buildings.shp".into()), &[Role::Buildings], &fields, features.collect())
}

fn told<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let found = black_box(work());
    println!("{what:<52} {:>9.0} ms", start.elapsed().as_secs_f64() * 1e3);
    found
}

fn engine() {
    let (layer, handle) = (layer(), Handle::default());
    let names = Names::of(&layer);
    let all: Vec<u32> = (0..ROWS).collect();
    for condition in ["storeys > 6 and use = \"住宅\"", "name like \"%12%\"", "面积 > 1 or 层数 in (6, 18)"] {
        let filter = Filter::read(condition, &names).unwrap();
        told(condition, || filter.chosen(&layer, &handle).unwrap());
    }
    for (what, column) in [("sort by storeys", Column::Field(2)), ("sort by name", Column::Field(0))] {
        told(what, || sorted(&layer, all.clone(), &[(column, Direction::Up)], &handle).unwrap());
    }
    for (what, column) in [("statistics of storeys", Column::Field(2)), ("statistics of names", Column::Field(0))] {
        told(what, || summarise(&layer, column, &all, &handle).unwrap());
    }
}

/// The same rows as a file.
fn file() -> String {
    let mut text = String::from(
        r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4543"}},"features":["#,
    );
    for number in 0..ROWS {
        let (name, used, storeys) = row(number);
        let (x, y) = (500_000 + number % 1_000 * 20, 3_000_000 + number / 1_000 * 20);
        let comma = if number == 0 { "" } else { "," };
        write!(text, r#"{comma}{{"type":"Feature","properties":{{"name":"{name}","use":"{used}","storeys":{storeys}}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#).unwrap();
    }
    text + "]}"
}

fn frames() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("buildings.geojson"), file()).unwrap();
    let opening = Opening::Paths(vec![folder.path().to_owned()]);
    let mut harness = egui_kittest::Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, Settings::default(), &opening, None));
    told("reading and checking the layer", || {
        while harness.state().document().stage() != Stage::Checked {
            harness.step();
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    });
    harness.state_mut().command(Command::Table(TableOrder::Show(0)));
    harness.run_steps(4);
    while !harness.state().jobs().running().is_empty() {
        harness.step();
    }
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|_| {
            harness.event(egui::Event::PointerMoved(egui::pos2(700.0, 780.0)));
            let delta = egui::vec2(0.0, -4_000.0);
            let unit = egui::MouseWheelUnit::Point;
            let phase = egui::TouchPhase::Move;
            harness.event(egui::Event::MouseWheel {
                unit,
                delta,
                phase,
                source: egui::MouseWheelSource::Wheel,
                modifiers: egui::Modifiers::NONE,
            });
            let start = Instant::now();
            harness.step();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "a frame while it scrolls: {:.1} ms, 95 of 100 below {:.1} ms",
        times[FRAMES / 2],
        times[FRAMES * 95 / 100]
    );
}

fn main() {
    engine();
    frames();
}
