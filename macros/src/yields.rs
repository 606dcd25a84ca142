//! Recognises the macros that a body calls, and reads their arguments.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Path, Stmt, Token};

use crate::tokens::is_plain;

/// One of the macros that suspend a generator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum YieldKind {
    Yield,
    TryYield,
    YieldFrom,
    TryYieldFrom,
}

impl YieldKind {
    pub(crate) const ALL: [Self; 4] =
        [Self::Yield, Self::TryYield, Self::YieldFrom, Self::TryYieldFrom];

    /// The kind with this name.
    pub(crate) fn of_name(name: &Ident) -> Option<Self> {
        Self::of(&name.to_string())
    }

    /// [`of_name`](Self::of_name), for a string.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "yield_" => Some(Self::Yield),
            "try_yield" => Some(Self::TryYield),
            "yield_from" => Some(Self::YieldFrom),
            "try_yield_from" => Some(Self::TryYieldFrom),
            _ => None,
        }
    }

    /// The kind that `path` names, which may lead through a crate or module: `genfn::yield_`.
    pub(crate) fn of_path(path: &Path) -> Option<(Self, &Ident)> {
        let name = &path.segments.last()?.ident;
        Self::of_name(name).map(|kind| (kind, name))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yield => "yield_!",
            Self::TryYield => "try_yield!",
            Self::YieldFrom => "yield_from!",
            Self::TryYieldFrom => "try_yield_from!",
        }
    }

    /// Its place among the four.
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// The method that makes an import of its macro count as used.
    pub(crate) fn import(self) -> &'static str {
        match self {
            Self::Yield => "import_of_yield_of_the_generator",
            Self::TryYield => "import_of_try_yield_of_the_generator",
            Self::YieldFrom => "import_of_yield_from_of_the_generator",
            Self::TryYieldFrom => "import_of_try_yield_from_of_the_generator",
        }
    }

    /// The method of the slot that it calls.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Yield => "yield_of_the_generator",
            Self::TryYield => "try_yield_of_the_generator",
            Self::YieldFrom => "yield_from_of_the_generator",
            Self::TryYieldFrom => "try_yield_from_of_the_generator",
        }
    }

    /// Whether it delegates to another generator.
    pub(crate) fn delegates(self) -> bool {
        matches!(self, Self::YieldFrom | Self::TryYieldFrom)
    }
}

/// The argument of a yield.
pub(crate) enum Given {
    Nothing,
    Value(Box<Expr>),
    /// More than one value, which is a mistake.
    Values(Vec<Expr>),
    /// Statements, which are a mistake.
    Statements(Expr),
    /// Tokens that contain nothing to lower ([`is_plain`]). They need not parse.
    Plain(TokenStream),
    /// Tokens that do not parse.
    Unknown(TokenStream),
}

impl Given {
    pub(crate) fn parse(tokens: TokenStream) -> Self {
        if tokens.is_empty() {
            return Self::Nothing;
        }
        if is_plain(tokens.clone()) {
            return Self::Plain(tokens);
        }
        if let Some(values) = list(tokens.clone()) {
            let mut values = Vec::from_iter(values);
            return match values.pop() {
                Some(value) if values.is_empty() => Self::Value(Box::new(value)),
                last => Self::Values(values.into_iter().chain(last).collect()),
            };
        }
        statements(tokens.clone()).map_or(Self::Unknown(tokens), Self::Statements)
    }

    /// Whether it contains no yield, and nothing that may become one.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_) | Self::Nothing)
    }

    /// The error for this argument of a yield of this kind.
    pub(crate) fn error(&self, kind: YieldKind) -> Option<Error> {
        let kind = kind.name();
        match self {
            Self::Nothing | Self::Value(_) | Self::Plain(_) | Self::Unknown(_) => None,
            Self::Values(values) => Some(Error::new_spanned(
                values.get(1),
                format!("`{kind}` takes one value: write several as a tuple, `{kind}((a, b))`"),
            )),
            Self::Statements(statements) => Some(Error::new_spanned(
                statements,
                format!("`{kind}` takes a value: write statements as a block, `{kind}({{ .. }})`"),
            )),
        }
    }
}

/// Whether the macro `name` makes a generator of its arguments, so that the yields in them are its
/// own.
pub(crate) fn makes_generator(name: &Ident) -> bool {
    name == "gen_" || name == "gen_expr" || name == "async_gen"
}

/// [`makes_generator`], for a path.
pub(crate) fn is_generator_macro(path: &Path) -> bool {
    path.segments.last().is_some_and(|segment| makes_generator(&segment.ident))
}

/// The arguments of another macro.
pub(crate) enum MacroArguments {
    /// What a function takes (`vec![a, b]`).
    Expressions(Punctuated<Expr, Token![,]>),
    /// What a block contains (`vec![a; 2]`).
    Statements(Vec<Stmt>),
    /// Something else, or code that does not parse yet.
    Tokens,
}

impl MacroArguments {
    pub(crate) fn parse(tokens: &TokenStream) -> Self {
        if let Some(expressions) = list(tokens.clone()) {
            return Self::Expressions(expressions);
        }
        match syn::Block::parse_within.parse2(tokens.clone()) {
            Ok(statements) => Self::Statements(statements),
            Err(_) => Self::Tokens,
        }
    }
}

/// The expressions in a list with commas.
fn list(tokens: TokenStream) -> Option<Punctuated<Expr, Token![,]>> {
    Punctuated::parse_terminated.parse2(tokens).ok()
}

/// The statements in `tokens`, as a block.
fn statements(tokens: TokenStream) -> Option<Expr> {
    let mut braces = Group::new(Delimiter::Brace, TokenStream::new());
    if let Some(first) = tokens.clone().into_iter().next() {
        braces.set_span(first.span());
    }
    let stmts = syn::Block::parse_within.parse2(tokens).ok()?;
    Some(Expr::Block(syn::ExprBlock {
        attrs: Vec::new(),
        label: None,
        block: syn::Block { brace_token: syn::token::Brace(braces.span()), stmts },
    }))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn names_operators_calls_and_indices_are_plain() {
        for value in [
            quote!(number),
            quote!(5),
            quote!(&mut self.items[..]),
            quote!((*left.max(right) as u64) << 3),
            quote!((a, [b, c], "text")),
            quote!(words::of::<u8>(text, crate::LIMIT)),
        ] {
            assert!(matches!(Given::parse(value.clone()), Given::Plain(_)), "{value}");
            assert_eq!(list(value.clone()).map(|values| values.len()), Some(1), "{value}");
        }
    }

    #[test]
    fn what_has_to_be_looked_at_is_not_plain() {
        for value in [
            quote!(yield_!(1)),
            quote!(f(yield_(1))),
            quote!(yield 1),
            quote!([other.await]),
            quote!(|x| x + 1),
            quote!(text.parse()?),
            quote!((if a { b } else { c })),
            quote!(unsafe { f() }),
            quote!([0; N]),
            quote!(f(return)),
            quote!(
                #[attribute]
                1
            ),
        ] {
            assert!(matches!(Given::parse(value.clone()), Given::Value(_)), "{value}");
        }
        assert!(matches!(Given::parse(quote!(1, 2)), Given::Values(_)));
        assert!(matches!(Given::parse(quote!(let x = 1; x)), Given::Statements(_)));
    }
}
