//! What the sample is for: places that miss, meet and all but meet a clause, with figures that hold by construction.
//!
//! Lengths run along the turn of the valley, (24, 7)/25, in steps of 25 mm, so that corners are whole millimetres and
//! distances between parallel walls are what is written here.

use super::buildings::Building;
use super::dice::Dice;
use super::reported::Reported;
use super::streets::Zone;
use super::warp::{Point, Rect, at, exact, exact_point, line};
use super::{Area, Town};

/// Clear metres between the two farms in 邛海—泸山廊道.
const PINCH: f64 = 37.3;
/// Metres that the works yard takes out of 东河廊道.
const GAP: f64 = 86.4;
/// Width of 螺髻山廊道, which is drawn in the plan file.
pub(crate) const DRAWN_WIDTH: f64 = 52.0;

/// Lays everything that is planted.
pub(crate) fn lay(zones: &[Zone], town: &mut Town) {
    pinched(town);
    wide(town);
    broken(town);
    split_plaza(town);
    planted_plaza(town);
    towers(town);
    renew(zones, town);
}

/// 邛海—泸山廊道: about 110 m wide, and between two farms [`PINCH`].
fn pinched(town: &mut Town) {
    let ring = super::open_space::band(
        [[-1560.0, 2395.0], [-115.0, 2395.0]],
        [[-1560.0, 2285.0], [-115.0, 2285.0]],
        [3.0, 3.0],
    );
    town.corridors.push(Area { name: "邛海—泸山廊道", ring });
    let origin = at(-760.0, 2340.0);
    let half = PINCH / 2.0;
    for (a, b, name) in [
        ([-16.0, 15.0], [half, half + 45.0], "泸山农家乐"),
        ([-23.0, 9.0], [-half - 45.0, -half], "邛海山庄"),
        ([27.0, 50.0], [half + 6.0, half + 43.0], "山庄仓库"),
    ] {
        let purpose = if name.ends_with("仓库") { "仓储" } else { "商业" };
        raise(town, exact(origin, a, b), [-760.0, 2340.0], name, purpose, 2);
    }
}

/// 安宁河廊道: river and banks between the two riverside streets.
fn wide(town: &mut Town) {
    let ring =
        super::open_space::band([[-86.0, 1125.0], [-86.0, 2215.0]], [[86.0, 1125.0], [86.0, 2215.0]], [0.0, 0.0]);
    town.corridors.push(Area { name: "安宁河廊道", ring });
}

/// 东河廊道: two parts, [`GAP`] apart, with a works yard between them.
fn broken(town: &mut Town) {
    let middle = 2315.0;
    let origin = at(540.0, middle);
    let (west, east) = (-6.4, GAP - 6.4);
    let side = |from: f64, to: f64, v: f64| line(&[[from, v], [to, v]], 40.0);
    // Clockwise; the facing ends are exact, the sides follow the stream.
    let mut first = side(115.0, 505.0, middle + 48.0);
    first.extend([exact_point(origin, west, 48.0), exact_point(origin, west, -48.0)]);
    first.extend(side(505.0, 115.0, middle - 48.0));
    let mut second = vec![exact_point(origin, east, -48.0), exact_point(origin, east, 48.0)];
    second.extend(side(650.0, 1400.0, middle + 48.0));
    second.extend(side(1400.0, 650.0, middle - 48.0));
    for mut ring in [first, second] {
        ring.extend(ring.first().copied());
        town.corridors.push(Area { name: "东河廊道", ring });
    }
    for (b, name) in [([14.0, 62.0], "东河建材一厂"), ([-62.0, -14.0], "东河建材二厂")] {
        let yard = [18.0 + west, east];
        town.parcels.push(super::blocks::Parcel {
            ring: exact(origin, [yard[0] + 8.0, yard[1] - 2.0], b),
            rect: None,
            code: "1001",
            green_share: Some(10.0),
            planned: false,
            zone: "",
            number: 0,
        });
        raise(
            town,
            exact(origin, [yard[0] + 14.0, yard[1] - 10.0], [b[0] + 9.0, b[1] - 9.0]),
            [580.0, middle],
            name,
            "厂房",
            1,
        );
    }
}

/// 市民广场: 195 m by 140 m in two parcels, four beds of 33 m by 25 m: 2.4 ha of hard ground in one piece.
fn split_plaza(town: &mut Town) {
    let origin = at(-441.0, 3094.0);
    let (a, b) = ([-97.5, 97.5], [-70.0, 70.0]);
    for (name, part) in [("市民广场", [a[0], 7.5]), ("市民广场东区", [7.5, a[1]])] {
        plaza(town, name, exact(origin, part, b));
    }
    for (u, v) in [
        ([-86.0, -53.0], [-60.0, -35.0]),
        ([-86.0, -53.0], [35.0, 60.0]),
        ([53.0, 86.0], [-60.0, -35.0]),
        ([53.0, 86.0], [35.0, 60.0]),
    ] {
        town.planting.push(Area { name: "绿地", ring: exact(origin, u, v) });
    }
}

/// 河东体育广场: 175 m by 135 m, kept below the limit by a lawn, two groves and a pool: 1.8 ha of hard ground.
fn planted_plaza(town: &mut Town) {
    let origin = at(430.0, 1732.0);
    plaza(town, "河东体育广场", exact(origin, [-87.5, 87.5], [-67.5, 67.5]));
    for (name, a, b) in [
        ("绿地", [-72.5, -12.5], [-20.0, 20.0]),
        ("绿地", [20.0, 75.0], [30.0, 57.5]),
        ("绿地", [20.0, 75.0], [-57.5, -30.0]),
        ("水面", [35.0, 55.0], [-5.0, 5.0]),
    ] {
        town.planting.push(Area { name, ring: exact(origin, a, b) });
    }
}

fn plaza(town: &mut Town, name: &'static str, ring: Vec<Point>) {
    town.parcels.push(super::blocks::Parcel {
        ring: ring.clone(),
        rect: None,
        code: "1403",
        green_share: None,
        planned: false,
        zone: "",
        number: 0,
    });
    town.plazas.push(Area { name, ring });
}

fn raise(town: &mut Town, ring: Vec<Point>, place: [f64; 2], name: &'static str, purpose: &'static str, storeys: u32) {
    let side = |a: Point, b: Point| (b[0] - a[0]).hypot(b[1] - a[1]);
    let area = (side(ring[0], ring[1]) * side(ring[1], ring[2])).round();
    town.buildings.push(Building {
        ring,
        place,
        storeys,
        floor_area: area * f64::from(storeys),
        purpose,
        planned: false,
        year: Some(2009),
        renewal: "",
        exemption: String::new(),
        name,
        project: 0,
        reported: Reported::default(),
    });
}

/// New homes above the limit, the highest with 26 storeys, and an old one of 20 that no new rule reaches.
fn towers(town: &mut Town) {
    let homes = |building: &&mut Building| building.purpose == "住宅" && building.place[0].abs() < 1_000.0;
    let planned = town.buildings.iter_mut().filter(homes).filter(|home| home.planned && home.storeys >= 17);
    for (home, (storeys, name)) in
        planned.step_by(2).zip([(26, "安宁壹号1号楼"), (24, "安宁壹号2号楼"), (19, "河谷新居3号楼")])
    {
        rebuild(home, storeys, name);
    }
    let old = town
        .buildings
        .iter_mut()
        .filter(homes)
        .filter(|home| home.year.is_some_and(|year| year > 2005) && home.storeys == 11);
    for home in old.take(1) {
        rebuild(home, 20, "航天公寓");
    }
}

fn rebuild(home: &mut Building, storeys: u32, name: &'static str) {
    home.floor_area = home.floor_area / f64::from(home.storeys) * f64::from(storeys);
    home.storeys = storeys;
    home.name = name;
}

/// Three renewal units: one above the limit, one that is above it only if exemptions are ignored, one well below.
fn renew(zones: &[Zone], town: &mut Town) {
    for (name, zone, near, share, exempt, stream) in [
        ("老城南片更新单元", "南片", [-720.0, 1780.0], 0.262, 0.0, 401),
        ("河东机修厂片区", "河东片", [760.0, 1400.0], 0.142, 0.110, 402),
        ("北门片区更新单元", "北片", [-760.0, 2800.0], 0.081, 0.0, 403),
    ] {
        let Some(area) = zones.iter().find(|known| known.name == zone).and_then(|zone| window(zone, near)) else {
            continue;
        };
        town.renewal.push(Area { name, ring: area.plain() });
        mark(town, &area, share, exempt, stream);
    }
}

/// The four blocks around the crossing nearest to a place that no missing link ties to a block outside.
fn window(zone: &Zone, near: [f64; 2]) -> Option<Rect> {
    let mut best: Option<(f64, Rect)> = None;
    for column in 0..zone.columns.len().saturating_sub(2) {
        for row in 0..zone.rows.len().saturating_sub(2) {
            let open = zone.missing.iter().any(|(is_column, street, link)| {
                let (edges, inside) = if *is_column { (column, row) } else { (row, column) };
                (*street == edges || *street == edges + 2) && (*link == inside || *link == inside + 1)
            });
            let area = Rect::new(
                zone.columns[column].at,
                zone.columns[column + 2].at,
                zone.rows[row].at,
                zone.rows[row + 2].at,
            );
            let middle = area.middle();
            let far = (middle[0] - near[0]).hypot(middle[1] - near[1]);
            if !open && best.is_none_or(|(known, _)| far < known) {
                best = Some((far, area));
            }
        }
    }
    best.map(|(_, area)| area)
}

/// Marks buildings for demolition until their floor area passes the share, then others with an exemption, the rest to
/// be altered or kept. All of them exist.
fn mark(town: &mut Town, area: &Rect, share: f64, exempt: f64, stream: u64) {
    let mut dice = Dice::new(stream);
    let within =
        |place: [f64; 2]| area.u[0] < place[0] && place[0] < area.u[1] && area.v[0] < place[1] && place[1] < area.v[1];
    let mut inside: Vec<(u32, &mut Building)> = town
        .buildings
        .iter_mut()
        .filter(|building| within(building.place))
        .map(|building| (dice.whole(0, u32::MAX - 1), building))
        .collect();
    inside.sort_by_key(|(order, _)| *order);
    let total: f64 = inside.iter().map(|(_, building)| building.floor_area).sum();
    let (mut down, mut freed, mut number) = (0.0, 0.0, 0);
    for (order, building) in inside {
        if building.planned {
            building.planned = false;
            building.year = Some(1996);
        }
        if down < share * total {
            down += building.floor_area;
            building.renewal = "拆";
        } else if freed < exempt * total {
            freed += building.floor_area;
            number += 1;
            building.renewal = "拆";
            building.exemption = format!("危房鉴定〔2025〕{number:02}号");
        } else {
            building.renewal = if order % 10 < 6 { "改" } else { "留" };
        }
    }
}
