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
//!
//! fn f<'a>(kept: &mut Vec<&'a str>)          let (mut slot, (kept,)): (_, (&mut Vec<&'a str>,)) = ..;
//! ```

use std::collections::HashSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::{Attribute, FnArg, Pat, PatIdent, Path, Signature, Type, parse_quote};

use crate::signature::ungrouped;
use crate::tokens;

/// The code that passes the arguments of the function to the body.
pub(crate) struct LoweredArguments {
    /// The signature of the new function, whose arguments all have names.
    pub(crate) signature: Signature,
    /// The code in the closure. It captures the arguments, in the order in which a generator that was
    /// not started drops them, and makes a tuple of all but the receiver.
    pub(crate) keep: TokenStream,
    /// The pattern in the body that matches the tuple.
    pub(crate) pattern: TokenStream,
    /// The type of the tuple, if an argument may be given a reference to a local. rustc then reports such a
    /// reference as it does in a function, and speaks of no block that the reference leaves.
    pub(crate) types: Option<TokenStream>,
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
pub(crate) fn arguments(
    mut signature: Signature,
    kept: &Ident,
    runtime: &Path,
) -> LoweredArguments {
    let checked = check_names(&signature, runtime);
    let here = Span::mixed_site();
    let mut receiver = None;
    let mut silenced = false;
    let (mut arguments, mut patterns) = (TokenStream::new(), TokenStream::new());
    let mut locals = TokenStream::new();
    let mut types = Vec::new();
    for (index, argument) in signature.inputs.iter_mut().enumerate() {
        let argument = match argument {
            FnArg::Receiver(argument) => {
                let name = argument.self_token;
                receiver = Some(quote_spanned!(here=> let _ = &#name;));
                continue;
            }
            FnArg::Typed(argument) => argument,
        };
        let whole = argument_name(index);
        let conditions = conditions(&argument.attrs);
        types.push(
            (may_hold_references(&argument.ty) && conditions.is_empty())
                .then(|| argument.ty.clone()),
        );
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
        // A `_` takes nothing out of the argument. The borrow tells lints that nothing is dropped here.
        let is_wild = pattern.to_string() == "_";
        let borrow = is_wild.then(|| quote_spanned!(here=> &));
        let value = quote!(#borrow #whole);
        let quiet_local = quiet_local();
        // A `ref mut` borrows from the argument.
        let mutability = borrows_mutably(&pattern).then(|| quote_spanned!(here=> mut));
        // From the first pattern on, each argument is matched before the next one, so that the rest of
        // an argument is dropped in order.
        patterns.extend(quote!(#whole,));
        if conditions.is_empty() {
            arguments.extend(quote!(#name,));
            locals.extend(
                quote!(let #mutability #whole = #whole; #quiet_local #lints let #pattern = #value;),
            );
        } else {
            // A `cfg` can be at an element of a tuple, but not of a pattern. So the argument is in a
            // tuple of its own, which is empty if the argument does not exist.
            arguments.extend(quote!((#conditions #name,),));
            locals.extend(quote! {
                #conditions let (#mutability #whole,) = #whole;
                #conditions #quiet_local #lints let #pattern = #value;
            });
        }
    }
    let quiet = silenced.then(allow_silenced);
    let types = types.iter().any(Option::is_some).then(|| {
        let unknown: Type = parse_quote!(_);
        let types = types.iter().map(|written| written.as_deref().unwrap_or(&unknown));
        let mut types = Group::new(Delimiter::Parenthesis, quote_spanned!(here=> #(#types,)*));
        types.set_span(here.located_at(signature.paren_token.span.join()));
        types.into_token_stream()
    });
    LoweredArguments {
        signature,
        keep: quote_spanned!(here=> #checked #receiver #quiet let #kept = (#arguments);),
        pattern: quote!((#patterns)),
        types,
        receive: quote!(#receiver #locals),
    }
}

/// Allows the expansion to use an argument whose name begins with an underscore.
///
/// The name in the expansion has the user's span, so that it resolves in a function that another macro
/// wrote. Therefore the lint takes the use for the user's.
fn allow_silenced() -> TokenStream {
    quote!(#[cfg_attr(clippy, allow(clippy::used_underscore_binding))])
}

/// For the local that an argument becomes, which is none of the user's.
fn quiet_local() -> TokenStream {
    quote! {
        #[cfg_attr(
            clippy,
            allow(
                clippy::no_effect_underscore_binding,
                clippy::shadow_reuse,
                clippy::shadow_same,
                clippy::shadow_unrelated,
            )
        )]
    }
}

/// Whether a value of this type may hold references, or something behind it may if it is a reference
/// itself. A body can repeat the type, in which no `impl ..` is.
fn may_hold_references(written: &Type) -> bool {
    let inside = match ungrouped(written) {
        Type::Reference(reference) => &reference.elem,
        other => other,
    };
    let mut any = false;
    let has_opaque = tokens::any(inside.to_token_stream(), &mut |at| match at.token() {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Punct(punct) => {
            any |= matches!(punct.as_char(), '&' | '\'');
            false
        }
        _ => false,
    });
    any && !has_opaque
}

/// The name of an argument that is a pattern.
fn argument_name(index: usize) -> Ident {
    format_ident!("argument_{}_of_the_generator", index, span = Span::mixed_site())
}

/// Whether a pattern contains `ref mut`.
fn borrows_mutably(pattern: &TokenStream) -> bool {
    tokens::any(pattern.clone(), &mut |at| {
        matches!(at.token(), TokenTree::Ident(name) if name == "mut")
            && matches!(at.before(1), Some(TokenTree::Ident(name)) if name == "ref")
    })
}

/// Code that is never run, and in which rustc reports a name that two of the arguments bind (E0415). In
/// the new function the names of patterns are in scopes of their own.
///
/// The code is a call of a closure with all patterns. Names are compared as text here, so that two
/// names of different macros may be equal, which rustc then accepts.
fn check_names(signature: &Signature, runtime: &Path) -> Option<TokenStream> {
    let mut names = HashSet::new();
    let (mut twice, mut any_pattern) = (false, false);
    for argument in &signature.inputs {
        let FnArg::Typed(argument) = argument else { continue };
        if !conditions(&argument.attrs).is_empty() {
            return None;
        }
        any_pattern |= !matches!(&*argument.pat, Pat::Ident(name) if name.subpat.is_none());
        let mut bound = Names::default();
        bound.visit_pat(&argument.pat);
        for name in bound.0 {
            twice |= !names.insert(name);
        }
    }
    if !twice || !any_pattern {
        return None;
    }
    // rustc infers no type for a pattern of a slice. A closure has no `impl Trait` among its arguments.
    let patterns = signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => {
            let (pattern, written) = (&argument.pat, &argument.ty);
            let has_opaque = tokens::any(
                written.to_token_stream(),
                &mut |at| matches!(at.token(), TokenTree::Ident(word) if word == "impl"),
            );
            Some(if has_opaque { quote!(#pattern) } else { quote!(#pattern: #written) })
        }
        FnArg::Receiver(_) => None,
    });
    let values = signature.inputs.iter().enumerate().filter_map(|(index, argument)| {
        let FnArg::Typed(argument) = argument else { return None };
        let whole = argument_name(index);
        let name = match &*argument.pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => &name.ident,
            _ => &whole,
        };
        Some(quote!(#runtime::__private::never_like(&#name)))
    });
    let here = Span::mixed_site();
    Some(quote_spanned! {here=>
        #[allow(unused_variables, unused_mut, unreachable_code)]
        if false {
            (|#(#patterns),*| ())(#(#values),*);
        }
    })
}

/// The names that a pattern binds, less those that a convention tells to be constants.
#[derive(Default)]
struct Names(HashSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, name: &'ast PatIdent) {
        let text = name.ident.to_string();
        if !text.starts_with(char::is_uppercase) {
            self.0.insert(text);
        }
        visit::visit_pat_ident(self, name);
    }
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
