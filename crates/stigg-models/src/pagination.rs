//! Lists that come page by page.

use serde::{Deserialize, Serialize};

use crate::InvalidRequest;
use crate::serde_ext::null_as_default;
use crate::validation::text;
use crate::with_methods::with_methods;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the order of the list.
    #[serde(default, deserialize_with = "null_as_default")]
    pub data: Vec<T>,
    /// Where the page is in the list.
    #[serde(default, deserialize_with = "null_as_default")]
    pub page_info: PageInfo,
    /// How many items the list has on all its pages. Absent where Stigg does not count them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
}

impl<T> Page<T> {
    /// A page that is the whole list, until its fields say otherwise.
    pub fn new(data: Vec<T>) -> Self {
        Self {
            data,
            page_info: PageInfo::default(),
            total_count: None,
        }
    }

    /// Where the next page starts; `None` when this is the last one.
    pub fn next_cursor(&self) -> Option<&str> {
        self.page_info
            .end_cursor
            .as_deref()
            .filter(|_| self.page_info.has_next_page == Some(true))
    }
}

/// Where a page is in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageInfo {
    /// The cursor of the first item; absent on an empty page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_cursor: Option<String>,
    /// The cursor of the last item; absent on an empty page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_cursor: Option<String>,
    /// Whether more items follow. Absent when Stigg does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_next_page: Option<bool>,
    /// Whether there are items before these. Absent when Stigg does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_previous_page: Option<bool>,
}

/// Which page of a list is asked for: `first` items `after` a cursor, or the `last` ones `before` one.
///
/// ```
/// use stigg_models::CursorPaging;
///
/// let first_page = CursorPaging::first(50);
/// let next_page = CursorPaging::first(50).with_after("the end cursor of the first page");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CursorPaging {
    /// How many items at most, from the start of the list or after a cursor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Only items after this cursor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many items at most, from the end of the list or before a cursor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    /// Only items before this cursor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

impl CursorPaging {
    /// So many items from the start of the list.
    pub fn first(count: i64) -> Self {
        Self {
            first: Some(count),
            ..Self::default()
        }
    }

    /// So many items from the end of the list.
    pub fn last(count: i64) -> Self {
        Self {
            last: Some(count),
            ..Self::default()
        }
    }

    /// Checks what surely makes no sense.
    ///
    /// # Errors
    ///
    /// A count is not positive, a cursor is empty, or both directions are asked for at once.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        count("first", self.first)?;
        count("last", self.last)?;
        cursor("after", self.after.as_deref())?;
        cursor("before", self.before.as_deref())?;
        if self.first.is_some() && self.last.is_some() {
            return Err(InvalidRequest::new("last", "cannot be asked for together with `first`"));
        }
        Ok(())
    }
}

with_methods! {
    CursorPaging {
        /// Only items after this cursor.
        with_after => after: String,
        /// Only items before this cursor.
        with_before => before: String,
    }
}

/// Which page of a list is asked for, as some requests of Stigg's own SDKs say it: so many items after a cursor, or before one.
///
/// ```
/// use stigg_models::Pagination;
///
/// let first_page = Pagination::limit(50);
/// let next_page = Pagination::limit(50).with_starting_after("the end cursor of the first page");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pagination {
    /// How many items at most; absent: as many as Stigg likes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// Only items after this cursor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starting_after: Option<String>,
    /// Only items before this cursor, the last ones of them. It counts only without
    /// [`starting_after`](Self::starting_after).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ending_before: Option<String>,
}

impl Pagination {
    /// So many items from the start of the list.
    pub fn limit(count: i64) -> Self {
        Self {
            limit: Some(count),
            ..Self::default()
        }
    }

    /// Checks what surely makes no sense.
    ///
    /// # Errors
    ///
    /// The limit is not positive, or a cursor is empty.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        count("limit", self.limit)?;
        cursor("startingAfter", self.starting_after.as_deref())?;
        cursor("endingBefore", self.ending_before.as_deref())
    }
}

with_methods! {
    Pagination {
        /// Only items after this cursor.
        with_starting_after => starting_after: String,
        /// Only items before this cursor, the last ones of them.
        with_ending_before => ending_before: String,
    }
}

/// How many items a page may have.
pub(crate) fn count(field: &'static str, value: Option<i64>) -> Result<(), InvalidRequest> {
    match value {
        Some(value) if value < 1 => Err(InvalidRequest::new(
            field,
            format!("is {value}; a page has at least one item"),
        )),
        _ => Ok(()),
    }
}

/// Where a page starts or ends.
pub(crate) fn cursor(field: &'static str, value: Option<&str>) -> Result<(), InvalidRequest> {
    value.map_or(Ok(()), |value| text(field, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_the_next_one_starts_only_if_there_is_one() {
        let mut page = Page::new(vec![1, 2]);
        assert_eq!(page.next_cursor(), None);
        page.page_info.end_cursor = Some("c2".to_owned());
        assert_eq!(page.next_cursor(), None);
        page.page_info.has_next_page = Some(true);
        assert_eq!(page.next_cursor(), Some("c2"));
    }

    #[test]
    fn nulls_of_a_page_are_read_as_nothing() {
        let page: Page<i64> = serde_json::from_str(r#"{"data":null,"pageInfo":null,"totalCount":null}"#).unwrap();
        assert_eq!(page, Page::new(Vec::new()));
    }

    #[test]
    fn a_page_that_cannot_be_meant_is_refused() {
        #[track_caller]
        fn check(paging: &CursorPaging, expected: &str) {
            assert_eq!(paging.validate().unwrap_err().to_string(), expected);
        }
        check(&CursorPaging::first(0), "`first` is 0; a page has at least one item");
        check(&CursorPaging::last(-1), "`last` is -1; a page has at least one item");
        check(&CursorPaging::first(1).with_after(""), "`after` is empty");
        let mut both = CursorPaging::first(1);
        both.last = Some(1);
        check(&both, "`last` cannot be asked for together with `first`");
        assert_eq!(CursorPaging::first(1).with_after("c").validate(), Ok(()));
    }

    #[test]
    fn a_page_in_the_other_words_is_checked_as_well() {
        #[track_caller]
        fn check(pagination: &Pagination, expected: &str) {
            assert_eq!(pagination.validate().unwrap_err().to_string(), expected);
        }
        check(&Pagination::limit(0), "`limit` is 0; a page has at least one item");
        let empty = Pagination::default();
        check(&empty.clone().with_starting_after(" "), "`startingAfter` is blank");
        check(&empty.clone().with_ending_before(""), "`endingBefore` is empty");
        let both = Pagination::limit(1).with_starting_after("a").with_ending_before("b");
        assert_eq!(both.validate(), Ok(()));
    }
}
