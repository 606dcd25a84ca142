//! Generator expressions that are made of iterator adapters.

use core::iter::FusedIterator;

/// An iterator made of adapters, which is over as a generator is: once it has given `None`, and once one of
/// its parts has panicked.
///
/// A consumer that takes all items at once takes them from the adapters themselves.
#[derive(Clone, Debug)]
#[must_use = "a generator expression does nothing until it is iterated over"]
pub struct Expression<I> {
    iterator: I,
    /// Also while a part of the expression runs, so that unwinding has nothing to do.
    is_over: bool,
}

/// The generator expression over `iterator`. A bound would add an error to those about what it is made
/// of.
#[inline(always)]
pub const fn expression<I>(iterator: I) -> Expression<I> {
    Expression { iterator, is_over: false }
}

impl<I: Iterator> Expression<I> {
    /// What `step` gives, or `None` if the expression is over.
    #[inline(always)]
    fn step(&mut self, step: impl FnOnce(&mut I) -> Option<I::Item>) -> Option<I::Item> {
        if self.is_over {
            return None;
        }
        self.is_over = true;
        let item = step(&mut self.iterator);
        self.is_over = item.is_none();
        item
    }
}

impl<I: Iterator> Iterator for Expression<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.step(I::next)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_over { (0, Some(0)) } else { self.iterator.size_hint() }
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<I::Item> {
        self.step(|iterator| iterator.nth(n))
    }

    #[inline]
    fn fold<B, Fold: FnMut(B, I::Item) -> B>(self, initial: B, fold: Fold) -> B {
        if self.is_over { initial } else { self.iterator.fold(initial, fold) }
    }

    #[inline]
    fn collect<Collection: FromIterator<I::Item>>(self) -> Collection {
        if self.is_over { Collection::from_iter(None) } else { self.iterator.collect() }
    }
}

impl<I: DoubleEndedIterator> DoubleEndedIterator for Expression<I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.step(I::next_back)
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<I::Item> {
        self.step(|iterator| iterator.nth_back(n))
    }

    #[inline]
    fn rfold<B, Fold: FnMut(B, I::Item) -> B>(self, initial: B, fold: Fold) -> B {
        if self.is_over { initial } else { self.iterator.rfold(initial, fold) }
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for Expression<I> {
    #[inline]
    fn len(&self) -> usize {
        if self.is_over { 0 } else { self.iterator.len() }
    }
}

impl<I: Iterator> FusedIterator for Expression<I> {}
