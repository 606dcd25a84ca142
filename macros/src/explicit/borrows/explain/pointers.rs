//! Raw pointers to locals that a yield keeps, which rustc lets be. The state moves its locals.

use proc_macro2::Ident;
use syn::{Expr, ExprPath, Pat, Type};

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::known::kinds;
use crate::explicit::questions::pins;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::VarId;

impl Borrows<'_> {
    /// Reports a local that is a raw pointer to another one and is used behind a yield. Whether it is one, or one that a
    /// macro `pin!` gives.
    pub(super) fn pointer(&mut self, var: VarId, pattern: Option<&Pat>, value: &Expr) -> bool {
        // rustc is asked whether it is pinned in its place.
        if pins::pinned_at(value).is_some() {
            return true;
        }
        let is_typed =
            matches!(pattern, Some(Pat::Type(typed)) if matches!(&*typed.ty, Type::Ptr(_)));
        let pointed = pointed(value).or_else(|| referent(value).filter(|_| is_typed));
        let Some(pointed) = pointed.and_then(|name| self.vars.find(&name)) else { return false };
        if self.kept.used.iter().any(|(_, used)| *used == var) {
            let (name, local) = (self.vars.all[var].name(), self.vars.all[pointed].name());
            self.errors.at(
                value,
                format!(
                    "`{name}` points to the local `{local}` across a yield, and an explicit state moves its locals at \
                     each yield: make the pointer behind the yield{REMARK}"
                ),
            );
        }
        true
    }

    /// The same of the elements of a tuple.
    pub(super) fn pointers(&mut self, pattern: &Pat, value: &Expr) {
        let (Pat::Tuple(pattern), Expr::Tuple(tuple)) = (pattern, value) else { return };
        for (part, value) in pattern.elems.iter().zip(&tuple.elems) {
            match part {
                Pat::Ident(name) => {
                    if let Some(var) = self.vars.find(&name.ident) {
                        self.pointer(var, None, value);
                    }
                }
                other => self.pointers(other, value),
            }
        }
    }

    /// The same of a value that a local is given later.
    pub(super) fn assigned_pointer(&mut self, place: &Expr, value: &Expr) {
        if let Some(var) = kinds::name_of(place).and_then(|name| self.vars.find(name)) {
            self.pointer(var, None, value);
        }
    }
}

/// The local that a value is a raw pointer to, as far as it is written.
fn pointed(value: &Expr) -> Option<Ident> {
    match value {
        Expr::Paren(inner) => pointed(&inner.expr),
        Expr::Group(inner) => pointed(&inner.expr),
        Expr::Unsafe(block) => match &*block.block.stmts {
            [syn::Stmt::Expr(value, None)] => pointed(value),
            _ => None,
        },
        Expr::RawAddr(address) => kinds::name_of(&address.expr).cloned(),
        Expr::Cast(cast) => {
            let is_pointer = matches!(&*cast.ty, Type::Ptr(_));
            pointed(&cast.expr).or_else(|| referent(&cast.expr)).filter(|_| is_pointer)
        }
        Expr::Macro(invocation) => {
            let name = &invocation.mac.path.segments.last()?.ident;
            let place = invocation.mac.parse_body::<Expr>().ok()?;
            let is_address = name == "addr_of" || name == "addr_of_mut";
            kinds::name_of(&place).filter(|_| is_address).cloned()
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if makes_pointer(path) => referent(call.args.first()?),
            _ => None,
        },
        Expr::MethodCall(call) => {
            let keeps = ["as_ptr", "cast", "cast_const", "cast_mut"];
            pointed(&call.receiver).filter(|_| keeps.iter().any(|name| call.method == name))
        }
        _ => None,
    }
}

/// The local that a reference is taken of.
fn referent(value: &Expr) -> Option<Ident> {
    match value {
        Expr::Reference(reference) => kinds::name_of(&reference.expr).cloned(),
        Expr::Cast(cast) => referent(&cast.expr),
        Expr::Paren(inner) => referent(&inner.expr),
        _ => None,
    }
}

/// Whether a function makes a pointer of a reference: `ptr::from_ref`, `NonNull::from`.
fn makes_pointer(path: &ExprPath) -> bool {
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    match (names.next().as_deref(), names.next().as_deref()) {
        (Some("from_ref" | "from_mut"), Some("ptr" | "NonNull")) => true,
        (Some(name), Some("NonNull")) => name == "from",
        _ => false,
    }
}
