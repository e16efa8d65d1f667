//! A standard as text: left the file as it is written, right what each clause is understood as and every mistake.

mod draft;
mod editor;
mod understood;

use egui::{Align, Layout, Margin, Modal, RichText, Ui, Vec2, vec2};

pub(in crate::app) use draft::{Leaving, StandardDraft, Written};

use super::frame::{quiet, text_field, wrong};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::{Dialog, Session};
use crate::app::widget::button::{icon_button, primary_button};
use crate::app::{Command, theme};
use crate::text::Message;

/// The dialog where the window has room, in points: width, and height of what is between title and foot.
const SIZE: Vec2 = Vec2::new(1_240.0, 660.0);
/// Around the dialog, and above and below what is between title and foot.
const AROUND: f32 = 48.0;
const TITLE_AND_FOOT: f32 = 170.0;
/// Part of the width that the text takes, and the gap to the list.
const TEXT_SHARE: f32 = 0.58;
const GAP: f32 = 16.0;
/// Width of the field for the name of the file.
const NAME: f32 = 320.0;

/// What the dialog asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandardOrder {
    /// Open the text of a standard by its id or path.
    Open {
        /// The id of a built-in one, or the path of a file as the plan names it.
        of: String,
        /// Whether as the beginning of another file; a built-in one always is.
        copy: bool,
    },
    /// Find out what the text means.
    Examine,
    /// Write it into its file; without mistakes the plan is checked by it.
    Save,
}

/// Leaves the dialog, and does then what is to follow; asks before where the text is not saved.
pub(in crate::app) fn leave(session: &mut Session, then: Option<Command>) -> Option<Command> {
    match &mut session.standard {
        Some(draft) if draft.is_changed() => {
            draft.leaving = Some(Leaving { then: then.map(Box::new) });
            session.dialog = Some(Dialog::Standard);
            None
        }
        _ => {
            close(session);
            then
        }
    }
}

/// Whether a text is open that is not saved.
pub(in crate::app) fn is_unsaved(session: &Session) -> bool {
    session.standard.as_ref().is_some_and(|draft| draft.is_changed())
}

/// Lets the text go.
fn close(session: &mut Session) {
    session.standard = None;
    session.dialog = session.dialog.take().filter(|open| *open != Dialog::Standard);
}

/// Shows the dialog where it is open.
pub(super) fn standard_ui(ui: &mut Ui, view: &mut View<'_>) {
    if view.session.dialog != Some(Dialog::Standard) {
        return;
    }
    // It is changed here while everything else of the session is read.
    let Some(mut draft) = view.session.standard.take() else {
        view.session.dialog = None;
        return;
    };
    let frame = egui::Frame::window(ui.style()).inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let modal = Modal::new(egui::Id::unique("standard-dialog")).frame(frame).show(ui.ctx(), |ui| {
        let width = SIZE.x.min(room.x - AROUND).max(200.0);
        let height = SIZE.y.min(room.y - AROUND - TITLE_AND_FOOT).max(40.0);
        ui.set_width(width);
        let left = title_ui(ui, view, &draft);
        name_ui(ui, view, &mut draft);
        ui.add_space(6.0);
        ui.horizontal_top(|ui| body_ui(ui, view, &mut draft, vec2(width, height)));
        ui.add_space(8.0);
        let answer = ui.horizontal(|ui| foot_ui(ui, view, &mut draft)).inner;
        if left { Foot::Leave } else { answer }
    });
    if let Some(order) = draft.due(ui) {
        view.commands.push(Command::Standard(order));
    }
    view.session.standard = Some(draft);
    answer(view, modal.inner);
}

/// What was pressed at the foot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Foot {
    Nothing,
    Save,
    Leave,
    Discard,
    GoOn,
}

fn answer(view: &mut View<'_>, pressed: Foot) {
    match pressed {
        Foot::Nothing => {}
        Foot::Save => view.commands.push(Command::Standard(StandardOrder::Save)),
        Foot::Leave => view.commands.extend(leave(view.session, None)),
        Foot::GoOn => view.session.standard.iter_mut().for_each(|draft| draft.leaving = None),
        Foot::Discard => {
            let leaving = view.session.standard.as_mut().and_then(|draft| draft.leaving.take());
            close(view.session);
            view.commands.extend(leaving.and_then(|leaving| leaving.then).map(|then| *then));
        }
    }
}

fn title_ui(ui: &mut Ui, view: &View<'_>, draft: &StandardDraft) -> bool {
    let title = |ui: &mut Ui| {
        ui.label(theme::bold(view.say("standard-title")).size(16.0));
        let named = draft.examined().map(|examined| examined.title.say(view.lang).to_owned()).unwrap_or_default();
        let name = RichText::new(named).color(theme::palette(ui.visuals()).quiet);
        let button = |ui: &mut Ui| {
            let closed = icon_button(ui, Icon::Close, &view.say("dialog-close")).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(egui::Label::new(name).truncate()));
            closed
        };
        ui.with_layout(Layout::right_to_left(Align::Center), button).inner
    };
    ui.horizontal(title).inner
}

/// The name of the file in the plan's folder, and what is to be known of it.
fn name_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StandardDraft) {
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(NAME.min(ui.available_width()), 0.0), |ui| {
            ui.vertical(|ui| text_field(ui, &view.say("standard-name"), &mut draft.name, false));
        });
        let folder = view.document.plan().map(|plan| plan.folder().display().to_string()).unwrap_or_default();
        let hint = if draft.is_new() { "app.standard-new" } else { "app.standard-known" };
        ui.vertical(|ui| {
            // Beside the field, below the height of its name.
            ui.add_space(28.0);
            quiet(ui, &Message::new(hint).with("folder", folder).say(view.lang));
        });
    });
}

fn body_ui(ui: &mut Ui, view: &mut View<'_>, draft: &mut StandardDraft, size: Vec2) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let text = (size.x * TEXT_SHARE).floor();
    let list = (size.x - text - GAP).max(60.0);
    let column = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(text, size.y), column, |ui| {
        ui.set_min_size(vec2(text, size.y));
        editor::editor_ui(ui, view, draft);
    });
    ui.add_space(GAP);
    ui.allocate_ui_with_layout(vec2(list, size.y), column, |ui| {
        ui.set_min_size(vec2(list, size.y));
        ui.spacing_mut().item_spacing.x = 8.0;
        understood::understood_ui(ui, view, draft);
    });
}

/// How the text is, and the buttons; or the question what becomes of a text that is not saved.
fn foot_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StandardDraft) -> Foot {
    let asks = draft.leaving.is_some();
    let mistakes = draft.examined().map_or(0, |examined| examined.problems.len());
    let told = if asks { view.say("standard-unsaved") } else { state(view, draft, mistakes) };
    let save = view.say(if mistakes == 0 { "standard-save" } else { "standard-save-only" });
    let buttons = |ui: &mut Ui| {
        let saved = primary_button(ui, &save).clicked().then_some(Foot::Save);
        let mut pressed = saved;
        for (key, foot) in [("discard", Foot::Discard), ("standard-go-on", Foot::GoOn)].into_iter().filter(|_| asks) {
            pressed = pressed.or(ui.button(view.say(key)).clicked().then_some(foot));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| match &draft.failed {
            Some(failed) => wrong(ui, Some(&failed.say(view.lang))),
            None if mistakes > 0 || asks => wrong(ui, Some(&told)),
            None => quiet(ui, &told),
        });
        pressed.unwrap_or(Foot::Nothing)
    };
    ui.with_layout(Layout::right_to_left(Align::Center), buttons).inner
}

fn state(view: &View<'_>, draft: &StandardDraft, mistakes: usize) -> String {
    let Some(examined) = draft.examined() else { return view.say("standard-examining") };
    let message = if mistakes > 0 {
        Message::new("app.standard-mistakes").with("count", mistakes)
    } else {
        Message::new("app.standard-right").with("count", examined.clauses.len())
    };
    message.say(view.lang)
}
