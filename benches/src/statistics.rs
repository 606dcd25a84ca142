//! Medians and quartiles.

/// What a number of samples say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Summary {
    pub(crate) lower_quartile: f64,
    pub(crate) median: f64,
    pub(crate) upper_quartile: f64,
}

impl Summary {
    /// Of at least one sample.
    pub(crate) fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        Self {
            lower_quartile: quantile(&samples, 0.25),
            median: quantile(&samples, 0.5),
            upper_quartile: quantile(&samples, 0.75),
        }
    }
}

/// Of sorted samples, interpolated.
#[allow(clippy::cast_sign_loss)]
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let position = part * (sorted.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (position - position.floor())
}

/// `None` of nothing.
pub(crate) fn geometric_mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let logarithms: Vec<f64> = values.into_iter().map(f64::ln).collect();
    let count = logarithms.len();
    (count > 0).then(|| (logarithms.iter().sum::<f64>() / count as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_samples() {
        let summary = Summary::of(vec![4.0, 1.0, 2.0, 3.0]);
        assert_eq!(
            (summary.lower_quartile, summary.median, summary.upper_quartile),
            (1.75, 2.5, 3.25)
        );
    }

    #[test]
    fn a_geometric_mean_is_one_for_a_ratio_and_its_inverse() {
        let mean = geometric_mean([4.0, 0.25]).unwrap();
        assert!((mean - 1.0).abs() < 1e-12);
    }
}
