//! A surface that writes SVG: what a report holds, sharp at any size and without pixels.
//!
//! Letters are outlines, so that a drawing looks the same wherever it is opened. Lengths are points, 96 to the inch, with
//! two decimals: a hundredth of a point is 0.003 mm on paper.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use vello_cpu::kurbo::{BezPath, Cap, Join, PathEl, Point, Rect};

use super::canvas::{Canvas, Pen, Texture};
use super::{Colour, Picture};

/// Thinning for print: corners may move by a fraction of the point that it divides.
const FINENESS: f64 = 2.0;
/// Of pictures, of 100: what is lost is not seen on paper.
const QUALITY: u8 = 88;

/// A drawing that grows by what is drawn on it.
pub(super) struct Vector {
    size: [f64; 2],
    body: String,
    /// Clips and patterns, each with a number of its own.
    definitions: String,
    clips: usize,
    patterns: BTreeMap<String, usize>,
    /// The path that was drawn last: a halo and the letters above it are one outline, written once.
    last: Option<Outline>,
    outlines: usize,
}

/// A path in the body that may be drawn again.
struct Outline {
    data: String,
    /// Where its data stands in the body.
    at: usize,
    id: Option<usize>,
}

impl Vector {
    /// An empty drawing of so many points.
    pub(super) fn new(size: [f64; 2]) -> Self {
        let size = size.map(|points| if points.is_finite() { points.max(1.0) } else { 1.0 });
        Self {
            size,
            body: String::new(),
            definitions: String::new(),
            clips: 0,
            patterns: BTreeMap::new(),
            last: None,
            outlines: 0,
        }
    }

    /// The drawing as an SVG document.
    pub(super) fn finish(self) -> String {
        let [width, height] = self.size.map(number);
        let [across, down] = self.size.map(|points| number(points * 0.75));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{across}pt\" height=\"{down}pt\" viewBox=\"0 0 {width} {height}\">\n"
        );
        if !self.definitions.is_empty() {
            svg.extend(["<defs>\n", &self.definitions, "</defs>\n"]);
        }
        svg.extend([self.body.as_str(), "</svg>\n"]);
        svg
    }

    /// Adds an element for a path, which is written once where it is drawn twice in a row.
    fn add(&mut self, path: &BezPath, attributes: &str) {
        let data = data(path);
        if data.is_empty() {
            return;
        }
        if let Some(last) = self.last.as_mut().filter(|last| last.data == data) {
            let id = *last.id.get_or_insert_with(|| {
                self.outlines += 1;
                self.body.insert_str(last.at, &format!("id=\"o{}\" ", self.outlines));
                self.outlines
            });
            // Attributes of the first drawing would hold for the second: it has its own group for them.
            let _infallible = writeln!(self.body, "<use xlink:href=\"#o{id}\" {attributes}/>");
            return;
        }
        let start = self.body.len();
        let _infallible = writeln!(self.body, "<g {attributes}><path d=\"{data}\"/></g>");
        let at = start + "<g ><path ".len() + attributes.len();
        self.last = Some(Outline { data, at, id: None });
    }

    fn pattern(&mut self, texture: Texture, colour: Colour, origin: [f64; 2]) -> usize {
        let text = pattern(texture, colour, origin);
        let next = self.patterns.len() + 1;
        let id = *self.patterns.entry(text.clone()).or_insert(next);
        if id == next {
            let _infallible = writeln!(self.definitions, "<pattern id=\"t{id}\" {text}");
        }
        id
    }
}

impl Canvas for Vector {
    fn size(&self) -> [f64; 2] {
        self.size
    }

    fn pixels_per_point(&self) -> f64 {
        FINENESS
    }

    fn fill(&mut self, path: &BezPath, colour: Colour) {
        self.add(path, &paint("fill", colour));
    }

    fn stroke(&mut self, path: &BezPath, pen: &Pen, colour: Colour) {
        let mut attributes =
            format!("fill=\"none\" {} stroke-width=\"{}\"", paint("stroke", colour), number(pen.width));
        match pen.cap {
            Cap::Butt => {}
            Cap::Round => attributes.push_str(" stroke-linecap=\"round\""),
            Cap::Square => attributes.push_str(" stroke-linecap=\"square\""),
        }
        match pen.join {
            Join::Miter => {}
            Join::Round => attributes.push_str(" stroke-linejoin=\"round\""),
            Join::Bevel => attributes.push_str(" stroke-linejoin=\"bevel\""),
        }
        if pen.dash.iter().sum::<f64>() > 0.1 {
            let dash: Vec<String> = pen.dash.iter().map(|&length| number(length)).collect();
            let _infallible = write!(attributes, " stroke-dasharray=\"{}\"", dash.join(" "));
            if pen.phase.abs() > 0.005 {
                let _infallible = write!(attributes, " stroke-dashoffset=\"{}\"", number(pen.phase));
            }
        }
        self.add(path, &attributes);
    }

    fn push_clip(&mut self, path: &BezPath) {
        self.clips += 1;
        let id = self.clips;
        let _infallible = writeln!(self.definitions, "<clipPath id=\"c{id}\"><path d=\"{}\"/></clipPath>", data(path));
        let _infallible = writeln!(self.body, "<g clip-path=\"url(#c{id})\">");
        self.last = None;
    }

    fn pop_clip(&mut self) {
        self.body.push_str("</g>\n");
        self.last = None;
    }

    fn picture(&mut self, at: Rect, picture: Picture) {
        // A picture that cannot be encoded has no pixel.
        let Some(jpeg) = jpeg(&picture) else { return };
        let [x, y, width, height] = [at.x0, at.y0, at.width(), at.height()].map(number);
        let _infallible = writeln!(
            self.body,
            "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
             xlink:href=\"data:image/jpeg;base64,{}\"/>",
            base64(&jpeg)
        );
        self.last = None;
    }

    fn texture(&mut self, area: &BezPath, texture: Texture, colour: Colour, origin: [f64; 2]) {
        let id = self.pattern(texture, colour, origin);
        self.add(area, &format!("fill=\"url(#t{id})\""));
    }
}

/// A picture as JPEG: an aerial photo as PNG would make a report of many maps too large to be sent.
fn jpeg(picture: &Picture) -> Option<Vec<u8>> {
    let [width, height] = [picture.width, picture.height].map(|side| u32::try_from(side).ok());
    let rgb: Vec<u8> = picture.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.encode(&rgb, width?, height?, image::ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

/// Bytes in the letters of RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|index| u32::from(three.get(index).copied().unwrap_or_default()));
        let bits = a << 16 | b << 8 | c;
        for letter in 0..4 {
            let is_filled = letter <= three.len();
            let index = (bits >> (18 - 6 * letter) & 63) as usize;
            text.push(if is_filled { char::from(LETTERS[index]) } else { '=' });
        }
    }
    text
}

/// A tile of a texture, from its attributes on.
fn pattern(texture: Texture, colour: Colour, [x, y]: [f64; 2]) -> String {
    match texture {
        Texture::Hatch { spacing, width, slant } => {
            let spacing = spacing.max(0.5);
            // A line along the middle of the tile; y points down, so that a slant turns anticlockwise by its negative.
            format!(
                "patternUnits=\"userSpaceOnUse\" width=\"{0}\" height=\"{0}\" \
                 patternTransform=\"translate({1} {2}) rotate({3}) translate(0 {4})\"><path d=\"M0 {5}H{0}\" {6} \
                 stroke-width=\"{7}\"/></pattern>",
                number(spacing),
                number(x),
                number(y),
                number(-slant),
                number(-spacing / 2.0),
                number(spacing / 2.0),
                paint("stroke", colour),
                number(width),
            )
        }
        Texture::Dots { spacing, radius } => {
            let spacing = spacing.max(1.0);
            let middles = [[0.25, 0.25], [0.75, 0.75]].map(|[x, y]| {
                let (x, y) = (number(x * spacing), number(y * spacing));
                format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" {}/>", number(radius), paint("fill", colour))
            });
            format!(
                "patternUnits=\"userSpaceOnUse\" width=\"{0}\" height=\"{0}\" \
                 patternTransform=\"translate({1} {2})\">{3}</pattern>",
                number(spacing),
                number(x - spacing / 4.0),
                number(y - spacing / 4.0),
                middles.concat(),
            )
        }
    }
}

/// A colour as the attributes of a fill or a stroke.
fn paint(what: &str, Colour { r, g, b, a }: Colour) -> String {
    let mut text = format!("{what}=\"#{r:02x}{g:02x}{b:02x}\"");
    if a < 255 {
        let _infallible = write!(text, " {what}-opacity=\"{}\"", number(f64::from(a) / 255.0));
    }
    text
}

/// A number with at most two decimals and nothing that says nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" || text.is_empty() { String::from("0") } else { text.to_owned() }
}

/// A path in the letters of SVG: steps in hundredths of a point from place to place, which never drift as each starts where the
/// last one ended. Steps too short to be written are left out.
fn data(path: &BezPath) -> String {
    let mut text = String::new();
    let mut pen = Place::default();
    // Where the contour began: closing it leads back there.
    let mut start = pen;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(at) => {
                pen = Place::of(at);
                start = pen;
                text.push('M');
                write_numbers(&mut text, &[pen.x, pen.y]);
            }
            PathEl::LineTo(at) => {
                let [x, y] = pen.step_to(at);
                match (x, y) {
                    (0, 0) => continue,
                    (x, 0) => write_step(&mut text, 'h', &[x]),
                    (0, y) => write_step(&mut text, 'v', &[y]),
                    (x, y) => write_step(&mut text, 'l', &[x, y]),
                }
                pen = Place::of(at);
            }
            PathEl::QuadTo(a, at) => {
                let ([ax, ay], [x, y]) = (pen.step_to(a), pen.step_to(at));
                write_step(&mut text, 'q', &[ax, ay, x, y]);
                pen = Place::of(at);
            }
            PathEl::CurveTo(a, b, at) => {
                let ([ax, ay], [bx, by], [x, y]) = (pen.step_to(a), pen.step_to(b), pen.step_to(at));
                write_step(&mut text, 'c', &[ax, ay, bx, by, x, y]);
                pen = Place::of(at);
            }
            PathEl::ClosePath => {
                text.push('z');
                pen = start;
            }
        }
    }
    text
}

/// A place in hundredths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    x: i64,
    y: i64,
}

impl Place {
    fn of(at: Point) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "drawings are far smaller than 2^63 hundredths of a point")]
        let hundredths = |value: f64| (value * 100.0).round() as i64;
        Self { x: hundredths(at.x), y: hundredths(at.y) }
    }

    fn step_to(self, at: Point) -> [i64; 2] {
        let to = Self::of(at);
        [to.x - self.x, to.y - self.y]
    }
}

fn write_step(text: &mut String, letter: char, numbers: &[i64]) {
    text.push(letter);
    write_numbers(text, numbers);
}

/// Hundredths as numbers in a row, with a blank only where two would run into each other.
fn write_numbers(text: &mut String, hundredths: &[i64]) {
    for (index, &value) in hundredths.iter().enumerate() {
        if index > 0 && value >= 0 {
            text.push(' ');
        }
        if value < 0 {
            text.push('-');
        }
        let (whole, part) = (value.unsigned_abs() / 100, value.unsigned_abs() % 100);
        let _infallible = match (whole, part) {
            (whole, 0) => write!(text, "{whole}"),
            (0, part) if part % 10 == 0 => write!(text, ".{}", part / 10),
            (0, part) => write!(text, ".{part:02}"),
            (whole, part) if part % 10 == 0 => write!(text, "{whole}.{}", part / 10),
            (whole, part) => write!(text, "{whole}.{part:02}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vello_cpu::kurbo::Shape as _;

    fn square(x: f64) -> BezPath {
        Rect::new(x, 0.0, x + 4.0, 4.0).to_path(0.1)
    }

    const RED: Colour = Colour::hex(0xff_00_00);

    #[test]
    fn a_path_is_written_in_steps_of_two_decimals_that_do_not_drift() {
        let mut long = BezPath::new();
        long.move_to((0.0, 0.0));
        (1..=1_000).for_each(|step| long.line_to((f64::from(step) * 0.333, 0.001)));
        let reached: f64 = data(&long).split('h').skip(1).map(|step| step.parse::<f64>().unwrap()).sum();
        assert!((reached - 333.0).abs() < 1e-9, "{reached}");
        let mut path = BezPath::new();
        path.move_to((1.0, 2.005));
        path.line_to((1.001, 2.006));
        path.line_to((5.0, 2.006));
        path.line_to((5.0, -0.001));
        path.line_to((6.5, 7.25));
        path.close_path();
        assert_eq!(data(&path), "M1 2.01h4v-2.01l1.5 7.25z");
        assert_eq!(data(&BezPath::new()), "");
    }

    #[test]
    fn an_outline_drawn_twice_is_written_once() {
        let mut vector = Vector::new([100.0, 50.0]);
        vector.stroke(&square(1.0), &Pen::solid(3.0).round(), RED.with_opacity(51));
        vector.fill(&square(1.0), RED);
        vector.fill(&square(9.0), RED);
        let svg = vector.finish();
        assert_eq!(svg.matches("<path").count(), 2, "{svg}");
        assert!(
            svg.contains("id=\"o1\" d=\"M1 0h4v4h-4z\"") && svg.contains("<use xlink:href=\"#o1\" fill=\"#ff0000\"/>")
        );
        assert!(svg.contains("stroke-opacity=\"0.2\" stroke-width=\"3\" stroke-linecap=\"round\""), "{svg}");
        assert!(svg.contains("width=\"75pt\" height=\"37.5pt\" viewBox=\"0 0 100 50\""), "{svg}");
    }

    #[test]
    fn a_picture_stands_in_the_drawing_itself() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), expected, "RFC 4648, section 10");
        }
        let mut vector = Vector::new([100.0, 50.0]);
        let picture = Picture { width: 2, height: 1, rgba: vec![255, 0, 0, 255, 0, 0, 255, 255] };
        vector.picture(Rect::new(0.0, 0.0, 100.0, 50.0), picture);
        let svg = vector.finish();
        let image = "<image x=\"0\" y=\"0\" width=\"100\" height=\"50\" preserveAspectRatio=\"none\"";
        assert!(svg.contains(image) && svg.contains("xlink:href=\"data:image/jpeg;base64,/9j/"), "{svg}");
    }

    #[test]
    fn a_texture_is_one_tile_however_many_areas_it_covers() {
        let mut vector = Vector::new([100.0, 50.0]);
        let hatch = Texture::Hatch { spacing: 6.0, width: 1.0, slant: 45.0 };
        for x in [0.0, 10.0, 20.0] {
            vector.texture(&square(x), hatch, RED, [2.0, 1.0]);
        }
        vector.push_clip(&square(0.0));
        vector.texture(&square(0.0), Texture::Dots { spacing: 4.0, radius: 0.5 }, RED, [0.0, 0.0]);
        vector.pop_clip();
        let svg = vector.finish();
        assert_eq!((svg.matches("<pattern").count(), svg.matches("url(#t1)").count()), (2, 3), "{svg}");
        assert_eq!((svg.matches("<g").count(), svg.matches("</g>").count()), (5, 5), "{svg}");
    }
}
