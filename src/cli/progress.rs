//! A progress bar on standard error, only where that is a terminal.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::handle::Handle;

/// Shows a job's progress while `work` runs.
pub(super) fn shown<T>(handle: &Handle, label: String, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let finished = Arc::new(AtomicBool::new(false));
    let watcher = watch(handle.clone(), label, Arc::clone(&finished));
    let result = work();
    finished.store(true, Ordering::Relaxed);
    if let Some(watcher) = watcher {
        watcher.join().ok();
    }
    result
}

fn watch(handle: Handle, label: String, finished: Arc<AtomicBool>) -> Option<thread::JoinHandle<()>> {
    let draw = move || {
        let bar = ProgressBar::new(0).with_message(label);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        while !finished.load(Ordering::Relaxed) {
            let (done, total) = handle.progress();
            bar.set_length(total);
            bar.set_position(done);
            thread::sleep(Duration::from_millis(80));
        }
        bar.finish_and_clear();
    };
    thread::Builder::new().name(String::from("progress")).spawn(draw).ok()
}
