//! The grammar of a generator expression: `element for pattern in iterable if condition ..`

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Expr, ExprParen, Pat, Path, Token};

use crate::gen_block::runtime;
use crate::tokens::range_before;

const FORM: &str = "`gen_expr!(x * x for x in 0..5 if x % 2 == 0)`";

/// A generator expression.
pub(super) struct Comprehension {
    pub(super) runtime: Path,
    pub(super) element: Expr,
    /// The first `for`.
    pub(super) outermost: For,
    /// The clauses after it, in order.
    pub(super) clauses: Vec<Clause>,
}

/// `for pattern in iterable`
pub(super) struct For {
    pub(super) keyword: Token![for],
    pub(super) pattern: Pat,
    pub(super) of: Token![in],
    pub(super) iterable: Expr,
}

pub(super) enum Clause {
    For(For),
    /// `if condition`, which may be `let ..`.
    If(Token![if], Expr),
}

impl Parse for Comprehension {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = runtime(input)?;
        if input.is_empty() {
            return Err(input.error(format!("a generator expression needs a `for`: {FORM}")));
        }
        // Before syn parses the element and the iterables.
        check_open_ranges(input.fork().parse()?)?;
        if input.peek(Token![for]) && !input.peek2(Token![<]) {
            return Err(input.error(format!(
                "a generator expression begins with the element, and the `for` follows it: {FORM}"
            )));
        }
        let element = input.parse()?;
        let outermost = parse_first(input)?;
        let mut clauses = Vec::new();
        while !input.is_empty() {
            clauses.push(parse_clause(input)?);
        }
        Ok(Self { runtime, element, outermost, clauses })
    }
}

/// Reports a range without an end before a clause: syn reads `0.. if x` as a range up to an `if`
/// expression.
fn check_open_ranges(tokens: TokenStream) -> syn::Result<()> {
    let Some([first, second, next]) = range_before(tokens, &["if", "for"]) else {
        return Ok(());
    };
    Err(Error::new_spanned(
        quote!(#first #second),
        format!(
            "an open range before `{next}` needs parentheses: \
             `gen_expr!(x for x in (0..) if x % 2 == 0)`"
        ),
    ))
}

/// Reads the clause after the element, which has to be a `for`.
fn parse_first(input: ParseStream<'_>) -> syn::Result<For> {
    if input.peek(Token![for]) {
        return input.parse();
    }
    if input.is_empty() {
        return Err(input.error(format!("a generator expression needs a `for`: {FORM}")));
    }
    if input.peek(Token![if]) {
        return Err(input.error(format!(
            "the first clause is a `for`, and an `if` follows it: {FORM}; an element that depends \
             on a condition is `if .. {{ .. }} else {{ .. }}`"
        )));
    }
    if input.peek(Token![,]) {
        return Err(input.error(
            "an element of several values is a tuple in parentheses: \
             `gen_expr!((x, x * x) for x in 0..5)`",
        ));
    }
    Err(unknown_clause(input, "`for`"))
}

fn parse_clause(input: ParseStream<'_>) -> syn::Result<Clause> {
    if input.peek(Token![for]) {
        return input.parse().map(Clause::For);
    }
    if input.peek(Token![if]) {
        let if_token = input.parse()?;
        if starts_clause(input) {
            return Err(input.error(format!("`if` needs a condition: {FORM}")));
        }
        return Ok(Clause::If(if_token, input.parse()?));
    }
    if input.peek(Token![,]) {
        return Err(input.error(format!(
            "a generator expression is one expression, without a comma behind it: {FORM}"
        )));
    }
    if input.peek(Token![else]) {
        return Err(input.error(
            "a clause `if` has no `else`: an element that depends on a condition is \
             `gen_expr!(if x % 2 == 0 { x } else { -x } for x in 0..5)`",
        ));
    }
    Err(unknown_clause(input, "`for` or `if`"))
}

/// The error for a token that begins no clause.
fn unknown_clause(input: ParseStream<'_>, expected: &str) -> Error {
    if input.peek(Token![async]) {
        return input.error(format!(
            "a generator expression cannot be `async`: its caller steps it, and nothing in it \
             waits; write a plain `for`: {FORM}"
        ));
    }
    input.error(format!("expected {expected}: {FORM}"))
}

/// Whether a clause begins here, or the expression ends.
fn starts_clause(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![for])
}

impl Parse for For {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let keyword = input.parse()?;
        let pattern = input.call(Pat::parse_multi_with_leading_vert)?;
        if input.peek(Token![,]) {
            return Err(input.error(
                "a pattern of several variables is a tuple in parentheses: \
                 `gen_expr!(x + y for (x, y) in pairs)`",
            ));
        }
        if !input.peek(Token![in]) {
            return Err(
                input.error(format!("expected `in` between the pattern and the iterable: {FORM}"))
            );
        }
        let of = input.parse()?;
        if starts_clause(input) {
            return Err(input.error(format!("`in` needs something to iterate over: {FORM}")));
        }
        // The parentheses around a range only separate it from the next clause.
        let iterable = match input.parse()? {
            Expr::Paren(ExprParen { expr, .. }) if matches!(*expr, Expr::Range(_)) => *expr,
            other => other,
        };
        Ok(Self { keyword, pattern, of, iterable })
    }
}

impl Comprehension {
    /// The element, the iterables and the conditions.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let of_clauses = self.clauses.iter().map(|clause| match clause {
            Clause::For(inner) => &inner.iterable,
            Clause::If(_, condition) => condition,
        });
        [&self.element, &self.outermost.iterable].into_iter().chain(of_clauses)
    }

    /// Whether there is more than one `for`.
    pub(super) fn nests(&self) -> bool {
        self.clauses.iter().any(|clause| matches!(clause, Clause::For(_)))
    }
}
