//! The proposals of the plan: which one is open, and what can be done with them.

use egui::{Button, Popup, RichText, Ui};

use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::theme::{SMALL, palette};
use crate::app::{Command, Naming};
use crate::text::Message;

/// Widest a name is shown, points.
const WIDEST: f32 = 140.0;

/// Shows the open proposal; a click lists all.
pub(super) fn proposals_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(plan) = view.document.plan() else { return };
    let open = plan.content().proposals.open().map(str::to_owned);
    let shown = open.clone().unwrap_or_else(|| view.say("proposals"));
    let name = match &open {
        Some(open) => Message::new("app.proposal-open").with("name", open).say(view.lang),
        None => view.say("proposals"),
    };
    let inner = ui.scope(|ui| {
        ui.set_max_width(WIDEST);
        let mut text = egui::text::LayoutJob::default();
        let colour = ui.visuals().text_color();
        let style = |text: RichText| text.size(SMALL).color(colour);
        let font = egui::FontSelection::Default;
        style(RichText::new(format!("{shown} "))).append_to(&mut text, ui.style(), font.clone(), egui::Align::Center);
        Icon::Open.text(11.0).color(colour).append_to(&mut text, ui.style(), font, egui::Align::Center);
        ui.add(Button::new(text).truncate())
    });
    let response = inner.inner;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    Popup::menu(&response).show(|ui| list_ui(ui, view, open.as_deref()));
}

fn list_ui(ui: &mut Ui, view: &mut View<'_>, open: Option<&str>) {
    let Some(plan) = view.document.plan() else { return };
    let names: Vec<String> = plan.proposal_names().into_iter().map(str::to_owned).collect();
    if names.is_empty() {
        ui.set_max_width(260.0);
        ui.label(RichText::new(view.say("proposals-hint")).small().color(palette(ui.visuals()).quiet));
    }
    for name in &names {
        if ui.radio(Some(name.as_str()) == open, name).clicked() && Some(name.as_str()) != open {
            view.commands.push(Command::Edit(plan.opening_proposal(name)));
            ui.close();
        }
    }
    ui.separator();
    if ui.button(view.say("proposal-duplicate")).clicked() {
        view.commands.push(Command::Show(Some(Dialog::Proposal(Naming::Duplicate))));
        ui.close();
    }
    let Some(open) = open else { return };
    if ui.button(Message::new("app.proposal-rename").with("name", open).say(view.lang)).clicked() {
        view.commands.push(Command::Show(Some(Dialog::Proposal(Naming::Rename(open.to_owned())))));
        ui.close();
    }
    let delete = Message::new("app.proposal-delete").with("name", open).say(view.lang);
    if ui.add_enabled(names.len() > 1, Button::new(delete)).clicked() {
        view.commands.push(Command::Edit(plan.deleting_proposal(open)));
        ui.close();
    }
    ui.separator();
    for name in names.iter().filter(|name| name.as_str() != open) {
        if ui.button(Message::new("app.proposal-compare").with("name", name).say(view.lang)).clicked() {
            view.commands.push(Command::CompareWith(Some(name.clone())));
            ui.close();
        }
    }
    if view.session.beside.is_some() && ui.button(view.say("comparison-close")).clicked() {
        view.commands.push(Command::CompareWith(None));
        ui.close();
    }
}
