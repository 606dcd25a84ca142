//! Yields, and calls of the function itself.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Macro, Stmt, Token, Type, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::method_names::takes_receiver;
use crate::explicit::normal::{Normal, is_structured};
use crate::explicit::parts::boxes;
use crate::explicit::questions::callee;
use crate::explicit::tree::ir::{Block, Bound, Delegated, Node, Part, PartKind, VarId, Yield};
use crate::explicit::tree::mentions::mentioned;
use crate::lower::internal;
use crate::yields::YieldKind;

/// What is known of a delegate.
struct GivenDelegate {
    at: Span,
    known: Option<Type>,
    /// The call of the function itself that it holds.
    itself: Option<TokenStream>,
    /// The local that it is.
    local: Option<VarId>,
    /// Whether it is a range `a..=b`.
    inclusive: bool,
}

impl Normal<'_> {
    /// Puts a value that takes a local away in front of its yield.
    pub(super) fn offer(
        &mut self,
        kind: YieldKind,
        value: &Expr,
        parts: &mut Vec<Part>,
    ) -> Option<Ident> {
        if kind.delegates() {
            self.reject_borrowed_temporary(value, "this delegate");
            if let Some(callee) = self.callee(value, parts) {
                let offered = self.fresh("callee");
                parts.push(Part {
                    kind: PartKind::Offer { offered: offered.clone(), value: callee, ty: None },
                    declares: Vec::new(),
                    last: self.last(),
                    yields: false,
                });
                self.calls.insert(self.last() + 1);
                return Some(offered);
            }
            self.reject_method_of_itself(value);
        }
        let copies = !kind.delegates() && self.item.as_ref().is_some_and(kinds::copies);
        let unboxes = boxes::pointer(value).is_none() || !copies;
        let takes = unboxes && self.moves_local(value)
            || kind.delegates() && self.borrows_exclusively(value);
        if has_yield_in_expression(value) || !takes {
            return None;
        }
        let perhaps = kind.delegates().then(|| self.perhaps_itself(value).cloned()).flatten();
        let value = value.clone();
        let value = if kind.delegates() { self.sealed(value) } else { value };
        let value = match perhaps {
            Some(call) => {
                let given = internal("given");
                let another = callee::of_another(&self.private, &call, &given, "delegate");
                parse_quote!({ let #given = #value; #another })
            }
            None => value,
        };
        let offered = self.fresh("offered");
        let ty = self.item.clone().filter(|_| !kind.delegates());
        parts.push(Part {
            kind: PartKind::Offer { offered: offered.clone(), value, ty },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        Some(offered)
    }

    /// Reports a method that delegates to itself and changes `self`.
    fn reject_method_of_itself(&mut self, value: &Expr) {
        if self.is_call_of_own_method(value) {
            self.reject(
                value,
                "a method that changes `self` cannot delegate to itself with an explicit state, for the state of \
                 the call would borrow from that of its caller: return a `Box<dyn Iterator<..> + '_>`, or keep a \
                 stack of what is left in a local",
            );
        }
    }

    /// The state of the function itself, called with these arguments.
    pub(super) fn callee(&mut self, value: &Expr, parts: &mut Vec<Part>) -> Option<Expr> {
        let itself = self.itself.clone()?;
        let mut call = self.call_of_itself(value)?;
        if cfg!(not(feature = "alloc")) && self.calls.is_empty() {
            self.errors.at(
                value,
                "the states of a recursion are kept on a stack on the heap: turn on the feature `alloc` of \
                 genfn, or write a loop with a stack of your own",
            );
        }
        if let Some(other) = self.other_parameter(&call) {
            // In a box, it is a delegate like any other.
            if self.opaque {
                self.reject(
                    other,
                    &format!(
                        "this is not the type parameter of the function, and the states of its calls are of one \
                         type: box what the call returns, as in `let inner: Box<dyn Iterator<Item = ..>> = \
                         Box::new({}(..)); yield_from!(inner);`",
                        itself.name
                    ),
                );
            }
            return None;
        }
        let mut borrows = false;
        let outer = self.note_changes(value);
        self.operands(call.args.iter_mut().collect(), false, parts, &mut borrows);
        self.changed = outer;
        if borrows {
            self.reject(
                &call,
                "this borrows from the value of a yield among the arguments: bind the value with `let` \
                 in front of the statement",
            );
        }
        let mut statements: Vec<Stmt> = Vec::new();
        let mut fields = Vec::new();
        for (index, (argument, (field, ty))) in call.args.iter().zip(&itself.arguments).enumerate()
        {
            let argument = self.sealed(argument.clone());
            let name = internal(&format!("given_{index}"));
            statements.push(match ty {
                Some(ty) => parse_quote!(let #name: #ty = #argument;),
                None => parse_quote!(let #name = #argument;),
            });
            fields.push(quote!(#field: #name));
        }
        let state = &itself.state;
        Some(parse_quote!({ #(#statements)* #state::Start { #(#fields,)* } }))
    }

    /// Whether an expression may take a local of the body away.
    pub(super) fn moves_local(&self, value: &Expr) -> bool {
        match value {
            Expr::Path(_) => kinds::name_of(value)
                .and_then(|name| self.vars.find(name))
                .is_some_and(|var| !self.vars.all[var].copies && !self.vars.all[var].hidden),
            Expr::Unary(_) => self.may_unbox(value),
            Expr::Paren(inner) => self.moves_local(&inner.expr),
            Expr::Group(inner) => self.moves_local(&inner.expr),
            Expr::Call(call) => call.args.iter().any(|argument| self.moves_local(argument)),
            Expr::MethodCall(call) => {
                self.moves_local(&call.receiver) && takes_receiver(call)
                    || matches!(&*call.receiver, Expr::MethodCall(_) | Expr::Call(_))
                        && self.moves_local(&call.receiver)
                    || call.args.iter().any(|argument| self.moves_local(argument))
            }
            Expr::Tuple(tuple) => tuple.elems.iter().any(|element| self.moves_local(element)),
            Expr::Array(array) => array.elems.iter().any(|element| self.moves_local(element)),
            Expr::Struct(fields) => fields.fields.iter().any(|field| self.moves_local(&field.expr)),
            Expr::Closure(closure) => closure.capture.is_some(),
            Expr::Try(question) => self.moves_local(&question.expr),
            Expr::Macro(invocation) => known_macros::known(&invocation.mac) == Some(Takes::Values),
            _ => false,
        }
    }

    /// Whether an expression may move a value out of a `Box` that a pattern has taken out of some value. The items of a
    /// loop are taken to be no boxes.
    fn may_unbox(&self, value: &Expr) -> bool {
        let local = boxes::pointer(value).and_then(kinds::name_of);
        let local = local.and_then(|name| self.vars.find(name)).map(|var| &self.vars.all[var]);
        local.is_some_and(|local| {
            let is_part = local.bound == Bound::Pattern && local.source.is_none();
            is_part && local.written.is_none() && !local.plain && !local.copies
        })
    }

    /// Whether an expression may borrow exclusively from what a local refers to.
    fn borrows_exclusively(&self, value: &Expr) -> bool {
        let is_exclusive = |ty: &Type| matches!(ty, Type::Reference(ty) if ty.mutability.is_some());
        mentioned(value.to_token_stream(), self.vars)
            .into_iter()
            .any(|var| self.vars.all[var].written.as_ref().is_some_and(is_exclusive))
    }

    pub(super) fn yielding(
        &mut self,
        kind: YieldKind,
        name: Ident,
        invocation: &Macro,
        given: syn::Result<Expr>,
        offered: Option<Ident>,
    ) -> Node {
        let imports = !std::mem::replace(&mut self.seen[kind.index()], true);
        let perhaps = given.as_ref().ok().filter(|_| kind.delegates() && offered.is_none());
        let perhaps = perhaps.and_then(|value| self.perhaps_itself(value)).cloned();
        // What is known of a delegate goes with its local.
        let of_delegate = given.as_ref().ok().filter(|_| kind.delegates());
        let of_delegate = of_delegate.map(|value| GivenDelegate {
            at: value.span(),
            known: self.known_type(value),
            itself: self.place_of_itself(value),
            local: kinds::name_of(value).and_then(|name| self.vars.find(name)),
            inclusive: kinds::is_inclusive_range(value),
        });
        let value = if invocation.tokens.is_empty() || offered.is_some() {
            None
        } else {
            match given {
                Ok(value) => Some(value),
                Err(error) => {
                    self.errors.add(error);
                    return Node::Plain(parse_quote!(()));
                }
            }
        };
        let late = value.as_ref().is_some_and(|value| !is_structured(value));
        let value = value.map(|value| {
            let value = if kind.delegates() { self.sealed(value) } else { value };
            let block = if kind.delegates() && !is_structured(&value) {
                // What it borrows from would be dropped in front of the delegation.
                let (mut block, mut borrows) = (Block::new(), false);
                let written = value.clone();
                let given = self.hoist_all(value, &mut block.parts, &mut borrows);
                self.reject_borrows(borrows, &written, "a delegate");
                block.tail = Some(Box::new(Node::Plain(given)));
                block
            } else {
                self.of_yield(value)
            };
            Box::new(match block {
                Block {
                    parts,
                    tail: Some(tail),
                    label: None,
                    unsafety: None,
                    declarations,
                    ..
                } if parts.is_empty() && declarations.is_empty() => *tail,
                block => Node::Block(block),
            })
        });
        let perhaps = perhaps.map(Box::new);
        let calls = self.calls.contains(&(self.last() + 1));
        let delegate = (kind.delegates() && !calls)
            .then(|| self.vars.hidden("delegate", Some(<Token![mut]>::default())));
        if let Some(delegate) = delegate {
            let mut delegated = Delegated::Value;
            if let Some(given) = of_delegate {
                let var = &mut self.vars.all[delegate];
                (var.at, var.itself) = (Some(given.at), given.itself);
                var.inclusive =
                    given.inclusive || given.known.as_ref().is_some_and(kinds::is_inclusive);
                delegated = given.local.map_or(delegated, Delegated::Local);
                self.vars.all[delegate].written = given.known.map(|ty| self.delegate_of(&ty));
            }
            self.vars.all[delegate].delegated = Some(delegated);
        }
        self.yields.push(kind);
        self.spans.push(name.span());
        let id = self.last();
        Node::Yield(Yield {
            kind,
            name,
            imports,
            value,
            late,
            offered,
            id,
            delegate,
            calls,
            perhaps,
        })
    }
}
