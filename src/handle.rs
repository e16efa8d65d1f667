//! Progress and cancellation, shared by every job.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::text::Message;

/// A job's line to whoever waits for it: how far it is, and whether it should stop.
///
/// Cheap to clone; all clones speak of the same job.
#[derive(Clone, Debug, Default)]
pub struct Handle(Arc<State>);

#[derive(Debug, Default)]
struct State {
    cancelled: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    label: Mutex<Option<Message>>,
}

impl Handle {
    /// Asks the job to stop at the next feature.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Announces how many steps are to be done; adds to what was announced before.
    pub fn expect_steps(&self, steps: u64) {
        self.0.total.fetch_add(steps, Ordering::Relaxed);
    }

    /// Counts steps that are done.
    pub fn advance(&self, steps: u64) {
        self.0.done.fetch_add(steps, Ordering::Relaxed);
    }

    /// Steps done and announced.
    pub fn progress(&self) -> (u64, u64) {
        (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }
    /// Says what the job does now.
    pub fn set_label(&self, label: Message) {
        *self.0.label.lock().unwrap_or_else(PoisonError::into_inner) = Some(label);
    }

    /// What the job does now, as far as it says so.
    pub fn label(&self) -> Option<Message> {
        self.0.label.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
