//! Turns the body of an asynchronous generator into the body of an `async` block, and reports what it
//! cannot contain.
//!
//! ```text
//! // in                              // out
//! yield_!(value)                     ({ .. slot.yield_(value).await })                    // suspend.rs
//!
//! future.await                       Awaited(future).future().await
//!
//! println!("{}", yield_!(value));    macro_rules! yield_ { .. }                           // suspend.rs
//!                                    println!("{}", yield_!(value));
//!
//! return;                            return Ok(());           // in a stream of `Result`s
//!
//! async { yield_!(value) }           { compile_error! { ".." } }
//! ```
//!
//! The arguments of another macro stay as they are. Where they contain yields, a macro of the same name
//! is defined in front of the statement that contains them.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Error, Expr, ExprAsync, ExprAwait, ExprClosure, ExprConst, ExprForLoop,
    ExprLoop, ExprMacro, ExprRepeat, ExprReturn, ExprTryBlock, ExprWhile, ImplItemFn, Item, ItemFn,
    Macro, MacroDelimiter, Path, Stmt, StmtMacro, TraitItemFn,
};

use super::signature::StreamOutput;
use super::suspend::{Call, as_block, as_field};
use crate::errors::Errors;
use crate::lower::{
    MOST_YIELDS, are_perhaps_single, body_label, end_with_result, internal, is_opaque,
    is_opaque_statement, too_many_yields,
};
use crate::parse::Body;
use crate::tokens::{self, is_punct};
use crate::validate::{End, Place, Unmarked, is_generator, leaves_no_loop};
use crate::yields::{Given, MacroArguments, YieldKind, is_generator_macro};

const NO_QUESTION_MARK: &str = "\
`?` ends the stream with an error or with `None`, and its items have no room for one: make them \
`Result`s (`Item = Result<..>`), or handle it here, with `match` or `let .. else`";

/// A body after lowering.
pub(super) struct LoweredBody {
    /// The user's block, in a block with the label that every yield refers to.
    pub(super) block: TokenStream,
    pub(super) yields: Yields,
    /// Whether a yield takes the type of its value from the variable `item`.
    pub(super) values: bool,
    /// Whether the body may return before its end.
    pub(super) returns: bool,
    /// Whether the body of a stream over `Result`s ends with a `Result`, as in `Ok(())`.
    pub(super) ends_with_result: bool,
    /// The span of the user's braces.
    pub(super) braces: Span,
    /// The span of the opening brace.
    pub(super) open: Span,
}

/// Which yields a body contains. A later one needs more of the stream than an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Yields {
    Nothing,
    /// `yield_!`.
    Values,
    /// `try_yield!`.
    Catches,
    /// `yield_from!` or `try_yield_from!`.
    Delegates,
}

impl Yields {
    fn of(kind: YieldKind) -> Self {
        match kind {
            YieldKind::Yield => Self::Values,
            YieldKind::TryYield => Self::Catches,
            YieldKind::YieldFrom | YieldKind::TryYieldFrom => Self::Delegates,
        }
    }
}

/// Lowers a body, and reports what it cannot contain.
pub(super) fn body(
    body: Body,
    output: &StreamOutput,
    runtime: &Path,
    errors: &mut Errors,
) -> LoweredBody {
    let body = body.unless_too_deep(runtime, errors);
    let returns = body.words.may_return();
    let ends_with_result =
        output.fallible && body.statements.as_deref().is_some_and(end_with_result);
    let mut lowering = Lowering {
        output,
        end: output.end,
        runtime,
        place: Place::Generator,
        in_loop: false,
        by_item: body.words.may_define_types(),
        yields: Yields::Nothing,
        values: false,
        count: 0,
        hidden: Vec::new(),
        errors: Errors::default(),
    };
    let tokens = if let Some(mut statements) = body.statements {
        // Around a single expression rustc reports the braces as unneeded.
        let single = are_perhaps_single(&statements);
        let not_single = single.then(|| quote_spanned!(Span::mixed_site()=> let () = ();));
        lowering.statements(&mut statements);
        quote!(#not_single #(#statements)*)
    } else {
        let mut tokens = body.braces.stream();
        lowering.hide(&mut tokens);
        let definitions = lowering.take_definitions();
        quote!(#(#definitions)* #tokens)
    };
    let tokens = match lowering.too_many_yields(body.open) {
        Some(in_place) => in_place,
        None => tokens,
    };
    let open = body.open;
    let mut block = Group::new(Delimiter::Brace, tokens);
    block.set_span(body.braces.span());
    // The label belongs to a block of its own. The edition of a block's first token, a label
    // included, decides when the temporaries of its last expression are dropped, and this has to be
    // the edition of the user's crate.
    let label = body_label(open);
    let here = label.span();
    // Makes the code after the block reachable for rustc, whatever the block does.
    let block = quote_spanned! {here=>
        #label: {
            if false { break #label #runtime::__private::never(); }
            #block
        }
    };
    errors.append(lowering.errors);
    let values = lowering.values && lowering.by_item;
    let (yields, braces) = (lowering.yields, body.braces.span());
    LoweredBody { block, yields, values, returns, ends_with_result, braces, open }
}

/// Walks through a body once, replaces what has to be replaced, and reports what breaks a rule.
///
/// The error for a mistake also stands in place of the expression that is the mistake. rustc shows
/// equal errors at one place once. It takes the error for a value of any type, so that no other error
/// follows from the mistake.
pub(super) struct Lowering<'a> {
    pub(super) output: &'a StreamOutput,
    /// What the body can end with. In a `try` block `?` ends the block.
    end: End,
    pub(super) runtime: &'a Path,
    place: Place,
    /// Whether the walk is in a loop of the body.
    in_loop: bool,
    /// Whether a yield goes by the variable that has the items' type: items in the body may shadow the
    /// names in that type.
    pub(super) by_item: bool,
    pub(super) yields: Yields,
    /// Whether there is a yield of a value.
    values: bool,
    /// The number of yields that are lowered.
    count: usize,
    /// The yields among the tokens of other macros in the statement that is walked through: the first
    /// of each kind.
    hidden: Vec<(YieldKind, Ident)>,
    errors: Errors,
}

impl Lowering<'_> {
    /// Lowers the statements of a block. A definition is put in front of each that needs it.
    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        let mut lowered = Vec::with_capacity(statements.len());
        for mut statement in statements.drain(..) {
            let outer = std::mem::take(&mut self.hidden);
            self.visit_stmt_mut(&mut statement);
            lowered.extend(self.take_definitions());
            lowered.push(statement);
            self.hidden = outer;
        }
        *statements = lowered;
    }

    /// The definitions for the yields that are hidden so far.
    fn take_definitions(&mut self) -> Vec<Stmt> {
        let hidden = std::mem::take(&mut self.hidden);
        hidden
            .iter()
            .map(|(kind, name)| Stmt::Item(Item::Verbatim(self.definition(*kind, name))))
            .collect()
    }

    fn within(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
        visit(self);
        self.place = outer;
    }

    fn in_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.in_loop, true);
        visit(self);
        self.in_loop = outer;
    }

    /// Reports more yields than rustc has memory for. The result stands in place of the body.
    fn too_many_yields(&mut self, open: Span) -> Option<TokenStream> {
        let error = (self.count > MOST_YIELDS).then(|| too_many_yields("stream", open))?;
        self.reject(error);
        let runtime = self.runtime;
        Some(quote!(#runtime::__private::never()))
    }

    /// Reports `error`. The result stands in place of the expression that the error is about.
    fn reject(&mut self, error: Error) -> TokenStream {
        let in_place = error.to_compile_error();
        self.errors.add(error);
        in_place
    }

    /// The error that a yield is at this place.
    fn misplaced(&self, name: &Ident) -> Option<Error> {
        let rule = match self.place {
            Place::Generator => return None,
            Place::Closure => {
                "cannot stand in a closure: only the stream's own body can be suspended; write a \
                 loop in place of the closure, or yield what the closure returns"
            }
            Place::AsyncBlock => {
                "cannot stand in an `async` block: only the stream's own body can be suspended; \
                 await the block, and yield what it gives"
            }
            Place::Function => {
                "cannot stand in a nested function: only the stream's own body can be suspended; \
                 mark the nested function `#[generator]` too, or yield what it returns"
            }
            Place::Constant => {
                "cannot stand in a constant: it is evaluated when the program is compiled; compute \
                 the value in the body with `let`"
            }
        };
        Some(Error::new_spanned(name, format!("`{name}!` {rule}")))
    }

    /// Lowers `invocation`, if it is a yield.
    fn yield_in(&mut self, invocation: &Macro) -> Option<TokenStream> {
        let (kind, name) = YieldKind::of_path(&invocation.path)?;
        let call = Call { kind, name, parentheses: *invocation.delimiter.span() };
        Some(self.lower_yield(&call, invocation.tokens.clone()))
    }

    /// Lowers a yield with its argument.
    fn lower_yield(&mut self, call: &Call<'_>, argument: TokenStream) -> TokenStream {
        let mut suspends = tokens::may_suspend(argument.clone());
        let mut given = Given::parse(argument);
        let mut first = Vec::new();
        if let (true, true, Given::Value(delegate)) = (suspends, call.kind.delegates(), &mut given)
        {
            if let Some(arguments) = take_suspending_arguments(delegate) {
                suspends = false;
                for (name, mut argument) in arguments {
                    self.visit_expr_mut(&mut argument);
                    first.push((name, argument));
                }
            }
        }
        let mut mistake = None;
        for error in [self.misplaced(call.name), given.error(call.kind)] {
            let in_place = error.map(|error| self.reject(error));
            mistake = mistake.or(in_place);
        }
        // The argument of a mistake is lowered too, since it may contain others.
        let given = self.argument(call, given);
        if let Some(mistake) = mistake {
            return mistake;
        }
        self.yields = self.yields.max(Yields::of(call.kind));
        self.values |= !call.kind.delegates();
        self.count += 1;
        let lowered = self.suspend(call, &given, suspends);
        if first.is_empty() {
            return lowered;
        }
        let (names, arguments): (Vec<_>, Vec<_>) = first.into_iter().unzip();
        let here = Span::mixed_site().located_at(call.name.span());
        quote_spanned!(here=> (match (#(#arguments,)*) { (#(#names,)*) => #lowered }))
    }

    /// Lowers the argument of a yield: `()` if there is none.
    fn argument(&mut self, call: &Call<'_>, given: Given) -> TokenStream {
        match given {
            Given::Value(mut value) => {
                self.visit_expr_mut(&mut value);
                return value.into_token_stream();
            }
            Given::Plain(value) => return value,
            Given::Unknown(mut value) => {
                self.hide(&mut value);
                return value;
            }
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

    /// Looks through the arguments of another macro. If they contain mistakes, the result is what
    /// stands in place of the whole call: the macro may drop its arguments, and the errors with them.
    fn other_macro(&mut self, invocation: &mut Macro) -> Option<Expr> {
        if is_generator_macro(&invocation.path) {
            return None;
        }
        let outer = std::mem::take(&mut self.errors);
        // The macro may put its arguments into a loop.
        let in_loop = std::mem::replace(&mut self.in_loop, true);
        // What is lowered here is thrown away: the macro gets the tokens that the user wrote.
        match MacroArguments::parse(&invocation.tokens) {
            MacroArguments::Expressions(mut expressions) => {
                for expression in &mut expressions {
                    self.visit_expr_mut(expression);
                }
            }
            MacroArguments::Statements(mut statements) => self.statements(&mut statements),
            MacroArguments::Tokens => {}
        }
        self.in_loop = in_loop;
        let errors = std::mem::replace(&mut self.errors, outer);
        if errors.is_empty() {
            self.hide(&mut invocation.tokens);
            return None;
        }
        let mistakes = errors.to_compile_errors();
        self.errors.append(errors);
        Some(Expr::Verbatim(quote!({ #mistakes })))
    }

    /// Leaves tokens as they are, which an attribute macro may be given: as the arguments of a macro.
    fn opaque(&mut self, mut tokens: TokenStream) -> TokenStream {
        if !matches!(self.place, Place::Function | Place::Constant) {
            self.hide(&mut tokens);
        }
        tokens
    }

    /// Finds the yields among the tokens of a macro, which stay as they are. But the path of a yield is
    /// removed: the macro that is defined for it has none.
    fn hide(&mut self, tokens: &mut TokenStream) {
        self.find_hidden(tokens.clone());
        let mut has_a_path = false;
        tokens::any(tokens.clone(), &mut |at| {
            has_a_path |= is_yield(at.token(), at.next())
                && is_punct(at.before(1), ':')
                && is_punct(at.before(2), ':');
            has_a_path
        });
        if has_a_path {
            *tokens = without_paths(std::mem::take(tokens));
        }
    }

    /// Finds the yields among tokens that stay as they are.
    fn find_hidden(&mut self, tokens: TokenStream) {
        let (hidden, yields) = (&mut self.hidden, &mut self.yields);
        let values = &mut self.values;
        tokens::any(tokens, &mut |at| {
            if let TokenTree::Ident(name) = at.token() {
                if let Some(kind) = YieldKind::of_name(name).filter(|_| is_punct(at.next(), '!')) {
                    *yields = (*yields).max(Yields::of(kind));
                    *values |= !kind.delegates();
                    if hidden.iter().all(|(found, _)| *found != kind) {
                        hidden.push((kind, name.clone()));
                    }
                }
            }
            false
        });
    }

    /// The value of a `return` that ends a stream of `Result`s without an error.
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
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if is_opaque(expression) {
            *expression = Expr::Verbatim(self.opaque(expression.to_token_stream()));
            return;
        }
        if let Expr::Macro(ExprMacro { attrs, mac }) = expression {
            if let Some(lowered) = self.yield_in(mac) {
                let lowered = if attrs.is_empty() { as_field(&lowered, mac) } else { lowered };
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
                self.lower_yield(&Call { kind, name: &name, parentheses }, value)
            } else {
                visit_mut::visit_expr_mut(self, expression);
                mistake
            });
            return;
        }
        if !self.in_loop && self.place == Place::Generator {
            if let Some(error) = leaves_no_loop(expression, "stream") {
                *expression = Expr::Verbatim(self.reject(error));
                return;
            }
        }
        if matches!(expression, Expr::Closure(_) | Expr::Async(_)) {
            let outer = std::mem::take(&mut self.errors);
            visit_mut::visit_expr_mut(self, expression);
            let mistakes = std::mem::replace(&mut self.errors, outer);
            if !mistakes.is_empty() {
                // What a closure returns, or a block gives, may be a mistake of another kind now.
                let in_place = mistakes.to_compile_errors();
                *expression = Expr::Verbatim(quote!({ #in_place }));
            }
            self.errors.append(mistakes);
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Try(question) = expression {
            let message = |_| NO_QUESTION_MARK.to_owned();
            if let Some(error) = self.place.rejects_question_mark(question, self.end, message) {
                let (mistake, tried) = (self.reject(error), &question.expr);
                *expression = Expr::Verbatim(quote!({ let _ = &#tried; #mistake }));
            }
        }
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if is_opaque_statement(statement) {
            let tokens = self.opaque(statement.to_token_stream());
            *statement = Stmt::Expr(Expr::Verbatim(tokens), None);
            return;
        }
        match statement {
            Stmt::Macro(StmtMacro { attrs, mac, semi_token }) => {
                if let Some(lowered) = self.yield_in(mac) {
                    let lowered = match (&mac.delimiter, &semi_token) {
                        (MacroDelimiter::Brace(_), None) => as_block(&lowered),
                        _ => lowered,
                    };
                    let lowered = Expr::Verbatim(quote!(#(#attrs)* #lowered));
                    *statement = Stmt::Expr(lowered, *semi_token);
                } else if let Some(mistakes) = self.other_macro(mac) {
                    *statement = Stmt::Expr(mistakes, *semi_token);
                }
            }
            // A macro that is defined in the body may be called there.
            Stmt::Item(Item::Macro(definition)) => self.hide(&mut definition.mac.tokens),
            _ => visit_mut::visit_stmt_mut(self, statement),
        }
    }

    // The other places of macro calls are patterns, types and items. No yield can stand in them.
    fn visit_macro_mut(&mut self, _: &mut Macro) {}

    fn visit_expr_await_mut(&mut self, awaited: &mut ExprAwait) {
        visit_mut::visit_expr_await_mut(self, awaited);
        if self.place == Place::Generator {
            let runtime = self.runtime;
            let here = Span::mixed_site().located_at(awaited.await_token.span);
            // An argument needs no parentheses, and rustc would say so.
            let future = match &*awaited.base {
                Expr::Paren(parentheses) if parentheses.attrs.is_empty() => &parentheses.expr,
                future => future,
            };
            let waits = quote_spanned! {here=>
                #runtime::__private::Awaited(#future).future_of_the_generator()
            };
            *awaited.base = Expr::Verbatim(waits);
        }
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

    fn visit_expr_loop_mut(&mut self, repeated: &mut ExprLoop) {
        self.in_loop(|this| visit_mut::visit_expr_loop_mut(this, repeated));
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut ExprWhile) {
        self.in_loop(|this| visit_mut::visit_expr_while_mut(this, repeated));
    }

    fn visit_expr_for_loop_mut(&mut self, repeated: &mut ExprForLoop) {
        visit_mut::visit_pat_mut(self, &mut repeated.pat);
        self.visit_expr_mut(&mut repeated.expr);
        self.in_loop(|this| this.visit_block_mut(&mut repeated.body));
    }

    fn visit_expr_return_mut(&mut self, returned: &mut ExprReturn) {
        visit_mut::visit_expr_return_mut(self, returned);
        let fills = self.output.fallible && self.place == Place::Generator;
        if returned.expr.is_none() && fills {
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

/// Takes those arguments out of a call that may suspend the body, and those before them. In their place
/// are the names that they come with. `None` if something else in the expression may suspend it.
///
/// What is left is evaluated at once, after the arguments. So the body keeps the arguments across their
/// awaits and not the delegate, and a stream can delegate to itself.
fn take_suspending_arguments(delegate: &mut Expr) -> Option<Vec<(Ident, Expr)>> {
    let is_place = |expression: &Expr| {
        let mut expression = expression;
        while let Expr::Field(field) = expression {
            expression = &field.base;
        }
        matches!(expression, Expr::Path(_))
    };
    let arguments = match delegate {
        Expr::Call(call) if is_place(&call.func) => &mut call.args,
        Expr::MethodCall(call) if is_place(&call.receiver) => &mut call.args,
        _ => return None,
    };
    let suspends = |argument: &Expr| tokens::may_suspend(argument.to_token_stream());
    let count = 1 + arguments.iter().rposition(suspends)?;
    let take = |(index, argument): (usize, &mut Expr)| {
        let name = internal(&format!("argument_{index}_of_the_delegate"));
        let given = std::mem::replace(argument, syn::parse_quote!(#name));
        (name, given)
    };
    Some(arguments.iter_mut().take(count).enumerate().map(take).collect())
}

/// Whether a macro call that is a yield begins with these two tokens.
fn is_yield(token: &TokenTree, next: Option<&TokenTree>) -> bool {
    matches!(token, TokenTree::Ident(name) if YieldKind::of_name(name).is_some())
        && is_punct(next, '!')
}

/// The tokens without the paths in front of the yields.
fn without_paths(tokens: TokenStream) -> TokenStream {
    let mut rest = tokens.into_iter().peekable();
    let mut kept = Vec::new();
    while let Some(token) = rest.next() {
        if is_yield(&token, rest.peek()) {
            tokens::remove_path_at_end(&mut kept);
        }
        kept.push(match token {
            TokenTree::Group(group) => {
                let mut inside = Group::new(group.delimiter(), without_paths(group.stream()));
                inside.set_span(group.span());
                inside.into()
            }
            token => token,
        });
    }
    kept.into_iter().collect()
}
