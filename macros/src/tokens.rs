//! Questions about code that its tokens answer, where no syntax tree is at hand or parsing takes too
//! long.
//!
//! Code that somebody is still writing does not parse, and the arguments of a macro need not. The
//! functions here are the only ones in this crate that compare tokens with keywords or operators,
//! apart from `lower`, which replaces tokens.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::Error;

use crate::yields::YieldKind;

/// The keywords that begin or join something other than a name: all of the language's but `as`,
/// `crate`, `false`, `mut`, `ref`, `self`, `Self`, `super` and `true`.
const KEYWORDS: [&str; 35] = [
    "async",
    "await",
    "break",
    "const",
    "continue",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro_rules",
    "match",
    "mod",
    "move",
    "pub",
    "return",
    "static",
    "struct",
    "trait",
    "try",
    "type",
    "union",
    "unsafe",
    "use",
    "where",
    "while",
    "yield",
];

/// The macros of the standard library whose expansion contains no `return`, and no item, but those in
/// their arguments.
const MACROS_OF_STD: [&str; 22] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "line",
    "matches",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
];

/// A token and its neighbours in the same group.
pub(crate) struct At<'a> {
    tokens: &'a [TokenTree],
    index: usize,
}

impl<'a> At<'a> {
    pub(crate) fn token(&self) -> &'a TokenTree {
        &self.tokens[self.index]
    }

    /// The token that is `distance` tokens before this one.
    pub(crate) fn before(&self, distance: usize) -> Option<&'a TokenTree> {
        self.tokens.get(self.index.checked_sub(distance)?)
    }

    pub(crate) fn next(&self) -> Option<&'a TokenTree> {
        self.tokens.get(self.index + 1)
    }

    /// Whether it is a name, and an exclamation mark follows that is no part of `!=`. Behind a keyword the mark
    /// is an operator: `if !done`.
    fn calls_macro(&self) -> bool {
        let equals = self.tokens.get(self.index + 2);
        is_punct(self.next(), '!') && !is_punct(equals, '=') && {
            let name = self.token().to_string();
            let can_be_a_macro = ["gen", "macro_rules", "union"].contains(&name.as_str());
            can_be_a_macro || !KEYWORDS.contains(&name.as_str())
        }
    }
}

/// The first identifier of this name, at any depth.
pub(crate) fn find_ident(tokens: TokenStream, name: &str) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => find_ident(group.stream(), name),
        TokenTree::Ident(ident) => (ident == name).then_some(ident),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}

/// Whether `test` holds for any token, those inside of groups included. It visits the tokens in order,
/// a group before its contents, and stops at the first for which `test` holds.
pub(crate) fn any(tokens: TokenStream, test: &mut impl FnMut(&At<'_>) -> bool) -> bool {
    // Iterative: tokens may be nested deeper than the stack is.
    let mut open: Vec<(Vec<TokenTree>, usize)> = vec![(tokens.into_iter().collect(), 0)];
    while let Some((tokens, index)) = open.last_mut() {
        if *index == tokens.len() {
            open.pop();
            continue;
        }
        let at = At { tokens, index: *index };
        if test(&at) {
            return true;
        }
        let token = at.token().clone();
        *index += 1;
        if let TokenTree::Group(group) = token {
            open.push((group.stream().into_iter().collect(), 0));
        }
    }
    false
}

/// How deep groups may be nested in what is parsed, and how many tokens may follow one another with no
/// `;` or `,` between them. syn needs stack for each level, and for each operand: rustc's stack is at an
/// end somewhere beyond these.
const DEPTH: usize = 100;
const RUN: usize = 2000;

/// Whether tokens are nested so little, and their expressions are so short, that they can be parsed.
pub(crate) fn is_shallow(tokens: TokenStream) -> bool {
    let mut level = vec![tokens];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for tokens in level {
            let mut run = 0;
            for token in tokens {
                run += 1;
                match token {
                    TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => run = 0,
                    TokenTree::Group(group) => {
                        if group.delimiter() == Delimiter::Brace {
                            run = 0;
                        }
                        next.push(group.stream());
                    }
                    _ => {}
                }
                if run > RUN {
                    return false;
                }
            }
        }
        if next.is_empty() {
            return true;
        }
        level = next;
    }
    false
}

/// How deep groups may be nested in a body. rustc's own stack ends between this and 800 levels, in plain
/// functions as well.
const DEEPEST: usize = 600;

/// The error for tokens that are nested deeper than [`DEEPEST`].
pub(crate) fn too_deep(tokens: TokenStream) -> Option<Error> {
    let mut open = vec![tokens.into_iter()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            Some(TokenTree::Group(group)) if open.len() > DEEPEST => {
                let message = format!(
                    "a generator is nested at most {DEEPEST} deep: move the inner blocks to functions"
                );
                return Some(Error::new(group.span_open(), message));
            }
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    None
}

/// Whether `token` is this punctuation character.
pub(crate) fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// What the tokens of a body tell, which one walk over them finds.
#[derive(Clone)]
pub(crate) struct Words {
    /// The identifiers, keywords included.
    all: Vec<String>,
    /// Whether there is a `?`.
    question: bool,
    /// Whether a macro is called whose expansion is not known.
    unknown_macro: bool,
}

impl Words {
    pub(crate) fn of(body: TokenStream) -> Self {
        let mut found = Self { all: Vec::new(), question: false, unknown_macro: false };
        any(body, &mut |at| {
            match at.token() {
                TokenTree::Punct(punct) => found.question |= punct.as_char() == '?',
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    found.unknown_macro |= at.calls_macro()
                        && YieldKind::of(&name).is_none()
                        && !MACROS_OF_STD.contains(&name.as_str());
                    found.all.push(name);
                }
                TokenTree::Group(_) | TokenTree::Literal(_) => {}
            }
            false
        });
        found
    }

    /// Whether an identifier or a keyword is in the body.
    pub(crate) fn contain(&self, word: &str) -> bool {
        self.all.iter().any(|other| other == word)
    }

    /// Whether a macro is called whose expansion is not known.
    pub(crate) fn call_unknown_macros(&self) -> bool {
        self.unknown_macro
    }

    /// Whether the body may return before its end: by `return` or `?`, or by a macro that may expand to
    /// one of them.
    pub(crate) fn may_return(&self) -> bool {
        self.question || self.unknown_macro || self.contain("return")
    }

    /// Whether there may be an item in the body that shadows a type or a module: one that is there, or one
    /// from a macro that may expand to items.
    pub(crate) fn may_define_types(&self) -> bool {
        let keywords = ["enum", "extern", "mod", "struct", "trait", "type", "union", "use"];
        self.unknown_macro || self.all.iter().any(|word| keywords.contains(&word.as_str()))
    }
}

/// Whether code may suspend the body of a stream: by `.await` or a yield, or by a macro, or code that an
/// attribute makes of it, which may expand to either.
pub(crate) fn may_suspend(code: TokenStream) -> bool {
    any(code, &mut |at| match at.token() {
        TokenTree::Ident(name) => name == "await" || name == "yield",
        TokenTree::Punct(punct) => match punct.as_char() {
            '#' => true,
            // The `!` of a macro, or an operator.
            '!' => matches!(at.next(), Some(TokenTree::Group(_) | TokenTree::Ident(_))),
            _ => false,
        },
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether an expression consists of names, literals, operators, calls and indices. It contains no
/// yield then, nor anything that a yield can be misplaced in.
///
/// Most yields are given such an expression. This function takes a tenth of the time that parsing
/// the expression takes.
pub(crate) fn is_plain(expression: TokenStream) -> bool {
    fn are_plain(tokens: TokenStream, separators: &[char]) -> bool {
        tokens.into_iter().all(|token| match token {
            TokenTree::Literal(_) => true,
            TokenTree::Ident(name) => {
                let name = name.to_string();
                !KEYWORDS.contains(&name.as_str()) && YieldKind::of(&name).is_none()
            }
            TokenTree::Punct(punct) => {
                let punct = punct.as_char();
                ".:&*+-/%^<>".contains(punct) || separators.contains(&punct)
            }
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Parenthesis | Delimiter::Bracket => are_plain(group.stream(), &[',']),
                Delimiter::Brace | Delimiter::None => false,
            },
        })
    }

    are_plain(expression, &[])
}

/// The first `..` in `tokens`, groups left out, that one of `keywords` follows. Its value is the two
/// dots and the keyword.
pub(crate) fn range_before(tokens: TokenStream, keywords: &[&str]) -> Option<[TokenTree; 3]> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.windows(3).find_map(|window| {
        let [first, second, TokenTree::Ident(next)] = window else {
            return None;
        };
        let is_range = is_punct(Some(first), '.') && is_punct(Some(second), '.');
        let found = is_range && keywords.iter().any(|keyword| next == keyword);
        found.then(|| [first.clone(), second.clone(), next.clone().into()])
    })
}

/// Removes the path that `tokens` end with: `genfn::` before the name of a yield.
pub(crate) fn remove_path_at_end(tokens: &mut Vec<TokenTree>) {
    while is_punct(tokens.last(), ':') && is_punct(tokens.iter().nth_back(1), ':') {
        tokens.truncate(tokens.len() - 2);
        if matches!(tokens.last(), Some(TokenTree::Ident(_))) {
            tokens.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn return_question_mark_and_unknown_macros_may_return() {
        for body in [
            quote!(return),
            quote!(if done {
                return 1;
            }),
            quote!(text.parse()?),
            quote!(ensure!(done)),
            quote!(vec![text.parse()?]),
        ] {
            assert!(Words::of(body.clone()).may_return(), "{body}");
        }
        for body in [
            quote!(loop {
                yield_!(1);
            }),
            quote!(println!("{}", yield_from!(list))),
            quote!(if done {
                "return";
            }),
        ] {
            assert!(!Words::of(body.clone()).may_return(), "{body}");
        }
    }

    #[test]
    fn path_of_a_yield_is_removed_as_far_as_it_goes() {
        let left = |tokens: TokenStream| {
            let mut tokens = Vec::from_iter(tokens);
            remove_path_at_end(&mut tokens);
            TokenStream::from_iter(tokens).to_string()
        };
        assert_eq!(left(quote!(let x = ::genfn::)), "let x =");
        assert_eq!(left(quote!(f(x), a::b::)), "f (x) ,");
        assert_eq!(left(quote!(x:)), "x :");
    }
}
