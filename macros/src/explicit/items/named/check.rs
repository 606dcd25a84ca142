//! What a generator with a name cannot have, and the locals whose types it has to know.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::visit::Visit;
use syn::{FnArg, GenericParam, Item, Type};

use crate::errors::Errors;
use crate::explicit::emit::Emitter;
use crate::explicit::emit::state::State;
use crate::explicit::items::named::Named;
use crate::explicit::known::kinds;
use crate::explicit::source::asked::derives;
use crate::explicit::source::parameters;
use crate::explicit::tree::ir::Bound;
use crate::signature::Form;
use crate::tokens;

const SEVERAL_LIFETIMES: &str = "a yield keeps a local of this type, which names its lifetimes where the signature has several: write \
     `<'a>` behind the function's name, and `'a` at the argument and here";

const NOT_SAVED: &str = "a saved state keeps the iterator of this loop, and those of collections cannot be saved: loop over the \
     indices, or write `while let Some(item) = items.pop_front()` for a `VecDeque`";

const READ_INTO_A_REFERENCE: &str = "a saved generator is read again, and cannot read into a reference: take an owned argument, as `String` \
     in place of `&str` or `Vec<T>` in place of `&[T]`";

const READ_INTO_A_KEPT_REFERENCE: &str = "a saved generator is read again, and cannot read into a reference, which a yield keeps here: keep an \
     owned value, as a `String` in place of a `&str`, or make the reference behind the yield";

const DELEGATE: &str = "a yield keeps this delegate, whose type a generator with a name has to know: bind it with \
     `let inner: Type = ..` in front of the statement; if its type has no name, give it one, or box it, \
     `let inner: Box<dyn Iterator<Item = ..>> = Box::new(..);`";

const PLACEHOLDER: &str = "a yield keeps a local of this type, which a generator with a name has to know: write the type that \
     this `_` stands for";

const IN_THE_BODY: &str = "a yield keeps a local of a type that names this item of the body, and the type of a generator with a \
     name is declared beside the function: declare the item there";

/// The items of a body that types can name.
struct Items(HashSet<String>);

impl Items {
    fn of(braces: &Group) -> Self {
        let mut items = Self(HashSet::new());
        for statement in syn::Block::parse_within.parse2(braces.stream()).iter().flatten() {
            items.visit_stmt(statement);
        }
        items
    }

    /// Where a type names one of them.
    fn in_type(&self, ty: &TokenStream) -> Option<Span> {
        let mut is_behind = false;
        for token in ty.clone() {
            let found = match &token {
                TokenTree::Ident(name) if !is_behind && self.0.contains(&name.to_string()) => {
                    Some(name.span())
                }
                TokenTree::Group(group) => self.in_type(&group.stream()),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            is_behind = matches!(&token, TokenTree::Punct(colon) if colon.as_char() == ':');
        }
        None
    }
}

impl<'ast> Visit<'ast> for Items {
    fn visit_item(&mut self, item: &'ast Item) {
        let name = match item {
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            _ => return,
        };
        self.0.insert(name.to_string());
    }
}

/// Reports the type of a kept local that a field cannot have. `is_read`: whether the field is read again. `reported`: what
/// is reported already, for the iterator and the items of a loop have the same tokens in their types.
fn check_type(
    ty: &Type,
    items: &Items,
    is_read: bool,
    reported: &mut BTreeSet<String>,
    errors: &mut Errors,
) {
    let mut is_new = |span: Span| reported.insert(format!("{span:?}"));
    if let Some(reference) = parameters::reference_in(ty).filter(|_| is_read) {
        if is_new(reference.and_token.span) {
            errors.at(reference, READ_INTO_A_KEPT_REFERENCE);
        }
        return;
    }
    let unnamed = parameters::unnamed(ty).map(|span| (span, SEVERAL_LIFETIMES));
    let open = unnamed
        .or_else(|| Some((kinds::placeholder(ty)?, PLACEHOLDER)))
        .or_else(|| Some((items.in_type(&ty.to_token_stream())?, IN_THE_BODY)));
    if let Some((span, message)) = open.filter(|(span, _)| is_new(*span)) {
        errors.add(syn::Error::new(span, message));
    }
}

impl Named<'_> {
    /// Reports what a generator with a name cannot have, and each kept local whose type is not known.
    pub(super) fn check(
        &self,
        state: &State<'_, '_>,
        emitter: &Emitter<'_>,
        braces: &Group,
        errors: &mut Errors,
    ) {
        if !self.check_signature(errors) {
            return;
        }
        // A local may borrow from an argument that was reported.
        let reads_locals = !self.check_saved(state, errors) && state.derives("Deserialize");
        let items = Items::of(braces);
        let (mut reported, mut spans) = (BTreeSet::new(), BTreeSet::new());
        for var in emitter.kept.at.iter().map(|(_, var)| *var).chain(emitter.fields.iter().copied())
        {
            let declared = &emitter.vars.all[var];
            if !reported.insert(var) {
                continue;
            }
            if let (Some(head), true) = (declared.unsaved, state.is_saved()) {
                errors.add(syn::Error::new(head, NOT_SAVED));
                continue;
            }
            if let Some(ty) = &declared.written {
                check_type(ty, &items, reads_locals, &mut spans, errors);
                continue;
            }
            // Its iterator is reported.
            let unknown =
                declared.source.is_some_and(|source| emitter.vars.all[source].written.is_none());
            if unknown {
                continue;
            }
            let message = if let Some(advice) = &declared.advice {
                format!(
                    "a yield keeps the iterator of this loop, whose type a generator with a name has to \
                     know: {advice}"
                )
            } else if declared.delegated.is_some() {
                DELEGATE.to_owned()
            } else if declared.hidden {
                "a yield keeps this value, whose type a generator with a name has to know: bind it with \
                 `let name: Type = ..` in front of the statement"
                    .to_owned()
            } else {
                let name = declared.name();
                let mutability = declared.mutability.map_or("", |_| "mut ");
                let advice = match declared.bound {
                    _ if declared.closure => {
                        format!(
                            "`let {mutability}{name}: fn(..) -> .. = ..`, if the closure captures nothing, or a function \
                             in place of the closure"
                        )
                    }
                    Bound::Let => format!("`let {mutability}{name}: Type = ..`"),
                    Bound::PatternOfLet => {
                        format!("`let {mutability}{name}: Type = {name};` behind this `let`")
                    }
                    Bound::Pattern => {
                        format!("`let {mutability}{name}: Type = {name};` first in the block")
                    }
                };
                format!(
                    "a yield keeps this local, whose type a generator with a name has to know: write {advice}"
                )
            };
            errors.add(syn::Error::new(
                declared.at.unwrap_or_else(|| declared.ident.span()),
                message,
            ));
        }
    }

    /// Reports what the signature of a generator with a name cannot have. Whether there is room for its struct.
    fn check_signature(&self, errors: &mut Errors) -> bool {
        let signature = &self.head.signature;
        if self.output.form != Form::Opaque {
            errors.at(
                &signature.output,
                "a generator with a name is returned by value: write `impl Iterator<Item = ..>` or \
                 `impl Coroutine<..>`; the function returns the struct",
            );
        }
        let in_impl = match signature.inputs.first() {
            Some(FnArg::Receiver(receiver)) => Some(receiver.to_token_stream()),
            _ => tokens::find_ident(signature.to_token_stream(), "Self")
                .map(ToTokens::into_token_stream),
        };
        if let Some(span) = in_impl {
            errors.at(
                span,
                "a method cannot make a generator with a name, for an `impl` has no room for its struct: \
                 write a function beside the `impl` that takes the value as an argument, and call it in \
                 the method, which returns the struct",
            );
            return false;
        }
        for parameter in &signature.generics.params {
            if let GenericParam::Type(parameter) = parameter {
                if parameter.default.is_some() {
                    errors.at(parameter, "a type of a generator has no default");
                }
            }
        }
        true
    }

    /// Reports what cannot be saved, or read again. Whether an argument is a reference, which cannot be read.
    fn check_saved(&self, state: &State<'_, '_>, errors: &mut Errors) -> bool {
        let serde = |attribute: &&syn::Attribute| {
            ["Serialize", "Deserialize"].iter().any(|name| derives(&[(*attribute).clone()], name))
        };
        if let Some(derive) =
            self.asked.derives.iter().find(serde).filter(|_| cfg!(not(feature = "serde")))
        {
            errors.at(
                derive,
                "to save a generator needs the feature `serde` of genfn: write \
                 `genfn = { version = \"..\", features = [\"serde\"] }` in Cargo.toml",
            );
        }
        let mut has_reference = false;
        if state.derives("Deserialize") {
            for input in &self.head.signature.inputs {
                let FnArg::Typed(argument) = input else { continue };
                if let Some(reference) = parameters::reference_in(&argument.ty) {
                    errors.at(reference, READ_INTO_A_REFERENCE);
                    has_reference = true;
                }
            }
        }
        has_reference
    }
}
