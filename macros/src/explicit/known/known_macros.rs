//! The macros of the standard library that the macro knows by their names: how they take their arguments.

use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Pat, Token, parse_quote};

use crate::explicit::known::formats;
use crate::yields::YieldKind;

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

/// Whether a macro does not return.
pub(crate) fn diverges(path: &syn::Path) -> bool {
    ["panic", "unreachable", "todo", "unimplemented"].iter().any(|name| path.is_ident(name))
}

/// The arguments of a macro that takes expressions with commas.
pub(crate) fn list_in(invocation: &Macro) -> Option<Vec<Expr>> {
    list_of(invocation.tokens.clone())
}

/// Expressions with commas.
pub(crate) fn list_of(tokens: TokenStream) -> Option<Vec<Expr>> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated;
    Some(list.parse2(tokens).ok()?.into_iter().collect())
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
    formats::names(text).into_iter().map(|name| name.text).collect()
}

/// Which of the string literals among the arguments of a macro can be a format string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Formats {
    None,
    /// The argument of this number.
    At(usize),
    /// Any of them: macros of this name format them.
    Likely,
    /// Any of them: what the macro does with them is not known.
    Any,
}

impl Formats {
    /// Whether the argument of a number can be one.
    pub(crate) fn can_be(self, argument: usize) -> bool {
        self.is_any() || self == Self::At(argument)
    }

    pub(crate) fn is_any(self) -> bool {
        matches!(self, Self::Likely | Self::Any)
    }
}

/// Which of the arguments of a macro can be a format string.
pub(crate) fn formats_of(invocation: &Macro) -> Formats {
    if YieldKind::of_path(&invocation.path).is_some() {
        return Formats::None;
    }
    let segments = &invocation.path.segments;
    let is_of_std = segments.len() == 1
        || ["std", "core", "alloc"].iter().any(|name| segments[0].ident == name);
    let Some(last) = segments.last() else { return Formats::Any };
    match formats(&last.ident.to_string()) {
        // `tracing::info`
        Formats::Likely => Formats::Likely,
        known if is_of_std => known,
        _ => Formats::Any,
    }
}

/// The same, by the name of the macro.
pub(crate) fn formats(name: &str) -> Formats {
    match name {
        "print" | "println" | "eprint" | "eprintln" | "format" | "format_args" | "panic"
        | "unreachable" | "todo" | "unimplemented" => Formats::At(0),
        "write" | "writeln" | "assert" | "debug_assert" => Formats::At(1),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Formats::At(2),
        "vec" | "dbg" | "matches" => Formats::None,
        // Those of log, tracing, anyhow and their like.
        "anyhow" | "bail" | "debug" | "ensure" | "error" | "eyre" | "info" | "log" | "trace"
        | "warn" => Formats::Likely,
        name if YieldKind::of(name).is_some() => Formats::None,
        _ => Formats::Any,
    }
}

/// Whether a macro shows its tokens, and evaluates nothing.
pub(crate) fn only_shows(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "stringify")
}

/// Whether a macro may show how its arguments are written.
pub(crate) fn shows_arguments(invocation: &Macro) -> bool {
    let name = invocation.path.segments.last().map(|last| last.ident.to_string());
    known(invocation).is_none() && YieldKind::of_path(&invocation.path).is_none()
        || name.is_some_and(|name| ["assert", "debug_assert", "dbg"].contains(&&*name))
}
