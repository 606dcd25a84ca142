//! The arguments of a function, as locals of its body.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{FnArg, Pat, ReceiverKind, parse_quote};

use crate::errors::Errors;
use crate::explicit::known::by_name::{ByName, Standard, Written};
use crate::explicit::known::kinds;
use crate::explicit::known::known_types;
use crate::explicit::questions::callables;
use crate::explicit::source::asked::REMARK;
use crate::explicit::source::names::{Names, Used};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

/// The arguments of a function, as locals of its body.
pub(crate) struct Declared {
    /// Each with what it is called in the function.
    pub(crate) arguments: Vec<(VarId, TokenStream)>,
    /// The patterns of those that are taken apart.
    pub(crate) patterns: Vec<(VarId, Pat)>,
}

/// What the names in a body stand for, if a local has the name of a function that the body calls.
pub(crate) fn used(signature: &syn::Signature, statements: &[syn::Stmt]) -> Used {
    let mut vars = Vars::default();
    let mut names = Names::new(&mut vars);
    names.reserve(statements, HashSet::new());
    for argument in &signature.inputs {
        if let FnArg::Typed(typed) = argument {
            names.declare_all(&mut (*typed.pat).clone(), None, true);
        }
    }
    names.statements(&mut statements.to_vec());
    names.used()
}

/// Gives the arguments and all locals their names, which are none of `used`.
pub(crate) fn declare(
    signature: &mut syn::Signature,
    statements: &mut [syn::Stmt],
    used: HashSet<String>,
    vars: &mut Vars,
    errors: &mut Errors,
) -> Declared {
    let mut declares = Vec::new();
    let mut patterns = Vec::new();

    let generics = signature.generics.clone();
    let parameters = known_types::parameters(&generics);
    let mut names = Names::new(vars);
    names.reserve(statements, used);
    for (index, argument) in signature.inputs.iter_mut().enumerate() {
        match argument {
            FnArg::Receiver(receiver) => {
                let plain = matches!(receiver.kind, ReceiverKind::Reference(..));
                let mutability = receiver.mutability.take();
                let keyword = receiver.self_token;
                let var = names.receiver(mutability, plain);
                names.vars.all[var].at = Some(keyword.span);
                // What rustc says of the receiver stands there.
                let this = &mut names.vars.all[var].ident;
                this.set_span(this.span().located_at(keyword.span));
                declares.push((var, quote!(#keyword)));
            }
            FnArg::Typed(typed) => {
                if let Some(attribute) =
                    typed.attrs.iter().find(|attribute| attribute.path().is_ident("cfg"))
                {
                    errors.at(
                            attribute,
                            format!("an argument of a generator with an explicit state cannot be conditional{REMARK}"),
                        );
                }
                typed.attrs.clear();
                let ty = (*typed.ty).clone();
                let is_name = matches!(&*typed.pat, Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none());
                if is_name {
                    let mut pattern = (*typed.pat).clone();
                    names.declare_all(&mut pattern, Some(&ty), true);
                    let Pat::Ident(new) = &pattern else { continue };
                    let Pat::Ident(old) = &mut *typed.pat else { continue };
                    old.mutability = None;
                    let name = &old.ident;
                    let Some(var) = names.vars.find(&new.ident) else { continue };
                    names.vars.all[var].known = known_types::known(&ty, &parameters);
                    let local = &mut names.vars.all[var];
                    let known = local.known.and_then(Standard::of);
                    let known = known.into_iter().chain(local.boxed.then_some(Standard::Boxed));
                    let written = |standard| ByName::new(standard, Written::Argument(ty.span()));
                    local.by_name = known.map(written).collect();
                    names.vars.all[var].borrowed_by_calls =
                        callables::borrowed_by_calls(&ty, Some(&generics));
                    names.vars.all[var].items = known_types::items(&ty, &generics);
                    declares.push((var, quote!(#name)));
                } else {
                    let whole = format_ident!("argument_{}", index, span = Span::mixed_site());
                    let mut pattern = std::mem::replace(&mut *typed.pat, parse_quote!(#whole));
                    let var = names.vars.hidden(&format!("argument_{index}"), None);
                    names.vars.all[var].plain = kinds::is_plain(&ty);
                    names.vars.all[var].written = Some(ty.clone());
                    declares.push((var, quote!(#whole)));
                    if matches!(pattern, Pat::Wild(_)) {
                        continue;
                    }
                    names.declare_all(&mut pattern, Some(&ty), true);
                    patterns.push((var, pattern));
                }
            }
            #[allow(unreachable_patterns)]
            _ => {}
        }
    }
    names.statements(statements);
    for name in &names.vars.own_macros {
        errors.at(
            name,
            format!(
                "an explicit state takes `{name}!` for the standard library's, and the body calls this \
                 one: give this one another name{REMARK}"
            ),
        );
    }

    Declared { arguments: declares, patterns }
}
