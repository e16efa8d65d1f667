//! Runs a standard over a plan: applicability, readings, verdicts, findings.
//!
//! [`check`] gives the same result whatever the number of threads, and cannot fail: what cannot be judged says so.
//! It measures nothing itself and compares nothing itself: `measure` and `standard::judge` do.

mod arguments;
mod clause;
mod comparison;
mod counties;
mod outcome;
mod run;
mod scope;
mod thematic;

pub use comparison::{ClauseComparison, Comparison, CountyComparison, Effect, compare};
pub use outcome::{ClauseOutcome, CountyOutcome, Finding, Outcome, ReadingOutcome, Verdict};
pub use thematic::{ThematicFigures, thematic};

use rayon::prelude::*;

use crate::handle::Handle;
use crate::notice::Notice;
use crate::plan::{Snapshot, Unusable};
use crate::standard::Standard;

/// The check was cancelled before it had a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the check was cancelled")]
pub struct Cancelled;

/// Judges every clause of a standard, or only those whose ids are in `only` where it is not empty.
///
/// # Errors
/// [`Cancelled`] where the handle was cancelled on the way.
pub fn check(snapshot: &Snapshot, standard: &Standard, only: &[String], handle: &Handle) -> Result<Outcome, Cancelled> {
    let chosen: Vec<_> =
        standard.clauses.iter().filter(|clause| only.is_empty() || only.contains(&clause.id)).collect();
    handle.expect_steps(chosen.len() as u64);
    let counties = counties::Counties::of(snapshot, standard);
    let clauses: Vec<ClauseOutcome> = chosen
        .par_iter()
        .map(|clause| {
            let outcome = counties.check(snapshot, clause, handle);
            handle.advance(1);
            outcome
        })
        .collect::<Result<_, _>>()?;
    Ok(Outcome { revision: snapshot.revision, clauses, notices: notices(snapshot, standard, &counties) })
}

fn notices(snapshot: &Snapshot, standard: &Standard, counties: &counties::Counties) -> Vec<Notice> {
    let mut notices = snapshot.notices.clone();
    // The reason names the file.
    let unusable = |layer: &Unusable| Notice::new("layer-unusable").with_message("reason", layer.reason.clone());
    notices.extend(snapshot.unusable.iter().map(unusable));
    notices.extend(counties.notices());
    notices.extend(arguments::of_unknown_clauses(snapshot, standard));
    notices
}
