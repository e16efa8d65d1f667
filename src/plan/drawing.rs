//! The edits of a planner who draws: features of the plan itself, end faces, and what is done to existing features.

use std::collections::BTreeSet;

use geo_types::Coord;

use super::drawn::stated_name;
use super::{Amendment, Change, DrawnFeature, Edit, Plan, SourceRow};
use crate::geometry::frame::Frame;
use crate::layer::Role;
use crate::text::Message;

impl Plan {
    /// An id that no drawn feature has, nor any of those `taken` for what is not in the plan yet: `c1`, `c2`, … for
    /// corridors, `d1`, `d2`, … for all else. What is argued or stated of a nameless feature by its id, also of one that
    /// is gone, must not come to speak of a new one.
    pub fn free_id(&self, role: Role, taken: &[String]) -> String {
        let letter = if role == Role::Corridors { 'c' } else { 'd' };
        let drawn = self.content.drawn.iter().map(|drawn| drawn.id.as_str());
        let argued = self.content.arguments.iter().filter_map(|argument| argument.subject.as_deref());
        let spoken_of = argued.chain(self.content.ends.keys().map(String::as_str)).map(str::trim);
        let taken: BTreeSet<&str> = drawn.chain(taken.iter().map(String::as_str)).chain(spoken_of).collect();
        let mut ids = (1_u64..).map(|number| format!("{letter}{number}")).filter(|id| !taken.contains(id.as_str()));
        ids.next().unwrap_or_default()
    }

    /// Adds a drawn feature in a frame. One that cannot stand in a plan ([`DrawnFeature::is_whole`]), or whose id is
    /// taken, changes nothing. The first coordinates of a plan state its system, so that they lie there ever after.
    pub fn drawing(&self, drawn: DrawnFeature, frame: &Frame) -> Edit {
        if !drawn.is_whole() || drawn.id.trim().is_empty() || self.content.drawn(&drawn.id).is_some() {
            return Edit::nothing();
        }
        let drawn = clean(drawn);
        let edit = Edit::Drawn(usize::MAX, Change::new(None, Some(Box::new(drawn))));
        self.in_frame(edit, frame)
    }

    /// Draws a feature otherwise; it is known by its id. One that cannot stand in a plan changes nothing.
    pub fn redrawing(&self, drawn: DrawnFeature) -> Edit {
        let index = self.content.drawn.iter().position(|own| own.id == drawn.id);
        match index.and_then(|index| Some((index, self.content.drawn.get(index)?))) {
            Some((index, old)) if drawn.is_whole() => {
                Edit::Drawn(index, Change::new(Some(Box::new(old.clone())), Some(Box::new(clean(drawn)))))
            }
            _ => Edit::nothing(),
        }
    }

    /// Takes drawn features out of the plan, by their ids.
    pub fn erasing(&self, ids: &[String]) -> Edit {
        let meant = self.content.drawn.iter().filter(|drawn| ids.contains(&drawn.id));
        let edits: Vec<Edit> =
            meant.map(|drawn| Edit::Drawn(0, Change::new(Some(Box::new(drawn.clone())), None))).collect();
        together(edits, Message::new("plan.edit-erase"))
    }

    /// States the end faces of a corridor that comes from a layer, in a frame; `None` finds them automatically.
    pub fn setting_ends(&self, name: &str, ends: Option<Vec<Coord<f64>>>, frame: &Frame) -> Edit {
        let can_stand = |ends: &Vec<Coord<f64>>| ends.len() > 1 && ends.iter().all(is_finite);
        if name.is_empty() || ends.as_ref().is_some_and(|ends| !can_stand(ends)) {
            return Edit::nothing();
        }
        let edit = Edit::Ends(name.to_owned(), Change::new(self.content.ends.get(name).cloned(), ends));
        self.in_frame(edit, frame)
    }

    /// Does something to existing features, or leaves them as their files have them (`None`).
    pub fn amending(&self, rows: Vec<(SourceRow, Option<Amendment>)>, frame: &Frame) -> Edit {
        let named = rows.into_iter().filter(|(row, _)| !row.source.trim().is_empty());
        let edit = |(row, new): (SourceRow, Option<Amendment>)| {
            let row = SourceRow { source: row.source.replace('\\', "/"), ..row };
            let new = new.filter(|amendment| !amendment.is_empty());
            let new = new.map(|own| Amendment { at: own.at.filter(is_finite), ..own });
            Edit::Amendment(row.clone(), Change::new(self.content.amendments.get(&row).cloned(), new))
        };
        let edits: Vec<Edit> = named.map(edit).collect();
        let edit = together(edits, Message::new("plan.edit-amend"));
        self.in_frame(edit, frame)
    }

    /// Several edits as one step.
    pub fn together(&self, edits: Vec<Edit>, what: Message) -> Edit {
        together(edits, what)
    }

    /// The edit, and before it the plan's system where neither it nor coordinates stand in the plan yet.
    fn in_frame(&self, edit: Edit, frame: &Frame) -> Edit {
        let known = frame.code.strip_prefix("EPSG:").is_some_and(|number| number.parse::<u32>().is_ok());
        if self.content.crs.is_some() || self.content.any_holds_coordinates() || !known || edit.is_empty() {
            return edit;
        }
        let what = edit.label();
        Edit::Batch(what, vec![self.setting_crs(Some(frame.code.clone())), edit])
    }
}

fn is_finite(at: &Coord<f64>) -> bool {
    at.x.is_finite() && at.y.is_finite()
}

/// The feature as a plan file would give it back: its name has no blanks around it, corridors have no values, and only they have
/// clusters at their sides and ends.
fn clean(mut drawn: DrawnFeature) -> DrawnFeature {
    drawn.name = drawn.name.and_then(|name| stated_name(&name));
    if drawn.role == Role::Corridors {
        drawn.values.clear();
    } else {
        drawn.between.clear();
        drawn.ends.clear();
    }
    if drawn.ends.len() < 2 || !drawn.ends.iter().all(is_finite) {
        drawn.ends.clear();
    }
    drawn
}

/// One edit as it is, several as one step.
fn together(mut edits: Vec<Edit>, what: Message) -> Edit {
    if edits.len() == 1 { edits.pop().unwrap_or_else(Edit::nothing) } else { Edit::Batch(what, edits) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Content, DrawnShape, PlanFile, Width};

    fn corridor(id: &str, name: Option<&str>) -> DrawnFeature {
        let at = |x: f64| Coord { x, y: 0.0 };
        let shape = DrawnShape::Band { centreline: vec![at(0.0), at(100.0)], width: Width::Even(60.0) };
        let (name, values) = (name.map(str::to_owned), std::collections::BTreeMap::new());
        DrawnFeature { id: id.to_owned(), role: Role::Corridors, name, values, between: vec![], ends: vec![], shape }
    }

    fn plan(text: &str) -> Plan {
        let content = PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}")).content;
        Plan { content: content.into(), ..Plan::default() }
    }

    fn redrawn(content: &Content, name: &str) -> Content {
        let mut plan = Plan { content: content.clone().into(), ..Plan::default() };
        plan.commit(plan.redrawing(corridor("c1", Some(name))));
        Content::clone(plan.content())
    }

    #[test]
    fn a_name_with_blanks_around_it_is_the_same_name_read_and_drawn_and_its_file_stays_as_it_was() {
        let text = "langdao = 1\n\n[[corridor]]\nid = \"c1\"\nname = \" 甲廊道\u{3000}\"\ncentreline = [[0.0, 0.0], [100.0, 0.0]]\nwidth = 60\n";
        let file = PlanFile::from_toml(text, "plan.toml").unwrap();
        assert_eq!(file.content.drawn[0].name.as_deref(), Some("甲廊道"));
        assert_eq!(file.text_with(&file.content), text);
        assert_eq!(redrawn(&file.content, "\t甲廊道 "), file.content, "nothing has changed");
        assert_eq!(redrawn(&file.content, " ").drawn[0].title(), "c1");
        let wider = text.replace("width = 60", "width = 80");
        let content = PlanFile::from_toml(&wider, "plan.toml").unwrap().content;
        assert_eq!(file.text_with(&content), wider);
        assert_eq!(corridor("c1", Some(" 甲廊道 ")).title(), "甲廊道", "a draft has the name of its layer too");
    }

    #[test]
    fn a_new_feature_does_not_get_the_id_of_one_that_is_gone_while_something_still_speaks_of_it() {
        let mut plan = plan(
            r#"langdao = 1
[[argument]]
clause = "corridor-net-width"
subject = "c1"
by = "市规委会"
reason = "地形所限"
[[argument]]
clause = "plaza-green-share"
subject = "d2"
by = "市规委会"
reason = "地形所限"
[ends]
c2 = [[0, 0], [100, 0]]
[[corridor]]
id = "c1"
centreline = [[0, 0], [100, 0]]
width = 60
"#,
        );
        plan.commit(plan.erasing(&["c1".to_owned()]));
        assert!(plan.content().drawn.is_empty());
        assert_eq!(plan.free_id(Role::Corridors, &[]), "c3");
        assert_eq!(plan.free_id(Role::Corridors, &["c3".to_owned()]), "c4");
        assert_eq!(
            (plan.free_id(Role::Green, &[]), plan.free_id(Role::Green, &["d1".to_owned()])),
            ("d1".into(), "d3".into())
        );
    }
}
