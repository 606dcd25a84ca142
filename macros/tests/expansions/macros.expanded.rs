#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
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
        once;
        let protocol: ::genfn::__private::Protocol<
            usize,
            bool,
            ::core::convert::Infallible,
            ::genfn::__private::DelegateStack,
        > = protocol;
        let kept_arguments = (words,);
        let arguments = protocol.first_poll(&kept_arguments);
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
            let (mut slot, (words,)): (_, (Vec<&str>,)) = arguments.await;
            let item: ::genfn::__private::ItemType<usize> = ::genfn::__private::ItemType::new();
            let resume = ::genfn::__private::resume_with({
                use ::genfn::__private::{HasDefault as _, NoDefault as _};
                (&&::genfn::__private::ResumeType::<bool>::new())
                    .resume_of_the_delegate()
            });
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
                            'body::genfn::__private::never(); } } #[cfg_attr(clippy,
                            allow(clippy::useless_let_if_seq))] let value = { let value;
                            if false { value = item.never(); item.not_reached(value); }
                            value = $($value)*; value }; let resumed = slot.yield_(value)
                            . await; #[allow(unused_assignments)] #[cfg_attr(clippy,
                            allow(clippy::mixed_read_write_in_expression))] { slot =
                            resumed.0; } resumed.1 }
                        };
                    }
                    println!("{}", yield_!(words.len()));
                    #[allow(unused_macros)]
                    macro_rules! yield_ {
                        ($($value:tt)*) => {
                            { if false { ::genfn::__private::imports()
                            .import_of_yield_(); loop { break
                            'body::genfn::__private::never(); } } #[cfg_attr(clippy,
                            allow(clippy::useless_let_if_seq))] let value = { let value;
                            if false { value = item.never(); item.not_reached(value); }
                            value = $($value)*; value }; let resumed = slot.yield_(value)
                            . await; #[allow(unused_assignments)] #[cfg_attr(clippy,
                            allow(clippy::mixed_read_write_in_expression))] { slot =
                            resumed.0; } resumed.1 }
                        };
                    }
                    let lengths = vec![yield_!(1), yield_!(2)];
                    #[allow(unused_macros)]
                    macro_rules! yield_ {
                        ($($value:tt)*) => {
                            { if false { ::genfn::__private::imports()
                            .import_of_yield_(); loop { break
                            'body::genfn::__private::never(); } } #[cfg_attr(clippy,
                            allow(clippy::useless_let_if_seq))] let value = { let value;
                            if false { value = item.never(); item.not_reached(value); }
                            value = $($value)*; value }; let resumed = slot.yield_(value)
                            . await; #[allow(unused_assignments)] #[cfg_attr(clippy,
                            allow(clippy::mixed_read_write_in_expression))] { slot =
                            resumed.0; } resumed.1 }
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
                            CoroutineKind as _, IteratorKind as _, OtherKind as _, }; (&&
                            & ::genfn::__private::Kind::of(& delegate))
                            .kind_of_the_delegate().with_values() }; match () { () => {
                            let current = slot; let delegate = (delegate,); current
                            .delegate_of_kind(kind).yield_from(delegate.0, resume) }
                            #[allow(unreachable_patterns)] () => {
                            ::genfn::__private::pending(). await;
                            ::genfn::__private::never_beside(& delegate) } } } . await,
                            }; #[allow(unused_assignments)] #[cfg_attr(clippy,
                            allow(clippy::mixed_read_write_in_expression))] { slot =
                            resumed.0; } resumed.1 }
                        };
                    }
                    select! {
                        yield_!(3) => yield_from!(words.iter().map(| word | word.len()))
                    }
                    drop(lengths);
                }
            };
            return result;
        };
        return (body, kept_arguments);
    };
    let machine = unsafe { start.make_delegating_generator() };
    return machine;
}
