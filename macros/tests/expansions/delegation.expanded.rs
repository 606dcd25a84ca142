#[allow(
    refining_impl_trait,
    clippy::implied_bounds_in_impls,
    clippy::await_holding_lock,
    clippy::await_holding_refcell_ref,
)]
fn in_order<'a>(tree: &'a Tree) -> BoxGenerator<'a, &'a str> {
    let machine = ::genfn::__private::delegating_generator_in_box(
        unsafe { ::genfn::__private::Promise::new() },
        move |token| {
            let arguments = (tree,);
            let begin: ::genfn::__private::FirstPoll<
                &'a str,
                (),
                ::core::convert::Infallible,
                _,
            > = unsafe { token.first_poll(&arguments) };
            (
                async move {
                    let (mut slot, (tree,)) = begin.await;
                    let result: () = 'body: {
                        {
                            if let Some(left) = &tree.left {
                                ({
                                    if false {
                                        loop {
                                            break 'body ::genfn::__private::imports().yield_from();
                                        }
                                    }
                                    let resumed = match (in_order(left)) {
                                        value => {
                                            {
                                                let value = value;
                                                let kind = {
                                                    use ::genfn::__private::{
                                                        CoroutineKind as _, IteratorKind as _, OtherKind as _,
                                                    };
                                                    (&&&::genfn::__private::Kind::of(&value)).kind_of_delegate()
                                                };
                                                let current = slot;
                                                unsafe {
                                                    current
                                                        .yield_from(
                                                            kind,
                                                            value,
                                                            ::genfn::__private::Option::Some(|| ()),
                                                        )
                                                }
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
                                    loop {
                                        break 'body ::genfn::__private::imports().yield_();
                                    }
                                }
                                let value: &'a str = &tree.name;
                                let resumed = unsafe { slot.yield_(value) }.await;
                                slot = resumed.0;
                                resumed.1
                            });
                            ({
                                if false {
                                    loop {
                                        break 'body ::genfn::__private::imports().yield_from();
                                    }
                                }
                                let resumed = match (&tree.leaves) {
                                    value => {
                                        {
                                            let value = value;
                                            let kind = {
                                                use ::genfn::__private::{
                                                    CoroutineKind as _, IteratorKind as _, OtherKind as _,
                                                };
                                                (&&&::genfn::__private::Kind::of(&value)).kind_of_delegate()
                                            };
                                            let current = slot;
                                            unsafe {
                                                current
                                                    .yield_from(
                                                        kind,
                                                        value,
                                                        ::genfn::__private::Option::Some(|| ()),
                                                    )
                                            }
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
        },
    );
    ::genfn::BoxGenerator::__with_body(machine)
}
