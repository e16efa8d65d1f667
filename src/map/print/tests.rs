use super::super::{Art, SceneLayer};
use super::*;
use crate::geometry::Region;
use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};

const EAST: f64 = 34_500_000.0;

/// A parcel of 500 m by 250 m, and an order that shows it.
fn scene() -> Scene {
    let corners = [(0.0, 0.0), (500.0, 0.0), (500.0, 250.0), (0.0, 250.0)].map(|(x, y)| Coord { x: EAST + x, y });
    let shape = Shape::Area(Region::from_rings(&corners, &[]).unwrap());
    let feature = Feature { row: 0, id: None, shape, values: vec![Value::text("0701")] };
    let layer = Layer::new(Origin::File("a.shp".into()), &[Role::LandUse], &["class"], vec![feature]);
    let art = Arc::new(Art::of(&Arc::new(layer)));
    Scene { layers: vec![SceneLayer { art, visible: true }], ..Scene::default() }
}

fn order(denominator: Option<f64>) -> PrintOrder {
    PrintOrder {
        show: PlanRect::new((EAST, 0.0), (EAST + 500.0, 250.0)),
        at: None,
        paper: PaperSize::A3,
        turn: None,
        denominator,
        title: "安宁新区".to_owned(),
        stated: vec![["坐标系".to_owned(), "EPSG:4543".to_owned()]],
    }
}

fn print(denominator: Option<f64>) -> Print {
    Print::of(&scene(), order(denominator)).unwrap()
}

/// Left, top, right and bottom of the paths of an SVG that are filled with a colour, in millimetres of paper.
fn extent_mm(svg: &str, fill: &str) -> [f64; 4] {
    let tagged = svg.lines().find(|line| line.contains(&format!("fill=\"{fill}\""))).unwrap();
    let data = tagged.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = vello_cpu::kurbo::BezPath::from_svg(data).unwrap();
    let bounds = path.bounding_box();
    [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|at| at / PER_MM)
}

#[test]
fn at_one_to_5000_a_hundred_millimetres_of_a3_are_500_metres() {
    let print = print(Some(5_000.0));
    assert_eq!(print.sheets(), 1);
    let svg = print.svg(0, &Handle::default()).unwrap();
    // A3 across: 420 × 297 mm are 1190.55 × 841.89 points of print.
    assert!(svg.contains("width=\"1190.55pt\" height=\"841.89pt\" viewBox=\"0 0 1587.4 1122.52\""), "{}", &svg[..300]);
    let homes = Colour::hex(0xff_ff_2d).over(super::super::colour::PAPER, 42);
    let homes = format!("#{:02x}{:02x}{:02x}", homes.r, homes.g, homes.b);
    let [left, top, right, bottom] = extent_mm(&svg, &homes);
    assert!((right - left - 100.0).abs() < 0.01, "500 m across: {} mm", right - left);
    assert!((bottom - top - 50.0).abs() < 0.01, "250 m up: {} mm", bottom - top);
}

#[test]
fn without_a_scale_the_largest_usual_one_that_shows_all_is_taken() {
    let print = print(None);
    // 500 m on some 390 mm: 1 : 1300 would do, 1 : 1500 is the next round one.
    assert!((print.denominator() - 1_500.0).abs() < 1e-9);
    let seen = print.camera(0).visible();
    assert!(seen.min().x < EAST && seen.max().x > EAST + 500.0 && seen.min().y < 0.0 && seen.max().y > 250.0);
    assert!(print.size_mm()[0] > print.size_mm()[1], "what is wide lies across");
}

#[test]
fn what_does_not_fit_is_printed_on_sheets_that_meet_edge_to_edge() {
    let print = print(Some(500.0));
    assert_eq!(
        (print.columns, print.rows, print.sheets()),
        (4, 2, 8),
        "upright sheets are fewer than the nine that lie"
    );
    let [first, second, below] = [0, 1, 4].map(|sheet| print.camera(sheet).visible());
    assert!((first.max().x - second.min().x).abs() < 1e-6 && (first.min().y - below.max().y).abs() < 1e-6);
    let last = print.camera(7).visible();
    assert!(first.min().x <= EAST && first.max().y >= 250.0 && last.max().x >= EAST + 500.0 && last.min().y <= 0.0);
    let svg = |sheet| print.svg(sheet, &Handle::default()).unwrap();
    assert_ne!(svg(0), svg(7), "each says which one it is");
}

#[test]
fn a_scale_that_asks_for_too_much_paper_names_the_one_that_fits() {
    let refused = Print::of(&scene(), order(Some(50.0))).unwrap_err();
    assert_eq!(refused.key, "map.too-many-sheets");
    assert!(refused.say(crate::text::Lang::En).contains("1\u{2009}500"), "{refused}");
    for wrong in [0.0, -5.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Print::of(&scene(), order(Some(wrong))).unwrap_err().key, "map.scale-wrong", "{wrong}");
    }
}

#[test]
fn a_picture_has_the_dots_it_is_asked_for_and_no_more_than_fit() {
    let print = print(None);
    let scale = print.picture_scale(96.0).unwrap();
    let picture = print.picture(0, scale, &Handle::default()).unwrap();
    assert_eq!((picture.width, picture.height), (1_587, 1_123));
    assert_eq!(print.picture_scale(3_000.0).unwrap_err().key, "map.dots-wrong");
    assert_eq!(print.picture_scale(f64::NAN).unwrap_err().key, "map.dots-wrong");
}

#[test]
fn the_same_sheets_come_from_one_thread_and_from_four() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| print(Some(1_000.0)).svg(0, &Handle::default()).unwrap())
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn a_plan_of_a_single_point_and_a_stopped_print_do_no_harm() {
    let order = PrintOrder { show: PlanRect::new((EAST, 0.0), (EAST, 0.0)), ..order(None) };
    let print = Print::of(&scene(), order).unwrap();
    assert_eq!((print.sheets(), print.denominator() >= 1.0), (1, true));
    let handle = Handle::default();
    handle.cancel();
    assert!(print.svg(0, &handle).is_none() && print.picture(0, 1.0, &handle).is_none());
}
