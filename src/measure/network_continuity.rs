//! Continuity of a network of lines: separate pieces, gaps, dead ends.

//!
//! Lines that cross at grade, ends close together and ends close to the middle of a line are joined; bridges, tunnels
//! and other levels meet only at their ends. Dead ends within a piece are facts, not findings.

use geo_types::{Coord, LineString};
use serde::{Deserialize, Serialize};

use super::lacking::sum;
use super::lines::{go_on, line_items, not_lines};
use super::place::{NAMED, anchor_of, named};
use super::selection::selected;
use crate::geometry::UnionFind;
use crate::geometry::clip::Outline;
use crate::geometry::network::{Link, Network, Pieces, Track};
use crate::layer::{Field, Item, Role, Shape};
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::text::Message;
use crate::units::{Figure, Metres, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines form the network.
    pub role: Role,
    /// Ends at most this far apart are one node, in metres.
    #[serde(default = "default_snap")]
    pub snap: f64,
    /// Gaps between pieces up to this length are findings, in metres.
    #[serde(default = "default_gap")]
    pub gap: f64,
}

fn default_snap() -> f64 {
    1.0
}

fn default_gap() -> f64 {
    30.0
}

/// Facts of the network.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Separate pieces.
    pub pieces: usize,
    /// Length of all lines.
    pub length_km: f64,
    /// Length of the largest piece.
    pub largest_km: f64,
    /// Ends of lines that meet nothing, those at the boundary of the scope or outside it left out.
    pub dead_ends: usize,
    /// Gaps between pieces that are no longer than the parameter.
    pub gaps: Vec<Gap>,
    /// Separate pieces beyond the longest five hundred, which have no place of their own.
    #[serde(skip_serializing_if = "is_nought")]
    pub unlisted_pieces: usize,
    /// Length of the links to draw so that no more pieces are left than the reference figure: the shortest of `gaps`
    /// that do so, else all of them. Absent where no link is needed or none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_m: Option<f64>,
    /// Pieces above the reference figure that would still be left: no gap as short as the parameter leads to them.
    #[serde(skip_serializing_if = "is_nought")]
    pub unlinked: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_nought(count: &usize) -> bool {
    *count == 0
}

/// A missing link between two pieces.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gap {
    /// Its length.
    pub distance_m: f64,
    /// Its two ends.
    pub at: [[f64; 2]; 2],
}

/// At most this many separate pieces have a place of their own, the longest first.
const PLACES: usize = 500;

/// Measures the number of separate pieces.
///
/// Lines belong to the scope when their larger part lies inside, and are taken whole. Every gap is a place, and so is
/// every group of pieces that no gap leads to, but for the longest.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer of lines, or without lines in the scope; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let outline = input.scope.map(|scope| Outline::new(&scope.region));
    let inside = selected(line_items(input, with.role)?, input.scope);
    if inside.items.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.nothing-inside").with_message("role", with.role.name())));
    }
    go_on(input)?;
    let walks = Walks::new(inside.items);
    let pieces = walks.network.pieces(with.snap);
    go_on(input)?;
    let links = walks.network.missing_links(&pieces, with.gap);
    go_on(input)?;

    let dead_ends = pieces.loose.iter().filter(|(_, end)| !leads_out(*end, outline.as_ref(), with.snap)).count();
    let mut places: Vec<Place> = links.iter().map(|link| walks.gap_place(link)).collect();
    let separate = walks.separate_places(&pieces, &links);
    let unlisted_pieces = separate.len().saturating_sub(PLACES);
    places.extend(separate.into_iter().take(PLACES));
    let longest = pieces.lengths.iter().copied().fold(0.0, f64::max);
    let facts = Facts {
        pieces: pieces.lengths.len(),
        length_km: Metres(pieces.lengths.iter().sum()).km(),
        largest_km: Metres(longest).km(),
        dead_ends,
        gaps: links.iter().map(|link| Gap { distance_m: link.distance, at: link.at.map(|at| [at.x, at.y]) }).collect(),
        unlisted_pieces,
        ..Facts::default()
    };
    let facts = with_links(facts, input.at);
    let figure = Figure::exact(facts.pieces as f64, Unit::Count);
    let mut notices = inside.notices;
    notices.extend(not_lines(input, with.role));
    Ok(Measured { figure, facts, places, notices })
}

/// Adds what has to be linked. Each gap joins two pieces, and gaps stand by length: the first are the shortest links that
/// leave one piece less each.
fn with_links(facts: Facts, at: Option<f64>) -> Facts {
    let above = |at: f64| (1..=facts.pieces).filter(|&pieces| pieces as f64 > at).count();
    let needed = at.map_or(0, above);
    let missing_m = sum(facts.gaps.iter().take(needed).map(|gap| Some(gap.distance_m)));
    Facts { missing_m, unlinked: needed.saturating_sub(facts.gaps.len()), ..facts }
}

/// Whether an end lies at the boundary of the scope or beyond it, where the network may go on outside the data.
fn leads_out(end: Coord<f64>, outline: Option<&Outline>, snap: f64) -> bool {
    outline.is_some_and(|outline| outline.is_near(end, snap) || !outline.contains(end))
}

/// The lines of the network with the features they come from.
struct Walks<'a> {
    items: Vec<Item<'a>>,
    lines: Vec<&'a LineString<f64>>,
    item_of: Vec<usize>,
    network: Network<'a>,
}

impl<'a> Walks<'a> {
    fn new(items: Vec<Item<'a>>) -> Self {
        let (mut lines, mut item_of, mut tracks) = (Vec::new(), Vec::new(), Vec::new());
        for (number, item) in items.iter().enumerate() {
            let Shape::Lines(own) = &item.feature.shape else { continue };
            let apart = [Field::Bridge, Field::Tunnel].iter().any(|&field| item.flag(field) == Some(true));
            let level = item.number(Field::Level).unwrap_or(0.0);
            for line in own {
                lines.push(line);
                item_of.push(number);
                tracks.push(Track { line, level, apart });
            }
        }
        Self { items, lines, item_of, network: Network::new(tracks) }
    }

    fn item(&self, line: usize) -> Item<'a> {
        self.items[self.item_of[line]]
    }

    fn gap_place(&self, link: &Link) -> Place {
        let [one, two] = link.lines.map(|line| self.item(line));
        let mut facts = serde_json::Map::new();
        facts.insert(String::from("distance_m"), link.distance.into());
        Place {
            subject: format!("{} — {}", one.name(), two.name()),
            figure: None,
            features: vec![(one.into(), Part::Subject), (two.into(), Part::Subject)],
            anchor: (link.at[0] + link.at[1]) / 2.0,
            shape: Shape::Lines(vec![LineString(link.at.to_vec())]),
            facts,
        }
    }

    /// A place per group of pieces that gaps hold together, the longest group left out; longest first.
    fn separate_places(&self, pieces: &Pieces, links: &[Link]) -> Vec<Place> {
        let mut sets = UnionFind::new(pieces.lengths.len());
        for link in links {
            sets.join(pieces.of_line[link.lines[0]], pieces.of_line[link.lines[1]]);
        }
        let (group_of, count) = sets.numbered();
        let mut lengths = vec![0.0; count];
        for (length, &group) in pieces.lengths.iter().zip(&group_of) {
            lengths[group] += length;
        }
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (line, &piece) in pieces.of_line.iter().enumerate() {
            members[group_of[piece]].push(line);
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| f64::total_cmp(&lengths[b], &lengths[a]).then(a.cmp(&b)));
        order.into_iter().skip(1).map(|group| self.separate_place(&members[group], lengths[group])).collect()
    }

    fn separate_place(&self, lines: &[usize], length: f64) -> Place {
        let mut numbers: Vec<usize> = lines.iter().map(|&line| self.item_of[line]).collect();
        numbers.dedup();
        let shape = Shape::Lines(lines.iter().take(NAMED).map(|&line| self.lines[line].clone()).collect());
        let mut facts = serde_json::Map::new();
        facts.insert(String::from("length_m"), length.into());
        facts.insert(String::from("features"), numbers.len().into());
        let features = named(numbers.iter().map(|&number| self.items[number]), Part::Subject).collect();
        let subject = numbers.first().map(|&number| self.items[number].name()).unwrap_or_default();
        Place { subject, figure: None, features, anchor: anchor_of(&shape), shape, facts }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{layer, line, rectangle, scope, with_input};
    use super::*;
    use crate::layer::{Layer, Value};
    use crate::measure::Scope;
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn call(layers: &[Arc<Layer>], scope: Option<&Scope>) -> Result<Measured<Facts>, NoFigure> {
        let with = Parameters { role: Role::Walkways, snap: default_snap(), gap: default_gap() };
        with_input(layers, scope, &[], Some(1.0), |input| measure(input, &with))
    }

    fn walkways(rows: Vec<Row>) -> Arc<Layer> {
        layer(Role::Walkways, &["name", "bridge", "level"], rows)
    }

    fn plain(points: &[(f64, f64)]) -> Row {
        line(points, &["", "", ""])
    }

    fn measured(rows: Vec<Row>) -> Measured<Facts> {
        call(&[walkways(rows)], None).unwrap()
    }

    #[test]
    fn one_connected_network_is_one_piece_without_places() {
        let found = measured(vec![plain(&[(0.0, 0.0), (100.0, 0.0)]), plain(&[(50.0, -50.0), (50.0, 50.0)])]);
        assert!((found.figure.low - 1.0).abs() < f64::EPSILON);
        assert_eq!((found.facts.dead_ends, found.places.len()), (4, 0));
        assert!((found.facts.length_km - 0.2).abs() < 1e-12);
    }

    #[test]
    fn a_gap_of_thirty_metres_is_a_place_and_a_longer_one_leaves_a_separate_piece() {
        let two = |gap: f64| {
            measured(vec![plain(&[(0.0, 0.0), (100.0, 0.0)]), plain(&[(100.0 + gap, 0.0), (150.0 + gap, 0.0)])])
        };
        let short = two(30.0);
        assert!((short.figure.low - 2.0).abs() < f64::EPSILON);
        assert_eq!(short.facts.gaps.len(), 1);
        assert!((short.facts.gaps[0].distance_m - 30.0).abs() < 1e-9);
        assert_eq!(short.places.len(), 1);
        assert!((short.places[0].anchor.x - 115.0).abs() < 1e-9 && short.places[0].figure.is_none());
        let long = two(30.1);
        assert!(long.facts.gaps.is_empty());
        assert_eq!(long.places.len(), 1);
        assert_eq!(long.places[0].features[0].0.row, 1, "the shorter piece is the separate one");
    }

    #[test]
    fn the_missing_links_are_the_shortest_that_leave_as_few_pieces_as_asked() {
        // Gaps of 10, 20 and 30 m, then a piece far off.
        let rows = || {
            [(0.0, 90.0), (100.0, 180.0), (200.0, 270.0), (300.0, 390.0), (900.0, 990.0)]
                .map(|(from, to)| plain(&[(from, 0.0), (to, 0.0)]))
                .to_vec()
        };
        let asked = |at: Option<f64>, rows: Vec<Row>| {
            let with = Parameters { role: Role::Walkways, snap: default_snap(), gap: default_gap() };
            with_input(&[walkways(rows)], None, &[], at, |input| measure(input, &with)).unwrap().facts
        };
        let metres = |facts: &Facts| facts.missing_m.map_or(0.0, |metres| (metres * 1e6).round() / 1e6);
        for (at, metres_missing, unlinked) in [(1.0, 60.0, 1), (2.0, 60.0, 0), (3.0, 30.0, 0), (4.0, 10.0, 0)] {
            let facts = asked(Some(at), rows());
            assert!((metres(&facts) - metres_missing).abs() < 1e-6, "{at}: {:?}", facts.missing_m);
            assert_eq!(facts.unlinked, unlinked, "{at}");
        }
        for (at, count) in [(Some(5.0), 5), (Some(9.0), 5), (None, 5), (Some(1.0), 1)] {
            let facts = asked(at, rows().into_iter().take(count).collect());
            assert_eq!((facts.missing_m, facts.unlinked), (None, 0), "{at:?} {count}");
        }
    }

    #[test]
    fn a_bridge_over_a_path_does_not_join_it() {
        let found = measured(vec![
            plain(&[(0.0, 0.0), (100.0, 0.0)]),
            line(&[(50.0, -50.0), (50.0, 50.0)], &["", "1", ""]),
            line(&[(70.0, -50.0), (70.0, 50.0)], &["", "", "1"]),
        ]);
        assert_eq!((found.facts.pieces, found.facts.gaps.len()), (3, 1), "the ends of both lie 20 m apart");
    }

    #[test]
    fn only_lines_of_which_the_larger_part_lies_inside_belong_and_ends_at_the_edge_are_not_dead() {
        let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
        let rows = vec![
            plain(&[(-400.0, 500.0), (500.0, 500.0)]),
            plain(&[(500.0, 500.0), (1000.0, 500.0)]),
            plain(&[(-500.0, 200.0), (400.0, 200.0)]),
        ];
        let found = call(&[walkways(rows)], Some(&scope)).unwrap();
        assert_eq!((found.facts.pieces, found.facts.dead_ends), (1, 0));
        assert!((found.facts.length_km - 1.4).abs() < 1e-12);
    }

    #[test]
    fn no_walkways_in_the_plan_or_in_the_scope_give_no_figure() {
        assert!(matches!(call(&[], None), Err(NoFigure::Missing(_))));
        let scope = scope(rectangle(5000.0, 0.0, 1000.0, 1000.0));
        let rows = vec![plain(&[(0.0, 0.0), (100.0, 0.0)])];
        assert!(matches!(call(&[walkways(rows)], Some(&scope)), Err(NoFigure::Missing(_))));
    }
}
