//! Colours for classes: none of them is told apart by red and green alone.

use super::{Colour, named};
use serde::{Deserialize, Serialize};

named! {
    /// A row of colours from the least to the most.
    Ramp {
        /// Dark blue to yellow, even in lightness.
        Viridis = "viridis",
        /// Pale to dark blue.
        Blues = "blues",
        /// Pale to dark green.
        Greens = "greens",
        /// Pale yellow to dark red-brown.
        Oranges = "oranges",
        /// Pale to dark grey.
        Greys = "greys",
        /// Blue over white to orange, for numbers on both sides of a middle.
        Diverging = "diverging",
    }
}

/// Colours that the ramps pass through (matplotlib's viridis; ColorBrewer 2 by Cynthia Brewer, Penn State, its colour-blind
/// safe schemes).
const fn stops(ramp: Ramp) -> &'static [u32] {
    match ramp {
        Ramp::Viridis => &[0x44_01_54, 0x3b_52_8b, 0x21_91_8c, 0x5e_c9_62, 0xfd_e7_25],
        Ramp::Blues => &[0xef_f3_ff, 0xbd_d7_e7, 0x6b_ae_d6, 0x31_82_bd, 0x08_51_9c],
        Ramp::Greens => &[0xed_f8_e9, 0xba_e4_b3, 0x74_c4_76, 0x31_a3_54, 0x00_6d_2c],
        Ramp::Oranges => &[0xff_ff_d4, 0xfe_d9_8e, 0xfe_99_29, 0xd9_5f_0e, 0x99_34_04],
        Ramp::Greys => &[0xf0_f0_f0, 0xc8_c8_c8, 0x96_96_96, 0x63_63_63, 0x30_30_30],
        Ramp::Diverging => &[0x21_66_ac, 0x92_c5_de, 0xf7_f7_f7, 0xfd_b8_63, 0xb3_58_06],
    }
}

/// Colours of unordered classes: Okabe and Ito's without black, then lighter ones of the same hues.
const UNORDERED: [u32; 12] = [
    0x00_72_b2, 0xe6_9f_00, 0x00_9e_73, 0xcc_79_a7, 0x56_b4_e9, 0xd5_5e_00, 0xf0_e4_42, 0x8c_8c_8c, 0x7f_b8_d8,
    0xf2_cf_80, 0x80_ce_b9, 0xe5_bc_d3,
];

impl Ramp {
    /// So many colours, evenly from one end to the other.
    pub fn colours(self, count: usize) -> Vec<Colour> {
        let last = count.saturating_sub(1).max(1) as f64;
        (0..count).map(|index| self.at(index as f64 / last)).collect()
    }

    /// The colour at a share of the way.
    fn at(self, share: f64) -> Colour {
        let stops = stops(self);
        let place = share.clamp(0.0, 1.0) * stops.len().saturating_sub(1) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 4")]
        let below = place.floor() as usize;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
        let per_cent = ((place - place.floor()) * 100.0).round() as u32;
        let stop = |index: usize| Colour::hex(stops.get(index).or(stops.last()).copied().unwrap_or_default());
        stop(below + 1).over(stop(below), per_cent)
    }

    /// Colours for so many classes that have no order; they begin anew where there are many.
    pub fn unordered(count: usize) -> Vec<Colour> {
        UNORDERED.iter().copied().cycle().take(count).map(Colour::hex).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_begins_and_ends_with_its_ends_and_mixes_between() {
        let colours = Ramp::Blues.colours(3);
        assert_eq!(colours, [0xef_f3_ff, 0x6b_ae_d6, 0x08_51_9c].map(Colour::hex));
        assert_eq!(Ramp::Viridis.colours(1), [Colour::hex(0x44_01_54)]);
        assert!(Ramp::Greys.colours(0).is_empty());
        // Halfway between f0 and c8 is dc.
        assert_eq!(Ramp::Greys.colours(9)[1], Colour::hex(0xdc_dc_dc));
    }

    #[test]
    fn ordered_ramps_grow_darker_or_lighter_all_the_way() {
        let light = |colour: &Colour| 3 * u32::from(colour.r) + 6 * u32::from(colour.g) + u32::from(colour.b);
        for ramp in [Ramp::Viridis, Ramp::Blues, Ramp::Greens, Ramp::Oranges, Ramp::Greys] {
            let lights: Vec<u32> = ramp.colours(9).iter().map(light).collect();
            assert!(lights.is_sorted() || lights.iter().rev().is_sorted(), "{ramp:?} {lights:?}");
        }
    }

    #[test]
    fn unordered_classes_differ_and_begin_anew_when_there_are_many() {
        let colours = Ramp::unordered(13);
        assert_eq!(colours[0], colours[12]);
        assert!((0..12).all(|a| (0..a).all(|b| colours[a] != colours[b])));
    }
}
