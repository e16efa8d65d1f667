//! Clusters of a plan and the spaces between neighbours.
//!
//! Features of one name are one cluster. Two clusters are neighbours where they face each other with no third one
//! between, at most [`WITHIN`] apart unless a standard says otherwise, or where they touch.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geometry::Region;
use crate::geometry::between::{Between, Pair};
use crate::layer::{Item, Layer, Role, Shape, items};
use crate::measure::Input;
use crate::notice::Notice;

/// Clusters farther apart than this are no neighbours, in metres: the tool's own measure, the policy names none.
pub(super) const WITHIN: f64 = 3000.0;

/// A cluster.
#[derive(Clone, Debug)]
pub(super) struct Cluster<'a> {
    pub(super) name: String,
    pub(super) items: Vec<Item<'a>>,
    pub(super) region: Region,
}

/// All clusters and what lies between them.
pub(super) struct Clusters<'a> {
    pub(super) all: Vec<Cluster<'a>>,
    pub(super) between: Arc<Between>,
    pub(super) notices: Vec<Notice>,
}

impl<'a> Clusters<'a> {
    /// The name of a pair: 甲组团—乙组团.
    pub(super) fn name(&self, pair: Pair) -> String {
        let [one, two] = self.names(pair);
        format!("{one}—{two}")
    }

    /// The names of a pair.
    pub(super) fn names(&self, pair: Pair) -> [String; 2] {
        pair.map(|number| self.all.get(number).map(|cluster| cluster.name.clone()).unwrap_or_default())
    }

    /// The features of a pair.
    pub(super) fn items(&self, pair: Pair) -> impl Iterator<Item = Item<'a>> + '_ {
        pair.into_iter().filter_map(|number| self.all.get(number)).flat_map(|cluster| cluster.items.iter().copied())
    }
}

/// Finds all clusters of a role, in the order in which they first appear, and the spaces between them.
pub(super) fn clusters<'a>(input: &Input<'a>, role: Role, within: f64) -> Clusters<'a> {
    let (all, notices) = named(input.layers, role);
    let regions = all.iter().map(|cluster| cluster.region.clone()).collect();
    Clusters { between: input.surveys.spaces.between(regions, within), all, notices }
}

fn named(layers: &[Arc<Layer>], role: Role) -> (Vec<Cluster<'_>>, Vec<Notice>) {
    let (mut numbers, mut notices) = (BTreeMap::<String, usize>::new(), Vec::new());
    let mut parcels: Vec<(String, Vec<Item<'_>>, Vec<&Region>)> = Vec::new();
    for item in items(layers, role) {
        match &item.feature.shape {
            Shape::Area(region) if !region.is_empty() => {
                let number = *numbers.entry(item.name()).or_insert(parcels.len());
                if number == parcels.len() {
                    parcels.push((item.name(), Vec::new(), Vec::new()));
                }
                if let Some((_, items, regions)) = parcels.get_mut(number) {
                    items.push(item);
                    regions.push(region);
                }
            }
            _ => notices.push(without_area(item)),
        }
    }
    let mut all = Vec::with_capacity(parcels.len());
    for (name, items, regions) in parcels {
        match Region::union(regions) {
            Ok(region) => all.push(Cluster { name, items, region }),
            Err(_failed) => notices.extend(items.into_iter().map(without_area)),
        }
    }
    (all, notices)
}

fn without_area(item: Item<'_>) -> Notice {
    Notice::new("cluster-without-area").row(item.feature.row).with("name", item.name())
}
