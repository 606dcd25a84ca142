//! Arrays that yields keep stay in place: moved into the state and back, they would be copied twice in each
//! step.
//!
//! ```text
//! // in                                  // out
//! let mut buffer: [u8; 4096] = ..;       *buffer = Some::<[u8; 4096]>(..);
//! fill(&mut buffer);                     fill(&mut (*held_mut(&mut *buffer)));
//! ```
//!
//! `buffer` is then a reference into the generator. Only arrays of `Copy` elements are kept so: there is
//! nothing to drop at the end of their scopes.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Pat, Path, Stmt, Type};

use crate::explicit::flow::Kept;
use crate::explicit::ir::{Block, Item, ItemKind, Node, VarId};
use crate::explicit::kinds;
use crate::explicit::names::Vars;
use crate::explicit::slots;

/// Chooses the locals, and rewrites their uses.
pub(crate) fn rewrite(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: &mut Kept,
) -> Vec<VarId> {
    let mut found = BTreeSet::new();
    find(body, &mut |item| {
        let ItemKind::Statements(statements) = &item.kind else { return };
        for statement in statements {
            let Stmt::Local(local) = statement else { continue };
            if local.init.as_ref().is_none_or(|init| init.diverge.is_some()) {
                continue;
            }
            let pattern = match &local.pat {
                Pat::Type(typed) => &*typed.pat,
                other => other,
            };
            let Pat::Ident(name) = pattern else { continue };
            let var = vars.find(&name.ident).filter(|_| kinds::is_name(pattern));
            let is_kept = |var: &VarId| kept.at.iter().any(|(_, kept)| kept == var);
            if let Some(var) = var.filter(is_kept) {
                let array = vars.all[var].written.as_ref();
                if array.is_some_and(|ty| matches!(ty, Type::Array(_)) && kinds::copies(ty)) {
                    found.insert(var);
                }
            }
        }
    });
    slots::rewrite_in_place(body, vars, private, &mut found);
    change(body, &mut |item| item.declares.retain(|var| !found.contains(var)));
    kept.at.retain(|(_, var)| !found.contains(var));
    for scope in kept.in_scope.values_mut() {
        scope.retain(|var| !found.contains(var));
    }
    found.into_iter().collect()
}

/// A local in the generator, without a value.
pub(crate) fn empty(local: VarId, vars: &Vars, private: &Path) -> TokenStream {
    let ty = &vars.all[local].written;
    quote!(#private::Option::None::<#ty>)
}

fn find(block: &Block, visit: &mut impl FnMut(&Item)) {
    // The tree is the same, and nothing is changed in it.
    change(&mut block.clone(), &mut |item| visit(item));
}

fn change(block: &mut Block, visit: &mut impl FnMut(&mut Item)) {
    fn of_item(item: &mut Item, visit: &mut impl FnMut(&mut Item)) {
        visit(item);
        match &mut item.kind {
            ItemKind::Let { value, .. } => of_node(value, visit),
            ItemKind::Expression { node, .. } => of_node(node, visit),
            ItemKind::Group(items) => {
                for item in items {
                    of_item(item, visit);
                }
            }
            _ => {}
        }
    }

    fn of_node(node: &mut Node, visit: &mut impl FnMut(&mut Item)) {
        match node {
            Node::Plain(_) => {}
            Node::Yield(yielded) => {
                if let Some(value) = &mut yielded.value {
                    of_node(value, visit);
                }
            }
            Node::Block(block) | Node::Loop { body: block, .. } => change(block, visit),
            Node::If { then, otherwise, .. } => {
                change(then, visit);
                if let Some(otherwise) = otherwise {
                    of_node(otherwise, visit);
                }
            }
            Node::Match { arms, .. } => {
                for arm in arms {
                    change(arm, visit);
                }
            }
        }
    }

    for item in &mut block.items {
        of_item(item, visit);
    }
    if let Some(tail) = &mut block.tail {
        of_node(tail, visit);
    }
}
