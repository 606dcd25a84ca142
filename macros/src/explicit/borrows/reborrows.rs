//! Exclusive references that are borrowed from for the last time, by what a yield keeps.
//!
//! ```text
//! // in                                 // out
//! let (a, b) = rest.split_at_mut(1);    let (a, b) = match rest { lender => lender.split_at_mut(1) };
//! yield_!(a.len());                     yield_!(a.len());
//! rest = b;                             rest = b;
//!
//! let rows = &mut table.rows;           let (rows, names) = match table {
//! let names = &mut table.names;             lender => (&mut lender.rows, &mut lender.names),
//!                                       };
//! ```
//!
//! The function borrows from what `rest` refers to, and does not use `rest` until it is assigned anew. Its value can
//! go with the borrow then: a reference has no destructor. So the state holds no local that is borrowed.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Local, Pat, Stmt, parse_quote};

use crate::explicit::borrows::kept_values;
use crate::explicit::flow::Kept;
use crate::explicit::known::method_names::{ITERATES, passes_receiver};
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::{Block, Node, Part, PartKind, VarId};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::owners::seen;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::WalkMut;
use crate::lower::{internal, is_of_hidden_items};

/// Gives the references away with what borrows from them. Whether there are any.
pub(crate) fn give_away(body: &mut Block, vars: &Vars, kept: &Kept) -> bool {
    if kept.lenders.is_empty() {
        return false;
    }
    let mut giving = Giving { vars, kept, changed: false };
    giving.block(body);
    giving.changed
}

struct Giving<'a> {
    vars: &'a Vars,
    kept: &'a Kept,
    changed: bool,
}

impl WalkMut for Giving<'_> {
    fn part(&mut self, part: &mut Part) {
        if let PartKind::Statements(statements) = &mut part.kind {
            self.statements(statements);
        }
        let values = kept_values::of(part, |var| self.is_kept(*var), |pattern| self.keeps(pattern));
        for value in values {
            self.value(value);
        }
        self.inside_part(part);
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

impl Giving<'_> {
    fn is_kept(&self, var: VarId) -> bool {
        self.kept.at.iter().any(|(_, kept)| *kept == var)
    }

    /// Whether a pattern binds a local that is kept, and may be a borrow, or an exclusive reference.
    fn keeps(&self, pattern: &Pat) -> bool {
        let bound = patterns::bindings(pattern);
        let mut bound = bound.iter().filter_map(|name| self.vars.find(&name.ident));
        bound.any(|var| {
            self.vars.all[var].exclusive || self.is_kept(var) && !self.vars.all[var].number
        })
    }

    /// The value of a statement, if what is kept may borrow from it.
    fn bound<'s>(&self, statement: &'s mut Stmt) -> Option<&'s mut Expr> {
        match statement {
            // A pattern borrows what is behind a reference.
            Stmt::Local(Local { pat, init: Some(init), .. })
                if self.keeps(pat) || iterates(&init.expr) =>
            {
                Some(&mut init.expr)
            }
            Stmt::Expr(Expr::Assign(assign), _) => {
                let target = kinds::name_of(&assign.left).and_then(|name| self.vars.find(name));
                target.filter(|var| self.is_kept(*var)).map(|_| &mut *assign.right)
            }
            _ => None,
        }
    }

    /// Statements one behind the other.
    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        let mut last = statements.len();
        while last > 0 {
            last -= 1;
            let Some(value) = self.bound(&mut statements[last]) else { continue };
            for var in self.lenders(value) {
                let shared =
                    self.bound(&mut statements[last]).is_some_and(|one| !is_exclusive(one));
                let first = statements[..last].iter_mut().position(|statement| {
                    let value = match statement {
                        Stmt::Local(Local { init: Some(init), .. }) if shared => {
                            Some(&mut *init.expr)
                        }
                        statement => self.bound(statement),
                    };
                    value.is_some_and(|value| self.borrowed(value).contains(&var))
                });
                let name = self.vars.all[var].ident.clone();
                let assigns = |one: &Stmt| kinds::assigns(one, &name);
                let first = first.filter(|first| !statements[*first..last].iter().any(assigns));
                let Some(first) = first else {
                    if let Some(value) = self.bound(&mut statements[last]) {
                        self.changed |= give(value, &name);
                    }
                    continue;
                };
                // Other values borrow from other parts of it.
                let merged = self.merged(&statements[first..=last], &name);
                let Some(merged) = merged else { continue };
                statements.splice(first..=last, [merged]);
                last = first;
                self.changed = true;
            }
        }
    }

    /// One statement in place of others, each of which gives a name to what it borrows from a reference.
    fn merged(&self, statements: &[Stmt], name: &Ident) -> Option<Stmt> {
        let mut patterns = Vec::new();
        let mut values = Vec::new();
        let mut defined = Vec::new();
        for statement in statements {
            let Stmt::Local(Local { attrs, pat: pat @ Pat::Ident(_), init: Some(init), .. }) =
                statement
            else {
                return None;
            };
            let named = mentioned(init.expr.to_token_stream(), self.vars);
            let is_alone = attrs.is_empty() && init.diverge.is_none();
            let uses_others = named.iter().any(|var| defined.contains(var));
            if !is_alone || uses_others || !is_only_borrow(&init.expr) {
                return None;
            }
            defined.extend(self.vars.bound_by(pat));
            patterns.push(pat);
            values.push(&init.expr);
        }
        let mut value: Expr = parse_quote!((#(#values,)*));
        give(&mut value, name).then(|| parse_quote!(let (#(#patterns,)*) = #value;))
    }

    /// A value that is kept, and may borrow from references.
    fn value(&mut self, value: &mut Expr) {
        for var in self.lenders(value) {
            let name = self.vars.all[var].ident.clone();
            self.changed |= give(value, &name);
        }
    }

    /// The references that a value is the last to use, and borrows from.
    fn lenders(&self, value: &Expr) -> Vec<VarId> {
        let text = value.to_token_stream().to_string();
        let is_last = |var: &VarId| self.kept.lenders.contains(&(*var, text.clone()));
        self.borrowed(value).into_iter().filter(is_last).collect()
    }

    /// The exclusive references that a value may borrow from.
    fn borrowed(&self, value: &Expr) -> BTreeSet<VarId> {
        let mut found = BTreeSet::new();
        self.find(value, &mut found);
        found
    }

    fn find(&self, value: &Expr, found: &mut BTreeSet<VarId>) {
        match value {
            // What is behind it is taken apart.
            Expr::Path(_) => self.place(value, found),
            Expr::MethodCall(call) => {
                self.place(&call.receiver, found);
                self.find(&call.receiver, found);
                call.args.iter().for_each(|argument| self.find(argument, found));
            }
            // The borrow of a local alone is one of the local.
            Expr::Reference(reference) => {
                if !matches!(*reference.expr, Expr::Path(_)) {
                    self.place(&reference.expr, found);
                }
                self.find(&reference.expr, found);
            }
            Expr::Call(call) => call.args.iter().for_each(|argument| self.find(argument, found)),
            Expr::Struct(fields) => {
                fields.fields.iter().for_each(|field| self.find(&field.expr, found));
            }
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.find(element, found)),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.find(element, found)),
            Expr::If(branch) => {
                self.find_in_block(&branch.then_branch, found);
                if let Some((_, otherwise)) = &branch.else_branch {
                    self.find(otherwise, found);
                }
            }
            Expr::Match(matched) => {
                self.find(&matched.expr, found);
                matched.arms.iter().for_each(|arm| self.find(&arm.body, found));
            }
            Expr::Block(block) => self.find_in_block(&block.block, found),
            Expr::Paren(inner) => self.find(&inner.expr, found),
            Expr::Group(inner) => self.find(&inner.expr, found),
            Expr::Try(tried) => self.find(&tried.expr, found),
            _ => {}
        }
    }

    fn find_in_block(&self, block: &syn::Block, found: &mut BTreeSet<VarId>) {
        if let Some(Stmt::Expr(value, None)) = block.stmts.last() {
            self.find(value, found);
        }
    }

    fn place(&self, place: &Expr, found: &mut BTreeSet<VarId>) {
        let var = kinds::root_of(place).and_then(|name| self.vars.find(name));
        found.extend(var.filter(|var| self.vars.all[*var].exclusive));
    }
}

/// Whether a value is an exclusive borrow, by its name.
fn is_exclusive(value: &Expr) -> bool {
    match seen(value) {
        Expr::Reference(reference) => reference.mutability.is_some(),
        Expr::MethodCall(call) => {
            call.method == "drain"
                || call.method.to_string().ends_with("_mut")
                || is_exclusive(&call.receiver)
        }
        _ => false,
    }
}

/// Whether a value borrows from a place, and has no temporaries.
fn is_only_borrow(value: &Expr) -> bool {
    let is_plain = |value: &Expr| kinds::is_literal(value) || kinds::name_of(value).is_some();
    match value {
        Expr::Reference(reference) => kinds::is_place(&reference.expr),
        Expr::MethodCall(call) => {
            kinds::is_place(&call.receiver) && call.args.iter().all(is_plain) || iterates(value)
        }
        _ => false,
    }
}

/// Moves a reference into the value that borrows from it.
fn give(value: &mut Expr, name: &Ident) -> bool {
    if let Expr::Call(call) = value {
        let is_hidden = matches!(&*call.func, Expr::Path(path) if path.path.segments.iter().any(|one| is_of_hidden_items(&one.ident)));
        if let (true, Some(first)) = (is_hidden, call.args.first_mut()) {
            return give(first, name);
        }
    }
    let given = lender(name);
    let mut renamed = value.clone();
    Renaming { from: name, to: &given }.visit_expr_mut(&mut renamed);
    let is_all = kinds::times_named(renamed.to_token_stream(), name) == 0;
    if is_all {
        *value = parse_quote!(match #name { #given => #renamed });
    }
    is_all
}

/// The name of a reference where it is given away.
fn lender(name: &Ident) -> Ident {
    internal(&format!("lender_{}", name.to_string().trim_start_matches("r#")))
}

/// Names another local in place of one.
struct Renaming<'a> {
    from: &'a Ident,
    to: &'a Ident,
}

impl VisitMut for Renaming<'_> {
    fn visit_expr_mut(&mut self, value: &mut Expr) {
        let borrowed = match value {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                kinds::name_of(&reference.expr)
            }
            _ => None,
        };
        if borrowed == Some(self.from) {
            return;
        }
        if let Expr::Path(path) = value {
            if path.qself.is_none() && path.path.get_ident() == Some(self.from) {
                // An error about it is where the user has written it.
                let mut to = self.to.clone();
                to.set_span(to.span().located_at(path.span()));
                path.path = to.into();
            }
            return;
        }
        visit_mut::visit_expr_mut(self, value);
    }
}

/// Whether a value is an iterator over what it is called on: a loop may take it behind its statement.
fn iterates(value: &Expr) -> bool {
    match seen(value) {
        Expr::MethodCall(call) => {
            ITERATES.iter().any(|name| call.method == name)
                || passes_receiver(call) && iterates(&call.receiver)
        }
        _ => false,
    }
}
