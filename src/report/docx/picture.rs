//! Maps as pictures: the vector drawing for Word since 2016, pixels for programs that show none.

use super::super::MapSheet;
use super::package::Package;
use super::xml::{Whole, Xml};

/// List of what the main part refers to.
pub(super) const STORY_RELATIONS: &str = "word/_rels/document.xml.rels";
/// The unit of pictures: English Metric Units in a millimetre.
const EMU_PER_MM: f64 = 36_000.0;
/// A picture is at least this wide and high, in millimetres.
const LEAST: f64 = 1.0;
/// One transparent pixel, for maps without a picture of pixels: a vector drawing always hangs on one.
const BLANK: &[u8] = include_bytes!("../../../assets/report/docx/blank.png");

/// Ids of the parts of a map.
#[derive(Clone, Debug)]
pub(super) struct Image {
    pixels: String,
    drawing: Option<String>,
}

impl Image {
    /// Puts a map into the package.
    pub(super) fn of(map: &MapSheet, sheet: usize, package: &mut Package) -> Self {
        let mut add = |ending: &str, bytes: Vec<u8>| {
            let name = format!("media/map{}.{ending}", sheet + 1);
            package.add(format!("word/{name}"), bytes);
            package.relate(STORY_RELATIONS, "image", name)
        };
        let pixels = if map.png.is_empty() { BLANK.to_vec() } else { map.png.clone() };
        let pixels = add("png", pixels);
        let drawing = (!map.svg.is_empty()).then(|| add("svg", map.svg.clone().into_bytes()));
        Self { pixels, drawing }
    }
}

/// A map in its place.
pub(super) struct Picture<'a> {
    image: &'a Image,
    /// Which of all pictures.
    number: usize,
    name: &'a str,
    alternative: &'a str,
    size: [Whole; 2],
}

impl<'a> Picture<'a> {
    /// A map as large as on its sheet, or as the room in millimetres lets it be.
    pub(super) fn new(map: &'a MapSheet, image: &'a Image, number: usize, room: [f64; 2]) -> Self {
        let [width, height] = map.size_mm.map(|side| if side.is_finite() { side.max(LEAST) } else { LEAST });
        let scale = (room[0] / width).min(room[1] / height).min(1.0);
        let size = [width, height].map(|side| Whole((side * scale).max(LEAST) * EMU_PER_MM));
        Self { image, number, name: &map.name, alternative: &map.alternative, size }
    }

    /// Writes it, in line with the text.
    pub(super) fn write(&self, xml: &mut Xml) {
        let [width, height] = self.size;
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| {
                xml.element("wp:inline", &[("distT", &0), ("distB", &0), ("distL", &0), ("distR", &0)], |xml| {
                    xml.empty("wp:extent", &[("cx", &width), ("cy", &height)]);
                    self.properties(xml, "wp:docPr");
                    xml.element("wp:cNvGraphicFramePr", &[], |xml| {
                        xml.empty("a:graphicFrameLocks", &[("noChangeAspect", &1)]);
                    });
                    self.graphic(xml);
                });
            });
        });
    }

    fn properties(&self, xml: &mut Xml, element: &str) {
        xml.empty(element, &[("id", &self.number), ("name", &self.name), ("descr", &self.alternative)]);
    }

    fn graphic(&self, xml: &mut Xml) {
        let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
        xml.element("a:graphic", &[], |xml| {
            xml.element("a:graphicData", &[("uri", &picture)], |xml| {
                xml.element("pic:pic", &[], |xml| {
                    xml.element("pic:nvPicPr", &[], |xml| {
                        self.properties(xml, "pic:cNvPr");
                        xml.empty("pic:cNvPicPr", &[]);
                    });
                    self.fill(xml);
                    self.frame(xml);
                });
            });
        });
    }

    fn fill(&self, xml: &mut Xml) {
        xml.element("pic:blipFill", &[], |xml| {
            xml.element("a:blip", &[("r:embed", &self.image.pixels)], |xml| {
                let Some(drawing) = &self.image.drawing else { return };
                xml.element("a:extLst", &[], |xml| {
                    xml.element("a:ext", &[("uri", &"{96DAC541-7B7A-43D3-8B79-37D633B846F1}")], |xml| {
                        xml.empty("asvg:svgBlip", &[("r:embed", drawing)]);
                    });
                });
            });
            xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
        });
    }

    fn frame(&self, xml: &mut Xml) {
        let [width, height] = self.size;
        xml.element("pic:spPr", &[], |xml| {
            xml.element("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", &0), ("y", &0)]);
                xml.empty("a:ext", &[("cx", &width), ("cy", &height)]);
            });
            xml.element("a:prstGeom", &[("prst", &"rect")], |xml| xml.empty("a:avLst", &[]));
        });
    }
}
