//! A picture laid onto the plan: its pixels by a grid of triangles, as fine as the bend between two projections asks for.

use geo_types::{Coord, Rect};

/// Cells along a side at most: a picture of half a continent bends less than half a pixel between so many.
const MOST: usize = 64;

/// Where the pixels of a picture lie on the plan. Within a triangle they lie evenly.
#[derive(Clone, Debug, PartialEq)]
pub struct Mesh {
    /// Width and height of the picture in pixels.
    size: [f64; 2],
    /// Cells along a side.
    cells: usize,
    /// Places of the corners, rows from the top; `None` for those beyond what the plan's frame can show.
    corners: Vec<Option<Coord<f64>>>,
}

/// A corner of a triangle: its place on the plan, and its pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pinned {
    /// On the plan.
    pub place: Coord<f64>,
    /// In the picture, from its top left corner.
    pub pixel: [f64; 2],
}

impl Mesh {
    /// Lays a picture of so many pixels, with as few cells as keep every pixel within `tolerance` pixels of its place. `None`
    /// where no cell of it can be shown.
    pub fn laid(size: [f64; 2], tolerance: f64, place: impl Fn([f64; 2]) -> Option<Coord<f64>>) -> Option<Self> {
        let mut cells = 1;
        loop {
            let mesh = Self::of(size, cells, &place);
            if cells >= MOST || mesh.bend(&place) <= tolerance {
                return mesh.bounds().map(|_| mesh);
            }
            cells *= 2;
        }
    }

    fn of(size: [f64; 2], cells: usize, place: &impl Fn([f64; 2]) -> Option<Coord<f64>>) -> Self {
        let at = |index: usize| pixel(size, cells, (index % (cells + 1)) as f64, (index / (cells + 1)) as f64);
        let finite = |at: &Coord<f64>| at.x.is_finite() && at.y.is_finite();
        let corners = (0..(cells + 1) * (cells + 1)).map(|index| place(at(index)).filter(finite)).collect();
        Self { size, cells, corners }
    }

    /// By how many pixels, at the most, the middle of a cell or of a side lies elsewhere than its triangles say: there an even
    /// bend is at its greatest.
    fn bend(&self, place: &impl Fn([f64; 2]) -> Option<Coord<f64>>) -> f64 {
        // Where it can be shown in part, smaller cells show more of it.
        if self.corners.iter().any(Option::is_none) && self.corners.iter().any(Option::is_some) {
            return f64::INFINITY;
        }
        let mut greatest = 0.0_f64;
        for row in 0..self.cells {
            for column in 0..self.cells {
                let corner = |right: usize, down: usize| self.corner(column + right, row + down);
                for ([a, b], [x, y]) in
                    [([[0, 0], [1, 1]], [0.5, 0.5]), ([[0, 0], [1, 0]], [0.5, 0.0]), ([[0, 0], [0, 1]], [0.0, 0.5])]
                {
                    let (Some(a), Some(b)) = (corner(a[0], a[1]), corner(b[0], b[1])) else { continue };
                    let at = pixel(self.size, self.cells, column as f64 + x, row as f64 + y);
                    let Some(true_place) = place(at) else { return f64::INFINITY };
                    let away = (true_place - (a.place + b.place) / 2.0).hypot();
                    let pixels = (a.pixel[0] - b.pixel[0]).hypot(a.pixel[1] - b.pixel[1]);
                    let metres = (a.place - b.place).hypot();
                    greatest = greatest.max(if metres > 0.0 { away * pixels / metres } else { 0.0 });
                }
            }
        }
        greatest
    }

    fn corner(&self, column: usize, row: usize) -> Option<Pinned> {
        let place = (*self.corners.get(row * (self.cells + 1) + column)?)?;
        Some(Pinned { place, pixel: pixel(self.size, self.cells, column as f64, row as f64) })
    }

    /// Cells along a side.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// Its triangles, two a cell. Neighbours share their corners to the last bit.
    pub fn triangles(&self) -> impl Iterator<Item = [Pinned; 3]> + '_ {
        let cells = (0..self.cells).flat_map(move |row| (0..self.cells).map(move |column| (column, row)));
        cells.flat_map(move |(column, row)| {
            let corner = |right: usize, down: usize| self.corner(column + right, row + down);
            let [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
            let triangle = |a: Option<Pinned>, b: Option<Pinned>, c: Option<Pinned>| Some([a?, b?, c?]);
            [triangle(a, b, c), triangle(a, c, d)].into_iter().flatten()
        })
    }

    /// The box around it on the plan; `None` where nothing of it can be shown.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        let mut shown = self.triangles().flatten().map(|corner| corner.place);
        let first = shown.next()?;
        let (low, high) = shown.fold((first, first), |(low, high), at| {
            (Coord { x: low.x.min(at.x), y: low.y.min(at.y) }, Coord { x: high.x.max(at.x), y: high.y.max(at.y) })
        });
        Some(Rect::new(low, high))
    }
}

fn pixel(size: [f64; 2], cells: usize, column: f64, row: f64) -> [f64; 2] {
    [size[0] * column / cells as f64, size[1] * row / cells as f64]
}

trait Length {
    fn hypot(self) -> f64;
}

impl Length for Coord<f64> {
    fn hypot(self) -> f64 {
        self.x.hypot(self.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_only_turns_needs_one_cell_and_keeps_its_corners() {
        let turned =
            |[x, y]: [f64; 2]| Some(Coord { x: 34_500_000.0 + 0.5 * x + 0.1 * y, y: 3_087_000.0 + 0.1 * x - 0.5 * y });
        let mesh = Mesh::laid([200.0, 100.0], 0.4, turned).unwrap();
        assert_eq!(mesh.cells(), 1);
        let bounds = mesh.bounds().unwrap();
        assert!(
            (bounds.max().x - 34_500_110.0).abs() < 1e-9 && (bounds.max().y - 3_087_020.0).abs() < 1e-9,
            "{bounds:?}"
        );
        assert_eq!(mesh.triangles().count(), 2);
    }

    #[test]
    fn a_bend_gets_as_many_cells_as_half_a_pixel_asks_for() {
        // A bow of 60 px over 1000 px: cells of 1/n leave 60 / n², below 0.4 from n = 16 on.
        let bowed = |[x, y]: [f64; 2]| Some(Coord { x, y: y + 240.0 * (x / 1_000.0) * (1.0 - x / 1_000.0) });
        let mesh = Mesh::laid([1_000.0, 1_000.0], 0.4, bowed).unwrap();
        assert_eq!(mesh.cells(), 16);
        for [a, b, c] in mesh.triangles() {
            let middle = |f: fn(&Pinned) -> f64| (f(&a) + f(&b) + f(&c)) / 3.0;
            let truly = bowed([middle(|at| at.pixel[0]), middle(|at| at.pixel[1])]).unwrap();
            let says = Coord { x: middle(|at| at.place.x), y: middle(|at| at.place.y) };
            assert!((truly - says).hypot() < 0.5);
        }
    }

    #[test]
    fn what_cannot_be_shown_is_left_out_and_nothing_at_all_is_no_mesh() {
        let half = |[x, y]: [f64; 2]| (x <= 50.0).then_some(Coord { x, y });
        let mesh = Mesh::laid([100.0, 100.0], 0.4, half).unwrap();
        assert!(mesh.bounds().unwrap().max().x <= 50.0);
        assert!(Mesh::laid([100.0, 100.0], 0.4, |_| None).is_none());
        assert!(
            Mesh::laid([0.0, 0.0], 0.4, |_| Some(Coord { x: 1.0, y: 1.0 })).is_some(),
            "no size is no reason to fail"
        );
    }
}
