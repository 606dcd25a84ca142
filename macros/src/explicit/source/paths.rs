//! Calls of functions of the function's own name by another path, such as `Tree::walk(child)`: rustc is asked whether
//! one is the function itself, by the type that each function has. If so, it is an error: see the runtime's
//! `explicit/functions.rs`.
//!
//! ```text
//! // in, in a method `walk`            // out
//! yield_from!(Tree::walk(child));      yield_from!(unless_itself(Tree::walk, |f| {
//!                                          if false { Some(functions(f, &Self::walk).method()) } else { None }
//!                                      })(child));
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, FnArg, GenericParam, Macro, Path, Signature, Stmt, parse2};

use crate::explicit::known::kinds;
use crate::explicit::questions::located::located;
use crate::explicit::source::calls::{self, Own};
use crate::lower::internal;
use crate::tokens::{self, Words};
use crate::yields::YieldKind;

/// The most arguments of a call that is asked about.
const MOST_ARGUMENTS: usize = 6;

/// Asks about the delegates and the heads of loops that may be calls of the function itself.
pub(crate) fn ask(statements: &mut [Stmt], signature: &Signature, words: &Words, private: &Path) {
    let own = Own::of(signature);
    let is_opaque_argument =
        |argument: &FnArg| tokens::find_ident(argument.to_token_stream(), "impl").is_some();
    if own.count > MOST_ARGUMENTS || signature.inputs.iter().any(is_opaque_argument) {
        return;
    }
    let in_type = own.is_method
        || words.contain("Self")
        || tokens::find_ident(signature.to_token_stream(), "Self").is_some();
    let mut asking = Asking { signature, own, in_type, private };
    for statement in statements {
        asking.visit_stmt_mut(statement);
    }
}

struct Asking<'a> {
    signature: &'a Signature,
    own: Own<'a>,
    /// Whether the function is in an `impl` or a trait for certain.
    in_type: bool,
    private: &'a Path,
}

impl Asking<'_> {
    fn value(&self, value: &mut Expr) {
        match value {
            Expr::Call(call) => self.call(call),
            Expr::Paren(inner) => self.value(&mut inner.expr),
            Expr::Group(inner) => self.value(&mut inner.expr),
            _ => {}
        }
    }

    fn call(&self, call: &mut ExprCall) {
        let Expr::Path(path) = &*call.func else { return };
        let segments = &path.path.segments;
        let is_named = segments.last().is_some_and(|last| last.ident == *self.own.name);
        if !is_named
            || segments.len() < 2
            || call.args.len() != self.own.count
            || calls::is_path_of(call, self.own)
        {
            return;
        }
        let owner = segments[segments.len() - 2].ident.to_string();
        let of_type = path.qself.is_some() || owner.starts_with(char::is_uppercase);
        let here = Span::mixed_site().located_at(call.func.span());
        // The names of the runtime's methods say which message there is.
        let kind = match (of_type, self.in_type) {
            (true, true) => "method",
            (false, false) => "function",
            _ => return,
        };
        let private = located(self.private, here);
        let answer = Ident::new(&format!("{kind}_of_the_generator"), here);
        let [function, asked] = ["function", "asked"].map(|name| {
            let mut name = internal(name);
            name.set_span(here);
            name
        });
        let (path, count) = (&call.func, self.own.count);
        let compared = if of_type {
            let Some(receiver) = call.args.first().and_then(place) else { return };
            let own = self.own_method();
            quote_spanned! {here=>
                (&&&&#private::callee::<Self, _>(&#receiver)).callee_of_the_generator()
                    .methods::<_, _, #count>(#function, #own)
            }
        } else {
            let own = self.own_function();
            quote_spanned!(here=> #private::functions::<_, _, #count>(#function, #own))
        };
        let asked = quote_spanned! {here=>
            #private::unless_itself(#path, |#function| {
                if false {
                    use #private::{
                        BehindOne as _, BehindThree as _, BehindTwo as _, OfAnother as _, OfItself as _,
                        OneFunction as _, TwoFunctions as _,
                    };
                    let #asked = (&&#compared).#answer();
                    #asked.is_another();
                    #private::Option::Some(#asked)
                } else {
                    #private::Option::None
                }
            })
        };
        if let Ok(asked) = parse2(asked) {
            *call.func = asked;
        }
    }

    /// The arguments of the function's own parameters.
    fn parameters(&self) -> Option<TokenStream> {
        let names = self.signature.generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        });
        let names: Vec<&Ident> = names.collect();
        (!names.is_empty()).then(|| quote!(::<#(#names),*>))
    }

    fn own_method(&self) -> TokenStream {
        let (name, parameters) = (self.own.name, self.parameters());
        quote!(&Self::#name #parameters)
    }

    /// The function, if it is one of its module. A method or an item of a block does not have this name there: another
    /// function has it then, which is not the one that is called.
    fn own_function(&self) -> TokenStream {
        let (name, parameters) = (self.own.name, self.parameters());
        let others =
            self.signature.generics.params.iter().filter_map(|parameter| match parameter {
                GenericParam::Type(parameter) => Some(parameter.ident.to_token_stream()),
                GenericParam::Const(parameter) => {
                    let (name, ty) = (&parameter.ident, &parameter.ty);
                    Some(quote!(const #name: #ty))
                }
                GenericParam::Lifetime(_) => None,
            });
        quote! {
            {
                #[allow(dead_code)]
                fn #name<#(#others),*>() {}
                {
                    #[allow(unused_imports)]
                    use self::*;
                    &#name #parameters
                }
            }
        }
    }
}

/// The place that an argument is, or refers to.
fn place(argument: &Expr) -> Option<&Expr> {
    match argument {
        Expr::Reference(reference) => place(&reference.expr),
        Expr::Paren(inner) => place(&inner.expr),
        Expr::Group(inner) => place(&inner.expr),
        other => kinds::is_place(other).then_some(other),
    }
}

impl VisitMut for Asking<'_> {
    fn visit_expr_for_loop_mut(&mut self, repeated: &mut syn::ExprForLoop) {
        self.value(&mut repeated.expr);
        visit_mut::visit_expr_for_loop_mut(self, repeated);
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let is_delegation =
            YieldKind::of_path(&invocation.path).is_some_and(|(kind, _)| kind.delegates());
        if !is_delegation {
            return;
        }
        if let Ok(mut value) = parse2::<Expr>(invocation.tokens.clone()) {
            self.value(&mut value);
            invocation.tokens = value.into_token_stream();
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
