//! The maps of a report: the whole plan with its violations, and each place that a clause is broken at.

/// A drawn map, as a vector drawing and, for programs that show none, as a picture of pixels.
#[derive(Clone, Debug)]
pub struct MapSheet {
    /// Name of its file inside an output, without ending: `map-01`.
    pub name: String,
    /// Width and height in millimetres on paper.
    pub size_mm: [f64; 2],
    /// The drawing as SVG, letters as outlines.
    pub svg: String,
    /// The same as PNG, three bytes a pixel.
    pub png: Vec<u8>,
    /// What it shows, in words for people who do not see it.
    pub alternative: String,
}
