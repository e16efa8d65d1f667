//! The map in the window: shows the drawn picture, moves and scales it under the hand, and tells what lies under the pointer.

pub(super) mod scene;

use geo_types::Rect;

use super::Session;
use super::dispatch::whole;
use super::panel::View;
use crate::map::Camera;

/// What the map keeps from frame to frame.
#[derive(Debug)]
pub(super) struct MapView {
    context: egui::Context,
}

impl MapView {
    /// A map that has drawn nothing yet.
    pub(super) fn new(context: egui::Context) -> Self {
        Self { context }
    }

    /// Looks at a part of the plan.
    pub(super) fn fly_to(&mut self, session: &mut Session, bounds: Rect<f64>) {
        let size = session.camera.map_or([800.0, 600.0], |camera| camera.size);
        session.camera = Some(Camera::fitting(bounds, size));
        self.context.request_repaint();
    }

    /// Shows the map in what the panels leave.
    pub(super) fn map_ui(&mut self, ui: &mut egui::Ui, view: &mut View<'_>) {
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let size = [f64::from(ui.available_width()), f64::from(ui.available_height())];
            if view.session.camera.is_none()
                && let Some(bounds) = view.document.drawn().and_then(|drawn| whole(&drawn.arts))
            {
                view.session.camera = Some(Camera::fitting(bounds, size));
            }
            ui.allocate_space(ui.available_size());
        });
    }
}
