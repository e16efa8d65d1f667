//! A style that is being changed: shown on the map at once, in the plan as soon as a change is finished.

use std::sync::Arc;

use egui::Context;

use super::data::{Choice, Data, choices};
use crate::app::dialog::layer::Later;
use crate::app::{Command, Commands, Document};
use crate::layer::{Layer, Shape};
use crate::map::{Art, Swatch};
use crate::plan::Style;
use crate::plan::style::{By, Classes, Column, Method, Ramp};

/// A style that is being changed.
#[derive(Debug)]
pub(in crate::app) struct StyleDraft {
    /// What the layer is known by.
    key: String,
    pub(super) layer: Arc<Layer>,
    /// Fields that classes and labels may read.
    pub(super) choices: Vec<Choice>,
    /// As it is shown.
    pub(super) style: Style,
    /// As the plan was last asked to have it.
    asked: Style,
    /// As the plan had it in the last frame.
    had: Style,
    /// Values of the field that makes the classes.
    data: Option<(String, Later<Data>)>,
    pub(super) ramp: Ramp,
    pub(super) method: Method,
    /// How many classes of numbers are wanted.
    pub(super) count: usize,
    /// Classes of this field are made as soon as its values are known: by value, or of numbers.
    pub(super) awaited: Option<Kind>,
    /// Whether the editor is closed already; the map shows the style until the plan was read with it.
    closing: bool,
}

/// How features get their colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// All alike, or as built in.
    Single,
    /// A colour per value.
    Value,
    /// A colour per range of numbers.
    Range,
}

/// What the layer mainly consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Area,
    Line,
    Point,
}

impl StyleDraft {
    /// The style of a layer; `None` where it was not read.
    pub(in crate::app) fn of(document: &Document, key: &str) -> Option<Self> {
        let art = art_of(document, key)?;
        let style = art.style().clone();
        let (layer, choices) = (Arc::clone(art.layer()), choices(art.layer()));
        Some(Self {
            key: key.to_owned(),
            layer,
            choices,
            asked: style.clone(),
            had: style.clone(),
            style,
            data: None,
            ramp: Ramp::Blues,
            method: Method::Natural,
            count: 5,
            awaited: None,
            closing: false,
        })
    }

    /// What the layer is known by, and the style that the map is to show of it.
    pub(in crate::app) fn shown(&self) -> (&str, &Style) {
        (&self.key, &self.style)
    }

    /// Closes the editor.
    pub(in crate::app) fn close(&mut self, commands: &mut Commands, document: &Document) {
        if self.awaited.take().is_some() {
            // Classes that were wanted and are not there yet are not wanted any more.
            self.style.classes.clone_from(&self.asked.classes);
        }
        self.ask(commands, document);
        self.closing = true;
    }

    /// Whether the editor is open.
    pub(in crate::app) fn is_open(&self) -> bool {
        !self.closing
    }

    /// Takes what others did to the style: undo, redo. Says whether the draft is of any use any more.
    pub(super) fn follow(&mut self, document: &Document) -> bool {
        let Some(plan) = document.plan() else { return false };
        let has = plan.content().styles.get(&self.key).cloned().unwrap_or_default();
        if has != self.had {
            if has != self.asked {
                self.style.clone_from(&has);
                self.asked.clone_from(&has);
            }
            self.had = has;
        }
        match art_of(document, &self.key) {
            Some(art) if Arc::ptr_eq(&self.layer, art.layer()) => {}
            Some(art) => {
                self.layer = Arc::clone(art.layer());
                // What stood in the fields may stand there no more.
                if self.awaited.is_none() {
                    self.data = None;
                }
            }
            None if document.is_read() => return false,
            None => {}
        }
        let is_done = document.is_read() || document.failure().is_some();
        !(self.closing && is_done)
    }

    /// Asks the plan for the style as it is shown, in one step; nothing where it has it or was asked already.
    pub(super) fn ask(&mut self, commands: &mut Commands, document: &Document) {
        if self.style != self.asked
            && self.awaited.is_none()
            && let Some(plan) = document.plan()
        {
            commands.push(Command::Edit(plan.styling(&self.key, self.style.clone())));
            self.asked.clone_from(&self.style);
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self.style.classes.as_ref().map(|classes| &classes.by) {
            None => self.awaited.unwrap_or(Kind::Single),
            Some(By::Value(_)) => Kind::Value,
            Some(By::Range { .. }) => Kind::Range,
        }
    }

    pub(super) fn form(&self) -> Form {
        match self.layer.features.first().map(|feature| &feature.shape) {
            Some(Shape::Lines(_)) => Form::Line,
            Some(Shape::Points(_)) => Form::Point,
            Some(Shape::Area(_)) | None => Form::Area,
        }
    }

    /// The field that makes the classes.
    pub(super) fn field(&self) -> Option<&str> {
        self.style
            .classes
            .as_ref()
            .map(|classes| classes.field.as_str())
            .or(self.data.as_ref().map(|(field, _)| field.as_str()))
    }

    /// What stands in the field that makes the classes, as soon as a thread has looked.
    pub(super) fn data(&mut self, context: &Context) -> Option<&Data> {
        let field = self.field()?.to_owned();
        if self.data.as_ref().is_none_or(|(of, _)| *of != field) {
            let (layer, column) = (Arc::clone(&self.layer), Column::of(&self.layer, &field)?);
            self.data = Some((field, Later::start(context, move || Data::of(&layer, column))));
        }
        match self.data.as_mut()?.1.look() {
            Later::There(data) => Some(data),
            _ => None,
        }
    }

    /// Whether the layer has no such field as the classes are made by.
    pub(super) fn lacks_field(&self) -> bool {
        self.field().is_some_and(|field| Column::of(&self.layer, field).is_none())
    }

    /// Wants classes of a kind by a field; they are made when its values are known.
    pub(super) fn want(&mut self, kind: Kind, field: Option<String>, context: &Context) {
        if kind == Kind::Single {
            self.awaited = None;
            self.style.classes = None;
            return;
        }
        let usual = |choice: &&Choice| kind == Kind::Value || choice.is_number;
        let field = field.or_else(|| self.field().map(str::to_owned));
        let is_fit = |field: &String| self.choices.iter().any(|choice| choice.name == *field && usual(&choice));
        let Some(field) = field.filter(is_fit).or_else(|| Some(self.choices.iter().find(usual)?.name.clone())) else {
            return;
        };
        self.style.classes = None;
        if self.data.as_ref().is_none_or(|(of, _)| *of != field)
            && let Some(column) = Column::of(&self.layer, &field)
        {
            let layer = Arc::clone(&self.layer);
            self.data = Some((field, Later::start(context, move || Data::of(&layer, column))));
        }
        self.awaited = Some(kind);
    }

    /// Makes the classes that were wanted, where their values are known by now.
    pub(super) fn settle(&mut self, context: &Context) {
        let Some(kind) = self.awaited else { return };
        let (ramp, method, count) = (self.ramp, self.method, self.count);
        let Some(field) = self.field().map(str::to_owned) else { return };
        let Some(data) = self.data(context) else { return };
        let by = if kind == Kind::Range { data.ranges(method, count, ramp) } else { data.values() };
        self.style.classes = Some(Classes { field, by, others: None });
        self.awaited = None;
    }

    /// How the layer looks now: the symbol that most of its features have.
    pub(super) fn swatch(&self, document: &Document) -> Option<Swatch> {
        let art = art_of(document, &self.key)?;
        crate::app::panel::layers::swatch::of_layer(art)
    }
}

/// How a layer is drawn.
fn art_of<'a>(document: &'a Document, key: &str) -> Option<&'a Arc<Art>> {
    document.drawn()?.arts.iter().find(|art| art.layer().key() == key)
}
