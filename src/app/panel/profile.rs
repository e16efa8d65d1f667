//! The width along a corridor's axis as a chart: the curve, the limit, and where the pointer is in both.

use egui::{Align2, Color32, FontId, Frame, Margin, Pos2, Rect, RichText, Sense, Shape, Stroke, Ui, Vec2};

use super::View;
use crate::app::Action;
use crate::app::icon::Icon;
use crate::app::theme::{self, SMALL, palette};
use crate::app::tool::ground::corridor_looked_at;
use crate::app::widget::button::icon_button;
use crate::check::Verdict;
use crate::geometry::along::{Profile, Station};
use crate::text::Message;
use crate::units::Unit;

/// Height of the panel, points.
const HEIGHT: f32 = 190.0;
/// Room for the figures at the left and below.
const LEFT: f32 = 52.0;
const BELOW: f32 = 20.0;
/// Widths beyond so many times the limit are cut off: what matters lies below.
const MOST: f64 = 3.0;
/// About so many figures along the axis.
const FIGURES: f64 = 8.0;

/// Shows the chart at the foot of the map, while it is asked for.
pub(in crate::app) fn profile_ui(ui: &mut Ui, view: &mut View<'_>) {
    if !view.session.tools.profile || view.document.drawn().is_none() {
        view.session.tools.station = None;
        return;
    }
    let fill = palette(ui.visuals()).panel;
    let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 8));
    egui::Panel::bottom("profile").exact_size(HEIGHT).resizable(false).frame(frame).show(ui, |ui| contents(ui, view));
}

fn contents(ui: &mut Ui, view: &mut View<'_>) {
    let found = view.live.found().cloned();
    let corridor = found.as_ref().and_then(|found| found.corridor.as_ref().ok());
    ui.horizontal(|ui| {
        ui.label(theme::bold(Action::Profile.label().say(view.lang)).size(theme::HEADING));
        if let Some(corridor) = corridor {
            ui.label(RichText::new(&corridor.name).size(SMALL).color(palette(ui.visuals()).quiet));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, Icon::Close, &view.say("profile-close")).clicked() {
                view.commands.act(Action::Profile);
            }
        });
    });
    let Some((found, detail)) = found.as_ref().zip(view.live.detail().cloned()) else {
        let waits = corridor_looked_at(view.document, view.session).is_some() || view.session.tools.draft.is_some();
        let key = if waits { "profile-waits" } else { "profile-none" };
        ui.label(RichText::new(view.say(key)).color(palette(ui.visuals()).quiet));
        return;
    };
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let name = view.say("profile-chart");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
    if let Some(chart) = Chart::of(&detail.profile, found.limit, rect) {
        chart.paint(ui, view);
        let along = response.hover_pos().map(|at| chart.along(at.x));
        if along.is_some() || response.contains_pointer() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        }
        view.session.tools.station = along;
        if let Some(along) = along {
            chart.point_at(ui, view, along);
        }
    }
}

/// The chart in its place.
struct Chart<'a> {
    stations: Vec<&'a Station>,
    lines: &'a [Vec<Station>],
    limit: Option<f64>,
    /// Where the curve is drawn.
    plot: Rect,
    from: f64,
    to: f64,
    /// The greatest width that is shown.
    top: f64,
}

impl<'a> Chart<'a> {
    fn of(profile: &'a Profile, limit: Option<f64>, rect: Rect) -> Option<Self> {
        let stations: Vec<&Station> = profile.lines.iter().flatten().collect();
        let (from, to) = (stations.first()?.along, stations.last()?.along);
        let widest = stations.iter().map(|station| station.width).fold(0.0, f64::max);
        let asked = limit.unwrap_or(0.0);
        let shown = if asked > 0.0 { widest.min(asked * MOST) } else { widest };
        let top = (shown.max(asked) * 1.12).max(1.0);
        let plot = Rect::from_min_max(rect.min + Vec2::new(LEFT, 4.0), rect.max - Vec2::new(6.0, BELOW));
        let sound = to > from && plot.is_positive() && top.is_finite();
        sound.then_some(Self { stations, lines: &profile.lines, limit, plot, from, to, top })
    }

    #[expect(clippy::cast_possible_truncation, reason = "points of a chart")]
    fn x(&self, along: f64) -> f32 {
        self.plot.left() + self.plot.width() * ((along - self.from) / (self.to - self.from)) as f32
    }

    #[expect(clippy::cast_possible_truncation, reason = "points of a chart")]
    fn y(&self, width: f64) -> f32 {
        self.plot.bottom() - self.plot.height() * (width.min(self.top) / self.top) as f32
    }

    /// Metres along the axis at a place of the chart.
    fn along(&self, x: f32) -> f64 {
        let share = f64::from((x - self.plot.left()) / self.plot.width()).clamp(0.0, 1.0);
        self.from + (self.to - self.from) * share
    }

    fn paint(&self, ui: &Ui, view: &View<'_>) {
        let painter = ui.painter();
        let colours = palette(ui.visuals());
        let font = FontId::proportional(11.0);
        painter.rect_filled(self.plot, 4.0, colours.card);
        let width = |value: f64| Unit::Metre.format_limit(value);
        for share in [0.0, 0.5, 1.0] {
            let value = (self.top * share / 5.0).floor() * 5.0;
            let y = self.y(value);
            painter.hline(self.plot.x_range(), y, Stroke::new(1.0, colours.line));
            painter.text(
                Pos2::new(self.plot.left() - 6.0, y),
                Align2::RIGHT_CENTER,
                width(value),
                font.clone(),
                colours.quiet,
            );
        }
        let step = nice((self.to - self.from) / FIGURES);
        let mut along = (self.from / step).ceil() * step;
        while along <= self.to {
            let x = self.x(along);
            painter.vline(x, self.plot.bottom()..=self.plot.bottom() + 3.0, Stroke::new(1.0, colours.quiet));
            painter.text(
                Pos2::new(x, self.plot.bottom() + 4.0),
                Align2::CENTER_TOP,
                width(along),
                font.clone(),
                colours.quiet,
            );
            along += step;
        }
        let end = Pos2::new(self.plot.right(), self.plot.bottom() + 4.0);
        painter.text(end, Align2::RIGHT_TOP, Unit::Metre.name().say(view.lang), font, colours.quiet);
        self.curve(ui);
        if let Some(limit) = self.limit {
            let y = self.y(limit);
            let line = [Pos2::new(self.plot.left(), y), Pos2::new(self.plot.right(), y)];
            painter.extend(Shape::dashed_line(&line, Stroke::new(1.4, colours.ink), 6.0, 4.0));
            let text = Message::new("app.profile-limit").with("limit", Unit::Metre.format_limit(limit)).say(view.lang);
            painter.text(
                line[1] - Vec2::new(4.0, 2.0),
                Align2::RIGHT_BOTTOM,
                text,
                FontId::proportional(11.0),
                colours.ink,
            );
        }
    }

    /// The curve, filled below; where it is too narrow, in the colour of a miss.
    fn curve(&self, ui: &Ui) {
        let miss = theme::verdict_colour(Verdict::Violates, ui.visuals());
        let fine = theme::verdict_colour(Verdict::Meets, ui.visuals());
        let painter = ui.painter().with_clip_rect(self.plot.expand(1.0));
        for line in self.lines {
            for pair in line.windows(2) {
                let [a, b] = [pair[0], pair[1]].map(|station| Pos2::new(self.x(station.along), self.y(station.width)));
                let narrow = self.limit.is_some_and(|limit| pair[0].width.min(pair[1].width) < limit);
                let colour: Color32 = if narrow { miss } else { fine };
                let foot = |at: Pos2| Pos2::new(at.x, self.plot.bottom());
                let below = vec![a, b, foot(b), foot(a)];
                painter.add(Shape::convex_polygon(below, colour.gamma_multiply(0.16), Stroke::NONE));
                painter.line_segment([a, b], Stroke::new(1.8, colour));
            }
        }
    }

    /// The figure at a place of the axis.
    fn point_at(&self, ui: &Ui, view: &View<'_>, along: f64) {
        let nearest = self.stations.iter().min_by(|a, b| (a.along - along).abs().total_cmp(&(b.along - along).abs()));
        let Some(station) = nearest else { return };
        let colours = palette(ui.visuals());
        let at = Pos2::new(self.x(station.along), self.y(station.width));
        let painter = ui.painter();
        painter.vline(at.x, self.plot.y_range(), Stroke::new(1.0, colours.quiet));
        painter.circle(at, 4.0, colours.card, Stroke::new(2.0, colours.ink));
        let text = Message::new("app.profile-here")
            .with("along", Unit::Metre.format(station.along, None))
            .with("width", Unit::Metre.format(station.width, self.limit))
            .say(view.lang);
        let right = at.x > self.plot.center().x;
        let align = if right { Align2::RIGHT_BOTTOM } else { Align2::LEFT_BOTTOM };
        let beside = Vec2::new(if right { -8.0 } else { 8.0 }, -6.0);
        let galley = painter.layout_no_wrap(text, FontId::proportional(SMALL), colours.ink);
        let place = align.anchor_size(at + beside, galley.size() + Vec2::new(10.0, 4.0));
        let inside = Vec2::new(0.0, (self.plot.top() - place.top()).max(0.0));
        painter.rect_filled(place.translate(inside), 4.0, colours.accent_soft);
        painter.galley(place.min + inside + Vec2::new(5.0, 2.0), galley, colours.ink);
    }
}

/// The next of 1, 2, 5, 10, 20, …
pub(super) fn nice(step: f64) -> f64 {
    let power = 10.0_f64.powf(step.max(1e-6).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|part| part * power).find(|nice| *nice >= step).unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_along_the_axis_are_round() {
        for (step, expected) in [(0.9, 1.0), (37.0, 50.0), (50.0, 50.0), (51.0, 100.0), (1_234.0, 2_000.0)] {
            assert!((nice(step) - expected).abs() < 1e-9, "{step}");
        }
    }
}
