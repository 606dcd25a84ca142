//! Values that are moved out of a local by `*local`, where the state shows its fields: one error, if rustc finds the
//! local to be a `Box`.
//!
//! ```text
//! // in                              // out
//! let Node { left, right } = *node;  {
//!                                        let used = (&&Probe::of(&node)).value_behind_the_local();
//!                                        if false {
//!                                            if let Node { left, right } = *node {
//!                                                used.leaves(&left);
//!                                                used.leaves(&right);
//!                                            }
//!                                            loop {}
//!                                        }
//!                                    }
//!                                    let Node { left, right } = *node;
//! ```
//!
//! What is asked moves the same parts, and comes to no end.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block as SynBlock, Expr, ExprClosure, Item, Local, Pat, Path, Stmt, parse_quote,
    parse_quote_spanned,
};

use crate::explicit::known::{kinds, patterns};
use crate::explicit::parts::boxes;
use crate::explicit::parts::vacant::is_not_reached;
use crate::explicit::tree::ir::{Block, Choice, Part, PartKind, VarId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, WalkMut, visit_expressions};
use crate::lower::internal;

/// Writes the question at each move out of one of `locals`.
pub(crate) fn check(body: &mut Block, vars: &Vars, private: &Path, locals: &BTreeSet<VarId>) {
    if !locals.is_empty() {
        Checking { vars, private, locals }.block(body);
    }
}

struct Checking<'a> {
    vars: &'a Vars,
    private: &'a Path,
    locals: &'a BTreeSet<VarId>,
}

impl Checking<'_> {
    /// Asks whether the patterns move something out of what `value` points to. Without patterns, all is moved.
    fn ask(&self, value: &Expr, patterns: &[&Pat]) -> Option<Stmt> {
        let local = kinds::name_of(boxes::pointer(value)?)?;
        self.vars.find(local).filter(|var| self.locals.contains(var))?;
        let here = Span::mixed_site().located_at(local.span());
        let [used, part] = ["used", "part"].map(|name| {
            let mut name = internal(name);
            name.set_span(here);
            name
        });
        let question = boxes::question(self.private, local);
        let whole: Pat = parse_quote_spanned!(here=> #part);
        let whole = [&whole];
        let patterns = if patterns.is_empty() { &whole } else { patterns };
        let moves = patterns.iter().filter_map(|pattern| {
            let pattern = without_mut(pattern);
            let bound = patterns::bindings(&pattern);
            let bound: Vec<_> = bound.iter().filter(|bound| bound.by_ref.is_none()).collect();
            // The hidden local of an argument has no place of its own.
            let names = bound.iter().map(|bound| {
                let mut name = bound.ident.clone();
                name.set_span(name.span().located_at(here));
                name
            });
            let asked: TokenStream =
                names.map(|name| quote_spanned!(here=> #used.leaves(&#name);)).collect();
            (!bound.is_empty()).then(|| quote!(if let #pattern = *#local { #asked loop {} }))
        });
        let moves: Vec<TokenStream> = moves.collect();
        let used = quote_spanned!(here=> let #used = #question;);
        (!moves.is_empty()).then(|| parse_quote!({ #used if false { #(#moves)* } }))
    }

    fn ask_of_choice(&self, choice: &Choice) -> Vec<Stmt> {
        match choice {
            Choice::Match { head, arms, .. } => {
                let patterns: Vec<&Pat> = arms.iter().map(|arm| &arm.pattern).collect();
                self.ask(head, &patterns).into_iter().collect()
            }
            Choice::If { condition, .. } => self.ask_of_condition(condition),
        }
    }

    fn ask_of_condition(&self, condition: &Expr) -> Vec<Stmt> {
        let mut bound = Vec::new();
        let mut asked = Vec::new();
        for syn::ExprLet { pat: pattern, expr: value, .. } in patterns::lets_in(condition) {
            // What the condition itself binds is not there in front of it.
            if !kinds::root_of(value).is_some_and(|root| bound.contains(root)) {
                asked.extend(self.ask(value, &[pattern]));
            }
            bound.extend(patterns::bindings(pattern).into_iter().map(|bound| bound.ident));
        }
        asked
    }

    fn parts(&self, parts: &mut Vec<Part>) {
        for part in std::mem::take(parts) {
            let asked = match &part.kind {
                PartKind::Choose { choice, .. } => self.ask_of_choice(choice),
                PartKind::While { condition, .. } => self.ask_of_condition(condition),
                _ => Vec::new(),
            };
            if !asked.is_empty() {
                let kind = PartKind::Statements(asked);
                parts.push(Part { kind, declares: Vec::new(), last: part.last, yields: false });
            }
            parts.push(part);
        }
    }

    fn statements(&self, statements: &mut Vec<Stmt>) {
        for statement in std::mem::take(statements) {
            if let Stmt::Local(Local { pat, init: Some(init), .. }) = &statement {
                let is_choice =
                    init.diverge.as_ref().is_some_and(|(_, diverge)| is_not_reached(diverge));
                let value =
                    if is_choice { boxes::value_of_choice(&init.expr) } else { &*init.expr };
                statements.extend(self.ask(value, &[pat]));
            }
            statements.push(statement);
        }
    }
}

impl WalkMut for Checking<'_> {
    fn block(&mut self, block: &mut Block) {
        self.parts(&mut block.parts);
        self.inside_block(block);
    }

    fn part(&mut self, part: &mut Part) {
        if let PartKind::Group(parts) = &mut part.kind {
            self.parts(parts);
        }
        self.inside_part(part);
    }

    fn code(&mut self, mut code: CodeMut<'_>) {
        match &mut code {
            CodeMut::Statements(statements) => self.statements(statements),
            CodeMut::Value(value) => {
                if let Some(asked) = self.ask(value, &[]) {
                    **value = parse_quote!({ #asked #value });
                }
            }
            _ => {}
        }
        visit_expressions(code, self);
    }
}

impl VisitMut for Checking<'_> {
    fn visit_block_mut(&mut self, block: &mut SynBlock) {
        self.statements(&mut block.stmts);
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let wrap = |value: &mut Expr| {
            if let Some(asked) = self.ask(value, &[]) {
                *value = parse_quote!({ #asked #value });
            }
        };
        match expression {
            Expr::Call(call) => call.args.iter_mut().for_each(wrap),
            Expr::MethodCall(call) => call.args.iter_mut().for_each(wrap),
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(wrap),
            Expr::Array(array) => array.elems.iter_mut().for_each(wrap),
            Expr::Struct(fields) => {
                fields.fields.iter_mut().map(|field| &mut field.expr).for_each(wrap);
            }
            Expr::Assign(assign) => wrap(&mut assign.right),
            Expr::Match(choice) => {
                let patterns: Vec<&Pat> = choice.arms.iter().map(|arm| &arm.pat).collect();
                if let Some(asked) = self.ask(&choice.expr, &patterns) {
                    *expression = parse_quote!({ #asked #choice });
                }
            }
            Expr::If(syn::ExprIf { cond: condition, .. })
            | Expr::While(syn::ExprWhile { cond: condition, .. }) => {
                let asked = self.ask_of_condition(condition);
                if !asked.is_empty() {
                    *expression = parse_quote!({ #(#asked)* #expression });
                }
            }
            _ => {}
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// A pattern without its guard, whose variables are not `mut`.
fn without_mut(pattern: &Pat) -> Pat {
    struct Variables;

    impl VisitMut for Variables {
        fn visit_pat_ident_mut(&mut self, variable: &mut syn::PatIdent) {
            if variable.by_ref.is_none() {
                variable.mutability = None;
            }
            visit_mut::visit_pat_ident_mut(self, variable);
        }
    }

    let mut pattern = match pattern {
        Pat::Guard(guarded) => (*guarded.pat).clone(),
        Pat::Type(typed) => (*typed.pat).clone(),
        other => other.clone(),
    };
    Variables.visit_pat_mut(&mut pattern);
    pattern
}
