//! A plan's history told anew, shorter: the text that it starts from, then the last steps.

use std::sync::Arc;

use super::super::{Content, Edit, Plan, PlanFile, VERSION as PLAN_VERSION};
use super::{Begun, Record, VERSION, fingerprint};
use crate::toml_file::FileError;

/// Edits that are kept of what is saved already, at most.
const MOST: usize = 1_000;

/// The records that lead to a plan as it is, with as much of its history as is kept: all that is not saved, and the last of
/// what is. `since` is when the first edit was made that is not saved.
///
/// # Errors
/// [`FileError`] where no plan file can state what the history starts from.
pub(super) fn retold(plan: &Plan, since: Option<u64>) -> Result<Vec<Record>, FileError> {
    let (done, undone) = (plan.history.edits(), plan.history.edits_undone());
    let saved = &plan.saved_at;
    let first = done.len().saturating_sub(MOST).min(saved.steps);
    let kept = done.get(first..).unwrap_or_default();
    let mut records =
        vec![Record::Begun(Box::new(begun(plan, kept, first == saved.steps && saved.path.is_empty(), since)?))];
    let forward = kept.iter().cloned().chain(undone.iter().rev().map(Edit::inverse));
    for (steps, edit) in (first..).zip(forward.map(Some).chain([None])) {
        if steps == saved.steps {
            records.extend(mark(plan));
        }
        records.extend(edit.map(|edit| Record::Do(Box::new(edit))));
    }
    records.extend(undone.iter().map(|_| Record::Undo));
    Ok(records)
}

/// That the plan was saved here, or, where the history has left what was saved, on a way from here and back.
fn mark(plan: &Plan) -> Vec<Record> {
    let Some(saved) = plan.file.as_ref().map(|file| fingerprint(file.text())) else { return Vec::new() };
    let path = &plan.saved_at.path;
    let there = path.iter().rev().map(|edit| Record::Do(Box::new(edit.inverse())));
    there.chain([Record::Saved(saved)]).chain(path.iter().map(|_| Record::Undo)).collect()
}

fn begun(plan: &Plan, kept: &[Edit], is_saved: bool, since: Option<u64>) -> Result<Begun, FileError> {
    let mut content = Content::clone(&plan.content);
    kept.iter().rev().for_each(|edit| edit.inverse().apply(&mut content));
    let name = plan.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Begun {
        version: VERSION,
        plan: plan.path.clone(),
        folder: plan.folder.clone(),
        name: content.name.clone().unwrap_or(name),
        text: text_of(plan, &content)?,
        unread: plan.unread.clone(),
        saved: plan.file.as_ref().filter(|_| is_saved).map(|file| fingerprint(file.text())),
        since,
    })
}

fn text_of(plan: &Plan, content: &Content) -> Result<String, FileError> {
    let base = match &plan.opened {
        Some(opened) => Arc::clone(opened),
        None => Arc::new(PlanFile::from_toml(&format!("langdao = {PLAN_VERSION}\n"), super::super::FILE_NAME)?),
    };
    let text = base.text_with(content);
    // What cannot be read again is no beginning.
    PlanFile::from_toml(&text, super::super::FILE_NAME)?;
    Ok(text)
}
