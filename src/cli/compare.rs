//! `compare`: two proposals of a plan, each checked, side by side.

use std::path::Path;

use super::arguments::{CompareArguments, OutputFormat};
use super::check::{Checked, Unusable, in_pool, request};
use super::{Failure, Status, output};
use crate::check::{Effect, compare as compared};
use crate::plan::LayerCache;
use crate::report::{ComparisonReport, Format, Options, Report};
use crate::text::{Lang, Message};

/// `langdao compare`: the status is bad where the second proposal breaks a clause.
pub(super) fn compare(arguments: &CompareArguments, lang: Lang) -> Result<Status, Failure> {
    let targets: Vec<(&Path, Format)> = arguments.outputs.iter().map(|path| target(path)).collect::<Result<_, _>>()?;
    let (a, b) = in_pool(arguments.plan.threads, || both(arguments, lang))??;
    let comparison = compared(&a.outcome, &b.outcome, &a.standard);
    let options = Options::default();
    let reports = [&a, &b].map(|checked| checked.report(lang, &options));
    let report = ComparisonReport { reports: reports.each_ref(), comparison: &comparison };
    if targets.is_empty() {
        let format = match arguments.plan.format {
            OutputFormat::Text => Format::Text,
            OutputFormat::Json => Format::Json,
        };
        output::to_stdout(&report.render(format)?);
    }
    write(&report, &targets)?;
    notices(&reports);
    Ok(if comparison.count(Effect::Breaks) > 0 { Status::Bad } else { Status::Good })
}

/// Wrong endings are found before any work is done.
fn target(path: &Path) -> Result<(&Path, Format), Failure> {
    let unknown = || {
        let message = Message::new("cli.unknown-ending").with("path", path.display());
        message.with("endings", ComparisonReport::ENDINGS)
    };
    Ok((path, ComparisonReport::format_of(path).ok_or_else(unknown)?))
}

/// Layers that both proposals have are read once.
fn both(arguments: &CompareArguments, lang: Lang) -> Result<(Checked, Checked), Failure> {
    let CompareArguments { path, a, b, plan, .. } = arguments;
    let cache = LayerCache::default();
    let checked = |name: &String| {
        let request = request(std::slice::from_ref(path), Some(name), plan)?;
        Checked::of(&request, &cache, &plan.clauses, Unusable::asked(plan), lang)
    };
    Ok((checked(a)?, checked(b)?))
}

/// Source layers are only ever read.
fn write(report: &ComparisonReport<'_>, targets: &[(&Path, Format)]) -> Result<(), Failure> {
    let is_source = |path: &Path| report.reports.iter().any(|own| own.snapshot.is_source(path));
    if let Some((path, _)) = targets.iter().find(|(path, _)| is_source(path)) {
        return Err(Message::new("cli.would-overwrite-source").with("path", path.display()).into());
    }
    for (path, format) in targets {
        output::to_file(path, &report.render(*format)?)?;
    }
    Ok(())
}

/// What was left out or assumed: of the first proposal, then what only the second has, each under its name.
fn notices(reports: &[Report<'_>; 2]) {
    let [first, second] = reports.each_ref().map(Report::notices);
    let known: Vec<&str> = first.lines().collect();
    let only: Vec<&str> = second.lines().filter(|line| !known.contains(line)).collect();
    for (report, lines) in reports.iter().zip([&known, &only]).filter(|(_, lines)| !lines.is_empty()) {
        output::to_stderr(report.snapshot.proposal.as_deref().unwrap_or_default());
        output::to_stderr(&lines.join("\n"));
    }
}
