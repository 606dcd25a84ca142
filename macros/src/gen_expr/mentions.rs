//! Finds the names of the variables that a piece of code may mention.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Macro, Pat, PatIdent, PatOr};

use crate::tokens::{self, At, is_punct};

/// Names that may be those of variables. Some may be those of other things.
#[derive(Clone, Default)]
pub(super) struct Mentions(HashSet<String>);

impl Mentions {
    /// The names in `code`.
    pub(super) fn of(code: impl ToTokens) -> Self {
        let mut mentions = Self::default();
        mentions.add(code.to_token_stream());
        mentions
    }

    /// Removes a name. Returns whether it was present.
    pub(super) fn remove(&mut self, name: &Ident) -> bool {
        self.0.remove(&name.to_string())
    }

    /// Whether both contain the same name.
    pub(super) fn overlap(&self, other: &Self) -> bool {
        !self.0.is_disjoint(&other.0)
    }

    fn add(&mut self, tokens: TokenStream) {
        tokens::any(tokens, &mut |at| {
            match at.token() {
                TokenTree::Ident(name) if name != "as" && !follows_dot_or_as(at) => {
                    let name = name.to_string();
                    if !name.starts_with(char::is_uppercase) && name != "true" && name != "false" {
                        self.0.insert(name);
                    }
                }
                // A format string mentions the variables in its braces.
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                    self.0.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Group(_) => {}
            }
            false
        });
    }
}

/// Whether a name is that of a field, of a method, or of the type in a cast. A name after the two dots
/// of a range is none of these.
fn follows_dot_or_as(name: &At<'_>) -> bool {
    match name.before(1) {
        Some(TokenTree::Ident(before)) => before == "as",
        before => is_punct(before, '.') && !is_punct(name.before(2), '.'),
    }
}

/// The variables of a pattern that binds all of them by value and not as `mut`. `None` for another
/// pattern.
pub(super) fn variables(pattern: &Pat) -> Option<Vec<Ident>> {
    struct Variables {
        found: Vec<Ident>,
        others: bool,
    }

    impl<'ast> Visit<'ast> for Variables {
        fn visit_pat_ident(&mut self, variable: &'ast PatIdent) {
            if variable.by_ref.is_some() || variable.mutability.is_some() {
                self.others = true;
            }
            // A name with a capital letter is that of a constant.
            if !variable.ident.to_string().starts_with(char::is_uppercase) {
                self.found.push(variable.ident.clone());
            }
            visit::visit_pat_ident(self, variable);
        }

        fn visit_pat_or(&mut self, _: &'ast PatOr) {
            self.others = true;
        }

        fn visit_macro(&mut self, _: &'ast Macro) {
            self.others = true;
        }
    }

    let mut variables = Variables { found: Vec::new(), others: false };
    variables.visit_pat(pattern);
    (!variables.others).then_some(variables.found)
}
