//! A generator as an iterator.

use alloc::vec::Vec;
use core::any::type_name;
use core::convert::Infallible;
use core::future::Future;
use core::iter::FusedIterator;

use crate::generators::machine::HeapGenerator;
use crate::generators::size_hint::SizeHint;
use crate::protocol::coroutine::{Coroutine, Generator};
use crate::step::drive::Driver;
use crate::step::suspension::Protocol;

impl<F, A, Body, Y, S, E, H, D> Iterator for HeapGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    S: Default,
    H: SizeHint,
    D: Driver,
{
    type Item = Y;

    #[inline(always)]
    fn next(&mut self) -> Option<Y> {
        self.__step_by_default()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.__size_hint()
    }

    /// Collects into a `Vec` by a `fold`, which pins the body on the stack. `Vec` itself would call
    /// `next` for each item.
    #[inline]
    #[expect(clippy::from_iter_instead_of_collect, reason = "it is `collect` that is defined")]
    fn collect<Collection: FromIterator<Y>>(self) -> Collection {
        if !is_vec_of::<Y, Collection>() {
            return Collection::from_iter(self);
        }
        let (lower, _) = self.size_hint();
        let mut items = Vec::with_capacity(lower);
        self.for_each(|item| items.push(item));
        // `Vec` takes over the allocation of `items`.
        Collection::from_iter(items)
    }

    #[inline]
    fn fold<B, Fold: FnMut(B, Y) -> B>(self, initial: B, fold: Fold) -> B {
        self.fold_to_return(initial, fold).0
    }
}

impl<F, A, Body, Y, S, E, H, D> FusedIterator for HeapGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    S: Default,
    H: SizeHint,
    D: Driver,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Body, Y, H, D> Generator for HeapGenerator<F, Body, Y, (), Infallible, H, D>
where
    F: FnOnce(Protocol<Y, (), Infallible>) -> (Body, A),
    Body: Future<Output = ()>,
    H: SizeHint,
    D: Driver,
{
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
