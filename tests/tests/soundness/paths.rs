//! The path of the runtime leads to a module of the user's.

/// The runtime, with some of its items replaced by unsafe functions and by types that are something
/// else.
mod fake {
    pub(crate) use genfn::*;

    #[allow(unused_imports)]
    pub(crate) mod __private {
        pub(crate) use genfn::__private::*;

        #[allow(non_snake_case)]
        pub(crate) mod Promise {
            pub(crate) use core::hint::unreachable_unchecked as new;
        }
        #[allow(non_snake_case)]
        pub(crate) mod Option {
            pub(crate) use core::mem::transmute as Some;
            pub(crate) use core::option::Option::None;
        }
        pub(crate) use core::hint::unreachable_unchecked as generator;
        pub(crate) use core::hint::unreachable_unchecked as never_;
    }
}

#[test]
fn unsafe_functions_under_other_names_are_not_called() {
    #[genfn::generator(crate = crate::paths::fake)]
    fn numbers() -> impl Iterator<Item = u8> {
        yield_!(1);
        yield_from!([2, 3]);
    }

    assert_eq!(numbers().collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn a_block_that_is_given_another_path_calls_no_unsafe_function() {
    let numbers = genfn::__private::gen_!((crate::paths::fake) yield_!(1_u8););
    assert_eq!(numbers.collect::<Vec<_>>(), [1]);
}

/// The runtime, with a maker that takes each closure for itself. It is safe: it can only drop the
/// closure, or keep it.
mod keeps {
    pub(crate) mod __private {
        pub(crate) use genfn::__private::{NoDelegates, Once, never};

        pub(crate) struct Protocol<Y, S, E, D>(pub(crate) core::marker::PhantomData<(Y, S, E, D)>);

        impl<Y, S, E, D> Protocol<Y, S, E, D> {
            #[allow(clippy::unused_self)]
            pub(crate) fn first_poll_before_one_yield_of_the_generator<A>(
                self,
                _: &A,
            ) -> core::future::Pending<(Slot, A)> {
                core::future::pending()
            }
        }

        pub(crate) struct Slot;

        impl Slot {
            #[allow(clippy::unused_self)]
            pub(crate) fn yield_unit_of_the_generator<Y>(self, _: Y) -> core::future::Ready<Slot> {
                core::future::ready(Slot)
            }
        }

        pub(crate) struct Imports;

        impl Imports {
            pub(crate) fn yield_() {}
            #[allow(clippy::unused_self)]
            pub(crate) fn import_of_yield_of_the_generator(&self) {}
        }

        pub(crate) fn imports() -> Imports {
            Imports
        }

        pub(crate) trait MakeGenerator<A, B> {
            #[allow(clippy::unused_self)]
            fn make_generator_of_the_generator(self) -> std::vec::IntoIter<u8>;
        }

        impl<F, A, B, E, D> MakeGenerator<(A, E, D), B> for F
        where
            F: FnOnce(Protocol<u8, (), E, D>) -> (B, A),
        {
            fn make_generator_of_the_generator(self) -> std::vec::IntoIter<u8> {
                drop(self(Protocol(core::marker::PhantomData)));
                vec![7].into_iter()
            }
        }
    }

    pub(crate) trait Generator {}
    impl<T> Generator for T {}
}

#[test]
fn a_maker_of_the_users_is_given_a_closure_over_types_of_the_users() {
    #[genfn::generator(crate = crate::paths::keeps)]
    fn numbers() -> impl Iterator<Item = u8> {
        yield_!(1);
    }

    assert_eq!(numbers().collect::<Vec<_>>(), [7]);
}

#[test]
fn a_glob_that_shadows_the_runtime_changes_nothing() {
    #[allow(unused_imports)]
    use fake::*;

    fn finished(mut numbers: impl genfn::Coroutine) -> bool {
        numbers.close().is_ok()
    }

    #[genfn::generator]
    fn numbers() -> impl Iterator<Item = u8> {
        yield_!(1);
    }

    assert!(finished(numbers()));
}
