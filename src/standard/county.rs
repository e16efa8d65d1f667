//! Names of counties as people write them.

/// What is left of a county's name without its rank.
fn stem(name: &str) -> &str {
    ["自治县", "县", "市", "区"].iter().find_map(|rank| name.strip_suffix(rank)).unwrap_or(name)
}

/// The county that a name means: the name itself, else the only one that has the same name under another rank or
/// none (`西昌` is 西昌市, `木里县` is 木里藏族自治县). `None` where no county or several fit.
pub(super) fn resolve<'a>(name: &str, counties: &'a [String]) -> Option<&'a str> {
    let name = name.trim();
    if let Some(exact) = counties.iter().find(|county| *county == name) {
        return Some(exact);
    }
    let wanted = stem(name);
    // One character fits too much: 会 is neither 会理 nor 会东.
    if wanted.chars().count() < 2 {
        return None;
    }
    let same = |county: &&String| stem(county) == wanted;
    let begins = |county: &&String| county.starts_with(wanted) && county.ends_with("自治县");
    only(counties.iter().filter(same)).or_else(|| only(counties.iter().filter(begins)))
}

fn only<'a>(mut fitting: impl Iterator<Item = &'a String>) -> Option<&'a str> {
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counties() -> Vec<String> {
        ["西昌市", "会理市", "会东县", "木里藏族自治县"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_name_without_its_rank_or_with_an_old_one_is_understood() {
        let counties = counties();
        assert_eq!(resolve("西昌市", &counties), Some("西昌市"));
        assert_eq!(resolve(" 西昌 ", &counties), Some("西昌市"));
        assert_eq!(resolve("会理县", &counties), Some("会理市"));
        assert_eq!(resolve("木里县", &counties), Some("木里藏族自治县"));
    }

    #[test]
    fn a_name_that_fits_several_or_none_is_not_guessed() {
        let counties = counties();
        assert_eq!(resolve("会", &counties), None);
        assert_eq!(resolve("", &counties), None);
        assert_eq!(resolve("成都市", &counties), None);
        let twins = ["长安县".to_owned(), "长安区".to_owned()];
        assert_eq!(resolve("长安", &twins), None);
        assert_eq!(resolve("长安区", &twins), Some("长安区"));
    }
}
