//! Brings a body into normal form, in which each yield stands alone.
//!
//! ```text
//! // in                                 // out
//! f(a(), yield_!(x));                  let operand = a();
//!                                      let operand_2 = yield_!(x);
//!                                      f(operand, operand_2);
//!
//! for p in e { yield_!(p); }           choose { bound = IntoIterator::into_iter(e) }
//!                                      loop {
//!                                          let p = match iterator.next() { .. };
//!                                          yield_!(p);
//!                                      }
//!
//! match e {                            choose { First(p..) or Rest(First(q..)) }
//!     P(p) => yield_!(p),              match chosen { First: yield_!(p), Rest(First): q() }
//!     Q(q) => q(),
//! }
//! ```
//!
//! What is evaluated before a yield in one expression is evaluated before it here. Where that would
//! drop a temporary at another time, it is an error.

pub(super) mod arguments;
mod beside;
pub(super) mod branches;
mod called;
mod constants;
pub(super) mod itself;
mod loops;
mod matches;
pub(super) mod operands;
mod otherwise;
mod places;
mod statements;
pub(super) mod tails;
mod temporaries;
mod types;
mod yields;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{BinOp, Expr, Local, Pat, Stmt, Token, parse_quote};

use crate::errors::Errors;
use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::known_macros;
use crate::explicit::known::patterns;
use crate::explicit::normal::itself::Itself;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::{
    Block, Node, Part, PartKind, Var, VarId, YieldId, block_expression,
};
use crate::explicit::tree::patterns::{NameParts, NameWild};
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;
use crate::yields::YieldKind;

/// What a guard that would live across a yield is told.
const GIVES_GUARD: &str = "this gives a guard, a temporary that would live across a yield: bind it with `let` in \
                           front of the statement";

/// What temporaries outlive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outlives {
    /// A yield.
    Yield,
    /// The block that they are in the last expression of, in edition 2021 alone.
    Block,
    /// The `else` of an `if let`, in edition 2021 alone.
    Else,
}

/// Where the temporaries of an expression end, in edition 2021.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Ends {
    /// With the expression.
    #[default]
    WithIt,
    /// With the statement, behind its value.
    BehindValue,
    /// Behind locals of the block that it is the last expression of, or behind other operands.
    Later,
}

pub(crate) struct Normal<'a> {
    pub(crate) vars: &'a mut Vars,
    pub(crate) errors: &'a mut Errors,
    pub(crate) private: syn::Path,
    /// The kind of each yield, by its number less one.
    pub(crate) yields: Vec<YieldKind>,
    /// Where each yield is written.
    pub(crate) spans: Vec<proc_macro2::Span>,
    names: usize,
    /// The function itself, if it can be called in the body.
    pub(crate) itself: Option<Itself>,
    /// The method's name, if the body is that of a method whose type is hidden.
    pub(crate) method: Option<Ident>,
    /// Whether the type of the generator is hidden, and not in a box.
    pub(crate) opaque: bool,
    /// The local that `self` is.
    pub(crate) receiver: Option<VarId>,
    /// The yields that call the function itself.
    pub(crate) calls: BTreeSet<YieldId>,
    /// The type parameters of the function that are iterators.
    pub(crate) iterators: Vec<String>,
    /// The type of the value of a yield.
    pub(crate) resume: Option<syn::Type>,
    /// Whether the types of what is kept have to be known.
    pub(crate) named: bool,
    /// Whether there may be conditional attributes in the body.
    pub(crate) conditional: bool,
    /// The kinds of yield that the walk has come to in the same imports: one of them uses the import of the macro.
    seen: [bool; 4],
    /// The type of what is yielded, if it can be written in a body.
    pub(crate) item: Option<syn::Type>,
    /// The locals that the statement may give another value while it is evaluated.
    changed: BTreeSet<String>,
    /// The operands of the statement that have a name, and wait for the rest of it.
    waiting: Vec<VarId>,
    /// How many `unsafe` blocks are around what is lowered, the body of an `unsafe fn` among them: in them a path
    /// may be that of a static that changes.
    pub(crate) unsafety: usize,
    /// What the temporaries that are sealed outlive.
    outlives: Outlives,
    /// Where the temporaries of the expression that comes next end, in edition 2021.
    ends: Ends,
    /// What patterns of heads leave about which rustc is asked as a whole.
    asked_whole: BTreeSet<VarId>,
}

impl<'a> Normal<'a> {
    pub(crate) fn new(vars: &'a mut Vars, errors: &'a mut Errors, private: syn::Path) -> Self {
        Self {
            vars,
            errors,
            private,
            yields: Vec::new(),
            spans: Vec::new(),
            names: 0,
            item: None,
            resume: None,
            named: false,
            conditional: true,
            seen: [false; 4],
            itself: None,
            iterators: Vec::new(),
            method: None,
            opaque: false,
            receiver: None,
            calls: BTreeSet::new(),
            changed: BTreeSet::new(),
            waiting: Vec::new(),
            unsafety: 0,
            outlives: Outlives::Yield,
            ends: Ends::WithIt,
            asked_whole: BTreeSet::new(),
        }
    }

    fn last(&self) -> YieldId {
        self.yields.len()
    }

    fn reject(&mut self, tokens: impl ToTokens, rule: &str) {
        self.errors.at(tokens, format!("{rule}{REMARK}"));
    }

    fn problem(&mut self, span: proc_macro2::Span, rule: &str) {
        self.errors.add(syn::Error::new(span, format!("{rule}{REMARK}")));
    }

    fn fresh(&mut self, name: &str) -> Ident {
        self.names += 1;
        internal(&format!("{name}_{}", self.names))
    }

    /// Reports a pattern whose left out parts are dropped in an order that cannot be seen.
    fn check_left_fields(&mut self, pattern: &Pat) {
        if let Some(fields) = self.vars.left_fields(pattern).cloned() {
            self.reject(
                fields,
                "this pattern leaves several fields, which are dropped in the order of the type: bind the \
                 value with a name, and take it apart behind that",
            );
        }
    }

    fn declared_by(&self, pattern: &Pat) -> Vec<VarId> {
        self.vars.bound_by(pattern)
    }

    /// Takes apart an argument that is a pattern.
    pub(crate) fn argument(&mut self, whole: VarId, mut pattern: Pat, block: &mut Block) {
        NameWild { vars: self.vars }.visit_pat_mut(&mut pattern);
        self.check_left_fields(&pattern);
        let name = &self.vars.all[whole].ident;
        let bound = self.vars.bound_by(&pattern);
        let leaves = bound.len() > 1 && bound.iter().any(|var| self.vars.all[*var].hidden);
        let statement = if leaves && !patterns::binds_by_reference(&pattern) {
            // They are declared in the order in which they are not dropped.
            let (mut patterns, mut parts) = (Vec::new(), Vec::new());
            for var in &bound {
                let Var { ident, mutability, .. } = &self.vars.all[*var];
                patterns.push(quote!(#mutability #ident));
                parts.push(internal(&format!(
                    "part_of_{}",
                    ident.to_string().trim_start_matches("r#")
                )));
            }
            NameParts { vars: self.vars }.visit_pat_mut(&mut pattern);
            define(
                parse_quote!((#(#patterns,)*)),
                parse_quote!({ let #pattern = #name; (#(#parts,)*) }),
            )
        } else {
            define(pattern, parse_quote!(#name))
        };
        self.plain(statement, &mut block.parts);
        if let (true, Some(part)) = (leaves, block.parts.last_mut()) {
            part.declares.retain(|var| !bound.contains(var));
            part.declares.extend(bound);
        }
    }

    /// A statement that is an expression.
    fn expression(&mut self, expression: Expr, semicolon: bool, parts: &mut Vec<Part>) {
        let structured = is_structured(&expression);
        let mut asked = None;
        if semicolon {
            asked = self.asked_beside_value(&expression);
            if let Some(by) = self.bound_beside(None, &expression) {
                self.beside_value(by, Vec::new(), None, expression, parts);
                return;
            }
            self.ends = Self::ends_of_value(&expression);
        }
        let mut node = self.whole(expression, parts);
        self.ask_beside_value(&mut node, asked);
        if let (Node::Block(block), true, false) = (&mut node, semicolon, structured) {
            // Its value is dropped in front of what it is made of.
            if let Some(Node::Plain(value)) = block.tail.take().map(|tail| *tail) {
                self.plain(Stmt::Expr(value, Some(<Token![;]>::default())), &mut block.parts);
            }
        }
        parts.push(Part {
            yields: !matches!(node, Node::Plain(_)),
            kind: PartKind::Expression { node, semicolon },
            declares: Vec::new(),
            last: self.last(),
        });
    }

    /// The value of a statement. Its operands go in front of it, if they are moved away by it, or into
    /// a block of its own.
    fn whole(&mut self, expression: Expr, parts: &mut Vec<Part>) -> Node {
        if is_structured(&expression) || !has_yield_in_expression(&expression) {
            return self.node(expression, parts);
        }
        let mut block = Block::new();
        let mut borrows = false;
        let rebuilt = self.hoist_all(expression, &mut block.parts, &mut borrows);
        if !borrows {
            parts.append(&mut block.parts);
            return Node::Plain(rebuilt);
        }
        block.tail = Some(Box::new(Node::Plain(rebuilt)));
        Node::Block(block)
    }

    /// A block of its own with the value of an expression.
    fn scoped(&mut self, expression: Expr) -> Block {
        let mut block = Block::new();
        match expression {
            Expr::Block(inner) if inner.label.is_none() => {
                block.braces = Some(inner.block.brace_token.span.join());
                self.statements(inner.block.stmts, &mut block);
            }
            other => {
                let node = self.node(other, &mut block.parts);
                block.tail = Some(Box::new(node));
            }
        }
        block
    }

    /// The statements of a block, behind what is in the same scope. They are a block of their own if its
    /// braces matter.
    pub(crate) fn inner(&mut self, inner: syn::Block, block: &mut Block) {
        if tails::ends_with_temporaries(&inner.stmts) {
            block.tail = Some(Box::new(Node::Block(self.block(inner))));
        } else {
            self.statements(inner.stmts, block);
        }
    }

    fn block(&mut self, block: syn::Block) -> Block {
        self.scoped(block_expression(block))
    }

    /// An expression where nothing of the same statement was evaluated before it.
    fn node(&mut self, expression: Expr, parts: &mut Vec<Part>) -> Node {
        let ends = std::mem::take(&mut self.ends);
        if !has_yield_in_expression(&expression) {
            return Node::Plain(expression);
        }
        // Any other expression ends its temporaries, or has them sealed.
        let passes = matches!(
            expression,
            Expr::Paren(_) | Expr::Group(_) | Expr::Block(_) | Expr::Unsafe(_) | Expr::If(_)
        );
        if passes {
            self.ends = ends;
        }
        match expression {
            Expr::Paren(inner) => self.node(*inner.expr, parts),
            Expr::Group(inner) => self.node(*inner.expr, parts),
            Expr::Macro(invocation) => match YieldKind::of_path(&invocation.mac.path) {
                Some((kind, name)) => {
                    let given = syn::parse2::<Expr>(invocation.mac.tokens.clone());
                    let offered =
                        given.as_ref().ok().and_then(|given| self.offer(kind, given, parts));
                    self.yielding(kind, name.clone(), &invocation.mac, given, offered)
                }
                None => match known_macros::debug_assertion(&invocation.mac) {
                    Some(branch) => {
                        self.check_name(&invocation.mac, parts);
                        self.node(branch, parts)
                    }
                    None => self.hoisted(Expr::Macro(invocation), parts),
                },
            },
            Expr::Block(inner) => {
                let mut block = self.block(inner.block);
                block.label = inner.label;
                Node::Block(block)
            }
            Expr::Unsafe(inner) => {
                self.unsafety += 1;
                let mut block = self.block(inner.block);
                self.unsafety -= 1;
                block.unsafety = Some(inner.unsafe_token);
                Node::Block(block)
            }
            Expr::If(branch) => self.branch(branch, parts),
            Expr::Match(matched) => self.matched(matched, parts),
            Expr::Loop(repeated) => {
                let at = repeated.loop_token.span;
                let body = self.block(repeated.body);
                Node::Loop { at, attributes: repeated.attrs, label: repeated.label, body }
            }
            Expr::While(repeated) => self.while_loop(repeated),
            Expr::ForLoop(repeated) => self.for_loop(repeated, parts),
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::And(_)) && has_yield_in_expression(&binary.right) =>
            {
                let no = parse_quote!(false);
                self.node(if_else(*binary.left, *binary.right, no), parts)
            }
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::Or(_)) && has_yield_in_expression(&binary.right) =>
            {
                let yes = parse_quote!(true);
                self.node(if_else(*binary.left, yes, *binary.right), parts)
            }
            other => self.hoisted(other, parts),
        }
    }

    fn hoisted(&mut self, expression: Expr, parts: &mut Vec<Part>) -> Node {
        let mut borrows = false;
        Node::Plain(self.hoist_all(expression, parts, &mut borrows))
    }

    /// Gives the value of a statement a name, in front of the drop of its operands.
    fn bind_whole(&mut self, mut expression: Expr, parts: &mut Vec<Part>) -> Expr {
        self.sealed_end(&mut expression);
        self.ends = Self::ends_of_value(&expression);
        let structured = is_structured(&expression);
        let at = expression.span();
        let value = self.whole(expression, parts);
        let name = self.bind(value, at, parts);
        if let Some(Part { kind: PartKind::Let { value: Node::Block(_), late, .. }, .. }) =
            parts.last_mut()
        {
            *late = !structured;
        }
        name
    }

    /// Gives a value, which is written `at` a place, a name.
    fn bind(&mut self, value: Node, at: Span, parts: &mut Vec<Part>) -> Expr {
        let var = self.vars.hidden("operand", None);
        if let Node::Plain(plain) = &value {
            if let Some(ty) = kinds::type_of(plain) {
                self.vars.all[var].copies = kinds::copies(&ty);
                self.vars.all[var].plain = kinds::is_plain(&ty);
            }
        }
        self.vars.all[var].at = Some(at);
        self.vars.all[var].written = match &value {
            Node::Plain(plain) => self.known_type(plain),
            Node::Yield(yielded) if yielded.kind == YieldKind::Yield => self.resume.clone(),
            _ => None,
        };
        let name = self.vars.all[var].ident.clone();
        let yields = !matches!(value, Node::Plain(_));
        let kind = match value {
            Node::Plain(value) => {
                PartKind::Statements(vec![define(patterns::pattern_named(name.clone()), value)])
            }
            value => PartKind::Let {
                attributes: Vec::new(),
                pattern: patterns::pattern_named(name.clone()),
                value,
                diverge: None,
                late: false,
            },
        };
        parts.push(Part { kind, declares: vec![var], last: self.last(), yields });
        // An error about the value is where the value is written.
        let mut name = name;
        name.set_span(name.span().located_at(at));
        kinds::named(name)
    }
}

/// `let pattern = value;`
fn define(pattern: Pat, value: Expr) -> Stmt {
    Stmt::Local(Local {
        attrs: Vec::new(),
        let_token: <Token![let]>::default(),
        modifiers: syn::LocalModifiers::default(),
        pat: pattern,
        init: Some(syn::LocalInit {
            eq_token: <Token![=]>::default(),
            expr: Box::new(value),
            diverge: None,
        }),
        semi_token: <Token![;]>::default(),
    })
}

/// `if condition { then } else { otherwise }`
fn if_else(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    let block = |value: Expr| match value {
        Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => block.block,
        value => syn::Block {
            brace_token: syn::token::Brace::default(),
            stmts: vec![Stmt::Expr(value, None)],
        },
    };
    Expr::If(syn::ExprIf {
        attrs: Vec::new(),
        if_token: <Token![if]>::default(),
        cond: Box::new(condition),
        then_branch: block(then),
        else_branch: Some((
            <Token![else]>::default(),
            Box::new(block_expression(block(otherwise))),
        )),
    })
}

/// Whether an expression has blocks that are entered again, or is a yield.
fn is_structured(expression: &Expr) -> bool {
    match expression {
        Expr::If(_)
        | Expr::Match(_)
        | Expr::Loop(_)
        | Expr::While(_)
        | Expr::ForLoop(_)
        | Expr::Block(_)
        | Expr::Unsafe(_) => true,
        Expr::Macro(invocation) => {
            YieldKind::of_path(&invocation.mac.path).is_some()
                || known_macros::debug_assertion(&invocation.mac).is_some()
        }
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
                && has_yield_in_expression(&binary.right)
        }
        Expr::Paren(inner) => is_structured(&inner.expr),
        Expr::Group(inner) => is_structured(&inner.expr),
        _ => false,
    }
}
