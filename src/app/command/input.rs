//! What is asked for beside buttons and menus: by shortcut, and by dropping files on the window.

use std::path::PathBuf;

use egui::KeyboardShortcut;

use super::{Action, Command, Commands};
use crate::app::{Document, Jobs, Session};

/// Queues the actions whose shortcuts were pressed. While text is typed, only shortcuts with a command key count.
pub(in crate::app) fn collect_shortcuts(
    context: &egui::Context,
    commands: &mut Commands,
    document: &Document,
    session: &Session,
    jobs: &Jobs,
) {
    let typing = context.text_edit_focused() || session.figures.has_keys;
    // Keys belong to the dialog that is open: Ctrl+Z takes back what was typed into it.
    let busy = session.dialog.is_some();
    let mut by_need: Vec<(Action, KeyboardShortcut)> =
        Action::all().filter_map(|action| Some((action, action.shortcut()?))).collect();
    // The longer shortcut first: Shift+F8 also matches F8.
    by_need.sort_by_key(|(_, shortcut)| !shortcut.modifiers.shift);
    for (action, shortcut) in by_need {
        // Escape leaves a dialog, but beside the map only the field that is typed into.
        if typing && !shortcut.modifiers.command && !(busy && action == Action::Back) {
            continue;
        }
        if busy && !matches!(action, Action::Back | Action::SwitchLanguage) {
            continue;
        }
        // An open menu closes by itself.
        if action == Action::Back && egui::Popup::is_any_open(context) {
            continue;
        }
        let pressed = context.input_mut(|input| input.consume_shortcut(&shortcut));
        if pressed && action.is_enabled(document, session, jobs) {
            commands.act(action);
        }
    }
}

/// Queues what was dropped on the window: it is added to an open plan, else opened.
pub(in crate::app) fn collect_dropped(context: &egui::Context, commands: &mut Commands) {
    let dropped: Vec<PathBuf> =
        context.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    if !dropped.is_empty() {
        commands.push(Command::Add(dropped));
    }
}
