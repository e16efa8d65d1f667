//! Pages of a document, as sections of it have them.

use super::super::Paper;
use super::xml::{Whole, Xml};

/// Twentieths of a point in a millimetre, the unit of everything but pictures.
pub(super) const TWIPS_PER_MM: f64 = 1440.0 / 25.4;
const A4: [f64; 2] = [210.0, 297.0];
const A3: [f64; 2] = [297.0, 420.0];
/// A map may be this much larger than the room for it and is made smaller by so little.
const SLACK: f64 = 1.0;
/// Height that a caption takes, and each heading above a map.
const CAPTION: f64 = 10.0;
const HEADING: f64 = 15.0;

/// A page, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Page {
    size: [f64; 2],
    /// Left and right alike.
    side: f64,
    top: f64,
    bottom: f64,
    /// From the edge of the paper to header and footer.
    edge: f64,
    /// Whether it has header and footer.
    running: bool,
}

impl Page {
    /// A page of text.
    pub(super) const TEXT: Self = Self { size: A4, side: 20.0, top: 25.0, bottom: 20.0, edge: 12.0, running: true };
    /// The cover.
    pub(super) const COVER: Self = Self { running: false, ..Self::TEXT };

    /// The page that a map has for itself; `None` where it fits a page of text.
    pub(super) fn of_map(size_mm: [f64; 2], paper: Paper) -> Option<Self> {
        let room = Self::TEXT.map_room(0);
        if size_mm[0] <= room[0] + SLACK && size_mm[1] <= room[1] + SLACK {
            return None;
        }
        let [short, long] = match paper {
            Paper::A4WithA3Maps => A3,
            Paper::A4 => A4,
        };
        let size = if size_mm[0] < size_mm[1] { [short, long] } else { [long, short] };
        Some(Self { size, side: 20.0, top: 18.0, bottom: 13.0, edge: 7.0, running: true })
    }

    /// Width of its lines in millimetres.
    pub(super) fn text_width(self) -> f64 {
        self.size[0] - 2.0 * self.side
    }

    /// The room for a map with its caption, below some headings.
    pub(super) fn map_room(self, headings: usize) -> [f64; 2] {
        let height = self.size[1] - self.top - self.bottom - CAPTION - HEADING * headings as f64;
        [self.text_width(), height.max(HEADING)]
    }

    /// The properties of a section that has such pages, with the ids of header and footer.
    pub(super) fn write(self, xml: &mut Xml, running: &[String; 2]) {
        let [width, height] = self.size.map(|side| Whole(side * TWIPS_PER_MM));
        let [side, top, bottom, edge] =
            [self.side, self.top, self.bottom, self.edge].map(|length| Whole(length * TWIPS_PER_MM));
        xml.element("w:sectPr", &[], |xml| {
            if self.running {
                let [header, footer] = running;
                xml.empty("w:headerReference", &[("w:type", &"default"), ("r:id", header)]);
                xml.empty("w:footerReference", &[("w:type", &"default"), ("r:id", footer)]);
            }
            xml.value("w:type", "nextPage");
            let orientation = if self.size[0] > self.size[1] { "landscape" } else { "portrait" };
            xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height), ("w:orient", &orientation)]);
            xml.empty(
                "w:pgMar",
                &[
                    ("w:top", &top),
                    ("w:right", &side),
                    ("w:bottom", &bottom),
                    ("w:left", &side),
                    ("w:header", &edge),
                    ("w:footer", &edge),
                    ("w:gutter", &0),
                ],
            );
            xml.empty("w:cols", &[("w:space", &"425")]);
        });
    }
}
