//! What is remembered from one start to the next: language, theme, sizes, recent plans.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::dock::Dock;
use crate::map::Axes;
use crate::text::Lang;

/// Where the window's store keeps them.
const KEY: &str = "settings";
/// Recent plans that are remembered.
const RECENT: usize = 12;

/// What is remembered. Unknown keys of a later version are ignored, missing ones have their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language that was chosen; that of the system otherwise.
    #[serde(with = "language")]
    pub lang: Option<Lang>,
    /// Light, dark, or as the system is.
    pub theme: Theme,
    /// Plans and folders that were opened, the last first.
    pub recent: Vec<PathBuf>,
    /// Enlargement of the interface.
    pub zoom: f32,
    /// Surveyors' axes: X north, Y east.
    pub surveyors_axes: bool,
    /// Whether the map shows the grid of the plan's system.
    pub graticule: bool,
    /// Where the panels stand.
    pub dock: Dock,
}

/// Colours of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The next one, as a button switches them.
    pub(super) fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            theme: Theme::default(),
            recent: Vec::new(),
            zoom: 1.0,
            surveyors_axes: false,
            graticule: false,
            dock: Dock::default(),
        }
    }
}

impl Settings {
    /// The axes of the grid, where the map shows it.
    pub(super) fn grid(&self) -> Option<Axes> {
        let axes = if self.surveyors_axes { Axes::Surveyors } else { Axes::East };
        self.graticule.then_some(axes)
    }

    /// The language of the window.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(crate::text::system_lang)
    }

    /// Settings of the last time; defaults where they cannot be read.
    pub(super) fn restore(storage: &dyn eframe::Storage) -> Self {
        storage.get_string(KEY).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Remembers them.
    pub(super) fn store(&self, storage: &mut dyn eframe::Storage) {
        if let Ok(text) = serde_json::to_string(self) {
            storage.set_string(KEY, text);
        }
    }

    /// Theme and size of the window follow them.
    pub(super) fn apply(&self, context: &egui::Context) {
        let preference = match self.theme {
            Theme::System => egui::ThemePreference::System,
            Theme::Light => egui::ThemePreference::Light,
            Theme::Dark => egui::ThemePreference::Dark,
        };
        context.options_mut(|options| options.fallback_theme = egui::Theme::Light);
        context.set_theme(preference);
        context.set_zoom_factor(self.zoom.clamp(0.5, 3.0));
    }

    /// Puts a plan or a folder first among the recent ones.
    pub(super) fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_empty| path.to_owned());
        self.recent.retain(|known| *known != path);
        self.recent.insert(0, path);
        self.recent.truncate(RECENT);
    }
}

/// A language as `zh` and `en`.
mod language {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::text::Lang;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(lang: &Option<Lang>, serializer: S) -> Result<S::Ok, S::Error> {
        match lang {
            None => serializer.serialize_none(),
            Some(Lang::Zh) => serializer.serialize_some("zh"),
            Some(Lang::En) => serializer.serialize_some("en"),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Lang>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(match text.as_deref() {
            Some("zh") => Some(Lang::Zh),
            Some("en") => Some(Lang::En),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_restart_and_a_later_version_s_keys_do_no_harm() {
        let settings =
            Settings { lang: Some(Lang::En), zoom: 1.25, recent: vec!["a/plan.toml".into()], ..Settings::default() };
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
        let later: Settings = serde_json::from_str(r#"{"lang":"fr","new":1}"#).unwrap();
        assert_eq!(later, Settings::default());
    }

    #[test]
    fn a_plan_opened_again_moves_to_the_front_of_the_recent_ones() {
        let mut settings = Settings::default();
        for name in ["/a", "/b", "/a"] {
            settings.remember(Path::new(name));
        }
        assert_eq!(settings.recent.len(), 2);
        assert!(settings.recent[0].ends_with("a"));
    }
}
