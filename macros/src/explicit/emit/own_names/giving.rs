//! Writes the names of locals into the code of a step: among tokens, in format strings, and in what a macro shows.
//!
//! ```text
//! // in                                  // out, where `i_2` is called `i`
//! show!(i_2);                            show!(i);
//! println!("{i_2}");                     println!("{i}");
//! At1 { i_2: i_2 }                       At1 { i_2: i }
//! // where `i_2` keeps its name
//! assert!(i_2 > 0);                      assert!(i_2 > 0, "assertion failed: i > 0");
//! stringify!(i_2)                        stringify!(i)
//! ```

use std::collections::{BTreeSet, HashMap};

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::errors::Errors;
use crate::explicit::emit::own_names::{OwnNames, own, plain};
use crate::explicit::known::formats;
use crate::explicit::known::known_macros::{self, Formats};
use crate::explicit::tree::vars::Vars;

/// Where tokens are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    /// In the fields of a state.
    Fields,
    /// Among the arguments of a macro, the literals of which can be format strings.
    Macro(Formats),
    /// In `stringify!`.
    Shown,
}

pub(super) struct Giving<'a> {
    names: &'a OwnNames,
    vars: &'a Vars,
    errors: &'a mut Errors,
    reported: BTreeSet<String>,
}

impl<'a> Giving<'a> {
    pub(super) fn new(names: &'a OwnNames, vars: &'a Vars, errors: &'a mut Errors) -> Self {
        Self { names, vars, errors, reported: BTreeSet::new() }
    }

    /// The code of a step with its names.
    pub(super) fn code(&mut self, tokens: TokenStream) -> TokenStream {
        self.tokens(tokens.clone(), Inside::Code).unwrap_or(tokens)
    }

    /// Tokens with their own names. `None` if they have them: they are left as they are, since rustc knows more of
    /// them then, as where there is space between them.
    fn tokens(&mut self, tokens: TokenStream, inside: Inside) -> Option<TokenStream> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut new: Vec<TokenTree> = Vec::with_capacity(tokens.len());
        let mut changed = false;
        for (index, token) in tokens.iter().enumerate() {
            let is = |at: usize, punct: char| matches!(tokens.get(at), Some(TokenTree::Punct(other)) if other.as_char() == punct);
            match token {
                TokenTree::Group(group) => {
                    let inner = self.group(&tokens[..index], group, inside);
                    changed |= inner.is_some();
                    new.push(inner.map_or_else(|| token.clone(), TokenTree::from));
                }
                TokenTree::Ident(name) => {
                    let begins = index == 0 || is(index - 1, ',');
                    let is_field = inside == Inside::Fields && begins && is(index + 1, ':');
                    let Some(own) = self.own(name, inside).filter(|_| !is_field) else {
                        new.push(token.clone());
                        continue;
                    };
                    changed = true;
                    // A field that is written as a local alone: see `source/names/in_macros.rs`.
                    if let [.., TokenTree::Ident(field), TokenTree::Punct(colon)] = &*new {
                        let ends = index + 1 == tokens.len() || is(index + 1, ',');
                        let is_shorthand = match inside {
                            Inside::Code => ends,
                            _ => colon.spacing() == Spacing::Joint,
                        };
                        if colon.as_char() == ':' && is_shorthand && plain(field) == plain(&own) {
                            new.truncate(new.len() - 2);
                        }
                    }
                    new.push(own.into());
                }
                TokenTree::Literal(literal) => {
                    let own = self.literal(literal, inside);
                    changed |= own.is_some();
                    new.push(own.map_or_else(|| token.clone(), TokenTree::from));
                }
                TokenTree::Punct(_) => new.push(token.clone()),
            }
        }
        changed.then(|| new.into_iter().collect())
    }

    fn group(&mut self, before: &[TokenTree], group: &Group, inside: Inside) -> Option<Group> {
        let within = within(before, group, inside);
        let stream = group.stream();
        let written = match within {
            Inside::Macro(_) | Inside::Shown => self.vars.as_written(&stream),
            Inside::Code | Inside::Fields => None,
        };
        #[expect(clippy::single_match_else, reason = "both are tokens")]
        let stream = match written.filter(|_| self.names.are_written(stream.clone())) {
            Some(written) => written.clone(),
            None => {
                let new = self.tokens(stream.clone(), within);
                if within == Inside::Macro(Formats::At(1)) {
                    let (own, is_same) = (new.clone().unwrap_or(stream), new.is_none());
                    match self.with_message(before, group, &own) {
                        Some(with_message) => with_message,
                        None if is_same => return None,
                        None => own,
                    }
                } else {
                    new?
                }
            }
        };
        let mut new = Group::new(group.delimiter(), stream);
        new.set_span(group.span());
        Some(new)
    }

    fn own(&self, name: &Ident, inside: Inside) -> Option<Ident> {
        let kept = || own(name, &self.names.kept).filter(|_| inside == Inside::Shown);
        self.names.given(name).or_else(kept)
    }

    fn literal(&mut self, literal: &Literal, inside: Inside) -> Option<Literal> {
        let (mut kept, mut hidden) = (None, false);
        let mut new = formats::renamed(literal, |name| {
            let OwnNames { given, kept: others, .. } = self.names;
            if let Some(own) = given.get(name) {
                hidden |= self.names.hidden.contains(name);
                return Some(plain(own));
            }
            let own = plain(others.get(name)?);
            if inside == Inside::Shown {
                return Some(own);
            }
            kept = Some(own);
            None
        });
        if let (Some(own), Inside::Macro(Formats::Any)) = (kept, inside) {
            if self.reported.insert(literal.to_string()) {
                self.errors.at(
                    literal,
                    format!(
                        "whether this names a local is not known, and another local named `{own}` is kept \
                         here as well: give one of the two another name"
                    ),
                );
            }
        }
        if let (true, Some(new)) = (hidden, &mut new) {
            new.set_span(Span::mixed_site().located_at(literal.span()));
        }
        new
    }

    /// Gives an assertion without a message the one that it has in the source.
    fn with_message(
        &self,
        before: &[TokenTree],
        group: &Group,
        condition: &TokenStream,
    ) -> Option<TokenStream> {
        let path = known_macros::path_before(before).filter(known_macros::shows_condition)?;
        let name = &path.segments.last()?.ident;
        let kept = &self.names.kept;
        let has_message =
            || known_macros::list_of(group.stream()).is_none_or(|arguments| arguments.len() != 1);
        if !is_named(condition.clone(), kept) || has_message() {
            return None;
        }
        let shown = with_names(condition.clone(), kept).to_string();
        let shown = shown.trim_end_matches([',', ' ']).replace('{', "{{").replace('}', "}}");
        let mut message = Literal::string(&format!("assertion failed: {shown}"));
        message.set_span(name.span());
        let last = condition.clone().into_iter().last();
        let is_comma = matches!(&last, Some(TokenTree::Punct(punct)) if punct.as_char() == ',');
        let comma = (!is_comma).then(|| quote!(,));
        Some(quote!(#condition #comma #message))
    }
}

/// What a group is, behind these tokens.
fn within(before: &[TokenTree], group: &Group, inside: Inside) -> Inside {
    if inside == Inside::Shown {
        return Inside::Shown;
    }
    if let Some(path) = known_macros::path_before(before) {
        if known_macros::only_shows(&path) {
            return Inside::Shown;
        }
        return Inside::Macro(known_macros::formats_of(&path));
    }
    match before {
        [.., TokenTree::Ident(variant)]
            if group.delimiter() == Delimiter::Brace && is_state(variant) =>
        {
            Inside::Fields
        }
        // What is nested in the arguments of a macro that is not known may be a format string as well.
        _ if matches!(inside, Inside::Macro(formats) if formats.is_any()) => inside,
        _ => Inside::Code,
    }
}

/// Whether a name is that of a variant of the enum of states.
fn is_state(name: &Ident) -> bool {
    let name = name.to_string();
    let number = name.strip_prefix("At").unwrap_or_default();
    name == "Start" || !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
}

fn is_named(tokens: TokenStream, names: &HashMap<String, Ident>) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => is_named(group.stream(), names),
        TokenTree::Ident(name) => names.contains_key(&plain(&name)),
        _ => false,
    })
}

fn with_names(tokens: TokenStream, names: &HashMap<String, Ident>) -> TokenStream {
    let own = |token| match token {
        TokenTree::Group(group) => {
            Group::new(group.delimiter(), with_names(group.stream(), names)).into()
        }
        TokenTree::Ident(name) => own(&name, names).unwrap_or(name).into(),
        other => other,
    };
    tokens.into_iter().map(own).collect()
}

/// Tokens with the strings as they are written that are no format strings.
pub(super) fn data_as_written(tokens: TokenStream, vars: &Vars) -> TokenStream {
    let written = |token| match token {
        TokenTree::Group(group) => {
            let mut new = Group::new(group.delimiter(), data_as_written(group.stream(), vars));
            new.set_span(group.span());
            new.into()
        }
        TokenTree::Literal(literal) => match vars.data.get(&literal.to_string()) {
            Some(written) => {
                let mut written = written.clone();
                written.set_span(literal.span());
                written.into()
            }
            None => literal.into(),
        },
        other => other,
    };
    tokens.into_iter().map(written).collect()
}
