//! The layers of one map: the newest once they are on the card, those before until then.

use std::sync::Arc;

use eframe::egui_glow;

use super::Card;
use super::frame::{Frame, Place, ahead};
use crate::app::map::scene::Content;
use crate::map::{Camera, Scene};

/// The layers of one map.
#[derive(Debug, Default)]
pub(in crate::app::map) struct Layers {
    /// What is to be shown.
    next: Option<Sight>,
    /// What is shown until that is there.
    before: Option<Sight>,
    is_there: bool,
    frame: Option<Arc<Frame>>,
}

/// What is shown, and its last picture.
#[derive(Debug)]
struct Sight {
    content: Arc<Content>,
    scene: Scene,
    seen: Option<(Camera, Place, Arc<Frame>)>,
}

impl Sight {
    fn of(content: &Arc<Content>) -> Self {
        Self { content: Arc::clone(content), scene: content.layers(), seen: None }
    }

    /// Its picture, the same one while the view is the same, and whether it is a new one.
    fn frame(&mut self, camera: Camera, place: Place) -> (Arc<Frame>, bool) {
        if let Some((_, _, frame)) = self.seen.as_ref().filter(|(of, at, _)| (*of, *at) == (camera, place)) {
            return (Arc::clone(frame), false);
        }
        let frame = Arc::new(Frame::of(&self.scene, &camera, place));
        self.seen = Some((camera, place, Arc::clone(&frame)));
        (frame, true)
    }
}

impl Layers {
    /// Looks at a content from a view: its picture is shown from now on, or that of the content before until all of it is
    /// on the card.
    pub(in crate::app::map) fn look(
        &mut self,
        (card, map): (&Card, &'static str),
        content: &Arc<Content>,
        camera: Camera,
        (rect, pixels_per_point): (egui::Rect, f32),
    ) {
        if !self.next.as_ref().is_some_and(|next| Arc::ptr_eq(&next.content, content)) {
            if self.is_there {
                self.before = self.next.take();
            }
            (self.next, self.is_there) = (Some(Sight::of(content)), false);
        }
        if self.next.as_ref().is_some_and(|next| next.scene.pictures().next().is_some()) {
            // Pictures beneath the layers are the processor's.
            (self.frame, self.before, self.is_there) = (None, None, false);
            return;
        }
        let place = Place::on_screen(rect, pixels_per_point);
        let Some(next) = &mut self.next else { return };
        let (frame, new) = next.frame(camera, place);
        if new || !self.is_there {
            card.want(map, frame.pieces().cloned().collect(), ahead(&next.scene, &camera, place.scale));
        }
        if !self.is_there && card.can_draw(&frame) {
            (self.is_there, self.before) = (true, None);
        }
        let before = self.before.as_mut().map(|before| before.frame(camera, place).0);
        self.frame = if self.is_there { Some(frame) } else { before };
    }

    /// Shows nothing of what was shown before.
    pub(in crate::app::map) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether there is something to show.
    pub(in crate::app::map) fn are_shown(&self) -> bool {
        self.frame.is_some()
    }

    /// Whether what is shown of them, if anything, is what is to be shown.
    pub(in crate::app::map) fn are_newest(&self) -> bool {
        self.is_there || self.frame.is_none()
    }

    /// Shows them, or only puts more of them on the card.
    pub(in crate::app::map) fn paint(
        &self,
        (card, map): (&Card, &'static str),
        ui: &egui::Ui,
        rect: egui::Rect,
        shown: bool,
    ) {
        let frame = self.frame.clone().filter(|_| shown);
        let (card, context) = (card.clone(), ui.ctx().clone());
        let callback = egui_glow::CallbackFn::new(move |_, _| card.paint(map, frame.as_ref(), &context));
        let callback = egui::PaintCallback { rect, callback: Arc::new(callback) };
        ui.painter().with_clip_rect(rect).add(callback);
    }
}
