//! Values that are moved out of a `Box`, by `*local`.
//!
//! Where the type of the local is written, such a use moves the local. Elsewhere rustc is asked, if it is the last
//! use of the local: the value behind any other pointer is copied, and the pointer stays.
//!
//! ```text
//! // in                              // out
//! let Node { left, right } = *node;  let used = (&&Probe::of(&node)).value_behind_the_local();
//! yield_!(1);                        let Node { left, right } = *node;
//!                                    let rest = if used.is_gone() { used.gone() } else { .. rest_of(node) };
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, GenericArgument, Pat, Path, PathArguments, Stmt, Type, UnOp, parse_quote};

use crate::explicit::emit::taken_apart;
use crate::explicit::known::kinds;
use crate::explicit::questions::by_value::located;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

/// What is between the angle brackets of a type of one parameter, if it has this name.
fn parameter_of<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == name)?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            match arguments.args.first()? {
                GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
                _ => None,
            }
        }
        Type::Paren(inner) => parameter_of(&inner.elem, name),
        Type::Group(inner) => parameter_of(&inner.elem, name),
        _ => None,
    }
}

/// Whether a type is that of a `Box` of the standard library's.
pub(crate) fn is_box(ty: &Type) -> bool {
    parameter_of(ty, "Box").is_some()
}

/// Whether a value is a new `Box`.
pub(crate) fn is_new_box(value: &Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    let Expr::Path(path) = &*call.func else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    path.qself.is_none()
        && names.next().is_some_and(|name| name == "new")
        && names.next().is_some_and(|name| name == "Box")
}

/// Whether a value is an `Option` of a `Box`, by the type of its local.
pub(crate) fn is_option_of_box(value: &Expr, vars: &Vars) -> bool {
    if let Expr::MethodCall(call) = value {
        return call.method == "take"
            && call.args.is_empty()
            && is_option_of_box(&call.receiver, vars);
    }
    let var = kinds::name_of(value).and_then(|name| vars.find(name));
    let ty = var.and_then(|var| vars.all[var].written.as_ref());
    ty.and_then(|ty| parameter_of(ty, "Option")).is_some_and(is_box)
}

/// `local`, of `*local`.
pub(crate) fn pointer(value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            kinds::name_of(&unary.expr).map(|_| &*unary.expr)
        }
        Expr::Paren(inner) => pointer(&inner.expr),
        Expr::Group(inner) => pointer(&inner.expr),
        _ => None,
    }
}

/// `local`, of `*local`, if that is known to be a `Box`.
pub(crate) fn unboxed(value: &Expr, vars: &Vars) -> Option<VarId> {
    let var = pointer(value).and_then(kinds::name_of).and_then(|name| vars.find(name))?;
    vars.all[var].boxed.then_some(var)
}

/// Whether a value always uses `*local` by value.
fn uses(value: &Expr, name: &Ident) -> bool {
    if let Some(local) = pointer(value) {
        return kinds::name_of(local) == Some(name);
    }
    let any = |values: &mut dyn Iterator<Item = &Expr>| {
        Iterator::any(&mut { values }, |value| uses(value, name))
    };
    match value {
        Expr::Call(call) => any(&mut call.args.iter()),
        Expr::MethodCall(call) => any(&mut call.args.iter()),
        Expr::Assign(assign) => uses(&assign.right, name),
        Expr::Tuple(tuple) => any(&mut tuple.elems.iter()),
        Expr::Array(array) => any(&mut array.elems.iter()),
        Expr::Struct(fields) => any(&mut fields.fields.iter().map(|field| &field.expr)),
        Expr::Paren(inner) => uses(&inner.expr, name),
        Expr::Group(inner) => uses(&inner.expr, name),
        Expr::Try(inner) => uses(&inner.expr, name),
        Expr::Block(inner) => {
            let values = inner.block.stmts.iter().filter_map(|statement| match statement {
                Stmt::Local(local) => local.init.as_ref().map(|init| &*init.expr),
                Stmt::Expr(value, _) => Some(value),
                _ => None,
            });
            any(&mut { values })
        }
        _ => false,
    }
}

/// Asks whether a local is a `Box`.
pub(crate) fn question(private: &Path, local: &Ident) -> TokenStream {
    let here = Span::mixed_site().located_at(local.span());
    let located = located(private, here);
    let boxed = cfg!(feature = "alloc").then(|| quote_spanned!(here=> BoxedValue as _,));
    quote_spanned! {here=>
        {
            use #located::{#boxed CopiedValue as _};
            // For this, rustc has to know the type.
            if false {
                let _ = &*#local;
            }
            (&&#located::Probe::of(&#local)).value_behind_the_local()
        }
    }
}

/// Says how a value that is bound by `pattern`, if it is, uses the only local that it names: what is asked, and
/// what is checked. `None` if it is no value behind that local, or a pattern leaves a part of it.
pub(crate) fn asked(
    private: &Path,
    value: &Expr,
    patterns: &[&Pat],
    local: &Ident,
    used: &Ident,
) -> Option<Vec<Stmt>> {
    let whole = pointer(value).is_some();
    let taken = patterns.iter().all(|pattern| kinds::takes_all(pattern));
    if !uses(value, local) || whole && !taken {
        return None;
    }
    let here = Span::mixed_site().located_at(local.span());
    let question = question(private, local);
    let mut statements: Vec<Stmt> = vec![parse_quote!(let #used = #question;)];
    if whole {
        let value = quote_spanned!(here=> *#local);
        let checked = taken_apart(
            private,
            &value,
            patterns,
            |answer, here| quote_spanned!(here=> #used.takes_apart(#answer)),
        );
        statements.extend(checked.map(|checked| -> Stmt { parse_quote!(#checked) }));
    }
    Some(statements)
}
