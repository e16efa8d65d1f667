//! Patterns of `like`: `%` is any text, `_` any letter.

use crate::layer::spelling::fold;

/// A pattern, without regard to case and width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Part>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    AnyText,
    AnyLetter,
    Letter(char),
}

impl Pattern {
    /// A pattern as it is written.
    pub(super) fn of(text: &str) -> Self {
        let part = |letter: char| match letter {
            '%' => Part::AnyText,
            '_' => Part::AnyLetter,
            letter => Part::Letter(letter),
        };
        Self(fold(text).chars().map(part).collect())
    }

    /// Any text with this in it.
    pub(super) fn containing(text: &str) -> Self {
        let folded = fold(text);
        let letters = folded.chars().map(Part::Letter);
        Self(std::iter::once(Part::AnyText).chain(letters).chain([Part::AnyText]).collect())
    }

    /// Whether a text is of the pattern. The last `%` is tried with ever more letters; earlier ones need not be.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text: Vec<char> = fold(text).chars().collect();
        let (mut at, mut part) = (0, 0);
        let mut again: Option<(usize, usize)> = None;
        while let Some(letter) = text.get(at) {
            match self.0.get(part) {
                Some(Part::AnyText) => {
                    again = Some((at, part + 1));
                    part += 1;
                }
                Some(Part::AnyLetter) => (at, part) = (at + 1, part + 1),
                Some(Part::Letter(own)) if own == letter => (at, part) = (at + 1, part + 1),
                _ => {
                    let Some((from, after)) = again else { return false };
                    again = Some((from + 1, after));
                    (at, part) = (from + 1, after);
                }
            }
        }
        self.0.get(part..).unwrap_or_default().iter().all(|part| *part == Part::AnyText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_any_text_and_any_letter() {
        for (pattern, text, fits) in [
            ("%广场%", "市民广场", true),
            ("%广场%", "广场", true),
            ("广场%", "市民广场", false),
            ("市_广场", "市民广场", true),
            ("市_广场", "市广场", false),
            ("%a%b%", "xxaxxaxxb", true),
            ("%ab", "aab", true),
            ("%ab", "aba", false),
            ("", "", true),
            ("", "a", false),
            ("%", "", true),
            ("TOWER%", "ｔower a", true),
        ] {
            assert_eq!(Pattern::of(pattern).fits(text), fits, "{pattern} {text}");
        }
        assert!(Pattern::containing("50%").fits("绿地率50%以上") && !Pattern::containing("5%").fits("50%"));
    }
}
