//! A thematic map: zones in the colours of classes, translucent over the layers.

use geo_types::{Coord, Rect as PlanRect};
use vello_cpu::kurbo::BezPath;

use super::Colour;
use super::canvas::{Canvas, Pen};
use super::view::View;
use crate::check::ThematicFigures;
use crate::geometry::Boxes;
use crate::measure::thematic::{Asked, Zone};
use crate::standard::Comparison;
use crate::text::{Lang, Message};

/// Below and above a limit: the diverging scheme `BrBG` of Cynthia Brewer (colorbrewer2.org), which people see alike
/// whatever their colour vision.
const FALLING_SHORT: [Colour; 3] = [Colour::hex(0x8c_51_0a), Colour::hex(0xd8_b3_65), Colour::hex(0xf6_e8_c3)];
const REACHING: [Colour; 3] = [Colour::hex(0xc7_ea_e5), Colour::hex(0x5a_b4_ac), Colour::hex(0x01_66_5e)];
/// Without a limit: her sequential scheme `YlGnBu`, likewise.
const RISING: [Colour; 6] = [
    Colour::hex(0xff_ff_cc),
    Colour::hex(0xc7_e9_b4),
    Colour::hex(0x7f_cd_bb),
    Colour::hex(0x41_b6_c4),
    Colour::hex(0x2c_7f_b8),
    Colour::hex(0x25_34_94),
];
const OPACITY: u8 = 204;
const JOINT: Colour = Colour { r: 255, g: 255, b: 255, a: 150 };
/// Joints between zones are drawn where a zone is at least so many points wide.
const JOINTS_FROM: f64 = 6.0;
/// Of so many zones in a hundred the largest figures share the last class: one outlier would empty the others.
const LARGEST: usize = 5;

/// A thematic map, ready to be drawn and asked.
#[derive(Clone, Debug)]
pub struct Shading {
    asked: Asked,
    zones: Vec<Zone>,
    boxes: Boxes,
    /// Between two classes, ascending.
    breaks: Vec<f64>,
    /// One more than breaks.
    colours: Vec<Colour>,
    /// The limit that the colours turn at.
    limit: Option<f64>,
}

impl Shading {
    /// The map of figures: broken at the limit of the clause on them, else into even classes.
    pub fn of(figures: ThematicFigures) -> Self {
        let ThematicFigures { thematic, test } = figures;
        let boxes = Boxes::new(thematic.zones.iter().map(|zone| zone.region.bounds()));
        let (breaks, colours) = match test {
            Some(test) if test.limit > 0.0 => {
                let wants_more = matches!(test.comparison, Comparison::AtLeast | Comparison::MoreThan);
                around(test.limit, wants_more)
            }
            _ => even(&thematic.zones),
        };
        let limit = test.map(|test| test.limit).filter(|limit| *limit > 0.0);
        Self { asked: thematic.asked, zones: thematic.zones, boxes, breaks, colours, limit }
    }

    /// What it shows.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// What it shows, and by which zones.
    pub fn title(&self) -> Message {
        self.asked.title()
    }

    /// Colours with the figures they stand for, ascending; classes that no zone has are left out at both ends.
    pub fn legend(&self) -> Vec<(Colour, Message)> {
        let classes = || self.zones.iter().filter_map(|zone| zone.value).map(|value| self.class(value));
        let (Some(first), Some(last)) = (classes().min(), classes().max()) else { return Vec::new() };
        let says = |value: &f64| round(*value);
        let line = |class: usize| {
            let from = class.checked_sub(1).and_then(|before| self.breaks.get(before)).map(says);
            let to = self.breaks.get(class).map(says);
            let range = match (from, to) {
                (Some(from), Some(to)) => Message::new("map.shade-between").with("from", from).with("to", to),
                (Some(from), None) => Message::new("map.shade-from").with("from", from),
                (None, Some(to)) => Message::new("map.shade-below").with("to", to),
                (None, None) => self.title(),
            };
            Some((*self.colours.get(class)?, range))
        };
        (first..=last).filter_map(line).collect()
    }

    /// The unit of its figures, and the limit they are broken at.
    pub fn legend_note(&self) -> Option<Message> {
        let unit = self.asked.topic.unit().map(crate::units::Unit::name);
        match (unit, self.limit) {
            (Some(unit), Some(limit)) => {
                Some(Message::new("map.shade-limit").with_message("unit", unit).with("limit", round(limit)))
            }
            (Some(unit), None) => Some(Message::new("map.shade-unit").with_message("unit", unit)),
            _ => None,
        }
    }

    /// The zone at a place: its name where it has one, and its figure.
    pub fn at(&self, place: Coord<f64>) -> Option<(Option<&str>, Message)> {
        let here = PlanRect::new(place, place);
        let zone = self.boxes.meeting(&here).into_iter().filter_map(|number| self.zones.get(number));
        let zone = zone.into_iter().find(|zone| zone.region.contains_point(place))?;
        let figure = match zone.value {
            Some(value) => self.asked.topic.say(value, zone.at_least),
            None => Message::new("map.shade-unknown"),
        };
        Some((zone.name.as_deref(), figure))
    }

    fn class(&self, value: f64) -> usize {
        self.breaks.iter().filter(|at| value >= **at).count()
    }

    /// Draws the zones that are seen, class by class.
    pub(super) fn draw(&self, canvas: &mut dyn Canvas, view: &View) {
        let mut areas = vec![BezPath::new(); self.colours.len()];
        let mut joints = BezPath::new();
        for zone in &self.zones {
            let Some(bounds) = zone.region.bounds().filter(|bounds| view.sees(bounds)) else { continue };
            let Some(value) = zone.value else { continue };
            if let Some(areas) = areas.get_mut(self.class(value)) {
                areas.extend(view.area(&zone.region));
            }
            if bounds.width().min(bounds.height()) / view.metres_per_point() >= JOINTS_FROM {
                joints.extend(view.outline(&zone.region));
            }
        }
        for (area, colour) in areas.iter().zip(&self.colours) {
            canvas.fill(area, colour.with_opacity(OPACITY));
        }
        canvas.stroke(&joints, &Pen::solid(0.7), JOINT);
    }

    /// The legend as a text of lines: title, classes, unit.
    pub(super) fn said_legend(&self, lang: Lang) -> Vec<(Option<Colour>, String)> {
        let heads = [Some(self.title()), self.legend_note()].into_iter().flatten().map(|line| (None, line.say(lang)));
        let classes = self.legend().into_iter().map(|(colour, range)| (Some(colour), range.say(lang)));
        heads.chain(classes).collect()
    }
}

/// A break as people read it: breaks are round, what rounding leaves beyond six decimals is noise.
fn round(value: f64) -> String {
    crate::units::grouped(&((value * 1e6).round() / 1e6).to_string())
}

/// Classes about a limit: up to three below and three above, by a round step.
fn around(limit: f64, wants_more: bool) -> (Vec<f64>, Vec<Colour>) {
    let step = round_step(limit / 4.0);
    let far = |at: f64| (at - limit).abs() > step / 2.0;
    let below = (1..=9_u8).map(|n| f64::from(n) * step).filter(|at| *at < limit && far(*at));
    let mut below: Vec<f64> = below.collect();
    let below = below.split_off(below.len().saturating_sub(2));
    let above = (1..=99_u8).map(|n| f64::from(n) * step).filter(|at| *at > limit && far(*at)).take(2);
    let mut breaks: Vec<f64> = below.iter().copied().chain([limit]).chain(above).collect();
    breaks.dedup_by(|a, b| (*a - *b).abs() < step * 1e-9);
    let short = FALLING_SHORT.iter().skip(2 - below.len()).copied();
    let mut colours: Vec<Colour> = short.chain(REACHING).collect();
    if !wants_more {
        colours.reverse();
    }
    (breaks, colours)
}

/// Up to six classes of one round width.
fn even(zones: &[Zone]) -> (Vec<f64>, Vec<Colour>) {
    let mut values: Vec<f64> = zones.iter().filter_map(|zone| zone.value).collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1 + values.len() * LARGEST / 100);
    let largest = values.get(last).copied().unwrap_or(0.0);
    let step = round_step(largest / 6.0);
    let breaks: Vec<f64> = (1..=5_u8).map(|n| f64::from(n) * step).collect();
    (breaks, RISING.to_vec())
}

/// The smallest of 1, 2 or 5 times a power of ten that is at least so much.
fn round_step(least: f64) -> f64 {
    let least = if least.is_finite() && least > 1e-6 { least } else { 1e-6 };
    let power = 10.0_f64.powf(least.log10().floor());
    let found = [1.0, 2.0, 5.0].map(|times| times * power).into_iter().find(|step| *step >= least * (1.0 - 1e-9));
    found.unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::super::Camera;
    use super::super::canvas::Raster;
    use super::*;
    use crate::geometry::Region;
    use crate::measure::thematic::Thematic;
    use crate::standard::Test;
    use crate::units::Unit;

    fn square(x: f64) -> Region {
        let corners = [(x, 0.0), (x + 100.0, 0.0), (x + 100.0, 100.0), (x, 100.0)].map(Coord::from);
        Region::from_rings(&corners, &[]).unwrap()
    }

    fn shading(values: &[Option<f64>], limit: Option<(Comparison, f64)>) -> Shading {
        let zones = values.iter().enumerate().map(|(number, value)| Zone {
            name: (number == 0).then(|| "甲".to_owned()),
            region: square(number as f64 * 100.0),
            value: *value,
            at_least: false,
        });
        let test = limit.map(|(comparison, limit)| Test { comparison, limit, unit: Unit::KmPerKm2 });
        let asked = "road-density:cell=100".parse().unwrap();
        Shading::of(ThematicFigures { thematic: Thematic { asked, zones: zones.collect() }, test })
    }

    fn lines(shading: &Shading) -> Vec<String> {
        shading.legend().into_iter().map(|(_, range)| range.say(Lang::En)).collect()
    }

    #[test]
    fn colours_turn_at_the_limit_of_the_clause() {
        let of = shading(&[Some(1.0), Some(7.9), Some(8.0), Some(20.0)], Some((Comparison::AtLeast, 8.0)));
        assert_eq!(lines(&of), ["< 4", "4 – 6", "6 – 8", "8 – 10", "10 – 12", "≥ 12"]);
        assert_eq!((of.class(7.999), of.class(8.0)), (2, 3));
        assert_eq!((of.colours[2], of.colours[3]), (FALLING_SHORT[2], REACHING[0]));
        let most = shading(&[Some(1.0)], Some((Comparison::AtMost, 8.0)));
        assert_eq!((most.colours[2], most.colours[3]), (REACHING[0], FALLING_SHORT[2]), "too much is short of it too");
        let odd = shading(&[Some(1.0), Some(99.0)], Some((Comparison::AtLeast, 38.9)));
        assert_eq!(lines(&odd), ["< 20", "20 – 30", "30 – 38.9", "38.9 – 50", "50 – 60", "≥ 60"]);
    }

    #[test]
    fn without_a_limit_classes_are_even_and_empty_ones_at_the_ends_are_left_out() {
        let of = shading(&[Some(0.5), Some(1.9), Some(2.1), None], None);
        // 2.1 ÷ 6 = 0.35: by halves.
        assert_eq!(lines(&of), ["0.5 – 1", "1 – 1.5", "1.5 – 2", "2 – 2.5"]);
        assert_eq!(lines(&shading(&[None], None)), Vec::<String>::new());
    }

    #[test]
    fn a_zone_tells_its_name_and_figure_where_the_pointer_is() {
        let of = shading(&[Some(4.0), None], None);
        let told =
            |x: f64| of.at(Coord { x, y: 50.0 }).map(|(name, figure)| (name.map(str::to_owned), figure.say(Lang::En)));
        assert_eq!(told(50.0), Some((Some("甲".to_owned()), "4.00 km/km²".to_owned())));
        assert_eq!(told(150.0), Some((None, "no data".to_owned())));
        assert_eq!(told(500.0), None);
    }

    #[test]
    fn a_zone_is_drawn_in_the_colour_of_its_class_and_one_without_a_figure_is_not() {
        let of = shading(&[Some(20.0), None], Some((Comparison::AtLeast, 8.0)));
        let camera = Camera { centre: Coord { x: 100.0, y: 50.0 }, metres_per_point: 1.0, size: [200.0, 100.0] };
        let mut canvas = Raster::new(camera.size, 1.0);
        of.draw(&mut canvas, &View::of(&camera));
        let picture = canvas.finish();
        let pixel = |x: usize| picture.rgba[(50 * 200 + x) * 4 + 3];
        assert_eq!((pixel(50), pixel(150)), (OPACITY, 0));
    }
}
