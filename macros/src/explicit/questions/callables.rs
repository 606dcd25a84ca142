//! Calls of locals: whether one that uses a local for the last time moves it, as that of a `Box<dyn FnOnce()>` does.
//! rustc is asked, in code that does not run: see the runtime's `explicit/callables.rs`.
//!
//! ```text
//! // in              // out
//! job(1)             let used = { let answer; if false { answer = Some((&&&&callable::<_, 1>(&job)).call()) } .. };
//!                    job(1)
//! ```

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{
    Expr, ExprCall, GenericArgument, Generics, Path, PathArguments, PathSegment, Stmt, Type,
    TypeParamBound, WherePredicate, parse_quote,
};

use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::Var;
use crate::lower::internal;

/// What stands for the name of the method, where calls of locals are noted beside calls of methods. No method has it.
pub(crate) const CALL: &str = "fn";

/// The most arguments of a call that is asked about.
const MOST_ARGUMENTS: usize = 4;

/// Whether rustc is asked about a call of a local.
pub(crate) fn is_asked(call: &ExprCall, local: &Var) -> bool {
    local.known.is_none()
        && !local.borrowed_by_calls
        && local.may_be_taken()
        && call.args.len() <= MOST_ARGUMENTS
}

/// The same, or whether a call of a closure of the body is checked.
pub(crate) fn is_checked_or_asked(call: &ExprCall, local: &Var) -> bool {
    local.perhaps_once && call.args.len() <= MOST_ARGUMENTS || is_asked(call, local)
}

/// The expression that says how a call uses what is called. `place`: the local. `checks`: it is an error if the call
/// moves it. `given_back`: whether the local may be a closure of which that is not known yet, and so is called as one
/// that is `FnMut`.
pub(crate) fn ask(
    private: &Path,
    call: &ExprCall,
    place: &Expr,
    checks: bool,
    given_back: bool,
) -> Expr {
    let here = Span::mixed_site().located_at(call.func.span());
    let private = located(private, here);
    let [answer, used] =
        ["answer", "used"].map(|name| Ident::new(&internal(name).to_string(), here));
    let count = call.args.len();
    let check = checks.then(|| quote_spanned!(here=> #used.leaves_callable();));
    let first = if given_back {
        quote_spanned!(here=> &&&#private::callable::<_, #count>(&#place))
    } else {
        quote_spanned!(here=> &&&&#private::callable::<_, #count>(&#place))
    };
    let question = quote_spanned! {here=>
        {
            let #answer;
            if false {
                use #private::{
                    CalledBehind as _, CalledByExclusiveReference as _, CalledByReference as _,
                    CalledOnce as _,
                };
                #private::nothing_runs();
                let #used = (#first).call_of_the_generator();
                #check
                #answer = #private::Option::Some(#used);
            } else {
                #answer = #private::Option::None;
            }
            #private::uses(&#answer)
        }
    };
    syn::parse2(question).unwrap_or_else(|_| Expr::Call(call.clone()))
}

/// A call that is an error if it moves what is called. `place`: the local, where the call itself has been rewritten.
pub(crate) fn checked(private: &Path, call: &ExprCall, place: &Expr, given_back: bool) -> Expr {
    let question = ask(private, call, place, true, given_back);
    parse_quote!(#private::beside(#call, &#question))
}

/// A call of a closure of the body that is an error if it moves the closure. rustc knows that at the end of the body.
pub(crate) fn checked_closure(private: &Path, call: &ExprCall) -> Expr {
    let check = leaves_closure(private, call, &call.func);
    parse_quote!(#private::checked(#call, #check))
}

/// Asks, where nothing runs, that a call of a closure leaves the closure where it is. `place`: as above.
pub(crate) fn leaves_closure(private: &Path, call: &ExprCall, place: &Expr) -> Expr {
    let count = call.args.len();
    let here = Span::mixed_site().located_at(call.func.span());
    let private = located(private, here);
    let check =
        quote_spanned!(here=> if false { #private::leaves_closure::<_, _, #count>(&#place); });
    syn::parse2(check).unwrap_or_else(|_| Expr::Call(call.clone()))
}

/// Asks, where nothing runs, that a call of a field does not move the field out of its local.
pub(crate) fn leaves_field(private: &Path, call: &ExprCall, place: &Expr) -> Option<Stmt> {
    let count = call.args.len();
    if count > MOST_ARGUMENTS {
        return None;
    }
    let here = Span::mixed_site().located_at(call.func.span());
    let private = located(private, here);
    let check = quote_spanned! {here=>
        if false {
            use #private::{
                CalledBehind as _, CalledByExclusiveReference as _, CalledByReference as _,
                CalledOnce as _,
            };
            #private::nothing_runs();
            (&&&&#private::callable::<_, #count>(&#place)).call_of_the_generator().leaves_field();
        }
    };
    syn::parse2(check).ok()
}

/// Whether code calls a local.
pub(crate) fn is_called(code: TokenStream, name: &Ident) -> bool {
    // Whether the token before is the name, and whether it makes the next one a field or the end of a path.
    let (mut named, mut within) = (false, false);
    for token in code {
        let was_named = std::mem::replace(&mut named, false);
        let was_within = std::mem::replace(&mut within, false);
        match token {
            TokenTree::Ident(word) => named = word == *name && !was_within,
            TokenTree::Punct(mark) => {
                within = mark.as_char() == ':' || mark.as_char() == '.' && !was_within;
            }
            TokenTree::Group(group) => {
                if was_named && group.delimiter() == Delimiter::Parenthesis
                    || is_called(group.stream(), name)
                {
                    return true;
                }
            }
            TokenTree::Literal(_) => {}
        }
    }
    false
}

/// Whether a call of a local of a type borrows the local, as the type says.
pub(crate) fn borrowed_by_calls(ty: &Type, generics: Option<&Generics>) -> bool {
    match ty {
        Type::FnPtr(_) | Type::Reference(_) => true,
        Type::ImplTrait(opaque) => opaque.bounds.iter().any(is_borrowing),
        Type::TraitObject(object) => object.bounds.iter().any(is_borrowing),
        Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else { return false };
            if ["Box", "Rc", "Arc"].iter().any(|name| last.ident == name) {
                return argument(last).is_some_and(|ty| borrowed_by_calls(ty, generics));
            }
            let Some((name, generics)) = path.path.get_ident().zip(generics) else { return false };
            is_bounded(name, generics)
        }
        Type::Paren(inner) => borrowed_by_calls(&inner.elem, generics),
        Type::Group(inner) => borrowed_by_calls(&inner.elem, generics),
        _ => false,
    }
}

/// The first type among the arguments of a type.
fn argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn is_borrowing(bound: &TypeParamBound) -> bool {
    match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Fn" || last.ident == "FnMut"),
        _ => false,
    }
}

/// Whether a type parameter is called by reference.
fn is_bounded(name: &Ident, generics: &Generics) -> bool {
    let mut parameters = generics.type_params().filter(|parameter| parameter.ident == *name);
    let mut clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    parameters.any(|parameter| parameter.bounds.iter().any(is_borrowing))
        || clauses.any(|predicate| match predicate {
            WherePredicate::Type(bounded) => {
                matches!(&bounded.bounded_ty, Type::Path(path) if path.path.is_ident(name))
                    && bounded.bounds.iter().any(is_borrowing)
            }
            _ => false,
        })
}
