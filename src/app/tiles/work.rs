//! The threads that fetch tiles: from the cache, else from the server, with patience and without insistence.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::cache::Cache;
use super::desk::{Found, Shared, Wanted};
use crate::formats::tiles::{Client, Refused, picture};
use crate::layer::{Image, Laid};

/// How long to wait before each further try.
const WAITS: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

pub(super) fn work(shared: &Shared) {
    let client = Client::default();
    while let Some(wanted) = shared.next() {
        let cache = shared.desk().cache.clone();
        // A tile that makes a decoder panic costs only itself.
        let loaded = catch_unwind(AssertUnwindSafe(|| load(shared, &client, cache.as_deref(), &wanted)));
        let mut desk = shared.desk();
        match loaded {
            Ok(Ok(found)) => desk.finish(&wanted, Some(found)),
            Ok(Err(None)) => desk.finish(&wanted, None),
            // One broken picture among good ones is the fault of that tile.
            Ok(Err(Some(Refused::BrokenPicture))) if desk.has_picture_of(&wanted.origin.id) => {
                desk.finish(&wanted, Some(Found::Nothing));
            }
            Ok(Err(Some(refused))) => {
                desk.finish(&wanted, None);
                desk.trouble(&wanted.origin.id, refused.message(), refused.passes());
            }
            Err(_panic) => desk.finish(&wanted, Some(Found::Nothing)),
        }
        drop(desk);
        shared.wake();
    }
}

/// A tile on the plan; an error without a reason where it is no longer wanted.
fn load(shared: &Shared, client: &Client, cache: Option<&Cache>, wanted: &Wanted) -> Result<Found, Option<Refused>> {
    let (origin, tile) = (&wanted.origin, wanted.tile);
    let Some(mesh) = origin.grid.mesh(&origin.frame, tile) else { return Ok(Found::Nothing) };
    let laid = |image: Image| Found::Picture(Laid { image: Arc::new(image), mesh: Arc::new(mesh) });
    let kept = cache.and_then(|cache| cache.get(&origin.folder, tile));
    if let Some(kept) = kept.as_ref().filter(|kept| kept.is_fresh) {
        if kept.bytes.is_empty() {
            return Ok(Found::Nothing);
        }
        if let Some(image) = picture(&kept.bytes) {
            return Ok(laid(image));
        }
    }
    match fetch(shared, client, wanted) {
        Ok(bytes) => {
            let image = picture(&bytes);
            if image.is_none() && !bytes.is_empty() {
                let old = kept.and_then(|kept| picture(&kept.bytes));
                return old.map(laid).ok_or(Some(Refused::BrokenPicture));
            }
            if let Some(cache) = cache {
                cache.put(&origin.folder, tile, &bytes);
            }
            Ok(image.map_or(Found::Nothing, laid))
        }
        // An old picture is better than none.
        Err(Some(refused)) if refused.passes() => {
            let old = kept.and_then(|kept| picture(&kept.bytes));
            old.map(laid).ok_or(Some(refused))
        }
        Err(refused) => Err(refused),
    }
}

/// The bytes of a tile; none where the service has nothing there.
fn fetch(shared: &Shared, client: &Client, wanted: &Wanted) -> Result<Vec<u8>, Option<Refused>> {
    let origin = &wanted.origin;
    let rows = origin.grid.count(wanted.tile.zoom)[1];
    let address = origin.address.of(wanted.tile, rows, &origin.key);
    let key = wanted.key();
    let mut waits = WAITS.into_iter();
    loop {
        if !shared.desk().is_wanted(&key) {
            return Err(None);
        }
        match client.fetch(&address) {
            Ok(fetched) => return Ok(fetched.bytes),
            Err(Refused::Nowhere) => return Ok(Vec::new()),
            Err(refused) if refused.passes() => match waits.next() {
                Some(wait) if shared.pause(&key, wait) => {}
                Some(_) => return Err(None),
                None => return Err(Some(refused)),
            },
            Err(refused) => return Err(Some(refused)),
        }
    }
}
