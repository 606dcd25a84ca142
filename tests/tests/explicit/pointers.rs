//! Raw pointers of the user's, with explicit states: into what a local owns, and to a local between two yields.

#![allow(unsafe_code, reason = "a raw pointer is of no use without")]

use genfn::generator;

#[generator(state)]
fn first_letter(text: String) -> impl Iterator<Item = u8> {
    let pointer = text.as_ptr();
    yield_!(0);
    // SAFETY: `text` lives up to the end of the body.
    yield_!(unsafe { *pointer });
}

#[test]
fn a_collection_lives_to_the_end_of_its_scope_where_a_pointer_leads_into_it() {
    assert_eq!(first_letter(String::from("letter")).collect::<Vec<_>>(), [0, b'l']);
}

#[generator(state)]
fn first_numbers(numbers: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
    let pointers: Vec<*const u32> = numbers.iter().map(|numbers| numbers.as_ptr()).collect();
    for pointer in pointers {
        // SAFETY: `numbers` lives up to the end of the body, and none of it is empty.
        yield_!(unsafe { *pointer });
    }
}

#[test]
fn so_does_one_of_collections() {
    assert_eq!(first_numbers(vec![vec![1], vec![2, 3]]).collect::<Vec<_>>(), [1, 2]);
}

fn read(pointer: *const u32) -> u32 {
    // SAFETY: each caller's memory lives to the end of the caller's body.
    unsafe { *pointer }
}

#[generator(state)]
fn by_a_function(number: u32) -> impl Iterator<Item = u32> {
    let numbers = vec![number; 100];
    let pointer = std::ptr::from_ref(&numbers[0]);
    yield_!(0);
    yield_!(read(pointer));
}

#[generator(state)]
fn by_an_operator(number: u32) -> impl Iterator<Item = u32> {
    let numbers = vec![number; 100];
    let pointer = &raw const numbers[0];
    yield_!(0);
    yield_!(read(pointer));
}

#[generator(state)]
fn by_a_cast(number: u32) -> impl Iterator<Item = u32> {
    let numbers = vec![number; 100];
    let pointer = &numbers[0] as *const u32;
    yield_!(0);
    yield_!(read(pointer));
}

#[test]
fn so_does_one_where_the_body_is_safe() {
    read_behind_another(by_a_function(7));
    read_behind_another(by_an_operator(7));
    read_behind_another(by_a_cast(7));
}

/// Puts other memory where the collection would have been freed.
fn read_behind_another(mut generator: impl Iterator<Item = u32>) {
    assert_eq!(generator.next(), Some(0));
    let other = vec![1_u32; 100];
    assert_eq!(generator.next(), Some(7));
    drop(other);
}

#[generator(state)]
fn between() -> impl Iterator<Item = u32> {
    let mut number = 1;
    let pointer = &raw mut number;
    // SAFETY: nothing else uses `number` in between.
    unsafe { *pointer += 1 };
    yield_!(number);
    let exclusive = &mut number;
    *exclusive += 1;
    yield_!(*exclusive);
    yield_!(number);
}

#[test]
fn a_pointer_to_a_local_is_good_up_to_the_next_yield() {
    assert_eq!(between().collect::<Vec<_>>(), [2, 3, 3]);
}
