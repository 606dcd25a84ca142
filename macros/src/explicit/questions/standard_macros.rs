//! The question to rustc whether a macro that is called by a name of the standard library's is the standard library's.
//!
//! ```text
//! // in                      // out
//! let shown = dbg!(local);   if false { use known_macros::*; let _ = dbg!(""); }
//! ..                         let shown = dbg!(local);
//! panic!("{local}")          if false { let _ = || -> Infallible { panic!("") }; }
//! ```
//!
//! If another macro has the name as well, the name is ambiguous. One that does not return can have any type.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Macro, Path};

use crate::explicit::known::known_macros;
use crate::explicit::tree::vars::Vars;

/// A use of a macro of the standard library by its name alone, which may be that of another macro.
pub(crate) fn use_by_name(invocation: &Macro) -> Option<TokenStream> {
    let name = invocation.path.get_ident()?;
    let at = Span::call_site().located_at(name.span());
    let arguments = match &*name.to_string() {
        "vec" if cfg!(feature = "alloc") => {
            let elements = known_macros::list_in(invocation).map_or(1, |elements| elements.len());
            let elements = vec![quote!(()); elements];
            quote!(#(#elements),*)
        }
        "format" if cfg!(feature = "alloc") => quote!(""),
        "assert" | "debug_assert" => quote!(true),
        "assert_eq" | "debug_assert_eq" | "matches" => quote!((), ()),
        "assert_ne" | "debug_assert_ne" => quote!(0, 1),
        "dbg" | "eprint" | "eprintln" | "print" | "println" => quote!(""),
        "write" | "writeln" => {
            return Some(quote_spanned!(at=> |out: &mut dyn ::core::fmt::Write| #name!(out, "")));
        }
        _ => return None,
    };
    Some(quote_spanned!(at=> #name!(#arguments)))
}

/// The question about one use. Nothing of it runs.
pub(crate) fn question(by_name: &TokenStream, private: &Path) -> TokenStream {
    quote! {
        if false {
            #[allow(unused_imports)]
            use #private::known_macros::*;
            let _ = #by_name;
        }
    }
}

/// The questions about the macros that the lowering of a body relies on.
pub(crate) fn of_body(private: &Path, vars: &Vars) -> TokenStream {
    let ask = |invocation: &Macro| {
        let mut invocation = invocation.clone();
        let name = invocation.path.get_ident().cloned();
        let at = name.map_or_else(Span::call_site, |name| name.span());
        if let Some(segment) = invocation.path.segments.first_mut() {
            // The lints of the user's code are for the user's call.
            segment.ident.set_span(Span::call_site().located_at(at));
        }
        let path = &invocation.path;
        if known_macros::diverges(path) {
            return Some(
                quote_spanned!(at=> if false { let _ = || -> ::core::convert::Infallible { #path!("") }; }),
            );
        }
        Some(question(&use_by_name(&invocation)?, private))
    };
    vars.relied_macros.values().filter_map(ask).collect()
}
