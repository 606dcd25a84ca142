//! Macros that the macro does not know, whose tokens name a local: one that moves the local is an error.
//!
//! ```text
//! // in                     // out
//! consume!(guard);          if false { let expanded = || { consume!(guard); }; leaves_locals(&expanded); }
//! yield_!(1);               consume!(guard);
//! ```
//!
//! A closure that moves what it captures can be called once alone, and rustc knows that of its type. The macro may move
//! the local on some of its own paths, and no type says on which of them: so it is no answer that the state could go by.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Macro, Path, Stmt};

use crate::explicit::by_value::located;
use crate::explicit::flow::{Kept, mentioned};
use crate::explicit::ir::{Block, Choice, Node, Part, PartKind, Rest, VarId, YieldId};
use crate::explicit::known_macros;
use crate::explicit::names::Vars;
use crate::explicit::takes;
use crate::explicit::walk::{CodeMut, WalkMut, visit_expressions};
use crate::lower::internal;
use crate::yields::{YieldKind, makes_generator};

/// What the keys of such macros begin with: no method has such a name.
pub(crate) const KEY: &str = "macro ";

/// What stands for a macro where what is kept is found.
pub(crate) fn key(invocation: &Macro) -> String {
    format!("{KEY}{}!{}", invocation.path.to_token_stream(), invocation.tokens)
}

/// Whether a macro may move a local, as its tokens are.
pub(crate) fn may_move(invocation: &Macro, var: VarId, vars: &Vars) -> bool {
    takes::may_be_taken(&vars.all[var])
        && can_be_in_a_closure(invocation.tokens.clone())
        && names(invocation.tokens.clone(), var, vars).is_some()
}

/// Where tokens name a local by value, as far as is seen.
fn names(tokens: TokenStream, var: VarId, vars: &Vars) -> Option<Span> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_punct = |token: Option<&TokenTree>, sign: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(group) => names(group.stream(), var, vars),
        TokenTree::Ident(name) if vars.find(name) == Some(var) => {
            let before = index.checked_sub(1).and_then(|before| tokens.get(before));
            let is_mut = matches!(before, Some(TokenTree::Ident(word)) if word == "mut");
            let is_borrowed = is_mut || is_punct(before, '&') || is_punct(before, '.');
            (!is_borrowed).then(|| name.span())
        }
        _ => None,
    })
}

/// Whether tokens leave a closure by its end alone.
fn can_be_in_a_closure(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Group(group) => can_be_in_a_closure(group.stream()),
        TokenTree::Ident(word) => word != "return" && word != "await",
        TokenTree::Punct(sign) => !['?', '\''].contains(&sign.as_char()),
        TokenTree::Literal(_) => true,
    })
}

/// Writes the checks of the macros that may move a local for which a yield behind them has to know that, and of those
/// that name one of `perhaps`: these were moved on some path, and should lie in an `Option`.
pub(crate) fn check(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: Option<&Kept>,
    perhaps: &BTreeSet<VarId>,
) {
    let asked = kept.into_iter().flat_map(|kept| &kept.asked);
    let asked: BTreeSet<(VarId, String)> =
        asked.filter(|(_, key)| key.starts_with(KEY)).cloned().collect();
    if !perhaps.is_empty() || !asked.is_empty() {
        Checking { vars, private, asked, perhaps }.block(body);
    }
}

struct Checking<'a> {
    vars: &'a Vars,
    private: &'a Path,
    asked: BTreeSet<(VarId, String)>,
    perhaps: &'a BTreeSet<VarId>,
}

impl WalkMut for Checking<'_> {
    fn block(&mut self, block: &mut Block) {
        self.parts(&mut block.parts);
        if let Some(tail) = &mut block.tail {
            let mut asked = Vec::new();
            if let Node::Plain(value) = &mut **tail {
                asked = self.asked(|finding| finding.visit_expr(value));
            }
            let last = block.parts.last().map_or(0, |part| part.last);
            block.parts.extend(checking(asked, last));
            self.node(tail);
        }
    }

    fn code(&mut self, code: CodeMut<'_>) {
        match code {
            CodeMut::Statements(statements) => self.statements(statements),
            other => visit_expressions(other, self),
        }
    }
}

impl Checking<'_> {
    fn parts(&mut self, parts: &mut Vec<Part>) {
        let mut last = 0;
        for mut part in std::mem::take(parts) {
            let asked = match &part.kind {
                PartKind::Let { value, .. } => self.asked_of(value),
                PartKind::Expression { node, .. } => self.asked_of(node),
                PartKind::Offer { value, .. } => self.asked(|finding| finding.visit_expr(value)),
                PartKind::Choose { choice: Choice::If { condition: value, .. }, .. }
                | PartKind::Choose { choice: Choice::Match { head: value, .. }, .. }
                | PartKind::While { condition: value, .. } => {
                    self.asked(|finding| finding.visit_expr(value))
                }
                _ => Vec::new(),
            };
            parts.extend(checking(asked, last));
            last = part.last;
            match &mut part.kind {
                PartKind::Group(inner) => self.parts(inner),
                _ => self.inside_part(&mut part),
            }
            parts.push(part);
        }
    }

    /// What is asked in front of a node.
    fn asked_of(&self, node: &Node) -> Vec<Stmt> {
        match node {
            Node::Plain(value) => self.asked(|finding| finding.visit_expr(value)),
            Node::Yield(yielded) => {
                yielded.value.as_ref().map_or_else(Vec::new, |value| self.asked_of(value))
            }
            _ => Vec::new(),
        }
    }

    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        for mut statement in std::mem::take(statements) {
            statements.extend(self.asked(|finding| finding.visit_stmt(&statement)));
            self.visit_stmt_mut(&mut statement);
            statements.push(statement);
        }
    }

    /// What is asked about the macros that stand in a statement or a value, and not in a block of it.
    fn asked(&self, find: impl FnOnce(&mut Finding)) -> Vec<Stmt> {
        let mut finding = Finding(Vec::new());
        find(&mut finding);
        let unknown = finding.0.iter().filter(|invocation| is_unknown(invocation));
        unknown.flat_map(|invocation| self.questions(invocation)).collect()
    }

    fn questions(&self, invocation: &Macro) -> Vec<Stmt> {
        let named = mentioned(invocation.tokens.clone(), self.vars);
        let named = named.into_iter().filter(|var| self.perhaps.contains(var));
        let named = named.filter_map(|var| self.is_copy(invocation, var));
        let key = key(invocation);
        let asked = mentioned(invocation.tokens.clone(), self.vars).into_iter();
        let asked = asked.filter(|var| self.asked.contains(&(*var, key.clone())));
        named.chain(asked.filter_map(|var| self.question(invocation, var))).collect()
    }

    /// The question whether a local that was moved on some path is `Copy`.
    fn is_copy(&self, invocation: &Macro, var: VarId) -> Option<Stmt> {
        let at = invocation.path.segments.last()?.ident.span();
        let here = Span::mixed_site().located_at(at);
        let (private, local) = (located(self.private, here), &self.vars.all[var].ident);
        syn::parse2(quote_spanned!(here=> if false { #private::named_by_a_macro(&#local); })).ok()
    }

    /// The question whether a macro moves a local, of which a yield keeps something.
    fn question(&self, invocation: &Macro, asked: VarId) -> Option<Stmt> {
        let at = names(invocation.tokens.clone(), asked, self.vars)?;
        let here = Span::mixed_site().located_at(at);
        let private = located(self.private, here);
        let mut expanded = internal("expanded");
        expanded.set_span(here);
        let others = mentioned(invocation.tokens.clone(), self.vars);
        let others = others.iter().filter(|var| **var != asked);
        let others = others.map(|var| &self.vars.all[*var].ident);
        let semicolon = match &invocation.delimiter {
            syn::MacroDelimiter::Brace(_) => None,
            _ => Some(quote!(;)),
        };
        let local = &self.vars.all[asked];
        let name = &local.ident;
        let mut kind = internal("kind");
        kind.set_span(here);
        let (kept, check) = if local.rest == Rest::Whole {
            (None, quote_spanned!(here=> #private::leaves_locals(&#expanded);))
        } else {
            let kept = quote_spanned! {here=>
                use #private::{BorrowRest as _, CopyRest as _, WholeRest as _};
                let #kind = (&&&#private::Probe::of(&#name)).rest_of_the_generator();
            };
            (Some(kept), quote_spanned!(here=> #kind.is_left_by(&#expanded);))
        };
        // The closure may move the local: nothing leads out of this.
        let question = quote_spanned! {here=>
            if false {
                #kept
                #[allow(unused, clippy::all)]
                let #expanded = || loop {
                    #(let mut #others = #private::another(&#others);)*
                    #invocation #semicolon
                    break;
                };
                #check
                #private::nothing_runs();
            }
        };
        syn::parse2(question).ok()
    }
}

impl VisitMut for Checking<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Whether the arguments of a macro are not known.
pub(crate) fn is_unknown(invocation: &Macro) -> bool {
    let name = invocation.path.segments.last().map(|last| &last.ident);
    !name.is_some_and(makes_generator)
        && YieldKind::of_path(&invocation.path).is_none()
        && known_macros::known(invocation).is_none()
}

/// The part that asks in front of another one, behind the yield `last`.
fn checking(asked: Vec<Stmt>, last: YieldId) -> Option<Part> {
    (!asked.is_empty()).then(|| Part {
        kind: PartKind::Statements(asked),
        declares: Vec::new(),
        last,
        yields: false,
    })
}

/// Finds macros.
struct Finding(Vec<Macro>);

impl<'ast> Visit<'ast> for Finding {
    fn visit_macro(&mut self, invocation: &'ast Macro) {
        self.0.push(invocation.clone());
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
