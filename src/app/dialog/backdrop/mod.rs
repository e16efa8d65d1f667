//! A map from the net: chosen by name or by its address, tried, and switched on.

mod fields;

use egui::{ComboBox, Slider, Ui};

pub(in crate::app) use self::fields::Fields;

use self::fields::Choice;
use super::frame::{Answer, Texts, frame_ui, quiet, text_field, wrong};
use crate::app::Command;
use crate::app::jobs::Kind;
use crate::app::panel::View;
use crate::formats::tiles::{Address, Grid, SERVICES};
use crate::plan::Backdrop;
use crate::text::Message;

/// Something that concerns maps from the net.
#[derive(Clone, Debug, PartialEq)]
pub enum BackdropOrder {
    /// Fetch from an address from now on, or no longer.
    Switch(String, bool),
    /// Remember the user's key of a service by its host; an empty one forgets it.
    Key {
        /// The host.
        host: String,
        /// The key.
        key: String,
    },
    /// Ask servers again that were left alone.
    TryAgain,
    /// Keep so many megabytes of tiles on the disk.
    KeepOnDisk(u32),
    /// Let go of what is kept there.
    EmptyCache,
    /// See what the server of an address answers with a key.
    Try(Box<Backdrop>, String),
}

/// What a server answered.
#[derive(Clone, Debug)]
pub(in crate::app) struct Trial {
    pub(in crate::app) address: String,
    pub(in crate::app) key: String,
    pub(in crate::app) said: Result<Message, Message>,
}

/// Shows the dialog.
pub(super) fn backdrop_ui(
    ui: &mut Ui,
    view: &mut View<'_>,
    index: Option<usize>,
    fields: &mut Fields,
    fresh: bool,
) -> Answer {
    let title = view.say(if index.is_some() { "backdrop-title-edit" } else { "backdrop-title" });
    let (cancel, confirm) = (view.say("cancel"), view.say("apply"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 560.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        if index.is_none() {
            choice_ui(ui, view, fields);
        }
        source_ui(ui, view, fields, fresh);
        key_ui(ui, view, fields);
        show_ui(ui, view, fields);
        trial_ui(ui, view, fields);
        true
    });
    if answer == Answer::Confirmed {
        fields.take_key_out();
    }
    match (answer, fields.commands(view, index)) {
        (Answer::Confirmed, Ok(commands)) => {
            for command in commands {
                view.commands.push(command);
            }
            Answer::Confirmed
        }
        (Answer::Confirmed, Err(_)) => Answer::Open,
        (other, _) => other,
    }
}

fn choice_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields) {
    let name = ui.label(egui::RichText::new(view.say("backdrop-source")).small());
    let own = view.say("backdrop-own");
    let named = |choice: Choice| match choice {
        Choice::Own => own.clone(),
        Choice::Service(index) => SERVICES.get(index).map(|service| service.name().say(view.lang)).unwrap_or_default(),
    };
    let combo = ComboBox::from_id_salt("backdrop-source").width(ui.available_width());
    let response = combo.selected_text(named(fields.choice)).show_ui(ui, |ui| {
        for choice in (0..SERVICES.len()).map(Choice::Service).chain([Choice::Own]) {
            ui.selectable_value(&mut fields.choice, choice, named(choice));
        }
    });
    response.response.labelled_by(name.id);
}

fn source_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields, fresh: bool) {
    if fields.choice == Choice::Own {
        text_field(ui, &view.say("backdrop-name"), &mut fields.name, fresh);
        let typed = text_field(ui, &view.say("backdrop-address"), &mut fields.address, false);
        if !typed.has_focus()
            || ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Paste(_))))
        {
            fields.take_key_out();
        }
        match Address::parse(&fields.address) {
            _ if fields.address.trim().is_empty() => quiet(ui, &view.say("backdrop-address-hint")),
            Err(message) => wrong(ui, Some(&message.say(view.lang))),
            Ok(address) if address.is_shifted() => wrong(ui, Some(&view.say("backdrop-shifted"))),
            Ok(_) => quiet(ui, &view.say("backdrop-address-hint")),
        }
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                text_field(left, &view.say("backdrop-attribution"), &mut fields.attribution, false);
                text_field(right, &view.say("backdrop-max-zoom"), &mut fields.max_zoom, false);
            }
        });
        if fields.deepest().is_err() {
            wrong(ui, Some(&view.say("backdrop-zoom-wrong")));
        }
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new(view.say("backdrop-grid")).small());
        let grids: &[Grid] = if fields.choice == Choice::Own { &Grid::ALL } else { &[Grid::Mercator, Grid::Cgcs2000] };
        for &grid in grids {
            let name = view.say(match grid {
                Grid::Mercator => "backdrop-grid-mercator",
                Grid::Cgcs2000 => "backdrop-grid-cgcs2000",
                Grid::Wgs84 => "backdrop-grid-wgs84",
            });
            ui.radio_value(&mut fields.grid, grid, name);
        }
    });
    if fields.choice != Choice::Own {
        ui.checkbox(&mut fields.names, view.say("backdrop-names"));
    }
}

fn key_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields) {
    fields.remember_key(view.settings);
    if fields.needs_key() {
        text_field(ui, &view.say("backdrop-key"), &mut fields.key, false);
        let hint = Message::new("app.backdrop-key-hint").with("host", fields.host());
        quiet(ui, &hint.say(view.lang));
    }
}

fn show_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields) {
    ui.horizontal(|ui| {
        let name = ui.label(egui::RichText::new(view.say("backdrop-opacity")).small());
        ui.add(Slider::new(&mut fields.opacity, 10..=100).trailing_fill(true).suffix(" %")).labelled_by(name.id);
    });
    let host = fields.host();
    let says = Message::new("app.backdrop-switch").with("host", &host).say(view.lang);
    ui.add_enabled(!host.is_empty(), egui::Checkbox::new(&mut fields.on, says));
}

fn trial_ui(ui: &mut Ui, view: &mut View<'_>, fields: &Fields) {
    let trying = view.jobs.is_running(Kind::Try);
    let stated = fields.backdrops(view.lang).ok().and_then(|stated| stated.into_iter().next());
    ui.horizontal(|ui| {
        let button = ui.add_enabled(stated.is_some() && !trying, egui::Button::new(view.say("backdrop-try")));
        if let Some(backdrop) = stated.clone().filter(|_| button.clicked()) {
            let order = BackdropOrder::Try(Box::new(backdrop), fields.key.clone());
            view.commands.push(Command::Backdrop(order));
        }
        if trying {
            ui.add(egui::Spinner::new().size(14.0));
        }
    });
    let of_this =
        |trial: &&Trial| stated.as_ref().is_some_and(|own| own.address == trial.address) && trial.key == fields.key;
    match view.session.trial.as_ref().filter(of_this).map(|trial| &trial.said) {
        Some(Ok(message)) => quiet(ui, &message.say(view.lang)),
        Some(Err(message)) => wrong(ui, Some(&message.say(view.lang))),
        None => quiet(ui, &view.say("backdrop-try-hint")),
    }
}
