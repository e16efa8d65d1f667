//! From what was asked for to a list of files: finds the plan file and the layers, and names them.

use std::fs;
use std::path::{Path, PathBuf};

use super::names::{portable, resolved};
use super::{Content, FILE_NAME, LayerEntry, PlanError, PlanFile, Request};
use crate::formats;
use crate::layer::Role;
use crate::text::Message;

/// What a request names: a plan file or none, and layers.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The plan file.
    pub(super) plan: Option<PlanFile>,
    /// What the plan file states, and the files that were named beside it.
    pub(super) content: Content,
    /// Where names of layers and the plan's standard start from.
    pub(super) folder: PathBuf,
    /// Layers in plan order, then in the order of the request.
    pub(super) layers: Vec<Source>,
    /// Files of folders that are of a format that is not read.
    pub(super) unread: Vec<String>,
}

/// A file and what is stated of it.
#[derive(Debug)]
pub(super) struct Source {
    /// Where to read it.
    pub(super) path: PathBuf,
    /// The same without links, to tell files apart.
    pub(super) resolved: PathBuf,
    /// What is stated of it.
    pub(super) entry: LayerEntry,
    /// Which entries of the plan it serves: the same file stated alike twice is one layer.
    pub(super) entries: Vec<usize>,
    /// Whether the command line has given it roles.
    overridden: bool,
}

/// # Errors
/// [`PlanError`] where a file or folder cannot be read, there are two plans, or there is neither a plan nor a layer.
pub(super) fn gather(request: &Request) -> Result<Gathered, PlanError> {
    let mut gathered = Gathered { folder: base_folder(request), ..Gathered::default() };
    for path in &request.paths {
        if let Some(file) = plan_file(path) {
            gathered.open_plan(&file, request.proposal.as_deref())?;
        }
    }
    for path in request.paths.iter().filter(|path| plan_file(path).is_none()) {
        if path.is_dir() {
            for file in formats::layers_in(path).map_err(|error| PlanError::Stated(error.0))? {
                gathered.add(&file);
            }
            gathered.unread.extend(formats::unread_in(path));
        } else {
            gathered.add(&formats::main_of(path).unwrap_or_else(|| path.clone()));
        }
    }
    for (role, path) in &request.roles {
        // Where the working folder has no such file, the plan's may: people name its layers as the plan does.
        let beside = gathered.folder.join(path);
        let path = if !path.exists() && beside.exists() { &beside } else { path };
        gathered.give(*role, path);
    }
    if gathered.plan.is_none() && gathered.layers.is_empty() {
        return Err(no_layer(&gathered.folder, &gathered.unread));
    }
    if let Some(name) = request.proposal.as_ref().filter(|_| gathered.plan.is_none()) {
        return Err(PlanError::Stated(gathered.content.proposals.unknown(name)));
    }
    Ok(gathered)
}

/// The layers that entries of a plan in a folder name.
pub(super) fn sources(entries: &[LayerEntry], folder: &Path) -> Vec<Source> {
    let mut gathered = Gathered { folder: folder.to_owned(), ..Gathered::default() };
    for entry in entries {
        gathered.add_entry(entry.clone());
    }
    gathered.layers
}

/// Why there is nothing to open in a folder.
pub(super) fn no_layer(folder: &Path, unread: &[String]) -> PlanError {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let message = match unread {
        [] => Message::new("plan.no-layer"),
        unread => Message::new("plan.no-layer-but").with("files", unread.join(", ")),
    };
    PlanError::Stated(message.with("folder", folder.display()))
}

impl Gathered {
    fn open_plan(&mut self, file: &Path, proposal: Option<&str>) -> Result<(), PlanError> {
        if self.plan.is_some() {
            return Err(PlanError::Stated(Message::new("plan.two-plans").with("file", file.display())));
        }
        let plan = PlanFile::read(file)?;
        let mut content = plan.content.clone();
        if let Some(name) = proposal
            && !content.open_proposal(name.trim())
        {
            return Err(PlanError::Stated(content.proposals.unknown(name)));
        }
        for entry in std::mem::take(&mut content.layers) {
            self.add_entry(entry);
        }
        self.content = Content { layers: std::mem::take(&mut self.content.layers), ..content };
        self.plan = Some(plan);
        Ok(())
    }

    /// Adds a layer of the plan. The same file stated alike a second time only brings its roles, so that nothing is
    /// counted twice.
    fn add_entry(&mut self, entry: LayerEntry) {
        let index = self.content.layers.len();
        self.content.layers.push(entry.clone());
        let path = self.folder.join(&entry.source);
        let resolved = resolved(&path);
        match self.layers.iter_mut().find(|known| known.resolved == resolved && known.entry.states_alike(&entry)) {
            Some(known) => {
                known.entries.push(index);
                for role in entry.roles {
                    if !known.entry.roles.contains(&role) {
                        known.entry.roles.push(role);
                    }
                }
            }
            None => self.layers.push(Source { path, resolved, entry, entries: vec![index], overridden: false }),
        }
    }

    /// Adds a file unless it is there already.
    fn add(&mut self, path: &Path) {
        let resolved = resolved(path);
        if self.layers.iter().all(|known| known.resolved != resolved) {
            let entry = LayerEntry { source: self.name(path), ..LayerEntry::default() };
            let entries = vec![self.content.layers.len()];
            self.content.layers.push(entry.clone());
            self.layers.push(Source { path: path.to_owned(), resolved, entry, entries, overridden: false });
        }
    }

    /// Gives a file a role, the first time in place of what was stated of it.
    fn give(&mut self, role: Role, path: &Path) {
        let path = self.meant(path);
        self.add(&path);
        let resolved = resolved(&path);
        let Some(source) = self.layers.iter_mut().find(|known| known.resolved == resolved) else { return };
        if !std::mem::replace(&mut source.overridden, true) {
            source.entry.roles.clear();
        }
        if !source.entry.roles.contains(&role) {
            source.entry.roles.push(role);
        }
    }

    /// The file that a path of the command line means: as given where it is there, else from the plan's folder, else the
    /// only layer of that file name.
    fn meant(&self, path: &Path) -> PathBuf {
        if path.exists() {
            return path.to_owned();
        }
        let inside = self.folder.join(path);
        if inside.exists() {
            return inside;
        }
        let mut named = self.layers.iter().filter(|known| known.path.ends_with(path));
        match (named.next(), named.next()) {
            (Some(only), None) => only.path.clone(),
            _ => path.to_owned(),
        }
    }

    /// How results name a file: from the folder where it lies inside, else as given; `/` between folders.
    fn name(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.folder).map(Path::to_owned).ok().or_else(|| {
            let (path, folder) = (fs::canonicalize(path).ok()?, fs::canonicalize(&self.folder).ok()?);
            path.strip_prefix(folder).map(Path::to_owned).ok()
        });
        portable(inside.as_deref().unwrap_or(path))
    }
}

/// The plan file that a path means: itself where it ends in `.toml`, the `plan.toml` of a folder that has one.
pub(super) fn plan_file(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        let file = path.join(FILE_NAME);
        return file.is_file().then_some(file);
    }
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")).then(|| path.to_owned())
}

/// The plan's folder, else the first folder asked for, else the folder of the first file.
fn base_folder(request: &Request) -> PathBuf {
    let parent = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
    let plan = request.paths.iter().find_map(|path| plan_file(path)).map(|file| parent(&file));
    let folder = || request.paths.iter().find(|path| path.is_dir()).cloned();
    let first = || request.paths.first().or(request.roles.first().map(|(_, path)| path)).map(|path| parent(path));
    plan.or_else(folder).or_else(first).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a plan of one layer twice and one more, and the files that it names.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("图层")).unwrap();
        for file in ["图层/道路.shp", "用地.shp", "廊道.shp"] {
            fs::write(folder.path().join(file), b"").unwrap();
        }
        let plan = "langdao = 1\n\
                    [[layer]]\nrole = \"road-centrelines\"\nsource = \"图层/道路.shp\"\n\
                    [[layer]]\nrole = \"green\"\nsource = \"用地.shp\"\n\
                    [[layer]]\nrole = \"plazas\"\nsource = \"./用地.shp\"\n\
                    [[layer]]\nrole = \"obstacles\"\nsource = \"用地.shp\"\nwhere = { class = \"07\" }\n";
        fs::write(folder.path().join(FILE_NAME), plan).unwrap();
        folder
    }

    fn request(paths: &[PathBuf], roles: &[(Role, PathBuf)]) -> Request {
        Request { paths: paths.to_vec(), roles: roles.to_vec(), ..Request::default() }
    }

    fn named(request: &Request) -> Vec<(String, Vec<Role>)> {
        let gathered = gather(request).unwrap_or_else(|error| panic!("{error}"));
        gathered.layers.into_iter().map(|source| (source.entry.source, source.entry.roles)).collect()
    }

    fn owned(expected: &[(&str, &[Role])]) -> Vec<(String, Vec<Role>)> {
        expected.iter().map(|(name, roles)| ((*name).to_owned(), roles.to_vec())).collect()
    }

    #[test]
    fn a_file_stated_alike_twice_is_one_layer_of_both_roles_and_stated_otherwise_another() {
        let folder = folder();
        let expected = owned(&[
            ("图层/道路.shp", &[Role::RoadCentrelines]),
            ("用地.shp", &[Role::Green, Role::Plazas]),
            ("用地.shp", &[Role::Obstacles]),
        ]);
        for path in [folder.path().to_owned(), folder.path().join(FILE_NAME)] {
            assert_eq!(named(&request(&[path], &[])), expected);
        }
    }

    #[test]
    fn roles_of_the_command_line_replace_those_of_the_file_and_add_new_files() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        let roles = [
            (Role::Walkways, at("图层/道路.shp")),
            (Role::RoadCentrelines, at("图层/../图层/道路.shp")),
            (Role::Corridors, at("廊道.shp")),
        ];
        let found = named(&request(&[folder.path().to_owned()], &roles));
        assert_eq!(found[0], owned(&[("图层/道路.shp", &[Role::Walkways, Role::RoadCentrelines])])[0]);
        assert_eq!(found[3], owned(&[("廊道.shp", &[Role::Corridors])])[0]);
    }

    #[test]
    fn a_role_names_its_file_from_the_folder_or_by_the_name_alone() {
        let folder = folder();
        let roles = [(Role::Walkways, PathBuf::from("道路.shp")), (Role::Corridors, PathBuf::from("廊道.shp"))];
        let found = named(&request(&[folder.path().to_owned()], &roles));
        assert_eq!(found[0], owned(&[("图层/道路.shp", &[Role::Walkways])])[0]);
        assert_eq!(found[3], owned(&[("廊道.shp", &[Role::Corridors])])[0]);
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn single_files_are_named_from_their_folder_and_taken_once() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        let paths = [at("用地.shp"), at("廊道.shp"), at("用地.shp"), at("图层/道路.shp")];
        let expected = owned(&[("用地.shp", &[]), ("廊道.shp", &[]), ("图层/道路.shp", &[])]);
        assert_eq!(named(&request(&paths, &[])), expected);
        let by_role_only = request(&[], &[(Role::Corridors, at("廊道.shp"))]);
        assert_eq!(named(&by_role_only), owned(&[("廊道.shp", &[Role::Corridors])]));
    }

    #[test]
    fn two_plans_at_once_and_a_plan_that_is_not_there_are_refused() {
        let (one, two) = (folder(), folder());
        let both = gather(&request(&[one.path().to_owned(), two.path().to_owned()], &[])).unwrap_err();
        assert!(both.to_string().contains("one plan at a time"), "{both}");
        let gone = gather(&request(&[one.path().join("other.toml")], &[])).unwrap_err();
        assert!(gone.to_string().contains("other.toml"), "{gone}");
    }
}
