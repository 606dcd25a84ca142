//! Moves the arguments of a generator function into its body.
//!
//! ```text
//! // in                                      // out, before the body
//! fn f(&self, a: A, (b, _): B)               let _ = &self;
//!                                            let arguments = (a, argument_2);
//!
//!                                            // at the start of the body
//!                                            let (mut slot, (a, argument_2)) = begin.await;
//!                                            let _ = &self;
//!                                            let argument_2 = argument_2;
//!                                            let (b, _) = argument_2;
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, FnArg, Pat, Signature, parse_quote};

/// The code that passes the arguments of the function to the body.
pub(crate) struct LoweredArguments {
    /// The signature of the new function, whose arguments all have names.
    pub(crate) signature: Signature,
    /// The code in the closure. It captures the arguments, in the order in which a generator that was
    /// not started drops them, and makes a tuple of all but the receiver.
    pub(crate) keep: TokenStream,
    /// The pattern in the body that matches the tuple.
    pub(crate) pattern: TokenStream,
    /// The code in the body after the tuple was matched. It captures the receiver, and matches the
    /// arguments that are patterns.
    pub(crate) receive: TokenStream,
}

/// Moves each argument into the body, whether the body uses it or not. The body drops its locals first,
/// then the arguments, the last one first.
///
/// The arguments become locals of the body. rustc stores a local in the suspended state only if the
/// body uses it after a yield, and reports unused ones. A pattern is matched in the body, as in an
/// `async fn`. The receiver is captured, because no local can have the name `self`; captures are
/// dropped after locals.
///
/// `kept` is the name of the tuple.
pub(crate) fn arguments(mut signature: Signature, kept: &Ident) -> LoweredArguments {
    let here = Span::mixed_site();
    let mut receiver = None;
    let mut silenced = false;
    let (mut arguments, mut patterns) = (TokenStream::new(), TokenStream::new());
    let mut locals = TokenStream::new();
    for (index, argument) in signature.inputs.iter_mut().enumerate() {
        let argument = match argument {
            FnArg::Receiver(argument) => {
                let name = argument.self_token;
                receiver = Some(quote_spanned!(here=> let _ = &#name;));
                continue;
            }
            FnArg::Typed(argument) => argument,
        };
        let whole = format_ident!("argument_{}_of_the_generator", index, span = here);
        let conditions = conditions(&argument.attrs);
        let lints = take_lints(&mut argument.attrs);
        let (name, pattern) = match &mut *argument.pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                silenced |= name.ident.to_string().starts_with('_');
                let (mutability, name) = (name.mutability.take(), &name.ident);
                (name.clone(), quote!(#mutability #name))
            }
            pattern => {
                let name: Pat = parse_quote!(#whole);
                let pattern = std::mem::replace(pattern, name);
                (whole.clone(), quote!(#pattern))
            }
        };
        if locals.is_empty() && conditions.is_empty() && lints.is_empty() && name != whole {
            arguments.extend(quote!(#name,));
            patterns.extend(quote!(#pattern,));
            continue;
        }
        // From the first pattern on, each argument is matched before the next one, so that the rest of
        // an argument is dropped in order.
        patterns.extend(quote!(#whole,));
        if conditions.is_empty() {
            arguments.extend(quote!(#name,));
            locals.extend(quote!(let #whole = #whole; #lints let #pattern = #whole;));
        } else {
            // A `cfg` can be at an element of a tuple, but not of a pattern. So the argument is in a
            // tuple of its own, which is empty if the argument does not exist.
            arguments.extend(quote!((#conditions #name,),));
            locals.extend(quote! {
                #conditions let (#whole,) = #whole;
                #conditions #lints let #pattern = #whole;
            });
        }
    }
    let quiet = silenced.then(allow_silenced);
    LoweredArguments {
        signature,
        keep: quote_spanned!(here=> #receiver #quiet let #kept = (#arguments);),
        pattern: quote!((#patterns)),
        receive: quote!(#receiver #locals),
    }
}

/// Allows the expansion to use an argument whose name begins with an underscore.
///
/// The name in the expansion has the user's span, so that it resolves in a function that another macro
/// wrote. Therefore the lint takes the use for the user's.
fn allow_silenced() -> TokenStream {
    quote!(#[allow(clippy::used_underscore_binding)])
}

/// The attributes that say whether an argument exists.
fn conditions(attributes: &[Attribute]) -> TokenStream {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote!(#(#conditions)*)
}

/// Takes the lint levels out of the attributes of an argument. They move to the local that it becomes.
fn take_lints(attributes: &mut Vec<Attribute>) -> TokenStream {
    let levels = ["allow", "expect", "warn", "deny", "forbid"];
    let (lints, others): (Vec<_>, Vec<_>) = std::mem::take(attributes)
        .into_iter()
        .partition(|attribute| levels.iter().any(|level| attribute.path().is_ident(level)));
    *attributes = others;
    quote!(#(#lints)*)
}
