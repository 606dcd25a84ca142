//! A generator as an iterator.

use core::convert::Infallible;
use core::future::Future;
use core::iter::FusedIterator;

use crate::generators::machine::HeapGenerator;
use crate::generators::size_hint::SizeHint;
use crate::generators::start::Start;
use crate::protocol::collect::collect_by_fold;
use crate::protocol::coroutine::{Coroutine, Generator};
use crate::step::drive::Driver;
use crate::step::suspension::Protocol;

impl<F, A, Body, Y, S, E, H, D> Iterator for HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    S: Default,
    H: SizeHint,
    D: Driver,
{
    type Item = Y;

    // `#[inline]`, deliberately not `always`. Where this function is the only caller of a step, LLVM
    // inlines the step into it, whatever the size of the body. A step in each caller would be a call
    // behind each call of a large body.
    #[inline]
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
    fn collect<Collection: FromIterator<Y>>(self) -> Collection {
        collect_by_fold(self)
    }

    #[inline]
    fn fold<B, Fold: FnMut(B, Y) -> B>(self, initial: B, fold: Fold) -> B {
        self.fold_to_return(initial, fold).0
    }
}

impl<F, A, Body, Y, S, E, H, D> FusedIterator for HeapGenerator<F, Y, S, E, H, D>
where
    F: Start<Protocol<Y, S, E, D>, Body = Body, Arguments = A>,
    Body: Future,
    S: Default,
    H: SizeHint,
    D: Driver,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Body, Y, H, D> Generator for HeapGenerator<F, Y, (), Infallible, H, D>
where
    F: Start<Protocol<Y, (), Infallible, D>, Body = Body, Arguments = A>,
    Body: Future<Output = ()>,
    H: SizeHint,
    D: Driver,
{
}

/// Hides the type of a generator that is made in place, as the return type of a function hides it: a
/// message names the traits.
#[inline(always)]
pub const fn opaque<Item, G>(generator: G) -> impl Iterator<Item = Item> + Generator
where
    G: Iterator<Item = Item> + Generator,
{
    generator
}
