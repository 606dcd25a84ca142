//! Arrays that a pattern takes apart, and that a yield keeps as a whole: the question to rustc whether their elements
//! have destructors.
//!
//! ```text
//! // in                            // out
//! let guards = f();              let guards = f();
//! yield_!(1);                      if false { let place = guards; kept_array(&place); loop {} }
//! let [first, second] = guards;    (yields 1)
//!                                let [first, second] = guards;
//! ```
//!
//! rustc drops an array from its first element to its last. If a pattern of the function takes elements out of it, rustc
//! drops it from its last element to its first wherever it does not know whether they were taken. A step has other paths
//! than the function, so the two orders can differ. They agree if only yields are between the local and its only such
//! pattern, and no yield follows the pattern.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprClosure, ExprForLoop, ExprLet, ExprMatch, Item, Local, Macro, Pat, Path, Stmt,
    Token, UnOp, parse_quote,
};

use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::{kinds, patterns};
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::Array;
use crate::explicit::tree::ir::{Var, VarId};
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;
use crate::yields::YieldKind;

/// The name of the array in [`Array::pattern`].
fn part() -> Ident {
    internal("part")
}

fn place() -> Ident {
    internal("place")
}

/// Notes at each local the arrays that patterns take apart. `bound`: those of the arguments.
pub(crate) fn find(statements: &[Stmt], vars: &mut Vars, bound: &[VarId]) {
    let found = TakenApart::in_statements(statements, vars);
    if found.is_empty() {
        return;
    }
    let mut straight = Straight { vars, found: BTreeSet::new() };
    straight.scope(statements, bound);
    straight.declared(statements);
    for statement in statements {
        straight.visit_stmt(statement);
    }
    let straight = straight.found;
    for (var, array) in &found {
        let is_only = found.iter().filter(|(other, _)| other == var).count() == 1;
        if !(is_only && straight.contains(var)) {
            vars.all[*var].arrays.push(array.clone());
        }
    }
}

struct TakenApart<'a> {
    vars: &'a Vars,
    found: Vec<(VarId, Array)>,
}

impl<'a> TakenApart<'a> {
    fn in_statements(statements: &[Stmt], vars: &'a Vars) -> Vec<(VarId, Array)> {
        let mut finding = TakenApart { vars, found: Vec::new() };
        for statement in statements {
            finding.visit_stmt(statement);
        }
        finding.found
    }

    fn pattern(&mut self, pattern: &Pat, value: &Expr) {
        let Some((var, of)) = self.place(value) else { return };
        if self.vars.all[var].copies || self.vars.all[var].plain {
            return;
        }
        // The pattern of an assignment has no place of its own.
        let at = value.span();
        let arrays = arrays_in(pattern).into_iter();
        let arrays = arrays.map(|pattern| (var, Array { of: of.clone(), pattern, at }));
        self.found.extend(arrays);
    }

    /// The local that a place is in, and how the place is found in it.
    fn place(&self, value: &Expr) -> Option<(VarId, TokenStream)> {
        match value {
            Expr::Path(_) => {
                let var = self.vars.find(kinds::name_of(value)?)?;
                Some((var, place().into_token_stream()))
            }
            Expr::Field(field) => {
                let (var, base) = self.place(&field.base)?;
                let member = &field.member;
                Some((var, quote!(#base.#member)))
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let (var, pointer) = self.place(&unary.expr)?;
                Some((var, quote!((*#pointer))))
            }
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            _ => None,
        }
    }
}

impl Visit<'_> for TakenApart<'_> {
    fn visit_local(&mut self, local: &Local) {
        if let Some(init) = &local.init {
            self.pattern(&local.pat, &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, condition: &ExprLet) {
        self.pattern(&condition.pat, &condition.expr);
        visit::visit_expr_let(self, condition);
    }

    fn visit_expr_match(&mut self, choice: &ExprMatch) {
        for arm in &choice.arms {
            self.pattern(&arm.pat, &choice.expr);
        }
        visit::visit_expr_match(self, choice);
    }

    fn visit_macro(&mut self, invocation: &Macro) {
        let is_pattern = known_macros::known(invocation) == Some(Takes::Pattern);
        if let (true, Some((value, rest))) = (is_pattern, known_macros::matches_in(invocation)) {
            if let Some((pattern, _)) = known_macros::pattern_in(&rest) {
                self.pattern(&pattern, &value);
            }
        } else if YieldKind::of_path(&invocation.path).is_some()
            || known_macros::known(invocation).is_some()
        {
            for argument in known_macros::list_in(invocation).into_iter().flatten() {
                self.visit_expr(&argument);
            }
        }
    }

    fn visit_expr_closure(&mut self, _: &ExprClosure) {}

    fn visit_item(&mut self, _: &Item) {}
}

/// Finds the locals whose scope goes straight to a pattern that takes an array in them apart.
struct Straight<'a> {
    vars: &'a Vars,
    found: BTreeSet<VarId>,
}

impl Straight<'_> {
    fn scope(&mut self, statements: &[Stmt], bound: &[VarId]) {
        let straight = bound.iter().filter(|var| self.is_straight(**var, statements));
        self.found.extend(straight.collect::<Vec<_>>());
    }

    /// The locals that the statements of a block declare.
    fn declared(&mut self, statements: &[Stmt]) {
        for (index, statement) in statements.iter().enumerate() {
            if let Stmt::Local(local) = statement {
                self.scope(&statements[index + 1..], &self.vars.bound_by(&local.pat));
            }
        }
    }

    /// Whether statements go straight to the pattern, and no yield is behind that.
    fn is_straight(&self, var: VarId, statements: &[Stmt]) -> bool {
        let takes = |statement: &Stmt| {
            let found = TakenApart::in_statements(std::slice::from_ref(statement), self.vars);
            found.iter().any(|(other, _)| *other == var)
        };
        let Some(place) = statements.iter().position(takes) else { return false };
        let is_direct = match &statements[place] {
            Stmt::Local(Local { init: Some(init), .. }) => {
                init.diverge.is_none() && kinds::root_of(&init.expr).is_some()
            }
            Stmt::Expr(Expr::Block(inner), _) => self.is_straight(var, &inner.block.stmts),
            _ => false,
        };
        let (before, behind) = (&statements[..place], &statements[place + 1..]);
        is_direct
            && before.iter().all(is_plain_yield)
            && !kinds::has_yield_in_tokens(quote!(#(#behind)*))
    }
}

/// Whether a statement is a yield whose value is made without a panic.
fn is_plain_yield(statement: &Stmt) -> bool {
    let invocation = match statement {
        Stmt::Macro(statement) => &statement.mac,
        Stmt::Expr(Expr::Macro(statement), _) => &statement.mac,
        _ => return false,
    };
    let name = invocation.path.segments.last().map(|last| &last.ident);
    let yields = name.and_then(YieldKind::of_name) == Some(YieldKind::Yield);
    let value = syn::parse2(invocation.tokens.clone());
    yields && matches!(value, Ok(Expr::Lit(_) | Expr::Path(_)))
}

impl Visit<'_> for Straight<'_> {
    fn visit_block(&mut self, block: &Block) {
        self.declared(&block.stmts);
        visit::visit_block(self, block);
    }

    fn visit_expr_for_loop(&mut self, repeated: &ExprForLoop) {
        self.scope(&repeated.body.stmts, &self.vars.bound_by(&repeated.pat));
        visit::visit_expr_for_loop(self, repeated);
    }

    fn visit_expr_closure(&mut self, _: &ExprClosure) {}

    fn visit_item(&mut self, _: &Item) {}
}

/// For each pattern of an array in a pattern that may move elements out of it, a pattern that binds that array.
fn arrays_in(pattern: &Pat) -> Vec<Pat> {
    match pattern {
        Pat::Slice(_) => {
            let moves = patterns::bindings(pattern).iter().any(|bound| bound.by_ref.is_none());
            let part = part();
            if moves { vec![parse_quote!(#part)] } else { Vec::new() }
        }
        Pat::Tuple(tuple) => in_elements(&tuple.elems, |elements| {
            let mut tuple = tuple.clone();
            tuple.elems = elements;
            Pat::Tuple(tuple)
        }),
        Pat::TupleStruct(tuple) => in_elements(&tuple.elems, |elements| {
            let mut tuple = tuple.clone();
            tuple.elems = elements;
            Pat::TupleStruct(tuple)
        }),
        Pat::Struct(fields) => {
            let path = &fields.path;
            let fields = fields.fields.iter().flat_map(|field| {
                let member = &field.member;
                let arrays = arrays_in(&field.pat).into_iter();
                arrays.map(move |array| parse_quote!(#path { #member: #array, .. }))
            });
            fields.collect()
        }
        Pat::Or(cases) => cases.cases.iter().flat_map(arrays_in).collect(),
        Pat::Paren(inner) => arrays_in(&inner.pat),
        Pat::Guard(guarded) => arrays_in(&guarded.pat),
        Pat::Type(typed) => arrays_in(&typed.pat),
        _ => Vec::new(),
    }
}

type Elements = Punctuated<Pat, Token![,]>;

fn in_elements(elements: &Elements, whole: impl Fn(Elements) -> Pat) -> Vec<Pat> {
    let with = |index: usize, array: Pat| {
        let mut elements = elements.clone();
        for element in &mut elements {
            if !matches!(element, Pat::Rest(_)) {
                *element = parse_quote!(_);
            }
        }
        elements[index] = array;
        whole(elements)
    };
    let mut found = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        found.extend(arrays_in(element).into_iter().map(|array| with(index, array)));
    }
    found
}

/// Asks about the arrays in a local that a yield keeps. What is asked moves the local, and comes to no end.
pub(crate) fn checks(private: &Path, var: &Var, is_optional: bool) -> TokenStream {
    let (part, place) = (part(), place());
    let Var { ident, arrays, .. } = var;
    let checks = arrays.iter().map(|Array { of, pattern, at }| {
        let here = Span::mixed_site().located_at(*at);
        let located = located(private, here);
        // All of a place may be a slice, which no name binds by value.
        let is_whole = patterns::name_bound_by(pattern).is_some();
        let array = if is_whole { of.clone() } else { part.to_token_stream() };
        let check = quote_spanned!(here=> #located::kept_array(&#array, || ()););
        let check = if is_whole { check } else { quote!(if let #pattern = #of { #check }) };
        let value =
            if is_optional { quote!(#private::taken(#ident)) } else { ident.to_token_stream() };
        quote! {
            if false {
                let #place = #value;
                #check
                loop {}
            }
        }
    });
    checks.collect()
}
