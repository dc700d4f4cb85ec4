//! Requests that are a list of requests.

/// Makes such a request of all that can be made one after the other: beside its `new`, of a `Vec` and by `collect`.
macro_rules! from_many {
    ($bulk:ident of $item:ident) => {
        impl From<Vec<$item>> for $bulk {
            fn from(items: Vec<$item>) -> Self {
                Self::new(items)
            }
        }

        impl FromIterator<$item> for $bulk {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> Self {
                Self::new(items)
            }
        }
    };
}

pub(crate) use from_many;

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use crate::{
        ConsumeCredits, ConsumeCreditsAsync, ImportCustomer, ImportCustomerBulk, ImportSubscription,
        ImportSubscriptionBulk, ReportUsage, ReportUsageBulk,
    };

    #[track_caller]
    fn check<B, T>(new: impl Fn(Vec<T>) -> B, item: T)
    where
        B: From<Vec<T>> + FromIterator<T> + PartialEq + Debug,
        T: Clone,
    {
        let items = vec![item.clone(), item];
        assert_eq!(B::from(items.clone()), new(items.clone()));
        assert_eq!(items.iter().cloned().collect::<B>(), new(items));
    }

    #[test]
    fn every_list_of_requests_is_made_in_the_same_ways() {
        check(ReportUsageBulk::new, ReportUsage::new("c", "f", 1));
        check(ConsumeCreditsAsync::new, ConsumeCredits::new("c", "tokens", 1));
        check(ImportCustomerBulk::new, ImportCustomer::new("c"));
        check(ImportSubscriptionBulk::new, ImportSubscription::new("c", "p"));
    }
}
