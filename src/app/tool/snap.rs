//! Snapping: corners, edges and crossings of what is there, near the pointer.
//!
//! The edges of every layer lie in an R-tree of their own, made in a job; a query costs about the logarithm of their
//! number, whatever lies elsewhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo_types::Coord;
use rstar::RTree;

use crate::geometry::segments::Segment;
use crate::geometry::vector::{cross, distance};
use crate::handle::Handle;
use crate::layer::{Layer, Shape};
use crate::text::Message;

/// Edges nearest to the pointer that are looked at: more lie so close only on far views, where nobody aims.
const MOST: usize = 48;

/// What the pointer snaps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A corner, an end, or a point.
    Corner,
    /// Where two edges cross.
    Crossing,
    /// The nearest place on an edge.
    Edge,
}

impl Target {
    /// Every target, in the order in which they come first.
    pub const ALL: [Self; 3] = [Self::Corner, Self::Crossing, Self::Edge];

    /// What it is called.
    pub(in crate::app) fn name(self) -> Message {
        Message::new(match self {
            Self::Corner => "app.snap-corner",
            Self::Crossing => "app.snap-crossing",
            Self::Edge => "app.snap-edge",
        })
    }
}

/// A place that the pointer snaps to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapped {
    /// Where.
    pub at: Coord<f64>,
    /// What is there.
    pub target: Target,
}

/// What the next point keeps to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapping {
    /// Whether anything is snapped to.
    pub on: bool,
    /// Whether new stretches run along the axes of the grid only.
    pub ortho: bool,
    /// What is snapped to.
    pub targets: BTreeSet<Target>,
    /// Layers that are left out, by their keys.
    pub without: BTreeSet<String>,
}

impl Default for Snapping {
    fn default() -> Self {
        Self { on: true, ortho: false, targets: Target::ALL.into(), without: BTreeSet::new() }
    }
}

/// Where something is looked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) struct Near<'a> {
    /// The place.
    pub(in crate::app) at: Coord<f64>,
    /// How far from it, in metres.
    pub(in crate::app) within: f64,
    /// Edges of what is being drawn.
    pub(in crate::app) own: &'a [Segment],
}

/// The edges of layers, found by place.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct SnapIndex(Vec<(Arc<Layer>, Arc<RTree<Segment>>)>);

impl SnapIndex {
    /// The index of some layers; those that `known` holds already are taken over. `None` where the job was cancelled.
    pub(in crate::app) fn of(layers: &[Arc<Layer>], known: &Self, handle: &Handle) -> Option<Self> {
        handle.expect_steps(layers.len() as u64);
        let mut index = Vec::with_capacity(layers.len());
        for layer in layers {
            if handle.is_cancelled() {
                return None;
            }
            let tree = known.0.iter().find(|(own, _)| Arc::ptr_eq(own, layer)).map(|(_, tree)| Arc::clone(tree));
            index.push((Arc::clone(layer), tree.unwrap_or_else(|| Arc::new(RTree::bulk_load(edges(layer))))));
            handle.advance(1);
        }
        Some(Self(index))
    }

    /// Whether it is that of just these layers.
    pub(in crate::app) fn is_of(&self, layers: &[Arc<Layer>]) -> bool {
        self.0.len() == layers.len() && self.0.iter().zip(layers).all(|((own, _), layer)| Arc::ptr_eq(own, layer))
    }

    /// What lies nearest, of layers that `takes` lets through and without edges that are `left_out`: corners before
    /// crossings before edges.
    pub(in crate::app) fn nearest(
        &self,
        near: &Near<'_>,
        snapping: &Snapping,
        takes: impl Fn(&Layer) -> bool,
        left_out: impl Fn(&Layer, &Segment) -> bool,
    ) -> Option<Snapped> {
        let Near { at, within, own } = *near;
        if !snapping.on || within <= 0.0 {
            return None;
        }
        let mut near: Vec<(f64, Segment)> = own.iter().map(|edge| (edge.distance(at), *edge)).collect();
        for (layer, tree) in self.0.iter().filter(|(layer, _)| takes(layer)) {
            let nearest = tree.nearest_neighbor_iter([at.x, at.y]).map(|edge| (edge.distance(at), *edge));
            let nearest = nearest.take_while(|(away, _)| *away <= within).filter(|(_, edge)| !left_out(layer, edge));
            near.extend(nearest.take(MOST));
        }
        near.retain(|(away, _)| *away <= within);
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(MOST);
        let corner = || nearest_of(near.iter().flat_map(|(_, edge)| [edge.a, edge.b]), at, within, Target::Corner);
        let crossing = || nearest_of(crossings(&near), at, within, Target::Crossing);
        let edge = || {
            let (_, edge) = near.iter().find(|(_, edge)| edge.length() > 0.0)?;
            Some(Snapped { at: edge.at(edge.foot(at)), target: Target::Edge })
        };
        let takes = |target| snapping.targets.contains(&target);
        (takes(Target::Corner).then(corner).flatten())
            .or_else(|| takes(Target::Crossing).then(crossing).flatten())
            .or_else(|| takes(Target::Edge).then(edge).flatten())
    }
}

fn nearest_of(
    places: impl Iterator<Item = Coord<f64>>,
    at: Coord<f64>,
    within: f64,
    target: Target,
) -> Option<Snapped> {
    let near = places.map(|place| (distance(place, at), place)).filter(|(away, _)| *away <= within);
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| Snapped { at, target })
}

fn crossings(near: &[(f64, Segment)]) -> impl Iterator<Item = Coord<f64>> + '_ {
    near.iter()
        .enumerate()
        .flat_map(move |(index, (_, one))| near.iter().skip(index + 1).filter_map(move |(_, two)| crossing(one, two)))
}

/// Where two edges cross, ends included; `None` for parallel ones.
fn crossing(one: &Segment, two: &Segment) -> Option<Coord<f64>> {
    let (along, across) = (one.b - one.a, two.b - two.a);
    let turn = cross(along, across);
    if turn.abs() <= f64::EPSILON * one.length() * two.length() {
        return None;
    }
    let from = two.a - one.a;
    let (share, other) = (cross(from, across) / turn, cross(from, along) / turn);
    ((0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&other)).then(|| one.at(share))
}

/// All edges of a layer; a point is an edge without length.
fn edges(layer: &Layer) -> Vec<Segment> {
    let mut found = Vec::new();
    for (number, feature) in layer.features.iter().enumerate() {
        match &feature.shape {
            Shape::Points(points) => found.extend(points.iter().map(|&at| Segment::new(at, at, number))),
            Shape::Lines(lines) => found.extend(
                lines.iter().flat_map(|line| line.0.windows(2).map(|ends| Segment::new(ends[0], ends[1], number))),
            ),
            Shape::Area(region) => found.extend(region.edges().map(|[a, b]| Segment::new(a, b, number))),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Feature, Origin, Role};

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn layer(lines: &[[(f64, f64); 2]]) -> Arc<Layer> {
        let shape = |line: &[(f64, f64); 2]| Shape::Lines(vec![line.to_vec().into()]);
        let feature = |(row, line)| Feature { row, id: None, shape: shape(line), values: Vec::new() };
        let features = lines.iter().enumerate().map(feature).collect();
        Arc::new(Layer::new(Origin::File("道路.shp".into()), &[Role::RoadCentrelines], &[], features))
    }

    fn index() -> SnapIndex {
        // Two roads that cross at (50, 0) without a corner there.
        let roads = layer(&[[(0.0, 0.0), (100.0, 0.0)], [(50.0, -40.0), (50.0, 40.0)]]);
        SnapIndex::of(&[roads], &SnapIndex::default(), &Handle::default()).unwrap()
    }

    fn snapped(place: Coord<f64>, snapping: &Snapping) -> Option<Snapped> {
        index().nearest(&Near { at: place, within: 5.0, own: &[] }, snapping, |_| true, |_, _| false)
    }

    #[test]
    fn a_corner_comes_before_a_crossing_and_that_before_an_edge() {
        let all = Snapping::default();
        assert_eq!(snapped(at(97.0, 2.0), &all), Some(Snapped { at: at(100.0, 0.0), target: Target::Corner }));
        assert_eq!(snapped(at(52.0, 3.0), &all), Some(Snapped { at: at(50.0, 0.0), target: Target::Crossing }));
        assert_eq!(snapped(at(70.0, 3.0), &all), Some(Snapped { at: at(70.0, 0.0), target: Target::Edge }));
        assert_eq!(snapped(at(70.0, 6.0), &all), None);
        let edges = Snapping { targets: [Target::Edge].into(), ..all.clone() };
        assert_eq!(snapped(at(97.0, 2.0), &edges).map(|found| found.target), Some(Target::Edge));
        assert_eq!(snapped(at(97.0, 2.0), &Snapping { on: false, ..all }), None);
    }

    #[test]
    fn what_is_being_drawn_is_snapped_to_and_a_layer_may_be_left_out() {
        let own = [Segment::new(at(0.0, 30.0), at(20.0, 30.0), 0)];
        let found = index().nearest(
            &Near { at: at(1.0, 29.0), within: 5.0, own: &own },
            &Snapping::default(),
            |_| false,
            |_, _| false,
        );
        assert_eq!(found, Some(Snapped { at: at(0.0, 30.0), target: Target::Corner }));
        let near = Near { at: at(99.0, 0.0), within: 5.0, own: &[] };
        assert_eq!(index().nearest(&near, &Snapping::default(), |_| false, |_, _| false), None);
        let only = index().nearest(&near, &Snapping::default(), |_| true, |_, edge| edge.tag == 0);
        assert_eq!(only, None, "an edge that is moved is not snapped to");
    }

    #[test]
    fn layers_that_did_not_change_keep_their_index() {
        let (roads, others) = (layer(&[[(0.0, 0.0), (1.0, 0.0)]]), layer(&[[(5.0, 0.0), (6.0, 0.0)]]));
        let first = SnapIndex::of(&[Arc::clone(&roads)], &SnapIndex::default(), &Handle::default()).unwrap();
        let second = SnapIndex::of(&[Arc::clone(&roads), others], &first, &Handle::default()).unwrap();
        assert!(Arc::ptr_eq(&first.0[0].1, &second.0[0].1) && first.is_of(&[roads]));
        let cancelled = Handle::default();
        cancelled.cancel();
        assert!(SnapIndex::of(&[layer(&[])], &first, &cancelled).is_none());
    }
}
