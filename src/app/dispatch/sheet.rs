//! The map on paper: the sketch that is looked at, and the files.

use std::path::PathBuf;
use std::sync::Arc;

use egui::ColorImage;
use geo_types::Rect;

use super::whole;
use crate::app::App;
use crate::app::dialog::export::{label, put};
use crate::app::dialog::files::ask_target;
use crate::app::dialog::sheet::{SheetOrder, Sketch};
use crate::app::document::Drawn;
use crate::app::jobs::{Done, Kind, Wanted};
use crate::app::map::scene::Content;
use crate::handle::Handle;
use crate::map::Scene;
use crate::report::MapDrawing;
use crate::text::{Lang, Message};

/// Pixels of the longer side of a sketch.
const SKETCH: f64 = 1_000.0;

/// What a map on paper is drawn from.
struct Ground {
    drawn: Arc<Drawn>,
    content: Content,
    bounds: Rect<f64>,
    lang: Lang,
}

impl Ground {
    fn of(app: &App, order: &SheetOrder) -> Result<Self, Message> {
        let nothing = || Message::new("app.export-nothing");
        let drawn = app.document.drawn().cloned().ok_or_else(nothing)?;
        let content = order.content(&app.document, &app.session, &app.settings);
        let bounds = whole(&drawn.arts).ok_or_else(nothing)?;
        Ok(Self { drawn, content, bounds, lang: app.lang() })
    }

    /// Lays the map out and does something with it.
    fn read<T>(
        &self,
        order: &SheetOrder,
        read: impl FnOnce(&MapDrawing<'_>) -> Result<T, Message>,
    ) -> Result<T, Message> {
        let mut scene = Scene { furniture: true, names_hidden: !order.names, ..self.content.scene() };
        if !order.marks {
            scene.marks.clear();
        }
        let loaded = &self.drawn.loaded;
        let (snapshot, standard) = (&loaded.snapshot, loaded.standard.as_ref());
        let (bounds, options, lang) = (self.bounds, &order.options, self.lang);
        read(&MapDrawing { scene: &scene, bounds, snapshot, standard, options, lang })
    }
}

/// Draws the first sheet in a job.
pub(super) fn sketch(app: &mut App, order: SheetOrder) {
    let ground = match Ground::of(app, &order) {
        Ok(ground) => ground,
        Err(message) => return sketched(app, &order, Err(message)),
    };
    app.jobs.start(Kind::Sketch, Message::new("app.sheet-drawing"), move |handle| {
        let made = ground.read(&order, |drawing| drawn_small(drawing, handle));
        Done::Sketched(Box::new(order), made)
    });
}

fn drawn_small(drawing: &MapDrawing<'_>, handle: &Handle) -> Result<Sketch, Message> {
    let series = drawing.series()?;
    let stopped = || Message::new("report.stopped");
    let sheet = series.sheets().first().ok_or_else(stopped)?;
    let [width, height] = drawing.paper_mm();
    let points = width.max(height) / 25.4 * 96.0;
    let picture = sheet.picture(SKETCH / points, handle).ok_or_else(stopped)?;
    let image = ColorImage::from_rgba_premultiplied([picture.width, picture.height], &picture.rgba);
    Ok(Sketch { image, sheets: series.sheets().len(), denominator: series.denominator() })
}

/// Takes a sketch, where it is still the one that was asked for.
pub(super) fn sketched(app: &mut App, order: &SheetOrder, made: Result<Sketch, Message>) {
    let sketched = &mut app.session.sketched;
    if sketched.order.as_ref() == Some(order) {
        sketched.made = Some(made);
    }
}

/// Asks where to write.
pub(super) fn place(app: &mut App, order: SheetOrder, ending: &str) {
    app.session.sketched.order = Some(order);
    ask_target(app, Wanted::Sheet, &format!("map.{ending}"));
}

/// Writes what was ordered last, in a job; source layers are never written over.
pub(super) fn write(app: &mut App, path: PathBuf) {
    let Some(order) = app.session.sketched.order.clone() else { return };
    let ground = match Ground::of(app, &order) {
        Ok(ground) => ground,
        Err(message) => return app.session.warn(message),
    };
    app.jobs.start(Kind::Export, label(&path), move |handle| {
        let files = ground.read(&order, |drawing| drawing.files(&path, handle));
        let written = files.and_then(|files| {
            let unasked = files.existing(&path).first().cloned();
            if let Some(other) = unasked {
                return Err(Message::new("app.export-exists").with("path", other.display()));
            }
            put(&files, &ground.drawn.loaded.snapshot, handle)?;
            Ok(files.mains.first().cloned().unwrap_or_else(|| path.clone()))
        });
        Done::Exported(written)
    });
}
