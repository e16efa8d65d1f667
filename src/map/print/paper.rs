//! Sizes of paper: ISO 216.

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperSize {
    /// 210 × 297 mm
    A4,
    /// 297 × 420 mm
    #[default]
    A3,
    /// 420 × 594 mm
    A2,
    /// 594 × 841 mm
    A1,
    /// 841 × 1189 mm
    A0,
}

/// How a sheet lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Higher than wide.
    Portrait,
    /// Wider than high.
    Landscape,
}

impl PaperSize {
    /// Every size with what it is called.
    pub const ALL: [(Self, &'static str); 5] =
        [(Self::A4, "A4"), (Self::A3, "A3"), (Self::A2, "A2"), (Self::A1, "A1"), (Self::A0, "A0")];

    /// Width and height in millimetres.
    pub fn size_mm(self, turn: Turn) -> [f64; 2] {
        let [short, long] = match self {
            Self::A4 => [210.0, 297.0],
            Self::A3 => [297.0, 420.0],
            Self::A2 => [420.0, 594.0],
            Self::A1 => [594.0, 841.0],
            Self::A0 => [841.0, 1_189.0],
        };
        match turn {
            Turn::Portrait => [short, long],
            Turn::Landscape => [long, short],
        }
    }
}
