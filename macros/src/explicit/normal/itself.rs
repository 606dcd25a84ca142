//! The function itself, where its own body calls it.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{
    Expr, ExprCall, ExprMethodCall, FnArg, GenericArgument, GenericParam, PathArguments,
    ReceiverKind, Type, parse_quote,
};

use crate::explicit::known::kinds;
use crate::explicit::known::method_names::holds_receiver;
use crate::explicit::normal::Normal;
use crate::explicit::source::calls::{Own, is_path_of};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;
use crate::parse::Head;
use crate::tokens;

/// What a call of the function itself needs to know.
#[derive(Clone)]
pub(crate) struct Itself {
    pub(crate) name: Ident,
    /// The name of the enum of states.
    pub(crate) state: Ident,
    /// The field of each argument, and its type, if it can be written in a body.
    pub(crate) arguments: Vec<(Ident, Option<syn::Type>)>,
    /// Whether it has a receiver.
    pub(crate) is_method: bool,
    /// The local that the receiver is.
    pub(crate) receiver: Option<VarId>,
    /// Its parameters that are types or constants.
    pub(crate) parameters: Vec<String>,
}

impl Itself {
    /// The function, where it is called.
    pub(crate) fn own(&self) -> Own<'_> {
        Own { name: &self.name, count: self.arguments.len(), is_method: self.is_method }
    }
}

/// The function itself, for calls in its own body. `None` for a method that changes `self`: a state of its own would
/// borrow from that of its caller.
pub(crate) fn itself(
    head: &Head,
    state: Ident,
    declares: &[(VarId, TokenStream)],
    vars: &Vars,
) -> Option<Itself> {
    let name = head.signature.ident.clone();
    let mut arguments = Vec::new();
    let mut receiver = None;
    for (argument, (var, _)) in head.signature.inputs.iter().zip(declares) {
        let ty = match argument {
            FnArg::Typed(typed) => Some((*typed.ty).clone())
                .filter(|ty| tokens::find_ident(ty.to_token_stream(), "impl").is_none()),
            FnArg::Receiver(written) => {
                if matches!(&written.kind, ReceiverKind::Reference(_, _, Some(_))) {
                    return None;
                }
                receiver = Some(*var);
                Some(type_of_receiver(&written.kind))
            }
            #[allow(unreachable_patterns)]
            _ => None,
        };
        arguments.push((vars.all[*var].ident.clone(), ty));
    }
    let is_method = Own::of(&head.signature).is_method;
    let parameters =
        head.signature.generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        });
    let parameters = parameters.collect();
    Some(Itself { name, state, arguments, is_method, receiver, parameters })
}

/// The type of `self`.
fn type_of_receiver(kind: &ReceiverKind) -> Type {
    match kind {
        ReceiverKind::Reference(_, lifetime, mutability) => {
            parse_quote!(& #lifetime #mutability Self)
        }
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        _ => parse_quote!(Self),
    }
}

impl Normal<'_> {
    /// Whether a call is one of the function itself.
    pub(crate) fn is_call_of_itself(&self, call: &ExprCall) -> bool {
        let Some(itself) = &self.itself else { return false };
        let is_local =
            kinds::name_of(&call.func).is_some_and(|name| self.vars.find(name).is_some());
        !is_local && is_path_of(call, itself.own())
    }

    /// The call of the function itself that a value is. A method that does not change `self` calls itself by its
    /// receiver as well.
    pub(crate) fn call_of_itself(&self, value: &Expr) -> Option<ExprCall> {
        match value {
            Expr::Call(call) if self.is_call_of_itself(call) => Some(call.clone()),
            Expr::MethodCall(ExprMethodCall { receiver, method, args, .. }) => {
                let itself = self.itself.as_ref()?;
                let var = kinds::name_of(receiver).and_then(|name| self.vars.find(name))?;
                let is_own = itself.receiver == Some(var)
                    && *method == itself.name
                    && args.len() + 1 == itself.arguments.len();
                is_own.then(|| parse_quote!(Self::#method(#receiver, #args)))
            }
            _ => None,
        }
    }

    /// Whether a call is one of the method itself.
    pub(crate) fn is_call_of_own_method(&self, value: &Expr) -> bool {
        let Some(method) = &self.method else { return false };
        match value {
            Expr::MethodCall(call) => {
                let receiver = kinds::name_of(&call.receiver).and_then(|name| self.vars.find(name));
                call.method == *method && receiver.is_some() && receiver == self.receiver
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    let segments = &path.path.segments;
                    segments.len() == 2
                        && segments[0].ident == "Self"
                        && segments[1].ident == *method
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// What a call of the function itself has in place of one of its own type parameters.
    pub(crate) fn other_parameter<'c>(&self, call: &'c ExprCall) -> Option<&'c GenericArgument> {
        let Expr::Path(path) = &*call.func else { return None };
        let PathArguments::AngleBracketed(written) = &path.path.segments.last()?.arguments else {
            return None;
        };
        let own = &self.itself.as_ref()?.parameters;
        let types = written.args.iter().filter(|ty| !matches!(ty, GenericArgument::Lifetime(_)));
        types.zip(own).find_map(|(ty, own)| {
            let text = ty.to_token_stream().to_string();
            (text != *own && text != "_" && text != format!("{{ {own} }}")).then_some(ty)
        })
    }

    /// The call of a method of another value than `self`, if it may be the method that is lowered.
    pub(crate) fn perhaps_itself<'e>(&self, value: &'e Expr) -> Option<&'e ExprMethodCall> {
        let itself = self.itself.as_ref().filter(|itself| itself.is_method && self.opaque)?;
        match value {
            Expr::MethodCall(call) => {
                let is_named =
                    call.method == itself.name && call.args.len() + 1 == itself.arguments.len();
                is_named.then_some(call)
            }
            Expr::Paren(inner) => self.perhaps_itself(&inner.expr),
            Expr::Group(inner) => self.perhaps_itself(&inner.expr),
            _ => None,
        }
    }

    /// The call of the function or method itself whose generator a value holds, if the type of the generator
    /// would be a part of itself where the value is kept.
    fn held_itself<'e>(&self, value: &'e Expr) -> Option<&'e Expr> {
        if !self.opaque {
            return None;
        }
        match value {
            Expr::Call(call) if self.is_call_of_itself(call) => Some(value),
            _ if self.is_call_of_own_method(value) => Some(value),
            Expr::Call(call) => {
                let Expr::Path(path) = &*call.func else { return None };
                let names: Vec<String> =
                    path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let holds = matches!(names[..], [.., "Box", "new"] | [.., "Some" | "Ok"]);
                call.args.iter().filter(|_| holds).find_map(|argument| self.held_itself(argument))
            }
            Expr::MethodCall(call) => {
                if !holds_receiver(call) {
                    return None;
                }
                self.held_itself(&call.receiver).or_else(|| {
                    let held = call.method == "chain" || call.method == "zip";
                    call.args.iter().filter(|_| held).find_map(|other| self.held_itself(other))
                })
            }
            Expr::Paren(inner) => self.held_itself(&inner.expr),
            Expr::Group(inner) => self.held_itself(&inner.expr),
            _ => None,
        }
    }

    /// The place of the call in [`held_itself`](Self::held_itself).
    pub(crate) fn place_of_itself(&self, value: &Expr) -> Option<TokenStream> {
        self.held_itself(value).map(|call| match call {
            // The token of the receiver is not the user's any more.
            Expr::MethodCall(call) => call.method.to_token_stream(),
            call => call.to_token_stream(),
        })
    }
}
