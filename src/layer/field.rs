//! Canonical names of attribute fields.

use serde::{Deserialize, Serialize};

use crate::text::Message;

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// The meaning of an attribute field, whatever a file calls it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        pub enum Field {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Field {
            /// Every field with its canonical name.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, $code),)*];
        }
    };
}

fields! {
    /// Name of the feature: 名称.
    Name = "name",
    /// Class or code by role: road class, green class, land-use code, kind of control line.
    Class = "class",
    /// Name that stands beside a code in `class`: 地类名称.
    ClassName = "class_name",
    /// Width of a road's red line in metres: 红线宽度.
    RedLineWidth = "red_line_width",
    /// Storeys above ground: 层数.
    Storeys = "storeys",
    /// Height in metres.
    Height = "height",
    /// Floor area in m²: 建筑面积.
    FloorArea = "floor_area",
    /// Share of the ground that is planted, per cent: 绿地率.
    GreenShare = "green_share",
    /// People: 人口.
    Population = "population",
    /// Existing or planned: 状态.
    Status = "status",
    /// Use of a building: 用途.
    Use = "use",
    /// Demolish, alter or keep: 拆改留.
    Renewal = "renewal",
    /// Ground on which a demolition is exempt: 豁免依据.
    Exemption = "exemption",
    /// Year of completion: 建成年份.
    YearBuilt = "year_built",
    /// Whether a road is one-way.
    OneWay = "oneway",
    /// Whether a line is a bridge.
    Bridge = "bridge",
    /// Whether a line is a tunnel.
    Tunnel = "tunnel",
    /// Level of a line: lines of different level do not meet.
    Level = "level",
    /// Whether a greenway stretch is a link on an ordinary road: 连接线.
    Link = "link",
    /// On which sides a road has sidewalks: 人行道.
    Sidewalk = "sidewalk",
    /// Edition of the class scheme, such as 2017 for CJJ/T 85-2017.
    Edition = "edition",
    /// Whether a surface lets water through: 是否透水.
    Permeable = "permeable",
    /// Runoff coefficient of a surface: 径流系数.
    Runoff = "runoff",
    /// Whether an argument for a deviation is recorded: 已论证.
    Argued = "argued",
    /// Stars of a green building's label, 0 to 3: 绿建星级.
    Stars = "stars",
    /// Whether a building is built to the green-building standard: 执行绿建标准.
    GreenStandard = "green_standard",
    /// Whether a building is prefabricated: 装配式.
    Prefabricated = "prefabricated",
    /// Whether certified green materials are used: 绿色建材.
    GreenMaterials = "green_materials",
    /// Whether a building runs on electricity alone: 全面电气化.
    Electrified = "electrified",
    /// Area of a roof in m²: 屋顶面积.
    RoofArea = "roof_area",
    /// Area of solar panels on a roof, in m²: 光伏面积.
    SolarArea = "solar_area",
    /// Energy saved by design against the base building, per cent: 设计节能率.
    EnergySaving = "energy_saving",
    /// Climate zone of thermal design: 气候区.
    ClimateZone = "climate_zone",
    /// Who pays for a building: 投资性质.
    Funding = "funding",
    /// Whether a building is to be retrofitted, or can be: 需改造.
    RetrofitDue = "retrofit_due",
    /// Whether the retrofit is done: 已改造.
    Retrofitted = "retrofitted",
    /// Energy that a building takes before its retrofit, in any one unit: 改造前能耗.
    EnergyBefore = "energy_before",
    /// Energy that it takes afterwards, in the same unit: 改造后能耗.
    EnergyAfter = "energy_after",
    /// Waste of a building site in tonnes: 建筑垃圾排放量.
    SiteWaste = "site_waste",
    /// Whether a community meets the requirements of green communities: 绿色社区.
    GreenCommunity = "green_community",
    /// Whether a community is complete: 完整居住社区.
    CompleteCommunity = "complete_community",
    /// Electric power in watts: 功率.
    Power = "power",
    /// The clusters that a corridor keeps apart.
    Between = "between",
}

impl Field {
    /// Its canonical name, such as `red_line_width`.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// Its name for people: `app.field-red-line-width`, 红线宽度.
    pub fn title(self) -> Message {
        Message::new(format!("app.field-{}", self.name().replace('_', "-")))
    }

    /// The field with this canonical name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }
}
