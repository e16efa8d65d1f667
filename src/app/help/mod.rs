//! Help that needs no network: pages inside the program, in both languages, with a search over all of them. It opens over any
//! dialog, so that nothing typed there is lost.

mod page;
mod paint;
mod parse;

use egui::{Id, Layout, Margin, Modal, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};

pub use self::page::HelpPage;
use super::Session;
use super::dock::PanelId;
use super::icon::Icon;
use super::panel::View;
use super::session::Dialog;
use super::theme::{self, palette};
use super::tool::Tool;
use super::widget::button::icon_button;
use crate::text::Message;

/// How large it is where the window has room, points.
const SIZE: egui::Vec2 = vec2(880.0, 640.0);
/// Width of the list of pages, and of the window from which on it stands at the left.
const LIST: f32 = 190.0;
const BESIDE: f32 = 620.0;

/// The help that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// The page that is shown.
    pub page: HelpPage,
    /// What is looked for.
    pub query: String,
    /// Whether it was not shown yet: the cursor goes into the search.
    fresh: bool,
}

impl Help {
    /// A page.
    pub(super) fn at(page: HelpPage) -> Self {
        Self { page, query: String::new(), fresh: true }
    }

    /// The page about what is open.
    pub(super) fn about(session: &Session) -> Self {
        let page = match &session.dialog {
            Some(dialog) => of_dialog(dialog),
            None if session.tools.tool != Tool::Select => HelpPage::Drawing,
            None if session.open_clause.is_some() => HelpPage::Verdicts,
            None => HelpPage::Start,
        };
        Self::at(page)
    }
}

/// The page about a dialog.
pub(super) fn of_dialog(dialog: &Dialog) -> HelpPage {
    match dialog {
        Dialog::Layer(_)
        | Dialog::Backdrop(_)
        | Dialog::Group(_)
        | Dialog::Import
        | Dialog::Figure(_)
        | Dialog::AddPath
        | Dialog::OpenPath => HelpPage::Data,
        Dialog::Argument(_) => HelpPage::Arguments,
        Dialog::Report | Dialog::Picture => HelpPage::Report,
        Dialog::Clause(_) | Dialog::Standard => HelpPage::Verdicts,
        Dialog::PlanSettings | Dialog::Target(_) | Dialog::Unsaved(_) | Dialog::Proposal(_) => HelpPage::PlanFile,
        Dialog::Recover | Dialog::Left | Dialog::InUse => HelpPage::Trouble,
        Dialog::Palette => HelpPage::Keyboard,
        Dialog::About => HelpPage::Start,
    }
}

/// The page about a panel.
pub(super) fn of_panel(panel: PanelId) -> HelpPage {
    match panel {
        PanelId::Layers | PanelId::Notices | PanelId::Figures => HelpPage::Data,
        PanelId::Clauses | PanelId::Findings | PanelId::Charts => HelpPage::Verdicts,
        PanelId::Table => HelpPage::Drawing,
        PanelId::History => HelpPage::PlanFile,
    }
}

/// Shows the help, where it is open.
pub(super) fn help_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(mut help) = view.session.help.take() else { return };
    let room = ui.ctx().content_rect().size() - vec2(64.0, 48.0);
    let size = SIZE.min(room).max(vec2(120.0, 80.0));
    let frame = egui::Frame::window(ui.style()).inner_margin(Margin::same(16));
    let shown = Modal::new(Id::unique("help")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(size.x);
        let closed = head_ui(ui, view, &mut help);
        ui.separator();
        ui.allocate_ui_with_layout(vec2(size.x, size.y - 60.0), Layout::top_down(egui::Align::Min), |ui| {
            body_ui(ui, view, &mut help, size);
        });
        closed
    });
    help.fresh = false;
    if !shown.inner && !shown.backdrop_response.clicked() {
        view.session.help = Some(help);
    }
}

/// Title, search, and the way out. Returns whether it was taken.
fn head_ui(ui: &mut Ui, view: &View<'_>, help: &mut Help) -> bool {
    let (search, close) = (view.say("help-search"), view.say("close"));
    ui.horizontal(|ui| {
        ui.label(theme::bold(view.say("help-title")).size(16.0));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let closed = icon_button(ui, Icon::Close, &close).clicked();
            let width = (ui.available_width() - 32.0).clamp(40.0, 240.0);
            let edit = egui::TextEdit::singleline(&mut help.query).hint_text(search.clone()).desired_width(width);
            let response = ui.add(edit);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &search));
            if help.fresh && help.query.is_empty() {
                response.request_focus();
            }
            ui.label(Icon::Search.text(16.0).color(palette(ui.visuals()).quiet));
            closed
        })
        .inner
    })
    .inner
}

fn body_ui(ui: &mut Ui, view: &mut View<'_>, help: &mut Help, size: egui::Vec2) {
    if size.x < BESIDE {
        ui.horizontal_wrapped(|ui| pages_ui(ui, view, help));
        ui.separator();
        return page_ui(ui, view, help);
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(
            vec2(LIST, ui.available_height()),
            Layout::top_down_justified(egui::Align::Min),
            |ui| {
                ui.set_width(LIST);
                pages_ui(ui, view, help);
            },
        );
        ui.separator();
        ui.vertical(|ui| page_ui(ui, view, help));
    });
}

/// The pages; while something is looked for, those that speak of it.
fn pages_ui(ui: &mut Ui, view: &View<'_>, help: &mut Help) {
    let found = page::search(&help.query, view.lang);
    for page in HelpPage::ALL {
        let title = page.title(view.lang);
        let holds = help.query.trim().is_empty() || found.iter().any(|found| found.page == page);
        let text = if holds { RichText::new(title) } else { RichText::new(title).color(palette(ui.visuals()).line) };
        if ui.add_enabled(holds, egui::Button::selectable(help.page == page, text)).clicked() {
            help.page = page;
        }
    }
}

fn page_ui(ui: &mut Ui, view: &View<'_>, help: &mut Help) {
    ScrollArea::vertical().id_salt(("help", help.page)).auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 12.0).max(40.0));
        if !help.query.trim().is_empty() {
            return found_ui(ui, view, help);
        }
        paint::blocks_ui(ui, &parse::blocks(help.page.text(view.lang)));
        if help.page == HelpPage::Keyboard {
            paint::shortcuts_ui(ui, view.lang);
        }
    });
}

/// What was found, a paragraph each, under its page.
fn found_ui(ui: &mut Ui, view: &View<'_>, help: &mut Help) {
    let found = page::search(&help.query, view.lang);
    let mut opened = None;
    if found.is_empty() {
        ui.label(RichText::new(view.say("help-nothing")).color(palette(ui.visuals()).quiet));
    }
    for found in found {
        let title = found.page.title(view.lang);
        let name = Message::new("app.help-open").with("page", &title).say(view.lang);
        let response = ui.add(egui::Button::new(theme::bold(&title).color(palette(ui.visuals()).accent)).frame(false));
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
        if response.clicked() {
            opened = Some(found.page);
        }
        paint::blocks_ui(ui, &found.blocks);
        ui.add_space(8.0);
    }
    if let Some(page) = opened {
        *help = Help::at(page);
    }
}
