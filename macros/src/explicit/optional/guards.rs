//! The guards of a `match` on a local that lies in an `Option`: they are asked while the local is where it is, for
//! one may name it, and may panic.
//!
//! ```text
//! // in                       // out
//! match local {               match (
//!                                 match *held(&local) { P(ref p) if q(*p) => 0, _ => 1 },
//!                                 restore(&mut local),
//!                             ) {
//!     P(p) if q(p) => ..,         (0, P(p)) => ..,
//!     _ => ..,                    (_, taken) => ..,
//! }                           }
//! ```

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, Pat, Path, Token, parse_quote};

use crate::explicit::known::kinds;
use crate::explicit::known::known_macros::{self, Takes};

/// The number of the arm that matches an optional local. `None` if a guard cannot be rewritten.
pub(crate) fn asked(private: &Path, place: &Expr, patterns: &[&mut Pat]) -> Option<Expr> {
    let mut arms = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let mut pattern = Pat::clone(pattern);
        let mut asking = Asking { names: Vec::new(), failed: false };
        asking.visit_pat_mut(&mut pattern);
        if asking.failed {
            return None;
        }
        let index = syn::Index::from(index);
        arms.push(quote!(#pattern => #index,));
    }
    Some(parse_quote!(match *#private::held(&#place) { #(#arms)* }))
}

/// Makes a pattern borrow what it binds, and its guard use that behind the borrow.
struct Asking {
    names: Vec<String>,
    failed: bool,
}

impl Asking {
    /// Code whose names are not seen through.
    fn opaque(&mut self, tokens: TokenStream) {
        self.failed |= tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => {
                let mut inner = Self { names: self.names.clone(), failed: false };
                inner.opaque(group.stream());
                inner.failed
            }
            TokenTree::Ident(name) => self.names.contains(&name.to_string()),
            _ => false,
        });
    }
}

impl VisitMut for Asking {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Guard(guarded) = pattern {
            self.visit_pat_mut(&mut guarded.pat);
            self.visit_expr_mut(&mut guarded.guard);
            return;
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_pat_ident_mut(&mut self, variable: &mut syn::PatIdent) {
        if !kinds::names_constant(variable) && variable.by_ref.is_none() {
            self.names.push(variable.ident.to_string());
            variable.by_ref = Some(<Token![ref]>::default());
            variable.mutability = None;
        }
        visit_mut::visit_pat_ident_mut(self, variable);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Path(_) => {
                let is_bound = kinds::name_of(expression)
                    .is_some_and(|name| self.names.contains(&name.to_string()));
                if is_bound {
                    *expression = parse_quote!((*#expression));
                }
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Match(_) | Expr::Let(_) | Expr::Block(_) => {
                self.opaque(expression.to_token_stream());
            }
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        field.colon_token.get_or_insert_with(Default::default);
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let known = known_macros::known(invocation);
        if known == Some(Takes::Pattern) {
            if let Some((mut head, rest)) = known_macros::matches_in(invocation) {
                self.visit_expr_mut(&mut head);
                self.opaque(rest.clone());
                invocation.tokens = quote!(#head #rest);
                return;
            }
        }
        let Some(mut arguments) = known.and_then(|_| known_macros::list_in(invocation)) else {
            self.opaque(invocation.tokens.clone());
            return;
        };
        for argument in &mut arguments {
            match argument {
                Expr::Assign(given) => self.visit_expr_mut(&mut given.right),
                other => self.visit_expr_mut(other),
            }
        }
        invocation.tokens = quote!(#(#arguments),*);
    }
}
