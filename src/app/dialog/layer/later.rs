//! Something that a thread finds out while the window goes on.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What comes later, or is there.
#[derive(Debug)]
pub(in crate::app::dialog) enum Later<T> {
    /// It is being found out.
    Waiting(Receiver<T>),
    /// It is there.
    There(T),
    /// It will never come: the thread broke or could not be started.
    Lost,
}

impl<T: Send + 'static> Later<T> {
    /// Finds something out; the window is painted again when it is there.
    pub(in crate::app::dialog) fn start(context: &egui::Context, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let context = context.clone();
        let thread = std::thread::Builder::new().name("langdao-dialog".to_owned()).spawn(move || {
            // The dialog may be closed already; then nobody waits for it.
            drop(sender.send(work()));
            context.request_repaint();
        });
        if thread.is_ok() { Self::Waiting(receiver) } else { Self::Lost }
    }

    /// Takes what has come.
    pub(in crate::app::dialog) fn look(&mut self) -> &Self {
        if let Self::Waiting(receiver) = self {
            match receiver.try_recv() {
                Ok(found) => *self = Self::There(found),
                Err(TryRecvError::Disconnected) => *self = Self::Lost,
                Err(TryRecvError::Empty) => {}
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_thread_finds_out_comes_later_and_stays() {
        let mut later = Later::start(&egui::Context::default(), || 7);
        while matches!(later.look(), Later::Waiting(_)) {
            std::thread::yield_now();
        }
        assert!(matches!(later.look(), Later::There(7)));
        assert!(matches!(later.look(), Later::There(7)));
    }

    #[test]
    fn a_thread_that_breaks_leaves_nothing_to_wait_for() {
        let mut later: Later<u8> = Later::start(&egui::Context::default(), || std::panic::resume_unwind(Box::new(0)));
        while matches!(later.look(), Later::Waiting(_)) {
            std::thread::yield_now();
        }
        assert!(matches!(later.look(), Later::Lost));
    }
}
