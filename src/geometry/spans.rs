//! Sets of intervals on a line, in metres from its start.
//!
//! A set is sorted, its spans have a positive length and neither overlap nor touch.

/// An interval `[from, to]`, metres.
pub type Span = [f64; 2];

/// The set that covers what any of the spans covers. Spans of no length or with NaN are dropped.
pub fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span[1] > span[0]);
    spans.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span[0] <= last[1] => last[1] = last[1].max(span[1]),
            _ => merged.push(span),
        }
    }
    merged
}

/// What both sets cover.
pub fn intersection(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut i, mut j) = (0, 0);
    let mut common = Vec::new();
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        let span = [left[0].max(right[0]), left[1].min(right[1])];
        if span[1] > span[0] {
            common.push(span);
        }
        if left[1] < right[1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// What the first set covers and the second does not.
pub fn difference(a: &[Span], b: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    for &[mut from, to] in a {
        for &[start, end] in b {
            if end <= from || start >= to {
                continue;
            }
            if start > from {
                left.push([from, start]);
            }
            from = from.max(end);
        }
        if to > from {
            left.push([from, to]);
        }
    }
    left
}

/// Length of a set.
pub fn total(spans: &[Span]) -> f64 {
    spans.iter().fold(0.0, |sum, span| sum + (span[1] - span[0]))
}

/// The part of `span` where `value + slope · u` lies in `range`; `None` where it is empty.
pub fn where_linear(span: Span, value: f64, slope: f64, range: [f64; 2]) -> Option<Span> {
    if slope.abs() < f64::MIN_POSITIVE {
        return (value >= range[0] && value <= range[1]).then_some(span);
    }
    let (one, two) = ((range[0] - value) / slope, (range[1] - value) / slope);
    let clipped = [span[0].max(one.min(two)), span[1].min(one.max(two))];
    (clipped[1] > clipped[0]).then_some(clipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn union_joins_spans_that_overlap_or_touch() {
        let set = union(vec![[5.0, 6.0], [0.0, 2.0], [2.0, 3.0], [1.0, 2.5], [9.0, 9.0]]);
        assert_eq!(set, vec![[0.0, 3.0], [5.0, 6.0]]);
    }

    #[test]
    fn difference_and_intersection_add_up_to_the_whole() {
        let a = [[0.0, 10.0], [20.0, 30.0]];
        let b = [[-1.0, 1.0], [4.0, 5.0], [8.0, 22.0], [30.0, 40.0]];
        assert_eq!(difference(&a, &b), vec![[1.0, 4.0], [5.0, 8.0], [22.0, 30.0]]);
        assert_eq!(intersection(&a, &b), vec![[0.0, 1.0], [4.0, 5.0], [8.0, 10.0], [20.0, 22.0]]);
    }

    #[test]
    fn a_linear_function_is_within_its_range_between_two_places() {
        assert_eq!(where_linear([0.0, 10.0], -5.0, 1.0, [-2.0, 2.0]), Some([3.0, 7.0]));
        assert_eq!(where_linear([0.0, 10.0], 5.0, -1.0, [-2.0, 2.0]), Some([3.0, 7.0]));
        assert_eq!(where_linear([0.0, 10.0], 3.0, 0.0, [-2.0, 2.0]), None);
    }
}
