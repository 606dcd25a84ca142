//! Declares what a pattern binds: each local gets a name that no other has.
//!
//! ```text
//! // in              // out
//! let (x, y) = ..;   let (x_2, y) = ..;    // an `x` is declared already
//! Point { x, .. }    Point { x: x_3, .. }
//! ```

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldPat, Member, Pat, PatIdent, Token, Type};

use crate::explicit::known::patterns;
use crate::explicit::source::names::in_macros::shorthand;
use crate::explicit::source::names::{Names, key};

impl Names<'_> {
    /// Declares what a pattern binds.
    pub(crate) fn declare(&mut self, pattern: &mut Pat, ty: Option<&Type>) {
        let here = HashMap::new();
        Declare { names: self, here, ty, written: false, always_fits: false }
            .visit_pat_mut(pattern);
    }

    /// The same for a pattern that fits each value.
    pub(crate) fn declare_all(&mut self, pattern: &mut Pat, ty: Option<&Type>, written: bool) {
        let here = HashMap::new();
        Declare { names: self, here, ty, written, always_fits: true }.visit_pat_mut(pattern);
    }
}

struct Declare<'a, 'b> {
    names: &'a mut Names<'b>,
    /// What the same pattern has bound before, in another alternative.
    here: HashMap<String, Ident>,
    ty: Option<&'a Type>,
    /// Whether the type is the local's own, and not only one like it.
    written: bool,
    /// Whether the pattern fits each value. A name in upper case is that of a local then: no constant that is
    /// one of several values fits them all.
    always_fits: bool,
}

impl VisitMut for Declare<'_, '_> {
    fn visit_pat_ident_mut(&mut self, variable: &mut PatIdent) {
        let text = variable.ident.to_string();
        if patterns::names_constant(variable) {
            if !self.always_fits {
                return;
            }
            self.names.vars.constants.push(variable.ident.clone());
            // The same name, which is not taken for that of a constant.
            variable.ident = Ident::new_raw(&variable.ident.to_string(), variable.ident.span());
        }
        let scope = self.names.scopes.len() - 1;
        if self.names.closures > 0 {
            self.names.scopes[scope].insert(key(&text).to_owned(), None);
        } else if let Some(new) = self.here.get(&text) {
            let span = variable.ident.span();
            variable.ident = new.clone();
            variable.ident.set_span(span);
        } else {
            let ty = self.ty.filter(|_| variable.by_ref.is_none());
            let id = self.names.vars.local(&variable.ident, variable.mutability, ty);
            if !self.written {
                self.names.vars.all[id].written = None;
            }
            if variable.by_ref.is_some() {
                self.names.vars.all[id].plain = true;
            }
            let new = self.names.vars.all[id].ident.clone();
            self.names.scopes[scope].insert(key(&text).to_owned(), Some(new.clone()));
            self.here.insert(text, new.clone());
            variable.ident = new;
        }
        // Its type is not that of a part.
        self.ty = None;
        visit_mut::visit_pat_ident_mut(self, variable);
    }

    fn visit_pat_type_mut(&mut self, typed: &mut syn::PatType) {
        let ty = (*typed.ty).clone();
        let is_name = matches!(&*typed.pat, Pat::Ident(_) | Pat::Tuple(_));
        Declare {
            names: self.names,
            here: std::mem::take(&mut self.here),
            ty: is_name.then_some(&ty),
            written: true,
            always_fits: self.always_fits,
        }
        .visit_pat_mut(&mut typed.pat);
    }

    fn visit_pat_tuple_mut(&mut self, tuple: &mut syn::PatTuple) {
        let types = match self.ty.take() {
            Some(Type::Tuple(types)) if types.elems.len() == tuple.elems.len() => Some(types),
            _ => None,
        };
        let has_rest = tuple.elems.iter().any(|element| matches!(element, Pat::Rest(_)));
        for (index, element) in tuple.elems.iter_mut().enumerate() {
            self.ty = types.filter(|_| !has_rest).map(|types| &types.elems[index]);
            self.visit_pat_mut(element);
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if !matches!(pattern, Pat::Tuple(_) | Pat::Ident(_) | Pat::Type(_) | Pat::Paren(_)) {
            self.ty = None;
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        let before = match &*field.pat {
            Pat::Ident(variable) => Some(variable.ident.clone()),
            _ => None,
        };
        self.visit_pat_mut(&mut field.pat);
        if let (None, Some(before), Pat::Ident(after)) = (&field.colon_token, before, &*field.pat) {
            if before != after.ident {
                let is_in_macro = self.names.in_macro > 0;
                let before = if is_in_macro { shorthand(&before) } else { before };
                field.member = Member::Named(before);
                field.colon_token = Some(<Token![:]>::default());
            }
        }
    }

    // A guard of an arm is no part of what is bound.
    fn visit_pat_guard_mut(&mut self, guarded: &mut syn::PatGuard) {
        self.visit_pat_mut(&mut guarded.pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
