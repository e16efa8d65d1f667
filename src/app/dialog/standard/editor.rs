//! The text with the numbers of its lines; lines with mistakes are marked.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::text_edit::TextEditState;
use egui::{Align, Color32, FontId, Galley, Id, Margin, Pos2, Rect, ScrollArea, TextBuffer, TextEdit, Ui, vec2};

use super::{StandardDraft, quiet};
use crate::app::panel::View;
use crate::app::theme::{self, SMALL, TEXT, palette};
use crate::check::Verdict;

/// Room for the numbers of lines, in points.
const NUMBERS: f32 = 44.0;

/// Shows it. Long lines are wrapped, so that what a clause quotes is read without scrolling aside.
pub(super) fn editor_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StandardDraft) {
    quiet(ui, &view.say("standard-text"));
    let id = Id::unique("standard-text");
    let marked: BTreeSet<usize> = draft
        .examined()
        .map(|examined| examined.problems.iter().map(|problem| problem.line).collect())
        .unwrap_or_default();
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| -> Arc<Galley> {
        let job = job(text.as_str(), &marked, width, ui.visuals());
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let go_to = draft.go_to.take();
    if let Some(line) = go_to {
        put_cursor(ui, id, &draft.text, line);
    }
    ui.visuals_mut().extreme_bg_color = palette(ui.visuals()).card;
    ScrollArea::vertical().id_salt("standard-lines").auto_shrink(false).show(ui, |ui| {
        let name = view.say("standard-text");
        let margin = Margin { left: 8, right: 8, top: 4, bottom: 4 };
        let origin = ui.cursor().left_top();
        let inner = Rect::from_min_size(origin + vec2(NUMBERS, 0.0), ui.available_size() - vec2(NUMBERS, 0.0));
        let edit = TextEdit::multiline(&mut draft.text)
            .id(id)
            .font(mono(TEXT))
            .margin(margin)
            .lock_focus(true)
            .desired_width(f32::INFINITY)
            .layouter(&mut layouter);
        let output = ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| edit.show(ui)).inner;
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(name));
        if output.response.changed() {
            draft.was_typed(ui.input(|input| input.time));
        }
        if let Some(cursor) = output.cursor_range {
            draft.line = line_of(&draft.text, cursor.primary.index.0);
        }
        numbers_ui(ui, &output.galley, output.galley_pos, origin.x, &marked, draft.line);
        if let Some(row) = go_to.and_then(|line| row_of(&output.galley, line)) {
            ui.scroll_to_rect(row.translate(output.galley_pos.to_vec2()), Some(Align::Center));
        }
    });
}

fn mono(size: f32) -> FontId {
    FontId::monospace(size)
}

/// The line, from 1, in which a character stands.
fn line_of(text: &str, character: usize) -> usize {
    text.chars().take(character).filter(|own| *own == '\n').count() + 1
}

/// Puts the cursor to the beginning of a line.
fn put_cursor(ui: &Ui, id: Id, text: &str, line: usize) {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1)).map(|own| own.chars().count()).sum::<usize>();
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(before))));
    state.store(ui.ctx(), id);
    ui.memory_mut(|memory| memory.request_focus(id));
}

/// Rows of the galley that a line begins in, with its number.
fn first_rows(galley: &Galley) -> impl Iterator<Item = (usize, Rect)> + '_ {
    let mut line = 0;
    let mut begins = true;
    galley.rows.iter().filter_map(move |row| {
        let first = std::mem::replace(&mut begins, row.ends_with_newline);
        line += usize::from(first);
        first.then(|| (line, row.rect()))
    })
}

fn row_of(galley: &Galley, line: usize) -> Option<Rect> {
    first_rows(galley).find(|(own, _)| *own == line).map(|(_, row)| row)
}

/// The numbers of the lines in sight: the cursor's in ink, those with mistakes in the colour of a miss.
fn numbers_ui(ui: &Ui, galley: &Galley, at: Pos2, left: f32, marked: &BTreeSet<usize>, cursor: usize) {
    let (palette, clip) = (palette(ui.visuals()), ui.clip_rect());
    let miss = theme::verdict_colour(Verdict::Violates, ui.visuals());
    let rows = first_rows(galley).map(|(line, row)| (line, row.translate(at.to_vec2())));
    let seen = rows.skip_while(|(_, row)| row.bottom() < clip.top()).take_while(|(_, row)| row.top() < clip.bottom());
    for (line, row) in seen {
        let colour = match line {
            _ if marked.contains(&line) => miss,
            _ if line == cursor => palette.ink,
            _ => palette.quiet,
        };
        let right = Pos2::new(left + NUMBERS - 8.0, row.center().y);
        ui.painter().text(right, egui::Align2::RIGHT_CENTER, line.to_string(), mono(SMALL), colour);
    }
}

/// The text laid out: comments quiet, heads of tables in the accent, lines with mistakes on a ground of their own.
fn job(text: &str, marked: &BTreeSet<usize>, width: f32, visuals: &egui::Visuals) -> LayoutJob {
    let palette = palette(visuals);
    let miss = theme::verdict_colour(Verdict::Violates, visuals);
    let mut job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
    job.wrap.max_width = width;
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let colour = match line.trim_start() {
            comment if comment.starts_with('#') => palette.quiet,
            head if head.starts_with('[') => palette.accent,
            _ => palette.ink,
        };
        let ground = if marked.contains(&(number + 1)) { miss.gamma_multiply(0.22) } else { Color32::TRANSPARENT };
        let format = TextFormat { background: ground, ..TextFormat::simple(mono(TEXT), colour) };
        let end = start + line.len();
        match job.sections.last_mut() {
            Some(last) if last.format == format => last.byte_range.end = end.into(),
            _ => job.sections.push(egui::text::LayoutSection {
                leading_space: 0.0,
                byte_range: start.into()..end.into(),
                format,
            }),
        }
        start = end;
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_stands_in_the_line_that_its_line_breaks_tell() {
        let text = "甲 = 1\n\nb = 2";
        assert_eq!([0, 5, 6, 7, 9].map(|character| line_of(text, character)), [1, 1, 2, 3, 3]);
    }

    #[test]
    fn every_letter_of_the_text_lies_in_one_section_and_mistakes_have_a_ground() {
        let text = "# a\n[standard]\nid = 1\ncolour = 2\nb = 3";
        let job = job(text, &BTreeSet::from([4]), 100.0, &egui::Visuals::light());
        let mut end = 0;
        for section in &job.sections {
            assert_eq!(section.byte_range.start.0, end);
            end = section.byte_range.end.0;
        }
        assert_eq!(end, text.len());
        let grounds: Vec<bool> = job.sections.iter().map(|own| own.format.background != Color32::TRANSPARENT).collect();
        assert_eq!(grounds, [false, false, false, true, false]);
    }
}
