//! Everything a person can ask of the window: actions, and requests that say more.

use std::collections::BTreeSet;
use std::path::PathBuf;

use geo_types::Rect;

use super::action::Action;
use super::dialog::backdrop::BackdropOrder;
use super::dialog::import::{ImportOrder, Imported};
use super::dialog::standard::StandardOrder;
use super::dock::{PanelId, Side};
use super::drawing::Drawing;
use super::help::HelpPage;
use super::review::ReviewOrder;
use super::session::{Dialog, Selected};
use super::table::TableOrder;
use super::tool::Kind;
use crate::check::Verdict;
use crate::layer::Field;
use crate::measure::thematic::Asked;
use crate::plan::{Edit, SourceRow};
use crate::text::Lang;

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
    Help(HelpPage),
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
