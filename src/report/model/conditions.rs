//! Conditions of standard files in words: `stars >= 1` is 绿建星级 ≥ 1.

use std::fmt::Display;

use crate::report::wording::list_separator;
use crate::text::{Lang, Message};

/// All of the conditions; empty where there is none.
pub(super) fn sentence(conditions: &[impl Display], lang: Lang) -> String {
    let texts: Vec<String> = conditions.iter().map(|condition| alternatives(condition, lang)).collect();
    texts.join(&list_separator(lang))
}

fn alternatives(condition: &impl Display, lang: Lang) -> String {
    let condition = condition.to_string();
    let terms: Vec<String> = condition.split(" or ").map(|term| self::term(term.trim(), lang)).collect();
    terms.join(&Message::new("report.condition-or").say(lang))
}

fn term(term: &str, lang: Lang) -> String {
    let message = match term.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["climate-zone", "=", zone] => Message::new(format!("report.condition-zone-{zone}")),
        [quantity, sign, number] => {
            let sign = match *sign {
                ">=" => "≥",
                "<=" => "≤",
                other => other,
            };
            Message::new(format!("report.condition-{quantity}")).with("sign", sign).with("number", *number)
        }
        _ => Message::new(format!("report.condition-{term}")),
    };
    message.say(lang)
}
