//! Temporaries that would live across a yield: they get a name, or are rejected.

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall, Stmt, UnOp, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::method_names::takes_receiver;
use crate::explicit::normal::otherwise::edition_of_guard;
use crate::explicit::normal::statements::as_expression;
use crate::explicit::normal::tails::{edition, ends_with_temporaries};
use crate::explicit::normal::{GIVES_GUARD, Normal, Outlives, define, is_structured};
use crate::explicit::questions::by_value;
use crate::explicit::questions::located::located;
use crate::explicit::questions::methods::{self, Question};
use crate::explicit::tree::ir::Part;
use crate::explicit::tree::owners::{self, borrows_temporary, collecting_parts};
use crate::lower::internal;
use crate::operators::Operator;
use crate::yields::{YieldKind, makes_generator};

impl Normal<'_> {
    /// The value of a `let`, in which a temporary that is borrowed lives as long as the block: it gets a
    /// name. `named`: a statement can go in front of this.
    pub(super) fn extended(&mut self, value: Expr, named: bool, parts: &mut Vec<Part>) -> Expr {
        match value {
            Expr::Reference(mut reference) => {
                let inner = std::mem::replace(&mut *reference.expr, kinds::nothing());
                *reference.expr = if kinds::is_place(&inner) || kinds::is_promoted(&inner) {
                    self.check_extended(&inner, parts);
                    inner
                } else if kinds::is_part(&inner) {
                    if !kinds::is_part_of_place(&inner) {
                        self.reject(
                            &inner,
                            "this borrows from a temporary that lives as long as the block: bind it with \
                             a `let` of its own",
                        );
                    }
                    inner
                } else if named && !has_yield_in_expression(&inner) {
                    let inner = self.extended(inner, named, parts);
                    let mutability = reference.mutability;
                    let at = inner.span();
                    let var = self.vars.hidden("extended", mutability);
                    self.vars.all[var].at = Some(at);
                    let name = self.vars.all[var].ident.clone();
                    self.plain(define(parse_quote!(#mutability #name), inner), parts);
                    kinds::named(name)
                } else {
                    self.reject(
                        &inner,
                        "this borrows from a temporary that lives as long as the block: bind it with a \
                         `let` of its own",
                    );
                    inner
                };
                Expr::Reference(reference)
            }
            Expr::Paren(mut inner) => {
                *inner.expr = self.extended(*inner.expr, named, parts);
                Expr::Paren(inner)
            }
            Expr::Group(mut inner) => {
                *inner.expr = self.extended(*inner.expr, named, parts);
                Expr::Group(inner)
            }
            Expr::Cast(mut cast) => {
                *cast.expr = self.extended(*cast.expr, named, parts);
                Expr::Cast(cast)
            }
            // What is in front of the borrow would come behind it.
            Expr::Tuple(mut tuple) => {
                for element in &mut tuple.elems {
                    kinds::change(element, |taken| self.extended(taken, false, parts));
                }
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                for element in &mut array.elems {
                    kinds::change(element, |taken| self.extended(taken, false, parts));
                }
                Expr::Array(array)
            }
            Expr::Struct(mut fields) => {
                for field in &mut fields.fields {
                    if field.colon_token.is_some() {
                        kinds::change(&mut field.expr, |taken| self.extended(taken, false, parts));
                    }
                }
                Expr::Struct(fields)
            }
            Expr::Call(mut call) => {
                // `Some(&value())` is one since Rust 1.89.
                if kinds::is_constructor(&call.func) {
                    for argument in &mut call.args {
                        kinds::change(argument, |taken| self.extended(taken, false, parts));
                    }
                }
                Expr::Call(call)
            }
            Expr::Block(mut block) => {
                self.extended_tail(&mut block.block, parts);
                Expr::Block(block)
            }
            Expr::Unsafe(mut block) => {
                self.extended_tail(&mut block.block, parts);
                Expr::Unsafe(block)
            }
            Expr::If(mut branch) => {
                self.extended_tail(&mut branch.then_branch, parts);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    kinds::change(otherwise, |taken| self.extended(taken, false, parts));
                }
                Expr::If(branch)
            }
            Expr::Match(mut matched) => {
                for arm in &mut matched.arms {
                    kinds::change(&mut arm.body, |taken| self.extended(taken, false, parts));
                }
                Expr::Match(matched)
            }
            other => other,
        }
    }

    pub(super) fn extended_tail(&mut self, block: &mut syn::Block, parts: &mut Vec<Part>) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            kinds::change(tail, |taken| self.extended(taken, false, parts));
        }
    }

    /// An expression whose temporaries can be dropped at once: where the macro cannot see that they
    /// have no destructor, rustc does. The value itself is moved.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    pub(super) fn sealed(&mut self, expression: Expr) -> Expr {
        match expression {
            Expr::MethodCall(mut call) => {
                for argument in &mut call.args {
                    kinds::change(argument, |taken| self.sealed(taken));
                }
                let receiver = std::mem::replace(&mut *call.receiver, kinds::nothing());
                let moves = takes_receiver(&call);
                let checks = moves
                    && !kinds::is_place(&receiver)
                    && !kinds::is_literal(&receiver)
                    && !has_yield_in_expression(&receiver);
                let is_made =
                    matches!(receiver, Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_));
                let asks = is_made
                    && !moves
                    && self.outlives == Outlives::Yield
                    && methods::is_asked(&call)
                    && !has_yield_in_expression(&receiver)
                    && !call.args.iter().any(has_yield_in_expression);
                *call.receiver = self.sealed_operand(receiver, moves || asks);
                if asks {
                    return Expr::MethodCall(self.asked(call));
                }
                if checks { by_value::checked(&self.private, call) } else { Expr::MethodCall(call) }
            }
            // It borrows a constant.
            Expr::Reference(reference)
                if reference.mutability.is_none() && kinds::is_promoted(&reference.expr) =>
            {
                Expr::Reference(reference)
            }
            Expr::Reference(mut reference) => {
                kinds::change(&mut reference.expr, |inner| self.sealed_operand(inner, false));
                Expr::Reference(reference)
            }
            Expr::Field(mut field) => {
                kinds::change(&mut field.base, |inner| self.sealed_operand(inner, false));
                Expr::Field(field)
            }
            Expr::Index(mut index) => {
                kinds::change(&mut index.expr, |inner| self.sealed_operand(inner, false));
                kinds::change(&mut index.index, |inner| self.sealed(inner));
                Expr::Index(index)
            }
            Expr::Unary(mut unary) => {
                let inner = std::mem::replace(&mut *unary.expr, kinds::nothing());
                *unary.expr = if matches!(unary.op, UnOp::Deref(_)) {
                    self.sealed_operand(inner, false)
                } else {
                    self.sealed(inner)
                };
                Expr::Unary(unary)
            }
            Expr::Call(mut call) => {
                let callee = std::mem::replace(&mut *call.func, kinds::nothing());
                *call.func = match self.sealed_operand(callee, false) {
                    place if kinds::is_place(&place) => place,
                    other => parse_quote!((#other)),
                };
                for argument in &mut call.args {
                    kinds::change(argument, |taken| self.sealed(taken));
                }
                Expr::Call(call)
            }
            Expr::Repeat(mut array) => {
                kinds::change(&mut array.expr, |taken| self.sealed(taken));
                Expr::Repeat(array)
            }
            Expr::Assign(mut assign) => {
                kinds::change(&mut assign.right, |taken| self.sealed(taken));
                kinds::change(&mut assign.left, |taken| self.sealed(taken));
                Expr::Assign(assign)
            }
            Expr::Binary(mut binary) => {
                let compares = Operator::of(&binary.op) == Operator::Comparison;
                for side in [&mut binary.left, &mut binary.right] {
                    let taken = std::mem::replace(&mut **side, kinds::nothing());
                    **side = if compares {
                        self.sealed_operand(taken, false)
                    } else {
                        self.sealed(taken)
                    };
                }
                Expr::Binary(binary)
            }
            Expr::Paren(mut inner) => {
                kinds::change(&mut inner.expr, |taken| self.sealed(taken));
                Expr::Paren(inner)
            }
            Expr::Group(mut inner) => {
                kinds::change(&mut inner.expr, |taken| self.sealed(taken));
                Expr::Group(inner)
            }
            Expr::Cast(mut inner) => {
                kinds::change(&mut inner.expr, |taken| self.sealed(taken));
                Expr::Cast(inner)
            }
            Expr::Try(mut inner) => {
                kinds::change(&mut inner.expr, |taken| self.sealed(taken));
                Expr::Try(inner)
            }
            Expr::Tuple(mut tuple) => {
                for element in &mut tuple.elems {
                    kinds::change(element, |taken| self.sealed(taken));
                }
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                for element in &mut array.elems {
                    kinds::change(element, |taken| self.sealed(taken));
                }
                Expr::Array(array)
            }
            Expr::Struct(mut fields) => {
                for field in &mut fields.fields {
                    if field.colon_token.is_some() {
                        kinds::change(&mut field.expr, |taken| self.sealed(taken));
                    }
                }
                if let Some(rest) = &mut fields.rest {
                    // The fields that are not taken of it stay for the statement.
                    kinds::change(rest, |taken| self.sealed_operand(taken, false));
                }
                Expr::Struct(fields)
            }
            Expr::Macro(invocation) => self.sealed_macro(invocation),
            Expr::Match(mut matched) => {
                kinds::change(&mut matched.expr, |head| self.sealed_operand(head, false));
                for arm in &mut matched.arms {
                    kinds::change(&mut arm.body, |body| self.sealed(body));
                }
                Expr::Match(matched)
            }
            Expr::If(mut branch) => {
                self.sealed_condition(&mut branch.cond);
                self.sealed_block(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    kinds::change(otherwise, |taken| self.sealed(taken));
                }
                Expr::If(branch)
            }
            Expr::Block(mut block) => {
                self.sealed_block(&mut block.block);
                Expr::Block(block)
            }
            Expr::Unsafe(mut block) => {
                self.sealed_block(&mut block.block);
                Expr::Unsafe(block)
            }
            Expr::Range(mut range) => {
                for side in [&mut range.start, &mut range.end].into_iter().flatten() {
                    kinds::change(side, |taken| self.sealed(taken));
                }
                Expr::Range(range)
            }
            other => other,
        }
    }

    /// The temporaries of a block's last expression may outlive it.
    pub(super) fn sealed_block(&mut self, block: &mut syn::Block) {
        if let Some(Stmt::Expr(value, None)) = block.stmts.last_mut() {
            kinds::change(value, |taken| self.sealed(taken));
        }
    }

    pub(super) fn sealed_condition(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Let(bound) => {
                kinds::change(&mut bound.expr, |head| self.sealed_operand(head, false));
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.sealed_condition(&mut binary.left);
                self.sealed_condition(&mut binary.right);
            }
            _ => {}
        }
    }

    pub(super) fn sealed_macro(&mut self, mut invocation: syn::ExprMacro) -> Expr {
        let mac = &mut invocation.mac;
        if YieldKind::of_path(&mac.path).is_some() {
            return Expr::Macro(invocation);
        }
        match known_macros::known(mac) {
            Some(Takes::Values) => {
                if let Some(mut arguments) = known_macros::list_in(mac) {
                    for argument in &mut arguments {
                        kinds::change(argument, |taken| self.sealed(taken));
                    }
                    mac.tokens = quote!(#(#arguments),*);
                } else if let Some((element, rest)) = known_macros::matches_in(mac) {
                    // `vec![element; count]`
                    let element = self.sealed(element);
                    mac.tokens = quote!(#element #rest);
                }
            }
            Some(Takes::Pattern) => {
                if let Some((head, rest)) = known_macros::matches_in(mac) {
                    let head = self.sealed_operand(head, false);
                    mac.tokens = quote!(#head #rest);
                }
            }
            Some(Takes::References | Takes::PlaceAndReferences)
                if !known_macros::ends_temporaries(mac) =>
            {
                if let Some(mut arguments) = known_macros::list_in(mac) {
                    for argument in &mut arguments {
                        let value = match argument {
                            Expr::Assign(named) => &mut *named.right,
                            value => value,
                        };
                        let taken = std::mem::replace(value, kinds::nothing());
                        *value = self.sealed_operand(taken, false);
                    }
                    mac.tokens = quote!(#(#arguments),*);
                }
            }
            Some(_) => {}
            None if mac.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident)) => {}
            None if self.outlives != Outlives::Yield => return self.without_drop(&Expr::Macro(invocation), None),
            None => self.reject(
                &mac.path,
                "this macro may leave temporaries that would live across a yield: bind its value with \
                 `let` in front of the statement",
            ),
        }
        Expr::Macro(invocation)
    }

    /// Reports a loop, or a delegate, that borrows a value which has no name.
    pub(super) fn reject_borrowed_temporary(&mut self, value: &Expr, what: &str) {
        if !borrows_temporary(value, self.vars) {
            return;
        }
        let remedy = match value {
            Expr::Reference(_) => "write the value itself, without `&`",
            _ => collecting_parts(value)
                .unwrap_or("write `into_iter`, or `collect` what borrows from it"),
        };
        self.reject(
            value,
            &format!(
                "{what} borrows from a value that has no name across a yield, and an explicit state holds no \
                 borrows of its own values: {remedy}"
            ),
        );
    }

    /// A part of an expression that is not moved, but stays for its statement, unless it is a place.
    pub(super) fn sealed_operand(&mut self, operand: Expr, moves: bool) -> Expr {
        if kinds::is_place(&operand) || kinds::is_promoted(&operand) {
            return operand;
        }
        let is_place = match &operand {
            Expr::Index(_) | Expr::Field(_) => true,
            Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
            _ => false,
        };
        // It gets a name.
        let is_named = has_yield_in_expression(&operand) && is_structured(&operand);
        let guard = owners::guard_in(&operand).map(Ident::span);
        if let (Some(guard), Outlives::Yield) = (guard, self.outlives) {
            self.problem(guard, GIVES_GUARD);
            return operand;
        }
        let operand = self.sealed(operand);
        if moves || is_place || is_named {
            return operand;
        }
        self.without_drop(&operand, guard)
    }

    /// Asks rustc whether a method takes the temporary that it is called on. If not, it is to have no destructor.
    fn asked(&self, mut call: ExprMethodCall) -> ExprMethodCall {
        let here = Span::mixed_site().located_at(call.receiver.span());
        let temporary = internal("temporary");
        let value = std::mem::replace(&mut *call.receiver, kinds::named(temporary.clone()));
        let question = Question { call: &call, checks: false, may_be_box: true, consumes: None };
        let question = question.ask(&self.private, self.vars);
        let receiver = quote_spanned! {here=>
            (match #value {
                #temporary => #question.temporary(#temporary, || ()),
            })
        };
        call.receiver = Box::new(syn::parse2(receiver).unwrap_or(value));
        call
    }

    /// Asks rustc whether a temporary has a destructor. The closure makes each such place one of its own
    /// in rustc's messages. `guard`: the name of the call that gives a guard.
    fn without_drop(&self, operand: &Expr, guard: Option<Span>) -> Expr {
        let here = Span::mixed_site().located_at(operand.span());
        let private = located(&self.private, here);
        // It may have to be asked about what it leaves, which has no name.
        let is_unknown = matches!(operand, Expr::Macro(_));
        let edition = match (guard, self.outlives) {
            (Some(guard), Outlives::Else) => edition_of_guard(guard),
            _ => edition(operand.span()),
        };
        let checked = match self.outlives {
            Outlives::Yield => quote_spanned!(here=> #private::without_drop(#operand, || ())),
            Outlives::Block => quote_spanned!(here=>
                #private::without_drop_in_2021::<{ #edition }, #is_unknown, _, _>(#operand, || ())
            ),
            Outlives::Else => quote_spanned!(here=>
                #private::without_drop_in_else::<{ #edition }, #is_unknown, _, _>(#operand, || ())
            ),
        };
        syn::parse2(checked).unwrap_or_else(|_| operand.clone())
    }

    /// The temporaries of the last expression of a block that is an operand. In edition 2021 they live as long as
    /// the statement, and the step drops them where the operand ends.
    pub(super) fn sealed_end(&mut self, operand: &mut Expr) {
        let statements = match operand {
            Expr::Paren(inner) => return self.sealed_end(&mut inner.expr),
            Expr::Group(inner) => return self.sealed_end(&mut inner.expr),
            Expr::Block(inner) => &mut inner.block.stmts,
            Expr::Unsafe(inner) => &mut inner.block.stmts,
            _ => return,
        };
        let mut value = match statements.last() {
            Some(Stmt::Expr(value, None)) => value.clone(),
            Some(Stmt::Macro(last)) if last.semi_token.is_none() => as_expression(last.mac.clone()),
            _ => return,
        };
        if has_yield_in_expression(&value) {
            self.sealed_end(&mut value);
        } else if ends_with_temporaries(statements) {
            self.outlives = Outlives::Block;
            value = self.sealed(value);
            self.outlives = Outlives::Yield;
        }
        if let Some(last) = statements.last_mut() {
            *last = Stmt::Expr(value, None);
        }
    }
}
