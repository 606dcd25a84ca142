//! Names of the user's that are those of an expansion, or of the types in a signature.

#![allow(non_upper_case_globals, dead_code, non_camel_case_types, reason = "they are the names")]

use genfn::generator;

mod consts {
    use genfn::generator;

    pub(crate) const value: u32 = 3;
    pub(crate) const kind: u32 = 4;
    pub(crate) const slot: u32 = 5;
    pub(crate) static machine: u32 = 6;
    pub(crate) static resumed: u32 = 7;
    pub(crate) struct begin;
    pub(crate) struct arguments;
    pub(crate) const argument_0: u32 = 8;

    #[generator]
    pub(crate) fn numbers((x, _): (u32, ())) -> impl Iterator<Item = u32> {
        yield_!(kind + value + x);
        let _ = [yield_!(slot + machine)];
        yield_from!([resumed, argument_0]);
    }
}

#[test]
fn constants_statics_and_structs() {
    assert_eq!(consts::numbers((1, ())).collect::<Vec<_>>(), [8, 11, 7, 8]);
}

mod traits {
    use genfn::{generator, yield_, yield_from};

    pub(crate) trait Tap: Sized {
        fn yield_(self) -> u8 {
            0
        }
        fn yield_from(self) -> u8 {
            0
        }
        fn resume_of_delegate(&self) -> Option<fn() -> u32> {
            Some(|| 77)
        }
        fn kind_of_delegate(&self) -> u8 {
            1
        }
        fn first_poll(self, _: u8) {}
        fn make_generator(self) {}
        fn with_size_hint_(self, _: u8) {}
    }

    impl<T> Tap for T {}

    #[generator]
    pub(crate) fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
        let _ = vec![yield_!(2)];
        yield_from!([3]);
    }
}

#[test]
fn methods_of_traits_for_all_types() {
    assert_eq!(traits::numbers().collect::<Vec<_>>(), [1, 2, 3]);
}

type Result<T> = std::result::Result<T, String>;

#[test]
fn items_that_shadow_the_types_of_the_signature() {
    #[generator]
    fn parse(text: &str) -> impl Iterator<Item = Result<u32>> {
        use std::fmt::{Result, Write};

        fn show(to: &mut String, n: u32) -> Result {
            write!(to, "{n}")
        }

        let mut log = String::new();
        for word in text.split(' ') {
            let n = word.parse::<u32>().map_err(|error| error.to_string())?;
            show(&mut log, n).unwrap();
            yield_!(Ok(n));
            let _ = vec![yield_!(Ok(n))];
        }
    }

    macro_rules! define {
        () => {
            struct Result;
        };
    }

    #[generator]
    fn defined() -> impl Iterator<Item = Result<u32>> {
        define!();
        let _ = Result;
        yield_!(Ok(1));
    }

    assert_eq!(parse("1").collect::<Vec<_>>(), [Ok(1), Ok(1)]);
    assert_eq!(defined().count(), 1);
}

#[test]
fn macros_of_the_users_of_the_names_that_expansions_use() {
    #[allow(unused_macros)]
    macro_rules! compile_error {
        ($($any:tt)*) => {};
    }
    #[allow(unused_macros)]
    macro_rules! unreachable {
        ($($any:tt)*) => {};
    }

    #[generator]
    fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
    }

    assert_eq!(numbers().count(), 1);
}
