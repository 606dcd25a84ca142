//! Loops with a yield inside.
//!
//! ```text
//! // in                          // out, in outline
//! for x in list { yield_!(x); }  let mut iterator = list.into_iter();
//!                                loop {
//!                                    let chosen = match iterator.next() { Some(x) => .., None => .. };
//!                                    ..
//!                                }
//! ```

use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Pat, Stmt, Token, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::patterns::{self, has_let, lets_in};
use crate::explicit::normal::branches::set_ends;
use crate::explicit::normal::types::type_at;
use crate::explicit::normal::{Normal, if_else};
use crate::explicit::questions::{callee, methods};
use crate::explicit::tree::ir::{
    Arm, Block, Choice, Node, Part, PartKind, VarId, block_expression,
};
use crate::explicit::tree::patterns::NameWild;
use crate::lower::internal;

impl Normal<'_> {
    /// `private::into_iter(head)`, put together without parsing: cargo does not optimize macros.
    fn iterator_over(&self, head: Expr) -> Expr {
        // By tokens of one origin, rustc says once that it is no iterator.
        let here = head.span();
        let mut path = self.private.clone();
        for segment in &mut path.segments {
            segment.ident.set_span(here);
        }
        path.segments.push(Ident::new("into_iter", here).into());
        Expr::Call(syn::ExprCall {
            attrs: Vec::new(),
            func: Box::new(Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path })),
            paren_token: syn::token::Paren(here),
            args: [head].into_iter().collect(),
        })
    }

    pub(super) fn while_loop(&mut self, repeated: syn::ExprWhile) -> Node {
        let at = repeated.while_token.span;
        let mut body = Block::new();
        let mut condition = *repeated.cond;
        if has_yield_in_expression(&condition) {
            // `loop { if condition { body } else { break } }`
            let inner = repeated.body;
            let branch = if_else(condition, block_expression(inner), parse_quote!(break));
            let node = self.node(branch, &mut body.parts);
            body.tail = Some(Box::new(node));
            return Node::Loop { at, attributes: repeated.attrs, label: repeated.label, body };
        }
        match &mut condition {
            Expr::Let(bound) => {
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = self.head(head, &mut [&mut bound.pat], &mut body.parts);
            }
            other if has_let(other) => self.chain(other, false),
            _ => {}
        }
        let bound =
            lets_in(&condition).iter().flat_map(|bound| self.declared_by(&bound.pat)).collect();
        body.parts.push(Part {
            kind: PartKind::While { condition, back: None },
            declares: bound,
            last: self.last(),
            yields: false,
        });
        self.loop_body(repeated.body, &mut body);
        Node::Loop { at, attributes: repeated.attrs, label: repeated.label, body }
    }

    /// The body of a `for` or a `while`, behind the part that begins each turn. Its locals may be in
    /// one scope with those of the pattern, which are dropped after them.
    fn loop_body(&mut self, inner: syn::Block, body: &mut Block) {
        self.inner(inner, body);
    }

    /// The value that a loop iterates over.
    fn head_of_loop(&mut self, value: Expr, parts: &mut Vec<Part>) -> Expr {
        let perhaps = self.perhaps_itself(&value).cloned();
        let has_yield = has_yield_in_expression(&value);
        let head = self.sealed(value);
        if has_yield {
            let mut borrows = false;
            let head = self.hoist_all(head, parts, &mut borrows);
            self.reject_borrows(borrows, &head, "the head of a statement");
            head
        } else if let Some(call) = perhaps {
            let given = internal("given");
            let another = callee::of_another(&self.private, &call, &given, "head");
            parse_quote!({ let #given = #head; #another })
        } else {
            head
        }
    }

    /// The pattern of a loop, where all that it leaves has a name. Another one takes a local for the item apart, in the
    /// first statement of the body.
    fn item_pattern(&mut self, written: &Pat) -> (Pat, Option<Stmt>) {
        let mut pattern = written.clone();
        NameWild { vars: self.vars }.visit_pat_mut(&mut pattern);
        if self.vars.left_fields(&pattern).is_none() && patterns::takes_all(&pattern) {
            return (pattern, None);
        }
        let item = self.vars.hidden("item_of_the_loop", None);
        self.vars.all[item].at = Some(written.span());
        let item = self.vars.all[item].ident.clone();
        let written = patterns::pattern_of_let(written);
        let statement = parse_quote!(let #written = #item;);
        (patterns::pattern_named(item), Some(statement))
    }

    pub(super) fn for_loop(
        &mut self,
        mut repeated: syn::ExprForLoop,
        parts: &mut Vec<Part>,
    ) -> Node {
        let (pattern, statement) = self.item_pattern(&repeated.pat);
        repeated.body.stmts.splice(0..0, statement);
        if let Some(iterator) = self.entered(&repeated.expr) {
            let syn::ExprForLoop { attrs, label, for_token, body, .. } = repeated;
            return self.turns_of(iterator, pattern, attrs, label, (for_token.span, body));
        }
        self.reject_borrowed_temporary(&repeated.expr, "this loop");
        let (known, at) = (self.known_type(&repeated.expr), repeated.expr.span());
        let advice = self.advice_for_loop(&repeated.expr);
        let itself = self.place_of_itself(&repeated.expr);
        let is_range = kinds::is_range(&repeated.expr);
        let is_inclusive = kinds::is_inclusive_range(&repeated.expr);
        let is_range_of_numbers = self.vars.is_range_of_numbers(&repeated.expr);
        let head = self.head_of_loop(*repeated.expr, parts);
        let iterator = self.vars.hidden("iterator", Some(<Token![mut]>::default()));
        self.vars.all[iterator].at = Some(at);
        self.vars.all[iterator].itself = itself;
        self.vars.all[iterator].plain = is_range;
        self.vars.all[iterator].range = is_range;
        self.vars.all[iterator].number = is_range_of_numbers;
        self.vars.all[iterator].advice = Some(advice);
        let is_collection = known.as_ref().is_some_and(kinds::is_collection_type);
        self.vars.all[iterator].inclusive =
            is_inclusive || known.as_ref().is_some_and(kinds::is_inclusive);
        self.vars.all[iterator].unsaved = is_collection.then_some(at);
        if let Some(ty) = known {
            let here = Span::mixed_site().located_at(at);
            let iter = quote_spanned!(here=> <#ty as ::core::iter::IntoIterator>::IntoIter);
            self.vars.all[iterator].written = syn::parse2(iter).ok();
            if let Pat::Ident(name) = &pattern {
                if let Some(var) = self.vars.find(&name.ident) {
                    let bound = match &head {
                        Expr::Range(range) => {
                            range.start.as_deref().and_then(|bound| self.known_type(bound))
                        }
                        _ => None,
                    };
                    let here = Span::mixed_site().located_at(name.ident.span());
                    let part = match bound {
                        Some(bound) => Some(type_at(&bound, name.ident.span())),
                        None => syn::parse2(
                            quote_spanned!(here=> <#ty as ::core::iter::IntoIterator>::Item),
                        )
                        .ok(),
                    };
                    let written = &mut self.vars.all[var].written;
                    *written = written.take().or(part);
                }
            }
        }
        let head = self.iterator_over(head);
        let keyword = repeated.for_token.span;
        let chosen = self.chosen_at(keyword);
        let index = parts.len();
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match {
                    head,
                    attributes: Vec::new(),
                    arms: vec![Arm {
                        attributes: Vec::new(),
                        pattern: patterns::pattern_named(self.vars.all[iterator].ident.clone()),
                        bound: vec![iterator],
                        back: None,
                        end: None,
                    }],
                    ends: false,
                },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let mut arm = Block::new();
        arm.parts.push(Part {
            kind: PartKind::Unpack { chosen: chosen.clone(), bound: vec![iterator] },
            declares: vec![iterator],
            last: self.last(),
            yields: false,
        });
        let syn::ExprForLoop { attrs, label, body, .. } = repeated;
        arm.tail = Some(Box::new(self.turns_of(iterator, pattern, attrs, label, (keyword, body))));
        set_ends(&mut parts[index], vec![self.last()]);
        Node::Match { chosen, arms: vec![arm], diverges: false }
    }

    /// How the type of the iterator of a loop can be made known.
    fn advice_for_loop(&self, head: &Expr) -> String {
        const BIND: &str =
            "bind what is iterated over with `let items: Type = ..`, and loop over that";
        const WITHOUT_CLOSURE: &str = "that of a closure cannot be written: do in the loop what the closure does, or, if it captures nothing, \
                                       write a `fn` pointer in the type, as in `Map<IntoIter<u32>, fn(u32) -> u32>`";
        match head {
            Expr::Paren(inner) => self.advice_for_loop(&inner.expr),
            Expr::Group(inner) => self.advice_for_loop(&inner.expr),
            Expr::Range(range) => {
                let literal = |bound: &Option<Box<Expr>>| match bound.as_deref()? {
                    Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => {
                        Some(number.base10_digits().to_owned())
                    }
                    _ => None,
                };
                let dots = match range.limits {
                    syn::RangeLimits::HalfOpen(_) => "..",
                    syn::RangeLimits::Closed(_) => "..=",
                };
                match (literal(&range.start), literal(&range.end)) {
                    (Some(start), _) => {
                        format!("give a bound its type, as in `{start}_usize{dots}`")
                    }
                    (None, Some(end)) => {
                        format!("give a bound its type, as in `{dots}{end}_usize`")
                    }
                    (None, None) => {
                        "give a bound its type, with `let end: Type = ..` in front of the loop"
                            .to_owned()
                    }
                }
            }
            Expr::MethodCall(call) if methods::has_closure(call) => WITHOUT_CLOSURE.to_owned(),
            Expr::Reference(reference) => self.advice_by_index(&reference.expr, BIND),
            Expr::MethodCall(call) if call.method == "iter" || call.method == "iter_mut" => {
                self.advice_by_index(&call.receiver, BIND)
            }
            Expr::MethodCall(call) if kinds::is_range(&call.receiver) && call.method == "rev" => {
                self.advice_for_loop(&call.receiver)
            }
            _ => BIND.to_owned(),
        }
    }

    /// The same for a loop over the elements of a place.
    fn advice_by_index(&self, place: &Expr, bind: &str) -> String {
        let place = self.name_of_place(place).unwrap_or_else(|| "items".to_owned());
        format!("{bind}, or over the indices, `for index in 0..{place}.len()`")
    }

    /// A local, or a field of one, as the user has written it.
    fn name_of_place(&self, place: &Expr) -> Option<String> {
        match place {
            Expr::Field(field) => {
                let base = self.name_of_place(&field.base)?;
                Some(format!("{base}.{}", quote::ToTokens::to_token_stream(&field.member)))
            }
            other => {
                let name = kinds::name_of(other)?;
                let var = self.vars.find(name).filter(|var| !self.vars.all[*var].hidden);
                Some(var.map_or_else(|| "self".to_owned(), |var| self.vars.all[var].name()))
            }
        }
    }

    /// The iterator of a loop, if a local is taken for it as it is.
    pub(super) fn entered(&self, head: &Expr) -> Option<VarId> {
        let var = self.vars.find(kinds::name_of(head)?)?;
        self.vars.all[var].enters.then_some(var)
    }

    /// The loop over an iterator.
    fn turns_of(
        &mut self,
        iterator: VarId,
        pattern: Pat,
        attributes: Vec<syn::Attribute>,
        label: Option<syn::Label>,
        (at, inner): (Span, syn::Block),
    ) -> Node {
        self.vars.all[iterator].mutability = Some(<Token![mut]>::default());
        let numbers = self.vars.all[iterator].range;
        for bound in patterns::bindings(&pattern) {
            if let Some(var) = self.vars.find(&bound.ident) {
                let var = &mut self.vars.all[var];
                var.source = Some(iterator);
                var.plain |= numbers;
                var.copies |= numbers;
            }
        }
        let mut body = Block::new();
        let declares = self.declared_by(&pattern);
        body.parts.push(Part {
            kind: PartKind::Next { pattern, iterator },
            declares,
            last: self.last(),
            yields: false,
        });
        self.loop_body(inner, &mut body);
        Node::Loop { at, attributes, label, body }
    }
}
