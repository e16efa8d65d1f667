//! The package of a document: parts, what each is, and which refers to which (ECMA-376 part 2).

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::super::files::has_ending;
use super::xml::Xml;

/// Begins the type of every relationship.
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// Endings that say what a part is.
const ENDINGS: [(&str, &str); 4] = [
    ("png", "image/png"),
    ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
    ("svg", "image/svg+xml"),
    ("xml", "application/xml"),
];

/// Parts by their paths. Paths and ids depend on nothing but the order in which parts are added.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// What parts are whose ending does not say it.
    types: BTreeMap<String, &'static str>,
    /// Type and target of what a part refers to, by the path of the part's own list.
    relations: BTreeMap<&'static str, Vec<(String, String)>>,
}

impl Package {
    /// A part that its ending says the type of.
    pub(super) fn add(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.parts.insert(path.into(), bytes);
    }

    /// A part with its type.
    pub(super) fn add_typed(&mut self, path: &str, content_type: &'static str, bytes: Vec<u8>) {
        self.types.insert(path.to_owned(), content_type);
        self.add(path, bytes);
    }

    /// A reference from the part that `list` belongs to; gives back its id. `kind` is a whole type, or the end of one
    /// of the common ones.
    pub(super) fn relate(&mut self, list: &'static str, kind: &str, target: impl Into<String>) -> String {
        let kind = if kind.contains(':') { kind.to_owned() } else { format!("{RELATIONSHIPS}{kind}") };
        let relations = self.relations.entry(list).or_default();
        relations.push((kind, target.into()));
        format!("rId{}", relations.len())
    }

    /// The file: parts in the order of their paths, which puts the list of types first, and no dates.
    pub(super) fn into_bytes(mut self) -> ZipResult<Vec<u8>> {
        let lists: Vec<(&str, Vec<u8>)> = self.relations.iter().map(|(path, list)| (*path, relations(list))).collect();
        self.parts.extend(lists.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)));
        self.parts.insert(String::from("[Content_Types].xml"), content_types(&self.types));
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in &self.parts {
            // A PNG is compressed already.
            let is_packed = has_ending(Path::new(path), "png");
            let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default())
                .system(System::Dos);
            zip.start_file(path.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

fn relations(list: &[(String, String)]) -> Vec<u8> {
    let mut xml = Xml::part();
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    xml.element("Relationships", &[("xmlns", &namespace)], |xml| {
        for (index, (kind, target)) in list.iter().enumerate() {
            let id = format_args!("rId{}", index + 1);
            xml.empty("Relationship", &[("Id", &id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.into_bytes()
}

fn content_types(types: &BTreeMap<String, &'static str>) -> Vec<u8> {
    let mut xml = Xml::part();
    let namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
    xml.element("Types", &[("xmlns", &namespace)], |xml| {
        for (ending, content_type) in ENDINGS {
            xml.empty("Default", &[("Extension", &ending), ("ContentType", &content_type)]);
        }
        for (path, content_type) in types {
            xml.empty("Override", &[("PartName", &format_args!("/{path}")), ("ContentType", content_type)]);
        }
    });
    xml.into_bytes()
}
