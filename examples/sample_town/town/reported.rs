//! What registers report of buildings beside their size: labels, energy, roofs, who pays, what was retrofitted.
//!
//! Buildings of one parcel are one project, so most of it is drawn once for all of them.

use super::Town;
use super::buildings::Building;
use super::dice::Dice;

/// What is reported of a building; blank where nobody wrote it down or nobody asks.
#[derive(Clone, Default)]
pub(crate) struct Reported {
    /// Metres, of higher buildings only.
    pub(crate) height: Option<f64>,
    pub(crate) stars: &'static str,
    pub(crate) green_standard: &'static str,
    pub(crate) prefabricated: &'static str,
    pub(crate) green_materials: &'static str,
    pub(crate) electrified: &'static str,
    pub(crate) roof: Option<f64>,
    pub(crate) solar: Option<f64>,
    pub(crate) zone: &'static str,
    /// Energy saved by design, per cent.
    pub(crate) saving: Option<f64>,
    pub(crate) funding: &'static str,
    pub(crate) retrofit_due: &'static str,
    pub(crate) retrofitted: &'static str,
    /// MWh a year before and after the retrofit.
    pub(crate) energy: Option<[f64; 2]>,
    /// Tonnes of building waste.
    pub(crate) waste: Option<f64>,
}

/// First year of completion that makes a building new.
const NEW: u32 = 2021;
/// Uses that registers of public buildings hold; the first of them are paid for by the public.
const PUBLIC: [&str; 6] = ["教育", "医疗", "文化", "体育", "办公", "商业"];
const INSTITUTIONS: usize = 4;

/// The project that misses the green-building standard, told by one of its towers.
const OFF_STANDARD: &str = "河谷新居3号楼";
/// Share of a new building's values that are blank.
const BLANK: f64 = 0.015;

/// Reports of every building.
pub(crate) fn report(town: &mut Town) {
    tower(town);
    let off = town.buildings.iter().find(|building| building.name == OFF_STANDARD).map(|building| building.project);
    for (number, building) in (0_u64..).zip(&mut town.buildings) {
        let mut own = Dice::new(4_000_000 + number);
        let mut project = Dice::new(3_000_000 + building.project);
        if building.planned {
            building.year = Some(project.weighted(&[(2026, 2), (2027, 2), (2028, 3), (2029, 2), (2030, 5)], 2030));
        }
        // Registers disagree on whether community services are public: here none is new, so that no figure hangs on it.
        if building.purpose == "社区服务" {
            building.year = building.year.map(|year| year.min(NEW - 2));
        }
        let is_new = building.planned || building.year.is_some_and(|year| year >= NEW);
        let mut reported =
            if is_new { of_new(building, &mut project, &mut own, off) } else { of_old(building, &mut own) };
        if building.storeys >= 10 {
            reported.height = Some((f64::from(building.storeys) * 29.0 + 9.0).round() / 10.0);
        }
        if building.name == TOWER {
            reported = Reported { height: Some(118.6), stars: "二星级", electrified: "是", ..reported };
        }
        building.reported = reported;
    }
    let public = |building: &&mut Building| is_institution(building) && building.reported.funding == PAID;
    if let Some(building) = town.buildings.iter_mut().find(public) {
        building.reported = Reported { stars: "无", green_materials: "", ..building.reported.clone() };
        building.name = STARLESS;
    }
}

/// Who pays for schools, hospitals, culture and sports.
const PAID: &str = "政府投资";
/// The one new institution without a star.
const STARLESS: &str = "实验学校教学楼";

const TOWER: &str = "航天大厦";

/// An office tower above 100 m: none of the homes that must not be so high.
fn tower(town: &mut Town) {
    let offices = |building: &&mut Building| {
        building.purpose == "办公" && building.renewal.is_empty() && building.year.is_some_and(|year| year > 2000)
    };
    if let Some(office) = town.buildings.iter_mut().find(offices) {
        office.floor_area = office.floor_area / f64::from(office.storeys) * 28.0;
        office.storeys = 28;
        office.year = Some(2023);
        office.name = TOWER;
    }
}

fn yes(condition: bool) -> &'static str {
    if condition { "是" } else { "否" }
}

fn is_public(building: &Building) -> bool {
    PUBLIC.contains(&building.purpose)
}

fn is_institution(building: &Building) -> bool {
    PUBLIC.iter().take(INSTITUTIONS).any(|purpose| *purpose == building.purpose)
}

fn of_new(building: &Building, project: &mut Dice, own: &mut Dice, off_standard: Option<u64>) -> Reported {
    let (home, institution, public) = (building.purpose == "住宅", is_institution(building), is_public(building));
    let stars = if institution {
        project.weighted(&[("一星级", 6), ("二星级", 5), ("三星级", 1), ("无", 2)], "一星级")
    } else {
        project.weighted(&[("无", 19), ("一星级", 4), ("二星级", 1)], "无")
    };
    let (prefabricated, electrified) = (own.chance(0.56), own.chance(0.12));
    let materials = project.chance(0.88);
    let saving = saving(building, project);
    let roof = (institution || building.purpose == "厂房")
        .then(|| (building.floor_area / f64::from(building.storeys) * 0.9).round());
    let covered = project.weighted(&[(0.0, 3), (0.3, 5), (0.4, 5), (0.5, 3), (0.75, 1)], 0.3);
    let rate = project.weighted(&[(212.0, 3), (236.0, 5), (255.0, 5), (278.0, 4), (291.0, 3), (318.0, 1)], 255.0);
    let funding = if institution || (home && project.chance(0.12)) { PAID } else { "社会投资" };
    let mut known = |value: &'static str| if own.chance(BLANK) { "" } else { value };
    let reported = Reported {
        stars: known(stars),
        green_standard: known(yes(off_standard != Some(building.project))),
        prefabricated: known(yes(prefabricated)),
        green_materials: if stars == "无" { "" } else { known(yes(materials)) },
        electrified: if public { known(yes(electrified)) } else { "" },
        zone: "温和地区",
        funding: known(funding),
        retrofit_due: yes(false),
        retrofitted: yes(false),
        ..Reported::default()
    };
    Reported {
        roof,
        solar: roof.filter(|_| !own.chance(2.0 * BLANK)).map(|roof| (roof * covered).round()),
        // All are known: a blank could be any, and the least of the homes is exactly the limit.
        saving,
        waste: (!own.chance(BLANK)).then(|| (rate * building.floor_area / 10_000.0).round()),
        ..reported
    }
}

/// Energy saved by design: homes keep 75 %, one kind of public buildings stays below 78 %.
fn saving(building: &Building, project: &mut Dice) -> Option<f64> {
    if building.purpose == "住宅" {
        return Some(project.weighted(&[(75.0, 6), (75.5, 3), (76.2, 2), (78.0, 2), (80.0, 1)], 75.0));
    }
    is_public(building).then(|| project.weighted(&[(76.5, 3), (78.0, 5), (78.6, 4), (79.4, 3), (81.0, 2)], 78.0))
}

fn of_old(building: &Building, own: &mut Dice) -> Reported {
    let home = building.purpose == "住宅";
    let before_2000 = building.year.is_none_or(|year| year < 2000);
    let (asked, done, blank) = (own.chance(0.5), own.chance(0.87), own.chance(0.04));
    let (use_before, kept) = (own.between(88.0, 136.0), own.between(0.68, 0.84));
    if home {
        // What renewal alters of the old homes is retrofitted, all of it.
        let due = before_2000 && building.renewal == "改";
        return Reported { stars: "无", retrofit_due: yes(due), retrofitted: yes(due), ..Reported::default() };
    }
    let due = is_public(building) && building.year.is_some_and(|year| year < 2003) && asked;
    let retrofitted = due && (done || blank);
    let before = (use_before * building.floor_area / 100.0).round() / 10.0;
    Reported {
        stars: "无",
        retrofit_due: if due && blank { "" } else { yes(due) },
        retrofitted: yes(retrofitted),
        energy: retrofitted.then(|| [before, (before * kept * 10.0).round() / 10.0]),
        ..Reported::default()
    }
}
