//! Locals out of which parts are moved: what is left is dropped where the local would be.
//!
//! ```text
//! // in                     // out
//! let pair = f();           let pair = f(); let left;
//! let other = g();          let other = g();
//! let (first, _) = pair;    let (first, rest) = pair; left = rest;
//! yield_!(1);               yield_!(1);
//! h(pair.1);                h(left);
//! ```
//!
//! `left` has a value behind the move alone, so that it lies in an `Option` where there are yields in front of it.
//! The macro does so where it sees which parts are left, and where each use of the local behind the move is one of them.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Local, Member, Pat, Stmt, Token, Type, parse_quote};

use crate::explicit::known::known_macros;
use crate::explicit::known::method_names;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::parts::boxes;
use crate::explicit::questions::methods;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::patterns::NameWild;
use crate::explicit::tree::vars::Vars;
use crate::yields::YieldKind;

/// Lowers such moves. Gives what is left of the arguments of the function, by their places.
pub(crate) fn lower(
    statements: &mut Vec<Stmt>,
    vars: &mut Vars,
    arguments: &[VarId],
) -> Vec<Vec<Stmt>> {
    let mut scopes = Scopes { vars };
    let left = arguments.iter().map(|local| scopes.leave(statements, 0, *local, None)).collect();
    scopes.scope(statements, &[]);
    left
}

/// Lowers the moves in each scope.
struct Scopes<'a> {
    vars: &'a mut Vars,
}

impl Scopes<'_> {
    /// A block whose scope begins with the locals `bound`.
    fn scope(&mut self, statements: &mut Vec<Stmt>, bound: &[VarId]) {
        let mut index = 0;
        let mut defined = bound.to_vec();
        let mut elements = None;
        loop {
            // What is declared behind a local is dropped in front of what is left of it.
            while let Some(local) = defined.pop() {
                let left = self.leave(statements, index, local, elements);
                let count = left.len();
                statements.splice(index..index, left);
                index += count;
                if !self.vars.all[local].plain {
                    break;
                }
            }
            let Some(statement) = statements.get(index) else { break };
            (defined, elements) = match statement {
                Stmt::Local(Local { pat, init: Some(init), .. }) => {
                    (self.vars.bound_by(pat), elements_of(&init.expr))
                }
                _ => (Vec::new(), None),
            };
            index += 1;
        }
        for statement in statements {
            self.visit_stmt_mut(statement);
        }
    }

    /// Names what is left of a local that is there from a statement on. Gives the declarations. `elements`: how many
    /// it has, if its value is a tuple.
    fn leave(
        &mut self,
        statements: &mut Vec<Stmt>,
        from: usize,
        local: VarId,
        elements: Option<usize>,
    ) -> Vec<Stmt> {
        let var = &self.vars.all[local];
        if var.hidden || var.plain || var.copies {
            return Vec::new();
        }
        let elements = var.written.as_ref().and_then(elements_in).or(elements);
        let name = var.ident.clone();
        let boxed = var.boxed;
        let is_mut = var.mutability;
        let mut finding = LastMove {
            name: &name,
            boxed,
            elements,
            loops: 0,
            closures: 0,
            found: None,
            number: 0,
            left: Vec::new(),
            by_number: 0,
            used: Vec::new(),
            leads_here: true,
            fits: true,
            yields: 0,
        };
        for statement in &statements[from..] {
            finding.visit_stmt(statement);
        }
        let LastMove { found: Some(found), fits: true, yields: 1.., left, .. } = finding else {
            return Vec::new();
        };
        let parts: Vec<(Member, VarId)> = left
            .into_iter()
            .map(|member| {
                let name = name.to_string();
                let name = name.trim_start_matches("r#");
                let left = self.vars.hidden(&format!("left_of_{name}"), is_mut);
                self.vars.all[left].at = Some(self.vars.all[local].ident.span());
                self.vars.all[left].late = true;
                (member, left)
            })
            .collect();
        let names: Vec<Ident> =
            parts.iter().map(|(_, left)| self.vars.all[*left].ident.clone()).collect();
        let mut leaving = Leaving {
            name: &name,
            boxed,
            elements,
            vars: self.vars,
            parts: &parts,
            names: &names,
            found,
            number: 0,
        };
        let mut rest = statements.split_off(from);
        leaving.statements(&mut rest);
        statements.append(&mut rest);
        names.iter().rev().map(|left| parse_quote!(let #left;)).collect()
    }
}

impl VisitMut for Scopes<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scope(&mut block.stmts, &[]);
    }

    fn visit_expr_for_loop_mut(&mut self, repeated: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut repeated.expr);
        let bound = self.vars.bound_by(&repeated.pat);
        self.scope(&mut repeated.body.stmts, &bound);
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        self.visit_expr_mut(&mut branch.cond);
        let bound = self.vars.bound_by_condition(&branch.cond);
        self.scope(&mut branch.then_branch.stmts, &bound);
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut syn::ExprWhile) {
        self.visit_expr_mut(&mut repeated.cond);
        let bound = self.vars.bound_by_condition(&repeated.cond);
        self.scope(&mut repeated.body.stmts, &bound);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let bound = self.vars.bound_by(&arm.pat);
        match &mut *arm.body {
            Expr::Block(inner) if inner.label.is_none() => {
                self.scope(&mut inner.block.stmts, &bound);
            }
            other => self.visit_expr_mut(other),
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// How many elements a tuple of a type has.
pub(crate) fn elements_in(ty: &Type) -> Option<usize> {
    match ty {
        Type::Tuple(tuple) => Some(tuple.elems.len()),
        Type::Paren(inner) => elements_in(&inner.elem),
        Type::Group(inner) => elements_in(&inner.elem),
        _ => None,
    }
}

/// How many elements a value has that is a tuple.
pub(crate) fn elements_of(value: &Expr) -> Option<usize> {
    match value {
        Expr::Tuple(tuple) => Some(tuple.elems.len()),
        Expr::Paren(inner) => elements_of(&inner.expr),
        Expr::Group(inner) => elements_of(&inner.expr),
        _ => None,
    }
}

/// Whether a value is a local, or what is in the `Box` that it is.
fn is_local(value: &Expr, name: &Ident, boxed: bool) -> bool {
    let pointer = boxes::pointer(value).filter(|_| boxed);
    kinds::name_of(pointer.unwrap_or(value)) == Some(name)
}

/// The pattern by which a `let` takes parts of a local, and leaves others.
fn takes_parts(local: &Local, name: &Ident, boxed: bool, elements: Option<usize>) -> Option<Pat> {
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let pattern = if is_local(&init.expr, name, boxed) {
        let mut pattern = local.pat.clone();
        name_rest(&mut pattern, elements);
        pattern
    } else {
        let (Expr::Field(field), Pat::Ident(part)) = (&*init.expr, &local.pat) else { return None };
        let (Member::Unnamed(index), Some(elements)) = (&field.member, elements) else {
            return None;
        };
        if kinds::name_of(&field.base) != Some(name) || !patterns::is_name(&local.pat) {
            return None;
        }
        let parts = (0..elements)
            .map(|element| if element == index.index as usize { quote!(#part) } else { quote!(_) });
        parse_quote!((#(#parts,)*))
    };
    let binds = patterns::bindings(&pattern).iter().any(|bound| bound.subpat.is_none());
    let fits = binds && !patterns::binds_by_reference(&pattern) && leaves(&pattern) == Some(true);
    fits.then_some(pattern)
}

/// Writes `_` for each element that `..` stands for in the pattern of a tuple.
pub(crate) fn name_rest(pattern: &mut Pat, elements: Option<usize>) {
    let tuple = match pattern {
        Pat::Tuple(tuple) => tuple,
        Pat::Type(typed) => return name_rest(&mut typed.pat, elements),
        Pat::Guard(guarded) => return name_rest(&mut guarded.pat, elements),
        _ => return,
    };
    let rest = tuple.elems.iter().position(|element| matches!(element, Pat::Rest(_)));
    let (Some(rest), Some(elements)) = (rest, elements) else { return };
    let mut all: Vec<Pat> = tuple.elems.iter().cloned().collect();
    let missing = (elements + 1).saturating_sub(all.len());
    all.splice(rest..=rest, (0..missing).map(|_| -> Pat { parse_quote!(_) }));
    tuple.elems = all.into_iter().collect();
    tuple.elems.push_punct(<Token![,]>::default());
}

/// Whether a pattern leaves parts. `None` if it leaves some other than by `_`, or several of a struct, whose order
/// is that of the type.
fn leaves(pattern: &Pat) -> Option<bool> {
    let any = |parts: &mut dyn Iterator<Item = &Pat>| {
        let mut found = false;
        for part in parts {
            found |= leaves(part)?;
        }
        Some(found)
    };
    match pattern {
        Pat::Wild(_) => Some(true),
        Pat::Ident(name) => name.subpat.is_none().then_some(false),
        Pat::Paren(inner) => leaves(&inner.pat),
        Pat::Type(typed) => leaves(&typed.pat),
        Pat::Slice(slice) => any(&mut slice.elems.iter()),
        Pat::Tuple(tuple) => any(&mut tuple.elems.iter()),
        Pat::TupleStruct(tuple) => any(&mut tuple.elems.iter()),
        Pat::Struct(fields) if fields.rest.is_none() => {
            let left = fields.fields.iter().filter(|field| leaves(&field.pat) == Some(true));
            if left.count() > 1 {
                return None;
            }
            any(&mut fields.fields.iter().map(|field| &*field.pat))
        }
        _ => None,
    }
}

/// The parts of a value that a pattern leaves as a whole, in the order of their drops. `None` if it leaves a part
/// of a part.
fn parts_left(pattern: &Pat) -> Option<Vec<Member>> {
    let numbered = |parts: &mut dyn Iterator<Item = &Pat>| {
        let mut left = Vec::new();
        for (index, part) in parts.enumerate() {
            match part {
                Pat::Wild(_) => left.push(Member::Unnamed(index.into())),
                part if leaves(part)? => return None,
                _ => {}
            }
        }
        Some(left)
    };
    match pattern {
        Pat::Tuple(tuple) => numbered(&mut tuple.elems.iter()),
        Pat::TupleStruct(tuple) => numbered(&mut tuple.elems.iter()),
        Pat::Struct(fields) => fields
            .fields
            .iter()
            .filter_map(|field| match &*field.pat {
                Pat::Wild(_) => Some(Some(field.member.clone())),
                part => (leaves(part) != Some(false)).then_some(None),
            })
            .collect(),
        Pat::Paren(inner) => parts_left(&inner.pat),
        Pat::Type(typed) => parts_left(&typed.pat),
        _ => None,
    }
}

/// The part of a local that an expression is.
fn part_of<'e>(expression: &'e Expr, name: &Ident) -> Option<&'e Member> {
    match expression {
        Expr::Field(field) if kinds::name_of(&field.base) == Some(name) => Some(&field.member),
        _ => None,
    }
}

/// Finds the last `let` that takes parts of a local, and how the local is used behind it.
struct LastMove<'a> {
    name: &'a Ident,
    boxed: bool,
    elements: Option<usize>,
    loops: usize,
    closures: usize,
    /// The number of that `let` among those of its kind.
    found: Option<usize>,
    number: usize,
    left: Vec<Member>,
    /// How many take an element by its number.
    by_number: usize,
    /// The parts that are used by value in front of it.
    used: Vec<Member>,
    /// Whether each path to where the walk is leads through that `let`.
    leads_here: bool,
    /// Whether all that uses the local behind it is one of the parts that are left.
    fits: bool,
    /// How many yields are behind it.
    yields: usize,
}

impl LastMove<'_> {
    /// Takes note of the parts that an expression uses as values. They may be gone.
    fn note_values(&mut self, expression: &Expr) {
        let values: Vec<&Expr> = match expression {
            Expr::Call(call) => call.args.iter().collect(),
            Expr::MethodCall(call) => {
                let takes = methods::is_asked_of_field(call)
                    || method_names::is_into(&call.method.to_string());
                call.args.iter().chain(takes.then_some(&*call.receiver)).collect()
            }
            Expr::Tuple(tuple) => tuple.elems.iter().collect(),
            Expr::Array(array) => array.elems.iter().collect(),
            Expr::Struct(fields) => fields.fields.iter().map(|field| &field.expr).collect(),
            Expr::Assign(assign) => vec![&assign.right],
            _ => return,
        };
        let parts = values.into_iter().filter_map(|value| part_of(value, self.name));
        self.used.extend(parts.cloned());
    }

    /// Visits code that some paths pass over.
    fn branch(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = self.number;
        visit(self);
        self.leads_here &= self.number == before;
    }
}

impl<'ast> Visit<'ast> for LastMove<'_> {
    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let (Stmt::Local(local), 0) = (statement, self.closures) {
            if let Some(pattern) = takes_parts(local, self.name, self.boxed, self.elements) {
                let number = self.number;
                self.number += 1;
                let left = parts_left(&pattern);
                let is_left = left.is_some();
                self.left = left.unwrap_or_default();
                self.found = Some(number);
                self.leads_here = true;
                // An element that another `let` has moved may be one of those that this one leaves.
                let is_whole = |init: &syn::LocalInit| is_local(&init.expr, self.name, self.boxed);
                let by_number = !local.init.as_ref().is_some_and(is_whole);
                self.by_number += usize::from(by_number);
                self.fits = self.loops == 0
                    && is_left
                    && (number == 0 || self.by_number == 0)
                    && !(by_number && self.left.iter().any(|part| self.used.contains(part)));
                self.yields = 0;
                return;
            }
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        self.note_values(expression);
        let part = part_of(expression, self.name);
        let is_left = part.is_some_and(|part| self.found.is_some() && self.left.contains(part));
        if !is_left || self.closures > 0 || !self.leads_here {
            visit::visit_expr(self, expression);
        }
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.visit_expr(&branch.cond);
        self.branch(|this| this.visit_block(&branch.then_branch));
        if let Some((_, otherwise)) = &branch.else_branch {
            self.branch(|this| this.visit_expr(otherwise));
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.branch(|this| visit::visit_arm(this, arm));
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        self.visit_expr(&binary.left);
        self.branch(|this| this.visit_expr(&binary.right));
    }

    // A `break` leads behind it.
    fn visit_expr_block(&mut self, block: &'ast syn::ExprBlock) {
        match block.label {
            Some(_) => self.branch(|this| visit::visit_expr_block(this, block)),
            None => visit::visit_expr_block(self, block),
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.closures += 1;
        visit::visit_expr_closure(self, closure);
        self.closures -= 1;
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.closures += 1;
        visit::visit_expr_async(self, block);
        self.closures -= 1;
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.fits &= ident != self.name;
    }

    fn visit_expr_loop(&mut self, repeated: &'ast syn::ExprLoop) {
        self.loops += 1;
        visit::visit_expr_loop(self, repeated);
        self.loops -= 1;
    }

    fn visit_expr_while(&mut self, repeated: &'ast syn::ExprWhile) {
        self.loops += 1;
        visit::visit_expr_while(self, repeated);
        self.loops -= 1;
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.loops += 1;
        self.visit_block(&repeated.body);
        self.loops -= 1;
    }

    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        let invoked = syn::ExprMacro { attrs: Vec::new(), mac: invocation.clone() };
        self.yields += usize::from(kinds::has_yield_in_expression(&Expr::Macro(invoked)));
        let tokens = invocation.tokens.clone();
        let values: Option<Punctuated<Expr, Token![,]>> =
            Punctuated::parse_terminated.parse2(tokens.clone()).ok();
        let parts = values.iter().flatten().filter_map(|value| part_of(value, self.name));
        self.used.extend(parts.cloned());
        let is_known = known_macros::known(invocation).is_some()
            || YieldKind::of_path(&invocation.path).is_some();
        let is_named = is_known && self.closures == 0 && self.leads_here;
        let left: &[Member] = if is_named { &self.left } else { &[] };
        if mentions(tokens, self.name, left) {
            self.fits = false;
        }
    }
}

/// Whether tokens name a local other than for one of its parts.
pub(crate) fn mentions(tokens: TokenStream, name: &Ident, parts: &[Member]) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(index, token)| match token {
        TokenTree::Group(group) => mentions(group.stream(), name, parts),
        TokenTree::Ident(other) if other == name => part_in(&tokens, index, parts).is_none(),
        other => kinds::times_named(other.to_token_stream(), name) > 0,
    })
}

/// The number of the part that tokens name, as `local.0`.
pub(crate) fn part_in(tokens: &[TokenTree], index: usize, parts: &[Member]) -> Option<usize> {
    match tokens.get(index + 1..index + 3)? {
        [TokenTree::Punct(dot), member] if dot.as_char() == '.' => {
            let member = member.to_string();
            parts.iter().position(|part| part.to_token_stream().to_string() == member)
        }
        _ => None,
    }
}

/// Names what is left of a local.
struct Leaving<'a> {
    name: &'a Ident,
    boxed: bool,
    elements: Option<usize>,
    vars: &'a mut Vars,
    parts: &'a [(Member, VarId)],
    names: &'a [Ident],
    /// The number of the `let` that leaves the parts.
    found: usize,
    number: usize,
}

impl Leaving<'_> {
    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        for mut statement in std::mem::take(statements) {
            let pattern = match &statement {
                Stmt::Local(local) => takes_parts(local, self.name, self.boxed, self.elements),
                _ => None,
            };
            let (Some(mut pattern), Stmt::Local(local)) = (pattern, &mut statement) else {
                self.visit_stmt_mut(&mut statement);
                statements.push(statement);
                continue;
            };
            self.number += 1;
            if self.number <= self.found {
                statements.push(statement);
                continue;
            }
            NameWild { vars: self.vars }.visit_pat_mut(&mut pattern);
            let rest = self.vars.left_by(&pattern);
            local.pat = pattern;
            if let Some(init) = &mut local.init {
                if let Expr::Field(field) = &*init.expr {
                    *init.expr = (*field.base).clone();
                }
            }
            statements.push(statement);
            for (left, rest) in self.names.iter().zip(rest) {
                let rest = &self.vars.all[rest].ident;
                statements.push(parse_quote!(#left = #rest;));
            }
        }
    }

    /// Tokens of a macro, with the names of what is left.
    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let parts: Vec<Member> = self.parts.iter().map(|(part, _)| part.clone()).collect();
        let mut renamed = TokenStream::new();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            index += 1;
            let part = match token {
                TokenTree::Ident(name) if name == self.name => part_in(&tokens, index - 1, &parts),
                _ => None,
            };
            match (token, part) {
                (_, Some(part)) => {
                    let mut name = self.names[part].clone();
                    name.set_span(name.span().located_at(token.span()));
                    renamed.extend(name.into_token_stream());
                    index += 2;
                }
                (TokenTree::Group(group), _) => {
                    let mut new =
                        proc_macro2::Group::new(group.delimiter(), self.tokens(group.stream()));
                    new.set_span(group.span());
                    renamed.extend(new.into_token_stream());
                }
                (token, None) => renamed.extend(token.to_token_stream()),
            }
        }
        renamed
    }
}

impl VisitMut for Leaving<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let part = part_of(expression, self.name).filter(|_| self.number > self.found);
        let number = part.and_then(|part| self.parts.iter().position(|(other, _)| other == part));
        if let Some(number) = number {
            let mut name = self.names[number].clone();
            name.set_span(name.span().located_at(syn::spanned::Spanned::span(expression)));
            *expression = parse_quote!(#name);
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        if self.number > self.found {
            invocation.tokens = self.tokens(invocation.tokens.clone());
        }
    }
}
