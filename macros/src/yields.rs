//! The macros that stand for a yield, and how they are recognised.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Macro, Path, Token};

/// A macro that stands for a yield.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum YieldKind {
    Yield,
    TryYield,
    YieldFrom,
    TryYieldFrom,
}

impl YieldKind {
    /// The kind that is called `name`.
    pub(crate) fn of_name(name: &Ident) -> Option<Self> {
        Self::of(&name.to_string())
    }

    /// [`of_name`](Self::of_name), where that is a string already.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "yield_" => Some(Self::Yield),
            "try_yield" => Some(Self::TryYield),
            "yield_from" => Some(Self::YieldFrom),
            "try_yield_from" => Some(Self::TryYieldFrom),
            _ => None,
        }
    }

    /// The kind that `path` names, by itself or through a crate or module: `genfn::yield_`.
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

    /// Whether it hands the generator's steps to another one.
    pub(crate) fn delegates(self) -> bool {
        matches!(self, Self::YieldFrom | Self::TryYieldFrom)
    }
}

/// What a yield was given.
pub(crate) enum Given {
    Nothing,
    Value(Box<Expr>),
    /// More than one value: an error.
    Values(Vec<Expr>),
    /// Statements: an error.
    Statements(Expr),
    /// What is not (yet) Rust.
    Unknown(TokenStream),
}

impl Given {
    pub(crate) fn parse(tokens: TokenStream) -> Self {
        if tokens.is_empty() {
            return Self::Nothing;
        }
        if let Some(mut values) = list(tokens.clone()) {
            return match values.pop() {
                Some(value) if values.is_empty() => Self::Value(Box::new(value)),
                last => Self::Values(values.into_iter().chain(last).collect()),
            };
        }
        statements(tokens.clone()).map_or(Self::Unknown(tokens), Self::Statements)
    }

    /// The error that it is.
    pub(crate) fn error(&self, kind: YieldKind) -> Option<Error> {
        let kind = kind.name();
        match self {
            Self::Nothing | Self::Value(_) | Self::Unknown(_) => None,
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

/// Whether `invocation` makes a generator of its own of what stands in it.
pub(crate) fn makes_generator(name: &Ident) -> bool {
    name == "gen_" || name == "gen_expr"
}

/// The expressions that a macro was given, if it takes what a function would (`vec!`,
/// `println!`) or what a block would.
pub(crate) fn expressions_in(invocation: &Macro) -> Option<Vec<Expr>> {
    let tokens = || invocation.tokens.clone();
    list(tokens()).or_else(|| Some(vec![statements(tokens())?]))
}

/// Expressions that are separated by commas.
fn list(tokens: TokenStream) -> Option<Vec<Expr>> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated;
    Some(list.parse2(tokens).ok()?.into_iter().collect())
}

/// Statements, as a block.
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
