//! Sheets of a print as the pages of a PDF.

use serde::Serialize;

use super::world::World;
use super::{Day, written};
use crate::text::Message;

/// A page for each drawing.
const TEMPLATE: &str = r#"
#let data = json("data.json")
#set document(date: none)
#set page(width: data.size.at(0) * 1mm, height: data.size.at(1) * 1mm, margin: 0pt)
#for file in data.files { page(image(file, width: 100%, height: 100%)) }
"#;

#[derive(Serialize)]
struct Data {
    size: [f64; 2],
    files: Vec<String>,
}

/// The PDF of drawings as SVG, each on paper of so many millimetres.
pub(in crate::report) fn of_sheets(sheets: Vec<Vec<u8>>, size: [f64; 2], day: Option<Day>) -> Result<Vec<u8>, Message> {
    let files = (1..=sheets.len()).map(|number| format!("sheet-{number}.svg")).collect();
    let data = Data { size, files };
    let json = serde_json::to_vec(&data).map_err(|error| Message::new("report.not-written").with("reason", error))?;
    let mut world = World::of(TEMPLATE);
    world.add("data.json", json);
    for (file, svg) in data.files.iter().zip(sheets) {
        world.add(file, svg);
    }
    let document = world.compile();
    typst::comemo::evict(0);
    written(&document?, day)
}
