//! Patterns that match an optional local or a part of one: what they take, and what they leave.
//!
//! ```text
//! // in                             // out
//! let P(p) = local else { f() };    let (p,) = {
//!                                       let taken = restore(&mut local);
//!                                       match taken {
//!                                           P(p) => (p,),
//!                                           taken => { local = Some(taken); f() }
//!                                       }
//!                                   };
//! ```

use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{BinOp, Expr, Pat, Stmt, parse_quote};

use crate::explicit::known::{kinds, patterns};
use crate::explicit::optional::Rewriting;
use crate::explicit::optional::guards::{self, Numbered};
use crate::explicit::optional::held::Access;
use crate::explicit::parts::{boxes, looking_arms, vacant};
use crate::explicit::questions::destructors::probes;
use crate::explicit::tree::fields;
use crate::explicit::tree::ir::{Part, PartKind, VarId, YieldId};
use crate::explicit::tree::walk::WalkMut;
use crate::lower::internal;

impl Rewriting<'_> {
    /// Visits code in which the locals that `patterns` bind are not in their `Option` yet.
    pub(super) fn before_bound<'p>(
        &mut self,
        patterns: impl IntoIterator<Item = &'p Pat>,
        visit: impl FnOnce(&mut Self),
    ) {
        let bound: Vec<VarId> = patterns
            .into_iter()
            .flat_map(patterns::bindings)
            .filter_map(|bound| self.vars.find(&bound.ident))
            .filter(|var| self.optional.remove(var))
            .collect();
        visit(self);
        self.optional.extend(bound);
    }

    /// Asks that a pattern moves nothing out of a place, of which a yield behind it keeps the rest.
    pub(super) fn leaves(&mut self, pattern: &Pat, place: &Expr) -> Option<Stmt> {
        let taken = fields::taken_by(pattern, place, self.vars)?;
        if !self.fields.contains(&taken) {
            return None;
        }
        let place = self.shared(place);
        vacant::leaves(self.private, pattern, &place, self.vars)
    }

    /// A `let` whose pattern moves parts out of a place, of which a yield behind it keeps the rest.
    pub(super) fn taken_in_place(&mut self, pattern: &Pat, place: &Expr) -> Option<Stmt> {
        let taken = fields::taken_by(pattern, place, self.vars)?;
        if !self.fields.contains(&taken) {
            return None;
        }
        let shared = self.shared(place);
        let mut unique = place.clone();
        self.place(&mut unique, Access::Unique);
        let places = (&shared, &unique);
        let (pattern, value) = vacant::taken_in_place(self.private, pattern, places, self.vars)?;
        self.moved.insert(taken.0);
        Some(parse_quote!(let #pattern = #value;))
    }

    /// Asks that what a pattern takes apart has no destructor of its own, where the emitted code does not ask that of
    /// each pattern.
    pub(super) fn probe(&mut self, pattern: &Pat, place: &Expr) -> Option<Stmt> {
        if self.in_place || !self.vars.is_probed(pattern, place) {
            return None;
        }
        let place = self.shared(place);
        syn::parse2(probes(self.private, &place.to_token_stream(), &[pattern])).ok()
    }

    /// What is asked about the patterns of a condition. `probes`: also what they take apart.
    pub(super) fn asked_in_condition(&mut self, condition: &Expr, probes: bool) -> Vec<Stmt> {
        let mut bound = Vec::new();
        let mut asked = Vec::new();
        for syn::ExprLet { pat: pattern, expr: place, .. } in patterns::lets_in(condition) {
            if !kinds::root_of(place).is_some_and(|root| bound.contains(root)) {
                asked.extend(self.leaves(pattern, place));
                asked.extend(probes.then(|| self.probe(pattern, place)).flatten());
            }
            bound.extend(patterns::bindings(pattern).into_iter().map(|bound| bound.ident));
        }
        asked
    }

    /// Rewrites a part. Gives what is checked in front of it, behind the yield `last`.
    pub(super) fn checked(&mut self, part: &mut Part, last: YieldId) -> Option<Part> {
        let outer = std::mem::take(&mut self.checks);
        self.part(part);
        let checks = std::mem::replace(&mut self.checks, outer);
        (!checks.is_empty()).then(|| Part {
            kind: PartKind::Statements(checks),
            declares: Vec::new(),
            last,
            yields: false,
        })
    }

    /// Whether a pattern takes all of what it matches, and something is left of what it does not match.
    pub(super) fn leaves_rest(&self, pattern: &Pat, place: &Expr, probed: bool) -> bool {
        self.vars.takes_all(pattern, place, probed)
            && !patterns::bindings(pattern).is_empty()
            && (!patterns::leaves_nothing(pattern) || self.is_used_unmatched(place))
    }

    /// Whether a place is a local that is used where a pattern which would move it did not match.
    fn is_used_unmatched(&self, place: &Expr) -> bool {
        self.optional(place).is_some_and(|var| self.unmatched.contains(&var))
    }

    /// Whether an expression moves a value out of an optional local that is known to be a `Box`.
    pub(super) fn unboxed(&self, expression: &Expr) -> bool {
        boxes::unboxed(expression, self.vars).is_some_and(|var| self.optional.contains(&var))
    }

    pub(super) fn head(&mut self, head: &mut Expr, takes_all: bool) {
        if takes_all || !kinds::is_place(head) {
            self.visit_expr_mut(head);
        } else {
            self.place(head, Access::Unique);
        }
    }

    /// The head of a `match`. Gives the arms that leave a local that is the head: their patterns bind it
    /// as `taken`.
    pub(super) fn arms(
        &mut self,
        head: &mut Expr,
        mut patterns: Vec<&mut Pat>,
        probed: bool,
    ) -> Vec<bool> {
        let (vars, whole) = (self.vars, head.clone());
        let takes = |pattern: &&mut Pat| vars.takes_all(pattern, &whole, probed);
        let all = patterns.iter().all(takes) && !self.is_used_unmatched(head);
        let looking = looking_arms::looking(head, patterns.iter().map(|pattern| &**pattern));
        let leaves: Vec<bool> = patterns
            .iter()
            .zip(looking)
            .map(|(pattern, looks)| looks || patterns::bindings(pattern).is_empty())
            .collect();
        let is_optional = self.optional(head).is_some();
        let each =
            is_optional && patterns.iter().zip(&leaves).all(|(p, leaves)| *leaves || takes(p));
        let back: Vec<bool> = leaves.iter().map(|leaves| !all && each && *leaves).collect();
        let place = self.optional(head).filter(|_| all || each).zip(Some(head.clone()));
        self.head(head, all || each);
        let guarded = place.as_ref().map(|(var, _)| *var);
        let outer = std::mem::replace(&mut self.guarded, guarded);
        for pattern in &mut patterns {
            self.visit_pat_mut(pattern);
        }
        self.guarded = outer;
        let is_guarded = patterns.iter().any(|pattern| matches!(pattern, Pat::Guard(_)));
        let asked = place.filter(|_| is_guarded && !self.in_place).map(|(var, place)| {
            let asked = guards::asked(self.private, &place, &patterns);
            (var, asked)
        });
        for (pattern, back) in patterns.iter_mut().zip(&back) {
            if *back {
                bind_whole(pattern);
            }
        }
        match asked {
            Some((_, Some(Numbered { question, numbers }))) => {
                *head = parse_quote!((#question, #head));
                for (pattern, numbers) in patterns.iter_mut().zip(numbers) {
                    **pattern = match &**pattern {
                        Pat::Guard(guarded) => guards::numbered(&guarded.pat, &numbers),
                        other => parse_quote!((_, #other)),
                    };
                }
            }
            Some((var, None)) => {
                self.failed.insert(var);
            }
            None => {}
        }
        back
    }

    /// `let pattern = place else { .. };`, where the `else` gets the local as it was.
    pub(super) fn put_back_in_else(&mut self, mut local: syn::Local) -> Stmt {
        let (private, taken) = (self.private, internal("taken"));
        let Some(init) = local.init.take() else { return Stmt::Local(local) };
        let mut head = init.expr.clone();
        self.visit_expr_mut(&mut head);
        let mut diverge = init.diverge.map(|(_, diverge)| diverge);
        if let Some(diverge) = &mut diverge {
            self.visit_expr_mut(diverge);
        }
        let (ty, pattern) = match local.pat {
            Pat::Type(typed) => (Some(typed.ty), *typed.pat),
            pattern => (None, pattern),
        };
        let ty = ty.map(|ty| quote!(: #ty));
        let (names, bound): (Vec<_>, Vec<_>) = patterns::bindings(&pattern)
            .into_iter()
            .map(|name| {
                let (mutability, ident) = (&name.mutability, &name.ident);
                (ident.clone(), quote!(#mutability #ident))
            })
            .unzip();
        let (attributes, place) = (&local.attrs, &init.expr);
        parse_quote! {
            #(#attributes)*
            let (#(#bound,)*) = {
                let #taken #ty = #head;
                match #taken {
                    #pattern => (#(#names,)*),
                    #taken => {
                        *(&mut #place) = #private::Option::Some(#taken);
                        #diverge
                    }
                }
            };
        }
    }

    pub(super) fn condition(&mut self, condition: &mut Expr, probed: bool) {
        match condition {
            Expr::Let(bound) => {
                let all = self.vars.takes_all(&bound.pat, &bound.expr, probed)
                    && patterns::leaves_nothing(&bound.pat);
                self.head(&mut bound.expr, all);
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.condition(&mut binary.left, probed);
                let bound: Vec<Pat> = patterns::lets_in(&binary.left)
                    .into_iter()
                    .map(|bound| (*bound.pat).clone())
                    .collect();
                self.before_bound(&bound, |rewriting| {
                    rewriting.condition(&mut binary.right, probed);
                });
            }
            other => self.visit_expr_mut(other),
        }
    }
}

/// Binds the value that a pattern matches as `taken`.
pub(super) fn bind_whole(pattern: &mut Pat) {
    let taken = internal("taken");
    match pattern {
        Pat::Guard(guarded) => bind_whole(&mut guarded.pat),
        Pat::Wild(_) => *pattern = parse_quote!(#taken),
        _ => {
            looking_arms::unbind(pattern);
            *pattern = match pattern {
                Pat::Wild(_) => parse_quote!(#taken),
                _ => parse_quote!(#taken @ (#pattern)),
            };
        }
    }
}
