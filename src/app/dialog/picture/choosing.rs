//! The choices: extent, form, paper, scale, what is on it, title and date.

use egui::{Margin, Popup, ScrollArea, TextEdit, Ui};

use super::choices::{Choices, DOTS, Extent};
use crate::app::dialog::frame::quiet;
use crate::app::dialog::segments::{name, segments_ui};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::panel::status::scale_text;
use crate::app::widget::button::icon_button;
use crate::map::{PaperSize, SCALES, Turn};
use crate::report::PrintForm;

/// Shows them.
pub(super) fn choosing_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices) {
    let height = ui.available_height().max(0.0);
    let scroll = ScrollArea::vertical().id_salt("picture-choices").max_height(height).auto_shrink([false, false]);
    scroll.show(ui, |ui| {
        // The bar of the scroll area stands beside what is chosen.
        ui.set_width((ui.available_width() - 12.0).max(40.0));
        extent_ui(ui, view, choices);
        ui.add_space(8.0);
        scale_ui(ui, view, choices);
        ui.add_space(8.0);
        paper_ui(ui, view, choices);
        ui.add_space(8.0);
        form_ui(ui, view, choices);
        ui.add_space(8.0);
        shown_ui(ui, view, choices);
        ui.add_space(8.0);
        words_ui(ui, view, choices);
        ui.add_space(4.0);
    });
}

fn extent_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let mut extents = vec![(Extent::Whole, view.say("picture-whole")), (Extent::View, view.say("picture-view"))];
    if view.session.chosen.is_some() {
        extents.push((Extent::Finding, view.say("picture-finding")));
    } else if choices.extent == Extent::Finding {
        choices.extent = Extent::Whole;
    }
    segments_ui(ui, &view.say("picture-extent"), &mut choices.extent, &extents);
}

/// A scale is typed, or one of those in use.
fn scale_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let label = name(ui, &view.say("picture-scale"));
    let row = |ui: &mut Ui| {
        let opened = icon_button(ui, Icon::Open, &view.say("picture-scales"));
        Popup::menu(&opened).show(|ui| {
            if ui.button(view.say("picture-fits")).clicked() {
                choices.scale.clear();
                ui.close();
            }
            for denominator in SCALES {
                if ui.button(scale_text(denominator)).clicked() {
                    choices.scale = format!("1 : {denominator:.0}");
                    ui.close();
                }
            }
        });
        let edit = TextEdit::singleline(&mut choices.scale).hint_text(view.say("picture-fits"));
        ui.add(edit.margin(Margin::symmetric(8, 5)).desired_width(f32::INFINITY)).labelled_by(label.id);
    };
    let line = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(line, egui::Layout::right_to_left(egui::Align::Center), row);
}

fn paper_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let papers = PaperSize::ALL.map(|(paper, name)| (paper, name.to_owned()));
    segments_ui(ui, &view.say("picture-paper"), &mut choices.paper, &papers);
    ui.add_space(8.0);
    let turns = [
        (None, view.say("picture-turn-as-needed")),
        (Some(Turn::Landscape), view.say("picture-landscape")),
        (Some(Turn::Portrait), view.say("picture-portrait")),
    ];
    segments_ui(ui, &view.say("picture-turn"), &mut choices.turn, &turns);
}

fn form_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let forms = PrintForm::ALL.map(|(form, ending)| (form, ending.to_uppercase()));
    segments_ui(ui, &view.say("picture-form"), &mut choices.form, &forms);
    if choices.form == PrintForm::Png {
        ui.add_space(8.0);
        let dots = DOTS.map(|dots| (dots, dots.to_string()));
        segments_ui(ui, &view.say("picture-dots"), &mut choices.dots, &dots);
    }
}

fn shown_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    name(ui, &view.say("picture-shown"));
    ui.checkbox(&mut choices.marks, view.say("picture-marks"));
    ui.checkbox(&mut choices.names, view.say("picture-names"));
    if let Some(shading) = view.document.shading() {
        ui.checkbox(&mut choices.theme, shading.title().say(view.lang));
    }
}

fn words_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let plan = view.document.loaded().map(|loaded| loaded.snapshot.name.clone()).unwrap_or_default();
    let mut field = |label: &str, text: &mut String, hint: String| {
        let label = name(ui, label);
        let edit = TextEdit::singleline(text).hint_text(hint).margin(Margin::symmetric(8, 5));
        ui.add(edit.desired_width(f32::INFINITY)).labelled_by(label.id);
        ui.add_space(4.0);
    };
    field(&view.say("picture-heading"), &mut choices.title, plan);
    field(&view.say("picture-date"), &mut choices.date, "YYYY-MM-DD".to_owned());
    quiet(ui, &view.say("report-date-hint"));
}
