//! A colour of the map.

/// Red, green, blue and opacity, each 0 to 255, not premultiplied, sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity.
    pub a: u8,
}

/// The paper of the map in full light.
pub(super) const PAPER: Colour = Colour::hex(0xfa_fa_f5);

impl Colour {
    /// An opaque colour from 0xRRGGBB.
    pub const fn hex(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self { r, g, b, a: 255 }
    }

    /// The same colour at another opacity.
    #[must_use]
    pub const fn with_opacity(self, a: u8) -> Self {
        Self { a, ..self }
    }

    /// So many per cent of this colour over another, opaque.
    #[must_use]
    pub(super) const fn over(self, below: Self, per_cent: u32) -> Self {
        Self {
            r: mixed(self.r, below.r, per_cent),
            g: mixed(self.g, below.g, per_cent),
            b: mixed(self.b, below.b, per_cent),
            a: 255,
        }
    }

    /// So many per cent of its light, the same hue.
    #[must_use]
    pub(super) const fn dimmed(self, per_cent: u32) -> Self {
        Self { a: self.a, ..self.over(Self::hex(0), per_cent) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
const fn mixed(above: u8, below: u8, per_cent: u32) -> u8 {
    let share = if per_cent > 100 { 100 } else { per_cent };
    ((above as u32 * share + below as u32 * (100 - share) + 50) / 100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yellow_softened_to_forty_per_cent_over_paper_stays_yellow() {
        // 255·0.4 + 250·0.6 = 252, 45·0.4 + 245·0.6 = 165.
        assert_eq!(Colour::hex(0xff_ff_2d).over(PAPER, 40), Colour::hex(0xfc_fc_a5));
        assert_eq!(Colour::hex(0x64_c8_00).dimmed(50), Colour::hex(0x32_64_00));
    }
}
