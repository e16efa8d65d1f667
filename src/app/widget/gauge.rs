//! A figure against its limit as a bar.
#![expect(clippy::cast_possible_truncation, reason = "fractions of a bar; the figures themselves stay f64")]

use egui::{Color32, Painter, Rect, Vec2, Visuals};

use crate::app::theme;
use crate::standard::{Comparison, Test};
use crate::units::Figure;

/// Where a limit that must be reached stands on the bar, when the figure does not go far beyond it.
const LEAST_AT: f64 = 0.7;
/// Where a limit that must not be passed stands.
const MOST_AT: f64 = 0.62;
/// A limit stands no nearer to the left end than this; figures beyond fill the bar.
const NEAREST: f64 = 0.2;

/// A figure on a bar: all parts of its length, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) struct Gauge {
    /// What the figure is at least.
    pub(in crate::app) low: f32,
    /// What it is at most.
    pub(in crate::app) high: f32,
    /// Where the limit stands.
    pub(in crate::app) limit: f32,
}

impl Gauge {
    /// `None` where there is nothing to draw to scale.
    pub(in crate::app) fn of(figure: Figure, test: &Test) -> Option<Self> {
        let limit = test.limit;
        if !limit.is_finite() || figure.low.is_nan() || figure.high.is_nan() {
            return None;
        }
        let low = if figure.low.is_finite() { figure.low.max(0.0) } else { 0.0 };
        let furthest = if figure.high.is_finite() { figure.high.max(low) } else { low };
        let end = if limit > 0.0 {
            let at = match test.comparison {
                Comparison::AtLeast | Comparison::MoreThan => LEAST_AT,
                Comparison::AtMost | Comparison::LessThan => MOST_AT,
            };
            (furthest * 1.05).clamp(limit / at, limit / NEAREST)
        } else {
            // A limit of nought: the bar shows how much there is at all.
            furthest.max(1.0) * 1.25
        };
        let part = |value: f64| (value / end).clamp(0.0, 1.0) as f32;
        let high = if figure.high.is_finite() { part(furthest) } else { 1.0 };
        Some(Self { low: part(low), high, limit: part(limit) })
    }

    /// Paints it: rail, what the figure can be, what it is at least, and the limit as a tick.
    pub(in crate::app) fn paint(self, painter: &Painter, rail: Rect, colour: Color32, visuals: &Visuals) {
        let palette = theme::palette(visuals);
        let upto =
            |part: f32| Rect::from_min_size(rail.min, Vec2::new(rail.width().max(0.0) * part, rail.height().max(0.0)));
        painter.rect_filled(rail, 3.0, palette.rail);
        if self.high > self.low {
            painter.rect_filled(upto(self.high), 3.0, colour.gamma_multiply(0.35));
        }
        painter.rect_filled(upto(self.low), 3.0, colour);
        let x = upto(self.limit).right().clamp(rail.left() + 1.0, (rail.right() - 1.0).max(rail.left() + 1.0));
        let tick = Rect::from_center_size(egui::pos2(x, rail.center().y), Vec2::new(2.0, rail.height() + 7.0));
        // The edge keeps the tick apart from a bar of a like colour.
        painter.rect_filled(tick.expand(1.0), 1.0, palette.card);
        painter.rect_filled(tick, 0.0, palette.ink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit;

    fn test(comparison: Comparison, limit: f64) -> Test {
        Test { comparison, limit, unit: Unit::Metre }
    }

    fn gauge(figure: Figure, comparison: Comparison, limit: f64) -> Gauge {
        Gauge::of(figure, &test(comparison, limit)).unwrap()
    }

    #[test]
    fn a_miss_ends_before_a_lower_limit_and_beyond_an_upper_one() {
        let narrow = gauge(Figure::exact(37.3, Unit::Metre), Comparison::AtLeast, 50.0);
        assert!((narrow.low / narrow.limit - 37.3 / 50.0).abs() < 1e-5, "{narrow:?}");
        let wide = gauge(Figure::exact(45.0, Unit::Metre), Comparison::AtMost, 40.0);
        assert!((wide.low / wide.limit - 45.0 / 40.0).abs() < 1e-5, "{wide:?}");
        assert!(wide.high < 1.0, "{wide:?}");
    }

    #[test]
    fn far_beyond_the_limit_the_bar_is_full_and_the_limit_still_seen() {
        let far = gauge(Figure::exact(9000.0, Unit::Metre), Comparison::AtLeast, 50.0);
        assert!((far.low - 1.0).abs() < 1e-6 && (far.limit - 0.2).abs() < 1e-6, "{far:?}");
    }

    #[test]
    fn a_limit_of_nought_stands_at_the_left_end() {
        let broken = gauge(Figure::exact(2.0, Unit::Count), Comparison::AtMost, 0.0);
        assert!(broken.limit.abs() < 1e-6 && broken.low > 0.5 && broken.low < 1.0, "{broken:?}");
        let whole = gauge(Figure::exact(0.0, Unit::Count), Comparison::AtMost, 0.0);
        assert!(whole.low.abs() < 1e-6, "{whole:?}");
    }

    #[test]
    fn what_nothing_bounds_reaches_to_the_end_and_no_number_gives_no_gauge() {
        let open = gauge(Figure::between(1.0, f64::INFINITY, Unit::Hectare), Comparison::AtMost, 2.0);
        assert!((open.high - 1.0).abs() < 1e-6 && open.low < open.limit, "{open:?}");
        assert_eq!(Gauge::of(Figure::exact(f64::NAN, Unit::Metre), &test(Comparison::AtLeast, 50.0)), None);
    }
}
