//! Continuity of a network of lines: separate pieces, gaps, dead ends.
//!
//! Lines that cross at grade, ends close together and ends close to the middle of a line are joined; bridges, tunnels
//! and other levels meet only at their ends. Dead ends within a piece are facts, not findings, and so are wide roads that
//! nobody can cross for a long way. Without a layer of walkways the network is that of the roads with sidewalks.

mod severed;

use geo_types::{Coord, LineString};
use serde::{Deserialize, Serialize};

use super::lacking::sum;
use super::lines::{go_on, not_lines};
use super::place::{NAMED, anchor_of, named};
use super::selection::{Selected, selected};
use super::service_coverage::{Reached, within_straight};
use super::walks::{Source, Walks, severing};
use crate::geometry::UnionFind;
use crate::geometry::clip::Outline;
use crate::geometry::network::{Link, Network, Pieces};
use crate::layer::{Item, Role, Shape};
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
    /// Homes at most this far away, straight, are told of as well, in metres; nought for none.
    #[serde(default)]
    pub homes_within: f64,
}

impl Parameters {
    /// The roles whose features can change the figure; `loaded` tells whether a layer of a role is.
    pub fn roles(&self, loaded: impl Fn(Role) -> bool) -> Vec<Role> {
        let derives = self.role == Role::Walkways && !loaded(self.role);
        std::iter::once(self.role).chain(derives.then_some(Role::RoadCentrelines)).collect()
    }
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
    /// Ends of lines that meet nothing, those at the boundary of the scope or outside it left out, and those of lines
    /// that are named as dead ends.
    pub dead_ends: usize,
    /// Whether the network is that of roads with sidewalks, for want of walkways.
    pub derived: bool,
    /// Roads of which nothing says whether they have sidewalks: they may or may not belong.
    #[serde(skip_serializing_if = "is_nought")]
    pub unknown_sidewalks: usize,
    /// Wide roads without a crossing for a long way, the longest stretches; absent without roads, or where the lines are
    /// no walkways.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_crossing: Option<Vec<severed::Severed>>,
    /// How many such stretches there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncrossed_stretches: Option<usize>,
    /// Homes near the network, where they are asked for and known.
    #[serde(flatten)]
    pub homes: Option<Reached>,
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

/// At most this many stretches of wide roads without a crossing are listed, the longest first.
const LISTED: usize = 20;
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
    let mut source = Source::find(input, with.role)?;
    source.unknown = selected(source.unknown, input.scope).items;
    let mut notices = source.notices();
    let inside = selected(source.items, input.scope);
    if inside.items.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.nothing-inside").with_message("role", with.role.name())));
    }
    go_on(input)?;
    let unknown = source.unknown;
    let bounds = Bounds::of(&inside, &unknown, with.snap);
    let walks = Walks::new(inside.items);
    let network = Network::new(walks.tracks());
    let pieces = network.pieces(with.snap);
    go_on(input)?;
    let links = network.missing_links(&pieces, with.gap);
    go_on(input)?;

    let is_dead = |line: usize, end: Coord<f64>| {
        !leads_out(end, outline.as_ref(), with.snap) && !is_named_dead_end(&walks.item(line))
    };
    let dead_ends = pieces.loose.iter().filter(|&&(line, end)| is_dead(line, end)).count();
    let uncrossed = uncrossed(input, with, &walks);
    go_on(input)?;
    let mut places: Vec<Place> = links.iter().map(|link| gap_place(&walks, link)).collect();
    let separate = separate_places(&walks, &pieces, &links);
    let unlisted_pieces = separate.len().saturating_sub(PLACES);
    places.extend(separate.into_iter().take(PLACES));
    let longest = pieces.lengths.iter().copied().fold(0.0, f64::max);
    let facts = Facts {
        pieces: pieces.lengths.len(),
        length_km: Metres(pieces.lengths.iter().sum()).km(),
        largest_km: Metres(longest).km(),
        dead_ends,
        derived: source.derived,
        unknown_sidewalks: unknown.len(),
        uncrossed_stretches: uncrossed.as_ref().map(Vec::len),
        without_crossing: uncrossed.map(|all| all.into_iter().take(LISTED).collect()),
        homes: within_straight(input, with.role, with.homes_within)?,
        gaps: links.iter().map(|link| Gap { distance_m: link.distance, at: link.at.map(|at| [at.x, at.y]) }).collect(),
        unlisted_pieces,
        ..Facts::default()
    };
    let facts = with_links(facts, input.at);
    let [low, high] = bounds.around(facts.pieces);
    let figure = Figure::between(low as f64, high as f64, Unit::Count);
    notices.extend(inside.notices);
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

/// What roads whose sidewalks are unknown leave open.
struct Bounds {
    /// Pieces that are left whatever is joined; `None` where nothing is unknown.
    least: Option<usize>,
    /// Pieces that may come on top.
    more: usize,
}

impl Bounds {
    fn of(known: &Selected<'_>, unknown: &[Item<'_>], snap: f64) -> Self {
        if unknown.is_empty() {
            return Self { least: None, more: 0 };
        }
        let sure = Walks::new(known.items.clone());
        let all = Walks::new([known.items.as_slice(), unknown].concat());
        let mut found = Network::new(all.tracks()).pieces(snap).of_line;
        let more = found.len() - sure.lines.len();
        found.truncate(sure.lines.len());
        found.sort_unstable();
        found.dedup();
        Self { least: Some(found.len()), more }
    }

    fn around(&self, pieces: usize) -> [usize; 2] {
        [self.least.unwrap_or(pieces), pieces + self.more]
    }
}

/// Stretches of wide roads without a crossing, where the network is one of walking and roads are loaded.
fn uncrossed(input: &Input<'_>, with: &Parameters, walks: &Walks<'_>) -> Option<Vec<severed::Severed>> {
    let roads = severing(input).ok().filter(|_| with.role == Role::Walkways)?;
    Some(severed::stretches(input, selected(roads, input.scope).items, walks, with.snap))
}

/// Whether a line is meant to end in nothing.
fn is_named_dead_end(item: &Item<'_>) -> bool {
    let name = item.stated_name().unwrap_or_default().to_lowercase();
    ["尽端", "死胡同", "cul-de-sac"].iter().any(|word| name.contains(word))
}

/// Whether an end lies at the boundary of the scope or beyond it, where the network may go on outside the data.
fn leads_out(end: Coord<f64>, outline: Option<&Outline>, snap: f64) -> bool {
    outline.is_some_and(|outline| outline.is_near(end, snap) || !outline.contains(end))
}

fn gap_place(walks: &Walks<'_>, link: &Link) -> Place {
    let [one, two] = link.lines.map(|line| walks.item(line));
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
fn separate_places(walks: &Walks<'_>, pieces: &Pieces, links: &[Link]) -> Vec<Place> {
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
    order.into_iter().skip(1).map(|group| separate_place(walks, &members[group], lengths[group])).collect()
}

fn separate_place(walks: &Walks<'_>, lines: &[usize], length: f64) -> Place {
    let mut numbers: Vec<usize> = lines.iter().map(|&line| walks.item_of[line]).collect();
    numbers.dedup();
    let shape = Shape::Lines(lines.iter().take(NAMED).map(|&line| walks.lines[line].clone()).collect());
    let mut facts = serde_json::Map::new();
    facts.insert(String::from("length_m"), length.into());
    facts.insert(String::from("features"), numbers.len().into());
    let features = named(numbers.iter().map(|&number| walks.items[number]), Part::Subject).collect();
    let subject = numbers.first().map(|&number| walks.items[number].name()).unwrap_or_default();
    Place { subject, figure: None, features, anchor: anchor_of(&shape), shape, facts }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer, line, rectangle, scope, with_input};
    use super::*;
    use crate::layer::{Layer, Value};
    use crate::measure::Scope;
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn call(layers: &[Arc<Layer>], scope: Option<&Scope>) -> Result<Measured<Facts>, NoFigure> {
        let with = Parameters { role: Role::Walkways, snap: default_snap(), gap: default_gap(), homes_within: 0.0 };
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
            let with = Parameters { role: Role::Walkways, snap: default_snap(), gap: default_gap(), homes_within: 0.0 };
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

    fn roads(rows: Vec<Row>) -> Arc<Layer> {
        layer(Role::RoadCentrelines, &["name", "class", "sidewalk"], rows)
    }

    fn road(points: &[(f64, f64)], class: &str, sidewalk: &str) -> Row {
        line(points, &["", class, sidewalk])
    }

    #[test]
    fn without_walkways_roads_with_sidewalks_stand_in_and_paths_with_them() {
        let rows = vec![
            road(&[(0.0, 0.0), (500.0, 0.0)], "支路", "双侧"),
            road(&[(500.0, 0.0), (500.0, 400.0)], "支路", "无"),
            road(&[(500.0, 400.0), (900.0, 400.0)], "支路", "单侧"),
            road(&[(0.0, 0.0), (0.0, 90.0)], "步行街", ""),
        ];
        let found = call(&[roads(rows)], None).unwrap();
        assert!((found.figure.low - 2.0).abs() < f64::EPSILON && (found.figure.high - 2.0).abs() < f64::EPSILON);
        assert!(found.facts.derived && (found.facts.length_km - 0.99).abs() < 1e-12);
        assert_eq!(found.notices[0].code, "walkways-derived");
        let own = measured(vec![plain(&[(0.0, 0.0), (100.0, 0.0)])]);
        assert!(!own.facts.derived && own.notices.is_empty());
        let unsaid_roads = roads(vec![road(&[(0.0, 0.0), (500.0, 0.0)], "支路", "")]);
        let none = call(&[unsaid_roads], None);
        assert!(matches!(none, Err(NoFigure::Missing(message)) if message.key == "measure.no-sidewalks"));
    }

    #[test]
    fn roads_of_unknown_sidewalks_may_join_pieces_or_be_pieces_themselves() {
        let with = |middle: [(f64, f64); 2]| {
            let rows = vec![
                road(&[(0.0, 0.0), (500.0, 0.0)], "支路", "双侧"),
                road(&middle, "支路", ""),
                road(&[(600.0, 0.0), (900.0, 0.0)], "支路", "双侧"),
            ];
            let found = call(&[roads(rows)], None).unwrap();
            assert_eq!(found.facts.unknown_sidewalks, 1);
            [found.figure.low, found.figure.high].map(|pieces| format!("{pieces}"))
        };
        assert_eq!(with([(500.0, 0.0), (600.0, 0.0)]), ["1", "3"], "it may join the two");
        assert_eq!(with([(500.0, 90.0), (600.0, 90.0)]), ["2", "3"], "it joins nothing");
    }

    #[test]
    fn an_arterial_without_a_crossing_for_more_than_three_hundred_metres_is_listed() {
        let walks = |x: f64| walkways(vec![plain(&[(0.0, 20.0), (900.0, 20.0)]), plain(&[(x, 20.0), (x, -20.0)])]);
        let arterial = |points: &[(f64, f64)]| line(points, &["大道", "主干路", ""]);
        let listed = |layers: &[Arc<Layer>]| -> Vec<(String, f64)> {
            let facts = call(layers, None).unwrap().facts;
            facts.without_crossing.unwrap().iter().map(|own| (own.name.clone(), own.length_m.round())).collect()
        };
        let whole = roads(vec![arterial(&[(0.0, 0.0), (800.0, 0.0)])]);
        assert_eq!(listed(&[walks(300.0), whole.clone()]), [(String::from("大道"), 500.0)]);
        // The same road in three parts, the middle of which nobody crosses either.
        let parts = [(0.0, 350.0), (350.0, 600.0), (600.0, 800.0)];
        let parts = roads(parts.map(|(from, to)| arterial(&[(from, 0.0), (to, 0.0)])).to_vec());
        assert_eq!(listed(&[walks(300.0), parts]), [(String::from("大道"), 500.0)]);
        let lights = layer(Role::Crossings, &[], vec![(Shape::Points(vec![(600.0, 12.0).into()]), Vec::new())]);
        assert!(listed(&[walks(300.0), whole.clone(), lights]).is_empty(), "300, 300 and 200 m are left");
        let branch = roads(vec![road(&[(0.0, 0.0), (800.0, 0.0)], "支路", "")]);
        assert!(listed(&[walks(300.0), branch]).is_empty());
        let at = call(&[walks(300.0), whole], None).unwrap().facts.without_crossing.unwrap()[0].at;
        assert!((at[0] - 550.0).abs() < 1e-9 && at[1].abs() < 1e-9);
    }

    #[test]
    fn an_end_that_is_named_a_dead_end_is_none() {
        let ends = |name: &str| measured(vec![line(&[(0.0, 0.0), (100.0, 0.0)], &[name, "", ""])]).facts.dead_ends;
        assert_eq!((ends("柳树巷"), ends("柳树巷尽端路"), ends("死胡同")), (2, 0, 0));
    }

    #[test]
    fn homes_near_the_network_are_told_where_asked_for() {
        let ways = layer(Role::Greenways, &["name"], vec![line(&[(0.0, 0.0), (2_000.0, 0.0)], &["绿道"])]);
        let land = layer(
            Role::LandUse,
            &["class"],
            vec![area((0.0, 900.0), (100.0, 200.0), &["0701"]), area((0.0, 100.0), (100.0, 200.0), &["0901"])],
        );
        let with = Parameters { role: Role::Greenways, snap: 1.0, gap: 30.0, homes_within: 1_000.0 };
        let facts =
            |layers: &[Arc<Layer>]| with_input(layers, None, &[], None, |input| measure(input, &with)).unwrap().facts;
        let homes = facts(&[ways.clone(), land]).homes.unwrap();
        assert!((homes.homes_reached_share - 50.0).abs() < 1e-9 && (homes.homes_ha - 2.0).abs() < 1e-9);
        assert_eq!(facts(&[ways]).homes, None, "no homes are known");
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
