#[allow(
    refining_impl_trait,
    clippy::implied_bounds_in_impls,
    clippy::await_holding_lock,
    clippy::await_holding_refcell_ref,
)]
fn numbers(
    text: &str,
) -> impl Iterator<Item = Result<u32, ParseIntError>> + ::genfn::Generator {
    let machine = ::genfn::__private::generator(
        unsafe { ::genfn::__private::Promise::new() },
        move |token| {
            let arguments = (text,);
            let begin: ::genfn::__private::FirstPoll<
                Result<u32, ParseIntError>,
                (),
                ::core::convert::Infallible,
                _,
            > = unsafe { token.first_poll(&arguments) };
            (
                async move {
                    let (mut slot, (text,)) = begin.await;
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
                        {
                            let () = ();
                            for word in text.split(' ') {
                                if word.is_empty() {
                                    return ::genfn::__private::Result::Ok(());
                                }
                                ({
                                    if false {
                                        loop {
                                            break 'body ::genfn::__private::imports().yield_();
                                        }
                                    }
                                    let value: Result<u32, ParseIntError> = Ok(word.parse()?);
                                    let resumed = unsafe { slot.yield_(value) }.await;
                                    slot = resumed.0;
                                    resumed.1
                                });
                            }
                        }
                    }
                    let result: <Result<
                        u32,
                        ParseIntError,
                    > as ::genfn::__private::FallibleItem>::End = ::genfn::__private::Result::Ok(());
                    result
                },
                arguments,
            )
        },
    );
    ::genfn::__private::fallible_generator(machine)
}
