//! Readers and writers of files: one per format, each way; encodings; coordinate systems; opening a folder.
//!
//! Source files are only ever read. What is wrong with a row costs that row and gives a notice; a [`ReadError`] means that
//! nothing of the file can be used. No input makes a reader panic or take memory that the file's own size does not justify.

mod crs;
mod dbf;
pub mod dxf;
mod encoding;
mod form;
pub mod geojson;
pub mod geopackage;
mod image;
mod nesting;
mod parts;
mod placing;
mod preview;
mod raw;
pub mod shapefile;
mod shp;
pub mod tiles;
mod totals;

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use crs::choose::Whereabouts;
pub use form::Form;
pub use image::RawImage;
pub use parts::{Stamp, files_meant, main_of, stamps};
pub use preview::{ENCODINGS, Preview, preview};
pub use raw::{Format, Place, RawFeature, RawLayer, RawShape};
pub use totals::Totals;

use crate::geometry::frame::Frame;
use crate::handle::Handle;
use crate::notice::Notice;
use crate::text::Message;
use crs::Said;
use crs::assume;

/// What the planner says of a file that the file does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Coordinate system, such as `EPSG:4543`.
    pub crs: Option<String>,
    /// Encoding of text, such as `GBK`.
    pub encoding: Option<String>,
}

/// Why a file cannot be used: what failed, why, what to do, where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub Message);

/// Extensions of formats that are not read, with the sentence that says how to convert them.
const NOT_READ: &[(&[&str], &str)] = &[
    (&["dwg", "dxf", "dgn"], "formats.convert-cad"),
    (&["gdb", "mdb", "gpkg", "sqlite", "db"], "formats.convert-database"),
    (&["zip", "rar", "7z", "tar", "gz", "tgz"], "formats.convert-archive"),
    (&["csv", "txt", "xls", "xlsx"], "formats.convert-table"),
    (&["ecw", "sid", "img", "jp2", "bmp", "gif", "webp", "mbtiles"], "formats.convert-image"),
    (&["tfw", "pgw", "jgw", "wld"], "formats.convert-world"),
    (&["shx", "prj", "cpg", "sbn", "sbx", "qix", "qpj"], "formats.convert-part"),
];

/// Extensions of files that are not read and may yet hold what a plan needs.
const MAY_HOLD_LAYERS: &[&str] = &[
    "dwg", "dxf", "dgn", "gdb", "mdb", "gpkg", "sqlite", "zip", "rar", "7z", "kml", "kmz", "tab", "mif", "pbf", "gml",
];

/// Reads one file. `source` is its name as the plan states it. A `.dbf` alone gives rows without shapes, which `inspect`
/// can show and [`RawLayer::into_layer`] refuses.
///
/// # Errors
/// [`ReadError`] where nothing of the file can be used; a bad row is a notice.
pub fn read(path: &Path, source: &str, options: &ReadOptions, handle: &Handle) -> Result<RawLayer, ReadError> {
    go_on(handle)?;
    // Pipes and devices never end.
    let is_no_file = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        _ if is_no_file => Err(ReadError(Message::new("formats.no-file"))),
        "shp" | "dbf" => shapefile::read(path, source, options, handle),
        "geojson" | "json" => read_geojson(path, source, options, handle),
        "tif" | "tiff" | "png" | "jpg" | "jpeg" if path.exists() => match image::format_of(path) {
            Some(format) => image::read(path, source, format, options, handle),
            None => Err(conversion(path, source)),
        },
        // A mistyped path is no question of formats.
        _ if !path.exists() => Err(unreadable(path, &std::io::ErrorKind::NotFound.into())),
        _ => Err(conversion(path, source)),
    }
    .map_err(|ReadError(reason)| match reason.key.strip_prefix("formats.convert-") {
        Some(_) => ReadError(reason),
        None => ReadError(Message::new("formats.not-read").with("file", source).with_message("reason", reason)),
    })
}

/// How to convert a file of a format that is not read.
fn conversion(path: &Path, source: &str) -> ReadError {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let known = NOT_READ.iter().find(|(extensions, _)| extensions.contains(&extension.as_str()));
    let key = known.map_or("formats.convert-other", |(_, key)| key);
    ReadError(Message::new(key).with("file", source).with("extension", extension))
}

/// Whether a file can be a layer, by its name and its being there; its contents are not looked at.
///
/// # Errors
/// [`ReadError`] where it is not there, or how to convert it.
pub fn can_be_layer(path: &Path, source: &str) -> Result<(), ReadError> {
    let wrong = |ReadError(reason)| {
        ReadError(Message::new("formats.not-read").with("file", source).with_message("reason", reason))
    };
    match fs::metadata(path) {
        Err(error) => Err(wrong(unreadable(path, &error))),
        Ok(found) if !found.is_file() => Err(wrong(ReadError(Message::new("formats.no-file")))),
        Ok(_) if ["shp", "geojson", "json"].iter().any(|known| shapefile::has_extension(path, known)) => Ok(()),
        Ok(_) if image::format_of(path).is_some() => Ok(()),
        Ok(_) => Err(conversion(path, source)),
    }
}

/// Stops a reader between two of its steps where the job was cancelled.
fn go_on(handle: &Handle) -> Result<(), ReadError> {
    if handle.is_cancelled() { Err(ReadError(Message::new("formats.cancelled"))) } else { Ok(()) }
}

fn unreadable(path: &Path, error: &std::io::Error) -> ReadError {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ReadError(Message::new("formats.unreadable").with("file", name).with("reason", error))
}

fn read_geojson(path: &Path, source: &str, options: &ReadOptions, handle: &Handle) -> Result<RawLayer, ReadError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    go_on(handle)?;
    let sha256 = shapefile::hex(Sha256::new().chain_update(&bytes));
    let mut notices = Vec::new();
    let stated = shapefile::stated_encoding(options)?;
    let sample = [encoding::Sample { bytes: &bytes, full: false }];
    let marked = encoding_rs::Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let decided = match marked {
        Some(encoding) => encoding::Decided { encoding, notice: None },
        // GeoJSON is UTF-8; only what breaks that rule is worth a notice.
        None => encoding::decide(stated, Some(encoding_rs::UTF_8), 0, &sample),
    };
    notices.extend(decided.notice);
    let (text, _, _) = decided.encoding.decode(&bytes);
    go_on(handle)?;
    let contents = geojson::read::read(&text)?;
    go_on(handle)?;
    notices.extend(contents.notices);
    let said = match contents.crs {
        geojson::read::Crs::Named(name) => crs::named(&name).map(|system| Said::System(Box::new(system))),
        geojson::read::Crs::Unsaid if is_in_degrees(&contents.features) => {
            crs::numbered(4326).map(|system| Said::System(Box::new(system)))
        }
        geojson::read::Crs::Unsaid | geojson::read::Crs::Unclear => Ok(Said::Nothing),
    };
    let place = placed(said, options, &contents.features, &mut notices)?;
    Ok(RawLayer {
        source: source.to_owned(),
        bytes: bytes.len() as u64,
        format: Format::GeoJson,
        sha256,
        encoding: decided.encoding.name().to_owned(),
        fields: contents.fields,
        features: contents.features,
        rows: contents.rows,
        place,
        notices,
        image: None,
    })
}

/// Whether coordinates can be degrees, as GeoJSON without a `crs` member says; without any coordinates they can.
fn is_in_degrees(features: &[RawFeature]) -> bool {
    assume::middle(features).is_none_or(|at| at.x.abs() <= 180.0 && at.y.abs() <= 90.0)
}

/// Where coordinates belong: by the planner's word, by the file's, by what they look like.
fn placed(
    said: Result<Said, ReadError>,
    options: &ReadOptions,
    features: &[RawFeature],
    notices: &mut Vec<Notice>,
) -> Result<Place, ReadError> {
    let middle = assume::middle(features);
    let place = match (&options.crs, said) {
        (Some(stated), said) => {
            let system = Box::new(crs::named(stated)?);
            if let Ok(Said::System(other)) = said
                && !other.is_same_as(&system)
            {
                notices.push(Notice::new("crs-contradicts").with("stated", &system.code).with("file", &other.code));
            }
            Place::Known(system)
        }
        (None, Ok(Said::System(system))) => {
            notices.extend(assume::implausible(features, &system));
            Place::Known(system)
        }
        (None, Ok(Said::Nothing | Said::Local)) => {
            let (place, notice) = assume::place(middle);
            notices.extend(notice);
            place
        }
        (None, Err(error)) => return Err(error),
    };
    notices.extend(assume::swapped(middle, &place));
    Ok(place)
}

/// The readable layers of a folder, in the order of their names: `.shp`, `.geojson`, `.json` that is GeoJSON, and pictures that
/// say where they lie.
///
/// # Errors
/// [`ReadError`] where the folder cannot be listed or is a database.
pub fn layers_in(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    if is_database(folder) {
        let database = Message::new("formats.convert-database").with("extension", "gdb");
        return Err(ReadError(database.with("file", folder.display())));
    }
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_layer(path)).collect();
    found.sort();
    Ok(found)
}

/// Files of a folder that may hold layers but are of a format that is not read: drawings, databases, archives. In the
/// order of their names; empty where the folder cannot be listed.
pub fn unread_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<String> = paths
        .filter(|path| MAY_HOLD_LAYERS.iter().any(|extension| shapefile::has_extension(path, extension)))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    found.sort();
    found
}

/// A File Geodatabase is a folder, which is no folder of layers.
fn is_database(folder: &Path) -> bool {
    shapefile::has_extension(folder, "gdb")
}

fn is_layer(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    if hidden || !path.is_file() {
        return false;
    }
    if shapefile::has_extension(path, "json") {
        return fs::read(path).is_ok_and(|bytes| geojson::read::is_likely(&String::from_utf8_lossy(&bytes)));
    }
    shapefile::has_extension(path, "shp") || shapefile::has_extension(path, "geojson") || image::is_placed(path)
}

/// The frame that these layers are measured in: `stated`, else by the rule of the design (Decisions, Frame).
///
/// # Errors
/// [`ReadError`] where `stated` is unknown or not a projected system in metres.
pub fn frame_for(stated: Option<&str>, layers: &[&RawLayer]) -> Result<Frame, ReadError> {
    let known: Vec<Whereabouts> = match stated {
        Some(_) => Vec::new(),
        None => layers.iter().map(|layer| Whereabouts::of(layer)).collect(),
    };
    frame_around(stated, &known.iter().collect::<Vec<_>>())
}

/// The same for layers of which only the whereabouts are known.
///
/// # Errors
/// [`ReadError`] where `stated` is unknown or not a projected system in metres.
pub fn frame_around(stated: Option<&str>, layers: &[&Whereabouts]) -> Result<Frame, ReadError> {
    crs::choose::frame(stated, layers)
}

#[cfg(test)]
mod tests;
