//! Notices when others change the plan's file or a layer while they are open. Files are looked at every few seconds, on a thread
//! of its own: network drives tell nobody of changes, and a drive that does not answer holds up this thread only.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::Duration;

use crate::formats::{Stamp, stamps};

/// How often files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Watched {
    /// The plan's file, and what it held when it was read or written last.
    pub(super) plan: Option<(PathBuf, String)>,
    /// What it holds otherwise, which the planner has seen and goes on without.
    pub(super) accepted: Option<String>,
    /// Layers, and how they were when they were read.
    pub(super) layers: Vec<(PathBuf, Stamp)>,
}

/// What others have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Whether the plan's file holds something else.
    pub plan: bool,
    /// What that holds.
    pub(super) text: Option<String>,
    /// Layers whose files are others.
    pub layers: Vec<PathBuf>,
    /// How those are now.
    pub(super) stamps: Vec<Stamp>,
}

impl Changed {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        !self.plan && self.layers.is_empty()
    }
}

/// Looks at the files of the open plan; it ends with the value.
#[derive(Debug)]
pub(super) struct Watcher(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    woken: Condvar,
}

#[derive(Debug, Default)]
struct State {
    watched: Watched,
    /// What was found about exactly this.
    found: Option<(Watched, Changed)>,
    ended: bool,
}

impl Watcher {
    /// Starts to look, and wakes the window when something has changed.
    pub(super) fn start(context: egui::Context) -> Self {
        let shared = Arc::new(Shared::default());
        let seen = Arc::downgrade(&shared);
        // Where no thread can be had nothing is noticed; reading anew is always possible.
        drop(std::thread::Builder::new().name("langdao-watch".to_owned()).spawn(move || run(&seen, &context)));
        Self(shared)
    }

    /// Looks at these files from now on.
    pub(super) fn watch(&self, watched: Watched) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.watched != watched {
            state.watched = watched;
            state.found = None;
            self.0.woken.notify_all();
        }
    }

    /// What is looked at.
    pub(super) fn watched(&self) -> Watched {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).watched.clone()
    }

    /// What others have changed since.
    pub(super) fn changed(&self) -> Changed {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let found = state.found.as_ref().filter(|(of, _)| *of == state.watched);
        found.map(|(_, changed)| changed.clone()).unwrap_or_default()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.0.woken.notify_all();
    }
}

fn run(shared: &Weak<Shared>, context: &egui::Context) {
    while let Some(shared) = shared.upgrade() {
        let watched = {
            let state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = shared.woken.wait_timeout(state, EVERY).unwrap_or_else(PoisonError::into_inner);
            if waited.0.ended {
                return;
            }
            waited.0.watched.clone()
        };
        let changed = look(&watched);
        let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = state.found.as_ref().map(|(_, changed)| changed) != Some(&changed);
        state.found = Some((watched, changed));
        drop(state);
        if is_new {
            context.request_repaint();
        }
    }
}

fn look(watched: &Watched) -> Changed {
    let text = watched.plan.as_ref().and_then(|(path, text)| other_text(path, text));
    let text = text.filter(|text| watched.accepted.as_ref() != Some(text));
    let now = stamps(watched.layers.iter().map(|(path, _)| path.as_path()));
    let layers = watched.layers.iter().zip(now);
    // A layer that is gone is no other one: its drive may come back.
    let changed = layers.filter(|((_, then), now)| now.bytes() > 0 && then != now);
    let (layers, stamps) = changed.map(|((path, _), now)| (path.clone(), now)).unzip();
    Changed { plan: text.is_some(), text, layers, stamps }
}

/// What a file holds instead of a text.
fn other_text(path: &Path, text: &str) -> Option<String> {
    let bytes = std::fs::read(path).ok().filter(|bytes| bytes != text.as_bytes())?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_others_write_are_told_from_those_that_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (plan, layer) = (folder.path().join("plan.toml"), folder.path().join("绿地.geojson"));
        std::fs::write(&plan, "langdao = 1\n").unwrap();
        std::fs::write(&layer, "{}").unwrap();
        let stamp = stamps([layer.as_path()]).remove(0);
        let text = "langdao = 1\n".to_owned();
        let mut watched =
            Watched { plan: Some((plan.clone(), text)), accepted: None, layers: vec![(layer.clone(), stamp)] };
        assert!(look(&watched).is_empty());
        std::fs::write(&layer, "{ }").unwrap();
        std::fs::write(&plan, "langdao = 1\nyear = 2030\n").unwrap();
        let changed = look(&watched);
        assert!(changed.plan && changed.layers == [layer.clone()]);
        // What the planner goes on without is no news; what is written after that is.
        watched.accepted = changed.text;
        assert!(!look(&watched).plan);
        std::fs::write(&plan, "langdao = 1\nyear = 2035\n").unwrap();
        assert!(look(&watched).plan);
        std::fs::remove_file(&layer).unwrap();
        std::fs::remove_file(&plan).unwrap();
        assert!(look(&watched).is_empty());
    }
}
