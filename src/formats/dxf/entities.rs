//! What is drawn, and the blocks that show dimensions.

use geo_types::Coord;

use super::groups::Groups;
use super::tables::{Block, DEFINITION_POINTS, DIMENSION_TEXT, MODEL, PAPER, SPACES, STYLE};
use super::{Drawing, Entity, Figure, Ink, text};

/// Text stands above the line of its dimension by this part of its height.
const ABOVE: f64 = 0.4;
/// Places of a text beside its point.
const TOP_LEFT: i64 = 1;
const BOTTOM_CENTRE: i64 = 8;
const MIDDLE_CENTRE: i64 = 5;

/// Where an entity belongs: space or block, layer, colour.
#[derive(Clone, Copy)]
struct Home<'a> {
    owner: u32,
    layer: &'a str,
    ink: Option<Ink>,
}

/// Writes an entity of the model space; of a dimension with the block that shows it.
pub(super) fn write(out: &mut Groups, layer: &str, entity: &Entity, block: Option<&Block>) {
    let home = Home { owner: MODEL, layer, ink: entity.ink };
    match &entity.figure {
        Figure::Line { points, closed } => polyline(out, home, points, *closed),
        Figure::Point(at) => {
            begin(out, home, "POINT", "AcDbPoint");
            out.place(10, *at);
        }
        Figure::Circle { centre, radius } => {
            begin(out, home, "CIRCLE", "AcDbCircle");
            out.place(10, *centre);
            out.real(40, *radius);
        }
        Figure::Text { at, height, text } => {
            let along = Coord { x: 1.0, y: 0.0 };
            mtext(out, home, Stand { at: *at, beside: TOP_LEFT, height: *height, along }, text);
        }
        Figure::Dimension { ends, height, text } => {
            let name = block.map_or("", |(_, name)| name);
            dimension(out, home, name, &Lettered::new(*ends, *height), text);
        }
    }
}

/// Writes the blocks of both spaces and of all dimensions.
pub(super) fn write_blocks(out: &mut Groups, drawing: &Drawing, dimensions: &[&Entity], blocks: &[Block]) {
    out.section("BLOCKS", |out| {
        for (record, name) in SPACES {
            block(out, record, name, 0, |_| {});
        }
        for (entity, (record, name)) in dimensions.iter().zip(blocks) {
            let Figure::Dimension { ends, height, text } = &entity.figure else { continue };
            // 1: a block that the program has named.
            block(out, *record, name, 1, |out| {
                let home = Home { owner: *record, layer: drawing.layer_name(entity), ink: entity.ink };
                drawn_dimension(out, home, &Lettered::new(*ends, *height), text);
            });
        }
    });
}

fn block(out: &mut Groups, record: u32, name: &str, flags: i64, body: impl FnOnce(&mut Groups)) {
    let home = Home { owner: record, layer: "0", ink: None };
    begin(out, home, "BLOCK", "AcDbBlockBegin");
    out.text(2, name);
    out.int(70, flags);
    out.place(10, Coord::default());
    out.texts(&[(3, name), (1, "")]);
    body(out);
    begin(out, home, "ENDBLK", "AcDbBlockEnd");
}

fn begin(out: &mut Groups, home: Home<'_>, kind: &str, class: &str) {
    out.text(0, kind);
    let handle = out.new_handle();
    out.handle(5, handle);
    out.handle(330, home.owner);
    out.text(100, "AcDbEntity");
    if home.owner == PAPER {
        out.int(67, 1);
    }
    out.text(8, home.layer);
    if let Some(ink) = home.ink {
        out.ints(&[(62, i64::from(ink.index)), (420, i64::from(ink.rgb))]);
    }
    out.text(100, class);
}

fn polyline(out: &mut Groups, home: Home<'_>, points: &[Coord<f64>], closed: bool) {
    begin(out, home, "LWPOLYLINE", "AcDbPolyline");
    out.ints(&[(90, i64::try_from(points.len()).unwrap_or(i64::MAX)), (70, i64::from(closed))]);
    out.real(43, 0.0);
    for &at in points {
        out.flat(10, at);
    }
}

fn line(out: &mut Groups, home: Home<'_>, from: Coord<f64>, to: Coord<f64>) {
    begin(out, home, "LINE", "AcDbLine");
    out.place(10, from);
    out.place(11, to);
}

/// Where a text stands: its place, which of its corners or sides that is, its height, the direction of its lines.
#[derive(Clone, Copy)]
struct Stand {
    at: Coord<f64>,
    beside: i64,
    height: f64,
    along: Coord<f64>,
}

fn mtext(out: &mut Groups, home: Home<'_>, stand: Stand, text: &str) {
    begin(out, home, "MTEXT", "AcDbMText");
    out.place(10, stand.at);
    // No width: lines are broken where the text says so.
    out.reals(&[(40, stand.height), (41, 0.0)]);
    out.ints(&[(71, stand.beside), (72, 1)]);
    let pieces = text::pieces(text);
    for (number, piece) in pieces.iter().enumerate() {
        out.text(if number + 1 < pieces.len() { 3 } else { 1 }, piece);
    }
    out.text(7, STYLE);
    out.place(11, stand.along);
}

/// Where the parts of a dimension stand.
#[derive(Clone, Copy)]
struct Lettered {
    ends: [Coord<f64>; 2],
    height: f64,
    /// Along the line, to the right.
    along: Coord<f64>,
}

impl Lettered {
    fn new(ends: [Coord<f64>; 2], height: f64) -> Self {
        let step = ends[1] - ends[0];
        let length = step.x.hypot(step.y);
        let along = if length > 0.0 { step / length } else { Coord { x: 1.0, y: 0.0 } };
        // Text is read from below or from the right.
        let is_backward = along.x < 0.0 || (along.x <= 0.0 && along.y < 0.0);
        Self { ends, height, along: if is_backward { along * -1.0 } else { along } }
    }

    fn up(&self) -> Coord<f64> {
        Coord { x: -self.along.y, y: self.along.x }
    }

    /// Above the middle of the line, by a part of the text's height.
    fn above(&self, part: f64) -> Coord<f64> {
        (self.ends[0] + self.ends[1]) / 2.0 + self.up() * (self.height * part)
    }
}

/// The dimension itself, whose block shows it.
fn dimension(out: &mut Groups, home: Home<'_>, block: &str, placed: &Lettered, text: &str) {
    let [from, to] = placed.ends;
    begin(out, home, "DIMENSION", "AcDbDimension");
    out.text(2, block);
    out.place(10, to);
    out.place(11, placed.above(ABOVE + 0.5));
    // Aligned, with a block of its own.
    out.ints(&[(70, 1 + 32), (71, MIDDLE_CENTRE)]);
    out.real(42, (to.x - from.x).hypot(to.y - from.y));
    out.texts(&[(1, &text::pieces(text).concat()), (3, STYLE), (100, "AcDbAlignedDimension")]);
    out.place(13, from);
    out.place(14, to);
    // All sizes of the style by one factor, for when a program draws it anew.
    out.texts(&[(1001, "ACAD"), (1000, "DSTYLE"), (1002, "{")]);
    out.int(1070, 40);
    out.real(1040, placed.height / DIMENSION_TEXT);
    out.text(1002, "}");
}

/// What a dimension's block shows: line, oblique strokes, text, and the points that it hangs on.
fn drawn_dimension(out: &mut Groups, home: Home<'_>, placed: &Lettered, text: &str) {
    let [from, to] = placed.ends;
    line(out, home, from, to);
    let stroke = (placed.along + placed.up()) * (placed.height * 0.35);
    for end in placed.ends {
        line(out, home, end - stroke, end + stroke);
    }
    let (at, Lettered { height, along, .. }) = (placed.above(ABOVE), *placed);
    mtext(out, home, Stand { at, beside: BOTTOM_CENTRE, height, along }, text);
    for end in placed.ends {
        begin(out, Home { layer: DEFINITION_POINTS, ink: None, ..home }, "POINT", "AcDbPoint");
        out.place(10, end);
    }
}
