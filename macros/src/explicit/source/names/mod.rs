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

mod declare;
mod in_macros;
mod relied;
mod values;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    Expr, ExprClosure, ExprForLoop, ExprIf, ExprMatch, ExprWhile, FieldValue, Item, Local, Macro,
    Member, Pat, Stmt, Token, Type,
};

use crate::explicit::closures::rest::Holders;
use crate::explicit::known::by_name::{ByName, Standard};
use crate::explicit::known::known_macros::Formats;
use crate::explicit::known::known_types::{self};
use crate::explicit::known::{kinds, patterns};
use crate::explicit::questions::{callables, pins};
use crate::explicit::source::names::in_macros::shorthand;
use crate::explicit::source::names::values::box_in_option;
use crate::explicit::tree::ir::{Bound, VarId};
use crate::explicit::tree::vars::Vars;

/// Renames locals, scope by scope.
pub(crate) struct Names<'a> {
    pub(crate) vars: &'a mut Vars,
    /// What a name stands for, without the `r#` of a raw one. `None`: something that is not a local of the body's.
    scopes: Vec<HashMap<String, Option<Ident>>>,
    closures: usize,
    /// How many macros are around.
    pub(super) in_macro: usize,
    /// The innermost of them, if it has a name of the standard library's.
    pub(super) around: Option<Macro>,
    /// The macros that the body defines, as far as they are in scope.
    pub(super) own_macros: Vec<Ident>,
    /// Locals that are not `Copy`, by their values.
    owned: BTreeSet<VarId>,
    /// Locals whose values may hold closures that are not `Copy`.
    holders: Holders,
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
            in_macro: 0,
            around: None,
            own_macros: Vec::new(),
            owned: BTreeSet::new(),
            holders: Holders::default(),
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
    pub(super) fn note(&self, name: &Ident) {
        let text = name.to_string();
        match self.scopes.iter().rev().find_map(|scope| scope.get(key(&text))) {
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

    /// Takes note of the functions and constants that the body declares or uses: no local has a name of theirs.
    pub(crate) fn reserve(&mut self, statements: &[Stmt], used: HashSet<String>) {
        struct Declared<'a>(&'a mut HashSet<String>);

        impl<'ast> Visit<'ast> for Declared<'_> {
            fn visit_item(&mut self, item: &'ast Item) {
                self.0.extend(kinds::name_of_item(item).map(ToString::to_string));
            }
        }

        struct Imported<'a>(&'a mut HashSet<String>);

        impl<'ast> Visit<'ast> for Imported<'_> {
            fn visit_use_name(&mut self, import: &'ast syn::UseName) {
                self.0.insert(import.ident.to_string());
            }

            fn visit_use_rename(&mut self, import: &'ast syn::UseRename) {
                self.0.insert(import.rename.to_string());
            }
        }

        self.vars.declared = used;
        let mut declared = Declared(&mut self.vars.declared);
        for statement in statements {
            declared.visit_stmt(statement);
            Imported(&mut self.vars.imported).visit_stmt(statement);
        }
    }

    pub(crate) fn statements(&mut self, statements: &mut [Stmt]) {
        // They are in scope from the beginning of the block on.
        for statement in &*statements {
            if let (Stmt::Item(item), Some(scope)) = (statement, self.scopes.last_mut()) {
                if let Some(name) = kinds::name_of_item(item) {
                    scope.insert(key(&name.to_string()).to_owned(), None);
                }
            }
        }
        for statement in statements {
            self.visit_stmt_mut(statement);
        }
    }

    /// Visits what is in a closure, or what a macro binds: the locals there are none of the body's.
    pub(super) fn inside(&mut self, visit: impl FnOnce(&mut Self)) {
        self.closures += 1;
        self.scope(visit);
        self.closures -= 1;
    }

    /// What a local is called now.
    pub(super) fn new_name(&self, name: &str) -> Option<&Ident> {
        self.scopes.iter().rev().find_map(|scope| scope.get(key(name)))?.as_ref()
    }

    fn scope(&mut self, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(HashMap::new());
        let macros = self.own_macros.len();
        visit(self);
        self.own_macros.truncate(macros);
        self.scopes.pop();
    }

    /// The new name of a local, if it has one.
    pub(super) fn renamed(&self, name: &Ident) -> Option<Ident> {
        if name == "self" {
            let mut receiver = self.receiver.clone()?;
            receiver.set_span(receiver.span().located_at(name.span()));
            return Some(receiver);
        }
        let text = name.to_string();
        let new = self.new_name(&text)?;
        (*new != text).then(|| {
            let mut new = new.clone();
            new.set_span(name.span());
            new
        })
    }
}

/// A name without the `r#` of a raw one: both are the same local's.
fn key(name: &str) -> &str {
    name.trim_start_matches("r#")
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
        let first = self.vars.all.len();
        self.scope(|this| this.statements(&mut block.stmts));
        // What a name stands for in a block with items of its own is not asked where the body begins.
        if block.stmts.iter().any(|statement| matches!(statement, Stmt::Item(_))) {
            for local in &mut self.vars.all[first..] {
                local.forget_names();
            }
        }
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        let mut ty = None;
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
            ty = kinds::type_of(&init.expr);
            if ty.is_none() && patterns::is_name(&local.pat) && self.is_copy(&init.expr) {
                ty = Some(kinds::type_named("usize"));
            }
        }
        if local.init.as_ref().is_some_and(|init| init.diverge.is_some()) {
            self.declare(&mut local.pat, ty.as_ref());
        } else {
            self.declare_all(&mut local.pat, ty.as_ref(), false);
        }
        if let Some(init) = &local.init {
            self.note_references(&local.pat, &init.expr);
        }
        let by_name = patterns::name_bound_by(&local.pat).is_some();
        for variable in patterns::bindings(&local.pat) {
            if let Some(var) = self.vars.find(&variable.ident) {
                self.vars.all[var].bound = if by_name { Bound::Let } else { Bound::PatternOfLet };
            }
        }
        if self.closures > 0 {
            return;
        }
        if let (Some(init), Pat::Ident(name)) = (&local.init, &local.pat) {
            if let Some(var) = self.vars.find(&name.ident).filter(|_| name.by_ref.is_none()) {
                let local = &mut self.vars.all[var];
                local.known = known_types::known_value(&init.expr);
                local.boxed = known_types::is_new_box(&init.expr);
                let known = local.known.and_then(Standard::of);
                let known = known.or(local.boxed.then_some(Standard::Boxed));
                local.by_name = ByName::of_value(known, &init.expr).into_iter().collect();
                self.vars.all[var].items = self.items_of(&init.expr);
            }
        }
        if let (Some(init), Some(name)) = (&local.init, patterns::name_bound_by(&local.pat)) {
            if let Some(var) = self.vars.find(name) {
                self.vars.all[var].pinned = pins::pinned_at(&init.expr);
            }
        }
        if let Pat::Type(typed) = &local.pat {
            if let Some(var) =
                patterns::name_bound_by(&typed.pat).and_then(|name| self.vars.find(name))
            {
                let local = &mut self.vars.all[var];
                local.known = known_types::known(&typed.ty, &[]);
                local.by_name.extend(ByName::of_type(local.known, &typed.ty));
                self.vars.all[var].borrowed_by_calls =
                    callables::borrowed_by_calls(&typed.ty, None);
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
        let of_box = box_in_option(&condition.expr, self.vars);
        self.declare(&mut condition.pat, None);
        self.note_references(&condition.pat, &condition.expr);
        self.bind_held(&condition.pat, &condition.expr);
        if let (Some(of_box), Some(Pat::Ident(name))) = (of_box, some_of(&mut condition.pat)) {
            if let Some(var) = self.vars.find(&name.ident).filter(|_| name.by_ref.is_none()) {
                self.vars.all[var].boxed = true;
                self.vars.all[var].by_name = ByName::of_box(&of_box).into_iter().collect();
            }
        }
    }

    fn visit_expr_match_mut(&mut self, matched: &mut ExprMatch) {
        self.visit_expr_mut(&mut matched.expr);
        for arm in &mut matched.arms {
            self.scope(|this| {
                this.declare(&mut arm.pat, None);
                this.note_references(&arm.pat, &matched.expr);
                this.bind_held(&arm.pat, &matched.expr);
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
            this.bind_held(&repeated.pat, &repeated.expr);
            let is_iter_mut = matches!(&*repeated.expr, Expr::MethodCall(call) if call.method == "iter_mut" && call.args.is_empty());
            if let (true, Some(name)) = (is_iter_mut, patterns::name_bound_by(&repeated.pat)) {
                if let Some(var) = this.vars.find(name) {
                    this.vars.all[var].of_iter_mut = true;
                }
            }
            this.visit_block_mut(&mut repeated.body);
        });
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.inside(|this| {
            for input in &mut closure.inputs {
                this.declare_all(input, None, false);
            }
            this.visit_expr_mut(&mut closure.body);
        });
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
            if let (true, Member::Named(name)) = (self.in_macro > 0, &mut field.member) {
                *name = shorthand(name);
            }
        }
    }

    fn visit_expr_lit_mut(&mut self, literal: &mut syn::ExprLit) {
        if let syn::Lit::Str(string) = &mut literal.lit {
            self.data(string);
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        self.invocation(invocation);
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        if let Item::Macro(definition) = item {
            let tokens = definition.mac.tokens.clone();
            definition.mac.tokens = self.tokens(tokens, Formats::None);
            self.own_macros.extend(definition.ident.clone());
        }
    }
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_pat_mut(&mut self, _: &mut Pat) {}
}
