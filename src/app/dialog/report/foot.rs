//! Where the report is written, what stands against it, and the buttons.

use std::path::Path;

use egui::{Align, Layout, ProgressBar, RichText, Ui};

use super::choices::{Choices, Replaces};
use super::choosing::path_ui;
use super::edition::{checked, is_checking};
use crate::app::dialog::frame::{quiet, wrong};
use crate::app::jobs::{Job, Kind};
use crate::app::panel::View;
use crate::app::theme::palette;
use crate::app::widget::button::primary_button;
use crate::app::{Command, ReportOrder};
use crate::text::Message;

/// Names of files that are told at most.
const TOLD: usize = 6;
/// Room for the buttons, in points.
const BUTTONS: f32 = 268.0;

/// Shows it; says whether the dialog is left.
pub(super) fn foot_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices) -> bool {
    target_ui(ui, view, choices);
    ui.add_space(8.0);
    let places = choices.places(view.document, view.lang);
    choices.replaces = choices.replaces.take().filter(|asked| asked.of == places);
    let problem = choices.problem(view.document, view.lang);
    let ready = checked(view.document, view.jobs).is_some();
    if ready && choices.waits {
        choices.waits = false;
        if problem.is_none() {
            write(view, choices, Vec::new());
        }
    }
    let width = ui.available_width();
    let line = egui::vec2(width, 32.0);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_height(line.y);
        let left = ui.button(view.say("report-close")).clicked();
        let jobs = view.jobs;
        match jobs.running().iter().find(|job| job.kind == Kind::Export) {
            Some(job) => running_ui(ui, view, job),
            None => buttons_ui(ui, view, choices, problem.as_ref(), ready),
        }
        let says = egui::vec2((width - BUTTONS).max(40.0), line.y);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.set_max_width(says.x.min(ui.available_width()));
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
            says_ui(ui, view, choices, problem.as_ref(), ready);
        });
        left
    })
    .inner
}

fn target_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices) {
    let proposed = choices.target(view.document, view.lang).map(|path| path.display().to_string());
    let mut text = choices.target.clone().or(proposed).unwrap_or_default();
    let (typed, chooses) =
        path_ui(ui, &view.say("report-target"), &mut text, &view.say("report-target-choose"), &view.say("choose"));
    if typed {
        choices.target = Some(text);
    }
    if chooses {
        view.commands.push(Command::Report(ReportOrder::ChooseTarget));
    }
}

fn buttons_ui(ui: &mut Ui, view: &mut View<'_>, choices: &mut Choices, problem: Option<&Message>, ready: bool) {
    let replaced = choices.replaces.as_ref().map(|asked| asked.files.clone());
    let key = match (ready, choices.waits, &replaced) {
        (false, true, _) => "report-wait-no-longer",
        (false, false, _) => "report-write-later",
        (true, _, Some(_)) => "report-replace",
        (true, _, None) => "report-write",
    };
    let enabled = problem.is_none() && (ready || is_checking(view.jobs));
    let pressed = ui.add_enabled_ui(enabled, |ui| primary_button(ui, &view.say(key)).clicked()).inner;
    if pressed && ready {
        write(view, choices, replaced.unwrap_or_default());
    } else if pressed {
        choices.waits = !choices.waits;
    }
    if ready && choices.replaces.is_some() && ui.button(view.say("report-keep")).clicked() {
        choices.replaces = None;
    }
}

fn write(view: &mut View<'_>, choices: &mut Choices, replaced: Vec<std::path::PathBuf>) {
    choices.replaces = None;
    choices.failed = None;
    view.commands.push(Command::Report(ReportOrder::Write(replaced)));
}

fn running_ui(ui: &mut Ui, view: &mut View<'_>, job: &Job) {
    if ui.button(view.say("report-stop")).clicked() {
        view.commands.push(Command::Cancel(job.id));
    }
    progress_ui(ui, job, 120.0);
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
}

/// How far a job is.
pub(in crate::app::dialog) fn progress_ui(ui: &mut Ui, job: &Job, width: f32) {
    let (done, total) = job.handle.progress();
    #[expect(clippy::cast_possible_truncation, reason = "a share for a bar of a hundred points")]
    let share = if total > 0 { (done as f64 / total as f64).clamp(0.0, 1.0) as f32 } else { 0.0 };
    let accent = palette(ui.visuals()).accent;
    ui.add(ProgressBar::new(share).desired_width(width).desired_height(5.0).fill(accent));
}

/// What is being done, what is asked, what stands against writing, or why it failed.
fn says_ui(ui: &mut Ui, view: &View<'_>, choices: &Choices, problem: Option<&Message>, ready: bool) {
    if let Some(job) = view.jobs.running().iter().find(|job| job.kind == Kind::Export) {
        let label = job.handle.label().unwrap_or_else(|| job.label.clone());
        return quiet(ui, &label.say(view.lang));
    }
    if let Some(problem) = problem {
        return wrong(ui, Some(&problem.say(view.lang)));
    }
    if !ready {
        let key = match (is_checking(view.jobs), choices.waits) {
            (true, true) => "report-waits",
            (true, false) => "report-unchecked",
            (false, _) => "report-check-failed",
        };
        let colour = palette(ui.visuals()).amber;
        ui.label(RichText::new(view.say(key)).small().color(colour));
        return;
    }
    if let Some(asked) = &choices.replaces {
        return wrong(ui, Some(&replaces(asked).say(view.lang)));
    }
    wrong(ui, choices.failed.as_ref().map(|message| message.say(view.lang)).as_deref());
}

/// Which files would be replaced.
fn replaces(asked: &Replaces) -> Message {
    let names = names(asked.files.iter().map(std::path::PathBuf::as_path));
    Message::new("app.report-replaces").with("count", asked.files.len()).with("files", names)
}

/// Names of files, the first few.
pub(in crate::app) fn names<'a>(files: impl Iterator<Item = &'a Path>) -> String {
    let names: Vec<String> =
        files.map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
    let more = if names.len() > TOLD { " …" } else { "" };
    let told: Vec<&str> = names.iter().take(TOLD).map(String::as_str).collect();
    format!("{}{more}", told.join(" · "))
}
