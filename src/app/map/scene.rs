//! What the map shows of a document: named at once by the window, made into a scene on the thread that draws it.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo_types::Rect;

use crate::app::document::Drawn;
use crate::app::tiles::Ground;
use crate::app::{Beside, Document, Session, Settings, Stand};
use crate::check::{Outcome, Verdict};
use crate::layer::{Feature, Layer};
use crate::map::{Art, Axes, Mark, Scene, SceneLayer, Shading, Tone, marks};
use crate::plan::Style;
use crate::text::Lang;

/// All that a scene is made of. Holding the parts keeps their addresses from being used again.
#[derive(Debug, Default)]
pub(in crate::app) struct Content {
    drawn: Option<Arc<Drawn>>,
    outcome: Option<Arc<Outcome>>,
    hidden: BTreeSet<String>,
    chosen: Option<(String, usize)>,
    /// The drawn feature that is being changed: the tool shows it as it would be.
    without: Option<String>,
    lang: Lang,
    tone: Tone,
    names_hidden: bool,
    shading: Option<Arc<Shading>>,
    grid: Option<Axes>,
    /// A layer whose style is being changed, and how it is to look.
    restyled: Option<(String, Style)>,
    ground: Arc<Ground>,
}

impl Content {
    /// A document as it is looked at: layers that are not hidden, what is doubtful, and what was chosen.
    pub(in crate::app) fn of(document: &Document, session: &Session, settings: &Settings, tone: Tone) -> Self {
        Self {
            drawn: document.drawn().cloned(),
            outcome: document.outcome().cloned(),
            hidden: session.hidden.clone(),
            chosen: session.chosen.clone(),
            without: being_changed(document, session),
            lang: settings.lang(),
            tone,
            names_hidden: session.names_hidden,
            shading: document.shading().cloned(),
            grid: settings.grid(),
            restyled: restyled(session),
            ground: Arc::clone(&session.ground),
        }
    }

    /// The proposal beside the open one: the same layers hidden, nothing chosen.
    pub(super) fn of_beside(beside: &Beside, session: &Session, settings: &Settings, tone: Tone) -> Self {
        Self {
            drawn: Some(Arc::clone(&beside.drawn)),
            outcome: Some(Arc::clone(&beside.outcome)),
            hidden: session.hidden.clone(),
            chosen: None,
            without: None,
            lang: settings.lang(),
            tone,
            names_hidden: session.names_hidden,
            shading: None,
            grid: settings.grid(),
            restyled: restyled(session),
            ground: Arc::clone(&session.ground),
        }
    }

    /// Whether it shows that proposal as it is looked at.
    pub(super) fn is_of_beside(&self, beside: &Beside, session: &Session, settings: &Settings, tone: Tone) -> bool {
        same(self.drawn.as_ref(), Some(&beside.drawn))
            && same(self.outcome.as_ref(), Some(&beside.outcome))
            && self.hidden == session.hidden
            && self.lang == settings.lang()
            && self.tone == tone
            && self.names_hidden == session.names_hidden
            && self.grid == settings.grid()
            && is_same_style(self.restyled.as_ref(), session)
            && Arc::ptr_eq(&self.ground, &session.ground)
    }

    /// Its layers alone, as a scene.
    pub(in crate::app) fn layers(&self) -> Scene {
        let layer = |art: &Arc<Art>| SceneLayer { art: self.art(art), visible: is_shown(art, &self.hidden) };
        let layers = self.drawn.iter().flat_map(|drawn| &drawn.arts).map(layer).collect();
        let (tone, lang, names_hidden) = (self.tone, self.lang, self.names_hidden);
        let scene = Scene { layers, tone, lang, names_hidden, ..Scene::default() };
        if self.drawn.is_some() { self.on_ground(scene) } else { scene }
    }

    /// The scene of it. Slow: what the chosen figure rests on is read out of whole layers.
    pub(in crate::app) fn scene(&self) -> Scene {
        let lang = self.lang;
        let layers = self.layers();
        let Some(drawn) = &self.drawn else { return layers };
        let chosen = self.chosen.as_ref().map(|(clause, finding)| (clause.as_str(), *finding));
        let loaded = &drawn.loaded;
        let mut found = self
            .outcome
            .as_ref()
            .map_or_else(Vec::new, |outcome| marks(&loaded.snapshot, &loaded.standard, outcome, chosen, lang));
        found.retain(|mark| !self.is_of_changed(mark));
        found.retain(|mark| mark.chosen || matches!(mark.verdict, Verdict::Violates | Verdict::DependsOnReading));
        Scene { marks: found, shading: self.shading.clone(), graticule: self.grid, ..layers }
    }

    /// A scene on the pictures from the net.
    fn on_ground(&self, scene: Scene) -> Scene {
        let Ground { backdrops, attributions } = &*self.ground;
        Scene { backdrops: backdrops.clone(), attributions: attributions.clone(), ..scene }
    }

    /// Whether nothing differs but the pictures from the net.
    fn differs_by_ground(&self, other: &Self) -> bool {
        same(self.drawn.as_ref(), other.drawn.as_ref())
            && same(self.outcome.as_ref(), other.outcome.as_ref())
            && (&self.hidden, &self.chosen, &self.without) == (&other.hidden, &other.chosen, &other.without)
            && (self.lang, self.tone, self.names_hidden) == (other.lang, other.tone, other.names_hidden)
            && self.restyled == other.restyled
            && same(self.shading.as_ref(), other.shading.as_ref())
            && self.grid == other.grid
    }

    /// How a layer is drawn in the style that it is to have, without the feature that is being changed.
    fn art(&self, art: &Arc<Art>) -> Arc<Art> {
        let wanted = self.restyled.as_ref().filter(|(key, style)| art.style() != style && art.layer().key() == *key);
        let restyled = wanted.map(|(_, style)| Arc::new(art.restyled(style)));
        let art = restyled.as_ref().unwrap_or(art);
        let is_it = |feature: &Feature| self.without.is_some() && feature.id == self.without;
        let layer = art.layer();
        if !(layer.is_drawn() && layer.features.iter().any(is_it)) {
            return Arc::clone(art);
        }
        let mut rest = Layer::clone(layer);
        rest.features.retain(|feature| !is_it(feature));
        Arc::new(Art::styled(&Arc::new(rest), art.style()))
    }

    /// Whether a mark speaks of the feature that is being changed.
    fn is_of_changed(&self, mark: &Mark) -> bool {
        let (Some(id), Some(outcome)) = (&self.without, &self.outcome) else { return false };
        let clause = outcome.clauses.iter().find(|clause| clause.clause == mark.clause);
        let finding = clause.and_then(|clause| clause.findings.get(mark.finding));
        finding.is_some_and(|finding| finding.features.iter().any(|(named, _)| named.id.as_ref() == Some(id)))
    }

    /// Whether it shows a plan as it was read last.
    pub(super) fn is_of(&self, document: &Document) -> bool {
        same(self.drawn.as_ref(), document.drawn())
    }

    fn is_still(&self, document: &Document, session: &Session, settings: &Settings, tone: Tone) -> bool {
        same(self.drawn.as_ref(), document.drawn())
            && same(self.outcome.as_ref(), document.outcome())
            && self.hidden == session.hidden
            && self.chosen == session.chosen
            && self.without == being_changed(document, session)
            && self.lang == settings.lang()
            && self.tone == tone
            && self.names_hidden == session.names_hidden
            && same(self.shading.as_ref(), document.shading())
            && self.grid == settings.grid()
            && is_same_style(self.restyled.as_ref(), session)
            && Arc::ptr_eq(&self.ground, &session.ground)
    }
}

/// The id of the drawn feature that is being changed, until the plan is read with the change.
fn being_changed(document: &Document, session: &Session) -> Option<String> {
    let draft = session.tools.draft.as_ref().filter(|draft| draft.before.is_some())?;
    let queued = draft.stand == Stand::Done;
    (!(queued && document.is_read())).then(|| draft.feature.id.clone())
}

fn restyled(session: &Session) -> Option<(String, Style)> {
    session.style.as_ref().map(|draft| draft.shown()).map(|(key, style)| (key.to_owned(), style.clone()))
}

fn is_same_style(own: Option<&(String, Style)>, session: &Session) -> bool {
    own.map(|(key, style)| (key.as_str(), style)) == session.style.as_ref().map(|draft| draft.shown())
}

/// Whether a layer is shown.
pub(super) fn is_shown(art: &Art, hidden: &BTreeSet<String>) -> bool {
    !hidden.contains(&art.layer().key())
}

/// Whether two shared things are the same one.
fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

/// What is to be shown, shared as long as it stays the same.
#[derive(Debug, Default)]
pub(super) struct Current(Arc<Content>);

impl Current {
    /// What is to be shown now.
    pub(super) fn get(
        &mut self,
        document: &Document,
        session: &Session,
        settings: &Settings,
        tone: Tone,
    ) -> Arc<Content> {
        if !self.0.is_still(document, session, settings, tone) {
            self.0 = Arc::new(Content::of(document, session, settings, tone));
        }
        Arc::clone(&self.0)
    }
}

/// A scene with what it was made of.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) content: Arc<Content>,
    pub(super) scene: Arc<Scene>,
}

impl Made {
    /// Makes the scene, unless it is made already; such a share of its pictures is not seen on each side.
    pub(super) fn of(content: &Arc<Content>, last: Option<&Self>, unseen: f64) -> Self {
        if let Some(last) = last.filter(|last| Arc::ptr_eq(&last.content, content)) {
            return last.clone();
        }
        // Tiles arrive one after the other: all else was made before.
        let alike = last.filter(|last| last.content.differs_by_ground(content));
        let scene = match alike {
            Some(last) => content.on_ground(Scene::clone(&last.scene)),
            None => Scene { unseen, ..content.scene() },
        };
        Self { content: Arc::clone(content), scene: Arc::new(scene) }
    }

    /// Its marks, the chosen one last; none where another check has found something else since.
    pub(super) fn marks(&self, document: &Document) -> &[Mark] {
        let current = same(self.content.outcome.as_ref(), document.outcome());
        if current { &self.scene.marks } else { &[] }
    }

    /// The box to fly to for a finding, where it is marked.
    pub(super) fn focus(&self, document: &Document, clause: &str, finding: usize) -> Option<Rect<f64>> {
        let is_it = |mark: &&Mark| mark.clause == clause && mark.finding == finding;
        self.marks(document).iter().find(is_it).map(Mark::focus)
    }
}
