//! The locals that are exclusive references, as far as the types of the arguments and the names of the standard
//! library's methods say it.
//!
//! ```text
//! fn quarters(all: &mut [u32]) ..             // all: &mut [u32]
//! let (left, right) = all.split_at_mut(2);    // left, right: &mut [u32]
//! for one in left.iter_mut() { .. }           // one: &mut u32
//! ```

use std::collections::BTreeMap;

use syn::{Expr, GenericArgument, Local, Pat, PathArguments, Stmt, Type, UnOp, parse_quote};

use crate::explicit::known::method_names::keeps_items;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind, VarId};
use crate::explicit::tree::owners::seen;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::Walk;

/// Notes which locals are exclusive references. `receiver`: the local that is `self`, if that is one.
pub(crate) fn note(body: &Block, vars: &mut Vars, receiver: Option<VarId>) {
    let mut exclusive = Exclusive { vars, found: BTreeMap::new() };
    exclusive.found.extend(receiver.map(|var| (var, Shape::to(unknown()))));
    exclusive.block(body);
    let found = exclusive.found;
    for (var, shape) in found {
        vars.all[var].exclusive = matches!(shape, Shape::To(_));
    }
    for var in &mut vars.all {
        var.exclusive |= matches!(&var.written, Some(ty) if referred(ty).is_some());
    }
}

/// What is known of a value.
#[derive(Clone)]
enum Shape {
    /// An exclusive reference to a value of the type.
    To(Box<Type>),
    Tuple(Vec<Shape>),
    /// An `Option` or a `Result`.
    Option(Box<Shape>),
    /// An iterator, by its items.
    Items(Box<Shape>),
    Other,
}

struct Exclusive<'a> {
    vars: &'a Vars,
    found: BTreeMap<VarId, Shape>,
}

impl Walk for Exclusive<'_> {
    fn part(&mut self, part: &Part) {
        match &part.kind {
            PartKind::Statements(statements) => {
                for statement in statements {
                    if let Stmt::Local(Local { pat, init: Some(init), .. }) = statement {
                        self.bind(pat, &self.of(&init.expr));
                    }
                }
            }
            PartKind::Let { pattern, value: Node::Plain(value), .. } => {
                self.bind(pattern, &self.of(value));
            }
            PartKind::Choose { choice: Choice::Match { head, arms, .. }, .. } => {
                let shape = self.head(head);
                for arm in arms {
                    self.bind(&arm.pattern, &shape);
                }
            }
            PartKind::Choose { choice: Choice::If { condition, .. }, .. }
            | PartKind::While { condition, .. } => {
                for choice in patterns::lets_in(condition) {
                    self.bind(&choice.pat, &self.of(&choice.expr));
                }
            }
            PartKind::Next { pattern, iterator } => {
                if let Some(Shape::Items(items)) = self.found.get(iterator).cloned() {
                    self.bind(pattern, &items);
                }
            }
            _ => {}
        }
        self.inside_part(part);
    }
}

impl Exclusive<'_> {
    /// The head of a `match`, which is that of a `for` loop if it calls `into_iter`.
    fn head(&self, head: &Expr) -> Shape {
        match (head, seen(head)) {
            (Expr::Call(_), iterable) => match self.of(iterable) {
                Shape::To(ty) => elements(&ty).map_or(Shape::Other, Shape::items_to),
                items @ Shape::Items(_) if !std::ptr::eq(head, iterable) => items,
                other => other,
            },
            (head, _) => self.of(head),
        }
    }

    fn bind(&mut self, pattern: &Pat, shape: &Shape) {
        match (pattern, shape) {
            (_, Shape::Other) => {}
            (Pat::Ident(name), shape) if name.by_ref.is_none() && name.subpat.is_none() => {
                if let Some(var) = self.vars.find(&name.ident) {
                    self.found.insert(var, shape.clone());
                }
            }
            (Pat::Type(typed), shape) => self.bind(&typed.pat, shape),
            (Pat::Paren(inner), shape) => self.bind(&inner.pat, shape),
            (Pat::Guard(guarded), shape) => self.bind(&guarded.pat, shape),
            (Pat::Or(or), shape) => or.cases.iter().for_each(|case| self.bind(case, shape)),
            (Pat::Tuple(tuple), Shape::Tuple(shapes)) if tuple.elems.len() == shapes.len() => {
                for (element, shape) in tuple.elems.iter().zip(shapes) {
                    self.bind(element, shape);
                }
            }
            (Pat::TupleStruct(tuple), Shape::Option(shape)) if tuple.elems.len() == 1 => {
                let is_value = tuple.path.is_ident("Some") || tuple.path.is_ident("Ok");
                if is_value {
                    self.bind(&tuple.elems[0], shape);
                }
            }
            // What a pattern binds behind an exclusive reference is one as well.
            (Pat::Tuple(tuple), Shape::To(ty)) => {
                for (index, element) in tuple.elems.iter().enumerate() {
                    let ty = match &**ty {
                        Type::Tuple(types) if types.elems.len() == tuple.elems.len() => {
                            types.elems[index].clone()
                        }
                        _ => unknown(),
                    };
                    self.bind_part(element, ty);
                }
            }
            (Pat::TupleStruct(tuple), Shape::To(_)) => {
                tuple.elems.iter().for_each(|element| self.bind_part(element, unknown()));
            }
            (Pat::Struct(fields), Shape::To(_)) => {
                fields.fields.iter().for_each(|field| self.bind_part(&field.pat, unknown()));
            }
            (Pat::Slice(slice), Shape::To(ty)) => {
                let of = elements(ty).unwrap_or_else(unknown);
                for element in &slice.elems {
                    match element {
                        Pat::Ident(name) if name.subpat.is_some() => {
                            if let Some(var) = self.vars.find(&name.ident) {
                                self.found.insert(var, Shape::to(parse_quote!([#of])));
                            }
                        }
                        element => self.bind_part(element, of.clone()),
                    }
                }
            }
            _ => {}
        }
    }

    /// What is bound of a part behind an exclusive reference. Deeper in there may be other references.
    fn bind_part(&mut self, pattern: &Pat, ty: Type) {
        if let Pat::Ident(_) = pattern {
            self.bind(pattern, &Shape::to(ty));
        }
    }

    fn of(&self, value: &Expr) -> Shape {
        match value {
            Expr::Path(_) => {
                let Some(var) = kinds::name_of(value).and_then(|name| self.vars.find(name)) else {
                    return Shape::Other;
                };
                match (self.found.get(&var), &self.vars.all[var].written) {
                    (Some(shape), _) => shape.clone(),
                    (None, Some(ty)) => referred(ty).map_or(Shape::Other, Shape::to),
                    (None, None) => Shape::Other,
                }
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                Shape::to(self.place(&reference.expr))
            }
            Expr::MethodCall(call) => self.of_call(call),
            Expr::Call(call) => match &*call.func {
                // `mem::take(&mut rest)`
                Expr::Path(path) if is_take(&path.path) => match call.args.first().map(seen) {
                    Some(Expr::Reference(reference)) => self.of(&reference.expr),
                    _ => Shape::Other,
                },
                _ if !std::ptr::eq(seen(value), value) => self.of(seen(value)),
                _ => Shape::Other,
            },
            Expr::Tuple(tuple) => {
                Shape::Tuple(tuple.elems.iter().map(|element| self.of(element)).collect())
            }
            Expr::If(branch) => self.of_block(&branch.then_branch),
            Expr::Try(tried) => self.of(&tried.expr).value(),
            Expr::Paren(inner) => self.of(&inner.expr),
            Expr::Group(inner) => self.of(&inner.expr),
            _ if !std::ptr::eq(seen(value), value) => self.of(seen(value)),
            _ => Shape::Other,
        }
    }

    fn of_block(&self, block: &syn::Block) -> Shape {
        match block.stmts.as_slice() {
            [Stmt::Expr(value, None)] => self.of(value),
            _ => Shape::Other,
        }
    }

    /// The value of a method of the standard library.
    fn of_call(&self, call: &syn::ExprMethodCall) -> Shape {
        let name = call.method.to_string();
        match self.of(&call.receiver) {
            Shape::Option(value) => match &*name {
                "unwrap" | "expect" => *value,
                "take" => Shape::Option(value),
                _ => Shape::Other,
            },
            Shape::Items(items) => match &*name {
                "next" | "next_back" | "nth" | "last" | "find" => Shape::Option(items),
                "enumerate" => Shape::items(Shape::Tuple(vec![Shape::Other, *items])),
                "zip" => {
                    let other = call.args.first().map_or(Shape::Other, |other| self.of(other));
                    let other = match other {
                        Shape::Items(items) => *items,
                        Shape::To(ty) => elements(&ty).map_or(Shape::Other, Shape::to),
                        _ => Shape::Other,
                    };
                    Shape::items(Shape::Tuple(vec![*items, other]))
                }
                _ if keeps_items(call) => Shape::Items(items),
                _ => Shape::Other,
            },
            Shape::To(ty) => of_slice(&name, &ty, call),
            _ => Shape::Other,
        }
    }

    /// The type of a place.
    fn place(&self, place: &Expr) -> Type {
        let ty = match place {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                match self.of(&unary.expr) {
                    Shape::To(ty) => Some(*ty),
                    _ => None,
                }
            }
            Expr::Index(index) => {
                let of = match self.of(&index.expr) {
                    Shape::To(ty) => elements(&ty),
                    _ => None,
                };
                of.and_then(|of| match &*index.index {
                    Expr::Range(_) => Some(parse_quote!([#of])),
                    index if kinds::is_literal(index) => Some(of),
                    _ => None,
                })
            }
            Expr::Paren(inner) => Some(self.place(&inner.expr)),
            Expr::Path(_) => kinds::name_of(place)
                .and_then(|name| self.vars.all[self.vars.find(name)?].written.clone()),
            _ => None,
        };
        ty.unwrap_or_else(unknown)
    }
}

impl Shape {
    fn to(ty: Type) -> Self {
        Self::To(Box::new(ty))
    }

    fn items(of: Self) -> Self {
        Self::Items(Box::new(of))
    }

    fn items_to(ty: Type) -> Self {
        Self::items(Self::to(ty))
    }

    /// What is in an `Option`.
    fn value(self) -> Self {
        match self {
            Self::Option(value) => *value,
            _ => Self::Other,
        }
    }
}

/// The value of a method of a slice, or of what is taken for one where it is called.
fn of_slice(name: &str, ty: &Type, call: &syn::ExprMethodCall) -> Shape {
    let is_text = matches!(ty, Type::Path(path) if path.path.is_ident("str"));
    let Some(of) = elements(ty) else {
        return match name {
            "split_at_mut" if is_text => Shape::Tuple(vec![Shape::to(ty.clone()); 2]),
            _ => Shape::Other,
        };
    };
    let slice: Type = parse_quote!([#of]);
    let is_queue = !matches!(ty, Type::Slice(_) | Type::Array(_)) && !is_named(ty, "Vec");
    let option = |shape| Shape::Option(Box::new(shape));
    match name {
        "iter_mut" => Shape::items_to(of),
        "back_mut" | "front_mut" if is_queue => option(Shape::to(of)),
        _ if is_queue => Shape::Other,
        "as_mut_slice" => Shape::to(slice),
        "chunk_by_mut"
        | "chunks_exact_mut"
        | "chunks_mut"
        | "rchunks_exact_mut"
        | "rchunks_mut"
        | "rsplit_mut"
        | "rsplitn_mut"
        | "split_inclusive_mut"
        | "split_mut"
        | "splitn_mut" => Shape::items_to(slice),
        "split_at_mut" => Shape::Tuple(vec![Shape::to(slice); 2]),
        "split_at_mut_checked" => option(Shape::Tuple(vec![Shape::to(slice); 2])),
        "split_first_mut" | "split_last_mut" => {
            option(Shape::Tuple(vec![Shape::to(of), Shape::to(slice)]))
        }
        "first_mut" | "last_mut" => option(Shape::to(of)),
        "get_mut" => option(Shape::to(match call.args.first() {
            Some(Expr::Range(_)) => slice,
            Some(index) if kinds::is_literal(index) => of,
            _ => unknown(),
        })),
        _ => Shape::Other,
    }
}

/// The type of the elements of a slice, an array or a collection that is a list of them.
fn elements(ty: &Type) -> Option<Type> {
    match ty {
        Type::Slice(slice) => Some((*slice.elem).clone()),
        Type::Array(array) => Some((*array.elem).clone()),
        Type::Paren(inner) => elements(&inner.elem),
        Type::Group(inner) => elements(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let is_list = ["LinkedList", "Vec", "VecDeque"].iter().any(|list| last.ident == list);
            match &last.arguments {
                PathArguments::AngleBracketed(arguments) if is_list => {
                    match arguments.args.first()? {
                        GenericArgument::Type(ty) => Some(ty.clone()),
                        _ => None,
                    }
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

/// The type that an exclusive reference refers to.
fn referred(ty: &Type) -> Option<Type> {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => {
            let mut ty = &*reference.elem;
            while let Type::Group(syn::TypeGroup { elem, .. })
            | Type::Paren(syn::TypeParen { elem, .. }) = ty
            {
                ty = elem;
            }
            Some(ty.clone())
        }
        Type::Paren(inner) => referred(&inner.elem),
        Type::Group(inner) => referred(&inner.elem),
        _ => None,
    }
}

/// Whether a function is `mem::take`.
fn is_take(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().rev();
    names.next().is_some_and(|last| last.ident == "take")
        && names.next().is_some_and(|module| module.ident == "mem")
}

/// A type of which nothing is known.
fn unknown() -> Type {
    parse_quote!(_)
}
