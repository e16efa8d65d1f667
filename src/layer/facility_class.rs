//! Classes of service facilities in the words of Chinese plan data and of OpenStreetMap: what a life circle asks for.
//!
//! Classes follow GB 50180-2018 and TD/T 1062-2021 as far as they are asked for by class. A word that is not understood
//! has no class here; a check then takes it as a class of its own, by its text.

use super::spelling::{first_contained, fold};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Class of a service facility.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum FacilityClass {
            $($(#[$doc])* $name,)*
        }

        impl FacilityClass {
            /// Every class with its code, in the order of life.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, $code),)*];
        }
    };
}

classes! {
    /// 幼儿园
    Kindergarten = "kindergarten",
    /// 小学
    PrimarySchool = "primary-school",
    /// 中学
    MiddleSchool = "middle-school",
    /// A school of which no more is said.
    School = "school",
    /// 社区卫生服务中心, 卫生服务站
    HealthStation = "health-station",
    /// 医院
    Hospital = "hospital",
    /// 菜市场
    Market = "market",
    /// 社区服务中心, 社区服务站
    CommunityService = "community-service",
    /// 文化活动中心, 文化活动站
    Culture = "culture",
    /// 体育场地
    Sports = "sports",
    /// 养老设施
    ElderlyCare = "elderly-care",
    /// 公园
    Park = "park",
    /// 公交站
    BusStop = "bus-stop",
    /// 商业网点
    Shop = "shop",
    /// 公共厕所
    Toilet = "toilet",
    /// 充电设施
    Charging = "charging",
}

use FacilityClass::{
    BusStop, Charging, CommunityService, Culture, ElderlyCare, HealthStation, Hospital, Kindergarten, Market,
    MiddleSchool, Park, PrimarySchool, School, Shop, Sports, Toilet,
};

/// Whole texts: canonical codes stand in [`FacilityClass::ALL`]; here English words and OpenStreetMap's values.
const WHOLE: &[(&str, FacilityClass)] = &[
    ("preschool", Kindergarten),
    ("childcare", Kindergarten),
    ("primary school", PrimarySchool),
    ("elementary school", PrimarySchool),
    ("middle school", MiddleSchool),
    ("secondary school", MiddleSchool),
    ("high school", MiddleSchool),
    ("clinic", HealthStation),
    ("doctors", HealthStation),
    ("health_centre", HealthStation),
    ("health station", HealthStation),
    ("marketplace", Market),
    ("community_centre", CommunityService),
    ("community centre", CommunityService),
    ("social_facility", CommunityService),
    ("library", Culture),
    ("arts_centre", Culture),
    ("theatre", Culture),
    ("sports_centre", Sports),
    ("sports centre", Sports),
    ("pitch", Sports),
    ("stadium", Sports),
    ("fitness_station", Sports),
    ("nursing_home", ElderlyCare),
    ("nursing home", ElderlyCare),
    ("bus_stop", BusStop),
    ("bus stop", BusStop),
    ("supermarket", Shop),
    ("convenience", Shop),
    ("toilets", Toilet),
    ("charging_station", Charging),
];

/// Parts of Chinese texts, first match first: what a name holds beside its class stands before it (社区养老服务站).
const CONTAINED: &[(&str, FacilityClass)] = &[
    ("幼儿园", Kindergarten),
    ("幼托", Kindergarten),
    ("托儿", Kindergarten),
    ("中小学", School),
    ("小学", PrimarySchool),
    ("中学", MiddleSchool),
    ("初中", MiddleSchool),
    ("高中", MiddleSchool),
    ("学校", School),
    ("养老", ElderlyCare),
    ("老年", ElderlyCare),
    ("敬老", ElderlyCare),
    ("日间照料", ElderlyCare),
    ("卫生服务", HealthStation),
    ("卫生站", HealthStation),
    ("卫生院", HealthStation),
    ("诊所", HealthStation),
    ("医院", Hospital),
    ("菜市", Market),
    ("农贸", Market),
    ("菜场", Market),
    ("文化", Culture),
    ("图书", Culture),
    ("体育", Sports),
    ("健身", Sports),
    ("运动场", Sports),
    ("社区服务", CommunityService),
    ("便民服务", CommunityService),
    ("党群服务", CommunityService),
    ("社区中心", CommunityService),
    ("社区综合服务", CommunityService),
    ("公交", BusStop),
    ("充电", Charging),
    ("换电", Charging),
    ("厕所", Toilet),
    ("公厕", Toilet),
    ("卫生间", Toilet),
    ("超市", Shop),
    ("便利店", Shop),
    ("商店", Shop),
    ("商业", Shop),
    ("公园", Park),
    ("游园", Park),
];

impl FacilityClass {
    /// Its canonical code, such as `primary-school`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, code)| code)
    }

    /// Its name for people.
    pub fn name(self) -> crate::text::Message {
        crate::text::Message::new(format!("layer.facility-{}", self.code()))
    }

    /// The class that a text names; `None` where it is not understood.
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        let by_code = Self::ALL.iter().find(|(_, code)| *code == text).map(|&(class, _)| class);
        let whole = || WHOLE.iter().find(|(word, _)| *word == text).map(|&(_, class)| class);
        by_code.or_else(whole).or_else(|| first_contained(&text, CONTAINED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facilities_are_read_in_chinese_in_english_and_as_openstreetmap_has_them() {
        for (text, expected) in [
            ("幼儿园", Some(Kindergarten)),
            ("九年一贯制学校", Some(School)),
            ("第二小学", Some(PrimarySchool)),
            ("社区卫生服务中心", Some(HealthStation)),
            ("社区养老服务站", Some(ElderlyCare)),
            ("农贸市场", Some(Market)),
            ("社区服务站", Some(CommunityService)),
            ("公共卫生间", Some(Toilet)),
            ("marketplace", Some(Market)),
            ("Bus_Stop", Some(BusStop)),
            ("bench", None),
            ("", None),
        ] {
            assert_eq!(FacilityClass::read(text), expected, "{text}");
        }
    }

    #[test]
    fn every_class_reads_back_from_its_code_and_has_a_name() {
        for &(class, code) in FacilityClass::ALL {
            assert_eq!(FacilityClass::read(code), Some(class));
            assert!(crate::text::is_known(&class.name().key), "{code}");
        }
    }
}
