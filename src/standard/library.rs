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
        let ids: Vec<String> = liangshan().clauses.into_iter().map(|clause| clause.id).collect();
        assert_eq!(
            ids,
            [
                "corridor-net-width",
                "corridor-continuity",
                "road-density",
                "demolition-share",
                "green-ratio",
                "greenway-per-capita",
                "road-red-line",
                "plaza-area",
                "walking-network",
                "storeys-limit"
            ]
        );
    }

    #[test]
    fn a_clause_has_a_year_only_where_its_article_says_by_that_year() {
        for clause in liangshan().clauses {
            let says = article(&clause.number).contains("到2030年");
            assert_eq!(clause.year, says.then_some(2030), "{}", clause.id);
        }
    }

    #[test]
    fn limits_scopes_and_strengths_are_those_of_the_policy() {
        let said: Vec<(String, String, Option<&str>, Strength, bool)> = liangshan()
            .clauses
            .iter()
            .map(|clause| {
                let test = clause.test.unwrap_or_else(|| panic!("{} has no test", clause.id));
                let sign = serde_json::to_value(test.comparison).unwrap();
                let limit = format!("{} {} {}", sign.as_str().unwrap(), test.limit, test.unit.code());
                (clause.id.clone(), limit, clause.scope.map(Role::code), clause.strength, clause.arguable)
            })
            .collect();
        let expected = [
            ("corridor-net-width", ">= 50 m", None, Strength::InPrinciple, true),
            ("corridor-continuity", "<= 0 1", None, Strength::Required, false),
            ("road-density", ">= 8 km/km2", Some("main-urban-area"), Strength::Required, false),
            ("demolition-share", "<= 20 %", None, Strength::InPrinciple, true),
            ("green-ratio", ">= 38.9 %", Some("built-up-area"), Strength::Required, false),
            ("greenway-per-capita", "> 1 km/10^4", Some("built-up-area"), Strength::Required, false),
            ("road-red-line", "<= 40 m", Some("county-seat"), Strength::Required, false),
            ("plaza-area", "<= 2 ha", Some("county-seat"), Strength::Required, false),
            ("walking-network", "<= 1 1", Some("county-seat"), Strength::Required, false),
            ("storeys-limit", "<= 18 storeys", Some("county-seat"), Strength::Required, true),
        ];
        assert_eq!(said, expected.map(|(id, limit, scope, s, a)| (id.to_owned(), limit.to_owned(), scope, s, a)));
    }

    #[test]
    fn the_two_cities_and_the_fifteen_counties_have_their_own_clauses() {
        let standard = liangshan();
        assert_eq!(standard.counties.len(), 17);
        let cities = ["西昌市", "会理市"].map(str::to_owned);
        for id in ["green-ratio", "greenway-per-capita"] {
            assert_eq!((clause(id).applies, clause(id).other), (Applies::To(cities.to_vec()), Other::Info), "{id}");
        }
        let counties: Vec<String> = standard.counties.iter().filter(|name| !cities.contains(name)).cloned().collect();
        assert_eq!(counties.len(), 15);
        for id in ["road-red-line", "plaza-area", "walking-network", "storeys-limit"] {
            let clause = clause(id);
            assert_eq!((clause.applies, clause.other), (Applies::To(counties.clone()), Other::NotApplicable), "{id}");
        }
        for id in ["corridor-net-width", "corridor-continuity", "road-density", "demolition-share"] {
            assert_eq!(clause(id).applies, Applies::All, "{id}");
        }
    }

    #[test]
    fn readings_are_the_two_that_decide() {
        let readings: Vec<(String, String)> = liangshan()
            .clauses
            .iter()
            .flat_map(|clause| clause.readings.iter().map(|reading| (clause.id.clone(), reading.id.clone())))
            .collect();
        let expected = [("road-density", "half-boundary"), ("green-ratio", "adjacent-regional-green")];
        assert_eq!(readings, expected.map(|(clause, reading)| (clause.to_owned(), reading.to_owned())));
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
