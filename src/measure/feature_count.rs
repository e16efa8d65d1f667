//! Number of features that something holds of: new homes above 100 m.
//!
//! A feature of which that is not known may be one: it raises the upper bound only.

use serde::{Deserialize, Serialize};

use super::condition::{Condition, Ground, held, roles_of};
use super::lines::{go_on, require_layer};
use super::place::{NAMED, anchor_of};
use super::selection::selected;
use crate::layer::{Field, Item, Role, items};
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose features are counted.
    pub role: Role,
    /// What must hold of a feature for it to be looked at.
    #[serde(default)]
    pub among: Vec<Condition>,
    /// What must hold of it to be counted.
    pub having: Vec<Condition>,
    /// First year of completion that makes a building new.
    #[serde(default)]
    pub since: Option<i32>,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        roles_of(self.role, &[&self.among, &self.having])
    }

    /// The fields that it reads.
    pub fn fields(&self) -> Vec<Field> {
        self.among.iter().chain(&self.having).flat_map(Condition::fields).collect()
    }
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Features looked at.
    pub features: usize,
    /// Those counted.
    pub counted: usize,
    /// Features that may have to be counted.
    pub unknown: usize,
    /// Features that meet what is counted and are not looked at, such as high buildings without homes.
    pub others: usize,
    /// Buildings taken as new because neither status nor year says otherwise.
    pub assumed_new: usize,
    /// Buildings that may or may not hold homes.
    pub unknown_use: usize,
}

/// Measures the number. Every counted feature is a place.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer or features in the scope, or where nothing says of any feature whether it
/// counts; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    require_layer(input, with.role)?;
    let inside = selected(items(input.layers, with.role), input.scope);
    if inside.items.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.nothing-inside").with_message("role", with.role.name())));
    }
    go_on(input)?;
    let ground = Ground { layers: input.layers, since: with.since, year: input.year };
    let among = held(&with.among, &inside.items, &ground);
    let having = held(&with.having, &inside.items, &ground);
    let mut facts = Facts { assumed_new: among.assumed_new, unknown_use: among.unknown_use, ..Facts::default() };
    let (mut places, mut blank) = (Vec::new(), Vec::new());
    for (item, (belongs, counts)) in inside.items.iter().zip(among.truth.iter().zip(&having.truth)) {
        facts.features += usize::from(*belongs != Some(false));
        match (belongs, counts) {
            (Some(true), Some(true)) => places.push(place(item)),
            (Some(false), Some(true)) => facts.others += 1,
            (Some(false), _) | (_, Some(false)) => {}
            (_, None) => blank.push(*item),
            (None, Some(true)) => facts.unknown += 1,
        }
    }
    if !blank.is_empty() && blank.len() == facts.features {
        let missing = Message::new("measure.share-no-value").with_message("role", with.role.name());
        let fields: Vec<&str> = with.having.iter().flat_map(Condition::fields).map(Field::name).collect();
        return Err(NoFigure::Missing(missing.with("fields", fields.join(", "))));
    }
    facts.unknown += blank.len();
    facts.counted = places.len();
    places.truncate(NAMED);
    let figure = Figure::between(facts.counted as f64, (facts.counted + facts.unknown) as f64, Unit::Count);
    let mut notices: Vec<Notice> = inside.notices.into_iter().chain(among.notices).chain(having.notices).collect();
    notices.extend(blank_notice(&blank, with));
    Ok(Measured { figure, facts, places, notices })
}

fn blank_notice(blank: &[Item<'_>], with: &Parameters) -> Option<Notice> {
    let first = blank.first()?;
    let fields: Vec<&str> = with.having.iter().flat_map(Condition::fields).map(Field::name).collect();
    let notice = Notice::new("share-unknown").row(first.feature.row);
    let notice = notice.with_message("layer", super::lines::layer_name(first.layer.source()));
    Some(notice.with("count", blank.len()).with("fields", fields.join(", ")))
}

fn place(item: &Item<'_>) -> Place {
    let shape = item.feature.shape.clone();
    let mut facts = serde_json::Map::new();
    if let Some((height, estimated)) = item.height() {
        facts.insert(String::from("height_m"), height.into());
        facts.insert(String::from("estimated"), estimated.into());
    }
    if item.flag(Field::Argued) == Some(true) {
        facts.insert(String::from("argued"), true.into());
    }
    Place {
        subject: item.name(),
        figure: None,
        features: vec![((*item).into(), Part::Subject)],
        anchor: anchor_of(&shape),
        shape,
        facts,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer, unsaid, with_input};
    use super::*;

    fn call(fields: &[&str], rows: &[&[&str]]) -> Result<Measured<Facts>, NoFigure> {
        let text = "role = \"buildings\"\namong = [\"new\", \"home\"]\nhaving = [\"height > 100\"]\nsince = 2021";
        let with: Parameters = toml_edit::de::from_str(text).unwrap();
        let row = |(number, values): (usize, &&[&str])| area((20.0 * number as f64, 0.0), (10.0, 10.0), values);
        let layers = [layer(Role::Buildings, fields, rows.iter().enumerate().map(row).collect())];
        with_input(&layers, None, &[], Some(0.0), |input| measure(input, &with))
    }

    fn bounds(found: &Measured<Facts>) -> (f64, f64) {
        (found.figure.low, found.figure.high)
    }

    #[test]
    fn new_homes_above_100_m_are_counted_and_a_home_of_exactly_100_m_is_not() {
        let fields = ["name", "use", "status", "height"];
        let rows: [&[&str]; 5] = [
            &["甲", "住宅", "planned", "100"],
            &["乙", "住宅", "planned", "100.5"],
            &["丙", "住宅", "existing", "130"],
            &["丁", "办公", "planned", "150"],
            &["戊", "住宅", "planned", "54"],
        ];
        let found = call(&fields, &rows).unwrap();
        assert_eq!(bounds(&found), (1.0, 1.0));
        assert_eq!((found.facts.features, found.facts.others), (3, 2));
        assert_eq!(found.places[0].subject, "乙");
        assert!(found.notices.is_empty());
    }

    #[test]
    fn storeys_stand_in_for_a_height_at_three_metres_each() {
        let fields = ["use", "status", "storeys"];
        let rows: [&[&str]; 2] = [&["住宅", "planned", "33"], &["住宅", "planned", "34"]];
        let found = call(&fields, &rows).unwrap();
        assert_eq!(bounds(&found), (1.0, 1.0));
        assert_eq!(found.places[0].facts["height_m"], 102.0);
        assert_eq!(found.places[0].facts["estimated"], true);
    }

    #[test]
    fn a_home_without_height_and_a_high_building_of_unknown_use_may_count() {
        let fields = ["use", "status", "height"];
        let rows: [&[&str]; 3] = [&["住宅", "planned", ""], &["", "planned", "120"], &["住宅", "planned", "20"]];
        let found = call(&fields, &rows).unwrap();
        assert_eq!(bounds(&found), (0.0, 2.0));
        assert!(found.notices.iter().any(|notice| notice.code == "share-unknown"));
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn no_heights_at_all_give_no_figure() {
        let rows: [&[&str]; 1] = [&["住宅", "planned"]];
        assert!(matches!(call(&["use", "status"], &rows), Err(NoFigure::Missing(_))));
    }
}
