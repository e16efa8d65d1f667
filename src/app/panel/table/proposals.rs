//! What the condition could go on with: names of fields, and values of the field that is compared.

use std::sync::Arc;

use egui::{Area, Button, Id, Order, Rect, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};

use super::super::View;
use super::{cell, menu};
use crate::app::Command;
use crate::app::table::{Table, TableOrder};
use crate::app::theme::{SMALL, palette};
use crate::layer::Layer;
use crate::layer::filter::{Wanted, Wish, quoted_name, quoted_text};
use crate::layer::table::Column;
use crate::text::Lang;

/// So many are offered at most.
const MOST: usize = 50;
/// Height of the list, points.
const HEIGHT: f32 = 208.0;

/// Something to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    /// What is put into the condition.
    pub(super) insert: String,
    /// What is shown.
    shown: String,
    /// What else it is called.
    second: String,
}

/// What fits to what is begun. Values that are not known yet are asked for.
pub(super) fn fitting(view: &mut View<'_>, table: &mut Table, layer: &Arc<Layer>, begun: &Wish) -> Vec<Proposal> {
    let typed = begun.typed.trim().to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&typed);
    match begun.wanted {
        Wanted::Name => {
            let names = names(table, layer, view.lang).into_iter();
            let fitting = names.filter(|own| fits(&own.shown) || fits(&own.second) || fits(&own.insert));
            // What is typed to its end needs no proposal.
            let fitting: Vec<Proposal> = fitting.take(MOST).collect();
            let whole = |own: &Proposal| own.insert.trim() == begun.typed;
            if fitting.len() == 1 && fitting.iter().all(whole) { Vec::new() } else { fitting }
        }
        Wanted::Value(column) => {
            let known = table.proposed.as_ref();
            let known = known.filter(|known| known.column == column && Arc::ptr_eq(&known.layer, layer));
            let Some(known) = known else {
                view.commands.push(Command::Table(TableOrder::Propose(column)));
                return Vec::new();
            };
            let values = known.values.iter().filter(|value| fits(value));
            let insert = |value: &str| if known.numeric { value.to_owned() } else { quoted_text(value) };
            let proposal =
                |value: &String| Proposal { insert: insert(value), shown: value.clone(), second: String::new() };
            values.take(MOST).map(proposal).collect()
        }
    }
}

/// The columns by the names that the language of the window prefers.
fn names(table: &mut Table, layer: &Arc<Layer>, lang: Lang) -> Vec<Proposal> {
    let names = table.names(layer);
    let fields = (0..layer.fields.len()).map(Column::Field);
    let computed = Column::COMPUTED.map(|(column, _)| column);
    let proposal = |column: Column| {
        let (title, second) = cell::title(column, layer, lang, false);
        let canonical = column.canonical(layer).map(|field| field.name().to_owned());
        let own = menu::name(column, layer);
        // A title of several words reads worse than the name.
        let preferred = [Some(title.clone()).filter(|_| lang == Lang::Zh), canonical.clone()];
        let is_it = |name: &String| names.column(name) == Some(column) && quoted_name(name) == *name;
        let insert = preferred.into_iter().flatten().find(is_it).unwrap_or(own);
        let mut others: Vec<String> = canonical.into_iter().chain(second).collect();
        others.retain(|other| *other != insert);
        others.dedup();
        Proposal { insert: format!("{insert} "), shown: title, second: others.join(" · ") }
    };
    fields.chain(computed).map(proposal).collect()
}

/// Shows the list below the field; gives back where it stands, and what was clicked.
pub(super) fn list_ui(
    ui: &Ui,
    view: &View<'_>,
    table: &Table,
    field: Rect,
    offered: &[Proposal],
) -> Option<(Rect, Option<Proposal>)> {
    if offered.is_empty() {
        return None;
    }
    let at = table.proposal.min(offered.len() - 1);
    let area = Area::new(Id::unique("table-proposals")).order(Order::Foreground).constrain(true);
    let shown = area.fixed_pos(field.left_bottom() + vec2(0.0, 4.0)).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(field.width().clamp(180.0, 320.0));
            // An area remembers how tall it was: a longer list after a short one would be squeezed into that.
            let list = ScrollArea::vertical().max_height(HEIGHT).min_scrolled_height(HEIGHT).auto_shrink([false, true]);
            list.show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut taken = None;
                for (index, own) in offered.iter().enumerate() {
                    if line_ui(ui, view, own, index == at) {
                        taken = Some(own.clone());
                    }
                }
                taken
            })
        })
    });
    Some((shown.response.rect, shown.inner.inner.inner))
}

fn line_ui(ui: &mut Ui, view: &View<'_>, own: &Proposal, chosen: bool) -> bool {
    let quiet = palette(ui.visuals()).quiet;
    let shown = RichText::new(&own.shown);
    let second = RichText::new(&own.second).size(SMALL).color(quiet);
    let button = Button::new(shown).right_text(second).selected(chosen).frame_when_inactive(chosen).truncate();
    let response = ui.add(button.min_size(vec2(ui.available_width(), 24.0)));
    let name = crate::text::Message::new("app.table-propose").with("text", own.insert.trim()).say(view.lang);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    if chosen && !ui.is_rect_visible(response.rect) {
        response.scroll_to_me(None);
    }
    response.clicked()
}
