//! Opens what was asked for: plan file, standard, layers, frame, drawn corridors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::assign::assign;
use super::gather::{Gathered, Source, gather};
use super::{LayerEntry, PlanError, PlanFile, Request, Revision, Snapshot, TypedFigure, Unusable, drawn};
use crate::formats::{self, RawLayer, ReadError, ReadOptions};
use crate::geometry::frame::Frame;
use crate::handle::Handle;
use crate::layer::{Layer, Role, items, role_of_path};
use crate::notice::Notice;
use crate::standard::{Measure, Standard};
use crate::text::Message;

/// A plan in its frame and the standard that it is checked against.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The plan.
    pub snapshot: Snapshot,
    /// The standard that the command line or the plan names, else the default one.
    pub standard: Arc<Standard>,
}

/// Opens a plan, a folder or files. A layer that cannot be used stands in [`Snapshot::unusable`]; whether to go on
/// without it is for the caller to decide.
///
/// # Errors
/// [`PlanError`] where the plan file or the standard is wrong, the county or the system to measure in is unknown, or
/// there is neither a plan nor a layer.
pub fn load(request: &Request, handle: &Handle) -> Result<Loaded, PlanError> {
    let gathered = gather(request)?;
    if gathered.plan.is_none() && gathered.layers.is_empty() {
        let folder = if gathered.folder.as_os_str().is_empty() { Path::new(".") } else { &gathered.folder };
        let message = match gathered.unread.as_slice() {
            [] => Message::new("plan.no-layer"),
            unread => Message::new("plan.no-layer-but").with("files", unread.join(", ")),
        };
        return Err(PlanError::Stated(message.with("folder", folder.display())));
    }
    let plan = gathered.plan.as_ref();
    let standard = standard(request, plan, &gathered.folder)?;
    let county = county(request, plan, &standard)?;
    let figures = figures(request, plan)?;
    let (frame, layers, unusable) = layers(request, &gathered, handle)?;
    let ends = plan.map(|plan| drawn::ends(&plan.ends, &plan.corridors)).unwrap_or_default();
    let mut notices = plan.map(|plan| plan.notices.clone()).unwrap_or_default();
    if !gathered.unread.is_empty() {
        notices.push(Notice::new("files-unread").with("files", gathered.unread.join(", ")));
    }
    notices.extend(assumed_crs(request, plan, &frame));
    notices.extend(unknown_figures(&figures, &standard));
    notices.extend(unknown_ends(&ends, &layers));
    let snapshot = Snapshot {
        revision: Revision::default(),
        name: name(plan, &gathered.folder),
        frame,
        county,
        year: request.year.or(plan.and_then(|plan| plan.year)),
        layers,
        sources: gathered.layers.iter().map(|source| source.path.clone()).collect(),
        unusable,
        figures,
        ends,
        arguments: plan.map(|plan| plan.arguments.clone()).unwrap_or_default(),
        notices,
    };
    Ok(Loaded { snapshot, standard: Arc::new(standard) })
}

fn standard(request: &Request, plan: Option<&PlanFile>, folder: &Path) -> Result<Standard, PlanError> {
    if let Some(stated) = &request.standard {
        return Ok(Standard::open(stated)?);
    }
    match plan.and_then(|plan| Some((plan, plan.standard.as_ref()?))) {
        None => Ok(Standard::open(Standard::default_id())?),
        Some((plan, stated)) => Standard::open_in(stated, folder).map_err(|error| match error {
            crate::standard::StandardError::NotFound(what) => plan.problem("standard", what).into(),
            wrong @ crate::standard::StandardError::Invalid(_) => wrong.into(),
        }),
    }
}

fn county(request: &Request, plan: Option<&PlanFile>, standard: &Standard) -> Result<Option<String>, PlanError> {
    if let Some(name) = &request.county {
        return standard.county(name).map(Some).map_err(PlanError::Stated);
    }
    let Some((plan, name)) = plan.and_then(|plan| Some((plan, plan.county.as_ref()?))) else { return Ok(None) };
    standard.county(name).map(Some).map_err(|what| plan.problem("county", what).into())
}

/// The plan's name, else that of its folder.
fn name(plan: Option<&PlanFile>, folder: &Path) -> String {
    let of_folder = || {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let whole = std::fs::canonicalize(folder).unwrap_or_else(|_missing| folder.to_owned());
        whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    };
    plan.and_then(|plan| plan.name.clone()).unwrap_or_else(of_folder)
}

type InFrame = (Frame, Vec<Arc<Layer>>, Vec<Unusable>);

fn layers(request: &Request, gathered: &Gathered, handle: &Handle) -> Result<InFrame, PlanError> {
    // Collected in plan order, whatever the number of threads.
    let raw: Vec<Result<RawLayer, ReadError>> =
        gathered.layers.par_iter().map(|source| read(source, request, handle)).collect();
    if handle.is_cancelled() {
        return Err(PlanError::Cancelled);
    }
    let frame = frame(request, gathered, &raw)?;
    let sources = gathered.layers.par_iter().zip(raw);
    let read: Vec<Result<Layer, Unusable>> = sources
        .map(|(source, raw)| {
            let layer = raw.and_then(|raw| raw.into_layer(&frame, handle));
            layer.map(|layer| assign(layer, &source.entry)).map_err(|error| unusable(&source.entry, error))
        })
        .collect();
    if handle.is_cancelled() {
        return Err(PlanError::Cancelled);
    }
    let mut layers = Vec::new();
    let mut unusable = Vec::new();
    for layer in read {
        match layer {
            Ok(layer) => layers.push(Arc::new(layer)),
            Err(reason) => unusable.push(reason),
        }
    }
    let corridors = gathered.plan.as_ref().map(|plan| plan.corridors.as_slice()).unwrap_or_default();
    layers.extend(drawn::layer(corridors, &frame.code).map(Arc::new));
    Ok((frame, layers, unusable))
}

fn read(source: &Source, request: &Request, handle: &Handle) -> Result<RawLayer, ReadError> {
    let entry = &source.entry;
    // The system to measure in is not that of a file: a file that says nothing is placed by the rules of the formats.
    let options =
        ReadOptions { crs: entry.crs.clone(), encoding: request.encoding.clone().or_else(|| entry.encoding.clone()) };
    formats::read(&source.path, &entry.source, &options, handle)
}

/// Roles of a file that says nothing are guessed from its name, so that no clause is judged as if it were not missed.
fn unusable(entry: &LayerEntry, error: ReadError) -> Unusable {
    let roles =
        if entry.roles.is_empty() { role_of_path(&entry.source).into_iter().collect() } else { entry.roles.clone() };
    Unusable { source: entry.source.clone(), roles, reason: error.0 }
}

/// The system to measure in: stated, else chosen from the layers.
fn frame(request: &Request, gathered: &Gathered, raw: &[Result<RawLayer, ReadError>]) -> Result<Frame, PlanError> {
    let usable: Vec<&RawLayer> = raw.iter().filter_map(|raw| raw.as_ref().ok()).collect();
    if let Some(stated) = &request.crs {
        moves_nothing(stated, gathered.plan.as_ref())?;
        return formats::frame_for(Some(stated), &usable).map_err(|error| PlanError::Stated(error.0));
    }
    let plan = gathered.plan.as_ref();
    if let Some((plan, stated)) = plan.and_then(|plan| Some((plan, plan.crs.as_ref()?))) {
        return formats::frame_for(Some(stated), &usable).map_err(|error| plan.problem("crs", error.0).into());
    }
    formats::frame_for(None, &usable).map_err(|error| PlanError::Stated(error.0))
}

/// Coordinates that the plan itself holds are in the plan's system: under another one they would lie elsewhere.
fn moves_nothing(stated: &str, plan: Option<&PlanFile>) -> Result<(), PlanError> {
    let Some((plan, own)) = plan.and_then(|plan| Some((plan, plan.crs.as_ref()?))) else { return Ok(()) };
    if !plan.holds_coordinates() || own.trim().eq_ignore_ascii_case(stated.trim()) {
        return Ok(());
    }
    Err(PlanError::Stated(Message::new("plan.crs-fixed").with("own", own).with("stated", stated)))
}

/// Coordinates of a plan that does not say in which system they are.
fn assumed_crs(request: &Request, plan: Option<&PlanFile>, frame: &Frame) -> Option<Notice> {
    let unsaid = plan.is_some_and(|plan| plan.crs.is_none() && plan.holds_coordinates()) && request.crs.is_none();
    unsaid.then(|| Notice::new("plan-crs-assumed").with("crs", &frame.code))
}

fn figures(request: &Request, plan: Option<&PlanFile>) -> Result<BTreeMap<String, TypedFigure>, PlanError> {
    let mut figures = plan.map(|plan| plan.figures.clone()).unwrap_or_default();
    for (key, value) in &request.figures {
        if !(0.0..f64::INFINITY).contains(value) {
            let message = Message::new("plan.figure-impossible").with("key", key).with("found", value);
            return Err(PlanError::Stated(message));
        }
        figures.insert(key.clone(), TypedFigure::plain(*value));
    }
    Ok(figures)
}

/// Figures that no clause takes: a mistyped key must not pass in silence.
fn unknown_figures(figures: &BTreeMap<String, TypedFigure>, standard: &Standard) -> Vec<Notice> {
    let taken: BTreeSet<&str> = standard
        .clauses
        .iter()
        .flat_map(|clause| {
            let measures =
                std::iter::once(&clause.measure).chain(clause.readings.iter().map(|reading| &reading.measure));
            measures.filter_map(Measure::figure_key)
        })
        .collect();
    let unknown = figures.keys().filter(|key| !taken.contains(key.as_str()));
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
