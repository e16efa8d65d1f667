//! How each symbol looks: colours, widths, textures, and what lies over what.
//!
//! Land-use colours are those of the national drafting rules for territorial master plans (市级国土空间总体规划制图规范, 2021,
//! appendix B), softened over paper so that what is drawn above them is seen first.

use super::canvas::Texture;
use super::colour::{Colour, PAPER};
use super::symbol::{Control, Form, Symbol, What};
use crate::layer::{GreenClass, LandClass, RoadClass, Role};

/// One pass of a symbol: everything of it that lies at one depth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pass {
    /// What is drawn later lies above, over all layers.
    pub(super) depth: Depth,
    pub(super) ink: Ink,
    /// The pass is drawn from so many metres a point.
    pub(super) from: f64,
    /// The pass is drawn up to so many metres a point.
    pub(super) until: f64,
    /// Whether it lies above every pass that does not say so, whatever their depths.
    pub(super) on_top: bool,
}

impl Pass {
    /// What is drawn at every scale.
    pub(super) const fn of(depth: Depth, ink: Ink) -> Self {
        Self { depth, ink, from: 0.0, until: ALWAYS, on_top: false }
    }

    /// Whether it is drawn where a point is so many metres.
    pub(super) fn is_drawn_at(&self, metres_per_point: f64) -> bool {
        self.from <= metres_per_point && metres_per_point <= self.until
    }
}

/// What lies over what, from the paper up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Depth {
    Tint,
    Backdrop,
    Surface,
    Land,
    Joint,
    Green,
    Water,
    Plaza,
    Planting,
    Corridor,
    RoadArea,
    Building,
    Casing,
    /// Fills of roads, the greater ones above.
    Road(u8),
    Walkway,
    Greenway,
    Boundary(u8),
    Point,
}

/// What a pass puts on the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ink {
    /// Covers an area.
    Fill(Colour),
    /// Covers an area with a texture.
    Texture(Texture, Colour),
    /// Follows a line or an outline.
    Line { colour: Colour, width: Width, dash: &'static [f64] },
    /// Stands at a point.
    Disc { colour: Colour, rim: Colour, radius: f64 },
}

impl Ink {
    /// The same with so many per cent of its opacity.
    pub(super) fn faded(self, per_cent: u8) -> Self {
        match self {
            Self::Fill(colour) => Self::Fill(colour.faded(per_cent)),
            Self::Texture(texture, colour) => Self::Texture(texture, colour.faded(per_cent)),
            Self::Line { colour, width, dash } => Self::Line { colour: colour.faded(per_cent), width, dash },
            Self::Disc { colour, rim, radius } => {
                Self::Disc { colour: colour.faded(per_cent), rim: rim.faded(per_cent), radius }
            }
        }
    }
}

/// Width of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Width {
    /// The same at every scale, in points.
    Points(f64),
    /// That of something on the ground, kept between two widths in points.
    Ground { metres: f64, least: f64, most: f64 },
    /// That of a road of so many metres and a rim on both sides; nothing where the road is too thin to have one.
    Casing { metres: f64, least: f64 },
}

/// Roads thinner than this have no room for two edges; they are a line in the colour of the edge, and thinner still: among
/// white roads a dark one looks wider.
const CASED_FROM: f64 = 1.3;
const UNCASED: f64 = 0.75;

/// An edge of a road of so many points.
pub(super) fn rim(road: f64) -> f64 {
    (road * 0.25).clamp(0.35, 0.9)
}

impl Width {
    /// Its points at a scale; 0 where nothing is to be drawn.
    pub(super) fn points(self, metres_per_point: f64) -> f64 {
        match self {
            Self::Points(points) => points,
            Self::Ground { metres, least, most } => (metres / metres_per_point).clamp(least, most),
            Self::Casing { metres, least } => {
                let road = (metres / metres_per_point).max(least);
                if road < CASED_FROM { road * UNCASED } else { road + 2.0 * rim(road) }
            }
        }
    }
}

const ALWAYS: f64 = f64::INFINITY;
const WHITE: Colour = Colour::hex(0xff_ff_ff);
const TEAL: Colour = Colour::hex(0x0b_7a_75);
/// The edge of an area is drawn from about 1:8000 on; farther away edges would be all that is seen.
const EDGES_UNTIL: f64 = 2.2;

/// The passes of a symbol.
pub(super) fn passes(symbol: Symbol) -> Vec<Pass> {
    match (symbol.what, symbol.form) {
        (What::Land(class), Form::Area) => parcel(land(class)),
        (What::Green(class), Form::Area) => green(class),
        (What::Road(class, width), Form::Line) => road(class, width),
        (What::Tunnel(class), Form::Line) => tunnel(class),
        (What::Control(control), form) => boundary(form, control_line(control), 1.4, &[10.0, 3.0, 2.0, 3.0], 3, 8),
        (What::Role(role), Form::Area) => area(role),
        (What::Role(role), Form::Line) => line(role),
        (What::Role(role), Form::Point) => point(role),
        // These stand for one form only; whatever else a file holds is drawn as backdrop.
        (_, Form::Area) => area(Role::Backdrop),
        (_, Form::Line) => line(Role::Backdrop),
        (_, Form::Point) => point(Role::Backdrop),
    }
}

fn fill(depth: Depth, colour: Colour) -> Pass {
    Pass::of(depth, Ink::Fill(colour))
}

fn stroke(depth: Depth, colour: Colour, width: f64, dash: &'static [f64]) -> Pass {
    Pass::of(depth, Ink::Line { colour, width: Width::Points(width), dash })
}

/// A line that is drawn up to so many metres a point.
fn near(until: f64, pass: Pass) -> Pass {
    Pass { until, ..pass }
}

/// A block of land with a white joint as wide as a footpath.
fn parcel(colour: Colour) -> Vec<Pass> {
    let joint = Width::Ground { metres: 2.4, least: 0.0, most: 1.4 };
    let joint = near(8.0, Pass::of(Depth::Joint, Ink::Line { colour: WHITE, width: joint, dash: &[] }));
    vec![fill(Depth::Land, colour), joint]
}

/// A land-use colour of the drafting rules, softened.
fn land(class: Option<LandClass>) -> Colour {
    let Some(class) = class else { return Colour::hex(0xf0_ef_ea) };
    Colour::hex(standard_colour(class)).over(PAPER, 42)
}

/// The colours of the drafting rules.
fn standard_colour(class: LandClass) -> u32 {
    match class {
        LandClass::Cropland => 0xf5_f8_dc,
        LandClass::Orchard => 0xbf_e9_aa,
        LandClass::Woodland => 0x68_b1_67,
        LandClass::Grassland => 0xcd_f5_7a,
        LandClass::Wetland => 0x65_cd_aa,
        LandClass::FarmFacility => 0xd8_d7_9f,
        LandClass::UrbanHomes => 0xff_ff_2d,
        LandClass::RuralHomes => 0xff_d3_80,
        LandClass::Offices => 0xff_00_ff,
        LandClass::Research => 0xe6_00_5c,
        LandClass::Culture => 0xff_7f_00,
        LandClass::Education => 0xff_85_c9,
        LandClass::Sports => 0x00_a5_7c,
        LandClass::Health => 0xff_7f_7e,
        LandClass::Welfare => 0xff_9f_7f,
        LandClass::Commerce => 0xff_00_00,
        LandClass::Industry => 0xbb_96_74,
        LandClass::Mining => 0x9e_6c_54,
        LandClass::Storage => 0x87_61_d3,
        LandClass::Reserves => 0x99_99_ff,
        LandClass::Transport => 0xb7_b7_b7,
        LandClass::Highways => 0xad_ad_ad,
        LandClass::Streets => 0xa3_a3_a3,
        LandClass::Utilities => 0x00_63_80,
        LandClass::Parks => 0x00_ff_00,
        LandClass::Shelter => 0x14_8d_4a,
        LandClass::Plazas => 0xac_ff_cf,
        LandClass::Special => 0x85_91_56,
        LandClass::Reserved => 0xff_ff_ff,
        LandClass::Water => 0x33_8e_c0,
        LandClass::Sea => 0x94_d5_eb,
        LandClass::Other => 0xee_ee_ee,
        LandClass::Built => 0xe0_c9_b4,
    }
}

fn green(class: Option<GreenClass>) -> Vec<Pass> {
    let (rgb, share) = match class {
        Some(GreenClass::G1) => (0x1f_c8_4b, 40),
        Some(GreenClass::G2) => (0x14_8d_4a, 42),
        Some(GreenClass::G3) => (0x8c_f0_b8, 60),
        Some(GreenClass::XG) => (0x7c_c9_5a, 34),
        Some(GreenClass::EG) => (0x68_b1_67, 26),
        None => (0x4f_bf_62, 34),
    };
    let colour = Colour::hex(rgb);
    let edge = stroke(Depth::Green, colour.over(Colour::hex(0x20_60_38), 45).with_opacity(120), 0.5, &[]);
    // Attached green lies within parcels, whose use must still be seen.
    let attached = class == Some(GreenClass::XG);
    let inside = if attached { Colour::hex(0xda_f0_c8).with_opacity(150) } else { colour.over(PAPER, share) };
    vec![fill(Depth::Green, inside), near(EDGES_UNTIL, edge)]
}

/// How a class of road is drawn.
struct RoadLook {
    /// Red-line width that is usual where none is stated, metres.
    usual: f64,
    /// The least width in points.
    least: f64,
    fill: u32,
    edge: u32,
    until: f64,
    rank: u8,
}

fn look(class: Option<RoadClass>) -> RoadLook {
    let look = |usual, least, fill, edge, until, rank| RoadLook { usual, least, fill, edge, until, rank };
    match class {
        Some(RoadClass::Highway) => look(22.0, 2.4, 0xfa_dd_a8, 0xb8_86_3a, ALWAYS, 8),
        Some(RoadClass::Expressway) => look(28.0, 2.8, 0xfb_df_a4, 0xbc_87_30, ALWAYS, 7),
        Some(RoadClass::Arterial) => look(22.0, 2.4, 0xfd_ea_c8, 0xb4_8a_48, ALWAYS, 6),
        Some(RoadClass::Ramp) => look(8.0, 1.0, 0xfd_ea_c8, 0xc0_98_56, 16.0, 5),
        Some(RoadClass::Secondary) => look(16.0, 1.6, 0xff_fb_f0, 0x9a_92_80, 60.0, 4),
        Some(RoadClass::Branch) | None => look(11.0, 0.9, 0xff_ff_ff, 0x9f_9b_90, 22.0, 3),
        Some(RoadClass::Lane) => look(6.0, 0.6, 0xff_ff_ff, 0xb9_b6_ac, 8.0, 2),
        Some(RoadClass::Path) => look(2.5, 0.5, 0xff_ff_ff, 0xb9_ae_98, 4.0, 1),
    }
}

fn road(class: Option<RoadClass>, stated: Option<u16>) -> Vec<Pass> {
    let look = look(class);
    if class == Some(RoadClass::Path) {
        return vec![near(look.until, stroke(Depth::Walkway, Colour::hex(0x9a_8d_74), 0.8, &[3.0, 2.0]))];
    }
    let metres = stated.map_or(look.usual, f64::from);
    let casing =
        Ink::Line { colour: Colour::hex(look.edge), width: Width::Casing { metres, least: look.least }, dash: &[] };
    let inside = Width::Ground { metres, least: 0.0, most: ALWAYS };
    let inside = Ink::Line { colour: Colour::hex(look.fill), width: inside, dash: &[] };
    // The fill needs no least width: where the casing is held at its least, it is too thin to have two edges.
    let inside_until = if look.least < CASED_FROM { metres / CASED_FROM } else { ALWAYS };
    let inside = if look.least < CASED_FROM { inside } else { at_least(inside, look.least) };
    vec![
        near(look.until, Pass::of(Depth::Casing, casing)),
        near(inside_until.min(look.until), Pass::of(Depth::Road(look.rank), inside)),
    ]
}

/// What runs below the ground is dashed and hides nothing.
fn tunnel(class: Option<RoadClass>) -> Vec<Pass> {
    let look = look(class);
    let width = if look.usual > 10.0 { 1.3 } else { 0.8 };
    let dashes = stroke(Depth::Walkway, Colour::hex(look.edge).with_opacity(170), width, &[5.0, 4.0]);
    vec![near(look.until.min(16.0), dashes)]
}

fn at_least(ink: Ink, least: f64) -> Ink {
    match ink {
        Ink::Line { colour, width: Width::Ground { metres, most, .. }, dash } => {
            Ink::Line { colour, width: Width::Ground { metres, least, most }, dash }
        }
        other => other,
    }
}

/// A boundary: an outline above everything, and the faintest tint below everything.
fn boundary(form: Form, colour: Colour, width: f64, dash: &'static [f64], rank: u8, tint: u8) -> Vec<Pass> {
    let outline = stroke(Depth::Boundary(rank), colour, width, dash);
    match form {
        Form::Area => vec![fill(Depth::Tint, colour.with_opacity(tint)), outline],
        Form::Line => vec![outline],
        Form::Point => disc(colour, 2.5, ALWAYS),
    }
}

fn control_line(control: Control) -> Colour {
    Colour::hex(match control {
        Control::Green => 0x2f_9e_44,
        Control::Blue => 0x2a_7f_c1,
        Control::Purple => 0x8a_4f_b0,
        Control::Yellow => 0xc9_9a_06,
        Control::Red => 0xb0_3a_4a,
    })
}

fn disc(colour: Colour, radius: f64, until: f64) -> Vec<Pass> {
    vec![near(until, Pass::of(Depth::Point, Ink::Disc { colour, rim: WHITE, radius }))]
}

fn scope(role: Role) -> Option<Vec<Pass>> {
    let boundary = |rgb, width, dash, rank, tint| Some(boundary(Form::Area, Colour::hex(rgb), width, dash, rank, tint));
    match role {
        Role::AdminUnits => boundary(0x6b_67_60, 1.6, &[9.0, 3.0, 1.5, 3.0, 1.5, 3.0], 9, 0),
        Role::MainUrbanArea => boundary(0x3f_4a_4f, 1.5, &[14.0, 4.0, 3.0, 4.0], 8, 5),
        Role::BuiltUpArea => boundary(0x9a_5a_2a, 1.2, &[7.0, 4.0], 7, 5),
        Role::CountySeat => boundary(0x5a_4b_96, 1.2, &[2.5, 3.5], 6, 5),
        Role::Clusters => boundary(0x8a_6d_3b, 1.1, &[5.0, 2.0, 1.5, 2.0], 5, 12),
        Role::PlanningUnits => boundary(0x5b_6f_86, 1.1, &[8.0, 3.0], 4, 5),
        Role::RenewalUnits => boundary(0xa8_4f_7a, 1.3, &[5.0, 2.5], 4, 14),
        Role::Communities => boundary(0x7a_5c_9e, 1.0, &[4.0, 3.0], 3, 8),
        Role::Population => boundary(0x8f_8f_98, 0.6, &[1.5, 2.5], 1, 0),
        _ => None,
    }
}

fn area(role: Role) -> Vec<Pass> {
    if let Some(passes) = scope(role) {
        return passes;
    }
    let edged = |depth, inside: Colour, edge: u32, width| {
        vec![fill(depth, inside), near(EDGES_UNTIL, stroke(depth, Colour::hex(edge), width, &[]))]
    };
    match role {
        Role::Corridors => corridor(),
        Role::Buildings | Role::Obstacles => {
            edged(Depth::Building, Colour::hex(0x6a_60_58).with_opacity(112), 0x6f_66_5e, 0.6)
        }
        Role::Green => green(None),
        Role::LandUse => parcel(land(None)),
        Role::Plazas => edged(Depth::Plaza, Colour::hex(0xac_ff_cf).over(PAPER, 70), 0x5f_b8_8a, 0.7),
        Role::PlazaPlanting => edged(Depth::Planting, Colour::hex(0x2f_b8_5a).over(PAPER, 50), 0x3a_93_58, 0.5),
        Role::Water => edged(Depth::Water, Colour::hex(0x33_8e_c0).over(PAPER, 55), 0x5a_9f_c6, 0.7),
        Role::RoadAreas | Role::RoadCentrelines => edged(Depth::RoadArea, WHITE, 0xbd_bb_b3, 0.8),
        Role::Walkways | Role::Crossings => edged(Depth::RoadArea, Colour::hex(0xf3_ee_e2), 0xc9_be_a6, 0.6),
        Role::Greenways => edged(Depth::Green, TEAL.over(PAPER, 30), 0x0b_7a_75, 1.0),
        Role::Surfaces => edged(Depth::Surface, Colour::hex(0xec_e8_dc), 0xd2_cc_ba, 0.5),
        Role::Facilities => edged(Depth::Plaza, Colour::hex(0xff_85_c9).over(PAPER, 30), 0xb0_5a_8c, 0.7),
        _ => {
            // Several backdrops may lie over each other, and none may hide another.
            let edge = stroke(Depth::Backdrop, Colour::hex(0xbd_ba_b0), 0.6, &[]);
            vec![fill(Depth::Backdrop, Colour::hex(0x8a_87_7c).with_opacity(14)), near(6.0, edge)]
        }
    }
}

/// Green with fine dots, what lies below shines through.
fn corridor() -> Vec<Pass> {
    let dots = Texture::Dots { spacing: 12.0, radius: 0.9 };
    vec![
        fill(Depth::Corridor, Colour::hex(0x3f_9e_4c).with_opacity(84)),
        near(6.0, Pass::of(Depth::Corridor, Ink::Texture(dots, Colour::hex(0x1f_7a_3e).with_opacity(190)))),
        stroke(Depth::Corridor, Colour::hex(0x1c_91_59), 1.2, &[]),
    ]
}

fn line(role: Role) -> Vec<Pass> {
    let ground = |depth, rgb, metres, least, most| {
        let width = Width::Ground { metres, least, most };
        Pass::of(depth, Ink::Line { colour: Colour::hex(rgb), width, dash: &[] })
    };
    match role {
        Role::Greenways => vec![
            stroke(Depth::Greenway, WHITE.with_opacity(190), 3.4, &[]),
            stroke(Depth::Greenway, TEAL, 1.8, &[6.0, 3.0]),
        ],
        Role::Walkways => vec![near(16.0, stroke(Depth::Walkway, Colour::hex(0x8d_6e_4a), 0.9, &[3.0, 2.0]))],
        Role::Crossings => vec![near(4.0, ground(Depth::Walkway, 0x55_55_55, 4.0, 1.2, 6.0))],
        Role::Water => vec![ground(Depth::Water, 0x8a_bf_da, 6.0, 0.7, 4.0)],
        Role::Corridors => vec![stroke(Depth::Corridor, Colour::hex(0x1c_91_59), 2.0, &[])],
        Role::Green => vec![stroke(Depth::Green, Colour::hex(0x5f_b8_6e), 1.2, &[])],
        Role::Buildings | Role::Obstacles => vec![stroke(Depth::Building, Colour::hex(0x7d_74_6c), 0.8, &[])],
        Role::RoadAreas => vec![near(12.0, stroke(Depth::RoadArea, Colour::hex(0xb0_9a_78), 0.8, &[]))],
        Role::LandUse => vec![stroke(Depth::Joint, Colour::hex(0xb8_b4_a8), 0.7, &[])],
        role => match scope(role) {
            Some(passes) => passes.into_iter().filter(|pass| matches!(pass.ink, Ink::Line { .. })).collect(),
            None => vec![stroke(Depth::Backdrop, Colour::hex(0xb3_b1_aa), 0.9, &[])],
        },
    }
}

fn point(role: Role) -> Vec<Pass> {
    match role {
        Role::Lamps => disc(Colour::hex(0xd9_9a_1c), 1.6, 3.0),
        Role::Facilities => disc(Colour::hex(0xb8_4c_86), 3.4, 60.0),
        Role::Communities => disc(Colour::hex(0x7a_5c_9e), 3.2, 60.0),
        Role::Population => disc(Colour::hex(0x6b_7a_90), 2.2, 20.0),
        Role::Crossings => disc(Colour::hex(0x55_55_55), 2.2, 6.0),
        Role::Water => disc(Colour::hex(0x33_8e_c0), 2.4, 60.0),
        Role::Green | Role::Plazas => disc(Colour::hex(0x3a_93_58), 2.4, 60.0),
        Role::Buildings | Role::Obstacles => disc(Colour::hex(0x6a_60_58), 2.0, 20.0),
        Role::AdminUnits | Role::Clusters | Role::CountySeat => disc(Colour::hex(0x3d_3d_3a), 3.0, ALWAYS),
        _ => disc(Colour::hex(0x8f_8d_86), 2.0, 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_road_is_as_wide_as_its_red_line_when_near_and_never_vanishes_when_far() {
        let passes = road(Some(RoadClass::Arterial), Some(40));
        let Ink::Line { width, .. } = passes[1].ink else { panic!("{passes:?}") };
        assert!((width.points(1.0) - 40.0).abs() < 1e-9);
        assert!((width.points(1_000.0) - 2.4).abs() < 1e-9);
        let Ink::Line { width: casing, .. } = passes[0].ink else { panic!("{passes:?}") };
        assert!(casing.points(1.0) > width.points(1.0) && casing.points(1_000.0) > width.points(1_000.0));
    }

    #[test]
    fn the_edges_of_a_road_grow_with_it_and_a_road_without_room_for_them_is_a_thin_line() {
        let casing = Width::Casing { metres: 12.0, least: 0.8 };
        for (metres_per_point, points) in [(1.0, 13.8), (6.0, 3.0), (12.0, 0.75), (100.0, 0.6)] {
            assert!((casing.points(metres_per_point) - points).abs() < 1e-9, "{metres_per_point}");
        }
    }

    #[test]
    fn land_use_has_the_colours_of_the_drafting_rules() {
        // Appendix B of the rules, red green blue.
        for (class, [r, g, b]) in [
            (LandClass::Cropland, [245, 248, 220]),
            (LandClass::Woodland, [104, 177, 103]),
            (LandClass::UrbanHomes, [255, 255, 45]),
            (LandClass::RuralHomes, [255, 211, 128]),
            (LandClass::Offices, [255, 0, 255]),
            (LandClass::Education, [255, 133, 201]),
            (LandClass::Commerce, [255, 0, 0]),
            (LandClass::Industry, [187, 150, 116]),
            (LandClass::Storage, [135, 97, 211]),
            (LandClass::Streets, [163, 163, 163]),
            (LandClass::Utilities, [0, 99, 128]),
            (LandClass::Parks, [0, 255, 0]),
            (LandClass::Shelter, [20, 141, 74]),
            (LandClass::Plazas, [172, 255, 207]),
            (LandClass::Special, [133, 145, 86]),
            (LandClass::Water, [51, 142, 192]),
        ] {
            assert_eq!(Colour::hex(standard_colour(class)), Colour { r, g, b, a: 255 }, "{class:?}");
        }
    }

    #[test]
    fn casings_of_all_roads_lie_below_the_fills_of_all_roads() {
        assert!(Depth::Casing < Depth::Road(0) && Depth::Road(6) < Depth::Road(7));
    }

    #[test]
    fn every_role_in_every_form_is_drawn() {
        for &(role, _) in Role::ALL {
            for form in [Form::Area, Form::Line, Form::Point] {
                assert!(!passes(Symbol { what: What::Role(role), form }).is_empty(), "{role:?} {form:?}");
            }
        }
    }
}
