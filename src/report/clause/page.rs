//! The page of a clause.

use std::fmt::Write as _;

use super::data::{data, figures};
use super::example::example;
use super::{binding, heading, message, say};
use crate::report::model::methods;
use crate::report::wording::{limit_text, list_separator, references_text, short_limit_text};
use crate::standard::{Clause, Comparison, Reading, Strength};
use crate::text::{Lang, Message, is_known};

/// All that the verdict of a clause rests on, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClausePage {
    /// Title and number.
    pub heading: String,
    /// Id in the standard file.
    pub id: String,
    /// Its parts in order; none is empty.
    pub sections: Vec<Section>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub lines: Vec<Line>,
}

/// What stands in a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Sentences.
    Text(String),
    /// Something with its name.
    Named(String, String),
    /// Lines of a file, as they are written in it.
    File(String),
}

impl ClausePage {
    /// The page of a clause.
    pub fn of(clause: &Clause, lang: Lang) -> Self {
        let parts = [
            ("page-checks", vec![Line::Text(checks(clause, lang))]),
            ("page-quote", quote(clause, lang)),
            (
                "page-binding",
                binding(clause, lang).into_iter().map(|fact| Line::Named(fact.name, fact.value)).collect(),
            ),
            ("page-limit", limit(clause, lang)),
            ("page-references", references_text(clause, lang).map(Line::Text).into_iter().collect()),
            ("page-method", vec![Line::Text(methods::sentence(clause, lang))]),
            ("page-readings", readings(clause, lang)),
            ("page-data", data(clause, lang)),
            ("page-figures", figures(clause, lang)),
            ("page-blind", vec![Line::Text(blind(clause, lang))]),
            ("page-example", vec![Line::Text(say("page-example-of", lang)), Line::File(example(clause, lang))]),
        ];
        let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        let sections = parts.map(|(key, lines)| Section { heading: say(key, lang), lines }).collect();
        Self { heading: heading(clause, lang), id: clause.id.clone(), sections }
    }

    /// The page for a terminal.
    pub fn text(&self) -> String {
        let mut text = format!("{}  [{}]\n", self.heading, self.id);
        for section in &self.sections {
            let _infallible = writeln!(text, "\n{}", section.heading);
            for line in &section.lines {
                let _infallible = match line {
                    Line::Text(sentences) => writeln!(text, "  {sentences}"),
                    Line::Named(name, value) => writeln!(text, "  {name}: {value}"),
                    Line::File(lines) => {
                        lines.lines().try_for_each(|line| writeln!(text, "{}", format!("    {line}").trim_end()))
                    }
                };
            }
        }
        text
    }
}

fn checks(clause: &Clause, lang: Lang) -> String {
    let area = clause.scope.map_or_else(|| Message::new("report.method-plan-area"), crate::layer::Role::name);
    let judged = clause.test.filter(|_| clause.strength != Strength::Encouraged);
    let said = match judged {
        Some(test) => message("page-checks-limit").with("limit", short_limit_text(&test, lang)),
        None => message("page-checks-fact").with_message("unit", clause.measure.unit().name()),
    };
    said.with("title", clause.title.say(lang)).with_message("scope", area).say(lang)
}

fn quote(clause: &Clause, lang: Lang) -> Vec<Line> {
    let chapter = clause.chapter.as_ref().map_or("", |chapter| chapter.say(lang));
    let source = super::numbered(&clause.number, chapter);
    let quoted = message("page-quoted").with("quote", &clause.quote).say(lang);
    vec![Line::Text(format!("{quoted}  —— {}", source.trim()))]
}

fn limit(clause: &Clause, lang: Lang) -> Vec<Line> {
    let Some(test) = &clause.test else { return vec![Line::Text(say("page-no-limit", lang))] };
    let at = match test.comparison {
        Comparison::AtLeast | Comparison::AtMost => "page-limit-holds",
        Comparison::MoreThan | Comparison::LessThan => "page-limit-excluded",
    };
    vec![Line::Text(message(at).with("limit", limit_text(test, lang)).say(lang))]
}

/// Every other reading: what it states, what is measured otherwise, and what comes of it.
fn readings(clause: &Clause, lang: Lang) -> Vec<Line> {
    if clause.readings.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<Line> = clause
        .readings
        .iter()
        .map(|reading| {
            let name = format!("{} [{}]", reading.title.say(lang), reading.id);
            Line::Named(name, difference(clause, reading, lang))
        })
        .collect();
    lines.push(Line::Text(match clause.test.filter(|_| clause.strength != Strength::Encouraged) {
        Some(test) => message("page-readings-decide").with("limit", short_limit_text(&test, lang)).say(lang),
        None => say("page-readings-told", lang),
    }));
    lines
}

/// What a reading says otherwise: its parameters, and the sentences on measuring that the default reading does not have.
fn difference(clause: &Clause, reading: &Reading, lang: Lang) -> String {
    let stated = reading.stated.join(&list_separator(lang));
    let default = methods::sentence(clause, lang);
    let other = methods::sentence(&Clause { measure: reading.measure.clone(), ..clause.clone() }, lang);
    let known: Vec<&str> = sentences(&default).collect();
    let news: Vec<&str> = sentences(&other).filter(|sentence| !known.contains(sentence)).collect();
    if news.is_empty() {
        return message("page-reading-states").with("stated", stated).say(lang);
    }
    let space = if lang == Lang::En { " " } else { "" };
    message("page-reading-differs").with("stated", stated).with("differs", news.join(space)).say(lang)
}

/// Sentences and half sentences, each with the mark that ends it.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '；', ';']).flat_map(|part| part.split_inclusive(". ")).map(str::trim)
}

/// What the measure cannot see.
fn blind(clause: &Clause, lang: Lang) -> String {
    let own = format!("report.blind-{}", clause.measure.id());
    Message::new(if is_known(&own) { own } else { "report.page-blind-unsaid".to_owned() }).say(lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanFile;
    use crate::standard::Standard;

    fn all() -> Vec<Clause> {
        Standard::built_ins().into_iter().flat_map(|standard| standard.clauses).collect()
    }

    fn page(id: &str, lang: Lang) -> String {
        let clause = all().into_iter().find(|clause| clause.id == id).unwrap();
        ClausePage::of(&clause, lang).text()
    }

    /// Keys of sentences that stand in a text as they are, and placeholders that nothing has filled.
    fn unsaid(text: &str) -> Vec<String> {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.{}".contains(c)));
        let is_key = |word: &&str| {
            ["report.", "app.", "layer.", "units.", "measure.", "standard."].iter().any(|file| word.starts_with(file))
        };
        let is_open = |word: &&str| word.len() > 2 && word.starts_with('{') && word.ends_with('}');
        words.filter(|word| is_key(word) || is_open(word)).map(str::to_owned).collect()
    }

    #[test]
    fn every_clause_has_its_page_in_both_languages_with_nothing_unsaid() {
        for clause in all() {
            for lang in [Lang::Zh, Lang::En] {
                let page = ClausePage::of(&clause, lang);
                let text = page.text();
                assert_eq!(unsaid(&text), Vec::<String>::new(), "{text}");
                assert!(page.sections.len() >= 8, "{text}");
                assert!(text.contains(&clause.quote), "{text}");
                assert!(page.sections.iter().all(|section| !section.lines.is_empty()), "{text}");
                let nothing = say("page-blind-unsaid", lang);
                assert!(!text.contains(&nothing), "{}: what it cannot see is not said", clause.id);
            }
        }
        assert_eq!(unsaid("see {role} and report.no-such, not { a = 1 } nor plan.toml").len(), 2);
    }

    #[test]
    fn every_example_is_a_plan_file_that_names_the_layers_of_the_clause() {
        for clause in all() {
            for lang in [Lang::Zh, Lang::En] {
                let text = example(&clause, lang);
                let plan = PlanFile::from_toml(&text, "plan.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
                assert!(plan.notices.is_empty(), "{text}");
                let roles: Vec<_> = plan.content.layers.iter().flat_map(|layer| layer.roles.clone()).collect();
                assert!(clause.scope.is_none_or(|scope| roles.contains(&scope)), "{text}");
                let county = plan.content.county;
                assert!(county.is_none_or(|county| Standard::built_ins()[0].county(&county).is_ok()), "{text}");
            }
        }
    }

    #[test]
    fn the_page_of_the_road_density_says_what_a_planner_asks() {
        let text = page("road-density", Lang::Zh);
        for said in [
            "道路网密度达到8公里/平方公里以上",
            "（五）完善城市交通网络",
            "目标年: 2030",
            "恰好等于限值算达标",
            "边界道路按一半计 [half-boundary]",
            "boundary = \"half\"",
            "按一半计入",
            "道路等级、DLDJ",
            "role = \"main-urban-area\"",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
        // What both readings share is not told of the other one again.
        assert_eq!(text.matches("重复绘制（含相距不足 1 m）的只计一次").count(), 1, "{text}");
    }

    #[test]
    fn a_strict_limit_excludes_itself_and_a_figure_has_its_key() {
        let text = page("greenway-per-capita", Lang::En);
        assert!(text.contains("exactly at the limit misses it"), "{text}");
        assert!(text.contains("urban_population"), "{text}");
        assert!(text.contains("county = \"西昌市\""), "{text}");
    }

    #[test]
    fn a_clause_without_a_limit_or_of_an_unknown_word_still_has_its_page() {
        let clause = all().remove(2);
        let clause = Clause { test: None, readings: Vec::new(), chapter: None, scope: None, ..clause };
        for lang in [Lang::Zh, Lang::En] {
            let text = ClausePage::of(&clause, lang).text();
            assert_eq!(unsaid(&text), Vec::<String>::new(), "{text}");
            assert!(text.contains(&say("page-no-limit", lang)), "{text}");
        }
    }
}
