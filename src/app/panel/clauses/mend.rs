//! What a planner can do about what is missing: the buttons beside a reason.

use egui::Ui;

use super::Judged;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::{Action, Command, Document};
use crate::check::ClauseOutcome;
use crate::layer::Role;
use crate::notice::Notice;
use crate::standard::{Clause, Measure, Titles};
use crate::text::{Argument, Lang, Message};

/// Layers that could be given a missing role, at most so many.
const MOST_LAYERS: usize = 3;

/// One way to mend it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mend {
    /// Load the layer that is missing.
    Add,
    /// Type in the figure with this key; its name where the clause takes several.
    Figure(String, Option<Titles>),
    /// Say what a layer of the plan means: its index and its file.
    Layer(usize, String),
    /// Say county or year.
    Settings,
}

/// What can be done about a reason for not judging.
pub(super) fn of_reason(judged: Judged<'_>, reason: &Message, document: &Document) -> Vec<Mend> {
    let mut mends = Vec::new();
    if reason.key == "check.scope-outside-county" {
        mends.push(Mend::Settings);
    }
    if let Some(source) = plain(reason, "source") {
        mends.extend(layer_of_file(document, source));
    }
    let asks_for_figure = plain(reason, "key").is_some() || judged.clause.figure;
    if asks_for_figure {
        mends.extend(figures(judged, document));
    }
    let measured = !matches!(judged.clause.measure, Measure::TypedFigure(_));
    if measured && (mends.is_empty() || asks_for_figure) {
        let role = role_in(reason).or_else(|| role_behind(judged, document));
        mends.extend(role.map_or_else(|| vec![Mend::Add], |role| of_role(document, role)));
    }
    mends
}

/// The figures that can be typed in for a clause.
fn figures(judged: Judged<'_>, document: &Document) -> Vec<Mend> {
    let keys = judged.clause.figure_keys();
    let standard = document.loaded().map(|loaded| loaded.standard.as_ref()).filter(|_| keys.len() > 1);
    let name = |key: &str| {
        let said = |lang| standard.map(|standard| standard.figure_name(key, lang));
        Some(Titles { zh: said(Lang::Zh)?, en: said(Lang::En)? })
    };
    keys.into_iter().map(|key| Mend::Figure(key.clone(), name(&key))).collect()
}

/// What can be done about what was assumed.
pub(super) fn of_notices(notices: &[Notice]) -> Vec<Mend> {
    let is = |code: &str| notices.iter().any(|notice| notice.code == code);
    let mut mends = Vec::new();
    if is("year-assumed") || is("county-assumed") {
        mends.push(Mend::Settings);
    }
    if is("scope-assumed-all") || is("scope-substituted") {
        mends.push(Mend::Add);
    }
    mends
}

/// Shows what can be done about a reason, outside the card of its clause.
pub(in crate::app::panel) fn reason_buttons(
    ui: &mut Ui,
    view: &mut View<'_>,
    clause: &Clause,
    outcome: &ClauseOutcome,
    reason: &Message,
) {
    let mends = of_reason(Judged { clause, outcome, before: None }, reason, view.document);
    buttons(ui, view, &mends);
}

/// Shows the buttons.
pub(super) fn buttons(ui: &mut Ui, view: &mut View<'_>, mends: &[Mend]) {
    if mends.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for mend in mends {
            if ui.button(mend.label(view.lang)).clicked() {
                view.commands.push(mend.command());
            }
        }
    });
}

impl Mend {
    fn label(&self, lang: Lang) -> String {
        let message = match self {
            Self::Add => Action::AddLayers.label(),
            Self::Figure(_, None) => Message::new("app.clauses-figure"),
            Self::Figure(_, Some(name)) => Message::new("app.clauses-figure-named").with("figure", name.say(lang)),
            Self::Layer(_, file) => Message::new("app.clauses-layer").with("layer", file),
            Self::Settings => Action::PlanSettings.label(),
        };
        message.say(lang)
    }

    fn command(&self) -> Command {
        match self {
            Self::Add => Command::Do(Action::AddLayers),
            Self::Figure(key, _) => Command::Show(Some(Dialog::Figure(key.clone()))),
            Self::Layer(index, _) => Command::Show(Some(Dialog::Layer(*index))),
            Self::Settings => Command::Do(Action::PlanSettings),
        }
    }
}

/// Layers that play the role and are to be mended; else adding one, or one whose role is not known.
fn of_role(document: &Document, role: Role) -> Vec<Mend> {
    let Some(loaded) = document.loaded() else { return vec![Mend::Add] };
    let of = |fits: &dyn Fn(&[Role]) -> bool| -> Vec<Mend> {
        let layers = loaded.snapshot.layers.iter().filter(|layer| fits(&layer.roles));
        let files = layers.filter_map(|layer| layer.source());
        files.filter_map(|file| layer_of_file(document, file)).take(MOST_LAYERS).collect()
    };
    let playing = of(&|roles| roles.contains(&role));
    if !playing.is_empty() {
        return playing;
    }
    let mut mends = vec![Mend::Add];
    mends.extend(of(&|roles| roles.iter().all(|role| *role == Role::Backdrop)));
    mends
}

fn layer_of_file(document: &Document, file: &str) -> Option<Mend> {
    let layers = &document.plan()?.content().layers;
    let index = layers.iter().position(|entry| entry.source == file)?;
    Some(Mend::Layer(index, file.to_owned()))
}

fn plain<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    message.arguments.iter().find_map(|(known, value)| match value {
        Argument::Plain(text) if *known == name => Some(text.as_str()),
        _ => None,
    })
}

/// The role that a reason names.
fn role_in(reason: &Message) -> Option<Role> {
    reason.arguments.iter().find_map(|(_, value)| match value {
        Argument::Message(name) => Role::ALL.iter().map(|(role, _)| *role).find(|role| role.name() == *name),
        Argument::Plain(_) => None,
    })
}

/// The first role that the clause rests on and no layer plays; where each is played, the one it measures.
fn role_behind(judged: Judged<'_>, document: &Document) -> Option<Role> {
    let snapshot = &document.loaded()?.snapshot;
    let figures = snapshot.figures.iter().map(|(key, figure)| (key.clone(), figure.value)).collect();
    let measured = judged.clause.measure.roles(&figures, &snapshot.layers);
    let rests_on = || judged.clause.scope.into_iter().chain(measured.iter().copied().take(1));
    let played = |role: Role| snapshot.layers.iter().any(|layer| layer.roles.contains(&role));
    rests_on().find(|role| !played(*role)).or(measured.first().copied())
}
