//! Locals that a yield keeps together with a value that may borrow from them. Whether it does, rustc alone can tell,
//! and says so where the local is moved into the state: once, at the name that may be borrowed.
//!
//! ```text
//! // in                                  // reported, if `rows` borrows
//! let mut rows = table.rows();           let mut rows = table.rows();
//! while let Some(row) = rows.next() {                   ^^^^^ cannot move out of `table` because it is borrowed
//!     yield_!(row);
//! }
//! ```
//!
//! rustc reports two accesses of a local at the same token once. So all moves of the local stand at that token, and so
//! does the `&` of `&table`, which rustc counts to the borrow.

use std::collections::BTreeSet;

use proc_macro2::Span;
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure, ExprMethodCall, Local, Pat, Path, Stmt};

use crate::explicit::borrows::kept_values;
use crate::explicit::closures::captures::Captures;
use crate::explicit::flow::Kept;
use crate::explicit::known::method_names::{ITERATES, passes_receiver};
use crate::explicit::known::{kinds, patterns};
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::{Block, Node, Part, PartKind, VarId};
use crate::explicit::tree::owners::seen;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, WalkMut, visit_expressions};
use crate::tokens;

/// Notes where a local may first be borrowed by what a yield keeps.
pub(crate) fn note(body: &mut Block, vars: &mut Vars, kept: &Kept, private: &Path) {
    let used: BTreeSet<VarId> = kept.at.iter().map(|(_, var)| *var).collect();
    let mut all = kept_values::rests(body);
    all.extend(&used);
    all.extend(kept.ended.keys());
    let mut reporting = Reporting { vars, kept: all, used, private };
    reporting.block(body);
}

struct Reporting<'a> {
    vars: &'a mut Vars,
    /// The locals of which a yield keeps all or a part.
    kept: BTreeSet<VarId>,
    /// Those of them that are kept as they are.
    used: BTreeSet<VarId>,
    private: &'a Path,
}

impl WalkMut for Reporting<'_> {
    fn part(&mut self, part: &mut Part) {
        if let PartKind::Statements(statements) = &mut part.kind {
            for statement in statements {
                let Stmt::Local(Local { pat, init: Some(init), .. }) = statement else { continue };
                if self.keeps(pat) {
                    self.value(&mut init.expr);
                    let bound = self.vars.bound_by(pat);
                    let is_used = bound.iter().any(|var| self.used.contains(var));
                    self.ask(&mut init.expr, is_used);
                }
            }
        }
        let values = kept_values::of(part, |var| self.is_kept(*var), |pattern| self.keeps(pattern));
        for value in values {
            self.value(value);
        }
        if let Some(iterated) = kept_values::iterated(part, |var| self.used.contains(var)) {
            self.ask(iterated, true);
        }
        self.inside_part(part);
    }

    fn code(&mut self, code: CodeMut<'_>) {
        visit_expressions(code, self);
    }

    fn node(&mut self, node: &mut Node) {
        if let Node::Yield(yielded) = node {
            if let Some(value) = yielded.plain_delegate() {
                self.value(value);
            }
        }
        self.inside_node(node);
    }
}

/// What is put into a collection that is kept.
impl VisitMut for Reporting<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        let receiver = kinds::name_of(&call.receiver).and_then(|name| self.vars.find(name));
        if receiver.is_some_and(|receiver| self.is_kept(receiver)) {
            let is_borrow = |argument: &&mut Expr| matches!(argument, Expr::Reference(_));
            call.args.iter_mut().filter(is_borrow).for_each(|argument| self.value(argument));
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

impl Reporting<'_> {
    fn is_kept(&self, var: VarId) -> bool {
        self.kept.contains(&var)
    }

    /// Whether a pattern binds a local that is kept.
    fn keeps(&self, pattern: &Pat) -> bool {
        let bound = patterns::bindings(pattern);
        bound.iter().filter_map(|name| self.vars.find(&name.ident)).any(|var| self.is_kept(var))
    }

    /// What a value that is kept may borrow: locals that a method is called on, and those behind a `&`.
    fn value(&mut self, value: &mut Expr) {
        match value {
            Expr::MethodCall(call) => {
                self.place(&call.receiver);
                self.value(&mut call.receiver);
                call.args.iter_mut().for_each(|argument| self.value(argument));
            }
            Expr::Reference(reference) => {
                if let Some(span) = self.place(&reference.expr) {
                    reference.and_token.span = span;
                    if let Some(exclusive) = &mut reference.mutability {
                        exclusive.span = span;
                    }
                }
                self.value(&mut reference.expr);
            }
            Expr::Call(call) => call.args.iter_mut().for_each(|argument| self.value(argument)),
            Expr::Struct(fields) => {
                fields.fields.iter_mut().for_each(|field| self.value(&mut field.expr));
            }
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| self.value(element)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|element| self.value(element)),
            Expr::Match(checked) if checked.arms.len() == 1 => self.value(&mut checked.expr),
            Expr::Closure(closure) if closure.capture.is_none() => self.captured(closure),
            Expr::Paren(inner) => self.value(&mut inner.expr),
            Expr::Group(inner) => self.value(&mut inner.expr),
            Expr::Try(tried) => self.value(&mut tried.expr),
            _ => {}
        }
    }

    /// Asks whether the field that an iterator borrows from is a part of its local; or, where nothing says the type of
    /// the local that an iterator borrows from, whether that is a collection or a text. `is_used`: whether the iterator is
    /// used behind a yield.
    fn ask(&self, value: &mut Expr, is_used: bool) {
        let Some(field) = iterated(value) else { return };
        let Some(var) = kinds::root_of(field).and_then(|name| self.vars.find(name)) else { return };
        let local = &self.vars.all[var];
        if local.copies || local.exclusive && !self.kept.contains(&var) {
            return;
        }
        let whole = match field {
            Expr::Field(whole) => whole,
            _ if is_used && local.written.is_none() && local.known.is_none() => {
                *value = self.asked_of_local(field, value);
                return;
            }
            _ => return,
        };
        let here = Span::mixed_site().located_at(whole.member.span());
        let private = located(self.private, here);
        let mut bases = Vec::new();
        let mut base = &*whole.base;
        loop {
            match base {
                Expr::Field(field) => {
                    bases.push(base);
                    base = &field.base;
                }
                Expr::Path(_) => {
                    if !local.exclusive {
                        bases.push(base);
                    }
                    break;
                }
                _ => return,
            }
        }
        let mut answer =
            quote_spanned!(here=> (&&&&#private::Probe::of(&#field)).field_of_the_generator());
        for base in bases {
            answer = quote_spanned!(here=> ((&&#private::Probe::of(&#base)).base_of_the_generator(), #answer));
        }
        let asked = syn::parse2(quote_spanned! {here=>
            #private::behind_question(
                {
                    if false {
                        use #private::{
                            CollectionLent as _, ReferenceLent as _, TextLent as _, UnknownLent as _, ValueLent as _,
                            ViewLent as _,
                        };
                        #private::kept_borrow(#answer)
                    }
                },
                #value,
            )
        });
        if let Ok(asked) = asked {
            *value = asked;
        }
    }

    /// A value that iterates over a local, behind the question about the local's type.
    fn asked_of_local(&self, local: &Expr, value: &Expr) -> Expr {
        let here = Span::mixed_site().located_at(local.span());
        let private = located(self.private, here);
        let asked = syn::parse2(quote_spanned! {here=>
            #private::behind_question(
                {
                    if false {
                        use #private::{CollectionLent as _, TextLent as _, UnknownLent as _, ViewLent as _};
                        #private::kept_borrow_of_local(
                            (&&&&#private::Probe::of(&#local)).field_of_the_generator(),
                        )
                    }
                },
                #value,
            )
        });
        asked.unwrap_or_else(|_| value.clone())
    }

    /// Notes what a closure may capture by reference, where its body first names it.
    fn captured(&mut self, closure: &ExprClosure) {
        let captures = Captures::of_closure(closure, self.vars);
        let body = closure.body.to_token_stream();
        for (id, used) in &captures.uses {
            let var = &mut self.vars.all[*id];
            if captures.takes(*used) || var.copies {
                continue;
            }
            if let Some(named) = tokens::find_ident(body.clone(), &var.ident.to_string()) {
                var.borrowed_at.get_or_insert(named.span());
            }
        }
    }

    /// Notes that a place may be borrowed. Gives its token, if it is a local.
    fn place(&mut self, place: &Expr) -> Option<Span> {
        match place {
            Expr::Field(field) => self.place(&field.base).and(None),
            Expr::Index(index) => self.place(&index.expr).and(None),
            Expr::Paren(inner) => self.place(&inner.expr).and(None),
            _ => {
                let var = self.vars.find(kinds::name_of(place)?)?;
                let var = &mut self.vars.all[var];
                if var.copies {
                    return None;
                }
                var.borrowed_at.get_or_insert_with(|| place.span());
                Some(place.span())
            }
        }
    }
}

/// The local or field that an iterator borrows from, by the names of the standard library's methods.
fn iterated(value: &Expr) -> Option<&Expr> {
    let Expr::MethodCall(call) = seen(value) else { return None };
    if ITERATES.iter().any(|name| call.method == name) {
        if let place @ (Expr::Field(_) | Expr::Path(_)) = &*call.receiver {
            return Some(place);
        }
    }
    if !passes_receiver(call) {
        return None;
    }
    iterated(&call.receiver).or_else(|| call.args.iter().find_map(iterated))
}
