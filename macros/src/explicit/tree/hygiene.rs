//! Locals of one name that differ by their hygiene alone: a macro of the user's defines one, and what the macro is given
//! defines another.
//!
//! ```text
//! macro_rules! counter { ($start:ident) => {
//!     #[generator(state)]
//!     fn counter($start: u32) -> impl Iterator<Item = u32> { let x = 1; yield_!($start); yield_!(x); }
//! } }
//! counter!(x);
//! ```
//!
//! A macro cannot ask whether two names are those of one local. The text of a span tells where a name comes from. So two
//! names with one text and of two origins are two locals. rustc is asked whether that is so.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use syn::visit::{self, Visit};
use syn::{PatIdent, Signature, Stmt};

/// The names that locals of several origins have.
#[derive(Clone, Default)]
pub(crate) struct Hygiene {
    /// A name of each origin, by their texts.
    names: BTreeMap<String, BTreeMap<String, Ident>>,
}

impl Hygiene {
    pub(crate) fn of(signature: &Signature, statements: &[Stmt]) -> Self {
        let mut bound = Bound(BTreeMap::new());
        bound.visit_signature(signature);
        for statement in statements {
            bound.visit_stmt(statement);
        }
        let mut names = BTreeMap::new();
        for (text, idents) in bound.0.into_iter().filter(|(_, idents)| idents.len() > 1) {
            let origins =
                idents.into_iter().filter_map(|ident| Some((origin(ident.span())?, ident)));
            let origins: BTreeMap<String, Ident> = origins.collect();
            if origins.len() > 1 {
                names.insert(text, origins);
            }
        }
        Self { names }
    }

    /// What stands for a name of a local: its text, and its origin if there are several.
    pub(crate) fn key(&self, name: &Ident) -> String {
        let text = name.to_string();
        let origin = self.names.get(&text).and_then(|origins| {
            let origin = origin(name.span())?;
            origins.contains_key(&origin).then_some(origin)
        });
        origin.map_or(text.clone(), |origin| format!("{text} {origin}"))
    }

    /// The names of each text, one of each origin.
    pub(crate) fn of_each_text(&self) -> impl Iterator<Item = Vec<&Ident>> {
        self.names.values().map(|origins| origins.values().collect())
    }
}

/// Where a name comes from: `#4`, of `#4 bytes(10..11)`.
fn origin(span: Span) -> Option<String> {
    let text = format!("{span:?}");
    let (origin, _) = text.strip_prefix('#')?.split_once(' ')?;
    Some(origin.to_owned())
}

/// Finds the names that patterns bind.
struct Bound(BTreeMap<String, Vec<Ident>>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, name: &'ast PatIdent) {
        self.0.entry(name.ident.to_string()).or_default().push(name.ident.clone());
        visit::visit_pat_ident(self, name);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
