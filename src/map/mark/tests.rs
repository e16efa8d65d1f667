use std::sync::LazyLock;

use vello_cpu::kurbo::{Point, Rect as Box2};

use super::layout::{Sign, lay_out};
use super::*;
use crate::geometry::Region;
use crate::handle::Handle;
use crate::map::{Camera, Scene, draw};
use crate::plan::{Request, load};

struct Sample {
    snapshot: Snapshot,
    standard: std::sync::Arc<Standard>,
    outcome: Outcome,
}

/// The sample plan, checked once for all tests.
static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let handle = Handle::default();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning");
    let loaded = load(&Request { paths: vec![folder], ..Request::default() }, &handle).unwrap();
    let outcome = crate::check::check(&loaded.snapshot, &loaded.standard, &[], &handle).unwrap();
    Sample { snapshot: loaded.snapshot, standard: loaded.standard, outcome }
});

fn sample_marks(chosen: Option<(&str, usize)>, lang: Lang) -> Vec<Mark> {
    marks(&SAMPLE.snapshot, &SAMPLE.standard, &SAMPLE.outcome, chosen, lang)
}

fn label(clause: &str, lang: Lang) -> (String, String) {
    let marks = sample_marks(None, lang);
    let mark = marks.iter().find(|mark| mark.clause == clause && mark.finding == 0).unwrap();
    (mark.label.head.clone(), mark.label.detail.clone())
}

#[test]
fn every_clause_of_the_sample_says_figure_limit_and_margin_in_both_languages() {
    for (clause, zh, en) in [
        (
            "corridor-net-width",
            ("净宽 37.3 m", "应 ≥ 50 m · 差 12.7 m"),
            ("Net width 37.3 m", "must be ≥ 50 m · short by 12.7 m"),
        ),
        (
            "corridor-continuity",
            ("缺口 86.4 m", "中断廊道 1 处 · 应 ≤ 0 处 · 超 1 处"),
            ("Gap of 86.4 m", "broken corridors: 1 · must be ≤ 0 · over by 1"),
        ),
        (
            "road-density",
            ("路网密度 7.58 km/km²", "应 ≥ 8 km/km² · 差 0.42 km/km²"),
            ("Road density 7.58 km/km²", "must be ≥ 8 km/km² · short by 0.42 km/km²"),
        ),
        (
            "demolition-share",
            ("拆除 28.20 %", "应 ≤ 20 % · 超 8.20 %"),
            ("Demolished 28.20 %", "must be ≤ 20 % · over by 8.20 %"),
        ),
        (
            "green-ratio",
            ("绿地率 38.84 %", "应 ≥ 38.9 % · 差 0.06 %"),
            ("Green ratio 38.84 %", "must be ≥ 38.9 % · short by 0.06 %"),
        ),
        (
            "greenway-per-capita",
            ("绿道 0.88 km/万人", "应 > 1 km/万人 · 差 0.12 km/万人"),
            ("greenways: 0.88 km/10⁴ people", "must be > 1 km/10⁴ people · short by 0.12 km/10⁴ people"),
        ),
        (
            "road-red-line",
            ("红线宽 45.0 m", "应 ≤ 40 m · 超 5.0 m"),
            ("Red line 45.0 m", "must be ≤ 40 m · over by 5.0 m"),
        ),
        (
            "plaza-area",
            ("硬地 2.40 ha", "应 ≤ 2 ha · 超 0.40 ha"),
            ("Hard surface 2.40 ha", "must be ≤ 2 ha · over by 0.40 ha"),
        ),
        (
            "walking-network",
            ("缺口 12.5 m", "互不连通 5 处 · 应 ≤ 1 处 · 超 4 处"),
            ("Gap of 12.5 m", "separate pieces: 5 · must be ≤ 1 · over by 4"),
        ),
        (
            "storeys-limit",
            ("26 层", "应 ≤ 18 层 · 超 8 层"),
            ("26 storeys", "must be ≤ 18 storeys · over by 8 storeys"),
        ),
    ] {
        let said = |(head, detail): (&str, &str)| (head.to_owned(), detail.to_owned());
        assert_eq!(label(clause, Lang::Zh), said(zh), "{clause}");
        assert_eq!(label(clause, Lang::En), said(en), "{clause}");
    }
}

#[test]
fn the_narrowest_place_of_the_sample_is_dimensioned_between_its_two_walls() {
    let marks = sample_marks(Some(("corridor-net-width", 0)), Lang::Zh);
    let mark = marks.last().unwrap();
    assert!(mark.chosen && mark.kind == Kind::Area);
    let [a, b] = mark.dimensions[0];
    assert!((distance(a, b) - 37.3).abs() < 1e-3);
    assert_eq!(mark.evidence.in_the_way.len(), 2, "the two houses");
    assert!(mark.hit(midpoint(a, b), 0.1) && !mark.hit(a + Coord { x: 500.0, y: 0.0 }, 5.0));
    // About a third of the view.
    let share = distance(a, b) / mark.focus().height();
    assert!((0.25..=0.4).contains(&share), "{share}");
}

#[test]
fn a_broken_corridor_shows_the_missing_link() {
    let marks = sample_marks(None, Lang::Zh);
    let mark = marks.iter().find(|mark| mark.clause == "corridor-net-width" && mark.kind == Kind::Gap).unwrap();
    assert_eq!(mark.label.head, "中断 86.4 m");
    assert_eq!(mark.label.detail, "净宽 0.0 m · 应 ≥ 50 m · 差 50.0 m");
    let [a, b] = mark.dimensions[0];
    assert!((distance(a, b) - 86.4).abs() < 1e-3);
}

#[test]
fn a_red_line_is_measured_across_its_road() {
    let marks = sample_marks(None, Lang::Zh);
    let mark = marks.iter().find(|mark| mark.clause == "road-red-line").unwrap();
    let [a, b] = mark.dimensions[0];
    assert!((distance(a, b) - 45.0).abs() < 1e-9 && mark.kind == Kind::Course);
}

#[test]
fn roads_of_the_density_are_counted_inside_the_scope_and_lanes_are_left_out() {
    let marks = sample_marks(Some(("road-density", 0)), Lang::Zh);
    let evidence = &marks.last().unwrap().evidence;
    let length = |shapes: &[Shape]| shapes.iter().map(Shape::size).sum::<f64>() / 1_000.0;
    // 64.10 km as counted, 9.65 km of second carriageways beside them; the rest is drawn twice or shares a line.
    assert!((length(&evidence.counted) - 73.75).abs() < 0.3, "{}", length(&evidence.counted));
    assert!(length(&evidence.left_out) > 7.0, "lanes and what lies outside");
    assert!(marks.iter().filter(|mark| !mark.chosen).all(|mark| mark.evidence == Evidence::default()));
}

fn cameras() -> Vec<Camera> {
    let bounds = sample_marks(None, Lang::Zh).iter().map(Mark::bounds).reduce(|a, b| {
        let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
        Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
    });
    let whole = Camera::fitting(bounds.unwrap(), [1_000.0, 800.0]);
    [1.0, 2.5, 6.0, 20.0].map(|factor| whole.zoomed([420.0, 380.0], factor)).to_vec()
}

fn plates(marks: &[Mark], camera: &Camera) -> Vec<(Box2, Option<Point>)> {
    let mut room = Room::new(camera.size, 5.0);
    let laid = lay_out(marks, &View::of(camera), &mut room, Lang::Zh);
    let plate = |sign: Sign| if let Sign::Plate { at, to, .. } = sign { Some((at, to)) } else { None };
    laid.into_iter().filter_map(|one| plate(one.sign)).collect()
}

#[test]
fn labels_of_findings_never_overlap_nor_leave_the_picture() {
    for (chosen, camera) in [None, Some(("corridor-net-width", 0)), Some(("green-ratio", 0))]
        .into_iter()
        .flat_map(|chosen| cameras().into_iter().map(move |camera| (chosen, camera)))
    {
        let marks = sample_marks(chosen, Lang::Zh);
        let found = plates(&marks, &camera);
        let picture = Box2::new(0.0, 0.0, camera.size[0], camera.size[1]);
        for (index, (one, to)) in found.iter().enumerate() {
            assert!(picture.intersect(*one) == *one, "{one:?}");
            assert!(!to.is_some_and(|to| one.contains(to)), "over its own place");
            assert!(found[index + 1..].iter().all(|(other, _)| one.intersect(*other).area() < 1e-9));
        }
        assert_eq!(format!("{found:?}"), format!("{:?}", plates(&marks, &camera)));
    }
}

#[test]
fn the_label_of_the_chosen_narrow_place_is_not_written_over_it() {
    let marks = sample_marks(Some(("corridor-net-width", 0)), Lang::Zh);
    let mark = marks.last().unwrap();
    let camera = Camera::fitting(mark.focus(), [1_000.0, 800.0]);
    let view = View::of(&camera);
    let (plate, to) = *plates(&marks, &camera).last().unwrap();
    let Shape::Area(region) = &mark.place else { panic!("{:?}", mark.kind) };
    let corners = [(plate.x0, plate.y0), (plate.x1, plate.y0), (plate.x1, plate.y1), (plate.x0, plate.y1)];
    assert!(corners.iter().all(|&at| !region.contains_point(view.place(at.into()))));
    let [a, b] = mark.dimensions[0];
    assert!(to.unwrap().distance(view.at(midpoint(a, b))) < 1e-6, "led to the middle of the dimension");
}

fn point_mark(number: usize, x: f64, y: f64) -> Mark {
    let at = Coord { x, y };
    let corners = [(x, y), (x + 8.0, y), (x + 8.0, y + 8.0), (x, y + 8.0)].map(Coord::from);
    Mark {
        clause: String::from("storeys-limit"),
        finding: number,
        verdict: Verdict::Violates,
        kind: Kind::Area,
        place: Shape::Area(Region::from_rings(&corners, &[]).unwrap()),
        dimensions: Vec::new(),
        evidence: Evidence::default(),
        label: MarkLabel { at, head: format!("{number} 层"), detail: String::new(), notes: vec![number.to_string()] },
        chosen: false,
    }
}

#[test]
fn a_thousand_findings_have_few_labels_and_every_one_is_shown_somehow() {
    let marks: Vec<Mark> =
        (0..1_000_u16).map(|n| point_mark(n.into(), f64::from(n % 40) * 20.0, f64::from(n / 40) * 20.0)).collect();
    let camera = Camera { centre: Coord { x: 400.0, y: 250.0 }, metres_per_point: 1.0, size: [800.0, 600.0] };
    let mut room = Room::new(camera.size, 5.0);
    let laid = lay_out(&marks, &View::of(&camera), &mut room, Lang::Zh);
    let with_plate = laid.iter().filter(|one| matches!(one.sign, Sign::Plate { .. })).count();
    assert_eq!(laid.len(), 1_000);
    assert!(with_plate <= 40, "{with_plate}");
    let badges: Vec<Point> =
        laid.iter().filter_map(|one| if let Sign::Badge(at) = one.sign { Some(at) } else { None }).collect();
    assert!(badges.iter().enumerate().all(|(index, one)| {
        badges[index + 1..].iter().all(|other| (one.x - other.x).abs() >= 15.9 || (one.y - other.y).abs() >= 15.9)
    }));
}

#[test]
fn a_scope_is_hit_on_its_boundary_and_an_area_inside() {
    let mut mark = point_mark(0, 0.0, 0.0);
    assert!(mark.hit(Coord { x: 4.0, y: 4.0 }, 0.5) && mark.hit(Coord { x: 8.4, y: 4.0 }, 0.5));
    mark.kind = Kind::Scope;
    assert!(!mark.hit(Coord { x: 4.0, y: 4.0 }, 0.5) && mark.hit(Coord { x: 7.8, y: 4.0 }, 0.5));
    // 8 m with at least 120 m about it.
    mark.kind = Kind::Area;
    assert!((mark.focus().width() - 120.0).abs() < 1e-9 && (mark.focus().center().x - 4.0).abs() < 1e-9);
}

#[test]
fn marks_are_drawn_in_their_colour_and_the_same_each_time() {
    let camera = Camera { centre: Coord { x: 4.0, y: 4.0 }, metres_per_point: 0.1, size: [240.0, 160.0] };
    let marks = vec![point_mark(0, 0.0, 0.0)];
    let scene = Scene { marks, ..Scene::default() };
    let one = draw(&scene, &camera, 1.0, &Handle::default()).unwrap();
    let again = draw(&scene, &camera, 1.0, &Handle::default()).unwrap();
    assert_eq!(one, again);
    let vermilion = one.rgba.chunks(4).filter(|pixel| pixel[0] > 200 && pixel[1] < 150 && pixel[2] < 90).count();
    // Outline of 80 points a side, 1.6 wide, and a part of the hatch.
    assert!(vermilion > 200, "{vermilion}");
}
