//! Lists that are fetched page by page while they are read.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use stigg_models::{InvalidRequest, Page};
use stigg_transport::{Error, ErrorKind};

use crate::Result;

/// All items of a list, fetched page by page as they are read.
///
/// It is a [`Stream`], and has a [`next`](Self::next) of its own for who has no use for that. One request a page, and none before
/// the first item is asked for. It ends with the list, or after the first error.
///
/// # Examples
///
/// ```
/// use stigg::models::GetSubscriptionsParams;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = stigg_emulator::Emulator::builder().start().await?;
/// # let stigg = emulator.client()?;
/// # stigg.provision_customer(stigg::models::ProvisionCustomer::new("customer-42")).await?;
/// # stigg.provision_subscription(stigg::models::ProvisionSubscription::new("customer-42", "plan-free")).await?;
/// let mut subscriptions = stigg.stream_subscriptions(GetSubscriptionsParams::new());
/// while let Some(subscription) = subscriptions.next().await {
///     println!("{}", subscription?.subscription_id);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is fetched before the first item is asked for"]
pub struct Items<T> {
    stream: BoxStream<'static, Result<T>>,
}

impl<T: Send + 'static> Items<T> {
    /// The items of the pages that `fetch` answers, given where a page starts. Errors name the operation, whatever method
    /// `fetch` asks.
    pub(crate) fn new<F, P>(operation: &'static str, fetch: F) -> Self
    where
        F: FnMut(Option<String>) -> P + Send + 'static,
        P: Future<Output = Result<Page<T>>> + Send + 'static,
    {
        let pages = Pages {
            fetch,
            next: Next::First,
        };
        let stream = stream::unfold(pages, Pages::advance)
            .flat_map(stream::iter)
            .map(move |item| item.map_err(|error| error.with_operation(operation)))
            .fuse()
            .boxed();
        Self { stream }
    }
}

impl<T> Items<T> {
    /// The next item; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<T>> {
        self.stream.next().await
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.stream.poll_next_unpin(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Refuses a request for a stream that has a field set which asks for what comes before, if there is one.
pub(crate) fn only_forwards(field: Option<&'static str>) -> Result<()> {
    field.map_or(Ok(()), |field| {
        Err(InvalidRequest::new(field, "cannot be used: the list is read forwards").into())
    })
}

struct Pages<F> {
    fetch: F,
    next: Next,
}

enum Next {
    First,
    After(String),
    Done,
}

impl<F> Pages<F> {
    async fn advance<T, P>(mut self) -> Option<(Vec<Result<T>>, Self)>
    where
        F: FnMut(Option<String>) -> P,
        P: Future<Output = Result<Page<T>>>,
    {
        let cursor = match std::mem::replace(&mut self.next, Next::Done) {
            Next::First => None,
            Next::After(cursor) => Some(cursor),
            Next::Done => return None,
        };
        let items = match (self.fetch)(cursor.clone()).await {
            Err(error) => vec![Err(error)],
            Ok(page) => {
                let says_more = page.page_info.has_next_page;
                // Who does not say that the list is over is asked once more.
                let may_go_on = says_more.unwrap_or(!page.data.is_empty());
                let following = page
                    .page_info
                    .end_cursor
                    .filter(|end| may_go_on && Some(end) != cursor.as_ref());
                let mut items: Vec<_> = page.data.into_iter().map(Ok).collect();
                match following {
                    Some(following) => self.next = Next::After(following),
                    // To ask again would go on for ever, to stop would hide that items are missing.
                    None if says_more == Some(true) => items.push(Err(stuck())),
                    None => {}
                }
                items
            }
        };
        Some((items, self))
    }
}

fn stuck() -> Error {
    Error::new(ErrorKind::Decode)
        .with_message("Stigg says that more items follow, but not where: the list is cut short here")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn page(data: Vec<i32>, end_cursor: Option<&str>, has_next_page: bool) -> Page<i32> {
        let mut page = Page::new(data);
        page.page_info.end_cursor = end_cursor.map(str::to_owned);
        page.page_info.has_next_page = Some(has_next_page);
        page
    }

    /// The items of a list, with errors as `None`, and how many pages were fetched for them.
    async fn read(fetch: fn(Option<&str>) -> Result<Page<i32>>) -> (Vec<Option<i32>>, usize) {
        let fetched = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&fetched);
        let mut items = Items::new("list", move |cursor| {
            count.fetch_add(1, Ordering::Relaxed);
            async move { fetch(cursor.as_deref()) }
        });
        assert_eq!(fetched.load(Ordering::Relaxed), 0);
        let mut read = Vec::new();
        while let Some(item) = items.next().await {
            read.push(item.ok());
        }
        assert!(items.next().await.is_none(), "it has ended");
        (read, fetched.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn pages_follow_each_other_until_the_last_one() {
        let fetch = |cursor: Option<&str>| {
            Ok(match cursor {
                None => page(vec![1, 2], Some("a"), true),
                Some("a") => page(vec![], Some("b"), true),
                Some("b") => page(vec![3], Some("c"), false),
                Some(cursor) => panic!("{cursor} was not told"),
            })
        };
        assert_eq!(read(fetch).await, (vec![Some(1), Some(2), Some(3)], 3));
    }

    #[tokio::test]
    async fn it_ends_after_the_first_error() {
        let fetch = |cursor: Option<&str>| match cursor {
            None => Ok(page(vec![1], Some("a"), true)),
            Some(_) => Err(Error::new(ErrorKind::Network)),
        };
        assert_eq!(read(fetch).await, (vec![Some(1), None], 2));
    }

    #[tokio::test]
    async fn every_error_names_the_stream_and_not_the_method_that_fetches_the_pages() {
        let of_the_page = || Error::new(ErrorKind::Network).with_operation("get_things");
        let failing = Items::<i32>::new("stream_things", move |_| async move { Err(of_the_page()) });
        let backwards = Items::<i32>::new("stream_things", |_| async {
            only_forwards(Some("paging.last"))?;
            Ok(page(vec![1], None, false))
        });
        let endless = Items::new("stream_things", |_| async { Ok(page(vec![], None, true)) });
        for (mut items, kind) in [
            (failing, ErrorKind::Network),
            (backwards, ErrorKind::InvalidArgument),
            (endless, ErrorKind::Decode),
        ] {
            let error = items.next().await.unwrap().unwrap_err();
            assert_eq!((error.kind(), error.operation()), (kind, Some("stream_things")));
        }
    }

    #[tokio::test]
    async fn a_list_that_does_not_say_where_it_goes_on_is_an_error_and_no_endless_loop() {
        let standing = |_: Option<&str>| Ok(page(vec![1], Some("a"), true));
        assert_eq!(read(standing).await, (vec![Some(1), Some(1), None], 2));
        let silent = |_: Option<&str>| Ok(page(vec![1], None, true));
        assert_eq!(read(silent).await, (vec![Some(1), None], 1));
    }

    #[tokio::test]
    async fn a_list_that_does_not_say_whether_it_goes_on_is_read_until_nothing_comes() {
        let silent = |cursor: Option<&str>| {
            let mut page = match cursor {
                None => page(vec![1, 2], Some("a"), true),
                Some("a") => page(vec![3], Some("b"), true),
                Some(_) => page(vec![], None, true),
            };
            page.page_info.has_next_page = None;
            Ok(page)
        };
        assert_eq!(read(silent).await, (vec![Some(1), Some(2), Some(3)], 3));
    }

    #[tokio::test]
    async fn what_is_not_read_is_not_fetched() {
        let mut items = Items::new("list", |cursor| async move {
            assert_eq!(cursor, None, "one page is enough");
            Ok(page(vec![1, 2], Some("a"), true))
        });
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        assert_eq!(items.next().await.unwrap().unwrap(), 2);
    }
}
