//! Draws pictures: pieces by batches, each map to a target of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::frame::Frame;
use super::gl::{Facts, Gl, Layout, Shape, Target, Uniform};
use super::mesher::{Made, Mesher};
use super::programs::{Programs, narrow, premultiplied};
use super::store::{LIMIT, Store};
use crate::map::Picture;
use crate::map::mesh::Piece;
use crate::text::Message;

/// Samples of a pixel, where the card can.
const SAMPLES: i32 = 4;
/// Bytes that are put on the card in one frame.
const SLICE: usize = 4 << 20;

/// All that draws on the card.
#[derive(Debug)]
pub(super) struct Drawer {
    gl: Gl,
    programs: Programs,
    pub(super) store: Store,
    mesher: Mesher,
    wanted: BTreeMap<&'static str, Vec<Piece>>,
    screens: BTreeMap<&'static str, Screen>,
    /// Maps that are not looked at any more.
    left: Vec<&'static str>,
    empty: Shape,
    samples: i32,
    largest_side: i32,
    /// Counts what was put on the card.
    put: u64,
}

/// The picture of one map.
#[derive(Debug)]
struct Screen {
    target: Target,
    drawn: Option<Drawn>,
}

/// What a picture shows.
#[derive(Debug)]
struct Drawn {
    frame: Arc<Frame>,
    /// Whether every piece was there as it was wanted.
    whole: bool,
    /// What had been put on the card by then.
    put: u64,
}

impl Drawer {
    /// Compiles the programs and starts making buffers; why that failed otherwise.
    pub(super) fn new(gl: &Gl, facts: &Facts, wake: impl Fn() + Send + 'static) -> Result<Self, String> {
        let programs = Programs::new(gl)?;
        let empty = gl.shape(Layout::Points, &[], &[]).ok_or_else(|| String::from("vertex array"))?;
        let samples = if facts.most_samples >= SAMPLES { SAMPLES } else { 1 };
        Ok(Self {
            gl: gl.clone(),
            programs,
            store: Store::default(),
            mesher: Mesher::new(wake)?,
            wanted: BTreeMap::new(),
            screens: BTreeMap::new(),
            left: Vec::new(),
            empty,
            samples,
            largest_side: facts.largest_side,
            put: 0,
        })
    }

    /// Bytes that it takes on the card.
    pub(super) fn bytes(&self) -> usize {
        self.store.bytes() + self.screens.values().map(|screen| screen.target.bytes()).sum::<usize>()
    }

    /// Wants the pieces of a map from now on, the first most; what lies ahead of the view only while there is much room.
    pub(super) fn want(&mut self, map: &'static str, pieces: Vec<Piece>, ahead: Vec<Piece>) {
        let ahead = if self.store.bytes() < LIMIT / 2 { ahead } else { Vec::new() };
        self.wanted.insert(map, pieces.into_iter().chain(ahead).collect());
        let mut known = BTreeSet::new();
        let all = self.wanted.values().flatten();
        let missing = all.filter(|piece| !self.store.has(piece) && known.insert(piece.key()));
        self.mesher.want(missing.cloned().collect());
    }

    /// Lets go of a map.
    pub(super) fn leave(&mut self, map: &'static str) {
        self.wanted.remove(map);
        self.left.push(map);
    }

    /// Puts what was made since on the card, so much at once; whether there is more to come.
    pub(super) fn receive(&mut self) -> Result<bool, Message> {
        for map in std::mem::take(&mut self.left) {
            if let Some(screen) = self.screens.remove(map) {
                self.gl.delete_target(&screen.target);
            }
        }
        let mut bytes = 0;
        while bytes < SLICE
            && let Some(made) = self.mesher.take()
        {
            bytes += made.bytes();
            self.put(&made)?;
        }
        if !self.store.tidy(&self.gl) {
            return Err(no_room());
        }
        Ok(bytes > 0 && self.mesher.is_busy())
    }

    /// Puts a piece on the card.
    pub(super) fn put(&mut self, made: &Made) -> Result<(), Message> {
        self.put += 1;
        if self.store.put(&self.gl, made) && !self.gl.failed() { Ok(()) } else { Err(no_room()) }
    }

    /// Draws a picture where it is not there yet, and shows it in the viewport.
    pub(super) fn paint(&mut self, map: &'static str, frame: &Arc<Frame>) -> Result<(), Message> {
        self.draw(map, frame)?;
        if let Some(screen) = self.screens.get(map) {
            self.gl.show(&self.programs.show, &screen.target, &self.empty);
        }
        Ok(())
    }

    /// Draws a picture where it is not there yet.
    pub(super) fn draw(&mut self, map: &'static str, frame: &Arc<Frame>) -> Result<(), Message> {
        self.fit(map, frame.size)?;
        let put = self.put;
        let Some(screen) = self.screens.get_mut(map) else { return Ok(()) };
        let is_there = |drawn: &Drawn| Arc::ptr_eq(&drawn.frame, frame) && (drawn.whole || drawn.put == put);
        if screen.drawn.as_ref().is_some_and(is_there) {
            return Ok(());
        }
        self.store.next();
        let whole = render(&self.gl, &self.programs, &mut self.store, &screen.target, frame);
        screen.drawn = Some(Drawn { frame: Arc::clone(frame), whole, put });
        if self.gl.failed() { Err(Message::new("app.drawing-lost")) } else { Ok(()) }
    }

    /// Gives a map a target of its size.
    fn fit(&mut self, map: &'static str, size: [i32; 2]) -> Result<(), Message> {
        let size = size.map(|side| side.clamp(1, self.largest_side.max(1)));
        if self.screens.get(map).is_some_and(|screen| screen.target.size == size) {
            return Ok(());
        }
        if let Some(screen) = self.screens.remove(map) {
            self.gl.delete_target(&screen.target);
        }
        let outside = self.gl.outside();
        let target = self.gl.target(size, self.samples).or_else(|| self.gl.target(size, 1));
        self.gl.restore(&outside);
        let target = target.filter(|_| !self.gl.failed()).ok_or_else(no_room)?;
        self.screens.insert(map, Screen { target, drawn: None });
        Ok(())
    }

    /// Takes all off the card.
    pub(super) fn clear(&mut self) {
        self.store.clear(&self.gl);
        for screen in std::mem::take(&mut self.screens).into_values() {
            self.gl.delete_target(&screen.target);
        }
    }

    /// The picture of a map, rows from the top.
    pub(super) fn picture(&self, map: &str) -> Option<Picture> {
        let target = &self.screens.get(map)?.target;
        let [width, height] = target.size.map(|side| usize::try_from(side).unwrap_or(0));
        let pixels = self.gl.pixels(target);
        let rgba = pixels.chunks_exact((width * 4).max(1)).rev().flatten().copied().collect();
        Some(Picture { width, height, rgba })
    }
}

fn no_room() -> Message {
    Message::new("app.drawing-memory")
}

/// Draws all batches; whether every piece was there as it was wanted.
fn render(gl: &Gl, programs: &Programs, store: &mut Store, target: &Target, frame: &Frame) -> bool {
    let outside = gl.outside();
    gl.begin(target, premultiplied(frame.paper));
    let size = target.size.map(f64::from);
    let metres_per_point = frame.camera.metres_per_point;
    // On the card y points up.
    let middle = [frame.middle[0] - size[0] / 2.0, size[1] / 2.0 - frame.middle[1]];
    let beside = [0, 1].map(|axis| frame.middle[axis] - frame.camera.size[axis] * frame.scale / 2.0);
    let mut whole = true;
    for (number, batch) in frame.batches.iter().enumerate() {
        let program = programs.take(gl, &batch.brush, target, beside);
        gl.tell(program, Uniform::Scale, &narrow([frame.scale / metres_per_point]));
        gl.tell(program, Uniform::Middle, &narrow(middle));
        gl.tell(program, Uniform::HalfSize, &narrow(size.map(|side| side / 2.0)));
        // From just before the far end to just behind the near one.
        let share = (number as f64 + 1.0) / (frame.batches.len() as f64 + 1.0);
        gl.tell(program, Uniform::Depth, &narrow([1.0 - 2.0 * share]));
        for piece in &batch.pieces {
            let origin = piece.origin();
            let Some((shape, as_wanted)) = store.best(piece) else {
                whole = false;
                continue;
            };
            whole &= as_wanted;
            let offset = [origin.x - frame.camera.centre.x, origin.y - frame.camera.centre.y];
            gl.tell(program, Uniform::Offset, &narrow(offset));
            gl.draw(shape);
        }
    }
    gl.end(target, &outside);
    whole
}
