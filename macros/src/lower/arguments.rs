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

/// The arguments of the function, as the generator hands them over to the body.
pub(crate) struct LoweredArguments {
    /// The arguments of the new function.
    pub(crate) signature: Signature,
    /// In the closure: captures all of them, in the order in which a generator that was not started
    /// drops them, and makes a tuple of all but the receiver.
    pub(crate) keep: TokenStream,
    /// In the body: the pattern that takes it.
    pub(crate) pattern: TokenStream,
    /// In the body, behind that: takes hold of the receiver, and takes apart what is a pattern.
    pub(crate) receive: TokenStream,
}

/// Moves each argument into the body, used or not, to be dropped after the locals, the last one
/// first.
///
/// They become locals there: what is not used beyond a yield has no room in the suspended state, and
/// rustc can say what is unused. A pattern is taken apart in the body, as in an `async fn`. No local
/// can be named as the receiver is: it is captured, and captures are dropped after locals.
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
        let whole = format_ident!("argument_{}", index, span = here);
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
        // One by one from here on: each with what is left of it, before the next one.
        patterns.extend(quote!(#whole,));
        if conditions.is_empty() {
            arguments.extend(quote!(#name,));
            locals.extend(quote!(let #whole = #whole; #lints let #pattern = #whole;));
        } else {
            // In a tuple of its own, which is empty if there is no such argument: a pattern has no
            // room for attributes.
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

/// For the macro's own use of an argument whose name says that it may be unused.
///
/// The name keeps its span, for that is how it resolves where a macro wrote the function, so the
/// lint takes the use for the user's.
fn allow_silenced() -> TokenStream {
    quote!(#[allow(clippy::used_underscore_binding)])
}

/// The attributes that say whether an argument exists.
fn conditions(attributes: &[Attribute]) -> TokenStream {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote!(#(#conditions)*)
}

/// Takes out the lint levels, which an argument hands on to the local that it becomes.
fn take_lints(attributes: &mut Vec<Attribute>) -> TokenStream {
    let levels = ["allow", "expect", "warn", "deny", "forbid"];
    let (lints, others): (Vec<_>, Vec<_>) = std::mem::take(attributes)
        .into_iter()
        .partition(|attribute| levels.iter().any(|level| attribute.path().is_ident(level)));
    *attributes = others;
    quote!(#(#lints)*)
}
