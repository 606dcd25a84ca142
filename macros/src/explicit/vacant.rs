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
use syn::{Expr, Pat, Path, Stmt, Token};

use crate::explicit::by_value::located;
use crate::explicit::ir::{Block, Part, PartKind, VarId};
use crate::explicit::kinds;
use crate::explicit::names::Vars;
use crate::explicit::walk::{CodeMut, WalkMut};
use crate::lower::internal;

/// A field of a local, by its path: `local.a.b` is `a.b`.
pub(crate) type Field = (VarId, String);

/// The field of a local that an expression is.
pub(crate) fn field_of(expression: &Expr, vars: &Vars) -> Option<Field> {
    let Expr::Field(field) = expression else { return None };
    let member = field.member.to_token_stream().to_string();
    match &*field.base {
        Expr::Field(_) => {
            let (var, path) = field_of(&field.base, vars)?;
            Some((var, format!("{path}.{member}")))
        }
        base => Some((vars.find(kinds::name_of(base)?)?, member)),
    }
}

/// Whether one of two paths leads to a part of the other, or to the same.
pub(crate) fn overlap(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What a pattern takes out of a local, of which it leaves some parts.
pub(crate) fn taken_by(pattern: &Pat, local: VarId) -> Field {
    (local, format!("..{}", pattern.to_token_stream()))
}

/// Asks, where nothing runs, that a pattern moves nothing out of `whole`.
pub(crate) fn leaves(private: &Path, pattern: &Pat, whole: &Expr) -> Option<Stmt> {
    let here = Span::mixed_site().located_at(pattern.span());
    let located = located(private, here);
    let bound = kinds::bindings(pattern).into_iter().filter(|bound| bound.by_ref.is_none());
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
            let #pattern = #located::another(&#whole);
            #(#checks)*
        }
    };
    syn::parse2(tokens).ok().filter(|_| !checks.is_empty())
}

/// The local, or what gives it, at the root of a field.
pub(crate) fn root_mut(field: &mut Expr) -> &mut Expr {
    match field {
        Expr::Field(field) => root_mut(&mut field.base),
        root => root,
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
