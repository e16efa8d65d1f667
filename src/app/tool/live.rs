//! The verdict under the pointer: the moving draft is measured in threads beside the window, the newest position first.
//!
//! One thread follows the corridor that is drawn: width, narrowest place, gaps as soon as they are known, then what takes
//! longer. The other runs the check itself for the clauses that the draft touches. Neither is stopped on the way: a
//! position that was overtaken is never begun, so that figures keep coming while the hand moves.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use geo_types::{Coord, Rect};

use crate::app::document::Drawn;
use crate::check::{ClauseOutcome, Outcome, check};
use crate::geometry::Region;
use crate::geometry::along::Profile;
use crate::handle::Handle;
use crate::layer::{NARROWING, Role, Shape};
use crate::measure::corridor_width::{Followed, follow, follow_named};
use crate::measure::{FeatureRef, Input, NoFigure};
use crate::plan::{DrawnFeature, Ground, Revision, Snapshot};
use crate::standard::{Clause, Measure, Standard};
use crate::text::Message;

/// A position of what is drawn, to be measured.
#[derive(Clone, Debug)]
pub(in crate::app) struct Question {
    /// Which position it is; numbers are given by [`Live::ask`].
    pub(in crate::app) count: u64,
    /// The plan without what is drawn.
    pub(in crate::app) ground: Arc<Ground>,
    /// The standard.
    pub(in crate::app) standard: Arc<Standard>,
    /// What is drawn.
    pub(in crate::app) subject: Subject,
    /// Whether clauses are judged, too: of what is not changed the check has told all.
    pub(in crate::app) judged: bool,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum Subject {
    /// A drawn feature as it stands now.
    Draft(Box<DrawnFeature>),
    /// A corridor of a layer with other end faces.
    Ends(String, Vec<Coord<f64>>),
    /// A corridor as it is, by its name.
    Corridor(String),
}

impl Question {
    fn snapshot(&self) -> Snapshot {
        match &self.subject {
            Subject::Draft(draft) => self.ground.with(draft),
            Subject::Ends(name, ends) => self.ground.with_ends(name, ends),
            Subject::Corridor(_) => self.ground.snapshot().clone(),
        }
    }

    /// The clauses whose figures the subject can change.
    fn touched(&self, snapshot: &Snapshot) -> Vec<String> {
        let role = match &self.subject {
            Subject::Draft(draft) => draft.role,
            Subject::Ends(..) | Subject::Corridor(_) => Role::Corridors,
        };
        let figures = snapshot.figures.iter().map(|(key, figure)| (key.clone(), figure.value)).collect();
        let touches = |measure: &Measure| measure.roles(&figures, &snapshot.layers).contains(&role);
        let clauses = self.standard.clauses.iter().filter(|clause| {
            clause.scope == Some(role)
                || touches(&clause.measure)
                || clause.readings.iter().any(|own| touches(&own.measure))
        });
        clauses.map(|clause| clause.id.clone()).collect()
    }

    /// The width that corridors must have, in metres.
    fn limit(&self) -> Option<f64> {
        width_clause(&self.standard).and_then(|clause| clause.test).map(|test| test.limit)
    }
}

/// The clause that widths of corridors are held to.
pub(in crate::app) fn width_clause(standard: &Standard) -> Option<&Clause> {
    standard.clauses.iter().find(|clause| matches!(clause.measure, Measure::CorridorWidth(_)))
}

/// What was found of the corridor that is followed.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which position it was found at.
    pub count: u64,
    /// The corridor; why it has no figure otherwise.
    pub corridor: Result<Followed, Message>,
    /// What stands at its narrowest place, or at its largest gap.
    pub narrowing: Vec<(Role, Region)>,
    /// The width that it must have.
    pub limit: Option<f64>,
    /// What takes longer; `None` as long as it is on its way.
    pub detail: Option<Arc<Detail>>,
}

/// What takes longer to find of a corridor.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Where it is narrower than the limit.
    pub too_narrow: Option<Region>,
    /// Length along its axis where it is as wide as the limit, in metres.
    pub compliant_length_m: Option<f64>,
    /// The width along its axis.
    pub profile: Profile,
}

#[derive(Debug, Default)]
struct Desk {
    to_follow: Option<Question>,
    to_judge: Option<Question>,
    found: Option<Arc<Found>>,
    judged: Option<(u64, Arc<Outcome>)>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    desk: Mutex<Desk>,
    bell: Condvar,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was asked about: of the same plan and the same state of the tools nothing new is to be found.
#[derive(Debug)]
struct Asked {
    number: u64,
    about: Arc<Drawn>,
    /// The state of the tools; corridors that stand as they are do not depend on it.
    state: Option<u64>,
    corridor: Option<String>,
}

/// Measures what is drawn, and keeps what was found last.
#[derive(Debug)]
pub struct Live {
    shared: Arc<Shared>,
    last: u64,
    /// What is found, and what is judged, up to these numbers is of something else.
    past: [u64; 2],
    asked: Option<Asked>,
    found: Option<Arc<Found>>,
    judged: Option<(u64, Arc<Outcome>)>,
    /// What takes longer, of the last position that it was found of.
    detail: Option<Arc<Detail>>,
}

impl Live {
    /// Starts the threads; they sleep until something is asked.
    pub(in crate::app) fn new(context: &egui::Context) -> Self {
        let shared = Arc::new(Shared::default());
        for (name, work) in [("langdao-follow", follow_on as Work), ("langdao-judge", judge_on as Work)] {
            let (of_thread, context) = (Arc::clone(&shared), context.clone());
            // Without a thread nothing is shown under the pointer; the check after the edit tells all.
            drop(std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&of_thread, &context)));
        }
        Self { shared, last: 0, past: [0; 2], asked: None, found: None, judged: None, detail: None }
    }

    /// Whether just this was asked about last.
    pub(in crate::app) fn asked_about(&self, about: &Arc<Drawn>, subject: &Subject, state: u64) -> bool {
        let Some(asked) = &self.asked else { return false };
        Arc::ptr_eq(&asked.about, about)
            && match subject {
                Subject::Corridor(name) => asked.corridor.as_ref() == Some(name),
                Subject::Draft(_) | Subject::Ends(..) => asked.state == Some(state),
            }
    }

    /// Asks about something, in place of what was asked before.
    pub(in crate::app) fn ask(&mut self, question: Question, about: &Arc<Drawn>, state: u64) {
        self.last += 1;
        let question = Question { count: self.last, ..question };
        let corridor = match &question.subject {
            Subject::Corridor(name) => Some(name.clone()),
            Subject::Draft(_) | Subject::Ends(..) => None,
        };
        let state = corridor.is_none().then_some(state);
        self.asked = Some(Asked { number: self.last, about: Arc::clone(about), state, corridor });
        let is_corridor = match &question.subject {
            Subject::Draft(draft) => draft.role == Role::Corridors,
            Subject::Ends(..) | Subject::Corridor(_) => true,
        };
        if !question.judged {
            (self.judged, self.past[1]) = (None, self.last);
        }
        if !is_corridor {
            (self.found, self.detail, self.past[0]) = (None, None, self.last);
        }
        let mut desk = self.shared.desk();
        desk.to_judge = question.judged.then(|| question.clone());
        desk.to_follow = is_corridor.then_some(question);
        drop(desk);
        self.shared.bell.notify_all();
    }

    /// Forgets what was found: nothing is drawn any more.
    pub(in crate::app) fn rest(&mut self) {
        if self.asked.take().is_some() || self.found.is_some() || self.judged.is_some() {
            (self.found, self.judged, self.detail, self.past) = (None, None, None, [self.last; 2]);
            let mut desk = self.shared.desk();
            *desk = Desk { closed: desk.closed, ..Desk::default() };
        }
    }

    /// Takes what was found since.
    pub(in crate::app) fn drain(&mut self) {
        let (found, judged) = {
            let mut desk = self.shared.desk();
            (desk.found.take(), desk.judged.take())
        };
        self.found = found.filter(|found| found.count > self.past[0]).or(self.found.take());
        let detail = self.found.as_ref().and_then(|found| found.detail.clone());
        self.detail = detail.or(self.detail.take());
        self.judged = judged.filter(|(count, _)| *count > self.past[1]).or(self.judged.take());
    }

    /// What takes longer to find, of this position or the last that it was found of: a chart that goes blank while the hand
    /// moves tells nothing.
    pub fn detail(&self) -> Option<&Arc<Detail>> {
        self.detail.as_ref()
    }

    /// What was found last of the corridor that is drawn; it may belong to an earlier position.
    pub fn found(&self) -> Option<&Arc<Found>> {
        self.found.as_ref()
    }

    /// Whether what was found last, and judged last, belongs to the position that was asked about last.
    pub fn is_current(&self) -> bool {
        let Some(asked) = self.asked.as_ref().map(|asked| asked.number) else { return false };
        let whole = |found: &Found| found.detail.is_some() || found.corridor.is_err();
        let found = self.found.as_ref().is_none_or(|found| found.count == asked && whole(found));
        found && self.judged.as_ref().is_none_or(|(count, _)| *count == asked)
    }

    /// What the check says of a clause that the draft touches.
    pub fn judged(&self, clause: &str) -> Option<&ClauseOutcome> {
        self.judged.as_ref()?.1.clauses.iter().find(|outcome| outcome.clause == clause)
    }

    /// Every clause that the draft touches, as the check judges it.
    pub fn all_judged(&self) -> &[ClauseOutcome] {
        self.judged.as_ref().map_or(&[], |(_, outcome)| outcome.clauses.as_slice())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.shared.desk().closed = true;
        self.shared.bell.notify_all();
    }
}

type Work = fn(&Shared, &egui::Context);

/// Waits for a question; `None` when the window is closed.
fn next(shared: &Shared, take: fn(&mut Desk) -> Option<Question>) -> Option<Question> {
    let mut desk = shared.desk();
    loop {
        if desk.closed {
            return None;
        }
        if let Some(question) = take(&mut desk) {
            return Some(question);
        }
        desk = shared.bell.wait(desk).unwrap_or_else(PoisonError::into_inner);
    }
}

fn follow_on(shared: &Shared, context: &egui::Context) {
    while let Some(question) = next(shared, |desk| desk.to_follow.take()) {
        // A panic of a geometry crate costs the figures of this position, and says so.
        let broken = || {
            let corridor = Err(Message::new("app.live-broken"));
            Found { count: question.count, corridor, narrowing: Vec::new(), limit: None, detail: None }
        };
        let first = catch_unwind(AssertUnwindSafe(|| found(&question))).unwrap_or_else(|_panic| broken());
        shared.desk().found = Some(Arc::new(first.clone()));
        context.request_repaint();
        // A newer position comes before the rest of this one.
        if first.corridor.is_err() || shared.desk().to_follow.is_some() {
            continue;
        }
        let detail = catch_unwind(AssertUnwindSafe(|| detail(&first)));
        let whole = detail.map_or_else(|_panic| broken(), |detail| Found { detail: detail.map(Arc::new), ..first });
        shared.desk().found = Some(Arc::new(whole));
        context.request_repaint();
    }
}

/// What can be told of a position at once.
pub(in crate::app) fn found(question: &Question) -> Found {
    let snapshot = question.snapshot();
    let (figures, handle) = (std::collections::BTreeMap::new(), Handle::default());
    let limit = question.limit();
    let input = Input {
        layers: &snapshot.layers,
        scope: None,
        figures: &figures,
        key: "",
        year: None,
        ends: &snapshot.ends,
        at: limit,
        surveys: &snapshot.surveys,
        handle: &handle,
    };
    let corridor = match &question.subject {
        Subject::Draft(draft) => follow(&input, &draft.id),
        Subject::Ends(name, _) | Subject::Corridor(name) => follow_named(&input, name),
    };
    let corridor = corridor.map_err(|reason| match reason {
        NoFigure::Missing(message) => message,
        NoFigure::Cancelled => Message::new("plan.cancelled"),
    });
    let narrowing = corridor.as_ref().map_or_else(|_| Vec::new(), |corridor| narrowing(corridor, &snapshot));
    Found { count: question.count, corridor, narrowing, limit, detail: None }
}

/// The features that a corridor names as narrowing it, looked up where they are.
fn narrowing(corridor: &Followed, snapshot: &Snapshot) -> Vec<(Role, Region)> {
    let gap = corridor.gaps.last().map(|gap| gap.at.map(Coord::from));
    let Some([a, b]) = corridor.narrowest.or(gap) else { return Vec::new() };
    let beside = Coord { x: BESIDE, y: BESIDE };
    let around = Rect::new(
        Coord { x: a.x.min(b.x), y: a.y.min(b.y) } - beside,
        Coord { x: a.x.max(b.x), y: a.y.max(b.y) } + beside,
    );
    let mut found = Vec::new();
    for layer in &snapshot.layers {
        let Some(role) = NARROWING.into_iter().find(|role| layer.roles.contains(role)) else { continue };
        for feature in layer.near(&[around]) {
            let is_named = |named: &FeatureRef| {
                named.row == feature.row && named.id == feature.id && named.layer.as_deref() == layer.source()
            };
            if let Shape::Area(region) = &feature.shape
                && corridor.narrowed_by.iter().any(is_named)
            {
                found.push((role, region.clone()));
            }
        }
    }
    found
}

/// What narrows a corridor touches its narrowest place; this is far beyond all rounding, in metres.
const BESIDE: f64 = 1.0;

fn detail(found: &Found) -> Option<Detail> {
    let corridor = found.corridor.as_ref().ok()?;
    Some(Detail {
        too_narrow: found.limit.and_then(|limit| corridor.too_narrow(limit)),
        compliant_length_m: found.limit.map(|limit| corridor.compliant_length_m(limit)),
        profile: corridor.profile(),
    })
}

fn judge_on(shared: &Shared, context: &egui::Context) {
    while let Some(question) = next(shared, |desk| desk.to_judge.take()) {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let snapshot = question.snapshot();
            let touched = question.touched(&snapshot);
            // No clause named would be all clauses.
            if touched.is_empty() {
                None
            } else {
                check(&snapshot, &question.standard, &touched, &Handle::default()).ok()
            }
        }));
        let nothing = || Outcome { revision: Revision::default(), clauses: Vec::new(), notices: Vec::new() };
        let outcome = outcome.ok().flatten().unwrap_or_else(nothing);
        shared.desk().judged = Some((question.count, Arc::new(outcome)));
        context.request_repaint();
    }
}
