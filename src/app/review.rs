//! What the planner has looked through of a plan's findings: which are new to him, seen, or gone since.
//!
//! A finding is the same one over checks by its clause and subject; where a subject has several, by its place too. Kept per plan
//! and proposal on this computer, beside the journals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::{ClauseOutcome, Finding, Outcome, Verdict};
use crate::text::Message;

/// Two findings of a subject lie at the same place within this distance, metres.
const SAME_PLACE: f64 = 1.0;

/// What a finding is to the planner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not there in what he has looked through.
    New,
    /// Looked at.
    Seen,
    /// Justified by a recorded argument.
    Argued,
    /// It was there and is gone.
    Solved,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::New, Self::Seen, Self::Argued, Self::Solved];

    /// What it is called: `app.state-new`, `app.state-seen`, `app.state-argued`, `app.state-solved`.
    pub fn name(self) -> Message {
        Message::new(match self {
            Self::New => "app.state-new",
            Self::Seen => "app.state-seen",
            Self::Argued => "app.state-argued",
            Self::Solved => "app.state-solved",
        })
    }
}

/// What the list of findings asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewOrder {
    /// Every finding was looked at.
    SeeAll,
    /// Forget one that is gone, by its index in the review.
    Dismiss(usize),
    /// Forget all that are gone.
    DismissAll,
}

/// A finding as it is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Id of its clause.
    pub clause: String,
    /// What was concerned.
    pub subject: String,
    /// Where it was.
    pub at: [f64; 2],
    seen: bool,
    gone: bool,
}

impl Known {
    fn of(clause: &str, finding: &Finding) -> Self {
        let at = [finding.anchor.x, finding.anchor.y];
        Self { clause: clause.to_owned(), subject: finding.subject.clone(), at, seen: false, gone: false }
    }

    fn is_at(&self, finding: &Finding) -> bool {
        (self.at[0] - finding.anchor.x).hypot(self.at[1] - finding.anchor.y) <= SAME_PLACE
    }
}

/// What is remembered of a plan, by the name of the proposal; the empty name where it has none.
pub(super) type Kept = BTreeMap<String, Vec<Known>>;

/// What the planner has looked through.
#[derive(Debug, Default)]
pub struct Review {
    kept: Kept,
    /// The proposal of the last check.
    proposal: String,
    /// For each finding of a clause in the last check, its index among what is remembered of the proposal.
    present: BTreeMap<String, Vec<usize>>,
    /// Whether it is still to be read what was remembered the last time.
    pub(super) waits: bool,
    /// Whether something was not written yet.
    pub(super) unwritten: bool,
    changes: u64,
}

impl Review {
    /// Grows with every change.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// What is to be remembered.
    pub(super) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Takes what was remembered the last time.
    pub(super) fn take(&mut self, kept: Kept) {
        self.waits = false;
        self.kept = kept;
        self.changes += 1;
    }

    /// Meets what a check found: what is remembered and not there is gone, where its clause was judged.
    ///
    /// A proposal that was never looked at begins with what is known of the one that was open before.
    pub(super) fn meet(&mut self, outcome: &Outcome, proposal: &str) {
        let before = self.kept.get(proposal).or_else(|| self.kept.get(&self.proposal)).cloned().unwrap_or_default();
        let mut lost = by_name(before.clone());
        let mut now = Vec::new();
        self.present.clear();
        for clause in &outcome.clauses {
            let first = now.len();
            now.extend(met(clause, lost.get_mut(&clause.clause)));
            self.present.insert(clause.clause.clone(), (first..now.len()).collect());
        }
        for mut known in lost.into_values().flat_map(BTreeMap::into_values).flatten() {
            // A clause that cannot be judged any more says nothing of its findings.
            known.gone |= outcome.clause(&known.clause).is_some_and(is_judged);
            now.push(known);
        }
        self.unwritten |= now != before || self.proposal != proposal;
        proposal.clone_into(&mut self.proposal);
        self.kept.insert(proposal.to_owned(), now);
        self.changes += 1;
    }

    /// What a finding of the last check is to the planner.
    pub fn state(&self, clause: &str, finding: usize, verdict: Verdict) -> State {
        let index = self.present.get(clause).and_then(|present| present.get(finding));
        let known = index.and_then(|index| self.known().get(*index));
        match verdict {
            Verdict::Argued => State::Argued,
            _ if known.is_some_and(|known| known.seen) => State::Seen,
            _ => State::New,
        }
    }

    /// Findings that are gone, each with the index by which it is dismissed.
    pub fn solved(&self) -> impl Iterator<Item = (usize, &Known)> {
        self.known().iter().enumerate().filter(|(_, known)| known.gone)
    }

    /// Remembers a finding as looked at.
    pub(super) fn see(&mut self, clause: &str, finding: usize) {
        let index = self.present.get(clause).and_then(|present| present.get(finding)).copied();
        self.change(|index_of, known| {
            if Some(index_of) == index {
                known.seen = true;
            }
        });
    }

    /// Remembers every finding as looked at.
    pub(super) fn see_all(&mut self) {
        self.change(|_, known| known.seen = true);
    }

    /// Forgets a finding that is gone, or all of them.
    pub(super) fn dismiss(&mut self, which: Option<usize>) {
        let Some(known) = self.kept.get_mut(&self.proposal) else { return };
        let before = known.len();
        let mut kept = Vec::with_capacity(before);
        let mut moved = Vec::with_capacity(before);
        for (index, own) in known.drain(..).enumerate() {
            moved.push(kept.len());
            if !own.gone || which.is_some_and(|which| which != index) {
                kept.push(own);
            }
        }
        *known = kept;
        if known.len() == before {
            return;
        }
        for index in self.present.values_mut().flatten() {
            *index = moved.get(*index).copied().unwrap_or(usize::MAX);
        }
        self.changes += 1;
        self.unwritten = true;
    }

    fn known(&self) -> &[Known] {
        self.kept.get(&self.proposal).map_or(&[], Vec::as_slice)
    }

    fn change(&mut self, change: impl Fn(usize, &mut Known)) {
        let Some(all) = self.kept.get_mut(&self.proposal) else { return };
        let mut changed = false;
        for (index, known) in all.iter_mut().enumerate() {
            let before = known.seen;
            change(index, known);
            changed |= known.seen != before;
        }
        self.changes += u64::from(changed);
        self.unwritten |= changed;
    }
}

fn is_judged(clause: &ClauseOutcome) -> bool {
    !matches!(clause.verdict, Verdict::NotJudged | Verdict::NotApplicable | Verdict::Info)
}

type ByName = BTreeMap<String, BTreeMap<String, Vec<Known>>>;

/// By clause and subject, each in the order in which they are remembered.
fn by_name(known: Vec<Known>) -> ByName {
    let mut named = ByName::new();
    for own in known {
        named.entry(own.clause.clone()).or_default().entry(own.subject.clone()).or_default().push(own);
    }
    named
}

/// The findings of a clause as they are known: those at the same place first, then whatever bears the same name.
fn met(clause: &ClauseOutcome, mut lost: Option<&mut BTreeMap<String, Vec<Known>>>) -> Vec<Known> {
    let mut seen = vec![None; clause.findings.len()];
    for anywhere in [false, true] {
        for (finding, seen) in clause.findings.iter().zip(&mut seen).filter(|(_, seen)| seen.is_none()) {
            let Some(same) = lost.as_mut().and_then(|lost| lost.get_mut(&finding.subject)) else { continue };
            let at = same.iter().position(|known| anywhere || known.is_at(finding));
            *seen = at.map(|at| same.remove(at).seen);
        }
    }
    let known = |(finding, seen): (&Finding, Option<bool>)| Known {
        seen: seen.unwrap_or_default(),
        ..Known::of(&clause.clause, finding)
    };
    clause.findings.iter().zip(seen).map(known).collect()
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, LineString};

    use super::*;
    use crate::layer::Shape;
    use crate::plan::Revision;

    fn finding(subject: &str, x: f64) -> Finding {
        let anchor = Coord { x, y: 0.0 };
        Finding {
            subject: subject.to_owned(),
            verdict: Verdict::Violates,
            figure: None,
            features: Vec::new(),
            anchor,
            place: Shape::Lines(vec![LineString(vec![anchor])]),
            facts: serde_json::Map::new(),
            county: None,
        }
    }

    fn outcome(verdict: Verdict, findings: &[(&str, f64)]) -> Outcome {
        let clause = ClauseOutcome {
            clause: "plaza-area".to_owned(),
            verdict,
            bound: true,
            figure: None,
            readings: Vec::new(),
            facts: serde_json::Value::Null,
            reason: None,
            findings: findings.iter().map(|(subject, x)| finding(subject, *x)).collect(),
            notices: Vec::new(),
            counties: Vec::new(),
        };
        Outcome { revision: Revision::default(), clauses: vec![clause], notices: Vec::new() }
    }

    fn states(review: &Review, count: usize) -> Vec<State> {
        (0..count).map(|index| review.state("plaza-area", index, Verdict::Violates)).collect()
    }

    fn solved(review: &Review) -> Vec<&str> {
        review.solved().map(|(_, known)| known.subject.as_str()).collect()
    }

    #[test]
    fn a_finding_is_new_until_it_is_looked_at_and_stays_seen_over_checks() {
        let mut review = Review::default();
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0), ("乙", 90.0)]), "");
        assert_eq!(states(&review, 2), [State::New, State::New]);
        review.see("plaza-area", 1);
        review.meet(&outcome(Verdict::Violates, &[("丙", 5.0), ("甲", 0.0), ("乙", 93.0)]), "");
        assert_eq!(states(&review, 3), [State::New, State::New, State::Seen]);
        assert_eq!(review.state("plaza-area", 0, Verdict::Argued), State::Argued);
        review.see_all();
        assert_eq!(states(&review, 3), [State::Seen; 3]);
    }

    #[test]
    fn what_is_gone_stays_listed_until_it_is_dismissed_and_comes_back_as_it_was() {
        let mut review = Review::default();
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0), ("乙", 90.0), ("丙", 5.0)]), "");
        review.see_all();
        review.meet(&outcome(Verdict::Violates, &[("丙", 5.0)]), "");
        assert_eq!(solved(&review), ["乙", "甲"]);
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0), ("丙", 5.0)]), "");
        assert_eq!(solved(&review), ["乙"], "the edit was taken back");
        assert_eq!(states(&review, 2), [State::Seen; 2]);
        review.dismiss(None);
        assert_eq!(solved(&review), [""; 0]);
        assert_eq!(states(&review, 2), [State::Seen; 2], "what is there is not dismissed");
    }

    #[test]
    fn dismissing_one_leaves_the_states_of_the_others() {
        let mut review = Review::default();
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0), ("乙", 90.0), ("丙", 5.0)]), "");
        review.see("plaza-area", 2);
        review.meet(&outcome(Verdict::Violates, &[("丙", 5.0)]), "");
        let first = review.solved().next().unwrap().0;
        review.dismiss(Some(first));
        assert_eq!((solved(&review), states(&review, 1)), (vec!["甲"], vec![State::Seen]));
        review.see("plaza-area", 0);
        assert_eq!(solved(&review), ["甲"]);
    }

    #[test]
    fn findings_of_one_name_are_told_apart_by_their_place() {
        let mut review = Review::default();
        review.meet(&outcome(Verdict::Violates, &[("建筑", 0.0), ("建筑", 90.0)]), "");
        review.see("plaza-area", 1);
        review.meet(&outcome(Verdict::Violates, &[("建筑", 90.2)]), "");
        assert_eq!(states(&review, 1), [State::Seen]);
        assert_eq!(solved(&review).len(), 1);
    }

    #[test]
    fn a_clause_that_is_no_longer_judged_solves_nothing() {
        let mut review = Review::default();
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0)]), "");
        review.see_all();
        review.meet(&outcome(Verdict::NotJudged, &[]), "");
        assert_eq!(solved(&review), [""; 0]);
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0)]), "");
        assert_eq!(states(&review, 1), [State::Seen]);
        review.meet(&outcome(Verdict::Meets, &[]), "");
        assert_eq!(solved(&review), ["甲"]);
    }

    #[test]
    fn proposals_are_looked_through_each_for_itself_and_a_new_one_begins_as_the_one_before() {
        let mut review = Review::default();
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0)]), "现状");
        review.see_all();
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0), ("乙", 9.0)]), "方案一");
        assert_eq!(states(&review, 2), [State::Seen, State::New]);
        review.meet(&outcome(Verdict::Violates, &[("甲", 0.0)]), "现状");
        assert_eq!((states(&review, 1), solved(&review).len()), (vec![State::Seen], 0));
        let text = serde_json::to_string(review.kept()).unwrap();
        let mut again = Review::default();
        again.take(serde_json::from_str(&text).unwrap());
        again.meet(&outcome(Verdict::Violates, &[("甲", 0.0)]), "现状");
        assert_eq!(states(&again, 1), [State::Seen]);
    }
}
