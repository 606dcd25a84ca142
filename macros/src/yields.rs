//! The macros that stand for a yield, and how they are recognised.

use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Path, Token};

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
        match &*name.to_string() {
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

/// Whether `invocation` makes a generator of its own of what stands in it.
pub(crate) fn makes_generator(name: &Ident) -> bool {
    name == "gen_" || name == "gen_expr"
}

/// The expressions that a macro was given, if it takes what a function would (`vec!`,
/// `println!`) or what a block would.
pub(crate) fn expressions_in(invocation: &Macro) -> Option<Vec<Expr>> {
    expressions(invocation.tokens.clone())
}

/// The expressions in `tokens`, separated by commas or as the statements of a block.
pub(crate) fn expressions(tokens: TokenStream) -> Option<Vec<Expr>> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated;
    if let Ok(list) = list.parse2(tokens.clone()) {
        return Some(list.into_iter().collect());
    }
    let statements = syn::Block::parse_within.parse2(tokens).ok()?;
    let block = Expr::Block(syn::ExprBlock {
        attrs: Vec::new(),
        label: None,
        block: syn::Block { brace_token: syn::token::Brace::default(), stmts: statements },
    });
    Some(vec![block])
}
