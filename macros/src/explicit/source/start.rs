//! What a body begins with, and does nothing but give locals a value, is done where the generator is made.
//!
//! ```text
//! // in                                        // out, in outline
//! fn f(n: u64) -> impl Iterator<Item = u64> {  fn f(n: u64) -> .. {
//!     let mut sum: u64 = 0;                        State::Start { sum: 0, iterator: 0..n }
//!     for i in 0..n { .. }                         // the body begins with the loop
//! }                                            }
//! ```
//!
//! So the first state holds what the others hold, where they hold it, and a step restores it in one way.
//! Only numbers, references and ranges are moved so: no value is dropped at another time, and nothing that
//! the user can see runs earlier. An iterator that is an argument is taken as it is by a loop that is all
//! that is left of the body.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Local, Pat, Path, Stmt, Token, Type, UnOp};

use crate::explicit::known::known_types::Known;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;

/// Takes the first statements of a body, and gives their locals to the first state. Each is there with what
/// it is in the function.
pub(crate) fn take(
    statements: &mut Vec<Stmt>,
    vars: &mut Vars,
    arguments: &mut Vec<(VarId, TokenStream)>,
    private: &Path,
) {
    let mut start = Start { vars, arguments, private, given: Vec::new() };
    let mut taken = 0;
    for statement in &mut *statements {
        match statement {
            Stmt::Local(local) if start.local(local) => taken += 1,
            _ => break,
        }
    }
    statements.drain(..taken);
    let is_last = statements.len() == 1;
    if let Some(Stmt::Expr(Expr::ForLoop(repeated), _)) = statements.first_mut() {
        if kinds::has_yield_in_tokens(repeated.body.to_token_stream()) {
            start.iterator(&mut repeated.expr, is_last, &repeated.body);
        }
    }
    start.forget(statements);
}

struct Start<'a> {
    vars: &'a mut Vars,
    arguments: &'a mut Vec<(VarId, TokenStream)>,
    private: &'a Path,
    /// The arguments that a value was made of.
    given: Vec<VarId>,
}

impl Start<'_> {
    /// A `let` of plain values.
    fn local(&mut self, local: &Local) -> bool {
        let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none()) else {
            return false;
        };
        if !local.attrs.is_empty() {
            return false;
        }
        let mut found = Vec::new();
        let known = self.bind(&local.pat, &init.expr, None, &mut found);
        if known.is_some() {
            self.arguments.extend(found);
        }
        known.is_some()
    }

    fn bind(
        &mut self,
        pattern: &Pat,
        value: &Expr,
        ty: Option<&Type>,
        found: &mut Vec<(VarId, TokenStream)>,
    ) -> Option<()> {
        match (pattern, value) {
            (Pat::Type(typed), _) => self.bind(&typed.pat, value, Some(&typed.ty), found),
            (Pat::Tuple(names), Expr::Tuple(values)) if names.elems.len() == values.elems.len() => {
                for (index, (name, value)) in names.elems.iter().zip(&values.elems).enumerate() {
                    let ty = match ty {
                        Some(Type::Tuple(types)) => Some(types.elems.get(index)?),
                        Some(_) => return None,
                        None => None,
                    };
                    self.bind(name, value, ty, found)?;
                }
                Some(())
            }
            (Pat::Ident(name), value) if patterns::is_name(pattern) => {
                let var = self.vars.find(&name.ident)?;
                if !self.vars.all[var].plain || !self.vars.all[var].copies {
                    return None;
                }
                let value = self.value(value)?;
                let value = match ty {
                    Some(ty) => quote!({ let value: #ty = #value; value }),
                    None => value,
                };
                found.push((var, value));
                Some(())
            }
            _ => None,
        }
    }

    /// A value whose evaluation does nothing else, as it is written in the function.
    fn value(&mut self, value: &Expr) -> Option<TokenStream> {
        match value {
            Expr::Lit(literal) => {
                let written = self.vars.data.get(&literal.to_token_stream().to_string());
                Some(written.map_or_else(|| literal.to_token_stream(), ToTokens::to_token_stream))
            }
            Expr::Unary(unary) => {
                let negative = matches!(unary.op, UnOp::Neg(_)) && kinds::is_literal(&unary.expr);
                if negative {
                    return Some(value.to_token_stream());
                }
                let var = self.argument(&unary.expr)?;
                let points = matches!(
                    &self.vars.all[var].written,
                    Some(Type::Reference(reference)) if kinds::is_number(&reference.elem)
                );
                if !points || !matches!(unary.op, UnOp::Deref(_)) {
                    return None;
                }
                let argument = self.given(var);
                Some(quote!(*#argument))
            }
            Expr::Path(_) => {
                let var = self.argument(value)?;
                let known = self.vars.all[var].written.as_ref().is_some_and(kinds::copies);
                known.then(|| self.given(var))
            }
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            _ => None,
        }
    }

    fn argument(&self, value: &Expr) -> Option<VarId> {
        let var = self.vars.find(kinds::name_of(value)?)?;
        self.arguments.iter().any(|(argument, _)| *argument == var).then_some(var)
    }

    fn given(&mut self, var: VarId) -> TokenStream {
        self.given.push(var);
        let given = self.arguments.iter().find(|(argument, _)| *argument == var);
        given.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The head of a loop. `is_last`: nothing is behind the loop.
    fn iterator(&mut self, head: &mut Expr, is_last: bool, inside: &syn::Block) {
        let is_range_of_numbers = self.vars.is_range_of_numbers(head);
        if let Some(value) = self.range(head) {
            let private = self.private;
            let iterator = self.vars.hidden("iterator", Some(<Token![mut]>::default()));
            let var = &mut self.vars.all[iterator];
            var.at = Some(head.span());
            var.plain = true;
            var.range = true;
            var.number = is_range_of_numbers;
            var.enters = true;
            *head = kinds::named(var.ident.clone());
            self.arguments.push((iterator, quote!(#private::into_iter(#value))));
            return;
        }
        let Some(var) = self.argument(head).filter(|_| is_last) else { return };
        if mentioned(inside.to_token_stream(), self.vars).contains(&var) {
            return;
        }
        // Nothing else is to be dropped between the end of the loop and the end of the body.
        let alone =
            self.arguments.iter().all(|(other, _)| *other == var || self.vars.all[*other].plain);
        if alone && self.vars.all[var].known == Some(Known::Iterator) {
            self.vars.all[var].rely(false);
            self.vars.all[var].enters = true;
        }
    }

    /// A range of numbers.
    fn range(&mut self, head: &Expr) -> Option<TokenStream> {
        match head {
            Expr::Range(range) => {
                let mut bound = |bound: &Option<Box<Expr>>| match bound {
                    Some(bound) => self.value(bound).map(Some),
                    None => Some(None),
                };
                let (start, end) = (bound(&range.start)?, bound(&range.end)?);
                let limits = &range.limits;
                start.as_ref()?;
                Some(quote!((#start #limits #end)))
            }
            Expr::Paren(inner) => self.range(&inner.expr),
            Expr::Group(inner) => self.range(&inner.expr),
            Expr::MethodCall(call) if call.method == "rev" && call.args.is_empty() => {
                let range = self.range(&call.receiver)?;
                Some(quote!(#range.rev()))
            }
            _ => None,
        }
    }

    /// What the body does not use any more is not held.
    fn forget(&mut self, statements: &[Stmt]) {
        if self.given.is_empty() {
            return;
        }
        let used = mentioned(quote!(#(#statements)*), self.vars);
        let given = &self.given;
        self.arguments.retain(|(var, _)| !given.contains(var) || used.contains(var));
    }
}
