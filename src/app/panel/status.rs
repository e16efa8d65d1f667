//! The line at the bottom: scale, coordinate system, place of the pointer, year and county, what is running.

use egui::{Align, Button, Label, Layout, Margin, Panel, Popup, ProgressBar, RichText, Ui};
use geo_types::Coord;

use super::{View, changed};
use crate::app::jobs::{Job, Kind};
use crate::app::region::{Region, region_ui};
use crate::app::theme::{SMALL, palette};
use crate::app::{Action, Command};
use crate::geometry::frame::Frame;
use crate::map::{SCALES, denominator};
use crate::text::{Lang, Message};
use crate::units::grouped;

/// Below these widths less is shown, in points.
const WITH_SYSTEM: f32 = 900.0;
const WITH_PLACE: f32 = 700.0;

/// Shows the line.
pub(in crate::app) fn status_ui(ui: &mut Ui, view: &mut View<'_>) {
    let fill = palette(ui.visuals()).panel;
    let frame = egui::Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 0));
    Panel::bottom("status").exact_size(28.0).resizable(false).frame(frame).show(ui, |ui| {
        region_ui(ui, view, Region::Status);
        let width = ui.available_width();
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            ui.spacing_mut().button_padding.x = 4.0;
            scale_ui(ui, view);
            if width > WITH_SYSTEM {
                system_ui(ui, view);
            }
            if width > WITH_PLACE {
                place_ui(ui, view);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if view.jobs.told().next().is_none() {
                    county_ui(ui, view);
                } else {
                    jobs_ui(ui, view);
                }
                changed::safety_ui(ui, view);
            });
        });
    });
}

fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).size(SMALL)
}

fn scale_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(camera) = view.session.camera else { return };
    let response = ui.add(Button::new(small(scale_text(camera.denominator()))).frame(false));
    let name = Message::new("app.scale").with("scale", shown_scale(camera.denominator())).say(view.lang);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    let response = response.on_hover_text(view.say("scale-hint"));
    Popup::menu(&response).show(|ui| {
        let id = ui.scope_id().with("typed");
        let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let label = ui.label(small(view.say("scale-typed")));
        let edit = ui.add(egui::TextEdit::singleline(&mut typed).desired_width(120.0)).labelled_by(label.id);
        if edit.lost_focus()
            && ui.input(|input| input.key_pressed(egui::Key::Enter))
            && let Some(denominator) = denominator(&typed)
        {
            view.commands.push(Command::Scale(denominator));
            typed.clear();
            ui.close();
        }
        ui.data_mut(|data| data.insert_temp(id, typed));
        for denominator in SCALES {
            if ui.button(scale_text(denominator)).clicked() {
                view.commands.push(Command::Scale(denominator));
                ui.close();
            }
        }
    });
}

/// A scale as buttons and lines show it.
pub(in crate::app) fn scale_text(denominator: f64) -> String {
    spaced(&shown_scale(denominator))
}

/// The same with thin spaces, as everywhere but on buttons.
pub(in crate::app) fn shown_scale(denominator: f64) -> String {
    format!("1 : {}", grouped(&format!("{denominator:.0}")))
}

fn system_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(loaded) = view.document.loaded() else { return };
    let frame = &loaded.snapshot.frame;
    let colour = palette(ui.visuals()).quiet;
    let name = system_name(frame, view.lang);
    let tip = format!("{}\n{}", frame.code(), frame.name());
    ui.add(Label::new(small(name).color(colour)).truncate()).on_hover_text(tip);
}

/// What a coordinate system is called.
pub(in crate::app) fn system_name(frame: &Frame, lang: Lang) -> String {
    let zone = shown_system(frame.name(), frame.central_meridian());
    zone.map_or_else(|| frame.name().to_owned(), |message| message.say(lang))
}

/// A Gauss-Krüger system as planners call it: datum, width of its zones, number of its zone, central meridian. Registers
/// name these systems `datum / 3-degree Gauss-Kruger CM 102E` or `… zone 34`, the wider ones without a width; `.prj` files
/// `datum_3_Degree_GK_CM_102E` and `datum_GK_Zone_17`.
fn shown_system(name: &str, meridian: Option<f64>) -> Option<Message> {
    let name = name.replace('_', " ").replace("3 Degree", "/ 3-degree").replace("GK", "Gauss-Kruger");
    let (before, zone) = name.split_once("Gauss-Kruger")?;
    let (datum, width) = before.split_once('/').unwrap_or((before, ""));
    let width = match width.trim() {
        "3-degree" => "3",
        "" | "6-degree" => "6",
        _ => return None,
    };
    let (datum, zone) = (datum.trim(), zone.trim().replace("Zone", "zone"));
    let meridian = meridian?;
    // A zone's meridian is written in whole or half degrees; files hold it with the noise of their numbers.
    let meridian = (meridian * 1e6).round() / 1e6;
    let half = if meridian < 0.0 { "W" } else { "E" };
    let message = match zone.strip_prefix("zone ") {
        Some(number) => Message::new("app.system-zone-numbered").with("zone", number),
        None => Message::new("app.system-zone"),
    };
    Some(message.with("datum", datum).with("width", width).with("meridian", format!("{}°{half}", meridian.abs())))
}

/// The toolkit draws thin spaces half as wide as they are; in small digits they vanish.
fn spaced(text: &str) -> String {
    text.replace('\u{2009}', " ")
}

/// East and north, or X north and Y east as surveyors write them.
fn place_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(at) = view.session.pointer else { return };
    let text = shown_place(at, view.settings.surveyors_axes).say(view.lang);
    let response = ui.add(Button::new(small(spaced(&text))).frame(false));
    if response.on_hover_text(Action::SurveyorsAxes.label().say(view.lang)).clicked() {
        view.commands.act(Action::SurveyorsAxes);
    }
}

pub(in crate::app) fn shown_place(at: Coord<f64>, surveyors: bool) -> Message {
    let metres = |value: f64| grouped(&format!("{value:.2}"));
    let key = if surveyors { "app.place-surveyors" } else { "app.place" };
    Message::new(key).with("east", metres(at.x)).with("north", metres(at.y))
}

fn county_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(plan) = view.document.plan() else { return };
    let content = plan.content();
    let county = content.county.clone().unwrap_or_else(|| view.say("no-county-short"));
    let year = content.year.map_or_else(|| view.say("no-year-short"), |year| year.to_string());
    let name = Action::PlanSettings.label().say(view.lang);
    let response = ui.add(Button::new(small(format!("{county} · {year}"))).frame(false)).on_hover_text(name);
    if response.clicked() {
        view.commands.act(Action::PlanSettings);
    }
}

fn cancel_ui(ui: &mut Ui, view: &mut View<'_>, job: &Job) {
    let cancel = Message::new("app.cancel-job").with_message("job", job.label.clone()).say(view.lang);
    let response = ui.add(Button::new(small(view.say("cancel"))).frame(false));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &cancel));
    if response.on_hover_text(&cancel).clicked() {
        view.commands.push(Command::Cancel(job.id));
    }
}

fn jobs_ui(ui: &mut Ui, view: &mut View<'_>) {
    let jobs = view.jobs;
    for job in jobs.told().rev().take(2) {
        // What is being written is written, or not: the window does not wait for it.
        if job.kind != Kind::Save {
            cancel_ui(ui, view, job);
        }
        let (done, total) = job.handle.progress();
        if job.kind != Kind::Ask && total > 0 {
            #[expect(clippy::cast_possible_truncation, reason = "a share for a bar of a hundred points")]
            let share = (done as f64 / total as f64).clamp(0.0, 1.0) as f32;
            let accent = palette(ui.visuals()).accent;
            ui.add(ProgressBar::new(share).desired_width(110.0).desired_height(5.0).fill(accent));
        }
        let says = job.handle.label().unwrap_or_else(|| job.label.clone()).say(view.lang);
        ui.add(Label::new(small(says)).truncate());
    }
    if !jobs.running().is_empty() {
        // Progress is read, not sent.
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_called_as_planners_call_it() {
        let said = |name, meridian, lang| shown_system(name, meridian).map(|message| message.say(lang));
        let by_meridian = "CGCS2000 / 3-degree Gauss-Kruger CM 102E";
        assert_eq!(said(by_meridian, Some(102.0), Lang::Zh).as_deref(), Some("CGCS2000 / 3° 带 102°E"));
        assert_eq!(said(by_meridian, Some(102.0), Lang::En).as_deref(), Some("CGCS2000 / 3° zone 102°E"));
        let numbered = "CGCS2000 / 3-degree Gauss-Kruger zone 34";
        assert_eq!(said(numbered, Some(102.0), Lang::Zh).as_deref(), Some("CGCS2000 / 3° 带第 34 带 102°E"));
        let of_file = "CGCS2000_3_Degree_GK_CM_120E";
        assert_eq!(said(of_file, Some(120.0), Lang::Zh).as_deref(), Some("CGCS2000 / 3° 带 120°E"));
        let numbered = "CGCS2000_3_Degree_GK_Zone_34";
        assert_eq!(said(numbered, Some(102.0), Lang::Zh).as_deref(), Some("CGCS2000 / 3° 带第 34 带 102°E"));
        assert_eq!(said("CGCS2000_GK_Zone_18", Some(105.0), Lang::En).as_deref(), Some("CGCS2000 / 6° zone 18, 105°E"));
        let noisy = said("CGCS2000_3_Degree_GK_CM_120E", Some(119.999_999_999_999_99), Lang::Zh);
        assert_eq!(noisy.as_deref(), Some("CGCS2000 / 3° 带 120°E"));
        assert_eq!(said("WGS 84 / UTM zone 48N", Some(105.0), Lang::Zh), None);
    }

    #[test]
    fn surveyors_write_north_first() {
        let at = Coord { x: 526_582.24, y: 3_087_389.19 };
        let thin = |text: &str| text.replace(' ', "\u{2009}");
        assert!(shown_place(at, false).say(Lang::Zh).contains(&thin("526 582.24")));
        let surveyors = shown_place(at, true).say(Lang::Zh);
        assert!(surveyors.starts_with('X') && surveyors.find("3\u{2009}087") < surveyors.find("526"));
    }
}
