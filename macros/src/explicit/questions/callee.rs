//! The question to rustc whether a method of the function's own name is the method itself, by the type that it is called
//! on. If so, it is an error, and what the generator holds is no part of its own type: see the runtime's
//! `explicit/callee.rs`.
//!
//! ```text
//! // in, in a method `walk`         // out
//! yield_from!(child.walk());        let delegate = child.walk();
//!                                   let delegate = { let callee; ..; other(&callee).delegate(delegate) };
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{ExprMethodCall, Path};

use crate::explicit::questions::located::located;

/// What the call `call` has given, as it is used, unless the call is one of the method itself.
pub(crate) fn of_another(
    private: &Path,
    call: &ExprMethodCall,
    given: &Ident,
    used_as: &str,
) -> TokenStream {
    let here = Span::mixed_site().located_at(call.method.span());
    let private = located(private, here);
    let [callee, used_as] = ["callee", used_as].map(|name| Ident::new(name, here));
    let receiver = &call.receiver;
    quote_spanned! {here=>
        {
            let #callee;
            if false {
                use #private::{
                    BehindOne as _, BehindThree as _, BehindTwo as _, OfAnother as _, OfItself as _,
                };
                #private::nothing_runs();
                #callee = #private::Option::Some(
                    (&&&&#private::callee::<Self, _>(&#receiver)).callee_of_the_generator()
                );
            } else {
                #callee = #private::Option::None;
            }
            #private::other(&#callee).#used_as(#given)
        }
    }
}
