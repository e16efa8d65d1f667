//! One thread that draws the newest picture asked for; the window shows the last one, moved and scaled, until it is there.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use egui::ColorImage;

use super::scene::{Content, Made};
use crate::app::jobs::reason;
use crate::handle::Handle;
use crate::map::{Camera, draw, draw_overlay};

/// So much of the view is drawn beyond each of its sides, that dragging shows map there.
const MARGIN: f64 = 0.2;
/// The same as a share of the whole picture.
const UNSEEN: f64 = MARGIN / (1.0 + 2.0 * MARGIN);
/// A picture that is overtaken is given up, unless none arrived for so long: then a long zoom would show none at all.
const PATIENCE: Duration = Duration::from_millis(250);

/// A picture to draw.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// What it shows.
    pub(super) content: Arc<Content>,
    /// The view it is drawn for.
    pub(super) view: Camera,
    /// The view with its margin.
    pub(super) camera: Camera,
    /// Pixels per point.
    pub(super) scale: f64,
    /// Whether layers are drawn, or only what lies over them.
    pub(super) layers: bool,
}

impl Request {
    /// The picture of a view with a margin, in whole pixels and no side longer than `most` pixels.
    pub(super) fn new(content: Arc<Content>, layers: bool, view: Camera, scale: f64, most: f64) -> Self {
        let longest = view.size[0].max(view.size[1]).max(1.0);
        let scale = scale.min(most / longest);
        let side = |points: f64| {
            let pixels = (points * scale).round();
            let margin = (pixels * MARGIN).round().min(((most - pixels) / 2.0).floor()).max(0.0);
            (pixels + 2.0 * margin) / scale
        };
        let camera = view.resized([side(view.size[0]), side(view.size[1])]);
        Self { content, view, camera, scale, layers }
    }

    /// Whether it shows the same things.
    pub(super) fn shows_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.content, &other.content) && self.layers == other.layers
    }

    /// Whether it shows the same things at the same size.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let apart = |a: f64, b: f64| (a / b - 1.0).abs() > 1e-9;
        self.shows_same(other)
            && !apart(self.camera.metres_per_point, other.camera.metres_per_point)
            && !apart(self.scale, other.scale)
    }

    /// Whether a view of the same scale lies within it, with so much of the margin left.
    pub(super) fn covers(&self, view: &Camera, left: f64) -> bool {
        let away = [self.camera.centre.x - view.centre.x, self.camera.centre.y - view.centre.y];
        (0..2).all(|axis| {
            let room = (self.camera.size[axis] - view.size[axis]) / 2.0;
            away[axis].abs() / view.metres_per_point <= room * (1.0 - left) + 1e-6
        })
    }

    /// Whether it was drawn for just this view.
    pub(super) fn is_centred(&self, view: &Camera) -> bool {
        let away = (self.view.centre.x - view.centre.x).hypot(self.view.centre.y - view.centre.y);
        let size = (0..2).map(|axis| (self.view.size[axis] - view.size[axis]).abs()).fold(0.0, f64::max);
        away / view.metres_per_point < 0.01 && size < 0.01
    }
}

/// What the thread brings.
#[derive(Debug)]
pub(super) enum Brought {
    /// A picture.
    Picture(Request, ColorImage),
    /// Drawing broke, with the reason; without a request there is no thread at all.
    Broken(Option<Request>, String),
}

#[derive(Debug, Default)]
struct Desk {
    next: Option<Request>,
    drawing: Option<Handle>,
    brought: Option<Brought>,
    made: Option<Made>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    desk: Mutex<Desk>,
    bell: Condvar,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Draws in the background.
#[derive(Debug)]
pub(super) struct Painter {
    shared: Arc<Shared>,
    asked: Option<Request>,
    arrived: Instant,
}

impl Painter {
    /// Starts the thread; it sleeps until something is asked for.
    pub(super) fn new(context: egui::Context) -> Self {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("langdao-map".to_owned());
        let started = thread.spawn(move || work(&of_thread, &context));
        if let Err(error) = started {
            shared.desk().brought = Some(Brought::Broken(None, error.to_string()));
        }
        Self { shared, asked: None, arrived: now() }
    }

    /// What was asked for last and is not there yet.
    pub(super) fn asked(&self) -> Option<&Request> {
        self.asked.as_ref()
    }

    /// The last scene that was made.
    pub(super) fn made(&self) -> Option<Made> {
        self.shared.desk().made.clone()
    }

    /// Asks for a picture in place of the one asked for before.
    pub(super) fn ask(&mut self, request: Request) {
        if self.asked.is_none() {
            self.arrived = now();
        }
        let overtaken = self.asked.as_ref().is_some_and(|asked| !Arc::ptr_eq(&asked.content, &request.content));
        let mut desk = self.shared.desk();
        if (overtaken || self.arrived.elapsed() < PATIENCE)
            && let Some(handle) = &desk.drawing
        {
            handle.cancel();
        }
        desk.next = Some(request.clone());
        drop(desk);
        self.asked = Some(request);
        self.shared.bell.notify_one();
    }

    /// Takes what was drawn since.
    pub(super) fn take(&mut self) -> Option<Brought> {
        let mut desk = self.shared.desk();
        let brought = desk.brought.take()?;
        if desk.next.is_none() && desk.drawing.is_none() {
            self.asked = None;
        }
        self.arrived = now();
        Some(brought)
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        let mut desk = self.shared.desk();
        desk.closed = true;
        if let Some(handle) = &desk.drawing {
            handle.cancel();
        }
        drop(desk);
        self.shared.bell.notify_one();
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a picture is waited for enters no figure")]
fn now() -> Instant {
    Instant::now()
}

fn work(shared: &Shared, context: &egui::Context) {
    let mut last: Option<Made> = None;
    while let Some((request, handle)) = next(shared) {
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let made = Made::of(&request.content, last.as_ref(), UNSEEN);
            shared.desk().made = Some(made.clone());
            let drawn = if request.layers { draw } else { draw_overlay };
            let picture = drawn(&made.scene, &request.camera, request.scale, &handle);
            (made, picture)
        }));
        let brought = match drawn {
            Ok((made, picture)) => {
                last = Some(made);
                picture.map(|picture| {
                    let size = [picture.width, picture.height];
                    Brought::Picture(request, ColorImage::from_rgba_premultiplied(size, &picture.rgba))
                })
            }
            Err(panic) => Some(Brought::Broken(Some(request), reason(&*panic))),
        };
        let mut desk = shared.desk();
        desk.drawing = None;
        if let Some(brought) = brought {
            desk.brought = Some(brought);
            drop(desk);
            context.request_repaint();
        }
    }
}

/// Waits for a request; `None` when the window is closed.
fn next(shared: &Shared) -> Option<(Request, Handle)> {
    let mut desk = shared.desk();
    loop {
        if desk.closed {
            return None;
        }
        if let Some(request) = desk.next.take() {
            let handle = Handle::default();
            desk.drawing = Some(handle.clone());
            return Some((request, handle));
        }
        desk = shared.bell.wait(desk).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use geo_types::Coord;

    use super::*;

    fn view(x: f64) -> Camera {
        Camera { centre: Coord { x, y: 3_087_000.0 }, metres_per_point: 2.0, size: [100.0, 50.0] }
    }

    fn request(x: f64) -> Request {
        Request::new(Arc::default(), true, view(x), 1.0, 4_096.0)
    }

    #[test]
    fn a_picture_reaches_a_fifth_beyond_each_side() {
        assert!(request(0.0).camera.size[0].total_cmp(&140.0).is_eq());
        assert!(request(0.0).covers(&view(40.0), 0.0), "20 points are 40 metres");
        assert!(!request(0.0).covers(&view(41.0), 0.0));
    }

    #[test]
    fn a_picture_never_outgrows_what_a_texture_holds() {
        let wide = Camera { size: [5_000.0, 10.0], ..view(0.0) };
        let request = Request::new(Arc::default(), true, wide, 2.0, 2_048.0);
        assert!(request.camera.size[0] * request.scale <= 2_048.5);
    }

    #[test]
    fn the_newest_picture_asked_for_arrives() {
        let mut painter = Painter::new(egui::Context::default());
        for x in 0..20 {
            painter.ask(request(34_500_000.0 + f64::from(x)));
        }
        let from = now();
        let mut last = None;
        while painter.asked().is_some() && from.elapsed() < Duration::from_secs(20) {
            last = painter.take().or(last);
            std::thread::yield_now();
        }
        assert!(matches!(last, Some(Brought::Picture(request, _)) if request.is_centred(&view(34_500_019.0))));
    }
}
