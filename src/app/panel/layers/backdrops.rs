//! Maps from the net, at the foot of the layers: each is switched on by hand, and says how it stands with its server.

use egui::{Align, Align2, Frame, Label, Layout, Margin, Popup, RichText, Role, Ui, WidgetInfo};

use super::padded;
use crate::app::icon::{self, Icon};
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::widget::button::{action_icon, action_item, icon_button};
use crate::app::{Action, BackdropOrder, Command, theme};
use crate::formats::tiles::Address;
use crate::plan::Backdrop;
use crate::text::Message;

/// Megabytes of tiles that can be chosen to be kept.
const CACHES: [u32; 5] = [0, 100, 200, 500, 2_000];

/// Where names begin, from the left of the panel.
const NAME: f32 = 62.0;
/// Where the middle of a symbol stands.
const SYMBOL: f32 = 46.0;

/// Shows the section of a plan.
pub(super) fn backdrops_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(plan) = view.document.plan() else { return };
    let stated = plan.content().backdrops.clone();
    ui.add_space(8.0);
    ui.separator();
    ui.add_space(4.0);
    head_ui(ui, view, stated.is_empty());
    // The uppermost of the map comes first, as with layers.
    for (index, backdrop) in stated.iter().enumerate().rev() {
        ui.push_id(("backdrop", index), |ui| row_ui(ui, view, index, backdrop));
    }
    if stated.is_empty() {
        padded(ui, |ui| {
            let hint =
                RichText::new(view.say("backdrop-none")).size(theme::SMALL).color(theme::palette(ui.visuals()).quiet);
            ui.add(Label::new(hint).wrap());
            ui.add_space(6.0);
            action_item(ui, view, Action::AddBackdrop);
        });
    }
}

fn head_ui(ui: &mut Ui, view: &mut View<'_>, is_empty: bool) {
    Frame::new().inner_margin(Margin { left: 14, right: 10, top: 0, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::bold(view.say("backdrops")).size(theme::TEXT));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !is_empty {
                    action_icon(ui, view, Action::AddBackdrop);
                }
                let more = icon_button(ui, Icon::More, &view.say("backdrop-cache"));
                Popup::menu(&more).show(|ui| cache_ui(ui, view));
            });
        });
    });
}

/// How much is kept on the disk.
fn cache_ui(ui: &mut Ui, view: &mut View<'_>) {
    ui.set_width(220.0);
    ui.label(RichText::new(view.say("backdrop-cache")).small().color(theme::palette(ui.visuals()).quiet));
    for megabytes in CACHES {
        let says = match megabytes {
            0 => view.say("backdrop-cache-none"),
            some => Message::new("app.backdrop-cache-most").with("megabytes", some).say(view.lang),
        };
        if ui.radio(view.settings.tile_cache == megabytes, says).clicked() {
            view.commands.push(Command::Backdrop(BackdropOrder::KeepOnDisk(megabytes)));
        }
    }
    ui.separator();
    if ui.button(view.say("backdrop-cache-empty")).clicked() {
        view.commands.push(Command::Backdrop(BackdropOrder::EmptyCache));
        ui.close();
    }
}

fn row_ui(ui: &mut Ui, view: &mut View<'_>, index: usize, backdrop: &Backdrop) {
    let palette = theme::palette(ui.visuals());
    let on = view.settings.shows(&backdrop.address);
    Frame::new().inner_margin(Margin { left: 10, right: 10, top: 2, bottom: 2 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let key = if on { "app.backdrop-switch-off" } else { "app.backdrop-switch-on" };
            let says = Message::new(key).with("name", &backdrop.name).say(view.lang);
            let icon = if on { Icon::Shown } else { Icon::Hidden };
            let colour = if on { palette.accent } else { palette.quiet };
            let eye = ui.add(egui::Button::new(icon.text(16.0).color(colour)).frame(false));
            eye.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &says));
            if eye.on_hover_text(&says).clicked() {
                let order = BackdropOrder::Switch(backdrop.address.clone(), !on);
                view.commands.push(Command::Backdrop(order));
            }
            // Symbols and names stand below those of layers.
            let at = egui::pos2(ui.max_rect().left() - 10.0 + SYMBOL, ui.max_rect().center().y);
            let font = egui::FontId::new(15.0, egui::FontFamily::Name(icon::FAMILY.into()));
            ui.painter().text(at, Align2::CENTER_CENTER, Icon::Globe.glyph(), font, palette.quiet);
            ui.add_space(NAME - ui.cursor().left() + ui.max_rect().left() - 10.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let more = Message::new("app.layers-more").with("layer", &backdrop.name).say(view.lang);
                let more = icon_button(ui, Icon::More, &more);
                Popup::menu(&more).show(|ui| menu_ui(ui, view, index));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let ink = if on { palette.ink } else { palette.quiet };
                    ui.add(Label::new(RichText::new(&backdrop.name).color(ink)).truncate());
                });
            });
        });
        state_ui(ui, view, index, backdrop);
    });
}

/// How it stands with the server, and the way to mend it.
fn state_ui(ui: &mut Ui, view: &mut View<'_>, index: usize, backdrop: &Backdrop) {
    let palette = theme::palette(ui.visuals());
    let state = view.tiles.state(backdrop);
    let host = || Address::parse(&backdrop.address).map(|address| address.host()).unwrap_or_default();
    let trouble = state.trouble.filter(|_| view.settings.shows(&backdrop.address));
    let (says, colour) = match (view.settings.shows(&backdrop.address), &trouble, state.waiting) {
        (false, ..) => (view.say("backdrop-off"), palette.quiet),
        (true, Some(trouble), _) => (trouble.say(view.lang), palette.amber),
        (true, None, 0) => (host(), palette.quiet),
        (true, None, waiting) => {
            (Message::new("app.backdrop-waiting").with("count", waiting).say(view.lang), palette.quiet)
        }
    };
    Frame::new().inner_margin(Margin { left: 52, right: 4, top: 0, bottom: 2 }).show(ui, |ui| {
        ui.add(Label::new(RichText::new(says).size(11.0).color(colour)).wrap());
        if trouble.is_some() {
            ui.horizontal(|ui| {
                if ui.small_button(view.say("backdrop-again")).clicked() {
                    view.commands.push(Command::Backdrop(BackdropOrder::TryAgain));
                }
                if ui.small_button(view.say("backdrop-edit")).clicked() {
                    view.commands.push(Command::Show(Some(Dialog::Backdrop(Some(index)))));
                }
            });
        }
    });
}

fn menu_ui(ui: &mut Ui, view: &mut View<'_>, index: usize) {
    ui.set_width(160.0);
    if ui.button(view.say("backdrop-edit")).clicked() {
        view.commands.push(Command::Show(Some(Dialog::Backdrop(Some(index)))));
        ui.close();
    }
    if ui.button(view.say("backdrop-remove")).clicked() {
        let edit = view.document.plan().map(|plan| plan.removing_backdrop(index));
        view.commands.extend(edit.map(Command::Edit));
        ui.close();
    }
}
