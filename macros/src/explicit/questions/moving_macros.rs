//! Macros that the macro does not know, whose tokens name a local: the question to rustc whether one moves the local.
//!
//! ```text
//! // in                     // out
//! consume!(guard);          if false { let expanded = || { consume!(guard); }; leaves_locals(&expanded); }
//! ```
//!
//! A closure that moves what it captures can be called once alone, and rustc knows that of its type.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Macro, Path, Stmt};

use crate::explicit::known::known_macros;
use crate::explicit::questions::located::located;
use crate::explicit::questions::rest;
use crate::explicit::tree::ir::{Rest, VarId};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;
use crate::yields::{YieldKind, makes_generator};

/// What the keys of such macros begin with: no method has such a name.
pub(crate) const KEY: &str = "macro ";

/// What stands for a macro where what is kept is found.
pub(crate) fn key(invocation: &Macro) -> String {
    format!("{KEY}{}!{}", invocation.path.to_token_stream(), invocation.tokens)
}

/// Whether a macro may move a local, as its tokens are.
pub(crate) fn may_move(invocation: &Macro, var: VarId, vars: &Vars) -> bool {
    vars.all[var].may_be_taken()
        && can_be_in_a_closure(invocation.tokens.clone())
        && names(invocation.tokens.clone(), var, vars).is_some()
}

/// Where tokens name a local by value, as far as is seen.
fn names(tokens: TokenStream, var: VarId, vars: &Vars) -> Option<Span> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_punct = |token: Option<&TokenTree>, sign: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(group) => names(group.stream(), var, vars),
        TokenTree::Ident(name) if vars.find(name) == Some(var) => {
            let before = index.checked_sub(1).and_then(|before| tokens.get(before));
            let is_mut = matches!(before, Some(TokenTree::Ident(word)) if word == "mut");
            let is_borrowed = is_mut || is_punct(before, '&') || is_punct(before, '.');
            (!is_borrowed).then(|| name.span())
        }
        _ => None,
    })
}

/// Whether tokens leave a closure by its end alone.
fn can_be_in_a_closure(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Group(group) => can_be_in_a_closure(group.stream()),
        TokenTree::Ident(word) => word != "return" && word != "await",
        TokenTree::Punct(sign) => !['?', '\''].contains(&sign.as_char()),
        TokenTree::Literal(_) => true,
    })
}

/// Whether the arguments of a macro are not known.
pub(crate) fn is_unknown(invocation: &Macro) -> bool {
    let name = invocation.path.segments.last().map(|last| &last.ident);
    !name.is_some_and(makes_generator)
        && YieldKind::of_path(&invocation.path).is_none()
        && known_macros::known(invocation).is_none()
}

/// The question whether a local that was moved on some path is `Copy`.
pub(crate) fn is_copy(private: &Path, invocation: &Macro, var: VarId, vars: &Vars) -> Option<Stmt> {
    let at = invocation.path.segments.last()?.ident.span();
    let here = Span::mixed_site().located_at(at);
    let (private, local) = (located(private, here), &vars.all[var].ident);
    syn::parse2(quote_spanned!(here=> if false { #private::named_by_a_macro(&#local); })).ok()
}

/// The question whether a macro moves a local, of which a yield keeps something.
pub(crate) fn moves(private: &Path, invocation: &Macro, asked: VarId, vars: &Vars) -> Option<Stmt> {
    let at = names(invocation.tokens.clone(), asked, vars)?;
    let here = Span::mixed_site().located_at(at);
    let private = located(private, here);
    let mut expanded = internal("expanded");
    expanded.set_span(here);
    let others = mentioned(invocation.tokens.clone(), vars);
    let others = others.iter().filter(|var| **var != asked);
    let others = others.map(|var| &vars.all[*var].ident);
    let semicolon = match &invocation.delimiter {
        syn::MacroDelimiter::Brace(_) => None,
        _ => Some(quote!(;)),
    };
    let local = &vars.all[asked];
    let mut kind = internal("kind");
    kind.set_span(here);
    let (kept, check) = if local.rest == Rest::Whole {
        (None, quote_spanned!(here=> #private::leaves_locals(&#expanded);))
    } else {
        let [traits, rest] = rest::of(&private, asked, vars, here);
        let kept = quote_spanned!(here=> #traits let #kind = #rest;);
        (Some(kept), quote_spanned!(here=> #kind.is_left_by(&#expanded);))
    };
    // The closure may move the local: nothing leads out of this.
    let question = quote_spanned! {here=>
        if false {
            #kept
            #[allow(unused, clippy::all)]
            let #expanded = || loop {
                #(let mut #others = #private::another(&#others);)*
                #invocation #semicolon
                break;
            };
            #check
            #private::nothing_runs();
        }
    };
    syn::parse2(question).ok()
}
