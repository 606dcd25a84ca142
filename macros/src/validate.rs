//! The rules for what a generator's body contains, with the messages for what breaks them.
//!
//! `lower` asks these rules while it walks through the body. The texts for a `?` that has no place to go
//! are elsewhere: `advice` has that for a function, `gen_block` and `stream/in_place` those for a body in
//! place.

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, ExprAwait, ExprCall, ExprTry, ExprUnary, ExprYield, UnOp};

use crate::yields::YieldKind;

/// How a body can end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Perhaps with an error: the signature does not exclude `?`.
    Error,
    /// With a value whose type is neither a `Result` nor an `Option`.
    Value(Ends),
}

/// What a body returns, by the trait that its generator is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// An iterator and a stream return nothing.
    Iterator,
    /// A coroutine returns a value of its type `Return`.
    Coroutine,
}

/// The innermost scope around an expression, as far as yields are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The body of the generator: the scope where yields belong.
    Generator,
    Closure,
    AsyncBlock,
    Function,
    Constant,
}

impl Place {
    /// The error for a yield in this place.
    pub(crate) fn rejects(self, kind: YieldKind, name: &Ident) -> Option<Error> {
        let rule = self.rule()?;
        Some(Error::new_spanned(name, format!("`{}` {rule}", kind.name())))
    }

    /// The error for a `?` in this place of a body that ends with `end`, with this `message`.
    pub(crate) fn rejects_question_mark(
        self,
        question: &ExprTry,
        end: End,
        message: impl FnOnce(Ends) -> String,
    ) -> Option<Error> {
        match end {
            End::Value(ends) if self == Self::Generator => {
                Some(Error::new_spanned(question.question_token, message(ends)))
            }
            End::Value(_) | End::Error => None,
        }
    }

    /// The error for `.await` in this place.
    pub(crate) fn rejects_await(self, awaited: &ExprAwait) -> Option<Error> {
        (self == Self::Generator).then(|| {
            Error::new_spanned(
                awaited.await_token,
                "a generator cannot wait for a future: its caller steps it, and nothing would \
                 resume it when the future is ready; make the values ready before the generator \
                 starts, or write a stream, which the feature `stream` of genfn gives: \
                 `#[generator] async fn .. -> impl Stream<Item = ..>`, or `async_gen! { .. }` in place of \
                 `gen_! { .. }`",
            )
        })
    }

    /// Why a yield cannot stand in this place, and what to write instead.
    fn rule(self) -> Option<&'static str> {
        match self {
            Self::Generator => None,
            Self::Closure => Some(
                "cannot stand in a closure: only the generator's own body can be suspended; \
                 write a loop in place of the closure, or yield what the closure returns",
            ),
            Self::AsyncBlock => Some(
                "cannot stand in an `async` block: only the generator's own body can be \
                 suspended; yield outside of the block",
            ),
            Self::Function => Some(
                "cannot stand in a nested function: only the generator's own body can be \
                 suspended; mark the nested function `#[generator]` too, or yield what it returns",
            ),
            Self::Constant => Some(
                "cannot stand in a constant: it is evaluated when the program is compiled; \
                 compute the value in the body with `let`",
            ),
        }
    }
}

/// A yield without the exclamation mark: `yield value`, as in Python and in nightly Rust, or
/// `yield_(value)`.
pub(crate) struct Unmarked {
    pub(crate) kind: YieldKind,
    /// The name of the macro that the user means.
    pub(crate) name: Ident,
    pub(crate) parentheses: DelimSpan,
    pub(crate) value: TokenStream,
    whole: TokenStream,
    /// Whether the user wrote `yield!(value)`, which is a `yield` of `!(value)` to the parser.
    misnamed: bool,
}

impl Unmarked {
    pub(crate) fn of(expression: &Expr) -> Option<Self> {
        let whole = || expression.to_token_stream();
        match expression {
            Expr::Yield(ExprYield { yield_token, expr, .. }) => {
                let negated = expr.as_deref().and_then(negated_group);
                let misnamed = negated.is_some();
                let value = negated.unwrap_or_else(|| expr.to_token_stream());
                let mut parentheses = Group::new(Delimiter::Parenthesis, TokenStream::new());
                parentheses.set_span(expr.as_ref().map_or(yield_token.span, Spanned::span));
                Some(Self {
                    kind: YieldKind::Yield,
                    name: Ident::new("yield_", yield_token.span),
                    parentheses: parentheses.delim_span(),
                    value,
                    whole: whole(),
                    misnamed,
                })
            }
            Expr::Call(ExprCall { func, paren_token, args, .. }) => match &**func {
                Expr::Path(function) if function.path.get_ident().is_some() => {
                    let (kind, name) = YieldKind::of_path(&function.path)?;
                    Some(Self {
                        kind,
                        name: name.clone(),
                        parentheses: paren_token.span,
                        value: args.to_token_stream(),
                        whole: whole(),
                        misnamed: false,
                    })
                }
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn error(&self) -> Error {
        let value = &self.value;
        if self.misnamed {
            return Error::new_spanned(
                &self.whole,
                format!(
                    "the macro is called `yield_!`, because `yield` is a keyword: write \
                     `yield_!({value})`, or `yield_!(!({value}))` to yield the negation"
                ),
            );
        }
        Error::new_spanned(
            &self.whole,
            format!(
                "a yield is a macro, with an exclamation mark: write `{}({})`",
                self.kind.name(),
                value
            ),
        )
    }
}

/// The contents of `(value)`, `[value]` or `{ value }`, if `negation` is a `!` in front of one.
fn negated_group(negation: &Expr) -> Option<TokenStream> {
    let Expr::Unary(ExprUnary { op: UnOp::Not(_), expr, .. }) = negation else {
        return None;
    };
    match &**expr {
        Expr::Paren(parenthesized) => Some(parenthesized.expr.to_token_stream()),
        Expr::Tuple(values) => Some(values.elems.to_token_stream()),
        Expr::Array(values) => Some(values.elems.to_token_stream()),
        Expr::Block(block) => {
            let statements = &block.block.stmts;
            Some(quote!(#(#statements)*))
        }
        _ => None,
    }
}

/// The error for a `break` or `continue` of the body of a `what`, which no loop is around.
pub(crate) fn leaves_no_loop(expression: &Expr, what: &str) -> Option<Error> {
    let (keyword, name) = match expression {
        Expr::Break(broken) if broken.label.is_none() => {
            (broken.break_token.to_token_stream(), "break")
        }
        Expr::Continue(continued) if continued.label.is_none() => {
            (continued.continue_token.to_token_stream(), "continue")
        }
        _ => return None,
    };
    let message = format!("`{name}` outside of a loop: to end the {what}, write `return`");
    Some(Error::new_spanned(keyword, message))
}

/// Whether an attribute is `#[generator]`.
pub(crate) fn is_generator(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "generator")
}
