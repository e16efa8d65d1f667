//! `inspect`: what files hold, what they would mean to a check, and everything wrong with them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::arguments::OutputFormat;
use super::{Failure, Status, output};
use crate::formats::{self, RawLayer, RawShape, ReadError, ReadOptions, Totals};
use crate::geometry::frame::Frame;
use crate::handle::Handle;
use crate::layer::{Layer, Shape, Stated};
use crate::measure::line_density::likely_carriageways;
use crate::report::layer_page;
use crate::text::{Lang, Message};
use crate::units::{Metres, SquareMetres};

/// `langdao inspect`. Files that cannot be used are named on standard error; the others are shown all the same.
pub(super) fn inspect(
    files: &[PathBuf],
    options: &ReadOptions,
    format: OutputFormat,
    lang: Lang,
) -> Result<Status, Failure> {
    let mut failures = Vec::new();
    let mut pages = Vec::new();
    for file in expanded(files, &mut failures) {
        match Inspected::of(&file, options) {
            Ok(inspected) => pages.push(inspected.facts(lang)),
            Err(error) => failures.push(error.0),
        }
    }
    match format {
        OutputFormat::Text => {
            let text: Vec<String> = pages.iter().map(|page| layer_page(page, lang)).collect();
            output::to_stdout(text.join("\n").as_bytes());
        }
        OutputFormat::Json => {
            let mut bytes = serde_json::to_vec_pretty(&json!({"files": pages}))
                .map_err(|error| Message::new("report.not-written").with("reason", error))?;
            bytes.push(b'\n');
            output::to_stdout(&bytes);
        }
    }
    if failures.is_empty() { Ok(Status::Good) } else { Err(Failure(failures)) }
}

/// Folders as the layers in them.
fn expanded(files: &[PathBuf], failures: &mut Vec<Message>) -> Vec<PathBuf> {
    let mut expanded = Vec::new();
    for file in files {
        if !file.is_dir() {
            expanded.push(file.clone());
            continue;
        }
        match formats::layers_in(file) {
            Ok(layers) if layers.is_empty() => match formats::unread_in(file) {
                unread if unread.is_empty() => {
                    failures.push(Message::new("cli.no-layers").with("path", file.display()));
                }
                // Each says what to do about it.
                unread => expanded.extend(unread.iter().map(|name| file.join(name))),
            },
            Ok(layers) => expanded.extend(layers),
            Err(error) => failures.push(error.0),
        }
    }
    expanded
}

/// A file as read, and as a check would take it where it can be placed in a frame of its own.
struct Inspected {
    raw: RawLayer,
    placed: Result<(Frame, Layer), Message>,
}

impl Inspected {
    fn of(file: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        let handle = Handle::default();
        let raw = formats::read(file, &file.display().to_string(), options, &handle)?;
        let placed = formats::frame_for(None, &[&raw]).and_then(|frame| {
            let mut layer = raw.clone().into_layer(&frame, &handle)?;
            layer.assign(&Stated::default());
            layer.notices.extend(likely_carriageways(&layer));
            Ok((frame, layer))
        });
        Ok(Self { raw, placed: placed.map_err(|error| error.0) })
    }

    fn facts(&self, lang: Lang) -> Value {
        let raw = &self.raw;
        let layer = self.placed.as_ref().ok().map(|(_, layer)| layer);
        let notices = layer.map_or(&raw.notices, |layer| &layer.notices);
        json!({
            "source": raw.source,
            "format": raw.format.name(),
            "crs": raw.crs(),
            "crs_name": raw.system().map(|system| system.name.clone()),
            "encoding": raw.encoding,
            "sha256": raw.sha256,
            "rows": raw.rows,
            "features": layer.map_or(0, |layer| layer.features.len()),
            "skipped": layer.map_or_else(|| raw.skipped(), |layer| layer.skipped),
            "shapes": shapes(raw),
            "pixels": raw.image.as_ref().map(formats::RawImage::size),
            "extent": raw.bounds().map(|bounds| [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y]),
            "roles": layer.map(|layer| layer.roles.iter().map(|role| role.code()).collect::<Vec<_>>()),
            "role_names": layer.map(|layer| layer.roles.iter().map(|role| role.name().say(lang)).collect::<Vec<_>>()),
            "role_reason": layer.map(|layer| layer.role_reason.say(lang)),
            "fields": fields(raw, layer),
            "plane": self.plane(),
            "ellipsoidal": raw.ellipsoidal().map(|totals| totals_json(totals, None)),
            "unusable": self.placed.as_ref().err().map(|reason| reason.say(lang)),
            "notices": crate::report::notices_json(notices, lang),
        })
    }

    /// Length and area in the plane: of the file's own projection, else of the frame a plan of this layer would get.
    fn plane(&self) -> Option<Value> {
        if let Some(totals) = self.raw.plane() {
            return Some(totals_json(totals, Some(&self.raw.crs())));
        }
        let (frame, layer) = self.placed.as_ref().ok()?;
        let sizes = layer.features.iter().map(|feature| (&feature.shape, feature.shape.size()));
        let mut totals = Totals::default();
        for (shape, size) in sizes {
            match shape {
                Shape::Points(_) => {}
                Shape::Lines(_) => totals.length = Metres(totals.length.0 + size),
                Shape::Area(_) => totals.area = SquareMetres(totals.area.0 + size),
            }
        }
        Some(totals_json(totals, Some(frame.code())))
    }
}

fn totals_json(totals: Totals, crs: Option<&str>) -> Value {
    json!({"crs": crs, "length_m": totals.length.0, "area_m2": totals.area.0})
}

fn shapes(raw: &RawLayer) -> Value {
    let (mut points, mut lines, mut areas, mut none) = (0, 0, 0, 0);
    for feature in &raw.features {
        match &feature.shape {
            Some(RawShape::Points(_)) => points += 1,
            Some(RawShape::Lines(_)) => lines += 1,
            Some(RawShape::Areas(_)) => areas += 1,
            None => none += 1,
        }
    }
    json!({"points": points, "lines": lines, "areas": areas, "without": none})
}

/// Fields with the canonical name that each is read under.
fn fields(raw: &RawLayer, layer: Option<&Layer>) -> Vec<Value> {
    raw.fields
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let meaning = layer.and_then(|layer| {
                layer.columns.iter().find(|(_, known)| **known == column).map(|(field, _)| field.name())
            });
            json!({"name": name, "field": meaning})
        })
        .collect()
}
