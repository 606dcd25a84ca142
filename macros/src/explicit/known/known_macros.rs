//! The macros of the standard library that the macro knows by their names: how they take their arguments.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Pat, Path, PathSegment, Token, parse_quote};

use crate::explicit::known::formats;
use crate::tokens::is_punct;
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
    let name = name_in_std(&invocation.path)?.to_string();
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

/// The name of a macro that is the standard library's by its path, or is called by its name alone.
fn name_in_std(path: &Path) -> Option<&Ident> {
    let segments = &path.segments;
    let is_of_std = segments.len() == 1
        || ["std", "core", "alloc"].iter().any(|name| segments[0].ident == name);
    segments.last().map(|last| &last.ident).filter(|_| is_of_std)
}

/// The path of a macro, from the tokens in front of its arguments.
pub(crate) fn path_before(tokens: &[TokenTree]) -> Option<Path> {
    let [path @ .., mark] = tokens else { return None };
    if !is_punct(Some(mark), '!') {
        return None;
    }
    let (mut names, mut rest) = (Vec::new(), path);
    while let [before @ .., TokenTree::Ident(name)] = rest {
        names.push(name.clone());
        rest = match before {
            [before @ .., first, second]
                if is_punct(Some(first), ':') && is_punct(Some(second), ':') =>
            {
                before
            }
            _ => break,
        };
    }
    let segments: Punctuated<_, _> = names.into_iter().rev().map(PathSegment::from).collect();
    (!segments.is_empty()).then_some(Path { leading_colon: None, segments })
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

/// Whether a macro gives `()` or a `bool`, or nothing.
pub(crate) fn gives_plain(invocation: &Macro) -> bool {
    let is_text = || invocation.path.segments.last().is_some_and(|last| last.ident == "format");
    match known(invocation) {
        Some(Takes::Condition | Takes::Pattern) => true,
        Some(Takes::References) => !is_text(),
        _ => false,
    }
}

/// The elements that `vec![element; number]` or `vec![element, ..]` has, each written once.
pub(crate) fn elements_of_vec(invocation: &Macro) -> Option<Vec<Expr>> {
    let repeated = |input: syn::parse::ParseStream<'_>| {
        let element: Expr = input.parse()?;
        input.parse::<Token![;]>()?;
        input.parse::<Expr>().map(|_| vec![element])
    };
    repeated.parse2(invocation.tokens.clone()).ok().or_else(|| list_in(invocation))
}

/// Whether a macro of this path does not return.
pub(crate) fn diverges(path: &Path) -> bool {
    let diverging = ["panic", "unreachable", "todo", "unimplemented"];
    diverging.iter().any(|name| path.is_ident(name))
}

/// Whether a macro is `assert!` or `debug_assert!`, whose message shows the condition.
pub(crate) fn shows_condition(path: &Path) -> bool {
    name_in_std(path).is_some_and(|name| name == "assert" || name == "debug_assert")
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
pub(crate) fn formats_of(path: &Path) -> Formats {
    if YieldKind::of_path(path).is_some() {
        return Formats::None;
    }
    let Some(last) = path.segments.last() else { return Formats::Any };
    match &*last.ident.to_string() {
        // Those of log, tracing, anyhow and their like: `tracing::info`.
        "anyhow" | "bail" | "debug" | "ensure" | "error" | "eyre" | "info" | "log" | "trace"
        | "warn" => Formats::Likely,
        _ if name_in_std(path).is_none() => Formats::Any,
        "print" | "println" | "eprint" | "eprintln" | "format" | "format_args" | "panic"
        | "unreachable" | "todo" | "unimplemented" => Formats::At(0),
        "write" | "writeln" | "assert" | "debug_assert" => Formats::At(1),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Formats::At(2),
        "vec" | "dbg" | "matches" => Formats::None,
        name if YieldKind::of(name).is_some() => Formats::None,
        _ => Formats::Any,
    }
}

/// Whether a macro shows its tokens, and evaluates nothing.
pub(crate) fn only_shows(path: &Path) -> bool {
    name_in_std(path).is_some_and(|name| name == "stringify")
}

/// Whether a macro may show how its arguments are written.
pub(crate) fn shows_arguments(invocation: &Macro) -> bool {
    let path = &invocation.path;
    known(invocation).is_none() && YieldKind::of_path(path).is_none()
        || shows_condition(path)
        || name_in_std(path).is_some_and(|name| name == "dbg")
}
