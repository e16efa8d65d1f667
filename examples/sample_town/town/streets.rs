//! The street network: seven zones of warped grid, tied together by through streets, bridges and corridor crossings.

use super::Town;
use super::dice::Dice;
use super::warp::{Point, Rect, line};

/// A link of a street, from junction to junction.
pub(crate) struct Road {
    pub(crate) name: String,
    pub(crate) class: &'static str,
    /// Width between the red lines; `None` where nobody wrote it down.
    pub(crate) red: Option<f64>,
    /// The width that it has all the same; 0 for roads without red lines.
    pub(crate) width: f64,
    pub(crate) one_way: bool,
    pub(crate) status: &'static str,
    pub(crate) line: Vec<Point>,
}

/// One grid line of a zone.
#[derive(Clone, Debug)]
pub(crate) struct Street {
    pub(crate) at: f64,
    pub(crate) class: &'static str,
    pub(crate) name: String,
    pub(crate) red: f64,
    /// Half the distance between its two carriageways, where it has two.
    pub(crate) dual: Option<f64>,
}

impl Street {
    /// Whether it serves its blocks alone: a branch road, or a lane in a zone of superblocks.
    fn is_local(&self) -> bool {
        matches!(self.class, "支路" | "街坊路")
    }
}

/// A part of the town with its own grid.
pub(crate) struct Zone {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Street>,
    pub(crate) rows: Vec<Street>,
    /// Column edges that belong to the neighbouring zone and are not drawn again.
    shared: Option<f64>,
    /// Missing links, as (is a column, line, link): the blocks on both sides are one.
    pub(crate) missing: Vec<(bool, usize, usize)>,
}

type Through = (f64, &'static str, &'static str, f64, Option<f64>);

/// Streets up the valley that run through several zones: place, class, name, red line, carriageways.
const UP: &[Through] = &[
    (-1150.0, "主干路", "西环路", 36.0, None),
    (-560.0, "主干路", "安宁大道", 40.0, Some(6.5)),
    (-100.0, "次干路", "滨河西路", 24.0, None),
    (100.0, "次干路", "滨河东路", 24.0, None),
    (540.0, "主干路", "河东大道", 36.0, None),
    (1080.0, "快速路", "东绕城快速路", 50.0, Some(9.0)),
];

/// Streets across the valley that both banks share, and those of the west and the east bank.
const BRIDGED: &[Through] = &[
    (0.0, "次干路", "南环路", 30.0, None),
    (480.0, "主干路", "海河大道", 36.0, None),
    (1640.0, "主干路", "月城大道", 40.0, Some(6.5)),
    (3000.0, "主干路", "航天大道", 45.0, None),
];
const WEST: &[Through] = &[
    (2250.0, "次干路", "泸山南路", 24.0, None),
    (2430.0, "次干路", "泸山北路", 24.0, None),
    (3700.0, "次干路", "北环路", 30.0, None),
];
const EAST: &[Through] = &[
    (1000.0, "次干路", "螺髻山南路", 24.0, None),
    (1105.0, "次干路", "螺髻山北路", 24.0, None),
    (2230.0, "次干路", "东河南路", 24.0, None),
    (2400.0, "次干路", "东河北路", 24.0, None),
    (3600.0, "次干路", "北环路", 30.0, None),
];

const LOCAL_UP: &[&str] = &[
    "建设路",
    "胜利路",
    "文汇路",
    "下顺城街",
    "石塔街",
    "名店街",
    "长安路",
    "三岔口路",
    "健康路",
    "大水井街",
    "龙眼井街",
    "春城路",
    "风情园路",
    "新村路",
    "木里巷",
    "宁远路",
    "锦屏路",
    "沙坝路",
    "马道街",
    "机车路",
    "太和路",
    "兴国路",
    "天王山路",
    "吉祥路",
    "东海路",
    "缸窑路",
    "河东街",
    "上西街",
    "盐中路",
    "邛都路",
    "金雁路",
    "火把路",
    "索玛路",
    "彝海路",
];
const LOCAL_ACROSS: &[&str] = &[
    "南街",
    "北街",
    "仓街",
    "府街",
    "涌泉街",
    "三衙街",
    "什字街",
    "月亮湖路",
    "红旗路",
    "土城路",
    "民族路",
    "高枧路",
    "西乡路",
    "川兴路",
    "安平路",
    "礼州路",
    "月华路",
    "黄联路",
    "佑君路",
    "经久路",
    "琅环路",
    "响水路",
    "黄水路",
    "裕隆路",
    "阿七路",
    "樟木路",
    "开元路",
    "银厂路",
    "安哈路",
    "磨盘路",
    "大箐路",
    "洛古路",
    "巴汝路",
    "民胜路",
    "四合路",
    "荞地路",
];

/// Where a zone lies, how fine its grid is, and lines that its plan fixes.
struct Sketch {
    name: &'static str,
    u: [f64; 2],
    v: [f64; 2],
    spacing: [f64; 2],
    columns: &'static [f64],
    rows: &'static [f64],
    shared: Option<f64>,
    /// Whether it is built in superblocks: its local streets are lanes, which do not count in the density of roads.
    superblocks: bool,
}

const SKETCHES: &[Sketch] = &[
    Sketch {
        name: "南片",
        u: [-1150.0, -100.0],
        v: [0.0, 2250.0],
        spacing: [205.0, 220.0],
        columns: &[-330.0],
        rows: &[],
        shared: None,
        superblocks: false,
    },
    Sketch {
        name: "北片",
        u: [-1150.0, -100.0],
        v: [2430.0, 3700.0],
        spacing: [225.0, 235.0],
        columns: &[-325.0],
        rows: &[3190.0],
        shared: None,
        superblocks: true,
    },
    Sketch {
        name: "东南片",
        u: [100.0, 1080.0],
        v: [0.0, 1000.0],
        spacing: [240.0, 225.0],
        columns: &[],
        rows: &[],
        shared: None,
        superblocks: false,
    },
    Sketch {
        name: "河东片",
        u: [100.0, 1080.0],
        v: [1105.0, 2230.0],
        spacing: [225.0, 215.0],
        columns: &[320.0],
        rows: &[1825.0],
        shared: None,
        superblocks: false,
    },
    Sketch {
        name: "东北片",
        u: [100.0, 1080.0],
        v: [2400.0, 3600.0],
        spacing: [225.0, 240.0],
        columns: &[],
        rows: &[],
        shared: None,
        superblocks: false,
    },
    Sketch {
        name: "经久工业园",
        u: [-1440.0, -1150.0],
        v: [560.0, 1480.0],
        spacing: [290.0, 300.0],
        columns: &[],
        rows: &[],
        shared: Some(-1150.0),
        superblocks: false,
    },
    Sketch {
        name: "太和工业园",
        u: [-1460.0, -1150.0],
        v: [2640.0, 3560.0],
        spacing: [310.0, 300.0],
        columns: &[],
        rows: &[],
        shared: Some(-1150.0),
        superblocks: false,
    },
];

/// The zones with their grid lines and missing links.
pub(crate) fn zones() -> Vec<Zone> {
    let (mut up, mut across) = (LOCAL_UP.iter(), LOCAL_ACROSS.iter());
    let mut stream = 100;
    let mut zones = Vec::new();
    for sketch in SKETCHES {
        stream += 1;
        let mut dice = Dice::new(stream);
        let bank = if sketch.u[0] < 0.0 { WEST } else { EAST };
        let streets: Vec<Through> = BRIDGED.iter().chain(bank).copied().collect();
        let mut columns = lines(&mut dice, sketch.u, sketch.spacing[0], sketch.columns, UP, &mut up);
        let mut rows = lines(&mut dice, sketch.v, sketch.spacing[1], sketch.rows, &streets, &mut across);
        let missing = missing(&mut dice, &columns, &rows);
        if sketch.superblocks {
            for street in columns.iter_mut().chain(&mut rows).filter(|street| street.is_local()) {
                street.class = "街坊路";
            }
        }
        zones.push(Zone { name: sketch.name, columns, rows, shared: sketch.shared, missing });
    }
    zones
}

/// Grid lines of one direction: through streets and fixed lines where they fall, local streets unevenly between them.
fn lines(
    dice: &mut Dice,
    range: [f64; 2],
    spacing: f64,
    fixed: &[f64],
    through: &[Through],
    names: &mut std::slice::Iter<'_, &'static str>,
) -> Vec<Street> {
    let inside = |at: f64| at > range[0] - 1.0 && at < range[1] + 1.0;
    let mut known: Vec<f64> = through.iter().map(|street| street.0).filter(|at| inside(*at)).collect();
    known.extend(range.iter().chain(fixed));
    known.sort_by(f64::total_cmp);
    known.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let mut places = Vec::new();
    for pair in known.windows(2) {
        let count = ((pair[1] - pair[0]) / spacing).round().max(1.0);
        let step = (pair[1] - pair[0]) / count;
        places.push(pair[0]);
        let mut piece = 1.0;
        while piece < count {
            places.push((pair[0] + step * piece + dice.between(-0.16, 0.16) * step).round());
            piece += 1.0;
        }
    }
    places.extend(known.last());
    let named = places.into_iter().map(|at| {
        if let Some((_, class, name, red, dual)) = through.iter().find(|street| (street.0 - at).abs() < 1.0).copied() {
            return Street { at, class, name: name.to_owned(), red, dual };
        }
        let name = names.next().copied().unwrap_or("规划路").to_owned();
        let (class, red) = if dice.chance(0.24) {
            ("次干路", 24.0)
        } else {
            ("支路", dice.weighted(&[(14.0, 1), (16.0, 3), (18.0, 3), (20.0, 1)], 16.0))
        };
        Street { at, class, name, red, dual: None }
    });
    named.collect()
}

/// Leaves out some links of branch roads, never two beside the same block.
fn missing(dice: &mut Dice, columns: &[Street], rows: &[Street]) -> Vec<(bool, usize, usize)> {
    let (wide, deep) = (columns.len() - 1, rows.len() - 1);
    let cell = |column: usize, row: usize| {
        Rect::new(columns[column].at, columns[column + 1].at, rows[row].at, rows[row + 1].at)
    };
    let mut taken = vec![false; wide * deep];
    let mut missing = Vec::new();
    for column in 0..wide {
        for row in 0..deep {
            let vertical = dice.chance(0.5);
            let wanted = dice.chance(0.3);
            let (other, street) =
                if vertical { (column + 1, columns.get(column + 1)) } else { (row + 1, rows.get(row + 1)) };
            let neighbour = if vertical { (column + 1) * deep + row } else { column * deep + row + 1 };
            let fits = other < if vertical { wide } else { deep };
            let (next_column, next_row) = if vertical { (column + 1, row) } else { (column, row + 1) };
            let beyond = if fits { cell(next_column, next_row) } else { cell(column, row) };
            let local = street.is_some_and(Street::is_local);
            let kept = super::blocks::is_kept(&cell(column, row)) || super::blocks::is_kept(&beyond);
            if wanted && !kept && fits && local && !taken[column * deep + row] && !taken[neighbour] {
                taken[column * deep + row] = true;
                taken[neighbour] = true;
                missing.push(if vertical { (true, column + 1, row) } else { (false, row + 1, column) });
            }
        }
    }
    missing
}

/// Draws every link.
pub(crate) fn lay(zones: &[Zone], town: &mut Town) {
    let mut dice = Dice::new(200);
    for zone in zones {
        for (index, street) in zone.columns.iter().enumerate() {
            if zone.shared.is_some_and(|at| (at - street.at).abs() < 1.0) {
                continue;
            }
            for (link, pair) in zone.rows.windows(2).enumerate() {
                if !zone.missing.contains(&(true, index, link)) {
                    draw(town, &mut dice, street, true, [pair[0].at, pair[1].at]);
                }
            }
        }
        for (index, street) in zone.rows.iter().enumerate() {
            for (link, pair) in zone.columns.windows(2).enumerate() {
                if !zone.missing.contains(&(false, index, link)) {
                    draw(town, &mut dice, street, false, [pair[0].at, pair[1].at]);
                }
            }
        }
    }
    joints(town, &mut dice);
    highways(town);
    village_roads(town);
    drawn_twice(town);
}

/// Through streets over corridors and bridges over the river.
fn joints(town: &mut Town, dice: &mut Dice) {
    let through = |table: &[Through], at: f64| table.iter().find(|street| (street.0 - at).abs() < 1.0).copied();
    for (at, links) in [
        (-1150.0, &[[2250.0, 2430.0]][..]),
        (-560.0, &[[2250.0, 2430.0]]),
        (-100.0, &[[2250.0, 2430.0]]),
        (100.0, &[[1000.0, 1105.0], [2230.0, 2400.0]]),
        (540.0, &[[1000.0, 1105.0], [2230.0, 2400.0]]),
        (1080.0, &[[1000.0, 1105.0], [2230.0, 2400.0]]),
    ] {
        if let Some((at, class, name, red, dual)) = through(UP, at) {
            for link in links {
                draw(town, dice, &Street { at, class, name: name.to_owned(), red, dual }, true, *link);
            }
        }
    }
    for at in [480.0, 1640.0, 3000.0] {
        if let Some((at, class, name, red, dual)) = through(BRIDGED, at) {
            draw(town, dice, &Street { at, class, name: name.to_owned(), red, dual }, false, [-100.0, 100.0]);
        }
    }
}

/// The national road that comes down the valley and leaves it: outside the town, and no urban road.
fn highways(town: &mut Town) {
    for path in [[[-560.0, 3700.0], [-590.0, 4500.0]], [[-560.0, 0.0], [-520.0, -700.0]]] {
        town.roads.push(Road {
            name: "G108国道".to_owned(),
            class: "公路",
            red: None,
            width: 0.0,
            one_way: false,
            status: "现状",
            line: line(&path, 60.0),
        });
    }
}

/// One street that was digitised a second time, from its other end.
fn drawn_twice(town: &mut Town) {
    let again = town.roads.iter().find(|road| road.class == "支路").map(|road| Road {
        name: road.name.clone(),
        line: road.line.iter().rev().copied().collect(),
        ..*road
    });
    town.roads.extend(again);
}

/// Roads to the villages, whose class nobody has entered.
fn village_roads(town: &mut Town) {
    for path in [
        [[-1150.0, 1880.0], [-1330.0, 1900.0], [-1420.0, 1930.0]],
        [[1110.0, 1570.0], [1180.0, 1575.0], [1320.0, 1590.0]],
    ] {
        town.roads.push(Road {
            name: "村道".to_owned(),
            class: "",
            red: None,
            width: 0.0,
            one_way: false,
            status: "现状",
            line: line(&path, 60.0),
        });
    }
}

/// One link: a line, or two opposite ones where the street has two carriageways.
fn draw(town: &mut Town, dice: &mut Dice, street: &Street, column: bool, link: [f64; 2]) {
    let path = |offset: f64| {
        let at = street.at + offset;
        let ends = if column { [[at, link[0]], [at, link[1]]] } else { [[link[0], at], [link[1], at]] };
        line(&ends, 40.0)
    };
    let planned = street.is_local() && dice.chance(0.12);
    let known = !street.is_local() || dice.chance(0.82);
    let road = |line: Vec<Point>, one_way: bool| Road {
        name: street.name.clone(),
        class: street.class,
        red: known.then_some(street.red),
        width: street.red,
        one_way,
        status: if planned { "规划" } else { "现状" },
        line,
    };
    match street.dual {
        None => town.roads.push(road(path(0.0), false)),
        Some(half) => {
            // Traffic keeps right: up the valley on its east side, towards the east on the south side.
            let side = if column { half } else { -half };
            let mut back = path(-side);
            back.reverse();
            town.roads.push(road(path(side), true));
            town.roads.push(road(back, true));
        }
    }
}

/// A block between streets, without them, and its place in the zone.
pub(crate) struct Block {
    pub(crate) rect: Rect,
    /// The same to the middle of the streets around it.
    pub(crate) cell: Rect,
    pub(crate) zone: &'static str,
    pub(crate) number: u64,
}

/// The blocks of a zone: what the red lines leave of its cells.
pub(crate) fn blocks(zone: &Zone, first: u64) -> Vec<Block> {
    let mut number = first;
    let mut out = Vec::new();
    let absorbed = |column: usize, row: usize| {
        zone.missing.contains(&(true, column, row)) || zone.missing.contains(&(false, row, column))
    };
    for column in 0..zone.columns.len() - 1 {
        for row in 0..zone.rows.len() - 1 {
            number += 1;
            if absorbed(column, row) {
                continue;
            }
            let east = column + 1 + usize::from(zone.missing.contains(&(true, column + 1, row)));
            let north = row + 1 + usize::from(zone.missing.contains(&(false, row + 1, column)));
            let (west, east) = (&zone.columns[column], &zone.columns[east]);
            let (south, north) = (&zone.rows[row], &zone.rows[north]);
            let cell = Rect::new(west.at, east.at, south.at, north.at);
            let rect = cell.inset(west.red / 2.0, east.red / 2.0, south.red / 2.0, north.red / 2.0);
            out.push(Block { rect, cell, zone: zone.name, number });
        }
    }
    out
}
