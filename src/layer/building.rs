//! Attributes of buildings and the words for status and renewal.

use super::land_code::{self, DigitScheme, LandKind};
use super::spelling::{chinese_number, first_contained, flag, fold, numbers};

/// Whether a feature is there or to be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 现状
    Existing,
    /// 规划
    Planned,
}

/// What renewal does with a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renewal {
    /// 拆
    Demolish,
    /// 改
    Alter,
    /// 留
    Keep,
}

/// Storeys of a building, as stated or estimated from its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Storeys {
    /// Storeys above ground.
    pub count: f64,
    /// Whether they were estimated as height / 3.0 m.
    pub estimated: bool,
}

/// Height of a storey where only the height of a building is known.
const STOREY_HEIGHT: f64 = 3.0;

impl Storeys {
    /// Height in metres at 3.0 m a storey.
    pub(super) fn height(self) -> f64 {
        self.count * STOREY_HEIGHT
    }

    /// Estimates storeys from a height in metres: the nearest whole number of 3.0 m, at least one.
    pub(super) fn from_height(height: f64) -> Option<Self> {
        (height > 0.0 && height.is_finite())
            .then(|| Self { count: (height / STOREY_HEIGHT).round().max(1.0), estimated: true })
    }
}

/// Words for status, first match first: what is not finished is planned although 未建成 contains 建成.
const STATUS: &[(&str, Status)] = &[
    ("未建", Status::Planned),
    ("待建", Status::Planned),
    ("在建", Status::Planned),
    ("未实施", Status::Planned),
    ("现状", Status::Existing),
    ("保留", Status::Existing),
    ("已建", Status::Existing),
    ("建成", Status::Existing),
    ("既有", Status::Existing),
    ("已有", Status::Existing),
    ("现有", Status::Existing),
    ("已实施", Status::Existing),
    ("竣工", Status::Existing),
    ("规划", Status::Planned),
    ("拟建", Status::Planned),
    ("新建", Status::Planned),
    ("改建", Status::Planned),
    ("扩建", Status::Planned),
    ("续建", Status::Planned),
    ("计划", Status::Planned),
    ("远期", Status::Planned),
    ("近期", Status::Planned),
];

impl Status {
    /// Its canonical code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Existing => "existing",
            Self::Planned => "planned",
        }
    }

    /// The status that a text names. `column` is the name of its field: `是` below `是否现状` is existing.
    pub(super) fn read(text: &str, column: &str) -> Option<Self> {
        let text = fold(text);
        match text.as_str() {
            "existing" | "built" | "current" | "completed" | "complete" | "xz" | "yj" => return Some(Self::Existing),
            "planned" | "proposed" | "new" | "future" | "construction" | "under construction" | "gh" | "nj" => {
                return Some(Self::Planned);
            }
            _ => {}
        }
        first_contained(&text, STATUS).or_else(|| {
            let yes = flag(&text)?;
            let column = fold(column);
            let speaks_of = |words: &[&str]| words.iter().any(|word| column.contains(word));
            if speaks_of(&["现状", "sfxz", "existing", "built", "已建", "建成"]) {
                Some(if yes { Self::Existing } else { Self::Planned })
            } else if speaks_of(&["规划", "新建", "planned", "sfgh"]) {
                Some(if yes { Self::Planned } else { Self::Existing })
            } else {
                None
            }
        })
    }
}

/// Words for renewal, first match first: 不拆 contains 拆.
const RENEWAL: &[(&str, Renewal)] = &[
    ("不拆", Renewal::Keep),
    ("未拆", Renewal::Keep),
    ("无需", Renewal::Keep),
    ("不改", Renewal::Keep),
    ("拆", Renewal::Demolish),
    ("改", Renewal::Alter),
    ("整治", Renewal::Alter),
    ("修缮", Renewal::Alter),
    ("提升", Renewal::Alter),
    ("加固", Renewal::Alter),
    ("留", Renewal::Keep),
    ("保护", Renewal::Keep),
    ("demolish", Renewal::Demolish),
    ("demolition", Renewal::Demolish),
    ("alter", Renewal::Alter),
    ("renovat", Renewal::Alter),
    ("retrofit", Renewal::Alter),
    ("keep", Renewal::Keep),
    ("retain", Renewal::Keep),
    ("preserv", Renewal::Keep),
];

impl Renewal {
    /// Its canonical code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Demolish => "demolish",
            Self::Alter => "alter",
            Self::Keep => "keep",
        }
    }

    /// What a text names. `column` is the name of its field: `是` below `是否拆除` is demolition.
    pub(super) fn read(text: &str, column: &str) -> Option<Self> {
        let text = fold(text);
        first_contained(&text, RENEWAL).or_else(|| {
            let column = fold(column);
            let asks = column.contains("拆除") || column.contains("sfcc") || column.contains("demol");
            match flag(&text) {
                Some(true) if asks => Some(Self::Demolish),
                Some(false) if asks => Some(Self::Keep),
                _ => None,
            }
        })
    }
}

/// Words that are not homes although they look like it, then words for homes.
const USES: &[(&str, bool)] = &[
    ("非住宅", false),
    ("非居住", false),
    ("non-residential", false),
    ("宿舍", false),
    ("酒店", false),
    ("住院", false),
    ("住宅", true),
    ("居住", true),
    ("商住", true),
    ("住商", true),
    ("公寓", true),
    ("别墅", true),
    ("民居", true),
    ("民房", true),
    ("农房", true),
    ("自建房", true),
    ("保障房", true),
    ("安置房", true),
    ("商业", false),
    ("办公", false),
    ("厂房", false),
    ("车库", false),
    ("酒店", false),
    ("商场", false),
    ("市场", false),
    ("仓库", false),
];

/// OpenStreetMap's `building` values for homes and for the common other uses.
const HOMES: &[&str] = &[
    "residential",
    "apartments",
    "apartment",
    "house",
    "houses",
    "detached",
    "semidetached_house",
    "semi",
    "terrace",
    "bungalow",
    "villa",
    "residence",
    "home",
    "farm",
    "mixed",
    "mixed-use",
    "mixed use",
];
const OTHER_USES: &[&str] = &[
    "commercial",
    "office",
    "retail",
    "shop",
    "mall",
    "supermarket",
    "industrial",
    "warehouse",
    "factory",
    "hotel",
    "school",
    "kindergarten",
    "university",
    "college",
    "hospital",
    "clinic",
    "church",
    "chapel",
    "mosque",
    "temple",
    "cathedral",
    "place_of_worship",
    "public",
    "civic",
    "government",
    "train_station",
    "station",
    "transportation",
    "garage",
    "garages",
    "parking",
    "shed",
    "hut",
    "roof",
    "barn",
    "greenhouse",
    "glasshouse",
    "farm_auxiliary",
    "service",
    "stadium",
    "sports_centre",
    "museum",
    "library",
    "bank",
    "embassy",
    "tower",
    "communications_tower",
    "attraction",
    "arts_centre",
    "dormitory",
    "construction",
    "kiosk",
    "hangar",
    "bridge",
];

/// Whether a use is a home; mixed use with homes is. `None` when the text is not understood.
pub(super) fn is_home(text: &str) -> Option<bool> {
    let text = fold(text);
    if let Some(home) = first_contained(&text, USES) {
        return Some(home);
    }
    if HOMES.contains(&text.as_str()) {
        return Some(true);
    }
    if OTHER_USES.contains(&text.as_str()) {
        return Some(false);
    }
    // Codes of parcels, from three digits on: a single digit is somebody's own numbering.
    let land = land_code::take_apart(&text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && digits < 3 {
        return None;
    }
    let lettered = land.code.as_deref().is_some_and(|code| code.len() == 1 && text.len() > 1);
    if lettered && land.name.is_none() {
        return None;
    }
    land_code::kind(&land, None, DigitScheme::Guide2023).map(|kind| kind == LandKind::Home)
}

/// Words for what villages build.
const VILLAGE: &[&str] = &["农房", "农村", "农民", "农户", "村", "宅基地", "farmhouse", "rural", "village"];

/// Whether a use is one of villages; `None` for homes of which that is not said, and when the text is not understood.
pub(super) fn is_of_village(text: &str) -> Option<bool> {
    let folded = fold(text);
    if folded == "farm" || VILLAGE.iter().any(|word| folded.contains(word)) {
        return Some(true);
    }
    is_home(text).filter(|home| !home)
}

/// Storeys above ground in texts such as `混6`, `砼18`, `6/-1`, `18F/B2`, `地上18层地下2层`, `6+1`, `十八层`; of a range
/// the larger.
pub(super) fn storeys(text: &str) -> Option<f64> {
    let text = fold(text);
    let above = text.split_once("地上").map_or(text.as_str(), |(_, above)| above);
    let above = if above.starts_with("地下") { "" } else { above.split("地下").next().unwrap_or("") };
    let mut best: Option<f64> = None;
    for part in above.split(['/', '\\', '，', ',', ' ', '、', ';']) {
        let basement = part.starts_with(['-', 'b', '负']) || part.ends_with('d');
        if basement || part.is_empty() {
            continue;
        }
        let count = if part.contains('+') {
            Some(numbers(part).iter().sum::<f64>())
        } else {
            numbers(part).into_iter().reduce(f64::max).or_else(|| chinese_number(part))
        };
        best = match (best, count) {
            (Some(best), Some(count)) => Some(f64::max(best, count)),
            (best, count) => best.or(count),
        };
    }
    best.filter(|&count| count > 0.0)
}

/// A year of four digits at the start of a text: `2015`, `2015-06`, `20150601`, `1980年代`.
pub(super) fn year(text: &str) -> Option<i32> {
    let text = fold(text);
    let year: i32 = text.get(..4)?.parse().ok()?;
    (1000..=2200).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_villages_build_is_told_only_where_the_use_says_so() {
        for (text, expected) in [
            ("农房", Some(true)),
            ("村民住宅", Some(true)),
            ("村委会", Some(true)),
            ("宅基地", Some(true)),
            ("farm", Some(true)),
            ("住宅", None),
            ("商业", Some(false)),
            ("?", None),
        ] {
            assert_eq!(is_of_village(text), expected, "{text}");
        }
    }

    #[test]
    fn storeys_are_read_from_surveyors_texts() {
        for (text, expected) in [
            ("6", Some(6.0)),
            ("混6", Some(6.0)),
            ("砼18", Some(18.0)),
            ("6/-1", Some(6.0)),
            ("-1/6", Some(6.0)),
            ("18层", Some(18.0)),
            ("6F", Some(6.0)),
            ("18F/B2", Some(18.0)),
            ("18/2D", Some(18.0)),
            ("地上18层地下2层", Some(18.0)),
            ("地上18层，地下2层", Some(18.0)),
            ("地下2层地上18层", Some(18.0)),
            ("地下2层", None),
            ("5-6层", Some(6.0)),
            ("6+1", Some(7.0)),
            ("十八层", Some(18.0)),
            ("１８", Some(18.0)),
            ("0", None),
            ("-1", None),
            ("", None),
            ("高层", None),
        ] {
            assert_eq!(storeys(text), expected, "{text}");
        }
    }

    #[test]
    fn storeys_from_a_height_are_whole_and_marked_as_estimated() {
        assert_eq!(Storeys::from_height(54.0), Some(Storeys { count: 18.0, estimated: true }));
        assert_eq!(Storeys::from_height(20.0), Some(Storeys { count: 7.0, estimated: true }));
        assert_eq!(Storeys::from_height(1.0), Some(Storeys { count: 1.0, estimated: true }));
        assert_eq!(Storeys::from_height(0.0), None);
    }

    #[test]
    fn status_words_and_yes_or_no_below_a_speaking_field_are_understood() {
        for (text, column, expected) in [
            ("现状", "状态", Some(Status::Existing)),
            ("已建", "状态", Some(Status::Existing)),
            ("建成", "状态", Some(Status::Existing)),
            ("existing", "status", Some(Status::Existing)),
            ("规划保留", "状态", Some(Status::Existing)),
            ("规划", "状态", Some(Status::Planned)),
            ("拟建", "状态", Some(Status::Planned)),
            ("新建", "状态", Some(Status::Planned)),
            ("在建", "状态", Some(Status::Planned)),
            ("未建成", "状态", Some(Status::Planned)),
            ("是", "SFXZ", Some(Status::Existing)),
            ("否", "是否现状", Some(Status::Planned)),
            ("是", "状态", None),
            ("", "状态", None),
            ("不详", "状态", None),
        ] {
            assert_eq!(Status::read(text, column), expected, "{text} {column}");
        }
    }

    #[test]
    fn renewal_words_are_understood() {
        for (text, column, expected) in [
            ("拆", "拆改留", Some(Renewal::Demolish)),
            ("拆除", "GZFS", Some(Renewal::Demolish)),
            ("拆除重建", "GZFS", Some(Renewal::Demolish)),
            ("不拆", "拆改留", Some(Renewal::Keep)),
            ("改", "拆改留", Some(Renewal::Alter)),
            ("综合整治", "GZFS", Some(Renewal::Alter)),
            ("留", "拆改留", Some(Renewal::Keep)),
            ("保留", "拆改留", Some(Renewal::Keep)),
            ("demolish", "renewal", Some(Renewal::Demolish)),
            ("是", "SFCC", Some(Renewal::Demolish)),
            ("否", "是否拆除", Some(Renewal::Keep)),
            ("是", "备注", None),
        ] {
            assert_eq!(Renewal::read(text, column), expected, "{text} {column}");
        }
    }

    #[test]
    fn uses_tell_homes_from_other_buildings() {
        for home in [
            "住宅",
            "居住",
            "商住",
            "住宅+商业",
            "商业/住宅",
            "公寓",
            "0701",
            "701",
            "070102",
            "R2",
            "R21",
            "apartments",
            "house",
            "Residential",
        ] {
            assert_eq!(is_home(home), Some(true), "{home}");
        }
        for other in
            ["商业", "办公", "学校", "医院", "工业厂房", "非住宅", "宿舍", "0901", "B1", "commercial", "school"]
        {
            assert_eq!(is_home(other), Some(false), "{other}");
        }
        for unknown in ["", "1", "2", "yes", "building", "其他"] {
            assert_eq!(is_home(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn years_are_read_from_dates() {
        assert_eq!(year("2015年"), Some(2015));
        assert_eq!(year("20150601"), Some(2015));
        assert_eq!(year("15"), None);
        assert_eq!(year("0"), None);
    }
}
