//! The door to OpenGL: the few calls that the map needs, each safe to call.
//!
//! `glow` marks every call unsafe for two reasons. The context must be current on this thread: a [`Gl`] is only made and
//! used where the toolkit has made it so, in its paint callbacks and when the window is created. And memory that a call
//! reads or writes must be there: slices carry their lengths, and a [`Shape`] is drawn by the counts it was filled with.
#![expect(unsafe_code, reason = "the graphics card is reached through calls that Rust cannot check")]

mod target;

use std::sync::Arc;

use eframe::glow::{self, HasContext as _};

pub(super) use self::target::Target;

/// What all programs may be told; each asks for some of it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Uniform {
    Offset,
    Scale,
    Middle,
    HalfSize,
    Depth,
    Colour,
    HalfWidth,
    Cap,
    Dashes,
    Total,
    Origin,
    Across,
    Spacing,
    Radius,
    Sampled,
}

const UNIFORMS: [&str; 15] = [
    "offset",
    "scale",
    "middle",
    "half_size",
    "depth",
    "colour",
    "half_width",
    "cap",
    "dashes",
    "total",
    "origin",
    "across",
    "spacing",
    "radius",
    "sampled",
];

/// A compiled program.
#[derive(Clone, Debug)]
pub(super) struct Program {
    id: glow::Program,
    uniforms: [Option<glow::UniformLocation>; UNIFORMS.len()],
}

/// What the bytes of a shape are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Corners of two numbers, and indices of triangles.
    Triangles,
    /// Knots of three numbers; four in turn are a segment.
    Segments,
    /// Points of two numbers.
    Points,
}

/// Buffers on the card.
#[derive(Debug)]
pub(super) struct Shape {
    vertices: glow::VertexArray,
    buffers: Vec<glow::Buffer>,
    layout: Layout,
    count: i32,
}

/// How ink meets what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mix {
    /// It covers.
    Cover,
    /// It is laid over by its opacity.
    Over,
    /// The same, and every sample takes it once in a batch.
    Once,
    /// The same by this opacity of 255, where the opacity of a pixel says how many of its samples are covered.
    Covered(u8),
}

/// What is known of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Facts {
    pub(in crate::app) renderer: String,
    pub(super) version: (u32, u32),
    pub(super) embedded: bool,
    pub(super) most_samples: i32,
    pub(super) largest_side: i32,
}

/// A graphics card.
#[derive(Clone, Debug)]
pub(super) struct Gl {
    gl: Arc<glow::Context>,
    embedded: bool,
}

impl Gl {
    /// The card of the window.
    pub(super) fn new(gl: Arc<glow::Context>) -> Self {
        let embedded = gl.version().is_embedded;
        Self { gl, embedded }
    }

    /// What is known of it.
    pub(super) fn facts(&self) -> Facts {
        let version = self.gl.version();
        // SAFETY: the context is current; these parameters are one number or one text.
        let (renderer, most_samples, largest_side) = unsafe {
            (
                self.gl.get_parameter_string(glow::RENDERER),
                self.gl.get_parameter_i32(glow::MAX_SAMPLES),
                self.gl
                    .get_parameter_i32(glow::MAX_RENDERBUFFER_SIZE)
                    .min(self.gl.get_parameter_i32(glow::MAX_TEXTURE_SIZE)),
            )
        };
        let embedded = version.is_embedded;
        Facts { renderer, version: (version.major, version.minor), embedded, most_samples, largest_side }
    }

    /// A program of two texts, or why there is none.
    pub(super) fn program(&self, vertex: &str, fragment: &str) -> Result<Program, String> {
        let head = if self.embedded { "#version 300 es\nprecision highp float;\n" } else { "#version 330\n" };
        // SAFETY: the context is current, and all that is named here was made here.
        unsafe {
            let gl = &self.gl;
            let id = gl.create_program()?;
            let mut shaders = Vec::new();
            for (kind, text) in [(glow::VERTEX_SHADER, vertex), (glow::FRAGMENT_SHADER, fragment)] {
                let shader = gl.create_shader(kind)?;
                gl.shader_source(shader, &format!("{head}{text}"));
                gl.compile_shader(shader);
                if !gl.get_shader_compile_status(shader) {
                    return Err(gl.get_shader_info_log(shader));
                }
                gl.attach_shader(id, shader);
                shaders.push(shader);
            }
            gl.link_program(id);
            if !gl.get_program_link_status(id) {
                return Err(gl.get_program_info_log(id));
            }
            for shader in shaders {
                gl.detach_shader(id, shader);
                gl.delete_shader(shader);
            }
            Ok(Program { id, uniforms: UNIFORMS.map(|name| gl.get_uniform_location(id, name)) })
        }
    }

    /// Puts a shape on the card; `None` where it has no room.
    pub(super) fn shape(&self, layout: Layout, vertices: &[u8], indices: &[u8]) -> Option<Shape> {
        let numbers: i32 = if layout == Layout::Segments { 3 } else { 2 };
        let stride = numbers * 4;
        let there = i32::try_from(vertices.len()).ok()? / stride;
        let count = match layout {
            Layout::Triangles => i32::try_from(indices.len()).ok()? / 12 * 3,
            Layout::Segments => (there - 3).max(0),
            Layout::Points => there,
        };
        // SAFETY: the context is current; a shape is drawn by `count`, which reaches no further than what is put here:
        // four knots for a segment, and indices of the corners beside them.
        unsafe {
            let gl = &self.gl;
            let array = gl.create_vertex_array().ok()?;
            gl.bind_vertex_array(Some(array));
            let mut buffers = Vec::new();
            for (kind, bytes) in [(glow::ARRAY_BUFFER, vertices), (glow::ELEMENT_ARRAY_BUFFER, indices)] {
                if bytes.is_empty() {
                    continue;
                }
                let buffer = gl.create_buffer().ok()?;
                gl.bind_buffer(kind, Some(buffer));
                gl.buffer_data_u8_slice(kind, bytes, glow::STATIC_DRAW);
                buffers.push(buffer);
            }
            if !vertices.is_empty() {
                for at in 0..if layout == Layout::Segments { 4 } else { 1 } {
                    gl.enable_vertex_attrib_array(at);
                    let offset = i32::try_from(at).unwrap_or(0) * stride;
                    gl.vertex_attrib_pointer_f32(at, numbers, glow::FLOAT, false, stride, offset);
                    gl.vertex_attrib_divisor(at, u32::from(layout != Layout::Triangles));
                }
            }
            gl.bind_vertex_array(None);
            gl.bind_buffer(glow::ARRAY_BUFFER, None);
            Some(Shape { vertices: array, buffers, layout, count })
        }
    }

    /// Takes a shape off the card.
    pub(super) fn delete_shape(&self, shape: &Shape) {
        // SAFETY: the context is current, and the shape was made by it.
        unsafe {
            self.gl.delete_vertex_array(shape.vertices);
            shape.buffers.iter().for_each(|&buffer| self.gl.delete_buffer(buffer));
        }
    }

    /// Draws with a program from now on.
    pub(super) fn take(&self, program: &Program, mix: Mix) {
        // SAFETY: the context is current, and the program was made by it.
        unsafe {
            let gl = &self.gl;
            let switch = |what: u32, on: bool| if on { gl.enable(what) } else { gl.disable(what) };
            gl.use_program(Some(program.id));
            switch(glow::BLEND, mix != Mix::Cover);
            switch(glow::DEPTH_TEST, matches!(mix, Mix::Once | Mix::Covered(_)));
            switch(glow::SAMPLE_ALPHA_TO_COVERAGE, matches!(mix, Mix::Covered(_)));
            gl.blend_equation(glow::FUNC_ADD);
            if let Mix::Covered(opacity) = mix {
                gl.blend_color(0.0, 0.0, 0.0, f32::from(opacity) / 255.0);
                gl.blend_func_separate(glow::CONSTANT_ALPHA, glow::ONE_MINUS_CONSTANT_ALPHA, glow::ZERO, glow::ONE);
            } else {
                gl.blend_func(glow::ONE, glow::ONE_MINUS_SRC_ALPHA);
            }
        }
    }

    /// Tells the program in use something: one, two or four numbers, or several fours; nothing where it does not ask.
    pub(super) fn tell(&self, program: &Program, uniform: Uniform, numbers: &[f32]) {
        let Some(place) = program.uniforms.get(uniform as usize).and_then(Option::as_ref) else { return };
        // SAFETY: the context is current, and the place is one of this program's.
        unsafe {
            match *numbers {
                [a] => self.gl.uniform_1_f32(Some(place), a),
                [a, b] => self.gl.uniform_2_f32(Some(place), a, b),
                _ => self.gl.uniform_4_f32_slice(Some(place), numbers),
            }
        }
    }

    /// Draws a shape by the program in use.
    pub(super) fn draw(&self, shape: &Shape) {
        if shape.count == 0 {
            return;
        }
        // SAFETY: the context is current, and the counts are those that the shape was filled with.
        unsafe {
            self.gl.bind_vertex_array(Some(shape.vertices));
            match shape.layout {
                Layout::Triangles => self.gl.draw_elements(glow::TRIANGLES, shape.count, glow::UNSIGNED_INT, 0),
                Layout::Segments | Layout::Points => {
                    self.gl.draw_arrays_instanced(glow::TRIANGLE_STRIP, 0, 4, shape.count);
                }
            }
        }
    }

    /// Shows a picture in the viewport; `empty` is any shape, for cards that draw nothing without one.
    pub(super) fn show(&self, program: &Program, target: &Target, empty: &Shape) {
        self.take(program, Mix::Cover);
        // SAFETY: the context is current; four corners are made by the program itself and read from no buffer.
        unsafe {
            let gl = &self.gl;
            gl.active_texture(glow::TEXTURE0);
            gl.bind_texture(glow::TEXTURE_2D, Some(target.texture));
            gl.bind_vertex_array(Some(empty.vertices));
            gl.draw_arrays(glow::TRIANGLE_STRIP, 0, 4);
            gl.bind_vertex_array(None);
            gl.bind_texture(glow::TEXTURE_2D, None);
        }
    }

    /// Waits until all is drawn.
    pub(super) fn finish(&self) {
        // SAFETY: the context is current.
        unsafe { self.gl.finish() }
    }

    /// Whether a call failed since this was asked last.
    pub(super) fn failed(&self) -> bool {
        // SAFETY: the context is current.
        unsafe { self.gl.get_error() != glow::NO_ERROR }
    }
}
