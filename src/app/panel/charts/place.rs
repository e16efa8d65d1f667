//! What a bar is of, on the map.

use std::collections::HashSet;

use geo_types::{Coord, Rect};

use super::chart::Target;
use crate::app::Command;
use crate::app::dispatch::around;
use crate::app::document::Drawn;
use crate::app::session::{Pointed, Selected};
use crate::check::{ClauseOutcome, Finding};
use crate::layer::{Feature, Item, Role, Status, items};
use crate::measure::{FeatureRef, Part};

/// Half the side of the square around a single place that is flown to, metres.
const AROUND: f64 = 120.0;

/// Features and places of a bar.
pub(super) fn pointed(target: &Target, outcome: &ClauseOutcome, drawn: &Drawn) -> Pointed {
    match target {
        Target::Nothing => Pointed::default(),
        Target::Finding(index) => {
            outcome.findings.get(*index).map(|finding| of_finding(finding, drawn)).unwrap_or_default()
        }
        Target::Named(role, name) => {
            Pointed { features: of_role(drawn, *role, |item| item.name() == *name), places: Vec::new() }
        }
        Target::Class(role, code) => {
            Pointed { features: of_role(drawn, *role, |item| is_of_class(item, code)), places: Vec::new() }
        }
        Target::Places(places) => Pointed { features: Vec::new(), places: places.clone() },
    }
}

/// What a click on a bar asks for: the finding, or its features selected and looked at.
pub(super) fn commands(target: &Target, pointed: &Pointed, clause: &str, drawn: &Drawn) -> Vec<Command> {
    if let Target::Finding(finding) = target {
        return vec![Command::ChooseFinding { clause: clause.to_owned(), finding: *finding }];
    }
    let layers = &drawn.loaded.snapshot.layers;
    let feature = |selected: &Selected| layers.get(selected.layer)?.features.get(selected.feature)?.shape.bounds();
    let square = |[x, y]: &[f64; 2]| {
        let corner = |by: f64| Coord { x: x + by, y: y + by };
        Rect::new(corner(-AROUND), corner(AROUND))
    };
    let bounds = pointed.features.iter().filter_map(feature).chain(pointed.places.iter().map(square)).reduce(around);
    let look = bounds.map(Command::LookAt);
    let select = (!pointed.features.is_empty()).then(|| Command::Select(pointed.features.clone()));
    select.into_iter().chain(look).collect()
}

/// What a finding is about, and where it is.
fn of_finding(finding: &Finding, drawn: &Drawn) -> Pointed {
    let subjects = finding.features.iter().filter(|(_, part)| *part == Part::Subject);
    let features = subjects.filter_map(|(feature, _)| find(feature, drawn)).collect();
    Pointed { features, places: vec![[finding.anchor.x, finding.anchor.y]] }
}

fn find(wanted: &FeatureRef, drawn: &Drawn) -> Option<Selected> {
    let layers = drawn.loaded.snapshot.layers.iter().enumerate();
    let mut of_file = layers.filter(|(_, layer)| layer.source() == wanted.layer.as_deref());
    of_file.find_map(|(number, layer)| {
        let is = |feature: &Feature| match &wanted.id {
            Some(id) => feature.id.as_ref() == Some(id),
            None => feature.row == wanted.row,
        };
        let feature = layer.features.iter().position(is)?;
        Some(Selected { layer: number, feature })
    })
}

/// Features that play a role, by their place in the snapshot.
fn of_role(drawn: &Drawn, role: Role, fits: impl Fn(&Item<'_>) -> bool) -> Vec<Selected> {
    let layers = &drawn.loaded.snapshot.layers;
    let playing = items(layers, role).into_iter().filter(|item| fits(item));
    let wanted: HashSet<*const Feature> = playing.map(|item| std::ptr::from_ref(item.feature)).collect();
    let all = layers.iter().enumerate().flat_map(|(layer, own)| {
        let features = own.features.iter().enumerate();
        features.map(move |(feature, own)| (Selected { layer, feature }, std::ptr::from_ref(own)))
    });
    all.filter(|(_, feature)| wanted.contains(feature)).map(|(selected, _)| selected).collect()
}

/// Whether a feature is of a class by its code; without one, whether its class is unknown.
fn is_of_class(item: &Item<'_>, code: &str) -> bool {
    match item.role {
        Role::RoadCentrelines => item.road_class().map_or("", |class| class.code()) == code,
        Role::Green => item.green_class().is_some_and(|class| class.code() == code),
        Role::Surfaces => item.surface_class().map_or("unknown", |class| class.code()) == code,
        Role::Greenways => match code {
            "existing" => item.status() == Some(Status::Existing),
            "planned" => item.status() == Some(Status::Planned),
            "link" => item.flag(crate::layer::Field::Link) == Some(true),
            _ => true,
        },
        _ => false,
    }
}
