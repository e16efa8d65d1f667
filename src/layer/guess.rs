//! Guesses what the features of a file mean, with the reason. A guess that does not hold is `backdrop`: shown, never
//! measured.

use std::collections::BTreeMap;

use super::guess_words::{GREEN_AND_PLAZAS, WORDS, is_place};
use super::land_code::{self, DigitScheme};
use super::spelling::{flag, fold, number};
use super::{Feature, Field, GreenEdition, LandKind, RoadClass, Role, Shape, Value, green_class, map_fields};
use crate::text::Message;

/// What shapes a layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// Points only.
    Point,
    /// Lines only.
    Line,
    /// Areas only.
    Area,
    /// Several kinds.
    Mixed,
    /// No shape at all.
    None,
}

impl ShapeKind {
    /// The kind of a layer's shapes.
    pub fn of(features: &[Feature]) -> Self {
        let mut kind = Self::None;
        for feature in features {
            let next = match &feature.shape {
                Shape::Points(_) => Self::Point,
                Shape::Lines(_) => Self::Line,
                Shape::Area(_) => Self::Area,
            };
            match kind {
                Self::None => kind = next,
                known if known == next => {}
                _ => return Self::Mixed,
            }
        }
        kind
    }

    /// Its name for people.
    pub fn name(self) -> Message {
        Message::new(match self {
            Self::Point => "layer.shape-point",
            Self::Line => "layer.shape-line",
            Self::Area => "layer.shape-area",
            Self::Mixed => "layer.shape-mixed",
            Self::None => "layer.shape-none",
        })
    }
}

/// The share of understood values from which a column is taken for what it looks like.
const CONVINCING: f64 = 0.6;

/// Guesses roles from the file's name (without folder and ending), its shapes, fields and some of its rows.
///
/// A word of the name decides where the shapes fit it; else codes and fields do; else the layer is backdrop.
pub fn guess_roles(stem: &str, kind: ShapeKind, fields: &[String], rows: &[&[Value]]) -> (Vec<Role>, Message) {
    let mut misfit = None;
    if let Some((word, named)) = named_role(stem) {
        match fitted(named, kind) {
            Some(Role::Backdrop) => {
                return (vec![Role::Backdrop], Message::new("layer.role-word-backdrop").with("word", word));
            }
            Some(role) if role == Role::LandUse && !has_class(fields, role) => {
                return (vec![Role::Backdrop], Message::new("layer.role-land-use-without-codes").with("word", word));
            }
            Some(role) if role == Role::Population && !maps(fields, role, Field::Population) => {
                return (vec![Role::Backdrop], Message::new("layer.role-population-without-people").with("word", word));
            }
            Some(role) => {
                let reason = Message::new("layer.role-by-name").with("word", word).with_message("shape", kind.name());
                // Green and plazas in one file are told apart by their classes.
                let both = GREEN_AND_PLAZAS.contains(&word) && has_class(fields, Role::Green);
                return (if both { vec![Role::Green, Role::Plazas] } else { vec![role] }, reason);
            }
            None => misfit = Some((word, named)),
        }
    }
    if let Some((role, reason)) = by_values(kind, fields, rows) {
        return (vec![role], reason);
    }
    let reason = match misfit {
        Some((word, named)) => Message::new("layer.role-misfit")
            .with("word", word)
            .with_message("role", named.name())
            .with_message("shape", kind.name()),
        None => Message::new("layer.role-unsure"),
    };
    (vec![Role::Backdrop], reason)
}

/// The role that a file's path speaks of, where nothing else is known of it.
pub fn role_of_path(path: &str) -> Option<Role> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    named_role(stem).map(|(_, role)| role).filter(|role| *role != Role::Backdrop)
}

/// The role that a name speaks of. In both languages the thing stands last (主城区道路, `park_buildings`), so among
/// words for things the one that ends last decides, and of those the longest; places come after things.
fn named_role(stem: &str) -> Option<(&'static str, Role)> {
    let name = fold(stem).replace(['-', ' ', '.'], "_");
    let mut best: Option<((bool, usize, usize), &'static str, Role)> = None;
    for &(word, role) in WORDS {
        let Some(end) = last_end(&name, word) else { continue };
        let rank = (!is_place(role), end, word.len());
        if best.is_none_or(|(known, _, _)| rank > known) {
            best = Some((rank, word, role));
        }
    }
    best.map(|(_, word, role)| (word, role))
}

/// Where the last occurrence of a word ends. Latin words must begin where no letter stands before them, short ones
/// also end so: `roads` in `TRANS_MajorRoads` begins with a capital, which [`fold`] took away, so long words are free.
fn last_end(name: &str, word: &str) -> Option<usize> {
    let free = !word.is_ascii() || word.len() >= 4;
    name.rmatch_indices(word).map(|(at, _)| (at, at + word.len())).find_map(|(start, end)| {
        let letter = |at: Option<char>| at.is_some_and(|letter| letter.is_ascii_alphabetic());
        let alone = !letter(name[..start].chars().next_back()) && !letter(name[end..].chars().next());
        (free || alone).then_some(end)
    })
}

/// The role as it fits the shapes: road polygons are road areas; `None` where it does not fit.
fn fitted(role: Role, kind: ShapeKind) -> Option<Role> {
    use ShapeKind::{Area, Line, Mixed, None as Nothing, Point};
    let fits = match role {
        Role::RoadCentrelines if kind == Area => return Some(Role::RoadAreas),
        Role::Backdrop => true,
        Role::RoadCentrelines | Role::Greenways | Role::Walkways => matches!(kind, Line | Mixed | Nothing),
        Role::Crossings => matches!(kind, Point | Line | Mixed | Nothing),
        Role::Lamps => matches!(kind, Point | Nothing),
        Role::Facilities => matches!(kind, Point | Area | Mixed | Nothing),
        Role::ControlLines | Role::Obstacles => kind != Point,
        _ => matches!(kind, Area | Mixed | Nothing),
    };
    fits.then_some(role)
}

fn maps(fields: &[String], role: Role, field: Field) -> bool {
    map_fields(fields, &[role], &BTreeMap::new()).columns.contains_key(&field)
}

fn has_class(fields: &[String], role: Role) -> bool {
    maps(fields, role, Field::Class)
}

/// Guesses from what the rows hold.
fn by_values(kind: ShapeKind, fields: &[String], rows: &[&[Value]]) -> Option<(Role, Message)> {
    let column = |role, field| map_fields(fields, &[role], &BTreeMap::new()).columns.get(&field).copied();
    let reason =
        |key: &str, column: usize| Message::new(key).with("field", fields.get(column).map_or("", String::as_str));
    let mostly = |column: usize, understood: &dyn Fn(&str) -> bool| share(rows, column, understood) >= CONVINCING;
    match kind {
        ShapeKind::Line => {
            let class = column(Role::RoadCentrelines, Field::Class)?;
            let roads = mostly(class, &|text| RoadClass::read(text).is_some());
            let network = roads && !mostly(class, &|text| RoadClass::read(text) == Some(RoadClass::Path));
            network.then(|| (Role::RoadCentrelines, reason("layer.role-by-road-classes", class)))
        }
        ShapeKind::Area => {
            let green = column(Role::Green, Field::Class);
            if let Some(class) = green.filter(|&class| mostly(class, &is_green_code)) {
                return Some((Role::Green, reason("layer.role-by-green-classes", class)));
            }
            let land = column(Role::LandUse, Field::Class);
            if let Some(class) = land.filter(|&class| mostly(class, &is_land)) {
                return Some((Role::LandUse, reason("layer.role-by-land-codes", class)));
            }
            let storeys = column(Role::Buildings, Field::Storeys).or_else(|| exact(fields, "building"));
            if let Some(storeys) = storeys.filter(|&column| mostly(column, &|text| flag(text) != Some(false))) {
                return Some((Role::Buildings, reason("layer.role-by-buildings", storeys)));
            }
            if let Some(unit) = ADMIN_NAMES.iter().find_map(|name| exact(fields, name)) {
                return Some((Role::AdminUnits, reason("layer.role-by-admin-name", unit)));
            }
            let people = column(Role::Population, Field::Population)?;
            mostly(people, &|text| number(text).is_some())
                .then(|| (Role::Population, reason("layer.role-by-population", people)))
        }
        _ => None,
    }
}

/// Fields that only administrative units have; XZQDM and XZQMC stand in every layer of a plan database.
const ADMIN_NAMES: &[&str] = &["县市名称", "县市代码", "区县名称", "district_name", "district_adcode"];

fn exact(fields: &[String], name: &str) -> Option<usize> {
    fields.iter().position(|field| fold(field) == name)
}

/// The share of rows whose value in a column is understood; blank rows count as not.
fn share(rows: &[&[Value]], column: usize, understood: &dyn Fn(&str) -> bool) -> f64 {
    let hits = rows.iter().filter(|row| row.get(column).and_then(Value::plain).is_some_and(|text| understood(&text)));
    if rows.is_empty() { 0.0 } else { hits.count() as f64 / rows.len() as f64 }
}

fn is_green_code(text: &str) -> bool {
    green_class::read(text, GreenEdition::Of2017).is_some()
}

/// Land codes of at least two characters, or names of land: single letters and digits prove nothing.
fn is_land(text: &str) -> bool {
    let land = land_code::take_apart(text);
    let kind: Option<LandKind> = land_code::kind(&land, None, DigitScheme::Guide2023);
    kind.is_some() && text.trim().chars().count() >= 2
}

#[cfg(test)]
mod tests {
    use super::ShapeKind::{Area, Line, Point};
    use super::*;

    fn guess(stem: &str, kind: ShapeKind) -> Role {
        guess_roles(stem, kind, &["class".into(), "population".into()], &[]).0[0]
    }

    #[test]
    fn names_of_files_tell_roles() {
        for (stem, kind, expected) in [
            ("道路中心线", Line, Role::RoadCentrelines),
            ("roads", Line, Role::RoadCentrelines),
            ("BKJ_DLZX_LN", Line, Role::RoadCentrelines),
            ("gh_kg_dlzx_ln", Line, Role::RoadCentrelines),
            ("TRANS_Centerlines", Line, Role::RoadCentrelines),
            ("TRANS_MajorRoads", Line, Role::RoadCentrelines),
            ("BASEMAP_Roads", Area, Role::RoadAreas),
            ("道路红线", Area, Role::RoadAreas),
            ("生态保护红线", Area, Role::ControlLines),
            ("建筑", Area, Role::Buildings),
            ("建筑现状", Area, Role::Buildings),
            ("buildings", Area, Role::Buildings),
            ("建成区", Area, Role::BuiltUpArea),
            ("建成区范围", Area, Role::BuiltUpArea),
            ("建成区建筑", Area, Role::Buildings),
            ("建筑_县城", Area, Role::Buildings),
            ("built_up_area", Area, Role::BuiltUpArea),
            ("built-up area", Area, Role::BuiltUpArea),
            ("主城区范围", Area, Role::MainUrbanArea),
            ("主城区道路", Line, Role::RoadCentrelines),
            ("主城区用地", Area, Role::LandUse),
            ("main-urban-area", Area, Role::MainUrbanArea),
            ("县城", Area, Role::CountySeat),
            ("county_seat", Area, Role::CountySeat),
            ("组团", Area, Role::Clusters),
            ("生态廊道", Area, Role::Corridors),
            ("corridors", Area, Role::Corridors),
            ("组团间生态廊道", Area, Role::Corridors),
            ("用地", Area, Role::LandUse),
            ("landuse", Area, Role::LandUse),
            ("513401_ZXCQGHYDYH", Area, Role::LandUse),
            ("DLTB", Area, Role::LandUse),
            ("YDYHGHFQ", Area, Role::Backdrop),
            ("绿地图斑", Area, Role::Green),
            ("green", Area, Role::Green),
            ("RECREATION_OpenSpace", Area, Role::Green),
            ("绿道", Line, Role::Greenways),
            ("greenways", Line, Role::Greenways),
            ("广场", Area, Role::Plazas),
            ("squares", Area, Role::Plazas),
            ("广场用地", Area, Role::Plazas),
            ("广场内绿地水面", Area, Role::PlazaPlanting),
            ("更新单元", Area, Role::RenewalUnits),
            ("步行道", Line, Role::Walkways),
            ("footways", Line, Role::Walkways),
            ("过街设施", Point, Role::Crossings),
            ("社区", Area, Role::Communities),
            ("服务设施", Point, Role::Facilities),
            ("路灯", Point, Role::Lamps),
            ("水域", Area, Role::Water),
            ("water", Area, Role::Water),
            ("XZQ", Area, Role::AdminUnits),
            ("liangshan_counties", Area, Role::AdminUnits),
            ("凉山州县级行政区_CGCS2000_3度带102E", Area, Role::AdminUnits),
            ("BOUNDARY_CityBoundary", Area, Role::AdminUnits),
            ("人口", Area, Role::Population),
            ("obstacles", Area, Role::Obstacles),
            ("ZXCQCSLX", Area, Role::ControlLines),
            ("绿线", Area, Role::ControlLines),
            ("铁路", Line, Role::Backdrop),
            ("BASEMAP_ParkingLots", Area, Role::Backdrop),
            ("BASEMAP_Vegetation", Area, Role::Backdrop),
            ("某某", Area, Role::Backdrop),
        ] {
            assert_eq!(guess(stem, kind), expected, "{stem}");
        }
    }

    #[test]
    fn the_code_and_the_name_of_every_role_tell_it() {
        let fields = ["class".to_owned(), "population".to_owned()];
        for &(role, code) in Role::ALL.iter().filter(|(role, _)| *role != Role::Backdrop) {
            let kind = match role {
                Role::RoadCentrelines | Role::Greenways | Role::Walkways => Line,
                Role::Crossings | Role::Facilities | Role::Lamps => Point,
                _ => Area,
            };
            assert_eq!(guess_roles(code, kind, &fields, &[]).0, [role], "{code}");
            assert_eq!(guess_roles(&code.replace('-', "_").to_uppercase(), kind, &fields, &[]).0, [role], "{code}");
            let name = role.name().say(crate::text::Lang::Zh);
            assert_eq!(guess_roles(&name, kind, &fields, &[]).0, [role], "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_file_name_or_value_makes_a_guess_panic(stem in "\\PC{0,16}", value in "\\PC{0,8}") {
            let row = [Value::text(&value)];
            for kind in [Point, Line, Area, ShapeKind::Mixed, ShapeKind::None] {
                let (roles, _) = guess_roles(&stem, kind, &["class".into()], &[&row]);
                proptest::prop_assert_eq!(roles.len(), 1);
            }
        }
    }

    #[test]
    fn green_and_plazas_in_one_file_are_two_roles() {
        let (roles, _) = guess_roles("绿地与广场", Area, &["绿地类别".into()], &[]);
        assert_eq!(roles, [Role::Green, Role::Plazas]);
    }

    #[test]
    fn a_line_layer_is_never_green_and_areas_are_never_greenways() {
        for (stem, kind) in
            [("绿地", Line), ("green", Line), ("greenways", Area), ("footways", Area), ("buildings", Point)]
        {
            let (roles, reason) = guess_roles(stem, kind, &[], &[]);
            assert_eq!(roles, [Role::Backdrop], "{stem}");
            assert_eq!(reason.key, "layer.role-misfit", "{stem}");
        }
    }

    #[test]
    fn values_tell_a_role_where_the_name_does_not() {
        let fields = vec!["highway".to_owned()];
        let text = |value: &str| vec![Value::text(value)];
        let rows = [text("primary"), text("residential"), text("footway")];
        let rows: Vec<&[Value]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(guess_roles("layer1", Line, &fields, &rows).0, [Role::RoadCentrelines]);
        let fields = vec!["YDYHFLDM".to_owned()];
        let rows = [text("0701"), text("1401"), text("1207")];
        let rows: Vec<&[Value]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(guess_roles("layer1", Area, &fields, &rows).0, [Role::LandUse]);
        let fields = vec!["绿地类别".to_owned()];
        let rows = [text("G1"), text("XG"), text("EG")];
        let rows: Vec<&[Value]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(guess_roles("layer1", Area, &fields, &rows).0, [Role::Green]);
        let fields = vec!["层数".to_owned()];
        let rows = [text("6"), text("18")];
        let rows: Vec<&[Value]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(guess_roles("layer1", Area, &fields, &rows).0, [Role::Buildings]);
    }

    #[test]
    fn land_use_without_codes_and_population_without_people_are_backdrop() {
        assert_eq!(guess_roles("parcels", Area, &["MAP".into()], &[]).0, [Role::Backdrop]);
        assert_eq!(guess_roles("DEMOGRAPHICS_Blocks2020", Area, &["ALAND20".into()], &[]).0, [Role::Backdrop]);
    }
}
