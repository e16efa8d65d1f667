//! Typed reading of attributes: what is missing or not understood is `None`, never a default.
//!
//! Every accessor goes through the planner's own table of values first, where one stands.

use super::conventions::says_unit;
use super::green_class::{self, GreenEdition};
use super::spelling::{flag, fold, number, numbers, says_nothing};
use super::{
    Field, GreenClass, Item, LandKind, Renewal, RoadClass, Role, Shape, Status, Storeys, Value, building, land_code,
};

impl<'a> Item<'a> {
    /// The raw value of a canonical field.
    pub fn value(&self, field: Field) -> &'a Value {
        self.layer.value(self.feature, field)
    }

    /// The value of a canonical field through the planner's own table.
    pub fn mapped(&self, field: Field) -> Value {
        self.layer.mapped(self.feature, field)
    }

    /// The value as text, through the planner's own table.
    pub fn text(&self, field: Field) -> Option<String> {
        self.mapped(field).plain()
    }

    /// Whether the layer has the field at all.
    pub fn has(&self, field: Field) -> bool {
        self.layer.columns.contains_key(&field)
    }

    /// The stated name.
    pub fn stated_name(&self) -> Option<String> {
        match self.mapped(Field::Name) {
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

    /// A number: as it stands, or the leading number of a text such as `40m` or `18.2万`. A field that is itself
    /// named in 万 (人口_万人) is scaled, so that people are people.
    pub fn number(&self, field: Field) -> Option<f64> {
        let (value, scaled) = match self.mapped(field) {
            Value::Number(number) => (number, false),
            Value::Text(text) => (number(&text)?, text.contains('万')),
            _ => return None,
        };
        let in_ten_thousands = self.layer.column_name(field).is_some_and(|name| name.contains('万'));
        Some(if in_ten_thousands && !scaled { value * 10_000.0 } else { value })
    }

    /// Yes or no, in the spellings of real files. One-way streets may run against their drawing (`-1`), or be marked
    /// F, T and B; a bridge or a tunnel may be named by its kind.
    pub fn flag(&self, field: Field) -> Option<bool> {
        let text = match self.mapped(field) {
            Value::Bool(flag) => return Some(flag),
            Value::Number(number) => return Some(number.abs() > 0.0),
            Value::Text(text) => fold(&text),
            Value::Null => return None,
        };
        let by_field = match field {
            Field::OneWay => one_way(&text, self.layer.conventions().forward_backward),
            Field::Bridge | Field::Tunnel => Some(structure(&text)),
            _ => None,
        };
        by_field.or_else(|| flag(&text))
    }

    /// Class of a road; `None` when the field is absent, blank or not understood.
    pub fn road_class(&self) -> Option<RoadClass> {
        match self.mapped(Field::Class) {
            Value::Text(text) => RoadClass::read(&text),
            _ => None,
        }
    }

    /// Existing or planned.
    pub fn status(&self) -> Option<Status> {
        let text = self.text(Field::Status)?;
        Status::read(&text, self.layer.column_name(Field::Status).unwrap_or_default())
    }

    /// What renewal does with the building.
    pub fn renewal(&self) -> Option<Renewal> {
        let text = self.text(Field::Renewal)?;
        Renewal::read(&text, self.layer.column_name(Field::Renewal).unwrap_or_default())
    }

    /// The evidence on which a demolition is exempt; `None` for blank and for texts such as 无.
    pub fn exemption(&self) -> Option<String> {
        self.text(Field::Exemption).filter(|text| !says_nothing(text))
    }

    /// Year of completion.
    pub fn year_built(&self) -> Option<i32> {
        building::year(&self.text(Field::YearBuilt)?)
    }

    /// Class of green land, with the edition of the scheme and land-use codes understood. `None` with a class field
    /// is an unknown class, `None` without one ([`Item::has`]) a missing field; both count as urban green.
    pub fn green_class(&self) -> Option<GreenClass> {
        let edition = self
            .text(Field::Edition)
            .and_then(|text| GreenEdition::read(&text))
            .unwrap_or(self.layer.conventions().edition);
        let land = || match self.land_kind() {
            Some(LandKind::Green(class)) => class,
            _ => None,
        };
        if self.layer.roles.contains(&Role::LandUse) {
            return land();
        }
        let read = |field| self.text(field).and_then(|text| green_class::read(&text, edition));
        let code = self.text(Field::Class).is_some_and(|text| fold(&text).starts_with(|c: char| c.is_ascii_digit()));
        if code {
            land().or_else(|| read(Field::ClassName))
        } else {
            read(Field::Class).or_else(|| read(Field::ClassName))
        }
    }

    /// The planted share of the ground, 0 to 100. Shares of a layer that are all at most 1 are fractions.
    pub fn green_share(&self) -> Option<f64> {
        let share = self.number(Field::GreenShare)?;
        let per_cent = self.text(Field::GreenShare).is_some_and(|text| fold(&text).contains('%'));
        let share = if per_cent { share } else { share * self.layer.conventions().share_scale };
        (0.0..=100.0).contains(&share).then_some(share)
    }

    /// What the parcel is for; `None` when its code is missing or unknown.
    pub fn land_kind(&self) -> Option<LandKind> {
        let beside = self.layer.value(self.feature, Field::ClassName).plain();
        let text = self.text(Field::Class).or_else(|| beside.clone())?;
        land_code::kind(&land_code::take_apart(&text), beside.as_deref(), self.layer.conventions().digits)
    }

    /// Whether the land-use parcel is construction land, which narrows a corridor; `None` when its code is unknown.
    pub fn is_construction_land(&self) -> Option<bool> {
        self.land_kind().and_then(LandKind::is_construction)
    }

    /// Red-line width in metres: the largest number of texts such as `24+6×2` or `30-40`; zero and blank are unknown.
    pub fn red_line_width(&self) -> Option<f64> {
        let width = match self.mapped(Field::RedLineWidth) {
            Value::Number(width) => width,
            Value::Text(text) => numbers(&text).into_iter().reduce(f64::max)?,
            _ => return None,
        };
        (width > 0.0).then_some(width)
    }

    /// Whether the red-line width was picked from a text with several numbers and so wants a look.
    pub fn red_line_width_is_compound(&self) -> bool {
        matches!(self.mapped(Field::RedLineWidth), Value::Text(text) if numbers(&text).len() > 1)
    }

    /// Storeys above ground: stated, else estimated from the height.
    pub fn storeys(&self) -> Option<Storeys> {
        let stated = match self.mapped(Field::Storeys) {
            Value::Number(count) => Some(count),
            Value::Text(text) => building::storeys(&text),
            _ => None,
        };
        stated
            .filter(|&count| count > 0.0)
            .map(|count| Storeys { count, estimated: false })
            .or_else(|| self.number(Field::Height).and_then(Storeys::from_height))
    }

    /// Whether the building holds homes; `None` when its use is unknown. Mixed use with homes does.
    pub fn is_home(&self) -> Option<bool> {
        building::is_home(&self.text(Field::Use)?)
    }

    /// Floor area in m²: stated, else footprint times storeys with `true` for "estimated". Areas in 万平方米 are told
    /// by the field's name, the value's own unit or, for a whole layer, by their size beside the footprints.
    pub fn floor_area(&self) -> Option<(f64, bool)> {
        let stated = self.text(Field::FloorArea).and_then(|text| {
            let area = number(&text)?;
            Some(if says_unit(&text) { area } else { area * self.layer.conventions().floor_area_scale })
        });
        if let Some(area) = stated.filter(|&area| area > 0.0) {
            return Some((area, false));
        }
        let Shape::Area(region) = &self.feature.shape else { return None };
        self.storeys().map(|storeys| (region.area() * storeys.count, true))
    }
}

/// One-way streets: forward (F) and backward (T) are one-way, both (B) is not; `-1` runs against the drawing.
fn one_way(text: &str, forward_backward: bool) -> Option<bool> {
    match text {
        "f" | "t" if forward_backward => Some(true),
        "b" | "双行" | "双向" | "双" => Some(false),
        "-1" | "ft" | "tf" | "单行" | "单向" | "单" => Some(true),
        _ => None,
    }
}

/// Kinds of bridges and tunnels (`viaduct`, `高架`): everything that is not a plain no.
fn structure(text: &str) -> bool {
    flag(text).unwrap_or_else(|| !(says_nothing(text) || text.starts_with('非')))
}
