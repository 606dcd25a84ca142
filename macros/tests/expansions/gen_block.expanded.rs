fn lengths(words: &[String]) -> impl Iterator<Item = usize> {
    {
        #[allow(unused_imports)]
        use ::core::iter::Iterator as _;
        let generator = {
            let machine = ::genfn::__private::generator(
                unsafe { ::genfn::__private::Promise::new() },
                move |token| {
                    let arguments = ();
                    let begin: ::genfn::__private::FirstPoll<
                        _,
                        (),
                        ::core::convert::Infallible,
                        _,
                    > = unsafe { token.first_poll(&arguments) };
                    (
                        async move {
                            let (mut slot, ()) = begin.await;
                            let result: () = 'body: {
                                {
                                    let () = ();
                                    for word in words {
                                        ({
                                            if false {
                                                loop {
                                                    break 'body ::genfn::__private::imports().yield_();
                                                }
                                            }
                                            let value: _ = word.len();
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
            machine
        };
        generator
    }
}
fn running_sum() -> impl Coroutine<Yield = u32, Resume = u32> {
    {
        #[allow(unused_imports)]
        use Coroutine as _;
        let generator = {
            let machine = ::genfn::__private::generator(
                unsafe { ::genfn::__private::Promise::new() },
                move |token| {
                    let arguments = ();
                    let begin: ::genfn::__private::FirstPoll<
                        _,
                        u32,
                        ::core::convert::Infallible,
                        _,
                    > = unsafe { token.first_poll(&arguments) };
                    (
                        async move {
                            let (mut slot, ()) = begin.await;
                            let result: () = 'body: {
                                {
                                    let mut sum = 0;
                                    loop {
                                        sum
                                            += ({
                                                if false {
                                                    loop {
                                                        break 'body ::genfn::__private::imports().yield_();
                                                    }
                                                }
                                                let value: _ = sum;
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
            machine
        };
        generator
    }
}
