//! Typed reading of attributes: what is missing or not understood is `None`, never a default.
//!
//! Every accessor goes through the planner's own table of values first, where one stands.

use super::conventions::says_unit;
use super::green_class::{self, GreenEdition};
use super::spelling::{flag, fold, number, numbers, says_nothing};
use super::{
    BuildingUse, ClimateZone, FacilityClass, Field, GreenClass, Item, LandClass, LandKind, Renewal, RoadClass, Role,
    Shape, Status, Storeys, Value, building, building_use, land_class, land_code, surface_class,
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
            Field::Permeable => surface_class::is_permeable(&text),
            _ => None,
        };
        by_field.or_else(|| flag(&text))
    }

    /// Whether a road has a sidewalk on any side; `None` where that is not said. A number is a width or a flag.
    pub fn has_sidewalk(&self) -> Option<bool> {
        let text = match self.mapped(Field::Sidewalk) {
            Value::Text(text) => fold(&text),
            _ => return self.flag(Field::Sidewalk),
        };
        let sides = ["双", "两", "单", "左", "右", "both", "left", "right", "separate"];
        let has = sides.iter().any(|side| text.contains(side));
        flag(&text).or_else(|| if has { Some(true) } else { number(&text).map(|width| width > 0.0) })
    }

    /// The clusters that a corridor states to keep apart.
    pub fn between(&self) -> Vec<String> {
        let text = self.text(Field::Between).unwrap_or_default();
        let names = text.split(['、', '，', ',', '；', ';', '|', '/', '—', '～', '~']).map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// Class of a road; `None` when the field is absent, blank or not understood.
    pub fn road_class(&self) -> Option<RoadClass> {
        match self.mapped(Field::Class) {
            Value::Text(text) => RoadClass::read(&text),
            _ => None,
        }
    }

    /// Class of a service facility; `None` where its text is blank or not understood.
    pub fn facility_class(&self) -> Option<FacilityClass> {
        FacilityClass::read(&self.text(Field::Class)?)
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

    /// The name beside the class. Where the planner has a table for the class, that alone counts.
    fn class_name(&self) -> Option<String> {
        if self.layer.values.contains_key(&Field::Class) { None } else { self.text(Field::ClassName) }
    }

    /// Class of green land, with the edition of the scheme and land-use codes understood. `None` with a class field
    /// is an unknown class, `None` without one ([`Item::has`]) a missing field; both count as urban green.
    pub fn green_class(&self) -> Option<GreenClass> {
        let land = || match self.land_kind() {
            Some(LandKind::Green(class)) => class,
            _ => None,
        };
        if self.layer.roles.contains(&Role::LandUse) {
            return land();
        }
        let of_row = self.text(Field::Edition).and_then(|text| GreenEdition::read(&text));
        let edition = of_row.unwrap_or(self.layer.conventions().edition);
        let read = |text: Option<String>| text.and_then(|text| green_class::read(&text, edition));
        let class = self.text(Field::Class);
        let digits = class.as_deref().is_some_and(|text| fold(text).starts_with(|first: char| first.is_ascii_digit()));
        let coded = if digits { land() } else { read(class) };
        coded.or_else(|| read(self.class_name()))
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
        let beside = self.class_name();
        let text = self.text(Field::Class).or_else(|| beside.clone())?;
        land_code::kind(&land_code::take_apart(&text), beside.as_deref(), self.layer.conventions().digits)
    }

    /// Class of the parcel as plans colour it; `None` when its code is missing or unknown.
    pub fn land_class(&self) -> Option<LandClass> {
        let beside = self.class_name();
        let text = land_code::take_apart(&self.text(Field::Class).or_else(|| beside.clone())?);
        let digits = self.layer.conventions().digits;
        let kind = land_code::kind(&text, beside.as_deref(), digits)?;
        Some(land_class::class(&text, beside.as_deref(), digits, kind))
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
        let text = self.text(Field::Use)?;
        building::is_home(&text).or_else(|| BuildingUse::read(&text, None).map(|_| false))
    }

    /// What the building is used for; `None` when its use is unknown.
    pub fn building_use(&self) -> Option<BuildingUse> {
        let text = self.text(Field::Use)?;
        BuildingUse::read(&text, building::is_home(&text))
    }

    /// Height in metres with `true` for "estimated": stated, else storeys times 3.0 m.
    pub fn height(&self) -> Option<(f64, bool)> {
        let stated = self.number(Field::Height).filter(|&height| height > 0.0);
        let estimated = || self.storeys().map(|storeys| (storeys.height(), true));
        stated.map(|height| (height, false)).or_else(estimated)
    }

    /// Stars of its green-building label, 0 to 3.
    pub fn stars(&self) -> Option<f64> {
        building_use::stars(&self.text(Field::Stars)?)
    }

    /// Zone of thermal design.
    pub fn climate_zone(&self) -> Option<ClimateZone> {
        ClimateZone::read(&self.text(Field::ClimateZone)?)
    }

    /// Whether the public pays for it.
    pub fn is_publicly_funded(&self) -> Option<bool> {
        building_use::is_public_money(&self.text(Field::Funding)?)
    }

    /// Whether the lamp is an efficient one.
    pub fn is_efficient_lamp(&self) -> Option<bool> {
        building_use::is_efficient_lamp(&self.text(Field::Class)?)
    }

    /// A share in per cent; shares of a fraction field (`0.83`) are read as they stand where the text has no `%`.
    pub fn per_cent(&self, field: Field) -> Option<f64> {
        self.number(field).filter(|share| (0.0..=100.0).contains(share))
    }

    /// Whether the building is one of a village; `None` where its use says no more than that it holds homes, or is unknown.
    pub fn is_of_village(&self) -> Option<bool> {
        building::is_of_village(&self.text(Field::Use)?)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use geo_types::Coord;

    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Origin};

    /// A layer of one field with a 10 m square per value.
    fn layer(role: Role, field: &str, values: &[Value]) -> Layer {
        let corners = [(0., 0.), (10., 0.), (10., 10.), (0., 10.)].map(|(x, y)| Coord { x, y });
        let shape = Shape::Area(Region::from_rings(&corners, &[]).unwrap());
        let features = values
            .iter()
            .enumerate()
            .map(|(row, value)| Feature { row, id: None, shape: shape.clone(), values: vec![value.clone()] })
            .collect();
        Layer::new(Origin::File("test.shp".into()), &[role], &[field], features)
    }

    fn texts(values: &[&str]) -> Vec<Value> {
        values.iter().map(|text| Value::text(text)).collect()
    }

    fn read<'a, T>(layer: &'a Layer, with: impl Fn(&Item<'a>) -> T) -> Vec<T> {
        let role = layer.roles[0];
        layer.features.iter().map(|feature| with(&Item { layer, feature, role })).collect()
    }

    #[test]
    fn shares_that_are_all_at_most_one_are_fractions() {
        let fractions =
            layer(Role::Plazas, "green_share", &[Value::Number(0.35), Value::Number(0.0), Value::Number(1.0)]);
        assert_eq!(read(&fractions, Item::green_share), [Some(35.0), Some(0.0), Some(100.0)]);
        let per_cent = layer(Role::Plazas, "green_share", &[Value::Number(35.0), Value::Number(0.5)]);
        assert_eq!(read(&per_cent, Item::green_share), [Some(35.0), Some(0.5)]);
        let signs = layer(Role::Plazas, "green_share", &texts(&["35%", "３５％", "0.35", "", "120"]));
        assert_eq!(read(&signs, Item::green_share), [Some(35.0), Some(35.0), Some(0.35), None, None]);
    }

    #[test]
    fn red_line_widths_are_the_largest_number_and_zero_is_unknown() {
        let widths = texts(&["40", "40m", "40米", "30-40", "24+6×2", "0", "", "宽"]);
        let widths = layer(Role::RoadCentrelines, "red_line_width", &widths);
        let expected = [Some(40.0), Some(40.0), Some(40.0), Some(40.0), Some(24.0), None, None, None];
        assert_eq!(read(&widths, Item::red_line_width), expected);
        let flagged = read(&widths, Item::red_line_width_is_compound);
        assert_eq!(flagged, [false, false, false, true, true, false, false, false]);
        let zero = layer(Role::RoadCentrelines, "red_line_width", &[Value::Number(0.0), Value::Number(40.001)]);
        assert_eq!(read(&zero, Item::red_line_width), [None, Some(40.001)]);
    }

    #[test]
    fn a_table_of_values_is_the_whole_mapping_of_its_field() {
        let mut roads =
            layer(Role::RoadCentrelines, "class", &[Value::Number(1.0), Value::text("主干道"), Value::text("支路")]);
        assert_eq!(read(&roads, Item::road_class), [None, Some(RoadClass::Arterial), Some(RoadClass::Branch)]);
        let table = [("1", "expressway"), ("主干道", "secondary")].map(|(from, to)| (from.to_owned(), to.to_owned()));
        roads.values = BTreeMap::from([(Field::Class, BTreeMap::from(table))]);
        assert_eq!(read(&roads, Item::road_class), [Some(RoadClass::Expressway), Some(RoadClass::Secondary), None]);
    }

    #[test]
    fn a_table_for_the_class_is_stronger_than_the_name_beside_it() {
        let mut parcels = layer(Role::LandUse, "class", &texts(&["甲", "乙"]));
        parcels.fields.push("class_name".to_owned());
        parcels.columns.insert(Field::ClassName, 1);
        for feature in &mut parcels.features {
            feature.values.push(Value::text("城镇住宅用地"));
        }
        assert_eq!(read(&parcels, Item::is_construction_land), [Some(true), Some(true)]);
        parcels.values = BTreeMap::from([(Field::Class, BTreeMap::from([("甲".to_owned(), "1401".to_owned())]))]);
        assert_eq!(read(&parcels, Item::is_construction_land), [Some(false), None]);
    }

    #[test]
    fn an_edition_field_is_believed_row_by_row() {
        let mut green = layer(Role::Green, "class", &texts(&["G3", "G3", "G3"]));
        green.fields.push("edition".to_owned());
        green.columns.insert(Field::Edition, 1);
        for (feature, edition) in green.features.iter_mut().zip(["CJJ/T 85-2002", "2017", ""]) {
            feature.values.push(Value::text(edition));
        }
        let expected = [Some(GreenClass::G2), Some(GreenClass::G3), Some(GreenClass::G2)];
        assert_eq!(read(&green, Item::green_class), expected, "a row without one follows the first that states it");
    }

    #[test]
    fn one_way_letters_of_openstreetmap_extracts_are_told_from_yes_and_no() {
        let letters = layer(Role::RoadCentrelines, "oneway", &texts(&["F", "T", "B"]));
        assert_eq!(read(&letters, |item| item.flag(Field::OneWay)), [Some(true), Some(true), Some(false)]);
        let words = layer(Role::RoadCentrelines, "oneway", &texts(&["F", "T", "-1", "yes", "no", "单行", "双行", ""]));
        let expected = [Some(false), Some(true), Some(true), Some(true), Some(false), Some(true), Some(false), None];
        assert_eq!(read(&words, |item| item.flag(Field::OneWay)), expected);
        let bridges = layer(Role::RoadCentrelines, "bridge", &texts(&["viaduct", "高架", "no", "无", "0"]));
        let expected = [Some(true), Some(true), Some(false), Some(false), Some(false)];
        assert_eq!(read(&bridges, |item| item.flag(Field::Bridge)), expected);
    }

    #[test]
    fn green_classes_follow_the_edition_of_their_layer_and_of_their_row() {
        let of_2002 = layer(Role::Green, "class", &texts(&["G3", "G4", "G5"]));
        let expected = [Some(GreenClass::G2), Some(GreenClass::XG), Some(GreenClass::EG)];
        assert_eq!(read(&of_2002, Item::green_class), expected);
        let of_2017 = layer(Role::Green, "class", &texts(&["G3", "1401", "1403", "绿化", "park", ""]));
        let expected = [Some(GreenClass::G3), Some(GreenClass::G1), Some(GreenClass::G3), None, None, None];
        assert_eq!(read(&of_2017, Item::green_class), expected);
    }

    #[test]
    fn floor_area_is_stated_or_footprint_times_storeys() {
        let stated = layer(Role::Buildings, "floor_area", &texts(&["620", "1,200.5㎡", "0.06万平方米", "0"]));
        let areas = read(&stated, Item::floor_area);
        assert_eq!(areas, [Some((620.0, false)), Some((1200.5, false)), Some((600.0, false)), None]);
        let storeys = layer(Role::Buildings, "storeys", &texts(&["6", ""]));
        let areas = read(&storeys, Item::floor_area);
        assert!(areas[0].is_some_and(|(area, estimated)| (area - 600.0).abs() < 1e-6 && estimated), "{areas:?}");
        assert_eq!(areas[1], None);
    }

    #[test]
    fn floor_areas_far_below_their_footprints_are_ten_thousands_of_square_metres() {
        let small = layer(Role::Buildings, "floor_area", &[Value::Number(0.06), Value::Number(0.12)]);
        let areas = read(&small, Item::floor_area);
        assert!(areas[0].is_some_and(|(area, _)| (area - 600.0).abs() < 1e-9), "{areas:?}");
    }

    #[test]
    fn storeys_fall_back_to_the_height() {
        let high = layer(Role::Buildings, "height", &[Value::Number(54.0), Value::Number(0.0), Value::text("18米")]);
        let expected =
            [Some(Storeys { count: 18.0, estimated: true }), None, Some(Storeys { count: 6.0, estimated: true })];
        assert_eq!(read(&high, Item::storeys), expected);
    }

    #[test]
    fn evidence_for_an_exemption_is_text_that_says_something() {
        let evidence = layer(Role::Buildings, "exemption", &texts(&["川危鉴〔2025〕12号", "", "无", "/", "否"]));
        let expected = [Some("川危鉴〔2025〕12号".to_owned()), None, None, None, None];
        assert_eq!(read(&evidence, Item::exemption), expected);
    }

    #[test]
    fn sidewalks_are_told_in_chinese_by_openstreetmap_and_by_width() {
        let texts =
            texts(&["双侧", "单侧", "两侧都有", "both", "right", "yes", "2.5m", "无", "none", "no", "0", "不详", ""]);
        let layer = layer(Role::RoadCentrelines, "sidewalk", &texts);
        let (yes, no) = (Some(true), Some(false));
        let told = [yes, yes, yes, yes, yes, yes, yes, no, no, no, no, None, None];
        assert_eq!(read(&layer, Item::has_sidewalk), told);
    }

    #[test]
    fn a_field_named_in_ten_thousands_counts_people() {
        let mut people = layer(Role::Population, "population", &[Value::Number(18.2), Value::text("18.2万")]);
        people.fields = vec!["人口_万人".to_owned()];
        assert_eq!(read(&people, |item| item.number(Field::Population)), [Some(182_000.0), Some(182_000.0)]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_an_accessor_panic(text in "\\PC{0,12}", other in "[0-9A-Za-z０-９.,/+×層层地上下混砼GXE一十-]{0,10}") {
            for text in [text, other] {
                for (field, name) in Field::ALL {
                    for role in [Role::LandUse, Role::Green, Role::Buildings, Role::RoadCentrelines] {
                        let layer = layer(role, name, &[Value::text(&text)]);
                        read(&layer, |item| {
                            let _ = (item.number(*field), item.flag(*field), item.road_class(), item.status());
                            let _ = (item.green_class(), item.land_kind(), item.storeys(), item.floor_area());
                            let _ = (item.is_home(), item.renewal(), item.year_built(), item.green_share());
                            let _ = (item.red_line_width(), item.name(), item.exemption());
                        });
                    }
                }
            }
        }
    }
}
