//! Assignments that take a value apart, as rustc lowers them: a `let`, and an assignment for each part.
//!
//! ```text
//! // in                              // out, in outline
//! (x, Pair { left: y, .. }) = f();   { let (assigned, Pair { left: assigned_1, .. }) = f();
//!                                      x = assigned;
//!                                      y = assigned_1; }
//! ```
//!
//! The stages behind this one then find all that an assignment defines on its left side alone. Likewise
//! `let (x, y);` becomes a `let` for each local, and `_ = { yield_!(x); f() }` becomes `{ let _ = ..; }`, which drops
//! the value at once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, FieldValue, Local, Macro, Pat, Stmt, Type, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::known_macros;
use crate::explicit::known::patterns;
use crate::lower::internal;
use crate::yields::YieldKind;

/// Lowers those of the body's own, and gives each local a `let` of its own that has no value yet.
pub(crate) fn lower(statements: &mut Vec<Stmt>) {
    separate(statements);
    let mut lowering = Lowering::default();
    for statement in statements {
        lowering.visit_stmt_mut(statement);
    }
}

#[derive(Default)]
struct Lowering {
    /// How many were lowered.
    lowered: usize,
}

impl VisitMut for Lowering {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.lowered += usize::from(separate(&mut block.stmts));
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::Assign(assign) = expression else { return };
        if !assign.attrs.is_empty() {
            return;
        }
        if matches!(*assign.left, Expr::Infer(_)) && has_yield_in_expression(&assign.right) {
            let (left, right) = (&assign.left, &assign.right);
            *expression = parse_quote!({ let #left = #right; });
            self.lowered += 1;
            return;
        }
        if !takes_apart(&assign.left) {
            return;
        }
        let mut parts = Parts::default();
        let Some(pattern) = parts.pattern(&assign.left) else { return };
        let (right, names, places) = (&assign.right, &parts.names, &parts.places);
        *expression = parse_quote!({ let #pattern = #right; #(#places = #names;)* });
        self.lowered += 1;
    }

    /// The arguments of yields and of known macros. They stay as they are written, if nothing in them is lowered.
    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let is_yield = YieldKind::of_path(&invocation.path).is_some();
        if !is_yield && known_macros::known(invocation).is_none() {
            return;
        }
        let before = self.lowered;
        let lowered = if let Some(mut arguments) = known_macros::list_in(invocation) {
            for argument in &mut arguments {
                self.visit_expr_mut(argument);
            }
            quote!(#(#arguments),*)
        } else if let Some((mut first, rest)) = known_macros::matches_in(invocation) {
            // `matches!(head, pattern)`, `vec![element; count]`
            self.visit_expr_mut(&mut first);
            quote!(#first #rest)
        } else {
            return;
        };
        if self.lowered > before {
            invocation.tokens = lowered;
        }
    }

    // Their tokens are the user's.
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// `let (x, y): (X, Y);` becomes `let x: X; let y: Y;`. Whether there is one.
fn separate(statements: &mut Vec<Stmt>) -> bool {
    let is_late = |local: &Local| local.init.is_none() && local.attrs.is_empty();
    let apart = |statement: &Stmt| match statement {
        Stmt::Local(local) if is_late(local) => late(&local.pat, None),
        _ => None,
    };
    if !statements.iter().any(|statement| apart(statement).is_some()) {
        return false;
    }
    for statement in std::mem::take(statements) {
        match apart(&statement) {
            Some(locals) => statements.extend(locals),
            None => statements.push(statement),
        }
    }
    true
}

/// A `let` without a value for each local of the pattern of a tuple. `None` if it is another pattern, or if its type is
/// not written as a tuple.
fn late(pattern: &Pat, ty: Option<&Type>) -> Option<Vec<Stmt>> {
    match (pattern, ty) {
        (Pat::Type(typed), _) => late(&typed.pat, Some(&typed.ty)),
        (Pat::Paren(inner), _) => late(&inner.pat, ty),
        (Pat::Tuple(_), None) => {
            let names = patterns::bindings(pattern);
            Some(names.into_iter().map(|name| parse_quote!(let #name;)).collect())
        }
        (Pat::Tuple(parts), Some(Type::Tuple(types))) if parts.elems.len() == types.elems.len() => {
            let parts = parts.elems.iter().zip(&types.elems);
            let locals = parts.map(|(part, ty)| match part {
                Pat::Ident(name) => Some(vec![parse_quote!(let #name: #ty;)]),
                Pat::Wild(_) => Some(Vec::new()),
                part => late(part, Some(ty)),
            });
            let locals: Option<Vec<Vec<Stmt>>> = locals.collect();
            Some(locals?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn takes_apart(left: &Expr) -> bool {
    match left {
        Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Call(_) => true,
        Expr::Paren(inner) => takes_apart(&inner.expr),
        Expr::Group(inner) => takes_apart(&inner.expr),
        _ => false,
    }
}

/// Whether a path is that of a struct without fields, by its name: `Unit`, and neither `local` nor `STATIC`.
fn is_unit_struct(path: &syn::Path) -> bool {
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    kinds::is_constant(&name) && name.contains(char::is_lowercase)
}

/// The places on the left side of an assignment, and the locals for their values.
#[derive(Default)]
struct Parts {
    names: Vec<Ident>,
    places: Vec<Expr>,
}

impl Parts {
    /// The left side as a pattern. `None` if it cannot be one: rustc reports that.
    fn pattern(&mut self, left: &Expr) -> Option<TokenStream> {
        Some(match left {
            Expr::Paren(inner) => self.pattern(&inner.expr)?,
            Expr::Group(inner) => self.pattern(&inner.expr)?,
            Expr::Infer(wild) => quote!(#wild),
            Expr::Range(range) if range.start.is_none() && range.end.is_none() => quote!(#range),
            Expr::Tuple(tuple) => {
                let parts = self.all(&tuple.elems)?;
                quote!((#(#parts,)*))
            }
            Expr::Array(array) => {
                let parts = self.all(&array.elems)?;
                quote!([#(#parts),*])
            }
            Expr::Call(call) => {
                let (path, parts) = (&call.func, self.all(&call.args)?);
                quote!(#path(#(#parts),*))
            }
            Expr::Struct(fields) if fields.rest.is_none() && fields.qself.is_none() => {
                let mut parts = Vec::new();
                for FieldValue { attrs, member, expr, .. } in &fields.fields {
                    let part = self.pattern(expr)?;
                    parts.push(quote!(#(#attrs)* #member: #part));
                }
                let path = &fields.path;
                parts.extend(fields.dot2_token.map(|rest| quote!(#rest)));
                quote!(#path { #(#parts),* })
            }
            Expr::Path(path) if is_unit_struct(&path.path) => quote!(#path),
            place => {
                let name = match self.names.len() {
                    0 => internal("assigned"),
                    number => internal(&format!("assigned_{number}")),
                };
                let here = Span::mixed_site().located_at(place.span());
                let name = Ident::new(&name.to_string(), here);
                self.names.push(name.clone());
                self.places.push(place.clone());
                quote!(#name)
            }
        })
    }

    fn all<'e>(&mut self, parts: impl IntoIterator<Item = &'e Expr>) -> Option<Vec<TokenStream>> {
        parts.into_iter().map(|part| self.pattern(part)).collect()
    }
}
