//! The walk over a tree in normal form: its blocks, items and nodes, and the code between its yields.
//!
//! [`Walk`] reads a tree, and [`WalkMut`] changes it. Each method visits what is inside by default. One that
//! does more calls the method with the prefix `inside_` where the walk goes on.

use syn::{Expr, Stmt};

use crate::explicit::ir::{Block, Choice, Item, ItemKind, Node};

macro_rules! walk {
    ($(#[$documentation:meta])* $Walk:ident, $Code:ident $(, $mutable:tt)?) => {
        /// Code without a yield, as an item or a node has it.
        #[allow(dead_code, reason = "the walks that read a tree ask for its items")]
        pub(crate) enum $Code<'t> {
            Statements(&'t $($mutable)? Vec<Stmt>),
            /// An expression whose value is used.
            Value(&'t $($mutable)? Expr),
            /// The condition of a `while`.
            Condition(&'t $($mutable)? Expr),
            /// The head of an `if` or a `match`.
            Choice(&'t $($mutable)? Choice),
            /// A macro that the body defines.
            Definition(&'t $($mutable)? Stmt),
        }

        $(#[$documentation])*
        pub(crate) trait $Walk {
            /// Visits the code between two nodes.
            fn code(&mut self, _: $Code<'_>) {}

            fn block(&mut self, block: &$($mutable)? Block) {
                self.inside_block(block);
            }

            fn item(&mut self, item: &$($mutable)? Item) {
                self.inside_item(item);
            }

            fn node(&mut self, node: &$($mutable)? Node) {
                self.inside_node(node);
            }

            fn inside_block(&mut self, block: &$($mutable)? Block) {
                for item in &$($mutable)? block.items {
                    self.item(item);
                }
                if let Some(tail) = &$($mutable)? block.tail {
                    self.node(tail);
                }
            }

            fn inside_item(&mut self, item: &$($mutable)? Item) {
                match &$($mutable)? item.kind {
                    ItemKind::Arguments
                    | ItemKind::Unpack { .. }
                    | ItemKind::Next { .. }
                    | ItemKind::Rest { .. } => {}
                    ItemKind::Definition(definition) => self.code($Code::Definition(definition)),
                    ItemKind::Statements(statements) => self.code($Code::Statements(statements)),
                    ItemKind::Let { value, diverge, .. } => {
                        self.node(value);
                        if let Some(diverge) = diverge {
                            self.code($Code::Value(diverge));
                        }
                    }
                    ItemKind::Expression { node, .. } => self.node(node),
                    ItemKind::Offer { value, .. } => self.code($Code::Value(value)),
                    ItemKind::Choose { choice, .. } => self.code($Code::Choice(choice)),
                    ItemKind::While { condition } => self.code($Code::Condition(condition)),
                    ItemKind::Group(items) => {
                        for item in items {
                            self.item(item);
                        }
                    }
                }
            }

            fn inside_node(&mut self, node: &$($mutable)? Node) {
                match node {
                    Node::Plain(expression) => self.code($Code::Value(expression)),
                    Node::Yield(yielded) => {
                        if let Some(value) = &$($mutable)? yielded.value {
                            self.node(value);
                        }
                    }
                    Node::Block(block) | Node::Loop { body: block, .. } => self.block(block),
                    Node::If { then, otherwise, .. } => {
                        self.block(then);
                        if let Some(otherwise) = otherwise {
                            self.node(otherwise);
                        }
                    }
                    Node::Match { arms, .. } => {
                        for arm in arms {
                            self.block(arm);
                        }
                    }
                }
            }
        }
    };
}

walk! {
    /// Reads a tree.
    Walk, Code
}
walk! {
    /// Changes a tree.
    WalkMut, CodeMut, mut
}
