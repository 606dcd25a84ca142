//! The question to rustc whether a type that a pattern takes apart has a destructor of its own.
//!
//! ```text
//! // in                            // out
//! let Pair { left, right } = pair;  if false {
//!                                       match another(&pair) {
//!                                           Pair { .. } => taken_apart((&&Probe::of(&probed)).has_destructor()), ..
//!                                       }
//!                                   }
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Pat, Path};

use crate::explicit::known::kinds;
use crate::explicit::known::patterns;
use crate::explicit::questions::located::located;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;

/// Checks, where nothing runs, that what the patterns take apart has no destructor of its own.
pub(crate) fn probes(private: &Path, value: &TokenStream, patterns: &[&Pat]) -> TokenStream {
    taken_apart(
        private,
        value,
        patterns,
        |answer, here| quote_spanned!(here=> #private::taken_apart(#answer)),
    )
    .unwrap_or_default()
}

/// Asks, where nothing runs, of each type that the patterns take apart whether it has a destructor of its own.
/// `None` if there are none. `check`: what is done with an answer.
pub(crate) fn taken_apart(
    private: &Path,
    value: &TokenStream,
    patterns: &[&Pat],
    check: impl Fn(TokenStream, Span) -> TokenStream,
) -> Option<TokenStream> {
    let part = internal("probed");
    // Patterns that take the same part ask about the same type.
    let mut asked = BTreeSet::new();
    let probes: Vec<TokenStream> = patterns
        .iter()
        .flat_map(|pattern| {
            let span = syn::spanned::Spanned::span(*pattern);
            patterns::constructors(pattern, &part).into_iter().map(move |pattern| (pattern, span))
        })
        .filter(|(pattern, _)| asked.insert(quote!(#pattern).to_string()))
        .map(|(pattern, span)| {
            let here = Span::mixed_site().located_at(span);
            let check = check(
                quote_spanned!(here=> (&&#private::Probe::of(&#part)).has_destructor()),
                here,
            );
            quote!(match #private::another(&#value) { #pattern => #check, _ => {} })
        })
        .collect();
    if probes.is_empty() {
        return None;
    }
    Some(quote!(if false {
        use #private::{HasDestructor as _, HasNoDestructor as _};
        #(#probes)*
    }))
}

/// The probe of a `let` that takes a local apart.
pub(crate) fn probe_of_local(private: &Path, statement: &syn::Stmt) -> TokenStream {
    let syn::Stmt::Local(syn::Local { pat, init: Some(init), .. }) = statement else {
        return TokenStream::new();
    };
    let Some(name) = kinds::name_of(&init.expr) else { return TokenStream::new() };
    if !patterns::takes_all(pat) {
        return TokenStream::new();
    }
    probes(private, &quote!(#name), &[pat])
}

/// Asks about the names in upper case that are taken for locals. One that a constant or a unit struct has binds nothing,
/// and a value of a type with a destructor would be dropped once more.
pub(crate) fn of_constants(private: &Path, vars: &Vars) -> Option<TokenStream> {
    let mut seen = BTreeSet::new();
    let names = vars.constants.iter().filter(|name| seen.insert(name.to_string()));
    let asked = names.map(|name| {
        let here = Span::mixed_site().located_at(name.span());
        let private = located(private, here);
        let answer = quote_spanned! {here=>
            #private::names_local((&&#private::Probe::of(&#name)).has_destructor());
        };
        let text = name.to_string();
        if vars.declared.contains(&text) || vars.imported.contains(&text) {
            return answer;
        }
        // What the module does not have is found around the block.
        quote_spanned! {here=>
            #[allow(dead_code, non_upper_case_globals)]
            {
                const #name: #private::NoDestructor = #private::NoDestructor;
                {
                    #[allow(unused_imports)]
                    use self::*;
                    #answer
                }
            }
        }
    });
    let asked: Vec<TokenStream> = asked.collect();
    (!asked.is_empty()).then(|| {
        quote! {
            if false {
                use #private::{HasDestructor as _, HasNoDestructor as _};
                #(#asked)*
            }
        }
    })
}
