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
//!
//! An arm whose alternatives bind has a number for each of them, for a guard may hold for one and not for another:
//! `A(p) | B(p) if q(p)` is `A(ref p) if q(*p) => 0, B(ref p) if q(*p) => 1`, and then `(0, A(p)) | (1, B(p))`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, Pat, Path, Token, parse_quote, parse_quote_spanned};

use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::{kinds, patterns};

/// How many alternatives a guarded arm may have.
const MOST_ALTERNATIVES: usize = 64;

/// What chooses an arm in front of the `match`.
pub(crate) struct Numbered {
    /// The number of the alternative that matches.
    pub(crate) question: Expr,
    /// The numbers of each arm's alternatives.
    pub(crate) numbers: Vec<Vec<syn::Index>>,
}

/// Asks which arm matches an optional local. `None` if a guard cannot be rewritten.
pub(crate) fn asked(private: &Path, place: &Expr, patterns: &[&mut Pat]) -> Option<Numbered> {
    let (mut arms, mut numbers) = (Vec::new(), Vec::new());
    for pattern in patterns {
        let mut numbers_of_arm = Vec::new();
        for mut alternative in alternatives_with_guard(pattern) {
            let mut asking = Asking { names: Vec::new(), failed: false };
            asking.visit_pat_mut(&mut alternative);
            if asking.failed || numbers_of_arm.len() == MOST_ALTERNATIVES {
                return None;
            }
            let number = syn::Index::from(arms.len());
            arms.push(quote!(#alternative => #number,));
            numbers_of_arm.push(number);
        }
        numbers.push(numbers_of_arm);
    }
    let question = parse_quote!(match *#private::held(&#place) { #(#arms)* });
    Some(Numbered { question, numbers })
}

/// The pattern of a guarded arm, where the numbers of its alternatives say which of them binds.
pub(crate) fn numbered(pattern: &Pat, numbers: &[syn::Index]) -> Pat {
    let alternatives = alternatives(pattern);
    if alternatives.len() == numbers.len() {
        parse_quote!(#((#numbers, #alternatives))|*)
    } else {
        parse_quote!((#(#numbers)|*, #pattern))
    }
}

fn alternatives_with_guard(pattern: &Pat) -> Vec<Pat> {
    let Pat::Guard(guarded) = pattern else { return vec![pattern.clone()] };
    let with_guard = |pattern| {
        let pattern = Box::new(pattern);
        Pat::Guard(syn::PatGuard { pat: pattern, ..guarded.clone() })
    };
    alternatives(&guarded.pat).into_iter().map(with_guard).collect()
}

/// The patterns that a pattern stands for whose alternatives bind, in the order in which they are tried.
pub(crate) fn alternatives(pattern: &Pat) -> Vec<Pat> {
    let mut first = FirstChoice { take: None, cases: 0 };
    first.visit_pat_mut(&mut pattern.clone());
    if first.cases == 0 {
        return vec![pattern.clone()];
    }
    let case = |index| {
        let mut case = pattern.clone();
        FirstChoice { take: Some(index), cases: 0 }.visit_pat_mut(&mut case);
        alternatives(&case)
    };
    (0..first.cases).take(MOST_ALTERNATIVES).flat_map(case).take(MOST_ALTERNATIVES + 1).collect()
}

/// The first place in a pattern that has alternatives which bind: counts them, or takes one of them.
struct FirstChoice {
    take: Option<usize>,
    cases: usize,
}

impl VisitMut for FirstChoice {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if self.cases > 0 {
            return;
        }
        match pattern {
            Pat::Or(choice) if !patterns::bindings(&Pat::Or(choice.clone())).is_empty() => {
                self.cases = choice.cases.len();
                if let Some(case) = self.take.and_then(|index| choice.cases.get(index)) {
                    *pattern = case.clone();
                }
            }
            other => visit_mut::visit_pat_mut(self, other),
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
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
        if !patterns::names_constant(variable) && variable.by_ref.is_none() {
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
                    let here = Span::mixed_site().located_at(expression.span());
                    *expression = parse_quote_spanned!(here=> (*#expression));
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
