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

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprAsync, ExprClosure, ExprConst, ExprMacro, ExprRepeat, ExprReturn,
    ExprTryBlock, FnArg, Item, Macro, MacroDelimiter, Pat, Path, Signature, Stmt, Token,
    parse_quote,
};

use crate::parse::Body;
use crate::signature::{Form, Types, is_unit};
use crate::validate::{self, End, Place, Unmarked};
use crate::yields::{Given, YieldKind, makes_generator};

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

/// Whether anything in a body may be a `return`, as far as it is understood.
pub(crate) fn may_return(tokens: TokenStream) -> bool {
    const HARMLESS: [&str; 22] = [
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
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let may_return = match token {
            TokenTree::Group(group) => may_return(group.stream()),
            TokenTree::Punct(punct) => punct.as_char() == '?',
            TokenTree::Literal(_) => false,
            TokenTree::Ident(name) => {
                let called =
                    matches!(rest.peek(), Some(TokenTree::Punct(bang)) if bang.as_char() == '!');
                let name = name.to_string();
                let is_harmless =
                    || YieldKind::of(&name).is_some() || HARMLESS.contains(&name.as_str());
                name == "return" || (called && !is_harmless())
            }
        };
        if may_return {
            return true;
        }
    }
    false
}

/// A body in which nothing is left for rustc not to understand.
pub(crate) struct LoweredBody {
    /// The original's braces, in a block with the label that every yield refers to.
    pub(crate) block: TokenStream,
    pub(crate) yields: Yields,
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

/// Replaces the yields in `body`, and where items are `Result`s, its bare `return`s.
pub(crate) fn body(
    body: Body,
    types: &Types,
    form: Form,
    fallible: bool,
    end: End,
    runtime: &Path,
) -> LoweredBody {
    let mut lowering = Lowering {
        form,
        types,
        fallible,
        end,
        runtime,
        place: Place::Generator,
        in_macro: false,
        yields: Yields::Nothing,
        reaches_the_end: false,
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
    LoweredBody { block, yields: lowering.yields }
}

/// What becomes of the value of a yield.
#[derive(Clone, Copy)]
enum Sent {
    Used,
    /// The yield is a statement.
    Dropped,
}

struct Lowering<'a> {
    types: &'a Types,
    form: Form,
    fallible: bool,
    end: End,
    runtime: &'a Path,
    /// What `validate::check` has reported is replaced by the same error once more. rustc shows it
    /// only once; there it fits any type, and what follows from it is no error of its own.
    place: Place,
    /// Whether this is inside of another macro's arguments, or its definition. Whoever wrote that
    /// macro can take the tokens apart, so there may be no `unsafe` among them: they call a macro of
    /// the runtime.
    in_macro: bool,
    yields: Yields,
    /// Whether a yield has been replaced, and not handed to another macro, which may drop it.
    reaches_the_end: bool,
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

    /// What a macro call becomes, if it is a yield.
    fn yield_in(&mut self, invocation: &Macro, sent: Sent) -> Option<TokenStream> {
        let (kind, name) = YieldKind::of_path(&invocation.path)?;
        let parentheses = *invocation.delimiter.span();
        Some(self.lower_yield(kind, name, parentheses, invocation.tokens.clone(), sent))
    }

    /// What any other macro call becomes in which there are mistakes: only those.
    fn mistakes_in(&self, invocation: &Macro) -> Option<Expr> {
        let mistakes = validate::mistakes_in(invocation, self.place, self.end)?;
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
        if let Some(misplaced) = self.place.rejects(kind, name) {
            return misplaced.into_compile_error();
        }
        let does = if kind.delegates() { Yields::Delegates } else { Yields::Values };
        self.yields = self.yields.max(does);
        let here = Span::mixed_site().located_at(name.span());
        let end = Span::mixed_site().located_at(parentheses.close());
        let given = self.value(kind, value, parentheses);
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
        let item = &self.types.item;
        let resume = kind.delegates().then(|| self.resume(here));
        // A generator that its caller pins has no frames.
        let in_place = (self.form == Form::Pinned).then(|| quote_spanned!(here=> .in_place()));
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
        let resume = &self.types.resume;
        if is_unit(resume) {
            return quote_spanned!(here=> #runtime::__private::Option::Some(|| ()));
        }
        quote_spanned!(here=> {
            use #runtime::__private::{HasDefault as _, NoDefault as _};
            (&&#runtime::__private::ResumeType::<#resume>::new()).resume_of_delegate()
        })
    }

    /// The value of a yield, with the yields in it replaced; `()` where there is none.
    fn value(
        &mut self,
        kind: YieldKind,
        value: TokenStream,
        parentheses: DelimSpan,
    ) -> TokenStream {
        let given = Given::parse(value);
        if let Some(error) = given.error(kind) {
            return error.into_compile_error();
        }
        match given {
            Given::Value(mut value) => {
                self.visit_expr_mut(&mut value);
                value.into_token_stream()
            }
            Given::Plain(value) => value,
            // Nothing is put around it: an editor looks for the cursor where it is in the expansion
            // of the value once that is finished.
            Given::Unknown(value) => self.tokens(value),
            Given::Nothing | Given::Values(_) | Given::Statements(_) => {
                quote_spanned!(parentheses.join()=> ())
            }
        }
    }

    /// Replaces what is to be replaced in a macro's arguments, where they are expressions and it
    /// matters whether a `return` is a closure's.
    fn expressions(&mut self, tokens: &TokenStream) -> Option<TokenStream> {
        if !self.fallible {
            return None;
        }
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(mut list) = list.parse2(tokens.clone()) {
            for expression in &mut list {
                self.visit_expr_mut(expression);
            }
            return Some(list.into_token_stream());
        }
        let mut statements = Block::parse_within.parse2(tokens.clone()).ok()?;
        self.statements(&mut statements);
        Some(quote!(#(#statements)*))
    }

    /// Replaces what is to be replaced in tokens that are not understood: the arguments of another
    /// macro, or a body that does not parse.
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut lowered: Vec<TokenTree> = Vec::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Group(group) => lowered.push(self.group(&group).into()),
                TokenTree::Ident(name) => {
                    let bang =
                        matches!(rest.peek(), Some(TokenTree::Punct(p)) if p.as_char() == '!');
                    let kind = YieldKind::of_name(&name);
                    if bang && (kind.is_some() || makes_generator(&name)) {
                        let bang = rest.next();
                        if let (Some(kind), Some(TokenTree::Group(arguments))) = (kind, rest.peek())
                        {
                            remove_path_before(&mut lowered);
                            let arguments = arguments.clone();
                            let mut yielded = self.lower_yield(
                                kind,
                                &name,
                                arguments.delim_span(),
                                arguments.stream(),
                                Sent::Used,
                            );
                            rest.next();
                            let goes_on = matches!(
                                rest.peek(),
                                Some(TokenTree::Punct(next)) if matches!(next.as_char(), '.' | '?')
                            );
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
                    } else if name == "return" && self.fallible {
                        let bare = match rest.peek() {
                            None => true,
                            Some(TokenTree::Punct(next)) => matches!(next.as_char(), ';' | ','),
                            Some(_) => false,
                        };
                        let span = name.span();
                        lowered.push(name.into());
                        if bare {
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
    match lowered.into_iter().next() {
        Some(TokenTree::Group(parentheses)) => parentheses.stream(),
        other => other.into_iter().collect(),
    }
}

/// Takes back `genfn::` before a yield.
fn remove_path_before(lowered: &mut Vec<TokenTree>) {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    while is_colon(lowered.last()) && is_colon(lowered.iter().nth_back(1)) {
        lowered.truncate(lowered.len() - 2);
        if matches!(lowered.last(), Some(TokenTree::Ident(_))) {
            lowered.pop();
        }
    }
}

impl VisitMut for Lowering<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Macro(ExprMacro { attrs, mac }) = expression {
            if let Some(lowered) = self.yield_in(mac, Sent::Used) {
                *expression = Expr::Verbatim(quote!(#(#attrs)* #lowered));
                return;
            }
            if let Some(mistakes) = self.mistakes_in(mac) {
                *expression = mistakes;
                return;
            }
        }
        if let Some(unmarked) = Unmarked::of(expression) {
            *expression = Expr::Verbatim(match self.place {
                // It is an error already. The rest of the body goes on with what it means.
                Place::Generator => {
                    let Unmarked { kind, name, parentheses, value, .. } = unmarked;
                    self.lower_yield(kind, &name, parentheses, value, Sent::Used)
                }
                _ => unmarked.error().into_compile_error(),
            });
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Try(question) = expression {
            if let Some(error) = self.place.rejects_question_mark(question, self.end) {
                let (error, tried) = (error.into_compile_error(), &question.expr);
                *expression = Expr::Verbatim(quote!({ let _ = &#tried; #error }));
            }
        }
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Stmt::Macro(syn::StmtMacro { attrs, mac, semi_token }) = statement {
            let sent = if semi_token.is_some() { Sent::Dropped } else { Sent::Used };
            if let Some(lowered) = self.yield_in(mac, sent) {
                let lowered = match (&mac.delimiter, &semi_token) {
                    (MacroDelimiter::Brace(_), None) => as_block(lowered),
                    _ => lowered,
                };
                let lowered = Expr::Verbatim(quote!(#(#attrs)* #lowered));
                *statement = Stmt::Expr(lowered, *semi_token);
                return;
            }
            if let Some(mistakes) = self.mistakes_in(mac) {
                *statement = Stmt::Expr(mistakes, *semi_token);
                return;
            }
        }
        visit_mut::visit_stmt_mut(self, statement);
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        if !own {
            let outer = std::mem::replace(&mut self.in_macro, true);
            let tokens = std::mem::take(&mut invocation.tokens);
            invocation.tokens = match self.expressions(&tokens) {
                Some(lowered) => lowered,
                None => self.tokens(tokens),
            };
            self.in_macro = outer;
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

    fn visit_expr_return_mut(&mut self, returned: &mut ExprReturn) {
        visit_mut::visit_expr_return_mut(self, returned);
        if self.fallible && self.place == Place::Generator && returned.expr.is_none() {
            returned.expr = Some(Box::new(Expr::Verbatim(self.end(returned.span()))));
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        match item {
            // A macro that is defined in the body may be used there.
            Item::Macro(definition) => self.visit_macro_mut(&mut definition.mac),
            _ => LowerNestedFunctions(self).visit_item_mut(item),
        }
    }
}

/// Replaces the misplaced yields in nested functions, which are errors already, and leaves nested
/// generators alone.
struct LowerNestedFunctions<'a, 'b>(&'a mut Lowering<'b>);

impl VisitMut for LowerNestedFunctions<'_, '_> {
    fn visit_item_fn_mut(&mut self, function: &mut syn::ItemFn) {
        if !function.attrs.iter().any(crate::validate::is_generator) {
            self.visit_block_mut(&mut function.block);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, method: &mut syn::ImplItemFn) {
        if !method.attrs.iter().any(crate::validate::is_generator) {
            self.visit_block_mut(&mut method.block);
        }
    }

    fn visit_trait_item_fn_mut(&mut self, method: &mut syn::TraitItemFn) {
        if !method.attrs.iter().any(crate::validate::is_generator) {
            visit_mut::visit_trait_item_fn_mut(self, method);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        self.0.within(Place::Constant, |lowering| lowering.visit_expr_mut(expression));
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.0.within(Place::Function, |lowering| lowering.statements(&mut block.stmts));
    }
}

/// The arguments of the function, as the generator hands them over to the body.
pub(crate) struct LoweredArguments {
    /// The arguments of the new function.
    pub(crate) signature: Signature,
    /// In the closure: captures all of them, in the order in which a generator that was not started
    /// drops them, and makes a tuple of all but the receiver.
    pub(crate) keep: TokenStream,
    /// In the body: the pattern that takes it.
    pub(crate) pattern: TokenStream,
    /// In the body, behind that: takes hold of the receiver, and takes apart what is a pattern.
    pub(crate) receive: TokenStream,
}

/// Moves each argument into the body, used or not, to be dropped after the locals, the last one
/// first.
///
/// They become locals there: what is not used beyond a yield has no room in the suspended state, and
/// rustc can say what is unused. A pattern is taken apart in the body, as in an `async fn`. No local
/// can be named as the receiver is: it is captured, and captures are dropped after locals.
///
/// `kept` is the name of the tuple.
pub(crate) fn arguments(mut signature: Signature, kept: &Ident) -> LoweredArguments {
    let here = Span::mixed_site();
    let mut receiver = None;
    let mut silenced = false;
    let (mut arguments, mut patterns) = (TokenStream::new(), TokenStream::new());
    let mut locals = TokenStream::new();
    for (index, argument) in signature.inputs.iter_mut().enumerate() {
        let argument = match argument {
            FnArg::Receiver(argument) => {
                let name = argument.self_token;
                receiver = Some(quote_spanned!(here=> let _ = &#name;));
                continue;
            }
            FnArg::Typed(argument) => argument,
        };
        let whole = format_ident!("argument_{}", index, span = here);
        let conditions = conditions(&argument.attrs);
        let lints = take_lints(&mut argument.attrs);
        let (name, pattern) = match &mut *argument.pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                silenced |= name.ident.to_string().starts_with('_');
                let (mutability, name) = (name.mutability.take(), &name.ident);
                (name.clone(), quote!(#mutability #name))
            }
            pattern => {
                let name: Pat = parse_quote!(#whole);
                let pattern = std::mem::replace(pattern, name);
                (whole.clone(), quote!(#pattern))
            }
        };
        if locals.is_empty() && conditions.is_empty() && lints.is_empty() && name != whole {
            arguments.extend(quote!(#name,));
            patterns.extend(quote!(#pattern,));
            continue;
        }
        // One by one from here on: each with what is left of it, before the next one.
        patterns.extend(quote!(#whole,));
        if conditions.is_empty() {
            arguments.extend(quote!(#name,));
            locals.extend(quote!(let #whole = #whole; #lints let #pattern = #whole;));
        } else {
            // In a tuple of its own, which is empty if there is no such argument: a pattern has no
            // room for attributes.
            arguments.extend(quote!((#conditions #name,),));
            locals.extend(quote! {
                #conditions let (#whole,) = #whole;
                #conditions #lints let #pattern = #whole;
            });
        }
    }
    let quiet = silenced.then(allow_silenced);
    LoweredArguments {
        signature,
        keep: quote_spanned!(here=> #receiver #quiet let #kept = (#arguments);),
        pattern: quote!((#patterns)),
        receive: quote!(#receiver #locals),
    }
}

/// For the macro's own use of an argument whose name says that it may be unused.
///
/// The name keeps its span, for that is how it resolves where a macro wrote the function, so the
/// lint takes the use for the user's.
fn allow_silenced() -> TokenStream {
    quote!(#[allow(clippy::used_underscore_binding)])
}

/// The attributes that say whether an argument exists.
fn conditions(attributes: &[Attribute]) -> TokenStream {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote!(#(#conditions)*)
}

/// Takes out the lint levels, which an argument hands on to the local that it becomes.
fn take_lints(attributes: &mut Vec<Attribute>) -> TokenStream {
    let levels = ["allow", "expect", "warn", "deny", "forbid"];
    let (lints, others): (Vec<_>, Vec<_>) = std::mem::take(attributes)
        .into_iter()
        .partition(|attribute| levels.iter().any(|level| attribute.path().is_ident(level)));
    *attributes = others;
    quote!(#(#lints)*)
}
