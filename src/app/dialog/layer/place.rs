//! How the file is read: its coordinate system and the encoding of its text, with the first rows as they would read.

use egui::{Grid, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};

use std::path::Path;

use super::later::Later;
use super::named::choice;
use super::{LayerDraft, heading, quiet, sight};
use crate::app::panel::View;
use crate::app::theme;
use crate::formats::{ENCODINGS, Preview, preview};
use crate::text::{Lang, Message};

/// Rows that the preview shows, and their height in points.
const ROWS: usize = 8;
const ROOM: f32 = 120.0;

pub(super) fn reading_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    heading(ui, view.say("layer-crs"));
    let read = draft.layer.as_deref();
    crs_ui(ui, view, &mut draft.entry.crs, read.map(|layer| layer.crs.as_str()));
    heading(ui, view.say("layer-encoding"));
    encoding_ui(ui, view, &mut draft.entry.encoding, read.map(|layer| layer.encoding.as_str()));
    quiet(ui, view.say("layer-preview"));
    let path = draft.path();
    draft.preview.show(ui, view, &path, draft.entry.encoding.as_deref());
    sight::sight_ui(ui, view, draft);
}

/// A coordinate system, typed or chosen; none is as the file says, where it was read as `read`.
pub(in crate::app::dialog) fn crs_ui(ui: &mut Ui, view: &View<'_>, stated: &mut Option<String>, read: Option<&str>) {
    let automatic = match read.filter(|crs| !crs.is_empty()) {
        Some(crs) if stated.is_none() => Message::new("app.layer-as-file").with("found", crs).say(view.lang),
        _ => view.say("layer-as-file-says"),
    };
    ui.horizontal_wrapped(|ui| {
        let mut typed = stated.clone().unwrap_or_default();
        let edit = ui.add(TextEdit::singleline(&mut typed).hint_text("EPSG:4543").desired_width(150.0));
        let name = view.say("layer-crs");
        edit.widget_info(|| WidgetInfo { label: Some(name.clone()), ..WidgetInfo::text_edit(true, "", &typed, &name) });
        if edit.changed() {
            *stated = Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
        }
        let common = view.say("layer-crs-common");
        let selected = stated.as_deref().and_then(|crs| known_crs(crs, view.lang)).unwrap_or_else(|| automatic.clone());
        let chosen = choice(ui, &common, &selected, 300.0, |ui| {
            let mut chosen = ui.selectable_label(stated.is_none(), &automatic).clicked().then_some(None);
            for (code, name) in common_crs() {
                let code = format!("EPSG:{code}");
                if ui.selectable_label(stated.as_ref() == Some(&code), name.say(view.lang)).clicked() {
                    chosen = Some(Some(code));
                }
            }
            chosen
        });
        if let Some(chosen) = chosen {
            *stated = chosen;
        }
    });
}

/// Systems that Chinese plans are commonly in: EPSG codes 4513 to 4533 are CGCS2000 in 3° zones with the zone's number before
/// the easting, 4534 to 4554 the same by central meridian, from 75° E on.
fn common_crs() -> Vec<(u32, Message)> {
    let plain = [(4490, "app.crs-cgcs"), (4326, "app.crs-wgs"), (3857, "app.crs-web")];
    let plain = plain.into_iter().map(|(code, key)| (code, Message::new(key)));
    let meridian = |zone: u32| 75 + 3 * zone;
    let by_meridian =
        (0..21).map(|zone| (4534 + zone, Message::new("app.crs-meridian").with("meridian", meridian(zone))));
    let by_zone = (0..21).map(|zone| {
        let name = Message::new("app.crs-zone").with("zone", 25 + zone).with("meridian", meridian(zone));
        (4513 + zone, name)
    });
    plain.chain(by_meridian).chain(by_zone).collect()
}

fn known_crs(stated: &str, lang: Lang) -> Option<String> {
    let number: u32 = stated.trim().to_ascii_uppercase().strip_prefix("EPSG:")?.trim().parse().ok()?;
    common_crs().into_iter().find(|(code, _)| *code == number).map(|(_, name)| name.say(lang))
}

/// An encoding to choose, likewise.
pub(in crate::app::dialog) fn encoding_ui(
    ui: &mut Ui,
    view: &View<'_>,
    stated: &mut Option<String>,
    read: Option<&str>,
) {
    let used = read.filter(|_| stated.is_none());
    let automatic = used.map_or_else(
        || view.say("layer-as-file-says"),
        |used| Message::new("app.layer-as-file").with("found", used).say(view.lang),
    );
    let name = view.say("layer-encoding");
    let selected = stated.clone().unwrap_or_else(|| automatic.clone());
    let chosen = choice(ui, &name, &selected, 300.0, |ui| {
        let mut chosen = ui.selectable_label(stated.is_none(), &automatic).clicked().then_some(None);
        for &encoding in ENCODINGS {
            if ui.selectable_label(stated.as_deref() == Some(encoding), encoding).clicked() {
                chosen = Some(Some(encoding.to_owned()));
            }
        }
        chosen
    });
    if let Some(chosen) = chosen {
        *stated = chosen;
    }
}

/// First rows of a file in an encoding, or why they cannot be read.
#[derive(Debug, Default)]
pub(in crate::app::dialog) struct FirstRows(Option<(Option<String>, Later<Rows>)>);

type Rows = Result<Preview, Message>;

impl FirstRows {
    /// Shows the first rows as they would read.
    pub(in crate::app::dialog) fn show(&mut self, ui: &mut Ui, view: &View<'_>, path: &Path, encoding: Option<&str>) {
        let wanted = encoding.map(str::to_owned);
        if self.0.as_ref().is_none_or(|(of, _)| *of != wanted) {
            let (path, encoding) = (path.to_owned(), wanted.clone());
            let read = move || preview(&path, encoding.as_deref(), ROWS).map_err(|error| error.0);
            self.0 = Some((wanted, Later::start(ui.ctx(), read)));
        }
        match self.0.as_mut().map(|(_, later)| later.look()) {
            Some(Later::There(Ok(preview))) => rows_ui(ui, preview),
            Some(Later::There(Err(message))) => quiet(ui, message.say(view.lang)),
            Some(Later::Waiting(_)) => drop(ui.spinner()),
            Some(Later::Lost) | None => quiet(ui, view.say("layer-preview-lost")),
        }
    }
}

fn rows_ui(ui: &mut Ui, preview: &Preview) {
    let palette = theme::palette(ui.visuals());
    let frame = egui::Frame::new().stroke(egui::Stroke::new(1.0, palette.line)).corner_radius(6.0).inner_margin(8.0);
    frame.show(ui, |ui| {
        ScrollArea::both().id_salt("first-rows").auto_shrink([false, true]).max_height(ROOM).show(ui, |ui| {
            Grid::new("preview").spacing([16.0, 4.0]).show(ui, |ui| {
                for field in &preview.fields {
                    ui.label(theme::bold(field).size(theme::SMALL));
                }
                ui.end_row();
                for row in &preview.rows {
                    for value in row {
                        ui.add(egui::Label::new(RichText::new(shortened(value)).size(theme::SMALL)).extend());
                    }
                    ui.end_row();
                }
            });
        });
    });
}

/// Text with what no font can draw as question marks: a wrong encoding makes characters of private use and broken ones.
pub(in crate::app::dialog) fn legible(text: &str) -> String {
    let cannot = |letter: char| matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{fffd}') || letter.is_control();
    text.chars().map(|letter| if cannot(letter) { '?' } else { letter }).collect()
}

/// A value as it fits into a table.
fn shortened(value: &str) -> String {
    const LONGEST: usize = 28;
    let mut short: String = legible(value).chars().take(LONGEST).collect();
    if value.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_system_is_known_by_its_code() {
        assert!(known_crs("epsg:4543", Lang::En).unwrap().contains("102"));
        assert!(known_crs("EPSG:4522", Lang::En).unwrap().contains("34"));
        assert_eq!(known_crs("EPSG:27700", Lang::En), None);
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        assert_eq!(shortened("短"), "短");
        assert_eq!(shortened(&"长".repeat(40)).chars().count(), 29);
    }
}
