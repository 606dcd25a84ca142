//! A machine as an iterator.
//!
//! `next` is a step of the protocol. `fold` runs the machine to its end, and pins the body of one that
//! was not started on the stack instead of in a box. As `next`, it polls in one place.

use alloc::vec::Vec;
use core::any::type_name;
use core::convert::Infallible;
use core::future::Future;
use core::iter::FusedIterator;
use core::mem::MaybeUninit;
use core::pin::pin;
use core::task::Poll;

use crate::generators::machine::HeapGenerator;
use crate::generators::size_hint::SizeHint;
use crate::generators::state::State;
use crate::protocol::coroutine::{Coroutine, Generator};
use crate::step::drive::Driver;
use crate::step::slot::{Signal, Slot};
use crate::step::suspension::Protocol;
use crate::step::waker::panic_foreign_await;

impl<F, A, Body, Y, S, E, H, D> HeapGenerator<F, Body, Y, S, E, H, D>
where
    F: FnOnce(Protocol<Y, S, E>) -> (Body, A),
    Body: Future,
    H: SizeHint,
    D: Driver,
{
    /// `fold`, with what the body returned. The body stays in its box if there is one, and all
    /// else is the same for both.
    #[inline]
    pub(crate) fn fold_to_return<B>(
        self,
        initial: B,
        mut fold: impl FnMut(B, Y) -> B,
    ) -> (B, Option<Body::Output>)
    where
        S: Default,
    {
        let mut boxed;
        let mut arguments = MaybeUninit::<A>::uninit();
        let mut slot = Slot::<Y, S, E>::new(Signal::Start);
        let (delegates, state, _) = self.into_parts();
        let mut body = match state {
            State::Unresumed(start) => {
                let (made, given) = start(Protocol::new());
                arguments.write(given);
                slot.set_arguments(&mut arguments);
                pin!(made)
            }
            State::Suspended(suspended) => {
                boxed = suspended;
                slot.put_sent(S::default());
                boxed.as_mut()
            }
            State::Returned(returned) => return (initial, Some(returned)),
            State::Finished | State::Poisoned(_) => return (initial, None),
        };
        // After the body, to be dropped before it.
        let mut delegates = delegates;
        let mut folded = initial;
        loop {
            // SAFETY: the body was made by `start`, which was promised to fit these types. It is
            // pinned here or in its box, and dropped after the delegates.
            if let Poll::Ready(returned) = unsafe { delegates.drive(body.as_mut(), &mut slot) } {
                return (folded, Some(returned));
            }
            let Some(item) = slot.take_item() else { panic_foreign_await() };
            folded = fold(folded, item);
            slot.put_sent(S::default());
        }
    }
}

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

    /// Into a `Vec` it is a `fold`, which needs no box for the body, and runs the body's loops as
    /// they stand there. `Vec` itself would ask for one item after the other.
    #[inline]
    #[expect(clippy::from_iter_instead_of_collect, reason = "it is `collect` that is defined")]
    fn collect<Collection: FromIterator<Y>>(self) -> Collection {
        if !is_vec_of::<Y, Collection>() {
            return Collection::from_iter(self);
        }
        let (lower, _) = self.size_hint();
        let mut items = Vec::with_capacity(lower);
        self.for_each(|item| items.push(item));
        // It takes the room of those items over.
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

/// Whether a collection is a `Vec`, which takes all items there are: others may stop before the end,
/// and have to be given one after the other. The names say so, which rustc knows when it compiles;
/// should two types have one name, all that is lost is that.
#[inline(always)]
fn is_vec_of<Item, Collection>() -> bool {
    type_name::<Collection>() == type_name::<Vec<Item>>()
}
