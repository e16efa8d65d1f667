//! The layers of the map on the graphics card: drawn beside the window when the view or the data changed, shown as they
//! are until then.
//!
//! A [`Card`] is shared by all maps of the window. What [`crate::map::mesh`] makes is put on it in slices, so that no frame
//! takes long, and drawn by the passes in their order. It is reached from the toolkit's paint callbacks, where its context
//! is current; from elsewhere it is only asked. Whatever fails ends the use of the card, with the reason, and never the
//! window: the processor draws then.

mod draw;
mod frame;
mod gl;
mod layers;
mod mesher;
mod programs;
mod store;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use eframe::glow;

use self::draw::Drawer;
use self::frame::Frame;
pub(in crate::app) use self::gl::Facts;
use self::gl::Gl;
pub(super) use self::layers::Layers;
use self::mesher::Made;
use crate::map::mesh::Piece;
use crate::map::{Camera, Picture, Scene};
use crate::text::Message;

/// Names of what draws on the processor although it calls itself a card.
const SOFTWARE: [&str; 7] =
    ["llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "basic render", "software rasterizer"];
/// What the card must know: instances and pictures of several samples.
const LEAST: (u32, u32) = (3, 3);
const LEAST_EMBEDDED: (u32, u32) = (3, 0);

/// The graphics card of the window, or of none.
#[derive(Clone, Debug)]
pub struct Card(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    gl: Gl,
    facts: Facts,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    /// Nothing was asked of it yet.
    Idle,
    /// It draws.
    Drawing(Box<Drawer>),
    /// It failed, and why; whether that was told.
    Failed(Message, bool),
}

impl Card {
    /// The card behind a context that is current on this thread, and stays so wherever it is drawn.
    pub fn new(gl: Arc<glow::Context>) -> Self {
        let gl = Gl::new(gl);
        let facts = gl.facts();
        Self(Arc::new(Shared { gl, facts, state: Mutex::new(State::Idle) }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the card calls itself.
    pub fn renderer(&self) -> &str {
        &self.0.facts.renderer
    }

    /// Whether it is the processor in truth.
    pub fn is_software(&self) -> bool {
        is_software(&self.0.facts.renderer)
    }

    /// Why it cannot draw, where it cannot.
    pub fn refusal(&self) -> Option<Message> {
        if let State::Failed(reason, _) = &*self.state() {
            return Some(reason.clone());
        }
        let Facts { version, embedded, .. } = self.0.facts;
        let least = if embedded { LEAST_EMBEDDED } else { LEAST };
        (version < least).then(|| {
            let shown = |(major, minor): (u32, u32)| format!("{major}.{minor}");
            Message::new("app.drawing-old").with("version", shown(version)).with("least", shown(least))
        })
    }

    /// Why it failed, once.
    pub(in crate::app) fn newly_failed(&self) -> Option<Message> {
        match &mut *self.state() {
            State::Failed(reason, told) if !*told => {
                *told = true;
                Some(reason.clone())
            }
            _ => None,
        }
    }

    /// Bytes of it that are used.
    pub fn bytes(&self) -> usize {
        match &*self.state() {
            State::Drawing(drawer) => drawer.bytes(),
            _ => 0,
        }
    }

    /// Whether all of a picture can be drawn, finer or coarser than it should be.
    fn can_draw(&self, frame: &Frame) -> bool {
        match &*self.state() {
            State::Drawing(drawer) => frame.pieces().all(|piece| drawer.store.can_draw(piece)),
            _ => false,
        }
    }

    /// Wants the pieces of a map from now on, the first most.
    fn want(&self, map: &'static str, pieces: Vec<Piece>, ahead: Vec<Piece>) {
        if let State::Drawing(drawer) = &mut *self.state() {
            drawer.want(map, pieces, ahead);
        }
    }

    /// Lets go of a map that is not looked at any more.
    pub(super) fn leave(&self, map: &'static str) {
        if let State::Drawing(drawer) = &mut *self.state() {
            drawer.leave(map);
        }
    }

    /// Starts where it was idle, takes what was made since, and draws and shows a picture where there is one. Only in a
    /// paint callback.
    fn paint(&self, map: &'static str, frame: Option<&Arc<Frame>>, context: &egui::Context) {
        let mut state = self.state();
        if matches!(*state, State::Idle) {
            let woken = context.clone();
            *state = match Drawer::new(&self.0.gl, &self.0.facts, move || woken.request_repaint()) {
                Ok(drawer) => State::Drawing(Box::new(drawer)),
                Err(reason) => State::Failed(Message::new("app.drawing-broken").with("reason", reason), false),
            };
            context.request_repaint();
        }
        let State::Drawing(drawer) = &mut *state else { return };
        let done = drawer.receive().and_then(|busy| {
            if busy {
                context.request_repaint();
            }
            frame.map_or(Ok(()), |frame| drawer.paint(map, frame))
        });
        if let Err(reason) = done {
            drawer.clear();
            *state = State::Failed(reason, false);
            context.request_repaint();
        }
    }

    /// Draws a scene off the screen and waits for it: with what it needs put on the card first. For measuring and comparing.
    ///
    /// # Errors
    /// Why the card cannot draw it.
    pub fn draw(&self, scene: &Scene, camera: &Camera, scale: f64) -> Result<(), Message> {
        if let Some(reason) = self.refusal() {
            return Err(reason);
        }
        let mut state = self.state();
        if matches!(*state, State::Idle) {
            let drawer = Drawer::new(&self.0.gl, &self.0.facts, || {});
            let drawer = drawer.map_err(|reason| Message::new("app.drawing-broken").with("reason", reason))?;
            *state = State::Drawing(Box::new(drawer));
        }
        let State::Drawing(drawer) = &mut *state else { return Ok(()) };
        let frame = Arc::new(Frame::of(scene, camera, frame::Place::of_picture(camera, scale)));
        let mut missing: Vec<Piece> = frame.pieces().filter(|piece| !drawer.store.has(piece)).cloned().collect();
        let mut known = BTreeSet::new();
        missing.retain(|piece| known.insert(piece.key()));
        for piece in missing {
            drawer.put(&Made::of(piece))?;
        }
        drawer.draw("picture", &frame)?;
        self.0.gl.finish();
        Ok(())
    }

    /// The picture that was drawn last off the screen.
    pub fn picture(&self) -> Option<Picture> {
        match &*self.state() {
            State::Drawing(drawer) => drawer.picture("picture"),
            _ => None,
        }
    }
}

fn is_software(renderer: &str) -> bool {
    let renderer = renderer.to_lowercase();
    SOFTWARE.iter().any(|name| renderer.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drivers_that_draw_on_the_processor_are_known_by_their_names() {
        for name in
            ["llvmpipe (LLVM 15.0.6, 256 bits)", "GDI Generic", "Microsoft Basic Render Driver", "Google SwiftShader"]
        {
            assert!(is_software(name), "{name}");
        }
        for name in [
            "NVIDIA GeForce RTX 3060/PCIe/SSE2",
            "Mesa Intel(R) UHD Graphics 620 (KBL GT2)",
            "AMD Radeon RX 6600",
            "Apple M2",
        ] {
            assert!(!is_software(name), "{name}");
        }
    }
}
