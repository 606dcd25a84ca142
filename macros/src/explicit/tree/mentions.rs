//! The locals that tokens name.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};

use crate::explicit::known::known_macros;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

/// The locals that are named in tokens.
pub(crate) fn mentioned(tokens: TokenStream, vars: &Vars) -> Vec<VarId> {
    let mut found = BTreeMap::new();
    find_mentions(tokens, vars, &mut found);
    found.into_keys().collect()
}

/// The same, and whether each of them is named whole somewhere, and not only a field of it.
pub(crate) fn mentioned_in(tokens: TokenStream, vars: &Vars) -> BTreeMap<VarId, bool> {
    let mut found = BTreeMap::new();
    find_mentions(tokens, vars, &mut found);
    found
}

/// Finds the locals that are named in tokens, and whether each of them is named whole somewhere, and
/// not only a field of it.
pub(crate) fn find_mentions(tokens: TokenStream, vars: &Vars, found: &mut BTreeMap<VarId, bool>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => find_mentions(group.stream(), vars, found),
            TokenTree::Ident(_) if names_no_value(&tokens, index) => {}
            TokenTree::Ident(name) => {
                let is_field = matches!(
                    index.checked_sub(1).and_then(|before| tokens.get(before)),
                    Some(TokenTree::Punct(dot)) if dot.as_char() == '.'
                ) && !matches!(
                    index.checked_sub(2).and_then(|before| tokens.get(before)),
                    Some(TokenTree::Punct(dot)) if dot.as_char() == '.'
                );
                if is_field {
                    continue;
                }
                if let Some(var) = vars.find(name) {
                    let dot = matches!(
                        tokens.get(index + 1),
                        Some(TokenTree::Punct(dot)) if dot.as_char() == '.'
                    );
                    let called = matches!(tokens.get(index + 2), Some(TokenTree::Ident(_)))
                        && matches!(tokens.get(index + 3), Some(TokenTree::Group(_)));
                    let whole = found.entry(var).or_default();
                    *whole |= !dot || called;
                }
            }
            TokenTree::Literal(literal) => {
                for word in known_macros::names_in_format(&literal.to_string()) {
                    if let Some(var) = vars.find_text(&word) {
                        found.entry(var).or_default();
                    }
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// Whether the name at a place in tokens is that of a macro, or a part of a path.
fn names_no_value(tokens: &[TokenTree], index: usize) -> bool {
    let punct = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let is_path = |first: Option<usize>, second: Option<usize>| {
        punct(first) == Some(':') && punct(second) == Some(':')
    };
    let is_macro = punct(Some(index + 1)) == Some('!')
        && matches!(tokens.get(index + 2), Some(TokenTree::Group(_)));
    is_macro
        || is_path(index.checked_sub(2), index.checked_sub(1))
        || is_path(Some(index + 1), Some(index + 2))
}
