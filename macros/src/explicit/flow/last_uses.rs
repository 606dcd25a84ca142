//! The call in a value that may take a local for its last use, if the value always makes that call, or always makes the
//! closure that does.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, ExprMethodCall, UnOp};

use crate::explicit::closures::captures::Captures;
use crate::explicit::known::kinds;
use crate::explicit::questions::callables;
use crate::explicit::questions::methods::{self, is_asked_last};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

/// Whether a value always makes a call that may take a local.
pub(crate) fn may_take(value: &Expr, var: VarId, vars: &Vars) -> bool {
    let local = &vars.all[var];
    let mut value = value.clone();
    if !local.may_be_taken() || kinds::times_named(value.to_token_stream(), &local.ident) != 1 {
        return false;
    }
    match find(&mut value, &local.ident) {
        Some(Expr::MethodCall(call)) => is_asked_last(call, local),
        Some(Expr::Call(call)) => callables::is_asked(call, local),
        _ => find_in_closure(&mut value, var, vars).is_some(),
    }
}

/// The call of a local, or of a method on it, in a value that always makes that call.
pub(crate) fn find<'e>(value: &'e mut Expr, name: &Ident) -> Option<&'e mut Expr> {
    find_part(value, &|part| {
        let used = match part {
            Expr::MethodCall(call) => kinds::name_of(&call.receiver),
            Expr::Call(call) => kinds::name_of(&call.func),
            _ => None,
        };
        used == Some(name)
    })
}

/// The call of a method on a local in a closure that a value always passes to a function, and that takes the local if
/// the method does.
pub(crate) fn find_in_closure<'e>(
    value: &'e mut Expr,
    var: VarId,
    vars: &Vars,
) -> Option<(&'e mut Expr, ExprMethodCall)> {
    if let Expr::Closure(_) = value {
        return None;
    }
    let name = &vars.all[var].ident;
    let closure = find_part(value, &|part| match part {
        Expr::Closure(closure) => kinds::times_named(closure.to_token_stream(), name) == 1,
        _ => false,
    })?;
    let call = match closure {
        Expr::Closure(written) => {
            let captures = Captures::of_closure(written, vars);
            let call = captures.only_call_on(var)?;
            let is_asked = methods::is_asked_in_closure(&call.written) && !call.names_own;
            is_asked.then(|| call.written.clone())?
        }
        _ => return None,
    };
    Some((closure, call))
}

/// Writes another expression for the call of a method on a local.
pub(crate) fn replace_call(value: &mut Expr, name: &Ident, other: &Expr) {
    struct Replacing<'a>(&'a Ident, &'a Expr);

    impl VisitMut for Replacing<'_> {
        fn visit_expr_mut(&mut self, value: &mut Expr) {
            let is_call = match &*value {
                Expr::MethodCall(call) => kinds::name_of(&call.receiver) == Some(self.0),
                _ => false,
            };
            if is_call {
                value.clone_from(self.1);
            } else {
                visit_mut::visit_expr_mut(self, value);
            }
        }
    }

    Replacing(name, other).visit_expr_mut(value);
}

/// The first part of a value that `test` holds for, and that the value always evaluates.
fn find_part<'e>(value: &'e mut Expr, test: &dyn Fn(&Expr) -> bool) -> Option<&'e mut Expr> {
    if test(value) {
        return Some(value);
    }
    let parts: Vec<&mut Expr> = match value {
        Expr::MethodCall(call) => {
            std::iter::once(&mut *call.receiver).chain(&mut call.args).collect()
        }
        Expr::Call(call) => call.args.iter_mut().collect(),
        Expr::Paren(inner) => vec![&mut inner.expr],
        Expr::Group(inner) => vec![&mut inner.expr],
        Expr::Reference(inner) => vec![&mut inner.expr],
        Expr::Unary(inner) if !matches!(inner.op, UnOp::Deref(_)) => vec![&mut inner.expr],
        Expr::Cast(inner) => vec![&mut inner.expr],
        Expr::Try(inner) => vec![&mut inner.expr],
        Expr::Field(field) => vec![&mut field.base],
        Expr::Binary(binary) if !matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
            vec![&mut binary.left, &mut binary.right]
        }
        Expr::Assign(assign) => vec![&mut assign.right],
        Expr::Tuple(tuple) => tuple.elems.iter_mut().collect(),
        Expr::Array(array) => array.elems.iter_mut().collect(),
        Expr::Struct(fields) => fields.fields.iter_mut().map(|field| &mut field.expr).collect(),
        _ => return None,
    };
    parts.into_iter().find_map(|part| find_part(part, test))
}
