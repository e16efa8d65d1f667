//! What the features of a layer mean.

use egui::{Grid, ScrollArea, Ui};

use super::{LayerDraft, quiet};
use crate::app::panel::View;
use crate::layer::Role;
use crate::text::Message;

/// Roles stand in so many columns.
const COLUMNS: usize = 3;

pub(super) fn roles_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    reason_ui(ui, view, draft);
    ui.add_space(6.0);
    ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
        let column = (ui.available_width() / 3.0 - 12.0).max(80.0);
        Grid::new("roles").min_col_width(column).spacing([12.0, 4.0]).show(ui, |ui| {
            for row in Role::ALL.chunks(COLUMNS) {
                for (role, _) in row {
                    role_ui(ui, view, draft, *role);
                }
                ui.end_row();
            }
        });
    });
    ui.add_space(4.0);
    quiet(ui, view.say("layer-roles-several"));
}

fn reason_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    let stated = !draft.entry.roles.is_empty();
    let names: Vec<String> = draft.guess.0.iter().map(|role| role.name().say(view.lang)).collect();
    let reason = draft.guess.1.clone();
    let guess = if names.is_empty() {
        reason
    } else {
        Message::new("app.layer-guessed").with("roles", names.join(" · ")).with_message("reason", reason)
    };
    quiet(ui, guess.say(view.lang));
    if stated && ui.link(view.say("layer-guess-again")).clicked() {
        draft.entry.roles.clear();
    }
}

fn role_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft, role: Role) {
    let mut plays = draft.roles().contains(&role);
    if ui.checkbox(&mut plays, role.name().say(view.lang)).changed() {
        let mut roles = draft.roles().to_vec();
        // Backdrop is what is never measured: beside another role it would mean nothing.
        if plays {
            roles.retain(|known| *known != Role::Backdrop && role != Role::Backdrop);
            roles.push(role);
        } else {
            roles.retain(|known| *known != role);
        }
        draft.entry.roles = if roles.is_empty() { vec![Role::Backdrop] } else { roles };
    }
}
