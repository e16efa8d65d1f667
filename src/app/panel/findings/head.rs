//! Above the list: counts by state that filter, verdict, clause and text to filter by, what is done to all; the columns.

use egui::{ComboBox, CursorIcon, FontFamily, FontId, Pos2, Rect, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, vec2};

use super::FindingList;
use super::list::{Column, Filter};
use super::row::Layout;
use crate::app::icon::{self, Icon};
use crate::app::panel::View;
use crate::app::review::State;
use crate::app::theme::{self, SMALL};
use crate::app::widget::button::{action_icon, icon_button};
use crate::app::widget::chip::state_chip;
use crate::app::{Action, Command, ReviewOrder};
use crate::check::Verdict;
use crate::text::Message;

/// Height of the line of columns.
const HEIGHT: f32 = 24.0;
/// Width of the field for text, and of those for verdict and clause.
const TEXT_WIDTH: f32 = 132.0;
const COMBO_WIDTH: f32 = 108.0;
/// Width of the buttons behind them.
const ORDERS: f32 = 150.0;

/// Shows what filters the list, and what is done to all of it.
pub(super) fn head_ui(ui: &mut Ui, view: &mut View<'_>, list: &mut FindingList) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        states_ui(ui, view, list);
        verdict_ui(ui, view, list);
        clause_ui(ui, view, list);
        text_ui(ui, view, list);
        if list.filter != Filter::default() && ui.button(view.say("findings-all")).clicked() {
            list.filter = Filter::default();
        }
        // One block, which goes to the next line as a whole.
        let block = vec2(ORDERS, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(block, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            orders_ui(ui, view, list);
        });
    });
    ui.add_space(2.0);
}

/// States that occur, each with its count; the one that filters stays even where nothing is left of it.
fn states_ui(ui: &mut Ui, view: &View<'_>, list: &mut FindingList) {
    for state in State::ALL {
        let count = list.rows().iter().filter(|row| row.state == state).count();
        let chosen = list.filter.state == Some(state);
        if count == 0 && !chosen {
            continue;
        }
        let label = Message::new("app.findings-chip").with_message("state", state.name()).with("count", count);
        if state_chip(ui, state, &label.say(view.lang), chosen, view.lang).clicked() {
            list.filter.state = (!chosen).then_some(state);
        }
    }
}

fn verdict_ui(ui: &mut Ui, view: &View<'_>, list: &mut FindingList) {
    let all = view.say("findings-all-verdicts");
    let occurring: Vec<Verdict> = Verdict::ALL
        .into_iter()
        .filter(|verdict| list.rows().iter().any(|row| row.verdict == Some(*verdict)))
        .collect();
    let shown = list.filter.verdict.map_or_else(|| all.clone(), |verdict| verdict.name().say(view.lang));
    let combo = ComboBox::from_id_salt("finding-verdict").width(COMBO_WIDTH).selected_text(shown).truncate();
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut list.filter.verdict, None, all);
        for verdict in occurring {
            ui.selectable_value(&mut list.filter.verdict, Some(verdict), verdict.name().say(view.lang));
        }
    });
    named(&response.response, &Column::Verdict.name().say(view.lang));
}

fn clause_ui(ui: &mut Ui, view: &View<'_>, list: &mut FindingList) {
    let all = view.say("findings-all-clauses");
    let clauses = list.clauses();
    let known = list.filter.clause.as_ref().and_then(|id| clauses.iter().find(|(own, _)| own == id));
    let shown = known.map_or_else(|| all.clone(), |(_, title)| title.clone());
    let combo = ComboBox::from_id_salt("finding-clause").width(COMBO_WIDTH * 1.5).selected_text(shown).truncate();
    let response = combo.height(360.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut list.filter.clause, None, all);
        for (id, title) in clauses {
            ui.selectable_value(&mut list.filter.clause, Some(id), title);
        }
    });
    named(&response.response, &Column::Clause.name().say(view.lang));
}

fn named(response: &egui::Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
}

fn text_ui(ui: &mut Ui, view: &View<'_>, list: &mut FindingList) {
    let hint = view.say("findings-search");
    let field = TextEdit::singleline(&mut list.filter.text).hint_text(hint.clone()).desired_width(TEXT_WIDTH);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
}

fn orders_ui(ui: &mut Ui, view: &mut View<'_>, list: &FindingList) {
    action_icon(ui, view, Action::PreviousFinding);
    action_icon(ui, view, Action::NextFinding);
    if icon_button(ui, Icon::Shown, &view.say("findings-see-all")).clicked() {
        view.commands.push(Command::Review(ReviewOrder::SeeAll));
    }
    let gone = list.rows().iter().any(|row| row.state == State::Solved);
    if gone && icon_button(ui, Icon::Remove, &view.say("findings-dismiss-all")).clicked() {
        view.commands.push(Command::Review(ReviewOrder::DismissAll));
    }
    if icon_button(ui, Icon::Copy, &view.say("findings-copy")).clicked() {
        ui.copy_text(list.text(view.lang));
        let copied = Message::new("app.findings-copied").with("count", list.len());
        view.session.say(copied);
    }
    action_icon(ui, view, Action::ExportCsv);
}

/// The heads of the columns, which sort; on two lines a choice of what to sort by.
pub(super) fn columns_ui(ui: &mut Ui, view: &mut View<'_>, list: &mut FindingList, layout: Layout) {
    let line = theme::palette(ui.visuals()).line;
    if !layout.is_wide() {
        return sort_ui(ui, view, list);
    }
    let (_, rect) = ui.allocate_space(vec2(ui.available_width().max(0.0), HEIGHT));
    for (column, range) in layout.columns() {
        let place = Rect::from_x_y_ranges(rect.left() + range.min..=rect.left() + range.max, rect.y_range());
        column_ui(ui, view, list, column, place);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, line));
}

fn column_ui(ui: &Ui, view: &View<'_>, list: &mut FindingList, column: Column, place: Rect) {
    let palette = theme::palette(ui.visuals());
    let name = column.name().say(view.lang);
    let sorted = list.column == column;
    let response = ui.interact(place, ui.scope_id().with(("column", name.as_str())), Sense::click());
    let read = Message::new("app.findings-sort-by").with("column", &name).say(view.lang);
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, sorted, &read));
    let ink = if sorted || response.hovered() || response.has_focus() { palette.accent } else { palette.quiet };
    let painter = ui.painter().with_clip_rect(place.expand(2.0));
    let text = painter.layout_no_wrap(name, FontId::proportional(SMALL), ink);
    let arrow = if list.falling { Icon::Next } else { Icon::Previous };
    let font = FontId::new(SMALL - 1.0, FontFamily::Name(icon::FAMILY.into()));
    let arrow = painter.layout_no_wrap(if sorted { arrow.glyph().to_string() } else { String::new() }, font, ink);
    let width = text.size().x + arrow.size().x + 2.0;
    let left = if column == Column::Value { place.right() - width } else { place.left() };
    let end = left + text.size().x + 2.0;
    painter.galley(Pos2::new(left, place.center().y - text.size().y / 2.0), text, ink);
    painter.galley(Pos2::new(end, place.center().y - arrow.size().y / 2.0), arrow, ink);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        sort(list, column);
    }
}

/// Sorts by a column; once more, the other way. What misses most comes first.
fn sort(list: &mut FindingList, column: Column) {
    list.falling = if list.column == column { !list.falling } else { column == Column::Miss };
    list.column = column;
}

fn sort_ui(ui: &mut Ui, view: &View<'_>, list: &mut FindingList) {
    ui.horizontal(|ui| {
        let named_by = |column: Column| Message::new("app.findings-sort-by").with_message("column", column.name());
        let combo = ComboBox::from_id_salt("finding-sort").selected_text(named_by(list.column).say(view.lang));
        let response = combo.show_ui(ui, |ui| {
            let shown = |column: &Column| *column != Column::County || list.has_counties();
            for column in Column::ALL.into_iter().filter(shown).collect::<Vec<_>>() {
                if ui.selectable_label(list.column == column, column.name().say(view.lang)).clicked() {
                    sort(list, column);
                }
            }
        });
        named(&response.response, &view.say("findings-sort"));
        let (icon, key) =
            if list.falling { (Icon::Next, "findings-rising") } else { (Icon::Previous, "findings-falling") };
        if icon_button(ui, icon, &view.say(key)).clicked() {
            list.falling = !list.falling;
        }
    });
}
