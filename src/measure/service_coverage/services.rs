//! What homes are to reach: facilities class by class, parks by size, or the features of a role.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::geometry::{Region, groups_within, tolerance};
use crate::layer::{FacilityClass, Field, GreenClass, Item, Role, Shape, items};
use crate::measure::lines::require_layer;
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::SquareMetres;

/// How far things of a size serve.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    /// From this size on, in hectares.
    pub from_ha: f64,
    /// Within this distance, in metres.
    pub within: f64,
}

/// Facts of a ring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct RingFacts {
    /// From this size on.
    pub from_ha: f64,
    /// How far they serve.
    pub within_m: f64,
    /// How many there are, and of no larger size.
    pub facilities: usize,
}

/// Classes of a layer's own words that are listed beside known ones, the most frequent first.
const LISTED: usize = 20;
/// Sizes that fall short by no more than this part of themselves are equal.
const NOISE: f64 = 1e-9;

/// Things of one kind: reaching one of them is enough.
pub(super) struct Service {
    /// Code of the class or the role, else the layer's own text.
    pub(super) name: String,
    /// Whether the figure asks for it.
    pub(super) required: bool,
    /// How many there are.
    pub(super) facilities: usize,
    /// What serves how far.
    pub(super) rings: Vec<(f64, Vec<Shape>)>,
}

impl Service {
    fn new(name: &str, required: bool, within: f64, shapes: Vec<Shape>) -> Self {
        Self { name: name.to_owned(), required, facilities: shapes.len(), rings: vec![(within, shapes)] }
    }

    /// All features of a role.
    pub(super) fn of_role(input: &Input<'_>, role: Role, within: f64) -> Self {
        Self::new(role.code(), true, within, shapes(&items(input.layers, role)))
    }
}

/// Everything that homes are to reach.
pub(super) struct Services {
    /// Kind by kind.
    pub(super) all: Vec<Service>,
    /// What may be of any of the kinds.
    pub(super) unsure: Option<Service>,
    /// Facts of sizes.
    pub(super) rings: Vec<RingFacts>,
}

impl Services {
    pub(super) fn one(service: Service) -> Self {
        Self { all: vec![service], unsure: None, rings: Vec::new() }
    }

    /// # Errors
    /// [`NoFigure::Missing`] where nothing is there to be reached, or no class of it is known.
    pub(super) fn find(input: &Input<'_>, with: &Parameters, notices: &mut Vec<Notice>) -> Result<Self, NoFigure> {
        let found = items(input.layers, with.reach);
        if found.is_empty() {
            require_layer(input, with.reach)?;
        }
        match with.reach {
            Role::Facilities => by_class(&found, with, notices),
            Role::Green => Ok(parks(&found, with, notices)),
            _ if with.rings.is_empty() => Ok(Self::one(Service::of_role(input, with.reach, with.distance))),
            _ => Ok(Self::sized(&found, &[], with)),
        }
    }

    /// Areas by size; `unsure` ones may serve as well, by themselves or together with those.
    fn sized(sure: &[Item<'_>], unsure: &[Item<'_>], with: &Parameters) -> Self {
        let rings = rings(with);
        let (service, facts) = service_by_size(sure, &rings, with.reach);
        let may = (!unsure.is_empty()).then(|| service_by_size(&[sure, unsure].concat(), &rings, with.reach).0);
        Self { all: vec![service], unsure: may, rings: facts }
    }
}

fn shapes(items: &[Item<'_>]) -> Vec<Shape> {
    items.iter().map(|item| item.feature.shape.clone()).collect()
}

/// The class of a facility: known ones stand first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Known(FacilityClass),
    Own(String),
}

impl Class {
    fn of(item: &Item<'_>) -> Option<Self> {
        let own = || item.text(Field::Class).map(Self::Own);
        item.facility_class().map(Self::Known).or_else(own)
    }

    fn code(&self) -> &str {
        match self {
            Self::Known(class) => class.code(),
            Self::Own(text) => text,
        }
    }
}

fn by_class(found: &[Item<'_>], with: &Parameters, notices: &mut Vec<Notice>) -> Result<Services, NoFigure> {
    let mut classes: BTreeMap<Class, Vec<Item<'_>>> =
        with.classes.iter().map(|&class| (Class::Known(class), Vec::new())).collect();
    let mut unclassed = Vec::new();
    for &item in found {
        match Class::of(&item) {
            Some(class) => classes.entry(class).or_default().push(item),
            None => unclassed.push(item),
        }
    }
    if classes.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.no-facility-class")));
    }
    let any_known = classes.keys().any(|class| matches!(class, Class::Known(_)));
    let required = |class: &Class| match class {
        Class::Known(class) => with.classes.is_empty() || with.classes.contains(class),
        Class::Own(_) => !any_known,
    };
    notices.extend(class_notices(&classes, unclassed.len(), required));
    let of_class = |(class, items): (&Class, &Vec<Item<'_>>)| {
        Service::new(class.code(), required(class), with.distance, shapes(items))
    };
    let mut all: Vec<Service> = classes.iter().map(of_class).collect();
    drop_rare(&mut all);
    let unsure = (!unclassed.is_empty()).then(|| Service::new("", false, with.distance, shapes(&unclassed)));
    Ok(Services { all, unsure, rings: Vec::new() })
}

/// Leaves out all but the most frequent of the kinds that the figure does not ask for.
fn drop_rare(all: &mut Vec<Service>) {
    let mut counts: Vec<usize> = all.iter().filter(|service| !service.required).map(|own| own.facilities).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let Some(&least) = counts.get(LISTED) else { return };
    all.retain(|service| service.required || service.facilities > least);
}

fn class_notices(
    classes: &BTreeMap<Class, Vec<Item<'_>>>,
    unclassed: usize,
    required: impl Fn(&Class) -> bool,
) -> Vec<Notice> {
    let empty = classes.iter().filter(|(_, items)| items.is_empty()).filter_map(|(class, _)| match class {
        Class::Known(class) => Some(Notice::new("service-none").with_message("class", class.name())),
        Class::Own(_) => None,
    });
    let own = classes.iter().filter(|(class, _)| matches!(class, Class::Own(_)) && !required(class));
    let (kinds, count) = own.fold((0, 0), |(kinds, count), (_, items)| (kinds + 1, count + items.len()));
    let unknown = (kinds > 0).then(|| Notice::new("facility-class-unknown").with("kinds", kinds).with("count", count));
    let missing = (unclassed > 0).then(|| Notice::new("facility-class-missing").with("count", unclassed));
    empty.chain(unknown).chain(missing).collect()
}

/// Parks: green of the class G1. Green of unknown class may be a park.
fn parks(found: &[Item<'_>], with: &Parameters, notices: &mut Vec<Notice>) -> Services {
    let of = |wanted: Option<GreenClass>| -> Vec<Item<'_>> {
        found.iter().copied().filter(|item| item.green_class() == wanted).collect()
    };
    let (sure, unsure) = (of(Some(GreenClass::G1)), of(None));
    if !unsure.is_empty() {
        notices.push(Notice::new("park-class-unknown").with("count", unsure.len()));
    }
    Services::sized(&sure, &unsure, with)
}

/// The rings, the largest size first.
fn rings(with: &Parameters) -> Vec<Ring> {
    let mut rings = with.rings.clone();
    if rings.is_empty() {
        rings.push(Ring { from_ha: 0.0, within: with.distance });
    }
    rings.sort_by(|a, b| b.from_ha.total_cmp(&a.from_ha));
    rings
}

/// Areas at most a metre apart are one; each serves as far as its size says.
fn service_by_size(found: &[Item<'_>], rings: &[Ring], role: Role) -> (Service, Vec<RingFacts>) {
    let regions: Vec<&Region> = found
        .iter()
        .filter_map(|item| match &item.feature.shape {
            Shape::Area(region) => Some(region),
            _ => None,
        })
        .collect();
    let mut shapes: Vec<Vec<Shape>> = vec![Vec::new(); rings.len()];
    let mut counts = vec![0; rings.len()];
    for group in groups_within(&regions, tolerance::JOIN) {
        let members: Vec<&Region> = group.into_iter().map(|member| regions[member]).collect();
        let size = SquareMetres(area(&members)).hectares();
        let Some(ring) = rings.iter().position(|ring| size >= ring.from_ha * (1.0 - NOISE)) else { continue };
        counts[ring] += 1;
        shapes[ring].extend(members.into_iter().cloned().map(Shape::Area));
    }
    let facts = rings.iter().zip(&counts).map(|(ring, &facilities)| RingFacts {
        from_ha: ring.from_ha,
        within_m: ring.within,
        facilities,
    });
    let facts = facts.collect();
    let facilities = counts.iter().sum();
    let rings = rings.iter().map(|ring| ring.within).zip(shapes).collect();
    (Service { name: role.code().to_owned(), required: true, facilities, rings }, facts)
}

/// What areas cover together; where the overlay fails, the largest of them.
fn area(regions: &[&Region]) -> f64 {
    match regions {
        [only] => only.area(),
        several => Region::union(several.iter().copied())
            .map_or_else(|_| several.iter().map(|region| region.area()).fold(0.0, f64::max), |union| union.area()),
    }
}
