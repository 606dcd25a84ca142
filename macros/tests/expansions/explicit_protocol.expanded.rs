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
    use ::genfn::__private as items;
    #[allow(non_camel_case_types, non_snake_case, dead_code)]
    #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
    enum State<TLimit, TNumber2, TDelegate> {
        At1 { limit: TLimit },
        At2 { limit: TLimit },
        At3 { delegate: TDelegate, number_2: TNumber2, limit: TLimit },
        Start { limit: TLimit },
        Finished,
    }
    #[allow(non_camel_case_types)]
    impl<TLimit, TNumber2, TDelegate> items::ExplicitState
    for State<TLimit, TNumber2, TDelegate> {
        const TAKES_VALUES: bool = true;
        #[inline]
        fn finish(&mut self) {
            *self = Self::Finished;
        }
        #[inline]
        fn point(&self) -> items::Point {
            match self {
                Self::Start { .. } => items::Point::Start,
                Self::At1 { .. } => items::Point::Yield,
                Self::At2 { .. } => items::Point::Catching,
                Self::At3 { .. } => items::Point::Catching,
                Self::Finished => items::Point::Finished,
            }
        }
        #[cfg(debug_assertions)]
        fn location(&self) -> items::Option<&'static ::core::panic::Location<'static>> {
            match self {
                Self::At1 { .. } => {
                    items::Option::Some(::core::panic::Location::caller())
                }
                Self::At2 { .. } => {
                    items::Option::Some(::core::panic::Location::caller())
                }
                Self::At3 { .. } => {
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
        u32,
        Result<u32, Failure>,
        Failure,
        _,
        _,
    >(
        State::Start { limit: limit },
        #[inline(always)]
        |state, mut input| -> items::Output<u32, Result<u32, Failure>, Failure, _> {
            let mut kept_limit = items::Option::None;
            let mut kept_number_2 = items::Option::None;
            let mut held_delegate = items::Option::None;
            let mut resume: u32 = match items::replace(state, State::Finished) {
                State::Start { limit } => {
                    kept_limit = items::Option::Some(limit);
                    0
                }
                State::At1 { limit } => {
                    kept_limit = items::Option::Some(limit);
                    1
                }
                State::At2 { limit } => {
                    kept_limit = items::Option::Some(limit);
                    2
                }
                State::At3 { delegate, number_2, limit } => {
                    held_delegate = items::Option::Some(delegate);
                    kept_number_2 = items::Option::Some(number_2);
                    kept_limit = items::Option::Some(limit);
                    3
                }
                State::Finished => {
                    items::finished();
                    return items::Output::Finished;
                }
            };
            let result: Result<u32, Failure> = {
                if false {
                    {
                        use items::{ValueOfAnother as _, ValueOfTheLibrary as _};
                        let value = Err(items::nothing_runs());
                        value.value(items::nothing_runs(), items::nothing_runs());
                    }
                    {
                        use items::{ValueOfAnother as _, ValueOfTheLibrary as _};
                        let value = Ok(items::nothing_runs());
                        value.value(items::nothing_runs(), items::nothing_runs());
                    }
                }
                let limit = items::restore(&mut kept_limit);
                let ((), offered_1) = if resume <= 1 {
                    let first = {
                        if false {
                            items::imports().import_of_yield_();
                        }
                        if resume < 1 {
                            let value: u32 = limit;
                            items::suspend(state, State::At1 { limit: limit });
                            return items::Output::Yielded(value);
                        }
                        resume = 0;
                        input.take().sent()
                    };
                    let offered_1: ::core::option::Option<u32>;
                    if resume <= 1 {
                        offered_1 = ::core::option::Option::Some(first);
                    } else {
                        offered_1 = items::Option::None;
                    }
                    ((), offered_1)
                } else {
                    ((), items::Option::None)
                };
                let ((), chosen_2) = if resume <= 2 {
                    let operand = {
                        if false {
                            items::imports().import_of_try_yield_();
                        }
                        if resume < 2 {
                            let value: u32 = items::taken(offered_1);
                            items::suspend(state, State::At2 { limit: limit });
                            return items::Output::Yielded(value);
                        }
                        resume = 0;
                        input.take().caught()
                    };
                    let chosen_2 = if resume <= 2 {
                        {
                            if false {
                                use items::{HasDestructor as _, HasNoDestructor as _};
                                match items::another(&operand) {
                                    Err(probed) => {
                                        items::taken_apart(
                                            (&&items::Probe::of(&probed)).has_destructor(),
                                        )
                                    }
                                    _ => {}
                                }
                            }
                            match operand {
                                Ok(number) => {
                                    items::Chosen::First(items::Option::Some(number))
                                }
                                Err(Interrupt::Thrown(failure)) => {
                                    items::Chosen::Rest(
                                        items::Chosen::First(items::Option::Some(failure)),
                                    )
                                }
                                Err(Interrupt::Closed) => {
                                    items::Chosen::Rest(items::Chosen::Rest(()))
                                }
                            }
                        }
                    } else {
                        if resume <= 2 {
                            items::Chosen::First(items::Option::None)
                        } else if resume <= 2 {
                            items::Chosen::Rest(
                                items::Chosen::First(items::Option::None),
                            )
                        } else {
                            items::Chosen::Rest(items::Chosen::Rest(()))
                        }
                    };
                    ((), chosen_2)
                } else {
                    (
                        (),
                        if resume <= 2 {
                            items::Chosen::First(items::Option::None)
                        } else if resume <= 2 {
                            items::Chosen::Rest(
                                items::Chosen::First(items::Option::None),
                            )
                        } else {
                            items::Chosen::Rest(items::Chosen::Rest(()))
                        },
                    )
                };
                let number = if resume <= 2 {
                    let number = match chosen_2 {
                        items::Chosen::First(chosen_2) => {
                            let number = items::taken(chosen_2);
                            (match items::Question::branch(
                                number.checked_add(1).ok_or(Failure),
                            ) {
                                items::ControlFlow::Continue(value) => value,
                                items::ControlFlow::Break(end) => {
                                    return items::Output::Complete(
                                        items::FromResidual::from_residual(end),
                                    );
                                }
                            })
                        }
                        items::Chosen::Rest(items::Chosen::First(chosen_2)) => {
                            let failure = items::taken(chosen_2);
                            return items::Output::Complete(Err(failure));
                        }
                        items::Chosen::Rest(items::Chosen::Rest(())) => 0,
                    };
                    number
                } else {
                    items::restore(&mut kept_number_2)
                };
                let offered_3;
                if resume <= 2 {
                    offered_3 = ::core::option::Option::Some(others(number));
                } else {
                    offered_3 = items::Option::None;
                }
                let more = {
                    if false {
                        items::imports().import_of_yield_from();
                    }
                    let mut delegate = if resume < 3 {
                        let value = items::taken(offered_3);
                        input = items::Input::Start;
                        use items::{
                            CoroutineKind as _, IteratorKind as _, OtherKind as _,
                        };
                        let kind = (&&&items::Kind::of(&value))
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
                            items::resume_with({
                                use items::{HasDefault as _, NoDefault as _};
                                (&&items::ResumeType::<u32>::new()).resume_of_the_delegate()
                            }),
                        )
                    } else {
                        resume = 0;
                        items::restore(&mut held_delegate)
                    };
                    match items::ExplicitDelegate::step(
                        &mut delegate,
                        input.take().delegated(),
                        items::resume_with({
                            use items::{HasDefault as _, NoDefault as _};
                            (&&items::ResumeType::<u32>::new()).resume_of_the_delegate()
                        }),
                    ) {
                        items::DelegateStep::Yielded(item) => {
                            items::suspend(
                                state,
                                State::At3 {
                                    delegate: delegate,
                                    number_2: number,
                                    limit: limit,
                                },
                            );
                            return items::Output::Yielded(item);
                        }
                        items::DelegateStep::Returned(returned) => returned,
                        items::DelegateStep::Uncaught(interrupt) => {
                            items::suspend(
                                state,
                                State::At3 {
                                    delegate: delegate,
                                    number_2: number,
                                    limit: limit,
                                },
                            );
                            return items::Output::Uncaught(interrupt);
                        }
                        items::DelegateStep::Ignored(item) => {
                            items::suspend(
                                state,
                                State::At3 {
                                    delegate: delegate,
                                    number_2: number,
                                    limit: limit,
                                },
                            );
                            return items::Output::Ignored(item);
                        }
                    }
                };
                Ok(number + more)
            };
            items::Output::Complete(result)
        },
    );
    return machine;
}
