//! What drawn features state: of those that come next, of the one that is selected, and of existing ones in the plan.

use egui::{Align, ComboBox, DragValue, Layout, TextEdit, Ui};

use crate::app::panel::View;
use crate::app::theme::{SMALL, palette};
use crate::app::tool::kind::GREEN_CLASSES;
use crate::app::tool::{Draft, Form, Kind, Stand, selected_drawn, work};
use crate::app::widget::button::action_item;
use crate::app::{Action, Command};
use crate::layer::{Field, RoadClass, Role};
use crate::plan::{DrawnFeature, DrawnShape, Width};
use crate::text::{Lang, Message};

/// Widths that can be typed, metres.
const WIDTHS: std::ops::RangeInclusive<f64> = 0.1..=5_000.0;

/// A named field on a line.
fn field<R>(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui, egui::Id) -> R) -> R {
    ui.horizontal(|ui| {
        let quiet = palette(ui.visuals()).quiet;
        let size = egui::vec2(72.0, 20.0);
        let name = ui
            .allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(size.x);
                ui.label(egui::RichText::new(label).size(SMALL).color(quiet))
            })
            .inner;
        content(ui, name.id)
    })
    .inner
}

/// What the next feature of a kind gets.
pub(super) fn new_ui(ui: &mut Ui, view: &mut View<'_>, kind: Kind) {
    let lang = view.lang;
    let says = |key: &str| Message::new(key).say(lang);
    let tools = &mut view.session.tools;
    let before = tools.stated.clone();
    let stated = &mut tools.stated;
    field(ui, &says("app.drawn-name"), |ui, id| {
        ui.add(TextEdit::singleline(&mut stated.name).desired_width(180.0)).labelled_by(id);
    });
    match (kind.form(), kind) {
        (Form::Band, _) => field(ui, &says("app.drawn-width"), |ui, id| {
            ui.add(DragValue::new(&mut stated.width).range(WIDTHS).speed(0.5).suffix(" m")).labelled_by(id);
            ui.checkbox(&mut stated.tapering, says("app.drawn-tapering"));
        }),
        (_, Kind::Road) => {
            road_class_ui(ui, lang, &mut stated.road_class);
        }
        (_, Kind::Green) => {
            green_class_ui(ui, lang, &mut stated.green_class);
        }
        (_, Kind::Building) => field(ui, &says("app.drawn-storeys"), |ui, id| {
            ui.add(DragValue::new(&mut stated.storeys).range(1..=120)).labelled_by(id);
        }),
        _ => {}
    }
    if *stated != before {
        let stated = stated.clone();
        restate_draft(&mut tools.draft, &before, &stated, kind);
        tools.touch();
    }
}

/// What is being drawn follows what is stated of it; its points stay.
fn restate_draft(
    draft: &mut Option<Draft>,
    before: &crate::app::tool::Stated,
    stated: &crate::app::tool::Stated,
    kind: Kind,
) {
    let Some(draft) = draft.as_mut().filter(|draft| draft.stand == Stand::Drawing) else { return };
    draft.feature.name = Some(stated.name.trim().to_owned()).filter(|name| !name.is_empty());
    draft.feature.values = stated.values(kind);
    draft.next_width = stated.width;
    let tapering_changed = before.tapering != stated.tapering;
    if let DrawnShape::Band { width, centreline } = &mut draft.feature.shape {
        let keeps = stated.tapering && !tapering_changed;
        if !keeps {
            *width = stated.width_of(centreline.len());
        }
    }
}

fn road_class_ui(ui: &mut Ui, lang: Lang, class: &mut RoadClass) -> bool {
    let before = *class;
    field(ui, &Message::new("app.drawn-class").say(lang), |ui, id| {
        let combo = ComboBox::from_id_salt("road-class").width(150.0).selected_text(class.name().say(lang));
        let shown = combo.show_ui(ui, |ui| {
            for (known, _) in RoadClass::ALL {
                ui.selectable_value(class, known, known.name().say(lang));
            }
        });
        shown.response.labelled_by(id);
    });
    *class != before
}

fn green_class_ui(ui: &mut Ui, lang: Lang, class: &mut String) -> bool {
    let before = class.clone();
    field(ui, &Message::new("app.drawn-class").say(lang), |ui, id| {
        let combo = ComboBox::from_id_salt("green-class").width(150.0).selected_text(green_name(class, lang));
        let shown = combo.show_ui(ui, |ui| {
            for known in GREEN_CLASSES {
                ui.selectable_value(class, known.to_owned(), green_name(known, lang));
            }
        });
        shown.response.labelled_by(id);
    });
    *class != before
}

/// `G1 公园绿地`.
fn green_name(class: &str, lang: Lang) -> String {
    format!("{class} {}", Message::new(format!("app.green-{}", class.to_lowercase())).say(lang))
}

/// What the selected drawn feature states; each change is one step of the plan.
pub(super) fn drawn_ui(ui: &mut Ui, view: &mut View<'_>) {
    let lang = view.lang;
    let Some(own) = selected_drawn(view.document, view.session).cloned() else { return };
    let is_own = |draft: &&Draft| draft.stand == Stand::Tuning && draft.feature.id == own.id;
    let tuned = view.session.tools.draft.as_ref().filter(is_own);
    let before = tuned.map_or_else(|| own.clone(), |draft| draft.feature.clone());
    let mut after = before.clone();
    let done = [name_ui(ui, lang, &mut after), width_ui(ui, lang, &mut after), values_ui(ui, lang, &mut after)];
    if after != before {
        let tools = &mut view.session.tools;
        tools.draft = Some(Draft {
            feature: after.clone(),
            before: Some(own.clone()),
            next: None,
            next_width: 0.0,
            stand: Stand::Tuning,
        });
        tools.touch();
    }
    // What is as it was is no change, and nothing to wait for.
    if done.contains(&true) && (after != own || before != own) {
        work::redraw(view.document, view.session, view.commands, after);
    }
}

/// The name; true when it is typed to its end.
fn name_ui(ui: &mut Ui, lang: Lang, drawn: &mut DrawnFeature) -> bool {
    let mut name = drawn.name.clone().unwrap_or_default();
    let response = field(ui, &Message::new("app.drawn-name").say(lang), |ui, id| {
        ui.add(TextEdit::singleline(&mut name).id_salt(&drawn.id).desired_width(180.0)).labelled_by(id)
    });
    drawn.name = Some(name).filter(|name| !name.trim().is_empty());
    response.lost_focus()
}

/// The width of a band; true when it is dragged or typed to its end.
fn width_ui(ui: &mut Ui, lang: Lang, drawn: &mut DrawnFeature) -> bool {
    let DrawnShape::Band { centreline, width } = &mut drawn.shape else { return false };
    let mut tapers = matches!(width, Width::Tapering(_));
    let mut shown = match width {
        Width::Even(width) => *width,
        Width::Tapering(widths) => widths.iter().copied().fold(f64::INFINITY, f64::min),
    };
    let (changed, done, switched) = field(ui, &Message::new("app.drawn-width").say(lang), |ui, id| {
        let value = DragValue::new(&mut shown).range(WIDTHS).speed(0.2).max_decimals(1).suffix(" m");
        let response = ui.add_enabled(!tapers, value).labelled_by(id);
        let switched = ui.checkbox(&mut tapers, Message::new("app.drawn-tapering").say(lang)).changed();
        (response.changed(), response.drag_stopped() || response.lost_focus(), switched)
    });
    if switched {
        *width = if tapers { Width::Tapering(vec![shown; centreline.len()]) } else { Width::Even(shown) };
    } else if changed {
        *width = Width::Even(shown);
    }
    done || switched
}

/// Class or storeys; true when it was chosen.
fn values_ui(ui: &mut Ui, lang: Lang, drawn: &mut DrawnFeature) -> bool {
    let stated = drawn.values.get(&Field::Class).cloned();
    match drawn.role {
        Role::RoadCentrelines => {
            let mut class = stated.and_then(|class| RoadClass::read(&class)).unwrap_or(RoadClass::Branch);
            let chosen = road_class_ui(ui, lang, &mut class);
            if chosen {
                drawn.values.insert(Field::Class, class.code().to_owned());
            }
            chosen
        }
        Role::Green => {
            let mut class = stated.unwrap_or_default();
            let chosen = green_class_ui(ui, lang, &mut class);
            if chosen {
                drawn.values.insert(Field::Class, class);
            }
            chosen
        }
        Role::Buildings => {
            let mut storeys: u32 = drawn.values.get(&Field::Storeys).and_then(|text| text.parse().ok()).unwrap_or(1);
            let response = field(ui, &Message::new("app.drawn-storeys").say(lang), |ui, id| {
                ui.add(DragValue::new(&mut storeys).range(1..=120)).labelled_by(id)
            });
            if response.changed() {
                drawn.values.insert(Field::Storeys, storeys.to_string());
            }
            response.drag_stopped() || response.lost_focus()
        }
        _ => false,
    }
}

/// What the plan can do to existing features that are selected: take them away, draw them anew, state their class.
pub(in crate::app::panel) fn amend_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(loaded) = view.document.loaded() else { return };
    let selected: Vec<_> = view
        .session
        .all_selected()
        .filter_map(|selected| work::feature_of(&loaded.snapshot.layers, selected))
        .filter(|(layer, _)| !layer.is_drawn())
        .collect();
    let Some((layer, feature)) = selected.first() else { return };
    let role = layer.roles.first().copied().unwrap_or(Role::Backdrop);
    let item = crate::layer::Item { layer, feature, role };
    let same_role = selected.iter().all(|(other, _)| other.roles.first() == layer.roles.first());
    let chosen = match role {
        Role::RoadCentrelines if same_role => {
            let mut class = item.road_class().unwrap_or(RoadClass::Branch);
            road_class_ui(ui, view.lang, &mut class).then(|| class.code().to_owned())
        }
        Role::Green if same_role => {
            let mut class = item.green_class().map_or("G1", crate::layer::GreenClass::code).to_owned();
            green_class_ui(ui, view.lang, &mut class).then_some(class)
        }
        _ => None,
    };
    if let Some(value) = chosen {
        view.commands.push(Command::Restate(Field::Class, value));
    }
    ui.horizontal_wrapped(|ui| {
        action_item(ui, view, Action::DrawAnew);
        action_item(ui, view, Action::TakeAway);
    });
}
