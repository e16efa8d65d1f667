//! Maps from the net: switched on and off, keys, the cache, and a trial of an address.

use geo_types::Rect;

use crate::app::App;
use crate::app::dialog::backdrop::{BackdropOrder, Trial};
use crate::app::jobs::{Done, Kind};
use crate::disk;
use crate::formats::tiles::{Address, Client, Grid, Refused, Tile, picture};
use crate::plan::Backdrop;
use crate::text::Message;

/// The tile that is tried where nothing says where the plan lies.
const ANYWHERE: Tile = Tile { zoom: 3, column: 6, row: 2 };

/// Carries out what is asked for.
pub(super) fn carry_out(app: &mut App, order: BackdropOrder) {
    match order {
        BackdropOrder::Switch(address, true) => {
            app.settings.backdrops.insert(address);
            app.tiles.try_again();
        }
        BackdropOrder::Switch(address, false) => {
            app.settings.backdrops.remove(&address);
        }
        BackdropOrder::Key { host, key } => {
            app.settings.tile_keys.insert(host, key);
            app.settings.tile_keys.retain(|_, key| !key.trim().is_empty());
            app.tiles.try_again();
        }
        BackdropOrder::TryAgain => app.tiles.try_again(),
        BackdropOrder::KeepOnDisk(megabytes) => {
            app.settings.tile_cache = megabytes;
            if let Some(cache) = app.tiles.cache() {
                app.tiles.keep_in(Some(cache.folder().to_owned()), &app.settings);
            }
        }
        BackdropOrder::EmptyCache => empty_cache(app),
        BackdropOrder::Try(backdrop, key) => attempt(app, *backdrop, key),
    }
}

fn empty_cache(app: &mut App) {
    let Some(cache) = app.tiles.cache() else { return app.session.say(Message::new("app.backdrop-cache-emptied")) };
    app.jobs.start(Kind::EmptyCache, Message::new("app.job-empty-cache"), move |_| {
        Done::CacheEmptied(cache.empty().map_err(|error| disk::failure(&error)))
    });
}

pub(super) fn emptied(app: &mut App, emptied: Result<(), Message>) {
    match emptied {
        Ok(()) => app.session.say(Message::new("app.backdrop-cache-emptied")),
        Err(message) => app.session.warn(message),
    }
}

/// Asks a server for the tile in the middle of the view.
fn attempt(app: &mut App, backdrop: Backdrop, key: String) {
    let tile = middle(app, backdrop.grid).unwrap_or(ANYWHERE);
    app.session.trial = None;
    app.jobs.start(Kind::Try, Message::new("app.job-try"), move |_| {
        Done::Tried(Trial { said: answer(&backdrop, tile, &key), address: backdrop.address, key })
    });
}

fn middle(app: &App, grid: Grid) -> Option<Tile> {
    let (camera, loaded) = (app.session.camera?, app.document.loaded()?);
    let frame = &loaded.snapshot.frame;
    let zoom = grid.zoom_for(frame, camera.centre, camera.metres_per_point, 16)?;
    grid.seen(frame, Rect::new(camera.centre, camera.centre), zoom, 1).first().copied()
}

fn answer(backdrop: &Backdrop, tile: Tile, key: &str) -> Result<Message, Message> {
    let address = Address::parse(&backdrop.address)?;
    let rows = backdrop.grid.count(tile.zoom)[1];
    let fetched = Client::default().fetch(&address.of(tile, rows, key)).map_err(|refused| refused.message())?;
    if fetched.bytes.is_empty() {
        return Ok(Message::new("app.backdrop-answer-empty").with("zoom", tile.zoom));
    }
    let image = picture(&fetched.bytes).ok_or_else(|| Refused::BrokenPicture.message())?;
    let [width, height] = image.size;
    let kilobytes = fetched.bytes.len().div_ceil(1_024);
    let message =
        Message::new("app.backdrop-answer").with("zoom", tile.zoom).with("size", format!("{width} × {height}"));
    Ok(message.with("kilobytes", kilobytes))
}

pub(super) fn tried(app: &mut App, trial: Trial) {
    app.session.trial = Some(trial);
}
