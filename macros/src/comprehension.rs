//! `gen_expr!(element for pattern in iterable if condition ..)`: Python's generator expression
//! (PEP 289).
//!
//! ```text
//! // in                                          // out, with paths in place of methods
//! gen_expr!(f(x) for x in items)                 items.into_iter().map(move |x| f(x))
//!
//! gen_expr!((x, y) for x in 0..9 if x % 2 == 0   (0..9).into_iter().filter(move |&x| x % 2 == 0)
//!           for y in 0..x)                           .flat_map(move |x| (0..x).into_iter().map(move |y| (x, y)))
//!
//! gen_expr!(f(x) for x in items if g(&x))        items.into_iter()
//!                                                    .filter_map(move |x| if g(&x) { Some((x,)) } else { None })
//!                                                    .map(move |(x,)| f(x))
//!
//! gen_expr!(f(x) for x in items if f(x) > 0)     items.into_iter()
//!                                                    .filter_map(move |x| if f(x) > 0 { Some(f(x)) } else { None })
//!
//! gen_expr!(c for w in words for c in w.chars()) match words.into_iter() { outermost => gen_! {
//!                                                    for w in outermost { for c in w.chars() { yield_!(c) } }
//!                                                } }
//! ```
//!
//! The adapters of the standard library are as fast as can be and know the number of their items as
//! well as can be known. But each takes a closure of its own, and a closure neither lends what it
//! holds nor shares it with another. So each part has a closure of its own only where nothing is
//! shared, or all that several need is `Copy` for certain ([`Copies`]). Else one closure does the
//! work of two, and several loops become a generator, whose loops can borrow from what the
//! expression captures and from each other's items.
//!
//! In each the outermost iterable stands outside of what runs later, so it is evaluated where the
//! expression stands, and its temporaries live as long as those of an adapter's receiver.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Block, Error, Expr, ExprForLoop, ExprIf, ExprParen, Pat, Path, Stmt, Token, Visibility,
    parse_quote,
};

use crate::arguments::Arguments;
use crate::block::runtime;
use crate::body::End;
use crate::copies::Copies;
use crate::diagnostics::Problems;
use crate::exits::{self, Exit};
use crate::expand::{Expanded, expand};
use crate::function::{Body, Function};
use crate::lower::internal;
use crate::mentions::{Mentions, variables};
use crate::signature::{self, Form, Output};
use crate::unknown;

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
    keyword: Token![for],
    pattern: Pat,
    of: Token![in],
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
        // Parentheses that end a range are needed only up to here.
        let iterable = match input.parse()? {
            Expr::Paren(ExprParen { expr, .. }) if matches!(*expr, Expr::Range(_)) => *expr,
            other => other,
        };
        Ok(Self { keyword, pattern, of, iterable })
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
    /// The element, the iterables and the conditions.
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
        if self.clauses.is_empty() || (self.nests() && self.closures_can_copy()) {
            let Self { element, outermost, clauses, .. } = self;
            return adapters(&outermost, &clauses, &element);
        }
        if self.nests() { self.generate(problems) } else { self.filter_map() }
    }

    /// Whether there is more than one `for`.
    fn nests(&self) -> bool {
        self.clauses.iter().any(|clause| matches!(clause, Clause::For(_)))
    }

    /// Whether each part of several loops can stand in a closure of its own.
    fn closures_can_copy(&self) -> bool {
        let mut copies = Copies::default();
        copies.learn_from_bounds(&self.outermost.iterable);
        for clause in &self.clauses {
            if let Clause::For(inner) = clause {
                copies.learn_from_bounds(&inner.iterable);
            }
        }
        // In their order, since a variable is that of its clause only from there on.
        copies.learn_from_items(&self.outermost.pattern, &self.outermost.iterable)
            && self.clauses.iter().all(|clause| match clause {
                Clause::If(_, condition) => copies.suffice_for(condition),
                Clause::For(inner) => {
                    copies.suffice_for(&inner.iterable)
                        && copies.learn_from_items(&inner.pattern, &inner.iterable)
                }
            })
            && copies.suffice_for(&self.element)
    }

    /// One loop with conditions.
    ///
    /// The element is computed in a closure of its own where it can be: the optimiser then leaves
    /// the conditions their branch, as it does in `filter` and `map`.
    fn filter_map(self) -> TokenStream {
        let variables = self.variables_to_hand_on();
        let Self { runtime, element, outermost, clauses } = self;
        let here = Span::mixed_site();
        let option = quote_spanned!(here=> #runtime::__private::Option);
        let (passed, map) = match variables {
            Some(variables) => {
                let variables = quote_spanned!(here=> (#(#variables,)*));
                // A variable that only shares its name with what the element mentions is no
                // concern of the user's.
                let map = quote_spanned! {here=>
                    , move |#[allow(unused_variables)] #variables| #element
                };
                (variables, Some(map))
            }
            None => (element.to_token_stream(), None),
        };
        let passed: Expr = parse_quote!(#option::Some(#passed));
        let chosen = clauses.into_iter().rev().fold(passed, |chosen, clause| match clause {
            Clause::If(if_token, condition) => conditional(
                if_token,
                condition,
                parse_quote!({ #chosen }),
                Some(parse_quote!({ #option::None })),
            ),
            Clause::For(_) => unreachable!("there is one `for`"),
        });
        let iterator = outermost.evaluated();
        let pattern = argument(&outermost.pattern);
        let filtered = quote_spanned! {here=>
            ::core::iter::Iterator::filter_map(#iterator, move |#pattern| #chosen)
        };
        match map {
            Some(map) => quote_spanned!(here=> ::core::iter::Iterator::map(#filtered #map)),
            None => filtered,
        }
    }

    /// The variables of the pattern, if one closure can bind them for the conditions and hand them
    /// on to another one for the element.
    ///
    /// What both would capture stands in the way, as it need not be `Copy`. So does a variable that
    /// the element does not mention: it would be dropped before the element is computed, or have
    /// gone into a condition.
    fn variables_to_hand_on(&self) -> Option<Vec<Ident>> {
        let variables = variables(&self.outermost.pattern)?;
        let of_element = Mentions::of(&self.element);
        let mut captured = of_element.clone();
        for variable in &variables {
            if !captured.remove(variable) {
                return None;
            }
        }
        let shared = self.clauses.iter().any(|clause| match clause {
            Clause::If(_, Expr::Let(_)) | Clause::For(_) => true,
            Clause::If(_, condition) => Mentions::of(condition).overlap(&captured),
        });
        (!shared).then_some(variables)
    }

    /// Whether nothing in it waits for anything, for certain: that no `.await` stands in it has been
    /// checked, but a macro may expand to one.
    fn only_yields(&self) -> bool {
        let of_clauses = self.clauses.iter().filter_map(|clause| match clause {
            Clause::For(inner) => Some(&inner.pattern),
            Clause::If(..) => None,
        });
        let mut patterns = of_clauses.chain([&self.outermost.pattern]);
        !self.expressions().any(|expression| unknown::in_tokens(expression.to_token_stream()))
            && !patterns.any(|pattern| unknown::in_tokens(pattern.to_token_stream()))
    }

    fn generate(self, problems: &mut Problems) -> TokenStream {
        let only_yields = self.only_yields();
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
        let Some(output) = signature::check(&signature, &runtime, false, problems) else {
            return TokenStream::new();
        };
        let output = Output { form: Form::Expression { only_yields }, ..output };
        let statements = body.stmts;
        let braces = Group::new(Delimiter::Brace, quote!(#(#statements)*));
        let function = Function {
            attributes: Vec::new(),
            visibility: Visibility::Inherited,
            signature,
            body: Body { open: braces.span_open(), braces, statements: Some(statements) },
        };
        let arguments = Arguments { size_hint: None, runtime, state: None };
        let Expanded { block, .. } = expand(function, output, End::Error, &arguments);
        quote_spanned!(here=> match #iterator { #name => #block })
    }
}

/// `iterable.filter(..).flat_map(.. .filter(..).map(..))`
fn adapters(clause: &For, rest: &[Clause], element: &Expr) -> TokenStream {
    let here = Span::mixed_site();
    let conditions = rest.iter().map_while(|clause| match clause {
        Clause::If(_, condition) => Some(condition),
        Clause::For(_) => None,
    });
    let pattern = argument(&clause.pattern);
    let iterator = conditions.clone().fold(clause.evaluated(), |iterator, condition| {
        quote_spanned! {here=>
            ::core::iter::Iterator::filter(
                #iterator,
                move |#[allow(unused_variables)] &#pattern| #condition,
            )
        }
    });
    // Where it is used is none of the closure's business that stands last.
    let conditions = conditions.count();
    let quiet = (!rest.is_empty()).then(|| quote_spanned!(here=> #[allow(unused_variables)]));
    let (method, inner) = match rest.get(conditions..) {
        Some([Clause::For(inner), rest @ ..]) => {
            (quote_spanned!(here=> flat_map), adapters(inner, rest, element))
        }
        _ => (quote_spanned!(here=> map), element.to_token_stream()),
    };
    quote_spanned! {here=>
        ::core::iter::Iterator::#method(#iterator, move |#quiet #pattern| #inner)
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
            for_token: self.keyword,
            pat: Box::new(self.pattern),
            in_token: self.of,
            expr: Box::new(self.iterable),
            body,
        })
    }
}

/// `if condition { then } else { otherwise }`, with the parentheses that a condition needs there.
fn conditional(
    if_token: Token![if],
    condition: Expr,
    then: Block,
    otherwise: Option<Block>,
) -> Expr {
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

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    /// The messages for what is given, each of which shows the right form.
    fn messages(expression: &TokenStream) -> Vec<String> {
        let expanded = gen_expr(quote!((genfn) #expression));
        let mut messages = Vec::new();
        collect(expanded, &mut messages);
        for message in &messages {
            let shows = message.contains("`gen_expr!(") || message.contains("`gen_! {");
            assert!(shows || message.contains("make the values ready"), "{message}");
        }
        messages
    }

    /// The string literals behind `compile_error!`.
    fn collect(tokens: TokenStream, messages: &mut Vec<String>) {
        let mut follows = false;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => follows = name == "compile_error",
                TokenTree::Group(group) if follows => {
                    let message: syn::LitStr = syn::parse2(group.stream()).unwrap();
                    messages.push(message.value());
                    follows = false;
                }
                TokenTree::Group(group) => collect(group.stream(), messages),
                _ => {}
            }
        }
    }

    #[track_caller]
    fn is_told(expression: &TokenStream, what: &str) {
        match &*messages(expression) {
            [message] => assert!(message.contains(what), "{message}"),
            messages => panic!("{messages:?}"),
        }
    }

    #[test]
    fn a_for_is_needed() {
        is_told(&quote!(), "needs a `for`");
        is_told(&quote!(x * x), "needs a `for`");
        is_told(&quote!(for x in xs), "begins with the element");
        is_told(&quote!(x if x > 0 for x in xs), "the first clause is a `for`");
        is_told(&quote!(x while x in xs), "expected `for`");
    }

    #[test]
    fn an_in_is_needed() {
        is_told(&quote!(x for x), "expected `in`");
        is_told(&quote!(x for x of xs), "expected `in`");
        is_told(&quote!(x for x 0..5), "expected `in`");
        is_told(&quote!(x for x in), "something to iterate over");
        is_told(&quote!(x for x in for y in ys), "something to iterate over");
    }

    #[test]
    fn commas_are_told_apart() {
        is_told(&quote!(x for x in xs,), "without a comma behind it");
        is_told(&quote!(x for x in xs, y), "without a comma behind it");
        is_told(&quote!(x, y for x in xs), "a tuple in parentheses");
        is_told(&quote!(x for x, y in xs), "a tuple in parentheses");
    }

    #[test]
    fn async_is_rejected() {
        is_told(&quote!(x async for x in xs), "cannot be `async`");
        is_told(&quote!(x for y in ys async for x in y), "cannot be `async`");
        is_told(&quote!(x.await for x in xs), "cannot wait");
    }

    #[test]
    fn open_ranges_need_parentheses() {
        is_told(&quote!(x for x in 0.. if x > 2), "needs parentheses");
        is_told(&quote!(x for x in 0.. for y in ys), "needs parentheses");
        assert_eq!(messages(&quote!(x for x in (0..) if x > 2)), [""; 0]);
        assert_eq!(messages(&quote!(x for x in 0..)), [""; 0]);
    }

    #[test]
    fn conditions_are_complete_and_have_no_else() {
        is_told(&quote!(x for x in xs if), "needs a condition");
        is_told(&quote!(x for x in xs if x > 0 else 1), "has no `else`");
        is_told(&quote!(x for x in xs loop {}), "expected `for` or `if`");
    }

    #[test]
    fn nothing_leaves_it() {
        is_told(&quote!(x? for x in xs), "`?` cannot stand");
        is_told(&quote!(x for x in xs?), "`?` cannot stand");
        is_told(&quote!(x for x in xs if f(x)?), "`?` cannot stand");
        is_told(&quote!(vec![x?] for x in xs), "`?` cannot stand");
        is_told(&quote!(if x > 2 { return 1 } else { x } for x in xs), "`return` cannot stand");
        is_told(&quote!(if x > 2 { break } else { x } for x in xs), "`break` and `continue`");
        is_told(&quote!(yield_!(x) for x in xs), "a yield cannot stand");
        let all = messages(&quote!(x? for x in xs? for y in x? if { continue }));
        assert_eq!(all.len(), 4, "{all:?}");
    }

    #[test]
    fn what_stays_within_its_parts_is_left_alone() {
        let parts = [
            quote!(xs.iter().map(|x| Some(x? + 1)) for x in xs),
            quote!({ loop { break 1 } } for x in xs),
            quote!({ for y in x { if y { continue } } 1 } for x in xs),
            quote!('a: { break 'a x } for x in xs),
            quote!(gen_! { yield_!(x) } for x in xs),
            quote!(async { x.await? } for x in xs),
        ];
        for part in parts {
            assert_eq!(messages(&part), [""; 0], "{part}");
        }
    }

    #[test]
    fn adapters_serve_where_closures_can_have_what_they_need() {
        let adapters = |expression: TokenStream| {
            let expanded = gen_expr(quote!((genfn) #expression)).to_string();
            ["filter_map", "filter", "flat_map", "map", "expression"]
                .into_iter()
                .filter(|name| expanded.contains(&format!(" {name} (")))
                .collect::<Vec<_>>()
        };
        assert_eq!(adapters(quote!(f(x) for x in xs)), ["map"]);
        assert_eq!(adapters(quote!(f(x) for x in xs if g(x))), ["filter_map", "map"]);
        assert_eq!(adapters(quote!(f(x) for x in xs if f(x))), ["filter_map"]);
        assert_eq!(adapters(quote!(x.len() for x in xs if x.len() > 0)), ["filter_map", "map"]);
        assert_eq!(adapters(quote!((x, y) for x in 0..n for y in 0..x)), ["flat_map", "map"]);
        assert_eq!(adapters(quote!(x * n for x in 0..3 for y in 0..n)), ["flat_map", "map"]);
        assert_eq!(
            adapters(quote!(x for x in 0..n if x > 1 for y in [x + 1])),
            ["filter", "flat_map", "map"]
        );
        for shared in [
            quote!(y for x in xs for y in x),
            quote!((x, y, k) for x in 0..3 for y in 0..x),
            quote!((x, y) for x in 0..3 for y in 0..x if f(y)),
            quote!(y for x in 0..3 for y in ["a"]),
        ] {
            assert_eq!(adapters(shared.clone()), ["expression"], "{shared}");
        }
    }
}
