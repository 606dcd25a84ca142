//! The walk over a tree in normal form: its blocks, parts and nodes, and the code between its yields.
//!
//! [`Walk`] reads a tree, and [`WalkMut`] changes it. Each method visits what is inside by default. One that
//! does more calls the method with the prefix `inside_` where the walk goes on.

use syn::visit_mut::VisitMut;
use syn::{Expr, Stmt};

use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind};

macro_rules! walk {
    ($(#[$documentation:meta])* $Walk:ident, $Code:ident $(, $mutable:tt)?) => {
        /// Code without a yield, as a part or a node has it.
        #[allow(dead_code, reason = "the walks that read a tree do not ask for all of it")]
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

            fn part(&mut self, part: &$($mutable)? Part) {
                self.inside_part(part);
            }

            fn node(&mut self, node: &$($mutable)? Node) {
                self.inside_node(node);
            }

            fn inside_block(&mut self, block: &$($mutable)? Block) {
                for part in &$($mutable)? block.parts {
                    self.part(part);
                }
                if let Some(tail) = &$($mutable)? block.tail {
                    self.node(tail);
                }
            }

            fn inside_part(&mut self, part: &$($mutable)? Part) {
                match &$($mutable)? part.kind {
                    PartKind::Arguments
                    | PartKind::Unpack { .. }
                    | PartKind::Next { .. }
                    | PartKind::Rest { .. }
                    | PartKind::Join { .. } => {}
                    PartKind::Definition(definition) => self.code($Code::Definition(definition)),
                    PartKind::Statements(statements) => self.code($Code::Statements(statements)),
                    PartKind::Let { value, diverge, .. } => {
                        self.node(value);
                        if let Some(diverge) = diverge {
                            self.code($Code::Value(diverge));
                        }
                    }
                    PartKind::Expression { node, .. } => self.node(node),
                    PartKind::Offer { value, .. } => self.code($Code::Value(value)),
                    PartKind::Choose { choice, .. } => self.code($Code::Choice(choice)),
                    PartKind::While { condition, .. } => self.code($Code::Condition(condition)),
                    PartKind::Group(parts) => {
                        for part in parts {
                            self.part(part);
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

/// Visits the statements and expressions of a code, and neither its patterns nor a macro that the body defines.
pub(crate) fn visit_expressions(code: CodeMut<'_>, visitor: &mut impl VisitMut) {
    match code {
        CodeMut::Statements(statements) => {
            for statement in statements {
                visitor.visit_stmt_mut(statement);
            }
        }
        CodeMut::Value(value)
        | CodeMut::Condition(value)
        | CodeMut::Choice(
            Choice::If { condition: value, .. } | Choice::Match { head: value, .. },
        ) => visitor.visit_expr_mut(value),
        CodeMut::Definition(_) => {}
    }
}
