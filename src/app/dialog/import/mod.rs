//! Files before they become layers: what each is and means, how it is read, and what a check can do with it.
//!
//! Nothing of the plan changes here: “import” makes one edit of all that was stated.

mod clauses;
mod detail;
mod files;
mod order;
mod state;
mod texts;

use egui::{Align, Key, Layout, Margin, Modal, Popup, Ui, Vec2, vec2};

pub use order::{Goal, ImportOrder, Imported};
pub(in crate::app) use state::{Import, Looked, Reading};

use super::layer::quiet;
use crate::app::jobs::Kind;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::widget::button::primary_button;
use crate::app::{Command, theme};
use crate::text::Message;

/// The page where the window has room, in points, and the room around it.
const SIZE: Vec2 = Vec2::new(1_080.0, 620.0);
const AROUND: f32 = 64.0;
const TITLE_AND_FOOT: f32 = 150.0;
/// Width of the list of files, and of a page on which it stands alone.
const FILES: f32 = 300.0;
const NARROW: f32 = 560.0;

/// Shows the page where it is open; stops reading where it is not.
pub(super) fn import_ui(ui: &mut Ui, view: &mut View<'_>) {
    if view.session.dialog != Some(Dialog::Import) {
        return rest(view);
    }
    let Some(mut import) = view.session.import.take() else {
        view.session.dialog = None;
        return;
    };
    let frame = egui::Frame::window(ui.style()).inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let modal = Modal::new(egui::Id::unique("import")).frame(frame).show(ui.ctx(), |ui| {
        let size = vec2(SIZE.x.min(room.x - AROUND).max(200.0), SIZE.y.min(room.y - AROUND - TITLE_AND_FOOT).max(40.0));
        ui.set_width(size.x);
        ui.label(theme::bold(title(view, &import)).size(16.0));
        ui.add_space(8.0);
        body_ui(ui, view, &mut import, size);
        ui.add_space(8.0);
        foot_ui(ui, view, &mut import)
    });
    let closed = modal.inner || modal.should_close();
    if import.is_changed() {
        view.commands.push(Command::Import(ImportOrder::Read));
    }
    view.session.import = Some(import);
    if closed {
        view.session.dialog = None;
        ui.ctx().request_repaint();
    }
}

/// The page was left: what it read is let go, and reading ends.
fn rest(view: &mut View<'_>) {
    if view.session.import.take().is_none() {
        return;
    }
    for job in view.jobs.running().iter().filter(|job| matches!(job.kind, Kind::Import | Kind::Judge)) {
        view.commands.push(Command::Cancel(job.id));
    }
}

fn title(view: &View<'_>, import: &Import) -> String {
    let name = view.document.loaded().map(|loaded| loaded.snapshot.name.clone());
    match (import.goal, name) {
        (Goal::Add, Some(name)) => Message::new("app.import-title-add").with("plan", name).say(view.lang),
        _ => view.say("import-title-open"),
    }
}

fn body_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import, size: Vec2) {
    if import.files.is_empty() {
        return nothing_ui(ui, view, import);
    }
    let alone = size.x < NARROW;
    let column = Layout::top_down(Align::Min);
    let list = if alone { vec2(size.x, (size.y * 0.4).max(20.0)) } else { vec2(FILES, size.y) };
    let rest = if alone { vec2(size.x, size.y - list.y - 8.0) } else { vec2(size.x - FILES - 16.0, size.y) };
    let content = |ui: &mut Ui| {
        ui.allocate_ui_with_layout(list, column, |ui| {
            ui.set_min_size(list);
            files::files_ui(ui, view, import);
        });
        ui.add_space(if alone { 8.0 } else { 16.0 });
        ui.allocate_ui_with_layout(rest.max(Vec2::splat(1.0)), column, |ui| {
            ui.set_min_size(rest.max(Vec2::splat(1.0)));
            ui.spacing_mut().item_spacing.x = 8.0;
            if import.shows_clauses {
                clauses::clauses_ui(ui, view, import);
            } else {
                detail::detail_ui(ui, view, import);
            }
        });
    };
    if alone {
        ui.vertical(content);
    } else {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.horizontal_top(content);
    }
}

/// Why none of the files can be used, and what to do.
fn nothing_ui(ui: &mut Ui, view: &View<'_>, import: &Import) {
    ui.label(view.say("import-nothing"));
    for reason in &import.left_out {
        detail::warning(ui, &reason.say(view.lang));
    }
}

/// What is going on, and the buttons; says whether the page is left.
fn foot_ui(ui: &mut Ui, view: &mut View<'_>, import: &mut Import) -> bool {
    let count = import.taken().count();
    let mut left = false;
    let row = |ui: &mut Ui| {
        let confirm = Message::new("app.import-do").with("count", count).say(view.lang);
        let pressed = ui.add_enabled_ui(count > 0 && !import.hurry, |ui| primary_button(ui, &confirm).clicked()).inner;
        left = ui.button(view.say("cancel")).clicked();
        let entered = ui.input(|input| input.key_pressed(Key::Enter)) && ui.memory(|memory| memory.focused().is_none());
        if (pressed || entered && count > 0 && !Popup::is_any_open(ui.ctx())) && !import.hurry {
            import.hurry = true;
            view.commands.push(Command::Import(ImportOrder::Take));
        }
        ui.add_space(8.0);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| state_ui(ui, view, import));
    };
    ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), row));
    left
}

fn state_ui(ui: &mut Ui, view: &View<'_>, import: &Import) {
    let running = view.jobs.running().iter().find(|job| matches!(job.kind, Kind::Import | Kind::Judge));
    match (running, &import.reading) {
        (Some(job), _) => {
            super::report::progress_ui(ui, job, 120.0);
            let label = job.handle.label().unwrap_or_else(|| job.label.clone());
            quiet(ui, label.say(view.lang));
        }
        (None, Reading::Failed(reasons)) => {
            for reason in reasons {
                detail::warning(ui, &reason.say(view.lang));
            }
        }
        (None, _) => quiet(ui, view.say("import-hint")),
    }
}
