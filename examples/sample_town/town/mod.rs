//! A valley town that breaks, keeps and all but breaks each clause: made from a seed, the same on every platform.
//!
//! [`files`] is all that the outside needs: the sample plan as file names and bytes.

mod blocks;
mod buildings;
mod communities;
mod controls;
mod dice;
mod drawing;
mod green;
mod ground;
mod layers;
mod open_space;
mod plan;
mod planted;
mod reported;
mod roadside;
mod scopes;
mod shapefile;
mod streets;
mod surveys;
mod walks;
mod warp;

use std::collections::BTreeMap;

use blocks::Parcel;
use buildings::Building;
use communities::{Community, Facility};
use controls::Control;
use green::Patch;
use ground::Surface;
use roadside::{Crossing, Lamp, RedLine};
use streets::Road;
use warp::Point;

/// A named line that is not a road: a greenway or a walkway.
pub(crate) struct Way {
    pub(crate) name: String,
    pub(crate) line: Vec<Point>,
    pub(crate) status: &'static str,
    /// Whether it is only a link on an ordinary road.
    pub(crate) link: bool,
}

/// A named area: a scope, a cluster, a plaza, water, a renewal unit.
pub(crate) struct Area {
    pub(crate) name: &'static str,
    pub(crate) ring: Vec<Point>,
}

/// Everything the sample plan is made of.
#[derive(Default)]
pub(crate) struct Town {
    pub(crate) roads: Vec<Road>,
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) buildings: Vec<Building>,
    pub(crate) green: Vec<Patch>,
    pub(crate) plazas: Vec<Area>,
    pub(crate) planting: Vec<Area>,
    pub(crate) water: Vec<Area>,
    pub(crate) corridors: Vec<Area>,
    pub(crate) greenways: Vec<Way>,
    pub(crate) walkways: Vec<Way>,
    pub(crate) clusters: Vec<Area>,
    pub(crate) renewal: Vec<Area>,
    pub(crate) built_up: Vec<Area>,
    pub(crate) main_urban: Vec<Area>,
    pub(crate) county_seat: Vec<Area>,
    pub(crate) communities: Vec<Community>,
    pub(crate) facilities: Vec<Facility>,
    pub(crate) red_lines: Vec<RedLine>,
    pub(crate) lamps: Vec<Lamp>,
    pub(crate) crossings: Vec<Crossing>,
    pub(crate) surfaces: Vec<Surface>,
    pub(crate) controls: Vec<Control>,
}

impl Town {
    fn made() -> Self {
        let mut town = Self::default();
        let zones = streets::zones();
        streets::lay(&zones, &mut town);
        open_space::lay(&mut town);
        blocks::divide(&zones, &mut town);
        buildings::raise(&mut town);
        planted::lay(&zones, &mut town);
        green::lay(&mut town);
        walks::lay(&mut town);
        scopes::draw(&mut town);
        controls::lay(&mut town);
        reported::report(&mut town);
        communities::lay(&mut town);
        roadside::lay(&mut town);
        ground::cover(&mut town);
        town
    }
}

/// The sample plan: every file by name.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    let town = Town::made();
    let mut files = BTreeMap::new();
    for table in layers::tables(&town).into_iter().chain(surveys::tables(&town)) {
        table.write(&mut files);
    }
    files.insert("plan.toml".to_owned(), plan::text(&town).into_bytes());
    files.insert("plan.svg".to_owned(), drawing::svg(&town).into_bytes());
    files
}
