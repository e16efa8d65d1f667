//! Net width of band-like areas: known shapes, every kind of end, and a second independent method.

use langdao::geometry::prepared::Prepared;
use langdao::geometry::width::Passage;
use langdao::geometry::{Coord, Region};

fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
    points.iter().map(|&(x, y)| Coord { x, y }).collect()
}

fn area(points: &[(f64, f64)]) -> Region {
    Region::from_rings(&ring(points), &[]).unwrap()
}

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Region {
    area(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
}

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

fn ends(points: &[(f64, f64)]) -> Vec<Vec<Coord<f64>>> {
    Prepared::new(area(points), &[]).unwrap().faces.into_iter().map(|face| face.line).collect()
}

#[track_caller]
fn assert_width(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

#[test]
fn explore() {
    let none = Region::default();
    let show = |name: &str, points: &[(f64, f64)]| {
        let prepared = Prepared::new(area(points), &[]).unwrap();
        let left = prepared.without(&none).unwrap();
        println!(
            "{name}: {:?} length {:.3} mean {:.3} pointed {:?}",
            prepared.passable(&left).passage(),
            prepared.length,
            prepared.mean_width,
            prepared
                .faces
                .iter()
                .map(|f| (f.pointed, f.line.len(), f.line.first().copied(), f.line.last().copied()))
                .collect::<Vec<_>>()
        );
    };
    show("rect", &[(0., 0.), (1000., 0.), (1000., 60.), (0., 60.)]);
    show("wedge", &[(0., 0.), (1000., 0.), (1000., 45.), (0., 80.)]);
    for angle in [30.0_f64, 45.0, 60.0, 70.0] {
        let d = 60.0 * angle.to_radians().tan();
        show(&format!("slanted {angle}"), &[(0., 0.), (1000., 0.), (1000. + d, 60.), (0., 60.)]);
        show(&format!("parallelogram {angle}"), &[(0., 0.), (1000., 0.), (1000. + d, 60.), (d, 60.)]);
    }
    for tip in [15., 30., 45., 60., 100., 200.] {
        show(&format!("tip {tip}"), &[(0., 0.), (1000., 0.), (1000. + tip, 30.), (1000., 60.), (0., 60.)]);
    }
    show("triangle", &[(0., 0.), (1000., 30.), (0., 60.)]);
    show("chamfer10", &[(0., 0.), (1000., 0.), (1010., 10.), (1010., 50.), (1000., 60.), (0., 60.)]);
    show("chamfer1", &[(0., 0.), (1000., 0.), (1001., 1.), (1001., 59.), (1000., 60.), (0., 60.)]);
    show("chamfer30", &[(0., 0.), (1000., 0.), (1030., 28.), (1030., 32.), (1000., 60.), (0., 60.)]);
    let mut capsule = vec![(0., 0.)];
    for step in 0..=32 {
        let turn = (-90.0 + 180.0 * f64::from(step) / 32.0_f64).to_radians();
        capsule.push((1000. + 30. * turn.cos(), 30. + 30. * turn.sin()));
    }
    capsule.push((0., 60.));
    show("capsule", &capsule);
    let mut bullet = vec![(0., 0.)];
    for step in 0..=32 {
        let turn = (-90.0 + 180.0 * f64::from(step) / 32.0_f64).to_radians();
        bullet.push((1000. + 60. * turn.cos(), 30. + 30. * turn.sin()));
    }
    bullet.push((0., 60.));
    show("bullet", &bullet);
    show("square", &[(0., 0.), (60., 0.), (60., 60.), (0., 60.)]);
    show("fat", &[(0., 0.), (100., 0.), (100., 60.), (0., 60.)]);
    show("L", &[(0., 0.), (600., 0.), (600., 600.), (540., 600.), (540., 60.), (0., 60.)]);
    show("T", &[(0., 0.), (1000., 0.), (1000., 60.), (540., 60.), (540., 400.), (500., 400.), (500., 60.), (0., 60.)]);
    show(
        "T stub",
        &[(0., 0.), (1000., 0.), (1000., 60.), (540., 60.), (540., 130.), (500., 130.), (500., 60.), (0., 60.)],
    );
    show(
        "cross",
        &[
            (0., 0.),
            (500., 0.),
            (500., -400.),
            (560., -400.),
            (560., 0.),
            (1000., 0.),
            (1000., 60.),
            (560., 60.),
            (560., 400.),
            (500., 400.),
            (500., 60.),
            (0., 60.),
        ],
    );
    show("U", &[(0., 0.), (500., 0.), (500., 60.), (60., 60.), (60., 71.), (500., 71.), (500., 131.), (0., 131.)]);
    show("pinched near end", &[(0., 0.), (950., 0.), (951., 10.1), (952., 0.), (1000., 0.), (1000., 60.), (0., 60.)]);
    show("pinched 20 near end", &[(0., 0.), (950., 0.), (951., 40.), (952., 0.), (1000., 0.), (1000., 60.), (0., 60.)]);
    show("narrow last stretch", &[(0., 0.), (900., 0.), (900., 20.), (1000., 20.), (1000., 60.), (0., 60.)]);
    show(
        "castle",
        &[(0., 0.), (1000., 0.), (1000., 20.), (1010., 20.), (1010., 25.), (1000., 25.), (1000., 60.), (0., 60.)],
    );
    show("hourglass", &[(0., 0.), (500., 14.), (1000., 0.), (1000., 60.), (500., 46.), (0., 60.)]);
    show(
        "ragged",
        &[
            (0., 0.),
            (1000., 0.),
            (1003., 8.),
            (996., 15.),
            (1006., 22.),
            (998., 30.),
            (1004., 41.),
            (995., 50.),
            (1001., 60.),
            (0., 60.),
        ],
    );
    let hole = rectangle(500., 20., 600., 40.);
    println!("strip {}", width(rectangle(0., 0., 1000., 60.), &hole));
}
