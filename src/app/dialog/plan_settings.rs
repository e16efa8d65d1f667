//! Settings of the plan: name, county, year, standard, coordinate system, figures.

use std::path::{Path, PathBuf};

use egui::{ComboBox, RichText, Ui};

use super::frame::{Answer, Texts, frame_ui, quiet, stated, text_field, wrong};
use super::number;
use crate::app::panel::View;
use crate::app::panel::status::system_name;
use crate::app::theme::{self, palette};
use crate::app::{Action, Command, PanelId, StandardOrder};
use crate::formats;
use crate::plan::{Edit, Plan};
use crate::standard::Standard;
use crate::text::{Lang, Message};

/// What is typed and chosen.
#[derive(Debug)]
pub(super) struct Fields {
    name: String,
    county: Option<String>,
    counties: Vec<String>,
    year: String,
    standard: String,
    /// Id and title of those that ship.
    built_in: Vec<(String, String)>,
    crs: String,
    frame: String,
    /// Whether the table of figures is to be opened once the settings are taken over.
    asks_figures: bool,
    folder: PathBuf,
    wrong_standard: Option<(String, Vec<Message>)>,
    /// The text of a standard that is to be opened once the settings are taken over.
    opens: Option<StandardOrder>,
    wrong_crs: Option<(String, Message)>,
}

impl Fields {
    /// What the plan states now.
    pub(super) fn of(view: &View<'_>) -> Self {
        let content = view.document.plan().map(|plan| plan.content().as_ref().clone()).unwrap_or_default();
        let loaded = view.document.loaded();
        let built_ins = Standard::built_ins();
        let standard = loaded.map(|loaded| loaded.standard.as_ref()).or(built_ins.first());
        Self {
            name: content.name.or(loaded.map(|loaded| loaded.snapshot.name.clone())).unwrap_or_default(),
            counties: standard.map(|standard| standard.counties.clone()).unwrap_or_default(),
            county: content.county,
            year: content.year.map(|year| year.to_string()).unwrap_or_default(),
            standard: content.standard.unwrap_or_else(|| Standard::default_id().to_owned()),
            built_in: built_ins.iter().map(|own| (own.id.clone(), own.title.say(view.lang).to_owned())).collect(),
            crs: content.crs.unwrap_or_default(),
            frame: loaded
                .map(|loaded| {
                    format!("{} · {}", loaded.snapshot.frame.code(), system_name(&loaded.snapshot.frame, view.lang))
                })
                .unwrap_or_default(),
            asks_figures: false,
            folder: view.document.plan().map(|plan| plan.folder().to_owned()).unwrap_or_default(),
            wrong_standard: None,
            opens: None,
            wrong_crs: None,
        }
    }

    fn year(&self) -> Result<Option<i32>, Message> {
        match stated(&self.year) {
            None => Ok(None),
            Some(text) => number::year(&text).map(Some).ok_or_else(|| Message::new("app.not-a-year")),
        }
    }

    /// The one edit that these settings are; what is wrong is remembered at its field.
    fn edit(&mut self, plan: &Plan) -> Option<Edit> {
        let year = self.year().ok();
        // A standard whose text is to be edited may still be wrong: the plan takes it when it is saved.
        let taken = self.opens.is_none();
        self.wrong_standard = taken.then(|| wrong_standard(&self.standard, &self.folder)).flatten();
        self.wrong_crs = wrong_crs(&self.crs);
        let (Some(year), None, None) = (year, &self.wrong_standard, &self.wrong_crs) else {
            return None;
        };
        let content = plan.content();
        // What was shown because nothing is stated stays unstated.
        let unstated = content.standard.is_none() && self.standard == Standard::default_id();
        let mut edits = Vec::new();
        if content.name.is_some() || !self.name.trim().is_empty() {
            edits.push(plan.setting_name(stated(&self.name)));
        }
        edits.push(plan.setting_county(self.county.clone()));
        edits.push(plan.setting_year(year));
        if taken && !unstated {
            edits.push(plan.setting_standard(stated(&self.standard)));
        }
        edits.push(plan.setting_crs(stated(&self.crs)));
        edits.retain(|edit| !edit.is_empty());
        Some(Edit::Batch(Message::new("app.edit-settings"), edits))
    }
}

fn wrong_standard(text: &str, folder: &Path) -> Option<(String, Vec<Message>)> {
    let error = Standard::open_in(text.trim(), folder).err()?;
    Some((text.to_owned(), error.messages()))
}

fn wrong_crs(text: &str) -> Option<(String, Message)> {
    let name = stated(text)?;
    formats::frame_around(Some(&name), &[]).err().map(|error| (text.to_owned(), error.0))
}

/// Shows the settings.
pub(super) fn settings_ui(ui: &mut Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool) -> Answer {
    let lang = view.lang;
    let (title, cancel, confirm) = (view.say("settings"), view.say("cancel"), view.say("apply"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 640.0 };
    let can_edit = Action::StandardText.is_enabled(view.document, view.session, view.jobs);
    let mut answer = frame_ui(ui, &texts, |ui| {
        text_field(ui, &says(lang, "app.plan-name"), &mut fields.name, fresh);
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                county_ui(left, lang, fields);
                text_field(right, &says(lang, "app.evaluation-year"), &mut fields.year, false);
                match fields.year() {
                    Err(message) => wrong(right, Some(&message.say(lang))),
                    Ok(_) => quiet(right, &says(lang, "app.year-hint")),
                }
            }
        });
        standard_ui(ui, lang, fields, can_edit);
        crs_ui(ui, lang, fields);
        ui.add_space(8.0);
        ui.label(theme::bold(says(lang, "app.figures")));
        ui.horizontal_wrapped(|ui| {
            fields.asks_figures = ui.button(says(lang, "app.figures-open")).clicked();
            quiet(ui, &says(lang, "app.figures-are-in-table"));
        });
        true
    });
    if fields.opens.is_some() || fields.asks_figures {
        answer = Answer::Confirmed;
    }
    if answer != Answer::Confirmed {
        return answer;
    }
    let edit = view.document.plan().and_then(|plan| fields.edit(plan));
    let opens = fields.opens.take();
    let Some(edit) = edit else { return Answer::Open };
    view.commands.push(Command::Edit(edit));
    view.commands.extend(opens.map(Command::Standard));
    view.commands.extend(fields.asks_figures.then_some(Command::ShowPanel(PanelId::Figures)));
    answer
}

fn says(lang: Lang, key: &str) -> String {
    Message::new(key).say(lang)
}

fn label(ui: &mut Ui, text: &str) -> egui::Response {
    ui.label(RichText::new(text).small().color(palette(ui.visuals()).quiet))
}

fn county_ui(ui: &mut Ui, lang: Lang, fields: &mut Fields) {
    let name = label(ui, &says(lang, "app.county"));
    let none = says(lang, "app.no-county");
    let shown = fields.county.clone().unwrap_or_else(|| none.clone());
    let width = ui.available_width();
    let combo = ComboBox::from_id_salt("county").width(width).selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut fields.county, None, none);
        for county in &fields.counties {
            ui.selectable_value(&mut fields.county, Some(county.clone()), county);
        }
    });
    response.response.labelled_by(name.id);
}

fn standard_ui(ui: &mut Ui, lang: Lang, fields: &mut Fields, can_edit: bool) {
    let name = label(ui, &says(lang, "app.standard"));
    let known = fields.built_in.iter().find(|(id, _)| *id == fields.standard);
    let of_file = says(lang, "app.standard-file");
    let shown = known.map_or_else(|| of_file.clone(), |(_, title)| title.clone());
    let is_built_in = known.is_some();
    let combo = ComboBox::from_id_salt("standard").width(ui.available_width()).selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        for (id, title) in &fields.built_in {
            ui.selectable_value(&mut fields.standard, id.clone(), title);
        }
        if ui.selectable_label(!is_built_in, of_file).clicked() && is_built_in {
            fields.standard.clear();
        }
    });
    response.response.labelled_by(name.id);
    if !is_built_in {
        text_field(ui, &says(lang, "app.standard-path"), &mut fields.standard, false);
    }
    if can_edit {
        text_buttons(ui, lang, fields, is_built_in);
    }
    if let Some((_, messages)) = fields.wrong_standard.as_ref().filter(|(of, _)| *of == fields.standard) {
        for message in messages {
            wrong(ui, Some(&message.say(lang)));
        }
    }
}

/// The buttons that open the text of the chosen standard: as a copy, and where it is a file as it is.
fn text_buttons(ui: &mut Ui, lang: Lang, fields: &mut Fields, is_built_in: bool) {
    ui.horizontal_wrapped(|ui| {
        for (key, copy) in [("app.standard-copy", true), ("app.standard-edit", false)] {
            let able = (copy || !is_built_in) && !fields.standard.trim().is_empty();
            let button = ui.add_enabled(able, egui::Button::new(says(lang, key)));
            if button.on_disabled_hover_text(says(lang, "app.standard-not-here")).clicked() {
                fields.opens = Some(StandardOrder::Open { of: fields.standard.trim().to_owned(), copy });
            }
        }
    });
}

fn crs_ui(ui: &mut Ui, lang: Lang, fields: &mut Fields) {
    text_field(ui, &says(lang, "app.crs"), &mut fields.crs, false);
    match fields.wrong_crs.as_ref().filter(|(of, _)| *of == fields.crs) {
        Some((_, message)) => wrong(ui, Some(&message.say(lang))),
        None => quiet(ui, &Message::new("app.crs-in-use").with("frame", &fields.frame).say(lang)),
    }
}
