//! What a check found: verdicts, figures, findings. Data only.

use geo_types::Coord;
use serde::Serialize;

use crate::layer::Shape;
use crate::measure::{FeatureRef, Part};
use crate::notice::Notice;
use crate::plan::Revision;
use crate::text::Message;
use crate::units::Figure;

/// What a check says of a clause. The order is from worst to best, as the counties of a plan are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 未达标
    Violates,
    /// 口径敏感
    DependsOnReading,
    /// 数据不足
    NotJudged,
    /// 未到期
    NotYetDue,
    /// 已论证
    Argued,
    /// 达标
    Meets,
    /// 仅列示
    Info,
    /// 不适用
    NotApplicable,
}

impl Verdict {
    /// Every verdict, in the order in which summaries count them.
    pub const ALL: [Self; 8] = [
        Self::Violates,
        Self::DependsOnReading,
        Self::NotYetDue,
        Self::Argued,
        Self::Meets,
        Self::NotJudged,
        Self::Info,
        Self::NotApplicable,
    ];

    /// Its code in results, such as `not-yet-due`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Violates => "violates",
            Self::DependsOnReading => "depends-on-reading",
            Self::NotJudged => "not-judged",
            Self::NotYetDue => "not-yet-due",
            Self::Argued => "argued",
            Self::Meets => "meets",
            Self::Info => "info",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Its name for people.
    pub fn name(self) -> Message {
        Message::new(format!("check.verdict-{}", self.code()))
    }
}

/// What a whole check found, at one revision of the plan. Clauses stand in the standard's order.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The revision it belongs to.
    pub revision: Revision,
    /// One per clause of the standard.
    pub clauses: Vec<ClauseOutcome>,
    /// What holds for the check as a whole.
    pub notices: Vec<Notice>,
}

impl Outcome {
    /// What was found about a clause, by its id.
    pub fn clause(&self, id: &str) -> Option<&ClauseOutcome> {
        self.clauses.iter().find(|outcome| outcome.clause == id)
    }
}

/// What a check found about one clause. Title, quote and limit are the clause's own, by id.
#[derive(Clone, Debug)]
pub struct ClauseOutcome {
    /// Id of the clause.
    pub clause: String,
    /// The verdict over all readings.
    pub verdict: Verdict,
    /// Whether the limit binds here: not where the clause is only shown, or does not apply.
    pub bound: bool,
    /// The default reading's figure.
    pub figure: Option<Figure>,
    /// Each reading's figure and verdict, the default first.
    pub readings: Vec<ReadingOutcome>,
    /// Facts of the default reading.
    pub facts: serde_json::Value,
    /// What is missing, where it is not judged.
    pub reason: Option<Message>,
    /// Places where it is broken, argued, not yet due or doubtful.
    pub findings: Vec<Finding>,
    /// What was assumed or left out.
    pub notices: Vec<Notice>,
    /// Where the plan covers several counties: each one's verdict and figure.
    pub counties: Vec<CountyOutcome>,
}

/// One reading's figure and verdict.
#[derive(Clone, Debug)]
pub struct ReadingOutcome {
    /// `default`, or the reading's id.
    pub id: String,
    /// Its figure; `None` where its data is missing.
    pub figure: Option<Figure>,
    /// Its verdict.
    pub verdict: Verdict,
}

/// One county's verdict and figure.
#[derive(Clone, Debug)]
pub struct CountyOutcome {
    /// Name of the county.
    pub county: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Its figure.
    pub figure: Option<Figure>,
}

/// One place where a clause is broken or doubtful.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is concerned.
    pub subject: String,
    /// The verdict at this place.
    pub verdict: Verdict,
    /// Its own figure, where it has one.
    pub figure: Option<Figure>,
    /// Features concerned and what each does there.
    pub features: Vec<(FeatureRef, Part)>,
    /// Where a label is led to.
    pub anchor: Coord<f64>,
    /// What to mark on the map.
    pub place: Shape,
    /// Facts of this place.
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// The county it was found in, where the plan covers several.
    pub county: Option<String>,
}
