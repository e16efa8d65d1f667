//! The threads that fetch tiles: from the cache, else from the server, with patience and without insistence.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::cache::Cache;
use super::desk::{Shared, Wanted};
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
            Ok(Ok(laid)) => desk.finish(&wanted, Some(laid)),
            Ok(Err(None)) => desk.finish(&wanted, None),
            Ok(Err(Some(refused))) => {
                desk.finish(&wanted, None);
                desk.trouble(&wanted.origin.id, refused.message(), refused.passes());
            }
            Err(_panic) => desk.finish(&wanted, Some(None)),
        }
        drop(desk);
        shared.wake();
    }
}

/// A tile on the plan, `None` where there is nothing; an error without a reason where it is no longer wanted.
fn load(
    shared: &Shared,
    client: &Client,
    cache: Option<&Cache>,
    wanted: &Wanted,
) -> Result<Option<Laid>, Option<Refused>> {
    let (origin, tile) = (&wanted.origin, wanted.tile);
    let Some(mesh) = origin.grid.mesh(&origin.frame, tile) else { return Ok(None) };
    let laid = |image: Image| Laid { image: Arc::new(image), mesh: Arc::new(mesh) };
    let kept = cache.and_then(|cache| cache.get(&origin.folder, tile));
    if let Some(kept) = kept.as_ref().filter(|kept| kept.is_fresh) {
        if kept.bytes.is_empty() {
            return Ok(None);
        }
        if let Some(image) = picture(&kept.bytes) {
            return Ok(Some(laid(image)));
        }
    }
    match fetch(shared, client, wanted) {
        Ok(bytes) => {
            let image =
                if bytes.is_empty() { None } else { Some(picture(&bytes).ok_or(Some(Refused::BrokenPicture))?) };
            cache.into_iter().for_each(|cache| cache.put(&origin.folder, tile, &bytes));
            Ok(image.map(laid))
        }
        // An old picture is better than none.
        Err(Some(refused)) if refused.passes() => {
            let old = kept.and_then(|kept| picture(&kept.bytes));
            old.map(|image| Some(laid(image))).ok_or(Some(refused))
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
