fn lengths(words: &[String]) -> impl Iterator<Item = usize> {
    {
        #[allow(unused_imports)]
        use ::core::iter::Iterator as _;
        let generator = ::genfn::__private::opaque({
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
                                for word in words {
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
                                            value = word.len();
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
                        };
                        return result;
                    };
                    return (body, kept_arguments);
                }
            };
            let machine = unsafe { start.make_generator_in_place() };
            machine
        });
        generator
    }
}
fn running_sum() -> impl Coroutine<Yield = u32, Resume = u32> {
    {
        #[allow(unused_imports)]
        use Coroutine as _;
        let generator = {
            use ::genfn::__private::MakeGeneratorInPlace as _;
            let once = ::genfn::__private::Once;
            let start = async move {
                move |protocol| {
                    once;
                    let protocol: ::genfn::__private::Protocol<
                        _,
                        u32,
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
                                let mut sum = 0;
                                loop {
                                    sum
                                        += ({
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
                                                value = sum;
                                                value
                                            };
                                            let resumed = slot.yield_(value).await;
                                            #[cfg_attr(
                                                clippy,
                                                allow(clippy::mixed_read_write_in_expression)
                                            )]
                                            {
                                                slot = resumed.0;
                                            }
                                            (resumed.1,)
                                        })
                                            .0;
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
        };
        generator
    }
}
