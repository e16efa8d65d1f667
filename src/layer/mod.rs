//! Layers: the features of one file in the plan's frame, with their attributes under canonical names and their roles.
//!
//! Knows the vocabulary of plan data (field names, classes, codes, spellings) and neither files nor clauses. What it
//! does not understand is unknown, never a default. A layer is read, given its roles once ([`Layer::assign`]) and then
//! left as it is; measures reach it through [`items`] and the accessors of [`Item`].

mod alias;
mod assign;
mod attributes;
mod building;
mod building_use;
mod carriageways;
mod control_kind;
mod conventions;
mod facility_class;
mod feature;
mod field;
pub mod filter;
mod green_class;
mod guess;
mod guess_words;
mod image;
mod item;
mod land_class;
mod land_code;
mod land_tables;
mod places;
mod road_class;
mod role;
mod spelling;
mod surface_class;
pub mod table;
mod understood;

pub use alias::{Mapping, map_fields, own_fields, usual_names};
pub use assign::Stated;
pub use building::{Renewal, Status, Storeys};
pub use building_use::{BuildingUse, ClimateZone};
pub use carriageways::Carriageways;
pub use control_kind::ControlKind;
pub use facility_class::FacilityClass;
pub use feature::{Feature, Shape, Value};
pub use field::Field;
pub use green_class::{GreenClass, GreenEdition};
pub use guess::{ShapeKind, guess_roles, role_of_path};
pub use image::{Image, Laid, Level};
pub use item::{Item, is_loaded, items, residential_land};
pub use land_class::LandClass;
pub use land_code::{DigitScheme, LandKind};
pub use places::{NARROWING, crossings_near, obstacles_near, obstacles_without_area, road_areas_near};
pub use road_class::RoadClass;
pub use role::Role;
pub use surface_class::SurfaceClass;

use std::collections::BTreeMap;

use crate::notice::Notice;
use crate::text::Message;

/// Where the features of a layer come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file: its path as the plan names it, `/` between folders.
    File(String),
    /// Drawn in the plan itself; such features carry an id.
    Drawn,
}

/// The features of one file (or those drawn in the plan), in metres of the plan's frame. Never changed once built.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Where it comes from.
    pub origin: Origin,
    /// SHA-256 of the files read, in hex; empty for drawn features.
    pub sha256: String,
    /// Coordinate system of the file, such as `EPSG:4543`.
    pub crs: String,
    /// Encoding of the file's text, such as `GBK`.
    pub encoding: String,
    /// What its features mean to a check.
    pub roles: Vec<Role>,
    /// Why these roles: said by the planner, or guessed from a name, a field, a code.
    pub role_reason: Message,
    /// Names of the file's fields, in order.
    pub fields: Vec<String>,
    /// Which column holds which canonical field.
    pub columns: BTreeMap<Field, usize>,
    /// The planner's own mapping of a field's values; where a table stands, other values are unknown.
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
    /// Features that can be measured, in file order.
    pub features: Vec<Feature>,
    /// Features that the plan takes away: shown, never measured.
    pub removed: Vec<Feature>,
    /// Rows that could not be read or measured.
    pub skipped: usize,
    /// What reading it left out, repaired or assumed.
    pub notices: Vec<Notice>,
    /// Title, year and provenance as the plan states them.
    pub provenance: Provenance,
    /// How it draws dual carriageways, as the plan states it.
    pub carriageways: Carriageways,
    /// The picture that it shows, of which its one feature is the outline.
    pub image: Option<Laid>,
    /// How much of the paper that covers, per cent.
    pub opacity: u8,
    /// Conventions of the layer as a whole, derived on first use.
    derived: conventions::Derived,
    /// Where its features lie, derived on first use.
    placed: places::Placed,
}

/// What the plan says of a layer's origin; printed beside figures that rest on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Provenance {
    /// Name for people.
    pub title: Option<String>,
    /// Year of the data.
    pub year: Option<i32>,
    /// Who made it.
    pub source: Option<String>,
}

impl Layer {
    /// A layer of these roles and fields, as tests and drawn features make them; fields that bear canonical names map
    /// to themselves.
    pub fn new(origin: Origin, roles: &[Role], fields: &[&str], features: Vec<Feature>) -> Self {
        let columns = fields
            .iter()
            .enumerate()
            .filter_map(|(column, name)| Field::from_name(name).map(|field| (field, column)))
            .collect();
        Self {
            origin,
            sha256: String::new(),
            crs: String::new(),
            encoding: String::from("UTF-8"),
            roles: roles.to_vec(),
            role_reason: Message::new("layer.role-stated"),
            fields: fields.iter().map(|name| (*name).to_owned()).collect(),
            columns,
            values: BTreeMap::new(),
            features,
            removed: Vec::new(),
            skipped: 0,
            notices: Vec::new(),
            provenance: Provenance::default(),
            carriageways: Carriageways::default(),
            image: None,
            opacity: 100,
            derived: conventions::Derived::default(),
            placed: places::Placed::default(),
        }
    }

    /// What bare land-use digits of this layer mean, told from all its codes and names, and whether that had to be
    /// assumed although it matters.
    pub fn digit_scheme(&self) -> (DigitScheme, bool) {
        let conventions = self.conventions();
        (conventions.digits, conventions.digits_assumed)
    }

    /// Edition of the layer's green classes, and whether it had to be assumed although it matters.
    pub fn green_edition(&self) -> (GreenEdition, bool) {
        let conventions = self.conventions();
        (conventions.edition, conventions.edition_assumed)
    }

    fn conventions(&self) -> conventions::Conventions {
        self.derived.of(self)
    }

    /// The path of its file; `None` for drawn features.
    pub fn source(&self) -> Option<&str> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Drawn => None,
        }
    }

    /// What it is known by whatever its place among others: its file, or the role of what is drawn.
    pub fn key(&self) -> String {
        match (&self.origin, self.roles.first()) {
            (Origin::File(path), _) => path.clone(),
            (Origin::Drawn, role) => format!("#{}", role.map_or("", |role| role.code())),
        }
    }

    /// Whether its features are drawn in the plan.
    pub fn is_drawn(&self) -> bool {
        self.origin == Origin::Drawn
    }

    /// The raw value of a canonical field, `Null` where the layer has no such field.
    pub fn value<'a>(&self, feature: &'a Feature, field: Field) -> &'a Value {
        self.columns.get(&field).and_then(|&column| feature.values.get(column)).unwrap_or(&Value::Null)
    }

    /// The value of a canonical field through the planner's own table, where one stands: a value that the table lacks
    /// is unknown. Tables are matched whatever case and width their keys are written in.
    pub fn mapped(&self, feature: &Feature, field: Field) -> Value {
        let raw = self.value(feature, field);
        let Some(table) = self.values.get(&field) else { return raw.clone() };
        let Some(text) = raw.plain() else { return Value::Null };
        let folded = spelling::fold(&text);
        let found = table
            .get(&text)
            .or_else(|| table.iter().find(|(key, _)| spelling::fold(key) == folded).map(|(_, canonical)| canonical));
        found.map_or(Value::Null, |canonical| Value::text(canonical))
    }

    /// The name that the file gives to a canonical field.
    pub fn column_name(&self, field: Field) -> Option<&str> {
        self.columns.get(&field).and_then(|&column| self.fields.get(column)).map(String::as_str)
    }
}
