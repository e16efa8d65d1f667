//! Gives a layer that was just read its roles and canonical fields: as the planner states, else as guessed.

use std::collections::BTreeMap;

use super::spelling::fold;
use super::{
    ControlKind, Field, Item, Layer, RoadClass, Role, ShapeKind, Status, SurfaceClass, Value, guess_roles, land_code,
    map_fields,
};
use crate::notice::Notice;
use crate::text::Message;

/// What the planner says of a layer, in a plan file or by options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Its roles; guessed where absent.
    pub roles: Option<Vec<Role>>,
    /// Names of its fields by canonical field (`fields`).
    pub fields: BTreeMap<Field, String>,
    /// Meaning of values by canonical field (`values`).
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
    /// Only features with one of these values are kept (`where`), by canonical field and value.
    pub keep: BTreeMap<Field, Vec<String>>,
}

/// Rows that a guess looks at, spread over the layer.
const SAMPLE: usize = 500;

impl Layer {
    /// Fills roles, the reason for them, columns and values, keeps the features that are asked for, and adds notices
    /// on what had to be assumed. A field that is stated and not there gets the notice `field-missing`.
    pub fn assign(&mut self, stated: &Stated) {
        (self.roles, self.role_reason) = match &stated.roles {
            // A picture is shown, whatever is stated of it: its outline is no land.
            _ if self.image.is_some() => (vec![Role::Backdrop], Message::new("layer.role-picture")),
            Some(roles) => (roles.clone(), Message::new("layer.role-stated")),
            None => self.guessed(),
        };
        if self.image.is_some() && stated.roles.as_ref().is_some_and(|roles| *roles != self.roles) {
            self.notices.push(Notice::new("picture-role"));
        }
        let mapping = map_fields(&self.fields, &self.roles, &stated.fields);
        self.columns = mapping.columns;
        self.values.clone_from(&stated.values);
        self.derived = super::conventions::Derived::default();
        for (field, name) in mapping.missing {
            self.notices.push(Notice::new("field-missing").with("field", field.name()).with("name", name));
        }
        self.notice_conventions();
        self.keep(&stated.keep);
    }

    fn guessed(&self) -> (Vec<Role>, Message) {
        let source = self.source().unwrap_or_default();
        let file = source.rsplit('/').next().unwrap_or(source);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let step = self.features.len().div_ceil(SAMPLE).max(1);
        let rows: Vec<&[Value]> = self.features.iter().step_by(step).map(|feature| feature.values.as_slice()).collect();
        guess_roles(stem, ShapeKind::of(&self.features), &self.fields, &rows)
    }

    /// Says what had to be assumed of the layer as a whole.
    fn notice_conventions(&mut self) {
        let conventions = self.conventions();
        let plays = |roles: &[Role]| roles.iter().any(|role| self.roles.contains(role));
        let mut notices = Vec::new();
        if conventions.edition_assumed && plays(&[Role::Green]) && !plays(&[Role::LandUse]) {
            notices.push(Notice::new("edition-assumed").with("year", conventions.edition.year()));
        }
        if conventions.digits_assumed && plays(&[Role::LandUse]) {
            notices.push(Notice::new("scheme-assumed"));
        }
        if plays(&[Role::LandUse]) {
            notices.extend(self.land_code_notices());
        }
        if conventions.share_scale > 1.0 {
            let field = self.column_name(Field::GreenShare).unwrap_or_default();
            notices.push(Notice::new("share-fraction").with("field", field));
        }
        if conventions.floor_area_scale > 1.0 {
            let field = self.column_name(Field::FloorArea).unwrap_or_default();
            notices.push(Notice::new("floor-area-unit").with("field", field));
        }
        let compound = self.features.iter().find(|feature| {
            let role = Role::RoadCentrelines;
            Item { layer: self, feature, role }.red_line_width_is_compound()
        });
        if let Some(feature) = compound {
            notices.push(Notice::new("width-compound").row(feature.row));
        }
        self.notices.extend(notices);
    }

    /// How many land-use codes had to be repaired, and how many are not understood.
    fn land_code_notices(&self) -> Vec<Notice> {
        let parcels = || self.features.iter().map(|feature| Item { layer: self, feature, role: Role::LandUse });
        let repaired =
            |item: &Item<'_>| item.text(Field::Class).is_some_and(|text| land_code::take_apart(&text).repaired);
        let mut notices = Vec::new();
        let repaired = parcels().filter(repaired).count();
        if repaired > 0 {
            notices.push(Notice::new("code-repaired").with("count", repaired));
        }
        let unknown: Vec<usize> =
            parcels().filter(|item| item.land_kind().is_none()).map(|item| item.feature.row).collect();
        if let Some(&first) = unknown.first() {
            notices.push(Notice::new("land-code-unknown").row(first).with("count", unknown.len()));
        }
        notices
    }

    /// Keeps the features whose values are among those asked for; a feature without the value is not.
    fn keep(&mut self, wanted: &BTreeMap<Field, Vec<String>>) {
        if wanted.is_empty() {
            return;
        }
        let before = self.features.len();
        // Conventions are those of the whole file, so they are settled before anything is left out.
        let kept: Vec<bool> = {
            let role = self.roles.first().copied().unwrap_or(Role::Backdrop);
            let passes = |feature| {
                let item = Item { layer: self, feature, role };
                wanted.iter().all(|(&field, values)| values.iter().any(|value| holds(&item, field, value)))
            };
            self.features.iter().map(passes).collect()
        };
        let mut kept = kept.into_iter();
        self.features.retain(|_| kept.next().unwrap_or(true));
        if let Some(left_out) = before.checked_sub(self.features.len()).filter(|&count| count > 0) {
            self.notices.push(Notice::new("filtered").with("kept", self.features.len()).with("left_out", left_out));
        }
    }
}

/// Whether a feature's value means the same as the one asked for, whatever either is spelled like.
fn holds(item: &Item<'_>, field: Field, wanted: &str) -> bool {
    let Some(text) = item.text(field) else { return false };
    if fold(&text) == fold(wanted) || item.value(field).plain().is_some_and(|raw| fold(&raw) == fold(wanted)) {
        return true;
    }
    let column = item.layer.column_name(field).unwrap_or_default();
    match field {
        Field::Status => item.status().is_some() && item.status() == Status::read(wanted, column),
        Field::Renewal => item.renewal().is_some() && item.renewal() == super::Renewal::read(wanted, column),
        Field::Use => item.is_home() == Some(true) && super::building::is_home(wanted) == Some(true),
        Field::Class => same_class(item, wanted),
        Field::OneWay | Field::Bridge | Field::Tunnel | Field::Link | Field::Permeable | Field::Argued => {
            item.flag(field).is_some() && item.flag(field) == super::spelling::flag(wanted)
        }
        _ => {
            let both = item.number(field).zip(super::spelling::number(wanted));
            both.is_some_and(|(a, b)| (a - b).abs() <= f64::EPSILON * a.abs().max(b.abs()))
        }
    }
}

/// Road classes by meaning, green classes by meaning, land-use codes by prefix (`14` keeps 1401).
fn same_class(item: &Item<'_>, wanted: &str) -> bool {
    let roles = &item.layer.roles;
    let plays = |those: &[Role]| those.iter().any(|role| roles.contains(role));
    if plays(&[Role::LandUse]) {
        let code = item.text(Field::Class).and_then(|text| land_code::take_apart(&text).code);
        let wanted = land_code::take_apart(wanted).code;
        return code.zip(wanted).is_some_and(|(code, wanted)| code.starts_with(&wanted));
    }
    if plays(&[Role::Green, Role::Plazas]) {
        let class = item.green_class();
        let edition = item.layer.conventions().edition;
        return class.is_some() && class == super::green_class::read(wanted, edition);
    }
    if plays(&[Role::Surfaces]) {
        return item.surface_class().is_some() && item.surface_class() == SurfaceClass::read(wanted);
    }
    if plays(&[Role::ControlLines]) {
        return item.control_kind().is_some() && item.control_kind() == ControlKind::read(wanted);
    }
    item.road_class().is_some() && item.road_class() == RoadClass::read(wanted)
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, coord};

    use super::*;
    use crate::layer::{Feature, Origin, Shape, items};

    /// A line layer as a reader leaves it.
    fn roads(file: &str, fields: &[&str], rows: &[&[&str]]) -> Layer {
        let line = LineString(vec![coord! { x: 0., y: 0. }, coord! { x: 100., y: 0. }]);
        let features = rows.iter().enumerate().map(|(row, values)| Feature {
            row,
            id: None,
            shape: Shape::Lines(vec![line.clone()]),
            values: values.iter().map(|text| Value::text(text)).collect(),
        });
        Layer::new(Origin::File(file.into()), &[], fields, features.collect())
    }

    fn keep(field: Field, values: &[&str]) -> Stated {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Stated { keep: BTreeMap::from([(field, values)]), ..Stated::default() }
    }

    fn codes(layer: &Layer) -> Vec<&'static str> {
        layer.notices.iter().map(|notice| notice.code).collect()
    }

    #[test]
    fn a_layer_as_read_gets_its_role_and_columns_with_the_reason() {
        let mut layer = roads("数据/道路中心线.shp", &["DLMC", "DLDJ", "HXKD"], &[&["航天大道", "主干路", "40"]]);
        layer.assign(&Stated::default());
        assert_eq!(layer.roles, [Role::RoadCentrelines]);
        assert_eq!(layer.role_reason.key, "layer.role-by-name");
        let item = Item { layer: &layer, feature: &layer.features[0], role: Role::RoadCentrelines };
        assert_eq!(item.name(), "航天大道");
        assert_eq!(item.road_class(), Some(RoadClass::Arterial));
        assert_eq!(item.red_line_width(), Some(40.0));
        assert!(layer.notices.is_empty(), "{:?}", layer.notices);
    }

    #[test]
    fn the_planners_roles_and_fields_win() {
        let mut layer = roads("绿道.shp", &["a", "b"], &[&["主干路", "支路"]]);
        let stated = Stated {
            roles: Some(vec![Role::RoadCentrelines]),
            fields: BTreeMap::from([(Field::Class, "b".to_owned()), (Field::Name, "c".to_owned())]),
            ..Stated::default()
        };
        layer.assign(&stated);
        assert_eq!(layer.role_reason.key, "layer.role-stated");
        assert_eq!(layer.column_name(Field::Class), Some("b"));
        assert_eq!(codes(&layer), ["field-missing"]);
    }

    #[test]
    fn where_keeps_by_meaning_whatever_the_spelling() {
        let rows: &[&[&str]] = &[&["现状", "主干道"], &["已建", "支路"], &["拟建", "主干路"], &["", "小区路"]];
        let kept = |stated: &Stated| {
            let mut layer = roads("roads.shp", &["状态", "等级"], rows);
            layer.assign(stated);
            assert_eq!(layer.skipped, 0, "rows left out are not skipped");
            assert_eq!(codes(&layer), ["filtered"]);
            layer.features.iter().map(|feature| feature.row).collect::<Vec<_>>()
        };
        assert_eq!(kept(&keep(Field::Status, &["existing"])), [0, 1]);
        assert_eq!(kept(&keep(Field::Status, &["existing", "planned"])), [0, 1, 2]);
        assert_eq!(kept(&keep(Field::Status, &["规划"])), [2]);
        assert_eq!(kept(&keep(Field::Class, &["arterial"])), [0, 2]);
        assert_eq!(kept(&keep(Field::Class, &["arterial", "lane"])), [0, 2, 3]);
    }

    #[test]
    fn where_on_land_use_keeps_codes_by_prefix() {
        let mut layer = roads("x.shp", &["class"], &[&["1401"], &["0701"], &["14"], &["701"]]);
        let stated = Stated { roles: Some(vec![Role::LandUse]), ..keep(Field::Class, &["14"]) };
        layer.assign(&stated);
        assert_eq!(items(&[std::sync::Arc::new(layer)], Role::LandUse).len(), 2);
    }

    #[test]
    fn what_had_to_be_assumed_of_a_layer_is_said() {
        let assigned = |role, field, values: &[&str]| {
            let rows: Vec<Vec<&str>> = values.iter().map(|value| vec![*value]).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            let mut layer = roads("x.shp", &[field], &rows);
            layer.assign(&Stated { roles: Some(vec![role]), ..Stated::default() });
            codes(&layer)
        };
        assert_eq!(assigned(Role::Green, "class", &["G1", "G2"]), ["edition-assumed"]);
        assert!(assigned(Role::Green, "class", &["G1", "G2", "XG"]).is_empty());
        assert_eq!(assigned(Role::LandUse, "DLBM", &["0501", "0701"]), ["scheme-assumed"]);
        assert_eq!(assigned(Role::LandUse, "DLBM", &["701", "1401"]), ["code-repaired"]);
        assert_eq!(assigned(Role::LandUse, "DLBM", &["0701", "??"]), ["land-code-unknown"]);
        assert_eq!(assigned(Role::Plazas, "绿地率", &["0.35"]), ["share-fraction"]);
        assert_eq!(assigned(Role::RoadCentrelines, "HXKD", &["40", "24+6×2"]), ["width-compound"]);
    }

    #[test]
    fn every_sentence_that_is_used_here_stands_in_the_table() {
        let mut keys: Vec<String> = Role::ALL.iter().map(|(role, _)| role.name().key).collect();
        keys.extend(RoadClass::ALL.iter().map(|(class, _)| class.name().key));
        for key in [
            "stated",
            "by-name",
            "word-backdrop",
            "land-use-without-codes",
            "population-without-people",
            "misfit",
            "unsure",
            "by-road-classes",
            "by-green-classes",
            "by-land-codes",
            "by-buildings",
            "by-population",
            "by-admin-name",
        ] {
            keys.push(format!("layer.role-{key}"));
        }
        for key in ["point", "line", "area", "mixed", "none"] {
            keys.push(format!("layer.shape-{key}"));
        }
        for key in [
            "field-missing",
            "edition-assumed",
            "scheme-assumed",
            "code-repaired",
            "land-code-unknown",
            "share-fraction",
            "floor-area-unit",
            "width-compound",
            "filtered",
        ] {
            keys.push(format!("notice.{key}"));
        }
        for key in keys {
            assert!(crate::text::is_known(&key), "{key}");
        }
    }
}
