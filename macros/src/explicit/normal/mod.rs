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
pub(super) mod branches;
mod called;
mod constants;
pub(super) mod itself;
pub(super) mod operands;
mod otherwise;
mod places;
pub(super) mod tails;
mod temporaries;
mod types;
mod yields;

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{BinOp, Expr, Local, Macro, Pat, Stmt, Token, parse_quote};

use crate::errors::Errors;
use crate::explicit::known::kinds::{
    self, has_yield_in_expression, has_yield_in_statement, has_yield_in_tokens,
};
use crate::explicit::known::known_macros;
use crate::explicit::normal::itself::Itself;
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::{
    Block, Node, Part, PartKind, Var, VarId, YieldId, block_expression,
};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::patterns::NameParts;
use crate::explicit::tree::patterns::NameWild;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;
use crate::yields::{YieldKind, makes_generator};

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
    pub(crate) calls: std::collections::BTreeSet<YieldId>,
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
    changed: std::collections::BTreeSet<String>,
    /// How many `unsafe` blocks are around what is lowered, the body of an `unsafe fn` among them: in them a path
    /// may be that of a static that changes.
    pub(crate) unsafety: usize,
    /// What the temporaries that are sealed outlive.
    outlives: Outlives,
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
            calls: std::collections::BTreeSet::new(),
            changed: std::collections::BTreeSet::new(),
            unsafety: 0,
            outlives: Outlives::Yield,
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
        let statement = if leaves && !kinds::binds_by_reference(&pattern) {
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

    /// The statements of a block.
    pub(crate) fn statements(&mut self, statements: Vec<Stmt>, block: &mut Block) {
        let count = statements.len();
        self.late_values(&statements);
        // An import within a block has to be used within the block, and one around it elsewhere.
        let is_import = |statement: &Stmt| matches!(statement, Stmt::Item(syn::Item::Use(_)));
        let seen = statements.iter().any(is_import).then(|| std::mem::take(&mut self.seen));
        for (index, statement) in statements.into_iter().enumerate() {
            let is_last = index + 1 == count;
            if has_yield_in_statement(&statement) {
                let conditional = self.conditional.then(|| statement.to_token_stream());
                if let Some(span) = conditional.and_then(kinds::conditional) {
                    self.problem(
                        span,
                        "a statement with a yield cannot have conditional parts: use `if cfg!(..)`",
                    );
                }
                self.check_constants(&statement, &mut block.parts);
            }
            let statement = match statement {
                Stmt::Local(mut local) => {
                    if let Some(init) = &mut local.init {
                        let value = std::mem::replace(&mut *init.expr, kinds::nothing());
                        *init.expr = self.extended(value, true, &mut block.parts);
                        if !kinds::is_place(&init.expr) && kinds::binds_by_reference(&local.pat) {
                            self.reject(
                                &local.pat,
                                "this borrows from a temporary that lives as long as the block: bind it \
                                 with a `let` of its own",
                            );
                        }
                    }
                    Stmt::Local(local)
                }
                other => other,
            };
            match statement {
                Stmt::Item(syn::Item::Macro(definition)) if definition.ident.is_some() => {
                    self.definition(definition, block);
                }
                Stmt::Item(_) => block.declarations.push(statement),
                Stmt::Macro(ref invocation) if gives_items(&invocation.mac) => {
                    block.declarations.push(statement);
                }
                Stmt::Expr(expression, None) if is_last => self.tail(expression, block),
                Stmt::Macro(ref invocation) if is_last && invocation.semi_token.is_none() => {
                    self.tail(as_expression(invocation.mac.clone()), block);
                }
                Stmt::Macro(invocation) if !is_last && may_declare(&invocation.mac) => {
                    self.plain(as_value(invocation), &mut block.parts);
                }
                other if !has_yield_in_statement(&other) => self.plain(other, &mut block.parts),
                Stmt::Local(local) => self.local(local, &mut block.parts),
                Stmt::Expr(expression, semicolon) => {
                    self.expression(expression, semicolon.is_some(), &mut block.parts);
                }
                Stmt::Macro(invocation) => {
                    let expression = as_expression(invocation.mac);
                    let semicolon = invocation.semi_token.is_some();
                    self.expression(expression, semicolon, &mut block.parts);
                }
            }
        }
        if let Some(seen) = seen {
            self.seen = seen;
        }
    }

    /// Finds the locals that have a value only after a yield. Each lies in an `Option`.
    fn late_values(&mut self, statements: &[Stmt]) {
        for (index, statement) in statements.iter().enumerate() {
            let Stmt::Local(Local { pat, init: None, .. }) = statement else { continue };
            let Some(name) = kinds::name_bound_by(pat) else { continue };
            let Some(var) = self.vars.find(name).filter(|var| !self.vars.all[*var].hidden) else {
                continue;
            };
            let rest = &statements[index + 1..];
            let given = rest.iter().position(|later| kinds::assigns(later, name));
            if given.is_some_and(|given| rest[..=given].iter().any(has_yield_in_statement)) {
                self.vars.all[var].late = true;
            }
        }
    }

    /// A macro of the body's own. The functions beside it may use it as well.
    fn definition(&mut self, mut definition: syn::ItemMacro, block: &mut Block) {
        if has_yield_in_tokens(definition.mac.tokens.clone()) {
            self.reject(
                &definition.mac.path,
                "a yield cannot stand in a macro that the body defines: write it in the body",
            );
        }
        definition.attrs.push(parse_quote!(#[allow(unused_macros)]));
        let statement = Stmt::Item(syn::Item::Macro(definition));
        block.declarations.push(statement.clone());
        block.parts.push(Part {
            kind: PartKind::Definition(statement),
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
    }

    /// A closure may have copies of what it captures, if that is `Copy` and never changes.
    fn copy_captures(&self, closure: &mut syn::ExprClosure) {
        let parameters = kinds::parameters(closure);
        let all = mentioned(closure.body.to_token_stream(), self.vars)
            .into_iter()
            .map(|var| &self.vars.all[var])
            .filter(|var| !parameters.contains(&var.ident.to_string()))
            .all(|var| var.copies && var.mutability.is_none());
        if all {
            closure.capture.get_or_insert_with(Default::default);
        }
    }

    /// A statement without a yield: it joins those before it.
    pub(crate) fn plain(&mut self, mut statement: Stmt, parts: &mut Vec<Part>) {
        let declares = match &mut statement {
            Stmt::Local(local) => {
                if let Some(init) = &mut local.init {
                    self.learn(&local.pat, &init.expr);
                    if let Expr::Closure(closure) = &mut *init.expr {
                        self.copy_captures(closure);
                    }
                }
                self.declared_by(&local.pat)
            }
            _ => Vec::new(),
        };
        if let Some(Part { kind: PartKind::Statements(statements), declares: before, .. }) =
            parts.last_mut()
        {
            statements.push(statement);
            before.extend(declares);
            return;
        }
        parts.push(Part {
            kind: PartKind::Statements(vec![statement]),
            declares,
            last: self.last(),
            yields: false,
        });
    }

    fn local(&mut self, local: Local, parts: &mut Vec<Part>) {
        let Local { attrs: attributes, pat: pattern, init, .. } = local;
        let Some(init) = init else { return };
        self.learn(&pattern, &init.expr);
        let before = self.last();
        let diverge = init.diverge.map(|(_, diverge)| *diverge);
        if let Some(diverge) = diverge.clone().filter(has_yield_in_expression) {
            self.let_else(attributes, pattern, *init.expr, diverge, parts);
            return;
        }
        let structured = is_structured(&init.expr);
        let value = self.whole(*init.expr, parts);
        if matches!(value, Node::Block(_)) && !structured && !kinds::is_name(&pattern) {
            self.reject(
                &pattern,
                "what this pattern leaves out would be dropped in another order: bind the value with a \
                 name, and take it apart behind that",
            );
        }
        let declares = self.declared_by(&pattern);
        let late = matches!(value, Node::Block(_)) && !structured;
        parts.push(Part {
            kind: PartKind::Let { attributes, pattern, value, diverge, late },
            declares,
            last: self.last(),
            yields: self.last() > before,
        });
    }

    /// A statement that is an expression.
    fn expression(&mut self, expression: Expr, semicolon: bool, parts: &mut Vec<Part>) {
        let structured = is_structured(&expression);
        let mut node = self.whole(expression, parts);
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
        if !has_yield_in_expression(&expression) {
            return Node::Plain(expression);
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
                let body = self.block(repeated.body);
                Node::Loop { attributes: repeated.attrs, label: repeated.label, body }
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
                PartKind::Statements(vec![define(kinds::pattern_named(name.clone()), value)])
            }
            value => PartKind::Let {
                attributes: Vec::new(),
                pattern: kinds::pattern_named(name.clone()),
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

fn as_expression(mac: Macro) -> Expr {
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })
}

/// Whether a macro of the standard library declares items, which are there in each step.
fn gives_items(invocation: &Macro) -> bool {
    invocation.path.segments.last().is_some_and(|last| last.ident == "thread_local")
}

/// Whether a macro may declare a local, which would have to be kept across the yields behind it.
fn may_declare(invocation: &Macro) -> bool {
    let own =
        invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
    !own && known_macros::known(invocation).is_none()
        && YieldKind::of_path(&invocation.path).is_none()
        && !has_yield_in_tokens(invocation.tokens.clone())
}

/// A macro as an expression: for rustc it is an error if it declares something.
fn as_value(invocation: syn::StmtMacro) -> Stmt {
    let syn::StmtMacro { mut attrs, mac, .. } = invocation;
    attrs.push(parse_quote!(#[allow(unused_parens, semicolon_in_expressions_from_macros)]));
    let paren_token = syn::token::Paren(mac.path.span());
    let expr = Box::new(as_expression(mac));
    Stmt::Expr(
        Expr::Paren(syn::ExprParen { attrs, paren_token, expr }),
        Some(<Token![;]>::default()),
    )
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
