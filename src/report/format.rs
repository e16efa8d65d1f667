//! The forms that a report is written in, by the endings of files.

use std::path::Path;

/// A form that a report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A document with maps, as it is printed.
    Pdf,
    /// The same document, to be edited in Word.
    Docx,
    /// Every figure as a workbook.
    Xlsx,
    /// One page for mail and screen, with a map that can be moved.
    Html,
    /// Violations, narrow places and what is drawn, for GIS.
    GeoPackage,
    /// The same as shapefile sets.
    Shapefile,
    /// The same as a drawing for CAD.
    Dxf,
    /// Findings as features.
    GeoJson,
    /// Findings as a table.
    Csv,
    /// `langdao-result/1`.
    Json,
    /// A line per clause, then findings, then notices.
    Text,
}

impl Format {
    /// Every form with its ending.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Pdf, "pdf"),
        (Self::Docx, "docx"),
        (Self::Xlsx, "xlsx"),
        (Self::Html, "html"),
        (Self::GeoPackage, "gpkg"),
        (Self::Shapefile, "shp"),
        (Self::Dxf, "dxf"),
        (Self::GeoJson, "geojson"),
        (Self::Csv, "csv"),
        (Self::Json, "json"),
        (Self::Text, "txt"),
    ];

    /// Endings of all forms, for messages.
    pub const ENDINGS: &'static str = ".pdf .docx .xlsx .html .gpkg .shp .dxf .geojson .csv .json .txt";

    /// The form that a file's ending asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        Self::ALL.iter().find(|(_, own)| *own == ending).map(|(format, _)| *format)
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(format, _)| *format == self).map_or("", |(_, ending)| ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_is_named_in_messages_and_found_in_any_case() {
        let endings: Vec<String> = Format::ALL.iter().map(|(_, ending)| format!(".{ending}")).collect();
        assert_eq!(Format::ENDINGS, endings.join(" "));
        for (format, ending) in Format::ALL {
            assert_eq!(Format::of(Path::new(&format!("a.{}", ending.to_uppercase()))), Some(format));
            assert_eq!(format.ending(), ending);
        }
        assert_eq!(Format::of(Path::new("a.doc")), None);
    }
}
