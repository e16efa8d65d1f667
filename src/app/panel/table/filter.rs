//! The field of the condition: read while it is typed, with what would fit where the cursor stands.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange};
use egui::{EventFilter, Id, Key, Modifiers, RichText, TextEdit, Ui};

use super::super::View;
use super::proposals::{self, Proposal};
use crate::app::icon::Icon;
use crate::app::table::{Look, Table};
use crate::app::theme::{SMALL, palette};
use crate::app::widget::button::icon_button;
use crate::layer::Layer;
use crate::layer::filter::{Mistake, Wish, wish};

/// Letters of the condition that are shown before a mistake.
const BEFORE: usize = 24;
/// What stands for the end of the text: room for what is missing.
const END: &str = "\u{a0}\u{a0}\u{a0}";

fn field_id() -> Id {
    Id::unique("table-filter")
}

/// Shows the field in what is left of the line.
pub(super) fn filter_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, layer: &Arc<Layer>) {
    let colours = palette(ui.visuals());
    let label = ui.label(RichText::new(view.say("table-filter")).size(SMALL).color(colours.quiet));
    let label = label.on_hover_text(view.say("table-filter-help"));
    let begun = begun(ui, table, look, layer);
    let offered = begun.as_ref().map(|begun| proposals::fitting(view, table, layer, begun)).unwrap_or_default();
    // An empty field is passed by Tab as any other.
    let takes = !look.filter.trim().is_empty() || table.proposal > 0;
    let taken = if takes { keys(ui, table, &offered) } else { move_by_keys(ui, table, &offered) };
    if let (Some(taken), Some(begun)) = (taken, &begun) {
        take(ui, table, look, begun, &taken);
    }
    let clear = !look.filter.is_empty();
    let width = (ui.available_width() - if clear { 34.0 } else { 0.0 }).max(24.0);
    // Tab takes a proposal; without one it goes on to the next field.
    let filter = EventFilter {
        tab: !offered.is_empty() && takes && !ui.input(|input| input.modifiers.shift),
        vertical_arrows: true,
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    let edit = TextEdit::singleline(&mut look.filter)
        .id(field_id())
        .hint_text(view.say("table-filter-hint"))
        .desired_width(width)
        .event_filter(filter);
    let shown = edit.show(ui);
    let response = shown.response.response.labelled_by(label.id);
    if response.changed() {
        table.proposal = 0;
        look.top = 0.0;
    }
    if clear && icon_button(ui, Icon::Close, &view.say("table-filter-clear")).clicked() {
        look.filter.clear();
    }
    if let Some(begun) = begun
        && let Some((list, taken)) = proposals::list_ui(ui, view, table, response.rect, &offered)
    {
        match taken {
            Some(taken) => take(ui, table, look, &begun, &taken),
            None => table.list = Some((begun, list)),
        }
    }
}

/// What would fit at the cursor, as it was left in the last frame.
fn begun(ui: &Ui, table: &mut Table, look: &Look, layer: &Arc<Layer>) -> Option<Wish> {
    let list = table.list.take();
    if !ui.memory(|memory| memory.has_focus(field_id())) {
        // A press on the list takes the focus: the list stays until the pointer is let go of there.
        let pointed = ui.ctx().pointer_latest_pos();
        return list.filter(|(_, list)| pointed.is_some_and(|at| list.contains(at))).map(|(begun, _)| begun);
    }
    let range = TextEdit::load_state(ui.ctx(), field_id())?.cursor.char_range()?;
    let letters = usize::from(range.primary.index);
    let at = look.filter.char_indices().nth(letters).map_or(look.filter.len(), |(at, _)| at);
    wish(&look.filter, at, &table.names(layer))
}

/// Arrows move among proposals, Tab and Enter take one.
fn keys(ui: &Ui, table: &mut Table, offered: &[Proposal]) -> Option<Proposal> {
    move_by_keys(ui, table, offered);
    let pressed = |key: Key| ui.input_mut(|input| !input.modifiers.shift && input.consume_key(Modifiers::NONE, key));
    let last = offered.len().checked_sub(1)?;
    (pressed(Key::Tab) || pressed(Key::Enter)).then(|| offered.get(table.proposal.min(last)).cloned()).flatten()
}

/// Arrows move among proposals; none is taken.
fn move_by_keys(ui: &Ui, table: &mut Table, offered: &[Proposal]) -> Option<Proposal> {
    let last = offered.len().checked_sub(1)?;
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        table.proposal = if table.proposal >= last { 0 } else { table.proposal + 1 };
    }
    if pressed(Key::ArrowUp) {
        table.proposal = table.proposal.checked_sub(1).unwrap_or(last);
    }
    None
}

/// Puts a proposal in the place of what is begun, and the cursor behind it.
fn take(ui: &Ui, table: &mut Table, look: &mut Look, begun: &Wish, taken: &Proposal) {
    table.proposal = 0;
    if look.filter.get(begun.replace.clone()).is_none() {
        return;
    }
    look.filter.replace_range(begun.replace.clone(), &taken.insert);
    let letters = look.filter.chars().count() - look.filter[begun.replace.start + taken.insert.len()..].chars().count();
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), field_id()) {
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(letters))));
        state.store(ui.ctx(), field_id());
    }
    ui.memory_mut(|memory| memory.request_focus(field_id()));
}

/// What is wrong with the condition: what stands before the place, the place, and what is expected there.
pub(super) fn mistake_ui(ui: &mut Ui, view: &View<'_>, text: &str, mistake: &Mistake) {
    let colours = palette(ui.visuals());
    let (before, place) = shown_place(text, mistake);
    let says = mistake.message.say(view.lang);
    let margin = egui::Margin { left: 10, right: 10, top: 0, bottom: 4 };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(Icon::Warning.text(SMALL).color(colours.amber));
            ui.label(RichText::new(format!("  {before}")).size(SMALL).color(colours.quiet));
            let mark = RichText::new(place).size(SMALL).color(colours.amber).background_color(colours.amber_soft);
            ui.label(mark);
            ui.add(egui::Label::new(RichText::new(format!("  {says}")).size(SMALL).color(colours.amber)).truncate());
        });
    });
}

/// The place of a mistake with a little of what stands before it; the end of the text as an empty one.
fn shown_place(text: &str, mistake: &Mistake) -> (String, String) {
    let before: Vec<char> = text.get(..mistake.at.start).unwrap_or_default().chars().collect();
    let cut = before.len().saturating_sub(BEFORE);
    let mut shown: String = before.get(cut..).unwrap_or_default().iter().collect();
    if cut > 0 {
        shown.insert(0, '…');
    }
    let place: String = text.get(mistake.at.clone()).unwrap_or_default().chars().take(BEFORE).collect();
    (shown, if place.is_empty() { END.to_owned() } else { place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Message;

    #[test]
    fn a_mistake_is_shown_with_what_stands_before_it() {
        let at = |at: std::ops::Range<usize>| Mistake { at, message: Message::new("layer.filter-value") };
        assert_eq!(shown_place("层数 > 六", &at(9..12)), ("层数 > ".to_owned(), "六".to_owned()));
        assert_eq!(shown_place("a > ", &at(4..4)), ("a > ".to_owned(), END.to_owned()));
        let long = "名称 = \"甲\" and ".repeat(9);
        let (before, _) = shown_place(&long, &at(long.len()..long.len()));
        assert_eq!(before.chars().count(), BEFORE + 1);
    }
}
