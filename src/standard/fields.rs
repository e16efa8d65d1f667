//! Which fields of a layer a measure reads.

use super::Measure;
use crate::layer::{Field, Role, own_fields};
use crate::measure::attribute_limit::Attribute;

impl Measure {
    /// The fields that it reads of the features of a role, the most needed first. Where the measure is not listed here:
    /// those that files of the role have names of their own for.
    pub fn fields(&self, role: Role) -> Vec<Field> {
        match (self, role) {
            (Self::AreaShare(_) | Self::PatchArea(_), Role::LandUse) => vec![Field::Class, Field::GreenShare],
            (Self::AreaShare(_), _) => vec![Field::Class, Field::GreenShare, Field::Edition],
            (Self::AttributeLimit(with), _) if with.attribute == Attribute::RedLineWidth => {
                vec![Field::RedLineWidth, Field::Class, Field::Name]
            }
            (Self::AttributeLimit(with), _) if with.attribute == Attribute::Storeys => {
                vec![Field::Storeys, Field::Height, Field::Use, Field::Status, Field::YearBuilt, Field::Argued]
            }
            (Self::AttributeLimit(with), _) if with.role == role => with.fields(),
            (Self::FeatureShare(with), _) if with.role == role => with.fields(),
            (Self::FeatureCount(with), _) if with.role == role => with.fields(),
            (Self::AttributeLimit(_) | Self::FeatureShare(_) | Self::FeatureCount(_), Role::LandUse)
            | (Self::CorridorContinuity(_) | Self::CorridorWidth(_), Role::LandUse | Role::Obstacles) => {
                vec![Field::Class]
            }
            (Self::CorridorContinuity(_) | Self::CorridorWidth(_), Role::Corridors) => vec![Field::Name],
            (Self::LengthPerHead(_), Role::Population) => vec![Field::Population],
            (Self::LengthPerHead(_), _) => vec![Field::Name, Field::Link, Field::Class],
            (Self::LineDensity(_), _) => vec![Field::Class, Field::Name, Field::OneWay, Field::Status],
            (Self::NetworkContinuity(_), _) => vec![Field::Bridge, Field::Tunnel, Field::Level],
            (Self::PatchArea(with), _) if with.role == role => vec![Field::Name, Field::GreenShare],
            (Self::CorridorContinuity(_) | Self::CorridorWidth(_) | Self::PatchArea(_), _) => Vec::new(),
            (Self::WeightedShare(with), _) if with.units == role => vec![Field::Name],
            (Self::WeightedShare(_), _) => {
                vec![Field::Renewal, Field::FloorArea, Field::Storeys, Field::Height, Field::Exemption]
            }
            _ => own_fields(role),
        }
    }
}
