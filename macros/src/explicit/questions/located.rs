//! Tokens at another place: rustc reports an answer where a question is, in the user's code.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Path;

/// The path of the hidden items, at another place.
pub(crate) fn located(private: &Path, here: Span) -> TokenStream {
    let tokens = private.to_token_stream().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(here));
        token
    });
    tokens.collect()
}

/// The path of the hidden items, as if the user had written it. An expression that begins with it and ends with a token
/// of the user's has the span from the one to the other: between tokens of two origins, rustc takes that of the attribute.
pub(crate) fn located_as_written(private: &Path, here: Span) -> TokenStream {
    let tokens = private.to_token_stream().into_iter().map(|mut token| {
        token.set_span(here);
        token
    });
    tokens.collect()
}

/// The same tokens, at another span.
pub(crate) fn located_at(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), located_at(group.stream(), span)).into();
            }
            token.set_span(token.span().located_at(span));
            token
        })
        .collect()
}
