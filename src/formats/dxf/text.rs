//! Texts and names as DXF holds them.

use encoding_rs::GBK;

/// Bytes that a name has room for.
const LONGEST_NAME: usize = 255;
/// Bytes of a text that stand in one group.
const LONGEST_GROUP: usize = 250;
/// What no name may hold.
const ILLEGAL: &[char] = &['<', '>', '/', '\\', '"', ':', ';', '?', '*', '|', '=', ',', '`'];

/// A name as CAD takes it: at most 255 bytes, illegal letters replaced by `_`.
pub fn legal_name(name: &str) -> String {
    let legal = |letter: char| if letter.is_control() || ILLEGAL.contains(&letter) { '_' } else { letter };
    let name: String = name.trim().chars().map(legal).collect();
    let name = cut(&name, LONGEST_NAME);
    if name.is_empty() { String::from("_") } else { name }
}

/// The name with a number behind it, still short enough.
pub(super) fn numbered(name: &str, number: usize) -> String {
    let number = format!(" {number}");
    cut(name, LONGEST_NAME - number.len()) + &number
}

fn cut(name: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |letter: &char| {
        used += size(*letter);
        used <= room
    };
    name.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

/// Adds a letter as a file holds it.
pub(super) fn encode(letter: char, out: &mut Vec<u8>) {
    if letter.is_ascii() {
        let mut byte = [0];
        out.extend(letter.encode_utf8(&mut byte).bytes());
        return;
    }
    let mut buffer = [0; 4];
    let (bytes, _, lacking) = GBK.encode(letter.encode_utf8(&mut buffer));
    if !lacking {
        return out.extend_from_slice(&bytes);
    }
    let mut units = [0; 2];
    for unit in letter.encode_utf16(&mut units) {
        out.extend(format!("\\U+{unit:04X}").bytes());
    }
}

/// Bytes of a letter in a file.
fn size(letter: char) -> usize {
    let mut bytes = Vec::new();
    encode(letter, &mut bytes);
    bytes.len()
}

/// A text of several lines in the code of MTEXT, in pieces for a group each.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for letter in text.chars().flat_map(coded) {
        used += size(letter);
        if used > LONGEST_GROUP {
            used = size(letter);
            pieces.push(String::new());
        }
        if let Some(last) = pieces.last_mut() {
            last.push(letter);
        }
    }
    pieces
}

/// A letter in the code of MTEXT.
fn coded(letter: char) -> impl Iterator<Item = char> {
    let [first, second] = match letter {
        '\\' | '{' | '}' => [Some('\\'), Some(letter)],
        '\n' => [Some('\\'), Some('P')],
        // A caret makes the next letter a control character.
        '^' => [Some('^'), Some(' ')],
        letter if letter.is_control() => [Some(' '), None],
        letter => [Some(letter), None],
    };
    first.into_iter().chain(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_cad_takes_and_has_room() {
        assert_eq!(legal_name("（四）生态廊道净宽度"), "（四）生态廊道净宽度");
        assert_eq!(legal_name(" a<b>/\\\":;?*|=,`c\n"), "a_b____________c");
        // 127 letters of two bytes have room in 255, 126 with " 2" behind them; 𠮷 takes two escapes of seven.
        assert_eq!(legal_name(&"廊".repeat(200)), "廊".repeat(127));
        assert_eq!(numbered(&"廊".repeat(127), 2), "廊".repeat(126) + " 2");
        assert_eq!(legal_name(&"𠮷".repeat(30)), "𠮷".repeat(18));
        assert_eq!(legal_name("  "), "_");
    }

    #[test]
    fn what_mtext_reads_as_code_is_marked() {
        assert_eq!(pieces("a\\b{c}^\n\td"), ["a\\\\b\\{c\\}^ \\P d"]);
        let long = pieces(&"廊".repeat(300));
        assert_eq!(long.iter().map(|piece| piece.chars().count()).collect::<Vec<_>>(), [125, 125, 50]);
        assert_eq!(pieces(""), [""]);
    }

    #[test]
    fn letters_are_gbk_and_others_named_by_their_code() {
        let mut bytes = Vec::new();
        "a邛²𠮷".chars().for_each(|letter| encode(letter, &mut bytes));
        assert_eq!(bytes, b"a\xDA\xF6\\U+00B2\\U+D842\\U+DFB7");
    }
}
