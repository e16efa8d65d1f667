//! Land-use codes and names: what kind of land they mean.
//!
//! Three families of codes share digits with other meanings (05 wetland or shops, 1003 salt pans or highways), so the
//! family of bare digits is settled for a layer as a whole from all its codes and names, never by a single code.
//! Letters are GB 50137-2011, words are names or OpenStreetMap's `landuse`.

use super::green_class::GreenClass;
use super::land_tables::{CODES_2023, CODES_SURVEY, LETTERS, NAMES, WORDS};
use super::spelling::fold;

/// What a parcel is for, as far as any clause asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LandKind {
    /// Homes: construction land.
    Home,
    /// All other construction land that fills an area: services, shops, works, stores, utilities, airports, ports,
    /// stations, special land.
    Built,
    /// Railways, highways, streets, pipelines: they cross corridors and do not narrow them.
    TransportLine,
    /// Transport land of which it is not said whether it is a line or an area.
    Transport,
    /// Green within towns; `None` when its class is not said.
    Green(Option<GreenClass>),
    /// Reserve land 16: reported, does not narrow a corridor.
    Reserve,
    /// Land of farm facilities 06: reported, does not narrow a corridor.
    FarmFacility,
    /// Water and sea.
    Water,
    /// Fields, woods, grassland, wetland, waste.
    Open,
}

impl LandKind {
    /// Whether it narrows a corridor: 07–11, 13, 15 and the areal parts of 12. `None` where that is not said.
    pub fn is_construction(self) -> Option<bool> {
        match self {
            Self::Home | Self::Built => Some(true),
            Self::Transport => None,
            _ => Some(false),
        }
    }
}

/// What bare digits mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DigitScheme {
    /// The guide for territorial survey, planning and use control, 2023 (用地用海).
    #[default]
    Guide2023,
    /// The third national land survey and GB/T 21010-2017, which agree where any clause asks.
    Survey,
}

/// A land-use text taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LandText {
    /// Code in capitals: `0701`, `0810A`, `R2`; `None` for a bare name.
    pub(super) code: Option<String>,
    /// Name beside it or alone, folded.
    pub(super) name: Option<String>,
    /// Whether a leading zero was put back, a decimal part cut off or a name split from the code.
    pub(super) repaired: bool,
}

/// Takes apart `0701`, `701`, `1207.0`, `０７０１`, `0701城镇住宅用地`, `R2二类居住用地`, `YD-R2`, `0701/0901` (the first
/// code rules) and names.
pub(super) fn take_apart(raw: &str) -> LandText {
    let folded = fold(raw);
    let trimmed = folded.strip_prefix("yd-").or_else(|| folded.strip_prefix("yd_")).unwrap_or(&folded);
    let first = trimmed.split(['/', '+', ',', '、', ';', '|', '，']).next().unwrap_or(trimmed).trim();
    let first = if first.is_empty() { trimmed } else { first };
    let end = code_length(first);
    let (code, rest) = first.split_at(end);
    let rest = rest.strip_prefix(".0").map_or(rest, |after| after.trim_start_matches('0'));
    let name = rest.trim_matches(|letter: char| " -_:()[]【】".contains(letter));
    let name = (!name.is_empty() && !name.starts_with(|first: char| first.is_ascii())).then(|| name.to_owned());
    if code.is_empty() {
        return LandText { code: None, name: (!folded.is_empty()).then_some(folded), repaired: false };
    }
    let padded = padded(code);
    let repaired = padded.as_str() != fold_keeping_case(raw).as_str() && trimmed == first;
    LandText { code: Some(padded), name, repaired }
}

/// The raw text in capitals without any repair, to tell whether one was needed.
fn fold_keeping_case(raw: &str) -> String {
    raw.trim().to_uppercase()
}

/// Puts back the zero that a spreadsheet cuts off: codes have an even number of leading digits.
fn padded(code: &str) -> String {
    let code = code.to_uppercase();
    let digits = code.chars().take_while(char::is_ascii_digit).count();
    if digits % 2 == 1 { format!("0{code}") } else { code }
}

/// Length of the code that a folded text begins with: digits with at most two more letters or digits (`0810a`, `08h1`),
/// or one or two letters with digits (`r2`, `g1`, `xg`).
fn code_length(text: &str) -> usize {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 {
        let letters = text[digits..].chars().take_while(char::is_ascii_alphabetic).count();
        if letters != 1 {
            return digits;
        }
        let more = text[digits + 1..].chars().take_while(char::is_ascii_digit).count();
        return digits + 1 + more;
    }
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let known_pair = |text: &str| matches!(text, "xg" | "eg" | "rg" | "ag" | "bg" | "mg" | "wg" | "sg" | "ug");
    let take = match letters {
        2 if known_pair(&text[..2]) => 2,
        // Mixed land such as `rb`: the first code rules.
        1 | 2 => 1,
        _ => return 0,
    };
    if !text.starts_with(|first: char| "rabmwsughedctx".contains(first)) {
        return 0;
    }
    take + text[take..].chars().take_while(char::is_ascii_digit).count()
}

/// What a code means: the longest prefix that its table knows.
pub(super) fn by_code(code: &str, digits: DigitScheme) -> Option<LandKind> {
    let table = match (code.starts_with(|first: char| first.is_ascii_digit()), digits) {
        (false, _) => LETTERS,
        (true, DigitScheme::Guide2023) => CODES_2023,
        (true, DigitScheme::Survey) => CODES_SURVEY,
    };
    let known = table.iter().filter(|(prefix, _)| code.starts_with(prefix));
    known.max_by_key(|(prefix, _)| prefix.len()).map(|&(_, kind)| kind)
}

/// What a name means: the longest word that stands in it, of several the one that stands first.
pub(super) fn by_name(name: &str) -> Option<LandKind> {
    if let Some(&(_, kind)) = WORDS.iter().find(|(word, _)| *word == name) {
        return Some(kind);
    }
    let mut best: Option<(usize, usize, LandKind)> = None;
    for &(word, kind) in NAMES {
        let Some(at) = name.find(word) else { continue };
        if best.is_none_or(|(length, first, _)| word.len() > length || (word.len() == length && at < first)) {
            best = Some((word.len(), at, kind));
        }
    }
    best.map(|(_, _, kind)| kind)
}

/// What a parcel is for. Where code and name disagree on whether it is construction land the name rules: plans mix
/// schemes (05 named 商业服务业 beside 1207), and a name cannot be taken for another scheme's.
pub(super) fn kind(text: &LandText, beside: Option<&str>, digits: DigitScheme) -> Option<LandKind> {
    let named = text.name.as_deref().and_then(by_name).or_else(|| beside.map(fold).as_deref().and_then(by_name));
    let coded = text.code.as_deref().and_then(|code| by_code(code, digits));
    match (coded, named) {
        (Some(coded), Some(named)) => {
            let contradicts = matches!(
                (coded.is_construction(), named.is_construction()),
                (Some(of_code), Some(of_name)) if of_code != of_name
            );
            Some(if contradicts { named } else { coded })
        }
        (coded, named) => coded.or(named),
    }
}

/// Weighs the codes and names of a layer for what its bare digits mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SchemeEvidence {
    guide: usize,
    survey: usize,
    colliding: usize,
}

impl SchemeEvidence {
    /// Takes one distinct pair of code and name into account.
    pub(super) fn add(&mut self, text: &LandText, beside: Option<&str>) {
        let Some(code) = text.code.as_deref().filter(|code| code.starts_with(|c: char| c.is_ascii_digit())) else {
            return;
        };
        match only_in(code) {
            Some(DigitScheme::Guide2023) => self.guide += 2,
            Some(DigitScheme::Survey) => self.survey += 2,
            None => {}
        }
        let (guide, survey) = (by_code(code, DigitScheme::Guide2023), by_code(code, DigitScheme::Survey));
        let named = text.name.as_deref().and_then(by_name).or_else(|| beside.map(fold).as_deref().and_then(by_name));
        match named {
            Some(named) if guide != survey && guide == Some(named) => self.guide += 2,
            Some(named) if guide != survey && survey == Some(named) => self.survey += 2,
            _ if guide != survey => self.colliding += 1,
            _ => {}
        }
    }

    /// What bare digits mean, and whether that had to be assumed although it matters.
    pub(super) fn settle(self) -> (DigitScheme, bool) {
        match self.survey.cmp(&self.guide) {
            std::cmp::Ordering::Greater => (DigitScheme::Survey, false),
            std::cmp::Ordering::Less => (DigitScheme::Guide2023, false),
            std::cmp::Ordering::Equal => (DigitScheme::Guide2023, self.colliding > 0),
        }
    }
}

/// The scheme of a code that only one of the two has.
fn only_in(code: &str) -> Option<DigitScheme> {
    let class: u32 = code.get(..2)?.parse().ok()?;
    let rest = code.get(2..)?;
    if rest.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return Some(DigitScheme::Survey);
    }
    // Six digits, the classes 14 to 24, and class 00 belong to one scheme each.
    match class {
        0 => return Some(DigitScheme::Survey),
        14..=24 => return Some(DigitScheme::Guide2023),
        _ if rest.len() >= 4 => return Some(DigitScheme::Guide2023),
        _ => {}
    }
    let within: u32 = rest.get(..2)?.parse().ok()?;
    match (class, within) {
        (3 | 9, 5..) | (5, 8) | (8, 8..) | (10, 4..) | (11, 3..) => Some(DigitScheme::Survey),
        (7, 3 | 4) | (12, 8 | 9) | (13, _) => Some(DigitScheme::Guide2023),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(layer: &[(&str, &str)]) -> Vec<Option<LandKind>> {
        let texts: Vec<(LandText, &str)> = layer.iter().map(|(code, name)| (take_apart(code), *name)).collect();
        let mut evidence = SchemeEvidence::default();
        for (text, name) in &texts {
            evidence.add(text, Some(name));
        }
        let (digits, _) = evidence.settle();
        texts.iter().map(|(text, name)| kind(text, Some(name), digits)).collect()
    }

    #[test]
    fn codes_are_repaired_to_text_with_leading_zeros() {
        for (raw, code) in [
            ("0701", "0701"),
            ("701", "0701"),
            ("1207.0", "1207"),
            ("701.0", "0701"),
            (" 0701 ", "0701"),
            ("０７０１", "0701"),
            ("0701城镇住宅用地", "0701"),
            ("70102", "070102"),
            ("7", "07"),
            ("0810a", "0810A"),
            ("8H1", "08H1"),
            ("0701/0901", "0701"),
            ("070102+0901", "070102"),
            ("R2B1", "R2"),
            ("R2二类居住用地", "R2"),
            ("YD-R2", "R2"),
            ("g1", "G1"),
            ("XG", "XG"),
        ] {
            assert_eq!(take_apart(raw).code.as_deref(), Some(code), "{raw}");
        }
        assert_eq!(take_apart("0701城镇住宅用地").name.as_deref(), Some("城镇住宅用地"));
        assert_eq!(take_apart("residential").code, None);
        assert_eq!(take_apart("公园绿地").code, None);
        assert!(take_apart("701").repaired && !take_apart("0701").repaired && !take_apart("R2").repaired);
    }

    #[test]
    fn class_05_is_wetland_in_the_guide_and_shops_in_the_survey() {
        let guide = kinds(&[("0501", ""), ("1401", ""), ("0701", "")]);
        assert_eq!(guide.first(), Some(&Some(LandKind::Open)));
        let survey = kinds(&[("0501", ""), ("0810A", ""), ("1004", "")]);
        assert_eq!(survey.first(), Some(&Some(LandKind::Built)));
    }

    #[test]
    fn code_1003_is_salt_pans_in_the_guide_and_a_highway_in_the_survey() {
        assert_eq!(kinds(&[("1003", ""), ("1402", "")]).first(), Some(&Some(LandKind::Built)));
        assert_eq!(kinds(&[("1003", ""), ("1005", "")]).first(), Some(&Some(LandKind::TransportLine)));
        assert_eq!(kinds(&[("1003", "公路用地")]).first(), Some(&Some(LandKind::TransportLine)));
    }

    #[test]
    fn code_1001_is_works_in_the_guide_and_a_railway_in_the_survey() {
        assert_eq!(kinds(&[("1001", ""), ("1207", "城镇道路用地")]).first(), Some(&Some(LandKind::Built)));
        assert_eq!(kinds(&[("1001", ""), ("1006", "")]).first(), Some(&Some(LandKind::TransportLine)));
    }

    #[test]
    fn a_plan_of_mixed_schemes_is_read_by_its_names() {
        let mixed = kinds(&[("05", "商业服务业用地"), ("1207", "城镇道路用地"), ("1401", "公园绿地")]);
        assert_eq!(
            mixed,
            [Some(LandKind::Built), Some(LandKind::TransportLine), Some(LandKind::Green(Some(GreenClass::G1)))]
        );
    }

    #[test]
    fn construction_land_is_what_narrows_a_corridor() {
        let of = |code: &str| kind(&take_apart(code), None, DigitScheme::Guide2023).and_then(LandKind::is_construction);
        for code in ["07", "0701", "070102", "0801", "09", "0901", "1001", "1101", "1203", "1204", "1208", "13", "15"] {
            assert_eq!(of(code), Some(true), "{code}");
        }
        for code in
            ["01", "0301", "0501", "06", "0602", "1201", "1202", "1205", "1206", "1207", "1401", "16", "17", "23"]
        {
            assert_eq!(of(code), Some(false), "{code}");
        }
        for code in ["R2", "A33", "B1", "M1", "W1", "S3", "S4", "U12", "H11"] {
            assert_eq!(of(code), Some(true), "{code}");
        }
        for code in ["S1", "S2", "G1", "G2", "G3", "E1", "E2", "H22"] {
            assert_eq!(of(code), Some(false), "{code}");
        }
        for code in ["12", "99", "", "X"] {
            assert_ne!(of(code), Some(true), "{code}");
        }
    }

    #[test]
    fn names_are_understood_without_codes() {
        for (name, construction) in [
            ("城镇住宅用地", Some(true)),
            ("二类居住用地", Some(true)),
            ("商业服务业设施用地", Some(true)),
            ("城镇道路用地", Some(false)),
            ("交通场站用地", Some(true)),
            ("机场用地", Some(true)),
            ("公路用地", Some(false)),
            ("农业设施建设用地", Some(false)),
            ("非建设用地", Some(false)),
            ("城市建设用地", Some(true)),
            ("水田", Some(false)),
            ("留白用地", Some(false)),
            ("residential", Some(true)),
            ("industrial", Some(true)),
            ("forest", Some(false)),
            ("park", Some(false)),
            ("某某", None),
        ] {
            assert_eq!(
                kind(&take_apart(name), None, DigitScheme::Guide2023).and_then(LandKind::is_construction),
                construction,
                "{name}"
            );
        }
    }

    #[test]
    fn colliding_digits_without_any_evidence_are_said_to_be_assumed() {
        let mut evidence = SchemeEvidence::default();
        evidence.add(&take_apart("0501"), None);
        assert_eq!(evidence.settle(), (DigitScheme::Guide2023, true));
        evidence.add(&take_apart("1401"), None);
        assert_eq!(evidence.settle(), (DigitScheme::Guide2023, false));
    }
}
