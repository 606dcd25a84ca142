//! Whether a collection of references borrows from what it is collected from, or holds copies of references that are
//! in there.
//!
//! ```text
//! let w: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();    // borrows
//! let w: Vec<&'a str> = names.iter().copied().collect();                  // copies
//! let w: Vec<&str> = counts.iter().map(|(name, _)| *name).collect();      // copies
//! ```
//!
//! A body cannot name the lifetime of a borrow of its own locals. So a type whose references all have names borrows
//! from none of them. Where neither the type nor the value is proof, rustc decides.

use syn::visit::{self, Visit};
use syn::{AngleBracketedGenericArguments, Expr, ExprClosure, Stmt, Type, TypeReference};

use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::owners::{holds_reference, seen};

/// Methods whose closure makes the items that they give.
const MAKES_ITEMS: [&str; 6] =
    ["map", "filter_map", "flat_map", "map_while", "scan", "map_windows"];

/// What a type says about the references in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum References {
    /// It has none, as it is written.
    None,
    /// All of them have lifetimes with names.
    Named,
    /// At least one has a lifetime without a name.
    Unnamed,
}

impl References {
    /// Those of the types in the generic arguments of a method, and of the type of a local.
    pub(crate) fn of(
        arguments: Option<&AngleBracketedGenericArguments>,
        written: Option<&Type>,
    ) -> Self {
        struct Found(References);

        impl<'ast> Visit<'ast> for Found {
            fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
                let is_named = reference.lifetime.as_ref().is_some_and(|name| name.ident != "_");
                match (is_named, self.0) {
                    (true, References::None) => self.0 = References::Named,
                    (false, _) => self.0 = References::Unnamed,
                    _ => {}
                }
                visit::visit_type_reference(self, reference);
            }
        }

        let mut of_arguments = Found(Self::None);
        let mut of_type = Found(Self::None);
        if let Some(arguments) = arguments {
            of_arguments.visit_angle_bracketed_generic_arguments(arguments);
        }
        if let Some(ty) = written {
            of_type.visit_type(ty);
        }
        match (of_arguments.0, of_type.0) {
            (Self::Named, _) | (_, Self::Named) => Self::Named,
            (Self::None, Self::None) => Self::None,
            _ => Self::Unnamed,
        }
    }
}

/// Whether what a chain of methods on a local gives refers into the local. `of`: the type of the local, if it is
/// written.
pub(crate) fn refers(chain: &Expr, of: Option<&Type>) -> bool {
    let Expr::MethodCall(call) = seen(chain) else { return true };
    if call.method == "copied" || call.method == "cloned" {
        return false;
    }
    // A reference to a reference gives what that refers to.
    let written = of.map(holds_reference);
    let is_borrow = !MAKES_ITEMS.iter().any(|name| call.method == name)
        || match (call.args.last().map_or(Item::Unknown, item_of), written) {
            (Item::Copy, _) | (_, Some(true)) | (Item::Unknown, None) => false,
            (Item::Borrow, _) | (Item::Unknown, Some(false)) => true,
        };
    is_borrow && refers(&call.receiver, of)
}

/// What a closure makes of the items that it gets by reference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// A copy of what is in them, or what is in no item.
    Copy,
    Unknown,
    /// A reference to them, or to a part of them.
    Borrow,
}

fn item_of(closure: &Expr) -> Item {
    match closure {
        Expr::Closure(closure) => Closure::of(closure).value(&closure.body),
        Expr::Path(path) => match path.path.segments.last() {
            Some(function) if function.ident.to_string().starts_with("as_") => Item::Borrow,
            _ => Item::Unknown,
        },
        _ => Item::Unknown,
    }
}

/// The names of a closure's parameters.
struct Closure {
    names: Vec<String>,
    /// Those of them that are bound behind a `&`: copies.
    copies: Vec<String>,
}

impl Closure {
    fn of(closure: &ExprClosure) -> Self {
        struct Behind(Vec<String>);

        impl<'ast> Visit<'ast> for Behind {
            fn visit_pat_reference(&mut self, reference: &'ast syn::PatReference) {
                let bound = patterns::bindings(&reference.pat);
                let copies = bound.iter().filter(|name| name.by_ref.is_none());
                self.0.extend(copies.map(|name| name.ident.to_string()));
            }
        }

        let mut behind = Behind(Vec::new());
        closure.inputs.iter().for_each(|input| behind.visit_pat(input));
        Self { names: kinds::parameters(closure), copies: behind.0 }
    }

    fn is_item(&self, place: &Expr) -> bool {
        kinds::root_of(place).is_none_or(|name| self.names.contains(&name.to_string()))
    }

    fn value(&self, value: &Expr) -> Item {
        match value {
            Expr::Path(_) => {
                let name = kinds::name_of(value).map(ToString::to_string).unwrap_or_default();
                if self.names.contains(&name) && !self.copies.contains(&name) {
                    Item::Unknown
                } else {
                    Item::Copy
                }
            }
            Expr::Reference(reference) if self.is_item(&reference.expr) => Item::Borrow,
            // A place that is used by value is copied.
            Expr::Lit(_)
            | Expr::Unary(_)
            | Expr::Binary(_)
            | Expr::Index(_)
            | Expr::Reference(_) => Item::Copy,
            Expr::Field(field) if matches!(field.member, syn::Member::Named(_)) => Item::Copy,
            Expr::Tuple(tuple) => {
                let elements = tuple.elems.iter().map(|element| self.value(element));
                // The number beside a reference.
                let known = elements.filter(|item| *item != Item::Unknown);
                known.max().unwrap_or(Item::Unknown)
            }
            Expr::Call(call) => self.most(&call.args),
            Expr::MethodCall(call) if call.method == "then_some" => self.most(&call.args),
            Expr::MethodCall(call) if call.method == "then" => match call.args.first() {
                Some(Expr::Closure(made)) => self.value(&made.body),
                _ => Item::Unknown,
            },
            Expr::MethodCall(call) if !self.is_item(&call.receiver) => Item::Copy,
            Expr::MethodCall(call) if call.method.to_string().starts_with("as_") => Item::Borrow,
            Expr::Block(block) => self.last(&block.block),
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref().map(|(_, other)| self.value(other));
                self.last(&branch.then_branch).max(otherwise.unwrap_or(Item::Copy))
            }
            Expr::Match(matched) => {
                let arms = matched.arms.iter().map(|arm| self.value(&arm.body));
                arms.max().unwrap_or(Item::Unknown)
            }
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            _ => Item::Unknown,
        }
    }

    fn most<'a>(&self, values: impl IntoIterator<Item = &'a Expr>) -> Item {
        let items = values.into_iter().map(|value| self.value(value));
        items.max().unwrap_or(Item::Copy)
    }

    fn last(&self, block: &syn::Block) -> Item {
        match block.stmts.last() {
            Some(Stmt::Expr(value, None)) => self.value(value),
            _ => Item::Unknown,
        }
    }
}
