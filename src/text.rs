//! What people read, in Chinese and English from one table.
//!
//! Code names a [`Message`] by its key and hands over the facts; `assets/locales/*.toml` holds the sentences with
//! `{placeholders}`. Nothing outside this module composes sentences.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A language that langdao speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A fact inside a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// Stands as it is in every language: a name, a number, a path.
    Plain(String),
    /// Is itself said in the reader's language: the name of a role.
    Message(Message),
}

/// A sentence of the table with its facts; said in a language only when shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Key in the table, such as `notice.ring-repaired`.
    pub key: String,
    /// Facts by placeholder.
    pub arguments: Vec<(Cow<'static, str>, Argument)>,
}

impl Message {
    /// The sentence with this key.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), arguments: Vec::new() }
    }

    /// Fills a placeholder with text that is the same in every language.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name.into(), Argument::Plain(value.to_string())));
        self
    }

    /// Fills a placeholder with another message.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, value: Message) -> Self {
        self.arguments.push((name.into(), Argument::Message(value)));
        self
    }

    /// The sentence in a language. A key that the table lacks is shown as it is; a test keeps that from happening.
    pub fn say(&self, lang: Lang) -> String {
        let Some(entry) = TABLE.get(self.key.as_str()) else { return self.key.clone() };
        let mut text = match lang {
            Lang::Zh => entry.zh.clone(),
            Lang::En => entry.en.clone(),
        };
        for (name, value) in &self.arguments {
            let value = match value {
                Argument::Plain(text) => text.clone(),
                Argument::Message(message) => message.say(lang),
            };
            text = text.replace(&format!("{{{name}}}"), &value);
        }
        text
    }
}

/// Messages as errors speak English, the language of logs; interfaces call [`Message::say`].
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// The language of the system: Chinese where its locale is, else English.
pub fn system_lang() -> Lang {
    let chinese = sys_locale::get_locale().is_some_and(|locale| locale.to_lowercase().starts_with("zh"));
    if chinese { Lang::Zh } else { Lang::En }
}

/// Whether the table holds this key.
pub fn is_known(key: &str) -> bool {
    TABLE.contains_key(key)
}

#[derive(Deserialize)]
struct Entry {
    zh: String,
    en: String,
}

/// One file per module that speaks; keys are `file.entry`.
const LOCALES: &[(&str, &str)] = &[
    ("toml", include_str!("../assets/locales/toml.toml")),
    ("disk", include_str!("../assets/locales/disk.toml")),
    ("notice", include_str!("../assets/locales/notice.toml")),
    ("formats", include_str!("../assets/locales/formats.toml")),
    ("layer", include_str!("../assets/locales/layer.toml")),
    ("measure", include_str!("../assets/locales/measure.toml")),
    ("standard", include_str!("../assets/locales/standard.toml")),
    ("plan", include_str!("../assets/locales/plan.toml")),
    ("check", include_str!("../assets/locales/check.toml")),
    ("map", include_str!("../assets/locales/map.toml")),
    ("report", include_str!("../assets/locales/report.toml")),
    ("document", include_str!("../assets/locales/document.toml")),
    ("app", include_str!("../assets/locales/app.toml")),
    ("cli", include_str!("../assets/locales/cli.toml")),
];

static TABLE: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    let mut table = BTreeMap::new();
    for (prefix, text) in LOCALES {
        // A locale file that does not parse leaves its keys unsaid; the test below fails then.
        let entries: BTreeMap<String, Entry> = toml_edit::de::from_str(text).unwrap_or_default();
        table.extend(entries.into_iter().map(|(key, entry)| (format!("{prefix}.{key}"), entry)));
    }
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn every_locale_file_parses_and_both_languages_use_the_same_placeholders() {
        for (prefix, text) in LOCALES {
            let entries: BTreeMap<String, Entry> =
                toml_edit::de::from_str(text).unwrap_or_else(|error| panic!("{prefix}: {error}"));
            for (key, entry) in entries {
                assert_eq!(placeholders(&entry.zh), placeholders(&entry.en), "{prefix}.{key}");
                assert!(!entry.zh.is_empty() && !entry.en.is_empty(), "{prefix}.{key}");
            }
        }
    }
}
