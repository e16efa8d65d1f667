//! A line over the map that says what is to be known of the files: others have changed them, or this window may only look.

use egui::{Align2, Area, Frame, Id, Margin, Order, Rect, RichText, Stroke, Ui};

use super::View;
use crate::app::dispatch::plans::said;
use crate::app::theme::palette;
use crate::app::widget::button::primary_button;
use crate::app::{Action, Command};
use crate::report::wording::list_separator;
use crate::text::Message;

/// Points from the upper edge of the map.
const AWAY: f32 = 12.0;
/// Names of files that are told; of more it is told how many there are.
const TOLD: usize = 3;

/// Shows the line; `map` is where the map lies.
pub(in crate::app) fn changed_ui(ui: &mut Ui, view: &mut View<'_>, map: Rect) {
    // A dialog is answered first, and what is read just now is no news.
    if view.document.plan().is_none() || view.session.dialog.is_some() || !map.is_positive() {
        return;
    }
    if !view.changed.is_empty() && view.jobs.running().is_empty() {
        line_ui(ui, view, map, "changed", |ui, view| {
            let unsaved = view.document.plan().map_or(0, |plan| plan.unsaved().len());
            ui.label(what(view).say(view.lang));
            if view.changed.plan && unsaved > 0 {
                ui.label(Message::new("app.changed-kept").with("count", unsaved).say(view.lang));
            }
            ui.horizontal(|ui| {
                if primary_button(ui, &view.say("changed-reload")).clicked() {
                    view.commands.push(Command::Reload);
                }
                if ui.button(view.say("changed-ignore")).clicked() {
                    view.commands.push(Command::KeepOn);
                }
            });
        });
    } else if let Some(holder) = view.document.held() {
        let who = holder.map(said).filter(|who| !who.is_empty());
        let key = if who.is_some() { "app.read-only-by" } else { "app.read-only" };
        let text = Message::new(key).with("who", who.unwrap_or_default()).say(view.lang);
        line_ui(ui, view, map, "read-only", |ui, view| {
            ui.horizontal(|ui| {
                ui.label(text);
                if ui.button(Action::SaveAs.label().say(view.lang)).clicked() {
                    view.commands.act(Action::SaveAs);
                }
            });
        });
    }
}

fn line_ui(ui: &mut Ui, view: &mut View<'_>, map: Rect, id: &str, content: impl FnOnce(&mut Ui, &mut View<'_>)) {
    let colours = palette(ui.visuals());
    let frame = Frame::new().fill(colours.amber_soft).stroke(Stroke::new(1.0, colours.amber));
    let at = map.center_top() + egui::vec2(0.0, AWAY);
    let area = Area::new(Id::unique(("line", id))).order(Order::Middle).pivot(Align2::CENTER_TOP).fixed_pos(at);
    area.constrain(true).show(ui.ctx(), |ui| {
        ui.set_max_width((map.width() - 120.0).clamp(160.0, 560.0));
        ui.visuals_mut().override_text_color = Some(colours.ink);
        frame.corner_radius(8).inner_margin(Margin::symmetric(14, 8)).show(ui, |ui| content(ui, view));
    });
}

/// What others have changed, by name.
fn what(view: &View<'_>) -> Message {
    let plan = view.changed.plan.then(|| view.document.plan().and_then(|plan| plan.path())).flatten();
    let paths = plan.into_iter().chain(view.changed.layers.iter().map(std::path::PathBuf::as_path));
    let names: Vec<String> =
        paths.map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
    let told = names.iter().take(TOLD).cloned().collect::<Vec<_>>().join(&list_separator(view.lang));
    let key = if names.len() > TOLD { "app.changed-more" } else { "app.changed-by-others" };
    Message::new(key).with("files", told).with("count", names.len())
}

/// Says in the line at the bottom that what was done is not on the disk.
pub(in crate::app) fn safety_ui(ui: &mut Ui, view: &View<'_>) {
    use crate::app::Safety;
    let (key, tip) = match view.document.safety() {
        Safety::Safe => return,
        Safety::Waiting => ("safety-waiting", view.say("safety-waiting-tip")),
        Safety::Unsafe(why) => ("safety-unsafe", why.say(view.lang)),
    };
    let colour = palette(ui.visuals()).amber;
    ui.label(RichText::new(view.say(key)).small().color(colour)).on_hover_text(tip);
}
