//! Communities, each a part of a zone between its main streets, and the points where their people are served.

use super::Town;
use super::dice::Dice;
use super::warp::{Point, Rect, at};

/// A community of residents.
pub(crate) struct Community {
    pub(crate) name: &'static str,
    pub(crate) ring: Vec<Point>,
    pub(crate) green: &'static str,
    pub(crate) complete: &'static str,
    pub(crate) population: u32,
}

/// A facility of a class.
pub(crate) struct Facility {
    pub(crate) name: String,
    pub(crate) class: &'static str,
    pub(crate) place: Point,
}

/// Streets that part communities: up the valley, then across it.
const PARTS: &[([f64; 3], &[f64])] = &[
    ([-1150.0, -560.0, -100.0], &[0.0, 480.0, 1060.0, 1640.0, 2250.0]),
    ([-1150.0, -560.0, -100.0], &[2430.0, 3000.0, 3700.0]),
    ([100.0, 540.0, 1080.0], &[0.0, 480.0, 1000.0]),
    ([100.0, 540.0, 1080.0], &[1105.0, 1640.0, 2230.0]),
    ([100.0, 540.0, 1080.0], &[2400.0, 3000.0, 3600.0]),
];

/// Name, people, whether it is a green community, and whether it is a complete one; from south-west to north-east. They
/// are 96 000 people; one survey is missing.
const COMMUNITIES: [(&str, u32, &str, &str); 24] = [
    ("文汇社区", 4_620, "是", "是"),
    ("建设路社区", 5_180, "是", "是"),
    ("胜利社区", 3_960, "是", "否"),
    ("长安社区", 4_410, "是", "是"),
    ("大水井社区", 5_730, "否", "否"),
    ("健康社区", 4_840, "是", "是"),
    ("府街社区", 5_260, "否", "否"),
    ("涌泉社区", 4_070, "是", "是"),
    ("石塔社区", 5_890, "否", "否"),
    ("名店街社区", 5_510, "否", "否"),
    ("月亮湖社区", 4_950, "否", "否"),
    ("土城社区", 5_340, "否", "否"),
    ("宁远社区", 3_120, "是", "是"),
    ("锦屏社区", 2_860, "是", "是"),
    ("沙坝社区", 2_570, "是", "是"),
    ("马道社区", 2_930, "是", "否"),
    ("河东社区", 3_780, "是", "是"),
    ("上西社区", 3_450, "否", "否"),
    ("盐中社区", 3_190, "是", "是"),
    ("邛都社区", 3_840, "是", "是"),
    ("金雁社区", 3_050, "是", "是"),
    ("火把社区", 2_740, "是", ""),
    ("索玛社区", 2_480, "否", "是"),
    ("彝海社区", 2_230, "否", "否"),
];

/// Communities of the north-west: built in superblocks, with neither market nor clinic.
const SUPERBLOCKS: std::ops::Range<usize> = 8..12;

/// Draws both.
pub(crate) fn lay(town: &mut Town) {
    let rects = PARTS.iter().flat_map(|(up, across)| {
        let row = |v: &[f64]| up.windows(2).map(move |u| Rect::new(u[0], u[1], v[0], v[1])).collect::<Vec<_>>();
        across.windows(2).flat_map(row).collect::<Vec<_>>()
    });
    for (number, (rect, (name, population, green, complete))) in rects.zip(COMMUNITIES).enumerate() {
        town.communities.push(Community { name, ring: rect.plain(), green, complete, population });
        serve(number, name, &rect, town);
    }
    for (code, class, names) in [
        ("0804", "小学", &["小学", "小学", "初级中学"][..]),
        ("0803", "文化", &["文化馆", "图书馆"]),
        ("0805", "体育", &["体育馆", "全民健身中心"]),
        ("1401", "公园", &["公园"]),
    ] {
        on_parcels(code, class, names, town);
    }
}

/// Service points near the middle of a community, on its streets' side.
fn serve(number: usize, name: &'static str, rect: &Rect, town: &mut Town) {
    let short = name.trim_end_matches("社区");
    let superblock = SUPERBLOCKS.contains(&number);
    let mut dice = Dice::new(6_000 + number as u64);
    for (class, title, share) in [
        ("社区服务", "社区综合服务站", 1.0),
        ("幼儿园", "幼儿园", 0.92),
        ("卫生服务站", "社区卫生服务站", if superblock { 0.0 } else { 0.8 }),
        ("菜市场", "菜市场", if superblock { 0.0 } else { 0.7 }),
        ("养老", "日间照料中心", 0.6),
        ("体育", "健身场", 0.75),
        ("文化", "文化活动室", 0.6),
    ] {
        let there = dice.chance(share);
        let share = [dice.between(0.25, 0.75), dice.between(0.25, 0.75)];
        let place = at(rect.u[0] + share[0] * (rect.u[1] - rect.u[0]), rect.v[0] + share[1] * (rect.v[1] - rect.v[0]));
        if there {
            town.facilities.push(Facility { name: format!("{short}{title}"), class, place });
        }
    }
}

/// A point in the middle of each parcel of a use.
fn on_parcels(code: &str, class: &'static str, names: &[&str], town: &mut Town) {
    let rects = town.parcels.iter().filter(|parcel| parcel.code == code).filter_map(|parcel| parcel.rect);
    let places: Vec<[f64; 2]> = rects.map(|rect| rect.middle()).collect();
    for (number, [u, v]) in places.into_iter().enumerate() {
        let title = names.get(number % names.len()).copied().unwrap_or_default();
        let class = if title == "初级中学" { "中学" } else { class };
        town.facilities.push(Facility { name: format!("第{}{title}", number + 1), class, place: at(u, v) });
    }
}
