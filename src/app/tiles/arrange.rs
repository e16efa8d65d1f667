//! From what is looked at to the tiles that it needs, and to the pictures that are there of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use geo_types::{Coord, Rect};

use super::cache::Cache;
use super::desk::{Desk, EVERY, Found, Wanted};
use super::{Ground, Key, Origin, Tiles};
use crate::app::{Document, Settings};
use crate::formats::tiles::{Address, Grid, Tile};
use crate::geometry::frame::Frame;
use crate::map::{self, Camera};
use crate::plan::Backdrop;
use crate::text::Message;

/// Tiles of one map at the most.
const MOST: usize = 200;
/// Pictures of this many zooms before are shown until the right ones are there.
const COARSER: usize = 4;
/// The picture of the map reaches this share of the view beyond each of its sides.
const MARGIN: f64 = 0.2;
/// No service is asked for a deeper zoom unless the plan says so.
const DEEPEST: u8 = 18;

/// What is looked at.
pub(in crate::app) struct Looked<'a> {
    pub(in crate::app) document: &'a Document,
    pub(in crate::app) settings: &'a Settings,
    pub(in crate::app) camera: Camera,
    /// Pixels per point.
    pub(in crate::app) scale: f64,
    /// Seconds of the window's clock.
    pub(in crate::app) now: f64,
}

/// What was arranged last.
#[derive(Debug, Default)]
pub(super) struct Arranged(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    origins: BTreeMap<(String, String), Arc<Origin>>,
    shown: Vec<(Key, u8)>,
    ground: Arc<Ground>,
    at: f64,
}

impl Tiles {
    /// The pictures that are there of what is looked at; those that are not are fetched.
    pub(in crate::app) fn arrange(&self, looked: &Looked<'_>) -> Arc<Ground> {
        let mut last = self.arranged.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = shown(looked);
        let Some(frame) = looked.document.loaded().map(|loaded| &loaded.snapshot.frame).filter(|_| !shown.is_empty())
        else {
            // Nothing is kept of what is switched off, and nothing more is fetched.
            if !last.shown.is_empty() || !last.origins.is_empty() {
                *last = Last::default();
                self.shared.want(Vec::new());
            }
            return Arc::clone(&last.ground);
        };
        let mut sheet = Sheet::default();
        for backdrop in shown {
            match last.origin(backdrop, looked.settings, frame) {
                Ok(origin) => sheet.lay(&mut self.shared.desk(), &origin, backdrop, looked),
                Err((id, message)) => self.shared.desk().trouble(&id, message, false),
            }
        }
        self.shared.want(sheet.wanted);
        if sheet.shown != last.shown {
            if looked.now - last.at < EVERY {
                self.shared.wake();
            } else {
                last.shown = sheet.shown;
                last.ground = Arc::new(sheet.ground);
                last.at = looked.now;
            }
        }
        Arc::clone(&last.ground)
    }
}

/// The maps from the net that the plan states and the user switched on.
fn shown<'a>(looked: &Looked<'a>) -> Vec<&'a Backdrop> {
    let stated = looked.document.plan().map_or(&[][..], |plan| plan.content().backdrops.as_slice());
    stated.iter().filter(|backdrop| looked.settings.shows(&backdrop.address)).collect()
}

impl Last {
    /// A map from the net in the frame of the plan, or what is wrong with it.
    fn origin(
        &mut self,
        backdrop: &Backdrop,
        settings: &Settings,
        frame: &Frame,
    ) -> Result<Arc<Origin>, (String, Message)> {
        let id = format!("{}\n{}\n{}", backdrop.address, backdrop.grid.code(), frame.code);
        let address = Address::parse(&backdrop.address).map_err(|message| (id.clone(), message))?;
        let key = settings.tile_keys.get(&address.host()).cloned().unwrap_or_default();
        if address.needs_key() && key.trim().is_empty() {
            return Err((id, Message::new("app.backdrop-key-missing")));
        }
        if let Some(known) = self.origins.get(&(id.clone(), key.clone())).filter(|known| known.frame == *frame) {
            return Ok(Arc::clone(known));
        }
        if !Grid::fits(frame) {
            return Err((id, Message::new("app.backdrop-frame").with("crs", &frame.code)));
        }
        let folder = Cache::folder_of(&backdrop.address, backdrop.grid);
        let (grid, frame) = (backdrop.grid, frame.clone());
        let origin = Arc::new(Origin { id: id.clone(), folder, address, grid, key: key.clone(), frame });
        self.origins.insert((id, key), Arc::clone(&origin));
        Ok(origin)
    }
}

/// The ground as it is being laid.
#[derive(Default)]
struct Sheet {
    wanted: Vec<Wanted>,
    shown: Vec<(Key, u8)>,
    ground: Ground,
}

impl Sheet {
    fn lay(&mut self, desk: &mut Desk, origin: &Arc<Origin>, backdrop: &Backdrop, looked: &Looked<'_>) {
        let Camera { centre, metres_per_point, size } = looked.camera;
        let deepest = backdrop.max_zoom.unwrap_or(DEEPEST);
        let metres_per_pixel = metres_per_point / looked.scale;
        let Some(zoom) = origin.grid.zoom_for(&origin.frame, centre, metres_per_pixel, deepest) else { return };
        let [across, up] = size.map(|points| points * (0.5 + MARGIN) * metres_per_point);
        let part = Rect::new(
            Coord { x: centre.x - across, y: centre.y - up },
            Coord { x: centre.x + across, y: centre.y + up },
        );
        let tiles = origin.grid.seen(&origin.frame, part, zoom, MOST);
        // Coarser pictures lie below, each once.
        let mut below: BTreeSet<Tile> = BTreeSet::new();
        let mut above = Vec::new();
        for &tile in &tiles {
            match desk.look_at(&(origin.id.clone(), tile)) {
                Some(Found::Picture(laid)) => above.push((tile, laid)),
                Some(Found::Nothing) => {}
                None => below.extend(coarser(desk, &origin.id, tile)),
            }
        }
        let below: Vec<_> = below
            .into_iter()
            .filter_map(|tile| match desk.look_at(&(origin.id.clone(), tile))? {
                Found::Picture(laid) => Some((tile, laid)),
                Found::Nothing => None,
            })
            .collect();
        for (tile, laid) in below.into_iter().chain(above) {
            self.shown.push(((origin.id.clone(), tile), backdrop.opacity));
            self.ground.backdrops.push(map::Backdrop { laid, opacity: f32::from(backdrop.opacity) / 100.0 });
        }
        self.wanted.extend(tiles.into_iter().map(|tile| Wanted { origin: Arc::clone(origin), tile }));
        let owed = backdrop.attribution.iter().filter(|owed| !self.ground.attributions.contains(owed));
        let owed: Vec<String> = owed.cloned().collect();
        self.ground.attributions.extend(owed);
    }
}

/// The nearest coarser tile that is there.
fn coarser(desk: &mut Desk, id: &str, tile: Tile) -> Option<Tile> {
    let parents = std::iter::successors(tile.parent(), |tile| tile.parent()).take(COARSER);
    parents.into_iter().find(|parent| matches!(desk.look_at(&(id.to_owned(), *parent)), Some(Found::Picture(_))))
}
