//! Colours and strokes of marks. Verdicts differ in colour, in the direction of their hatch and in the shape of their badge, so
//! that they are told apart without colour too.

use crate::check::Verdict;
use crate::map::Colour;

/// Under every stroke, so that it stands off any ground.
pub(super) const WHITE: Colour = Colour::hex(0xff_ff_ff);
/// Main text.
pub(super) const INK: Colour = Colour::hex(0x2a_2a_2a);
/// Notes.
pub(super) const QUIET: Colour = Colour::hex(0x5c_5c_5c);
/// What was counted into a figure.
pub(super) const COUNTED: Colour = Colour::hex(0x00_5a_8c);
/// Areas that were counted: deep green, which dark ground and light ground both let through.
pub(super) const COUNTED_AREA: Colour = Colour::hex(0x00_5f_5a);
/// What was left out of it.
pub(super) const LEFT_OUT: Colour = Colour::hex(0x55_55_55);
/// What stands in the way.
pub(super) const IN_THE_WAY: Colour = Colour::hex(0x4a_3f_39);

/// The colour of a verdict.
pub fn colour(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Violates => Colour::hex(0xd5_5e_00),
        Verdict::DependsOnReading => Colour::hex(0xb7_79_1f),
        Verdict::Argued => Colour::hex(0x7b_4f_a3),
        Verdict::NotYetDue => Colour::hex(0x2e_7e_b8),
        Verdict::Meets => Colour::hex(0x00_79_5b),
        Verdict::NotJudged | Verdict::Info | Verdict::NotApplicable => Colour::hex(0x6b_6b_6b),
    }
}

/// A deeper shade for dimensions, which stand on the hatch of the same colour.
pub(super) fn deep(verdict: Verdict) -> Colour {
    let Colour { r, g, b, a } = colour(verdict);
    let [r, g, b] = [r, g, b].map(|part| part / 5 * 3);
    Colour { r, g, b, a }
}

/// Direction of the hatch of a verdict, 0 to 180 from the east anticlockwise.
pub(in crate::map) fn direction(verdict: Verdict) -> f64 {
    match verdict {
        Verdict::DependsOnReading => 135.0,
        Verdict::Argued => 90.0,
        Verdict::NotYetDue => 0.0,
        _ => 45.0,
    }
}
