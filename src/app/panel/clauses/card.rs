//! A clause as a card: mark, title, number, value, gauge and limit; open, all that the verdict rests on.

use egui::text::LayoutJob;
use egui::{
    Color32, CursorIcon, FontFamily, FontId, Frame, Galley, Margin, Painter, Pos2, Rect, Response, Role, Sense, Shadow,
    Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use super::{Follow, Judged, detail};
use crate::app::Command;
use crate::app::panel::View;
use crate::app::theme::{self, BOLD, HEADING, SMALL, TEXT};
use crate::app::widget::gauge::Gauge;
use crate::app::widget::mark::{MARK, paint_mark, verdict_ink};
use crate::check::Verdict;
use crate::report::wording::{binding_test, short_limit_text, strength_name, value_text};
use crate::standard::Strength;
use crate::text::{Lang, Message};

/// Around what a card holds, in points.
const MARGIN: Margin = Margin { left: 10, right: 10, top: 8, bottom: 8 };
/// From the left edge of the mark to the title.
const INDENT: f32 = MARK + 9.0;
/// Height and thickness of the gauge's line.
const GAUGE_LINE: f32 = 20.0;
const GAUGE: f32 = 6.0;
/// Room for the limit beside the gauge: gauges of all cards end alike unless a limit needs more.
const LIMIT: f32 = 66.0;

/// Shows a card.
pub(super) fn card_ui(ui: &mut Ui, view: &mut View<'_>, judged: Judged<'_>, follow: Follow) {
    let palette = theme::palette(ui.visuals());
    let open = view.session.open_clause.as_deref() == Some(judged.clause.id.as_str());
    let (line, shadow) = if open {
        let colour = theme::verdict_colour(judged.outcome.verdict, ui.visuals());
        let shadow = Shadow { offset: [0, 2], blur: 8, spread: 0, color: Color32::from_black_alpha(18) };
        (colour.gamma_multiply(0.7), shadow)
    } else {
        (palette.line, Shadow::NONE)
    };
    let frame = Frame::new().fill(palette.card).corner_radius(8).inner_margin(MARGIN).shadow(shadow);
    frame.stroke(Stroke::new(1.0, line)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let head = head(ui, view.lang, judged, open);
        if open && follow.card {
            ui.scroll_to_rect(head.rect, None);
        }
        if head.clicked() {
            view.commands.push(Command::ToggleClause(judged.clause.id.clone()));
        }
        // What hangs on a reading is seen without opening the card.
        if judged.outcome.verdict == Verdict::DependsOnReading {
            detail::readings(ui, judged, view);
        }
        if open {
            detail::detail_ui(ui, view, judged, follow);
        }
    });
}

/// The part that is always there; a click on it opens or closes the card.
fn head(ui: &mut Ui, lang: Lang, judged: Judged<'_>, open: bool) -> Response {
    let Judged { clause, outcome, before } = judged;
    let palette = theme::palette(ui.visuals());
    let ink = verdict_ink(outcome.verdict, ui.visuals());
    let width = ui.available_width().max(0.0);
    let value = value_text(clause, outcome, lang);
    let value_size = if value.is_some() { HEADING } else { SMALL };
    let value = value.unwrap_or_else(|| outcome.verdict.name().say(lang));
    let font = FontId::new(value_size, FontFamily::Name(BOLD.into()));
    let value = ui.painter().layout_no_wrap(value, font, ink);
    let was = before.and_then(|before| value_text(clause, before, lang)).filter(|was| *was != value.text());
    let was =
        was.map(|was| ui.painter().layout_no_wrap(format!("{was} →"), FontId::proportional(SMALL), palette.quiet));
    let title_width = (width - INDENT - value.size().x - 8.0).max(40.0);
    let title = ui.painter().layout_job(title(clause.title.say(lang), title_width, palette.ink));
    let test = binding_test(clause, outcome);
    let figure = outcome.figure.zip(test).and_then(|(figure, test)| Gauge::of(figure, &test));
    let below = if test.is_some() { GAUGE_LINE } else { 0.0 };
    let line = title.size().y.max(20.0);
    let (_, rect) = ui.allocate_space(Vec2::new(width, line + below));

    let response = ui.interact(rect.expand2(MARGIN.left_top()), ui.scope_id().with("head"), Sense::click());
    let name = Message::new("app.clauses-card").with("title", clause.title.say(lang));
    let name = name.with_message("verdict", outcome.verdict.name()).say(lang);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &name));
    outline(ui, &response, rect, open);

    let painter = ui.painter();
    let first_line = rect.top() + 10.0;
    paint_mark(painter, Pos2::new(rect.left() + MARK / 2.0, first_line), MARK, outcome.verdict, lang, ui.visuals());
    number(painter, &clause.number, &title, Pos2::new(rect.left() + INDENT, first_line), title_width, palette.quiet);
    painter.galley(Pos2::new(rect.left() + INDENT, rect.top() + 1.0), title, palette.ink);
    painter.galley(Pos2::new(rect.right() - value.size().x, first_line - value.size().y / 2.0), value, ink);
    if let Some(test) = test {
        let limit = beside_limit(judged, short_limit_text(&test, lang), lang);
        let limit = painter.layout_no_wrap(limit, FontId::proportional(SMALL), palette.quiet);
        let middle = rect.bottom() - GAUGE_LINE / 2.0 + 2.0;
        let taken = was.as_ref().map_or(0.0, |was| was.size().x + 8.0);
        if let Some(was) = was {
            let at = Pos2::new(rect.right() - limit.size().x - 8.0 - was.size().x, middle - was.size().y / 2.0);
            painter.galley(at, was, palette.quiet);
        }
        let end = rect.right() - (limit.size().x + 8.0 + taken).max(LIMIT);
        painter.galley(Pos2::new(rect.right() - limit.size().x, middle - limit.size().y / 2.0), limit, palette.quiet);
        if let Some(gauge) = figure.filter(|_| end > rect.left() + 20.0) {
            let rail =
                Rect::from_min_max(Pos2::new(rect.left(), middle - GAUGE / 2.0), Pos2::new(end, middle + GAUGE / 2.0));
            let colour = theme::verdict_colour(outcome.verdict, ui.visuals());
            gauge.paint(painter, rail, colour, ui.visuals());
        }
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    // Open, the quote stands below.
    if open { response } else { response.on_hover_text(&clause.quote) }
}

/// The limit, and how binding it is where it is missed and not simply required.
fn beside_limit(judged: Judged<'_>, limit: String, lang: Lang) -> String {
    let missed = matches!(
        judged.outcome.verdict,
        Verdict::Violates | Verdict::DependsOnReading | Verdict::NotYetDue | Verdict::Argued
    );
    if !missed || judged.clause.strength == Strength::Required {
        return limit;
    }
    let message = Message::new("app.clauses-strength-limit");
    message.with_message("strength", strength_name(judged.clause.strength)).with("limit", limit).say(lang)
}

/// The number behind a title of one line, where there is room: the head of the chapter says it too.
fn number(painter: &Painter, number: &str, title: &Galley, at: Pos2, width: f32, quiet: Color32) {
    let number = painter.layout_no_wrap(number.to_owned(), FontId::proportional(SMALL), quiet);
    if title.rows.len() == 1 && title.size().x + 4.0 + number.size().x <= width {
        painter.galley(at + Vec2::new(title.size().x + 4.0, -number.size().y / 2.0), number, quiet);
    }
}

/// The border of a card that is pointed at or has the keyboard.
fn outline(ui: &Ui, response: &Response, rect: Rect, open: bool) {
    let accent = theme::palette(ui.visuals()).accent;
    let width = if response.has_focus() {
        2.0
    } else if response.hovered() && !open {
        1.0
    } else {
        return;
    };
    let around = rect.expand2(MARGIN.left_top());
    ui.painter().rect_stroke(around, 8.0, Stroke::new(width, accent), StrokeKind::Inside);
}

/// A title, on two lines at most.
fn title(text: &str, width: f32, ink: Color32) -> LayoutJob {
    let bold = FontId::new(TEXT, FontFamily::Name(BOLD.into()));
    let mut job = LayoutJob::simple(text.to_owned(), bold, ink, width);
    job.wrap.max_rows = 2;
    job
}
