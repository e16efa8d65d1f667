//! A small language to choose features of a layer by: `storeys > 6 and use = "住宅"`, `用地面积 > 2 公顷 且 名称 含 "广场"`.
//!
//! Fields go by their name in the file, their canonical name, and what they are called in Chinese and English; names of other
//! than letters, digits and `_` stand in brackets: `[用地 面积]`. By its name in the file a field is what stands there; by its
//! canonical name it is also what a check takes it for, so that `class = "arterial"` finds 主干道. A condition on what is
//! missing is neither true nor false, as in databases: it chooses nothing, and `not` does not change that.

mod complete;
mod expression;
mod lex;
mod names;
mod parse;
mod pattern;

pub use complete::{Wanted, Wish, quoted_name, quoted_text, wish};
pub use names::Names;

use std::ops::Range;

use rayon::prelude::*;

use self::expression::{Expression, Row};
use super::{Item, Layer, Role};
use crate::handle::Handle;
use crate::text::Message;

/// A condition on the features of one layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    expression: Option<Expression>,
}

/// What is wrong with a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The place in the text, in bytes.
    pub at: Range<usize>,
    /// What is wrong there, or what is expected.
    pub message: Message,
}

impl Filter {
    /// Reads a condition; a blank one chooses every feature.
    ///
    /// # Errors
    /// The first [`Mistake`].
    pub fn read(text: &str, names: &Names) -> Result<Self, Mistake> {
        if text.trim().is_empty() {
            return Ok(Self { expression: None });
        }
        parse::parse(text, names).map(|expression| Self { expression: Some(expression) })
    }

    /// The features that it chooses, by their indices in order; `None` once the job is to stop.
    pub fn chosen(&self, layer: &Layer, handle: &Handle) -> Option<Vec<u32>> {
        let all = 0..u32::try_from(layer.features.len()).unwrap_or(u32::MAX);
        let Some(expression) = &self.expression else { return Some(all.collect()) };
        let role = layer.roles.first().copied().unwrap_or(Role::Backdrop);
        let holds = |index: &u32| {
            let feature = usize::try_from(*index).ok().and_then(|index| layer.features.get(index));
            let row = |feature| Row { item: Item { layer, feature, role } };
            !handle.is_cancelled() && feature.is_some_and(|feature| expression.truth(&row(feature)) == Some(true))
        };
        let chosen: Vec<u32> = all.into_par_iter().filter(holds).collect();
        (!handle.is_cancelled()).then_some(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Value;
    use crate::layer::table::fixture::{buildings, roads};

    fn chosen(layer: &Layer, text: &str) -> Vec<u32> {
        let filter = Filter::read(text, &Names::of(layer)).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
        filter.chosen(layer, &Handle::default()).unwrap()
    }

    /// Squares of 10, 200 and 50 m.
    fn town() -> Layer {
        buildings(&[
            (10.0, "市民广场", Value::Number(6.0)),
            (200.0, "Tower A", Value::text("18层")),
            (50.0, "", Value::Null),
        ])
    }

    #[test]
    fn numbers_are_compared_whatever_the_language_of_the_sentence() {
        let town = town();
        for text in
            ["storeys > 6", "层数 > 6", "层数＞6层", "6 < storeys", "storeys between 7 and 20", "not storeys <= 6"]
        {
            assert_eq!(chosen(&town, text), [1], "{text}");
        }
        for text in ["storeys >= 6", "层数≥6", "storeys in (6, 18)", "storeys is not null", "层数不为空"] {
            assert_eq!(chosen(&town, text), [0, 1], "{text}");
        }
    }

    #[test]
    fn sizes_take_the_units_that_planners_write() {
        let town = town();
        for text in ["area > 20000", "$area > 2 ha", "面积 > 2公顷", "area>0.02 km2", "area > 30 亩", "area > 2 万"]
        {
            assert_eq!(chosen(&town, text), [1], "{text}");
        }
        assert_eq!(chosen(&roads(&[(300.0, "a"), (1500.0, "b")]), "长度 > 1 km"), [1]);
    }

    #[test]
    fn texts_are_compared_without_regard_to_case_and_width() {
        let town = town();
        for text in [
            "name = \"tower a\"",
            "名称 = “Ｔower A”",
            "name like '%ower%'",
            "name like 'Tower _'",
            "name 含 「tower」",
            "name contains \"OWER\"",
        ] {
            assert_eq!(chosen(&town, text), [1], "{text}");
        }
        assert_eq!(chosen(&town, "name like \"%广场%\""), [0]);
        assert_eq!(chosen(&town, "name not like \"%广场%\""), [1], "a name that is missing is not unlike");
        assert_eq!(chosen(&town, "name is null"), [2]);
        assert_eq!(chosen(&town, "名称为空"), [2]);
    }

    #[test]
    fn and_binds_before_or_and_chinese_words_need_no_blanks() {
        let town = town();
        assert_eq!(chosen(&town, "name is null or storeys > 6 and area < 1"), [2]);
        assert_eq!(chosen(&town, "(name is null or storeys > 6) and area > 1"), [1, 2]);
        assert_eq!(chosen(&town, "层数>6且面积>1或名称为空"), [1, 2]);
        assert_eq!(chosen(&town, "非 名称为空 并且 层数<7"), [0]);
    }

    #[test]
    fn what_is_missing_is_chosen_neither_way() {
        let town = town();
        assert_eq!(chosen(&town, "storeys > 6"), [1]);
        assert_eq!(chosen(&town, "not (storeys > 6)"), [0]);
        assert_eq!(chosen(&town, "storeys > 6 or area > 1"), [0, 1, 2], "one that is true is enough");
        assert_eq!(chosen(&town, "storeys / 0 > 1"), [] as [u32; 0]);
    }

    #[test]
    fn by_its_canonical_name_a_class_is_what_the_check_takes_it_for() {
        let roads = roads(&[(1.0, "主干道"), (1.0, "次干路"), (1.0, "arterial"), (1.0, "巷")]);
        assert_eq!(chosen(&roads, "class in (\"arterial\", \"secondary\")"), [0, 1, 2]);
        assert_eq!(chosen(&roads, "class = \"主干道\""), [0], "what stands in the file is found too");
        assert_eq!(chosen(&roads, "道路等级 = \"arterial\""), [2], "by its own name it is what stands there");
        assert_eq!(chosen(&roads, "class not in (\"arterial\")"), [1, 3]);
    }

    #[test]
    fn figures_are_reckoned_from_fields() {
        let town = town();
        assert_eq!(chosen(&town, "area * storeys > 0.06 万 * 10"), [1]);
        assert_eq!(chosen(&town, "-storeys + 2 * (3 - 1) = -2"), [0]);
        assert_eq!(chosen(&town, "$row = 11"), [1], "rows count as the file does");
    }

    #[test]
    fn names_of_more_than_letters_stand_in_brackets() {
        let mut town = town();
        town.fields[1] = "层 数 (地上)".to_owned();
        assert_eq!(chosen(&town, "[层 数 (地上)] = 6"), [0]);
        assert_eq!(chosen(&town, "  "), [0, 1, 2]);
    }

    #[test]
    fn a_mistake_says_where_it_is_and_what_would_be_right() {
        let names = Names::of(&town());
        for (text, at, key) in [
            ("storey > 6", 0..6, "layer.filter-unknown-near"),
            ("gdp > 6", 0..3, "layer.filter-unknown"),
            ("name = 住宅", 7..13, "layer.filter-unquoted"),
            ("storeys > ", 10..10, "layer.filter-value"),
            ("storeys", 0..7, ""),
            ("storeys + 1", 0..11, "layer.filter-condition"),
            ("storeys > 6 name", 12..16, "layer.filter-end"),
            ("(storeys > 6", 12..12, "layer.filter-close"),
            ("name = \"a", 7..9, "layer.filter-quote"),
            ("name in \"a\"", 8..11, "layer.filter-list"),
            ("name is 6", 8..9, "layer.filter-null"),
            ("name like 6", 10..11, "layer.filter-pattern"),
            ("storeys > 6 & 7", 12..13, "layer.filter-letter"),
            ("1.2.3 > 1", 0..5, "layer.filter-number"),
            ("(storeys > 1) > 1", 0..13, "layer.filter-value"),
        ] {
            match Filter::read(text, &names) {
                Ok(_) => assert_eq!(key, "", "{text}"),
                Err(mistake) => assert_eq!((mistake.at, mistake.message.key.as_str()), (at, key), "{text}"),
            }
        }
    }

    #[test]
    fn a_sentence_without_end_is_a_mistake_and_no_crash() {
        let names = Names::of(&town());
        for text in ["(".repeat(100_000), "not ".repeat(100_000), "- ".repeat(100_000)] {
            assert_eq!(Filter::read(&text, &names).unwrap_err().message.key, "layer.filter-deep");
        }
        let long = vec!["storeys > 6"; 20_000].join(" or ");
        assert_eq!(chosen(&town(), &long), [1]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}", other in "[a-z0-9 ()<>=\"'.%且或非为空层数面积,+*/-]{0,40}") {
            let town = town();
            let names = Names::of(&town);
            for text in [text, other] {
                if let Ok(filter) = Filter::read(&text, &names) {
                    filter.chosen(&town, &Handle::default());
                }
                for cursor in 0..=text.len() {
                    wish(&text, cursor, &names);
                }
            }
        }
    }
}
