//! What a building is used for, where it stands by climate, who pays for it, which light a lamp gives: words of registers.

use super::land_code;
use super::spelling::{chinese_number, flag, fold, number};

/// What a building is used for, as far as clauses ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuildingUse {
    /// 居住建筑, mixed use with homes among them.
    Home,
    /// 公共机构: offices of government, schools, hospitals, culture and sports, which are public buildings too.
    Institution,
    /// Other public buildings: shops, offices, hotels, stations.
    Commercial,
    /// 厂房
    Factory,
    /// Stores, garages, barns and whatever else.
    Other,
}

/// Words for uses, first match first; homes are told before (`building::is_home`).
const USES: &[(&str, BuildingUse)] = &[
    ("农业", BuildingUse::Other),
    ("仓", BuildingUse::Other),
    ("车库", BuildingUse::Other),
    ("大棚", BuildingUse::Other),
    ("厂房", BuildingUse::Factory),
    ("工业", BuildingUse::Factory),
    ("工厂", BuildingUse::Factory),
    ("车间", BuildingUse::Factory),
    ("生产", BuildingUse::Factory),
    ("机关", BuildingUse::Institution),
    ("政府", BuildingUse::Institution),
    ("行政", BuildingUse::Institution),
    ("公共机构", BuildingUse::Institution),
    ("学校", BuildingUse::Institution),
    ("中学", BuildingUse::Institution),
    ("小学", BuildingUse::Institution),
    ("幼儿园", BuildingUse::Institution),
    ("教育", BuildingUse::Institution),
    ("教学", BuildingUse::Institution),
    ("医院", BuildingUse::Institution),
    ("医疗", BuildingUse::Institution),
    ("卫生", BuildingUse::Institution),
    ("文化", BuildingUse::Institution),
    ("体育", BuildingUse::Institution),
    ("图书馆", BuildingUse::Institution),
    ("博物馆", BuildingUse::Institution),
    ("科研", BuildingUse::Institution),
    ("福利", BuildingUse::Institution),
    ("养老", BuildingUse::Institution),
    ("商", BuildingUse::Commercial),
    ("办公", BuildingUse::Commercial),
    ("写字楼", BuildingUse::Commercial),
    ("酒店", BuildingUse::Commercial),
    ("宾馆", BuildingUse::Commercial),
    ("旅馆", BuildingUse::Commercial),
    ("餐饮", BuildingUse::Commercial),
    ("金融", BuildingUse::Commercial),
    ("市场", BuildingUse::Commercial),
    ("客运", BuildingUse::Commercial),
    ("车站", BuildingUse::Commercial),
    ("航站", BuildingUse::Commercial),
    ("公共建筑", BuildingUse::Commercial),
    ("公建", BuildingUse::Commercial),
];

/// Canonical words, and values of OpenStreetMap's `building`.
const ENGLISH: &[(&str, BuildingUse)] = &[
    ("institution", BuildingUse::Institution),
    ("government", BuildingUse::Institution),
    ("school", BuildingUse::Institution),
    ("kindergarten", BuildingUse::Institution),
    ("university", BuildingUse::Institution),
    ("college", BuildingUse::Institution),
    ("hospital", BuildingUse::Institution),
    ("clinic", BuildingUse::Institution),
    ("library", BuildingUse::Institution),
    ("museum", BuildingUse::Institution),
    ("civic", BuildingUse::Institution),
    ("sports_centre", BuildingUse::Institution),
    ("public", BuildingUse::Commercial),
    ("commercial", BuildingUse::Commercial),
    ("office", BuildingUse::Commercial),
    ("retail", BuildingUse::Commercial),
    ("hotel", BuildingUse::Commercial),
    ("shop", BuildingUse::Commercial),
    ("mall", BuildingUse::Commercial),
    ("supermarket", BuildingUse::Commercial),
    ("station", BuildingUse::Commercial),
    ("train_station", BuildingUse::Commercial),
    ("industrial", BuildingUse::Factory),
    ("factory", BuildingUse::Factory),
    ("manufacture", BuildingUse::Factory),
    ("warehouse", BuildingUse::Other),
    ("garage", BuildingUse::Other),
    ("garages", BuildingUse::Other),
    ("shed", BuildingUse::Other),
    ("barn", BuildingUse::Other),
    ("greenhouse", BuildingUse::Other),
];

impl BuildingUse {
    /// Whether it is a public building (公共建筑): institutions and commercial buildings.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Institution | Self::Commercial)
    }

    /// The use that a text names; `home` is what the text says of homes.
    pub(super) fn read(text: &str, home: Option<bool>) -> Option<Self> {
        if home == Some(true) {
            return Some(Self::Home);
        }
        let text = fold(text);
        let english = ENGLISH.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind);
        let found = english.or_else(|| USES.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind));
        found.or_else(|| Self::by_code(&text)).or(home.map(|_| Self::Other))
    }

    /// By a land-use code of the guide of 2023 or of GB 50137.
    fn by_code(text: &str) -> Option<Self> {
        let code = land_code::take_apart(text).code?;
        let digits = code.starts_with(|first: char| first.is_ascii_digit());
        match code.get(..if digits { 2 } else { 1 })? {
            "08" | "A" => Some(Self::Institution),
            "09" | "B" => Some(Self::Commercial),
            "10" | "M" => Some(Self::Factory),
            "11" | "W" => Some(Self::Other),
            _ => None,
        }
    }
}

/// Zones of thermal design (GB 50176), as far as clauses tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClimateZone {
    /// 严寒
    SevereCold,
    /// 寒冷
    Cold,
    /// 夏热冬冷
    HotSummerColdWinter,
    /// 夏热冬暖
    HotSummerWarmWinter,
    /// 温和
    Mild,
}

impl ClimateZone {
    /// Every zone with its word in standard files.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::SevereCold, "severe-cold"),
        (Self::Cold, "cold"),
        (Self::HotSummerColdWinter, "hot-summer-cold-winter"),
        (Self::HotSummerWarmWinter, "hot-summer-warm-winter"),
        (Self::Mild, "mild"),
    ];

    /// The zone that a text names: words, or the leading number of GB 50176 (1 to 5).
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        let word = Self::ALL.iter().find(|(_, word)| *word == text.replace(['_', ' '], "-")).map(|(zone, _)| *zone);
        let chinese = || match text.as_str() {
            text if text.contains("严寒") => Some(Self::SevereCold),
            text if text.contains("夏热冬冷") => Some(Self::HotSummerColdWinter),
            text if text.contains("夏热冬暖") => Some(Self::HotSummerWarmWinter),
            text if text.contains("温和") => Some(Self::Mild),
            text if text.contains("寒冷") => Some(Self::Cold),
            _ => None,
        };
        let numbered = || match text.chars().next()? {
            '1' => Some(Self::SevereCold),
            '2' => Some(Self::Cold),
            '3' => Some(Self::HotSummerColdWinter),
            '4' => Some(Self::HotSummerWarmWinter),
            '5' => Some(Self::Mild),
            _ => None,
        };
        word.or_else(chinese).or_else(numbered)
    }
}

/// Stars of a label: `2`, `二星级`, `★★`, `基本级` and `无` for none.
pub(super) fn stars(text: &str) -> Option<f64> {
    let text = fold(text);
    let drawn = text.chars().filter(|letter| matches!(letter, '★' | '⭐')).count();
    if drawn > 0 {
        return Some(drawn as f64);
    }
    if text.contains("基本") || text.contains("未评") || flag(&text) == Some(false) {
        return Some(0.0);
    }
    let count = number(&text).or_else(|| chinese_number(text.trim_start_matches("绿色建筑")));
    count.filter(|stars| (0.0..=3.0).contains(stars))
}

/// Who pays where the public does.
const PUBLIC: [&str; 7] = ["政府", "财政", "国有", "国资", "公益", "government", "public"];
/// Who pays where it does not: told before, as in 非政府 and 企业自筹.
const PRIVATE: [&str; 9] = ["社会", "企业", "民营", "私", "自筹", "外资", "商业", "private", "company"];
/// Lamps that give much light for their power.
const SAVING: [&str; 6] = ["led", "发光二极管", "高效节能", "节能灯", "无极灯", "太阳能"];
/// Lamps that do not.
const WASTEFUL: [&str; 13] =
    ["非led", "钠", "汞", "水银", "白炽", "卤", "荧光", "金卤", "sodium", "mercury", "halide", "incandescent", "传统"];

/// Whether the public pays: government, treasury, state funds.
pub(super) fn is_public_money(text: &str) -> Option<bool> {
    let text = fold(text);
    // 非政府 and 企业自筹 are told before 政府.
    if text.starts_with('非') || PRIVATE.iter().any(|word| text.contains(word)) {
        return Some(false);
    }
    PUBLIC.iter().any(|word| text.contains(word)).then_some(true).or_else(|| flag(&text))
}

/// Whether a lamp gives much light for its power: LED and other efficient kinds; sodium, mercury and halogen lamps do not.
pub(super) fn is_efficient_lamp(text: &str) -> Option<bool> {
    let text = fold(text);
    if WASTEFUL.iter().any(|word| text.contains(word)) {
        return Some(false);
    }
    SAVING.iter().any(|word| text.contains(word)).then_some(true).or_else(|| flag(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::building::is_home;

    #[test]
    fn uses_are_told_from_words_codes_and_openstreetmap() {
        for (text, expected) in [
            ("住宅", Some(BuildingUse::Home)),
            ("商住", Some(BuildingUse::Home)),
            ("机关办公", Some(BuildingUse::Institution)),
            ("小学", Some(BuildingUse::Institution)),
            ("0804", Some(BuildingUse::Institution)),
            ("写字楼", Some(BuildingUse::Commercial)),
            ("酒店", Some(BuildingUse::Commercial)),
            ("B1", Some(BuildingUse::Commercial)),
            ("工业厂房", Some(BuildingUse::Factory)),
            ("industrial", Some(BuildingUse::Factory)),
            ("仓库", Some(BuildingUse::Other)),
            ("hospital", Some(BuildingUse::Institution)),
            ("roof", Some(BuildingUse::Other)),
            ("yes", None),
            ("", None),
        ] {
            assert_eq!(BuildingUse::read(text, is_home(text)), expected, "{text}");
        }
        assert!(BuildingUse::Institution.is_public() && !BuildingUse::Factory.is_public());
    }

    #[test]
    fn stars_are_read_in_the_spellings_of_registers() {
        for (text, expected) in [
            ("2", Some(2.0)),
            ("二星级", Some(2.0)),
            ("一星", Some(1.0)),
            ("★★★", Some(3.0)),
            ("无", Some(0.0)),
            ("基本级", Some(0.0)),
            ("0", Some(0.0)),
            ("", None),
            ("不详", None),
            ("5", None),
        ] {
            assert_eq!(stars(text), expected, "{text}");
        }
    }

    #[test]
    fn climate_zones_are_read_from_words_and_numbers() {
        assert_eq!(ClimateZone::read("严寒C区"), Some(ClimateZone::SevereCold));
        assert_eq!(ClimateZone::read("寒冷"), Some(ClimateZone::Cold));
        assert_eq!(ClimateZone::read("温和A"), Some(ClimateZone::Mild));
        assert_eq!(ClimateZone::read("5A"), Some(ClimateZone::Mild));
        assert_eq!(ClimateZone::read("hot_summer_cold_winter"), Some(ClimateZone::HotSummerColdWinter));
        assert_eq!(ClimateZone::read("?"), None);
    }

    #[test]
    fn money_and_light_are_told_and_what_is_not_understood_is_unknown() {
        assert_eq!(is_public_money("政府投资"), Some(true));
        assert_eq!(is_public_money("企业自筹"), Some(false));
        assert_eq!(is_public_money("非政府投资"), Some(false));
        assert_eq!(is_public_money("其他"), None);
        assert_eq!(is_efficient_lamp("LED"), Some(true));
        assert_eq!(is_efficient_lamp("高压钠灯"), Some(false));
        assert_eq!(is_efficient_lamp("非LED"), Some(false));
        assert_eq!(is_efficient_lamp("?"), None);
    }
}
