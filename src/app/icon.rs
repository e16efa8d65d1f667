//! Icons from the bundled Phosphor font; each is always shown with a name for those who cannot see it.

/// The family under which the icon font is installed.
pub(super) const FAMILY: &str = "icons";

/// An icon of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Keys.
    Keyboard,
    /// A folded map.
    Sample,
    /// A plus.
    Plus,
    /// A disk.
    Save,
    /// A cross.
    Close,
    /// An arrow out of a box.
    Export,
    /// A table.
    Table,
    /// A picture.
    Picture,
    /// An arrow back.
    Undo,
    /// An arrow forth.
    Redo,
    /// Two arrows in a circle.
    Refresh,
    /// A wheel.
    Settings,
    /// A gavel.
    Argument,
    /// A triangle with an exclamation mark.
    Warning,
    /// An arrow down.
    Next,
    /// An arrow up.
    Previous,
    /// An arrow to the right.
    Right,
    /// Arrows to the corners.
    Fit,
    /// A lens with a plus.
    ZoomIn,
    /// A lens with a minus.
    ZoomOut,
    /// A compass.
    Axes,
    /// Letters.
    Text,
    /// Two scripts.
    Language,
    /// A half disc.
    Theme,
    /// An i.
    Info,
    /// An eye.
    Shown,
    /// A struck eye.
    Hidden,
    /// A bin.
    Remove,
    /// Three dots.
    More,
    /// A tick.
    Check,
    /// Crosshairs.
    ZoomTo,
    /// Three bars.
    Menu,
    /// An arrow of a pointer.
    Cursor,
    /// A pen that draws a line.
    Pen,
    /// Corners of a shape.
    Nodes,
    /// A ruler.
    Ruler,
    /// A right angle.
    Ortho,
    /// A magnet.
    Magnet,
    /// Two sheets.
    Copy,
    /// Scissors.
    Scissors,
    /// A curve over an axis.
    Profile,
    /// A clock that runs back.
    History,
    /// An arrow down, of what opens.
    Open,
    /// A sheet with lines.
    Report,
    /// A tip to the left.
    PageBefore,
    /// A tip to the right.
    PageAfter,
    /// Sheets one over another.
    Layers,
    /// A list with ticks.
    Clauses,
    /// A pin on a map.
    Findings,
    /// Bars.
    Chart,
    /// A pocket calculator.
    Figures,
    /// An arrow with a shaft, up.
    Up,
    /// An arrow with a shaft, down.
    Down,
    /// A sigma.
    Sum,
    /// A painter's palette.
    Palette,
    /// A question mark.
    Question,
    /// A lens.
    Search,
    /// A house.
    Start,
    /// A mortarboard.
    Tour,
    /// A clock.
    Clock,
    /// An arrow into a tray.
    Drop,
    /// A globe.
    Globe,
}

impl Icon {
    /// Its character in the icon font.
    pub(super) const fn glyph(self) -> char {
        match self {
            Self::File => '\u{e230}',
            Self::Folder => '\u{e256}',
            Self::Keyboard => '\u{e2d8}',
            Self::Sample => '\u{e31a}',
            Self::Plus => '\u{e3d4}',
            Self::Save => '\u{e248}',
            Self::Close => '\u{e4f6}',
            Self::Export => '\u{eaf0}',
            Self::Table => '\u{e476}',
            Self::Picture => '\u{e2ca}',
            Self::Undo => '\u{e08a}',
            Self::Redo => '\u{e08c}',
            Self::Refresh => '\u{e094}',
            Self::Settings => '\u{e272}',
            Self::Argument => '\u{ea32}',
            Self::Warning => '\u{e4e0}',
            Self::Next | Self::Open => '\u{e136}',
            Self::Previous => '\u{e13c}',
            Self::Right => '\u{e06c}',
            Self::Fit => '\u{e0a2}',
            Self::ZoomIn => '\u{e310}',
            Self::ZoomOut => '\u{e30e}',
            Self::Axes => '\u{e1c8}',
            Self::Text => '\u{e6ee}',
            Self::Language => '\u{e4a2}',
            Self::Theme => '\u{e18c}',
            Self::Info => '\u{e2ce}',
            Self::Shown => '\u{e220}',
            Self::Hidden => '\u{e224}',
            Self::Remove => '\u{e4a6}',
            Self::More => '\u{e208}',
            Self::Check => '\u{e182}',
            Self::ZoomTo => '\u{e1d6}',
            Self::Menu => '\u{e2f0}',
            Self::Cursor => '\u{e1dc}',
            Self::Pen => '\u{e3b2}',
            Self::Nodes => '\u{e6d4}',
            Self::Ruler => '\u{e6b8}',
            Self::Ortho => '\u{e7bc}',
            Self::Magnet => '\u{e682}',
            Self::Globe => '\u{e288}',
            Self::Copy => '\u{e1ca}',
            Self::Scissors => '\u{eae0}',
            Self::Profile => '\u{e154}',
            Self::History => '\u{e1a0}',
            Self::Report => '\u{e23a}',
            Self::PageBefore => '\u{e138}',
            Self::PageAfter => '\u{e13a}',
            Self::Layers => '\u{e466}',
            Self::Clauses => '\u{eadc}',
            Self::Findings => '\u{e316}',
            Self::Chart => '\u{e150}',
            Self::Figures => '\u{e538}',
            Self::Up => '\u{e08e}',
            Self::Down => '\u{e03e}',
            Self::Sum => '\u{eab8}',
            Self::Palette => '\u{e6c8}',
            Self::Question => '\u{e3e8}',
            Self::Search => '\u{e30c}',
            Self::Start => '\u{e2c2}',
            Self::Tour => '\u{e62c}',
            Self::Clock => '\u{e19a}',
            Self::Drop => '\u{e20c}',
        }
    }

    /// It as text of a size in points.
    pub(super) fn text(self, size: f32) -> egui::RichText {
        let family = egui::FontFamily::Name(FAMILY.into());
        egui::RichText::new(self.glyph()).font(egui::FontId::new(size, family))
    }
}
