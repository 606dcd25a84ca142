//! The question to rustc how a method whose name no list has uses the local that it is called on. It is asked in
//! code that does not run: see the runtime's `explicit/methods.rs`.
//!
//! ```text
//! // in                        // out, in outline
//! local.finish(1)              let real = given(&another(&local).finish(1));
//!                              let first = {
//!                                  use ByReference as _;
//!                                  compared(given(&(&local).finish(1)), real)
//!                              };
//!                              let receiver = first.receiver(&local, Fresh, Nothing);
//!                              let second = { use ByValue as _; given(&receiver.finish(1)) };
//!                              let used = first.used(second, ..);
//! ```
//!
//! The traits are those of `not_found`. A closure among the arguments is written as it is in the first call alone, where
//! rustc infers its types. The others have one that gives the same type.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit::Visit;
use syn::{
    Expr, ExprClosure, ExprMethodCall, GenericArgument, Pat, Path, ReturnType, Type, parse_quote,
};

use crate::explicit::known::kinds;
use crate::explicit::known::method_names;
use crate::explicit::known::method_names::{BORROWS, BORROWS_OR_TAKES};
use crate::explicit::questions::located::{located, located_as_written};
use crate::explicit::questions::not_found::{self, Items};
use crate::explicit::questions::receivers::Consumes;
use crate::explicit::tree::ir::Var;
use crate::explicit::tree::vars::Vars;
use crate::lower::{ends_of, internal};

/// Calls whose type is that which is expected of them.
const OF_ANY_TYPE: [&str; 12] = [
    "collect",
    "default",
    "empty",
    "from",
    "into",
    "new",
    "parse",
    "product",
    "sum",
    "try_from",
    "try_into",
    "with_capacity",
];

/// The most arguments of a call that is asked about, and of a closure in it.
const MOST_ARGUMENTS: usize = 4;
const MOST_PARAMETERS: usize = 3;

/// Whether rustc can be asked about a call: by its name it may take what it is called on, and the arguments
/// can be written again.
pub(crate) fn is_asked(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    // That of an entry of a map has no argument, and takes the entry.
    let of_entry = name == "remove" && call.args.is_empty();
    (of_entry || !BORROWS.contains(&&*name))
        && !method_names::is_into(&name)
        && Consumes::by(call).is_none()
        && can_be_asked(call)
}

/// The same of a call that is the last use of its local. A type of the user's may have a method by value that has the
/// name of one of the standard library's by reference. An `Option` that is known to be one has none.
pub(crate) fn is_asked_last(call: &ExprMethodCall, local: &Var) -> bool {
    is_asked(call)
        || local.known.is_none()
            && BORROWS_OR_TAKES.iter().any(|name| call.method == name)
            && Consumes::by(call).is_none()
            && !has_closure(call)
            && can_be_asked(call)
}

/// The same of a call on a field that no path uses again, whose type is not known. A method of the standard library's by
/// value takes what it is called on if that is of the type that the method is of.
pub(crate) fn is_asked_of_field(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let may_take = match Consumes::by(call) {
        Some(consumes) => consumes.may_move(),
        None if BORROWS_OR_TAKES.contains(&&*name) => !has_closure(call),
        None => !BORROWS.contains(&&*name),
    };
    may_take && !method_names::is_into(&name) && can_be_asked(call)
}

/// The same of a call in a closure, where no method takes what it is called on by its name.
pub(crate) fn is_asked_in_closure(call: &ExprMethodCall) -> bool {
    is_asked(call) || method_names::is_into(&call.method.to_string()) && can_be_asked(call)
}

/// Whether rustc can be asked about a call of any name.
pub(crate) fn can_be_asked(call: &ExprMethodCall) -> bool {
    let types = call.turbofish.iter().flat_map(|turbofish| &turbofish.args);
    call.args.len() <= MOST_ARGUMENTS
        && call.args.iter().all(|argument| closure(argument).is_some() || is_plain(argument, false))
        && types.into_iter().all(|argument| matches!(argument, GenericArgument::Type(_)))
}

/// Whether a closure is among the arguments of a call, or in one of them.
pub(crate) fn has_closure(call: &ExprMethodCall) -> bool {
    struct Closures(bool);

    impl Visit<'_> for Closures {
        fn visit_expr_closure(&mut self, _: &ExprClosure) {
            self.0 = true;
        }
    }

    let mut closures = Closures(false);
    for argument in &call.args {
        closures.visit_expr(argument);
    }
    closures.0
}

/// A call beside the answer to its question, which has the type of what the call gives. A closure has another type in
/// the question, which can be a part of that type.
///
/// ```text
/// // in                  // out
/// local.name()           (match local.name() {
///                            given => { if false { nothing_runs(); same(&given, &used); } given }
///                        },).0
/// ```
///
/// What the call gives may be coerced behind the check: what stands around a field says nothing of the field's type.
/// Behind `nothing_runs()` the answer does not borrow what the call does.
pub(crate) fn answered(private: &Path, call: &ExprMethodCall, answer: &impl ToTokens) -> Expr {
    // The user's tokens are its ends: so a `?` behind it is reported where the user has written it.
    let at = call.method.span();
    let (first, last) = ends_of(&call.to_token_stream()).unwrap_or((at, at));
    if has_closure(call) {
        let (private, name) = (located_as_written(private, first), Ident::new("beside", first));
        let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#call, &#answer));
        arguments.set_span(last);
        return parse_quote!(#private::#name #arguments);
    }
    let here = Span::mixed_site().located_at(at);
    let (private, given) = (located(private, here), name("given", here));
    let checked = quote_spanned! {here=>
        match #call {
            #given => {
                if false {
                    #private::nothing_runs();
                    #private::same(&#given, &#answer);
                }
                #given
            }
        },
    };
    let mut tuple = Group::new(Delimiter::Parenthesis, checked);
    tuple.set_span(first);
    let mut field = Literal::usize_unsuffixed(0);
    field.set_span(last);
    let dot = quote_spanned!(last=> .);
    parse_quote!(#tuple #dot #field)
}

/// The same of a call of an adaptor, whose closures the question does not have: what they give is inferred from the
/// call.
pub(crate) fn answered_of_adaptor(private: &Path, call: &ExprMethodCall, answer: &Ident) -> Expr {
    let given = internal("given");
    parse_quote! {
        match #call {
            #given => {
                if false {
                    use #private::{GivesAnother as _, GivesSame as _};
                    (&&#private::answered(&#answer, &#given)).infer_of_the_generator();
                }
                #given
            }
        }
    }
}

/// Whether an expression has a type of its own.
fn has_type(value: &Expr) -> bool {
    is_plain(value, true)
}

/// Whether an expression can be written again, and has a type of its own if it is to be `typed`.
fn is_plain(value: &Expr, typed: bool) -> bool {
    let all = |values: &mut dyn Iterator<Item = &Expr>| {
        Iterator::all(&mut { values }, |value| is_plain(value, typed))
    };
    let is_of_any_type = |name: &Ident| typed && OF_ANY_TYPE.iter().any(|other| name == other);
    match value {
        Expr::Lit(_) => true,
        Expr::Path(path) => !typed || !path.path.is_ident("None"),
        Expr::Reference(inner) => is_plain(&inner.expr, typed),
        Expr::Field(field) => is_plain(&field.base, typed),
        Expr::Index(index) => is_plain(&index.expr, typed) && is_plain(&index.index, typed),
        Expr::Unary(unary) => is_plain(&unary.expr, typed),
        Expr::Binary(binary) => is_plain(&binary.left, typed) && is_plain(&binary.right, typed),
        Expr::Cast(cast) => is_plain(&cast.expr, typed),
        Expr::Paren(inner) => is_plain(&inner.expr, typed),
        Expr::Group(inner) => is_plain(&inner.expr, typed),
        Expr::Tuple(tuple) => all(&mut tuple.elems.iter()),
        Expr::Array(array) => (!typed || !array.elems.is_empty()) && all(&mut array.elems.iter()),
        Expr::Call(call) => {
            let named = match &*call.func {
                Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
                    !typed
                        || !is_of_any_type(&last.ident) && last.ident != "Ok" && last.ident != "Err"
                }),
                _ => false,
            };
            named && all(&mut call.args.iter())
        }
        Expr::MethodCall(call) => {
            !is_of_any_type(&call.method)
                && is_plain(&call.receiver, typed)
                && all(&mut call.args.iter())
        }
        Expr::Macro(invocation) => {
            let path = &invocation.mac.path;
            path.is_ident("format") || !typed && path.is_ident("vec")
        }
        Expr::Closure(closure) => !typed && closure.asyncness.is_none(),
        _ => false,
    }
}

/// A closure that can be written in the call itself, and in its questions.
fn closure(value: &Expr) -> Option<&ExprClosure> {
    let Expr::Closure(closure) = value else { return None };
    let is_typed = |pattern: &Pat| matches!(pattern, Pat::Type(_));
    let written = closure.inputs.iter().filter(|pattern| is_typed(pattern)).count();
    let is_plain = closure.asyncness.is_none()
        && closure.lifetimes.is_none()
        && closure.constness.is_none()
        && (written == 0 || written == closure.inputs.len())
        && closure.inputs.len() <= MOST_PARAMETERS;
    is_plain.then_some(closure)
}

/// An argument, as the call and its questions have it.
struct Argument {
    /// In the call itself.
    real: TokenStream,
    /// In a question.
    again: TokenStream,
    /// The bound of the parameter that the method of the macro's has.
    bound: Ident,
    /// Whether its type is noted in the call itself.
    noted: Option<Ident>,
    /// Whether it has another type in a question.
    replaced: bool,
    /// Whether what is noted is the type that a closure gives.
    gives: bool,
}

impl Argument {
    fn of(
        value: &Expr,
        name: Ident,
        vars: &Vars,
        private: &TokenStream,
        here: Span,
        of_adaptor: bool,
    ) -> Self {
        let bound = Ident::new("Sized", here);
        // Also where the method of the macro's is found, each parameter has a type.
        let never = quote_spanned!(here=> #private::nothing_runs());
        if let Some(closure) = closure(value) {
            return Self::closure(closure, name, private, here, of_adaptor);
        }
        let local =
            kinds::name_of(value).and_then(|name| vars.find(name)).map(|var| &vars.all[var]);
        let is_called = matches!(value, Expr::Path(_))
            && has_type(value)
            && local.is_none_or(|local| !local.plain && local.written.is_none());
        let again = match is_called {
            true => {
                quote_spanned!(here=> (&&#name).argument_of_the_generator(#never, #never, #never))
            }
            false if has_type(value) => {
                let value = value.to_token_stream();
                let again = value.clone();
                return Self {
                    real: value,
                    again,
                    bound,
                    noted: None,
                    replaced: false,
                    gives: false,
                };
            }
            false => quote_spanned!(here=> #name.again()),
        };
        let real = quote_spanned!(here=> #name.note(#value));
        Self { real, again, bound, noted: Some(name), replaced: is_called, gives: false }
    }

    /// A closure: what it gives is noted. That of an adaptor is not written, for what it gives may be inferred from
    /// what stands around the call.
    fn closure(
        closure: &ExprClosure,
        name: Ident,
        private: &TokenStream,
        here: Span,
        of_adaptor: bool,
    ) -> Self {
        let body = &closure.body;
        let body = match &closure.output {
            ReturnType::Default => quote_spanned!(here=> #name.note(#body)),
            ReturnType::Type(..) => quote_spanned!(here=> { #name.note(#body) }),
        };
        let mut real = closure.clone();
        real.body = parse_quote!(#body);
        let types = closure.inputs.iter().map(|pattern| match pattern {
            Pat::Type(typed) => Some(&typed.ty),
            _ => None,
        });
        let types: Vec<Option<&Box<Type>>> = types.collect();
        let is_typed = types.iter().any(Option::is_some);
        let inputs = types.into_iter().map(|ty| {
            let ty = ty.map(|ty| quote!(: #ty));
            quote!(_ #ty)
        });
        let bound = ["Closure0", "Closure1", "Closure2", "Closure3"][closure.inputs.len()];
        let bound = Ident::new(if is_typed { "Sized" } else { bound }, here);
        if of_adaptor {
            let closure = quote_spanned!(here=> |#(#inputs),*| #private::nothing_runs());
            return Self {
                real: closure.clone(),
                again: closure,
                bound,
                noted: None,
                replaced: true,
                gives: false,
            };
        }
        let given = quote_spanned! {here=>
            (&&#name).given_of_the_generator(#private::nothing_runs())
        };
        Self {
            real: real.to_token_stream(),
            again: quote_spanned!(here=> move |#(#inputs),*| #given),
            bound,
            noted: Some(name),
            replaced: true,
            gives: true,
        }
    }
}

/// What is asked about a call.
pub(crate) struct Question<'a> {
    /// The call, on a place that is the local.
    pub(crate) call: &'a ExprMethodCall,
    /// It is an error if the call takes the local.
    pub(crate) checks: bool,
    /// Whether the local can be a `Box`.
    pub(crate) may_be_box: bool,
    /// What the method does with a local of a type of the standard library's.
    pub(crate) consumes: Option<Consumes>,
}

impl<'a> Question<'a> {
    /// Asks how a call uses a local.
    pub(crate) fn of(call: &'a ExprMethodCall, local: &Var) -> Self {
        let may_be_box = local.boxed || local.written.is_none();
        Self { call, checks: false, may_be_box, consumes: None }
    }

    /// Asks how a call uses a field.
    pub(crate) const fn of_field(call: &'a ExprMethodCall) -> Self {
        Self { call, checks: false, may_be_box: true, consumes: None }
    }

    /// Whether the method has the name of an adaptor of the standard library's, and is given a closure.
    pub(crate) fn is_of_adaptor(&self) -> bool {
        self.consumes.is_some() && has_closure(self.call)
    }

    /// The expression that says how the call uses the local.
    pub(crate) fn ask(&self, private: &Path, vars: &Vars) -> Expr {
        syn::parse2(self.tokens(private, vars))
            .unwrap_or_else(|_| Expr::MethodCall(self.call.clone()))
    }

    /// The tokens of that expression.
    pub(crate) fn tokens(&self, private: &Path, vars: &Vars) -> TokenStream {
        let here = Span::mixed_site().located_at(self.call.method.span());
        let private = located(private, here);
        let of_adaptor = self.is_of_adaptor();
        let arguments = self.call.args.iter().enumerate().map(|(number, value)| {
            let argument = name(&format!("argument_{number}"), here);
            Argument::of(value, argument, vars, &private, here, of_adaptor)
        });
        let arguments: Vec<Argument> = arguments.collect();
        let types = self.call.turbofish.as_ref().map_or(0, |turbofish| turbofish.args.len());
        let bounds = arguments.iter().map(|argument| argument.bound.clone()).collect();
        let items = not_found::of(&vars.asked_methods, &self.call.method, types, bounds, here);
        let asking = Asking { asked: self, private: &private, here, arguments, items };
        asking.expression()
    }
}

/// A name of the macro's own.
fn name(text: &str, here: Span) -> Ident {
    let mut name = internal(text);
    name.set_span(here);
    name
}

/// What writes a question.
struct Asking<'a> {
    asked: &'a Question<'a>,
    private: &'a TokenStream,
    here: Span,
    arguments: Vec<Argument>,
    items: Items,
}

impl Asking<'_> {
    /// The question.
    fn expression(&self) -> TokenStream {
        let (private, here) = (self.private, self.here);
        let ExprMethodCall { receiver: local, method, turbofish, .. } = self.asked.call;
        // The answers to questions in the arguments have the name `used`.
        let [answer, given, real, first, second, used] =
            ["answer", "given", "real", "first", "second", "use"].map(|text| name(text, here));
        let noted = self.arguments.iter().filter_map(|argument| argument.noted.as_ref());
        let giving = self.arguments.iter().filter(|argument| argument.gives);
        let giving: Vec<&Ident> = giving.filter_map(|argument| argument.noted.as_ref()).collect();
        let arguments = self.arguments.iter().map(|argument| &argument.real);
        let imports = self.imports();
        let Items { any, nothing, .. } = &self.items;
        let known = self.asked.consumes.map(|consumes| consumes.known(private, local, here));
        let reference = quote_spanned!(here=> &#local);
        let real_receiver = match &known {
            Some(known) if self.asked.is_of_adaptor() => {
                quote_spanned!(here=> #known.taken(#reference, #nothing))
            }
            _ => quote_spanned!(here=> #private::another(&#local)),
        };
        let known = known.map(|known| quote_spanned!(here=> #known.shared(#reference, #nothing)));
        let on_reference =
            self.call(&known.unwrap_or_else(|| reference.clone()), &self.items.by_reference);
        let replaced = self.arguments.iter().any(|argument| argument.replaced);
        let written = Ident::new(if replaced { "Replaced" } else { "AsWritten" }, here);
        let receiver = quote_spanned! {here=>
            #first.receiver(
                &#local,
                #any(#private::stands_for(&#local)),
                #nothing,
                #private::#written,
            )
        };
        let on_value = self.call(&receiver, &self.items.by_value);
        let in_box = self.may_be_box().then(|| self.in_box(&used));
        let alike = has_closure(self.asked.call).then(|| {
            quote_spanned! {here=>
                use #private::{OtherSecond as _, SameSecond as _};
                let #second =
                    (&&#private::compared(&#second, &#real)).second_of_the_generator();
            }
        });
        // What is asked of is another value, which lives no longer than the question.
        let lints = ["as_ptr", "as_mut_ptr"]
            .iter()
            .any(|name| method == name)
            .then(|| quote_spanned!(here=> #[allow(dangling_pointers_from_temporaries)]));
        let check =
            self.asked.checks.then(|| quote_spanned!(here=> #private::leaves_local(&#used);));
        quote_spanned! {here=>
            {
                let #answer;
                if false {
                    use #private::{#imports};
                    // The arguments may move something, and are written more than once.
                    #private::nothing_runs();
                    #(let #noted = #private::argument();)*
                    #lints
                    let #given = #real_receiver.#method #turbofish(#(#arguments),*);
                    let #real = #private::given(&#given);
                    #(let #giving = #giving.beside(&#local);)*
                    let #first = #on_reference;
                    let #first =
                        (&&#private::compared(&#first, &#real)).first_of_the_generator();
                    let #second = #on_value;
                    #alike
                    let #used = #first.used(
                        #second,
                        (&&&#private::Probe::of(&#local)).local_of_the_generator(),
                    );
                    #in_box
                    #check
                    #answer = #private::Option::Some(#used);
                } else {
                    #answer = #private::Option::None;
                }
                #private::uses(&#answer)
            }
        }
    }

    /// The traits that give the answers.
    fn imports(&self) -> TokenStream {
        let here = self.here;
        let in_box = self.may_be_box().then(|| quote_spanned!(here=> InBox as _, NoBox as _,));
        let noted = self.arguments.iter().any(|argument| argument.noted.is_some());
        let arguments = noted.then(|| {
            quote_spanned! {here=>
                AnyArgument as _, Callable0 as _, Callable1 as _, Callable2 as _, Callable3 as _,
                GivesOther as _, GivesSelf as _,
            }
        });
        quote_spanned! {here=>
            CopyLocal as _, MethodGiven as _, NoMethodGiven as _, NothingAsked as _, OtherGiven as _,
            OtherLocal as _, PinnedGiven as _, ReferenceLocal as _, SameGiven as _, #in_box #arguments
        }
    }

    /// The answer to the call on `place`, with a trait in scope.
    fn call(&self, place: &TokenStream, in_scope: &TokenStream) -> TokenStream {
        let (private, here) = (self.private, self.here);
        let ExprMethodCall { method, turbofish, .. } = self.asked.call;
        let [receiver, given] = ["receiver", "given"].map(|text| name(text, here));
        let arguments = self.arguments.iter().map(|argument| &argument.again);
        quote_spanned! {here=>
            {
                use #in_scope as _;
                let mut #receiver = #place;
                let #given = #receiver.#method #turbofish(#(#arguments),*);
                (&&&#private::given(&#given)).method_of_the_generator()
            }
        }
    }

    fn may_be_box(&self) -> bool {
        self.asked.may_be_box && cfg!(feature = "alloc")
    }

    /// Asks the same of what is in a box, if the method is not that of the box.
    fn in_box(&self, used: &Ident) -> TokenStream {
        let (private, here) = (self.private, self.here);
        let local = &self.asked.call.receiver;
        let [own, boxed, third, fourth] =
            ["own", "boxed", "third", "fourth"].map(|text| name(text, here));
        let nothing = &self.items.nothing;
        let inner = quote_spanned! {here=>
            (&&#private::behind(&#used, &#local)).behind_of_the_generator(#nothing)
        };
        let on_reference = self.call(&inner, &self.items.by_reference);
        let on_value = self.call(&quote!(#boxed), &self.items.by_value);
        quote_spanned! {here=>
            let #own = #inner;
            let #third = #on_reference;
            let #boxed = #third.in_box(#own, #nothing);
            let #fourth = #on_value;
            let #used = #third.used_in_box(
                #fourth,
                (&&&#private::Probe::of(&#boxed)).local_of_the_generator(),
                #used,
            );
        }
    }
}
