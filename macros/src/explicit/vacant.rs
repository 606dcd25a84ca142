//! Fields that are moved out of a local, of which the rest stays: an empty value takes the place of what is moved,
//! so that the state keeps the local as a whole.
//!
//! ```text
//! // in                 // out, if the field is an `Option` or a collection of the standard library's
//! next = page.next;     next = replace(&mut page.next, None);
//! yield_!(1);           yield_!(1);
//! ```
//!
//! The macro does so where a yield behind the move keeps the local, and no path to that yield uses the field again. rustc says of
//! which type the field is. One that is `Copy` is copied, and any other type is an error.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Path, Stmt, Token, UnOp};

use crate::explicit::by_value::located;
use crate::explicit::ir::{Block, Part, PartKind, VarId};
use crate::explicit::kinds;
use crate::explicit::names::Vars;
use crate::explicit::walk::{CodeMut, WalkMut};
use crate::lower::internal;

/// A field of a local, by its path: `local.a.b` is `a.b`.
pub(crate) type Field = (VarId, String);

/// The path from a local to the place that an expression is. A local itself has an empty one.
fn path_of(place: &Expr, vars: &Vars) -> Option<Field> {
    let part = |base: &Expr, member: String| {
        let (var, path) = path_of(base, vars)?;
        Some((var, if path.is_empty() { member } else { format!("{path}.{member}") }))
    };
    match place {
        Expr::Field(field) => part(&field.base, field.member.to_token_stream().to_string()),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            part(&unary.expr, "*".to_owned())
        }
        Expr::Paren(inner) => path_of(&inner.expr, vars),
        Expr::Group(inner) => path_of(&inner.expr, vars),
        other => Some((vars.find(kinds::name_of(other)?)?, String::new())),
    }
}

/// The field of a local that an expression is, or what is behind a field that is a pointer: `*local.a` is `a.*`.
pub(crate) fn field_of(expression: &Expr, vars: &Vars) -> Option<Field> {
    let is_field = match expression {
        Expr::Field(_) => true,
        Expr::Unary(unary) => {
            matches!(unary.op, UnOp::Deref(_)) && matches!(&*unary.expr, Expr::Field(_))
        }
        _ => false,
    };
    path_of(expression, vars).filter(|_| is_field)
}

/// Whether one of two paths leads to a part of the other, or to the same.
pub(crate) fn overlap(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What a pattern takes out of a place in a local, of which it leaves some parts. `None` if it takes nothing, or if
/// the place is in no local.
pub(crate) fn taken_by(pattern: &Pat, place: &Expr, vars: &Vars) -> Option<Field> {
    let binds = kinds::bindings(pattern).iter().any(|bound| bound.by_ref.is_none());
    let (var, path) = path_of(place, vars).filter(|_| binds)?;
    Some((var, format!("{path}..{}", pattern.to_token_stream())))
}

/// Asks, where nothing runs, that a pattern moves nothing out of `whole`.
pub(crate) fn leaves(private: &Path, pattern: &Pat, whole: &Expr) -> Option<Stmt> {
    let here = Span::mixed_site().located_at(pattern.span());
    let located = located(private, here);
    let mut pattern = pattern.clone();
    if let Pat::Type(typed) = pattern {
        pattern = *typed.pat;
    }
    if let Pat::Guard(guarded) = pattern {
        pattern = *guarded.pat;
    }
    let bound = kinds::bindings(&pattern).into_iter().filter(|bound| bound.by_ref.is_none());
    let checks: Vec<TokenStream> = bound
        .map(|bound| {
            let name = &bound.ident;
            let here = Span::mixed_site().located_at(name.span());
            quote_spanned!(here=> (&&&#located::Probe::of(&#name)).leaves_the_local();)
        })
        .collect();
    let tokens = quote_spanned! {here=>
        if false {
            use #located::{CopiedByPattern as _, LentByPattern as _, MovedByPattern as _};
            if let #pattern = #located::another(&#whole) {
                #(#checks)*
            }
        }
    };
    syn::parse2(tokens).ok().filter(|_| !checks.is_empty())
}

/// Writes another expression in place of the local at the root of a field.
pub(crate) fn replace_root(field: &mut Expr, with: impl FnOnce(&Expr) -> Option<Expr>) {
    match field {
        Expr::Field(field) => replace_root(&mut field.base, with),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            replace_root(&mut unary.expr, with);
        }
        Expr::Paren(inner) => replace_root(&mut inner.expr, with),
        Expr::Group(inner) => replace_root(&mut inner.expr, with),
        root => {
            if let Some(new) = with(root) {
                *root = new;
            }
        }
    }
}

/// The value of a field, which is moved out of `place`. `written`: how the plain function moves it, which rustc
/// checks where nothing runs.
pub(crate) fn moved(private: &Path, place: &Expr, written: &Expr) -> Expr {
    let here = Span::mixed_site().located_at(place.span());
    let private = located(private, here);
    let mut part = internal("part");
    part.set_span(here);
    let tokens: TokenStream = quote_spanned! {here=>
        {
            use #private::{CopyPart as _, OtherPart as _, VacantPart as _};
            if false {
                let _part = #written;
                loop {}
            }
            let #part = (&&&#private::Probe::of(&#place)).part_of_the_local();
            if #part.stays() {
                #part.copied(&#place)
            } else {
                #part.moves();
                #part.out(&mut #place)
            }
        }
    };
    syn::parse2(tokens).unwrap_or_else(|_| place.clone())
}

/// Makes the locals `mut`, where they are defined.
pub(crate) fn make_mutable(body: &mut Block, vars: &mut Vars, locals: &BTreeSet<VarId>) {
    if locals.is_empty() {
        return;
    }
    for var in locals {
        vars.all[*var].mutability.get_or_insert_with(<Token![mut]>::default);
    }
    MakingMutable { vars, locals }.block(body);
}

/// Makes the locals `mut` in the patterns that define them.
struct MakingMutable<'a> {
    vars: &'a Vars,
    locals: &'a BTreeSet<VarId>,
}

impl WalkMut for MakingMutable<'_> {
    fn part(&mut self, part: &mut Part) {
        if let PartKind::Let { pattern, .. } = &mut part.kind {
            self.visit_pat_mut(pattern);
        }
        self.inside_part(part);
    }

    fn code(&mut self, code: CodeMut<'_>) {
        if let CodeMut::Statements(statements) = code {
            for statement in statements {
                self.visit_stmt_mut(statement);
            }
        }
    }
}

impl VisitMut for MakingMutable<'_> {
    fn visit_pat_ident_mut(&mut self, name: &mut syn::PatIdent) {
        if self.vars.find(&name.ident).is_some_and(|var| self.locals.contains(&var)) {
            name.mutability.get_or_insert_with(Default::default);
        }
        visit_mut::visit_pat_ident_mut(self, name);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
