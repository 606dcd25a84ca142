#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn greetings(
    names: Vec<String>,
) -> impl Iterator<Item = String> + Clone + ::genfn::Generator {
    use ::genfn::__private as items;
    #[derive(items::Clone)]
    #[allow(non_camel_case_types, non_snake_case, dead_code)]
    #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
    enum State<TNames, TGreeting, TIterator, TRestOfName> {
        At1 { greeting: TGreeting, names: TNames },
        At2 { rest_of_name: TRestOfName, iterator: TIterator, greeting: TGreeting },
        At3 {},
        Start { names: TNames },
        Finished,
    }
    #[allow(non_camel_case_types)]
    impl<TNames, TGreeting, TIterator, TRestOfName> items::ExplicitState
    for State<TNames, TGreeting, TIterator, TRestOfName> {
        #[inline]
        fn finish(&mut self) {
            *self = Self::Finished;
        }
        #[inline]
        fn point(&self) -> items::Point {
            match self {
                Self::Start { .. } => items::Point::Start,
                Self::At1 { .. } => items::Point::Yield,
                Self::At2 { .. } => items::Point::Yield,
                Self::At3 { .. } => items::Point::Yield,
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
    if false {
        items::kept_is_clone(&names, items::unwritten());
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
        String,
        (),
        (),
        ::core::convert::Infallible,
        _,
        _,
    >(
        State::Start { names: names },
        #[inline(always)]
        |state, mut input| -> items::Output<String, (), ::core::convert::Infallible, _> {
            let mut kept_names = items::Option::None;
            let mut kept_greeting = items::Option::None;
            let mut held_iterator = items::Option::None;
            let mut held_rest_of_name = items::Option::None;
            let mut resume: u32 = match items::replace(state, State::Finished) {
                State::Start { names } => {
                    kept_names = items::Option::Some(names);
                    0
                }
                State::At1 { greeting, names } => {
                    kept_greeting = items::Option::Some(greeting);
                    kept_names = items::Option::Some(names);
                    1
                }
                State::At2 { rest_of_name, iterator, greeting } => {
                    held_rest_of_name = items::Option::Some(rest_of_name);
                    held_iterator = items::Option::Some(iterator);
                    kept_greeting = items::Option::Some(greeting);
                    2
                }
                State::At3 {} => 3,
                State::Finished => {
                    items::finished();
                    return items::Output::Finished;
                }
            };
            let result: () = {
                if resume <= 2 {
                    #[allow(unused_assignments, unused_mut, unused_variables)]
                    let (mut greeting, chosen_1) = if resume <= 1 {
                        let names = items::restore(&mut kept_names);
                        #[allow(unused_assignments, unused_mut, unused_variables)]
                        let mut greeting = if resume <= 0 {
                            #[allow(unused_mut)]
                            let mut greeting = String::from("Hello");
                            greeting
                        } else {
                            items::restore(&mut kept_greeting)
                        };
                        {
                            if false {
                                items::imports().import_of_yield_();
                            }
                            if resume < 1 {
                                let value: String = greeting.clone();
                                if false {
                                    items::kept_is_clone(&greeting, items::unwritten());
                                    items::kept_is_clone(&names, items::unwritten());
                                }
                                items::suspend(
                                    state,
                                    State::At1 {
                                        greeting: greeting,
                                        names: names,
                                    },
                                );
                                return items::Output::Yielded(value);
                            }
                            resume = 0;
                        };
                        greeting.push(' ');
                        let chosen_1 = if resume <= 1 {
                            match items::into_iter(names) {
                                iterator => items::Option::Some(iterator),
                            }
                        } else {
                            { items::Option::None }
                        };
                        (greeting, chosen_1)
                    } else {
                        (items::restore(&mut kept_greeting), { items::Option::None })
                    };
                    match chosen_1 {
                        chosen_1 => {
                            #[allow(unused_assignments, unused_mut, unused_variables)]
                            let mut iterator = if resume <= 1 {
                                #[allow(unused_assignments, unused_mut, unused_variables)]
                                let mut iterator = items::taken(chosen_1);
                                iterator
                            } else {
                                items::passed_over(chosen_1);
                                items::restore(&mut held_iterator)
                            };
                            loop {
                                let (rest_of_name, offered_2) = if resume <= 1 {
                                    let name = match items::next(&mut (iterator)) {
                                        items::Option::Some(item) => item,
                                        items::Option::None => break (),
                                    };
                                    let both = greeting.clone() + &name;
                                    let offered_2: ::core::option::Option<String>;
                                    if resume <= 1 {
                                        offered_2 = ::core::option::Option::Some(both);
                                    } else {
                                        offered_2 = items::Option::None;
                                    }
                                    let rest_of_name = {
                                        use items::{BorrowRest as _, CopyRest as _, WholeRest as _};
                                        let kind = if false {
                                            items::nothing_runs();
                                            (&&&items::Probe::of(&name)).rest()
                                        } else {
                                            ::core::default::Default::default()
                                        };
                                        if kind.is_nothing() {
                                            kind.nothing()
                                        } else {
                                            kind.is_everything();
                                            kind.of(name)
                                        }
                                    };
                                    (rest_of_name, offered_2)
                                } else {
                                    (
                                        items::restore(&mut held_rest_of_name),
                                        items::Option::None,
                                    )
                                };
                                {
                                    if resume < 2 {
                                        let value: String = items::taken(offered_2);
                                        if false {
                                            items::kept_is_clone(&rest_of_name, items::unwritten());
                                            items::kept_is_clone(&iterator, items::unwritten());
                                            items::kept_is_clone(&greeting, items::unwritten());
                                        }
                                        items::suspend(
                                            state,
                                            State::At2 {
                                                rest_of_name: rest_of_name,
                                                iterator: iterator,
                                                greeting: greeting,
                                            },
                                        );
                                        return items::Output::Yielded(value);
                                    }
                                    resume = 0;
                                };
                            }
                        }
                    }
                    drop(greeting);
                }
                {
                    if resume < 3 {
                        let value: String = String::new();
                        items::suspend(state, State::At3 {});
                        return items::Output::Yielded(value);
                    }
                    resume = 0;
                };
            };
            items::Output::Complete(result)
        },
    );
    return {
        use items::{CloneGenerator as _, OtherGenerator as _};
        let machine = machine;
        (&&items::Probe::of(&machine)).kind().of(machine)
    };
}
