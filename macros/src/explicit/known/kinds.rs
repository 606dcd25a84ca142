//! What the macro knows of types and values without asking rustc.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, ExprRange, Lit, Macro, RangeLimits, Type, UnOp, parse_quote};

use crate::explicit::known::known_macros::names_in_format;
use crate::explicit::known::patterns::bindings;
use crate::operators::Operator;
use crate::yields::{YieldKind, makes_generator};

/// Whether a name alone, in a pattern or as a value, is that of a constant or a variant.
pub(crate) fn is_constant(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

pub(crate) fn is_primitive(name: &Ident) -> bool {
    [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize",
    ]
    .contains(&&*name.to_string())
}

/// A type of this name. Parsing the name takes ten times as long.
pub(crate) fn type_named(name: &str) -> Type {
    let path = Ident::new(name, Span::call_site()).into();
    Type::Path(syn::TypePath { attrs: Vec::new(), qself: None, path })
}

/// An expression that is a name.
pub(crate) fn named(name: Ident) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: name.into() })
}

/// What stands in place of an expression that was taken out.
pub(crate) fn nothing() -> Expr {
    Expr::Verbatim(TokenStream::new())
}

/// Gives an expression another form, where it is.
pub(crate) fn change(place: &mut Expr, form: impl FnOnce(Expr) -> Expr) {
    let written = std::mem::replace(place, nothing());
    *place = form(written);
}

/// Whether a type is a primitive one: a number, `bool` or `char`.
pub(crate) fn is_primitive_type(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(is_primitive))
}

/// Whether a type of this name is a collection of the standard library's, which owns its elements.
pub(crate) fn is_collection(name: &str) -> bool {
    [
        "BTreeMap",
        "BTreeSet",
        "BinaryHeap",
        "HashMap",
        "HashSet",
        "LinkedList",
        "String",
        "Vec",
        "VecDeque",
    ]
    .contains(&name)
}

/// The same for a type.
pub(crate) fn is_collection_type(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|last| is_collection(&last.ident.to_string()))
        }
        _ => false,
    }
}

/// Where a type is left to be inferred, by `_`.
pub(crate) fn placeholder(ty: &Type) -> Option<Span> {
    struct Placeholder(Option<Span>);

    impl<'ast> Visit<'ast> for Placeholder {
        fn visit_type_infer(&mut self, infer: &'ast syn::TypeInfer) {
            self.0.get_or_insert(infer.underscore_token.span);
        }
    }

    let mut placeholder = Placeholder(None);
    placeholder.visit_type(ty);
    placeholder.0
}

/// Whether a type is that of a primitive number.
pub(crate) fn is_number(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| is_primitive(name) && name != "bool" && name != "char"),
        _ => false,
    }
}

/// Whether a type is `Copy` as it is written.
pub(crate) fn copies(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.qself.is_none() && path.path.get_ident().is_some_and(is_primitive),
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Ptr(_) | Type::FnPtr(_) | Type::Never(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(copies),
        Type::Array(array) => copies(&array.elem),
        Type::Paren(inner) => copies(&inner.elem),
        Type::Group(inner) => copies(&inner.elem),
        _ => false,
    }
}

/// Whether a value is a range `a..=b`.
pub(crate) fn is_inclusive_range(value: &Expr) -> bool {
    matches!(
        unparenthesized(value),
        Expr::Range(ExprRange { limits: RangeLimits::Closed(_), start: Some(_), .. })
    )
}

/// Whether a type is that of a range `a..=b`, by its name. That of the library has a parameter.
pub(crate) fn is_inclusive(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let segments = &path.path.segments;
    let is_of_std =
        segments.len() == 1 || ["std", "core", "ops"].iter().any(|name| segments[0].ident == name);
    is_of_std
        && segments
            .last()
            .is_some_and(|last| last.ident == "RangeInclusive" && !last.arguments.is_none())
}

/// Whether a drop of a value of a type does nothing, as it is written.
pub(crate) fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Type::Array(array) => is_plain(&array.elem),
        Type::Paren(inner) => is_plain(&inner.elem),
        Type::Group(inner) => is_plain(&inner.elem),
        other => copies(other),
    }
}

/// A type of the same properties as that of a value, where they can be seen.
pub(crate) fn type_of(value: &Expr) -> Option<Type> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(_) | Lit::Float(_) => Some(type_named("usize")),
            Lit::Bool(_) | Lit::Char(_) | Lit::Byte(_) => Some(type_named("bool")),
            Lit::Str(_) | Lit::ByteStr(_) => Some(parse_quote!(&str)),
            _ => None,
        },
        Expr::Paren(inner) => type_of(&inner.expr),
        Expr::Group(inner) => type_of(&inner.expr),
        // An operator on a reference may be one of the user's.
        Expr::Unary(unary) if !matches!(unary.op, UnOp::Deref(_)) => {
            type_of(&unary.expr).filter(|ty| !matches!(ty, Type::Reference(_)))
        }
        Expr::Reference(reference) if reference.mutability.is_none() => Some(parse_quote!(&str)),
        Expr::Reference(_) => Some(parse_quote!(&mut str)),
        Expr::RawAddr(_) => Some(parse_quote!(*const ())),
        Expr::Cast(cast) => copies(&cast.ty).then(|| (*cast.ty).clone()),
        Expr::Binary(binary) => match Operator::of(&binary.op) {
            Operator::Lazy | Operator::Comparison => Some(type_named("bool")),
            Operator::Arithmetic | Operator::Assignment => None,
        },
        Expr::Tuple(tuple) => {
            let mut elements = Vec::new();
            for element in &tuple.elems {
                elements.push(type_of(element)?);
            }
            Some(parse_quote!((#(#elements,)*)))
        }
        _ => None,
    }
}

/// Whether an expression is a range, which holds numbers if one can iterate over it.
pub(crate) fn is_range(expression: &Expr) -> bool {
    match expression {
        Expr::Range(_) => true,
        Expr::Paren(inner) => is_range(&inner.expr),
        Expr::Group(inner) => is_range(&inner.expr),
        Expr::MethodCall(call) => {
            call.method == "rev" && call.args.is_empty() && is_range(&call.receiver)
        }
        _ => false,
    }
}

/// The names of a closure's parameters.
pub(crate) fn parameters(closure: &syn::ExprClosure) -> Vec<String> {
    closure.inputs.iter().flat_map(bindings).map(|name| name.ident.to_string()).collect()
}

/// Whether a destructuring assignment may leave a part of the value on its right.
pub(crate) fn leaves_a_part(target: &Expr) -> bool {
    match target {
        Expr::Range(range) => range.start.is_none() && range.end.is_none(),
        Expr::Tuple(tuple) => tuple.elems.iter().any(leaves_a_part),
        Expr::Array(array) => array.elems.iter().any(leaves_a_part),
        // The type of a struct may have a destructor.
        Expr::Infer(_) | Expr::Struct(_) | Expr::Call(_) => true,
        Expr::Paren(inner) => leaves_a_part(&inner.expr),
        Expr::Group(inner) => leaves_a_part(&inner.expr),
        _ => false,
    }
}

/// The name that an item has among the values.
pub(crate) fn name_of_item(item: &syn::Item) -> Option<&Ident> {
    match item {
        syn::Item::Fn(item) => Some(&item.sig.ident),
        syn::Item::Const(item) => Some(&item.ident),
        syn::Item::Static(item) => Some(&item.ident),
        syn::Item::Struct(item) => Some(&item.ident),
        _ => None,
    }
}

/// Whether there is a yield of the body's own in a piece of code.
pub(crate) fn has_yield_in_expression(expression: &Expr) -> bool {
    let mut yields = Yields(false);
    yields.visit_expr(expression);
    yields.0
}

pub(crate) fn has_yield_in_statement(statement: &syn::Stmt) -> bool {
    let mut yields = Yields(false);
    yields.visit_stmt(statement);
    yields.0
}

/// Whether a statement assigns to the local `name`, alone or among others.
pub(crate) fn assigns(statement: &syn::Stmt, name: &Ident) -> bool {
    struct Assigns<'a>(&'a Ident, bool);

    impl<'ast> Visit<'ast> for Assigns<'_> {
        fn visit_expr_assign(&mut self, assignment: &'ast syn::ExprAssign) {
            let targets: &[&Expr] = match &*assignment.left {
                Expr::Tuple(tuple) => &tuple.elems.iter().collect::<Vec<_>>(),
                Expr::Array(array) => &array.elems.iter().collect::<Vec<_>>(),
                other => &[other],
            };
            self.1 |= targets
                .iter()
                .any(|target| matches!(target, Expr::Path(path) if path.path.is_ident(self.0)));
            visit::visit_expr_assign(self, assignment);
        }
    }

    let mut assigns = Assigns(name, false);
    assigns.visit_stmt(statement);
    assigns.1
}

struct Yields(bool);

impl<'ast> Visit<'ast> for Yields {
    fn visit_macro(&mut self, invocation: &'ast Macro) {
        if YieldKind::of_path(&invocation.path).is_some() {
            self.0 = true;
            return;
        }
        if invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident)) {
            return;
        }
        self.0 |= has_yield_in_tokens(invocation.tokens.clone());
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether a yield is called anywhere in these tokens.
pub(crate) fn has_yield_in_tokens(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Group(group) => has_yield_in_tokens(group.stream()),
            TokenTree::Ident(name) => {
                YieldKind::of_name(name).is_some()
                    && matches!(tokens.peek(), Some(TokenTree::Punct(bang)) if bang.as_char() == '!')
            }
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// The name at the root of a place: that of which it is a part, or what is behind it.
pub(crate) fn root_of(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Field(field) => root_of(&field.base),
        Expr::Index(index) => root_of(&index.expr),
        Expr::Unary(unary) => root_of(&unary.expr),
        Expr::Paren(inner) => root_of(&inner.expr),
        Expr::Group(inner) => root_of(&inner.expr),
        other => name_of(other),
    }
}

/// How often a name stands in tokens, with format strings.
pub(crate) fn times_named(tokens: TokenStream, name: &Ident) -> usize {
    let in_token = |token| match token {
        TokenTree::Group(group) => times_named(group.stream(), name),
        TokenTree::Ident(other) => usize::from(other == *name),
        TokenTree::Literal(literal) => {
            let named = names_in_format(&literal.to_string());
            named.iter().filter(|other| name == *other).count()
        }
        TokenTree::Punct(_) => 0,
    };
    tokens.into_iter().map(in_token).sum()
}

/// Whether an expression is a place that can be named again later: it calls nothing.
pub(crate) fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Paren(inner) => is_place(&inner.expr),
        Expr::Group(inner) => is_place(&inner.expr),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)) && is_place(&unary.expr),
        Expr::Index(index) => is_place(&index.expr) && is_index(&index.index),
        _ => false,
    }
}

/// Whether an index, or a range of indices, can be named again.
fn is_index(index: &Expr) -> bool {
    match index {
        Expr::Range(range) => {
            range.start.iter().chain(&range.end).all(|bound| is_place(bound) || is_literal(bound))
        }
        index => is_place(index) || is_literal(index),
    }
}

pub(crate) fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && is_literal(&unary.expr),
        Expr::Paren(inner) => is_literal(&inner.expr),
        Expr::Group(inner) => is_literal(&inner.expr),
        _ => false,
    }
}

/// The name of a local or constant, alone.
pub(crate) fn name_of(expression: &Expr) -> Option<&Ident> {
    match expression {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        Expr::Paren(inner) => name_of(&inner.expr),
        Expr::Group(inner) => name_of(&inner.expr),
        _ => None,
    }
}

/// What is in parentheses.
pub(crate) fn unparenthesized(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => unparenthesized(&inner.expr),
        Expr::Group(inner) => unparenthesized(&inner.expr),
        other => other,
    }
}

/// The same, as a value.
pub(crate) fn into_unparenthesized(expression: Expr) -> Expr {
    match expression {
        Expr::Paren(inner) => into_unparenthesized(*inner.expr),
        Expr::Group(inner) => into_unparenthesized(*inner.expr),
        other => other,
    }
}

/// Where a conditional attribute stands in a piece of code.
pub(crate) fn conditional(tokens: TokenStream) -> Option<Span> {
    use proc_macro2::{Delimiter, TokenTree};

    let mut before_is_hash = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if before_is_hash && group.delimiter() == Delimiter::Bracket {
                if let Some(TokenTree::Ident(name)) = group.stream().into_iter().next() {
                    if name == "cfg" || name == "cfg_attr" {
                        return Some(name.span());
                    }
                }
            }
            if let Some(found) = conditional(group.stream()) {
                return Some(found);
            }
        }
        before_is_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
    }
    None
}

/// Whether an expression is a part of another one's value: a field, an element, what is behind a
/// pointer.
pub(crate) fn is_part(expression: &Expr) -> bool {
    match expression {
        Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        Expr::Paren(inner) => is_part(&inner.expr),
        Expr::Group(inner) => is_part(&inner.expr),
        _ => false,
    }
}

/// Whether that other one is a place, so that a borrow of the part makes no temporary live longer.
pub(crate) fn is_part_of_place(expression: &Expr) -> bool {
    match expression {
        Expr::Field(field) => is_part_of_place(&field.base),
        Expr::Index(index) => is_part_of_place(&index.expr),
        Expr::Unary(unary) => is_part_of_place(&unary.expr),
        Expr::Paren(inner) => is_part_of_place(&inner.expr),
        Expr::Group(inner) => is_part_of_place(&inner.expr),
        other => is_place(other),
    }
}

/// Whether a borrow of an expression is one of a constant.
pub(crate) fn is_promoted(expression: &Expr) -> bool {
    match expression {
        Expr::Array(array) => array.elems.iter().all(is_promoted),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_promoted),
        Expr::Reference(reference) => {
            reference.mutability.is_none() && is_promoted(&reference.expr)
        }
        other => is_literal(other),
    }
}

/// Whether a callee is the constructor of a tuple struct or of a variant, by its name.
pub(crate) fn is_constructor(callee: &Expr) -> bool {
    match callee {
        Expr::Path(path) => {
            path.path.segments.last().is_some_and(|segment| is_constant(&segment.ident.to_string()))
        }
        _ => false,
    }
}
