//! The files, a line each, with whether they are imported; last what they do for the clauses.

use egui::{Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::clauses;
use super::detail::warning;
use super::state::{File, Import};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::panel::layers::listed::capitalised;
use crate::app::panel::layers::row::{glyph, small, text};
use crate::app::theme;
use crate::text::Message;
use crate::units;

/// Height of a line.
const HEIGHT: f32 = 44.0;

pub(super) fn files_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import) {
    ScrollArea::vertical().id_salt("import-files").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for index in 0..import.files.len() {
            file_ui(ui, view, import, index);
        }
        ui.add_space(8.0);
        clauses_ui(ui, view, import);
        for reason in import.left_out.clone() {
            ui.add_space(4.0);
            warning(ui, &reason.say(view.lang));
        }
    });
}

fn file_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import, index: usize) {
    let chosen = !import.shows_clauses && import.chosen == index;
    let Some(file) = import.files.get_mut(index) else { return };
    let (rect, pressed) = line_ui(ui, file.name(), chosen);
    let says = Message::new("app.import-take").with("file", file.name()).say(view.lang);
    let tick = Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), Vec2::splat(20.0));
    let response = ui.put(tick, egui::Checkbox::without_text(&mut file.taken));
    let taken = file.taken;
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, taken, &says));
    let palette = theme::palette(ui.visuals());
    let ink = if file.taken { palette.ink } else { palette.quiet };
    let (left, middle, right) = (rect.left() + 34.0, rect.center().y, rect.right() - 30.0);
    text(ui, pos2(left, middle - 9.0), file.name(), right, ink);
    small(ui, pos2(left, middle + 9.0), &facts(view, file), right, palette.quiet);
    let doubts = file.layer().map_or(0, |layer| layer.notices.len());
    let unusable = matches!(file.came, Some(Err(_)));
    if unusable || doubts > 0 {
        let colour =
            if unusable { theme::verdict_colour(crate::check::Verdict::Violates, ui.visuals()) } else { palette.amber };
        glyph(ui, pos2(rect.right() - 16.0, middle), Icon::Warning, 16.0, colour);
    }
    if pressed {
        (import.chosen, import.shows_clauses) = (index, false);
    }
}

/// A line that can be pressed, and its place.
fn line_ui(ui: &mut Ui, name: &str, chosen: bool) -> (Rect, bool) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    let palette = theme::palette(ui.visuals());
    if chosen {
        ui.painter().rect_filled(rect, 6.0, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, palette.rail.gamma_multiply(0.6));
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(rect, 6.0, stroke, egui::StrokeKind::Inside);
    }
    (rect, response.clicked())
}

/// What it seems to be, in a few words.
fn facts(view: &View<'_>, file: &File) -> String {
    match &file.came {
        None => view.say("import-reading"),
        Some(Err(_)) => view.say("import-unusable"),
        Some(Ok(layer)) => {
            let roles: Vec<String> = layer.roles.iter().map(|role| role.name().say(view.lang)).collect();
            let count = units::grouped(&layer.features.len().to_string());
            format!("{} · {count} · {}", capitalised(&roles.join(" · ")), layer.crs)
        }
    }
}

fn clauses_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import) {
    let name = view.say("import-clauses");
    let (rect, pressed) = line_ui(ui, &name, import.shows_clauses);
    let palette = theme::palette(ui.visuals());
    glyph(ui, pos2(rect.left() + 16.0, rect.center().y), Icon::Clauses, 18.0, palette.accent);
    let (left, right) = (rect.left() + 34.0, rect.right() - 8.0);
    text(ui, pos2(left, rect.center().y - 9.0), &name, right, palette.ink);
    let says = clauses::summary(view, import).map_or_else(|| view.say("import-judging"), |says| says.say(view.lang));
    small(ui, pos2(left, rect.center().y + 9.0), &says, right, palette.quiet);
    if pressed {
        import.shows_clauses = true;
    }
}
