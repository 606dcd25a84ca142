//! Places that are named again behind a yield: they have to be what they were in front of it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, Macro, Stmt, Token};

use crate::explicit::known::kinds;
use crate::explicit::known::known_macros;
use crate::explicit::normal::Normal;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::Part;
use crate::lower::internal;
use crate::operators::Operator;

impl Normal<'_> {
    /// Whether a place, evaluated behind the yields of its statement, is the one that it was in front of
    /// them, and evaluating it does nothing.
    ///
    /// A local alone is: rustc rejects a body that changes it while it is borrowed. Of an element or what
    /// is behind a pointer, another one may be named by then.
    pub(super) fn is_stable(&self, place: &Expr) -> bool {
        match place {
            Expr::Path(_) => true,
            Expr::Field(field) => {
                (kinds::name_of(&field.base).is_some() || self.is_stable(&field.base))
                    && !self.changes(place)
            }
            Expr::Paren(inner) => self.is_stable(&inner.expr),
            Expr::Group(inner) => self.is_stable(&inner.expr),
            // Both may panic, or call something.
            _ => false,
        }
    }

    /// Whether the statement may give a local that is named in `place` another value.
    pub(super) fn changes(&self, place: &Expr) -> bool {
        struct Names<'a>(&'a BTreeSet<String>, bool);

        impl<'ast> Visit<'ast> for Names<'_> {
            fn visit_ident(&mut self, name: &'ast syn::Ident) {
                self.1 |= self.0.contains(&name.to_string());
            }
        }

        let mut names = Names(&self.changed, false);
        names.visit_expr(place);
        names.1
    }

    /// Whether the locals in a place that is assigned to may be given another value, apart from the one
    /// that it is in.
    pub(super) fn names_change(&self, place: &Expr) -> bool {
        match place {
            Expr::Path(_) => false,
            Expr::Field(field) => self.names_change(&field.base),
            Expr::Unary(unary) => self.names_change(&unary.expr),
            Expr::Paren(inner) => self.names_change(&inner.expr),
            Expr::Group(inner) => self.names_change(&inner.expr),
            Expr::Index(index) => self.names_change(&index.expr) || self.changes(&index.index),
            _ => true,
        }
    }

    /// Asks rustc whether a place that [is stable](Self::is_stable) is found without a call of the user's `deref`.
    /// `called`: a method is looked up on it.
    pub(super) fn check_place(&mut self, place: &Expr, called: bool, parts: &mut Vec<Part>) {
        match place {
            Expr::Field(field) => self.check_place(&field.base, true, parts),
            Expr::Paren(inner) => return self.check_place(&inner.expr, called, parts),
            Expr::Group(inner) => return self.check_place(&inner.expr, called, parts),
            _ => {}
        }
        let known = self.known_type(place);
        let is_known =
            known.is_some_and(|ty| kinds::is_collection_type(&ty) || kinds::is_primitive_type(&ty));
        if !called || is_known {
            return;
        }
        let here = Span::mixed_site().located_at(place.span());
        let private = located(&self.private, here);
        let behind = Ident::new(&internal("behind").to_string(), here);
        let check = quote_spanned! {here=>
            if false {
                use #private::{
                    PlaceBehindKnown as _, PlaceBehindNothing as _, PlaceBehindOther as _,
                };
                let #behind = #private::Place(&#place);
                let #behind = (&&&#behind).behind();
                let #behind = (&&&#behind).behind();
                let _ = (&&&#behind).behind();
            }
        };
        self.question(check, parts);
    }

    /// The same for a borrow of a place.
    pub(super) fn check_borrowed(&mut self, borrow: &Expr, parts: &mut Vec<Part>) {
        match borrow {
            Expr::Reference(reference) => self.check_place(&reference.expr, false, parts),
            Expr::Paren(inner) => self.check_borrowed(&inner.expr, parts),
            Expr::Group(inner) => self.check_borrowed(&inner.expr, parts),
            _ => {}
        }
    }

    /// Asks rustc whether a local that is called, or whose method is, is borrowed for that. `call` is the call on
    /// such a borrow.
    pub(super) fn check_borrows(
        &mut self,
        local: &Expr,
        arguments: &Punctuated<Expr, Token![,]>,
        call: impl FnOnce(&Expr, &Punctuated<Expr, Token![,]>) -> Expr,
        parts: &mut Vec<Part>,
    ) {
        let here = Span::mixed_site().located_at(local.span());
        let private = located(&self.private, here);
        let others = arguments.iter().map(|argument| {
            let mut other = argument.clone();
            use_others(&mut other, &private, here);
            other
        });
        let others = others.collect();
        let Ok(borrowed) = syn::parse2(quote_spanned!(here=> (*#private::lent(&#local)))) else {
            return;
        };
        let call = call(&borrowed, &others);
        let check = quote_spanned! {here=>
            if false {
                let _ = #call;
                #private::nothing_runs()
            }
        };
        self.question(check, parts);
    }

    /// Code that does not run.
    pub(super) fn question(&mut self, check: proc_macro2::TokenStream, parts: &mut Vec<Part>) {
        if let Ok(check) = syn::parse2(check) {
            self.plain(Stmt::Expr(check, None), parts);
        }
    }

    /// Notes what a statement may change, and gives what the one around it may.
    pub(super) fn note_changes(&mut self, statement: &Expr) -> BTreeSet<String> {
        let mut changes = Changed(BTreeSet::new());
        changes.visit_expr(statement);
        std::mem::replace(&mut self.changed, changes.0)
    }
}

/// Replaces the locals whose values an argument uses by other values of their types: the call itself moves them.
fn use_others(argument: &mut Expr, private: &TokenStream, here: Span) {
    let each = |values: &mut dyn Iterator<Item = &mut Expr>| {
        values.for_each(|value| use_others(value, private, here));
    };
    match argument {
        Expr::Path(_) if kinds::name_of(argument).is_some() => {
            let here = here.located_at(argument.span());
            let mut taken = internal("taken");
            taken.set_span(here);
            let other = quote_spanned! {here=>
                { let #taken = #private::another(&#argument); #taken }
            };
            if let Ok(other) = syn::parse2(other) {
                *argument = other;
            }
        }
        Expr::Array(array) => each(&mut array.elems.iter_mut()),
        Expr::Tuple(tuple) => each(&mut tuple.elems.iter_mut()),
        Expr::Call(call) => each(&mut call.args.iter_mut()),
        Expr::MethodCall(call) => {
            each(&mut std::iter::once(&mut *call.receiver).chain(&mut call.args));
        }
        Expr::Struct(fields) => {
            for field in &mut fields.fields {
                field.colon_token.get_or_insert_with(Default::default);
            }
            each(&mut fields.fields.iter_mut().map(|field| &mut field.expr));
        }
        Expr::Binary(binary) => each(&mut [&mut *binary.left, &mut *binary.right].into_iter()),
        Expr::Unary(unary) => each(&mut std::iter::once(&mut *unary.expr)),
        Expr::Cast(cast) => each(&mut std::iter::once(&mut *cast.expr)),
        Expr::Reference(reference) if !kinds::is_place(&reference.expr) => {
            each(&mut std::iter::once(&mut *reference.expr));
        }
        Expr::Paren(inner) => each(&mut std::iter::once(&mut *inner.expr)),
        Expr::Group(inner) => each(&mut std::iter::once(&mut *inner.expr)),
        _ => {}
    }
}

/// Collects the locals that are assigned, borrowed exclusively, or have a method called.
struct Changed(BTreeSet<String>);

impl Changed {
    fn root(&mut self, place: &Expr) {
        match place {
            Expr::Paren(inner) => self.root(&inner.expr),
            Expr::Group(inner) => self.root(&inner.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.root(element)),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.root(element)),
            other => {
                if let Some(name) = kinds::root_of(other) {
                    self.0.insert(name.to_string());
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Changed {
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.root(&assign.left);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if Operator::of(&binary.op) == Operator::Assignment {
            self.root(&binary.left);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.root(&reference.expr);
        }
        visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.root(&call.receiver);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        if let Some(arguments) = known_macros::list_in(invocation) {
            for argument in &arguments {
                self.visit_expr(argument);
            }
            return;
        }
        let mut tokens: Vec<_> = invocation.tokens.to_token_stream().into_iter().collect();
        while let Some(token) = tokens.pop() {
            match token {
                proc_macro2::TokenTree::Group(group) => tokens.extend(group.stream()),
                proc_macro2::TokenTree::Ident(name) => {
                    self.0.insert(name.to_string());
                }
                _ => {}
            }
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
