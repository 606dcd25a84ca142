//! Tuples whose elements are moved one by one: each element becomes a local.
//!
//! ```text
//! // in                          // out
//! let pair: (A, B) = f();        let pair: (A, B) = f(); let second; let first;
//!                                { let (one, two) = pair; second = two; first = one; }
//! g(pair.0); yield_!(1);         g(first); yield_!(1);
//! h(pair.1);                     h(second);
//! ```
//!
//! That is done where the number of elements is known, by the type of the local or by its value, and where nothing
//! uses the tuple as a whole. A `let` whose pattern names some of the elements becomes one for each of these. The first
//! element is dropped first, as that of a tuple is. `pair = g();` gives each element another value.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, Index, Local, Macro, Member, Pat, PatIdent, Stmt, Token, Type, parse_quote,
};

use crate::explicit::known::by_name::ByName;
use crate::explicit::known::known_macros;
use crate::explicit::known::known_types;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::parts::partial::{elements_in, elements_of, mentions, name_rest, part_in};
use crate::explicit::parts::remains::Declaring;
use crate::explicit::tree::fields::Field;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::item_types;
use crate::explicit::tree::vars::Vars;
use crate::tokens;
use crate::tokens::find_ident;
use crate::yields::YieldKind;

/// Makes locals of the elements that are moved by `fields`. Gives the declarations behind each argument. `patterns`:
/// those of the arguments that are taken apart.
pub(crate) fn lower(
    statements: &mut Vec<Stmt>,
    vars: &mut Vars,
    arguments: &[VarId],
    patterns: &[(VarId, Pat)],
    fields: &BTreeSet<Field>,
) -> Vec<Vec<Stmt>> {
    let is_element = |path: &str| path.starts_with(|first: char| first.is_ascii_digit());
    let moved = fields.iter().filter(|(_, path)| is_element(path)).map(|(var, _)| *var);
    let moved: BTreeMap<VarId, Vec<Stmt>> = moved.map(|var| (var, Vec::new())).collect();
    if moved.is_empty() {
        return Vec::new();
    }
    let places = Declaring::places(&moved, statements, vars, arguments, patterns);
    let mut declared = BTreeMap::new();
    for var in places {
        let mut using = Using { name: &vars.all[var].ident, vars, elements: None, fits: true };
        for statement in &*statements {
            using.visit_stmt(statement);
        }
        let Using { elements, fits, .. } = using;
        let written = vars.all[var].written.as_ref().and_then(elements_in);
        if let (Some(count), true) = (written.or(elements), fits) {
            declared.insert(var, declare(statements, vars, var, count));
        }
    }
    Declaring::declare(&declared, statements, vars, arguments, patterns)
}

/// Makes locals of the elements of one tuple. Gives their declarations.
fn declare(statements: &mut Vec<Stmt>, vars: &mut Vars, var: VarId, count: usize) -> Vec<Stmt> {
    let tuple = vars.all[var].ident.clone();
    let mutability = vars.all[var].mutability.map(|_| own_mut());
    let types: Vec<Type> = match &vars.all[var].written {
        Some(Type::Tuple(tuple)) => tuple.elems.iter().cloned().collect(),
        _ => Vec::new(),
    };
    let name = tuple.to_string();
    let name = name.trim_start_matches("r#");
    vars.all[var].apart = true;
    let (mut elements, mut parts) = (Vec::new(), Vec::new());
    for index in 0..count {
        let element = vars.hidden(&format!("{name}_{index}"), mutability);
        let local = &mut vars.all[element];
        local.at = Some(tuple.span());
        // A `mut` that is missing is reported at the tuple.
        local.ident.set_span(local.ident.span().located_at(tuple.span()));
        if let Some(ty) = types.get(index) {
            // rustc cannot be asked about a type that cannot be written in the body.
            let is_opaque = tokens::find_ident(ty.to_token_stream(), "impl").is_some();
            local.boxed = known_types::is_box(ty) && !is_opaque;
            local.by_name = ByName::of_box(ty).into_iter().collect();
            local.copies = kinds::copies(ty);
            local.plain = kinds::is_plain(ty);
            local.written = Some(ty.clone());
        }
        elements.push(local.ident.clone());
        let part = vars.hidden("part", None);
        parts.push(vars.all[part].ident.clone());
    }
    let members = (0..count).map(|index| Member::from(Index::from(index))).collect();
    let mut naming = Naming { tuple: &tuple, members, elements: &elements, vars };
    naming.statements(statements);
    let declare = |(index, element): (usize, &Ident)| -> Stmt {
        // An argument's `impl Trait` is no type of a local.
        let can_be_written = |ty: &&Type| find_ident(ty.to_token_stream(), "impl").is_none();
        let ty = types.get(index).filter(can_be_written).map(|ty| quote!(: #ty));
        parse_quote!(let #mutability #element #ty;)
    };
    let mut declared: Vec<Stmt> = elements.iter().enumerate().rev().map(declare).collect();
    declared.push(parse_quote!({
        let (#(#parts,)*) = #tuple;
        #(#elements = #parts;)*
    }));
    declared
}

/// Finds out whether a tuple is used by its elements alone.
struct Using<'a> {
    name: &'a Ident,
    vars: &'a Vars,
    /// How many there are, if its value tells.
    elements: Option<usize>,
    fits: bool,
}

impl Using<'_> {
    /// A pattern takes a value of a type apart, or binds it.
    fn learn(&mut self, pattern: &Pat, ty: Option<Type>) {
        let bound = ty.and_then(|ty| item_types::bound_by(pattern, &ty, self.name));
        self.elements = bound.as_ref().and_then(elements_in).or(self.elements);
    }
}

impl<'ast> Visit<'ast> for Using<'_> {
    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        self.learn(&repeated.pat, item_types::of_items(&repeated.expr, self.vars));
        visit::visit_expr_for_loop(self, repeated);
    }

    fn visit_expr_let(&mut self, bound: &'ast syn::ExprLet) {
        self.learn(&bound.pat, item_types::of_value(&bound.expr, self.vars));
        visit::visit_expr_let(self, bound);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.learn(&local.pat, item_types::of_value(&init.expr, self.vars));
        }
        if patterns::name_bound_by(&local.pat) == Some(self.name) {
            if let Some(init) = &local.init {
                self.elements = elements_of(&init.expr).or(self.elements);
                self.visit_expr(&init.expr);
            }
            return;
        }
        if !takes_elements(local, self.name) {
            visit::visit_local(self, local);
        }
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Assign(assign) if kinds::name_of(&assign.left) == Some(self.name) => {
                self.visit_expr(&assign.right);
            }
            other if element_of(other, self.name).is_some() => {}
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        // It binds the tuple, or does not name it.
        if !patterns::is_name(pattern) {
            visit::visit_pat(self, pattern);
        }
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.fits &= ident != self.name;
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.fits &= kinds::times_named(closure.to_token_stream(), self.name) == 0;
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.fits &= kinds::times_named(block.to_token_stream(), self.name) == 0;
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let seen = if is_seen_through(invocation) { MOST_ELEMENTS } else { 0 };
        let members: Vec<Member> = (0..seen).map(|index| Index::from(index).into()).collect();
        self.fits &= !mentions(invocation.tokens.clone(), self.name, &members);
    }
}

/// Whether a `let` gives names to elements of a tuple, and leaves the others.
fn takes_elements(local: &Local, name: &Ident) -> bool {
    let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none()) else {
        return false;
    };
    let is_part =
        |part: &Pat| matches!(part, Pat::Wild(_) | Pat::Rest(_)) || patterns::is_name(part);
    kinds::name_of(&init.expr) == Some(name)
        && matches!(&local.pat, Pat::Tuple(tuple) if tuple.elems.iter().all(is_part))
}

/// The most elements that are looked for in macros.
const MOST_ELEMENTS: usize = 16;

/// The element that an expression is.
fn element_of(expression: &Expr, name: &Ident) -> Option<usize> {
    match expression {
        Expr::Field(field) if kinds::name_of(&field.base) == Some(name) => match &field.member {
            Member::Unnamed(index) => Some(index.index as usize),
            Member::Named(_) => None,
        },
        _ => None,
    }
}

/// Whether the tokens of a macro are expressions.
fn is_seen_through(invocation: &Macro) -> bool {
    known_macros::known(invocation).is_some() || YieldKind::of_path(&invocation.path).is_some()
}

/// Names the elements.
struct Naming<'a> {
    tuple: &'a Ident,
    members: Vec<Member>,
    elements: &'a [Ident],
    vars: &'a mut Vars,
}

impl Naming<'_> {
    fn element(&self, index: usize, span: Span) -> Option<Ident> {
        let mut element = self.elements.get(index)?.clone();
        element.set_span(element.span().located_at(span));
        Some(element)
    }

    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        for mut statement in std::mem::take(statements) {
            match &statement {
                Stmt::Local(local) if takes_elements(local, self.tuple) => {
                    statements.extend(self.taken(local));
                    continue;
                }
                _ => self.visit_stmt_mut(&mut statement),
            }
            statements.push(statement);
        }
    }

    /// A value of the tuple gives each element another one. The old ones are dropped from the first one on, as those of a
    /// tuple are.
    fn assigned(&mut self, value: &Expr) -> Expr {
        let hidden = self.elements.iter().map(|_| self.vars.hidden("part", None));
        let hidden: Vec<VarId> = hidden.collect();
        let parts: Vec<&Ident> = hidden.iter().map(|part| &self.vars.all[*part].ident).collect();
        let elements = self.elements;
        // What the value refers to is dropped behind the old elements.
        if kinds::has_yield_in_expression(value) {
            parse_quote!({
                let (#(#parts,)*) = #value;
                #(#elements = #parts;)*
            })
        } else {
            parse_quote!(match #value { (#(#parts,)*) => { #(#elements = #parts;)* } })
        }
    }

    /// A `let` for each element that a pattern names.
    fn taken(&self, local: &Local) -> Vec<Stmt> {
        let mut pattern = local.pat.clone();
        name_rest(&mut pattern, Some(self.elements.len()));
        let Pat::Tuple(tuple) = pattern else { return Vec::new() };
        let attributes = &local.attrs;
        let parts = tuple.elems.iter().zip(self.elements);
        let named = parts.filter(|(part, _)| !matches!(part, Pat::Wild(_)));
        named.map(|(part, element)| parse_quote!(#(#attributes)* let #part = #element;)).collect()
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut named = TokenStream::new();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            index += 1;
            let element = match token {
                TokenTree::Ident(name) if name == self.tuple => {
                    part_in(&tokens, index - 1, &self.members)
                }
                _ => None,
            };
            match (token, element.and_then(|element| self.element(element, token.span()))) {
                (_, Some(element)) => {
                    element.to_tokens(&mut named);
                    index += 2;
                }
                (TokenTree::Group(group), None) => {
                    let mut new = Group::new(group.delimiter(), self.tokens(group.stream()));
                    new.set_span(group.span());
                    new.to_tokens(&mut named);
                }
                (token, None) => token.to_tokens(&mut named),
            }
        }
        named
    }
}

/// A `mut` of the macro's own: rustc does not ask whether it has to be there.
fn own_mut() -> Token![mut] {
    Token![mut](Span::mixed_site())
}

impl VisitMut for Naming<'_> {
    fn visit_pat_ident_mut(&mut self, name: &mut PatIdent) {
        if name.ident == *self.tuple {
            name.mutability = name.mutability.map(|_| own_mut());
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Assign(assign) = expression {
            if kinds::name_of(&assign.left) == Some(self.tuple) {
                self.visit_expr_mut(&mut assign.right);
                *expression = self.assigned(&assign.right);
                return;
            }
        }
        let element = element_of(expression, self.tuple);
        match element.and_then(|element| self.element(element, expression.span())) {
            Some(element) => *expression = kinds::named(element),
            None => visit_mut::visit_expr_mut(self, expression),
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        invocation.tokens = self.tokens(invocation.tokens.clone());
    }
}
