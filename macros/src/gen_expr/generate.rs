//! Expressions that become a generator, whose loops can share and lend their variables.
//!
//! ```text
//! // in                                              // out
//! gen_expr!(c for w in words for c in w.chars())    match words.into_iter() {
//!                                                       outermost => {
//!                                                           // the expansion of this block as `gen_!`
//!                                                           for w in outermost {
//!                                                               for c in w.chars() { yield_!(c); }
//!                                                           }
//!                                                       }
//!                                                   }
//! ```

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprForLoop, Stmt, parse_quote};

use super::conditional;
use super::parse::{Clause, Comprehension, For};
use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::expand::{Expanded, expand};
use crate::lower::{self, internal};
use crate::parse::{Body, Head};
use crate::signature;
use crate::tokens::Words;

impl Comprehension {
    pub(super) fn generate(self, errors: &mut Errors) -> TokenStream {
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
        let Some(output) = signature::check(&signature, &runtime, false, errors) else {
            return TokenStream::new();
        };
        let statements = body.stmts;
        let braces = Group::new(Delimiter::Brace, quote!(#(#statements)*));
        let words = Words::of(braces.stream());
        let body = Body { open: braces.span_open(), braces, statements: Some(statements), words };
        let body = lower::body(body, &output, &runtime, errors);
        let arguments =
            Arguments { size_hint: None, runtime, moved: Vec::new(), state: None, name: None };
        let Expanded { block, .. } = expand(Head::of(signature), body, output, &arguments);
        quote_spanned!(here=> match #iterator { #name => #block })
    }
}

impl For {
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

fn block_of(statement: Expr) -> Block {
    Block { brace_token: syn::token::Brace::default(), stmts: vec![Stmt::Expr(statement, None)] }
}
