//! The edits of how layers are listed: their groups and their order.

use super::{Change, Content, Edit, LayerEntry, Plan};
use crate::text::Message;

impl Plan {
    /// Puts layers, by their indices, one behind another before the layer at `before`, last where there is none, each into a
    /// group or none.
    pub fn arranging(&self, layers: &[(usize, Option<String>)], before: usize) -> Edit {
        let Content { layers: entries, .. } = &*self.content;
        let mut order: Vec<usize> = (0..entries.len()).collect();
        // What is to stand behind them is none of them.
        let is_moved = |index: &usize| layers.iter().any(|(moved, _)| moved == index);
        let behind = (before..entries.len()).find(|index| !is_moved(index));
        let mut edits = Vec::new();
        for (index, group) in layers {
            let Some(entry) = entries.get(*index) else { continue };
            edits.push(self.setting_layer(*index, LayerEntry { group: group.clone(), ..entry.clone() }));
        }
        for (index, _) in layers {
            let (Some(entry), Some(old)) = (entries.get(*index), order.iter().position(|own| own == index)) else {
                continue;
            };
            order.remove(old);
            let new = behind.and_then(|behind| order.iter().position(|own| *own == behind)).unwrap_or(order.len());
            order.insert(new, *index);
            edits.push(Edit::LayerPlace(entry.source.clone(), Change::new(old, new)));
        }
        edits.retain(|edit| !edit.is_empty());
        match <[Edit; 1]>::try_from(edits) {
            Ok([only]) => only,
            Err(several) => Edit::Batch(Message::new("plan.edit-layers-arranged"), several),
        }
    }

    /// Puts a group, by its whole path, with all that is in it into another one or none, before the layer at `before`. A group
    /// does not go into itself.
    pub fn moving_group(&self, path: &str, into: Option<&str>, before: usize) -> Edit {
        if into.is_some_and(|into| inside(into, path).is_some()) {
            return Edit::nothing();
        }
        let new = joined(into.unwrap_or_default(), group_name(path));
        self.arranging(&self.regrouped(path, new.as_deref()), before)
    }

    /// Calls a group, by its whole path, otherwise; `None` takes its layers out of it.
    pub fn renaming_group(&self, path: &str, new: Option<&str>) -> Edit {
        let edit = |(index, group): (usize, Option<String>)| {
            let entry = self.content.layers.get(index)?;
            Some(self.setting_layer(index, LayerEntry { group, ..entry.clone() }))
        };
        let edits = self.regrouped(path, new).into_iter().filter_map(edit).collect();
        let key = if new.is_some() { "plan.edit-group-renamed" } else { "plan.edit-group-dissolved" };
        Edit::Batch(Message::new(key).with("group", group_name(path)), edits)
    }

    /// The layers of a group, each with the group that it is in where that is called otherwise.
    fn regrouped(&self, path: &str, new: Option<&str>) -> Vec<(usize, Option<String>)> {
        let regrouped = |(index, entry): (usize, &LayerEntry)| {
            let rest = inside(entry.group.as_deref()?, path)?;
            Some((index, joined(new.unwrap_or_default(), rest)))
        };
        self.content.layers.iter().enumerate().filter_map(regrouped).collect()
    }
}

/// The last part of a group's path.
fn group_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn joined(outer: &str, inner: &str) -> Option<String> {
    super::entry::group_path(&format!("{outer}/{inner}"))
}

/// What of a group's path lies within another group: nothing for the group itself, `None` for one that lies elsewhere.
fn inside<'a>(group: &'a str, path: &str) -> Option<&'a str> {
    let rest = group.strip_prefix(path)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn plan(layers: &[(&str, &str)]) -> Plan {
        let entry = |(source, group): &(&str, &str)| LayerEntry {
            source: (*source).to_owned(),
            group: (!group.is_empty()).then(|| (*group).to_owned()),
            ..LayerEntry::default()
        };
        let content = Content { layers: layers.iter().map(entry).collect(), ..Content::default() };
        Plan { content: Arc::new(content), ..Plan::default() }
    }

    fn listed(plan: &Plan) -> Vec<(&str, &str)> {
        let entries = plan.content.layers.iter();
        entries.map(|entry| (entry.source.as_str(), entry.group.as_deref().unwrap_or_default())).collect()
    }

    const FOUR: [(&str, &str); 4] = [("a", ""), ("b", ""), ("c", ""), ("d", "")];

    #[test]
    fn layers_go_before_another_or_last_in_one_step_that_undo_takes_back() {
        for (moved, before, expected) in [
            (&[2_usize][..], 0, ["c", "a", "b", "d"]),
            (&[0], 2, ["b", "a", "c", "d"]),
            (&[0], 4, ["b", "c", "d", "a"]),
            (&[0, 3], 2, ["b", "a", "d", "c"]),
            (&[1, 2], 1, ["a", "b", "c", "d"]),
            (&[3, 0], 0, ["d", "a", "b", "c"]),
        ] {
            let mut plan = plan(&FOUR);
            let layers: Vec<(usize, Option<String>)> = moved.iter().map(|index| (*index, None)).collect();
            plan.commit(plan.arranging(&layers, before));
            assert_eq!(listed(&plan).iter().map(|(source, _)| *source).collect::<Vec<_>>(), expected, "{moved:?}");
            plan.undo();
            assert_eq!(listed(&plan), FOUR);
        }
    }

    #[test]
    fn a_layer_that_goes_into_a_group_and_to_another_place_is_one_step() {
        let mut plan = plan(&FOUR);
        plan.commit(plan.arranging(&[(3, Some(" 现状 / 道路 ".to_owned()))], 0));
        assert_eq!(listed(&plan)[0], ("d", "现状/道路"));
        assert_eq!(plan.done().len(), 1);
        plan.undo();
        assert_eq!(listed(&plan), FOUR);
        plan.redo();
        assert_eq!(listed(&plan)[0], ("d", "现状/道路"));
    }

    #[test]
    fn a_group_takes_the_groups_within_it_along_when_it_is_renamed_or_dissolved() {
        let mut plan = plan(&[("a", "现状"), ("b", "现状/道路"), ("c", "现状图"), ("d", "")]);
        plan.commit(plan.renaming_group("现状", Some("2025年")));
        assert_eq!(listed(&plan), [("a", "2025年"), ("b", "2025年/道路"), ("c", "现状图"), ("d", "")]);
        plan.commit(plan.renaming_group("2025年", None));
        assert_eq!(listed(&plan), [("a", ""), ("b", "道路"), ("c", "现状图"), ("d", "")]);
    }

    #[test]
    fn a_group_moves_as_one_and_never_into_itself() {
        let mut plan = plan(&[("a", "现状"), ("b", "现状/道路"), ("c", "规划"), ("d", "")]);
        plan.commit(plan.moving_group("现状", Some("规划"), 4));
        assert_eq!(listed(&plan), [("c", "规划"), ("d", ""), ("a", "规划/现状"), ("b", "规划/现状/道路")]);
        assert!(plan.moving_group("规划", Some("规划/现状"), 0).is_empty());
    }

    #[test]
    fn a_move_finds_its_layer_where_others_have_moved_it_and_is_dropped_where_it_is_gone() {
        let mut plan = plan(&FOUR);
        let edit = Edit::LayerPlace("d".to_owned(), Change::new(0, 1));
        assert_eq!(edit.clone().grounded(&plan.content), Some(Edit::LayerPlace("d".to_owned(), Change::new(3, 1))));
        assert!(!edit.is_there(&plan.content));
        plan.commit(edit.clone());
        assert!(edit.is_there(&plan.content));
        assert_eq!(Edit::LayerPlace("x".to_owned(), Change::new(0, 1)).grounded(&plan.content), None);
    }
}
