//! Numbers and ranges of numbers stay where they are, and references that a generator holds from its start on.
//!
//! ```text
//! // in                     // out: `sum` is a reference into the generator
//! let mut sum: u64 = f();   let new_sum: u64 = f(); *sum = new_sum;
//! sum += i;                 *sum += i;
//! ```
//!
//! A step reads and writes them as the methods of a struct do, and moves none of them. They have no
//! destructors. One that is borrowed, or is named where a macro does not see through, is moved into the
//! state and back. So is one that the body changes and that is not `mut`: rustc reports it then.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, Pat, Stmt, Token, Type, UnOp, parse_quote_spanned};

use crate::explicit::flow::Kept;
use crate::explicit::known::kinds;
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::tree::ir::{Block, Choice, Part, PartKind, Var, VarId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, Walk, WalkMut};
use crate::operators::Operator;

/// Chooses those of `found` that can stay where they are, and rewrites their uses.
pub(crate) fn rewrite(
    body: &mut Block,
    vars: &Vars,
    kept: &mut Kept,
    mut found: BTreeSet<VarId>,
) -> BTreeSet<VarId> {
    found.retain(|var| kept.at.iter().any(|(_, kept)| kept == var));
    while !found.is_empty() {
        let mut attempt = body.clone();
        let mut placing = Placing { vars, found: &found, failed: BTreeSet::new() };
        placing.block(&mut attempt);
        let failed = placing.failed;
        if found.is_disjoint(&failed) {
            *body = attempt;
            break;
        }
        found.retain(|var| !failed.contains(var));
    }
    kept.at.retain(|(_, var)| !found.contains(var));
    for scope in kept.in_scope.values_mut() {
        scope.retain(|var| !found.contains(var));
    }
    found
}

/// How many locals that are defined later stay where they are.
const MOST: usize = 384;

/// How many levels the type has that holds the locals which stay: those that rustc looks into are limited.
const LEVELS: usize = 32;

/// How many locals are in a level of that type, if there are so many in all.
pub(crate) fn in_a_level(locals: usize) -> usize {
    locals.div_ceil(LEVELS).max(1)
}

/// The locals of a body that stay where they are from their definition on: numbers, and ranges of numbers, of
/// which some yield keeps each. Before that, zero is there.
pub(crate) fn defined_later(body: &Block, vars: &Vars, kept: &Kept) -> BTreeSet<VarId> {
    let mut definitions = Definitions { vars, simple: BTreeSet::new(), other: BTreeSet::new() };
    definitions.block(body);
    let Definitions { simple, other, .. } = definitions;
    let is_number = |var: &Var| {
        let written = var.written.as_ref().filter(|_| !var.assumed);
        var.number || written.is_some_and(|ty| matches!(ty, Type::Path(_)) && kinds::copies(ty))
    };
    let kept_ones: BTreeSet<VarId> = kept.at.iter().map(|(_, var)| *var).collect();
    kept_ones
        .into_iter()
        .filter(|var| simple.contains(var) && !other.contains(var) && !kept.optional.contains(var))
        // Zero is no value of the user's.
        .filter(|var| !kept.may_be_unset.contains(var))
        .filter(|var| vars.all[*var].is_copy_or_range() && is_number(&vars.all[*var]))
        .take(MOST)
        .collect()
}

/// Where the locals of a body get their first values.
struct Definitions<'a> {
    vars: &'a Vars,
    /// Those which a statement binds, or a turn of a loop, or the beginning of a loop.
    simple: BTreeSet<VarId>,
    other: BTreeSet<VarId>,
}

impl Walk for Definitions<'_> {
    fn part(&mut self, part: &Part) {
        match &part.kind {
            PartKind::Statements(statements) => {
                for statement in statements {
                    if let Stmt::Local(local) = statement {
                        self.simple.extend(self.vars.bound_by(&local.pat));
                    }
                }
            }
            PartKind::Let { pattern, late: false, .. } | PartKind::Next { pattern, .. } => {
                self.simple.extend(self.vars.bound_by(pattern));
            }
            PartKind::Unpack { bound, .. } => {
                for var in bound {
                    let iterates = self.vars.all[*var].range;
                    if iterates { &mut self.simple } else { &mut self.other }.insert(*var);
                }
            }
            PartKind::Rest { local, rest, used } => {
                self.other.extend([*local, *rest]);
                self.other.extend(used);
            }
            PartKind::Group(_) => {}
            _ => self.other.extend(&part.declares),
        }
        self.inside_part(part);
    }
}

struct Placing<'a> {
    vars: &'a Vars,
    found: &'a BTreeSet<VarId>,
    failed: BTreeSet<VarId>,
}

impl WalkMut for Placing<'_> {
    fn part(&mut self, part: &mut Part) {
        part.declares.retain(|var| !self.found.contains(var));
        self.inside_part(part);
    }

    fn code(&mut self, code: CodeMut<'_>) {
        match code {
            CodeMut::Statements(statements) => {
                for statement in statements {
                    self.visit_stmt_mut(statement);
                }
            }
            CodeMut::Value(expression)
            | CodeMut::Condition(expression)
            | CodeMut::Choice(Choice::If { condition: expression, .. }) => {
                self.visit_expr_mut(expression);
            }
            CodeMut::Choice(Choice::Match { head, arms, .. }) => {
                if kinds::is_place(head) {
                    self.fail(head.to_token_stream());
                }
                self.visit_expr_mut(head);
                for arm in arms {
                    self.visit_pat_mut(&mut arm.pattern);
                }
            }
            CodeMut::Definition(definition) => self.fail(definition.to_token_stream()),
        }
    }
}

impl Placing<'_> {
    fn is_placed(&self, expression: &Expr) -> bool {
        let name = kinds::name_of(expression);
        name.and_then(|name| self.vars.find(name)).is_some_and(|var| self.found.contains(&var))
    }

    /// Whether it is one that cannot be changed: rustc says so where it is none that stays.
    fn is_constant(&self, expression: &Expr) -> bool {
        let var = kinds::name_of(expression).and_then(|name| self.vars.find(name));
        var.is_some_and(|var| self.found.contains(&var) && self.vars.all[var].mutability.is_none())
    }

    /// The left side of an assignment.
    fn assigned(&mut self, left: &Expr) {
        match left {
            Expr::Paren(inner) => self.assigned(&inner.expr),
            Expr::Group(inner) => self.assigned(&inner.expr),
            Expr::Field(_) | Expr::Index(_) | Expr::Unary(_) => {}
            left if self.is_constant(left) => self.fail(left.to_token_stream()),
            Expr::Tuple(parts) => parts.elems.iter().for_each(|part| self.assigned(part)),
            Expr::Path(_) => {}
            other => self.fail(other.to_token_stream()),
        }
    }

    /// What stands in front of a method, a field, an index or arguments.
    fn receiver(&mut self, expression: &mut Expr) {
        if self.is_placed(expression) {
            let here = Span::mixed_site().located_at(expression.span());
            *expression = if self.is_constant(expression) {
                parse_quote_spanned!(here=> (*&*#expression))
            } else {
                parse_quote_spanned!(here=> (*#expression))
            };
        } else {
            self.visit_expr_mut(expression);
        }
    }

    /// What is named here is not placed.
    fn fail(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.fail(group.stream()),
                TokenTree::Ident(name) => self.failed.extend(self.vars.find(&name)),
                TokenTree::Literal(literal) => {
                    let names = known_macros::names_in_format(&literal.to_string());
                    self.failed.extend(names.iter().filter_map(|name| self.vars.find_text(name)));
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

/// `*expression`
fn dereferenced(expression: Expr, here: Span) -> Expr {
    let op = UnOp::Deref(Token![*](here));
    Expr::Unary(syn::ExprUnary { attrs: Vec::new(), op, expr: Box::new(expression) })
}

impl VisitMut for Placing<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if self.is_placed(expression) {
            // With the place of the name: an operation of it is the user's, whose lints report it.
            let here = expression.span();
            let name = std::mem::replace(expression, kinds::nothing());
            *expression = dereferenced(name, here);
            return;
        }
        match expression {
            Expr::Assign(assignment) => self.assigned(&assignment.left),
            Expr::Binary(binary) if Operator::of(&binary.op) == Operator::Assignment => {
                self.assigned(&binary.left);
            }
            _ => {}
        }
        match expression {
            Expr::MethodCall(call) => {
                self.receiver(&mut call.receiver);
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            Expr::Field(field) => self.receiver(&mut field.base),
            Expr::Call(call) => {
                self.receiver(&mut call.func);
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            Expr::Index(index) => {
                self.receiver(&mut index.expr);
                self.visit_expr_mut(&mut index.index);
            }
            Expr::Try(tried) => self.receiver(&mut tried.expr),
            Expr::Reference(reference) if kinds::is_place(&reference.expr) => {
                self.fail(reference.to_token_stream());
            }
            Expr::RawAddr(address) => self.fail(address.to_token_stream()),
            Expr::Closure(closure) => self.fail(closure.to_token_stream()),
            Expr::Async(block) => self.fail(block.to_token_stream()),
            Expr::Verbatim(tokens) => self.fail(tokens.clone()),
            // A pattern may borrow from the head.
            Expr::Match(matched) if kinds::is_place(&matched.expr) => {
                self.fail(matched.expr.to_token_stream());
                visit_mut::visit_expr_match_mut(self, matched);
            }
            Expr::Let(bound) if kinds::is_place(&bound.expr) => {
                self.fail(bound.expr.to_token_stream());
            }
            Expr::Struct(fields) => {
                for field in &mut fields.fields {
                    field.colon_token.get_or_insert_with(Default::default);
                }
                visit_mut::visit_expr_struct_mut(self, fields);
            }
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let known = known_macros::known(invocation).filter(|takes| *takes != Takes::Pattern);
        let Some(mut arguments) = known.and_then(|_| known_macros::list_in(invocation)) else {
            self.fail(invocation.tokens.clone());
            return;
        };
        for argument in &mut arguments {
            match argument {
                Expr::Lit(literal) => self.fail(literal.to_token_stream()),
                Expr::Assign(named) => self.visit_expr_mut(&mut named.right),
                other => self.visit_expr_mut(other),
            }
        }
        invocation.tokens = quote!(#(#arguments),*);
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }

    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        if let syn::Item::Macro(definition) = item {
            self.fail(definition.to_token_stream());
        }
    }
}
