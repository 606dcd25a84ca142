#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn greetings(
    names: Vec<String>,
) -> impl Iterator<Item = String> + Clone + ::genfn::Generator {
    #[derive(::genfn::__private::Clone)]
    #[allow(non_camel_case_types, dead_code)]
    #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
    enum StateOfTheGenerator<TNames, TGreeting, TIterator, TRestOfName> {
        At1 { greeting: TGreeting, names: TNames },
        At2 { rest_of_name: TRestOfName, iterator: TIterator, greeting: TGreeting },
        At3 {},
        Start { names: TNames },
        Finished,
    }
    #[allow(non_camel_case_types)]
    impl<TNames, TGreeting, TIterator, TRestOfName> ::genfn::__private::ExplicitState
    for StateOfTheGenerator<TNames, TGreeting, TIterator, TRestOfName> {
        #[inline]
        fn finish(&mut self) {
            ::core::mem::drop(::genfn::__private::replace(self, Self::Finished));
        }
        #[inline]
        fn point(&self) -> ::genfn::__private::Point {
            match self {
                Self::Start { .. } => ::genfn::__private::Point::Start,
                Self::At1 { .. } => ::genfn::__private::Point::Yield,
                Self::At2 { .. } => ::genfn::__private::Point::Yield,
                Self::At3 { .. } => ::genfn::__private::Point::Yield,
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
    if false {
        ::genfn::__private::kept_is_clone(&names, ::genfn::__private::unwritten());
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
        String,
        (),
        (),
        ::core::convert::Infallible,
        _,
        _,
    >(
        StateOfTheGenerator::Start {
            names: names,
        },
        #[inline(always)]
        |state, mut input| {
            let mut kept_names = ::genfn::__private::Option::None;
            let mut kept_greeting = ::genfn::__private::Option::None;
            let mut held_iterator = ::genfn::__private::Option::None;
            let mut held_rest_of_name = ::genfn::__private::Option::None;
            let mut resume: u32 = match ::genfn::__private::replace(
                state,
                StateOfTheGenerator::Finished,
            ) {
                StateOfTheGenerator::Start { names } => {
                    kept_names = ::genfn::__private::Option::Some(names);
                    0
                }
                StateOfTheGenerator::At1 { greeting, names } => {
                    kept_greeting = ::genfn::__private::Option::Some(greeting);
                    kept_names = ::genfn::__private::Option::Some(names);
                    1
                }
                StateOfTheGenerator::At2 { rest_of_name, iterator, greeting } => {
                    held_rest_of_name = ::genfn::__private::Option::Some(rest_of_name);
                    held_iterator = ::genfn::__private::Option::Some(iterator);
                    kept_greeting = ::genfn::__private::Option::Some(greeting);
                    2
                }
                StateOfTheGenerator::At3 {} => 3,
                StateOfTheGenerator::Finished => {
                    return ::genfn::__private::Output::Finished;
                }
            };
            let result: () = {
                if resume <= 2 {
                    let ((mut greeting,), chosen_1) = if resume <= 1 {
                        let (names,) = (::genfn::__private::restore(&mut kept_names),);
                        let (mut greeting,) = if resume <= 0 {
                            let mut greeting = String::from("Hello");
                            (greeting,)
                        } else {
                            (::genfn::__private::restore(&mut kept_greeting),)
                        };
                        {
                            if false {
                                ::genfn::__private::imports().import_of_yield_();
                            }
                            if resume < 1 {
                                let value: String = greeting.clone();
                                if false {
                                    ::genfn::__private::kept_is_clone(
                                        &greeting,
                                        ::genfn::__private::unwritten(),
                                    );
                                    ::genfn::__private::kept_is_clone(
                                        &names,
                                        ::genfn::__private::unwritten(),
                                    );
                                }
                                *state = StateOfTheGenerator::At1 {
                                    greeting: greeting,
                                    names: names,
                                };
                                return ::genfn::__private::Output::Yielded(value);
                            }
                            resume = 0;
                        };
                        greeting.push(' ');
                        let chosen_1 = if resume <= 1 {
                            match ::genfn::__private::into_iter(names) {
                                iterator => ::genfn::__private::Option::Some((iterator,)),
                            }
                        } else {
                            { ::genfn::__private::Option::None }
                        };
                        ((greeting,), chosen_1)
                    } else {
                        (
                            (::genfn::__private::restore(&mut kept_greeting),),
                            { ::genfn::__private::Option::None },
                        )
                    };
                    match chosen_1 {
                        chosen_1 => {
                            let (mut iterator,) = if resume <= 1 {
                                let (mut iterator,) = ::genfn::__private::taken(chosen_1);
                                (iterator,)
                            } else {
                                (::genfn::__private::restore(&mut held_iterator),)
                            };
                            loop {
                                let ((rest_of_name,), offered_2) = if resume <= 1 {
                                    let (name,) = match ::genfn::__private::next(
                                        &mut iterator,
                                    ) {
                                        ::genfn::__private::Option::Some(item) => {
                                            let name = item;
                                            (name,)
                                        }
                                        ::genfn::__private::Option::None => break,
                                    };
                                    let both = greeting.clone() + &name;
                                    let offered_2: ::genfn::__private::Option<String>;
                                    if resume <= 1 {
                                        offered_2 = ::genfn::__private::Option::Some(both);
                                    } else {
                                        offered_2 = ::genfn::__private::Option::None;
                                    }
                                    let rest_of_name = {
                                        use ::genfn::__private::{
                                            BorrowRest as _, CopyRest as _, WholeRest as _,
                                        };
                                        let kind = ::genfn::__private::Probe::of(&name);
                                        (&&&kind).rest().of(name)
                                    };
                                    ((rest_of_name,), offered_2)
                                } else {
                                    (
                                        (::genfn::__private::restore(&mut held_rest_of_name),),
                                        ::genfn::__private::Option::None,
                                    )
                                };
                                {
                                    if false {
                                        ::genfn::__private::imports().import_of_yield_();
                                    }
                                    if resume < 2 {
                                        let value: String = ::genfn::__private::taken(offered_2);
                                        if false {
                                            ::genfn::__private::kept_is_clone(
                                                &rest_of_name,
                                                ::genfn::__private::unwritten(),
                                            );
                                            ::genfn::__private::kept_is_clone(
                                                &iterator,
                                                ::genfn::__private::unwritten(),
                                            );
                                            ::genfn::__private::kept_is_clone(
                                                &greeting,
                                                ::genfn::__private::unwritten(),
                                            );
                                        }
                                        *state = StateOfTheGenerator::At2 {
                                            rest_of_name: rest_of_name,
                                            iterator: iterator,
                                            greeting: greeting,
                                        };
                                        return ::genfn::__private::Output::Yielded(value);
                                    }
                                    resume = 0;
                                };
                            }
                        }
                    }
                    drop(greeting);
                }
                {
                    if false {
                        ::genfn::__private::imports().import_of_yield_();
                    }
                    if resume < 3 {
                        let value: String = String::new();
                        *state = StateOfTheGenerator::At3 {};
                        return ::genfn::__private::Output::Yielded(value);
                    }
                    resume = 0;
                };
            };
            ::genfn::__private::Output::Complete(result)
        },
    );
    return {
        use ::genfn::__private::{CloneGenerator as _, OtherGenerator as _};
        let machine = machine;
        (&&::genfn::__private::Probe::of(&machine)).kind().of(machine)
    };
}
