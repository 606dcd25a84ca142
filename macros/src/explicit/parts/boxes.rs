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
use syn::{Expr, Pat, Path, Stmt, UnOp, parse_quote};

use crate::explicit::known::kinds;
use crate::explicit::known::patterns;
use crate::explicit::questions::destructors::taken_apart;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

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
    let local = &vars.all[var];
    if local.boxed {
        local.rely(true);
    }
    local.boxed.then_some(var)
}

/// `*local`, of the value of a `let` that a choice has become.
pub(crate) fn value_of_choice(value: &Expr) -> &Expr {
    match value {
        Expr::Paren(inner) => value_of_choice(&inner.expr),
        Expr::Block(inner) => match &*inner.block.stmts {
            [Stmt::Expr(value, None)] => value_of_choice(value),
            _ => value,
        },
        other => other,
    }
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
    let taken = patterns.iter().all(|pattern| patterns::takes_all(pattern));
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
