//! What a role asks of its layer: fields that matter, and the canonical values of a field.

use std::sync::Arc;

use crate::layer::{
    ControlKind, Feature, Field, GreenClass, Item, Layer, Renewal, RoadClass, Role, Shape, Status, SurfaceClass, Value,
};
use crate::text::Message;

/// Canonical codes with their names for people.
pub(super) type Vocabulary = Vec<(&'static str, Message)>;

/// Fields that matter for these roles, the first the most.
pub(super) fn relevant(roles: &[Role]) -> Vec<Field> {
    let mut fields = Vec::new();
    for field in roles.iter().flat_map(|role| of_role(*role)).chain(&[Field::Name]) {
        if !fields.contains(field) {
            fields.push(*field);
        }
    }
    fields
}

fn of_role(role: Role) -> &'static [Field] {
    match role {
        Role::RoadCentrelines => &[
            Field::Class,
            Field::RedLineWidth,
            Field::Status,
            Field::OneWay,
            Field::Bridge,
            Field::Tunnel,
            Field::Level,
            Field::Sidewalk,
            Field::Name,
        ],
        Role::RoadAreas => &[Field::Class, Field::Status],
        Role::LandUse => &[Field::Class, Field::ClassName, Field::Status],
        Role::Green => &[Field::Class, Field::ClassName, Field::Edition, Field::Status],
        Role::Plazas => &[Field::Name, Field::Class, Field::GreenShare, Field::Status],
        Role::Buildings => &[
            Field::Storeys,
            Field::Height,
            Field::FloorArea,
            Field::Use,
            Field::Renewal,
            Field::YearBuilt,
            Field::Status,
        ],
        Role::RenewalUnits => &[Field::Name, Field::Renewal, Field::Exemption],
        Role::Greenways => &[Field::Class, Field::Link, Field::Status, Field::Name],
        Role::Walkways => &[Field::Class, Field::Bridge, Field::Tunnel, Field::Level],
        Role::Population | Role::Communities | Role::AdminUnits => &[Field::Name, Field::Population],
        Role::Surfaces => &[Field::Class, Field::Permeable, Field::Runoff, Field::Status],
        Role::ControlLines | Role::Facilities | Role::Lamps | Role::Water | Role::Obstacles => {
            &[Field::Class, Field::Status]
        }
        Role::Corridors => &[Field::Name, Field::Between, Field::Argued],
        Role::Clusters => &[Field::Name, Field::Argued],
        _ => &[Field::Name],
    }
}

/// The canonical values of a field in a layer of these roles; empty where any value is read as it stands.
pub(super) fn vocabulary(field: Field, roles: &[Role]) -> Vocabulary {
    let plays = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    let named = |codes: &[&'static str]| -> Vocabulary {
        codes.iter().map(|&code| (code, Message::new(format!("app.value-{code}")))).collect()
    };
    match field {
        Field::Class if plays(&[Role::LandUse]) => Vec::new(),
        Field::Class if plays(&[Role::RoadCentrelines, Role::RoadAreas, Role::Walkways]) => {
            RoadClass::ALL.iter().map(|(class, code)| (*code, class.name())).collect()
        }
        Field::Class if plays(&[Role::Green, Role::Plazas]) => {
            GreenClass::ALL.iter().map(|(_, code)| (*code, Message::new(format!("app.value-{code}")))).collect()
        }
        Field::Class if plays(&[Role::Surfaces]) => {
            SurfaceClass::ALL.iter().map(|(class, code)| (*code, class.name())).collect()
        }
        Field::Class if plays(&[Role::ControlLines]) => {
            ControlKind::ALL.iter().map(|(kind, code)| (*code, kind.name())).collect()
        }
        Field::Status => named(&[Status::Existing.code(), Status::Planned.code()]),
        Field::Use => named(&["residential", "non-residential"]),
        Field::Renewal => named(&[Renewal::Demolish.code(), Renewal::Alter.code(), Renewal::Keep.code()]),
        _ => Vec::new(),
    }
}

/// What each value of a column is understood as without a table.
pub(super) fn understood(
    layer: &Layer,
    roles: &[Role],
    field: Field,
    column: usize,
    values: &[(String, usize)],
) -> Vec<(String, Option<&'static str>)> {
    let features = values.iter().enumerate().map(|(row, (value, _))| Feature {
        row,
        id: None,
        shape: Shape::Points(Vec::new()),
        values: vec![Value::text(value)],
    });
    // One feature per value: conventions are told from the set of values, as for the layer itself.
    let mut probe = Layer::new(layer.origin.clone(), roles, &[], features.collect());
    probe.fields = vec![layer.fields.get(column).cloned().unwrap_or_default()];
    probe.columns.insert(field, 0);
    let probe = Arc::new(probe);
    let role = roles.first().copied().unwrap_or(Role::Backdrop);
    let read = |feature| code(&Item { layer: &probe, feature, role }, field);
    values.iter().zip(&probe.features).map(|((value, _), feature)| (value.clone(), read(feature))).collect()
}

fn code(item: &Item<'_>, field: Field) -> Option<&'static str> {
    let plays = |role| item.layer.roles.contains(&role);
    match field {
        Field::Class if plays(Role::Green) || plays(Role::Plazas) => item.green_class().map(GreenClass::code),
        Field::Class if plays(Role::Surfaces) => item.surface_class().map(SurfaceClass::code),
        Field::Class if plays(Role::ControlLines) => item.control_kind().map(ControlKind::code),
        Field::Class => item.road_class().map(RoadClass::code),
        Field::Status => item.status().map(Status::code),
        Field::Renewal => item.renewal().map(Renewal::code),
        Field::Use => item.is_home().map(|home| if home { "residential" } else { "non-residential" }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Origin;

    fn read(roles: &[Role], field: Field, values: &[&str]) -> Vec<Option<&'static str>> {
        let layer = Layer::new(Origin::File("a.shp".into()), roles, &[field.name()], Vec::new());
        let values: Vec<(String, usize)> = values.iter().map(|value| ((*value).to_owned(), 1)).collect();
        understood(&layer, roles, field, 0, &values).into_iter().map(|(_, code)| code).collect()
    }

    #[test]
    fn a_table_begins_with_what_is_understood() {
        let roads = read(&[Role::RoadCentrelines], Field::Class, &["主干路", "支路", "甲"]);
        assert_eq!(roads, [Some("arterial"), Some("branch"), None]);
        assert_eq!(read(&[Role::Green], Field::Class, &["公园绿地", "甲"]), [Some("G1"), None]);
        assert_eq!(
            read(&[Role::Buildings], Field::Use, &["住宅", "办公", "甲"]),
            [Some("residential"), Some("non-residential"), None]
        );
        assert_eq!(read(&[Role::Buildings], Field::Renewal, &["拆", "留"]), [Some("demolish"), Some("keep")]);
    }

    #[test]
    fn every_canonical_value_is_understood_as_itself_and_has_a_name() {
        let cases = [
            (Role::RoadCentrelines, Field::Class),
            (Role::Green, Field::Class),
            (Role::Surfaces, Field::Class),
            (Role::ControlLines, Field::Class),
            (Role::Buildings, Field::Status),
            (Role::Buildings, Field::Use),
            (Role::Buildings, Field::Renewal),
        ];
        for (role, field) in cases {
            for (code, name) in vocabulary(field, &[role]) {
                assert_eq!(read(&[role], field, &[code]), [Some(code)], "{field:?}");
                assert!(crate::text::is_known(&name.key), "{}", name.key);
            }
        }
    }

    #[test]
    fn fields_of_the_roles_come_first_and_once() {
        let fields = relevant(&[Role::Green, Role::Plazas]);
        assert_eq!(fields[0], Field::Class);
        assert_eq!(fields.iter().filter(|field| **field == Field::Class).count(), 1);
        assert!(fields.contains(&Field::GreenShare) && fields.contains(&Field::Name));
    }
}
