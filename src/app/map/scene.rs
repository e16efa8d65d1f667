//! What the map shows of a document, made again only when something that it shows has changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo_types::Rect;

use crate::app::document::Drawn;
use crate::app::{Document, Session, Settings};
use crate::check::{Outcome, Verdict};
use crate::map::{Art, Mark, Scene, SceneLayer, Tone, marks};
use crate::text::Lang;

/// The scene of a document as it is looked at: layers that are not hidden, what is doubtful, and what was chosen.
pub(in crate::app) fn scene(document: &Document, session: &Session, settings: &Settings) -> Scene {
    let lang = settings.lang();
    let Some(drawn) = document.drawn() else { return Scene { lang, ..Scene::default() } };
    let layers =
        drawn.arts.iter().map(|art| SceneLayer { art: Arc::clone(art), visible: is_shown(art, session) }).collect();
    let chosen = session.chosen.as_ref().map(|(clause, finding)| (clause.as_str(), *finding));
    let mut found = document
        .outcome()
        .map_or_else(Vec::new, |outcome| marks(&drawn.loaded.snapshot, &drawn.loaded.standard, outcome, chosen, lang));
    found.retain(|mark| mark.chosen || matches!(mark.verdict, Verdict::Violates | Verdict::DependsOnReading));
    Scene { layers, marks: found, tone: Tone::Light, lang, furniture: false, names_hidden: session.names_hidden }
}

/// Whether a layer is shown.
pub(super) fn is_shown(art: &Art, session: &Session) -> bool {
    !session.hidden.contains(art.layer().source().unwrap_or_default())
}

/// The last scene with what it was made of.
#[derive(Debug, Default)]
pub(super) struct SceneCache(Option<(Key, Arc<Scene>)>);

/// What a scene is made of. Holding the parts keeps their addresses from being used again.
#[derive(Debug)]
struct Key {
    drawn: Option<Arc<Drawn>>,
    outcome: Option<Arc<Outcome>>,
    hidden: BTreeSet<String>,
    chosen: Option<(String, usize)>,
    lang: Lang,
    tone: Tone,
    names_hidden: bool,
}

impl Key {
    fn is_still(&self, document: &Document, session: &Session, lang: Lang, tone: Tone) -> bool {
        same(self.drawn.as_ref(), document.drawn())
            && same(self.outcome.as_ref(), document.outcome())
            && self.hidden == session.hidden
            && self.chosen == session.chosen
            && self.lang == lang
            && self.tone == tone
            && self.names_hidden == session.names_hidden
    }
}

/// Whether two shared things are the same one.
pub(super) fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

impl SceneCache {
    /// The scene as it is now.
    pub(super) fn get(
        &mut self,
        document: &Document,
        session: &Session,
        settings: &Settings,
        tone: Tone,
    ) -> Arc<Scene> {
        let lang = settings.lang();
        if let Some((key, scene)) = &self.0
            && key.is_still(document, session, lang, tone)
        {
            return Arc::clone(scene);
        }
        let made = Arc::new(Scene { tone, ..scene(document, session, settings) });
        let key = Key {
            drawn: document.drawn().cloned(),
            outcome: document.outcome().cloned(),
            hidden: session.hidden.clone(),
            chosen: session.chosen.clone(),
            lang,
            tone,
            names_hidden: session.names_hidden,
        };
        self.0 = Some((key, Arc::clone(&made)));
        made
    }

    /// The marks of the last scene, the chosen one last.
    pub(super) fn marks(&self) -> &[Mark] {
        self.0.as_ref().map_or(&[], |(_, scene)| scene.marks.as_slice())
    }

    /// The box to fly to for a finding, where it is marked.
    pub(super) fn focus(&self, document: &Document, clause: &str, finding: usize) -> Option<Rect<f64>> {
        let (key, scene) = self.0.as_ref()?;
        let is_it = |mark: &&Mark| mark.clause == clause && mark.finding == finding;
        let current = same(key.outcome.as_ref(), document.outcome());
        scene.marks.iter().find(is_it).filter(|_| current).map(Mark::focus)
    }
}
