//! Calls of the function itself in its own body.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::FnArg;
use syn::visit::{self, Visit};

use crate::explicit::ir::{self, Block, Part, PartKind, VarId};
use crate::explicit::kinds;
use crate::explicit::names::Vars;
use crate::explicit::normal::Itself;
use crate::parse::Head;
use crate::tokens;
use crate::yields::YieldKind;

/// Whether statements name something.
pub(crate) fn mentions(statements: &[syn::Stmt], name: &Ident) -> bool {
    tokens::find_ident(quote!(#(#statements)*), &name.to_string()).is_some()
}

/// Whether statements call something of this name.
pub(crate) fn calls(statements: &[syn::Stmt], name: &Ident) -> bool {
    fn in_tokens(tokens: TokenStream, name: &Ident) -> bool {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let found = match token {
                TokenTree::Group(group) => in_tokens(group.stream(), name),
                TokenTree::Ident(other) if other == *name => {
                    let next = tokens.peek();
                    matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                }
                _ => false,
            };
            if found {
                return true;
            }
        }
        false
    }

    in_tokens(quote!(#(#statements)*), name)
}

/// Whether statements declare or import an item of this name: a call of it may be one of that.
pub(crate) fn declares(statements: &[syn::Stmt], name: &Ident) -> bool {
    struct Declares<'a>(&'a Ident, bool);

    impl<'ast> Visit<'ast> for Declares<'_> {
        fn visit_item(&mut self, item: &'ast syn::Item) {
            self.1 |= kinds::name_of_item(item) == Some(self.0);
            if let syn::Item::Use(import) = item {
                visit::visit_item_use(self, import);
            }
        }

        fn visit_use_name(&mut self, import: &'ast syn::UseName) {
            self.1 |= import.ident == *self.0;
        }

        fn visit_use_rename(&mut self, import: &'ast syn::UseRename) {
            self.1 |= import.rename == *self.0;
        }
    }

    let mut declares = Declares(name, false);
    for statement in statements {
        declares.visit_stmt(statement);
    }
    declares.1
}

/// The function itself, for calls in its own body. `None` for a method.
pub(crate) fn itself(
    head: &Head,
    state: Ident,
    declares: &[(VarId, TokenStream)],
    vars: &Vars,
) -> Option<Itself> {
    let name = head.signature.ident.clone();
    let mut arguments = Vec::new();
    for (argument, (var, _)) in head.signature.inputs.iter().zip(declares) {
        let FnArg::Typed(typed) = argument else { return None };
        let ty = Some((*typed.ty).clone())
            .filter(|ty| tokens::find_ident(ty.to_token_stream(), "impl").is_none());
        arguments.push((vars.all[*var].ident.clone(), ty));
    }
    Some(Itself { name, state, arguments })
}

/// The calls of the function itself whose value is that of the body. `unit`: what it returns is `()`.
pub(crate) fn tail_calls(block: &Block, unit: bool, found: &mut BTreeSet<usize>) {
    fn of_node(node: &ir::Node, unit: bool, found: &mut BTreeSet<usize>) {
        match node {
            ir::Node::Yield(yielded) if yielded.calls && yielded.kind == YieldKind::YieldFrom => {
                found.insert(yielded.id);
            }
            ir::Node::Block(block) if block.label.is_none() => tail_calls(block, unit, found),
            ir::Node::If { then, otherwise, .. } => {
                tail_calls(then, unit, found);
                if let Some(otherwise) = otherwise {
                    of_node(otherwise, unit, found);
                }
            }
            ir::Node::Match { arms, .. } => {
                for arm in arms {
                    tail_calls(arm, unit, found);
                }
            }
            _ => {}
        }
    }

    match (&block.tail, block.parts.last()) {
        (Some(tail), _) => of_node(tail, unit, found),
        (None, Some(Part { kind: PartKind::Expression { node, .. }, .. })) if unit => {
            of_node(node, unit, found);
        }
        _ => {}
    }
}
