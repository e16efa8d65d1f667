//! Numbers as planners type them.

/// The number that a text means: full-width digits, thousands set apart, and 万 or 亿 behind it are understood; a unit of
/// persons or per cent behind it says nothing more. `None` where it is not one plain number.
pub(super) fn number(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let plain = plain.strip_suffix(['人', '口', '%']).unwrap_or(&plain);
    let (digits, exponent) = match (plain.strip_suffix('万'), plain.strip_suffix('亿')) {
        (Some(digits), _) => (digits, 4),
        (_, Some(digits)) => (digits, 8),
        _ => (plain, 0),
    };
    let digits = without_thousands(digits)?;
    // The decimal point is moved in the text: 18.2万 is 182000 to the last digit.
    format!("{digits}e{exponent}").parse().ok().filter(|value: &f64| value.is_finite())
}

/// A calendar year.
pub(super) fn year(text: &str) -> Option<i32> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let plain = plain.strip_suffix('年').unwrap_or(&plain);
    plain.parse().ok().filter(|year| (1900..=2200).contains(year))
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '－' | '−' => '-',
        '％' => '%',
        other => other,
    }
}

/// The digits without commas, which must stand between groups of three: `1,5` may mean a decimal comma.
fn without_thousands(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let all = digits(first) && rest.iter().all(|group| digits(group)) && fraction.is_none_or(digits);
    let some = !first.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    (grouped && all && some).then(|| format!("{sign}{first}{}.{}", rest.concat(), fraction.unwrap_or("0")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str, value: f64) -> bool {
        number(text).is_some_and(|found| (found - value).abs() < f64::EPSILON)
    }

    #[test]
    fn numbers_are_understood_as_planners_write_them() {
        for text in
            ["182000", "182 000", "182\u{2009}000", "182,000", "１８２，０００", "18.2万", "18.2 万人", "182000人"]
        {
            assert!(is(text, 182_000.0), "{text}");
        }
        assert!(is("1.2亿", 120_000_000.0) && is("9.5%", 9.5) && is("０．５", 0.5) && is(".5", 0.5) && is("-3", -3.0));
    }

    #[test]
    fn what_is_not_one_plain_number_is_none() {
        for text in ["", " ", "万", "-", ".", "1,5", "1,23,456", "12a", "1e5", "inf", "nan", "1.2.3", "十八万", "--1"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_is_a_whole_number_of_this_age() {
        assert_eq!(year(" 2030 "), Some(2030));
        assert_eq!(year("２０２５年"), Some(2025));
        for text in ["", "30", "2030.5", "20300", "年"] {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
