//! World files: six lines of text that place a picture. `.tfw`, `.pgw`, `.jgw`, `.wld` and their like.

use std::fs;
use std::path::{Path, PathBuf};

use super::Affine;
use crate::formats::shapefile::sibling;
use crate::formats::{ReadError, unreadable};
use crate::text::Message;

/// No world file is longer.
const LONGEST: u64 = 4_096;

/// The endings that world files of pictures with an ending have: first and last letter with a `w`, all of it with a `w`, `wld`.
pub(super) fn endings(ending: &str) -> impl Iterator<Item = String> + use<> {
    let letters: Vec<char> = ending.chars().collect();
    let short = letters.first().zip(letters.last()).map(|(first, last)| format!("{first}{last}w"));
    short.into_iter().chain([format!("{ending}w"), String::from("wld")])
}

/// The world file beside a picture.
pub(in crate::formats) fn world_of(path: &Path) -> Option<PathBuf> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    endings(&ending).find_map(|own| sibling(path, &own))
}

/// The name that a world file of a picture usually has.
pub(super) fn usual(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let own = endings(&ending).next().unwrap_or_default();
    path.with_extension(own).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads a world file: widths and turns of a pixel, then where the middle of the top left one lies.
///
/// # Errors
/// [`ReadError`] where it has no six numbers.
pub(super) fn read(path: &Path) -> Result<Affine, ReadError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let size = fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    let bytes = if size > LONGEST { Vec::new() } else { fs::read(path).map_err(|error| unreadable(path, &error))? };
    let text = String::from_utf8_lossy(&bytes);
    of_text(&text).ok_or_else(|| ReadError(Message::new("formats.world-broken").with("file", name)))
}

fn of_text(text: &str) -> Option<Affine> {
    let text = text.trim_start_matches('\u{feff}');
    // Programs of some countries write a comma for the point.
    let number = |word: &str| word.parse().or_else(|_error| word.replace(',', ".").parse::<f64>());
    let numbers: Vec<f64> = text.split_whitespace().map(number).collect::<Result<_, _>>().ok()?;
    let &[a, d, b, e, c, f] = numbers.as_slice() else { return None };
    // The file speaks of the middle of a pixel, the mesh of its corner.
    Some(Affine { x: [c - f64::midpoint(a, b), a, b], y: [f - f64::midpoint(d, e), d, e] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_first_pixel_lies_where_the_file_says_also_when_it_is_turned() {
        let affine = of_text("0.5\n0.1\n0.1\n-0.5\n34526582.25\n3087389.75\n").unwrap();
        let middle = affine.at([0.5, 0.5]);
        assert!((middle.x - 34_526_582.25).abs() < 1e-6 && (middle.y - 3_087_389.75).abs() < 1e-6, "{middle:?}");
        let next = affine.at([1.5, 0.5]);
        assert!((next.x - middle.x - 0.5).abs() < 1e-6 && (next.y - middle.y - 0.1).abs() < 1e-6);
        let below = affine.at([0.5, 1.5]);
        assert!((below.x - middle.x - 0.1).abs() < 1e-6 && (below.y - middle.y + 0.5).abs() < 1e-6);
    }

    #[test]
    fn commas_and_blank_lines_are_read_and_anything_else_is_refused() {
        assert_eq!(of_text("\u{feff}0,5\r\n0\r\n0\r\n\r\n-0,5\r\n100\r\n200"), of_text("0.5 0 0 -0.5 100 200"));
        for text in ["", "1 2 3 4 5", "1 2 3 4 5 6 7", "a b c d e f"] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn world_files_go_by_the_usual_endings() {
        let of = |ending| endings(ending).collect::<Vec<_>>();
        assert_eq!(of("tif"), ["tfw", "tifw", "wld"]);
        assert_eq!(of("jpeg"), ["jgw", "jpegw", "wld"]);
        assert_eq!(usual(Path::new("a/影像.PNG")), "影像.pgw");
    }
}
