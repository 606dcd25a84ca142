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
    use ::genfn::__private::MakeDelegatingGenerator as _;
    let once = ::genfn::__private::Once;
    let start = move |protocol| {
        let once = once;
        let protocol: ::genfn::__private::Protocol<
            usize,
            bool,
            ::core::convert::Infallible,
            ::genfn::__private::DelegateStack,
        > = protocol;
        let arguments = (words,);
        let begin = protocol.first_poll(&arguments);
        (
            async move {
                let (mut slot, (words,)) = begin.await;
                let item: ::genfn::__private::ItemType<usize> = ::genfn::__private::ItemType::new();
                let resume = {
                    use ::genfn::__private::{HasDefault as _, NoDefault as _};
                    (&&::genfn::__private::ResumeType::<bool>::new())
                        .resume_of_the_delegate()
                };
                if false {
                    return { ::genfn::__private::never::<()>() };
                }
                let result: () = 'body: {
                    if false {
                        break 'body ::genfn::__private::never();
                    }
                    {
                        #[allow(unused_macros)]
                        macro_rules! yield_ {
                            ($($value:tt)*) => {
                                { if false { ::genfn::__private::imports()
                                .import_of_yield_(); loop { break
                                'body::genfn::__private::never(); } }
                                #[allow(clippy::useless_let_if_seq)] let value = { let
                                value; if false { value = item.never(); } else { value =
                                $($value)*; } value }; let resumed = slot.yield_(value).
                                await; #[allow(unused_assignments)] { slot = resumed.0; }
                                resumed.1 }
                            };
                        }
                        println!("{}", yield_!(words.len()));
                        #[allow(unused_macros)]
                        macro_rules! yield_ {
                            ($($value:tt)*) => {
                                { if false { ::genfn::__private::imports()
                                .import_of_yield_(); loop { break
                                'body::genfn::__private::never(); } }
                                #[allow(clippy::useless_let_if_seq)] let value = { let
                                value; if false { value = item.never(); } else { value =
                                $($value)*; } value }; let resumed = slot.yield_(value).
                                await; #[allow(unused_assignments)] { slot = resumed.0; }
                                resumed.1 }
                            };
                        }
                        let lengths = vec![yield_!(1), yield_!(2)];
                        #[allow(unused_macros)]
                        macro_rules! yield_ {
                            ($($value:tt)*) => {
                                { if false { ::genfn::__private::imports()
                                .import_of_yield_(); loop { break
                                'body::genfn::__private::never(); } }
                                #[allow(clippy::useless_let_if_seq)] let value = { let
                                value; if false { value = item.never(); } else { value =
                                $($value)*; } value }; let resumed = slot.yield_(value).
                                await; #[allow(unused_assignments)] { slot = resumed.0; }
                                resumed.1 }
                            };
                        }
                        #[allow(unused_macros)]
                        macro_rules! yield_from {
                            ($($value:tt)*) => {
                                { if false { ::genfn::__private::imports()
                                .import_of_yield_from(); loop { break
                                'body::genfn::__private::never(); } } let resumed = match
                                ($($value)*) { delegate => { let delegate = delegate; let
                                kind = { #[allow(unused_imports)] use ::genfn::__private:: {
                                CoroutineKind as _, IteratorKind as _, OtherKind as _, };
                                (&& & ::genfn::__private::Kind::of(& delegate))
                                .kind_of_the_delegate() }; let current = slot; current
                                .yield_from(kind, delegate, resume) } . await, };
                                #[allow(unused_assignments)] { slot = resumed.0; } resumed.1
                                }
                            };
                        }
                        select! {
                            yield_!(3) => yield_from!(words.iter().map(| word | word
                            .len()))
                        }
                        drop(lengths);
                    }
                };
                result
            },
            arguments,
        )
    };
    let machine = unsafe { start.make_delegating_generator() };
    machine
}
