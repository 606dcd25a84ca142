//! Writes the step: the body, entered again from the top of each scope that holds the yield at which it
//! was suspended.
//!
//! ```text
//! // in                              // out, in outline
//! let a = f();                       let (a,) = if resume <= 0 { let a = f(); (a,) }
//! yield_!(a);                                   else { (restore(&mut kept_a),) };
//! g(a);                              { if resume < 1 {
//! yield_!(2);                              let value: Item = a;
//!                                          *state = State::At1 { a };
//!                                          return Output::Yielded(value);
//!                                      }
//!                                      resume = 0; };
//!                                    if resume <= 1 { g(a); }
//!                                    ..
//! ```
//!
//! `resume` is the number of the yield at which the step goes on, and 0 once it has got there. As yields
//! are numbered in the order of the source, `resume <= n` says that what has the yields up to `n` in it
//! or in front of it is to be entered.

pub(super) mod beside;
mod choices;
mod exits;
pub(super) mod lints;
pub(super) mod own_names;
mod saved;
pub(super) mod state;
pub(super) mod state_methods;
pub(super) mod step;
pub(super) mod turns;
mod yields;

use std::cell::Cell;
use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Pat, Path, Token, Type};

use crate::explicit::emit::exits::Exits;
use crate::explicit::flow::Kept;
use crate::explicit::flow::groups::last_of;
use crate::explicit::known::patterns;
use crate::explicit::questions::located::{located, located_at};
use crate::explicit::questions::{self, pins, standard};
use crate::explicit::tree::ir::{
    Block, Delegated, Node, Part, PartKind, Rest, Var, VarId, YieldId,
};
use crate::explicit::tree::vars::Vars;
use crate::lower::{ends_of, internal, is_of_hidden_items};

use crate::explicit::questions::destructors::probe_of_local;

#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Emitter<'a> {
    pub(crate) vars: &'a Vars,
    pub(crate) kept: &'a Kept,
    pub(crate) private: &'a Path,
    pub(crate) item: &'a Type,
    /// The name of the enum of states.
    pub(crate) state: Ident,
    /// The type that is sent in. `None` if it is `()`.
    pub(crate) resume: Option<&'a Type>,
    /// The type that is thrown.
    pub(crate) error: &'a Type,
    /// Whether the generator is an iterator over `Result`s.
    pub(crate) fallible: bool,
    /// Whether the last expression of the body is a `Result`, and not `()`.
    pub(crate) ends_with_result: bool,
    /// Whether the state is to be `Clone`.
    pub(crate) clones: bool,
    /// Whether the generator is to be `Copy`.
    pub(crate) copies: bool,
    /// Whether a generator without a name derives `Debug`.
    pub(crate) is_debug: bool,
    /// The tail calls of the function itself.
    pub(crate) tails: BTreeSet<YieldId>,
    /// The locals that some yield keeps.
    pub(crate) fields: BTreeSet<VarId>,
    /// Whether a step reads them where they are: they are `Copy`, or ranges.
    pub(crate) reads_in_place: bool,
    /// Whether the body returns `()` and calls macros that may have a `return`: it is then in a closure that returns `()`
    /// as well, beside which is what the step gives.
    pub(crate) returns_nothing: bool,
    /// Whether the enum has methods that take it apart and put it together.
    pub(crate) has_methods: bool,
    /// Whether the state is saved, or read back.
    pub(crate) saves: bool,
    /// The locals beside the state, the last one first.
    pub(crate) beside: Vec<VarId>,
    /// Whether what is being written is a turn of a loop that no step enters again.
    pub(crate) plain: Cell<bool>,
}

/// The name of the enum. An item has no hygiene: a type of the user's that is named `State` stays in scope.
pub(crate) fn state_name() -> Ident {
    Ident::new("StateWithoutBorrowsOfTheGenerator", Span::mixed_site())
}

/// The variant for a yield.
pub(crate) fn variant(id: YieldId) -> Ident {
    Ident::new(&format!("At{id}"), Span::mixed_site())
}

impl Emitter<'_> {
    fn exits(&self) -> Exits<'_> {
        Exits {
            private: self.private,
            fallible: self.fallible,
            returns_nothing: self.returns_nothing,
            vars: self.vars,
        }
    }

    /// Leaves a step, which gives a value.
    pub(crate) fn returning(&self, output: &TokenStream) -> TokenStream {
        exits::returning(self.returns_nothing, output, Span::mixed_site())
    }

    /// The value of a step, from a variant of `Output`. Where the items are `Result`s, it is a `Result` as well,
    /// so that `?` and `return Err(..)` leave the step, also from a macro.
    pub(crate) fn gives(&self, output: &TokenStream) -> TokenStream {
        let private = self.private;
        if self.fallible {
            quote!(#private::Result::Ok(#private::Output::#output))
        } else {
            quote!(#private::Output::#output)
        }
    }

    /// The name of the local of a step that holds a local until it is restored.
    pub(crate) fn cell_of(&self, var: VarId) -> Ident {
        let name = self.vars.all[var].ident.to_string();
        // Only names of the macro's own end so.
        match name.strip_suffix("_of_the_generator") {
            Some(hidden) => internal(&format!("held_{hidden}")),
            None => internal(&format!("kept_{}", name.trim_start_matches("r#"))),
        }
    }

    /// The locals kept at a yield, the last one first: so a state that is dropped drops them.
    pub(crate) fn kept_at(&self, id: YieldId) -> Vec<VarId> {
        let mut kept: Vec<VarId> = self
            .kept
            .in_scope
            .get(&id)
            .into_iter()
            .flatten()
            .copied()
            .filter(|var| self.kept.is_kept(id, *var))
            .collect();
        kept.reverse();
        kept
    }

    /// Those of them that are fields of the variant.
    pub(crate) fn fields_at(&self, id: YieldId) -> Vec<VarId> {
        if self.beside.is_empty() { self.kept_at(id) } else { Vec::new() }
    }

    /// What a definition binds in place of a local that stays where it is. [`stored`](Self::stored) puts it there.
    fn new_of(&self, var: VarId) -> Ident {
        let name = self.vars.all[var].ident.to_string();
        let name = name.strip_suffix("_of_the_generator").unwrap_or(&name);
        internal(&format!("new_{}", name.trim_start_matches("r#")))
    }

    pub(crate) fn name_at(&self, var: VarId, span: Span) -> Ident {
        let mut name = self.vars.all[var].ident.clone();
        name.set_span(name.span().located_at(span));
        name
    }

    /// The name of a local that a yield moves into the state: at the yield, or where a method may have borrowed it.
    pub(crate) fn moved_at(&self, var: VarId, span: Span) -> Ident {
        self.name_at(var, self.vars.all[var].borrowed_at.unwrap_or(span))
    }

    fn restored(&self, var: VarId) -> TokenStream {
        let private = self.private;
        // The body has references to them if it is apart from the step.
        let borrow = (!self.has_methods).then(|| quote!(&mut));
        let cell = self.cell_of(var);
        if let Some(Some(rest)) = self.kept.ended.get(&var) {
            let rest = self.cell_of(*rest);
            return quote!(#private::restore_rest(#borrow #rest));
        }
        match (self.fields.contains(&var), self.kept.optional.contains(&var)) {
            (true, is_optional) => {
                let restore = if is_optional { "restore_optional" } else { "restore" };
                let restore = self.saved_as(var).restored_by().unwrap_or(restore);
                let restore = Ident::new(restore, Span::mixed_site());
                quote!(#private::#restore(#borrow #cell))
            }
            (false, true) => quote!(#private::Option::None),
            (false, false) => quote!(#private::not_kept()),
        }
    }

    /// `(a, b,)`, or `a`
    fn values(&self, vars: &[VarId]) -> TokenStream {
        let moved = |var: &VarId| match self.vars.all[*var].borrowed_at {
            Some(span) => self.name_at(*var, span),
            None => self.bound_name(*var),
        };
        tuple(vars.iter().map(|var| moved(var).into_token_stream()))
    }

    /// What was kept of the same locals.
    fn all_restored(&self, vars: &[VarId]) -> TokenStream {
        tuple(vars.iter().map(|var| self.restored(*var)))
    }

    /// `let (mut a, b,)`, or `let mut a`
    fn bind(&self, vars: &[VarId]) -> TokenStream {
        let (allow, patterns) = self.patterns(vars);
        quote!(#allow let #patterns)
    }

    /// `(mut a, b,)`, or `mut a`, and what the `let` allows.
    ///
    /// rustc names a local in its messages only if its `mut` has the hygiene of its name. Then it reports the `mut`
    /// as not needed and the local as not used as well, though the user has not written this one.
    fn patterns(&self, vars: &[VarId]) -> (Option<TokenStream>, TokenStream) {
        let is_mutable =
            |id: &VarId| self.kept.optional.contains(id) || self.vars.all[*id].mutability.is_some();
        let repeats = |id: &VarId| {
            self.kept.optional.contains(id) || self.kept.at.iter().any(|(_, kept)| kept == id)
        };
        let mut mutable = vars.iter().filter(|id| is_mutable(id)).peekable();
        let is_own = mutable.peek().is_some() && mutable.all(repeats);
        let names = vars.iter().map(|id| {
            let (mutability, name) = (self.vars.all[*id].mutability, self.bound_name(*id));
            if !is_mutable(id) {
                return name.into_token_stream();
            }
            let at = mutability.map_or_else(|| name.span(), |mutability| mutability.span);
            let hygiene = if is_own { name.span() } else { Span::mixed_site() };
            let mutability = match mutability {
                Some(written) if !is_own => written,
                _ => Token![mut](hygiene.located_at(at)),
            };
            quote!(#mutability #name)
        });
        (
            is_own.then(|| quote!(#[allow(unused_assignments, unused_mut, unused_variables)])),
            tuple(names),
        )
    }

    /// What a pattern calls a local that it binds.
    fn bound_name(&self, var: VarId) -> Ident {
        if self.vars.all[var].placed { self.new_of(var) } else { self.vars.all[var].ident.clone() }
    }

    /// Puts what was just defined into an `Option`, where it lies in one, or in its place in the generator. What a pattern
    /// binds behind a local in an `Option` is declared again behind it, so that it is dropped in front of it.
    fn stored(&self, defined: &[VarId]) -> TokenStream {
        let private = self.private;
        let mut again = false;
        let stored = defined.iter().map(|id| {
            let var = &self.vars.all[*id];
            let name = &var.ident;
            if var.placed {
                let new = self.new_of(*id);
                return quote!(*#name = #new;);
            }
            let is_optional = self.kept.optional.contains(id);
            again |= is_optional;
            if !again || var.plain && !is_optional {
                return TokenStream::new();
            }
            let bind = self.bind(std::slice::from_ref(id));
            if is_optional {
                quote!(#bind = #private::Option::Some(#name);)
            } else {
                quote!(#bind = #name;)
            }
        });
        stored.collect()
    }

    fn exits_in(&self, expression: &Expr) -> TokenStream {
        let mut expression = expression.clone();
        self.exits().visit_expr_mut(&mut expression);
        expression.into_token_stream()
    }

    fn pattern(&self, pattern: &Pat) -> TokenStream {
        let mut pattern = pattern.clone();
        self.exits().visit_pat_mut(&mut pattern);
        Renaming(self).visit_pat_mut(&mut pattern);
        pattern.into_token_stream()
    }

    /// What is in the braces of a block.
    pub(crate) fn contents(&self, block: &Block) -> TokenStream {
        let declarations = &block.declarations;
        let last = block.parts.iter().filter(|part| part.yields).map(|part| part.last).max();
        let last = last.unwrap_or(0).max(block.tail.as_deref().map_or(0, last_of));
        let parts = self.parts(&block.parts, last);
        let tail = block.tail.as_ref().map(|tail| self.statement(tail, false));
        quote!(#(#declarations)* #parts #tail)
    }

    fn block(&self, block: &Block) -> TokenStream {
        let (label, unsafety) = (&block.label, &block.unsafety);
        let braced = self.braced(block);
        quote!(#label #unsafety #braced)
    }

    /// What is in the braces of a block, in them.
    fn braced(&self, block: &Block) -> Group {
        let mut braced = Group::new(Delimiter::Brace, self.contents(block));
        braced.set_span(block.braces.unwrap_or_else(Span::mixed_site));
        braced
    }

    fn parts(&self, parts: &[Part], last: YieldId) -> TokenStream {
        parts.iter().map(|part| self.part(part, part.last < last)).collect()
    }

    /// A part of a block. `later`: whether there are yields behind it in the block.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of item")]
    fn part(&self, part: &Part, later: bool) -> TokenStream {
        let private = self.private;
        let declared = &part.declares;
        let inside = match &part.kind {
            PartKind::Arguments => {
                let (bind, restored) = (self.bind(declared), self.all_restored(declared));
                return quote!(#bind = #restored;);
            }
            PartKind::Choose { chosen, choice, ends } => {
                return self.choose(part, chosen, choice, ends);
            }
            PartKind::Offer { offered, value, ty } => {
                let value = self.exits_in(value);
                let (first, last) = ends_of(&value).unwrap_or((offered.span(), offered.span()));
                let mut value = Group::new(Delimiter::Parenthesis, value);
                value.set_span(last);
                // As the path begins with `::`, rustc does not propose to shorten it.
                let value = quote_spanned!(first=> ::core::option::Option::Some #value);
                let resume = internal("resume");
                let last = number(part.last);
                let ty = ty.as_ref().map(|ty| {
                    // A lifetime that does not fit is reported at the type of the items.
                    let (first, end) = ends_of(&quote!(#ty)).unwrap_or((first, first));
                    let end = Token![>](end);
                    quote_spanned!(first=> : ::core::option::Option<#ty #end)
                });
                // As the value of a block it would be lost, should a temporary's destructor panic.
                if self.plain.get() {
                    return quote!(let #offered #ty; #offered = #value;);
                }
                return quote! {
                    let #offered #ty;
                    if #resume <= #last {
                        #offered = #value;
                    } else {
                        #offered = #private::Option::None;
                    }
                };
            }
            PartKind::Definition(definition) => return quote!(#definition),
            PartKind::Rest { local, rest, used } => {
                // A yield is in the scope of the local.
                let asked = &self.vars.all[*local];
                let pinned = asked.pinned.map(|at| pins::check(private, &asked.ident, at));
                let rest = self.rest(*local, *rest, *used);
                return quote!(#pinned #rest);
            }
            PartKind::Join { before, rest, used, joined } => {
                return self.join((*before, *rest), *used, *joined);
            }
            PartKind::Unpack { chosen, bound } => {
                let (bind, stored) = (self.bind(bound), self.stored(bound));
                quote!(#bind = #private::taken(#chosen); #stored)
            }
            PartKind::Statements(statements) => {
                let mut statements = statements.clone();
                let mut tokens = TokenStream::new();
                for statement in &mut statements {
                    self.confirm_type(statement);
                    probe_of_local(private, statement).to_tokens(&mut tokens);
                    self.exits().visit_stmt_mut(statement);
                    let mut defined = Vec::new();
                    if let syn::Stmt::Local(syn::Local { pat, init, .. }) = &mut *statement {
                        if init.as_ref().is_some_and(|init| !defines_as_empty(pat, &init.expr)) {
                            defined = self.bound_by(pat);
                        }
                        Renaming(self).visit_pat_mut(pat);
                    }
                    statement.to_tokens(&mut tokens);
                    tokens.extend(standard::of_defined(private, self.vars, &defined));
                    tokens.extend(self.stored(&defined));
                }
                tokens
            }
            PartKind::Let {
                attributes, pattern, value: Node::Block(block), late: true, ..
            } => {
                let stored = self.stored(declared);
                let mut names = declared.iter().map(|var| &self.vars.all[*var].ident);
                let names = if patterns::is_name(pattern) {
                    names.next().map(ToTokens::to_token_stream)
                } else {
                    Some(quote!((#(#names,)*)))
                };
                let pattern = self.pattern(pattern);
                let (Some(tail), Some(names)) = (&block.tail, names) else {
                    let contents = self.block(block);
                    return self.guarded(part, &contents, None, later);
                };
                let last = last_of(value_of(part));
                let parts = self.parts(&block.parts, last);
                let tail = self.node(tail);
                quote!(#(#attributes)* let #pattern; { #parts #names = #tail; } #stored)
            }
            PartKind::Let { attributes, pattern, value, diverge, .. } => {
                let mut defined = declared.clone();
                defined.extend(self.bound_by(pattern).iter().filter(|v| self.vars.all[**v].placed));
                let (pattern, mut value) = (self.pattern(pattern), self.node(value));
                let diverge = diverge.as_ref().map(|diverge| {
                    let diverge = self.exits_in(diverge);
                    value = quote!((#value));
                    quote!(else #diverge)
                });
                let asked = standard::of_defined(private, self.vars, &defined);
                let stored = self.stored(&defined);
                quote!(#(#attributes)* let #pattern = #value #diverge; #asked #stored)
            }
            PartKind::Expression { node, semicolon } => self.statement(node, *semicolon),
            PartKind::Next { pattern, iterator } => {
                let bound = self.bound_by(pattern);
                let (values, bind) = (self.values(&bound), self.bind(&bound));
                let is_optional = self.kept.optional.contains(iterator);
                let at = self.reported_at(*iterator);
                let Var { ident: iterator, placed, .. } = &self.vars.all[*iterator];
                let iterator = match (placed, is_optional) {
                    (true, _) => quote!(*#iterator),
                    (false, true) => quote!(*#private::held_mut(&mut #iterator)),
                    (false, false) => quote!(#iterator),
                };
                let iterator = located_at(iterator, at);
                let value = internal("item");
                let mut value = value;
                value.set_span(value.span().located_at(at));
                let leaves = breaks(at);
                let probes = self.probes(&quote!(#value), &[pattern]);
                let stored = self.stored(&bound);
                let given = if patterns::is_name(pattern) && bound.len() == 1 {
                    quote!(#value)
                } else {
                    let pattern = self.pattern(pattern);
                    quote!({ #probes let #pattern = #value; #values })
                };
                // If it is no iterator, rustc says so of the head of the loop, and not here as well: it is at the same place.
                let mut entered = Group::new(Delimiter::Parenthesis, iterator);
                entered.set_span(at);
                let entered = quote_spanned!(at=> &mut #entered);
                quote! {
                    #bind = match #private::next(#entered) {
                        #private::Option::Some(#value) => #given,
                        #private::Option::None => #leaves,
                    };
                    #stored
                }
            }
            PartKind::While { condition, back } => {
                let bound = self.vars.bound_by_condition(condition);
                let (bind, stored) = (self.bind(&bound), self.stored(&bound));
                let values = if bound.is_empty() { quote!() } else { self.values(&bound) };
                let conditional =
                    self.conditional(condition, &values, &breaks(condition.span()), back.as_ref());
                if bound.is_empty() { conditional } else { quote!(#bind = #conditional; #stored) }
            }
            PartKind::Group(parts) => {
                let inside = self.parts(parts, part.last);
                if self.plain.get() {
                    return inside;
                }
                let chosen = self.chosen_by(part);
                let guarded = self.guarded(part, &inside, chosen, later);
                let definitions = if later { definitions(parts) } else { TokenStream::new() };
                return quote!(#guarded #definitions);
            }
        };
        self.guarded(part, &inside, None, later)
    }

    /// Joins what is left of two locals.
    fn join(&self, (before, rest): (VarId, VarId), used: VarId, joined: VarId) -> TokenStream {
        let name = |var: VarId| &self.vars.all[var].ident;
        // A message is about one of the two.
        let checks = [rest, before].into_iter().map(|var| self.clone_check(var, name(var)));
        let checks = self.clone_checks(checks);
        let (before, rest, used, joined) = (name(before), name(rest), name(used), name(joined));
        let here = Span::mixed_site().located_at(rest.span());
        quote_spanned!(here=> #checks let #joined = #used.joined(#rest, #before);)
    }

    /// What is left of a local behind its last use.
    pub(crate) fn rest(&self, local: VarId, rest: VarId, used: Option<VarId>) -> TokenStream {
        let private = self.private;
        let (name, rest) = (&self.vars.all[local].ident, &self.vars.all[rest].ident);
        match self.vars.all[local].rest {
            Rest::Closure => {
                let here = Span::mixed_site().located_at(name.span());
                return quote_spanned!(here=> let #rest = #private::without_rest(&#name););
            }
            Rest::Confirmed => return quote!(let #rest = ();),
            Rest::Whole | Rest::Dropped | Rest::Held => {}
        }
        let kind = internal("kind");
        // A part may be moved away: rustc's message is at the local.
        let here = Span::mixed_site().located_at(name.span());
        let private = located(private, here);
        let moved = self.moved_at(local, name.span());
        let [traits, question] = questions::rest::of(&private, local, self.vars, here);
        // The question is in code that rustc knows not to run, and so is the move if the answer is that nothing is
        // kept: neither is a use of the local behind its last one.
        let left = quote_spanned! {here=>
            {
                #traits
                let #kind = if false {
                    #private::nothing_runs();
                    #question
                } else {
                    ::core::default::Default::default()
                };
                if #kind.is_nothing() {
                    #kind.nothing()
                } else {
                    #kind.is_everything();
                    #kind.of(#moved)
                }
            }
        };
        let Some(used) = used else { return quote_spanned!(here=> let #rest = #left;) };
        let used = &self.vars.all[used].ident;
        // Where the local is gone, rustc knows that nothing behind `stays` is reached.
        quote_spanned! {here=>
            let #rest = if #used.is_gone() {
                #used.gone()
            } else {
                #used.stays();
                #used.left(#left)
            };
        }
    }

    /// A node where a statement stands, in which a block at its beginning would be one.
    fn statement(&self, node: &Node, semicolon: bool) -> TokenStream {
        let end = semicolon.then(<syn::Token![;]>::default);
        match node {
            Node::Plain(expression) => {
                let mut expression = expression.clone();
                self.exits().visit_expr_mut(&mut expression);
                syn::Stmt::Expr(expression, end).into_token_stream()
            }
            other => {
                let node = self.node(other);
                quote!(#node #end)
            }
        }
    }

    fn node(&self, node: &Node) -> TokenStream {
        let private = self.private;
        match node {
            Node::Plain(expression) => self.exits_in(expression),
            Node::Yield(yielded) => self.yielding(yielded),
            Node::Block(block) => self.block(block),
            Node::If { chosen, binds, then, otherwise } => {
                let then = self.contents(then);
                let otherwise = otherwise.as_ref().map(|otherwise| self.node(otherwise));
                let here = chosen.span();
                if *binds {
                    let otherwise = otherwise.unwrap_or_else(|| quote_spanned!(here=> {}));
                    quote_spanned! {here=>
                        match #chosen {
                            #private::Chosen::First(#chosen) => { #then }
                            #private::Chosen::Rest(()) => #otherwise
                        }
                    }
                } else {
                    let otherwise =
                        otherwise.map(|otherwise| quote_spanned!(here=> else { #otherwise }));
                    quote_spanned!(here=> if #chosen { #then } #otherwise)
                }
            }
            Node::Match { chosen, arms, diverges } => {
                let binds = |arm: &Block| {
                    // What is asked in the arm is declared in front of what it binds.
                    let first =
                        arm.parts.iter().find(|part| !matches!(part.kind, PartKind::Definition(_)));
                    matches!(
                        first.map(first_kind),
                        Some(PartKind::Unpack { chosen: bound, .. }) if bound == chosen
                    )
                };
                let here = chosen.span();
                let (count, bind) = (arms.len(), arms.iter().any(binds));
                if let (true, [matched, otherwise]) = (diverges, &**arms) {
                    let payload = if binds(matched) { quote!(#chosen) } else { quote!(()) };
                    let pattern = self.choice(0, count, bind, &payload);
                    let (matched, otherwise) = (self.contents(matched), self.contents(otherwise));
                    return quote_spanned! {here=>
                        { let #pattern = #chosen else { #otherwise }; #matched }
                    };
                }
                let arms = arms.iter().enumerate().map(|(index, arm)| {
                    let payload = if binds(arm) { quote!(#chosen) } else { quote!(()) };
                    let pattern = self.choice(index, count, bind, &payload);
                    let arm = self.contents(arm);
                    quote_spanned!(here=> #pattern => { #arm })
                });
                quote_spanned!(here=> match #chosen { #(#arms)* })
            }
            Node::Loop { at, attributes, label, body } => {
                let (anew, plain) = self.anew(body);
                let outside = self.plain.replace(plain || self.plain.get());
                let here = Span::mixed_site().located_at(*at);
                let is_of_the_users = body.braces.is_some();
                let mut body = self.braced(body);
                if !is_of_the_users {
                    body.set_span(here);
                }
                self.plain.set(outside);
                let repeated = quote_spanned!(here=> #(#attributes)* #label loop #body);
                if anew.is_empty() { repeated } else { quote!({ #anew #repeated }) }
            }
        }
    }

    /// Where a message about a local is reported.
    pub(crate) fn reported_at(&self, var: VarId) -> Span {
        self.vars.all[var].at.unwrap_or_else(|| self.vars.all[var].ident.span())
    }

    /// Asks for what a generator keeps to be `Clone`, or `Copy`, and `Debug`.
    pub(crate) fn clone_check(&self, var: VarId, value: &impl ToTokens) -> TokenStream {
        let here = Span::mixed_site().located_at(self.reported_at(var));
        let private = located(self.private, here);
        let delegated = &self.vars.all[var].delegated;
        // It is asked for where the local is.
        if self.vars.all[var].joined
            || matches!(delegated, Some(Delegated::Local(local)) if self.fields.contains(local))
        {
            return TokenStream::new();
        }
        let clone = match delegated {
            _ if !self.clones => None,
            _ if self.copies => Some("kept_is_copy"),
            Some(_) => Some("delegate_is_clone"),
            None => Some("kept_is_clone"),
        };
        let debug = if delegated.is_some() { "delegate_is_debug" } else { "kept_is_debug" };
        let asked = clone.into_iter().chain(self.is_debug.then_some(debug));
        let asked = asked.map(|asks| Ident::new(asks, here));
        quote_spanned!(here=> #(#private::#asked(&#value, #private::unwritten());)*)
    }

    /// The checks, where nothing runs, if the generator is to be `Clone` or `Debug`.
    pub(crate) fn clone_checks(
        &self,
        checks: impl Iterator<Item = TokenStream>,
    ) -> Option<TokenStream> {
        if !self.clones && !self.is_debug {
            return None;
        }
        let checks: Vec<TokenStream> = checks.collect();
        (!checks.is_empty()).then(|| quote!(if false { #(#checks)* }))
    }
}

/// `(a, b,)`, or one part alone: rustc looks at each tuple.
pub(crate) fn tuple(mut parts: impl Iterator<Item = TokenStream>) -> TokenStream {
    match (parts.next(), parts.next()) {
        (Some(part), None) => part,
        (first, second) => {
            let parts = first.into_iter().chain(second).chain(parts);
            quote!((#(#parts,)*))
        }
    }
}

/// Leaves a loop of the user's. The value is that of the loop, for which rustc would propose another one.
fn breaks(at: Span) -> TokenStream {
    quote_spanned!(Span::mixed_site().located_at(at)=> break ())
}

/// Gives locals that stay where they are another name in the pattern that binds them.
struct Renaming<'e, 'a>(&'e Emitter<'a>);

impl VisitMut for Renaming<'_, '_> {
    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        let placed = self.0.vars.find(&pattern.ident).filter(|var| self.0.vars.all[*var].placed);
        if let Some(var) = placed {
            pattern.ident = self.0.new_of(var);
            pattern.mutability = None;
        }
        syn::visit_mut::visit_pat_ident_mut(self, pattern);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        let bound = self.0.vars.bound_by(&field.pat);
        if bound.iter().any(|var| self.0.vars.all[*var].placed) {
            field.colon_token.get_or_insert_with(Default::default);
        }
        syn::visit_mut::visit_field_pat_mut(self, field);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// The macros that a group defines, for what is behind it.
fn definitions(parts: &[Part]) -> TokenStream {
    parts
        .iter()
        .map(|part| match &part.kind {
            // What is declared there is not named behind the group.
            PartKind::Definition(syn::Stmt::Local(_)) => TokenStream::new(),
            PartKind::Definition(definition) => quote!(#definition),
            PartKind::Group(parts) => definitions(parts),
            _ => TokenStream::new(),
        })
        .collect()
}

/// Whether a pattern and its value define a local without a value that lies in an `Option`, as `optional` writes it.
fn defines_as_empty(pattern: &Pat, value: &Expr) -> bool {
    let pattern = match pattern {
        Pat::Type(typed) => &*typed.pat,
        other => other,
    };
    let (Pat::Ident(name), Expr::Path(value)) = (pattern, value) else { return false };
    let mut end = value.path.segments.iter().rev().map(|segment| &segment.ident);
    name.mutability.is_some()
        && end.next().is_some_and(|name| name == "None")
        && end.next().is_some_and(|name| name == "Option")
        && end.next().is_some_and(is_of_hidden_items)
}

/// The value of a `let`.
fn value_of(part: &Part) -> &Node {
    match &part.kind {
        PartKind::Let { value, .. } => value,
        _ => unreachable!("it is a `let`"),
    }
}

fn first_kind(part: &Part) -> &PartKind {
    match &part.kind {
        PartKind::Group(parts) => parts.first().map_or(&part.kind, first_kind),
        kind => kind,
    }
}

/// The number of a yield, as it is written.
pub(crate) fn number(id: YieldId) -> Literal {
    Literal::usize_unsuffixed(id)
}
