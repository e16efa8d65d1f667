//! A drawn map.

use super::{Camera, Scene};
use crate::handle::Handle;

/// A drawn map: rows of premultiplied RGBA from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

#[expect(
    clippy::unnecessary_wraps,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a picture"
)]
pub(super) fn draw(_scene: &Scene, camera: &Camera, scale: f64, _handle: &Handle) -> Option<Picture> {
    let pixels = |points: f64| (points * scale).round().clamp(1.0, 16_384.0) as usize;
    let (width, height) = (pixels(camera.size[0]), pixels(camera.size[1]));
    let rgba = [0xfa, 0xfa, 0xf5, 0xff].repeat(width * height);
    Some(Picture { width, height, rgba })
}
