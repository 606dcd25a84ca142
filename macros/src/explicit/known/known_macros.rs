//! The macros of the standard library that the macro knows by their names: how they take their arguments.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Pat, Path, Stmt, Token, parse_quote};

use crate::tokens::{self, Words};

/// How a macro takes its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// By value, all of them.
    Values,
    /// By value the first one; the others only if that is false.
    Condition,
    /// By reference, all of them.
    References,
    /// The place of the first one, and then as `References`.
    PlaceAndReferences,
    /// The first one, as the head of a `match`; what follows is a pattern.
    Pattern,
}

/// How a macro of the standard library takes its arguments. `None` for all others.
pub(crate) fn known(invocation: &Macro) -> Option<Takes> {
    let segments = &invocation.path.segments;
    let of_std = ["std", "core", "alloc"];
    if segments.len() > 1 && !of_std.iter().any(|name| segments[0].ident == name) {
        return None;
    }
    let name = segments.last()?.ident.to_string();
    Some(match &*name {
        "vec" | "dbg" => Takes::Values,
        "assert" | "debug_assert" => Takes::Condition,
        "print" | "println" | "eprint" | "eprintln" | "format" | "panic" | "unreachable"
        | "todo" | "unimplemented" | "assert_eq" | "assert_ne" | "debug_assert_eq"
        | "debug_assert_ne" => Takes::References,
        "write" | "writeln" => Takes::PlaceAndReferences,
        "matches" => Takes::Pattern,
        _ => return None,
    })
}

/// Whether the temporaries among a macro's arguments are dropped where the macro ends: it is a block.
pub(crate) fn ends_temporaries(invocation: &Macro) -> bool {
    let name = invocation.path.segments.last().map(|segment| segment.ident.to_string());
    known(invocation).is_some()
        && name.is_some_and(|name| {
            ["format", "print", "println", "eprint", "eprintln"].contains(&&*name)
        })
}

/// The number of the first argument of an assertion that is a part of its message.
pub(crate) fn first_of_message(invocation: &Macro) -> Option<usize> {
    match &*invocation.path.segments.last()?.ident.to_string() {
        "assert" => Some(1),
        "assert_eq" | "assert_ne" => Some(2),
        _ => None,
    }
}

/// What a `debug_assert!` stands for: its arguments are evaluated in a build with debug assertions alone.
pub(crate) fn debug_assertion(invocation: &Macro) -> Option<Expr> {
    known(invocation)?;
    let name = &invocation.path.segments.last()?.ident;
    let always = match &*name.to_string() {
        "debug_assert" => "assert",
        "debug_assert_eq" => "assert_eq",
        "debug_assert_ne" => "assert_ne",
        _ => return None,
    };
    let (always, arguments) = (Ident::new(always, name.span()), &invocation.tokens);
    Some(parse_quote!(if ::core::cfg!(debug_assertions) { ::core::#always!(#arguments); }))
}

/// A use of a macro of the standard library by its name alone, which may be that of another macro.
pub(crate) fn use_by_name(invocation: &Macro) -> Option<TokenStream> {
    let name = invocation.path.get_ident()?;
    let arguments = match &*name.to_string() {
        "vec" if cfg!(feature = "alloc") => {
            let elements = list_in(invocation).map_or(1, |elements| elements.len());
            let elements = vec![quote!(()); elements];
            quote!(#(#elements),*)
        }
        "format" if cfg!(feature = "alloc") => quote!(""),
        "assert" | "debug_assert" => quote!(true),
        "assert_eq" | "debug_assert_eq" | "matches" => quote!((), ()),
        "assert_ne" | "debug_assert_ne" => quote!(0, 1),
        "dbg" | "eprint" | "eprintln" | "print" | "println" | "todo" | "unimplemented" => {
            quote!("")
        }
        _ => return None,
    };
    Some(quote!(#name!(#arguments)))
}

/// The question to rustc whether a macro that is used by its name alone is that of the standard library: if another
/// macro has the name as well, it is ambiguous. Nothing of it runs.
pub(crate) fn question(by_name: &TokenStream, private: &Path) -> TokenStream {
    quote! {
        if false {
            #[allow(unused_imports)]
            use #private::known_macros::*;
            let _ = #by_name;
        }
    }
}

/// Asks about `dbg!`, which moves what it is given, in front of a body that may call it.
pub(crate) fn ask_about_dbg(statements: &mut Vec<Stmt>, words: &Words, private: &Path) {
    let name = || tokens::find_ident(quote!(#(#statements)*), "dbg");
    if let Some(name) = words.contain("dbg").then(name).flatten() {
        let question = question(&quote!(#name!("")), private);
        statements.insert(0, Stmt::Expr(Expr::Verbatim(question), None));
    }
}

/// The arguments of a macro that takes expressions with commas.
pub(crate) fn list_in(invocation: &Macro) -> Option<Vec<Expr>> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated;
    Some(list.parse2(invocation.tokens.clone()).ok()?.into_iter().collect())
}

/// The head of `matches!(head, pattern)`, and the rest.
pub(crate) fn matches_in(invocation: &Macro) -> Option<(Expr, TokenStream)> {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let head: Expr = input.parse()?;
        let rest: TokenStream = input.parse()?;
        Ok((head, rest))
    };
    parser.parse2(invocation.tokens.clone()).ok()
}

/// The pattern of `matches!(head, pattern if guard)`, from what is behind the head.
pub(crate) fn pattern_in(rest: &TokenStream) -> Option<(Pat, Option<Expr>)> {
    let parser = |input: syn::parse::ParseStream<'_>| {
        input.parse::<Token![,]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        let guard = match input.parse::<Option<Token![if]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        input.parse::<Option<Token![,]>>()?;
        Ok((pattern, guard))
    };
    parser.parse2(rest.clone()).ok()
}

/// The names in the braces of a format string.
pub(crate) fn names_in_format(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let inside = &rest[..rest.find('}').unwrap_or(rest.len())];
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let first = inside.split(|c| !is_name(c)).next().unwrap_or_default();
        let widths =
            inside.split('$').rev().skip(1).filter_map(|part| part.rsplit(|c| !is_name(c)).next());
        names.extend(
            std::iter::once(first).chain(widths).filter(|name| !name.is_empty()).map(str::to_owned),
        );
    }
    names
}
