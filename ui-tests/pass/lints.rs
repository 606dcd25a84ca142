//! A generator trips no lint that its body does not trip as a plain function.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    unused,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    unreachable_code,
    let_underscore,
    keyword_idents,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    macro_use_extern_crate,
    meta_variable_misuse,
    non_ascii_idents,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

use genfn::{BoxGenerator, Coroutine, Interrupt, generator};

/// A trait of which a generator is a method.
trait Numbers {
    fn numbers(&self) -> impl Iterator<Item = u32>;
}

struct Range {
    end: u32,
}

impl Numbers for Range {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32> {
        for number in 0..self.end {
            yield_!(number);
        }
    }
}

impl Range {
    #[generator(size_hint = (self.end as usize, Some(self.end as usize)))]
    fn counted(self, (first, _): (u32, u32), _unused: String) -> impl Iterator<Item = u32> {
        for number in first..self.end {
            yield_!(number);
        }
    }

    #[generator]
    fn changed(&mut self, mut by: u32) -> impl Iterator<Item = u32> {
        while by > 0 {
            self.end += by;
            by -= 1;
            yield_!(self.end);
        }
    }
}

#[generator]
fn fallible(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    for word in text.split(' ') {
        if word.is_empty() {
            return;
        }
        let number = word.parse()?;
        yield_!(Ok(number));
    }
}

#[generator]
fn forever() -> impl Iterator<Item = u32> {
    let mut number = 0;
    loop {
        yield_!(number);
        number += 1;
    }
}

#[generator]
fn echo() -> impl Coroutine<Yield = u32, Resume = u32, Return = u32, Error = String> {
    let mut sum = 0;
    loop {
        match try_yield!(sum) {
            Ok(number) => sum += number,
            Err(Interrupt::Thrown(_)) => sum = 0,
            Err(Interrupt::Closed) => return sum,
        }
    }
}

#[generator]
fn arms(number: u32) -> BoxGenerator<'static, &'static str, bool> {
    let sent = match number {
        0 => yield_!("zero"),
        1 if number == 1 => {
            let sent = yield_!("one");
            !sent
        }
        _ => return,
    };
    if sent && yield_!("sent") {
        let _ = yield_!("end");
    }
}

#[generator]
fn nothing() -> impl Iterator<Item = u32> {}

#[generator]
fn never() -> impl Iterator<Item = u32> {
    unreachable!();
}

fn main() {
    assert_eq!(Range { end: 3 }.numbers().sum::<u32>(), 3);
    assert_eq!(Range { end: 3 }.counted((1, 2), String::new()).sum::<u32>(), 3);
    assert_eq!(Range { end: 3 }.changed(1).sum::<u32>(), 4);
    assert_eq!(fallible("1 2").count(), 2);
    assert_eq!(forever().take(3).sum::<u32>(), 3);
    assert!(echo().start().is_ok());
    assert!(arms(0).start().is_ok());
    assert_eq!(nothing().count(), 0);
    drop(never());
}
