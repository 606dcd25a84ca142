#[allow(
    refining_impl_trait,
    clippy::implied_bounds_in_impls,
    clippy::await_holding_lock,
    clippy::await_holding_refcell_ref,
)]
fn in_macros(
    words: Vec<&str>,
) -> impl Coroutine<
    Yield = usize,
    Resume = bool,
    Return = (),
    Error = ::core::convert::Infallible,
> + ::core::fmt::Debug {
    let machine = ::genfn::__private::delegating_generator(
        unsafe { ::genfn::__private::Promise::new() },
        move |token| {
            let arguments = (words,);
            let begin: ::genfn::__private::FirstPoll<
                usize,
                bool,
                ::core::convert::Infallible,
                _,
            > = unsafe { token.first_poll(&arguments) };
            (
                async move {
                    let (mut slot, (words,)) = begin.await;
                    if false {
                        return { ::genfn::__private::never::<()>() };
                    }
                    let result: () = 'body: {
                        if false {
                            break 'body ::genfn::__private::never();
                        }
                        {
                            println!(
                                "{}", ({ ::genfn::yield_in_macro! { yield_ slot 'body(usize)
                                (words.len()) await } })
                            );
                            let lengths = vec![
                                ({ ::genfn::yield_in_macro! { yield_ slot 'body(usize) (1)
                                await } }), ({ ::genfn::yield_in_macro! { yield_ slot
                                'body(usize) (2) await } })
                            ];
                            select! {
                                ({ ::genfn::yield_in_macro! { yield_ slot 'body(usize) (3)
                                await } }) => ({ ::genfn::yield_in_macro! { yield_from slot
                                'body[{ use ::genfn::__private:: { HasDefault as _,
                                NoDefault as _ }; (&& ::genfn::__private::ResumeType:: <
                                bool > ::new()).resume_of_delegate() }] [] (words.iter()
                                .map(| word | word.len())) await } })
                            }
                            drop(lengths);
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
