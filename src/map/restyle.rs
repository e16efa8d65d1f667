//! What a plan states of the look of a layer, laid over the built-in one.

use super::camera::metres_per_point_at;
use super::canvas::Texture;
use super::style::{Depth, Ink, Pass, Width, passes, rim};
use super::symbol::{Form, Symbol};
use crate::plan::style::{Class, Colour, Dash, LineWidth, Paint, Texture as Stated};
use crate::plan::style::{Classes, Style};

/// Which class of a style a symbol is drawn as.
pub(super) type ClassIndex = Option<usize>;

/// The passes of a symbol as a plan wants them.
pub(super) fn restyled(symbol: Symbol, style: &Style, class: ClassIndex) -> Vec<Pass> {
    let mut passes = passes(symbol);
    if style.is_built_in() {
        return passes;
    }
    let wanted = Wanted::of(style, class, symbol.form, is_road(&passes));
    match symbol.form {
        Form::Area => wanted.area(&mut passes),
        Form::Line if is_road(&passes) => wanted.road(&mut passes),
        Form::Line => wanted.line(&mut passes),
        Form::Point => wanted.point(&mut passes),
    }
    within_scales(&mut passes, style.from, style.to);
    for pass in &mut passes {
        pass.on_top = style.on_top;
        pass.ink = pass.ink.faded(style.opacity.unwrap_or(100));
    }
    passes
}

/// Whether a line has an inside between two edges.
fn is_road(passes: &[Pass]) -> bool {
    passes.iter().any(|pass| matches!(pass.ink, Ink::Line { width: Width::Casing { .. }, .. }))
}

/// What of a symbol is wanted otherwise.
struct Wanted {
    fill: Option<Paint>,
    line: Option<Paint>,
    width: Option<LineWidth>,
    dash: Option<&'static [f64]>,
    texture: Option<Stated>,
}

impl Wanted {
    /// The colour of a class takes the place of the one that tells things of this form apart.
    fn of(style: &Style, class: ClassIndex, form: Form, is_road: bool) -> Self {
        let Style { fill, line, width, .. } = *style;
        let mut wanted = Self { fill, line, width, dash: style.dash.map(dashes), texture: style.texture };
        let Some(classes) = &style.classes else { return wanted };
        let own: Option<Class> = class.and_then(|index| classes.class(index));
        let main = own.map(|class| Paint::Colour(class.colour)).or_else(|| others(classes, class));
        wanted.width = own.and_then(|class| class.width).or(wanted.width);
        if form == Form::Line && !is_road {
            wanted.line = main.or(wanted.line);
        } else {
            wanted.fill = main.or(wanted.fill);
            if main == Some(Paint::Nothing) {
                wanted.line = main;
            }
        }
        wanted
    }

    fn area(&self, passes: &mut Vec<Pass>) {
        let is_fill = |pass: &Pass| matches!(pass.ink, Ink::Fill(_));
        let is_line = |pass: &Pass| matches!(pass.ink, Ink::Line { .. });
        let depth =
            passes.iter().find(|pass| is_fill(pass)).or(passes.first()).map_or(Depth::Backdrop, |pass| pass.depth);
        let inside = passes.iter().find_map(|pass| match pass.ink {
            Ink::Fill(colour) => Some(colour),
            _ => None,
        });
        match self.fill {
            Some(Paint::Nothing) => passes.retain(|pass| !is_fill(pass)),
            Some(Paint::Colour(colour)) => {
                passes.retain(|pass| !is_fill(pass));
                passes.insert(0, Pass::of(depth, Ink::Fill(colour)));
            }
            None => {}
        }
        if let Some(texture) = self.texture {
            passes.retain(|pass| !matches!(pass.ink, Ink::Texture(..)));
            let at = passes.iter().filter(|pass| is_fill(pass)).count();
            let colour = match (self.line, self.fill) {
                (Some(Paint::Colour(colour)), _) => colour,
                (_, Some(Paint::Colour(colour))) => colour.dimmed(60),
                _ => inside.unwrap_or(Colour::hex(0x66_66_66)).dimmed(60).with_opacity(255),
            };
            let inks = textures(texture).iter().map(|texture| Pass::of(depth, Ink::Texture(*texture, colour)));
            passes.splice(at..at, inks);
        }
        if self.line == Some(Paint::Nothing) {
            return passes.retain(|pass| !is_line(pass));
        }
        let states_line = self.line.is_some() || self.width.is_some() || self.dash.is_some();
        if states_line && !passes.iter().any(is_line) {
            let colour = inside.unwrap_or(Colour::hex(0x66_66_66)).dimmed(60).with_opacity(255);
            passes.push(Pass::of(depth, Ink::Line { colour, width: Width::Points(0.8), dash: &[] }));
        }
        for pass in passes.iter_mut().filter(|pass| states_line && is_line(pass)) {
            // What was asked for is seen at every scale.
            pass.until = f64::INFINITY;
            self.restate(&mut pass.ink, self.line);
        }
    }

    /// Casing and inside.
    fn road(&self, passes: &mut Vec<Pass>) {
        let is_casing = |pass: &Pass| matches!(pass.ink, Ink::Line { width: Width::Casing { .. }, .. });
        let edge = match (self.line, self.fill) {
            (None, Some(Paint::Colour(colour))) => Some(Paint::Colour(colour.dimmed(72))),
            (line, _) => line,
        };
        for pass in passes.iter_mut() {
            let of_casing = is_casing(pass);
            let Ink::Line { colour, width, dash } = &mut pass.ink else { continue };
            if let Some(Paint::Colour(wanted)) = if of_casing { edge } else { self.fill } {
                *colour = wanted;
            }
            match (self.width, of_casing) {
                (Some(LineWidth::Points(points)), true) => *width = Width::Points(points + 2.0 * rim(points)),
                (Some(LineWidth::Metres(metres)), true) => *width = Width::Casing { metres, least: LEAST },
                (Some(own), false) => *width = ground(own),
                (None, _) => {}
            }
            *dash = self.dash.unwrap_or(dash);
            if self.width.is_some() && !of_casing {
                pass.until = f64::INFINITY;
            }
        }
        let mut casing = passes.first().map(|pass| pass.depth);
        passes.retain(|pass| {
            let gone = if Some(pass.depth) == casing.take() { edge } else { self.fill };
            gone != Some(Paint::Nothing)
        });
    }

    /// One line, or one above a halo.
    fn line(&self, passes: &mut Vec<Pass>) {
        if self.line == Some(Paint::Nothing) {
            return passes.clear();
        }
        let Some((top, halo)) = passes.split_last_mut() else { return };
        let before = thickness(&top.ink);
        self.restate(&mut top.ink, self.line);
        let grown = thickness(&top.ink) - before;
        for pass in halo {
            if let Ink::Line { width: Width::Points(points), .. } = &mut pass.ink {
                *points = (*points + grown).max(0.1);
            }
        }
    }

    fn point(&self, passes: &mut Vec<Pass>) {
        if self.fill == Some(Paint::Nothing) {
            return passes.clear();
        }
        for pass in passes {
            let Ink::Disc { colour, rim, radius } = &mut pass.ink else { continue };
            if let Some(Paint::Colour(wanted)) = self.fill {
                *colour = wanted;
            }
            match self.line {
                Some(Paint::Colour(wanted)) => *rim = wanted,
                Some(Paint::Nothing) => *rim = rim.with_opacity(0),
                None => {}
            }
            if let Some(LineWidth::Points(points)) = self.width {
                *radius = points / 2.0;
            }
        }
    }

    /// Gives a line what is wanted of it.
    fn restate(&self, ink: &mut Ink, paint: Option<Paint>) {
        let Ink::Line { colour, width, dash } = ink else { return };
        if let Some(Paint::Colour(wanted)) = paint {
            *colour = wanted;
        }
        *width = self.width.map_or(*width, ground);
        *dash = self.dash.unwrap_or(dash);
    }
}

fn others(classes: &Classes, class: ClassIndex) -> Option<Paint> {
    classes.others.filter(|_| class.is_none())
}

/// A line of the ground is never thinner than this, in points.
const LEAST: f64 = 0.4;

fn ground(width: LineWidth) -> Width {
    match width {
        LineWidth::Points(points) => Width::Points(points),
        LineWidth::Metres(metres) => Width::Ground { metres, least: LEAST, most: f64::INFINITY },
    }
}

fn thickness(ink: &Ink) -> f64 {
    match ink {
        Ink::Line { width: Width::Points(points), .. } => *points,
        _ => 0.0,
    }
}

/// Dashes and gaps in points.
pub(super) fn dashes(dash: Dash) -> &'static [f64] {
    match dash {
        Dash::Solid => &[],
        Dash::Dashed => &[6.0, 3.0],
        Dash::Dotted => &[1.5, 2.5],
        Dash::DashDot => &[10.0, 3.0, 2.0, 3.0],
        Dash::DashDotDot => &[10.0, 3.0, 1.5, 3.0, 1.5, 3.0],
    }
}

fn textures(texture: Stated) -> &'static [Texture] {
    const fn hatch(slant: f64) -> Texture {
        Texture::Hatch { spacing: 7.0, width: 0.8, slant }
    }
    const RISING: Texture = hatch(45.0);
    const FALLING: Texture = hatch(135.0);
    const LEVEL: Texture = hatch(0.0);
    const UPRIGHT: Texture = hatch(90.0);
    match texture {
        Stated::Plain => &[],
        Stated::Hatch => &[RISING],
        Stated::BackHatch => &[FALLING],
        Stated::CrossHatch => &[RISING, FALLING],
        Stated::Horizontal => &[LEVEL],
        Stated::Vertical => &[UPRIGHT],
        Stated::Dots => &[Texture::Dots { spacing: 9.0, radius: 0.9 }],
    }
}

/// What of a symbol is seen from farthest away is seen up to the smallest scale that is stated; the rest not beyond it.
fn within_scales(passes: &mut [Pass], from: Option<f64>, to: Option<f64>) {
    let longest = passes.iter().map(|pass| pass.until).fold(0.0, f64::max);
    for pass in passes {
        pass.from = from.map_or(0.0, metres_per_point_at);
        if let Some(farthest) = to.map(metres_per_point_at) {
            pass.until = if pass.until >= longest { farthest } else { pass.until.min(farthest) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::symbol::What;
    use super::*;
    use crate::layer::{RoadClass, Role};
    use crate::plan::style::By;

    const RED: Colour = Colour::hex(0xff_00_00);
    const BLUE: Colour = Colour::hex(0x00_00_ff);

    fn drawn(role: Role, form: Form, style: &Style) -> Vec<Pass> {
        restyled(Symbol { what: What::Role(role), form }, style, None)
    }

    fn road(style: &Style, class: ClassIndex) -> Vec<Pass> {
        let what = What::Road(Some(RoadClass::Arterial), Some(40));
        restyled(Symbol { what, form: Form::Line }, style, class)
    }

    #[test]
    fn what_a_style_leaves_open_stays_as_it_is_built_in() {
        for &(role, _) in Role::ALL {
            for form in [Form::Area, Form::Line, Form::Point] {
                let built_in = passes(Symbol { what: What::Role(role), form });
                let opaque = Style { opacity: Some(100), ..Style::default() };
                assert_eq!(drawn(role, form, &opaque), built_in, "{role:?} {form:?}");
            }
        }
    }

    #[test]
    fn an_area_takes_fill_line_and_texture_at_its_own_depth() {
        let style = Style {
            fill: Some(Paint::Colour(RED)),
            line: Some(Paint::Colour(BLUE)),
            width: Some(LineWidth::Metres(2.0)),
            texture: Some(Stated::CrossHatch),
            opacity: Some(50),
            ..Style::default()
        };
        let passes = drawn(Role::Buildings, Form::Area, &style);
        let [fill, rising, falling, line] = passes.as_slice() else { panic!("{passes:?}") };
        assert!(passes.iter().all(|pass| pass.depth == Depth::Building));
        assert_eq!(fill.ink, Ink::Fill(RED.with_opacity(128)));
        assert!(matches!((rising.ink, falling.ink), (Ink::Texture(_, a), Ink::Texture(_, b)) if a == b && a.b == 255));
        let Ink::Line { colour, width, .. } = line.ink else { panic!("{line:?}") };
        assert_eq!((colour, width.points(1.0)), (BLUE.with_opacity(128), 2.0));
        let nothing = Style { fill: Some(Paint::Nothing), line: Some(Paint::Nothing), ..Style::default() };
        assert!(drawn(Role::Buildings, Form::Area, &nothing).is_empty());
    }

    #[test]
    fn an_area_that_has_no_outline_gets_one_where_a_line_is_stated() {
        let style = Style { line: Some(Paint::Colour(BLUE)), dash: Some(Dash::Dotted), ..Style::default() };
        let passes = drawn(Role::Corridors, Form::Area, &style);
        assert!(passes.iter().any(|pass| matches!(pass.ink, Ink::Line { colour: BLUE, dash: [_, _], .. })));
        assert_eq!(passes.iter().filter(|pass| matches!(pass.ink, Ink::Line { .. })).count(), 1);
    }

    #[test]
    fn a_road_of_a_class_keeps_two_edges_that_are_darker() {
        let by = By::Value(vec![("a".into(), Class { colour: RED, width: Some(LineWidth::Points(4.0)) })]);
        let classes = Some(Classes { field: "class".into(), by, others: Some(Paint::Nothing) });
        let style = Style { classes, ..Style::default() };
        let passes = road(&style, Some(0));
        let [casing, inside] = passes.as_slice() else { panic!("{passes:?}") };
        let (Ink::Line { colour: edge, width: wide, .. }, Ink::Line { colour, width, .. }) = (casing.ink, inside.ink)
        else {
            panic!("{passes:?}")
        };
        assert_eq!((edge, colour), (RED.dimmed(72), RED));
        assert_eq!((wide.points(9.0), width.points(9.0)), (4.0 + 2.0 * 0.9, 4.0));
        assert!(road(&style, None).is_empty(), "others are not drawn");
    }

    #[test]
    fn a_line_with_a_halo_keeps_it_as_much_wider_as_it_was() {
        let style = Style { width: Some(LineWidth::Points(5.0)), line: Some(Paint::Colour(RED)), ..Style::default() };
        let passes = drawn(Role::Greenways, Form::Line, &style);
        let widths: Vec<f64> = passes.iter().map(|pass| thickness(&pass.ink)).collect();
        assert!((widths[0] - 6.6).abs() < 1e-9 && (widths[1] - 5.0).abs() < 1e-9, "{widths:?}");
    }

    #[test]
    fn a_layer_is_drawn_from_its_largest_to_its_smallest_scale() {
        let style = Style { from: Some(1_000.0), to: Some(50_000.0), on_top: true, ..Style::default() };
        let passes = drawn(Role::Lamps, Form::Point, &style);
        let shown = |denominator: f64| passes.iter().any(|pass| pass.is_drawn_at(metres_per_point_at(denominator)));
        assert!(!shown(999.0) && shown(1_000.0) && shown(50_000.0) && !shown(50_001.0));
        assert!(passes.iter().all(|pass| pass.on_top));
        let far = road(&style, None);
        assert!(far[0].is_drawn_at(metres_per_point_at(50_000.0)), "the edge of a road");
    }
}
