//! The alias dictionary: which column of a file holds which canonical field. The names themselves stand in
//! `assets/aliases.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::spelling::fold;
use super::{Field, Role};

#[derive(Deserialize)]
struct Dictionary {
    alias: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    field: String,
    /// Roles it stands for; all where absent.
    #[serde(default)]
    roles: Vec<Role>,
    names: Vec<String>,
}

struct Alias {
    field: Field,
    roles: Vec<Role>,
    /// As the dictionary spells them.
    spelled: Vec<String>,
    /// Folded, for comparing.
    names: Vec<String>,
}

impl Alias {
    /// Whether it stands for layers of this role.
    fn is_for(&self, role: Role) -> bool {
        self.roles.is_empty() || self.roles.contains(&role)
    }
}

/// The dictionary with its names folded. A file that does not parse leaves it empty; a test fails then.
static DICTIONARY: LazyLock<Vec<Alias>> = LazyLock::new(|| {
    let parsed: Result<Dictionary, _> = toml_edit::de::from_str(include_str!("../../assets/aliases.toml"));
    let entries = parsed.map(|dictionary| dictionary.alias).unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|entry| {
            let names = entry.names.iter().map(|name| fold(name)).collect();
            Some(Alias { field: Field::from_name(&entry.field)?, roles: entry.roles, spelled: entry.names, names })
        })
        .collect()
});

/// Which columns hold which fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Column by field.
    pub columns: BTreeMap<Field, usize>,
    /// Fields that the planner stated under a name that the file lacks, with that name. They stay unmapped: the
    /// planner's word is not replaced by a guess.
    pub missing: Vec<(Field, String)>,
}

/// Maps the fields of a file that plays these roles: as stated, else by the dictionary. Where several roles know a
/// field by different names the first role decides.
pub fn map_fields(fields: &[String], roles: &[Role], stated: &BTreeMap<Field, String>) -> Mapping {
    let names: Vec<String> = fields.iter().map(|name| folded_name(name)).collect();
    let mut mapping = Mapping::default();
    for (&field, name) in stated {
        match fields.iter().position(|known| known == name).or_else(|| column_of(&names, &folded_name(name))) {
            Some(column) => {
                mapping.columns.insert(field, column);
            }
            None => mapping.missing.push((field, name.clone())),
        }
    }
    let none = [Role::Backdrop];
    for role in if roles.is_empty() { &none } else { roles } {
        for alias in DICTIONARY.iter().filter(|alias| alias.is_for(*role)) {
            if stated.contains_key(&alias.field) || mapping.columns.contains_key(&alias.field) {
                continue;
            }
            if let Some(column) = alias.names.iter().find_map(|name| column_of(&names, name)) {
                mapping.columns.insert(alias.field, column);
            }
        }
    }
    mapping
}

/// What files of a role call a field, the most usual names first; the canonical one is not among them.
pub fn usual_names(field: Field, role: Role) -> Vec<&'static str> {
    let alias = DICTIONARY.iter().find(|alias| alias.field == field && alias.is_for(role));
    let names = alias.map(|alias| alias.spelled.as_slice()).unwrap_or_default();
    names.iter().map(String::as_str).filter(|name| *name != field.name()).collect()
}

/// The fields that files of a role have names of their own for, in the order of the dictionary.
pub fn own_fields(role: Role) -> Vec<Field> {
    let own = DICTIONARY.iter().filter(|alias| alias.roles.contains(&role));
    own.map(|alias| alias.field).collect()
}

/// The column of this folded name: whole, else cut at the ten bytes of a DBF field.
fn column_of(names: &[String], wanted: &str) -> Option<usize> {
    let whole = names.iter().position(|name| name == wanted);
    whole.or_else(|| names.iter().position(|name| is_cut(name, wanted)))
}

/// Whether a name is what ten bytes leave of another, in GBK (two bytes a Chinese character) or UTF-8 (three), where
/// a broken last character is gone.
fn is_cut(name: &str, whole: &str) -> bool {
    if name.len() >= whole.len() || !whole.starts_with(name) {
        return false;
    }
    let gbk: usize = name.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    let rest_is_wide =
        whole.get(name.len()..).and_then(|rest| rest.chars().next()).is_some_and(|next| !next.is_ascii());
    let full = |bytes: usize, widest: usize| bytes == 10 || (rest_is_wide && bytes < 10 && bytes + widest > 10);
    full(gbk, 2) || full(name.len(), 3)
}

/// A field name in one form: folded, without the mark of a broken character and without a unit in brackets.
fn folded_name(name: &str) -> String {
    let folded = fold(name);
    let bare = folded.trim_end_matches('\u{fffd}');
    let bare = bare.find('(').filter(|&at| at > 0).map_or(bare, |at| &bare[..at]);
    let bare = ["_万人", "_万平方米", "_米", "_公顷", "万人", "万平方米"]
        .iter()
        .find_map(|unit| bare.strip_suffix(unit).filter(|rest| !rest.is_empty()))
        .unwrap_or(bare);
    bare.trim_end_matches(['_', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(fields: &[&str], roles: &[Role]) -> BTreeMap<&'static str, String> {
        let fields: Vec<String> = fields.iter().map(|name| (*name).to_owned()).collect();
        let mapping = map_fields(&fields, roles, &BTreeMap::new());
        mapping.columns.into_iter().map(|(field, column)| (field.name(), fields[column].clone())).collect()
    }

    fn found(fields: &[&str], role: Role, field: &str) -> Option<String> {
        map(fields, &[role]).remove(field)
    }

    #[test]
    fn the_dictionary_parses_and_names_only_known_fields() {
        let parsed: Dictionary = toml_edit::de::from_str(include_str!("../../assets/aliases.toml")).unwrap();
        for entry in &parsed.alias {
            assert!(Field::from_name(&entry.field).is_some(), "{}", entry.field);
        }
        for (field, name) in Field::ALL {
            let fields = [(*name).to_owned()];
            let known = Role::ALL
                .iter()
                .any(|(role, _)| map_fields(&fields, &[*role], &BTreeMap::new()).columns.contains_key(field));
            assert!(known, "{name} is not its own alias");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_field_name_makes_the_dictionary_panic(name in "\\PC{0,12}", mark in "[(（_万米\u{fffd}]{0,3}") {
            for (role, _) in Role::ALL {
                map_fields(&[format!("{name}{mark}"), mark.clone()], &[*role], &BTreeMap::new());
            }
        }
    }

    #[test]
    fn dlmc_is_a_road_name_on_roads_and_a_land_name_on_land_use() {
        assert_eq!(found(&["DLBM", "DLMC"], Role::RoadCentrelines, "name").as_deref(), Some("DLMC"));
        assert_eq!(found(&["DLBM", "DLMC"], Role::LandUse, "name"), None);
        assert_eq!(found(&["DLBM", "DLMC"], Role::LandUse, "class").as_deref(), Some("DLBM"));
        assert_eq!(found(&["DLBM", "DLMC"], Role::LandUse, "class_name").as_deref(), Some("DLMC"));
        assert_eq!(found(&["DLMC"], Role::LandUse, "class").as_deref(), Some("DLMC"), "the name stands in for a code");
    }

    #[test]
    fn usual_names_are_those_of_the_role_without_the_canonical_one() {
        assert_eq!(usual_names(Field::Class, Role::RoadCentrelines)[..3], ["road_class", "道路等级", "DLDJ"]);
        assert_eq!(usual_names(Field::Class, Role::Lamps)[..2], ["光源", "光源类型"]);
        assert_eq!(usual_names(Field::RedLineWidth, Role::RoadAreas)[0], "红线宽度", "one entry for all roles");
        assert!(own_fields(Role::Lamps).contains(&Field::Class));
        assert!(!own_fields(Role::Lamps).contains(&Field::Storeys));
    }

    #[test]
    fn names_cut_at_ten_bytes_are_recognised() {
        assert_eq!(found(&["道路红线宽"], Role::RoadCentrelines, "red_line_width").as_deref(), Some("道路红线宽"));
        assert_eq!(
            found(&["道路红\u{fffd}"], Role::RoadCentrelines, "red_line_width").as_deref(),
            Some("道路红\u{fffd}")
        );
        assert_eq!(found(&["道路红"], Role::RoadCentrelines, "red_line_width").as_deref(), Some("道路红"));
        assert_eq!(found(&["red_line_w"], Role::RoadCentrelines, "red_line_width").as_deref(), Some("red_line_w"));
        assert_eq!(found(&["green_shar"], Role::Plazas, "green_share").as_deref(), Some("green_shar"));
        assert_eq!(found(&["building_l"], Role::Buildings, "storeys").as_deref(), Some("building_l"));
        assert_eq!(found(&["道路"], Role::RoadCentrelines, "red_line_width"), None, "too short to be a cut name");
        assert_eq!(found(&["红线"], Role::RoadCentrelines, "red_line_width"), None);
    }

    #[test]
    fn case_width_and_units_in_brackets_do_not_matter() {
        assert_eq!(found(&["hxkd"], Role::RoadCentrelines, "red_line_width").as_deref(), Some("hxkd"));
        assert_eq!(found(&["ＨＸＫＤ"], Role::RoadCentrelines, "red_line_width").as_deref(), Some("ＨＸＫＤ"));
        assert_eq!(
            found(&["红线宽度（米）"], Role::RoadCentrelines, "red_line_width").as_deref(),
            Some("红线宽度（米）")
        );
        assert_eq!(found(&["人口_万人"], Role::Population, "population").as_deref(), Some("人口_万人"));
    }

    #[test]
    fn carriageway_widths_and_crown_cover_are_not_taken_for_what_they_are_not() {
        assert_eq!(found(&["道路宽度", "LMKD", "width_m"], Role::RoadCentrelines, "red_line_width"), None);
        assert_eq!(found(&["绿化覆盖率"], Role::Green, "green_share"), None);
    }

    #[test]
    fn storeys_above_ground_stand_before_totals() {
        assert_eq!(found(&["ZCS", "DSCS"], Role::Buildings, "storeys").as_deref(), Some("DSCS"));
        assert_eq!(
            found(&["总建筑面积", "地上建筑面积"], Role::Buildings, "floor_area").as_deref(),
            Some("地上建筑面积")
        );
    }

    #[test]
    fn openstreetmap_extracts_map() {
        let roads = map(&["osm_id", "类别", "细类", "名称", "单行"], &[Role::RoadCentrelines]);
        assert_eq!(roads.get("class").map(String::as_str), Some("细类"));
        assert_eq!(roads.get("name").map(String::as_str), Some("名称"));
        assert_eq!(roads.get("oneway").map(String::as_str), Some("单行"));
        let buildings = map(&["osm_id", "类别", "细类", "名称", "高度", "底高"], &[Role::Buildings]);
        assert_eq!(buildings.get("use").map(String::as_str), Some("细类"));
        assert_eq!(buildings.get("height").map(String::as_str), Some("高度"));
        let tags = map(&["highway", "name", "oneway", "bridge", "tunnel", "layer"], &[Role::RoadCentrelines]);
        assert_eq!(tags.len(), 6, "{tags:?}");
        let moscow = map(&["osm_id", "type", "name", "levels", "height_m"], &[Role::Buildings]);
        assert_eq!(moscow.get("storeys").map(String::as_str), Some("levels"));
        assert_eq!(moscow.get("use").map(String::as_str), Some("type"));
        assert_eq!(found(&["street_name", "street"], Role::RoadCentrelines, "name").as_deref(), Some("street_name"));
        assert_eq!(found(&["省", "市州", "县市名称", "简称"], Role::AdminUnits, "name").as_deref(), Some("县市名称"));
    }

    #[test]
    fn the_planners_word_wins_and_a_field_that_is_not_there_is_reported() {
        let fields: Vec<String> = ["DLDJ", "等级2"].map(str::to_owned).to_vec();
        let stated = BTreeMap::from([(Field::Class, "等级2".to_owned()), (Field::Name, "路名".to_owned())]);
        let mapping = map_fields(&fields, &[Role::RoadCentrelines], &stated);
        assert_eq!(mapping.columns.get(&Field::Class), Some(&1));
        assert_eq!(mapping.missing, [(Field::Name, "路名".to_owned())]);
    }
}
