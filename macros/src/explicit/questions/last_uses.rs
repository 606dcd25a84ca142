//! The call in a value that may take a local for its last use, if the value always makes that call.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{BinOp, Expr, UnOp};

use crate::explicit::known::kinds;
use crate::explicit::questions::callables;
use crate::explicit::questions::methods::is_asked_last;
use crate::explicit::tree::ir::Var;

/// Whether a value always makes a call that may take a local.
pub(crate) fn may_take(value: &Expr, local: &Var) -> bool {
    let mut value = value.clone();
    local.may_be_taken()
        && kinds::times_named(value.to_token_stream(), &local.ident) == 1
        && match find(&mut value, &local.ident) {
            Some(Expr::MethodCall(call)) => is_asked_last(call, local),
            Some(Expr::Call(call)) => callables::is_asked(call, local),
            _ => false,
        }
}

/// The call of a local, or of a method on it, in a value that always makes that call.
pub(crate) fn find<'e>(value: &'e mut Expr, name: &Ident) -> Option<&'e mut Expr> {
    let used = match &*value {
        Expr::MethodCall(call) => kinds::name_of(&call.receiver),
        Expr::Call(call) => kinds::name_of(&call.func),
        _ => None,
    };
    if used == Some(name) {
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
    parts.into_iter().find_map(|part| find(part, name))
}
