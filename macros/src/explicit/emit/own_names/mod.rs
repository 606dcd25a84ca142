//! Gives locals their own names back, in the code that is written: rustc and the macros of the user's show them.
//!
//! ```text
//! // in                                        // out
//! for i in 0..2 { yield_!(i); }                loop { let i = ..; .. }
//! for i in 0..2 { show!(i); yield_!(i); }      loop { let i = ..; show!(i); .. }      // and not `i_2`
//! ```
//!
//! Each local of a name but the first one has another name while the body is brought into its form. It gets its own
//! one where each use still finds the same local: no other local of the name is declared between the two. Where one
//! is, and a macro may show the name, the name is that of the macro's own context: rustc takes the two for different
//! ones.
//!
//! `scopes` finds which locals of one name must not have it both, this file decides what each is called, and `giving`
//! writes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::Block;
use syn::parse::Parser;

use crate::errors::Errors;
use crate::explicit::emit::own_names::giving::Giving;
use crate::explicit::emit::own_names::scopes::Scopes;
use crate::explicit::known::{kinds, known_macros};
use crate::explicit::tree::vars::Vars;
use crate::tokens;

mod giving;
mod scopes;

/// The names that locals get back.
#[derive(Default)]
pub(crate) struct OwnNames {
    /// By the names that they have, without the `r#` of raw ones.
    given: HashMap<String, Ident>,
    /// Those of them that are names of this macro's own context.
    hidden: BTreeSet<String>,
    /// Those that keep another name, each with its own one.
    kept: HashMap<String, Ident>,
}

impl OwnNames {
    /// Finds them in the code of a step. `outside`: the locals that are bound in front of it.
    pub(crate) fn find<'a>(
        contents: &TokenStream,
        vars: &Vars,
        outside: impl Iterator<Item = &'a Ident>,
    ) -> Self {
        let mut names = Self::default();
        // A name in upper case is raw in between: see `names`.
        let unraw = |name: &Ident| {
            let plain = plain(name);
            if kinds::is_constant(&plain) { Ident::new(&plain, name.span()) } else { name.clone() }
        };
        for var in vars.all.iter().filter(|var| var.ident != unraw(&var.ident)) {
            names.given.insert(plain(&var.ident), unraw(&var.ident));
        }
        for (var, own) in &vars.renamed {
            names.given.remove(&plain(&vars.all[*var].ident));
            names.kept.insert(plain(&vars.all[*var].ident), unraw(own));
        }
        if names.kept.is_empty() {
            return names;
        }
        // Tokens that are nested deeper take more of the stack than there is.
        if !tokens::is_shallow(contents.clone()) {
            return names;
        }
        let Ok(statements) = Block::parse_within.parse2(contents.clone()) else { return names };
        let own =
            |(name, own): (&String, &Ident)| [(name.clone(), plain(own)), (plain(own), plain(own))];
        let own = names.kept.iter().flat_map(own).collect();
        let scopes = Scopes::of(&statements, own, outside.map(plain).collect());
        names.give(vars, &scopes);
        names
    }

    fn give(&mut self, vars: &Vars, scopes: &Scopes) {
        // A local that nothing names has a name of this macro's context already.
        let is_unused =
            |name: &str| vars.find_text(name).is_some_and(|var| vars.all[var].unused.is_some());
        let name_of = |(var, own): &(usize, Ident)| (plain(&vars.all[*var].ident), plain(own));
        let renamed: Vec<_> = vars.renamed.iter().map(name_of).collect();
        let texts: BTreeMap<_, _> = renamed.iter().cloned().collect();
        // Those that have their own names: in the user's context, and in that of this macro.
        let mut having = [BTreeSet::new(), BTreeSet::new()];
        having[0].extend(texts.values().cloned());
        having[1].extend(texts.values().filter(|text| is_unused(text)).cloned());
        let mut fit = |names: &BTreeSet<String>, context: usize| {
            let having = &mut having[context];
            let is_free = |name: &String| {
                let mut others = scopes.conflicts.get(name).into_iter().flatten();
                texts.contains_key(name)
                    && !is_unused(name)
                    && !others.any(|other| having.contains(other) || names.contains(other))
            };
            let fit = names.iter().all(is_free);
            if fit {
                having.extend(names.iter().cloned());
            }
            fit
        };
        let (shown, others): (Vec<_>, Vec<_>) =
            renamed.iter().map(|(name, _)| name).partition(|name| scopes.shown.contains(*name));
        for name in shown.into_iter().chain(others) {
            if !self.kept.contains_key(name) {
                continue;
            }
            // A literal has one context: what it names is in that.
            if scopes.shown.contains(name) {
                let together = scopes.named_with(name);
                let are_free = together.iter().all(|name| self.kept.contains_key(name));
                let context = (0..2).find(|context| are_free && fit(&together, *context));
                if let Some(context) = context {
                    for name in &together {
                        self.give_one(name, context == 1);
                    }
                    continue;
                }
            }
            if fit(&BTreeSet::from([name.clone()]), 0) {
                self.give_one(name, false);
            }
        }
    }

    /// `hidden`: whether the name is that of another context.
    fn give_one(&mut self, name: &str, hidden: bool) {
        if let Some(mut own) = self.kept.remove(name) {
            if hidden {
                own.set_span(Span::mixed_site());
                self.hidden.insert(name.to_owned());
            }
            self.given.insert(name.to_owned(), own);
        }
    }

    /// What a local is called.
    pub(crate) fn name(&self, name: &Ident) -> Ident {
        self.given(name).unwrap_or_else(|| name.clone())
    }

    fn given(&self, name: &Ident) -> Option<Ident> {
        let mut own = own(name, &self.given)?;
        if self.hidden.contains(&plain(name)) {
            own.set_span(Span::mixed_site().located_at(name.span()));
        }
        Some(own)
    }

    /// Tokens with these names. Reports the literals of which nothing tells whether they name a local that has
    /// another name.
    pub(crate) fn give_back(
        &self,
        tokens: TokenStream,
        vars: &Vars,
        errors: &mut Errors,
    ) -> TokenStream {
        let tokens = if self.given.is_empty() && self.kept.is_empty() {
            tokens
        } else {
            Giving::new(self, vars, errors).code(tokens)
        };
        if vars.data.is_empty() { tokens } else { giving::data_as_written(tokens, vars) }
    }

    /// Whether tokens with their own names are as the user has written them.
    fn are_written(&self, tokens: TokenStream) -> bool {
        let is_other = |name: &str| self.kept.contains_key(name) || self.hidden.contains(name);
        tokens.into_iter().all(|token| match token {
            TokenTree::Group(group) => self.are_written(group.stream()),
            TokenTree::Ident(name) => !is_other(&plain(&name)),
            TokenTree::Literal(literal) => {
                let names = known_macros::names_in_format(&literal.to_string());
                !names.iter().any(|name| is_other(name))
            }
            TokenTree::Punct(_) => true,
        })
    }
}

/// A name without the `r#` of a raw one.
fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

fn own(name: &Ident, given: &HashMap<String, Ident>) -> Option<Ident> {
    let mut own = given.get(&plain(name))?.clone();
    own.set_span(name.span());
    Some(own)
}
