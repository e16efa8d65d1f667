//! Every colour, size and font of the window, light and dark.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Vec2,
};

use super::icon;
use crate::check::Verdict;
use crate::map::{BOLD_FONT, REGULAR_FONT};

/// The family of bold text.
pub(super) const BOLD: &str = "bold";
/// Size of text, of small text, of headings.
pub(super) const TEXT: f32 = 13.0;
/// Size of secondary text.
pub(super) const SMALL: f32 = 12.0;
/// Size of headings and of the figures of clauses.
pub(super) const HEADING: f32 = 14.0;

/// Colours that the toolkit's own style has no place for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    /// Panels.
    pub(super) panel: Color32,
    /// Cards and fields.
    pub(super) card: Color32,
    /// Thin lines.
    pub(super) line: Color32,
    /// Text.
    pub(super) ink: Color32,
    /// Secondary text.
    pub(super) quiet: Color32,
    /// What is chosen, and the one main button.
    pub(super) accent: Color32,
    /// Behind what is chosen.
    pub(super) accent_soft: Color32,
    /// Badges of notices.
    pub(super) amber: Color32,
    /// Behind them.
    pub(super) amber_soft: Color32,
    /// The empty part of a gauge.
    pub(super) rail: Color32,
}

const LIGHT: Palette = Palette {
    panel: Color32::from_rgb(0xfc, 0xfc, 0xfa),
    card: Color32::WHITE,
    line: Color32::from_rgb(0xe4, 0xe5, 0xe1),
    ink: Color32::from_rgb(0x1d, 0x23, 0x24),
    quiet: Color32::from_rgb(0x66, 0x6e, 0x70),
    accent: Color32::from_rgb(0x0b, 0x7a, 0x75),
    accent_soft: Color32::from_rgb(0xdd, 0xf0, 0xee),
    amber: Color32::from_rgb(0x8a, 0x55, 0x00),
    amber_soft: Color32::from_rgb(0xfb, 0xe9, 0xcf),
    rail: Color32::from_rgb(0xec, 0xed, 0xea),
};

const DARK: Palette = Palette {
    panel: Color32::from_rgb(0x1c, 0x20, 0x21),
    card: Color32::from_rgb(0x25, 0x2a, 0x2b),
    line: Color32::from_rgb(0x39, 0x40, 0x41),
    ink: Color32::from_rgb(0xe8, 0xeb, 0xea),
    quiet: Color32::from_rgb(0x9f, 0xa9, 0xa9),
    accent: Color32::from_rgb(0x3f, 0xb8, 0xb0),
    accent_soft: Color32::from_rgb(0x1d, 0x40, 0x3e),
    amber: Color32::from_rgb(0xf2, 0xb8, 0x5c),
    amber_soft: Color32::from_rgb(0x46, 0x36, 0x1c),
    rail: Color32::from_rgb(0x36, 0x3d, 0x3e),
};

/// The colours of the window as it is now.
pub(super) fn palette(visuals: &egui::Visuals) -> &'static Palette {
    if visuals.dark_mode { &DARK } else { &LIGHT }
}

/// The colour of a verdict: of the Okabe–Ito family, told apart without colour vision together with the mark's shape.
pub(super) fn verdict_colour(verdict: Verdict, visuals: &egui::Visuals) -> Color32 {
    match verdict {
        Verdict::Violates => Color32::from_rgb(0xd5, 0x5e, 0x00),
        Verdict::Meets => Color32::from_rgb(0x00, 0x79, 0x5b),
        Verdict::DependsOnReading => Color32::from_rgb(0xb7, 0x79, 0x1f),
        Verdict::Argued => Color32::from_rgb(0x7b, 0x4f, 0xa3),
        Verdict::NotYetDue => Color32::from_rgb(0x2e, 0x7e, 0xb8),
        Verdict::NotJudged | Verdict::Info | Verdict::NotApplicable => palette(visuals).quiet,
    }
}

/// Colours of parts of a whole: of the Okabe–Ito family but for vermilion, which is a miss.
pub(super) fn part_colour(part: usize, visuals: &egui::Visuals) -> Color32 {
    const PARTS: [Color32; 6] = [
        Color32::from_rgb(0x00, 0x72, 0xb2),
        Color32::from_rgb(0xe6, 0x9f, 0x00),
        Color32::from_rgb(0x00, 0x9e, 0x73),
        Color32::from_rgb(0x56, 0xb4, 0xe9),
        Color32::from_rgb(0xcc, 0x79, 0xa7),
        Color32::from_rgb(0x9a, 0x8f, 0x7a),
    ];
    let colour = PARTS.get(part % PARTS.len()).copied().unwrap_or(palette(visuals).quiet);
    if visuals.dark_mode { colour.lerp_to_gamma(Color32::WHITE, 0.18) } else { colour }
}

/// Text in the bold family.
pub(super) fn bold(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).family(FontFamily::Name(BOLD.into()))
}

/// Gives a context the bundled fonts and the look of both themes.
pub(super) fn install(context: &egui::Context) {
    context.set_fonts(fonts());
    for (theme, palette) in [(egui::Theme::Light, &LIGHT), (egui::Theme::Dark, &DARK)] {
        context.style_mut_of(theme, |style| apply(style, palette));
    }
}

fn fonts() -> FontDefinitions {
    const ICONS: &[u8] = include_bytes!("../../assets/fonts/Phosphor.ttf");
    const MONO: &[u8] = include_bytes!("../../assets/fonts/NotoSansMono-Latin-Regular.ttf");
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [("regular", REGULAR_FONT), (BOLD, BOLD_FONT), (icon::FAMILY, ICONS), ("mono", MONO)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let family = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    fonts.families.insert(FontFamily::Proportional, family(&["regular", icon::FAMILY]));
    // Of files as they are written; the digits of the text font are tabular and need no other.
    fonts.families.insert(FontFamily::Monospace, family(&["mono", "regular"]));
    fonts.families.insert(FontFamily::Name(BOLD.into()), family(&[BOLD, "regular", icon::FAMILY]));
    fonts.families.insert(FontFamily::Name(icon::FAMILY.into()), family(&[icon::FAMILY, "regular"]));
    fonts
}

fn apply(style: &mut egui::Style, palette: &Palette) {
    let sizes = [
        (TextStyle::Small, SMALL),
        (TextStyle::Body, TEXT),
        (TextStyle::Button, TEXT),
        (TextStyle::Heading, HEADING),
        (TextStyle::Monospace, TEXT),
    ];
    style.text_styles = sizes.into_iter().map(|(text, size)| (text, FontId::proportional(size))).collect();
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(8.0, 6.0);
    spacing.button_padding = Vec2::new(10.0, 4.0);
    spacing.interact_size = Vec2::new(28.0, 26.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    let visuals = &mut style.visuals;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.card;
    visuals.extreme_bg_color = palette.card;
    visuals.faint_bg_color = palette.rail;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.hyperlink_color = palette.accent;
    visuals.selection.bg_fill = palette.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, palette.accent);
    visuals.popup_shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: Color32::from_black_alpha(50) };
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = CornerRadius::same(6);
        widget.fg_stroke = Stroke::new(1.0, palette.ink);
        widget.bg_stroke = Stroke::new(1.0, palette.line);
        widget.expansion = 0.0;
    }
    widgets.inactive.bg_fill = palette.card;
    widgets.inactive.weak_bg_fill = palette.card;
    for widget in [&mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        widget.bg_fill = palette.accent_soft;
        widget.weak_bg_fill = palette.accent_soft;
        widget.bg_stroke = Stroke::new(1.0, palette.accent);
    }
}
