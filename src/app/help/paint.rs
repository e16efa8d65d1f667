//! Paints parts of pages.

use egui::text::LayoutJob;
use egui::{FontFamily, FontId, Frame, Grid, Label, Margin, RichText, TextFormat, Ui};

use super::parse::{Block, Kind, Span};
use crate::app::Action;
use crate::app::theme::{self, BOLD, TEXT, palette};
use crate::app::widget::button::shortcut_text;
use crate::text::Lang;

/// Size of the text: it is read, not glanced at.
const READ: f32 = TEXT + 1.0;
/// From the margin to the text of a list.
const INDENT: f32 = 22.0;

/// Shows parts of a page.
pub(super) fn blocks_ui(ui: &mut Ui, blocks: &[Block]) {
    ui.spacing_mut().item_spacing.y = 8.0;
    for block in blocks {
        match block {
            Block::Heading(level, spans) => heading_ui(ui, *level, spans),
            Block::Paragraph(spans) => {
                ui.add(Label::new(job(ui, spans, READ)).wrap());
            }
            Block::Item(mark, spans) => {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    let from = ui.cursor().left();
                    ui.label(RichText::new(mark).size(READ).color(palette(ui.visuals()).accent));
                    ui.add_space((INDENT - (ui.cursor().left() - from)).max(4.0));
                    ui.add(Label::new(job(ui, spans, READ)).wrap());
                });
            }
            Block::Lines(text) => lines_ui(ui, text),
        }
    }
}

fn heading_ui(ui: &mut Ui, level: usize, spans: &[Span]) {
    let size = if level == 1 { 20.0 } else { 15.0 };
    ui.add_space(if level == 1 { 0.0 } else { 8.0 });
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    ui.label(theme::bold(text).size(size));
}

/// Text with bold words and keys in it, wrapped as one.
fn job(ui: &Ui, spans: &[Span], size: f32) -> LayoutJob {
    let colours = palette(ui.visuals());
    let mut job = LayoutJob::default();
    for span in spans {
        let family = if span.kind == Kind::Bold { FontFamily::Name(BOLD.into()) } else { FontFamily::Proportional };
        let mut format = TextFormat::simple(FontId::new(size, family), colours.ink);
        format.line_height = Some(size * 1.55);
        format.valign = egui::Align::Center;
        if span.kind == Kind::Code {
            format.font_id = FontId::new(size - 1.0, FontFamily::Monospace);
            format.background = colours.rail;
            format.expand_bg = 2.0;
        }
        job.append(&span.text, 0.0, format);
    }
    job
}

fn lines_ui(ui: &mut Ui, text: &str) {
    let colours = palette(ui.visuals());
    Frame::new().fill(colours.rail).corner_radius(6).inner_margin(Margin::same(10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let font = FontId::new(TEXT - 1.0, FontFamily::Monospace);
        ui.add(Label::new(RichText::new(text).font(font).color(colours.ink)).wrap());
    });
}

/// Every shortcut, from the one table.
pub(super) fn shortcuts_ui(ui: &mut Ui, lang: Lang) {
    Grid::new("shortcuts").num_columns(2).striped(true).spacing([24.0, 8.0]).show(ui, |ui| {
        for (action, shortcut) in Action::all().filter_map(|action| Some((action, action.shortcut()?))) {
            ui.label(action.label().say(lang));
            ui.label(RichText::new(shortcut_text(ui, shortcut)).monospace());
            ui.end_row();
        }
    });
}
