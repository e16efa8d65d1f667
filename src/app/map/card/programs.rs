//! The programs of the card, and what they are told of a brush.

use super::gl::{Gl, Mix, Program, Target, Uniform};
use crate::map::Colour;
use crate::map::Texture;
use crate::map::mesh::{Brush, Cap, Dashes};

const PLACE: &str = include_str!("shaders/place.glsl");
/// See-through lines thinner than this are laid over by their opacity: samples are too coarse for them.
const SAMPLED_FROM: f64 = 2.0;

/// The programs of the card.
#[derive(Debug)]
pub(super) struct Programs {
    fill: Program,
    texture: Program,
    line: Program,
    disc: Program,
    pub(super) show: Program,
}

impl Programs {
    /// Compiles them; why that failed otherwise.
    pub(super) fn new(gl: &Gl) -> Result<Self, String> {
        let placed = |vertex: &str, fragment: &str| gl.program(&format!("{PLACE}\n{vertex}"), fragment);
        let fill = include_str!("shaders/fill.vert");
        Ok(Self {
            fill: placed(fill, include_str!("shaders/fill.frag"))?,
            texture: placed(fill, include_str!("shaders/texture.frag"))?,
            line: placed(include_str!("shaders/line.vert"), include_str!("shaders/line.frag"))?,
            disc: placed(include_str!("shaders/disc.vert"), include_str!("shaders/disc.frag"))?,
            show: gl.program(include_str!("shaders/show.vert"), include_str!("shaders/show.frag"))?,
        })
    }

    /// Takes the program of a brush and tells it what it draws with; `beside` is where the view's top left corner lies in
    /// the target, pixels.
    pub(super) fn take(&self, gl: &Gl, brush: &Brush, target: &Target, beside: [f64; 2]) -> &Program {
        match *brush {
            Brush::Fill(colour) => {
                let mix = if colour.a == u8::MAX { Mix::Cover } else { Mix::Once };
                gl.take(&self.fill, mix);
                gl.tell(&self.fill, Uniform::Colour, &premultiplied(colour));
                &self.fill
            }
            Brush::Texture { texture, colour, origin } => {
                gl.take(&self.texture, Mix::Once);
                gl.tell(&self.texture, Uniform::Colour, &premultiplied(colour));
                gl.tell(&self.texture, Uniform::Origin, &narrow([origin[0] + beside[0], origin[1] + beside[1]]));
                tell_texture(gl, &self.texture, texture);
                &self.texture
            }
            Brush::Line { colour, width, dashes, cap } => {
                blend(gl, &self.line, colour, width, target);
                gl.tell(&self.line, Uniform::HalfWidth, &narrow([width / 2.0]));
                gl.tell(&self.line, Uniform::Cap, &[number(cap)]);
                tell_dashes(gl, &self.line, dashes);
                &self.line
            }
            Brush::Disc { colour, radius } => {
                blend(gl, &self.disc, colour, radius, target);
                gl.tell(&self.disc, Uniform::Radius, &narrow([radius]));
                &self.disc
            }
        }
    }
}

/// Soft edges; what is see-through takes no sample twice, so that where lines meet nothing is darker.
fn blend(gl: &Gl, program: &Program, colour: Colour, width: f64, target: &Target) {
    let sampled = colour.a < u8::MAX && target.samples > 1 && width >= SAMPLED_FROM;
    if sampled {
        gl.take(program, Mix::Covered(colour.a));
        gl.tell(program, Uniform::Colour, &premultiplied(colour.with_opacity(u8::MAX)));
    } else {
        gl.take(program, Mix::Over);
        gl.tell(program, Uniform::Colour, &premultiplied(colour));
    }
    gl.tell(program, Uniform::Sampled, &[f32::from(u8::from(sampled))]);
}

fn tell_texture(gl: &Gl, program: &Program, texture: Texture) {
    let (across, spacing, radius) = match texture {
        Texture::Hatch { spacing, width, slant } => {
            let (sin, cos) = slant.to_radians().sin_cos();
            ([sin, cos], spacing, width / 2.0)
        }
        Texture::Dots { spacing, radius } => ([0.0; 2], spacing, radius),
    };
    gl.tell(program, Uniform::Across, &narrow(across));
    gl.tell(program, Uniform::Spacing, &narrow([spacing]));
    gl.tell(program, Uniform::Radius, &narrow([radius]));
}

fn tell_dashes(gl: &Gl, program: &Program, dashes: Dashes) {
    gl.tell(program, Uniform::Dashes, &narrow(dashes.lengths));
    gl.tell(program, Uniform::Total, &narrow([dashes.total]));
}

fn number(cap: Cap) -> f32 {
    match cap {
        Cap::Flat => 0.0,
        Cap::Round => 1.0,
        Cap::Square => 2.0,
    }
}

/// Pixels of a picture are few enough for `f32`.
#[expect(clippy::cast_possible_truncation, reason = "pixels, relative to the picture")]
pub(super) fn narrow<const N: usize>(numbers: [f64; N]) -> [f32; N] {
    numbers.map(|number| number as f32)
}

/// A colour as the card lays it over others.
pub(super) fn premultiplied(colour: Colour) -> [f32; 4] {
    let opacity = f32::from(colour.a) / 255.0;
    let part = |part: u8| f32::from(part) / 255.0 * opacity;
    [part(colour.r), part(colour.g), part(colour.b), opacity]
}
