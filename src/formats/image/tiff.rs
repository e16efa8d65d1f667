//! TIFF and GeoTIFF, strip by strip or tile by tile: an orthophoto of gigabytes needs the memory of one band.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::shrink::Shrinking;
use super::{Affine, Decoded};
use crate::formats::{ReadError, go_on, unreadable};
use crate::handle::Handle;
use crate::text::Message;

/// A strip or tile decoded takes at most so much memory.
const CHUNK: usize = 512 << 20;
/// A band of the picture, as high as a strip or tile, has at most so many pixels.
const BAND: usize = 256 << 20 >> 2;

// Keys of the directory of a GeoTIFF (OGC 19-008r4, annex B).
const GEOGRAPHIC_SYSTEM: u16 = 2048;
const PROJECTED_SYSTEM: u16 = 3072;
const RASTER_TYPE: u16 = 1025;
const PIXEL_IS_POINT: u16 = 2;
/// Numbers above it are no EPSG numbers.
const USER_DEFINED: u16 = 32_767;

type Reader = Decoder<BufReader<File>>;

/// Whether tags place a file.
pub(super) fn is_placed(path: &Path) -> bool {
    open(path).is_ok_and(|mut decoder| affine(&mut decoder).is_some())
}

fn open(path: &Path) -> Result<Reader, ReadError> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut limits = Limits::default();
    (limits.decoding_buffer_size, limits.intermediate_buffer_size) = (CHUNK, CHUNK);
    Ok(Decoder::new(BufReader::new(file)).map_err(|error| broken(&error))?.with_limits(limits))
}

/// Reads a TIFF with the tags that place it.
pub(super) fn read(path: &Path, handle: &Handle) -> Result<Decoded, ReadError> {
    let mut decoder = open(path)?;
    let (affine, epsg) = (affine(&mut decoder), epsg(&mut decoder));
    let (width, height) = decoder.dimensions().map_err(|error| broken(&error))?;
    let mut shrinking =
        Shrinking::new([width, height]).ok_or_else(|| ReadError(Message::new("formats.image-empty")))?;
    let pixels = Pixels::of(&mut decoder)?;
    let (across, down) = decoder.chunk_dimensions();
    let (columns, rows) = (width.div_ceil(across.max(1)), height.div_ceil(down.max(1)));
    let band_bytes = shrinking.row_bytes().checked_mul(side(down)).filter(|bytes| *bytes / 4 <= BAND);
    let band_bytes = band_bytes.ok_or_else(|| too_large(width, height))?;
    let mut band = vec![0; band_bytes];
    for row in 0..rows {
        for column in 0..columns {
            go_on(handle)?;
            let chunk = row * columns + column;
            let (own_width, own_height) = decoder.chunk_data_dimensions(chunk);
            let samples = decoder.read_chunk(chunk).map_err(|error| broken(&error))?;
            let place = Place { left: side(column * across), width: side(own_width), height: side(own_height) };
            place.put(&pixels, &samples, &mut band, shrinking.row_bytes())?;
        }
        let left = side(height - row * down).min(side(down));
        band.chunks_exact(shrinking.row_bytes()).take(left).for_each(|row| shrinking.push(row));
    }
    let reduced = shrinking.by();
    let image = shrinking.finish().ok_or_else(|| ReadError(Message::new("formats.image-empty")))?;
    Ok(Decoded { image, reduced, affine, epsg })
}

/// Where a strip or tile lies in its band.
struct Place {
    left: usize,
    width: usize,
    height: usize,
}

impl Place {
    fn put(
        &self,
        pixels: &Pixels,
        samples: &DecodingResult,
        band: &mut [u8],
        row_bytes: usize,
    ) -> Result<(), ReadError> {
        for row in 0..self.height {
            let start = row * row_bytes + self.left * 4;
            let target = band.get_mut(start..start + self.width * 4);
            for (column, pixel) in target.into_iter().flat_map(|row| row.chunks_exact_mut(4)).enumerate() {
                let rgba = pixels.rgba(samples, [column, row], self.width);
                pixel.copy_from_slice(&rgba.ok_or_else(|| ReadError(Message::new("formats.image-samples")))?);
            }
        }
        Ok(())
    }
}

/// How samples mean colours.
struct Pixels {
    colour: ColorType,
    samples: usize,
    palette: Vec<u16>,
}

impl Pixels {
    fn of(decoder: &mut Reader) -> Result<Self, ReadError> {
        let colour = decoder.colortype().map_err(|error| broken(&error))?;
        let palette = match colour {
            ColorType::Palette(8) => decoder.get_tag_u16_vec(Tag::ColorMap).map_err(|error| broken(&error))?,
            _ => Vec::new(),
        };
        // Bands stored one after the other would need as many passes.
        let planar = decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).ok().flatten();
        let samples = usize::from(colour.num_samples());
        let known = matches!(
            colour,
            ColorType::Gray(1 | 8 | 16)
                | ColorType::GrayA(8)
                | ColorType::RGB(8 | 16)
                | ColorType::RGBA(8 | 16)
                | ColorType::Palette(8)
                | ColorType::CMYK(8)
                | ColorType::YCbCr(8)
                | ColorType::Multiband { bit_depth: 8, .. }
        );
        if !known || (planar == Some(2) && samples > 1) {
            return Err(ReadError(Message::new("formats.image-samples")));
        }
        Ok(Self { colour, samples, palette })
    }

    /// The colour of a pixel of a chunk that is so many pixels wide.
    fn rgba(&self, samples: &DecodingResult, [column, row]: [usize; 2], width: usize) -> Option<[u8; 4]> {
        if let (ColorType::Gray(1), DecodingResult::U8(bytes)) = (self.colour, samples) {
            let byte = bytes.get(row * width.div_ceil(8) + column / 8)?;
            let ink = if byte >> (7 - column % 8) & 1 == 1 { 255 } else { 0 };
            return Some([ink, ink, ink, 255]);
        }
        let at = |sample: usize| -> Option<u8> {
            let index = (row * width + column) * self.samples + sample;
            match samples {
                DecodingResult::U8(values) => values.get(index).copied(),
                DecodingResult::U16(values) => values.get(index).map(|value| value.to_be_bytes()[0]),
                _ => None,
            }
        };
        Some(match self.colour {
            ColorType::Gray(_) | ColorType::Multiband { num_samples: 1 | 2, .. } => [at(0)?, at(0)?, at(0)?, 255],
            ColorType::GrayA(_) => [at(0)?, at(0)?, at(0)?, at(1)?],
            ColorType::RGBA(_) => [at(0)?, at(1)?, at(2)?, at(3)?],
            ColorType::Palette(_) => self.of_palette(at(0)?)?,
            ColorType::CMYK(_) => of_cmyk([at(0)?, at(1)?, at(2)?, at(3)?]),
            ColorType::YCbCr(_) => of_ycbcr([at(0)?, at(1)?, at(2)?]),
            // Near infrared and what else follows the first three bands is not seen.
            _ => [at(0)?, at(1)?, at(2)?, 255],
        })
    }

    fn of_palette(&self, index: u8) -> Option<[u8; 4]> {
        let third = self.palette.len() / 3;
        let of = |channel: usize| Some(self.palette.get(channel * third + usize::from(index))?.to_be_bytes()[0]);
        Some([of(0)?, of(1)?, of(2)?, 255])
    }
}

fn of_cmyk([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 4] {
    let of = |ink: u8| u8::try_from((255 - u16::from(ink)) * (255 - u16::from(black)) / 255).unwrap_or(u8::MAX);
    [of(cyan), of(magenta), of(yellow), 255]
}

/// ITU-R BT.601, as TIFF 6.0 takes it where nothing else is stated.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn of_ycbcr([luma, blue, red]: [u8; 3]) -> [u8; 4] {
    let (luma, blue, red) = (f64::from(luma), f64::from(blue) - 128.0, f64::from(red) - 128.0);
    let byte = |value: f64| value.round().clamp(0.0, 255.0) as u8;
    [byte(luma + 1.402 * red), byte(luma - 0.344_136 * blue - 0.714_136 * red), byte(luma + 1.772 * blue), 255]
}

/// Where the tags of a GeoTIFF place it.
fn affine(decoder: &mut Reader) -> Option<Affine> {
    let numbers = |decoder: &mut Reader, tag| decoder.get_tag_f64_vec(tag).ok();
    let placed = if let Some(matrix) = numbers(decoder, Tag::ModelTransformationTag) {
        let &[a, b, _, d, e, f, _, h, ..] = matrix.as_slice() else { return None };
        Affine { x: [d, a, b], y: [h, e, f] }
    } else {
        let (ties, scale) = (numbers(decoder, Tag::ModelTiepointTag)?, numbers(decoder, Tag::ModelPixelScaleTag)?);
        let (&[column, row, _, x, y, _, ..], &[width, height, ..]) = (ties.as_slice(), scale.as_slice()) else {
            return None;
        };
        Affine { x: [x - column * width, width, 0.0], y: [y + row * height, 0.0, -height] }
    };
    // Where a pixel is a point, its middle is meant.
    let is_point = geo_key(decoder, RASTER_TYPE) == Some(PIXEL_IS_POINT);
    let half = |[start, by_column, by_row]: [f64; 3]| [start - f64::midpoint(by_column, by_row), by_column, by_row];
    let placed = if is_point { Affine { x: half(placed.x), y: half(placed.y) } } else { placed };
    placed.is_sound().then_some(placed)
}

/// The number of the system that the tags of a GeoTIFF state.
fn epsg(decoder: &mut Reader) -> Option<u32> {
    let stated = |decoder: &mut Reader, key| geo_key(decoder, key).filter(|number| (1..USER_DEFINED).contains(number));
    stated(decoder, PROJECTED_SYSTEM).or_else(|| stated(decoder, GEOGRAPHIC_SYSTEM)).map(u32::from)
}

/// A short value of the directory of keys: four numbers each, the first four its head.
fn geo_key(decoder: &mut Reader, key: u16) -> Option<u16> {
    let keys = decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).ok()?;
    let entry = keys.chunks_exact(4).skip(1).find(|entry| entry[0] == key && entry[1] == 0)?;
    Some(entry[3])
}

fn side(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

fn too_large(width: u32, height: u32) -> ReadError {
    ReadError(Message::new("formats.image-large").with("size", format!("{width} × {height}")))
}

fn broken(error: &TiffError) -> ReadError {
    match error {
        TiffError::UnsupportedError(reason) => {
            ReadError(Message::new("formats.image-unsupported").with("reason", reason))
        }
        other => ReadError(Message::new("formats.image-broken").with("reason", other)),
    }
}
