//! A handful of small pictures of the window, held to those that were looked at and kept. They need EGL, with or without a
//! real card behind it; where there is none each test says that it was skipped. `LANGDAO_KEEP_PICTURES=1` keeps new ones.
#![expect(clippy::print_stdout, reason = "what was measured or skipped is said")]

use std::path::{Path, PathBuf};

use egui::Rect;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use image::{RgbaImage, imageops};
use langdao::app::{Action, App, Card, Command, Drawing, Draws, Opening, PanelId, Settings, Stage, Theme};
use langdao::text::Lang;

use super::screen::Screen;
use super::until;

/// A channel that differs by more is seen by eye.
const SEEN: u8 = 48;
/// Of the pixels, as many may look different: edges that another driver smooths otherwise.
const APART: f64 = 0.01;

/// The window on the sample, painted; `None` where nothing can paint it.
fn painted(lang: Lang, theme: Theme, drawing: Drawing, opening: Opening) -> Option<Harness<'static, App>> {
    let Some(screen) = Screen::new() else {
        println!("skipped: EGL finds no card, not even an emulated one");
        return None;
    };
    let settings = Settings { lang: Some(lang), theme, drawing, ..Settings::default() };
    let builder = Harness::builder().with_size([960.0, 640.0]).with_max_steps(64).renderer(screen);
    let mut harness = builder.build_eframe(move |creation| {
        let card = creation.gl.clone().map(Card::new);
        App::new(&creation.egui_ctx, settings, &opening, None).with_card(card)
    });
    harness.run_steps(3);
    Some(harness)
}

fn sample(lang: Lang, theme: Theme, drawing: Drawing) -> Option<Harness<'static, App>> {
    let mut harness = painted(lang, theme, drawing, Opening::Last)?;
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    Some(harness)
}

/// Waits until nothing is on its way any more: pictures of the map, thumbs, animations.
fn settle(harness: &mut Harness<'static, App>) {
    until(harness, |app| app.jobs().running().is_empty());
    for _ in 0..40 {
        harness.step();
        harness.render().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Waits until the layers are on the card, where they come in slices, frame by frame.
fn put_on(harness: &mut Harness<'static, App>, card: &Card) {
    let mut bytes = 0;
    for _ in 0..2_000 {
        settle(harness);
        if card.bytes() == bytes && bytes > 100_000 {
            return;
        }
        bytes = card.bytes();
    }
    panic!("{bytes} bytes: the card has drawn nothing");
}

fn part(harness: &mut Harness<'static, App>, rect: Rect) -> RgbaImage {
    let whole = harness.render().unwrap();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places in a window")]
    let [x, y, wide, high] = [rect.left(), rect.top(), rect.width(), rect.height()].map(|side| side.round() as u32);
    imageops::crop_imm(&whole, x, y, wide, high).to_image()
}

/// The share of pixels that look different.
fn apart(a: &RgbaImage, b: &RgbaImage) -> f64 {
    if a.dimensions() != b.dimensions() {
        return 1.0;
    }
    let differs =
        |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > SEEN);
    a.pixels().zip(b.pixels()).filter(differs).count() as f64 / (f64::from(a.width()) * f64::from(a.height()))
}

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window/pictures").join(format!("{name}.png"))
}

/// Holds a part of the window to the picture that was kept of it.
fn hold(harness: &mut Harness<'static, App>, rect: Rect, name: &str) {
    settle(harness);
    let (drawn, file) = (part(harness, rect), kept(name));
    if std::env::var_os("LANGDAO_KEEP_PICTURES").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        drawn.save(&file).unwrap();
    }
    let expected = image::open(&file).unwrap().into_rgba8();
    let share = apart(&drawn, &expected);
    println!("{name}: {:.3} % of the pixels look different", share * 100.0);
    if share > APART {
        let beside = std::env::temp_dir().join(format!("langdao-{name}.png"));
        drawn.save(&beside).unwrap();
        panic!("{name}: {:.1} % of the pixels look different; it was drawn as {}", share * 100.0, beside.display());
    }
}

fn region(harness: &Harness<'static, App>, name: &str) -> Rect {
    harness.get_by_role_and_label(Role::Group, name).rect()
}

fn map(harness: &Harness<'static, App>, name: &str) -> Rect {
    harness.get_by_role_and_label(Role::Canvas, name).rect()
}

#[test]
fn the_start_page_looks_as_it_did() {
    let Some(mut harness) = painted(Lang::Zh, Theme::Light, Drawing::Processor, Opening::Empty) else { return };
    hold(&mut harness, Rect::from_min_max(egui::pos2(0.0, 50.0), egui::pos2(960.0, 600.0)), "start-zh-light");
}

#[test]
fn the_map_and_the_verdicts_of_the_sample_look_as_they_did() {
    let Some(mut harness) = sample(Lang::Zh, Theme::Light, Drawing::Processor) else { return };
    let (map, right) = (map(&harness, "地图"), region(&harness, "右侧面板"));
    hold(&mut harness, map, "map-zh-light");
    hold(&mut harness, right, "clauses-zh-light");
}

#[test]
fn findings_and_charts_look_as_they_did_in_the_dark() {
    let Some(mut harness) = sample(Lang::En, Theme::Dark, Drawing::Processor) else { return };
    for (panel, name) in [(PanelId::Findings, "findings-en-dark"), (PanelId::Charts, "charts-en-dark")] {
        harness.state_mut().command(Command::ShowPanel(panel));
        harness.run_steps(4);
        let below = region(&harness, "Panel below");
        hold(&mut harness, below, name);
    }
}

#[test]
fn the_card_draws_the_map_of_the_window_as_the_processor_does() {
    let drawn = [Drawing::Card, Drawing::Processor].map(|drawing| {
        let mut harness = sample(Lang::Zh, Theme::Light, drawing)?;
        harness.state_mut().command(Command::Do(Action::Names));
        settle(&mut harness);
        if let Draws::Card(card) = harness.state().draws() {
            put_on(&mut harness, &card);
        }
        let rect = map(&harness, "地图");
        assert_eq!(matches!(harness.state().draws(), Draws::Card(_)), drawing == Drawing::Card);
        Some(part(&mut harness, rect))
    });
    let [Some(card), Some(processor)] = drawn else { return };
    let share = apart(&card, &processor);
    println!("{:.3} % of the pixels look different", share * 100.0);
    if let Some(folder) = std::env::var_os("LANGDAO_PICTURES") {
        card.save(Path::new(&folder).join("window-card.png")).unwrap();
        processor.save(Path::new(&folder).join("window-processor.png")).unwrap();
    }
    assert!(share < 0.03, "{share}");
}
