//! The panel of findings: every finding of all clauses in one list, with what the planner has looked through.

mod head;
mod list;
pub(super) mod row;

use egui::{Frame, Margin, ScrollArea, Ui, vec2};
use geo_types::{Coord, Rect};

pub(in crate::app) use self::list::FindingList;
use self::row::Layout;
use super::View;
use super::state;

/// Half the side of the square around a place that is flown to, metres.
const AROUND: f64 = 150.0;
/// Between the rows that are seen and those that the keyboard may reach in one step.
const BEYOND: usize = 4;

/// Shows the panel.
pub(super) fn findings_ui(ui: &mut Ui, view: &mut View<'_>) {
    Frame::new().inner_margin(Margin { left: 12, right: 4, top: 8, bottom: 0 }).show(ui, |ui| contents(ui, view));
}

fn contents(ui: &mut Ui, view: &mut View<'_>) {
    ui.set_min_width(ui.available_width().max(0.0));
    if view.document.outcome().is_none() {
        return state::without_result(ui, view);
    }
    let (document, lang) = (view.document, view.lang);
    // The list is lent out while it is painted: rows read the rest of the session.
    let mut list = std::mem::take(&mut view.session.findings);
    list.refresh(document, &view.session.review, view.session.chosen.as_ref(), lang);
    head::head_ui(ui, view, &mut list);
    state::stale_note(ui, view);
    let layout = Layout::of(ui.available_width() - 8.0, list.has_counties());
    head::columns_ui(ui, view, &mut list, layout);
    list.refresh(document, &view.session.review, view.session.chosen.as_ref(), lang);
    list_ui(ui, view, &list, layout);
    view.session.findings = list;
}

fn list_ui(ui: &mut Ui, view: &mut View<'_>, list: &FindingList, layout: Layout) {
    if list.len() == 0 {
        let key = if list.rows().is_empty() { "findings-none" } else { "findings-none-listed" };
        return state::hint(ui, &view.say(key));
    }
    let follow = followed(ui, view, list);
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, seen| {
        let height = layout.height();
        let width = (ui.available_width() - 8.0).max(0.0);
        let (_, whole) = ui.allocate_space(vec2(width, height * row::points(list.len())));
        if let Some(at) = follow {
            ui.scroll_to_rect(row::place(whole, at, height).expand2(vec2(0.0, height)), None);
        }
        let first = row::at(seen.min.y, height).saturating_sub(BEYOND);
        let end = row::at(seen.max.y, height).saturating_add(1 + BEYOND).min(list.len());
        for at in first..end {
            row::row_ui(ui, view, list, at, (row::place(whole, at, height), layout));
        }
    });
}

/// The row of the finding that was chosen since the last frame, wherever that was.
fn followed(ui: &Ui, view: &View<'_>, list: &FindingList) -> Option<usize> {
    let id = ui.scope_id().with("followed");
    let chosen = view.session.chosen.clone();
    let before =
        ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<(String, usize)>>(id), chosen));
    let chosen = view.session.chosen.as_ref().filter(|chosen| before.as_ref() != Some(*chosen));
    chosen.and_then(|(clause, finding)| list.place_of(clause, *finding))
}

/// The square around a place.
fn around(x: f64, y: f64) -> Rect<f64> {
    let corner = |by: f64| Coord { x: x + by, y: y + by };
    Rect::new(corner(-AROUND), corner(AROUND))
}
