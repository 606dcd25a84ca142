//! What a number of samples say. The quantiles and means are those of the crate statrs.

use statrs::statistics::{Data, OrderStatistics, Statistics};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Summary {
    pub(crate) lower_quartile: f64,
    pub(crate) median: f64,
    pub(crate) upper_quartile: f64,
}

impl Summary {
    /// Summarizes at least one sample.
    pub(crate) fn of(samples: Vec<f64>) -> Self {
        let mut samples = Data::new(samples);
        Self {
            lower_quartile: samples.lower_quartile(),
            median: samples.quantile(0.5),
            upper_quartile: samples.upper_quartile(),
        }
    }
}

/// The distance from the least to the largest median of a run, as a part of the median of all.
pub(crate) fn movement(runs: &[Vec<f64>]) -> f64 {
    let medians: Vec<f64> = runs.iter().map(|run| Summary::of(run.clone()).median).collect();
    ((&medians).max() - (&medians).min()) / Summary::of(runs.concat()).median
}

/// `None` of nothing.
pub(crate) fn geometric_mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.into_iter().collect();
    (!values.is_empty()).then(|| values.geometric_mean())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_moves_by_what_its_runs_differ_in() {
        let moved = movement(&[vec![1.0, 2.0, 3.0], vec![2.0, 2.5, 3.0], vec![2.0]]);
        assert!((moved - 0.25).abs() < 1e-12, "{moved}");
    }

    #[test]
    fn a_geometric_mean_is_one_for_a_ratio_and_its_inverse() {
        let mean = geometric_mean([4.0, 0.25]).unwrap();
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
    }
}
