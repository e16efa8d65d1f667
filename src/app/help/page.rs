//! The pages of the help, and the search over them.

use super::parse::{Block, blocks};
use crate::text::Lang;

/// A page of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HelpPage {
    /// The first minutes.
    Start,
    /// What data is needed and which traps it holds.
    Data,
    /// How verdicts are read.
    Verdicts,
    /// Drawing and editing.
    Drawing,
    /// Arguments for a miss.
    Arguments,
    /// The report and other outputs.
    Report,
    /// The plan's file, proposals, and how nothing is lost.
    PlanFile,
    /// Keys.
    Keyboard,
    /// What to do when something does not work.
    Trouble,
}

/// The text of a page in both languages.
macro_rules! texts {
    ($name:literal) => {
        (
            include_str!(concat!("../../../assets/help/zh/", $name, ".md")),
            include_str!(concat!("../../../assets/help/en/", $name, ".md")),
        )
    };
}

impl HelpPage {
    /// Every page, in the order of reading.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Data,
        Self::Verdicts,
        Self::Drawing,
        Self::Arguments,
        Self::Report,
        Self::PlanFile,
        Self::Keyboard,
        Self::Trouble,
    ];

    /// What it says.
    pub(super) fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Start => texts!("start"),
            Self::Data => texts!("data"),
            Self::Verdicts => texts!("verdicts"),
            Self::Drawing => texts!("drawing"),
            Self::Arguments => texts!("arguments"),
            Self::Report => texts!("report"),
            Self::PlanFile => texts!("plan-file"),
            Self::Keyboard => texts!("keyboard"),
            Self::Trouble => texts!("trouble"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    /// Its title: the first line.
    pub fn title(self, lang: Lang) -> String {
        let first = self.text(lang).lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim().to_owned()
    }
}

/// What was found on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) page: HelpPage,
    /// The parts that speak of it, each under its heading.
    pub(super) blocks: Vec<Block>,
}

/// Parts of pages in which every word stands that is looked for.
pub(super) fn search(query: &str, lang: Lang) -> Vec<Found> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let of = |page: HelpPage| {
        let mut heading: Option<Block> = None;
        let mut found = Vec::new();
        for block in blocks(page.text(lang)) {
            let text = block.plain().to_lowercase();
            let holds = words.iter().all(|word| text.contains(word.as_str()));
            if let Block::Heading(..) = block {
                heading = Some(block);
                if !holds {
                    continue;
                }
            } else if holds {
                found.extend(heading.take());
                found.push(block);
                continue;
            }
            if holds {
                found.extend(heading.take());
            }
        }
        Found { page, blocks: found }
    };
    HelpPage::ALL.into_iter().map(of).filter(|found| !found.blocks.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_parts() {
        for page in HelpPage::ALL {
            let shape = |lang| blocks(page.text(lang)).iter().map(std::mem::discriminant).collect::<Vec<_>>();
            assert_eq!(shape(Lang::Zh), shape(Lang::En), "{page:?}");
            assert!(!page.title(Lang::Zh).is_empty() && page.title(Lang::Zh) != page.title(Lang::En));
        }
    }

    #[test]
    fn a_word_is_found_with_the_heading_it_stands_under() {
        let found = search("gbk", Lang::En);
        let data = found.iter().find(|found| found.page == HelpPage::Data).unwrap();
        assert!(matches!(data.blocks.first(), Some(Block::Heading(..))), "{:?}", data.blocks);
        assert!(data.blocks.iter().any(|block| block.plain().contains("GBK")));
        assert_eq!(search("  ", Lang::Zh), []);
        assert_eq!(search("no such word anywhere", Lang::En), []);
    }

    #[test]
    fn keys_that_pages_name_are_keys_of_the_table() {
        use crate::app::Action;
        let context = egui::Context::default();
        let printed = |text: String| {
            let text = text.replace("⌘", "Ctrl+").replace("⇧", "Shift+").replace("Cmd+", "Ctrl+");
            let names = [("Comma", ","), ("PageUp", "PgUp"), ("PageDown", "PgDn"), ("Escape", "Esc")];
            let names = names.into_iter().chain([("Plus", "+"), ("Minus", "-")]);
            names.fold(text, |text, (name, print)| text.replace(name, print))
        };
        let known: Vec<String> = Action::all()
            .filter_map(Action::shortcut)
            .map(|shortcut| printed(context.format_shortcut(&shortcut)))
            .collect();
        for (page, lang) in HelpPage::ALL.into_iter().flat_map(|page| [(page, Lang::Zh), (page, Lang::En)]) {
            for block in blocks(page.text(lang)) {
                for key in block.codes().filter(|code| code.starts_with("Ctrl+") || is_function_key(code)) {
                    assert!(known.iter().any(|known| known == key), "{page:?} {lang:?}: {key} is none of {known:?}");
                }
            }
        }
    }

    fn is_function_key(code: &str) -> bool {
        let digits = code.trim_start_matches("Shift+").strip_prefix('F');
        digits.is_some_and(|digits| digits.parse::<u8>().is_ok())
    }
}
