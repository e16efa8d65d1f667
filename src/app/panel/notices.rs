//! The panel of notices: what was left out, repaired or assumed, of one layer, or of the plan, its layers and the check.

use egui::{Align, Layout, Margin, RichText, ScrollArea, Ui, vec2};
use geo_types::{Coord, Rect};

use super::layers::listed::{Came, listed};
use super::{View, state};
use crate::app::icon::Icon;
use crate::app::widget::button::icon_button;
use crate::app::{Command, theme};
use crate::notice::Notice;
use crate::text::Message;
use crate::units;

/// Half the side of the square around a place that is flown to, metres.
const AROUND: f64 = 50.0;
/// Height of a line, the same for all: of tens of thousands only those in sight are laid out.
const HEIGHT: f32 = 40.0;

/// Notices that belong together, with what they speak of.
struct Group<'a> {
    title: String,
    notices: &'a [Notice],
}

/// Shows the list: of the layer that was asked for, or of everything.
pub(super) fn notices_ui(ui: &mut Ui, view: &mut View<'_>) {
    let document = view.document;
    let one = view.session.notices_of.filter(|_| document.loaded().is_some());
    let groups = groups(view, one);
    let count: usize = groups.iter().map(|group| group.notices.len()).sum();
    egui::Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        if document.loaded().is_none() {
            return state::without_result(ui, view);
        }
        head_ui(ui, view, count, one.is_some());
        state::stale_note(ui, view);
        if count == 0 {
            ui.label(RichText::new(view.say("notices-none")).color(theme::palette(ui.visuals()).quiet));
        }
        list_ui(ui, view, &groups);
    });
}

/// How many there are; of one layer, with the way to all.
fn head_ui(ui: &mut Ui, view: &mut View<'_>, count: usize, of_one: bool) {
    ui.horizontal(|ui| {
        ui.label(theme::bold(view.say("notices")));
        let quiet = theme::palette(ui.visuals()).quiet;
        ui.label(RichText::new(units::grouped(&count.to_string())).color(quiet));
        if of_one && ui.button(view.say("notices-all")).clicked() {
            view.commands.push(Command::ShowNotices(None));
        }
    });
}

/// The notices of one layer of the snapshot; or of the plan, of each layer, of the check and of each clause.
fn groups<'a>(view: &View<'a>, layer: Option<usize>) -> Vec<Group<'a>> {
    let document = view.document;
    let Some(loaded) = document.loaded() else { return Vec::new() };
    let snapshot = &loaded.snapshot;
    let of_layers = listed(document, view.lang).into_iter().filter_map(|listed| {
        let Came::Layer(index) = listed.came else { return None };
        let notices = snapshot.layers.get(index)?.notices.as_slice();
        let title = listed.second.map_or(listed.name.clone(), |file| format!("{} · {file}", listed.name));
        (layer.is_none() || layer == Some(index)).then_some(Group { title, notices })
    });
    let mut groups = Vec::new();
    if layer.is_none() {
        groups.push(Group { title: view.say("notices-plan"), notices: &snapshot.notices });
    }
    groups.extend(of_layers);
    if let Some(outcome) = document.outcome().filter(|_| layer.is_none()) {
        groups.push(Group { title: view.say("notices-check"), notices: &outcome.notices });
        let clauses = outcome.clauses.iter().map(|clause| {
            let title = loaded.standard.clauses.iter().find(|known| known.id == clause.clause);
            let title = title.map_or_else(|| clause.clause.clone(), |known| known.title.say(view.lang).to_owned());
            Group { title, notices: clause.notices.as_slice() }
        });
        groups.extend(clauses);
    }
    groups.retain(|group| !group.notices.is_empty());
    groups
}

fn list_ui(ui: &mut Ui, view: &mut View<'_>, groups: &[Group<'_>]) {
    // A group takes a line for its title and one for each notice.
    let total: usize = groups.iter().map(|group| group.notices.len() + 1).sum();
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, HEIGHT, total, |ui, rows| {
        let mut first = 0;
        for group in groups {
            let end = first + group.notices.len() + 1;
            for row in rows.start.max(first)..rows.end.min(end) {
                match row.checked_sub(first + 1) {
                    None => title_ui(ui, group),
                    Some(index) => {
                        if let Some(notice) = group.notices.get(index) {
                            notice_ui(ui, view, notice, row);
                        }
                    }
                }
            }
            first = end;
        }
    });
}

fn title_ui(ui: &mut Ui, group: &Group<'_>) {
    let quiet = theme::palette(ui.visuals()).quiet;
    let line = vec2(ui.available_width(), HEIGHT);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Max), |ui| {
        ui.set_min_size(line);
        ui.label(theme::bold(&group.title));
        let count = units::grouped(&group.notices.len().to_string());
        ui.label(RichText::new(count).color(quiet).size(theme::SMALL));
    });
}

fn notice_ui(ui: &mut Ui, view: &mut View<'_>, notice: &Notice, salt: usize) {
    let palette = theme::palette(ui.visuals());
    let line = vec2(ui.available_width(), HEIGHT);
    let sentence = notice.message.say(view.lang);
    ui.push_id(salt, |ui| {
        ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
            ui.set_min_size(line);
            if let Some(at) = notice.at {
                zoom_ui(ui, view, notice, at);
            }
            // Most sentences name their row themselves.
            if let Some(row) = notice.row.filter(|row| !sentence.contains(&row.to_string())) {
                let row = Message::new("app.notices-row").with("row", row).say(view.lang);
                ui.label(RichText::new(row).color(palette.quiet).size(theme::SMALL));
            }
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(false), |ui| {
                two_lines(ui, &sentence);
            });
        });
    });
}

/// A sentence in two lines at most; the whole of it is the tooltip.
fn two_lines(ui: &mut Ui, sentence: &str) {
    let font = egui::FontId::proportional(theme::SMALL);
    let mut job =
        egui::text::LayoutJob::simple(sentence.to_owned(), font, ui.visuals().text_color(), ui.available_width());
    job.wrap.max_rows = 2;
    job.wrap.break_anywhere = false;
    ui.add(egui::Label::new(job)).on_hover_text(sentence);
}

fn zoom_ui(ui: &mut Ui, view: &mut View<'_>, notice: &Notice, [x, y]: [f64; 2]) {
    let name = match notice.row {
        Some(row) => Message::new("app.notices-zoom-row").with("row", row).say(view.lang),
        None => view.say("notices-zoom"),
    };
    if icon_button(ui, Icon::ZoomTo, &name).clicked() {
        let corner = |by: f64| Coord { x: x + by, y: y + by };
        view.commands.push(Command::LookAt(Rect::new(corner(-AROUND), corner(AROUND))));
    }
}
