//! Questions about a type that its syntax answers, and the types that a body can mention.
//!
//! ```text
//! // in                        // out
//! Result<impl Display, E>      Result<_, E>
//! ```

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, GenericArgument, PathArguments, Type, TypeInfer, TypeTuple,
    parse_quote,
};

/// The type `written` with `_` in place of each `impl ..`, which a body cannot mention.
pub(crate) fn inferred(written: &Type) -> Type {
    struct Infer;

    impl VisitMut for Infer {
        fn visit_type_mut(&mut self, written: &mut Type) {
            if let Type::ImplTrait(_) = written {
                *written = parse_quote!(_);
            } else {
                visit_mut::visit_type_mut(self, written);
            }
        }
    }

    let mut inferred = written.clone();
    Infer.visit_type_mut(&mut inferred);
    inferred
}

/// Whether a type contains `_`.
pub(crate) fn is_inferred(written: &Type) -> bool {
    struct Inferred(bool);

    impl VisitMut for Inferred {
        fn visit_type_infer_mut(&mut self, _: &mut TypeInfer) {
            self.0 = true;
        }
    }

    let mut inferred = Inferred(false);
    inferred.visit_type_mut(&mut written.clone());
    inferred.0
}

/// Whether the syntax of a type tells that it is neither a `Result` nor an `Option`.
pub(crate) fn is_plain(written: &Type) -> bool {
    let plain = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize", "String", "Vec",
    ];
    match ungrouped(written) {
        Type::Tuple(_) | Type::Array(_) | Type::Reference(_) => true,
        Type::Path(path) => {
            path.path.segments.len() == 1
                && plain.iter().any(|name| path.path.segments[0].ident == name)
        }
        _ => false,
    }
}

/// The type `()` with the span `place`.
pub(crate) fn unit(place: Span) -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: Paren(place),
        elems: Punctuated::new(),
    })
}

/// The type that a generator throws whose signature names none.
pub(super) fn default_error() -> TokenStream {
    quote!(::core::convert::Infallible)
}

/// Whether a type is written as the default of what is thrown.
pub(crate) fn is_default_error(written: &Type) -> bool {
    let words = |tokens: TokenStream| tokens.into_iter().map(|token| token.to_string());
    words(written.to_token_stream()).eq(words(default_error()))
}

/// Whether a type is written as `()`.
pub(crate) fn is_unit(written: &Type) -> bool {
    matches!(ungrouped(written), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether the name of a type is `Result`: `Result<..>`, `io::Result<..>`.
pub(crate) fn is_result(written: &Type) -> bool {
    match ungrouped(written) {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "Result")
        }
        _ => false,
    }
}

/// The type inside of parentheses and of the invisible groups that macros make.
pub(crate) fn ungrouped(written: &Type) -> &Type {
    match written {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

/// [`ungrouped`], to change the type.
pub(super) fn without_groups(written: &mut Type) -> &mut Type {
    match written {
        Type::Group(group) => without_groups(&mut group.elem),
        Type::Paren(paren) => without_groups(&mut paren.elem),
        other => other,
    }
}

/// The type that `arguments` bind to `name`: `_` for a bound in place of a binding.
pub(crate) fn binding(arguments: &PathArguments, name: &str) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(bound) if bound.ident == name => Some(inferred(&bound.ty)),
        GenericArgument::Constraint(bound) if bound.ident == name => Some(parse_quote!(_)),
        _ => None,
    })
}

/// The only type among generic arguments.
pub(crate) fn only_type(arguments: &AngleBracketedGenericArguments) -> Option<&Type> {
    match arguments.args.first() {
        Some(GenericArgument::Type(argument)) if arguments.args.len() == 1 => Some(argument),
        _ => None,
    }
}
