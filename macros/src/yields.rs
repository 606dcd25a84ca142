//! The macros that stand for a yield, and how they are recognised.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
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
    /// A value, or what is not (yet) Rust, with nothing in it that has to be looked at.
    Plain(TokenStream),
    /// What is not (yet) Rust.
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

/// Whether tokens are of one expression, if they are of any, and of nothing but names, literals,
/// operators, calls and indices. There is no yield in it then, and nothing that one could be misplaced
/// in. Most yields are given as much, and it is a tenth of the time to find that out instead of parsing
/// it.
fn is_plain(tokens: TokenStream) -> bool {
    fn are_plain(tokens: TokenStream, separators: &[char]) -> bool {
        tokens.into_iter().all(|token| match token {
            TokenTree::Literal(_) => true,
            TokenTree::Ident(name) => is_a_plain_name(&name.to_string()),
            TokenTree::Punct(punct) => {
                let punct = punct.as_char();
                ".:&*+-/%^<>".contains(punct) || separators.contains(&punct)
            }
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Parenthesis | Delimiter::Bracket => are_plain(group.stream(), &[',']),
                Delimiter::Brace | Delimiter::None => false,
            },
        })
    }

    are_plain(tokens, &[])
}

/// Whether a word is no yield, and none that begins something else than a name.
fn is_a_plain_name(word: &str) -> bool {
    let begins_more = matches!(
        word,
        "async"
            | "await"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro_rules"
            | "match"
            | "mod"
            | "move"
            | "pub"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "try"
            | "type"
            | "union"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "yield"
    );
    !begins_more && YieldKind::of(word).is_none()
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
