//! Numbers of the journal, written so short that they are read back to the last bit. The reader of JSON rounds some of them
//! otherwise; here they are read as the standard library reads them.

use geo_types::Coord;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A number as it stands in the text.
#[derive(Deserialize)]
struct Written(Box<RawValue>);

impl Written {
    fn number<E: serde::de::Error>(&self) -> Result<f64, E> {
        self.0.get().parse().map_err(|_malformed| E::custom("not a number"))
    }
}

pub(super) mod number {
    use super::{Deserialize as _, Deserializer, Serialize as _, Serializer, Written};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(in crate::plan) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Written::deserialize(deserializer)?.number()
    }
}

pub(super) mod maybe_number {
    use super::{Deserialize as _, Deserializer, Serialize as _, Serializer, Written};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(in crate::plan) fn serialize<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        Option::<Written>::deserialize(deserializer)?.map(|written| written.number()).transpose()
    }
}

pub(super) mod numbers {
    use super::{Deserialize as _, Deserializer, Serialize as _, Serializer, Written};

    pub(in crate::plan) fn serialize<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
        values.serialize(serializer)
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
        Vec::<Written>::deserialize(deserializer)?.iter().map(Written::number).collect()
    }
}

fn pair(at: &Coord<f64>) -> [f64; 2] {
    [at.x, at.y]
}

fn place<E: serde::de::Error>([x, y]: &[Written; 2]) -> Result<Coord<f64>, E> {
    Ok(Coord { x: x.number()?, y: y.number()? })
}

pub(super) mod places {
    use super::{Coord, Deserialize as _, Deserializer, Serializer, Written, pair, place};

    pub(in crate::plan) fn serialize<S: Serializer>(points: &[Coord<f64>], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(points.iter().map(pair))
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Coord<f64>>, D::Error> {
        Vec::<[Written; 2]>::deserialize(deserializer)?.iter().map(place).collect()
    }
}

pub(super) mod maybe_place {
    use super::{Coord, Deserialize as _, Deserializer, Serialize as _, Serializer, Written, pair, place};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(in crate::plan) fn serialize<S: Serializer>(at: &Option<Coord<f64>>, serializer: S) -> Result<S::Ok, S::Error> {
        at.as_ref().map(pair).serialize(serializer)
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Coord<f64>>, D::Error> {
        Option::<[Written; 2]>::deserialize(deserializer)?.as_ref().map(place).transpose()
    }
}

/// Stated ends by the names of corridors.
pub(super) mod all_ends {
    use std::collections::BTreeMap;

    use super::{Coord, Deserialize as _, Deserializer, Serializer};

    #[derive(super::Serialize, super::Deserialize)]
    struct Points(#[serde(with = "super::places")] Vec<Coord<f64>>);

    type All = BTreeMap<String, Vec<Coord<f64>>>;

    pub(in crate::plan) fn serialize<S: Serializer>(ends: &All, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(ends.iter().map(|(name, points)| (name, Points(points.clone()))))
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<All, D::Error> {
        let read = BTreeMap::<String, Points>::deserialize(deserializer)?;
        Ok(read.into_iter().map(|(name, points)| (name, points.0)).collect())
    }
}

/// A map by rows as a list: JSON has texts as keys only.
pub(super) mod by_row {
    use std::collections::BTreeMap;

    use super::{Deserialize as _, Deserializer, Serializer};
    use crate::plan::{Amendment, SourceRow};

    type Rows = BTreeMap<SourceRow, Amendment>;

    pub(in crate::plan) fn serialize<S: Serializer>(rows: &Rows, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(rows)
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rows, D::Error> {
        Ok(Vec::<(SourceRow, Amendment)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// The stated ends of a corridor, before and after.
pub(super) mod ends {
    use super::{Coord, Deserialize as _, Deserializer, Serialize as _, Serializer};
    use crate::plan::Change;

    type Ends = Option<Vec<Coord<f64>>>;

    #[derive(super::Serialize, super::Deserialize)]
    struct Points(#[serde(with = "super::places")] Vec<Coord<f64>>);

    pub(in crate::plan) fn serialize<S: Serializer>(change: &Change<Ends>, serializer: S) -> Result<S::Ok, S::Error> {
        let points = |ends: &Ends| ends.clone().map(Points);
        Change::new(points(&change.old), points(&change.new)).serialize(serializer)
    }

    pub(in crate::plan) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Change<Ends>, D::Error> {
        let Change { old, new } = Change::<Option<Points>>::deserialize(deserializer)?;
        Ok(Change::new(old.map(|own| own.0), new.map(|own| own.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, Edit};

    proptest::proptest! {
        #[test]
        fn a_place_comes_back_to_the_last_bit(x in proptest::num::f64::NORMAL, y in proptest::num::f64::NORMAL) {
            let edit = Edit::Ends("甲".to_owned(), Change::new(None, Some(vec![Coord { x, y }, Coord { x: y, y: x }])));
            let text = serde_json::to_string(&edit).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<Edit>(&text).unwrap(), edit);
        }
    }
}
