fn expressions(items: Vec<u32>, words: &[&str]) {
    let one_loop = ::genfn::__private::expression(
        ::core::iter::Iterator::map(
            match items {
                iterable => ::core::iter::IntoIterator::into_iter(iterable),
            },
            move |x| f(x),
        ),
    );
    let condition_apart_from_the_element = ::genfn::__private::expression(
        ::core::iter::Iterator::map(
            ::core::iter::Iterator::filter_map(
                match items {
                    iterable => ::core::iter::IntoIterator::into_iter(iterable),
                },
                move |x| {
                    if g(&x) {
                        ::genfn::__private::Option::Some((x,))
                    } else {
                        ::genfn::__private::Option::None
                    }
                },
            ),
            move |#[allow(unused_variables)] (x,)| f(x),
        ),
    );
    let condition_on_the_element = ::genfn::__private::expression(
        ::core::iter::Iterator::filter_map(
            match items {
                iterable => ::core::iter::IntoIterator::into_iter(iterable),
            },
            move |x| {
                if f(x) > 0 {
                    ::genfn::__private::Option::Some(f(x))
                } else {
                    ::genfn::__private::Option::None
                }
            },
        ),
    );
    let loops_over_ranges = ::genfn::__private::expression(
        ::core::iter::Iterator::flat_map(
            ::core::iter::Iterator::filter(
                match 0..9 {
                    iterable => ::core::iter::IntoIterator::into_iter(iterable),
                },
                move |#[allow(unused_variables)] &x| x % 2 == 0,
            ),
            move |#[allow(unused_variables)] x| ::core::iter::Iterator::map(
                match 0..x {
                    iterable => ::core::iter::IntoIterator::into_iter(iterable),
                },
                move |y| (x, y),
            ),
        ),
    );
    let several_loops = match match words {
        iterable => ::core::iter::IntoIterator::into_iter(iterable),
    } {
        outermost => {
            use ::genfn::__private::MakeGeneratorInPlace as _;
            let once = ::genfn::__private::Once;
            let start = async move {
                move |protocol| {
                    once;
                    let protocol: ::genfn::__private::Protocol<
                        _,
                        (),
                        ::core::convert::Infallible,
                        ::genfn::__private::NoDelegates,
                    > = protocol;
                    let kept_arguments = ();
                    let arguments = protocol
                        .first_poll_before_one_yield_(&kept_arguments);
                    #[cfg_attr(
                        clippy,
                        allow(
                            clippy::await_holding_invalid_type,
                            clippy::await_holding_lock,
                            clippy::await_holding_refcell_ref,
                            clippy::async_yields_async,
                            clippy::large_futures,
                        )
                    )]
                    let body = async move {
                        #[cfg_attr(
                            clippy,
                            allow(
                                clippy::shadow_reuse,
                                clippy::shadow_same,
                                clippy::shadow_unrelated
                            )
                        )]
                        let (mut slot, ()) = arguments.await;
                        let item: ::genfn::__private::ItemType<_> = ::genfn::__private::ItemType::new();
                        let result: () = 'body: {
                            if false {
                                break 'body ::genfn::__private::never();
                            }
                            {
                                let () = ();
                                for w in outermost {
                                    if w.len() > 1 {
                                        for c in w.chars() {
                                            ({
                                                if false {
                                                    ::genfn::__private::Imports::yield_();
                                                    ::genfn::__private::imports().import_of_yield_();
                                                }
                                                #[cfg_attr(clippy, allow(clippy::useless_let_if_seq))]
                                                let value = {
                                                    let value;
                                                    if false {
                                                        value = item.never();
                                                        item.not_reached(value);
                                                    }
                                                    value = c;
                                                    value
                                                };
                                                #[cfg_attr(
                                                    clippy,
                                                    allow(clippy::mixed_read_write_in_expression)
                                                )]
                                                {
                                                    slot = slot.yield_unit(value).await;
                                                }
                                            });
                                        }
                                    }
                                }
                            }
                        };
                        return result;
                    };
                    return (body, kept_arguments);
                }
            };
            let machine = unsafe { start.make_generator_in_place() };
            machine
        }
    };
}
