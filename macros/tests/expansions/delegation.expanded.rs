#[allow(refining_impl_trait)]
#[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
fn in_order<'a>(tree: &'a Tree) -> BoxGenerator<'a, &'a str> {
    use ::genfn::__private::MakeDelegatingGeneratorInBox as _;
    let once = ::genfn::__private::Once;
    let start = move |protocol| {
        once;
        let protocol: ::genfn::__private::Protocol<
            &'a str,
            (),
            ::core::convert::Infallible,
            ::genfn::__private::DelegateStack,
        > = protocol;
        let kept_arguments = (tree,);
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
            let (mut slot, (tree,)) = arguments.await;
            let resume = ::genfn::__private::with_default::<()>();
            let result: () = 'body: {
                if false {
                    break 'body ::genfn::__private::never();
                }
                {
                    if let Some(left) = &tree.left {
                        ({
                            if false {
                                ::genfn::__private::Imports::yield_from();
                                ::genfn::__private::imports().import_of_yield_from();
                            }
                            let resumed = match (in_order(left)) {
                                delegate => {
                                    {
                                        let delegate = delegate;
                                        let kind = {
                                            use ::genfn::__private::{
                                                CoroutineKind as _, IteratorKind as _, OtherKind as _,
                                            };
                                            (&&&::genfn::__private::Kind::of(&delegate))
                                                .kind_of_the_delegate()
                                        };
                                        match () {
                                            () => {
                                                let current = slot;
                                                let delegate = (delegate,);
                                                current
                                                    .delegate_of_kind(kind)
                                                    .yield_from(delegate.0, resume)
                                            }
                                            #[allow(unreachable_patterns)]
                                            () => {
                                                ::genfn::__private::pending().await;
                                                ::genfn::__private::never_beside(&delegate)
                                            }
                                        }
                                    }
                                        .await
                                }
                            };
                            #[cfg_attr(
                                clippy,
                                allow(clippy::mixed_read_write_in_expression)
                            )]
                            {
                                slot = resumed.0;
                            }
                            resumed.1
                        });
                    }
                    ({
                        if false {
                            ::genfn::__private::Imports::yield_();
                            ::genfn::__private::imports().import_of_yield_();
                        }
                        #[cfg_attr(
                            clippy,
                            allow(clippy::mixed_read_write_in_expression)
                        )]
                        {
                            slot = slot
                                .yield_unit({
                                    let value: &'a str;
                                    value = &tree.name;
                                    value
                                })
                                .await;
                        }
                    });
                    ({
                        if false {
                            ::genfn::__private::Imports::yield_from();
                            ::genfn::__private::imports().import_of_yield_from();
                        }
                        let resumed = match (&tree.leaves) {
                            delegate => {
                                {
                                    let delegate = delegate;
                                    let kind = {
                                        use ::genfn::__private::{
                                            CoroutineKind as _, IteratorKind as _, OtherKind as _,
                                        };
                                        (&&&::genfn::__private::Kind::of(&delegate))
                                            .kind_of_the_delegate()
                                    };
                                    match () {
                                        () => {
                                            let current = slot;
                                            let delegate = (delegate,);
                                            current
                                                .delegate_of_kind(kind)
                                                .yield_from(delegate.0, resume)
                                        }
                                        #[allow(unreachable_patterns)]
                                        () => {
                                            ::genfn::__private::pending().await;
                                            ::genfn::__private::never_beside(&delegate)
                                        }
                                    }
                                }
                                    .await
                            }
                        };
                        #[cfg_attr(
                            clippy,
                            allow(clippy::mixed_read_write_in_expression)
                        )]
                        {
                            slot = resumed.0;
                        }
                        resumed.1
                    });
                }
            };
            return result;
        };
        return (body, kept_arguments);
    };
    let machine = unsafe { start.make_delegating_generator_in_box() };
    return ::genfn::BoxGenerator::__needs_send_as_a_LocalBoxGenerator_does_not(machine);
}
