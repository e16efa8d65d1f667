//! The report: what it holds, its pages as they will be, and where it is written.

mod choices;
mod choosing;
mod edition;
mod foot;
mod proof;

use egui::{Align, Layout, Margin, Modal, Ui, Vec2, vec2};

pub(in crate::app) use choices::Choices;
pub(in crate::app) use edition::Edition;
pub(in crate::app) use foot::names;
pub(in crate::app::dialog) use foot::progress_ui;
pub(in crate::app) use proof::Proof;

use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::widget::button::icon_button;
use crate::app::{Command, theme};

/// The dialog where the window has room, in points: width, and height of what is between title and foot.
const SIZE: Vec2 = Vec2::new(1_080.0, 640.0);
/// Around the dialog, and above and below what is between title and foot.
const AROUND: f32 = 64.0;
const TITLE_AND_FOOT: f32 = 176.0;
/// Width of the choices.
const CHOICES: f32 = 312.0;
/// The pages are shown from this width on.
const LEAST_PAGE: f32 = 160.0;
/// Between choices and pages.
const GAP: f32 = 16.0;

/// Shows the dialog where it is open; stops making pages where it is not.
pub(super) fn report_ui(ui: &mut Ui, view: &mut View<'_>) {
    if view.session.dialog != Some(Dialog::Report) {
        return rest(view);
    }
    // Both are changed here while everything else of the session is read.
    let mut choices = std::mem::take(&mut view.session.report);
    let mut proof = std::mem::take(&mut view.session.proof);
    let frame = egui::Frame::window(ui.style()).inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let modal = Modal::new(egui::Id::unique("report-dialog")).frame(frame).show(ui.ctx(), |ui| {
        let width = SIZE.x.min(room.x - AROUND).max(200.0);
        let height = SIZE.y.min(room.y - AROUND - TITLE_AND_FOOT).max(40.0);
        ui.set_width(width);
        let left = title_ui(ui, view);
        ui.add_space(8.0);
        ui.horizontal_top(|ui| body_ui(ui, view, &mut choices, &mut proof, vec2(width, height)));
        ui.add_space(8.0);
        foot::foot_ui(ui, view, &mut choices) || left
    });
    let closed = modal.inner || modal.should_close();
    view.session.report = choices;
    view.session.proof = proof;
    if closed {
        view.session.dialog = None;
        ui.ctx().request_repaint();
    }
}

/// Nobody looks at the pages: making them ends, they are let go, and nothing waits to be written.
fn rest(view: &mut View<'_>) {
    view.session.report.waits = false;
    view.session.report.replaces = None;
    view.session.report.failed = None;
    // Hundreds of pages with their maps take as much memory as the plan.
    view.session.proof = Proof::default();
    for job in view.jobs.running().iter().filter(|job| matches!(job.kind, Kind::Preview | Kind::Page)) {
        view.commands.push(Command::Cancel(job.id));
    }
}

fn title_ui(ui: &mut Ui, view: &View<'_>) -> bool {
    let title = |ui: &mut Ui| {
        ui.label(theme::bold(view.say("report-title")).size(16.0));
        let button = |ui: &mut Ui| icon_button(ui, Icon::Close, &view.say("dialog-close")).clicked();
        ui.with_layout(Layout::right_to_left(Align::Center), button).inner
    };
    ui.horizontal(title).inner
}

fn body_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices, proof: &mut Proof, size: Vec2) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let beside = size.x - CHOICES - GAP;
    let own = if beside < LEAST_PAGE { size.x } else { CHOICES };
    let column = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(own, size.y), column, |ui| {
        ui.set_min_size(vec2(own, size.y));
        ui.spacing_mut().item_spacing.x = 8.0;
        choosing::choosing_ui(ui, view, choices);
    });
    if beside >= LEAST_PAGE {
        ui.add_space(GAP);
        let edition = choices.edition(view.document, view.jobs, view.lang);
        ui.allocate_ui_with_layout(vec2(beside, size.y), column, |ui| {
            ui.set_min_size(vec2(beside, size.y));
            ui.spacing_mut().item_spacing.x = 8.0;
            proof::proof_ui(ui, view, proof, edition.as_ref());
        });
    }
}
