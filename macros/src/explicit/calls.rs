//! Calls of the function itself in its own body.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::FnArg;

use crate::explicit::ir::{self, Block, Part, PartKind, VarId};
use crate::explicit::names::Vars;
use crate::explicit::normal::Itself;
use crate::parse::Head;
use crate::tokens;
use crate::yields::YieldKind;

/// The function itself, for calls in its own body. `None` for a method.
pub(crate) fn itself(
    head: &Head,
    state: Ident,
    declares: &[(VarId, TokenStream)],
    vars: &Vars,
) -> Option<Itself> {
    let name = head.signature.ident.clone();
    let mut arguments = Vec::new();
    for (argument, (var, _)) in head.signature.inputs.iter().zip(declares) {
        let FnArg::Typed(typed) = argument else { return None };
        let ty = Some((*typed.ty).clone())
            .filter(|ty| tokens::find_ident(ty.to_token_stream(), "impl").is_none());
        arguments.push((vars.all[*var].ident.clone(), ty));
    }
    Some(Itself { name, state, arguments })
}

/// The calls of the function itself whose value is that of the body. `unit`: what it returns is `()`.
pub(crate) fn tail_calls(block: &Block, unit: bool, found: &mut BTreeSet<usize>) {
    fn of_node(node: &ir::Node, unit: bool, found: &mut BTreeSet<usize>) {
        match node {
            ir::Node::Yield(yielded) if yielded.calls && yielded.kind == YieldKind::YieldFrom => {
                found.insert(yielded.id);
            }
            ir::Node::Block(block) if block.label.is_none() => tail_calls(block, unit, found),
            ir::Node::If { then, otherwise, .. } => {
                tail_calls(then, unit, found);
                if let Some(otherwise) = otherwise {
                    of_node(otherwise, unit, found);
                }
            }
            ir::Node::Match { arms, .. } => {
                for arm in arms {
                    tail_calls(arm, unit, found);
                }
            }
            _ => {}
        }
    }

    match (&block.tail, block.parts.last()) {
        (Some(tail), _) => of_node(tail, unit, found),
        (None, Some(Part { kind: PartKind::Expression { node, .. }, .. })) if unit => {
            of_node(node, unit, found);
        }
        _ => {}
    }
}
