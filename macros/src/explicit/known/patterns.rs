//! What patterns and conditions bind and leave, by what is written.

use syn::{BinOp, Expr, Pat};

use crate::explicit::known::kinds;

/// Whether a pattern that does not match leaves nothing that has to be dropped.
pub(crate) fn leaves_nothing(pattern: &Pat) -> bool {
    match pattern {
        Pat::TupleStruct(tuple) => {
            kinds::is_some(&tuple.path) && tuple.elems.iter().all(is_irrefutable)
        }
        other => is_irrefutable(other),
    }
}

pub(crate) fn is_irrefutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(variable) => variable.subpat.is_none() && !kinds::names_constant(variable),
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_irrefutable),
        Pat::Paren(inner) => is_irrefutable(&inner.pat),
        Pat::Reference(inner) => is_irrefutable(&inner.pat),
        Pat::Type(inner) => is_irrefutable(&inner.pat),
        _ => false,
    }
}

/// Whether there is a `let` in a condition.
pub(crate) fn has_let(condition: &Expr) -> bool {
    !bound_by_condition(condition).is_empty() || has_chain(condition)
}

pub(crate) fn has_chain(condition: &Expr) -> bool {
    match condition {
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::And(_))
                && (has_chain(&binary.left) || has_chain(&binary.right))
                || matches!(&*binary.left, Expr::Let(_))
                || matches!(&*binary.right, Expr::Let(_))
        }
        _ => false,
    }
}

/// The patterns of the `let`s in a condition.
pub(crate) fn bound_by_condition(condition: &Expr) -> Vec<Pat> {
    match condition {
        Expr::Let(bound) => vec![(*bound.pat).clone()],
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            let mut bound = bound_by_condition(&binary.left);
            bound.extend(bound_by_condition(&binary.right));
            bound
        }
        _ => Vec::new(),
    }
}
