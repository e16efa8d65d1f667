//! What a canonical field is taken for: the code of a class, a number in the field's unit, yes or no.

use super::{Field, Item, Role, Value};

impl Item<'_> {
    /// What a check takes the value of a canonical field for; [`Value::Null`] where it is not understood, or where the field
    /// is mere text.
    pub fn understood(&self, field: Field) -> Value {
        let text = |code: Option<&str>| code.map_or(Value::Null, Value::text);
        let number = |number: Option<f64>| number.map_or(Value::Null, Value::Number);
        match field {
            Field::Class => text(self.class_code()),
            Field::Status => text(self.status().map(super::Status::code)),
            Field::Renewal => text(self.renewal().map(super::Renewal::code)),
            // The one use that clauses tell from all others.
            Field::Use => text((self.is_home() == Some(true)).then_some("residential")),
            Field::RedLineWidth => number(self.red_line_width()),
            Field::GreenShare => number(self.green_share()),
            Field::Storeys => number(self.storeys().filter(|storeys| !storeys.estimated).map(|storeys| storeys.count)),
            Field::YearBuilt => number(self.year_built().map(f64::from)),
            Field::Sidewalk => self.has_sidewalk().map_or(Value::Null, Value::Bool),
            Field::OneWay
            | Field::Bridge
            | Field::Tunnel
            | Field::Link
            | Field::Permeable
            | Field::Argued
            | Field::GreenStandard
            | Field::Prefabricated
            | Field::GreenMaterials
            | Field::Electrified
            | Field::RetrofitDue
            | Field::Retrofitted
            | Field::GreenCommunity
            | Field::CompleteCommunity => self.flag(field).map_or(Value::Null, Value::Bool),
            Field::Height
            | Field::FloorArea
            | Field::Population
            | Field::Level
            | Field::Runoff
            | Field::Stars
            | Field::RoofArea
            | Field::SolarArea
            | Field::EnergySaving
            | Field::EnergyBefore
            | Field::EnergyAfter
            | Field::SiteWaste
            | Field::Power => number(self.number(field)),
            Field::Name
            | Field::ClassName
            | Field::Exemption
            | Field::Edition
            | Field::ClimateZone
            | Field::Funding
            | Field::Between => Value::Null,
        }
    }

    fn class_code(&self) -> Option<&'static str> {
        match self.role {
            Role::RoadCentrelines | Role::RoadAreas => self.road_class().map(super::RoadClass::code),
            Role::Green => self.green_class().map(super::GreenClass::code),
            Role::LandUse => self.land_class().map(super::LandClass::code),
            Role::Facilities => self.facility_class().map(super::FacilityClass::code),
            _ => None,
        }
    }
}
