//! A figure that the planner types in: value, year, source.

use super::frame::{Answer, Texts, frame_ui, quiet, stated, text_field, wrong};
use super::number;
use crate::app::Command;
use crate::app::panel::View;
use crate::plan::TypedFigure;
use crate::standard::{Standard, Titles, yes_or_no};
use crate::text::{Lang, Message};

/// What is typed.
#[derive(Debug)]
pub(super) struct Fields {
    key: String,
    name: Titles,
    unit: Titles,
    value: String,
    year: String,
    source: String,
}

impl Fields {
    /// What the plan holds of a figure.
    pub(super) fn of(view: &View<'_>, key: &str) -> Self {
        let known = view.document.plan().and_then(|plan| plan.content().figures.get(key));
        let text = |text: Option<String>| text.unwrap_or_default();
        let standard = view.document.loaded().map(|loaded| loaded.standard.as_ref());
        let built_in = Standard::built_ins();
        let standard = standard.or(built_in.first());
        let both = |say: fn(&Standard, &str, Lang) -> String| {
            let said = |lang| standard.map_or_else(|| key.to_owned(), |standard| say(standard, key, lang));
            Titles { zh: said(Lang::Zh), en: said(Lang::En) }
        };
        Self {
            key: key.to_owned(),
            name: both(Standard::figure_name),
            unit: both(Standard::figure_unit),
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
        typed_figure(&self.value, &self.year, &self.source)
    }

    /// Shows its fields.
    pub(super) fn show(&mut self, ui: &mut egui::Ui, lang: Lang, fresh: bool) {
        let says = |key: &str| Message::new(key).say(lang);
        let label = if self.unit.say(lang).is_empty() {
            self.name.say(lang).to_owned()
        } else {
            let label = Message::new("app.figure-with-unit").with("figure", self.name.say(lang));
            label.with("unit", self.unit.say(lang)).say(lang)
        };
        ui.columns(3, |columns| {
            if let [value, year, source] = columns {
                text_field(value, &label, &mut self.value, fresh);
                text_field(year, &says("app.figure-year"), &mut self.year, false);
                text_field(source, &says("app.figure-source"), &mut self.source, false);
            }
        });
        match self.figure() {
            Err(message) => wrong(ui, Some(&message.say(lang))),
            Ok(Some(figure)) => {
                let value = crate::units::grouped(&figure.value.to_string());
                let read = Message::new("app.figure-read").with("value", value).with("unit", self.unit.say(lang));
                quiet(ui, &read.say(lang));
            }
            Ok(None) => quiet(ui, &says("app.figure-hint")),
        }
    }
}

/// The figure that is typed; none where the value is left empty.
///
/// # Errors
/// A sentence for the value or the year.
pub(in crate::app) fn typed_figure(value: &str, year: &str, source: &str) -> Result<Option<TypedFigure>, Message> {
    if stated(value).is_none() {
        return Ok(None);
    }
    let value = yes_or_no(value).or_else(|| number::number(value)).ok_or_else(|| Message::new("app.not-a-number"))?;
    if value < 0.0 {
        return Err(Message::new("app.negative"));
    }
    let year = match stated(year) {
        None => None,
        Some(text) => Some(number::year(&text).ok_or_else(|| Message::new("app.not-a-year"))?),
    };
    Ok(Some(TypedFigure { value, year, source: stated(source) }))
}

/// Asks for one figure.
pub(super) fn figure_ui(ui: &mut egui::Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool) -> Answer {
    let lang = view.lang;
    let (title, cancel, confirm) = (fields.name.say(lang).to_owned(), view.say("cancel"), view.say("apply"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 520.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        fields.show(ui, lang, fresh);
        true
    });
    if answer != Answer::Confirmed {
        return answer;
    }
    match (fields.figure(), view.document.plan()) {
        (Ok(figure), Some(plan)) => {
            view.commands.push(Command::Edit(plan.setting_figure(fields.key(), figure)));
            answer
        }
        _ => Answer::Open,
    }
}
