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
//! println!("{}", yield_!(value))     macro_rules! yield_ { .. }                       // macros.rs
//!                                    println!("{}", yield_!(value))
//!
//! fn f(a: A, (b, _): B)              let (mut slot, (a, argument_1)) = ..;            // arguments.rs
//!                                    let (b, _) = argument_1;
//!
//! return;                            return Ok(());           // in an iterator over `Result`s
//!
//! || yield_!(value)                  { compile_error! { ".." } }
//! ```

mod arguments;
mod macros;
mod suspend;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Error, Expr, ExprAsync, ExprAwait, ExprClosure, ExprConst, ExprForLoop,
    ExprLoop, ExprMacro, ExprRange, ExprRepeat, ExprReturn, ExprTryBlock, ExprWhile,
    GenericArgument, ImplItemFn, Item, ItemFn, Macro, MacroDelimiter, Path, Stmt, StmtMacro,
    TraitItemFn, Type,
};

pub(crate) use self::arguments::{LoweredArguments, arguments};
use self::macros::{OpaqueYield, as_block};
use self::suspend::{Call, Sent};
pub(crate) use self::suspend::{allow_let_if, ends_of};
use crate::advice;
use crate::attribute::may_be_macro;
use crate::errors::Errors;
use crate::parse::Body;
use crate::signature::{Output, is_inferred};
use crate::validate::{End, Place, Unmarked, is_generator, leaves_no_loop};
use crate::yields::{Given, YieldKind};

/// A name that only the expansion uses: its hygiene keeps the user's tokens from referring to it.
///
/// The suffix keeps it apart from names that users write. If a user's variable is missing and a hidden
/// one has the same name, rustc mentions the hidden one.
pub(crate) fn internal(name: &str) -> Ident {
    format_ident!("{name}_of_the_generator", span = Span::mixed_site())
}

/// The path of the runtime's hidden items. `quote!` takes a path apart into its tokens. A `TokenStream` it
/// would pass to rustc and back at each place that mentions it.
pub(crate) fn hidden_items(runtime: &Path) -> Path {
    let mut path = runtime.clone();
    path.segments.push(Ident::new(HIDDEN_ITEMS, Span::call_site()).into());
    path
}

const HIDDEN_ITEMS: &str = "__private";

/// The name of [`hidden_items`] within a function that imports them, and the import. A path of one name is fewer
/// tokens. It has the context of the longer one, so that rustc reports what it leads to at the same place.
pub(crate) fn imported_items(runtime: &Path) -> (Path, TokenStream) {
    let mut name = internal("items");
    name.set_span(Span::call_site());
    let path = hidden_items(runtime);
    let import = quote!(use #path as #name;);
    (name.into(), import)
}

/// Whether a name is that of [`hidden_items`] or of [`imported_items`].
pub(crate) fn is_of_hidden_items(name: &Ident) -> bool {
    let name = name.to_string();
    name == HIDDEN_ITEMS || name == "items_of_the_generator"
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
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub(crate) struct LoweredBody {
    /// The user's block, in a block with the label that every yield refers to.
    pub(crate) block: TokenStream,
    pub(crate) yields: Yields,
    /// Whether the body contains one yield, of `yield_!` or `try_yield!`.
    pub(crate) one_yield: bool,
    /// Whether a yield takes the type of its value from the variable `item`.
    pub(crate) values: bool,
    /// Whether the body may return before its end.
    pub(crate) returns: bool,
    /// Whether the body of an iterator over `Result`s ends with a `Result`, as in `Ok(())`.
    pub(crate) ends_with_result: bool,
    /// The span of the user's braces.
    pub(crate) braces: Span,
    /// The span of the opening brace.
    pub(crate) open: Span,
}

/// How many yields a body may have. rustc's time and memory grow with the square of their number: 3,000
/// take 3 GB.
pub(crate) const MOST_YIELDS: usize = 3000;

/// The error that the body of a `what` has more yields. The body opens at `open`.
pub(crate) fn too_many_yields(what: &str, open: Span) -> Error {
    let message = format!(
        "a {what}'s body has at most {MOST_YIELDS} yields: loop over an array of the values, or \
         delegate to several {what}s with `yield_from!`"
    );
    Error::new(open, message)
}

/// Whether one of the attributes may be a macro, which is given all that it is on.
fn has_foreign(attributes: &[Attribute]) -> bool {
    attributes.iter().any(may_be_macro)
}

/// Whether a statement is not looked into, for an attribute macro may be on it.
pub(crate) fn is_opaque_statement(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(local) => has_foreign(&local.attrs),
        Stmt::Macro(invocation) => has_foreign(&invocation.attrs),
        // The attributes of the statement are at the first expression in it.
        Stmt::Expr(expression, _) => has_foreign(attributes_of(first_in(expression))),
        Stmt::Item(_) => false,
    }
}

/// The expression that `expression` begins with.
fn first_in(mut expression: &Expr) -> &Expr {
    loop {
        expression = match expression {
            Expr::Assign(outer) => &outer.left,
            Expr::Await(outer) => &outer.base,
            Expr::Binary(outer) => &outer.left,
            Expr::Call(outer) => &outer.func,
            Expr::Cast(outer) => &outer.expr,
            Expr::Field(outer) => &outer.base,
            Expr::Index(outer) => &outer.expr,
            Expr::MethodCall(outer) => &outer.receiver,
            Expr::Range(ExprRange { start: Some(start), .. }) => start,
            Expr::Try(outer) => &outer.expr,
            first => return first,
        };
    }
}

/// Whether the tokens of an expression are not looked into: syn does not know it, or an attribute macro
/// may be on it.
pub(crate) fn is_opaque(expression: &Expr) -> bool {
    match expression {
        Expr::Verbatim(tokens) => !tokens.is_empty(),
        // Where an attribute is on the first operand, rustc may take it for one of the operation.
        known => has_foreign(attributes_of(first_in(known))),
    }
}

fn attributes_of(expression: &Expr) -> &[Attribute] {
    macro_rules! attributes {
        ($($variant:ident)*) => {
            match expression {
                $(Expr::$variant(expression) => &expression.attrs,)*
                _ => &[],
            }
        };
    }

    attributes!(
        Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop
        Group If Index Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference
        Repeat Return Struct Try TryBlock Tuple Unary Unsafe While Yield
    )
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

/// Reports what a body cannot contain, whose code is made elsewhere. Whether an iterator over `Result`s ends
/// with a `Result`.
pub(crate) fn check(body: Body, output: &Output, runtime: &Path, errors: &mut Errors) -> bool {
    lowered(body, output, runtime, false, errors).ends_with_result
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
    lowered(body, output, runtime, true, errors)
}

/// `emits`: whether the code is used.
fn lowered(
    body: Body,
    output: &Output,
    runtime: &Path,
    emits: bool,
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
        walk: Walk::Lowers,
        emits,
        by_item: is_inferred(&output.types.item) || body.words.may_define_types(),
        yields: Yields::Nothing,
        values: false,
        count: 0,
        named: [false; 4],
        opaque: Vec::new(),
        errors: Errors::default(),
    };
    let tokens = if let Some(mut statements) = body.statements {
        // Around a single expression rustc reports the braces as unneeded.
        let single = emits && are_perhaps_single(&statements);
        let not_single = single.then(|| quote_spanned!(Span::mixed_site()=> let () = ();));
        lowering.statements(&mut statements);
        if emits { quote!(#not_single #(#statements)*) } else { TokenStream::new() }
    } else {
        let tokens = lowering.unknown_tokens(body.braces.stream());
        let definitions = lowering.definitions();
        quote!(#(#definitions)* #tokens)
    };
    let tokens = if lowering.count > MOST_YIELDS {
        lowering.reject(too_many_yields("generator", body.open));
        quote!(#runtime::__private::never())
    } else {
        tokens
    };
    let open = body.open;
    let mut block = Group::new(Delimiter::Brace, tokens);
    block.set_span(body.braces.span());
    // The edition of a block decides when the temporaries of its last expression are dropped, and rustc
    // takes the edition of a label for that of its block. So the label, a token of this crate, is not at
    // the user's block but at one around it.
    let label = body_label(open);
    let here = label.span();
    // The `break` makes the code after the block reachable for rustc, whatever the block does.
    let block = quote_spanned! {here=>
        #label: {
            if false { break #label #runtime::__private::never(); }
            #block
        }
    };
    errors.append(lowering.errors);
    let values = lowering.values && lowering.by_item;
    let (yields, braces) = (lowering.yields, body.braces.span());
    let one_yield = yields == Yields::Values && lowering.count == 1;
    LoweredBody { block, yields, one_yield, values, returns, ends_with_result, braces, open }
}

/// Whether nothing but an expression may be left of a block, once the attributes `cfg` have been applied.
pub(crate) fn are_perhaps_single(statements: &[Stmt]) -> bool {
    let Some((Stmt::Expr(_, None), before)) = statements.split_last() else {
        return false;
    };
    before.iter().all(|statement| {
        let attributes = attributes_at_front.parse2(statement.to_token_stream());
        attributes.is_ok_and(|attributes| {
            attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
        })
    })
}

/// Reads the attributes that a statement begins with.
fn attributes_at_front(input: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    let attributes = input.call(Attribute::parse_outer)?;
    input.parse::<TokenStream>()?;
    Ok(attributes)
}

/// Whether the value of the last expression is a `Result`, as its syntax tells: `Ok(..)`, `Err(..)`, or a
/// block, an `if` or a `match` one of whose branches ends so.
pub(crate) fn end_with_result(statements: &[Stmt]) -> bool {
    matches!(statements.last(), Some(Stmt::Expr(last, None)) if is_result(last))
}

fn is_result(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(function) if {
            let name = function.path.segments.last().map(|segment| &segment.ident);
            name.is_some_and(|name| name == "Ok" || name == "Err")
        }),
        Expr::Block(block) => end_with_result(&block.block.stmts),
        Expr::Unsafe(block) => end_with_result(&block.block.stmts),
        Expr::If(condition) => {
            end_with_result(&condition.then_branch.stmts)
                || condition.else_branch.as_ref().is_some_and(|(_, otherwise)| is_result(otherwise))
        }
        Expr::Match(choice) => choice.arms.iter().any(|arm| is_result(&arm.body)),
        Expr::Paren(inner) => is_result(&inner.expr),
        Expr::Group(inner) => is_result(&inner.expr),
        _ => false,
    }
}

/// Walks through a body once, replaces what has to be replaced, and reports what breaks a rule.
///
/// The error for a mistake also stands in place of the expression that is the mistake. rustc shows
/// equal errors at one place once. It takes the error for a value of any type, so that no other error
/// follows from the mistake.
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
struct Lowering<'a> {
    output: &'a Output,
    /// What the body can end with. In a `try` block `?` ends the block.
    end: End,
    runtime: &'a Path,
    place: Place,
    /// Whether the walk is in a loop of the body.
    in_loop: bool,
    walk: Walk,
    /// Whether the code of the yields is used.
    emits: bool,
    /// Whether a yield goes by the variable that has the items' type. That type is to be inferred, or
    /// items in the body may shadow the names in it.
    by_item: bool,
    yields: Yields,
    values: bool,
    /// How many yields there are that are lowered.
    count: usize,
    /// The kinds of yields that were met in the current block's scope, by [`YieldKind::index`].
    named: [bool; 4],
    /// The yields among tokens of the current statement that are not lowered.
    opaque: Vec<OpaqueYield>,
    errors: Errors,
}

/// What a walk is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// To lower the body itself.
    Lowers,
    /// To lower tokens that do not parse, at a place which may be in a closure or in an `async` block.
    LowersUnsure,
    /// To report the mistakes in a copy of another macro's arguments.
    Checks,
}

impl Lowering<'_> {
    /// Lowers the statements of a block. In front of a statement with yields among tokens that are not
    /// lowered are the definitions of the macros that they call.
    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        if self.walk == Walk::Checks {
            for statement in statements {
                self.visit_stmt_mut(statement);
            }
            return;
        }
        let outer = std::mem::take(&mut self.opaque);
        let named = self.named;
        // An import within a block has to be used within the block.
        if statements.iter().any(|statement| matches!(statement, Stmt::Item(Item::Use(_)))) {
            self.named = [false; 4];
        }
        let mut lowered = Vec::with_capacity(statements.len());
        for mut statement in std::mem::take(statements) {
            self.visit_stmt_mut(&mut statement);
            lowered.extend(self.definitions());
            lowered.push(statement);
        }
        *statements = lowered;
        self.opaque = outer;
        self.named = named;
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

    /// Runs `lower`, and returns the errors that it reports beside its value.
    fn apart<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> (T, Errors) {
        let outer = std::mem::take(&mut self.errors);
        let value = lower(self);
        (value, std::mem::replace(&mut self.errors, outer))
    }

    /// Reports `error`. The result stands in place of the expression that the error is about.
    fn reject(&mut self, error: Error) -> TokenStream {
        let in_place = error.to_compile_error();
        self.errors.add(error);
        in_place
    }

    /// The yield that somebody wrote without its exclamation mark. In the arguments of a macro the word
    /// `yield` may be the macro's own.
    fn unmarked(&self, expression: &Expr) -> Option<Unmarked> {
        let is_keyword = matches!(expression, Expr::Yield(_));
        if is_keyword && self.walk == Walk::Checks { None } else { Unmarked::of(expression) }
    }

    /// Lowers `invocation`, if it is a yield.
    fn yield_in(&mut self, invocation: &Macro, sent: Sent) -> Option<TokenStream> {
        let (kind, name) = YieldKind::of_path(&invocation.path)?;
        let call = Call { kind, name, parentheses: *invocation.delimiter.span(), sent };
        Some(self.lower_yield(&call, invocation.tokens.clone()))
    }

    /// Lowers a yield with its argument.
    fn lower_yield(&mut self, call: &Call<'_>, argument: TokenStream) -> TokenStream {
        let given = Given::parse(argument);
        let mut mistake = None;
        for error in [self.place.rejects(call.kind, call.name), given.error(call.kind)] {
            let in_place = error.map(|error| self.reject(error));
            mistake = mistake.or(in_place);
        }
        let plain = given.is_plain();
        // The argument of a mistake is lowered too, since it may contain others.
        let given = self.argument(call, given);
        if let Some(mistake) = mistake {
            return mistake;
        }
        if self.walk == Walk::Checks {
            return given;
        }
        self.contains(call.kind);
        self.count += 1;
        if !self.emits {
            return given;
        }
        self.suspend(call, &given, plain)
    }

    /// Takes note that the body contains a yield of this kind.
    fn contains(&mut self, kind: YieldKind) {
        let yields = if kind.delegates() { Yields::Delegates } else { Yields::Values };
        self.yields = self.yields.max(yields);
        self.values |= !kind.delegates();
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
            Given::Unknown(value) => return self.unknown_tokens(value),
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

    /// The error for a `break` or `continue` of the body that no loop is around.
    fn leaves_no_loop(&self, expression: &Expr) -> Option<Error> {
        let is_in_body = !self.in_loop && self.place == Place::Generator;
        is_in_body.then(|| leaves_no_loop(expression, "generator")).flatten()
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
        if is_opaque(expression) {
            let tokens = self.opaque_tokens(expression.to_token_stream());
            *expression = Expr::Verbatim(tokens);
            return;
        }
        if let Expr::Macro(ExprMacro { attrs, mac }) = expression {
            if let Some(lowered) = self.yield_in(mac, Sent::Used) {
                *expression = Expr::Verbatim(quote!(#(#attrs)* #lowered));
            } else if let Some(mistakes) = self.other_macro(mac) {
                *expression = mistakes;
            }
            return;
        }
        if let Some(unmarked) = self.unmarked(expression) {
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
        if let Some(error) = self.leaves_no_loop(expression) {
            *expression = Expr::Verbatim(self.reject(error));
            return;
        }
        if matches!(expression, Expr::Closure(_) | Expr::Async(_)) {
            let ((), mistakes) = self.apart(|this| visit_mut::visit_expr_mut(this, expression));
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
            let message = |ends| advice::no_question_mark(self.output, ends);
            if let Some(error) = self.place.rejects_question_mark(question, self.end, message) {
                let (mistake, tried) = (self.reject(error), &question.expr);
                *expression = Expr::Verbatim(quote!({ let _ = &#tried; #mistake }));
            }
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if is_opaque_statement(statement) {
            let tokens = self.opaque_tokens(statement.to_token_stream());
            *statement = Stmt::Expr(Expr::Verbatim(tokens), None);
            return;
        }
        match statement {
            Stmt::Macro(StmtMacro { attrs, mac, semi_token }) => {
                let sent = match (&semi_token, &mac.delimiter) {
                    (Some(_), _) => Sent::Dropped,
                    (None, MacroDelimiter::Brace(_)) => Sent::Bare,
                    (None, _) => Sent::Used,
                };
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
            Stmt::Item(Item::Macro(definition)) => {
                let tokens = std::mem::take(&mut definition.mac.tokens);
                definition.mac.tokens = self.opaque_tokens(tokens);
            }
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

    fn visit_type_mut(&mut self, written: &mut Type) {
        // The expressions in a type are constants.
        self.within(Place::Constant, |this| visit_mut::visit_type_mut(this, written));
    }

    fn visit_generic_argument_mut(&mut self, argument: &mut GenericArgument) {
        self.within(Place::Constant, |this| visit_mut::visit_generic_argument_mut(this, argument));
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
        if returned.expr.is_none() && self.fills_returns() {
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
