//! The sides of the map: each shows one of its panels, with a tab for each where there are several.

mod tabs;

use egui::{DragAndDrop, Frame, Panel, Rect, ScrollArea, Ui, vec2};

use super::View;
use crate::app::dock::{PanelId, Side};
use crate::app::region::{Region, region_ui};
use crate::app::{Command, theme};

/// How wide a side is at first, how narrow and how wide it may be pulled, in points.
struct Extent {
    first: f32,
    least: f32,
    most: f32,
    /// At most this share of the window, so that a small one still shows the map.
    share: f32,
}

const LEFT: Extent = Extent { first: 264.0, least: 180.0, most: 560.0, share: 0.3 };
const RIGHT: Extent = Extent { first: 348.0, least: 260.0, most: 640.0, share: 0.4 };
const BOTTOM: Extent = Extent { first: 260.0, least: 96.0, most: 720.0, share: 0.6 };

/// The height that a panel is made for, and that of a narrow one, whose buttons stand on several lines; points.
const LEAST: f32 = 150.0;
const LEAST_NARROW: f32 = 300.0;
/// Narrower than this, points, is narrow.
const NARROW: f32 = 420.0;

/// Shows the sides: those at the left and right are as high as the window, the one below lies between them.
pub(in crate::app) fn docks_ui(ui: &mut Ui, view: &mut View<'_>) {
    let whole = ui.available_rect_before_wrap();
    for side in Side::ALL {
        side_ui(ui, view, side);
    }
    target_ui(ui, view, whole);
}

fn side_ui(ui: &mut Ui, view: &mut View<'_>, side: Side) {
    let on = view.settings.dock.on(side);
    let Some(front) = view.settings.dock.front(side) else { return };
    let screen = ui.ctx().content_rect();
    let (panel, extent, room) = match side {
        Side::Left => (Panel::left("dock-left"), LEFT, screen.width()),
        Side::Right => (Panel::right("dock-right"), RIGHT, screen.width()),
        Side::Bottom => (Panel::bottom("dock-bottom"), BOTTOM, screen.height()),
    };
    let most = (room * extent.share).clamp(extent.least, extent.most);
    let frame = Frame::new().fill(theme::palette(ui.visuals()).panel);
    let panel = panel.default_size(extent.first).size_range(extent.least..=most).resizable(true).frame(frame);
    panel.show(ui, |ui| {
        region_ui(ui, view, Region::of(side));
        if on.len() > 1 || side == Side::Bottom {
            tabs::tabs_ui(ui, view, side, &on, front);
        }
        ui.push_id(front, |ui| roomy_ui(ui, |ui| panel_ui(ui, view, front)));
    });
}

/// Shows what is made for some height; where there is less of it, it scrolls as a whole.
fn roomy_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let room = ui.available_size();
    let least = if room.x < NARROW { LEAST_NARROW } else { LEAST };
    if room.y >= least {
        return content(ui);
    }
    ScrollArea::vertical().id_salt("dock").auto_shrink(false).show(ui, |ui| {
        ui.allocate_ui(vec2(ui.available_width(), least), content);
    });
}

/// What a panel shows.
fn panel_ui(ui: &mut Ui, view: &mut View<'_>, panel: PanelId) {
    match panel {
        PanelId::Layers => super::layers::layers_ui(ui, view),
        PanelId::Clauses => super::clauses::clauses_ui(ui, view),
        PanelId::Notices => super::notices::notices_ui(ui, view),
        PanelId::History => super::history::history_ui(ui, view),
        PanelId::Findings => super::findings::findings_ui(ui, view),
        PanelId::Charts => super::charts::charts_ui(ui, view),
        PanelId::Figures => super::figures::figures_ui(ui, view),
        PanelId::Table => super::table::table_ui(ui, view),
    }
}

/// While a tab is dragged: the side it would go to. Letting go moves it there.
fn target_ui(ui: &Ui, view: &mut View<'_>, whole: Rect) {
    let Some(panel) = DragAndDrop::payload::<PanelId>(ui.ctx()) else { return };
    let Some(at) = ui.ctx().pointer_latest_pos().filter(|at| whole.contains(*at)) else { return };
    let (side, target) = side_at(whole, at);
    let accent = theme::palette(ui.visuals()).accent;
    let above = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("dock-target")));
    above.rect(target, 8.0, accent.gamma_multiply(0.14), egui::Stroke::new(2.0, accent), egui::StrokeKind::Inside);
    if ui.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        view.commands.push(Command::MovePanel(*panel, side));
    }
}

/// The side that is nearest, as shares of the whole, with the part of the window it would take.
fn side_at(whole: Rect, at: egui::Pos2) -> (Side, Rect) {
    let (across, down) = ((at.x - whole.left()) / whole.width(), (at.y - whole.top()) / whole.height());
    let ways = [(Side::Left, across), (Side::Right, 1.0 - across), (Side::Bottom, 1.0 - down)];
    let nearest = ways.into_iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(Side::Bottom, |(side, _)| side);
    let target = match nearest {
        Side::Left => whole.split_left_right_at_fraction(0.2).0,
        Side::Right => whole.split_left_right_at_fraction(0.75).1,
        Side::Bottom => whole.split_top_bottom_at_fraction(0.68).1,
    };
    (nearest, target.shrink(4.0))
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn a_tab_goes_to_the_nearest_side() {
        let whole = Rect::from_min_max(pos2(0.0, 40.0), pos2(1_000.0, 640.0));
        assert_eq!(side_at(whole, pos2(80.0, 300.0)).0, Side::Left);
        assert_eq!(side_at(whole, pos2(930.0, 300.0)).0, Side::Right);
        assert_eq!(side_at(whole, pos2(500.0, 600.0)).0, Side::Bottom);
    }
}
