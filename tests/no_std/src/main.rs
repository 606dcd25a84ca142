//! A program without `std` and without an allocator: whatever allocated would not link. It exits
//! with zero if its generators do what they should.
#![no_std]
#![no_main]

#[cfg(feature = "needs-heap")]
mod needs_heap;
#[cfg(feature = "streams")]
mod streams;

use core::ffi::{c_char, c_int};
use core::fmt::Write;
use core::panic::PanicInfo;

use genfn::{
    Coroutine, CoroutineState, Interrupt, PinCoroutine, Status, gen_, gen_expr, generator,
};

// The C runtime starts the program, and brings `memcpy` and `abort`.
#[link(name = "c")]
unsafe extern "C" {
    safe fn abort() -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    abort()
}

/// What `core`, built to unwind, names in its tables; nothing calls it where a panic aborts.
#[unsafe(no_mangle)]
pub extern "C" fn rust_eh_personality() {}

#[generator]
fn primes(below: usize) -> impl PinCoroutine<Yield = usize> {
    let mut composite = [false; 100];
    for number in 2..below.min(100) {
        if composite[number] {
            continue;
        }
        yield_!(number);
        for multiple in gen_expr!(factor * number for factor in number..100) {
            if multiple < 100 {
                composite[multiple] = true;
            }
        }
    }
}

#[generator]
fn average() -> impl PinCoroutine<Yield = u32, Resume = u32, Return = u32, Error = u8> {
    let (mut sum, mut count) = (0_u32, 0_u32);
    loop {
        match try_yield!(sum.checked_div(count).unwrap_or(0)) {
            Ok(number) => {
                sum += number;
                count += 1;
            }
            Err(Interrupt::Thrown(_)) => (sum, count) = (0, 0),
            Err(Interrupt::Closed) => return count,
        }
    }
}

#[generator]
fn twice(below: usize) -> impl PinCoroutine<Yield = usize> {
    yield_from!(genfn::pin!(primes(below)));
    let mut again = genfn::pin!(primes(below));
    yield_from!(&mut again);
    yield_from!([0, 0]);
}

fn delegates() -> bool {
    genfn::pin!(twice(6)).eq([2, 3, 5, 2, 3, 5, 0, 0])
}

fn iterates() -> bool {
    let mut primes = genfn::pin!(primes(30));
    let first = primes.next() == Some(2);
    first && primes.by_ref().eq([3, 5, 7, 11, 13, 17, 19, 23, 29]) && primes.next().is_none()
}

fn keeps_the_protocol() -> bool {
    let mut average = genfn::pin!(average());
    average.status() == Status::Created
        && average.start() == Ok(CoroutineState::Yielded(0))
        && average.send(10) == Ok(CoroutineState::Yielded(10))
        && average.send(20) == Ok(CoroutineState::Yielded(15))
        && average.throw(1) == Ok(CoroutineState::Yielded(0))
        && average.send(7) == Ok(CoroutineState::Yielded(7))
        && average.close() == Ok(Some(1))
        && average.status() == Status::Finished
}

fn stands_in_place() -> bool {
    let letters = ["a", "b", "c"];
    let indexed = genfn::pin!(gen_! { -> impl PinCoroutine<Yield = _> {
        for (index, letter) in letters.iter().enumerate() {
            yield_!((index, *letter));
        }
    } });
    let squares = gen_expr!(x * x for x in 0..5 if x % 2 == 0);
    let pairs = gen_expr!(x * y for x in 0..4 for y in 0..x);
    indexed.eq([(0, "a"), (1, "b"), (2, "c")])
        && squares.sum::<u32>() == 20
        && pairs.sum::<u32>() == 11
}

/// With an explicit state, which can be moved and copied.
#[generator]
fn blinks(times: u8) -> impl Iterator<Item = bool> + Copy {
    let mut left = times;
    while left > 0 {
        yield_!(true);
        yield_!(false);
        left -= 1;
    }
}

#[generator(state)]
fn total() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32> {
    let mut total = 0;
    while total < 10 {
        total += yield_!(total);
    }
    total
}

/// Whose macros are those of `core`.
#[generator(state)]
fn checked(text: Option<Text>) -> impl Iterator<Item = usize> {
    let whole = if matches!(text, Some(_)) { text } else { panic!("no text") };
    let Some(mut whole) = whole else { unreachable!("no text") };
    yield_!(whole.length);
    write!(whole, "{}", taken(Text { length: 2 })).unwrap_or_else(|_| panic!("full"));
    assert!(whole.length > 0);
    assert_eq!(taken(whole), 4);
    yield_!(9);
}

/// Whose items are results.
#[generator(state)]
fn digits(text: &str) -> impl Iterator<Item = Result<u8, Unknown>> {
    for letter in text.bytes() {
        let digit = digit(letter)?;
        yield_!(Ok(digit));
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Unknown(u8);

fn digit(letter: u8) -> Result<u8, Unknown> {
    if letter.is_ascii_digit() { Ok(letter - b'0') } else { Err(Unknown(letter)) }
}

struct Text {
    length: usize,
}

impl core::fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.length += text.len();
        Ok(())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.length = 0;
    }
}

fn taken(text: Text) -> usize {
    text.length
}

fn is_moved() -> bool {
    let mut queue = [blinks(1), blinks(2)];
    let first = queue[1].next();
    let copy = queue[1];
    queue.swap(0, 1);
    let mut total = total();
    first == Some(true)
        && copy.eq([false, true, false])
        && queue[0].by_ref().count() == 3
        && total.start() == Ok(CoroutineState::Yielded(0))
        && total.send(4) == Ok(CoroutineState::Yielded(4))
        && total.send(7) == Ok(CoroutineState::Complete(11))
}

fn gives_results() -> bool {
    digits("12").eq([Ok(1), Ok(2)]) && digits("1a2").eq([Ok(1), Err(Unknown(b'a'))])
}

/// Where the C runtime starts the program.
#[unsafe(no_mangle)]
pub extern "C" fn main(_arguments: c_int, _values: *const *const c_char) -> c_int {
    #[cfg(feature = "streams")]
    if !streams::all() {
        return 2;
    }
    let all = iterates()
        && keeps_the_protocol()
        && delegates()
        && stands_in_place()
        && is_moved()
        && checked(Some(Text { length: 3 })).eq([3, 9])
        && gives_results();
    c_int::from(!all)
}
