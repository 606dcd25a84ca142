//! Closures and `async` blocks that a yield keeps, and that borrow nothing but locals which are `Copy`: they get copies
//! of these.
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
//! Where the type of a local is not known, rustc chooses between a copy and a borrow. So it does where a closure calls
//! a method on a local that is `mut`: what it has captured can only be read, and a method that changes it is an error.
//!
//! ```text
//! |x| *x > limit      { let captured = probe(&limit).capture(&limit); move |x| *x > (*captured) }
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprAsync, ExprClosure, Local, Pat, Path, Stmt, Token, parse_quote};

use crate::explicit::borrows::all_code;
use crate::explicit::closures::captures::{Captures, Use};
use crate::explicit::closures::reads::{self, MayChange, Places, Reading};
use crate::explicit::flow::Kept;
use crate::explicit::known::method_names::passes_receiver;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::questions::callables::is_called;
use crate::explicit::questions::located::{located, located_at};
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, VarId};
use crate::explicit::tree::owners::{is_iterator, makes_owner, owns, seen};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{Code, Walk, WalkMut};
use crate::lower::internal;
use crate::tokens;

/// Gives copies to the closures that are kept. Whether there are any.
pub(crate) fn give_copies(body: &mut Block, vars: &mut Vars, kept: &Kept, private: &Path) -> bool {
    let mut finding = BorrowingClosures(false);
    finding.block(body);
    if !finding.0 {
        return false;
    }
    let mut heads = Heads { vars, found: kept.at.iter().map(|(_, var)| *var).collect() };
    heads.block(body);
    let kept = heads.found;
    let (turn, owners) = (BTreeSet::new(), BTreeSet::new());
    let named = all_code::of(body);
    let (called, changed) = (false, false);
    let mut copying = Copying { vars, kept, private, owners, named, turn, called, changed };
    copying.block(body);
    copying.changed
}

/// Finds out whether there is a closure or an `async` block that is not `move`.
struct BorrowingClosures(bool);

impl Walk for BorrowingClosures {
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

impl<'ast> Visit<'ast> for BorrowingClosures {
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.0 |= closure.capture.is_none();
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.0 |= block.capture.is_none();
        visit::visit_expr_async(self, block);
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
    named: TokenStream,
    /// The locals that are declared in the innermost turn of a loop.
    turn: BTreeSet<VarId>,
    /// Whether the value is one that the body calls.
    called: bool,
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
                            let name = patterns::name_bound_by(pat);
                            self.called =
                                name.is_some_and(|name| is_called(self.named.clone(), name));
                            self.value(&mut init.expr, self.keeps(pat));
                            self.called = false;
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
                self.value(value, true);
            }
            PartKind::Choose {
                choice: Choice::Match { head: Expr::Call(call), arms, .. },
                ends,
                ..
            } if arms.len() == 1 && !ends.is_empty() => {
                call.args.iter_mut().for_each(|head| self.value(head, true));
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
                if let Some(value) = yielded.plain_delegate() {
                    self.value(value, true);
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

    /// A value that is kept, with the closures in it. `holds`: whether it holds these for certain.
    fn value(&mut self, value: &mut Expr, holds: bool) {
        match value {
            Expr::Closure(closure) => {
                if let Some(copying) = self.closure(closure, holds) {
                    *value = copying;
                    self.changed = true;
                }
            }
            Expr::Async(block) => {
                if let Some(copying) = self.asynchronous(block, holds) {
                    *value = copying;
                    self.changed = true;
                }
            }
            Expr::MethodCall(call) => {
                let passes = passes_receiver(call);
                let holds = holds && passes && is_iterator(&call.receiver, self.vars);
                self.value(&mut call.receiver, holds);
                call.args.iter_mut().for_each(|argument| self.value(argument, holds));
            }
            Expr::Call(call) => {
                let holds = holds && (self.called || kinds::is_constructor(&call.func));
                call.args.iter_mut().for_each(|argument| self.value(argument, holds));
            }
            Expr::Struct(fields) => {
                fields.fields.iter_mut().for_each(|field| self.value(&mut field.expr, holds));
            }
            Expr::Tuple(tuple) => {
                tuple.elems.iter_mut().for_each(|element| self.value(element, holds));
            }
            Expr::Array(array) => {
                array.elems.iter_mut().for_each(|element| self.value(element, holds));
            }
            Expr::If(branch) => {
                self.tail(&mut branch.then_branch, holds);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.value(otherwise, holds);
                }
            }
            Expr::Match(matched) => {
                self.value(&mut matched.expr, false);
                matched.arms.iter_mut().for_each(|arm| self.value(&mut arm.body, holds));
            }
            Expr::Block(block) => self.tail(&mut block.block, holds),
            Expr::Paren(inner) => self.value(&mut inner.expr, holds),
            Expr::Group(inner) => self.value(&mut inner.expr, holds),
            Expr::Cast(inner) => self.value(&mut inner.expr, holds),
            Expr::Try(tried) => self.value(&mut tried.expr, false),
            _ => {}
        }
    }

    fn tail(&mut self, block: &mut syn::Block, holds: bool) {
        // What the block itself declares is not kept beside the closure.
        let declares = |statement: &Stmt| matches!(statement, Stmt::Local(_));
        if block.stmts.iter().any(declares) {
            return;
        }
        if let Some(Stmt::Expr(value, None)) = block.stmts.last_mut() {
            self.value(value, holds);
        }
    }

    /// The closure that has copies of what it borrows. `None` if it may change what others use, or borrows nothing.
    fn closure(&mut self, closure: &ExprClosure, holds: bool) -> Option<Expr> {
        if closure.capture.is_some() || closure.asyncness.is_some() || closure.constness.is_some() {
            return None;
        }
        let captures = Captures::of_closure(closure, self.vars);
        let uses: Vec<(VarId, Use)> =
            captures.uses.into_iter().filter(|(_, used)| *used != Use::Name).collect();
        if uses.is_empty() {
            return None;
        }
        let (mut unknown, mut counted) = (Vec::new(), BTreeSet::new());
        for (var, used) in uses {
            let local = &self.vars.all[var];
            let copies = local.copies || local.number && !local.range;
            if copies && local.mutability.is_none() {
                continue;
            }
            let changes = MayChange::of(closure, &local.ident);
            if copies && !changes && reads::calls_method(closure, &local.ident) {
                unknown.push(var);
                continue;
            }
            if copies && (!changes || self.is_own(closure, var)) {
                counted.extend(changes.then(|| local.ident.to_string()));
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
        if !move_inner(&mut copying, counted) {
            return None;
        }
        self.captured(copying, &unknown, holds)
    }

    /// The `async` block that has copies of what it borrows: it captures what a closure of the same body does.
    fn asynchronous(&mut self, block: &ExprAsync, holds: bool) -> Option<Expr> {
        if block.capture.is_some() {
            return None;
        }
        let (body, at) = (&block.block, block.async_token.span);
        let closure: ExprClosure = syn::parse2(quote::quote_spanned!(at=> || #body)).ok()?;
        let mut copying = self.closure(&closure, holds)?;
        let made = match &mut copying {
            Expr::Block(given) => match given.block.stmts.last_mut() {
                Some(Stmt::Expr(made, None)) => made,
                _ => return None,
            },
            made => made,
        };
        let Expr::Closure(ExprClosure { body, capture, .. }) = made else { return None };
        let Expr::Block(body) = &**body else { return None };
        *made = Expr::Async(ExprAsync {
            capture: *capture,
            block: body.block.clone(),
            ..block.clone()
        });
        Some(copying)
    }

    /// Lets rustc choose how a closure captures locals whose types are not known.
    fn captured(
        &mut self,
        mut closure: ExprClosure,
        unknown: &[VarId],
        holds: bool,
    ) -> Option<Expr> {
        if unknown.is_empty() {
            return Some(Expr::Closure(closure));
        }
        let mut given: Vec<Stmt> = Vec::new();
        for var in unknown {
            let name = self.vars.all[*var].ident.clone();
            let at = tokens::find_ident(closure.body.to_token_stream(), &name.to_string())?.span();
            let places = Places::of(&closure, &name);
            let bases: Vec<Expr> = places.iter().flat_map(bases_of).collect();
            if !bases.is_empty() && !holds {
                return None;
            }
            for base in bases {
                let here = Span::mixed_site().located_at(closure.inputs_begin.span());
                let private = located(self.private, here);
                let base = located_at(base.to_token_stream(), closure.inputs_begin.span());
                let checked = syn::parse2(quote::quote_spanned! {here=>
                    #private::captured_copy(&(&&&#private::Probe::of(&#base)).part_of_the_generator());
                });
                given.push(checked.ok()?);
            }
            for (number, place) in places.iter().enumerate() {
                let text = name.to_string();
                let new = internal(&format!("captured_{number}_{}", text.trim_start_matches("r#")));
                Reading { from: place, to: &new }.visit_expr_mut(&mut closure.body);
                let private = self.private;
                let here = Span::mixed_site().located_at(at);
                // rustc reports a borrow and a move of the same token once.
                let span = name.span().located_at(at);
                let place_at = located_at(place.to_token_stream(), at);
                let borrow = quote::quote_spanned!(span=> &#place_at);
                let captured = syn::parse2(quote::quote_spanned! {here=>
                    let #new = (&&#private::Probe::of(#borrow)).read_of_the_generator(#borrow);
                });
                given.push(captured.ok()?);
                if holds {
                    let at_closure = Span::mixed_site().located_at(closure.inputs_begin.span());
                    let private = located(private, at_closure);
                    let mut new = new.clone();
                    new.set_span(new.span().located_at(closure.inputs_begin.span()));
                    let checked = syn::parse2(quote::quote_spanned! {at_closure=>
                        #private::captured_copy(&#new);
                    });
                    given.push(checked.ok()?);
                }
            }
            if kinds::times_named(closure.body.to_token_stream(), &name) > 0 {
                return None;
            }
            self.vars.all[*var].borrowed_at.get_or_insert(at);
        }
        let private = self.private;
        Some(parse_quote!({
            use #private::{PointerPart as _, ReadsCopy as _, ReadsLent as _, ReferencePart as _, ValuePart as _};
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

/// The places that a field is a part of, each of them but the field.
fn bases_of(place: &Expr) -> Vec<Expr> {
    match place {
        Expr::Field(field) => {
            let mut bases = bases_of(&field.base);
            bases.push((*field.base).clone());
            bases
        }
        _ => Vec::new(),
    }
}

/// Makes the closures in a closure `move` that name nothing which the closure itself declares, nor one of the locals
/// `changed`, which it changes: they read what it has captured. Whether each of them is `move` then.
fn move_inner(closure: &mut ExprClosure, changed: BTreeSet<String>) -> bool {
    struct Declared(BTreeSet<String>);

    impl<'ast> Visit<'ast> for Declared {
        fn visit_pat(&mut self, pattern: &'ast Pat) {
            self.0.extend(patterns::bindings(pattern).iter().map(|one| one.ident.to_string()));
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

    let mut declared = Declared(changed);
    closure.inputs.iter().for_each(|input| declared.visit_pat(input));
    declared.visit_expr(&closure.body);
    let mut moving = Moving { declared: declared.0, fits: true };
    moving.visit_expr_mut(&mut closure.body);
    moving.fits
}
