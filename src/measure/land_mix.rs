//! How homes and other uses mix in the blocks between streets.
//!
//! Only what is built for use is compared: homes on one side, services, shops, works and the like on the other. Streets,
//! green, water and open land are neither.

mod uses;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::uses::{Mix, Uses};
use super::blocks::{blocks, narrow, street_classes};
use super::lines::go_on;
use crate::geometry::OverlayFailed;
use crate::layer::{RoadClass, Role};
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// That many blocks are told one by one.
const LISTED: usize = 100;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines bound the blocks.
    pub role: Role,
    /// Which classes of roads do.
    #[serde(default = "street_classes")]
    pub classes: Vec<RoadClass>,
    /// Ground narrower than this on average is no block, in metres.
    #[serde(default = "narrow")]
    pub narrow: f64,
    /// What is compared.
    #[serde(default)]
    pub by: By,
}

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Land of parcels, by their codes.
    #[default]
    Land,
    /// Floor area of buildings, by their use.
    FloorArea,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        match self.by {
            By::Land => vec![self.role, Role::LandUse],
            By::FloorArea => vec![self.role, Role::Buildings],
        }
    }
}

/// Facts behind the figure, of land or of floor area.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Blocks with homes.
    pub home_blocks: usize,
    /// All blocks.
    pub all_blocks: usize,
    /// Homes in them.
    pub homes_ha: f64,
    /// Other uses in them.
    pub other_ha: f64,
    /// What may be either.
    pub unknown_ha: f64,
    /// How evenly all uses share in them, 0 for a single one, 1 for equal shares of all.
    pub entropy: f64,
    /// The blocks with most homes.
    pub blocks: Vec<OfBlock>,
}

/// Facts of a block.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OfBlock {
    /// The streets around it.
    pub name: String,
    /// Homes.
    pub homes_ha: f64,
    /// Other uses.
    pub other_ha: f64,
    /// How evenly its uses share in it, 0 to 1.
    pub entropy: f64,
}

/// Measures the share of other uses among what is built in blocks with homes, in per cent. What is of unknown use may be
/// either.
///
/// # Errors
/// [`NoFigure::Missing`] without blocks, or without parcels or buildings of known use in them; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let mut found = blocks(input, with.role, &with.classes, with.narrow)?;
    let uses = Uses::new(input, with.by, &mut found.notices)?;
    go_on(input)?;
    let mixes: Vec<Mix> = found
        .list
        .par_iter()
        .map(|block| uses.of(&block.region))
        .collect::<Result<_, _>>()
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;
    go_on(input)?;
    let mut homely: Vec<(&str, Mix)> =
        found.list.iter().map(|block| block.name.as_str()).zip(mixes).filter(|(_, mix)| mix.homes() > 0.0).collect();
    if homely.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.no-homes-in-blocks")));
    }
    // Equal ones stay in the order of blocks.
    homely.sort_by(|a, b| b.1.homes().total_cmp(&a.1.homes()));
    let all = homely.iter().fold(Mix::default(), |sum, (_, mix)| sum.and(mix));
    let (homes, other, unknown) = (all.homes(), all.other(), all.unknown);
    let built = homes + other + unknown;
    let figure = Figure::between(100.0 * other / built, 100.0 * (other + unknown) / built, Unit::Percent);
    let hectares = |area: f64| SquareMetres(area).hectares();
    let of_block = |(name, mix): &(&str, Mix)| OfBlock {
        name: (*name).to_owned(),
        homes_ha: hectares(mix.homes()),
        other_ha: hectares(mix.other()),
        entropy: mix.entropy(),
    };
    let facts = Facts {
        home_blocks: homely.len(),
        all_blocks: found.list.len(),
        homes_ha: hectares(homes),
        other_ha: hectares(other),
        unknown_ha: hectares(unknown),
        entropy: all.entropy(),
        blocks: homely.iter().take(LISTED).map(of_block).collect(),
    };
    Ok(Measured { figure, facts, places: Vec::new(), notices: found.notices })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer, line, rectangle, scope, unsaid, with_input};
    use super::*;
    use crate::layer::{Layer, Shape, Value};
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn parameters(by: By) -> Parameters {
        Parameters { role: Role::RoadCentrelines, classes: street_classes(), narrow: narrow(), by }
    }

    /// Two blocks of 1 ha beside each other.
    fn streets() -> Arc<Layer> {
        let mut rows: Vec<Row> =
            [0.0, 100.0, 200.0].iter().map(|&x| line(&[(x, 0.0), (x, 100.0)], &["branch"])).collect();
        rows.extend([0.0, 100.0].iter().map(|&y| line(&[(0.0, y), (200.0, y)], &["branch"])));
        layer(Role::RoadCentrelines, &["class"], rows)
    }

    fn land(rows: Vec<Row>) -> Result<Measured<Facts>, NoFigure> {
        let layers = [streets(), layer(Role::LandUse, &["class"], rows)];
        with_input(&layers, None, &[], None, |input| measure(input, &parameters(By::Land)))
    }

    /// A parcel as wide as a share of the first block, from a share of it on.
    fn parcel(from: f64, share: f64, class: &str) -> Row {
        area((100.0 * from, 0.0), (100.0 * share, 100.0), &[class])
    }

    fn is(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-6
    }

    #[test]
    fn other_uses_count_in_blocks_with_homes_only_and_green_is_neither() {
        let rows = vec![
            parcel(0.0, 0.6, "0701"),
            parcel(0.6, 0.2, "0901"),
            parcel(0.8, 0.2, "1401"),
            parcel(1.0, 1.0, "1001"),
        ];
        let found = land(rows).unwrap();
        assert!(is(found.figure.low, 25.0) && is(found.figure.high, 25.0), "{:?}", found.figure);
        let facts = found.facts;
        assert_eq!((facts.home_blocks, facts.all_blocks, facts.blocks.len()), (1, 2, 1));
        assert!(is(facts.homes_ha, 0.6) && is(facts.other_ha, 0.2));
        // −(¾ ln ¾ + ¼ ln ¼) ÷ ln 5
        assert!((facts.entropy - 0.349_4).abs() < 1e-4, "{}", facts.entropy);
    }

    #[test]
    fn a_parcel_over_two_blocks_counts_in_each_with_its_part() {
        let found = land(vec![parcel(0.0, 0.5, "0701"), parcel(0.5, 1.0, "0901")]).unwrap();
        assert!(is(found.figure.low, 50.0), "{:?}", found.figure);
    }

    #[test]
    fn land_of_unknown_use_may_be_homes_or_not() {
        let found =
            land(vec![parcel(0.0, 0.5, "0701"), parcel(0.5, 0.25, "0901"), parcel(0.75, 0.25, "某地")]).unwrap();
        assert!(is(found.figure.low, 25.0) && is(found.figure.high, 50.0), "{:?}", found.figure);
        assert!(is(found.facts.unknown_ha, 0.25));
    }

    #[test]
    fn without_homes_or_parcels_there_is_no_figure_and_it_is_said_why() {
        let layers = [streets()];
        let missing = with_input(&layers, None, &[], None, |input| measure(input, &parameters(By::Land)));
        for none in [land(vec![parcel(0.0, 1.0, "0901")]), missing] {
            let Err(NoFigure::Missing(message)) = none else { panic!("{none:?}") };
            assert!(unsaid([&message]).is_empty());
        }
    }

    #[test]
    fn floor_area_is_compared_by_the_use_of_buildings() {
        let rows = vec![
            area((10.0, 10.0), (20.0, 20.0), &["residential", "3000"]),
            area((40.0, 10.0), (20.0, 20.0), &["office", "1000"]),
            area((130.0, 10.0), (20.0, 20.0), &["office", "9000"]),
        ];
        let layers = [streets(), layer(Role::Buildings, &["use", "floor_area"], rows)];
        let found = with_input(&layers, None, &[], None, |input| measure(input, &parameters(By::FloorArea)).unwrap());
        assert!(is(found.figure.low, 25.0) && is(found.facts.homes_ha, 0.3), "{found:?}");
    }

    #[test]
    fn only_blocks_of_the_scope_count() {
        let rows = vec![parcel(0.0, 1.0, "0701"), parcel(1.0, 0.5, "0701"), parcel(1.5, 0.5, "0901")];
        let layers = [streets(), layer(Role::LandUse, &["class"], rows)];
        let inside = scope(rectangle(100.0, 0.0, 100.0, 100.0));
        let found =
            with_input(&layers, Some(&inside), &[], None, |input| measure(input, &parameters(By::Land)).unwrap());
        assert!(is(found.figure.low, 50.0));
    }
}
