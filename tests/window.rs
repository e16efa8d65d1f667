//! The window, driven by its accessibility labels, without a display and without a graphics card.
#![expect(clippy::unwrap_used, reason = "a test that cannot look at the window has failed")]

#[path = "window/backdrops.rs"]
mod backdrops;

#[path = "window/clauses.rs"]
mod clauses;

#[path = "window/charts.rs"]
mod charts;

#[path = "window/figures.rs"]
mod figures;

#[path = "window/findings.rs"]
mod findings;

#[path = "window/layers.rs"]
mod layers;

#[path = "window/import.rs"]
mod import;

#[path = "window/first.rs"]
mod first;

#[path = "window/palette.rs"]
mod palette;

#[path = "window/dialogs.rs"]
mod dialogs;

#[path = "window/map.rs"]
mod map;

#[path = "window/docks.rs"]
mod docks;

#[path = "window/draw.rs"]
mod draw;

#[path = "window/picture.rs"]
mod picture;

#[path = "window/pictures.rs"]
mod pictures;

#[path = "support/headless.rs"]
mod headless;
#[path = "support/screen.rs"]
mod screen;

#[path = "window/proposals.rs"]
mod proposals;

#[path = "window/report.rs"]
mod report;

#[path = "window/safety.rs"]
mod safety;

#[path = "window/standard.rs"]
mod standard;

#[path = "window/table.rs"]
mod table;

#[path = "window/states.rs"]
mod states;

#[path = "window/style.rs"]
mod style;

use std::time::Duration;

use egui_kittest::Harness;
use langdao::app::{App, Opening, Settings, Stage};
use langdao::plan::Journals;
use langdao::text::Lang;

/// A window in a language with nothing remembered, which keeps no journals.
fn window(opening: Opening, lang: Lang) -> Harness<'static, App> {
    window_with(opening, lang, None)
}

/// A window that keeps journals.
fn window_with(opening: Opening, lang: Lang, journals: Option<Journals>) -> Harness<'static, App> {
    let settings = Settings { lang: Some(lang), ..Settings::default() };
    Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(64)
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, &opening, journals))
}

/// Steps the window until something holds; fails when it does not within frames for some minutes.
fn until(harness: &mut Harness<'static, App>, holds: impl Fn(&App) -> bool) {
    for _ in 0..8_000 {
        if holds(harness.state()) {
            return harness.run_steps(3);
        }
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    let app = harness.state();
    panic!(
        "it never came to hold: {:?}, {:?}, {:?}, measured: {}",
        app.document().stage(),
        app.jobs().running(),
        app.session().tools,
        app.live().is_current()
    );
}

#[test]
fn the_sample_is_opened_and_checked_by_itself() {
    let mut harness = window(Opening::Last, Lang::Zh);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    let outcome = harness.state().document().outcome().unwrap();
    assert_eq!(outcome.clauses.len(), 50);
}

#[test]
fn a_window_without_a_plan_shows_itself_at_any_size() {
    for size in [[0.0, 0.0], [1.0, 1.0], [300.0, 200.0]] {
        let mut harness = window(Opening::Empty, Lang::En);
        harness.set_size(size.into());
        harness.run_steps(3);
        assert_eq!(harness.state().document().stage(), Stage::Empty);
    }
}
