//! Pictures that lie beneath the plan: aerial photos, scanned plans, tiles of a map.

use std::sync::Arc;

use crate::geometry::mesh::Mesh;

/// Halves smaller than this are of no use.
const SMALLEST: usize = 64;

/// A picture with its reductions, each half of the one before. Never changed once built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Width and height that its mesh counts in: pixels of the file.
    pub size: [usize; 2],
    levels: Vec<Level>,
}

/// A picture at one size: rows of premultiplied RGBA from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Width and height in pixels.
    pub size: [usize; 2],
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// A picture and where it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// The picture.
    pub image: Arc<Image>,
    /// Where its pixels lie on the plan.
    pub mesh: Arc<Mesh>,
}

impl Image {
    /// A picture of a file of `size` pixels, as far as it was kept; `None` where the bytes are not those of so many pixels.
    pub fn new(size: [usize; 2], kept: Level) -> Option<Self> {
        let [width, height] = kept.size;
        if width == 0 || height == 0 || kept.rgba.len() != width.checked_mul(height)?.checked_mul(4)? {
            return None;
        }
        let mut levels = vec![kept];
        while let Some(half) = levels.last().and_then(Level::halved) {
            levels.push(half);
        }
        Some(Self { size, levels })
    }

    /// The smallest of its levels that still has a pixel for each that is drawn, where a pixel of the file is drawn as `share`
    /// of one; with its pixels per pixel of the file.
    pub fn level_for(&self, share: f64) -> Option<(&Level, f64)> {
        let width = (self.size[0] as f64).max(1.0);
        let scaled = self.levels.iter().map(|level| (level, level.size[0] as f64 / width));
        scaled.clone().rev().find(|(_, own)| *own >= share * 0.75).or_else(|| scaled.clone().next())
    }

    /// Its levels, the largest first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }
}

impl Level {
    /// Half of it, four pixels to one; `None` where that is too small to be of use.
    fn halved(&self) -> Option<Self> {
        let [width, height] = self.size;
        let size = [width.div_ceil(2), height.div_ceil(2)];
        if size[0].max(size[1]) < SMALLEST {
            return None;
        }
        let mut rgba = Vec::with_capacity(size[0] * size[1] * 4);
        for y in 0..size[1] {
            let rows = [2 * y, (2 * y + 1).min(height - 1)].map(|row| row * width * 4);
            for x in 0..size[0] {
                let columns = [2 * x, (2 * x + 1).min(width - 1)].map(|column| column * 4);
                for channel in 0..4 {
                    let sum: u32 = rows
                        .iter()
                        .flat_map(|row| columns.map(|column| u32::from(self.rgba[row + column + channel])))
                        .sum();
                    rgba.push(u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX));
                }
            }
        }
        Some(Self { size, rgba })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_is_half_of_the_one_before_and_the_fitting_one_is_taken() {
        let image = Image::new([512, 256], Level { size: [512, 256], rgba: vec![200; 512 * 256 * 4] }).unwrap();
        let sizes: Vec<_> = image.levels().iter().map(|level| level.size).collect();
        assert_eq!(sizes, [[512, 256], [256, 128], [128, 64], [64, 32]]);
        assert!(image.levels().iter().all(|level| level.rgba.iter().all(|&byte| byte == 200)));
        assert_eq!(image.level_for(1.0).unwrap().0.size, [512, 256]);
        assert_eq!(image.level_for(4.0).unwrap().0.size, [512, 256]);
        assert_eq!(image.level_for(0.5).unwrap().0.size, [256, 128]);
        assert_eq!(image.level_for(0.0).unwrap().0.size, [64, 32]);
    }

    #[test]
    fn bytes_of_another_size_are_no_picture() {
        assert!(Image::new([2, 2], Level { size: [2, 2], rgba: vec![0; 15] }).is_none());
        assert!(Image::new([0, 2], Level { size: [0, 2], rgba: Vec::new() }).is_none());
    }
}
