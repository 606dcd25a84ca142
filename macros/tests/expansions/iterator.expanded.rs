#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn repeat(n: usize, item: &str) -> impl Iterator<Item = &str> + ::genfn::Generator {
    let size_hint: (usize, ::genfn::__private::Option<usize>) = (n, Some(n));
    let size_hint = ::genfn::__private::Remaining::new(size_hint);
    use ::genfn::__private::MakeGenerator as _;
    let once = ::genfn::__private::Once;
    let start = move |protocol| {
        once;
        let protocol: ::genfn::__private::Protocol<
            &str,
            (),
            ::core::convert::Infallible,
            ::genfn::__private::NoDelegates,
        > = protocol;
        let kept_arguments = (n, item);
        let arguments = protocol.first_poll_before_one_yield_(&kept_arguments);
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
            let (mut slot, (n, item)) = arguments.await;
            let result: () = 'body: {
                if false {
                    break 'body ::genfn::__private::never();
                }
                {
                    let () = ();
                    for _ in 0..n {
                        ({
                            if false {
                                ::genfn::__private::Imports::yield_();
                                ::genfn::__private::imports().import_of_yield_();
                            }
                            #[cfg_attr(
                                clippy,
                                allow(clippy::mixed_read_write_in_expression)
                            )]
                            {
                                slot = slot
                                    .yield_unit({
                                        let value: &str;
                                        value = item;
                                        value
                                    })
                                    .await;
                            }
                        });
                    }
                }
            };
            return result;
        };
        return (body, kept_arguments);
    };
    let machine = unsafe { start.make_generator() };
    return machine.with_size_hint(size_hint);
}
