//! One file: what it is, what it seems to mean, how it is read, and where it lies; each can be stated otherwise.

use std::path::Path;

use egui::{Align, Frame, Layout, RichText, ScrollArea, Ui, vec2};

use super::clauses::served;
use super::state::{File, Import, Reading};
use crate::app::dialog::layer::{choice, crs_ui, encoding_ui, quiet};
use crate::app::dialog::small_map::elsewhere;
use crate::app::panel::View;
use crate::app::panel::layers::listed::capitalised;
use crate::app::theme;
use crate::formats::Format;
use crate::layer::{Layer, Role, ShapeKind};
use crate::notice::Notice;
use crate::text::Message;
use crate::units;

/// Size of the map, and the width from which on it stands beside the rest.
const MAP: f32 = 300.0;
const MAP_HEIGHT: f32 = 216.0;
const BESIDE: f32 = 620.0;
/// Notices and clauses that are listed; of more the number is told.
const MOST: usize = 6;
/// Notices that say how the coordinate system, or the encoding, was found.
const OF_CRS: &str = "crs-";
const OF_ENCODING: &str = "encoding-";

pub(super) fn detail_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import) {
    let index = import.chosen.min(import.files.len().saturating_sub(1));
    ScrollArea::vertical().id_salt("import-detail").auto_shrink([false, false]).show(ui, |ui| {
        let Some(file) = import.files.get(index) else { return };
        head_ui(ui, view, file);
        let beside = ui.available_width() >= BESIDE;
        if beside {
            let left = ui.available_width() - MAP - 16.0;
            ui.horizontal_top(|ui| {
                let column = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(left, MAP_HEIGHT), column, |ui| {
                    ui.set_width(left);
                    reading_ui(ui, view, import, index);
                });
                ui.add_space(8.0);
                ui.allocate_ui_with_layout(vec2(MAP, MAP_HEIGHT), column, |ui| map_ui(ui, view, import, index));
            });
        } else {
            reading_ui(ui, view, import, index);
            map_ui(ui, view, import, index);
        }
        let Some(file) = import.files.get_mut(index) else { return };
        if !file.is_picture() {
            ui.add_space(4.0);
            quiet(ui, view.say("layer-preview"));
            file.rows.show(ui, view, &file.path, file.entry.encoding.as_deref());
        }
        let Some(layer) = import.files.get(index).and_then(File::layer).cloned() else { return };
        notices_ui(ui, view, &layer.notices);
        serves_ui(ui, view, import, &layer);
    });
}

/// Name, format, kind of shapes, rows, size; why it cannot be used.
fn head_ui(ui: &mut Ui, view: &View<'_>, file: &File) {
    ui.label(theme::bold(file.name()).size(theme::HEADING)).on_hover_text(file.path.display().to_string());
    let mut facts = vec![format(&file.path), size(file.bytes)];
    if let Some(layer) = file.layer().filter(|layer| layer.image.is_none()) {
        let kind = ShapeKind::of(&layer.features).name().say(view.lang);
        let counted = |count: usize| units::grouped(&count.to_string());
        let rows = Message::new("app.import-rows").with("features", counted(layer.features.len()));
        facts.insert(1, capitalised(&kind));
        facts.insert(2, rows.with("skipped", counted(layer.skipped)).say(view.lang));
    }
    quiet(ui, facts.join(" · "));
    if let Some(Err(reason)) = &file.came {
        warning(ui, &reason.say(view.lang));
        quiet(ui, view.say("import-unusable-hint"));
    }
    ui.add_space(4.0);
}

/// The format of a file, by its ending; a picture is called by that.
fn format(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    match ending.to_lowercase().as_str() {
        "shp" => Format::Shapefile.name().to_owned(),
        "geojson" | "json" => Format::GeoJson.name().to_owned(),
        _ => ending.to_uppercase(),
    }
}

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
    let bytes = bytes as f64;
    match bytes {
        bytes if bytes >= 1e6 => format!("{:.1} MB", bytes / 1e6),
        bytes if bytes >= 1e3 => format!("{:.0} kB", bytes / 1e3),
        bytes => format!("{bytes:.0} B"),
    }
}

/// Role, coordinate system and encoding, each with how it was found.
fn reading_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import, index: usize) {
    let Some(file) = import.files.get_mut(index) else { return };
    ui.add_enabled_ui(file.taken, |ui| {
        ui.label(theme::bold(view.say("import-role")));
        role_ui(ui, view, file);
        let layer = file.layer().cloned();
        let layer = layer.as_deref();
        ui.add_space(4.0);
        ui.label(theme::bold(view.say("layer-crs")));
        crs_ui(ui, view, &mut file.entry.crs, layer.map(|layer| layer.crs.as_str()));
        reason_ui(ui, view, layer, file.entry.crs.is_some(), OF_CRS);
        if file.is_picture() {
            return;
        }
        ui.add_space(4.0);
        ui.label(theme::bold(view.say("layer-encoding")));
        encoding_ui(ui, view, &mut file.entry.encoding, layer.map(|layer| layer.encoding.as_str()));
        reason_ui(ui, view, layer, file.entry.encoding.is_some(), OF_ENCODING);
        let used = file.entry.encoding.clone().or_else(|| Some(layer?.encoding.clone())).unwrap_or_default();
        file.texts.show(ui, view, &file.path, &used, &mut file.entry.encoding);
    });
}

fn role_ui(ui: &mut Ui, view: &View<'_>, file: &mut File) {
    let named = |roles: &[Role]| {
        let names: Vec<String> = roles.iter().map(|role| role.name().say(view.lang)).collect();
        capitalised(&names.join(" · "))
    };
    let found = file.layer().map(|layer| layer.roles.clone()).unwrap_or_default();
    let roles = if file.entry.roles.is_empty() { &found } else { &file.entry.roles };
    let name = Message::new("app.import-role-of").with("file", file.name()).say(view.lang);
    let chosen = choice(ui, &name, &named(roles), 260.0, |ui| {
        let automatic = view.say("layer-guess-again");
        let mut chosen = ui.selectable_label(file.entry.roles.is_empty(), automatic).clicked().then(Vec::new);
        for (role, _) in Role::ALL {
            if ui.selectable_label(roles.contains(role), named(&[*role])).clicked() {
                chosen = Some(vec![*role]);
            }
        }
        chosen
    });
    if let Some(reason) = file.layer().map(|layer| layer.role_reason.clone()) {
        quiet(ui, reason.say(view.lang));
    }
    if let Some(chosen) = chosen {
        file.entry.roles = chosen;
    }
}

/// How something of the reading was found: stated, assumed with a notice, or by the file.
fn reason_ui(ui: &mut Ui, view: &View<'_>, layer: Option<&Layer>, stated: bool, notices: &str) {
    let Some(layer) = layer else { return };
    let own: Vec<&Notice> = layer.notices.iter().filter(|notice| notice.code.starts_with(notices)).collect();
    for notice in &own {
        warning(ui, &notice.message.say(view.lang));
    }
    if own.is_empty() {
        quiet(ui, view.say(if stated { "import-as-stated" } else { "import-as-file" }));
    }
}

fn map_ui(ui: &mut Ui, view: &View<'_>, import: &mut Import, index: usize) {
    let Reading::Done(tried) = &import.reading else {
        drop(ui.spinner());
        return;
    };
    let own = import.entry_of(index).and_then(|entry| tried.layer_of(entry));
    if let Some(far) = own.and_then(|own| elsewhere(&tried.arts, own)) {
        warning(ui, &far.say(view.lang));
    }
    let size = vec2(MAP.min(ui.available_width()), MAP_HEIGHT);
    let arts = tried.arts.clone();
    import.map.show(ui, view, &arts, own, size);
}

fn notices_ui(ui: &mut Ui, view: &View<'_>, notices: &[Notice]) {
    if notices.is_empty() {
        return;
    }
    ui.add_space(4.0);
    let says = Message::new("app.layers-notices").with("count", units::grouped(&notices.len().to_string()));
    ui.label(theme::bold(says.say(view.lang)));
    for notice in notices.iter().take(MOST) {
        quiet(ui, notice.message.say(view.lang));
    }
    if notices.len() > MOST {
        quiet(ui, Message::new("app.import-more").with("count", notices.len() - MOST).say(view.lang));
    }
}

/// The clauses that its features count for.
fn serves_ui(ui: &mut Ui, view: &View<'_>, import: &Import, layer: &Layer) {
    ui.add_space(4.0);
    ui.label(theme::bold(view.say("import-serves")));
    let titles = served(view, import, &layer.roles);
    if titles.is_empty() {
        return quiet(ui, view.say("import-serves-none"));
    }
    let separator = view.say("import-separator");
    quiet(ui, titles.join(&separator));
}

/// A sentence that asks for attention.
pub(super) fn warning(ui: &mut Ui, says: &str) {
    let palette = theme::palette(ui.visuals());
    Frame::new().fill(palette.amber_soft).corner_radius(6.0).inner_margin(6.0).show(ui, |ui| {
        let text = RichText::new(says).color(palette.amber).size(theme::SMALL);
        ui.add(egui::Label::new(text).wrap());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_as_many_digits_as_matter() {
        assert_eq!([512, 51_200, 5_120_000].map(size), ["512 B", "51 kB", "5.1 MB"]);
    }
}
