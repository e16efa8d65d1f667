//! The corridor that is followed, as its figures are: narrowest place, what narrows it, what is too narrow, gaps.

use egui::{Color32, Stroke, Visuals};
use geo_types::Coord;

use super::pen::{Line, Pen};
use super::{INK, hatched};
use crate::app::panel::View;
use crate::app::theme;
use crate::app::tool::live::width_clause;
use crate::check::Verdict;
use crate::geometry::Region;
use crate::geometry::vector::midpoint;
use crate::layer::Role;
use crate::measure::corridor_width::Followed;
use crate::report::wording::versus_text;
use crate::standard::{Judgement, Test, judge};
use crate::text::{Lang, Message};
use crate::units::{Figure, Unit};

/// Paints it; nothing while the check has said all that is to be said.
pub(super) fn paint(pen: &Pen<'_>, view: &View<'_>, visuals: &Visuals) {
    let Some(found) = view.live.found() else { return };
    let Ok(corridor) = &found.corridor else { return };
    if view.session.tools.draft.is_none() && view.session.tools.ends.is_none() {
        return station(pen, view);
    }
    let Some(loaded) = view.document.loaded() else { return };
    let test = width_clause(&loaded.standard).and_then(|clause| clause.test);
    let colour = theme::verdict_colour(verdict(view, corridor), visuals);
    if let Some(narrow) = found.detail.as_ref().and_then(|detail| detail.too_narrow.as_ref()) {
        hatched(pen, narrow, colour);
    }
    narrowing(pen, &found.narrowing);
    crossings(pen, corridor);
    let gaps: Vec<[egui::Pos2; 2]> = corridor.gaps.iter().map(|gap| gap.at.map(|place| pen.at(place.into()))).collect();
    for gap in &gaps {
        pen.dashed(gap, 2.4, colour);
    }
    for (gap, [a, b]) in corridor.gaps.iter().zip(&gaps).rev() {
        let head = Message::new("map.head-gap").with("value", metres(gap.distance_m, view.lang));
        plate(pen, a.lerp(*b, 0.5), head.say(view.lang), None, colour);
    }
    if let Some([a, b]) = corridor.narrowest {
        pen.dimension([pen.at(a), pen.at(b)], colour);
        let head = Message::new("map.head-net-width").with("value", width_text(corridor, test.as_ref(), view.lang));
        let detail = test.map(|test| versus_text(corridor.net_width_m, &test, view.lang));
        plate(pen, pen.at(midpoint(a, b)), head.say(view.lang), detail, colour);
    }
    station(pen, view);
}

/// The verdict on the width of a corridor: of a miss what the check says of it, as soon as it has said so.
pub(in crate::app) fn verdict(view: &View<'_>, corridor: &Followed) -> Verdict {
    let clause = view.document.loaded().and_then(|loaded| width_clause(&loaded.standard));
    let Some((clause, test)) = clause.and_then(|clause| Some((clause, clause.test?))) else { return Verdict::Info };
    if judge(Figure::exact(corridor.net_width_m, Unit::Metre), &test) == Judgement::Meets {
        return Verdict::Meets;
    }
    let findings = view.live.judged(&clause.id).map_or(&[][..], |outcome| outcome.findings.as_slice());
    let own = findings.iter().find(|finding| finding.subject == corridor.name);
    own.map_or(Verdict::Violates, |finding| finding.verdict)
}

/// The net width with enough digits to tell it from the limit.
pub(in crate::app) fn width_text(corridor: &Followed, test: Option<&Test>, lang: Lang) -> String {
    let value = Unit::Metre.format(corridor.net_width_m, test.map(|test| test.limit));
    format!("{value} {}", Unit::Metre.name().say(lang))
}

fn metres(value: f64, lang: Lang) -> String {
    format!("{} {}", Unit::Metre.format(value, Some(0.0)), Unit::Metre.name().say(lang))
}

fn plate(pen: &Pen<'_>, at: egui::Pos2, head: String, detail: Option<String>, colour: Color32) {
    let mut lines = vec![Line { text: head, size: 14.0, colour, bold: true }];
    lines.extend(detail.map(|text| Line { text, size: 12.0, colour: INK, bold: false }));
    pen.plate(at, &lines, colour);
}

/// What stands at the narrowest place, drawn strongly.
fn narrowing(pen: &Pen<'_>, narrowing: &[(Role, Region)]) {
    for (_, region) in narrowing {
        let rings = pen.rings(region);
        super::fill(pen.painter, &rings, pen.rect, INK.gamma_multiply(0.22));
        pen.outlines(&rings, 1.8, INK);
    }
}

/// Roads that cross it, by a ring each.
fn crossings(pen: &Pen<'_>, corridor: &Followed) {
    for crossing in &corridor.crossings {
        let at = pen.at(Coord::from(crossing.at));
        pen.painter.circle(at, 4.5, Color32::WHITE, Stroke::new(2.0, Color32::from_rgb(0x8a, 0x55, 0x00)));
    }
}

/// The place that the pointer shows in the profile.
fn station(pen: &Pen<'_>, view: &View<'_>) {
    let (Some(along), Some(detail)) = (view.session.tools.station, view.live.detail()) else { return };
    let all = detail.profile.lines.iter().flatten();
    let Some(station) = all.min_by(|a, b| (a.along - along).abs().total_cmp(&(b.along - along).abs())) else { return };
    let [a, b] = station.across.map(|place| pen.at(place));
    pen.dimension([a, b], Color32::from_rgb(0x1d, 0x5d, 0x8c));
    let text = Message::new("app.profile-here")
        .with("along", Unit::Metre.format(station.along, None))
        .with("width", Unit::Metre.format(station.width, None));
    pen.tag(a.lerp(b, 0.5), egui::Align2::CENTER_CENTER, &text.say(view.lang), Color32::from_rgb(0x1d, 0x5d, 0x8c));
}

/// What narrows a corridor, in words: what stands there, how many of it; the walls of the corridor itself where nothing does.
pub(in crate::app) fn cause(corridor: &Followed, narrowing: &[(Role, Region)]) -> Message {
    let count = narrowing.len();
    if count == 0 {
        let key = if corridor.narrowest.is_some() { "app.cause-walls" } else { "app.cause-none" };
        return Message::new(key);
    }
    let buildings = narrowing.iter().all(|(role, _)| *role == Role::Buildings);
    Message::new(match (buildings, count) {
        (true, 1) => "app.cause-building",
        (true, _) => "app.cause-buildings",
        (false, 1) => "app.cause-obstacle",
        (false, _) => "app.cause-obstacles",
    })
    .with("count", count)
}
