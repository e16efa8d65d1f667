//! A value that the plan gives the selected features of a file in place of their own.

use egui::{ComboBox, Margin, RichText, TextEdit, Ui};

use super::super::View;
use super::Scene;
use crate::app::Command;
use crate::app::table::Table;
use crate::app::theme::{SMALL, palette};
use crate::app::tool::kind::GREEN_CLASSES;
use crate::app::widget::button::primary_button;
use crate::layer::{Field, Layer, RoadClass, Role};
use crate::text::{Lang, Message};

/// What can be chosen for a field: code and name; nothing where it is typed.
fn choices(layer: &Layer, field: Field, lang: Lang) -> Vec<(String, String)> {
    match (field, layer.roles.first()) {
        (Field::Class, Some(Role::RoadCentrelines)) => {
            RoadClass::ALL.iter().map(|(class, code)| ((*code).to_owned(), class.name().say(lang))).collect()
        }
        (Field::Class, Some(Role::Green)) => GREEN_CLASSES
            .iter()
            .map(|class| {
                let name = Message::new(format!("app.green-{}", class.to_lowercase())).say(lang);
                ((*class).to_owned(), format!("{class} {name}"))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Shows the line in place of the foot.
pub(super) fn restate_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, scene: &Scene) {
    let (count, elsewhere) = (table.picked().rows().len(), table.picked().elsewhere());
    let Some(restating) = &mut table.restating else { return };
    let layer = &scene.layer;
    let field = restating.field;
    let message = Message::new("app.table-restating").with("count", count).with_message("field", field.title());
    let colours = palette(ui.visuals());
    let mut leave = false;
    egui::Frame::new().fill(colours.accent_soft).inner_margin(Margin::symmetric(10, 1)).show(ui, |ui| {
        ui.horizontal(|ui| {
            let name = ui.label(RichText::new(message.say(view.lang)).size(SMALL));
            let choices = choices(layer, field, view.lang);
            let entered = if choices.is_empty() {
                let edit = ui.add(TextEdit::singleline(&mut restating.text).desired_width(140.0)).labelled_by(name.id);
                if std::mem::take(&mut restating.fresh) {
                    edit.request_focus();
                }
                edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
            } else {
                let known = choices.iter().find(|(code, _)| *code == restating.text);
                let shown = known.map_or(restating.text.as_str(), |(_, name)| name.as_str()).to_owned();
                let combo = ComboBox::from_id_salt("table-restate").width(140.0).selected_text(shown);
                let response = combo.show_ui(ui, |ui| {
                    for (code, name) in &choices {
                        ui.selectable_value(&mut restating.text, code.clone(), name);
                    }
                });
                response.response.labelled_by(name.id);
                false
            };
            let text = restating.text.trim();
            let number = !restating.numeric || text.parse::<f64>().is_ok_and(f64::is_finite);
            let fits = !text.is_empty() && number && count > 0 && elsewhere == 0;
            let pressed = ui.add_enabled_ui(fits, |ui| primary_button(ui, &view.say("table-amend"))).inner.clicked();
            if fits && (pressed || entered) {
                view.commands.push(Command::Restate(field, text.to_owned()));
                leave = true;
            }
            leave |= ui.button(view.say("cancel")).clicked();
            let problem = if elsewhere > 0 {
                Some("table-restate-elsewhere")
            } else if count == 0 {
                Some("table-restate-none")
            } else {
                (!text.is_empty() && !number).then_some("table-restate-number")
            };
            let says = view.say(problem.unwrap_or("table-restate-hint"));
            let colour = if problem.is_some() { colours.amber } else { colours.quiet };
            ui.add(egui::Label::new(RichText::new(says).size(SMALL).color(colour)).truncate());
        });
    });
    if leave {
        table.restating = None;
    }
}
