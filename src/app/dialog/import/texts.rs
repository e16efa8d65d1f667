//! One text of a file in the encodings that it may be in: whoever reads it knows the right one.

use std::path::Path;

use egui::{RichText, Ui};

use crate::app::dialog::layer::{Later, legible, quiet};
use crate::app::panel::View;
use crate::app::theme;
use crate::formats::preview;

/// Encodings that are compared.
const COMPARED: [&str; 4] = ["GBK", "UTF-8", "Big5", "windows-1252"];
/// Rows that are searched for text beyond ASCII, and letters of it that are shown.
const ROWS: usize = 50;
const LETTERS: usize = 14;

/// Texts by encoding; none where all of the text reads alike in all of them.
type Compared = Vec<(&'static str, String)>;

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Texts(Option<Later<Compared>>);

impl Texts {
    /// Shows the text in each encoding; the one that is pressed is stated.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, path: &Path, used: &str, stated: &mut Option<String>) {
        let later = self.0.get_or_insert_with(|| {
            let path = path.to_owned();
            Later::start(ui.ctx(), move || compared(&path))
        });
        let Later::There(texts) = later.look() else { return };
        if texts.is_empty() {
            return quiet(ui, view.say("import-ascii"));
        }
        ui.horizontal_wrapped(|ui| {
            for (encoding, text) in texts {
                let is_used = used.eq_ignore_ascii_case(encoding);
                let shown = RichText::new(format!("{encoding}  {text}")).size(theme::SMALL);
                if ui.add(egui::Button::selectable(is_used, shown)).clicked() && !is_used {
                    *stated = Some((*encoding).to_owned());
                }
            }
        });
    }
}

fn compared(path: &Path) -> Compared {
    let read = |encoding: &'static str| {
        let rows = preview(path, Some(encoding), ROWS).map(|preview| preview.rows).unwrap_or_default();
        (encoding, rows)
    };
    let all: Vec<(&'static str, Vec<Vec<String>>)> = COMPARED.into_iter().map(read).collect();
    // The first value that has more than ASCII in any of them.
    let Some((_, one)) = all.iter().find(|(_, rows)| !rows.is_empty()) else { return Vec::new() };
    let places = one.iter().enumerate().flat_map(|(row, values)| (0..values.len()).map(move |column| (row, column)));
    let text = |rows: &[Vec<String>], (row, column): (usize, usize)| rows.get(row)?.get(column).cloned();
    let is_telling =
        |place: &(usize, usize)| all.iter().any(|(_, rows)| text(rows, *place).is_some_and(|text| !text.is_ascii()));
    let Some(place) = places.into_iter().find(is_telling) else { return Vec::new() };
    let shown = |text: String| legible(&text).chars().take(LETTERS).collect::<String>();
    all.iter().filter_map(|(encoding, rows)| Some((*encoding, shown(text(rows, place)?)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_telling_text_is_shown_in_each_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.geojson");
        let feature =
            |name: &str| format!(r#"{{"type":"Feature","properties":{{"id":"7","name":"{name}"}},"geometry":null}}"#);
        let text = |names: [&str; 2]| {
            let features = names.map(feature).join(",");
            format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
        };
        std::fs::write(&path, text(["a", "邛海"])).unwrap();
        let texts = compared(&path);
        assert_eq!(texts.iter().find(|(encoding, _)| *encoding == "UTF-8").unwrap().1, "邛海");
        assert_eq!(texts.iter().find(|(encoding, _)| *encoding == "windows-1252").unwrap().1, "é‚›æµ·");
        std::fs::write(&path, text(["a", "b"])).unwrap();
        assert!(compared(&path).is_empty());
    }
}
