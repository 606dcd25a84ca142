//! The question to rustc whether a name that the lowering relies on is that of the standard library's type or trait.
//!
//! ```text
//! // in                              // out
//! let found: Result<u32> = f();     if false { optional_type::<Result<u32>>(); }
//! let next = Some(f());             if false { Some(nothing_runs()).value_of_the_generator(nothing_runs(), nothing_runs()); }
//! ```
//!
//! What is not written of the parameters of a type is the type of `nothing_runs()`, so that rustc need not infer it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Path, Type, parse_quote};

use crate::explicit::known::by_name::{ByName, Standard, Written};
use crate::explicit::known::kinds;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;

/// Asks about the names in the types of arguments, where these have their first values.
pub(crate) fn of_arguments(
    private: &Path,
    vars: &Vars,
    arguments: &[(VarId, TokenStream)],
) -> Option<TokenStream> {
    let mut asked = Vec::new();
    for (var, argument) in arguments {
        for name in relied(vars, *var) {
            if let Written::Argument(at) = name.written {
                let here = Span::mixed_site().located_at(at);
                let (private, ask) = (located(private, here), function(name, "argument", here));
                asked.push(quote_spanned!(here=> #private::#ask(&#argument);));
            }
        }
    }
    (!asked.is_empty()).then(|| quote!(if false { #(#asked)* }))
}

/// Asks about the names of all other locals, each name once.
pub(crate) fn of_locals(private: &Path, vars: &Vars) -> Option<TokenStream> {
    let mut seen = BTreeSet::new();
    let mut asked = Vec::new();
    for var in 0..vars.all.len() {
        for name in relied(vars, var).filter(|name| !is_asked_of_local(name)) {
            let question = match &name.written {
                Written::Argument(_) => continue,
                Written::Type(ty) => of_type(private, name, ty),
                Written::Value(path, arguments) => of_value(private, path, *arguments),
            };
            if seen.insert(question.to_string()) {
                asked.push(question);
            }
        }
    }
    (!asked.is_empty()).then(|| quote!(if false { #(#asked)* }))
}

/// Asks about the variants in patterns that are taken for those of the standard library.
pub(crate) fn of_variants(private: &Path, vars: &Vars) -> Option<TokenStream> {
    let asked: Vec<TokenStream> =
        vars.believed_variants.iter().map(|variant| of_variant(private, variant)).collect();
    (!asked.is_empty()).then(|| quote!(if false { #(#asked)* }))
}

/// Asks about one of them.
pub(crate) fn of_variant(private: &Path, (path, parts): &(Path, usize)) -> TokenStream {
    of_value(private, path, Some(*parts))
}

/// Asks about the locals that a `let` has defined, where a name alone does not say the type.
pub(crate) fn of_defined(private: &Path, vars: &Vars, defined: &[VarId]) -> Option<TokenStream> {
    let mut asked = Vec::new();
    for var in defined {
        for name in relied(vars, *var).filter(|name| is_asked_of_local(name)) {
            let at = match &name.written {
                Written::Argument(at) => *at,
                Written::Type(ty) => ty.span(),
                Written::Value(path, _) => path.span(),
            };
            let here = Span::mixed_site().located_at(at);
            let (private, ask) = (located(private, here), function(name, "argument", here));
            let local = &vars.all[*var].ident;
            asked.push(quote_spanned!(here=> #private::#ask(&#local);));
        }
    }
    (!asked.is_empty()).then(|| quote!(if false { #(#asked)* }))
}

/// Whether the parameters of a type are for rustc to infer, and have bounds or are used to find a method.
fn is_asked_of_local(name: &ByName) -> bool {
    name.standard != Standard::Optional
        && match &name.written {
            Written::Argument(_) => false,
            Written::Type(ty) => kinds::placeholder(ty).is_some(),
            Written::Value(..) => true,
        }
}

fn relied(vars: &Vars, var: VarId) -> impl Iterator<Item = &ByName> {
    vars.all[var].by_name.iter().filter(|name| name.relied.get())
}

/// The function of the runtime that asks.
fn function(name: &ByName, by: &str, here: Span) -> Ident {
    let standard = match name.standard {
        Standard::Optional => "optional",
        Standard::Boxed => "boxed",
        Standard::Iterator => "iterator",
        Standard::Reader => "reader",
    };
    Ident::new(&format!("{standard}_{by}"), here)
}

fn of_type(private: &Path, name: &ByName, ty: &Type) -> TokenStream {
    let here = Span::mixed_site().located_at(ty.span());
    let private = located(private, here);
    let mut ty = ty.clone();
    Inferred.visit_type_mut(&mut ty);
    if name.standard != Standard::Optional || kinds::placeholder(&ty).is_none() {
        let ask = function(name, "type", here);
        return quote_spanned!(here=> #private::#ask::<#ty>(););
    }
    let local = internal("value");
    let value = quote_spanned!(here=> { let #local: #ty = #private::nothing_runs(); #local });
    of_optional(&private, &value, here)
}

fn of_value(private: &Path, path: &Path, arguments: Option<usize>) -> TokenStream {
    let here = Span::mixed_site().located_at(path.span());
    let private = located(private, here);
    let arguments = arguments.map(|count| {
        let arguments = (0..count).map(|_| quote_spanned!(here=> #private::nothing_runs()));
        quote_spanned!(here=> (#(#arguments),*))
    });
    of_optional(&private, &quote_spanned!(here=> #path #arguments), here)
}

/// Asks about an `Option` or `Result`, and tells rustc the parameters of its type, should nothing else tell them.
fn of_optional(private: &TokenStream, value: &TokenStream, here: Span) -> TokenStream {
    let local = internal("value");
    quote_spanned! {here=>
        {
            use #private::{ValueOfAnother as _, ValueOfTheLibrary as _};
            let #local = #value;
            #local.value_of_the_generator(#private::nothing_runs(), #private::nothing_runs());
        }
    }
}

/// Leaves the types to rustc that cannot be written in a body.
struct Inferred;

impl VisitMut for Inferred {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if matches!(ty, Type::ImplTrait(_)) {
            *ty = parse_quote!(_);
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
