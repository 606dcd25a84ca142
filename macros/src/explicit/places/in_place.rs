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
use crate::explicit::known::{kinds, patterns};
use crate::explicit::optional;
use crate::explicit::tree::ir::{Block, Part, PartKind, VarId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{Walk, WalkMut};

/// Chooses the locals, and rewrites their uses.
pub(crate) fn rewrite(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: &mut Kept,
) -> Vec<VarId> {
    let mut found = BTreeSet::new();
    find(body, &mut |part| {
        let PartKind::Statements(statements) = &part.kind else { return };
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
            let var = vars.find(&name.ident).filter(|_| patterns::is_name(pattern));
            let is_kept = |var: &VarId| kept.at.iter().any(|(_, kept)| kept == var);
            if let Some(var) = var.filter(is_kept) {
                let array = vars.all[var].written.as_ref();
                if array.is_some_and(|ty| matches!(ty, Type::Array(_)) && kinds::copies(ty)) {
                    found.insert(var);
                }
            }
        }
    });
    optional::rewrite_in_place(body, vars, private, &mut found);
    change(body, &mut |part| part.declares.retain(|var| !found.contains(var)));
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

fn find(block: &Block, visit: &mut impl FnMut(&Part)) {
    struct Items<'v, F>(&'v mut F);

    impl<F: FnMut(&Part)> Walk for Items<'_, F> {
        fn part(&mut self, part: &Part) {
            (self.0)(part);
            self.inside_part(part);
        }
    }

    Items(visit).block(block);
}

fn change(block: &mut Block, visit: &mut impl FnMut(&mut Part)) {
    struct Items<'v, F>(&'v mut F);

    impl<F: FnMut(&mut Part)> WalkMut for Items<'_, F> {
        fn part(&mut self, part: &mut Part) {
            (self.0)(part);
            self.inside_part(part);
        }
    }

    Items(visit).block(block);
}
