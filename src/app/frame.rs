//! What the desktop sees of the window: its title, its icon, whether it may be closed, why it cannot be opened.

use egui::{Context, IconData, ViewportCommand};

use super::dialog::standard::{is_unsaved, leave};
use super::jobs::Kind;
use super::session::Dialog;
use super::{Action, App, Command};
use crate::plan::Plan;
use crate::text::Message;

/// Side of the icon in pixels.
const SIDE: usize = 64;

/// Asks about unsaved changes before the window is closed.
pub(super) fn hold_closing(app: &mut App, context: &Context) {
    if !context.input(|input| input.viewport().close_requested()) || app.session.leaving {
        return;
    }
    if app.jobs.is_running(Kind::Save) {
        context.send_viewport_cmd(ViewportCommand::CancelClose);
        return app.commands.push(Command::Do(Action::Quit));
    }
    if is_unsaved(&app.session) {
        context.send_viewport_cmd(ViewportCommand::CancelClose);
        app.commands.extend(leave(&mut app.session, Some(Command::Do(Action::Quit))));
        return;
    }
    if app.document.plan().is_some_and(Plan::is_changed) {
        context.send_viewport_cmd(ViewportCommand::CancelClose);
        app.session.dialog = Some(Dialog::Unsaved(Box::new(Command::Do(Action::Quit))));
    }
}

/// Gives the window the plan's name, with a dot while it holds unsaved changes.
pub(super) fn entitle(app: &mut App, context: &Context) {
    let own = Message::new("app.title").say(app.lang());
    let stated = app.document.plan().and_then(|plan| plan.content().name.clone());
    let read = || app.document.loaded().map(|loaded| loaded.snapshot.name.clone()).filter(|name| !name.is_empty());
    let changed = app.document.plan().is_some_and(Plan::is_changed);
    let dot = if changed { "• " } else { "" };
    let title = stated.or_else(read).map_or_else(|| own.clone(), |name| format!("{dot}{name} — {own}"));
    if title != app.title {
        context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
        app.title = title;
    }
}

/// A green corridor between two blocks, on paper.
pub(super) fn icon() -> IconData {
    const PAPER: [u8; 4] = [0xfa, 0xfa, 0xf5, 0xff];
    const CORRIDOR: [u8; 4] = [0x0b, 0x7a, 0x75, 0xff];
    const BLOCK: [u8; 4] = [0xe8, 0xd9, 0x8a, 0xff];
    let pixel = |index: usize| {
        let (x, y) = (index % SIDE, index / SIDE);
        let rises = x + y;
        let outside = [x, y].iter().any(|at| !(3..SIDE - 3).contains(at));
        match rises {
            _ if outside => [0; 4],
            52..=75 => CORRIDOR,
            0..=46 | 82.. if x % 21 > 2 && y % 21 > 2 => BLOCK,
            _ => PAPER,
        }
    };
    let side = u32::try_from(SIDE).unwrap_or_default();
    IconData { rgba: (0..SIDE * SIDE).flat_map(pixel).collect(), width: side, height: side }
}

/// # Errors
/// A message where no display is named: asked before the toolkit, whose own answer speaks of its sources.
pub(super) fn find_display() -> Result<(), Message> {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs = cfg!(all(unix, not(target_os = "macos")));
    let has = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(named);
    if needs && !has { Err(Message::new("app.no-display")) } else { Ok(()) }
}

/// Why the toolkit could not open the window, without the places in its sources that it names.
pub(super) fn why_not(error: &eframe::Error) -> Message {
    let text = error.to_string();
    let plain: Vec<&str> = text.split_whitespace().filter(|word| !word.contains(".rs:")).collect();
    Message::new("app.no-window").with("reason", plain.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_square_and_shows_the_corridor_through_its_middle() {
        let icon = icon();
        assert_eq!(icon.rgba.len(), SIDE * SIDE * 4);
        let middle = (SIDE / 2 * SIDE + SIDE / 2) * 4;
        assert_eq!(icon.rgba[middle..middle + 3], [0x0b, 0x7a, 0x75]);
        assert_eq!(icon.rgba[3], 0);
    }
}
