//! What the map shows of a document.

use crate::app::{Document, Session, Settings};
use crate::map::{Scene, SceneLayer, Tone, marks};

/// The scene of a document as it is looked at.
pub(in crate::app) fn scene(document: &Document, session: &Session, settings: &Settings) -> Scene {
    let lang = settings.lang();
    let Some(drawn) = document.drawn() else { return Scene { lang, ..Scene::default() } };
    let visible = |art: &crate::map::Art| !session.hidden.contains(art.layer().source().unwrap_or_default());
    let layers = drawn.arts.iter().map(|art| SceneLayer { art: art.clone(), visible: visible(art) }).collect();
    let chosen = session.chosen.as_ref().map(|(clause, finding)| (clause.as_str(), *finding));
    let found =
        document.outcome().map(|outcome| marks(&drawn.loaded.snapshot, &drawn.loaded.standard, outcome, chosen, lang));
    Scene { layers, marks: found.unwrap_or_default(), tone: Tone::Light, lang, furniture: false }
}
