//! `if`, `match` and loops: the head chooses an arm, and the arms are entered again.

use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Arm as SynArm, Expr, Pat, Stmt, Token, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression, has_yield_in_statement};
use crate::explicit::known::patterns::{
    bound_by_condition, has_let, is_irrefutable, leaves_nothing,
};
use crate::explicit::normal::types::type_at;
use crate::explicit::normal::{Normal, if_else};
use crate::explicit::parts::looking_arms;
use crate::explicit::questions::callee;
use crate::explicit::questions::methods;
use crate::explicit::tree::ir::{
    Arm, Block, Choice, Node, Part, PartKind, VarId, YieldId, block_expression,
};
use crate::explicit::tree::patterns::NameWild;
use crate::lower::internal;

/// Whether a value is a slice behind a reference, by the name of the method.
fn gives_slice(head: &Expr) -> bool {
    let Expr::MethodCall(call) = head else { return false };
    let names = ["as_bytes", "as_mut_slice", "as_slice"];
    call.args.is_empty() && names.iter().any(|name| call.method == name)
}

impl Normal<'_> {
    /// `private::into_iter(head)`, put together without parsing: cargo does not optimize macros.
    fn iterator_over(&self, head: Expr) -> Expr {
        let mut path = self.private.clone();
        path.segments.push(Ident::new("into_iter", Span::call_site()).into());
        Expr::Call(syn::ExprCall {
            attrs: Vec::new(),
            func: Box::new(Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path })),
            paren_token: syn::token::Paren::default(),
            args: [head].into_iter().collect(),
        })
    }

    /// The head of a statement in whose arms there are yields, where nothing needs to be dropped
    /// behind them.
    pub(super) fn head(
        &mut self,
        head: Expr,
        patterns: &mut [&mut Pat],
        parts: &mut Vec<Part>,
    ) -> Expr {
        let yields = has_yield_in_expression(&head);
        if !yields && kinds::is_place(&head) {
            return head;
        }
        borrow_texts(patterns);
        for pattern in patterns.iter_mut() {
            // By a name, what a pattern leaves out goes where the rest goes.
            let mut name = NameWild { vars: self.vars };
            name.visit_pat_mut(pattern);
            self.check_left_fields(pattern);
        }
        let leaves = |pattern: &&&mut Pat| !kinds::takes_all(pattern);
        // A reference leaves nothing.
        let refers = gives_slice(&head);
        if let Some(pattern) = patterns.iter().find(leaves).filter(|_| !refers) {
            self.reject(
                pattern,
                "this pattern leaves a part of a temporary that would live across a yield: bind the \
                 head of the statement with `let` in front of it",
            );
        }
        if yields { self.hoisted_head(head, parts) } else { self.sealed(head) }
    }

    /// The head of a statement that yields in it: the local that holds its value.
    fn hoisted_head(&mut self, head: Expr, parts: &mut Vec<Part>) -> Expr {
        let at = head.span();
        let head = self.sealed(head);
        let mut borrows = false;
        let head = self.hoist_all(head, parts, &mut borrows);
        self.reject_borrows(borrows, &head, "the head of a statement");
        if kinds::name_of(&head).is_some() { head } else { self.bind(Node::Plain(head), at, parts) }
    }

    pub(super) fn branch(&mut self, mut branch: syn::ExprIf, parts: &mut Vec<Part>) -> Node {
        if let Some(node) = self.otherwise(&branch, parts) {
            return node;
        }
        if let Expr::Let(bound) = &mut *branch.cond {
            let in_head = has_yield_in_expression(&bound.expr) && !kinds::is_place(&bound.expr);
            if in_head
                && !branch.then_branch.stmts.iter().any(has_yield_in_statement)
                && !branch
                    .else_branch
                    .iter()
                    .any(|(_, otherwise)| has_yield_in_expression(otherwise))
            {
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = of_value(&self.hoisted_head(head, parts));
                return Node::Plain(Expr::If(branch));
            }
        }
        let mut condition = *branch.cond;
        match &mut condition {
            Expr::Let(bound) => {
                let is_place = kinds::is_place(&bound.expr);
                // What does not match is dropped before the `else` or behind it, by the edition.
                let checks =
                    branch.else_branch.is_some() && !is_place && !leaves_nothing(&bound.pat);
                let yields = has_yield_in_expression(&bound.expr);
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = self.head(head, &mut [&mut bound.pat], parts);
                if yields && !is_place && !leaves_nothing(&bound.pat) {
                    *bound.expr = of_value(&bound.expr);
                }
                if checks && !kinds::is_place(&bound.expr) {
                    *bound.expr = self.unmatched(&bound.expr, &bound.pat);
                }
            }
            other if has_let(other) => {
                if has_yield_in_expression(other) {
                    self.reject(
                        &*other,
                        "a yield cannot stand in a chain of `let`s: nest the `if`s",
                    );
                }
                self.chain(other);
            }
            other if has_yield_in_expression(other) => {
                let taken = std::mem::replace(other, kinds::nothing());
                *other = self.bind_whole(taken, parts);
            }
            _ => {}
        }
        let bound = bound_by_condition(&condition)
            .iter()
            .flat_map(|pattern| self.declared_by(pattern))
            .collect::<Vec<_>>();
        let binds = !bound.is_empty();
        let chosen = self.fresh("chosen");
        let index = parts.len();
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::If { condition, bound: bound.clone(), back: None },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let then = self.arm(block_expression(branch.then_branch), bound, &chosen);
        let mut ends = vec![self.last()];
        let otherwise =
            branch.else_branch.map(|(_, otherwise)| Box::new(Node::Block(self.scoped(*otherwise))));
        ends.push(self.last());
        set_ends(&mut parts[index], ends);
        Node::If { chosen, binds, then, otherwise }
    }

    /// The head of an `if let`: it is an error if what the pattern does not match has a destructor.
    fn unmatched(&self, head: &Expr, pattern: &Pat) -> Expr {
        let here = Span::mixed_site().located_at(head.span());
        let private = &self.private;
        let name = match pattern {
            Pat::TupleStruct(tuple) if tuple.elems.iter().all(is_irrefutable) => {
                tuple.path.segments.last().map(|segment| segment.ident.to_string())
            }
            _ => None,
        };
        let check = match name.as_deref() {
            Some("Ok") => quote_spanned!(here=> #private::error_without_drop(#head, || ())),
            Some("Err") => quote_spanned!(here=> #private::value_without_drop(#head, || ())),
            _ => quote_spanned!(here=> #private::unmatched_without_drop(#head, || ())),
        };
        syn::parse2(check).unwrap_or_else(|_| head.clone())
    }

    /// Seals the heads in a chain of `let`s.
    pub(super) fn chain(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Binary(binary) => {
                self.chain(&mut binary.left);
                self.chain(&mut binary.right);
            }
            Expr::Let(bound) => {
                let mut unused = Vec::new();
                let probed = internal("probed");
                if !kinds::is_place(&bound.expr)
                    && !kinds::constructors(&bound.pat, &probed).is_empty()
                {
                    self.reject(
                        &bound.expr,
                        "this is taken apart in a chain of `let`s across a yield: nest the `if`s",
                    );
                }
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = self.head(head, &mut [&mut bound.pat], &mut unused);
            }
            _ => {}
        }
    }

    /// The block of an arm, which begins with what its pattern binds.
    pub(super) fn arm(&mut self, body: Expr, bound: Vec<VarId>, chosen: &Ident) -> Block {
        let mut block = Block::new();
        if !bound.is_empty() {
            block.parts.push(Part {
                kind: PartKind::Unpack { chosen: chosen.clone(), bound: bound.clone() },
                declares: bound,
                last: self.last(),
                yields: false,
            });
        }
        match body {
            Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
                self.inner(inner.block, &mut block);
            }
            other => {
                let node = self.node(other, &mut block.parts);
                block.tail = Some(Box::new(node));
            }
        }
        block
    }

    pub(super) fn matched(&mut self, mut matched: syn::ExprMatch, parts: &mut Vec<Part>) -> Node {
        let mut arms = std::mem::take(&mut matched.arms);
        for arm in &arms {
            if let Pat::Guard(guarded) = &arm.pat {
                if has_yield_in_expression(&guarded.guard) {
                    self.reject(
                        &guarded.guard,
                        "a yield cannot stand in the guard of an arm: ask in the arm, with an `if`",
                    );
                }
            }
        }
        if !kinds::is_place(&matched.expr) && self.some_leave(&arms) {
            matched.arms = arms;
            let mut block = Block::new();
            let node = self.matched_beside(matched, &mut block.parts);
            block.tail = Some(Box::new(node));
            return Node::Block(block);
        }
        let head = {
            let mut patterns: Vec<_> = arms.iter_mut().map(|arm| &mut arm.pat).collect();
            self.head(*matched.expr, &mut patterns, parts)
        };
        let chosen = self.fresh("chosen");
        let index = parts.len();
        let again = looking_arms::look_again(&head, &mut arms, &self.private);
        let patterns = arms
            .iter()
            .zip(&again)
            .map(|(arm, again)| Arm {
                attributes: arm.attrs.clone(),
                pattern: arm.pat.clone(),
                bound: if *again { Vec::new() } else { self.declared_by(&arm.pat) },
                back: None,
            })
            .collect();
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match {
                    head,
                    attributes: matched.attrs,
                    arms: patterns,
                    ends: false,
                },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let mut ends = Vec::new();
        let mut blocks = Vec::new();
        for (SynArm { pat, body, .. }, again) in arms.into_iter().zip(again) {
            let bound = if again { Vec::new() } else { self.declared_by(&pat) };
            blocks.push(self.arm(*body, bound, &chosen));
            ends.push(self.last());
        }
        set_ends(&mut parts[index], ends);
        Node::Match { chosen, arms: blocks }
    }

    /// Whether some patterns of a `match` leave its head as a whole, which is dropped where the statement ends,
    /// and the others take all of it.
    pub(super) fn leaves_head(matched: &syn::ExprMatch) -> bool {
        let leaves = |arm: &SynArm| !kinds::takes_all(&arm.pat);
        !kinds::is_place(&matched.expr)
            && matched.arms.iter().any(leaves)
            && !matched.arms.iter().any(|arm| leaves(arm) && !kinds::bindings(&arm.pat).is_empty())
    }

    /// A `match` whose head is a local in `parts`: what the patterns leave of it is dropped with them.
    pub(super) fn matched_beside(
        &mut self,
        mut matched: syn::ExprMatch,
        parts: &mut Vec<Part>,
    ) -> Node {
        let head = std::mem::replace(&mut *matched.expr, kinds::nothing());
        let at = head.span();
        let head = self.sealed(head);
        let node =
            if has_yield_in_expression(&head) { self.node(head, parts) } else { Node::Plain(head) };
        *matched.expr = self.bind(node, at, parts);
        self.matched(matched, parts)
    }

    /// A `let` with a yield in its `else`. What its pattern leaves out of the value is dropped in front of
    /// the `else`, and where the `let` ends.
    ///
    /// ```text
    /// // in                                // out
    /// let P(a) = e else { .. };            choose { First(a) or Rest(()) }
    ///                                      let (a,) = match chosen { First: (a,), Rest: { .. } };
    /// ```
    pub(super) fn let_else(
        &mut self,
        attributes: Vec<syn::Attribute>,
        pattern: Pat,
        value: Expr,
        diverge: Expr,
        parts: &mut Vec<Part>,
    ) {
        let before = self.last();
        let head = if has_yield_in_expression(&value) {
            of_value(&self.bind_whole(value, parts))
        } else {
            value
        };
        let bound = self.declared_by(&pattern);
        let chosen = self.fresh("chosen");
        let index = parts.len();
        let arm = |pattern: Pat, bound: Vec<VarId>| Arm {
            attributes: Vec::new(),
            pattern,
            bound,
            back: None,
        };
        let arms = vec![arm(pattern, bound.clone()), arm(parse_quote!(_), Vec::new())];
        // A local is not dropped there.
        let ends = !kinds::is_place(&head);
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match { head, attributes: Vec::new(), arms, ends },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let (names, patterns): (Vec<_>, Vec<_>) = bound
            .iter()
            .map(|var| {
                let var = &self.vars.all[*var];
                let (mutability, name) = (&var.mutability, &var.ident);
                (name.clone(), quote::quote!(#mutability #name))
            })
            .unzip();
        let matched = self.arm(parse_quote!((#(#names,)*)), bound.clone(), &chosen);
        let mut ends = vec![self.last()];
        let otherwise = self.arm(diverge, Vec::new(), &chosen);
        ends.push(self.last());
        set_ends(&mut parts[index], ends);
        parts.push(Part {
            kind: PartKind::Let {
                attributes,
                pattern: parse_quote!((#(#patterns,)*)),
                value: Node::Match { chosen, arms: vec![matched, otherwise] },
                diverge: None,
                late: false,
            },
            declares: bound,
            last: self.last(),
            yields: self.last() > before,
        });
    }

    /// Whether some arms leave the head of their `match` as a whole, and the others take all of it, where
    /// what is left out by `_` has a name.
    fn some_leave(&mut self, arms: &[SynArm]) -> bool {
        let mut some = false;
        for arm in arms {
            let mut named = arm.pat.clone();
            NameWild { vars: self.vars }.visit_pat_mut(&mut named);
            if kinds::takes_all(&named) {
                continue;
            }
            if !kinds::bindings(&arm.pat).is_empty() {
                return false;
            }
            some = true;
        }
        some
    }

    pub(super) fn while_loop(&mut self, repeated: syn::ExprWhile) -> Node {
        let mut body = Block::new();
        let mut condition = *repeated.cond;
        if has_yield_in_expression(&condition) {
            // `loop { if condition { body } else { break } }`
            let inner = repeated.body;
            let branch = if_else(condition, block_expression(inner), parse_quote!(break));
            let node = self.node(branch, &mut body.parts);
            body.tail = Some(Box::new(node));
            return Node::Loop { attributes: repeated.attrs, label: repeated.label, body };
        }
        match &mut condition {
            Expr::Let(bound) => {
                let head = std::mem::replace(&mut *bound.expr, kinds::nothing());
                *bound.expr = self.head(head, &mut [&mut bound.pat], &mut body.parts);
            }
            other if has_let(other) => self.chain(other),
            _ => {}
        }
        let bound = bound_by_condition(&condition)
            .iter()
            .flat_map(|pattern| self.declared_by(pattern))
            .collect();
        body.parts.push(Part {
            kind: PartKind::While { condition, back: None },
            declares: bound,
            last: self.last(),
            yields: false,
        });
        self.loop_body(repeated.body, &mut body);
        Node::Loop { attributes: repeated.attrs, label: repeated.label, body }
    }

    /// The body of a `for` or a `while`, behind the part that begins each turn. Its locals may be in
    /// one scope with those of the pattern, which are dropped after them.
    pub(super) fn loop_body(&mut self, inner: syn::Block, body: &mut Block) {
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
        if self.vars.left_fields(&pattern).is_none() && kinds::takes_all(&pattern) {
            return (pattern, None);
        }
        let item = self.vars.hidden("item_of_the_loop", None);
        self.vars.all[item].at = Some(written.span());
        let item = self.vars.all[item].ident.clone();
        let written = kinds::pattern_of_let(written);
        let statement = parse_quote!(let #written = #item;);
        (kinds::pattern_named(item), Some(statement))
    }

    pub(super) fn for_loop(
        &mut self,
        mut repeated: syn::ExprForLoop,
        parts: &mut Vec<Part>,
    ) -> Node {
        let (pattern, statement) = self.item_pattern(&repeated.pat);
        repeated.body.stmts.splice(0..0, statement);
        if let Some(iterator) = self.entered(&repeated.expr) {
            let syn::ExprForLoop { attrs, label, body, .. } = repeated;
            return self.turns_of(iterator, pattern, attrs, label, body);
        }
        self.reject_borrowed_temporary(&repeated.expr, "this loop");
        let (known, at) = (self.known_type(&repeated.expr), repeated.expr.span());
        let advice = self.advice_for_loop(&repeated.expr);
        let itself = self.place_of_itself(&repeated.expr);
        let is_range = kinds::is_range(&repeated.expr);
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
        let chosen = self.fresh("chosen");
        let index = parts.len();
        parts.push(Part {
            kind: PartKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match {
                    head,
                    attributes: Vec::new(),
                    arms: vec![Arm {
                        attributes: Vec::new(),
                        pattern: kinds::pattern_named(self.vars.all[iterator].ident.clone()),
                        bound: vec![iterator],
                        back: None,
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
        arm.tail = Some(Box::new(self.turns_of(iterator, pattern, attrs, label, body)));
        set_ends(&mut parts[index], vec![self.last()]);
        Node::Match { chosen, arms: vec![arm] }
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
    fn entered(&self, head: &Expr) -> Option<VarId> {
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
        inner: syn::Block,
    ) -> Node {
        self.vars.all[iterator].mutability = Some(<Token![mut]>::default());
        let numbers = self.vars.all[iterator].range;
        for bound in kinds::bindings(&pattern) {
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
        Node::Loop { attributes, label, body }
    }

    pub(super) fn reject_borrows(&mut self, borrows: bool, head: &Expr, place: &str) {
        if borrows {
            self.reject(
                head,
                &format!(
                    "this borrows from the value of a yield in {place}: bind the value with `let` in \
                     front of it"
                ),
            );
        }
    }
}

/// Makes `&_` of each `_` where another pattern has a text, so that it need not be given a name: by one, the
/// text would be kept.
fn borrow_texts(patterns: &mut [&mut Pat]) {
    fn is_text(pattern: &Pat) -> bool {
        match pattern {
            Pat::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_) | syn::Lit::ByteStr(_)),
            Pat::Or(or) => or.cases.iter().any(is_text),
            Pat::Paren(inner) => is_text(&inner.pat),
            Pat::Guard(guarded) => is_text(&guarded.pat),
            _ => false,
        }
    }

    fn part(pattern: &mut Pat, index: usize) -> Option<&mut Pat> {
        match pattern {
            Pat::Tuple(tuple) => tuple.elems.get_mut(index),
            Pat::Paren(inner) => part(&mut inner.pat, index),
            Pat::Guard(guarded) => part(&mut guarded.pat, index),
            _ => None,
        }
    }

    fn has_rest(pattern: &Pat) -> bool {
        match pattern {
            Pat::Tuple(tuple) => tuple.elems.iter().any(|part| matches!(part, Pat::Rest(_))),
            Pat::Paren(inner) => has_rest(&inner.pat),
            Pat::Guard(guarded) => has_rest(&guarded.pat),
            _ => false,
        }
    }

    if patterns.iter().any(|pattern| is_text(pattern)) {
        for pattern in patterns.iter_mut() {
            match &mut **pattern {
                Pat::Guard(guarded) => borrow_text(&mut guarded.pat),
                other => borrow_text(other),
            }
        }
        return;
    }
    if patterns.iter().any(|pattern| has_rest(pattern)) {
        return;
    }
    for index in 0.. {
        let mut parts: Vec<&mut Pat> =
            patterns.iter_mut().filter_map(|pattern| part(pattern, index)).collect();
        if parts.is_empty() {
            return;
        }
        borrow_texts(&mut parts);
    }
}

fn borrow_text(pattern: &mut Pat) {
    if matches!(pattern, Pat::Wild(_)) {
        *pattern = parse_quote!(&_);
    }
}

pub(super) fn set_ends(part: &mut Part, found: Vec<YieldId>) {
    if let PartKind::Choose { ends, .. } = &mut part.kind {
        *ends = found;
    }
}

/// A head that is the value of a local: what its pattern leaves is dropped with the statement, as that of a temporary is.
fn of_value(local: &Expr) -> Expr {
    parse_quote!({ #local })
}
