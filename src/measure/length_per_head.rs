//! Length of lines in a scope per 10 000 people: the greenway length per head.

//!
//! Lines count where they lie in the scope, each place once; paths of one name beside each other are one greenway.
//! Links on ordinary roads do not count. Parameters count them, or all that lies outside as well. A typed-in number of
//! people beats a population layer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lines::{ByStatus, LineSet, common_km, copies_km, go_on, line_items, not_lines, touched};
use super::population::People;
use crate::geometry::Mask;
use crate::geometry::parallel::{self, Heading};
use crate::geometry::segments::Segment;
use crate::geometry::spans::{Span, intersection};
use crate::layer::{Field, Item, Role};
use crate::measure::lacking::{lacking, note};
use crate::measure::place::of_scope;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;
use crate::units::{Figure, Metres, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines are counted.
    pub role: Role,
    /// Key of the typed-in number of people; it beats a population layer.
    pub population: String,
    /// Which part of the lines counts.
    #[serde(default)]
    pub extent: Extent,
    /// Whether links on ordinary roads (连接线) count.
    #[serde(default)]
    pub links: Links,
}

/// Which part of the lines counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// What lies in the scope.
    #[default]
    Scope,
    /// All of it, wherever it lies: people are still those of the scope.
    Whole,
}

/// Whether links on ordinary roads count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Links {
    /// They do not.
    #[default]
    Excluded,
    /// They count like all else.
    Counted,
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted length.
    pub length_km: f64,
    /// People.
    pub population: f64,
    /// Whether the people were typed in (`figure`) or summed from a layer by area (`layer`).
    pub population_from: String,
    /// Counted length of stretches with status existing, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_km: Option<f64>,
    /// Counted length of stretches with status planned, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_km: Option<f64>,
    /// Length of links on ordinary roads (连接线): not counted.
    pub link_km: f64,
    /// Length drawn more than once: counted once.
    pub duplicate_km: f64,
    /// Length taken off because paths of one name run beside each other.
    pub parallel_km: f64,
    /// Counted length that would bring the figure up to the reference figure: that times the people, less
    /// `length_km`; the least of it where some people are unknown. Absent where the figure reaches it, or none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_km: Option<f64>,
}

/// Paths of one greenway lie at most this far apart, in any direction.
const SAME_GREENWAY: parallel::Rule = parallel::Rule { apart: [0.0, 30.0], angle: 15.0, heading: Heading::Any };
/// People per unit of the figure.
const PER: f64 = 10_000.0;

/// Measures the km per 10 000 people.
///
/// Where some people in the scope are unknown the figure lies between nought and that of the known ones. The place is the
/// scope; it tells [`Facts::missing_km`] too.
///
/// # Errors
/// [`NoFigure::Missing`] without a scope, a layer of lines or people; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let scope = input.scope.ok_or_else(|| NoFigure::Missing(Message::new("measure.scope-missing")))?;
    let mask = Mask::new(&scope.region);
    let left_out = |item: &Item<'_>| with.links == Links::Excluded && is_link(item);
    let (links, counted): (Vec<Item<'_>>, Vec<Item<'_>>) =
        line_items(input, with.role)?.into_iter().partition(left_out);
    let people = People::find(input, with, &mask)?;
    go_on(input)?;
    let set = LineSet::new(counted);
    let inside = with.extent.of(&set, &mask);
    go_on(input)?;
    let links = LineSet::new(links);
    let links_inside = with.extent.of(&links, &mask);
    go_on(input)?;

    let mut facts = counted_facts(&set, &inside);
    facts.population = people.count;
    people.source.code().clone_into(&mut facts.population_from);
    facts.link_km = common_km(&links.kept, &links_inside);
    let copies = set.copies(&inside);
    facts.duplicate_km = copies_km(&copies);
    facts.missing_km = input.at.and_then(|at| lacking(at * people.count / PER, facts.length_km));
    let high = facts.length_km / (people.count / PER);
    let low = if people.unknown > 0 { 0.0 } else { high };
    let figure = Figure::between(low, high, Unit::KmPer10k);
    let mut notices = set.copy_notices(&copies);
    notices.extend(people.notices);
    notices.extend(not_lines(input, with.role));
    let mut place = of_scope(scope, figure, &touched(&set, &inside), &touched(&links, &links_inside));
    note(&mut place.facts, "missing_km", facts.missing_km);
    Ok(Measured { figure, facts, places: vec![place], notices })
}

impl Extent {
    /// The parts of each segment that count as far as their place goes.
    fn of(self, set: &LineSet<'_>, mask: &Mask<'_>) -> Vec<Vec<Span>> {
        match self {
            Self::Scope => set.inside(mask.outline()),
            Self::Whole => set.segments.iter().map(|segment| vec![[0.0, segment.length()]]).collect(),
        }
    }
}

/// Whether a path is a link on an ordinary road: by its mark, else by its class.
fn is_link(item: &Item<'_>) -> bool {
    let by_class = || item.text(Field::Class).is_some_and(|class| class.contains("连接"));
    item.flag(Field::Link).unwrap_or_else(by_class)
}

fn counted_facts(set: &LineSet<'_>, inside: &[Vec<Span>]) -> Facts {
    let mut stretches = Vec::new();
    for (number, (inside, kept)) in inside.iter().zip(&set.kept).enumerate() {
        stretches.extend(intersection(inside, kept).into_iter().map(|span| (number, span)));
    }
    let segments: Vec<Segment> = stretches.iter().map(|&(number, span)| set.segments[number].part(span)).collect();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let groups: Vec<Option<usize>> = stretches
        .iter()
        .map(|&(number, _)| {
            let next = names.len();
            set.items[set.item_number(number)].stated_name().map(|name| *names.entry(name).or_insert(next))
        })
        .collect();
    let partners = parallel::partners(&segments, &groups, &SAME_GREENWAY);
    let mut by_status = ByStatus::default();
    let (mut length, mut parallel) = (0.0, 0.0);
    for ((segment, partners), (number, _)) in segments.iter().zip(&partners).zip(&stretches) {
        let own = segment.length();
        let counted = parallel::shared_length([0.0, own], partners);
        length += counted;
        parallel += own - counted;
        by_status.add(set.items[set.item_number(*number)].status(), counted);
    }
    let (existing_km, planned_km) = by_status.km();
    let (length_km, parallel_km) = (Metres(length).km(), Metres(parallel).km());
    Facts { length_km, existing_km, planned_km, parallel_km, ..Facts::default() }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer, line, rectangle, scope, unsaid, with_input};
    use super::*;
    use crate::layer::{Layer, Shape, Value};
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn greenways(rows: Vec<Row>) -> Arc<Layer> {
        layer(Role::Greenways, &["name", "link"], rows)
    }

    fn call(layers: &[Arc<Layer>], figures: &[(&str, f64)]) -> Result<Measured<Facts>, NoFigure> {
        call_with(layers, figures, Extent::Scope, Links::Excluded)
    }

    fn call_with(
        layers: &[Arc<Layer>],
        figures: &[(&str, f64)],
        extent: Extent,
        links: Links,
    ) -> Result<Measured<Facts>, NoFigure> {
        let scope = scope(rectangle(0.0, 0.0, 2000.0, 1000.0));
        let with = Parameters { role: Role::Greenways, population: String::from("urban_population"), extent, links };
        with_input(layers, Some(&scope), figures, Some(1.0), |input| measure(input, &with))
    }

    fn km(rows: Vec<Row>) -> Facts {
        call(&[greenways(rows)], &[("urban_population", 10_000.0)]).unwrap().facts
    }

    #[test]
    fn one_kilometre_inside_for_ten_thousand_people_is_exactly_one() {
        let road = greenways(vec![line(&[(1000.0, 500.0), (3000.0, 500.0)], &["甲", ""])]);
        let found = call(&[road], &[("urban_population", 10_000.0)]).unwrap();
        assert!((found.figure.low - 1.0).abs() < 1e-9 && (found.figure.high - 1.0).abs() < 1e-9);
        assert_eq!(found.facts.population_from, "figure");
    }

    #[test]
    fn the_missing_length_is_what_the_limit_asks_of_the_people_less_what_counts() {
        let with_people = |people: f64| {
            let road = greenways(vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["甲", ""])]);
            call(&[road], &[("urban_population", people)]).unwrap()
        };
        let short = with_people(26_400.0);
        assert!((short.facts.missing_km.unwrap() - 0.64).abs() < 1e-9, "2.64 km for 26 400 people less 2 km");
        assert_eq!(short.places[0].facts["missing_km"].as_f64(), short.facts.missing_km);
        assert_eq!(with_people(20_000.0).facts.missing_km, None, "exactly at the limit");
        assert_eq!(with_people(15_000.0).facts.missing_km, None);
    }

    #[test]
    fn paths_of_one_name_within_thirty_metres_count_once_and_farther_ones_twice() {
        let pair = |y: f64, name: &str| {
            km(vec![
                line(&[(0.0, 500.0), (1000.0, 500.0)], &["甲", ""]),
                line(&[(1000.0, y), (400.0, y), (0.0, y)], &[name, ""]),
            ])
        };
        assert!((pair(530.0, "甲").length_km - 1.0).abs() < 1e-9);
        assert!((pair(530.0, "甲").parallel_km - 1.0).abs() < 1e-9);
        assert!((pair(530.1, "甲").length_km - 2.0).abs() < 1e-9);
        assert!((pair(520.0, "乙").length_km - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_hairpin_of_one_path_counts_along_its_whole_length() {
        let hairpin = line(&[(0.0, 500.0), (1000.0, 500.0), (1000.0, 520.0), (0.0, 520.0)], &["甲", ""]);
        assert!((km(vec![hairpin]).length_km - 2.02).abs() < 1e-9);
    }

    #[test]
    fn a_copy_counts_once_and_a_link_not_at_all() {
        let facts = km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["甲", "否"]),
            line(&[(1000.0, 500.0), (0.0, 500.0)], &["", "否"]),
            line(&[(1000.0, 500.0), (1000.0, 800.0)], &["甲", "是"]),
        ]);
        assert!((facts.length_km - 1.0).abs() < 1e-9);
        assert!((facts.duplicate_km - 1.0).abs() < 1e-9);
        assert!((facts.link_km - 0.3).abs() < 1e-9);
    }

    #[test]
    fn a_path_whose_class_says_link_is_one_unless_its_mark_denies_it() {
        let by_class = |class: &str, link: &str| {
            let row = line(&[(0.0, 500.0), (1000.0, 500.0)], &[class, link]);
            call(&[layer(Role::Greenways, &["class", "link"], vec![row])], &[("urban_population", 10_000.0)]).unwrap()
        };
        assert!((by_class("绿道连接线", "").facts.link_km - 1.0).abs() < 1e-9);
        assert!(by_class("绿道连接线", "否").facts.link_km.abs() < 1e-9);
        assert!(by_class("城市绿道", "").facts.link_km.abs() < 1e-9);
    }

    #[test]
    fn the_whole_length_counts_outside_the_scope_and_links_count_where_asked() {
        // 1 km inside, 1 km outside, and a link of 0.5 km inside.
        let road = greenways(vec![
            line(&[(1000.0, 500.0), (3000.0, 500.0)], &["甲", ""]),
            line(&[(0.0, 100.0), (500.0, 100.0)], &["乙", "是"]),
        ]);
        for (extent, links, length, link) in [
            (Extent::Scope, Links::Excluded, 1.0, 0.5),
            (Extent::Scope, Links::Counted, 1.5, 0.0),
            (Extent::Whole, Links::Excluded, 2.0, 0.5),
            (Extent::Whole, Links::Counted, 2.5, 0.0),
        ] {
            let layers = std::slice::from_ref(&road);
            let found = call_with(layers, &[("urban_population", 10_000.0)], extent, links).unwrap();
            assert!((found.figure.low - length).abs() < 1e-9, "{extent:?} {links:?}: {:?}", found.figure);
            assert!((found.facts.link_km - link).abs() < 1e-9, "{extent:?} {links:?}");
        }
    }

    #[test]
    fn shapes_that_are_no_lines_are_left_out_and_said() {
        let rows = vec![line(&[(0.0, 500.0), (1000.0, 500.0)], &["甲", ""]), area((0.0, 0.0), (9.0, 9.0), &["乙", ""])];
        let found = call(&[greenways(rows)], &[("urban_population", 10_000.0)]).unwrap();
        assert!((found.facts.length_km - 1.0).abs() < 1e-9);
        let notice = found.notices.iter().find(|notice| notice.code == "not-a-line").unwrap();
        assert_eq!(notice.row, Some(1));
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn people_of_a_layer_are_shared_by_area_and_a_typed_figure_beats_them() {
        let road = greenways(vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["甲", ""])]);
        // Half of the first polygon lies in the scope: 5 000 + 3 000 people.
        let people = layer(
            Role::Population,
            &["population"],
            vec![area((-100.0, 0.0), (200.0, 100.0), &["10000"]), area((500.0, 0.0), (100.0, 100.0), &["3000"])],
        );
        let layers = [road, people];
        let by_layer = call(&layers, &[]).unwrap();
        assert!((by_layer.facts.population - 8_000.0).abs() < 1e-6);
        assert!((by_layer.figure.low - 2.0 / 0.8).abs() < 1e-9);
        assert_eq!(by_layer.facts.population_from, "layer");
        let typed = call(&layers, &[("urban_population", 20_000.0)]).unwrap();
        assert!((typed.figure.low - 1.0).abs() < 1e-9);
        assert_eq!(typed.notices[0].code, "population-figure-used");
        assert!(unsaid(typed.notices.iter().chain(&by_layer.notices).map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn people_at_points_count_where_the_points_lie_inside() {
        let road = greenways(vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["甲", ""])]);
        let point = |x: f64, people: f64| (Shape::Points(vec![(x, 500.0).into()]), vec![Value::Number(people)]);
        let people = layer(Role::Population, &["population"], vec![point(100.0, 4_000.0), point(5_000.0, 9_000.0)]);
        assert!((call(&[road, people], &[]).unwrap().facts.population - 4_000.0).abs() < 1e-9);
    }

    #[test]
    fn people_that_are_not_stated_leave_the_figure_open_below() {
        let road = greenways(vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["甲", ""])]);
        let rows = vec![area((0.0, 0.0), (100.0, 100.0), &["10000"]), area((500.0, 0.0), (100.0, 100.0), &[""])];
        let found = call(&[road, layer(Role::Population, &["population"], rows)], &[]).unwrap();
        assert!(found.figure.low.abs() < 1e-12 && (found.figure.high - 2.0).abs() < 1e-9);
    }

    #[test]
    fn no_people_or_no_greenways_give_no_figure() {
        let road = greenways(vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["甲", ""])]);
        for figures in [&[][..], &[("urban_population", 0.0)]] {
            assert!(matches!(call(std::slice::from_ref(&road), figures), Err(NoFigure::Missing(_))));
        }
        assert!(matches!(call(&[], &[("urban_population", 1.0)]), Err(NoFigure::Missing(_))));
    }
}
