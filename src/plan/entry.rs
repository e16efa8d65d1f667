//! What a plan states of one layer.

use std::collections::BTreeMap;

use crate::layer::{Carriageways, Field, Provenance, Role};
use crate::text::Message;
use crate::toml_file::{Amount, Scalar, View};

/// What a plan, or the command line, states of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct LayerEntry {
    /// What its features mean to a check; empty where that is to be guessed.
    pub roles: Vec<Role>,
    /// Its file as the plan names it, relative to the plan's folder, `/` between folders.
    pub source: String,
    /// Coordinate system, where the file does not say.
    pub crs: Option<String>,
    /// Encoding of its text, where the file does not say.
    pub encoding: Option<String>,
    /// Which field of the file holds which canonical field.
    pub fields: BTreeMap<Field, String>,
    /// The whole mapping of a field's values to canonical ones.
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
    /// Canonical values to keep, by field; features with others are left out.
    pub keep: BTreeMap<Field, Vec<String>>,
    /// Title, year and origin, printed beside figures that rest on it.
    pub provenance: Provenance,
    /// How it draws dual carriageways.
    #[serde(default)]
    pub carriageways: Carriageways,
    /// The group that it is listed in, groups within groups after `/`; for people alone, no clause knows of it.
    #[serde(default)]
    pub group: Option<String>,
    /// How much of the paper its picture covers, per cent; all where nothing is stated.
    pub opacity: Option<u8>,
    /// Its table in the file that the plan was opened from.
    #[serde(skip)]
    pub table: Table,
}

impl LayerEntry {
    /// The name of its file, without folders.
    pub fn file_name(&self) -> &str {
        self.source.rsplit('/').next().unwrap_or(&self.source)
    }

    /// Whether both state the same of one file but for what it means and how it is listed and shown.
    pub(super) fn states_alike(&self, other: &Self) -> bool {
        let of_other = Self {
            roles: self.roles.clone(),
            source: self.source.clone(),
            group: self.group.clone(),
            opacity: self.opacity,
            ..other.clone()
        };
        *self == of_other
    }

    /// Whether the same layer comes of both: they differ at most in the group that they are listed in.
    pub(super) fn reads_as(&self, other: &Self) -> bool {
        *self == Self { group: self.group.clone(), ..other.clone() }
    }
}

/// Which `[[layer]]` of its file an entry was read from: there saving finds the keys that it does not know. No part of what
/// an entry states.
#[derive(Clone, Copy, Debug, Default)]
pub struct Table(pub(super) Option<usize>);

impl PartialEq for Table {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Table {}

/// Reads a `[[layer]]`, the `table`-th of its file. Keys that it does not know are left alone.
pub(super) fn read(view: &View<'_>, table: usize) -> Option<LayerEntry> {
    let roles = view.one_or_many("role").unwrap_or_default();
    let source = view.require_text("source");
    let text = |key| view.read::<String>(key).filter(|text| !text.trim().is_empty());
    let (crs, encoding) = (text("crs"), text("encoding"));
    let provenance = Provenance { title: text("title"), year: view.read("year"), source: text("provenance") };
    let fields = by_field(view, "fields", View::read);
    let values = by_field(view, "values", |table, key| {
        let mapping: BTreeMap<String, Scalar> = table.read(key)?;
        Some(mapping.into_iter().map(|(from, to)| (from, to.0)).collect())
    });
    let keep = by_field(view, "where", |table, key| {
        let kept: Vec<Scalar> = table.one_or_many(key)?;
        Some(kept.into_iter().map(|value| value.0).collect())
    });
    let carriageways = view.read("carriageways").unwrap_or_default();
    let group = text("group").and_then(|group| group_path(&group));
    let opacity = opacity(view);
    // Windows separators are understood; results spell them `/`.
    let source = source?.replace('\\', "/");
    let table = Table(Some(table));
    Some(LayerEntry {
        roles,
        source,
        crs,
        encoding,
        fields,
        values,
        keep,
        provenance,
        carriageways,
        group,
        opacity,
        table,
    })
}

/// The name of a group without blanks around its parts; `None` where nothing is left.
pub(super) fn group_path(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// An opacity from 0 to 1, in per cent.
pub(super) fn opacity(view: &View<'_>) -> Option<u8> {
    let Amount(share) = view.read("opacity")?;
    if !(0.0..=1.0).contains(&share) {
        view.report("opacity", Message::new("plan.opacity-impossible").with("found", share));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to per cent")]
    let per_cent = (share * 100.0).round().clamp(0.0, 100.0) as u8;
    Some(per_cent)
}

/// A table by canonical field.
pub(super) fn by_field<'a, T>(
    view: &View<'a>,
    key: &str,
    read: impl Fn(&View<'a>, &str) -> Option<T>,
) -> BTreeMap<Field, T> {
    let Some(table) = view.table(key) else { return BTreeMap::new() };
    let entry = |name: &&str| {
        let Some(field) = Field::from_name(name) else {
            let known: Vec<&str> = Field::ALL.iter().map(|(_, name)| *name).collect();
            table.report(name, Message::new("plan.field-unknown").with("found", name).with("known", known.join(", ")));
            return None;
        };
        Some((field, read(&table, name)?))
    };
    table.keys().iter().filter_map(entry).collect()
}
