//! A chart as it is drawn: the whole as one bar, an axis with the limit, and a row for each bar.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "values to points of a chart"
)]

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Color32, CursorIcon, FontFamily, FontId, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::chart::{Bar, Chart, Ink, Target, Whole};
use crate::app::panel::View;
use crate::app::panel::profile::nice;
use crate::app::theme::{self, BOLD, SMALL};
use crate::app::widget::mark::paint_mark;
use crate::check::Verdict;
use crate::report::wording::short_limit_text;
use crate::text::Message;

/// Height of a row, and of its bar.
const ROW: f32 = 24.0;
const THICK: f32 = 12.0;
/// Height of the axis, and of the bar of the whole.
const AXIS: f32 = 20.0;
const WHOLE: f32 = 18.0;
/// Room for names, as a share of the width, at least and at most so many points.
const NAMES: (f32, f32, f32) = (0.3, 56.0, 220.0);
/// Room for values at the right.
const VALUES: f32 = 108.0;
/// About so many points between figures of the axis.
const STEP: f32 = 60.0;
/// Size of the figures of the axis.
const TINY: f32 = 11.0;

/// Shows a chart; tells what is pointed at, and whether it was clicked.
pub(super) fn chart_ui<'a>(ui: &mut Ui, view: &View<'_>, chart: &'a Chart) -> Option<(&'a Target, bool)> {
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.label(RichText::new(chart.title.say(view.lang)).size(SMALL).color(quiet));
    if let Some(whole) = &chart.whole {
        whole_ui(ui, chart, whole);
    }
    let height = AXIS + ROW * chart.bars.len() as f32;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width().max(0.0), height));
    let plot = Plot::of(chart, rect);
    plot.axis(ui, view, chart);
    let row_at = |y: f32| ((y - rect.top() - AXIS) / ROW).max(0.0) as usize;
    let (first, end) = (row_at(ui.clip_rect().top()).saturating_sub(1), row_at(ui.clip_rect().bottom()) + 2);
    let mut pointed = None;
    for (index, bar) in chart.bars.iter().enumerate().take(end).skip(first) {
        let top = rect.top() + AXIS + ROW * index as f32;
        let row = Rect::from_x_y_ranges(rect.x_range(), top..=top + ROW);
        pointed = bar_ui(ui, view, chart, (index, bar), row, &plot).or(pointed);
    }
    plot.limit(ui, view, chart);
    pointed
}

/// Where bars are drawn.
struct Plot {
    rect: Rect,
    end: f64,
}

impl Plot {
    fn of(chart: &Chart, rect: Rect) -> Self {
        let names = (rect.width() * NAMES.0).clamp(NAMES.1, NAMES.2);
        let left = rect.left() + names + 8.0;
        let right = (rect.right() - VALUES).max(left + 1.0);
        Self { rect: Rect::from_x_y_ranges(left..=right, rect.top() + AXIS..=rect.bottom()), end: chart.end() }
    }

    fn x(&self, value: f64) -> f32 {
        self.rect.left() + self.rect.width() * (value / self.end).clamp(0.0, 1.0) as f32
    }

    /// Figures above the bars with thin lines through them.
    fn axis(&self, ui: &Ui, view: &View<'_>, chart: &Chart) {
        let palette = theme::palette(ui.visuals());
        let painter = ui.painter();
        let count = f64::from((self.rect.width() / STEP).max(1.0));
        let step = nice_step(self.end / count, chart);
        let font = FontId::proportional(TINY);
        let mut figure = 0.0;
        while figure <= self.end {
            let x = self.x(figure);
            painter.vline(x, self.rect.y_range(), Stroke::new(1.0, palette.line));
            let at = pos2(x, self.rect.top() - 3.0);
            painter.text(at, Align2::CENTER_BOTTOM, chart.scale.figure(figure), font.clone(), palette.quiet);
            figure += step;
        }
        let unit = chart.scale.unit().say(view.lang);
        let at = pos2(self.rect.right() + VALUES, self.rect.top() - 3.0);
        painter.text(at, Align2::RIGHT_BOTTOM, unit, font, palette.quiet);
    }

    /// The limit as a dashed line over the bars, with its text on the line of the axis.
    fn limit(&self, ui: &Ui, view: &View<'_>, chart: &Chart) {
        let Some(test) = chart.limit.filter(|test| test.limit.is_finite() && test.limit > 0.0) else { return };
        let palette = theme::palette(ui.visuals());
        let x = self.x(test.limit);
        let line = [pos2(x, self.rect.top() - 2.0), pos2(x, self.rect.bottom())];
        ui.painter().extend(Shape::dashed_line(&line, Stroke::new(3.4, palette.panel), 5.0, 3.0));
        ui.painter().extend(Shape::dashed_line(&line, Stroke::new(1.6, palette.ink), 5.0, 3.0));
        let font = FontId::new(TINY, FontFamily::Name(BOLD.into()));
        let text = ui.painter().layout_no_wrap(short_limit_text(&test, view.lang), font, palette.ink);
        let place = Align2::CENTER_BOTTOM.anchor_size(pos2(x, self.rect.top() - 2.0), text.size());
        ui.painter().rect_filled(place.expand2(vec2(4.0, 0.0)), 3.0, palette.panel);
        ui.painter().galley(place.min, text, palette.ink);
    }
}

/// A round step of the axis; counts are whole.
fn nice_step(step: f64, chart: &Chart) -> f64 {
    let step = nice(step);
    let counts = chart.scale == super::chart::Scale::Of(crate::units::Unit::Count);
    if counts { step.max(1.0) } else { step }
}

fn bar_ui<'a>(
    ui: &mut Ui,
    view: &View<'_>,
    chart: &Chart,
    (index, bar): (usize, &'a Bar),
    row: Rect,
    plot: &Plot,
) -> Option<(&'a Target, bool)> {
    let palette = theme::palette(ui.visuals());
    let limit = chart.limit.map(|test| test.limit);
    let value = bar.said.clone().unwrap_or_else(|| chart.scale.say(bar.value, limit, view.lang));
    let has_place = bar.target != Target::Nothing;
    let sense = if has_place { Sense::click() } else { Sense::focusable_noninteractive() | Sense::hover() };
    let id = ui.scope_id().with((chart.title.key.as_str(), index));
    let response = ui.interact(row, id, sense);
    let name = Message::new(if bar.ink == Ink::Miss { "app.chart-bar-misses" } else { "app.chart-bar" });
    let name = name.with("name", &bar.name).with("value", &value).say(view.lang);
    let role = if has_place { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, &name));
    let pointed = response.hovered() || response.has_focus();
    if pointed {
        ui.painter().rect_filled(row, 4.0, palette.rail);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(row, 4.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let left = plot.rect.left();
    put_cut(ui, pos2(row.left() + 4.0, row.center().y), &bar.name, SMALL, palette.ink, left - row.left() - 12.0);
    let end = plot.x(bar.value).max(left + 1.5);
    let place = Rect::from_x_y_ranges(left..=end, row.center().y - THICK / 2.0..=row.center().y + THICK / 2.0);
    paint_bar(ui, place, bar.ink);
    let font = FontId::new(SMALL, FontFamily::Name(BOLD.into()));
    let at = pos2(row.right() - 4.0, row.center().y);
    let text = ui.painter().text(at, Align2::RIGHT_CENTER, &value, font, palette.ink);
    if bar.ink == Ink::Miss {
        paint_mark(
            ui.painter(),
            text.left_center() - vec2(10.0, 0.0),
            10.0,
            Verdict::Violates,
            view.lang,
            ui.visuals(),
        );
    }
    let clicked = response.clicked();
    if has_place {
        response.on_hover_cursor(CursorIcon::PointingHand);
    }
    ((pointed || clicked) && has_place).then_some((&bar.target, clicked))
}

fn colour(ui: &Ui, ink: Ink) -> Color32 {
    match ink {
        Ink::Fine => theme::verdict_colour(Verdict::Meets, ui.visuals()),
        Ink::Miss => theme::verdict_colour(Verdict::Violates, ui.visuals()),
        Ink::Plain => theme::part_colour(0, ui.visuals()),
        Ink::Part(part) => theme::part_colour(part, ui.visuals()),
        Ink::Open => theme::palette(ui.visuals()).quiet.gamma_multiply(0.45),
    }
}

/// A bar; what is open is hatched.
fn paint_bar(ui: &Ui, place: Rect, ink: Ink) {
    let colour = colour(ui, ink);
    ui.painter().rect_filled(place, 3.0, colour);
    if ink == Ink::Open {
        let painter = ui.painter().with_clip_rect(place.intersect(ui.clip_rect()));
        let line = Stroke::new(1.0, theme::palette(ui.visuals()).panel);
        let mut x = place.left() - place.height();
        while x < place.right() {
            painter.line_segment([pos2(x, place.bottom()), pos2(x + place.height(), place.top())], line);
            x += 6.0;
        }
    }
}

/// The parts one behind the other, with a tick where they should reach, and what is said of them.
fn whole_ui(ui: &mut Ui, chart: &Chart, whole: &Whole) {
    let palette = theme::palette(ui.visuals());
    let (_, rect) = ui.allocate_space(vec2(ui.available_width().max(0.0), WHOLE + 8.0));
    let rail = Rect::from_min_size(rect.min + vec2(0.0, 4.0), vec2(rect.width(), WHOLE));
    ui.painter().rect_filled(rail, 4.0, palette.rail);
    let parts = chart.bars.iter().filter(|bar| matches!(bar.ink, Ink::Part(_)) || is_part_of_whole(chart, bar));
    let sum: f64 = parts.clone().map(|bar| bar.value).sum();
    let end = sum.max(whole.needed.unwrap_or(0.0)) * 1.02;
    if !(end > 0.0 && end.is_finite()) {
        return;
    }
    let mut from = rail.left();
    for bar in parts {
        let to = from + rail.width() * (bar.value / end) as f32;
        paint_bar(ui, Rect::from_x_y_ranges(from..=(to - 1.0).max(from), rail.y_range()), bar.ink);
        from = to;
    }
    if let Some(needed) = whole.needed {
        let x = rail.left() + rail.width() * (needed / end) as f32;
        let tick = Rect::from_center_size(pos2(x, rail.center().y), vec2(2.0, WHOLE + 8.0));
        ui.painter().rect_filled(tick.expand(1.0), 1.0, palette.card);
        ui.painter().rect_filled(tick, 0.0, palette.ink);
    }
    ui.label(theme::bold(&whole.said).size(SMALL).color(palette.ink));
}

/// Shares of a hundred per cent are whole with what is open.
fn is_part_of_whole(chart: &Chart, bar: &Bar) -> bool {
    bar.ink == Ink::Open && chart.title.key != "app.chart-roads" && chart.title.key != "app.chart-greenways"
}

/// One line of text beside a place, cut where it does not fit.
pub(super) fn put_cut(ui: &Ui, at: Pos2, text: &str, size: f32, colour: Color32, width: f32) {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), FontId::proportional(size), colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(pos2(at.x, at.y - galley.size().y / 2.0), galley, colour);
}
