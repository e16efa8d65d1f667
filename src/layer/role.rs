//! What the features of a layer mean to a check.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What the features of a layer mean to a check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role {
            $($(#[$doc])* $name,)*
        }

        impl Role {
            /// Every role with its code, in the order of the design.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$name, $code),)*];
        }
    };
}

roles! {
    /// 行政区
    AdminUnits = "admin-units",
    /// 主城区
    MainUrbanArea = "main-urban-area",
    /// 建成区
    BuiltUpArea = "built-up-area",
    /// 县城
    CountySeat = "county-seat",
    /// 组团
    Clusters = "clusters",
    /// 规划单元
    PlanningUnits = "planning-units",
    /// 生态廊道
    Corridors = "corridors",
    /// Anything that narrows a corridor.
    Obstacles = "obstacles",
    /// 用地
    LandUse = "land-use",
    /// 道路中心线
    RoadCentrelines = "road-centrelines",
    /// 道路红线: polygons.
    RoadAreas = "road-areas",
    /// 建筑
    Buildings = "buildings",
    /// 更新单元
    RenewalUnits = "renewal-units",
    /// 绿地图斑
    Green = "green",
    /// 绿道
    Greenways = "greenways",
    /// 下垫面
    Surfaces = "surfaces",
    /// 广场
    Plazas = "plazas",
    /// 广场内绿地水面
    PlazaPlanting = "plaza-planting",
    /// 步行道
    Walkways = "walkways",
    /// 过街设施
    Crossings = "crossings",
    /// 社区
    Communities = "communities",
    /// 服务设施
    Facilities = "facilities",
    /// 路灯
    Lamps = "lamps",
    /// 水域
    Water = "water",
    /// 控制线
    ControlLines = "control-lines",
    /// 人口
    Population = "population",
    /// Shown, never measured.
    Backdrop = "backdrop",
}

impl Role {
    /// The role's code, such as `road-centrelines`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, code)| code)
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(role, _)| *role)
    }

    /// The role's name for people: `layer.role-<code>`.
    pub fn name(self) -> crate::text::Message {
        crate::text::Message::new(format!("layer.role-{}", self.code()))
    }
}
