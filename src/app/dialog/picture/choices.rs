//! What is chosen for a picture. It stays in the session: the dialog opens as it was left.

use std::path::PathBuf;
use std::sync::Arc;

use geo_types::Rect;

use crate::app::dialog::files::folder;
use crate::app::dialog::frame::stated;
use crate::app::dispatch::whole;
use crate::app::document::Drawn;
use crate::app::map::scene::Content;
use crate::app::{Document, Session, Settings, Stage};
use crate::check::Outcome;
use crate::map::{PaperSize, Print, PrintOrder, Scene, Shading, Tone, Turn, denominator};
use crate::report::{Day, PrintForm, stated as stated_of_plan};
use crate::text::{Lang, Message};

/// What part of the plan a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// What the map shows now.
    View,
    /// The finding that was chosen.
    Finding,
}

/// Dots to the inch of pixels.
pub(super) const DOTS: [u16; 4] = [96, 150, 300, 600];

/// What is chosen for a picture.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Choices {
    pub(super) form: PrintForm,
    pub(super) paper: PaperSize,
    pub(super) turn: Option<Turn>,
    /// As typed; empty for the largest that fits.
    pub(super) scale: String,
    pub(super) extent: Extent,
    pub(super) dots: u16,
    pub(super) marks: bool,
    pub(super) names: bool,
    pub(super) theme: bool,
    /// As typed; empty for the name of the plan.
    pub(super) title: String,
    pub(super) date: String,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            form: PrintForm::default(),
            paper: PaperSize::default(),
            turn: None,
            scale: String::new(),
            extent: Extent::default(),
            dots: 300,
            marks: true,
            names: true,
            theme: true,
            title: String::new(),
            date: String::new(),
        }
    }
}

/// A picture with all that it is made of, held together while a job draws it.
#[derive(Clone, Debug)]
pub(in crate::app) struct Edition {
    choices: Choices,
    drawn: Arc<Drawn>,
    outcome: Option<Arc<Outcome>>,
    shading: Option<Arc<Shading>>,
    lang: Lang,
    show: Rect<f64>,
    content: Arc<Content>,
}

impl Choices {
    /// What still holds when another plan is opened.
    pub(in crate::app) fn for_another_plan(self) -> Self {
        Self { title: String::new(), extent: Extent::Whole, ..self }
    }

    /// The picture that is chosen; `None` where nothing is open, or no part of it is shown.
    pub(in crate::app) fn edition(
        &self,
        document: &Document,
        session: &Session,
        settings: &Settings,
    ) -> Option<Edition> {
        let drawn = document.drawn()?;
        Some(Edition {
            choices: self.clone(),
            drawn: Arc::clone(drawn),
            outcome: document.outcome().cloned(),
            shading: document.shading().cloned(),
            lang: settings.lang(),
            show: self.show(document, session)?,
            content: Arc::new(Content::of(document, session, settings, Tone::Light)),
        })
    }

    fn show(&self, document: &Document, session: &Session) -> Option<Rect<f64>> {
        let whole = || document.drawn().and_then(|drawn| whole(&drawn.arts));
        match self.extent {
            Extent::Whole => whole(),
            Extent::View => session.camera.map(|camera| camera.visible()).or_else(whole),
            Extent::Finding => finding(document, session).or_else(whole),
        }
    }

    /// What it is drawn at; `None` for the largest that fits.
    pub(super) fn denominator(&self) -> Option<f64> {
        denominator(&self.scale)
    }

    /// Why it cannot be written now: layers, marks and a thematic map are of the plan as it is, or are not printed.
    pub(in crate::app) fn waits(&self, document: &Document, session: &Session) -> Option<Message> {
        if !document.is_read() || document.failure().is_some() {
            return Some(Message::new("app.picture-unread"));
        }
        if self.marks && document.stage() != Stage::Checked {
            return Some(Message::new("app.picture-unchecked"));
        }
        let measured = session.topic.is_none() || document.is_shading_current();
        (self.theme && !measured).then(|| Message::new("app.job-shade"))
    }

    /// Why it cannot be drawn as it is chosen.
    pub(super) fn problem(&self) -> Option<Message> {
        if stated(&self.scale).is_some() && self.denominator().is_none() {
            return Some(Message::new("app.picture-scale-wrong"));
        }
        let wrong = stated(&self.date).is_some_and(|date| Day::of(&date).is_none());
        wrong.then(|| Message::new("app.report-date-wrong"))
    }

    /// Where it is proposed to be written.
    pub(in crate::app) fn target(&self, document: &Document, lang: Lang) -> PathBuf {
        let name = Message::new("app.picture-file").say(lang);
        folder(document).unwrap_or_default().join(format!("{name}.{}", self.form.ending()))
    }
}

/// The box around the finding that was chosen, with as much again around it.
fn finding(document: &Document, session: &Session) -> Option<Rect<f64>> {
    let (clause, finding) = session.chosen.as_ref()?;
    let outcome = document.outcome().filter(|_| document.stage() == Stage::Checked)?;
    let clause = outcome.clauses.iter().find(|found| found.clause == *clause)?;
    let bounds = clause.findings.get(*finding)?.place.bounds()?;
    let around = (bounds.width().max(bounds.height()) / 2.0).max(50.0);
    let corner = geo_types::Coord { x: around, y: around };
    Some(Rect::new(bounds.min() - corner, bounds.max() + corner))
}

impl Edition {
    /// Whether both are drawn alike; the form and the dots change nothing that a sketch shows.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        let plain = |choices: &Choices| Choices { form: PrintForm::default(), dots: 0, ..choices.clone() };
        let same = |a: &Option<Arc<Shading>>, b: &Option<Arc<Shading>>| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let checked = |a: &Option<Arc<Outcome>>, b: &Option<Arc<Outcome>>| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        Arc::ptr_eq(&self.drawn, &other.drawn)
            && checked(&self.outcome, &other.outcome)
            && same(&self.shading, &other.shading)
            && (self.lang, self.show) == (other.lang, other.show)
            && plain(&self.choices) == plain(&other.choices)
    }

    /// Lays it out. Slow: its scene is made.
    ///
    /// # Errors
    /// A message where the scale asks for too many sheets.
    pub(in crate::app) fn print(&self) -> Result<Print, Message> {
        let Self { choices, lang, show, content, .. } = self;
        let loaded = &self.drawn.loaded;
        let mut scene: Scene = content.scene();
        if !choices.marks {
            scene.marks.clear();
        }
        scene.names_hidden |= !choices.names;
        scene.shading = scene.shading.take().filter(|_| choices.theme);
        let order = PrintOrder {
            show: *show,
            at: None,
            paper: choices.paper,
            turn: choices.turn,
            denominator: choices.denominator(),
            title: stated(&choices.title).unwrap_or_else(|| loaded.snapshot.name.clone()),
            stated: stated_of_plan(&loaded.snapshot, &loaded.standard, self.date().as_deref(), *lang),
        };
        Print::of(&scene, order)
    }

    /// The date that it bears.
    pub(in crate::app) fn date(&self) -> Option<String> {
        stated(&self.choices.date).or_else(|| self.drawn.loaded.snapshot.date.clone())
    }

    /// Dots to the inch of pixels.
    pub(in crate::app) fn dots(&self) -> f64 {
        f64::from(self.choices.dots)
    }

    /// The plan it is of.
    pub(in crate::app) fn drawn(&self) -> &Arc<Drawn> {
        &self.drawn
    }
}
