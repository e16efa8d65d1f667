//! The panel of layers: what is read, how it is drawn, what had to be assumed, and what could not be used.

mod arrange;
mod backdrops;
pub(in crate::app) mod drop;
mod group;
mod head;
pub(in crate::app) mod listed;
pub(in crate::app) mod menu;
pub(in crate::app) mod row;
pub(in crate::app) mod swatch;
mod tree;

use std::collections::BTreeSet;

use egui::{Margin, ScrollArea, Ui};

use self::listed::Listed;
use self::tree::{Node, tree};
use super::View;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::widget::button::action_item;
use crate::app::{Action, Command, Stage, theme};

/// Shows the panel.
pub(super) fn layers_ui(ui: &mut Ui, view: &mut View<'_>) {
    egui::Frame::new().inner_margin(Margin::symmetric(0, 12)).show(ui, |ui| {
        let listed = listed::listed(view.document, view.lang);
        head::head_ui(ui, view, &listed);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            body_ui(ui, view, &listed);
        });
    });
}

fn body_ui(ui: &mut Ui, view: &mut View<'_>, listed: &[Listed]) {
    match view.document.stage() {
        Stage::Failed => failure_ui(ui, view),
        Stage::Loading if view.document.loaded().is_none() => reading_ui(ui, view),
        _ => {}
    }
    let found = head::found(view, listed);
    tree_ui(ui, view, &found);
    if found.is_empty() && !listed.is_empty() {
        padded(ui, |ui| quiet(ui, view.say("layers-none-found")));
    } else if listed.is_empty() && view.document.plan().is_some() && view.document.stage() != Stage::Failed {
        padded(ui, |ui| quiet(ui, view.say("layers-none")));
    }
    drop::hint_ui(ui, view);
    backdrops::backdrops_ui(ui, view);
}

fn tree_ui(ui: &mut Ui, view: &mut View<'_>, listed: &[Listed]) {
    let (folded, searched) = (view.session.folded_groups.clone(), !view.session.layer_search.is_empty());
    let nodes = tree(listed, &|path| searched || !folded.contains(path));
    let mut rows = Vec::with_capacity(nodes.len());
    for node in &nodes {
        let response = match node {
            Node::Group(own) => {
                let response = group::group_ui(ui, view, &nodes, own);
                response.dnd_set_drag_payload(arrange::Moved::Group(own.path.clone()));
                response
            }
            Node::Layer(listed, depth) => row::row_ui(ui, view, &nodes, (listed, *depth)),
        };
        arrange::keys(ui, view, &nodes, node, &response);
        rows.push(response.rect);
    }
    arrange::drop_ui(ui, view, &nodes, &rows);
}

/// Hides these layers besides those that are, or shows them.
fn hiding(view: &View<'_>, layers: impl Iterator<Item = String>, hide: bool) -> Command {
    let mut hidden = view.session.hidden.clone();
    if hide {
        hidden.extend(layers);
    } else {
        layers.for_each(|layer| _ = hidden.remove(&layer));
    }
    Command::Hide(hidden)
}

/// Hides all layers but these.
fn only(view: &View<'_>, shown: &[&str]) -> Command {
    let all = listed::listed(view.document, view.lang).into_iter().map(|layer| layer.key);
    Command::Hide(all.filter(|key| !shown.contains(&key.as_str())).collect::<BTreeSet<String>>())
}

/// What is being read, before there is anything to show.
fn reading_ui(ui: &mut Ui, view: &View<'_>) {
    let reading = view.jobs.running().iter().find(|job| job.kind == Kind::Load);
    let says = reading.and_then(|job| job.handle.label()).map(|label| label.say(view.lang));
    padded(ui, |ui| {
        ui.horizontal(|ui| {
            ui.add(egui::Spinner::new().size(14.0));
            let says = egui::RichText::new(says.unwrap_or_else(|| view.say("job-load")));
            ui.add(egui::Label::new(says.color(theme::palette(ui.visuals()).quiet)).truncate());
        });
    });
}

/// Why the plan could not be read or checked, and the way to try again.
fn failure_ui(ui: &mut Ui, view: &mut View<'_>) {
    let palette = theme::palette(ui.visuals());
    let messages: Vec<String> =
        view.document.failure().unwrap_or_default().iter().map(|message| message.say(view.lang)).collect();
    padded(ui, |ui| {
        let frame = egui::Frame::new().fill(palette.amber_soft).corner_radius(6.0).inner_margin(Margin::same(10));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            for message in messages {
                ui.horizontal_top(|ui| {
                    ui.label(Icon::Warning.text(theme::TEXT).color(palette.amber));
                    ui.add(egui::Label::new(egui::RichText::new(message).color(palette.amber)).wrap());
                });
            }
            ui.add_space(6.0);
            action_item(ui, view, Action::Recheck);
        });
    });
}

/// A quiet sentence, wrapped.
fn quiet(ui: &mut Ui, says: String) {
    let colour = theme::palette(ui.visuals()).quiet;
    ui.add(egui::Label::new(egui::RichText::new(says).color(colour).size(theme::SMALL)).wrap());
}

/// Content with the panel's margins at both sides.
fn padded<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    egui::Frame::new().inner_margin(Margin::symmetric(14, 4)).show(ui, content).inner
}
