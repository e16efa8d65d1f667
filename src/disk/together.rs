//! Files that belong together, such as the parts of a shapefile: all are replaced, or none.
//!
//! No system renames several files in one step. So all of them are written beside their places first, then a list of them:
//! from there on the set is the new one, whatever happens. A process that is ended midway leaves the list, and
//! [`super::settle`] goes on by it. Where a step fails while the process lives, what was there is put back.

use std::io;
use std::path::{Path, PathBuf};

use super::settle::{List, settle};
use super::staged::{Staged, folder_of, target_of};
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
    settle(folder_of(&target_of(first)));
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
    let mut list = List::of(staged, outdated)?;
    let mut placed = list.write().and_then(|()| staged.iter_mut().try_for_each(Staged::place));
    placed = placed.and_then(|()| sync_folder(staged));
    if placed.is_err() {
        // The first failure is the one to tell of. Where even putting back fails, or the list cannot be taken away, all of the
        // set stays beside its places, and it is the new one as soon as the disk can be written to again.
        let put_back = staged.iter_mut().try_for_each(Staged::put_back);
        if put_back.and_then(|()| list.strike()).is_err() {
            for file in staged {
                file.done = true;
            }
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
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::{Step, Watching, settle, watch};
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

    /// Lets steps in a folder fail, by their number from 1.
    fn failing(folder: &Path, fails: impl Fn(usize) -> bool + Send + Sync + 'static) -> (Watching, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let watching = watch(folder, move |_: &Step<'_>| {
            let at = seen.fetch_add(1, Ordering::Relaxed) + 1;
            if fails(at) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        (watching, count)
    }

    /// Replaces a set with an index beside it while steps fail, settles, and tells whether that was said to succeed, whether
    /// the set is the new one, and how many steps there were.
    fn replaced(fails: impl Fn(usize) -> bool + Send + Sync + 'static, what: &str) -> (bool, bool, usize) {
        let folder = tempfile::tempdir().unwrap();
        write_together(&files(folder.path(), "old"), &[]).unwrap();
        let outdated = folder.path().join("a.sbn");
        fs::write(&outdated, "of the old").unwrap();
        let was = texts(folder.path());
        let (watching, count) = failing(folder.path(), fails);
        let written = write_together(&files(folder.path(), "new"), &[outdated]);
        drop(watching);
        settle(folder.path());
        let is_new = texts(folder.path()) == set("new");
        assert!(is_new || texts(folder.path()) == was, "{what}: {:?}", texts(folder.path()));
        assert!(written.is_err() || is_new, "{what}");
        (written.is_ok(), is_new, count.load(Ordering::Relaxed))
    }

    #[test]
    fn whatever_step_fails_the_set_is_the_old_or_the_new_one_and_nothing_is_left_beside_it() {
        let mut outcomes = std::collections::BTreeSet::new();
        for for_good in [false, true] {
            for nth in 1.. {
                let fails = move |at| if for_good { at >= nth } else { at == nth };
                let (said, is_new, steps) = replaced(fails, &format!("{nth} {for_good}"));
                outcomes.insert((said, is_new));
                if steps < nth {
                    break;
                }
            }
        }
        assert!(outcomes.contains(&(true, true)) && outcomes.contains(&(false, false)), "{outcomes:?}");
    }

    #[test]
    fn a_set_that_could_not_be_put_back_or_let_go_of_wholly_is_never_mixed() {
        let mut tried = 0;
        for first in 1.. {
            // Putting back, letting go of the list and of what waits are eleven steps at most.
            for second in first + 1..first + 14 {
                for third in [second + 1, second + 3] {
                    let fails = move |at| [first, second, third].contains(&at);
                    let (.., steps) = replaced(fails, &format!("{first} {second} {third}"));
                    if steps < first {
                        assert!(tried > 300, "{tried}");
                        return;
                    }
                    tried += 1;
                }
            }
        }
    }

    #[test]
    fn a_new_file_that_somebody_took_away_midway_does_not_cost_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        write_together(&files(folder.path(), "old"), &[]).unwrap();
        let midway = Arc::new(AtomicUsize::new(0));
        let renames = Arc::clone(&midway);
        // From the second rename on, which puts the first new file in the place of the old one, the drive is gone.
        let watching = watch(folder.path(), move |step: &Step<'_>| match step {
            Step::Rename(..) if renames.fetch_add(1, Ordering::Relaxed) == 0 => Ok(()),
            _ if renames.load(Ordering::Relaxed) > 0 => Err(io::ErrorKind::NetworkDown.into()),
            _ => Ok(()),
        });
        assert!(write_together(&files(folder.path(), "new"), &[]).is_err());
        drop(watching);
        let mut names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let is_it = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with(".a.dbf.") && name.ends_with(".langdao-new")
        };
        let waiting = names.find(is_it).unwrap();
        assert!(!folder.path().join("a.dbf").exists());
        fs::remove_file(waiting).unwrap();
        settle(folder.path());
        assert_eq!(fs::read_to_string(folder.path().join("a.dbf")).unwrap(), "old");
        assert_eq!(texts(folder.path()).len(), 3);
    }

    #[test]
    fn nothing_is_let_go_of_as_long_as_a_list_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        // What cannot be read as a file, whoever reads it.
        fs::create_dir(folder.path().join(".a.dbf.5.langdao-set")).unwrap();
        let old = folder.path().join(".a.dbf.5.langdao-old");
        fs::write(&old, "old").unwrap();
        settle(folder.path());
        assert!(old.exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_waits_for_a_read_only_file_goes_too() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let waiting = folder.path().join(".a.dbf.5.langdao-new");
        fs::write(&waiting, "half").unwrap();
        fs::set_permissions(&waiting, fs::Permissions::from_mode(0o444)).unwrap();
        settle(folder.path());
        assert!(!waiting.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_set_whose_parts_are_links_into_several_folders_is_refused_and_stays_as_it_is() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write_together(&files(folder.path(), "old"), &[]).unwrap();
        fs::rename(folder.path().join("a.shp"), other.path().join("a.shp")).unwrap();
        std::os::unix::fs::symlink(other.path().join("a.shp"), folder.path().join("a.shp")).unwrap();
        assert!(write_together(&files(folder.path(), "new"), &[]).is_err());
        assert_eq!(texts(folder.path()), set("old"));
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_set_of_new_and_old_parts_is_written_by_a_path_from_the_working_folder_too() {
        let folder = tempfile::tempdir().unwrap();
        let up = std::env::current_dir().unwrap().components().skip(1).map(|_| "..").collect::<PathBuf>();
        let near = up.join(folder.path().strip_prefix("/").unwrap());
        fs::write(near.join("a.shp"), "old").unwrap();
        write_together(&files(&near, "new"), &[]).unwrap();
        assert_eq!(texts(folder.path()), set("new"));
    }
}
