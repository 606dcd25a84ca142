//! A machine as an iterator.
//!
//! `next` is a step of the protocol. `fold` runs the machine to its end, and pins the frame of one that
//! was not started on the stack instead of in a box. As `next`, it polls in one place.

use alloc::vec::Vec;
use core::any::type_name;
use core::convert::Infallible;
use core::future::Future;
use core::iter::FusedIterator;
use core::mem::MaybeUninit;
use core::pin::pin;
use core::task::Poll;

use crate::drive::Delegates;
use crate::machine::GeneratorObject;
use crate::size_hint::SizeHint;
use crate::slot::{Signal, Slot, Token, foreign_suspension};
use crate::stages::Stages;
use crate::{Coroutine, Generator};

impl<F, A, Frame, Y, S, E, H, D> GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    H: SizeHint,
    D: Delegates,
{
    /// `fold`, with what the body returned. The frame stays in its box if there is one, and all
    /// else is the same for both.
    #[inline]
    pub(crate) fn fold_to_return<B>(
        self,
        initial: B,
        mut fold: impl FnMut(B, Y) -> B,
    ) -> (B, Option<Frame::Output>)
    where
        S: Default,
    {
        let mut boxed;
        let mut arguments = MaybeUninit::<A>::uninit();
        let mut slot = Slot::<Y, S, E>::new(Signal::Start);
        let (delegates, stages, _) = self.into_parts();
        let (mut frame, is_fresh) = match stages {
            Stages::Created(start) => {
                let (made, given) = start(Token::new());
                arguments.write(given);
                slot.hand_over(&mut arguments);
                (pin!(made), true)
            }
            Stages::Suspended(suspended) => {
                boxed = suspended;
                (boxed.as_mut(), false)
            }
            Stages::Returned(returned) => return (initial, Some(returned)),
            Stages::Finished | Stages::Panicked(_) => return (initial, None),
        };
        // After the frame, to be dropped before it.
        let mut delegates = delegates;
        let mut folded = initial;
        if D::CAN_BE_CONSUMED && is_fresh {
            let mut folded = Some(folded);
            let consume = |item| {
                let Some(before) = folded.take() else { unreachable!("it is put back") };
                folded = Some(fold(before, item));
            };
            // SAFETY: the frame was made by `start`, which was promised to fit these types. It is
            // pinned here, and the body of an expression.
            let returned = unsafe { slot.consume(frame, consume) };
            let Some(folded) = folded else { unreachable!("it is put back") };
            return (folded, Some(returned));
        }
        if !is_fresh {
            slot.put_sent(S::default());
        }
        loop {
            // SAFETY: the frame was made by `start`, which was promised to fit these types. It is
            // pinned here or in its box, and dropped after the delegates.
            if let Poll::Ready(returned) = unsafe { delegates.drive(frame.as_mut(), &mut slot) } {
                return (folded, Some(returned));
            }
            let item = if D::ONLY_YIELDS {
                // SAFETY: the body waits at a yield, which has put an item there.
                unsafe { slot.take_item_unchecked() }
            } else if let Some(item) = slot.take_item() {
                item
            } else {
                foreign_suspension()
            };
            folded = fold(folded, item);
            slot.put_sent(S::default());
        }
    }
}

impl<F, A, Frame, Y, S, E, H, D> Iterator for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    S: Default,
    H: SizeHint,
    D: Delegates,
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

    /// Into a `Vec` it is a `fold`, which needs no box for the frame, and runs the body's loops as
    /// they stand there. `Vec` itself would ask for one item after the other.
    #[inline]
    fn collect<Collection: FromIterator<Y>>(self) -> Collection {
        collect_by_fold(self)
    }

    #[inline]
    fn fold<B, Fold: FnMut(B, Y) -> B>(self, initial: B, fold: Fold) -> B {
        self.fold_to_return(initial, fold).0
    }
}

impl<F, A, Frame, Y, S, E, H, D> FusedIterator for GeneratorObject<F, Frame, Y, S, E, H, D>
where
    F: FnOnce(Token<Y, S, E>) -> (Frame, A),
    Frame: Future,
    S: Default,
    H: SizeHint,
    D: Delegates,
{
}

#[diagnostic::do_not_recommend]
impl<F, A, Frame, Y, H, D> Generator for GeneratorObject<F, Frame, Y, (), Infallible, H, D>
where
    F: FnOnce(Token<Y, (), Infallible>) -> (Frame, A),
    Frame: Future<Output = ()>,
    H: SizeHint,
    D: Delegates,
{
}

/// `collect`, for an iterator whose `fold` is faster than its `next`: into a `Vec` it is a `fold`.
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
