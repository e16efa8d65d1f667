//! Pictures on the card: drawn to beside the window, with several samples a pixel, then shown or read.

use eframe::glow::{self, HasContext as _};

use super::Gl;

/// A picture on the card.
#[derive(Debug)]
pub(in super::super) struct Target {
    pub(in super::super) size: [i32; 2],
    /// Samples of a pixel; 1 where it has no more.
    pub(in super::super) samples: i32,
    pub(super) texture: glow::Texture,
    /// What is drawn to, and what is looked at; one and the same without samples.
    drawn: glow::Framebuffer,
    shown: glow::Framebuffer,
    renderbuffers: Vec<glow::Renderbuffer>,
}

impl Target {
    /// Bytes that it takes.
    pub(in super::super) fn bytes(&self) -> usize {
        let pixels = self.size.map(|side| usize::try_from(side).unwrap_or(0)).iter().product::<usize>();
        let samples = usize::try_from(self.samples).unwrap_or(1);
        pixels * if samples > 1 { 4 + 8 * samples } else { 8 }
    }
}

/// What the toolkit draws to.
#[derive(Debug)]
pub(in super::super) struct Outside {
    framebuffer: Option<glow::Framebuffer>,
    viewport: [i32; 4],
    scissor: bool,
}

impl Gl {
    /// A picture to draw to; `None` where the card has no room for it.
    pub(in super::super) fn target(&self, size: [i32; 2], samples: i32) -> Option<Target> {
        let [width, height] = size;
        // SAFETY: the context is current, and all that is named here was made here.
        unsafe {
            let gl = &self.gl;
            let texture = gl.create_texture().ok()?;
            gl.bind_texture(glow::TEXTURE_2D, Some(texture));
            let (format, none) = (glow::RGBA8.cast_signed(), glow::PixelUnpackData::Slice(None));
            gl.tex_image_2d(glow::TEXTURE_2D, 0, format, width, height, 0, glow::RGBA, glow::UNSIGNED_BYTE, none);
            for (name, value) in [
                (glow::TEXTURE_MIN_FILTER, glow::NEAREST),
                (glow::TEXTURE_MAG_FILTER, glow::NEAREST),
                (glow::TEXTURE_WRAP_S, glow::CLAMP_TO_EDGE),
                (glow::TEXTURE_WRAP_T, glow::CLAMP_TO_EDGE),
            ] {
                gl.tex_parameter_i32(glow::TEXTURE_2D, name, value.cast_signed());
            }
            gl.bind_texture(glow::TEXTURE_2D, None);
            let shown = gl.create_framebuffer().ok()?;
            gl.bind_framebuffer(glow::FRAMEBUFFER, Some(shown));
            gl.framebuffer_texture_2d(glow::FRAMEBUFFER, glow::COLOR_ATTACHMENT0, glow::TEXTURE_2D, Some(texture), 0);
            let drawn = if samples > 1 { gl.create_framebuffer().ok()? } else { shown };
            gl.bind_framebuffer(glow::FRAMEBUFFER, Some(drawn));
            let mut renderbuffers = Vec::new();
            let mut attach = |place: u32, format: u32| -> Option<()> {
                let buffer = gl.create_renderbuffer().ok()?;
                gl.bind_renderbuffer(glow::RENDERBUFFER, Some(buffer));
                if samples > 1 {
                    gl.renderbuffer_storage_multisample(glow::RENDERBUFFER, samples, format, width, height);
                } else {
                    gl.renderbuffer_storage(glow::RENDERBUFFER, format, width, height);
                }
                gl.framebuffer_renderbuffer(glow::FRAMEBUFFER, place, glow::RENDERBUFFER, Some(buffer));
                renderbuffers.push(buffer);
                Some(())
            };
            if samples > 1 {
                attach(glow::COLOR_ATTACHMENT0, glow::RGBA8)?;
            }
            attach(glow::DEPTH_ATTACHMENT, glow::DEPTH_COMPONENT24)?;
            let whole = gl.check_framebuffer_status(glow::FRAMEBUFFER) == glow::FRAMEBUFFER_COMPLETE;
            let target = Target { size, samples: samples.max(1), texture, drawn, shown, renderbuffers };
            if whole {
                return Some(target);
            }
            self.delete_target(&target);
            None
        }
    }

    /// Takes a picture off the card.
    pub(in super::super) fn delete_target(&self, target: &Target) {
        // SAFETY: the context is current, and the target was made by it.
        unsafe {
            let gl = &self.gl;
            gl.delete_framebuffer(target.drawn);
            if target.shown != target.drawn {
                gl.delete_framebuffer(target.shown);
            }
            target.renderbuffers.iter().for_each(|&buffer| gl.delete_renderbuffer(buffer));
            gl.delete_texture(target.texture);
        }
    }

    /// What is drawn to now, to come back to.
    pub(in super::super) fn outside(&self) -> Outside {
        let mut viewport = [0; 4];
        // SAFETY: the context is current; a viewport is four numbers.
        let (framebuffer, scissor) = unsafe {
            self.gl.get_parameter_i32_slice(glow::VIEWPORT, &mut viewport);
            (self.gl.get_parameter_framebuffer(glow::DRAW_FRAMEBUFFER_BINDING), self.gl.is_enabled(glow::SCISSOR_TEST))
        };
        Outside { framebuffer, viewport, scissor }
    }

    /// Draws to a picture from now on, all of it in one colour at first.
    pub(in super::super) fn begin(&self, target: &Target, paper: [f32; 4]) {
        let [red, green, blue, alpha] = paper;
        // SAFETY: the context is current, and the target was made by it.
        unsafe {
            let gl = &self.gl;
            gl.bind_framebuffer(glow::FRAMEBUFFER, Some(target.drawn));
            gl.viewport(0, 0, target.size[0], target.size[1]);
            gl.disable(glow::SCISSOR_TEST);
            gl.color_mask(true, true, true, true);
            gl.depth_mask(true);
            gl.clear_color(red, green, blue, alpha);
            gl.clear_depth_f32(1.0);
            gl.clear(glow::COLOR_BUFFER_BIT | glow::DEPTH_BUFFER_BIT);
            gl.depth_func(glow::LESS);
        }
    }

    /// Ends drawing to a picture, and draws to what was drawn to before.
    pub(in super::super) fn end(&self, target: &Target, outside: &Outside) {
        let [width, height] = target.size;
        // SAFETY: the context is current, and the target was made by it.
        unsafe {
            let gl = &self.gl;
            gl.bind_vertex_array(None);
            gl.disable(glow::DEPTH_TEST);
            gl.disable(glow::SAMPLE_ALPHA_TO_COVERAGE);
            if target.shown != target.drawn {
                gl.bind_framebuffer(glow::READ_FRAMEBUFFER, Some(target.drawn));
                gl.bind_framebuffer(glow::DRAW_FRAMEBUFFER, Some(target.shown));
                let (colour, filter) = (glow::COLOR_BUFFER_BIT, glow::NEAREST);
                gl.blit_framebuffer(0, 0, width, height, 0, 0, width, height, colour, filter);
            }
        }
        self.restore(outside);
    }

    /// Draws to what was drawn to before.
    pub(in super::super) fn restore(&self, outside: &Outside) {
        let [x, y, width, height] = outside.viewport;
        // SAFETY: the context is current, and the framebuffer is the one that it said it drew to.
        unsafe {
            self.gl.bind_framebuffer(glow::FRAMEBUFFER, outside.framebuffer);
            self.gl.viewport(x, y, width, height);
            if outside.scissor {
                self.gl.enable(glow::SCISSOR_TEST);
            }
        }
    }

    /// The pixels of a picture, four bytes each, from the lowest row.
    pub(in super::super) fn pixels(&self, target: &Target) -> Vec<u8> {
        let [width, height] = target.size;
        let sides = target.size.map(|side| usize::try_from(side).unwrap_or(0));
        let mut pixels = vec![0; sides[0] * sides[1] * 4];
        // SAFETY: the context is current, and the bytes are as many as the picture has; a row of four bytes a pixel needs
        // no alignment beyond them.
        unsafe {
            self.gl.bind_framebuffer(glow::FRAMEBUFFER, Some(target.shown));
            let into = glow::PixelPackData::Slice(Some(&mut pixels));
            self.gl.read_pixels(0, 0, width, height, glow::RGBA, glow::UNSIGNED_BYTE, into);
            self.gl.bind_framebuffer(glow::FRAMEBUFFER, None);
        }
        pixels
    }
}
