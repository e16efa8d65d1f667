//! Everything a person can ask of the window, in one table: buttons, menus and shortcuts all read it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};
use geo_types::Rect;

use super::dialog::backdrop::BackdropOrder;
use super::dialog::import::{ImportOrder, Imported};
use super::dialog::standard::StandardOrder;
use super::dock::{PanelId, Side};
use super::drawing::Drawing;
use super::help::Topic;
use super::icon::Icon;
use super::need::Need;
use super::review::ReviewOrder;
use super::session::{Dialog, Selected};
use super::table::TableOrder;
use super::tool::Kind;
use super::{Document, Jobs, Session};
use crate::check::Verdict;
use crate::layer::Field;
use crate::measure::thematic::Asked;
use crate::plan::{Edit, SourceRow};
use crate::text::{Lang, Message};

/// A complete request; nothing else changes a document.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a handful of commands a second")]
pub enum Command {
    /// A plain action of the table.
    Do(Action),
    /// Open a plan, a folder or files in place of what is open.
    Open(Vec<PathBuf>),
    /// Look at files or folders before they are added as layers; without a plan they are opened.
    Add(Vec<PathBuf>),
    /// Something that the page of files to import asks for.
    Import(ImportOrder),
    /// Open files as a plan, as they were imported.
    OpenImported(Box<Imported>),
    /// Save the plan to a file.
    SaveTo(PathBuf),
    /// Write what its ending says: findings (.geojson, .csv), the picture as it is chosen (.png, .svg) or what is drawn (.shp).
    Export(PathBuf),
    /// Change the plan.
    Edit(Edit),
    /// Look at a part of the plan.
    LookAt(Rect<f64>),
    /// Choose a finding: fly to it and draw its figure.
    ChooseFinding {
        /// Id of the clause.
        clause: String,
        /// Index of the finding in it.
        finding: usize,
    },
    /// Show the chart of a clause.
    ShowChart(String),
    /// Open the card of a clause, or close it.
    ToggleClause(String),
    /// Show only clauses of a verdict, or all.
    FilterVerdict(Option<Verdict>),
    /// Hide these layers, by what they are known by, and show all others.
    Hide(BTreeSet<String>),
    /// Choose which features of a layer to keep, by its index in the plan.
    FilterLayer(usize),
    /// Change how a layer looks, by what it is known by.
    StyleLayer(String),
    /// Select features in place of those that were; none selects nothing.
    Select(Vec<Selected>),
    /// Select a feature besides those that are, or no longer.
    SelectToo(Selected),
    /// Select all features of visible layers that lie wholly in a box.
    SelectWithin(Rect<f64>),
    /// Draw features of a kind.
    Draw(Kind),
    /// Edit a corridor by its name.
    EditCorridor(String),
    /// Give a field of the selected existing features a canonical value, in the plan.
    Restate(Field, String),
    /// Give existing features back what their files have.
    Restore(Vec<SourceRow>),
    /// Take steps back, or do them again, until so many are done.
    GoTo(usize),
    /// Show a panel.
    ShowPanel(PanelId),
    /// Put a panel on a side of the map, in front of those that stand there.
    MovePanel(PanelId, Side),
    /// Show the notices of a layer by its index in the snapshot, or all.
    ShowNotices(Option<usize>),
    /// Open a dialog, or close the one that is open.
    Show(Option<Dialog>),
    /// Speak a language.
    Speak(Lang),
    /// Stop a job.
    Cancel(super::jobs::JobId),
    /// Leave the plan by what was asked for, with its changes saved before or dropped.
    Leave {
        /// Whether to save first.
        save: bool,
        /// What leaves it.
        then: Box<Command>,
    },
    /// Show a thematic map, or none.
    ShowTopic(Option<Asked>),
    /// Something that the dialog of the picture asks for.
    Picture(PictureOrder),
    /// Look at the map at one to so many.
    Scale(f64),
    /// Have the map drawn by the card or by the processor.
    DrawBy(Drawing),
    /// Light, dark, or as the system is.
    Dress(super::settings::Theme),
    /// The interface at so many per cent of its ordinary size.
    Enlarge(u16),
    /// Open a page of the help.
    Help(Topic),
    /// A step of the tour, or its end.
    Tour(Option<usize>),
    /// Look for features by their names.
    Seek(String),
    /// Leave a path out of the recent ones.
    ForgetRecent(PathBuf),
    /// Write what is drawn in the plan: .shp or .geojson.
    ExportDrawn(PathBuf),
    /// Something that the dialog of the report asks for.
    Report(ReportOrder),
    /// Something that the list of findings asks for.
    Review(ReviewOrder),
    /// Something that concerns maps from the net.
    Backdrop(BackdropOrder),
    /// Something that the text of a standard asks for.
    Standard(StandardOrder),
    /// Something that the attribute table asks for.
    Table(TableOrder),
    /// Open a plan by its file with the edits that were not saved.
    OpenRestored(PathBuf),
    /// Show the plan that is being opened with the edits that were not saved, or as it is saved.
    Recover {
        /// Whether with them.
        restore: bool,
    },
    /// Open the plan that another window has.
    OpenHeld(OpenHeld),
    /// Open a plan that was never saved from its journal.
    OpenLeft(PathBuf),
    /// Let go of what a journal holds.
    ForgetLeft(PathBuf),
    /// Look at a proposal beside the open one, or at the open one alone again.
    CompareWith(Option<String>),
    /// Read what others have changed.
    Reload,
    /// Go on with what is open, whatever others have changed.
    KeepOn,
}

/// What a name is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// A copy of the open proposal.
    Duplicate,
    /// The proposal of this name.
    Rename(String),
}

/// How to open a plan that another window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenHeld {
    /// To be looked at.
    ReadOnly,
    /// As a copy that was never saved.
    Copy,
}

/// What the dialog of the picture asks for; what the picture is made of was chosen in the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureOrder {
    /// Draw a sheet to be looked at.
    Sketch,
    /// Ask where to write.
    ChooseTarget,
    /// Write there, in the form that the ending says.
    Write(PathBuf),
}

/// What the dialog of the report asks for; what the report is made of was chosen in the session.
#[derive(Clone, Debug, PartialEq)]
pub enum ReportOrder {
    /// Write it. These files are there already and may be replaced.
    Write(Vec<PathBuf>),
    /// Make the pages to be looked at.
    Preview,
    /// Draw one of them, by its index, with so many pixels to a point of paper.
    Page(usize, f64),
    /// Ask where to write.
    ChooseTarget,
    /// Ask for a template.
    ChooseTemplate,
    /// Write there: a path whose ending, where it has one of a report, is left out.
    Target(PathBuf),
    /// Lay it out by this template.
    Template(PathBuf),
}

impl Command {
    /// Whether it replaces or closes the plan that is open.
    pub(super) fn leaves_plan(&self) -> bool {
        matches!(
            self,
            Self::Open(_)
                | Self::OpenImported(_)
                | Self::OpenRestored(_)
                | Self::OpenLeft(_)
                | Self::Do(Action::OpenSample | Action::Close | Action::Quit)
        )
    }
}

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

/// Commands queued in a frame, carried out at the start of the next.
#[derive(Debug, Default)]
pub struct Commands(Vec<Command>);

impl Commands {
    /// Queues a command.
    pub fn push(&mut self, command: Command) {
        self.0.push(command);
    }

    /// Queues what there is.
    pub(super) fn extend(&mut self, commands: Option<Command>) {
        self.0.extend(commands);
    }

    /// Queues an action.
    pub fn act(&mut self, action: Action) {
        self.0.push(Command::Do(action));
    }

    /// Whether nothing is queued.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether what is queued leaves the plan that is open.
    pub(super) fn is_leaving(&self) -> bool {
        self.0.iter().any(Command::leaves_plan)
    }

    /// Takes what is queued.
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.0)
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
