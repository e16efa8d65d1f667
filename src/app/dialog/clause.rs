//! The page of a clause: what it checks, how, by which data, and what it cannot see.

use egui::{Frame, Margin, RichText, Ui};

use super::frame::{Answer, Texts, frame_ui, quiet};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::theme::{self, TEXT, palette};
use crate::app::widget::button::icon_button;
use crate::report::{ClausePage, Line};

/// Width of names beside what they name, in points.
const NAMES: f32 = 190.0;

/// Shows it.
pub(super) fn clause_ui(ui: &mut Ui, view: &View<'_>, id: &str) -> Answer {
    let standard = view.document.loaded().map(|loaded| loaded.standard.as_ref());
    let Some(clause) = standard.and_then(|standard| standard.clause(id)) else { return Answer::Cancelled };
    let page = ClausePage::of(clause, view.lang);
    let close = view.say("close");
    let texts = Texts { title: &page.heading, cancel: &close, confirm: None, other: None, width: 720.0 };
    frame_ui(ui, &texts, |ui| {
        quiet(ui, &page.id);
        for section in &page.sections {
            ui.add_space(8.0);
            ui.label(theme::bold(&section.heading).color(palette(ui.visuals()).accent));
            for line in &section.lines {
                line_ui(ui, view, line);
            }
        }
        ui.add_space(8.0);
        true
    })
}

fn line_ui(ui: &mut Ui, view: &View<'_>, line: &Line) {
    match line {
        Line::Text(sentences) => {
            ui.label(sentences);
        }
        Line::Named(name, value) => {
            let names = NAMES.min(ui.available_width() / 3.0);
            ui.horizontal_top(|ui| {
                ui.allocate_ui(egui::vec2(names, 0.0), |ui| {
                    ui.set_min_width(names);
                    let name = RichText::new(name).color(palette(ui.visuals()).quiet);
                    ui.add(egui::Label::new(name).wrap());
                });
                ui.vertical(|ui| ui.add(egui::Label::new(value).wrap()));
            });
        }
        Line::File(lines) => {
            let ground = palette(ui.visuals()).rail;
            let frame = Frame::new().fill(ground).corner_radius(6).inner_margin(Margin::symmetric(12, 8));
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal_top(|ui| {
                    if icon_button(ui, Icon::Copy, &view.say("copy")).clicked() {
                        ui.ctx().copy_text(lines.clone());
                    }
                    ui.label(RichText::new(lines.trim_end()).font(egui::FontId::monospace(TEXT)));
                });
            });
        }
    }
}
