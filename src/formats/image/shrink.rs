//! Rows of a picture on their way into memory: reduced by a whole number, so that what is kept is bounded.

use crate::layer::{Image, Level};

/// So many pixels of a picture are kept at the most: 128 MB, and a third of that again for its smaller levels.
const MOST: u64 = 32_000_000;

/// A picture that comes row by row, each of straight RGBA.
pub(super) struct Shrinking {
    /// Of the file.
    size: [usize; 2],
    by: usize,
    kept: [usize; 2],
    rgba: Vec<u8>,
    /// Sums of the row that is being gathered, and of how many rows.
    sums: Vec<u32>,
    gathered: usize,
}

impl Shrinking {
    /// A picture of so many pixels; `None` where it has none.
    pub(super) fn new(size: [u32; 2]) -> Option<Self> {
        Self::within(size, MOST)
    }

    fn within(size: [u32; 2], most: u64) -> Option<Self> {
        let [width, height] = size.map(|side| usize::try_from(side).unwrap_or_default());
        if width == 0 || height == 0 {
            return None;
        }
        let kept = |by: usize| [width.div_ceil(by), height.div_ceil(by)];
        let fits = |by: &usize| kept(*by).iter().map(|&side| side as u64).product::<u64>() <= most;
        let by = (1..=width.max(height)).find(fits)?;
        let sums = vec![0; kept(by)[0] * 4];
        Some(Self { size: [width, height], by, kept: kept(by), rgba: Vec::new(), sums, gathered: 0 })
    }

    /// By how much it is reduced.
    pub(super) fn by(&self) -> usize {
        self.by
    }

    /// Bytes of a row that is taken.
    pub(super) fn row_bytes(&self) -> usize {
        self.size[0] * 4
    }

    /// Takes the next row.
    pub(super) fn push(&mut self, row: &[u8]) {
        if self.by == 1 {
            let start = self.rgba.len();
            self.rgba.extend_from_slice(row);
            premultiply(self.rgba.get_mut(start..).unwrap_or_default());
            return;
        }
        for (pixels, sums) in row.chunks(self.by * 4).zip(self.sums.chunks_exact_mut(4)) {
            for pixel in pixels.chunks_exact(4) {
                let alpha = u32::from(pixel[3]);
                for channel in 0..3 {
                    sums[channel] += u32::from(pixel[channel]) * alpha / 255;
                }
                sums[3] += alpha;
            }
        }
        self.gathered += 1;
        if self.gathered == self.by {
            self.keep();
        }
    }

    /// Keeps the row that was gathered.
    fn keep(&mut self) {
        let width = self.size[0];
        for (column, sums) in self.sums.chunks_exact_mut(4).enumerate() {
            let across = self.by.min(width - column * self.by);
            let pixels = u32::try_from(across * self.gathered).unwrap_or(u32::MAX).max(1);
            self.rgba.extend(sums.iter().map(|&sum| u8::try_from((sum + pixels / 2) / pixels).unwrap_or(u8::MAX)));
            sums.fill(0);
        }
        self.gathered = 0;
    }

    /// The picture; rows that never came are transparent.
    pub(super) fn finish(mut self) -> Option<Image> {
        if self.gathered > 0 {
            self.keep();
        }
        self.rgba.resize(self.kept[0] * self.kept[1] * 4, 0);
        Image::new(self.size, Level { size: self.kept, rgba: self.rgba })
    }
}

/// Straight RGBA as drawing needs it.
pub(super) fn premultiply(rgba: &mut [u8]) {
    for pixel in rgba.chunks_exact_mut(4).filter(|pixel| pixel[3] < 255) {
        let alpha = u16::from(pixel[3]);
        for channel in pixel.iter_mut().take(3) {
            *channel = u8::try_from((u16::from(*channel) * alpha + 127) / 255).unwrap_or(u8::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_beyond_the_bound_is_reduced_by_a_whole_number_and_keeps_its_colours() {
        // 5 × 4 pixels, ten at the most: by two, 3 × 2.
        let mut shrinking = Shrinking::within([5, 4], 10).unwrap();
        assert_eq!((shrinking.by(), shrinking.row_bytes()), (2, 20));
        for row in 0..4_u8 {
            let row: Vec<u8> = (0..5_u8).flat_map(|column| [10 * column, 20 * row, 7, 255]).collect();
            shrinking.push(&row);
        }
        let image = shrinking.finish().unwrap();
        assert_eq!((image.size, image.levels()[0].size), ([5, 4], [3, 2]));
        let first: Vec<u8> = image.levels()[0].rgba[..12].to_vec();
        assert_eq!(first, [5, 10, 7, 255, 25, 10, 7, 255, 40, 10, 7, 255], "the last column is alone");
    }

    #[test]
    fn what_is_transparent_does_not_darken_what_is_not() {
        let mut shrinking = Shrinking::within([2, 2], 1).unwrap();
        shrinking.push(&[200, 100, 50, 255, 9, 9, 9, 0]);
        shrinking.push(&[200, 100, 50, 255, 9, 9, 9, 0]);
        assert_eq!(shrinking.finish().unwrap().levels()[0].rgba, [100, 50, 25, 128], "premultiplied");
    }

    #[test]
    fn rows_that_never_came_are_transparent() {
        let mut shrinking = Shrinking::within([1, 3], 100).unwrap();
        shrinking.push(&[1, 2, 3, 255]);
        assert_eq!(shrinking.finish().unwrap().levels()[0].rgba, [1, 2, 3, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(Shrinking::new([0, 5]).is_none());
    }
}
