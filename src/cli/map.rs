//! `langdao map`: the map of a plan on paper, to scale, without a window.

use std::sync::Arc;

use geo_types::{Coord, Rect};
use rayon::prelude::*;

use super::arguments::{MapArguments, PaperSizeArgument};
use super::check::{Unusable, in_pool, request};
use super::{Failure, Status, output, progress};
use crate::check::Outcome;
use crate::disk;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::map::{Art, Mark, Scene, SceneLayer, marks};
use crate::plan::{self, Loaded};
use crate::report::{Day, MapDrawing, MapOptions, PaperSize};
use crate::text::{Lang, Message};

/// Draws the map and writes it to every output; wrong arguments are found before any work is done.
pub(super) fn map(arguments: &MapArguments, lang: Lang) -> Result<Status, Failure> {
    if arguments.outputs.is_empty() {
        return Err(Message::new("cli.no-output").with("endings", MapDrawing::ENDINGS).into());
    }
    if let Some(path) = arguments.outputs.iter().find(|path| !MapDrawing::can_be(path)) {
        let message = Message::new("cli.unknown-ending").with("path", path.display());
        return Err(message.with("endings", MapDrawing::ENDINGS).into());
    }
    let options = options(arguments)?;
    in_pool(arguments.plan.threads, || drawn(arguments, &options, lang))?
}

fn drawn(arguments: &MapArguments, options: &MapOptions, lang: Lang) -> Result<Status, Failure> {
    let loaded = load(arguments, lang)?;
    let scene = scene(arguments, &loaded, lang)?;
    let boxes = scene.layers.iter().filter(|layer| layer.visible).filter_map(|layer| layer.art.bounds());
    let bounds = boxes.reduce(around).ok_or_else(|| Message::new("cli.map-empty"))?;
    let drawing =
        MapDrawing { scene: &scene, bounds, snapshot: &loaded.snapshot, standard: &loaded.standard, options, lang };
    for path in &arguments.outputs {
        let handle = Handle::default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let writing = Message::new("cli.writing").with("file", name).say(lang);
        let files = progress::shown(&handle, writing, || drawing.files(path, &handle))?;
        if let Some(source) = files.source_of(&loaded.snapshot) {
            return Err(Message::new("cli.would-overwrite-source").with("path", source.display()).into());
        }
        let failed = |error| {
            Message::new("cli.not-written").with("path", path.display()).with_message("reason", disk::failure(&error))
        };
        files.write().map_err(failed)?;
        output::name_files(path, &files.mains, lang);
    }
    Ok(Status::Good)
}

fn load(arguments: &MapArguments, lang: Lang) -> Result<Loaded, Failure> {
    let handle = Handle::default();
    let reading = Message::new("cli.reading").say(lang);
    let request = request(&arguments.paths, arguments.proposal.as_ref(), &arguments.plan)?;
    let loaded = progress::shown(&handle, reading, || plan::load(&request, &handle))
        .map_err(|error| Failure(error.messages()))?;
    if Unusable::asked(&arguments.plan) == Unusable::Stop && !loaded.snapshot.unusable.is_empty() {
        let named =
            |layer: &plan::Unusable| Message::new("cli.layer-unusable").with_message("reason", layer.reason.clone());
        return Err(Failure(loaded.snapshot.unusable.iter().map(named).collect()));
    }
    Ok(loaded)
}

fn scene(arguments: &MapArguments, loaded: &Loaded, lang: Lang) -> Result<Scene, Failure> {
    let snapshot = &loaded.snapshot;
    let layers = snapshot.layers.par_iter().map(|layer| SceneLayer {
        art: Arc::new(Art::styled(layer, &snapshot.style(layer))),
        visible: !arguments.hidden.iter().any(|name| is_called(layer, name)),
    });
    let layers: Vec<SceneLayer> = layers.collect();
    let unknown = |name: &&String| !snapshot.layers.iter().any(|layer| is_called(layer, name));
    if let Some(name) = arguments.hidden.iter().find(unknown) {
        let known: Vec<&str> = snapshot.layers.iter().filter_map(|layer| layer.source()).collect();
        return Err(Message::new("cli.map-no-layer").with("name", name).with("known", known.join(" ")).into());
    }
    let marks = if arguments.no_marks { Vec::new() } else { found(arguments, loaded, lang)? };
    Ok(Scene { layers, marks, lang, furniture: true, names_hidden: arguments.no_names, ..Scene::default() })
}

/// What is doubtful, of the clauses that were asked for or of all.
fn found(arguments: &MapArguments, loaded: &Loaded, lang: Lang) -> Result<Vec<Mark>, Failure> {
    let (snapshot, standard, clauses) = (&loaded.snapshot, &loaded.standard, &arguments.plan.clauses);
    if let Some(clause) = clauses.iter().find(|asked| standard.clause(asked).is_none()) {
        let known: Vec<&str> = standard.clauses.iter().map(|clause| clause.id.as_str()).collect();
        return Err(Message::new("cli.unknown-clause").with("clause", clause).with("known", known.join(" ")).into());
    }
    let handle = Handle::default();
    let checking = Message::new("cli.checking").say(lang);
    let outcome: Outcome =
        progress::shown(&handle, checking, || crate::check::check(snapshot, standard, clauses, &handle))
            .map_err(|crate::check::Cancelled| Message::new("cli.cancelled"))?;
    Ok(marks(snapshot, standard, &outcome, None, lang))
}

fn options(arguments: &MapArguments) -> Result<MapOptions, Failure> {
    if let Some(date) = arguments.date.as_deref().filter(|date| Day::of(date).is_none()) {
        return Err(Message::new("cli.bad-date").with("date", date).into());
    }
    let denominator = arguments.scale.as_deref().map(denominator).transpose()?;
    let at = arguments.at.as_deref().map(place).transpose()?;
    let dots_per_inch = f64::from(arguments.dpi.clamp(24, 1_200));
    let upright = match (arguments.portrait, arguments.landscape) {
        (false, false) => None,
        (upright, _) => Some(upright),
    };
    let paper = match arguments.paper {
        PaperSizeArgument::A0 => PaperSize::A0,
        PaperSizeArgument::A1 => PaperSize::A1,
        PaperSizeArgument::A2 => PaperSize::A2,
        PaperSizeArgument::A3 => PaperSize::A3,
        PaperSizeArgument::A4 => PaperSize::A4,
    };
    let (title, date) = (arguments.title.clone(), arguments.date.clone());
    Ok(MapOptions { paper, upright, denominator, at, dots_per_inch, title, date })
}

/// `5000`, `1:5000` or `1：5000`.
fn denominator(text: &str) -> Result<f64, Failure> {
    let number = text.trim().trim_start_matches('1').trim_start_matches([':', '：', '/']);
    let number = if text.contains([':', '：', '/']) { number } else { text.trim() };
    let parsed = number.trim().parse::<f64>().ok().filter(|number| (1.0..=1e9).contains(number));
    parsed.ok_or_else(|| Message::new("cli.bad-scale").with("text", text).into())
}

/// `526582.2,3087389.1`: east, north.
fn place(text: &str) -> Result<Coord<f64>, Failure> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let parsed = text.split_once([',', '，']).and_then(|(x, y)| Some(Coord { x: number(x)?, y: number(y)? }));
    parsed.ok_or_else(|| Message::new("cli.bad-place").with("text", text).into())
}

/// Whether a layer is meant: by its path in the plan, its file, or its title.
fn is_called(layer: &Layer, name: &str) -> bool {
    let source = layer.source().unwrap_or_default();
    let file = source.rsplit('/').next().unwrap_or_default();
    layer.key() == name || (!file.is_empty() && file == name) || layer.provenance.title.as_deref() == Some(name)
}

fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_understood_as_they_are_written() {
        for text in ["5000", "1:5000", "1：5000", " 1/5000"] {
            assert!((denominator(text).unwrap() - 5_000.0).abs() < 1e-9, "{text}");
        }
        for text in ["", "1:", "-5", "0", "nan", "five"] {
            assert!(denominator(text).is_err(), "{text}");
        }
        assert!(
            (denominator("1000").unwrap() - 1_000.0).abs() < 1e-9 && (denominator("111").unwrap() - 111.0).abs() < 1e-9
        );
    }

    #[test]
    fn a_place_is_east_and_north() {
        assert_eq!(place("526582.2,3087389.1").unwrap(), Coord { x: 526_582.2, y: 3_087_389.1 });
        assert!(place("526582.2").is_err() && place("a,b").is_err());
    }
}
