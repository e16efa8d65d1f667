//! Notices when others change the plan's file or a layer while they are open. Files are looked at every few seconds, on a thread
//! of its own: network drives tell nobody of changes, and a drive that does not answer holds up this thread only.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use crate::formats::{Stamp, stamps};

/// How often files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Watched {
    /// The plan's file, and what it held when it was read or written last.
    pub(super) plan: Option<(PathBuf, String)>,
    /// Layers, and how they were when they were read.
    pub(super) layers: Vec<(PathBuf, Stamp)>,
}

/// How that is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seen {
    /// What the plan's file holds; `None` where it cannot be read.
    plan: Option<Vec<u8>>,
    layers: Vec<Stamp>,
}

/// What others have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Whether the plan's file holds something else.
    pub plan: bool,
    /// Layers whose files are others.
    pub layers: Vec<PathBuf>,
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
    /// How exactly this was when it was looked at last.
    seen: Option<(Watched, Seen)>,
    /// What the planner has seen and goes on without.
    accepted: Seen,
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
        let mut state = self.0.locked();
        // What was read or written since is no longer what was gone on without.
        if state.watched.plan != watched.plan {
            state.accepted.plan = None;
        }
        if state.watched.layers != watched.layers {
            state.accepted.layers.clear();
        }
        if state.watched != watched {
            state.watched = watched;
            self.0.woken.notify_all();
        }
    }

    /// Goes on without what others have changed: it is not told again until they change more.
    pub(super) fn accept(&self) {
        let mut state = self.0.locked();
        if let Some((_, seen)) = &state.seen {
            state.accepted = seen.clone();
        }
    }

    /// What others have changed since.
    pub(super) fn changed(&self) -> Changed {
        let state = self.0.locked();
        match &state.seen {
            Some((of, seen)) if *of == state.watched => of.changed(seen, &state.accepted),
            _ => Changed::default(),
        }
    }
}

impl Shared {
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.locked().ended = true;
        self.0.woken.notify_all();
    }
}

fn run(shared: &Weak<Shared>, context: &egui::Context) {
    while let Some(shared) = shared.upgrade() {
        let watched = {
            let waited = shared.woken.wait_timeout(shared.locked(), EVERY).unwrap_or_else(PoisonError::into_inner);
            if waited.0.ended {
                return;
            }
            waited.0.watched.clone()
        };
        let seen = Some((watched.clone(), watched.look()));
        let mut state = shared.locked();
        let is_new = state.seen != seen;
        state.seen = seen;
        drop(state);
        if is_new {
            context.request_repaint();
        }
    }
}

impl Watched {
    /// How it is now.
    fn look(&self) -> Seen {
        let plan = self.plan.as_ref().and_then(|(path, _)| std::fs::read(path).ok());
        Seen { plan, layers: stamps(self.layers.iter().map(|(path, _)| path.as_path())) }
    }

    /// What is other than it was, and than what was accepted. What is gone is no other: its drive may come back.
    fn changed(&self, seen: &Seen, accepted: &Seen) -> Changed {
        let text = self.plan.as_ref().map(|(_, text)| text.as_bytes());
        let plan = seen.plan.as_deref().is_some_and(|held| Some(held) != text) && seen.plan != accepted.plan;
        let layers = self.layers.iter().zip(&seen.layers).enumerate();
        let changed = layers
            .filter(|(at, ((_, then), now))| now.bytes() > 0 && then != *now && accepted.layers.get(*at) != Some(*now));
        Changed { plan, layers: changed.map(|(_, ((path, _), _))| path.clone()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_others_write_are_told_once_and_apart_from_those_that_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (plan, layer) = (folder.path().join("plan.toml"), folder.path().join("绿地.geojson"));
        std::fs::write(&plan, "langdao = 1\n").unwrap();
        std::fs::write(&layer, "{}").unwrap();
        let stamp = stamps([layer.as_path()]).remove(0);
        let watched =
            Watched { plan: Some((plan.clone(), "langdao = 1\n".to_owned())), layers: vec![(layer.clone(), stamp)] };
        let changed = |accepted: &Seen| watched.changed(&watched.look(), accepted);
        let none = Seen::default();
        assert!(changed(&none).is_empty());
        std::fs::write(&layer, "{ }").unwrap();
        std::fs::write(&plan, "langdao = 1\nyear = 2030\n").unwrap();
        assert_eq!(changed(&none), Changed { plan: true, layers: vec![layer.clone()] });
        // What the planner goes on without is no news; what is written after that is.
        let accepted = watched.look();
        assert!(changed(&accepted).is_empty());
        std::fs::write(&plan, "langdao = 1\nyear = 2035\n").unwrap();
        assert_eq!(changed(&accepted), Changed { plan: true, layers: Vec::new() });
        std::fs::remove_file(&layer).unwrap();
        std::fs::remove_file(&plan).unwrap();
        assert!(changed(&none).is_empty());
    }

    #[test]
    fn what_was_gone_on_without_is_told_again_once_the_plan_was_read_anew() {
        let watcher = Watcher::start(egui::Context::default());
        let plan =
            |text: &str| Watched { plan: Some((PathBuf::from("plan.toml"), text.to_owned())), layers: Vec::new() };
        let seen = Seen { plan: Some(b"theirs".to_vec()), layers: Vec::new() };
        let look = |watched: Watched| {
            watcher.watch(watched.clone());
            watcher.0.locked().seen = Some((watched, seen.clone()));
            watcher.changed().plan
        };
        assert!(look(plan("ours")));
        watcher.accept();
        assert!(!look(plan("ours")));
        assert!(look(plan("read anew")));
    }
}
