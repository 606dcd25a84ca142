#[allow(
    refining_impl_trait,
    clippy::implied_bounds_in_impls,
    clippy::await_holding_lock,
    clippy::await_holding_refcell_ref,
)]
fn in_order<'a>(tree: &'a Tree) -> BoxGenerator<'a, &'a str> {
    use ::genfn::__private::MakeDelegatingGeneratorInBox as _;
    let once = ::genfn::__private::Once;
    let start = move |protocol| {
        let once = once;
        let protocol: ::genfn::__private::Protocol<
            &'a str,
            (),
            ::core::convert::Infallible,
            ::genfn::__private::DelegateStack,
        > = protocol;
        let arguments = (tree,);
        let begin = protocol.first_poll(&arguments);
        (
            async move {
                let (mut slot, (tree,)) = begin.await;
                let resume = ::genfn::__private::WithDefault::<()>::new();
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
                                            let current = slot;
                                            current.yield_from(kind, delegate, resume)
                                        }
                                            .await
                                    }
                                };
                                slot = resumed.0;
                                resumed.1
                            });
                        }
                        ({
                            if false {
                                ::genfn::__private::Imports::yield_();
                                ::genfn::__private::imports().import_of_yield_();
                            }
                            slot = slot
                                .yield_unit({
                                    let value: &'a str;
                                    value = &tree.name;
                                    value
                                })
                                .await;
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
                                        let current = slot;
                                        current.yield_from(kind, delegate, resume)
                                    }
                                        .await
                                }
                            };
                            slot = resumed.0;
                            resumed.1
                        });
                    }
                };
                result
            },
            arguments,
        )
    };
    let machine = unsafe { start.make_delegating_generator_in_box() };
    ::genfn::BoxGenerator::__with_body(machine)
}
