//! Layers, fields and figures that a clause needs.

use std::collections::BTreeMap;

use super::page::Line;
use super::{message, say};
use crate::layer::{Field, Role, usual_names};
use crate::report::wording::list_separator;
use crate::standard::{Clause, ScopeUse};
use crate::text::Lang;

/// Of the names that files have for a field the most usual ones.
const USUAL: usize = 4;

/// The layers that its figure rests on with their fields, that of the scope first, and what happens without a scope.
pub(super) fn data(clause: &Clause, lang: Lang) -> Vec<Line> {
    let mut lines: Vec<Line> =
        roles(clause, &BTreeMap::new()).into_iter().map(|role| layer(clause, role, lang)).collect();
    if clause.scope.is_some() {
        lines.push(Line::Text(match clause.measure.scope_use() {
            ScopeUse::Divides => say("page-scope-divides", lang),
            ScopeUse::Selects => say("page-scope-selects", lang),
        }));
    }
    lines
}

/// The roles that the clause rests on, given the figures that were typed in, when nothing is loaded yet: of its scope, of
/// its measure and of its readings.
pub(super) fn roles(clause: &Clause, figures: &BTreeMap<String, f64>) -> Vec<Role> {
    let measures = std::iter::once(&clause.measure).chain(clause.readings.iter().map(|reading| &reading.measure));
    let measured = measures.flat_map(|measure| measure.roles(figures, &[]));
    let mut roles: Vec<Role> = Vec::new();
    for role in clause.scope.into_iter().chain(measured) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

fn layer(clause: &Clause, role: Role, lang: Lang) -> Line {
    let name = format!("{} [{}]", role.name().say(lang), role.code());
    let is_measured = clause.measure.roles(&BTreeMap::new(), &[]).contains(&role);
    let read = if is_measured { clause.measure.fields(role) } else { Vec::new() };
    let fields: Vec<String> = read.into_iter().map(|read| field(read, role, lang)).collect();
    let shapes = if Some(role) == clause.scope && !is_measured { "page-layer-scope" } else { "page-layer-shapes" };
    let told = if fields.is_empty() { say(shapes, lang) } else { fields.join(&say("sentence-separator", lang)) };
    Line::Named(name, told)
}

/// A field with its canonical name and the names that files usually have for it.
fn field(field: Field, role: Role, lang: Lang) -> String {
    let named = field.title();
    let usual: Vec<&str> = usual_names(field, role).into_iter().take(USUAL).collect();
    let key = if usual.is_empty() { "page-field" } else { "page-field-usual" };
    let told = message(key).with_message("field", named).with("name", field.name());
    told.with("usual", usual.join(&list_separator(lang))).say(lang)
}

/// The keys of the figures that can be typed in for it.
pub(super) fn figures(clause: &Clause, lang: Lang) -> Vec<Line> {
    let keys = clause.figure_keys();
    if keys.is_empty() {
        return Vec::new();
    }
    vec![Line::Text(message("page-figure-keys").with("keys", keys.join(&list_separator(lang))).say(lang))]
}
