//! The generator as an iterator.

use core::convert::Infallible;
use core::iter::FusedIterator;

use crate::explicit::machine::ExplicitGenerator;
use crate::explicit::state::{ExplicitState, Input, Output};
use crate::generators::size_hint::SizeHint;
use crate::protocol::coroutine::{Coroutine, Generator};

impl<T, F, Y, S, R, E, H> Iterator for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    S: Default,
    H: SizeHint,
{
    type Item = Y;

    #[inline]
    fn next(&mut self) -> Option<Y> {
        self.__step_by_default()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.__size_hint()
    }
}

impl<T, F, Y, S, R, E, H> FusedIterator for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<S, E>) -> Output<Y, R, E>,
    S: Default,
    H: SizeHint,
{
}

#[diagnostic::do_not_recommend]
impl<T, F, Y, H> Generator for ExplicitGenerator<T, F, Y, (), (), Infallible, H>
where
    T: ExplicitState,
    F: Fn(&mut T, Input<(), Infallible>) -> Output<Y, (), Infallible>,
    H: SizeHint,
{
}
