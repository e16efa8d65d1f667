//! `check`, `report`, `open` and the bare command: load a plan, run its standard, write what was found.
//!
//! `open` and the bare command show the window, and check in the terminal where there is no display.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{CheckArguments, OutputFormat, PaperArgument, PlanArguments, ReportArguments, TextCodeArgument};
use super::{Failure, Status, drawn, output, progress};
use crate::app::Opening;
use crate::check::{Outcome, Verdict};
use crate::disk;
use crate::handle::Handle;
use crate::layer::Role;
use crate::plan::{self, LayerCache, Loaded, Request, Snapshot};
use crate::report::{Day, DrawnReport, Format, Options, Paper, Report, Template, TextCode};
use crate::standard::{Standard, yes_or_no};
use crate::text::{Lang, Message};

/// `langdao check`.
pub(super) fn check(arguments: &CheckArguments, lang: Lang) -> Result<Status, Failure> {
    let targets = targets(&arguments.outputs)?;
    checked(arguments, &targets, lang)
}

/// `langdao report`.
pub(super) fn report(arguments: &ReportArguments, lang: Lang) -> Result<Status, Failure> {
    let ReportArguments { check: arguments, drawn, yearly } = arguments;
    if arguments.outputs.is_empty() {
        let endings = match (drawn, yearly) {
            (true, _) => DrawnReport::ENDINGS,
            (false, true) => Report::YEARLY_ENDINGS,
            (false, false) => Format::ENDINGS,
        };
        return Err(Message::new("cli.no-output").with("endings", endings).into());
    }
    if *drawn {
        return drawn::report(arguments, lang);
    }
    if *yearly {
        return checked(arguments, &yearly_targets(&arguments.outputs)?, lang);
    }
    check(arguments, lang)
}

/// Checks a plan and writes what was asked for.
fn checked(arguments: &CheckArguments, targets: &[Target<'_>], lang: Lang) -> Result<Status, Failure> {
    let mut options = options(arguments)?;
    let checked = in_pool(arguments.plan.threads, || run(arguments, lang))??;
    options.date = options.date.or_else(|| checked.snapshot.date.clone());
    let report = checked.report(lang, &options);
    if targets.is_empty() {
        let format = match arguments.plan.format {
            OutputFormat::Text => Format::Text,
            OutputFormat::Json => Format::Json,
        };
        output::to_stdout(&report.render(format, &Handle::default())?);
    }
    in_pool(arguments.plan.threads, || write(&report, targets))??;
    // As text the result says them itself.
    let said = targets.is_empty() && arguments.plan.format == OutputFormat::Text;
    let notices = report.notices();
    if !said && !notices.is_empty() {
        output::to_stderr(notices.trim_end());
    }
    Ok(status(&checked.outcome, arguments.strict))
}

/// `langdao open`: the window on what is named; without a display a terminal check of it.
pub(super) fn open(paths: Vec<PathBuf>, lang: Lang) -> Result<Status, Failure> {
    match crate::app::run(Opening::Paths(paths.clone()), None) {
        Ok(()) => Ok(Status::Good),
        Err(reason) => terminal_check(&Request { paths, ..Request::default() }, reason, lang),
    }
}

/// The bare command: the window on the last plan or the sample; without a display a terminal check of the sample.
pub(super) fn window(lang: Lang) -> Result<Status, Failure> {
    match crate::app::run(Opening::Last, None) {
        Ok(()) => Ok(Status::Good),
        Err(reason) => {
            let folder = plan::sample::unpacked()?;
            let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
            terminal_check(&request, reason, lang)
        }
    }
}

/// Shows a check to a person; what it finds is no failure of the command.
fn terminal_check(request: &Request, reason: Message, lang: Lang) -> Result<Status, Failure> {
    output::to_stderr(&Message::new("cli.no-window").with_message("reason", reason).say(lang));
    let checked = Checked::of(request, &LayerCache::default(), &[], Unusable::GoOn, lang)?;
    output::to_stdout(&checked.report(lang, &Options::default()).render(Format::Text, &Handle::default())?);
    Ok(Status::Good)
}

/// The plan that is asked for.
pub(super) fn request(paths: &[PathBuf], proposal: Option<&String>, over: &PlanArguments) -> Result<Request, Failure> {
    Ok(Request {
        paths: paths.to_vec(),
        proposal: proposal.cloned(),
        standard: over.standard.clone(),
        roles: over.roles.iter().map(|role| role_of_file(role)).collect::<Result<_, _>>()?,
        crs: over.crs.clone(),
        encoding: over.encoding.clone(),
        figures: over.figures.iter().map(|figure| figure_value(figure)).collect::<Result<_, _>>()?,
        county: over.county.clone(),
        year: over.year,
    })
}

fn run(arguments: &CheckArguments, lang: Lang) -> Result<Checked, Failure> {
    let CheckArguments { paths, proposal, plan, .. } = arguments;
    let request = request(paths, proposal.as_ref(), plan)?;
    Checked::of(&request, &LayerCache::default(), &plan.clauses, Unusable::asked(plan), lang)
}

/// What to do about layers that cannot be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unusable {
    Stop,
    GoOn,
}

impl Unusable {
    pub(super) fn asked(arguments: &PlanArguments) -> Self {
        if arguments.keep_going { Self::GoOn } else { Self::Stop }
    }
}

/// A plan with what a check found in it.
pub(super) struct Checked {
    pub(super) snapshot: Snapshot,
    pub(super) standard: Arc<Standard>,
    pub(super) outcome: Outcome,
}

impl Checked {
    pub(super) fn of(
        request: &Request,
        cache: &LayerCache,
        clauses: &[String],
        unusable: Unusable,
        lang: Lang,
    ) -> Result<Self, Failure> {
        let Loaded { snapshot, standard, .. } = Self::load(request, cache, unusable, lang)?;
        for clause in clauses {
            if standard.clauses.iter().all(|known| known.id != *clause) {
                let known: Vec<&str> = standard.clauses.iter().map(|clause| clause.id.as_str()).collect();
                return Err(Message::new("cli.unknown-clause")
                    .with("clause", clause)
                    .with("known", known.join(" "))
                    .into());
            }
        }
        let handle = Handle::default();
        let checking = Message::new("cli.checking").say(lang);
        let outcome =
            progress::shown(&handle, checking, || crate::check::check(&snapshot, &standard, clauses, &handle))
                .map_err(|crate::check::Cancelled| Message::new("cli.cancelled"))?;
        Ok(Self { snapshot, standard, outcome })
    }

    /// Reads a plan.
    pub(super) fn load(
        request: &Request,
        cache: &LayerCache,
        unusable: Unusable,
        lang: Lang,
    ) -> Result<Loaded, Failure> {
        let handle = Handle::default();
        let reading = Message::new("cli.reading").say(lang);
        let loaded = progress::shown(&handle, reading, || plan::load_with(request, cache, &handle))
            .map_err(|error| Failure(error.messages()))?;
        if unusable == Unusable::Stop && !loaded.snapshot.unusable.is_empty() {
            let named = |layer: &plan::Unusable| {
                Message::new("cli.layer-unusable").with_message("reason", layer.reason.clone())
            };
            return Err(Failure(loaded.snapshot.unusable.iter().map(named).collect()));
        }
        Ok(loaded)
    }

    pub(super) fn report<'a>(&'a self, lang: Lang, options: &'a Options) -> Report<'a> {
        Report::new(&self.snapshot, &self.standard, &self.outcome, lang, options)
    }
}

/// A file to write and what it is to hold.
#[derive(Clone, Copy)]
struct Target<'a> {
    path: &'a Path,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Report(Format),
    Yearly,
}

/// Files to write, with the form that each one's ending asks for; wrong endings are found before any work is done.
fn targets(outputs: &[PathBuf]) -> Result<Vec<Target<'_>>, Failure> {
    let what = |path: &Path| Format::of(path).map(What::Report);
    targets_of(outputs, what, Format::ENDINGS)
}

fn yearly_targets(outputs: &[PathBuf]) -> Result<Vec<Target<'_>>, Failure> {
    targets_of(outputs, |path| Report::can_be_yearly(path).then_some(What::Yearly), Report::YEARLY_ENDINGS)
}

fn targets_of<'a>(
    outputs: &'a [PathBuf],
    what: impl Fn(&Path) -> Option<What>,
    endings: &str,
) -> Result<Vec<Target<'a>>, Failure> {
    let target = |path: &'a PathBuf| match what(path) {
        Some(what) => Ok(Target { path, what }),
        None => Err(Message::new("cli.unknown-ending").with("path", path.display()).with("endings", endings).into()),
    };
    outputs.iter().map(target).collect()
}

/// Writes every output. Source layers are only ever read.
fn write(report: &Report<'_>, targets: &[Target<'_>]) -> Result<(), Failure> {
    let over = |source: &Path| Message::new("cli.would-overwrite-source").with("path", source.display());
    // Before anything is written; the names of shapefile sets are known only when they are made.
    if let Some(target) = targets.iter().find(|target| report.snapshot.is_source(target.path)) {
        return Err(over(target.path).into());
    }
    for Target { path, what } in targets {
        let handle = Handle::default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let writing = Message::new("cli.writing").with("file", name).say(report.lang);
        let files = progress::shown(&handle, writing, || match what {
            What::Report(format) => report.files(*format, path, &handle),
            What::Yearly => report.yearly(path, &handle),
        })?;
        if let Some(source) = files.source_of(report.snapshot) {
            return Err(over(source).into());
        }
        let failed = |error| {
            Message::new("cli.not-written").with("path", path.display()).with_message("reason", disk::failure(&error))
        };
        files.write().map_err(failed)?;
        files.notices.iter().for_each(|notice| output::to_stderr(&notice.message.say(report.lang)));
        output::name_files(path, &files.mains, report.lang);
    }
    Ok(())
}

/// How outputs are laid out; a template that cannot be read is told before any work is done.
fn options(arguments: &CheckArguments) -> Result<Options, Failure> {
    if let Some(date) = arguments.date.as_deref().filter(|date| Day::of(date).is_none()) {
        return Err(Message::new("cli.bad-date").with("date", date).into());
    }
    Ok(Options {
        date: arguments.date.clone(),
        paper: match arguments.paper {
            PaperArgument::A4A3 => Paper::A4WithA3Maps,
            PaperArgument::A4 => Paper::A4,
        },
        template: arguments.template.as_deref().map(Template::read).transpose()?,
        text_code: match arguments.shp_encoding {
            TextCodeArgument::Utf8 => TextCode::Utf8,
            TextCodeArgument::Gbk => TextCode::Gbk,
        },
    })
}

/// Runs in a pool of so many threads.
pub(super) fn in_pool<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Message::new("cli.no-threads").with("reason", error))?;
    Ok(pool.install(work))
}

fn role_of_file(text: &str) -> Result<(Role, PathBuf), Failure> {
    let malformed = || Message::new("cli.bad-role").with("text", text).with("roles", role_codes());
    let (role, file) = text.split_once('=').ok_or_else(malformed)?;
    let role = Role::from_code(role.trim()).ok_or_else(malformed)?;
    Ok((role, PathBuf::from(file)))
}

fn role_codes() -> String {
    Role::ALL.iter().map(|(_, code)| *code).collect::<Vec<_>>().join(" ")
}

fn figure_value(text: &str) -> Result<(String, f64), Failure> {
    let parsed = text.split_once('=').and_then(|(key, value)| {
        let number = || value.trim().parse::<f64>().ok().filter(|value| value.is_finite());
        let value = yes_or_no(value).or_else(number)?;
        Some((key.trim().to_owned(), value))
    });
    parsed.ok_or_else(|| Message::new("cli.bad-figure").with("text", text).into())
}

/// Violated: some clause violates, or its verdict depends on the reading and the default one misses and is due. With
/// `strict` also any other reading that misses, and any clause that is not judged.
fn status(outcome: &Outcome, strict: bool) -> Status {
    let violated = outcome.clauses.iter().any(|clause| {
        let default_misses = clause.readings.first().is_some_and(|reading| reading.verdict == Verdict::Violates);
        let any_misses = clause.readings.iter().any(|reading| reading.verdict == Verdict::Violates);
        match clause.verdict {
            Verdict::Violates => true,
            Verdict::DependsOnReading => default_misses || (strict && any_misses),
            Verdict::NotJudged => strict,
            _ => strict && any_misses,
        }
    });
    if violated { Status::Bad } else { Status::Good }
}
