//! The card of the selected feature: what it is, its fields as they stand and as they are understood, its part in clauses.

mod clauses;

use std::sync::Arc;

use egui::{Align2, RichText, ScrollArea, Ui};
use geo_types::{Coord, Rect};

use self::clauses::Clauses;
use super::View;
use super::tools::amend_ui;
use crate::app::document::Drawn;
use crate::app::icon::Icon;
use crate::app::session::Selected;
use crate::app::theme;
use crate::app::tool::work;
use crate::app::widget::button::{action_icon, icon_button};
use crate::app::{Action, Command};
use crate::check::Outcome;
use crate::layer::{Feature, Field, Item, Layer, Role, Shape};
use crate::report::wording::with_unit;
use crate::text::{Lang, Message};
use crate::units::{Metres, SquareMetres, Unit};

/// Width of the card, points.
const WIDTH: f32 = 320.0;
/// A point is looked at with this much around it, metres.
const AROUND: f64 = 40.0;

/// The card with what it was made of.
#[derive(Debug, Default)]
pub(in crate::app) struct Inspector(Option<Card>);

#[derive(Debug)]
struct Card {
    of: Selected,
    /// How many features are selected together with it.
    with: usize,
    drawn: Arc<Drawn>,
    outcome: Option<Arc<Outcome>>,
    lang: Lang,
    title: String,
    subtitle: String,
    bounds: Option<Rect<f64>>,
    fields: Vec<Row>,
    clauses: Clauses,
}

/// A field: the name in the file, the canonical one, the value as it stands and as it is understood.
#[derive(Debug)]
struct Row {
    name: String,
    canonical: Option<&'static str>,
    raw: String,
    understood: Option<String>,
}

impl Inspector {
    /// Shows the card at the lower left of the map while a feature is selected.
    pub(in crate::app) fn inspector_ui(&mut self, ui: &Ui, view: &mut View<'_>, map: egui::Rect) {
        self.update(view);
        let Some(card) = &self.0 else { return };
        let at = map.left_bottom() + egui::vec2(12.0, -60.0);
        let room = (map.height() - 120.0).clamp(60.0, 360.0);
        egui::Area::new(egui::Id::unique("inspector"))
            .order(egui::Order::Middle)
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(at)
            .constrain_to(map)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style()).inner_margin(12).show(ui, |ui| {
                    ui.set_width(WIDTH.min((map.width() - 48.0).max(80.0)));
                    card.head_ui(ui, view);
                    // A card that hangs from its foot is offered no more height than it had: it asks for what it needs.
                    let scroll = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
                    scroll.auto_shrink([false, true]).show(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = 4.0;
                        ui.spacing_mut().interact_size.y = 18.0;
                        card.fields_ui(ui);
                        card.clauses.clauses_ui(ui, view);
                        card.means_ui(ui, view);
                    });
                });
            });
    }

    fn update(&mut self, view: &View<'_>) {
        let many = view.session.with.len();
        let (Some(of), Some(drawn)) = (view.session.selected, view.document.drawn()) else {
            self.0 = None;
            return;
        };
        let outcome = view.document.outcome();
        let known = self.0.as_ref().is_some_and(|card| {
            card.of == of
                && card.with == many
                && card.lang == view.lang
                && Arc::ptr_eq(&card.drawn, drawn)
                && card.outcome.as_ref().map(Arc::as_ptr) == outcome.map(Arc::as_ptr)
        });
        if !known {
            self.0 = if many > 0 { Some(group(of, view, drawn)) } else { card(of, drawn, outcome, view.lang) };
        }
    }
}

fn card(of: Selected, drawn: &Arc<Drawn>, outcome: Option<&Arc<Outcome>>, lang: Lang) -> Option<Card> {
    let layer = drawn.loaded.snapshot.layers.get(of.layer)?;
    let feature = layer.features.get(of.feature)?;
    let item = Item { layer, feature, role: role(layer) };
    let size = size(&feature.shape, lang);
    Some(Card {
        of,
        with: 0,
        drawn: Arc::clone(drawn),
        outcome: outcome.cloned(),
        lang,
        title: item.name(),
        subtitle: format!("{} · {size}", role(layer).name().say(lang)),
        bounds: feature.shape.bounds(),
        fields: rows(&item, lang),
        clauses: outcome.map_or_else(Clauses::default, |outcome| Clauses::of(&item, drawn, outcome, lang)),
    })
}

/// The card of several features: how many, and how much they are together.
fn group(of: Selected, view: &View<'_>, drawn: &Arc<Drawn>) -> Card {
    let layers = &drawn.loaded.snapshot.layers;
    let selected = view.session.all_selected().filter_map(|selected| work::feature_of(layers, selected));
    let (mut lines, mut areas, mut count, mut bounds) = (0.0, 0.0, 0_usize, None::<Rect<f64>>);
    for (_, feature) in selected {
        count += 1;
        match &feature.shape {
            Shape::Lines(_) => lines += feature.shape.size(),
            Shape::Area(region) => areas += region.area(),
            Shape::Points(_) => {}
        }
        let own = feature.shape.bounds();
        bounds = bounds.zip(own).map(|(a, b)| crate::app::dispatch::around(a, b)).or(bounds).or(own);
    }
    let mut sizes = Vec::new();
    if areas > 0.0 {
        sizes.push(with_unit(SquareMetres(areas).hectares(), Unit::Hectare, Some(0.0), view.lang));
    }
    if lines > 0.0 {
        sizes.push(with_unit(lines, Unit::Metre, Some(0.0), view.lang));
    }
    Card {
        of,
        with: view.session.with.len(),
        drawn: Arc::clone(drawn),
        outcome: view.document.outcome().cloned(),
        lang: view.lang,
        title: Message::new("app.inspector-many").with("count", count).say(view.lang),
        subtitle: sizes.join(" · "),
        bounds,
        fields: Vec::new(),
        clauses: Clauses::default(),
    }
}

fn role(layer: &Layer) -> Role {
    layer.roles.first().copied().unwrap_or(Role::Backdrop)
}

/// Name, and what tells most: role, size, class.
pub(in crate::app) fn telling_of(layer: &Layer, feature: &Feature, lang: Lang) -> (String, Vec<String>) {
    let item = Item { layer, feature, role: role(layer) };
    let mut telling = vec![role(layer).name().say(lang), size(&feature.shape, lang)];
    telling.extend([Field::Class, Field::ClassName].into_iter().filter_map(|field| item.text(field)));
    (item.name(), telling)
}

/// Area, length or number of points.
fn size(shape: &Shape, lang: Lang) -> String {
    let size = shape.size();
    let with = |unit: Unit, value: f64| format!("{} {}", unit.format(value, Some(0.0)), unit.name().say(lang));
    match shape {
        Shape::Area(_) => with(Unit::Hectare, SquareMetres(size).hectares()),
        Shape::Lines(_) if size >= 1_000.0 => {
            let value = Unit::KmPerKm2.format(Metres(size).km(), None);
            Message::new("map.kilometres").with("value", value).say(lang)
        }
        Shape::Lines(_) => with(Unit::Metre, size),
        Shape::Points(_) => with(Unit::Count, size),
    }
}

fn rows(item: &Item<'_>, lang: Lang) -> Vec<Row> {
    let canonical =
        |column: usize| item.layer.columns.iter().find(|(_, known)| **known == column).map(|(field, _)| *field);
    let row = |(column, name): (usize, &String)| {
        let raw = item.feature.values.get(column).and_then(crate::layer::Value::plain)?;
        let field = canonical(column);
        let understood = field.and_then(|field| understood(item, field, lang)).filter(|known| *known != raw);
        Some(Row { name: name.clone(), canonical: field.map(Field::name), raw, understood })
    };
    item.layer.fields.iter().enumerate().filter_map(row).collect()
}

/// What a check takes a value for.
fn understood(item: &Item<'_>, field: Field, lang: Lang) -> Option<String> {
    let class = || match item.role {
        Role::RoadCentrelines => item.road_class().map(|class| class.name().say(lang)),
        Role::Green => item.green_class().map(|class| class.code().to_owned()),
        _ => None,
    };
    let number = |unit: Unit, value: f64| format!("{} {}", unit.format(value, None), unit.name().say(lang));
    let typed = match field {
        Field::Class => class(),
        Field::RedLineWidth => item.red_line_width().map(|width| number(Unit::Metre, width)),
        Field::GreenShare => item.green_share().map(|share| number(Unit::Percent, share)),
        Field::Population => item.number(field).map(|people| Unit::Count.format(people, None)),
        _ => None,
    };
    typed.or_else(|| item.text(field))
}

impl Card {
    fn head_ui(&self, ui: &mut Ui, view: &mut View<'_>) {
        ui.horizontal(|ui| {
            let rest = ui.available_width() - 64.0;
            ui.scope(|ui| {
                ui.set_max_width(rest);
                ui.add(egui::Label::new(theme::bold(&self.title).size(theme::HEADING)).truncate());
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, Icon::Close, &view.say("inspector-close")).clicked() {
                    view.commands.push(Command::Select(Vec::new()));
                }
                if icon_button(ui, Icon::ZoomTo, &view.say("inspector-zoom")).clicked()
                    && let Some(bounds) = self.bounds
                {
                    view.commands.push(Command::LookAt(with_surroundings(bounds)));
                }
            });
        });
        ui.label(RichText::new(&self.subtitle).size(theme::SMALL).color(theme::palette(ui.visuals()).quiet));
        ui.separator();
    }

    fn fields_ui(&self, ui: &mut Ui) {
        let quiet = theme::palette(ui.visuals()).quiet;
        let half = ui.available_width() * 0.42;
        for row in &self.fields {
            ui.horizontal(|ui| {
                ui.allocate_ui_with_layout(
                    egui::vec2(half, 18.0),
                    egui::Layout::left_to_right(egui::Align::Center),
                    |ui| {
                        ui.set_min_width(half);
                        let name = RichText::new(&row.name).size(theme::SMALL).color(quiet);
                        let label = ui.add(egui::Label::new(name).truncate());
                        if let Some(canonical) = row.canonical {
                            label.on_hover_text(canonical);
                        }
                    },
                );
                let value = match &row.understood {
                    Some(understood) => format!("{} → {understood}", row.raw),
                    None => row.raw.clone(),
                };
                ui.add(egui::Label::new(RichText::new(value).size(theme::SMALL)).truncate());
            });
        }
    }

    /// What can be done with what is selected.
    fn means_ui(&self, ui: &mut Ui, view: &mut View<'_>) {
        ui.separator();
        let layers = &self.drawn.loaded.snapshot.layers;
        let all_drawn = {
            let mut all = view.session.all_selected().filter_map(|selected| work::feature_of(layers, selected));
            all.all(|(layer, _)| layer.is_drawn())
        };
        if all_drawn {
            ui.horizontal_wrapped(|ui| {
                for action in [Action::EditTool, Action::Duplicate, Action::Delete, Action::Profile] {
                    action_icon(ui, view, action);
                }
            });
        } else {
            amend_ui(ui, view);
        }
    }
}

/// A box with a quarter more on each side, and never less than can be made out.
pub(in crate::app::panel) fn with_surroundings(bounds: Rect<f64>) -> Rect<f64> {
    let add = Coord { x: (bounds.width() * 0.25).max(AROUND), y: (bounds.height() * 0.25).max(AROUND) };
    Rect::new(bounds.min() - add, bounds.max() + add)
}
