//! Optional locals: those that are moved away on some of the paths to a yield. Each lies in an `Option`, which says
//! whether the local is there: what the compiler's drop flags say of a plain function's.
//!
//! ```text
//! // in                                  // out
//! let guard = lock();                    let guard = lock(); let mut guard = Some(guard);
//! if early { drop(guard); }              if early { drop(restore(&mut guard)); }
//! println!("{}", guard.len());           println!("{}", held(&mut guard).len());
//! ```

mod asked;
mod guards;
mod held;
pub(super) mod joined;
mod looks;
mod matched;
pub(super) mod moving_macros;
pub(super) mod takes;
pub(super) mod unboxed;
mod uses;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit_mut::VisitMut;
use syn::{Expr, Macro, Pat, Path, Stmt};

use crate::explicit::closures::captures::{Captures, Use};
use crate::explicit::flow::Kept;
use crate::explicit::known::kinds;
use crate::explicit::known::known_macros;
use crate::explicit::optional::held::Access;
use crate::explicit::tree::fields::{self, Field};
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, VarId, Yield};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, WalkMut};
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

    /// The optional locals that `gen_!` or another macro of this kind takes, if it names none otherwise.
    fn captured_by(&self, invocation: &Macro) -> Option<Vec<VarId>> {
        let name = invocation.path.segments.last()?;
        if self.in_place || !makes_generator(&name.ident) {
            return None;
        }
        let (captures, evaluated) = Captures::of_generator(invocation, self.vars)?;
        let is_optional = |var: &VarId| self.optional.contains(var);
        let mut named = mentioned(invocation.tokens.clone(), self.vars);
        named.retain(is_optional);
        let taken = |var: &VarId| {
            let whole = evaluated.as_ref().and_then(|value| self.optional(value));
            whole == Some(*var) || captures.uses.get(var).is_some_and(|used| captures.takes(*used))
        };
        named.iter().all(taken).then_some(named)
    }

    /// The optional locals that a closure names, if it takes all of each. One that is not `move` borrows what is `Copy`,
    /// whatever it does with it, so that it has to be `move` as well: it may name nothing else, and change nothing.
    fn taken_by(&self, closure: &syn::ExprClosure) -> Option<Vec<VarId>> {
        let captures = Captures::of_closure(closure, self.vars);
        let takes_whole = |(var, used): (&VarId, &Use)| {
            let name = &self.vars.all[*var].ident;
            *used == Use::Value
                && self.optional.contains(var)
                && !self.again.contains(var)
                && kinds::times_named(closure.body.to_token_stream(), name) == 1
        };
        if closure.capture.is_none() && !captures.uses.iter().all(takes_whole) {
            return None;
        }
        let mut named = mentioned(closure.body.to_token_stream(), self.vars);
        named.retain(|var| self.optional.contains(var));
        let taken = |var: &VarId| captures.uses.get(var).is_some_and(|used| captures.takes(*used));
        (!self.in_place && !named.is_empty() && named.iter().all(taken)).then_some(named)
    }

    /// Whether an expression is a field that is moved out of a local.
    fn is_moved(&self, expression: &Expr) -> bool {
        fields::field_of(expression, self.vars).is_some_and(|field| self.fields.contains(&field))
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
        let named = mentioned(tokens, self.vars);
        self.failed.extend(named.into_iter().filter(|var| self.optional.contains(var)));
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
