//! Keys and files that reach the window as a whole: shortcuts of the table of actions, input methods, what is dropped.

use std::path::PathBuf;

use egui::{Context, Event, ImeEvent, Key, KeyboardShortcut, Modifiers};

use super::{Action, Command, Commands, Document, Jobs, Session};

/// What other programs have taught hands, beside the shortcut that menus show: `+` without Shift, redo as on a Mac.
const ALSO: [(Action, Modifiers, Key); 2] = [
    (Action::LargerInterface, Modifiers::COMMAND, Key::Equals),
    (Action::Redo, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
];

/// Keeps keys from the window while an input method composes: they choose among its candidates. Returns whether it does.
pub(super) fn leave_to_input_method(context: &Context, composing: bool) -> bool {
    context.input_mut(|input| {
        let mut now = composing;
        let mut told = false;
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => (now, told) = (!text.is_empty(), true),
                Event::Ime(ImeEvent::Commit(_)) => (now, told) = (false, true),
                _ => {}
            }
        }
        // The key that ends a composition comes in the same frame as what was composed.
        if composing || now || told {
            input.events.retain(|event| !matches!(event, Event::Key { pressed: true, .. }));
        }
        now
    })
}

/// Queues the actions whose shortcuts were pressed. While text is typed, only shortcuts with a command key count.
pub(super) fn collect_shortcuts(
    context: &Context,
    commands: &mut Commands,
    document: &Document,
    session: &Session,
    jobs: &Jobs,
) {
    let typing = context.text_edit_focused() || session.figures.has_keys;
    // Keys belong to the dialog that is open: Ctrl+Z takes back what was typed into it.
    let busy = session.dialog.is_some() || session.help.is_some();
    let leafs = context.memory(|memory| memory.has_focus(super::panel::table::rows_id()));
    let own = Action::all().filter_map(|action| Some((action, action.shortcut()?)));
    let also = ALSO.into_iter().map(|(action, modifiers, key)| (action, KeyboardShortcut::new(modifiers, key)));
    let mut by_need: Vec<(Action, KeyboardShortcut)> = own.chain(also).collect();
    // The longer shortcut first: Shift+F8 also matches F8.
    by_need.sort_by_key(|(_, shortcut)| !shortcut.modifiers.shift);
    for (action, shortcut) in by_need {
        // Escape leaves a dialog, but beside the map only the field that is typed into.
        if typing && !shortcut.modifiers.command && !(busy && matches!(action, Action::Back | Action::Help)) {
            continue;
        }
        if busy && !works_in_dialogs(action) {
            continue;
        }
        // The rows of a table are leafed through by the keys that scale the map.
        if leafs && matches!(action, Action::ZoomIn | Action::ZoomOut) {
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

/// What a dialog does not keep from the window.
fn works_in_dialogs(action: Action) -> bool {
    matches!(
        action,
        Action::Back
            | Action::SwitchLanguage
            | Action::Help
            | Action::LargerInterface
            | Action::SmallerInterface
            | Action::OrdinaryInterface
    )
}

/// Queues what was dropped on the window: it is added to an open plan, else opened.
pub(super) fn collect_dropped(context: &Context, commands: &mut Commands) {
    let dropped: Vec<PathBuf> =
        context.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    if !dropped.is_empty() {
        commands.push(Command::Add(dropped));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(composing: bool, events: Vec<Event>) -> (bool, usize) {
        let context = Context::default();
        let key =
            Event::Key { key: Key::V, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        let events = events.into_iter().chain([key]).collect();
        let mut found = (false, 0);
        let mut output = context.run_ui(egui::RawInput { events, ..egui::RawInput::default() }, |ui| {
            let now = leave_to_input_method(ui.ctx(), composing);
            found = (now, ui.input(|input| input.num_presses(Key::V)));
        });
        output.textures_delta.clear();
        found
    }

    fn composed(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    }

    #[test]
    fn a_key_is_the_window_s_unless_an_input_method_composes() {
        assert_eq!(after(false, vec![]), (false, 1));
        assert_eq!(after(false, vec![composed("v")]), (true, 0));
        assert_eq!(after(true, vec![]), (true, 0));
        assert_eq!(after(true, vec![Event::Ime(ImeEvent::Commit("方".to_owned()))]), (false, 0));
        assert_eq!(after(true, vec![composed("")]), (false, 0));
    }
}
