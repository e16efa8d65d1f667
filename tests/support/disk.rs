//! What a disk could hold after a power cut: a model of a file system that keeps its names in order, as those of Linux, macOS
//! and Windows do that write a journal of their own.
//!
//! - What was written to a file is there for certain once the file was synced. Of what was written since, a prefix is there, in
//!   the order of writing; where it ends, bytes may be zeros that were never written.
//! - Names that were made, changed and taken away in a folder are there for certain once the folder was synced. Of what was
//!   done since, a prefix is there, in order, in each folder by itself.
//! - A folder that is not there for certain takes with it what it holds.
//!
//! Not modelled: disks that lose or turn over what they have said to be synced.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_docs_in_private_items,
    reason = "a model that does not fit what was recorded fails its test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use langdao::disk::Step;

use crate::dice::Dice;

/// A change of the disk, as it was announced.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Create(PathBuf),
    Write(PathBuf, Vec<u8>),
    Sync(PathBuf),
    Cut(PathBuf, usize),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    MakeFolder(PathBuf),
    SyncFolder(PathBuf),
}

impl Change {
    pub(crate) fn of(step: &Step<'_>) -> Self {
        match *step {
            Step::Create(path) => Self::Create(path.to_owned()),
            Step::Write(path, bytes) => Self::Write(path.to_owned(), bytes.to_owned()),
            Step::Sync(path) => Self::Sync(path.to_owned()),
            Step::Cut(path, length) => Self::Cut(path.to_owned(), usize::try_from(length).unwrap()),
            Step::Rename(from, to) => Self::Rename(from.to_owned(), to.to_owned()),
            Step::Remove(path) => Self::Remove(path.to_owned()),
            Step::MakeFolder(path) => Self::MakeFolder(path.to_owned()),
            Step::SyncFolder(path) => Self::SyncFolder(path.to_owned()),
        }
    }
}

#[derive(Clone, Debug)]
enum Content {
    More(Vec<u8>),
    Cut(usize),
}

/// A file, whatever it is called.
#[derive(Clone, Debug, Default)]
struct Inode {
    synced: Vec<u8>,
    since: Vec<Content>,
}

#[derive(Clone, Debug)]
enum Name {
    Given(PathBuf, usize),
    Changed(PathBuf, PathBuf),
    Gone(PathBuf),
    Folder(PathBuf),
}

#[derive(Clone, Debug, Default)]
struct Names {
    files: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
}

impl Names {
    fn apply(&mut self, change: &Name) {
        match change {
            Name::Given(path, inode) => drop(self.files.insert(path.clone(), *inode)),
            Name::Changed(from, to) => {
                if let Some(inode) = self.files.remove(from) {
                    self.files.insert(to.clone(), inode);
                }
            }
            Name::Gone(path) => drop(self.files.remove(path)),
            Name::Folder(path) => drop(self.folders.insert(path.clone())),
        }
    }
}

/// A disk after some changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    inodes: Vec<Inode>,
    now: Names,
    synced: Names,
    since: Vec<Name>,
}

/// Files by their paths, and folders.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) files: Vec<(PathBuf, Vec<u8>)>,
    pub(crate) folders: BTreeSet<PathBuf>,
}

impl Disk {
    /// A disk that certainly holds these files in this folder.
    pub(crate) fn holding(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Self {
        let mut disk = Self::default();
        disk.now.folders.insert(folder.to_owned());
        for (path, bytes) in files {
            disk.now.files.insert(path.clone(), disk.inodes.len());
            disk.inodes.push(Inode { synced: bytes.clone(), since: Vec::new() });
        }
        disk.synced = disk.now.clone();
        disk
    }

    pub(crate) fn apply(&mut self, change: &Change) {
        match change {
            Change::Create(path) => {
                assert!(!self.now.files.contains_key(path), "{} is there", path.display());
                self.inodes.push(Inode::default());
                self.name(Name::Given(path.clone(), self.inodes.len() - 1));
            }
            Change::Write(path, bytes) => self.inode(path).since.push(Content::More(bytes.clone())),
            Change::Cut(path, length) => self.inode(path).since.push(Content::Cut(*length)),
            Change::Sync(path) => {
                let inode = self.inode(path);
                inode.synced = inode.now();
                inode.since.clear();
            }
            Change::Rename(from, to) => self.name(Name::Changed(from.clone(), to.clone())),
            Change::Remove(path) => self.name(Name::Gone(path.clone())),
            Change::MakeFolder(path) => self.name(Name::Folder(path.clone())),
            Change::SyncFolder(folder) => {
                let (own, others): (Vec<Name>, Vec<Name>) =
                    std::mem::take(&mut self.since).into_iter().partition(|name| folder_of(name) == folder);
                for name in &own {
                    self.synced.apply(name);
                }
                self.since = others;
            }
        }
    }

    fn name(&mut self, change: Name) {
        self.now.apply(&change);
        self.since.push(change);
    }

    fn inode(&mut self, path: &Path) -> &mut Inode {
        let inode = self.now.files[path];
        &mut self.inodes[inode]
    }

    /// What it holds when the process is ended in the middle of a change.
    pub(crate) fn killed(&self, during: Option<&Change>, dice: &mut Dice) -> Held {
        let mut disk = self.clone();
        if let Some(Change::Write(path, bytes)) = during {
            let part = bytes[..dice.below(bytes.len() + 1)].to_vec();
            disk.inode(path).since.push(Content::More(part));
        }
        disk.held(&disk.now, Inode::now)
    }

    /// What it may hold when the power is cut.
    pub(crate) fn cut_off(&self, dice: &mut Dice) -> Held {
        let mut names = self.synced.clone();
        let folders: BTreeSet<&Path> = self.since.iter().map(folder_of).collect();
        for folder in folders {
            let own: Vec<&Name> = self.since.iter().filter(|name| folder_of(name) == folder).collect();
            own[..dice.below(own.len() + 1)].iter().for_each(|name| names.apply(name));
        }
        self.held(&names, |inode| inode.cut_off(dice))
    }

    fn held(&self, names: &Names, mut content: impl FnMut(&Inode) -> Vec<u8>) -> Held {
        let files = names.files.iter().filter(|(path, _)| names.folders.contains(path.parent().unwrap()));
        let files = files.map(|(path, inode)| (path.clone(), content(&self.inodes[*inode]))).collect();
        Held { files, folders: names.folders.clone() }
    }
}

impl Inode {
    fn now(&self) -> Vec<u8> {
        self.after(self.since.len())
    }

    fn after(&self, changes: usize) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        for change in &self.since[..changes] {
            match change {
                Content::More(more) => bytes.extend(more),
                Content::Cut(length) => bytes.truncate(*length),
            }
        }
        bytes
    }

    fn cut_off(&self, dice: &mut Dice) -> Vec<u8> {
        let whole = dice.below(self.since.len() + 1);
        let mut bytes = self.after(whole);
        if let Some(Content::More(more)) = self.since.get(whole) {
            let written = dice.below(more.len() + 1);
            bytes.extend(&more[..written]);
            if dice.below(2) == 0 {
                bytes.resize(bytes.len() + dice.below(more.len() - written + 1), 0);
            }
        }
        bytes
    }
}

fn folder_of(name: &Name) -> &Path {
    match name {
        Name::Given(path, _) | Name::Changed(_, path) | Name::Gone(path) | Name::Folder(path) => path.parent().unwrap(),
    }
}

impl Held {
    /// Puts all of it below a folder, which holds nothing else then.
    pub(crate) fn put(&self, root: &Path) {
        for path in crate::session::files(root).into_iter().map(|(path, _)| root.join(path)) {
            fs::remove_file(path).unwrap();
        }
        for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
            fs::remove_dir(folder).unwrap();
        }
        self.folders.iter().for_each(|folder| fs::create_dir_all(folder).unwrap());
        self.files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    }
}
