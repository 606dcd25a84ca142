//! Explains borrows from one local to another across a yield, as far as they are seen. rustc finds all of
//! them, where a local is moved into the state.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Local, Pat, Stmt, Type};

use crate::errors::Errors;
use crate::explicit::flow::{self, Kept};
use crate::explicit::ir::{Block, Choice, Item, ItemKind, YieldId};
use crate::explicit::kinds;
use crate::explicit::names::Vars;
use crate::explicit::normal::REMARK;
use crate::explicit::normal::operands::takes_self;
use crate::explicit::walk::Walk;

/// Methods of the standard library's collections that borrow what they iterate over.
const ITERATES: [&str; 21] = [
    "as_bytes",
    "as_slice",
    "as_str",
    "bytes",
    "char_indices",
    "chars",
    "chunks",
    "chunks_exact",
    "drain",
    "iter",
    "iter_mut",
    "keys",
    "lines",
    "split",
    "split_ascii_whitespace",
    "split_whitespace",
    "splitn",
    "trim",
    "values",
    "values_mut",
    "windows",
];

/// Whether a value of a type holds what its methods borrow.
pub(crate) fn owns(ty: &Type) -> bool {
    const OWNERS: [&str; 10] = [
        "BTreeMap",
        "BTreeSet",
        "BinaryHeap",
        "Box",
        "HashMap",
        "HashSet",
        "LinkedList",
        "String",
        "Vec",
        "VecDeque",
    ];
    match ty {
        Type::Array(_) => true,
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| OWNERS.iter().any(|owner| segment.ident == owner)),
        _ => false,
    }
}

/// Reports each `let name = &local;` whose `name` is kept across a yield.
pub(crate) fn check(body: &Block, vars: &Vars, kept: &Kept, errors: &mut Errors) {
    Borrows { vars, kept, errors }.block(body);
}

struct Borrows<'a> {
    vars: &'a Vars,
    kept: &'a Kept,
    errors: &'a mut Errors,
}

impl Walk for Borrows<'_> {
    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Statements(statements) => {
                for statement in statements {
                    self.statement(statement);
                }
            }
            ItemKind::Choose { choice: Choice::Match { head, arms, .. }, ends, .. } => {
                self.head(head, arms.len(), ends);
            }
            ItemKind::Offer { value, ty: None, .. } => self.call(value, item.last + 1),
            _ => self.inside_item(item),
        }
    }
}

impl Borrows<'_> {
    /// The iterator of a loop, which is kept as long as it runs.
    fn head(&mut self, head: &Expr, arms: usize, ends: &[YieldId]) {
        let Expr::Call(call) = head else { return };
        let is_loop = arms == 1 && call.func.to_token_stream().to_string().ends_with("into_iter");
        let Some(head) = call.args.first().filter(|_| is_loop) else { return };
        let Some(borrowed) = self.borrowed(head) else { return };
        if ends.is_empty() {
            return;
        }
        self.errors.at(
            head,
            format!(
                "this loop borrows from the local `{borrowed}` across a yield, and an explicit state \
                 holds no borrows of its own locals: loop over its places, or over `{borrowed}` \
                 itself{REMARK}"
            ),
        );
    }

    /// The local that a value borrows from: by `&`, or by a method of the standard library that gives an
    /// iterator over what is in it.
    fn borrowed<'e>(&self, value: &'e Expr) -> Option<&'e Ident> {
        match value {
            Expr::Reference(reference) => {
                let name = kinds::name_of(&reference.expr)?;
                self.vars.find(name).map(|_| name)
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                match kinds::name_of(&call.receiver) {
                    Some(name) if ITERATES.contains(&&*method) => {
                        let var = self.vars.find(name)?;
                        self.vars.all[var].written.as_ref().filter(|ty| owns(ty)).map(|_| name)
                    }
                    None if takes_self(&method) || ITERATES.contains(&&*method) => {
                        self.borrowed(&call.receiver)
                    }
                    _ => None,
                }
            }
            Expr::Paren(inner) => self.borrowed(&inner.expr),
            _ => None,
        }
    }

    /// What a call of the function itself borrows exclusively: the caller's state has it as well.
    fn call(&mut self, value: &Expr, id: YieldId) {
        let Expr::Block(block) = value else { return };
        for statement in &block.block.stmts {
            let Stmt::Local(Local { init: Some(init), .. }) = statement else { continue };
            let (place, by_name) = match &*init.expr {
                Expr::Reference(reference) => (&*reference.expr, false),
                other => (other, true),
            };
            let Some(name) = kinds::name_of(place) else { continue };
            let Some(var) = self.vars.find(name).filter(|var| self.kept.is_kept(id, *var)) else {
                continue;
            };
            let exclusive = |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
            if by_name && !self.vars.all[var].written.as_ref().is_some_and(exclusive) {
                continue;
            }
            let name = self.vars.all[var].name();
            self.errors.at(
                &init.expr,
                format!(
                    "`{name}` is used again behind this call, which borrows it, and the states of a \
                     recursion hold no borrows from one another: move `{name}` into the call and return it, \
                     or share it, in a `RefCell`{REMARK}"
                ),
            );
        }
    }

    /// A closure that is kept across a yield, and what it borrows.
    fn closure(&mut self, name: &Ident, closure: &syn::ExprClosure) {
        let Some(var) = self.vars.find(name) else { return };
        if closure.capture.is_some() || !self.kept.at.iter().any(|(_, kept)| *kept == var) {
            return;
        }
        let parameters = kinds::parameters(closure);
        let borrowed = flow::mentioned(closure.body.to_token_stream(), self.vars)
            .into_iter()
            .map(|var| &self.vars.all[var])
            .find(|var| {
                let is_reference = matches!(var.written, Some(Type::Reference(_)));
                let owned = var.mutability.is_some()
                    || var.written.as_ref().is_some_and(|ty| owns(ty) || kinds::copies(ty));
                owned && !is_reference && !parameters.contains(&var.ident.to_string())
            });
        if let Some(borrowed) = borrowed {
            let borrowed = borrowed.name();
            self.errors.at(
                closure,
                format!(
                    "this closure borrows from the local `{borrowed}` across a yield, and an explicit state \
                     holds no borrows of its own locals: pass `{borrowed}` as an argument, or write `move` \
                     if the closure may have it{REMARK}"
                ),
            );
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        let Stmt::Local(local) = statement else { return };
        let Some(init) = &local.init else { return };
        if let (Pat::Ident(name), Expr::Closure(closure)) = (&local.pat, &*init.expr) {
            self.closure(&name.ident, closure);
            return;
        }
        let Some(borrowed) = self.borrowed(&init.expr) else { return };
        let pattern = match &local.pat {
            Pat::Type(typed) => &*typed.pat,
            other => other,
        };
        let Pat::Ident(name) = pattern else { return };
        let Some(var) = self.vars.find(&name.ident) else { return };
        if self.kept.at.iter().any(|(_, kept)| *kept == var) {
            self.errors.at(
                &init.expr,
                format!(
                    "`{}` borrows from the local `{borrowed}` across a yield, and an explicit state \
                     holds no borrows of its own locals: borrow again behind the yield{REMARK}",
                    name.ident
                ),
            );
        }
    }
}
