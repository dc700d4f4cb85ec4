//! Lists that come page by page.

use stigg_models::{CursorPaging, Page, PageInfo, Pagination};

use super::{Result, list};
use crate::generated::{fragments as wire, inputs};

/// A page from its edges, which may be missing, and its place in the list.
pub(crate) fn page<E, T>(
    edges: Option<Vec<E>>,
    page_info: wire::PageInfo,
    convert: impl FnMut(E) -> Result<T>,
) -> Result<Page<T>> {
    let mut page = Page::new(list(edges, convert)?);
    page.page_info = self::page_info(page_info);
    Ok(page)
}

pub(super) fn page_info(wire: wire::PageInfo) -> PageInfo {
    let mut info = PageInfo::default();
    info.start_cursor = wire.start_cursor;
    info.end_cursor = wire.end_cursor;
    info.has_next_page = wire.has_next_page;
    info.has_previous_page = wire.has_previous_page;
    info
}

impl From<CursorPaging> for inputs::CursorPaging {
    fn from(paging: CursorPaging) -> Self {
        Self {
            first: paging.first,
            after: paging.after,
            last: paging.last,
            before: paging.before,
        }
    }
}

impl From<Pagination> for inputs::CursorPaging {
    fn from(pagination: Pagination) -> Self {
        let Pagination {
            limit,
            starting_after,
            ending_before,
            ..
        } = pagination;
        match (starting_after, ending_before) {
            (None, Some(before)) => Self {
                last: limit,
                before: Some(before),
                ..Self::default()
            },
            (after, _) => Self {
                first: limit,
                after,
                ..Self::default()
            },
        }
    }
}
