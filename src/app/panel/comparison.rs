//! Two proposals side by side, clause by clause: what the open one mends, breaks or changes against the other.

use egui::{Align, Color32, Frame, Grid, Layout, Margin, RichText, ScrollArea, Sense, Ui};

use super::View;
use crate::app::Command;
use crate::app::icon::Icon;
use crate::app::theme::{self, SMALL, palette, verdict_colour};
use crate::app::widget::button::icon_button;
use crate::app::widget::mark::mark_ui;
use crate::check::{ClauseComparison, Effect, Verdict};
use crate::report::difference_text;
use crate::report::wording::{list_separator, value_text};
use crate::standard::Clause;
use crate::text::Message;

/// Height of the panel, points.
const HEIGHT: f32 = 236.0;

/// Shows the table at the foot of the maps, while a proposal is looked at beside the open one.
pub(in crate::app) fn comparison_ui(ui: &mut Ui, view: &mut View<'_>) {
    let (Some(name), Some(_)) = (view.session.beside.clone(), view.document.drawn()) else { return };
    let fill = palette(ui.visuals()).panel;
    let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 8));
    egui::Panel::bottom("comparison")
        .default_size(HEIGHT)
        .size_range(96.0..=480.0)
        .resizable(true)
        .frame(frame)
        .show(ui, |ui| contents(ui, view, &name));
}

fn contents(ui: &mut Ui, view: &mut View<'_>, name: &str) {
    let document = view.document;
    // While another proposal is being read, what is there compares others.
    let compared = document.compared().filter(|compared| compared.names[0] == name);
    let comparison = compared.map(|compared| std::sync::Arc::clone(compared.comparison()));
    let open = document.plan().and_then(|plan| plan.content().proposals.open()).unwrap_or_default();
    let open = compared.map_or(open, |compared| &compared.names[1]).to_owned();
    ui.horizontal(|ui| {
        let title = Message::new("app.comparison").with("a", name).with("b", &open).say(view.lang);
        ui.label(theme::bold(title).size(theme::HEADING));
        if let Some(comparison) = &comparison {
            for effect in Effect::ALL {
                let count = comparison.count(effect);
                if count > 0 {
                    let text = format!("{} {count}", effect.name().say(view.lang));
                    ui.label(RichText::new(text).size(SMALL).color(effect_colour(ui, effect)));
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, Icon::Close, &view.say("comparison-close")).clicked() {
                view.commands.push(Command::CompareWith(None));
            }
        });
    });
    let (Some(comparison), Some(standard)) =
        (comparison, view.document.loaded().map(|loaded| std::sync::Arc::clone(&loaded.standard)))
    else {
        ui.label(RichText::new(view.say("comparison-waits")).color(palette(ui.visuals()).quiet));
        // The panel keeps its height until there is something to fill it.
        ui.take_available_space();
        return;
    };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Grid::new("comparison").num_columns(6).spacing([18.0, 6.0]).striped(true).show(ui, |ui| {
            head_ui(ui, view, (name, &open));
            // What changes comes first.
            let mut rows: Vec<&ClauseComparison> = comparison.clauses.iter().collect();
            rows.sort_by_key(|row| row.effect == Effect::Same);
            for row in rows {
                if let Some(clause) = standard.clauses.iter().find(|clause| clause.id == row.clause) {
                    row_ui(ui, view, row, clause);
                    ui.end_row();
                }
            }
        });
    });
}

fn head_ui(ui: &mut Ui, view: &View<'_>, (a, b): (&str, &str)) {
    let quiet = palette(ui.visuals()).quiet;
    let heads = [view.say("comparison-clause"), String::new(), a.to_owned(), b.to_owned()];
    let rest = [view.say("comparison-difference"), view.say("comparison-effect")];
    for head in heads.into_iter().chain(rest) {
        ui.label(RichText::new(head).small().color(quiet));
    }
    ui.end_row();
}

fn row_ui(ui: &mut Ui, view: &mut View<'_>, row: &ClauseComparison, clause: &Clause) {
    let lang = view.lang;
    let title = clause.title.say(lang).to_owned();
    let effect = row.effect.name().say(lang);
    let name = Message::new("app.comparison-row").with("clause", &title).with("effect", &effect).say(lang);
    let response = ui.add(egui::Label::new(theme::bold(&title)).sense(Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.on_hover_text(&clause.quote).clicked() {
        view.commands.push(Command::ToggleClause(clause.id.clone()));
    }
    ui.label(RichText::new(&clause.number).small().color(palette(ui.visuals()).quiet));
    let found = view.document.compared().map(|compared| &compared.of);
    for (side, verdict) in row.verdicts.iter().enumerate() {
        let outcome = found.and_then(|found| found.get(side));
        let outcome = outcome.and_then(|outcome| outcome.clause(&clause.id));
        let value = outcome.and_then(|outcome| value_text(clause, outcome, lang));
        ui.horizontal(|ui| {
            mark_ui(ui, *verdict, 14.0, lang);
            ui.label(value.unwrap_or_else(|| verdict.name().say(lang)));
        });
    }
    ui.label(difference_text(clause, row, lang).unwrap_or_default());
    ui.horizontal(|ui| {
        let text = RichText::new(effect).color(effect_colour(ui, row.effect));
        ui.label(if row.effect == Effect::Same {
            text
        } else {
            text.family(egui::FontFamily::Name(theme::BOLD.into()))
        });
        let told = told(row, view);
        if !told.is_empty() {
            ui.add(egui::Label::new(RichText::new(told).small().color(palette(ui.visuals()).quiet)).truncate());
        }
    });
}

/// Subjects of findings that have gone and come, the first few of each.
fn told(row: &ClauseComparison, view: &View<'_>) -> String {
    const TOLD: usize = 3;
    let said = |few: &str, many: &str, subjects: &[String]| {
        let mut named: Vec<&str> = Vec::new();
        for subject in subjects {
            if named.len() < TOLD && !named.contains(&subject.as_str()) {
                named.push(subject);
            }
        }
        let key = if subjects.len() > named.len() { many } else { few };
        let names = named.join(&list_separator(view.lang));
        let message = Message::new(key).with("names", names).with("count", subjects.len());
        (!subjects.is_empty()).then(|| message.say(view.lang))
    };
    let gone = said("app.comparison-gone", "app.comparison-gone-more", &row.gone);
    let new = said("app.comparison-new", "app.comparison-new-more", &row.new);
    gone.into_iter().chain(new).collect::<Vec<_>>().join(" · ")
}

fn effect_colour(ui: &Ui, effect: Effect) -> Color32 {
    let colours = palette(ui.visuals());
    match effect {
        Effect::Mends | Effect::Improves => {
            if ui.visuals().dark_mode {
                colours.accent
            } else {
                verdict_colour(Verdict::Meets, ui.visuals())
            }
        }
        Effect::Breaks | Effect::Worsens => verdict_colour(Verdict::Violates, ui.visuals()),
        Effect::Changes => colours.ink,
        Effect::Same => colours.quiet,
    }
}
