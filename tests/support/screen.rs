//! A screen that nobody sees: the window painted by the card that EGL finds.
#![expect(unsafe_code, reason = "what the toolkit's painter draws to is made by calls that Rust cannot check")]

use std::sync::Arc;

use eframe::egui_glow::Painter;
use eframe::glow::{self, HasContext as _};
use egui::{Context, FullOutput, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;

use super::headless::{Headless, headless};

/// Paints what the window shows, and gives the window its card.
pub(crate) struct Screen {
    painter: Painter,
    there: Headless,
}

impl Screen {
    /// `None` where EGL finds no card, not even an emulated one.
    pub(crate) fn new() -> Option<Self> {
        let there = headless()?;
        let painter = Painter::new(Arc::clone(&there.gl), "", None, false).ok()?;
        Some(Self { painter, there })
    }

    /// Lets something be drawn to a picture of that size.
    fn with_picture<T>(
        &mut self,
        [width, height]: [u32; 2],
        draw: impl FnOnce(&mut Painter) -> T,
    ) -> Result<T, String> {
        let gl = Arc::clone(&self.there.gl);
        let [wide, high] = [width, height].map(|side| i32::try_from(side).unwrap_or(i32::MAX));
        // SAFETY: the context is current as long as the screen lives, and what is made here is let go of here.
        unsafe {
            let (target, buffer) = (gl.create_framebuffer()?, gl.create_renderbuffer()?);
            gl.bind_renderbuffer(glow::RENDERBUFFER, Some(buffer));
            gl.renderbuffer_storage(glow::RENDERBUFFER, glow::RGBA8, wide, high);
            gl.bind_framebuffer(glow::FRAMEBUFFER, Some(target));
            gl.framebuffer_renderbuffer(glow::FRAMEBUFFER, glow::COLOR_ATTACHMENT0, glow::RENDERBUFFER, Some(buffer));
            let drawn = draw(&mut self.painter);
            gl.bind_framebuffer(glow::FRAMEBUFFER, None);
            gl.delete_framebuffer(target);
            gl.delete_renderbuffer(buffer);
            Ok(drawn)
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.painter.destroy();
    }
}

impl TestRenderer for Screen {
    fn setup_eframe(&self, creation: &mut eframe::CreationContext<'_>, _frame: &mut eframe::Frame) {
        creation.gl = Some(Arc::clone(&self.there.gl));
    }

    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        #[expect(clippy::iter_over_hash_type, reason = "textures do not know of each other")]
        for (id, parts) in delta.set.drain() {
            parts.iter().for_each(|part| self.painter.set_texture(id, part));
        }
        delta.free.drain().for_each(|id| self.painter.free_texture(id));
    }

    fn render(&mut self, context: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = context.pixels_per_point();
        let size = context.content_rect().size() * scale;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window of some thousand points")]
        let size = [size.x.round() as u32, size.y.round() as u32];
        let shapes = context.tessellate(output.shapes.clone(), scale);
        let drawn = self.with_picture(size, |painter| {
            painter.clear(size, [1.0, 1.0, 1.0, 1.0]);
            painter.paint_primitives(size, scale, &shapes);
            painter.read_screen_rgba(size)
        })?;
        let bytes = drawn.pixels.iter().flat_map(egui::Color32::to_array).collect();
        RgbaImage::from_raw(size[0], size[1], bytes).ok_or_else(|| "the picture has another size".to_owned())
    }
}
