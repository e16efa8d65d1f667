//! What a chart holds: bars with what they are of, the limit they stand against, and the whole that they are parts of.

use crate::check::{ClauseOutcome, Finding};
use crate::layer::Role;
use crate::standard::{Judgement, Test, judge};
use crate::text::{Lang, Message};
use crate::units::{Figure, Unit};

/// What bars are measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// The unit of a clause.
    Of(Unit),
    /// Kilometres.
    Kilometres,
    /// Square metres.
    SquareMetres,
}

impl Scale {
    pub(super) fn unit(self) -> Message {
        match self {
            Self::Of(unit) => unit.name(),
            Self::Kilometres => Message::new("report.unit-kilometre"),
            Self::SquareMetres => Message::new("report.unit-square-metre"),
        }
    }

    fn digits(self) -> Unit {
        match self {
            Self::Of(unit) => unit,
            Self::Kilometres => Unit::KmPerKm2,
            Self::SquareMetres => Unit::Count,
        }
    }

    /// A value with its unit.
    pub(super) fn say(self, value: f64, limit: Option<f64>, lang: Lang) -> String {
        format!("{} {}", self.digits().format(value, limit), self.unit().say(lang)).trim_end().to_owned()
    }

    /// A round figure of the axis.
    pub(super) fn figure(self, value: f64) -> String {
        // Steps of the axis are sums of tenths: 0.1 + 0.2 is no round figure.
        self.digits().format_limit((value * 1e6).round() / 1e6)
    }
}

/// How a bar is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// It reaches the limit.
    Fine,
    /// It misses it.
    Miss,
    /// No limit is held against it.
    Plain,
    /// One of several parts.
    Part(usize),
    /// What is unknown, or not counted.
    Open,
}

/// What a bar is of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// Nothing that has a place.
    Nothing,
    /// A finding of the clause, by its index.
    Finding(usize),
    /// Features of a role by their name.
    Named(Role, String),
    /// Features of a role by the code of their class.
    Class(Role, String),
    /// A line between places, or one place.
    Places(Vec<[f64; 2]>),
}

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) ink: Ink,
    pub(super) target: Target,
    /// What is said of it instead of its value.
    pub(super) said: Option<String>,
}

impl Bar {
    pub(super) fn new(name: impl Into<String>, value: f64, ink: Ink, target: Target) -> Self {
        Self { name: name.into(), value, ink, target, said: None }
    }
}

/// What the parts make up, against what they should.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole {
    /// What they should reach, in the scale of the bars.
    pub(super) needed: Option<f64>,
    /// What is said beside it.
    pub(super) said: String,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chart {
    pub(super) title: Message,
    pub(super) scale: Scale,
    /// The limit that each bar is held to.
    pub(super) limit: Option<Test>,
    /// What the bars that are parts make up.
    pub(super) whole: Option<Whole>,
    pub(super) bars: Vec<Bar>,
}

impl Chart {
    pub(super) fn new(title: &str, scale: Scale, bars: Vec<Bar>) -> Self {
        Self { title: Message::new(title), scale, limit: None, whole: None, bars }
    }

    /// Holds each bar to a limit.
    pub(super) fn held_to(mut self, test: Option<Test>) -> Self {
        for bar in self.bars.iter_mut().filter(|bar| bar.ink == Ink::Plain) {
            bar.ink = test.map_or(Ink::Plain, |test| against(bar.value, &test));
        }
        Self { limit: test, ..self }
    }

    /// Puts what misses most first.
    pub(super) fn worst_first(mut self) -> Self {
        let rises = self.limit.is_some_and(|test| {
            use crate::standard::Comparison::{AtLeast, MoreThan};
            matches!(test.comparison, AtLeast | MoreThan)
        });
        self.bars.sort_by(|a, b| if rises { a.value.total_cmp(&b.value) } else { b.value.total_cmp(&a.value) });
        self
    }

    /// The end of its axis.
    pub(super) fn end(&self) -> f64 {
        let longest = self.bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        let limit = self.limit.map_or(0.0, |test| test.limit);
        let end = longest.max(limit).max(0.0);
        if end > 0.0 && end.is_finite() { end * 1.04 } else { 1.0 }
    }
}

/// Whether a value reaches a limit.
pub(super) fn against(value: f64, test: &Test) -> Ink {
    match judge(Figure::exact(value, test.unit), test) {
        Judgement::Meets => Ink::Fine,
        _ => Ink::Miss,
    }
}

/// The finding about a subject, else what else the bar may be of.
pub(super) fn finding_or(outcome: &ClauseOutcome, subject: &str, other: Target) -> Target {
    let is = |finding: &Finding| finding.subject == subject;
    outcome.findings.iter().position(is).map_or(other, Target::Finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Comparison;

    fn chart(comparison: Comparison) -> Chart {
        let bar = |value: f64| Bar::new(value.to_string(), value, Ink::Plain, Target::Nothing);
        let test = Test { comparison, limit: 50.0, unit: Unit::Metre };
        let bars = vec![bar(60.0), bar(37.3), bar(50.0)];
        Chart::new("app.chart-widths", Scale::Of(Unit::Metre), bars).held_to(Some(test)).worst_first()
    }

    #[test]
    fn bars_are_coloured_by_the_limit_and_the_worst_comes_first() {
        let inks = |chart: &Chart| chart.bars.iter().map(|bar| (bar.name.clone(), bar.ink)).collect::<Vec<_>>();
        let least = chart(Comparison::AtLeast);
        let expected = [("37.3", Ink::Miss), ("50", Ink::Fine), ("60", Ink::Fine)];
        assert_eq!(inks(&least), expected.map(|(name, ink)| (name.to_owned(), ink)));
        let most = chart(Comparison::LessThan);
        let expected = [("60", Ink::Miss), ("50", Ink::Miss), ("37.3", Ink::Fine)];
        assert_eq!(inks(&most), expected.map(|(name, ink)| (name.to_owned(), ink)));
    }

    #[test]
    fn the_axis_reaches_beyond_the_limit_and_the_longest_bar() {
        assert!((chart(Comparison::AtLeast).end() - 62.4).abs() < 1e-9);
        let none = Chart::new("app.chart-widths", Scale::Kilometres, Vec::new());
        assert!((none.end() - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn values_bear_their_unit() {
        assert_eq!(Scale::Kilometres.say(64.104_169, None, Lang::Zh), "64.10 km");
        assert_eq!(Scale::SquareMetres.say(25_652.7, None, Lang::En), "25\u{2009}653 m²");
        assert_eq!(Scale::Of(Unit::Percent).figure(0.1 + 0.2), "0.3");
    }
}
