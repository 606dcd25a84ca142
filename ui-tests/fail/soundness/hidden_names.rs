//! The types that a body is given have no names.

use std::convert::Infallible;

use genfn::__private::{FirstPoll, PushPermit, SlotPointer, Suspension};
use genfn::__private::Protocol;

fn main() {
    let _: Option<SlotPointer<u8, (), Infallible, ()>> = None;
    let _: Option<Suspension<u8, (), Infallible, ()>> = None;
    let _: Option<FirstPoll<u8, (), Infallible, (), ()>> = None;
    let _: Option<PushPermit<u8, (), Infallible, ()>> = None;
    let _ = Protocol::<u8, (), Infallible, ()>::new();
}
