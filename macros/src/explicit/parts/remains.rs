//! Patterns that move parts out of a local, on some of the paths or in each turn of a loop: what such a pattern leaves
//! goes to a hidden local, and is dropped where the local would be.
//!
//! ```text
//! // in                                  // out
//! let mut tree = f();                    let mut tree = f(); let mut left = None;
//! while let N(next, _) = tree {          while let N(next, rest) = tree {
//!     yield_!(1);                            left = Some((rest,)); yield_!(1);
//!     tree = *next;                          (tree = *next, left = None);
//! }                                      }
//! ```
//!
//! The analysis of the body says which patterns these are: behind each of them a yield keeps the rest of the local,
//! and no path uses the local again before it gets another value. Nothing is done for
//!
//! - a pattern with `..`, which leaves what has no name, unless the body names all fields elsewhere;
//! - one that leaves several fields of a struct, whose order is that of the type;
//! - that of an array.
//!
//! A `Box` that gets another value by `*boxed = value`, after the old one was moved out of it, becomes a new one.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Local, Pat, Path, Stmt, Token, parse_quote};

use crate::explicit::known::known_fields::KnownFields;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::parts::boxes;
use crate::explicit::parts::partial::{elements_in, name_rest};
use crate::explicit::parts::updates;
use crate::explicit::parts::vacant;
use crate::explicit::tree::fields::{self, Field};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::patterns::NameWild;
use crate::explicit::tree::vars::Vars;
use crate::yields::YieldKind;

/// Lowers the patterns among `fields`. Gives the declarations behind each argument. `patterns`: those of the arguments
/// that are taken apart. `again`: the fields whose locals are used again, so that they stay where they are.
pub(crate) fn lower(
    statements: &mut Vec<Stmt>,
    vars: &mut Vars,
    private: &Path,
    arguments: &[VarId],
    patterns: &[(VarId, Pat)],
    (fields, again): (&BTreeSet<Field>, &BTreeSet<Field>),
) -> Vec<Vec<Stmt>> {
    if fields.is_empty() {
        return Vec::new();
    }
    let moved: BTreeMap<VarId, Vec<Stmt>> =
        fields.iter().map(|(var, _)| (*var, Vec::new())).collect();
    let places = Declaring::places(&moved, statements, vars, arguments, patterns);
    let left = places.into_iter().map(|var| (var, Vec::new())).collect();
    let known = KnownFields::of(statements);
    let mut taking = Taking { vars, private, fields, again, left, known: &known, updates: 0 };
    taking.statements(statements);
    let mut left = taking.left;
    left.retain(|_, names| !names.is_empty());
    Giving { vars, private, left: &left }.statements(statements);
    let none = |name: &Ident| -> Stmt { parse_quote!(let mut #name = #private::Option::None;) };
    let declared =
        left.into_iter().map(|(var, names)| (var, names.iter().map(none).collect())).collect();
    Declaring::declare(&declared, statements, vars, arguments, patterns)
}

/// Puts declarations behind locals.
pub(crate) struct Declaring<'a> {
    vars: &'a Vars,
    declared: &'a BTreeMap<VarId, Vec<Stmt>>,
    /// The locals that have a place for theirs.
    found: BTreeSet<VarId>,
}

impl Declaring<'_> {
    /// Those of the locals that have a place for declarations.
    pub(crate) fn places(
        locals: &BTreeMap<VarId, Vec<Stmt>>,
        statements: &[Stmt],
        vars: &Vars,
        arguments: &[VarId],
        patterns: &[(VarId, Pat)],
    ) -> BTreeSet<VarId> {
        let mut declaring = Declaring { vars, declared: locals, found: BTreeSet::new() };
        declaring.of_arguments(arguments, patterns);
        declaring.statements(&mut statements.to_vec(), &[]);
        declaring.found
    }

    /// Declares. Gives the declarations behind each argument.
    pub(crate) fn declare(
        declared: &BTreeMap<VarId, Vec<Stmt>>,
        statements: &mut Vec<Stmt>,
        vars: &Vars,
        arguments: &[VarId],
        patterns: &[(VarId, Pat)],
    ) -> Vec<Vec<Stmt>> {
        let mut declaring = Declaring { vars, declared, found: BTreeSet::new() };
        declaring.statements(statements, &[]);
        declaring.of_arguments(arguments, patterns)
    }

    /// The declarations behind the locals `bound`. What is declared behind a local is dropped in front of it, so that
    /// no other local may be between the two that has a destructor.
    fn behind(&mut self, bound: &[VarId]) -> Vec<Stmt> {
        let mut behind = Vec::new();
        for var in bound.iter().rev() {
            if let Some(declared) = self.declared.get(var) {
                self.found.insert(*var);
                behind.extend(declared.iter().cloned());
            }
            if !self.vars.all[*var].plain {
                break;
            }
        }
        behind
    }

    fn of_arguments(&mut self, arguments: &[VarId], patterns: &[(VarId, Pat)]) -> Vec<Vec<Stmt>> {
        let bound = |var: &VarId| match patterns.iter().find(|(whole, _)| whole == var) {
            Some((_, pattern)) => self.vars.bound_by(pattern),
            None => vec![*var],
        };
        let bound: Vec<Vec<VarId>> = arguments.iter().map(bound).collect();
        bound.iter().map(|bound| self.behind(bound)).collect()
    }

    /// The statements of a block whose scope begins with the locals `bound`.
    fn statements(&mut self, statements: &mut Vec<Stmt>, bound: &[VarId]) {
        let inner = std::mem::replace(statements, self.behind(bound));
        for mut statement in inner {
            self.visit_stmt_mut(&mut statement);
            let bound = match &statement {
                Stmt::Local(local) => self.vars.bound_by(&local.pat),
                _ => Vec::new(),
            };
            statements.push(statement);
            statements.extend(self.behind(&bound));
        }
    }
}

impl VisitMut for Declaring<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts, &[]);
    }

    fn visit_expr_for_loop_mut(&mut self, repeated: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut repeated.expr);
        let bound = self.vars.bound_by(&repeated.pat);
        self.statements(&mut repeated.body.stmts, &bound);
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        self.visit_expr_mut(&mut branch.cond);
        let bound = self.vars.bound_by_condition(&branch.cond);
        self.statements(&mut branch.then_branch.stmts, &bound);
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut syn::ExprWhile) {
        self.visit_expr_mut(&mut repeated.cond);
        let bound = self.vars.bound_by_condition(&repeated.cond);
        self.statements(&mut repeated.body.stmts, &bound);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let bound = self.vars.bound_by(&arm.pat);
        self.visit_expr_mut(&mut arm.body);
        let declared = self.behind(&bound);
        put_first(declared, &mut arm.body);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Lowers the patterns, and keeps what each of them leaves.
struct Taking<'a> {
    vars: &'a mut Vars,
    private: &'a Path,
    fields: &'a BTreeSet<Field>,
    again: &'a BTreeSet<Field>,
    /// Where what is left of each local goes.
    left: BTreeMap<VarId, Vec<Ident>>,
    known: &'a KnownFields,
    /// How many structs were lowered.
    updates: usize,
}

impl Taking<'_> {
    /// Names all that a pattern leaves of the local that `place` is, or that it points to. Gives what keeps that.
    fn take(&mut self, pattern: &mut Pat, place: &Expr) -> Option<Stmt> {
        let (var, taken) = fields::taken_by(pattern, place, self.vars)?;
        let is_local = boxes::pointer(place).or(Some(place)).and_then(kinds::name_of).is_some();
        let field = (var, taken);
        let is_taken = self.left.contains_key(&var)
            && self.fields.contains(&field)
            && !self.again.contains(&field);
        if !is_local
            || !is_taken
            || patterns::binds_by_reference(pattern)
            || takes_array_apart(pattern)
        {
            return None;
        }
        let mut named = pattern.clone();
        let written = self.vars.all[var].written.as_ref();
        let written = written.filter(|_| kinds::name_of(place).is_some());
        name_rest(&mut named, written.and_then(elements_in));
        self.known.complete(&mut named);
        NameWild { vars: self.vars }.visit_pat_mut(&mut named);
        let rest = self.vars.left_by(&named);
        if self.vars.left_fields(&named).is_some() || !patterns::takes_all(&named) {
            return None;
        }
        let probed = fields::taken_by(&named, place, self.vars)?;
        if !patterns::takes_all_of_any(&named) {
            self.vars.probed.insert(probed);
        }
        if rest.is_empty() {
            return None;
        }
        let left = self.left_of(var);
        for rest in &rest {
            self.vars.all[*rest].remains = true;
        }
        let rest = rest.iter().map(|rest| &self.vars.all[*rest].ident);
        let private = self.private;
        let keep = parse_quote!(#left = #private::Option::Some((#(#rest,)*)););
        *pattern = named;
        Some(keep)
    }

    /// A local for what is left of another one.
    fn left_of(&mut self, var: VarId) -> Ident {
        let name = self.vars.all[var].ident.to_string();
        let name = name.trim_start_matches("r#").trim_end_matches("_of_the_generator");
        let left = self.vars.hidden(&format!("left_of_{name}"), Some(<Token![mut]>::default()));
        self.vars.all[left].at = Some(self.vars.all[var].ident.span());
        let left = self.vars.all[left].ident.clone();
        self.left.entry(var).or_default().push(left.clone());
        left
    }

    /// A new value for a `Box` out of which the old one was moved: a new `Box`.
    fn refill(&self, expression: &mut Expr) {
        let Expr::Assign(assign) = expression else { return };
        let Some(var) = boxes::unboxed(&assign.left, self.vars) else { return };
        if self.fields.contains(&fields::refilled(var)) {
            let (private, name) = (self.private, &self.vars.all[var].ident);
            let value = &assign.right;
            *assign.right = parse_quote!(#private::in_a_pointer(#value));
            *assign.left = kinds::named(name.clone());
        }
    }

    /// A struct that is made of the rest of a local.
    fn update(&mut self, expression: &mut Expr) {
        let Expr::Struct(fields) = expression else { return };
        let Some((var, updated)) = updates::updated_by(fields, self.vars) else { return };
        if !self.left.contains_key(&var) || !self.fields.contains(&(var, updated.clone())) {
            return;
        }
        let left = updates::left(fields, self.vars, var);
        let keep = (!left.is_empty()).then(|| self.left_of(var));
        let keep = keep.zip(Some(&*left));
        if let Some(lowered) = updates::lower(fields, self.private, self.vars, keep) {
            self.vars.probed.insert((var, updated));
            self.updates += 1;
            *expression = lowered;
        }
    }

    /// The same for the pattern of a choice. One whose remains have no names leaves the local as it is, and what is
    /// given takes its parts.
    fn choose(&mut self, pattern: &mut Pat, place: &Expr) -> Option<Stmt> {
        if let Some(kept) = self.take(pattern, place) {
            return Some(kept);
        }
        let taken = fields::taken_by(pattern, place, self.vars)?;
        if !self.fields.contains(&taken)
            || self.vars.is_probed(pattern, place)
            || matches!(pattern, Pat::Guard(_))
            || !vacant::is_by_value(pattern)
            || !can_be_named_again(place)
        {
            return None;
        }
        let written = pattern.clone();
        Unbind.visit_pat_mut(pattern);
        let not_reached = vacant::not_reached(self.private);
        // All of an `Option` is moved, for `None` can take its place.
        let is_some = matches!(&written, Pat::TupleStruct(some) if some.path.is_ident("Some"));
        let value = if is_some && patterns::takes_all(&written) {
            parse_quote!(({ #place }))
        } else {
            place.clone()
        };
        let written = patterns::pattern_of_let(&written);
        Some(parse_quote!(let #written = #value else #not_reached;))
    }

    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        for mut statement in std::mem::take(statements) {
            self.visit_stmt_mut(&mut statement);
            let kept = match &mut statement {
                Stmt::Local(Local { pat, init: Some(init), .. }) => match init.diverge {
                    Some(_) => self.choose(pat, &init.expr),
                    None => self.take(pat, &init.expr),
                },
                _ => None,
            };
            statements.push(statement);
            statements.extend(kept);
        }
    }

    fn condition(&mut self, condition: &mut Expr) -> Option<Stmt> {
        match condition {
            Expr::Let(bound) => self.choose(&mut bound.pat, &bound.expr),
            _ => None,
        }
    }
}

impl VisitMut for Taking<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        self.update(expression);
        self.refill(expression);
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        if YieldKind::of_path(&invocation.path).is_none() {
            return;
        }
        if let Ok(mut value) = syn::parse2::<Expr>(invocation.tokens.clone()) {
            let before = self.updates;
            self.visit_expr_mut(&mut value);
            if self.updates > before {
                invocation.tokens = value.into_token_stream();
            }
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        visit_mut::visit_expr_if_mut(self, branch);
        let kept = self.condition(&mut branch.cond);
        branch.then_branch.stmts.splice(0..0, kept);
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut syn::ExprWhile) {
        visit_mut::visit_expr_while_mut(self, repeated);
        let kept = self.condition(&mut repeated.cond);
        repeated.body.stmts.splice(0..0, kept);
    }

    fn visit_expr_match_mut(&mut self, matched: &mut syn::ExprMatch) {
        visit_mut::visit_expr_match_mut(self, matched);
        for arm in &mut matched.arms {
            let kept = self.choose(&mut arm.pat, &matched.expr);
            put_first(kept.into_iter().collect(), &mut arm.body);
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Drops what is left of a local where the local gets another value.
struct Giving<'a> {
    vars: &'a Vars,
    private: &'a Path,
    left: &'a BTreeMap<VarId, Vec<Ident>>,
}

impl Giving<'_> {
    fn statements(&mut self, statements: &mut [Stmt]) {
        for statement in statements {
            self.visit_stmt_mut(statement);
        }
    }
}

impl VisitMut for Giving<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::Assign(assign) = expression else { return };
        let var = kinds::name_of(&assign.left).and_then(|name| self.vars.find(name));
        let Some(names) = var.and_then(|var| self.left.get(&var)) else { return };
        let private = self.private;
        let none = quote!(#private::Option::None);
        *expression = if kinds::has_yield_in_expression(&assign.right) {
            parse_quote!({ #assign; #(#names = #none;)* })
        } else {
            // The temporaries of the new value are dropped behind what is left of the old one.
            parse_quote!({ (#assign, #(#names = #none),*); })
        };
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Whether there is the pattern of an array in a pattern. The order in which rustc drops the elements that are left
/// depends on all moves out of the array.
fn takes_array_apart(pattern: &Pat) -> bool {
    struct Arrays(bool);

    impl<'ast> Visit<'ast> for Arrays {
        fn visit_pat_slice(&mut self, _: &'ast syn::PatSlice) {
            self.0 = true;
        }
    }

    let mut arrays = Arrays(false);
    arrays.visit_pat(pattern);
    arrays.0
}

/// Whether a place is the same when it is named again: nothing is called for it, as far as can be seen.
fn can_be_named_again(place: &Expr) -> bool {
    match place {
        Expr::Field(field) => can_be_named_again(&field.base),
        Expr::Paren(inner) => can_be_named_again(&inner.expr),
        Expr::Group(inner) => can_be_named_again(&inner.expr),
        other => boxes::pointer(other).or(Some(other)).and_then(kinds::name_of).is_some(),
    }
}

/// Makes `_` of each name in a pattern.
pub(crate) struct Unbind;

impl VisitMut for Unbind {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Ident(name) = pattern {
            if patterns::names_constant(name) {
                return;
            }
            *pattern = match name.subpat.take() {
                Some((_, inner)) => *inner,
                None => parse_quote!(_),
            };
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        field.colon_token.get_or_insert_with(Default::default);
        self.visit_pat_mut(&mut field.pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// Puts statements in front of what an arm does.
pub(crate) fn put_first(first: Vec<Stmt>, body: &mut Expr) {
    if first.is_empty() {
        return;
    }
    match body {
        Expr::Block(inner) if inner.label.is_none() && inner.attrs.is_empty() => {
            inner.block.stmts.splice(0..0, first);
        }
        _ => *body = parse_quote!({ #(#first)* #body }),
    }
}
