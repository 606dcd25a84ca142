//! Writes the heads of `if` and `match`, and what chooses an arm again in a later step.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use crate::explicit::emit::{Emitter, number};
use crate::explicit::flow::groups::is_rest;
use crate::explicit::known::kinds;
use crate::explicit::known::patterns::has_let;
use crate::explicit::questions::destructors::probes;
use crate::explicit::tree::ir::{Arm, Choice, Node, Part, PartKind, VarId, YieldId};
use crate::lower::{internal, is_of_hidden_items};

impl Emitter<'_> {
    /// The choice that the last part of a group has made, and how it is made again.
    pub(super) fn chosen_by<'i>(&self, part: &'i Part) -> Option<(&'i Ident, TokenStream)> {
        match &part.kind {
            PartKind::Choose { chosen, choice, ends } => {
                Some((chosen, self.chosen_again(choice, ends)))
            }
            PartKind::Offer { offered, .. } => {
                let private = self.private;
                Some((offered, quote!(#private::Option::None)))
            }
            PartKind::Group(parts) => {
                parts.iter().rev().find(|part| !is_rest(part)).and_then(|part| self.chosen_by(part))
            }
            _ => None,
        }
    }

    pub(super) fn choose(
        &self,
        part: &Part,
        chosen: &Ident,
        choice: &Choice,
        ends: &[YieldId],
    ) -> TokenStream {
        let private = self.private;
        let fresh = match choice {
            Choice::If { condition, bound, .. } if bound.is_empty() && has_let(condition) => {
                self.conditional(condition, &quote!(true), &quote!(false), None)
            }
            Choice::If { condition, bound, .. } if bound.is_empty() => {
                self.statement(&Node::Plain(condition.clone()), false)
            }
            Choice::If { condition, bound, back } => {
                let values = self.values(bound);
                self.conditional(
                    condition,
                    &quote!(#private::Chosen::First(#private::Option::Some(#values))),
                    &quote!(#private::Chosen::Rest(())),
                    back.as_ref(),
                )
            }
            Choice::Match { head, attributes, arms, ends } => {
                let (count, bind) = (arms.len(), bind(arms));
                let patterns: Vec<&Pat> = arms.iter().map(|arm| &arm.pattern).collect();
                let value = head_at(head.span());
                let place = is_place(head);
                let asked = if place { quote!(#head) } else { quote!(#value) };
                let probes =
                    if *ends { TokenStream::new() } else { self.probes(&asked, &patterns) };
                let arms = arms.iter().enumerate().map(|(index, arm)| {
                    let Arm { attributes, pattern, bound, back, end } = arm;
                    let values = self.values(bound);
                    let payload = if bound.is_empty() {
                        quote!(())
                    } else {
                        quote!(#private::Option::Some(#values))
                    };
                    let chosen = self.chosen(index, count, bind, &payload);
                    let pattern = self.pattern(pattern);
                    let back = back.as_ref().map(|place| self.put_back(place));
                    let mut arm = Group::new(Delimiter::Brace, quote!(#back #chosen));
                    arm.set_span(end.unwrap_or_else(Span::call_site));
                    quote!(#(#attributes)* #pattern => #arm)
                });
                let head = self.exits_in(head);
                if place && !probes.is_empty() {
                    quote!({ #probes #(#attributes)* match #head { #(#arms)* } })
                } else if probes.is_empty() {
                    quote!(#(#attributes)* match #head { #(#arms)* })
                } else {
                    quote! {
                        #(#attributes)* match #head { #value => {
                            #probes
                            match #value { #(#arms)* }
                        } }
                    }
                }
            }
        };
        let ends_first = matches!(choice, Choice::Match { ends: true, .. });
        // A condition that is no `bool` is reported where it is.
        let is_bool = matches!(choice, Choice::If { condition, bound, .. } if bound.is_empty() && !has_let(condition));
        let ty = is_bool.then(|| quote!(: #private::bool));
        if self.plain.get() {
            return if ends_first {
                quote!(let #chosen; #chosen = #fresh;)
            } else {
                quote!(let #chosen #ty = #fresh;)
            };
        }
        let resume = internal("resume");
        let last = number(part.last);
        let again = self.chosen_again(choice, ends);
        if ends_first {
            // It would be lost as well, as the value of a block.
            return quote! {
                let #chosen;
                if #resume <= #last { #chosen = #fresh; } else { #chosen = #again; }
            };
        }
        quote!(let #chosen #ty = if #resume <= #last { #fresh } else { #again };)
    }

    /// The choice in a step that goes on in one of the arms: each yield is in one of them.
    pub(super) fn chosen_again(&self, choice: &Choice, ends: &[YieldId]) -> TokenStream {
        let private = self.private;
        let resume = internal("resume");
        let payload = |bound: &[VarId]| {
            if bound.is_empty() { quote!(()) } else { quote!(#private::Option::None) }
        };
        match choice {
            Choice::If { bound, .. } => {
                let end = number(ends[0]);
                if bound.is_empty() {
                    quote!(#resume <= #end)
                } else {
                    quote! {
                        if #resume <= #end {
                            #private::Chosen::First(#private::Option::None)
                        } else {
                            #private::Chosen::Rest(())
                        }
                    }
                }
            }
            Choice::Match { arms, .. } => {
                let (count, bind) = (arms.len(), bind(arms));
                let chosen =
                    |index: usize, arm: &Arm| self.chosen(index, count, bind, &payload(&arm.bound));
                if count > FEW {
                    // rustc compares the type of an arm with that of the arms in front of it at once.
                    let arms = arms.iter().enumerate().map(|(index, arm)| {
                        let chosen = chosen(index, arm);
                        if let Some(end) = ends.get(index).filter(|_| index + 1 < count) {
                            let end = number(*end);
                            quote!(..=#end => #chosen,)
                        } else {
                            quote!(_ => #chosen,)
                        }
                    });
                    return quote!({ match #resume { #(#arms)* } });
                }
                let mut chain = TokenStream::new();
                for (index, arm) in arms.iter().enumerate() {
                    let chosen = chosen(index, arm);
                    if index + 1 == count {
                        chain.extend(quote!({ #chosen }));
                    } else {
                        let end = number(ends[index]);
                        chain.extend(quote!(if #resume <= #end { #chosen } else));
                    }
                }
                chain
            }
        }
    }

    /// The choice of one arm of `count`, as a value. `bind`: whether some of the arms do.
    fn chosen(&self, index: usize, count: usize, bind: bool, payload: &TokenStream) -> TokenStream {
        if bind || count <= FEW {
            self.nested(index, count, payload)
        } else {
            Literal::usize_suffixed(index).into_token_stream()
        }
    }

    /// The same as a pattern.
    pub(super) fn choice(
        &self,
        index: usize,
        count: usize,
        bind: bool,
        payload: &TokenStream,
    ) -> TokenStream {
        if bind || count <= FEW || index + 1 < count {
            self.chosen(index, count, bind, payload)
        } else {
            quote!(_)
        }
    }

    /// The choice of one arm of `count`. That of the last of a few arms has a level for each arm in front of it.
    /// Of many arms, each level has half: rustc's time would grow with the third power of the depth.
    pub(super) fn nested(&self, index: usize, count: usize, payload: &TokenStream) -> TokenStream {
        let private = self.private;
        let first = match count {
            1 => return payload.clone(),
            0..=FEW => 1,
            _ => count / 2,
        };
        if index < first {
            let nested = self.nested(index, first, payload);
            quote!(#private::Chosen::First(#nested))
        } else {
            let nested = self.nested(index - first, count - first, payload);
            quote!(#private::Chosen::Rest(#nested))
        }
    }

    pub(super) fn probes(&self, value: &TokenStream, patterns: &[&Pat]) -> TokenStream {
        probes(self.private, value, patterns)
    }

    /// An `if`, which binds or not.
    pub(super) fn conditional(
        &self,
        condition: &Expr,
        then: &TokenStream,
        otherwise: &TokenStream,
        back: Option<&Expr>,
    ) -> TokenStream {
        let written = self.exits_in(condition);
        let plain = quote!(if #written { #then } else { #otherwise });
        let Expr::Let(bound) = condition else {
            let probes = self.probes_in_chain(condition);
            return if probes.is_empty() { plain } else { quote!({ #probes #plain }) };
        };
        let head = &bound.expr;
        if is_place(head) {
            let probes = self.probes(&quote!(#head), &[&bound.pat]);
            return if probes.is_empty() { plain } else { quote!({ #probes #plain }) };
        }
        let value = head_at(head.span());
        let probes = self.probes(&quote!(#value), &[&bound.pat]);
        if probes.is_empty() && back.is_none() {
            return plain;
        }
        let (head, pattern) = (self.exits_in(head), self.pattern(&bound.pat));
        if let Some(place) = back {
            let (taken, back) = (internal("taken"), self.put_back(place));
            return quote! {
                match #head { #value => {
                    #probes
                    match #value { #pattern => #then, #taken => { #back #otherwise } }
                } }
            };
        }
        quote! {
            match #head { #value => {
                #probes
                if let #pattern = #value { #then } else { #otherwise }
            } }
        }
    }

    /// Puts what an arm has taken, and leaves, back into its `Option`. Through a reference: rustc reports an assignment to
    /// the user's name that nothing reads.
    pub(super) fn put_back(&self, place: &Expr) -> TokenStream {
        let (private, taken) = (self.private, internal("taken"));
        quote!(*(&mut #place) = #private::Option::Some(#taken);)
    }

    /// Those of the places in a chain of `let`s: other heads need none there.
    pub(super) fn probes_in_chain(&self, condition: &Expr) -> TokenStream {
        match condition {
            Expr::Binary(binary) => {
                let left = self.probes_in_chain(&binary.left);
                let right = self.probes_in_chain(&binary.right);
                quote!(#left #right)
            }
            Expr::Let(bound) if kinds::is_place(&bound.expr) => {
                let head = &bound.expr;
                self.probes(&quote!(#head), &[&bound.pat])
            }
            _ => TokenStream::new(),
        }
    }

    /// Statements that a step skips which goes on behind them.
    pub(super) fn guarded(
        &self,
        part: &Part,
        inside: &TokenStream,
        chosen: Option<(&Ident, TokenStream)>,
        later: bool,
    ) -> TokenStream {
        if !later || self.plain.get() {
            return inside.clone();
        }
        let resume = internal("resume");
        let last = number(part.last);
        let passed_over = self.passed_over(part);
        if part.declares.is_empty() && chosen.is_none() {
            let otherwise = passed_over.map(|passed_over| quote!(else { #passed_over }));
            return quote!(if #resume <= #last { #inside } #otherwise);
        }
        let values = self.values(&part.declares);
        let (allow, patterns) = self.patterns(&part.declares);
        let restored = self.all_restored(&part.declares);
        let Some((chosen, again)) = chosen else {
            return quote! {
                #allow let #patterns = if #resume <= #last {
                    #inside
                    #values
                } else {
                    #passed_over
                    #restored
                };
            };
        };
        quote! {
            #allow let (#patterns, #chosen) = if #resume <= #last {
                #inside
                (#values, #chosen)
            } else {
                #passed_over
                (#restored, #again)
            };
        }
    }

    /// What an arm has bound, in a step that passes over the beginning of the arm. It is `None`: were it used on
    /// one way only, a flag would say at its end whether it has to be dropped.
    fn passed_over(&self, part: &Part) -> Option<TokenStream> {
        match &part.kind {
            PartKind::Unpack { chosen, .. } => {
                let private = self.private;
                Some(quote!(#private::passed_over(#chosen);))
            }
            PartKind::Group(parts) => parts.first().and_then(|first| self.passed_over(first)),
            _ => None,
        }
    }

    pub(super) fn bound_by(&self, pattern: &Pat) -> Vec<VarId> {
        self.vars.bound_by(pattern)
    }
}

/// Whether a head is a place, or one in a local that lies in an `Option`.
fn is_place(head: &Expr) -> bool {
    match head {
        Expr::Paren(inner) => is_place(&inner.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => match &*unary.expr {
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    let mut end = path.path.segments.iter().rev().map(|segment| &segment.ident);
                    end.next().is_some_and(|name| name.to_string().starts_with("held"))
                        && end.next().is_some_and(is_of_hidden_items)
                }
                _ => false,
            },
            inner => is_place(inner),
        },
        other => kinds::is_place(other),
    }
}

/// The name of the value of a head, which rustc reports where the head is.
fn head_at(at: Span) -> Ident {
    let mut head = internal("head");
    head.set_span(head.span().located_at(at));
    head
}

/// The most arms whose choice has a level for each: see [`nested`](Emitter::nested). Of more arms that bind nothing,
/// the choice is a number.
const FEW: usize = 8;

/// Whether arms bind something.
fn bind(arms: &[Arm]) -> bool {
    arms.iter().any(|arm| !arm.bound.is_empty())
}
