fn expressions(items: Vec<u32>, words: &[&str]) {
    let one_loop = ::core::iter::Iterator::map(
        ::core::iter::IntoIterator::into_iter(items),
        move |x| f(x),
    );
    let condition_apart_from_the_element = ::core::iter::Iterator::map(
        ::core::iter::Iterator::filter_map(
            ::core::iter::IntoIterator::into_iter(items),
            move |x| {
                if g(&x) {
                    ::genfn::__private::Option::Some((x,))
                } else {
                    ::genfn::__private::Option::None
                }
            },
        ),
        move |#[allow(unused_variables)] (x,)| f(x),
    );
    let condition_on_the_element = ::core::iter::Iterator::filter_map(
        ::core::iter::IntoIterator::into_iter(items),
        move |x| {
            if f(x) > 0 {
                ::genfn::__private::Option::Some(f(x))
            } else {
                ::genfn::__private::Option::None
            }
        },
    );
    let loops_over_ranges = ::core::iter::Iterator::flat_map(
        ::core::iter::Iterator::filter(
            ::core::iter::IntoIterator::into_iter(0..9),
            move |#[allow(unused_variables)] &x| x % 2 == 0,
        ),
        move |#[allow(unused_variables)] x| ::core::iter::Iterator::map(
            ::core::iter::IntoIterator::into_iter(0..x),
            move |y| (x, y),
        ),
    );
    let several_loops = match ::core::iter::IntoIterator::into_iter(words) {
        outermost => {
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
                                    for w in outermost {
                                        if w.len() > 1 {
                                            for c in w.chars() {
                                                ({
                                                    if false {
                                                        loop {
                                                            break 'body ::genfn::__private::imports().yield_();
                                                        }
                                                    }
                                                    let value: _ = c;
                                                    let resumed = unsafe { slot.yield_(value) }.await;
                                                    slot = resumed.0;
                                                    resumed.1
                                                });
                                            }
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
    };
}
