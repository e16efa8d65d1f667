//! Header, tables and objects: what a DXF file holds beside what is drawn.

use geo_types::Coord;

use super::Ink;
use super::groups::Groups;

/// Layers that every drawing has: the default one, and that of points which dimensions hang on.
pub(super) const OWN_LAYERS: [&str; 2] = ["0", DEFINITION_POINTS];
pub(super) const DEFINITION_POINTS: &str = "Defpoints";
/// Handles of the two spaces.
pub(super) const MODEL: u32 = 0x20;
pub(super) const PAPER: u32 = 0x21;
/// Name of the spaces' blocks, by their records.
pub(super) const SPACES: [(u32, &str); 2] = [(MODEL, "*Model_Space"), (PAPER, "*Paper_Space")];
/// Handles of the dictionaries.
const ROOT: u32 = 0x22;
const GROUPS: u32 = 0x23;
/// The one style of text and of dimensions.
pub(super) const STYLE: &str = "Standard";
const STYLE_HANDLE: u32 = 0x24;
/// Text height of the dimension style, which each dimension scales to its own.
pub(super) const DIMENSION_TEXT: f64 = 2.5;
/// 宋体, which every Chinese Windows has; the usual vector fonts lack `²` and rarer letters.
const FONT: [&str; 2] = ["simsun.ttc", "SimSun"];

/// A block that shows a dimension: the handle of its record, and its name.
pub(super) type Block = (u32, String);

/// Writes the header; `seed` is the first handle that is free.
pub(super) fn header(seed: u32, [low, high]: [Coord<f64>; 2]) -> Groups {
    let mut out = Groups::new();
    out.section("HEADER", |out| {
        for (name, code, value) in [("$ACADVER", 1, "AC1018"), ("$DWGCODEPAGE", 3, "ANSI_936")] {
            out.texts(&[(9, name), (code, value)]);
        }
        out.text(9, "$HANDSEED");
        out.handle(5, seed);
        for (name, value) in [("$INSUNITS", 6), ("$MEASUREMENT", 1), ("$LUNITS", 2), ("$LUPREC", 4)] {
            out.text(9, name);
            out.int(70, value);
        }
        for (name, corner) in [("$EXTMIN", low), ("$EXTMAX", high)] {
            out.text(9, name);
            out.place(10, corner);
        }
    });
    out.section("CLASSES", |_| {});
    out
}

/// Writes all tables; gives back a block for each dimension.
pub(super) fn write(
    out: &mut Groups,
    layers: &[(String, Ink)],
    dimensions: usize,
    extent: [Coord<f64>; 2],
) -> Vec<Block> {
    let mut blocks = Vec::new();
    out.section("TABLES", |out| {
        table(out, "VPORT", 1, 1, |out| viewport(out, extent));
        table(out, "LTYPE", 2, 3, |out| {
            for name in ["ByBlock", "ByLayer", "Continuous"] {
                line_type(out, name);
            }
        });
        table(out, "LAYER", 3, layers.len() + OWN_LAYERS.len(), |out| {
            for name in OWN_LAYERS {
                layer(out, name, None);
            }
            for (name, ink) in layers {
                layer(out, name, Some(*ink));
            }
        });
        table(out, "STYLE", 4, 1, text_style);
        table(out, "VIEW", 5, 0, |_| {});
        table(out, "UCS", 6, 0, |_| {});
        table(out, "APPID", 7, 1, |out| {
            record(out, "APPID", 7, "AcDbRegAppTableRecord", "ACAD");
        });
        table(out, "DIMSTYLE", 8, 1, dimension_style);
        table(out, "BLOCK_RECORD", 9, SPACES.len() + dimensions, |out| {
            for (handle, name) in SPACES {
                block_record(out, handle, name);
            }
            for number in 1..=dimensions {
                let (handle, name) = (out.new_handle(), format!("*D{number}"));
                block_record(out, handle, &name);
                blocks.push((handle, name));
            }
        });
    });
    blocks
}

fn table(out: &mut Groups, name: &str, handle: u32, records: usize, body: impl FnOnce(&mut Groups)) {
    out.texts(&[(0, "TABLE"), (2, name)]);
    out.handle(5, handle);
    out.handle(330, 0);
    out.text(100, "AcDbSymbolTable");
    out.int(70, i64::try_from(records).unwrap_or(i64::MAX));
    if name == "DIMSTYLE" {
        out.text(100, "AcDbDimStyleTable");
        out.int(71, 0);
    }
    body(out);
    out.text(0, "ENDTAB");
}

/// Begins a record of a table with its name and without flags.
fn record(out: &mut Groups, kind: &str, table: u32, class: &str, name: &str) {
    out.text(0, kind);
    let handle = if kind == "STYLE" { STYLE_HANDLE } else { out.new_handle() };
    // Dimension styles have their handle under a code of their own.
    out.handle(if kind == "DIMSTYLE" { 105 } else { 5 }, handle);
    out.handle(330, table);
    out.texts(&[(100, "AcDbSymbolTableRecord"), (100, class), (2, name)]);
    out.int(70, 0);
}

/// The view that a program opens with: all that is drawn, with a margin.
fn viewport(out: &mut Groups, [low, high]: [Coord<f64>; 2]) {
    let size = high - low;
    let aspect = 1.6;
    let height = (size.y.max(size.x / aspect) * 1.1).max(10.0);
    record(out, "VPORT", 1, "AcDbViewportTableRecord", "*Active");
    out.flat(10, Coord { x: 0.0, y: 0.0 });
    out.flat(11, Coord { x: 1.0, y: 1.0 });
    out.flat(12, (low + high) / 2.0);
    out.flat(13, Coord { x: 0.0, y: 0.0 });
    out.flat(14, Coord { x: 10.0, y: 10.0 });
    out.flat(15, Coord { x: 10.0, y: 10.0 });
    out.reals(&[(16, 0.0), (26, 0.0), (36, 1.0), (17, 0.0), (27, 0.0), (37, 0.0)]);
    out.reals(&[(40, height), (41, aspect), (42, 50.0), (43, 0.0), (44, 0.0), (50, 0.0), (51, 0.0)]);
    out.ints(&[(71, 0), (72, 1000), (73, 1), (74, 3), (75, 0), (76, 0), (77, 0), (78, 0)]);
}

fn line_type(out: &mut Groups, name: &str) {
    record(out, "LTYPE", 2, "AcDbLinetypeTableRecord", name);
    out.text(3, "");
    out.ints(&[(72, 65), (73, 0)]);
    out.real(40, 0.0);
}

fn layer(out: &mut Groups, name: &str, ink: Option<Ink>) {
    record(out, "LAYER", 3, "AcDbLayerTableRecord", name);
    out.int(62, ink.map_or(7, |ink| i64::from(ink.index)));
    if let Some(ink) = ink {
        out.int(420, i64::from(ink.rgb));
    }
    out.text(6, "Continuous");
    if name == DEFINITION_POINTS {
        out.int(290, 0);
    }
    // The usual width of lines.
    out.int(370, -3);
}

fn text_style(out: &mut Groups) {
    let [file, face] = FONT;
    record(out, "STYLE", 4, "AcDbTextStyleTableRecord", STYLE);
    out.reals(&[(40, 0.0), (41, 1.0), (50, 0.0)]);
    out.int(71, 0);
    out.real(42, DIMENSION_TEXT);
    out.texts(&[(3, file), (4, ""), (1001, "ACAD"), (1000, face)]);
    out.int(1071, 0);
}

/// Oblique strokes at the ends, text above the line and along it, lengths in metres with one decimal.
fn dimension_style(out: &mut Groups) {
    record(out, "DIMSTYLE", 8, "AcDbDimStyleTableRecord", STYLE);
    out.reals(&[(40, 1.0), (41, DIMENSION_TEXT), (42, 0.0), (43, 3.75), (44, 0.0), (140, DIMENSION_TEXT)]);
    out.reals(&[(142, DIMENSION_TEXT / 2.0), (144, 1.0), (147, DIMENSION_TEXT / 4.0)]);
    out.ints(&[(73, 0), (74, 0), (75, 1), (76, 1), (77, 1), (78, 8), (172, 1), (271, 1), (277, 2)]);
    out.handle(340, STYLE_HANDLE);
}

fn block_record(out: &mut Groups, handle: u32, name: &str) {
    out.text(0, "BLOCK_RECORD");
    out.handle(5, handle);
    out.handle(330, 9);
    out.texts(&[(100, "AcDbSymbolTableRecord"), (100, "AcDbBlockTableRecord"), (2, name)]);
}

/// Writes the root dictionary with its groups, of which there are none.
pub(super) fn write_objects(out: &mut Groups) {
    out.section("OBJECTS", |out| {
        dictionary(out, ROOT, 0);
        out.text(3, "ACAD_GROUP");
        out.handle(350, GROUPS);
        dictionary(out, GROUPS, ROOT);
    });
}

fn dictionary(out: &mut Groups, handle: u32, owner: u32) {
    out.text(0, "DICTIONARY");
    out.handle(5, handle);
    out.handle(330, owner);
    out.text(100, "AcDbDictionary");
    out.int(281, 1);
}
