//! Renames locals among the tokens of macros: these stay as they are written, but for the names.
//!
//! ```text
//! // in                              // out
//! show!(x.0.1, &&x, "{x}",)          show!(x_2.0.1, &&x_2, "{x_2}",)
//! ```

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Expr, Macro};

use crate::explicit::known::formats;
use crate::explicit::known::known_macros::{self, Formats};
use crate::explicit::source::names::Names;
use crate::tokens::is_punct;
use crate::yields::{YieldKind, is_generator_macro};

/// In front of the name of a field that is written as a local alone.
const SHORTHAND: &str = "shorthand_of_the_generator_";

/// The name of a field that is written as a local alone, whose name is another one now.
pub(super) fn shorthand(field: &Ident) -> Ident {
    Ident::new(&format!("{SHORTHAND}{}", field.to_string().trim_start_matches("r#")), field.span())
}

impl Names<'_> {
    /// Renames the locals among the arguments of a macro.
    pub(super) fn invocation(&mut self, invocation: &mut Macro) {
        let is_generator = is_generator_macro(&invocation.path);
        let formats =
            if is_generator { Formats::None } else { known_macros::formats_of(&invocation.path) };
        if !is_generator && self.is_relied_on(invocation) {
            self.rely_on(invocation);
        }
        let parsed = if is_generator || known_macros::only_shows(&invocation.path) {
            None
        } else {
            self.in_macro += 1;
            let known = known_macros::known(invocation).map(|_| invocation.clone());
            let around = std::mem::replace(&mut self.around, known);
            let parsed = self.pattern(invocation).or_else(|| self.arguments(invocation, formats));
            self.around = around;
            self.in_macro -= 1;
            parsed
        };
        let written = invocation.tokens.clone();
        let new = if let Some(new) = parsed {
            respelled(&written, new)
        } else {
            let new = self.tokens(written.clone(), formats);
            (new.to_string() != written.to_string()).then_some(new)
        };
        if let Some(new) = new {
            self.vars.respelled(&new, written);
            invocation.tokens = new;
        }
        if YieldKind::of_path(&invocation.path).is_some() {
            drop_last_comma(&mut invocation.tokens);
        }
    }

    /// The arguments of `matches!`, with other names.
    fn pattern(&mut self, invocation: &Macro) -> Option<TokenStream> {
        if known_macros::known(invocation) != Some(known_macros::Takes::Pattern) {
            return None;
        }
        let (mut head, rest) = known_macros::matches_in(invocation)?;
        let (mut pattern, mut guard) = known_macros::pattern_in(&rest)?;
        self.visit_expr_mut(&mut head);
        // What it binds stays in the macro.
        self.inside(|this| {
            this.declare(&mut pattern, None);
            if let Some(guard) = &mut guard {
                this.visit_expr_mut(guard);
            }
        });
        let guard = guard.map(|guard| quote!(if #guard));
        Some(quote!(#head, #pattern #guard))
    }

    /// The arguments of a macro that takes a list of expressions, with other names.
    fn arguments(&mut self, invocation: &Macro, formats: Formats) -> Option<TokenStream> {
        let mut arguments = known_macros::list_in(invocation)?;
        for (index, argument) in arguments.iter_mut().enumerate() {
            let is_format = formats.can_be(index);
            if !(is_format && self.format_string(argument)) {
                self.visit_expr_mut(argument);
            }
        }
        Some(quote!(#(#arguments),*))
    }

    /// Renames what a format string names. `false` if the argument is none.
    fn format_string(&self, argument: &mut Expr) -> bool {
        match argument {
            Expr::Group(inner) => self.format_string(&mut inner.expr),
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(string), .. }) => {
                let new = self.literal(string.token());
                if let Ok(new) = syn::parse2(TokenTree::from(new).into()) {
                    *string = new;
                }
                true
            }
            _ => false,
        }
    }

    /// Writes a string that is no format string so that nobody takes it for one, up to where the step is written.
    pub(super) fn data(&mut self, string: &mut syn::LitStr) {
        let names = formats::names(&string.token().to_string());
        if names.is_empty() {
            return;
        }
        // A macro of the user's of this name may format it.
        let is_local = |name: &formats::Name| self.new_name(&name.text).is_some();
        if let Some(invocation) = self.around.clone().filter(|_| names.iter().any(is_local)) {
            self.rely_on(&invocation);
        }
        // A letter of private use, and which string it is.
        let mut hidden = Literal::string(&format!("\u{e000}{}", self.vars.data.len()));
        hidden.set_span(string.span());
        self.vars.data.insert(hidden.to_string(), string.token());
        if let Ok(hidden) = syn::parse2(TokenTree::from(hidden).into()) {
            *string = hidden;
        }
    }

    /// Renames the locals among tokens. `formats`: which of the literals can be format strings.
    pub(super) fn tokens(&self, tokens: TokenStream, formats: Formats) -> TokenStream {
        let mut renamed: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        let mut is_field = false;
        let mut argument = 0;
        while let Some(token) = tokens.next() {
            let after_field = is_field;
            is_field = false;
            renamed.push(match token {
                TokenTree::Group(group) => {
                    let inside = match known_macros::path_before(&renamed) {
                        Some(path) => known_macros::formats_of(&path),
                        _ if formats.is_any() => formats,
                        _ => Formats::None,
                    };
                    let mut new =
                        Group::new(group.delimiter(), self.tokens(group.stream(), inside));
                    new.set_span(group.span());
                    new.into()
                }
                // The name and the kind of a part in the rules of a macro.
                TokenTree::Ident(name) if is_of_rule(&renamed) => name.into(),
                TokenTree::Ident(name) if !after_field => {
                    if matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                    {
                        self.note(&name);
                    }
                    self.renamed(&name).unwrap_or(name).into()
                }
                TokenTree::Punct(dot) if dot.as_char() == '.' => {
                    let range = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '.');
                    is_field = !range && !matches!(renamed.last(), Some(TokenTree::Punct(last)) if last.as_char() == '.');
                    dot.into()
                }
                TokenTree::Punct(punct) => {
                    argument += usize::from(punct.as_char() == ',');
                    punct.into()
                }
                TokenTree::Literal(literal) if formats.can_be(argument) => self.literal(literal).into(),
                other => other,
            });
        }
        renamed.into_iter().collect()
    }

    /// A format string names locals in its braces.
    fn literal(&self, literal: Literal) -> Literal {
        let new = formats::renamed(&literal, |name| {
            let new = self.new_name(name)?.to_string().trim_start_matches("r#").to_owned();
            (new != name).then_some(new)
        });
        new.unwrap_or(literal)
    }
}

/// Whether tokens end with `$`, or with `$name:`.
fn is_of_rule(tokens: &[TokenTree]) -> bool {
    match tokens {
        [.., dollar, TokenTree::Ident(_), colon] if is_punct(Some(colon), ':') => {
            is_punct(Some(dollar), '$')
        }
        [.., last] => is_punct(Some(last), '$'),
        [] => false,
    }
}

/// Takes the comma behind the argument of a yield, which is read as one expression.
fn drop_last_comma(tokens: &mut TokenStream) {
    let mut all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    if all.len() > 1 && is_punct(all.last(), ',') {
        all.pop();
        *tokens = all.into_iter().collect();
    }
}

/// Tokens as they are written, with the names and string literals of `new`, which is what they were parsed to, with
/// other names. `None` if there are none.
fn respelled(written: &TokenStream, new: TokenStream) -> Option<TokenStream> {
    let mut names = Vec::new();
    if !leaves(new.clone(), &mut names, false) {
        return Some(written_out(new));
    }
    let mut old = Vec::new();
    leaves(written.clone(), &mut old, false);
    if old.len() != names.len() {
        return Some(written_out(new));
    }
    let is_same = |(old, new): (&Leaf, &Leaf)| {
        !new.is_shorthand && old.token.to_string() == new.token.to_string()
    };
    if old.iter().zip(&names).all(is_same) {
        return None;
    }
    Some(respell(written.clone(), &mut names.into_iter()))
}

/// A name, or a string literal.
struct Leaf {
    token: TokenTree,
    /// Whether it is the value of a field that is written as a local alone.
    is_shorthand: bool,
}

/// Finds names and string literals. `false` if a pattern is not written as a name alone any more.
fn leaves(tokens: TokenStream, found: &mut Vec<Leaf>, mut is_shorthand: bool) -> bool {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                if !leaves(group.stream(), found, false) {
                    return false;
                }
            }
            TokenTree::Ident(name) => {
                let text = name.to_string();
                if text.starts_with(SHORTHAND) {
                    is_shorthand = true;
                    continue;
                }
                if is_shorthand && ["ref", "mut"].contains(&&*text) {
                    return false;
                }
                found.push(Leaf { token: name.into(), is_shorthand });
                is_shorthand = false;
            }
            TokenTree::Literal(literal) => {
                if literal.to_string().starts_with(['"', 'r']) {
                    found.push(Leaf { token: literal.into(), is_shorthand: false });
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
    true
}

fn respell(written: TokenStream, names: &mut impl Iterator<Item = Leaf>) -> TokenStream {
    let mut respelled = TokenStream::new();
    for token in written {
        match token {
            TokenTree::Group(group) => {
                let mut new = Group::new(group.delimiter(), respell(group.stream(), names));
                new.set_span(group.span());
                respelled.extend([TokenTree::from(new)]);
            }
            TokenTree::Literal(literal) if !literal.to_string().starts_with(['"', 'r']) => {
                respelled.extend([TokenTree::from(literal)]);
            }
            TokenTree::Punct(punct) => respelled.extend([TokenTree::from(punct)]),
            name => {
                let Some(new) = names.next() else { continue };
                if new.is_shorthand {
                    // It is told from a field that is written with its value: see `own_names`.
                    let colon = Punct::new(':', Spacing::Joint);
                    respelled.extend([name, colon.into(), new.token]);
                } else {
                    respelled.extend([new.token]);
                }
            }
        }
    }
    respelled
}

/// The tokens with the fields' own names.
fn written_out(tokens: TokenStream) -> TokenStream {
    let own = |token| match token {
        TokenTree::Group(group) => {
            let mut new = Group::new(group.delimiter(), written_out(group.stream()));
            new.set_span(group.span());
            TokenTree::from(new)
        }
        TokenTree::Ident(name) => match name.to_string().strip_prefix(SHORTHAND) {
            Some(field) => match syn::parse_str::<Ident>(field) {
                Ok(_) => Ident::new(field, name.span()).into(),
                Err(_) => Ident::new_raw(field, name.span()).into(),
            },
            None => name.into(),
        },
        other => other,
    };
    tokens.into_iter().map(own).collect()
}
