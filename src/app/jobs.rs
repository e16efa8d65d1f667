//! What is running: reading, checking, exporting, asking for files. Each on a thread of its own, with progress and cancel.
//!
//! A new job of a kind cancels the one that runs; what a superseded job still brings is dropped. A panic ends as a failed job.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::Imported;
use super::beside::Beside;
use super::dialog::backdrop::Trial;
use super::dialog::export::Reported;
use super::dialog::import::Looked;
use super::dialog::picture::{Edition as PictureEdition, Sheet};
use super::dialog::report::Edition;
use super::dialog::standard::{StandardDraft, Written};
use super::dispatch::table::Tabled;
use super::document::Drawn;
use super::palette::Hit;
use super::review::Kept;
use super::start::SamplePicture;
use super::tool::SnapIndex;
use super::trial::Tried;
use crate::check::{Cancelled, Outcome};
use crate::handle::Handle;
use crate::map::Shading;
use crate::measure::NoFigure;
use crate::measure::thematic::Asked;
use crate::plan::{self, Access, Left, Plan, PlanError, PlanFile, Revision};
use crate::report::Preview;
use crate::standard::Examined;
use crate::text::Message;

/// Results that wait for the window at most; more of them wait in their threads.
const WAITING: usize = 64;

/// A job's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// What a job does; at most one of a kind runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Finds out what a path holds, to open it.
    Open,
    /// Finds out which files can be imported, and reads them.
    Import,
    /// Runs the standard over what they would make of the plan.
    Judge,
    /// Writes the plan's file.
    Save,
    /// Reads the plan's file again, which others have changed.
    Reload,
    /// Reads and checks the proposal beside the open one.
    Compare,
    /// Looks for edits that were not saved the last time.
    Leftover,
    /// Reads layers and prepares their drawing.
    Load,
    /// Runs the standard.
    Check,
    /// Writes a file.
    Export,
    /// Asks for files in the system's dialog.
    Ask,
    /// Indexes the edges that drawing snaps to.
    Index,
    /// Makes the pages of a report, to be looked at.
    Preview,
    /// Draws one of them.
    Page,
    /// Draws a sheet of a picture, to be looked at.
    Picture,
    /// Measures a thematic map.
    Shade,
    /// Reads or writes what the planner has looked through.
    Review,
    /// Reads or writes the text of a standard.
    Standard,
    /// Finds out what it means.
    Examine,
    /// Filters and sorts the rows of the attribute table.
    Arrange,
    /// Reckons what a column of it holds.
    Summarise,
    /// Finds values to be proposed for its filter.
    Propose,
    /// Draws the sample, for the start page.
    Sample,
    /// Looks for features by their names.
    Seek,
    /// Asks a server for a tile, to see whether it answers.
    Try,
    /// Lets go of the tiles that are kept on the disk.
    EmptyCache,
}

impl Kind {
    /// Works on threads of its own where it may take long: the map and whatever else a person waits for would stand in the
    /// queue of the shared ones until it is done.
    fn apart<T: Send>(self, work: impl FnOnce() -> T + Send) -> T {
        let long = matches!(
            self,
            Self::Load | Self::Check | Self::Judge | Self::Compare | Self::Export | Self::Preview | Self::Shade
        );
        match long.then(|| rayon::ThreadPoolBuilder::new().build()) {
            Some(Ok(pool)) => pool.install(work),
            // Where there are no more threads to be had, it works on the shared ones.
            Some(Err(_)) | None => work(),
        }
    }
}

/// Why files are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// To open them.
    Open,
    /// To add them as layers.
    Add,
    /// To save the plan there.
    Save,
    /// To write findings or the map there.
    Export,
    /// To write what is drawn in the plan there.
    ExportDrawn,
    /// To write the picture there.
    Picture,
    /// To write the rows of the attribute table there.
    Table,
    /// To write the report there.
    Report,
    /// To lay the report out by it.
    Template,
}

/// An opened plan; the folder of the sample where it is that.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) opened: plan::Opened,
    pub(super) sample: Option<tempfile::TempDir>,
    /// Whether what was not saved is taken over without a question: it was asked before.
    pub(super) restore: bool,
    /// As what its files were imported.
    pub(super) imported: Option<Box<Imported>>,
}

/// A plan that was saved, with the lock and the journal of its file where that is another one than before.
pub(super) type Saved = (Box<Plan>, Option<Access>);

/// What a job brings.
#[derive(Debug)]
pub(super) enum Done {
    /// A plan was opened, or why not; by these paths, none for the sample.
    Opened(Result<Box<Found>, Vec<Message>>, Vec<PathBuf>),
    /// The plan was saved, or why not.
    Saved(Result<Saved, Message>),
    /// The plan's file was read again.
    Reloaded(Result<Box<PlanFile>, Vec<Message>>),
    /// The proposal beside the open one was read and checked.
    Compared(Result<Arc<Beside>, PlanError>),
    /// Journals with edits that were not saved.
    Left(Vec<Left>),
    /// Files were looked at, to import them.
    Looked(Looked),
    /// The plan was read as it would be with them.
    ImportRead(Result<Arc<Tried>, PlanError>),
    /// What the standard would find of it; `None` where that was stopped.
    ImportJudged(Option<Box<Outcome>>),
    /// Layers were read.
    Loaded(Revision, Result<Box<Drawn>, PlanError>),
    /// The standard was run.
    Checked(Result<Outcome, Cancelled>, Duration),
    /// A file was written.
    Exported(Result<PathBuf, Message>),
    /// Files were named; `None` where the dialog was left.
    Named(Wanted, Option<Vec<PathBuf>>),
    /// The system has no dialog that answers; where to write was to be proposed so.
    NoDialog(Wanted, PathBuf),
    /// Edges were indexed; `None` where that was stopped.
    Indexed(Option<SnapIndex>),
    /// The pages of this edition of a report, or why there are none.
    Previewed(Box<Edition>, Result<Arc<Preview>, Message>),
    /// A page of these, by its index, with so many pixels to a point; `None` where it could not be drawn.
    Paged(Arc<Preview>, usize, f64, Option<egui::ColorImage>),
    /// A sheet of this picture, by its number, or why there is none.
    Pictured(Box<PictureEdition>, usize, Result<Sheet, Message>),
    /// A thematic map of the plan at this revision, or why there is none.
    Shaded(Revision, Asked, Result<Arc<Shading>, NoFigure>),
    /// A report was written, or what is in the way.
    Reported(Reported),
    /// The text of a standard was read.
    StandardRead(Result<Box<StandardDraft>, Vec<Message>>),
    /// What the text of a standard means.
    StandardExamined(Box<Examined>),
    /// The text of a standard was written.
    StandardSaved(Result<Written, Message>),
    /// What the attribute table asked for.
    Tabled(Tabled),
    /// The sample was drawn for the start page; `None` where it could not be.
    SampleDrawn(Option<SamplePicture>),
    /// What features are called so, and the name that was looked for.
    Sought(String, Vec<Hit>),
    /// What was looked through the last time.
    ReviewRead(Kept),
    /// What was looked through is remembered, or why not.
    ReviewKept(Result<(), Message>),
    /// What a server answered.
    Tried(Trial),
    /// The tiles that were kept on the disk are gone, or why not.
    CacheEmptied(Result<(), Message>),
    /// A job of this kind broke.
    Broken(Kind, Message),
}

/// A job that runs.
#[derive(Debug)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub kind: Kind,
    /// What it says that it does.
    pub label: Message,
    /// Its progress, and the way to stop it.
    pub handle: Handle,
}

/// What is running.
#[derive(Debug)]
pub struct Jobs {
    context: egui::Context,
    sender: SyncSender<(JobId, Done)>,
    receiver: Receiver<(JobId, Done)>,
    running: Vec<Job>,
    last: u64,
}

impl Jobs {
    /// Nothing runs yet; finished jobs wake the window.
    pub(super) fn new(context: egui::Context) -> Self {
        let (sender, receiver) = sync_channel(WAITING);
        Self { context, sender, receiver, running: Vec::new(), last: 0 }
    }

    /// Starts a job in place of one of its kind.
    pub(super) fn start(&mut self, kind: Kind, label: Message, work: impl FnOnce(&Handle) -> Done + Send + 'static) {
        self.cancel_kind(kind);
        self.last += 1;
        let id = JobId(self.last);
        let handle = Handle::default();
        self.running.push(Job { id, kind, label, handle: handle.clone() });
        let (sender, context) = (self.sender.clone(), self.context.clone());
        let thread = std::thread::Builder::new().name(format!("langdao-{kind:?}")).spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| kind.apart(|| work(&handle)))).unwrap_or_else(|panic| {
                Done::Broken(kind, Message::new("app.job-broken").with("reason", reason(&*panic)))
            });
            // The window may be closed already; then nobody waits for it.
            drop(sender.send((id, done)));
            context.request_repaint();
        });
        if let Err(error) = thread {
            let message = Message::new("app.job-broken").with("reason", error);
            drop(self.sender.try_send((id, Done::Broken(kind, message))));
        }
    }

    /// What was finished since; what superseded and cancelled jobs bring is dropped.
    pub(super) fn drain(&mut self) -> Vec<Done> {
        let mut finished = Vec::new();
        while let Ok((id, done)) = self.receiver.try_recv() {
            if let Some(at) = self.running.iter().position(|job| job.id == id) {
                self.running.remove(at);
                finished.push(done);
            }
        }
        finished
    }

    /// The window that finished jobs wake.
    pub(super) fn context(&self) -> egui::Context {
        self.context.clone()
    }

    /// What runs, the oldest first.
    pub fn running(&self) -> &[Job] {
        &self.running
    }

    /// What people are told of: all but what is done at once, and the picture of the sample, which comes when it comes.
    pub(super) fn told(&self) -> impl DoubleEndedIterator<Item = &Job> {
        self.running.iter().filter(|job| !matches!(job.kind, Kind::Review | Kind::Sample))
    }

    /// Whether a job of a kind runs.
    pub fn is_running(&self, kind: Kind) -> bool {
        self.running.iter().any(|job| job.kind == kind)
    }

    /// Stops a job; whatever it still brings is dropped.
    pub(super) fn cancel(&mut self, id: JobId) -> Option<Kind> {
        let at = self.running.iter().position(|job| job.id == id)?;
        let job = self.running.remove(at);
        job.handle.cancel();
        Some(job.kind)
    }

    /// Stops the job of a kind.
    pub(super) fn cancel_kind(&mut self, kind: Kind) {
        if let Some(id) = self.running.iter().find(|job| job.kind == kind).map(|job| job.id) {
            self.cancel(id);
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        for job in &self.running {
            job.handle.cancel();
        }
    }
}

/// What a panic says.
pub(super) fn reason(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn finished(jobs: &mut Jobs) -> Done {
        loop {
            if let Some(done) = jobs.drain().pop() {
                return done;
            }
            std::thread::yield_now();
        }
    }

    fn exported(name: &str) -> Done {
        Done::Exported(Ok(PathBuf::from(name)))
    }

    #[test]
    fn a_finished_job_brings_its_result_and_is_gone() {
        let mut jobs = Jobs::new(egui::Context::default());
        jobs.start(Kind::Export, Message::new("app.title"), |_| exported("a"));
        assert!(matches!(finished(&mut jobs), Done::Exported(Ok(path)) if path.ends_with("a")));
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn a_superseded_job_is_cancelled_and_what_it_brings_is_dropped() {
        let mut jobs = Jobs::new(egui::Context::default());
        let (open, gate) = channel::<()>();
        jobs.start(Kind::Export, Message::new("app.title"), move |handle| {
            gate.recv().ok();
            assert!(handle.is_cancelled());
            exported("old")
        });
        jobs.start(Kind::Export, Message::new("app.title"), |_| exported("new"));
        open.send(()).unwrap();
        assert!(matches!(finished(&mut jobs), Done::Exported(Ok(path)) if path.ends_with("new")));
    }

    #[test]
    fn a_panic_is_a_failed_job_with_its_reason() {
        let mut jobs = Jobs::new(egui::Context::default());
        jobs.start(Kind::Check, Message::new("app.title"), |_| panic!("feature 7"));
        assert!(
            matches!(finished(&mut jobs), Done::Broken(Kind::Check, message) if message.to_string().contains("feature 7"))
        );
    }

    #[test]
    fn a_picture_is_drawn_while_a_check_keeps_all_its_threads_busy() {
        use rayon::prelude::*;
        let mut jobs = Jobs::new(egui::Context::default());
        let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let (started, begun) = channel();
        let ends = Arc::clone(&done);
        jobs.start(Kind::Check, Message::new("app.title"), move |_| {
            rayon::broadcast(|_| {
                started.send(()).ok();
                while !ends.load(std::sync::atomic::Ordering::Relaxed) {
                    std::thread::yield_now();
                }
            });
            exported("checked")
        });
        begun.recv().unwrap();
        let (sender, drawn) = channel();
        std::thread::spawn(move || sender.send((0..1_000_u32).into_par_iter().sum::<u32>()).ok());
        let drawn = drawn.recv_timeout(Duration::from_mins(1));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(drawn, Ok(499_500));
        assert!(matches!(finished(&mut jobs), Done::Exported(_)));
    }

    #[test]
    fn a_job_that_the_planner_stops_is_gone_at_once() {
        let mut jobs = Jobs::new(egui::Context::default());
        let (open, gate) = channel::<()>();
        jobs.start(Kind::Check, Message::new("app.title"), move |_| {
            gate.recv().ok();
            exported("late")
        });
        let id = jobs.running()[0].id;
        assert_eq!(jobs.cancel(id), Some(Kind::Check));
        assert!(jobs.running().is_empty());
        open.send(()).unwrap();
        assert!(jobs.drain().is_empty());
    }
}
