impl Grid {
    /// The cells of a rectangle.
    #[allow(refining_impl_trait)]
    #[cfg_attr(clippy, allow(clippy::implied_bounds_in_impls))]
    pub fn cells(
        &self,
        argument_1: (usize, usize),
        #[cfg(feature = "limits")]
        limit: usize,
        width: usize,
        _height: usize,
    ) -> impl PinCoroutine<
        Yield = Cell,
        Resume = (),
        Return = (),
        Error = ::core::convert::Infallible,
    > + '_ + ::core::fmt::Debug {
        use ::genfn::__private::MakePinnedGenerator as _;
        let once = ::genfn::__private::Once;
        let start = move |protocol| {
            once;
            let protocol: ::genfn::__private::Protocol<
                Cell,
                (),
                ::core::convert::Infallible,
                ::genfn::__private::DrivesInPlace,
            > = protocol;
            let _ = &self;
            #[cfg_attr(clippy, allow(clippy::used_underscore_binding))]
            let kept_arguments = (
                argument_1,
                (#[cfg(feature = "limits")] limit,),
                width,
                _height,
            );
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
                let (mut slot, (argument_1, argument_2, argument_3, argument_4)) = arguments
                    .await;
                let _ = &self;
                let argument_1 = argument_1;
                #[cfg_attr(
                    clippy,
                    allow(
                        clippy::no_effect_underscore_binding,
                        clippy::shadow_reuse,
                        clippy::shadow_same,
                        clippy::shadow_unrelated,
                    )
                )]
                let (left, top) = argument_1;
                #[cfg(feature = "limits")]
                let (argument_2,) = argument_2;
                #[cfg(feature = "limits")]
                #[cfg_attr(
                    clippy,
                    allow(
                        clippy::no_effect_underscore_binding,
                        clippy::shadow_reuse,
                        clippy::shadow_same,
                        clippy::shadow_unrelated,
                    )
                )]
                let limit = argument_2;
                let argument_3 = argument_3;
                #[cfg_attr(
                    clippy,
                    allow(
                        clippy::no_effect_underscore_binding,
                        clippy::shadow_reuse,
                        clippy::shadow_same,
                        clippy::shadow_unrelated,
                    )
                )]
                let mut width = argument_3;
                let argument_4 = argument_4;
                #[cfg_attr(
                    clippy,
                    allow(
                        clippy::no_effect_underscore_binding,
                        clippy::shadow_reuse,
                        clippy::shadow_same,
                        clippy::shadow_unrelated,
                    )
                )]
                let _height = argument_4;
                let result: () = 'body: {
                    if false {
                        break 'body ::genfn::__private::never();
                    }
                    {
                        let () = ();
                        while width > 0 {
                            width -= 1;
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
                                            let value: Cell;
                                            value = self.cell(left + width, top);
                                            value
                                        })
                                        .await;
                                }
                            });
                        }
                    }
                };
                return result;
            };
            return (body, kept_arguments);
        };
        let machine = unsafe { start.make_pinned_generator() };
        return machine;
    }
}
