//! The frame of every dialog: title, content, and a row of buttons.

use egui::{Align, Frame, Id, Layout, Margin, Modal, Popup, Response, RichText, Ui};

use crate::app::icon::Icon;
use crate::app::theme::{self, palette};
use crate::app::widget::button::{icon_button, primary_button};

/// Margin around a dialog on a small window, in points.
const AROUND: f32 = 16.0;
/// Height of title and buttons.
const TITLE_AND_BUTTONS: f32 = 150.0;

/// How a dialog was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Answer {
    /// Not yet.
    Open,
    /// Left without doing anything.
    Cancelled,
    /// Its main button was pressed, or Enter.
    Confirmed,
    /// Its second button was pressed.
    Other,
}

/// What stands on a dialog.
pub(in crate::app) struct Texts<'a> {
    /// Title.
    pub(in crate::app) title: &'a str,
    /// The button that leaves it.
    pub(in crate::app) cancel: &'a str,
    /// The main button.
    pub(in crate::app) confirm: Option<&'a str>,
    /// A second button.
    pub(in crate::app) other: Option<&'a str>,
    /// Width in points, where the window has room.
    pub(in crate::app) width: f32,
}

/// Where it is kept what the "?" of a title says, and whether it was pressed: forms know neither the language nor the help.
const HELP: &str = "dialog-help";

/// The help that a dialog's title offers, until it is asked for.
#[derive(Clone, Default)]
struct Offered {
    name: String,
    asked: bool,
}

/// Has the titles of dialogs offer help by this name.
pub(super) fn offer_help(ui: &Ui, name: String) {
    ui.data_mut(|data| data.insert_temp(Id::unique(HELP), Offered { name, asked: false }));
}

/// Whether it was asked for since.
pub(super) fn help_asked(ui: &Ui) -> bool {
    ui.data_mut(|data| data.remove_temp::<Offered>(Id::unique(HELP))).is_some_and(|offered| offered.asked)
}

fn help_ui(ui: &mut Ui) {
    let Some(offered) = ui.data(|data| data.get_temp::<Offered>(Id::unique(HELP))) else { return };
    let quiet = palette(ui.visuals()).quiet;
    let response = ui.add(egui::Button::new(Icon::Question.text(16.0).color(quiet)).frame(false));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &offered.name));
    if response.on_hover_text(&offered.name).clicked() {
        ui.data_mut(|data| data.insert_temp(Id::unique(HELP), Offered { asked: true, ..offered }));
    }
}

/// Shows a dialog; the content says whether Enter confirms it now.
pub(in crate::app) fn frame_ui(ui: &mut Ui, texts: &Texts<'_>, content: impl FnOnce(&mut Ui) -> bool) -> Answer {
    let frame = Frame::window(ui.style()).inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let shown = Modal::new(Id::unique("dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(texts.width.min(room.x - 4.0 * AROUND).max(120.0));
        let mut answer = title_ui(ui, texts);
        ui.add_space(8.0);
        let height = (room.y - TITLE_AND_BUTTONS).max(40.0);
        // As high as its content from the first frame on, not a little higher with each.
        let scroll = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height);
        let scroll = scroll.auto_shrink([false, true]);
        let enter = scroll.show(ui, content).inner;
        ui.add_space(12.0);
        if let Some(pressed) = buttons_ui(ui, texts) {
            answer = pressed;
        }
        // Keys belong to the help where that lies over the dialog.
        let top = ui.memory(egui::Memory::top_modal_layer) == Some(ui.layer_id());
        let pressed = top && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if answer == Answer::Open && enter && pressed && texts.confirm.is_some() && !Popup::is_any_open(ui.ctx()) {
            answer = Answer::Confirmed;
        }
        answer
    });
    shown.inner
}

/// The row of buttons, as high as they are: the dialog before this one may have been higher.
fn buttons_ui(ui: &mut Ui, texts: &Texts<'_>) -> Option<Answer> {
    let row = |ui: &mut Ui| {
        let confirmed = texts.confirm.is_some_and(|confirm| primary_button(ui, confirm).clicked());
        let cancelled = texts.confirm.is_some() && ui.button(texts.cancel).clicked();
        let other = texts.other.is_some_and(|other| ui.button(other).clicked());
        let answers = [(confirmed, Answer::Confirmed), (cancelled, Answer::Cancelled), (other, Answer::Other)];
        answers.into_iter().find_map(|(pressed, answer)| pressed.then_some(answer))
    };
    ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), row).inner).inner
}

fn title_ui(ui: &mut Ui, texts: &Texts<'_>) -> Answer {
    let mut answer = Answer::Open;
    ui.horizontal(|ui| {
        ui.label(theme::bold(texts.title).size(16.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = if texts.confirm.is_some() { texts.title } else { texts.cancel };
            if texts.confirm.is_none() && icon_button(ui, Icon::Close, name).clicked() {
                answer = Answer::Cancelled;
            }
            help_ui(ui);
        });
    });
    answer
}

/// A named field with a line of text; `focus` puts the cursor into it.
pub(in crate::app) fn text_field(ui: &mut Ui, label: &str, text: &mut String, focus: bool) -> Response {
    let name = ui.label(RichText::new(label).small().color(palette(ui.visuals()).quiet));
    let edit = egui::TextEdit::singleline(text).desired_width(f32::INFINITY).margin(Margin::symmetric(8, 5));
    let response = ui.add(edit).labelled_by(name.id);
    if focus {
        response.request_focus();
    }
    response
}

/// What is wrong with the field above, or what is to be known of it.
pub(in crate::app) fn wrong(ui: &mut Ui, what: Option<&str>) {
    if let Some(what) = what {
        let colour = theme::verdict_colour(crate::check::Verdict::Violates, ui.visuals());
        ui.label(RichText::new(what).small().color(colour));
    }
}

/// A quiet sentence.
pub(in crate::app) fn quiet(ui: &mut Ui, what: &str) {
    ui.label(RichText::new(what).small().color(palette(ui.visuals()).quiet));
}

/// The text of a field that may be left empty.
pub(in crate::app) fn stated(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
