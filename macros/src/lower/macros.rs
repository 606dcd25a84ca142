//! Yields among the tokens of other macros, and in code that does not parse.
//!
//! ```text
//! // in                                       // out
//! vec![yield_!(a), b]                         macro_rules! yield_ { .. }
//!                                             vec![yield_!(a), b]
//!
//! select! { x = genfn::yield_!(a) => x }      macro_rules! yield_ { .. }
//!                                             select! { x = yield_!(a) => x }
//!
//! vec![|| yield_!(a)]                         { compile_error! { ".." } }
//! ```
//!
//! The author of another macro can take its tokens apart and use them one by one. So the macro is given
//! the user's tokens, and nothing else: no token that names what an expansion keeps to itself. A yield
//! in them stays a macro call. What it calls is defined in front of the statement:
//!
//! ```text
//! macro_rules! yield_ {
//!     () => { yield_ with `()` };
//!     ($($value:tt)*) => {{
//!         if false { imports().import_of_yield(); loop { break 'body never(); } }
//!         let value = { .. value = $($value)*; .. };
//!         let resumed = slot.yield_of_the_generator(value).await;
//!         slot = resumed.0;
//!         resumed.1
//!     }};
//! }
//! ```
//!
//! - Only the definition names the slot. Whatever the other macro does with the call, drop, repeat or
//!   move it, each use is a whole yield.
//! - `break 'body` never runs. If the other macro moves the yield into a closure or an `async` block, the
//!   label is not in scope there and rustc rejects the yield, which would wait in the wrong body. The
//!   `loop` keeps rustc from reporting a `break` outside of a loop as well.
//! - rustc takes the tokens of a definition for the user's, so there is no `unsafe` in it.
//! - In front of the statement, and not of the body: an import of `yield_` within the same block would be
//!   ambiguous with a definition outside of the block.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{Expr, Item, Macro, Stmt};

use super::suspend::{Call, Sent, allow_let_if};
use super::{Lowering, Walk, body_label, internal};
use crate::attribute::has_foreign_attribute;
use crate::tokens::{is_punct, is_shallow, remove_path_at_end};
use crate::validate::Place;
use crate::yields::{MacroArguments, YieldKind, is_generator_macro, makes_generator};

/// A call of a yield's macro among tokens that are not lowered.
pub(super) struct OpaqueYield {
    kind: YieldKind,
    name: Ident,
    /// Whether it may be without an argument.
    bare: bool,
}

impl Lowering<'_> {
    /// Checks the arguments of another macro, and prepares the yields in them. If they contain mistakes,
    /// the result is what stands in place of the whole call: the macro may drop its arguments, and the
    /// errors with them.
    pub(super) fn other_macro(&mut self, invocation: &mut Macro) -> Option<Expr> {
        if is_generator_macro(&invocation.path) {
            return None;
        }
        if quotes(invocation) {
            // Not even a path is taken from what it shows. Should it run the yields, they are defined.
            self.opaque_tokens(invocation.tokens.clone());
            return None;
        }
        let arguments = MacroArguments::parse(&invocation.tokens);
        let walk = std::mem::replace(&mut self.walk, Walk::Checks);
        // The macro may put its arguments into a loop.
        let in_loop = std::mem::replace(&mut self.in_loop, true);
        let ((), errors) = self.apart(|this| match arguments {
            MacroArguments::Expressions(mut expressions) => {
                for expression in &mut expressions {
                    this.visit_expr_mut(expression);
                }
            }
            MacroArguments::Statements(mut statements) => this.statements(&mut statements),
            MacroArguments::Tokens => {}
        });
        (self.walk, self.in_loop) = (walk, in_loop);
        if errors.is_empty() {
            let tokens = std::mem::take(&mut invocation.tokens);
            invocation.tokens = self.opaque_tokens(tokens);
            return None;
        }
        let mistakes = errors.to_compile_errors();
        self.errors.append(errors);
        Some(Expr::Verbatim(quote!({ #mistakes })))
    }

    /// Takes note of the yields among tokens that are not lowered. The result is the same tokens, without
    /// the paths before the yields' names.
    pub(super) fn opaque_tokens(&mut self, tokens: TokenStream) -> TokenStream {
        if self.walk == Walk::Checks {
            return tokens;
        }
        // A definition would not reach the slot from within these.
        let out_of_reach = matches!(self.place, Place::Function | Place::Constant);
        let found = find(tokens.clone());
        if out_of_reach || found.yields.is_empty() {
            return tokens;
        }
        for found in &found.yields {
            self.contains(found.kind);
        }
        self.opaque.extend(found.yields);
        if found.paths { without_paths(tokens) } else { tokens }
    }

    /// Lowers tokens that do not parse: code that somebody is still writing, or in a syntax that only
    /// rustc knows. A completed body has the same tokens up to the place where it is completed.
    ///
    /// An error in them stands in place of the yield, and is not reported otherwise: where the yield is,
    /// is not known for sure.
    pub(super) fn unknown_tokens(&mut self, tokens: TokenStream) -> TokenStream {
        if self.walk == Walk::Checks {
            return tokens;
        }
        if has_foreign_attribute(tokens.clone()) || !is_shallow(tokens.clone()) {
            return self.opaque_tokens(tokens);
        }
        let lowered = self.lower_tokens(tokens.clone());
        // Code that does not parse may have any form. To be sure:
        if gives_away(lowered.clone()) { self.opaque_tokens(tokens) } else { lowered }
    }

    fn lower_tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let outer = self.walk;
        let mut lowered: Vec<TokenTree> = Vec::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            let name = match token {
                TokenTree::Ident(name) => name,
                TokenTree::Group(group) => {
                    let inside = match macro_before(&lowered) {
                        // The yields in there are its own.
                        Some(name) if makes_generator(name) => group.stream(),
                        Some(_) => self.opaque_tokens(group.stream()),
                        None => self.lower_tokens(group.stream()),
                    };
                    let mut inside = Group::new(group.delimiter(), inside);
                    inside.set_span(group.span());
                    lowered.push(inside.into());
                    continue;
                }
                TokenTree::Punct(ref punct) => {
                    match punct.as_char() {
                        '|' => self.walk = Walk::LowersUnsure,
                        ';' => self.walk = outer,
                        _ => {}
                    }
                    lowered.push(token);
                    continue;
                }
                TokenTree::Literal(_) => {
                    lowered.push(token);
                    continue;
                }
            };
            // Behind the name of another macro, what the yield becomes would be that macro's arguments.
            let mut before = Vec::from(&lowered[lowered.len().saturating_sub(9)..]);
            remove_path_at_end(&mut before);
            let kind = match macro_before(&before) {
                Some(_) => None,
                None => YieldKind::of_name(&name),
            };
            if kind.is_some() && is_punct(rest.peek(), '!') {
                let bang = rest.next();
                if let (Some(kind), Some(TokenTree::Group(arguments))) = (kind, rest.peek()) {
                    let arguments = arguments.clone();
                    rest.next();
                    remove_path_at_end(&mut lowered);
                    let begins = match lowered.last() {
                        None => true,
                        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
                        last => is_punct(last, ';'),
                    };
                    let is_statement = begins && is_punct(rest.peek(), ';');
                    let sent = if is_statement { Sent::Dropped } else { Sent::Bare };
                    let mut yielded = self.yield_in_tokens(kind, &name, &arguments, sent);
                    let goes_on = is_punct(rest.peek(), '.') || is_punct(rest.peek(), '?');
                    // A keyword would make a block of another kind of it.
                    let follows_keyword = matches!(lowered.last(), Some(TokenTree::Ident(_)));
                    let is_block = arguments.delimiter() == Delimiter::Brace;
                    if is_block && !goes_on && !follows_keyword {
                        yielded = as_block(yielded);
                    }
                    lowered.extend(yielded);
                } else {
                    // A yield without arguments is unfinished.
                    lowered.push(name.into());
                    lowered.extend(bang);
                }
            } else if name == "fn" && matches!(rest.peek(), Some(TokenTree::Ident(_))) {
                // A nested function, which may be a generator of its own.
                lowered.push(name.into());
                for token in rest.by_ref() {
                    let ends = match &token {
                        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                        other => is_punct(Some(other), ';'),
                    };
                    lowered.push(token);
                    if ends {
                        break;
                    }
                }
            } else if name == "return" && self.fills_returns() && self.walk == Walk::Lowers {
                let is_bare = rest.peek().is_none()
                    || is_punct(rest.peek(), ';')
                    || is_punct(rest.peek(), ',');
                let span = name.span();
                lowered.push(name.into());
                if is_bare {
                    lowered.extend(self.end(span));
                }
            } else {
                if name == "async" || name == "gen" {
                    self.walk = Walk::LowersUnsure;
                }
                lowered.push(name.into());
            }
        }
        self.walk = outer;
        lowered.into_iter().collect()
    }

    fn yield_in_tokens(
        &mut self,
        kind: YieldKind,
        name: &Ident,
        arguments: &Group,
        sent: Sent,
    ) -> TokenStream {
        let parentheses = arguments.delim_span();
        let call = Call { kind, name, parentheses, sent };
        let (yielded, errors) = self.apart(|this| this.lower_yield(&call, arguments.stream()));
        if errors.is_empty() {
            return yielded;
        }
        let mistakes = errors.to_compile_errors();
        quote!(({ #mistakes }))
    }

    /// The definitions for the yields that [`opaque_tokens`](Self::opaque_tokens) has found.
    pub(super) fn definitions(&mut self) -> Vec<Stmt> {
        let found = std::mem::take(&mut self.opaque);
        let mut definitions = Vec::new();
        for kind in YieldKind::ALL {
            let mut of_kind = found.iter().filter(|found| found.kind == kind).peekable();
            if let Some(first) = of_kind.peek() {
                let name = first.name.clone();
                let bare = of_kind.any(|found| found.bare);
                definitions.push(self.define(kind, &name, bare));
            }
        }
        definitions
    }

    /// The definition of one of the yields' macros. An error in it is reported at `name`.
    fn define(&self, kind: YieldKind, name: &Ident, bare: bool) -> Stmt {
        let here = Span::mixed_site().located_at(name.span());
        let given = quote_spanned!(here=> $($value)*);
        let suspend = self.suspend_in_definition(kind, name, &given);
        let bare = bare.then(|| {
            let suspend = self.suspend_in_definition(kind, name, &quote_spanned!(here=> ()));
            quote_spanned!(here=> () => {{ #suspend }};)
        });
        Stmt::Item(Item::Verbatim(quote_spanned! {here=>
            #[allow(unused_macros)]
            macro_rules! #name {
                #bare
                ($($value:tt)*) => {{ #suspend }};
            }
        }))
    }

    fn suspend_in_definition(
        &self,
        kind: YieldKind,
        name: &Ident,
        given: &TokenStream,
    ) -> TokenStream {
        let here = Span::mixed_site().located_at(name.span());
        let at = |mut name: Ident| {
            name.set_span(here);
            name
        };
        let [slot, value, resumed] = ["slot", "value", "resumed"].map(|name| at(internal(name)));
        let label = body_label(name.span());
        let runtime = self.runtime;
        let method = Ident::new(kind.method(), here);
        let import = Ident::new(kind.import(), name.span());
        let suspension = if kind.delegates() {
            let lints = quote_spanned!(here=> #[allow(unused_imports)]);
            self.delegation(kind, here, given, None, Some(&lints))
        } else {
            quote_spanned!(here=> #slot.#method(#value).await)
        };
        let assigned = (!kind.delegates()).then(|| {
            let semicolon = quote_spanned!(here=> ;);
            let coerced = self.coerced(&value, here, given, &semicolon);
            let lint = self.by_item.then(|| allow_let_if(here));
            quote_spanned!(here=> #lint let #value = #coerced;)
        });
        quote_spanned! {here=>
            if false {
                #runtime::__private::imports().#import();
                loop { break #label #runtime::__private::never(); }
            }
            #assigned
            let #resumed = #suspension;
            #[allow(unused_assignments)]
            #[cfg_attr(clippy, allow(clippy::mixed_read_write_in_expression))]
            {
                #slot = #resumed.0;
            }
            #resumed.1
        }
    }
}

/// Whether a token of an expansion is among the arguments of another macro.
fn gives_away(tokens: TokenStream) -> bool {
    let is_internal = |tokens: TokenStream| {
        crate::tokens::any(tokens, &mut |at| match at.token() {
            TokenTree::Ident(name) => name.to_string().ends_with("_of_the_generator"),
            _ => false,
        })
    };
    let mut groups = vec![tokens];
    while let Some(tokens) = groups.pop() {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else { continue };
            if macro_before(&tokens[..index]).is_none() {
                groups.push(group.stream());
            } else if is_internal(group.stream()) {
                return true;
            }
        }
    }
    false
}

/// The name of the macro whose arguments, or whose definition, follow these tokens.
fn macro_before(tokens: &[TokenTree]) -> Option<&Ident> {
    // These come before the operator.
    let keywords = ["break", "else", "if", "in", "match", "return", "while"];
    let (name, bang) = match tokens {
        [.., TokenTree::Ident(name), bang] if is_punct(Some(bang), '!') => (name, bang),
        [.., TokenTree::Ident(name), bang, TokenTree::Ident(_)] => (name, bang),
        _ => return None,
    };
    let is_operator = keywords.iter().any(|keyword| name == keyword);
    (is_punct(Some(bang), '!') && !is_operator).then_some(name)
}

/// Whether a macro is known to take its arguments for text.
fn quotes(invocation: &Macro) -> bool {
    let names = ["stringify", "quote", "quote_spanned", "parse_quote", "parse_quote_spanned"];
    let last = invocation.path.segments.last();
    last.is_some_and(|segment| names.iter().any(|name| segment.ident == name))
}

/// What [`find`] finds.
struct Found {
    yields: Vec<OpaqueYield>,
    /// Whether there is a path before one of the names.
    paths: bool,
}

/// The yields in `tokens`, but for those of a generator in there.
fn find(tokens: TokenStream) -> Found {
    let mut found = Found { yields: Vec::new(), paths: false };
    let mut groups = vec![tokens];
    while let Some(tokens) = groups.pop() {
        let mut before: [Option<TokenTree>; 2] = [None, None];
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            match &token {
                TokenTree::Group(group) => groups.push(group.stream()),
                TokenTree::Ident(name) if is_punct(rest.peek(), '!') => {
                    if let Some(kind) = YieldKind::of_name(name) {
                        found.paths |= before.iter().all(|token| is_punct(token.as_ref(), ':'));
                        rest.next();
                        let bare = match rest.peek() {
                            Some(TokenTree::Group(group)) => may_be_empty(group.stream()),
                            _ => true,
                        };
                        found.yields.push(OpaqueYield { kind, name: name.clone(), bare });
                    } else if makes_generator(name) {
                        // The yields in there are its own.
                        rest.next();
                        rest.next();
                    }
                }
                // A function, which may be a generator of its own.
                TokenTree::Ident(name)
                    if name == "fn" && matches!(rest.peek(), Some(TokenTree::Ident(_))) =>
                {
                    for token in rest.by_ref() {
                        let ends = match &token {
                            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                            other => is_punct(Some(other), ';'),
                        };
                        if ends {
                            break;
                        }
                    }
                }
                _ => {}
            }
            before = [before[1].take(), Some(token)];
        }
    }
    found
}

/// Whether the argument of a yield is empty, or may be once another macro has filled it in.
fn may_be_empty(argument: TokenStream) -> bool {
    let mut argument = argument.into_iter();
    match argument.next() {
        None => true,
        Some(token) => is_punct(Some(&token), '$'),
    }
}

/// The tokens without the paths before the names of yields: `genfn::yield_!(..)` would not go by what
/// is defined in the body.
fn without_paths(tokens: TokenStream) -> TokenStream {
    // Iterative: tokens may be nested deeper than the stack is. Each level has what is left of its tokens,
    // those that are still to come, and the group that it is in.
    let mut levels = vec![(Vec::new(), tokens.into_iter().peekable(), None::<Group>)];
    loop {
        let (left, rest, _) = levels.last_mut().expect("the first level is the last to end");
        match rest.next() {
            Some(TokenTree::Group(group)) => {
                let inside = group.stream().into_iter().peekable();
                levels.push((Vec::new(), inside, Some(group)));
            }
            Some(TokenTree::Ident(name)) => {
                if is_punct(rest.peek(), '!') && YieldKind::of_name(&name).is_some() {
                    remove_path_at_end(left);
                }
                left.push(name.into());
            }
            Some(other) => left.push(other),
            None => {
                let (left, _, group) = levels.pop().expect("the loop has found this level");
                let inside: TokenStream = left.into_iter().collect();
                let (Some(group), Some((outer, _, _))) = (group, levels.last_mut()) else {
                    return inside;
                };
                let mut without = Group::new(group.delimiter(), inside);
                without.set_span(group.span());
                outer.push(without.into());
            }
        }
    }
}

/// A lowered yield without its parentheses. A macro call with braces can be a whole statement, and
/// rustc takes no operator after such a statement for one on its value.
pub(super) fn as_block(lowered: TokenStream) -> TokenStream {
    let mut tokens = lowered.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(parentheses)), None) => parentheses.stream(),
        _ => lowered,
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use crate::generator::generator;

    /// The errors in the expansion of a generator with this body, and the rest of the expansion.
    fn expanded(body: &TokenStream) -> (Vec<syn::ItemMacro>, syn::ItemFn) {
        let function = quote!(fn numbers() -> impl Iterator<Item = Result<u32, Error>> { #body });
        let file: syn::File = syn::parse2(generator(TokenStream::new(), &function)).unwrap();
        let mut errors = Vec::new();
        let mut functions = Vec::new();
        for item in file.items {
            match item {
                syn::Item::Macro(error) => errors.push(error),
                syn::Item::Fn(function) => functions.push(function),
                other => panic!("{}", quote!(#other)),
            }
        }
        (errors, functions.pop().expect("the function is there"))
    }

    fn text(function: &syn::ItemFn) -> String {
        quote!(#function).to_string()
    }

    #[test]
    fn what_an_attribute_of_a_statement_may_be_given_stays_as_it_is() {
        // A module can have the name of a tool, and `derive` can be another macro.
        for attribute in [quote!(#[rustfmt::skip]), quote!(#[derive(x)]), quote!(#[others])] {
            let (_, function) = expanded(&quote! {
                #attribute
                {
                    yield_!(1);
                }
                let _ = #attribute (yield_!(2));
            });
            let expanded = text(&function);
            for given in [quote!(#attribute { yield_!(1); }), quote!(#attribute (yield_!(2)))] {
                assert!(expanded.contains(&given.to_string()), "{expanded}");
            }
        }
    }

    #[test]
    fn a_misplaced_yield_is_an_error_whatever_its_delimiters() {
        for body in [
            quote!(list.map(|x| yield_!(x));),
            quote!(list.map(|x| yield_! { x });),
            quote!(list.map(|x| { yield_! { x } });),
            quote!(list.map(|x| vec![yield_! { x }]);),
        ] {
            let (errors, function) = expanded(&body);
            assert_eq!(errors.len(), 1, "{body}");
            assert_eq!(text(&function).matches("compile_error").count(), 1, "{body}");
        }
    }

    #[test]
    fn another_macro_is_given_the_users_tokens() {
        let call =
            quote!(select! { x => yield_!(1, 2), y => yield_!(|| yield_!(3)), z => return, });
        let (errors, function) = expanded(&call);
        assert_eq!(errors.len(), 0);
        assert!(text(&function).contains(&call.to_string()));
        assert_eq!(text(&function).matches("macro_rules ! yield_").count(), 1);
    }

    #[test]
    fn a_path_before_a_yield_is_taken_away() {
        let (_, function) = expanded(&quote!(select! { x => ::genfn::yield_!(a::b(1)) }));
        assert!(text(&function).contains("select ! { x => yield_ ! (a :: b (1)) }"));
    }

    #[test]
    fn a_definition_is_in_the_block_of_the_statement_that_needs_it() {
        let (_, function) = expanded(&quote!(if done {
            use genfn::yield_;
            dbg!(yield_!(Ok(1)));
        }));
        let text = text(&function);
        let [import, definition, call] =
            ["use genfn :: yield_", "macro_rules ! yield_", "dbg ! (yield_"]
                .map(|part| text.find(part));
        assert!(import < definition && definition < call, "{text}");
    }

    #[test]
    fn mistakes_in_an_argument_are_reported_beside_that_of_the_yield() {
        let (errors, _) = expanded(&quote!(yield_!(yield 1, || yield_!(2), other.await);));
        assert_eq!(errors.len(), 4);
    }

    #[test]
    fn a_bare_return_gets_a_value_only_in_the_body_itself() {
        let filled = |body| {
            text(&expanded(&body).1).matches("return :: genfn :: __private :: Result").count()
        };
        assert_eq!(filled(quote!(if done { return; } yield_!(Ok(1));)), 1);
        assert_eq!(filled(quote!(select! { x => return, })), 0);
        assert_eq!(filled(quote!(vec![if done { return }];)), 0);
        assert_eq!(filled(quote!(list.for_each(|x| { if x { return; } });)), 0);
        assert_eq!(filled(quote!(list.for_each(|x| select! { x => return, });)), 0);
        assert_eq!(
            filled(quote!(
                fn f() {
                    return;
                }
            )),
            0
        );
    }

    #[test]
    fn arguments_without_yields_stay_as_they_are() {
        let (_, function) = expanded(&quote!(stringify!(a + (b), [c]); yield_!(Ok(1));));
        assert!(text(&function).contains("stringify ! (a + (b) , [c])"));
    }
}
