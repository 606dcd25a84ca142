#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn evens(n: u32) -> impl Iterator<Item = u32> + ::genfn::Generator {
    use ::genfn::__private as items;
    #[allow(non_camel_case_types, non_snake_case, dead_code)]
    #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
    enum State {
        At1 {},
        Start {},
        Finished,
    }
    #[allow(non_camel_case_types)]
    impl items::ExplicitState for State {
        #[inline]
        fn finish(&mut self) {
            *self = Self::Finished;
        }
        #[inline]
        fn point(&self) -> items::Point {
            match self {
                Self::Start { .. } => items::Point::Start,
                Self::At1 { .. } => items::Point::Yield,
                Self::Finished => items::Point::Finished,
            }
        }
        #[cfg(debug_assertions)]
        fn location(&self) -> items::Option<&'static ::core::panic::Location<'static>> {
            match self {
                Self::At1 { .. } => {
                    items::Option::Some(::core::panic::Location::caller())
                }
                _ => items::Option::None,
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
    let machine = items::explicit_generator::<
        u32,
        (),
        (),
        ::core::convert::Infallible,
        _,
        _,
    >(
        items::InPlace {
            state: State::Start {},
            locals: (items::into_iter((0..n)), ()),
        },
        #[inline(always)]
        |state, mut input| -> items::Output<u32, (), ::core::convert::Infallible, _> {
            let items::InPlace { state: state, locals: locals } = state;
            let (iterator, locals) = locals;
            let entered = items::Entered::of(state);
            let mut resume: u32 = match items::Entered::state(&entered) {
                State::Start {} => 0,
                State::At1 {} => 1,
                State::Finished => {
                    items::finished();
                    return items::Output::Finished;
                }
            };
            let result: () = {
                let () = ();
                {
                    resume = 0;
                    loop {
                        let i = match items::next(&mut (*iterator)) {
                            items::Option::Some(item) => item,
                            items::Option::None => break (),
                        };
                        {
                            if false {
                                items::imports().import_of_yield_();
                            }
                            let value: u32 = 2 * i;
                            items::Entered::suspend(entered, State::At1 {});
                            return items::Output::Yielded(value);
                        };
                    }
                }
            };
            items::Output::Complete(result)
        },
    );
    return machine;
}
