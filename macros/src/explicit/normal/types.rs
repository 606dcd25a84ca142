//! The types of locals that are known without asking rustc, for generators with a name.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, Macro, Pat, Type, UnOp, parse_quote};

use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::{kinds, known_types, patterns};
use crate::explicit::normal::Normal;
use crate::explicit::questions::located::located_at;
use crate::operators::Operator;
use crate::yields::YieldKind;

/// Types of the standard library that can be iterated over.
const ITERABLE: [&str; 40] = [
    "ArrayChunks",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "Bytes",
    "Chain",
    "CharIndices",
    "Chars",
    "Chunks",
    "Cloned",
    "Copied",
    "Cycle",
    "Drain",
    "Empty",
    "Enumerate",
    "Fuse",
    "HashMap",
    "HashSet",
    "IntoIter",
    "IntoKeys",
    "IntoValues",
    "Iter",
    "IterMut",
    "Keys",
    "Lines",
    "LinkedList",
    "Once",
    "Option",
    "Peekable",
    "Range",
    "RangeFrom",
    "RangeInclusive",
    "Repeat",
    "Rev",
    "Skip",
    "StepBy",
    "Take",
    "Values",
    "Vec",
    "VecDeque",
];

impl Normal<'_> {
    /// Notes the type of what is defined by a value whose type is known.
    pub(super) fn learn(&mut self, pattern: &Pat, value: &Expr) {
        if let Pat::Ident(name) = pattern {
            if let Some(var) = self.vars.find(&name.ident) {
                self.vars.all[var].itself = self.place_of_itself(value);
            }
        }
        let types = match (pattern, value) {
            (Pat::Tuple(names), Expr::Tuple(values)) if names.elems.len() == values.elems.len() => {
                for (name, value) in names.elems.iter().zip(&values.elems) {
                    self.learn(name, value);
                }
                return;
            }
            (Pat::Ident(_), value) => self.known_type(value),
            (Pat::Type(typed), value) => {
                self.learn_rebound(typed, value);
                None
            }
            _ => None,
        };
        if let (Pat::Ident(name), Some(ty)) = (pattern, types) {
            if let Some(var) = self.vars.find(&name.ident) {
                // What rustc says of it is about the local.
                let ty = type_at(&ty, name.ident.span());
                if self.vars.all[var].written.is_none() {
                    self.vars.all[var].assumed = self.named && is_assumed(value);
                    self.vars.all[var].written = Some(ty);
                }
            }
        }
    }

    /// Notes the type of a local that gets a type by a new local of the same name.
    fn learn_rebound(&mut self, typed: &syn::PatType, value: &Expr) {
        let local = |name: Option<&syn::Ident>| name.and_then(|name| self.vars.find(name));
        let (new, old) = (local(patterns::name_bound_by(&typed.pat)), local(kinds::name_of(value)));
        if let (Some(new), Some(old)) = (new, old) {
            if self.vars.all[new].name() == self.vars.all[old].name() {
                self.vars.all[old].rebound = Some((*typed.ty).clone());
                // A reference is made of a reference alone, which has no destructor.
                self.vars.all[old].plain |= matches!(*typed.ty, Type::Reference(_));
            }
        }
    }

    /// The type of what lies in the state for a delegate of this type. One of the user's is taken for a
    /// coroutine.
    pub(super) fn delegate_of(&self, ty: &Type) -> Type {
        let private = &self.private;
        let kind =
            if self.is_iterable(ty) { quote!(IteratorDelegate) } else { quote!(CoroutineDelegate) };
        parse_quote!(<#private::#kind as #private::IntoExplicitDelegate<#ty>>::Delegate)
    }

    /// Whether a type is one of the standard library's that can be iterated over, or a parameter of the
    /// function's that is an iterator.
    fn is_iterable(&self, ty: &Type) -> bool {
        match ty {
            Type::Reference(_) | Type::Array(_) | Type::Slice(_) => true,
            Type::Paren(inner) => self.is_iterable(&inner.elem),
            Type::Group(inner) => self.is_iterable(&inner.elem),
            Type::Path(path) if path.qself.is_some() => true,
            Type::Path(path) => path.path.segments.last().is_some_and(|last| {
                ITERABLE.iter().any(|name| last.ident == name)
                    || known_types::is_boxed_iterator(ty)
                    || path
                        .path
                        .get_ident()
                        .is_some_and(|name| self.iterators.contains(&name.to_string()))
            }),
            _ => false,
        }
    }

    /// The type of the value of a method of the standard library's.
    fn type_of_call(&self, call: &syn::ExprMethodCall) -> Option<Type> {
        let name = call.method.to_string();
        let private = &self.private;
        match (&*name, call.args.len()) {
            ("len", 0) => return Some(kinds::type_named("usize")),
            ("is_empty", 0) => return Some(kinds::type_named("bool")),
            ("to_string", 0) => return Some(parse_quote!(#private::String)),
            _ => {}
        }
        let ty = self.known_type(&call.receiver)?;
        match (&*name, call.args.len(), &ty) {
            ("into_iter", 0, _) => {
                Some(parse_quote!(<#ty as ::core::iter::IntoIterator>::IntoIter))
            }
            ("chars" | "bytes" | "char_indices" | "lines" | "split_whitespace", 0, _) => {
                let Type::Reference(reference) = &ty else { return None };
                let lifetime = reference.lifetime.as_ref()?;
                let is_str =
                    matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"));
                let iterator = match &*name {
                    "chars" => quote!(Chars),
                    "bytes" => quote!(Bytes),
                    "char_indices" => quote!(CharIndices),
                    "lines" => quote!(Lines),
                    _ => quote!(SplitWhitespace),
                };
                is_str.then(|| parse_quote!(::core::str::#iterator<#lifetime>))
            }
            ("iter", 0, Type::Reference(reference)) => {
                let lifetime = reference.lifetime.as_ref()?;
                let Type::Slice(slice) = &*reference.elem else { return None };
                let item = &slice.elem;
                Some(parse_quote!(::core::slice::Iter<#lifetime, #item>))
            }
            _ if !self.is_iterable(&ty) || matches!(ty, Type::Reference(_)) => None,
            ("rev", 0, _) => Some(parse_quote!(::core::iter::Rev<#ty>)),
            ("step_by", 1, _) => Some(parse_quote!(::core::iter::StepBy<#ty>)),
            ("skip", 1, _) => Some(parse_quote!(::core::iter::Skip<#ty>)),
            ("take", 1, _) => Some(parse_quote!(::core::iter::Take<#ty>)),
            ("enumerate", 0, _) => Some(parse_quote!(::core::iter::Enumerate<#ty>)),
            ("peekable", 0, _) => Some(parse_quote!(::core::iter::Peekable<#ty>)),
            ("fuse", 0, _) => Some(parse_quote!(::core::iter::Fuse<#ty>)),
            ("cycle", 0, _) => Some(parse_quote!(::core::iter::Cycle<#ty>)),
            ("copied", 0, _) => Some(parse_quote!(::core::iter::Copied<#ty>)),
            ("cloned", 0, _) => Some(parse_quote!(::core::iter::Cloned<#ty>)),
            _ => None,
        }
    }

    /// The type of the value of a yield, or of a macro of the standard library's.
    pub(super) fn type_of_macro(&self, invocation: &Macro) -> Option<Type> {
        if let Some((kind, _)) = YieldKind::of_path(&invocation.path) {
            return self.resume.clone().filter(|_| kind == YieldKind::Yield);
        }
        let private = &self.private;
        match known_macros::known(invocation)? {
            _ if invocation.path.is_ident("format") => Some(parse_quote!(#private::String)),
            Takes::Values if invocation.path.is_ident("vec") => {
                let elements = known_macros::elements_of_vec(invocation)?;
                let ty = self.known_type(elements.first()?)?;
                Some(parse_quote!(#private::Vec<#ty>))
            }
            _ => None,
        }
    }

    /// The type of a value, where it is known without asking rustc.
    pub(super) fn known_type(&self, value: &Expr) -> Option<syn::Type> {
        match value {
            Expr::Path(path) => match kinds::name_of(value) {
                Some(name) => self.vars.all[self.vars.find(name)?].written.clone(),
                None => type_of_constant(path),
            },
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Byte(_) => Some(kinds::type_named("u8")),
                syn::Lit::Int(number) => type_of_suffix(number.suffix()),
                syn::Lit::Float(number) => type_of_suffix(number.suffix()),
                syn::Lit::Bool(_) => Some(kinds::type_named("bool")),
                syn::Lit::Char(_) => Some(kinds::type_named("char")),
                syn::Lit::Str(_) => Some(parse_quote!(&'static str)),
                _ => None,
            },
            Expr::Cast(cast) => {
                Some((*cast.ty).clone()).filter(|ty| kinds::placeholder(ty).is_none())
            }
            Expr::MethodCall(call) => self.type_of_call(call),
            Expr::Macro(invocation) => self.type_of_macro(&invocation.mac),
            Expr::Call(call) if self.named => {
                type_of_constructor(call, |value| self.known_type(value))
            }
            Expr::Tuple(tuple) => {
                let types: Option<Vec<Type>> =
                    tuple.elems.iter().map(|element| self.known_type(element)).collect();
                let types = types?;
                Some(parse_quote!((#(#types,)*)))
            }
            Expr::Repeat(array) if self.named => {
                let (ty, len) = (self.known_type(&array.expr)?, &array.len);
                Some(parse_quote!([#ty; #len]))
            }
            Expr::Array(array) if self.named => {
                let (ty, len) =
                    (array.elems.iter().find_map(|one| self.known_type(one))?, array.elems.len());
                Some(parse_quote!([#ty; #len]))
            }
            Expr::Unary(unary) if !matches!(unary.op, UnOp::Deref(_)) => {
                self.known_type(&unary.expr).filter(kinds::is_primitive_type)
            }
            Expr::Paren(inner) => self.known_type(&inner.expr),
            Expr::Group(inner) => self.known_type(&inner.expr),
            Expr::Binary(binary) => match Operator::of(&binary.op) {
                Operator::Lazy | Operator::Comparison => Some(kinds::type_named("bool")),
                Operator::Arithmetic if matches!(binary.op, BinOp::Shl(_) | BinOp::Shr(_)) => {
                    self.known_type(&binary.left).filter(kinds::is_number)
                }
                Operator::Arithmetic => {
                    // A literal has the type of the number beside it.
                    let [left, right] =
                        [(&binary.left, &binary.right), (&binary.right, &binary.left)].map(
                            |(one, other)| match self.known_type(one) {
                                None if kinds::is_literal(one) => self.known_type(other),
                                known => known,
                            },
                        );
                    let (left, right) = (left?, right?);
                    let same =
                        left.to_token_stream().to_string() == right.to_token_stream().to_string();
                    (kinds::is_number(&left) && same).then_some(left)
                }
                Operator::Assignment => None,
            },
            Expr::Range(range) => {
                let bound = |bound: &Option<Box<Expr>>| self.known_type(bound.as_deref()?);
                let ty = bound(&range.start).or_else(|| bound(&range.end))?;
                let half_open = matches!(range.limits, syn::RangeLimits::HalfOpen(_));
                match (&range.start, &range.end, half_open) {
                    (Some(_), Some(_), true) => Some(parse_quote!(::core::ops::Range<#ty>)),
                    (Some(_), Some(_), false) => {
                        Some(parse_quote!(::core::ops::RangeInclusive<#ty>))
                    }
                    (Some(_), None, _) => Some(parse_quote!(::core::ops::RangeFrom<#ty>)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// The type of `Vec::<u8>::new()`, `String::from(..)`, `Box::new(..)` and the like.
fn type_of_constructor(
    call: &syn::ExprCall,
    known_type: impl Fn(&Expr) -> Option<Type>,
) -> Option<Type> {
    let Expr::Path(path) = &*call.func else { return None };
    let mut ty = path.path.clone();
    let constructor = ty.segments.pop()?;
    ty.segments.pop_punct();
    let made_of = ty.segments.last()?;
    let (made_of, is_generic) = (made_of.ident.to_string(), !made_of.arguments.is_none());
    let names = ["new", "with_capacity", "from", "default"];
    if path.qself.is_some() || !names.iter().any(|name| constructor.ident == name) {
        return None;
    }
    match &*made_of {
        "String" => Some(parse_quote!(#ty)),
        "Arc" | "Box" | "Rc" if constructor.ident == "new" && !is_generic => {
            let value = known_type(call.args.first()?)?;
            Some(parse_quote!(#ty<#value>))
        }
        _ if is_generic && kinds::is_collection(&made_of) => {
            Some(parse_quote!(#ty)).filter(|ty| kinds::placeholder(ty).is_none())
        }
        _ => None,
    }
}

/// The type of a constant of a number, as `u8::MAX`.
fn type_of_constant(path: &syn::ExprPath) -> Option<Type> {
    let mut segments = path.path.segments.iter();
    let (of, name, None) = (segments.next()?, segments.next()?, segments.next()) else {
        return None;
    };
    let of = &of.ident;
    let ty = Some(parse_quote!(#of)).filter(kinds::is_number)?;
    match &*name.ident.to_string() {
        "BITS" => Some(kinds::type_named("u32")),
        "EPSILON" | "INFINITY" | "MAX" | "MIN" | "MIN_POSITIVE" | "NAN" | "NEG_INFINITY" => {
            Some(ty)
        }
        _ => None,
    }
}

/// Whether the type of a value is known by the name of a method alone.
fn is_assumed(value: &Expr) -> bool {
    match value {
        Expr::MethodCall(call) => {
            let assumed = ["is_empty", "len", "to_string"].iter().any(|name| call.method == name);
            assumed || is_assumed(&call.receiver)
        }
        Expr::Paren(inner) => is_assumed(&inner.expr),
        Expr::Group(inner) => is_assumed(&inner.expr),
        Expr::Binary(binary) => is_assumed(&binary.left) || is_assumed(&binary.right),
        Expr::Unary(unary) => is_assumed(&unary.expr),
        _ => false,
    }
}

/// The type that the suffix of a number names.
fn type_of_suffix(suffix: &str) -> Option<Type> {
    (!suffix.is_empty()).then(|| kinds::type_named(suffix))
}

/// The same type, at another span.
pub(super) fn type_at(ty: &Type, span: Span) -> Type {
    let tokens = located_at(ty.to_token_stream(), span);
    syn::parse2(tokens).unwrap_or_else(|_| ty.clone())
}
