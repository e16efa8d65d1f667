//! The standards that ship with langdao, and standards opened by id or path.

use std::fs;
use std::io;
use std::path::Path;

use super::{Standard, StandardError};
use crate::text::Message;
use crate::toml_file::Source;

/// Id and text of every standard that ships; the first serves plans that name none.
const BUILT_IN: &[(&str, &str)] =
    &[("liangshan-carbon-peak", include_str!("../../assets/standards/liangshan-carbon-peak.toml"))];

impl Standard {
    /// The standard that ships under this id.
    pub fn built_in(id: &str) -> Option<Self> {
        let (id, text) = BUILT_IN.iter().find(|(known, _)| *known == id)?;
        // A test holds that every one of them is valid.
        Self::from_toml(text, &format!("{id}.toml")).ok()
    }

    /// Every standard that ships, the default first.
    pub fn built_ins() -> Vec<Self> {
        BUILT_IN.iter().filter_map(|(id, _)| Self::built_in(id)).collect()
    }

    /// Id of the standard that serves plans that name none.
    pub fn default_id() -> &'static str {
        BUILT_IN.first().map_or("", |(id, _)| id)
    }

    /// A standard by the id of a built-in one, else by the path of a file.
    ///
    /// # Errors
    /// [`StandardError`] where neither is there, or the file is wrong.
    pub fn open(path_or_id: &str) -> Result<Self, StandardError> {
        Self::open_in(path_or_id, Path::new(""))
    }

    /// Like [`Standard::open`], with relative paths taken from a folder.
    ///
    /// # Errors
    /// [`StandardError`] where neither is there, or the file is wrong.
    pub fn open_in(path_or_id: &str, folder: &Path) -> Result<Self, StandardError> {
        if let Some(standard) = Self::built_in(path_or_id) {
            return Ok(standard);
        }
        Self::from_toml(&Self::text_in(path_or_id, folder)?, path_or_id)
    }

    /// The text of a standard, whatever is wrong in it: of the built-in one of this id, else of the file with this path.
    ///
    /// # Errors
    /// [`StandardError`] where neither is there, or the file is not UTF-8.
    pub fn text_in(path_or_id: &str, folder: &Path) -> Result<String, StandardError> {
        if let Some((_, text)) = BUILT_IN.iter().find(|(id, _)| *id == path_or_id) {
            return Ok((*text).to_owned());
        }
        let portable = path_or_id.replace('\\', "/");
        let bytes =
            fs::read(folder.join(portable)).map_err(|error| StandardError::NotFound(unreadable(path_or_id, &error)))?;
        Ok(Source::decode(bytes, path_or_id)?)
    }
}

fn unreadable(path_or_id: &str, error: &io::Error) -> Message {
    let known: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
    let message = if error.kind() == io::ErrorKind::NotFound { "standard.not-found" } else { "standard.unreadable" };
    Message::new(message).with("found", path_or_id).with("known", known.join(", ")).with("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Role;
    use crate::standard::{Applies, Clause, Other, Strength};

    const POLICY: &str = include_str!("../../assets/policies/凉山州城乡建设领域碳达峰专项行动方案.txt");

    fn liangshan() -> Standard {
        let (id, text) = BUILT_IN[0];
        Standard::from_toml(text, id).unwrap_or_else(|error| panic!("{error}"))
    }

    fn clause(id: &str) -> Clause {
        liangshan().clause(id).cloned().unwrap_or_else(|| panic!("{id}"))
    }

    /// The paragraphs of the policy from the one that begins with this number to the next numbered one.
    fn article(number: &str) -> String {
        let numbered = |line: &&str| line.trim_start_matches("[bookmark: _GoBack]").starts_with('（');
        let mut lines = POLICY.lines().skip_while(|line| !line.starts_with(number));
        let first = lines.next().unwrap_or_default();
        let rest: Vec<&str> = lines.take_while(|line| !numbered(line)).collect();
        format!("{first}\n{}", rest.join("\n"))
    }

    #[test]
    fn every_built_in_standard_is_valid_under_its_own_id() {
        assert_eq!(Standard::built_ins().len(), BUILT_IN.len());
        for (id, text) in BUILT_IN {
            let standard = Standard::from_toml(text, id).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(standard.id, *id);
            assert_eq!(standard.text(), *text);
            assert_eq!(standard.sha256.len(), 64);
        }
    }

    #[test]
    fn every_quote_stands_word_for_word_in_the_article_it_names() {
        for clause in liangshan().clauses {
            let article = article(&clause.number);
            assert!(article.starts_with(&clause.number), "{}: the policy has no article {}", clause.id, clause.number);
            assert!(article.contains(&clause.quote), "{}: not in article {}", clause.id, clause.number);
        }
    }

    #[test]
    fn every_chapter_is_called_as_the_policy_calls_its_article() {
        for clause in liangshan().clauses {
            let chapter = clause.chapter.unwrap_or_else(|| panic!("{} has no chapter", clause.id));
            let heading = format!("{}{}。", clause.number, chapter.zh);
            assert!(article(&clause.number).starts_with(&heading), "{heading}");
        }
    }

    #[test]
    fn clauses_stand_in_the_order_of_the_articles() {
        let places: Vec<Option<usize>> =
            liangshan().clauses.iter().map(|clause| POLICY.find(&format!("\n{}", clause.number))).collect();
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?}");
    }

    /// Figures that the policy gives in words: all, none, one network, yes.
    const IN_WORDS: [&str; 14] = [
        "corridor-continuity",
        "water-space",
        "high-rise-homes",
        "green-building-standard",
        "starred-public-buildings",
        "retrofit-done",
        "retrofit-homes",
        "lighting-control",
        "green-materials",
        "walking-network",
        "hazard-avoidance",
        "raw-landfill",
        "mostly-six-storeys",
        "block-size",
    ];

    #[test]
    fn every_limit_and_year_stands_in_the_policy_in_figures_unless_it_says_it_in_words() {
        for clause in liangshan().clauses {
            if let Some(test) = clause.test.filter(|_| !IN_WORDS.contains(&clause.id.as_str())) {
                assert!(clause.quote.contains(&test.limit.to_string()), "{}: {}", clause.id, clause.quote);
            }
            if let Some(year) = clause.year {
                assert!(article(&clause.number).contains(&format!("{year}年")), "{}: {year}", clause.id);
            }
        }
    }

    #[test]
    fn every_figure_of_the_policy_is_the_limit_of_some_clause() {
        let limits: Vec<String> =
            liangshan().clauses.iter().filter_map(|clause| Some(clause.test?.limit.to_string())).collect();
        // What the articles ask for in figures; years, numbers of documents and 2060 are no limits.
        for figure in [
            "50", "8", "20", "60", "15", "30", "83", "75", "78", "10", "65", "45", "80", "38.9", "1", "40", "300", "2",
            "18",
        ] {
            assert!(limits.iter().any(|limit| limit == figure), "{figure} of {limits:?}");
        }
        assert_eq!(liangshan().clauses.len(), 50);
    }

    #[test]
    fn limits_scopes_and_strengths_are_those_of_the_policy() {
        use Strength::{Aspiration, Encouraged, InPrinciple, Required};
        let said: Vec<(String, String, Option<&str>, Strength, bool)> = liangshan()
            .clauses
            .iter()
            .map(|clause| {
                let limit = clause.test.map_or_else(String::new, |test| {
                    let sign = serde_json::to_value(test.comparison).unwrap();
                    format!("{} {} {}", sign.as_str().unwrap(), test.limit, test.unit.code())
                });
                (clause.id.clone(), limit, clause.scope.map(Role::code), clause.strength, clause.arguable)
            })
            .collect();
        let expected = [
            ("corridor-net-width", ">= 50 m", None, InPrinciple, true),
            ("corridor-continuity", "<= 0 1", None, Required, false),
            ("cluster-separation", "", None, Encouraged, false),
            ("water-space", "<= 0 1", None, Required, false),
            ("road-density", ">= 8 km/km2", Some("main-urban-area"), Required, false),
            ("high-rise-homes", "<= 0 1", None, Required, false),
            ("demolition-share", "<= 20 %", None, InPrinciple, true),
            ("demolition-cluster", "", None, Required, false),
            ("green-communities", ">= 60 %", None, Required, false),
            ("complete-communities", ">= 60 %", None, Required, false),
            ("life-circle", "", None, Encouraged, false),
            ("mixed-blocks", "", None, Encouraged, false),
            ("green-building-standard", ">= 100 %", None, Required, false),
            ("starred-buildings-2025", ">= 15 %", None, Required, false),
            ("starred-buildings-2030", ">= 30 %", None, Required, false),
            ("starred-public-buildings", ">= 100 %", None, Required, false),
            ("energy-saving-cold", ">= 83 %", None, Required, false),
            ("energy-saving-mild", ">= 75 %", None, Required, false),
            ("energy-saving-public", ">= 78 %", None, Required, false),
            ("retrofit-done", ">= 100 %", None, Required, false),
            ("retrofit-gain", ">= 20 %", None, Required, false),
            ("retrofit-homes", ">= 100 %", None, Required, false),
            ("plant-efficiency", ">= 10 %", None, Required, false),
            ("raw-landfill", "", None, Encouraged, false),
            ("waste-reuse", ">= 65 %", None, Required, false),
            ("pipe-leakage", "<= 10 %", None, Aspiration, false),
            ("permeable-share", ">= 45 %", Some("built-up-area"), Required, false),
            ("reclaimed-water", ">= 10 %", None, Required, false),
            ("efficient-lamps", "> 80 %", None, Required, false),
            ("lighting-control", ">= 1 1", None, Required, false),
            ("green-ratio", ">= 38.9 %", Some("built-up-area"), Required, false),
            ("greenway-per-capita", "> 1 km/10^4", Some("built-up-area"), Required, false),
            ("park-distribution", "", Some("built-up-area"), Encouraged, false),
            ("greenway-network", "", None, Encouraged, false),
            ("rooftop-solar", ">= 50 %", None, Aspiration, false),
            ("renewable-share", ">= 8 %", None, Required, false),
            ("electricity-share", "> 65 %", None, Required, false),
            ("electrified-public", ">= 20 %", None, Required, false),
            ("prefabricated-share", ">= 40 %", None, Required, false),
            ("material-loss", ">= 20 %", None, Required, false),
            ("site-waste", "<= 300 t/10^4m2", None, Required, false),
            ("green-materials", ">= 100 %", None, Required, false),
            ("demolition-waste-reuse", ">= 30 %", None, Required, false),
            ("road-red-line", "<= 40 m", Some("county-seat"), Required, false),
            ("plaza-area", "<= 2 ha", Some("county-seat"), Required, false),
            ("walking-network", "<= 1 1", Some("county-seat"), Required, false),
            ("block-size", "", Some("county-seat"), Encouraged, false),
            ("mostly-six-storeys", "", Some("county-seat"), Required, false),
            ("storeys-limit", "<= 18 storeys", Some("county-seat"), Required, true),
            ("hazard-avoidance", "<= 0 1", None, Required, false),
        ];
        assert_eq!(said, expected.map(|(id, limit, scope, s, a)| (id.to_owned(), limit.to_owned(), scope, s, a)));
    }

    #[test]
    fn the_two_cities_and_the_fifteen_counties_have_their_own_clauses() {
        let standard = liangshan();
        assert_eq!(standard.counties.len(), 17);
        let cities = ["西昌市", "会理市"].map(str::to_owned);
        for id in ["green-ratio", "greenway-per-capita", "complete-communities"] {
            assert_eq!((clause(id).applies, clause(id).other), (Applies::To(cities.to_vec()), Other::Info), "{id}");
        }
        let counties: Vec<String> = standard.counties.iter().filter(|name| !cities.contains(name)).cloned().collect();
        assert_eq!(counties.len(), 15);
        for id in
            ["road-red-line", "plaza-area", "walking-network", "block-size", "mostly-six-storeys", "storeys-limit"]
        {
            let clause = clause(id);
            assert_eq!((clause.applies, clause.other), (Applies::To(counties.clone()), Other::NotApplicable), "{id}");
        }
        for id in ["corridor-net-width", "corridor-continuity", "road-density", "demolition-share"] {
            assert_eq!(clause(id).applies, Applies::All, "{id}");
        }
    }

    #[test]
    fn the_seven_counties_retrofit_and_control_their_lights_and_the_others_as_they_can() {
        let seven = ["西昌市", "德昌县", "会理市", "会东县", "冕宁县", "越西县", "宁南县"].map(str::to_owned);
        for id in ["retrofit-done", "lighting-control"] {
            assert_eq!((clause(id).applies, clause(id).other), (Applies::To(seven.to_vec()), Other::Info), "{id}");
        }
    }

    #[test]
    fn readings_of_the_first_clauses_are_those_that_decide() {
        let standard = liangshan();
        let readings = |id: &str| -> Vec<String> {
            standard.clause(id).unwrap().readings.iter().map(|reading| reading.id.clone()).collect()
        };
        assert_eq!(readings("corridor-net-width"), ["strips-summed", "main-roads-cut"]);
        assert!(readings("corridor-continuity").is_empty());
        assert_eq!(readings("road-density"), ["half-boundary", "with-lanes", "net-area"]);
        assert_eq!(readings("plaza-area"), ["total-hard"]);
        assert_eq!(readings("greenway-per-capita"), ["whole-length", "with-links"]);
        assert_eq!(readings("green-ratio"), ["adjacent-regional-green"]);
    }

    #[test]
    fn a_county_is_understood_without_its_rank_and_an_unknown_one_lists_all() {
        let standard = liangshan();
        assert_eq!(standard.county("西昌"), Ok("西昌市".to_owned()));
        assert_eq!(standard.county("木里"), Ok("木里藏族自治县".to_owned()));
        let refusal = standard.county("成都市").unwrap_err().to_string();
        assert!(refusal.contains("成都市") && refusal.contains("雷波县"), "{refusal}");
    }

    #[test]
    fn an_unknown_id_names_the_built_in_ones() {
        let error = Standard::open("liangshan").unwrap_err().to_string();
        assert!(error.contains("liangshan-carbon-peak"), "{error}");
    }

    #[test]
    fn a_file_that_is_not_utf_8_says_in_which_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("gbk.toml"), b"[standard]\nid = \"\xb1\xea\xd7\xbc\"\n").unwrap();
        let error = Standard::open_in("gbk.toml", folder.path()).unwrap_err().to_string();
        assert!(error.contains("gbk.toml, line 2") && error.contains("UTF-8"), "{error}");
    }
}
