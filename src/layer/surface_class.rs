//! Classes of surfaces in the spellings of Chinese plan data and of OpenStreetMap, and what of the rain runs off them.

use super::spelling::{first_contained, fold};
use super::{Field, Item};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Class of a surface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SurfaceClass {
            $($(#[$doc])* $name,)*
        }

        impl SurfaceClass {
            /// Every class with its code.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, $code),)*];
        }
    };
}

classes! {
    /// 屋面, green roofs among them.
    Roof = "roof",
    /// 道路路面
    Road = "road",
    /// 硬质铺装: asphalt, concrete and other sealed ground beside roads.
    Sealed = "sealed",
    /// 块石铺砌: setts and slabs, of which it depends on the joints.
    Stone = "stone",
    /// 透水铺装
    PermeablePaving = "permeable-paving",
    /// 砾石
    Gravel = "gravel",
    /// 绿地: lawns, planting, woods.
    Green = "green",
    /// 农田
    Farmland = "farmland",
    /// 水体
    Water = "water",
    /// 裸土
    Soil = "soil",
}

use SurfaceClass::{Farmland, Gravel, Green, PermeablePaving, Road, Roof, Sealed, Soil, Stone, Water};

impl SurfaceClass {
    /// The class's code, such as `permeable-paving`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, code)| code)
    }

    /// The class's name for people.
    pub fn name(self) -> crate::text::Message {
        crate::text::Message::new(format!("layer.surface-{}", self.code()))
    }

    /// The usual runoff coefficients, from the least to the largest (GB 50014; a knowledge of the trade, not read off
    /// the standard itself). Water keeps what falls on it.
    pub fn runoff(self) -> [f64; 2] {
        match self {
            Roof | Road | Sealed => [0.85, 0.95],
            Stone => [0.55, 0.65],
            Gravel => [0.40, 0.50],
            PermeablePaving => [0.35, 0.40],
            Farmland | Soil => [0.25, 0.35],
            Green => [0.10, 0.20],
            Water => [0.0, 0.0],
        }
    }

    /// The class that a text names.
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        let whole = WHOLE.iter().find(|(word, _)| *word == text).map(|&(_, class)| class);
        let code = || Self::ALL.iter().find(|(_, code)| *code == text).map(|&(class, _)| class);
        whole.or_else(code).or_else(|| first_contained(&text, WORDS))
    }
}

/// Whole texts: English words and OpenStreetMap's `surface` values. What is only said to be paved is taken as sealed;
/// boards, mats and artificial turf lie on anything and are left unknown.
const WHOLE: &[(&str, SurfaceClass)] = &[
    ("建筑", Roof),
    ("building", Roof),
    ("buildings", Roof),
    ("rooftop", Roof),
    ("green_roof", Roof),
    ("green roof", Roof),
    ("roads", Road),
    ("street", Road),
    ("highway", Road),
    ("asphalt", Sealed),
    ("chipseal", Sealed),
    ("concrete", Sealed),
    ("concrete:plates", Sealed),
    ("cement", Sealed),
    ("paved", Sealed),
    ("hardscape", Sealed),
    ("impervious", Sealed),
    ("impermeable", Sealed),
    ("metal", Sealed),
    ("paving_stones", Stone),
    ("sett", Stone),
    ("cobblestone", Stone),
    ("unhewn_cobblestone", Stone),
    ("bricks", Stone),
    ("brick", Stone),
    ("permeable paving", PermeablePaving),
    ("pervious", PermeablePaving),
    ("permeable", PermeablePaving),
    ("porous", PermeablePaving),
    ("grass_paver", PermeablePaving),
    ("fine_gravel", Gravel),
    ("pebblestone", Gravel),
    ("compacted", Gravel),
    ("shells", Gravel),
    ("grass", Green),
    ("lawn", Green),
    ("garden", Green),
    ("park", Green),
    ("meadow", Green),
    ("forest", Green),
    ("woodland", Green),
    ("trees", Green),
    ("scrub", Green),
    ("shrub", Green),
    ("vegetation", Green),
    ("cropland", Farmland),
    ("farm", Farmland),
    ("orchard", Farmland),
    ("river", Water),
    ("lake", Water),
    ("pond", Water),
    ("wetland", Water),
    ("unpaved", Soil),
    ("dirt", Soil),
    ("earth", Soil),
    ("ground", Soil),
    ("mud", Soil),
    ("sand", Soil),
    ("clay", Soil),
    ("bare", Soil),
    ("bare soil", Soil),
];

/// Words in Chinese texts, first match first: 不透水 contains 透水, 屋顶绿化 is a roof, 混凝土 is no soil, 水田 no water.
/// A bare 铺装, 广场 or 停车场 may be either and stays unknown.
const WORDS: &[(&str, SurfaceClass)] = &[
    ("屋面", Roof),
    ("屋顶", Roof),
    ("房屋", Roof),
    ("建筑物", Roof),
    ("建筑基底", Roof),
    ("不透水", Sealed),
    ("非透水", Sealed),
    ("透水", PermeablePaving),
    ("植草砖", PermeablePaving),
    ("嵌草", PermeablePaving),
    ("植草格", PermeablePaving),
    ("绿地", Green),
    ("绿化", Green),
    ("草坪", Green),
    ("草地", Green),
    ("植草", Green),
    ("林地", Green),
    ("森林", Green),
    ("树林", Green),
    ("林带", Green),
    ("灌木", Green),
    ("乔木", Green),
    ("花坛", Green),
    ("花园", Green),
    ("植被", Green),
    ("生物滞留", Green),
    ("农田", Farmland),
    ("耕地", Farmland),
    ("农用地", Farmland),
    ("水田", Farmland),
    ("水浇地", Farmland),
    ("旱地", Farmland),
    ("园地", Farmland),
    ("果园", Farmland),
    ("菜地", Farmland),
    ("沥青", Sealed),
    ("柏油", Sealed),
    ("混凝土", Sealed),
    ("水泥", Sealed),
    ("硬化", Sealed),
    ("硬质", Sealed),
    ("硬地", Sealed),
    ("砾石", Gravel),
    ("碎石", Gravel),
    ("卵石", Gravel),
    ("石子", Gravel),
    ("块石", Stone),
    ("石板", Stone),
    ("石材", Stone),
    ("条石", Stone),
    ("花岗", Stone),
    ("砖", Stone),
    ("裸土", Soil),
    ("裸地", Soil),
    ("裸露", Soil),
    ("土路", Soil),
    ("泥土", Soil),
    ("素土", Soil),
    ("沙地", Soil),
    ("道路", Road),
    ("路面", Road),
    ("街道", Road),
    ("车行道", Road),
    ("水体", Water),
    ("水面", Water),
    ("水域", Water),
    ("水系", Water),
    ("景观水", Water),
    ("河流", Water),
    ("河道", Water),
    ("湖", Water),
    ("池塘", Water),
    ("坑塘", Water),
    ("水库", Water),
    ("沟渠", Water),
    ("湿地", Water),
];

/// Yes or no where it is said in the words of the thing itself: `透水`, `不透水`.
pub(super) fn is_permeable(text: &str) -> Option<bool> {
    const WORDS: &[(&str, bool)] = &[
        ("不透水", false),
        ("非透水", false),
        ("不可渗透", false),
        ("透水", true),
        ("渗透", true),
        ("impervious", false),
        ("impermeable", false),
        ("pervious", true),
        ("permeable", true),
    ];
    first_contained(text, WORDS)
}

impl Item<'_> {
    /// Class of the surface; `None` when the field is absent, blank or not understood.
    pub fn surface_class(&self) -> Option<SurfaceClass> {
        SurfaceClass::read(&self.text(Field::Class)?)
    }

    /// The stated runoff coefficient, 0 to 1.
    pub fn runoff(&self) -> Option<f64> {
        self.number(Field::Runoff).filter(|runoff| (0.0..=1.0).contains(runoff))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surfaces_are_read_in_the_words_of_plans() {
        for (text, expected) in [
            ("屋面", Some(Roof)),
            ("绿化屋顶", Some(Roof)),
            ("沥青路面", Some(Sealed)),
            ("混凝土", Some(Sealed)),
            ("水泥地", Some(Sealed)),
            ("硬质铺装", Some(Sealed)),
            ("不透水铺装", Some(Sealed)),
            ("透水铺装", Some(PermeablePaving)),
            ("透水混凝土", Some(PermeablePaving)),
            ("植草砖", Some(PermeablePaving)),
            ("砾石", Some(Gravel)),
            ("石板路", Some(Stone)),
            ("道路绿化带", Some(Green)),
            ("下沉式绿地", Some(Green)),
            ("林地", Some(Green)),
            ("水田", Some(Farmland)),
            ("道路", Some(Road)),
            ("水体", Some(Water)),
            ("坑塘水面", Some(Water)),
            ("裸土", Some(Soil)),
            ("铺装", None),
            ("广场", None),
            ("", None),
        ] {
            assert_eq!(SurfaceClass::read(text), expected, "{text}");
        }
    }

    #[test]
    fn surfaces_are_read_in_the_words_of_openstreetmap_and_by_their_codes() {
        for (text, expected) in [
            ("Asphalt", Some(Sealed)),
            ("concrete", Some(Sealed)),
            ("paving_stones", Some(Stone)),
            ("fine_gravel", Some(Gravel)),
            ("grass", Some(Green)),
            ("dirt", Some(Soil)),
            ("wood", None),
            ("artificial_turf", None),
        ] {
            assert_eq!(SurfaceClass::read(text), expected, "{text}");
        }
        for (class, code) in SurfaceClass::ALL {
            assert_eq!(SurfaceClass::read(code), Some(*class));
        }
    }

    #[test]
    fn whether_a_surface_lets_water_through_is_said_in_words_too() {
        for (text, expected) in
            [("透水", Some(true)), ("不透水", Some(false)), ("impervious", Some(false)), ("是", None)]
        {
            assert_eq!(is_permeable(text), expected, "{text}");
        }
    }
}
