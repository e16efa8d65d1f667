//! Greenways and walkways.

use super::warp::{Point, TURN, line, mm};
use super::{Town, Way};

/// Lays both.
pub(crate) fn lay(town: &mut Town) {
    greenways(town);
    walkways(town);
}

fn greenways(town: &mut Town) {
    let mut way = |name: &str, path: &[[f64; 2]], status: &'static str, link: bool| {
        town.greenways.push(Way { name: name.to_owned(), line: line(path, 30.0), status, link });
    };
    way("安宁河西岸绿道", &[[-64.0, 20.0], [-64.0, 1640.0]], "现状", false);
    way("安宁河西岸绿道", &[[-64.0, 1640.0], [-64.0, 3000.0]], "现状", false);
    way("安宁河西岸绿道", &[[-64.0, 3000.0], [-64.0, 3680.0]], "规划", false);
    way("安宁河东岸绿道", &[[64.0, 20.0], [64.0, 1640.0]], "现状", false);
    way("安宁河东岸绿道", &[[64.0, 1640.0], [64.0, 3000.0]], "现状", false);
    way("安宁河东岸绿道", &[[64.0, 3000.0], [64.0, 3580.0]], "规划", false);
    way("泸山绿道", &[[-64.0, 2340.0], [-400.0, 2352.0], [-700.0, 2338.0], [-1150.0, 2346.0]], "现状", false);
    way("泸山绿道", &[[-1150.0, 2346.0], [-1560.0, 2336.0], [-1900.0, 2480.0], [-2050.0, 2700.0]], "规划", false);
    way("东河绿道", &[[64.0, 2334.0], [300.0, 2338.0], [520.0, 2334.0]], "现状", false);
    way("月城大道连接线", &[[-64.0, 1654.0], [64.0, 1654.0]], "现状", true);
    way("航天大道连接线", &[[-64.0, 3018.0], [-320.0, 3018.0]], "现状", true);
}

/// Five pieces. Three gaps of known length part the paths along the river; the fifth piece lies by itself in the town.
fn walkways(town: &mut Town) {
    let west = [line(&[[-48.0, 40.0], [-48.0, 900.0]], 30.0)];
    let west_middle = after(&west[0], 12.5, &[[-48.0, 930.0], [-48.0, 2090.0]]);
    let west_north = after(&west_middle, 18.25, &[[-48.0, 2130.0], [-48.0, 3000.0], [-48.0, 3660.0]]);
    let east = line(&[[48.0, 40.0], [48.0, 1380.0]], 30.0);
    let east_north = after(&east, 27.5, &[[48.0, 1430.0], [48.0, 3000.0], [48.0, 3560.0]]);
    let [west] = west;
    let mut way = |name: &str, line: Vec<Point>| {
        town.walkways.push(Way { name: name.to_owned(), line, status: "现状", link: false });
    };
    way("西岸步道南段", west);
    way("西岸步道中段", west_middle);
    way("西岸步道北段", west_north);
    way("东岸步道南段", east);
    way("东岸步道北段", east_north);
    way("航天大桥人行道", line(&[[-48.0, 3000.0], [48.0, 3000.0]], 48.0));
    way("航天大道人行道", line(&[[-48.0, 3000.0], [-120.0, 3020.0], [-330.0, 3020.0]], 40.0));
    way("安宁大道人行道", line(&[[-545.0, 1100.0], [-545.0, 1605.0]], 40.0));
    for (u, v) in [(-48.0, 220.0), (-48.0, 640.0), (-48.0, 1300.0), (-48.0, 1900.0), (-48.0, 2700.0), (-48.0, 3400.0)] {
        way("通河步道", line(&[[u, v], [u - 40.0, v + 4.0]], 60.0));
    }
    for (u, v) in [(48.0, 300.0), (48.0, 880.0), (48.0, 1850.0), (48.0, 2640.0), (48.0, 3300.0)] {
        way("通河步道", line(&[[u, v], [u + 40.0, v - 4.0]], 60.0));
    }
}

/// A path that begins a gap of exactly this length beyond the end of another, up the valley. The gap must be a multiple
/// of 25 mm.
fn after(before: &[Point], gap: f64, path: &[[f64; 2]]) -> Vec<Point> {
    let [cos, sin] = TURN;
    let start = before.last().map(|end| mm([end[0] - gap * sin, end[1] + gap * cos]));
    start.into_iter().chain(line(path, 30.0)).collect()
}
