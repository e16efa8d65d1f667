//! The editor of how a layer looks: it lies over the map, which shows every change at once.
//!
//! A change is committed as one edit when the pointer is let go, and not before.

mod classes;
mod colour;
mod data;
mod draft;
mod look;

use egui::{Align, Button, Frame, Id, Layout, Margin, Rect, RichText, ScrollArea, Ui, Window};

pub(in crate::app) use draft::StyleDraft;

use self::draft::Kind;
use super::frame::quiet;
use super::layer::choice;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::panel::layers::listed::{Listed, listed};
use crate::app::widget::button::icon_button;
use crate::app::{Command, theme};
use crate::plan::Style;
use crate::text::Message;

/// Width of the editor, where the map is so wide.
const WIDTH: f32 = 276.0;
/// From the edge of the map.
const MARGIN: f32 = 12.0;

/// Shows the editor where it is open.
pub(in crate::app) fn style_ui(ui: &mut Ui, view: &mut View<'_>, map: Rect) {
    let Some(mut draft) = view.session.style.take() else { return };
    if !draft.follow(view.document) {
        return;
    }
    if draft.is_open() {
        let before = draft.style.clone();
        let is_open = window_ui(ui, view, &mut draft, map);
        let is_held = ui.input(|input| input.pointer.any_down());
        if !is_open {
            draft.close(view.commands, view.document);
        } else if draft.style != before || is_held {
            ui.ctx().request_repaint();
        } else {
            draft.ask(view.commands, view.document);
        }
    }
    view.session.style = Some(draft);
}

/// The editor itself; says whether it stays open.
fn window_ui(ui: &mut Ui, view: &mut View<'_>, draft: &mut StyleDraft, map: Rect) -> bool {
    let screen = ui.ctx().content_rect();
    let width = WIDTH.min(screen.width() - 2.0 * MARGIN - 24.0).max(120.0);
    let height = (screen.bottom() - map.top() - 140.0).max(60.0);
    let frame = Frame::window(ui.style()).inner_margin(Margin::same(12));
    let window =
        Window::new("style").id(Id::unique("style")).frame(frame).title_bar(false).resizable(false).collapsible(false);
    let window = window.default_pos(map.left_top() + egui::vec2(MARGIN, MARGIN)).constrain_to(screen);
    let shown = window.show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
        let is_open = head_ui(ui, view, draft);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            kinds_ui(ui, view, draft);
            ui.add_space(2.0);
            let kind = draft.kind();
            if kind != Kind::Single {
                classes::classes_ui(ui, view, draft, kind);
                ui.separator();
            }
            look::look_ui(ui, view, draft);
            ui.separator();
            look::layer_ui(ui, view, draft);
        });
        ui.separator();
        foot_ui(ui, view, draft);
        is_open
    });
    shown.and_then(|shown| shown.inner).unwrap_or(true)
}

/// Whose look it is, and the way to close.
fn head_ui(ui: &mut Ui, view: &View<'_>, draft: &StyleDraft) -> bool {
    let mut is_open = true;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            is_open = !icon_button(ui, Icon::Close, &view.say("style-close")).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let palette = theme::palette(ui.visuals());
                ui.label(Icon::Palette.text(16.0).color(palette.accent));
                let name = name_of(view, draft.shown().0).unwrap_or_default();
                let title = Message::new("app.style-of").with("layer", name).say(view.lang);
                ui.add(egui::Label::new(theme::bold(title)).truncate());
            });
        });
    });
    is_open
}

fn all(view: &View<'_>) -> Vec<Listed> {
    listed(view.document, view.lang)
}

fn name_of(view: &View<'_>, key: &str) -> Option<String> {
    all(view).into_iter().find(|layer| layer.key == key).map(|layer| layer.name)
}

fn kinds_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft) {
    let now = draft.kind();
    let has_numbers = draft.choices.iter().any(|choice| choice.is_number);
    ui.horizontal(|ui| {
        for (kind, key, can) in [
            (Kind::Single, "style-single", true),
            (Kind::Value, "style-by-value", !draft.choices.is_empty()),
            (Kind::Range, "style-by-range", has_numbers),
        ] {
            let button = Button::selectable(now == kind, view.say(key));
            let response = ui.add_enabled(can, button).on_disabled_hover_text(view.say("style-no-field"));
            if response.clicked() && now != kind {
                draft.want(kind, None, ui.ctx());
            }
        }
    });
}

/// The built-in look, and the same look for another layer.
fn foot_ui(ui: &mut Ui, view: &mut View<'_>, draft: &mut StyleDraft) {
    ui.horizontal(|ui| {
        let reset = Button::new(view.say("style-reset"));
        if ui.add_enabled(!draft.style.is_built_in(), reset).clicked() {
            draft.style = Style::default();
            draft.awaited = None;
        }
        let (name, key) = (view.say("style-copy"), draft.shown().0.to_owned());
        let copied = choice(ui, &name, &name, 118.0, |ui| {
            let mut chosen = None;
            for layer in all(view).into_iter().filter(|layer| layer.key != key) {
                if ui.selectable_label(false, RichText::new(&layer.name)).clicked() {
                    chosen = Some(layer.key);
                }
            }
            chosen
        });
        if let (Some(to), Some(plan)) = (copied, view.document.plan()) {
            view.commands.push(Command::Edit(plan.styling(&to, draft.style.clone())));
        }
    });
}
