//! Classes of green land and the editions of their scheme: the same code means different land in CJJ/T 85-2002 and
//! CJJ/T 85-2017 (GB 50137-2011 uses the letters of the latter).
//!
//! Text of other vocabularies (`park`, `grass`, `草坪`) has no class here: it is unknown, never "not green".

use super::spelling::{first_contained, fold};

/// Class of green land, CJJ/T 85-2017.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum GreenClass {
    /// Parks.
    G1,
    /// Protective green; of the 2002 edition also production green, which that edition's green rate counts.
    G2,
    /// Plazas: only the planted share counts.
    G3,
    /// Attached green.
    XG,
    /// Regional green.
    EG,
}

use GreenClass::{EG, G1, G2, G3, XG};

impl GreenClass {
    /// Every class with its code.
    pub const ALL: [(Self, &'static str); 5] = [(G1, "G1"), (G2, "G2"), (G3, "G3"), (XG, "XG"), (EG, "EG")];

    /// Its code, such as `XG`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, code)| code)
    }
}

/// Edition of the class scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GreenEdition {
    /// CJJ/T 85-2002: G2 production, G3 protective, G4 attached, G5 other.
    Of2002,
    /// CJJ/T 85-2017 and GB 50137-2011: G2 protective, G3 plazas, XG attached, EG regional.
    #[default]
    Of2017,
}

impl GreenEdition {
    /// The edition that a text such as `2017`, `CJJ/T 85-2002` or `GB 50137-2011` names.
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        if text.contains("2002") {
            Some(Self::Of2002)
        } else if ["2017", "2018", "2011", "2012", "50137"].iter().any(|year| text.contains(year)) {
            Some(Self::Of2017)
        } else {
            None
        }
    }

    /// The year in its name.
    pub fn year(self) -> u16 {
        match self {
            Self::Of2002 => 2002,
            Self::Of2017 => 2017,
        }
    }
}

/// What the class texts of a layer say of their edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct EditionEvidence {
    of_2002: bool,
    of_2017: bool,
    ambiguous: bool,
}

impl EditionEvidence {
    /// Takes one class text into account.
    pub(super) fn add(&mut self, text: &str) {
        let text = fold(text);
        let code = letters_and_digits(&text);
        let (letters, digits) = (code.0.as_str(), code.1.as_str());
        match (letters, digits.chars().next()) {
            ("g", Some('4' | '5')) => self.of_2002 = true,
            ("g", _) if digits == "15" => self.of_2002 = true,
            ("xg" | "eg", _) => self.of_2017 = true,
            _ if ATTACHED.contains(&letters) => self.of_2017 = true,
            ("g", Some('2')) if text.contains("生产") => self.of_2002 = true,
            ("g", Some('2')) if text.contains("防护") => self.of_2017 = true,
            ("g", Some('3')) if text.contains("防护") => self.of_2002 = true,
            ("g", Some('3')) if text.contains("广场") => self.of_2017 = true,
            ("g", Some('2' | '3')) => self.ambiguous = true,
            ("", None) if text.contains("生产绿地") => self.of_2002 = true,
            ("", None) if text.contains("区域绿地") => self.of_2017 = true,
            _ => {}
        }
    }

    /// The edition, and whether it had to be assumed.
    pub(super) fn settle(self) -> (GreenEdition, bool) {
        match (self.of_2002, self.of_2017) {
            (true, false) => (GreenEdition::Of2002, false),
            (false, true) => (GreenEdition::Of2017, false),
            _ => (GreenEdition::Of2017, self.ambiguous),
        }
    }
}

/// Attached green by the land it belongs to (CJJ/T 85-2017, table of XG).
const ATTACHED: &[&str] = &["rg", "ag", "bg", "mg", "wg", "sg", "ug"];

/// Names that mean the same in both editions, the narrower before the wider.
const NAMES: &[(&str, GreenClass)] = &[
    ("区域设施防护", EG),
    ("区域绿地", EG),
    ("风景游憩", EG),
    ("生态保育", EG),
    ("其他绿地", EG),
    ("其它绿地", EG),
    ("小区游园", XG),
    ("附属", XG),
    ("防护", G2),
    ("广场", G3),
    ("公园", G1),
    ("游园", G1),
];

/// The class that a text names under an edition. A name beside the code (`G3防护绿地`) is stronger than the edition.
pub(super) fn read(text: &str, edition: GreenEdition) -> Option<GreenClass> {
    let text = fold(text);
    if let Some(class) = first_contained(&text, NAMES) {
        return Some(class);
    }
    let (letters, digits) = letters_and_digits(&text);
    let group = digits.chars().next();
    match (letters.as_str(), group, edition) {
        ("xg", ..) | ("g", Some('4'), _) => Some(XG),
        ("eg", ..) | ("g", Some('5'), _) => Some(EG),
        ("g", Some('1'), _) | ("g", Some('2'), GreenEdition::Of2017) => {
            if group == Some('1') {
                Some(G1)
            } else {
                Some(G2)
            }
        }
        ("g", Some('2' | '3'), GreenEdition::Of2002) => Some(G2),
        ("g", Some('3'), GreenEdition::Of2017) => Some(G3),
        (letters, ..) if ATTACHED.contains(&letters) => Some(XG),
        ("", None, edition) if text.contains("生产绿地") => match edition {
            GreenEdition::Of2002 => Some(G2),
            GreenEdition::Of2017 => Some(EG),
        },
        _ => None,
    }
}

/// The code that a folded text begins with: `g11公园` is `g` and `11`.
fn letters_and_digits(text: &str) -> (String, String) {
    let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let digits = text.chars().skip(letters.len()).skip_while(|letter| *letter == ' ' || *letter == '-');
    let digits = digits.take_while(char::is_ascii_digit).collect();
    (letters, digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition_of(texts: &[&str]) -> (GreenEdition, bool) {
        let mut evidence = EditionEvidence::default();
        for text in texts {
            evidence.add(text);
        }
        evidence.settle()
    }

    #[test]
    fn the_same_codes_mean_different_land_in_the_two_editions() {
        for (code, of_2002, of_2017) in [
            ("G1", Some(G1), Some(G1)),
            ("G11", Some(G1), Some(G1)),
            ("G2", Some(G2), Some(G2)),
            ("G3", Some(G2), Some(G3)),
            ("G4", Some(XG), Some(XG)),
            ("G41", Some(XG), Some(XG)),
            ("G5", Some(EG), Some(EG)),
            ("XG", Some(XG), Some(XG)),
            ("RG", Some(XG), Some(XG)),
            ("EG1", Some(EG), Some(EG)),
            ("ｇ３", Some(G2), Some(G3)),
            ("G3防护绿地", Some(G2), Some(G2)),
            ("公园绿地", Some(G1), Some(G1)),
            ("防护绿地", Some(G2), Some(G2)),
            ("附属绿地", Some(XG), Some(XG)),
            ("区域绿地", Some(EG), Some(EG)),
            ("广场用地", Some(G3), Some(G3)),
            ("生产绿地", Some(G2), Some(EG)),
            ("park", None, None),
            ("grass", None, None),
            ("草坪", None, None),
            ("", None, None),
        ] {
            assert_eq!(read(code, GreenEdition::Of2002), of_2002, "{code} 2002");
            assert_eq!(read(code, GreenEdition::Of2017), of_2017, "{code} 2017");
        }
    }

    #[test]
    fn the_set_of_classes_tells_the_edition() {
        assert_eq!(edition_of(&["G1", "G2", "G4"]), (GreenEdition::Of2002, false));
        assert_eq!(edition_of(&["G1", "G3", "XG"]), (GreenEdition::Of2017, false));
        assert_eq!(edition_of(&["G1", "G3防护绿地"]), (GreenEdition::Of2002, false));
        assert_eq!(edition_of(&["G1", "G2防护绿地", "G3广场用地"]), (GreenEdition::Of2017, false));
        assert_eq!(edition_of(&["G1"]), (GreenEdition::Of2017, false));
    }

    #[test]
    fn g2_and_g3_alone_are_taken_as_2017_and_said_to_be_assumed() {
        assert_eq!(edition_of(&["G1", "G2", "G3"]), (GreenEdition::Of2017, true));
        assert_eq!(edition_of(&["G3", "G4", "EG"]), (GreenEdition::Of2017, true), "evidence for both");
    }

    #[test]
    fn editions_are_read_from_the_names_of_their_standards() {
        assert_eq!(GreenEdition::read("CJJ/T 85-2017"), Some(GreenEdition::Of2017));
        assert_eq!(GreenEdition::read("2002"), Some(GreenEdition::Of2002));
        assert_eq!(GreenEdition::read("GB 50137-2011"), Some(GreenEdition::Of2017));
        assert_eq!(GreenEdition::read("新版"), None);
    }
}
