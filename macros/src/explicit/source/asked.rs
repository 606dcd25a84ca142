//! What a function asks for: by the attribute's arguments, the derives and the bounds of the return type.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, ReturnType, Token, parse_quote_spanned};

use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::explicit::source::parameters;
use crate::parse::Head;
use crate::tokens;

/// How an explicit state is asked for.
pub(crate) struct Asked {
    /// The attributes below `#[generator]` that are for the state: its derives, and the path of serde for them.
    pub(crate) derives: Vec<Attribute>,
    /// Whether the signature says `Clone`, and `Copy`.
    pub(crate) clone: bool,
    pub(crate) copy: bool,
    pub(crate) size_hint: Option<syn::Expr>,
}

impl Asked {
    /// Whether the function asks for it, and how. The derives are taken from its attributes.
    pub(crate) fn by(head: &mut Head, arguments: &Arguments, errors: &mut Errors) -> Option<Self> {
        let mut bounds = Bounds::of(&head.signature.output);
        let (derives, others): (Vec<_>, Vec<_>) = std::mem::take(&mut head.attributes)
            .into_iter()
            .partition(|attribute| attribute.path().is_ident("derive"));
        head.attributes = others;
        let mut derives: Vec<Attribute> =
            derives.into_iter().filter(|derive| !defaults(derive, errors)).collect();
        derives.extend(take_path_of_serde(&derives, head, errors));
        let is_method = matches!(head.signature.inputs.first(), Some(FnArg::Receiver(_)));
        if arguments.name.is_some() && !is_method {
            parameters::name(&mut head.signature, errors);
        }
        let asked = arguments.state.is_some()
            || arguments.name.is_some()
            || !derives.is_empty()
            || bounds.clone
            || bounds.copy;
        if arguments.name.is_none() {
            bounds.add_derived(&derives, &mut head.signature.output);
            bounds.check_hidden(&derives, &mut head.signature.output, errors);
            reject_derives_of_box(&derives, &head.signature.output, errors);
        }
        let unsaved = bounds.check_saving(&derives, arguments.name.is_some(), errors);
        if unsaved {
            leave_out(&mut head.signature.output, asks_for_saving);
        }
        (asked || unsaved).then_some(Self {
            derives,
            clone: bounds.clone || bounds.copy,
            copy: bounds.copy,
            size_hint: arguments.size_hint.clone(),
        })
    }

    /// Whether the derives name the fields of the state.
    pub(crate) fn shows(&self) -> bool {
        ["Debug", "Serialize", "Deserialize"].iter().any(|name| derives(&self.derives, name))
    }
}

/// Whether an attribute derives `Default`, which is an error.
fn defaults(derive: &Attribute, errors: &mut Errors) -> bool {
    let found = tokens::find_ident(derive.to_token_stream(), "Default");
    if let Some(name) = &found {
        errors.at(
            name,
            "a generator has no default: it begins with the arguments of its function; leave `Default` out, and call the \
             function",
        );
    }
    found.is_some()
}

/// Takes `#[serde(crate = "path")]` from a function whose state derives a trait of serde's. Any other attribute of serde's
/// is an error.
fn take_path_of_serde(
    derived: &[Attribute],
    head: &mut Head,
    errors: &mut Errors,
) -> Vec<Attribute> {
    if !["Serialize", "Deserialize"].iter().any(|name| derives(derived, name)) {
        return Vec::new();
    }
    let (mut taken, others): (Vec<_>, Vec<_>) = std::mem::take(&mut head.attributes)
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("serde"));
    head.attributes = others;
    taken.retain(|attribute| {
        let list = Punctuated::<syn::Meta, Token![,]>::parse_terminated;
        let asked = attribute.parse_args_with(list).unwrap_or_default();
        let is_path = !asked.is_empty() && asked.iter().all(|meta| meta.path().is_ident("crate"));
        if !is_path {
            errors.at(
                attribute,
                "the fields of a saved state have names of its own, which no attribute of serde's changes: leave it out; \
                 `#[serde(crate = \"path\")]` alone is given to the derives",
            );
        }
        is_path
    });
    taken
}

/// Reports derives of a state that lies behind a pointer, where nothing of them can be seen.
fn reject_derives_of_box(derived: &[Attribute], output: &ReturnType, errors: &mut Errors) {
    let ReturnType::Type(_, returned) = output else { return };
    if let (Some(derive), false) = (derived.first(), matches!(**returned, syn::Type::ImplTrait(_)))
    {
        errors.at(
            derive,
            "derives are those of the state, which this return type hides: leave them out, return `impl Iterator` or \
             `impl Coroutine`, or give the generator's type a name, `#[generator(struct Name)]`",
        );
    }
}

/// Whether a trait of this name is derived.
pub(crate) fn derives(attributes: &[Attribute], name: &str) -> bool {
    fn mentioned(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => mentioned(group.stream(), name),
            TokenTree::Ident(word) => word == name,
            _ => false,
        })
    }

    attributes.iter().any(|attribute| mentioned(attribute.to_token_stream(), name))
}

/// Which of the traits that only an explicit state can have stand in a return type.
#[derive(Default)]
struct Bounds {
    clone: bool,
    copy: bool,
    /// The bounds that a generator without a name is saved and restored by.
    saves: Vec<syn::TypeParamBound>,
    /// Whether it is opaque, and has no bounds but those that say nothing of saving.
    known: bool,
    /// The traits of the standard library that can be derived, and that no generator without a name has.
    compares: Vec<String>,
}

impl Bounds {
    fn of(output: &ReturnType) -> Self {
        let mut bounds = Self::default();
        if let ReturnType::Type(_, returned) = output {
            if let syn::Type::ImplTrait(opaque) = &**returned {
                let is_pinned = opaque.bounds.iter().any(|bound| named(bound, "PinCoroutine"));
                bounds.clone =
                    !is_pinned && opaque.bounds.iter().any(|bound| named(bound, "Clone"));
                bounds.copy = !is_pinned && opaque.bounds.iter().any(|bound| named(bound, "Copy"));
                let saves = opaque.bounds.iter().filter(|bound| asks_for_saving(bound));
                bounds.saves = saves.cloned().collect();
                bounds.known = opaque.bounds.iter().all(|bound| {
                    !matches!(bound, syn::TypeParamBound::Trait(_))
                        || SAYS_NOTHING_OF_SAVING.iter().any(|known| named(bound, known))
                });
                let asked = |name: &&&str| opaque.bounds.iter().any(|bound| named(bound, name));
                bounds.compares = COMPARES.iter().filter(asked).map(ToString::to_string).collect();
            }
        }
        bounds
    }

    /// Adds `Clone` and `Copy`, where the state derives them, to an opaque return type.
    fn add_derived(&mut self, derived: &[Attribute], output: &mut ReturnType) {
        let ReturnType::Type(_, returned) = output else { return };
        let syn::Type::ImplTrait(opaque) = &mut **returned else { return };
        if !self.known {
            return;
        }
        for (name, has) in [("Clone", &mut self.clone), ("Copy", &mut self.copy)] {
            let derive = derived.iter().find(|one| derives(&[(*one).clone()], name));
            if let (Some(derive), false) = (derive, *has) {
                let name = Ident::new(name, derive.span());
                opaque
                    .bounds
                    .push(parse_quote_spanned!(derive.span()=> ::core::prelude::v1::#name));
                *has = true;
            }
        }
    }

    /// Reports derives that a generator without a name does not pass on. Every generator is `Debug`, and what saves is
    /// asked for by [`check_saving`](Self::check_saving).
    fn check_hidden(&self, derived: &[Attribute], output: &mut ReturnType, errors: &mut Errors) {
        const SEEN: [&str; 5] = ["Clone", "Copy", "Debug", "Serialize", "Deserialize"];
        let hidden = |path: &syn::Path| {
            let last = path.segments.last().map(|segment| segment.ident.to_string());
            last.is_some_and(|name| {
                self.known && !SEEN.contains(&&*name) || self.compares.contains(&name)
            })
        };
        let paths = |derive: &Attribute| {
            let list = Punctuated::<syn::Path, Token![,]>::parse_terminated;
            derive.parse_args_with(list).unwrap_or_default()
        };
        if let Some(path) = derived.iter().flat_map(paths).find(|path| hidden(path)) {
            let name = path.to_token_stream().to_string().replace(' ', "");
            errors.at(
                path,
                format!(
                    "of its state's derives, a generator without a name has `Clone`, `Copy`, `Debug` and serde's: leave \
                     `{name}` out, or give the generator's type a name, `#[generator(struct Name)]`"
                ),
            );
            leave_out(output, |bound| COMPARES.iter().any(|name| named(bound, name)));
        }
    }

    /// Reports bounds that ask for derives that are not there, and the other way round. Whether it does.
    fn check_saving(&self, derived: &[Attribute], has_name: bool, errors: &mut Errors) -> bool {
        if cfg!(not(feature = "serde")) || has_name {
            return false;
        }
        let missing = self.saves.iter().find(|bound| {
            let derive = if named(bound, "Serialize") { "Serialize" } else { "Deserialize" };
            !derives(derived, derive)
        });
        if let Some(bound) = missing {
            errors.at(
                bound,
                "a generator is saved by the derives of its state: write \
                 `#[derive(Serialize, Deserialize)]` below `#[generator]`",
            );
            return true;
        }
        let unused = derived.iter().find(|one| derives(&[(*one).clone()], "Serialize"));
        if let (Some(derive), true) = (unused, self.known) {
            errors.at(
                derive,
                "the return type hides what the state derives: add `+ Serialize + Restore` to it, or give the \
                 generator's type a name, `#[generator(struct Name)]`",
            );
            return true;
        }
        false
    }
}

/// Traits in a return type that hide whether the generator can be saved.
const SAYS_NOTHING_OF_SAVING: [&str; 9] =
    ["Clone", "Copy", "Coroutine", "Debug", "FusedIterator", "Iterator", "Send", "Sync", "Unpin"];

/// Traits of the standard library that can be derived, and that a generator without a name does not have.
const COMPARES: [&str; 5] = ["Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// Takes the bounds that cannot be met out of a return type, so that no other error follows.
fn leave_out(output: &mut ReturnType, unmet: impl Fn(&syn::TypeParamBound) -> bool) {
    if let ReturnType::Type(_, returned) = output {
        if let syn::Type::ImplTrait(opaque) = &mut **returned {
            let bounds = std::mem::take(&mut opaque.bounds);
            opaque.bounds = bounds.into_iter().filter(|bound| !unmet(bound)).collect();
        }
    }
}

fn asks_for_saving(bound: &syn::TypeParamBound) -> bool {
    named(bound, "Serialize") || named(bound, "Restore")
}

fn named(bound: &syn::TypeParamBound, name: &str) -> bool {
    match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|segment| segment.ident == name)
        }
        _ => false,
    }
}

/// What every message ends with.
pub(crate) const REMARK: &str =
    "; without `state` (and `Clone`, derives or a name) it works as it is";
