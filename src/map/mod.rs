//! The map: layers and findings drawn as a planning drawing, the same in the window, in pictures and in reports.
//!
//! One door: [`draw`] turns a [`Scene`] seen by a [`Camera`] into a [`Picture`], on the processor, anti-aliased, and gives
//! the same picture whatever the number of threads; a [`Sheet`] puts the same drawing into a frame, as SVG or as a picture. It knows neither the window nor files. What a layer needs for being
//! drawn is prepared once, in a job, as its [`Art`]; drawing culls by index and changes nothing.

mod art;
mod backdrop;
mod camera;
mod canvas;
mod chunk;
mod colour;
mod furniture;
mod labels;
mod lettering;
mod mark;
pub(crate) mod mesh;
mod name;
mod overlay;
mod pick;
mod picture;
mod restyle;
mod room;
mod scene;
mod sheet;
mod style;
mod symbol;
mod thin;
mod vector;
mod view;

pub use art::{Art, Legend, Swatch, range_name};
pub use camera::Camera;
pub use canvas::Texture;
pub use colour::Colour;
pub use furniture::ScaleBar;
pub use lettering::{BOLD_FONT, REGULAR_FONT};
pub use mark::{Evidence, Kind, Mark, MarkLabel, marks, verdict_colour};
pub use name::Name;
pub use pick::Picked;
pub use picture::Picture;
pub use scene::{Backdrop, Scene, SceneLayer, Tone};
pub use sheet::{Crowded, Heading, Series, Sheet};

use crate::handle::Handle;

/// Draws a scene. `scale` is pixels per point: 1 on an ordinary screen, 2 on a fine one, more for print. `None` where the
/// handle was cancelled on the way.
pub fn draw(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle) -> Option<Picture> {
    picture::draw(scene, camera, scale, handle)
}

/// Draws what lies over the layers of a scene, names and marks, on nothing: for layers that are drawn elsewhere. `None`
/// where the handle was cancelled on the way.
pub fn draw_overlay(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle) -> Option<Picture> {
    picture::draw_overlay(scene, camera, scale, handle)
}
