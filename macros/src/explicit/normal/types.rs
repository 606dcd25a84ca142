//! The types of locals that are known without asking rustc, for generators with a name.

use quote::{ToTokens, quote};
use syn::{BinOp, Expr, Pat, Type, parse_quote};

use crate::explicit::kinds;
use crate::explicit::normal::Normal;

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
        let types = match (pattern, value) {
            (Pat::Tuple(names), Expr::Tuple(values)) if names.elems.len() == values.elems.len() => {
                for (name, value) in names.elems.iter().zip(&values.elems) {
                    self.learn(name, value);
                }
                return;
            }
            (Pat::Ident(_), value) => self.known_type(value),
            _ => None,
        };
        if let (Pat::Ident(name), Some(ty)) = (pattern, types) {
            if let Some(var) = self.vars.find(&name.ident) {
                self.vars.all[var].written.get_or_insert(ty);
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
            ("len", 0) => return Some(parse_quote!(usize)),
            ("is_empty", 0) => return Some(parse_quote!(bool)),
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
            _ => None,
        }
    }

    /// The type of a value, where it is known without asking rustc.
    pub(super) fn known_type(&self, value: &Expr) -> Option<syn::Type> {
        match value {
            Expr::Path(_) => {
                let var = self.vars.find(kinds::name_of(value)?)?;
                self.vars.all[var].written.clone()
            }
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(number) => syn::parse_str(number.suffix()).ok(),
                syn::Lit::Float(number) => syn::parse_str(number.suffix()).ok(),
                syn::Lit::Bool(_) => Some(parse_quote!(bool)),
                syn::Lit::Char(_) => Some(parse_quote!(char)),
                syn::Lit::Str(_) => Some(parse_quote!(&'static str)),
                _ => None,
            },
            Expr::Cast(cast) => Some((*cast.ty).clone()),
            Expr::MethodCall(call) => self.type_of_call(call),
            Expr::Macro(invocation) if invocation.mac.path.is_ident("format") => {
                let private = &self.private;
                Some(parse_quote!(#private::String))
            }
            Expr::Paren(inner) => self.known_type(&inner.expr),
            Expr::Group(inner) => self.known_type(&inner.expr),
            Expr::Binary(binary) => match binary.op {
                BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
                | BinOp::And(_)
                | BinOp::Or(_) => Some(parse_quote!(bool)),
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => {
                    let (left, right) =
                        (self.known_type(&binary.left)?, self.known_type(&binary.right)?);
                    let same =
                        left.to_token_stream().to_string() == right.to_token_stream().to_string();
                    (kinds::is_number(&left) && same).then_some(left)
                }
                _ => None,
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
