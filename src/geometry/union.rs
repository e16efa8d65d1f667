//! The union of many polygons at about linear cost.
//!
//! Polygons whose boxes meet, directly or through others, form a cluster; clusters are united by themselves and in
//! parallel. A large cluster is united in chunks of neighbours first, so that what lies inside is gone before the
//! rest meets. How polygons are grouped depends on the input alone, never on the number of threads.

use geo_types::Rect;
use rayon::prelude::*;

use super::boxes::Boxes;
use super::overlay::{self, OverlayFailed, Ring, Shapes};
use super::region::bounds_of;
use super::union_find::UnionFind;

/// Polygons that are united in one go; above it the sweep of the overlay library gets slower per polygon.
const CHUNK: usize = 512;
/// Unions of chunks that are united in one go.
const FAN: usize = 4;

/// The union of polygons, each with its rings in their proper directions. Empty polygons are left out.
pub(super) fn of_shapes(shapes: &[&Vec<Ring>]) -> Result<Shapes, OverlayFailed> {
    let placed: Vec<(Rect<f64>, &Vec<Ring>)> = shapes
        .iter()
        .filter_map(|&shape| bounds_of(shape.iter().map(Vec::as_slice)).map(|bounds| (bounds, shape)))
        .collect();
    let united: Result<Vec<Shapes>, OverlayFailed> =
        clusters(&placed).into_par_iter().map(|cluster| of_cluster(&placed, cluster)).collect();
    Ok(united?.into_iter().flatten().collect())
}

/// Polygons whose boxes meet, directly or through others.
fn clusters(placed: &[(Rect<f64>, &Vec<Ring>)]) -> Vec<Vec<usize>> {
    let boxes = Boxes::new(placed.iter().map(|(bounds, _)| Some(*bounds)));
    let mut found = UnionFind::new(placed.len());
    for (index, (bounds, _)) in placed.iter().enumerate() {
        for other in boxes.near(bounds.min(), bounds.max(), 0.0) {
            found.join(index, other);
        }
    }
    found.groups()
}

fn of_cluster(placed: &[(Rect<f64>, &Vec<Ring>)], mut cluster: Vec<usize>) -> Result<Shapes, OverlayFailed> {
    if let [only] = cluster.as_slice() {
        return Ok(vec![placed[*only].1.clone()]);
    }
    if cluster.len() <= CHUNK {
        return overlay::united(cluster.iter().map(|&index| placed[index].1));
    }
    sort_along_curve(placed, &mut cluster);
    let mut parts: Vec<Shapes> = cluster
        .par_chunks(CHUNK)
        .map(|chunk| overlay::united(chunk.iter().map(|&index| placed[index].1)))
        .collect::<Result<_, _>>()?;
    while parts.len() > 1 {
        parts = parts.par_chunks(FAN).map(|parts| overlay::united(parts.iter().flatten())).collect::<Result<_, _>>()?;
    }
    Ok(parts.pop().unwrap_or_default())
}

/// Sorts polygons along a curve that keeps neighbours together (Z-order of their middles).
fn sort_along_curve(placed: &[(Rect<f64>, &Vec<Ring>)], cluster: &mut [usize]) {
    let middle = |index: usize| placed[index].0.center();
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for &index in cluster.iter() {
        let centre = middle(index);
        low = [low[0].min(centre.x), low[1].min(centre.y)];
        high = [high[0].max(centre.x), high[1].max(centre.y)];
    }
    let extent = (high[0] - low[0]).max(high[1] - low[1]).max(f64::MIN_POSITIVE);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cell number of 16 bits")]
    let cell = |value: f64| (value / extent * 65_535.0) as u32;
    cluster.sort_by_cached_key(|&index| {
        let centre = middle(index);
        (spread(cell(centre.x - low[0])) | (spread(cell(centre.y - low[1])) << 1), index)
    });
}

/// The 16 low bits of a number, each followed by a zero.
fn spread(value: u32) -> u32 {
    let mut bits = value & 0xffff;
    bits = (bits | (bits << 8)) & 0x00ff_00ff;
    bits = (bits | (bits << 4)) & 0x0f0f_0f0f;
    bits = (bits | (bits << 2)) & 0x3333_3333;
    (bits | (bits << 1)) & 0x5555_5555
}
