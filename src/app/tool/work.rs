//! What tools do to the session and to the plan, whether by pointer, by key or by button.

use geo_types::Coord;

use super::draft::{Draft, Stand};
use super::{Grip, Tool, Tools, grip, selected_drawn};
use crate::app::session::{Selected, Session};
use crate::app::{Command, Commands, Document};
use crate::geometry::tolerance;
use crate::geometry::vector::distance;
use crate::layer::{Feature, Field, Item, Layer, Role, Shape};
use crate::plan::{Amendment, DrawnFeature, DrawnShape, Edit, SourceRow};
use crate::text::{Lang, Message};

/// Places that no snapping holds are rounded to this many parts of a metre: a millimetre.
const PARTS: f64 = 1_000.0;

/// So many features are drawn anew at once: each becomes a step of its own kind in the plan.
const MOST_ANEW: usize = 200;

/// Copies of one name that are told apart by numbers.
const MOST_COPIES: u32 = 10_000;

/// A copy lies so many points east and south of what was copied.
const BESIDE: f64 = 24.0;

/// A place to a millimetre.
pub(in crate::app) fn rounded(at: Coord<f64>) -> Coord<f64> {
    Coord { x: (at.x * PARTS).round() / PARTS, y: (at.y * PARTS).round() / PARTS }
}

/// A place brought onto the axis of the grid, through another place, that it is nearest to.
pub(in crate::app) fn squared(from: Coord<f64>, at: Coord<f64>) -> Coord<f64> {
    let way = at - from;
    if way.x.abs() >= way.y.abs() { Coord { x: at.x, y: from.y } } else { Coord { x: from.x, y: at.y } }
}

/// The point that the next one is reckoned from.
pub(in crate::app) fn last_point(tools: &Tools) -> Option<Coord<f64>> {
    match tools.tool {
        Tool::Measure => tools.ruler.last(),
        _ => tools.draft.as_ref().filter(|draft| draft.stand == Stand::Drawing)?.points().last().copied(),
    }
}

/// Places the next point of what is drawn or measured.
pub(in crate::app) fn place(document: &Document, session: &mut Session, commands: &mut Commands, at: Coord<f64>) {
    let tools = &mut session.tools;
    tools.typed = None;
    match tools.tool {
        Tool::Measure => tools.ruler.place(at),
        Tool::Draw(kind) => match &mut tools.draft {
            Some(draft) if draft.stand == Stand::Drawing => {
                if draft.closes(at) {
                    return finish(document, session, commands);
                }
                draft.next_width = tools.stated.width;
                draft.place(at);
                tools.touch();
            }
            _ => {
                let Some(plan) = document.plan() else { return };
                // An id that is queued is not in the plan yet.
                let queued: Vec<String> = tools.draft.iter().map(|draft| draft.feature.id.clone()).collect();
                let id = plan.free_id(kind.role(), &queued);
                tools.draft = Some(Draft::new(kind, id, &tools.stated, at));
                tools.touch();
            }
        },
        Tool::Select | Tool::Edit => {}
    }
}

/// Ends what is drawn: it becomes part of the plan. What is no shape yet goes on.
pub(in crate::app) fn finish(document: &Document, session: &mut Session, commands: &mut Commands) {
    let tools = &mut session.tools;
    tools.typed = None;
    if tools.tool == Tool::Measure {
        return tools.ruler.end();
    }
    let Some(draft) = tools.draft.as_mut().filter(|draft| draft.stand == Stand::Drawing) else { return };
    let (Some(feature), Some(plan), Some(loaded)) = (draft.finished(), document.plan(), document.loaded()) else {
        return;
    };
    if !has_extent(&feature) {
        return session.warn(Message::new("app.no-extent"));
    }
    (draft.feature, draft.next, draft.stand) = (feature.clone(), None, Stand::Done);
    commands.push(Command::Edit(plan.drawing(feature.clone(), &loaded.snapshot.frame)));
    tools.stated.name.clear();
    tools.queued = true;
    tools.to_select = Some(feature.id.clone());
    // A corridor is widened and bent until it holds; roads are drawn one after the other.
    if feature.role == Role::Corridors {
        tools.tool = Tool::Edit;
    }
    tools.touch();
}

/// Whether a drawn shape covers ground or has a length: corners on one line enclose nothing.
fn has_extent(feature: &DrawnFeature) -> bool {
    super::paint::region_of(&feature.shape).is_none_or(|region| !region.is_empty())
}

/// Takes the last step of a tool back; false where there was none.
pub(in crate::app) fn step_back(tools: &mut Tools) -> bool {
    if tools.typed.take().is_some() {
        return true;
    }
    if tools.ruler.step_back() || tools.rectangle.take().is_some() {
        return true;
    }
    if tools.ends.as_ref().is_some_and(|ends| !ends.done) {
        tools.drop_draft();
        tools.spent = true;
        return true;
    }
    match &mut tools.draft {
        Some(draft) if draft.stand == Stand::Drawing => {
            if !draft.step_back() {
                tools.drop_draft();
            }
            tools.touch();
            true
        }
        Some(draft) if matches!(draft.stand, Stand::Moving(..) | Stand::Tuning) => {
            tools.drop_draft();
            tools.spent = true;
            true
        }
        _ => false,
    }
}

/// Queues a changed drawn feature; it is shown as it will be until the plan is loaded with it.
pub(in crate::app) fn redraw(
    document: &Document,
    session: &mut Session,
    commands: &mut Commands,
    feature: DrawnFeature,
) {
    let Some(plan) = document.plan() else { return };
    let edit = plan.redrawing(feature.clone());
    let same = plan.content().drawn(&feature.id) == Some(&feature);
    if edit.is_empty() || same {
        return session.tools.drop_draft();
    }
    if plan.content().drawn(&feature.id).is_some_and(|own| own.shape.points().len() != feature.shape.points().len()) {
        session.tools.corners.clear();
    }
    session.tools.queued = true;
    session.tools.draft = Some(Draft {
        before: plan.content().drawn(&feature.id).cloned(),
        feature,
        next: None,
        next_width: 0.0,
        stand: Stand::Done,
    });
    session.tools.touch();
    commands.push(Command::Edit(edit));
}

/// Deletes the chosen corner of the selected drawn feature, else the drawn features that are selected.
pub(in crate::app) fn delete(document: &Document, session: &mut Session, commands: &mut Commands) {
    let corner = session.tools.corners.last().copied().filter(|_| session.tools.tool == Tool::Edit);
    if let (Some(corner), Some(drawn)) = (corner, selected_drawn(document, session)) {
        session.tools.corners.clear();
        return match grip::without_point(drawn, corner) {
            Some(less) => redraw(document, session, commands, less),
            None => session.warn(Message::new("app.too-few-corners")),
        };
    }
    let (Some(plan), Some(loaded)) = (document.plan(), document.loaded()) else { return };
    let features = session.all_selected().filter_map(|selected| feature_of(&loaded.snapshot.layers, selected));
    let ids: Vec<String> = features.filter_map(|(_, feature)| feature.id.clone()).collect();
    if !ids.is_empty() {
        commands.push(Command::Edit(plan.erasing(&ids)));
        commands.push(Command::Select(Vec::new()));
    }
}

/// Puts a copy of the selected drawn feature beside it.
pub(in crate::app) fn duplicate(document: &Document, session: &mut Session, commands: &mut Commands, lang: Lang) {
    let (Some(drawn), Some(plan), Some(loaded)) =
        (selected_drawn(document, session), document.plan(), document.loaded())
    else {
        return;
    };
    let by = session.camera.map_or(0.0, |camera| BESIDE * camera.metres_per_point);
    let mut copy = grip::moved(drawn, Grip::Body, Coord::default(), rounded(Coord { x: by, y: -by }));
    copy.id = plan.free_id(copy.role, &[]);
    // Corridors of one name are one corridor: a copy is another one.
    let taken = |name: &String| plan.content().drawn.iter().any(|own| own.name.as_ref() == Some(name));
    copy.name = copy.name.and_then(|name| {
        let numbered = |number: u32| Message::new("app.copy-of").with("name", &name).with("number", number).say(lang);
        (1..=MOST_COPIES).map(numbered).find(|name| !taken(name))
    });
    session.tools.to_select = Some(copy.id.clone());
    commands.push(Command::Edit(plan.drawing(copy, &loaded.snapshot.frame)));
}

/// Splits the selected drawn feature at its chosen corner, an outline along the chord between the two chosen last.
pub(in crate::app) fn split(document: &Document, session: &mut Session, commands: &mut Commands) {
    let (Some(drawn), Some(plan), Some(loaded)) =
        (selected_drawn(document, session), document.plan(), document.loaded())
    else {
        return;
    };
    let mut corners = session.tools.corners.iter().rev().copied();
    let parts =
        corners.next().and_then(|last| grip::split(drawn, last, corners.next(), &plan.free_id(drawn.role, &[])));
    let Some([first, second]) = parts else {
        let outline = matches!(drawn.shape, DrawnShape::Outline(_));
        return session.warn(Message::new(if outline { "app.split-outline" } else { "app.split-line" }));
    };
    let what = Message::new("app.edit-split").with("name", drawn.title());
    let edits = vec![plan.redrawing(first), plan.drawing(second, &loaded.snapshot.frame)];
    session.tools.corners.clear();
    commands.push(Command::Edit(plan.together(edits, what)));
}

/// Finds the ends of the corridor that is looked at automatically again.
pub(in crate::app) fn find_ends(document: &Document, session: &mut Session, commands: &mut Commands) {
    let Some(name) = super::ground::corridor_looked_at(document, session) else { return };
    let (Some(plan), Some(loaded)) = (document.plan(), document.loaded()) else { return };
    let drawn = plan.content().drawn.iter().filter(|drawn| drawn.title() == name && !drawn.ends.is_empty());
    let mut edits: Vec<Edit> =
        drawn.map(|drawn| plan.redrawing(DrawnFeature { ends: Vec::new(), ..drawn.clone() })).collect();
    edits.push(plan.setting_ends(&name, None, &loaded.snapshot.frame));
    let what = Message::new("app.edit-find-ends").with("name", name);
    commands.push(Command::Edit(plan.together(edits, what)));
}

/// Takes existing features that are selected out of the plan; their files stay as they are.
pub(in crate::app) fn take_away(document: &Document, session: &mut Session, commands: &mut Commands) {
    let (Some(plan), Some(loaded)) = (document.plan(), document.loaded()) else { return };
    let selected = session.all_selected().filter_map(|selected| feature_of(&loaded.snapshot.layers, selected));
    let rows = selected.filter_map(|(layer, feature)| {
        let row = SourceRow { source: layer.source()?.to_owned(), row: feature.row };
        Some((row, Some(Amendment::removing(&feature.shape))))
    });
    let edit = plan.amending(rows.collect(), &loaded.snapshot.frame);
    commands.push(Command::Edit(edit));
    commands.push(Command::Select(Vec::new()));
}

/// Gives a field of the selected existing features a canonical value.
pub(in crate::app) fn restate(
    document: &Document,
    session: &Session,
    commands: &mut Commands,
    field: Field,
    value: &str,
) {
    let (Some(plan), Some(loaded)) = (document.plan(), document.loaded()) else { return };
    let selected = session.all_selected().filter_map(|selected| feature_of(&loaded.snapshot.layers, selected));
    let rows = selected.filter_map(|(layer, feature)| {
        let row = SourceRow { source: layer.source()?.to_owned(), row: feature.row };
        let mut amendment = plan.content().amendments.get(&row).cloned().unwrap_or_default();
        let stated = Amendment::stating(&feature.shape, field, value);
        amendment.at = stated.at;
        amendment.values.extend(stated.values);
        Some((row, Some(amendment)))
    });
    commands.push(Command::Edit(plan.amending(rows.collect(), &loaded.snapshot.frame)));
}

/// Gives all existing features that the plan amends back what their files have, of one layer.
pub(in crate::app) fn restore(document: &Document, commands: &mut Commands, rows: Vec<SourceRow>) {
    let (Some(plan), Some(loaded)) = (document.plan(), document.loaded()) else { return };
    let rows = rows.into_iter().map(|row| (row, None)).collect();
    commands.push(Command::Edit(plan.amending(rows, &loaded.snapshot.frame)));
}

/// Draws existing features anew in the plan, so that their shape can be changed: each is taken away and stands in the
/// plan as a drawn one with the same name and values. Areas with holes cannot be drawn so.
pub(in crate::app) fn draw_anew(document: &Document, session: &mut Session, commands: &mut Commands) {
    let (Some(plan), Some(loaded)) = (document.plan(), document.loaded()) else { return };
    let layers = &loaded.snapshot.layers;
    if session.with.len() >= MOST_ANEW {
        return session.warn(Message::new("app.anew-many").with("most", MOST_ANEW));
    }
    let (mut edits, mut left, mut taken) = (Vec::new(), 0_usize, Vec::<String>::new());
    for selected in session.all_selected() {
        let Some((layer, feature)) = feature_of(layers, selected) else { continue };
        let Some(source) = layer.source() else { continue };
        let Some(parts) = drawn_parts(layer, feature) else {
            left += 1;
            continue;
        };
        let row = SourceRow { source: source.to_owned(), row: feature.row };
        edits.push(plan.amending(vec![(row, Some(Amendment::removing(&feature.shape)))], &loaded.snapshot.frame));
        for mut drawn in parts {
            drawn.id = plan.free_id(drawn.role, &taken);
            taken.push(drawn.id.clone());
            edits.push(plan.drawing(drawn, &loaded.snapshot.frame));
        }
    }
    if left > 0 {
        session.warn(Message::new("app.anew-left").with("count", left));
    }
    if !edits.is_empty() {
        session.tools.to_select = taken.first().cloned();
        session.tools.tool = Tool::Edit;
        commands.push(Command::Edit(Edit::Batch(Message::new("app.edit-anew"), edits)));
    }
}

/// A feature as drawn ones that mean the same to a check; `None` where it cannot be drawn so, or its layer has several
/// roles: taken away it would be gone from all of them.
fn drawn_parts(layer: &Layer, feature: &Feature) -> Option<Vec<DrawnFeature>> {
    if layer.roles.len() != 1 {
        return None;
    }
    let parts: Vec<DrawnFeature> =
        shapes_of(&feature.shape)?.into_iter().map(|shape| as_drawn(layer, feature, shape)).collect();
    (!parts.is_empty() && parts.iter().all(DrawnFeature::is_whole)).then_some(parts)
}

/// Points without those that repeat the one before them.
fn apart(points: impl IntoIterator<Item = Coord<f64>>) -> Vec<Coord<f64>> {
    let mut kept: Vec<Coord<f64>> = Vec::new();
    for point in points {
        if kept.last().is_none_or(|last| distance(*last, point) > tolerance::POINT) {
            kept.push(point);
        }
    }
    kept
}

/// The shapes that a feature can be drawn anew as; `None` where it has holes, or is made of points.
fn shapes_of(shape: &Shape) -> Option<Vec<DrawnShape>> {
    match shape {
        Shape::Points(_) => None,
        Shape::Lines(lines) => Some(lines.iter().map(|line| DrawnShape::Line(apart(line.0.iter().copied()))).collect()),
        Shape::Area(region) => region
            .polygons()
            .map(|polygon| {
                let mut corners = apart(polygon.exterior().0.iter().copied());
                corners.pop();
                polygon.interiors().is_empty().then_some(DrawnShape::Outline(corners))
            })
            .collect(),
    }
}

/// An existing feature as a drawn one, with all that is understood of it under canonical names.
fn as_drawn(layer: &Layer, feature: &Feature, shape: DrawnShape) -> DrawnFeature {
    let role = layer.roles.first().copied().unwrap_or(Role::Backdrop);
    let item = Item { layer, feature, role };
    let canonical = |field: Field| match (field, role) {
        (Field::Class, Role::RoadCentrelines) => item.road_class().map(|class| class.code().to_owned()),
        (Field::Class, Role::Green | Role::Plazas) => item.green_class().map(|class| class.code().to_owned()),
        (Field::Edition, _) => None,
        (Field::GreenShare, _) => item.green_share().map(|share| share.to_string()),
        _ => item.text(field),
    };
    let stated = layer.columns.keys().filter(|field| **field != Field::Name && role != Role::Corridors);
    let values = stated.filter_map(|field| Some((*field, canonical(*field)?))).collect();
    DrawnFeature {
        id: String::new(),
        role,
        name: item.stated_name(),
        values,
        between: Vec::new(),
        ends: Vec::new(),
        shape,
    }
}

/// A selected feature with its layer.
pub(in crate::app) fn feature_of(layers: &[std::sync::Arc<Layer>], selected: Selected) -> Option<(&Layer, &Feature)> {
    let layer = layers.get(selected.layer)?;
    Some((layer, layer.features.get(selected.feature)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ortho_keeps_to_the_nearer_axis_of_the_grid() {
        let from = Coord { x: 100.0, y: 100.0 };
        assert_eq!(squared(from, Coord { x: 150.0, y: 120.0 }), Coord { x: 150.0, y: 100.0 });
        assert_eq!(squared(from, Coord { x: 110.0, y: 20.0 }), Coord { x: 100.0, y: 20.0 });
    }

    #[test]
    fn free_places_are_millimetres() {
        assert_eq!(rounded(Coord { x: 526_582.240_49, y: -0.000_4 }), Coord { x: 526_582.24, y: -0.0 });
    }
}
