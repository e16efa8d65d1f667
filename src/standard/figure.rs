//! Figures that planners type in: their keys, and what they are called.
//!
//! A key is `urban_population`, the id of a clause, or that with a word behind it (`material-loss-before`). Behind `@` stands
//! the county that the figure is of, where a plan holds several: `efficient-lamps@西昌市`.

use super::{Clause, Measure, Standard};
use crate::measure::typed_figure::Asks;
use crate::text::{Lang, Message, is_known};

/// A key without its county, and the county.
pub fn of_county(key: &str) -> (&str, Option<&str>) {
    key.split_once('@').map_or((key, None), |(own, county)| (own, Some(county)))
}

/// Yes (1) or no (0) in the words in which people answer; `None` for anything else.
pub fn yes_or_no(text: &str) -> Option<f64> {
    match text.trim().to_lowercase().as_str() {
        "是" | "yes" | "y" | "true" | "√" => Some(1.0),
        "否" | "no" | "n" | "false" | "×" => Some(0.0),
        _ => None,
    }
}

impl Standard {
    /// What a figure is called.
    pub fn figure_name(&self, key: &str, lang: Lang) -> String {
        let (own, county) = of_county(key);
        let named = format!("standard.figure-{}", own.replace('_', "-"));
        let name = if is_known(&named) { Message::new(named).say(lang) } else { self.clause_figure_name(own, lang) };
        match county {
            None => name,
            Some(county) => {
                Message::new("standard.figure-of-county").with("name", name).with("county", county).say(lang)
            }
        }
    }

    fn clause_figure_name(&self, key: &str, lang: Lang) -> String {
        let Some(clause) = self.clause_of_figure(key) else { return key.to_owned() };
        let title = clause.title.say(lang);
        match word_behind(clause, key) {
            Some(word @ ("before" | "after")) => {
                Message::new(format!("standard.figure-word-{word}")).with("title", title).say(lang)
            }
            _ => title.to_owned(),
        }
    }

    /// The unit of a figure; empty where it has none that is known.
    pub fn figure_unit(&self, key: &str, lang: Lang) -> String {
        let (own, _) = of_county(key);
        let named = format!("standard.figure-unit-{}", own.replace('_', "-"));
        if is_known(&named) {
            return Message::new(named).say(lang);
        }
        let clause = self.clause_of_figure(own).filter(|clause| word_behind(clause, own).is_none());
        let unit = clause.map(|clause| match &clause.measure {
            Measure::TypedFigure(with) if with.asks == Asks::YesNo => Message::new("standard.figure-unit-yes-no"),
            measure => measure.unit().name(),
        });
        unit.map(|unit| unit.say(lang).trim().to_owned()).unwrap_or_default()
    }

    /// The clause that a figure is typed in for.
    fn clause_of_figure(&self, key: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.figure_keys().iter().any(|own| own == key))
    }
}

fn word_behind<'a>(clause: &Clause, key: &'a str) -> Option<&'a str> {
    key.strip_prefix(&clause.id)?.strip_prefix('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_carry_the_county_that_it_is_of() {
        assert_eq!(of_county("efficient-lamps@西昌市"), ("efficient-lamps", Some("西昌市")));
        assert_eq!(of_county("urban_population"), ("urban_population", None));
    }

    #[test]
    fn every_figure_of_the_built_in_standard_has_a_name_in_both_languages() {
        let standard = Standard::open(Standard::default_id()).unwrap();
        for key in standard.clauses.iter().flat_map(Clause::figure_keys) {
            for lang in [Lang::Zh, Lang::En] {
                let name = standard.figure_name(&key, lang);
                assert!(name != key && !name.contains('{') && !name.starts_with("standard."), "{key}: {name}");
                let unit = standard.figure_unit(&key, lang);
                assert!(!unit.starts_with("standard.") && !unit.starts_with("report."), "{key}: {unit}");
            }
        }
        assert_eq!(standard.figure_name("pipe-leakage@西昌市", Lang::Zh), "供水管网漏损率（西昌市）");
        assert_eq!(standard.figure_name("nothing", Lang::En), "nothing");
    }
}
