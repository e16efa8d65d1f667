//! A button that shows a colour and opens a small picker: colours of the house, hue and light by sliders, or typed.

use egui::ecolor::HsvaGamma;
use egui::{
    Button, Color32, Id, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Slider, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, vec2,
};

use crate::app::panel::View;
use crate::app::panel::layers::swatch::of_colour;
use crate::app::theme;
use crate::plan::style::{Colour, Paint, Ramp};

const BUTTON: Vec2 = Vec2::new(38.0, 22.0);
const SMALL: Vec2 = Vec2::new(20.0, 18.0);

/// A place to choose a colour.
pub(super) struct Well<'a> {
    /// What it is the colour of, for those who cannot see it.
    pub(super) name: &'a str,
    /// The colour that is seen where none is stated.
    pub(super) seen: Option<Colour>,
    /// Whether there may be no colour, and whether it may be left open.
    pub(super) may_be_nothing: bool,
    pub(super) may_be_open: bool,
}

impl Well<'_> {
    /// Shows what is stated, and takes what is chosen instead.
    pub(super) fn ui(&self, ui: &mut Ui, view: &View<'_>, stated: &mut Option<Paint>) {
        let shown = match *stated {
            Some(Paint::Colour(colour)) => Some(colour),
            Some(Paint::Nothing) => None,
            None => self.seen,
        };
        let response = well(ui, self.name, shown, BUTTON);
        let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        popup.show(|ui| self.picker(ui, view, shown, stated));
    }

    fn picker(&self, ui: &mut Ui, view: &View<'_>, shown: Option<Colour>, stated: &mut Option<Paint>) {
        ui.set_width(212.0);
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            for colour in quick() {
                if well(ui, &colour.text(), Some(colour), SMALL).clicked() {
                    chosen = Some(colour);
                }
            }
        });
        ui.add_space(4.0);
        let old = shown.unwrap_or(Colour::hex(0x80_80_80));
        chosen = sliders(ui, view, old).or(chosen);
        chosen = typed(ui, view, old).or(chosen);
        if let Some(colour) = chosen {
            *stated = Some(Paint::Colour(colour));
        }
        ui.horizontal(|ui| {
            let choices = [
                (self.may_be_open, None, "style-built-in"),
                (self.may_be_nothing, Some(Paint::Nothing), "style-nothing"),
            ];
            for (_, paint, key) in choices.into_iter().filter(|(may, ..)| *may) {
                if ui.add_enabled(*stated != paint, Button::new(view.say(key))).clicked() {
                    *stated = paint;
                    ui.close();
                }
            }
        });
    }
}

/// Colours that are told apart by everybody, and quiet ones.
fn quick() -> Vec<Colour> {
    let quiet = [0x1d_23_24, 0x4a_46_40, 0x8a_87_7c, 0xd9_d4_c8, 0xff_ff_ff, 0x0b_7a_75];
    Ramp::unordered(12).into_iter().chain(quiet.map(Colour::hex)).collect()
}

/// A rounded box of a colour; struck where there is none.
fn well(ui: &mut Ui, name: &str, colour: Option<Colour>, size: Vec2) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let palette = theme::palette(ui.visuals());
    let framed = response.hovered() || response.has_focus();
    let edge = Stroke::new(if framed { 1.5 } else { 1.0 }, if framed { palette.accent } else { palette.line });
    paint(ui, rect.shrink(1.0), colour, edge);
    response.on_hover_text(name).on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Paints a colour over paper, so that opacity is seen.
fn paint(ui: &Ui, rect: Rect, colour: Option<Colour>, edge: Stroke) {
    let (painter, radius) = (ui.painter(), 4.0);
    if let Some(colour) = colour {
        painter.rect_filled(rect, radius, Color32::WHITE);
        painter.rect(rect, radius, of_colour(colour), edge, StrokeKind::Inside);
        return;
    }
    let palette = theme::palette(ui.visuals());
    painter.rect(rect, radius, palette.card, edge, StrokeKind::Inside);
    let inner = rect.shrink(3.0);
    painter.line_segment([inner.left_bottom(), inner.right_top()], Stroke::new(1.0, palette.quiet));
}

/// Hue, saturation, light and opacity. A hue is remembered where grey has none.
fn sliders(ui: &mut Ui, view: &View<'_>, old: Colour) -> Option<Colour> {
    let memory = ui.scope_id().with("hue");
    let mut hsva: HsvaGamma = of_colour(old).into();
    hsva.a = f32::from(old.a) / 255.0;
    if let Some((kept, own)) = ui.data(|data| data.get_temp::<(Colour, [f32; 3])>(memory))
        && kept == old
    {
        [hsva.h, hsva.s, hsva.v] = own;
    }
    let mut changed = false;
    let rows = [
        ("style-hue", &mut hsva.h),
        ("style-saturation", &mut hsva.s),
        ("style-light", &mut hsva.v),
        ("style-alpha", &mut hsva.a),
    ];
    for (key, value) in rows {
        ui.horizontal(|ui| {
            slim_sliders(ui, 128.0);
            let label = row_label(ui, &view.say(key), 64.0);
            changed |= ui.add(Slider::new(value, 0.0..=1.0).show_value(false)).labelled_by(label).changed();
        });
    }
    if !changed {
        return None;
    }
    let [r, g, b, a] = egui::ecolor::Hsva::from(hsva).to_srgba_unmultiplied();
    let new = Colour { r, g, b, a };
    ui.data_mut(|data| data.insert_temp(memory, (new, [hsva.h, hsva.s, hsva.v])));
    Some(new)
}

/// Sliders with a rail that is seen on a card.
pub(super) fn slim_sliders(ui: &mut Ui, width: f32) {
    let palette = theme::palette(ui.visuals());
    ui.spacing_mut().slider_width = width;
    let visuals = ui.visuals_mut();
    visuals.handle_shape = egui::style::HandleShape::Circle;
    visuals.slider_trailing_fill = true;
    visuals.widgets.inactive.bg_fill = palette.rail;
    visuals.selection.bg_fill = palette.accent;
}

/// A label of a row, as wide as those above and below it.
pub(super) fn row_label(ui: &mut Ui, text: &str, width: f32) -> Id {
    let quiet = theme::palette(ui.visuals()).quiet;
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, 24.0), layout, |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(egui::RichText::new(text).size(theme::SMALL).color(quiet)).truncate()).id
    })
    .inner
}

/// `#rrggbb`, typed.
fn typed(ui: &mut Ui, view: &View<'_>, old: Colour) -> Option<Colour> {
    let memory = ui.scope_id().with("typed");
    let mut text = ui.data(|data| data.get_temp::<String>(memory)).unwrap_or_else(|| old.text());
    let mut chosen = None;
    ui.horizontal(|ui| {
        // A menu has no frames around what is typed into.
        let line = theme::palette(ui.visuals()).line;
        ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, line);
        let label = row_label(ui, &view.say("style-code"), 64.0);
        let response = ui.add(egui::TextEdit::singleline(&mut text).desired_width(112.0)).labelled_by(label);
        if response.changed() {
            chosen = Colour::from_text(text.trim());
        }
        if response.has_focus() {
            ui.data_mut(|data| data.insert_temp(memory, text));
        } else {
            ui.data_mut(|data| data.remove::<String>(memory));
        }
    });
    chosen
}
