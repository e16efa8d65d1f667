//! The head of what stands under one number of the policy: what it is called, its verdicts counted; a click folds it.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, FontFamily, FontId, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::Judged;
use crate::app::icon::{self, Icon};
use crate::app::panel::View;
use crate::app::theme::{self, SMALL};
use crate::app::widget::mark::paint_mark;
use crate::check::Verdict;
use crate::standard::Clause;

/// Height of the head, and side of its marks, points.
const HEIGHT: f32 = 24.0;
const SIDE: f32 = 11.0;

/// Clauses under one number.
pub(super) struct Chapter<'a> {
    pub(super) number: &'a str,
    pub(super) clauses: Vec<Judged<'a>>,
}

impl<'a> Chapter<'a> {
    /// Clauses under their numbers, in order.
    pub(super) fn all(clauses: impl Iterator<Item = Judged<'a>>) -> Vec<Self> {
        let mut chapters: Vec<Self> = Vec::new();
        for judged in clauses {
            let number = judged.clause.number.as_str();
            match chapters.last_mut().filter(|chapter| chapter.number == number) {
                Some(chapter) => chapter.clauses.push(judged),
                None => chapters.push(Self { number, clauses: vec![judged] }),
            }
        }
        chapters
    }

    /// Shows the head; whether what stands below it is shown.
    pub(super) fn head_ui(&self, ui: &mut Ui, view: &mut View<'_>) -> bool {
        let Some(first) = self.clauses.first().map(|judged| judged.clause) else { return false };
        let palette = theme::palette(ui.visuals());
        let head = head(first, view);
        // What is looked for is shown wherever it stands.
        let open = !view.session.clause_text.trim().is_empty() || !view.session.folded.contains(self.number);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width().max(0.0), HEIGHT), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &head));
        let ink = if response.hovered() { palette.accent } else { palette.quiet };
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
        }
        let caret = if open { Icon::Open } else { Icon::PageAfter };
        let font = FontId::new(SMALL - 1.0, FontFamily::Name(icon::FAMILY.into()));
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, caret.glyph(), font, ink);
        let right = self.counts(ui, view, rect);
        let mut job = LayoutJob::simple_singleline(head, FontId::proportional(SMALL), ink);
        job.wrap = TextWrapping::truncate_at_width((right - rect.left() - 24.0).max(0.0));
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(pos2(rect.left() + 16.0, rect.center().y - galley.size().y / 2.0), galley, ink);
        if response.on_hover_text(&first.quote).clicked() && !view.session.folded.remove(self.number) {
            view.session.folded.insert(self.number.to_owned());
        }
        open
    }

    /// Each verdict with its count, from the right; where they begin.
    fn counts(&self, ui: &Ui, view: &View<'_>, rect: egui::Rect) -> f32 {
        let quiet = theme::palette(ui.visuals()).quiet;
        let mut right = rect.right() - 2.0;
        for verdict in Verdict::ALL.into_iter().rev() {
            let count = self.clauses.iter().filter(|judged| judged.outcome.verdict == verdict).count();
            if count == 0 {
                continue;
            }
            let at = pos2(right, rect.center().y);
            let text = ui.painter().text(at, Align2::RIGHT_CENTER, count, FontId::proportional(SMALL - 1.0), quiet);
            let middle = pos2(text.left() - 3.0 - SIDE / 2.0, rect.center().y);
            paint_mark(ui.painter(), middle, SIDE, verdict, view.lang, ui.visuals());
            right = middle.x - SIDE / 2.0 - 7.0;
        }
        right
    }
}

/// The number with what the policy calls it.
fn head(clause: &Clause, view: &View<'_>) -> String {
    let chapter = clause.chapter.as_ref().map_or("", |chapter| chapter.say(view.lang));
    let space = if chapter.is_empty() || clause.number.ends_with('）') { "" } else { " " };
    format!("{}{space}{chapter}", clause.number)
}

/// Whether a clause is one that is looked for: by its title, number, id, or the policy's words.
pub(super) fn is_looked_for(clause: &Clause, view: &View<'_>) -> bool {
    let words = view.session.clause_text.trim().to_lowercase();
    let chapter = clause.chapter.as_ref().map_or("", |chapter| chapter.say(view.lang));
    let texts = [clause.title.say(view.lang), &clause.number, &clause.id, &clause.quote, chapter];
    words.is_empty() || texts.into_iter().any(|text| text.to_lowercase().contains(&words))
}
