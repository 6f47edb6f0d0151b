//! Thinning of long series for pictures, with every peak and trough kept.

/// Positions of the points to keep: per bucket of equal time the first, the lowest, the highest and the last; all of them where the
/// series is short. `times` ascend, `values` are as many, `buckets` is positive.
pub fn keep_extremes(times: &[i64], values: &[f64], buckets: usize) -> Vec<usize> {
    let (Some(&first), Some(&last)) = (times.first(), times.last()) else {
        return Vec::new();
    };
    if times.len() <= 4 * buckets {
        return (0..times.len()).collect();
    }
    let width = (i128::from(last) - i128::from(first)) / buckets as i128 + 1;
    let bucket = |time: i64| (i128::from(time) - i128::from(first)) / width;
    let mut kept = Vec::with_capacity(4 * buckets);
    let mut start = 0;
    while start < times.len() {
        let number = bucket(times[start]);
        let (mut low, mut high, mut end) = (start, start, start);
        while end + 1 < times.len() && bucket(times[end + 1]) == number {
            end += 1;
            if values[end] < values[low] {
                low = end;
            }
            if values[end] > values[high] {
                high = end;
            }
        }
        let mut points = [start, low, high, end];
        points.sort_unstable();
        for point in points {
            if kept.last() != Some(&point) {
                kept.push(point);
            }
        }
        start = end + 1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::keep_extremes;

    #[test]
    fn a_spike_between_two_buckets_borders_is_kept() {
        let times: Vec<i64> = (0..1000).collect();
        let mut values = vec![1.0; 1000];
        (values[333], values[334]) = (9.0, -9.0);
        let kept = keep_extremes(&times, &values, 4);
        assert!(kept.contains(&333) && kept.contains(&334));
        assert_eq!((kept.first(), kept.last()), (Some(&0), Some(&999)));
        assert!(kept.len() <= 16 && kept.is_sorted());
    }

    #[test]
    fn short_series_equal_times_and_the_whole_range_of_times_are_no_problem() {
        assert_eq!(keep_extremes(&[], &[], 3), []);
        assert_eq!(keep_extremes(&[1, 2], &[5.0, 4.0], 3), [0, 1]);
        assert_eq!(keep_extremes(&[7; 6], &[3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 1), [0, 1, 5]);
        let times = [i64::MIN, 0, 1, 2, i64::MAX];
        assert_eq!(keep_extremes(&times, &[1.0, 5.0, 2.0, 9.0, 3.0], 1), [0, 3, 4]);
    }
}
