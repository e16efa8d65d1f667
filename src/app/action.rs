//! Everything a person can ask of the window without saying more, in one table: buttons, menus and shortcuts all read it.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::icon::Icon;
use super::need::Need;
use super::{Document, Jobs, Session};
use crate::text::Message;

/// What the window can do without being told more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Ask for files and open them.
    OpenFiles,
    /// Ask for a folder and open it.
    OpenFolder,
    /// Type or paste a path to open.
    OpenPath,
    /// Open the sample plan.
    OpenSample,
    /// Ask for files to add as layers.
    AddLayers,
    /// Lay a map from the net beneath the plan.
    AddBackdrop,
    /// Save the plan.
    Save,
    /// Ask for a file and save the plan there.
    SaveAs,
    /// Edits that were not saved the last time.
    Recover,
    /// Close the plan.
    Close,
    /// Choose what a report holds, look at its pages, and write it.
    Report,
    /// Ask for a file and write the findings as GeoJSON.
    ExportGeoJson,
    /// Ask for a file and write the findings as a table.
    ExportCsv,
    /// Choose paper, scale and form of a picture, and write it.
    ExportPicture,
    /// Close the window.
    Quit,
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Read changed files again and check.
    Recheck,
    /// Name, county, year, standard and figures of the plan.
    PlanSettings,
    /// The text of the standard that the plan is checked by.
    StandardText,
    /// Recorded arguments.
    Arguments,
    /// Show or hide the panel of layers.
    LayersPanel,
    /// Show or hide the panel of clauses.
    ClausesPanel,
    /// Show or hide the list of findings.
    FindingsPanel,
    /// Show or hide the attribute table.
    TablePanel,
    /// Show or hide charts of the facts.
    ChartsPanel,
    /// Show or hide the figures that are typed in.
    FiguresPanel,
    /// Every panel where it stood at first.
    OrdinaryPanels,
    /// Show or hide what was left out, repaired or assumed.
    Notices,
    /// Fly to the next violation.
    NextFinding,
    /// Fly to the violation before.
    PreviousFinding,
    /// Choose nothing: closes what is open, step by step.
    Back,
    /// Show the whole plan.
    Fit,
    /// Look nearer.
    ZoomIn,
    /// Look from farther.
    ZoomOut,
    /// Surveyors' axes: X north, Y east.
    SurveyorsAxes,
    /// Show or hide names on the map.
    Names,
    /// Show or hide the grid of the plan's system.
    Graticule,
    /// Enlarge the interface.
    LargerInterface,
    /// Reduce the interface.
    SmallerInterface,
    /// The interface in its ordinary size.
    OrdinaryInterface,
    /// Light, dark, or as the system is.
    SwitchTheme,
    /// Chinese or English.
    SwitchLanguage,
    /// The page of the help about what is open.
    Help,
    /// The tour of the window.
    Tour,
    /// Look for anything by its name and do it.
    Palette,
    /// The start page, whatever is open.
    StartPage,
    /// Put the keyboard into the next part of the window.
    NextRegion,
    /// Put it into the part before.
    PreviousRegion,
    /// What the program is.
    About,
    /// Choose features.
    SelectTool,
    /// Draw what was drawn last, a corridor at first.
    DrawTool,
    /// Change drawn shapes.
    EditTool,
    /// Measure distances and areas.
    MeasureTool,
    /// Draw along the axes of the grid only.
    Ortho,
    /// Snap to what is there.
    Snap,
    /// End what is drawn.
    Finish,
    /// Delete the chosen corner, or the drawn features that are selected.
    Delete,
    /// Copy the selected drawn feature.
    Duplicate,
    /// Split the selected drawn feature.
    Split,
    /// Find the ends of the selected corridor automatically again.
    AutomaticEnds,
    /// Take the selected existing features out of the plan.
    TakeAway,
    /// Draw the selected existing features anew in the plan.
    DrawAnew,
    /// Show the width along the corridor.
    Profile,
    /// Show or hide every step that was done.
    History,
    /// Ask for a file and write what is drawn in the plan as shapefiles.
    ExportDrawnShapefile,
    /// Ask for a file and write what is drawn in the plan as GeoJSON.
    ExportDrawnGeoJson,
}

/// Label, icon and shortcut of an action.
struct Entry {
    action: Action,
    key: &'static str,
    icon: Option<Icon>,
    shortcut: Option<(Modifiers, Key)>,
}

const fn entry(action: Action, key: &'static str, icon: Option<Icon>, shortcut: Option<(Modifiers, Key)>) -> Entry {
    Entry { action, key, icon, shortcut }
}

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// Every action once. A test holds that no two share a shortcut and that each has its sentence.
const TABLE: &[Entry] = &[
    entry(Action::OpenFiles, "open-files", Some(Icon::File), Some((Modifiers::COMMAND, Key::O))),
    entry(Action::OpenFolder, "open-folder", Some(Icon::Folder), Some((COMMAND_SHIFT, Key::O))),
    entry(Action::OpenPath, "open-path", Some(Icon::Keyboard), Some((Modifiers::COMMAND, Key::L))),
    entry(Action::OpenSample, "open-sample", Some(Icon::Sample), None),
    entry(Action::AddLayers, "add-layers", Some(Icon::Plus), None),
    entry(Action::AddBackdrop, "add-backdrop", Some(Icon::Globe), None),
    entry(Action::Save, "save", Some(Icon::Save), Some((Modifiers::COMMAND, Key::S))),
    entry(Action::SaveAs, "save-as", Some(Icon::Save), Some((COMMAND_SHIFT, Key::S))),
    entry(Action::Recover, "recover", Some(Icon::History), None),
    entry(Action::Close, "close", Some(Icon::Close), Some((Modifiers::COMMAND, Key::W))),
    entry(Action::Report, "report", Some(Icon::Report), Some((Modifiers::COMMAND, Key::R))),
    entry(Action::ExportGeoJson, "export-geojson", Some(Icon::Export), None),
    entry(Action::ExportCsv, "export-csv", Some(Icon::Table), None),
    entry(Action::ExportPicture, "export-picture", Some(Icon::Picture), Some((Modifiers::COMMAND, Key::P))),
    entry(Action::Quit, "quit", None, Some((Modifiers::COMMAND, Key::Q))),
    entry(Action::Undo, "undo", Some(Icon::Undo), Some((Modifiers::COMMAND, Key::Z))),
    entry(Action::Redo, "redo", Some(Icon::Redo), Some((Modifiers::COMMAND, Key::Y))),
    entry(Action::Recheck, "recheck", Some(Icon::Refresh), Some((Modifiers::NONE, Key::F5))),
    entry(Action::PlanSettings, "plan-settings", Some(Icon::Settings), Some((Modifiers::COMMAND, Key::Comma))),
    entry(Action::StandardText, "standard-text", Some(Icon::Report), None),
    entry(Action::Arguments, "arguments", Some(Icon::Argument), None),
    entry(Action::LayersPanel, "layers-panel", Some(Icon::Layers), Some((Modifiers::COMMAND, Key::Num1))),
    entry(Action::ClausesPanel, "clauses-panel", Some(Icon::Clauses), Some((Modifiers::COMMAND, Key::Num2))),
    entry(Action::FindingsPanel, "findings-panel", Some(Icon::Findings), Some((Modifiers::COMMAND, Key::Num3))),
    entry(Action::TablePanel, "table-panel", Some(Icon::Table), Some((Modifiers::NONE, Key::F6))),
    entry(Action::ChartsPanel, "charts-panel", Some(Icon::Chart), Some((Modifiers::COMMAND, Key::Num4))),
    entry(Action::FiguresPanel, "figures-panel", Some(Icon::Figures), Some((Modifiers::COMMAND, Key::Num5))),
    entry(Action::OrdinaryPanels, "ordinary-panels", None, None),
    entry(Action::Notices, "notices", Some(Icon::Warning), Some((Modifiers::COMMAND, Key::Num6))),
    entry(Action::NextFinding, "next-finding", Some(Icon::Next), Some((Modifiers::NONE, Key::F8))),
    entry(Action::PreviousFinding, "previous-finding", Some(Icon::Previous), Some((Modifiers::SHIFT, Key::F8))),
    entry(Action::Back, "back", None, Some((Modifiers::NONE, Key::Escape))),
    entry(Action::Fit, "fit", Some(Icon::Fit), Some((Modifiers::COMMAND, Key::Num0))),
    entry(Action::ZoomIn, "zoom-in", Some(Icon::ZoomIn), Some((Modifiers::NONE, Key::PageUp))),
    entry(Action::ZoomOut, "zoom-out", Some(Icon::ZoomOut), Some((Modifiers::NONE, Key::PageDown))),
    entry(Action::SurveyorsAxes, "surveyors-axes", Some(Icon::Axes), None),
    entry(Action::Names, "names", Some(Icon::Text), None),
    entry(Action::Graticule, "graticule", Some(Icon::Grid), Some((Modifiers::NONE, Key::G))),
    entry(Action::LargerInterface, "larger-interface", None, Some((Modifiers::COMMAND, Key::Plus))),
    entry(Action::SmallerInterface, "smaller-interface", None, Some((Modifiers::COMMAND, Key::Minus))),
    entry(Action::OrdinaryInterface, "ordinary-interface", None, None),
    entry(Action::SwitchTheme, "switch-theme", Some(Icon::Theme), None),
    entry(Action::SwitchLanguage, "switch-language", Some(Icon::Language), Some((Modifiers::NONE, Key::F2))),
    entry(Action::Help, "help", Some(Icon::Question), Some((Modifiers::NONE, Key::F1))),
    entry(Action::Tour, "tour", Some(Icon::Tour), None),
    entry(Action::Palette, "palette", Some(Icon::Search), Some((Modifiers::COMMAND, Key::K))),
    entry(Action::StartPage, "start-page", Some(Icon::Start), None),
    entry(Action::NextRegion, "next-region", None, Some((Modifiers::COMMAND, Key::F6))),
    entry(Action::PreviousRegion, "previous-region", None, Some((COMMAND_SHIFT, Key::F6))),
    entry(Action::About, "about", Some(Icon::Info), None),
    entry(Action::SelectTool, "select-tool", Some(Icon::Cursor), Some((Modifiers::NONE, Key::V))),
    entry(Action::DrawTool, "draw-tool", Some(Icon::Pen), Some((Modifiers::NONE, Key::C))),
    entry(Action::EditTool, "edit-tool", Some(Icon::Nodes), Some((Modifiers::NONE, Key::E))),
    entry(Action::MeasureTool, "measure-tool", Some(Icon::Ruler), Some((Modifiers::NONE, Key::M))),
    entry(Action::Ortho, "ortho", Some(Icon::Ortho), Some((Modifiers::NONE, Key::O))),
    entry(Action::Snap, "snap", Some(Icon::Magnet), Some((Modifiers::NONE, Key::S))),
    entry(Action::Finish, "finish", Some(Icon::Check), None),
    entry(Action::Delete, "delete", Some(Icon::Remove), Some((Modifiers::NONE, Key::Delete))),
    entry(Action::Duplicate, "duplicate", Some(Icon::Copy), Some((Modifiers::COMMAND, Key::D))),
    entry(Action::Split, "split", Some(Icon::Scissors), None),
    entry(Action::AutomaticEnds, "automatic-ends", Some(Icon::Refresh), None),
    entry(Action::TakeAway, "take-away", Some(Icon::Remove), None),
    entry(Action::DrawAnew, "draw-anew", Some(Icon::Pen), None),
    entry(Action::Profile, "profile", Some(Icon::Profile), Some((Modifiers::NONE, Key::P))),
    entry(Action::History, "history", Some(Icon::History), Some((Modifiers::COMMAND, Key::H))),
    entry(Action::ExportDrawnShapefile, "export-drawn-shapefile", Some(Icon::Export), None),
    entry(Action::ExportDrawnGeoJson, "export-drawn-geojson", Some(Icon::Export), None),
];

impl Action {
    /// Every action, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.action)
    }

    fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|entry| entry.action == self)
    }

    /// What it is called: `app.do-<key>`.
    pub fn label(self) -> Message {
        Message::new(self.entry().map_or_else(String::new, |entry| format!("app.do-{}", entry.key)))
    }

    /// Its picture.
    pub(super) fn icon(self) -> Option<Icon> {
        self.entry().and_then(|entry| entry.icon)
    }

    /// Its shortcut.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        self.entry()?.shortcut.map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key))
    }

    /// Whether it can be done now.
    pub fn is_enabled(self, document: &Document, session: &Session, _jobs: &Jobs) -> bool {
        self.lacks(document, session).is_none()
    }

    /// What is missing for it, where it cannot be done now.
    pub(super) fn lacks(self, document: &Document, session: &Session) -> Option<Need> {
        Need::of(self).filter(|need| !need.is_met(document, session))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn every_action_has_a_label_in_the_table_of_sentences() {
        for action in Action::all() {
            assert!(text::is_known(&action.label().key), "{action:?}");
        }
    }

    #[test]
    fn no_two_actions_share_a_shortcut() {
        let mut shortcuts: Vec<KeyboardShortcut> = Action::all().filter_map(Action::shortcut).collect();
        let all = shortcuts.len();
        shortcuts.dedup();
        let mut seen = Vec::new();
        for shortcut in shortcuts {
            assert!(!seen.contains(&shortcut), "{shortcut:?}");
            seen.push(shortcut);
        }
        assert_eq!(seen.len(), all);
    }
}
