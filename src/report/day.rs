//! A day of the calendar, as reports bear it.

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// From 1601 on, where office programs begin to count.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Day {
    /// The day that a text of the form `2026-05-08` (ISO 8601) names.
    pub fn of(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Option<u16> {
            let part = parts.next()?;
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_day = parts.next().is_none() && year >= 1601 && (1..=days).contains(&day);
        is_day.then_some(Self { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_that_the_calendar_has() {
        for date in ["2025-01-31", "2024-02-29", "2000-02-29", "2025-12-01"] {
            assert!(Day::of(date).is_some(), "{date}");
        }
        let wrong = ["", "2025", "2025-1-31", "2025-02-29", "1900-02-29", "2025-13-01", "2025-04-31", "2025-00-10"];
        let odd = ["2025-05-00", "+025-05-01", "2025-05-01-01", "二零二五-05-01", "1600-01-01", "2025-05-01 "];
        for text in wrong.into_iter().chain(odd) {
            assert!(Day::of(text).is_none(), "{text}");
        }
        assert_eq!(Day::of("2026-05-08"), Some(Day { year: 2026, month: 5, day: 8 }));
    }
}
