//! What many batches measured.

/// The figures of the batches of one contestant, in the order in which they ran.
#[derive(Clone, Debug)]
pub(crate) struct Series(Vec<f64>);

impl Series {
    /// The figure in the middle.
    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The figure that so large a part of them does not exceed.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is an index, and small"
        )]
        let place = ((sorted.len() - 1) as f64 * part).round() as usize;
        sorted[place]
    }

    /// Each figure divided by that of the other contestant in the same round, when the machine was as busy.
    pub(crate) fn over(&self, other: &Self) -> Self {
        Self(
            self.0
                .iter()
                .zip(&other.0)
                .map(|(mine, theirs)| mine / theirs)
                .collect(),
        )
    }
}

impl FromIterator<f64> for Series {
    fn from_iter<I: IntoIterator<Item = f64>>(figures: I) -> Self {
        Self(figures.into_iter().collect())
    }
}

/// Lets contestants take turns, one batch each per round, so that what else the machine does hits all of them. Who begins
/// changes from round to round; the first round does not count.
#[expect(clippy::needless_pass_by_value, reason = "the contestants are made for this call")]
pub(crate) fn take_turns<const N: usize>(rounds: usize, contestants: [&mut dyn FnMut() -> f64; N]) -> [Series; N] {
    let mut figures = [const { Vec::new() }; N];
    for round in 0..=rounds {
        for turn in 0..N {
            let contestant = (turn + round) % N;
            let figure = contestants[contestant]();
            if round > 0 {
                figures[contestant].push(figure);
            }
        }
    }
    figures.map(Series)
}
