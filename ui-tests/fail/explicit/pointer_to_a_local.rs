//! Raw pointers to locals that are used behind a yield, where the local is in another place, and locals that are pinned.

use genfn::generator;

#[generator(state)]
fn raw() -> impl Iterator<Item = u32> {
    let number = 5;
    let pointer = &raw const number;
    yield_!(1);
    yield_!(unsafe { *pointer });
}

#[generator(state)]
fn by_a_macro(number: u32) -> impl Iterator<Item = u32> {
    let pointer = std::ptr::addr_of!(number);
    yield_!(1);
    yield_!(unsafe { *pointer });
}

#[generator(state)]
fn by_a_function(mut number: u32) -> impl Iterator<Item = u32> {
    let pointer = std::ptr::NonNull::from(&mut number);
    yield_!(1);
    yield_!(unsafe { *pointer.as_ptr() });
}

#[generator(state)]
fn by_a_type(mut number: u32) -> impl Iterator<Item = u32> {
    let pointer: *mut u32 = &mut number;
    yield_!(1);
    yield_!(unsafe { *pointer });
}

#[generator(state)]
fn by_casts(number: u32) -> impl Iterator<Item = u8> {
    let pointer = &number as *const u32 as *const u8;
    yield_!(1);
    yield_!(unsafe { *pointer });
}

#[generator(state)]
fn late(number: u32) -> impl Iterator<Item = u32> {
    let pointer;
    pointer = &raw const number;
    yield_!(1);
    yield_!(unsafe { *pointer });
}

#[generator(state)]
fn in_a_tuple(number: u32) -> impl Iterator<Item = u32> {
    let (pointer, count) = (&raw const number, 1);
    yield_!(count);
    yield_!(unsafe { *pointer });
}

#[generator(state)]
fn pinned() -> impl Iterator<Item = u32> {
    let mut number = std::pin::pin!(async { 5 });
    yield_!(1);
    drop(number.as_mut());
}

#[generator(state)]
fn pinned_in_front() -> impl Iterator<Item = u32> {
    let mut number = std::pin::pin!(async { 5 });
    drop(number.as_mut());
    yield_!(1);
}

fn main() {
    pinned_in_front().count();
    raw().count();
    by_a_macro(1).count();
    by_a_function(1).count();
    by_a_type(1).count();
    by_casts(1).count();
    late(1).count();
    in_a_tuple(1).count();
    pinned().count();
}
