//! Keeps the journal of the open plan, on a thread of its own: every step is on the disk before the window shows it, and a
//! disk that does not answer holds the window up for [`PATIENCE`] at most. Then the window says that the last edits are not
//! safe yet, and the thread goes on trying.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::clock;
use super::jobs::reason;
use crate::plan::{Journal, Plan, Record};
use crate::text::Message;

/// How long the window waits for the disk after an edit.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long it waits before a plan is saved or left.
const LAST_PATIENCE: Duration = Duration::from_secs(2);
/// After so long what failed is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// How safe the edits are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Safety {
    /// All of them are on the disk.
    Safe,
    /// The disk has not answered yet.
    Waiting,
    /// They are in memory only: why.
    Unsafe(Message),
}

/// The journal of the open plan.
#[derive(Debug)]
pub(super) struct Keeper {
    recorder: Recorder,
    told: bool,
}

#[derive(Debug)]
enum Order {
    /// The whole plan, in place of all that was ordered before.
    Tell(Box<Plan>),
    Append(Vec<Record>),
    /// Nothing is to be kept of the plan.
    Clear,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    asked: u64,
    done: u64,
    trouble: Option<Message>,
    /// Whether the plan is better told anew than appended to.
    tell: bool,
    /// Whether it is time to try that.
    again: bool,
}

/// A way to record that a plan is about to be saved, for the job that saves it.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    orders: Sender<(u64, u64, Order)>,
    shared: Arc<Shared>,
}

impl Keeper {
    /// Keeps a journal; the window is woken when that fails.
    pub(super) fn start(journal: Journal, context: egui::Context) -> Self {
        let (orders, received) = channel();
        let shared = Arc::new(Shared::default());
        let state = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("langdao-journal".to_owned());
        if let Err(error) = thread.spawn(move || Work { journal, shared: state, context }.run(&received)) {
            shared.locked(|state| state.trouble = Some(Message::new("app.job-broken").with("reason", error)));
        }
        Self { recorder: Recorder { orders, shared }, told: false }
    }

    /// Records what was done to the plan, which is as it is after that, and waits a moment for the disk.
    pub(super) fn keep(&mut self, plan: &Plan, records: Vec<Record>) {
        if !self.told || self.recorder.shared.locked(|state| state.tell) {
            return self.tell(plan);
        }
        self.recorder.order(Order::Append(records));
        self.recorder.shared.wait(PATIENCE);
    }

    /// Records the whole plan anew.
    pub(super) fn tell(&mut self, plan: &Plan) {
        self.recorder.shared.locked(|state| state.tell = false);
        self.told = true;
        self.recorder.order(Order::Tell(Box::new(plan.clone())));
        self.recorder.shared.wait(PATIENCE);
    }

    /// Tells the plan anew where the thread has asked for that.
    pub(super) fn mend(&mut self, plan: &Plan) {
        if self.told && self.recorder.shared.locked(|state| std::mem::take(&mut state.again)) {
            self.tell(plan);
        }
    }

    /// Lets go of all that is kept of the plan.
    pub(super) fn clear(&mut self) {
        self.told = false;
        self.recorder.order(Order::Clear);
    }

    /// How safe the edits are.
    pub(super) fn safety(&self) -> Safety {
        self.recorder.shared.locked(|state| match &state.trouble {
            Some(trouble) => Safety::Unsafe(trouble.clone()),
            None if state.done < state.asked => Safety::Waiting,
            None => Safety::Safe,
        })
    }

    /// Waits longer for the disk than after an edit: before the plan is left.
    pub(super) fn wait(&self) {
        self.recorder.shared.wait(LAST_PATIENCE);
    }

    /// A way to record a save from a job.
    pub(super) fn recorder(&self) -> Recorder {
        self.recorder.clone()
    }
}

impl Recorder {
    /// Records that the plan is about to be saved, and waits for the disk: a file that was saved is known again then, even where the
    /// process ends right behind that.
    pub(super) fn record(&self, record: Record) {
        self.order(Order::Append(vec![record]));
        self.shared.wait(LAST_PATIENCE);
    }

    fn order(&self, order: Order) {
        let number = self.shared.locked(|state| {
            state.asked += 1;
            state.asked
        });
        // A thread that has ended has said why.
        drop(self.orders.send((number, clock::now(), order)));
    }
}

impl Shared {
    fn locked<T>(&self, read: impl FnOnce(&mut State) -> T) -> T {
        read(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until all that was asked is done, or the disk has refused it, for so long at most.
    fn wait(&self, patience: Duration) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let pending = |state: &mut State| state.done < state.asked && state.trouble.is_none();
        drop(self.changed.wait_timeout_while(state, patience, pending));
    }
}

struct Work {
    journal: Journal,
    shared: Arc<Shared>,
    context: egui::Context,
}

impl Work {
    /// Carries out orders until nobody can give one any more.
    fn run(mut self, orders: &Receiver<(u64, u64, Order)>) {
        let mut waiting: VecDeque<(u64, u64, Order)> = VecDeque::new();
        loop {
            let next = if waiting.is_empty() {
                orders.recv().map_err(|_closed| RecvTimeoutError::Disconnected)
            } else {
                orders.recv_timeout(AGAIN)
            };
            let closed = matches!(next, Err(RecvTimeoutError::Disconnected));
            if matches!(next, Err(RecvTimeoutError::Timeout)) {
                // The window has the plan as it is, which is more than what waits here.
                self.shared.locked(|state| state.again = state.tell);
                self.context.request_repaint();
            }
            if let Ok(order) = next {
                if !matches!(order.2, Order::Append(_)) {
                    waiting.clear();
                }
                waiting.push_back(order);
            }
            while let Some((number, at, order)) = waiting.front() {
                let done = self.carry_out(order, *at);
                let stuck = done.is_err();
                self.report(*number, done);
                if stuck {
                    break;
                }
                waiting.pop_front();
            }
            if closed {
                return;
            }
        }
    }

    fn carry_out(&mut self, order: &Order, at: u64) -> Result<(), Message> {
        let work = AssertUnwindSafe(|| self.attempt(order, at));
        catch_unwind(work).unwrap_or_else(|panic| Err(Message::new("app.job-broken").with("reason", reason(&*panic))))
    }

    fn attempt(&mut self, order: &Order, at: u64) -> Result<(), Message> {
        match order {
            Order::Tell(plan) => self.journal.tell(plan, at),
            // What a save is recorded for is told with the next edit.
            Order::Append(records) if !self.journal.is_told() && records.iter().all(is_saved) => Ok(()),
            Order::Append(records) => self.journal.append(records, at),
            Order::Clear => self.journal.clear(),
        }
    }

    fn report(&self, number: u64, done: Result<(), Message>) {
        let grown = self.journal.has_grown();
        let woken = self.shared.locked(|state| {
            let before = state.trouble.take();
            match done {
                Ok(()) => {
                    state.done = state.done.max(number);
                    state.tell |= grown;
                }
                Err(trouble) => {
                    state.trouble = Some(trouble);
                    state.tell = true;
                }
            }
            before.is_some() || state.trouble.is_some()
        });
        self.shared.changed.notify_all();
        if woken {
            self.context.request_repaint();
        }
    }
}

fn is_saved(record: &Record) -> bool {
    matches!(record, Record::Saved(_))
}
