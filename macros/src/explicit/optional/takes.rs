//! Methods whose names no list has, and calls of locals: whether one that uses a local for the last time takes it by
//! value.
//!
//! rustc is asked. Where the call is a part of a statement that always runs it, the answer says what is left of
//! the local: nothing, or what has to be dropped.
//!
//! ```text
//! // in                        // out
//! let n = local.finish(1);    let used = { .. };
//! yield_!(n);                 let n = used.same(local.finish(1));
//!                             let rest = if used.is_gone() { used.gone() } else { used.stays(); rest_of(local) };
//! ```
//!
//! Elsewhere, a method that takes the local is an error, which says how the call is written.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure, ExprMethodCall, Pat, Path, Stmt, Token};

use crate::explicit::closures::captures::Captures;
use crate::explicit::flow::Kept;
use crate::explicit::flow::groups;
use crate::explicit::flow::kept::{self, key};
use crate::explicit::flow::last_uses::{find, find_in_closure, replace_call};
use crate::explicit::known::kinds;
use crate::explicit::parts::boxes;
use crate::explicit::questions::callables;
use crate::explicit::questions::methods::{self, Question, is_asked_last};
use crate::explicit::questions::moving_macros;
use crate::explicit::tree::ir::{Block, Choice, Part, PartKind, Rest, VarId, YieldId};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{Code, CodeMut, Walk, WalkMut, visit_expressions};
use crate::tokens::{self, At};

/// Asks how methods use the locals that they are the last ones to use. Gives the other locals that methods may
/// take, and those that may be a `Box` out of which the value is moved.
pub(crate) fn decide(
    body: &mut Block,
    vars: &mut Vars,
    private: &Path,
    kept: &Kept,
) -> (BTreeSet<VarId>, BTreeSet<VarId>) {
    let mut deciding = Deciding { vars, private, kept, decided: BTreeSet::new() };
    deciding.block(body);
    let decided = deciding.decided;
    let others = kept.asked.iter().filter(|(var, _)| !decided.contains(var));
    let others = others.filter(|(_, key)| !key.starts_with(moving_macros::KEY));
    let (pointers, called): (Vec<_>, Vec<_>) = others.partition(|(_, key)| key == kept::UNBOXED);
    let locals = |asked: Vec<&(VarId, String)>| asked.into_iter().map(|(var, _)| *var).collect();
    (locals(called), locals(pointers))
}

/// Rejects the calls that take one of `locals`, which are not in an `Option`.
pub(crate) fn check(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: &Kept,
    locals: &BTreeSet<VarId>,
) {
    Checking { vars, private, kept, locals, captures: None }.block(body);
}

/// Asks about the last use of each local of which something is left.
struct Deciding<'a> {
    vars: &'a mut Vars,
    private: &'a Path,
    kept: &'a Kept,
    decided: BTreeSet<VarId>,
}

impl WalkMut for Deciding<'_> {
    fn part(&mut self, part: &mut Part) {
        self.inside_part(part);
        if let PartKind::Group(parts) = &mut part.kind {
            let first = parts.iter().rev().take_while(|part| groups::is_rest(part)).count();
            let mut rests = parts.split_off(parts.len() - first);
            for rest in &mut rests {
                let PartKind::Rest { local, used, .. } = &mut rest.kind else { continue };
                if matches!(self.vars.all[*local].rest, Rest::Dropped | Rest::Held) {
                    *used = self.last_use(parts, *local);
                    self.decided.extend(used.map(|_| *local));
                }
            }
            parts.append(&mut rests);
        }
    }
}

impl Deciding<'_> {
    /// Asks how the last use of a local uses it.
    fn last_use(&mut self, parts: &mut Vec<Part>, local: VarId) -> Option<VarId> {
        let mentions = |part: &Part| Mentions::of(part, local, self.vars);
        let last = parts.iter().rposition(mentions)?;
        let part = &mut parts[last];
        let used = match &mut part.kind {
            PartKind::Statements(statements) => {
                let names = |statement: &Stmt| {
                    mentioned(statement.to_token_stream(), self.vars).contains(&local)
                };
                let index = statements.iter().rposition(names)?;
                let pattern = match &statements[index] {
                    Stmt::Local(local) => Some(local.pat.clone()),
                    _ => None,
                };
                let value = match &mut statements[index] {
                    Stmt::Local(statement) => &mut *statement.init.as_mut()?.expr,
                    Stmt::Expr(value, _) => value,
                    _ => return None,
                };
                let (used, asked) = match self.ask(value, local) {
                    Some((used, asked)) => (used, vec![asked]),
                    None => self.ask_of_box(value, pattern.as_slice(), local)?,
                };
                statements.splice(index..index, asked);
                used
            }
            PartKind::Choose { choice: Choice::Match { head, arms, .. }, .. } => {
                let patterns: Vec<Pat> = arms.iter().map(|arm| arm.pattern.clone()).collect();
                let head = head.clone();
                let (used, asked) = self.ask_of_box(&head, &patterns, local)?;
                let asked = asking(asked, used, part.last);
                parts.insert(last, asked);
                return Some(used);
            }
            PartKind::Offer { value, .. } => {
                let (used, asked) = match self.ask(value, local) {
                    Some((used, asked)) => (used, vec![asked]),
                    None => self.ask_of_box(value, &[], local)?,
                };
                let asked = asking(asked, used, part.last);
                parts.insert(last, asked);
                return Some(used);
            }
            PartKind::Group(inner) => self.last_use(inner, local)?,
            _ => return None,
        };
        part.declares.push(used);
        Some(used)
    }

    /// Asks how the call in a value uses a local.
    fn ask(&mut self, value: &mut Expr, local: VarId) -> Option<(VarId, Stmt)> {
        let name = self.vars.all[local].ident.clone();
        if !self.vars.all[local].may_be_taken()
            || kinds::times_named(value.to_token_stream(), &name) != 1
        {
            return None;
        }
        let Some(call) = find(value, &name) else { return self.ask_of_closure(value, local) };
        let private = self.private;
        match &*call {
            Expr::MethodCall(written) if is_asked_last(written, &self.vars.all[local]) => {
                let used = self.used();
                let ident = &self.vars.all[used].ident;
                let question = Question::of(written, &self.vars.all[local]);
                // syn takes time for each token.
                let tokens = question.tokens(private, self.vars);
                let question = if self.is_final(&tokens, written, local) {
                    Expr::Verbatim(tokens)
                } else {
                    question.ask(private, self.vars)
                };
                let asked = defined(ident, question);
                *call = methods::answered(private, written, ident);
                Some((used, asked))
            }
            Expr::Call(written) if callables::is_asked(written, &self.vars.all[local]) => {
                let used = self.used();
                let ident = &self.vars.all[used].ident;
                let question = callables::ask(
                    private,
                    written,
                    &written.func,
                    false,
                    self.vars.all[local].given_back,
                );
                Some((used, defined(ident, question)))
            }
            _ => None,
        }
    }

    /// Asks how a closure that a value passes to a function uses a local.
    fn ask_of_closure(&mut self, value: &mut Expr, local: VarId) -> Option<(VarId, Stmt)> {
        let (closure, call) = find_in_closure(value, local, self.vars)?;
        let used = self.used();
        let ident = &self.vars.all[used].ident;
        let question = Question::of(&call, &self.vars.all[local]).ask(self.private, self.vars);
        let answered = methods::answered(self.private, &call, ident);
        replace_call(closure, &self.vars.all[local].ident, &answered);
        Some((used, defined(ident, question)))
    }

    /// Whether nothing in a question about a call is rewritten any more. A name in it may be that of a method.
    fn is_final(&self, question: &TokenStream, call: &ExprMethodCall, local: VarId) -> bool {
        let kept = self.kept;
        let is_rewritten = |var: VarId| {
            kept.optional.contains(&var)
                || kept.ended.contains_key(&var)
                || kept.fields.iter().any(|(other, _)| *other == var)
                || var != local && kept.asked.iter().any(|(other, _)| *other == var)
        };
        let names_rewritten = |at: &At<'_>| match at.token() {
            TokenTree::Ident(name) => self.vars.find(name).is_some_and(is_rewritten),
            _ => false,
        };
        let is_in_macro_or_closure = |at: &At<'_>| match at.token() {
            TokenTree::Punct(punct) => ['!', '?', '|'].contains(&punct.as_char()),
            _ => false,
        };
        !tokens::any(call.args.to_token_stream(), &mut { is_in_macro_or_closure })
            && !tokens::any(question.clone(), &mut { names_rewritten })
    }

    /// Asks whether a value, which patterns match, is moved out of a local.
    fn ask_of_box(
        &mut self,
        value: &Expr,
        patterns: &[Pat],
        local: VarId,
    ) -> Option<(VarId, Vec<Stmt>)> {
        let name = self.vars.all[local].ident.clone();
        if !self.vars.all[local].may_be_taken()
            || kinds::times_named(value.to_token_stream(), &name) != 1
        {
            return None;
        }
        let used = self.used();
        let patterns: Vec<&Pat> = patterns.iter().collect();
        let ident = &self.vars.all[used].ident;
        Some((used, boxes::asked(self.private, value, &patterns, &name, ident)?))
    }

    /// A local that says how a local is used.
    fn used(&mut self) -> VarId {
        let used = self.vars.hidden("used", None);
        self.vars.all[used].plain = true;
        self.vars.all[used].copies = true;
        used
    }
}

/// A statement that defines a local.
fn defined(name: &Ident, value: Expr) -> Stmt {
    let pattern = syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident: name.clone(),
        subpat: None,
    };
    Stmt::Local(syn::Local {
        attrs: Vec::new(),
        modifiers: syn::LocalModifiers::default(),
        let_token: <Token![let]>::default(),
        pat: Pat::Ident(pattern),
        init: Some(syn::LocalInit {
            eq_token: <Token![=]>::default(),
            expr: Box::new(value),
            diverge: None,
        }),
        semi_token: <Token![;]>::default(),
    })
}

/// The part that asks how the part behind it uses a local.
fn asking(asked: Vec<Stmt>, used: VarId, last: YieldId) -> Part {
    Part { kind: PartKind::Statements(asked), declares: vec![used], last, yields: false }
}

/// Whether a part names a local.
struct Mentions<'a> {
    local: VarId,
    vars: &'a Vars,
    found: bool,
}

impl Mentions<'_> {
    fn of(part: &Part, local: VarId, vars: &Vars) -> bool {
        let mut mentions = Mentions { local, vars, found: false };
        mentions.part(part);
        mentions.found
    }
}

impl Walk for Mentions<'_> {
    fn code(&mut self, code: Code<'_>) {
        let tokens = match code {
            Code::Statements(statements) => quote!(#(#statements)*),
            Code::Value(value) | Code::Condition(value) => quote!(#value),
            Code::Definition(definition) => quote!(#definition),
            Code::Choice(Choice::If { condition, .. }) => quote!(#condition),
            Code::Choice(Choice::Match { head, arms, .. }) => {
                let patterns = arms.iter().map(|arm| &arm.pattern);
                quote!(#head #(#patterns)*)
            }
        };
        self.found |= mentioned(tokens, self.vars).contains(&self.local);
    }
}

/// A call that is an error if it takes its local. `asked`: what is asked about, where the call itself has been
/// rewritten.
pub(crate) fn checked(
    private: &Path,
    asked: &Question<'_>,
    vars: &Vars,
    call: &ExprMethodCall,
) -> Expr {
    let question = Question { checks: true, ..*asked }.ask(private, vars);
    methods::answered(private, call, &question)
}

/// Writes the check at each call that may take one of `locals`.
struct Checking<'a> {
    vars: &'a Vars,
    private: &'a Path,
    kept: &'a Kept,
    locals: &'a BTreeSet<VarId>,
    /// What the closure captures in whose body the walk is.
    captures: Option<Captures>,
}

impl WalkMut for Checking<'_> {
    fn code(&mut self, code: CodeMut<'_>) {
        visit_expressions(code, self);
    }
}

impl VisitMut for Checking<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let (used, key) = match &*expression {
            Expr::MethodCall(call) => (&call.receiver, key(&call.method.to_string(), &call.args)),
            Expr::Call(call) => (&call.func, key(callables::CALL, &call.args)),
            _ => return,
        };
        let Some(var) = kinds::name_of(used).and_then(|name| self.vars.find(name)) else {
            return;
        };
        if !self.locals.contains(&var) || !self.kept.asked.contains(&(var, key)) {
            return;
        }
        if self.captures.as_ref().is_some_and(|captures| captures.only_call_on(var).is_none()) {
            return;
        }
        *expression = match &*expression {
            Expr::MethodCall(call) => {
                let asked = Question::of(call, &self.vars.all[var]);
                checked(self.private, &asked, self.vars, call)
            }
            Expr::Call(call) if self.vars.all[var].closure => {
                callables::checked_closure(self.private, call)
            }
            Expr::Call(call) => {
                let given_back = self.vars.all[var].given_back;
                callables::checked(self.private, call, &call.func, given_back)
            }
            _ => return,
        };
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        let inner = Captures::of_closure(closure, self.vars);
        let outer = self.captures.replace(inner);
        self.visit_expr_mut(&mut closure.body);
        self.captures = outer;
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
