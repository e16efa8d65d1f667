//! `map`: a plan printed true to scale, without a window.

use std::path::PathBuf;
use std::sync::Arc;

use geo_types::Coord;
use rayon::prelude::*;

use super::arguments::{MapArguments, PaperSizeArgument};
use super::check::{Checked, Unusable, in_pool, request};
use super::{Failure, Status, output, progress};
use crate::check::{Outcome, Verdict, thematic};
use crate::disk;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::map::{Art, Mark, PaperSize, Print, PrintOrder, Scene, SceneLayer, Shading, Turn, denominator, marks};
use crate::measure::NoFigure;
use crate::measure::thematic::Asked;
use crate::plan::{self, Loaded};
use crate::report::{Day, PrintForm, print_files, stated};
use crate::text::{Lang, Message};
use crate::units::grouped;

/// `langdao map`. Wrong endings, scales and dates are found before any work is done.
pub(super) fn map(arguments: &MapArguments, lang: Lang) -> Result<Status, Failure> {
    let targets = targets(arguments)?;
    let theme = arguments.theme.as_deref().map(str::parse::<Asked>).transpose()?;
    let at = arguments.at.as_deref().map(place).transpose()?;
    let wanted = arguments.scale.as_deref().map(scale).transpose()?;
    if let Some(date) = arguments.date.as_deref().filter(|date| Day::of(date).is_none()) {
        return Err(Message::new("cli.bad-date").with("date", date).into());
    }
    let checked = in_pool(arguments.plan.threads, || checked(arguments, lang))??;
    let asked = Asks { arguments, theme, at, denominator: wanted };
    in_pool(arguments.plan.threads, || write(&checked, &asked, &targets, lang))??;
    // A drawing judges nothing: that is what `check` and `report` are for.
    Ok(Status::Good)
}

/// What was asked for, read.
struct Asks<'a> {
    arguments: &'a MapArguments,
    theme: Option<Asked>,
    at: Option<Coord<f64>>,
    denominator: Option<f64>,
}

fn targets(arguments: &MapArguments) -> Result<Vec<(PrintForm, PathBuf)>, Failure> {
    if arguments.outputs.is_empty() {
        return Err(Message::new("cli.no-output").with("endings", PrintForm::ENDINGS).into());
    }
    let target = |path: &PathBuf| {
        let wrong = || Message::new("cli.unknown-ending").with("path", path.display());
        let form = PrintForm::of(path).ok_or_else(|| wrong().with("endings", PrintForm::ENDINGS))?;
        Ok((form, path.clone()))
    };
    arguments.outputs.iter().map(target).collect()
}

fn scale(text: &str) -> Result<f64, Failure> {
    denominator(text).ok_or_else(|| Message::new("cli.bad-scale").with("text", text).into())
}

/// `526500,3087400`: x east, y north, in the plan's system.
fn place(text: &str) -> Result<Coord<f64>, Failure> {
    let number = |text: &str| text.trim().parse().ok().filter(|value: &f64| value.is_finite());
    let read = text.split_once(',').and_then(|(x, y)| Some(Coord { x: number(x)?, y: number(y)? }));
    read.ok_or_else(|| Message::new("cli.bad-place").with("text", text).into())
}

/// The plan, checked as far as marks are wanted.
fn checked(arguments: &MapArguments, lang: Lang) -> Result<Checked, Failure> {
    let request = request(&arguments.paths, arguments.proposal.as_ref(), &arguments.plan)?;
    let unusable = Unusable::asked(&arguments.plan);
    if !arguments.no_marks {
        return Checked::of(&request, &plan::LayerCache::default(), &arguments.plan.clauses, unusable, lang);
    }
    let Loaded { snapshot, standard, .. } = Checked::load(&request, &plan::LayerCache::default(), unusable, lang)?;
    let outcome = Outcome { revision: snapshot.revision, clauses: Vec::new(), notices: Vec::new() };
    Ok(Checked { snapshot, standard, outcome })
}

fn write(checked: &Checked, asks: &Asks<'_>, targets: &[(PrintForm, PathBuf)], lang: Lang) -> Result<(), Failure> {
    let Checked { snapshot, standard, .. } = checked;
    let arguments = asks.arguments;
    if let Some((_, path)) = targets.iter().find(|(_, path)| snapshot.is_source(path)) {
        return Err(Message::new("cli.would-overwrite-source").with("path", path.display()).into());
    }
    let scene = scene(checked, asks, lang)?;
    let date = arguments.date.as_deref().or(snapshot.date.as_deref());
    let order = PrintOrder {
        show: scene.bounds().ok_or_else(|| Message::new("cli.nothing-to-draw"))?,
        at: asks.at,
        paper: paper(arguments.paper),
        turn: match (arguments.landscape, arguments.portrait) {
            (true, _) => Some(Turn::Landscape),
            (_, true) => Some(Turn::Portrait),
            _ => None,
        },
        denominator: asks.denominator,
        title: arguments.title.clone().unwrap_or_else(|| snapshot.name.clone()),
        stated: stated(snapshot, standard, date, lang),
    };
    let print = Print::of(&scene, order)?;
    for (form, path) in targets {
        let handle = Handle::default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let writing = Message::new("cli.writing").with("file", name).say(lang);
        let files = progress::shown(&handle, writing, || {
            print_files(&print, *form, path, f64::from(arguments.dpi), date, &handle)
        })?;
        if let Some(source) = files.source_of(snapshot) {
            return Err(Message::new("cli.would-overwrite-source").with("path", source.display()).into());
        }
        files.write().map_err(|error| {
            Message::new("cli.not-written").with("path", path.display()).with_message("reason", disk::failure(&error))
        })?;
        output::name_files(path, &files.mains, lang);
    }
    let said = Message::new("cli.map-printed").with("sheets", print.sheets());
    output::to_stderr(&said.with("scale", grouped(&format!("{:.0}", print.denominator()))).say(lang));
    Ok(())
}

fn scene(checked: &Checked, asks: &Asks<'_>, lang: Lang) -> Result<Scene, Failure> {
    let Checked { snapshot, standard, outcome } = checked;
    let arguments = asks.arguments;
    let names = |list: &[String]| -> Result<Vec<bool>, Failure> {
        if let Some(none) = list.iter().find(|name| !snapshot.layers.iter().any(|layer| is_called(layer, name))) {
            let known: Vec<String> = snapshot.layers.iter().map(|layer| layer.key()).collect();
            return Err(Message::new("cli.unknown-layer").with("name", none).with("known", known.join(" ")).into());
        }
        Ok(snapshot.layers.iter().map(|layer| list.iter().any(|name| is_called(layer, name))).collect())
    };
    let (only, hidden) = (names(&arguments.layers)?, names(&arguments.hide)?);
    let arts: Vec<Arc<Art>> =
        snapshot.layers.par_iter().map(|layer| Arc::new(Art::styled(layer, &snapshot.style(layer)))).collect();
    let layers = arts
        .into_iter()
        .zip(only.into_iter().zip(hidden))
        .map(|(art, (named, hidden))| SceneLayer { art, visible: (arguments.layers.is_empty() || named) && !hidden });
    let shading = asks.theme.map(|asked| {
        thematic(snapshot, standard, asked, &Handle::default()).map(|figures| Arc::new(Shading::of(figures)))
    });
    let shading = shading.transpose().map_err(|no_figure| match no_figure {
        NoFigure::Missing(message) => message,
        NoFigure::Cancelled => Message::new("cli.cancelled"),
    })?;
    let mut marks = marks(snapshot, standard, outcome, None, lang);
    // As in the window; of a clause that is named every place is marked.
    let is_doubtful = |mark: &Mark| matches!(mark.verdict, Verdict::Violates | Verdict::DependsOnReading);
    marks.retain(|mark| !arguments.plan.clauses.is_empty() || is_doubtful(mark));
    Ok(Scene { layers: layers.collect(), marks, lang, shading, names_hidden: arguments.no_names, ..Scene::default() })
}

/// Whether a layer is meant by the name of its file, with or without ending and folder, or by the code of a role.
fn is_called(layer: &Layer, name: &str) -> bool {
    let key = layer.key();
    let file = key.rsplit(['/', '\\']).next().unwrap_or(&key);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    [key.as_str(), file, stem].contains(&name) || layer.roles.iter().any(|role| role.code() == name)
}

fn paper(asked: PaperSizeArgument) -> PaperSize {
    match asked {
        PaperSizeArgument::A4 => PaperSize::A4,
        PaperSizeArgument::A3 => PaperSize::A3,
        PaperSizeArgument::A2 => PaperSize::A2,
        PaperSizeArgument::A1 => PaperSize::A1,
        PaperSizeArgument::A0 => PaperSize::A0,
    }
}
