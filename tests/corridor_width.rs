//! Net width of band-like areas: known shapes, every kind of end, and a second independent method.

#![expect(clippy::unwrap_used, reason = "a test stops where its own data does not hold")]

#[path = "support/voronoi.rs"]
mod voronoi;

use langdao::geometry::band::band;
use langdao::geometry::prepared::Prepared;
use langdao::geometry::width::Passage;
use langdao::geometry::{Coord, Region};

type Points = Vec<(f64, f64)>;

fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
    points.iter().map(|&(x, y)| Coord { x, y }).collect()
}

fn area(points: &[(f64, f64)]) -> Region {
    Region::from_rings(&ring(points), &[]).unwrap()
}

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Region {
    area(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
}

fn union(regions: &[Region]) -> Region {
    Region::union(regions).unwrap()
}

/// Net width between automatic ends; 0 where no strip leads through.
fn width(region: Region, obstacles: &Region) -> f64 {
    let prepared = Prepared::new(region, &[]).unwrap();
    let left = prepared.without(obstacles).unwrap();
    match prepared.passable(&left).passage() {
        Passage::Open(place) => place.width,
        Passage::Touching(_) | Passage::Apart => 0.0,
        Passage::Unwalled => f64::NAN,
    }
}

fn net(points: &[(f64, f64)]) -> f64 {
    width(area(points), &Region::default())
}

#[track_caller]
fn assert_width(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

/// The pseudo-random numbers of SplitMix64, the same on every machine.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, count: u64) -> u64 {
        self.bits() % count
    }
}

// ---- known shapes -------------------------------------------------------------------------------------------------

#[test]
fn straight_walls_are_measured_to_the_millimetre() {
    assert_width(net(&[(0., 0.), (1000., 0.), (1000., 40.), (0., 40.)]), 40.0, 1e-9);
    assert_width(net(&[(0., 0.), (1000., 0.), (1000., 45.), (0., 80.)]), 45.0, 1e-9);
    assert_width(net(&[(0., 0.), (500., 14.), (1000., 0.), (1000., 60.), (500., 46.), (0., 60.)]), 32.0, 1e-9);
    let bend = [(0., 0.), (600., 0.), (600., 600.), (540., 600.), (540., 60.), (0., 60.)];
    assert_width(net(&bend), 60.0, 1e-9);
}

#[test]
fn a_winding_band_is_as_wide_as_it_was_drawn() {
    let line: Points = (0..=400).map(|step| f64::from(step) * 5.0).map(|x| (x, 150.0 * (x / 250.0).sin())).collect();
    assert_width(width(band(&ring(&line), 60.0).unwrap(), &Region::default()), 60.0, 1e-3);
}

#[test]
fn the_widest_single_strip_counts() {
    let corridor = rectangle(0., -75., 1200., 60.);
    assert_width(width(corridor, &rectangle(500., -20., 700., 20.)), 55.0, 1e-9);
    assert_width(width(rectangle(0., 0., 1000., 60.), &rectangle(480., 20., 520., 40.)), 20.0, 1e-9);
}

#[test]
fn parcels_that_overlap_or_share_part_of_an_edge_are_as_wide_as_the_way_between_them() {
    let none = Region::default();
    let diagonal = union(&[rectangle(0., 0., 500., 100.), rectangle(460., 50., 1000., 150.)]);
    assert_width(width(diagonal, &none), 40.0_f64.hypot(50.0), 1e-9);
    let shared = union(&[rectangle(0., 0., 500., 100.), rectangle(500., 75., 1000., 175.)]);
    assert_width(width(shared, &none), 25.0, 1e-9);
}

#[test]
fn gaps_touches_and_full_blocks_let_nothing_through() {
    let none = Region::default();
    assert_width(width(union(&[rectangle(0., 0., 500., 60.), rectangle(520., 0., 1000., 60.)]), &none), 0.0, 0.0);
    assert_width(width(union(&[rectangle(0., 0., 500., 60.), rectangle(500., 60., 1000., 120.)]), &none), 0.0, 0.0);
    assert_width(width(rectangle(0., 0., 1000., 60.), &rectangle(400., -10., 420., 70.)), 0.0, 0.0);
    let notch = [(0., 0.), (490., 0.), (500., 60.), (510., 0.), (1000., 0.), (1000., 60.), (0., 60.)];
    assert_width(net(&notch), 0.0, 0.0);
    // The end itself is built over: nothing leads from there.
    assert_width(width(rectangle(0., 0., 1000., 60.), &rectangle(-5., -5., 30., 65.)), 0.0, 0.0);
}

#[test]
fn walls_that_face_each_other_across_the_outside_do_not_count() {
    let u = [(0., 0.), (500., 0.), (500., 60.), (60., 60.), (60., 71.), (500., 71.), (500., 131.), (0., 131.)];
    assert_width(net(&u), 60.0, 1e-9);
    for gap in [0.5, 3.0, 20.0] {
        // A square spiral of a 40 m band whose turns lie `gap` apart.
        let pitch = 40.0 + gap;
        let mut line: Points = vec![(0., 0.)];
        let (mut x, mut y) = (0.0, 0.0);
        for (turn, side) in (2..12_u32).enumerate() {
            let (dx, dy) = [(1., 0.), (0., 1.), (-1., 0.), (0., -1.)][turn % 4];
            let length = pitch * f64::from(side / 2 + 1);
            x += dx * length;
            y += dy * length;
            line.push((x, y));
        }
        assert_width(width(band(&ring(&line), 40.0).unwrap(), &Region::default()), 40.0, 1e-3);
    }
}

#[test]
fn an_obstacle_that_touches_a_wall_is_part_of_it() {
    let corridor = || rectangle(0., 0., 1000., 60.);
    assert_width(width(corridor(), &rectangle(400., 0., 420., 25.)), 35.0, 1e-9);
    assert_width(width(corridor(), &rectangle(400., -30., 420., 25.)), 35.0, 1e-9);
    // In one point only: nothing passes between.
    assert_width(width(corridor(), &area(&[(400., 0.), (430., 20.), (400., 40.), (370., 20.)])), 20.0, 1e-9);
    // Two that overlap are one.
    let pair = union(&[rectangle(400., 10., 430., 30.), rectangle(420., 20., 450., 45.)]);
    assert_width(width(corridor(), &pair), 15.0, 1e-9);
    // Two that touch in a point let nothing through between them.
    let touching = union(&[rectangle(400., 10., 420., 30.), rectangle(420., 30., 440., 45.)]);
    assert_width(width(corridor(), &touching), 15.0, 1e-9);
}

#[test]
fn an_obstacle_in_an_end_face_is_passed_on_either_side() {
    let corridor = rectangle(0., 0., 1000., 60.);
    assert_width(width(corridor.clone(), &rectangle(-10., 10., 30., 25.)), 35.0, 1e-9);
    assert_width(width(corridor, &rectangle(-10., -5., 30., 25.)), 35.0, 1e-9);
}

#[test]
fn staggered_baffles_are_passed_on_the_diagonal() {
    let case = Case {
        corridor: vec![(0., 0.), (1000., 0.), (1000., 80.), (0., 80.)],
        ends: [((0., 80.), (0., 0.)), ((1000., 0.), (1000., 80.))],
        obstacles: [[400., 0., 405., 50.], [420., 40., 425., 80.], [600., 30., 610., 45.], [600., 60., 610., 90.]]
            .map(|[x0, y0, x1, y1]| vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
            .to_vec(),
    };
    // Between the baffles it is 15 m along the corridor, less than the 30 m and 40 m beside them.
    assert_width(case.net(), 15.0, 1e-9);
    assert_width(case.by_voronoi(), 15.0, 2e-3);
}

#[test]
fn a_ring_is_as_wide_as_its_wider_half() {
    let around: Points =
        (0..256).map(|step| f64::from(step) * std::f64::consts::TAU / 256.0).map(|a| (a.cos(), a.sin())).collect();
    let scaled = |x: f64, radius: f64| -> Vec<Coord<f64>> {
        around.iter().map(|&(cos, sin)| Coord { x: x + radius * cos, y: radius * sin }).collect()
    };
    let ring = Region::from_rings(&scaled(0., 300.), &[&scaled(0., 240.)]).unwrap();
    assert_width(width(ring, &Region::default()), 60.0, 0.1);
    // A square ring is passed from one side to the opposite one, above or below the hole.
    let square = rectangle(0., 0., 300., 300.).difference(&rectangle(40., 45., 240., 250.)).unwrap();
    assert_width(width(square, &Region::default()), 50.0, 1e-9);
}

// ---- ends ---------------------------------------------------------------------------------------------------------

fn end_lines(points: &[(f64, f64)]) -> Vec<Vec<Coord<f64>>> {
    Prepared::new(area(points), &[]).unwrap().faces.into_iter().map(|face| face.line).collect()
}

#[track_caller]
fn assert_end(lines: &[Vec<Coord<f64>>], from: (f64, f64), to: (f64, f64)) {
    let near = |one: Coord<f64>, two: (f64, f64)| (one.x - two.0).hypot(one.y - two.1) < 1e-6;
    let found = lines.iter().any(|line| near(line[0], from) && near(line[line.len() - 1], to));
    assert!(found, "no end from {from:?} to {to:?} in {lines:?}");
}

#[test]
fn flat_and_slanted_caps_are_ends_from_corner_to_corner() {
    for slant in [0.0, 10.0, 30.0, 45.0, 60.0_f64] {
        let over = 60.0 * slant.to_radians().tan();
        let points = [(0., 0.), (1000., 0.), (1000. + over, 60.), (0., 60.)];
        let lines = end_lines(&points);
        assert_eq!(lines.len(), 2);
        assert_end(&lines, (1000., 0.), (1000. + over, 60.));
        assert_end(&lines, (0., 60.), (0., 0.));
        assert_width(net(&points), 60.0, 1e-9);
    }
}

#[test]
fn round_chamfered_and_ragged_caps_keep_the_width_within_a_thousandth() {
    let cap = |points: &[(f64, f64)]| {
        let mut all: Points = vec![(0., 0.)];
        all.extend_from_slice(points);
        all.push((0., 60.));
        assert_width(net(&all), 60.0, 0.06);
        assert_eq!(end_lines(&all).len(), 2);
    };
    for steps in [4, 8, 32, 200] {
        for reach in [10.0, 30.0, 60.0] {
            let round: Points = (0..=steps)
                .map(|step| f64::from(step) * std::f64::consts::PI / f64::from(steps))
                .map(|a| (1000. + reach * a.sin(), 30. - 30. * a.cos()))
                .collect();
            if steps > 8 || (reach - 30.0).abs() < 1.0 && steps == 8 {
                cap(&round);
            }
        }
    }
    for chamfer in [0.01, 0.3, 1.0, 10.0, 25.0] {
        cap(&[(1000. - chamfer, 0.), (1000., chamfer), (1000., 60. - chamfer), (1000. - chamfer, 60.)]);
    }
    cap(&[(1000., 0.), (1003., 8.), (996., 15.), (1006., 22.), (998., 30.), (1004., 41.), (995., 50.), (1001., 60.)]);
    cap(&[(1000., 0.), (1000., 20.), (1010., 20.), (1010., 25.), (1000., 25.), (1000., 60.)]);
    cap(&[(1000., 0.), (985., 30.), (1000., 60.)]);
}

#[test]
fn a_pointed_end_is_measured_one_mean_width_before_the_point_and_says_so() {
    let triangle = Prepared::new(area(&[(0., 0.), (1000., 30.), (0., 60.)]), &[]).unwrap();
    let pointed: Vec<bool> = triangle.faces.iter().map(|face| face.pointed).collect();
    assert_eq!(pointed.iter().filter(|pointed| **pointed).count(), 1);
    let left = triangle.region.clone();
    let Passage::Open(place) = triangle.passable(&left).passage() else { panic!("closed") };
    // Mean width 30 m; 30 m before the point the triangle is 1.8 m wide.
    assert_width(place.width, 1.8, 0.01);
}

#[test]
fn every_long_branch_has_an_end_and_short_stubs_have_none() {
    let tee = |reach: f64| {
        let top = 60.0 + reach;
        [(0., 0.), (1000., 0.), (1000., 60.), (540., 60.), (540., top), (500., top), (500., 60.), (0., 60.)]
    };
    assert_eq!(end_lines(&tee(340.)).len(), 3);
    assert_width(net(&tee(340.)), 40.0, 1e-9);
    assert_eq!(end_lines(&tee(70.)).len(), 2);
    assert_width(net(&tee(70.)), 60.0, 1e-9);
    let cross = union(&[rectangle(0., 0., 1000., 60.), rectangle(500., -400., 552., 400.)]);
    assert_eq!(Prepared::new(cross.clone(), &[]).unwrap().faces.len(), 4);
    assert_width(width(cross, &Region::default()), 52.0, 1e-9);
    let arm = |x: f64, y: f64| band(&ring(&[(0., 0.), (x, y)]), 60.0).unwrap();
    let y = union(&[arm(-500., 0.), arm(400., 300.), arm(400., -300.)]);
    assert_eq!(Prepared::new(y.clone(), &[]).unwrap().faces.len(), 3);
    assert_width(width(y, &Region::default()), 60.0, 1e-6);
}

#[test]
fn short_broad_areas_have_opposite_ends() {
    assert_width(net(&[(0., 0.), (60., 0.), (60., 60.), (0., 60.)]), 60.0, 1e-9);
    assert_width(net(&[(0., 0.), (100., 0.), (100., 60.), (0., 60.)]), 60.0, 1e-9);
    assert_width(net(&[(0., 0.), (70., 0.), (70., 60.), (0., 60.)]), 60.0, 1e-9);
    assert_width(net(&[(0., 0.), (110., 0.), (130., 60.), (20., 60.)]), 60.0, 1e-9);
}

#[test]
fn pinches_near_an_end_are_found() {
    for x in [900.0, 950.0, 985.0, 995.0] {
        for depth in [10.1, 25.0, 40.0] {
            let points = [(0., 0.), (x, 0.), (x + 1., depth), (x + 2., 0.), (1000., 0.), (1000., 60.), (0., 60.)];
            assert_width(net(&points), 60.0 - depth, 1e-9);
        }
    }
    let step = [(0., 0.), (900., 0.), (900., 20.), (1000., 20.), (1000., 60.), (0., 60.)];
    assert_width(net(&step), 40.0, 1e-9);
}

#[test]
fn many_corners_and_noise_do_not_move_the_ends() {
    let mut random = Random(7);
    for (spacing, noise) in [(0.5, 0.0), (0.5, 0.02), (5.0, 1.0), (2.0, 0.3)] {
        let mut points: Points = Vec::new();
        let mut side = |from: (f64, f64), to: (f64, f64)| {
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let mut gone = 0.0;
            while gone < length {
                let share = gone / length;
                gone += spacing;
                let wobble = |random: &mut Random| if noise > 0.0 { random.between(-noise, noise) } else { 0.0 };
                points.push((
                    from.0 + (to.0 - from.0) * share + wobble(&mut random),
                    from.1 + (to.1 - from.1) * share + wobble(&mut random),
                ));
            }
        };
        side((0., 0.), (600., 0.));
        side((600., 0.), (600., 60.));
        side((600., 60.), (0., 60.));
        side((0., 60.), (0., 0.));
        assert_eq!(end_lines(&points).len(), 2, "{spacing} {noise}");
        assert_width(net(&points), 60.0 - noise, noise + 1e-9);
    }
}

#[test]
fn stated_ends_are_taken_to_the_nearest_face() {
    let tee = [(0., 0.), (1000., 0.), (1000., 60.), (540., 60.), (540., 400.), (500., 400.), (500., 60.), (0., 60.)];
    let ends = ring(&[(-20., 40.), (1015., 10.)]);
    let prepared = Prepared::new(area(&tee), &ends).unwrap();
    assert!(prepared.ends_stated && prepared.faces.len() == 2);
    let left = prepared.region.clone();
    let Passage::Open(place) = prepared.passable(&left).passage() else { panic!("closed") };
    assert_width(place.width, 60.0, 1e-9);
}

#[test]
fn the_axis_is_as_long_as_the_band() {
    for (points, length) in [
        (vec![(0., 0.), (1000., 0.)], 1000.0),
        (vec![(0., 0.), (600., 300.), (1200., 0.)], 2.0 * 600.0_f64.hypot(300.0)),
    ] {
        let prepared = Prepared::new(band(&ring(&points), 50.0).unwrap(), &[]).unwrap();
        assert!((prepared.length - length).abs() < 0.01 * length, "{} instead of {length}", prepared.length);
    }
}

// ---- properties and the second method -----------------------------------------------------------------------------

struct Case {
    corridor: Points,
    ends: [((f64, f64), (f64, f64)); 2],
    obstacles: Vec<Points>,
}

/// A band that runs east with walls that wander, and buildings turned every way.
fn case(seed: u64) -> Case {
    let mut random = Random(seed);
    let stations = 5 + random.below(8);
    let jagged = random.below(3) == 0;
    let (mut lower, mut upper): (Points, Points) = (Vec::new(), Vec::new());
    let (mut x, mut y) = (0.0, 0.0);
    for station in 0..=stations {
        // The ends are plain: square, and on a stretch that does not sway.
        let plain = station == 0 || station == stations;
        let half = if plain { 30.0 } else { random.between(25.0, 70.0) };
        let sway = if plain { 0.0 } else { 6.0 };
        lower.push((x + random.between(-sway, sway), y - half));
        upper.push((x + random.between(-sway, sway), y + half));
        let (from, step) = (x, random.between(80.0, 160.0));
        x += step;
        if jagged && station < stations {
            for tooth in 1..8 {
                let at = from + step * f64::from(tooth) / 8.0;
                lower.push((at, y - random.between(25.0, 35.0)));
                upper.push((at, y + random.between(25.0, 35.0)));
            }
        }
        if station > 0 && station + 1 < stations {
            y += random.between(-30.0, 30.0);
        }
    }
    let (first, last) = ((upper[0], lower[0]), (lower[lower.len() - 1], upper[upper.len() - 1]));
    upper.reverse();
    let corridor: Points = lower.into_iter().chain(upper).collect();
    let count = random.below(60);
    let obstacles = (0..count)
        .map(|_| {
            let (at_x, at_y) = (random.between(-20.0, x), random.between(-150.0, 150.0));
            let (long, wide) = (random.between(3.0, 30.0), random.between(3.0, 15.0));
            let (sin, cos) = random.between(0.0, std::f64::consts::PI).sin_cos();
            [(-long, -wide), (long, -wide), (long, wide), (-long, wide)]
                .map(|(u, v)| (at_x + u * cos - v * sin, at_y + u * sin + v * cos))
                .to_vec()
        })
        .collect();
    Case { corridor, ends: [first, last], obstacles }
}

impl Case {
    fn moved(&self, to: impl Fn((f64, f64)) -> (f64, f64)) -> Self {
        let all = |points: &Points| points.iter().map(|&point| to(point)).collect::<Points>();
        Self {
            corridor: all(&self.corridor),
            ends: self.ends.map(|(from, until)| (to(from), to(until))),
            obstacles: self.obstacles.iter().map(all).collect(),
        }
    }

    fn net(&self) -> f64 {
        let obstacles: Vec<Region> = self.obstacles.iter().map(|points| area(points)).collect();
        width(area(&self.corridor), &union(&obstacles))
    }

    /// The same by the Voronoi diagram: large squares beyond the end faces, a disc moved from one to the other.
    fn by_voronoi(&self) -> f64 {
        let obstacles: Vec<Region> = self.obstacles.iter().map(|points| area(points)).collect();
        let left = area(&self.corridor).difference(&union(&obstacles)).unwrap();
        let patches = self.ends.map(|(from, to)| {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = dx.hypot(dy);
            let (along, out) = ((dx / length, dy / length), (dy / length, -dx / length));
            let at = |u: f64, v: f64| {
                (
                    f64::midpoint(from.0, to.0) + along.0 * u + out.0 * v,
                    f64::midpoint(from.1, to.1) + along.1 * u + out.1 * v,
                )
            };
            let center = at(0.0, 250.0);
            (area(&[at(-250., 0.), at(250., 0.), at(250., 500.), at(-250., 500.)]), Coord { x: center.0, y: center.1 })
        });
        let region = union(&[left, patches[0].0.clone(), patches[1].0.clone()]);
        voronoi::widest(&region, patches[0].1, patches[1].1)
    }
}

#[test]
fn random_corridors_agree_with_the_segment_voronoi_diagram() {
    let (mut open, mut closed) = (0, 0);
    for seed in 0..240 {
        let case = case(seed);
        let lines = end_lines(&case.corridor);
        assert_eq!(lines.len(), 2, "seed {seed}: {lines:?}");
        for (from, to) in case.ends {
            assert_end(&lines, from, to);
        }
        let (found, expected) = (case.net(), case.by_voronoi());
        assert!((found - expected).abs() <= 2e-3, "seed {seed}: {found} instead of {expected}");
        if found > 0.0 { open += 1 } else { closed += 1 }
    }
    assert!(open >= 150 && closed >= 5, "{open} open, {closed} closed");
}

#[test]
fn moving_turning_and_reordering_change_nothing() {
    for seed in 300..320 {
        let case = case(seed);
        let plain = case.net();
        let far = case.moved(|(x, y)| (x + 34_500_000.0, y + 3_087_000.0));
        assert_width(far.net(), plain, 1e-6);
        let (sin, cos) = 0.7_f64.sin_cos();
        assert_width(case.moved(|(x, y)| (x * cos - y * sin, x * sin + y * cos)).net(), plain, 1e-6);
        let mut reordered = case.moved(|point| point);
        reordered.corridor.reverse();
        reordered.corridor.rotate_left(3);
        reordered.obstacles.reverse();
        for obstacle in &mut reordered.obstacles {
            obstacle.reverse();
        }
        assert_width(reordered.net(), plain, 1e-6);
    }
}

#[test]
fn odd_shapes_are_measured_or_refused_but_never_a_panic() {
    for seed in 0..30 {
        let mut random = Random(1_000 + seed);
        let (x, y) = if seed % 2 == 0 { (0.0, 0.0) } else { (34_500_000.0, 3_087_000.0) };
        let scale = 10.0_f64.powf(random.between(-2.0, 3.5));
        let blob = |random: &mut Random| {
            let corners = 3 + random.below(30);
            let points: Points =
                (0..corners).map(|_| (x + random.between(-scale, scale), y + random.between(-scale, scale))).collect();
            area(&points)
        };
        let corridor = union(&[blob(&mut random), blob(&mut random)]);
        let holes = blob(&mut random);
        let corridor = if random.below(2) == 0 { corridor } else { corridor.difference(&holes).unwrap() };
        let obstacles = union(&[blob(&mut random), blob(&mut random)]);
        let Ok(prepared) = Prepared::new(corridor, &[]) else { continue };
        let left = prepared.without(&obstacles).unwrap();
        let passable = prepared.passable(&left);
        let passage = passable.passage();
        if let Passage::Open(place) = passage {
            assert!(place.width > 0.0 && place.width <= 6.0 * scale, "seed {seed}: {place:?}");
        }
        let continuity = langdao::geometry::gaps::continuity(&prepared, &passable, &passage);
        assert!(continuity.gaps.len() < 1_000 && prepared.length.is_finite());
        let profile = langdao::geometry::along::Profile::new(&prepared, &left, &passable, &[]);
        let long_enough = profile.length_at_least(scale / 4.0);
        assert!((0.0..=prepared.length * 1.001 + 1.0).contains(&long_enough), "seed {seed}");
        let runs: Vec<Vec<Coord<f64>>> = prepared.faces.iter().map(|face| face.run.clone()).collect();
        langdao::geometry::narrow::narrower_than(&passable, &runs, scale / 4.0).unwrap();
    }
}
