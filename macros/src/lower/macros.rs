//! Yields among the tokens of other macros, and in code that does not parse.
//!
//! ```text
//! // in                                       // out
//! vec![yield_!(a), b]                         vec![({ yield_in_macro! { .. } }), b]
//!
//! select! { x = yield_!(a) => x }             select! { x = ({ yield_in_macro! { .. } }) => x }
//!
//! vec![|| yield_!(a)]                         { compile_error! { ".." } }
//! ```

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Expr, Macro};

use super::Lowering;
use super::suspend::{Call, Sent};
use crate::tokens::{is_punct, remove_path_at_end};
use crate::yields::{MacroArguments, YieldKind, is_generator_macro, makes_generator};

impl Lowering<'_> {
    /// Lowers the arguments of another macro. If they contain mistakes, the result is what stands in
    /// place of the whole call: the macro may drop its arguments, and the errors with them.
    pub(super) fn other_macro(&mut self, invocation: &mut Macro) -> Option<Expr> {
        if is_generator_macro(&invocation.path) {
            return None;
        }
        let (replacements, in_macro) = (self.replacements, self.in_macro);
        self.in_macro = true;
        let arguments = MacroArguments::parse(invocation.tokens.clone());
        let (lowered, errors) = self.apart(|this| match arguments {
            MacroArguments::Expressions(mut expressions) => {
                for expression in &mut expressions {
                    this.visit_expr_mut(expression);
                }
                expressions.into_token_stream()
            }
            MacroArguments::Statements(mut statements) => {
                this.statements(&mut statements);
                quote!(#(#statements)*)
            }
            MacroArguments::Tokens(tokens) => this.tokens(tokens),
        });
        self.in_macro = in_macro;
        // Without a replacement the macro gets exactly the tokens that the user wrote.
        if self.replacements != replacements {
            invocation.tokens = lowered;
        }
        if errors.is_empty() {
            return None;
        }
        let mistakes = errors.to_compile_errors();
        self.errors.append(errors);
        Some(Expr::Verbatim(quote!({ #mistakes })))
    }

    /// Lowers a macro that is defined in the body, and may be called there.
    pub(super) fn definition(&mut self, definition: &mut Macro) {
        let in_macro = std::mem::replace(&mut self.in_macro, true);
        let tokens = std::mem::take(&mut definition.tokens);
        definition.tokens = self.tokens(tokens);
        self.in_macro = in_macro;
    }

    /// Lowers tokens that do not parse: the arguments of another macro, or code that somebody is still
    /// writing.
    ///
    /// An error in them stands in place of the yield, and is not reported otherwise: the macro may
    /// drop the tokens, or move them to a place where they are right.
    pub(super) fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut lowered: Vec<TokenTree> = Vec::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            let name = match token {
                TokenTree::Ident(name) => name,
                TokenTree::Group(group) => {
                    let mut inside = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inside.set_span(group.span());
                    lowered.push(inside.into());
                    continue;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    lowered.push(token);
                    continue;
                }
            };
            let kind = YieldKind::of_name(&name);
            if is_punct(rest.peek(), '!') && (kind.is_some() || makes_generator(&name)) {
                let bang = rest.next();
                match (kind, rest.next()) {
                    (Some(kind), Some(TokenTree::Group(arguments))) => {
                        remove_path_at_end(&mut lowered);
                        let mut yielded = self.yield_in_tokens(kind, &name, &arguments);
                        let goes_on = is_punct(rest.peek(), '.') || is_punct(rest.peek(), '?');
                        if arguments.delimiter() == Delimiter::Brace && !goes_on {
                            yielded = as_block(yielded);
                        }
                        lowered.extend(yielded);
                    }
                    // The yields in a `gen_!` are its own. A yield without arguments is unfinished.
                    (_, arguments) => {
                        lowered.push(name.into());
                        lowered.extend(bang);
                        lowered.extend(arguments);
                    }
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
            } else if name == "return" && self.fills_returns() {
                let is_bare = rest.peek().is_none()
                    || is_punct(rest.peek(), ';')
                    || is_punct(rest.peek(), ',');
                let span = name.span();
                lowered.push(name.into());
                if is_bare {
                    self.replacements += 1;
                    lowered.extend(self.end(span));
                }
            } else {
                lowered.push(name.into());
            }
        }
        lowered.into_iter().collect()
    }

    fn yield_in_tokens(&mut self, kind: YieldKind, name: &Ident, arguments: &Group) -> TokenStream {
        let parentheses = arguments.delim_span();
        let call = Call { kind, name, parentheses, sent: Sent::Used };
        let (yielded, errors) = self.apart(|this| this.lower_yield(&call, arguments.stream()));
        if errors.is_empty() {
            return yielded;
        }
        let mistakes = errors.to_compile_errors();
        quote!(({ #mistakes }))
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
    fn a_mistake_among_tokens_that_do_not_parse_stays_there() {
        let (errors, function) = expanded(&quote!(select! { x => yield_!(1, 2), y => yield_!(3) }));
        assert_eq!(errors.len(), 0);
        assert_eq!(text(&function).matches("takes one value").count(), 1);
        assert_eq!(text(&function).matches("yield_in_macro").count(), 1);
    }

    #[test]
    fn mistakes_in_an_argument_are_reported_beside_that_of_the_yield() {
        let (errors, _) = expanded(&quote!(yield_!(yield 1, || yield_!(2), other.await);));
        assert_eq!(errors.len(), 4);
    }

    #[test]
    fn a_bare_return_gets_a_value_only_in_the_body_itself() {
        let filled = |body| text(&expanded(&body).1).matches("return :: genfn").count();
        assert_eq!(filled(quote!(if done { return; } yield_!(Ok(1));)), 1);
        assert_eq!(filled(quote!(select! { x => return, })), 1);
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
