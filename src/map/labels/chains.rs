//! Links of a road joined to lines that are long enough for its name: data has a link from crossing to crossing.

use std::collections::BTreeMap;

use geo_types::Coord;

use crate::geometry::vector::{cross, distance, dot};
use crate::map::Name;

/// Ends at most this far apart are joined, metres.
const JOIN: f64 = 1.0;
/// A road that turns more than this at a crossing is written anew, in radians.
const TURN: f64 = 0.7;
/// Beyond this many lines a view is too far for names of links: they are taken as they are.
const MOST: usize = 20_000;

/// Lines of one name and rank joined end to end, each with the first name on it.
pub(super) fn chains<'a>(names: &[&'a Name]) -> Vec<(&'a Name, Vec<Coord<f64>>)> {
    if names.len() > MOST {
        return names.iter().filter_map(|name| Some((*name, name.along.clone()?))).collect();
    }
    // Where a road grows wider its width is written anew.
    let mut by_text: BTreeMap<(&str, Option<&str>, u8), Vec<&'a Name>> = BTreeMap::new();
    for name in names {
        by_text.entry((&name.text, name.near.as_deref(), name.rank)).or_default().push(name);
    }
    by_text
        .into_values()
        .flat_map(|mut links| {
            links.sort_by(|a, b| a.at.x.total_cmp(&b.at.x).then(a.at.y.total_cmp(&b.at.y)));
            joined(&links)
        })
        .collect()
}

fn joined<'a>(links: &[&'a Name]) -> Vec<(&'a Name, Vec<Coord<f64>>)> {
    let ends = Ends::new(links);
    let mut used = vec![false; links.len()];
    let mut found = Vec::new();
    for (number, link) in links.iter().enumerate() {
        let Some(along) = link.along.as_ref().filter(|_| !used[number]) else { continue };
        used[number] = true;
        let mut chain = along.clone();
        // Forward from its end, then the other way round from its start.
        for _ in 0..2 {
            while let Some(next) = ends.next(links, &chain, &mut used) {
                chain.extend(next.into_iter().skip(1));
            }
            chain.reverse();
        }
        found.push((*link, chain));
    }
    found
}

/// How far a direction turns, 0 to π.
fn turn(from: Coord<f64>, to: Coord<f64>) -> f64 {
    cross(from, to).atan2(dot(from, to)).abs()
}

/// Ends of links by cell.
struct Ends(BTreeMap<(i64, i64), Vec<usize>>);

#[expect(clippy::cast_possible_truncation, reason = "metres of a plan are far below 2^63")]
fn cell(at: Coord<f64>) -> (i64, i64) {
    ((at.x / JOIN).floor() as i64, (at.y / JOIN).floor() as i64)
}

impl Ends {
    fn new(links: &[&Name]) -> Self {
        let mut ends: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
        for (number, link) in links.iter().enumerate() {
            for end in link.along.iter().flat_map(|along| along.first().into_iter().chain(along.last())) {
                ends.entry(cell(*end)).or_default().push(number);
            }
        }
        Self(ends)
    }

    /// The unused link that goes on straightest from the end of a chain, in its direction.
    fn next(&self, links: &[&Name], chain: &[Coord<f64>], used: &mut [bool]) -> Option<Vec<Coord<f64>>> {
        let [.., before, end] = *chain else { return None };
        let (column, row) = cell(end);
        let near = (column - 1..=column + 1).flat_map(|column| (row - 1..=row + 1).map(move |row| (column, row)));
        let candidates = near.filter_map(|cell| self.0.get(&cell)).flatten().copied().filter(|&number| !used[number]);
        let onward = |number: usize| {
            let mut along = links[number].along.clone()?;
            if distance(*along.first()?, end) > JOIN {
                along.reverse();
            }
            let (first, second) = (*along.first()?, *along.get(1)?);
            let turn = turn(end - before, second - first);
            (distance(first, end) <= JOIN && turn <= TURN).then_some((turn, number, along))
        };
        let best = candidates.filter_map(onward).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        used[best.1] = true;
        Some(best.2)
    }
}
