//! Reads the layers of a plan into one frame, or takes them from the cache where nothing about them has changed.
//!
//! All files are read before the first is placed: the frame is chosen from all of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::assign::assign;
use super::cache::{Kept, Reading};
use super::gather::Source;
use super::load::Asked;
use super::{LayerCache, LayerEntry, PlanError};
use crate::formats::{self, RawLayer, ReadError, ReadOptions, Stamp, Whereabouts};
use crate::geometry::frame::Frame;
use crate::handle::Handle;
use crate::text::Message;

/// A file on its way into the frame.
struct OnTheWay<'a> {
    source: &'a Source,
    reading: Reading,
    kept: Vec<Arc<Kept>>,
    /// As read, where nothing was kept.
    raw: Option<Result<RawLayer, ReadError>>,
    whereabouts: Option<Whereabouts>,
}

/// The frame, and what came of every source in its order.
pub(super) fn layers(
    asked: &Asked<'_>,
    cache: &LayerCache,
    handle: &Handle,
) -> Result<(Frame, Vec<Arc<Kept>>), PlanError> {
    let stamps = formats::stamps(asked.sources.iter().map(|source| source.path.as_path()));
    let known = |(source, stamp)| known(asked, source, stamp, cache);
    let mut files: Vec<OnTheWay<'_>> = asked.sources.iter().zip(stamps).map(known).collect();
    // A file takes a step per byte to read and another to place.
    handle.expect_steps(
        files.iter().filter(|file| file.kept.is_empty()).map(|file| 2 * file.reading.stamp.bytes()).sum(),
    );
    // Results stand in plan order, whatever the number of threads.
    files.par_iter_mut().filter(|file| file.kept.is_empty()).for_each(|file| {
        let raw = read(file.source, &file.reading, handle);
        file.whereabouts = raw.as_ref().ok().map(Whereabouts::of);
        file.raw = Some(raw);
    });
    go_on(handle)?;
    let whereabouts: Vec<&Whereabouts> = files.iter().filter_map(|file| file.whereabouts.as_ref()).collect();
    let frame = asked.frame(&whereabouts)?;
    let placed: Vec<Option<Arc<Kept>>> =
        files.into_par_iter().map(|file| placed(file, &frame, cache, handle)).collect();
    go_on(handle)?;
    let placed: Vec<Arc<Kept>> = placed.into_iter().flatten().collect();
    cache.keep_only(placed.clone());
    Ok((frame, placed))
}

fn go_on(handle: &Handle) -> Result<(), PlanError> {
    if handle.is_cancelled() { Err(PlanError::Cancelled) } else { Ok(()) }
}

fn known<'a>(asked: &Asked<'_>, source: &'a Source, stamp: Stamp, cache: &LayerCache) -> OnTheWay<'a> {
    let entry = &source.entry;
    // The system to measure in is not that of a file: a file that says nothing is placed by the rules of the formats.
    let encoding = asked.request.encoding.clone().or_else(|| entry.encoding.clone());
    let options = ReadOptions { crs: entry.crs.clone(), encoding };
    let reading = Reading { path: source.resolved.clone(), options, stamp };
    let kept = cache.of(&reading);
    let whereabouts = kept.first().and_then(|kept| kept.whereabouts.clone());
    OnTheWay { source, reading, kept, raw: None, whereabouts }
}

/// The layer in the frame with what is stated of it; `None` where the job was cancelled.
fn placed(file: OnTheWay<'_>, frame: &Frame, cache: &LayerCache, handle: &Handle) -> Option<Arc<Kept>> {
    let entry = &file.source.entry;
    let in_frame = || file.kept.iter().filter(|kept| kept.frame == *frame);
    if let Some(same) = in_frame().find(|kept| kept.entry.reads_as(entry)) {
        return Some(Arc::clone(same));
    }
    let kept = match in_frame().find_map(|kept| kept.restated(entry)) {
        Some(restated) => restated,
        None => placed_anew(file, frame, handle),
    };
    // What failed because it was to stop is nothing to remember.
    if handle.is_cancelled() {
        return None;
    }
    let kept = Arc::new(kept);
    cache.keep(Arc::clone(&kept));
    Some(kept)
}

fn placed_anew(file: OnTheWay<'_>, frame: &Frame, handle: &Handle) -> Kept {
    let OnTheWay { source, reading, raw, .. } = file;
    let raw = raw.unwrap_or_else(|| {
        handle.expect_steps(2 * reading.stamp.bytes());
        read(source, &reading, handle)
    });
    let whereabouts = raw.as_ref().ok().map(Whereabouts::of);
    let mut own_notices = 0;
    let outcome = raw.and_then(|raw| {
        contained(&source.entry, || {
            let layer = raw.into_layer(frame, handle)?;
            own_notices = layer.notices.len();
            Ok(Arc::new(assign(layer, &source.entry)))
        })
    });
    Kept { reading, whereabouts, frame: frame.clone(), entry: source.entry.clone(), outcome, own_notices }
}

fn read(source: &Source, reading: &Reading, handle: &Handle) -> Result<RawLayer, ReadError> {
    let name = source.entry.file_name();
    handle.set_label(Message::new("plan.reading").with("file", name));
    let raw = contained(&source.entry, || formats::read(&source.path, &source.entry.source, &reading.options, handle));
    // There is nothing to place of a file that could not be read.
    handle.advance(if raw.is_ok() { reading.stamp.bytes() } else { 2 * reading.stamp.bytes() });
    raw
}

/// What one layer makes of its reader or of a library costs only that layer.
fn contained<T>(entry: &LayerEntry, work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_panic| Err(ReadError(Message::new("plan.layer-failed").with("file", &entry.source))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_that_makes_its_reader_panic_is_unusable_with_a_reason() {
        let entry = LayerEntry { source: "坏.shp".to_owned(), ..LayerEntry::default() };
        let failed = contained(&entry, || -> Result<(), ReadError> { panic!("a defect of a reader") });
        assert!(failed.unwrap_err().0.to_string().contains("坏.shp"));
        assert_eq!(contained(&entry, || Ok(3)), Ok(3));
    }
}
