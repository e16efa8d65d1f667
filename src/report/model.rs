//! What a report says, once for all outputs: every sentence in the report's language, every figure also as a number.
//!
//! Outputs lay a [`Model`] out and add nothing of their own to it.

mod build;
mod clauses;
mod conditions;
mod facts;
mod findings;
mod layers;
pub(super) mod methods;
#[cfg(test)]
mod tests;

pub use facts::{class_name, part_name};
use serde::Serialize;

use crate::check::Verdict;
use crate::plan::Argument;
use crate::report::wording::list_separator;
use crate::text::Lang;

/// A whole report.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// The language of all texts.
    #[serde(skip)]
    pub lang: Lang,
    /// What was checked, by what, and how it was measured.
    pub head: Head,
    /// How many clauses have each verdict; verdicts that no clause has are left out.
    pub counts: Vec<VerdictCount>,
    /// Every clause that was checked, in the standard's order.
    pub clauses: Vec<ClauseEntry>,
    /// Every layer of a file, in plan order, then those that could not be used.
    pub layers: Vec<LayerEntry>,
    /// Figures that the planner typed in.
    pub figures: Vec<FigureEntry>,
    /// Arguments that the plan records, each with the title of its clause, or its id where the standard lacks it.
    pub arguments: Vec<Argument>,
    /// What was left out, repaired or assumed: of the plan, of its layers, of clauses.
    pub notices: Vec<NoticeEntry>,
}

impl Model {
    /// How many clauses have each verdict, in words.
    pub(super) fn counted(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(|count| format!("{} {}", count.name, count.count)).collect();
        counts.join(&list_separator(self.lang))
    }
}

/// What a report speaks of.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// Title of the document.
    pub title: String,
    /// Name of the plan.
    pub plan: String,
    /// Name of the proposal, where the plan has any.
    pub proposal: Option<String>,
    /// Title of the standard.
    pub standard: String,
    /// Id of the standard.
    pub standard_id: String,
    /// Version of the standard.
    pub standard_version: String,
    /// How many clauses the standard has; fewer may have been checked.
    pub standard_clauses: usize,
    /// SHA-256 of the standard file, hex.
    pub standard_sha256: String,
    /// The county that the plan belongs to.
    pub county: Option<String>,
    /// Evaluation year.
    pub year: Option<i32>,
    /// Date of the report, as stated; never taken from the clock.
    pub date: Option<String>,
    /// The coordinate system that everything was measured in.
    pub crs: String,
    /// How areas are measured, and how much lengths differ from those on the ground.
    pub area_method: String,
    /// The distortion of lengths at the plan's place, in millionths.
    pub distortion_ppm: Option<f64>,
    /// Name and version of the program.
    pub tool: String,
}

/// How many clauses have a verdict.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: Verdict,
    /// Its name.
    pub name: String,
    /// How many clauses have it.
    pub count: usize,
}

/// One clause.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseEntry {
    /// Its id.
    pub id: String,
    /// Its number in the policy.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The part of the policy that it belongs to, where the standard says so.
    pub chapter: Option<String>,
    /// The policy's own words.
    pub quote: String,
    /// How binding it is.
    pub strength: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Name of the verdict.
    pub verdict_name: String,
    /// The figure in its unit, unrounded.
    pub value: Option<f64>,
    /// Both bounds of the figure, where data is missing.
    pub bounds: Option<[f64; 2]>,
    /// The figure with its unit.
    pub value_text: Option<String>,
    /// The bounds in words.
    pub bounds_text: Option<String>,
    /// The limit that binds here.
    pub limit: Option<f64>,
    /// The limit with its sign and unit, `≥ 50 m`.
    pub limit_text: Option<String>,
    /// Room left in the unit; negative where it is missed.
    pub margin: Option<f64>,
    /// The distance to the limit in words.
    pub distance_text: Option<String>,
    /// Code of the unit, such as `km/km2`.
    pub unit: String,
    /// Name of the unit; may be empty.
    pub unit_name: String,
    /// What is still missing in what one draws.
    pub missing: Option<String>,
    /// What data is missing, where it is not judged.
    pub reason: Option<String>,
    /// How it is measured.
    pub method: String,
    /// Name of the scope.
    pub scope: Option<String>,
    /// Target year.
    pub target_year: Option<i32>,
    /// Each reading, the default first.
    pub readings: Vec<ReadingEntry>,
    /// Verdict and figure of each county, where the plan covers several.
    pub counties: Vec<CountyEntry>,
    /// The county that value, facts, parts and readings are of, where the plan covers several: the worst one.
    pub figures_of: Option<String>,
    /// Figures that the value was computed from, by name.
    pub facts: Vec<Fact>,
    /// Figures of each corridor, plaza or renewal unit by itself, whether or not it meets the limit.
    pub parts: Vec<PartEntry>,
    /// Places, numbered from 1.
    pub findings: Vec<FindingEntry>,
    /// Numbers of other documents beside which the figure stands; they decide nothing.
    pub references: Option<String>,
    /// What its figures rest on: titles, years and provenance of the layers and figures used.
    pub sources: Vec<String>,
}

/// One reading of a clause.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingEntry {
    /// Its id; `default` for the default one.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its figure, unrounded.
    pub value: Option<f64>,
    /// Its figure with unit; `–` where it has none.
    pub value_text: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Name of the verdict.
    pub verdict_name: String,
}

/// One county of a clause.
#[derive(Clone, Debug, Serialize)]
pub struct CountyEntry {
    /// Name of the county.
    pub county: String,
    /// Its figure, unrounded.
    pub value: Option<f64>,
    /// Its figure with unit; `–` where it has none.
    pub value_text: String,
    /// The limit that binds there: not every clause binds every county.
    pub limit: Option<f64>,
    /// That limit with its sign and unit.
    pub limit_text: Option<String>,
    /// Its verdict.
    pub verdict: Verdict,
    /// Name of the verdict.
    pub verdict_name: String,
}

/// A named figure.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// Its key in results, such as `length_km`, or `by_class_km.branch`.
    pub key: String,
    /// What it is.
    pub name: String,
    /// Its value, unrounded.
    pub value: f64,
    /// Name of its unit; empty for counts.
    pub unit_name: String,
    /// Its value with unit.
    pub text: String,
}

/// One of several things that a clause is measured at.
#[derive(Clone, Debug, Serialize)]
pub struct PartEntry {
    /// Name of the corridor, the plaza, the renewal unit.
    pub subject: String,
    /// Its figures.
    pub facts: Vec<Fact>,
}

/// One place where a clause is broken or doubtful.
#[derive(Clone, Debug, Serialize)]
pub struct FindingEntry {
    /// Its number within the clause, from 1.
    pub number: usize,
    /// What is concerned.
    pub subject: String,
    /// The verdict at this place.
    pub verdict: Verdict,
    /// Name of the verdict.
    pub verdict_name: String,
    /// Its figure in the clause's unit, unrounded.
    pub value: Option<f64>,
    /// Its figure with unit.
    pub value_text: Option<String>,
    /// Room left in the unit; negative where the limit is missed.
    pub margin: Option<f64>,
    /// What is still missing here, else the distance to the limit.
    pub missing: Option<String>,
    /// Where it lies, metres in the plan's system.
    pub x: f64,
    /// Where it lies, metres in the plan's system.
    pub y: f64,
    /// Features concerned: `file#row` or the id of a drawn one, with what each does there.
    pub features: Vec<String>,
    /// Where it is argued: who, why, which document.
    pub argument: Option<String>,
}

/// One layer of the plan.
#[derive(Clone, Debug, Serialize)]
pub struct LayerEntry {
    /// Path as the plan names it.
    pub source: String,
    /// Names of its roles.
    pub roles: String,
    /// Title, where the plan states one.
    pub title: Option<String>,
    /// Year of the data, where the plan states it.
    pub year: Option<i32>,
    /// Who made it, where the plan states it.
    pub provenance: Option<String>,
    /// Coordinate system of the file, empty where it could not be used.
    pub crs: String,
    /// Encoding of its text.
    pub encoding: String,
    /// How many features are measured.
    pub features: usize,
    /// How many rows were left out.
    pub skipped: usize,
    /// SHA-256 of the files read, hex.
    pub sha256: String,
    /// Why it could not be used.
    pub unusable: Option<String>,
}

/// One figure that was typed in.
#[derive(Clone, Debug, Serialize)]
pub struct FigureEntry {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Name of its unit; may be empty.
    pub unit_name: String,
    /// Its value with unit.
    pub text: String,
    /// Year of the figure.
    pub year: Option<i32>,
    /// Where it was taken from.
    pub source: Option<String>,
}

/// One thing that was left out, repaired or assumed.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeEntry {
    /// The layer or the clause that it concerns; empty for the plan as a whole.
    pub about: String,
    /// Its code.
    pub code: String,
    /// Row of the file, from 0.
    pub row: Option<usize>,
    /// What to tell.
    pub text: String,
}
