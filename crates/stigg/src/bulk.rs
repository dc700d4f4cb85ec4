//! Requests with more items than Stigg takes at once.

use std::error::Error as StdError;
use std::fmt;
use std::vec::IntoIter;

use stigg_models::ErrorCode;
use stigg_transport::{Delivery, Error, ErrorKind};

use crate::Result;

/// A bulk operation of which not every item was accepted.
///
/// A bulk operation goes out as one request or several, each with as many items as Stigg takes. When one of them fails, this
/// tells of each item what became of it, in the order in which they were given. With `?` it becomes an [`Error`], which says
/// how many were accepted.
///
/// When Stigg refuses a request for what is in it, the items of the other requests are still sent. After any other failure
/// (no connection, a wrong key, too many requests, …) nothing more is sent: the items that are left carry that same error,
/// and say that they were [not sent](Delivery::NotSent).
///
/// # Examples
///
/// ```
/// use stigg::models::ReportEvent;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = stigg_emulator::Emulator::builder().start().await?;
/// # let stigg = emulator.client()?;
/// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
/// let events = vec![ReportEvent::new("customer-42", "prompt-answered", "request-1")];
/// if let Err(failure) = stigg.report_events(events.clone()).await {
///     for (place, error) in failure.failures() {
///         println!("event {} was not accepted: {error}", events[place].idempotency_key);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct BulkError<T = ()> {
    outcomes: Vec<Result<T>>,
    first: Error,
}

impl<T> BulkError<T> {
    /// What became of each item, in the order in which they were given.
    pub fn outcomes(&self) -> &[Result<T>] {
        &self.outcomes
    }

    /// What became of each item, in the order in which they were given.
    pub fn into_outcomes(self) -> Vec<Result<T>> {
        self.outcomes
    }

    /// The items that were not accepted, by their place among those that were given.
    pub fn failures(&self) -> impl Iterator<Item = (usize, &Error)> {
        self.outcomes
            .iter()
            .enumerate()
            .filter_map(|(place, outcome)| Some((place, outcome.as_ref().err()?)))
    }

    /// The first failure: that of the first item that was not accepted.
    pub fn first(&self) -> &Error {
        &self.first
    }

    /// The failure of the operation as a whole: the first one, with how many items were accepted all the same.
    pub fn to_error(&self) -> Error {
        let accepted = self.outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        if accepted == 0 {
            let is_unsure = self.failures().any(|(_, error)| error.may_have_been_applied());
            if is_unsure && !self.first.may_have_been_applied() {
                // The first refusal is sure, but does not hold for the operation as a whole.
                return self.first.clone().with_delivery(Delivery::Unanswered);
            }
            return self.first.clone();
        }
        let message = format!(
            "{} ({accepted} of {} items were accepted)",
            self.first.message(),
            self.outcomes.len()
        );
        // Of the operation as a whole it is not true that nothing has changed.
        self.first
            .clone()
            .with_message(message)
            .with_delivery(Delivery::Applied)
    }

    /// Nothing was sent, for a reason that all items share.
    pub(crate) fn of_all(count: usize, error: Error) -> Self {
        Self {
            outcomes: vec_of(count, &error),
            first: error,
        }
    }
}

fn vec_of<T>(count: usize, error: &Error) -> Vec<Result<T>> {
    (0..count).map(|_| Err(error.clone())).collect()
}

impl<T> fmt::Display for BulkError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_error().fmt(f)
    }
}

impl<T> fmt::Debug for BulkError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkError")
            .field("items", &self.outcomes.len())
            .field("failed", &self.failures().count())
            .field("first", &self.first)
            .finish()
    }
}

impl<T> StdError for BulkError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.first.source()
    }
}

impl<T> From<BulkError<T>> for Error {
    fn from(failure: BulkError<T>) -> Self {
        failure.to_error()
    }
}

/// Items on their way, so many in a request, and what has become of them so far.
///
/// ```text
/// let mut bulk = Bulk::new(items, limit);
/// while let Some(batch) = bulk.next_batch(Ok(())) {
///     bulk.settle(transport.send(batch).await);
/// }
/// bulk.finish()
/// ```
pub(crate) struct Bulk<I, T> {
    left: IntoIter<I>,
    limit: usize,
    /// How many items the batch has that is under way.
    under_way: usize,
    outcomes: Vec<Result<T>>,
    first: Option<Error>,
}

impl<I, T> Bulk<I, T> {
    pub(crate) fn new(items: Vec<I>, limit: usize) -> Self {
        Self {
            outcomes: Vec::with_capacity(items.len()),
            left: items.into_iter(),
            limit,
            under_way: 0,
            first: None,
        }
    }

    /// The items of the next request, if there is to be one. When nothing may be sent any more, because the client was closed
    /// meanwhile, those that are left have failed for that reason.
    pub(crate) fn next_batch<A>(&mut self, allowed: Result<A>) -> Option<Vec<I>> {
        if self.left.len() == 0 {
            return None;
        }
        if let Err(error) = allowed {
            self.stop(error);
            return None;
        }
        let batch: Vec<I> = self.left.by_ref().take(self.limit).collect();
        self.under_way = batch.len();
        Some(batch)
    }

    /// What is left is not sent.
    fn stop(&mut self, error: Error) {
        let unsent = error.clone().with_delivery(Delivery::NotSent).with_attempts(0);
        self.outcomes.extend(self.left.by_ref().map(|_| Err(unsent.clone())));
        self.first.get_or_insert(error);
    }

    /// Takes the outcome of a request that answers one thing for each of its items.
    pub(crate) fn settle(&mut self, outcome: Result<Vec<T>>) {
        let error = match outcome {
            Ok(answers) if answers.len() == self.under_way => {
                self.outcomes.extend(answers.into_iter().map(Ok));
                return;
            }
            Ok(answers) => miscounted(self.under_way, answers.len()),
            Err(error) => error,
        };
        self.outcomes.extend(vec_of(self.under_way, &error));
        if is_about_its_items(&error) {
            self.first.get_or_insert(error);
        } else {
            self.stop(error);
        }
    }

    /// What became of all items.
    pub(crate) fn finish(self) -> Result<Vec<T>, BulkError<T>> {
        match self.first {
            Some(first) => Err(BulkError {
                outcomes: self.outcomes,
                first,
            }),
            None => Ok(self.outcomes.into_iter().flatten().collect()),
        }
    }
}

impl<I> Bulk<I, ()> {
    /// Takes the outcome of a request that answers nothing for its items: all of them were accepted, or none.
    pub(crate) fn settle_all(&mut self, outcome: Result<()>) {
        let accepted = self.under_way;
        self.settle(outcome.map(|()| vec![(); accepted]));
    }
}

/// Whether another request, with other items, may fare better at once.
fn is_about_its_items(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidArgument | ErrorKind::Validation | ErrorKind::NotFound | ErrorKind::Conflict
    ) && !error.code().is_some_and(|code| OF_ALL_ITEMS.contains(code))
}

/// Refusals that hold for whatever is sent.
const OF_ALL_ITEMS: [ErrorCode; 4] = [
    ErrorCode::BillingIntegrationMissing,
    ErrorCode::EnvironmentMissing,
    ErrorCode::ImportAlreadyInProgress,
    ErrorCode::IntegrationNotFound,
];

/// Which answer belongs to which item is then anybody's guess.
fn miscounted(asked: usize, answered: usize) -> Error {
    Error::new(ErrorKind::Decode)
        .with_message(format!("Stigg answered {answered} items to a request of {asked}"))
        .with_delivery(Delivery::Applied)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<Vec<i32>, BulkError<i32>>;

    /// Sends ten numbers, three at a time, and fails where it is told to.
    fn send(fail: impl Fn(&[i32]) -> Option<Error>) -> (Vec<Vec<i32>>, Outcome) {
        let mut batches = Vec::new();
        let mut bulk = Bulk::new((0..10).collect(), 3);
        while let Some(batch) = bulk.next_batch(Ok(())) {
            batches.push(batch.clone());
            bulk.settle(fail(&batch).map_or(Ok(batch), Err));
        }
        (batches, bulk.finish())
    }

    #[test]
    fn items_go_in_order_so_many_at_a_time() {
        let (batches, outcome) = send(|_| None);
        assert_eq!(batches, [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8], vec![9]]);
        assert_eq!(outcome.unwrap(), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_refusal_of_some_items_does_not_keep_the_others_back() {
        let refused = Error::new(ErrorKind::Validation)
            .with_delivery(Delivery::Refused)
            .with_message("No");
        let (batches, outcome) = send(|batch| batch.contains(&4).then(|| refused.clone()));
        assert_eq!(batches.len(), 4);
        let failure = outcome.unwrap_err();
        let accepted: Vec<Option<i32>> = failure
            .outcomes()
            .iter()
            .map(|item| item.as_ref().ok().copied())
            .collect();
        assert_eq!(
            accepted,
            [
                Some(0),
                Some(1),
                Some(2),
                None,
                None,
                None,
                Some(6),
                Some(7),
                Some(8),
                Some(9)
            ]
        );
        assert_eq!(
            failure.failures().map(|(place, _)| place).collect::<Vec<_>>(),
            [3, 4, 5]
        );
        assert_eq!(failure.to_string(), "No (7 of 10 items were accepted)");
        let error = Error::from(failure);
        assert!(error.may_have_been_applied());
        assert_eq!(error.kind(), ErrorKind::Validation);
    }

    #[test]
    fn after_a_failure_of_the_connection_nothing_more_is_sent() {
        let lost = Error::new(ErrorKind::Network)
            .with_delivery(Delivery::Unanswered)
            .with_attempts(3);
        let (batches, outcome) = send(|batch| batch.contains(&3).then(|| lost.clone()));
        assert_eq!(batches.len(), 2);
        let failure = outcome.unwrap_err();
        let deliveries: Vec<Option<Delivery>> = failure
            .outcomes()
            .iter()
            .map(|item| item.as_ref().err().map(Error::delivery))
            .collect();
        let (lost, unsent) = (Some(Delivery::Unanswered), Some(Delivery::NotSent));
        assert_eq!(
            deliveries,
            [None, None, None, lost, lost, lost, unsent, unsent, unsent, unsent]
        );
        assert_eq!(failure.first().attempts(), 3);
        assert!(failure.to_error().may_have_been_applied());
    }

    #[test]
    fn a_sure_refusal_does_not_hide_that_others_may_have_been_applied() {
        let refused = Error::new(ErrorKind::Validation).with_delivery(Delivery::Refused);
        let lost = Error::new(ErrorKind::Timeout).with_delivery(Delivery::Unanswered);
        let (batches, outcome) = send(|batch| Some(if batch[0] == 0 { &refused } else { &lost }.clone()));
        assert_eq!(batches.len(), 2);
        let error = outcome.unwrap_err().to_error();
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert!(error.may_have_been_applied());

        let (_, outcome) = send(|_| Some(refused.clone()));
        assert!(!outcome.unwrap_err().to_error().may_have_been_applied());
    }

    #[test]
    fn what_is_refused_whatever_is_sent_is_asked_for_once() {
        let refused = Error::new(ErrorKind::Conflict)
            .with_code(ErrorCode::ImportAlreadyInProgress)
            .with_delivery(Delivery::Refused);
        let (batches, outcome) = send(|_| Some(refused.clone()));
        assert_eq!((batches.len(), outcome.unwrap_err().failures().count()), (1, 10));
    }

    #[test]
    fn nothing_more_is_sent_once_nothing_may_be_sent() {
        let mut bulk: Bulk<i32, i32> = Bulk::new(vec![1, 2, 3], 2);
        let batch = bulk.next_batch(Ok(())).unwrap();
        bulk.settle(Ok(batch));
        assert_eq!(bulk.next_batch::<()>(Err(Error::new(ErrorKind::Closed))), None);
        let failure = bulk.finish().unwrap_err();
        assert_eq!(failure.failures().map(|(place, _)| place).collect::<Vec<_>>(), [2]);
        assert_eq!(
            (failure.first().kind(), failure.first().delivery()),
            (ErrorKind::Closed, Delivery::NotSent)
        );
    }

    #[test]
    fn answers_that_do_not_match_the_items_are_no_answers() {
        let mut bulk = Bulk::new(vec![1, 2], 10);
        bulk.next_batch(Ok(())).unwrap();
        bulk.settle(Ok(vec![1]));
        let failure = bulk.finish().unwrap_err();
        assert_eq!(failure.first().kind(), ErrorKind::Decode);
        assert!(failure.outcomes().iter().all(Result::is_err));
        assert!(failure.to_error().may_have_been_applied());
    }

    #[test]
    fn nothing_is_sent_for_nothing() {
        let mut bulk: Bulk<i32, ()> = Bulk::new(Vec::new(), 3);
        assert_eq!(bulk.next_batch(Ok(())), None);
        assert_eq!(bulk.finish().unwrap(), []);
    }
}
