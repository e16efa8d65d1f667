//! What the measures on lines share: the lines of features, each place once, clipped to a scope.
//!
//! Nothing here knows a clause. Order of features decides only which of two copies is named as the duplicate.

use std::collections::BTreeMap;

use geo_types::{Coord, LineString};
use rayon::prelude::*;

use crate::geometry::clip::Outline;
use crate::geometry::segments::{Segment, boxes_of, segments_of};
use crate::geometry::spans::{Span, difference, intersection, total, union};
use crate::geometry::tolerance::POINT;
use crate::geometry::{alongside, duplicates};
use crate::layer::{Field, Item, RoadClass, Role, Shape, Status, Value};
use crate::measure::place::NAMED;
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::Metres;

/// Copies of lines shorter than this are noise at joints, not worth a word, metres.
const WORTH_A_NOTICE: f64 = 1.0;
/// Lines run in a seam of an area when their directions differ at most this much, degrees; others only cross it.
const SEAM_ANGLE: f64 = 15.0;

/// Features with lines, and their segments.
pub(super) struct LineSet<'a> {
    /// The features.
    pub(super) items: Vec<Item<'a>>,
    /// Their lines.
    pub(super) lines: Vec<&'a LineString<f64>>,
    /// The feature of each line.
    pub(super) item_of: Vec<usize>,
    /// Segments of all lines.
    pub(super) segments: Vec<Segment>,
    /// The parts of each segment that no segment before it covers already.
    pub(super) kept: Vec<Vec<Span>>,
}

/// A part of a segment that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// Number of the segment.
    pub(super) segment: usize,
    /// Which part of it.
    pub(super) span: Span,
}

impl<'a> LineSet<'a> {
    /// The lines of these features; other shapes have none.
    pub(super) fn new(items: Vec<Item<'a>>) -> Self {
        let mut lines = Vec::new();
        let mut item_of = Vec::new();
        for (number, item) in items.iter().enumerate() {
            if let Shape::Lines(own) = &item.feature.shape {
                lines.extend(own);
                item_of.resize(lines.len(), number);
            }
        }
        let segments = segments_of(lines.iter().copied());
        let kept = duplicates::kept(&segments, &boxes_of(segments.iter().enumerate()));
        Self { items, lines, item_of, segments, kept }
    }

    /// The same lines with those left out that run within a metre of others along more than nine tenths of their length.
    pub(super) fn without_near_copies(mut self) -> Self {
        self.kept = duplicates::without_near_copies(&self.segments, self.kept);
        self
    }

    /// Number of the feature that a segment belongs to.
    pub(super) fn item_number(&self, segment: usize) -> usize {
        self.item_of[self.segments[segment].tag]
    }

    /// The parts of each segment inside an outline, copies included. What runs in a sliver that digitising left between
    /// two parts of the area lies inside as well.
    pub(super) fn inside(&self, outline: &Outline) -> Vec<Vec<Span>> {
        let seams = alongside::in_seams(&self.segments, outline, SEAM_ANGLE);
        self.segments
            .par_iter()
            .zip(seams)
            .map(|(segment, seam)| {
                let inside = outline.inside(segment);
                if seam.is_empty() { inside } else { union([inside, seam].concat()) }
            })
            .collect()
    }

    /// Length of copies within the given parts of each segment, by feature.
    pub(super) fn copies(&self, within: &[Vec<Span>]) -> Vec<Copy> {
        let mut copies: BTreeMap<usize, Copy> = BTreeMap::new();
        for (number, (kept, within)) in self.kept.iter().zip(within).enumerate() {
            let lost = difference(within, kept);
            let Some(first) = lost.first() else { continue };
            let item = self.item_number(number);
            let at = self.segments[number].after(first[0]);
            copies.entry(item).or_insert(Copy { item, length: 0.0, left: 0.0, at }).length += total(&lost);
        }
        for (number, (kept, within)) in self.kept.iter().zip(within).enumerate() {
            if let Some(copy) = copies.get_mut(&self.item_number(number)) {
                copy.left += total(&intersection(kept, within));
            }
        }
        copies.into_values().filter(|copy| copy.length >= POINT).collect()
    }

    /// A notice per feature that copies others, the first thousand by name and the rest in one.
    pub(super) fn copy_notices(&self, copies: &[Copy]) -> Vec<Notice> {
        let mut worth = copies.iter().filter(|copy| copy.length >= WORTH_A_NOTICE);
        let mut notices: Vec<Notice> = worth
            .by_ref()
            .take(NAMED)
            .map(|copy| {
                let item = self.items[copy.item];
                Notice::new("duplicate-line")
                    .row(item.feature.row)
                    .at(copy.at.x, copy.at.y)
                    .with_message("layer", layer_name(item.layer.source()))
                    .with("length", format!("{:.1}", copy.length))
            })
            .collect();
        let rest = worth.count();
        if rest > 0 {
            notices.push(Notice::new("duplicate-lines-more").with("count", rest));
        }
        notices
    }
}

/// Roads by what their class says.
pub(super) struct Sorted<'a> {
    /// Those of the classes that count, and of layers without any class.
    pub(super) counted: Vec<Item<'a>>,
    /// Those whose class is not understood.
    pub(super) unknown: Vec<Item<'a>>,
    /// Layers without classes.
    pub(super) notices: Vec<Notice>,
}

impl<'a> Sorted<'a> {
    pub(super) fn new(items: Vec<Item<'a>>, classes: &[RoadClass]) -> Self {
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

/// One notice per layer and value that is not understood.
pub(super) fn unknown_notices(items: Vec<Item<'_>>) -> Vec<Notice> {
    let mut by_value: BTreeMap<(Option<&str>, Option<String>), Vec<usize>> = BTreeMap::new();
    for item in items {
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

/// Length in km of what both sets cover, segment by segment.
pub(super) fn common_km(a: &[Vec<Span>], b: &[Vec<Span>]) -> f64 {
    // A plain sum of nothing is −0, which would show.
    Metres(a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + total(&intersection(a, b)))).km()
}

/// Length in km of all copies.
pub(super) fn copies_km(copies: &[Copy]) -> f64 {
    Metres(copies.iter().fold(0.0, |sum, copy| sum + copy.length)).km()
}

/// What a feature draws a second time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Copy {
    /// Number of the feature.
    pub(super) item: usize,
    /// Length that was there already.
    pub(super) length: f64,
    /// Length that was not.
    pub(super) left: f64,
    /// Where.
    pub(super) at: Coord<f64>,
}

/// Counted lengths by status, where any status is known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByStatus {
    existing: f64,
    planned: f64,
    known: bool,
}

impl ByStatus {
    /// Adds a length in metres.
    pub(super) fn add(&mut self, status: Option<Status>, length: f64) {
        self.known |= status.is_some();
        match status {
            Some(Status::Existing) => self.existing += length,
            Some(Status::Planned) => self.planned += length,
            None => {}
        }
    }

    /// Existing and planned length in km.
    pub(super) fn km(self) -> (Option<f64>, Option<f64>) {
        let km = |metres: f64| self.known.then(|| Metres(metres).km());
        (km(self.existing), km(self.planned))
    }
}

/// The features of which some part lies inside.
pub(super) fn touched<'a>(set: &LineSet<'a>, inside: &[Vec<Span>]) -> Vec<Item<'a>> {
    let mut numbers: Vec<usize> =
        inside.iter().enumerate().filter(|(_, spans)| !spans.is_empty()).map(|(i, _)| set.item_number(i)).collect();
    numbers.dedup();
    numbers.into_iter().map(|number| set.items[number]).collect()
}

/// The features of a role that have lines.
///
/// # Errors
/// [`NoFigure::Missing`] where no layer plays the role, or where its features are not lines.
pub(super) fn line_items<'a>(input: &Input<'a>, role: Role) -> Result<Vec<Item<'a>>, NoFigure> {
    require_layer(input, role)?;
    let all = crate::layer::items(input.layers, role);
    let lines: Vec<Item<'a>> =
        all.iter().copied().filter(|item| matches!(item.feature.shape, Shape::Lines(_))).collect();
    if lines.is_empty() && !all.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.no-lines").with_message("role", role.name())));
    }
    Ok(lines)
}

/// A notice per layer for the features of a role that are not lines and so were left out.
pub(super) fn not_lines(input: &Input<'_>, role: Role) -> Vec<Notice> {
    let others: Vec<Item<'_>> = crate::layer::items(input.layers, role)
        .into_iter()
        .filter(|item| !matches!(item.feature.shape, Shape::Lines(_)))
        .collect();
    let by_layer = others.chunk_by(|a, b| std::ptr::eq(a.layer, b.layer));
    by_layer
        .map(|of_layer| {
            let notice = Notice::new("not-a-line").row(of_layer[0].feature.row).with("count", of_layer.len());
            notice.with_message("layer", layer_name(of_layer[0].layer.source()))
        })
        .collect()
}

/// # Errors
/// [`NoFigure::Missing`] where no layer plays the role.
pub(super) fn require_layer(input: &Input<'_>, role: Role) -> Result<(), NoFigure> {
    if input.layers.iter().any(|layer| layer.roles.contains(&role)) {
        return Ok(());
    }
    Err(NoFigure::Missing(Message::new("measure.layer-missing").with_message("role", role.name())))
}

/// # Errors
/// [`NoFigure::Cancelled`] where the job was asked to stop.
pub(super) fn go_on(input: &Input<'_>) -> Result<(), NoFigure> {
    if input.handle.is_cancelled() { Err(NoFigure::Cancelled) } else { Ok(()) }
}

/// A layer as people call it: its file, or what is drawn in the plan.
pub(super) fn layer_name(source: Option<&str>) -> Message {
    match source {
        Some(path) => Message::new("measure.layer").with("path", path),
        None => Message::new("measure.drawn"),
    }
}

/// A raw value as people read it; blank values have no text.
pub(super) fn raw_text(item: &Item<'_>, field: Field) -> Option<String> {
    match item.value(field) {
        Value::Null => None,
        Value::Text(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_sentence_of_the_measures_on_lines_is_in_the_table() {
        let measure = [
            "layer-missing",
            "no-lines",
            "scope-missing",
            "scope-empty",
            "blank",
            "population-missing",
            "population-nought",
            "nothing-inside",
            "no-value",
            "layer",
            "drawn",
        ];
        let notice = [
            "duplicate-line",
            "duplicate-lines-more",
            "class-unknown",
            "class-field-missing",
            "dual-carriageway",
            "population-figure-used",
            "population-layer-used",
            "population-unknown",
            "value-unknown",
            "use-unknown",
            "use-field-missing",
            "new-assumed",
        ];
        let keys = measure.map(|key| format!("measure.{key}")).into_iter();
        let unknown: Vec<String> =
            keys.chain(notice.map(|key| format!("notice.{key}"))).filter(|key| !crate::text::is_known(key)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
