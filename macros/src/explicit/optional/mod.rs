//! Optional locals: those that are moved away on some of the paths to a yield. Each lies in an `Option`, which says
//! whether the local is there: what the compiler's drop flags say of a plain function's.
//!
//! ```text
//! // in                                  // out
//! let guard = lock();                    let guard = lock(); let mut guard = Some(guard);
//! if early { drop(guard); }              if early { drop(restore(&mut guard)); }
//! println!("{}", guard.len());           println!("{}", held(&mut guard).len());
//! ```

mod uses;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{
    BinOp, Expr, ExprCall, ExprMethodCall, Macro, Pat, Path, Stmt, Token, UnOp, parse_quote,
    parse_quote_spanned,
};

use crate::explicit::boxes;
use crate::explicit::by_value::located;
use crate::explicit::callables;
use crate::explicit::captures::Captures;
use crate::explicit::emit::probes;
use crate::explicit::flow::{self, Kept};
use crate::explicit::guards;
use crate::explicit::ir::{Block, Choice, Node, Part, PartKind, VarId, Yield, YieldId};
use crate::explicit::kinds;
use crate::explicit::known_macros;
use crate::explicit::looking_arms;
use crate::explicit::methods::{self, Question};
use crate::explicit::names::Vars;
use crate::explicit::normal::branches;
use crate::explicit::receivers::Consumes;
use crate::explicit::takes;
use crate::explicit::vacant::{self, Field};
use crate::explicit::walk::{CodeMut, WalkMut};
use crate::lower::internal;
use crate::yields::makes_generator;

/// Rewrites the uses of `optional`. Removes from `optional` each local whose uses cannot be rewritten: a closure
/// names it, or a macro whose arguments are not known.
///
/// Rewrites the moves of fields that leave the rest of a local as well, and gives these locals.
pub(crate) fn rewrite(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: &mut Kept,
) -> BTreeSet<VarId> {
    let Kept { optional, fields, leaves, asked, ended, copied, unmatched, .. } = kept;
    let again = ended.keys().copied().filter(|var| copied.contains(var)).collect();
    rewrite_as(body, vars, private, (optional, fields, leaves, asked, &again, unmatched), false)
}

/// The same, for locals that stay in the generator and are `Copy`: their names are references to them.
pub(crate) fn rewrite_in_place(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    optional: &mut BTreeSet<VarId>,
) {
    let (fields, calls, none) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    rewrite_as(body, vars, private, (optional, &fields, &calls, &calls, &none, &none), true);
}

fn rewrite_as(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    (optional, fields, leaves, asks, again, unmatched): (
        &mut BTreeSet<VarId>,
        &BTreeSet<Field>,
        &BTreeSet<(VarId, String)>,
        &BTreeSet<(VarId, String)>,
        &BTreeSet<VarId>,
        &BTreeSet<VarId>,
    ),
    in_place: bool,
) -> BTreeSet<VarId> {
    let probed = !in_place && !vars.probed.is_empty();
    while !optional.is_empty() || !fields.is_empty() || probed {
        let mut attempt = body.clone();
        let mut rewriting = Rewriting {
            vars,
            private,
            optional: optional.clone(),
            fields,
            leaves,
            asks,
            again,
            unmatched,
            moved: BTreeSet::new(),
            in_place,
            guarded: None,
            failed: BTreeSet::new(),
            asked: None,
            questions: 0,
            checks: Vec::new(),
        };
        rewriting.block(&mut attempt);
        let Rewriting { failed, moved, .. } = rewriting;
        if failed.is_empty() {
            *body = attempt;
            return moved;
        }
        optional.retain(|var| !failed.contains(var));
    }
    BTreeSet::new()
}

struct Rewriting<'a> {
    vars: &'a Vars,
    private: &'a Path,
    /// The optional locals, without those that the pattern binds in whose guard or condition the walk is: there
    /// they are not in their `Option` yet.
    optional: BTreeSet<VarId>,
    /// The methods that leave a local where it is.
    leaves: &'a BTreeSet<(VarId, String)>,
    /// The calls that use a local for the last time in front of a yield.
    asks: &'a BTreeSet<(VarId, String)>,
    /// The locals that are used behind a use of their value: they are `Copy`, or exclusive references.
    again: &'a BTreeSet<VarId>,
    /// The locals that are used where a pattern which would move them did not match.
    unmatched: &'a BTreeSet<VarId>,
    /// The fields that are moved out of locals.
    fields: &'a BTreeSet<Field>,
    /// The locals out of which fields were moved.
    moved: BTreeSet<VarId>,
    in_place: bool,
    /// The local that a `match` asks in its guards, which cannot change it.
    guarded: Option<VarId>,
    failed: BTreeSet<VarId>,
    /// What is declared in front of the statement. `None` where there is none.
    asked: Option<Vec<Stmt>>,
    questions: usize,
    /// What is checked in front of the part, where nothing runs.
    checks: Vec<Stmt>,
}

/// How a place is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Shared,
    Unique,
}

impl WalkMut for Rewriting<'_> {
    fn block(&mut self, block: &mut Block) {
        let mut last = 0;
        let parts = std::mem::take(&mut block.parts);
        for mut part in parts {
            let outer = self.asked.replace(Vec::new());
            let checks = self.checked(&mut part, last);
            block.parts.extend(self.declared(outer, last));
            last = part.last;
            block.parts.extend(checks);
            block.parts.push(part);
        }
        if let Some(tail) = &mut block.tail {
            let outer = self.asked.replace(Vec::new());
            self.node(tail);
            block.parts.extend(self.declared(outer, last));
        }
    }

    fn part(&mut self, part: &mut Part) {
        if let PartKind::While { condition: Expr::Let(bound), back } = &mut part.kind {
            let place = bound.expr.clone();
            if self.optional(&place).is_some() && self.leaves_rest(&bound.pat, &place, true) {
                self.visit_expr_mut(&mut bound.expr);
                *back = Some(*place);
                return;
            }
        }
        if let PartKind::Group(parts) = &mut part.kind {
            let mut last = 0;
            for mut inner in std::mem::take(parts) {
                let checks = self.checked(&mut inner, last);
                last = inner.last;
                parts.extend(checks);
                parts.push(inner);
            }
            return;
        }
        self.inside_part(part);
    }

    fn node(&mut self, node: &mut Node) {
        if let Node::Yield(Yield { perhaps: Some(call), .. }) = node {
            self.place(&mut call.receiver, Access::Shared);
        }
        self.inside_node(node);
    }

    fn code(&mut self, code: CodeMut<'_>) {
        match code {
            CodeMut::Statements(statements) => self.statements(statements),
            CodeMut::Value(value) => self.visit_expr_mut(value),
            CodeMut::Condition(condition) => {
                let checks = self.asked_in_condition(condition, false);
                self.checks.extend(checks);
                self.condition(condition, true);
            }
            CodeMut::Choice(choice) => self.choice(choice),
            CodeMut::Definition(definition) => self.fail(definition.to_token_stream()),
        }
    }
}

impl Rewriting<'_> {
    fn choice(&mut self, choice: &mut Choice) {
        match choice {
            Choice::If { condition, back, .. } => {
                let checks = self.asked_in_condition(condition, false);
                self.checks.extend(checks);
                if let Expr::Let(bound) = condition {
                    let place = bound.expr.clone();
                    if self.optional(&place).is_some() && self.leaves_rest(&bound.pat, &place, true)
                    {
                        self.visit_expr_mut(&mut bound.expr);
                        *back = Some(*place);
                        return;
                    }
                }
                self.condition(condition, true);
            }
            Choice::Match { head, arms, ends, .. } => {
                let place = head.clone();
                let checks = arms.iter().filter_map(|arm| self.leaves(&arm.pattern, head));
                let checks: Vec<Stmt> = checks.collect();
                self.checks.extend(checks);
                let patterns: Vec<&mut Pat> = arms.iter_mut().map(|arm| &mut arm.pattern).collect();
                let back = self.arms(head, patterns, !*ends);
                for (arm, back) in arms.iter_mut().zip(back) {
                    arm.back = back.then(|| place.clone());
                }
            }
        }
    }

    fn optional(&self, expression: &Expr) -> Option<VarId> {
        let var = self.vars.find(kinds::name_of(expression)?)?;
        self.optional.contains(&var).then_some(var)
    }

    /// The optional locals that `gen_!` or another macro of this kind takes, if it names none otherwise.
    fn captured_by(&self, invocation: &Macro) -> Option<Vec<VarId>> {
        let name = invocation.path.segments.last()?;
        if self.in_place || !makes_generator(&name.ident) {
            return None;
        }
        let (captures, evaluated) = Captures::of_generator(invocation, self.vars)?;
        let is_optional = |var: &VarId| self.optional.contains(var);
        let mut named = flow::mentioned(invocation.tokens.clone(), self.vars);
        named.retain(is_optional);
        let taken = |var: &VarId| {
            let whole = evaluated.as_ref().and_then(|value| self.optional(value));
            whole == Some(*var) || captures.uses.get(var).is_some_and(|used| captures.takes(*used))
        };
        named.iter().all(taken).then_some(named)
    }

    /// The optional locals that a `move` closure names, if it takes all of each. Any other closure borrows what is
    /// `Copy`, whatever it does with it.
    fn taken_by(&self, closure: &syn::ExprClosure) -> Option<Vec<VarId>> {
        closure.capture?;
        let captures = Captures::of_closure(closure, self.vars);
        let mut named = flow::mentioned(closure.body.to_token_stream(), self.vars);
        named.retain(|var| self.optional.contains(var));
        let taken = |var: &VarId| captures.uses.get(var).is_some_and(|used| captures.takes(*used));
        (!self.in_place && !named.is_empty() && named.iter().all(taken)).then_some(named)
    }

    /// Visits code in which the locals that `patterns` bind are not in their `Option` yet.
    fn before_bound<'p>(
        &mut self,
        patterns: impl IntoIterator<Item = &'p Pat>,
        visit: impl FnOnce(&mut Self),
    ) {
        let bound: Vec<VarId> = patterns
            .into_iter()
            .flat_map(kinds::bindings)
            .filter_map(|bound| self.vars.find(&bound.ident))
            .filter(|var| self.optional.remove(var))
            .collect();
        visit(self);
        self.optional.extend(bound);
    }

    /// Whether an expression is a field that is moved out of a local.
    fn is_moved(&self, expression: &Expr) -> bool {
        vacant::field_of(expression, self.vars).is_some_and(|field| self.fields.contains(&field))
    }

    /// Asks that a pattern moves nothing out of a place, of which a yield behind it keeps the rest.
    fn leaves(&mut self, pattern: &Pat, place: &Expr) -> Option<Stmt> {
        let taken = vacant::taken_by(pattern, place, self.vars)?;
        if !self.fields.contains(&taken) {
            return None;
        }
        let place = self.shared(place);
        vacant::leaves(self.private, pattern, &place, self.vars)
    }

    /// A `let` whose pattern moves parts out of a place, of which a yield behind it keeps the rest.
    fn taken_in_place(&mut self, pattern: &Pat, place: &Expr) -> Option<Stmt> {
        let taken = vacant::taken_by(pattern, place, self.vars)?;
        if !self.fields.contains(&taken) {
            return None;
        }
        let shared = self.shared(place);
        let mut unique = place.clone();
        self.place(&mut unique, Access::Unique);
        let places = (&shared, &unique);
        let (pattern, value) = vacant::taken_in_place(self.private, pattern, places, self.vars)?;
        self.moved.insert(taken.0);
        Some(parse_quote!(let #pattern = #value;))
    }

    /// Asks that what a pattern takes apart has no destructor of its own, where the emitted code does not ask that of
    /// each pattern.
    fn probe(&mut self, pattern: &Pat, place: &Expr) -> Option<Stmt> {
        if self.in_place || !self.vars.is_probed(pattern, place) {
            return None;
        }
        let place = self.shared(place);
        syn::parse2(probes(self.private, &place.to_token_stream(), &[pattern])).ok()
    }

    /// A place that is looked at.
    fn shared(&mut self, place: &Expr) -> Expr {
        let mut place = place.clone();
        self.place(&mut place, Access::Shared);
        place
    }

    /// What is asked about the patterns of a condition. `probes`: also what they take apart.
    fn asked_in_condition(&mut self, condition: &Expr, probes: bool) -> Vec<Stmt> {
        let mut bound = Vec::new();
        let mut asked = Vec::new();
        for syn::ExprLet { pat: pattern, expr: place, .. } in kinds::lets_in(condition) {
            if !kinds::root_of(place).is_some_and(|root| bound.contains(root)) {
                asked.extend(self.leaves(pattern, place));
                asked.extend(probes.then(|| self.probe(pattern, place)).flatten());
            }
            bound.extend(kinds::bindings(pattern).into_iter().map(|bound| bound.ident));
        }
        asked
    }

    /// Rewrites a part. Gives what is checked in front of it, behind the yield `last`.
    fn checked(&mut self, part: &mut Part, last: YieldId) -> Option<Part> {
        let outer = std::mem::take(&mut self.checks);
        self.part(part);
        let checks = std::mem::replace(&mut self.checks, outer);
        (!checks.is_empty()).then(|| Part {
            kind: PartKind::Statements(checks),
            declares: Vec::new(),
            last,
            yields: false,
        })
    }

    /// Whether a pattern takes all of what it matches, and something is left of what it does not match.
    fn leaves_rest(&self, pattern: &Pat, place: &Expr, probed: bool) -> bool {
        self.vars.takes_all(pattern, place, probed)
            && !kinds::bindings(pattern).is_empty()
            && (!branches::leaves_nothing(pattern) || self.is_used_unmatched(place))
    }

    /// Whether a place is a local that is used where a pattern which would move it did not match.
    fn is_used_unmatched(&self, place: &Expr) -> bool {
        self.optional(place).is_some_and(|var| self.unmatched.contains(&var))
    }

    /// Whether an expression moves a value out of an optional local that is known to be a `Box`.
    fn unboxed(&self, expression: &Expr) -> bool {
        boxes::unboxed(expression, self.vars).is_some_and(|var| self.optional.contains(&var))
    }

    fn head(&mut self, head: &mut Expr, takes_all: bool) {
        if takes_all || !kinds::is_place(head) {
            self.visit_expr_mut(head);
        } else {
            self.place(head, Access::Unique);
        }
    }

    /// The head of a `match`. Gives the arms that leave a local that is the head: their patterns bind it
    /// as `taken`.
    fn arms(&mut self, head: &mut Expr, mut patterns: Vec<&mut Pat>, probed: bool) -> Vec<bool> {
        let (vars, whole) = (self.vars, head.clone());
        let takes = |pattern: &&mut Pat| vars.takes_all(pattern, &whole, probed);
        let all = patterns.iter().all(takes) && !self.is_used_unmatched(head);
        let looking = looking_arms::looking(head, patterns.iter().map(|pattern| &**pattern));
        let leaves: Vec<bool> = patterns
            .iter()
            .zip(looking)
            .map(|(pattern, looks)| looks || kinds::bindings(pattern).is_empty())
            .collect();
        let is_optional = self.optional(head).is_some();
        let each =
            is_optional && patterns.iter().zip(&leaves).all(|(p, leaves)| *leaves || takes(p));
        let back: Vec<bool> = leaves.iter().map(|leaves| !all && each && *leaves).collect();
        let place = self.optional(head).filter(|_| all || each).zip(Some(head.clone()));
        self.head(head, all || each);
        let guarded = place.as_ref().map(|(var, _)| *var);
        let outer = std::mem::replace(&mut self.guarded, guarded);
        for pattern in &mut patterns {
            self.visit_pat_mut(pattern);
        }
        self.guarded = outer;
        let is_guarded = patterns.iter().any(|pattern| matches!(pattern, Pat::Guard(_)));
        let asked = place.filter(|_| is_guarded && !self.in_place).map(|(var, place)| {
            let asked = guards::asked(self.private, &place, &patterns);
            (var, asked)
        });
        for (pattern, back) in patterns.iter_mut().zip(&back) {
            if *back {
                bind_whole(pattern);
            }
        }
        match asked {
            Some((_, Some(asked))) => {
                *head = parse_quote!((#asked, #head));
                for (index, pattern) in patterns.iter_mut().enumerate() {
                    let index = syn::Index::from(index);
                    **pattern = match &**pattern {
                        Pat::Guard(guarded) => {
                            let inner = &guarded.pat;
                            parse_quote!((#index, #inner))
                        }
                        other => parse_quote!((_, #other)),
                    };
                }
            }
            Some((var, None)) => {
                self.failed.insert(var);
            }
            None => {}
        }
        back
    }

    /// `let pattern = place else { .. };`, where the `else` gets the local as it was.
    fn put_back_in_else(&mut self, mut local: syn::Local) -> Stmt {
        let (private, taken) = (self.private, internal("taken"));
        let Some(init) = local.init.take() else { return Stmt::Local(local) };
        let mut head = init.expr.clone();
        self.visit_expr_mut(&mut head);
        let mut diverge = init.diverge.map(|(_, diverge)| diverge);
        if let Some(diverge) = &mut diverge {
            self.visit_expr_mut(diverge);
        }
        let (ty, pattern) = match local.pat {
            Pat::Type(typed) => (Some(typed.ty), *typed.pat),
            pattern => (None, pattern),
        };
        let ty = ty.map(|ty| quote!(: #ty));
        let (names, bound): (Vec<_>, Vec<_>) = kinds::bindings(&pattern)
            .into_iter()
            .map(|name| {
                let (mutability, ident) = (&name.mutability, &name.ident);
                (ident.clone(), quote!(#mutability #ident))
            })
            .unzip();
        let (attributes, place) = (&local.attrs, &init.expr);
        parse_quote! {
            #(#attributes)*
            let (#(#bound,)*) = {
                let #taken #ty = #head;
                match #taken {
                    #pattern => (#(#names,)*),
                    #taken => {
                        *(&mut #place) = #private::Option::Some(#taken);
                        #diverge
                    }
                }
            };
        }
    }

    fn condition(&mut self, condition: &mut Expr, probed: bool) {
        match condition {
            Expr::Let(bound) => {
                let all = self.vars.takes_all(&bound.pat, &bound.expr, probed)
                    && branches::leaves_nothing(&bound.pat);
                self.head(&mut bound.expr, all);
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.condition(&mut binary.left, probed);
                let bound: Vec<Pat> = kinds::lets_in(&binary.left)
                    .into_iter()
                    .map(|bound| (*bound.pat).clone())
                    .collect();
                self.before_bound(&bound, |rewriting| {
                    rewriting.condition(&mut binary.right, probed);
                });
            }
            other => self.visit_expr_mut(other),
        }
    }

    /// A use of a place.
    fn place(&mut self, expression: &mut Expr, access: Access) {
        if let Some(var) = self.optional(expression) {
            let access = if self.guarded == Some(var) { Access::Shared } else { access };
            let held = self.held(access, expression);
            *expression = parse_quote!((*#held));
            return;
        }
        match expression {
            Expr::Field(field) => self.place(&mut field.base, access),
            Expr::Index(index) => {
                self.visit_expr_mut(&mut index.index);
                self.place(&mut index.expr, access);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(&mut unary.expr, access);
            }
            Expr::Paren(inner) => self.place(&mut inner.expr, access),
            Expr::Group(inner) => self.place(&mut inner.expr, access),
            Expr::Path(_) => {}
            other => self.visit_expr_mut(other),
        }
    }

    /// The value of an optional local where it is.
    fn held(&self, access: Access, place: &Expr) -> Expr {
        let here = Span::mixed_site().located_at(place.span());
        let private = located(self.private, here);
        let stays = self.in_place.then(|| quote_spanned!(here=> *));
        let at = self.reported_at(place);
        let (function, exclusive) = match access {
            Access::Shared => (quote_spanned!(here=> held), None),
            Access::Unique => (quote_spanned!(here=> held_mut), Some(Token![mut](at))),
        };
        let (borrow, place) = (Token![&](at), located_name(place, at));
        parse_quote_spanned!(here=> #private::#function(#borrow #exclusive #stays #place))
    }

    /// The value of an optional local, which is empty from there on.
    fn restored(&self, place: &Expr) -> Expr {
        let here = Span::mixed_site().located_at(place.span());
        let private = located(self.private, here);
        let exclusive = self.exclusive(place);
        parse_quote_spanned!(here=> #private::restore(#exclusive))
    }

    /// `&mut place`
    fn exclusive(&self, place: &Expr) -> TokenStream {
        let at = self.reported_at(place);
        let (borrow, exclusive) = (Token![&](at), Token![mut](at));
        let place = located_name(place, at);
        quote!(#borrow #exclusive #place)
    }

    /// Where rustc reports a use of an optional local: as a move of it, see [`Var::borrowed_at`].
    fn reported_at(&self, place: &Expr) -> Span {
        let var = self.optional(place).map(|var| &self.vars.all[var]);
        let span = place.span();
        span.located_at(var.and_then(|var| var.borrowed_at).unwrap_or(span))
    }

    /// A call of a method that may take a local that lies in an `Option`. `before`: the number of questions in front
    /// of those in its arguments.
    fn ask(
        &mut self,
        mut call: ExprMethodCall,
        before: usize,
        var: VarId,
        consumes: Option<Consumes>,
    ) -> Expr {
        let (private, vars) = (self.private, self.vars);
        let place = call.receiver.clone();
        self.place(&mut call.receiver, Access::Shared);
        let mut asked = call.clone();
        let Some(declared) = &mut self.asked else {
            *call.receiver = *place;
            self.place(&mut call.receiver, Access::Unique);
            let asked = Question { consumes, ..Question::of(&asked, &vars.all[var]) };
            return takes::checked(private, &asked, vars, &call);
        };
        // The question repeats the arguments, and what is asked in them is declared for each time.
        if before < self.questions {
            let inner: Vec<Ident> = (before..self.questions).map(answer).collect();
            for argument in &mut asked.args {
                *argument = parse_quote!({ #(let #inner;)* #argument });
            }
        }
        let used = answer(self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        let asked = Question { consumes, ..Question::of(&asked, &vars.all[var]) };
        let question = asked.ask(private, vars);
        let borrows = methods::answered(private, asked.call, &used);
        // A method by value is an error here: rustc does not find it on a reference.
        let of_adaptor = asked.is_of_adaptor();
        let check = (!of_adaptor).then(|| {
            quote! {
                if false {
                    #used.is_borrowed();
                    let _ = #borrows;
                    #private::nothing_runs();
                }
            }
        });
        *call.receiver = self.used_as(&place, &used, &question, check.as_ref());
        if of_adaptor {
            return methods::answered_of_adaptor(private, &call, &used);
        }
        methods::answered(private, &call, &used)
    }

    /// Asks how a call uses the local that is called, which lies in an `Option`.
    fn ask_call(&mut self, call: &mut ExprCall) {
        let place = call.func.clone();
        self.place(&mut call.func, Access::Shared);
        let lent = std::mem::replace(&mut *call.func, (*place).clone());
        let Some(declared) = &mut self.asked else {
            self.place(&mut call.func, Access::Unique);
            return;
        };
        let used = answer(self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        let local = kinds::name_of(&place).and_then(|name| self.vars.find(name));
        let given_back = local.is_some_and(|var| self.vars.all[var].given_back);
        let question = callables::ask(self.private, call, &lent, false, given_back);
        *call.func = self.used_as(&place, &used, &question, None);
    }

    /// A local that lies in an `Option`, as `used` says, which is what `question` gives. `check`: what is checked of a
    /// shared borrow.
    fn used_as(
        &self,
        place: &Expr,
        used: &Ident,
        question: &Expr,
        check: Option<&TokenStream>,
    ) -> Expr {
        let [shared, exclusive] =
            [Access::Shared, Access::Unique].map(|access| self.held(access, place));
        let whole = self.restored(place);
        parse_quote!({
            #used = #question;
            if #used.is_shared() {
                #check
                #used.of_shared(#shared)
            } else {
                #used.is_other();
                if #used.is_gone() {
                    #used.of_whole(#whole)
                } else {
                    #used.stays();
                    #used.of_exclusive(#exclusive)
                }
            }
        })
    }

    /// What is declared in front of a part, behind the yield `last`.
    fn declared(&mut self, outer: Option<Vec<Stmt>>, last: YieldId) -> Vec<Part> {
        let declared = std::mem::replace(&mut self.asked, outer);
        let part = |declared| Part {
            kind: PartKind::Definition(declared),
            declares: Vec::new(),
            last,
            yields: false,
        };
        declared.into_iter().flatten().map(part).collect()
    }

    /// Rewrites statements, and declares in front of each what is asked in it.
    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        let outer = self.asked.replace(Vec::new());
        for mut statement in std::mem::take(statements) {
            self.visit_stmt_mut(&mut statement);
            statements.extend(self.asked.iter_mut().flat_map(std::mem::take));
            statements.push(statement);
        }
        self.asked = outer;
    }

    fn fail(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.fail(group.stream()),
                TokenTree::Ident(name) => {
                    if let Some(var) =
                        self.vars.find(&name).filter(|var| self.optional.contains(var))
                    {
                        self.failed.insert(var);
                    }
                }
                TokenTree::Literal(literal) => {
                    let named = self.named_in(&literal.to_string());
                    self.failed.extend(named);
                }
                TokenTree::Punct(_) => {}
            }
        }
    }

    /// The optional locals that a format string names.
    fn named_in(&self, text: &str) -> Vec<VarId> {
        if !text.contains('{') {
            return Vec::new();
        }
        known_macros::names_in_format(text)
            .iter()
            .filter_map(|word| self.vars.find_text(word))
            .filter(|var| self.optional.contains(var))
            .collect()
    }
}

/// The name of a local, at another place.
fn located_name(place: &Expr, at: Span) -> Option<Ident> {
    let mut name = kinds::name_of(place)?.clone();
    name.set_span(name.span().located_at(at));
    Some(name)
}

/// The name of the answer to a question.
fn answer(number: usize) -> Ident {
    internal(&format!("used_{number}"))
}

/// Binds the value that a pattern matches as `taken`.
fn bind_whole(pattern: &mut Pat) {
    let taken = internal("taken");
    match pattern {
        Pat::Guard(guarded) => bind_whole(&mut guarded.pat),
        Pat::Wild(_) => *pattern = parse_quote!(#taken),
        _ => {
            looking_arms::unbind(pattern);
            *pattern = match pattern {
                Pat::Wild(_) => parse_quote!(#taken),
                _ => parse_quote!(#taken @ (#pattern)),
            };
        }
    }
}
