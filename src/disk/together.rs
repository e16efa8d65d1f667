//! Files that belong together, such as the parts of a shapefile: all are replaced, or none.
//!
//! No system renames several files in one step. So all of them are written beside their places first, then a list of them:
//! from there on the set is the new one, whatever happens. A process that is ended midway leaves the list, and
//! [`super::settle`] goes on by it. Where a step fails while the process lives, what was there is put back.

use std::io;
use std::path::{Path, PathBuf};

use super::settle::{List, settle};
use super::staged::Staged;
use super::step;

/// Writes files of one folder that belong together, all or none, and takes away `outdated` ones that speak of what was there
/// before.
///
/// # Errors
/// [`io::Error`] where the folder cannot be written to; the old files are there then.
pub fn write_together(files: &[(PathBuf, Vec<u8>)], outdated: &[PathBuf]) -> io::Result<()> {
    let Some((first, _)) = files.first() else { return Ok(()) };
    if files.iter().any(|(path, _)| path.parent() != first.parent()) {
        return Err(io::ErrorKind::CrossesDevices.into());
    }
    settle(first.parent().unwrap_or(Path::new("")));
    let mut staged =
        files.iter().map(|(path, bytes)| Staged::write(path, bytes)).collect::<io::Result<Vec<Staged>>>()?;
    let outdated: Vec<&Path> = outdated.iter().map(PathBuf::as_path).filter(|path| path.exists()).collect();
    match staged.as_mut_slice() {
        [only] if outdated.is_empty() => {
            if only.target.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            only.replace()
        }
        several => place_all(several, &outdated),
    }
}

fn place_all(staged: &mut [Staged], outdated: &[&Path]) -> io::Result<()> {
    let list = List::write(staged, outdated)?;
    let placed = staged.iter_mut().try_for_each(Staged::place).and_then(|()| sync_folder(staged));
    if placed.is_err() {
        // The first failure is the one to tell of. Where even putting back fails, the list stays, and the set is the new one
        // as soon as the disk can be written to again.
        if staged.iter_mut().try_for_each(Staged::put_back).is_ok() {
            drop(list.strike());
        } else {
            staged.iter_mut().for_each(|file| file.done = true);
        }
        return placed;
    }
    // The set is in place; what cannot be taken away now goes when the folder is settled.
    let cleared = outdated.iter().try_for_each(|path| step::remove(path));
    if cleared.and_then(|()| list.strike()).is_ok() {
        staged.iter().filter(|file| file.kept).for_each(|file| drop(step::remove(&file.old)));
    }
    Ok(())
}

fn sync_folder(staged: &[Staged]) -> io::Result<()> {
    staged.first().map_or(Ok(()), |file| step::sync_folder(&file.target))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Step, settle, watch};
    use super::*;

    fn files(folder: &Path, text: &str) -> Vec<(PathBuf, Vec<u8>)> {
        ["a.dbf", "a.shp", "a.shx"].map(|name| (folder.join(name), text.as_bytes().to_vec())).into()
    }

    fn texts(folder: &Path) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        found.sort();
        found
    }

    fn set(text: &str) -> Vec<(String, String)> {
        ["a.dbf", "a.shp", "a.shx"].map(|name| (name.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn files_that_belong_together_are_replaced_all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let outdated = folder.path().join("a.sbn");
        write_together(&files(folder.path(), "old"), &[]).unwrap();
        fs::write(&outdated, "of the old").unwrap();
        write_together(&files(folder.path(), "new"), &[outdated]).unwrap();
        assert_eq!(texts(folder.path()), set("new"));
        let nowhere = [files(folder.path(), "x"), vec![(folder.path().join("none/a.shp"), b"x".to_vec())]].concat();
        assert!(write_together(&nowhere, &[]).is_err());
        assert_eq!(texts(folder.path()), set("new"));
    }

    /// Lets the `nth` step in a folder fail, and all after it where `for_good`.
    fn failing(
        folder: &Path,
        nth: usize,
        for_good: bool,
    ) -> (super::super::Watching, std::sync::Arc<std::sync::atomic::AtomicUsize>) {
        use std::sync::atomic::Ordering;
        let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let seen = std::sync::Arc::clone(&count);
        let watching = watch(folder, move |_: &Step<'_>| {
            let at = seen.fetch_add(1, Ordering::Relaxed) + 1;
            let fails = if for_good { at >= nth } else { at == nth };
            if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        (watching, count)
    }

    #[test]
    fn whatever_step_fails_the_set_is_the_old_or_the_new_one_and_nothing_is_left_beside_it() {
        let mut outcomes = std::collections::BTreeSet::new();
        for for_good in [false, true] {
            for nth in 1.. {
                let folder = tempfile::tempdir().unwrap();
                write_together(&files(folder.path(), "old"), &[]).unwrap();
                let outdated = folder.path().join("a.sbn");
                fs::write(&outdated, "of the old").unwrap();
                let (watching, count) = failing(folder.path(), nth, for_good);
                let written = write_together(&files(folder.path(), "new"), &[outdated.clone()]);
                let steps = count.load(std::sync::atomic::Ordering::Relaxed);
                drop(watching);
                settle(folder.path());
                let is_new = texts(folder.path()) == set("new");
                let was = [set("old"), vec![("a.sbn".to_owned(), "of the old".to_owned())]].concat();
                let mut was = was;
                was.sort();
                assert!(is_new || texts(folder.path()) == was, "{nth} {for_good}: {:?}", texts(folder.path()));
                assert!(written.is_err() || is_new, "{nth}");
                outcomes.insert((written.is_ok(), is_new));
                if steps < nth {
                    break;
                }
            }
        }
        assert!(outcomes.contains(&(true, true)) && outcomes.contains(&(false, false)), "{outcomes:?}");
    }
}
