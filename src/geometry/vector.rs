//! The small algebra of points and differences of points.
//!
//! Every formula works on differences of coordinates, so it is as good at 34 500 000 m as at the origin.

use geo_types::Coord;

/// Outer product, twice the signed area between two vectors: positive where `b` points to the left of `a`.
pub fn cross(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.y - a.y * b.x
}

/// Inner product.
pub fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

/// Length of a vector.
pub fn norm(a: Coord<f64>) -> f64 {
    a.x.hypot(a.y)
}

/// Distance of two points.
pub fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    norm(b - a)
}

/// The vector of length 1 in its direction; zero stays zero.
pub fn unit(a: Coord<f64>) -> Coord<f64> {
    let length = norm(a);
    if length > 0.0 { a / length } else { a }
}

/// Turned left by a right angle.
pub fn left_of(a: Coord<f64>) -> Coord<f64> {
    Coord { x: -a.y, y: a.x }
}

/// Point halfway between two.
pub fn midpoint(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    a + (b - a) * 0.5
}

/// The angle between two lines whatever their directions, 0 to π/2.
pub fn angle_between(a: Coord<f64>, b: Coord<f64>) -> f64 {
    cross(a, b).abs().atan2(dot(a, b).abs())
}

/// Length of a polyline.
pub fn polyline_length(line: &[Coord<f64>]) -> f64 {
    line.windows(2).map(|edge| distance(edge[0], edge[1])).sum()
}
