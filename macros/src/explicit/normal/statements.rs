//! Statements: those without a yield stay as they are, and the others are taken apart.
//!
//! ```text
//! // in                          // out
//! let x = 2 * yield_!(1);        let operand = yield 1; let x = 2 * operand;
//! ```

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, Local, Macro, Stmt, Token, parse_quote};

use crate::explicit::known::kinds::{
    self, has_yield_in_expression, has_yield_in_statement, has_yield_in_tokens,
};
use crate::explicit::known::known_macros;
use crate::explicit::known::patterns;
use crate::explicit::normal::Normal;
use crate::explicit::normal::{define, is_structured};
use crate::explicit::tree::ir::{Block, Node, Part, PartKind};
use crate::explicit::tree::mentions::mentioned;
use crate::yields::{YieldKind, makes_generator};

impl Normal<'_> {
    /// The statements of a block.
    pub(crate) fn statements(&mut self, statements: Vec<Stmt>, block: &mut Block) {
        let count = statements.len();
        let ends = std::mem::take(&mut self.ends);
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
                        if !kinds::is_place(&init.expr) && patterns::binds_by_reference(&local.pat)
                        {
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
                Stmt::Expr(expression, None) if is_last => {
                    self.ends = ends;
                    self.tail(expression, block);
                }
                Stmt::Macro(ref invocation) if is_last && invocation.semi_token.is_none() => {
                    self.ends = ends;
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
            let Some(name) = patterns::name_bound_by(pat) else { continue };
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
    pub(super) fn definition(&mut self, mut definition: syn::ItemMacro, block: &mut Block) {
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

    pub(super) fn local(&mut self, local: Local, parts: &mut Vec<Part>) {
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
        let asked = self.asked_beside_value(&init.expr);
        let by = match &diverge {
            Some(_) => None,
            None => self.bound_beside(Some(&pattern), &init.expr),
        };
        if let Some(by) = by {
            self.beside_value(by, attributes, Some(pattern), *init.expr, parts);
            return;
        }
        self.ends = Self::ends_of_value(&init.expr);
        let mut value = self.whole(*init.expr, parts);
        self.ask_beside_value(&mut value, asked);
        let binds = diverge.is_some() || !patterns::bindings(&pattern).is_empty();
        if let (Node::Block(block), false, false) = (&mut value, structured, binds) {
            // The value is dropped in front of what it is made of.
            if let Some(Node::Plain(value)) = block.tail.take().map(|tail| *tail) {
                let mut statement = define(pattern, value);
                if let Stmt::Local(local) = &mut statement {
                    local.attrs = attributes;
                }
                self.plain(statement, &mut block.parts);
            }
            let kind = PartKind::Expression { node: value, semicolon: true };
            let last = self.last();
            parts.push(Part { kind, declares: Vec::new(), last, yields: last > before });
            return;
        }
        if matches!(value, Node::Block(_)) && !structured && !patterns::is_name(&pattern) {
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
}

pub(super) fn as_expression(mac: Macro) -> Expr {
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
