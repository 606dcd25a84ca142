//! `gen_expr!(element for pattern in iterable if condition ..)`: Python's generator expression
//! (PEP 289).
//!
//! One `for` becomes the standard library's adapter, which knows the number of its items as well as
//! can be known. Several become a generator, whose loops can borrow from what the expression
//! captures and from each other's items, as closures in `flat_map` could not.
//!
//! ```text
//! // in                                         // out
//! gen_expr!(x * x for x in 0..5)                Iterator::map(IntoIterator::into_iter(0..5), move |x| x * x)
//!
//! gen_expr!(x for x in 0..5 if x % 2 == 0)      Iterator::filter_map(IntoIterator::into_iter(0..5), move |x| {
//!                                                   if x % 2 == 0 { Some(x) } else { None }
//!                                               })
//!
//! gen_expr!((x, y) for x in 0..5 for y in 0..x) match IntoIterator::into_iter(0..5) {
//!                                                   outermost => gen_! {
//!                                                       for x in outermost { for y in 0..x { yield_!((x, y)) } }
//!                                                   },
//!                                               }
//! ```
//!
//! In each the outermost iterable stands outside of what runs later, so it is evaluated where the
//! expression stands, and its temporaries live as long as those of an adapter's receiver.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Block, Error, Expr, ExprForLoop, ExprIf, Pat, Path, Stmt, Token, Visibility, parse_quote,
};

use crate::arguments::Arguments;
use crate::block::runtime;
use crate::diagnostics::Problems;
use crate::exits::{self, Exit};
use crate::expand::{Expanded, expand};
use crate::function::{Body, Function};
use crate::lower::internal;
use crate::signature;

const FORM: &str = "`gen_expr!(x * x for x in 0..5 if x % 2 == 0)`";

/// A generator expression.
struct Comprehension {
    runtime: Path,
    element: Expr,
    /// The first `for`.
    outermost: For,
    /// What stands behind it, in this order.
    clauses: Vec<Clause>,
}

/// `for pattern in iterable`
struct For {
    for_token: Token![for],
    pattern: Pat,
    in_token: Token![in],
    iterable: Expr,
}

enum Clause {
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
        // Read first, since syn would take what stands behind it for the range's end.
        check_open_ranges(&input.fork().parse()?)?;
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

/// Reports `..` before a clause: `0.. if x` is a range up to an `if` expression.
fn check_open_ranges(tokens: &TokenStream) -> syn::Result<()> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_dot = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == '.');
    for window in tokens.windows(3) {
        let [first, second, TokenTree::Ident(next)] = window else {
            continue;
        };
        if is_dot(first) && is_dot(second) && (next == "if" || next == "for") {
            return Err(Error::new_spanned(
                quote!(#first #second),
                format!(
                    "an open range before `{next}` needs parentheses: \
                     `gen_expr!(x for x in (0..) if x % 2 == 0)`"
                ),
            ));
        }
    }
    Ok(())
}

/// Reads the clause behind the element, which has to be a `for`.
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

/// Whether the input is at the place where a clause begins or the expression ends.
fn starts_clause(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![for])
}

impl Parse for For {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let for_token = input.parse()?;
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
        let in_token = input.parse()?;
        if starts_clause(input) {
            return Err(input.error(format!("`in` needs something to iterate over: {FORM}")));
        }
        Ok(Self { for_token, pattern, in_token, iterable: input.parse()? })
    }
}

/// Everything that `gen_expr!` does.
pub(crate) fn gen_expr(input: TokenStream) -> TokenStream {
    let comprehension: Comprehension = match syn::parse2(input) {
        Ok(comprehension) => comprehension,
        Err(error) => return error.into_compile_error(),
    };
    let mut problems = Problems::default();
    comprehension.check(&mut problems);
    let expanded = comprehension.expand(&mut problems);
    let problems = problems.into_tokens();
    if problems.is_empty() { expanded } else { quote!({ #problems }) }
}

impl Comprehension {
    /// Every expression in it.
    fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let of_clauses = self.clauses.iter().map(|clause| match clause {
            Clause::For(inner) => &inner.iterable,
            Clause::If(_, condition) => condition,
        });
        [&self.element, &self.outermost.iterable].into_iter().chain(of_clauses)
    }

    /// Reports what would leave the expression: where its parts run is not where they stand.
    fn check(&self, problems: &mut Problems) {
        for (exit, span) in self.expressions().flat_map(exits::of_expression) {
            problems.add(Error::new(span, rule(exit)));
        }
    }

    fn expand(self, problems: &mut Problems) -> TokenStream {
        let (fors, ifs): (Vec<_>, Vec<_>) =
            self.clauses.iter().partition(|clause| matches!(clause, Clause::For(_)));
        match (fors.is_empty(), ifs.is_empty()) {
            (true, true) => self.map(),
            (true, false) => self.filter_map(),
            (false, _) => self.generate(problems),
        }
    }

    fn map(self) -> TokenStream {
        let Self { element, outermost, .. } = self;
        let iterator = outermost.evaluated();
        let pattern = argument(&outermost.pattern);
        let here = Span::mixed_site();
        quote_spanned! {here=>
            ::core::iter::Iterator::map(#iterator, move |#pattern| #element)
        }
    }

    fn filter_map(self) -> TokenStream {
        let Self { runtime, element, outermost, clauses } = self;
        let iterator = outermost.evaluated();
        let pattern = argument(&outermost.pattern);
        let here = Span::mixed_site();
        let option = quote_spanned!(here=> #runtime::__private::Option);
        let kept: Expr = parse_quote!(#option::Some(#element));
        let chosen = clauses.into_iter().rev().fold(kept, |chosen, clause| match clause {
            Clause::If(if_token, condition) => conditional(
                if_token,
                condition,
                parse_quote!({ #chosen }),
                Some(parse_quote!({ #option::None })),
            ),
            Clause::For(_) => unreachable!("there is one `for`"),
        });
        quote_spanned! {here=>
            ::core::iter::Iterator::filter_map(#iterator, move |#pattern| #chosen)
        }
    }

    fn generate(self, problems: &mut Problems) -> TokenStream {
        let Self { runtime, element, outermost, clauses } = self;
        let here = Span::mixed_site();
        let iterator = outermost.evaluated();
        let name = internal("outermost");

        let at_element = Span::mixed_site().located_at(element.span());
        let yielded = quote_spanned!(at_element=> #runtime::yield_!(#element););
        let innermost: Block = parse_quote!({ #yielded });
        let inner = clauses.into_iter().rev().fold(innermost, |inner, clause| {
            let statement = match clause {
                Clause::If(if_token, condition) => conditional(if_token, condition, inner, None),
                Clause::For(clause) => clause.into_loop(inner),
            };
            block_of(statement)
        });
        let outermost = For { iterable: parse_quote!(#name), ..outermost };
        let body = block_of(outermost.into_loop(inner));

        let signature = parse_quote!(fn expression() -> impl Iterator<Item = _>);
        let Some(output) = signature::check(&signature, &runtime, problems) else {
            return TokenStream::new();
        };
        let statements = body.stmts;
        let braces = Group::new(Delimiter::Brace, quote!(#(#statements)*));
        let function = Function {
            attributes: Vec::new(),
            visibility: Visibility::Inherited,
            signature,
            body: Body { braces, statements: Some(statements) },
        };
        let arguments = Arguments { size_hint: None, runtime };
        let Expanded { block, .. } = expand(function, output, &arguments);
        quote_spanned!(here=> match #iterator { #name => #block })
    }
}

impl For {
    /// The iterator over the iterable, where a type that has none is the user's mistake.
    fn evaluated(&self) -> TokenStream {
        let iterable = &self.iterable;
        let here = Span::mixed_site().located_at(iterable.span());
        quote_spanned!(here=> ::core::iter::IntoIterator::into_iter(#iterable))
    }

    fn into_loop(self, body: Block) -> Expr {
        Expr::ForLoop(ExprForLoop {
            attrs: Vec::new(),
            label: None,
            for_token: self.for_token,
            pat: Box::new(self.pattern),
            in_token: self.in_token,
            expr: Box::new(self.iterable),
            body,
        })
    }
}

/// `if condition { then } else { otherwise }`, with the parentheses that a condition needs there.
fn conditional(if_token: Token![if], condition: Expr, then: Block, otherwise: Option<Block>) -> Expr {
    let otherwise = otherwise.map(|block| {
        let block = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
        (Token![else](if_token.span), Box::new(block))
    });
    Expr::If(ExprIf {
        attrs: Vec::new(),
        if_token,
        cond: Box::new(condition),
        then_branch: then,
        else_branch: otherwise,
    })
}

fn block_of(statement: Expr) -> Block {
    Block { brace_token: syn::token::Brace::default(), stmts: vec![Stmt::Expr(statement, None)] }
}

/// A pattern as a closure takes it, where `|` would end the arguments.
fn argument(pattern: &Pat) -> TokenStream {
    match pattern {
        Pat::Or(_) => quote!((#pattern)),
        _ => pattern.to_token_stream(),
    }
}

/// Why a way out cannot stand in a generator expression, and what to write instead.
fn rule(exit: Exit) -> &'static str {
    match exit {
        Exit::QuestionMark => {
            "`?` cannot stand in a generator expression: its parts run later, in whoever takes the \
             items; make each item a `Result`, or write a generator of such items, \
             `gen_! { -> impl Iterator<Item = Result<_, Error>> { .. } }`"
        }
        Exit::Return => {
            "`return` cannot stand in a generator expression: choose items by \
             `gen_expr!(x for x in 0..5 if x % 2 == 0)`, or write a generator, `gen_! { .. }`"
        }
        Exit::Break | Exit::Continue => {
            "`break` and `continue` cannot stand in a generator expression: choose items by \
             `gen_expr!(x for x in 0..5 if x % 2 == 0)`, end them by `take_while`, or write a \
             generator, `gen_! { .. }`"
        }
        Exit::Await => {
            "a generator expression cannot wait for a future: its caller steps it, and nothing in \
             it waits; make the values ready before"
        }
        Exit::Yield => {
            "a yield cannot stand in a generator expression, which yields its elements: yield \
             before it, or write a generator, `gen_! { .. }`"
        }
    }
}
