//! Length of lines per area of a scope: the road-network density.

//!
//! Lines count where they lie in the scope, each place once, and along its boundary by the parameter. Of unknown class
//! they do not count; where no class is recorded at all they all do. Both are said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lines::{
    ByStatus, Copy, LineSet, Stretch, common_km, copies_km, go_on, layer_name, line_items, not_lines, raw_text, touched,
};
use crate::geometry::alongside;
use crate::geometry::clip::Outline;
use crate::geometry::parallel::{self, Heading};
use crate::geometry::segments::Segment;
use crate::geometry::spans::{Span, difference, intersection, total, union};
use crate::layer::{Field, Item, RoadClass, Role};
use crate::measure::lacking::{lacking, note};
use crate::measure::place::of_scope;
use crate::measure::{Input, Measured, NoFigure, Place, Scope};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, Metres, SquareMetres, Unit};

/// A stretch within 10 m of the boundary, within 15° of its direction, for at least 50 m is a boundary road.
const BOUNDARY: alongside::Rule = alongside::Rule { within: 10.0, angle: 15.0, length: 50.0 };
/// The two carriageways of one road: one-way, opposite, 2 to 40 m apart.
const CARRIAGEWAYS: parallel::Rule = parallel::Rule { apart: [2.0, 40.0], angle: 15.0, heading: Heading::Opposite };
/// A pattern that looks like them where directions are not recorded.
const LIKELY: parallel::Rule = parallel::Rule { apart: [2.0, 40.0], angle: 15.0, heading: Heading::Any };
/// A line looks like a carriageway when at least this part of it has a partner,
const LIKELY_SHARE: f64 = 0.6;
/// and the pattern is worth a notice from this length on, metres.
const LIKELY_LENGTH: f64 = 100.0;
/// Key of the length without a class, where no class is recorded.
const UNCLASSIFIED: &str = "unclassified";

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines are counted.
    pub role: Role,
    /// Which classes count.
    pub classes: Vec<RoadClass>,
    /// How a line that runs along the boundary of the scope counts.
    #[serde(default)]
    pub boundary: Boundary,
}

/// How a line that runs along the boundary of the scope counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// Whole, even where it lies outside.
    #[default]
    Whole,
    /// At half.
    Half,
}

/// Facts behind the density.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted length.
    pub length_km: f64,
    /// Area of the scope.
    pub area_km2: f64,
    /// Counted length by class.
    pub by_class_km: BTreeMap<String, f64>,
    /// Length of roads of unknown class inside the scope: not counted.
    pub unknown_class_km: f64,
    /// Counted length of roads with status existing, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_km: Option<f64>,
    /// Counted length of roads with status planned, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_km: Option<f64>,
    /// Length drawn more than once: counted once.
    pub duplicate_km: f64,
    /// Length taken off for the second line of dual carriageways.
    pub dual_carriageway_km: f64,
    /// Length that runs along the boundary of the scope, counted whole or at half.
    pub boundary_km: f64,
    /// Counted length that would bring the density up to the reference figure: that times the area, less
    /// `length_km`. Absent where the density reaches it, or no figure is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_km: Option<f64>,
}

/// Measures the counted km per km² of the scope.
///
/// The place it marks is the scope, with its own features, those left out and the first thousand counted ones; it tells
/// [`Facts::missing_km`] too.
///
/// # Errors
/// [`NoFigure::Missing`] without a scope of some area or a layer of lines; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let scope = input.scope.ok_or_else(|| NoFigure::Missing(Message::new("measure.scope-missing")))?;
    let area = SquareMetres(scope.region.area());
    if area.0 <= 0.0 {
        return Err(NoFigure::Missing(Message::new("measure.scope-empty").with("scope", &scope.name)));
    }
    let sorted = Sorted::new(line_items(input, with.role)?, &with.classes);
    let outline = Outline::new(&scope.region);
    go_on(input)?;
    let counted = Counted::new(LineSet::new(sorted.counted), &outline, with.boundary);
    go_on(input)?;
    let unknown = LineSet::new(sorted.unknown);
    let unknown_inside = unknown.inside(&outline);
    go_on(input)?;

    let mut notices = sorted.notices;
    let carriageways = Carriageways::new(&counted);
    notices.extend(carriageways.notice(&counted));
    let copies = counted.set.copies(&counted.reached);
    notices.extend(counted.set.copy_notices(&copies));
    notices.extend(unknown_notices(&unknown, &unknown_inside));
    notices.extend(not_lines(input, with.role));

    let mut facts = counted.facts(&carriageways);
    facts.area_km2 = area.km2();
    facts.duplicate_km = copies_km(&copies);
    facts.unknown_class_km = common_km(&unknown.kept, &unknown_inside);
    facts.missing_km = input.at.and_then(|at| lacking(at * facts.area_km2, facts.length_km));
    let figure = Figure::exact(facts.length_km / facts.area_km2, Unit::KmPerKm2);
    let mut place = place(scope, figure, &counted, &copies, touched(&unknown, &unknown_inside));
    note(&mut place.facts, "missing_km", facts.missing_km);
    Ok(Measured { figure, facts, places: vec![place], notices })
}

/// Lines by what their class says.
struct Sorted<'a> {
    counted: Vec<Item<'a>>,
    unknown: Vec<Item<'a>>,
    notices: Vec<Notice>,
}

impl<'a> Sorted<'a> {
    fn new(items: Vec<Item<'a>>, classes: &[RoadClass]) -> Self {
        let mut sorted = Self { counted: Vec::new(), unknown: Vec::new(), notices: Vec::new() };
        let mut without: Vec<Option<&str>> = Vec::new();
        for item in items {
            match item.road_class() {
                Some(class) if classes.contains(&class) => sorted.counted.push(item),
                Some(_) => {}
                None if item.has(Field::Class) => sorted.unknown.push(item),
                None => {
                    without.push(item.layer.source());
                    sorted.counted.push(item);
                }
            }
        }
        without.dedup();
        sorted.notices = without
            .into_iter()
            .map(|layer| Notice::new("class-field-missing").with_message("layer", layer_name(layer)))
            .collect();
        sorted
    }
}

/// What counts of each segment.
struct Counted<'a> {
    set: LineSet<'a>,
    /// Parts inside the scope or along its boundary, copies included.
    reached: Vec<Vec<Span>>,
    stretches: Vec<(Stretch, bool)>,
    boundary_weight: f64,
}

impl<'a> Counted<'a> {
    fn new(set: LineSet<'a>, outline: &Outline, boundary: Boundary) -> Self {
        let inside = set.inside(outline);
        let along = alongside::runs(&set.lines, &set.segments, &set.kept, outline, &BOUNDARY);
        let mut reached = Vec::with_capacity(inside.len());
        let mut stretches = Vec::new();
        for (segment, ((inside, along), kept)) in inside.iter().zip(&along).zip(&set.kept).enumerate() {
            let within = intersection(&difference(inside, along), kept);
            stretches.extend(within.into_iter().map(|span| (Stretch { segment, span }, false)));
            stretches.extend(along.iter().map(|&span| (Stretch { segment, span }, true)));
            reached.push(union(inside.iter().chain(along).copied().collect()));
        }
        let boundary_weight = match boundary {
            Boundary::Whole => 1.0,
            Boundary::Half => 0.5,
        };
        Self { set, reached, stretches, boundary_weight }
    }

    fn item(&self, stretch: &Stretch) -> Item<'a> {
        self.set.items[self.set.item_number(stretch.segment)]
    }

    /// The counted stretches as segments of their own.
    fn segments(&self) -> Vec<Segment> {
        self.stretches.iter().map(|(stretch, _)| self.set.segments[stretch.segment].part(stretch.span)).collect()
    }

    fn facts(&self, carriageways: &Carriageways) -> Facts {
        let mut facts = Facts::default();
        let mut by_status = ByStatus::default();
        let mut by_class: BTreeMap<String, f64> = BTreeMap::new();
        let (mut length, mut boundary, mut second) = (0.0, 0.0, 0.0);
        for (number, (stretch, on_boundary)) in self.stretches.iter().enumerate() {
            let drawn = total(&[stretch.span]);
            let weight = if *on_boundary { self.boundary_weight } else { 1.0 };
            let taken_off = weight * carriageways.paired[number] / 2.0;
            let counted = weight * drawn - taken_off;
            let item = self.item(stretch);
            length += counted;
            second += taken_off;
            boundary += if *on_boundary { drawn } else { 0.0 };
            by_status.add(item.status(), counted);
            *by_class.entry(class_code(item.road_class())).or_default() += counted;
        }
        facts.length_km = Metres(length).km();
        facts.boundary_km = Metres(boundary).km();
        facts.dual_carriageway_km = Metres(second).km();
        facts.by_class_km = by_class.into_iter().map(|(class, metres)| (class, Metres(metres).km())).collect();
        (facts.existing_km, facts.planned_km) = by_status.km();
        facts
    }
}

fn class_code(class: Option<RoadClass>) -> String {
    class
        .and_then(|class| serde_json::to_value(class).ok())
        .and_then(|code| code.as_str().map(str::to_owned))
        .unwrap_or_else(|| String::from(UNCLASSIFIED))
}

/// Stretches that are one of two carriageways of a road.
struct Carriageways {
    /// Length of each stretch that has its partner beside it.
    paired: Vec<f64>,
    /// Stretches that look like one of two, although directions or names are not recorded.
    likely: Vec<usize>,
    likely_length: f64,
}

impl Carriageways {
    fn new(counted: &Counted<'_>) -> Self {
        let segments = counted.segments();
        let items: Vec<Item<'_>> = counted.stretches.iter().map(|(stretch, _)| counted.item(stretch)).collect();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut number = |name: String| {
            let next = names.len();
            Some(*names.entry(name).or_insert(next))
        };
        let mut sure = Vec::with_capacity(items.len());
        let mut likely = Vec::with_capacity(items.len());
        for item in &items {
            let (named, directed) = (item.has(Field::Name), item.has(Field::OneWay));
            let one_way = item.flag(Field::OneWay) == Some(true);
            // Without names only direction tells a pair from two roads side by side; without both nothing does, and
            // the pattern is asked of all lines.
            let key = if named { item.stated_name() } else { Some(String::new()) };
            let group = key.and_then(&mut number);
            sure.push(if named && directed && one_way { group } else { None });
            likely.push(if directed && (named || !one_way) { None } else { group });
        }
        let against = against_traffic(&counted.set.items);
        let headed = |(segment, (stretch, _)): (&Segment, &(Stretch, bool))| {
            if against[counted.set.item_number(stretch.segment)] { segment.reversed() } else { *segment }
        };
        let directed: Vec<Segment> = segments.iter().zip(&counted.stretches).map(headed).collect();
        let paired = parallel::partners(&directed, &sure, &CARRIAGEWAYS);
        let paired = paired.iter().map(|partners| total(&parallel::paired(partners))).collect();
        let (likely, likely_length) = likely_pairs(&segments, &likely);
        Self { paired, likely, likely_length }
    }

    fn notice(&self, counted: &Counted<'_>) -> Option<Notice> {
        let first = *self.likely.first()?;
        if self.likely_length < LIKELY_LENGTH {
            return None;
        }
        let stretch = counted.stretches[first].0;
        let at = counted.set.segments[stretch.segment].after(f64::midpoint(stretch.span[0], stretch.span[1]));
        let item = counted.item(&stretch);
        let notice = Notice::new("dual-carriageway").row(item.feature.row).at(at.x, at.y);
        Some(
            notice
                .with_message("layer", layer_name(item.layer.source()))
                .with("km", format!("{:.3}", Metres(self.likely_length).km())),
        )
    }
}

/// Which features are drawn against their traffic: one-way marks `-1`, `TF` and `reverse`, and `T` (to–from) in layers that
/// also say `B` (both).
fn against_traffic(items: &[Item<'_>]) -> Vec<bool> {
    let is_marked = |item: &Item<'_>, marks: &[&str]| {
        raw_text(item, Field::OneWay).is_some_and(|text| marks.iter().any(|mark| text.eq_ignore_ascii_case(mark)))
    };
    let layers = items.chunk_by(|a, b| std::ptr::eq(a.layer, b.layer));
    layers
        .flat_map(|of_layer| {
            let letters = of_layer.iter().any(|item| is_marked(item, &["B"]));
            of_layer
                .iter()
                .map(move |item| is_marked(item, &["-1", "TF", "reverse"]) || (letters && is_marked(item, &["T"])))
        })
        .collect()
}

/// Stretches of lines of which most has a partner beside it, and their length.
fn likely_pairs(segments: &[Segment], groups: &[Option<usize>]) -> (Vec<usize>, f64) {
    let partners = parallel::partners(segments, groups, &LIKELY);
    let mut by_line: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    let paired: Vec<f64> = partners.iter().map(|partners| total(&parallel::paired(partners))).collect();
    for (segment, paired) in segments.iter().zip(&paired) {
        let entry = by_line.entry(segment.tag).or_default();
        entry.0 += segment.length();
        entry.1 += paired;
    }
    let is_likely =
        |segment: &Segment| by_line.get(&segment.tag).is_some_and(|(length, paired)| *paired >= LIKELY_SHARE * length);
    let likely: Vec<usize> =
        (0..segments.len()).filter(|&number| paired[number] > 0.0 && is_likely(&segments[number])).collect();
    let length = likely.iter().map(|&number| paired[number]).sum();
    (likely, length)
}

/// One notice per layer and value that is not understood.
fn unknown_notices(unknown: &LineSet<'_>, inside: &[Vec<Span>]) -> Vec<Notice> {
    let mut by_value: BTreeMap<(Option<&str>, Option<String>), Vec<usize>> = BTreeMap::new();
    for item in touched(unknown, inside) {
        by_value.entry((item.layer.source(), raw_text(&item, Field::Class))).or_default().push(item.feature.row);
    }
    by_value
        .into_iter()
        .map(|((layer, value), rows)| {
            let shown: Vec<String> = rows.iter().take(20).map(usize::to_string).collect();
            let more = if rows.len() > shown.len() { ", …" } else { "" };
            let notice =
                Notice::new("class-unknown").with_message("layer", layer_name(layer)).with("count", rows.len());
            let notice = notice.with("rows", format!("{}{more}", shown.join(", ")));
            let notice = match rows.first() {
                Some(&first) => notice.row(first),
                None => notice,
            };
            match value {
                Some(value) => notice.with("value", value),
                None => notice.with_message("value", Message::new("measure.blank")),
            }
        })
        .collect()
}

fn place(scope: &Scope, figure: Figure, counted: &Counted<'_>, copies: &[Copy], unknown: Vec<Item<'_>>) -> Place {
    let item = |number: usize| counted.set.items[number];
    let mut numbers: Vec<usize> =
        counted.stretches.iter().map(|(stretch, _)| counted.set.item_number(stretch.segment)).collect();
    numbers.dedup();
    let copied = copies.iter().filter(|copy| copy.left <= 0.0).map(|copy| item(copy.item));
    let left_out: Vec<Item<'_>> = copied.chain(unknown).collect();
    of_scope(scope, figure, &numbers.into_iter().map(item).collect::<Vec<_>>(), &left_out)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{layer, line, rectangle, scope, unsaid, with_input};
    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Shape, Value};
    use crate::measure::Part;
    use geo_types::{Coord, LineString};
    use proptest::prelude::*;
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn parameters(boundary: Boundary) -> Parameters {
        use RoadClass::{Arterial, Branch, Expressway, Secondary};
        let classes = vec![Expressway, Arterial, Secondary, Branch];
        Parameters { role: Role::RoadCentrelines, classes, boundary }
    }

    fn roads(rows: Vec<Row>) -> Arc<Layer> {
        layer(Role::RoadCentrelines, &["class", "name", "oneway"], rows)
    }

    fn measured(roads: &Arc<Layer>, region: Region, boundary: Boundary) -> Measured<Facts> {
        let scope = scope(region);
        with_input(std::slice::from_ref(roads), Some(&scope), &[], Some(8.0), |input| {
            measure(input, &parameters(boundary)).unwrap()
        })
    }

    fn square_km(rows: Vec<Row>) -> Measured<Facts> {
        measured(&roads(rows), rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole)
    }

    fn codes(measured: &Measured<Facts>) -> Vec<&str> {
        measured.notices.iter().map(|notice| notice.code).collect()
    }

    /// Four streets across in each direction: 8 km in 1 km².
    fn eight_km() -> Vec<Vec<(f64, f64)>> {
        [200.0, 400.0, 600.0, 800.0]
            .iter()
            .flat_map(|&at| [vec![(0.0, at), (1000.0, at)], vec![(at, 0.0), (at, 1000.0)]])
            .collect()
    }

    fn rows(lines: &[Vec<(f64, f64)>]) -> Vec<Row> {
        lines.iter().map(|points| line(points, &["branch", "", ""])).collect()
    }

    #[test]
    fn eight_kilometres_in_a_square_kilometre_are_exactly_eight() {
        let found = square_km(rows(&eight_km()));
        assert!((found.figure.low - 8.0).abs() < 8e-9 && (found.figure.high - 8.0).abs() < 8e-9);
        assert!((found.facts.by_class_km["branch"] - 8.0).abs() < 1e-9);
        assert!(found.notices.is_empty(), "{:?}", found.notices);
    }

    #[test]
    fn the_missing_length_is_what_the_limit_asks_of_the_area_less_what_counts() {
        let six = square_km(rows(&eight_km()[..6]));
        assert!((six.facts.missing_km.unwrap() - 2.0).abs() < 1e-9, "8 km/km² of 1 km² less 6 km");
        assert_eq!(six.places[0].facts["missing_km"].as_f64(), six.facts.missing_km);
        let mut nine = eight_km();
        nine.push(vec![(0.0, 500.0), (1000.0, 500.0)]);
        for enough in [eight_km(), nine] {
            let found = square_km(rows(&enough));
            assert_eq!((found.facts.missing_km, found.places[0].facts.get("missing_km")), (None, None));
        }
    }

    #[test]
    fn every_road_drawn_twice_counts_once_and_is_named() {
        let mut lines = eight_km();
        lines.extend(eight_km().into_iter().map(|mut points| {
            points.reverse();
            points.insert(1, (f64::midpoint(points[0].0, points[1].0), f64::midpoint(points[0].1, points[1].1)));
            points
        }));
        let found = square_km(rows(&lines));
        assert!((found.figure.low - 8.0).abs() < 8e-9, "{}", found.figure.low);
        assert!((found.facts.duplicate_km - 8.0).abs() < 1e-9);
        assert_eq!(codes(&found), vec!["duplicate-line"; 8]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        assert_eq!(found.notices[0].row, Some(8));
        assert!(found.notices[0].at.is_some());
    }

    #[test]
    fn a_road_on_the_boundary_counts_whole_or_at_half() {
        for y in [0.0, -9.0, 9.0] {
            let road = roads(rows(&[vec![(0.0, y), (1000.0, y)]]));
            let region = || rectangle(0.0, 0.0, 1000.0, 1000.0);
            let whole = measured(&road, region(), Boundary::Whole);
            let half = measured(&road, region(), Boundary::Half);
            assert!((whole.figure.low - 1.0).abs() < 1e-9, "{y}: {}", whole.figure.low);
            assert!((half.figure.low - 0.5).abs() < 1e-9, "{y}: {}", half.figure.low);
            assert!((half.facts.boundary_km - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_road_eleven_metres_outside_does_not_count() {
        let found = square_km(rows(&[vec![(0.0, -11.0), (1000.0, -11.0)]]));
        assert!(found.figure.low.abs() < 1e-12);
    }

    #[test]
    fn a_road_that_crosses_the_boundary_many_times_is_only_clipped() {
        // Ten teeth, each 50 m up inside and 50 m down outside: in all ten legs of 50 m of each kind, and 10 m caps.
        let mut points = Vec::new();
        for tooth in 0..10 {
            let x = 20.0 * f64::from(tooth) + 100.0;
            points.extend([(x, -50.0), (x, 50.0), (x + 10.0, 50.0), (x + 10.0, -50.0)]);
        }
        for boundary in [Boundary::Whole, Boundary::Half] {
            let road = roads(rows(&[points.clone()]));
            let found = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), boundary);
            assert!((found.facts.length_km - (20.0 * 50.0 + 10.0 * 10.0) / 1000.0).abs() < 1e-9);
        }
    }

    #[test]
    fn two_carriageways_of_one_name_count_once() {
        let found = square_km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道", "1"]),
            line(&[(1000.0, 520.0), (300.0, 520.0), (0.0, 520.0)], &["arterial", "大道", "1"]),
        ]);
        assert!((found.figure.low - 1.0).abs() < 1e-9, "{}", found.figure.low);
        assert!((found.facts.dual_carriageway_km - 1.0).abs() < 1e-9);
        assert!(found.notices.is_empty());
    }

    #[test]
    fn two_roads_of_other_names_or_not_one_way_count_twice() {
        for (name, one_way) in [("路", "1"), ("大道", "0")] {
            let found = square_km(vec![
                line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道", "1"]),
                line(&[(1000.0, 520.0), (0.0, 520.0)], &["arterial", name, one_way]),
            ]);
            assert!((found.figure.low - 2.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_looks_like_two_carriageways_is_only_noticed_where_a_field_is_missing() {
        for fields in [&["class", "name"][..], &["class", "remark"]] {
            let pair = vec![
                line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道"]),
                line(&[(1000.0, 520.0), (0.0, 520.0)], &["arterial", "大道"]),
            ];
            let road = layer(Role::RoadCentrelines, fields, pair);
            let found = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole);
            assert!((found.figure.low - 2.0).abs() < 1e-9);
            assert_eq!(codes(&found), vec!["dual-carriageway"], "{fields:?}");
            assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        }
    }

    #[test]
    fn roads_of_unknown_class_are_left_out_and_told_by_value() {
        let found = square_km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "", ""]),
            line(&[(0.0, 600.0), (1000.0, 600.0)], &["甲", "", ""]),
            line(&[(0.0, 700.0), (1000.0, 700.0)], &["甲", "", ""]),
            line(&[(0.0, 800.0), (1000.0, 800.0)], &["", "", ""]),
            line(&[(0.0, 900.0), (1000.0, 900.0)], &["lane", "", ""]),
        ]);
        assert!((found.facts.length_km - 1.0).abs() < 1e-9);
        assert!((found.facts.unknown_class_km - 3.0).abs() < 1e-9);
        assert_eq!(codes(&found), vec!["class-unknown"; 2]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        let parts: Vec<(usize, Part)> = found.places[0].features.iter().map(|(f, part)| (f.row, *part)).collect();
        let left = Part::LeftOut;
        assert_eq!(parts, vec![(0, Part::Scope), (1, left), (2, left), (3, left), (0, Part::Counted)]);
    }

    #[test]
    fn a_layer_without_classes_counts_whole_with_a_notice() {
        let road = layer(Role::RoadCentrelines, &["name"], vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["路"])]);
        let found = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole);
        assert!((found.figure.low - 1.0).abs() < 1e-9);
        assert_eq!(codes(&found), vec!["class-field-missing"]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn no_scope_or_no_layer_gives_no_figure_and_no_counted_road_gives_nought() {
        let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
        let road = roads(rows(&[vec![(5000.0, 0.0), (6000.0, 0.0)]]));
        let call = |layers: &[Arc<Layer>], scope: Option<&Scope>| {
            with_input(layers, scope, &[], None, |input| measure(input, &parameters(Boundary::Whole)))
        };
        assert!(matches!(call(std::slice::from_ref(&road), None), Err(NoFigure::Missing(_))));
        assert!(matches!(call(&[], Some(&scope)), Err(NoFigure::Missing(_))));
        assert!(call(&[road], Some(&scope)).unwrap().figure.low.abs() < 1e-12);
    }

    #[test]
    fn existing_and_planned_lengths_are_told_where_any_status_is_known() {
        let rows = vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["branch", "existing"]),
            line(&[(0.0, 600.0), (400.0, 600.0)], &["branch", "planned"]),
            line(&[(0.0, 700.0), (100.0, 700.0)], &["branch", ""]),
        ];
        let road = layer(Role::RoadCentrelines, &["class", "status"], rows);
        let facts = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole).facts;
        assert!((facts.length_km - 1.5).abs() < 1e-9);
        assert!((facts.existing_km.unwrap() - 1.0).abs() < 1e-9 && (facts.planned_km.unwrap() - 0.4).abs() < 1e-9);
        assert_eq!(square_km(rows_of_one()).facts.existing_km, None);
    }

    fn rows_of_one() -> Vec<Row> {
        rows(&[vec![(0.0, 500.0), (1000.0, 500.0)]])
    }

    #[test]
    fn a_road_marked_as_running_against_its_drawing_pairs_with_one_drawn_alike() {
        let found = square_km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道", "1"]),
            line(&[(0.0, 520.0), (1000.0, 520.0)], &["arterial", "大道", "-1"]),
        ]);
        assert!((found.figure.low - 1.0).abs() < 1e-9);
    }

    #[test]
    fn threads_do_not_change_anything_and_a_cancelled_job_gives_no_figure() {
        let mut lines = eight_km();
        lines.extend(eight_km());
        let in_pool = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| square_km(rows(&lines)))
        };
        assert_eq!(in_pool(1), in_pool(4));
        let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
        let cancelled = with_input(&[roads(rows_of_one())], Some(&scope), &[], None, |input| {
            input.handle.cancel();
            measure(input, &parameters(Boundary::Whole))
        });
        assert_eq!(cancelled, Err(NoFigure::Cancelled));
    }

    fn turned(points: &[(f64, f64)], turn: f64, by: (f64, f64)) -> Vec<Coord<f64>> {
        let place = |&(x, y): &(f64, f64)| Coord {
            x: by.0 + x * turn.cos() - y * turn.sin(),
            y: by.1 + x * turn.sin() + y * turn.cos(),
        };
        points.iter().map(place).collect()
    }

    proptest! {
        #[test]
        fn the_figure_survives_moving_turning_reordering_reversing_and_splitting(
            turn in 0.0..6.3_f64, far in prop_oneof![Just((0.0, 0.0)), Just((34_500_000.0, 3_000_000.0))],
            shift in 0usize..8, split in 1.0..999.0_f64,
        ) {
            // Streets that run through the square with 100 m over each edge, and one along its edge.
            let mut lines: Vec<Vec<(f64, f64)>> =
                [200.0, 450.0].iter().flat_map(|&at| [vec![(-100.0, at), (1100.0, at)], vec![(at, -100.0), (at, 1100.0)]])
                    .collect();
            lines.push(vec![(0.0, -4.0), (split, -4.0)]);
            lines.push(vec![(1000.0, -4.0), (split, -4.0)]);
            lines.push(vec![(100.0, 700.0), (split.max(110.0), 700.0), (1000.0, 900.0)]);
            let by_hand = 4.0 + 1.0
                + ((split.max(110.0) - 100.0) + (1000.0 - split.max(110.0)).hypot(200.0)) / 1000.0;
            let turn_by = shift % lines.len();
            lines.rotate_left(turn_by);
            let features = lines.iter().enumerate().map(|(row, points)| {
                let mut points = turned(points, turn, far);
                if row % 2 == 0 { points.reverse(); }
                Feature { row, id: None, shape: Shape::Lines(vec![LineString(points)]), values: vec![Value::text("branch")] }
            });
            let origin = crate::layer::Origin::File(String::from("r.shp"));
            let road = Layer::new(origin, &[Role::RoadCentrelines], &["class"], features.collect());
            let square = turned(&[(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)], turn, far);
            let found = measured(&Arc::new(road), Region::from_rings(&square, &[]).unwrap(), Boundary::Whole);
            prop_assert!((found.figure.low - by_hand).abs() < 1e-6, "{} {}", found.figure.low, by_hand);
        }
    }
}
