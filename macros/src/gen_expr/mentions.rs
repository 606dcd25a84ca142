//! Finds out by name which variables a piece of code may mention.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Macro, Pat, PatIdent, PatOr};

/// The names that may be those of variables: more rather than fewer.
#[derive(Clone, Default)]
pub(crate) struct Mentions(HashSet<String>);

impl Mentions {
    /// Those in `code`.
    pub(crate) fn of(code: impl ToTokens) -> Self {
        let mut mentions = Self::default();
        mentions.add(code.to_token_stream());
        mentions
    }

    /// Takes out a name; gives whether it was there.
    pub(crate) fn remove(&mut self, name: &Ident) -> bool {
        self.0.remove(&name.to_string())
    }

    /// Whether a name stands in both.
    pub(crate) fn overlap(&self, other: &Self) -> bool {
        !self.0.is_disjoint(&other.0)
    }

    fn add(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        // Behind `.` stands a field or method, behind `as` most likely a primitive type.
        let mut is_variable = true;
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.add(group.stream()),
                TokenTree::Ident(name) if name == "as" => {
                    is_variable = false;
                    continue;
                }
                TokenTree::Ident(name) if is_variable => {
                    let name = name.to_string();
                    if !name.starts_with(char::is_uppercase) && name != "true" && name != "false" {
                        self.0.insert(name);
                    }
                }
                // A format string mentions what stands in its braces.
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                    self.0.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
                }
                TokenTree::Punct(dot) if dot.as_char() == '.' => {
                    let is_range = matches!(
                        tokens.peek(),
                        Some(TokenTree::Punct(next)) if next.as_char() == '.'
                    );
                    if is_range {
                        tokens.next();
                    }
                    is_variable = is_range;
                    continue;
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
            is_variable = true;
        }
    }
}

/// The variables that `pattern` binds by value and never changes; `None` if it binds others too.
pub(crate) fn variables(pattern: &Pat) -> Option<Vec<Ident>> {
    struct Variables {
        found: Vec<Ident>,
        others: bool,
    }

    impl<'ast> Visit<'ast> for Variables {
        fn visit_pat_ident(&mut self, variable: &'ast PatIdent) {
            if variable.by_ref.is_some() || variable.mutability.is_some() {
                self.others = true;
            }
            // Others are constants.
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
