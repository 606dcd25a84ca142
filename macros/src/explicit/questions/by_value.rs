//! What the macro takes a method for, by its name: rustc is asked whether it takes `self` by value.
//!
//! ```text
//! // in              // out
//! value().rev()      match value() { receiver => {
//!                        if false { takes_by_value(&Receiver(&receiver).0.rev()); .. }
//!                        receiver
//!                    } }.rev()
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, ExprMethodCall, Path};

use crate::explicit::known::method_names::is_into;
use crate::explicit::questions::located::located;
use crate::lower::internal;

/// A call of a method that takes `self` by value, by its name: it is checked to do so.
pub(crate) fn checked(private: &Path, call: ExprMethodCall) -> Expr {
    let here = Span::mixed_site().located_at(call.method.span());
    let [receiver, result, probe] = ["receiver", "result", "probe"].map(internal);
    let ExprMethodCall { receiver: value, method, args, .. } = &call;
    if (method == "into" || method == "try_into") && args.is_empty() {
        let converts =
            if method == "into" { quote!(Into::into) } else { quote!(TryInto::try_into) };
        let tokens = quote_spanned! {here=>
            (match #value {
                #receiver => {
                    let #probe = #private::Probe::of(&#receiver);
                    let #result = #receiver.#method();
                    if false {
                        #private::same_type(&#result, &#private::#converts(#probe.value()));
                    }
                    #result
                }
            })
        };
        return syn::parse2(tokens).unwrap_or(Expr::MethodCall(call));
    }
    let check = check(private, method, &receiver);
    let tokens = quote_spanned! {here=>
        (match #value {
            #receiver => {
                #check
                #receiver
            }
        })
    };
    let mut call = call.clone();
    if let Ok(receiver) = syn::parse2(tokens) {
        *call.receiver = receiver;
    }
    Expr::MethodCall(call)
}

/// The check of a method that is called on `receiver`.
pub(crate) fn check(private: &Path, method: &Ident, receiver: &Ident) -> TokenStream {
    let here = Span::mixed_site().located_at(method.span());
    let private = &located(private, here);
    if method == "into" || method == "try_into" {
        return TokenStream::new();
    }
    if method == "into_iter" {
        return quote_spanned! {here=>
            if false {
                #private::same_type(
                    &#private::into_iter(#private::another(&#receiver)),
                    &#private::another(&#receiver).#method(),
                );
            }
        };
    }
    let known = if is_into(&method.to_string()) {
        quote! {
            trait TakesSelf: #private::Sized {
                fn #method(self) -> #private::Moved {
                    #private::Moved
                }
            }
            impl<T: ?#private::Sized> TakesSelf for &T {}
            impl<T: ?#private::Sized> TakesSelf for &mut T {}
        }
    } else {
        quote!(use #private::TakesSelf as _;)
    };
    let behind = internal("behind");
    let on_receiver = {
        let receiver = Ident::new(&behind.to_string(), here);
        quote_spanned! {here=>
            #private::takes_by_value(&#receiver.0.#method());
            #private::takes_by_value(&(&&#receiver).exclusive().#method());
        }
    };
    let step = quote_spanned!(here=> let #behind = (&&&#behind).behind(););
    quote_spanned! {here=>
        if false {
            use #private::{
                BehindNothing as _, BehindPointer as _, BehindReference as _, ExclusiveOfIterator as _,
                ExclusiveOfOther as _,
            };
            #known
            let #behind = #private::Receiver(&#receiver);
            #on_receiver
            #step
            #on_receiver
            #step
            #on_receiver
        }
    }
}
