//! The two carriageways of a road: which stretches of lines are one of two, and count half.
//!
//! One-way lines of one name in opposite directions are. Lines that only look alike are so where the plan says it of their
//! layer; elsewhere they are told, with the length that would go.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::lines::{LineSet, Stretch, layer_name, raw_text};
use super::super::place::NAMED;
use crate::geometry::parallel::{self, Heading};
use crate::geometry::segments::Segment;
use crate::geometry::spans::{Span, difference, intersection, total};
use crate::layer::{Carriageways as Stated, Field, Item, Layer, Role};
use crate::notice::Notice;
use crate::units::Metres;

/// The two carriageways of one road: one-way, opposite, 2 to 40 m apart.
const OPPOSITE: parallel::Rule = parallel::Rule { apart: [2.0, 40.0], angle: 15.0, heading: Heading::Opposite };
/// The same where directions are not recorded.
const UNDIRECTED: parallel::Rule = parallel::Rule { apart: [2.0, 40.0], angle: 15.0, heading: Heading::Any };
/// A line looks like a carriageway when more than this part of it has a partner that does too,
const LIKELY_SHARE: f64 = 0.6;
/// and the pattern is worth a notice from this length on, metres.
const LIKELY_LENGTH: f64 = 100.0;

/// Two lines that look like the carriageways of one road.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// Name of the first.
    pub name: String,
    /// What goes off the counted length when they are taken as one road.
    pub length_km: f64,
    /// A place where they run beside each other.
    pub at: [f64; 2],
    /// Whether that was taken off, because the plan says so of their layer.
    pub taken_off: bool,
}

/// What is paired of each stretch, in metres.
pub(super) struct Carriageways {
    /// What counts half.
    pub(super) paired: Vec<f64>,
    /// What would, were it said of the layer.
    pub(super) likely: Vec<f64>,
    /// The lines that only look alike, longest first, as many as are named.
    pub(super) pairs: Vec<Pair>,
}

/// For each stretch the parts with a partner, and the partner's line.
type Partners = Vec<Vec<(usize, Span)>>;

impl Carriageways {
    /// The carriageways among stretches of lines, each with the weight that it counts with.
    pub(super) fn new(set: &LineSet<'_>, stretches: &[(Stretch, f64)]) -> Self {
        let items: Vec<Item<'_>> =
            stretches.iter().map(|(stretch, _)| set.items[set.item_number(stretch.segment)]).collect();
        let against = against_traffic(&set.items);
        let segment = |(stretch, _): &(Stretch, f64)| {
            let part = set.segments[stretch.segment].part(stretch.span);
            if against[set.item_number(stretch.segment)] { part.reversed() } else { part }
        };
        let segments: Vec<Segment> = stretches.iter().map(segment).collect();
        let named = parallel::partners(&segments, &groups(&items, named_key), &OPPOSITE);
        let alike = alike(&segments, &items);
        let (mut paired, mut likely) = (Vec::with_capacity(items.len()), Vec::with_capacity(items.len()));
        let mut pairs = Pairs::default();
        for (number, (item, (stretch, weight))) in items.iter().zip(stretches).enumerate() {
            let sure = parallel::paired(&named[number]);
            let more = difference(&parallel::paired(&alike[number]), &sure);
            let is_stated = item.layer.carriageways == Stated::Alike;
            let off = total(&more);
            paired.push(total(&sure) + if is_stated { off } else { 0.0 });
            likely.push(if is_stated { 0.0 } else { off });
            let own = set.item_number(stretch.segment);
            let of_item = alike[number].iter().map(|&(line, span)| (set.item_of[line], span));
            pairs.add((own, &segments[number]), *weight, more, of_item);
        }
        Self { paired, likely, pairs: pairs.told(&set.items) }
    }

    /// A notice for each layer with lines that look like carriageways and are not taken as such.
    pub(super) fn notices(&self, set: &LineSet<'_>, stretches: &[(Stretch, f64)]) -> Vec<Notice> {
        let mut by_layer: Vec<(Item<'_>, [f64; 2], &Stretch)> = Vec::new();
        for ((stretch, weight), length) in stretches.iter().zip(&self.likely).filter(|(_, length)| **length > 0.0) {
            let item = set.items[set.item_number(stretch.segment)];
            let amounts = [*length, weight * length / 2.0];
            match by_layer.last_mut() {
                Some((first, sum, _)) if std::ptr::eq(first.layer, item.layer) => {
                    sum.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
                }
                _ => by_layer.push((item, amounts, stretch)),
            }
        }
        by_layer.retain(|(_, [length, _], _)| *length >= LIKELY_LENGTH);
        let notice = |(item, [length, off], stretch): (Item<'_>, [f64; 2], &Stretch)| {
            let at = set.segments[stretch.segment].after(f64::midpoint(stretch.span[0], stretch.span[1]));
            Notice::new("dual-carriageway")
                .row(item.feature.row)
                .at(at.x, at.y)
                .with_message("layer", layer_name(item.layer.source()))
                .with("km", format!("{:.3}", Metres(length).km()))
                .with("off", format!("{:.3}", Metres(off).km()))
        };
        by_layer.into_iter().map(notice).collect()
    }
}

/// What the lines of a layer that look like dual carriageways come to, as a check would tell it; nothing for layers of
/// other roles.
pub fn likely_carriageways(layer: &Layer) -> Vec<Notice> {
    let role = Role::RoadCentrelines;
    if !layer.roles.contains(&role) {
        return Vec::new();
    }
    let set = LineSet::new(layer.features.iter().map(|feature| Item { layer, feature, role }).collect());
    let set = set.without_near_copies();
    let of_segment = |(segment, spans): (usize, &Vec<Span>)| -> Vec<(Stretch, f64)> {
        spans.iter().map(|&span| (Stretch { segment, span }, 1.0)).collect()
    };
    let stretches: Vec<(Stretch, f64)> = set.kept.iter().enumerate().flat_map(of_segment).collect();
    Carriageways::new(&set, &stretches).notices(&set, &stretches)
}

/// A number for each different key; stretches without a key have none.
fn groups<K: Ord>(items: &[Item<'_>], key: impl Fn(&Item<'_>) -> Option<K>) -> Vec<Option<usize>> {
    let mut numbers = BTreeMap::new();
    let mut number = |key: K| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    };
    items.iter().map(|item| key(item).map(&mut number)).collect()
}

/// One-way roads with a name.
fn named_key(item: &Item<'_>) -> Option<String> {
    item.stated_name().filter(|_| item.flag(Field::OneWay) == Some(true))
}

/// Lines that may be partners because they look alike: of one name or without, and told alike in the plan. Where
/// directions are recorded a road that is not one-way is a road by itself.
fn alike(segments: &[Segment], items: &[Item<'_>]) -> Partners {
    let key = |item: &Item<'_>, directed: bool| {
        let fits = item.has(Field::OneWay) == directed && (!directed || item.flag(Field::OneWay) == Some(true));
        fits.then(|| (item.stated_name(), item.layer.carriageways == Stated::Alike))
    };
    let directed = parallel::partners(segments, &groups(items, |item| key(item, true)), &OPPOSITE);
    let undirected = parallel::partners(segments, &groups(items, |item| key(item, false)), &UNDIRECTED);
    let both = directed.into_iter().zip(undirected).map(|(one, two)| [one, two].concat()).collect();
    mostly(segments, both)
}

/// What is left of partners when only lines count of which most has a partner that counts.
fn mostly(segments: &[Segment], mut partners: Partners) -> Partners {
    let lines = segments.iter().map(|segment| segment.tag + 1).max().unwrap_or(0);
    let mut lengths = vec![0.0; lines];
    for segment in segments {
        lengths[segment.tag] += segment.length();
    }
    loop {
        let mut with_partner = vec![0.0; lines];
        for (segment, partners) in segments.iter().zip(&partners) {
            with_partner[segment.tag] += total(&parallel::paired(partners));
        }
        let counts: Vec<bool> =
            with_partner.iter().zip(&lengths).map(|(with, length)| *with > LIKELY_SHARE * length).collect();
        let before: usize = partners.iter().map(Vec::len).sum();
        for (segment, partners) in segments.iter().zip(&mut partners) {
            partners.retain(|&(line, _)| counts[segment.tag] && counts[line]);
        }
        if partners.iter().map(Vec::len).sum::<usize>() == before {
            return partners;
        }
    }
}

/// What goes for each two features, by their numbers.
#[derive(Default)]
struct Pairs(BTreeMap<[usize; 2], Off>);

/// A length that goes, in metres, and a place of it.
type Off = (f64, [f64; 2]);

impl Pairs {
    /// Adds a stretch of a feature: each place of `left` goes to the first of its partners there.
    fn add(
        &mut self,
        (own, segment): (usize, &Segment),
        weight: f64,
        mut left: Vec<Span>,
        partners: impl Iterator<Item = (usize, Span)>,
    ) {
        for (other, span) in partners {
            let beside = intersection(&left, &[span]);
            let Some(first) = beside.first() else { continue };
            let at = segment.after(f64::midpoint(first[0], first[1]));
            let entry = self.0.entry([own.min(other), own.max(other)]).or_insert((0.0, [at.x, at.y]));
            entry.0 += weight * total(&beside) / 2.0;
            left = difference(&left, &beside);
        }
    }

    fn told(self, items: &[Item<'_>]) -> Vec<Pair> {
        let mut pairs: Vec<([usize; 2], Off)> = self.0.into_iter().collect();
        pairs.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(&b.0)));
        pairs.truncate(NAMED);
        let told = |([first, _], (length, at)): ([usize; 2], Off)| Pair {
            name: items[first].name(),
            length_km: Metres(length).km(),
            at,
            taken_off: items[first].layer.carriageways == Stated::Alike,
        };
        pairs.into_iter().map(told).collect()
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
