//! Parts of the window that the keyboard steps through: bar, sides, map, status line, start page.

use std::collections::BTreeMap;

use egui::{Context, Id, Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::dock::Side;
use super::panel::View;

/// A part of the window, in the order of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Region {
    /// The bar at the top.
    Bar,
    /// The start page, in place of sides and map.
    Start,
    /// The side at the left of the map.
    Left,
    /// The map.
    Map,
    /// The side at the right.
    Right,
    /// The side below.
    Bottom,
    /// The line at the bottom.
    Status,
}

impl Region {
    /// The part that a side of the map is.
    pub(super) fn of(side: Side) -> Self {
        match side {
            Side::Left => Self::Left,
            Side::Right => Self::Right,
            Side::Bottom => Self::Bottom,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Bar => "region-bar",
            Self::Start => "do-start-page",
            Self::Left => "region-left",
            Self::Map => "map",
            Self::Right => "region-right",
            Self::Bottom => "region-bottom",
            Self::Status => "region-status",
        }
    }
}

/// Where the parts lie in this frame, each with the widget that stands for it.
#[derive(Debug, Default)]
pub(super) struct Regions {
    lie: BTreeMap<Region, (Id, Rect)>,
}

impl Regions {
    /// Forgets where they lay: those that are shown say so anew.
    pub(super) fn begin(&mut self) {
        self.lie.clear();
    }

    /// A part lies there.
    pub(super) fn set(&mut self, region: Region, response: &Response) {
        self.lie.insert(region, (response.id, response.rect));
    }

    /// Where a part lies, where it is shown.
    pub(super) fn rect(&self, region: Region) -> Option<Rect> {
        self.lie.get(&region).map(|(_, rect)| *rect)
    }

    /// Puts the keyboard into a part so many steps on from where it is; past the last comes the first.
    pub(super) fn step(&self, context: &Context, steps: isize) {
        let all: Vec<(Id, Rect)> = self.lie.values().copied().collect();
        let Ok(count) = isize::try_from(all.len()) else { return };
        if count == 0 {
            return;
        }
        let focused = context.memory(egui::Memory::focused);
        let middle = focused.and_then(|id| context.read_response(id)).map(|response| response.rect.center());
        let own = |(id, _): &(Id, Rect)| Some(*id) == focused;
        let around = |(_, rect): &(Id, Rect)| middle.is_some_and(|middle| rect.contains(middle));
        let at = all.iter().position(own).or_else(|| all.iter().position(around));
        let from = at.and_then(|at| isize::try_from(at).ok()).unwrap_or(if steps > 0 { -1 } else { 0 });
        let next = usize::try_from((from + steps).rem_euclid(count)).ok();
        if let Some((id, _)) = next.and_then(|next| all.get(next)) {
            context.memory_mut(|memory| memory.request_focus(*id));
            super::focus::set_by_key(context, true);
        }
    }
}

/// Says that a part begins here and fills what is left of the `Ui`. Called before what it holds, so that Tab goes on into it.
pub(super) fn region_ui(ui: &Ui, view: &mut View<'_>, region: Region) {
    let id = Id::unique(("region", region));
    let response = ui.interact(ui.max_rect(), id, Sense::focusable_noninteractive());
    let name = view.say(region.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, &name));
    view.session.regions.set(region, &response);
}
