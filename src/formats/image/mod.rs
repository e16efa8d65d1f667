//! Pictures as layers: aerial photos and scanned plans that lie beneath the plan, placed by tags of the file or by a world
//! file beside it. Such a layer has one feature, the outline of the picture, and is never measured.
//!
//! What is kept of a picture is bounded: large ones are reduced while they are read.

mod shrink;
mod tiff;
mod world;

use std::fs::{self, File};
use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo_types::{Coord, LineString, Polygon};
use sha2::{Digest as _, Sha256};

pub(super) use self::world::world_of;

use super::crs::{self, Said};
use super::raw::{RawFeature, RawLayer, RawShape};
use super::shapefile::{has_extension, hex, sibling};
use super::{Format, ReadError, ReadOptions, go_on, placed, unreadable};
use crate::geometry::frame::Transfer;
use crate::geometry::mesh::Mesh;
use crate::handle::Handle;
use crate::layer::{Image, Laid, Level};
use crate::notice::Notice;
use crate::text::Message;
use shrink::Shrinking;

/// Endings of pictures that are read, each with its format.
const ENDINGS: [(&str, Format); 5] = [
    ("tif", Format::Tiff),
    ("tiff", Format::Tiff),
    ("png", Format::Png),
    ("jpg", Format::Jpeg),
    ("jpeg", Format::Jpeg),
];
/// PNG and JPEG are decoded whole before they are reduced: so many pixels at the most, four bytes each.
const MOST_WHOLE: u64 = 120_000_000;
/// A pixel lies at most this far from where it belongs, in pixels.
const BEND: f64 = 0.4;

/// A picture in the coordinates of its file.
#[derive(Clone, Debug)]
pub struct RawImage {
    image: Arc<Image>,
    affine: Affine,
}

/// From pixels, counted from the top left corner of the picture, to coordinates: `x = a + b·column + c·row`, the same for `y`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Affine {
    pub(super) x: [f64; 3],
    pub(super) y: [f64; 3],
}

impl Affine {
    fn at(&self, [column, row]: [f64; 2]) -> Coord<f64> {
        let of = |[start, by_column, by_row]: [f64; 3]| start + by_column * column + by_row * row;
        Coord { x: of(self.x), y: of(self.y) }
    }

    /// Whether pixels have an area and a place.
    fn is_sound(&self) -> bool {
        let all = self.x.iter().chain(&self.y).all(|value| value.is_finite());
        all && (self.x[1] * self.y[2] - self.x[2] * self.y[1]).abs() > 0.0
    }
}

/// What a file of a picture holds.
struct Decoded {
    image: Image,
    /// By how much it was reduced: 1 where every pixel was kept.
    reduced: usize,
    /// Where tags of the file place it.
    affine: Option<Affine>,
    /// The number of its system, as tags of the file state it.
    epsg: Option<u32>,
}

/// The format of a picture by its ending.
pub(super) fn format_of(path: &Path) -> Option<Format> {
    ENDINGS.iter().find(|(ending, _)| has_extension(path, ending)).map(|(_, format)| *format)
}

/// Whether a file is a picture that says where it lies; a folder of a plan holds photos that do not.
pub(super) fn is_placed(path: &Path) -> bool {
    match format_of(path) {
        None => false,
        Some(_) if world_of(path).is_some() => true,
        Some(format) => format == Format::Tiff && tiff::is_placed(path),
    }
}

/// The picture that a file beside it belongs to: `影像.tfw` to `影像.tif`.
pub(super) fn picture_of(part: &Path) -> Option<PathBuf> {
    ENDINGS
        .iter()
        .filter(|(ending, _)| world::endings(ending).any(|own| has_extension(part, &own)))
        .find_map(|(ending, _)| sibling(part, ending))
}

/// The picture whose system a `.prj` states.
pub(super) fn placed_by(prj: &Path) -> Option<PathBuf> {
    if !has_extension(prj, "prj") {
        return None;
    }
    ENDINGS.iter().find_map(|(ending, _)| sibling(prj, ending))
}

/// Whether a file is one that places a picture.
pub(super) fn is_world(path: &Path) -> bool {
    ENDINGS.iter().any(|(ending, _)| world::endings(ending).any(|own| has_extension(path, &own)))
}

/// Files that are read together with a picture.
pub(super) fn read_with(path: &Path) -> impl Iterator<Item = PathBuf> {
    world_of(path).into_iter().chain(sibling(path, "prj"))
}

/// Reads a picture.
pub(super) fn read(
    path: &Path,
    source: &str,
    format: Format,
    options: &ReadOptions,
    handle: &Handle,
) -> Result<RawLayer, ReadError> {
    let decoded = if format == Format::Tiff { tiff::read(path, handle)? } else { whole(path, format)? };
    go_on(handle)?;
    let affine = match (decoded.affine, world_of(path)) {
        (Some(tagged), _) => tagged,
        (None, Some(world)) => world::read(&world)?,
        (None, None) => {
            let wanted = world::usual(path);
            return Err(ReadError(Message::new("formats.image-unplaced").with("world", wanted)));
        }
    };
    if !affine.is_sound() {
        return Err(ReadError(Message::new("formats.image-flat")));
    }
    let mut notices = Vec::new();
    if decoded.reduced > 1 {
        let [width, height] = decoded.image.size;
        let size = format!("{width} × {height}");
        notices.push(Notice::new("image-reduced").with("size", size).with("by", decoded.reduced));
    }
    let features = vec![outline(&decoded.image, &affine)];
    let place = placed(said(path, decoded.epsg), options, &features, &mut notices)?;
    let (sha256, bytes) = fingerprint(path)?;
    Ok(RawLayer {
        source: source.to_owned(),
        bytes,
        format,
        sha256,
        encoding: String::from("UTF-8"),
        fields: Vec::new(),
        rows: features.len(),
        features,
        place,
        notices,
        image: Some(RawImage { image: Arc::new(decoded.image), affine }),
    })
}

impl RawImage {
    /// Width and height of the picture in pixels.
    pub fn size(&self) -> [usize; 2] {
        self.image.size
    }

    /// The picture on the plan; `None` where it lies beyond what the plan's frame can show.
    pub(super) fn laid(&self, transfer: &Transfer<'_>) -> Option<Laid> {
        let size = self.image.size.map(|pixels| pixels as f64);
        let mesh = Mesh::laid(size, BEND, |pixel| transfer.apply(self.affine.at(pixel)))?;
        Some(Laid { image: Arc::clone(&self.image), mesh: Arc::new(mesh) })
    }
}

/// Decodes the bytes of a small picture, as a map server sends them: PNG, JPEG or WebP by their first bytes. `None` for what
/// is none of these, is broken, or has more than `most` pixels along a side.
pub(super) fn decoded(bytes: &[u8], most: u32) -> Option<Image> {
    let mut reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(most), Some(most));
    reader.limits(limits);
    let rgba = reader.decode().ok()?.into_rgba8();
    let size = [rgba.width(), rgba.height()].map(|side| usize::try_from(side).unwrap_or_default());
    let mut rgba = rgba.into_raw();
    shrink::premultiply(&mut rgba);
    Image::new(size, Level { size, rgba })
}

/// Decodes a PNG or JPEG, which have no parts to be read one by one.
fn whole(path: &Path, format: Format) -> Result<Decoded, ReadError> {
    let broken = |error: &dyn std::fmt::Display| ReadError(Message::new("formats.image-broken").with("reason", error));
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let format = if format == Format::Png { image::ImageFormat::Png } else { image::ImageFormat::Jpeg };
    let (width, height) = image::ImageReader::with_format(BufReader::new(&file), format)
        .into_dimensions()
        .map_err(|error| broken(&error))?;
    if u64::from(width) * u64::from(height) > MOST_WHOLE {
        let size = format!("{width} × {height}");
        return Err(ReadError(Message::new("formats.image-large").with("size", size)));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut reader = image::ImageReader::with_format(BufReader::new(file), format);
    reader.no_limits();
    let rgba = reader.decode().map_err(|error| broken(&error))?.into_rgba8();
    let mut shrinking = Shrinking::new([width, height]).ok_or_else(|| broken(&"0 × 0"))?;
    rgba.as_raw().chunks_exact(shrinking.row_bytes()).for_each(|row| shrinking.push(row));
    let reduced = shrinking.by();
    let image = shrinking.finish().ok_or_else(|| broken(&"rows"))?;
    Ok(Decoded { image, reduced, affine: None, epsg: None })
}

/// The outline of a picture as the one row of its layer.
fn outline(image: &Image, affine: &Affine) -> RawFeature {
    let [width, height] = image.size.map(|pixels| pixels as f64);
    let corners = [[0.0, 0.0], [0.0, height], [width, height], [width, 0.0], [0.0, 0.0]].map(|pixel| affine.at(pixel));
    let ring = Polygon::new(LineString(corners.to_vec()), Vec::new());
    RawFeature { row: 0, shape: Some(RawShape::Areas(vec![ring])), values: Vec::new() }
}

/// What the `.prj` beside a picture says of its system, else its tags.
fn said(path: &Path, epsg: Option<u32>) -> Result<Said, ReadError> {
    if let Some(prj) = sibling(path, "prj") {
        let text = fs::read(&prj).map_err(|error| unreadable(&prj, &error))?;
        return crs::of_text(&String::from_utf8_lossy(&text));
    }
    match epsg {
        Some(number) => crs::numbered(number).map(|system| Said::System(Box::new(system))),
        None => Ok(Said::Nothing),
    }
}

/// The fingerprint of all files of a picture, and their bytes.
fn fingerprint(path: &Path) -> Result<(String, u64), ReadError> {
    let mut hash = Sha256::new();
    let mut bytes = 0;
    for file in std::iter::once(path.to_owned()).chain(read_with(path)) {
        let mut reader = File::open(&file).map_err(|error| unreadable(&file, &error))?;
        bytes += std::io::copy(&mut reader, &mut HashWriter(&mut hash)).map_err(|error| unreadable(&file, &error))?;
    }
    Ok((hex(hash), bytes))
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
