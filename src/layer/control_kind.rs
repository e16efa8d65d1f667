//! Kinds of areas that keep buildings out: lines of control and hazards, in the words and layer names of plan databases.

use super::spelling::{first_contained, fold};
use super::{Field, Item, Role};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Kind of an area that keeps buildings out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ControlKind {
            $($(#[$doc])* $name,)*
        }

        impl ControlKind {
            /// Every kind with its code.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, $code),)*];
        }
    };
}

kinds! {
    /// 水域: the features of water layers, and lines of control that are named so.
    Water = "water",
    /// 蓝线
    BlueLine = "blue-line",
    /// 洪涝风险控制线, 行洪区, 蓄滞洪区
    Flood = "flood",
    /// 地质灾害
    Geohazard = "geohazard",
    /// 断裂带
    Fault = "fault",
    /// 生态保护红线
    EcologicalRedLine = "ecological-red-line",
    /// 永久基本农田
    BasicFarmland = "basic-farmland",
    /// 绿线
    GreenLine = "green-line",
    /// 紫线
    PurpleLine = "purple-line",
    /// 黄线
    YellowLine = "yellow-line",
    /// 历史文化保护线
    Heritage = "heritage",
}

use ControlKind::{
    BasicFarmland, BlueLine, EcologicalRedLine, Fault, Flood, Geohazard, GreenLine, Heritage, PurpleLine, Water,
    YellowLine,
};

/// Words in classes and file names, first match first: a flood area is one although it lies along a river. Feature-class
/// names of plan databases carry codes of the place before and behind. A bare 红线 may be that of a road.
const WORDS: &[(&str, ControlKind)] = &[
    ("洪涝", Flood),
    ("洪水", Flood),
    ("山洪", Flood),
    ("防洪", Flood),
    ("行洪", Flood),
    ("泄洪", Flood),
    ("滞洪", Flood),
    ("内涝", Flood),
    ("淹没", Flood),
    ("hlfxkzx", Flood),
    ("flood", Flood),
    ("蓝线", BlueLine),
    ("河道管理", BlueLine),
    ("河湖管理", BlueLine),
    ("岸线", BlueLine),
    ("cslx", BlueLine),
    ("blue line", BlueLine),
    ("blue_line", BlueLine),
    ("地质灾害", Geohazard),
    ("地灾", Geohazard),
    ("滑坡", Geohazard),
    ("泥石流", Geohazard),
    ("崩塌", Geohazard),
    ("塌陷", Geohazard),
    ("沉降", Geohazard),
    ("采空", Geohazard),
    ("易发区", Geohazard),
    ("dzzh", Geohazard),
    ("landslide", Geohazard),
    ("debris flow", Geohazard),
    ("断裂", Fault),
    ("断层", Fault),
    ("fault line", Fault),
    ("fault zone", Fault),
    ("active fault", Fault),
    ("灾害", Geohazard),
    ("hazard", Geohazard),
    ("生态保护红线", EcologicalRedLine),
    ("生态红线", EcologicalRedLine),
    ("stbhhx", EcologicalRedLine),
    ("基本农田", BasicFarmland),
    ("yjjbnt", BasicFarmland),
    ("绿线", GreenLine),
    ("cslvx", GreenLine),
    ("lhlx", GreenLine),
    ("green line", GreenLine),
    ("紫线", PurpleLine),
    ("cszx", PurpleLine),
    ("黄线", YellowLine),
    ("cshx", YellowLine),
    ("sshx", YellowLine),
    ("历史文化", Heritage),
    ("文物", Heritage),
    ("lswhbhx", Heritage),
    ("heritage", Heritage),
    ("水域", Water),
    ("水面", Water),
];

impl ControlKind {
    /// The kind's code, such as `blue-line`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    /// The kind's name for people.
    pub fn name(self) -> crate::text::Message {
        crate::text::Message::new(format!("layer.control-{}", self.code()))
    }

    /// The kind that a text names.
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        let code = Self::ALL.iter().find(|(_, code)| *code == text).map(|&(kind, _)| kind);
        code.or_else(|| first_contained(&text, WORDS))
    }
}

impl Item<'_> {
    /// What keeps buildings out of the area: by its class, else by the name of its file, which a table of the planner's
    /// own rules out. All that plays water is.
    pub fn control_kind(&self) -> Option<ControlKind> {
        if self.role == Role::Water {
            return Some(Water);
        }
        let stated = self.text(Field::Class).and_then(|text| ControlKind::read(&text));
        if stated.is_some() || self.layer.values.contains_key(&Field::Class) {
            return stated;
        }
        let source = self.layer.source()?;
        ControlKind::read(source.rsplit('/').next().unwrap_or(source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Origin, Shape, Value};

    #[test]
    fn kinds_are_read_in_words_in_layer_names_and_by_their_codes() {
        for (text, expected) in [
            ("蓝线", Some(BlueLine)),
            ("513401ZXCQCSLX", Some(BlueLine)),
            ("ZXCQCSLVX", Some(GreenLine)),
            ("洪涝风险控制线", Some(Flood)),
            ("HLFXKZX", Some(Flood)),
            ("行洪通道", Some(Flood)),
            ("地质灾害高易发区", Some(Geohazard)),
            ("泥石流隐患点", Some(Geohazard)),
            ("活动断裂带", Some(Fault)),
            ("生态保护红线", Some(EcologicalRedLine)),
            ("STBHHX", Some(EcologicalRedLine)),
            ("永久基本农田", Some(BasicFarmland)),
            ("城市紫线", Some(PurpleLine)),
            ("历史文化保护线", Some(Heritage)),
            ("道路红线", None),
            ("", None),
        ] {
            assert_eq!(ControlKind::read(text), expected, "{text}");
        }
        for (kind, code) in ControlKind::ALL {
            assert_eq!(ControlKind::read(code), Some(*kind));
        }
    }

    #[test]
    fn a_file_name_tells_the_kind_where_the_class_does_not() {
        let kind = |file: &str, class: &str, table: bool| {
            let feature =
                Feature { row: 0, id: None, shape: Shape::Area(Region::default()), values: vec![Value::text(class)] };
            let roles = [Role::ControlLines];
            let mut layer = Layer::new(Origin::File(file.into()), &roles, &["class"], vec![feature]);
            if table {
                layer.values.insert(Field::Class, [("一级".to_owned(), "flood".to_owned())].into());
            }
            Item { layer: &layer, feature: &layer.features[0], role: Role::ControlLines }.control_kind()
        };
        assert_eq!(kind("数据/城市蓝线.shp", "", false), Some(BlueLine));
        assert_eq!(kind("蓝线/控制线.shp", "一级", false), None);
        assert_eq!(kind("城市蓝线.shp", "一级", false), Some(BlueLine));
        assert_eq!(kind("城市蓝线.shp", "洪涝风险控制线", false), Some(Flood));
        assert_eq!((kind("蓝线.shp", "一级", true), kind("蓝线.shp", "二级", true)), (Some(Flood), None));
    }
}
