//! langdao (廊道, "corridor") checks the layers of an urban plan clause by clause against a planning standard.
//!
//! Files become [`layer::Layer`]s (`formats`), layers and typed figures become a [`plan::Snapshot`] in one projected
//! frame, a [`standard::Standard`] is run over it (`check`), and reports write what was found. Coordinates are metres
//! in the plan's frame, x east and y north; degrees exist only in `formats` and in [`geometry::frame`].
//!
//! A module may use only what stands left of it:
//! `text, disk, toml_file, handle, units, notice | geometry | layer | measure | standard | formats | plan | check | map | report | app | cli`.

pub mod app;
pub mod check;
pub mod cli;
pub mod disk;
pub mod formats;
pub mod geometry;
pub mod handle;
pub mod layer;
pub mod map;
pub mod measure;
pub mod notice;
pub mod plan;
pub mod report;
pub mod standard;
pub mod text;
pub mod toml_file;
pub mod units;
