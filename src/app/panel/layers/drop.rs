//! Where files can be dropped: the hint below the layers, and the window while files are held over it.

use egui::{Area, Context, Frame, Id, Margin, Order, Rect, RichText, Shape, Stroke, Ui, vec2};

use super::padded;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::theme;
use crate::text::Message;

/// The hint.
pub(super) fn hint_ui(ui: &mut Ui, view: &View<'_>) {
    let palette = theme::palette(ui.visuals());
    ui.add_space(8.0);
    padded(ui, |ui| {
        let shown = Frame::new().inner_margin(Margin::symmetric(12, 14)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.vertical_centered(|ui| {
                let hint = RichText::new(view.say("layers-drop")).color(palette.quiet).size(theme::SMALL);
                ui.add(egui::Label::new(hint).wrap());
            });
        });
        dashed(ui, shown.response.rect, Stroke::new(1.0, palette.line));
    });
}

/// A rounded box of dashes.
pub(in crate::app) fn dashed(ui: &Ui, rect: Rect, stroke: Stroke) {
    let path = rounded(rect.shrink(0.5), 8.0);
    ui.painter().extend(Shape::dashed_line(&path, stroke, 4.0, 3.0));
}

/// A rounded box as a closed line.
fn rounded(rect: Rect, radius: f32) -> Vec<egui::Pos2> {
    const STEPS: u8 = 6;
    let inner = rect.shrink(radius);
    let corners =
        [(inner.right_top(), -0.25), (inner.right_bottom(), 0.0), (inner.left_bottom(), 0.25), (inner.left_top(), 0.5)];
    let mut path: Vec<egui::Pos2> = corners
        .into_iter()
        .flat_map(|(centre, from)| {
            (0..=STEPS).map(move |step| {
                let turn = std::f32::consts::TAU * (from + 0.25 * f32::from(step) / f32::from(STEPS));
                centre + radius * vec2(turn.cos(), turn.sin())
            })
        })
        .collect();
    path.extend(path.first().copied());
    path
}

/// While files are held over the window it says where they will go.
pub(in crate::app) fn overlay_ui(context: &Context, view: &View<'_>) {
    let held = context.input(|input| input.raw.hovered_files.len());
    if held == 0 {
        return;
    }
    let says = match view.document.loaded() {
        Some(loaded) if view.document.plan().is_some() => {
            Message::new("app.drop-adds").with("plan", &loaded.snapshot.name).say(view.lang)
        }
        _ => view.say("drop-opens"),
    };
    let screen = context.content_rect();
    Area::new(Id::unique("drop")).order(Order::Foreground).interactable(false).fixed_pos(screen.min).show(
        context,
        |ui| {
            let palette = theme::palette(ui.visuals());
            ui.set_min_size(screen.size());
            ui.painter().rect_filled(screen, 0.0, palette.panel.gamma_multiply(0.82));
            ui.painter().extend(Shape::dashed_line(
                &rounded(screen.shrink(20.0), 16.0),
                Stroke::new(2.0, palette.accent),
                10.0,
                7.0,
            ));
            ui.vertical_centered(|ui| {
                ui.add_space(screen.height() * 0.42);
                ui.label(Icon::Plus.text(40.0).color(palette.accent));
                ui.label(theme::bold(says).size(18.0));
                ui.label(RichText::new(view.say("drop-kinds")).color(palette.quiet));
            });
        },
    );
}
