//! Closures that only look at locals which lie in an `Option`.
//!
//! ```text
//! // in                                   // out
//! |next| !path.contains(next)             |next| !(*held(&path)).contains(next)
//! ```
//!
//! A closure that may change or take the local is left as it is.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure, Macro, Path, UnOp, parse_quote};

use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::method_names::LOOKS;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;
use crate::operators::Operator;

/// The closure with its uses of `optional` rewritten. `None` if it may do more than look at one.
pub(crate) fn rewritten(
    closure: &ExprClosure,
    vars: &Vars,
    private: &Path,
    optional: &BTreeSet<VarId>,
) -> Option<ExprClosure> {
    if closure.capture.is_some() {
        return None;
    }
    let mut declared = Declared(BTreeSet::new());
    declared.visit_expr_closure(closure);
    let mut looking = Looking { vars, private, optional, declared: declared.0, failed: false };
    let mut closure = closure.clone();
    looking.visit_expr_mut(&mut closure.body);
    (!looking.failed).then_some(closure)
}

/// The names that a closure declares.
struct Declared(BTreeSet<String>);

impl<'ast> Visit<'ast> for Declared {
    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        self.0.extend(patterns::bindings(pattern).iter().map(|bound| bound.ident.to_string()));
        visit::visit_pat(self, pattern);
    }
}

/// Rewrites the uses of optional locals in a closure.
struct Looking<'a> {
    vars: &'a Vars,
    private: &'a Path,
    optional: &'a BTreeSet<VarId>,
    declared: BTreeSet<String>,
    failed: bool,
}

impl Looking<'_> {
    fn is_optional(&self, place: &Expr) -> bool {
        kinds::name_of(place).is_some_and(|name| self.names_optional(name))
    }

    fn names_optional(&self, name: &Ident) -> bool {
        self.vars.find(name).is_some_and(|var| self.optional.contains(&var))
    }

    /// A place that is looked at.
    fn look(&mut self, place: &mut Expr) {
        if self.is_optional(place) {
            // Of two locals of one name, this may be that of the closure.
            self.failed |=
                kinds::name_of(place).is_some_and(|name| self.declared.contains(&name.to_string()));
            let private = self.private;
            *place = parse_quote!((*#private::held(&#place)));
            return;
        }
        match place {
            Expr::Field(field) => self.look(&mut field.base),
            Expr::Index(index) => {
                self.visit_expr_mut(&mut index.index);
                self.look(&mut index.expr);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.look(&mut unary.expr),
            Expr::Paren(inner) => self.look(&mut inner.expr),
            Expr::Group(inner) => self.look(&mut inner.expr),
            other => self.visit_expr_mut(other),
        }
    }

    /// A place that may be changed or taken.
    fn more(&mut self, place: &mut Expr) {
        if kinds::root_of(place).is_some_and(|name| self.names_optional(name)) {
            self.failed = true;
        } else {
            self.visit_expr_mut(place);
        }
    }

    /// Tokens that cannot be rewritten: they may name none of the locals.
    fn tokens(&mut self, tokens: TokenStream) {
        self.failed |= mentioned(tokens, self.vars).iter().any(|var| self.optional.contains(var));
    }
}

impl VisitMut for Looking<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if self.is_optional(expression) {
            self.failed = true;
            return;
        }
        match expression {
            Expr::MethodCall(call) => {
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
                if LOOKS.iter().any(|name| call.method == name) {
                    self.look(&mut call.receiver);
                } else {
                    self.more(&mut call.receiver);
                }
            }
            Expr::Reference(reference) if reference.mutability.is_none() => {
                self.look(&mut reference.expr);
            }
            Expr::Reference(reference) => self.more(&mut reference.expr),
            Expr::Field(_) | Expr::Index(_) => self.look(expression),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.look(expression),
            Expr::Binary(binary) => match Operator::of(&binary.op) {
                Operator::Comparison => {
                    self.look(&mut binary.left);
                    self.look(&mut binary.right);
                }
                Operator::Assignment => {
                    self.more(&mut binary.left);
                    self.visit_expr_mut(&mut binary.right);
                }
                Operator::Lazy | Operator::Arithmetic => {
                    visit_mut::visit_expr_binary_mut(self, binary);
                }
            },
            Expr::Assign(assign) => {
                self.more(&mut assign.left);
                self.visit_expr_mut(&mut assign.right);
            }
            Expr::Match(matched) if kinds::is_place(&matched.expr) => {
                self.more(&mut matched.expr);
                matched.arms.iter_mut().for_each(|arm| self.visit_arm_mut(arm));
            }
            Expr::Let(bound) => self.more(&mut bound.expr),
            Expr::Closure(closure) if closure.capture.is_none() => {
                self.visit_expr_mut(&mut closure.body);
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Verbatim(_) => {
                self.tokens(expression.to_token_stream());
            }
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.more(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let known = known_macros::known(invocation) == Some(Takes::References);
        let arguments = if known { known_macros::list_in(invocation) } else { None };
        let Some(mut arguments) = arguments else {
            self.tokens(invocation.tokens.clone());
            return;
        };
        for argument in &mut arguments {
            match argument {
                Expr::Assign(named) => self.look(&mut named.right),
                // A format string may name a local in its braces.
                Expr::Lit(text) => self.tokens(text.to_token_stream()),
                other => self.look(other),
            }
        }
        invocation.tokens = quote!(#(#arguments),*);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
