//! Keys of tools: places that are typed, Enter and Backspace.

use egui::{Context, Event, Key, Modifiers};

use super::{Tool, typed, work};
use crate::app::session::Session;
use crate::app::{Commands, Document, Settings};

/// Takes what was typed for the tool before shortcuts are looked for.
pub(in crate::app) fn keys(
    context: &Context,
    document: &Document,
    session: &mut Session,
    settings: &Settings,
    commands: &mut Commands,
) {
    let draws = matches!(session.tools.tool, Tool::Draw(_) | Tool::Measure);
    if !draws
        || session.dialog.is_some()
        || context.text_edit_focused()
        || session.figures.has_keys
        || egui::Popup::is_any_open(context)
    {
        return;
    }
    take_text(context, session);
    let typing = session.tools.typed.is_some();
    let pressed = |key: Key| context.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if typing && pressed(Key::Backspace) {
        let empty = session.tools.typed.as_mut().is_none_or(|text| {
            text.pop();
            text.is_empty()
        });
        session.tools.typed = session.tools.typed.take().filter(|_| !empty);
        return;
    }
    if !typing && session.tools.is_busy() && pressed(Key::Backspace) {
        work::step_back(&mut session.tools);
        return;
    }
    if (typing || session.tools.is_busy()) && pressed(Key::Enter) {
        enter(document, session, settings, commands);
    }
}

/// Letters that belong to a place.
fn take_text(context: &Context, session: &mut Session) {
    let typed = &mut session.tools.typed;
    context.input_mut(|input| {
        if input.modifiers.command || input.modifiers.alt {
            return;
        }
        input.events.retain(|event| {
            let Event::Text(text) = event else { return true };
            let begun = typed.is_some();
            let fits = !text.is_empty() && text.chars().all(|letter| typed::takes(letter, begun));
            if fits {
                typed.get_or_insert_default().push_str(text);
            }
            !fits
        });
        // What is typed into a place is no shortcut.
        if typed.is_some() {
            let is_plain = |event: &Event| match event {
                Event::Key { key, modifiers, .. } => is_printed(*key) && !modifiers.command && !modifiers.alt,
                _ => false,
            };
            input.events.retain(|event| !is_plain(event));
        }
    });
}

/// Whether a key prints a letter, a digit or a sign: its name is one, or it is called after what it prints.
fn is_printed(key: Key) -> bool {
    key.name().chars().count() == 1
        || matches!(key, Key::Space | Key::Minus | Key::Plus | Key::Equals | Key::Comma | Key::Period | Key::Slash)
}

/// Places what was typed; without that, ends what is drawn.
fn enter(document: &Document, session: &mut Session, settings: &Settings, commands: &mut Commands) {
    let Some(text) = session.tools.typed.clone() else { return work::finish(document, session, commands) };
    let towards =
        session.tools.draft.as_ref().and_then(|draft| draft.next).or(session.tools.ruler.next).or(session.pointer);
    let meant = typed::read(&text, settings.surveyors_axes);
    match meant.and_then(|typed| typed.place(work::last_point(&session.tools), towards)) {
        Some(at) => work::place(document, session, commands, work::rounded(at)),
        None => session.warn(crate::text::Message::new("app.typed-wrong").with("text", text)),
    }
}
