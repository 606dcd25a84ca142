//! `return` and `?` in a body leave a step.
//!
//! ```text
//! // in                  // out
//! return value           return Output::Complete(value)
//! value?                 match Question::branch(value) {
//!                            ControlFlow::Continue(value) => value,
//!                            ControlFlow::Break(end) =>
//!                                return Output::Complete(FromResidual::from_residual(end)),
//!                        }
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprAsync, ExprClosure, Item, Macro, Pat, Path};

use crate::explicit::known::kinds;
use crate::explicit::known::known_macros;
use crate::explicit::known::method_names;
use crate::explicit::questions::by_value;
use crate::explicit::questions::destructors::probe_of_local;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;
use crate::yields::makes_generator;

/// Leaves a step, which gives a value.
pub(crate) fn returning(returns_nothing: bool, output: &TokenStream, span: Span) -> TokenStream {
    let value = given(returns_nothing, output, span);
    quote_spanned!(Span::mixed_site().located_at(span)=> return #value)
}

/// What a `return` has that leaves a step. `returns_nothing`: see [`Emitter`](crate::explicit::emit::Emitter).
fn given(returns_nothing: bool, output: &TokenStream, span: Span) -> TokenStream {
    if !returns_nothing {
        return output.clone();
    }
    let mut output_of_step = internal("output_of_step");
    output_of_step.set_span(output_of_step.span().located_at(span));
    quote_spanned!(Span::mixed_site().located_at(span)=> *#output_of_step = #output)
}

/// Rewrites the ways out of a body.
pub(crate) struct Exits<'a> {
    pub(crate) private: &'a Path,
    pub(crate) fallible: bool,
    pub(crate) returns_nothing: bool,
    pub(crate) vars: &'a Vars,
}

impl Exits<'_> {
    /// What a step gives whose body returns `value`.
    pub(crate) fn complete(&self, value: &TokenStream, span: Span) -> TokenStream {
        let private = self.private;
        let here = Span::mixed_site().located_at(span);
        if self.fallible {
            quote_spanned!(here=> #private::complete_fallible(#value))
        } else {
            quote_spanned!(here=> #private::Output::Complete(#value))
        }
    }

    fn nothing(&self) -> TokenStream {
        let private = self.private;
        if self.fallible { quote!(#private::Result::Ok(())) } else { quote!(()) }
    }
}

impl VisitMut for Exits<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let private = self.private;
        match expression {
            Expr::Return(returned) => {
                let span = returned.return_token.span;
                let value = match &returned.expr {
                    Some(value) => quote!(#value),
                    None => self.nothing(),
                };
                let value = self.complete(&value, span);
                let keyword = &returned.return_token;
                let value = given(self.returns_nothing, &value, span);
                *expression = Expr::Verbatim(quote!(#keyword #value));
            }
            // A step over `Result`s is one itself.
            Expr::Try(question) if !self.fallible => {
                let span = question.question_token.span();
                let here = Span::mixed_site().located_at(span);
                let tried = &question.expr;
                let [value, end] = ["value", "end"].map(|name| Ident::new(name, here));
                let end_value = quote_spanned!(here=> #private::FromResidual::from_residual(#end));
                let complete = self.complete(&end_value, span);
                let returning = returning(self.returns_nothing, &complete, span);
                *expression = Expr::Verbatim(quote_spanned! {here=>
                    (match #private::Question::branch(#tried) {
                        #private::ControlFlow::Continue(#value) => #value,
                        #private::ControlFlow::Break(#end) => #returning,
                    })
                });
            }
            // The analysis takes the local to be moved.
            Expr::MethodCall(call) if method_names::is_into(&call.method.to_string()) => {
                let moves = kinds::name_of(&call.receiver)
                    .and_then(|name| self.vars.find(name))
                    .is_some_and(|var| !self.vars.all[var].plain);
                if moves {
                    *expression = by_value::checked(private, call.clone());
                }
            }
            _ => {}
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let statements = std::mem::take(&mut block.stmts);
        for mut statement in statements {
            let probe = probe_of_local(self.private, &statement);
            if !probe.is_empty() {
                block.stmts.push(syn::Stmt::Expr(Expr::Verbatim(probe), None));
            }
            self.visit_stmt_mut(&mut statement);
            block.stmts.push(statement);
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        if own || !may_exit(invocation.tokens.clone()) {
            return;
        }
        if known_macros::known(invocation) == Some(known_macros::Takes::Pattern) {
            if let Some((mut head, rest)) = known_macros::matches_in(invocation) {
                self.visit_expr_mut(&mut head);
                let rest = match known_macros::pattern_in(&rest) {
                    Some((pattern, Some(mut guard))) => {
                        self.visit_expr_mut(&mut guard);
                        quote!(, #pattern if #guard)
                    }
                    _ => rest,
                };
                invocation.tokens = quote!(#head #rest);
                return;
            }
        }
        if let Some(mut arguments) = known_macros::list_in(invocation) {
            for argument in &mut arguments {
                self.visit_expr_mut(argument);
            }
            invocation.tokens = quote!(#(#arguments),*);
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }
}

fn may_exit(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => may_exit(group.stream()),
        proc_macro2::TokenTree::Punct(punct) => punct.as_char() == '?',
        proc_macro2::TokenTree::Ident(name) => {
            name == "return" || method_names::is_into(&name.to_string())
        }
        proc_macro2::TokenTree::Literal(_) => false,
    })
}
