//! Gives each local of a body a name of its own, and finds the locals.
//!
//! ```text
//! // in                              // out
//! fn f(&self, x: u32) {              this
//!     for x in 0..x {                x_2 in 0..x
//!         let x = x + 1;             x_3 = x_2 + 1
//!         println!("{x}");           "{x_3}"
//! ```
//!
//! A local that is kept across a yield has a field of the state, and a place of its own in a step, so
//! no two may have one name. Names inside of closures and nested functions are left alone.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprClosure, ExprForLoop, ExprIf, ExprMatch, ExprWhile, FieldPat, FieldValue, Item,
    Local, Macro, Member, Pat, PatIdent, Stmt, Token, Type, parse_quote,
};

use crate::explicit::boxes;
use crate::explicit::callables;
use crate::explicit::captures::Captures;
use crate::explicit::closures;
use crate::explicit::ir::{Bound, Rest, Var, VarId};
use crate::explicit::kinds;
use crate::explicit::known_macros;
use crate::explicit::not_found::NotFound;
use crate::explicit::receivers;
use crate::explicit::vacant::{self, Field};
use crate::lower::internal;
use crate::yields::makes_generator;

/// The locals of a body.
#[derive(Clone, Default)]
pub(crate) struct Vars {
    pub(crate) all: Vec<Var>,
    /// Without the `r#` of a raw name.
    by_name: HashMap<String, VarId>,
    /// The names of the functions and constants that the body declares.
    declared: HashSet<String>,
    /// The patterns that take all of a local, as rustc is asked to confirm: their types have no destructors of their own.
    pub(crate) probed: BTreeSet<Field>,
    /// The items of the questions to rustc about methods.
    pub(crate) not_found: NotFound,
}

impl Vars {
    /// The local of this name, if there is one.
    pub(crate) fn find(&self, name: &Ident) -> Option<VarId> {
        self.find_text(&name.to_string())
    }

    pub(crate) fn find_text(&self, name: &str) -> Option<VarId> {
        self.by_name.get(name.trim_start_matches("r#")).copied()
    }

    /// The locals that a pattern binds. What the user has left out, which has a hidden name, is dropped behind
    /// all that has one, in the order of the fields, and the elements of an array from the last one on.
    pub(crate) fn bound_by(&self, pattern: &Pat) -> Vec<VarId> {
        let all = kinds::bindings(pattern);
        let all = all.iter().filter_map(|variable| self.find(&variable.ident));
        let (left, own): (Vec<VarId>, Vec<VarId>) = all.partition(|var| self.all[*var].hidden);
        if left.is_empty() {
            return own;
        }
        let mut bound = self.left_by(pattern);
        bound.reverse();
        bound.extend(own);
        bound
    }

    /// A pattern of named fields, of which several are left out: their order is that of the type.
    pub(crate) fn left_fields<'p>(&self, pattern: &'p Pat) -> Option<&'p Pat> {
        let all = |mut parts: &mut dyn Iterator<Item = &'p Pat>| {
            Iterator::find_map(&mut parts, |part| self.left_fields(part))
        };
        match pattern {
            Pat::Slice(slice) => all(&mut slice.elems.iter()),
            Pat::Tuple(tuple) => all(&mut tuple.elems.iter()),
            Pat::TupleStruct(tuple) => all(&mut tuple.elems.iter()),
            Pat::Struct(fields) => {
                let left = |field: &&syn::FieldPat| !self.left_by(&field.pat).is_empty();
                if fields.fields.iter().filter(left).count() > 1 {
                    return Some(pattern);
                }
                all(&mut fields.fields.iter().map(|field| &*field.pat))
            }
            Pat::Paren(inner) => self.left_fields(&inner.pat),
            Pat::Guard(guarded) => self.left_fields(&guarded.pat),
            Pat::Type(typed) => self.left_fields(&typed.pat),
            _ => None,
        }
    }

    /// The hidden locals that a pattern binds, in the order of their drops.
    pub(crate) fn left_by(&self, pattern: &Pat) -> Vec<VarId> {
        let all = |parts: &mut dyn Iterator<Item = &Pat>| {
            parts.flat_map(|part| self.left_by(part)).collect::<Vec<_>>()
        };
        match pattern {
            Pat::Slice(slice) => all(&mut slice.elems.iter().rev()),
            Pat::Tuple(tuple) => all(&mut tuple.elems.iter()),
            Pat::TupleStruct(tuple) => all(&mut tuple.elems.iter()),
            Pat::Struct(fields) => all(&mut fields.fields.iter().map(|field| &*field.pat)),
            Pat::Paren(inner) => self.left_by(&inner.pat),
            Pat::Guard(guarded) => self.left_by(&guarded.pat),
            Pat::Type(typed) => self.left_by(&typed.pat),
            other => {
                let bound = kinds::bindings(other);
                let bound = bound.iter().filter_map(|variable| self.find(&variable.ident));
                bound.filter(|var| self.all[*var].hidden).collect()
            }
        }
    }

    /// Whether nothing that has to be dropped is left of a place that a pattern has matched. `probed`: rustc is asked
    /// whether the types in the pattern have destructors of their own.
    pub(crate) fn takes_all(&self, pattern: &Pat, place: &Expr, probed: bool) -> bool {
        if probed || self.is_probed(pattern, place) {
            kinds::takes_all(pattern)
        } else {
            kinds::takes_all_of_any(pattern)
        }
    }

    /// Whether rustc is asked that wherever the pattern is.
    pub(crate) fn is_probed(&self, pattern: &Pat, place: &Expr) -> bool {
        let taken = || vacant::taken_by(pattern, place, self);
        !self.probed.is_empty() && taken().is_some_and(|taken| self.probed.contains(&taken))
    }

    fn add(&mut self, var: Var) -> VarId {
        let id = self.all.len();
        self.by_name.insert(var.ident.to_string().trim_start_matches("r#").to_owned(), id);
        self.all.push(var);
        id
    }

    /// A local of the macro's own.
    pub(crate) fn hidden(&mut self, name: &str, mutability: Option<Token![mut]>) -> VarId {
        let ident = self.free(|number| match number {
            1 => internal(name),
            _ => internal(&format!("{name}_{number}")),
        });
        self.add(Var { hidden: true, ..Var::new(ident, mutability) })
    }

    fn free(&self, name: impl Fn(usize) -> Ident) -> Ident {
        let mut number = 1;
        loop {
            let free = name(number);
            let text = free.to_string();
            if self.find_text(&text).is_none() && !self.declared.contains(&text) {
                return free;
            }
            number += 1;
        }
    }

    /// A local of the user's.
    fn local(
        &mut self,
        ident: &Ident,
        mutability: Option<Token![mut]>,
        ty: Option<&Type>,
    ) -> VarId {
        let new = self.free(|number| match number {
            1 => ident.clone(),
            _ => match ident.to_string().strip_prefix("r#") {
                Some(raw) => Ident::new_raw(&format!("{raw}_{number}"), ident.span()),
                None => format_ident!("{ident}_{number}", span = ident.span()),
            },
        });
        self.add(Var {
            written: ty.cloned(),
            boxed: ty.is_some_and(boxes::is_box),
            copies: ty.is_some_and(kinds::copies),
            plain: ty.is_some_and(kinds::is_plain),
            ..Var::new(new, mutability)
        })
    }
}

/// Renames locals, scope by scope.
pub(crate) struct Names<'a> {
    pub(crate) vars: &'a mut Vars,
    /// What a name stands for. `None`: something that is not a local of the body's.
    scopes: Vec<HashMap<String, Option<Ident>>>,
    closures: usize,
    /// Locals that are not `Copy`, by their values.
    owned: BTreeSet<VarId>,
    receiver: Option<Ident>,
    /// The names that stand for something else than a local where they are used, as far as paths and calls show.
    free: RefCell<HashSet<String>>,
    /// The names that stand for a local where they are used.
    local: RefCell<HashSet<String>>,
}

/// What the names of a body stand for where they are used.
#[derive(Default)]
pub(crate) struct Used {
    /// Names of something else than a local. A local can have such a name as well, elsewhere.
    pub(crate) free: HashSet<String>,
    /// Names of locals.
    pub(crate) local: HashSet<String>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(vars: &'a mut Vars) -> Self {
        Self {
            vars,
            scopes: vec![HashMap::new()],
            closures: 0,
            owned: BTreeSet::new(),
            receiver: None,
            free: RefCell::default(),
            local: RefCell::default(),
        }
    }

    /// What the names that were visited stand for.
    pub(crate) fn used(self) -> Used {
        Used { free: self.free.into_inner(), local: self.local.into_inner() }
    }

    /// Takes note of what a name stands for.
    fn note(&self, name: &Ident) {
        let text = name.to_string();
        match self.scopes.iter().rev().find_map(|scope| scope.get(&text)) {
            None => self.free.borrow_mut().insert(text),
            Some(_) => self.local.borrow_mut().insert(text),
        };
    }

    /// Declares the receiver.
    pub(crate) fn receiver(&mut self, mutability: Option<Token![mut]>, plain: bool) -> VarId {
        let id = self.vars.hidden("this", mutability);
        self.vars.all[id].plain = plain;
        self.receiver = Some(self.vars.all[id].ident.clone());
        id
    }

    /// Declares what a pattern binds.
    pub(crate) fn declare(&mut self, pattern: &mut Pat, ty: Option<&Type>) {
        let here = HashMap::new();
        Declare { names: self, here, ty, written: false, always_fits: false }
            .visit_pat_mut(pattern);
    }

    /// The same for a pattern that fits each value.
    pub(crate) fn declare_all(&mut self, pattern: &mut Pat, ty: Option<&Type>, written: bool) {
        let here = HashMap::new();
        Declare { names: self, here, ty, written, always_fits: true }.visit_pat_mut(pattern);
    }

    /// Takes note of the functions and constants that the body declares or uses: no local has a name of theirs.
    pub(crate) fn reserve(&mut self, statements: &[Stmt], used: HashSet<String>) {
        struct Declared<'a>(&'a mut HashSet<String>);

        impl<'ast> Visit<'ast> for Declared<'_> {
            fn visit_item(&mut self, item: &'ast Item) {
                self.0.extend(kinds::name_of_item(item).map(ToString::to_string));
            }
        }

        self.vars.declared = used;
        let mut declared = Declared(&mut self.vars.declared);
        for statement in statements {
            declared.visit_stmt(statement);
        }
    }

    pub(crate) fn statements(&mut self, statements: &mut [Stmt]) {
        // They are in scope from the beginning of the block on.
        for statement in &*statements {
            if let (Stmt::Item(item), Some(scope)) = (statement, self.scopes.last_mut()) {
                if let Some(name) = kinds::name_of_item(item) {
                    scope.insert(name.to_string(), None);
                }
            }
        }
        for statement in statements {
            self.visit_stmt_mut(statement);
        }
    }

    fn scope(&mut self, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(HashMap::new());
        visit(self);
        self.scopes.pop();
    }

    /// The new name of a local, if it has one.
    fn renamed(&self, name: &Ident) -> Option<Ident> {
        if name == "self" {
            let mut receiver = self.receiver.clone()?;
            receiver.set_span(receiver.span().located_at(name.span()));
            return Some(receiver);
        }
        let text = name.to_string();
        let new = self.scopes.iter().rev().find_map(|scope| scope.get(&text))?.as_ref()?;
        (*new != text).then(|| {
            let mut new = new.clone();
            new.set_span(name.span());
            new
        })
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut renamed: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        let mut is_field = false;
        while let Some(token) = tokens.next() {
            let after_field = is_field;
            is_field = false;
            renamed.push(match token {
                TokenTree::Group(group) => {
                    let mut new = Group::new(group.delimiter(), self.tokens(group.stream()));
                    new.set_span(group.span());
                    new.into()
                }
                TokenTree::Ident(name) if !after_field => {
                    if matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                    {
                        self.note(&name);
                    }
                    self.renamed(&name).unwrap_or(name).into()
                }
                TokenTree::Punct(dot) if dot.as_char() == '.' => {
                    let range = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '.');
                    is_field = !range && !matches!(renamed.last(), Some(TokenTree::Punct(last)) if last.as_char() == '.');
                    dot.into()
                }
                TokenTree::Literal(literal) => self.literal(literal).into(),
                other => other,
            });
        }
        renamed.into_iter().collect()
    }

    /// A format string names locals in its braces.
    fn literal(&self, literal: Literal) -> Literal {
        let text = literal.to_string();
        if !text.starts_with(['"', 'r']) || !text.contains('{') {
            return literal;
        }
        let Ok(string) = syn::parse2::<syn::LitStr>(TokenTree::from(literal.clone()).into()) else {
            return literal;
        };
        let value = string.value();
        let mut new = String::new();
        let mut rest = value.as_str();
        let mut changed = false;
        while let Some(open) = rest.find('{') {
            new.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            if let Some(escaped) = rest.strip_prefix('{') {
                new.push('{');
                rest = escaped;
                continue;
            }
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let name = &rest[..end];
            if let Ok(name) = syn::parse_str::<Ident>(name) {
                if let Some(renamed) = self.renamed(&name) {
                    new.push_str(renamed.to_string().trim_start_matches("r#"));
                    changed = true;
                    rest = &rest[end..];
                }
            }
        }
        if !changed {
            return literal;
        }
        new.push_str(rest);
        let mut renamed = Literal::string(&new);
        renamed.set_span(literal.span());
        renamed
    }
}

struct Declare<'a, 'b> {
    names: &'a mut Names<'b>,
    /// What the same pattern has bound before, in another alternative.
    here: HashMap<String, Ident>,
    ty: Option<&'a Type>,
    /// Whether the type is the local's own, and not only one like it.
    written: bool,
    /// Whether the pattern fits each value. A name in upper case is that of a local then: no constant that is
    /// one of several values fits them all.
    always_fits: bool,
}

impl VisitMut for Declare<'_, '_> {
    fn visit_pat_ident_mut(&mut self, variable: &mut PatIdent) {
        let text = variable.ident.to_string();
        if kinds::names_constant(variable) {
            if !self.always_fits {
                return;
            }
            // The same name, which is not taken for that of a constant.
            variable.ident = Ident::new_raw(&text, variable.ident.span());
        }
        let scope = self.names.scopes.len() - 1;
        if self.names.closures > 0 {
            self.names.scopes[scope].insert(text, None);
        } else if let Some(new) = self.here.get(&text) {
            let span = variable.ident.span();
            variable.ident = new.clone();
            variable.ident.set_span(span);
        } else {
            let ty = self.ty.filter(|_| variable.by_ref.is_none());
            let id = self.names.vars.local(&variable.ident, variable.mutability, ty);
            if !self.written {
                self.names.vars.all[id].written = None;
            }
            if variable.by_ref.is_some() {
                self.names.vars.all[id].plain = true;
            }
            let new = self.names.vars.all[id].ident.clone();
            self.names.scopes[scope].insert(text.clone(), Some(new.clone()));
            self.here.insert(text, new.clone());
            variable.ident = new;
        }
        // Its type is not that of a part.
        self.ty = None;
        visit_mut::visit_pat_ident_mut(self, variable);
    }

    fn visit_pat_type_mut(&mut self, typed: &mut syn::PatType) {
        let ty = (*typed.ty).clone();
        let is_name = matches!(&*typed.pat, Pat::Ident(_) | Pat::Tuple(_));
        Declare {
            names: self.names,
            here: std::mem::take(&mut self.here),
            ty: is_name.then_some(&ty),
            written: true,
            always_fits: self.always_fits,
        }
        .visit_pat_mut(&mut typed.pat);
    }

    fn visit_pat_tuple_mut(&mut self, tuple: &mut syn::PatTuple) {
        let types = match self.ty.take() {
            Some(Type::Tuple(types)) if types.elems.len() == tuple.elems.len() => Some(types),
            _ => None,
        };
        let has_rest = tuple.elems.iter().any(|element| matches!(element, Pat::Rest(_)));
        for (index, element) in tuple.elems.iter_mut().enumerate() {
            self.ty = types.filter(|_| !has_rest).map(|types| &types.elems[index]);
            self.visit_pat_mut(element);
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if !matches!(pattern, Pat::Tuple(_) | Pat::Ident(_) | Pat::Type(_) | Pat::Paren(_)) {
            self.ty = None;
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_field_pat_mut(&mut self, field: &mut FieldPat) {
        let before = match &*field.pat {
            Pat::Ident(variable) => Some(variable.ident.clone()),
            _ => None,
        };
        self.visit_pat_mut(&mut field.pat);
        if let (None, Some(before), Pat::Ident(after)) = (&field.colon_token, before, &*field.pat) {
            if before != after.ident {
                field.member = Member::Named(before);
                field.colon_token = Some(<Token![:]>::default());
            }
        }
    }

    // A guard of an arm is no part of what is bound.
    fn visit_pat_guard_mut(&mut self, guarded: &mut syn::PatGuard) {
        self.visit_pat_mut(&mut guarded.pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

impl Names<'_> {
    /// Whether a value is `Copy`: an element, of which no other can be taken by value, or a local that is.
    fn is_copy(&self, value: &Expr) -> bool {
        match value {
            Expr::Index(_) => true,
            Expr::Path(_) => {
                let var = kinds::name_of(value).and_then(|name| self.vars.find(name));
                var.is_some_and(|var| self.vars.all[var].copies)
            }
            Expr::Paren(inner) => self.is_copy(&inner.expr),
            Expr::Group(inner) => self.is_copy(&inner.expr),
            _ => false,
        }
    }

    /// A type of the same properties as those of the items of an iterable, where they can be seen.
    fn items_of(&self, iterable: &Expr) -> Option<Type> {
        match iterable {
            Expr::Range(_) => Some(kinds::type_named("usize")),
            Expr::Path(_) => {
                let var = self.vars.find(kinds::name_of(iterable)?)?;
                self.vars.all[var].items.clone()
            }
            Expr::Paren(inner) => self.items_of(&inner.expr),
            Expr::Group(inner) => self.items_of(&inner.expr),
            Expr::MethodCall(call) => {
                let items = self.items_of(&call.receiver)?;
                match &*call.method.to_string() {
                    "enumerate" => Some(parse_quote!((usize, #items))),
                    "by_ref" | "cycle" | "filter" | "fuse" | "inspect" | "into_iter"
                    | "peekable" | "rev" | "skip" | "skip_while" | "step_by" | "take"
                    | "take_while" => Some(items),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The same for the item that `iterator.next()` gives.
    fn next_of(&self, call: &Expr) -> Option<Type> {
        match call {
            Expr::MethodCall(call) if call.method == "next" => self.items_of(&call.receiver),
            _ => None,
        }
    }

    /// Notes what is known of the closures and `async` blocks that a `let` defines, and of the elements of a tuple.
    fn define(&mut self, pattern: &Pat, value: &Expr) {
        if let (Pat::Tuple(parts), Expr::Tuple(values)) = (pattern, value) {
            if parts.elems.len() == values.elems.len() {
                for (part, value) in parts.elems.iter().zip(&values.elems) {
                    if let (Pat::Ident(name), Some(known)) = (part, receivers::known_value(value)) {
                        let var = self.vars.find(&name.ident).filter(|_| name.by_ref.is_none());
                        if let Some(var) = var {
                            self.vars.all[var].known = Some(known);
                        }
                    }
                    self.define(part, value);
                }
            }
            return;
        }
        let Pat::Ident(name) = pattern else { return };
        let Some(var) = self.vars.find(&name.ident) else { return };
        match value {
            Expr::Async(_) => self.vars.all[var].rest = Rest::Whole,
            Expr::Closure(closure) => {
                let captures = Captures::of_closure(closure, self.vars);
                let borrows = captures.borrows();
                let is_moved = captures.is_moved_by_call(self.vars);
                let local = &mut self.vars.all[var];
                local.closure = true;
                local.rest = if borrows { Rest::Closure } else { Rest::Whole };
                if is_moved {
                    local.known = Some(receivers::Known::Closure);
                } else {
                    local.lends_calls = true;
                }
            }
            _ if closures::hold_owned(value, &self.owned, self.vars) => {
                self.vars.all[var].rest = Rest::Whole;
            }
            _ if closures::is_owned(value, self.vars) => {
                self.owned.insert(var);
            }
            _ => {}
        }
    }
}

/// `p`, of the pattern `Some(p)`.
fn some_of(pattern: &mut Pat) -> Option<&mut Pat> {
    match pattern {
        Pat::TupleStruct(tuple) if tuple.path.is_ident("Some") && tuple.elems.len() == 1 => {
            tuple.elems.first_mut()
        }
        _ => None,
    }
}

impl VisitMut for Names<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scope(|this| this.statements(&mut block.stmts));
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        let mut ty = None;
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
            ty = kinds::type_of(&init.expr);
            if ty.is_none() && kinds::is_name(&local.pat) && self.is_copy(&init.expr) {
                ty = Some(kinds::type_named("usize"));
            }
        }
        if local.init.as_ref().is_some_and(|init| init.diverge.is_some()) {
            self.declare(&mut local.pat, ty.as_ref());
        } else {
            self.declare_all(&mut local.pat, ty.as_ref(), false);
        }
        let by_name = kinds::name_bound_by(&local.pat).is_some();
        for variable in kinds::bindings(&local.pat) {
            if let Some(var) = self.vars.find(&variable.ident) {
                self.vars.all[var].bound = if by_name { Bound::Let } else { Bound::PatternOfLet };
            }
        }
        if self.closures > 0 {
            return;
        }
        if let (Some(init), Pat::Ident(name)) = (&local.init, &local.pat) {
            if let Some(var) = self.vars.find(&name.ident).filter(|_| name.by_ref.is_none()) {
                self.vars.all[var].known = receivers::known_value(&init.expr);
                self.vars.all[var].boxed = boxes::is_new_box(&init.expr);
                self.vars.all[var].items = self.items_of(&init.expr);
            }
        }
        if let Pat::Type(typed) = &local.pat {
            if let Some(var) =
                kinds::name_bound_by(&typed.pat).and_then(|name| self.vars.find(name))
            {
                self.vars.all[var].known = receivers::known(&typed.ty, &[]);
                self.vars.all[var].lends_calls = callables::lends_calls(&typed.ty, None);
            }
        }
        if let Some(init) = &local.init {
            self.define(&local.pat, &init.expr);
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut ExprIf) {
        self.scope(|this| {
            this.visit_expr_mut(&mut branch.cond);
            this.visit_block_mut(&mut branch.then_branch);
        });
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut ExprWhile) {
        self.scope(|this| {
            this.visit_expr_mut(&mut repeated.cond);
            this.visit_block_mut(&mut repeated.body);
        });
    }

    fn visit_expr_let_mut(&mut self, condition: &mut syn::ExprLet) {
        self.visit_expr_mut(&mut condition.expr);
        if let Some((item, ty)) = some_of(&mut condition.pat).zip(self.next_of(&condition.expr)) {
            self.declare(item, Some(&ty));
            return;
        }
        let of_box = boxes::is_option_of_box(&condition.expr, self.vars);
        self.declare(&mut condition.pat, None);
        if let (true, Some(Pat::Ident(name))) = (of_box, some_of(&mut condition.pat)) {
            if let Some(var) = self.vars.find(&name.ident).filter(|_| name.by_ref.is_none()) {
                self.vars.all[var].boxed = true;
            }
        }
    }

    fn visit_expr_match_mut(&mut self, matched: &mut ExprMatch) {
        self.visit_expr_mut(&mut matched.expr);
        for arm in &mut matched.arms {
            self.scope(|this| {
                this.declare(&mut arm.pat, None);
                if let Pat::Guard(guarded) = &mut arm.pat {
                    this.visit_expr_mut(&mut guarded.guard);
                }
                this.visit_expr_mut(&mut arm.body);
            });
        }
    }

    fn visit_expr_for_loop_mut(&mut self, repeated: &mut ExprForLoop) {
        self.visit_expr_mut(&mut repeated.expr);
        self.scope(|this| {
            let ty = this.items_of(&repeated.expr);
            this.declare_all(&mut repeated.pat, ty.as_ref(), false);
            let lends = matches!(&*repeated.expr, Expr::MethodCall(call) if call.method == "iter_mut" && call.args.is_empty());
            if let (true, Some(name)) = (lends, kinds::name_bound_by(&repeated.pat)) {
                if let Some(var) = this.vars.find(name) {
                    this.vars.all[var].lent = true;
                }
            }
            this.visit_block_mut(&mut repeated.body);
        });
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.closures += 1;
        self.scope(|this| {
            for input in &mut closure.inputs {
                this.declare_all(input, None, false);
            }
            this.visit_expr_mut(&mut closure.body);
        });
        self.closures -= 1;
    }

    fn visit_expr_async_mut(&mut self, block: &mut syn::ExprAsync) {
        self.closures += 1;
        self.visit_block_mut(&mut block.block);
        self.closures -= 1;
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none() {
            if let Some(name) = path.path.get_ident() {
                self.note(name);
                if let Some(new) = self.renamed(name) {
                    path.path = new.into();
                }
            }
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        let before = field.expr.to_token_stream().to_string();
        self.visit_expr_mut(&mut field.expr);
        if field.colon_token.is_none() && before != field.expr.to_token_stream().to_string() {
            field.colon_token = Some(<Token![:]>::default());
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        if !own && known_macros::known(invocation) == Some(known_macros::Takes::Pattern) {
            if let Some((mut head, rest)) = known_macros::matches_in(invocation) {
                if let Some((mut pattern, mut guard)) = known_macros::pattern_in(&rest) {
                    self.visit_expr_mut(&mut head);
                    // What it binds stays in the macro.
                    self.closures += 1;
                    self.scope(|this| {
                        this.declare(&mut pattern, None);
                        if let Some(guard) = &mut guard {
                            this.visit_expr_mut(guard);
                        }
                    });
                    self.closures -= 1;
                    let guard = guard.map(|guard| quote!(if #guard));
                    invocation.tokens = quote!(#head, #pattern #guard);
                    return;
                }
            }
        }
        let parsed = if own { None } else { known_macros::list_in(invocation) };
        invocation.tokens = match parsed {
            Some(mut arguments) => {
                for argument in &mut arguments {
                    self.visit_expr_mut(argument);
                    RenameLiterals(self).visit_expr_mut(argument);
                }
                quote!(#(#arguments),*)
            }
            None => self.tokens(invocation.tokens.clone()),
        };
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        if let Item::Macro(definition) = item {
            definition.mac.tokens = self.tokens(definition.mac.tokens.clone());
        }
    }
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}
}

struct RenameLiterals<'a, 'b>(&'a Names<'b>);

impl VisitMut for RenameLiterals<'_, '_> {
    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        let new = self.0.literal(literal.token());
        if let Ok(new) = syn::parse2(TokenTree::from(new).into()) {
            *literal = new;
        }
    }
}
