#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn careful(
    limit: u32,
) -> impl Coroutine<
    Yield = u32,
    Resume = u32,
    Return = Result<u32, Failure>,
    Error = Failure,
> + ::core::fmt::Debug {
    #[allow(non_camel_case_types, dead_code)]
    #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
    enum StateOfTheGenerator<TLimit, TNumber2, TDelegate> {
        At1 { limit: TLimit },
        At2 { limit: TLimit },
        At3 { delegate: TDelegate, number_2: TNumber2, limit: TLimit },
        Start { limit: TLimit },
        Finished,
    }
    #[allow(non_camel_case_types)]
    impl<TLimit, TNumber2, TDelegate> ::genfn::__private::ExplicitState
    for StateOfTheGenerator<TLimit, TNumber2, TDelegate> {
        #[inline]
        fn finish(&mut self) {
            ::core::mem::drop(::genfn::__private::replace(self, Self::Finished));
        }
        #[inline]
        fn point(&self) -> ::genfn::__private::Point {
            match self {
                Self::Start { .. } => ::genfn::__private::Point::Start,
                Self::At1 { .. } => ::genfn::__private::Point::Yield,
                Self::At2 { .. } => ::genfn::__private::Point::Catching,
                Self::At3 { .. } => ::genfn::__private::Point::Catching,
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
                Self::At2 { .. } => {
                    ::genfn::__private::Option::Some(::core::panic::Location::caller())
                }
                Self::At3 { .. } => {
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
        u32,
        Result<u32, Failure>,
        Failure,
        _,
        _,
    >(
        StateOfTheGenerator::Start {
            limit: limit,
        },
        #[inline(always)]
        |state, mut input| {
            let mut kept_limit = ::genfn::__private::Option::None;
            let mut kept_number_2 = ::genfn::__private::Option::None;
            let mut held_delegate = ::genfn::__private::Option::None;
            let mut resume: u32 = match ::genfn::__private::replace(
                state,
                StateOfTheGenerator::Finished,
            ) {
                StateOfTheGenerator::Start { limit } => {
                    kept_limit = ::genfn::__private::Option::Some(limit);
                    0
                }
                StateOfTheGenerator::At1 { limit } => {
                    kept_limit = ::genfn::__private::Option::Some(limit);
                    1
                }
                StateOfTheGenerator::At2 { limit } => {
                    kept_limit = ::genfn::__private::Option::Some(limit);
                    2
                }
                StateOfTheGenerator::At3 { delegate, number_2, limit } => {
                    held_delegate = ::genfn::__private::Option::Some(delegate);
                    kept_number_2 = ::genfn::__private::Option::Some(number_2);
                    kept_limit = ::genfn::__private::Option::Some(limit);
                    3
                }
                StateOfTheGenerator::Finished => {
                    return ::genfn::__private::Output::Finished;
                }
            };
            let result: Result<u32, Failure> = {
                let (limit,) = (::genfn::__private::restore(&mut kept_limit),);
                let ((), offered_1) = if resume <= 1 {
                    let first = {
                        if false {
                            ::genfn::__private::imports().import_of_yield_();
                        }
                        if resume < 1 {
                            let value: u32 = limit;
                            *state = StateOfTheGenerator::At1 {
                                limit: limit,
                            };
                            return ::genfn::__private::Output::Yielded(value);
                        }
                        resume = 0;
                        input.take().sent()
                    };
                    let offered_1: ::genfn::__private::Option<u32>;
                    if resume <= 1 {
                        offered_1 = ::genfn::__private::Option::Some(first);
                    } else {
                        offered_1 = ::genfn::__private::Option::None;
                    }
                    ((), offered_1)
                } else {
                    ((), ::genfn::__private::Option::None)
                };
                let ((), chosen_2) = if resume <= 2 {
                    let operand = {
                        if false {
                            ::genfn::__private::imports().import_of_try_yield_();
                        }
                        if resume < 2 {
                            let value: u32 = ::genfn::__private::taken(offered_1);
                            *state = StateOfTheGenerator::At2 {
                                limit: limit,
                            };
                            return ::genfn::__private::Output::Yielded(value);
                        }
                        resume = 0;
                        input.take().caught()
                    };
                    let chosen_2 = if resume <= 2 {
                        {
                            if false {
                                use ::genfn::__private::{
                                    HasDestructor as _, HasNoDestructor as _,
                                };
                                match ::genfn::__private::another(&operand) {
                                    Err(probed) => {
                                        ::genfn::__private::taken_apart(
                                            (&&::genfn::__private::Probe::of(&probed)).has_destructor(),
                                        )
                                    }
                                    _ => {}
                                }
                                match ::genfn::__private::another(&operand) {
                                    Err(probed) => {
                                        ::genfn::__private::taken_apart(
                                            (&&::genfn::__private::Probe::of(&probed)).has_destructor(),
                                        )
                                    }
                                    _ => {}
                                }
                            }
                            match operand {
                                Ok(number) => {
                                    ::genfn::__private::Chosen::First(
                                        ::genfn::__private::Option::Some((number,)),
                                    )
                                }
                                Err(Interrupt::Thrown(failure)) => {
                                    ::genfn::__private::Chosen::Rest(
                                        ::genfn::__private::Chosen::First(
                                            ::genfn::__private::Option::Some((failure,)),
                                        ),
                                    )
                                }
                                Err(Interrupt::Closed) => {
                                    ::genfn::__private::Chosen::Rest(
                                        ::genfn::__private::Chosen::Rest(()),
                                    )
                                }
                            }
                        }
                    } else {
                        if resume <= 2 {
                            ::genfn::__private::Chosen::First(
                                ::genfn::__private::Option::None,
                            )
                        } else if resume <= 2 {
                            ::genfn::__private::Chosen::Rest(
                                ::genfn::__private::Chosen::First(
                                    ::genfn::__private::Option::None,
                                ),
                            )
                        } else {
                            ::genfn::__private::Chosen::Rest(
                                ::genfn::__private::Chosen::Rest(()),
                            )
                        }
                    };
                    ((), chosen_2)
                } else {
                    (
                        (),
                        if resume <= 2 {
                            ::genfn::__private::Chosen::First(
                                ::genfn::__private::Option::None,
                            )
                        } else if resume <= 2 {
                            ::genfn::__private::Chosen::Rest(
                                ::genfn::__private::Chosen::First(
                                    ::genfn::__private::Option::None,
                                ),
                            )
                        } else {
                            ::genfn::__private::Chosen::Rest(
                                ::genfn::__private::Chosen::Rest(()),
                            )
                        },
                    )
                };
                let (number_2,) = if resume <= 2 {
                    let number_2 = match chosen_2 {
                        ::genfn::__private::Chosen::First(chosen_2) => {
                            let (number,) = ::genfn::__private::taken(chosen_2);
                            (match ::genfn::__private::Question::branch(
                                number.checked_add(1).ok_or(Failure),
                            ) {
                                ::genfn::__private::ControlFlow::Continue(value) => value,
                                ::genfn::__private::ControlFlow::Break(end) => {
                                    return ::genfn::__private::Output::Complete(
                                        ::genfn::__private::FromResidual::from_residual(end),
                                    );
                                }
                            })
                        }
                        ::genfn::__private::Chosen::Rest(
                            ::genfn::__private::Chosen::First(chosen_2),
                        ) => {
                            let (failure,) = ::genfn::__private::taken(chosen_2);
                            return ::genfn::__private::Output::Complete(Err(failure));
                        }
                        ::genfn::__private::Chosen::Rest(
                            ::genfn::__private::Chosen::Rest(()),
                        ) => 0,
                    };
                    (number_2,)
                } else {
                    (::genfn::__private::restore(&mut kept_number_2),)
                };
                let offered_3;
                if resume <= 2 {
                    offered_3 = ::genfn::__private::Option::Some(others(number_2));
                } else {
                    offered_3 = ::genfn::__private::Option::None;
                }
                let more = {
                    if false {
                        ::genfn::__private::imports().import_of_yield_from();
                    }
                    let mut delegate = if resume < 3 {
                        let value = ::genfn::__private::taken(offered_3);
                        input = ::genfn::__private::Input::Start;
                        use ::genfn::__private::{
                            CoroutineKind as _, IteratorKind as _, OtherKind as _,
                        };
                        let kind = (&&&::genfn::__private::Kind::of(&value))
                            .kind_of_the_delegate()
                            .with_values();
                        let value = (value,);
                        kind.into_delegate::<
                                u32,
                                u32,
                                Failure,
                                _,
                                _,
                            >(
                            value.0,
                            ::genfn::__private::resume_with({
                                use ::genfn::__private::{HasDefault as _, NoDefault as _};
                                (&&::genfn::__private::ResumeType::<u32>::new())
                                    .resume_of_the_delegate()
                            }),
                        )
                    } else {
                        resume = 0;
                        ::genfn::__private::restore(&mut held_delegate)
                    };
                    match ::genfn::__private::ExplicitDelegate::step(
                        &mut delegate,
                        input.take().delegated(),
                        ::genfn::__private::resume_with({
                            use ::genfn::__private::{HasDefault as _, NoDefault as _};
                            (&&::genfn::__private::ResumeType::<u32>::new())
                                .resume_of_the_delegate()
                        }),
                    ) {
                        ::genfn::__private::DelegateStep::Yielded(item) => {
                            *state = StateOfTheGenerator::At3 {
                                delegate: delegate,
                                number_2: number_2,
                                limit: limit,
                            };
                            return ::genfn::__private::Output::Yielded(item);
                        }
                        ::genfn::__private::DelegateStep::Returned(returned) => returned,
                        ::genfn::__private::DelegateStep::Uncaught(interrupt) => {
                            *state = StateOfTheGenerator::At3 {
                                delegate: delegate,
                                number_2: number_2,
                                limit: limit,
                            };
                            return ::genfn::__private::Output::Uncaught(interrupt);
                        }
                        ::genfn::__private::DelegateStep::Ignored(item) => {
                            *state = StateOfTheGenerator::At3 {
                                delegate: delegate,
                                number_2: number_2,
                                limit: limit,
                            };
                            return ::genfn::__private::Output::Ignored(item);
                        }
                    }
                };
                Ok(number_2 + more)
            };
            ::genfn::__private::Output::Complete(result)
        },
    );
    return machine;
}
