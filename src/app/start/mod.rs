//! The start page: what can be opened, what was open lately, the sample, and what the program does. Shown while nothing is
//! open, and over a plan when it is asked for.

mod recent;
mod sample;

use egui::{Align, CentralPanel, Context, Frame, Layout, Margin, RichText, ScrollArea, Sense, Stroke, Ui, vec2};

use self::sample::Sample;
pub(super) use self::sample::SamplePicture;
use super::icon::Icon;
use super::jobs::Kind;
use super::panel::View;
use super::panel::layers::drop::dashed;
use super::region::{Region, region_ui};
use super::settings::Theme;
use super::theme::{self, SMALL, palette};
use super::widget::button::{action_link, primary_button};
use super::{Action, App, Command, Page, Stage};
use crate::text::Lang;

/// The page is no wider, points.
const WIDEST: f32 = 1_040.0;
/// From here on it has two columns, points.
const TWO_COLUMNS: f32 = 720.0;
/// Between its parts.
const GAP: f32 = 24.0;

/// What the page keeps from frame to frame.
#[derive(Debug, Default)]
pub(super) struct StartPage {
    sample: Sample,
}

/// Whether the page is shown: nothing is open, or it was asked for.
pub(super) fn is_shown(view: &View<'_>) -> bool {
    view.session.page == Page::Start || view.document.stage() == Stage::Empty
}

/// Has the sample drawn as soon as the page needs it.
pub(super) fn attend(app: &mut App, context: &Context) {
    let empty = app.document.stage() == Stage::Empty && !app.jobs.is_running(Kind::Open) && app.commands.is_empty();
    if !empty && app.session.page == Page::Plan {
        app.jobs.cancel_kind(Kind::Sample);
        app.start.sample.stop();
        return;
    }
    let (lang, dark) = (app.lang(), context.theme() == egui::Theme::Dark);
    app.start.sample.ask(&mut app.jobs, lang, dark);
}

impl StartPage {
    /// Takes the drawn sample.
    pub(super) fn take(&mut self, picture: Option<SamplePicture>) {
        self.sample.take(picture);
    }

    /// Shows the page in what bar and status line leave.
    pub(super) fn start_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        view.session.pointer = None;
        let fill = palette(ui.visuals()).panel;
        CentralPanel::no_frame().show(ui, |ui| {
            region_ui(ui, view, Region::Start);
            ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
            if view.jobs.is_running(Kind::Open) {
                return opening_ui(ui, view);
            }
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let width = (ui.available_width() - 2.0 * GAP).clamp(0.0, WIDEST);
                let side = ((ui.available_width() - width) / 2.0).max(0.0);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    ui.add_space(side);
                    column(ui, width, |ui| {
                        ui.add_space(if ui.ctx().content_rect().height() > 700.0 { 40.0 } else { 16.0 });
                        head_ui(ui, view);
                        ui.add_space(GAP);
                        self.columns_ui(ui, view, width);
                        ui.add_space(GAP);
                    });
                });
            });
        });
    }

    fn columns_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, width: f32) {
        if width < TWO_COLUMNS {
            open_ui(ui, view);
            ui.add_space(GAP);
            recent::recent_ui(ui, view);
            ui.add_space(GAP);
            self.sample.sample_ui(ui, view);
            ui.add_space(GAP);
            return does_ui(ui, view);
        }
        let right = (width * 0.42).floor();
        let left = width - right - GAP;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            column(ui, left, |ui| {
                open_ui(ui, view);
                ui.add_space(GAP);
                recent::recent_ui(ui, view);
            });
            column(ui, right, |ui| {
                self.sample.sample_ui(ui, view);
                ui.add_space(GAP);
                does_ui(ui, view);
            });
        });
    }
}

/// While a plan is being opened nothing is offered that it would replace.
fn opening_ui(ui: &mut Ui, view: &View<'_>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.4);
        ui.add(egui::Spinner::new().size(20.0).color(palette(ui.visuals()).accent));
        ui.label(RichText::new(view.say("job-open")).color(palette(ui.visuals()).quiet));
    });
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = 8.0;
        content(ui);
    });
}

/// Name and purpose; language and colours at hand.
fn head_ui(ui: &mut Ui, view: &mut View<'_>) {
    let colours = palette(ui.visuals());
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.label(theme::bold(view.say("start-title")).size(28.0).color(colours.accent));
            ui.label(RichText::new(view.say("start-purpose")).size(15.0).color(colours.quiet));
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if view.session.page == Page::Start {
                let back = view.say("start-back");
                if primary_button(ui, &back).clicked() {
                    view.commands.act(Action::StartPage);
                }
            }
            dress_ui(ui, view);
        });
    });
}

/// Each language by its own name; light, dark, as the system is.
fn dress_ui(ui: &mut Ui, view: &mut View<'_>) {
    ui.spacing_mut().item_spacing.x = 4.0;
    for (theme, key) in [(Theme::Dark, "theme-dark"), (Theme::Light, "theme-light"), (Theme::System, "theme-system")] {
        if ui.selectable_label(view.settings.theme == theme, view.say(key)).clicked() {
            view.commands.push(Command::Dress(theme));
        }
    }
    ui.add_space(12.0);
    for (lang, key) in [(Lang::En, "english"), (Lang::Zh, "chinese")] {
        if ui.selectable_label(view.lang == lang, view.say(key)).clicked() {
            view.commands.push(Command::Speak(lang));
        }
    }
}

/// The place to drop files on, with the ways to open them.
fn open_ui(ui: &mut Ui, view: &mut View<'_>) {
    let colours = palette(ui.visuals());
    let shown = Frame::new().inner_margin(Margin::symmetric(20, 28)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.vertical_centered(|ui| {
            ui.label(Icon::Drop.text(36.0).color(colours.accent));
            ui.label(theme::bold(view.say("start-drop")).size(17.0));
            ui.label(RichText::new(view.say("start-drop-kinds")).size(SMALL).color(colours.quiet));
            ui.add_space(12.0);
            ways_ui(ui, view);
        });
    });
    dashed(ui, shown.response.rect, Stroke::new(1.5, colours.accent.gamma_multiply(0.6)));
}

/// The ways to open something, in the middle.
fn ways_ui(ui: &mut Ui, view: &mut View<'_>) {
    let id = ui.scope_id().with("ways");
    // A row is put in the middle by how wide it was in the last frame.
    let wide: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        ui.add_space(((ui.available_width() - wide) / 2.0).max(0.0));
        let from = ui.cursor().left();
        let folder = Action::OpenFolder.label().say(view.lang);
        if primary_button(ui, &folder).clicked() {
            view.commands.act(Action::OpenFolder);
        }
        for action in [Action::OpenFiles, Action::OpenPath] {
            if ui.button(action.label().say(view.lang)).clicked() {
                view.commands.act(action);
            }
        }
        let now = ui.min_rect().right() - from;
        if (now - wide).abs() > 0.5 && now < ui.max_rect().width() {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_repaint();
        }
    });
}

/// What the program does, in three lines, and where to learn more.
fn does_ui(ui: &mut Ui, view: &mut View<'_>) {
    let colours = palette(ui.visuals());
    let lines = [
        (Icon::Clauses, "start-checks", "start-checks-says"),
        (Icon::Pen, "start-draws", "start-draws-says"),
        (Icon::Report, "start-reports", "start-reports-says"),
    ];
    for (icon, title, says) in lines {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let (rect, _) = ui.allocate_exact_size(vec2(32.0, 32.0), Sense::hover());
            ui.painter().rect_filled(rect, 8.0, colours.accent_soft);
            let font = egui::FontId::new(18.0, egui::FontFamily::Name(super::icon::FAMILY.into()));
            let middle = egui::Align2::CENTER_CENTER;
            ui.painter().text(rect.center(), middle, icon.glyph(), font, colours.accent);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.label(theme::bold(view.say(title)));
                ui.label(RichText::new(view.say(says)).size(SMALL).color(colours.quiet));
            });
        });
        ui.add_space(8.0);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        for action in [Action::Help, Action::Palette] {
            action_link(ui, view, action);
        }
    });
}
