//! Older versions of the plan file, brought to the newest one step at a time. A file is written in the newest version with its
//! first change; until then it stays as it is.

use super::VERSION;

/// From each version to the next one: the first from a file that does not say its version.
///
/// These run on what is written. None has changed yet what a key means; one that does runs before the file is read.
#[expect(clippy::cast_possible_truncation, reason = "a handful of versions")]
const UPGRADES: [fn(&str) -> String; VERSION as usize] = [state_version];

/// The text of a file of an older version in the newest one.
pub(super) fn upgraded(text: &str, from: i64) -> String {
    let steps = UPGRADES.iter().skip(usize::try_from(from).unwrap_or_default());
    steps.fold(text.to_owned(), |text, upgrade| upgrade(&text))
}

/// Files that people wrote before there was a version, or without one.
fn state_version(text: &str) -> String {
    format!("langdao = 1\n{text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Content, PlanFile};

    #[test]
    fn a_file_without_a_version_states_it_with_its_first_change_and_keeps_all_else() {
        for (text, first) in [
            ("# 安宁\nyear = 2030\n", "langdao = 1\n"),
            ("\u{feff}# 安宁\r\nyear = 2030\r\n", "\u{feff}langdao = 1\r\n"),
        ] {
            let file = PlanFile::from_toml(text, "plan.toml").unwrap();
            assert_eq!(file.text_with(&file.content), text, "nothing has changed");
            let later = file.text_with(&Content { year: Some(2035), ..file.content.clone() });
            let rest = text.trim_start_matches('\u{feff}').replace("2030", "2035");
            assert_eq!(later, format!("{first}{rest}"));
            assert!(PlanFile::from_toml(&later, "plan.toml").unwrap().notices.is_empty());
        }
    }

    #[test]
    fn a_file_of_the_newest_version_needs_no_upgrade() {
        assert_eq!(upgraded("langdao = 1\n", VERSION), "langdao = 1\n");
    }
}
