//! Areas of any form in the toolkit's painter, which fills convex ones only: rows of trapezia, and slanted strokes.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke};

/// Height of a row, points.
const ROW: f32 = 1.0;
/// From one stroke of a hatching to the next, points.
const APART: f32 = 8.0;

/// Fills closed rings under the even-odd rule, within a box.
pub(super) fn fill(painter: &Painter, rings: &[Vec<Pos2>], within: Rect, colour: Color32) {
    let mut mesh = Mesh::default();
    let spans = spans(rings, within.top(), within.bottom(), ROW, |at| (at.x, at.y));
    for (middle, from, to) in spans {
        let (left, right) = (from.max(within.left()), to.min(within.right()));
        if right > left {
            let row = Rect::from_min_max(Pos2::new(left, middle - ROW / 2.0), Pos2::new(right, middle + ROW / 2.0));
            let first = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
            for pos in [row.left_top(), row.right_top(), row.right_bottom(), row.left_bottom()] {
                mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color: colour });
            }
            mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// Hatches closed rings with strokes that rise to the right, within a box.
pub(super) fn hatch(painter: &Painter, rings: &[Vec<Pos2>], within: Rect, stroke: Stroke) {
    // Along a stroke x + y stays the same.
    let (low, high) = (within.left() + within.top(), within.right() + within.bottom());
    for (sum, from, to) in spans(rings, low, high, APART, |at| (at.x - at.y, at.x + at.y)) {
        let at = |difference: f32| Pos2::new(f32::midpoint(sum, difference), f32::midpoint(sum, -difference));
        painter.line_segment([at(from), at(to)], stroke);
    }
}

/// Where lines of a constant second coordinate, `step` apart, run inside the rings: that coordinate, and from where to
/// where.
fn spans(
    rings: &[Vec<Pos2>],
    low: f32,
    high: f32,
    step: f32,
    turned: impl Fn(Pos2) -> (f32, f32),
) -> Vec<(f32, f32, f32)> {
    let count = ((high - low) / step).ceil().clamp(0.0, 20_000.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows on a screen")]
    let mut rows: Vec<Vec<f32>> = vec![Vec::new(); count as usize];
    // Lines keep their place on the ground while the hand moves what is hatched.
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let ((ax, ay), (bx, by)) = (turned(*a), turned(*b));
            let (top, bottom) = (ay.min(by), ay.max(by));
            let first = ((top - low) / step - 0.5).ceil().max(0.0);
            let last = ((bottom - low) / step - 0.5).ceil().min(count);
            let mut row = first;
            while row < last {
                let y = low + (row + 0.5) * step;
                let share = (y - ay) / (by - ay);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a row that there is")]
                if let Some(row) = rows.get_mut(row as usize) {
                    row.push(ax + (bx - ax) * share);
                }
                row += 1.0;
            }
        }
    }
    let mut found = Vec::new();
    for (row, mut crossings) in rows.into_iter().enumerate() {
        crossings.sort_by(f32::total_cmp);
        #[expect(clippy::cast_precision_loss, reason = "a row on a screen")]
        let y = low + (row as f32 + 0.5) * step;
        found.extend(crossings.as_chunks::<2>().0.iter().map(|&[from, to]| (y, from, to)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(from: f32, to: f32) -> Vec<Pos2> {
        [(from, from), (to, from), (to, to), (from, to)].map(|(x, y)| Pos2::new(x, y)).to_vec()
    }

    #[test]
    fn rows_cover_an_area_but_not_its_hole_nor_what_lies_beyond_the_box() {
        let rings = [square(0.0, 100.0), square(40.0, 60.0)];
        let area: f32 = spans(&rings, 0.0, 100.0, 1.0, |at| (at.x, at.y)).iter().map(|(_, from, to)| to - from).sum();
        assert!((area - 9_600.0).abs() < 1e-3, "{area}");
        let half: f32 = spans(&rings, 50.0, 100.0, 1.0, |at| (at.x, at.y)).iter().map(|(_, from, to)| to - from).sum();
        assert!((half - 4_800.0).abs() < 1e-3, "{half}");
    }

    #[test]
    fn strokes_of_a_hatching_end_at_the_outline() {
        let strokes = spans(&[square(0.0, 80.0)], 0.0, 160.0, 8.0, |at| (at.x - at.y, at.x + at.y));
        assert!(
            strokes.len() == 20
                && strokes.iter().all(|(sum, from, to)| {
                    let reach = if *sum <= 80.0 { *sum } else { 160.0 - sum };
                    (to - reach).abs() < 1e-3 && (from + reach).abs() < 1e-3
                })
        );
    }
}
