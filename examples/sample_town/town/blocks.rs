//! Blocks become parcels: homes, shops, schools, works, parks, each cut in the way of its use.

use super::dice::Dice;
use super::streets::{Block, Road, Zone, blocks};
use super::warp::{Point, Rect, line};
use super::{Area, Town};

/// A parcel of land use.
pub(crate) struct Parcel {
    pub(crate) ring: Vec<Point>,
    /// The rectangle of the valley that it is, for laying out buildings; `None` for free shapes.
    pub(crate) rect: Option<Rect>,
    pub(crate) code: &'static str,
    pub(crate) green_share: Option<f64>,
    /// Whether it is still to be built.
    pub(crate) planned: bool,
    pub(crate) zone: &'static str,
    pub(crate) number: u64,
}

/// What a block is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Homes,
    Centre,
    School,
    Hospital,
    Park,
    Works,
    Stores,
    Offices,
    Mixed,
    /// New homes in towers.
    Towers,
    /// Kept free for a plaza whose corners are exact.
    Kept,
}

/// Blocks whose use the plan fixes, by a point inside.
const FIXED: &[([f64; 2], Kind)] = &[
    ([-440.0, 3095.0], Kind::Kept),
    ([430.0, 1730.0], Kind::Kept),
    ([250.0, 3500.0], Kind::Towers),
    ([-210.0, 2150.0], Kind::Towers),
    ([-950.0, 3400.0], Kind::Park),
    ([-880.0, 1150.0], Kind::Park),
    ([-430.0, 700.0], Kind::Park),
    ([-1050.0, 1980.0], Kind::Park),
    ([800.0, 1950.0], Kind::Park),
    ([740.0, 3200.0], Kind::Park),
    ([640.0, 620.0], Kind::Park),
    ([-430.0, 3300.0], Kind::Offices),
    ([-440.0, 2900.0], Kind::Centre),
    ([-220.0, 3095.0], Kind::Centre),
    ([-650.0, 3095.0], Kind::Centre),
    ([-440.0, 1500.0], Kind::Centre),
    ([-440.0, 1300.0], Kind::Centre),
    ([-650.0, 1500.0], Kind::Centre),
    ([430.0, 1550.0], Kind::Centre),
    ([640.0, 1730.0], Kind::Centre),
];

const SMALL_PLAZAS: &[&str] =
    &["南门广场", "火把广场", "月城广场", "索玛广场", "胜利广场", "河东社区广场", "邛都广场", "锦屏广场", "春城广场"];

/// Whether a cell is kept free for a plaza.
pub(crate) fn is_kept(cell: &Rect) -> bool {
    FIXED.iter().any(|(place, kind)| *kind == Kind::Kept && contains(cell, *place))
}

fn contains(cell: &Rect, place: [f64; 2]) -> bool {
    cell.u[0] < place[0] && place[0] < cell.u[1] && cell.v[0] < place[1] && place[1] < cell.v[1]
}

/// Cuts every block into parcels, lays lanes between homes and small plazas in the centres.
pub(crate) fn divide(zones: &[Zone], town: &mut Town) {
    let mut first = 1_000;
    for zone in zones {
        for block in blocks(zone, first) {
            let mut dice = Dice::new(block.number);
            let kind = kind(&block, &mut dice);
            cut(&block, kind, &mut dice, town);
        }
        first += 1_000;
    }
}

fn kind(block: &Block, dice: &mut Dice) -> Kind {
    if let Some((_, kind)) = FIXED.iter().find(|(place, _)| contains(&block.cell, *place)) {
        return *kind;
    }
    if block.zone.ends_with("工业园") {
        return dice.weighted(&[(Kind::Works, 7), (Kind::Stores, 3)], Kind::Works);
    }
    let works = if block.zone == "东南片" { 3 } else { 0 };
    let kinds = [
        (Kind::Homes, 50),
        (Kind::School, 7),
        (Kind::Mixed, 14),
        (Kind::Park, 5),
        (Kind::Offices, 5),
        (Kind::Hospital, 2),
        (Kind::Works, works * 3),
        (Kind::Stores, works),
        (Kind::Centre, 4),
    ];
    dice.weighted(&kinds, Kind::Homes)
}

fn cut(block: &Block, kind: Kind, dice: &mut Dice, town: &mut Town) {
    match kind {
        Kind::Kept => {}
        Kind::Park => parcel(town, block, block.rect, "1401", dice, false),
        Kind::Homes => homes(block, block.rect, dice, town),
        Kind::Mixed => mixed(block, dice, town),
        Kind::School => {
            let [school, rest] = split(&block.rect, dice.between(0.5, 0.62));
            parcel(town, block, school, "0804", dice, false);
            homes(block, rest, dice, town);
        }
        Kind::Towers => {
            for half in split(&block.rect, dice.between(0.45, 0.55)) {
                parcel(town, block, half, "070102", dice, true);
            }
        }
        Kind::Hospital => {
            let [hospital, rest] = split(&block.rect, 0.5);
            parcel(town, block, hospital, "0806", dice, false);
            homes(block, rest, dice, town);
        }
        Kind::Works | Kind::Stores => {
            let code = if kind == Kind::Works { "1001" } else { "1101" };
            for half in split(&block.rect, dice.between(0.45, 0.55)) {
                let code = if dice.chance(0.04) { "1301" } else { code };
                parcel(town, block, half, code, dice, false);
            }
        }
        Kind::Offices => {
            let [front, back] = block.rect.cut_v(dice.between(0.45, 0.6));
            for (half, codes) in [(front, ["0801", "0802"]), (back, ["0803", "0805"])] {
                let [west, east] = half.cut_u(dice.between(0.42, 0.58));
                parcel(town, block, west, codes[0], dice, false);
                parcel(town, block, east, codes[1], dice, false);
            }
        }
        Kind::Centre => centre(block, dice, town),
    }
}

/// Cuts across the longer side.
fn split(rect: &Rect, share: f64) -> [Rect; 2] {
    let [width, depth] = rect.size();
    if width >= depth { rect.cut_u(share) } else { rect.cut_v(share) }
}

/// Homes, in courts of at most about 120 m, with a lane through larger blocks.
fn homes(block: &Block, rect: Rect, dice: &mut Dice, town: &mut Town) {
    let planned = dice.chance(0.1);
    let [width, depth] = rect.size();
    let whole_depth = (rect.v[0] - block.rect.v[0]).abs() < 1e-6 && (rect.v[1] - block.rect.v[1]).abs() < 1e-6;
    if width > 150.0 && whole_depth && dice.chance(0.55) {
        let [west, east] = rect.cut_u(dice.between(0.44, 0.56));
        let lane = [[west.u[1], block.cell.v[0]], [west.u[1], block.cell.v[1]]];
        town.roads.push(Road {
            name: String::new(),
            class: "街坊路",
            red: dice.chance(0.4).then_some(9.0),
            width: 9.0,
            one_way: false,
            status: if planned { "规划" } else { "现状" },
            line: line(&lane, 40.0),
        });
        for half in [west.inset(0.0, 4.5, 0.0, 0.0), east.inset(4.5, 0.0, 0.0, 0.0)] {
            court(block, half, planned, dice, town);
        }
    } else if width > 150.0 && width >= depth {
        for half in rect.cut_u(dice.between(0.42, 0.58)) {
            court(block, half, planned, dice, town);
        }
    } else {
        court(block, rect, planned, dice, town);
    }
}

fn court(block: &Block, rect: Rect, planned: bool, dice: &mut Dice, town: &mut Town) {
    let [_, depth] = rect.size();
    if depth > 230.0 || (depth > 165.0 && dice.chance(0.6)) {
        for half in rect.cut_v(dice.between(0.42, 0.58)) {
            let code = dice.weighted(&[("0701", 15), ("0702", 1), ("1401", 1)], "0701");
            parcel(town, block, half, code, dice, planned);
        }
    } else {
        parcel(town, block, rect, "0701", dice, planned);
    }
}

/// Shops along one street, homes behind.
fn mixed(block: &Block, dice: &mut Dice, town: &mut Town) {
    let [width, depth] = block.rect.size();
    let share = dice.between(40.0, 55.0) / if width >= depth { width } else { depth };
    let [first, second] = if dice.chance(0.5) {
        split(&block.rect, share)
    } else {
        let [rest, shops] = split(&block.rect, 1.0 - share);
        [shops, rest]
    };
    parcel(town, block, first, "0901", dice, false);
    homes(block, second, dice, town);
}

/// Shops, culture and often a small plaza around a crossing.
fn centre(block: &Block, dice: &mut Dice, town: &mut Town) {
    let (across, up) = (dice.between(0.42, 0.58), dice.between(0.42, 0.58));
    let mut plaza = dice.chance(0.7).then(|| dice.whole(0, 3));
    let mut corner = 0;
    for half in block.rect.cut_v(up) {
        for quarter in half.cut_u(across) {
            let [width, depth] = quarter.size();
            if plaza == Some(corner)
                && width * depth < 13_000.0
                && let Some(name) = SMALL_PLAZAS.get(town.plazas.len())
            {
                plaza = None;
                small_plaza(block, quarter, name, dice, town);
            } else {
                let code = dice.weighted(&[("0901", 6), ("0902", 2), ("0803", 1), ("0701", 3), ("0801", 1)], "0901");
                parcel(town, block, quarter, code, dice, false);
            }
            corner += 1;
        }
    }
}

/// A plaza with beds along two of its sides.
fn small_plaza(block: &Block, rect: Rect, name: &'static str, dice: &mut Dice, town: &mut Town) {
    parcel(town, block, rect, "1403", dice, false);
    town.plazas.push(Area { name, ring: rect.ring(&block.rect, CORNER) });
    let inner = rect.shrink(7.0);
    let [width, depth] = inner.size();
    let deep = dice.between(9.0, 14.0);
    for bed in [inner.inset(0.0, 0.0, 0.0, depth - deep), inner.inset(0.0, width - deep, deep + 6.0, 8.0)] {
        town.planting.push(Area { name: "绿地", ring: bed.plain() });
    }
}

/// Metres cut off where a parcel meets two streets.
const CORNER: f64 = 9.0;

fn parcel(town: &mut Town, block: &Block, rect: Rect, code: &'static str, dice: &mut Dice, planned: bool) {
    let share = match code {
        "0701" | "070102" | "0702" => dice.between(30.0, 38.0),
        "0804" | "0806" | "0801" | "0802" | "0803" | "0805" => dice.between(32.0, 40.0),
        "0901" | "0902" => dice.between(18.0, 25.0),
        "1001" | "1101" | "1301" => dice.between(14.0, 20.0),
        _ => 0.0,
    };
    let number = block.number * 16 + town.parcels.len() as u64 % 16;
    town.parcels.push(Parcel {
        ring: rect.ring(&block.rect, CORNER),
        rect: Some(rect),
        code,
        green_share: (share > 0.0 && dice.chance(0.96)).then(|| share.round()),
        planned,
        zone: block.zone,
        number,
    });
}
