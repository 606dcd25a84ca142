//! `collect`, for iterators whose `fold` is faster than their `next`.

use alloc::vec::Vec;
use core::any::type_name;

/// Collects by `fold` into a `Vec`, which otherwise would ask for one item after the other.
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
    // It takes the room of those items over.
    Collection::from_iter(items)
}

/// Whether a collection is a `Vec`, which takes all items there are: others may stop before the end,
/// and have to be given one after the other. The names say so, which rustc knows when it compiles;
/// should two types have one name, all that is lost is that.
#[inline(always)]
fn is_vec_of<Item, Collection>() -> bool {
    type_name::<Collection>() == type_name::<Vec<Item>>()
}
