//! Writes the synthetic city of the benches to a folder, as shapefiles with a plan file, to measure `langdao check` on:
//!
//! ```text
//! cargo run --release --example synthetic_city -- FOLDER --features 100000
//! cargo run --release --example synthetic_city -- FOLDER --streets 500000
//! ```
//!
//! `--features` writes a whole city of about so many features, `--streets` only its boundary and exactly so many
//! street segments from crossing to crossing.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use langdao::layer::Layer;

use synthetic_city::files::{write_plan, write_shapefile};
use synthetic_city::{City, population};

#[path = "../benches/synthetic_city/mod.rs"]
mod synthetic_city;

/// Writes the synthetic city of the benches to a folder.
#[derive(Debug, Parser)]
struct Arguments {
    /// A folder; files of the same names in it are replaced.
    folder: PathBuf,
    /// A whole city of about so many features.
    #[arg(long, default_value_t = 10_000)]
    features: usize,
    /// Only the boundary and so many street segments.
    #[arg(long, conflicts_with = "features")]
    streets: Option<usize>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let layers = match arguments.streets {
        Some(segments) => City::of_streets(segments).boundary_and_streets(segments),
        None => City::of_features(arguments.features).layers(),
    };
    write(&layers, &arguments.folder)
}

fn write(layers: &[Layer], folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    for layer in layers {
        write_shapefile(layer, folder)?;
    }
    write_plan(layers, population(layers), folder)
}
