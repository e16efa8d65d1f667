//! Maps from the net that a plan states to lie beneath it. Stating one fetches nothing.

use toml_edit::Table;

use super::entry;
use super::rewrite::set_changed;
use crate::formats::tiles::{Address, Grid};
use crate::text::Message;
use crate::toml_file::View;

/// A map from the net: `[[backdrop]]`. Keys of services are the user's and stand in no plan.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Backdrop {
    /// Name for people.
    pub name: String,
    /// Address of its tiles with places to fill in.
    pub address: String,
    /// How it is cut into tiles.
    pub grid: Grid,
    /// The deepest zoom that is asked for.
    pub max_zoom: Option<u8>,
    /// Whom it is owed to; written on every map that shows it.
    pub attribution: Option<String>,
    /// How much of the paper it covers, per cent.
    pub opacity: u8,
}

impl Default for Backdrop {
    fn default() -> Self {
        Self {
            name: String::new(),
            address: String::new(),
            grid: Grid::default(),
            max_zoom: None,
            attribution: None,
            opacity: 100,
        }
    }
}

/// Reads every `[[backdrop]]`. Keys that it does not know are left alone.
pub(super) fn read(root: &View<'_>) -> Vec<Backdrop> {
    root.tables("backdrop").iter().filter_map(one).collect()
}

fn one(view: &View<'_>) -> Option<Backdrop> {
    let text = |key| view.read::<String>(key).filter(|text| !text.trim().is_empty());
    let (name, attribution) = (text("name"), text("attribution"));
    let grid = match text("grid") {
        None => Grid::default(),
        Some(code) => Grid::ALL.into_iter().find(|grid| grid.code() == code).unwrap_or_else(|| {
            let known = Grid::ALL.map(Grid::code).join(", ");
            view.report("grid", Message::new("plan.backdrop-grid").with("found", &code).with("known", known));
            Grid::default()
        }),
    };
    let max_zoom = view.read("max_zoom");
    let opacity = entry::opacity(view).unwrap_or(100);
    let address = view.require_text("address")?;
    if let Err(reason) = Address::parse(&address) {
        view.report("address", reason);
    }
    Some(Backdrop { name: name.unwrap_or_else(|| address.clone()), address, grid, max_zoom, attribution, opacity })
}

/// Rewrites a `[[backdrop]]` where it states otherwise.
pub(super) fn rewrite(table: &mut Table, before: Option<&Backdrop>, now: &Backdrop) {
    let was = |of: fn(&Backdrop) -> &str| before.map(of);
    set_changed(table, "name", was(|own| &own.name), Some(&now.name));
    set_changed(table, "address", was(|own| &own.address), Some(&now.address));
    set_changed(table, "grid", was(|own| own.grid.code()), Some(now.grid.code()));
    let zoom = |own: &Backdrop| own.max_zoom.map(i64::from);
    set_changed(table, "max_zoom", before.and_then(zoom), zoom(now));
    set_changed(table, "attribution", before.and_then(|own| own.attribution.as_deref()), now.attribution.as_deref());
    let opacity = |own: &Backdrop| (own.opacity < 100).then(|| f64::from(own.opacity) / 100.0);
    set_changed(table, "opacity", before.and_then(opacity), opacity(now));
}

#[cfg(test)]
mod tests {
    use crate::formats::tiles::Grid;
    use crate::plan::{Backdrop, PlanFile};

    const PLAN: &str = "langdao = 1\n\n[[backdrop]]\nname = \"影像\"\naddress = \"https://t.example.org/{z}/{x}/{y}.png?tk={key}\"\n\
                        grid = \"EPSG:4490\"\nattribution = \"© 某局\"\nopacity = 0.6\nkept = true   # by a later version\n";

    fn plan(text: &str) -> PlanFile {
        PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_backdrop_is_read_and_written_with_the_keys_that_nobody_knows() {
        let file = plan(PLAN);
        let [photo] = file.content.backdrops.as_slice() else { panic!() };
        assert_eq!((photo.name.as_str(), photo.grid, photo.opacity), ("影像", Grid::Cgcs2000, 60));
        let mut content = file.content.clone();
        content.backdrops[0].opacity = 80;
        assert_eq!(file.text_with(&content), PLAN.replace("0.6", "0.8"));
        let address = "https://t.example.org/{z}/{x}/{-y}".to_owned();
        content.backdrops.push(Backdrop {
            name: "路网".to_owned(),
            address,
            max_zoom: Some(16),
            ..Backdrop::default()
        });
        let text = file.text_with(&content);
        assert!(text.contains("kept = true") && text.contains("max_zoom = 16"), "{text}");
        assert_eq!(plan(&text).content, content);
        content.backdrops.clear();
        assert_eq!(plan(&file.text_with(&content)).content, content);
    }

    #[test]
    fn what_is_wrong_with_a_backdrop_is_named_with_its_line() {
        for (from, to, line) in [
            ("https://", "ftp://", 5),
            ("{y}", "y", 5),
            ("EPSG:4490", "EPSG:4543", 6),
            ("0.6", "6", 8),
            ("address = ", "adress = ", 3),
        ] {
            let error = PlanFile::from_toml(&PLAN.replace(from, to), "plan.toml").unwrap_err();
            assert_eq!(error.problems[0].line, line, "{to}: {error}");
        }
    }
}
