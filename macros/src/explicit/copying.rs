//! Closures that a yield keeps, and that borrow nothing but locals which are `Copy`: they get copies of these.
//!
//! ```text
//! // in                                       // out
//! for x in all.filter(|x| *x > limit) {       for x in all.filter(move |x| *x > limit) {
//!     yield_!(x);                                 yield_!(x);
//! }                                           }
//! ```
//!
//! A closure that only reads a local gets the same value: while the closure lives, nothing can change the local. A
//! closure that changes a local which nothing else uses may as well have it.
//!
//! Where the type of a local is not known, rustc chooses between a copy and a borrow:
//!
//! ```text
//! |x| *x > limit      { let given = probe(&limit).capture(&limit); move |x| *x > (*given) }
//! ```

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure, Local, Pat, Path, Stmt, Token, parse_quote};

use crate::explicit::borrows::seen;
use crate::explicit::captures::{Captures, Use};
use crate::explicit::flow::Kept;
use crate::explicit::ir::{Block, Choice, Node, Part, PartKind, VarId};
use crate::explicit::kinds;
use crate::explicit::method_names::{LOOKS, passes_receiver};
use crate::explicit::named::located_at;
use crate::explicit::names::Vars;
use crate::explicit::owners::{makes_owner, owns};
use crate::explicit::walk::{Code, Walk, WalkMut};
use crate::lower::internal;
use crate::operators::Operator;
use crate::tokens;

/// Gives copies to the closures that are kept. Whether there are any.
pub(crate) fn give_copies(body: &mut Block, vars: &mut Vars, kept: &Kept, private: &Path) -> bool {
    let mut finding = Finding(false);
    finding.block(body);
    if !finding.0 {
        return false;
    }
    let mut named = Named(proc_macro2::TokenStream::new());
    named.block(body);
    let mut heads = Heads { vars, found: kept.at.iter().map(|(_, var)| *var).collect() };
    heads.block(body);
    let kept = heads.found;
    let (turn, owners) = (BTreeSet::new(), BTreeSet::new());
    let mut copying = Copying { vars, kept, private, owners, named: named.0, turn, changed: false };
    copying.block(body);
    copying.changed
}

/// Finds out whether there is a closure that is not `move`.
struct Finding(bool);

impl Walk for Finding {
    fn code(&mut self, code: Code<'_>) {
        match code {
            Code::Statements(statements) => {
                for statement in statements {
                    self.visit_stmt(statement);
                }
            }
            Code::Value(value)
            | Code::Condition(value)
            | Code::Choice(
                Choice::If { condition: value, .. } | Choice::Match { head: value, .. },
            ) => self.visit_expr(value),
            Code::Definition(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Finding {
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.0 |= closure.capture.is_none();
        visit::visit_expr_closure(self, closure);
    }
}

/// All code of a body.
struct Named(proc_macro2::TokenStream);

impl Walk for Named {
    fn part(&mut self, part: &Part) {
        if let PartKind::Let { diverge: Some(diverge), .. } = &part.kind {
            diverge.to_tokens(&mut self.0);
        }
        self.inside_part(part);
    }

    fn code(&mut self, code: Code<'_>) {
        match code {
            // What a `let` defines is not used there.
            Code::Statements(statements) => {
                for statement in statements {
                    match statement {
                        Stmt::Local(Local { init: Some(init), .. }) => {
                            init.expr.to_tokens(&mut self.0);
                            if let Some((_, diverge)) = &init.diverge {
                                diverge.to_tokens(&mut self.0);
                            }
                        }
                        Stmt::Local(_) => {}
                        other => other.to_tokens(&mut self.0),
                    }
                }
            }
            Code::Value(value)
            | Code::Condition(value)
            | Code::Choice(Choice::If { condition: value, .. }) => value.to_tokens(&mut self.0),
            Code::Choice(Choice::Match { head, arms, .. }) => {
                head.to_tokens(&mut self.0);
                for arm in arms {
                    arm.pattern.to_tokens(&mut self.0);
                }
            }
            Code::Definition(definition) => definition.to_tokens(&mut self.0),
        }
    }
}

/// The locals that are kept, or that a loop takes.
struct Heads<'a> {
    vars: &'a Vars,
    found: BTreeSet<VarId>,
}

impl Walk for Heads<'_> {
    fn part(&mut self, part: &Part) {
        if let PartKind::Choose { choice: Choice::Match { head, .. }, .. } = &part.kind {
            self.found.extend(kinds::name_of(seen(head)).and_then(|name| self.vars.find(name)));
        }
        self.inside_part(part);
    }
}

struct Copying<'a> {
    vars: &'a mut Vars,
    kept: BTreeSet<VarId>,
    private: &'a Path,
    /// Locals whose values own what they hold.
    owners: BTreeSet<VarId>,
    /// All code of the body.
    named: proc_macro2::TokenStream,
    /// The locals that are declared in the innermost turn of a loop.
    turn: BTreeSet<VarId>,
    changed: bool,
}

impl WalkMut for Copying<'_> {
    fn part(&mut self, part: &mut Part) {
        match &mut part.kind {
            PartKind::Statements(statements) => {
                for statement in statements {
                    if let Stmt::Local(Local { pat, init: Some(init), .. }) = statement {
                        let is_held =
                            matches!(&*init.expr, Expr::MethodCall(call) if passes_receiver(call));
                        if is_held || self.keeps(pat) {
                            self.value(&mut init.expr);
                        }
                        let bound = self.vars.bound_by(pat);
                        if makes_owner(&init.expr) {
                            self.owners.extend(&bound);
                        }
                        self.turn.extend(bound);
                    }
                }
            }
            PartKind::Let { pattern, value: Node::Plain(value), .. } if self.keeps(pattern) => {
                self.value(value);
            }
            PartKind::Choose { choice: Choice::Match { head, arms, .. }, ends, .. }
                if arms.len() == 1 && !ends.is_empty() =>
            {
                self.value(head);
            }
            _ => {}
        }
        self.turn.extend(&part.declares);
        self.inside_part(part);
    }

    fn node(&mut self, node: &mut Node) {
        match node {
            Node::Loop { .. } => {
                let outer = std::mem::take(&mut self.turn);
                self.inside_node(node);
                self.turn = outer;
            }
            Node::Yield(yielded) => {
                if let (Some(_), Some(Node::Plain(value))) =
                    (yielded.delegate, yielded.value.as_deref_mut())
                {
                    self.value(value);
                }
                self.inside_node(node);
            }
            _ => self.inside_node(node),
        }
    }
}

impl Copying<'_> {
    fn keeps(&self, pattern: &Pat) -> bool {
        self.vars.bound_by(pattern).iter().any(|var| self.kept.contains(var))
    }

    /// A value that is kept, with the closures in it.
    fn value(&mut self, value: &mut Expr) {
        match value {
            Expr::Closure(closure) => {
                if let Some(copying) = self.closure(closure) {
                    *value = copying;
                    self.changed = true;
                }
            }
            Expr::MethodCall(call) => {
                self.value(&mut call.receiver);
                call.args.iter_mut().for_each(|argument| self.value(argument));
            }
            Expr::Call(call) => call.args.iter_mut().for_each(|argument| self.value(argument)),
            Expr::Struct(fields) => {
                fields.fields.iter_mut().for_each(|field| self.value(&mut field.expr));
            }
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| self.value(element)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|element| self.value(element)),
            Expr::If(branch) => {
                self.tail(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.value(otherwise);
                }
            }
            Expr::Match(matched) => {
                self.value(&mut matched.expr);
                matched.arms.iter_mut().for_each(|arm| self.value(&mut arm.body));
            }
            Expr::Block(block) => self.tail(&mut block.block),
            Expr::Paren(inner) => self.value(&mut inner.expr),
            Expr::Group(inner) => self.value(&mut inner.expr),
            Expr::Cast(inner) => self.value(&mut inner.expr),
            Expr::Try(tried) => self.value(&mut tried.expr),
            _ => {}
        }
    }

    fn tail(&mut self, block: &mut syn::Block) {
        // What the block itself declares is not kept beside the closure.
        let declares = |statement: &Stmt| matches!(statement, Stmt::Local(_));
        if block.stmts.iter().any(declares) {
            return;
        }
        if let Some(Stmt::Expr(value, None)) = block.stmts.last_mut() {
            self.value(value);
        }
    }

    /// The closure that has copies of what it borrows. `None` if it may change what others use, or borrows nothing.
    fn closure(&mut self, closure: &ExprClosure) -> Option<Expr> {
        if closure.capture.is_some() || closure.asyncness.is_some() || closure.constness.is_some() {
            return None;
        }
        let captures = Captures::of_closure(closure, self.vars);
        let uses: Vec<(VarId, Use)> =
            captures.uses.into_iter().filter(|(_, used)| *used != Use::Name).collect();
        if uses.is_empty() {
            return None;
        }
        let mut unknown = Vec::new();
        for (var, used) in uses {
            let local = &self.vars.all[var];
            let copies = local.copies || local.number && !local.range;
            if copies && local.mutability.is_none() {
                continue;
            }
            let changes = Changes::of(closure, &local.ident);
            if copies && (!changes || self.is_own(closure, var)) {
                continue;
            }
            let is_owner = local.written.as_ref().is_some_and(owns) || self.owners.contains(&var);
            if changes || is_owner || local.mutability.is_some() || local.known.is_some() {
                return None;
            }
            if used != Use::Value {
                unknown.push(var);
            }
        }
        let mut copying = closure.clone();
        copying.capture = Some(Token![move](closure.inputs_begin.span()));
        if !move_inner(&mut copying) {
            return None;
        }
        self.captured(copying, &unknown)
    }

    /// Lets rustc choose how a closure captures locals whose types are not known.
    fn captured(&mut self, mut closure: ExprClosure, unknown: &[VarId]) -> Option<Expr> {
        if unknown.is_empty() {
            return Some(Expr::Closure(closure));
        }
        let mut given = Vec::new();
        for var in unknown {
            let name = self.vars.all[*var].ident.clone();
            let at = tokens::find_ident(closure.body.to_token_stream(), &name.to_string())?.span();
            let places = Places::of(&closure, &name);
            for (number, place) in places.iter().enumerate() {
                let text = name.to_string();
                let new = internal(&format!("given_{number}_{}", text.trim_start_matches("r#")));
                Reading { from: place, to: &new }.visit_expr_mut(&mut closure.body);
                let private = self.private;
                let here = Span::mixed_site().located_at(at);
                // rustc reports a borrow and a move of the same token once.
                let lent = located_at(quote::quote!(&#place), at);
                let captured = syn::parse2(quote::quote_spanned! {here=>
                    let #new = (&&#private::Probe::of(#lent)).read_of_the_generator(#lent);
                });
                let captured: Stmt = captured.ok()?;
                given.push(captured);
            }
            if kinds::times_named(closure.body.to_token_stream(), &name) > 0 {
                return None;
            }
            self.vars.all[*var].borrowed_at.get_or_insert(at);
        }
        let private = self.private;
        Some(parse_quote!({
            use #private::{ReadsCopy as _, ReadsLent as _};
            #(#given)*
            #closure
        }))
    }

    /// Whether a local of the same turn of a loop is named in a closure alone.
    fn is_own(&self, closure: &ExprClosure, var: VarId) -> bool {
        let name = &self.vars.all[var].ident;
        self.turn.contains(&var)
            && kinds::times_named(self.named.clone(), name)
                == kinds::times_named(closure.to_token_stream(), name)
    }
}

/// Makes the closures in a closure `move` that name nothing which the closure itself declares: they borrow what it has
/// captured. Whether each of them is, or names nothing that is captured.
fn move_inner(closure: &mut ExprClosure) -> bool {
    struct Declared(BTreeSet<String>);

    impl<'ast> Visit<'ast> for Declared {
        fn visit_pat(&mut self, pattern: &'ast Pat) {
            self.0.extend(kinds::bindings(pattern).iter().map(|one| one.ident.to_string()));
            visit::visit_pat(self, pattern);
        }

        fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}
    }

    struct Moving {
        declared: BTreeSet<String>,
        fits: bool,
    }

    impl VisitMut for Moving {
        fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
            if closure.capture.is_none() {
                let body = closure.body.to_token_stream();
                let names = |name: &String| tokens::find_ident(body.clone(), name).is_some();
                if self.declared.iter().any(names) {
                    self.fits = false;
                } else {
                    closure.capture = Some(Token![move](closure.inputs_begin.span()));
                }
            }
            visit_mut::visit_expr_closure_mut(self, closure);
        }
    }

    let mut declared = Declared(BTreeSet::new());
    closure.inputs.iter().for_each(|input| declared.visit_pat(input));
    declared.visit_expr(&closure.body);
    let mut moving = Moving { declared: declared.0, fits: true };
    moving.visit_expr_mut(&mut closure.body);
    moving.fits
}

/// Whether a closure may change a local.
struct Changes<'a> {
    name: &'a syn::Ident,
    found: bool,
}

impl<'a> Changes<'a> {
    fn of(closure: &ExprClosure, name: &'a syn::Ident) -> bool {
        let mut changes = Changes { name, found: false };
        changes.visit_expr(&closure.body);
        changes.found || tokens::find_ident(closure.body.to_token_stream(), "ref").is_some()
    }

    fn place(&mut self, place: &Expr) {
        self.found |= kinds::root_of(place) == Some(self.name);
    }
}

impl<'ast> Visit<'ast> for Changes<'_> {
    fn visit_expr(&mut self, value: &'ast Expr) {
        match value {
            Expr::Assign(assign) => {
                self.found |= kinds::times_named(assign.left.to_token_stream(), self.name) > 0;
            }
            Expr::Binary(binary) if Operator::of(&binary.op) == Operator::Assignment => {
                self.place(&binary.left);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.place(&reference.expr);
            }
            Expr::RawAddr(address) => self.place(&address.expr),
            Expr::MethodCall(call) if !LOOKS.iter().any(|name| call.method == name) => {
                self.place(&call.receiver);
            }
            Expr::Call(call) => self.place(&call.func),
            Expr::Macro(invocation) => {
                let tokens = invocation.mac.tokens.clone();
                self.found |= kinds::times_named(tokens, self.name) > 0;
            }
            _ => {}
        }
        visit::visit_expr(self, value);
    }
}

/// The parts of a local that a closure names, or the local itself.
struct Places<'a> {
    name: &'a syn::Ident,
    found: Vec<Expr>,
}

impl<'a> Places<'a> {
    fn of(closure: &ExprClosure, name: &'a syn::Ident) -> Vec<Expr> {
        let mut places = Places { name, found: Vec::new() };
        places.visit_expr(&closure.body);
        let is_all = |place: &Expr| !matches!(place, Expr::Field(_));
        match places.found.iter().find(|place| is_all(place)) {
            Some(all) => vec![all.clone()],
            None => places.found,
        }
    }
}

impl<'ast> Visit<'ast> for Places<'_> {
    fn visit_expr(&mut self, value: &'ast Expr) {
        let is_part = matches!(value, Expr::Field(_)) && is_field_of(value, self.name);
        if is_part || kinds::name_of(value) == Some(self.name) {
            let is_new = |other: &Expr| !is_same(other, value);
            if self.found.iter().all(is_new) {
                self.found.push(value.clone());
            }
            return;
        }
        visit::visit_expr(self, value);
    }
}

/// Whether an expression is a field of a local, or of a field of it.
fn is_field_of(place: &Expr, name: &syn::Ident) -> bool {
    match place {
        Expr::Field(field) => is_field_of(&field.base, name),
        other => kinds::name_of(other) == Some(name),
    }
}

fn is_same(one: &Expr, other: &Expr) -> bool {
    one.to_token_stream().to_string() == other.to_token_stream().to_string()
}

/// Reads a place where a closure has captured it.
struct Reading<'a> {
    from: &'a Expr,
    to: &'a syn::Ident,
}

impl VisitMut for Reading<'_> {
    fn visit_expr_mut(&mut self, value: &mut Expr) {
        let is_place = matches!(value, Expr::Field(_) | Expr::Path(_));
        if is_place && is_same(value, self.from) {
            let mut to = self.to.clone();
            to.set_span(to.span().located_at(value.span()));
            *value = parse_quote!((*#to));
            return;
        }
        visit_mut::visit_expr_mut(self, value);
    }
}
