//! Carries out commands and takes what jobs bring: one arm each, one call per arm.

mod back;
mod backdrop;
mod findings;
mod hand;
mod import;
pub(super) mod picture;
pub(super) mod plans;
mod proposals;
mod report;
pub(super) mod review;
mod standard;
pub(super) mod table;
mod thematic;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use geo_types::{Coord, Rect};

use self::back::{back, turn_page};
use self::findings::{Step, choose, step_finding};
pub(super) use self::hand::MOST_SELECTED;
use self::hand::{draw, edit_corridor, index_edges, named_selected, select_again, select_too, select_within, take};
use super::dialog::import::Reading;
use super::dialog::layer::LayerDraft;
use super::dialog::standard::{StandardOrder, is_unsaved, leave};
use super::dialog::style::StyleDraft;
use super::dock::{Dock, PanelId};
use super::document::Drawn;
use super::help::Help;
use super::jobs::{Done, Kind, Wanted};
use super::session::Dialog;
use super::tool::{Tool, work};
use super::{Action, App, Command, Goal, ImportOrder, PictureOrder, ReportOrder, TableOrder, palette, tour};
use crate::check::check;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::map::Art;
use crate::plan::{self, Edit, Plan, PlanError, Record, Snapshot};
use crate::text::{Lang, Message};

/// Carries out a command.
pub(super) fn carry_out(app: &mut App, context: &egui::Context, command: Command) {
    // What is being saved is saved first; asked for twice, the plan is left all the same: its edits are in the journal.
    if command.leaves_plan() && app.jobs.is_running(Kind::Save) && app.session.after_save.as_ref() != Some(&command) {
        app.session.say(Message::new("app.saving-first"));
        app.session.after_save = Some(command);
        return;
    }
    if command.leaves_plan() && is_unsaved(&app.session) {
        app.commands.extend(leave(&mut app.session, Some(command)));
        return;
    }
    if command.leaves_plan() && !app.jobs.is_running(Kind::Save) && app.document.plan().is_some_and(Plan::is_changed) {
        app.session.dialog = Some(Dialog::Unsaved(Box::new(command)));
        return;
    }
    perform(app, context, command);
}

fn perform(app: &mut App, context: &egui::Context, command: Command) {
    match command {
        Command::Do(action) => act(app, context, action),
        Command::Open(paths) => plans::open(app, paths, false),
        Command::OpenRestored(path) => plans::open(app, vec![path], true),
        Command::OpenLeft(journal) => plans::open_left(app, journal),
        Command::ForgetLeft(journal) => plans::forget_left(app, journal),
        Command::Recover { restore } => plans::recover(app, restore),
        Command::OpenHeld(how) => plans::open_held(app, how),
        Command::CompareWith(name) => proposals::compare_with(app, name),
        Command::Reload => plans::reload(app),
        Command::KeepOn => app.watcher.accept(),
        Command::Add(paths) => {
            let goal = if app.document.plan().is_some() { Goal::Add } else { Goal::Open };
            import::carry_out(app, ImportOrder::Look(goal, paths));
        }
        Command::Import(order) => import::carry_out(app, order),
        Command::OpenImported(imported) => plans::open_imported(app, imported),
        Command::SaveTo(path) => plans::save_to(app, &path),
        Command::Export(path) => super::dialog::export::export(app, path),
        Command::Edit(edit) => edit_plan(app, edit),
        Command::LookAt(bounds) => look_at(app, bounds),
        Command::ChooseFinding { clause, finding } => choose(app, clause, finding),
        Command::ShowChart(clause) => {
            app.session.charts.show(clause);
            app.settings.dock.show(PanelId::Charts);
        }
        Command::ToggleClause(clause) => toggle_clause(app, clause),
        Command::FilterVerdict(verdict) => app.session.filter = verdict,
        Command::Hide(layers) => hide(app, layers),
        Command::FilterLayer(layer) => filter_layer(app, layer),
        Command::StyleLayer(key) => app.session.style = StyleDraft::of(&app.document, &key).map(Box::new),
        Command::Select(selected) => app.session.select(&selected),
        Command::SelectToo(selected) => select_too(app, selected),
        Command::SelectWithin(bounds) => select_within(app, bounds),
        Command::Draw(kind) => take(app, Tool::Draw(kind)),
        Command::EditCorridor(name) => edit_corridor(app, &name),
        Command::Restate(field, value) => work::restate(&app.document, &app.session, &mut app.commands, field, &value),
        Command::Restore(rows) => work::restore(&app.document, &mut app.commands, rows),
        Command::GoTo(steps) => change(app, |plan| plan.go_to(steps)),
        Command::ShowPanel(panel) => app.settings.dock.show(panel),
        Command::MovePanel(panel, side) => app.settings.dock.move_to(panel, side),
        Command::ShowNotices(layer) => {
            app.session.notices_of = layer;
            app.settings.dock.show(PanelId::Notices);
        }
        Command::Show(dialog) => app.session.dialog = dialog,
        Command::Speak(lang) => app.settings.lang = Some(lang),
        Command::Cancel(job) => cancel(app, job),
        Command::Leave { save: true, then } => {
            app.session.after_save = Some(*then);
            plans::save(app);
        }
        Command::Leave { save: false, then } => {
            plans::let_go(app);
            perform(app, context, *then);
        }
        Command::Scale(denominator) => {
            app.session.camera = app.session.camera.map(|camera| camera.at_denominator(denominator));
        }
        Command::DrawBy(drawing) => app.settings.drawing = drawing,
        Command::Dress(theme) => app.settings.theme = theme,
        Command::Enlarge(size) => app.settings.set_size(size),
        Command::Help(page) => app.session.help = Some(Help::at(page)),
        Command::Tour(step) => tour::go_to(app, step),
        Command::Seek(text) => palette::seek(app, text),
        Command::ForgetRecent(path) => app.settings.forget(&path),
        Command::ExportDrawn(path) => super::dialog::export::export_drawn(app, &path),
        Command::ShowTopic(asked) => thematic::show(app, asked),
        Command::Picture(order) => picture::carry_out(app, order),
        Command::Report(order) => report::carry_out(app, order),
        Command::Review(order) => review::carry_out(app, order),
        Command::Backdrop(order) => backdrop::carry_out(app, order),
        Command::Standard(order) => standard::carry_out(app, order),
        Command::Table(order) => table::carry_out(app, order),
    }
}

fn act(app: &mut App, context: &egui::Context, action: Action) {
    match action {
        Action::OpenFiles => super::dialog::files::ask_files(app, Wanted::Open),
        Action::OpenFolder => super::dialog::files::ask_folder(app, Wanted::Open),
        Action::OpenPath => app.session.dialog = Some(Dialog::OpenPath),
        Action::OpenSample => plans::open_sample(app),
        Action::AddLayers => super::dialog::files::ask_files(app, Wanted::Add),
        Action::Save => plans::save(app),
        Action::SaveAs => super::dialog::files::ask_target(app, Wanted::Save, plan::FILE_NAME),
        Action::Recover => plans::show_left(app),
        Action::Close => plans::close(app),
        Action::Report => app.session.dialog = Some(Dialog::Report),
        Action::ExportGeoJson => super::dialog::files::ask_target(app, Wanted::Export, "findings.geojson"),
        Action::ExportCsv => super::dialog::files::ask_target(app, Wanted::Export, "findings.csv"),
        Action::ExportPicture => app.session.dialog = Some(Dialog::Picture),
        Action::Quit => {
            app.session.leaving = true;
            context.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        // What is being drawn goes back a point before the plan goes back a step.
        Action::Undo if app.session.tools.is_busy() || app.session.tools.is_changing() => {
            work::step_back(&mut app.session.tools);
        }
        Action::Undo => change(app, |plan| plan.undo().into_iter().collect()),
        Action::Redo => change(app, |plan| plan.redo().into_iter().collect()),
        Action::Recheck => {
            app.document.set_beside(None);
            load(app);
        }
        Action::PlanSettings => app.session.dialog = Some(Dialog::PlanSettings),
        Action::StandardText => {
            if let Some(of) = standard::stated(&app.document) {
                standard::carry_out(app, StandardOrder::Open { of, copy: false });
            }
        }
        Action::AddBackdrop => app.session.dialog = Some(Dialog::Backdrop(None)),
        Action::Arguments => app.session.dialog = Some(Dialog::Argument(None)),
        Action::OrdinaryPanels => app.settings.dock = Dock::default(),
        Action::NextFinding => step_finding(app, Step::Next),
        Action::PreviousFinding => step_finding(app, Step::Previous),
        Action::Back => back(app),
        Action::Fit => fit(app),
        Action::ZoomIn => app.map.zoom(&app.session, 1.5),
        Action::ZoomOut => app.map.zoom(&app.session, 1.0 / 1.5),
        Action::SurveyorsAxes => app.settings.surveyors_axes = !app.settings.surveyors_axes,
        Action::Names => app.session.names_hidden = !app.session.names_hidden,
        Action::Graticule => app.settings.graticule = !app.settings.graticule,
        Action::LargerInterface => app.settings.set_size(app.settings.next_size(true)),
        Action::SmallerInterface => app.settings.set_size(app.settings.next_size(false)),
        Action::OrdinaryInterface => app.settings.set_size(100),
        Action::SwitchTheme => app.settings.theme = app.settings.theme.next(),
        Action::SwitchLanguage => {
            app.settings.lang = Some(if app.lang() == Lang::Zh { Lang::En } else { Lang::Zh });
        }
        Action::About => app.session.dialog = Some(Dialog::About),
        Action::Help => app.session.help = Some(Help::about(&app.session)),
        Action::Palette => app.session.dialog = Some(Dialog::Palette),
        Action::StartPage => turn_page(app),
        Action::Tour => tour::begin(app),
        Action::NextRegion => app.session.regions.step(context, 1),
        Action::PreviousRegion => app.session.regions.step(context, -1),
        Action::ExportDrawnShapefile => super::dialog::files::ask_target(app, Wanted::ExportDrawn, "drawn.shp"),
        Action::ExportDrawnGeoJson => super::dialog::files::ask_target(app, Wanted::ExportDrawn, "drawn.geojson"),
        _ => match PanelId::of(action) {
            Some(panel) => toggle_panel(app, panel),
            None => draw(app, action),
        },
    }
}

fn toggle_panel(app: &mut App, panel: PanelId) {
    if panel == PanelId::Notices {
        app.session.notices_of = None;
    }
    app.settings.dock.toggle(panel);
}

/// Takes what a job brings.
pub(super) fn finish(app: &mut App, done: Done) {
    match done {
        Done::Opened(found, paths) => plans::opened(app, found, &paths),
        Done::Saved(saved) => plans::saved(app, saved),
        Done::Reloaded(file) => plans::reloaded(app, file),
        Done::Compared(made) => proposals::compared(app, made),
        Done::Left(left) => plans::found_left(app, left),
        Done::Looked(looked) => import::looked(app, looked),
        Done::ImportRead(tried) => import::tried(app, tried),
        Done::ImportJudged(outcome) => import::judged(app, outcome),
        Done::SampleDrawn(picture) => app.start.take(picture),
        Done::Sought(text, found) => app.session.sought = Some((text, found)),
        Done::Loaded(revision, Ok(drawn)) => loaded(app, revision, *drawn),
        Done::Loaded(_, Err(PlanError::Cancelled)) | Done::Checked(Err(_), _) => {}
        Done::Loaded(revision, Err(error)) => app.document.set_failure(revision, error.messages()),
        Done::Checked(Ok(outcome), took) => {
            app.document.set_outcome(outcome, took);
            review::meet(app);
            if app.commands.is_empty() {
                app.session.tools.settle();
                app.session.tools.queued = false;
            }
        }
        Done::Indexed(index) => index.into_iter().for_each(|index| app.document.set_snapping(index)),
        Done::Exported(Ok(path)) => app.session.say(Message::new("app.exported").with("path", path.display())),
        Done::Exported(Err(message)) => app.session.warn(message),
        Done::Previewed(edition, made) => app.session.proof.take_pages(&edition, made),
        Done::Paged(of, index, scale, image) => app.session.proof.take_page(&of, index, scale, image),
        Done::Pictured(edition, sheet, made) => app.session.sketch.take(*edition, sheet, made),
        Done::Shaded(revision, asked, made) => thematic::shaded(app, revision, asked, made),
        Done::Reported(reported) => report::reported(app, reported),
        Done::ReviewRead(kept) => review::take(app, kept),
        Done::ReviewKept(kept) => kept.err().into_iter().for_each(|message| app.session.warn(message)),
        Done::StandardRead(draft) => standard::read(app, draft),
        Done::StandardExamined(examined) => standard::examined(app, *examined),
        Done::Tried(trial) => backdrop::tried(app, trial),
        Done::CacheEmptied(emptied) => backdrop::emptied(app, emptied),
        Done::StandardSaved(written) => standard::saved(app, written),
        Done::Named(_, None) => app.session.after_save = None,
        Done::NoDialog(wanted, proposed) => super::dialog::files::type_instead(app, wanted, proposed),
        Done::Named(wanted, Some(paths)) => named(app, wanted, paths),
        Done::Tabled(tabled) => table::tabled(app, tabled),
        Done::Broken(kind, message) => broken(app, kind, message),
    }
}

/// Whether a dropped path is a plan, which is opened instead of added.
fn is_plan(path: &Path) -> bool {
    let names_plan = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    names_plan || path.join(plan::FILE_NAME).is_file()
}

fn edit_plan(app: &mut App, edit: Edit) {
    change(app, |plan| plan.commit(edit).into_iter().collect());
}

/// Changes the plan; what follows from it is derived anew.
fn change(app: &mut App, change: impl FnOnce(&mut Plan) -> Vec<Record>) {
    if app.document.held().is_some() {
        app.session.tools.settle();
        return app.session.warn(Message::new("app.held-not-changed"));
    }
    let Some(plan) = app.document.plan_mut() else { return };
    let open = plan.content().proposals.open().map(str::to_owned);
    let records = change(plan);
    if records.is_empty() {
        return app.session.tools.settle();
    }
    app.document.keep(records);
    proposals::opened(app, open.as_deref());
    if !app.session.tools.queued {
        app.session.tools.corners.clear();
    }
    // What is being opened would replace a change that nobody was asked about.
    app.jobs.cancel_kind(Kind::Open);
    load(app);
}

fn load(app: &mut App) {
    let Some(plan) = app.document.plan().cloned() else { return };
    let cache = app.document.cache().clone();
    let known: Vec<Arc<Art>> = app.document.drawn().map(|drawn| drawn.arts.clone()).unwrap_or_default();
    app.document.forget_results();
    app.jobs.cancel_kind(Kind::Check);
    app.jobs.start(Kind::Load, Message::new("app.job-load"), move |handle| {
        let revision = plan.revision();
        let stamps = plan.stamps();
        let drawn = plan.load(&cache, handle).and_then(|loaded| {
            let arts = arts(&loaded.snapshot, &known, handle).ok_or(PlanError::Cancelled)?;
            Ok(Box::new(Drawn { loaded, arts, stamps }))
        });
        Done::Loaded(revision, drawn)
    });
}

/// How layers are drawn; those that did not change keep their drawing, those that only look otherwise their shapes. `None`
/// where the job was cancelled.
pub(in crate::app) fn arts(snapshot: &Snapshot, known: &[Arc<Art>], handle: &Handle) -> Option<Vec<Arc<Art>>> {
    let known: HashMap<*const Layer, &Arc<Art>> = known.iter().map(|art| (Arc::as_ptr(art.layer()), art)).collect();
    let art = |layer: &Arc<Layer>| {
        let style = snapshot.style(layer);
        match known.get(&Arc::as_ptr(layer)) {
            Some(art) if *art.style() == style => Some(Arc::clone(art)),
            _ if handle.is_cancelled() => None,
            Some(art) => Some(Arc::new(art.restyled(&style))),
            None => Some(Arc::new(Art::styled(layer, &style))),
        }
    };
    snapshot.layers.iter().map(art).collect()
}

fn loaded(app: &mut App, revision: plan::Revision, drawn: Drawn) {
    let first = app.document.loaded().is_none();
    let selected = named_selected(app);
    let listed = app.session.notices_of.and_then(|layer| Some(layers_of(app).get(layer)?.key()));
    let holds = app.document.set_loaded(drawn);
    select_again(app, &selected);
    app.session.notices_of = listed.and_then(|key| layers_of(app).iter().position(|layer| layer.key() == key));
    plans::watch(app);
    proposals::refresh(app);
    if first {
        app.session.camera = None;
    }
    index_edges(app);
    thematic::measure(app);
    let is_current = app.document.plan().is_some_and(|plan| plan.revision() == revision);
    if is_current && holds {
        app.session.tools.settle();
        app.session.tools.queued = false;
    } else if is_current {
        start_check(app);
    }
}

fn layers_of(app: &App) -> &[Arc<Layer>] {
    app.document.loaded().map_or(&[], |loaded| loaded.snapshot.layers.as_slice())
}

#[expect(clippy::disallowed_methods, reason = "the bar says how long the check took; no result depends on it")]
fn start_check(app: &mut App) {
    let Some(drawn) = app.document.drawn().cloned() else { return };
    app.jobs.start(Kind::Check, Message::new("app.job-check"), move |handle| {
        let from = Instant::now();
        let outcome = check(&drawn.loaded.snapshot, &drawn.loaded.standard, &[], handle);
        Done::Checked(outcome, from.elapsed())
    });
}

fn broken(app: &mut App, kind: Kind, message: Message) {
    if matches!(kind, Kind::Load | Kind::Check)
        && let Some(plan) = app.document.plan()
    {
        let revision = plan.revision();
        app.document.set_failure(revision, vec![message.clone()]);
    }
    match kind {
        Kind::Preview => return app.session.proof.fail(message),
        Kind::Picture => return app.session.sketch.fail(message),
        Kind::Shade => thematic::forget(app),
        Kind::Review => app.session.review.waits = false,
        _ => {}
    }
    app.session.warn(message);
}

fn cancel(app: &mut App, job: super::jobs::JobId) {
    let is_save = |running: &super::jobs::Job| running.id == job && running.kind == Kind::Save;
    if app.jobs.running().iter().any(is_save) {
        return;
    }
    let stopped = app.jobs.cancel(job);
    if matches!(stopped, Some(Kind::Load | Kind::Check))
        && let Some(plan) = app.document.plan()
    {
        let revision = plan.revision();
        app.document.set_failure(revision, vec![Message::new("app.stopped")]);
    }
    if stopped == Some(Kind::Import)
        && let Some(import) = &mut app.session.import
    {
        import.reading = Reading::Failed(vec![Message::new("app.stopped")]);
    }
    if stopped == Some(Kind::Shade) {
        thematic::forget(app);
    }
    if stopped == Some(Kind::Export) {
        app.session.say(Message::new("app.export-cancelled"));
    }
}

fn named(app: &mut App, wanted: Wanted, paths: Vec<PathBuf>) {
    match (wanted, paths.first().cloned()) {
        (Wanted::Open, _) => app.commands.push(Command::Import(ImportOrder::Look(Goal::Open, paths))),
        (Wanted::Add, _) => app.commands.push(Command::Add(paths)),
        (Wanted::Save, Some(path)) => app.commands.push(Command::SaveTo(path)),
        (Wanted::Export, Some(path)) => app.commands.push(Command::Export(path)),
        (Wanted::ExportDrawn, Some(path)) => app.commands.push(Command::ExportDrawn(path)),
        (Wanted::Picture, Some(path)) => app.commands.push(Command::Picture(PictureOrder::Write(path))),
        (Wanted::Table, Some(path)) => app.commands.push(Command::Table(TableOrder::ExportTo(path))),
        (Wanted::Report, Some(path)) => app.commands.push(Command::Report(ReportOrder::Target(path))),
        (Wanted::Template, Some(path)) => app.commands.push(Command::Report(ReportOrder::Template(path))),
        (_, None) => {}
    }
}

fn toggle_clause(app: &mut App, clause: String) {
    let open = &mut app.session.open_clause;
    *open = if open.as_ref() == Some(&clause) { None } else { Some(clause) };
}

/// Hides layers. This computer remembers it, not the plan: two planners look at one plan each as they like.
fn hide(app: &mut App, layers: BTreeSet<String>) {
    if let Some(place) = app.document.place() {
        app.settings.hide(&place, layers.clone());
    }
    app.session.hidden = layers;
}

fn filter_layer(app: &mut App, layer: usize) {
    app.session.layer_draft = LayerDraft::filtering(&app.document, layer).map(Box::new);
    app.session.dialog = Some(Dialog::Layer(layer));
}

fn look_at(app: &mut App, bounds: Rect<f64>) {
    app.map.fly_to(&mut app.session, bounds);
}

fn fit(app: &mut App) {
    if let Some(bounds) = app.document.drawn().and_then(|drawn| whole(&drawn.arts)) {
        look_at(app, bounds);
    }
}

/// The box around all layers.
pub(super) fn whole(arts: &[Arc<Art>]) -> Option<Rect<f64>> {
    arts.iter().filter_map(|art| art.bounds()).reduce(around)
}

/// The box around two.
pub(super) fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
}
