//! Charts of what a check has found: an arm for each way of measuring that tells more than one figure.

use serde_json::Value;

use super::chart::{Bar, Chart, Ink, Scale, Target, Whole, against, finding_or};
use crate::check::ClauseOutcome;
use crate::layer::Role;
use crate::report::wording::{binding_test, missing_text};
use crate::report::{class_name, part_name};
use crate::standard::{Clause, Measure, Test};
use crate::text::{Lang, Message};
use crate::units::{Figure, Unit};

/// Whether the way a clause is measured has a chart at all.
pub(in crate::app::panel) fn has_charts(measure: &Measure) -> bool {
    !matches!(measure, Measure::TypedFigure(_) | Measure::FeatureCount(_))
}

/// The charts of a clause; none where nothing was measured.
pub(super) fn charts(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Vec<Chart> {
    let of = Of { clause, outcome, lang, test: binding_test(clause, outcome) };
    let charts = match &clause.measure {
        Measure::CorridorWidth(_) => vec![of.widths()],
        Measure::CorridorContinuity(_) => vec![of.corridor_gaps()],
        Measure::ClusterSeparation(_) => vec![of.separations()],
        Measure::FeaturesInside(_) => vec![of.named("features", "inside_m2", "app.chart-inside", Scale::SquareMetres)],
        Measure::LineDensity(_) => vec![of.roads()],
        Measure::AreaShare(_) => vec![of.green()],
        Measure::SurfaceShare(_) => vec![of.surfaces()],
        Measure::LengthPerHead(_) => vec![of.greenways()],
        Measure::NetworkContinuity(_) => vec![of.network_gaps(), of.pieces(), of.uncrossed()],
        Measure::WeightedShare(_) => vec![of.units()],
        Measure::FeatureShare(_) => vec![of.share()],
        Measure::FeatureClusters(_) => {
            vec![of.named("groups", "footprint_ha", "app.chart-groups", Scale::Of(Unit::Hectare))]
        }
        Measure::ServiceCoverage(_) => vec![
            of.named("services", "reached_share", "app.chart-services", Scale::Of(Unit::Percent)),
            of.named("clusters", "share", "app.chart-clusters", Scale::Of(Unit::Percent)),
        ],
        Measure::LandMix(_) => vec![of.mix()],
        Measure::PatchArea(_) => vec![of.plazas()],
        Measure::AttributeLimit(_) => vec![of.values()],
        Measure::BlockSize(_) => vec![of.blocks()],
        Measure::TypedFigure(_) | Measure::FeatureCount(_) => Vec::new(),
    };
    charts.into_iter().filter(|chart| !chart.bars.is_empty()).collect()
}

struct Of<'a> {
    clause: &'a Clause,
    outcome: &'a ClauseOutcome,
    lang: Lang,
    /// The limit, where it binds.
    test: Option<Test>,
}

impl Of<'_> {
    fn fact(&self, key: &str) -> Option<f64> {
        self.outcome.facts.get(key).and_then(Value::as_f64)
    }

    fn list(&self, key: &str) -> &[Value] {
        self.outcome.facts.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// What a part of the figure rests on: the first role that it measures.
    fn role(&self) -> Role {
        match &self.clause.measure {
            Measure::WeightedShare(_) => Role::RenewalUnits,
            Measure::FeatureClusters(_) => Role::Buildings,
            Measure::ServiceCoverage(_) => Role::Clusters,
            Measure::PatchArea(_) => Role::Plazas,
            Measure::LineDensity(_) => Role::RoadCentrelines,
            Measure::AreaShare(_) => Role::Green,
            Measure::SurfaceShare(_) => Role::Surfaces,
            _ => Role::Corridors,
        }
    }

    /// A bar for each entry of a list, named and measured by its own facts, the longest first.
    fn named(&self, list: &str, key: &str, title: &str, scale: Scale) -> Chart {
        let bar = |entry: &Value| {
            let name = text(entry, "name")?;
            let target = finding_or(self.outcome, name, Target::Named(self.role(), name.to_owned()));
            Some(Bar::new(part_name(name, self.lang), number(entry, key)?, Ink::Plain, target))
        };
        let mut bars: Vec<Bar> = self.list(list).iter().filter_map(bar).collect();
        bars.sort_by(|a, b| b.value.total_cmp(&a.value));
        Chart::new(title, scale, bars)
    }

    fn widths(&self) -> Chart {
        let bar = |corridor: &Value| {
            let name = text(corridor, "name")?;
            let target = finding_or(self.outcome, name, Target::Named(Role::Corridors, name.to_owned()));
            Some(Bar::new(name, number(corridor, "net_width_m")?, Ink::Plain, target))
        };
        let bars = self.list("corridors").iter().filter_map(bar).collect();
        Chart::new("app.chart-widths", Scale::Of(Unit::Metre), bars).held_to(self.test).worst_first()
    }

    fn corridor_gaps(&self) -> Chart {
        let of_corridor = |corridor: &Value| -> Vec<Bar> {
            let name = text(corridor, "name").unwrap_or_default();
            let gaps = corridor.get("gaps").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            gaps.iter().filter_map(|gap| self.gap(name.to_owned(), gap)).collect()
        };
        let bars = self.list("corridors").iter().flat_map(of_corridor).collect();
        Chart::new("app.chart-gaps", Scale::Of(Unit::Metre), bars).worst_first()
    }

    /// A gap is always a miss where there is a limit on gaps.
    fn gap(&self, name: String, gap: &Value) -> Option<Bar> {
        let ink = if self.test.is_some() { Ink::Miss } else { Ink::Plain };
        Some(Bar::new(name, number(gap, "distance_m")?, ink, Target::Places(places(gap.get("at")?))))
    }

    fn network_gaps(&self) -> Chart {
        let named = |index: usize, gap: &Value| {
            let ends = places(gap.get("at")?);
            let at = self.outcome.findings.iter().position(|finding| {
                ends.iter().map(|[x, y]| (x - finding.anchor.x).hypot(y - finding.anchor.y)).sum::<f64>()
                    <= number(gap, "distance_m").unwrap_or_default() + 0.01
            });
            let subject = at.and_then(|at| self.outcome.findings.get(at)).map(|finding| finding.subject.clone());
            let number = || Message::new("app.chart-gap").with("number", index + 1).say(self.lang);
            let bar = self.gap(subject.unwrap_or_else(number), gap)?;
            Some(Bar { target: at.map_or(bar.target.clone(), Target::Finding), ..bar })
        };
        let gaps = self.list("gaps").iter().enumerate();
        let bars = gaps.filter_map(|(index, gap)| named(index, gap)).collect();
        Chart::new("app.chart-gaps", Scale::Of(Unit::Metre), bars).worst_first()
    }

    /// The largest piece, and those that nothing links to it.
    fn pieces(&self) -> Chart {
        let largest = self.fact("largest_km").map(|length| {
            let name = Message::new("app.chart-largest-piece").say(self.lang);
            Bar::new(name, length, Ink::Plain, Target::Nothing)
        });
        let separate = self.outcome.findings.iter().enumerate().filter_map(|(index, finding)| {
            let length = finding.facts.get("length_m")?.as_f64()? / 1_000.0;
            Some(Bar::new(&finding.subject, length, Ink::Miss, Target::Finding(index)))
        });
        let bars = largest.into_iter().chain(separate).collect();
        Chart::new("app.chart-pieces", Scale::Kilometres, bars)
    }

    fn uncrossed(&self) -> Chart {
        let bar = |road: &Value| {
            let at = road.get("at").and_then(place).into_iter().collect();
            Some(Bar::new(text(road, "name")?, number(road, "length_m")?, Ink::Plain, Target::Places(at)))
        };
        let bars = self.list("without_crossing").iter().filter_map(bar).collect();
        Chart::new("app.chart-uncrossed", Scale::Of(Unit::Metre), bars).worst_first()
    }

    fn separations(&self) -> Chart {
        let bar = |pair: &Value| {
            let corridor = text(pair, "corridor");
            let target = corridor.map_or(Target::Nothing, |name| Target::Named(Role::Corridors, name.to_owned()));
            Some(Bar::new(text(pair, "name")?, number(pair, "distance_m")?, Ink::Plain, target))
        };
        let bars = self.list("pairs").iter().filter_map(bar).collect();
        Chart::new("app.chart-separations", Scale::Of(Unit::Metre), bars)
    }

    /// The parts of a sum by class, the largest first.
    fn classes(&self, key: &str) -> Vec<Bar> {
        let classes = self.outcome.facts.get(key).and_then(Value::as_object);
        let mut classes: Vec<(&String, f64)> =
            classes.into_iter().flatten().filter_map(|(class, value)| Some((class, value.as_f64()?))).collect();
        classes.sort_by(|a, b| b.1.total_cmp(&a.1));
        let bar = |(index, (class, value)): (usize, (&String, f64))| {
            let name = class_name(&self.clause.measure, class).say(self.lang);
            let ink = if class == "unknown" { Ink::Open } else { Ink::Part(index) };
            Bar::new(name, value, ink, Target::Class(self.role(), class.clone()))
        };
        classes.into_iter().enumerate().map(bar).collect()
    }

    /// What parts make up against what they should, by the limit on what they are divided by.
    fn whole(&self, scale: Scale, sum: Option<f64>, divisor: Option<f64>) -> Option<Whole> {
        let sum = sum?;
        let needed = self.test.zip(divisor).map(|(test, divisor)| test.limit * divisor);
        let total = scale.say(sum, needed, self.lang);
        let missing = missing_text(self.clause, self.outcome, self.lang);
        let said = match needed.map(|needed| scale.say(needed, Some(sum), self.lang)) {
            None => Message::new("app.chart-total").with("total", total),
            Some(needed) => Message::new("app.chart-total-of").with("total", total).with("needed", needed),
        };
        let said = said.say(self.lang);
        Some(Whole { needed, said: missing.map_or_else(|| said.clone(), |missing| format!("{said} · {missing}")) })
    }

    fn roads(&self) -> Chart {
        let mut bars = self.classes("by_class_km");
        if let Some(unknown) = self.fact("unknown_class_km").filter(|length| *length > 0.0) {
            let name = Message::new("report.fact-unknown-class-km").say(self.lang);
            bars.push(Bar::new(name, unknown, Ink::Open, Target::Class(Role::RoadCentrelines, String::new())));
        }
        let whole = self.whole(Scale::Kilometres, self.fact("length_km"), self.fact("area_km2"));
        Chart { whole, ..Chart::new("app.chart-roads", Scale::Kilometres, bars) }
    }

    fn green(&self) -> Chart {
        let scale = Scale::Of(Unit::Hectare);
        let divisor = self.fact("area_ha").map(|area| area / 100.0);
        let whole = self.whole(scale, self.fact("green_ha"), divisor);
        Chart { whole, ..Chart::new("app.chart-green", scale, self.classes("by_class_ha")) }
    }

    fn surfaces(&self) -> Chart {
        let scale = Scale::Of(Unit::Hectare);
        let bars = self.classes("by_class_ha");
        let sum = bars.iter().map(|bar| bar.value).sum();
        let whole = Some(Whole {
            needed: None,
            said: Message::new("app.chart-total").with("total", scale.say(sum, None, self.lang)).say(self.lang),
        });
        Chart { whole, ..Chart::new("app.chart-surfaces", scale, bars) }
    }

    fn greenways(&self) -> Chart {
        let part = |(index, key): (usize, &str)| {
            let length = self.fact(&format!("{key}_km")).filter(|length| *length > 0.0)?;
            let name = Message::new(format!("app.chart-greenways-{key}")).say(self.lang);
            Some(Bar::new(name, length, Ink::Part(index), Target::Class(Role::Greenways, key.to_owned())))
        };
        let mut bars: Vec<Bar> = ["existing", "planned"].into_iter().enumerate().filter_map(part).collect();
        if bars.is_empty() {
            bars.extend(part((0, "length")));
        }
        if let Some(bar) = part((2, "link")) {
            bars.push(Bar { ink: Ink::Open, ..bar });
        }
        let divisor = self.fact("population").map(|people| people / 10_000.0);
        let whole = self.whole(Scale::Kilometres, self.fact("length_km"), divisor);
        Chart { whole, ..Chart::new("app.chart-greenways", Scale::Kilometres, bars) }
    }

    fn units(&self) -> Chart {
        self.named("units", "share", "app.chart-units", Scale::Of(Unit::Percent)).held_to(self.test).worst_first()
    }

    /// What fits, what may fit, what does not.
    fn share(&self) -> Chart {
        let Some(figure) = self.outcome.figure.filter(|figure| figure.low.is_finite()) else {
            return Chart::new("app.chart-share", Scale::Of(Unit::Percent), Vec::new());
        };
        let (low, high) = (figure.low.clamp(0.0, 100.0), figure.high.clamp(0.0, 100.0));
        let bar = |key: &str, value: f64, ink: Ink| {
            Bar::new(Message::new(format!("app.chart-share-{key}")).say(self.lang), value, ink, Target::Nothing)
        };
        let mut bars = vec![bar("has", low, Ink::Part(0)), bar("lacks", 100.0 - high, Ink::Part(5))];
        if high > low {
            bars.insert(1, bar("unknown", high - low, Ink::Open));
        }
        let scale = Scale::Of(Unit::Percent);
        let whole = self.whole(scale, Some(low), Some(1.0));
        Chart { whole, ..Chart::new("app.chart-share", scale, bars) }
    }

    fn mix(&self) -> Chart {
        let part = |(index, key): (usize, &str)| {
            let area = self.fact(&format!("{key}_ha")).filter(|area| *area > 0.0)?;
            let ink = if key == "unknown" { Ink::Open } else { Ink::Part(index) };
            let name = Message::new(format!("app.chart-mix-{key}")).say(self.lang);
            Some(Bar::new(name, area, ink, Target::Nothing))
        };
        let scale = Scale::Of(Unit::Hectare);
        let bars: Vec<Bar> = ["homes", "other", "unknown"].into_iter().enumerate().filter_map(part).collect();
        let sum = bars.iter().map(|bar| bar.value).sum();
        let said = Message::new("app.chart-total").with("total", scale.say(sum, None, self.lang)).say(self.lang);
        Chart { whole: Some(Whole { needed: None, said }), ..Chart::new("app.chart-mix", scale, bars) }
    }

    fn plazas(&self) -> Chart {
        let chart = self.named("plazas", "hard_ha", "app.chart-plazas", Scale::Of(Unit::Hectare));
        chart.held_to(self.test).worst_first()
    }

    /// How many features have each value; where values are as many as features, those beyond the limit.
    fn values(&self) -> Chart {
        let unit = self.clause.measure.unit();
        let counted = |entry: &Value| {
            let value = number(entry, "value")?;
            let name = Scale::Of(unit).say(value, self.test.map(|test| test.limit), self.lang);
            let same = |figure: Figure| (figure.low - value).abs() <= 1e-9 * value.abs();
            let at = self.outcome.findings.iter().position(|finding| finding.figure.is_some_and(same));
            let ink = self.test.map_or(Ink::Plain, |test| against(value, &test));
            Some(Bar::new(name, number(entry, "features")?, ink, at.map_or(Target::Nothing, Target::Finding)))
        };
        let bars: Vec<Bar> = self.list("by_value").iter().filter_map(counted).collect();
        if !bars.is_empty() {
            return Chart::new("app.chart-values", Scale::Of(Unit::Count), bars);
        }
        let beyond = self.outcome.findings.iter().enumerate().filter_map(|(index, finding)| {
            Some(Bar::new(&finding.subject, self.clause.shown(finding.figure?), Ink::Plain, Target::Finding(index)))
        });
        Chart::new("app.chart-beyond", Scale::Of(unit), beyond.collect()).held_to(self.test).worst_first()
    }

    fn blocks(&self) -> Chart {
        let limit = self.test.or(self.clause.references.first().map(|reference| reference.test));
        let limit = limit.filter(|test| test.unit == Unit::Hectare);
        let chart = self.named("largest", "area_ha", "app.chart-blocks", Scale::Of(Unit::Hectare));
        let bars = chart.bars.into_iter().map(|bar| Bar { target: Target::Nothing, ..bar }).collect();
        Chart { bars, ..chart }.held_to(limit).worst_first()
    }
}

fn number(entry: &Value, key: &str) -> Option<f64> {
    entry.get(key)?.as_f64().filter(|number| number.is_finite())
}

fn text<'a>(entry: &'a Value, key: &str) -> Option<&'a str> {
    entry.get(key)?.as_str()
}

fn place(at: &Value) -> Option<[f64; 2]> {
    match at.as_array()?.as_slice() {
        [x, y] => Some([x.as_f64()?, y.as_f64()?]),
        _ => None,
    }
}

fn places(at: &Value) -> Vec<[f64; 2]> {
    at.as_array().into_iter().flatten().filter_map(place).collect()
}
