#[allow(
    refining_impl_trait,
    clippy::implied_bounds_in_impls,
    clippy::await_holding_lock,
    clippy::await_holding_refcell_ref,
)]
fn repeat(n: usize, item: &str) -> impl Iterator<Item = &str> + ::genfn::Generator {
    let size_hint: (usize, ::genfn::__private::Option<usize>) = (n, Some(n));
    let size_hint = ::genfn::__private::Remaining::new(size_hint);
    let machine = ::genfn::__private::generator(
        unsafe { ::genfn::__private::Promise::new() },
        move |token| {
            let arguments = (n, item);
            let begin: ::genfn::__private::FirstPoll<
                &str,
                (),
                ::core::convert::Infallible,
                _,
            > = unsafe { token.first_poll(&arguments) };
            (
                async move {
                    let (mut slot, (n, item)) = begin.await;
                    let result: () = 'body: {
                        {
                            let () = ();
                            for _ in 0..n {
                                ({
                                    if false {
                                        loop {
                                            break 'body ::genfn::__private::imports().yield_();
                                        }
                                    }
                                    let value: &str = item;
                                    let resumed = unsafe { slot.yield_(value) }.await;
                                    slot = resumed.0;
                                    resumed.1
                                });
                            }
                        }
                    };
                    result
                },
                arguments,
            )
        },
    );
    machine.with_size_hint(size_hint)
}
