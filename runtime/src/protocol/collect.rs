//! `collect`, for iterators whose `fold` is faster than their `next`.

use alloc::vec::Vec;
use core::any::type_name;

/// Collects into a `Vec` by a `fold`. `Vec` itself would call `next` for each item.
#[inline]
#[expect(clippy::from_iter_instead_of_collect, reason = "it is `collect` that is defined")]
pub(crate) fn collect_by_fold<I, Collection>(iterator: I) -> Collection
where
    I: Iterator,
    Collection: FromIterator<I::Item>,
{
    if !is_vec_of::<I::Item, Collection>() {
        return Collection::from_iter(iterator);
    }
    let (lower, _) = iterator.size_hint();
    let mut items = Vec::with_capacity(lower);
    iterator.for_each(|item| items.push(item));
    // `Vec` takes over the allocation of `items`.
    Collection::from_iter(items)
}

/// Returns whether `Collection` is a `Vec<Item>`, which takes all items. Other collections may stop
/// before the end, and call `next` for each item.
///
/// The function compares names, which rustc knows at compile time. If two types have one name, the
/// difference is only in how the items are passed.
#[inline(always)]
fn is_vec_of<Item, Collection>() -> bool {
    type_name::<Collection>() == type_name::<Vec<Item>>()
}
