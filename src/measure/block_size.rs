//! Size of the blocks between streets.
//!
//! Many small blocks weigh little in a plain mean although most of a town may lie in a few large ones. The figure is the
//! mean by area: the size of the block that a spot of the town lies in.

use serde::{Deserialize, Serialize};

use super::blocks::{Block, blocks, narrow, street_classes};
use super::place::anchor_of;
use crate::layer::{RoadClass, Role, Shape};
use crate::measure::{Input, Measured, NoFigure, Place};
use crate::units::{Figure, SquareMetres, Unit};

/// Blocks up to this size, about 200 m a side, are small ones, hectares.
const SMALL: f64 = 4.0;
/// That many of the largest blocks are told one by one.
const LISTED: usize = 20;

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
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        vec![self.role]
    }
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Number of blocks.
    pub blocks: usize,
    /// Their area together.
    pub area_ha: f64,
    /// Plain mean of their areas.
    pub mean_ha: f64,
    /// The area that half of them do not exceed.
    pub median_ha: f64,
    /// Area of the largest.
    pub largest_ha: f64,
    /// Share of blocks of at most 4 ha, by number, per cent.
    pub up_to_4_ha_share: f64,
    /// Medians and islands of junctions that are no blocks.
    pub islands: usize,
    /// The largest blocks.
    pub largest: Vec<Large>,
}

/// A block among the largest.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Large {
    /// The streets around it.
    pub name: String,
    /// Its area.
    pub area_ha: f64,
    /// Side of a square of that area.
    pub side_m: f64,
}

/// Measures the mean size of blocks by area, in hectares. Blocks above 4 ha are places.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let found = blocks(input, with.role, &with.classes, with.narrow)?;
    let areas: Vec<f64> = found.list.iter().map(|block| SquareMetres(block.area).hectares()).collect();
    let whole: f64 = areas.iter().sum();
    let squares: f64 = areas.iter().map(|area| area * area).sum();
    let count = areas.len() as f64;
    let small = areas.iter().filter(|&&area| area <= SMALL * (1.0 + 1e-9)).count();
    let facts = Facts {
        blocks: areas.len(),
        area_ha: whole,
        mean_ha: whole / count,
        median_ha: median(&areas),
        largest_ha: areas.first().copied().unwrap_or_default(),
        up_to_4_ha_share: 100.0 * small as f64 / count,
        islands: found.islands,
        largest: found.list.iter().take(LISTED).map(large).collect(),
    };
    let large_blocks = areas.len() - small;
    let places = found.list.into_iter().take(large_blocks).map(place).collect();
    Ok(Measured { figure: Figure::exact(squares / whole, Unit::Hectare), facts, places, notices: found.notices })
}

/// Of areas in order of size.
fn median(areas: &[f64]) -> f64 {
    let middle = areas.len() / 2;
    let at = |number: usize| areas.get(number).copied().unwrap_or_default();
    if areas.len() % 2 == 1 { at(middle) } else { f64::midpoint(at(middle.saturating_sub(1)), at(middle)) }
}

fn large(block: &Block) -> Large {
    let area_ha = SquareMetres(block.area).hectares();
    Large { name: block.name.clone(), area_ha, side_m: block.area.sqrt() }
}

fn place(block: Block) -> Place {
    let figure = Figure::exact(SquareMetres(block.area).hectares(), Unit::Hectare);
    let mut facts = serde_json::Map::new();
    facts.insert(String::from("side_m"), block.area.sqrt().into());
    let shape = Shape::Area(block.region);
    Place { subject: block.name, figure: Some(figure), features: Vec::new(), anchor: anchor_of(&shape), shape, facts }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{layer, line, rectangle, scope, unsaid, with_input};
    use super::*;
    use crate::layer::{Layer, Value};
    use crate::measure::Scope;
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn parameters() -> Parameters {
        Parameters { role: Role::RoadCentrelines, classes: street_classes(), narrow: narrow() }
    }

    fn roads(rows: Vec<Row>) -> Arc<Layer> {
        layer(Role::RoadCentrelines, &["class", "name"], rows)
    }

    fn call(roads: Arc<Layer>, scope: Option<&Scope>) -> Result<Measured<Facts>, NoFigure> {
        with_input(&[roads], scope, &[], None, |input| measure(input, &parameters()))
    }

    /// Streets that enclose a block of 9 ha, one of 3 ha and one of 1.5 ha beside each other, 300 m, 100 m and 50 m wide.
    fn streets() -> Vec<Row> {
        let mut rows: Vec<Row> = [(0.0, "甲路"), (300.0, "乙路"), (400.0, "丙路"), (450.0, "丁路")]
            .iter()
            .map(|&(x, name)| line(&[(x, 0.0), (x, 300.0)], &["branch", name]))
            .collect();
        rows.extend([0.0, 300.0].iter().map(|&y| line(&[(0.0, y), (450.0, y)], &["arterial", "大道"])));
        rows
    }

    fn is(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9 * expected.max(1.0)
    }

    #[test]
    fn the_figure_is_the_size_of_the_block_that_a_spot_of_the_town_lies_in() {
        let found = call(roads(streets()), None).unwrap();
        let by_hand = (81.0 + 9.0 + 2.25) / 13.5;
        assert!(is(found.figure.low, by_hand) && is(found.figure.high, by_hand), "{:?}", found.figure);
        let facts = &found.facts;
        assert_eq!((facts.blocks, facts.islands), (3, 0));
        assert!(is(facts.area_ha, 13.5) && is(facts.mean_ha, 4.5) && is(facts.median_ha, 3.0));
        assert!(is(facts.largest_ha, 9.0) && is(facts.up_to_4_ha_share, 200.0 / 3.0));
        assert_eq!(facts.largest[0].name, "大道 / 乙路 / 甲路");
        assert!(is(facts.largest[0].side_m, 300.0));
        assert_eq!((found.places.len(), found.places[0].subject.as_str()), (1, "大道 / 乙路 / 甲路"));
        assert!(found.notices.is_empty());
    }

    #[test]
    fn a_block_of_exactly_four_hectares_is_a_small_one() {
        let ring = [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0), (0.0, 0.0)];
        let found = call(roads(vec![line(&ring, &["branch", ""])]), None).unwrap();
        assert!(is(found.facts.up_to_4_ha_share, 100.0) && found.places.is_empty());
        assert_eq!(found.facts.largest[0].name, "#1");
    }

    #[test]
    fn medians_are_no_blocks_and_ramps_and_paths_bound_none() {
        let mut rows = streets();
        rows.push(line(&[(0.0, 315.0), (450.0, 315.0)], &["arterial", "大道"]));
        rows.push(line(&[(0.0, 300.0), (0.0, 315.0)], &["branch", "甲路"]));
        rows.push(line(&[(450.0, 300.0), (450.0, 315.0)], &["branch", "丁路"]));
        rows.push(line(&[(0.0, 150.0), (300.0, 150.0)], &["path", ""]));
        rows.push(line(&[(0.0, 160.0), (300.0, 160.0)], &["ramp", ""]));
        let facts = call(roads(rows), None).unwrap().facts;
        assert_eq!((facts.blocks, facts.islands), (3, 1));
    }

    #[test]
    fn a_block_belongs_to_the_scope_when_its_larger_part_lies_inside() {
        let inside = scope(rectangle(200.0, 0.0, 1000.0, 300.0));
        let facts = call(roads(streets()), Some(&inside)).unwrap().facts;
        assert_eq!(facts.blocks, 2);
    }

    #[test]
    fn roads_of_unknown_class_are_told_and_without_any_block_there_is_no_figure() {
        let mut rows = streets();
        rows.push(line(&[(0.0, 150.0), (300.0, 150.0)], &["某级", ""]));
        let found = call(roads(rows), None).unwrap();
        assert_eq!((found.facts.blocks, found.notices[0].code), (3, "class-unknown"));
        let none = call(roads(streets().into_iter().take(4).collect()), None).unwrap_err();
        let NoFigure::Missing(message) = none else { panic!("{none:?}") };
        assert!(unsaid([&message]).is_empty());
    }

    #[test]
    fn the_order_of_roads_changes_nothing() {
        let mut back = streets();
        back.reverse();
        assert_eq!(call(roads(streets()), None).unwrap().facts, call(roads(back), None).unwrap().facts);
    }
}
