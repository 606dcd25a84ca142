//! Nothing but `generator` has to be imported, whatever else is imported makes nothing ambiguous,
//! and every import counts as used.

#![deny(warnings, unused_imports, ambiguous_glob_reexports)]

mod only_the_attribute {
    use genfn::generator;

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_!(1);
        let _ = vec![yield_!(2)];
    }
}

mod everything {
    use genfn::*;

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_!(1);
        let _ = vec![yield_!(2)];
    }

    #[generator]
    pub(super) fn caught() -> impl Coroutine<Yield = u32> {
        let _: Result<(), Interrupt<_>> = try_yield!(1);
        let _ = vec![try_yield!(2)];
    }
}

mod by_name {
    use genfn::{Coroutine, generator, try_yield, yield_};

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_!(1);
        yield_!(2);
    }

    #[generator]
    pub(super) fn caught() -> impl Coroutine<Yield = u32> {
        _ = try_yield!(1);
        _ = try_yield!(2);
    }
}

mod used_only_in_macros {
    use genfn::{generator, yield_};

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        let _ = [vec![yield_!(1)], vec![yield_!(2)]];
    }
}

mod by_path {
    #[genfn::generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        genfn::yield_!(1);
        let _ = vec![::genfn::yield_!(2)];
    }
}

mod in_the_function {
    use genfn::generator;

    #[generator]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        use genfn::yield_;

        yield_!(1);
        {
            use genfn::*;

            yield_!(2);
        }
    }
}

mod under_another_name {
    use genfn as generators;
    use genfn::generator as makes_items;

    #[generators::generator]
    pub(super) fn first() -> impl Iterator<Item = u32> {
        generators::yield_!(1);
    }

    #[makes_items]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        for item in first() {
            yield_!(item);
        }
        yield_!(2);
    }
}

mod through_a_facade {
    mod facade {
        pub(crate) use genfn::*;
    }

    use facade::{generator, yield_};

    #[generator(crate = facade)]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_!(1);
        facade::yield_!(2);
    }
}

/// Names of the prelude and of the crate are the user's to take.
mod names_taken {
    #![allow(dead_code, reason = "it is enough that they are there")]

    use genfn::generator;

    pub(super) struct Result;
    pub(super) struct Box;
    pub(super) struct Option;
    pub(super) struct Some;
    pub(super) struct Err;
    pub(super) trait Iterator {}
    pub(super) trait Future {}
    pub(super) trait Send {}
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod alloc {}
    pub(super) mod genfn_macros {}

    #[generator]
    pub(super) fn items() -> impl ::std::iter::Iterator<Item = u32> {
        yield_!(1);
        yield_!(2);
    }
}

/// A trait with methods of the same names does not come between.
mod methods_taken {
    #![allow(dead_code, reason = "it is never called")]

    use genfn::generator;

    pub(super) trait Methods: Sized {
        fn yield_(self, _: u32) -> std::future::Ready<((), ())> {
            unreachable!("it is nobody's method here")
        }

        fn begin(self) -> std::future::Ready<()> {
            unreachable!("it is nobody's method here")
        }

        fn with_size_hint(self, (): ()) -> Self {
            unreachable!("it is nobody's method here")
        }
    }

    impl<T: Copy> Methods for T {}

    #[generator(size_hint = (2, Some(2)))]
    pub(super) fn items() -> impl Iterator<Item = u32> {
        yield_!(1);
        yield_!(2);
    }
}

#[test]
fn each_yields() {
    let expected = [1, 2];
    assert!(only_the_attribute::items().eq(expected));
    assert!(everything::items().eq(expected));
    assert!(everything::caught().eq(expected));
    assert!(by_name::items().eq(expected));
    assert!(by_name::caught().eq(expected));
    assert!(used_only_in_macros::items().eq(expected));
    assert!(by_path::items().eq(expected));
    assert!(in_the_function::items().eq(expected));
    assert!(under_another_name::items().eq(expected));
    assert!(through_a_facade::items().eq(expected));
    assert!(names_taken::items().eq(expected));
    assert!(methods_taken::items().eq(expected));
}
