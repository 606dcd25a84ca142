//! An `if let` whose yields are in its `else`: edition 2024 drops the temporaries of the head in front of the `else`,
//! edition 2021 behind it.
//!
//! ```text
//! // in                                  // out
//! if let Some(x) = *cell.borrow() {      let operand = if let Some(x) = *cell.borrow() { Some({ f(x) }) } else { None };
//!     f(x)
//! } else {                               if let Some(value) = operand { value } else {
//!     yield_!(1);                            yield_!(1);
//! }                                      }
//! ```
//!
//! A temporary with a destructor is an error in edition 2021.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression, has_yield_in_statement};
use crate::explicit::known::patterns::{has_let, leaves_nothing};
use crate::explicit::normal::{Ends, GIVES_GUARD, Normal, Outlives, REMARK};
use crate::explicit::tree::ir::{Node, Part};
use crate::lower::internal;

impl Normal<'_> {
    /// The lowered `if`. `None` if it yields elsewhere, or its head makes no temporaries.
    pub(super) fn otherwise(
        &mut self,
        branch: &syn::ExprIf,
        ends: Ends,
        parts: &mut Vec<Part>,
    ) -> Option<Node> {
        let (_, otherwise) = branch.else_branch.as_ref()?;
        let yields = has_yield_in_expression(&branch.cond)
            || branch.then_branch.stmts.iter().any(has_yield_in_statement);
        if yields || !has_let(&branch.cond) || !has_yield_in_expression(otherwise) {
            return None;
        }
        let mut condition = (*branch.cond).clone();
        let outside = std::mem::replace(&mut self.outlives, Outlives::Else);
        let seals = self.seals_heads(&mut condition);
        self.outlives = outside;
        if !seals {
            return None;
        }
        self.ask_heads(&mut condition, branch, ends);
        let (private, then) = (&self.private, &branch.then_branch);
        let whole = parse_quote! {
            if #condition { #private::Option::Some(#then) } else { #private::Option::None }
        };
        let operand = self.bind(Node::Plain(whole), branch.cond.span(), parts);
        let value = self.vars.hidden("value", None);
        let (private, value) = (&self.private, &self.vars.all[value].ident);
        let rest = parse_quote! {
            if let #private::Option::Some(#value) = #operand { #value } else #otherwise
        };
        Some(self.branch(rest, parts))
    }

    /// Asks rustc about what the patterns of a condition do not match, and what they leave.
    fn ask_heads(&self, condition: &mut Expr, branch: &syn::ExprIf, ends: Ends) {
        match condition {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.ask_heads(&mut binary.left, branch, ends);
                self.ask_heads(&mut binary.right, branch, ends);
            }
            Expr::Let(bound) if !kinds::is_place(&bound.expr) => {
                let pattern = &*bound.pat;
                let whole = self.leaves_in_branch(pattern, &branch.then_branch, ends);
                if whole || !leaves_nothing(pattern) {
                    let pattern = (!whole).then_some(pattern);
                    let at = branch.if_token.span;
                    *bound.expr = self.unmatched(&bound.expr, pattern, "dropped_with_else", at);
                }
            }
            _ => {}
        }
    }

    /// Seals the heads of a condition. Whether any of them makes temporaries.
    fn seals_heads(&mut self, condition: &mut Expr) -> bool {
        match condition {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let left = self.seals_heads(&mut binary.left);
                self.seals_heads(&mut binary.right) || left
            }
            Expr::Let(bound) => {
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                let written = head.to_token_stream().to_string();
                *bound.expr = self.sealed(head);
                bound.expr.to_token_stream().to_string() != written
            }
            _ => false,
        }
    }
}

/// Whether code is of edition 2024, as a constant. In edition 2021 it is an error, which says that it gives a guard.
pub(super) fn edition_of_guard(span: Span) -> TokenStream {
    let edition = internal("edition");
    let message = format!("{GIVES_GUARD}{REMARK}");
    quote_spanned! {span=>
        #[allow(unused_macro_rules)]
        macro_rules! #edition { ($value:expr) => { true }; (_) => { ::core::compile_error!(#message) }; }
        #edition!(_)
    }
}
