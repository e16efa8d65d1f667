//! Layers and groups are put in another order: dragged, or step by step with Alt and the arrow keys.

use egui::{DragAndDrop, Key, Modifiers, Rect, Response, Stroke, Ui, pos2};

use super::tree::{Node, around};
use crate::app::panel::View;
use crate::app::{Command, theme};
use crate::plan::{Edit, Plan};

/// What is moved: a layer by its index in the plan, or a group by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    Layer(usize),
    Group(String),
}

impl Moved {
    /// What a line of the tree moves; nothing moves what is drawn in the plan.
    pub(super) fn of(node: &Node<'_>) -> Option<Self> {
        match node {
            Node::Layer(listed, _) => listed.entry.map(Self::Layer),
            Node::Group(group) => Some(Self::Group(group.path.clone())),
        }
    }

    fn is(&self, node: &Node<'_>) -> bool {
        Self::of(node).as_ref() == Some(self)
    }

    fn edit(&self, plan: &Plan, to: &Place) -> Edit {
        match self {
            Self::Layer(entry) => plan.arranging(&[(*entry, to.group.clone())], to.before),
            Self::Group(path) => plan.moving_group(path, to.group.as_deref(), to.before),
        }
    }
}

/// Where it goes: into a group or none, before the layer of this index in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    group: Option<String>,
    before: usize,
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// A step past the neighbour in the same group; past the last one it leads out of the group.
pub(super) fn step(nodes: &[Node<'_>], moved: &Moved, way: Way) -> Option<Place> {
    let own = nodes.iter().find(|node| moved.is(node))?;
    let parent = own.parent();
    let siblings: Vec<&Node<'_>> =
        nodes.iter().filter(|node| node.parent() == parent && node.entries().is_some()).collect();
    let at = siblings.iter().position(|node| moved.is(node))?;
    let next = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1),
    };
    if let Some(neighbour) = next.and_then(|next| siblings.get(next)) {
        return Some(Place { group: parent.map(str::to_owned), before: beside(neighbour, way)? });
    }
    let left = nodes.iter().find(|node| matches!(node, Node::Group(group) if Some(group.path.as_str()) == parent))?;
    Some(Place { group: parent.and_then(around).map(str::to_owned), before: beside(left, way)? })
}

fn beside(node: &Node<'_>, way: Way) -> Option<usize> {
    let (first, last) = node.entries()?;
    Some(if way == Way::Up { first } else { last + 1 })
}

/// The edit of a step; `None` where it leads nowhere.
pub(super) fn step_command(view: &View<'_>, nodes: &[Node<'_>], moved: &Moved, way: Way) -> Option<Command> {
    let edit = moved.edit(view.document.plan()?, &step(nodes, moved, way)?);
    (!edit.is_empty()).then_some(Command::Edit(edit))
}

/// Alt and an arrow move the line that has the keyboard.
pub(super) fn keys(ui: &Ui, view: &mut View<'_>, nodes: &[Node<'_>], node: &Node<'_>, response: &Response) {
    let Some(moved) = Moved::of(node).filter(|_| response.has_focus()) else { return };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
    let way = match (pressed(Key::ArrowUp), pressed(Key::ArrowDown)) {
        (true, _) => Way::Up,
        (_, true) => Way::Down,
        _ => return,
    };
    view.commands.extend(step_command(view, nodes, &moved, way));
}

/// Where a line that is dragged over these lines would go, shown by a line; letting go moves it there.
pub(super) fn drop_ui(ui: &Ui, view: &mut View<'_>, nodes: &[Node<'_>], rows: &[Rect]) {
    let Some(moved) = DragAndDrop::payload::<Moved>(ui.ctx()) else { return };
    let inside = |at: &egui::Pos2| ui.clip_rect().contains(*at);
    let Some(at) = ui.ctx().pointer_latest_pos().filter(inside) else { return };
    let Some((place, mark)) = target(nodes, rows, at) else { return };
    let accent = theme::palette(ui.visuals()).accent;
    match mark {
        Mark::Line(x, y) => {
            let right = rows.first().map_or(x, Rect::right);
            ui.painter().line_segment([pos2(x, y), pos2(right - 8.0, y)], Stroke::new(2.0, accent));
            ui.painter().circle_filled(pos2(x, y), 3.0, accent);
        }
        Mark::Into(rect) => {
            ui.painter().rect_stroke(rect.shrink(1.0), 4.0, Stroke::new(2.0, accent), egui::StrokeKind::Inside);
        }
    }
    if ui.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        let edit = view.document.plan().map(|plan| moved.edit(plan, &place)).filter(|edit| !edit.is_empty());
        view.commands.extend(edit.map(Command::Edit));
    }
}

/// How the target is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    /// Between two lines, from this place on.
    Line(f32, f32),
    /// A group.
    Into(Rect),
}

/// A line's upper half is before it, its lower half behind it; all but the upper third of a group is in it.
fn target(nodes: &[Node<'_>], rows: &[Rect], at: egui::Pos2) -> Option<(Place, Mark)> {
    let under = nodes.iter().zip(rows).find(|(node, row)| node.entries().is_some() && at.y < row.bottom());
    let Some((node, row)) = under else {
        let last = nodes.iter().filter_map(|node| Some(node.entries()?.1)).max()?;
        let row = rows.last()?;
        return Some((Place { group: None, before: last + 1 }, Mark::Line(row.left() + 34.0, row.bottom())));
    };
    let (first, last) = node.entries()?;
    let share = (at.y - row.top()) / row.height();
    let (depth, parent) = match node {
        Node::Group(group) if share > 0.35 => {
            return Some((Place { group: Some(group.path.clone()), before: first }, Mark::Into(*row)));
        }
        Node::Group(group) => (group.depth, node.parent()),
        Node::Layer(_, depth) => (*depth, node.parent()),
    };
    let group = parent.map(str::to_owned);
    let x = row.left() + 34.0 + super::row::indent(depth);
    Some(if share < 0.5 {
        (Place { group, before: first }, Mark::Line(x, row.top()))
    } else {
        (Place { group, before: last + 1 }, Mark::Line(x, row.bottom()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::listed;
    use super::super::tree::tree;
    use super::*;

    fn place(group: Option<&str>, before: usize) -> Place {
        Place { group: group.map(str::to_owned), before }
    }

    #[test]
    fn a_step_goes_past_a_neighbour_past_a_whole_group_and_out_of_one() {
        let listed = listed(&[("a", ""), ("b", "甲"), ("c", "甲"), ("d", "")]);
        let nodes = tree(&listed, &|_| true);
        let step = |entry, way| step(&nodes, &Moved::Layer(entry), way);
        assert_eq!(step(0, Way::Up), None);
        assert_eq!(step(0, Way::Down), Some(place(None, 3)), "past the group");
        assert_eq!(step(1, Way::Down), Some(place(Some("甲"), 3)));
        assert_eq!(step(1, Way::Up), Some(place(None, 1)), "out of it, above it");
        assert_eq!(step(2, Way::Down), Some(place(None, 3)), "out of it, below it");
        assert_eq!(step(3, Way::Up), Some(place(None, 1)));
        assert_eq!(super::step(&nodes, &Moved::Group("甲".to_owned()), Way::Up), Some(place(None, 0)));
        assert_eq!(super::step(&nodes, &Moved::Group("甲".to_owned()), Way::Down), Some(place(None, 4)));
    }

    #[test]
    fn what_is_let_go_over_a_line_goes_before_it_behind_it_or_into_it() {
        let listed = listed(&[("a", ""), ("b", "甲"), ("c", "")]);
        let nodes = tree(&listed, &|_| true);
        let rows: Vec<Rect> = (0..4_u8)
            .map(|row| Rect::from_min_size(pos2(0.0, 20.0 * f32::from(row)), egui::vec2(100.0, 20.0)))
            .collect();
        let at = |y: f32| target(&nodes, &rows, pos2(50.0, y)).map(|(place, _)| place);
        assert_eq!(at(4.0), Some(place(None, 0)));
        assert_eq!(at(16.0), Some(place(None, 1)));
        assert_eq!(at(22.0), Some(place(None, 1)), "above the group");
        assert_eq!(at(32.0), Some(place(Some("甲"), 1)), "into it");
        assert_eq!(at(56.0), Some(place(Some("甲"), 2)), "behind what is in it");
        assert_eq!(at(90.0), Some(place(None, 3)), "below all");
    }
}
