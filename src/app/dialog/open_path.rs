//! Paths that are typed or pasted: to open, to add, to write to.

use std::path::{Path, PathBuf};

use super::frame::{Answer, Texts, frame_ui, quiet, stated, text_field, wrong};
use crate::app::panel::View;
use crate::app::probe::{self, There};
use crate::app::session::Dialog;
use crate::app::{Command, TableOrder};
use crate::text::Message;

/// What is typed.
#[derive(Debug, Default)]
pub(super) struct Fields {
    path: String,
    /// The existing file that was asked about: confirmed once more, it is replaced.
    replaces: Option<PathBuf>,
}

impl Fields {
    /// The path that a command would write to.
    pub(super) fn proposing(command: &Command) -> Self {
        let path = match command {
            Command::SaveTo(path)
            | Command::Export(path)
            | Command::ExportDrawn(path)
            | Command::Table(TableOrder::ExportTo(path)) => path.display().to_string(),
            _ => String::new(),
        };
        Self { path, replaces: None }
    }

    fn path(&self) -> Option<PathBuf> {
        typed(&self.path)
    }
}

/// The path that was typed: quotes around it, as file managers copy them, and `~` are understood.
pub(super) fn typed(text: &str) -> Option<PathBuf> {
    let text = stated(text.trim().trim_matches(['"', '\'', '“', '”']))?;
    let home = std::env::home_dir();
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Some(home.join(rest)),
        _ => Some(PathBuf::from(text)),
    }
}

/// Asks for a path to open, or to add as a layer.
pub(super) fn open_ui(
    ui: &mut egui::Ui,
    view: &mut View<'_>,
    dialog: &Dialog,
    fields: &mut Fields,
    fresh: bool,
) -> Answer {
    let adds = *dialog == Dialog::AddPath;
    let title = view.say(if adds { "path-title-add" } else { "path-title-open" });
    let (cancel, confirm) = (view.say("cancel"), view.say(if adds { "add" } else { "open" }));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 520.0 };
    let mut there = false;
    let answer = frame_ui(ui, &texts, |ui| {
        text_field(ui, &view.say("path"), &mut fields.path, fresh);
        match fields.path() {
            None => quiet(ui, &view.say("path-hint")),
            Some(path) => {
                let found = probe::there(&path);
                there = found != There::Nothing;
                if found == There::Unknown {
                    ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
                }
                let says = what_lies_there(found).with("path", path.display()).say(view.lang);
                if there { quiet(ui, &says) } else { wrong(ui, Some(&says)) }
            }
        }
        true
    });
    match (answer, fields.path()) {
        (Answer::Confirmed, Some(path)) if there => {
            view.commands.push(if adds { Command::Add(vec![path]) } else { Command::Open(vec![path]) });
            Answer::Confirmed
        }
        (Answer::Confirmed, _) => Answer::Open,
        _ => answer,
    }
}

fn what_lies_there(there: There) -> Message {
    Message::new(match there {
        There::Plan => "app.path-is-plan",
        There::Folder => "app.path-is-folder",
        There::File => "app.path-is-file",
        There::Nothing => "app.path-is-nothing",
        There::Unknown => "app.path-is-unknown",
    })
}

/// Asks where to write what a command writes. An existing file is replaced only when that is confirmed once more.
pub(super) fn target_ui(
    ui: &mut egui::Ui,
    view: &mut View<'_>,
    command: &Command,
    fields: &mut Fields,
    fresh: bool,
) -> Answer {
    let saves = matches!(command, Command::SaveTo(_));
    let title = view.say(if saves { "path-title-save" } else { "path-title-export" });
    let asked = fields.replaces.is_some() && fields.path() == fields.replaces;
    let confirm = view.say(match (asked, saves) {
        (true, _) => "replace",
        (false, true) => "save",
        (false, false) => "export",
    });
    let cancel = view.say("cancel");
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 520.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        text_field(ui, &view.say("path"), &mut fields.path, fresh);
        let folder = fields.path().and_then(|path| path.parent().map(Path::to_owned));
        let says = |key: &str| Message::new(key).say(view.lang);
        match folder {
            None => wrong(ui, Some(&says("app.path-is-empty"))),
            Some(folder) if !folder.as_os_str().is_empty() && !probe::may_be_folder(&folder) => {
                wrong(ui, Some(&says("app.path-no-folder")));
            }
            Some(_) if asked => wrong(ui, Some(&says("app.path-replaces"))),
            Some(_) => quiet(ui, &says("app.path-new")),
        }
        true
    });
    let (Answer::Confirmed, Some(path)) = (answer, fields.path()) else {
        return if answer == Answer::Confirmed { Answer::Open } else { answer };
    };
    // What has not answered may be there.
    if probe::there(&path) != There::Nothing && !asked {
        fields.replaces = Some(path);
        return Answer::Open;
    }
    view.commands.push(match command {
        Command::SaveTo(_) => Command::SaveTo(path),
        Command::ExportDrawn(_) => Command::ExportDrawn(path),
        Command::Table(_) => Command::Table(TableOrder::ExportTo(path)),
        _ => Command::Export(path),
    });
    Answer::Confirmed
}
