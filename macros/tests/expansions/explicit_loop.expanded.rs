#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn evens(n: u32) -> impl Iterator<Item = u32> + ::genfn::Generator {
    #[allow(non_camel_case_types, dead_code)]
    #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
    enum StateOfTheGenerator {
        At1 {},
        Start {},
        Finished,
    }
    #[allow(non_camel_case_types)]
    impl ::genfn::__private::ExplicitState for StateOfTheGenerator {
        #[inline]
        fn finish(&mut self) {
            ::core::mem::drop(::genfn::__private::replace(self, Self::Finished));
        }
        #[inline]
        fn point(&self) -> ::genfn::__private::Point {
            match self {
                Self::Start { .. } => ::genfn::__private::Point::Start,
                Self::At1 { .. } => ::genfn::__private::Point::Yield,
                Self::Finished => ::genfn::__private::Point::Finished,
            }
        }
        #[cfg(debug_assertions)]
        fn location(
            &self,
        ) -> ::genfn::__private::Option<&'static ::core::panic::Location<'static>> {
            match self {
                Self::At1 { .. } => {
                    ::genfn::__private::Option::Some(::core::panic::Location::caller())
                }
                _ => ::genfn::__private::Option::None,
            }
        }
    }
    #[allow(unreachable_code, unused_braces, unused_parens, irrefutable_let_patterns)]
    #[cfg_attr(
        clippy,
        allow(
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::implicit_return,
            clippy::shadow_reuse,
            clippy::shadow_same,
            clippy::shadow_unrelated,
        )
    )]
    let machine = ::genfn::__private::explicit_generator::<
        u32,
        (),
        (),
        ::core::convert::Infallible,
        _,
        _,
    >(
        ::genfn::__private::InPlace {
            state: StateOfTheGenerator::Start {},
            locals: (::genfn::__private::into_iter((0..n)), ()),
        },
        #[inline(always)]
        |state, mut input| {
            let ::genfn::__private::InPlace { state: state, locals: locals } = state;
            let (iterator, locals) = locals;
            let entered = ::genfn::__private::Entered::of(state);
            let mut resume: u32 = match ::genfn::__private::Entered::state(&entered) {
                StateOfTheGenerator::Start {} => 0,
                StateOfTheGenerator::At1 {} => 1,
                StateOfTheGenerator::Finished => {
                    return ::genfn::__private::Output::Finished;
                }
            };
            let result: () = {
                let () = ();
                {
                    resume = 0;
                    loop {
                        let (i,) = match ::genfn::__private::next(&mut *iterator) {
                            ::genfn::__private::Option::Some(item) => {
                                let i = item;
                                (i,)
                            }
                            ::genfn::__private::Option::None => break,
                        };
                        {
                            if false {
                                ::genfn::__private::imports().import_of_yield_();
                            }
                            let value: u32 = 2 * i;
                            ::genfn::__private::Entered::suspend(
                                entered,
                                StateOfTheGenerator::At1 {},
                            );
                            return ::genfn::__private::Output::Yielded(value);
                        };
                    }
                }
            };
            ::genfn::__private::Output::Complete(result)
        },
    );
    return machine;
}
