//! The window. The only module that knows the toolkit.
//!
//! Three owners that are never mixed: [`Document`] is what is saved, [`Session`] what is looked at, [`Jobs`] what is running.
//! A frame drains finished jobs, carries out the commands of the last frame, and paints; painting only reads and queues
//! [`Command`]s. Nothing slow happens here: reading, checking, drawing and exporting are jobs.

mod action;
mod beside;
mod clock;
mod command;
mod dialog;
mod dispatch;
mod dock;
mod document;
mod drawing;
mod focus;
mod frame;
mod help;
mod icon;
mod jobs;
mod keeper;
mod map;
mod need;
mod palette;
mod panel;
mod probe;
mod region;
mod review;
mod session;
mod settings;
mod shortcut;
mod start;
mod table;
mod theme;
mod tiles;
mod tool;
mod tour;
mod trial;
mod watcher;
mod widget;

use std::path::PathBuf;

use crate::plan::Journals;
use crate::text::{Lang, Message};

pub use action::Action;
pub use beside::Beside;
pub use command::{Command, Commands, Naming, OpenHeld, PictureOrder, ReportOrder};
pub use dialog::backdrop::BackdropOrder;
pub use dialog::group::Grouping;
pub use dialog::import::{Goal, ImportOrder, Imported};
pub use dialog::standard::StandardOrder;
pub use dock::{Dock, PanelId, Side};
pub use document::{Document, Stage};
pub use drawing::{Drawing, Draws};
pub use help::{Help, HelpPage};
pub use jobs::{Jobs, Kind as JobKind};
pub use keeper::Safety;
pub use map::card::Card;
pub use review::{Known, Review, ReviewOrder, State};
pub use session::{Dialog, Page, Pointed, Selected, Session};
pub use settings::{Recent, Settings, Theme};
pub use table::TableOrder;
pub use tool::{Draft, Form, Grip, Kind, Live, Ruler, Snapped, Snapping, Stand, Stated, Target, Tool, Tools};
pub use watcher::Changed;

/// What to show first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The plan that was open last, the first time the sample.
    Last,
    /// A plan, a folder of layers, or files.
    Paths(Vec<PathBuf>),
    /// Nothing.
    Empty,
}

/// The window with everything in it.
#[derive(Debug)]
pub struct App {
    document: Document,
    session: Session,
    jobs: Jobs,
    settings: Settings,
    commands: Commands,
    map: map::MapView,
    beside: map::beside::BesideMap,
    start: start::StartPage,
    live: Live,
    grounds: tool::ground::Grounds,
    /// The graphics card of the window, where it has one.
    card: Option<Card>,
    title: String,
    /// Where the journals lie; `None` where this computer has no place for them.
    journals: Option<Journals>,
    watcher: watcher::Watcher,
    tiles: tiles::Tiles,
    /// What waits for the planner's word.
    pending: Option<dispatch::plans::Pending>,
    /// Whether it was looked for edits that were not saved the last time.
    looked: bool,
    /// Whether what was found then is to be told as soon as no dialog is open.
    left_untold: bool,
    /// Whether an input method composes.
    composing: bool,
}

impl App {
    /// A window that opens something and keeps journals; `context` gets the fonts and colours.
    pub fn new(context: &egui::Context, settings: Settings, opening: &Opening, journals: Option<Journals>) -> Self {
        theme::install(context);
        let mut app = Self {
            document: Document::default(),
            session: Session::default(),
            jobs: Jobs::new(context.clone()),
            map: map::MapView::new(context.clone()),
            beside: map::beside::BesideMap::new(context.clone()),
            start: start::StartPage::default(),
            live: Live::new(context),
            grounds: tool::ground::Grounds::default(),
            card: None,
            settings,
            commands: Commands::default(),
            title: String::new(),
            journals,
            watcher: watcher::Watcher::start(context.clone()),
            tiles: tiles::Tiles::new(context.clone()),
            pending: None,
            looked: false,
            left_untold: false,
            composing: false,
        };
        app.settings.apply(context);
        app.open(opening);
        app
    }

    /// The same with a graphics card that may draw its maps.
    #[must_use]
    pub fn with_card(self, card: Option<Card>) -> Self {
        Self { card, ..self }
    }

    fn open(&mut self, opening: &Opening) {
        match opening {
            Opening::Empty => dispatch::plans::look_for_left(self),
            Opening::Paths(paths) => self.commands.push(Command::Open(paths.clone())),
            Opening::Last => match self.settings.recent.first().cloned() {
                Some(recent) => dispatch::plans::open_last(self, recent.path),
                None => self.commands.push(Command::Do(Action::OpenSample)),
            },
        }
    }

    /// Keeps tiles of maps from the net in a folder from one start to the next.
    pub fn keep_tiles_in(&mut self, folder: Option<PathBuf>) {
        self.tiles.keep_in(folder, &self.settings);
    }

    /// The plan and what was found in it.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What is looked at.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What is running.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// What is measured under the pointer.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// What is remembered from one start to the next.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What others have changed of the files of the plan.
    pub fn changed(&self) -> Changed {
        self.watcher.changed()
    }

    /// How many pictures from the net lie beneath the map.
    pub fn backdrops(&self) -> usize {
        self.session.ground.backdrops.len()
    }

    /// How many tiles that are looked at are still to come.
    pub fn tiles_waiting(&self) -> usize {
        self.tiles.waiting()
    }

    /// How many pictures of the map were drawn.
    pub fn pictures(&self) -> u64 {
        self.map.pictures()
    }

    /// The view that the picture of the map was drawn for.
    pub fn drawn_for(&self) -> Option<crate::map::Camera> {
        self.map.drawn_for()
    }

    /// What draws the map.
    pub fn draws(&self) -> Draws {
        Draws::of(self.settings.drawing, self.card.as_ref())
    }

    /// Queues a command, as a button would.
    pub fn command(&mut self, command: Command) {
        self.commands.push(command);
    }

    fn lang(&self) -> Lang {
        self.settings.lang()
    }

    /// Finished jobs, dropped files, shortcuts, then the commands of the last frame.
    fn step(&mut self, context: &egui::Context) {
        self.settings.apply(context);
        for done in self.jobs.drain() {
            dispatch::finish(self, done);
        }
        self.live.drain();
        if let Some(reason) = self.card.as_ref().and_then(Card::newly_failed) {
            self.session.warn(reason);
        }
        self.document.mend();
        self.composing = shortcut::leave_to_input_method(context, self.composing);
        tool::keys(context, &self.document, &mut self.session, &self.settings, &mut self.commands);
        shortcut::collect_shortcuts(context, &mut self.commands, &self.document, &self.session, &self.jobs);
        if self.session.dialog.is_none() {
            shortcut::collect_dropped(context, &mut self.commands);
        }
        frame::hold_closing(self, context);
        for command in self.commands.take() {
            dispatch::carry_out(self, context, command);
        }
        dispatch::plans::attend(self);
        start::attend(self, context);
        tour::attend(self);
        dispatch::review::keep(self);
        if !self.commands.is_empty() {
            context.request_repaint();
        }
        frame::entitle(self, context);
    }

    fn paint(&mut self, ui: &mut egui::Ui) {
        let (lang, drawing) = (self.lang(), self.draws());
        self.session.pointed = None;
        self.session.figures.has_keys = false;
        let mut view = panel::View {
            lang,
            document: &self.document,
            session: &mut self.session,
            jobs: &self.jobs,
            settings: &self.settings,
            live: &self.live,
            tiles: &self.tiles,
            pending: self.pending.as_ref(),
            changed: self.watcher.changed(),
            drawing: &drawing,
            commands: &mut self.commands,
        };
        let state = view.session.tools.count;
        view.session.regions.begin();
        panel::toolbar::toolbar_ui(ui, &mut view);
        panel::status::status_ui(ui, &mut view);
        let starts = start::is_shown(&view);
        if starts {
            self.start.start_ui(ui, &mut view);
        } else {
            panel::docks::docks_ui(ui, &mut view);
            panel::profile::profile_ui(ui, &mut view);
            panel::comparison::comparison_ui(ui, &mut view);
            self.beside.beside_ui(ui, &mut view);
        }
        let map = ui.available_rect_before_wrap();
        if !starts {
            self.map.map_ui(ui, &mut view);
        }
        dialog::dialogs_ui(ui, &mut view);
        if !starts {
            dialog::style::style_ui(ui, &mut view, map);
            panel::tools::tools_ui(ui, &mut view, map);
        }
        panel::changed::changed_ui(ui, &mut view, map);
        panel::toasts::toasts_ui(ui, &mut view, map);
        panel::layers::drop::overlay_ui(ui.ctx(), &view);
        tour::tour_ui(ui, &mut view);
        help::help_ui(ui, &mut view);
        focus::ring_ui(ui);
        if view.session.tools.count != state {
            ui.ctx().request_repaint();
        }
        tool::ground::ask(&self.document, &self.session, &mut self.live, &mut self.grounds);
    }
}

impl eframe::App for App {
    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        self.step(context);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.paint(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        dispatch::review::keep_now(self);
        self.document.wait();
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.settings.store(storage);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// A message where there is no display, or no way to draw on it.
pub fn run(opening: Opening, lang: Option<Lang>) -> Result<(), Message> {
    frame::find_display()?;
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("langdao")
        .with_icon(frame::icon())
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([640.0, 400.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let create = move |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        let mut settings = creation.storage.map_or_else(Settings::first, Settings::restore);
        settings.lang = lang.or(settings.lang);
        let journals = eframe::storage_dir("langdao").map(|folder| Journals::new(folder.join("journals")));
        let card = creation.gl.clone().map(Card::new);
        let mut app = App::new(&creation.egui_ctx, settings, &opening, journals).with_card(card);
        app.keep_tiles_in(tiles::cache::usual_folder());
        Ok(Box::new(app))
    };
    eframe::run_native("langdao", options, Box::new(create)).map_err(|error| frame::why_not(&error))
}
