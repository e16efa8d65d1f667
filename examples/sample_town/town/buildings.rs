//! Buildings inside their parcels, set back and along the street, and the green between them.

use super::Town;
use super::blocks::Parcel;
use super::dice::Dice;
use super::green::Patch;
use super::reported::Reported;
use super::warp::{Point, Rect, footprint};

/// A building.
pub(crate) struct Building {
    pub(crate) ring: Vec<Point>,
    /// Its middle in the valley's coordinates.
    pub(crate) place: [f64; 2],
    pub(crate) storeys: u32,
    /// Whole square metres.
    pub(crate) floor_area: f64,
    pub(crate) purpose: &'static str,
    pub(crate) planned: bool,
    pub(crate) year: Option<u32>,
    /// 拆, 改, 留, or nothing outside renewal.
    pub(crate) renewal: &'static str,
    /// Number of the appraisal that exempts a demolition.
    pub(crate) exemption: String,
    pub(crate) name: &'static str,
    /// Number of the parcel that it is built on, the same for all buildings of a project.
    pub(crate) project: u64,
    pub(crate) reported: Reported,
}

/// How a parcel is filled with rows.
struct Rows {
    purpose: &'static str,
    setback: f64,
    length: [f64; 2],
    depth: [f64; 2],
    /// Between buildings of a row, and between rows.
    gap: f64,
    lane: f64,
    storeys: u32,
    /// Share of places that stay empty.
    empty: f64,
}

/// Fills every parcel.
pub(crate) fn raise(town: &mut Town) {
    let mut raised = Vec::new();
    let mut planted = Vec::new();
    for parcel in &town.parcels {
        let Some(rect) = parcel.rect else { continue };
        let mut dice = Dice::new(1_000_000 + parcel.number);
        let Some(rows) = rows(parcel, &mut dice) else { continue };
        let green = fill(parcel, rect, &rows, &mut dice, &mut raised);
        if !green.is_empty() {
            planted.push(Patch { class: "XG", name: "", rings: green });
        }
    }
    town.buildings = raised;
    town.green.extend(planted);
}

/// Uses other than homes by land-use code: purpose, storeys, then setback, shortest and longest, thinnest and thickest
/// building, gap in a row, lane between rows, share of empty places.
const USES: &[(&str, &str, u32, [f64; 8])] = &[
    ("0702", "社区服务", 3, [8.0, 26.0, 40.0, 14.0, 16.0, 9.0, 24.0, 0.05]),
    ("0801", "办公", 7, [14.0, 46.0, 70.0, 16.0, 19.0, 18.0, 30.0, 0.0]),
    ("0802", "办公", 7, [14.0, 46.0, 70.0, 16.0, 19.0, 18.0, 30.0, 0.0]),
    ("0803", "文化", 3, [16.0, 52.0, 74.0, 38.0, 46.0, 24.0, 34.0, 0.0]),
    ("0804", "教育", 4, [14.0, 44.0, 62.0, 13.0, 15.0, 14.0, 25.0, 0.3]),
    ("0805", "体育", 3, [16.0, 52.0, 74.0, 38.0, 46.0, 24.0, 34.0, 0.0]),
    ("0806", "医疗", 8, [13.0, 48.0, 66.0, 18.0, 21.0, 16.0, 26.0, 0.0]),
    ("0901", "商业", 4, [7.0, 34.0, 52.0, 20.0, 28.0, 8.0, 14.0, 0.06]),
    ("0902", "商业", 5, [7.0, 34.0, 52.0, 20.0, 28.0, 8.0, 14.0, 0.06]),
    ("1001", "厂房", 2, [11.0, 58.0, 84.0, 26.0, 34.0, 14.0, 17.0, 0.05]),
    ("1101", "仓储", 1, [11.0, 62.0, 90.0, 24.0, 30.0, 14.0, 20.0, 0.0]),
    ("1301", "市政", 2, [14.0, 22.0, 34.0, 16.0, 20.0, 18.0, 24.0, 0.3]),
];

fn shaped(purpose: &'static str, storeys: u32, shape: [f64; 8]) -> Rows {
    let [setback, short, long, thin, thick, gap, lane, empty] = shape;
    Rows { purpose, setback, length: [short, long], depth: [thin, thick], gap, lane, storeys, empty }
}

fn rows(parcel: &Parcel, dice: &mut Dice) -> Option<Rows> {
    if parcel.code.starts_with("07") && parcel.code != "0702" {
        return Some(homes(parcel, dice));
    }
    let (_, purpose, storeys, shape) = USES.iter().find(|(code, ..)| *code == parcel.code)?;
    Some(shaped(purpose, *storeys, *shape))
}

/// Slabs of four to six storeys for the most part, low houses in the old town, towers where new.
fn homes(parcel: &Parcel, dice: &mut Dice) -> Rows {
    if parcel.code == "0703" {
        return shaped("住宅", dice.whole(1, 3), [3.0, 11.0, 15.0, 8.0, 10.0, 4.0, 8.0, 0.18]);
    }
    if parcel.code == "070102" {
        return shaped("住宅", 18, [12.0, 24.0, 32.0, 15.0, 17.0, 18.0, 36.0, 0.1]);
    }
    if parcel.planned {
        let storeys = dice.weighted(&[(6, 3), (9, 2), (11, 4), (15, 2), (17, 2), (18, 2)], 11);
        let lane = if storeys > 11 { 34.0 } else { 26.0 };
        return shaped("住宅", storeys, [8.0, 24.0, 36.0, 14.0, 16.0, 16.0, lane, 0.05]);
    }
    if parcel.zone == "南片" && dice.chance(0.35) {
        return shaped("住宅", dice.whole(2, 4), [6.0, 18.0, 32.0, 9.5, 11.5, 6.0, 13.0, 0.05]);
    }
    let storeys = dice.weighted(&[(4, 2), (5, 4), (6, 9), (7, 1), (11, 1)], 6);
    let lane = if storeys > 7 { 24.0 } else { 14.0 + f64::from(storeys) };
    shaped("住宅", storeys, [8.0, 34.0, 54.0, 11.5, 13.5, 9.0, lane, 0.05])
}

/// Lays rows from south to north and buildings along each; returns the green strips between the rows.
fn fill(parcel: &Parcel, rect: Rect, rows: &Rows, dice: &mut Dice, raised: &mut Vec<Building>) -> Vec<Vec<Point>> {
    let inner = rect.shrink(rows.setback);
    let [width, depth] = inner.size();
    let thick = dice.between(rows.depth[0], rows.depth[1]).round();
    if width < 16.0 || depth < thick {
        return Vec::new();
    }
    let count = 1.0 + ((depth - thick) / (thick + rows.lane)).floor();
    let pitch = if count > 1.5 { (depth - thick) / (count - 1.0) } else { 0.0 };
    let wanted = dice.between(rows.length[0], rows.length[1]);
    let along = ((width + rows.gap) / (wanted + rows.gap)).round().max(1.0);
    let length = ((width + rows.gap) / along - rows.gap).min(rows.length[1] * 1.25).floor();
    let stride = if along > 1.5 { (width - length) / (along - 1.0) } else { 0.0 };
    let built = year(parcel, dice);
    let mut green = Vec::new();
    let mut row = 0.0;
    while row < count {
        let middle = if count > 1.5 { (thick / 2.0 + row * pitch) / depth } else { 0.5 };
        let v = inner.v[0] + middle * (inner.v[1] - inner.v[0]);
        let mut place = 0.0;
        while place < along {
            let share = if along > 1.5 { (length / 2.0 + place * stride) / width } else { 0.5 };
            let u = inner.u[0] + share * (inner.u[1] - inner.u[0]);
            if !dice.chance(rows.empty) {
                let storeys = if rows.storeys > 3 && dice.chance(0.15) { rows.storeys - 1 } else { rows.storeys };
                // A few odd lengths, so that rows do not look stamped.
                let shorter = if dice.chance(0.2) { (length * 0.8).floor() } else { length };
                raised.push(Building {
                    ring: footprint(u, v, shorter, thick),
                    place: [u, v],
                    storeys,
                    floor_area: shorter * thick * f64::from(storeys),
                    purpose: rows.purpose,
                    planned: parcel.planned,
                    year: built,
                    renewal: "",
                    exemption: String::new(),
                    name: "",
                    project: parcel.number,
                    reported: Reported::default(),
                });
            }
            place += 1.0;
        }
        if row + 1.5 < count {
            green.push(strip(&inner, [middle, middle + pitch / depth], thick, depth));
        }
        row += 1.0;
    }
    green.extend(edges(&rect, rows.setback));
    green
}

/// The green between two rows, a path's width off the walls.
fn strip(inner: &Rect, rows: [f64; 2], thick: f64, depth: f64) -> Vec<Point> {
    let at = |share: f64| inner.v[0] + share * (inner.v[1] - inner.v[0]);
    let wall = (thick / 2.0 + 2.4) / depth;
    Rect::new(inner.u[0], inner.u[1], at(rows[0] + wall), at(rows[1] - wall)).inset(2.0, 2.0, 0.0, 0.0).plain()
}

/// Hedges and trees along three sides, a metre inside, open at the corners and to the south.
fn edges(rect: &Rect, setback: f64) -> Vec<Vec<Point>> {
    let [width, depth] = rect.size();
    let band = setback - 3.0;
    if band < 3.0 {
        return Vec::new();
    }
    let sides = rect.inset(0.0, 0.0, 11.0, 11.0);
    let fronts = rect.inset(14.0, 14.0, 0.0, 0.0);
    let far = |size: f64| size - 1.0 - band;
    vec![
        sides.inset(1.0, far(width), 0.0, 0.0).plain(),
        sides.inset(far(width), 1.0, 0.0, 0.0).plain(),
        fronts.inset(0.0, 0.0, 1.0, far(depth)).plain(),
    ]
}

/// Completed when; nothing for what is only planned, and for some old houses nobody knows.
fn year(parcel: &Parcel, dice: &mut Dice) -> Option<u32> {
    if parcel.planned || dice.chance(0.06) {
        return None;
    }
    Some(if parcel.zone == "南片" { dice.whole(1984, 2012) } else { dice.whole(1998, 2023) })
}
