//! What is remembered from one start to the next: language, theme, sizes, recent plans.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::dock::Dock;
use super::drawing::Drawing;
use crate::text::Lang;

/// Where the window's store keeps them.
const KEY: &str = "settings";
/// Recent plans that are remembered.
const RECENT: usize = 12;
/// Sizes of the interface to choose from, per cent.
pub(super) const SIZES: [u16; 8] = [75, 90, 100, 110, 125, 150, 175, 200];

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
    pub recent: Vec<Recent>,
    /// Enlargement of the interface.
    pub zoom: f32,
    /// Whether the tour was begun, or is not wanted: only the very first start begins it by itself.
    pub toured: bool,
    /// Surveyors' axes: X north, Y east.
    pub surveyors_axes: bool,
    /// What is asked to draw the map.
    pub drawing: Drawing,
    /// Where the panels stand.
    pub dock: Dock,
    /// Addresses of maps from the net that are fetched from; all others are not.
    pub backdrops: BTreeSet<String>,
    /// Keys of services by their hosts.
    pub tile_keys: BTreeMap<String, String>,
    /// Megabytes of tiles that are kept on the disk; 0 keeps none.
    pub tile_cache: u32,
}

/// A plan or a folder that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Remembered")]
pub struct Recent {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was opened last, seconds since 1970; unknown where an earlier version remembered it.
    pub opened: Option<u64>,
}

/// How it was remembered: at first as its path alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Remembered {
    Path(PathBuf),
    Whole { path: PathBuf, opened: Option<u64> },
}

impl From<Remembered> for Recent {
    fn from(remembered: Remembered) -> Self {
        match remembered {
            Remembered::Path(path) => Self { path, opened: None },
            Remembered::Whole { path, opened } => Self { path, opened },
        }
    }
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
            toured: true,
            surveyors_axes: false,
            dock: Dock::default(),
            drawing: Drawing::default(),
            backdrops: BTreeSet::new(),
            tile_keys: BTreeMap::new(),
            tile_cache: 200,
        }
    }
}

impl Settings {
    /// The language of the window.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(crate::text::system_lang)
    }

    /// Those of the very first start.
    pub fn first() -> Self {
        Self { toured: false, ..Self::default() }
    }

    /// Whether a map from the net is switched on.
    pub(super) fn shows(&self, address: &str) -> bool {
        self.backdrops.contains(address)
    }

    /// Bytes of tiles that are kept on the disk.
    pub(super) fn tile_cache_bytes(&self) -> u64 {
        u64::from(self.tile_cache) << 20
    }

    /// Settings of the last time; defaults where they cannot be read.
    pub(super) fn restore(storage: &dyn eframe::Storage) -> Self {
        let Some(text) = storage.get_string(KEY) else { return Self::first() };
        serde_json::from_str(&text).unwrap_or_default()
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
        context.options_mut(|options| {
            options.fallback_theme = egui::Theme::Light;
            // Enlarged by the actions of the window, which remember it.
            options.zoom_with_keyboard = false;
        });
        context.set_theme(preference);
        let [least, .., most] = SIZES;
        context.set_zoom_factor(self.zoom.clamp(f32::from(least) / 100.0, f32::from(most) / 100.0));
    }

    /// The size of the interface, per cent.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a u16 holds")]
    pub fn size(&self) -> u16 {
        (self.zoom * 100.0).round().clamp(1.0, 1_000.0) as u16
    }

    /// The next size above the one that is, or below it; the same at the end.
    pub(super) fn next_size(&self, larger: bool) -> u16 {
        let now = self.size();
        let next = if larger {
            SIZES.into_iter().find(|size| *size > now)
        } else {
            SIZES.into_iter().rev().find(|size| *size < now)
        };
        next.unwrap_or(now)
    }

    /// Gives the interface a size.
    pub(super) fn set_size(&mut self, size: u16) {
        self.zoom = f32::from(size) / 100.0;
    }

    /// Puts a plan or a folder first among the recent ones: opened at `now`.
    pub(super) fn remember(&mut self, path: &Path, now: u64) {
        let path = std::path::absolute(path).unwrap_or_else(|_empty| path.to_owned());
        self.forget(&path);
        self.recent.insert(0, Recent { path, opened: Some(now) });
        self.recent.truncate(RECENT);
    }

    /// Leaves a path out of the recent ones.
    pub(super) fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known.path != path);
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
        let mut settings = Settings { lang: Some(Lang::En), zoom: 1.25, ..Settings::default() };
        settings.remember(Path::new("a/plan.toml"), 1_764_000_000);
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
        let later: Settings = serde_json::from_str(r#"{"lang":"fr","new":1}"#).unwrap();
        assert_eq!(later, Settings::default());
    }

    #[test]
    fn recent_plans_of_an_earlier_version_are_paths_alone() {
        let earlier: Settings = serde_json::from_str(r#"{"recent":["/a/plan.toml"]}"#).unwrap();
        assert_eq!(earlier.recent, [Recent { path: "/a/plan.toml".into(), opened: None }]);
        assert!(earlier.toured, "who has worked with it needs no tour");
        assert!(!Settings::first().toured);
    }

    #[test]
    fn a_plan_opened_again_moves_to_the_front_of_the_recent_ones() {
        let mut settings = Settings::default();
        for (now, name) in (0..).zip(["/a", "/b", "/a"]) {
            settings.remember(Path::new(name), now);
        }
        assert_eq!(settings.recent.len(), 2);
        assert!(settings.recent[0].path.ends_with("a"));
        assert_eq!(settings.recent[0].opened, Some(2));
        settings.forget(&settings.recent[0].path.clone());
        assert!(settings.recent.len() == 1 && settings.recent[0].path.ends_with("b"));
    }

    #[test]
    fn the_interface_goes_from_size_to_size_and_stops_at_the_ends() {
        let mut settings = Settings::default();
        settings.set_size(settings.next_size(true));
        assert_eq!(settings.size(), 110);
        for _ in 0..10 {
            settings.set_size(settings.next_size(true));
        }
        assert_eq!(settings.size(), 200);
        // As an earlier version left it between two steps.
        settings.zoom = 1.21;
        assert_eq!((settings.next_size(true), settings.next_size(false)), (125, 110));
        settings.set_size(75);
        assert_eq!(settings.next_size(false), 75);
    }
}
