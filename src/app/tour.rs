//! The tour of the window: a few bubbles beside its parts. It shows and never blocks: everything can be used meanwhile.

use egui::{
    Align, Area, Frame, Id, Key, LayerId, Layout, Margin, Modifiers, Order, Pos2, Rect, RichText, Role, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::dock::PanelId;
use super::icon::Icon;
use super::panel::View;
use super::region::Region;
use super::theme::{self, SMALL, palette};
use super::widget::button::{icon_button, primary_button};
use super::{Action, App, Command, Page, Stage};
use crate::text::Message;

/// Width of a bubble, points.
const WIDTH: f32 = 320.0;
/// From the part it speaks of.
const GAP: f32 = 14.0;

/// A step: the part of the window it speaks of, its words, and the panel that is to be shown for it.
struct Step {
    region: Region,
    title: &'static str,
    says: &'static str,
    panel: Option<PanelId>,
}

const fn step(region: Region, title: &'static str, says: &'static str, panel: Option<PanelId>) -> Step {
    Step { region, title, says, panel }
}

const STEPS: [Step; 7] = [
    step(Region::Left, "tour-layers", "tour-layers-says", Some(PanelId::Layers)),
    step(Region::Right, "tour-clauses", "tour-clauses-says", Some(PanelId::Clauses)),
    step(Region::Right, "tour-findings", "tour-findings-says", Some(PanelId::Clauses)),
    step(Region::Map, "tour-map", "tour-map-says", None),
    step(Region::Bar, "tour-draw", "tour-draw-says", None),
    step(Region::Bar, "tour-report", "tour-report-says", None),
    step(Region::Status, "tour-more", "tour-more-says", None),
];

/// Begins the tour; where nothing is open, with the sample.
pub(super) fn begin(app: &mut App) {
    app.settings.toured = true;
    app.session.page = Page::Plan;
    if app.document.plan().is_none() {
        app.commands.act(Action::OpenSample);
    }
    go_to(app, Some(0));
}

/// Shows a step, or ends the tour; what it speaks of is brought to the front.
pub(super) fn go_to(app: &mut App, at: Option<usize>) {
    let step = at.and_then(|at| STEPS.get(at));
    app.session.tour = at.filter(|_| step.is_some());
    if let Some(panel) = step.and_then(|step| step.panel) {
        app.settings.dock.show(panel);
    }
}

/// Begins it by itself at the very first start, as soon as there is something to show.
pub(super) fn attend(app: &mut App) {
    let ready = app.document.stage() == Stage::Checked && app.session.dialog.is_none();
    if !app.settings.toured && ready {
        begin(app);
    }
}

/// Shows the step that the tour is at.
pub(super) fn tour_ui(ui: &mut Ui, view: &mut View<'_>) {
    let busy = view.session.dialog.is_some() || view.session.help.is_some() || view.document.plan().is_none();
    let Some(at) = view.session.tour.filter(|_| !busy) else { return };
    let Some(step) = STEPS.get(at) else { return };
    let screen = ui.ctx().content_rect();
    let side = step.panel.map(|panel| Region::of(view.settings.dock.side(panel)));
    let about = view.session.regions.rect(side.unwrap_or(step.region)).unwrap_or(screen);
    let colours = palette(ui.visuals());
    let above = ui.ctx().layer_painter(LayerId::new(Order::Middle, Id::unique("tour-ring")));
    above.rect_stroke(about.shrink(1.0), 6.0, Stroke::new(3.0, colours.accent), StrokeKind::Inside);
    let id = Id::unique("tour");
    let size = ui.memory(|memory| memory.area_rect(id)).map_or(vec2(WIDTH, 170.0), |rect| rect.size());
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(16)).stroke(Stroke::new(1.0, colours.accent));
    Area::new(id).order(Order::Foreground).fixed_pos(beside(about, screen, size)).show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width((WIDTH - 32.0).min(screen.width() - 48.0).max(60.0));
            bubble_ui(ui, view, at, step);
        });
    });
}

/// Where a bubble stands: at the side of the part that has most room, in the window.
fn beside(about: Rect, screen: Rect, size: Vec2) -> Pos2 {
    let rooms = [
        (screen.right() - about.right(), Pos2::new(about.right() + GAP, about.top() + 40.0)),
        (about.left() - screen.left(), Pos2::new(about.left() - GAP - size.x, about.top() + 40.0)),
        (screen.bottom() - about.bottom(), Pos2::new(about.center().x - size.x / 2.0, about.bottom() + GAP)),
        (about.top() - screen.top(), Pos2::new(about.center().x - size.x / 2.0, about.top() - GAP - size.y)),
    ];
    let needed = [size.x, size.x, size.y, size.y];
    let fits = rooms.iter().zip(needed).find(|((room, _), needed)| *room >= needed + GAP).map(|((_, at), _)| *at);
    // Where no side has room, as with the map, it stands in the part.
    let at = fits.unwrap_or(Pos2::new(about.left() + 24.0, about.top() + 24.0));
    let most = (screen.max - size - Vec2::splat(8.0)).max(screen.min);
    at.clamp(screen.min.min(most), most)
}

fn bubble_ui(ui: &mut Ui, view: &mut View<'_>, at: usize, step: &Step) {
    let quiet = palette(ui.visuals()).quiet;
    let (title, says) = (view.say(step.title), view.say(step.says));
    ui.horizontal(|ui| {
        ui.label(theme::bold(&title).size(15.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, Icon::Close, &view.say("tour-skip")).clicked() {
                view.commands.push(Command::Tour(None));
            }
        });
    });
    let response = ui.add(egui::Label::new(&says).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let count = Message::new("app.tour-step").with("step", at + 1).with("steps", STEPS.len());
        ui.label(RichText::new(count.say(view.lang)).size(SMALL).color(quiet));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| steps_ui(ui, view, at));
    });
}

/// Onward and back; the first has the keyboard as its step begins, unless text is being typed.
fn steps_ui(ui: &mut Ui, view: &mut View<'_>, at: usize) {
    let last = at + 1 == STEPS.len();
    let on = primary_button(ui, &view.say(if last { "tour-done" } else { "tour-next" }));
    let seen = Id::unique("tour-seen");
    let fresh = ui.data(|data| data.get_temp::<usize>(seen)) != Some(at);
    if fresh && !ui.ctx().text_edit_focused() {
        ui.data_mut(|data| data.insert_temp(seen, at));
        on.request_focus();
    }
    let back = ui.add_enabled(at > 0, egui::Button::new(view.say("tour-back")));
    back.widget_info(|| WidgetInfo::labeled(Role::Button, at > 0, view.say("tour-back")));
    let held = on.has_focus() || back.has_focus();
    let pressed = |key| held && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (right, left) = (pressed(Key::ArrowRight), pressed(Key::ArrowLeft));
    if on.clicked() || right {
        view.commands.push(Command::Tour((!last).then_some(at + 1)));
    } else if back.clicked() || (left && at > 0) {
        view.commands.push(Command::Tour(at.checked_sub(1)));
    }
    if on.clicked() && last {
        ui.data_mut(|data| data.remove::<usize>(seen));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bubble_stands_beside_its_part_and_always_in_the_window() {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1_440.0, 900.0));
        let size = vec2(WIDTH, 170.0);
        let left = Rect::from_min_size(Pos2::new(0.0, 48.0), vec2(264.0, 820.0));
        let at = beside(left, screen, size);
        assert!(at.x > left.right() && screen.contains_rect(Rect::from_min_size(at, size)));
        for about in [screen, Rect::from_min_size(Pos2::new(1_092.0, 48.0), vec2(348.0, 820.0)), left] {
            for window in [vec2(1_440.0, 900.0), vec2(640.0, 400.0), vec2(1.0, 1.0), Vec2::ZERO] {
                let screen = Rect::from_min_size(Pos2::ZERO, window);
                let at = beside(about, screen, size);
                assert!(at.x >= screen.left() && at.y >= screen.top(), "{about:?} {window:?} {at:?}");
            }
        }
    }
}
