//! Canonical names of attribute fields.

use serde::{Deserialize, Serialize};

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
    /// Edition of the class scheme, such as 2017 for CJJ/T 85-2017.
    Edition = "edition",
    /// Whether an argument for a deviation is recorded: 已论证.
    Argued = "argued",
    /// The clusters that a corridor keeps apart.
    Between = "between",
}

impl Field {
    /// Its canonical name, such as `red_line_width`.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// The field with this canonical name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }
}
