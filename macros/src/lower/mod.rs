//! Turns the body of a generator function into the body of an `async` block.
//!
//! The block stays whole: rustc's own transform lays out the state machine, so that inference,
//! borrows, temporaries and drop order are rustc's. Three things in it are replaced.
//!
//! ```text
//! // in                            // out
//! yield_!(value)                   ({
//!                                      if false {
//!                                          loop { break 'body imports().yield_(); }
//!                                      }
//!                                      let value: Item = value;
//!                                      let resumed = unsafe { slot.yield_(value) }.await;
//!                                      slot = resumed.0;
//!                                      resumed.1
//!                                  })
//!
//! yield_from!(delegate)            ({
//!                                      if false {
//!                                          loop { break 'body imports().yield_from(); }
//!                                      }
//!                                      let resumed = match delegate { value => {
//!                                          let value = value;
//!                                          let kind = (&&&Kind::of(&value)).kind_of_delegate();
//!                                          let current = slot;
//!                                          unsafe { current.yield_from(kind, value, resume) }
//!                                      }.await };
//!                                      slot = resumed.0;
//!                                      resumed.1
//!                                  })
//!
//! return;                          return Ok(());      // where the items are `Result`s
//!
//! fn f(a: A, (b, _): B)            let (mut slot, (a, argument_1)) = ..;
//!                                  let argument_1 = argument_1;
//!                                  let (b, _) = argument_1;
//! ```
//!
//! - `break 'body` never runs. It makes rustc reject a yield that some macro put into a closure
//!   or another `async` block, where it would take the wrong context for a step of this generator.
//!   The loop spares such a yield one more error, that it breaks out of nothing. It also makes what
//!   stands behind the body reachable, whatever the user's part of it does.
//! - `let value: Item` drops the value's temporaries before the body is suspended, and puts a
//!   type mismatch on the value, "expected due to" the signature.
//! - `match delegate` keeps the temporaries of a delegate until it has returned, as a `for` loop
//!   does those of its iterator. The second `value` is there to be borrowed, and gone before the
//!   body is suspended.
//! - A yield moves `slot` and is given a new one when it is resumed. It is never borrowed: rustc
//!   would then keep it in the suspended state, where it has no business. In a delegation it goes by
//!   way of `current`, for a message about items of the wrong type is then not on the pointer.
//! - `imports().yield_()` never runs either: it makes an import of the macro count as used.
//! - The methods are called by the macro's name, with the user's span, for hovers and for the
//!   line of a suspended yield.

mod arguments;

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Error, Expr, ExprAsync, ExprAwait, ExprClosure, ExprConst, ExprMacro,
    ExprRepeat, ExprReturn, ExprTryBlock, ImplItemFn, Item, ItemFn, Macro, MacroDelimiter, Path,
    Stmt, StmtMacro, TraitItemFn,
};

pub(crate) use self::arguments::{LoweredArguments, arguments};
use crate::errors::Errors;
use crate::parse::Body;
use crate::signature::{Form, Output, is_unit};
use crate::tokens::{self, is_punct, remove_path_at_end};
use crate::validate::{End, Place, Unmarked, is_generator};
use crate::yields::{Given, MacroArguments, YieldKind, is_generator_macro, makes_generator};

/// A name of the expansion's own, which no token of the user's can refer to. It is one that nobody
/// will look for: rustc speaks of a hidden name where the same one is missing.
pub(crate) fn internal(name: &str) -> Ident {
    format_ident!("{name}_of_the_generator", span = Span::mixed_site())
}

/// The label of [`internal`] hygiene around the body, for a mention at `place`. rustc names it when
/// it rejects a yield that a macro has put into a closure, so its name says the rule.
pub(crate) fn body_label(place: Span) -> syn::Lifetime {
    let name = "'yields_belong_in_the_own_body_of_the_generator";
    syn::Lifetime::new(name, Span::mixed_site().located_at(place))
}

/// A body that contains no macro of this library any more.
pub(crate) struct LoweredBody {
    /// The original's braces, in a block with the label that every yield refers to.
    pub(crate) block: TokenStream,
    pub(crate) yields: Yields,
    /// Whether the body may return before its end.
    pub(crate) returns: bool,
    /// The span of the original's braces.
    pub(crate) braces: Span,
    /// The span of the opening one.
    pub(crate) open: Span,
}

/// What a body does with its steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Yields {
    /// It has no yield.
    Nothing,
    /// It yields values.
    Values,
    /// It hands them to others as well.
    Delegates,
}

/// Replaces the yields in `body`, and its bare `return`s where the items are `Result`s. Reports what
/// the body cannot contain.
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
            // rustc calls the braces around a single expression unneeded.
            let single = matches!(&*statements, [Stmt::Expr(_, None)]);
            let not_single = single.then(|| quote_spanned!(Span::mixed_site()=> let () = ();));
            quote!(#not_single #(#statements)*)
        }
        None => lowering.tokens(body.braces.stream()),
    };
    let open = body.open;
    let mut block = Group::new(Delimiter::Brace, tokens);
    block.set_span(body.braces.span());
    // The user's block stands in one of the macro's, for a block counts as of the edition of its
    // label, and the edition says when the temporaries of its last expression are dropped.
    let label = body_label(open);
    let here = label.span();
    // Makes what stands behind the block reachable, whatever the user's part of it does. Each yield
    // does so too, or rustc has found what is unreachable in front of it.
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

/// What becomes of the value of a yield.
#[derive(Clone, Copy)]
enum Sent {
    Used,
    /// The yield is a statement.
    Dropped,
}

/// Walks through a body once, replaces what has to be replaced, and reports what breaks a rule.
///
/// Where a mistake is a whole expression, its error also stands in the expression's place. rustc
/// shows equal errors at one place once, and takes the error for a value of any type, so that no
/// other error follows from the mistake.
struct Lowering<'a> {
    output: &'a Output,
    /// What the body can end with at this point: less is known inside of a `try` block.
    end: End,
    runtime: &'a Path,
    place: Place,
    /// Whether this is inside of another macro's arguments, or its definition. Whoever wrote that
    /// macro can take the tokens apart, so there may be no `unsafe` among them: they call a macro of
    /// the runtime.
    in_macro: bool,
    yields: Yields,
    /// Whether a yield has been replaced, and not handed to another macro, which may drop it.
    reaches_the_end: bool,
    /// How many times something has been replaced.
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

    /// Runs `lower`, and gives the errors that it reports beside its value.
    fn apart<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> (T, Errors) {
        let outer = std::mem::take(&mut self.errors);
        let value = lower(self);
        (value, std::mem::replace(&mut self.errors, outer))
    }

    /// Reports `error`, and gives what stands in place of the expression that it is about.
    fn reject(&mut self, error: Error) -> TokenStream {
        self.replacements += 1;
        let in_place = error.to_compile_error();
        self.errors.add(error);
        in_place
    }

    /// What a macro call becomes, if it is a yield.
    fn yield_in(&mut self, invocation: &Macro, sent: Sent) -> Option<TokenStream> {
        let (kind, name) = YieldKind::of_path(&invocation.path)?;
        let parentheses = *invocation.delimiter.span();
        Some(self.lower_yield(kind, name, parentheses, invocation.tokens.clone(), sent))
    }

    /// Lowers the arguments of any other macro. If they contain mistakes, gives what stands in place
    /// of the whole call, since the macro may drop its arguments.
    fn other_macro(&mut self, invocation: &mut Macro) -> Option<Expr> {
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
        // The macro gets its arguments as they were written where it can.
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

    fn lower_yield(
        &mut self,
        kind: YieldKind,
        name: &Ident,
        parentheses: DelimSpan,
        value: TokenStream,
        sent: Sent,
    ) -> TokenStream {
        self.replacements += 1;
        let given = Given::parse(value);
        let mistakes = [self.place.rejects(kind, name), given.error(kind)];
        let mistakes: Vec<_> =
            mistakes.into_iter().flatten().map(|error| self.reject(error)).collect();
        let given = self.value(given, parentheses);
        if let Some(mistake) = mistakes.into_iter().next() {
            return mistake;
        }
        let does = if kind.delegates() { Yields::Delegates } else { Yields::Values };
        self.yields = self.yields.max(does);
        let here = Span::mixed_site().located_at(name.span());
        let end = Span::mixed_site().located_at(parentheses.close());
        let mut slot = internal("slot");
        slot.set_span(here);
        let [current, mut value, delegate_kind] =
            ["current", "value", "kind"].map(|name| Ident::new(name, here));
        // A message about what goes in is on the parentheses, one about what comes out on the
        // whole of the call: from its name to its end.
        value.set_span(Span::mixed_site().located_at(parentheses.open()));
        // Nothing of the user's is in the scope of `resumed`, so its name may be one of the
        // user's. It is where nobody uses the value: a lint on that is then on the yield.
        let (first, last) = match sent {
            Sent::Used => (here, end),
            Sent::Dropped => (name.span(), parentheses.close()),
        };
        let resumed = Ident::new("resumed", first);
        let mut second = Literal::usize_unsuffixed(1);
        second.set_span(last);
        let sent = quote_spanned!(first=> #resumed.#second);
        let semicolon = quote_spanned!(end=> ;);
        let runtime = self.runtime;
        let label = body_label(name.span());
        // The line of the call is that of the yield; no name in it is the user's to resolve but
        // the method's.
        let item = &self.output.types.item;
        let resume = kind.delegates().then(|| self.resume(here));
        // A generator that its caller pins has no frames.
        let in_place =
            (self.output.form == Form::Pinned).then(|| quote_spanned!(here=> .in_place()));
        if self.in_macro {
            let types =
                if kind.delegates() { quote!([#resume] [#in_place]) } else { quote!((#item)) };
            // What the call expands to is at this token where rustc rejects it.
            let suspend = Ident::new("await", here);
            return quote_spanned! {here=>
                ({
                    #runtime::yield_in_macro! {
                        #name #slot #label #types (#given) #suspend
                    }
                })
            };
        }
        self.reaches_the_end = true;
        let imported = quote_spanned!(name.span()=> .#name());
        let inert = quote_spanned! {here=>
            if false {
                loop { break #label #runtime::__private::imports() #imported; }
            }
        };
        let Some(resume) = resume else {
            let call = quote_spanned!(name.span()=> .#name(#value));
            return quote_spanned! {here=>
                ({
                    #inert
                    let #value: #item = #given #semicolon
                    let #resumed = unsafe { #slot #call }.await;
                    #slot = #resumed.0;
                    #sent
                })
            };
        };
        let call = quote_spanned!(name.span()=> .#name(#delegate_kind, #value, #resume));
        // In parentheses, as a `match` takes no struct literal, and no operand of a bare `return`.
        quote_spanned! {here=>
            ({
                #inert
                let #resumed = match (#given) {
                    #value => {
                        let #value = #value;
                        let #delegate_kind = {
                            use #runtime::__private::{
                                CoroutineKind as _, IteratorKind as _, OtherKind as _,
                            };
                            (&&&#runtime::__private::Kind::of(&#value)).kind_of_delegate() #in_place
                        };
                        let #current = #slot;
                        unsafe { #current #call }
                    }.await,
                };
                #slot = #resumed.0;
                #sent
            })
        }
    }

    /// What makes the value that resumes a delegate which was started before.
    fn resume(&self, here: Span) -> TokenStream {
        let runtime = self.runtime;
        let resume = &self.output.types.resume;
        if is_unit(resume) {
            return quote_spanned!(here=> #runtime::__private::Option::Some(|| ()));
        }
        quote_spanned!(here=> {
            use #runtime::__private::{HasDefault as _, NoDefault as _};
            (&&#runtime::__private::ResumeType::<#resume>::new()).resume_of_delegate()
        })
    }

    /// The value of a yield, with the yields in it replaced; `()` where there is none.
    fn value(&mut self, given: Given, parentheses: DelimSpan) -> TokenStream {
        match given {
            Given::Value(mut value) => {
                self.visit_expr_mut(&mut value);
                return value.into_token_stream();
            }
            Given::Plain(value) => return value,
            // Nothing is put around it: an editor looks for the cursor where it is in the expansion
            // of the value once that is finished.
            Given::Unknown(value) => return self.tokens(value),
            // These two are mistakes, and may contain others.
            Given::Values(mut values) => {
                for value in &mut values {
                    self.visit_expr_mut(value);
                }
            }
            Given::Statements(mut statements) => self.visit_expr_mut(&mut statements),
            Given::Nothing => {}
        }
        quote_spanned!(parentheses.join()=> ())
    }

    /// Replaces what is to be replaced in tokens that do not parse: the arguments of another macro, or
    /// a body that somebody is still writing.
    ///
    /// Errors in them are not reported, but stand in place of the yields that they are about: another
    /// macro may drop the tokens, or use them where they are right.
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut lowered: Vec<TokenTree> = Vec::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Group(group) => lowered.push(self.group(&group).into()),
                TokenTree::Ident(name) => {
                    let bang = is_punct(rest.peek(), '!');
                    let kind = YieldKind::of_name(&name);
                    if bang && (kind.is_some() || makes_generator(&name)) {
                        let bang = rest.next();
                        if let (Some(kind), Some(TokenTree::Group(arguments))) = (kind, rest.peek())
                        {
                            remove_path_at_end(&mut lowered);
                            let arguments = arguments.clone();
                            let (mut yielded, errors) = self.apart(|this| {
                                let (span, value) = (arguments.delim_span(), arguments.stream());
                                this.lower_yield(kind, &name, span, value, Sent::Used)
                            });
                            if !errors.is_empty() {
                                let mistakes = errors.to_compile_errors();
                                yielded = quote!(({ #mistakes }));
                            }
                            rest.next();
                            let goes_on = is_punct(rest.peek(), '.') || is_punct(rest.peek(), '?');
                            if arguments.delimiter() == Delimiter::Brace && !goes_on {
                                yielded = as_block(yielded);
                            }
                            lowered.extend(yielded);
                        } else {
                            lowered.push(name.into());
                            lowered.extend(bang);
                            lowered.extend(rest.next());
                        }
                    } else if name == "fn" && matches!(rest.peek(), Some(TokenTree::Ident(_))) {
                        // A nested function: its yields are its own, if it is a generator.
                        lowered.push(name.into());
                        for token in rest.by_ref() {
                            let ends = match &token {
                                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                                TokenTree::Punct(punct) => punct.as_char() == ';',
                                _ => false,
                            };
                            lowered.push(token);
                            if ends {
                                break;
                            }
                        }
                    } else if name == "return" && self.fills_returns() {
                        let bare = match rest.peek() {
                            None => true,
                            Some(TokenTree::Punct(next)) => matches!(next.as_char(), ';' | ','),
                            Some(_) => false,
                        };
                        let span = name.span();
                        lowered.push(name.into());
                        if bare {
                            self.replacements += 1;
                            lowered.extend(self.end(span));
                        }
                    } else {
                        lowered.push(name.into());
                    }
                }
                other => lowered.push(other),
            }
        }
        lowered.into_iter().collect()
    }

    fn group(&mut self, group: &Group) -> Group {
        let mut lowered = Group::new(group.delimiter(), self.tokens(group.stream()));
        lowered.set_span(group.span());
        lowered
    }

    /// Whether a bare `return` at this point gets a value.
    fn fills_returns(&self) -> bool {
        self.output.fallible && self.place == Place::Generator
    }

    /// What a body over `Result`s returns where nothing went wrong.
    fn end(&self, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let span = Span::mixed_site().located_at(span);
        quote_spanned!(span=> #runtime::__private::Result::Ok(()))
    }
}

/// A lowered yield without its parentheses: a macro called with braces can be a whole statement,
/// and what follows it is not an operator on it.
fn as_block(lowered: TokenStream) -> TokenStream {
    let mut tokens = lowered.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(parentheses)), None) => parentheses.stream(),
        _ => lowered,
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
                // The rest of the body goes on with what the mistake means.
                let Unmarked { kind, name, parentheses, value, .. } = unmarked;
                self.lower_yield(kind, &name, parentheses, value, Sent::Used)
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
            // A macro that is defined in the body may be used there.
            Stmt::Item(Item::Macro(definition)) => {
                let in_macro = std::mem::replace(&mut self.in_macro, true);
                let tokens = std::mem::take(&mut definition.mac.tokens);
                definition.mac.tokens = self.tokens(tokens);
                self.in_macro = in_macro;
            }
            _ => visit_mut::visit_stmt_mut(self, statement),
        }
    }

    // No yield can stand in a pattern, a type or a list of items.
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
        // What is in an item is a constant, unless it is in a function.
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

impl Lowering<'_> {
    /// Replaces the misplaced yields in a nested function, and leaves a nested generator alone.
    fn nested_function(&mut self, attributes: &[Attribute], body: Option<&mut Block>) {
        if attributes.iter().any(is_generator) {
            return;
        }
        if let Some(body) = body {
            self.within(Place::Function, |this| this.statements(&mut body.stmts));
        }
    }
}
