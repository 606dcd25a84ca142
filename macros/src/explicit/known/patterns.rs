//! What patterns and conditions bind and leave, by what is written.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Item, Pat, PatIdent, Stmt, parse_quote};

use crate::explicit::known::kinds;

/// Whether a pattern that does not match leaves nothing that has to be dropped.
pub(crate) fn leaves_nothing(pattern: &Pat) -> bool {
    match pattern {
        Pat::TupleStruct(tuple) => is_some(&tuple.path) && tuple.elems.iter().all(is_irrefutable),
        other => is_irrefutable(other),
    }
}

pub(crate) fn is_irrefutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(variable) => variable.subpat.is_none() && !names_constant(variable),
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
    !lets_in(condition).is_empty() || has_chain(condition)
}

pub(crate) fn has_chain(condition: &Expr) -> bool {
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

/// Each `let` in the condition of an `if` or `while`.
pub(crate) fn lets_in(condition: &Expr) -> Vec<&syn::ExprLet> {
    match condition {
        Expr::Let(bound) => vec![bound],
        Expr::Binary(binary) => [lets_in(&binary.left), lets_in(&binary.right)].concat(),
        _ => Vec::new(),
    }
}

/// The values that the `let`s of a condition take apart.
pub(crate) fn heads_in(condition: &mut Expr) -> Vec<&mut Expr> {
    match condition {
        Expr::Let(bound) => vec![&mut bound.expr],
        Expr::Binary(binary) => {
            let mut heads = heads_in(&mut binary.left);
            heads.extend(heads_in(&mut binary.right));
            heads
        }
        _ => Vec::new(),
    }
}

/// Whether a pattern has alternatives that bind.
pub(crate) fn has_alternatives(pattern: &Pat) -> bool {
    struct Alternatives(bool);

    impl<'ast> Visit<'ast> for Alternatives {
        fn visit_pat_or(&mut self, choice: &'ast syn::PatOr) {
            self.0 |= choice.cases.iter().any(|case| !bindings(case).is_empty());
        }

        fn visit_expr(&mut self, _: &'ast Expr) {}
    }

    let mut found = Alternatives(false);
    found.visit_pat(pattern);
    found.0
}

/// The variables that a pattern binds, in their order.
pub(crate) fn bindings(pattern: &Pat) -> Vec<PatIdent> {
    struct Bindings(Vec<PatIdent>);

    impl<'ast> Visit<'ast> for Bindings {
        fn visit_pat_ident(&mut self, variable: &'ast PatIdent) {
            let is_new = !self.0.iter().any(|other| other.ident == variable.ident);
            if is_new && !names_constant(variable) {
                self.0.push(variable.clone());
            }
            visit::visit_pat_ident(self, variable);
        }

        fn visit_expr(&mut self, _: &'ast Expr) {}
    }

    let mut bindings = Bindings(Vec::new());
    bindings.visit_pat(pattern);
    bindings.0
}

/// Whether nothing that has to be dropped is left of a value when a pattern has taken it apart:
/// every part is bound by value, or a constant.
pub(crate) fn takes_all(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(variable) => {
            // What is behind the `@` gets copies.
            variable.by_ref.is_none()
        }
        // What is behind a reference stays where it is.
        Pat::Const(_) | Pat::Lit(_) | Pat::Path(_) | Pat::Range(_) | Pat::Reference(_) => true,
        Pat::Guard(guarded) => takes_all(&guarded.pat),
        Pat::Or(or) => or.cases.iter().all(takes_all),
        Pat::Paren(inner) => takes_all(&inner.pat),
        Pat::Slice(slice) => slice.elems.iter().all(takes_all),
        Pat::Tuple(tuple) => tuple.elems.iter().all(takes_all),
        Pat::TupleStruct(tuple) => tuple.elems.iter().all(takes_all),
        Pat::Struct(fields) => {
            fields.rest.is_none() && fields.fields.iter().all(|field| takes_all(&field.pat))
        }
        Pat::Type(typed) => takes_all(&typed.pat),
        _ => false,
    }
}

/// Whether the pattern of an arm leaves a part of the head that may have to be dropped. Behind `Some(..)`, a `_` leaves
/// `None` alone.
pub(crate) fn leaves_part(arms: &[syn::Arm], index: usize) -> bool {
    let takes_some =
        |arm: &syn::Arm| matches!(arm.pat, Pat::TupleStruct(_)) && leaves_nothing(&arm.pat);
    let is_none = matches!(arms[index].pat, Pat::Wild(_)) && arms[..index].iter().any(takes_some);
    !is_none && !takes_all(&arms[index].pat)
}

/// Whether a pattern is one name that takes the whole value.
pub(crate) fn is_name(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(variable) => variable.by_ref.is_none() && variable.subpat.is_none(),
        Pat::Type(typed) => is_name(&typed.pat),
        Pat::Paren(inner) => is_name(&inner.pat),
        _ => false,
    }
}

/// The name that a pattern is, with its type or without.
pub(crate) fn name_bound_by(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(name) => Some(&name.ident),
        Pat::Type(typed) => name_bound_by(&typed.pat),
        _ => None,
    }
}

/// Whether a path is `Some`, by the prelude or by the name of its enum.
pub(crate) fn is_some(path: &syn::Path) -> bool {
    is_known_variant(path) && path.segments.last().is_some_and(|last| last.ident == "Some")
}

/// Variants that are known to be those of an enum without a destructor: those of the prelude, and the standard library's
/// by the name of their enum.
pub(crate) fn is_known_variant(path: &syn::Path) -> bool {
    const VARIANTS: [(&str, &[&str]); 5] = [
        ("Option", &["Some", "None"]),
        ("Result", &["Ok", "Err"]),
        ("Poll", &["Ready", "Pending"]),
        ("ControlFlow", &["Break", "Continue"]),
        ("Ordering", &["Less", "Equal", "Greater"]),
    ];

    let mut segments = path.segments.iter().rev().map(|segment| &segment.ident);
    let (Some(name), of) = (segments.next(), segments.next()) else { return false };
    let is_in_prelude = |of: &str| of == "Option" || of == "Result";
    VARIANTS.iter().any(|(owner, variants)| {
        variants.iter().any(|variant| name == variant)
            && of.map_or_else(|| is_in_prelude(owner), |of| of == owner)
    })
}

/// The variants of `Option` and `Result`, by their names, in the patterns of a body on which it depends what is dropped
/// where: those of choices with a yield, and of choices that take a local apart. Each with the number of its parts.
pub(crate) fn believed_variants(statements: &[Stmt]) -> Vec<(syn::Path, usize)> {
    /// The variants, each with its text.
    struct Variants(BTreeMap<(String, usize), syn::Path>);

    impl Variants {
        fn believe(&mut self, head: &Expr, pattern: &Pat, yields: bool) {
            if yields || kinds::is_place(head) {
                Patterns(self).visit_pat(pattern);
            }
        }

        fn condition(&mut self, condition: &Expr, yields: bool) {
            for bound in lets_in(condition) {
                self.believe(&bound.expr, &bound.pat, yields);
            }
        }
    }

    impl<'ast> Visit<'ast> for Variants {
        fn visit_expr(&mut self, value: &'ast Expr) {
            match value {
                Expr::Match(matched) => {
                    let yields = kinds::has_yield_in_expression(value);
                    for arm in &matched.arms {
                        self.believe(&matched.expr, &arm.pat, yields);
                    }
                }
                Expr::If(branch) => {
                    self.condition(&branch.cond, kinds::has_yield_in_expression(value));
                }
                Expr::While(repeated) => {
                    self.condition(&repeated.cond, kinds::has_yield_in_expression(value));
                }
                _ => {}
            }
            visit::visit_expr(self, value);
        }

        fn visit_local(&mut self, local: &'ast syn::Local) {
            if let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_some()) {
                let diverge = init.diverge.iter().map(|(_, diverge)| diverge);
                let yields =
                    diverge.chain([&init.expr]).any(|value| kinds::has_yield_in_expression(value));
                self.believe(&init.expr, &local.pat, yields);
            }
            visit::visit_local(self, local);
        }

        fn visit_item(&mut self, _: &'ast Item) {}
    }

    struct Patterns<'a>(&'a mut Variants);

    impl<'ast> Visit<'ast> for Patterns<'_> {
        fn visit_pat_tuple_struct(&mut self, tuple: &'ast syn::PatTupleStruct) {
            let Self(Variants(found)) = self;
            let of = tuple.path.segments.iter().rev().nth(1);
            let is_optional = of.is_none_or(|of| of.ident == "Option" || of.ident == "Result");
            if is_optional && is_known_variant(&tuple.path) {
                let variant = (tuple.path.to_token_stream().to_string(), tuple.elems.len());
                found.entry(variant).or_insert_with(|| tuple.path.clone());
            }
            visit::visit_pat_tuple_struct(self, tuple);
        }

        fn visit_expr(&mut self, _: &'ast Expr) {}
    }

    let mut variants = Variants(BTreeMap::new());
    for statement in statements {
        variants.visit_stmt(statement);
    }
    variants.0.into_iter().map(|((_, parts), path)| (path, parts)).collect()
}

/// Whether [`takes_all`] holds for a value of any type, with or without a destructor of its own.
pub(crate) fn takes_all_of_any(pattern: &Pat) -> bool {
    takes_all(pattern) && constructors(pattern, &Ident::new("probed", Span::call_site())).is_empty()
}

/// For each part of a pattern that a type of the user's may be matched by: the pattern with that part
/// bound to `name`, and nothing else.
pub(crate) fn constructors(pattern: &Pat, name: &Ident) -> Vec<Pat> {
    let here = || pattern_named(name.clone());
    let among = |parts: Vec<&Pat>, build: &dyn Fn(Vec<Pat>) -> Pat| {
        let mut found = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            for inner in constructors(part, name) {
                let wild = parts.iter().map(|_| -> Pat { parse_quote!(_) });
                let mut all: Vec<Pat> = wild.collect();
                all[index] = inner;
                found.push(build(all));
            }
        }
        found
    };
    match pattern {
        Pat::TupleStruct(tuple) => {
            let path = &tuple.path;
            let mut found =
                among(tuple.elems.iter().collect(), &|parts| parse_quote!(#path(#(#parts),*)));
            if !is_known_variant(path) {
                found.push(here());
            }
            found
        }
        Pat::Struct(fields) => {
            let mut found = vec![here()];
            for field in &fields.fields {
                for inner in constructors(&field.pat, name) {
                    let (path, member) = (&fields.path, &field.member);
                    found.push(parse_quote!(#path { #member: #inner, .. }));
                }
            }
            found
        }
        Pat::Path(path) if !is_known_variant(&path.path) => vec![here()],
        Pat::Ident(variable) => {
            if names_constant(variable) && variable.ident != "None" {
                vec![here()]
            } else {
                Vec::new()
            }
        }
        Pat::Tuple(tuple) => {
            among(tuple.elems.iter().collect(), &|parts| parse_quote!((#(#parts,)*)))
        }
        Pat::Or(or) => or.cases.iter().flat_map(|case| constructors(case, name)).collect(),
        Pat::Paren(inner) => constructors(&inner.pat, name),
        Pat::Guard(inner) => constructors(&inner.pat, name),
        Pat::Type(inner) => constructors(&inner.pat, name),
        _ => Vec::new(),
    }
}

/// A pattern as a `let` has it: alternatives stand in parentheses.
pub(crate) fn pattern_of_let(pattern: &Pat) -> Pat {
    match pattern {
        Pat::Or(_) => parse_quote!((#pattern)),
        other => other.clone(),
    }
}

/// Whether a pattern binds anything by reference.
pub(crate) fn binds_by_reference(pattern: &Pat) -> bool {
    bindings(pattern).iter().any(|variable| variable.by_ref.is_some())
}

/// Whether a name in a pattern is that of a constant, and binds nothing.
pub(crate) fn names_constant(variable: &PatIdent) -> bool {
    let binds =
        variable.subpat.is_some() || variable.mutability.is_some() || variable.by_ref.is_some();
    !binds && kinds::is_constant(&variable.ident.to_string())
}

/// A pattern that is a name.
pub(crate) fn pattern_named(ident: Ident) -> Pat {
    Pat::Ident(PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident, subpat: None })
}
