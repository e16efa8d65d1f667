//! What is not streets and blocks: the river, its banks, hills, fields and the ground of the corridors.

use super::blocks::Parcel;
use super::dice::Dice;
use super::warp::{Point, Rect, line};
use super::{Area, Town};

/// Lays river, banks, hills and fields.
pub(crate) fn lay(town: &mut Town) {
    country(town);
    water(town);
    banks(town);
    belts(town);
    villages(town);
}

/// Homesteads outside the town.
fn villages(town: &mut Town) {
    for (number, rect) in [
        Rect::new(-1470.0, -1345.0, 1808.0, 1885.0),
        Rect::new(-1330.0, -1235.0, 1812.0, 1880.0),
        Rect::new(-1440.0, -1300.0, 1922.0, 1992.0),
        Rect::new(1190.0, 1318.0, 1510.0, 1562.0),
        Rect::new(1186.0, 1310.0, 1596.0, 1652.0),
    ]
    .into_iter()
    .enumerate()
    {
        town.parcels.push(Parcel {
            ring: rect.plain(),
            rect: Some(rect),
            code: "0703",
            green_share: None,
            planned: false,
            zone: "",
            number: 900_000 + number as u64,
        });
    }
}

/// A parcel without buildings.
fn ground(town: &mut Town, ring: Vec<Point>, code: &'static str) {
    town.parcels.push(Parcel { ring, rect: None, code, green_share: None, planned: false, zone: "", number: 0 });
}

/// A side of a band, wavering by `sway` metres.
fn sway(from: [f64; 2], to: [f64; 2], sway: f64, phase: f64) -> Vec<[f64; 2]> {
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    let normal = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
    let pieces = (length / 40.0).ceil();
    let mut out = Vec::new();
    let mut piece = 0.0;
    while piece <= pieces {
        let share = piece / pieces;
        let by = sway * ((share * length / 90.0 + phase).sin() + 0.6 * (share * length / 37.0 + 2.0 * phase).sin());
        out.push([
            from[0] + share * (to[0] - from[0]) + by * normal[0],
            from[1] + share * (to[1] - from[1]) + by * normal[1],
        ]);
        piece += 1.0;
    }
    out
}

/// A band between two wavering sides that run the same way; its ends are straight.
pub(crate) fn band(west: [[f64; 2]; 2], east: [[f64; 2]; 2], by: [f64; 2]) -> Vec<Point> {
    let mut ring = line(&sway(west[0], west[1], by[0], 0.7), 60.0);
    let mut back = line(&sway(east[0], east[1], by[1], 2.1), 60.0);
    back.reverse();
    ring.extend(back);
    ring.extend(ring.first().copied());
    ring
}

fn country(town: &mut Town) {
    // Hills on both sides, then fields between them and the town: clockwise, foot of the slope wavering.
    let west = band([[-2350.0, -560.0], [-2350.0, 4350.0]], [[-1690.0, -560.0], [-1620.0, 4350.0]], [0.0, 34.0]);
    let east = band([[1420.0, -560.0], [1360.0, 4350.0]], [[2150.0, -560.0], [2150.0, 4350.0]], [34.0, 0.0]);
    for hill in [west, east] {
        town.green.push(super::green::Patch { class: "EG", name: "山体林地", rings: vec![hill.clone()] });
        ground(town, hill, "0301");
    }
    let mut dice = Dice::new(300);
    let fields = [
        ([-1560.0, -1180.0], [-420.0, 480.0]),
        ([-1540.0, -1180.0], [1560.0, 1800.0]),
        ([-1540.0, -1180.0], [2000.0, 2230.0]),
        ([-1540.0, -1200.0], [3600.0, 4200.0]),
        ([1160.0, 1340.0], [-420.0, 980.0]),
        ([1160.0, 1330.0], [1130.0, 1500.0]),
        ([1160.0, 1330.0], [1660.0, 2220.0]),
        ([1160.0, 1310.0], [2430.0, 3560.0]),
        ([-1100.0, -640.0], [-420.0, -60.0]),
        ([-480.0, -90.0], [-420.0, -60.0]),
        ([90.0, 1050.0], [-420.0, -60.0]),
        ([-1100.0, -640.0], [3770.0, 4200.0]),
        ([-500.0, -90.0], [3770.0, 4200.0]),
        ([90.0, 1050.0], [3670.0, 4200.0]),
    ];
    for (u, v) in fields {
        let mut from = v[0];
        while from < v[1] - 60.0 {
            let to = (from + dice.between(90.0, 190.0)).min(v[1]);
            let mut west = u[0];
            while west < u[1] - 60.0 {
                let east = (west + dice.between(110.0, 260.0)).min(u[1]);
                let code = dice.weighted(&[("0101", 6), ("0201", 2), ("0103", 2)], "0103");
                ground(town, Rect::new(west + 3.0, east - 3.0, from + 3.0, to - 3.0).plain(), code);
                west = east;
            }
            from = to;
        }
    }
}

fn water(town: &mut Town) {
    let river = band([[-30.0, -560.0], [-30.0, 4350.0]], [[30.0, -560.0], [30.0, 4350.0]], [2.2, 2.2]);
    ground(town, river.clone(), "1701");
    town.water.push(Area { name: "安宁河", ring: river });
    let stream = band([[33.0, 2322.0], [1700.0, 2322.0]], [[33.0, 2308.0], [1700.0, 2308.0]], [1.6, 1.6]);
    ground(town, stream.clone(), "1701");
    town.water.push(Area { name: "东河", ring: stream });
}

/// Parks between the river and the riverside streets, parted by the bridges.
fn banks(town: &mut Town) {
    for (side, reaches) in [
        (
            -1.0,
            &[[8.0, 452.0], [508.0, 1050.0], [1070.0, 1608.0], [1672.0, 2340.0], [2346.0, 2962.0], [3038.0, 3690.0]][..],
        ),
        (1.0, &[[8.0, 452.0], [508.0, 1050.0], [1070.0, 1608.0], [1672.0, 2296.0], [2334.0, 2962.0], [3038.0, 3590.0]]),
    ] {
        for reach in reaches {
            let (west, east): (f64, f64) = if side < 0.0 { (-86.0, -36.0) } else { (36.0, 86.0) };
            let ring = band([[west, reach[0]], [west, reach[1]]], [[east, reach[0]], [east, reach[1]]], {
                if side < 0.0 { [0.0, 2.0] } else { [2.0, 0.0] }
            });
            ground(town, ring, "1401");
        }
    }
}

/// Woods and fields of the corridors between the streets that line them, and green along the bypass.
fn belts(town: &mut Town) {
    // Belts of protective green beside the streets, woods between them.
    let mut woods = Vec::new();
    for (u, v, belt, stream) in [
        (&[[-1600.0, -1170.0], [-1130.0, -582.0], [-538.0, -113.0]][..], [2263.0, 2417.0], 13.0, None),
        (&[[113.0, 520.0], [646.0, 1050.0], [1136.0, 1350.0]], [2243.0, 2387.0], 10.0, Some([2303.0, 2327.0])),
        (&[[113.0, 520.0], [560.0, 1050.0], [1136.0, 1350.0]], [1013.0, 1092.0], 9.0, None),
    ] {
        for [west, east] in u {
            ground(town, Rect::new(*west, *east, v[0], v[0] + belt).plain(), "1402");
            ground(town, Rect::new(*west, *east, v[1] - belt, v[1]).plain(), "1402");
            let (south, north) = (v[0] + belt, v[1] - belt);
            if let Some([from, to]) = stream {
                woods.extend([Rect::new(*west, *east, south, from), Rect::new(*west, *east, to, north)]);
            } else {
                woods.push(Rect::new(*west, *east, south, north));
            }
        }
    }
    for wood in woods {
        ground(town, wood.plain(), "0301");
    }
    for (from, to) in [(0.0, 1000.0), (1105.0, 2230.0), (2400.0, 3600.0)] {
        ground(town, Rect::new(1107.0, 1135.0, from, to).plain(), "1402");
    }
    for (from, to) in [(0.0, 552.0), (1490.0, 2236.0)] {
        ground(town, Rect::new(-1184.0, -1170.0, from, to).plain(), "1402");
    }
}
