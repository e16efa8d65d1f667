//! The bar at the top.

pub(in crate::app) mod menu;
mod proposals;
mod topics;

use egui::{Align, Button, Label, Layout, Margin, Panel, Popup, Response, RichText, Role, Ui, WidgetInfo};

use super::View;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::region::{Region, region_ui};
use crate::app::theme::{self, palette, verdict_colour};
use crate::app::tool::{self, Tool};
use crate::app::widget::button::{action_icon, action_item, icon_button, primary_button};
use crate::app::{Action, Command, Stage};
use crate::check::Verdict;
use crate::text::Message;

/// Height of the bar in points.
const HEIGHT: f32 = 48.0;
/// Below these widths less is shown, in points; what is left out stands in the menu.
const WITH_NAMES: f32 = 1_080.0;
const WITH_TOOLS: f32 = 700.0;
const WITH_OPEN: f32 = 800.0;
const WITH_STATE: f32 = 620.0;
const WITH_PROPOSALS: f32 = 560.0;
const WITH_HISTORY: f32 = 460.0;

/// Shows the bar.
pub(in crate::app) fn toolbar_ui(ui: &mut Ui, view: &mut View<'_>) {
    let fill = palette(ui.visuals()).panel;
    let frame = egui::Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 0));
    Panel::top("toolbar").exact_size(HEIGHT).resizable(false).frame(frame).show(ui, |ui| {
        region_ui(ui, view, Region::Bar);
        let width = ui.available_width();
        ui.horizontal_centered(|ui| {
            menu_ui(ui, view);
            ui.add(Label::new(theme::bold(view.say("title")).size(18.0).color(palette(ui.visuals()).accent)));
            plan_ui(ui, view, (width - 420.0).clamp(60.0, 260.0));
            if width > WITH_PROPOSALS {
                proposals::proposals_ui(ui, view);
            }
            if width > WITH_HISTORY {
                ui.add_space(8.0);
                history_ui(ui, view, Action::Undo);
                history_ui(ui, view, Action::Redo);
            }
            if width > WITH_HISTORY {
                action_icon(ui, view, Action::History);
            }
            if width > WITH_TOOLS {
                ui.separator();
                tools_ui(ui, view, width > WITH_NAMES);
                topics::button_ui(ui, view, width > WITH_NAMES);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| right_ui(ui, view, width));
        });
    });
}

fn right_ui(ui: &mut Ui, view: &mut View<'_>, width: f32) {
    language_ui(ui, view);
    if view.document.plan().is_some() {
        report_ui(ui, view);
        if width > WITH_HISTORY {
            export_ui(ui, view);
        }
    }
    if width > WITH_OPEN {
        open_ui(ui, view);
        ui.separator();
    }
    if width > WITH_STATE {
        state_ui(ui, view);
    }
}

fn menu_ui(ui: &mut Ui, view: &mut View<'_>) {
    let response = icon_button(ui, Icon::Menu, &view.say("menu"));
    Popup::menu(&response).show(|ui| menu::menu_ui(ui, view));
}

/// Name of the plan, with a dot where it holds unsaved changes.
fn plan_ui(ui: &mut Ui, view: &mut View<'_>, width: f32) {
    if view.document.plan().is_none() {
        return;
    }
    let name = name_of_plan(view);
    let changed = view.document.plan().is_some_and(crate::plan::Plan::is_changed);
    let text = if changed { format!("{name} •") } else { name };
    let inner = ui.scope(|ui| {
        ui.set_max_width(width);
        ui.add(Button::new(theme::bold(&text)).frame(false).truncate())
    });
    let settings = Action::PlanSettings.label().say(view.lang);
    let tip = if changed { format!("{settings} · {}", view.say("changed")) } else { settings };
    if inner.inner.on_hover_text(tip).clicked() {
        view.commands.act(Action::PlanSettings);
    }
}

/// The plan's name as stated, else as it was read, else that it has none.
fn name_of_plan(view: &View<'_>) -> String {
    let stated = view.document.plan().and_then(|plan| plan.content().name.clone());
    let read = || view.document.loaded().map(|loaded| loaded.snapshot.name.clone()).filter(|name| !name.is_empty());
    stated.or_else(read).unwrap_or_else(|| view.say("unnamed"))
}

/// The four tools; what is drawn is chosen from the menu beside the second.
fn tools_ui(ui: &mut Ui, view: &mut View<'_>, named: bool) {
    for action in [Action::SelectTool, Action::DrawTool, Action::EditTool, Action::MeasureTool] {
        tool_button(ui, view, action, named);
        if action == Action::DrawTool {
            let opened = icon_button(ui, Icon::Open, &view.say("draw-menu"));
            Popup::menu(&opened).show(|ui| {
                for kind in tool::Kind::ALL {
                    super::tools::kind_item(ui, view, kind);
                }
            });
        }
    }
}

fn tool_button(ui: &mut Ui, view: &mut View<'_>, action: Action, named: bool) {
    let tool = view.session.tools.tool;
    let chosen = match action {
        Action::SelectTool => tool == Tool::Select,
        Action::DrawTool => matches!(tool, Tool::Draw(_)),
        Action::EditTool => tool == Tool::Edit,
        _ => tool == Tool::Measure,
    };
    let name = action.label().say(view.lang);
    let enabled = action.is_enabled(view.document, view.session, view.jobs);
    let icon = action.icon().unwrap_or(Icon::More);
    let mut content = egui::text::LayoutJob::default();
    let colour = if chosen { palette(ui.visuals()).accent } else { ui.visuals().text_color() };
    icon.text(16.0).color(colour).append_to(&mut content, ui.style(), egui::FontSelection::Default, Align::Center);
    if named {
        let text = RichText::new(format!(" {}", short_name(view, action))).color(colour);
        text.append_to(&mut content, ui.style(), egui::FontSelection::Default, Align::Center);
    }
    let button = Button::new(content).selected(chosen).frame_when_inactive(chosen);
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, chosen, &name));
    let tip = crate::app::widget::button::with_shortcut(ui, &name, action);
    if response.on_hover_text(&tip).on_disabled_hover_text(&tip).clicked() {
        view.commands.act(action);
    }
}

/// What a tool is called where space is short.
fn short_name(view: &View<'_>, action: Action) -> String {
    view.say(match action {
        Action::SelectTool => "tool-select",
        Action::DrawTool => "tool-draw",
        Action::EditTool => "tool-edit",
        _ => "tool-measure",
    })
}

/// Undo or redo, which says what it would take back.
fn history_ui(ui: &mut Ui, view: &mut View<'_>, action: Action) {
    let plan = view.document.plan();
    let what = plan.and_then(|plan| if action == Action::Undo { plan.undo_label() } else { plan.redo_label() });
    let response = action_icon(ui, view, action);
    if let Some(what) = what {
        response.on_hover_text(what.say(view.lang));
    }
}

/// When it was checked and how long that took; a click checks again.
fn state_ui(ui: &mut Ui, view: &mut View<'_>) {
    let quiet = palette(ui.visuals()).quiet;
    let (message, colour) = match view.document.stage() {
        Stage::Empty => return,
        Stage::Loading if view.jobs.is_running(Kind::Load) => (Message::new("app.state-loading"), quiet),
        Stage::Loading => (Message::new("app.state-stale"), palette(ui.visuals()).amber),
        Stage::Checking => (Message::new("app.state-checking"), quiet),
        Stage::Checked => {
            let seconds = view.document.checked_in().unwrap_or_default().as_secs_f64();
            let colour = verdict_colour(Verdict::Meets, ui.visuals());
            let colour = if ui.visuals().dark_mode { palette(ui.visuals()).accent } else { colour };
            (Message::new("app.state-checked").with("seconds", format!("{seconds:.2}")), colour)
        }
        Stage::Failed => (Message::new("app.state-failed"), verdict_colour(Verdict::Violates, ui.visuals())),
    };
    let text = RichText::new(message.say(view.lang)).color(colour);
    let mut tip = Action::Recheck.label().say(view.lang);
    for failure in view.document.failure().unwrap_or_default() {
        tip = format!("{tip}\n{}", failure.say(view.lang));
    }
    if ui.add(Button::new(text).frame(false)).on_hover_text(tip).clicked() {
        view.commands.act(Action::Recheck);
    }
}

fn open_ui(ui: &mut Ui, view: &mut View<'_>) {
    let response = ui.add(Button::new(view.say("open-menu")).frame_when_inactive(false));
    Popup::menu(&response).show(|ui| menu::opening_ui(ui, view));
}

fn report_ui(ui: &mut Ui, view: &mut View<'_>) {
    let name = Action::Report.label().say(view.lang);
    let tip = crate::app::widget::button::with_shortcut(ui, &name, Action::Report);
    if primary_button(ui, &name).on_hover_text(tip).clicked() {
        view.commands.act(Action::Report);
    }
}

fn export_ui(ui: &mut Ui, view: &mut View<'_>) {
    let response: Response = ui.add(Button::new(view.say("export")).frame_when_inactive(false));
    Popup::menu(&response).show(|ui| {
        for action in menu::EXPORTS {
            action_item(ui, view, action);
        }
    });
}

fn language_ui(ui: &mut Ui, view: &mut View<'_>) {
    let response = ui.add(Button::new(view.say("languages")).frame_when_inactive(false));
    let name = Action::SwitchLanguage.label().say(view.lang);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(name).clicked() {
        view.commands.push(Command::Do(Action::SwitchLanguage));
    }
}
