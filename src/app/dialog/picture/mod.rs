//! A picture of the plan true to scale: form, paper, scale, what is on it, and a sketch of its sheets.

mod choices;
mod choosing;
mod sketch;

use egui::{Align, Layout, Margin, Modal, Ui, Vec2, vec2};

pub(in crate::app) use self::choices::{Choices, Edition};
pub(in crate::app) use self::sketch::{Sheet, Sketch};
use crate::app::Command;
use crate::app::command::PictureOrder;
use crate::app::dialog::frame::wrong;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::theme;
use crate::app::widget::button::{icon_button, primary_button};

/// The dialog where the window has room, in points: width, and height of what is between title and foot.
const SIZE: Vec2 = Vec2::new(960.0, 560.0);
const AROUND: f32 = 64.0;
const TITLE_AND_FOOT: f32 = 124.0;
/// Width of the choices, and the least of the sketch.
const CHOICES: f32 = 320.0;
const LEAST_SKETCH: f32 = 160.0;
const GAP: f32 = 16.0;

/// Shows the dialog where it is open.
pub(super) fn picture_ui(ui: &mut Ui, view: &mut View<'_>) {
    if view.session.dialog != Some(Dialog::Picture) {
        return rest(view);
    }
    // Both are changed here while everything else of the session is read.
    let mut choices = std::mem::take(&mut view.session.picture);
    let mut sketch = std::mem::take(&mut view.session.sketch);
    let frame = egui::Frame::window(ui.style()).inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let modal = Modal::new(egui::Id::unique("picture-dialog")).frame(frame).show(ui.ctx(), |ui| {
        let width = SIZE.x.min(room.x - AROUND).max(200.0);
        let height = SIZE.y.min(room.y - AROUND - TITLE_AND_FOOT).max(40.0);
        ui.set_width(width);
        let left = title_ui(ui, view);
        ui.add_space(8.0);
        ui.horizontal_top(|ui| body_ui(ui, view, &mut choices, &mut sketch, vec2(width, height)));
        ui.add_space(8.0);
        foot_ui(ui, view, &choices) || left
    });
    let closed = modal.inner || modal.should_close();
    view.session.picture = choices;
    view.session.sketch = sketch;
    if closed {
        view.session.dialog = None;
        ui.ctx().request_repaint();
    }
}

/// Nobody looks: drawing ends, and the sketch is let go.
fn rest(view: &mut View<'_>) {
    *view.session.sketch = Sketch::default();
    for job in view.jobs.running().iter().filter(|job| job.kind == Kind::Picture) {
        view.commands.push(Command::Cancel(job.id));
    }
}

fn title_ui(ui: &mut Ui, view: &View<'_>) -> bool {
    let title = |ui: &mut Ui| {
        ui.label(theme::bold(view.say("picture-title")).size(16.0));
        let button = |ui: &mut Ui| icon_button(ui, Icon::Close, &view.say("dialog-close")).clicked();
        ui.with_layout(Layout::right_to_left(Align::Center), button).inner
    };
    ui.horizontal(title).inner
}

fn body_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices, sketch: &mut Sketch, size: Vec2) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let beside = size.x - CHOICES - GAP;
    let own = if beside < LEAST_SKETCH { size.x } else { CHOICES };
    let column = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(own, size.y), column, |ui| {
        ui.set_min_size(vec2(own, size.y));
        ui.spacing_mut().item_spacing.x = 8.0;
        choosing::choosing_ui(ui, view, choices);
    });
    if beside >= LEAST_SKETCH {
        ui.add_space(GAP);
        let edition = choices.problem().is_none().then(|| choices.edition(view.document, view.session, view.settings));
        ui.allocate_ui_with_layout(vec2(beside, size.y), column, |ui| {
            ui.set_min_size(vec2(beside, size.y));
            ui.spacing_mut().item_spacing.x = 8.0;
            sketch::sketch_ui(ui, view, sketch, edition.flatten());
        });
    }
}

/// What stands against it, and the buttons; says whether the dialog is left.
fn foot_ui(ui: &mut Ui, view: &mut View<'_>, choices: &Choices) -> bool {
    let problem = choices.problem().or_else(|| choices.waits(view.document, view.session));
    let problem = problem.filter(|_| view.document.drawn().is_some()).map(|problem| problem.say(view.lang));
    let line = vec2(ui.available_width(), 32.0);
    let row = |ui: &mut Ui| {
        ui.set_min_height(line.y);
        let left = ui.button(view.say("dialog-close")).clicked();
        let ready = problem.is_none() && view.document.drawn().is_some();
        let pressed = ui.add_enabled_ui(ready, |ui| primary_button(ui, &view.say("picture-write")).clicked()).inner;
        if pressed {
            view.commands.push(Command::Picture(PictureOrder::ChooseTarget));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| wrong(ui, problem.as_deref()));
        left
    };
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), row).inner
}
