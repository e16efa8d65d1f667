//! What can be found: each with its names, what it does, and why it cannot be done now.

use egui::Ui;
use geo_types::{Coord, Rect};

use super::search;
use crate::app::dock::PanelId;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::panel::layers::listed::{Came, listed};
use crate::app::panel::status::{shown_place, shown_scale};
use crate::app::panel::toolbar::menu::shown;
use crate::app::session::Selected;
use crate::app::settings::{SIZES, Theme};
use crate::app::tool::typed::{self, Typed};
use crate::app::widget::button::shortcut_text;
use crate::app::{Action, Command};
use crate::map::denominator;
use crate::text::{Lang, Message};

/// Around a place that is flown to, metres.
const AROUND: f64 = 250.0;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Action,
    Clause,
    Layer,
    Feature,
    Place,
    Scale,
    Recent,
    Setting,
}

impl Kind {
    pub(super) fn name(self) -> Message {
        Message::new(match self {
            Self::Action => "app.palette-action",
            Self::Clause => "app.palette-clause",
            Self::Layer => "app.palette-layer",
            Self::Feature => "app.palette-feature",
            Self::Place => "app.palette-place",
            Self::Scale => "app.palette-scale",
            Self::Recent => "app.palette-recent",
            Self::Setting => "app.palette-setting",
        })
    }
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) icon: Icon,
    pub(super) title: String,
    /// A shortcut, a path, a value: what tells it from others of its name.
    pub(super) detail: String,
    /// What it is found by.
    pub(super) names: Vec<String>,
    /// Why it cannot be done now.
    pub(super) why: Option<String>,
    pub(super) commands: Vec<Command>,
}

impl Entry {
    fn new(kind: Kind, icon: Icon, title: String, commands: Vec<Command>) -> Self {
        let names = vec![title.clone()];
        Self { kind, icon, title, detail: String::new(), names, why: None, commands }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn also(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.names.extend(names);
        self
    }

    /// Whether it is listed before anything is typed: what can be done, and what was open lately.
    pub(super) fn is_offered(&self) -> bool {
        self.why.is_none() && matches!(self.kind, Kind::Action | Kind::Recent)
    }
}

/// Everything that has a name, in a fixed order.
pub(super) fn named(ui: &Ui, view: &View<'_>) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    all.extend(actions(ui, view));
    all.extend(clauses(view));
    all.extend(layers(view));
    all.extend(recent(view));
    all.extend(settings(view));
    all
}

/// A message in both languages: whoever works in one finds it by the other too.
fn both(message: &Message) -> [String; 2] {
    [message.say(Lang::Zh), message.say(Lang::En)]
}

fn actions(ui: &Ui, view: &View<'_>) -> Vec<Entry> {
    // What only steps back, and the palette itself, are no use here.
    let useful = |action: &Action| !matches!(action, Action::Back | Action::Palette);
    let entry = |action: Action| {
        let label = action.label();
        let icon = action.icon().unwrap_or(Icon::Right);
        let entry = Entry::new(Kind::Action, icon, label.say(view.lang), vec![Command::Do(action)]).also(both(&label));
        let shortcut = action.shortcut().map(|shortcut| shortcut_text(ui, shortcut));
        let why = action.lacks(view.document, view.session).map(|need| need.says().say(view.lang));
        Entry { why, ..entry.detail(shortcut.unwrap_or_default()) }
    };
    Action::all().filter(useful).map(entry).collect()
}

fn clauses(view: &View<'_>) -> Vec<Entry> {
    let Some(loaded) = view.document.loaded() else { return Vec::new() };
    let outcome = view.document.outcome();
    let entry = |clause: &crate::standard::Clause| {
        let open = view.session.open_clause.as_ref() == Some(&clause.id);
        let show = [Command::ShowPanel(PanelId::Clauses), Command::FilterVerdict(None)];
        let toggle = (!open).then(|| Command::ToggleClause(clause.id.clone()));
        let commands = show.into_iter().chain(toggle).collect();
        let verdict = outcome.and_then(|found| found.clauses.iter().find(|found| found.clause == clause.id));
        let verdict = verdict.map(|found| found.verdict.name().say(view.lang)).unwrap_or_default();
        let title = format!("{}{}", clause.title.say(view.lang), clause.number);
        Entry::new(Kind::Clause, Icon::Clauses, title, commands).detail(verdict).also([
            clause.title.zh.clone(),
            clause.title.en.clone(),
            clause.id.clone(),
            clause.quote.clone(),
        ])
    };
    loaded.standard.clauses.iter().map(entry).collect()
}

fn layers(view: &View<'_>) -> Vec<Entry> {
    let Some(drawn) = view.document.drawn() else { return Vec::new() };
    let entry = |layer: crate::app::panel::layers::listed::Listed| {
        let Came::Layer(index) = layer.came else { return None };
        let art = drawn.arts.get(index)?;
        let roles = art.layer().roles.iter().flat_map(|role| both(&role.name()));
        let names: Vec<String> = roles.chain([layer.source.clone()]).collect();
        let commands = art.bounds().map(Command::LookAt).into_iter().collect();
        Some(Entry::new(Kind::Layer, Icon::Layers, layer.name, commands).detail(layer.source).also(names))
    };
    listed(view.document, view.lang).into_iter().filter_map(entry).collect()
}

fn recent(view: &View<'_>) -> Vec<Entry> {
    let entry = |path: &std::path::PathBuf| {
        let whole = path.display().to_string();
        let commands = vec![Command::Open(vec![path.clone()])];
        Entry::new(Kind::Recent, Icon::Clock, shown(path), commands).detail(whole.clone()).also([whole])
    };
    view.settings.recent.iter().map(|recent| entry(&recent.path)).collect()
}

fn settings(view: &View<'_>) -> Vec<Entry> {
    let setting = |title: Message, command| {
        let entry = Entry::new(Kind::Setting, Icon::Settings, title.say(view.lang), vec![command]);
        entry.also(both(&title))
    };
    let word = |key: &'static str| Message::new(key);
    let mut all = Vec::new();
    for (lang, key) in [(Lang::Zh, "app.chinese"), (Lang::En, "app.english")] {
        all.push(setting(word("app.palette-language").with_message("which", word(key)), Command::Speak(lang)));
    }
    let themes =
        [(Theme::System, "app.theme-system"), (Theme::Light, "app.theme-light"), (Theme::Dark, "app.theme-dark")];
    for (theme, key) in themes {
        all.push(setting(word("app.palette-theme").with_message("which", word(key)), Command::Dress(theme)));
    }
    for size in SIZES {
        all.push(setting(word("app.palette-size").with("size", size), Command::Enlarge(size)));
    }
    all
}

/// A place or a scale that was typed.
pub(super) fn typed(view: &View<'_>, text: &str) -> Vec<Entry> {
    let mut meant = Vec::new();
    let loaded = view.document.loaded().is_some();
    let why = || (!loaded).then(|| Message::new("app.need-layers").say(view.lang));
    if let Some(Typed::Place(at)) = typed::read(text, view.settings.surveyors_axes) {
        let title = shown_place(at, view.settings.surveyors_axes).say(view.lang);
        let by = Coord { x: AROUND, y: AROUND };
        let commands = vec![Command::LookAt(Rect::new(at - by, at + by))];
        meant.push(Entry { why: why(), ..Entry::new(Kind::Place, Icon::ZoomTo, title, commands) });
    }
    let is_scale = text.contains([':', '：']);
    if let Some(scale) = denominator(text).filter(|_| is_scale) {
        let commands = vec![Command::Scale(scale)];
        meant.push(Entry { why: why(), ..Entry::new(Kind::Scale, Icon::ZoomIn, shown_scale(scale), commands) });
    }
    meant
}

/// Features that were found by this name, each with how well it fits.
pub(super) fn features(view: &View<'_>, text: &str) -> Vec<(u32, Entry)> {
    let Some((_, hits)) = view.session.sought.as_ref().filter(|(sought, _)| sought == text) else { return Vec::new() };
    let hit = |hit: &super::Hit| {
        let selected = Selected { layer: hit.layer, feature: hit.feature };
        let by = Coord { x: hit.around(), y: hit.around() };
        let near = Rect::new(hit.bounds.min() - by, hit.bounds.max() + by);
        let commands = vec![Command::Select(vec![selected]), Command::LookAt(near)];
        let entry = Entry::new(Kind::Feature, Icon::Findings, hit.name.clone(), commands);
        let score = search::score(text, &hit.name).unwrap_or_default();
        (score, entry.detail(hit.of.say(view.lang)))
    };
    hits.iter().map(hit).collect()
}
