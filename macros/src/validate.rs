//! Finds what stands in a body where it cannot.

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, Error, Expr, ExprAsync, ExprAwait, ExprCall, ExprClosure, ExprConst,
    ExprMacro, ExprRepeat, ExprTry, ExprTryBlock, ExprYield, Item, Macro, StmtMacro,
};

use crate::errors::Errors;
use crate::parse::Body;
use crate::yields::{Given, YieldKind, expressions_in, makes_generator};

/// Reports misplaced yields, and what is no yield but looks like one.
///
/// What stands in a macro that is not understood is not seen here. There, each yield's expansion
/// makes rustc itself reject it if it is misplaced (`lower`).
pub(crate) fn check(body: &Body, end: End, errors: &mut Errors) {
    if let Some(statements) = &body.statements {
        let mut misuse = Misuse { errors, place: Place::Generator, end };
        for statement in statements {
            misuse.visit_stmt(statement);
        }
    }
}

/// The mistakes among the arguments of a macro call at `place`, if there are any.
pub(crate) fn mistakes_in(invocation: &Macro, place: Place, end: End) -> Option<TokenStream> {
    let mut errors = Errors::default();
    Misuse { errors: &mut errors, place, end }.visit_macro(invocation);
    Some(errors.into_tokens()).filter(|mistakes| !mistakes.is_empty())
}

/// What the body can end with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// What `?` leaves it with, as far as the signature tells.
    Error,
    /// A value of a type that is no `Result` and no `Option`. It comes with what to say of a `?`.
    Value(&'static str),
}

/// The innermost thing that a yield can be misplaced in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The generator's own body: a yield belongs here.
    Generator,
    Closure,
    AsyncBlock,
    Function,
    Constant,
}

impl Place {
    /// The error that a yield of this kind, called `name`, is here.
    pub(crate) fn rejects(self, kind: YieldKind, name: &Ident) -> Option<Error> {
        let rule = self.rule()?;
        Some(Error::new_spanned(name, format!("`{}` {rule}", kind.name())))
    }

    /// The error that a `?` is here, in a body that ends with `end`.
    pub(crate) fn rejects_question_mark(self, question: &ExprTry, end: End) -> Option<Error> {
        match end {
            End::Value(message) if self == Self::Generator => {
                Some(Error::new_spanned(question.question_token, message))
            }
            End::Value(_) | End::Error => None,
        }
    }

    /// Why a yield cannot stand here, and what to write instead.
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

/// A yield without the exclamation mark: `yield value`, as it is in Python and in the
/// nightly compiler, or `yield_(value)`.
pub(crate) struct Unmarked {
    pub(crate) kind: YieldKind,
    /// As if it were a macro's.
    pub(crate) name: Ident,
    pub(crate) parentheses: DelimSpan,
    pub(crate) value: TokenStream,
    whole: TokenStream,
}

impl Unmarked {
    pub(crate) fn of(expression: &Expr) -> Option<Self> {
        let whole = || expression.to_token_stream();
        match expression {
            Expr::Yield(ExprYield { yield_token, expr, .. }) => {
                let value = expr.to_token_stream();
                let mut parentheses = Group::new(Delimiter::Parenthesis, TokenStream::new());
                parentheses.set_span(expr.as_ref().map_or(yield_token.span, Spanned::span));
                Some(Self {
                    kind: YieldKind::Yield,
                    name: Ident::new("yield_", yield_token.span),
                    parentheses: parentheses.delim_span(),
                    value,
                    whole: whole(),
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
                    })
                }
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn error(&self) -> Error {
        Error::new_spanned(
            &self.whole,
            format!(
                "a yield is a macro, with an exclamation mark: write `{}({})`",
                self.kind.name(),
                self.value
            ),
        )
    }
}

struct Misuse<'a> {
    errors: &'a mut Errors,
    place: Place,
    end: End,
}

impl Misuse<'_> {
    /// Goes on in what was just parsed, which does not live as long as the body.
    fn visit_parsed(&mut self, expression: &Expr) {
        Misuse { errors: self.errors, place: self.place, end: self.end }.visit_expr(expression);
    }

    fn within(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
        visit(self);
        self.place = outer;
    }
}

impl<'ast> Visit<'ast> for Misuse<'_> {
    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let Some((kind, name)) = YieldKind::of_path(&invocation.path) else {
            let opaque = invocation
                .path
                .segments
                .last()
                .is_none_or(|segment| makes_generator(&segment.ident));
            if !opaque {
                for expression in expressions_in(invocation).iter().flatten() {
                    self.visit_parsed(expression);
                }
            }
            return;
        };
        let given = Given::parse(invocation.tokens.clone());
        for error in [self.place.rejects(kind, name), given.error(kind)].into_iter().flatten() {
            self.errors.add(error);
        }
        match given {
            Given::Value(value) => self.visit_parsed(&value),
            Given::Values(values) => values.iter().for_each(|value| self.visit_parsed(value)),
            Given::Statements(statements) => self.visit_parsed(&statements),
            Given::Nothing | Given::Plain(_) | Given::Unknown(_) => {}
        }
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Some(unmarked) = Unmarked::of(expression) {
            self.errors.add(unmarked.error());
        }
        visit::visit_expr(self, expression);
    }

    fn visit_expr_try(&mut self, question: &'ast ExprTry) {
        visit::visit_expr_try(self, question);
        if let Some(error) = self.place.rejects_question_mark(question, self.end) {
            self.errors.add(error);
        }
    }

    fn visit_expr_try_block(&mut self, block: &'ast ExprTryBlock) {
        let end = std::mem::replace(&mut self.end, End::Error);
        visit::visit_expr_try_block(self, block);
        self.end = end;
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.within(Place::Closure, |this| {
            visit::visit_expr_closure(this, closure);
        });
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.within(Place::AsyncBlock, |this| {
            visit::visit_expr_async(this, block);
        });
    }

    fn visit_expr_const(&mut self, block: &'ast ExprConst) {
        self.within(Place::Constant, |this| visit::visit_expr_const(this, block));
    }

    fn visit_expr_repeat(&mut self, array: &'ast ExprRepeat) {
        self.visit_expr(&array.expr);
        self.within(Place::Constant, |this| this.visit_expr(&array.len));
    }

    fn visit_expr_await(&mut self, awaited: &'ast ExprAwait) {
        if self.place == Place::Generator {
            self.errors.at(
                awaited.await_token,
                "a generator cannot wait for a future: its caller steps it, and nothing would \
                 resume it when the future is ready; make the values ready before the generator \
                 starts, or write a stream instead",
            );
        }
        visit::visit_expr_await(self, awaited);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(_) | Item::Static(_) => {
                self.within(Place::Constant, |this| visit::visit_item(this, item));
            }
            // A macro's definition is tokens to be used elsewhere.
            Item::Macro(_) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.nested_function(&function.attrs, Some(&function.block));
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        self.nested_function(&method.attrs, Some(&method.block));
    }

    fn visit_trait_item_fn(&mut self, method: &'ast syn::TraitItemFn) {
        self.nested_function(&method.attrs, method.default.as_ref());
    }

    fn visit_stmt_macro(&mut self, statement: &'ast StmtMacro) {
        self.visit_macro(&statement.mac);
    }

    fn visit_expr_macro(&mut self, expression: &'ast ExprMacro) {
        self.visit_macro(&expression.mac);
    }
}

impl<'ast> Misuse<'_> {
    fn nested_function(&mut self, attributes: &[Attribute], body: Option<&'ast Block>) {
        if attributes.iter().any(is_generator) {
            return;
        }
        if let Some(body) = body {
            self.within(Place::Function, |this| visit::visit_block(this, body));
        }
    }
}

/// Whether an attribute is this one: a function that has it is a generator of its own.
pub(crate) fn is_generator(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "generator")
}
