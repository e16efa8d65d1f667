//! The clock: when an edit was made, for the journal and for people. No result depends on it.

use chrono::{DateTime, Local, Utc};

use crate::text::Message;

/// Seconds since 1970 UTC.
pub(super) fn now() -> u64 {
    u64::try_from(Utc::now().timestamp()).unwrap_or_default()
}

/// A moment as people here say it: the time of a day, with the day where that is not today.
pub(super) fn said(at: u64) -> Message {
    let local =
        |at: u64| i64::try_from(at).ok().and_then(|at| DateTime::from_timestamp(at, 0)).map(DateTime::<Local>::from);
    said_on(local(at), local(now()))
}

fn said_on(at: Option<DateTime<Local>>, today: Option<DateTime<Local>>) -> Message {
    let Some(at) = at else { return Message::new("app.time-unknown") };
    let time = at.format("%H:%M");
    if today.is_some_and(|today| today.date_naive() == at.date_naive()) {
        return Message::new("app.time").with("time", time);
    }
    Message::new("app.time-on-day").with("day", at.format("%Y-%m-%d")).with("time", time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_moment_of_today_is_said_without_its_day() {
        let at = |text: &str| text.parse::<DateTime<Local>>().ok();
        let (morning, evening) = (at("2026-11-27T10:32:00+08:00"), at("2026-11-27T10:40:00+08:00"));
        assert_eq!(said_on(morning, evening).key, "app.time");
        let later = at("2026-11-29T10:32:00+08:00");
        let said = said_on(morning, later).say(Lang::En);
        assert!(said.contains("2026-11-2") && said.contains(":32"), "{said}");
        assert_eq!(said_on(None, later).key, "app.time-unknown");
    }
}
