//! The legend of the thematic map on the window's map, with the figure of the zone under the pointer.

use egui::{Align, CornerRadius, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2};

use crate::app::Command;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::panel::View;
use crate::app::theme::{self, SMALL, palette};
use crate::app::widget::button::icon_button;
use crate::map::Colour;
use crate::measure::thematic::Asked;
use crate::text::Message;

/// From the edges of the map, and above the scale bar, in points.
const MARGIN: f32 = 12.0;
const ABOVE_BAR: f32 = 60.0;
const WIDTH: f32 = 212.0;
const ROW: f32 = 20.0;
/// Of a map that is smaller nothing would be left.
const LEAST: Vec2 = vec2(420.0, 300.0);

/// Shows it where a thematic map is asked for.
pub(super) fn legend_ui(ui: &mut Ui, view: &mut View<'_>, rect: Rect) {
    let Some(asked) = view.session.topic else { return };
    if rect.width() < LEAST.x || rect.height() < LEAST.y {
        return;
    }
    let shading = view.document.shading().cloned();
    let classes = shading.as_ref().map(|shading| shading.legend()).unwrap_or_default();
    let rows = classes.len() + 3;
    let height = (rows as f32 * ROW + 20.0).min(rect.height() - ABOVE_BAR - MARGIN);
    let low = pos2(rect.left() + MARGIN, rect.bottom() - ABOVE_BAR - height);
    let card = Rect::from_min_size(low, vec2(WIDTH, height));
    let colours = palette(ui.visuals());
    let line = Stroke::new(1.0, colours.line);
    ui.painter().rect(card, CornerRadius::same(8), colours.card, line, StrokeKind::Inside);
    // What is pressed on the card is not pressed on the map below it.
    ui.interact(card, ui.scope_id().with("legend"), Sense::click_and_drag());
    let inside = UiBuilder::new().max_rect(card.shrink2(vec2(12.0, 8.0))).layout(Layout::top_down(Align::Min));
    ui.scope_builder(inside, |ui| {
        ui.set_clip_rect(card.intersect(ui.clip_rect()));
        ui.spacing_mut().item_spacing.y = 0.0;
        head_ui(ui, view, asked);
        let note = shading.as_ref().and_then(|shading| shading.legend_note());
        let note = note.map(|note| note.say(view.lang)).unwrap_or_default();
        row_ui(ui, None, &note, colours.quiet);
        for (colour, range) in classes.iter().rev() {
            row_ui(ui, Some(*colour), &range.say(view.lang), colours.ink);
        }
        let here = view.session.pointer.zip(shading.as_ref()).and_then(|(at, shading)| {
            let (name, figure) = shading.at(at)?;
            let named = name
                .map_or_else(|| Message::new("app.topic-here"), |name| Message::new("app.topic-in").with("name", name));
            Some(named.with_message("figure", figure).say(view.lang))
        });
        let measuring = view.jobs.is_running(Kind::Shade).then(|| view.say("job-shade"));
        row_ui(ui, None, &measuring.or(here).unwrap_or_default(), colours.accent);
    });
}

/// What is shown, and the way to hide it.
fn head_ui(ui: &mut Ui, view: &mut View<'_>, asked: Asked) {
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        if icon_button(ui, Icon::Close, &view.say("topic-hide")).clicked() {
            view.commands.push(Command::ShowTopic(None));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(theme::bold(asked.title().say(view.lang)).size(SMALL)).truncate());
        });
    });
}

fn row_ui(ui: &mut Ui, colour: Option<Colour>, text: &str, ink: egui::Color32) {
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_height(ROW);
        if let Some(Colour { r, g, b, .. }) = colour {
            let (place, _) = ui.allocate_exact_size(vec2(20.0, 12.0), Sense::hover());
            ui.painter().rect_filled(place, 2.0, egui::Color32::from_rgb(r, g, b));
        }
        if !text.is_empty() {
            ui.add(egui::Label::new(RichText::new(text).size(SMALL).color(ink)).truncate());
        }
    });
}
