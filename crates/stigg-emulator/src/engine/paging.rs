//! Pages of a list, by cursor.

use super::inputs::Paging;
use super::object::{Object, Value};
use crate::error::{ApiError, Code};

/// How many items a page has when the caller does not say.
const DEFAULT_SIZE: usize = 10;

/// A page and its place in the list.
#[derive(Debug)]
pub(super) struct Page<'a, T> {
    pub(super) items: &'a [T],
    total_count: i32,
    has_previous: bool,
    has_next: bool,
    cursors: Option<(String, String)>,
}

/// The page as the schema has it: with its edges, each with its cursor. The types are those of the connection and of an edge.
pub(super) fn connection<T, N: Into<Value>>(
    (type_name, edge_type): (&'static str, &'static str),
    all: &[T],
    paging: Option<Paging>,
    cursor: impl Fn(&T) -> String,
    node: impl Fn(&T) -> N,
) -> Result<Value, ApiError> {
    let page = page(all, &paging.unwrap_or_default(), &cursor)?;
    let edge = |item| {
        Object::new(edge_type)
            .with("cursor", cursor(item))
            .with("node", node(item))
    };
    Ok(Object::new(type_name)
        .with("totalCount", page.total_count)
        // Not every connection has it in the schema; those that have not are never asked for it.
        .with("pageInfo", page.info())
        .with("edges", page.items.iter().map(edge).collect::<Vec<_>>())
        .into())
}

/// Cuts the page out of the list: after, before, then the first of those, then the last of these. An unknown cursor is an error: the list it came from was another one.
pub(super) fn page<'a, T>(
    all: &'a [T],
    paging: &Paging,
    cursor: impl Fn(&T) -> String,
) -> Result<Page<'a, T>, ApiError> {
    let position = |wanted: &str| {
        all.iter()
            .position(|item| cursor(item) == wanted)
            .ok_or_else(|| ApiError::new(Code::BadUserInput, format!("Unknown cursor {wanted:?}")))
    };
    let size = |given: Option<i64>| match given {
        None => Ok(None),
        Some(size) => usize::try_from(size)
            .map(Some)
            .map_err(|_| ApiError::new(Code::BadUserInput, "The size of a page must not be negative")),
    };
    let (first, last) = (size(paging.first)?, size(paging.last)?);
    let mut start = paging
        .after
        .as_deref()
        .map(position)
        .transpose()?
        .map_or(0, |after| after + 1);
    let mut end = paging.before.as_deref().map(position).transpose()?.unwrap_or(all.len());
    end = end.max(start);
    if let Some(first) = first.or(last.is_none().then_some(DEFAULT_SIZE)) {
        end = end.min(start.saturating_add(first));
    }
    if let Some(last) = last {
        start = start.max(end.saturating_sub(last));
    }
    let items = &all[start..end];
    let cursors = items
        .first()
        .zip(items.last())
        .map(|(first, last)| (cursor(first), cursor(last)));
    Ok(Page {
        items,
        total_count: i32::try_from(all.len()).unwrap_or(i32::MAX),
        has_previous: start > 0,
        has_next: end < all.len(),
        cursors,
    })
}

impl<T> Page<'_, T> {
    pub(super) fn info(&self) -> Object {
        let (start, end) = self.cursors.clone().unzip();
        Object::new("PageInfo")
            .with("startCursor", start)
            .with("endCursor", end)
            .with("hasNextPage", self.has_next)
            .with("hasPreviousPage", self.has_previous)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(paging: &Paging) -> (Vec<u32>, bool, bool) {
        let all: Vec<u32> = (1..=25).collect();
        let page = page(&all, paging, ToString::to_string).unwrap();
        (page.items.to_vec(), page.has_previous, page.has_next)
    }

    #[test]
    fn a_page_has_ten_items_unless_told() {
        assert_eq!(cut(&Paging::default()), ((1..=10).collect(), false, true));
    }

    #[test]
    fn forward_after_a_cursor() {
        let paging = Paging {
            first: Some(3),
            after: Some("23".to_owned()),
            ..Paging::default()
        };
        assert_eq!(cut(&paging), (vec![24, 25], true, false));
    }

    #[test]
    fn backward_before_a_cursor() {
        let paging = Paging {
            last: Some(3),
            before: Some("5".to_owned()),
            ..Paging::default()
        };
        assert_eq!(cut(&paging), (vec![2, 3, 4], true, true));
    }

    #[test]
    fn the_last_of_the_first() {
        let paging = Paging {
            first: Some(5),
            last: Some(2),
            after: Some("10".to_owned()),
            ..Paging::default()
        };
        assert_eq!(cut(&paging), (vec![14, 15], true, true));
    }

    #[test]
    fn an_unknown_cursor_and_a_negative_size_are_refused() {
        let all = [1, 2, 3];
        let unknown = Paging {
            after: Some("9".to_owned()),
            ..Paging::default()
        };
        assert_eq!(
            page(&all, &unknown, ToString::to_string).unwrap_err().code,
            Code::BadUserInput
        );
        let negative = Paging {
            first: Some(-1),
            ..Paging::default()
        };
        assert_eq!(
            page(&all, &negative, ToString::to_string).unwrap_err().code,
            Code::BadUserInput
        );
    }
}
