//! A figure that the planner types in: value, year, source.

use super::frame::{Answer, Texts, frame_ui, quiet, stated, text_field, wrong};
use super::number;
use crate::app::Command;
use crate::app::panel::View;
use crate::plan::TypedFigure;
use crate::text::{self, Lang, Message};

/// What is typed.
#[derive(Debug)]
pub(super) struct Fields {
    key: String,
    value: String,
    year: String,
    source: String,
}

impl Fields {
    /// What the plan holds of a figure.
    pub(super) fn of(view: &View<'_>, key: &str) -> Self {
        let known = view.document.plan().and_then(|plan| plan.content().figures.get(key));
        let text = |text: Option<String>| text.unwrap_or_default();
        Self {
            key: key.to_owned(),
            value: text(known.map(|figure| figure.value.to_string())),
            year: text(known.and_then(|figure| figure.year).map(|year| year.to_string())),
            source: text(known.and_then(|figure| figure.source.clone())),
        }
    }

    /// Its key.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The figure that is stated; none where the value is left empty.
    ///
    /// # Errors
    /// A sentence for the value or the year.
    pub(super) fn figure(&self) -> Result<Option<TypedFigure>, Message> {
        if stated(&self.value).is_none() {
            return Ok(None);
        }
        let value = number::number(&self.value).ok_or_else(|| Message::new("app.not-a-number"))?;
        if value < 0.0 {
            return Err(Message::new("app.negative"));
        }
        let year = match stated(&self.year) {
            None => None,
            Some(text) => Some(number::year(&text).ok_or_else(|| Message::new("app.not-a-year"))?),
        };
        Ok(Some(TypedFigure { value, year, source: stated(&self.source) }))
    }

    /// Shows its fields.
    pub(super) fn show(&mut self, ui: &mut egui::Ui, lang: Lang, fresh: bool) {
        let says = |key: &str| Message::new(key).say(lang);
        let label = Message::new("app.figure-with-unit")
            .with_message("figure", title(&self.key))
            .with_message("unit", unit(&self.key));
        text_field(ui, &label.say(lang), &mut self.value, fresh);
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                text_field(left, &says("app.figure-year"), &mut self.year, false);
                text_field(right, &says("app.figure-source"), &mut self.source, false);
            }
        });
        match self.figure() {
            Err(message) => wrong(ui, Some(&message.say(lang))),
            Ok(Some(figure)) => {
                let value = crate::units::grouped(&figure.value.to_string());
                let read = Message::new("app.figure-read").with("value", value).with_message("unit", unit(&self.key));
                quiet(ui, &read.say(lang));
            }
            Ok(None) => quiet(ui, &says("app.figure-hint")),
        }
    }
}

/// What a figure is called; its key where the table has no name for it.
fn title(key: &str) -> Message {
    let entry = format!("app.figure-title-{}", key.replace('_', "-"));
    if text::is_known(&entry) { Message::new(entry) } else { Message::new("app.figure-of-key").with("key", key) }
}

/// The unit of a figure.
fn unit(key: &str) -> Message {
    let entry = format!("app.figure-unit-{}", key.replace('_', "-"));
    Message::new(if text::is_known(&entry) { entry } else { "app.figure-unit-none".to_owned() })
}

/// Asks for one figure.
pub(super) fn figure_ui(ui: &mut egui::Ui, view: &mut View<'_>, key: &str, fields: &mut Fields, fresh: bool) -> Answer {
    let lang = view.lang;
    let (title, cancel, confirm) = (title(key).say(lang), view.say("cancel"), view.say("apply"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 400.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        fields.show(ui, lang, fresh);
        true
    });
    if answer != Answer::Confirmed {
        return answer;
    }
    match (fields.figure(), view.document.plan()) {
        (Ok(figure), Some(plan)) => {
            view.commands.push(Command::Edit(plan.setting_figure(key, figure)));
            answer
        }
        _ => Answer::Open,
    }
}
