//! Opens what was asked for: plan file, standard, layers, frame, drawn corridors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gather::{Source, gather};
use super::layers::layers;
use super::{
    Content, DrawnFeature, LayerCache, LayerEntry, PlanError, PlanFile, Request, Revision, Snapshot, TypedFigure,
    Unusable, amendment, drawn,
};
use crate::formats::{self, ReadError, Whereabouts};
use crate::geometry::frame::Frame;
use crate::handle::Handle;
use crate::layer::{Layer, Role, items, role_of_path};
use crate::notice::Notice;
use crate::standard::{Clause, Standard, StandardError, of_county};
use crate::text::Message;

/// A plan in its frame and the standard that it is checked against.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The plan.
    pub snapshot: Snapshot,
    /// The standard that the command line or the plan names, else the default one.
    pub standard: Arc<Standard>,
    /// What came of each entry of [`Content::layers`], in its order. The layers of drawn features are the last of
    /// the snapshot and have no entry; entries that state the same file alike share one layer.
    pub entries: Vec<LoadedEntry>,
    /// What is drawn in the plan, as it was drawn: the rows of the layers of drawn features.
    pub drawn: Vec<DrawnFeature>,
}

impl Loaded {
    /// Whether a check finds the same in both: they differ at most in what no clause knows of, as names and styles.
    pub fn is_judged_as(&self, other: &Self) -> bool {
        let (a, b) = (&self.snapshot, &other.snapshot);
        let same_layer = |(a, b): (&Arc<Layer>, &Arc<Layer>)| Arc::ptr_eq(a, b) || (a.is_drawn() && a == b);
        a.layers.len() == b.layers.len()
            && a.layers.iter().zip(&b.layers).all(same_layer)
            && (&a.county, a.year, &a.frame, &a.proposal) == (&b.county, b.year, &b.frame, &b.proposal)
            && (&a.unusable, &a.figures, &a.ends, &a.arguments) == (&b.unusable, &b.figures, &b.ends, &b.arguments)
            && a.notices == b.notices
            && self.standard == other.standard
    }
}

/// What came of one entry of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadedEntry {
    /// The layer at this index of [`Snapshot::layers`].
    Layer(usize),
    /// The reason at this index of [`Snapshot::unusable`].
    Unusable(usize),
}

/// What is to be loaded: what a plan states, the files that it names, and what the command line says over it.
pub(super) struct Asked<'a> {
    pub(super) request: &'a Request,
    pub(super) content: &'a Content,
    /// The file whose lines problems are told with.
    pub(super) file: Option<&'a PlanFile>,
    pub(super) folder: &'a Path,
    pub(super) sources: &'a [Source],
    pub(super) unread: &'a [String],
}

/// Opens a plan, a folder or files. A layer that cannot be used stands in [`Snapshot::unusable`]; whether to go on
/// without it is for the caller to decide.
///
/// # Errors
/// [`PlanError`] where the plan file or the standard is wrong, the county or the system to measure in is unknown, or
/// there is neither a plan nor a layer.
pub fn load(request: &Request, handle: &Handle) -> Result<Loaded, PlanError> {
    load_with(request, &LayerCache::default(), handle)
}

/// The same, with layers taken from a cache where nothing about them has changed.
///
/// # Errors
/// As [`load`].
pub fn load_with(request: &Request, cache: &LayerCache, handle: &Handle) -> Result<Loaded, PlanError> {
    let gathered = gather(request)?;
    let asked = Asked {
        request,
        content: &gathered.content,
        file: gathered.plan.as_ref(),
        folder: &gathered.folder,
        sources: &gathered.layers,
        unread: &gathered.unread,
    };
    asked.load(cache, handle)
}

impl Asked<'_> {
    pub(super) fn load(&self, cache: &LayerCache, handle: &Handle) -> Result<Loaded, PlanError> {
        let standard = self.standard()?;
        let county = self.county(&standard)?;
        let figures = self.figures()?;
        let (frame, kept) = layers(self, cache, handle)?;
        let mut layers = Vec::new();
        let mut unusable = Vec::new();
        let mut entries = vec![LoadedEntry::Unusable(usize::MAX); self.content.layers.len()];
        for (source, kept) in self.sources.iter().zip(kept) {
            let outcome = match &kept.outcome {
                Ok(layer) => {
                    layers.push(Arc::clone(layer));
                    LoadedEntry::Layer(layers.len() - 1)
                }
                Err(error) => {
                    unusable.push(not_usable(&source.entry, error.clone()));
                    LoadedEntry::Unusable(unusable.len() - 1)
                }
            };
            for &index in &source.entries {
                entries.get_mut(index).into_iter().for_each(|entry| *entry = outcome);
            }
        }
        let lost = amendment::apply(&mut layers, &self.content.amendments, |layer, rows| cache.amended(layer, rows));
        layers.extend(drawn::layers(&self.content.drawn, &frame.code));
        let ends = drawn::ends(&self.content.ends, &self.content.drawn);
        let mut notices = self.notices(&frame, &standard, &figures, &ends, &layers);
        notices.extend(lost);
        let snapshot = Snapshot {
            revision: Revision::default(),
            name: self.name(),
            proposal: self.content.proposals.open().map(str::to_owned),
            frame,
            county,
            year: self.request.year.or(self.content.year),
            date: self.content.date.clone(),
            layers,
            sources: self.read_only(),
            unusable,
            figures,
            ends,
            arguments: self.content.arguments.clone(),
            styles: self.content.styles.clone(),
            notices,
            surveys: cache.surveys.clone(),
        };
        Ok(Loaded { snapshot, standard: Arc::new(standard), entries, drawn: self.content.drawn.clone() })
    }

    fn notices(
        &self,
        frame: &Frame,
        standard: &Standard,
        figures: &BTreeMap<String, TypedFigure>,
        ends: &BTreeMap<String, Vec<geo_types::Coord<f64>>>,
        layers: &[Arc<Layer>],
    ) -> Vec<Notice> {
        let mut notices = self.file.map(|file| file.notices.clone()).unwrap_or_default();
        if !self.unread.is_empty() {
            notices.push(Notice::new("files-unread").with("files", self.unread.join(", ")));
        }
        // Coordinates of a plan that does not say in which system they are.
        if self.content.crs.is_none() && self.request.crs.is_none() && self.content.holds_coordinates() {
            notices.push(Notice::new("plan-crs-assumed").with("crs", &frame.code));
        }
        notices.extend(unknown_figures(figures, standard));
        notices.extend(unknown_ends(ends, layers));
        notices
    }

    fn standard(&self) -> Result<Standard, PlanError> {
        if let Some(stated) = &self.request.standard {
            return Ok(Standard::open(stated)?);
        }
        let Some(stated) = &self.content.standard else { return Ok(Standard::open(Standard::default_id())?) };
        Standard::open_in(stated, self.folder).map_err(|error| match error {
            StandardError::NotFound(what) => self.problem("standard", what),
            wrong @ StandardError::Invalid(_) => wrong.into(),
        })
    }

    fn county(&self, standard: &Standard) -> Result<Option<String>, PlanError> {
        if let Some(name) = &self.request.county {
            return standard.county(name).map(Some).map_err(PlanError::Stated);
        }
        let Some(name) = &self.content.county else { return Ok(None) };
        standard.county(name).map(Some).map_err(|what| self.problem("county", what))
    }

    /// The files of the layers of every proposal.
    fn read_only(&self) -> Vec<PathBuf> {
        let parked = self.content.proposals.parked().iter().flat_map(|parked| &parked.stated.layers);
        let parked = parked.map(|entry| self.folder.join(&entry.source));
        let mut files: Vec<PathBuf> = self.sources.iter().map(|source| source.path.clone()).chain(parked).collect();
        files.sort();
        files.dedup();
        files
    }

    /// A problem with one of the keys `standard`, `county` and `crs`: with its line, where it stands in the file.
    fn problem(&self, key: &'static str, what: Message) -> PlanError {
        let value = |content: &Content| match key {
            "standard" => content.standard.clone(),
            "county" => content.county.clone(),
            _ => content.crs.clone(),
        };
        match self.file.filter(|file| value(&file.content) == value(self.content)) {
            Some(file) => file.problem(key, what).into(),
            None => PlanError::Stated(what),
        }
    }

    /// The plan's name, else that of its folder.
    fn name(&self) -> String {
        let of_folder = || {
            let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { self.folder };
            let whole = std::fs::canonicalize(folder).unwrap_or_else(|_missing| folder.to_owned());
            whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        self.content.name.clone().unwrap_or_else(of_folder)
    }

    /// The system to measure in: stated, else chosen from the layers.
    pub(super) fn frame(&self, layers: &[&Whereabouts]) -> Result<Frame, PlanError> {
        if let Some(stated) = &self.request.crs {
            self.moves_nothing(stated)?;
            return formats::frame_around(Some(stated), layers).map_err(|error| PlanError::Stated(error.0));
        }
        formats::frame_around(self.content.crs.as_deref(), layers).map_err(|error| match self.content.crs {
            Some(_) => self.problem("crs", error.0),
            None => PlanError::Stated(error.0),
        })
    }

    /// Coordinates that the plan itself holds are in the plan's system: under another one they would lie elsewhere.
    fn moves_nothing(&self, stated: &str) -> Result<(), PlanError> {
        match &self.content.crs {
            Some(own) if self.content.holds_coordinates() && !own.trim().eq_ignore_ascii_case(stated.trim()) => {
                Err(PlanError::Stated(Message::new("plan.crs-fixed").with("own", own).with("stated", stated)))
            }
            _ => Ok(()),
        }
    }

    fn figures(&self) -> Result<BTreeMap<String, TypedFigure>, PlanError> {
        let mut figures = self.content.figures.clone();
        for (key, value) in &self.request.figures {
            if !(0.0..f64::INFINITY).contains(value) {
                let message = Message::new("plan.figure-impossible").with("key", key).with("found", value);
                return Err(PlanError::Stated(message));
            }
            figures.insert(key.clone(), TypedFigure::plain(*value));
        }
        Ok(figures)
    }
}

/// Roles of a file that says nothing are guessed from its name, so that no clause is judged as if it were not missed.
fn not_usable(entry: &LayerEntry, error: ReadError) -> Unusable {
    let roles =
        if entry.roles.is_empty() { role_of_path(&entry.source).into_iter().collect() } else { entry.roles.clone() };
    Unusable { source: entry.source.clone(), roles, reason: error.0 }
}

/// Figures that no clause takes: a mistyped key must not pass in silence.
fn unknown_figures(figures: &BTreeMap<String, TypedFigure>, standard: &Standard) -> Vec<Notice> {
    let taken: BTreeSet<String> = standard.clauses.iter().flat_map(Clause::figure_keys).collect();
    let is_taken = |key: &str| {
        let (own, county) = of_county(key);
        taken.contains(own) && county.is_none_or(|county| standard.county(county).is_ok())
    };
    let unknown = figures.keys().filter(|key| !is_taken(key));
    unknown.map(|key| Notice::new("figure-unused").with("key", key)).collect()
}

/// Ends stated for corridors that are not there.
fn unknown_ends(ends: &BTreeMap<String, Vec<geo_types::Coord<f64>>>, layers: &[Arc<Layer>]) -> Vec<Notice> {
    if ends.is_empty() {
        return Vec::new();
    }
    let names: BTreeSet<String> = items(layers, Role::Corridors).iter().map(crate::layer::Item::name).collect();
    let unknown = ends.keys().filter(|name| !names.contains(*name));
    unknown.map(|name| Notice::new("ends-unused").with("name", name)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn refusal(plan: &str, request: Request) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.toml"), plan).unwrap();
        fs::write(folder.path().join("own.toml"), "[standard]\nid = 3\n").unwrap();
        fs::write(folder.path().join("broken.shp"), b"not a shapefile").unwrap();
        let request = Request { paths: vec![folder.path().to_owned()], ..request };
        load(&request, &Handle::default()).unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_county_is_refused_with_its_line_and_the_names_that_are_known() {
        let error = refusal("langdao = 1\ncounty = \"成都市\"\n", Request::default());
        assert!(error.contains("plan.toml, line 2, county") && error.contains("会理市"), "{error}");
        let stated = Request { county: Some("绵阳市".to_owned()), ..Request::default() };
        let error = refusal("langdao = 1\ncounty = \"西昌市\"\n", stated);
        assert!(error.contains("绵阳市") && error.contains("会理市"), "{error}");
    }

    #[test]
    fn a_standard_that_is_not_there_or_wrong_is_refused_with_its_place() {
        let error = refusal("langdao = 1\nstandard = \"none.toml\"\n", Request::default());
        assert!(error.contains("plan.toml, line 2, standard") && error.contains("none.toml"), "{error}");
        let error = refusal("langdao = 1\nstandard = \"own.toml\"\n", Request::default());
        assert!(error.contains("own.toml, line 2, standard.id"), "{error}");
        let stated = Request { standard: Some("nowhere".to_owned()), ..Request::default() };
        assert!(refusal("langdao = 1\n", stated).contains("liangshan-carbon-peak"));
    }

    #[test]
    fn the_system_of_coordinates_that_the_plan_holds_cannot_be_overridden() {
        let plan = "langdao = 1\ncrs = \"EPSG:4543\"\n[ends]\n\"甲\" = [[1, 2], [3, 4]]\n";
        let stated = Request { crs: Some("EPSG:4542".to_owned()), ..Request::default() };
        let error = refusal(plan, stated);
        assert!(error.contains("EPSG:4543") && error.contains("EPSG:4542"), "{error}");
    }

    #[test]
    fn a_folder_without_plan_and_layers_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("readme.txt"), "nothing").unwrap();
        let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
        let error = load(&request, &Handle::default()).unwrap_err().to_string();
        assert!(error.contains("no layer"), "{error}");
    }

    #[test]
    fn a_typed_figure_must_be_finite_and_not_negative() {
        for value in [-1.0, f64::NAN, f64::INFINITY] {
            let stated = Request { figures: vec![("urban_population".to_owned(), value)], ..Request::default() };
            assert!(refusal("langdao = 1\n", stated).contains("urban_population"));
        }
    }

    #[test]
    fn a_figure_that_no_clause_takes_is_noticed() {
        // A clause that is measured takes no figure under its id either.
        let keys = ["urban_population", "urban_populaton", "road-density"];
        let figures = keys.map(|key| (key.to_owned(), TypedFigure::plain(1.0))).into();
        let notices = unknown_figures(&figures, &Standard::open(Standard::default_id()).unwrap());
        let said: Vec<String> = notices.iter().map(|notice| notice.message.to_string()).collect();
        assert!(said[0].contains("road-density") && said[1].contains("urban_populaton") && said.len() == 2, "{said:?}");
    }
}
