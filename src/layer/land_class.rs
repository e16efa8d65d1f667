//! Classes of land as the national drafting rules colour them: finer than [`LandKind`], which is all that a clause asks.
//!
//! Classes and their order follow 用地用海分类 (2023), for which the drafting rules of territorial master plans give a colour
//! each; the letters of GB 50137-2011 and the land survey's codes are taken to the nearest of them.

use super::green_class::GreenClass;
use super::land_code::{self, DigitScheme, LandKind, LandText};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A class of land with a colour of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum LandClass {
            $($(#[$doc])* $name,)*
        }

        impl LandClass {
            /// Every class with its code, in the order of the classification.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, $code),)*];
        }
    };
}

classes! {
    /// 耕地
    Cropland = "cropland",
    /// 园地
    Orchard = "orchard",
    /// 林地
    Woodland = "woodland",
    /// 草地
    Grassland = "grassland",
    /// 湿地
    Wetland = "wetland",
    /// 农业设施建设用地
    FarmFacility = "farm-facility",
    /// 城镇住宅用地
    UrbanHomes = "urban-homes",
    /// 农村宅基地
    RuralHomes = "rural-homes",
    /// 机关团体用地
    Offices = "offices",
    /// 科研用地
    Research = "research",
    /// 文化用地
    Culture = "culture",
    /// 教育用地
    Education = "education",
    /// 体育用地
    Sports = "sports",
    /// 医疗卫生用地
    Health = "health",
    /// 社会福利用地
    Welfare = "welfare",
    /// 商业服务业用地
    Commerce = "commerce",
    /// 工业用地
    Industry = "industry",
    /// 采矿用地
    Mining = "mining",
    /// 仓储用地
    Storage = "storage",
    /// 储备库用地
    Reserves = "reserves",
    /// 交通运输用地
    Transport = "transport",
    /// 公路用地
    Highways = "highways",
    /// 城镇道路用地
    Streets = "streets",
    /// 公用设施用地
    Utilities = "utilities",
    /// 公园绿地
    Parks = "parks",
    /// 防护绿地
    Shelter = "shelter",
    /// 广场用地
    Plazas = "plazas",
    /// 特殊用地
    Special = "special",
    /// 留白用地
    Reserved = "reserved",
    /// 陆地水域
    Water = "water",
    /// 用海
    Sea = "sea",
    /// 其他土地
    Other = "other",
    /// Construction land of which no more is said.
    Built = "built",
}

use LandClass::{
    Built, Commerce, Cropland, Culture, Education, FarmFacility, Grassland, Health, Highways, Industry, Mining,
    Offices, Orchard, Other, Parks, Plazas, Research, Reserved, Reserves, RuralHomes, Sea, Shelter, Special, Sports,
    Storage, Streets, Transport, UrbanHomes, Utilities, Water, Welfare, Wetland, Woodland,
};

impl LandClass {
    /// The class's code, such as `urban-homes`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, code)| code)
    }

    /// The class's name for people.
    pub fn name(self) -> crate::text::Message {
        crate::text::Message::new(format!("layer.land-{}", self.code()))
    }
}

/// 用地用海分类 (2023), by prefix.
const CODES_2023: &[(&str, LandClass)] = &[
    ("01", Cropland),
    ("02", Orchard),
    ("03", Woodland),
    ("04", Grassland),
    ("05", Wetland),
    ("06", FarmFacility),
    ("07", UrbanHomes),
    ("0703", RuralHomes),
    ("0704", RuralHomes),
    ("0801", Offices),
    ("0802", Research),
    ("0803", Culture),
    ("0804", Education),
    ("0805", Sports),
    ("0806", Health),
    ("0807", Welfare),
    ("09", Commerce),
    ("10", Industry),
    ("1002", Mining),
    ("1003", Mining),
    ("11", Storage),
    ("1102", Reserves),
    ("12", Transport),
    ("1202", Highways),
    ("1207", Streets),
    ("13", Utilities),
    ("14", Parks),
    ("1402", Shelter),
    ("1403", Plazas),
    ("15", Special),
    ("16", Reserved),
    ("17", Water),
    ("18", Sea),
    ("19", Sea),
    ("20", Sea),
    ("21", Sea),
    ("22", Sea),
    ("23", Other),
    ("24", Sea),
];

/// The third national land survey and GB/T 21010-2017, by prefix.
const CODES_SURVEY: &[(&str, LandClass)] = &[
    ("00", Wetland),
    ("01", Cropland),
    ("02", Orchard),
    ("03", Woodland),
    ("04", Grassland),
    ("05", Commerce),
    ("06", Industry),
    ("0602", Mining),
    ("0603", Mining),
    ("0604", Storage),
    ("07", UrbanHomes),
    ("0702", RuralHomes),
    ("08", Offices),
    ("0803", Education),
    ("0804", Research),
    ("0805", Health),
    ("0806", Welfare),
    ("0807", Culture),
    ("0808", Sports),
    ("0809", Utilities),
    ("08H2", Education),
    ("0810", Parks),
    ("0810A", Plazas),
    ("09", Special),
    ("10", Transport),
    ("1003", Highways),
    ("1004", Streets),
    ("11", Water),
    ("12", Other),
    ("1201", Reserved),
    ("1202", FarmFacility),
];

/// GB 50137-2011.
const LETTERS: &[(&str, LandClass)] = &[
    ("R", UrbanHomes),
    ("A", Offices),
    ("A1", Offices),
    ("A2", Culture),
    ("A3", Education),
    ("A35", Research),
    ("A4", Sports),
    ("A5", Health),
    ("A6", Welfare),
    ("A7", Culture),
    ("A8", Special),
    ("A9", Special),
    ("B", Commerce),
    ("B4", Utilities),
    ("C", Offices),
    ("D", Special),
    ("M", Industry),
    ("W", Storage),
    ("S", Transport),
    ("S1", Streets),
    ("T", Transport),
    ("U", Utilities),
    ("G", Parks),
    ("G1", Parks),
    ("G2", Shelter),
    ("G3", Plazas),
    ("H", Built),
    ("H14", RuralHomes),
    ("H2", Transport),
    ("H22", Highways),
    ("H3", Utilities),
    ("H4", Special),
    ("H5", Mining),
    ("E", Cropland),
    ("E1", Water),
    ("E9", Other),
    ("X", Reserved),
];

/// Words in names of land, Chinese ones and those of OpenStreetMap. The longest that a name contains decides.
const NAMES: &[(&str, LandClass)] = &[
    ("宅基地", RuralHomes),
    ("村庄", RuralHomes),
    ("行政", Offices),
    ("机关", Offices),
    ("办公", Offices),
    ("科研", Research),
    ("文化", Culture),
    ("文物", Culture),
    ("教育", Education),
    ("学校", Education),
    ("中小学", Education),
    ("幼儿园", Education),
    ("体育", Sports),
    ("医疗", Health),
    ("医院", Health),
    ("卫生", Health),
    ("福利", Welfare),
    ("商业", Commerce),
    ("商服", Commerce),
    ("商务", Commerce),
    ("零售", Commerce),
    ("旅馆", Commerce),
    ("餐饮", Commerce),
    ("娱乐", Commerce),
    ("加油", Commerce),
    ("工业", Industry),
    ("采矿", Mining),
    ("盐田", Mining),
    ("仓储", Storage),
    ("物流", Storage),
    ("储备库", Reserves),
    ("交通", Transport),
    ("铁路", Transport),
    ("公路", Highways),
    ("道路", Streets),
    ("公用设施", Utilities),
    ("市政", Utilities),
    ("供水", Utilities),
    ("供电", Utilities),
    ("排水", Utilities),
    ("环卫", Utilities),
    ("消防", Utilities),
    ("通信", Utilities),
    ("防护绿地", Shelter),
    ("广场", Plazas),
    ("耕地", Cropland),
    ("水田", Cropland),
    ("旱地", Cropland),
    ("园地", Orchard),
    ("果园", Orchard),
    ("茶园", Orchard),
    ("林地", Woodland),
    ("草地", Grassland),
    ("湿地", Wetland),
    ("沼泽", Wetland),
    ("滩涂", Wetland),
    ("用海", Sea),
    ("海域", Sea),
    ("commercial", Commerce),
    ("retail", Commerce),
    ("fuel", Commerce),
    ("industrial", Industry),
    ("depot", Storage),
    ("port", Transport),
    ("parking", Transport),
    ("railway", Transport),
    ("aerodrome", Transport),
    ("education", Education),
    ("school", Education),
    ("university", Education),
    ("college", Education),
    ("kindergarten", Education),
    ("hospital", Health),
    ("institutional", Offices),
    ("library", Culture),
    ("stadium", Sports),
    ("sports_centre", Sports),
    ("pitch", Sports),
    ("military", Special),
    ("religious", Special),
    ("place_of_worship", Special),
    ("cemetery", Special),
    ("quarry", Mining),
    ("landfill", Utilities),
    ("forest", Woodland),
    ("wood", Woodland),
    ("natural_wood", Woodland),
    ("scrub", Woodland),
    ("meadow", Grassland),
    ("grassland", Grassland),
    ("grass", Grassland),
    ("orchard", Orchard),
    ("vineyard", Orchard),
    ("farmland", Cropland),
    ("farm", Cropland),
    ("pedestrian", Plazas),
    ("square", Plazas),
    ("plaza", Plazas),
];

/// The class of a parcel whose kind is known: by its code where that says this kind, else by its names, else what the
/// kind alone says.
pub(super) fn class(text: &LandText, beside: Option<&str>, digits: DigitScheme, kind: LandKind) -> LandClass {
    let coded = text.code.as_deref().filter(|code| land_code::by_code(code, digits) == Some(kind));
    let folded = beside.map(super::spelling::fold);
    let named = || [text.name.as_deref(), folded.as_deref()].into_iter().flatten().find_map(by_name);
    coded.and_then(|code| by_code(code, digits)).or_else(named).unwrap_or(of_kind(kind))
}

fn by_code(code: &str, digits: DigitScheme) -> Option<LandClass> {
    let table = match (code.starts_with(|first: char| first.is_ascii_digit()), digits) {
        (false, _) => LETTERS,
        (true, DigitScheme::Guide2023) => CODES_2023,
        (true, DigitScheme::Survey) => CODES_SURVEY,
    };
    let known = table.iter().filter(|(prefix, _)| code.starts_with(prefix));
    known.max_by_key(|(prefix, _)| prefix.len()).map(|&(_, class)| class)
}

fn by_name(name: &str) -> Option<LandClass> {
    let whole = |word: &str| if word.is_ascii() { word == name } else { name.contains(word) };
    NAMES.iter().filter(|(word, _)| whole(word)).max_by_key(|(word, _)| word.len()).map(|&(_, class)| class)
}

fn of_kind(kind: LandKind) -> LandClass {
    match kind {
        LandKind::Home => UrbanHomes,
        LandKind::Built => Built,
        LandKind::TransportLine | LandKind::Transport => Transport,
        LandKind::Green(Some(GreenClass::G2)) => Shelter,
        LandKind::Green(Some(GreenClass::G3)) => Plazas,
        LandKind::Green(_) => Parks,
        LandKind::Reserve => Reserved,
        LandKind::FarmFacility => FarmFacility,
        LandKind::Water => Water,
        LandKind::Open => Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, beside: Option<&str>, digits: DigitScheme) -> Option<LandClass> {
        let taken = land_code::take_apart(text);
        let kind = land_code::kind(&taken, beside, digits)?;
        Some(class(&taken, beside, digits, kind))
    }

    #[test]
    fn codes_of_the_guide_have_the_classes_of_the_drafting_rules() {
        for (code, expected) in [
            ("0701", UrbanHomes),
            ("070102", UrbanHomes),
            ("0703", RuralHomes),
            ("0804", Education),
            ("080403", Education),
            ("0806", Health),
            ("0901", Commerce),
            ("1001", Industry),
            ("1101", Storage),
            ("1207", Streets),
            ("1301", Utilities),
            ("1401", Parks),
            ("1402", Shelter),
            ("1403", Plazas),
            ("1701", Water),
            ("0301", Woodland),
        ] {
            assert_eq!(read(code, None, DigitScheme::Guide2023), Some(expected), "{code}");
        }
    }

    #[test]
    fn letters_survey_codes_and_names_go_to_the_nearest_class() {
        for (code, expected) in
            [("R2", UrbanHomes), ("A33", Education), ("A51", Health), ("B1", Commerce), ("M1", Industry)]
        {
            assert_eq!(read(code, None, DigitScheme::Guide2023), Some(expected), "{code}");
        }
        assert_eq!(read("0501", None, DigitScheme::Survey), Some(Commerce));
        assert_eq!(read("1004", None, DigitScheme::Survey), Some(Streets));
        assert_eq!(read("中小学用地", None, DigitScheme::Guide2023), Some(Education));
        assert_eq!(read("residential", None, DigitScheme::Guide2023), Some(UrbanHomes));
        assert_eq!(read("retail", None, DigitScheme::Guide2023), Some(Commerce));
        assert_eq!(read("某某", None, DigitScheme::Guide2023), None);
    }

    #[test]
    fn where_code_and_name_contradict_the_name_has_the_class_too() {
        assert_eq!(read("05", Some("商业服务业用地"), DigitScheme::Guide2023), Some(Commerce));
    }

    #[test]
    fn every_class_has_a_name() {
        for (class, code) in LandClass::ALL {
            assert!(crate::text::is_known(&class.name().key), "{code}");
        }
    }
}
