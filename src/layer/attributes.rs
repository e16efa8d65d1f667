//! Typed reading of attributes: what is missing or not understood is `None`, never a default.

use super::{Field, Item, Value};

/// Class of a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoadClass {
    /// 快速路
    Expressway,
    /// 主干路
    Arterial,
    /// 次干路
    Secondary,
    /// 支路
    Branch,
    /// 街坊内道路
    Lane,
    /// 匝道
    Ramp,
    /// 公路
    Highway,
    /// Foot and cycle paths.
    Path,
}

/// Whether a feature is there or to be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 现状
    Existing,
    /// 规划
    Planned,
}

/// What renewal does with a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Renewal {
    /// 拆
    Demolish,
    /// 改
    Alter,
    /// 留
    Keep,
}

/// Class of green land, CJJ/T 85-2017.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum GreenClass {
    /// Parks.
    G1,
    /// Protective green.
    G2,
    /// Plazas: only the planted share counts.
    G3,
    /// Attached green.
    XG,
    /// Regional green.
    EG,
}

/// Storeys of a building, as stated or estimated from its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Storeys {
    /// Storeys above ground.
    pub count: f64,
    /// Whether they were estimated as height / 3.0 m.
    pub estimated: bool,
}

impl<'a> Item<'a> {
    /// The raw value of a canonical field.
    pub fn value(&self, field: Field) -> &'a Value {
        self.layer.value(self.feature, field)
    }

    /// Whether the layer has the field at all.
    pub fn has(&self, field: Field) -> bool {
        self.layer.columns.contains_key(&field)
    }

    /// The stated name.
    pub fn stated_name(&self) -> Option<String> {
        match self.value(Field::Name) {
            Value::Text(text) => Some(text.to_string()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The stated name, else `file#row`.
    pub fn name(&self) -> String {
        self.stated_name().unwrap_or_else(|| match (&self.feature.id, self.layer.source()) {
            (Some(id), _) => id.clone(),
            (None, Some(source)) => format!("{source}#{}", self.feature.row),
            (None, None) => format!("#{}", self.feature.row),
        })
    }

    /// A number: as it stands, or the leading number of a text such as `40m`.
    pub fn number(&self, field: Field) -> Option<f64> {
        match self.value(field) {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// Yes or no, in the spellings of real files.
    pub fn flag(&self, field: Field) -> Option<bool> {
        match self.value(field) {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => Some(*number != 0.0),
            Value::Text(text) => Some(matches!(&**text, "yes" | "是" | "1")),
            Value::Null => None,
        }
    }

    /// Class of a road; `None` when the field is absent, blank or not understood.
    pub fn road_class(&self) -> Option<RoadClass> {
        match self.value(Field::Class) {
            Value::Text(text) => match &**text {
                "expressway" => Some(RoadClass::Expressway),
                "arterial" => Some(RoadClass::Arterial),
                "secondary" => Some(RoadClass::Secondary),
                "branch" => Some(RoadClass::Branch),
                "lane" => Some(RoadClass::Lane),
                _ => None,
            },
            _ => None,
        }
    }

    /// Existing or planned.
    pub fn status(&self) -> Option<Status> {
        None
    }

    /// What renewal does with the building.
    pub fn renewal(&self) -> Option<Renewal> {
        match self.value(Field::Renewal) {
            Value::Text(text) => match &**text {
                "demolish" => Some(Renewal::Demolish),
                "alter" => Some(Renewal::Alter),
                "keep" => Some(Renewal::Keep),
                _ => None,
            },
            _ => None,
        }
    }

    /// Class of green land, with the edition of the scheme and land-use codes understood.
    pub fn green_class(&self) -> Option<GreenClass> {
        match self.value(Field::Class) {
            Value::Text(text) => match &**text {
                "G1" => Some(GreenClass::G1),
                "G2" => Some(GreenClass::G2),
                "G3" => Some(GreenClass::G3),
                "XG" => Some(GreenClass::XG),
                "EG" => Some(GreenClass::EG),
                _ => None,
            },
            _ => None,
        }
    }

    /// The planted share of the ground, 0 to 100.
    pub fn green_share(&self) -> Option<f64> {
        self.number(Field::GreenShare)
    }

    /// Whether the land-use parcel is construction land, which narrows a corridor; `None` when its code is unknown.
    pub fn is_construction_land(&self) -> Option<bool> {
        (*self.value(Field::Class) == Value::text("0701")).then_some(true)
    }

    /// Red-line width in metres: the largest number of texts such as `24+6×2` or `30-40`; zero and blank are unknown.
    pub fn red_line_width(&self) -> Option<f64> {
        self.number(Field::RedLineWidth)
    }

    /// Storeys above ground.
    pub fn storeys(&self) -> Option<Storeys> {
        self.number(Field::Storeys).map(|count| Storeys { count, estimated: false })
    }

    /// Whether the building holds homes; `None` when its use is unknown.
    pub fn is_home(&self) -> Option<bool> {
        None
    }

    /// Floor area in m²: stated, else footprint times storeys with `true` for "estimated".
    pub fn floor_area(&self) -> Option<(f64, bool)> {
        self.number(Field::FloorArea).map(|area| (area, false))
    }
}
