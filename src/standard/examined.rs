//! A standard file while it is being written: what each clause is understood as, and everything wrong so far.

use super::read::understand;
use super::{Clause, Titles};
use crate::toml_file::{Problem, Source, View};

/// The text of a standard file as far as it is understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examined {
    /// Name of the standard; blank where it has none.
    pub title: Titles,
    /// Its clauses, in order; none where the text is not TOML.
    pub clauses: Vec<ExaminedClause>,
    /// Everything wrong in it, in the order of lines. Without any it is a standard.
    pub problems: Vec<Problem>,
}

/// One `[[clause]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExaminedClause {
    /// The line that it begins in, from 1.
    pub line: usize,
    /// The line of each of its keys and, as `reading`, of each of its readings.
    pub lines: Vec<(String, usize)>,
    /// What it says; `None` where something in it is wrong.
    pub clause: Option<Clause>,
}

impl Examined {
    /// Examines a text. `file` is its name for people.
    pub fn of(text: &str, file: &str) -> Self {
        let source = match Source::parse(text, file) {
            Ok(source) => source,
            Err(error) => return Self { problems: error.problems, ..Self::default() },
        };
        match understand(&source) {
            Ok((head, clauses)) => {
                let clauses = clauses.into_iter().map(|(view, clause)| examined(&view, clause)).collect();
                Self { title: head.title, clauses, problems: source.problems() }
            }
            Err(error) => Self { problems: error.problems, ..Self::default() },
        }
    }

    /// The clause that a line belongs to: the last that begins in it or above.
    pub fn clause_at(&self, line: usize) -> Option<usize> {
        self.clauses.partition_point(|clause| clause.line <= line).checked_sub(1)
    }
}

impl ExaminedClause {
    /// The lines of a key, the first first.
    pub fn lines_of(&self, key: &str) -> impl Iterator<Item = usize> {
        self.lines.iter().filter(move |(known, _)| known == key).map(|(_, line)| *line)
    }
}

fn examined(view: &View<'_>, clause: Option<Clause>) -> ExaminedClause {
    let keys = view.keys().into_iter().filter(|key| *key != "reading");
    let mut lines: Vec<(String, usize)> = keys.map(|key| (key.to_owned(), view.line(key))).collect();
    if clause.is_some() {
        lines.extend(view.tables("reading").iter().map(|reading| ("reading".to_owned(), reading.first_line())));
    }
    ExaminedClause { line: view.first_line(), lines, clause }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;
    use crate::text::Lang;

    fn liangshan() -> String {
        Standard::text_in("liangshan-carbon-peak", std::path::Path::new("")).unwrap()
    }

    /// The line, from 1, of the first that begins so.
    fn line_of(text: &str, beginning: &str) -> usize {
        text.lines().position(|line| line.starts_with(beginning)).unwrap() + 1
    }

    #[test]
    fn a_standard_is_understood_clause_by_clause_with_the_line_of_each_key() {
        let text = liangshan();
        let examined = Examined::of(&text, "a.toml");
        let standard = Standard::from_toml(&text, "a.toml").unwrap();
        assert_eq!(examined.problems, []);
        assert_eq!(examined.title, standard.title);
        let clauses: Vec<_> = examined.clauses.iter().map(|own| own.clause.clone().unwrap()).collect();
        assert_eq!(clauses, standard.clauses);
        let roads = clauses.iter().position(|own| own.id == "road-density").unwrap();
        let at = line_of(&text, "id = \"road-density\"");
        assert_eq!(examined.clauses[roads].line, at - 1, "its [[clause]]");
        assert_eq!(examined.clauses[roads].lines_of("id").collect::<Vec<_>>(), [at]);
        let reading = line_of(&text, "id = \"half-boundary\"") - 1;
        assert!(examined.clauses[roads].lines_of("reading").any(|line| line == reading), "{examined:?}");
        for line in [at - 1, at, reading] {
            assert_eq!(examined.clause_at(line), Some(roads));
        }
        assert_eq!(examined.clause_at(at - 2), Some(roads - 1));
        assert_eq!(examined.clause_at(1), None);
    }

    #[test]
    fn a_clause_with_a_mistake_is_not_understood_and_the_others_are() {
        let text = liangshan().replace("test = \">= 8 km/km2\"", "test = \">= 8 km/km2\"\ncolour = 1");
        let examined = Examined::of(&text, "a.toml");
        let at = line_of(&text, "colour");
        let told: Vec<(usize, &str)> = examined.problems.iter().map(|own| (own.line, own.key.as_str())).collect();
        let key = format!("clause[{}].colour", 1 + examined.clause_at(at).unwrap());
        assert_eq!(told, [(at, key.as_str())]);
        // The key that nobody knows leaves the rest of its clause understood.
        assert!(examined.clauses.iter().all(|own| own.clause.is_some()));
        let text = text.replace(">= 8 km/km2", ">= 8 miles");
        let examined = Examined::of(&text, "a.toml");
        assert_eq!(examined.problems.len(), 2, "{:?}", examined.problems);
        assert_eq!(examined.clauses.len(), Standard::built_ins()[0].clauses.len());
    }

    #[test]
    fn what_is_no_toml_has_its_line_and_no_clauses() {
        let examined = Examined::of("[standard]\nid = \n", "a.toml");
        assert_eq!((examined.problems.len(), examined.problems[0].line, examined.clauses.len()), (1, 2, 0));
    }

    #[test]
    fn a_newer_format_is_refused_with_both_versions_before_its_keys_are_judged() {
        let text = format!("langdao = 2\nnews = true\n{}", liangshan().replace("langdao = 1\n", ""));
        let examined = Examined::of(&text, "a.toml");
        let told: Vec<String> = examined.problems.iter().map(|own| own.what.say(Lang::En)).collect();
        assert!(told.len() == 1 && told[0].contains("version 2") && told[0].contains("newer langdao"), "{told:?}");
        assert_eq!((examined.problems[0].line, examined.problems[0].key.as_str()), (1, "langdao"));
        assert!(examined.clauses.is_empty());
        assert_eq!(Standard::from_toml(&text, "a.toml").unwrap_err().messages().len(), 1);
    }

    #[test]
    fn a_file_states_the_first_version_or_none() {
        for (version, wrong) in [("", 0), ("langdao = 1\n", 0), ("langdao = 0\n", 1), ("langdao = \"1\"\n", 1)] {
            let text = format!("{version}{}", liangshan().replace("langdao = 1\n", ""));
            assert_eq!(Examined::of(&text, "a.toml").problems.len(), wrong, "{version}");
        }
    }
}
