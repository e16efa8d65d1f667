//! Which area a clause speaks of, and what stands in where its layer is absent (Decisions, Scopes).

use std::sync::Arc;

use crate::geometry::Region;
use crate::layer::{Item, Layer, Role, Shape, items};
use crate::measure::{FeatureRef, Scope};
use crate::notice::Notice;
use crate::standard::{Clause, ScopeUse};
use crate::text::Message;

/// Boundaries that may stand in for each other, in the order in which they are tried.
const SUBSTITUTES: [Role; 3] = [Role::MainUrbanArea, Role::BuiltUpArea, Role::CountySeat];

/// The area of a clause, and what was assumed to get it.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// The area; `None` where the clause has none or all features are taken to lie inside.
    pub(super) scope: Option<Scope>,
    /// Substitutions and assumptions.
    pub(super) notices: Vec<Notice>,
}

/// Finds the area of a clause among the layers.
///
/// # Errors
/// The message says which layer is missing, where the clause cannot do without.
pub(super) fn resolve(clause: &Clause, layers: &[Arc<Layer>]) -> Result<Resolved, Message> {
    let Some(role) = clause.scope else { return Ok(Resolved::default()) };
    if let Some(scope) = scope_of(role, layers) {
        return Ok(Resolved { scope: Some(scope), notices: Vec::new() });
    }
    match clause.measure.scope_use() {
        ScopeUse::Selects => Ok(Resolved {
            scope: None,
            notices: vec![Notice::new("scope-assumed-all").with_message("role", role.name())],
        }),
        ScopeUse::Divides => substitute(role, layers).ok_or_else(|| {
            let loaded = layers.iter().any(|layer| layer.roles.contains(&role));
            let reason = Message::new(if loaded { "check.scope-no-area" } else { "check.missing-scope" });
            reason.with_message("role", role.name())
        }),
    }
}

/// The area of a role, else one that may stand in for it.
pub(super) fn nearest_scope(role: Role, layers: &[Arc<Layer>]) -> Option<Scope> {
    scope_of(role, layers).or_else(|| substitute(role, layers)?.scope)
}

fn substitute(role: Role, layers: &[Arc<Layer>]) -> Option<Resolved> {
    if !SUBSTITUTES.contains(&role) {
        return None;
    }
    let (other, scope) = SUBSTITUTES
        .into_iter()
        .filter(|other| *other != role)
        .find_map(|other| scope_of(other, layers).map(|scope| (other, scope)))?;
    let notice = Notice::new("scope-substituted").with_message("role", role.name()).with_message("other", other.name());
    Some(Resolved { scope: Some(scope), notices: vec![notice] })
}

/// The union of a scope role's areas; `None` where there is none that covers anything.
pub(super) fn scope_of(role: Role, layers: &[Arc<Layer>]) -> Option<Scope> {
    let members: Vec<(Item<'_>, &Region)> = items(layers, role)
        .into_iter()
        .filter_map(|item| match &item.feature.shape {
            Shape::Area(region) => Some((item, region)),
            _ => None,
        })
        .collect();
    let region = Region::union(members.iter().map(|(_, region)| *region)).ok()?;
    if region.is_empty() {
        return None;
    }
    let named: Vec<String> = members.iter().filter_map(|(item, _)| item.stated_name()).collect();
    let name = match named.as_slice() {
        [single] => single.clone(),
        _ => role.name().say(crate::text::Lang::Zh),
    };
    Some(Scope { name, region, features: members.into_iter().map(|(item, _)| FeatureRef::from(item)).collect() })
}
