//! Places that are typed while one draws, as CAD programs read them.

use geo_types::Coord;

use crate::geometry::vector::{norm, unit};

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) enum Typed {
    /// `120`: so many metres from the last point towards the pointer.
    Length(f64),
    /// `120<30` or `@120<30`: so many metres from the last point, at an angle in degrees from east, counter-clockwise.
    Polar(f64, f64),
    /// `@30,40`: so many metres east and north of the last point.
    Offset(Coord<f64>),
    /// `526582.24,3087389.19`: a place of the plan.
    Place(Coord<f64>),
}

/// Reads what was typed; `north_first` where coordinates are shown as surveyors write them, X north before Y east.
pub(in crate::app) fn read(text: &str, north_first: bool) -> Option<Typed> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).map(plain).collect();
    let (relative, body) = text.strip_prefix('@').map_or((false, text.as_str()), |rest| (true, rest));
    if let Some((length, angle)) = body.split_once('<') {
        return Some(Typed::Polar(number(length)?, number(angle)?));
    }
    if let Some((first, second)) = body.split_once(',') {
        let (first, second) = (number(first)?, number(second)?);
        let at = if north_first { Coord { x: second, y: first } } else { Coord { x: first, y: second } };
        return Some(if relative { Typed::Offset(at) } else { Typed::Place(at) });
    }
    number(body).filter(|length| !relative && *length > 0.0).map(Typed::Length)
}

/// Letters of Chinese keyboards as those of the others.
fn plain(letter: char) -> char {
    match letter {
        '，' => ',',
        '＠' => '@',
        '＜' | '《' | '〈' => '<',
        '。' | '．' => '.',
        '－' | '—' => '-',
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')).unwrap_or(letter),
        other => other,
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Whether a letter can stand in what is typed: it begins with a digit, a point or `@`.
pub(in crate::app) fn takes(letter: char, begun: bool) -> bool {
    let letter = plain(letter);
    letter.is_ascii_digit() || matches!(letter, '.' | '@') || (begun && matches!(letter, ',' | '<' | '-' | ' '))
}

impl Typed {
    /// The place that is meant, from the last point and the pointer; `None` where one of them is needed and not there.
    pub(in crate::app) fn place(self, from: Option<Coord<f64>>, towards: Option<Coord<f64>>) -> Option<Coord<f64>> {
        match self {
            Self::Place(at) => Some(at),
            Self::Offset(by) => Some(from? + by),
            Self::Polar(length, angle) => {
                let (sin, cos) = angle.to_radians().sin_cos();
                Some(from? + Coord { x: length * cos, y: length * sin })
            }
            Self::Length(length) => {
                let way = towards? - from?;
                (norm(way) > 0.0).then_some(from? + unit(way) * length)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn lengths_angles_offsets_and_places_are_read_as_cad_users_type_them() {
        for (text, typed) in [
            ("120", Typed::Length(120.0)),
            (" 12.5 ", Typed::Length(12.5)),
            ("120<30", Typed::Polar(120.0, 30.0)),
            ("@120<-45", Typed::Polar(120.0, -45.0)),
            ("@30,-40", Typed::Offset(at(30.0, -40.0))),
            ("526582.24，3087389.19", Typed::Place(at(526_582.24, 3_087_389.19))),
            ("＠３０，４０", Typed::Offset(at(30.0, 40.0))),
        ] {
            assert_eq!(read(text, false), Some(typed), "{text}");
        }
        for text in ["", "abc", "12,", "<30", "0", "-5", "@5", "nan", "1e400", "1,2,3"] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }

    #[test]
    fn surveyors_type_north_first() {
        assert_eq!(read("3087389.19,526582.24", true), Some(Typed::Place(at(526_582.24, 3_087_389.19))));
        assert_eq!(read("@40,30", true), Some(Typed::Offset(at(30.0, 40.0))));
    }

    #[test]
    fn a_length_goes_from_the_last_point_towards_the_pointer() {
        let from = Some(at(100.0, 100.0));
        assert_eq!(Typed::Length(50.0).place(from, Some(at(100.0, 900.0))), Some(at(100.0, 150.0)));
        assert_eq!(Typed::Length(50.0).place(None, Some(at(1.0, 1.0))), None);
        assert_eq!(Typed::Length(50.0).place(from, from), None);
        let turned = Typed::Polar(100.0, 90.0).place(from, None).unwrap();
        assert!((turned.x - 100.0).abs() < 1e-9 && (turned.y - 200.0).abs() < 1e-9);
        assert_eq!(Typed::Offset(at(3.0, 4.0)).place(from, None), Some(at(103.0, 104.0)));
    }

    #[test]
    fn letters_are_shortcuts_until_a_place_is_begun() {
        assert!(takes('5', false) && takes('@', false) && !takes(',', false) && !takes('-', false));
        assert!(takes('，', true) && takes('<', true) && takes('-', true) && !takes('v', true));
    }
}
