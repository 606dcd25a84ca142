//! Fields of locals: their paths, and what stands for a use of one.

use quote::ToTokens;
use syn::{Expr, Pat, UnOp};

use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

/// A field of a local, by its path: `local.a.b` is `a.b`.
pub(crate) type Field = (VarId, String);

/// The path from a local to the place that an expression is. A local itself has an empty one.
fn path_of(place: &Expr, vars: &Vars) -> Option<Field> {
    let part = |base: &Expr, member: String| {
        let (var, path) = path_of(base, vars)?;
        Some((var, if path.is_empty() { member } else { format!("{path}.{member}") }))
    };
    match place {
        Expr::Field(field) => part(&field.base, field.member.to_token_stream().to_string()),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            part(&unary.expr, "*".to_owned())
        }
        Expr::Paren(inner) => path_of(&inner.expr, vars),
        Expr::Group(inner) => path_of(&inner.expr, vars),
        other => Some((vars.find(kinds::name_of(other)?)?, String::new())),
    }
}

/// What is in a `Box`, as something that is given another value after it was moved away.
pub(crate) fn refilled(local: VarId) -> Field {
    (local, "*=".to_owned())
}

/// A field that a closure takes with it.
pub(crate) fn captured((local, path): &Field) -> Field {
    (*local, format!("{path}..||"))
}

/// A field that is called.
pub(crate) fn called((local, path): &Field) -> Field {
    (*local, format!("{path}..()"))
}

/// A field that a method may take.
pub(crate) fn receiver((local, path): &Field, method: &syn::Ident) -> Field {
    (*local, format!("{path}..{method}()"))
}

/// The field of a local that an expression is, or what is behind a field that is a pointer: `*local.a` is `a.*`.
pub(crate) fn field_of(expression: &Expr, vars: &Vars) -> Option<Field> {
    let is_field = match expression {
        Expr::Field(_) => true,
        Expr::Unary(unary) => {
            matches!(unary.op, UnOp::Deref(_)) && matches!(&*unary.expr, Expr::Field(_))
        }
        _ => false,
    };
    path_of(expression, vars).filter(|_| is_field)
}

/// Whether one of two paths leads to a part of the other, or to the same.
pub(crate) fn overlap(left: &str, right: &str) -> bool {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What a pattern takes out of a place in a local, of which it leaves some parts. `None` if it takes nothing, or if
/// the place is in no local.
pub(crate) fn taken_by(pattern: &Pat, place: &Expr, vars: &Vars) -> Option<Field> {
    let binds = patterns::bindings(pattern).iter().any(|bound| bound.by_ref.is_none());
    let (var, path) = path_of(place, vars).filter(|_| binds)?;
    Some((var, format!("{path}..{}", pattern.to_token_stream())))
}
