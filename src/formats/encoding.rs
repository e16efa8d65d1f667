//! In which encoding the text of an attribute table stands: decided per file from all of its text, never per value.
//!
//! The order: what the planner states, the `.cpg`, the table's language byte, strict UTF-8, strict GB18030, the best of
//! what is left. A name or value cut at its field's width may end in half a character; the half is dropped and proves
//! nothing.

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, IBM866, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1252};

use crate::notice::Notice;

/// One text of the table as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample<'a> {
    /// Its bytes without the padding.
    pub(super) bytes: &'a [u8],
    /// Whether it fills its field, so that it may have been cut.
    pub(super) full: bool,
}

/// The decision and what to tell about it.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    pub(super) encoding: &'static Encoding,
    pub(super) notice: Option<Notice>,
}

/// The encoding with a name as `.cpg` files, planners and code-page tables write it; `None` for names that say nothing.
pub(super) fn by_name(name: &str) -> Option<&'static Encoding> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0' || c == '"');
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let number = ["cp", "windows", "win", "ansi", "oem", "ms", "ibm", "dos", "x"]
        .iter()
        .find_map(|prefix| plain.strip_prefix(prefix))
        .unwrap_or(&plain);
    let by_number = match number {
        "utf8" | "65001" | "utf8bom" => UTF_8,
        "gbk" | "gb2312" | "936" | "euccn" | "20936" | "51936" | "zhs16gbk" | "chinese" | "gb" => GBK,
        "gb18030" | "54936" => GB18030,
        "big5" | "950" | "big5hkscs" => BIG5,
        "shiftjis" | "932" | "sjis" => SHIFT_JIS,
        "euckr" | "949" | "ksc56011987" => EUC_KR,
        "866" => IBM866,
        "874" => WINDOWS_874,
        "88591" | "885915" | "latin1" | "iso88591" => {
            return Encoding::for_label(name.as_bytes()).or(Some(WINDOWS_1252));
        }
        _ if number.len() == 4 && number.starts_with("125") => {
            return Encoding::for_label(format!("windows-{number}").as_bytes());
        }
        _ => {
            let esri = plain.strip_prefix("8859").filter(|part| !part.is_empty());
            let label = esri.map_or_else(|| name.to_owned(), |part| format!("iso-8859-{part}"));
            return Encoding::for_label(label.as_bytes());
        }
    };
    Some(by_number)
}

/// The encoding that a table's language byte names. `0x57` and `0x03` ("ANSI") say nothing and `0` is unset.
fn by_language(byte: u8) -> Option<&'static Encoding> {
    match byte {
        0x4D | 0x7A => Some(GBK),
        0x4F | 0x78 => Some(BIG5),
        0x13 | 0x7B => Some(SHIFT_JIS),
        0x4E | 0x79 => Some(EUC_KR),
        0x26 | 0x65 => Some(IBM866),
        0x50 | 0x7C => Some(WINDOWS_874),
        0xC8 => by_name("1250"),
        0xC9 => by_name("1251"),
        0xCA => by_name("1254"),
        0xCB => by_name("1253"),
        0xCC => by_name("1257"),
        _ => None,
    }
}

/// Decides for a whole table. `stated` and `cpg` have been looked up by [`by_name`].
pub(super) fn decide(
    stated: Option<&'static Encoding>,
    cpg: Option<&'static Encoding>,
    language: u8,
    samples: &[Sample<'_>],
) -> Decided {
    let samples: Vec<Sample<'_>> = samples.iter().filter(|sample| !sample.bytes.is_ascii()).copied().collect();
    let mut contradicted = None;
    for (declared, is_final) in [(stated, true), (cpg, false), (by_language(language), false)] {
        let Some(encoding) = declared else { continue };
        if samples.iter().all(|sample| fits(encoding, sample)) {
            return Decided { encoding, notice: contradicted.map(|other| contradiction(other, encoding)) };
        }
        if is_final {
            return Decided { encoding, notice: Some(contradiction(encoding, encoding)) };
        }
        contradicted = contradicted.or(Some(encoding));
    }
    if samples.is_empty() {
        return Decided { encoding: UTF_8, notice: None };
    }
    let encoding = guessed(contradicted, &samples);
    let notice = match contradicted {
        Some(declared) => contradiction(declared, encoding),
        None => Notice::new("encoding-guessed").with("encoding", encoding.name()),
    };
    Decided { encoding, notice: Some(notice) }
}

fn guessed(declared: Option<&'static Encoding>, samples: &[Sample<'_>]) -> &'static Encoding {
    let all = |encoding: &&'static Encoding| samples.iter().all(|text| fits(encoding, text));
    // GBK is GB18030 without the four-byte characters; its name is the one people know.
    match [UTF_8, GBK, GB18030].into_iter().find(all) {
        Some(chinese) if chinese != UTF_8 => return foreign(samples).filter(all).unwrap_or(chinese),
        Some(utf_8) => return utf_8,
        None => {}
    }
    let mostly =
        |encoding: &'static Encoding| samples.iter().filter(|text| fits(encoding, text)).count() * 2 > samples.len();
    declared.into_iter().chain([UTF_8, GB18030]).find(|encoding| mostly(encoding)).unwrap_or(WINDOWS_1252)
}

/// The encoding of bytes that are GBK only by accident: their characters would be rare ones nearly throughout, and are
/// everyday ones elsewhere. `None` for bytes that can well be Chinese in GBK.
fn foreign(samples: &[Sample<'_>]) -> Option<&'static Encoding> {
    let pairs: Vec<(u8, u8)> = samples.iter().flat_map(|sample| pairs(sample.bytes)).collect();
    let share = |everyday: fn(u8, u8) -> bool| {
        pairs.iter().filter(|(lead, trail)| everyday(*lead, *trail)).count() as f64 / pairs.len().max(1) as f64
    };
    // Symbols and characters of GB 2312, which are all but a few of any Chinese text.
    if share(|lead, trail| matches!(lead, 0xA1..=0xA9 | 0xB0..=0xF7) && trail >= 0xA1) > 0.75 {
        return None;
    }
    // Symbols and frequent characters of Big5; kana and first-level characters of Shift JIS.
    let big5 = share(|lead, _| matches!(lead, 0xA1..=0xC6));
    let shift_jis = share(|lead, _| matches!(lead, 0x81..=0x83 | 0x88..=0x97));
    // Single accented letters between plain ones, as in European languages.
    let latin = share(|_, trail| trail.is_ascii_lowercase());
    [(latin, WINDOWS_1252), (big5, BIG5), (shift_jis, SHIFT_JIS)]
        .into_iter()
        .filter(|(share, _)| *share > 0.9)
        .map(|(_, encoding)| encoding)
        .next()
}

/// The two-byte characters of a text, read as GBK.
fn pairs(bytes: &[u8]) -> Vec<(u8, u8)> {
    let mut pairs = Vec::new();
    let mut rest = bytes;
    while let [lead, after @ ..] = rest {
        rest = after;
        if let (0x81.., [trail, after @ ..]) = (*lead, after) {
            pairs.push((*lead, *trail));
            rest = after;
        }
    }
    pairs
}

fn contradiction(declared: &'static Encoding, used: &'static Encoding) -> Notice {
    Notice::new("encoding-contradicts").with("declared", declared.name()).with("encoding", used.name())
}

/// Whether bytes are text of an encoding, but for a last character cut by the width of the field.
fn fits(encoding: &'static Encoding, sample: &Sample<'_>) -> bool {
    let strict = |bytes| {
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        // GBK proper has no four-byte characters, though its decoder reads them.
        decoded.is_some() && (encoding != GBK || !has_four_bytes(bytes))
    };
    if encoding == UTF_8 {
        return match std::str::from_utf8(sample.bytes) {
            Ok(_) => true,
            Err(error) => sample.full && error.error_len().is_none(),
        };
    }
    let cut = |bytes: usize| sample.bytes.len().checked_sub(bytes).and_then(|end| sample.bytes.get(..end));
    strict(sample.bytes) || (sample.full && !encoding.is_single_byte() && (1..=3).filter_map(cut).any(strict))
}

fn has_four_bytes(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (0x81..=0xFE, Some(0x30..=0x39)) => return true,
            (0x81..=0xFE, _) => at += 2,
            _ => at += 1,
        }
    }
    false
}

/// Text of a name or value: half a character at its end is dropped, other bytes that make no sense become `�`.
pub(super) fn decode<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    if bytes.is_ascii() && encoding.is_ascii_compatible() {
        return std::str::from_utf8(bytes).map_or(Cow::Borrowed(""), Cow::Borrowed);
    }
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    match text {
        text if !broken => text,
        text => Cow::Owned(text.strip_suffix('\u{fffd}').unwrap_or(&text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Sample<'_> {
        Sample { bytes, full: false }
    }

    fn code(decided: &Decided) -> Option<&'static str> {
        decided.notice.as_ref().map(|notice| notice.code)
    }

    const LONG_GBK: &[u8] = b"\xb5\xc0\xc2\xb7\xba\xec\xcf\xdf\xbf\xed"; // 道路红线宽
    const LOU_GBK: &[u8] = b"\xc2\xa5"; // 楼, by itself valid UTF-8

    #[test]
    fn names_of_code_pages_are_understood() {
        for name in ["GBK", "gb2312", "936", "CP936", "ANSI 936", "OEM 936", " \u{feff}cp936\r\n", "EUC-CN"] {
            assert_eq!(by_name(name), Some(GBK), "{name}");
        }
        assert_eq!(by_name("GB18030"), Some(GB18030));
        assert_eq!(by_name("UTF-8"), Some(UTF_8));
        assert_eq!(by_name("65001"), Some(UTF_8));
        assert_eq!(by_name("Big-5"), Some(BIG5));
        assert_eq!(by_name("1251").unwrap().name(), "windows-1251");
        assert_eq!(by_name("Windows-1251\n").unwrap().name(), "windows-1251");
        assert_eq!(by_name("ISO-8859-1").unwrap().name(), "windows-1252");
        assert_eq!(by_name("88592").unwrap().name(), "ISO-8859-2");
        assert_eq!(by_name("SYSTEM"), None);
        assert_eq!(by_name(""), None);
    }

    #[test]
    fn a_character_that_is_valid_in_both_is_decided_by_the_rest_of_the_table() {
        let alone = decide(None, None, 0, &[whole(LOU_GBK)]);
        assert_eq!(alone.encoding, UTF_8);
        let together = decide(None, None, 0, &[whole(LOU_GBK), whole(LONG_GBK)]);
        assert_eq!((together.encoding, code(&together)), (GBK, Some("encoding-guessed")));
    }

    #[test]
    fn ascii_needs_no_notice() {
        let decided = decide(None, None, 0, &[whole(b"road")]);
        assert_eq!((decided.encoding, code(&decided)), (UTF_8, None));
    }

    #[test]
    fn a_cpg_that_the_bytes_contradict_is_not_followed() {
        let decided = decide(None, Some(UTF_8), 0, &[whole(LONG_GBK)]);
        assert_eq!((decided.encoding, code(&decided)), (GBK, Some("encoding-contradicts")));
        let decided = decide(None, Some(GBK), 0, &[whole("绿道".as_bytes()), whole("道".as_bytes())]);
        assert_eq!((decided.encoding, code(&decided)), (UTF_8, Some("encoding-contradicts")));
    }

    #[test]
    fn the_language_byte_counts_after_the_cpg() {
        assert_eq!(decide(None, None, 0x4D, &[whole(LOU_GBK)]).encoding, GBK);
        assert_eq!(decide(None, Some(BIG5), 0x4D, &[whole(LOU_GBK)]).encoding, BIG5);
        assert_eq!(decide(None, None, 0x57, &[whole(LONG_GBK)]).encoding, GBK);
    }

    #[test]
    fn what_the_planner_states_holds() {
        let decided = decide(Some(GBK), Some(UTF_8), 0, &[whole("绿".as_bytes())]);
        assert_eq!(decided.encoding, GBK);
    }

    #[test]
    fn a_name_cut_in_the_middle_of_a_character_is_still_utf_8() {
        let cut = &"道路红线宽度".as_bytes()[..10];
        let decided = decide(None, None, 0, &[Sample { bytes: cut, full: true }]);
        assert_eq!(decided.encoding, UTF_8);
        assert_eq!(decode(UTF_8, cut), "道路红");
        assert_eq!(decode(GBK, &LONG_GBK[..9]), "道路红线");
    }

    #[test]
    fn what_is_gbk_only_by_accident_is_read_as_what_it_is() {
        for (bytes, encoding, text) in [
            (&b"Pe\xf1a M\xe9xico"[..], WINDOWS_1252, "Peña México"),
            (b"\xc1\x63\xc5\xe9\xb0\xea\xbb\x79", BIG5, "繁體國語"),
            (b"\x82\xbd\x82\xa2\x82\xb9\x82\xc2", SHIFT_JIS, "たいせつ"),
        ] {
            let decided = decide(None, None, 0, &[whole(bytes)]);
            assert_eq!((decided.encoding, code(&decided)), (encoding, Some("encoding-guessed")), "{text}");
            assert_eq!(decode(decided.encoding, bytes), text);
        }
    }

    #[test]
    fn text_of_no_known_encoding_is_still_read() {
        let decided = decide(None, None, 0, &[whole(b"\xff\xff caf\xe9 "), whole(b"\xff")]);
        assert_eq!(decided.encoding, WINDOWS_1252);
    }
}
