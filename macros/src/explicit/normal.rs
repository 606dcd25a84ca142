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

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm as SynArm, BinOp, Expr, ExprMethodCall, Local, Macro, Pat, Stmt, Token, UnOp, parse_quote,
};

use crate::errors::Errors;
use crate::explicit::ir::{
    Arm, Block, Choice, Item, ItemKind, Node, VarId, Yield, YieldId, block_expression,
};
use crate::explicit::kinds::{self, Takes, has_yield_in_expression, has_yield_in_statement};
use crate::explicit::names::Vars;
use crate::lower::internal;
use crate::yields::{YieldKind, makes_generator};

/// What every message ends with.
pub(crate) const REMARK: &str =
    "; without `state` (and `Clone`, derives or a name) it works as it is";

pub(crate) struct Normal<'a> {
    pub(crate) vars: &'a mut Vars,
    pub(crate) errors: &'a mut Errors,
    pub(crate) private: proc_macro2::TokenStream,
    /// The kind of each yield, by its number less one.
    pub(crate) yields: Vec<YieldKind>,
    names: usize,
    /// The function itself, if it can be called in the body.
    pub(crate) itself: Option<Itself>,
    /// The yields that call the function itself.
    pub(crate) calls: std::collections::BTreeSet<YieldId>,
    /// The type of what is yielded, if it can be written in a body.
    pub(crate) item: Option<syn::Type>,
}

/// What a call of the function itself needs to know.
#[derive(Clone)]
pub(crate) struct Itself {
    pub(crate) name: Ident,
    /// The name of the enum of states.
    pub(crate) state: Ident,
    /// The field of each argument, and its type, if it can be written in a body.
    pub(crate) arguments: Vec<(Ident, Option<syn::Type>)>,
}

impl<'a> Normal<'a> {
    pub(crate) fn new(
        vars: &'a mut Vars,
        errors: &'a mut Errors,
        private: proc_macro2::TokenStream,
    ) -> Self {
        Self {
            vars,
            errors,
            private,
            yields: Vec::new(),
            names: 0,
            item: None,
            itself: None,
            calls: std::collections::BTreeSet::new(),
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

    fn declared_by(&self, pattern: &Pat) -> Vec<VarId> {
        kinds::bindings(pattern)
            .iter()
            .filter_map(|variable| self.vars.find(&variable.ident))
            .collect()
    }

    /// Takes apart an argument that is a pattern.
    pub(crate) fn argument(&mut self, whole: VarId, mut pattern: Pat, block: &mut Block) {
        NameWild { vars: self.vars }.visit_pat_mut(&mut pattern);
        let name = &self.vars.all[whole].ident;
        let statement = define(pattern, parse_quote!(#name));
        self.plain(statement, &mut block.items);
    }

    /// The statements of a block.
    pub(crate) fn statements(&mut self, statements: Vec<Stmt>, block: &mut Block) {
        let count = statements.len();
        for (place, statement) in statements.into_iter().enumerate() {
            let is_last = place + 1 == count;
            if has_yield_in_statement(&statement) {
                if let Some(span) = kinds::conditional(statement.to_token_stream()) {
                    self.problem(
                        span,
                        "a statement with a yield cannot have conditional parts: use `if cfg!(..)`",
                    );
                }
            }
            let statement = match statement {
                Stmt::Local(mut local) => {
                    if let Some(init) = &mut local.init {
                        let value = std::mem::replace(&mut *init.expr, parse_quote!(()));
                        *init.expr = self.extended(value, true, &mut block.items);
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
                Stmt::Item(_) => block.declarations.push(statement),
                Stmt::Macro(ref invocation) if invocation.mac.path.is_ident("macro_rules") => {
                    if has_yield_in_statement(&statement) {
                        self.reject(
                            &invocation.mac.path,
                            "a yield cannot stand in a macro that the body defines: write it in the \
                             body",
                        );
                    }
                    block.declarations.push(statement);
                }
                Stmt::Expr(expression, None) if is_last => {
                    let node = self.node(expression, &mut block.items);
                    block.tail = Some(Box::new(node));
                }
                Stmt::Macro(ref invocation) if is_last && invocation.semi_token.is_none() => {
                    let expression = as_expression(invocation.mac.clone());
                    let node = self.node(expression, &mut block.items);
                    block.tail = Some(Box::new(node));
                }
                other if !has_yield_in_statement(&other) => self.plain(other, &mut block.items),
                Stmt::Local(local) => self.local(local, &mut block.items),
                Stmt::Expr(expression, semicolon) => {
                    self.expression(expression, semicolon.is_some(), &mut block.items);
                }
                Stmt::Macro(invocation) => {
                    let expression = as_expression(invocation.mac);
                    let semicolon = invocation.semi_token.is_some();
                    self.expression(expression, semicolon, &mut block.items);
                }
            }
        }
    }

    /// The value of a `let`, in which a temporary that is borrowed lives as long as the block: it gets a
    /// name. `named`: a statement can go in front of this.
    fn extended(&mut self, value: Expr, named: bool, items: &mut Vec<Item>) -> Expr {
        match value {
            Expr::Reference(mut reference) => {
                let inner = std::mem::replace(&mut *reference.expr, parse_quote!(()));
                *reference.expr = if kinds::is_place(&inner) || kinds::is_promoted(&inner) {
                    inner
                } else if kinds::is_part(&inner) {
                    if !kinds::is_part_of_place(&inner) {
                        self.reject(
                            &inner,
                            "this borrows from a temporary that lives as long as the block: bind it with \
                             a `let` of its own",
                        );
                    }
                    inner
                } else if named && !has_yield_in_expression(&inner) {
                    let inner = self.extended(inner, named, items);
                    let mutability = reference.mutability;
                    let var = self.vars.hidden("extended", mutability);
                    let name = self.vars.all[var].ident.clone();
                    self.plain(define(parse_quote!(#mutability #name), inner), items);
                    parse_quote!(#name)
                } else {
                    self.reject(
                        &inner,
                        "this borrows from a temporary that lives as long as the block: bind it with a \
                         `let` of its own",
                    );
                    inner
                };
                Expr::Reference(reference)
            }
            Expr::Paren(mut inner) => {
                *inner.expr = self.extended(*inner.expr, named, items);
                Expr::Paren(inner)
            }
            Expr::Group(mut inner) => {
                *inner.expr = self.extended(*inner.expr, named, items);
                Expr::Group(inner)
            }
            Expr::Cast(mut cast) => {
                *cast.expr = self.extended(*cast.expr, named, items);
                Expr::Cast(cast)
            }
            // What is in front of the borrow would come behind it.
            Expr::Tuple(mut tuple) => {
                for element in &mut tuple.elems {
                    let taken = std::mem::replace(element, parse_quote!(()));
                    *element = self.extended(taken, false, items);
                }
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                for element in &mut array.elems {
                    let taken = std::mem::replace(element, parse_quote!(()));
                    *element = self.extended(taken, false, items);
                }
                Expr::Array(array)
            }
            Expr::Struct(mut fields) => {
                for field in &mut fields.fields {
                    if field.colon_token.is_some() {
                        let taken = std::mem::replace(&mut field.expr, parse_quote!(()));
                        field.expr = self.extended(taken, false, items);
                    }
                }
                Expr::Struct(fields)
            }
            Expr::Call(mut call) => {
                // `Some(&value())` is one since Rust 1.89.
                if kinds::is_constructor(&call.func) {
                    for argument in &mut call.args {
                        let taken = std::mem::replace(argument, parse_quote!(()));
                        *argument = self.extended(taken, false, items);
                    }
                }
                Expr::Call(call)
            }
            Expr::Block(mut block) => {
                self.extended_tail(&mut block.block, items);
                Expr::Block(block)
            }
            Expr::Unsafe(mut block) => {
                self.extended_tail(&mut block.block, items);
                Expr::Unsafe(block)
            }
            Expr::If(mut branch) => {
                self.extended_tail(&mut branch.then_branch, items);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    let taken = std::mem::replace(&mut **otherwise, parse_quote!(()));
                    **otherwise = self.extended(taken, false, items);
                }
                Expr::If(branch)
            }
            Expr::Match(mut matched) => {
                for arm in &mut matched.arms {
                    let taken = std::mem::replace(&mut *arm.body, parse_quote!(()));
                    *arm.body = self.extended(taken, false, items);
                }
                Expr::Match(matched)
            }
            other => other,
        }
    }

    fn extended_tail(&mut self, block: &mut syn::Block, items: &mut Vec<Item>) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            let taken = std::mem::replace(tail, parse_quote!(()));
            *tail = self.extended(taken, false, items);
        }
    }

    /// A statement without a yield: it joins those before it.
    fn plain(&mut self, statement: Stmt, items: &mut Vec<Item>) {
        let declares = match &statement {
            Stmt::Local(local) => {
                if let Some(init) = &local.init {
                    self.learn(&local.pat, &init.expr);
                }
                self.declared_by(&local.pat)
            }
            _ => Vec::new(),
        };
        if let Some(Item { kind: ItemKind::Statements(statements), declares: before, .. }) =
            items.last_mut()
        {
            statements.push(statement);
            before.extend(declares);
            return;
        }
        items.push(Item {
            kind: ItemKind::Statements(vec![statement]),
            declares,
            last: self.last(),
            yields: false,
        });
    }

    /// Notes the type of what is defined by a value whose type is known.
    fn learn(&mut self, pattern: &Pat, value: &Expr) {
        let types = match (pattern, value) {
            (Pat::Tuple(names), Expr::Tuple(values)) if names.elems.len() == values.elems.len() => {
                for (name, value) in names.elems.iter().zip(&values.elems) {
                    self.learn(name, value);
                }
                return;
            }
            (Pat::Ident(_), value) => self.known_type(value),
            _ => None,
        };
        if let (Pat::Ident(name), Some(ty)) = (pattern, types) {
            if let Some(var) = self.vars.find(&name.ident) {
                self.vars.all[var].written.get_or_insert(ty);
            }
        }
    }

    /// The type of a value, where it is known without asking rustc.
    fn known_type(&self, value: &Expr) -> Option<syn::Type> {
        match value {
            Expr::Path(_) => {
                let var = self.vars.find(kinds::name_of(value)?)?;
                self.vars.all[var].written.clone()
            }
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(number) => syn::parse_str(number.suffix()).ok(),
                syn::Lit::Float(number) => syn::parse_str(number.suffix()).ok(),
                syn::Lit::Bool(_) => Some(parse_quote!(bool)),
                syn::Lit::Char(_) => Some(parse_quote!(char)),
                syn::Lit::Str(_) => Some(parse_quote!(&'static str)),
                _ => None,
            },
            Expr::Cast(cast) => Some((*cast.ty).clone()),
            Expr::Paren(inner) => self.known_type(&inner.expr),
            Expr::Group(inner) => self.known_type(&inner.expr),
            Expr::Binary(binary) => match binary.op {
                BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
                | BinOp::And(_)
                | BinOp::Or(_) => Some(parse_quote!(bool)),
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => {
                    let (left, right) =
                        (self.known_type(&binary.left)?, self.known_type(&binary.right)?);
                    let same =
                        left.to_token_stream().to_string() == right.to_token_stream().to_string();
                    (kinds::is_number(&left) && same).then_some(left)
                }
                _ => None,
            },
            Expr::Range(range) => {
                let bound = |bound: &Option<Box<Expr>>| self.known_type(bound.as_deref()?);
                let ty = bound(&range.start).or_else(|| bound(&range.end))?;
                let half_open = matches!(range.limits, syn::RangeLimits::HalfOpen(_));
                match (&range.start, &range.end, half_open) {
                    (Some(_), Some(_), true) => Some(parse_quote!(::core::ops::Range<#ty>)),
                    (Some(_), Some(_), false) => {
                        Some(parse_quote!(::core::ops::RangeInclusive<#ty>))
                    }
                    (Some(_), None, _) => Some(parse_quote!(::core::ops::RangeFrom<#ty>)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn local(&mut self, local: Local, items: &mut Vec<Item>) {
        let Local { attrs: attributes, pat: pattern, init, .. } = local;
        let Some(init) = init else { return };
        let before = self.last();
        let diverge = init.diverge.map(|(_, diverge)| *diverge);
        if let Some(diverge) = &diverge {
            if has_yield_in_expression(diverge) {
                self.reject(
                    diverge,
                    "a yield cannot stand in the `else` of a `let`: write a `match` or an `if let`",
                );
            }
        }
        let structured = is_structured(&init.expr);
        let value = self.whole(*init.expr, items);
        if matches!(value, Node::Block(_)) && !structured && !kinds::is_name(&pattern) {
            self.reject(
                &pattern,
                "what this pattern leaves out would be dropped in another order: bind the value with a \
                 name, and take it apart behind that",
            );
        }
        let declares = self.declared_by(&pattern);
        let late = matches!(value, Node::Block(_)) && !structured;
        items.push(Item {
            kind: ItemKind::Let { attributes, pattern, value, diverge, late },
            declares,
            last: self.last(),
            yields: self.last() > before,
        });
    }

    /// A statement that is an expression.
    fn expression(&mut self, expression: Expr, semicolon: bool, items: &mut Vec<Item>) {
        let structured = is_structured(&expression);
        let mut node = self.whole(expression, items);
        if let (Node::Block(block), true, false) = (&mut node, semicolon, structured) {
            // Its value is dropped in front of what it is made of.
            if let Some(Node::Plain(value)) = block.tail.take().map(|tail| *tail) {
                self.plain(Stmt::Expr(value, Some(<Token![;]>::default())), &mut block.items);
            }
        }
        items.push(Item {
            yields: !matches!(node, Node::Plain(_)),
            kind: ItemKind::Expression { node, semicolon },
            declares: Vec::new(),
            last: self.last(),
        });
    }

    /// The value of a statement. Its operands go in front of it, if they are moved away by it, or into
    /// a block of its own.
    fn whole(&mut self, expression: Expr, items: &mut Vec<Item>) -> Node {
        if is_structured(&expression) || !has_yield_in_expression(&expression) {
            return self.node(expression, items);
        }
        let mut block = Block::new();
        let mut borrows = false;
        let rebuilt = self.hoist(expression, false, &mut block.items, &mut borrows);
        if !borrows {
            items.append(&mut block.items);
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
                self.statements(inner.block.stmts, &mut block);
            }
            other => {
                let node = self.node(other, &mut block.items);
                block.tail = Some(Box::new(node));
            }
        }
        block
    }

    fn block(&mut self, block: syn::Block) -> Block {
        self.scoped(block_expression(block))
    }

    /// An expression where nothing of the same statement was evaluated before it.
    fn node(&mut self, expression: Expr, items: &mut Vec<Item>) -> Node {
        if !has_yield_in_expression(&expression) {
            return Node::Plain(expression);
        }
        match expression {
            Expr::Paren(inner) => self.node(*inner.expr, items),
            Expr::Group(inner) => self.node(*inner.expr, items),
            Expr::Macro(invocation) => match YieldKind::of_path(&invocation.mac.path) {
                Some((kind, name)) => {
                    let offered = self.offer(kind, &invocation.mac, items);
                    self.yielding(kind, name.clone(), &invocation.mac, offered)
                }
                None => self.hoisted(Expr::Macro(invocation), items),
            },
            Expr::Block(inner) => {
                let mut block = self.block(inner.block);
                block.label = inner.label;
                Node::Block(block)
            }
            Expr::Unsafe(inner) => {
                let mut block = self.block(inner.block);
                block.unsafety = Some(inner.unsafe_token);
                Node::Block(block)
            }
            Expr::If(branch) => self.branch(branch, items),
            Expr::Match(matched) => self.matched(matched, items),
            Expr::Loop(repeated) => {
                let body = self.block(repeated.body);
                Node::Loop { attributes: repeated.attrs, label: repeated.label, body }
            }
            Expr::While(repeated) => self.while_loop(repeated),
            Expr::ForLoop(repeated) => self.for_loop(repeated, items),
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::And(_)) && has_yield_in_expression(&binary.right) =>
            {
                let no = parse_quote!(false);
                self.node(if_else(*binary.left, *binary.right, no), items)
            }
            Expr::Binary(binary)
                if matches!(binary.op, BinOp::Or(_)) && has_yield_in_expression(&binary.right) =>
            {
                let yes = parse_quote!(true);
                self.node(if_else(*binary.left, yes, *binary.right), items)
            }
            other => self.hoisted(other, items),
        }
    }

    fn hoisted(&mut self, expression: Expr, items: &mut Vec<Item>) -> Node {
        let mut borrows = false;
        Node::Plain(self.hoist(expression, false, items, &mut borrows))
    }

    /// Puts a value that takes a local away in front of its yield.
    fn offer(&mut self, kind: YieldKind, mac: &Macro, items: &mut Vec<Item>) -> Option<Ident> {
        let value = syn::parse2::<Expr>(mac.tokens.clone()).ok()?;
        if kind.delegates() {
            if let Some(callee) = self.callee(&value) {
                let offered = self.fresh("callee");
                items.push(Item {
                    kind: ItemKind::Offer { offered: offered.clone(), value: callee, ty: None },
                    declares: Vec::new(),
                    last: self.last(),
                    yields: false,
                });
                self.calls.insert(self.last() + 1);
                return Some(offered);
            }
        }
        if has_yield_in_expression(&value) || !self.moves_local(&value) {
            return None;
        }
        let value = if kind.delegates() { self.sealed(value) } else { value };
        let offered = self.fresh("offered");
        let ty = self.item.clone().filter(|_| !kind.delegates());
        items.push(Item {
            kind: ItemKind::Offer { offered: offered.clone(), value, ty },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        Some(offered)
    }

    /// The state of the function itself, called with these arguments.
    fn callee(&mut self, value: &Expr) -> Option<Expr> {
        let itself = self.itself.clone()?;
        let Expr::Call(call) = value else { return None };
        let Expr::Path(path) = &*call.func else { return None };
        let named = path.qself.is_none()
            && match path.path.segments.len() {
                1 => true,
                2 => path.path.segments[0].ident == "Self",
                _ => false,
            };
        let last = path.path.segments.last()?;
        if !named || last.ident != itself.name || call.args.len() != itself.arguments.len() {
            return None;
        }
        if call.args.iter().any(has_yield_in_expression) {
            self.reject(
                call,
                "a yield cannot stand among these arguments: bind its value with `let`",
            );
            return None;
        }
        let mut statements: Vec<Stmt> = Vec::new();
        let mut fields = Vec::new();
        for (place, (argument, (field, ty))) in call.args.iter().zip(&itself.arguments).enumerate()
        {
            let argument = self.sealed(argument.clone());
            let name = internal(&format!("given_{place}"));
            statements.push(match ty {
                Some(ty) => parse_quote!(let #name: #ty = #argument;),
                None => parse_quote!(let #name = #argument;),
            });
            fields.push(quote!(#field: #name));
        }
        let state = &itself.state;
        Some(parse_quote!({ #(#statements)* #state::Start { #(#fields,)* } }))
    }

    /// Whether an expression may take a local of the body away.
    fn moves_local(&self, value: &Expr) -> bool {
        match value {
            Expr::Path(_) => kinds::name_of(value)
                .and_then(|name| self.vars.find(name))
                .is_some_and(|var| !self.vars.all[var].copies && !self.vars.all[var].hidden),
            Expr::Paren(inner) => self.moves_local(&inner.expr),
            Expr::Group(inner) => self.moves_local(&inner.expr),
            Expr::Call(call) => call.args.iter().any(|argument| self.moves_local(argument)),
            Expr::MethodCall(call) => {
                self.moves_local(&call.receiver) && takes_self(&call.method.to_string())
                    || matches!(&*call.receiver, Expr::MethodCall(_) | Expr::Call(_))
                        && self.moves_local(&call.receiver)
                    || call.args.iter().any(|argument| self.moves_local(argument))
            }
            Expr::Tuple(tuple) => tuple.elems.iter().any(|element| self.moves_local(element)),
            Expr::Array(array) => array.elems.iter().any(|element| self.moves_local(element)),
            Expr::Struct(fields) => fields.fields.iter().any(|field| self.moves_local(&field.expr)),
            Expr::Closure(closure) => closure.capture.is_some(),
            Expr::Try(question) => self.moves_local(&question.expr),
            Expr::Macro(invocation) => kinds::known_macro(&invocation.mac) == Some(Takes::Values),
            _ => false,
        }
    }

    fn yielding(
        &mut self,
        kind: YieldKind,
        name: Ident,
        invocation: &Macro,
        offered: Option<Ident>,
    ) -> Node {
        let value = if invocation.tokens.is_empty() || offered.is_some() {
            None
        } else {
            match syn::parse2::<Expr>(invocation.tokens.clone()) {
                Ok(value) => Some(value),
                Err(error) => {
                    self.errors.add(error);
                    return Node::Plain(parse_quote!(()));
                }
            }
        };
        let value = value.map(|value| {
            let value = if kind.delegates() { self.sealed(value) } else { value };
            let block = self.scoped(value);
            Box::new(match block {
                Block { items, tail: Some(tail), label: None, unsafety: None, declarations }
                    if items.is_empty() && declarations.is_empty() =>
                {
                    *tail
                }
                block => Node::Block(block),
            })
        });
        let calls = self.calls.contains(&(self.last() + 1));
        let delegate = (kind.delegates() && !calls)
            .then(|| self.vars.hidden("delegate", Some(<Token![mut]>::default())));
        self.yields.push(kind);
        Node::Yield(Yield { kind, name, value, offered, id: self.last(), delegate, calls })
    }

    /// The head of a statement in whose arms there are yields, where nothing needs to be dropped
    /// behind them.
    fn head(&mut self, head: Expr, patterns: &mut [&mut Pat], items: &mut Vec<Item>) -> Expr {
        let yields = has_yield_in_expression(&head);
        if !yields && kinds::is_place(&head) {
            return head;
        }
        for pattern in patterns.iter_mut() {
            // By a name, what a pattern leaves out goes where the rest goes.
            let mut name = NameWild { vars: self.vars };
            name.visit_pat_mut(pattern);
        }
        if let Some(pattern) = patterns.iter().find(|pattern| !kinds::takes_all(pattern)) {
            self.reject(
                pattern,
                "this pattern leaves a part of a temporary that would live across a yield: bind the \
                 head of the statement with `let` in front of it",
            );
        }
        let head = self.sealed(head);
        if !yields {
            return head;
        }
        let mut borrows = false;
        let head = self.hoist(head, false, items, &mut borrows);
        self.reject_borrows(borrows, &head);
        if kinds::name_of(&head).is_some() { head } else { self.bind(Node::Plain(head), items) }
    }

    fn branch(&mut self, branch: syn::ExprIf, items: &mut Vec<Item>) -> Node {
        let mut condition = *branch.cond;
        match &mut condition {
            Expr::Let(bound) => {
                if branch.else_branch.is_some()
                    && !kinds::is_place(&bound.expr)
                    && !leaves_nothing(&bound.pat)
                {
                    self.reject(
                        &bound.expr,
                        "what this gives is dropped before the `else` or behind it, by the edition: \
                         write a `match`, or bind it with `let` in front of the statement",
                    );
                }
                let head = std::mem::replace(&mut *bound.expr, parse_quote!(()));
                *bound.expr = self.head(head, &mut [&mut bound.pat], items);
            }
            other if has_let(other) => {
                if has_yield_in_expression(other) {
                    self.reject(
                        &*other,
                        "a yield cannot stand in a chain of `let`s: nest the `if`s",
                    );
                }
                self.chain(other);
            }
            other if has_yield_in_expression(other) => {
                let taken = std::mem::replace(other, parse_quote!(()));
                let node = self.whole(taken, items);
                *other = self.bind(node, items);
            }
            _ => {}
        }
        let bound = bound_by_condition(&condition)
            .iter()
            .flat_map(|pattern| self.declared_by(pattern))
            .collect::<Vec<_>>();
        let binds = !bound.is_empty();
        let chosen = self.fresh("chosen");
        let place = items.len();
        items.push(Item {
            kind: ItemKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::If { condition, bound: bound.clone() },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let then = self.arm(block_expression(branch.then_branch), bound, &chosen);
        let mut ends = vec![self.last()];
        let otherwise =
            branch.else_branch.map(|(_, otherwise)| Box::new(Node::Block(self.scoped(*otherwise))));
        ends.push(self.last());
        set_ends(&mut items[place], ends);
        Node::If { chosen, binds, then, otherwise }
    }

    /// Seals the heads in a chain of `let`s.
    fn chain(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Binary(binary) => {
                self.chain(&mut binary.left);
                self.chain(&mut binary.right);
            }
            Expr::Let(bound) => {
                let mut unused = Vec::new();
                let probed = internal("probed");
                if !kinds::is_place(&bound.expr)
                    && !kinds::constructors(&bound.pat, &probed).is_empty()
                {
                    self.reject(
                        &bound.expr,
                        "this is taken apart in a chain of `let`s across a yield: nest the `if`s",
                    );
                }
                let head = std::mem::replace(&mut *bound.expr, parse_quote!(()));
                *bound.expr = self.head(head, &mut [&mut bound.pat], &mut unused);
            }
            _ => {}
        }
    }

    /// The block of an arm, which begins with what its pattern binds.
    fn arm(&mut self, body: Expr, bound: Vec<VarId>, chosen: &Ident) -> Block {
        let mut block = Block::new();
        if !bound.is_empty() {
            block.items.push(Item {
                kind: ItemKind::Unpack { chosen: chosen.clone(), bound: bound.clone() },
                declares: bound,
                last: self.last(),
                yields: false,
            });
        }
        match body {
            Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
                self.statements(inner.block.stmts, &mut block);
            }
            other => {
                let node = self.node(other, &mut block.items);
                block.tail = Some(Box::new(node));
            }
        }
        block
    }

    fn matched(&mut self, matched: syn::ExprMatch, items: &mut Vec<Item>) -> Node {
        let mut arms = matched.arms;
        for arm in &arms {
            if let Pat::Guard(guarded) = &arm.pat {
                if has_yield_in_expression(&guarded.guard) {
                    self.reject(
                        &guarded.guard,
                        "a yield cannot stand in the guard of an arm: ask in the arm, with an `if`",
                    );
                }
            }
        }
        let head = {
            let mut patterns: Vec<_> = arms.iter_mut().map(|arm| &mut arm.pat).collect();
            self.head(*matched.expr, &mut patterns, items)
        };
        let chosen = self.fresh("chosen");
        let place = items.len();
        let patterns = arms
            .iter()
            .map(|arm| Arm {
                attributes: arm.attrs.clone(),
                pattern: arm.pat.clone(),
                bound: self.declared_by(&arm.pat),
            })
            .collect();
        items.push(Item {
            kind: ItemKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match { head, attributes: matched.attrs, arms: patterns },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let mut ends = Vec::new();
        let mut blocks = Vec::new();
        for SynArm { pat, body, .. } in arms {
            let bound = self.declared_by(&pat);
            blocks.push(self.arm(*body, bound, &chosen));
            ends.push(self.last());
        }
        set_ends(&mut items[place], ends);
        Node::Match { chosen, arms: blocks }
    }

    fn while_loop(&mut self, repeated: syn::ExprWhile) -> Node {
        let mut body = Block::new();
        let mut condition = *repeated.cond;
        if has_yield_in_expression(&condition) {
            // `loop { if condition { body } else { break } }`
            let inner = repeated.body;
            let branch = if_else(condition, block_expression(inner), parse_quote!(break));
            let node = self.node(branch, &mut body.items);
            body.tail = Some(Box::new(node));
            return Node::Loop { attributes: repeated.attrs, label: repeated.label, body };
        }
        match &mut condition {
            Expr::Let(bound) => {
                let head = std::mem::replace(&mut *bound.expr, parse_quote!(()));
                *bound.expr = self.head(head, &mut [&mut bound.pat], &mut body.items);
            }
            other if has_let(other) => self.chain(other),
            _ => {}
        }
        let bound = bound_by_condition(&condition)
            .iter()
            .flat_map(|pattern| self.declared_by(pattern))
            .collect();
        body.items.push(Item {
            kind: ItemKind::While { condition },
            declares: bound,
            last: self.last(),
            yields: false,
        });
        self.loop_body(repeated.body, &mut body);
        Node::Loop { attributes: repeated.attrs, label: repeated.label, body }
    }

    /// The body of a `for` or a `while`, behind the item that begins each turn. Its locals may be in
    /// one scope with those of the pattern, which are dropped after them.
    fn loop_body(&mut self, inner: syn::Block, body: &mut Block) {
        self.statements(inner.stmts, body);
    }

    fn for_loop(&mut self, repeated: syn::ExprForLoop, items: &mut Vec<Item>) -> Node {
        let mut pattern = *repeated.pat;
        NameWild { vars: self.vars }.visit_pat_mut(&mut pattern);
        if !kinds::takes_all(&pattern) {
            self.reject(
                &pattern,
                "this pattern leaves a part of an item that would live across a yield: bind the item \
                 with a name, and take it apart in the body",
            );
        }
        let head = if has_yield_in_expression(&repeated.expr) {
            let mut borrows = false;
            let head = self.sealed(*repeated.expr);
            let head = self.hoist(head, false, items, &mut borrows);
            self.reject_borrows(borrows, &head);
            head
        } else {
            self.sealed(*repeated.expr)
        };
        let private = &self.private;
        let iterator = self.vars.hidden("iterator", Some(<Token![mut]>::default()));
        self.vars.all[iterator].at = Some(syn::spanned::Spanned::span(&head));
        if let Some(ty) = self.known_type(&head) {
            self.vars.all[iterator].written =
                Some(parse_quote!(<#ty as ::core::iter::IntoIterator>::IntoIter));
            if let Pat::Ident(name) = &pattern {
                if let Some(var) = self.vars.find(&name.ident) {
                    let bound = match &head {
                        Expr::Range(range) => {
                            range.start.as_deref().and_then(|bound| self.known_type(bound))
                        }
                        _ => None,
                    };
                    let item = bound
                        .unwrap_or_else(|| parse_quote!(<#ty as ::core::iter::IntoIterator>::Item));
                    self.vars.all[var].written.get_or_insert(item);
                }
            }
        }
        let head: Expr = parse_quote!(#private::into_iter(#head));
        let chosen = self.fresh("chosen");
        let place = items.len();
        items.push(Item {
            kind: ItemKind::Choose {
                chosen: chosen.clone(),
                choice: Choice::Match {
                    head,
                    attributes: Vec::new(),
                    arms: vec![Arm {
                        attributes: Vec::new(),
                        pattern: {
                            let name = &self.vars.all[iterator].ident;
                            parse_quote!(#name)
                        },
                        bound: vec![iterator],
                    }],
                },
                ends: Vec::new(),
            },
            declares: Vec::new(),
            last: self.last(),
            yields: false,
        });
        let mut arm = Block::new();
        arm.items.push(Item {
            kind: ItemKind::Unpack { chosen: chosen.clone(), bound: vec![iterator] },
            declares: vec![iterator],
            last: self.last(),
            yields: false,
        });
        let mut body = Block::new();
        let declares = self.declared_by(&pattern);
        body.items.push(Item {
            kind: ItemKind::Next { pattern, iterator },
            declares,
            last: self.last(),
            yields: false,
        });
        self.loop_body(repeated.body, &mut body);
        arm.tail =
            Some(Box::new(Node::Loop { attributes: repeated.attrs, label: repeated.label, body }));
        set_ends(&mut items[place], vec![self.last()]);
        Node::Match { chosen, arms: vec![arm] }
    }

    fn reject_borrows(&mut self, borrows: bool, head: &Expr) {
        if borrows {
            self.reject(
                head,
                "this borrows from the value of a yield in the head of a statement: bind the value with \
                 `let` in front of it",
            );
        }
    }

    /// Gives a value a name.
    fn bind(&mut self, value: Node, items: &mut Vec<Item>) -> Expr {
        let var = self.vars.hidden("operand", None);
        if let Node::Plain(plain) = &value {
            if let Some(ty) = kinds::type_of(plain) {
                self.vars.all[var].copies = kinds::copies(&ty);
                self.vars.all[var].plain = kinds::is_plain(&ty);
            }
        }
        if let Node::Plain(plain) = &value {
            self.vars.all[var].at = Some(syn::spanned::Spanned::span(plain));
            self.vars.all[var].written = self.known_type(plain);
        }
        let name = self.vars.all[var].ident.clone();
        let yields = !matches!(value, Node::Plain(_));
        let kind = match value {
            Node::Plain(value) => ItemKind::Statements(vec![define(parse_quote!(#name), value)]),
            value => ItemKind::Let {
                attributes: Vec::new(),
                pattern: parse_quote!(#name),
                value,
                diverge: None,
                late: false,
            },
        };
        items.push(Item { kind, declares: vec![var], last: self.last(), yields });
        parse_quote!(#name)
    }

    /// Puts the operands of an expression up to its last yield into statements, in the order in which
    /// they are evaluated. `later`: whether a yield of the same statement comes after it. `borrows`
    /// becomes true where a statement's operand is not moved away.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    fn hoist(
        &mut self,
        expression: Expr,
        later: bool,
        items: &mut Vec<Item>,
        borrows: &mut bool,
    ) -> Expr {
        if !has_yield_in_expression(&expression) {
            if !later || is_pure(&expression) {
                return expression;
            }
            let value = self.sealed(expression);
            return self.bind(Node::Plain(value), items);
        }
        if is_structured(&expression) {
            let node = self.node(expression, items);
            return self.bind(node, items);
        }
        let rebuilt = match expression {
            Expr::Call(mut call) => {
                if has_yield_in_expression(&call.func) || !kinds::is_place(&call.func) {
                    let func = self.hoist(*call.func, true, items, borrows);
                    call.func = Box::new(parse_quote!((#func)));
                }
                self.operands(call.args.iter_mut().collect(), later, items, borrows);
                Expr::Call(call)
            }
            Expr::MethodCall(call) => self.method_call(call, later, items, borrows),
            Expr::Tuple(mut tuple) => {
                self.operands(tuple.elems.iter_mut().collect(), later, items, borrows);
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                self.operands(array.elems.iter_mut().collect(), later, items, borrows);
                Expr::Array(array)
            }
            Expr::Struct(mut fields) => {
                if let Some(rest) = &fields.rest {
                    if has_yield_in_expression(rest) {
                        self.reject(rest, "a yield cannot stand here: bind its value with `let`");
                    }
                }
                for field in &mut fields.fields {
                    if field.colon_token.is_none() {
                        field.colon_token = Some(<Token![:]>::default());
                    }
                }
                let operands = fields.fields.iter_mut().map(|field| &mut field.expr).collect();
                self.operands(operands, later, items, borrows);
                Expr::Struct(fields)
            }
            Expr::Repeat(mut array) => {
                *array.expr = self.hoist(*array.expr, later, items, borrows);
                Expr::Repeat(array)
            }
            Expr::Binary(binary) => self.binary(binary, later, items, borrows),
            Expr::Unary(mut unary) => {
                *unary.expr = self.hoist(*unary.expr, false, items, borrows);
                if matches!(unary.op, UnOp::Deref(_)) {
                    *borrows |= self.is_bound(&unary.expr);
                }
                Expr::Unary(unary)
            }
            Expr::Cast(mut cast) => {
                *cast.expr = self.hoist(*cast.expr, false, items, borrows);
                Expr::Cast(cast)
            }
            Expr::Paren(mut inner) => {
                *inner.expr = self.hoist(*inner.expr, later, items, borrows);
                return Expr::Paren(inner);
            }
            Expr::Group(mut inner) => {
                *inner.expr = self.hoist(*inner.expr, later, items, borrows);
                return Expr::Group(inner);
            }
            Expr::Field(mut field) => {
                *field.base = self.hoist(*field.base, false, items, borrows);
                *borrows |= self.is_bound(&field.base);
                Expr::Field(field)
            }
            Expr::Reference(mut reference) => {
                *reference.expr = self.hoist(*reference.expr, false, items, borrows);
                *borrows |= self.is_bound(&reference.expr);
                Expr::Reference(reference)
            }
            Expr::Try(mut question) => {
                *question.expr = self.hoist(*question.expr, false, items, borrows);
                Expr::Try(question)
            }
            Expr::Index(mut index) => {
                if !kinds::is_place(&index.expr) {
                    self.reject(&index.expr, "bind this with `let` before the yield");
                }
                *index.index = self.hoist(*index.index, false, items, borrows);
                Expr::Index(index)
            }
            Expr::Range(mut range) => {
                let operands = [range.start.as_deref_mut(), range.end.as_deref_mut()];
                self.operands(operands.into_iter().flatten().collect(), later, items, borrows);
                Expr::Range(range)
            }
            Expr::Assign(mut assign) => {
                if has_yield_in_expression(&assign.left) {
                    self.reject(&assign.left, "bind the value of this yield with `let` first");
                }
                *assign.right = self.hoist(*assign.right, false, items, borrows);
                Expr::Assign(assign)
            }
            Expr::Return(mut returned) => {
                if let Some(value) = returned.expr.take() {
                    returned.expr = Some(Box::new(self.hoist(*value, false, items, borrows)));
                }
                Expr::Return(returned)
            }
            Expr::Break(mut ended) => {
                if let Some(value) = ended.expr.take() {
                    ended.expr = Some(Box::new(self.hoist(*value, false, items, borrows)));
                }
                Expr::Break(ended)
            }
            Expr::Macro(invocation) => self.macro_call(invocation, later, items, borrows),
            other => {
                self.reject(
                    &other,
                    "a yield cannot stand in an expression of this kind: bind its value with `let`",
                );
                return parse_quote!(());
            }
        };
        if later {
            let value = self.sealed(rebuilt);
            return self.bind(Node::Plain(value), items);
        }
        rebuilt
    }

    /// Whether this is a place in a value that was given a name, which is not moved by a use of it.
    fn is_bound(&self, place: &Expr) -> bool {
        match place {
            Expr::Field(field) => self.is_bound(&field.base),
            Expr::Index(index) => self.is_bound(&index.expr),
            Expr::Unary(unary) => self.is_bound(&unary.expr),
            Expr::Paren(inner) => self.is_bound(&inner.expr),
            Expr::Group(inner) => self.is_bound(&inner.expr),
            other => kinds::name_of(other)
                .and_then(|name| self.vars.find(name))
                .is_some_and(|var| self.vars.all[var].hidden && !self.vars.all[var].plain),
        }
    }

    /// Operands that are moved away, in their order.
    fn operands(
        &mut self,
        operands: Vec<&mut Expr>,
        later: bool,
        items: &mut Vec<Item>,
        borrows: &mut bool,
    ) {
        let last = operands.iter().rposition(|operand| has_yield_in_expression(operand));
        for (place, operand) in operands.into_iter().enumerate() {
            let later = later && last.is_none() || last.is_some_and(|last| place < last);
            if later || has_yield_in_expression(operand) {
                let taken = std::mem::replace(operand, parse_quote!(()));
                *operand = self.hoist(taken, later, items, borrows);
            }
        }
    }

    fn binary(
        &mut self,
        mut binary: syn::ExprBinary,
        later: bool,
        items: &mut Vec<Item>,
        borrows: &mut bool,
    ) -> Expr {
        use BinOp::{
            AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, Eq, Ge, Gt, Le, Lt,
            MulAssign, Ne, RemAssign, ShlAssign, ShrAssign, SubAssign,
        };

        let assigns = matches!(
            binary.op,
            AddAssign(_)
                | SubAssign(_)
                | MulAssign(_)
                | DivAssign(_)
                | RemAssign(_)
                | BitXorAssign(_)
                | BitAndAssign(_)
                | BitOrAssign(_)
                | ShlAssign(_)
                | ShrAssign(_)
        );
        let compares = matches!(binary.op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_));
        if has_yield_in_expression(&binary.right) && (assigns || compares) {
            let stays = kinds::is_literal(&binary.left)
                || (kinds::is_place(&binary.left) && !mentions(&binary.right, &binary.left));
            if !stays {
                self.reject(
                    &binary.left,
                    "this is evaluated before the yield beside it: bind it with `let`",
                );
            }
            *binary.right = self.hoist(*binary.right, false, items, borrows);
            *borrows |= compares && self.is_bound(&binary.right);
            return Expr::Binary(binary);
        }
        if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
            // The yield is on the left.
            *binary.left = self.hoist(*binary.left, false, items, borrows);
            return Expr::Binary(binary);
        }
        self.operands(vec![&mut *binary.left, &mut *binary.right], later, items, borrows);
        *borrows |= compares && (self.is_bound(&binary.left) || self.is_bound(&binary.right));
        Expr::Binary(binary)
    }

    fn method_call(
        &mut self,
        mut call: ExprMethodCall,
        later: bool,
        items: &mut Vec<Item>,
        borrows: &mut bool,
    ) -> Expr {
        let in_arguments = call.args.iter().any(has_yield_in_expression);
        if in_arguments {
            let name = call.method.to_string();
            let moves = takes_self(&name);
            let arguments: Expr = {
                let arguments = call.args.iter();
                parse_quote!((#(#arguments,)*))
            };
            let stays = kinds::is_place(&call.receiver)
                && borrows_self(&name)
                && !mentions(&arguments, &call.receiver);
            if !stays && !moves {
                self.reject(
                    &call.receiver,
                    "this is evaluated before the yield among the arguments: bind the value of the \
                     yield with `let` in front of the statement",
                );
            }
            if moves {
                *call.receiver = self.hoist(*call.receiver, true, items, borrows);
            }
            self.operands(call.args.iter_mut().collect(), later, items, borrows);
            return Expr::MethodCall(call);
        }
        *call.receiver = self.hoist(*call.receiver, false, items, borrows);
        if !takes_self(&call.method.to_string()) {
            *borrows |= self.is_bound(&call.receiver);
        }
        Expr::MethodCall(call)
    }

    fn macro_call(
        &mut self,
        mut invocation: syn::ExprMacro,
        later: bool,
        items: &mut Vec<Item>,
        borrows: &mut bool,
    ) -> Expr {
        let mac = &mut invocation.mac;
        let Some(takes) = kinds::known_macro(mac) else {
            self.reject(
                &mac.path,
                "a yield cannot stand among the arguments of this macro, whose evaluation is not \
                 known: bind its value with `let` in front of it",
            );
            return parse_quote!(());
        };
        if takes == Takes::Pattern {
            let Some((head, rest)) = kinds::matches_in(mac) else {
                return parse_quote!(());
            };
            let head = self.hoist(head, false, items, borrows);
            *borrows |= self.is_bound(&head);
            mac.tokens = quote!(#head #rest);
            return Expr::Macro(invocation);
        }
        let Some(mut arguments) = kinds::list_in(mac) else {
            self.reject(&mac.path, "a yield cannot stand here: bind its value with `let`");
            return parse_quote!(());
        };
        match takes {
            Takes::Values => self.operands(arguments.iter_mut().collect(), later, items, borrows),
            Takes::Condition => {
                if arguments.iter().skip(1).any(has_yield_in_expression) {
                    self.reject(
                        &arguments[1],
                        "a yield cannot stand among what is evaluated only if the assertion fails: \
                         bind its value with `let`",
                    );
                }
                self.operands(arguments.iter_mut().take(1).collect(), later, items, borrows);
            }
            Takes::References | Takes::PlaceAndReferences => {
                let operands = arguments.iter_mut().map(|argument| match argument {
                    // `name = value`
                    Expr::Assign(named) => &mut *named.right,
                    other => other,
                });
                self.operands(operands.collect(), later, items, borrows);
                *borrows |= arguments.iter().any(|argument| match argument {
                    Expr::Assign(named) => self.is_bound(&named.right),
                    other => self.is_bound(other),
                });
            }
            Takes::Pattern => {}
        }
        mac.tokens = quote!(#(#arguments),*);
        Expr::Macro(invocation)
    }

    /// An expression whose temporaries can be dropped at once: where the macro cannot see that they
    /// have no destructor, rustc does. The value itself is moved.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    fn sealed(&mut self, expression: Expr) -> Expr {
        match expression {
            Expr::MethodCall(mut call) => {
                for argument in &mut call.args {
                    let taken = std::mem::replace(argument, parse_quote!(()));
                    *argument = self.sealed(taken);
                }
                let receiver = std::mem::replace(&mut *call.receiver, parse_quote!(()));
                let moves = takes_self(&call.method.to_string());
                *call.receiver = self.sealed_operand(receiver, moves);
                Expr::MethodCall(call)
            }
            Expr::Reference(mut reference) => {
                let inner = std::mem::replace(&mut *reference.expr, parse_quote!(()));
                *reference.expr = self.sealed_operand(inner, false);
                Expr::Reference(reference)
            }
            Expr::Field(mut field) => {
                let inner = std::mem::replace(&mut *field.base, parse_quote!(()));
                *field.base = self.sealed_operand(inner, false);
                Expr::Field(field)
            }
            Expr::Index(mut index) => {
                let inner = std::mem::replace(&mut *index.expr, parse_quote!(()));
                *index.expr = self.sealed_operand(inner, false);
                let inner = std::mem::replace(&mut *index.index, parse_quote!(()));
                *index.index = self.sealed(inner);
                Expr::Index(index)
            }
            Expr::Unary(mut unary) => {
                let inner = std::mem::replace(&mut *unary.expr, parse_quote!(()));
                *unary.expr = if matches!(unary.op, UnOp::Deref(_)) {
                    self.sealed_operand(inner, false)
                } else {
                    self.sealed(inner)
                };
                Expr::Unary(unary)
            }
            Expr::Call(mut call) => {
                for argument in &mut call.args {
                    let taken = std::mem::replace(argument, parse_quote!(()));
                    *argument = self.sealed(taken);
                }
                Expr::Call(call)
            }
            Expr::Binary(mut binary) => {
                let compares = matches!(
                    binary.op,
                    BinOp::Eq(_)
                        | BinOp::Ne(_)
                        | BinOp::Lt(_)
                        | BinOp::Le(_)
                        | BinOp::Gt(_)
                        | BinOp::Ge(_)
                );
                for side in [&mut binary.left, &mut binary.right] {
                    let taken = std::mem::replace(&mut **side, parse_quote!(()));
                    **side = if compares {
                        self.sealed_operand(taken, false)
                    } else {
                        self.sealed(taken)
                    };
                }
                Expr::Binary(binary)
            }
            Expr::Paren(mut inner) => {
                let taken = std::mem::replace(&mut *inner.expr, parse_quote!(()));
                *inner.expr = self.sealed(taken);
                Expr::Paren(inner)
            }
            Expr::Group(mut inner) => {
                let taken = std::mem::replace(&mut *inner.expr, parse_quote!(()));
                *inner.expr = self.sealed(taken);
                Expr::Group(inner)
            }
            Expr::Cast(mut inner) => {
                let taken = std::mem::replace(&mut *inner.expr, parse_quote!(()));
                *inner.expr = self.sealed(taken);
                Expr::Cast(inner)
            }
            Expr::Try(mut inner) => {
                let taken = std::mem::replace(&mut *inner.expr, parse_quote!(()));
                *inner.expr = self.sealed(taken);
                Expr::Try(inner)
            }
            Expr::Tuple(mut tuple) => {
                for element in &mut tuple.elems {
                    let taken = std::mem::replace(element, parse_quote!(()));
                    *element = self.sealed(taken);
                }
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                for element in &mut array.elems {
                    let taken = std::mem::replace(element, parse_quote!(()));
                    *element = self.sealed(taken);
                }
                Expr::Array(array)
            }
            Expr::Struct(mut fields) => {
                for field in &mut fields.fields {
                    if field.colon_token.is_some() {
                        let taken = std::mem::replace(&mut field.expr, parse_quote!(()));
                        field.expr = self.sealed(taken);
                    }
                }
                Expr::Struct(fields)
            }
            Expr::Macro(invocation) => self.sealed_macro(invocation),
            Expr::Match(mut matched) => {
                let head = std::mem::replace(&mut *matched.expr, parse_quote!(()));
                *matched.expr = self.sealed_operand(head, false);
                for arm in &mut matched.arms {
                    let body = std::mem::replace(&mut *arm.body, parse_quote!(()));
                    *arm.body = self.sealed(body);
                }
                Expr::Match(matched)
            }
            Expr::If(mut branch) => {
                self.sealed_condition(&mut branch.cond);
                self.sealed_block(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    let taken = std::mem::replace(&mut **otherwise, parse_quote!(()));
                    **otherwise = self.sealed(taken);
                }
                Expr::If(branch)
            }
            Expr::Block(mut block) => {
                self.sealed_block(&mut block.block);
                Expr::Block(block)
            }
            Expr::Unsafe(mut block) => {
                self.sealed_block(&mut block.block);
                Expr::Unsafe(block)
            }
            Expr::Range(mut range) => {
                for side in [&mut range.start, &mut range.end].into_iter().flatten() {
                    let taken = std::mem::replace(&mut **side, parse_quote!(()));
                    **side = self.sealed(taken);
                }
                Expr::Range(range)
            }
            other => other,
        }
    }

    /// The temporaries of a block's last expression may outlive it.
    fn sealed_block(&mut self, block: &mut syn::Block) {
        if let Some(Stmt::Expr(value, None)) = block.stmts.last_mut() {
            let taken = std::mem::replace(value, parse_quote!(()));
            *value = self.sealed(taken);
        }
    }

    fn sealed_condition(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Let(bound) => {
                let head = std::mem::replace(&mut *bound.expr, parse_quote!(()));
                *bound.expr = self.sealed_operand(head, false);
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.sealed_condition(&mut binary.left);
                self.sealed_condition(&mut binary.right);
            }
            _ => {}
        }
    }

    fn sealed_macro(&mut self, mut invocation: syn::ExprMacro) -> Expr {
        let mac = &mut invocation.mac;
        if YieldKind::of_path(&mac.path).is_some() {
            return Expr::Macro(invocation);
        }
        match kinds::known_macro(mac) {
            Some(Takes::Values) => {
                if let Some(mut arguments) = kinds::list_in(mac) {
                    for argument in &mut arguments {
                        let taken = std::mem::replace(argument, parse_quote!(()));
                        *argument = self.sealed(taken);
                    }
                    mac.tokens = quote!(#(#arguments),*);
                } else if let Some((element, rest)) = kinds::matches_in(mac) {
                    // `vec![element; count]`
                    let element = self.sealed(element);
                    mac.tokens = quote!(#element #rest);
                }
            }
            Some(Takes::Pattern) => {
                if let Some((head, rest)) = kinds::matches_in(mac) {
                    let head = self.sealed_operand(head, false);
                    mac.tokens = quote!(#head #rest);
                }
            }
            Some(_) => {}
            None if mac.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident)) => {}
            None => self.reject(
                &mac.path,
                "this macro may leave temporaries that would live across a yield: bind its value with \
                 `let` in front of the statement",
            ),
        }
        Expr::Macro(invocation)
    }

    /// A part of an expression that is not moved, but stays for its statement, unless it is a place.
    fn sealed_operand(&mut self, operand: Expr, moves: bool) -> Expr {
        if kinds::is_place(&operand) || kinds::is_literal(&operand) {
            return operand;
        }
        let is_place = match &operand {
            Expr::Index(_) | Expr::Field(_) => true,
            Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
            _ => false,
        };
        let yields = has_yield_in_expression(&operand);
        if let Some(guard) = guard_in(&operand) {
            self.reject(
                guard,
                "this gives a guard, a temporary that would live across a yield: bind it with `let` in \
                 front of the statement",
            );
            return operand;
        }
        let operand = self.sealed(operand);
        if moves || is_place || yields {
            return operand;
        }
        let private = &self.private;
        parse_quote!(#private::without_drop(#operand))
    }
}

/// The call that gives a guard, whose methods in the standard library are of these names.
fn guard_in(operand: &Expr) -> Option<&Ident> {
    match operand {
        Expr::MethodCall(call) => {
            let gives = ["borrow", "borrow_mut", "lock", "read", "write"];
            let passes = ["unwrap", "expect"].iter().any(|name| call.method == name);
            if gives.iter().any(|name| call.method == name) && call.args.is_empty() {
                Some(&call.method)
            } else if passes {
                guard_in(&call.receiver)
            } else {
                None
            }
        }
        Expr::Try(question) => guard_in(&question.expr),
        Expr::Paren(inner) => guard_in(&inner.expr),
        Expr::Group(inner) => guard_in(&inner.expr),
        _ => None,
    }
}

/// Gives each `_` in a pattern a name, so that what it leaves out is dropped with the rest.
struct NameWild<'a> {
    vars: &'a mut Vars,
}

impl VisitMut for NameWild<'_> {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            Pat::Wild(_) => {
                let var = self.vars.hidden("rest", None);
                let name = &self.vars.all[var].ident;
                *pattern = parse_quote!(#name);
            }
            // Alternatives bind the same names.
            Pat::Or(_) => {}
            other => visit_mut::visit_pat_mut(self, other),
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
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

fn set_ends(item: &mut Item, found: Vec<YieldId>) {
    if let ItemKind::Choose { ends, .. } = &mut item.kind {
        *ends = found;
    }
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
        Expr::Macro(invocation) => YieldKind::of_path(&invocation.mac.path).is_some(),
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
                && has_yield_in_expression(&binary.right)
        }
        Expr::Paren(inner) => is_structured(&inner.expr),
        Expr::Group(inner) => is_structured(&inner.expr),
        _ => false,
    }
}

/// Whether an expression has the same value later, and does nothing.
fn is_pure(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Path(path) => {
            path.path.segments.len() > 1
                || path.path.get_ident().is_some_and(|name| kinds::is_constant(&name.to_string()))
        }
        Expr::Reference(reference) => {
            kinds::is_place(&reference.expr) || kinds::is_literal(&reference.expr)
        }
        Expr::Paren(inner) => is_pure(&inner.expr),
        Expr::Group(inner) => is_pure(&inner.expr),
        other => kinds::is_literal(other),
    }
}

/// Whether the local that is at the root of a place is named in `code`.
fn mentions(code: &Expr, place: &Expr) -> bool {
    fn root(place: &Expr) -> Option<&Ident> {
        match place {
            Expr::Field(field) => root(&field.base),
            Expr::Index(index) => root(&index.expr),
            Expr::Unary(unary) => root(&unary.expr),
            Expr::Paren(inner) => root(&inner.expr),
            Expr::Group(inner) => root(&inner.expr),
            other => kinds::name_of(other),
        }
    }

    fn find(tokens: proc_macro2::TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Group(group) => find(group.stream(), name),
            proc_macro2::TokenTree::Ident(other) => other == name,
            proc_macro2::TokenTree::Literal(literal) => literal.to_string().contains(name),
            proc_macro2::TokenTree::Punct(_) => false,
        })
    }

    root(place).is_none_or(|name| find(code.to_token_stream(), &name.to_string()))
}

/// Whether methods of this name take `self` by value, by the rules of Rust's naming.
pub(crate) fn takes_self(name: &str) -> bool {
    const MOVES: [&str; 24] = [
        "chain",
        "cloned",
        "copied",
        "cycle",
        "enumerate",
        "filter",
        "filter_map",
        "flat_map",
        "flatten",
        "fuse",
        "inspect",
        "map",
        "map_while",
        "peekable",
        "rev",
        "scan",
        "skip",
        "skip_while",
        "step_by",
        "take_while",
        "unwrap",
        "expect",
        "unwrap_or_default",
        "zip",
    ];
    name == "into" || name.starts_with("into_") || MOVES.contains(&name)
}

/// Whether methods of this name, of the standard library, take `self` by reference.
fn borrows_self(name: &str) -> bool {
    [
        "push",
        "push_back",
        "push_front",
        "push_str",
        "insert",
        "extend",
        "contains",
        "get",
        "set",
        "entry",
        "remove",
        "starts_with",
        "ends_with",
        "borrow",
        "clone",
    ]
    .contains(&name)
}

/// Whether a pattern that does not match leaves nothing that has to be dropped.
fn leaves_nothing(pattern: &Pat) -> bool {
    match pattern {
        Pat::TupleStruct(tuple) => {
            tuple.path.segments.last().is_some_and(|segment| segment.ident == "Some")
                && tuple.elems.iter().all(is_irrefutable)
        }
        other => is_irrefutable(other),
    }
}

fn is_irrefutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(variable) => {
            variable.subpat.is_none() && !kinds::is_constant(&variable.ident.to_string())
        }
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_irrefutable),
        Pat::Paren(inner) => is_irrefutable(&inner.pat),
        Pat::Reference(inner) => is_irrefutable(&inner.pat),
        Pat::Type(inner) => is_irrefutable(&inner.pat),
        _ => false,
    }
}

/// Whether there is a `let` in a condition.
pub(crate) fn has_let(condition: &Expr) -> bool {
    !bound_by_condition(condition).is_empty() || has_chain(condition)
}

fn has_chain(condition: &Expr) -> bool {
    match condition {
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::And(_))
                && (has_chain(&binary.left) || has_chain(&binary.right))
                || matches!(&*binary.left, Expr::Let(_))
                || matches!(&*binary.right, Expr::Let(_))
        }
        _ => false,
    }
}

/// The patterns of the `let`s in a condition.
fn bound_by_condition(condition: &Expr) -> Vec<Pat> {
    match condition {
        Expr::Let(bound) => vec![(*bound.pat).clone()],
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            let mut bound = bound_by_condition(&binary.left);
            bound.extend(bound_by_condition(&binary.right));
            bound
        }
        _ => Vec::new(),
    }
}
