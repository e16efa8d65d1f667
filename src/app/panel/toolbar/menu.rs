//! The menu of the bar: everything that can be done, in groups.

use std::path::Path;

use egui::{RichText, Ui};

use crate::app::dock::PanelId;
use crate::app::panel::View;
use crate::app::panel::tools::kind_item;
use crate::app::settings::{SIZES, Theme};
use crate::app::theme::palette;
use crate::app::tool::Kind;
use crate::app::widget::button::action_item;
use crate::app::{Action, Command, Drawing};
use crate::plan;
use crate::text::Lang;

/// What can be written.
pub(super) const EXPORTS: [Action; 6] = [
    Action::Report,
    Action::ExportGeoJson,
    Action::ExportCsv,
    Action::ExportPicture,
    Action::ExportDrawnShapefile,
    Action::ExportDrawnGeoJson,
];
/// Ways to open something.
const OPENING: [Action; 4] = [Action::OpenFiles, Action::OpenFolder, Action::OpenPath, Action::OpenSample];
/// Recent plans in the menu.
const RECENT: usize = 8;

/// Shows the menu.
pub(super) fn menu_ui(ui: &mut Ui, view: &mut View<'_>) {
    ui.menu_button(view.say("menu-file"), |ui| file_ui(ui, view));
    ui.menu_button(view.say("menu-edit"), |ui| {
        items(ui, view, &[Action::Undo, Action::Redo, Action::History]);
        ui.separator();
        items(ui, view, &[Action::Delete, Action::Duplicate, Action::Split, Action::AutomaticEnds]);
        items(ui, view, &[Action::DrawAnew, Action::TakeAway]);
        ui.separator();
        items(
            ui,
            view,
            &[Action::PlanSettings, Action::StandardText, Action::Arguments, Action::Notices, Action::Recheck],
        );
    });
    ui.menu_button(view.say("menu-draw"), |ui| {
        items(ui, view, &[Action::SelectTool]);
        for kind in Kind::ALL {
            kind_item(ui, view, kind);
        }
        ui.separator();
        items(ui, view, &[Action::Finish, Action::EditTool, Action::MeasureTool, Action::Ortho, Action::Snap]);
    });
    ui.menu_button(view.say("menu-export"), |ui| items(ui, view, &EXPORTS));
    ui.menu_button(view.say("menu-panels"), |ui| panels_ui(ui, view));
    ui.menu_button(view.say("menu-view"), |ui| view_ui(ui, view));
    ui.separator();
    items(ui, view, &[Action::Palette, Action::StartPage]);
    ui.separator();
    items(ui, view, &[Action::Help, Action::Tour, Action::About]);
    ui.separator();
    items(ui, view, &[Action::Quit]);
}

/// Sizes of the interface.
fn sizes_ui(ui: &mut Ui, view: &mut View<'_>) {
    for size in SIZES {
        if ui.radio(view.settings.size() == size, format!("{size} %")).clicked() {
            view.commands.push(Command::Enlarge(size));
        }
    }
}

/// Ways to open something, and what was open lately.
pub(super) fn opening_ui(ui: &mut Ui, view: &mut View<'_>) {
    items(ui, view, &OPENING);
    if view.settings.recent.is_empty() {
        return;
    }
    ui.separator();
    ui.label(RichText::new(view.say("recent")).small().color(palette(ui.visuals()).quiet));
    for path in view.settings.recent.iter().take(RECENT).map(|recent| &recent.path) {
        if ui.button(shown(path)).on_hover_text(path.display().to_string()).clicked() {
            view.commands.push(Command::Open(vec![path.clone()]));
            ui.close();
        }
    }
}

/// The folder of a plan, the name of anything else.
pub(in crate::app) fn shown(path: &Path) -> String {
    let is_plan = path.file_name().is_some_and(|name| name == plan::FILE_NAME);
    let told = if is_plan { path.parent().unwrap_or(path) } else { path };
    told.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn items(ui: &mut Ui, view: &mut View<'_>, actions: &[Action]) {
    for action in actions {
        action_item(ui, view, *action);
    }
}

fn file_ui(ui: &mut Ui, view: &mut View<'_>) {
    opening_ui(ui, view);
    ui.separator();
    items(
        ui,
        view,
        &[Action::AddLayers, Action::AddBackdrop, Action::Save, Action::SaveAs, Action::Recover, Action::Close],
    );
}

/// Every panel: shown or hidden, and the side it stands on.
fn panels_ui(ui: &mut Ui, view: &mut View<'_>) {
    for panel in PanelId::ALL {
        action_item(ui, view, panel.action());
    }
    ui.separator();
    items(ui, view, &[Action::OrdinaryPanels]);
}

/// What draws the map, and what does in fact.
fn drawing_ui(ui: &mut Ui, view: &mut View<'_>) {
    let choices =
        [(Drawing::Auto, "drawing-auto"), (Drawing::Card, "drawing-card"), (Drawing::Processor, "drawing-processor")];
    for (drawing, key) in choices {
        let choice = ui.radio(view.settings.drawing == drawing, view.say(key));
        let now = [Some(view.drawing.said(view.lang)), view.drawing.reason(view.lang)];
        let now = now.into_iter().flatten().collect::<Vec<_>>().join("\n");
        if choice.on_hover_text(now).clicked() {
            view.commands.push(Command::DrawBy(drawing));
        }
    }
}

fn view_ui(ui: &mut Ui, view: &mut View<'_>) {
    items(ui, view, &[Action::Fit, Action::ZoomIn, Action::ZoomOut, Action::Profile]);
    items(ui, view, &[Action::NextFinding, Action::PreviousFinding, Action::Names, Action::SurveyorsAxes]);
    ui.separator();
    items(ui, view, &[Action::LargerInterface, Action::SmallerInterface, Action::OrdinaryInterface]);
    ui.menu_button(view.say("menu-size"), |ui| sizes_ui(ui, view));
    ui.separator();
    items(ui, view, &[Action::NextRegion, Action::PreviousRegion]);
    ui.separator();
    for (theme, key) in [(Theme::System, "theme-system"), (Theme::Light, "theme-light"), (Theme::Dark, "theme-dark")] {
        if ui.radio(view.settings.theme == theme, view.say(key)).clicked() {
            view.commands.push(Command::Dress(theme));
        }
    }
    ui.separator();
    drawing_ui(ui, view);
    ui.separator();
    // Each language by its own name, whatever is spoken now.
    for (lang, key) in [(Lang::Zh, "chinese"), (Lang::En, "english")] {
        if ui.radio(view.lang == lang, view.say(key)).clicked() {
            view.commands.push(Command::Speak(lang));
        }
    }
}
