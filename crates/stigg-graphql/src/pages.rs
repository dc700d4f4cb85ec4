//! Lists that are of use only as a whole, while Stigg answers them page by page.

use stigg_transport::{Delivery, Error, ErrorKind, Result};

/// One page of such a list. Nobody sees it: what is answered page by page to the caller is a [`stigg_models::Page`].
#[derive(Debug)]
pub(crate) struct Part<T> {
    pub(crate) items: Vec<T>,
    /// The cursor of the last item.
    pub(crate) end: Option<String>,
    /// How many items the list has on all its pages; without it, this page is the last one.
    pub(crate) total: Option<i64>,
}

impl<T> Part<T> {
    /// From the cursors and nodes of its edges.
    pub(crate) fn new<N, E>(
        edges: impl Iterator<Item = (Option<String>, N)>,
        total: Option<i64>,
        convert: impl FnMut(N) -> Result<T, E>,
    ) -> Result<Self, E> {
        let (cursors, nodes): (Vec<_>, Vec<_>) = edges.unzip();
        Ok(Self {
            items: nodes.into_iter().map(convert).collect::<Result<_, _>>()?,
            end: cursors.into_iter().next_back().flatten(),
            total,
        })
    }
}

/// All items, from the page after `None` to the last one.
pub(crate) async fn all<T, F>(method: &'static str, mut fetch: impl FnMut(Option<String>) -> F) -> Result<Vec<T>>
where
    F: Future<Output = Result<Part<T>>>,
{
    let mut items = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let part = fetch(after.clone()).await?;
        // Behind the last item there is nothing, however many the list says it has: some may be gone by now.
        let is_empty = part.items.is_empty();
        items.extend(part.items);
        let has_all = |total| i64::try_from(items.len()).is_ok_and(|seen| seen >= total);
        if is_empty || part.total.is_none_or(has_all) {
            return Ok(items);
        }
        match part.end {
            Some(end) if after.as_ref() != Some(&end) => after = Some(end),
            // To ask again would go on for ever, to stop would hide that items are missing.
            _ => return Err(stuck(method)),
        }
    }
}

fn stuck(method: &'static str) -> Error {
    Error::new(ErrorKind::Decode)
        .with_operation(method)
        .with_delivery(Delivery::Applied)
        .with_message("Stigg says that more items follow, but not where")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "it stands where a request would")]
    fn part(items: &[i32], end: Option<&str>, total: impl Into<Option<i64>>) -> Result<Part<i32>> {
        Ok(Part {
            items: items.to_vec(),
            end: end.map(str::to_owned),
            total: total.into(),
        })
    }

    /// The list, and how many pages were asked for.
    async fn read(answer: impl Fn(Option<&str>) -> Result<Part<i32>>) -> (Result<Vec<i32>>, usize) {
        let mut asked = 0;
        let list = all("get_products", |after| {
            asked += 1;
            std::future::ready(answer(after.as_deref()))
        });
        let list = list.await;
        (list, asked)
    }

    #[tokio::test]
    async fn pages_follow_each_other_until_all_items_are_there() {
        let (list, asked) = read(|after| match after {
            None => part(&[1, 2], Some("a"), 5),
            Some("a") => part(&[3, 4], Some("b"), 5),
            Some("b") => part(&[5], Some("c"), 5),
            Some(cursor) => panic!("{cursor} is not followed"),
        })
        .await;
        assert_eq!((list.unwrap(), asked), (vec![1, 2, 3, 4, 5], 3));
    }

    #[tokio::test]
    async fn a_page_that_says_nothing_about_others_is_the_last_one() {
        assert_eq!(read(|_| part(&[1, 2], Some("a"), None)).await.0.unwrap(), [1, 2]);
        assert_eq!(read(|_| part(&[1, 2], None, 2)).await.0.unwrap(), [1, 2]);
        assert_eq!(read(|_| part(&[], None, 0)).await.0.unwrap(), [0; 0]);
    }

    #[tokio::test]
    async fn a_list_that_grows_shorter_while_it_is_read_ends_with_an_empty_page() {
        let (list, asked) = read(|after| match after {
            None => part(&[1, 2], Some("a"), 3),
            Some(_) => part(&[], None, 3),
        })
        .await;
        assert_eq!((list.unwrap(), asked), (vec![1, 2], 2));
    }

    #[tokio::test]
    async fn a_list_that_does_not_say_where_it_goes_on_is_an_error_and_no_endless_loop() {
        for (end, pages) in [(Some("a"), 2), (None, 1)] {
            let (list, asked) = read(|_| part(&[1], end, 9)).await;
            let error = list.unwrap_err();
            assert_eq!(
                (error.kind(), error.operation()),
                (ErrorKind::Decode, Some("get_products"))
            );
            assert_eq!(asked, pages);
        }
    }

    #[tokio::test]
    async fn a_page_that_fails_fails_the_list() {
        let (list, asked) = read(|after| match after {
            None => part(&[1], Some("a"), 2),
            Some(_) => Err(Error::new(ErrorKind::Network)),
        })
        .await;
        assert_eq!((list.unwrap_err().kind(), asked), (ErrorKind::Network, 2));
    }
}
