//! What a closure or an `async` block captures of the locals of the body.
//!
//! ```text
//! move || s.len()                  // all of `s`
//! || drop(s)                       // all of `s`, by value
//! || s.len()                       // a borrow of `s`
//! move || s.left.len()             // a part of `s`
//! move || { let _ = s; }           // nothing
//! move || { let s = 1; s + 1 }     // nothing
//! ```

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprClosure, ExprMethodCall, Macro, Pat, Stmt, UnOp};

use crate::explicit::known::kinds;
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::patterns;
use crate::explicit::questions::methods;
use crate::explicit::questions::receivers::Consumes;
use crate::explicit::tree::fields::{self, Field};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::mentions::mentioned_in;
use crate::explicit::tree::vars::Vars;
use crate::operators::Operator;
use crate::tokens::{self, At};
use crate::yields::makes_generator;

/// How a closure uses a local, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// It names the local, and captures nothing of it.
    Name,
    /// It uses a part of the local.
    Part,
    /// It borrows the local.
    Borrow,
    /// It uses the value of the local.
    Value,
}

/// What a closure captures.
pub(crate) struct Captures {
    pub(crate) moves: bool,
    pub(crate) uses: BTreeMap<VarId, Use>,
    /// The parts of locals that it names, as far as they are seen.
    parts: BTreeSet<Field>,
    /// The calls of methods on locals.
    calls: Vec<Call>,
}

/// A call in a closure of a method on a local that is not the closure's.
#[derive(Clone)]
pub(crate) struct Call {
    var: VarId,
    pub(crate) written: ExprMethodCall,
    /// Whether its arguments may name what the closure itself declares.
    pub(crate) names_own: bool,
}

impl Captures {
    pub(crate) fn of_closure(closure: &ExprClosure, vars: &Vars) -> Self {
        let mut capturing = Capturing::new(vars);
        capturing.scope(|this| this.body_of(closure));
        capturing.captures(closure.capture.is_some())
    }

    pub(crate) fn of_block(block: &ExprAsync, vars: &Vars) -> Self {
        let mut capturing = Capturing::new(vars);
        capturing.visit_block(&block.block);
        capturing.captures(block.capture.is_some())
    }

    /// What `gen_!`, `async_gen!` or `gen_expr!` captures, by value, and what is evaluated where it stands: the
    /// iterable of the first loop of `gen_expr!`. `None` if the code does not parse.
    pub(crate) fn of_generator(invocation: &Macro, vars: &Vars) -> Option<(Self, Option<Expr>)> {
        let mut capturing = Capturing::new(vars);
        let mut iterable = None;
        if invocation.path.segments.last()?.ident == "gen_expr" {
            iterable = capturing.expression(invocation.tokens.clone());
            iterable.as_ref()?;
        } else {
            let mut tokens: Vec<TokenTree> = invocation.tokens.clone().into_iter().collect();
            if matches!(tokens.first(), Some(TokenTree::Punct(dash)) if dash.as_char() == '-') {
                let Some(TokenTree::Group(body)) = tokens.pop() else { return None };
                tokens = body.stream().into_iter().collect();
            }
            let statements = syn::Block::parse_within.parse2(tokens.into_iter().collect()).ok()?;
            capturing.scope(|this| {
                for statement in &statements {
                    this.visit_stmt(statement);
                }
            });
        }
        Some((capturing.captures(true), iterable))
    }

    /// Whether a local is moved into the closure, or is `Copy`.
    pub(crate) fn takes(&self, used: Use) -> bool {
        used == Use::Value || self.moves && used == Use::Borrow
    }

    /// The parts of locals that a closure which is `move` takes with it, if these are no pointers and the parts are not
    /// `Copy`.
    pub(crate) fn parts_taken(&self) -> Vec<Field> {
        let is_part = |(var, _): &&Field| self.uses.get(var) == Some(&Use::Part);
        self.parts.iter().filter(|_| self.moves).filter(is_part).cloned().collect()
    }

    /// The call of a method on a local that it borrows, as far as is seen: the closure takes the local if the method
    /// does. `None` if there are several.
    pub(crate) fn only_call_on(&self, var: VarId) -> Option<&Call> {
        let borrows = !self.moves && self.uses.get(&var) == Some(&Use::Borrow);
        let mut calls = self.calls.iter().filter(|call| borrows && call.var == var);
        let call = calls.next()?;
        calls.next().is_none().then_some(call)
    }

    /// Whether a method in the closure may take what the closure owns.
    pub(crate) fn may_take_by_call(&self) -> bool {
        let may_take = |call: &Call| match Consumes::by(&call.written) {
            Some(consumes) => consumes.may_move(),
            None => methods::is_asked_in_closure(&call.written),
        };
        self.moves && self.calls.iter().any(may_take)
    }

    /// Whether it holds nothing that has to be dropped: it borrows what it captures.
    pub(crate) fn borrows(&self) -> bool {
        !self.moves && self.uses.values().all(|used| !self.takes(*used))
    }

    /// Whether a call of the closure moves the closure, or the closure has no destructor: its body uses
    /// the value of each local that the closure owns.
    pub(crate) fn is_moved_by_call(&self, vars: &Vars) -> bool {
        let mut owned = self.uses.iter().filter(|(var, used)| {
            let borrows = !self.moves && **used == Use::Borrow;
            !(borrows || **used == Use::Name || vars.all[**var].plain)
        });
        self.uses.values().any(|used| *used == Use::Value)
            && owned.all(|(_, used)| *used == Use::Value)
    }
}

struct Capturing<'a> {
    vars: &'a Vars,
    found: BTreeMap<VarId, Use>,
    parts: BTreeSet<Field>,
    calls: Vec<Call>,
    /// The names that the closure itself declares, by scope.
    scopes: Vec<BTreeSet<String>>,
}

impl<'a> Capturing<'a> {
    fn new(vars: &'a Vars) -> Self {
        Self {
            vars,
            found: BTreeMap::new(),
            parts: BTreeSet::new(),
            calls: Vec::new(),
            scopes: Vec::new(),
        }
    }

    fn captures(self, moves: bool) -> Captures {
        Captures { moves, uses: self.found, parts: self.parts, calls: self.calls }
    }

    /// Whether tokens may name what the closure itself declares. A macro may do so in a string.
    fn may_name_own(&self, tokens: TokenStream) -> bool {
        tokens::any(tokens, &mut |at: &At<'_>| match at.token() {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                self.scopes.iter().any(|scope| scope.contains(&name))
            }
            TokenTree::Punct(punct) => punct.as_char() == '!',
            _ => false,
        })
    }

    fn scope(&mut self, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(BTreeSet::new());
        visit(self);
        self.scopes.pop();
    }

    fn declare(&mut self, pattern: &Pat) {
        let names = patterns::bindings(pattern);
        if let Some(scope) = self.scopes.last_mut() {
            scope.extend(names.iter().map(|name| name.ident.to_string()));
        }
    }

    fn local(&self, place: &Expr) -> Option<VarId> {
        let name = kinds::name_of(place)?;
        let text = name.to_string();
        let is_own = self.scopes.iter().any(|scope| scope.contains(&text));
        self.vars.find(name).filter(|_| !is_own)
    }

    fn note(&mut self, var: VarId, used: Use) {
        let found = self.found.entry(var).or_insert(used);
        *found = used.max(*found);
    }

    /// An expression whose place is used.
    fn place(&mut self, place: &Expr, used: Use) {
        match place {
            Expr::Path(_) => {
                if let Some(var) = self.local(place) {
                    self.note(var, used);
                }
            }
            Expr::Field(field) => {
                let mut base = &*field.base;
                while let Expr::Field(outer) = base {
                    base = &outer.base;
                }
                if self.local(base).is_some() {
                    self.parts.extend(fields::field_of(place, self.vars));
                }
                self.place(base, used.min(Use::Part));
            }
            Expr::Index(index) => {
                self.place(&index.expr, Use::Borrow);
                self.visit_expr(&index.index);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(&unary.expr, Use::Borrow);
            }
            Expr::Paren(inner) => self.place(&inner.expr, used),
            Expr::Group(inner) => self.place(&inner.expr, used),
            other => self.visit_expr(other),
        }
    }

    /// The head of a `let`, an `if let` or a `match`.
    fn head(&mut self, head: &Expr, patterns: &[&Pat]) {
        if !kinds::is_place(head) {
            self.visit_expr(head);
            return;
        }
        let takes = |pattern: &&Pat| patterns::takes_all_of_any(pattern);
        let binds = |pattern: &&Pat| !patterns::bindings(pattern).is_empty();
        let covers = patterns.len() > 1 || patterns.iter().all(|p| patterns::leaves_nothing(p));
        let used = if covers && patterns.iter().all(takes) && patterns.iter().any(binds) {
            Use::Value
        } else {
            let variants: BTreeSet<String> =
                patterns.iter().filter_map(|pattern| variant(pattern)).collect();
            let asks = if variants.len() > 1 { Use::Borrow } else { Use::Name };
            let used = patterns.iter().map(|pattern| use_of(pattern)).max();
            used.unwrap_or(Use::Borrow).max(asks)
        };
        self.place(head, used);
    }

    /// What is captured by tokens that are not seen through.
    fn tokens(&mut self, tokens: TokenStream) {
        for (var, whole) in mentioned_in(tokens, self.vars) {
            let name = self.vars.all[var].ident.to_string();
            if !self.scopes.iter().any(|scope| scope.contains(&name)) {
                self.note(var, if whole { Use::Borrow } else { Use::Part });
            }
        }
    }

    /// The parts of `gen_expr!` that are captured. Gives the iterable of the first loop.
    fn expression(&mut self, tokens: TokenStream) -> Option<Expr> {
        let mut parts = vec![(String::new(), TokenStream::new())];
        for token in tokens {
            match &token {
                TokenTree::Ident(word)
                    if ["for", "in", "if"].iter().any(|keyword| word == keyword) =>
                {
                    parts.push((word.to_string(), TokenStream::new()));
                }
                _ => parts.last_mut()?.1.extend([token]),
            }
        }
        let mut parts = parts.into_iter();
        let (_, element) = parts.next()?;
        let mut rest = vec![element];
        let mut iterable = None;
        self.scopes.push(BTreeSet::new());
        for (word, tokens) in parts {
            if word == "for" {
                self.declare(&Pat::parse_multi_with_leading_vert.parse2(tokens).ok()?);
            } else if word == "in" && iterable.is_none() {
                iterable = Some(syn::parse2(tokens).ok()?);
            } else {
                rest.push(tokens);
            }
        }
        for tokens in rest {
            self.tokens(tokens);
        }
        self.scopes.pop();
        iterable
    }

    fn body_of(&mut self, closure: &ExprClosure) {
        closure.inputs.iter().for_each(|input| self.declare(input));
        self.visit_expr(&closure.body);
    }

    /// A closure in the closure.
    fn nested(&mut self, moves: bool, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.found);
        self.scope(visit);
        let inner = std::mem::replace(&mut self.found, outer);
        for (var, used) in inner {
            let used = if moves && used == Use::Borrow { Use::Value } else { used };
            self.note(var, used);
        }
    }
}

/// How a pattern uses the place that it matches, should it not take all of it.
fn use_of(pattern: &Pat) -> Use {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => Use::Name,
        Pat::Paren(inner) => use_of(&inner.pat),
        Pat::Type(typed) => use_of(&typed.pat),
        Pat::Guard(guarded) => use_of(&guarded.pat),
        Pat::Or(or) => or.cases.iter().map(use_of).max().unwrap_or(Use::Name),
        Pat::Tuple(_) | Pat::Slice(_) => Use::Part,
        // It asks which variant there is.
        Pat::TupleStruct(tuple) if !is_variant(&tuple.path) => Use::Part,
        Pat::Struct(fields) if !is_variant(&fields.path) => Use::Part,
        _ => Use::Borrow,
    }
}

/// Whether a path is that of a variant, by its name.
fn is_variant(path: &syn::Path) -> bool {
    let of_type = path.segments.iter().rev().nth(1);
    patterns::is_known_variant(path)
        || of_type.is_some_and(|ty| kinds::is_constant(&ty.ident.to_string()))
}

/// The name of what a pattern takes apart.
fn variant(pattern: &Pat) -> Option<String> {
    let path = match pattern {
        Pat::TupleStruct(tuple) => &tuple.path,
        Pat::Struct(fields) => &fields.path,
        Pat::Path(path) => &path.path,
        Pat::Guard(guarded) => return variant(&guarded.pat),
        Pat::Ident(name) => return Some(name.ident.to_string()),
        _ => return None,
    };
    path.segments.last().map(|segment| segment.ident.to_string())
}

impl<'ast> Visit<'ast> for Capturing<'_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Path(_) => self.place(expression, Use::Value),
            Expr::Field(_) | Expr::Index(_) => self.place(expression, Use::Borrow),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(expression, Use::Borrow);
            }
            Expr::Reference(reference) => self.place(&reference.expr, Use::Borrow),
            Expr::RawAddr(address) => self.place(&address.expr, Use::Borrow),
            Expr::MethodCall(call) => {
                if let Some(var) = self.local(&call.receiver) {
                    let names_own = self.may_name_own(call.args.to_token_stream());
                    self.calls.push(Call { var, written: call.clone(), names_own });
                }
                self.place(&call.receiver, Use::Borrow);
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            Expr::Call(call) => {
                self.place(&call.func, Use::Borrow);
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            Expr::Assign(assign) => {
                if kinds::leaves_a_part(&assign.left) && kinds::is_place(&assign.right) {
                    let is_wild = matches!(*assign.left, Expr::Infer(_));
                    self.place(&assign.right, if is_wild { Use::Name } else { Use::Part });
                } else {
                    self.visit_expr(&assign.right);
                }
                if matches!(*assign.left, Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_)) {
                    self.tokens(assign.left.to_token_stream());
                } else {
                    self.place(&assign.left, Use::Borrow);
                }
            }
            Expr::Binary(binary) => match Operator::of(&binary.op) {
                Operator::Lazy | Operator::Arithmetic => visit::visit_expr_binary(self, binary),
                Operator::Comparison => {
                    self.place(&binary.left, Use::Borrow);
                    self.place(&binary.right, Use::Borrow);
                }
                Operator::Assignment => {
                    self.visit_expr(&binary.right);
                    self.place(&binary.left, Use::Borrow);
                }
            },
            Expr::Let(bound) => {
                self.head(&bound.expr, &[&bound.pat]);
                self.declare(&bound.pat);
            }
            Expr::If(branch) => {
                self.scope(|this| {
                    this.visit_expr(&branch.cond);
                    this.visit_block(&branch.then_branch);
                });
                if let Some((_, otherwise)) = &branch.else_branch {
                    self.visit_expr(otherwise);
                }
            }
            Expr::While(repeated) => self.scope(|this| {
                this.visit_expr(&repeated.cond);
                this.visit_block(&repeated.body);
            }),
            Expr::ForLoop(repeated) => {
                self.visit_expr(&repeated.expr);
                self.scope(|this| {
                    this.declare(&repeated.pat);
                    this.visit_block(&repeated.body);
                });
            }
            Expr::Match(matched) => {
                let patterns: Vec<&Pat> = matched.arms.iter().map(|arm| &arm.pat).collect();
                self.head(&matched.expr, &patterns);
                for arm in &matched.arms {
                    self.scope(|this| {
                        this.declare(&arm.pat);
                        if let Pat::Guard(guarded) = &arm.pat {
                            this.visit_expr(&guarded.guard);
                        }
                        this.visit_expr(&arm.body);
                    });
                }
            }
            Expr::Struct(fields) => {
                fields.fields.iter().for_each(|field| self.visit_expr(&field.expr));
                if let Some(rest) = &fields.rest {
                    self.place(rest, Use::Part);
                }
            }
            Expr::Verbatim(tokens) => self.tokens(tokens.clone()),
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.nested(closure.capture.is_some(), |this| this.body_of(closure));
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.nested(block.capture.is_some(), |this| this.visit_block(&block.block));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.scope(|this| {
            for statement in &block.stmts {
                if let (Stmt::Item(item), Some(scope)) = (statement, this.scopes.last_mut()) {
                    scope.extend(kinds::name_of_item(item).map(ToString::to_string));
                }
            }
            block.stmts.iter().for_each(|statement| this.visit_stmt(statement));
        });
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.head(&init.expr, &[&local.pat]);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.declare(&local.pat);
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        let generator = own.then(|| Captures::of_generator(invocation, self.vars)).flatten();
        if let Some((captures, evaluated)) = generator {
            for (var, used) in captures.uses {
                let name = self.vars.all[var].ident.to_string();
                if !self.scopes.iter().any(|scope| scope.contains(&name)) {
                    self.note(var, if used == Use::Borrow { Use::Value } else { used });
                }
            }
            if let Some(evaluated) = evaluated {
                self.visit_expr(&evaluated.clone());
            }
            return;
        }
        let known = if own { None } else { known_macros::known(invocation) };
        if known == Some(Takes::Pattern) {
            if let Some((head, rest)) = known_macros::matches_in(invocation) {
                if let Some((pattern, guard)) = known_macros::pattern_in(&rest) {
                    self.head(&head, &[&pattern, &syn::parse_quote!(_)]);
                    self.scope(|this| {
                        this.declare(&pattern);
                        if let Some(guard) = &guard {
                            this.visit_expr(guard);
                        }
                    });
                } else {
                    self.place(&head, Use::Borrow);
                    self.tokens(rest);
                }
                return;
            }
        }
        let (Some(takes), Some(arguments)) = (known, known_macros::list_in(invocation)) else {
            self.tokens(invocation.tokens.clone());
            return;
        };
        for (index, argument) in arguments.iter().enumerate() {
            match argument {
                Expr::Lit(literal) => self.tokens(literal.to_token_stream()),
                Expr::Assign(named) => self.place(&named.right, Use::Borrow),
                other if takes == Takes::Values || takes == Takes::Condition && index == 0 => {
                    self.visit_expr(other);
                }
                other => self.place(other, Use::Borrow),
            }
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
}
