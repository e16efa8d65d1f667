//! The names that fields go by in a condition.

use std::collections::BTreeMap;

use crate::layer::spelling::fold;
use crate::layer::table::Column;
use crate::layer::{Field, Layer};
use crate::text::Lang;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A column as it stands.
    Raw(Column),
    /// A canonical field: as it stands, and as a check takes it.
    Canonical(Field, Column),
}

impl Source {
    pub(super) fn column(self) -> Column {
        match self {
            Self::Raw(column) | Self::Canonical(_, column) => column,
        }
    }
}

/// The names of a layer's columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    sources: BTreeMap<String, Source>,
}

impl Names {
    /// The names of a layer's columns. A field of the file is stronger than a canonical name of another, and both than a size
    /// that is computed, which always goes by `$area` and its like as well.
    pub fn of(layer: &Layer) -> Self {
        let mut names = Self::default();
        for (index, name) in layer.fields.iter().enumerate() {
            let column = Column::Field(index);
            let own = column.canonical(layer).filter(|field| called(*field).contains(&fold(name)));
            names.add(fold(name), own.map_or(Source::Raw(column), |field| Source::Canonical(field, column)));
        }
        for (field, index) in &layer.columns {
            for name in called(*field) {
                names.add(name, Source::Canonical(*field, Column::Field(*index)));
            }
        }
        for (column, name) in Column::COMPUTED {
            names.add(name.to_owned(), Source::Raw(column));
            for name in computed(column) {
                names.add((*name).to_owned(), Source::Raw(column));
            }
        }
        names
    }

    fn add(&mut self, name: String, source: Source) {
        if !name.is_empty() {
            self.sources.entry(name).or_insert(source);
        }
    }

    /// What a name stands for, whatever its case and width.
    pub(super) fn find(&self, name: &str) -> Option<Source> {
        self.sources.get(&fold(name)).copied()
    }

    /// Whether a name stands for anything.
    pub fn is_known(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The column that a name stands for.
    pub fn column(&self, name: &str) -> Option<Column> {
        self.find(name).map(Source::column)
    }

    /// The known name that differs least from one that is not known, where it differs in little.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        let most = (name.chars().count() / 3).max(1);
        let measured = self.sources.keys().map(|known| (distance(&name, known), known.as_str()));
        let nearest = measured.filter(|(distance, _)| *distance <= most).min()?;
        // Of two letters one that differs is another word.
        (name.chars().count() > 2).then_some(nearest.1)
    }
}

/// What a canonical field is called: its name, and its title in both languages.
fn called(field: Field) -> [String; 3] {
    let title = field.title();
    [field.name().to_owned(), fold(&title.say(Lang::Zh)), fold(&title.say(Lang::En))]
}

fn computed(column: Column) -> &'static [&'static str] {
    match column {
        Column::Row => &["row", "行号"],
        Column::Area => &["area", "面积"],
        Column::Length => &["length", "长度"],
        Column::East => &["x", "东"],
        Column::North => &["y", "北"],
        Column::Field(_) => &[],
    }
}

/// Letters to add, take away or change (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, letter) in a.chars().enumerate() {
        let mut before = index;
        row[0] = index + 1;
        for (at, other) in b.iter().enumerate() {
            let changed = before + usize::from(letter != *other);
            before = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Value;
    use crate::layer::table::fixture::{buildings, roads};

    #[test]
    fn a_field_goes_by_its_own_name_its_canonical_one_and_both_titles() {
        let names = Names::of(&roads(&[(1.0, "主干路")]));
        let class = Some(Source::Canonical(Field::Class, Column::Field(0)));
        assert_eq!(names.find("道路等级"), Some(Source::Raw(Column::Field(0))));
        assert_eq!((names.find("CLASS"), names.find(&Field::Class.title().say(Lang::Zh))), (class, class));
        assert_eq!(names.column("$length"), Some(Column::Length));
        assert!(!names.is_known("宽度"));
    }

    #[test]
    fn a_field_of_the_file_is_stronger_than_a_size_that_is_computed() {
        let mut layer = buildings(&[(1.0, "甲", Value::Null)]);
        layer.fields[1] = "Area".to_owned();
        let names = Names::of(&layer);
        assert_eq!(names.column("area"), Some(Column::Field(1)));
        assert_eq!(names.column("$area"), Some(Column::Area));
    }

    #[test]
    fn letters_that_differ_are_counted() {
        for (a, b, known) in [("storey", "storeys", 1), ("", "abc", 3), ("层数", "层高", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(a, b), known, "{a} {b}");
        }
    }
}
