//! Turns the body of a generator function into the body of an `async` block, and reports what a
//! generator's body cannot contain.
//!
//! rustc's own transform of the block lays out the state machine. So inference, borrows across yields,
//! temporaries and drop order are the language's.
//!
//! ```text
//! // in                              // out
//! yield_!(value)                     ({ .. slot.yield_(value) .await .. })            // suspend.rs
//!
//! println!("{}", yield_!(value))     println!("{}", ({ yield_in_macro! { .. } }))     // macros.rs
//!
//! fn f(a: A, (b, _): B)              let (mut slot, (a, argument_1)) = ..;            // arguments.rs
//!                                    let (b, _) = argument_1;
//!
//! return;                            return Ok(());           // in an iterator over `Result`s
//!
//! || yield_!(value)                  || compile_error! { ".." }
//! ```

mod arguments;
mod macros;
mod suspend;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Error, Expr, ExprAsync, ExprAwait, ExprClosure, ExprConst, ExprMacro,
    ExprRepeat, ExprReturn, ExprTryBlock, ImplItemFn, Item, ItemFn, Macro, MacroDelimiter, Path,
    Stmt, StmtMacro, TraitItemFn,
};

pub(crate) use self::arguments::{LoweredArguments, arguments};
use self::macros::as_block;
use self::suspend::{Call, Sent};
use crate::errors::Errors;
use crate::parse::Body;
use crate::signature::Output;
use crate::tokens;
use crate::validate::{End, Place, Unmarked, is_generator};
use crate::yields::{Given, YieldKind};

/// A name that only the expansion uses: its hygiene keeps the user's tokens from referring to it.
///
/// The suffix keeps it apart from names that users write. If a user's variable is missing and a hidden
/// one has the same name, rustc mentions the hidden one.
pub(crate) fn internal(name: &str) -> Ident {
    format_ident!("{name}_of_the_generator", span = Span::mixed_site())
}

/// The label of the body, which has the hygiene of [`internal`] names, as it is mentioned at `place`.
///
/// If another macro moves a yield into a closure, rustc's error names the label. So its name says the
/// rule.
pub(crate) fn body_label(place: Span) -> syn::Lifetime {
    let name = "'yields_belong_in_the_own_body_of_the_generator";
    syn::Lifetime::new(name, Span::mixed_site().located_at(place))
}

/// A body after lowering.
pub(crate) struct LoweredBody {
    /// The user's block, in a block with the label that every yield refers to.
    pub(crate) block: TokenStream,
    pub(crate) yields: Yields,
    /// Whether the body may return before its end.
    pub(crate) returns: bool,
    /// The span of the user's braces.
    pub(crate) braces: Span,
    /// The span of the opening brace.
    pub(crate) open: Span,
}

/// Which yields a body contains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Yields {
    Nothing,
    /// `yield_!` or `try_yield!`.
    Values,
    /// `yield_from!` or `try_yield_from!`, and perhaps the others.
    Delegates,
}

/// Lowers a body, and reports what it cannot contain.
///
/// It replaces the yields, and the `return`s without a value in an iterator over `Result`s.
pub(crate) fn body(
    body: Body,
    output: &Output,
    runtime: &Path,
    errors: &mut Errors,
) -> LoweredBody {
    let returns = tokens::may_return(body.braces.stream());
    let mut lowering = Lowering {
        output,
        end: output.end,
        runtime,
        place: Place::Generator,
        in_macro: false,
        yields: Yields::Nothing,
        reaches_the_end: false,
        replacements: 0,
        errors: Errors::default(),
    };
    let tokens = match body.statements {
        Some(mut statements) => {
            lowering.statements(&mut statements);
            // Around a single expression rustc reports the braces as unneeded.
            let single = matches!(&*statements, [Stmt::Expr(_, None)]);
            let not_single = single.then(|| quote_spanned!(Span::mixed_site()=> let () = ();));
            quote!(#not_single #(#statements)*)
        }
        None => lowering.tokens(body.braces.stream()),
    };
    let open = body.open;
    let mut block = Group::new(Delimiter::Brace, tokens);
    block.set_span(body.braces.span());
    // The edition of a block decides when the temporaries of its last expression are dropped, and rustc
    // takes the edition of a label for that of its block. So the label, a token of this crate, is not at
    // the user's block but at one around it.
    let label = body_label(open);
    let here = label.span();
    // Makes the code after the block reachable for rustc, whatever the block does. A yield in it
    // does the same.
    let reach = (!lowering.reaches_the_end)
        .then(|| quote_spanned!(here=> if false { break #label #runtime::__private::never(); }));
    let block = quote_spanned! {here=>
        #label: {
            #reach
            #block
        }
    };
    errors.append(lowering.errors);
    let (yields, braces) = (lowering.yields, body.braces.span());
    LoweredBody { block, yields, returns, braces, open }
}

/// Walks through a body once, replaces what has to be replaced, and reports what breaks a rule.
///
/// The error for a mistake also stands in place of the expression that is the mistake. rustc shows
/// equal errors at one place once. It takes the error for a value of any type, so that no other error
/// follows from the mistake.
struct Lowering<'a> {
    output: &'a Output,
    /// What the body can end with. In a `try` block `?` ends the block.
    end: End,
    runtime: &'a Path,
    place: Place,
    /// Whether the walk is in the arguments or the definition of another macro. The author of that
    /// macro can take the tokens apart and use them one by one. So the tokens contain no `unsafe`, but
    /// a call of a macro of the runtime that does.
    in_macro: bool,
    yields: Yields,
    /// Whether the body contains a yield that no other macro can drop.
    reaches_the_end: bool,
    /// The number of replacements so far.
    replacements: usize,
    errors: Errors,
}

impl Lowering<'_> {
    fn statements(&mut self, statements: &mut [Stmt]) {
        for statement in statements {
            self.visit_stmt_mut(statement);
        }
    }

    fn within(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
        visit(self);
        self.place = outer;
    }

    /// Runs `lower`, and returns the errors that it reports beside its value.
    fn apart<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> (T, Errors) {
        let outer = std::mem::take(&mut self.errors);
        let value = lower(self);
        (value, std::mem::replace(&mut self.errors, outer))
    }

    /// Reports `error`. The result stands in place of the expression that the error is about.
    fn reject(&mut self, error: Error) -> TokenStream {
        self.replacements += 1;
        let in_place = error.to_compile_error();
        self.errors.add(error);
        in_place
    }

    /// Lowers `invocation`, if it is a yield.
    fn yield_in(&mut self, invocation: &Macro, sent: Sent) -> Option<TokenStream> {
        let (kind, name) = YieldKind::of_path(&invocation.path)?;
        let call = Call { kind, name, parentheses: *invocation.delimiter.span(), sent };
        Some(self.lower_yield(&call, invocation.tokens.clone()))
    }

    /// Lowers a yield with its argument.
    fn lower_yield(&mut self, call: &Call<'_>, argument: TokenStream) -> TokenStream {
        self.replacements += 1;
        let given = Given::parse(argument);
        let mut mistake = None;
        for error in [self.place.rejects(call.kind, call.name), given.error(call.kind)] {
            let in_place = error.map(|error| self.reject(error));
            mistake = mistake.or(in_place);
        }
        // The argument of a mistake is lowered too, since it may contain others.
        let given = self.argument(call, given);
        if let Some(mistake) = mistake {
            return mistake;
        }
        let yields = if call.kind.delegates() { Yields::Delegates } else { Yields::Values };
        self.yields = self.yields.max(yields);
        self.suspend(call, &given)
    }

    /// Lowers the argument of a yield: `()` if there is none.
    fn argument(&mut self, call: &Call<'_>, given: Given) -> TokenStream {
        match given {
            Given::Value(mut value) => {
                self.visit_expr_mut(&mut value);
                return value.into_token_stream();
            }
            Given::Plain(value) => return value,
            // No token is put around the argument. An editor expands it as it is and as it will be with
            // a name at the cursor, and looks for the cursor at the same place of both expansions.
            Given::Unknown(value) => return self.tokens(value),
            Given::Values(mut values) => {
                for value in &mut values {
                    self.visit_expr_mut(value);
                }
            }
            Given::Statements(mut statements) => self.visit_expr_mut(&mut statements),
            Given::Nothing => {}
        }
        quote_spanned!(call.parentheses.join()=> ())
    }

    /// Whether a `return` without a value gets one at this point.
    fn fills_returns(&self) -> bool {
        self.output.fallible && self.place == Place::Generator
    }

    /// The value of a `return` that ends an iterator over `Result`s without an error.
    fn end(&self, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let span = Span::mixed_site().located_at(span);
        quote_spanned!(span=> #runtime::__private::Result::Ok(()))
    }

    /// Reports the yields in a nested function, unless the function is a generator itself.
    fn nested_function(&mut self, attributes: &[Attribute], body: Option<&mut Block>) {
        if attributes.iter().any(is_generator) {
            return;
        }
        if let Some(body) = body {
            self.within(Place::Function, |this| this.statements(&mut body.stmts));
        }
    }
}

impl VisitMut for Lowering<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Macro(ExprMacro { attrs, mac }) = expression {
            if let Some(lowered) = self.yield_in(mac, Sent::Used) {
                *expression = Expr::Verbatim(quote!(#(#attrs)* #lowered));
            } else if let Some(mistakes) = self.other_macro(mac) {
                *expression = mistakes;
            }
            return;
        }
        if let Some(unmarked) = Unmarked::of(expression) {
            let mistake = self.reject(unmarked.error());
            *expression = Expr::Verbatim(if self.place == Place::Generator {
                // What the user meant: then no other error follows from the mistake.
                let Unmarked { kind, name, parentheses, value, .. } = unmarked;
                let call = Call { kind, name: &name, parentheses, sent: Sent::Used };
                self.lower_yield(&call, value)
            } else {
                visit_mut::visit_expr_mut(self, expression);
                mistake
            });
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Try(question) = expression {
            if let Some(error) = self.place.rejects_question_mark(question, self.end) {
                let (mistake, tried) = (self.reject(error), &question.expr);
                *expression = Expr::Verbatim(quote!({ let _ = &#tried; #mistake }));
            }
        }
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        match statement {
            Stmt::Macro(StmtMacro { attrs, mac, semi_token }) => {
                let sent = if semi_token.is_some() { Sent::Dropped } else { Sent::Used };
                if let Some(lowered) = self.yield_in(mac, sent) {
                    let lowered = match (&mac.delimiter, &semi_token) {
                        (MacroDelimiter::Brace(_), None) => as_block(lowered),
                        _ => lowered,
                    };
                    let lowered = Expr::Verbatim(quote!(#(#attrs)* #lowered));
                    *statement = Stmt::Expr(lowered, *semi_token);
                } else if let Some(mistakes) = self.other_macro(mac) {
                    *statement = Stmt::Expr(mistakes, *semi_token);
                }
            }
            Stmt::Item(Item::Macro(definition)) => self.definition(&mut definition.mac),
            _ => visit_mut::visit_stmt_mut(self, statement),
        }
    }

    // The other places of macro calls are patterns, types and items. No yield can stand in them.
    fn visit_macro_mut(&mut self, _: &mut Macro) {}

    fn visit_expr_await_mut(&mut self, awaited: &mut ExprAwait) {
        if let Some(error) = self.place.rejects_await(awaited) {
            self.errors.add(error);
        }
        visit_mut::visit_expr_await_mut(self, awaited);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.within(Place::Closure, |this| {
            visit_mut::visit_expr_closure_mut(this, closure);
        });
    }

    fn visit_expr_try_block_mut(&mut self, block: &mut ExprTryBlock) {
        let end = std::mem::replace(&mut self.end, End::Error);
        visit_mut::visit_expr_try_block_mut(self, block);
        self.end = end;
    }

    fn visit_expr_async_mut(&mut self, block: &mut ExprAsync) {
        self.within(Place::AsyncBlock, |this| {
            visit_mut::visit_expr_async_mut(this, block);
        });
    }

    fn visit_expr_const_mut(&mut self, block: &mut ExprConst) {
        self.within(Place::Constant, |this| {
            visit_mut::visit_expr_const_mut(this, block);
        });
    }

    fn visit_expr_repeat_mut(&mut self, array: &mut ExprRepeat) {
        self.visit_expr_mut(&mut array.expr);
        self.within(Place::Constant, |this| this.visit_expr_mut(&mut array.len));
    }

    fn visit_expr_return_mut(&mut self, returned: &mut ExprReturn) {
        visit_mut::visit_expr_return_mut(self, returned);
        if returned.expr.is_none() && self.fills_returns() {
            self.replacements += 1;
            returned.expr = Some(Box::new(Expr::Verbatim(self.end(returned.span()))));
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        // The expressions in an item are constants, but for those in the bodies of functions.
        self.within(Place::Constant, |this| visit_mut::visit_item_mut(this, item));
    }

    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        self.nested_function(&function.attrs, Some(&mut function.block));
    }

    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        self.nested_function(&method.attrs, Some(&mut method.block));
    }

    fn visit_trait_item_fn_mut(&mut self, method: &mut TraitItemFn) {
        self.nested_function(&method.attrs, method.default.as_mut());
    }
}
