#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn numbers(
    text: &str,
) -> impl Iterator<Item = Result<u32, ParseIntError>> + ::genfn::Generator {
    use ::genfn::__private::MakeGenerator as _;
    let once = ::genfn::__private::Once;
    let start = move |protocol| {
        once;
        let protocol: ::genfn::__private::Protocol<
            Result<u32, ParseIntError>,
            (),
            ::core::convert::Infallible,
            ::genfn::__private::NoDelegates,
        > = protocol;
        let kept_arguments = (text,);
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
            let (mut slot, (text,)) = arguments.await;
            if false {
                return {
                    ::genfn::__private::never::<
                        <Result<
                            u32,
                            ParseIntError,
                        > as ::genfn::__private::FallibleItem>::End,
                    >()
                };
            }
            'body: {
                if false {
                    break 'body ::genfn::__private::never();
                }
                {
                    let () = ();
                    for word in text.split(' ') {
                        if word.is_empty() {
                            return ::genfn::__private::Result::Ok(());
                        }
                        ({
                            if false {
                                ::genfn::__private::Imports::yield_();
                                ::genfn::__private::imports().import_of_yield_();
                            }
                            let value = {
                                let value: Result<u32, ParseIntError>;
                                value = Ok(word.parse()?);
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
            let result: <Result<
                u32,
                ParseIntError,
            > as ::genfn::__private::FallibleItem>::End = ::genfn::__private::Result::Ok(());
            return result;
        };
        return (body, kept_arguments);
    };
    let machine = unsafe { start.make_generator() };
    return ::genfn::__private::fallible_generator::<
        <Result<u32, ParseIntError> as ::genfn::__private::FallibleItem>::Kind,
        _,
    >(machine);
}
