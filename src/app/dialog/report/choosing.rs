//! The choices: outputs, language, paper, date, clauses, template.

use std::collections::BTreeSet;

use egui::{Frame, Margin, ScrollArea, TextEdit, TextWrapMode, Ui};

use super::choices::{Choices, Extent, is_wanting};
use crate::app::dialog::frame::{quiet, wrong};
use crate::app::dialog::segments::{self, name};
use crate::app::panel::View;
use crate::app::theme::palette;
use crate::app::widget::mark::{MARK, mark_ui};
use crate::app::{Command, ReportOrder};
use crate::check::{ClauseOutcome, Outcome};
use crate::report::{Format, Paper, TextCode};
use crate::text::{Lang, Message};

/// Outputs that people read, and those for other programs.
const DOCUMENTS: [Format; 4] = [Format::Docx, Format::Pdf, Format::Xlsx, Format::Html];
const DATA: [Format; 6] =
    [Format::GeoPackage, Format::Shapefile, Format::Dxf, Format::GeoJson, Format::Csv, Format::Json];
/// Height of the list of clauses, in points.
const CLAUSES: f32 = 176.0;

/// Shows them.
pub(super) fn choosing_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices) {
    let height = ui.available_height().max(0.0);
    let scroll = ScrollArea::vertical().id_salt("choices").max_height(height).auto_shrink([false, false]);
    scroll.show(ui, |ui| {
        // The bar of the scroll area stands beside what is chosen.
        ui.set_width((ui.available_width() - 12.0).max(40.0));
        outputs_ui(ui, view, choices);
        ui.add_space(8.0);
        let mut lang = choices.lang.unwrap_or(view.lang);
        let languages = [(Lang::Zh, "chinese"), (Lang::En, "english")];
        if segments_ui(ui, view, "report-language", &mut lang, &languages) {
            choices.lang = Some(lang);
        }
        ui.add_space(8.0);
        let papers = [(Paper::A4WithA3Maps, "report-paper-a3"), (Paper::A4, "report-paper-a4")];
        segments_ui(ui, view, "report-paper", &mut choices.paper, &papers);
        ui.add_space(8.0);
        clauses_ui(ui, view, choices);
        ui.add_space(8.0);
        date_ui(ui, view, choices);
        ui.add_space(8.0);
        template_ui(ui, view, choices);
        ui.add_space(4.0);
    });
}

fn outputs_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    ui.columns(2, |columns| {
        let groups = [("report-documents", &DOCUMENTS[..]), ("report-data", &DATA[..])];
        for (ui, (title, formats)) in columns.iter_mut().zip(groups) {
            name(ui, &view.say(title));
            close_lines(ui);
            for format in formats {
                let mut ticked = choices.outputs.contains(format);
                let label = Message::new(format!("app.report-output-{}", format.ending())).say(view.lang);
                if ui.checkbox(&mut ticked, label).changed() {
                    tick(&mut choices.outputs, *format, ticked);
                }
            }
        }
    });
    if choices.outputs.contains(&Format::Shapefile) {
        ui.add_space(8.0);
        let codes = [(TextCode::Utf8, "report-utf8"), (TextCode::Gbk, "report-gbk")];
        segments_ui(ui, view, "report-text-code", &mut choices.text_code, &codes);
    }
}

fn clauses_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let extents = [(Extent::All, "report-all"), (Extent::Wanting, "report-wanting"), (Extent::Single, "report-single")];
    let before = choices.extent;
    let changed = segments_ui(ui, view, "report-clauses", &mut choices.extent, &extents);
    let Some(outcome) = view.document.outcome() else { return };
    // One starts from what was chosen before.
    if changed && choices.extent == Extent::Single && choices.single.is_empty() {
        let whole = before == Extent::All;
        let chosen = outcome.clauses.iter().filter(|own| whole || is_wanting(own.verdict));
        choices.single = chosen.map(|own| own.clause.clone()).collect();
    }
    let chosen = choices.clauses(outcome).map_or(outcome.clauses.len(), |chosen| chosen.len());
    let count = Message::new("app.report-count").with("chosen", chosen).with("all", outcome.clauses.len());
    if chosen == 0 {
        wrong(ui, Some(&view.say("report-no-clause")));
    } else {
        quiet(ui, &count.say(view.lang));
    }
    if choices.extent == Extent::Single {
        list_ui(ui, view, outcome, &mut choices.single);
    }
}

/// Every clause with its mark, to be ticked.
fn list_ui(ui: &mut Ui, view: &View<'_>, outcome: &Outcome, single: &mut BTreeSet<String>) {
    let palette = palette(ui.visuals());
    let frame = Frame::new().stroke(egui::Stroke::new(1.0, palette.line)).corner_radius(6);
    frame.inner_margin(Margin::symmetric(8, 4)).show(ui, |ui| {
        let scroll = ScrollArea::vertical().id_salt("clauses").max_height(CLAUSES).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            close_lines(ui);
            for own in &outcome.clauses {
                let mut ticked = single.contains(&own.clause);
                let line = |ui: &mut Ui| {
                    mark_ui(ui, own.verdict, MARK - 2.0, view.lang);
                    ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
                    ui.checkbox(&mut ticked, title(view, own))
                };
                let response = ui.horizontal(line).inner.on_hover_text(own.verdict.name().say(view.lang));
                if response.changed() {
                    tick(single, own.clause.clone(), ticked);
                }
            }
        });
    });
}

fn title(view: &View<'_>, own: &ClauseOutcome) -> String {
    let clauses = view.document.loaded().map(|loaded| loaded.standard.clauses.as_slice()).unwrap_or_default();
    let clause = clauses.iter().find(|clause| clause.id == own.clause);
    clause.map_or_else(|| own.clause.clone(), |clause| clause.title.say(view.lang).to_owned())
}

fn date_ui(ui: &mut Ui, view: &View<'_>, choices: &mut Choices) {
    let label = name(ui, &view.say("report-date"));
    let edit = TextEdit::singleline(&mut choices.date).hint_text("YYYY-MM-DD").margin(Margin::symmetric(8, 5));
    ui.add(edit.desired_width(f32::INFINITY)).labelled_by(label.id);
    match choices.wrong_date() {
        Some(message) => wrong(ui, Some(&message.say(view.lang))),
        None => quiet(ui, &view.say("report-date-hint")),
    }
}

fn template_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices) {
    let (label, choose) = (view.say("report-template"), view.say("report-template-choose"));
    if path_ui(ui, &label, &mut choices.template, &choose, &view.say("choose")).1 {
        view.commands.push(Command::Report(ReportOrder::ChooseTemplate));
    }
    match choices.wrong_template() {
        Some(message) => wrong(ui, Some(&message.say(view.lang))),
        None => quiet(ui, &view.say("report-template-hint")),
    }
}

/// A field for a path with a button that asks for it; says whether it was typed into, and whether the button was pressed.
pub(super) fn path_ui(ui: &mut Ui, label: &str, text: &mut String, choose: &str, button: &str) -> (bool, bool) {
    let label = name(ui, label);
    let row = |ui: &mut Ui| {
        let pressed = ui.button(button);
        pressed.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, choose));
        let edit = TextEdit::singleline(text).margin(Margin::symmetric(8, 5)).desired_width(f32::INFINITY);
        (ui.add(edit).labelled_by(label.id).changed(), pressed.on_hover_text(choose).clicked())
    };
    let height = ui.spacing().interact_size.y;
    let line = egui::vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(line, egui::Layout::right_to_left(egui::Align::Center), row).inner
}

/// One of a few that the window has words for.
fn segments_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    view: &View<'_>,
    title: &str,
    chosen: &mut T,
    all: &[(T, &str)],
) -> bool {
    let all: Vec<(T, String)> = all.iter().map(|(value, key)| (*value, view.say(key))).collect();
    segments::segments_ui(ui, &view.say(title), chosen, &all)
}

/// Lines of a list to be ticked stand close together.
fn close_lines(ui: &mut Ui) {
    ui.spacing_mut().interact_size.y = 20.0;
    ui.spacing_mut().item_spacing.y = 4.0;
}

fn tick<T: Ord>(set: &mut BTreeSet<T>, value: T, ticked: bool) {
    if ticked {
        set.insert(value);
    } else {
        set.remove(&value);
    }
}
