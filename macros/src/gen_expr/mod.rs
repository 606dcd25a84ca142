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
//! The adapters of the standard library need no heap, are fast, and know their `size_hint`. But each
//! takes a closure, and closures can neither share a variable that is not `Copy` nor lend one to each
//! other. So the parts of an expression become:
//!
//! | expression | expansion | module |
//! |---|---|---|
//! | one `for` | `map` | `adapters` |
//! | one `for` with `if`s, whose element shares no variable with them | `filter_map` and `map` | `adapters` |
//! | one `for` with `if`s | `filter_map` | `adapters` |
//! | several `for`s, and all variables are certain to be `Copy` | `filter`, `flat_map`, `map` | `adapters`, `copies` |
//! | several `for`s | a generator, whose loops share and lend their variables | `generate` |
//!
//! Each is over once it has given `None` or has panicked: a generator by itself, the adapters in an
//! `Expression`, which leaves a consumer that takes all items to them.
//!
//! The outermost iterable is evaluated at once, and its temporaries live as long as those of an
//! adapter's receiver.

mod adapters;
mod copies;
mod generate;
mod lent;
mod mentions;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Block, Error, Expr, ExprIf, Path, Token};

use self::adapters::adapters;
use self::parse::{Comprehension, For};
use crate::errors::Errors;
use crate::exits::{self, Exit};
use crate::gen_block::stand_in;
use crate::lower::internal;

/// Everything that `gen_expr!` does.
pub(crate) fn gen_expr(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let comprehension: Comprehension = match syn::parse2(input) {
        Ok(comprehension) => comprehension,
        Err(error) => return error.into_compile_error(),
    };
    comprehension.check(&mut errors);
    if !errors.is_empty() {
        return stand_in(&errors);
    }
    let expanded = comprehension.expand(&mut errors);
    if errors.is_empty() { expanded } else { stand_in(&errors) }
}

impl Comprehension {
    /// Reports the ways out of the expression. Its parts run later, in other functions.
    fn check(&self, errors: &mut Errors) {
        for (exit, span) in self.expressions().flat_map(exits::of_expression) {
            errors.add(Error::new(span, rule(exit)));
        }
    }

    /// Chooses the expansion.
    fn expand(mut self, errors: &mut Errors) -> TokenStream {
        let here = Span::mixed_site();
        let lent = self.lend();
        let runtime = self.runtime.clone();
        let expanded = if self.clauses.is_empty() || (self.nests() && self.closures_can_copy()) {
            let Self { element, outermost, clauses, .. } = self;
            expression(&runtime, &adapters(&outermost, &clauses, &element))
        } else if self.nests() {
            self.generate(errors)
        } else {
            expression(&runtime, &self.filter_map())
        };
        match lent {
            Some((variable, lent)) => {
                quote_spanned!(here=> match &#variable { #lent => #expanded })
            }
            None => expanded,
        }
    }
}

/// Adapters that are over as a generator is.
fn expression(runtime: &Path, adapters: &TokenStream) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> #runtime::__private::expression(#adapters))
}

impl For {
    /// The place of the iterable, for the calls that take its iterator.
    fn at_iterable(&self) -> Span {
        Span::mixed_site().located_at(self.iterable.span())
    }

    /// The iterator over the iterable. If the type has none, rustc's error is at the iterable.
    ///
    /// A type without an iterator fails several bounds: that of `into_iter`, and those of the adapters.
    /// rustc reports one of them if all are at the same place. So the iterable gets a name at the place
    /// of the calls.
    fn evaluated(&self) -> TokenStream {
        let iterable = &self.iterable;
        let here = self.at_iterable();
        let mut name = internal("iterable");
        name.set_span(here);
        quote_spanned! {here=>
            match #iterable { #name => ::core::iter::IntoIterator::into_iter(#name) }
        }
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

/// Why a generator expression cannot contain a way out, and what to write instead.
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
