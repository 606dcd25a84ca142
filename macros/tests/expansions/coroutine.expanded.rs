#[allow(
    refining_impl_trait,
    clippy::implied_bounds_in_impls,
    clippy::await_holding_lock,
    clippy::await_holding_refcell_ref,
)]
fn average() -> impl Coroutine<
    Yield = f64,
    Resume = f64,
    Return = usize,
    Error = Reset,
> + ::core::fmt::Debug {
    let machine = ::genfn::__private::generator(
        unsafe { ::genfn::__private::Promise::new() },
        move |token| {
            let arguments = ();
            let begin: ::genfn::__private::FirstPoll<f64, f64, Reset, _> = unsafe {
                token.first_poll(&arguments)
            };
            (
                async move {
                    let (mut slot, ()) = begin.await;
                    if false {
                        return { ::genfn::__private::never::<usize>() };
                    }
                    let result: usize = 'body: {
                        {
                            let (mut sum, mut count) = (0.0, 0);
                            loop {
                                match ({
                                    if false {
                                        loop {
                                            break 'body ::genfn::__private::imports().try_yield();
                                        }
                                    }
                                    let value: f64 = sum / count as f64;
                                    let resumed = unsafe { slot.try_yield(value) }.await;
                                    slot = resumed.0;
                                    resumed.1
                                }) {
                                    Ok(number) if number < 0.0 => return count,
                                    Ok(number) => (sum, count) = (sum + number, count + 1),
                                    Err(Reset) => (sum, count) = (0.0, 0),
                                }
                            }
                        }
                    };
                    result
                },
                arguments,
            )
        },
    );
    machine
}
