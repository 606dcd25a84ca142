#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn average() -> impl Coroutine<
    Yield = f64,
    Resume = f64,
    Return = usize,
    Error = Reset,
> + ::core::fmt::Debug {
    use ::genfn::__private::MakeGenerator as _;
    let once = ::genfn::__private::Once;
    let start = move |protocol| {
        once;
        let protocol: ::genfn::__private::Protocol<
            f64,
            f64,
            Reset,
            ::genfn::__private::NoDelegates,
        > = protocol;
        let kept_arguments = ();
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
            let (mut slot, ()) = arguments.await;
            if false {
                return { ::genfn::__private::never::<usize>() };
            }
            let result: usize = 'body: {
                if false {
                    break 'body ::genfn::__private::never();
                }
                {
                    let (mut sum, mut count) = (0.0, 0);
                    loop {
                        match ({
                            if false {
                                ::genfn::__private::Imports::try_yield();
                                ::genfn::__private::imports().import_of_try_yield_();
                            }
                            let resumed = slot
                                .try_yield_({
                                    let value: f64;
                                    value = sum / count as f64;
                                    value
                                })
                                .await;
                            #[cfg_attr(
                                clippy,
                                allow(clippy::mixed_read_write_in_expression)
                            )]
                            {
                                slot = resumed.0;
                            }
                            (resumed.1,)
                        })
                            .0
                        {
                            Ok(number) if number < 0.0 => return count,
                            Ok(number) => (sum, count) = (sum + number, count + 1),
                            Err(Reset) => (sum, count) = (0.0, 0),
                        }
                    }
                }
            };
            return result;
        };
        return (body, kept_arguments);
    };
    let machine = unsafe { start.make_generator() };
    return machine;
}
