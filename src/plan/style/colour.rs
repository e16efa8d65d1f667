//! A colour of the map.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

    /// So many per cent of its opacity.
    #[must_use]
    pub const fn faded(self, per_cent: u8) -> Self {
        Self { a: mixed(self.a, 0, per_cent as u32), ..self }
    }

    /// So many per cent of this colour over another, opaque.
    #[must_use]
    pub const fn over(self, below: Self, per_cent: u32) -> Self {
        Self {
            r: mixed(self.r, below.r, per_cent),
            g: mixed(self.g, below.g, per_cent),
            b: mixed(self.b, below.b, per_cent),
            a: 255,
        }
    }

    /// So many per cent of its light, the same hue.
    #[must_use]
    pub const fn dimmed(self, per_cent: u32) -> Self {
        Self { a: self.a, ..self.over(Self::hex(0), per_cent) }
    }

    /// The colour that `#RRGGBB` or `#RRGGBBAA` means.
    pub fn from_text(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Self::hex(number)),
            8 => {
                let [r, g, b, a] = number.to_be_bytes();
                Some(Self { r, g, b, a })
            }
            _ => None,
        }
    }

    /// As a plan file has it: `#rrggbb`, with the opacity behind where it is not whole.
    pub fn text(self) -> String {
        let Self { r, g, b, a } = self;
        if a == 255 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("#{r:02x}{g:02x}{b:02x}{a:02x}") }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
const fn mixed(above: u8, below: u8, per_cent: u32) -> u8 {
    let share = if per_cent > 100 { 100 } else { per_cent };
    ((above as u32 * share + below as u32 * (100 - share) + 50) / 100) as u8
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| serde::de::Error::custom("no colour"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yellow_softened_to_forty_per_cent_over_paper_stays_yellow() {
        // 255·0.4 + 250·0.6 = 252, 45·0.4 + 245·0.6 = 165.
        assert_eq!(Colour::hex(0xff_ff_2d).over(Colour::hex(0xfa_fa_f5), 40), Colour::hex(0xfc_fc_a5));
        assert_eq!(Colour::hex(0x64_c8_00).dimmed(50), Colour::hex(0x32_64_00));
        assert_eq!(Colour::hex(0).with_opacity(200).faded(50).a, 100);
    }

    #[test]
    fn a_colour_is_written_as_it_is_read() {
        for text in ["#0b7a75", "#0b7a7580"] {
            assert_eq!(Colour::from_text(text).map(Colour::text).as_deref(), Some(text));
        }
        for text in ["", "#", "0b7a75", "#0b7a7", "#0b7a7g", "#+b7a75", "red", "#绿绿"] {
            assert_eq!(Colour::from_text(text), None, "{text}");
        }
    }
}
