//! Finds, in the code of a step, the locals that must not have one name: a use of one would find the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Macro, Pat, Stmt};

use crate::explicit::emit::own_names::plain;
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::patterns;

/// The locals in scope, and which of them must not have one name.
pub(super) struct Scopes {
    /// The own names of locals that can have the same name as another one.
    own: HashMap<String, String>,
    /// Those in scope, the last one declared last.
    bound: Vec<String>,
    /// A local that is used, and another one of its own name that is declared nearer to the use.
    pub(super) conflicts: BTreeMap<String, BTreeSet<String>>,
    /// The locals whose names a macro may show.
    pub(super) shown: BTreeSet<String>,
    /// The names in each format string.
    literals: Vec<BTreeSet<String>>,
}

impl Scopes {
    /// `own`: the own names of locals, by the names that they have. `outside`: the locals that are bound in front.
    pub(super) fn of(
        statements: &[Stmt],
        own: HashMap<String, String>,
        outside: Vec<String>,
    ) -> Self {
        let mut scopes = Self {
            own,
            bound: Vec::new(),
            conflicts: BTreeMap::new(),
            shown: BTreeSet::new(),
            literals: Vec::new(),
        };
        scopes.bind_all(outside);
        scopes.statements(statements);
        scopes
    }

    fn used(&mut self, name: &str) {
        let Some(own) = self.own.get(name) else { return };
        let nearer = self.bound.iter().rev().take_while(|other| *other != name);
        let nearer = nearer.filter(|other| self.own.get(*other) == Some(own)).cloned();
        for other in nearer.collect::<BTreeSet<_>>() {
            self.clash(name, &other);
        }
    }

    /// Takes note of two locals that must not have one name.
    fn clash(&mut self, one: &str, other: &str) {
        for (one, other) in [(one, other), (other, one)] {
            self.conflicts.entry(one.to_owned()).or_default().insert(other.to_owned());
        }
    }

    /// The locals that literals name together with one, and that one.
    pub(super) fn named_with(&self, name: &str) -> BTreeSet<String> {
        let mut together = BTreeSet::from([name.to_owned()]);
        loop {
            let before = together.len();
            for named in &self.literals {
                if !named.is_disjoint(&together) {
                    together.extend(named.iter().cloned());
                }
            }
            if together.len() == before {
                return together;
            }
        }
    }

    /// Declares what one pattern binds.
    fn bind_all(&mut self, names: Vec<String>) {
        let names: BTreeSet<String> =
            names.into_iter().filter(|name| self.own.contains_key(name)).collect();
        for name in &names {
            let others = names.iter().filter(|other| *other != name);
            for other in others {
                if self.own[other] == self.own[name] {
                    self.clash(name, other);
                }
            }
        }
        self.bound.extend(names);
    }

    fn bind(&mut self, pattern: &Pat) {
        self.bind_all(
            patterns::bindings(pattern).iter().map(|bound| plain(&bound.ident)).collect(),
        );
        // `x @ CONSTANT`, and what is in a guard or a range, are no locals of the pattern's.
        if let Pat::Guard(guarded) = pattern {
            self.visit_expr(&guarded.guard);
        }
    }

    fn scope(&mut self, visit: impl FnOnce(&mut Self)) {
        let bound = self.bound.len();
        visit(self);
        self.bound.truncate(bound);
    }

    fn statements(&mut self, statements: &[Stmt]) {
        self.scope(|this| statements.iter().for_each(|statement| this.visit_stmt(statement)));
    }

    /// All that tokens may name.
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(name) => self.used(&plain(&name)),
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Punct(_) => {}
            }
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let names: BTreeSet<String> =
            known_macros::names_in_format(&literal.to_string()).into_iter().collect();
        for name in &names {
            self.used(name);
        }
        self.literals.push(names);
    }

    /// Notes what a macro may show.
    fn show(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.show(group.stream()),
                TokenTree::Ident(name) => {
                    self.shown.extend(self.own.contains_key(&plain(&name)).then(|| plain(&name)));
                }
                TokenTree::Literal(literal) => {
                    self.shown.extend(known_macros::names_in_format(&literal.to_string()));
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Scopes {
    fn visit_block(&mut self, block: &'ast Block) {
        self.statements(&block.stmts);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.bind(&local.pat);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Expr::Verbatim(tokens) = expression {
            self.tokens(tokens.clone());
        }
        visit::visit_expr(self, expression);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.scope(|this| {
            this.visit_expr(&branch.cond);
            this.visit_block(&branch.then_branch);
        });
        if let Some((_, otherwise)) = &branch.else_branch {
            self.visit_expr(otherwise);
        }
    }

    fn visit_expr_while(&mut self, repeated: &'ast syn::ExprWhile) {
        self.scope(|this| {
            this.visit_expr(&repeated.cond);
            this.visit_block(&repeated.body);
        });
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.visit_expr(&condition.expr);
        self.bind(&condition.pat);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.visit_expr(&matched.expr);
        for arm in &matched.arms {
            self.scope(|this| {
                this.bind(&arm.pat);
                this.visit_expr(&arm.body);
            });
        }
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.scope(|this| {
            this.bind(&repeated.pat);
            this.visit_block(&repeated.body);
        });
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.scope(|this| {
            closure.inputs.iter().for_each(|input| this.bind(input));
            this.visit_expr(&closure.body);
        });
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let (None, Some(name)) = (&path.qself, path.path.get_ident()) {
            self.used(&plain(name));
        }
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let known = known_macros::known(invocation);
        if known_macros::shows_arguments(invocation) {
            self.show(invocation.tokens.clone());
        }
        if known_macros::only_shows(&invocation.path) {
            return;
        }
        if known == Some(Takes::Pattern) {
            if let Some((head, rest)) = known_macros::matches_in(invocation) {
                if let Some((pattern, guard)) = known_macros::pattern_in(&rest) {
                    Scopes::visit_expr(self, &head.clone());
                    self.scope(|this| {
                        this.bind(&pattern);
                        if let Some(guard) = &guard {
                            Scopes::visit_expr(this, &guard.clone());
                        }
                    });
                    return;
                }
            }
        }
        let Some(arguments) = known_macros::list_in(invocation) else {
            self.tokens(invocation.tokens.clone());
            return;
        };
        for argument in &arguments {
            match argument {
                Expr::Lit(_) | Expr::Group(_) => self.tokens(argument.to_token_stream()),
                other => self.visit_expr(other),
            }
        }
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        // No other item sees a local.
        if let syn::Item::Macro(definition) = item {
            self.tokens(definition.mac.tokens.clone());
        }
    }

    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
}
